#include "domain/ident.h"
#include "parsers/ubl.h"
#include "parsers/ubl_parts.h"

#define MEMBER(u, row, type) \
	((type *)(void *)((char *)(u)->base[(row)->base] + (row)->offset))

static void
join_text(struct ubl *u, struct slice *to, const char *between,
    struct slice text)
{
	if (!xml_join(&u->values, to, between, text))
		ubl_found(u, "UBL-VALUE-LONG", text, "too many parts of texts");
}

/* --- numbers, days, codes ------------------------------------------------- */

static bool
read_number(struct ubl *u, struct slice text, struct decimal *d)
{
	if (decimal_parse(text, d))
		return (true);
	*d = DECIMAL_NONE;
	ubl_found(u, "UBL-NUMBER", text, NULL);
	return (false);
}

static void
read_day(struct ubl *u, struct slice text, day *to)
{
	day d = day_parse_iso(text);

	if (d == DAY_NONE)
		ubl_found(u, "UBL-DATE", text, NULL);
	else
		*to = d;
}

static void
read_percent(struct ubl *u, struct slice text, struct decimal *to)
{
	if (read_number(u, text, to) && to->coef < 0)
		ubl_found(u, "UBL-NEGATIVE", text, NULL);
}

static void
read_count(struct ubl *u, struct slice text, int64_t *to)
{
	struct decimal d;

	if (!decimal_parse(text, &d) || d.scale != 0 || d.coef < 0)
		ubl_found(u, "UBL-NUMBER", text,
		    "not a whole number of zero or more");
	else
		*to = d.coef;
}

static bool
read_flag(struct ubl *u, struct slice text, bool *to)
{
	*to = slice_is(text, "true") || slice_is(text, "1");
	if (*to || slice_is(text, "false") || slice_is(text, "0"))
		return (true);
	ubl_found(u, "UBL-INDICATOR", text, NULL);
	return (false);
}

/* Every amount must be in the order's currency, or in that of the first
 * amount when the order names none.  False: it is in the tax currency, in
 * which amounts are only repeated. */
static bool
of_the_order(struct ubl *u, struct slice text)
{
	struct slice code = xml_attribute(u->reader, A_CURRENCY);
	struct slice want = u->order.currency;

	if (code.n == 0)
		return (true);
	if (want.n == 0)
		want = u->first_currency;
	if (want.n == 0) {
		u->first_currency = xml_kept(&u->values, code);
		return (true);
	}
	if (slice_eq(code, want))
		return (true);
	if (slice_eq(code, u->doc.tax_currency))
		return (false);
	ubl_found(u, "UBL-CURRENCY-MIXED", text,
	    "this amount is in " SL_FMT ", the order in " SL_FMT,
	    SL_ARG(text_head(code, 20)), SL_ARG(text_head(want, 20)));
	return (true);
}

static void
read_amount(struct ubl *u, const struct xml_row *row, struct slice text)
{
	struct decimal *to = MEMBER(u, row, struct decimal), d;

	if (!of_the_order(u, text) || !read_number(u, text, &d))
		return;
	*to = d;
	if (d.coef < 0 && row->parent == T_PRICE)
		ubl_found(u, "UBL-NEGATIVE", text, NULL);
}

static void
read_currency(struct ubl *u, struct slice *to, struct slice text)
{
	*to = xml_kept(&u->values, text);
	if (currency_digits(text) < 0)
		ubl_found(u, "UBL-CURRENCY", text, NULL);
}

static struct slice
read_unit(struct ubl *u, bool needed)
{
	struct slice unit = xml_attribute(u->reader, A_UNIT);

	if (unit.n == 0) {
		if (needed)
			ubl_found(u, "UBL-UNIT-NONE", SLICE_NONE, NULL);
		return (SLICE_NONE);
	}
	if (!xml_is_unit(unit))
		ubl_found(u, "UBL-UNIT", unit, NULL);
	return (xml_kept(&u->values, unit));
}

