/* One order as it arrives: checked against the master data, then inserted with
 * its lines, each once. */
#include <stdio.h>
#include <string.h>

#include "pipeline/book.h"

static const char *const purpose_words[] = { "original", "duplicate",
	"confirmation", "copy", "simulation", "change", "replace", "cancel",
	"other" };
static const char *const kind_words[] = { "order", "standing", "blanket",
	"call_off", "information", "consignment", "bill_and_hold", "other" };
static const char *const verdict_words[] = { "ok", "held", "rejected" };

static const char *
amount_text(struct decimal d, char out[DECIMAL_TEXT_MAX])
{
	if (decimal_is_none(d))
		return ("");
	return (decimal_text(d, out));
}

static enum rc
insert_line(struct book *b, int64_t order_id, int64_t number,
    const struct order_line *l, const struct checked_line *c, struct err *e)
{
	char quantity[DECIMAL_TEXT_MAX], stock[DECIMAL_TEXT_MAX],
	    price[DECIMAL_TEXT_MAX], basis[DECIMAL_TEXT_MAX],
	    our[DECIMAL_TEXT_MAX], our_basis[DECIMAL_TEXT_MAX],
	    percent[DECIMAL_TEXT_MAX];

	if (store_exec(b->store, Q_ORDER_LINE_INSERT, NULL, e,
		"ii"
		"tttttt"
		"stsssss"
		"ii"
		"ts"
		"st"
		"D"
		"t",
		order_id, number,
		c->buyer_line.n > 0 ? c->buyer_line : l->line_id,
		c->product != NULL ? c->product->sku : SLICE_NONE,
		l->seller_item, l->buyer_item, checked_gtin(c, l),
		checked_name(c, l), amount_text(l->quantity, quantity), c->unit,
		amount_text(c->stock_quantity, stock),
		amount_text(c->price, price),
		amount_text(c->price_basis, basis),
		amount_text(c->our_price, our),
		amount_text(c->our_basis, our_basis), c->net, c->our_net,
		c->tax_category, amount_text(c->tax_percent, percent),
		line_state_names[c->state], c->reason, l->requested_on,
		slice_eq(l->unit_code, c->unit) ? SLICE_NONE : l->unit_code) !=
	    RC_OK)
		return (e->rc);
	if (c->ordered != NULL &&
	    store_exec(b->store, Q_LINE_SUBSTITUTE_PUT, NULL, e, "iitt",
		order_id, number, c->ordered->sku, l->gtin) != RC_OK)
		return (e->rc);
	return (l->auxiliary.n == 0 ?
		RC_OK :
		store_exec(b->store, Q_LINE_AUXILIARY_PUT, NULL, e, "iit",
		    order_id, number, l->auxiliary));
}

static enum rc
insert_lines(struct book *b, int64_t order_id, const struct order *o,
    const struct checked_order *c, struct err *e)
{
	INVARIANT(o->lines.n == c->lines.n);
	for (size_t i = 0; i < o->lines.n; i++)
		if (insert_line(b, order_id, (int64_t)i + 1,
			LIST_AT(&o->lines, struct order_line, i),
			LIST_AT(&c->lines, struct checked_line, i), e) != RC_OK)
			return (e->rc);
	return (RC_OK);
}

/* The wish for a schedule, kept until the order is accepted. */
static enum rc
insert_recurrence(struct book *b, int64_t order_id,
    const struct checked_order *c, struct err *e)
{
	struct buf days;
	enum rc rc;

	buf_init(&days, 1u << 20);
	for (size_t i = 0; i < c->dates.n; i++) {
		char text[11];

		if (i > 0)
			buf_char(&days, ' ');
		buf_text(&days,
		    day_text(LIST_AT(&c->dates, struct schedule, i)->on, text));
	}
	rc = store_exec(b->store, Q_RECURRENCE_REQUEST_INSERT, NULL, e,
	    "ittDDit", order_id, c->rule, c->rule_source, c->starts_on,
	    c->ends_on, c->count, buf_slice(&days));
	buf_free(&days);
	return (rc);
}

/* What it asks of the order that it changes, kept until it is applied. */
static enum rc
insert_change(struct book *b, int64_t order_id, const struct order *o,
    struct err *e)
{
	if (store_exec(b->store, Q_CHANGE_REQUEST_INSERT, NULL, e, "iD",
		order_id, o->changed_on) != RC_OK)
		return (e->rc);
	for (size_t i = 0; i < o->lines.n; i++)
		if (store_exec(b->store, Q_CHANGE_LINE_INSERT, NULL, e, "iis",
			order_id, (int64_t)i + 1,
			line_change_names[LIST_AT(&o->lines, struct order_line,
			    i)
					      ->change]) != RC_OK)
			return (e->rc);
	return (RC_OK);
}

struct order_row {
	const char *verdict, *hold, *payment, *charge_at;
	struct slice reason, detail, warehouse;
	struct slice ship_name, street, city, postal_code, country;
	struct slice ship_ids, region;
	char content[SHA256_HEX];
	day requested_on, warehouse_on;
};

