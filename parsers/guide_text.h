/*
 * guide_text -- what the compilers of guides (guide.c) and of a partner's
 * tightening (guide_tighten.c) share: lines to words, and faults by line.
 */
#ifndef PARSERS_GUIDE_TEXT_H
#define PARSERS_GUIDE_TEXT_H

#include "parsers/guide.h"

struct guide_line {
	struct slice file;
	unsigned number;
	struct slice rest; /* of the line, behind the words taken so far */
	struct slice text; /* of the file, behind the line */
	struct err *err;
};

/* The next line that says something; comments and blanks around are off. */
bool guide_line_next(struct guide_line *l);
/* The next word, or SLICE_NONE; "two words" in quotes are one. */
struct slice guide_word(struct guide_line *l);
struct slice guide_word_ahead(const struct guide_line *l);
enum rc guide_line_wrong(const struct guide_line *l, const char *fmt, ...)
    PRINTF_LIKE(2, 3);
/* NAME=VALUE: the value, or false. */
bool guide_attribute(struct slice word, const char *name, struct slice *value);
/* A number without a sign in [least, most]. */
bool guide_number(struct slice word, unsigned least, unsigned most,
    unsigned *n);
uint32_t guide_tag_of(struct slice word); /* 0: no tag */

#endif
