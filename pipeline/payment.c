#include <ctype.h>
#include <inttypes.h>

#include "domain/ident.h"
#include "pipeline/payment.h"

struct taking {
	const struct actor *x;
	const struct payment *p;
	struct payment_result *r;
	struct arena arena;
	char *key;
	struct booked order; /* order_id 0: none */
};

static char *
key_of(struct taking *t)
{
	const struct payment *p = t->p;
	char on[11];

	if (p->id.n > 0)
		return (arena_printf(&t->arena, "payment|id|" SL_FMT,
		    SL_ARG(p->id)));
	return (arena_printf(&t->arena,
	    "payment|" SL_FMT "|" SL_FMT "|" SL_FMT "|%" PRId64 "|%s",
	    SL_ARG(p->customer), SL_ARG(p->reference), SL_ARG(p->currency),
	    p->amount, day_text(p->received_on, on)));
}

static enum rc
find_known(struct taking *t, struct err *e)
{
	const struct payment *p = t->p;
	bool same = true;
	struct rows *r;

	if (store_rows(t->x->store, Q_PAYMENT_BY_KEY, &r, e, "s", t->key) !=
	    RC_OK)
		return (e->rc);
	if (rows_next(r)) {
		t->r->known = true;
		t->r->order_id = rows_int(r, 5);
		same = slice_eq(rows_text(r, 1), p->customer) &&
		    slice_eq(rows_text(r, 2), p->reference) &&
		    slice_eq(rows_text(r, 3), p->currency) &&
		    rows_int(r, 4) == p->amount;
	}
	if (rows_end(r, e) != RC_OK || same)
		return (e->rc);
	return (err_set(e, RC_REJECT, "PAYMENT-DIFFERS",
	    "payment " SL_FMT
	    " was booked with another customer, reference or amount",
	    SL_ARG(p->id)));
}

/* "rf18 5390 …" as people copy it. */
static struct slice
compact(struct taking *t, struct slice s)
{
	char *out = arena_alloc(&t->arena, s.n + 1);
	size_t n = 0;

	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] != ' ')
			out[n++] = (char)toupper((unsigned char)s.p[i]);
	return ((struct slice){ out, n });
}

static enum rc
first_of(struct taking *t, struct rows *r, int64_t *id, size_t *n,
    struct err *e)
{
	for (*n = 0; rows_next(r); (*n)++)
		*id = rows_int(r, 0);
	(void)t;
	return (rows_end(r, e));
}

static enum rc
find_order(struct taking *t, struct err *e)
{
	const struct payment *p = t->p;
	struct rows *r;
	int64_t id = 0;
	size_t n = 0;

	if (rf_valid(p->reference)) {
		if (store_rows(t->x->store, Q_PAYABLE_BY_RF, &r, e, "ttt",
			compact(t, p->reference), p->customer,
			p->currency) != RC_OK ||
		    first_of(t, r, &id, &n, e) != RC_OK)
			return (e->rc);
	}
	if (n == 0) {
		if (store_rows(t->x->store, Q_PAYABLE_BY_PO, &r, e, "ttti",
			p->reference, p->customer, p->currency,
			p->amount) != RC_OK ||
		    first_of(t, r, &id, &n, e) != RC_OK)
			return (e->rc);
	}
	if (n != 1) /* none, or a person must say which */
		return (RC_OK);
	return (booked_load(t->x->store, id, &t->arena, &t->order, e));
}

static enum rc
post(struct taking *t, const char *what, const struct journal *j, struct err *e)
{
	struct ledger_entry l = { .customer = t->p->customer,
		.currency = t->p->currency,
		.order_id = t->order.order_id,
		.run_id = t->x->run_id,
		.at = t->x->at };
	bool fresh;

	l.business_key = slice_of(
	    arena_printf(&t->arena, "%s%s", what, t->key));
	return (ledger_post(t->x->store, j, &l, &fresh, e));
}