/* One line, of two that belong together. */
static struct slice
both_lines(struct arena *a, struct slice one, struct slice two)
{
	if (one.n == 0 || two.n == 0)
		return (one.n > 0 ? one : two);
	return (slice_of(
	    arena_printf(a, SL_FMT ", " SL_FMT, SL_ARG(one), SL_ARG(two))));
}

/* The numbers of the place as the buyer wrote them, a line each.  There may be
 * thousands in a hostile file: each is copied once. */
static struct slice
place_ids(struct arena *a, const struct party *p)
{
	const struct text_item *ids = p->ids.v;
	char *all, *at;
	size_t n = 0;

	if (p->ids.n < 2)
		return (p->ids.n == 0 ? SLICE_NONE : ids[0].text);
	for (size_t i = 0; i < p->ids.n; i++)
		n += ids[i].text.n + 1;
	all = at = arena_alloc(a, n);
	for (size_t i = 0; i < p->ids.n; i++) {
		if (i > 0)
			*at++ = '\n';
		if (ids[i].text.n > 0)
			memcpy(at, ids[i].text.p, ids[i].text.n);
		at += ids[i].text.n;
	}
	return ((struct slice){ all, (size_t)(at - all) });
}

static void
row_delivery(struct arena *a, const struct order *o,
    const struct checked_order *c, const struct seller *s, struct order_row *r)
{
	const struct party *p = &o->ship_to;

	/* A change that names no place changes none. */
	if (p->name.n + p->street.n + p->city.n == 0 && !c->change)
		p = &o->buyer;
	r->ship_name = both_lines(a, p->name, p->name2);
	r->street = both_lines(a, p->street, p->street2);
	r->city = p->city;
	r->region = p->region;
	r->ship_ids = place_ids(a, &o->ship_to);
	r->postal_code = p->postal_code;
	r->country = p->country;
	r->warehouse = s->warehouse;
	if (c->location == NULL)
		return;
	if (c->location->warehouse.n > 0)
		r->warehouse = c->location->warehouse;
	/* The order's own words come first; a location known to us fills in
	 * where it only names one. */
	if (o->ship_to.street.n + o->ship_to.city.n > 0)
		return;
	r->region = SLICE_NONE;
	r->ship_name = c->location->name;
	r->street = c->location->street;
	r->city = c->location->city;
	r->postal_code = c->location->postal_code;
	r->country = c->location->country;
}

/* The wanted day less the way there, in business days of the destination. */
static day
leaves_on(const struct book *b, day wanted, const struct checked_order *c)
{
	const struct config *config = &b->night->mill->config;
	struct slice name = b->partner->calendar;
	day d;

	if (c->location != NULL && c->location->calendar.n > 0)
		name = c->location->calendar;
	if (!calendar_add_business_days(config_calendar(config, name), wanted,
		-config->seller.order_lead_days, &d))
		return (wanted - config->seller.order_lead_days);
	return (d);
}

/* The day before which goods may not leave, or not come: parsers do not tell
 * one (DTM 037) from the other (064).  Leaving on it is right for both, unless
 * they would come too late then. */
static day
leaves_from(const struct book *b, const struct order *o,
    const struct checked_order *c)
{
	if (o->not_after != DAY_NONE &&
	    leaves_on(b, o->not_after, c) < o->not_before)
		return (leaves_on(b, o->not_before, c));
	return (o->not_before);
}

/* The day of the order, else the first that one of its lines asks for. */
static day
wanted_on(const struct order *o)
{
	day first = o->requested_on;

	for (size_t i = 0; o->requested_on == DAY_NONE && i < o->lines.n; i++) {
		day d = LIST_AT(&o->lines, struct order_line, i)->requested_on;

		if (d != DAY_NONE && (first == DAY_NONE || d < first))
			first = d;
	}
	return (first);
}

/* Consigned goods stay ours; what is billed and held is charged before it
 * leaves, whatever else was agreed. */
static const char *
charged_at(const struct order *o, const struct checked_order *c)
{
	if (o->kind == KIND_CONSIGNMENT)
		return ("never");
	if (o->kind == KIND_BILL_AND_HOLD ||
	    (c->customer != NULL &&
		c->customer->charge_at == CHARGE_AT_ACCEPTANCE))
		return ("acceptance");
	return ("despatch");
}

static void
row_fill(struct book *b, const struct order *o, const struct checked_order *c,
    struct order_row *r)
{
	const struct seller *s = &b->night->mill->config.seller;
	struct sha256 content = shape_hash(&order_shape, o);

	*r = (struct order_row){ .verdict = verdict_words[c->verdict],
		.hold = c->verdict == ORDER_HELD ? hold_reason_names[c->hold] :
						   "",
		.reason = c->reason,
		.detail = c->detail };
	if (c->information)
		r->verdict = "noted";
	if (o->broken || b->refused) {
		r->verdict = "rejected";
		r->hold = "";
		if (b->fault_text[0] != '\0')
			r->reason = slice_of(b->fault_text);
	}
	(void)sha256_hex(&content, r->content);
	r->payment = c->prepaid && o->kind != KIND_CONSIGNMENT ? "prepaid" :
								 "account";
	r->charge_at = charged_at(o, c);
	row_delivery(&b->arena, o, c, s, r);
	r->warehouse_on = DAY_NONE;
	/* A change that gives its lines days gives the order none. */
	r->requested_on = c->change ? o->requested_on : wanted_on(o);
	if (r->requested_on != DAY_NONE)
		r->warehouse_on = leaves_on(b, r->requested_on, c);
	else if (o->not_before != DAY_NONE)
		r->warehouse_on = leaves_from(b, o, c);
}

