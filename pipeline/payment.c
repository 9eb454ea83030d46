#include <ctype.h>
#include <inttypes.h>

#include "domain/ident.h"
#include "pipeline/account.h"
#include "pipeline/payment_part.h"
#include "pipeline/receivable.h"

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
		t->r->payment_id = rows_int(r, 0);
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
only_of(struct taking *t, struct rows *r, bool exact, int64_t *id, size_t *n,
    struct err *e)
{
	const struct payment *p = t->p;

	for (*n = 0; rows_next(r);) {
		int64_t total = exact ? rows_int(r, 1) : p->amount,
			most = exact ?
		    receivable_tolerance(t->x, total, p->currency) :
		    0;

		if (total - p->amount > most || p->amount - total > most)
			continue;
		*id = rows_int(r, 0);
		(*n)++;
	}
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
		    only_of(t, r, false, &id, &n, e) != RC_OK)
			return (e->rc);
	}
	if (n == 0) {
		if (store_rows(t->x->store, Q_PAYABLE_BY_PO, &r, e, "ttt",
			p->reference, p->customer, p->currency) != RC_OK ||
		    only_of(t, r, true, &id, &n, e) != RC_OK)
			return (e->rc);
	}
	if (n != 1) /* none, or a person must say which */
		return (RC_OK);
	return (booked_load(t->x->store, id, &t->arena, &t->order, e));
}

/* --- what a payment pays -------------------------------------------------- */

enum rc
payment_post(const struct placing *p, const char *what, const struct journal *j,
    const struct ledger_terms *terms, struct err *e)
{
	struct ledger_entry l = { .customer = p->customer,
		.currency = p->currency,
		.order_id = p->order.order_id,
		.run_id = p->x->run_id,
		.at = p->x->at,
		.on = p->on,
		.terms = terms };
	bool fresh;

	l.business_key = slice_of(
	    arena_printf(p->a, "%s" SL_FMT, what, SL_ARG(p->key)));
	return (ledger_post(p->x->store, j, &l, &fresh, e));
}

enum rc
payment_waits(struct placing *p, const char *state, const char *reason,
    const char *detail, struct err *e)
{
	return (store_exec(p->x->store, Q_PAYMENT_SETTLE, NULL, e, "tosssii",
	    p->customer, p->order.order_id, state, reason, detail, p->applied,
	    p->payment_id));
}

const char *
payment_money(struct arena *a, int64_t amount, struct slice currency)
{
	char text[DECIMAL_TEXT_MAX + 4];
	int digits = currency_digits(currency);

	return (arena_printf(a, SL_FMT " %s", SL_ARG(currency),
	    money_text(amount, digits >= 0 ? digits : 2, text)));
}

enum rc
payment_of_order(struct store *s, const struct booked *b, int64_t *paid,
    struct err *e)
{
	*paid = 0;
	return (store_int(s, Q_PAYMENTS_OF_ORDER, 0, paid, e, "it", b->order_id,
	    b->currency));
}

/* Above 0: that is missing; below: that is too much; 0 beyond tolerance. */
static int64_t
small_difference(const struct actor *x, const struct booked *b, int64_t paid)
{
	int64_t most = receivable_tolerance(x, b->total, b->currency),
		missing = b->total - paid;

	return (missing <= most && missing >= -most ? missing : 0);
}

bool
payment_covers(const struct actor *x, const struct booked *b, int64_t paid)
{
	return (
	    paid > 0 && (paid >= b->total || small_difference(x, b, paid) > 0));
}

enum rc
payment_round(const struct actor *x, const struct booked *b, struct err *e)
{
	struct ledger_entry l = { .customer = b->customer,
		.currency = b->currency,
		.order_id = b->order_id,
		.run_id = x->run_id,
		.at = x->at,
		.on = x->today,
		.sums = x->sums };
	struct arena a = ARENA_INIT;
	struct journal j;
	int64_t paid, difference;
	bool fresh;
	enum rc rc = payment_of_order(x->store, b, &paid, e);

	if (rc != RC_OK || paid == 0)
		return (rc);
	difference = small_difference(x, b, paid);
	if (difference == 0)
		return (RC_OK);
	if (!charge_difference(ACCOUNT_DEPOSIT, difference, &j))
		return (err_set(e, RC_FATAL, "LEDGER", "a difference"));
	l.business_key = slice_of(booked_key(b, "difference", &a));
	rc = ledger_post(x->store, &j, &l, &fresh, e);
	arena_free(&a);
	return (rc);
}

