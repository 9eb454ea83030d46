#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "domain/ident.h"
#include "pipeline/giveback.h"
#include "pipeline/receivable.h"
#include "pipeline/shipping.h"
#include "pipeline/stock.h"

/* --- the order's lines --------------------------------------------------- */

static struct decimal
number_at(struct rows *r, int column)
{
	struct decimal d;

	return (decimal_parse(rows_text(r, column), &d) ? d : DECIMAL_ZERO);
}

static enum rc
load_lines(const struct actor *x, const struct booked *b, struct arena *a,
    struct list *lines, struct err *e)
{
	struct rows *r;

	if (store_rows(x->store, Q_SHIP_LINES, &r, e, "i", b->order_id) !=
	    RC_OK)
		return (e->rc);
	while (rows_next(r)) {
		struct ship_line *l = LIST_PUSH(a, lines, struct ship_line);
		struct slice sku = arena_slice(a, rows_text(r, 1));

		l->line = slice_of(arena_printf(a, "%" PRId64, rows_int(r, 0)));
		l->product = x->master != NULL ?
		    master_product(x->master, sku) :
		    NULL;
		l->unit = arena_slice(a, rows_text(r, 2));
		l->ordered = number_at(r, 3);
		l->shipped = number_at(r, 4);
		l->cancelled = number_at(r, 5);
		l->net = rows_int(r, 6);
		INVARIANT(line_state_named(rows_text(r, 7), &l->state));
		l->kept = rows_int(r, 8);
		l->tax_percent = rows_decimal(r, 9);
		if (decimal_is_none(l->tax_percent))
			l->tax_percent = DECIMAL_ZERO;
	}
	return (rows_end(r, e));
}

/* Lines come in the order of their numbers; this is another order. */
struct by_sku {
	struct ship_line **v;
	size_t n;
};

static int
compare_sku(const void *p, const void *q)
{
	const struct ship_line *a = *(struct ship_line *const *)p;
	const struct ship_line *b = *(struct ship_line *const *)q;

	return (slice_cmp(a->product->sku, b->product->sku));
}

static struct by_sku
sort_by_sku(const struct list *lines, struct arena *a)
{
	struct by_sku x = { arena_array(a, lines->n + 1, sizeof(*x.v)), 0 };

	for (size_t i = 0; i < lines->n; i++) {
		struct ship_line *l = LIST_AT(lines, struct ship_line, i);

		if (l->product != NULL)
			x.v[x.n++] = l;
	}
	qsort(x.v, x.n, sizeof(*x.v), compare_sku);
	return (x);
}

static struct ship_line *
line_numbered(const struct list *lines, struct slice number)
{
	size_t low = 0, high = lines->n;
	int64_t want, is;

	if (!slice_int(number, &want))
		return (NULL);
	while (low < high) {
		size_t i = (low + high) / 2;
		struct ship_line *l = LIST_AT(lines, struct ship_line, i);

		INVARIANT(slice_int(l->line, &is));
		if (is == want)
			return (slice_eq(l->line, number) ? l : NULL);
		if (is < want)
			low = i + 1;
		else
			high = i;
	}
	return (NULL);
}

/* The line of a number, else the only one of the item. */
static struct ship_line *
line_of(const struct list *lines, const struct by_sku *x,
    const struct confirmation *c)
{
	size_t low = 0, high = x->n;

	if (c->line.n > 0)
		return (line_numbered(lines, c->line));
	while (low < high) {
		size_t i = (low + high) / 2;

		if (slice_cmp(x->v[i]->product->sku, c->sku) < 0)
			low = i + 1;
		else
			high = i;
	}
	if (low == x->n || !slice_eq(x->v[low]->product->sku, c->sku))
		return (NULL);
	if (low + 1 < x->n && slice_eq(x->v[low + 1]->product->sku, c->sku))
		return (NULL);
	return (x->v[low]);
}

/* --- one row a line and carton ------------------------------------------- */

static int
compare_rows(const void *p, const void *q)
{
	const struct confirmation *a = p, *b = q;
	int order = slice_cmp(a->line, b->line);

	if (order == 0)
		order = slice_cmp(a->sscc, b->sscc);
	if (order == 0)
		order = (a->row > b->row) - (a->row < b->row);
	return (order);
}

