/*
 * x12 -- what the files of the X12 parser share; nobody else includes this.
 *
 *	x12.c		the parser: interchanges, sets, findings
 *	x12_lex.c	bytes to segments
 *	x12_envelope.c	ISA to IEA: separators, extent, trailers, counts
 *	x12_rules.c	element types and lengths of a segment
 *	x12_850.c	which segment may stand where
 *	x12_order.c	segments to struct order
 *	x12_codes.c	code tables, only rows that we act on
 *
 * An interchange is read twice: x12_survey finds its groups and sets and all
 * that is wrong with the envelope, so that a set knows whether its envelope
 * is refused; then each set is read by itself and cannot harm another.
 */
#ifndef PARSERS_X12_H
#define PARSERS_X12_H

#include "parsers/parser.h"

#define X12_ELEMENTS_MAX 62

struct x12_seps {
	char element, component, repetition, terminator; /* repetition 0: none */
};

struct x12_segment {
	uint32_t key;		/* X12_TAG of the tag, 0: too long or empty */
	unsigned n;		/* elements behind the tag */
	uint64_t present;	/* bit i: element i is not blank */
	bool crowded;		/* more than X12_ELEMENTS_MAX */
	bool odd;		/* has bytes below 0x20 or above 0x7f */
	bool composed;		/* has separators of components or
				   repetitions */
	size_t offset, length;	/* without the terminator */
	struct slice e[X12_ELEMENTS_MAX + 1];	/* trimmed; e[0] is the tag */
};

#define X12_TAG(a, b, c) ((uint32_t)(a) << 16 | (uint32_t)(b) << 8 | \
	(uint32_t)(c))
#define X12_HASH(tag) ((tag) * 2654435761u >> 24)
#define X12_HAS(s, i) (((s)->present >> (i) & 1) != 0)

static inline struct slice
x12_at(const struct x12_segment *s, unsigned i)
{
	return (X12_HAS(s, i) ? s->e[i] : SLICE_NONE);
}

uint32_t x12_key(struct slice tag);

enum x12_read { X12_SEGMENT, X12_EMPTY, X12_LONG, X12_CUT, X12_END };

/* The segment at *at, which moves behind its terminator and layout.  CUT: the
 * bytes end before a terminator does; the segment is filled all the same. */
enum x12_read x12_next(struct slice data, size_t *at, struct x12_seps seps,
    struct x12_segment *s);

struct x12_isa {
	struct x12_seps seps;
	struct slice e[17];	/* blanks kept; e[0] is "ISA" */
	size_t offset, length;	/* with the terminator */
	bool padded;		/* 106 bytes, everything in its place */
};

struct x12_group {
	struct slice function, sender, receiver, control, version;
	size_t offset, length;		/* of the GS */
	size_t first, sets;		/* in the plan's sets */
	const char *refused;		/* finding code, NULL: good */
};
struct x12_set { size_t from, to; bool closed; };
struct x12_seen { struct list nodes; };	/* a set of numbers */

struct x12_index {		/* number + 1 by hash of the tag, and the next
				   of an equal hash */
	uint8_t first[256], next[256];		/* places of the 850 */
	uint8_t first_rule[256], next_rule[64];
};

struct x12_plan {
	struct list groups, sets, faults;	/* faults: struct finding */
	size_t end;			/* behind the interchange */
	bool closed;			/* IEA was found */
	bool mixed_up;			/* …with another's number */
	const char *refused;
	size_t ta1;
};

struct x12 {				/* one parse */
	struct slice data;
	const struct parse_sink *sink;
	struct err *err;
	enum rc rc;			/* sticky: what the sink said */
	struct arena *arena;		/* of the message */
	struct arena own;		/* of the interchange */
	struct arena file;
	struct x12_index index;
	struct order_line blank;	/* as shape_init makes it */
	struct x12_seen controls;	/* interchanges of this file */
	size_t budget;			/* bytes that may be walked in vain */
	struct list *collect;		/* findings go here while surveying */
	int findings;
	bool wrapped, charset;		/* said once an interchange */
	int errors, warnings;		/* since the last reset */
	struct interchange interchange;
	struct message message;
	const struct x12_isa *isa;
	const struct x12_group *group;
	int version;			/* 4010, 5010 … */
	int64_t number;			/* of the segment in the set */
};

bool x12_isa_read(struct slice data, size_t at, struct x12_isa *isa);
/* The next header from `at` on; data.n if there is none. */
size_t x12_isa_find(struct slice data, size_t at, bool padded_only);
void x12_survey(struct x12 *x, const struct x12_isa *isa,
    struct x12_plan *plan);
bool x12_seen(struct arena *a, struct x12_seen *s, uint64_t key);

/* A finding about bytes; element may be NULL. */
void x12_fault(struct x12 *x, const char *code, struct slice where,
    struct slice tag, const char *element, const char *fmt, ...)
    PRINTF_LIKE(6, 7);
/* …about a segment (element 0) or its element. */
void x12_wrong(struct x12 *x, const char *code, const struct x12_segment *s,
    unsigned element, const char *fmt, ...) PRINTF_LIKE(5, 6);
void x12_give(struct x12 *x, struct finding *f);
enum severity x12_severity(const char *code);

/* Types, lengths, presence; cleans odd bytes. */
void x12_check(struct x12 *x, struct x12_segment *s);
void x12_clean(struct x12 *x, struct x12_segment *s);

void x12_850_index(struct x12_index *index);
void x12_rules_index(struct x12_index *index);
void x12_850(struct x12 *x, const struct x12_set *set);

/* a:b:c; an empty part is written as such. */
struct slice x12_joined(struct arena *a, char between, struct slice p,
    struct slice q, struct slice r);

#include "parsers/x12_codes.h"

#endif