/* Only the hold for payment ends: another one still needs its person. */
static enum rc
end_payment_hold(struct placing *p, struct err *e)
{
	const struct actor *x = p->x;
	struct booked *b = &p->order;
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
		p->r->released = true;
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
pay_order(struct placing *p, struct err *e)
{
	int64_t paid = 0;

	p->r->order_id = p->order.order_id;
	if (payment_waits(p, "unapplied", "", "", e) != RC_OK ||
	    payment_of_order(p->x->store, &p->order, &paid, e) != RC_OK)
		return (e->rc);
	if (!payment_covers(p->x, &p->order, paid)) {
		p->r->missing = p->order.total - paid;
		return (RC_OK);
	}
	p->r->difference = small_difference(p->x, &p->order, paid);
	if (store_exec(p->x->store, Q_PAYMENTS_APPLIED, NULL, e, "i",
		p->order.order_id) != RC_OK)
		return (e->rc);
	return (end_payment_hold(p, e));
}

/* All debts are paid, and what is left of the payment is not worth sending
 * back. */
static enum rc
keep_rest(struct placing *p, int64_t paid, struct err *e)
{
	int64_t rest = p->amount - p->applied;
	struct journal j;

	if (rest <= 0 || rest > receivable_tolerance(p->x, paid, p->currency))
		return (RC_OK);
	if (!charge_difference(ACCOUNT_DEPOSIT, -rest, &j))
		return (err_set(e, RC_FATAL, "LEDGER", "a difference"));
	p->applied += rest;
	p->r->difference -= rest;
	return (payment_post(p, "difference|", &j, NULL, e));
}

/* In the order in which debts fall due, a discount taken where it was
 * earned. */
static enum rc
pay_account(struct placing *p, struct err *e)
{
	const struct paying debt = { .customer = p->customer,
		.currency = p->currency,
		.key = p->key,
		.amount = p->amount - p->applied,
		.on = p->on,
		.tolerant = true };
	struct paid paid;

	if (receivable_pay(p->x, &debt, &paid, e) != RC_OK)
		return (e->rc);
	p->r->applied = paid.applied;
	p->r->discount = paid.discount;
	p->r->difference = paid.difference;
	p->applied += paid.applied;
	if (paid.applied > 0 && keep_rest(p, paid.applied, e) != RC_OK)
		return (e->rc);
	return (payment_waits(p,
	    p->applied == p->amount ? "applied" : "unapplied", "", "", e));
}

enum rc
payment_settle(struct placing *p, struct err *e)
{
	struct journal j;

	INVARIANT(p->customer.n > 0);
	if (!charge_payment(p->amount, &j))
		return (err_set(e, RC_FATAL, "LEDGER", "taking a payment"));
	if (payment_post(p, "", &j, NULL, e) != RC_OK)
		return (e->rc);
	return (p->order.order_id != 0 ? pay_order(p, e) : pay_account(p, e));
}

/* --- by hand -------------------------------------------------------------- */

static enum rc
book(struct taking *t, struct err *e)
{
	const struct payment *p = t->p;
	struct placing placing = { .x = t->x,
		.key = slice_of(t->key),
		.customer = p->customer,
		.currency = p->currency,
		.amount = p->amount,
		.on = p->received_on,
		.order = t->order,
		.a = &t->arena,
		.r = t->r };

	if (store_exec(t->x->store, Q_PAYMENT_INSERT, NULL, e, "stttidos",
		t->key, p->customer, p->reference, p->currency, p->amount,
		p->received_on, t->order.order_id, "unapplied") != RC_OK)
		return (e->rc);
	placing.payment_id = t->r->payment_id = store_last_id(t->x->store);
	return (payment_settle(&placing, e));
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

/* --- of those that wait for a person -------------------------------------- */

static enum rc
cannot(struct err *e, const char *why)
{
	return (err_set(e, RC_REJECT, "PAYMENT-STATE", "%s", why));
}

static enum rc
load_waiting(struct placing *p, struct slice *state, struct err *e)
{
	struct rows *r;
	bool found;

	if (store_rows(p->x->store, Q_PAYMENT_GET, &r, e, "i", p->payment_id) !=
	    RC_OK)
		return (e->rc);
	found = rows_next(r);
	if (found) {
		p->key = arena_slice(p->a, rows_text(r, 1));
		p->customer = arena_slice(p->a, rows_text(r, 2));
		p->currency = arena_slice(p->a, rows_text(r, 4));
		p->amount = rows_int(r, 5);
		p->on = rows_day(r, 6);
		p->order.order_id = rows_int(r, 7);
		*state = arena_slice(p->a, rows_text(r, 8));
		p->applied = rows_int(r, 13);
	}
	if (rows_end(r, e) != RC_OK)
		return (e->rc);
	return (found ? RC_OK : cannot(e, "there is no such payment"));
}

enum rc
payment_there(const struct placing *p, bool *yes, struct err *e)
{
	int64_t deposit = 0;

	*yes = true;
	if (p->customer.n == 0)
		return (RC_OK);
	if (account_free_deposit(p->x, p->customer, p->currency, &deposit, e) !=
	    RC_OK)
		return (e->rc);
	*yes = deposit >= p->amount;
	return (RC_OK);
}

/* A deposit that nothing was paid of may still pay an order. */
static bool
may_be_assigned(const struct placing *p, struct slice state)
{
	return (slice_is(state, "unmatched") || slice_is(state, "ambiguous") ||
	    (slice_is(state, "unapplied") && p->order.order_id == 0 &&
		p->applied == 0));
}

static enum rc
order_for(struct placing *p, int64_t order_id, struct err *e)
{
	struct booked *b = &p->order;

	if (booked_load(p->x->store, order_id, p->a, b, e) != RC_OK)
		return (e->rc);
	if (!slice_is(b->payment, "prepaid") || b->test ||
	    b->confirmation.n > 0 ||
	    !(slice_is(b->state, "held") || slice_is(b->state, "received")))
		return (cannot(e, "that order does not wait for a payment"));
	if (!slice_eq(b->currency, p->currency))
		return (err_set(e, RC_REJECT, "PAYMENT-CURRENCY",
		    "the payment is in " SL_FMT ", the order in " SL_FMT,
		    SL_ARG(p->currency), SL_ARG(b->currency)));
	if (p->customer.n > 0 && !slice_eq(p->customer, b->customer))
		return (cannot(e,
		    "the payment is another customer's deposit already"));
	p->customer = b->customer;
	return (RC_OK);
}

static enum rc
assign(struct placing *p, int64_t order_id, struct slice customer,
    struct err *e)
{
	struct event v = { p->x->at, p->x->run_id, "payment", p->payment_id,
		SLICE_NONE, "assigned" };
	struct slice state = SLICE_NONE;
	bool there;

	if (load_waiting(p, &state, e) != RC_OK)
		return (e->rc);
	if (!may_be_assigned(p, state))
		return (cannot(e, "the payment waits for nobody any more"));
	if (payment_there(p, &there, e) != RC_OK)
		return (e->rc);
	if (!there)
		return (
		    cannot(e, "the deposit that it was is used or asked back"));
	if (order_id != 0) {
		if (order_for(p, order_id, e) != RC_OK)
			return (e->rc);
	} else if (p->customer.n > 0 && !slice_eq(p->customer, customer)) {
		return (cannot(e,
		    "the payment is another customer's deposit already"));
	} else {
		p->customer = customer;
	}
	if (payment_settle(p, e) != RC_OK)
		return (e->rc);
	return (event_add(p->x->store, &v, e, "%s: to " SL_FMT "%s" SL_FMT,
	    p->x->who, SL_ARG(p->customer), order_id != 0 ? ", PO " : "",
	    SL_ARG(p->order.po_number)));
}

enum rc
payment_assign(const struct actor *x, int64_t payment_id, int64_t order_id,
    struct slice customer, struct payment_result *r, struct err *e)
{
	struct arena a = ARENA_INIT;
	struct placing p = { .x = x,
		.payment_id = payment_id,
		.a = &a,
		.r = r };
	enum rc rc;

	INVARIANT(store_in_transaction(x->store));
	*r = (struct payment_result){ .payment_id = payment_id };
	rc = assign(&p, order_id, customer, e);
	arena_free(&a);
	return (rc);
}
