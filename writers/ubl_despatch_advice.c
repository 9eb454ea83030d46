#include <stdlib.h>
#include "domain/ident.h"
#include "writers/ubl_common.h"

#define CUSTOMIZATION UBL_TRANSACTION "despatch_advice:3"
#define PROFILE UBL_PROCESS "despatch_advice:3"

static void
order_reference(struct ubl *u, struct slice po_number)
{
	ubl_open(u, "cac:OrderReference");
	ubl_text(u, "cbc:ID", po_number);
	ubl_close(u);
}

static int
by_text(const void *a, const void *b)
{
	return (slice_cmp(*(const struct slice *)a, *(const struct slice *)b));
}

/* Several orders in one shipment: each is named once, in ascending order. */
static void
order_references(struct ubl *u, const struct despatch_answer *a)
{
	struct arena arena = ARENA_INIT;
	struct slice *po;
	size_t n = a->lines.n;

	if (!ubl_blank(a->po_number)) {
		order_reference(u, a->po_number);
		return;
	}
	po = arena_array(&arena, n + 1, sizeof(*po));
	for (size_t i = 0; i < n; i++)
		po[i] = slice_trim(LIST_AT(&a->lines, struct despatch_line,
		    i)->po_number);
	qsort(po, n, sizeof(*po), by_text);
	for (size_t i = 0; i < n; i++)
		if (i == 0 || !slice_eq(po[i], po[i - 1]))
			order_reference(u, po[i]);
	arena_free(&arena);
}

/* The buyer may not know our number of his order as an order reference: it
 * goes beside, as a document of its own. */
static void
confirmation(struct ubl *u, const char *tag, struct slice number)
{
	if (ubl_blank(number))
		return;
	ubl_open(u, tag);
	ubl_text(u, "cbc:ID", number);
	ubl_text(u, "cbc:DocumentType", SLICE("order confirmation"));
	ubl_close(u);
}

static bool
says_where(const struct party *p)
{
	return (!ubl_blank(p->name) || !ubl_blank(p->street) ||
	    !ubl_blank(p->city) || !ubl_blank(p->postal_code));
}

static void
location_id(struct ubl *u, const struct party *p)
{
	struct slice id;

	for (size_t i = 0; i < p->ids.n; i++) {
		id = LIST_AT(&p->ids, struct text_item, i)->text;
		if (!slice_starts(id, SLICE("gln:")))
			continue;
		id = slice_sub(id, 4, id.n);
		if (!gln_valid(id))
			continue;
		ubl_open(u, "cac:PartyIdentification");
		ubl_marked(u, "cbc:ID", "schemeID", SLICE("0088"), id);
		ubl_close(u);
		return;
	}
}

static void
ship_to(struct ubl *u, const struct despatch_answer *a)
{
	const struct party *p = &a->ship_to;

	if (!says_where(p))
		return;
	ubl_open(u, "cac:DeliveryParty");
	location_id(u, p);
	ubl_open(u, "cac:PartyName");
	ubl_need(u, "cbc:Name", !ubl_blank(p->name) ? p->name :
	    !ubl_blank(a->deliver_to.name) ? a->deliver_to.name :
	    a->head.to.name, "ship_to.name");
	ubl_close(u);
	ubl_address(u, "cac:PostalAddress", p, false);
	ubl_open(u, "cac:Contact");
	ubl_text(u, "cbc:Name", p->contact);
	ubl_text(u, "cbc:Telephone", p->phone);
	ubl_text(u, "cbc:ElectronicMail", p->email);
	ubl_close(u);
	ubl_close(u);
}

static void
shipment(struct ubl *u, const struct despatch_answer *a)
{
	ubl_open(u, "cac:Shipment");
	ubl_text(u, "cbc:ID", ubl_blank(a->shipment) ? SLICE(UBL_NO_ID) :
	    a->shipment);
	if (!ubl_blank(a->carrier)) {
		ubl_open(u, "cac:Consignment");
		ubl_text(u, "cbc:ID", ubl_blank(a->tracking) ?
		    SLICE(UBL_NO_ID) : a->tracking);
		ubl_open(u, "cac:CarrierParty");
		ubl_open(u, "cac:PartyName");
		ubl_text(u, "cbc:Name", a->carrier);
		ubl_close(u);
		ubl_close(u);
		ubl_close(u);
	}
	ubl_open(u, "cac:Delivery");
	ubl_text(u, "cbc:TrackingID", a->tracking);
	ship_to(u, a);
	ubl_open(u, "cac:Despatch");
	ubl_instant(u, "cbc:ActualDespatchDate", "cbc:ActualDespatchTime",
	    a->left_at);
	ubl_close(u);
	ubl_close(u);
	ubl_close(u);
}

