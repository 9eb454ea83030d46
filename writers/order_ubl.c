#include "writers/ubl_common.h"

#define EXT DOC_NAMESPACE "CommonExtensionComponents-2"
#define RECURRENCE "urn:ordermill:order-recurrence:1"

/* Amounts must name a currency: XXX is ISO 4217's word for none. */
static struct slice
currency_of(const struct order *o)
{
	return (doc_blank(o->currency) ? SLICE("XXX") : o->currency);
}

static void
number(struct doc *u, const char *tag, int64_t n)
{
	if (n != INT_NONE && n >= 0)
		doc_decimal(u, tag, decimal_make(n, 0));
}

static void
in(struct doc *u, const char *outer, const char *tag, struct slice text)
{
	doc_open(u, outer);
	doc_text(u, tag, text);
	doc_close(u);
}

/* The rule travels in our own extension: UBL has no field for it. */
static void
recurrence(struct doc *u, const struct recurrence_terms *r)
{
	struct slice rule = doc_blank(r->coded) ? r->text : r->coded;

	if (doc_blank(rule))
		return;
	doc_open_ns(u, "ext:UBLExtensions", "xmlns:ext", EXT);
	doc_open(u, "ext:UBLExtension");
	doc_text(u, "ext:ExtensionURI", SLICE(RECURRENCE));
	doc_open(u, "ext:ExtensionContent");
	doc_open_ns(u, "rec:Recurrence", "xmlns:rec", RECURRENCE);
	doc_text(u, "rec:Rule", rule);
	doc_day(u, "rec:StartDate", r->start);
	doc_day(u, "rec:EndDate", r->end);
	number(u, "rec:Count", r->count);
	doc_close(u);
	doc_close(u);
	doc_close(u);
	doc_close(u);
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
is_copy(struct doc *u, const struct order *o)
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
		doc_wrong(u, "purpose", "is none that a UBL Order can tell");
		break;
	}
	if (o->kind == KIND_OTHER && type_code(o).n == 0)
		doc_wrong(u, "kind", "is none that a UBL Order can tell");
	return (o->kind == KIND_INFORMATION);
}

static void
notes(struct doc *u, const struct list *l)
{
	for (size_t i = 0; i < l->n; i++)
		doc_text(u, "cbc:Note",
		    LIST_AT(l, struct text_item, i)->text);
}

static void
references(struct doc *u, const struct order *o)
{
	const struct reference *r;

	for (size_t i = 0; i < o->references.n; i++) {
		r = LIST_AT(&o->references, struct reference, i);
		if (doc_blank(r->value))
			continue;
		doc_open(u, "cac:AdditionalDocumentReference");
		doc_text(u, "cbc:ID", r->value);
		doc_text(u, "cbc:DocumentTypeCode", r->qualifier);
		doc_text(u, "cbc:DocumentType", r->text);
		doc_close(u);
	}
}

static void
head(struct doc *u, const struct order *o)
{
	recurrence(u, &o->recurrence);
	doc_text(u, "cbc:UBLVersionID", SLICE("2.1"));
	doc_need(u, "cbc:ID", o->po_number, "po_number");
	if (is_copy(u, o))
		doc_text(u, "cbc:CopyIndicator", SLICE("true"));
	if (o->ordered_on == DAY_NONE)
		doc_missing(u, "ordered_on");
	doc_day(u, "cbc:IssueDate", o->ordered_on);
	doc_text(u, "cbc:OrderTypeCode", type_code(o));
	if (o->test)
		doc_text(u, "cbc:Note", SLICE("TEST"));
	notes(u, &o->notes);
	doc_text(u, "cbc:DocumentCurrencyCode", o->currency);
	doc_text(u, "cbc:CustomerReference", o->customer_reference);
	doc_text(u, "cbc:AccountingCost", o->cost_centre);
	number(u, "cbc:LineCountNumeric", o->stated_lines);
	references(u, o);
	in(u, "cac:Contract", "cbc:ID", o->contract);
}

/* "gln:871…" → 0088, "duns:…" → 0060; any other scheme keeps its name. */
static void
party_id(struct doc *u, struct slice id)
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
	doc_open(u, "cac:PartyIdentification");
	doc_marked(u, "cbc:ID", "schemeID", mark, value);
	doc_close(u);
}

static bool
endpoint(struct doc *u, struct slice id)
{
	struct slice scheme, value;

	if (!slice_starts(id, SLICE("endpoint:")) ||
	    !slice_cut(slice_sub(id, 9, id.n), ':', &scheme, &value))
		return (false);
	doc_marked(u, "cbc:EndpointID", "schemeID", scheme, value);
	return (true);
}

static bool
is_account(struct slice id)
{
	return (slice_starts(id, SLICE("account:")));
}

