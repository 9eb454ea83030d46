#include <stdio.h>
#include "domain/finding.h"
#include "writers/ubl_common.h"

#define CUSTOMIZATION UBL_TRANSACTION "mlr:3"
#define PROFILE UBL_PROCESS "mlr:3"

static bool
is_code(const char *code)
{
	return (code != NULL && (strcmp(code, "AB") == 0 ||
	    strcmp(code, "AP") == 0 || strcmp(code, "RE") == 0));
}

/* ": value" behind a label, on a line of its own; nothing for no value. */
static void
fact(struct ubl *u, const char *label, struct slice value)
{
	if (ubl_blank(value))
		return;
	ubl_say_line(u, slice_of(label));
	ubl_say(u, SLICE(": "));
	ubl_say(u, slice_trim(value));
}

/* A message level response has no field for control numbers: the text tells
 * which interchange and message it answers. */
static void
overall(struct ubl *u, const struct technical_answer *a)
{
	ubl_open(u, "cac:Response");
	if (is_code(a->code))
		ubl_text(u, "cbc:ResponseCode", slice_of(a->code));
	else
		ubl_wrong(u, "code", "is none of AB, AP, RE");
	ubl_text_open(u, "cbc:Description");
	if (a->head.test)
		ubl_say_line(u, SLICE("TEST: answer to a test document"));
	ubl_say_line(u, a->text);
	fact(u, "document type", a->document_type);
	fact(u, "interchange control number", a->interchange_control);
	fact(u, "message control number", a->message_control);
	ubl_close(u);
	ubl_close(u);
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
reference(struct ubl *u, const struct technical_answer *a)
{
	ubl_open(u, "cac:DocumentReference");
	ubl_need(u, "cbc:ID", a->document_id, "document_id");
	ubl_text(u, "cbc:DocumentTypeCode", type_code(a->document_type));
	ubl_close(u);
}

static void
number(struct ubl *u, const char *label, int64_t n)
{
	char text[48];

	(void)snprintf(text, sizeof(text), "%s%s %lld",
	    u->out->n != u->level[u->depth - 1].inside ? " " : "", label,
	    (long long)n);
	ubl_say(u, slice_of(text));
}

/* Where: the XPath, or bytes and segments; "NA" when nothing is known. */
static void
place(struct ubl *u, const struct finding *f)
{
	bool table = ubl_blank(f->tag);		/* rows and columns */

	ubl_open(u, "cac:LineReference");
	ubl_text_open(u, "cbc:LineID");
	if (!ubl_blank(f->path))
		ubl_say_line(u, f->path);
	else {
		if (f->offset >= 0)
			number(u, "byte", f->offset);
		if (f->segment > 0)
			number(u, table ? "row" : "segment", f->segment);
		if (!ubl_blank(f->element) && (f->offset >= 0 ||
		    f->segment > 0)) {
			ubl_say(u, table ? SLICE(" column ") :
			    SLICE(" element "));
			ubl_say(u, slice_trim(f->element));
		}
	}
	if (u->out->n == u->level[u->depth - 1].inside)
		ubl_say(u, SLICE(UBL_NO_ID));
	ubl_close(u);
	ubl_close(u);
}

/* What, which rule, what to do. */
static void
describe(struct ubl *u, const struct finding *f)
{
	const struct finding_rule *rule = finding_rule(f->code);

	ubl_text_open(u, "cbc:Description");
	ubl_say_line(u, f->code);
	if (!ubl_blank(f->text)) {
		ubl_say(u, SLICE(": "));
		ubl_say(u, slice_trim(f->text));
	}
	fact(u, "in", f->tag);
	fact(u, "value", f->value);
	if (rule != NULL) {
		fact(u, "rule", slice_of(rule->rule));
		fact(u, "to mend it", slice_of(rule->help));
	}
	ubl_close(u);
}

/* Peppol knows three reasons: syntax, business rule, business warning. */
static struct slice
reason(const struct finding *f)
{
	if (f->severity != SEVERITY_ERROR)
		return (SLICE("BW"));
	return (slice_starts(f->code, SLICE("ORDER-")) ? SLICE("BV") :
	    SLICE("SV"));
}

static void
status(struct ubl *u, struct slice code)
{
	ubl_open(u, "cac:Status");
	ubl_text(u, "cbc:StatusReasonCode", code);
	ubl_close(u);
}

static void
finding(struct ubl *u, const struct finding *f)
{
	if (ubl_blank(f->code))
		ubl_wrong(u, "findings", "hold one without a code");
	ubl_open(u, "cac:LineResponse");
	place(u, f);
	ubl_open(u, "cac:Response");
	ubl_text(u, "cbc:ResponseCode", f->severity == SEVERITY_ERROR ?
	    SLICE("RE") : SLICE("AP"));
	describe(u, f);
	status(u, reason(f));
	ubl_close(u);
	ubl_close(u);
}

static void
left_out(struct ubl *u, const struct technical_answer *a)
{
	if (a->findings_left_out <= 0)
		return;
	ubl_open(u, "cac:LineResponse");
	ubl_open(u, "cac:LineReference");
	ubl_text(u, "cbc:LineID", SLICE(UBL_NO_ID));
	ubl_close(u);
	ubl_open(u, "cac:Response");
	ubl_text_open(u, "cbc:Description");
	number(u, "findings not listed here:", a->findings_left_out);
	ubl_close(u);
	status(u, SLICE("BW"));
	ubl_close(u);
	ubl_close(u);
}

enum rc
write_ubl_application_response(const struct technical_answer *a,
    struct buf *out, struct err *e)
{
	struct ubl u;

	ubl_start(&u, "ApplicationResponse", out, e);
	ubl_head_ids(&u, &a->head, CUSTOMIZATION, PROFILE);
	ubl_head_issued(&u, &a->head);
	ubl_open(&u, "cac:SenderParty");
	ubl_endpoint(&u, &a->head.from, "head.from");
	ubl_close(&u);
	ubl_open(&u, "cac:ReceiverParty");
	ubl_endpoint(&u, &a->head.to, "head.to");
	ubl_close(&u);
	ubl_open(&u, "cac:DocumentResponse");
	overall(&u, a);
	reference(&u, a);
	for (size_t i = 0; i < a->findings.n && !out->failed; i++)
		finding(&u, LIST_AT(&a->findings, struct finding, i));
	left_out(&u, a);
	ubl_close(&u);
	return (ubl_finish(&u));
}