/* Only the hold for payment ends: another one still needs its person. */
static enum rc
end_payment_hold(struct taking *t, struct err *e)
{
	const struct actor *x = t->x;
	struct booked *b = &t->order;
	bool others = false, open = false;
	struct event v = { x->at, x->run_id, "order", b->order_id, SLICE_NONE,
		"paid" };
	struct rows *r;

	if (store_rows(x->store, Q_ORDER_HOLD_REASONS, &r, e, "i",
		b->order_id) != RC_OK)
		return (e->rc);
	while (rows_next(r)) {
		if (slice_is(rows_text(r, 0), "payment"))
			open = true;
		else
			others = true;
	}
	if (rows_end(r, e) != RC_OK)
		return (e->rc);
	if (!open)
		return (RC_OK);
	if (!others) {
		t->r->released = true;
		return (order_release(x, b, "paid in full", e));
	}
	if (store_exec(x->store, Q_HOLD_END_REASON, NULL, e, "isis", x->at,
		x->who, b->order_id, "payment") != RC_OK ||
	    store_exec(x->store, Q_ORDER_RELEASED_WORD, NULL, e, "si",
		"payment", b->order_id) != RC_OK)
		return (e->rc);
	return (event_add(x->store, &v, e,
	    "%s: paid in full, held for another reason", x->who));
}

static enum rc
pay_order(struct taking *t, struct err *e)
{
	int64_t paid = 0;

	t->r->order_id = t->order.order_id;
	if (store_int(t->x->store, Q_PAYMENTS_OF_ORDER, 0, &paid, e, "it",
		t->order.order_id, t->p->currency) != RC_OK)
		return (e->rc);
	if (paid < t->order.total) {
		t->r->missing = t->order.total - paid;
		return (RC_OK);
	}
	if (store_exec(t->x->store, Q_PAYMENTS_APPLIED, NULL, e, "i",
		t->order.order_id) != RC_OK)
		return (e->rc);
	return (end_payment_hold(t, e));
}

static enum rc
pay_account(struct taking *t, struct err *e)
{
	struct journal j;

	if (t->r->applied == 0)
		return (RC_OK);
	if (!charge_payment_applied(t->r->applied, &j))
		return (err_set(e, RC_FATAL, "LEDGER", "applying a payment"));
	return (post(t, "applied|", &j, e));
}

static enum rc
book(struct taking *t, struct err *e)
{
	const struct payment *p = t->p;
	int64_t owed = 0;
	struct journal j;

	if (!charge_payment(p->amount, &j))
		return (err_set(e, RC_FATAL, "LEDGER", "taking a payment"));
	if (post(t, "", &j, e) != RC_OK ||
	    ledger_balance(t->x->store, p->customer, ACCOUNT_RECEIVABLE,
		p->currency, &owed, e) != RC_OK)
		return (e->rc);
	if (t->order.order_id == 0 && owed > 0)
		t->r->applied = owed < p->amount ? owed : p->amount;
	if (store_exec(t->x->store, Q_PAYMENT_INSERT, NULL, e, "stttidos",
		t->key, p->customer, p->reference, p->currency, p->amount,
		p->received_on, t->order.order_id,
		t->r->applied == p->amount ? "applied" : "unapplied") != RC_OK)
		return (e->rc);
	return (t->order.order_id != 0 ? pay_order(t, e) : pay_account(t, e));
}

enum rc
payment_take(const struct actor *x, const struct payment *p,
    struct payment_result *r, struct err *e)
{
	struct taking t = { .x = x, .p = p, .r = r };
	enum rc rc;

	INVARIANT(p->amount > 0 && store_in_transaction(x->store));
	*r = (struct payment_result){ .known = false };
	t.key = key_of(&t);
	rc = find_known(&t, e);
	if (rc == RC_OK && !r->known) {
		rc = find_order(&t, e);
		if (rc == RC_OK)
			rc = book(&t, e);
	}
	arena_free(&t.arena);
	return (rc);
}