static void
read_quantity(struct ubl *u, const struct xml_row *row, struct slice text)
{
	struct decimal *to = MEMBER(u, row, struct decimal);
	struct order_line *l = u->base[B_LINE];

	if (read_number(u, text, to) && to->coef <= 0 &&
	    !(row->parent == T_LINE && ubl_idle_line(l))) {
		ubl_found(u, "UBL-QUANTITY", text, NULL);
		if (row->parent == T_PRICE)
			*to = DECIMAL_NONE;
	}
	if (row->parent == T_LINE)
		l->unit = l->unit_code = read_unit(u, true);
	else if (row->parent == T_PRICE)
		l->price_unit = read_unit(u, false);
	else
		u->delivery.unit = read_unit(u, false);
}

static void
read_country(struct ubl *u, struct slice *to, struct slice text)
{
	xml_set(&u->values, to, text);
	if (!xml_is_country(text))
		ubl_found(u, "UBL-COUNTRY", text, NULL);
}

/* The document types of UNCL 1001 that a purchase order may have. */
static const struct kind_code {
	const char *code;
	enum order_kind kind;
} kind_codes[] = {
	{ "105", KIND_ORDER },
	{ "220", KIND_ORDER },
	{ "222", KIND_ORDER },
	{ "224", KIND_ORDER },
	{ "227", KIND_CONSIGNMENT },
	{ "228", KIND_ORDER },
	{ "233", KIND_ORDER },
	{ "400", KIND_ORDER },
	{ "401", KIND_ORDER },
	{ "402", KIND_ORDER },
	{ "50E", KIND_ORDER },
	{ "221", KIND_BLANKET },
	{ "226", KIND_CALL_OFF },
	{ "258", KIND_STANDING },
	{ "23B", KIND_STANDING },
};

static void
read_kind(struct ubl *u, struct slice text)
{
	u->order.kind_code = xml_kept(&u->values, text);
	u->order.kind = KIND_OTHER;
	for (size_t i = 0; i < sizeof(kind_codes) / sizeof(kind_codes[0]); i++)
		if (slice_is(text, kind_codes[i].code)) {
			u->order.kind = kind_codes[i].kind;
			return;
		}
	ubl_found(u, "UBL-TYPE", text, NULL);
}

static void
read_copy(struct ubl *u, struct slice text)
{
	bool copy;

	if (!read_flag(u, text, &copy) || !copy)
		return;
	u->order.purpose = PURPOSE_COPY;
	u->order.purpose_code = SLICE("copy");
}

/* What an OrderChange asks of a line: UNCL 1229, and UBL's own words.  5 is
 * an acceptance, so nothing is asked. */
static const struct status_code {
	const char *code;
	enum line_change change;
} status_codes[] = {
	{ "1", CHANGE_ADD },
	{ "2", CHANGE_DELETE },
	{ "3", CHANGE_REPLACE },
	{ "4", CHANGE_NONE },
	{ "5", CHANGE_NONE },
	{ "Added", CHANGE_ADD },
	{ "Cancelled", CHANGE_DELETE },
	{ "Revised", CHANGE_REPLACE },
	{ "NoStatus", CHANGE_REPLACE },
};

static void
read_change(struct ubl *u, struct slice text)
{
	struct order_line *l = u->base[B_LINE];

	for (size_t i = 0; i < sizeof(status_codes) / sizeof(status_codes[0]);
	     i++)
		if (slice_ieq(text, slice_of(status_codes[i].code))) {
			l->change = status_codes[i].change;
			return;
		}
	ubl_found(u, "UBL-LINE-STATUS", text, NULL);
}

static void
read_status(struct ubl *u, struct slice text)
{
	if (u->root == T_CHANGE) {
		read_change(u, text);
		return;
	}
	if (!slice_is(text, "1") && !slice_ieq(text, SLICE("NoStatus")) &&
	    !slice_ieq(text, SLICE("Added")))
		ubl_found(u, "UBL-UNSUPPORTED", text,
		    "a line with this status is no order for goods");
}

