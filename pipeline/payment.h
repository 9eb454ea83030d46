/*
 * payment -- money that arrived, booked once and put where it belongs.
 *
 * The first hit counts: a held prepaid order whose RF reference is named,
 * else one whose PO number and open amount agree, else (of a bank, which
 * knows the payer's account) the only one of that customer with exactly this
 * amount, else what the customer owes on account; what is left is a deposit.
 * A prepaid order goes on to charge when its payments cover its total: less,
 * and it waits for the rest; more, and the rest is a deposit; a difference
 * within payments.tolerance is settled.  What counts is the total as it is then:
 * a change may have come in between (change.h).  One payment
 * never pays two orders.  What fits several waits for a person, and so does
 * what fits nothing: `account assign`.
 *
 *	unapplied   a deposit, or waiting for the rest of its order
 *	applied     it paid its order, or what was owed
 *	unmatched   of a bank: whose it is or what it pays is not known
 *	ambiguous   of a bank: it fits several
 *	reversed    taken back by the bank
 *	replaced    the whole of a batch that was told in parts later
 *
 * A payment whose customer is not known is not in the ledger.
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
	bool known;         /* booked before: nothing happened */
	int64_t order_id;   /* that it pays, 0: none */
	bool released;      /* the order goes on */
	int64_t missing;    /* of that order's total */
	int64_t applied;    /* to what was owed on account */
	int64_t discount;   /* that was earned by paying in time */
	int64_t difference; /* let go (above 0) or kept, within tolerance */
	int64_t payment_id;
};

/* By hand.  In the caller's transaction, as all of these.  RC_REJECT
 * "PAYMENT-DIFFERS": this id was booked with other words. */
enum rc payment_take(const struct actor *x, const struct payment *p,
    struct payment_result *r, struct err *e) MUST_CHECK;

/* One that waits for a person pays this order, or (order_id 0) is this
 * customer's.  RC_REJECT "PAYMENT-STATE": it waits no more, is another
 * customer's already, or the order does not wait for it; "PAYMENT-CURRENCY":
 * the order is in another one. */
enum rc payment_assign(const struct actor *x, int64_t payment_id,
    int64_t order_id, struct slice customer, struct payment_result *r,
    struct err *e) MUST_CHECK;

/* What the banks told that is not decided yet, then those that were left
 * open: the pay stage. */
enum rc payments_from_banks(struct night *n, struct err *e) MUST_CHECK;

/* "EUR 193.60", for people. */
const char *payment_money(struct arena *a, int64_t amount,
    struct slice currency);

/* The payments of an order that is paid in advance cover it, or nearly. */
bool payment_covers(const struct actor *x, const struct booked *b,
    int64_t paid);
/* Of one that was accepted: a small difference is let go, or kept. */
enum rc payment_round(const struct actor *x, const struct booked *b,
    struct err *e) MUST_CHECK;

/* What has been paid of this order, in its currency. */
enum rc payment_of_order(struct store *s, const struct booked *b, int64_t *paid,
    struct err *e) MUST_CHECK;

#endif