/* The first endpoint is the endpoint; accounts stand outside the party. */
static void
party_ids(struct doc *u, const struct list *ids)
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
party(struct doc *u, const char *tag, const struct party *p)
{
	doc_open(u, tag);
	party_ids(u, &p->ids);
	in(u, "cac:PartyName", "cbc:Name", p->name);
	doc_address(u, "cac:PostalAddress", p, true);
	in(u, "cac:PartyLegalEntity", "cbc:RegistrationName", p->name);
	doc_open(u, "cac:Contact");
	doc_text(u, "cbc:Name", p->contact);
	doc_text(u, "cbc:Telephone", p->phone);
	doc_text(u, "cbc:ElectronicMail", p->email);
	doc_close(u);
	doc_close(u);
}

static struct slice
account_of(const struct order *o)
{
	struct slice id;

	if (!doc_blank(o->account))
		return (o->account);
	for (size_t i = 0; i < o->buyer.ids.n; i++) {
		id = LIST_AT(&o->buyer.ids, struct text_item, i)->text;
		if (is_account(id))
			return (slice_sub(id, 8, id.n));
	}
	return (SLICE_NONE);
}

static void
parties(struct doc *u, const struct order *o)
{
	struct slice account = account_of(o);

	if (is_account(account))
		account = slice_sub(account, 8, account.n);
	doc_open(u, "cac:BuyerCustomerParty");
	doc_text(u, "cbc:SupplierAssignedAccountID", account);
	party(u, "cac:Party", &o->buyer);
	doc_close_kept(u);
	doc_open(u, "cac:SellerSupplierParty");
	party(u, "cac:Party", &o->seller);
	doc_close_kept(u);
	doc_open(u, "cac:AccountingCustomerParty");
	party(u, "cac:Party", &o->bill_to);
	doc_close(u);
}

static void
delivery(struct doc *u, const struct order *o)
{
	day from = o->not_before != DAY_NONE ? o->not_before : o->requested_on;
	day to = o->not_after != DAY_NONE ? o->not_after : o->requested_on;

	doc_open(u, "cac:Delivery");
	doc_text(u, "cbc:ReleaseID", o->release_number);
	doc_period(u, "cac:RequestedDeliveryPeriod", from, to);
	doc_open(u, "cac:CarrierParty");
	in(u, "cac:PartyName", "cbc:Name", o->carrier);
	doc_close(u);
	party(u, "cac:DeliveryParty", &o->ship_to);
	doc_close(u);
	in(u, "cac:DeliveryTerms", "cbc:ID", o->delivery_terms);
}

static void
payment(struct doc *u, const struct order *o)
{
	if (!doc_blank(o->payment_code)) {
		doc_open(u, "cac:PaymentMeans");
		doc_text(u, "cbc:PaymentMeansCode", o->payment_code);
		doc_close(u);
	}
	doc_open(u, "cac:PaymentTerms");
	doc_text(u, "cbc:PrepaidPaymentReferenceID", o->payment_reference);
	doc_text(u, "cbc:Note", o->terms_text);
	if (o->terms_days != INT_NONE && o->terms_days >= 0) {
		doc_open(u, "cac:SettlementPeriod");
		doc_quantity(u, "cbc:DurationMeasure",
		    decimal_make(o->terms_days, 0), SLICE("DAY"), "");
		doc_close(u);
	}
	doc_close(u);
}

static void
tax(struct doc *u, const char *tag, struct slice category,
    struct decimal percent)
{
	if (doc_blank(category) && decimal_is_none(percent))
		return;
	doc_open(u, tag);
	doc_text(u, "cbc:ID", category);
	doc_decimal(u, "cbc:Percent", percent);
	in(u, "cac:TaxScheme", "cbc:ID", SLICE("VAT"));
	doc_close(u);
}

static void
charges(struct doc *u, const struct list *l, struct slice currency)
{
	const struct charge *c;

	for (size_t i = 0; i < l->n; i++) {
		c = LIST_AT(l, struct charge, i);
		if (decimal_is_none(c->amount))
			doc_missing(u, "charges.amount");
		doc_open(u, "cac:AllowanceCharge");
		doc_text(u, "cbc:ChargeIndicator", c->is_charge ?
		    SLICE("true") : SLICE("false"));
		doc_text(u, "cbc:AllowanceChargeReasonCode", c->code);
		doc_text(u, "cbc:AllowanceChargeReason", c->reason);
		doc_decimal(u, "cbc:MultiplierFactorNumeric", c->percent);
		doc_amount(u, "cbc:Amount", c->amount, currency);
		doc_amount(u, "cbc:BaseAmount", c->base, currency);
		tax(u, "cac:TaxCategory", c->tax_category, c->tax_percent);
		doc_close(u);
	}
}