static enum rc
insert_order(struct book *b, const struct order *o,
    const struct checked_order *c, int64_t *order_id, struct err *e)
{
	struct night *n = b->night;
	struct order_row r;
	struct slice customer = c->customer != NULL ? c->customer->id :
						      SLICE_NONE;

	row_fill(b, o, c, &r);
	if (strcmp(r.verdict, "ok") != 0)
		b->bad_orders++;
	if (store_exec(b->store, Q_ORDER_INSERT, NULL, e,
		"iiii"
		"tttttss"
		"issssttst"
		"iiiii"
		"ss"
		"tt"
		"ttttttDDD"
		"nn"
		"iitt",
		b->file.file_id, b->message_id, n->run_id, b->orders,
		b->partner->id, customer, o->po_number, o->release_number,
		o->change_number, kind_words[o->kind],
		purpose_words[o->purpose], (int64_t)(c->test || o->test),
		"received", "validate", r.verdict, r.hold, r.reason, r.detail,
		r.content, c->currency, (int64_t)o->lines.n, c->net, c->charges,
		c->tax, c->total, r.payment, r.charge_at, o->customer_reference,
		o->cost_centre, r.ship_name, r.street, r.city, r.postal_code,
		r.country, r.warehouse, o->ordered_on, r.requested_on,
		r.warehouse_on, n->as_of,
		n->as_of + b->partner->answers.order_due_hours * 3600,
		r.ship_ids, r.region) != RC_OK)
		return (e->rc);
	*order_id = store_last_id(b->store);
	return (RC_OK);
}

enum rc
book_order(void *ctx, const struct order *o, struct err *e)
{
	struct book *b = ctx;
	struct night *n = b->night;
	struct checked_order c;
	int64_t order_id = 0, end;

	b->orders++;
	arena_reset(&b->arena);
	order_check(o, b->partner, n->master, &n->mill->config.seller, n->today,
	    &b->arena, &c);
	(void)snprintf(b->purpose, sizeof(b->purpose), "%s",
	    purpose_words[o->purpose]);
	if (batch_open(&b->batch, e) != RC_OK ||
	    insert_order(b, o, &c, &order_id, e) != RC_OK ||
	    insert_lines(b, order_id, o, &c, e) != RC_OK)
		return (err_add(e, "order " SL_FMT, SL_ARG(o->po_number)));
	if ((c.standing || c.reschedules || o->kind == KIND_BLANKET) &&
	    insert_recurrence(b, order_id, &c, e) != RC_OK)
		return (e->rc);
	if (c.call_off && o->contract.n > 0 &&
	    store_exec(b->store, Q_CALL_OFF_REQUEST_INSERT, NULL, e, "it",
		order_id, o->contract) != RC_OK)
		return (e->rc);
	if (c.change && insert_change(b, order_id, o, e) != RC_OK)
		return (e->rc);
	for (size_t i = 0; i < c.findings.n; i++) {
		struct parse_sink s = book_sink(b);

		if (s.finding(b, LIST_AT(&c.findings, struct finding, i), e) !=
		    RC_OK)
			return (e->rc);
	}
	end = o->length > 0 ? o->offset + o->length : INT64_MAX;
	if (book_findings(b, order_id, o->offset, end, e) != RC_OK)
		return (e->rc);
	b->batch.steps += (int)(o->lines.n / 16);
	return (RC_OK);
}

enum rc
book_order_again(struct book *b, int64_t order_id, const struct order *o,
    const struct checked_order *c, struct err *e)
{
	struct order_row r;

	INVARIANT(c->customer != NULL);
	row_fill(b, o, c, &r);
	if (store_exec(b->store, Q_RECHECK_LINES_CLEAR, NULL, e, "i",
		order_id) != RC_OK ||
	    store_exec(b->store, Q_RECHECK_TERMS_CLEAR, NULL, e, "i",
		order_id) != RC_OK ||
	    store_exec(b->store, Q_RECHECK_ORDER, NULL, e,
		"tss"
		"tiiiiiss"
		"tttttt"
		"Ditti",
		c->customer->id, r.verdict, r.hold, c->currency,
		(int64_t)o->lines.n, c->net, c->charges, c->tax, c->total,
		r.payment, r.charge_at, r.ship_name, r.street, r.city,
		r.postal_code, r.country, r.warehouse, r.warehouse_on,
		(int64_t)(c->test || o->test), r.ship_ids, r.region,
		order_id) != RC_OK ||
	    insert_lines(b, order_id, o, c, e) != RC_OK)
		return (e->rc);
	return (c->standing || o->kind == KIND_BLANKET ?
		insert_recurrence(b, order_id, c, e) :
		RC_OK);
}
