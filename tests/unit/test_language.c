/* What findings say in Dutch and Portuguese: of every code, and how. */
#include <string.h>
#include "domain/language.h"
#include "tests/unit/unit.h"

static const char *
dated(int y, int m, int d, enum language l)
{
	static char text[64];
	struct buf b;

	buf_init(&b, 64);
	language_date(&b, day_of(y, m, d), l);
	(void)snprintf(text, sizeof(text), "%s", b.p);
	buf_free(&b);
	return (text);
}

static const char *
numbered(int64_t n, enum language l)
{
	static char text[64];
	struct buf b;

	buf_init(&b, 64);
	language_number(&b, n, l);
	(void)snprintf(text, sizeof(text), "%s", b.p);
	buf_free(&b);
	return (text);
}

/* --- of every code ------------------------------------------------------- */

TEST(every_code_is_translated)
{
	const struct finding_rule *r;
	int missing = 0;

	for (size_t i = 0; (r = finding_rule_at(i)) != NULL; i++)
		if (!finding_translated(slice_of(r->code))) {
			fprintf(stderr, "# no words of %s in language_*.c\n",
			    r->code);
			missing++;
		}
	assert_int_equal(missing, 0);
}

TEST(no_words_are_of_a_code_that_is_gone_or_twice)
{
	const char *code;
	int wrong = 0;

	for (size_t i = 0; (code = finding_words_at(i)) != NULL; i++) {
		bool twice = false;

		for (size_t j = 0; j < i; j++)
			twice |= strcmp(finding_words_at(j), code) == 0;
		if (twice || finding_rule(slice_of(code)) == NULL) {
			fprintf(stderr, "# %s: %s\n", code,
			    twice ? "twice" : "no such finding");
			wrong++;
		}
	}
	assert_int_equal(wrong, 0);
}

static bool
ends_as(const char *text, const char *english)
{
	/* X12 and EDIFACT have rules without a full stop, the others with. */
	return ((text[strlen(text) - 1] == '.') ==
	    (english[strlen(english) - 1] == '.'));
}

TEST(translations_are_other_texts_in_utf8_of_the_same_make)
{
	const struct finding_rule *r;

	for (size_t i = 0; (r = finding_rule_at(i)) != NULL; i++) {
		const char *nl = finding_rule_in(r, LANGUAGE_NL),
			   *pt = finding_rule_in(r, LANGUAGE_PT);

		if (!finding_translated(slice_of(r->code)))
			continue;
		if (strcmp(nl, r->rule) == 0 || strcmp(pt, r->rule) == 0 ||
		    strcmp(nl, pt) == 0 || !ends_as(nl, r->rule) ||
		    !ends_as(pt, r->rule) || !slice_utf8(slice_of(nl)) ||
		    !slice_utf8(slice_of(pt)))
			fail_msg("the rule of %s: %s / %s", r->code, nl, pt);
		for (enum language l = LANGUAGE_EN; l < LANGUAGES; l++) {
			const char *mend = finding_mend_in(r, l);

			if (mend[0] == '\0' || !slice_utf8(slice_of(mend)))
				fail_msg("the mend of %s", r->code);
		}
	}
}

static void
expect_no_word_of_ours(const char *code, const char *text)
{
	static const char *const ours[] = { "master/", "partners/",
		"ask the partner", "rules.", "recurrence.", "ordermill" };

	for (size_t k = 0; k < sizeof(ours) / sizeof(ours[0]); k++)
		if (strstr(text, ours[k]) != NULL)
			fail_msg("%s says \"%s\"", code, text);
}

/* What the seller's people do is nothing that a sender can do.  Rules are told
 * to both. */
TEST(a_mend_and_a_rule_never_name_our_files_and_commands)
{
	const struct finding_rule *r;

	for (size_t i = 0; (r = finding_rule_at(i)) != NULL; i++) {
		if (!finding_translated(slice_of(r->code)))
			continue;
		for (enum language l = LANGUAGE_EN; l < LANGUAGES; l++) {
			expect_no_word_of_ours(r->code, finding_mend_in(r, l));
			if (strchr(finding_mend_in(r, l), '`') != NULL)
				fail_msg("%s names a command", r->code);
			expect_no_word_of_ours(r->code, finding_rule_in(r, l));
		}
	}
}

