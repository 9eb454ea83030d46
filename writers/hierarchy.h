/*
 * hierarchy -- the lines of a shipment in the order of a tree: order, pallet,
 * carton, item.  X12 856 writes it as HL loops, DESADV as CPS.
 *
 * A shape names the levels from the root: "OTPI" is order, tare (pallet), pack
 * (carton), item; each line is an item.  Lines of one order, pallet or carton
 * stand together where they first appear, everything else in the order of the
 * input.  Levels that a line has nothing for (no carton) are left out above
 * it.  Linear but for two sorts.
 */
#ifndef WRITERS_HIERARCHY_H
#define WRITERS_HIERARCHY_H

#include "writers/answer.h"

#define HIERARCHY_DEPTH 4

struct hierarchy_line {
	const struct despatch_line *l;
	size_t index;                 /* in the input */
	size_t rank[HIERARCHY_DEPTH]; /* of its group, by level */
	bool absent[HIERARCHY_DEPTH]; /* nothing at this level */
};

/* In the arena, as many as there are lines.  Letters: O T P I. */
struct hierarchy_line *hierarchy_of(struct arena *a, const struct list *lines,
    const char *shape);
/* The first level at which a line begins something new; `before` may be
 * NULL. */
size_t hierarchy_new(const struct hierarchy_line *l,
    const struct hierarchy_line *before, size_t depth);

/* Does line i + 1 tell of the same line of the same order?  What is told of
 * that stands with the last of its cartons, or buyers would add it up. */
bool hierarchy_goes_on(const struct list *lines, size_t i);

/* How many different cartons, pallets. */
size_t hierarchy_groups(const struct hierarchy_line *v, size_t n, size_t level);

#endif
