/*
 * edifact_segment -- one segment as the lexer gives it: slices by element and
 * component.
 *
 * Element 0 is the tag; its second and further components are the explicit
 * indication of repetition and nesting, which nobody uses.  Components are
 * counted from 1.  A repeated element (syntax version 4) shows its first
 * occurrence here; the others stand in `again`.
 *
 * Two segments with the same key, `filled` and `ends` have the same outline:
 * the same components in the same places, whatever they say.  Slices and
 * lengths are made eight at a time, hence the room behind them.
 */
#ifndef PARSERS_EDIFACT_SEGMENT_H
#define PARSERS_EDIFACT_SEGMENT_H

#include "base/likely.h"
#include "parsers/split.h"

#define EDIFACT_COMPONENTS_MAX 120 /* of a segment, its tag among them */

struct edifact_span { /* one more occurrence of an element */
	uint8_t element, from, to;
};

struct edifact_segment {
	uint32_t key;          /* EDIFACT_TAG of the tag; 0: no tag */
	unsigned n;            /* elements behind the tag */
	uint64_t filled;       /* bit k: component k of `c` has something */
	uint64_t ends;         /* …is the last of its element */
	bool crowded;          /* more than EDIFACT_COMPONENTS_MAX */
	bool odd;              /* bytes below 0x20 or above 0x7f */
	unsigned repeats;      /* in again */
	size_t offset, length; /* without the terminator */
	/* trimmed; those of `again` behind all others */
	_Alignas(64) struct slice c[EDIFACT_COMPONENTS_MAX + SPLIT_ROOM];
	/* of each, 65535 at most; of no use behind the last one, or
	 * when something is repeated */
	uint16_t len[EDIFACT_COMPONENTS_MAX + SPLIT_ROOM];
	/* [i]: behind element i; 0 behind the last one, up to 63 */
	_Alignas(64) uint8_t last[EDIFACT_COMPONENTS_MAX + SPLIT_ROOM];
	struct edifact_span again[EDIFACT_COMPONENTS_MAX];
};

/* `ends` of more than 63 components, or of repetitions: compares with none. */
#define EDIFACT_NO_OUTLINE UINT64_MAX

/* A segment that edifact_next fills: some kilobytes that need not be zeroed
 * before. */
#define EDIFACT_UNFILLED __attribute__((uninitialized))

#define EDIFACT_TAG(a, b, c) \
	((uint32_t)(a) << 16 | (uint32_t)(b) << 8 | (uint32_t)(c))

static inline unsigned
edifact_first(const struct edifact_segment *s, unsigned i)
{
	return (i == 0 ? 0 : s->last[i - 1]);
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

	if (i >= 64 && i > s->n)
		return (SLICE_NONE);
	at = edifact_first(s, i) + j - 1;
	return (
	    LIKELY(at < s->last[i] && s->c[at].n > 0) ? s->c[at] : SLICE_NONE);
}

/* …of the occurrence that again[k] describes. */
static inline struct slice
edifact_again(const struct edifact_segment *s, unsigned k, unsigned j)
{
	unsigned at = s->again[k].from + j - 1;

	return (at < s->again[k].to && s->c[at].n > 0 ? s->c[at] : SLICE_NONE);
}

uint32_t edifact_key(struct slice tag);
/* filled, ends, len and key anew, after `c` was changed. */
void edifact_outline(struct edifact_segment *s);

#endif
