/*
 * guide_types -- what a compiled guide is made of; include parsers/guide.h.
 */
#ifndef PARSERS_GUIDE_TYPES_H
#define PARSERS_GUIDE_TYPES_H

#include "base/arena.h"
#include "base/err.h"

#define GUIDE_MANY UINT32_MAX
#define GUIDE_DEPTH 12
#define GUIDE_TAG(a, b, c) \
	((uint32_t)(a) << 16 | (uint32_t)(b) << 8 | (uint32_t)(c))

/* ID and AN need no look at their bytes.  N: digits; with a number of
 * decimals that are not written in X12.  PARTS: a composite. */
enum guide_type {
	GUIDE_ID,
	GUIDE_AN,
	GUIDE_A,
	GUIDE_DT,
	GUIDE_TM,
	GUIDE_N,
	GUIDE_R,
	GUIDE_PARTS
};

struct guide_code {
	struct slice code, label;
};
struct guide_element {
	uint8_t type;   /* enum guide_type */
	uint8_t digits; /* N: decimals that are not written */
	bool mandatory;
	bool closed;              /* its codes are all there are */
	uint16_t min, max, range; /* range: max - min */
	uint16_t repeat;          /* times; 1 */
	uint16_t rule;            /* of a partner, + 1, that tightened it; 0 */
	uint16_t n_parts, n_codes;
	const struct guide_element *parts;
	const struct guide_code *codes;
	struct slice number, label, sample;
};

/* P all or none, R at least one, E at most one, C the first needs all others,
 * L the first needs one of the others. */
struct guide_condition {
	char kind;
	uint8_t first;
	uint64_t mask; /* P, R, E: the first too; C, L: the others */
};

struct guide_segment {
	uint32_t tag;
	unsigned number;   /* of this segment in the guide */
	unsigned n;        /* elements; [0] is number 1 */
	uint64_t required; /* bit i: element i */
	struct guide_element *e;
	struct guide_condition *when;
	unsigned whens;
	struct slice label;
	/* The same once more, to be looked at many at a time.  [i] and bit i
	 * are element i; room for a multiple of eight. */
	uint16_t *least, *range;
	uint64_t all, codes; /* elements; those of type ID */
	uint64_t look;       /* a length is not all there is to see */
	uint64_t numbers;    /* N and R that are not closed */
};

struct guide_place {
	uint32_t tag;
	uint32_t max;
	uint16_t loop;   /* where it stands; 0: the message */
	uint16_t opens;  /* the loop that begins with it; 0: none */
	uint16_t next;   /* + 1, a later place of this tag in the loop */
	uint16_t number; /* of this place */
	uint16_t rule;   /* of a partner, + 1: max; 0 */
	bool mandatory, forbidden, shown, qualified, ruled;
	uint64_t need; /* its bit in the loop's, if it has one */
	const struct guide_segment *segment; /* NULL: inside not described */
	struct slice label;
	struct slice missing, over; /* a reader's own finding that says so */
};
struct guide_loop {
	struct slice name; /* "SG1", or the tag */
	uint16_t opener;   /* place; none for the message itself */
	uint16_t parent;
	uint64_t need; /* what must stand in it */
};

/* What an element says in the sample of this message. */
struct guide_eg {
	uint32_t tag;
	unsigned element, part; /* part 0: it has none */
	struct slice value;
};

struct guide_slot {
	uint32_t tag;
	uint16_t number; /* + 1 */
};
struct guide {
	struct arena arena;
	struct slice name, standard, message, function, title, version;
	struct guide_place *places; /* in the order of the text */
	struct guide_loop *loops;
	struct guide_segment *segments;
	unsigned n_places, n_loops, n_segments, n_tags;
	unsigned slots; /* of `hash`, a power of two */
	struct guide_slot *hash;
	uint16_t *first; /* [loop * n_tags + tag]: place + 1 */
	const struct guide_segment **inside; /* [tag]; NULL: not described */
	struct list egs;                     /* struct guide_eg */
	struct list rules; /* struct guide_rule of a partner */
};

#endif
