#include <stdlib.h>
#include "domain/ident.h"
#include "writers/hierarchy.h"
#include "writers/ubl_common.h"

#define CUSTOMIZATION DOC_TRANSACTION "despatch_advice:3"
#define PROFILE DOC_PROCESS "despatch_advice:3"

static void
order_reference(struct doc *u, struct slice po_number)
{
	doc_open(u, "cac:OrderReference");
	doc_text(u, "cbc:ID", po_number);
	doc_close(u);
}

static int
by_text(const void *a, const void *b)
{
	return (slice_cmp(*(const struct slice *)a, *(const struct slice *)b));
}

/* Several orders in one shipment: each is named once, in ascending order. */
static void
order_references(struct doc *u, const struct despatch_answer *a)
{
	struct arena arena = ARENA_INIT;
	struct slice *po;
	size_t n = a->lines.n;

	if (!doc_blank(a->po_number)) {
		order_reference(u, a->po_number);
		return;
	}
	po = arena_array(&arena, n + 1, sizeof(*po));
	for (size_t i = 0; i < n; i++)
		po[i] = slice_trim(
		    LIST_AT(&a->lines, struct despatch_line, i)->po_number);
	qsort(po, n, sizeof(*po), by_text);
	for (size_t i = 0; i < n; i++)
		if (i == 0 || !slice_eq(po[i], po[i - 1]))
			order_reference(u, po[i]);
	arena_free(&arena);
}

/* The buyer may not know our number of his order as an order reference: it
 * goes beside, as a document of its own. */
static void
confirmation(struct doc *u, const char *tag, struct slice number)
{
	if (doc_blank(number))
		return;
	doc_open(u, tag);
	doc_text(u, "cbc:ID", number);
	doc_text(u, "cbc:DocumentType", SLICE("order confirmation"));
	doc_close(u);
}

static bool
says_where(const struct party *p)
{
	return (!doc_blank(p->name) || !doc_blank(p->street) ||
	    !doc_blank(p->city) || !doc_blank(p->postal_code));
}

static void
location_id(struct doc *u, const struct party *p)
{
	struct slice id;

	for (size_t i = 0; i < p->ids.n; i++) {
		id = LIST_AT(&p->ids, struct text_item, i)->text;
		if (!slice_starts(id, SLICE("gln:")))
			continue;
		id = slice_sub(id, 4, id.n);
		if (!gln_valid(id))
			continue;
		doc_open(u, "cac:PartyIdentification");
		doc_marked(u, "cbc:ID", "schemeID", SLICE("0088"), id);
		doc_close(u);
		return;
	}
}

static void
ship_to(struct doc *u, const struct despatch_answer *a)
{
	const struct party *p = &a->ship_to;

	if (!says_where(p))
		return;
	doc_open(u, "cac:DeliveryParty");
	location_id(u, p);
	doc_open(u, "cac:PartyName");
	doc_need(u, "cbc:Name",
	    !doc_blank(p->name)                ? p->name :
		!doc_blank(a->deliver_to.name) ? a->deliver_to.name :
						 a->head.to.name,
	    "ship_to.name");
	doc_close(u);
	doc_address(u, "cac:PostalAddress", p, false);
	doc_open(u, "cac:Contact");
	doc_text(u, "cbc:Name", p->contact);
	doc_text(u, "cbc:Telephone", p->phone);
	doc_text(u, "cbc:ElectronicMail", p->email);
	doc_close(u);
	doc_close(u);
}

static void
shipment(struct doc *u, const struct despatch_answer *a)
{
	doc_open(u, "cac:Shipment");
	doc_text(u, "cbc:ID",
	    doc_blank(a->shipment) ? SLICE(DOC_NO_ID) : a->shipment);
	if (!doc_blank(a->carrier)) {
		doc_open(u, "cac:Consignment");
		doc_text(u, "cbc:ID",
		    doc_blank(a->tracking) ? SLICE(DOC_NO_ID) : a->tracking);
		doc_open(u, "cac:CarrierParty");
		doc_open(u, "cac:PartyName");
		doc_text(u, "cbc:Name", a->carrier);
		doc_close(u);
		doc_close(u);
		doc_close(u);
	}
	doc_open(u, "cac:Delivery");
	doc_text(u, "cbc:TrackingID", a->tracking);
	ship_to(u, a);
	doc_open(u, "cac:Despatch");
	doc_instant(u, "cbc:ActualDespatchDate", "cbc:ActualDespatchTime",
	    a->left_at);
	doc_close(u);
	doc_close(u);
	doc_close(u);
}

/* What comes later, and why; a bare quantity makes buyers ask.  A line in
 * several cartons is several lines here, the last of which tells it. */
