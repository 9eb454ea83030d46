/*
 * standing_type -- a standing order that a person types: customer, lines and a
 * rule, where no order of the buyer is in the book.
 *
 * It becomes a received order of that customer: its bytes (UBL, our own) are
 * kept as a file, the checks are those of an order that comes (domain/check.h),
 * its number is taken, the next run asks for credit and charges it, and with
 * the acceptance its schedule is made.  Whoever types it stands for two things that
 * the profile leaves to a person: that the order repeats, and the price where
 * one is said.  Everything else that would hold or refuse it is RC_REJECT
 * "STANDING-CHECK" with the checks' own words, and nothing is kept: who types
 * can mend it.  "STANDING-CUSTOMER": nobody is called so, or his partner is no
 * more; "STANDING-NIGHT": no night ran yet; "ORDER-DUPLICATE": the number is
 * taken; "STANDING-RULE", "STANDING-DAY": as standing_new.
 *
 * A look writes the same rows and takes them back.
 */
#ifndef PIPELINE_STANDING_TYPE_H
#define PIPELINE_STANDING_TYPE_H

#include "pipeline/standing_book.h"
#include "pipeline/standing_ops.h"

struct typed_line {
	struct slice sku;
	struct decimal quantity; /* in the item's own unit */
	struct decimal price;    /* NONE: ours */
};
struct standing_typed {
	struct slice customer, po_number;
	struct slice ship_to; /* identifier of a location; "": the only one */
	struct list lines;    /* struct typed_line */
	struct standing_wanted wanted; /* its look is called, too */
};

/* What the first delivery comes to; texts in the arena. */
struct typed_sum_line {
	struct slice sku, name, unit;
	struct decimal quantity, price, price_basis;
	int64_t net;
};
struct typed_sum {
	struct list lines; /* struct typed_sum_line */
	struct slice currency;
	int64_t net, charges, tax, total;
	char credit[200]; /* why it would be held for credit now; "" */
};

/* Needs x->master; a transaction of its own.  *order_id 0: it was a look. */
enum rc standing_type(const struct actor *x, const struct standing_typed *t,
    struct arena *a, struct typed_sum *sum, int64_t *order_id,
    struct err *e) MUST_CHECK;

#endif
