/*
 * guide_step -- from segment to segment through a guide (guide_walk.h), in
 * the reader's own loop.
 */
#ifndef PARSERS_GUIDE_STEP_H
#define PARSERS_GUIDE_STEP_H

#include "base/likely.h"
#include "parsers/guide_walk.h"

/* Parts of a step; for guide_step alone. */
void guide_say_missing(struct guide_walk *w, const struct guide_level *l,
    uint64_t missing);
void guide_over(struct guide_walk *w, const struct guide_place *p,
    const struct guide_level *l);
const struct guide_place *guide_find_step(struct guide_walk *w, unsigned tag,
    struct slice first, int64_t segment, size_t offset);

/* Loops from the innermost down to this depth end here. */
static inline void
guide_leave(struct guide_walk *w, unsigned depth)
{
	for (unsigned k = w->depth + 1; k-- > depth;) {
		const struct guide_level *l = &w->stack[k];
		uint64_t missing = w->guide->loops[l->loop].need & ~l->seen;

		if (UNLIKELY(missing != 0))
			guide_say_missing(w, l, missing);
	}
}

/* Go to a place that lies in the loop of this depth. */
static inline void
guide_enter(struct guide_walk *w, unsigned depth, const struct guide_place *p,
    int64_t segment, size_t offset)
{
	struct guide_level *l = &w->stack[depth];

	if (w->depth > depth)
		guide_leave(w, depth + 1);
	l->used = (l->at == p->number ? l->used : 0) + 1;
	l->at = p->number;
	l->seen |= p->need;
	w->depth = depth;
	if (UNLIKELY(l->used == p->max + 1))
		guide_over(w, p, l);
	if (p->opens != 0) {
		w->depth = depth + 1;
		l[1] = (struct guide_level){ p->opens, 0, 0, 0, segment,
			offset };
	}
}

/* Where the walk went before from here. */
static inline void
guide_go(struct guide_walk *w, const struct guide_hop *hop, int64_t segment,
    size_t offset)
{
	w->row = hop->next;
	guide_enter(w, hop->depth, hop->place, segment, offset);
}

/* tag: as guide_tag says; first: the first element (component) of the
 * segment, of which only a partner's rules ask. */
static inline const struct guide_place *
guide_step(struct guide_walk *w, unsigned tag, struct slice first,
    int64_t segment, size_t offset)
{
	const struct guide_hop *hop = &w->row[tag % GUIDE_HOPS];

	if (UNLIKELY(hop->tag != tag + 1))
		return (guide_find_step(w, tag, first, segment, offset));
	guide_go(w, hop, segment, offset);
	return (hop->place);
}

#endif
