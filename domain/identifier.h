/*
 * identifier -- how partners and we are named in envelopes and endpoints:
 * "scheme:qualifier:value" or "scheme:value", as partners/NAME.conf and
 * ordermill.conf have them.  The schemes are those of identifier.c.
 */
#ifndef DOMAIN_IDENTIFIER_H
#define DOMAIN_IDENTIFIER_H

#include "base/arena.h"
#include "base/slice.h"

/* One spelling, "gln:…" or "duns:…", of numbers that are unique in the world:
 * endpoint:0088:X, x12:UL:X and edifact:14:X are gln:X.
 * The result points into buf or is id itself. */
#define IDENTIFIER_CANONICAL_MAX 24
struct slice identifier_canonical(struct slice id,
    char buf[IDENTIFIER_CANONICAL_MAX]);
/* Does an identifier of the envelope belong to one of these (struct slice)? */
bool identifier_in(const struct list *ids, struct slice id);
/* The first identifier of a scheme ("endpoint:", "gln:"), SLICE_NONE. */
struct slice identifier_of(const struct list *ids, struct slice scheme);
/* The first that an envelope of "x12", "edifact" or "cxml" can name. */
bool identifier_native(const struct list *ids, struct slice standard,
    struct slice *qualifier, struct slice *value);
/* "endpoint:0088:871…" → "endpoint", "0088", "871…"; "gln:871…" → "gln", "",
 * "871…"; false for another form or an unknown scheme. */
bool identifier_split(struct slice id, struct slice *scheme,
    struct slice *qualifier, struct slice *value);
/* Is this canonical identifier text well formed?  Check digits are not. */
bool identifier_valid(struct slice id);

#endif
