#include <stdarg.h>
#include <stdlib.h>
#include "parsers/cxml.h"
#include "parsers/redact.h"

#define HEAD_MAX 4096 /* bytes that tell what a file is */

static const char *const fault_codes[] = {
	[XML_FINE] = "",
	[XML_ENCODING] = "CXML-ENCODING",
	[XML_CHARACTER] = "CXML-CHARACTER",
	[XML_DOCTYPE] = "CXML-DOCTYPE",
	[XML_ENTITY] = "CXML-ENTITY",
	[XML_SYNTAX] = "CXML-XML",
	[XML_TRUNCATED] = "CXML-TRUNCATED",
	[XML_NAMESPACE] = "CXML-NAMESPACE",
	[XML_TAG_LONG] = "CXML-TAG-LONG",
	[XML_ATTRIBUTES] = "CXML-ATTRIBUTES",
	[XML_LONG] = "CXML-LONG",
	[XML_DEEP] = "CXML-DEEP",
	[XML_ELEMENTS] = "CXML-ELEMENTS",
	[XML_NAMES] = "CXML-NAMES",
	[XML_VALUE_LONG] = "CXML-VALUE-LONG",
	[XML_VALUE_MARKUP] = "CXML-VALUE-MARKUP",
	[XML_STRAY_TEXT] = "CXML-STRAY-TEXT",
	[XML_REPEATED] = "CXML-REPEATED",
	[XML_DECLARED] = "XML-DECLARED",
	[XML_PADDING] = "XML-PADDING",
};
_Static_assert(sizeof(fault_codes) / sizeof(fault_codes[0]) == XML_FAULTS,
    "every fault has a code");

/* --- findings ------------------------------------------------------------- */

/* The attribute of the element being read whose value this is; NULL: none. */
static const char *
attribute_of(struct cxml *x, struct slice value)
{
	for (size_t a = 0; value.n > 0 && a < A_ATTRIBUTES; a++)
		if (xml_attribute(x->reader, a).p == value.p)
			return (cxml_vocabulary.attributes[a]);
	return (NULL);
}

void
cxml_found(struct cxml *x, const char *code, struct slice value,
    const char *fmt, ...)
{
	const char *name = attribute_of(x, value);
	struct buf path;
	va_list ap;

	va_start(ap, fmt);
	if (name == NULL)
		xml_find(&x->found, code, value, fmt, ap);
	else {
		buf_init(&path, 4096);
		xml_path(x->reader, &path);
		buf_printf(&path, "/@%s%c", name, '\0');
		xml_find_at(&x->found, code, xml_offset(x->reader), path.p,
		    value, fmt, ap);
		buf_free(&path);
	}
	va_end(ap);
}

void
cxml_found_at(struct cxml *x, const char *code, int64_t offset,
    const char *path, struct slice value, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	xml_find_at(&x->found, code, offset, path, value, fmt, ap);
	va_end(ap);
}

/* --- reading -------------------------------------------------------------- */

/* "…/cXML/1.2.063/cXML.dtd" names the version where the root does not. */
static struct slice
declared_version(const struct cxml *x)
{
	struct slice s = xml_doctype(x->reader);

	for (size_t i = 0; i + 5 < s.n; i++) {
		struct slice rest = slice_sub(s, i + 5, SIZE_MAX), v, more;

		if (slice_ieq(slice_sub(s, i, 5), SLICE("cXML/")) &&
		    slice_cut(rest, '/', &v, &more) && v.n < 20 && v.n > 0 &&
		    v.p[0] >= '0' && v.p[0] <= '9')
			return (v);
	}
	return (SLICE_NONE);
}

static void
read_root(struct cxml *x)
{
	struct interchange *i = &x->interchange;
	struct slice version = cxml_attribute(x, A_VERSION);

	x->rooted = true;
	if (version.n == 0)
		version = declared_version(x);
	i->version = x->message.version = xml_kept(&x->values, version);
	i->control_number = xml_kept(&x->values, cxml_attribute(x, A_PAYLOAD));
	i->prepared = xml_kept(&x->values, cxml_attribute(x, A_TIMESTAMP));
	x->message.control_number = i->control_number;
}

