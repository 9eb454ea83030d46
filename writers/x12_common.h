/*
 * x12_common -- what the X12 writers share: the envelopes, versions 004010
 * and 005010, units, item numbers, parties.
 *
 *	x12_out_start(&d, &a->head, "order answer", out, e);
 *	x12_out_isa(&d, true);
 *	x12_out_group(&d, "PR");
 *	x12_out_set(&d, "855");
 *	...
 *	x12_out_set_end(&d);
 *	return (x12_out_finish(&d));		GE, IEA, counts
 *
 * One interchange a document, no line ends.  ST02 of the first set is
 * head.native.message_control, the next ones count on.  Dates and times are
 * UTC.  The length of an element is that of 004010, where 005010 does not
 * allow more.  Source: X12.5, X12.6; 004010, 005010.
 */
#ifndef WRITERS_X12_COMMON_H
#define WRITERS_X12_COMMON_H

#include "writers/segments.h"

struct x12_out {
	struct segments w;
	const struct answer_head *head;
	struct slice version; /* GS08 */
	bool five;            /* 005010 or later */
	bool group;
	int64_t groups, sets; /* closed ones; of the group */
};

void x12_out_start(struct x12_out *d, const struct answer_head *h,
    const char *document, struct buf *out, struct err *e);
/* A version of its own: a 999 does not exist before 005010. */
void x12_out_version(struct x12_out *d, struct slice version);
void x12_out_isa(struct x12_out *d, bool ack_allowed);
void x12_out_group(struct x12_out *d, const char *function);
void x12_out_set(struct x12_out *d, const char *set);
void x12_out_set_end(struct x12_out *d);
enum rc x12_out_finish(struct x12_out *d) MUST_CHECK;

/* DE 355: the buyer's own code where it means the unit, else ours. */
bool x12_out_unit_known(struct slice unit, struct slice code, char out[3]);
void x12_out_unit(struct x12_out *d, enum seg_where at, struct slice unit,
    struct slice code);

/* Pairs of DE 235 and 234: VP, BP, GTIN by its length. */
struct x12_items {
	struct slice seller, buyer, gtin;
	bool lenient; /* what does not fit is left out */
};
void x12_out_items(struct x12_out *d, const struct x12_items *i);
bool x12_out_items_any(const struct x12_items *i); /* at least one pair */
/* Elements of price and its DE 639 basis; both stay away when the price per
 * unit would not be exact. */
void x12_out_price(struct x12_out *d, struct decimal price,
    struct decimal basis);

void x12_out_reference(struct x12_out *d, const char *qualifier,
    struct slice id, const char *field);
void x12_out_date(struct x12_out *d, const char *qualifier, day on);
/* False: nothing to say. */
bool x12_out_party(struct x12_out *d, const char *role, struct slice name,
    struct slice gln);
/* The same with street and town; `otherwise`: a name where it has none. */
void x12_out_place(struct x12_out *d, const char *role, struct slice otherwise,
    const struct party *p);
/* PID*F: free text of an item. */
void x12_out_name(struct x12_out *d, struct slice name);
/* N9 and its MSG: one text a note. */
void x12_out_note(struct x12_out *d, struct slice note);
void x12_out_notes(struct x12_out *d, const struct list *notes);

#endif
