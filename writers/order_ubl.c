#include "writers/ubl_common.h"

#define EXT UBL_NAMESPACE "CommonExtensionComponents-2"
#define RECURRENCE "urn:ordermill:order-recurrence:1"

/* Amounts must name a currency: XXX is ISO 4217's word for none. */
static struct slice
currency_of(const struct order *o)
{
	return (ubl_blank(o->currency) ? SLICE("XXX") : o->currency);
}

static void
number(struct ubl *u, const char *tag, int64_t n)
{
	if (n != INT_NONE && n >= 0)
		ubl_decimal(u, tag, decimal_make(n, 0));
}

static void
in(struct ubl *u, const char *outer, const char *tag, struct slice text)
{
	ubl_open(u, outer);
	ubl_text(u, tag, text);
	ubl_close(u);
}

/* The rule travels in our own extension: UBL has no field for it. */
static void
recurrence(struct ubl *u, const struct recurrence_terms *r)
{
	struct slice rule = ubl_blank(r->coded) ? r->text : r->coded;

	if (ubl_blank(rule))
		return;
	ubl_open_ns(u, "ext:UBLExtensions", "xmlns:ext", EXT);
	ubl_open(u, "ext:UBLExtension");
	ubl_text(u, "ext:ExtensionURI", SLICE(RECURRENCE));
	ubl_open(u, "ext:ExtensionContent");
	ubl_open_ns(u, "rec:Recurrence", "xmlns:rec", RECURRENCE);
	ubl_text(u, "rec:Rule", rule);
	ubl_day(u, "rec:StartDate", r->start);
	ubl_day(u, "rec:EndDate", r->end);
	number(u, "rec:Count", r->count);
	ubl_close(u);
	ubl_close(u);
	ubl_close(u);
	ubl_close(u);
}

/* The sender's own code where it is one of UNCL 1001, else by kind. */
static struct slice
type_code(const struct order *o)
{
	int64_t code;

	if (o->kind_code.n == 3 && slice_int(o->kind_code, &code))
		return (o->kind_code);
	switch (o->kind) {
	case KIND_ORDER:
		return (SLICE("220"));
	case KIND_STANDING:
		return (SLICE("258"));
	case KIND_BLANKET:
		return (SLICE("221"));
	case KIND_CALL_OFF:
		return (SLICE("226"));
	case KIND_INFORMATION:
	case KIND_OTHER:
		break;
	}
	return (SLICE_NONE);
}

/* What is not to be booked must not come out as an order to book. */
static bool
is_copy(struct ubl *u, const struct order *o)
{
	switch (o->purpose) {
	case PURPOSE_ORIGINAL:
	case PURPOSE_DUPLICATE:
		break;
	case PURPOSE_COPY:
	case PURPOSE_CONFIRMATION:
	case PURPOSE_SIMULATION:
		return (true);
	case PURPOSE_CHANGE:
	case PURPOSE_REPLACE:
	case PURPOSE_CANCEL:
	case PURPOSE_OTHER:
		ubl_wrong(u, "purpose", "is none that a UBL Order can tell");
		break;
	}
	if (o->kind == KIND_OTHER && type_code(o).n == 0)
		ubl_wrong(u, "kind", "is none that a UBL Order can tell");
	return (o->kind == KIND_INFORMATION);
}

static void
notes(struct ubl *u, const struct list *l)
{
	for (size_t i = 0; i < l->n; i++)
		ubl_text(u, "cbc:Note",
		    LIST_AT(l, struct text_item, i)->text);
}

static void
references(struct ubl *u, const struct order *o)
{
	const struct reference *r;

	for (size_t i = 0; i < o->references.n; i++) {
		r = LIST_AT(&o->references, struct reference, i);
		if (ubl_blank(r->value))
			continue;
		ubl_open(u, "cac:AdditionalDocumentReference");
		ubl_text(u, "cbc:ID", r->value);
		ubl_text(u, "cbc:DocumentTypeCode", r->qualifier);
		ubl_text(u, "cbc:DocumentType", r->text);
		ubl_close(u);
	}
}