/* --- identifiers ---------------------------------------------------------- */

/* Registers by the words that Peppol's and OIOUBL's older documents have for
 * them, as the codes that they have since (ISO 6523, Peppol's list of schemes):
 * an old and a new document of a partner name one party. */
static const struct register_word {
	const char *word, *code;
} registers[] = {
	{ "AD:VAT", "9922" },
	{ "AL:VAT", "9923" },
	{ "AT:GOV", "9915" },
	{ "AT:KUR", "9919" },
	{ "AT:VAT", "9914" },
	{ "AU:ABN", "0151" },
	{ "BA:VAT", "9924" },
	{ "BE:CBE", "0208" },
	{ "BE:EN", "0208" },
	{ "BE:VAT", "9925" },
	{ "BG:VAT", "9926" },
	{ "CH:UIDB", "0183" },
	{ "CH:VAT", "9927" },
	{ "CY:VAT", "9928" },
	{ "CZ:VAT", "9929" },
	{ "DE:LID", "0204" },
	{ "DE:LWID", "0204" },
	{ "DE:VAT", "9930" },
	{ "DK:CVR", "0184" },
	{ "DK:DIGST", "0184" },
	{ "DK:P", "0096" },
	{ "DK:SE", "0198" },
	{ "EE:CC", "0191" },
	{ "EE:VAT", "9931" },
	{ "ES:VAT", "9920" },
	{ "FI:OVT", "0037" },
	{ "FI:OVT2", "0216" },
	{ "FR:SIRENE", "0002" },
	{ "FR:SIRET", "0009" },
	{ "FR:VAT", "9957" },
	{ "GB:VAT", "9932" },
	{ "GR:VAT", "9933" },
	{ "HR:VAT", "9934" },
	{ "HU:VAT", "9910" },
	{ "IE:VAT", "9935" },
	{ "IS:KTNR", "0196" },
	{ "IT:CF", "0210" },

	{ "IT:CUUO", "0201" },
	{ "IT:FTI", "0097" },
	{ "IT:IVA", "0211" },
	{ "IT:VAT", "0211" },
	{ "JP:SST", "0188" },
	{ "LI:VAT", "9936" },
	{ "LT:LEC", "0200" },
	{ "LT:VAT", "9937" },
	{ "LU:VAT", "9938" },
	{ "LV:VAT", "9939" },
	{ "MC:VAT", "9940" },
	{ "ME:VAT", "9941" },
	{ "MK:VAT", "9942" },
	{ "MT:VAT", "9943" },
	{ "NL:KVK", "0106" },
	{ "NL:OIN", "0190" },
	{ "NL:OINO", "0190" },
	{ "NL:VAT", "9944" },
	{ "NO:ORG", "0192" },
	{ "NO:ORGNR", "0192" },
	{ "PL:VAT", "9945" },
	{ "PT:VAT", "9946" },
	{ "RO:VAT", "9947" },
	{ "RS:VAT", "9948" },
	{ "SE:ORGNR", "0007" },
	{ "SE:VAT", "9955" },
	{ "SG:UEN", "0195" },
	{ "SI:VAT", "9949" },
	{ "SK:VAT", "9950" },
	{ "SM:VAT", "9951" },
	{ "TR:VAT", "9952" },
	{ "VA:VAT", "9953" },
};

static struct slice
register_code(struct slice scheme)
{
	for (size_t i = 0; i < sizeof(registers) / sizeof(registers[0]); i++)
		if (slice_ieq(scheme, slice_of(registers[i].word)))
			return (slice_of(registers[i].code));
	return (scheme);
}

static bool
plain(struct slice s)
{
	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] <= ' ' || s.p[i] == ':' || s.p[i] == 0x7f)
			return (false);
	return (s.n > 0 && s.n <= 20);
}

