#include <stdlib.h>
#include "domain/recurrence.h"
#include "parsers/cxml.h"

#define HEADER_PATH "/cXML/Request/OrderRequest/OrderRequestHeader"
#define LINE_PATH "/cXML/Request/OrderRequest/ItemOut[%zu]"

/* --- what the document says in several places ----------------------------- */

static bool
add_charges(const struct order *o, int digits, int64_t *sum)
{
	for (size_t i = 0; i < o->charges.n; i++) {
		const struct charge *c = LIST_AT(&o->charges, struct charge, i);
		int64_t minor;

		if (decimal_is_none(c->amount) ||
		    !money_from_decimal(c->amount, digits, &minor, NULL) ||
		    !money_add(*sum, c->is_charge ? minor : -minor, sum))
			return (false);
	}
	return (true);
}

static bool
near(int64_t a, int64_t b)
{
	return (a - b <= 5 && b - a <= 5);
}

/* cXML's Total is that of the items, with its modifications and without tax
 * and freight; many put these in.  Whichever it agrees with, it is. */
static bool
is_grand_total(const struct order *o, struct decimal total)
{
	const int digits = currency_digits(o->currency);
	int64_t net = 0, all, tax = 0, stated, minor;

	if (digits < 0 || !money_from_decimal(total, digits, &stated, NULL))
		return (false);
	for (size_t i = 0; i < o->lines.n; i++) {
		const struct order_line *l = LIST_AT(&o->lines,
		    struct order_line, i);

		if (l->change != CHANGE_DELETE &&
		    (!arithmetic_line_net(l, digits, &minor) ||
			!money_add(net, minor, &net)))
			return (false);
	}
	if (near(net, stated) || llabs(net) > INT64_MAX / 4 ||
	    llabs(stated) > INT64_MAX / 4)
		return (false);
	all = net;
	if (!decimal_is_none(o->tax_total) &&
	    !money_from_decimal(o->tax_total, digits, &tax, NULL))
		return (false);
	return (add_charges(o, digits, &all) && money_add(all, tax, &all) &&
	    near(all, stated));
}

/* Freight alone, or tax alone, is in the total beside the items. */
static bool
is_part_total(const struct order *o, struct decimal total)
{
	struct order one = *o;

	one.tax_total = DECIMAL_NONE;
	if (is_grand_total(&one, total))
		return (true);
	one.tax_total = o->tax_total;
	one.charges = (struct list){ 0 };
	return (is_grand_total(&one, total));
}

/* The header's freight and tax are those of all items, told of each again or
 * of them alone. */
static void
settle_sums(struct cxml *x)
{
	struct order *o = &x->order;
	const struct cxml_doc *d = &x->doc;

	if (decimal_is_none(o->tax_total))
		o->tax_total = d->item_tax;
	if (!decimal_is_none(d->freight) && d->item_freights > 0 &&
	    d->item_freights <= o->charges.n &&
	    decimal_cmp(d->freight, d->item_freight) == 0)
		o->charges.n -= d->item_freights;
}

/* Total less what its modifications did to it. */
static void
settle_total(struct cxml *x)
{
	struct order *o = &x->order;
	struct decimal net = x->doc.total;
	bool known = true;

	o->currency = x->first_currency;
	settle_sums(x);
	if (decimal_is_none(net))
		return;
	if (o->kind == KIND_BLANKET ||
	    (o->kind == KIND_OTHER && x->doc.capped > 0)) {
		char text[DECIMAL_TEXT_MAX];

		cxml_refer(x, SLICE("Total"), slice_of(decimal_text(net, text)),
		    o->currency);
		return;
	}
	if (is_grand_total(o, net)) {
		o->stated_total = net;
		return;
	}
	if (is_part_total(o, net))
		return;
	for (size_t i = 0; known && i < o->charges.n; i++) {
		const struct charge *c = LIST_AT(&o->charges, struct charge, i);

		if (slice_is(c->code, "FC"))
			continue;
		known = !decimal_is_none(c->amount) &&
		    (c->is_charge ? decimal_sub(net, c->amount, &net) :
				    decimal_add(net, c->amount, &net));
	}
	if (known)
		o->stated_net = net;
}

/* The order is wanted when its first line is. */
static void
settle_day(struct cxml *x)
{
	struct order *o = &x->order;
	day first = DAY_NONE;

	for (size_t i = 0; i < o->lines.n; i++) {
		const day on =
		    LIST_AT(&o->lines, struct order_line, i)->requested_on;

		if (on != DAY_NONE && (first == DAY_NONE || on < first))
			first = on;
	}
	if (o->requested_on == DAY_NONE)
		o->requested_on = first;
}