static void
head(struct ubl *u, const struct order *o)
{
	recurrence(u, &o->recurrence);
	ubl_text(u, "cbc:UBLVersionID", SLICE("2.1"));
	ubl_need(u, "cbc:ID", o->po_number, "po_number");
	if (is_copy(u, o))
		ubl_text(u, "cbc:CopyIndicator", SLICE("true"));
	if (o->ordered_on == DAY_NONE)
		ubl_missing(u, "ordered_on");
	ubl_day(u, "cbc:IssueDate", o->ordered_on);
	ubl_text(u, "cbc:OrderTypeCode", type_code(o));
	if (o->test)
		ubl_text(u, "cbc:Note", SLICE("TEST"));
	notes(u, &o->notes);
	ubl_text(u, "cbc:DocumentCurrencyCode", o->currency);
	ubl_text(u, "cbc:CustomerReference", o->customer_reference);
	ubl_text(u, "cbc:AccountingCost", o->cost_centre);
	number(u, "cbc:LineCountNumeric", o->stated_lines);
	references(u, o);
	in(u, "cac:Contract", "cbc:ID", o->contract);
}

/* "gln:871…" → 0088, "duns:…" → 0060; any other scheme keeps its name. */
static void
party_id(struct ubl *u, struct slice id)
{
	struct slice scheme, rest, value = id, mark;

	if (!slice_cut(id, ':', &scheme, &rest)) {
		mark = SLICE_NONE;
	} else if (slice_is(scheme, "gln") || slice_is(scheme, "duns")) {
		mark = slice_is(scheme, "gln") ? SLICE("0088") :
		    SLICE("0060");
		value = rest;
	} else if (slice_cut(rest, ':', &mark, &value)) {
		mark = (struct slice){ id.p, id.n - value.n - 1 };
	} else {
		mark = scheme;
		value = rest;
	}
	ubl_open(u, "cac:PartyIdentification");
	ubl_marked(u, "cbc:ID", "schemeID", mark, value);
	ubl_close(u);
}

static bool
endpoint(struct ubl *u, struct slice id)
{
	struct slice scheme, value;

	if (!slice_starts(id, SLICE("endpoint:")) ||
	    !slice_cut(slice_sub(id, 9, id.n), ':', &scheme, &value))
		return (false);
	ubl_marked(u, "cbc:EndpointID", "schemeID", scheme, value);
	return (true);
}

static bool
is_account(struct slice id)
{
	return (slice_starts(id, SLICE("account:")));
}

/* The first endpoint is the endpoint; accounts stand outside the party. */
static void
party_ids(struct ubl *u, const struct list *ids)
{
	size_t at = 0;

	while (at < ids->n && !endpoint(u, LIST_AT(ids, struct text_item,
	    at)->text))
		at++;
	for (size_t i = 0; i < ids->n; i++)
		if (i != at && !is_account(LIST_AT(ids, struct text_item,
		    i)->text))
			party_id(u, LIST_AT(ids, struct text_item, i)->text);
}

static void
party(struct ubl *u, const char *tag, const struct party *p)
{
	ubl_open(u, tag);
	party_ids(u, &p->ids);
	in(u, "cac:PartyName", "cbc:Name", p->name);
	ubl_address(u, "cac:PostalAddress", p, true);
	in(u, "cac:PartyLegalEntity", "cbc:RegistrationName", p->name);
	ubl_open(u, "cac:Contact");
	ubl_text(u, "cbc:Name", p->contact);
	ubl_text(u, "cbc:Telephone", p->phone);
	ubl_text(u, "cbc:ElectronicMail", p->email);
	ubl_close(u);
	ubl_close(u);
}

static struct slice
account_of(const struct order *o)
{
	struct slice id;

	if (!ubl_blank(o->account))
		return (o->account);
	for (size_t i = 0; i < o->buyer.ids.n; i++) {
		id = LIST_AT(&o->buyer.ids, struct text_item, i)->text;
		if (is_account(id))
			return (slice_sub(id, 8, id.n));
	}
	return (SLICE_NONE);
}

