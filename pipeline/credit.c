#include <inttypes.h>
#include <stdio.h>

#include "pipeline/credit.h"

static enum rc
load_exposure(const struct actor *x, const struct booked *b,
    struct exposure *now, struct err *e)
{
	struct store *s = x->store;
	int64_t deposit;

	*now = (struct exposure){ 0 };
	if (x->sums != NULL && ledger_sums_write(x->store, x->sums, e) != RC_OK)
		return (e->rc);
	/* Liabilities carry the sign of a credit: a deposit is negative. */
	if (ledger_balance(s, b->customer, ACCOUNT_RECEIVABLE, b->currency,
		&now->receivable, e) != RC_OK ||
	    ledger_balance(s, b->customer, ACCOUNT_COMMITMENT, b->currency,
		&now->commitment, e) != RC_OK ||
	    ledger_balance(s, b->customer, ACCOUNT_DEPOSIT, b->currency,
		&deposit, e) != RC_OK ||
	    /* Money that came for an order that still waits for the rest. */
	    store_int(s, Q_EARMARKED_GET, 0, &now->earmarked, e, "tt",
		b->customer, b->currency) != RC_OK)
		return (e->rc);
	now->deposit = -deposit;
	return (RC_OK);
}

enum rc
credit_check(const struct actor *x, const struct booked *b, int64_t amount,
    struct credit *c, struct err *e)
{
	const struct customer *cu = master_customer(x->master, b->customer);
	const struct partner *p = config_partner(&x->mill->config, b->partner);
	struct exposure now;

	*c = (struct credit){ .allowed = true };
	if (p != NULL && p->rules.over_limit == ON_ACCEPT)
		return (RC_OK);
	if (cu == NULL) {
		c->allowed = false;
		c->unknown = true;
		return (RC_OK);
	}
	if (cu->unlimited)
		return (RC_OK);
	if (load_exposure(x, b, &now, e) != RC_OK)
		return (e->rc);
	c->allowed = credit_allows(&now, cu, amount, &c->exposure);
	c->limit = cu->credit_limit;
	return (RC_OK);
}

void
credit_text(const struct credit *c, const struct booked *b, int64_t amount,
    char text[200])
{
	(void)snprintf(text, 200,
	    "exposure %" PRId64 " + order %" PRId64
	    " is over the limit %" PRId64 " (minor units, %.*s)",
	    c->exposure, amount, c->limit, SL_ARG(b->currency));
}
