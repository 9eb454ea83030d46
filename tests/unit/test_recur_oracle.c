/*
 * With the argument "cases": reads lines "RULE|ANCHOR|N" and answers each
 * with the first N days, or "reject: why"; tests/e2e/recurrence_oracle.py asks
 * other engines the same.  Only days that match the rule count (strict).
 */
#include "tests/unit/unit.h"
#include "domain/recurrence.h"

static void
answer(struct slice line, struct buf *b)
{
	struct slice rule, rest, anchor, n;
	struct recurrence_set set;
	struct recurrence_iter it;
	struct recurrence r;
	struct err e = ERR_INIT;
	int64_t left;
	char text[11];
	day d;

	slice_cut(slice_trim(line), '|', &rule, &rest);
	slice_cut(rest, '|', &anchor, &n);
	if (day_parse_iso(anchor) == DAY_NONE || !slice_int(n, &left)) {
		buf_text(b, "bad case");
		return;
	}
	if (recurrence_parse(rule, &r, &e) != RC_OK) {
		buf_printf(b, "reject: %s", e.text);
		return;
	}
	set = RECURRENCE_SET(r, day_parse_iso(anchor));
	set.strict = true;
	recurrence_start(&it, &set);
	for (; left > 0 && recurrence_next(&it, &d, NULL); left--) {
		buf_text(b, b->n > 0 ? "," : "");
		buf_text(b, day_text(d, text));
	}
}

static int
answer_all(void)
{
	struct buf b;
	char *line = NULL;
	size_t cap = 0;
	ssize_t n;

	buf_init(&b, 1 << 20);
	while ((n = getline(&line, &cap, stdin)) > 0) {
		buf_reset(&b);
		answer((struct slice){ line, (size_t)n }, &b);
		(void)puts(b.failed ? "too long" : b.p);
	}
	free(line);
	buf_free(&b);
	return (fflush(stdout) == 0 ? 0 : 1);
}

TEST(a_case_is_answered_with_its_days)
{
	struct buf b;

	buf_init(&b, 4096);
	answer(SLICE("FREQ=MONTHLY;INTERVAL=2|2025-12-31|3\n"), &b);
	assert_string_equal(b.p, "2025-12-31,2026-02-28,2026-04-30");
	buf_free(&b);
}

TEST(a_case_with_a_bad_rule_says_why)
{
	struct buf b;

	buf_init(&b, 4096);
	answer(SLICE("FREQ=HOURLY|2025-12-31|3"), &b);
	assert_memory_equal(b.p, "reject: FREQ=HOURLY", 19);
	buf_free(&b);
}

int
main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		RUN(a_case_is_answered_with_its_days),
		RUN(a_case_with_a_bad_rule_says_why),
	};

	if (argc > 1 && strcmp(argv[1], "cases") == 0)
		return (answer_all());
	cmocka_set_message_output(CM_OUTPUT_TAP);
	return (cmocka_run_group_tests(tests, NULL, NULL));
}
