/* What a bank takes back: a payment that came, or a debit that was returned. */
#include "pipeline/payment_entry.h"

/* The payment that a debit takes back: by the bank's number, else the only
 * one of this amount under the payer's number. */
static enum rc
find_reversed(struct banking *k, struct known *p, struct err *e)
{
	const struct told *t = k->t;
	struct rows *r;
	struct slice key = SLICE_NONE;
	int n = 0;

	if (entry_known(k, entry_key(k), p, e) != RC_OK ||
	    (p->payment_id != 0 && p->amount == t->amount))
		return (e->rc);
	*p = (struct known){ .payment_id = 0 };
	if (store_rows(k->night->store, Q_PAYMENTS_OF_END_TO_END, &r, e, "tti",
		t->account, t->end_to_end, t->amount) != RC_OK)
		return (e->rc);
	for (; rows_next(r); n++)
		key = arena_slice(&k->a, rows_text(r, 0));
	if (rows_end(r, e) != RC_OK || n != 1)
		return (e->rc);
	return (entry_known(k, key, p, e));
}

/* The order goes back to waiting, or, when it was accepted, stops. */
static enum rc
stop_order(struct banking *k, int64_t order_id, bool *accepted, struct err *e)
{
	struct booked b = { 0 };

	if (booked_load(k->night->store, order_id, &k->a, &b, e) != RC_OK)
		return (e->rc);
	*accepted = b.confirmation.n > 0;
	if (slice_is(b.state, "held") && !booked_released(&b, "payment"))
		return (RC_OK); /* it waits for its money still */
	if (store_exec(k->night->store, Q_ORDER_UNRELEASED, NULL, e, "i",
		order_id) != RC_OK)
		return (e->rc);
	if (slice_is(b.state, "held") || slice_is(b.state, "received") ||
	    slice_is(b.state, "accepted"))
		return (order_hold(&k->actor, &b, HOLD_PAYMENT, "ORDER-PAYMENT",
		    "the bank took its payment back", e));
	return (RC_OK);
}

static enum rc
take_back(struct banking *k, const struct known *p, bool debit, struct err *e)
{
	struct placing undone = { .x = &k->actor,
		.payment_id = p->payment_id,
		.key = p->key,
		.customer = p->customer,
		.currency = p->currency,
		.amount = p->amount,
		.on = k->t->booked_on,
		.order.order_id = p->order_id,
		.a = &k->a };
	bool accepted = false, spent;

	if (p->order_id != 0 &&
	    stop_order(k, p->order_id, &accepted, e) != RC_OK)
		return (e->rc);
	if (payment_undo(&undone, accepted, &spent, e) != RC_OK)
		return (e->rc);
	k->payment_id = p->payment_id;
	entry_tell(k, "booked",
	    debit     ? "BANK-RETURN" :
		spent ? "BANK-REVERSAL-OPEN" :
			"BANK-REVERSAL",
	    spent ? "%s was taken back by the bank after it had paid" :
		    "%s was taken back by the bank",
	    entry_words(k));
	if (store_exec(k->night->store, Q_PAYMENT_REVERSED, NULL, e, "ssi",
		k->code, k->detail, p->payment_id) != RC_OK)
		return (e->rc);
	return (entry_found(k, k->code, k->detail, e));
}

/* A debit that came back before it was told that it came: nothing was paid. */
static enum rc
returned(struct banking *k, const struct debit *d, struct err *e)
{
	k->payment_id = 0;
	entry_tell(k, "booked", "BANK-RETURN",
	    "the debit of %s from " SL_FMT " came back%s" SL_FMT,
	    payment_money(&k->a, d->amount, k->t->currency),
	    SL_ARG(d->customer), k->t->return_code.n > 0 ? ": " : "",
	    SL_ARG(k->t->return_code));
	return (entry_found(k, k->code, k->detail, e));
}

enum rc
entry_reversal(struct banking *k, struct err *e)
{
	struct known p;
	struct debit d;

	if (entry_debit(k, k->t->end_to_end, &d, e) != RC_OK ||
	    (d.id != 0 && !slice_is(d.state, "returned") &&
		entry_debit_is(k, d.end_to_end, "returned", k->t->return_code,
		    e) != RC_OK))
		return (e->rc);
	if (d.id != 0 && slice_is(d.state, "asked"))
		return (returned(k, &d, e));
	if (find_reversed(k, &p, e) != RC_OK)
		return (e->rc);
	if (p.payment_id == 0) {
		entry_tell(k, "noted", "BANK-REVERSAL-OPEN",
		    "%s was taken back, and no such payment is known",
		    entry_words(k));
		return (entry_found(k, k->code, k->detail, e));
	}
	if (slice_is(p.state, "reversed")) {
		entry_repeated(k, &p);
		return (entry_found(k, "BANK-REPEATED", k->detail, e));
	}
	return (take_back(k, &p, d.id != 0, e));
}
