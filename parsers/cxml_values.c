#include "domain/ident.h"
#include "domain/unit_codes.h"
#include "parsers/cxml.h"

#define MEMBER(x, row, type) \
	((type *)(void *)((char *)(x)->base[(row)->base] + (row)->offset))

struct slice
cxml_attribute(struct cxml *x, enum cxml_attribute a)
{
	return (xml_attribute(x->reader, (size_t)a));
}

static void
join_text(struct cxml *x, struct slice *to, const char *between,
    struct slice text)
{
	if (!xml_join(&x->values, to, between, text))
		cxml_found(x, "CXML-VALUE-LONG", text,
		    "too many parts of texts");
}

void
cxml_refer(struct cxml *x, struct slice qualifier, struct slice value,
    struct slice text)
{
	struct reference *r;

	if (value.n == 0)
		return;
	r = shape_push(x->in->arena, &x->order.references, &reference_shape);
	r->qualifier = xml_kept(&x->values, qualifier);
	r->value = xml_kept(&x->values, value);
	r->text = xml_kept(&x->values, text);
}

/* --- numbers, days, units ------------------------------------------------- */

bool
cxml_number(struct cxml *x, struct slice text, struct decimal *d)
{
	if (decimal_parse(text, d))
		return (true);
	*d = DECIMAL_NONE;
	cxml_found(x, "CXML-NUMBER", text, NULL);
	return (false);
}

/* Two digits up to `most`; they are gone from the text then. */
static bool
two_digits(struct slice *s, int most)
{
	int n;

	if (s->n < 2 || s->p[0] < '0' || s->p[0] > '9' || s->p[1] < '0' ||
	    s->p[1] > '9')
		return (false);
	n = (s->p[0] - '0') * 10 + (s->p[1] - '0');
	*s = slice_sub(*s, 2, s->n);
	return (n <= most);
}

static bool
skips(struct slice *s, const char *one_of)
{
	if (s->n == 0 || strchr(one_of, s->p[0]) == NULL || s->p[0] == '\0')
		return (false);
	*s = slice_sub(*s, 1, s->n);
	return (true);
}

/* "+01:00", and "+0100" or "+01" as some write it; often none at all. */
static bool
zone_fine(struct slice s)
{
	(void)skips(&s, " ");
	if (s.n == 0 || slice_is(s, "Z") || slice_is(s, "z"))
		return (true);
	if (!skips(&s, "+-") || !two_digits(&s, 14))
		return (false);
	if (s.n == 0)
		return (true);
	(void)skips(&s, ":");
	return (two_digits(&s, 59) && s.n == 0);
}

/* What follows a day: "T10:00", seconds, parts of them, a zone.  Only the day
 * counts, so its form is looked at with half an eye. */
static bool
time_fine(struct slice s)
{
	if (!skips(&s, "Tt ") || !two_digits(&s, 24) || !skips(&s, ":") ||
	    !two_digits(&s, 59))
		return (false);
	if (skips(&s, ":") && !two_digits(&s, 60))
		return (false);
	if (skips(&s, ".,"))
		while (skips(&s, "0123456789"))
			continue;
	return (zone_fine(s));
}

void
cxml_day(struct cxml *x, struct slice text, day *to)
{
	day d;

	if (text.n == 0)
		return;
	d = day_parse_iso(text);
	if (d == DAY_NONE && text.n > 11 &&
	    time_fine(slice_sub(text, 10, text.n)))
		d = day_parse_iso(slice_sub(text, 0, 10));
	x->doc.misdated |= d == DAY_NONE && to == &x->order.ordered_on;
	if (d == DAY_NONE)
		cxml_found(x, "CXML-DATE", text, NULL);
	else
		*to = d;
}

/* Every amount must be in the currency of the first, which is the Total's. */
static void
check_currency(struct cxml *x, struct slice text)
{
	struct slice code = cxml_attribute(x, A_CURRENCY);

	if (code.n == 0 || currency_digits(code) < 0)
		cxml_found(x, "CXML-CURRENCY", code, NULL);
	if (x->first_currency.n == 0)
		x->first_currency = xml_kept(&x->values, code);
	else if (code.n > 0 && !slice_eq(code, x->first_currency))
		cxml_found(x, "CXML-CURRENCY-MIXED", text,
		    "this amount is in " SL_FMT ", the order in " SL_FMT,
		    SL_ARG(text_head(code, 20)),
		    SL_ARG(text_head(x->first_currency, 20)));
}

