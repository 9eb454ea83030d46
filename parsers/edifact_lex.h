/*
 * edifact_lex -- bytes to segments, data elements and components.
 *
 * 64 bytes are looked at once, and what was seen of them serves all segments
 * that lie in them.  A segment with a release character or a repetition is
 * read again byte by byte, which is the only time that a value is copied.
 *
 * Element 0 is the tag; its second and further components are the explicit
 * indication of repetition and nesting, which nobody uses.  Components are
 * counted from 1.  A repeated element (syntax version 4) shows its first
 * occurrence here; the others stand in `again`.
 *
 * Source: ISO 9735 versions 1 to 4.
 */
#ifndef PARSERS_EDIFACT_LEX_H
#define PARSERS_EDIFACT_LEX_H

#include "parsers/ahead.h"
#include "parsers/parser.h"
#include "parsers/split.h"

#define EDIFACT_COMPONENTS_MAX 120 /* of a segment, its tag among them */

struct edifact_seps {
	char component, element, release, terminator; /* release 0: none */
	char repetition;                              /* 0: none */
	bool shifts; /* texts may change their set: edifact_2022.h */
};

struct edifact_span { /* one more occurrence of an element */
	uint8_t element, from, to;
};

struct edifact_segment {
	uint32_t key;          /* EDIFACT_TAG of the tag; 0: no tag */
	unsigned n;            /* elements behind the tag */
	uint64_t filled;       /* bit k: component k of `c` has something */
	uint64_t ends;         /* …is the last of its element; up to 63 */
	bool crowded;          /* more than EDIFACT_COMPONENTS_MAX */
	bool odd;              /* bytes below 0x20 or above 0x7f */
	unsigned repeats;      /* in again; then first is filled too */
	size_t offset, length; /* without the terminator */
	struct slice c[EDIFACT_COMPONENTS_MAX + SPLIT_ROOM]; /* trimmed */
	/* of each, 65535 at most; of no use behind the last one, or
	 * when something is repeated */
	uint16_t len[EDIFACT_COMPONENTS_MAX + SPLIT_ROOM];
	uint8_t last[EDIFACT_COMPONENTS_MAX + SPLIT_ROOM]; /* [i]: behind
							    element i */
	uint8_t first[EDIFACT_COMPONENTS_MAX];
	struct edifact_span again[EDIFACT_COMPONENTS_MAX];
};

/* A segment that edifact_next fills: some kilobytes that need not be zeroed
 * before. */
#define EDIFACT_UNFILLED __attribute__((uninitialized))

#define EDIFACT_TAG(a, b, c) \
	((uint32_t)(a) << 16 | (uint32_t)(b) << 8 | (uint32_t)(c))

static inline unsigned
edifact_first(const struct edifact_segment *s, unsigned i)
{
	return (i == 0 ? 0 : s->repeats > 0 ? s->first[i] : s->last[i - 1]);
}

static inline unsigned
edifact_components(const struct edifact_segment *s, unsigned i)
{
	return (i > s->n ? 0 : s->last[i] - edifact_first(s, i));
}

/* Component j of element i, both from 1; SLICE_NONE when it is empty. */
static inline struct slice
edifact_at(const struct edifact_segment *s, unsigned i, unsigned j)
{
	unsigned at;

	if (i > s->n)
		return (SLICE_NONE);
	at = edifact_first(s, i) + j - 1;
	return (at < s->last[i] && s->c[at].n > 0 ? s->c[at] : SLICE_NONE);
}

/* …of the occurrence that again[k] describes. */
static inline struct slice
edifact_again(const struct edifact_segment *s, unsigned k, unsigned j)
{
	unsigned at = s->again[k].from + j - 1;

	return (at < s->again[k].to && s->c[at].n > 0 ? s->c[at] : SLICE_NONE);
}

enum edifact_read {
	EDIFACT_SEGMENT,
	EDIFACT_EMPTY, /* a terminator without a segment */
	EDIFACT_LONG,
	EDIFACT_CUT, /* the bytes end before a terminator does */
	EDIFACT_END
};

/* Plain data; the arena holds values that had release characters. */
struct edifact_lex {
	const char *base;
	size_t at, end;
	struct edifact_seps seps;
	struct arena *arena;
	size_t block; /* where the marks below begin; far off: none */
	uint64_t cut, edge, stop, special, odd, blank, rough;
};

struct edifact_lex edifact_lex_on(struct slice data, size_t at,
    struct edifact_seps seps, struct arena *a);
/* The segment at lex->at, which moves behind its terminator.  The segment is
 * filled in all cases but LONG and END. */
enum edifact_read edifact_next(struct edifact_lex *l,
    struct edifact_segment *s);
uint32_t edifact_key(struct slice tag);
/* filled, ends, len and key anew, after `c` was changed. */
void edifact_outline(struct edifact_segment *s);
/* The next "UN" from `from` on, data.n: none.  Every segment of the envelope
 * begins with it. */
size_t edifact_un(struct ahead *a, struct slice data, size_t from);

#endif
