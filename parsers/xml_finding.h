/*
 * xml_finding -- what a parser of XML documents finds wrong: the same for every
 * one of them but for its table of rules.
 *
 *	struct xml_findings f = { .arena = in->arena, .file = in->data,
 *		.reader = &u->reader,
 *		.rules = ubl_findings };
 *	xml_find(&f, "UBL-UNIT", value, fmt, ap);	at this element
 *	xml_find_at(&f, "UBL-SUM", offset, "/Order/…", value, fmt, ap);
 *		offset: of an element on the way (xml_place.h)
 *	xml_findings_give(&f, sink, e);
 *
 * Codes of domain/arithmetic.h are known beside the rules.  All are counted,
 * the first PARSE_FINDINGS_MAX kept.  fmt NULL: the rule's own words.  Texts
 * and values live in the arena; a value is cut at 99 bytes, whole characters.
 */
#ifndef PARSERS_XML_FINDING_H
#define PARSERS_XML_FINDING_H

#include <stdarg.h>

#include "domain/finding.h"
#include "parsers/xml.h"

struct xml_findings {
	struct arena *arena;
	struct slice file;
	struct xml_reader **reader; /* set while reading */
	const struct finding_rule *rules;
	struct list list; /* struct finding */
	size_t all, errors, warnings;
};

void xml_find(struct xml_findings *x, const char *code, struct slice value,
    const char *fmt, va_list ap) __attribute__((format(printf, 4, 0)));
void xml_find_at(struct xml_findings *x, const char *code, int64_t offset,
    const char *path, struct slice value, const char *fmt, va_list ap)
    __attribute__((format(printf, 6, 0)));
/* The last one, if it was kept, is about another byte. */
void xml_finding_moved(struct xml_findings *x, int64_t offset);

enum rc xml_findings_give(const struct xml_findings *x,
    const struct parse_sink *sink, struct err *e) MUST_CHECK;

#endif