/* The buyer is who sends; BillTo names it when nobody else does. */
static void
settle_buyer(struct cxml *x)
{
	struct order *o = &x->order;

	if (o->buyer.name.n == 0)
		o->buyer.name = o->bill_to.name;
}

/* Where every line goes is where the order goes, whatever its header says. */
static void
settle_place(struct cxml *x)
{
	cxml_refer(x, SLICE("ShipTo"),
	    xml_places_settle(&x->values, &x->places, &x->order), SLICE_NONE);
}

/* Goods on consignment stay ours: an order is all of them, or none. */
static void
settle_kind(struct cxml *x)
{
	struct order *o = &x->order;

	if (x->consignments == 0)
		return;
	if (x->consignments == x->items && o->kind == KIND_ORDER)
		o->kind = KIND_CONSIGNMENT;
	else
		cxml_found_at(x, "CXML-UNSUPPORTED", x->header_at,
		    "/cXML/Request/OrderRequest/ItemOut/@itemCategory",
		    SLICE("consignment"),
		    "items on consignment and others in one order");
}

/* A service, or an agreement of the time before orderType: how much is ordered
 * nobody says, and a person decides. */
static void
settle_capped(struct cxml *x)
{
	struct order *o = &x->order;
	const int64_t at = x->doc.capped;

	if (at == 0 || o->kind != KIND_ORDER || o->purpose == PURPOSE_CANCEL)
		return;
	cxml_found_at(x, "CXML-ORDER-TYPE", x->doc.capped_at,
	    arena_printf(x->in->arena, LINE_PATH "/BlanketItemDetail",
		(size_t)at),
	    SLICE_NONE,
	    "an item up to a maximum, in an order that is not of type blanket");
	o->kind = KIND_OTHER;
	o->kind_code = SLICE("BlanketItemDetail");
}

static void
settle_recurrence(struct cxml *x)
{
	struct order *o = &x->order;
	const struct recurrence_terms *t = &o->recurrence;
	const char *path = HEADER_PATH "/Extrinsic";
	struct recurrence rule;
	struct err e = ERR_INIT;

	if (!x->recurs) {
		if (t->start != DAY_NONE || t->end != DAY_NONE ||
		    t->count != INT_NONE)
			cxml_found_at(x, "CXML-RECURRENCE", x->header_at, path,
			    SLICE_NONE, "the recurrence has no rule");
		return;
	}
	if (o->kind != KIND_ORDER)
		cxml_found_at(x, "CXML-RECURRENCE", x->recurs_at, path,
		    o->kind_code, "an order of this type cannot recur");
	else
		o->kind = KIND_STANDING;
	if (recurrence_parse(t->text, &rule, &e) != RC_OK)
		cxml_found_at(x, "CXML-RECURRENCE", x->recurs_at, path, t->text,
		    "%s", e.text);
	if (t->start != DAY_NONE && t->end != DAY_NONE && t->end < t->start)
		cxml_found_at(x, "CXML-RECURRENCE", x->recurs_at, path,
		    SLICE_NONE, "the recurrence ends before it starts");
}

/* --- what must be there --------------------------------------------------- */

static void
missing(struct cxml *x, const char *path)
{
	cxml_found_at(x, "CXML-MISSING", x->root_at, path, SLICE_NONE, NULL);
}

/* Nobody is named, or in a way that has no place here. */
static void
unnamed(struct cxml *x, const struct cxml_odd *odd, const char *path)
{
	if (!odd->there)
		missing(x, arena_printf(x->in->arena, "%s/Identity", path));
	else if (!odd->told)
		cxml_found_at(x, "CXML-DOMAIN", odd->at, path, odd->domain,
		    NULL);
}

static void
check_header(struct cxml *x)
{
	const struct order *o = &x->order;

	if (x->interchange.control_number.n == 0)
		missing(x, "/cXML/@payloadID");
	if (x->interchange.sender.n == 0)
		unnamed(x, &x->odd_from, "/cXML/Header/From/Credential");
	if (x->interchange.receiver.n == 0)
		unnamed(x, &x->odd_to, "/cXML/Header/To/Credential");
	if (o->po_number.n == 0)
		missing(x, HEADER_PATH "/@orderID");
	if (o->ordered_on == DAY_NONE && !x->doc.misdated)
		missing(x, HEADER_PATH "/@orderDate");
	if (o->purpose == PURPOSE_CANCEL)
		return; /* it names an order, and that is enough */
	if (decimal_is_none(x->doc.total) &&
	    !finding_told(&x->found.list, "CXML-NUMBER",
		HEADER_PATH "/Total/Money"))
		missing(x, HEADER_PATH "/Total/Money");
	if (o->lines.n == 0)
		missing(x, "/cXML/Request/OrderRequest/ItemOut");
}

