#include <inttypes.h>
#include <stdio.h>

#include "pipeline/credit.h"

enum rc
credit_exposure(const struct actor *x, struct slice customer,
    struct slice currency, struct exposure *now, struct err *e)
{
	struct store *s = x->store;
	int64_t deposit = 0, due = 0;

	*now = (struct exposure){ 0 };
	if (x->sums != NULL && ledger_sums_write(x->store, x->sums, e) != RC_OK)
		return (e->rc);
	/* Liabilities carry the sign of a credit: a deposit is negative. */
	if (ledger_balance(s, customer, ACCOUNT_RECEIVABLE, currency,
		&now->receivable, e) != RC_OK ||
	    ledger_balance(s, customer, ACCOUNT_COMMITMENT, currency,
		&now->commitment, e) != RC_OK ||
	    ledger_balance(s, customer, ACCOUNT_DEPOSIT, currency, &deposit,
		e) != RC_OK ||
	    store_int(s, Q_EARMARKED_GET, 0, &now->earmarked, e, "tt", customer,
		currency) != RC_OK ||
	    store_int(s, Q_RECEIVABLE_OLDEST_DUE, DUE_UNKNOWN, &due, e, "tt",
		customer, currency) != RC_OK)
		return (e->rc);
	now->deposit = -deposit;
	if (due < x->today)
		now->overdue_days = (int)(x->today - due);
	return (RC_OK);
}

/* Nobody asks the ledger where nothing in it matters. */
static bool
needs_ledger(const struct customer *cu)
{
	return (!cu->unlimited || cu->max_overdue_days >= 0);
}

static enum rc
judge(const struct actor *x, const struct booked *b, const struct customer *cu,
    struct credit *c, struct err *e)
{
	struct exposure now = { 0 };

	if (needs_ledger(cu) && c->more > 0 &&
	    credit_exposure(x, b->customer, b->currency, &now, e) != RC_OK)
		return (e->rc);
	c->why = credit_judge(&now, cu, b->currency, c->value, c->more,
	    &c->exposure);
	c->allowed = c->why == CREDIT_FINE;
	c->limited = !cu->unlimited;
	c->limit = cu->credit_limit;
	c->overdue_days = now.overdue_days;
	c->most_days = cu->max_overdue_days;
	if (c->allowed)
		return (RC_OK);
	/* A person is going to look at it. */
	if (credit_exposure(x, b->customer, b->currency, &now, e) != RC_OK)
		return (e->rc);
	(void)credit_allows(&now, cu, 0, &c->exposure);
	return (RC_OK);
}

enum rc
credit_check(const struct actor *x, const struct booked *b, int64_t more,
    struct credit *c, struct err *e)
{
	const struct customer *cu = master_customer(x->master, b->customer);
	const struct partner *p = config_partner(&x->mill->config, b->partner);

	*c =
	    (struct credit){ .allowed = true, .value = b->total, .more = more };
	if (cu == NULL) {
		c->allowed = p != NULL && p->rules.over_limit == ON_ACCEPT;
		c->unknown = !c->allowed;
		return (RC_OK);
	}
	if (judge(x, b, cu, c, e) != RC_OK)
		return (e->rc);
	if (p != NULL && p->rules.over_limit == ON_ACCEPT &&
	    (c->why == CREDIT_LIMIT || c->why == CREDIT_CURRENCY))
		c->allowed = true;
	return (RC_OK);
}

void
credit_text(const struct credit *c, const struct booked *b, char text[200])
{
	char a[DECIMAL_TEXT_MAX + 4], m[DECIMAL_TEXT_MAX + 4],
	    l[DECIMAL_TEXT_MAX + 4];
	int digits = currency_digits(b->currency);

	if (digits < 0)
		digits = 2;
	(void)money_text(c->more, digits, m);
	switch (c->why) {
	case CREDIT_BLOCKED:
		(void)snprintf(text, 200, "the customer is blocked");
		return;
	case CREDIT_CURRENCY:
		(void)snprintf(text, 200, "the credit limit is not in " SL_FMT,
		    SL_ARG(b->currency));
		return;
	case CREDIT_MAX_ORDER:
		(void)snprintf(text, 200,
		    "%s " SL_FMT " is more than one order may come to",
		    money_text(c->value, digits, a), SL_ARG(b->currency));
		return;
	case CREDIT_OVERDUE:
		(void)snprintf(text, 200,
		    "a debt is %d days overdue, %d are allowed",
		    c->overdue_days, c->most_days);
		return;
	case CREDIT_FINE:
	case CREDIT_LIMIT:
		break;
	}
	(void)snprintf(text, 200,
	    "exposure %s + order %s is over the limit of %s " SL_FMT,
	    money_text(c->exposure, digits, a), m,
	    money_text(c->limit, digits, l), SL_ARG(b->currency));
}

enum rc
credit_hold(const struct actor *x, struct booked *b, const struct credit *c,
    struct err *e)
{
	char detail[200];

	credit_text(c, b, detail);
	if (order_hold(x, b, HOLD_CREDIT, "ORDER-CREDIT", detail, e) != RC_OK)
		return (e->rc);
	if (c->limited)
		return (store_exec(x->store, Q_HOLD_FIGURES, NULL, e, "iiii",
		    c->limit, c->exposure, c->value, b->order_id));
	return (store_exec(x->store, Q_HOLD_FIGURES, NULL, e, "niii",
	    c->exposure, c->value, b->order_id));
}