static void
read_money(struct cxml *x, const struct xml_row *row, struct slice text)
{
	struct decimal *to = MEMBER(x, row, struct decimal);

	check_currency(x, text);
	if (cxml_number(x, text, to) && to->coef < 0 &&
	    row->parent == T_UNIT_PRICE)
		cxml_found(x, "CXML-NEGATIVE", text, NULL);
}

/* A unit of UN/ECE Rec 20 as cXML wants it, or one of X12 as many send it.
 * Four codes are in both, and mean the same: they stay. */
struct slice
cxml_unit(struct cxml *x, struct slice code)
{
	static const char *const both[] = { "58", "HC", "LY", "T3" };
	struct slice unit;

	if (!xml_is_unit(code))
		cxml_found(x, "CXML-UNIT", code, NULL);
	for (size_t i = 0; i < sizeof(both) / sizeof(both[0]); i++)
		if (slice_is(code, both[i]))
			return (xml_kept(&x->values, code));
	unit = unit_of_x12(code);
	return (unit.n > 0 ? unit : xml_kept(&x->values, code));
}

static void
read_unit(struct cxml *x, struct slice text)
{
	struct order_line *l = x->base[B_LINE];

	l->unit_code = xml_kept(&x->values, text);
	l->unit = cxml_unit(x, text);
}

static void
read_schedule_unit(struct cxml *x, struct slice text)
{
	const struct order_line *l = x->base[B_LINE];

	LIST_AT(&l->schedules, struct schedule, l->schedules.n - 1)->unit =
	    cxml_unit(x, text);
}

static void
read_limit(struct cxml *x, const char *name, struct slice text,
    struct slice unit)
{
	struct order_line *l = x->base[B_LINE];
	const char *note = arena_printf(x->in->arena, "%s: " SL_FMT "%s" SL_FMT,
	    name, SL_ARG(text), unit.n > 0 ? " " : "", SL_ARG(unit));

	xml_add_note(&x->values, &l->notes, slice_of(note));
}

/* A note to people, and given back with the item where all of it is text. */
static void
read_auxiliary(struct cxml *x, const struct xml_row *row, struct slice text)
{
	struct order_line *l = x->base[B_LINE];

	if (!x->doc.marked_up)
		l->auxiliary = xml_kept(&x->values, text);
	read_limit(x, row->name, text, SLICE_NONE);
}

static const char *
attribute_text(struct cxml *x, enum cxml_attribute a)
{
	return (arena_text(x->in->arena, cxml_attribute(x, a)));
}

/* Of the order's place it is the order's; of a line's, a note. */
static void
read_transport(struct cxml *x, const struct xml_row *row, struct slice text)
{
	if (x->base[B_PARTY] == &x->doc.place && x->order.lines.n > 0)
		read_limit(x, row->name, text, SLICE_NONE);
	else if (row->use == U_CARRIER)
		xml_set(&x->values, &x->order.carrier, text);
	else
		xml_add_note(&x->values, &x->order.notes, text);
}

/* --- who and where -------------------------------------------------------- */

static bool
is_gln_domain(struct slice domain)
{
	return (slice_ieq(domain, SLICE("GLN")) ||
	    slice_ieq(domain, SLICE("EAN")) ||
	    slice_ieq(domain, SLICE("ILN")) ||
	    slice_ieq(domain, SLICE("GlobalLocationNumber")));
}

/* Domains are compared without case, by those who wrote the network's rules
 * and by us: the network's own name has one spelling here. */
static struct slice
network_domain(struct slice domain)
{
	return (slice_ieq(domain, SLICE("NetworkID")) ? SLICE("NetworkID") :
							text_head(domain, 80));
}

struct slice
cxml_identifier(struct cxml *x, struct slice domain, struct slice id)
{
	if (slice_ieq(domain, SLICE("DUNS")) && id.n == 9)
		return (xml_prefixed(&x->values, "duns:", id));
	if (is_gln_domain(domain)) {
		if (!gln_valid(id))
			cxml_found(x, "CXML-CHECK-DIGIT", id,
			    "not a valid global location number");
		return (xml_prefixed(&x->values, "gln:", id));
	}
	if (slice_ieq(domain, SLICE("NetworkID")))
		return (xml_prefixed(&x->values, "cxml:NetworkID:", id));
	return (SLICE_NONE);
}

static bool
colon_free(struct slice s)
{
	return (s.n > 0 && memchr(s.p, ':', s.n) == NULL);
}

/* A name of ours has no place for a domain with a colon: such a Credential is
 * kept, and told when the party has no other (cxml_check.c). */
