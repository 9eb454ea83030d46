/* cXML Response: what became of a document, technically. */
#include <stdio.h>
#include "writers/cxml_common.h"

#define VALUE_SHOWN 60

/* Statuses of the cXML protocol. */
static const struct status {
	const char *prefix; /* of the code of a finding */
	const char *code, *text;
} statuses[] = {
	{ "CXML-SECRET", "401", "Unauthorized" },
	{ "CXML-REQUEST", "450", "Not Implemented" },
	{ "CXML-XML", "406", "Not Acceptable" },
	{ "CXML-ENCODING", "406", "Not Acceptable" },
	{ "CXML-CHARACTER", "406", "Not Acceptable" },
	{ "CXML-DOCTYPE", "406", "Not Acceptable" },
	{ "CXML-ENTITY", "406", "Not Acceptable" },
	{ "CXML-TRUNCATED", "406", "Not Acceptable" },
	{ "CXML-NAMESPACE", "406", "Not Acceptable" },
	{ "CXML-ROOT", "406", "Not Acceptable" },
};

static const struct status accepted = { "", "200", "OK" };
static const struct status refused = { "", "400", "Bad Request" };

static const struct status *
status_of(struct cx *x, const struct technical_answer *a)
{
	const char *code = a->code != NULL ? a->code : "";

	if (strcmp(code, "AP") == 0 || strcmp(code, "AB") == 0)
		return (&accepted);
	if (strcmp(code, "RE") != 0)
		cx_wrong(x, "code", "is none of AB, AP, RE");
	for (size_t i = 0; i < a->findings.n; i++)
		for (size_t k = 0; k < sizeof(statuses) / sizeof(statuses[0]);
		     k++)
			if (slice_is(
				LIST_AT(&a->findings, struct finding, i)->code,
				statuses[k].prefix))
				return (&statuses[k]);
	return (&refused);
}

static void
say_line(struct buf *b, struct slice label, struct slice text)
{
	if (cx_blank(text))
		return;
	if (b->n > 0)
		buf_char(b, '\n');
	buf_add(b, label);
	buf_add(b, slice_trim(text));
}

/* "CXML-UNIT at byte 2811, /cXML/…: the rule (each)" */
static void
say_finding(struct buf *b, const struct finding *f)
{
	buf_char(b, '\n');
	buf_add(b, f->code);
	if (f->offset != INT_NONE)
		buf_printf(b, " at byte %lld", (long long)f->offset);
	if (f->path.n > 0) {
		buf_text(b, ", ");
		buf_add(b, f->path);
	}
	buf_text(b, ": ");
	buf_add(b, f->text);
	if (f->value.n > 0) {
		size_t n = f->value.n < VALUE_SHOWN ? f->value.n : VALUE_SHOWN;

		while (n > 0 && n < f->value.n &&
		    ((unsigned char)f->value.p[n] & 0xc0) == 0x80)
			n--;
		buf_text(b, " (");
		buf_add(b, slice_sub(f->value, 0, n));
		buf_char(b, ')');
	}
}

/* A Response has no place that names what it answers but its text. */
static void
say_all(struct buf *b, const struct technical_answer *a)
{
	say_line(b, SLICE_NONE, a->text);
	say_line(b, SLICE("about: "), a->document_id);
	say_line(b, SLICE("payloadID: "), a->interchange_control);
	for (size_t i = 0; i < a->findings.n; i++)
		say_finding(b, LIST_AT(&a->findings, struct finding, i));
	if (a->findings_left_out > 0)
		buf_printf(b, "\nand %lld more",
		    (long long)a->findings_left_out);
}

enum rc
write_cxml_response(const struct technical_answer *a, struct buf *out,
    struct err *e)
{
	const struct status *s;
	struct buf text;
	struct cx x;

	cx_response(&x, &a->head, out, e);
	s = status_of(&x, a);
	cx_open(&x, "Status");
	cx_attribute(&x, "code", slice_of(s->code));
	cx_attribute(&x, "text", slice_of(s->text));
	cx_attribute(&x, "xml:lang", SLICE(CX_LANG));
	buf_init(&text, out->max);
	say_all(&text, a);
	if (text.n > 0) {
		buf_char(x.out, '>');
		x.in_tag = false;
		buf_xml(x.out, buf_slice(&text));
	}
	if (text.failed)
		x.out->failed = true;
	buf_free(&text);
	cx_close(&x);
	return (cx_finish(&x));
}