static void
parties(struct ubl *u, const struct order *o)
{
	struct slice account = account_of(o);

	if (is_account(account))
		account = slice_sub(account, 8, account.n);
	ubl_open(u, "cac:BuyerCustomerParty");
	ubl_text(u, "cbc:SupplierAssignedAccountID", account);
	party(u, "cac:Party", &o->buyer);
	ubl_close_kept(u);
	ubl_open(u, "cac:SellerSupplierParty");
	party(u, "cac:Party", &o->seller);
	ubl_close_kept(u);
	ubl_open(u, "cac:AccountingCustomerParty");
	party(u, "cac:Party", &o->bill_to);
	ubl_close(u);
}

static void
delivery(struct ubl *u, const struct order *o)
{
	day from = o->not_before != DAY_NONE ? o->not_before : o->requested_on;
	day to = o->not_after != DAY_NONE ? o->not_after : o->requested_on;

	ubl_open(u, "cac:Delivery");
	ubl_text(u, "cbc:ReleaseID", o->release_number);
	ubl_period(u, "cac:RequestedDeliveryPeriod", from, to);
	ubl_open(u, "cac:CarrierParty");
	in(u, "cac:PartyName", "cbc:Name", o->carrier);
	ubl_close(u);
	party(u, "cac:DeliveryParty", &o->ship_to);
	ubl_close(u);
	in(u, "cac:DeliveryTerms", "cbc:ID", o->delivery_terms);
}

static void
payment(struct ubl *u, const struct order *o)
{
	if (!ubl_blank(o->payment_code)) {
		ubl_open(u, "cac:PaymentMeans");
		ubl_text(u, "cbc:PaymentMeansCode", o->payment_code);
		ubl_close(u);
	}
	ubl_open(u, "cac:PaymentTerms");
	ubl_text(u, "cbc:PrepaidPaymentReferenceID", o->payment_reference);
	ubl_text(u, "cbc:Note", o->terms_text);
	if (o->terms_days != INT_NONE && o->terms_days >= 0) {
		ubl_open(u, "cac:SettlementPeriod");
		ubl_quantity(u, "cbc:DurationMeasure",
		    decimal_make(o->terms_days, 0), SLICE("DAY"), "");
		ubl_close(u);
	}
	ubl_close(u);
}

static void
tax(struct ubl *u, const char *tag, struct slice category,
    struct decimal percent)
{
	if (ubl_blank(category) && decimal_is_none(percent))
		return;
	ubl_open(u, tag);
	ubl_text(u, "cbc:ID", category);
	ubl_decimal(u, "cbc:Percent", percent);
	in(u, "cac:TaxScheme", "cbc:ID", SLICE("VAT"));
	ubl_close(u);
}

static void
charges(struct ubl *u, const struct list *l, struct slice currency)
{
	const struct charge *c;

	for (size_t i = 0; i < l->n; i++) {
		c = LIST_AT(l, struct charge, i);
		if (decimal_is_none(c->amount))
			ubl_missing(u, "charges.amount");
		ubl_open(u, "cac:AllowanceCharge");
		ubl_text(u, "cbc:ChargeIndicator", c->is_charge ?
		    SLICE("true") : SLICE("false"));
		ubl_text(u, "cbc:AllowanceChargeReasonCode", c->code);
		ubl_text(u, "cbc:AllowanceChargeReason", c->reason);
		ubl_decimal(u, "cbc:MultiplierFactorNumeric", c->percent);
		ubl_amount(u, "cbc:Amount", c->amount, currency);
		ubl_amount(u, "cbc:BaseAmount", c->base, currency);
		tax(u, "cac:TaxCategory", c->tax_category, c->tax_percent);
		ubl_close(u);
	}
}

/* The schema wants a payable amount wherever there is any total. */
static void
totals(struct ubl *u, const struct order *o)
{
	struct slice currency = currency_of(o);
	struct decimal payable = decimal_is_none(o->stated_total) ?
	    o->stated_net : o->stated_total;

	ubl_open(u, "cac:TaxTotal");
	ubl_amount(u, "cbc:TaxAmount", o->tax_total, currency);
	ubl_close(u);
	if (decimal_is_none(payable) && !decimal_is_none(o->prepaid))
		ubl_missing(u, "stated_total");
	ubl_open(u, "cac:AnticipatedMonetaryTotal");
	ubl_amount(u, "cbc:LineExtensionAmount", o->stated_net, currency);
	ubl_amount(u, "cbc:PrepaidAmount", o->prepaid, currency);
	ubl_amount(u, "cbc:PayableAmount", payable, currency);
	ubl_close(u);
}