static void
odd_identity(struct cxml *x, struct slice text)
{
	const bool from = x->base[B_PARTY] == &x->order.buyer;
	struct cxml_odd *odd = from ? &x->odd_from : &x->odd_to;
	const bool party = from || x->base[B_PARTY] == &x->order.seller;

	cxml_refer(x, x->doc.domain.n > 0 ? x->doc.domain : SLICE("Credential"),
	    text, slice_of(x->role));
	if (x->doc.domain.n == 0)
		cxml_found(x, "CXML-DOMAIN", x->doc.domain, NULL);
	if (party && !odd->there)
		*odd = (struct cxml_odd){ true, x->doc.domain.n == 0,
			xml_offset(x->reader), x->doc.domain };
}

/* The identity of From and To, as cxml:DOMAIN:ID and, where its domain is
 * known, as that number too; a marketplace speaks for somebody else. */
static void
read_identity(struct cxml *x, struct slice text)
{
	const struct slice domain = network_domain(x->doc.domain);
	struct slice other = cxml_identifier(x, x->doc.domain, text), id;
	struct party *p = x->base[B_PARTY];

	if (!colon_free(domain)) {
		odd_identity(x, text);
		return;
	}
	id = slice_of(arena_printf(x->in->arena, "cxml:" SL_FMT ":" SL_FMT,
	    SL_ARG(domain), SL_ARG(text_head(text, 200))));
	if (slice_is(slice_of(x->role), "Sender")) {
		cxml_refer(x, SLICE("Sender"), id, SLICE_NONE);
		return;
	}
	if (x->doc.market) {
		cxml_refer(x, SLICE("Marketplace"), id, SLICE_NONE);
		return;
	}
	xml_add_id(&x->values, p, id);
	if (other.n > 0)
		xml_add_id(&x->values, p, other);
	if (p == &x->order.buyer && x->interchange.sender.n == 0)
		x->interchange.sender = id;
	else if (p == &x->order.seller && x->interchange.receiver.n == 0)
		x->interchange.receiver = id;
}

static void
read_country(struct cxml *x, struct slice text)
{
	struct slice code = cxml_attribute(x, A_COUNTRY);
	struct party *p = x->base[B_PARTY];

	if (code.n == 0)
		code = text;
	if (xml_is_country(code))
		p->country = xml_kept(&x->values, code);
	else
		cxml_found(x, "CXML-COUNTRY", code, NULL);
}

/* --- other texts ---------------------------------------------------------- */

static void
set_day(struct cxml *x, struct slice text, day *to)
{
	if (*to == DAY_NONE)
		cxml_day(x, text, to);
}

static void
read_count(struct cxml *x, struct slice text)
{
	if (!slice_int(text, &x->order.recurrence.count) ||
	    x->order.recurrence.count < 1)
		cxml_found(x, "CXML-RECURRENCE", text,
		    "the count of a recurrence is a whole number above zero");
}

/* What parsers/redact.h leaves of a text. */
static bool
was_blanked(struct slice text)
{
	for (size_t i = 0; i < text.n; i++)
		if (memchr("* \t\r\n]>", text.p[i], 7) == NULL)
			return (false);
	return (true);
}

/* Our own names, and what everybody else keeps there. */
static void
read_extrinsic(struct cxml *x, struct slice text)
{
	const struct slice name = cxml_attribute(x, A_NAME);
	struct recurrence_terms *t = &x->order.recurrence;

	if (slice_ieq(name, SLICE("recurrenceRule")) ||
	    slice_ieq(name, SLICE("ordermill:recurrence"))) {
		x->recurs = true;
		x->recurs_at = xml_offset(x->reader);
		xml_set(&x->values, &t->text, text);
	} else if (slice_ieq(name, SLICE("recurrenceStart"))) {
		set_day(x, text, &t->start);
	} else if (slice_ieq(name, SLICE("recurrenceEnd"))) {
		set_day(x, text, &t->end);
	} else if (slice_ieq(name, SLICE("recurrenceCount"))) {
		read_count(x, text);
	} else if (slice_ieq(name, SLICE("CostCenter")) ||
	    slice_ieq(name, SLICE("CostCentre")) ||
	    slice_ieq(name, SLICE("Cost Center"))) {
		xml_set(&x->values, &x->order.cost_centre, text);
	} else if (!was_blanked(text)) {
		cxml_refer(x, name, text, SLICE("Extrinsic"));
	}
}

/* What a Response or StatusUpdateRequest says of a document of ours: by its
 * own payloadID, or by the one that it names.  Where code and text say the
 * same, once. */