/* False: they contradict each other. */
static bool
add_row(struct confirmation *to, const struct confirmation *c)
{
	if ((to->sku.n > 0 && c->sku.n > 0 && !slice_eq(to->sku, c->sku)) ||
	    (to->unit.n > 0) != (c->unit.n > 0) ||
	    (to->unit.n > 0 && !unit_same(to->unit, c->unit)))
		return (false);
	to->final |= c->final;
	if (decimal_is_none(c->quantity))
		return (true);
	if (decimal_is_none(to->quantity)) {
		to->quantity = c->quantity;
		return (true);
	}
	return (decimal_add(to->quantity, c->quantity, &to->quantity));
}

/* A warehouse may tell a line lot by lot: those add up.  Rows without a line
 * stay as they are. */
static bool
join_rows(const struct list *said, const struct list *lines, struct arena *a,
    struct list *rows)
{
	struct by_sku x = sort_by_sku(lines, a);
	struct confirmation *v = arena_array(a, said->n + 1, sizeof(*v));

	for (size_t i = 0; i < said->n; i++) {
		const struct ship_line *l;

		v[i] = *LIST_AT(said, struct confirmation, i);
		l = line_of(lines, &x, &v[i]);
		if (l != NULL)
			v[i].line = l->line;
	}
	qsort(v, said->n, sizeof(*v), compare_rows);
	for (size_t i = 0; i < said->n; i++) {
		struct confirmation *last = rows->n == 0 ?
		    NULL :
		    LIST_AT(rows, struct confirmation, rows->n - 1);

		if (last == NULL || v[i].line.n == 0 ||
		    !slice_eq(last->line, v[i].line) ||
		    !slice_eq(last->sscc, v[i].sscc))
			*LIST_PUSH(a, rows, struct confirmation) = v[i];
		else if (!add_row(last, &v[i]))
			return (false);
	}
	return (true);
}

/* --- said before? -------------------------------------------------------- */

static enum rc
known_row(const struct actor *x, const struct booked *b,
    const struct shipping *s, const struct confirmation *c,
    const struct ship_line *l, bool *known, bool *same, struct err *e)
{
	struct decimal before;
	int64_t line = 0;
	struct rows *r;

	*known = *same = false;
	if (l == NULL || !slice_int(l->line, &line))
		return (RC_OK);
	if (store_rows(x->store, Q_SHIPMENT_LINE_GET, &r, e, "ttiit",
		s->warehouse, s->number, b->order_id, line, c->sscc) != RC_OK)
		return (e->rc);
	*known = rows_next(r);
	if (*known)
		*same = decimal_parse(rows_text(r, 0), &before) &&
		    decimal_cmp(before, c->quantity) == 0;
	return (rows_end(r, e));
}

/* Keeps what is new; a known key with another quantity is a contradiction. */
static enum rc
only_new(const struct actor *x, const struct booked *b,
    const struct shipping *s, const struct list *lines, const struct list *rows,
    struct arena *a, struct list *fresh, bool *clash, struct err *e)
{
	*clash = false;
	for (size_t i = 0; i < rows->n; i++) {
		const struct confirmation *c = LIST_AT(rows,
		    struct confirmation, i);
		bool known, same;

		if (known_row(x, b, s, c, line_numbered(lines, c->line), &known,
			&same, e) != RC_OK)
			return (e->rc);
		if (!known)
			*LIST_PUSH(a, fresh, struct confirmation) = *c;
		else if (!same)
			*clash = true;
	}
	return (RC_OK);
}

/* --- into the book ------------------------------------------------------- */

static enum rc
save_lines(const struct actor *x, const struct booked *b,
    const struct list *lines, struct err *e)
{
	for (size_t i = 0; i < lines->n; i++) {
		const struct ship_line *l = LIST_AT(lines, struct ship_line, i);
		char shipped[DECIMAL_TEXT_MAX], cancelled[DECIMAL_TEXT_MAX];
		int64_t line = 0;

		if (!l->touched && l->closed.coef == 0)
			continue;
		if (!slice_int(l->line, &line) ||
		    store_exec(x->store, Q_SHIP_LINE_UPDATE, NULL, e, "ssssii",
			decimal_text(l->shipped, shipped),
			decimal_text(l->cancelled, cancelled),
			line_state_names[l->state],
			l->closed.coef > 0 ? "SHIP-CLOSED" : "", b->order_id,
			line) != RC_OK)
			return (e->rc);
	}
	return (RC_OK);
}

