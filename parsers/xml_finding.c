#include <stdio.h>

#include "domain/arithmetic.h"
#include "parsers/text_head.h"
#include "parsers/xml_finding.h"
#include "parsers/xml_place.h"

#define FINDING_VALUE_MAX 99

extern const struct finding_rule xml_rules[];

static const struct finding_rule *
rule_of(const struct xml_findings *x, const char *code)
{
	const struct finding_rule *const tables[] = { x->rules,
		arithmetic_findings, xml_rules };

	for (size_t t = 0; t < 3; t++)
		for (const struct finding_rule *r = tables[t]; r->code != NULL;
		     r++)
			if (strcmp(r->code, code) == 0)
				return (r);
	BUG("a finding without a rule");
}

static struct slice
cut_value(const struct xml_findings *x, struct slice s)
{
	s = text_head(s, FINDING_VALUE_MAX);
	return (s.n > 0 ? arena_slice(x->arena, s) : SLICE_NONE);
}

/* Counts it; NULL when enough were kept. */
static struct finding *
new_finding(struct xml_findings *x, const char *code)
{
	const struct finding_rule *r = rule_of(x, code);
	struct finding *f;

	if (r->severity == SEVERITY_ERROR)
		x->errors++;
	else if (r->severity == SEVERITY_WARNING)
		x->warnings++;
	x->all++;
	if (x->list.n >= PARSE_FINDINGS_MAX)
		return (NULL);
	f = shape_push(x->arena, &x->list, &finding_shape);
	f->code = slice_of(r->code);
	f->severity = r->severity;
	f->text = slice_of(r->rule);
	return (f);
}

static void __attribute__((format(printf, 3, 0)))
add_text(const struct xml_findings *x, struct finding *f, const char *fmt,
    va_list ap)
{
	char text[ERR_TEXT_MAX];

	if (fmt == NULL)
		return;
	(void)vsnprintf(text, sizeof(text), fmt, ap);
	f->text = arena_slice(x->arena, slice_of(text));
}

void
xml_find(struct xml_findings *x, const char *code, struct slice value,
    const char *fmt, va_list ap)
{
	struct finding *f = new_finding(x, code);
	struct buf b;

	if (f == NULL)
		return;
	f->offset = xml_offset(*x->reader);
	f->value = cut_value(x, value);
	buf_init(&b, 4096);
	xml_path(*x->reader, &b);
	f->path = arena_slice(x->arena, buf_slice(&b));
	buf_reset(&b);
	f->tag = arena_slice(x->arena, xml_tag(*x->reader, &b));
	buf_free(&b);
	add_text(x, f, fmt, ap);
}

void
xml_find_at(struct xml_findings *x, const char *code, int64_t offset,
    const char *path, struct slice value, const char *fmt, va_list ap)
{
	struct finding *f = new_finding(x, code);
	const char *slash = strrchr(path, '/');

	if (f == NULL)
		return;
	f->offset = (int64_t)xml_place(x->file, (size_t)offset, path);
	f->value = cut_value(x, value);
	f->path = arena_slice(x->arena, slice_of(path));
	f->tag = arena_slice(x->arena,
	    slice_of(slash != NULL ? slash + 1 : path));
	add_text(x, f, fmt, ap);
}

void
xml_finding_moved(struct xml_findings *x, int64_t offset)
{
	if (x->list.n > 0 && x->all == x->list.n)
		LIST_AT(&x->list, struct finding, x->list.n - 1)->offset =
		    offset;
}

enum rc
xml_findings_give(const struct xml_findings *x, const struct parse_sink *sink,
    struct err *e)
{
	enum rc rc = RC_OK;

	for (size_t i = 0; rc == RC_OK && i < x->list.n; i++)
		rc = sink->finding(sink->ctx,
		    LIST_AT(&x->list, struct finding, i), e);
	return (rc);
}