/* What comes later, and why; a bare quantity makes buyers ask. */
static void
outstanding(struct ubl *u, const struct despatch_line *l)
{
	if (decimal_is_none(l->outstanding) || l->outstanding.coef == 0)
		return;
	if (l->outstanding.coef < 0)
		ubl_wrong(u, "outstanding", "is negative");
	ubl_quantity(u, "cbc:OutstandingQuantity", l->outstanding, l->unit,
	    "unit");
	ubl_text(u, "cbc:OutstandingReason",
	    ubl_blank(l->outstanding_reason) ? SLICE("the rest follows") :
	    l->outstanding_reason);
}

static void
quantities(struct ubl *u, const struct despatch_line *l)
{
	if (decimal_is_none(l->delivered))
		ubl_missing(u, "delivered");
	else if (l->delivered.coef < 0)
		ubl_wrong(u, "delivered", "is negative");
	ubl_quantity(u, "cbc:DeliveredQuantity", l->delivered, l->unit,
	    "unit");
	outstanding(u, l);
}

static void
line_reference(struct ubl *u, const struct despatch_answer *a,
    const struct despatch_line *l)
{
	ubl_open(u, "cac:OrderLineReference");
	ubl_text(u, "cbc:LineID", ubl_blank(l->order_line) ?
	    SLICE(UBL_NO_ID) : l->order_line);
	if (!slice_eq(slice_trim(a->po_number), slice_trim(l->po_number)))
		order_reference(u, l->po_number);
	ubl_close(u);
	if (!slice_eq(slice_trim(a->confirmation),
	    slice_trim(l->confirmation)))
		confirmation(u, "cac:DocumentReference", l->confirmation);
}

/* A number that is no SSCC still tells what stands on the carton. */
static void
handling_unit(struct ubl *u, struct slice sscc)
{
	sscc = slice_trim(sscc);
	if (sscc.n == 0)
		return;
	ubl_open(u, "cac:Shipment");
	ubl_text(u, "cbc:ID", SLICE(UBL_NO_ID));
	ubl_open(u, "cac:TransportHandlingUnit");
	if (sscc_valid(sscc))
		ubl_marked(u, "cbc:ID", "schemeID", SLICE("SSCC"), sscc);
	else
		ubl_text(u, "cbc:ShippingMarks", sscc);
	ubl_close(u);
	ubl_close(u);
}

static void
line(struct ubl *u, const struct despatch_answer *a,
    const struct despatch_line *l)
{
	if (ubl_blank(l->seller_item) && ubl_blank(l->gtin))
		ubl_missing(u, "seller_item");
	ubl_open(u, "cac:DespatchLine");
	ubl_need(u, "cbc:ID", l->id, "id");
	ubl_text(u, "cbc:Note", l->note);
	quantities(u, l);
	line_reference(u, a, l);
	ubl_item(u, &(struct ubl_item){ .name = l->name,
	    .buyer = l->buyer_item, .seller = l->seller_item,
	    .gtin = l->gtin });
	handling_unit(u, l->sscc);
	ubl_close(u);
}

enum rc
write_ubl_despatch_advice(const struct despatch_answer *a, struct buf *out,
    struct err *e)
{
	struct ubl u;
	bool elsewhere = !ubl_blank(a->deliver_to.endpoint);

	ubl_start(&u, "DespatchAdvice", out, e);
	ubl_head_ids(&u, &a->head, CUSTOMIZATION, PROFILE);
	ubl_head_issued(&u, &a->head);
	ubl_notes(&u, a->head.test, &a->notes);
	order_references(&u, a);
	confirmation(&u, "cac:AdditionalDocumentReference", a->confirmation);
	ubl_party(&u, "cac:DespatchSupplierParty", &a->head.from,
	    "head.from", true);
	ubl_party(&u, "cac:DeliveryCustomerParty",
	    elsewhere ? &a->deliver_to : &a->head.to,
	    elsewhere ? "deliver_to" : "head.to", true);
	shipment(&u, a);
	if (a->lines.n == 0)
		ubl_missing(&u, "lines");
	for (size_t i = 0; i < a->lines.n && !out->failed; i++) {
		u.line = (int64_t)i;
		line(&u, a, LIST_AT(&a->lines, struct despatch_line, i));
	}
	return (ubl_finish(&u));
}