static uint8_t
on_root(void *ctx, const char *uri, const char *name)
{
	struct cxml *x = ctx;
	struct slice kind = slice_of(name);

	x->root_at = xml_tag_offset(x->reader);
	if (uri[0] == '\0' && slice_is(kind, CXML_ROOT)) {
		read_root(x);
		return (T_CXML);
	}
	cxml_found_at(x, "CXML-ROOT", x->root_at, "/", kind,
	    uri[0] == '\0' ? "the root is %.60s" :
			     "the root is %.60s of the namespace %.200s",
	    name, uri);
	return (XML_SKIP);
}

/* Elements that may hold others beside their text, of which we take none. */
static bool
mixed(struct slice tag)
{
	static const char *const names[] = { "Extrinsic", "Description",
		"SupplierPartAuxiliaryID", "Status", NULL };

	for (size_t i = 0; names[i] != NULL; i++)
		if (slice_is(tag, names[i]))
			return (true);
	return (false);
}

static const char *
fault_code(struct cxml *x, enum xml_fault fault)
{
	const char *code = fault_codes[fault];
	struct slice tag;
	struct buf b;

	if (fault != XML_VALUE_MARKUP)
		return (code);
	buf_init(&b, 256);
	tag = xml_tag(x->reader, &b);
	if (slice_is(tag, "Comments")) {
		code = "CXML-ATTACHMENT";
		x->attachment = true;
	} else if (mixed(tag)) {
		x->doc.marked_up |= slice_is(tag, "SupplierPartAuxiliaryID");
		code = NULL;
	}
	buf_free(&b);
	return (code);
}

static void
on_fault(void *ctx, enum xml_fault fault, int64_t offset, const char *what)
{
	struct cxml *x = ctx;
	const char *code = fault_code(x, fault);

	if (code == NULL)
		return;
	cxml_found(x, code, SLICE_NONE, fault == XML_VALUE_MARKUP ? NULL : "%s",
	    what);
	xml_finding_moved(&x->found, offset);
}

static void
cxml_init(struct cxml *x, const struct parse_input *in)
{
	struct cxml_doc *d = &x->doc;

	x->in = in;
	x->found = (struct xml_findings){ .arena = in->arena,
		.file = in->data,
		.reader = &x->reader,
		.rules = cxml_findings };
	x->file = in->data;
	order_init(&x->order);
	shape_init(&message_shape, &x->message);
	shape_init(&interchange_shape, &x->interchange);
	shape_init(&receipt_shape, &x->receipt);
	d->total = d->shipping = d->tax = d->rate = d->original = d->cost =
	    d->percent = d->maximum = d->most = d->factor = d->basis =
		DECIMAL_NONE;
	x->doc.item_tax = x->doc.item_freight = x->doc.freight = DECIMAL_NONE;
	x->interchange.standard = x->message.format = SLICE("cxml");
	x->message.kind = SLICE(CXML_ROOT);
	x->base[B_ORDER] = &x->order;
	x->base[B_PARTY] = &d->place;
	x->base[B_DOC] = d;
}

static void
fill_envelope(struct cxml *x)
{
	struct interchange *i = &x->interchange;
	struct message *m = &x->message;

	i->offset = m->offset = x->order.offset = 0;
	i->messages = 1;
	i->length = m->length = x->order.length = (int64_t)x->in->data.n;
	m->document_id = x->order.po_number;
	m->test = i->test = x->order.test;
	x->order.broken = x->found.errors > 0;
	i->verdict = m->verdict = x->found.errors > 0 ? VERDICT_REJECTED :
	    x->found.warnings > 0                     ? VERDICT_ERRORS :
							VERDICT_ACCEPTED;
}

/* --- giving --------------------------------------------------------------- */

static enum rc
give(const struct cxml *x, bool whole, const struct parse_sink *sink,
    struct err *e)
{
	enum rc rc = sink->interchange(sink->ctx, &x->interchange, e);

	if (rc == RC_OK)
		rc = sink->message(sink->ctx, &x->message, e);
	if (rc == RC_OK)
		rc = xml_findings_give(&x->found, sink, e);
	if (rc == RC_OK && whole && x->is_order)
		rc = sink->order(sink->ctx, &x->order, e);
	if (rc == RC_OK && whole && x->is_receipt)
		rc = sink->receipt(sink->ctx, &x->receipt, e);
	if (rc == RC_OK)
		rc = sink->message_end(sink->ctx, &x->message, e);
	if (rc == RC_OK)
		rc = sink->interchange_end(sink->ctx, &x->interchange, e);
	return (rc);
}

