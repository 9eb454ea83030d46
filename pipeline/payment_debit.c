/* Direct debits: what we asked a bank to collect, when it came. */
#include "pipeline/payment_entry.h"

enum rc
entry_debit(struct banking *k, struct slice end_to_end, struct debit *d,
    struct err *e)
{
	struct rows *r;

	*d = (struct debit){ .end_to_end = end_to_end };
	if (end_to_end.n == 0)
		return (RC_OK);
	if (store_rows(k->night->store, Q_DEBIT_BY_END_TO_END, &r, e, "t",
		end_to_end) != RC_OK)
		return (e->rc);
	if (rows_next(r)) {
		d->id = rows_int(r, 0);
		d->customer = arena_slice(&k->a, rows_text(r, 1));
		d->amount = rows_int(r, 2);
		d->state = arena_slice(&k->a, rows_text(r, 3));
	}
	return (rows_end(r, e));
}

enum rc
entry_debit_is(struct banking *k, struct slice end_to_end, const char *state,
    struct slice reason, struct err *e)
{
	return (store_exec(k->night->store, Q_DEBIT_STATE, NULL, e, "stt",
	    state, reason, end_to_end));
}

/* What we asked for came: it is its customer's, and pays what is owed. */
static enum rc
collected(struct banking *k, const struct debit *d, struct err *e)
{
	struct payment_result r = { .known = false };
	struct placing p = { .x = &k->actor,
		.key = k->key,
		.customer = d->customer,
		.currency = k->t->currency,
		.amount = k->t->amount,
		.on = k->t->booked_on,
		.a = &k->a,
		.r = &r };

	if (entry_book(k, &p, e) != RC_OK ||
	    entry_debit_is(k, d->end_to_end, "collected", SLICE_NONE, e) !=
		RC_OK)
		return (e->rc);
	return (entry_settle(k, &p, e));
}

/* All debits of a batch, booked by the bank in one amount. */
static enum rc
batch_collected(struct banking *k, bool *yes, struct err *e)
{
	const struct told *whole = k->t;
	struct list debits = { 0 };
	int64_t sum = 0;
	struct rows *r;
	enum rc rc = RC_OK;

	*yes = false;
	if (whole->end_to_end.n == 0 || whole->part)
		return (RC_OK);
	if (store_rows(k->night->store, Q_DEBITS_OF_BATCH, &r, e, "t",
		whole->end_to_end) != RC_OK)
		return (e->rc);
	while (rows_next(r)) {
		struct debit *d = LIST_PUSH(&k->a, &debits, struct debit);

		d->end_to_end = arena_slice(&k->a, rows_text(r, 0));
		d->customer = arena_slice(&k->a, rows_text(r, 1));
		d->amount = rows_int(r, 2);
		sum += d->amount;
	}
	if (rows_end(r, e) != RC_OK || debits.n == 0 || sum != whole->amount)
		return (e->rc);
	*yes = true;
	for (size_t i = 0; rc == RC_OK && i < debits.n; i++) {
		const struct debit *d = LIST_AT(&debits, struct debit, i);
		struct told one = *whole;

		one.part = true;
		one.bank_id = SLICE_NONE;
		one.end_to_end = d->end_to_end;
		one.amount = d->amount;
		k->t = &one;
		k->key = entry_key(k);
		rc = collected(k, d, e);
		k->t = whole;
	}
	return (rc);
}

enum rc
entry_collected(struct banking *k, bool *yes, struct err *e)
{
	struct debit d;

	*yes = false;
	if (entry_debit(k, k->t->end_to_end, &d, e) != RC_OK)
		return (e->rc);
	if (d.id == 0)
		return (batch_collected(k, yes, e));
	if (!slice_is(d.state, "asked") || d.amount != k->t->amount)
		return (RC_OK);
	*yes = true;
	return (collected(k, &d, e));
}
