#include <stdio.h>
#include "writers/cxml_common.h"

#define DTD "http://xml.cxml.org/schemas/cXML/"
#define INDENT "\n\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t"
_Static_assert(sizeof(INDENT) - 2 >= CX_DEPTH_MAX, "a tab a level");

bool
cx_blank(struct slice s)
{
	return (slice_trim(s).n == 0);
}

/* --- faults --------------------------------------------------------------- */

static void
fault(struct cx *x, const char *code, const char *field, const char *why)
{
	if (x->rc != RC_OK)
		return;
	if (x->line < 0)
		x->rc = err_set(x->e, RC_FATAL, code, "%s: %s %s", x->document,
		    field, why);
	else
		x->rc = err_set(x->e, RC_FATAL, code, "%s: lines[%lld].%s %s",
		    x->document, (long long)x->line, field, why);
}

void
cx_missing(struct cx *x, const char *field)
{
	fault(x, "WRITE-MISSING", field, "is missing");
}

void
cx_wrong(struct cx *x, const char *field, const char *why)
{
	fault(x, "WRITE-VALUE", field, why);
}

/* --- elements ------------------------------------------------------------- */

static void
end_tag(struct cx *x)
{
	if (x->in_tag)
		buf_char(x->out, '>');
	x->in_tag = false;
}

static void
new_line(struct cx *x)
{
	buf_add(x->out, (struct slice){ INDENT, 1 + x->depth });
}

void
cx_open(struct cx *x, const char *tag)
{
	INVARIANT(x->depth < CX_DEPTH_MAX);
	end_tag(x);
	new_line(x);
	x->tags[x->depth++] = tag;
	buf_char(x->out, '<');
	buf_text(x->out, tag);
	x->in_tag = true;
}

void
cx_close(struct cx *x)
{
	const char *tag;

	INVARIANT(x->depth > 0);
	tag = x->tags[--x->depth];
	if (x->in_tag) {
		buf_text(x->out, "/>");
		x->in_tag = false;
		return;
	}
	new_line(x);
	buf_text(x->out, "</");
	buf_text(x->out, tag);
	buf_char(x->out, '>');
}

void
cx_attribute(struct cx *x, const char *name, struct slice value)
{
	INVARIANT(x->in_tag);
	value = slice_trim(value);
	if (value.n == 0)
		return;
	buf_char(x->out, ' ');
	buf_text(x->out, name);
	buf_text(x->out, "=\"");
	buf_xml(x->out, value);
	buf_char(x->out, '"');
}

void
cx_need(struct cx *x, const char *name, struct slice value, const char *field)
{
	if (cx_blank(value))
		cx_missing(x, field);
	cx_attribute(x, name, value);
}

void
cx_number(struct cx *x, const char *name, struct decimal d, const char *field)
{
	char text[DECIMAL_TEXT_MAX];

	if (decimal_is_none(d))
		cx_missing(x, field);
	else
		cx_attribute(x, name, slice_of(decimal_text(d, text)));
}

void
cx_instant(struct cx *x, const char *name, instant t)
{
	char text[21], with_zone[32];

	if (t == INSTANT_NONE)
		return;
	(void)instant_text(t, text);
	(void)snprintf(with_zone, sizeof(with_zone), "%.19s+00:00", text);
	cx_attribute(x, name, slice_of(with_zone));
}

void
cx_day(struct cx *x, const char *name, day d)
{
	if (d != DAY_NONE)
		cx_instant(x, name, (instant)d * 86400 + 43200);
}

void
cx_text(struct cx *x, const char *tag, const char *name, struct slice value,
    struct slice text)
{
	text = slice_trim(text);
	if (text.n == 0)
		return;
	cx_open(x, tag);
	if (name != NULL)
		cx_attribute(x, name, value);
	end_tag(x);
	buf_xml(x->out, text);
	buf_text(x->out, "</");
	buf_text(x->out, tag);
	buf_char(x->out, '>');
	x->depth--;
}

void
cx_comment(struct cx *x, struct slice text)
{
	cx_text(x, "Comments", "xml:lang", SLICE(CX_LANG), text);
}

void
cx_comments(struct cx *x, const struct list *notes)
{
	for (size_t i = 0; i < notes->n; i++)
		cx_comment(x, LIST_AT(notes, struct text_item, i)->text);
}

/* As the buyer writes it, else by Recommendation 20. */
void
cx_unit(struct cx *x, struct slice own, struct slice rec20)
{
	const struct slice unit = cx_blank(own) ? rec20 : own;

	if (cx_blank(unit))
		cx_missing(x, "unit");
	cx_text(x, "UnitOfMeasure", NULL, SLICE_NONE, unit);
}

