/*
 * exposure -- may this customer owe so much more?
 *
 * Pure: what is owed comes from the ledger, what is allowed from
 * master/customers.csv (blocked, credit_limit, max_order, max_overdue_days).
 * Amounts are minor units of one currency.
 */
#ifndef DOMAIN_EXPOSURE_H
#define DOMAIN_EXPOSURE_H

#include "domain/master.h"

/* What a customer owes and may still owe, all of one currency.  earmarked:
 * deposits that belong to prepaid orders or their holds, or that go back; they
 * secure nothing else.  A deposit below 0: prepaid orders that were let go
 * unpaid. */
struct exposure {
	int64_t receivable, commitment, deposit, earmarked;
	int overdue_days; /* of the oldest debt, 0: none is overdue */
};
/* Exposure + on-account total within the limit?  A total of nothing (prepaid)
 * is always allowed. */
bool credit_allows(const struct exposure *x, const struct customer *c,
    int64_t total, int64_t *exposure_now);

enum credit_verdict {
	CREDIT_FINE,
	CREDIT_BLOCKED,   /* no order at all */
	CREDIT_CURRENCY,  /* the limit is in another one */
	CREDIT_MAX_ORDER, /* one order of this value is too large */
	CREDIT_OVERDUE,
	CREDIT_LIMIT
};
/* Of an order of that value, of which `more` is new and on account; prepaid
 * orders have more = 0 and are asked for the block alone.  *exposure_now as
 * above; x is not looked at before CREDIT_OVERDUE. */
enum credit_verdict credit_judge(const struct exposure *x,
    const struct customer *c, struct slice currency, int64_t value,
    int64_t more, int64_t *exposure_now);

#endif
