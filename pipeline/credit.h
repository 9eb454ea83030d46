/*
 * credit -- may this customer owe so much more?
 *
 * Exposure is receivables + commitments - free deposits, in the order's
 * currency (domain/charging.h, credit_allows); a deposit that is earmarked to
 * an order that waits for the rest secures nothing.
 */
#ifndef PIPELINE_CREDIT_H
#define PIPELINE_CREDIT_H

#include "pipeline/booking.h"

struct credit {
	bool allowed;
	bool unknown; /* the customer is not in the master data any more */
	int64_t exposure, limit;
};

/* amount: what would be added on account, minor units.  rules.over_limit =
 * accept allows everything, as does an unlimited customer. */
enum rc credit_check(const struct actor *x, const struct booked *b,
    int64_t amount, struct credit *c, struct err *e) MUST_CHECK;
/* "exposure 100 + order 50 is over the limit 120 …", for people. */
void credit_text(const struct credit *c, const struct booked *b, int64_t amount,
    char text[200]);

#endif
