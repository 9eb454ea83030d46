#include <stdio.h>
#include "writers/ubl_common.h"

#define INDENT "\n\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t"
_Static_assert(sizeof(INDENT) - 2 >= DOC_DEPTH_MAX, "a tab a level");

bool
doc_blank(struct slice s)
{
	return (slice_trim(s).n == 0);
}

static void
new_line(struct doc *u)
{
	buf_add(u->out, (struct slice){ INDENT, 1 + u->depth });
}

static void
take_back(struct doc *u, size_t to)
{
	if (u->out->failed)
		return;
	u->out->n = to;
	u->out->p[to] = '\0';
}

void
doc_start(struct doc *u, const char *document, struct buf *out, struct err *e)
{
	*u = (struct doc){ .out = out,
		.e = e,
		.document = document,
		.start = out->n,
		.line = -1,
		.rc = RC_OK };
	buf_text(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<");
	buf_text(out, document);
	buf_text(out, " xmlns=\"" DOC_NAMESPACE);
	buf_text(out, document);
	buf_text(out,
	    "-2\"\n\txmlns:cac=\"" DOC_NAMESPACE
	    "CommonAggregateComponents-2\"\n\txmlns:cbc=\"" DOC_NAMESPACE
	    "CommonBasicComponents-2\">");
	u->depth = 1;
}

enum rc
doc_finish(struct doc *u)
{
	INVARIANT(u->depth == 1);
	buf_text(u->out, "\n</");
	buf_text(u->out, u->document);
	buf_text(u->out, ">\n");
	if (u->rc == RC_OK && u->out->failed)
		u->rc = err_set(u->e, RC_FATAL, "WRITE-LARGE",
		    "%s: longer than %zu bytes", u->document, u->out->max);
	if (u->rc != RC_OK) {
		u->out->n = u->start;
		u->out->p[u->start] = '\0';
	}
	return (u->rc);
}

static void
fault(struct doc *u, const char *code, const char *field, const char *why)
{
	if (u->rc != RC_OK)
		return;
	if (u->line < 0)
		u->rc = err_set(u->e, RC_FATAL, code, "%s: %s %s", u->document,
		    field, why);
	else
		u->rc = err_set(u->e, RC_FATAL, code, "%s: lines[%lld].%s %s",
		    u->document, (long long)u->line, field, why);
}

void
doc_missing(struct doc *u, const char *field)
{
	fault(u, "WRITE-MISSING", field, "is missing");
}

void
doc_wrong(struct doc *u, const char *field, const char *why)
{
	fault(u, "WRITE-VALUE", field, why);
}

static struct doc_level *
push(struct doc *u, const char *tag)
{
	struct doc_level *l;

	INVARIANT(u->depth < DOC_DEPTH_MAX);
	l = &u->level[u->depth];
	*l = (struct doc_level){ .tag = tag, .before = u->out->n };
	new_line(u);
	u->depth++;
	buf_char(u->out, '<');
	buf_text(u->out, tag);
	return (l);
}

static void
opened(struct doc *u, struct doc_level *l)
{
	buf_char(u->out, '>');
	l->inside = u->out->n;
}

void
doc_open(struct doc *u, const char *tag)
{
	opened(u, push(u, tag));
}

void
doc_open_ns(struct doc *u, const char *tag, const char *xmlns, const char *uri)
{
	struct doc_level *l = push(u, tag);

	buf_char(u->out, ' ');
	buf_text(u->out, xmlns);
	buf_text(u->out, "=\"");
	buf_text(u->out, uri);
	buf_char(u->out, '"');
	opened(u, l);
}

void
doc_text_open(struct doc *u, const char *tag)
{
	struct doc_level *l = push(u, tag);

	l->text = true;
	opened(u, l);
}

static void
close_level(struct doc *u, bool keep)
{
	struct doc_level *l;

	INVARIANT(u->depth > 1);
	l = &u->level[--u->depth];
	if (!keep && u->out->n == l->inside) {
		take_back(u, l->before);
		return;
	}
	if (!l->text && u->out->n != l->inside)
		new_line(u);
	buf_text(u->out, "</");
	buf_text(u->out, l->tag);
	buf_char(u->out, '>');
}

void
doc_close(struct doc *u)
{
	close_level(u, false);
}

void
doc_close_kept(struct doc *u)
{
	close_level(u, true);
}

void
doc_say(struct doc *u, struct slice text)
{
	buf_xml(u->out, text);
}

void
doc_say_line(struct doc *u, struct slice text)
{
	text = slice_trim(text);
	if (text.n == 0)
		return;
	if (u->out->n != u->level[u->depth - 1].inside)
		buf_text(u->out, "&#10;");
	buf_xml(u->out, text);
}

void
doc_text(struct doc *u, const char *tag, struct slice text)
{
	doc_marked(u, tag, NULL, SLICE_NONE, text);
}

void
doc_need(struct doc *u, const char *tag, struct slice text, const char *field)
{
	if (doc_blank(text))
		doc_missing(u, field);
	doc_text(u, tag, text);
}

void
doc_marked(struct doc *u, const char *tag, const char *name, struct slice mark,
    struct slice text)
{
	struct doc_level *l;

	text = slice_trim(text);
	mark = slice_trim(mark);
	if (text.n == 0)
		return;
	l = push(u, tag);
	l->text = true;
	if (mark.n > 0) {
		buf_char(u->out, ' ');
		buf_text(u->out, name);
		buf_text(u->out, "=\"");
		buf_xml(u->out, mark);
		buf_char(u->out, '"');
	}
	opened(u, l);
	buf_xml(u->out, text);
	doc_close(u);
}

void
doc_day(struct doc *u, const char *tag, day d)
{
	char text[11];

	if (d != DAY_NONE)
		doc_text(u, tag, slice_of(day_text(d, text)));
}

void
doc_instant(struct doc *u, const char *date_tag, const char *time_tag,
    instant t)
{
	char text[21];
	struct slice s;

	if (t == INSTANT_NONE)
		return;
	s = slice_of(instant_text(t, text));
	doc_text(u, date_tag, slice_sub(s, 0, 10));
	doc_text(u, time_tag, slice_sub(s, 11, 9));
}

void
doc_decimal(struct doc *u, const char *tag, struct decimal d)
{
	char text[DECIMAL_TEXT_MAX];

	if (!decimal_is_none(d))
		doc_text(u, tag, slice_of(decimal_text(d, text)));
}

void
doc_quantity(struct doc *u, const char *tag, struct decimal d,
    struct slice unit, const char *field)
{
	char text[DECIMAL_TEXT_MAX];

	if (decimal_is_none(d))
		return;
	if (doc_blank(unit))
		doc_missing(u, field);
	doc_marked(u, tag, "unitCode", unit, slice_of(decimal_text(d, text)));
}

void
doc_amount(struct doc *u, const char *tag, struct decimal d,
    struct slice currency)
{
	char text[DECIMAL_TEXT_MAX + 8];
	size_t n;
	int digits = currency_digits(slice_trim(currency));

	if (decimal_is_none(d))
		return;
	if (doc_blank(currency))
		doc_missing(u, "currency");
	n = strlen(decimal_text(d, text));
	if (d.scale == 0 && digits > 0)
		text[n++] = '.';
	for (int i = d.scale; i < digits && n < sizeof(text); i++)
		text[n++] = '0';
	doc_marked(u, tag, "currencyID", currency, (struct slice){ text, n });
}

void
doc_head_ids(struct doc *u, const struct answer_head *h,
    const char *customization, const char *profile)
{
	doc_text(u, "cbc:CustomizationID",
	    doc_blank(h->customization) ? slice_of(customization) :
					  h->customization);
	doc_text(u, "cbc:ProfileID",
	    doc_blank(h->profile) ? slice_of(profile) : h->profile);
	doc_need(u, "cbc:ID", h->id, "head.id");
}

void
doc_head_issued(struct doc *u, const struct answer_head *h)
{
	if (h->issued == INSTANT_NONE)
		doc_missing(u, "head.issued");
	doc_instant(u, "cbc:IssueDate", "cbc:IssueTime", h->issued);
}

void
doc_notes(struct doc *u, bool test, const struct list *notes)
{
	doc_text_open(u, "cbc:Note");
	if (test)
		doc_say_line(u, SLICE("TEST: answer to a test document"));
	for (size_t i = 0; i < notes->n; i++)
		doc_say_line(u, LIST_AT(notes, struct text_item, i)->text);
	doc_close(u);
}

/* "head.to" and "endpoint" make one name of a field. */
static void
missing_of(struct doc *u, const char *role, const char *field)
{
	char name[64];

	(void)snprintf(name, sizeof(name), "%s.%s", role, field);
	doc_missing(u, name);
}

void
doc_endpoint(struct doc *u, const struct answer_party *p, const char *role)
{
	if (doc_blank(p->endpoint))
		missing_of(u, role, "endpoint");
	if (doc_blank(p->endpoint_scheme))
		missing_of(u, role, "endpoint_scheme");
	doc_marked(u, "cbc:EndpointID", "schemeID", p->endpoint_scheme,
	    p->endpoint);
}

/* An id without its scheme names nobody: it is left out. */
static bool
has_id(const struct answer_party *p)
{
	return (!doc_blank(p->id) && !doc_blank(p->id_scheme));
}

void
doc_party(struct doc *u, const char *tag, const struct answer_party *p,
    const char *role, bool name_needed)
{
	if (doc_blank(p->name) && (name_needed || !has_id(p)))
		missing_of(u, role, "name");
	doc_open(u, tag);
	doc_open(u, "cac:Party");
	doc_endpoint(u, p, role);
	if (has_id(p)) {
		doc_open(u, "cac:PartyIdentification");
		doc_marked(u, "cbc:ID", "schemeID", p->id_scheme, p->id);
		doc_close(u);
	}
	doc_open(u, "cac:PartyLegalEntity");
	doc_text(u, "cbc:RegistrationName", p->name);
	doc_close(u);
	doc_close(u);
	doc_close(u);
}

static bool
is_country(struct slice s)
{
	return (s.n == 2 && s.p[0] >= 'A' && s.p[0] <= 'Z' && s.p[1] >= 'A' &&
	    s.p[1] <= 'Z');
}

void
doc_address(struct doc *u, const char *tag, const struct party *p, bool lenient)
{
	bool country = is_country(slice_trim(p->country));

	if (!country && !lenient)
		return;
	doc_open(u, tag);
	doc_text(u, "cbc:StreetName", p->street);
	doc_text(u, "cbc:AdditionalStreetName", p->street2);
	if (lenient)
		doc_text(u, "cbc:MarkAttention", p->name2);
	doc_text(u, "cbc:CityName", p->city);
	doc_text(u, "cbc:PostalZone", p->postal_code);
	doc_text(u, "cbc:CountrySubentity", p->region);
	if (!lenient) {
		doc_open(u, "cac:AddressLine");
		doc_text(u, "cbc:Line", p->name2);
		doc_close(u);
	}
	doc_open(u, "cac:Country");
	doc_text(u, "cbc:IdentificationCode", p->country);
	doc_close(u);
	doc_close(u);
}

void
doc_period(struct doc *u, const char *tag, day from, day to)
{
	doc_open(u, tag);
	doc_day(u, "cbc:StartDate", from);
	doc_day(u, "cbc:EndDate", to);
	doc_close(u);
}

static void
item_id(struct doc *u, const char *tag, const char *scheme, struct slice id)
{
	doc_open(u, tag);
	doc_marked(u, "cbc:ID", "schemeID", slice_of(scheme), id);
	doc_close(u);
}

void
doc_item_ids(struct doc *u, const struct doc_item *i)
{
	item_id(u, "cac:BuyersItemIdentification", NULL, i->buyer);
	item_id(u, "cac:SellersItemIdentification", NULL, i->seller);
	item_id(u, "cac:ManufacturersItemIdentification", NULL, i->maker);
	item_id(u, "cac:StandardItemIdentification", "0160", i->gtin);
}

void
doc_item(struct doc *u, const struct doc_item *i)
{
	const struct slice names[] = { i->name, i->seller, i->buyer, i->gtin };
	size_t n = 0;

	while (n + 1 < sizeof(names) / sizeof(names[0]) && doc_blank(names[n]))
		n++;
	doc_open(u, "cac:Item");
	doc_need(u, "cbc:Name", names[n], "name");
	doc_item_ids(u, i);
	doc_close(u);
}