/* At least the digits of the currency: "14.00", "0.0125", "1840". */
void
cx_money(struct cx *x, struct decimal d, struct slice currency,
    const char *field)
{
	char text[DECIMAL_TEXT_MAX + 8];
	const int digits = currency_digits(currency);
	size_t n;

	if (cx_blank(currency))
		cx_missing(x, "currency");
	if (decimal_is_none(d)) {
		cx_missing(x, field);
		return;
	}
	n = strlen(decimal_text(d, text));
	if (d.scale == 0 && digits > 0)
		text[n++] = '.';
	for (int32_t i = d.scale; i < digits; i++)
		text[n++] = '0';
	cx_text(x, "Money", "currency", currency, (struct slice){ text, n });
}

void
cx_order(struct cx *x, struct slice po_number, day on, struct slice payload)
{
	cx_open(x, "OrderReference");
	cx_need(x, "orderID", po_number, "po_number");
	cx_day(x, "orderDate", on);
	cx_open(x, "DocumentReference");
	if (cx_blank(payload))
		buf_text(x->out, " payloadID=\"\"");
	cx_attribute(x, "payloadID", payload);
	cx_close(x);
	cx_close(x);
}

/* --- the envelope --------------------------------------------------------- */

static void
check_version(struct cx *x, struct slice version)
{
	if (version.n == 0)
		cx_missing(x, "head.native.version");
	for (size_t i = 0; i < version.n; i++)
		if (version.p[i] != '.' &&
		    (version.p[i] < '0' || version.p[i] > '9')) {
			cx_wrong(x, "head.native.version",
			    "is no version of cXML");
			return;
		}
}

static void
root(struct cx *x, const char *document, const char *dtd,
    const struct answer_head *h, struct buf *out, struct err *e)
{
	const struct slice version = slice_trim(h->native.version);

	*x = (struct cx){ .out = out,
		.e = e,
		.document = document,
		.start = out->n,
		.line = -1,
		.rc = RC_OK };
	check_version(x, version);
	buf_text(out,
	    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
	    "<!DOCTYPE cXML SYSTEM \"" DTD);
	buf_xml(out, version);
	buf_char(out, '/');
	buf_text(out, dtd);
	buf_text(out, "\">");
	cx_open(x, "cXML");
	cx_need(x, "payloadID", h->id, "head.id");
	if (h->issued == INSTANT_NONE)
		cx_missing(x, "head.issued");
	cx_instant(x, "timestamp", h->issued);
	cx_attribute(x, "xml:lang", SLICE(CX_LANG));
}

static void
credential(struct cx *x, const struct native_party *p, struct slice secret,
    const char *role)
{
	cx_open(x, "Credential");
	cx_need(x, "domain", p->qualifier, role);
	if (cx_blank(p->id))
		cx_missing(x, role);
	cx_text(x, "Identity", NULL, SLICE_NONE, p->id);
	cx_text(x, "SharedSecret", NULL, SLICE_NONE, secret);
	cx_close(x);
}

static void
header(struct cx *x, const struct native_head *h)
{
	cx_open(x, "Header");
	cx_open(x, "From");
	credential(x, &h->from, SLICE_NONE, "head.native.from");
	cx_close(x);
	cx_open(x, "To");
	credential(x, &h->to, SLICE_NONE, "head.native.to");
	cx_close(x);
	cx_open(x, "Sender");
	credential(x, &h->from, h->shared_secret, "head.native.from");
	cx_text(x, "UserAgent", NULL, SLICE_NONE, SLICE("ordermill"));
	cx_close(x);
	cx_close(x);
}

void
cx_request(struct cx *x, const char *document, const char *dtd,
    const struct answer_head *h, struct buf *out, struct err *e)
{
	root(x, document, dtd, h, out, e);
	header(x, &h->native);
	cx_open(x, "Request");
	cx_attribute(x, "deploymentMode",
	    h->test ? SLICE("test") : SLICE("production"));
	cx_open(x, document);
}

void
cx_response(struct cx *x, const struct answer_head *h, struct buf *out,
    struct err *e)
{
	root(x, "Response", CX_PLAIN, h, out, e);
	cx_open(x, "Response");
}

enum rc
cx_finish(struct cx *x)
{
	while (x->depth > 0)
		cx_close(x);
	buf_char(x->out, '\n');
	if (x->rc == RC_OK && x->out->failed)
		x->rc = err_set(x->e, RC_FATAL, "WRITE-LARGE",
		    "%s: longer than %zu bytes", x->document, x->out->max);
	if (x->rc != RC_OK) {
		x->out->n = x->start;
		x->out->p[x->start] = '\0';
	}
	return (x->rc);
}