static void
outstanding(struct doc *u, const struct despatch_line *l, bool goes_on)
{
	if (decimal_is_none(l->outstanding) || l->outstanding.coef == 0 ||
	    goes_on)
		return;
	if (l->outstanding.coef < 0)
		doc_wrong(u, "outstanding", "is negative");
	doc_quantity(u, "cbc:OutstandingQuantity", l->outstanding, l->unit,
	    "unit");
	doc_text(u, "cbc:OutstandingReason",
	    doc_blank(l->outstanding_reason) ? SLICE("the rest follows") :
					       l->outstanding_reason);
}

static void
quantities(struct doc *u, const struct despatch_line *l, bool goes_on)
{
	if (decimal_is_none(l->delivered))
		doc_missing(u, "delivered");
	else if (l->delivered.coef < 0)
		doc_wrong(u, "delivered", "is negative");
	doc_quantity(u, "cbc:DeliveredQuantity", l->delivered, l->unit, "unit");
	outstanding(u, l, goes_on);
}

static void
line_reference(struct doc *u, const struct despatch_answer *a,
    const struct despatch_line *l)
{
	doc_open(u, "cac:OrderLineReference");
	doc_text(u, "cbc:LineID",
	    doc_blank(l->order_line) ? SLICE(DOC_NO_ID) : l->order_line);
	if (!slice_eq(slice_trim(a->po_number), slice_trim(l->po_number)))
		order_reference(u, l->po_number);
	doc_close(u);
	if (!slice_eq(slice_trim(a->confirmation), slice_trim(l->confirmation)))
		confirmation(u, "cac:DocumentReference", l->confirmation);
}

/* A number that is no SSCC still tells what stands on the carton. */
static void
handling_unit(struct doc *u, struct slice sscc, const char *kind)
{
	sscc = slice_trim(sscc);
	if (sscc.n == 0)
		return;
	doc_open(u, "cac:TransportHandlingUnit");
	if (sscc_valid(sscc))
		doc_marked(u, "cbc:ID", "schemeID", SLICE("SSCC"), sscc);
	if (kind != NULL)
		doc_text(u, "cbc:TransportHandlingUnitTypeCode",
		    slice_of(kind));
	if (!sscc_valid(sscc))
		doc_text(u, "cbc:ShippingMarks", sscc);
	doc_close(u);
}

/* With a pallet, Rec 21 says which of the two is which. */
static void
handling_units(struct doc *u, const struct despatch_line *l)
{
	bool pallet = !doc_blank(l->pallet);

	if (!pallet && doc_blank(l->sscc))
		return;
	doc_open(u, "cac:Shipment");
	doc_text(u, "cbc:ID", SLICE(DOC_NO_ID));
	handling_unit(u, l->sscc, pallet ? "CT" : NULL);
	handling_unit(u, l->pallet, "PX");
	doc_close(u);
}

static void
line(struct doc *u, const struct despatch_answer *a,
    const struct despatch_line *l, bool goes_on)
{
	if (doc_blank(l->seller_item) && doc_blank(l->gtin))
		doc_missing(u, "seller_item");
	doc_open(u, "cac:DespatchLine");
	doc_need(u, "cbc:ID", l->id, "id");
	doc_text(u, "cbc:Note", l->note);
	quantities(u, l, goes_on);
	line_reference(u, a, l);
	doc_item(u,
	    &(struct doc_item){ .name = l->name,
		.buyer = l->buyer_item,
		.seller = l->seller_item,
		.gtin = l->gtin });
	handling_units(u, l);
	doc_close(u);
}

enum rc
write_ubl_despatch_advice(const struct despatch_answer *a, struct buf *out,
    struct err *e)
{
	struct doc u;
	bool elsewhere = !doc_blank(a->deliver_to.endpoint);

	doc_start(&u, "DespatchAdvice", out, e);
	doc_head_ids(&u, &a->head, CUSTOMIZATION, PROFILE);
	doc_head_issued(&u, &a->head);
	doc_notes(&u, a->head.test, &a->notes);
	order_references(&u, a);
	confirmation(&u, "cac:AdditionalDocumentReference", a->confirmation);
	doc_party(&u, "cac:DespatchSupplierParty", &a->head.from, "head.from",
	    true);
	doc_party(&u, "cac:DeliveryCustomerParty",
	    elsewhere ? &a->deliver_to : &a->head.to,
	    elsewhere ? "deliver_to" : "head.to", true);
	shipment(&u, a);
	if (a->lines.n == 0)
		doc_missing(&u, "lines");
	for (size_t i = 0; i < a->lines.n && !out->failed; i++) {
		u.line = (int64_t)i;
		line(&u, a, LIST_AT(&a->lines, struct despatch_line, i),
		    hierarchy_goes_on(&a->lines, i));
	}
	return (doc_finish(&u));
}
