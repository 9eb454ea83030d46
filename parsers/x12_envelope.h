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
	size_t offset, length; /* of the GS */
	size_t first, sets;    /* in the plan's sets */
	const char *refused;   /* finding code, NULL: good */
};
struct x12_set {
	size_t from, to;
	size_t lines; /* PO1 seen from afar */
	bool closed;  /* has its SE */
};
struct x12_seen {
	struct list nodes;
}; /* a set of numbers */

struct x12_plan {
	struct list groups, sets, faults; /* faults: struct finding */
	size_t end;                       /* behind the interchange */
	bool closed;                      /* IEA was found */
	bool mixed_up;                    /* …with another's number */
	const char *refused;
	size_t ta1;
};

bool x12_isa_read(struct slice data, size_t at, struct x12_isa *isa);
/* The next header from `at` on; data.n if there is none. */
size_t x12_isa_find(struct slice data, size_t at, bool padded_only);
void x12_survey(struct x12 *x, const struct x12_isa *isa,
    struct x12_plan *plan);
bool x12_seen(struct arena *a, struct x12_seen *s, uint64_t key);

#endif
