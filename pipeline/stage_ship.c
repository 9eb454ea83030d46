/* ship: what the warehouses confirmed is applied to the orders, shipment by
 * shipment, then the ship notices are written. */
#include <inttypes.h>
#include <stdio.h>

#include "base/log.h"
#include "domain/ident.h"
#include "pipeline/shipping.h"

struct row { /* a confirmation, and whose */
	int64_t id, file_id;
	struct slice warehouse;
	struct confirmation c;
	bool released;
};

/* A warehouse may call an item by its GTIN. */
static void
name_item(const struct night *n, struct confirmation *c)
{
	const struct product *p;
	struct slice unit;

	if (c->sku.n == 0 || !gtin_valid(c->sku) ||
	    master_product(n->master, c->sku) != NULL)
		return;
	p = master_product_by_gtin(n->master, c->sku, &unit);
	if (p == NULL)
		return;
	c->sku = p->sku;
	if (c->unit.n == 0)
		c->unit = unit;
}

static enum rc
load(struct night *n, struct arena *a, struct list *out, struct err *e)
{
	struct rows *r;

	if (store_rows(n->store, Q_CONFIRMATIONS_OPEN, &r, e, "s", "new") !=
	    RC_OK)
		return (e->rc);
	while (rows_next(r)) {
		struct row *w = LIST_PUSH(a, out, struct row);

		shape_init(&confirmation_shape, &w->c);
		w->id = rows_int(r, 0);
		w->warehouse = arena_slice(a, rows_text(r, 1));
		w->c.shipment = arena_slice(a, rows_text(r, 2));
		w->c.order = arena_slice(a, rows_text(r, 3));
		w->c.line = arena_slice(a, rows_text(r, 4));
		w->c.sku = arena_slice(a, rows_text(r, 5));
		if (!decimal_parse(rows_text(r, 6), &w->c.quantity))
			w->c.quantity = DECIMAL_ZERO;
		w->c.unit = arena_slice(a, rows_text(r, 7));
		w->c.shipped_at = arena_slice(a, rows_text(r, 8));
		w->c.carrier = arena_slice(a, rows_text(r, 9));
		w->c.tracking = arena_slice(a, rows_text(r, 10));
		w->c.sscc = arena_slice(a, rows_text(r, 11));
		w->c.pallet = arena_slice(a, rows_text(r, 17));
		w->c.final = rows_int(r, 12) != 0;
		w->c.offset = rows_int(r, 13);
		w->c.row = rows_int(r, 14);
		w->file_id = rows_int(r, 15);
		w->released = slice_is(rows_text(r, 16), "released");
		name_item(n, &w->c);
	}
	return (rows_end(r, e));
}

static enum rc
mark(struct night *n, const struct list *all, size_t from, size_t to,
    const char *state, const char *reason, struct err *e)
{
	for (size_t i = from; i < to; i++)
		if (store_exec(n->store, Q_CONFIRMATION_STATE, NULL, e, "ssi",
			state, reason,
			LIST_AT(all, struct row, i)->id) != RC_OK)
			return (e->rc);
	return (RC_OK);
}

/* Held and alarmed: the goods have left, so a person must look. */
static enum rc
alarm_about(struct night *n, const struct list *all, size_t from, size_t to,
    struct slice code, struct slice detail, struct arena *a, struct err *e)
{
	const struct row *w = LIST_AT(all, struct row, from);
	struct event v = { n->as_of, n->run_id, "shipment", 0, w->c.shipment,
		"held" };

	log_line(LOG_WARN, "shipment " SL_FMT " of " SL_FMT " is held: " SL_FMT,
	    SL_ARG(w->c.shipment), SL_ARG(w->warehouse), SL_ARG(detail));
	if (mark(n, all, from, to, "held", arena_text(a, code), e) != RC_OK)
		return (e->rc);
	return (event_add(n->store, &v, e,
	    "order " SL_FMT ": " SL_FMT " (" SL_FMT ")", SL_ARG(w->c.order),
	    SL_ARG(detail), SL_ARG(code)));
}

static enum rc
find_order(struct night *n, const struct row *w, int64_t *order_id,
    struct err *e)
{
	char number[CONFIRMATION_MAX];

	*order_id = 0;
	if (!confirmation_normalize(w->c.order, number))
		return (RC_OK);
	return (store_int(n->store, Q_ORDER_BY_CONFIRMATION, 0, order_id, e,
	    "s", number));
}