static bool
is_gln(struct slice scheme, struct slice agency)
{
	return (slice_is(scheme, "0088") || slice_ieq(scheme, SLICE("GLN")) ||
	    slice_ieq(scheme, SLICE("EAN")) ||
	    (scheme.n == 0 && slice_is(agency, "9")));
}

static bool
is_duns(struct slice scheme, struct slice agency)
{
	return (slice_is(scheme, "0060") || slice_ieq(scheme, SLICE("DUNS")) ||
	    (scheme.n == 0 && slice_is(agency, "16")));
}

struct slice
ubl_identifier(struct ubl *u, struct slice scheme, struct slice agency,
    struct slice id)
{
	if (is_gln(scheme, agency)) {
		if (!gln_valid(id))
			ubl_found(u, "UBL-CHECK-DIGIT", id,
			    "not a valid global location number");
		return (xml_prefixed(&u->values, "gln:", id));
	}
	if (is_duns(scheme, agency))
		return (xml_prefixed(&u->values, "duns:", id));
	scheme = register_code(scheme);
	if (slice_digits(scheme, 4, 4))
		return (xml_prefixed(&u->values,
		    arena_printf(u->in->arena, "endpoint:" SL_FMT ":",
			SL_ARG(scheme)),
		    id));
	return (SLICE_NONE);
}

void
ubl_refer(struct ubl *u, struct slice qualifier, struct slice value,
    struct slice text)
{
	struct reference *r = shape_push(u->in->arena, &u->order.references,
	    &reference_shape);

	r->qualifier = qualifier;
	r->value = value;
	r->text = text;
}

/* An id that no scheme of ours fits is kept where people can see it. */
static void
refer_id(struct ubl *u, const char *what, struct slice text)
{
	if (u->role != NULL)
		ubl_refer(u,
		    slice_of(
			arena_printf(u->in->arena, "%s-%s", u->role, what)),
		    xml_kept(&u->values, text),
		    xml_kept(&u->values, xml_attribute(u->reader, A_SCHEME)));
}

/* "0088:871…" of Peppol's own scheme is an 871… of 0088. */
static void
take_scheme(struct slice *scheme, struct slice *text)
{
	struct slice code, id;

	if (slice_ieq(*scheme, SLICE("iso6523-actorid-upis")) &&
	    slice_cut(*text, ':', &code, &id) && slice_digits(code, 4, 4) &&
	    id.n > 0) {
		*scheme = code;
		*text = id;
	}
}

static void
read_endpoint(struct ubl *u, struct slice text)
{
	struct slice scheme = xml_attribute(u->reader, A_SCHEME);
	struct slice agency = xml_attribute(u->reader, A_AGENCY), id;
	struct party *p = u->base[B_PARTY];

	take_scheme(&scheme, &text);
	if (is_gln(scheme, agency))
		scheme = SLICE("0088");
	else if (is_duns(scheme, agency))
		scheme = SLICE("0060");
	else
		scheme = register_code(scheme);
	if (!plain(scheme)) {
		ubl_found(u, "UBL-SCHEME", scheme.n > 0 ? scheme : text,
		    scheme.n > 0 ? "a scheme that is not one word without a "
				   "colon is kept for people only" :
				   NULL);
		refer_id(u, "endpoint", text);
		return;
	}
	id = xml_prefixed(&u->values,
	    arena_printf(u->in->arena, "endpoint:" SL_FMT ":", SL_ARG(scheme)),
	    text);
	xml_add_id(&u->values, p, id);
	if (p == &u->order.buyer)
		u->interchange.sender = id;
	else if (p == &u->order.seller)
		u->interchange.receiver = id;
	if (slice_is(scheme, "0088") || slice_is(scheme, "0060"))
		xml_add_id(&u->values, p,
		    ubl_identifier(u, scheme, SLICE_NONE, text));
}

