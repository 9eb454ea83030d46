#include "writers/ubl_common.h"

/*
 * Order response.  An answer to a change names it: Peppol's advanced ordering
 * and UBL 2.2 and later have OrderChangeDocumentReference for an OrderChange,
 * UBL 2.0 and 2.1 an AdditionalDocumentReference for it and for a
 * cancellation.  What came in another format is named by a note alone.
 */
#define CUSTOMIZATION DOC_TRANSACTION "order_response:3"
#define PROFILE DOC_PROCESS "ordering:3"
#define ADVANCED DOC_TRANSACTION "order_response_advanced:3"
#define ADVANCED_PROFILE DOC_PROCESS "advanced_ordering:3"
#define WAITS 4 /* UNCL 1229: no action */

static bool
is_code(const char *code)
{
	return (code != NULL &&
	    (strcmp(code, "AB") == 0 || strcmp(code, "AP") == 0 ||
		strcmp(code, "RE") == 0 || strcmp(code, "CA") == 0));
}

static bool
is_advanced(const struct order_answer *a)
{
	return (a->change &&
	    slice_starts(a->change_version, SLICE(DOC_TRANSACTION)));
}

static bool
after_2_1(struct slice version)
{
	return (slice_starts(version, SLICE("2.")) && version.n == 3 &&
	    version.p[2] >= '2');
}

static void
change(struct doc *u, const struct order_answer *a)
{
	bool order_change = slice_is(a->change_kind, "OrderChange");

	if (!a->change || doc_blank(a->change_version))
		return;
	if (order_change &&
	    (is_advanced(a) || after_2_1(slice_trim(a->change_version)))) {
		doc_open(u, "cac:OrderChangeDocumentReference");
		doc_text(u, "cbc:ID", a->change_id);
		doc_close(u);
	} else if (!is_advanced(a)) {
		doc_open(u, "cac:AdditionalDocumentReference");
		doc_need(u, "cbc:ID", a->change_id, "change_id");
		doc_text(u, "cbc:DocumentType", a->change_kind);
		doc_text(u, "cbc:VersionID", a->change_number);
		doc_close(u);
	}
}

static void
head(struct doc *u, const struct order_answer *a)
{
	doc_head_ids(u, &a->head, is_advanced(a) ? ADVANCED : CUSTOMIZATION,
	    is_advanced(a) ? ADVANCED_PROFILE : PROFILE);
	doc_text(u, "cbc:SalesOrderID", a->confirmation);
	doc_head_issued(u, &a->head);
	if (is_code(a->code))
		doc_text(u, "cbc:OrderResponseCode", slice_of(a->code));
	else
		doc_wrong(u, "code", "is none of AB, AP, RE, CA");
	doc_notes(u, a->head.test, &a->notes);
	doc_need(u, "cbc:DocumentCurrencyCode", a->currency, "currency");
	doc_text(u, "cbc:CustomerReference", a->customer_reference);
	doc_open(u, "cac:OrderReference");
	doc_need(u, "cbc:ID", a->po_number, "po_number");
	doc_close(u);
	change(u, a);
}

static void
promise(struct doc *u, day on)
{
	doc_open(u, "cac:Delivery");
	doc_period(u, "cac:PromisedDeliveryPeriod", on, on);
	doc_close(u);
}

static void
line_status(struct doc *u, const struct answer_line *l)
{
	enum answer_line_status status = l->status;

	if ((l->differs & DIFFERS_HELD) != 0) {
		doc_decimal(u, "cbc:LineStatusCode", decimal_make(WAITS, 0));
		return;
	}
	switch (status) {
	case ANSWER_ADDED:
	case ANSWER_CHANGED:
	case ANSWER_ACCEPTED:
	case ANSWER_REFUSED:
	case ANSWER_DELIVERED:
		doc_decimal(u, "cbc:LineStatusCode",
		    decimal_make((int64_t)status, 0));
		return;
	}
	doc_wrong(u, "status", "is no line status");
}

