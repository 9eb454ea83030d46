/*
 * cXML ShipNoticeRequest: what left, for which orders, in which cartons.
 *
 * Each order has one portion and each of its lines one item, however many
 * cartons it lies in: these are its Packaging, with the number on the carton
 * (SSCC), that of its pallet and what is in it.
 */
#include <stdlib.h>
#include "domain/ident.h"
#include "writers/cxml_common.h"

/* --- in the order of orders and lines ------------------------------------- */

static int
text_cmp(struct slice a, struct slice b)
{
	if (a.n != b.n)
		return (a.n < b.n ? -1 : 1);
	return (slice_cmp(a, b));
}

static int
by_order(const void *a, const void *b)
{
	const struct despatch_line *const *x = a, *const *y = b;
	int c = slice_cmp((*x)->po_number, (*y)->po_number);

	if (c == 0)
		c = text_cmp((*x)->order_line, (*y)->order_line);
	return (c != 0 ? c : *x < *y ? -1 : *x > *y);
}

static bool
same_order(const struct despatch_line *a, const struct despatch_line *b)
{
	return (slice_eq(a->po_number, b->po_number));
}

static bool
same_line(const struct despatch_line *a, const struct despatch_line *b)
{
	return (same_order(a, b) && slice_eq(a->order_line, b->order_line) &&
	    slice_eq(a->unit, b->unit));
}

/* --- header --------------------------------------------------------------- */

static void
contact(struct cx *x, const char *role, const struct party *p)
{
	if (cx_blank(p->name))
		return;
	cx_open(x, "Contact");
	cx_attribute(x, "role", slice_of(role));
	cx_text(x, "Name", "xml:lang", SLICE(CX_LANG), p->name);
	if (!cx_blank(p->street) && !cx_blank(p->city) &&
	    !cx_blank(p->country)) {
		cx_open(x, "PostalAddress");
		cx_text(x, "DeliverTo", NULL, SLICE_NONE, p->contact);
		cx_text(x, "Street", NULL, SLICE_NONE, p->street);
		cx_text(x, "Street", NULL, SLICE_NONE, p->street2);
		cx_text(x, "City", NULL, SLICE_NONE, p->city);
		cx_text(x, "State", NULL, SLICE_NONE, p->region);
		cx_text(x, "PostalCode", NULL, SLICE_NONE, p->postal_code);
		cx_text(x, "Country", "isoCountryCode", p->country, p->country);
		cx_close(x);
	}
	cx_close(x);
}

/* Does more follow?  Unknown is neither. */
static struct slice
fulfillment(const struct list *lines)
{
	bool complete = lines->n > 0;

	for (size_t i = 0; i < lines->n; i++) {
		const struct despatch_line *l = LIST_AT(lines,
		    struct despatch_line, i);

		if (!decimal_is_none(l->outstanding) &&
		    l->outstanding.coef > 0 && !l->final)
			return (SLICE("partial"));
		complete = complete && l->final;
	}
	return (complete ? SLICE("complete") : SLICE_NONE);
}

static void
ship_header(struct cx *x, const struct despatch_answer *a)
{
	cx_open(x, "ShipNoticeHeader");
	cx_need(x, "shipmentID",
	    cx_blank(a->shipment) ? a->head.id : a->shipment, "shipment");
	cx_attribute(x, "operation", SLICE("new"));
	cx_instant(x, "noticeDate", a->head.issued);
	cx_instant(x, "shipmentDate", a->left_at);
	cx_attribute(x, "shipmentType", SLICE("actual"));
	cx_attribute(x, "fulfillmentType", fulfillment(&a->lines));
	/* The DTD's words ask for one; we know none but what was agreed. */
	cx_text(x, "ServiceLevel", "xml:lang", SLICE(CX_LANG),
	    SLICE("as agreed"));
	contact(x, "shipFrom", &a->ship_from);
	contact(x, "shipTo", &a->ship_to);
	cx_comments(x, &a->notes);
	if (cx_blank(a->carrier))
		cx_comment(x, a->tracking);
	cx_close(x);
}

/* Two to four capitals are the code that American carriers have (SCAC). */
static bool
is_scac(struct slice s)
{
	s = slice_trim(s);
	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] < 'A' || s.p[i] > 'Z')
			return (false);
	return (s.n >= 2 && s.n <= 4);
}

static void
ship_control(struct cx *x, const struct despatch_answer *a)
{
	if (cx_blank(a->carrier))
		return;
	cx_open(x, "ShipControl");
	cx_text(x, "CarrierIdentifier", "domain",
	    is_scac(a->carrier) ? SLICE("SCAC") : SLICE("companyName"),
	    a->carrier);
	cx_text(x, "ShipmentIdentifier", NULL, SLICE_NONE,
	    !cx_blank(a->tracking)     ? a->tracking :
		!cx_blank(a->shipment) ? a->shipment :
					 a->head.id);
	cx_close(x);
}

/* --- portions ------------------------------------------------------------- */

