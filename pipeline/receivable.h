/*
 * receivable -- deposits pay what is owed, and when what left is due.
 *
 * A payment goes to the order that it names, then to the customer's oldest
 * debts (by due day).  Who pays a piece's whole rest within its discount_until,
 * less the discount, has paid it: the difference is posted as a discount.  A
 * discount counts on what was charged less what was given back; a part that is
 * paid earns none by itself, the payment that completes it in time earns all.
 * A rest within the seller's payments.tolerance is let go ("difference|KEY").
 * By payments.discount_tax the tax in a discount goes with it ("discount tax|"
 * and the key), by the order's own share of tax.
 */
#ifndef PIPELINE_RECEIVABLE_H
#define PIPELINE_RECEIVABLE_H

#include "pipeline/booking.h"

struct paying {
	struct slice customer, currency;
	struct slice key; /* business key of the payment, or of the wish */
	int64_t amount;   /* of the customer's deposit, above 0 */
	int64_t order_id; /* first, 0: none in particular */
	day on;           /* when the money came */
	bool tolerant;    /* a small rest of a debt is let go */
};
struct paid {
	int64_t applied, discount; /* minor units */
	int64_t difference;        /* of debts, let go */
	int64_t pieces;
};
/* Posts one journal a piece, "applied|KEY|1" and so on, until the amount or
 * the debt is used up. */
enum rc receivable_pay(const struct actor *x, const struct paying *p,
    struct paid *r, struct err *e) MUST_CHECK;

/* By how much a payment may differ from what was asked, by ordermill.conf;
 * 0: by nothing. */
int64_t receivable_tolerance(const struct actor *x, int64_t asked,
    struct slice currency);

/* The terms of goods that left on a day, by master/customers.csv.
 * left_on = DAY_NONE: charged before anything left. */
enum rc receivable_terms(const struct actor *x, struct slice customer,
    day left_on, struct ledger_terms *t, struct err *e) MUST_CHECK;

#endif
