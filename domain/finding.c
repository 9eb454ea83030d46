#include "domain/finding.h"

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
