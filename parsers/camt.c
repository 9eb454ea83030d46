#include <stdarg.h>
#include <string.h>

#include "parsers/camt.h"

extern const struct finding_rule bank_findings[];

static const char *const fault_codes[] = {
	[XML_FINE] = "",
	[XML_ENCODING] = "CAMT-ENCODING",
	[XML_CHARACTER] = "CAMT-ENCODING",
	[XML_DOCTYPE] = "CAMT-DOCTYPE",
	[XML_ENTITY] = "CAMT-DOCTYPE",
	[XML_SYNTAX] = "CAMT-XML",
	[XML_TRUNCATED] = "CAMT-TRUNCATED",
	[XML_NAMESPACE] = "CAMT-XML",
	[XML_TAG_LONG] = "CAMT-LIMIT",
	[XML_ATTRIBUTES] = "CAMT-LIMIT",
	[XML_LONG] = "CAMT-LIMIT",
	[XML_DEEP] = "CAMT-LIMIT",
	[XML_ELEMENTS] = "CAMT-LIMIT",
	[XML_NAMES] = "CAMT-LIMIT",
	[XML_VALUE_LONG] = "CAMT-LIMIT",
	[XML_VALUE_MARKUP] = "CAMT-XML",
	[XML_STRAY_TEXT] = "CAMT-XML",
	[XML_REPEATED] = "CAMT-REPEATED",
	[XML_DECLARED] = "XML-DECLARED",
	[XML_PADDING] = "XML-PADDING",
};
_Static_assert(sizeof(fault_codes) / sizeof(fault_codes[0]) == XML_FAULTS,
    "every fault has a code");

/* --- findings ------------------------------------------------------------ */

void
camt_found(struct camt *c, const char *code, struct slice value,
    const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	xml_find(&c->found, code, value, fmt, ap);
	va_end(ap);
}

static void
on_fault(void *ctx, enum xml_fault fault, int64_t offset, const char *what)
{
	struct camt *c = ctx;

	camt_found(c, fault_codes[fault], SLICE_NONE, "%s", what);
	xml_finding_moved(&c->found, offset);
}

static void found_none(struct camt *c, const char *fmt, ...) PRINTF_LIKE(2, 3);

static void
found_none(struct camt *c, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	xml_find_at(&c->found, "CAMT-MISSING", 0, "/Document", SLICE_NONE, fmt,
	    ap);
	va_end(ap);
}

/* --- reading ------------------------------------------------------------- */

static uint8_t
on_root(void *ctx, const char *uri, const char *name)
{
	struct camt *c = ctx;

	if (xml_doctype(c->reader).n > 0) {
		camt_found(c, "CAMT-DOCTYPE", SLICE_NONE,
		    "a document type declaration");
		return (XML_SKIP);
	}
	if (strcmp(uri, c->kind->uri) == 0 && strcmp(name, "Document") == 0) {
		c->rooted = true;
		return (K_DOCUMENT);
	}
	camt_found(c, "CAMT-VERSION", slice_of(name),
	    "the root is {%.120s}%.60s", uri, name);
	return (XML_SKIP);
}

/* Zero bytes left out: UTF-16 is read too. */
static size_t
bare_head(struct slice head, char *text, size_t size)
{
	size_t n = 0;

	for (size_t i = 0; i < head.n && n < size; i++)
		if (head.p[i] != '\0')
			text[n++] = head.p[i];
	return (n);
}

/* Which of those that are read; the first one where it is another. */
static const struct camt_kind *
kind_of(struct slice data)
{
	char text[4096];
	size_t n = bare_head(slice_sub(data, 0, 2 * sizeof(text)), text,
	    sizeof(text));

	for (const struct camt_kind *k = camt_kinds; k->uri != NULL; k++)
		if (memmem(text, n, k->uri, strlen(k->uri)) != NULL)
			return (k);
	return (&camt_kinds[0]);
}

/* --- giving -------------------------------------------------------------- */

static enum rc
give_findings(const struct camt *c, size_t from, size_t to,
    const struct parse_sink *sink, struct err *e)
{
	enum rc rc = RC_OK;

	for (size_t i = from; rc == RC_OK && i < to; i++)
		rc = sink->finding(sink->ctx,
		    LIST_AT(&c->found.list, struct finding, i), e);
	return (rc);
}

