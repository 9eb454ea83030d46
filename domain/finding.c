#include "domain/finding.h"

#include <stdio.h>

/* Each array stands beside who finds, and ends with a NULL code. */
extern const struct finding_rule order_findings[], arithmetic_findings[],
    xml_rules[], change_findings[], file_findings[], x12_findings[],
    x12_set_findings[], edifact_findings[], ubl_findings[], cxml_findings[],
    csv_findings[], guide_findings[], bank_findings[];

static const struct finding_rule *const tables[] = { order_findings,
	change_findings, arithmetic_findings, file_findings, x12_findings,
	x12_set_findings, edifact_findings, xml_rules, ubl_findings,
	cxml_findings, csv_findings, guide_findings, bank_findings };

const struct finding_rule *
finding_rule_at(size_t i)
{
	for (size_t t = 0; t < sizeof(tables) / sizeof(tables[0]); t++)
		for (const struct finding_rule *r = tables[t]; r->code != NULL;
		     r++)
			if (i-- == 0)
				return (r);
	return (NULL);
}

const struct finding_rule *
finding_rule(struct slice code)
{
	for (size_t t = 0; t < sizeof(tables) / sizeof(tables[0]); t++)
		for (const struct finding_rule *r = tables[t]; r->code != NULL;
		     r++)
			if (slice_is(code, r->code))
				return (r);
	return (NULL);
}

struct finding *
finding_add(struct arena *a, struct list *findings, const char *code,
    const char *fmt, va_list ap)
{
	const struct finding_rule *rule = finding_rule(slice_of(code));
	struct finding *f = shape_push(a, findings, &finding_shape);
	char text[512];

	INVARIANT(rule != NULL);
	(void)vsnprintf(text, sizeof(text), fmt, ap);
	f->code = slice_of(rule->code);
	f->severity = rule->severity;
	f->text = slice_of(arena_text(a, slice_of(text)));
	return (f);
}

bool
finding_told(const struct list *findings, const char *code, const char *path)
{
	for (size_t i = 0; i < findings->n; i++) {
		const struct finding *f = LIST_AT(findings, struct finding, i);

		if (slice_is(f->code, code) && slice_is(f->path, path))
			return (true);
	}
	return (false);
}
