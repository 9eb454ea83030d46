/* charge: orders that passed the checks are accepted, or held for stock,
 * payment or credit.  Their sequence is fixed by the query, so what is
 * granted does not depend on how fast anything ran. */
#include "base/log.h"
#include "domain/ident.h"
#include "pipeline/change.h"
#include "pipeline/charge.h"
#include "pipeline/credit.h"
#include "pipeline/payment.h"
#include "pipeline/reprice.h"
#include "pipeline/stock.h"

struct charging {
	struct night *night;
	struct actor actor;
	struct stock *stock;
	struct arena *a; /* of the order */
	struct ledger_sums sums;
};

/* --- stock --------------------------------------------------------------- */

struct short_line {
	int64_t line;
	struct slice sku;
	struct decimal ordered, needed, missing; /* missing: order units */
};

/* What of a line cannot be promised; nothing is said of a product that is not
 * counted. */
static void
look_at_line(struct charging *c, struct rows *r, struct list *lines, bool *any)
{
	const struct decimal *have = stock_available(c->stock, rows_text(r, 1));
	struct short_line l = { .line = rows_int(r, 0) };

	if (have == NULL || !decimal_parse(rows_text(r, 2), &l.needed) ||
	    !decimal_parse(rows_text(r, 3), &l.ordered))
		return;
	l.sku = arena_slice(c->a, rows_text(r, 1));
	if (decimal_cmp(*have, l.needed) < 0) {
		*any = true;
		(void)decimal_sub(l.needed,
		    have->coef > 0 ? *have : DECIMAL_ZERO, &l.missing);
		if (decimal_mul(l.missing, l.ordered, &l.missing))
			(void)decimal_div(l.missing, l.needed, 6, &l.missing);
	}
	*LIST_PUSH(c->a, lines, struct short_line) = l;
}

/* The lines of this order whose products are counted, and what of each cannot
 * be promised. */
static enum rc
find_short(struct charging *c, struct booked *b, struct list *lines, bool *any,
    struct err *e)
{
	struct rows *r;

	*any = false;
	b->as_ordered = true;
	if (store_rows(c->night->store, Q_ORDER_STOCK_LINES, &r, e, "i",
		b->order_id) != RC_OK)
		return (e->rc);
	while (rows_next(r)) {
		bool plain = slice_is(rows_text(r, 4), "accepted");

		b->as_ordered = b->as_ordered && plain;
		if (plain || slice_is(rows_text(r, 4), "changed"))
			look_at_line(c, r, lines, any);
	}
	return (rows_end(r, e));
}

static enum rc
backorder(struct charging *c, const struct booked *b,
    const struct short_line *l, struct err *e)
{
	char text[DECIMAL_TEXT_MAX];

	return (store_exec(c->night->store, Q_ORDER_LINE_BACKORDER, NULL, e,
	    "ssii", "ORDER-STOCK", decimal_text(l->missing, text), b->order_id,
	    l->line));
}

static enum rc
settle_short(struct charging *c, struct booked *b, const struct list *lines,
    enum on_short rule, bool *held, struct err *e)
{
	*held = false;
	b->as_ordered = false;
	if (rule == SHORT_HOLD && !booked_released(b, "item")) {
		*held = true;
		return (order_hold(&c->actor, b, HOLD_ITEM, "ORDER-STOCK",
		    "there is not enough stock for every line", e));
	}
	for (size_t i = 0; i < lines->n; i++) {
		const struct short_line *l = LIST_AT(lines, struct short_line,
		    i);
		enum rc rc;

		if (l->missing.coef == 0)
			continue;
		rc = rule == SHORT_CANCEL ?
		    reprice_cut_line(&c->actor, b, l->line, l->missing,
			"ORDER-STOCK", e) :
		    backorder(c, b, l, e);
		if (rc != RC_OK)
			return (rc);
	}
	return (RC_OK);
}

static enum rc
promise_stock(struct charging *c, struct booked *b, struct list *lines,
    bool *held, struct err *e)
{
	const struct partner *p = config_partner(&c->night->mill->config,
	    b->partner);
	bool any;

	*held = false;
	if (find_short(c, b, lines, &any, e) != RC_OK)
		return (e->rc);
	if (!any)
		return (RC_OK);
	return (settle_short(c, b, lines,
	    p != NULL ? p->rules.short_stock : SHORT_BACKORDER, held, e));
}

/* Only an accepted order takes stock: a run that is resumed finds the same
 * figures in the database. */
static enum rc
accept_with_stock(struct charging *c, struct booked *b, struct err *e)
{
	struct list lines = { 0 };
	bool held;

	if (promise_stock(c, b, &lines, &held, e) != RC_OK || held)
		return (e->rc);
	if (order_accept(&c->actor, b, e) != RC_OK)
		return (e->rc);
	for (size_t i = 0; i < lines.n; i++) {
		const struct short_line *l = LIST_AT(&lines, struct short_line,
		    i);

		stock_take(c->stock, l->sku, l->needed);
	}
	return (RC_OK);
}

/* --- payment and credit -------------------------------------------------- */

/* paid: of it, that came already. */
static enum rc
hold_for_payment(struct charging *c, struct booked *b, int64_t paid,
    struct err *e)
{
	struct slice key = slice_of(booked_key(b, "rf", c->a));
	char rf[RF_MAX], *detail;

	(void)rf_reference(c->night->mill->key, key, rf);
	detail = arena_printf(c->a, "to be paid: %s, reference %s",
	    payment_money(c->a, b->total - paid, b->currency), rf);
	if (paid > 0)
		detail = arena_printf(c->a, "%s; %s of %s came", detail,
		    payment_money(c->a, paid, b->currency),
		    payment_money(c->a, b->total, b->currency));
	if (store_exec(c->night->store, Q_ORDER_RF, NULL, e, "si", rf,
		b->order_id) != RC_OK)
		return (e->rc);
	return (
	    order_hold(&c->actor, b, HOLD_PAYMENT, "ORDER-PAYMENT", detail, e));
}