static void
line_missing(struct cxml *x, size_t i, const char *code, const char *what)
{
	const struct order_line *l = LIST_AT(&x->order.lines, struct order_line,
	    i);

	cxml_found_at(x, code, l->offset,
	    arena_printf(x->in->arena, LINE_PATH "/%s", (size_t)l->segment,
		what),
	    l->line_id, NULL);
}

static void
check_line(struct cxml *x, size_t i)
{
	const struct order_line *l = LIST_AT(&x->order.lines, struct order_line,
	    i);
	const bool leaves = l->change == CHANGE_DELETE ||
	    x->order.purpose == PURPOSE_CANCEL;

	if (decimal_is_none(l->quantity) && x->order.kind != KIND_BLANKET &&
	    !finding_told(&x->found.list, "CXML-NUMBER",
		arena_printf(x->in->arena, LINE_PATH "/@quantity",
		    (size_t)l->segment)))
		line_missing(x, i, "CXML-MISSING", "@quantity");
	if (l->unit.n == 0 && !leaves && x->order.kind != KIND_BLANKET)
		line_missing(x, i, "CXML-UNIT-NONE",
		    "ItemDetail/UnitOfMeasure");
	if (l->seller_item.n + l->buyer_item.n + l->gtin.n + l->maker_item.n ==
	    0)
		line_missing(x, i,
		    l->description.n > 0 ? "CXML-ITEM-NAMED" :
					   "CXML-ITEM-MISSING",
		    "ItemID/SupplierPartID");
}

static void
line_repeated(void *ctx, size_t i)
{
	line_missing(ctx, i, "CXML-LINE-REPEATED", "@lineNumber");
}

/* --- sums ----------------------------------------------------------------- */

static const char *
fault_path(struct cxml *x, const struct arithmetic_fault *f)
{
	if (f->line != ARITHMETIC_HEADER)
		return (arena_printf(x->in->arena, LINE_PATH "%s",
		    (size_t)LIST_AT(&x->order.lines, struct order_line, f->line)
			->segment,
		    f->rule == ARITHMETIC_SCHEDULE ? "/@quantity" : ""));
	if (f->rule == ARITHMETIC_CHARGE)
		return (HEADER_PATH "/Total/Modifications");
	return (HEADER_PATH "/Total/Money");
}

static void
sum_fault(void *ctx, const struct arithmetic_fault *f)
{
	struct cxml *x = ctx;
	char stated[DECIMAL_TEXT_MAX], computed[DECIMAL_TEXT_MAX];
	const int64_t at = f->line == ARITHMETIC_HEADER ?
	    x->header_at :
	    LIST_AT(&x->order.lines, struct order_line, f->line)->offset;
	const struct slice value = slice_of(decimal_text(f->stated, stated));

	if (decimal_is_none(f->computed))
		cxml_found_at(x, arithmetic_findings[f->rule].code, at,
		    fault_path(x, f), value, NULL);
	else
		cxml_found_at(x, arithmetic_findings[f->rule].code, at,
		    fault_path(x, f), value, "stated %s, computed %s", stated,
		    decimal_text(f->computed, computed));
}

void
cxml_check(struct cxml *x)
{
	if (!x->is_order) {
		if (x->is_receipt && x->receipt.document_id.n == 0)
			missing(x,
			    x->is_response ? "/cXML/@payloadID" :
					     "/cXML/Request/StatusUpdateRequest"
					     "/DocumentReference/@payloadID");
		if (!x->is_receipt && x->doc.other.n == 0)
			cxml_found_at(x, "CXML-REQUEST", x->root_at, "/cXML",
			    SLICE_NONE, "there is no request that is known");
		return;
	}
	settle_place(x);
	cxml_settle_parts(x);
	settle_buyer(x);
	settle_kind(x);
	settle_capped(x);
	settle_day(x);
	settle_recurrence(x);
	check_header(x);
	for (size_t i = 0; i < x->order.lines.n; i++)
		check_line(x, i);
	xml_lines_repeated(&x->values, &x->order.lines, line_repeated, x);
	settle_total(x);
	if (x->order.purpose != PURPOSE_CANCEL)
		arithmetic_check(&x->order, currency_digits(x->order.currency),
		    sum_fault, x);
}