static void
fill_message(const struct camt *c, const struct camt_statement *s,
    struct message *m)
{
	m->format = SLICE("camt");
	m->kind = slice_of(c->kind->name);
	m->version = slice_of(c->kind->version);
	m->control_number = c->file_id;
	m->offset = s->offset;
	m->length = 0;
	m->verdict = s->errors > 0 || !c->whole ? VERDICT_REJECTED :
	    s->warnings > 0                     ? VERDICT_ERRORS :
						  VERDICT_ACCEPTED;
}

static enum rc
give_statement(const struct camt *c, struct camt_statement *s,
    const struct parse_sink *sink, struct err *e)
{
	struct message *m = &s->message;
	enum rc rc;

	fill_message(c, s, m);
	rc = sink->message(sink->ctx, m, e);
	if (rc == RC_OK)
		rc = give_findings(c, s->first, s->last, sink, e);
	for (size_t i = 0;
	     rc == RC_OK && m->verdict != VERDICT_REJECTED && i < s->entries.n;
	     i++)
		rc = sink->bank_entry(sink->ctx,
		    LIST_AT(&s->entries, struct bank_entry, i), e);
	return (rc == RC_OK ? sink->message_end(sink->ctx, m, e) : rc);
}

static enum rc
give(struct camt *c, const struct parse_sink *sink, struct err *e)
{
	struct interchange *i = &c->interchange;
	size_t at = 0;
	enum rc rc;

	i->messages = (int64_t)c->statements.n;
	i->verdict = c->found.errors > 0 && !c->whole ? VERDICT_REJECTED :
	    c->found.errors + c->found.warnings > 0   ? VERDICT_ERRORS :
							VERDICT_ACCEPTED;
	rc = sink->interchange(sink->ctx, i, e);
	for (size_t n = 0; rc == RC_OK && n < c->statements.n; n++) {
		struct camt_statement *s = LIST_AT(&c->statements,
		    struct camt_statement, n);

		rc = give_findings(c, at, s->first, sink, e);
		if (rc == RC_OK)
			rc = give_statement(c, s, sink, e);
		at = s->last;
	}
	if (rc == RC_OK)
		rc = give_findings(c, at, c->found.list.n, sink, e);
	return (rc == RC_OK ? sink->interchange_end(sink->ctx, i, e) : rc);
}

static enum rc
unreadable(const struct camt *c, const struct parse_sink *sink, struct err *e)
{
	enum rc rc = give_findings(c, 0, c->found.list.n, sink, e);

	return (rc != RC_OK ? rc :
			      err_set(e, RC_REJECT, "CAMT-UNREADABLE",
				  "no bank statement could be read"));
}

static enum rc
camt_parse(const struct parse_input *in, const struct parse_sink *sink,
    struct err *e)
{
	struct camt c = { .in = in, .kind = kind_of(in->data) };
	const struct xml_client client = { &c, on_root, camt_start, camt_value,
		camt_end, on_fault, NULL };
	enum rc rc;

	c.found = (struct xml_findings){ .arena = in->arena,
		.file = in->data,
		.reader = &c.reader,
		.rules = bank_findings };
	shape_init(&interchange_shape, &c.interchange);
	c.interchange.standard = SLICE("camt");
	c.interchange.version = slice_of(c.kind->version);
	c.interchange.offset = 0;
	c.interchange.length = (int64_t)in->data.n;
	c.whole = xml_read(in->data, 0, &c.kind->vocabulary, &client,
	    &c.reader);
	if (c.statement != NULL) { /* it was cut off */
		c.statement->errors = c.found.errors - c.statement->errors;
		c.statement->warnings = c.found.warnings -
		    c.statement->warnings;
		c.statement->last = c.found.list.n;
	}
	if (c.rooted && c.whole && c.statements.n == 0)
		found_none(&c, "the document holds no statement");
	rc = c.rooted && c.statements.n > 0 ? give(&c, sink, e) :
					      unreadable(&c, sink, e);
	arena_reset(in->arena);
	return (rc);
}

/* XML of ISO 20022, in any encoding whose zero bytes can be left out: what is
 * no statement is refused by its name. */
static bool
camt_detect(struct slice head)
{
	char text[4096];
	size_t n = bare_head(head, text, sizeof(text)), i = 0;

	while (i < n && i < 8 && text[i] != '<')
		i++;
	return (i < n && text[i] == '<' &&
	    memmem(text, n, ISO_NS, sizeof(ISO_NS) - 1) != NULL);
}

const struct parser camt_parser = { "camt",
	"bank statement (ISO 20022 camt.053, camt.054)", camt_detect,
	camt_parse };
