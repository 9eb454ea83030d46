#include <stdarg.h>
#include "parsers/ubl.h"
#include "parsers/ubl_parts.h"

#define XML_SUFFIX "-2"

static const char *const fault_codes[] = {
	[XML_FINE] = "",
	[XML_ENCODING] = "UBL-ENCODING",
	[XML_CHARACTER] = "UBL-CHARACTER",
	[XML_DOCTYPE] = "UBL-DOCTYPE",
	[XML_ENTITY] = "UBL-ENTITY",
	[XML_SYNTAX] = "UBL-XML",
	[XML_TRUNCATED] = "UBL-TRUNCATED",
	[XML_NAMESPACE] = "UBL-NAMESPACE",
	[XML_TAG_LONG] = "UBL-TAG-LONG",
	[XML_ATTRIBUTES] = "UBL-ATTRIBUTES",
	[XML_LONG] = "UBL-LONG",
	[XML_DEEP] = "UBL-DEEP",
	[XML_ELEMENTS] = "UBL-ELEMENTS",
	[XML_NAMES] = "UBL-NAMES",
	[XML_VALUE_LONG] = "UBL-VALUE-LONG",
	[XML_VALUE_MARKUP] = "UBL-VALUE-MARKUP",
	[XML_STRAY_TEXT] = "UBL-STRAY-TEXT",
	[XML_REPEATED] = "UBL-REPEATED",
	[XML_DECLARED] = "XML-DECLARED",
	[XML_PADDING] = "XML-PADDING",
};
_Static_assert(sizeof(fault_codes) / sizeof(fault_codes[0]) == XML_FAULTS,
    "every fault has a code");

/* --- findings ------------------------------------------------------------- */

void
ubl_found(struct ubl *u, const char *code, struct slice value, const char *fmt,
    ...)
{
	va_list ap;

	va_start(ap, fmt);
	xml_find(&u->found, code, value, fmt, ap);
	va_end(ap);
}

void
ubl_found_at(struct ubl *u, const char *code, int64_t offset, const char *path,
    struct slice value, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	xml_find_at(&u->found, code, offset, path, value, fmt, ap);
	va_end(ap);
}

/* --- reading -------------------------------------------------------------- */

/* "Order" of "urn:…:xsd:Order-2" when the element has that name too. */
static bool
ubl_root(const char *uri, const char *name)
{
	const size_t prefix = sizeof(UBL_NS) - 1, n = strlen(name);

	return (strncmp(uri, UBL_NS, prefix) == 0 &&
	    strncmp(uri + prefix, name, n) == 0 &&
	    strcmp(uri + prefix + n, XML_SUFFIX) == 0);
}

static const struct root {
	const char *name;
	uint8_t type;
} roots[] = {
	{ "Order", T_ORDER },
	{ "OrderChange", T_CHANGE },
	{ "OrderCancellation", T_CANCELLATION },
	{ "ApplicationResponse", T_RESPONSE },
};

static uint8_t
on_root(void *ctx, const char *uri, const char *name)
{
	struct ubl *u = ctx;
	struct slice kind = slice_of(name);

	u->root_at = xml_tag_offset(u->reader);
	if (ubl_is_envelope(uri, name)) {
		ubl_start_envelope(u);
		return (u->root = T_ENVELOPE);
	}
	if (!ubl_root(uri, name)) {
		ubl_found_at(u, "UBL-ROOT", u->root_at, "/", kind,
		    "the root is {%.200s}%.60s", uri, name);
		return (XML_SKIP);
	}
	u->rooted = true;
	u->message.kind = arena_slice(u->in->arena, slice_sub(kind, 0, 60));
	for (size_t i = 0; i < sizeof(roots) / sizeof(roots[0]); i++)
		if (slice_is(kind, roots[i].name))
			return (u->root = roots[i].type);
	ubl_found_at(u, "UBL-ROOT-UNSUPPORTED", u->root_at, "/", kind, NULL);
	return (u->root = T_OTHER);
}

static void
on_fault(void *ctx, enum xml_fault fault, int64_t offset, const char *what)
{
	struct ubl *u = ctx;

	ubl_found(u, fault_codes[fault], SLICE_NONE, "%s", what);
	xml_finding_moved(&u->found, offset);
}

static void
ubl_init(struct ubl *u, const struct parse_input *in)
{
	u->in = in;
	u->values = (struct xml_values){ in->arena, in->data, 0 };
	u->found = (struct xml_findings){ .arena = in->arena,
		.file = in->data,
		.reader = &u->reader,
		.rules = ubl_findings };
	order_init(&u->order);
	shape_init(&order_line_shape, &u->blank);
	shape_init(&message_shape, &u->message);
	shape_init(&interchange_shape, &u->interchange);
	u->doc.exclusive = u->doc.inclusive = u->doc.allowances =
	    u->doc.charges = u->doc.rounding = u->doc.payable =
		u->doc.discount = u->doc.tax = DECIMAL_NONE;
	u->interchange.standard = u->message.format = SLICE("ubl");
	u->base[B_ORDER] = &u->order;
	u->base[B_DELIVERY] = &u->delivery;
	u->base[B_PERIOD] = &u->period;
	u->base[B_REFERENCE] = &u->reference;
	u->base[B_DOC] = &u->doc;
	u->base[B_RECEIPT] = &u->receipt;
	u->base[B_ENVELOPE] = &u->envelope;
	u->above = "";
}

