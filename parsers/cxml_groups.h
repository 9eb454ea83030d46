/*
 * cxml_groups -- what begins and ends with an aggregate, by what it is about.
 * cxml_groups.c knows which is which and calls them; nobody else includes
 * this.
 */
#ifndef PARSERS_CXML_GROUPS_H
#define PARSERS_CXML_GROUPS_H

#include "parsers/cxml.h"

/* cxml_header.c: the envelope, and what stands before the items */
void cxml_envelope_start(struct cxml *x, const struct xml_row *row);
void cxml_header_start(struct cxml *x, const struct xml_row *row);
void cxml_telephone_end(struct cxml *x);
/* A party that has no place in the order; x->doc.place is it. */
void cxml_scratch_start(struct cxml *x, const char *role);

/* cxml_amounts.c: freight, tax, modifications of a price; payment */
void cxml_amount_start(struct cxml *x, const struct xml_row *row);
void cxml_amount_end(struct cxml *x, const struct xml_row *row);

/* cxml_lines.c: an item, its schedules, places and accounts */
void cxml_line_start(struct cxml *x, const struct xml_row *row);
void cxml_line_end(struct cxml *x, const struct xml_row *row);

static inline struct order_line *
cxml_line_of(const struct cxml *x)
{
	return (x->base[B_LINE]);
}

/* The first one stays. */
static inline void
cxml_fill(struct slice *to, struct slice from)
{
	if (to->n == 0)
		*to = from;
}

static inline bool
cxml_yes(struct slice s)
{
	return (slice_ieq(s, SLICE("yes")) || slice_ieq(s, SLICE("true")));
}

#endif