static void
line_delivery(struct ubl *u, struct decimal quantity, struct slice unit,
    day on, struct slice location)
{
	char text[DECIMAL_TEXT_MAX];

	ubl_open(u, "cac:Delivery");
	if (!decimal_is_none(quantity))
		ubl_marked(u, "cbc:Quantity", "unitCode", unit,
		    slice_of(decimal_text(quantity, text)));
	in(u, "cac:DeliveryLocation", "cbc:ID", location);
	ubl_period(u, "cac:RequestedDeliveryPeriod", on, on);
	ubl_close(u);
}

static void
deliveries(struct ubl *u, const struct order_line *l)
{
	const struct schedule *s;

	if (l->schedules.n == 0)
		line_delivery(u, DECIMAL_NONE, SLICE_NONE, l->requested_on,
		    l->location);
	for (size_t i = 0; i < l->schedules.n; i++) {
		s = LIST_AT(&l->schedules, struct schedule, i);
		line_delivery(u, s->quantity, ubl_blank(s->unit) ? l->unit :
		    s->unit, s->on, ubl_blank(s->location) ? l->location :
		    s->location);
	}
}

static void
price(struct ubl *u, const struct order_line *l, struct slice currency)
{
	char text[DECIMAL_TEXT_MAX];
	struct decimal amount = l->price_free && decimal_is_none(l->price) ?
	    DECIMAL_ZERO : l->price;

	if (decimal_is_none(amount))
		return;
	ubl_open(u, "cac:Price");
	ubl_amount(u, "cbc:PriceAmount", amount, currency);
	if (!decimal_is_none(l->price_basis))
		ubl_marked(u, "cbc:BaseQuantity", "unitCode",
		    ubl_blank(l->price_unit) ? l->unit : l->price_unit,
		    slice_of(decimal_text(l->price_basis, text)));
	ubl_close(u);
}

static void
item(struct ubl *u, const struct order_line *l)
{
	ubl_open(u, "cac:Item");
	ubl_text(u, "cbc:Name", l->description);
	ubl_item_ids(u, &(struct ubl_item){ .buyer = l->buyer_item,
	    .seller = l->seller_item, .maker = l->maker_item,
	    .gtin = l->gtin });
	tax(u, "cac:ClassifiedTaxCategory", l->tax_category, l->tax_percent);
	ubl_close_kept(u);
}

static void
line(struct ubl *u, const struct order_line *l, struct slice currency)
{
	char text[DECIMAL_TEXT_MAX];

	ubl_open(u, "cac:OrderLine");
	notes(u, &l->notes);
	ubl_open(u, "cac:LineItem");
	ubl_need(u, "cbc:ID", l->line_id, "line_id");
	if (!decimal_is_none(l->quantity))
		ubl_marked(u, "cbc:Quantity", "unitCode", l->unit,
		    slice_of(decimal_text(l->quantity, text)));
	ubl_amount(u, "cbc:LineExtensionAmount", l->amount, currency);
	ubl_text(u, "cbc:AccountingCost", l->cost_centre);
	deliveries(u, l);
	charges(u, &l->charges, currency);
	price(u, l, currency);
	item(u, l);
	ubl_close(u);
	ubl_close(u);
}

enum rc
write_order_ubl(const struct order *o, struct buf *out, struct err *e)
{
	struct ubl u;

	ubl_start(&u, "Order", out, e);
	head(&u, o);
	parties(&u, o);
	delivery(&u, o);
	payment(&u, o);
	charges(&u, &o->charges, currency_of(o));
	totals(&u, o);
	if (o->lines.n == 0)
		ubl_missing(&u, "lines");
	for (size_t i = 0; i < o->lines.n && !out->failed; i++) {
		u.line = (int64_t)i;
		line(&u, LIST_AT(&o->lines, struct order_line, i),
		    currency_of(o));
	}
	return (ubl_finish(&u));
}
