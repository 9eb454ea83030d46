#include "pipeline/giveback.h"

enum rc
given_load(struct store *s, int64_t order_id, struct given *g, struct err *e)
{
	struct rows *r;

	*g = (struct given){ 0 };
	if (store_rows(s, Q_ORDER_GIVEN, &r, e, "i", order_id) != RC_OK)
		return (e->rc);
	if (rows_next(r))
		*g = (struct given){ rows_int(r, 0), rows_int(r, 1),
			rows_int(r, 2), rows_int(r, 3) };
	return (rows_end(r, e));
}

int64_t
given_paid(const struct given *g)
{
	return (g->settled - g->discount - g->difference);
}

/* Before this journal; cut to what it can have given back. */
static bool
share_of(const struct given *g, int64_t deposit, struct given *back)
{
	int64_t settled = g->settled + deposit,
		part = deposit < settled ? deposit : settled;

	*back = (struct given){ 0 };
	if (part <= 0)
		return (true);
	back->settled = part;
	if (!money_part(g->discount, part, settled, &back->discount) ||
	    !money_part(g->difference, part, settled, &back->difference))
		return (false);
	return (back->discount == 0 ||
	    money_part(g->discount_tax, back->discount, g->discount,
		&back->discount_tax));
}

static enum rc
post_one(const struct actor *x, const struct ledger_entry *of, const char *what,
    const struct journal *j, struct err *e)
{
	struct ledger_entry l = *of;
	struct arena a = ARENA_INIT;
	bool fresh;
	enum rc rc;

	l.business_key = slice_of(
	    arena_printf(&a, "%s|" SL_FMT, what, SL_ARG(of->business_key)));
	rc = ledger_post(x->store, j, &l, &fresh, e);
	arena_free(&a);
	return (rc);
}

static enum rc
post_all(const struct actor *x, const struct ledger_entry *of,
    const struct given *back, struct err *e)
{
	struct journal discount, tax, difference;

	if (!charge_discount_back(ACCOUNT_DEPOSIT, back->discount, &discount) ||
	    !charge_discount_tax(-back->discount_tax, &tax) ||
	    !charge_difference(ACCOUNT_DEPOSIT, -back->difference, &difference))
		return (err_set(e, RC_FATAL, "LEDGER", "giving money back"));
	if (post_one(x, of, "discount back", &discount, e) != RC_OK ||
	    post_one(x, of, "discount tax|discount back", &tax, e) != RC_OK)
		return (e->rc);
	return (post_one(x, of, "difference back", &difference, e));
}

enum rc
giveback_post(const struct actor *x, const struct ledger_entry *of,
    const struct journal *j, struct given *back, struct err *e)
{
	struct given now, share = { 0 };
	int64_t deposit = 0;

	if (back != NULL)
		*back = share;
	for (size_t i = 0; i < j->n; i++)
		if (j->postings[i].account == ACCOUNT_DEPOSIT)
			deposit -= j->postings[i].amount;
	if (deposit <= 0)
		return (RC_OK);
	if (given_load(x->store, of->order_id, &now, e) != RC_OK)
		return (e->rc);
	if (!share_of(&now, deposit, &share))
		return (err_set(e, RC_FATAL, "LEDGER", "giving money back"));
	if (back != NULL)
		*back = share;
	return (post_all(x, of, &share, e));
}
