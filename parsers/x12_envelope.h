/*
 * x12_envelope -- ISA to IEA: where an interchange, its groups and its sets
 * begin and end, and what is wrong around them.
 */
#ifndef PARSERS_X12_ENVELOPE_H
#define PARSERS_X12_ENVELOPE_H

#include "parsers/x12_lex.h"

struct x12;

struct x12_isa {
	struct x12_seps seps;
	struct slice e[17];    /* blanks kept; e[0] is "ISA" */
	size_t offset, length; /* with the terminator */
	bool padded;           /* 106 bytes, everything in its place */
};

struct x12_group {
	struct slice function, sender, receiver, control, version;
	size_t offset, length; /* of the GS; of its first ST without one */
	const char *refused;   /* finding code, NULL: good */
};
struct x12_set {
	size_t from, to;
	bool closed; /* has its SE */
};

struct x12_seen {
	struct list nodes;
}; /* a set of numbers */

/* Numbers that only grow need no memory.  x12_grows is asked first; where it
 * says no, all of them have to be told to `seen`. */
struct x12_growing {
	struct x12_seen seen;
	int64_t last;
	bool unordered;
};

struct x12_refusal { /* of a group */
	size_t offset;
	const char *code;
};

/* What a survey leaves: faults, and what is refused.  Groups and sets are
 * many and are not kept: x12_set_next finds them again; for that the lengths
 * of the first ones are. */
#define X12_CLOSED ((uint32_t)1 << 31) /* the set has its SE */
#define X12_LENGTHS_MAX ((size_t)1 << 21)
struct x12_plan {
	struct list lengths;  /* uint32_t of the first sets: X12_CLOSED */
	struct list faults;   /* struct finding */
	struct list refusals; /* struct x12_refusal, by offset */
	size_t end;           /* behind the interchange */
	size_t groups, ta1;
	bool closed;   /* IEA was found */
	bool mixed_up; /* …with another's number */
	const char *refused;
};

struct x12_course { /* from set to set */
	const struct x12_isa *isa;
	const struct x12_plan *plan;
	struct slice data;
	size_t at, refusal, sets;
	struct x12_group group; /* of the set; valid if `grouped` */
	bool grouped;
	size_t groups; /* begun so far */
};

static inline bool
x12_alnum(char c)
{
	return ((c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') ||
	    (c >= 'a' && c <= 'z'));
}

bool x12_isa_read(struct slice data, size_t at, struct x12_isa *isa);
/* The next header from `at` on; data.n if there is none. */
size_t x12_isa_find(struct slice data, size_t at, bool padded_only);
void x12_survey(struct x12 *x, const struct x12_isa *isa,
    struct x12_plan *plan);
void x12_course_begin(struct x12_course *c, const struct x12 *x,
    const struct x12_plan *plan);
bool x12_set_next(struct x12_course *c, struct x12_set *set);
/* The next segment of the envelope at or behind *at. */
bool x12_envelope_next(struct slice data, size_t *at, struct x12_seps seps,
    struct x12_segment *s);

/* Behind a segment that x12_next read, which left at `at`: of BIN and BDS
 * behind as many bytes as they say, and their terminator. */
size_t x12_binary_end(struct slice data, size_t at, struct x12_seps seps,
    const struct x12_segment *s);

/* True if the key was there already.  No choice of keys makes it slow. */
bool x12_seen(struct arena *a, struct x12_seen *s, uint64_t key);
/* A number of up to 18 digits that is larger than all before it. */
bool x12_grows(struct x12_growing *g, struct slice number);

#endif