/* What came from outside was blanked when it arrived.  A file of the
 * operator's own was not: so no text of ours can quote it. */
static char *
without_secrets(struct cxml *x)
{
	char *copy;

	if (!redact_needed(x->file))
		return (NULL);
	copy = malloc(x->file.n);
	if (copy == NULL)
		die_memory();
	memcpy(copy, x->file.p, x->file.n);
	redact_file(copy, x->file.n);
	x->file.p = copy;
	return (copy);
}

/* Of somebody who may be anybody nothing else is told or taken.  A Response
 * has no Sender. */
static bool
is_unproven(struct cxml *x)
{
	const struct parse_options *o = x->in->options;

	if (o == NULL || !o->no_secret || !x->rooted || x->is_response)
		return (false);
	x->found.list = (struct list){ 0 };
	x->found.all = x->found.errors = x->found.warnings = 0;
	cxml_found_at(x, "CXML-SECRET", x->root_at,
	    "/cXML/Header/Sender/Credential/SharedSecret", SLICE_NONE, NULL);
	return (true);
}

/* The document itself, which may be a part of a message; false: there is
 * none. */
static bool
read_document(struct cxml *x)
{
	const struct xml_client client = { x, on_root, cxml_start, cxml_value,
		cxml_end, on_fault, NULL };
	size_t from = 0, to = x->file.n;

	if (cxml_is_mime(slice_sub(x->file, 0, HEAD_MAX)) &&
	    !cxml_mime_root(x, &from, &to))
		return (false);
	return (xml_read(slice_sub(x->file, 0, to), from, &cxml_vocabulary,
	    &client, &x->reader));
}

/* Beside the document, unless its Comments told. */
static void
check_attached(struct cxml *x)
{
	if (x->attached > 0 && !x->attachment)
		cxml_found_at(x, "CXML-ATTACHMENT", x->root_at, "/cXML",
		    SLICE_NONE, "parts beside the document: %zu", x->attached);
}

static enum rc
cxml_parse(const struct parse_input *in, const struct parse_sink *sink,
    struct err *e)
{
	struct cxml x = { 0 };
	char *copy;
	bool whole;
	enum rc rc;

	cxml_init(&x, in);
	copy = without_secrets(&x);
	x.values = (struct xml_values){ in->arena, x.file, 0 };
	whole = read_document(&x);
	if (is_unproven(&x))
		whole = false;
	else if (whole && x.rooted) {
		check_attached(&x);
		cxml_check(&x);
	}
	fill_envelope(&x);
	cxml_transfer_places(&x);
	if (x.rooted)
		rc = give(&x, whole, sink, e);
	else {
		rc = xml_findings_give(&x.found, sink, e);
		if (rc == RC_OK)
			rc = err_set(e, RC_REJECT, "CXML-UNREADABLE",
			    "no cXML document could be read");
	}
	free(copy);
	cxml_transfer_free(&x.transfer);
	arena_reset(in->arena);
	return (rc);
}

/* --- detection ------------------------------------------------------------ */

/* XML that has the root or its DOCTYPE near its beginning, in any encoding
 * whose zero bytes can be left out. */
static bool
cxml_detect(struct slice head)
{
	static const char *const marks[] = { "<cXML", "<cxml", "<CXML",
		"<!DOCTYPE cXML" };
	char text[HEAD_MAX];
	size_t n = 0, i = 0;

	for (i = 0; i < head.n && n < sizeof(text); i++)
		if (head.p[i] != '\0')
			text[n++] = head.p[i];
	if (cxml_is_mime(head))
		return (memmem(text, n, "xml", 3) != NULL ||
		    memmem(text, n, "XML", 3) != NULL);
	for (i = 0; i < n && strchr("\xef\xbb\xbf\xfe\xff \t\r\n", text[i]);)
		i++;
	if (i == n || text[i] != '<')
		return (false);
	for (i = 0; i < sizeof(marks) / sizeof(marks[0]); i++)
		if (memmem(text, n, marks[i], strlen(marks[i])) != NULL)
			return (true);
	return (false);
}

const struct parser cxml_parser = { "cxml", "cXML document (OrderRequest)",
	cxml_detect, cxml_parse };