/* A person may have let it go; else its money is there: it came before, or
 * for a larger sum. */
static enum rc
paid_in_full(struct charging *c, const struct booked *b, bool *yes,
    int64_t *paid, struct err *e)
{
	*paid = 0;
	*yes = booked_released(b, "payment");
	if (*yes || payment_of_order(c->night->store, b, paid, e) != RC_OK)
		return (e->rc);
	*yes = payment_covers(&c->actor, b, *paid);
	if (!*yes)
		return (RC_OK);
	return (store_exec(c->night->store, Q_PAYMENTS_APPLIED, NULL, e, "i",
	    b->order_id));
}

static enum rc
refuse_credit(struct charging *c, struct booked *b, const struct credit *credit,
    struct err *e)
{
	const struct partner *p = config_partner(&c->night->mill->config,
	    b->partner);
	char detail[200];

	if (p == NULL || p->rules.over_limit != ON_REJECT ||
	    credit->why != CREDIT_LIMIT)
		return (credit_hold(&c->actor, b, credit, e));
	credit_text(credit, b, detail);
	return (order_reject(&c->actor, b, "ORDER-CREDIT", detail, e));
}

/* more: of the order's total, what is not paid in advance. */
static enum rc
check_credit(struct charging *c, struct booked *b, int64_t more, bool *stop,
    struct err *e)
{
	struct credit credit;

	*stop = false;
	if (booked_released(b, "credit"))
		return (RC_OK);
	if (credit_check(&c->actor, b, more, &credit, e) != RC_OK ||
	    credit.allowed)
		return (e->rc);
	*stop = true;
	if (credit.unknown)
		return (
		    order_hold(&c->actor, b, HOLD_CUSTOMER, "ORDER-CUSTOMER",
			"the customer is not in the master data any more", e));
	return (refuse_credit(c, b, &credit, e));
}

static enum rc
charge_one(struct charging *c, int64_t order_id, struct err *e)
{
	struct booked b = { 0 };
	bool stop = false, paid = false, prepaid;
	int64_t came = 0;

	if (booked_load(c->night->store, order_id, c->a, &b, e) != RC_OK)
		return (e->rc);
	/* A person may have held or cancelled it since the list was made. */
	if (!slice_is(b.state, "received") || !slice_is(b.step, "charge"))
		return (RC_OK);
	if (b.test || slice_is(b.kind, "blanket"))
		return (order_accept(&c->actor, &b, e));
	prepaid = slice_is(b.payment, "prepaid") ||
	    slice_is(b.charge_at, "never");
	if (check_credit(c, &b, prepaid ? 0 : b.total, &stop, e) != RC_OK ||
	    stop)
		return (e->rc);
	if (slice_is(b.payment, "prepaid") &&
	    (paid_in_full(c, &b, &paid, &came, e) != RC_OK || !paid))
		return (
		    e->rc != RC_OK ? e->rc : hold_for_payment(c, &b, came, e));
	return (accept_with_stock(c, &b, e));
}

enum rc
charge_order(struct night *n, const struct actor *x, struct stock *stock,
    int64_t order_id, struct arena *a, struct err *e)
{
	struct charging c = { .night = n, .actor = *x, .stock = stock, .a = a };

	return (charge_one(&c, order_id, e));
}

static enum rc
load_ids(struct night *n, struct arena *a, struct list *ids, struct err *e)
{
	struct rows *r;

	if (store_rows(n->store, Q_ORDERS_TO_CHARGE, &r, e, "t",
		n->only_partner) != RC_OK)
		return (e->rc);
	while (rows_next(r))
		*LIST_PUSH(a, ids, int64_t) = rows_int(r, 0);
	return (rows_end(r, e));
}

static enum rc
charge_all(struct charging *c, const struct list *ids, struct err *e)
{
	struct store *s = c->night->store;
	struct batch batch;

	batch_init(&batch, s);
	for (size_t i = 0; i < ids->n; i++) {
		if (i % 64 == 0)
			progress_set("charge", i, ids->n);
		arena_reset(c->a);
		if (batch_open(&batch, e) != RC_OK ||
		    charge_one(c, *LIST_AT(ids, int64_t, i), e) != RC_OK)
			return (e->rc);
		batch.steps++;
		if (!batch_full(&batch) && i + 1 < ids->n)
			continue;
		if (ledger_sums_write(s, &c->sums, e) != RC_OK ||
		    store_commit(s, e) != RC_OK)
			return (e->rc);
	}
	return (RC_OK);
}

enum rc
stage_charge(struct night *n, struct err *e)
{
	struct arena a = ARENA_INIT, row = ARENA_INIT;
	struct charging c = { .night = n, .actor = night_actor(n), .a = &row };
	struct list ids = { 0 };
	bool changes = false;
	enum rc rc;

	c.actor.sums = &c.sums;
	rc = load_ids(n, &a, &ids, e);
	if (rc == RC_OK)
		rc = changes_waiting(n, &changes, e);
	if (rc == RC_OK && (ids.n > 0 || changes))
		rc = stock_load(n, &c.stock, e);
	if (rc == RC_OK)
		rc = charge_all(&c, &ids, e);
	progress_end();
	store_rollback(n->store);
	ledger_sums_free(&c.sums);
	if (rc == RC_OK && changes)
		rc = changes_apply(n, c.stock, e);
	stock_free(c.stock);
	arena_free(&row);
	arena_free(&a);
	return (rc);
}