/* Of what lies on a pallet without a carton, the pallet. */
static void
packaging(struct cx *x, const struct despatch_line *l)
{
	bool carton = sscc_valid(slice_trim(l->sscc));
	bool pallet = sscc_valid(slice_trim(l->pallet));

	if (!carton && (!pallet || !cx_blank(l->sscc)))
		return;
	cx_open(x, "Packaging");
	cx_text(x, "PackagingCode", "xml:lang", SLICE(CX_LANG),
	    carton ? SLICE("carton") : SLICE("pallet"));
	cx_text(x, "PackagingLevelCode", NULL, SLICE_NONE, SLICE("0001"));
	cx_text(x, "ShippingContainerSerialCode", NULL, SLICE_NONE,
	    carton ? l->sscc : l->pallet);
	if (carton && pallet)
		cx_text(x, "ShippingContainerSerialCodeReference", NULL,
		    SLICE_NONE, l->pallet);
	cx_open(x, "DispatchQuantity");
	cx_number(x, "quantity", l->delivered, "delivered");
	cx_unit(x, l->unit_code, l->unit);
	cx_close(x);
	cx_close(x);
}

static struct decimal
sum_of(struct cx *x, struct despatch_line *const *l, size_t n)
{
	struct decimal sum = DECIMAL_ZERO;

	for (size_t i = 0; i < n; i++)
		if (decimal_is_none(l[i]->delivered))
			cx_missing(x, "delivered");
		else if (!decimal_add(sum, l[i]->delivered, &sum))
			cx_wrong(x, "delivered", "is too large");
	return (sum);
}

static void
item_id(struct cx *x, const struct despatch_line *l)
{
	if (cx_blank(l->seller_item))
		return;
	cx_open(x, "ItemID");
	cx_text(x, "SupplierPartID", NULL, SLICE_NONE, l->seller_item);
	cx_text(x, "SupplierPartAuxiliaryID", NULL, SLICE_NONE, l->auxiliary);
	cx_text(x, "BuyerPartID", NULL, SLICE_NONE, l->buyer_item);
	cx_close(x);
}

/* n lines of one order line.  What did not leave is no item. */
static void
ship_item(struct cx *x, struct despatch_line *const *l, size_t n, int64_t *no)
{
	const struct decimal sum = sum_of(x, l, n);
	const struct despatch_line *first = l[0];

	if (sum.coef == 0)
		return;
	cx_open(x, "ShipNoticeItem");
	cx_number(x, "quantity", sum, "delivered");
	cx_need(x, "lineNumber", first->order_line, "order_line");
	cx_number(x, "shipNoticeLineNumber", decimal_make(++*no, 0), "id");
	item_id(x, first);
	cx_unit(x, first->unit_code, first->unit);
	for (size_t i = 0; i < n; i++)
		packaging(x, l[i]);
	if (!decimal_is_none(first->ordered)) {
		cx_open(x, "OrderedQuantity");
		cx_number(x, "quantity", first->ordered, "ordered");
		cx_unit(x, first->unit_code, first->unit);
		cx_close(x);
	}
	for (size_t i = 0; i < n; i++) { /* what cartons share, once */
		if (i == 0 || !slice_eq(l[i]->note, l[i - 1]->note))
			cx_comment(x, l[i]->note);
		if (i == 0 ||
		    !slice_eq(l[i]->outstanding_reason,
			l[i - 1]->outstanding_reason))
			cx_comment(x, l[i]->outstanding_reason);
	}
	cx_close(x);
}

/* The number of the document that ordered: the head's, when all is of one. */
static struct slice
payload_of(const struct despatch_answer *a, const struct despatch_line *l,
    bool only)
{
	if (!cx_blank(l->reply_to))
		return (l->reply_to);
	return (only ? a->head.native.reply_to : SLICE_NONE);
}

static void
portion(struct cx *x, const struct despatch_answer *a,
    struct despatch_line *const *l, size_t n, int64_t *no)
{
	const struct despatch_line *first = l[0];

	cx_open(x, "ShipNoticePortion");
	cx_order(x,
	    cx_blank(first->po_number) ? a->po_number : first->po_number,
	    first->po_date, payload_of(a, first, n == a->lines.n));
	cx_text(x, "Extrinsic", "name", SLICE("supplierOrderID"),
	    cx_blank(first->confirmation) ? a->confirmation :
					    first->confirmation);
	for (size_t i = 0, k; i < n; i = k) {
		for (k = i + 1; k < n && same_line(l[i], l[k]); k++)
			continue;
		x->line = l[i] - LIST_AT(&a->lines, struct despatch_line, 0);
		ship_item(x, l + i, k - i, no);
	}
	x->line = -1;
	cx_close(x);
}

static void
portions(struct cx *x, const struct despatch_answer *a)
{
	struct arena arena = ARENA_INIT;
	const size_t n = a->lines.n;
	struct despatch_line **l = arena_array(&arena, n + 1, sizeof(*l));
	int64_t no = 0;

	for (size_t i = 0; i < n; i++)
		l[i] = LIST_AT(&a->lines, struct despatch_line, i);
	qsort(l, n, sizeof(struct despatch_line *), by_order);
	for (size_t i = 0, k; i < n && !x->out->failed; i = k) {
		for (k = i + 1; k < n && same_order(l[i], l[k]); k++)
			continue;
		portion(x, a, l + i, k - i, &no);
	}
	arena_free(&arena);
}

enum rc
write_cxml_ship_notice(const struct despatch_answer *a, struct buf *out,
    struct err *e)
{
	struct cx x;

	cx_request(&x, "ShipNoticeRequest", CX_FULFILL, &a->head, out, e);
	ship_header(&x, a);
	ship_control(&x, a);
	if (a->lines.n == 0)
		cx_missing(&x, "lines");
	portions(&x, a);
	return (cx_finish(&x));
}
