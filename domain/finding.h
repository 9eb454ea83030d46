/*
 * finding -- the table of everything that ordermill may find wrong: one row a
 * code, with its severity, the rule and what to do.  `explain CODE` prints a
 * row; every finding stored or answered takes its help from here.
 *
 * Codes read FORMAT-PLACE-FAULT ("X12-ISA-SHORT", "UBL-DOCTYPE",
 * "CSV-COLUMN", "ORDER-ITEM").  Codes never change meaning.
 */
#ifndef DOMAIN_FINDING_H
#define DOMAIN_FINDING_H

#include <stdarg.h>

#include "domain/intake.h"

struct finding_rule {
	const char *code;
	enum severity severity;
	const char *rule; /* what must hold, with its source */
	const char *help; /* how to mend it */
	const char *x12;  /* TA1/AK code if one fits, or NULL; of a code
			     EDIFACT-…: that of 0085, for CONTRL */
};

/* The tables live beside who finds: one array a file, listed here. */
const struct finding_rule *finding_rule(struct slice code); /* NULL: none */
/* All rules, for docs and tests; i from 0, NULL at the end. */
const struct finding_rule *finding_rule_at(size_t i);
/* One more of a list, as its rule has it, with a text of up to 511 bytes. */
struct finding *finding_add(struct arena *a, struct list *findings,
    const char *code, const char *fmt, va_list ap) PRINTF_LIKE(4, 0);
/* Was it found at this path already? */
bool finding_told(const struct list *findings, const char *code,
    const char *path);

#endif
