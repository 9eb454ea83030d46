/*
 * payment -- money that arrived, booked once and put where it belongs.
 *
 * The first hit counts: a held prepaid order whose RF reference is named,
 * else one whose PO number and total agree, else what the customer owes on
 * account; what is left is a deposit.  A prepaid order goes on to charge when
 * its payments cover its total.  One payment never pays two orders.
 */
#ifndef PIPELINE_PAYMENT_H
#define PIPELINE_PAYMENT_H

#include "pipeline/booking.h"

struct payment {
	struct slice id; /* the bank's, "" : none */
	struct slice customer, reference, currency;
	int64_t amount; /* minor units, above 0 */
	day received_on;
};

struct payment_result {
	bool known;       /* booked before: nothing happened */
	int64_t order_id; /* that it pays, 0: none */
	bool released;    /* the order goes on */
	int64_t missing;  /* of that order's total */
	int64_t applied;  /* to what was owed on account */
};

/* In the caller's transaction.  RC_REJECT "PAYMENT-DIFFERS": this id was
 * booked with other words. */
enum rc payment_take(const struct actor *x, const struct payment *p,
    struct payment_result *r, struct err *e) MUST_CHECK;

#endif
