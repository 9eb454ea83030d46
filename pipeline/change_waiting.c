/* A change of an order that waits for its money: it asks for another sum. */
#include "pipeline/account.h"
#include "pipeline/change_part.h"
#include "pipeline/charge.h"
#include "pipeline/payment.h"

/* Does nobody but the payer have to do something about it? */
static enum rc
payment_alone(struct applying *k, bool *yes, struct err *e)
{
	struct rows *r;

	*yes = false;
	if (store_rows(k->store, Q_HOLD_REASONS_OPEN, &r, e, "i",
		k->order.order_id) != RC_OK)
		return (e->rc);
	for (bool first = true; rows_next(r); first = false)
		*yes = (first || *yes) && slice_is(rows_text(r, 0), "payment");
	return (rows_end(r, e));
}

/* Days and rules of what is no standing order yet: they are changed when it
 * is one. */
static enum rc
names_days(struct applying *k, bool *yes, struct err *e)
{
	const struct booked *c = &k->change, *t = &k->order;
	struct rows *r;

	*yes = false;
	if (!slice_is(t->kind, "standing") || t->standing_order_id != 0)
		return (RC_OK);
	if (store_rows(k->store, Q_RECURRENCE_REQUEST_GET, &r, e, "i",
		c->order_id) != RC_OK)
		return (e->rc);
	*yes = rows_next(r) ||
	    (c->requested_on != DAY_NONE && c->requested_on != t->requested_on);
	return (rows_end(r, e));
}

enum rc
change_unpaid(struct applying *k, struct err *e)
{
	const struct booked *t = &k->order;
	bool alone, days;

	k->unpaid = false;
	/* Terms that were not agreed are a hold for payment too. */
	if (!slice_is(t->state, "held") || !slice_is(t->payment, "prepaid") ||
	    !slice_is(t->reason, "ORDER-PAYMENT") || t->rf_reference.n == 0 ||
	    t->test || t->confirmation.n > 0)
		return (RC_OK);
	if (payment_alone(k, &alone, e) != RC_OK ||
	    names_days(k, &days, e) != RC_OK)
		return (e->rc);
	k->unpaid = alone && !days;
	return (RC_OK);
}

enum rc
change_unpaid_credit(struct applying *k, int64_t more, bool *stop,
    struct err *e)
{
	*stop = false;
	k->credit = (struct credit){ .allowed = true };
	if (booked_released(&k->change, "credit") ||
	    (more <= 0 && booked_released(&k->order, "credit")))
		return (RC_OK);
	if (credit_check(&k->x, &k->order, 0, &k->credit, e) != RC_OK)
		return (e->rc);
	*stop = !k->credit.allowed;
	return (RC_OK);
}

/* What a person let go for the change, the order is not asked again. */
static struct slice
released(const struct applying *k)
{
	const struct booked *t = &k->order;

	if (!booked_released(&k->change, "credit") ||
	    booked_released(t, "credit"))
		return (t->released);
	return (slice_of(arena_printf(k->a, SL_FMT "%scredit",
	    SL_ARG(t->released), t->released.n > 0 ? " " : "")));
}

enum rc
change_unpaid_again(struct applying *k, struct err *e)
{
	if (store_exec(k->store, Q_HOLD_END_REASON, NULL, e, "isis", k->x.at,
		k->x.who, k->order.order_id, "payment") != RC_OK ||
	    store_exec(k->store, Q_ORDER_RELEASED, NULL, e, "ti", released(k),
		k->order.order_id) != RC_OK)
		return (e->rc);
	return (charge_order(k->night, &k->x, k->stock, k->order.order_id, k->a,
	    e));
}

enum rc
change_paid(struct applying *k, int64_t more, bool *yes, struct err *e)
{
	const struct booked *t = &k->order;
	int64_t paid = 0, deposit = 0;

	*yes = false;
	if (payment_of_order(k->store, t, &paid, e) != RC_OK ||
	    account_free_deposit(&k->x, t->customer, t->currency, &deposit,
		e) != RC_OK)
		return (e->rc);
	*yes = paid >= t->total && deposit >= more;
	return (RC_OK);
}
