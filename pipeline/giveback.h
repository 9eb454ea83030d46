/*
 * giveback -- a customer gets back what was paid, and no more.
 *
 * Who paid a debt less a discount, or less what payments.tolerance let go,
 * paid less than was charged.  When the order gives that money back (it is
 * cancelled, changed, cut short, or its goods return), the same share of both
 * is taken back from the deposit that it becomes: of what is left of them, as
 * much as of what is left paid.  All of it is gone when all money is back, to
 * the cent.  What was kept because it was a little too much goes back the same
 * way.  What only lowers a debt earned no discount, and bears none.
 */
#ifndef PIPELINE_GIVEBACK_H
#define PIPELINE_GIVEBACK_H

#include "pipeline/booking.h"

/* What stands for an order now; minor units. */
struct given {
	int64_t settled;      /* of its debts, by payment and what follows */
	int64_t discount;     /* of that: by discounts */
	int64_t discount_tax; /* in those, booked as less tax */
	int64_t difference;   /* let go; below 0: kept */
};
enum rc given_load(struct store *s, int64_t order_id, struct given *g,
    struct err *e) MUST_CHECK;
/* Of that, what was paid in money. */
int64_t given_paid(const struct given *g);

/* Behind a journal of an order that was posted with this entry: takes the
 * share of what became a deposit.  *back says what it took; NULL: nobody asks.
 * Posts "discount back|KEY", "difference back|KEY", with the tax. */
enum rc giveback_post(const struct actor *x, const struct ledger_entry *of,
    const struct journal *j, struct given *back, struct err *e) MUST_CHECK;

#endif