static enum rc
save_shipment(const struct actor *x, const struct shipping *s,
    int64_t *shipment_id, struct err *e)
{
	if (store_exec(x->store, Q_SHIPMENT_PUT, NULL, e, "ttitto", s->number,
		s->warehouse, s->left_at, s->carrier, s->tracking,
		x->run_id) != RC_OK)
		return (e->rc);
	return (store_int(x->store, Q_SHIPMENT_GET, 0, shipment_id, e, "tt",
	    s->warehouse, s->number));
}

static enum rc
save_shipped(const struct actor *x, const struct booked *b, int64_t shipment_id,
    const struct list *lines, const struct list *fresh, struct err *e)
{
	for (size_t i = 0; i < fresh->n; i++) {
		const struct confirmation *c = LIST_AT(fresh,
		    struct confirmation, i);
		const struct ship_line *l = line_numbered(lines, c->line);
		char quantity[DECIMAL_TEXT_MAX], rest[DECIMAL_TEXT_MAX];
		int64_t line = 0;

		if (l == NULL || !slice_int(l->line, &line))
			continue; /* a final row for the whole order */
		if (store_exec(x->store, Q_SHIPMENT_LINE_PUT, NULL, e,
			"iiitstsit", shipment_id, b->order_id, line, c->sscc,
			decimal_text(c->quantity, quantity),
			c->unit.n > 0 ? c->unit : l->unit,
			decimal_text(l->outstanding, rest), (int64_t)c->final,
			c->pallet) != RC_OK ||
		    stock_ship(x->store, shipment_id, b->order_id, line,
			c->sscc, e) != RC_OK)
			return (e->rc);
	}
	return (RC_OK);
}

static enum rc
post_shipped(const struct actor *x, const struct booked *b,
    const struct shipping *s, const char *what, const struct journal *j,
    const struct ledger_terms *terms, struct arena *a, struct err *e)
{
	struct ledger_entry l = { .customer = b->customer,
		.currency = b->currency,
		.order_id = b->order_id,
		.run_id = x->run_id,
		.at = x->at,
		.on = terms->left_on,
		.terms = terms,
		.newest_first = true };
	bool fresh;

	/* done_net tells apart several postings for one shipment. */
	l.business_key = slice_of(
	    arena_printf(a, "%s|" SL_FMT "|" SL_FMT "|%" PRId64 "|%" PRId64,
		booked_key(b, what, a), SL_ARG(s->warehouse), SL_ARG(s->number),
		b->done_net, b->done_tax));
	if (ledger_post(x->store, j, &l, &fresh, e) != RC_OK)
		return (e->rc);
	return (j->event == EVENT_CANCELLED ? giveback_post(x, &l, j, NULL, e) :
					      RC_OK);
}

/* Due days count from the day on which the goods left, where the seller is. */
static enum rc
terms_of(const struct actor *x, const struct booked *b,
    const struct shipping *s, struct arena *a, struct ledger_terms *t,
    struct err *e)
{
	char *zone = arena_text(a, x->mill->config.seller.time_zone);
	day left_on = x->today;
	int second;

	if (s->left_at != x->at &&
	    zone_day(zone, s->left_at, &left_on, &second, e) != RC_OK)
		return (e->rc);
	return (receivable_terms(x, b->customer, left_on, t, e));
}

/* What of a line's part in the order is settled; what was cut off before it
 * was accepted has none. */
static bool
settled_of(const struct ship_line *l, bool with_closed, int64_t *settled)
{
	struct decimal q;

	if (!decimal_add(l->shipped, l->cancelled, &q) ||
	    (!with_closed && !decimal_is_none(l->closed) &&
		!decimal_sub(q, l->closed, &q)))
		return (false);
	if (decimal_cmp(q, l->ordered) > 0)
		q = l->ordered;
	if (!shipment_settled(l->net, l->ordered, q, settled))
		return (false);
	*settled -= l->net - l->kept;
	if (*settled < 0 || l->kept < 0)
		*settled = 0;
	else if (*settled > l->kept)
		*settled = l->kept;
	return (true);
}

