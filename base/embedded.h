/*
 * embedded -- text files that are compiled into the program (the schema, the
 * example mill, the guides, character sets), ended by a row of NULLs.
 */
#ifndef BASE_EMBEDDED_H
#define BASE_EMBEDDED_H

#include <stddef.h>

struct embedded {
	const char *path; /* as in the source tree */
	const char *text;
};

extern const struct embedded embedded_schema[];
extern const struct embedded embedded_example[];
extern const struct embedded embedded_guides[];
extern const struct embedded embedded_charsets[];

#endif