static void
read_party_id(struct ubl *u, const char *what, struct slice text)
{
	struct slice id = ubl_identifier(u, xml_attribute(u->reader, A_SCHEME),
	    xml_attribute(u->reader, A_AGENCY), text);

	if (id.n > 0)
		xml_add_id(&u->values, u->base[B_PARTY], id);
	else
		refer_id(u, what, text);
}

static void
read_account(struct ubl *u, const struct xml_row *row, struct slice text)
{
	if (u->base[B_PARTY] == &u->order.buyer ||
	    u->base[B_PARTY] == &u->order.bill_to) {
		xml_set(&u->values, MEMBER(u, row, struct slice), text);
		xml_add_id(&u->values, u->base[B_PARTY],
		    xml_prefixed(&u->values, "account:", text));
	}
}

/* A place's number: GS1's, another register's, or one agreed between us. */
static void
read_location(struct ubl *u, struct slice text)
{
	struct slice id = ubl_identifier(u, xml_attribute(u->reader, A_SCHEME),
	    xml_attribute(u->reader, A_AGENCY), text);

	if (id.n == 0)
		id = xml_prefixed(&u->values, "account:", text);
	u->delivery.location = id;
	xml_add_id(&u->values, &u->delivery.place, id);
}

static void
read_gtin(struct ubl *u, struct slice text)
{
	struct order_line *l = u->base[B_LINE];
	struct slice scheme = xml_attribute(u->reader, A_SCHEME);
	bool valid = gtin_valid(text);

	if (scheme.n > 0 && !slice_is(scheme, "0160") &&
	    !slice_ieq(scheme, SLICE("GTIN")) &&
	    !slice_ieq(scheme, SLICE("EAN")) && !valid) {
		/* no GTIN at all: an ISBN, a number of some catalogue */
		ubl_add_note(u,
		    arena_printf(u->in->arena, SL_FMT,
			SL_ARG(text_head(scheme, 80))),
		    text);
		return;
	}
	if (!valid)
		ubl_found(u, "UBL-CHECK-DIGIT", text, "not a valid GTIN");
	xml_set(&u->values, &l->gtin, text);
}

static void
read_measure(struct ubl *u, struct slice text)
{
	if (read_number(u, text, &u->period.measure))
		u->period.unit = xml_kept(&u->values,
		    xml_attribute(u->reader, A_UNIT));
}

/* --- what no field of an order has a place for ---------------------------- */

static void
refer_text(struct ubl *u, const char *what, struct slice text)
{
	ubl_refer(u, slice_of(what), xml_kept(&u->values, text), SLICE_NONE);
}

void
ubl_add_note(struct ubl *u, const char *label, struct slice text)
{
	struct order_line *l = u->base[B_LINE];
	struct text_item *note = shape_push(u->in->arena, &l->notes,
	    &text_item_shape);

	note->text = slice_of(
	    arena_printf(u->in->arena, "%s: " SL_FMT, label, SL_ARG(text)));
}

static struct slice
with_unit(struct ubl *u, struct slice text)
{
	const struct slice unit = xml_attribute(u->reader, A_UNIT);

	if (unit.n == 0)
		return (text);
	return (slice_of(arena_printf(u->in->arena, SL_FMT " " SL_FMT,
	    SL_ARG(text), SL_ARG(text_head(unit, 40)))));
}

/* The hours in which goods are wanted; of other periods the days are enough. */
static void
read_time(struct ubl *u, const struct xml_row *row, struct slice text)
{
	if (u->period_use != U_REQUESTED)
		return;
	if (u->in_line)
		ubl_add_note(u, row->name, text);
	else
		ubl_refer(u, slice_of(row->name), xml_kept(&u->values, text),
		    SLICE("RequestedDeliveryPeriod"));
}

/* --- one text element ----------------------------------------------------- */

