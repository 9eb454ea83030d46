/*
 * guide -- the description of a message, one text file (parsers/guides/, its
 * README has the format): which segment may stand where and how often, the
 * elements of each, their types, lengths, codes and conditions, with our own
 * labels.  Used to validate, to print the guide a partner is given
 * (cli/guide.c) and to make samples (guide_sample.h).
 *
 * Compiled once into tables; nothing is allocated while a message is walked.
 * One compiled guide is one message in one version.  Its texts are slices of
 * the text it was made from, which the caller keeps.  X12 and EDIFACT share it: a tag is a key of three bytes.
 */
#ifndef PARSERS_GUIDE_H
#define PARSERS_GUIDE_H

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
	struct list rules; /* struct guide_rule of a partner */
};

/* What a partner asks for beyond the guide: guide_tighten.h. */
enum guide_rule_kind {
	GUIDE_RULE_REQUIRE,
	GUIDE_RULE_FORBID,
	GUIDE_RULE_MOST,
	GUIDE_RULE_ELEMENT,
	GUIDE_RULE_NO_ELEMENT,
	GUIDE_RULE_CODES,
	GUIDE_RULE_LENGTH
};
struct guide_rule {
	enum guide_rule_kind kind;
	struct slice where, text; /* file:line, and what stands there */
	struct slice said;        /* in the partner's own words, if any */
	uint16_t place;           /* of a segment's rule, + 1 */
	uint16_t element, part;   /* of an element's */
	uint8_t *at;              /* …by place: it holds there */
	uint64_t need;            /* REQUIRE */
	struct slice value;       /* …with this in its first element */
	unsigned most;
	struct list codes; /* struct slice */
};

/* A version of a built-in guide by its name ("x12_850"), or by what stands in
 * the message; NULL: there is none.  The nearest version counts that is not
 * newer, or the oldest.  Compiled at the first question, then kept. */
const struct guide *guide_named(struct slice name, struct slice version);
const struct guide *guide_of(const char *standard, struct slice message,
    struct slice version);
struct slice guide_name(size_t i); /* of all; p NULL at the end */
/* Versions of a guide, oldest first; false at the end. */
bool guide_version(struct slice name, size_t i, struct slice *version);

/* Text to tables.  `include` gives the text of an included file (p NULL:
 * there is none).  RC_REJECT GUIDE-TEXT names file and line. */
typedef struct slice guide_include(struct slice name);
enum rc guide_compile(struct slice name, struct slice text,
    struct slice version, guide_include *include, struct guide **out,
    struct err *e);
void guide_free(struct guide *g);

/* Handlers: row i is a path ("PO1/N9/MSG": tags of the loops, then of the
 * segment); all places with that path get act[place] = i + 1, others 0.
 * A path that is nowhere is a bug of the reader.  stride: bytes from one
 * path to the next. */
void guide_bind(const struct guide *g, const char *const *path, size_t stride,
    size_t n, uint8_t *act);
/* The first place of a path, or NULL; *n: how many there are. */
const struct guide_place *guide_find(const struct guide *g, struct slice path,
    unsigned *n);
bool guide_is_at(const struct guide *g, const struct guide_place *p,
    struct slice path);
struct slice guide_path(const struct guide *g, const struct guide_place *p,
    struct arena *a);

/* Where a tag is in g->first; n_tags if the guide does not know it. */
static inline unsigned
guide_tag(const struct guide *g, uint32_t tag)
{
	unsigned i = (tag * 2654435761u >> 16) & (g->slots - 1);

	for (; g->hash[i].number != 0; i = (i + 1) & (g->slots - 1))
		if (g->hash[i].tag == tag)
			return (g->hash[i].number - 1u);
	return (g->n_tags);
}

#endif
