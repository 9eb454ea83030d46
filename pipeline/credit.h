/*
 * credit -- may this customer owe so much more?
 *
 * Exposure is receivables + commitments - free deposits, in the order's
 * currency (domain/exposure.h); a deposit that is earmarked to an order that
 * waits for the rest, or that goes back, secures nothing.  Overdue is what was
 * due before today: despatch and the customer's terms_days.
 */
#ifndef PIPELINE_CREDIT_H
#define PIPELINE_CREDIT_H

#include "domain/exposure.h"
#include "pipeline/booking.h"

struct credit {
	bool allowed;
	bool unknown; /* the customer is not in the master data any more */
	enum credit_verdict why;
	bool limited; /* or unlimited */
	int64_t exposure, limit, value, more;
	int overdue_days, most_days;
};

/* more: what would be added on account, minor units, of an order that comes
 * to b->total; 0: paid in advance.  rules.over_limit = accept lets every
 * amount pass, but no customer who is blocked, late, or orders too much at
 * once. */
enum rc credit_check(const struct actor *x, const struct booked *b,
    int64_t more, struct credit *c, struct err *e) MUST_CHECK;
/* "exposure 10.00 + order 5.00 is over the limit of 12.00 EUR", for people. */
void credit_text(const struct credit *c, const struct booked *b,
    char text[200]);
/* Holds the order, and keeps the figures with the hold. */
enum rc credit_hold(const struct actor *x, struct booked *b,
    const struct credit *c, struct err *e) MUST_CHECK;
/* What a customer owes and may still owe, without a question. */
enum rc credit_exposure(const struct actor *x, struct slice customer,
    struct slice currency, struct exposure *now, struct err *e) MUST_CHECK;

#endif
