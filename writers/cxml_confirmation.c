/*
 * cXML ConfirmationRequest: what became of an order.
 *
 * An order that waits (AB) has no type of confirmation: it is told by a
 * StatusUpdateRequest with 201, received and not yet decided.  AP is an
 * accept, CA an except that names every line, RE a reject without lines.  Of
 * a line, each part has its ConfirmationStatus: what comes (accept, or detail
 * with what differs), what comes later (backordered), what does not (reject);
 * their quantities are the item's.
 *
 * operation is "update" when head.native.previous names the confirmation that
 * this one replaces, else "new".
 */
#include "writers/cxml_common.h"

struct parts { /* of one line; NONE: no such part */
	struct decimal total, now, later, never;
	bool detail, item;
};

/* --- what the parts are --------------------------------------------------- */

static bool
more_than_nothing(struct decimal d)
{
	return (!decimal_is_none(d) && d.coef > 0);
}

static struct decimal
plus(struct cx *x, struct decimal a, struct decimal b)
{
	if (decimal_is_none(b))
		return (a);
	if (decimal_is_none(a))
		return (b);
	if (!decimal_add(a, b, &a))
		cx_wrong(x, "quantity", "is too large");
	return (a);
}

/* The buyer took it out, and so do we: there is nothing to confirm. */
static bool
gone(const struct answer_line *l)
{
	return (l->change == CHANGE_DELETE && l->status != ANSWER_REFUSED);
}

static void
split(struct cx *x, const struct answer_line *l, struct parts *p)
{
	struct decimal sum, rest;

	*p = (struct parts){ .now = DECIMAL_NONE,
		.later = DECIMAL_NONE,
		.never = DECIMAL_NONE };
	if (l->status == ANSWER_REFUSED) {
		p->never = decimal_is_none(l->ordered) ? l->quantity :
							 l->ordered;
		p->total = p->never;
		return;
	}
	if (more_than_nothing(l->quantity))
		p->now = l->quantity;
	if (more_than_nothing(l->backorder))
		p->later = l->backorder;
	sum = plus(x, p->now, p->later);
	p->total = sum;
	if (!decimal_is_none(l->ordered) &&
	    (decimal_is_none(sum) || decimal_cmp(l->ordered, sum) > 0)) {
		p->total = l->ordered;
		if (decimal_is_none(sum))
			p->never = l->ordered;
		else if (decimal_sub(l->ordered, sum, &rest))
			p->never = rest;
	}
	p->item = (l->differs & DIFFERS_ITEM) != 0 ||
	    l->status == ANSWER_ADDED ||
	    (!decimal_is_none(l->price) && !decimal_is_none(l->price_basis) &&
		decimal_cmp(l->price_basis, DECIMAL_ONE) != 0);
	p->detail = p->item || !decimal_is_none(l->price) ||
	    ((l->differs & DIFFERS_DATE) != 0 && l->promised_on != DAY_NONE);
}

/* --- one status ----------------------------------------------------------- */

static void
open_status(struct cx *x, const char *type, struct decimal quantity)
{
	cx_open(x, "ConfirmationStatus");
	cx_number(x, "quantity", quantity, "quantity");
	cx_attribute(x, "type", slice_of(type));
}

static void
unit_price(struct cx *x, const struct answer_line *l, struct slice currency)
{
	cx_open(x, "UnitPrice");
	cx_money(x, decimal_is_none(l->price) ? l->unit_price : l->price,
	    currency, "price");
	cx_close(x);
}

