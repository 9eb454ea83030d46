/* What banks told becomes payments, once, whichever of their files told it. */
#include <inttypes.h>

#include "base/log.h"
#include "pipeline/payment_entry.h"

/* --- loading -------------------------------------------------------------- */

static void
take(struct rows *r, struct arena *a, struct told *t)
{
	struct slice *const texts[] = { &t->account, &t->bank_id, &t->entry_id,
		&t->end_to_end, &t->mandate, &t->payer_name, &t->payer_account,
		&t->currency };

	t->id = rows_int(r, 0);
	t->file_id = rows_int(r, 1);
	t->message_id = rows_int(r, 2);
	t->partner = arena_slice(a, rows_text(r, 3));
	t->row = rows_int(r, 4);
	t->offset = rows_int(r, 5);
	for (int i = 0; i < 8; i++)
		*texts[i] = arena_slice(a, rows_text(r, 6 + i));
	t->amount = rows_int(r, 14);
	t->booked_on = rows_day(r, 15);
	t->debit = rows_int(r, 16) != 0;
	t->reversal = rows_int(r, 17) != 0;
	t->batch = rows_int(r, 18) != 0;
	t->part = rows_int(r, 19) != 0;
	t->return_code = arena_slice(a, rows_text(r, 20));
	t->refs = arena_slice(a, rows_text(r, 21));
	t->text = arena_slice(a, rows_text(r, 22));
	t->nth = rows_int(r, 23);
	t->format = arena_slice(a, rows_text(r, 24));
}

/* --- all of them ---------------------------------------------------------- */

static enum rc
decide(struct banking *k, struct err *e)
{
	const struct told *t = k->t;

	k->key = entry_key(k);
	k->state = "booked";
	k->code = "";
	k->detail[0] = '\0';
	k->payment_id = 0;
	if (t->debit && (t->reversal || t->return_code.n > 0))
		return (entry_reversal(k, e));
	if (t->debit) {
		entry_tell(k, "noted", "", "paid by us");
		return (RC_OK);
	}
	if (t->reversal) {
		entry_tell(k, "noted", "",
		    "something that was debited came back");
		return (RC_OK);
	}
	return (entry_credit(k, e));
}

static enum rc
decide_one(struct banking *k, const struct told *t, struct err *e)
{
	k->t = t;
	arena_reset(&k->a);
	if (decide(k, e) != RC_OK)
		return (err_add(e, "entry %" PRId64 " of file %" PRId64, t->row,
		    t->file_id));
	return (store_exec(k->night->store, Q_BANK_ENTRY_DONE, NULL, e,
	    "sssooi", k->state, k->code, k->detail, k->payment_id,
	    k->night->run_id, t->id));
}

static enum rc
decide_all(struct banking *k, const struct list *all, struct err *e)
{
	struct batch batch;
	bool full;

	batch_init(&batch, k->night->store);
	for (size_t i = 0; i < all->n; i++) {
		if (i % 64 == 0)
			progress_set("pay", i, all->n);
		if (batch_open(&batch, e) != RC_OK ||
		    decide_one(k, LIST_AT(all, struct told, i), e) != RC_OK ||
		    batch_step(&batch, &full, e) != RC_OK)
			return (e->rc);
	}
	return (batch_end(&batch, e));
}

static enum rc
load(struct night *n, struct arena *a, struct list *all, struct err *e)
{
	struct rows *r;

	if (store_rows(n->store, Q_BANK_ENTRIES_OPEN, &r, e, "") != RC_OK)
		return (e->rc);
	while (rows_next(r))
		take(r, a, LIST_PUSH(a, all, struct told));
	return (rows_end(r, e));
}

/* --- those that were left open -------------------------------------------- */

/* An order that came after its money. */
static enum rc
try_again(struct banking *k, int64_t payment_id, struct err *e)
{
	struct payment_result r = { .known = false };
	struct placing p = { .x = &k->actor,
		.payment_id = payment_id,
		.a = &k->a,
		.r = &r };
	struct told t = { .row = 0 };
	struct sought w = { .amount = 0 };
	struct matched m;
	struct rows *rows;
	bool there;

	arena_reset(&k->a);
	if (store_rows(k->night->store, Q_PAYMENT_AGAIN, &rows, e, "i",
		payment_id) != RC_OK)
		return (e->rc);
	if (rows_next(rows)) {
		k->key = p.key = arena_slice(&k->a, rows_text(rows, 0));
		t.currency = p.currency = arena_slice(&k->a,
		    rows_text(rows, 1));
		t.amount = p.amount = rows_int(rows, 2);
		t.payer_account = arena_slice(&k->a, rows_text(rows, 3));
		t.refs = arena_slice(&k->a, rows_text(rows, 4));
		t.file_id = rows_int(rows, 5);
		t.message_id = rows_int(rows, 6);
		t.payer_name = arena_slice(&k->a, rows_text(rows, 7));
		t.offset = rows_int(rows, 8);
		p.customer = arena_slice(&k->a, rows_text(rows, 9));
		t.row = rows_int(rows, 10);
		t.booked_on = p.on = rows_day(rows, 11);
	}
	if (rows_end(rows, e) != RC_OK)
		return (e->rc);
	w = (struct sought){ &k->actor, t.refs, t.currency, t.payer_account,
		t.amount };
	k->t = &t;
	if (payment_match(k->night->store, &w, &k->a, &m, e) != RC_OK)
		return (e->rc);
	if (payment_there(&p, &there, e) != RC_OK)
		return (e->rc);
	/* Posted to a customer, it stays theirs. */
	if (!there || (p.customer.n > 0 && !slice_eq(p.customer, m.customer)))
		return (RC_OK);
	return (entry_place(k, &p, &m, true, e));
}

static enum rc
try_open(struct banking *k, struct arena *a, struct err *e)
{
	struct list ids = { 0 };
	struct batch batch;
	struct rows *r;
	bool full;

	if (store_rows(k->night->store, Q_PAYMENTS_OPEN, &r, e, "") != RC_OK)
		return (e->rc);
	while (rows_next(r))
		*LIST_PUSH(a, &ids, int64_t) = rows_int(r, 0);
	if (rows_end(r, e) != RC_OK)
		return (e->rc);
	batch_init(&batch, k->night->store);
	for (size_t i = 0; i < ids.n; i++)
		if (batch_open(&batch, e) != RC_OK ||
		    try_again(k, *LIST_AT(&ids, int64_t, i), e) != RC_OK ||
		    batch_step(&batch, &full, e) != RC_OK)
			return (e->rc);
	return (batch_end(&batch, e));
}

enum rc
payments_from_banks(struct night *n, struct err *e)
{
	struct banking k = { .night = n, .actor = night_actor(n) };
	struct arena a = ARENA_INIT;
	struct list all = { 0 };
	enum rc rc = load(n, &a, &all, e);

	if (rc == RC_OK)
		rc = decide_all(&k, &all, e);
	if (rc == RC_OK)
		rc = try_open(&k, &a, e);
	progress_end();
	store_rollback(n->store);
	arena_free(&k.a);
	arena_free(&a);
	return (rc);
}