static void
tax_by_line(struct charged_order *o, const struct list *lines, bool with_closed,
    struct arena *a)
{
	struct taxed_line *v = arena_array(a, lines->n + 1, sizeof(*v));
	size_t n = 0;

	o->tax_by_line = false;
	for (size_t i = 0; i < lines->n; i++) {
		const struct ship_line *l = LIST_AT(lines, struct ship_line, i);

		if (l->state == LINE_REJECTED)
			continue;
		v[n].net = l->kept;
		v[n].percent = l->tax_percent;
		if (!settled_of(l, with_closed, &v[n++].settled))
			return;
	}
	charge_tax_by_line(o, v, n);
}

static enum rc
close_for(const struct actor *x, struct booked *b, const struct shipping *s,
    const struct shipment_result *r, const struct list *lines,
    struct charged_order *o, const struct ledger_terms *terms, struct arena *a,
    struct err *e)
{
	struct journal j;

	tax_by_line(o, lines, true, a);
	if (ledger_owed(x->store, b->order_id, &o->owed, e) != RC_OK)
		return (e->rc);
	if (!charge_cancelled(o, r->net_closed, r->complete, &j))
		return (err_set(e, RC_FATAL, "LEDGER", "closing order %" PRId64,
		    b->order_id));
	return (post_shipped(x, b, s, "closed", &j, terms, a, e));
}

static enum rc
charge_for(const struct actor *x, struct booked *b, const struct shipping *s,
    const struct shipment_result *r, const struct list *lines,
    struct charged_order *o, struct arena *a, struct err *e)
{
	struct ledger_terms terms;
	struct journal j;

	*o = booked_charge(b);
	tax_by_line(o, lines, false, a);
	if (terms_of(x, b, s, a, &terms, e) != RC_OK)
		return (e->rc);
	if (!charge_shipped(o, o->done_net + r->net_shipped,
		r->complete && !r->closed_any, &j))
		return (err_set(e, RC_FATAL, "LEDGER",
		    "shipping order %" PRId64, b->order_id));
	terms.unshipped = b->total - o->done_net - o->done_charges -
	    o->done_tax;
	if (post_shipped(x, b, s, "shipped", &j, &terms, a, e) != RC_OK ||
	    !r->closed_any)
		return (e->rc);
	return (close_for(x, b, s, r, lines, o, &terms, a, e));
}

static const char *
order_state(const struct shipment_result *r)
{
	switch (r->state) {
	case SHIPPED_ALL:
		return ("shipped");
	case SHIPPED_PART:
		return ("part_shipped");
	case SHIPPED_NOTHING:
		break;
	}
	return (r->complete ? "cancelled" : "at_warehouse");
}

static enum rc
apply(const struct actor *x, struct booked *b, const struct shipping *s,
    const struct shipment_result *r, const struct list *lines,
    const struct list *fresh, struct arena *a, struct err *e)
{
	struct event v = { x->at, x->run_id, "order", b->order_id, SLICE_NONE,
		"shipped" };
	struct charged_order done;
	int64_t shipment_id = 0;

	if (save_lines(x, b, lines, e) != RC_OK ||
	    save_shipment(x, s, &shipment_id, e) != RC_OK ||
	    save_shipped(x, b, shipment_id, lines, fresh, e) != RC_OK ||
	    store_exec(x->store, Q_SHIPMENT_NOTICED, NULL, e, "i",
		shipment_id) != RC_OK ||
	    charge_for(x, b, s, r, lines, &done, a, e) != RC_OK ||
	    order_progress(x, b, order_state(r), &done, e) != RC_OK)
		return (e->rc);
	return (
	    event_add(x->store, &v, e, "%s: shipment " SL_FMT ", now " SL_FMT,
		x->who, SL_ARG(s->number), SL_ARG(b->state)));
}

static enum rc
held(enum shipping_outcome *outcome, struct slice *reason, struct slice *detail,
    const char *code, const char *why)
{
	*outcome = SHIPPING_HELD;
	*reason = slice_of(code);
	*detail = slice_of(why);
	return (RC_OK);
}

static bool
nothing_left(const struct list *rows)
{
	for (size_t i = 0; i < rows->n; i++) {
		struct decimal q =
		    LIST_AT(rows, struct confirmation, i)->quantity;

		if (!decimal_is_none(q) && q.coef != 0)
			return (false);
	}
	return (true);
}

