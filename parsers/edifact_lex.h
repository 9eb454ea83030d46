/*
 * edifact_lex -- bytes to segments, data elements and components.
 *
 * 64 bytes are looked at once, and what was seen of them serves all segments
 * that lie in them.  A segment with a release character or a repetition is
 * read again byte by byte, which is the only time that a value is copied.
 *
 * Source: ISO 9735 versions 1 to 4.
 */
#ifndef PARSERS_EDIFACT_LEX_H
#define PARSERS_EDIFACT_LEX_H

#include "parsers/ahead.h"
#include "parsers/edifact_segment.h"
#include "parsers/parser.h"

struct edifact_seps {
	char component, element, release, terminator; /* release 0: none */
	char repetition;                              /* 0: none */
	bool shifts; /* texts may change their set: edifact_2022.h */
};

enum edifact_read {
	EDIFACT_SEGMENT,
	EDIFACT_EMPTY, /* a terminator without a segment */
	EDIFACT_LONG,
	EDIFACT_CUT, /* the bytes end before a terminator does */
	EDIFACT_END
};

struct edifact_lex;
typedef enum edifact_read edifact_reader(struct edifact_lex *l,
    struct edifact_segment *s);

/* What is seen at once, from a segment's begin on; less at first where a walk
 * may be short. */
#define EDIFACT_WINDOW 2048
#define EDIFACT_WINDOW_LEAST 128
#define EDIFACT_WINDOW_WORDS (EDIFACT_WINDOW / 64 + 2)

/* Plain data, some kilobytes that need not be zeroed before; the arena holds
 * values that had release characters. */
struct edifact_lex {
	const char *base;
	size_t at, end;
	struct edifact_seps seps;
	struct arena *arena;
	edifact_reader *read; /* as this processor does */
	void (*look)(struct edifact_lex *l, size_t at);
	bool printable; /* no separator is a line end */
	bool clean;     /* nothing in the window is rough */
	/* the window: base[from] to base[to], looked at `size` at a time */
	size_t from, to, size;
	size_t
	    least; /* what is looked at first: a long walk may ask for more */
	/* its n separators; the k-th is the first behind `next` */
	unsigned k, n;
	size_t next;
	uint16_t place[EDIFACT_WINDOW + 64]; /* of each, from `from` on */
	/* by separator: does it end an element, a segment? */
	uint64_t ends[EDIFACT_WINDOW_WORDS], stops[EDIFACT_WINDOW_WORDS];
	/* by byte: released or repeated, odd, or a blank at an edge */
	uint64_t rough[EDIFACT_WINDOW_WORDS];
};

/* A reader starts at `at`. */
void edifact_lex_begin(struct edifact_lex *l, struct slice data, size_t at,
    struct edifact_seps seps, struct arena *a);
/* Back to where it started: what it saw there it need not look at again. */
static inline void
edifact_lex_again(struct edifact_lex *l, size_t at)
{
	l->at = at;
	if (l->to > at && l->from == at) {
		l->next = at;
		l->k = 0;
	}
}
/* The segment at lex->at, which moves behind its terminator.  The segment is
 * filled in all cases but LONG and END. */
static inline enum edifact_read
edifact_next(struct edifact_lex *l, struct edifact_segment *s)
{
	return (l->read(l, s));
}

/* The next "UN" from `from` on, data.n: none.  Every segment of the envelope
 * begins with it. */
size_t edifact_un(struct ahead *a, struct slice data, size_t from);

#endif