/* A response with faults is never refused: nobody answers an answer. */
static enum verdict
verdict(const struct ubl *u)
{
	if (u->found.errors > 0 && u->root != T_RESPONSE)
		return (VERDICT_REJECTED);
	return (u->found.errors + u->found.warnings > 0 ? VERDICT_ERRORS :
							  VERDICT_ACCEPTED);
}

static void
fill_envelope(struct ubl *u)
{
	struct interchange *i = &u->interchange;
	struct message *m = &u->message;

	ubl_fill_envelope(u);
	i->offset = m->offset = u->order.offset = 0;
	i->messages = 1;
	i->length = m->length = u->order.length = (int64_t)u->in->data.n;
	m->version = u->doc.customization.n > 0 ? u->doc.customization :
						  u->doc.version;
	m->document_id = u->doc.own_id.n > 0 ? u->doc.own_id :
	    u->root == T_CANCELLATION        ? u->order.change_number :
					       u->order.po_number;
	u->order.broken = u->found.errors > 0;
	i->verdict = m->verdict = verdict(u);
}

/* --- giving --------------------------------------------------------------- */

static enum rc
give_objects(const struct ubl *u, const struct parse_sink *sink, struct err *e)
{
	switch (u->root) {
	case T_CANCELLATION:
		return (ubl_give_orders(u, sink, e));
	case T_RESPONSE:
		return (ubl_give_receipts(u, sink, e));
	default:
		return (sink->order(sink->ctx, &u->order, e));
	}
}

static enum rc
give(const struct ubl *u, bool whole, const struct parse_sink *sink,
    struct err *e)
{
	enum rc rc = sink->interchange(sink->ctx, &u->interchange, e);

	if (rc == RC_OK)
		rc = sink->message(sink->ctx, &u->message, e);
	if (rc == RC_OK)
		rc = xml_findings_give(&u->found, sink, e);
	if (rc == RC_OK && whole)
		rc = give_objects(u, sink, e);
	if (rc == RC_OK)
		rc = sink->message_end(sink->ctx, &u->message, e);
	if (rc == RC_OK)
		rc = sink->interchange_end(sink->ctx, &u->interchange, e);
	return (rc);
}

static enum rc
ubl_parse(const struct parse_input *in, const struct parse_sink *sink,
    struct err *e)
{
	struct ubl u = { 0 };
	const struct xml_client client = { &u, on_root, ubl_start, ubl_value,
		ubl_end, on_fault, ubl_other };
	bool whole;
	enum rc rc;

	ubl_init(&u, in);
	whole = xml_read(in->data, 0, &ubl_vocabulary, &client, &u.reader) &&
	    u.rooted && u.root != T_OTHER;
	if (whole && u.above[0] != '\0')
		ubl_check_envelope(&u);
	whole = whole && u.root != T_ENVELOPE;
	if (whole)
		ubl_check(&u);
	fill_envelope(&u);
	if (u.rooted)
		rc = give(&u, whole, sink, e);
	else {
		rc = xml_findings_give(&u.found, sink, e);
		if (rc == RC_OK)
			rc = err_set(e, RC_REJECT, "UBL-UNREADABLE",
			    "no UBL document could be read");
	}
	arena_reset(in->arena);
	return (rc);
}

/* --- detection ------------------------------------------------------------ */

/* XML that speaks of UBL, in any encoding whose zero bytes can be left out:
 * whether that encoding is accepted is for the parser to say. */
static bool
ubl_detect(struct slice head)
{
	char text[4096];
	size_t n = 0, i = 0;

	for (i = 0; i < head.n && n < sizeof(text); i++)
		if (head.p[i] != '\0')
			text[n++] = head.p[i];
	for (i = 0; i < n && strchr("\xef\xbb\xbf\xfe\xff \t\r\n", text[i]);)
		i++;
	return (i < n && text[i] == '<' &&
	    (memmem(text, n, UBL_NS, sizeof(UBL_NS) - 1) != NULL ||
		memmem(text, n, UBL_ENVELOPE_NS, sizeof(UBL_ENVELOPE_NS) - 1) !=
		    NULL));
}

const struct parser ubl_parser = { "ubl",
	"UBL 2 document (Order, OrderChange, OrderCancellation, "
	"ApplicationResponse)",
	ubl_detect, ubl_parse };
