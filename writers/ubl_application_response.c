#include <stdio.h>
#include "domain/finding.h"
#include "writers/ubl_common.h"

#define CUSTOMIZATION DOC_TRANSACTION "mlr:3"
#define PROFILE DOC_PROCESS "mlr:3"

static bool
is_code(const char *code)
{
	return (code != NULL &&
	    (strcmp(code, "AB") == 0 || strcmp(code, "AP") == 0 ||
		strcmp(code, "RE") == 0));
}

/* ": value" behind a label, on a line of its own; nothing for no value. */
static void
fact(struct doc *u, const char *label, struct slice value)
{
	if (doc_blank(value))
		return;
	doc_say_line(u, slice_of(label));
	doc_say(u, SLICE(": "));
	doc_say(u, slice_trim(value));
}

/* A message level response has no field for control numbers: the text tells
 * which interchange and message it answers. */
static void
overall(struct doc *u, const struct technical_answer *a)
{
	doc_open(u, "cac:Response");
	if (is_code(a->code))
		doc_text(u, "cbc:ResponseCode", slice_of(a->code));
	else
		doc_wrong(u, "code", "is none of AB, AP, RE");
	doc_text_open(u, "cbc:Description");
	if (a->head.test)
		doc_say_line(u, SLICE("TEST: answer to a test document"));
	doc_say_line(u, a->text);
	fact(u, "document type", a->document_type);
	fact(u, "interchange control number", a->interchange_control);
	fact(u, "message control number", a->message_control);
	doc_close(u);
	doc_close(u);
}

/* UNCL 1001 for what is an order in any standard. */
static struct slice
type_code(struct slice type)
{
	static const char *const orders[] = { "850", "Order", "ORDERS",
		"OrderRequest", "orders" };

	for (size_t i = 0; i < sizeof(orders) / sizeof(orders[0]); i++)
		if (slice_is(slice_trim(type), orders[i]))
			return (SLICE("220"));
	return (SLICE_NONE);
}

static void
reference(struct doc *u, const struct technical_answer *a)
{
	doc_open(u, "cac:DocumentReference");
	doc_need(u, "cbc:ID", a->document_id, "document_id");
	doc_text(u, "cbc:DocumentTypeCode", type_code(a->document_type));
	doc_close(u);
}

static void
number(struct doc *u, const char *label, int64_t n)
{
	char text[48];

	(void)snprintf(text, sizeof(text), "%s%s %lld",
	    u->out->n != u->level[u->depth - 1].inside ? " " : "", label,
	    (long long)n);
	doc_say(u, slice_of(text));
}

/* Where: the XPath, or bytes and segments; "NA" when nothing is known. */
static void
place(struct doc *u, const struct finding *f)
{
	bool table = doc_blank(f->tag); /* rows and columns */

	doc_open(u, "cac:LineReference");
	doc_text_open(u, "cbc:LineID");
	if (!doc_blank(f->path))
		doc_say_line(u, f->path);
	else {
		if (f->offset >= 0)
			number(u, "byte", f->offset);
		if (f->segment > 0)
			number(u, table ? "row" : "segment", f->segment);
		if (!doc_blank(f->element) &&
		    (f->offset >= 0 || f->segment > 0)) {
			doc_say(u,
			    table ? SLICE(" column ") : SLICE(" element "));
			doc_say(u, slice_trim(f->element));
		}
	}
	if (u->out->n == u->level[u->depth - 1].inside)
		doc_say(u, SLICE(DOC_NO_ID));
	doc_close(u);
	doc_close(u);
}

/* What, which rule, what to do. */
static void
describe(struct doc *u, const struct finding *f)
{
	const struct finding_rule *rule = finding_rule(f->code);

	doc_text_open(u, "cbc:Description");
	doc_say_line(u, f->code);
	if (!doc_blank(f->text)) {
		doc_say(u, SLICE(": "));
		doc_say(u, slice_trim(f->text));
	}
	fact(u, "in", f->tag);
	fact(u, "value", f->value);
	if (rule != NULL) {
		fact(u, "rule", slice_of(rule->rule));
		fact(u, "to mend it", slice_of(rule->help));
	}
	doc_close(u);
}

/* Peppol knows three reasons: syntax, business rule, business warning. */
static struct slice
reason(const struct finding *f)
{
	if (f->severity != SEVERITY_ERROR)
		return (SLICE("BW"));
	return (
	    slice_starts(f->code, SLICE("ORDER-")) ? SLICE("BV") : SLICE("SV"));
}

static void
status(struct doc *u, struct slice code)
{
	doc_open(u, "cac:Status");
	doc_text(u, "cbc:StatusReasonCode", code);
	doc_close(u);
}

static void
finding(struct doc *u, const struct finding *f)
{
	if (doc_blank(f->code))
		doc_wrong(u, "findings", "hold one without a code");
	doc_open(u, "cac:LineResponse");
	place(u, f);
	doc_open(u, "cac:Response");
	doc_text(u, "cbc:ResponseCode",
	    f->severity == SEVERITY_ERROR ? SLICE("RE") : SLICE("AP"));
	describe(u, f);
	status(u, reason(f));
	doc_close(u);
	doc_close(u);
}

static void
left_out(struct doc *u, const struct technical_answer *a)
{
	if (a->findings_left_out <= 0)
		return;
	doc_open(u, "cac:LineResponse");
	doc_open(u, "cac:LineReference");
	doc_text(u, "cbc:LineID", SLICE(DOC_NO_ID));
	doc_close(u);
	doc_open(u, "cac:Response");
	doc_text_open(u, "cbc:Description");
	number(u, "findings not listed here:", a->findings_left_out);
	doc_close(u);
	status(u, SLICE("BW"));
	doc_close(u);
	doc_close(u);
}

enum rc
write_ubl_application_response(const struct technical_answer *a,
    struct buf *out, struct err *e)
{
	struct doc u;

	doc_start(&u, "ApplicationResponse", out, e);
	doc_head_ids(&u, &a->head, CUSTOMIZATION, PROFILE);
	doc_head_issued(&u, &a->head);
	doc_open(&u, "cac:SenderParty");
	doc_endpoint(&u, &a->head.from, "head.from");
	doc_close(&u);
	doc_open(&u, "cac:ReceiverParty");
	doc_endpoint(&u, &a->head.to, "head.to");
	doc_close(&u);
	doc_open(&u, "cac:DocumentResponse");
	overall(&u, a);
	reference(&u, a);
	for (size_t i = 0; i < a->findings.n && !out->failed; i++)
		finding(&u, LIST_AT(&a->findings, struct finding, i));
	left_out(&u, a);
	doc_close(&u);
	return (doc_finish(&u));
}