/* The schema wants a payable amount wherever there is any total. */
static void
totals(struct doc *u, const struct order *o)
{
	struct slice currency = currency_of(o);
	struct decimal payable = decimal_is_none(o->stated_total) ?
	    o->stated_net : o->stated_total;

	doc_open(u, "cac:TaxTotal");
	doc_amount(u, "cbc:TaxAmount", o->tax_total, currency);
	doc_close(u);
	if (decimal_is_none(payable) && !decimal_is_none(o->prepaid))
		doc_missing(u, "stated_total");
	doc_open(u, "cac:AnticipatedMonetaryTotal");
	doc_amount(u, "cbc:LineExtensionAmount", o->stated_net, currency);
	doc_amount(u, "cbc:PrepaidAmount", o->prepaid, currency);
	doc_amount(u, "cbc:PayableAmount", payable, currency);
	doc_close(u);
}

static void
line_delivery(struct doc *u, struct decimal quantity, struct slice unit,
    day on, struct slice location)
{
	char text[DECIMAL_TEXT_MAX];

	doc_open(u, "cac:Delivery");
	if (!decimal_is_none(quantity))
		doc_marked(u, "cbc:Quantity", "unitCode", unit,
		    slice_of(decimal_text(quantity, text)));
	in(u, "cac:DeliveryLocation", "cbc:ID", location);
	doc_period(u, "cac:RequestedDeliveryPeriod", on, on);
	doc_close(u);
}

static void
deliveries(struct doc *u, const struct order_line *l)
{
	const struct schedule *s;

	if (l->schedules.n == 0)
		line_delivery(u, DECIMAL_NONE, SLICE_NONE, l->requested_on,
		    l->location);
	for (size_t i = 0; i < l->schedules.n; i++) {
		s = LIST_AT(&l->schedules, struct schedule, i);
		line_delivery(u, s->quantity, doc_blank(s->unit) ? l->unit :
		    s->unit, s->on, doc_blank(s->location) ? l->location :
		    s->location);
	}
}

static void
price(struct doc *u, const struct order_line *l, struct slice currency)
{
	char text[DECIMAL_TEXT_MAX];
	struct decimal amount = l->price_free && decimal_is_none(l->price) ?
	    DECIMAL_ZERO : l->price;

	if (decimal_is_none(amount))
		return;
	doc_open(u, "cac:Price");
	doc_amount(u, "cbc:PriceAmount", amount, currency);
	if (!decimal_is_none(l->price_basis))
		doc_marked(u, "cbc:BaseQuantity", "unitCode",
		    doc_blank(l->price_unit) ? l->unit : l->price_unit,
		    slice_of(decimal_text(l->price_basis, text)));
	doc_close(u);
}

static void
item(struct doc *u, const struct order_line *l)
{
	doc_open(u, "cac:Item");
	doc_text(u, "cbc:Name", l->description);
	doc_item_ids(u, &(struct doc_item){ .buyer = l->buyer_item,
	    .seller = l->seller_item, .maker = l->maker_item,
	    .gtin = l->gtin });
	tax(u, "cac:ClassifiedTaxCategory", l->tax_category, l->tax_percent);
	doc_close_kept(u);
}

static void
line(struct doc *u, const struct order_line *l, struct slice currency)
{
	char text[DECIMAL_TEXT_MAX];

	doc_open(u, "cac:OrderLine");
	notes(u, &l->notes);
	doc_open(u, "cac:LineItem");
	doc_need(u, "cbc:ID", l->line_id, "line_id");
	if (!decimal_is_none(l->quantity))
		doc_marked(u, "cbc:Quantity", "unitCode", l->unit,
		    slice_of(decimal_text(l->quantity, text)));
	doc_amount(u, "cbc:LineExtensionAmount", l->amount, currency);
	doc_text(u, "cbc:AccountingCost", l->cost_centre);
	deliveries(u, l);
	charges(u, &l->charges, currency);
	price(u, l, currency);
	item(u, l);
	doc_close(u);
	doc_close(u);
}

enum rc
write_order_ubl(const struct order *o, struct buf *out, struct err *e)
{
	struct doc u;

	doc_start(&u, "Order", out, e);
	head(&u, o);
	parties(&u, o);
	delivery(&u, o);
	payment(&u, o);
	charges(&u, &o->charges, currency_of(o));
	totals(&u, o);
	if (o->lines.n == 0)
		doc_missing(&u, "lines");
	for (size_t i = 0; i < o->lines.n && !out->failed; i++) {
		u.line = (int64_t)i;
		line(&u, LIST_AT(&o->lines, struct order_line, i),
		    currency_of(o));
	}
	return (doc_finish(&u));
}
