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

/* The rule travels in our own extension: UBL has no field for it.  It makes
 * any order a standing one, so no other order may have it. */
static void
recurrence(struct doc *u, const struct order *o)
{
	const struct recurrence_terms *r = &o->recurrence;
	struct slice rule = doc_blank(r->coded) ? r->text : r->coded;

	if (doc_blank(rule) || o->kind != KIND_STANDING)
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

/* Codes of UNCL 1001 have three characters, those of X12 two. */
static struct slice
type_code(const struct order *o)
{
	if (o->kind_code.n == 3)
		return (o->kind_code);
	switch (o->kind) {
	case KIND_ORDER:
		return (o->kind_code.n > 0 ? SLICE("220") : SLICE_NONE);
	case KIND_STANDING:
		return (SLICE("258"));
	case KIND_BLANKET:
		return (SLICE("221"));
	case KIND_CALL_OFF:
		return (SLICE("226"));
	case KIND_CONSIGNMENT:
		return (SLICE("227"));
	case KIND_INFORMATION:
	case KIND_BILL_AND_HOLD: /* UNCL 1001 has no word for it */
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
	if ((o->kind == KIND_OTHER || o->kind == KIND_BILL_AND_HOLD) &&
	    type_code(o).n == 0)
		doc_wrong(u, "kind", "is none that a UBL Order can tell");
	return (o->kind == KIND_INFORMATION);
}

static void
notes(struct doc *u, const struct list *l)
{
	for (size_t i = 0; i < l->n; i++)
		doc_text(u, "cbc:Note", LIST_AT(l, struct text_item, i)->text);
}

/* The elements for references, in the schema's order; what fits none of them
 * is an additional document with its qualifier as type code. */
static const struct place {
	const char *element;
	bool once, typed;
} places[] = {
	{ "QuotationDocumentReference", true, true },
	{ "OrderDocumentReference", false, true },
	{ "OriginatorDocumentReference", true, true },
	{ "CatalogueReference", true, false },
	{ "AdditionalDocumentReference", false, true },
	{ "Contract", false, false },
	{ "ProjectReference", false, false },
};
#define PLACES (sizeof(places) / sizeof(places[0]))
#define ADDITIONAL 4
#define CONTRACT 5

/* "buyer-tax-id" and the like: numbers that go back into their party. */
static const char *const roles[] = { "buyer", "seller", "bill-to",
	"originator" };
static const char *const numbers[] = { "-id", "-tax-id", "-company-id" };
#define ROLES (sizeof(roles) / sizeof(roles[0]))

/* Texts with an element of their own elsewhere in the order. */
static const char *const asides[] = { "ValidityPeriod", "SalesOrderID",
	"RequestedInvoiceCurrencyCode", "DeliveryTerms", "originator-name",
	"RequestedDespatchDate" };

/* The times of the day that stand beside the days of the delivery. */
#define DELIVERY_PERIOD "RequestedDeliveryPeriod"

static bool
is_delivery_time(const struct reference *r)
{
	return ((slice_is(r->qualifier, "StartTime") ||
		    slice_is(r->qualifier, "EndTime")) &&
	    slice_is(r->text, DELIVERY_PERIOD));
}

static bool
is_aside(const struct reference *r)
{
	if (is_delivery_time(r))
		return (true);
	for (size_t i = 0; i < sizeof(asides) / sizeof(asides[0]); i++)
		if (slice_is(r->qualifier, asides[i]))
			return (true);
	return (false);
}

static const struct reference *
aside(const struct order *o, const char *qualifier)
{
	static const struct reference none = { 0 };

	for (size_t i = 0; i < o->references.n; i++) {
		const struct reference *r = LIST_AT(&o->references,
		    struct reference, i);

		if (slice_is(r->qualifier, qualifier))
			return (r);
	}
	return (&none);
}

static bool
is_number_of(const struct reference *r, const char *role, const char *number)
{
	size_t n = strlen(role);

	return (slice_starts(r->qualifier, slice_of(role)) &&
	    slice_is(slice_sub(r->qualifier, n, r->qualifier.n), number));
}

static bool
is_party_number(const struct reference *r)
{
	for (size_t i = 0; i < ROLES * 3; i++)
		if (is_number_of(r, roles[i / 3], numbers[i % 3]))
			return (true);
	return (false);
}

static size_t
place_of(const struct order *o, size_t at)
{
	const struct reference *r = LIST_AT(&o->references, struct reference,
	    at);

	if (is_aside(r) || is_party_number(r))
		return (PLACES);
	for (size_t p = 0; p < PLACES; p++) {
		if (!slice_is(r->qualifier, places[p].element))
			continue;
		for (size_t i = 0; places[p].once && i < at; i++)
			if (slice_is(
				LIST_AT(&o->references, struct reference, i)
				    ->qualifier,
				places[p].element))
				return (ADDITIONAL);
		return (p);
	}
	return (ADDITIONAL);
}

static void
reference(struct doc *u, const struct reference *r, size_t at)
{
	char tag[40] = "cac:";

	if (doc_blank(r->value))
		return;
	memcpy(tag + 4, places[at].element, strlen(places[at].element) + 1);
	doc_open(u, tag);
	doc_text(u, "cbc:ID", r->value);
	if (at == ADDITIONAL &&
	    !slice_is(r->qualifier, places[ADDITIONAL].element))
		doc_text(u, "cbc:DocumentTypeCode", r->qualifier);
	if (places[at].typed)
		doc_text(u, "cbc:DocumentType", r->text);
	else if (at == CONTRACT)
		doc_text(u, "cbc:ContractType", r->text);
	doc_close(u);
}

static void
validity(struct doc *u, const struct order *o)
{
	const struct reference *r;
	struct slice start, end;

	for (size_t i = 0; i < o->references.n; i++) {
		r = LIST_AT(&o->references, struct reference, i);
		if (!slice_is(r->qualifier, "ValidityPeriod") ||
		    !slice_cut(r->value, '/', &start, &end))
			continue;
		doc_period(u, "cac:ValidityPeriod", day_parse_iso(start),
		    day_parse_iso(end));
	}
}

static void
references(struct doc *u, const struct order *o)
{
	const struct reference *r;
	bool contract = false;

	validity(u, o);
	for (size_t p = 0; p < PLACES; p++) {
		for (size_t i = 0; i < o->references.n; i++) {
			r = LIST_AT(&o->references, struct reference, i);
			if (place_of(o, i) != p)
				continue;
			contract = contract ||
			    (p == CONTRACT && slice_eq(r->value, o->contract));
			reference(u, r, p);
		}
		if (p == CONTRACT && !contract)
			in(u, "cac:Contract", "cbc:ID", o->contract);
	}
}

static void
head(struct doc *u, const struct order *o)
{
	recurrence(u, o);
	doc_text(u, "cbc:UBLVersionID", SLICE("2.1"));
	doc_need(u, "cbc:ID", o->po_number, "po_number");
	doc_text(u, "cbc:SalesOrderID", aside(o, "SalesOrderID")->value);
	if (is_copy(u, o))
		doc_text(u, "cbc:CopyIndicator", SLICE("true"));
	if (o->ordered_on == DAY_NONE)
		doc_missing(u, "ordered_on");
	doc_day(u, "cbc:IssueDate", o->ordered_on);
	doc_text(u, "cbc:OrderTypeCode", type_code(o));
	if (o->test)
		doc_text(u, "cbc:Note", SLICE("TEST"));
	notes(u, &o->notes);
	doc_text(u, "cbc:RequestedInvoiceCurrencyCode",
	    aside(o, "RequestedInvoiceCurrencyCode")->value);
	doc_text(u, "cbc:DocumentCurrencyCode", o->currency);
	doc_text(u, "cbc:CustomerReference", o->customer_reference);
	doc_text(u, "cbc:AccountingCost", o->cost_centre);
	number(u, "cbc:LineCountNumeric", o->stated_lines);
	references(u, o);
}

/* "gln:871..." is 0088, "duns:..." 0060, "endpoint:0192:..." 0192; another
 * scheme keeps its name, an account needs none. */
static void
scheme_id(struct doc *u, struct slice id)
{
	struct slice scheme, rest, mark, value;

	if (!slice_cut(id, ':', &scheme, &rest))
		doc_text(u, "cbc:ID", id);
	else if (slice_is(scheme, "gln"))
		doc_marked(u, "cbc:ID", "schemeID", SLICE("0088"), rest);
	else if (slice_is(scheme, "duns"))
		doc_marked(u, "cbc:ID", "schemeID", SLICE("0060"), rest);
	else if (slice_is(scheme, "account"))
		doc_text(u, "cbc:ID", rest);
	else if (!slice_cut(rest, ':', &mark, &value))
		doc_marked(u, "cbc:ID", "schemeID", scheme, rest);
	else
		doc_marked(u, "cbc:ID", "schemeID",
		    slice_is(scheme, "endpoint") ?
			mark :
			slice_sub(id, 0, id.n - value.n - 1),
		    value);
}

static void
party_id(struct doc *u, struct slice id)
{
	doc_open(u, "cac:PartyIdentification");
	scheme_id(u, id);
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

static struct slice
id_at(const struct party *p, size_t i)
{
	return (LIST_AT(&p->ids, struct text_item, i)->text);
}

/* The first endpoint is the endpoint; accounts stand outside the party. */
static void
party_ids(struct doc *u, const struct party *p)
{
	size_t at = 0;

	while (at < p->ids.n && !endpoint(u, id_at(p, at)))
		at++;
	for (size_t i = 0; i < p->ids.n; i++)
		if (i != at && !is_account(id_at(p, i)))
			party_id(u, id_at(p, i));
}

static void
contact(struct doc *u, const struct party *p)
{
	doc_open(u, "cac:Contact");
	doc_text(u, "cbc:Name", p->contact);
	doc_text(u, "cbc:Telephone", p->phone);
	doc_text(u, "cbc:ElectronicMail", p->email);
	doc_close(u);
}

/* Each number of a kind in an element of its own; the first of the legal
 * ones stands beside the name. */
static void
party_numbers(struct doc *u, const struct order *o, const char *role,
    const char *number, struct slice name)
{
	const struct reference *r;
	bool tax = strcmp(number, "-tax-id") == 0;
	bool legal = strcmp(number, "-company-id") == 0;

	for (size_t i = 0; i < o->references.n; i++) {
		r = LIST_AT(&o->references, struct reference, i);
		if (!is_number_of(r, role, number))
			continue;
		doc_open(u,
		    tax       ? "cac:PartyTaxScheme" :
			legal ? "cac:PartyLegalEntity" :
				"cac:PartyIdentification");
		if (legal)
			doc_text(u, "cbc:RegistrationName", name);
		name = SLICE_NONE;
		doc_marked(u, tax || legal ? "cbc:CompanyID" : "cbc:ID",
		    "schemeID", r->text, r->value);
		if (tax)
			in(u, "cac:TaxScheme", "cbc:ID", SLICE("VAT"));
		doc_close(u);
	}
	if (legal)
		in(u, "cac:PartyLegalEntity", "cbc:RegistrationName", name);
}

static void
party(struct doc *u, const struct order *o, const struct party *p,
    const char *role)
{
	doc_open(u, "cac:Party");
	party_ids(u, p);
	party_numbers(u, o, role, "-id", SLICE_NONE);
	in(u, "cac:PartyName", "cbc:Name", p->name);
	doc_address(u, "cac:PostalAddress", p, true);
	party_numbers(u, o, role, "-tax-id", SLICE_NONE);
	party_numbers(u, o, role, "-company-id", p->name);
	contact(u, p);
	doc_close(u);
}

/* The place has one number, whoever receives there has the others. */
static void
ship_to(struct doc *u, const struct party *p)
{
	doc_open(u, "cac:DeliveryParty");
	for (size_t i = 1; i < p->ids.n; i++)
		party_id(u, id_at(p, i));
	in(u, "cac:PartyName", "cbc:Name", p->name);
	doc_address(u, "cac:PostalAddress", p, true);
	contact(u, p);
	doc_close(u);
}

static struct slice
account_of(const struct order *o)
{
	struct slice id;

	if (!doc_blank(o->account))
		return (o->account);
	for (size_t i = 0; i < o->buyer.ids.n; i++) {
		id = id_at(&o->buyer, i);
		if (is_account(id))
			return (slice_sub(id, 8, id.n));
	}
	return (SLICE_NONE);
}

static void
originator(struct doc *u, const struct order *o)
{
	const struct reference *r = aside(o, "originator-name");
	struct party p;

	shape_init(&party_shape, &p);
	p.name = r->value;
	p.contact = r->text;
	doc_open(u, "cac:OriginatorCustomerParty");
	party(u, o, &p, roles[3]);
	doc_close(u);
}

static void
parties(struct doc *u, const struct order *o)
{
	struct slice account = account_of(o);

	if (is_account(account))
		account = slice_sub(account, 8, account.n);
	doc_open(u, "cac:BuyerCustomerParty");
	doc_text(u, "cbc:SupplierAssignedAccountID", account);
	party(u, o, &o->buyer, roles[0]);
	doc_close_kept(u);
	doc_open(u, "cac:SellerSupplierParty");
	party(u, o, &o->seller, roles[1]);
	doc_close_kept(u);
	originator(u, o);
	doc_open(u, "cac:AccountingCustomerParty");
	party(u, o, &o->bill_to, roles[2]);
	doc_close(u);
}

static void
delivery_time(struct doc *u, const struct order *o, const char *tag,
    const char *qualifier)
{
	for (size_t i = 0; i < o->references.n; i++) {
		const struct reference *r = LIST_AT(&o->references,
		    struct reference, i);

		if (is_delivery_time(r) && slice_is(r->qualifier, qualifier)) {
			doc_text(u, tag, r->value);
			return;
		}
	}
}

static void
delivery_period(struct doc *u, const struct order *o, day from, day to)
{
	doc_open(u, "cac:" DELIVERY_PERIOD);
	doc_day(u, "cbc:StartDate", from);
	delivery_time(u, o, "cbc:StartTime", "StartTime");
	doc_day(u, "cbc:EndDate", to);
	delivery_time(u, o, "cbc:EndTime", "EndTime");
	doc_close(u);
}

static void
delivery(struct doc *u, const struct order *o)
{
	const struct party *p = &o->ship_to;
	day from = o->requested_on, to = o->not_after;

	if (from == DAY_NONE)
		from = o->not_before;
	else if (o->not_before == DAY_NONE && to == DAY_NONE)
		to = from; /* on that very day */
	else if (o->not_before == DAY_NONE && to == from)
		from = DAY_NONE; /* by that day */
	doc_open(u, "cac:Delivery");
	doc_text(u, "cbc:ReleaseID", o->release_number);
	doc_open(u, "cac:DeliveryLocation");
	if (p->ids.n > 0)
		scheme_id(u, id_at(p, 0));
	doc_close(u);
	delivery_period(u, o, from, to);
	doc_open(u, "cac:CarrierParty");
	in(u, "cac:PartyName", "cbc:Name", o->carrier);
	doc_close(u);
	ship_to(u, p);
	in(u, "cac:Despatch", "cbc:RequestedDespatchDate",
	    aside(o, "RequestedDespatchDate")->value);
	doc_close(u);
	doc_open(u, "cac:DeliveryTerms");
	doc_text(u, "cbc:ID", o->delivery_terms);
	in(u, "cac:DeliveryLocation", "cbc:ID",
	    aside(o, "DeliveryTerms")->value);
	doc_close(u);
}

static void
discount(struct doc *u, const struct order *o)
{
	if (decimal_is_none(o->discount_percent))
		return;
	doc_open(u, "cac:PaymentTerms");
	doc_decimal(u, "cbc:SettlementDiscountPercent", o->discount_percent);
	doc_open(u, "cac:SettlementPeriod");
	doc_quantity(u, "cbc:DurationMeasure",
	    decimal_make(o->discount_days == INT_NONE ? 0 : o->discount_days,
		0),
	    SLICE("DAY"), "");
	doc_close(u);
	doc_close(u);
}

/* A reference without prepayment must not look like one. */
static void
payment(struct doc *u, const struct order *o)
{
	bool prepaid = o->payment == PAYMENT_PREPAID;

	if (!doc_blank(o->payment_code) ||
	    (!prepaid && !doc_blank(o->payment_reference))) {
		doc_open(u, "cac:PaymentMeans");
		doc_text(u, "cbc:PaymentMeansCode",
		    doc_blank(o->payment_code) ? SLICE("1") : o->payment_code);
		if (!prepaid)
			doc_text(u, "cbc:PaymentID", o->payment_reference);
		doc_close(u);
	}
	doc_open(u, "cac:PaymentTerms");
	if (prepaid)
		doc_text(u, "cbc:PrepaidPaymentReferenceID",
		    o->payment_reference);
	doc_text(u, "cbc:Note", o->terms_text);
	if (o->terms_days != INT_NONE && o->terms_days >= 0) {
		doc_open(u, "cac:SettlementPeriod");
		doc_quantity(u, "cbc:DurationMeasure",
		    decimal_make(o->terms_days, 0), SLICE("DAY"), "");
		doc_close(u);
	}
	doc_close(u);
	discount(u, o);
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
		doc_text(u, "cbc:ChargeIndicator",
		    c->is_charge ? SLICE("true") : SLICE("false"));
		doc_text(u, "cbc:AllowanceChargeReasonCode", c->code);
		doc_text(u, "cbc:AllowanceChargeReason", c->reason);
		doc_decimal(u, "cbc:MultiplierFactorNumeric", c->percent);
		doc_amount(u, "cbc:Amount", c->amount, currency);
		doc_amount(u, "cbc:BaseAmount", c->base, currency);
		tax(u, "cac:TaxCategory", c->tax_category, c->tax_percent);
		doc_close(u);
	}
}

/* The schema wants a payable amount wherever there is any total: what is
 * left to pay. */
static void
totals(struct doc *u, const struct order *o)
{
	struct slice currency = currency_of(o);
	struct decimal payable = decimal_is_none(o->stated_total) ?
	    o->stated_net :
	    o->stated_total;

	doc_open(u, "cac:TaxTotal");
	doc_amount(u, "cbc:TaxAmount", o->tax_total, currency);
	doc_close(u);
	if (!decimal_is_none(o->prepaid)) {
		if (decimal_is_none(payable))
			doc_missing(u, "stated_total");
		else if (!decimal_sub(payable, o->prepaid, &payable))
			doc_wrong(u, "prepaid", "is out of range");
	}
	doc_open(u, "cac:AnticipatedMonetaryTotal");
	doc_amount(u, "cbc:LineExtensionAmount", o->stated_net, currency);
	doc_amount(u, "cbc:PrepaidAmount", o->prepaid, currency);
	doc_amount(u, "cbc:PayableAmount", payable, currency);
	doc_close(u);
}

static void
line_delivery(struct doc *u, struct decimal quantity, struct slice unit, day on,
    struct slice location)
{
	char text[DECIMAL_TEXT_MAX];

	doc_open(u, "cac:Delivery");
	if (!decimal_is_none(quantity))
		doc_marked(u, "cbc:Quantity", "unitCode", unit,
		    slice_of(decimal_text(quantity, text)));
	doc_open(u, "cac:DeliveryLocation");
	scheme_id(u, location);
	doc_close(u);
	doc_period(u, "cac:" DELIVERY_PERIOD, on, on);
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
		line_delivery(u, s->quantity,
		    doc_blank(s->unit) ? l->unit : s->unit, s->on,
		    doc_blank(s->location) ? l->location : s->location);
	}
}

static void
price(struct doc *u, const struct order_line *l, struct slice currency)
{
	char text[DECIMAL_TEXT_MAX];
	struct decimal amount = l->price_free && decimal_is_none(l->price) ?
	    DECIMAL_ZERO :
	    l->price;

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
	doc_item_ids(u,
	    &(struct doc_item){ .buyer = l->buyer_item,
		.seller = l->seller_item,
		.maker = l->maker_item,
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