static void
read_text(struct ubl *u, const struct xml_row *row, struct slice text)
{
	struct slice *to = MEMBER(u, row, struct slice);

	switch (row->use) {
	case U_JOIN:
		join_text(u, to, ", ", text);
		break;
	case U_NUMBER:
		join_text(u, to, " ", text);
		break;
	case U_NOTE:
		xml_add_note(&u->values, MEMBER(u, row, struct list), text);
		break;
	default:
		xml_set(&u->values, to, text);
		break;
	}
}

static void
read_plain(struct ubl *u, const struct xml_row *row, struct slice text)
{
	switch (row->use) {
	case U_DAY:
		read_day(u, text, MEMBER(u, row, day));
		break;
	case U_DECIMAL:
		(void)read_number(u, text, MEMBER(u, row, struct decimal));
		break;
	case U_PERCENT:
		read_percent(u, text, MEMBER(u, row, struct decimal));
		break;
	case U_COUNT:
		read_count(u, text, MEMBER(u, row, int64_t));
		break;
	case U_FLAG:
		u->flagged = read_flag(u, text, MEMBER(u, row, bool));
		break;
	case U_QUANTITY:
		read_quantity(u, row, text);
		break;
	case U_CURRENCY:
		read_currency(u, MEMBER(u, row, struct slice), text);
		break;
	case U_COUNTRY:
		read_country(u, MEMBER(u, row, struct slice), text);
		break;
	default:
		read_text(u, row, text);
		break;
	}
}

static void
read_aside(struct ubl *u, const struct xml_row *row, struct slice text)
{
	switch (row->use) {
	case U_DETAIL:
		u->doc.detail = xml_kept(&u->values, text);
		break;
	case U_TIME:
		read_time(u, row, text);
		break;
	case U_LINE_TERMS:
		ubl_add_note(u, "DeliveryTerms", text);
		break;
	case U_TERMS_PLACE:
		refer_text(u, "DeliveryTerms", text);
		break;
	case U_MANDATE:
		refer_text(u, "PaymentMandate", text);
		break;
	case U_REFER:
		refer_text(u, row->name, text);
		break;
	case U_FACT:
		ubl_add_note(u, row->name, with_unit(u, text));
		break;
	case U_MEASURED:
		xml_set(&u->values, MEMBER(u, row, struct slice),
		    with_unit(u, text));
		break;
	case U_SAID:
		ubl_say(u, text);
		break;
	case U_SENT_BY:
	case U_SENT_TO:
		ubl_read_actor(u, row, text);
		break;
	default:
		read_plain(u, row, text);
		break;
	}
}

void
ubl_value(void *ctx, const struct xml_row *row, struct slice text)
{
	struct ubl *u = ctx;

	if (text.n == 0) {
		ubl_found(u, "UBL-EMPTY", text, NULL);
		return;
	}
	switch (row->use) {
	case U_TEXT: /* most of them */
		xml_set(&u->values, MEMBER(u, row, struct slice), text);
		break;
	case U_AMOUNT:
		read_amount(u, row, text);
		break;
	case U_KIND:
		read_kind(u, text);
		break;
	case U_COPY:
		read_copy(u, text);
		break;
	case U_ENDPOINT:
		read_endpoint(u, text);
		break;
	case U_PARTY_ID:
		read_party_id(u, "id", text);
		break;
	case U_COMPANY_ID:
		read_party_id(u, "company-id", text);
		break;
	case U_TAX_ID:
		refer_id(u, "tax-id", text);
		break;
	case U_ACCOUNT:
		read_account(u, row, text);
		break;
	case U_GTIN:
		read_gtin(u, text);
		break;
	case U_LOCATION:
		read_location(u, text);
		break;
	case U_STATUS:
		read_status(u, text);
		break;
	case U_FACTOR:
		(void)read_number(u, text, &u->doc.factor);
		break;
	case U_MEASURE:
		read_measure(u, text);
		break;
	default:
		read_aside(u, row, text);
		break;
	}
}