/* What was refused may be a unit that nobody knows: then its quantity is
 * better left out than the whole answer. */
static void
quantities(struct doc *u, const struct answer_line *l)
{
	if (l->status != ANSWER_REFUSED || !doc_blank(l->unit))
		doc_quantity(u, "cbc:Quantity", l->quantity, l->unit, "unit");
	doc_decimal(u, "cbc:MaximumBackorderQuantity", l->backorder);
}

static void
price(struct doc *u, const struct answer_line *l, struct slice currency)
{
	if (decimal_is_none(l->price))
		return;
	doc_open(u, "cac:Price");
	doc_amount(u, "cbc:PriceAmount", l->price, currency);
	if (!decimal_is_none(l->price_basis) &&
	    decimal_cmp(l->price_basis, DECIMAL_ONE) != 0)
		doc_quantity(u, "cbc:BaseQuantity", l->price_basis, l->unit,
		    "unit");
	doc_close(u);
}

static void
item(struct doc *u, const struct answer_line *l)
{
	doc_item(u,
	    &(struct doc_item){ .name = l->name,
		.buyer = l->buyer_item,
		.seller = l->seller_item,
		.gtin = l->gtin });
}

/* What was asked for, which is what comes but for a substitute. */
static void
ordered_item(struct doc *u, const struct answer_line *l)
{
	if ((l->differs & DIFFERS_ITEM) == 0) {
		item(u, l);
		return;
	}
	doc_item(u,
	    &(struct doc_item){
		.name = l->ordered_name.n > 0 ? l->ordered_name : l->name,
		.buyer = l->buyer_item,
		.seller = l->ordered_item,
		.gtin = l->ordered_gtin });
}

static void
substitute(struct doc *u, const struct answer_line *l)
{
	if ((l->differs & DIFFERS_ITEM) == 0)
		return;
	doc_open(u, "cac:SellerSubstitutedLineItem");
	doc_need(u, "cbc:ID", l->id, "id");
	item(u, l);
	doc_close(u);
}

static void
line(struct doc *u, const struct answer_line *l, struct slice currency)
{
	doc_open(u, "cac:OrderLine");
	doc_open(u, "cac:LineItem");
	doc_need(u, "cbc:ID", l->id, "id");
	doc_text(u, "cbc:Note", l->note);
	line_status(u, l);
	quantities(u, l);
	promise(u,
	    l->promised_on == DAY_NONE ? l->expected_on : l->promised_on);
	price(u, l, currency);
	ordered_item(u, l);
	doc_close(u);
	substitute(u, l);
	doc_open(u, "cac:OrderLineReference");
	doc_need(u, "cbc:LineID", l->order_line, "order_line");
	doc_close(u);
	doc_close(u);
}

/* Peppol knows lines in a CA only; a profile's own customization may be of
 * people who want to see what waits. */
static bool
tells_waiting(const struct order_answer *a)
{
	struct slice own = slice_trim(a->head.customization);

	return (a->code != NULL && strcmp(a->code, "AB") == 0 && own.n > 0 &&
	    !slice_starts(own, SLICE("urn:fdc:peppol.eu:")));
}

enum rc
write_ubl_order_response(const struct order_answer *a, struct buf *out,
    struct err *e)
{
	struct doc u;
	bool changed = a->code != NULL && strcmp(a->code, "CA") == 0;
	bool lines = changed || tells_waiting(a);

	doc_start(&u, "OrderResponse", out, e);
	head(&u, a);
	doc_party(&u, "cac:SellerSupplierParty", &a->head.from, "head.from",
	    false);
	doc_party(&u, "cac:BuyerCustomerParty", &a->head.to, "head.to", false);
	promise(&u, a->promised_on);
	if (changed && a->lines.n == 0)
		doc_missing(&u, "lines");
	for (size_t i = 0; lines && i < a->lines.n && !out->failed; i++) {
		u.line = (int64_t)i;
		line(&u, LIST_AT(&a->lines, struct answer_line, i),
		    a->currency);
	}
	return (doc_finish(&u));
}