/* Of a cancelled one may come again, or be said, that nothing left. */
static bool
may_ship(const struct booked *b, struct slice warehouse)
{
	if (!slice_eq(b->warehouse, warehouse) || b->test)
		return (false);
	return (slice_is(b->state, "at_warehouse") ||
	    slice_is(b->state, "part_shipped") ||
	    slice_is(b->state, "shipped") || slice_is(b->state, "cancelled"));
}

static instant
left_at(struct night *n, struct slice text)
{
	instant t = instant_parse(text);

	return (t != INSTANT_NONE ? t : n->as_of);
}

static enum rc
apply_group(struct night *n, const struct list *all, size_t from, size_t to,
    struct booked *b, struct arena *a, struct err *e)
{
	const struct row *first = LIST_AT(all, struct row, from);
	struct actor x = night_actor(n);
	struct shipping s = { .warehouse = first->warehouse,
		.number = first->c.shipment,
		.carrier = first->c.carrier,
		.tracking = first->c.tracking,
		.left_at = left_at(n, first->c.shipped_at),
		.released = first->released };
	struct slice reason = SLICE_NONE, detail = SLICE_NONE;
	enum shipping_outcome outcome;

	for (size_t i = from; i < to; i++)
		*LIST_PUSH(a, &s.confirmations,
		    struct confirmation) = LIST_AT(all, struct row, i)->c;
	if (shipping_apply(&x, b, &s, a, &outcome, &reason, &detail, e) !=
	    RC_OK)
		return (e->rc);
	if (outcome == SHIPPING_HELD)
		return (alarm_about(n, all, from, to, reason, detail, a, e));
	return (mark(n, all, from, to,
	    outcome == SHIPPING_APPLIED ? "applied" : "duplicate", "", e));
}

static enum rc
one_group(struct night *n, const struct list *all, size_t from, size_t to,
    struct arena *a, struct err *e)
{
	const struct row *first = LIST_AT(all, struct row, from);
	struct booked b = { 0 };
	int64_t order_id;

	if (find_order(n, first, &order_id, e) != RC_OK)
		return (e->rc);
	if (order_id == 0)
		return (alarm_about(n, all, from, to, SLICE("SHIP-ORDER"),
		    SLICE("there is no order of this number"), a, e));
	if (booked_load(n->store, order_id, a, &b, e) != RC_OK)
		return (e->rc);
	if (!may_ship(&b, first->warehouse))
		return (alarm_about(n, all, from, to, SLICE("SHIP-ORDER"),
		    SLICE("the order is not at this warehouse"), a, e));
	return (apply_group(n, all, from, to, &b, a, e));
}

/* Rows come sorted: a group is one shipment and order of one file. */
static size_t
group_end(const struct list *all, size_t from)
{
	const struct row *w = LIST_AT(all, struct row, from), *next;
	size_t to = from + 1;

	for (; to < all->n; to++) {
		next = LIST_AT(all, struct row, to);
		if (next->file_id != w->file_id ||
		    !slice_eq(next->c.shipment, w->c.shipment) ||
		    !slice_eq(next->c.order, w->c.order))
			break;
	}
	return (to);
}

static enum rc
apply_all(struct night *n, const struct list *all, struct err *e)
{
	struct arena a = ARENA_INIT;
	struct batch batch;
	enum rc rc = RC_OK;

	batch_init(&batch, n->store);
	for (size_t from = 0, to; rc == RC_OK && from < all->n; from = to) {
		bool full;

		to = group_end(all, from);
		arena_reset(&a);
		rc = batch_open(&batch, e);
		if (rc == RC_OK)
			rc = one_group(n, all, from, to, &a, e);
		if (rc == RC_OK)
			rc = batch_step(&batch, &full, e);
	}
	if (rc == RC_OK)
		rc = batch_end(&batch, e);
	store_rollback(n->store);
	arena_free(&a);
	return (rc);
}

enum rc
stage_ship(struct night *n, struct err *e)
{
	struct arena a = ARENA_INIT;
	struct list all = { 0 };
	enum rc rc;

	rc = load(n, &a, &all, e);
	if (rc == RC_OK)
		rc = apply_all(n, &all, e);
	if (rc == RC_OK)
		rc = despatch_notices_write(n, e);
	arena_free(&a);
	return (rc);
}
