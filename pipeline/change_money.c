#include <inttypes.h>

#include "pipeline/change_part.h"
#include "pipeline/giveback.h"
#include "pipeline/receivable.h"

enum rc
change_charge(struct applying *k, const struct booked *before, bool *stop,
    struct err *e)
{
	struct booked *t = &k->order, *c = &k->change;
	struct charged_order o = booked_charge(before);
	int64_t more = t->total - before->total;
	struct ledger_entry l = { .customer = t->customer,
		.currency = t->currency,
		.order_id = t->order_id,
		.run_id = k->x.run_id,
		.at = k->x.at,
		.on = k->x.today,
		.newest_first = true };
	struct ledger_terms terms;
	struct journal j;
	bool fresh, there;

	*stop = false;
	if (t->test || slice_is(t->kind, "blanket"))
		return (RC_OK);
	k->credit = (struct credit){ .allowed = true };
	if (more > 0 && o.prepaid && !booked_released(c, "payment")) {
		if (change_paid(k, more, &there, e) != RC_OK)
			return (e->rc);
		*stop = !there;
	}
	if (*stop)
		return (RC_OK);
	if (more > 0 && !o.prepaid && o.charge_at != CHARGE_NEVER &&
	    !booked_released(c, "credit") &&
	    credit_check(&k->x, t, more, &k->credit, e) != RC_OK)
		return (e->rc);
	*stop = !k->credit.allowed;
	if (*stop)
		return (RC_OK);
	if (ledger_owed(k->store, t->order_id, &o.owed, e) != RC_OK ||
	    receivable_terms(&k->x, t->customer,
		slice_is(t->kind, "bill_and_hold") ? k->x.today : DAY_NONE,
		&terms, e) != RC_OK)
		return (e->rc);
	l.terms = &terms;
	if (!charge_changed(&o, t->net, t->charges, t->tax, &j))
		return (err_set(e, RC_FATAL, "LEDGER",
		    "changing order %" PRId64, t->order_id));
	l.business_key = slice_of(
	    arena_printf(k->a, "%s|" SL_FMT, booked_key(t, "changed", k->a),
		SL_ARG(slice_sub(c->content, 0, 32))));
	if (ledger_post(k->store, &j, &l, &fresh, e) != RC_OK)
		return (e->rc);
	return (giveback_post(&k->x, &l, &j, NULL, e));
}

enum rc
change_wait_for_money(struct applying *k, struct err *e)
{
	if (slice_is(k->order.payment, "prepaid") && !k->unpaid)
		return (change_wait(k, HOLD_PAYMENT, "ORDER-PAYMENT",
		    "it makes a prepaid order dearer", e));
	return (credit_hold(&k->x, &k->change, &k->credit, e));
}