static void
read_status(struct cxml *x, const struct xml_row *row, struct slice text)
{
	struct slice code = cxml_attribute(x, A_CODE);
	struct slice words = cxml_attribute(x, A_TEXT);
	struct receipt *r = &x->receipt;

	x->is_receipt = true;
	x->is_response = row->parent == T_RESPONSE;
	x->message.kind = r->kind = x->is_response ?
	    SLICE("Response") :
	    SLICE("StatusUpdateRequest");
	if (x->is_response)
		r->document_id = x->interchange.control_number;
	r->offset = xml_offset(x->reader);
	r->code = xml_kept(&x->values, code);
	r->text = xml_kept(&x->values, words);
	if (text.n > 0 && !slice_eq(text, words))
		join_text(x, &r->text, ": ", text);
	r->verdict = code.n == 3 && code.p[0] == '2' ? VERDICT_ACCEPTED :
						       VERDICT_REJECTED;
	if (code.n != 3)
		cxml_found(x, "CXML-STATUS", code, NULL);
}

/* --- one text element ----------------------------------------------------- */

static void
read_telephone(struct cxml *x, const struct xml_row *row, struct slice text)
{
	struct slice *to = MEMBER(x, row, struct slice);

	if (to->n == 0 && row->name[0] == 'C' && text.p[0] != '+')
		*to = xml_prefixed(&x->values, "+", text);
	else
		join_text(x, to, " ", text);
}

static void
read_text(struct cxml *x, const struct xml_row *row, struct slice text)
{
	switch (row->use) {
	case U_JOIN:
		join_text(x, MEMBER(x, row, struct slice), ", ", text);
		break;
	case U_PHONE:
		read_telephone(x, row, text);
		break;
	case U_NOTE:
		xml_add_note(&x->values, MEMBER(x, row, struct list), text);
		break;
	case U_AUXILIARY:
		read_auxiliary(x, row, text);
		break;
	case U_QUANTITY_LIMIT:
		if (row->name[1] == 'a' && !decimal_parse(text, &x->doc.most))
			cxml_found(x, "CXML-NUMBER", text, NULL);
		read_limit(x, row->name, text, SLICE_NONE);
		break;
	case U_LINE_EXTRINSIC:
		if (!was_blanked(text))
			read_limit(x, attribute_text(x, A_NAME), text,
			    SLICE_NONE);
		break;
	case U_CARRIER:
	case U_INSTRUCTION:
		read_transport(x, row, text);
		break;
	case U_LIMIT:
		check_currency(x, text);
		(void)cxml_number(x, text, &x->doc.maximum);
		read_limit(x, "MaxAmount", text, x->first_currency);
		break;
	default:
		xml_set(&x->values, MEMBER(x, row, struct slice), text);
		break;
	}
}

/* A code, or the words for which there is none. */
static struct slice
coded(struct cxml *x, struct slice text)
{
	const struct slice code = cxml_attribute(x, A_VALUE);

	return (code.n == 0 || (slice_ieq(code, SLICE("Other")) && text.n > 0) ?
		text :
		code);
}

/* What says something without a text too. */
static bool
read_marked(struct cxml *x, const struct xml_row *row, struct slice text)
{
	switch (row->use) {
	case U_COUNTRY:
		read_country(x, text);
		return (true);
	case U_STATUS:
		read_status(x, row, text);
		return (true);
	case U_TERMS_CODE:
		xml_set(&x->values, &x->order.delivery_terms, coded(x, text));
		return (true);
	case U_TERMS_VALUE:
		cxml_refer(x, slice_of(row->name), coded(x, text), SLICE_NONE);
		return (true);
	case U_FACT:
		if (coded(x, text).n > 0)
			read_limit(x, row->name, coded(x, text), SLICE_NONE);
		return (true);
	default:
		return (false);
	}
}

void
cxml_value(void *ctx, const struct xml_row *row, struct slice text)
{
	struct cxml *x = ctx;

	if (read_marked(x, row, text) || text.n == 0)
		return;
	switch (row->use) {
	case U_MONEY:
		read_money(x, row, text);
		break;
	case U_UNIT:
		read_unit(x, text);
		break;
	case U_SCHEDULE_UNIT:
		read_schedule_unit(x, text);
		break;
	case U_IDENTITY:
		read_identity(x, text);
		break;
	case U_EXTRINSIC:
		read_extrinsic(x, text);
		break;
	default:
		read_text(x, row, text);
		break;
	}
}