enum rc
shipping_apply(const struct actor *x, struct booked *b,
    const struct shipping *s, struct arena *a, enum shipping_outcome *outcome,
    struct slice *reason, struct slice *detail, struct err *e)
{
	const struct partner *p = config_partner(&x->mill->config, b->partner);
	struct shipment_input in = { .master = x->master,
		.overship_percent = p != NULL ? p->rules.overship_percent :
						DECIMAL_ZERO,
		.released = s->released };
	struct list lines = { 0 }, rows = { 0 }, fresh = { 0 };
	struct shipment_result r;
	bool clash;

	*outcome = SHIPPING_KNOWN;
	if (load_lines(x, b, a, &lines, e) != RC_OK)
		return (e->rc);
	if (!join_rows(&s->confirmations, &lines, a, &rows))
		return (held(outcome, reason, detail, "SHIP-CLASH",
		    "rows of one line and carton contradict each other"));
	if (only_new(x, b, s, &lines, &rows, a, &fresh, &clash, e) != RC_OK)
		return (e->rc);
	if (clash)
		return (held(outcome, reason, detail, "SHIP-CLASH",
		    "this shipment came before with another quantity"));
	if (fresh.n == 0)
		return (RC_OK);
	if (slice_is(b->state, "cancelled"))
		return (nothing_left(&fresh) ?
			RC_OK :
			held(outcome, reason, detail, "SHIP-ORDER",
			    "the order was cancelled"));
	shipment_apply(&in, &lines, &fresh, a, &r);
	if (r.held) {
		*outcome = SHIPPING_HELD;
		*reason = r.reason;
		*detail = r.detail;
		return (RC_OK);
	}
	*outcome = SHIPPING_APPLIED;
	return (apply(x, b, s, &r, &lines, &fresh, a, e));
}

/* --- by hand ------------------------------------------------------------- */

static struct confirmation *
push_confirmation(struct arena *a, struct list *l, const struct ship_line *of,
    struct decimal quantity)
{
	struct confirmation *c = shape_push(a, l, &confirmation_shape);

	c->line = of->line;
	c->quantity = quantity;
	c->unit = of->unit;
	return (c);
}

/* "1=10,2=5": line numbers and quantities in the line's unit. */
static enum rc
chosen_lines(struct slice text, const struct list *lines, struct arena *a,
    struct list *out, struct err *e)
{
	struct slice rest = text, item, line, quantity;

	while (rest.n > 0) {
		struct ship_line *l;
		struct decimal d;

		(void)slice_cut(rest, ',', &item, &rest);
		if (!slice_cut(item, '=', &line, &quantity) ||
		    !decimal_parse(slice_trim(quantity), &d) || d.coef <= 0)
			return (err_set(e, RC_REJECT, "SHIP-LINES",
			    "'" SL_FMT "' is not LINE=QUANTITY", SL_ARG(item)));
		l = line_numbered(lines, slice_trim(line));
		if (l == NULL)
			return (err_set(e, RC_REJECT, "SHIP-LINES",
			    "the order has no line '" SL_FMT "'",
			    SL_ARG(slice_trim(line))));
		(void)push_confirmation(a, out, l, d);
	}
	return (RC_OK);
}

static bool
is_service(const struct ship_line *l)
{
	return (l->product != NULL && l->product->kind == ITEM_SERVICE);
}

static enum rc
only_services(const struct list *lines, const struct list *chosen,
    struct err *e)
{
	for (size_t i = 0; i < chosen->n; i++) {
		const struct confirmation *c = LIST_AT(chosen,
		    struct confirmation, i);
		const struct ship_line *l = line_numbered(lines, c->line);

		if (l == NULL || !is_service(l))
			return (err_set(e, RC_REJECT, "SHIP-LINES",
			    "line " SL_FMT " is no service", SL_ARG(c->line)));
	}
	return (RC_OK);
}

static void
all_open_lines(const struct list *lines, bool services, struct arena *a,
    struct list *out)
{
	for (size_t i = 0; i < lines->n; i++) {
		const struct ship_line *l = LIST_AT(lines, struct ship_line, i);
		struct decimal open = shipment_open(l);

		if (open.coef > 0 && l->state != LINE_REJECTED &&
		    l->state != LINE_CANCELLED && (!services || is_service(l)))
			(void)push_confirmation(a, out, l, open);
	}
}

