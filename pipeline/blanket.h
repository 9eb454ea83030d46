/*
 * blanket -- blanket orders, and call-offs that draw on them.
 *
 * A blanket order is an agreement: accepted, it is answered and confirmed, but
 * nothing of it is charged, promised from stock or shipped.  A call-off names
 * it (its contract, else the same PO number) and draws on it: for each item at
 * most the agreed quantity, counted in stock units, and in all at most the
 * agreed net value, between the days that were agreed.  What would draw more
 * is refused.  A call-off that draws goes on like any other order: priced,
 * charged and shipped by its own number.
 *
 * What an order draws stands in rows of its own (blanket_draw) beside the sums,
 * in the transaction that books it; cancelled, refused or changed, it gives
 * back.  All in the caller's transaction.
 */
#ifndef PIPELINE_BLANKET_H
#define PIPELINE_BLANKET_H

#include "pipeline/booking.h"

/* The accepted order is one: its limits are what its lines say now.  Again
 * after a change: RC_REJECT "BLANKET-OVERDRAWN" below what is drawn. */
enum rc blanket_open(const struct actor *x, const struct booked *b,
    struct err *e) MUST_CHECK;

struct blanket_draw {
	int64_t blanket_id; /* 0: it names none that is known */
	const char *code;   /* it cannot draw: a finding; NULL: it did */
	char why[ERR_TEXT_MAX];
};
/* A call-off draws, and goes on to charge. */
enum rc blanket_draw(const struct actor *x, struct booked *b,
    struct blanket_draw *d, struct err *e) MUST_CHECK;

/* The order is different now: it gives back what it drew, and where it goes on
 * draws what it says now.  RC_REJECT with the finding's code. */
enum rc blanket_settle(const struct actor *x, const struct booked *b,
    bool goes_on, struct err *e) MUST_CHECK;

#endif
