#include <stdio.h>
#include <string.h>

#include "domain/language.h"
#include "domain/language_part.h"

/* Each array stands in a file of its own, and ends with a NULL code. */
static const struct finding_words *const tables[] = { x12_said, x12_set_said,
	edifact_said, xml_said, ubl_said, cxml_said, csv_said, order_said,
	arithmetic_said, change_said, file_said, guide_words, bank_said };

#define TABLES (sizeof(tables) / sizeof(tables[0]))

/* --- languages ----------------------------------------------------------- */

static const char *const tags[LANGUAGES] = { "en", "nl", "pt-BR" };

/* "pt", "pt-BR" and "pt_PT" begin with pt; "pts" is another language. */
static bool
begins(struct slice tag, const char *two)
{
	return (tag.n >= 2 && slice_ieq(slice_sub(tag, 0, 2), slice_of(two)) &&
	    (tag.n == 2 || tag.p[2] == '-' || tag.p[2] == '_'));
}

enum language
language_named(struct slice tag)
{
	if (begins(tag, "nl"))
		return (LANGUAGE_NL);
	if (begins(tag, "pt"))
		return (LANGUAGE_PT);
	return (LANGUAGE_EN);
}

bool
language_spoken(struct slice tag)
{
	return (begins(tag, "en") || language_named(tag) != LANGUAGE_EN);
}

const char *
language_tag(enum language l)
{
	return (tags[l]);
}

/* --- words of findings --------------------------------------------------- */

static const struct finding_words *
words_of(const char *code)
{
	for (size_t t = 0; t < TABLES; t++)
		for (const struct finding_words *w = tables[t]; w->code != NULL;
		     w++)
			if (strcmp(w->code, code) == 0)
				return (w);
	return (NULL);
}

static const char *
chosen(enum language l, const char *nl, const char *pt, const char *english)
{
	const char *said = l == LANGUAGE_NL ? nl :
	    l == LANGUAGE_PT                ? pt :
					      english;

	return (said != NULL ? said : english);
}

const char *
finding_rule_in(const struct finding_rule *r, enum language l)
{
	const struct finding_words *w = words_of(r->code);

	return (
	    w == NULL ? r->rule : chosen(l, w->rule.nl, w->rule.pt, r->rule));
}

const char *
finding_help_in(const struct finding_rule *r, enum language l)
{
	const struct finding_words *w = words_of(r->code);

	if (w == NULL)
		return (r->help);
	return (chosen(l, w->help.nl != NULL ? w->help.nl : w->mend.nl,
	    w->help.pt != NULL ? w->help.pt : w->mend.pt, r->help));
}

const char *
finding_mend_in(const struct finding_rule *r, enum language l)
{
	const struct finding_words *w = words_of(r->code);

	if (w == NULL)
		return (r->help);
	return (chosen(l, w->mend.nl, w->mend.pt,
	    w->mend.en != NULL ? w->mend.en : r->help));
}

bool
finding_translated(struct slice code)
{
	for (size_t i = 0; finding_words_at(i) != NULL; i++)
		if (slice_is(code, finding_words_at(i)))
			return (true);
	return (false);
}

const char *
finding_words_at(size_t i)
{
	for (size_t t = 0; t < TABLES; t++)
		for (const struct finding_words *w = tables[t]; w->code != NULL;
		     w++)
			if (i-- == 0)
				return (w->code);
	return (NULL);
}

/* --- dates and numbers --------------------------------------------------- */

static const char *const months[LANGUAGES][12] = {
	{ "January", "February", "March", "April", "May", "June", "July",
	    "August", "September", "October", "November", "December" },
	{ "januari", "februari", "maart", "april", "mei", "juni", "juli",
	    "augustus", "september", "oktober", "november", "december" },
	{ "janeiro", "fevereiro", "março", "abril", "maio", "junho", "julho",
	    "agosto", "setembro", "outubro", "novembro", "dezembro" },
};

void
language_date(struct buf *b, day d, enum language l)
{
	struct ymd x = day_ymd(d);
	const char *of = l == LANGUAGE_PT ? " de " : " ";
	/* The first of a month has its ordinal in Portuguese. */
	const char *first = l == LANGUAGE_PT && x.d == 1 ? "º" : "";

	buf_printf(b, "%d%s%s%s%s%d", x.d, first, of, months[l][x.m - 1], of,
	    x.y);
}

void
language_number(struct buf *b, int64_t n, enum language l)
{
	char digits[24];
	int length = snprintf(digits, sizeof(digits), "%lld", (long long)n);

	for (int i = 0; i < length; i++) {
		buf_char(b, digits[i]);
		if (digits[i] != '-' && i + 1 < length &&
		    (length - i - 1) % 3 == 0)
			buf_char(b, l == LANGUAGE_EN ? ',' : '.');
	}
}
