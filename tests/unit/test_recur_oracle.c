/*
 * Also a filter, which tests/e2e/recurrence_*.py compare with other engines:
 *
 *	cases		"RULE|ANCHOR|N": the first N days, or "reject: why";
 *			only days that match the rule count (strict)
 *	bits WHO	"RULE|ANCHOR|DAYS": how many in so many days from the anchor
 *			on, and one bit a day, the first of a byte is its lowest
 *	sums WHO	the same, and the SHA-256 of the bits
 *
 * WHO is who is asked: ours (the anchor counts), strict, jumps (ours, but
 * each day found by a new jump to the day behind the last), or libical.
 */
#include "tests/unit/unit.h"
#include "base/hash.h"
#include "domain/recurrence.h"

#include <inttypes.h>
#include <libical/ical.h>

#define SPAN_MAX 38000 /* a hundred and four years */

/* --- who answers --------------------------------------------------------- */

struct span { /* one bit a day, from the anchor on */
	uint8_t bits[(SPAN_MAX + 7) / 8];
	int64_t days, found;
};

typedef bool asked(struct slice rule, day anchor, struct span *s,
    struct buf *why);

static bool
span_add(struct span *s, int64_t at)
{
	if (at < 0 || at >= s->days)
		return (false);
	/* A day that comes twice counts twice: the sums differ then. */
	s->found++;
	s->bits[at / 8] |= (uint8_t)(1 << at % 8);
	return (true);
}

static bool
read_rule(struct slice rule, day anchor, struct recurrence_set *set,
    struct buf *why)
{
	struct recurrence r;
	struct err e = ERR_INIT;

	if (recurrence_parse(rule, &r, &e) != RC_OK) {
		buf_printf(why, "reject: %s", e.text);
		return (false);
	}
	*set = RECURRENCE_SET(r, anchor);
	return (true);
}

static void
walk(const struct recurrence_set *set, struct span *s)
{
	struct recurrence_iter it;
	day d;

	recurrence_start(&it, set);
	while (recurrence_next(&it, &d, NULL) && span_add(s, d - set->anchor))
		;
}

static bool
ask_ours(struct slice rule, day anchor, struct span *s, struct buf *why)
{
	struct recurrence_set set;

	if (!read_rule(rule, anchor, &set, why))
		return (false);
	walk(&set, s);
	return (true);
}

static bool
ask_strict(struct slice rule, day anchor, struct span *s, struct buf *why)
{
	struct recurrence_set set;

	if (!read_rule(rule, anchor, &set, why))
		return (false);
	set.strict = true;
	walk(&set, s);
	return (true);
}

static bool
ask_jumps(struct slice rule, day anchor, struct span *s, struct buf *why)
{
	struct recurrence_set set;
	struct recurrence_iter it;
	day d = anchor - 1;

	if (!read_rule(rule, anchor, &set, why))
		return (false);
	do {
		recurrence_start(&it, &set);
		recurrence_seek(&it, d + 1);
	} while (recurrence_next(&it, &d, NULL) && span_add(s, d - anchor));
	return (true);
}

static bool
ask_libical(struct slice rule, day anchor, struct span *s, struct buf *why)
{
	struct ymd c = day_ymd(anchor);
	struct icaltimetype start = { .year = c.y,
		.month = c.m,
		.day = c.d,
		.is_date = 1 };
	struct icalrecurrencetype r;
	icalrecur_iterator *it;
	char text[1100];

	(void)snprintf(text, sizeof(text), SL_FMT, SL_ARG(rule));
	r = icalrecurrencetype_from_string(text);
	it = icalrecur_iterator_new(r, start);
	if (it == NULL)
		buf_text(why, "reject: libical");
	while (it != NULL) {
		struct icaltimetype t = icalrecur_iterator_next(it);

		if (icaltime_is_null_time(t) ||
		    !span_add(s, day_of(t.year, t.month, t.day) - anchor))
			break;
	}
	if (it != NULL)
		icalrecur_iterator_free(it);
	free(r.rscale);
	return (it != NULL);
}

static const struct {
	const char *name;
	asked *ask;
} everybody[] = {
	{ "ours", ask_ours },
	{ "strict", ask_strict },
	{ "jumps", ask_jumps },
	{ "libical", ask_libical },
};

/* --- answers ------------------------------------------------------------- */

static bool
read_case(struct slice line, struct slice *rule, day *anchor, int64_t *n)
{
	struct slice rest, day_, n_;

	slice_cut(slice_trim(line), '|', rule, &rest);
	slice_cut(rest, '|', &day_, &n_);
	*anchor = day_parse_iso(day_);
	return (*anchor != DAY_NONE && slice_int(n_, n) && *n >= 0);
}