static void
item_in(struct cx *x, const struct answer_line *l, struct slice currency)
{
	cx_open(x, "ItemIn");
	cx_number(x, "quantity", l->quantity, "quantity");
	cx_open(x, "ItemID");
	if (cx_blank(l->seller_item))
		cx_missing(x, "seller_item");
	cx_text(x, "SupplierPartID", NULL, SLICE_NONE, l->seller_item);
	/* Of what was ordered, not of what comes in its place. */
	if ((l->differs & DIFFERS_ITEM) == 0)
		cx_text(x, "SupplierPartAuxiliaryID", NULL, SLICE_NONE,
		    l->auxiliary);
	cx_text(x, "BuyerPartID", NULL, SLICE_NONE, l->buyer_item);
	cx_close(x);
	cx_open(x, "ItemDetail");
	unit_price(x, l, currency);
	cx_text(x, "Description", "xml:lang", SLICE(CX_LANG),
	    cx_blank(l->name) ? l->seller_item : l->name);
	cx_unit(x, l->unit_code, l->unit);
	if (!decimal_is_none(l->price_basis) &&
	    decimal_cmp(l->price_basis, DECIMAL_ONE) != 0) {
		cx_open(x, "PriceBasisQuantity");
		cx_number(x, "quantity", l->price_basis, "price_basis");
		cx_attribute(x, "conversionFactor", SLICE("1"));
		cx_unit(x, l->unit_code, l->unit);
		cx_close(x);
	}
	/* The DTD wants one; of ours there is none to tell. */
	cx_text(x, "Classification", "domain", SLICE("custom"), SLICE("0"));
	cx_close(x);
	cx_close(x);
}

static void
now(struct cx *x, const struct answer_line *l, const struct parts *p,
    struct slice currency)
{
	const bool held = (l->differs & DIFFERS_HELD) != 0;

	open_status(x,
	    held          ? "unknown" :
		p->detail ? "detail" :
			    "accept",
	    p->now);
	if (!held && (l->differs & DIFFERS_DATE) != 0)
		cx_day(x, "deliveryDate", l->promised_on);
	cx_unit(x, l->unit_code, l->unit);
	if (!held && p->item)
		item_in(x, l, currency);
	else if (!held && !decimal_is_none(l->price))
		unit_price(x, l, currency);
	if (decimal_is_none(p->never))
		cx_comment(x, l->note);
	cx_close(x);
}

static void
part(struct cx *x, const struct answer_line *l, const char *type,
    struct decimal quantity, day on, struct slice note)
{
	if (decimal_is_none(quantity))
		return;
	open_status(x, type, quantity);
	cx_day(x, "deliveryDate", on);
	cx_unit(x, l->unit_code, l->unit);
	cx_comment(x, note);
	cx_close(x);
}

static void
item(struct cx *x, const struct answer_line *l, struct slice currency)
{
	struct parts p;

	split(x, l, &p);
	cx_open(x, "ConfirmationItem");
	cx_number(x, "quantity", p.total, "quantity");
	cx_need(x, "lineNumber", l->order_line, "order_line");
	cx_unit(x, l->unit_code, l->unit);
	if (!decimal_is_none(p.now))
		now(x, l, &p, currency);
	part(x, l, "backordered", p.later, l->expected_on,
	    decimal_is_none(p.now) && decimal_is_none(p.never) ? l->note :
								 SLICE_NONE);
	part(x, l, "reject", p.never, DAY_NONE, l->note);
	cx_close(x);
}

/* --- the whole ------------------------------------------------------------ */

/* Which type fits the lines: an accept may hold nothing but accept. */
static const char *
type_of(struct cx *x, const struct order_answer *a)
{
	const char *code = a->code != NULL ? a->code : "";
	bool plain = true, any = false;

	if (strcmp(code, "RE") == 0)
		return ("reject");
	if (strcmp(code, "AP") != 0 && strcmp(code, "CA") != 0)
		cx_wrong(x, "code", "is none of AB, AP, RE, CA");
	for (size_t i = 0; i < a->lines.n; i++) {
		const struct answer_line *l = LIST_AT(&a->lines,
		    struct answer_line, i);
		struct parts p;

		if (gone(l))
			continue;
		split(x, l, &p);
		any = any || !decimal_is_none(p.now) ||
		    !decimal_is_none(p.later);
		plain = plain && decimal_is_none(p.later) &&
		    decimal_is_none(p.never) && !p.detail &&
		    (l->differs & DIFFERS_HELD) == 0;
	}
	if (a->lines.n > 0 && !plain && !any)
		return ("reject");
	return (plain ? "accept" : "except");
}

