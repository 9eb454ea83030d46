#include "writers/ubl_common.h"

#define CUSTOMIZATION UBL_TRANSACTION "order_response:3"
#define PROFILE UBL_PROCESS "ordering:3"

static bool
is_code(const char *code)
{
	return (code != NULL && (strcmp(code, "AB") == 0 ||
	    strcmp(code, "AP") == 0 || strcmp(code, "RE") == 0 ||
	    strcmp(code, "CA") == 0));
}

static void
head(struct ubl *u, const struct order_answer *a)
{
	ubl_head_ids(u, &a->head, CUSTOMIZATION, PROFILE);
	ubl_text(u, "cbc:SalesOrderID", a->confirmation);
	ubl_head_issued(u, &a->head);
	if (is_code(a->code))
		ubl_text(u, "cbc:OrderResponseCode", slice_of(a->code));
	else
		ubl_wrong(u, "code", "is none of AB, AP, RE, CA");
	ubl_notes(u, a->head.test, &a->notes);
	ubl_need(u, "cbc:DocumentCurrencyCode", a->currency, "currency");
	ubl_text(u, "cbc:CustomerReference", a->customer_reference);
	ubl_open(u, "cac:OrderReference");
	ubl_need(u, "cbc:ID", a->po_number, "po_number");
	ubl_close(u);
}

static void
promise(struct ubl *u, day on)
{
	ubl_open(u, "cac:Delivery");
	ubl_period(u, "cac:PromisedDeliveryPeriod", on, on);
	ubl_close(u);
}

static void
line_status(struct ubl *u, enum answer_line_status status)
{
	switch (status) {
	case ANSWER_ADDED:
	case ANSWER_CHANGED:
	case ANSWER_ACCEPTED:
	case ANSWER_REFUSED:
	case ANSWER_DELIVERED:
		ubl_decimal(u, "cbc:LineStatusCode",
		    decimal_make((int64_t)status, 0));
		return;
	}
	ubl_wrong(u, "status", "is no line status");
}

/* What was refused may be a unit that nobody knows: then its quantity is
 * better left out than the whole answer. */
static void
quantities(struct ubl *u, const struct answer_line *l)
{
	if (l->status != ANSWER_REFUSED || !ubl_blank(l->unit))
		ubl_quantity(u, "cbc:Quantity", l->quantity, l->unit, "unit");
	ubl_decimal(u, "cbc:MaximumBackorderQuantity", l->backorder);
}

static void
price(struct ubl *u, const struct answer_line *l, struct slice currency)
{
	if (decimal_is_none(l->price))
		return;
	ubl_open(u, "cac:Price");
	ubl_amount(u, "cbc:PriceAmount", l->price, currency);
	if (!decimal_is_none(l->price_basis) &&
	    decimal_cmp(l->price_basis, DECIMAL_ONE) != 0)
		ubl_quantity(u, "cbc:BaseQuantity", l->price_basis, l->unit,
		    "unit");
	ubl_close(u);
}

static void
line(struct ubl *u, const struct answer_line *l, struct slice currency)
{
	ubl_open(u, "cac:OrderLine");
	ubl_open(u, "cac:LineItem");
	ubl_need(u, "cbc:ID", l->id, "id");
	ubl_text(u, "cbc:Note", l->note);
	line_status(u, l->status);
	quantities(u, l);
	promise(u, l->promised_on);
	price(u, l, currency);
	ubl_item(u, &(struct ubl_item){ .name = l->name,
	    .buyer = l->buyer_item, .seller = l->seller_item,
	    .gtin = l->gtin });
	ubl_close(u);
	ubl_open(u, "cac:OrderLineReference");
	ubl_need(u, "cbc:LineID", l->order_line, "order_line");
	ubl_close(u);
	ubl_close(u);
}

enum rc
write_ubl_order_response(const struct order_answer *a, struct buf *out,
    struct err *e)
{
	struct ubl u;
	bool lines = a->code != NULL && strcmp(a->code, "CA") == 0;

	ubl_start(&u, "OrderResponse", out, e);
	head(&u, a);
	ubl_party(&u, "cac:SellerSupplierParty", &a->head.from, "head.from",
	    false);
	ubl_party(&u, "cac:BuyerCustomerParty", &a->head.to, "head.to",
	    false);
	promise(&u, a->promised_on);
	if (lines && a->lines.n == 0)
		ubl_missing(&u, "lines");
	for (size_t i = 0; lines && i < a->lines.n && !out->failed; i++) {
		u.line = (int64_t)i;
		line(&u, LIST_AT(&a->lines, struct answer_line, i),
		    a->currency);
	}
	return (ubl_finish(&u));
}
