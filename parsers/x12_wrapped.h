/*
 * x12_wrapped -- X12 that was broken into lines of equal length, as mainframes
 * and mail leave it: the line ends stand inside of the header, of tags and of
 * values, and mean nothing.
 *
 * It is known by a header that is right as soon as line ends at one distance
 * are taken out of it.  From there on every line has that length, or is
 * shorter and ends with a segment terminator, up to the end of the file or to
 * a line that begins with the header of an interchange.  Then, and only then,
 * the lines are joined in memory and read as if they had never been broken;
 * what is told to the sink is told with the places of the file.
 */
#ifndef PARSERS_X12_WRAPPED_H
#define PARSERS_X12_WRAPPED_H

#include "parsers/parser.h"

#define X12_WRAPPED_MAX ((size_t)32 << 20) /* bytes that are joined at once */

struct x12_wrapped {
	struct slice text; /* joined */
	size_t width, end; /* end: in the file, behind the last line */
	struct list cuts;  /* where each line begins */
	struct arena arena;
	const struct parse_sink *sink; /* who is told */
};

/* The length of the lines that a header at `at` is broken into; 0: it is not.
 */
size_t x12_wrapped_width(struct slice data, size_t at);
/* False: the lines are not even, w->end is where that was seen.  To be freed
 * in any case. */
bool x12_wrapped_join(struct slice data, size_t at, size_t width,
    struct x12_wrapped *w);
/* A place of the text, in the file. */
size_t x12_wrapped_place(const struct x12_wrapped *w, size_t at);
struct parse_sink x12_wrapped_sink(struct x12_wrapped *w,
    const struct parse_sink *sink);
void x12_wrapped_free(struct x12_wrapped *w);

#endif