/* A reject has its reason in Comments and nowhere else; what many lines share,
 * once. */
static void
refusals(struct cx *x, const struct order_answer *a)
{
	bool told = a->notes.n > 0;
	struct slice before = SLICE_NONE;

	for (size_t i = 0; i < a->lines.n; i++) {
		const struct answer_line *l = LIST_AT(&a->lines,
		    struct answer_line, i);

		if (!slice_eq(l->note, before))
			cx_comment(x, l->note);
		before = l->note;
		told = told || !cx_blank(l->note);
	}
	if (!told)
		cx_comment(x, SLICE("the order is refused"));
}

static void
confirmation_header(struct cx *x, const struct order_answer *a,
    const char *type)
{
	const struct native_head *h = &a->head.native;
	const bool update = !cx_blank(h->previous);

	cx_open(x, "ConfirmationHeader");
	cx_attribute(x, "confirmID", a->confirmation);
	cx_attribute(x, "operation", update ? SLICE("update") : SLICE("new"));
	cx_attribute(x, "type", slice_of(type));
	cx_instant(x, "noticeDate", a->head.issued);
	if (update) {
		cx_open(x, "DocumentReference");
		cx_attribute(x, "payloadID", h->previous);
		cx_close(x);
	}
	cx_comments(x, &a->notes);
	if (strcmp(type, "reject") == 0)
		refusals(x, a);
	cx_close(x);
}

static void
order_reference(struct cx *x, const struct order_answer *a)
{
	if (cx_blank(a->head.native.reply_to))
		cx_missing(x, "head.native.reply_to");
	cx_order(x, a->po_number, a->po_date, a->head.native.reply_to);
}

static enum rc
write_waiting(const struct order_answer *a, struct buf *out, struct err *e)
{
	struct cx x;

	cx_request(&x, "StatusUpdateRequest", CX_PLAIN, &a->head, out, e);
	if (cx_blank(a->head.native.reply_to))
		cx_missing(&x, "head.native.reply_to");
	cx_open(&x, "DocumentReference");
	cx_attribute(&x, "payloadID", a->head.native.reply_to);
	cx_close(&x);
	cx_open(&x, "Status");
	cx_attribute(&x, "code", SLICE("201"));
	cx_attribute(&x, "text", SLICE("Accepted"));
	cx_attribute(&x, "xml:lang", SLICE(CX_LANG));
	cx_close(&x);
	cx_text(&x, "Extrinsic", "name", SLICE("orderID"), a->po_number);
	for (size_t i = 0; i < a->notes.n; i++)
		cx_text(&x, "Extrinsic", "name", SLICE("note"),
		    LIST_AT(&a->notes, struct text_item, i)->text);
	return (cx_finish(&x));
}

enum rc
write_cxml_confirmation(const struct order_answer *a, struct buf *out,
    struct err *e)
{
	struct cx x;
	const char *type;

	if (a->code != NULL && strcmp(a->code, "AB") == 0)
		return (write_waiting(a, out, e));
	cx_request(&x, "ConfirmationRequest", CX_FULFILL, &a->head, out, e);
	type = type_of(&x, a);
	confirmation_header(&x, a, type);
	order_reference(&x, a);
	if (strcmp(type, "except") == 0 && a->lines.n == 0)
		cx_missing(&x, "lines");
	for (size_t i = 0;
	     strcmp(type, "reject") != 0 && i < a->lines.n && !out->failed;
	     i++) {
		const struct answer_line *l = LIST_AT(&a->lines,
		    struct answer_line, i);

		x.line = (int64_t)i;
		if (!gone(l))
			item(&x, l, a->currency);
	}
	return (cx_finish(&x));
}
