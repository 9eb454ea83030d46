#include <stdio.h>
#include "writers/ubl_common.h"

#define INDENT "\n\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t"
_Static_assert(sizeof(INDENT) - 2 >= UBL_DEPTH_MAX, "a tab a level");

bool
ubl_blank(struct slice s)
{
	return (slice_trim(s).n == 0);
}

static void
new_line(struct ubl *u)
{
	buf_add(u->out, (struct slice){ INDENT, 1 + u->depth });
}

static void
take_back(struct ubl *u, size_t to)
{
	if (u->out->failed)
		return;
	u->out->n = to;
	u->out->p[to] = '\0';
}

void
ubl_start(struct ubl *u, const char *document, struct buf *out, struct err *e)
{
	*u = (struct ubl){ .out = out, .e = e, .document = document,
	    .start = out->n, .line = -1, .rc = RC_OK };
	buf_text(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<");
	buf_text(out, document);
	buf_text(out, " xmlns=\"" UBL_NAMESPACE);
	buf_text(out, document);
	buf_text(out, "-2\"\n\txmlns:cac=\"" UBL_NAMESPACE
	    "CommonAggregateComponents-2\"\n\txmlns:cbc=\"" UBL_NAMESPACE
	    "CommonBasicComponents-2\">");
	u->depth = 1;
}

enum rc
ubl_finish(struct ubl *u)
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
fault(struct ubl *u, const char *code, const char *field, const char *why)
{
	if (u->rc != RC_OK)
		return;
	if (u->line < 0)
		u->rc = err_set(u->e, RC_FATAL, code, "%s: %s %s",
		    u->document, field, why);
	else
		u->rc = err_set(u->e, RC_FATAL, code, "%s: lines[%lld].%s %s",
		    u->document, (long long)u->line, field, why);
}

void
ubl_missing(struct ubl *u, const char *field)
{
	fault(u, "WRITE-MISSING", field, "is missing");
}

void
ubl_wrong(struct ubl *u, const char *field, const char *why)
{
	fault(u, "WRITE-VALUE", field, why);
}

static struct ubl_level *
push(struct ubl *u, const char *tag)
{
	struct ubl_level *l;

	INVARIANT(u->depth < UBL_DEPTH_MAX);
	l = &u->level[u->depth];
	*l = (struct ubl_level){ .tag = tag, .before = u->out->n };
	new_line(u);
	u->depth++;
	buf_char(u->out, '<');
	buf_text(u->out, tag);
	return (l);
}

static void
opened(struct ubl *u, struct ubl_level *l)
{
	buf_char(u->out, '>');
	l->inside = u->out->n;
}

void
ubl_open(struct ubl *u, const char *tag)
{
	opened(u, push(u, tag));
}

void
ubl_open_ns(struct ubl *u, const char *tag, const char *xmlns,
    const char *uri)
{
	struct ubl_level *l = push(u, tag);

	buf_char(u->out, ' ');
	buf_text(u->out, xmlns);
	buf_text(u->out, "=\"");
	buf_text(u->out, uri);
	buf_char(u->out, '"');
	opened(u, l);
}

void
ubl_text_open(struct ubl *u, const char *tag)
{
	struct ubl_level *l = push(u, tag);

	l->text = true;
	opened(u, l);
}

static void
close_level(struct ubl *u, bool keep)
{
	struct ubl_level *l;

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
ubl_close(struct ubl *u)
{
	close_level(u, false);
}

void
ubl_close_kept(struct ubl *u)
{
	close_level(u, true);
}

void
ubl_say(struct ubl *u, struct slice text)
{
	buf_xml(u->out, text);
}

void
ubl_say_line(struct ubl *u, struct slice text)
{
	text = slice_trim(text);
	if (text.n == 0)
		return;
	if (u->out->n != u->level[u->depth - 1].inside)
		buf_text(u->out, "&#10;");
	buf_xml(u->out, text);
}

void
ubl_text(struct ubl *u, const char *tag, struct slice text)
{
	ubl_marked(u, tag, NULL, SLICE_NONE, text);
}

void
ubl_need(struct ubl *u, const char *tag, struct slice text, const char *field)
{
	if (ubl_blank(text))
		ubl_missing(u, field);
	ubl_text(u, tag, text);
}

void
ubl_marked(struct ubl *u, const char *tag, const char *name,
    struct slice mark, struct slice text)
{
	struct ubl_level *l;

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
	ubl_close(u);
}

void
ubl_day(struct ubl *u, const char *tag, day d)
{
	char text[11];

	if (d != DAY_NONE)
		ubl_text(u, tag, slice_of(day_text(d, text)));
}

void
ubl_instant(struct ubl *u, const char *date_tag, const char *time_tag,
    instant t)
{
	char text[21];
	struct slice s;

	if (t == INSTANT_NONE)
		return;
	s = slice_of(instant_text(t, text));
	ubl_text(u, date_tag, slice_sub(s, 0, 10));
	ubl_text(u, time_tag, slice_sub(s, 11, 9));
}

void
ubl_decimal(struct ubl *u, const char *tag, struct decimal d)
{
	char text[DECIMAL_TEXT_MAX];

	if (!decimal_is_none(d))
		ubl_text(u, tag, slice_of(decimal_text(d, text)));
}

void
ubl_quantity(struct ubl *u, const char *tag, struct decimal d,
    struct slice unit, const char *field)
{
	char text[DECIMAL_TEXT_MAX];

	if (decimal_is_none(d))
		return;
	if (ubl_blank(unit))
		ubl_missing(u, field);
	ubl_marked(u, tag, "unitCode", unit,
	    slice_of(decimal_text(d, text)));
}

void
ubl_amount(struct ubl *u, const char *tag, struct decimal d,
    struct slice currency)
{
	char text[DECIMAL_TEXT_MAX + 8];
	size_t n;
	int digits = currency_digits(slice_trim(currency));

	if (decimal_is_none(d))
		return;
	if (ubl_blank(currency))
		ubl_missing(u, "currency");
	n = strlen(decimal_text(d, text));
	if (d.scale == 0 && digits > 0)
		text[n++] = '.';
	for (int i = d.scale; i < digits && n < sizeof(text); i++)
		text[n++] = '0';
	ubl_marked(u, tag, "currencyID", currency, (struct slice){ text, n });
}

void
ubl_head_ids(struct ubl *u, const struct answer_head *h,
    const char *customization, const char *profile)
{
	ubl_text(u, "cbc:CustomizationID", ubl_blank(h->customization) ?
	    slice_of(customization) : h->customization);
	ubl_text(u, "cbc:ProfileID", ubl_blank(h->profile) ?
	    slice_of(profile) : h->profile);
	ubl_need(u, "cbc:ID", h->id, "head.id");
}

void
ubl_head_issued(struct ubl *u, const struct answer_head *h)
{
	if (h->issued == INSTANT_NONE)
		ubl_missing(u, "head.issued");
	ubl_instant(u, "cbc:IssueDate", "cbc:IssueTime", h->issued);
}

void
ubl_notes(struct ubl *u, bool test, const struct list *notes)
{
	ubl_text_open(u, "cbc:Note");
	if (test)
		ubl_say_line(u, SLICE("TEST: answer to a test document"));
	for (size_t i = 0; i < notes->n; i++)
		ubl_say_line(u, LIST_AT(notes, struct text_item, i)->text);
	ubl_close(u);
}

/* "head.to" and "endpoint" make one name of a field. */
static void
missing_of(struct ubl *u, const char *role, const char *field)
{
	char name[64];

	(void)snprintf(name, sizeof(name), "%s.%s", role, field);
	ubl_missing(u, name);
}

void
ubl_endpoint(struct ubl *u, const struct answer_party *p, const char *role)
{
	if (ubl_blank(p->endpoint))
		missing_of(u, role, "endpoint");
	if (ubl_blank(p->endpoint_scheme))
		missing_of(u, role, "endpoint_scheme");
	ubl_marked(u, "cbc:EndpointID", "schemeID", p->endpoint_scheme,
	    p->endpoint);
}

/* An id without its scheme names nobody: it is left out. */
static bool
has_id(const struct answer_party *p)
{
	return (!ubl_blank(p->id) && !ubl_blank(p->id_scheme));
}

void
ubl_party(struct ubl *u, const char *tag, const struct answer_party *p,
    const char *role, bool name_needed)
{
	if (ubl_blank(p->name) && (name_needed || !has_id(p)))
		missing_of(u, role, "name");
	ubl_open(u, tag);
	ubl_open(u, "cac:Party");
	ubl_endpoint(u, p, role);
	if (has_id(p)) {
		ubl_open(u, "cac:PartyIdentification");
		ubl_marked(u, "cbc:ID", "schemeID", p->id_scheme, p->id);
		ubl_close(u);
	}
	ubl_open(u, "cac:PartyLegalEntity");
	ubl_text(u, "cbc:RegistrationName", p->name);
	ubl_close(u);
	ubl_close(u);
	ubl_close(u);
}

static bool
is_country(struct slice s)
{
	return (s.n == 2 && s.p[0] >= 'A' && s.p[0] <= 'Z' &&
	    s.p[1] >= 'A' && s.p[1] <= 'Z');
}

void
ubl_address(struct ubl *u, const char *tag, const struct party *p,
    bool lenient)
{
	bool country = is_country(slice_trim(p->country));

	if (!country && !lenient)
		return;
	ubl_open(u, tag);
	ubl_text(u, "cbc:StreetName", p->street);
	ubl_text(u, "cbc:AdditionalStreetName", p->street2);
	ubl_text(u, "cbc:CityName", p->city);
	ubl_text(u, "cbc:PostalZone", p->postal_code);
	ubl_text(u, "cbc:CountrySubentity", p->region);
	ubl_open(u, "cac:AddressLine");
	ubl_text(u, "cbc:Line", p->name2);
	ubl_close(u);
	ubl_open(u, "cac:Country");
	ubl_text(u, country ? "cbc:IdentificationCode" : "cbc:Name",
	    p->country);
	ubl_close(u);
	ubl_close(u);
}

void
ubl_period(struct ubl *u, const char *tag, day from, day to)
{
	ubl_open(u, tag);
	ubl_day(u, "cbc:StartDate", from);
	ubl_day(u, "cbc:EndDate", to);
	ubl_close(u);
}

static void
item_id(struct ubl *u, const char *tag, const char *scheme, struct slice id)
{
	ubl_open(u, tag);
	ubl_marked(u, "cbc:ID", "schemeID", slice_of(scheme), id);
	ubl_close(u);
}

void
ubl_item_ids(struct ubl *u, const struct ubl_item *i)
{
	item_id(u, "cac:BuyersItemIdentification", NULL, i->buyer);
	item_id(u, "cac:SellersItemIdentification", NULL, i->seller);
	item_id(u, "cac:ManufacturersItemIdentification", NULL, i->maker);
	item_id(u, "cac:StandardItemIdentification", "0160", i->gtin);
}

void
ubl_item(struct ubl *u, const struct ubl_item *i)
{
	const struct slice names[] = { i->name, i->seller, i->buyer, i->gtin };
	size_t n = 0;

	while (n + 1 < sizeof(names) / sizeof(names[0]) && ubl_blank(names[n]))
		n++;
	ubl_open(u, "cac:Item");
	ubl_need(u, "cbc:Name", names[n], "name");
	ubl_item_ids(u, i);
	ubl_close(u);
}