TEST(help_is_for_the_seller_and_a_mend_for_the_sender)
{
	const struct finding_rule *r = finding_rule(SLICE("ORDER-ITEM"));

	assert_non_null(strstr(finding_help_in(r, LANGUAGE_EN), "catalog.csv"));
	assert_non_null(strstr(finding_help_in(r, LANGUAGE_NL), "catalog.csv"));
	assert_non_null(strstr(finding_help_in(r, LANGUAGE_PT), "catalog.csv"));
	assert_string_equal(finding_mend_in(r, LANGUAGE_NL),
	    "Gebruik ons artikelnummer of een GTIN die wij verkopen.");
	r = finding_rule(SLICE("X12-SE-MISSING"));
	assert_string_equal(finding_mend_in(r, LANGUAGE_EN),
	    "Please send the message again.");
	assert_string_equal(finding_help_in(r, LANGUAGE_NL),
	    "Stuur het bericht opnieuw.");
	r = finding_rule(SLICE("UBL-DATE"));
	assert_string_equal(finding_mend_in(r, LANGUAGE_EN), r->help);
}

TEST(what_has_no_words_is_told_in_english)
{
	static const struct finding_rule stranger = { "NO-SUCH", SEVERITY_NOTE,
		"a rule", "a help", NULL };

	assert_string_equal(finding_rule_in(&stranger, LANGUAGE_NL), "a rule");
	assert_string_equal(finding_help_in(&stranger, LANGUAGE_PT), "a help");
	assert_string_equal(finding_mend_in(&stranger, LANGUAGE_NL), "a help");
	assert_false(finding_translated(SLICE("NO-SUCH")));
}

/* --- languages, dates, numbers ------------------------------------------- */

TEST(a_language_is_known_by_its_tag)
{
	assert_int_equal(language_named(SLICE("nl")), LANGUAGE_NL);
	assert_int_equal(language_named(SLICE("nl-BE")), LANGUAGE_NL);
	assert_int_equal(language_named(SLICE("pt")), LANGUAGE_PT);
	assert_int_equal(language_named(SLICE("pt-BR")), LANGUAGE_PT);
	assert_int_equal(language_named(SLICE("PT_br")), LANGUAGE_PT);
	assert_int_equal(language_named(SLICE("en")), LANGUAGE_EN);
	assert_int_equal(language_named(SLICE("de")), LANGUAGE_EN);
	assert_int_equal(language_named(SLICE("nld")), LANGUAGE_EN);
	assert_int_equal(language_named(SLICE("")), LANGUAGE_EN);
	assert_true(language_spoken(SLICE("en-GB")));
	assert_false(language_spoken(SLICE("de")));
	assert_string_equal(language_tag(LANGUAGE_PT), "pt-BR");
}

TEST(dates_are_written_as_people_write_them)
{
	assert_string_equal(dated(2026, 11, 23, LANGUAGE_EN),
	    "23 November 2026");
	assert_string_equal(dated(2026, 11, 23, LANGUAGE_NL),
	    "23 november 2026");
	assert_string_equal(dated(2026, 3, 1, LANGUAGE_NL), "1 maart 2026");
	assert_string_equal(dated(2026, 11, 23, LANGUAGE_PT),
	    "23 de novembro de 2026");
	assert_string_equal(dated(2026, 3, 1, LANGUAGE_PT),
	    "1º de março de 2026");
}

TEST(thousands_are_parted)
{
	assert_string_equal(numbered(0, LANGUAGE_EN), "0");
	assert_string_equal(numbered(999, LANGUAGE_NL), "999");
	assert_string_equal(numbered(1000, LANGUAGE_NL), "1.000");
	assert_string_equal(numbered(1234567, LANGUAGE_EN), "1,234,567");
	assert_string_equal(numbered(100000, LANGUAGE_PT), "100.000");
	assert_string_equal(numbered(-100000, LANGUAGE_PT), "-100.000");
}

UNIT_MAIN(RUN(every_code_is_translated),
    RUN(no_words_are_of_a_code_that_is_gone_or_twice),
    RUN(translations_are_other_texts_in_utf8_of_the_same_make),
    RUN(a_mend_and_a_rule_never_name_our_files_and_commands),
    RUN(help_is_for_the_seller_and_a_mend_for_the_sender),
    RUN(what_has_no_words_is_told_in_english),
    RUN(a_language_is_known_by_its_tag),
    RUN(dates_are_written_as_people_write_them), RUN(thousands_are_parted))
