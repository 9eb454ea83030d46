/*
 * wrapped -- X12 and EDIFACT that was broken into lines of equal length, as
 * mainframes and mail leave it: the line ends stand inside of headers, tags and
 * values, and mean nothing.
 *
 * They are known by a header of X12 that is right as soon as line ends at one
 * distance are taken out of it; where the header is whole, by first lines of
 * one length of which one does not end a segment.  From there on every line
 * has that length, or is shorter and ends with a segment terminator, up to the
 * end of the file or to a line that begins with the header of an interchange.
 * Then, and only then, the lines are joined in memory and read as if they had
 * never been broken; what is told to the sink is told with the places of the
 * file.
 *
 *	width = wrapped_x12(data, &isa, &terminator);
 *	if (width > 0 && wrapped_read(&me, at, width, terminator, &next))
 *		read up to `next`
 */
#ifndef PARSERS_WRAPPED_H
#define PARSERS_WRAPPED_H

#include "parsers/parser.h"

#define WRAPPED_MAX ((size_t)32 << 20) /* bytes that are joined at once */

struct x12_isa;

struct wrapped { /* lines that were joined */
	struct slice text;
	size_t width, end; /* end: in the file, behind the last line */
	struct list cuts;  /* where each line begins */
	struct arena arena;
	const struct parse_sink *sink; /* who is told */
};

/* The parser of lines: what of it changes while it reads the joined ones. */
struct wrapped_parser {
	void *parser;
	/* Interchanges from `at` on; where it left, which may be at a header
	 * of the other kind. */
	size_t (*run)(void *parser, size_t at);
	struct slice *data;
	const struct parse_sink **sink;
	const struct wrapped **joined; /* NULL, unless lines were joined */
	size_t *budget;                /* bytes that may be walked in vain */
};

/* The length of the lines from a header on; 0: they are not broken.  And the
 * segment terminator, which a broken header has elsewhere. */
size_t wrapped_x12(struct slice data, const struct x12_isa *isa,
    char *terminator);
/* The same of a header at `at` that is whole. */
size_t wrapped_edifact(struct slice data, size_t at, char terminator);
/* The lines from `at` on, as far as they are even: *next is behind what was
 * read of them.  Without a budget up to the next header only.  False: they are
 * not even at *next, nothing was read. */
bool wrapped_read(const struct wrapped_parser *p, size_t at, size_t width,
    char terminator, size_t *next);
/* A place of the text, in the file. */
size_t wrapped_place(const struct wrapped *w, size_t at);

#endif