static void
answer_case(struct slice line, struct buf *b)
{
	struct recurrence_set set;
	struct recurrence_iter it;
	struct recurrence r;
	struct slice rule;
	struct err e = ERR_INIT;
	int64_t left;
	char text[11];
	day anchor, d;

	if (!read_case(line, &rule, &anchor, &left)) {
		buf_text(b, "bad case");
		return;
	}
	if (recurrence_parse(rule, &r, &e) != RC_OK) {
		buf_printf(b, "reject: %s", e.text);
		return;
	}
	set = RECURRENCE_SET(r, anchor);
	set.strict = true;
	recurrence_start(&it, &set);
	for (; left > 0 && recurrence_next(&it, &d, NULL); left--) {
		buf_text(b, b->n > 0 ? "," : "");
		buf_text(b, day_text(d, text));
	}
}

static void
answer_span(struct slice line, asked *ask, bool sums, struct buf *b)
{
	struct span s = { .found = 0 };
	struct slice rule;
	struct sha256 sum;
	char hex[SHA256_HEX];
	size_t bytes;
	day anchor;

	if (!read_case(line, &rule, &anchor, &s.days) || s.days > SPAN_MAX) {
		buf_text(b, "bad case");
		return;
	}
	if (!ask(rule, anchor, &s, b))
		return;
	buf_printf(b, "%" PRId64 " ", s.found);
	bytes = (size_t)(s.days + 7) / 8;
	sum = sha256_of((struct slice){ (const char *)s.bits, bytes });
	if (sums)
		buf_text(b, sha256_hex(&sum, hex));
	for (size_t i = 0; !sums && i < bytes; i++)
		buf_printf(b, "%02x", s.bits[i]);
}

static int
answer_all(const char *what, asked *ask)
{
	struct buf b;
	char *line = NULL;
	size_t cap = 0;
	ssize_t n;

	buf_init(&b, 1 << 20);
	while ((n = getline(&line, &cap, stdin)) > 0) {
		struct slice in = { line, (size_t)n };

		buf_reset(&b);
		if (ask == NULL)
			answer_case(in, &b);
		else
			answer_span(in, ask, strcmp(what, "sums") == 0, &b);
		(void)puts(b.failed ? "too long" : b.p);
	}
	free(line);
	buf_free(&b);
	return (fflush(stdout) == 0 ? 0 : 1);
}

/* --- tests of the filter itself ------------------------------------------ */

TEST(a_case_is_answered_with_its_days)
{
	struct buf b;

	buf_init(&b, 4096);
	answer_case(SLICE("FREQ=MONTHLY;INTERVAL=2|2025-12-31|3\n"), &b);
	assert_string_equal(b.p, "2025-12-31,2026-02-28,2026-04-30");
	buf_free(&b);
}

TEST(a_case_with_a_bad_rule_says_why)
{
	struct buf b;

	buf_init(&b, 4096);
	answer_case(SLICE("FREQ=HOURLY|2025-12-31|3"), &b);
	assert_memory_equal(b.p, "reject: FREQ=HOURLY", 19);
	buf_free(&b);
}

/* From a Wednesday, every Monday: days 5 and 12. */
TEST(a_span_is_answered_by_whom_it_asks)
{
	static const char *const want[] = { "3 2110", "2 2010", "3 2110",
		"2 2010" };
	struct buf b;

	buf_init(&b, 4096);
	for (int i = 0; i < 4; i++) {
		buf_reset(&b);
		answer_span(SLICE("FREQ=WEEKLY;BYDAY=MO|2026-01-07|13"),
		    everybody[i].ask, false, &b);
		assert_string_equal(b.p, want[i]);
	}
	buf_reset(&b);
	answer_span(SLICE("FREQ=WEEKLY|2026-01-07|38001"), ask_ours, false, &b);
	assert_string_equal(b.p, "bad case");
	buf_free(&b);
}

/* Bits 0 and 7: the bytes 0x81 0x00. */
TEST(a_sum_is_of_one_bit_a_day)
{
	struct buf b;

	buf_init(&b, 4096);
	answer_span(SLICE("FREQ=WEEKLY|2026-01-07|9"), ask_ours, true, &b);
	assert_string_equal(b.p,
	    "2 "
	    "9037f92bc91fdcc764a89d9144c341d887ffc83351cc8cf0530555c89920a47d");
	buf_free(&b);
}

int
main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		RUN(a_case_is_answered_with_its_days),
		RUN(a_case_with_a_bad_rule_says_why),
		RUN(a_span_is_answered_by_whom_it_asks),
		RUN(a_sum_is_of_one_bit_a_day),
	};

	if (argc == 2 && strcmp(argv[1], "cases") == 0)
		return (answer_all(argv[1], NULL));
	for (size_t i = 0; argc == 3 && i < 4; i++)
		if (strcmp(argv[2], everybody[i].name) == 0)
			return (answer_all(argv[1], everybody[i].ask));
	cmocka_set_message_output(CM_OUTPUT_TAP);
	return (cmocka_run_group_tests(tests, NULL, NULL));
}