static enum rc
may_ship(const struct booked *b, struct err *e)
{
	if (b->test)
		return (err_set(e, RC_REJECT, "SHIP-TEST",
		    "this is a test order: nothing may leave for it"));
	if ((slice_is(b->state, "accepted") && !slice_is(b->kind, "blanket")) ||
	    slice_is(b->state, "at_warehouse") ||
	    slice_is(b->state, "part_shipped"))
		return (RC_OK);
	return (err_set(e, RC_REJECT, "ORDER-STATE",
	    "order " SL_FMT " is " SL_FMT ", nothing can be shipped of it",
	    SL_ARG(b->po_number), SL_ARG(b->state)));
}

static enum rc
ship_booked(const struct actor *x, struct booked *b,
    const struct ship_by_hand *hand, struct arena *a, struct err *e)
{
	struct shipping s = { .carrier = hand->carrier,
		.tracking = hand->tracking,
		.left_at = hand->left_at };
	struct list lines = { 0 };
	enum shipping_outcome outcome;
	struct slice reason = SLICE_NONE, detail = SLICE_NONE;
	char id[DOCUMENT_ID_MAX];

	if (load_lines(x, b, a, &lines, e) != RC_OK)
		return (e->rc);
	if (hand->lines.n == 0)
		all_open_lines(&lines, hand->services, a, &s.confirmations);
	else if (chosen_lines(hand->lines, &lines, a, &s.confirmations, e) !=
	    RC_OK)
		return (e->rc);
	if (s.confirmations.n == 0)
		return (err_set(e, RC_REJECT, "SHIP-NOTHING",
		    "no %s of this order is open",
		    hand->services ? "service" : "line"));
	if (hand->services &&
	    only_services(&lines, &s.confirmations, e) != RC_OK)
		return (e->rc);
	s.number = slice_of(document_id(x->mill->key, "SH",
	    slice_of(arena_printf(a, "%s|%" PRId64, booked_key(b, "ship", a),
		b->done_net + b->done_tax + x->at)),
	    id));
	if (shipping_apply(x, b, &s, a, &outcome, &reason, &detail, e) != RC_OK)
		return (e->rc);
	if (outcome == SHIPPING_HELD)
		return (
		    err_set(e, RC_REJECT, "SHIP-HELD", SL_FMT, SL_ARG(detail)));
	return (RC_OK);
}

enum rc
ship_order(const struct actor *x, int64_t order_id,
    const struct ship_by_hand *hand, struct err *e)
{
	struct arena a = ARENA_INIT;
	struct booked b = { 0 };
	enum rc rc = booked_load(x->store, order_id, &a, &b, e);

	if (rc == RC_OK)
		rc = may_ship(&b, e);
	if (rc == RC_OK)
		rc = ship_booked(x, &b, hand, &a, e);
	arena_free(&a);
	return (rc);
}

static enum rc
decide_held(const struct actor *x, enum query q, struct slice warehouse,
    struct slice number, struct err *e)
{
	int64_t changed = 0;

	if (store_exec(x->store, q, &changed, e, "tt", number, warehouse) !=
	    RC_OK)
		return (e->rc);
	if (changed == 0)
		return (err_set(e, RC_REJECT, "SHIP-UNKNOWN",
		    "nothing of shipment '" SL_FMT "' is held",
		    SL_ARG(number)));
	return (RC_OK);
}

enum rc
ship_release(const struct actor *x, struct slice warehouse, struct slice number,
    struct err *e)
{
	struct event v = { x->at, x->run_id, "shipment", 0, number,
		"released" };

	if (decide_held(x, Q_CONFIRMATIONS_RELEASE, warehouse, number, e) !=
	    RC_OK)
		return (e->rc);
	return (event_add(x->store, &v, e, "%s", x->who));
}

enum rc
ship_reject(const struct actor *x, struct slice warehouse, struct slice number,
    const char *why, struct err *e)
{
	struct event v = { x->at, x->run_id, "shipment", 0, number,
		"rejected" };

	if (decide_held(x, Q_CONFIRMATIONS_REJECT, warehouse, number, e) !=
	    RC_OK)
		return (e->rc);
	return (event_add(x->store, &v, e, "%s: %s", x->who, why));
}
