/*
 * language -- what findings say in Dutch and Brazilian Portuguese, and how the
 * sender of a faulty document mends it.
 *
 * The English rule and help stand in the tables of finding.h.  Help there
 * speaks to whoever reads it at the seller's ("ask the partner …", "add it to
 * master/…"); a mend speaks to the partner who sent the document, in all
 * three languages.  What has no translation is told in English.
 *
 *	enum language l = language_named(partner->language);
 *	finding_rule_in(rule, l)	what must hold
 *	finding_help_in(rule, l)	for the seller
 *	finding_mend_in(rule, l)	for the sender
 *
 * To add a code: its row in the language_*.c beside the finding_*.c that has
 * it.  To add a language: a member of the enum, a column in every table.
 */
#ifndef DOMAIN_LANGUAGE_H
#define DOMAIN_LANGUAGE_H

#include "base/buf.h"
#include "base/date.h"
#include "domain/finding.h"

enum language { LANGUAGE_EN, LANGUAGE_NL, LANGUAGE_PT, LANGUAGES };

/* "nl", "nl-BE" Dutch; "pt", "pt-BR" Portuguese; all else English. */
enum language language_named(struct slice tag);
/* Is it one of those three, rather than another one told in English? */
bool language_spoken(struct slice tag);
const char *language_tag(enum language l); /* "en" "nl" "pt-BR" */

/* Never NULL. */
const char *finding_rule_in(const struct finding_rule *r, enum language l);
const char *finding_help_in(const struct finding_rule *r, enum language l);
const char *finding_mend_in(const struct finding_rule *r, enum language l);
/* Has this code a row of words? */
bool finding_translated(struct slice code);
/* The code of row i of the words, NULL at the end: none may lack its rule. */
const char *finding_words_at(size_t i);

/* "23 November 2026", "23 november 2026", "23 de novembro de 2026". */
void language_date(struct buf *b, day d, enum language l);
/* 1234567 as "1,234,567" or "1.234.567". */
void language_number(struct buf *b, int64_t n, enum language l);

#endif
