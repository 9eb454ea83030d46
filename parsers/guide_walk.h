/*
 * guide_walk -- a message against its guide: where does each segment stand,
 * what is missing or too much, is a value good?
 *
 * The walker is told each tag in turn.  A segment is looked for from the
 * innermost open loop outwards, never backwards; if that fails, in the open
 * loops whatever the order (GUIDE_ORDER: it is read where it stands), and if
 * that fails too it has no place.  The reader says what is wrong in its own
 * words and codes.
 */
#ifndef PARSERS_GUIDE_WALK_H
#define PARSERS_GUIDE_WALK_H

#include "base/buf.h"
#include "parsers/guide_rule.h"

/* clang-format off */
enum guide_fault { GUIDE_GOOD,
	/* segments */
	GUIDE_UNKNOWN, GUIDE_MISPLACED, GUIDE_ORDER, GUIDE_USE, GUIDE_MISSING,
	GUIDE_FORBIDDEN, GUIDE_RULE_MISSING,
	/* values */
	GUIDE_SHORT, GUIDE_LONG, GUIDE_NUMBER, GUIDE_DATE, GUIDE_TIME,
	GUIDE_CHAR, GUIDE_CODE };
/* clang-format on */

struct guide_level {
	uint16_t loop;
	uint16_t at;     /* place last used in the loop */
	uint32_t used;   /* times in a row */
	uint64_t seen;   /* of the loop's need */
	int64_t segment; /* that opened it: as told to guide_step */
	size_t offset;
};

/* Where the walk went before from a place: mostly it goes there again.  Tags
 * share the hops of a place by their last bits.  None leads to a place of
 * which a partner's rule has more to ask. */
#define GUIDE_HOPS 4
struct guide_hop {
	const struct guide_place *place;
	const struct guide_hop *next; /* the hops of that place */
	uint16_t tag;                 /* + 1; 0: nowhere yet */
	uint16_t depth;
};

struct guide_walk {
	const struct guide *guide;
	struct guide_hop *hops;      /* NULL: out of order, */
	const struct guide_hop *row; /* …places tell no more */
	/* `place` is NULL for UNKNOWN and MISPLACED.  MISSING: `level` is
	 * where; RULE_MISSING: and `rule` is the partner's. */
	void (*wrong)(void *ctx, enum guide_fault f,
	    const struct guide_place *place, const struct guide_level *level,
	    const struct guide_rule *rule);
	void *ctx;
	unsigned depth; /* of the innermost open loop */
	struct guide_level stack[GUIDE_DEPTH];
};

/* For all walks through this guide. */
struct guide_hop *guide_hops(struct arena *a, const struct guide *g);
/* An `over` or `missing` of a place: the reader finds that itself, and the
 * walker keeps silent. */
void guide_begin(struct guide_walk *w, const struct guide *g,
    struct guide_hop *hops);
void guide_end(struct guide_walk *w); /* what is missing in open loops */

/* One simple value that is not empty.  `point`: '.' or ','; 0: either. */
enum guide_fault guide_value(const struct guide_element *e, struct slice v,
    char point);
/* Digits without sign and point; 0: it is no number. */
size_t guide_digits(struct slice v, bool real, char point);
/* 0, or the element that is wrong: C, L: the first; P: the first one that is
 * absent; R: the first; E: the second that is present. */
unsigned guide_broken(const struct guide_condition *c, uint64_t present);
/* "elements 3 and 4 go together"; C, L and R speak of the first as this
 * one. */
void guide_condition_text(const struct guide_condition *c, struct buf *b);

#endif
