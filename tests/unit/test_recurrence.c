#include "tests/unit/days.h"
#include "domain/recurrence.h"

#include <libical/ical.h>

static struct recurrence
rule(const char *text)
{
	struct recurrence r;
	struct err e = ERR_INIT;

	if (recurrence_parse(slice_of(text), &r, &e) != RC_OK)
		fail_msg("%s: %s", text, e.text);
	return (r);
}

/* "2026-01-31 2026-02-28 …" */
static const char *
first_days(const struct recurrence_set *set, int n)
{
	static char out[1024];
	struct recurrence_iter it;
	char text[11];
	size_t used = 0;
	day d;

	out[0] = '\0';
	recurrence_start(&it, set);
	for (; n > 0 && recurrence_next(&it, &d, NULL); n--)
		used += (size_t)snprintf(out + used, sizeof(out) - used, "%s%s",
		    used > 0 ? " " : "", day_text(d, text));
	return (out);
}

struct row {
	const char *rule, *anchor;
	int n;
	const char *want;
};

static void
check_rows(const struct row *t, size_t n, bool strict)
{
	for (size_t i = 0; i < n; i++) {
		struct recurrence_set set = RECURRENCE_SET(rule(t[i].rule),
		    on(t[i].anchor));

		set.strict = strict;
		if (strcmp(first_days(&set, t[i].n), t[i].want) != 0)
			fail_msg("%s from %s: %s, not %s", t[i].rule,
			    t[i].anchor, first_days(&set, t[i].n), t[i].want);
	}
}

#define CHECK(t, strict) check_rows((t), sizeof(t) / sizeof((t)[0]), (strict))

TEST(months_count_from_the_anchor_and_do_not_drift)
{
	static const struct row t[] = {
		{ "FREQ=MONTHLY;INTERVAL=2", "2025-12-31", 7,
		    "2025-12-31 2026-02-28 2026-04-30 2026-06-30 2026-08-31 "
		    "2026-10-31 2026-12-31" },
		{ "FREQ=MONTHLY", "2026-01-31", 4,
		    "2026-01-31 2026-02-28 2026-03-31 2026-04-30" },
		{ "FREQ=MONTHLY", "2028-01-30", 3,
		    "2028-01-30 2028-02-29 2028-03-30" },
		{ "FREQ=MONTHLY;INTERVAL=14", "2025-12-31", 3,
		    "2025-12-31 2027-02-28 2028-04-30" },
	};

	CHECK(t, false);
}

TEST(skip_decides_about_days_that_a_month_lacks)
{
	static const struct row t[] = {
		{ "FREQ=MONTHLY;INTERVAL=2;SKIP=OMIT", "2025-12-31", 4,
		    "2025-12-31 2026-08-31 2026-10-31 2026-12-31" },
		{ "FREQ=MONTHLY;SKIP=OMIT", "2026-01-31", 4,
		    "2026-01-31 2026-03-31 2026-05-31 2026-07-31" },
		{ "FREQ=MONTHLY;SKIP=FORWARD", "2026-01-31", 4,
		    "2026-01-31 2026-03-01 2026-03-31 2026-05-01" },
		/* What is carried to 1 March meets the 1 March of the rule. */
		{ "FREQ=MONTHLY;BYMONTHDAY=1,30;SKIP=FORWARD", "2026-02-01", 4,
		    "2026-02-01 2026-03-01 2026-03-30 2026-04-01" },
		/* 28, 29, 30 and 31 February are one day. */
		{ "FREQ=MONTHLY;BYMONTHDAY=28,29,30,31", "2026-02-01", 5,
		    "2026-02-28 2026-03-28 2026-03-29 2026-03-30 2026-03-31" },
		{ "FREQ=MONTHLY;BYMONTHDAY=-31", "2026-01-01", 3,
		    "2026-01-01 2026-02-01 2026-03-01" },
		{ "FREQ=MONTHLY;BYMONTHDAY=-31;SKIP=OMIT", "2026-01-01", 3,
		    "2026-01-01 2026-03-01 2026-05-01" },
		/* SKIP comes before BYDAY and BYSETPOS. */
		{ "FREQ=MONTHLY;BYMONTHDAY=31;BYDAY=SA", "2026-01-01", 3,
		    "2026-01-31 2026-02-28 2026-10-31" },
		{ "FREQ=YEARLY;BYYEARDAY=366", "2027-01-01", 3,
		    "2027-12-31 2028-12-31 2029-12-31" },
		{ "FREQ=YEARLY;BYYEARDAY=366;SKIP=OMIT", "2027-01-01", 2,
		    "2028-12-31 2032-12-31" },
		{ "FREQ=YEARLY;BYYEARDAY=366;SKIP=FORWARD", "2027-01-02", 3,
		    "2028-01-01 2028-12-31 2030-01-01" },
		/* Days that only limit are never moved. */
		{ "FREQ=DAILY;BYMONTHDAY=31", "2026-02-01", 2,
		    "2026-03-31 2026-05-31" },
	};

	CHECK(t, true);
}

TEST(leap_years_have_a_29th_of_february)
{
	static const struct row t[] = {
		{ "FREQ=YEARLY", "2028-02-29", 5,
		    "2028-02-29 2029-02-28 2030-02-28 2031-02-28 2032-02-29" },
		{ "FREQ=YEARLY;SKIP=OMIT", "2028-02-29", 2,
		    "2028-02-29 2032-02-29" },
		{ "FREQ=YEARLY;SKIP=FORWARD", "2028-02-29", 2,
		    "2028-02-29 2029-03-01" },
		/* 2100 is none. */
		{ "FREQ=YEARLY;INTERVAL=4;SKIP=OMIT", "2096-02-29", 2,
		    "2096-02-29 2104-02-29" },
		{ "FREQ=YEARLY;INTERVAL=4", "2096-02-29", 3,
		    "2096-02-29 2100-02-28 2104-02-29" },
	};

	CHECK(t, true);
}

TEST(weekdays_fall_where_the_rule_puts_them)
{
	static const struct row t[] = {
		/* The last working day of a month. */
		{ "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1", "2026-01-01",
		    5,
		    "2026-01-30 2026-02-27 2026-03-31 2026-04-30 2026-05-29" },
		{ "FREQ=MONTHLY;BYDAY=1MO", "2026-01-01", 3,
		    "2026-01-05 2026-02-02 2026-03-02" },
		{ "FREQ=MONTHLY;BYDAY=-1FR,2TU", "2026-01-01", 4,
		    "2026-01-13 2026-01-30 2026-02-10 2026-02-27" },
		{ "FREQ=MONTHLY;BYDAY=5MO", "2026-01-01", 3,
		    "2026-03-30 2026-06-29 2026-08-31" },
		{ "FREQ=MONTHLY;BYDAY=MO,1TU;BYMONTH=1", "2026-01-01", 5,
		    "2026-01-05 2026-01-06 2026-01-12 2026-01-19 2026-01-26" },
		{ "FREQ=YEARLY;BYDAY=20MO", "1997-05-19", 3,
		    "1997-05-19 1998-05-18 1999-05-17" },
		{ "FREQ=YEARLY;BYMONTH=11;BYDAY=4TH", "2026-01-01", 2,
		    "2026-11-26 2027-11-25" },
		{ "FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13", "2026-01-01", 3,
		    "2026-02-13 2026-03-13 2026-11-13" },
		{ "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,SU;WKST=MO", "1997-08-05", 4,
		    "1997-08-05 1997-08-10 1997-08-19 1997-08-24" },
		{ "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,SU;WKST=SU", "1997-08-05", 4,
		    "1997-08-05 1997-08-17 1997-08-19 1997-08-31" },
		{ "FREQ=WEEKLY;BYDAY=MO,WE,FR;BYSETPOS=1", "2026-01-07", 2,
		    "2026-01-12 2026-01-19" },
	};

	CHECK(t, true);
}

TEST(week_53_comes_in_long_years_only)
{
	static const struct row t[] = {
		{ "FREQ=YEARLY;BYWEEKNO=53;BYDAY=MO", "2020-01-01", 3,
		    "2020-12-28 2026-12-28 2032-12-27" },
		{ "FREQ=YEARLY;BYWEEKNO=20;BYDAY=MO", "1997-05-12", 3,
		    "1997-05-12 1998-05-11 1999-05-17" },
		/* The anchor's weekday where none is named. */
		{ "FREQ=YEARLY;BYWEEKNO=20", "1997-05-12", 2,
		    "1997-05-12 1998-05-11" },
		/* The last week of 2026 ends in January 2027. */
		{ "FREQ=YEARLY;BYWEEKNO=-1;BYDAY=SU", "2026-01-01", 2,
		    "2027-01-03 2028-01-02" },
		{ "FREQ=YEARLY;BYWEEKNO=1;BYDAY=TU", "0001-01-01", 1,
		    "0001-01-02" },
		{ "FREQ=YEARLY;BYWEEKNO=1,53;BYDAY=MO;WKST=TU", "0001-01-01", 1,
		    "0001-01-08" },
	};

	CHECK(t, true);
}

TEST(the_anchor_is_the_first_even_where_the_rule_passes_it_by)
{
	static const struct row loose[] = {
		{ "FREQ=WEEKLY;BYDAY=MO", "2026-01-07", 3,
		    "2026-01-07 2026-01-12 2026-01-19" },
		{ "FREQ=WEEKLY;BYDAY=MO;COUNT=2", "2026-01-07", 9,
		    "2026-01-07 2026-01-12" },
		{ "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30;SKIP=OMIT", "2026-01-07",
		    9, "2026-01-07" },
		{ "FREQ=DAILY;UNTIL=20260101", "2026-01-07", 9, "" },
	};
	static const struct row strict[] = {
		{ "FREQ=WEEKLY;BYDAY=MO", "2026-01-07", 2,
		    "2026-01-12 2026-01-19" },
		{ "FREQ=WEEKLY;BYDAY=MO;COUNT=2", "2026-01-07", 9,
		    "2026-01-12 2026-01-19" },
	};

	CHECK(loose, false);
	CHECK(strict, true);
}

TEST(until_is_inclusive_and_count_is_exact)
{
	static const struct row t[] = {
		{ "FREQ=DAILY;UNTIL=20260103", "2026-01-01", 9,
		    "2026-01-01 2026-01-02 2026-01-03" },
		{ "FREQ=DAILY;UNTIL=20260102T235959Z", "2026-01-01", 9,
		    "2026-01-01 2026-01-02" },
		{ "FREQ=DAILY;UNTIL=2026-01-02", "2026-01-01", 9,
		    "2026-01-01 2026-01-02" },
		{ "FREQ=MONTHLY;COUNT=3", "2026-01-31", 9,
		    "2026-01-31 2026-02-28 2026-03-31" },
		{ "FREQ=YEARLY;INTERVAL=9000", "2026-01-31", 9, "2026-01-31" },
		{ "FREQ=DAILY;INTERVAL=9999", "9990-01-01", 9, "9990-01-01" },
	};

	CHECK(t, false);
}

TEST(rules_that_never_match_end)
{
	static const char *const t[] = {
		"FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30",
		"FREQ=MONTHLY;BYMONTH=2;BYMONTHDAY=30",
		"FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30",
		"FREQ=DAILY;INTERVAL=9999;BYMONTH=2;BYMONTHDAY=30",
		"FREQ=WEEKLY;BYDAY=MO,TU;BYSETPOS=3",
		"FREQ=MONTHLY;BYDAY=1MO;BYMONTHDAY=20",
		"FREQ=YEARLY;BYYEARDAY=200;BYMONTH=1",
	};

	for (size_t i = 0; i < sizeof(t) / sizeof(t[0]); i++) {
		struct recurrence_set set = RECURRENCE_SET(rule(t[i]),
		    on("2026-01-01"));

		set.rule.skip = RECUR_OMIT;
		set.strict = true;
		assert_string_equal(first_days(&set, 1), "");
	}
}

/* 29 February is a Monday every 28 years: rare is not never. */
TEST(rare_days_are_found)
{
	static const struct row t[] = {
		{ "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29;BYDAY=MO;SKIP=OMIT",
		    "2026-01-01", 2, "2044-02-29 2072-02-29" },
		{ "FREQ=DAILY;INTERVAL=7;BYMONTH=2;BYMONTHDAY=29", "2024-03-04",
		    2, "2044-02-29 2072-02-29" },
		{ "FREQ=YEARLY;INTERVAL=100;BYMONTH=2;BYMONTHDAY=29;SKIP=OMIT",
		    "2100-01-01", 2, "2400-02-29 2800-02-29" },
	};

	CHECK(t, true);
}

TEST(dates_are_added_and_excluded_ones_taken_out)
{
	day dates[] = { on("2026-01-10"), on("2026-02-01"), on("2026-02-14") };
	day excluded[] = { on("2026-02-14"), on("2026-03-01") };
	struct recurrence_set set = RECURRENCE_SET(rule("FREQ=MONTHLY;COUNT=4"),
	    on("2026-01-01"));

	set.dates = dates;
	set.dates_n = 3;
	set.excluded = excluded;
	set.excluded_n = 2;
	assert_string_equal(first_days(&set, 9),
	    "2026-01-01 2026-01-10 2026-02-01 2026-04-01");
	set.ends_on = on("2026-01-31");
	assert_string_equal(first_days(&set, 9), "2026-01-01 2026-01-10");
}

TEST(dates_alone_need_no_rule)
{
	day dates[] = { on("2026-01-10"), on("2026-02-01") };
	struct recurrence_set set = RECURRENCE_SET(RECURRENCE_NONE, DAY_NONE);

	assert_string_equal(first_days(&set, 9), "");
	set.dates = dates;
	set.dates_n = 2;
	assert_string_equal(first_days(&set, 9), "2026-01-10 2026-02-01");
	set.anchor = on("2026-01-05");
	assert_string_equal(first_days(&set, 9),
	    "2026-01-05 2026-01-10 2026-02-01");
}

/* Every start in four years against the walk from the anchor. */
TEST(a_jump_lands_where_walking_would)
{
	static const char *const t[] = {
		"FREQ=DAILY;INTERVAL=3",
		"FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,SU",
		"FREQ=MONTHLY;INTERVAL=2",
		"FREQ=MONTHLY;SKIP=FORWARD",
		"FREQ=YEARLY;BYMONTHDAY=31;BYDAY=MO",
		"FREQ=YEARLY;BYYEARDAY=366;SKIP=FORWARD",
		"FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1,1",
		"FREQ=WEEKLY;COUNT=60",
		"FREQ=MONTHLY;UNTIL=20280630",
	};

	for (size_t i = 0; i < sizeof(t) / sizeof(t[0]); i++) {
		struct recurrence_set set = RECURRENCE_SET(rule(t[i]),
		    on("2025-12-31"));
		struct recurrence_iter walk, jump;
		bool more;
		day d, other;

		recurrence_start(&walk, &set);
		more = recurrence_next(&walk, &d, NULL);
		for (day from = set.anchor - 9; from < set.anchor + 1500;
		     from++) {
			while (more && d < from)
				more = recurrence_next(&walk, &d, NULL);
			recurrence_start(&jump, &set);
			recurrence_seek(&jump, from);
			assert_int_equal(recurrence_next(&jump, &other, NULL),
			    more);
			if (more)
				assert_int_equal(other, d);
		}
	}
}

TEST(a_jump_never_goes_back)
{
	struct recurrence_set set = RECURRENCE_SET(rule("FREQ=DAILY"),
	    on("2026-01-01"));
	struct recurrence_iter it;
	int64_t index;
	day d;

	recurrence_start(&it, &set);
	recurrence_seek(&it, on("2400-01-01"));
	recurrence_seek(&it, on("2026-01-05"));
	assert_true(recurrence_next(&it, &d, &index));
	assert_int_equal(d, on("2400-01-01"));
	assert_int_equal(index, 0);
	recurrence_seek(&it, on("9999-12-31"));
	assert_true(recurrence_next(&it, &d, NULL));
	assert_false(recurrence_next(&it, &d, NULL));
	recurrence_start(&it, &set);
	recurrence_seek(&it, INT32_MAX);
	assert_false(recurrence_next(&it, &d, NULL));
}

TEST(occurrences_are_numbered_from_one)
{
	struct recurrence_set set = RECURRENCE_SET(rule("FREQ=DAILY;COUNT=5"),
	    on("2026-01-01"));
	struct recurrence_iter it;
	int64_t index;
	day d;

	recurrence_start(&it, &set);
	for (int64_t i = 1; i <= 5; i++) {
		assert_true(recurrence_next(&it, &d, &index));
		assert_int_equal(index, i);
	}
	assert_false(recurrence_next(&it, &d, &index));
	/* COUNT walks, so the number stays known. */
	recurrence_start(&it, &set);
	recurrence_seek(&it, on("2026-01-04"));
	assert_true(recurrence_next(&it, &d, &index));
	assert_int_equal(index, 4);
}

static bool
stop_at_third(void *ctx, day d)
{
	int *n = ctx;

	(void)d;
	return (++*n < 3);
}

TEST(days_between_two_days_are_listed_inclusively)
{
	struct recurrence_set set = RECURRENCE_SET(rule("FREQ=WEEKLY"),
	    on("2026-01-05"));
	int n = 0;

	assert_int_equal(recurrence_between(&set, on("2026-01-12"),
			     on("2026-01-26"), NULL, NULL),
	    3);
	assert_int_equal(recurrence_between(&set, on("2026-01-13"),
			     on("2026-01-18"), NULL, NULL),
	    0);
	assert_int_equal(recurrence_between(&set, on("2026-01-01"),
			     on("2026-12-31"), stop_at_third, &n),
	    3);
}

TEST(a_rule_is_read_in_the_forms_partners_send)
{
	static const char *const t[] = {
		"FREQ=MONTHLY;INTERVAL=2;BYDAY=2FR,-1MO",
		"RRULE:FREQ=MONTHLY;INTERVAL=2;BYDAY=-1MO,2FR",
		"RRULE FREQ=MONTHLY;INTERVAL=2;BYDAY=-1MO,2FR",
		"rrule:freq=monthly;interval=2;byday=-1mo,+2fr",
		"  RRULE:  FREQ = MONTHLY ; BYDAY= -1MO , 2FR ;INTERVAL=02; ",
	};

	for (size_t i = 0; i < sizeof(t) / sizeof(t[0]); i++) {
		struct recurrence r = rule(t[i]);
		struct buf b;

		buf_init(&b, 4096);
		recurrence_text(&r, &b);
		assert_string_equal(b.p,
		    "FREQ=MONTHLY;INTERVAL=2;BYDAY=-1MO,2FR");
		buf_free(&b);
	}
}

TEST(every_part_round_trips)
{
	static const char *const t[] = {
		"FREQ=DAILY",
		"FREQ=WEEKLY;INTERVAL=2;BYMONTH=1,12;BYDAY=MO,SU;WKST=SU;"
		"COUNT=100000",
		"FREQ=MONTHLY;BYMONTHDAY=1,31,-31,-1;BYSETPOS=2,-366;"
		"UNTIL=20271231",
		"FREQ=YEARLY;BYWEEKNO=1,53,-53,-1;BYDAY=TU",
		"FREQ=YEARLY;BYYEARDAY=1,64,366,-366,-1",
		"FREQ=YEARLY;BYDAY=FR,53FR,-53FR,-1FR",
		"RSCALE=GREGORIAN;FREQ=MONTHLY;SKIP=OMIT",
		"RSCALE=GREGORIAN;FREQ=MONTHLY;SKIP=FORWARD",
	};

	for (size_t i = 0; i < sizeof(t) / sizeof(t[0]); i++) {
		struct recurrence r = rule(t[i]);
		struct buf b;

		buf_init(&b, 4096);
		recurrence_text(&r, &b);
		assert_string_equal(b.p, t[i]);
		buf_free(&b);
	}
}

TEST(a_rule_that_cannot_be_kept_is_refused_by_its_part)
{
	static const struct {
		const char *rule, *why;
	} t[] = {
		{ "", "empty" },
		{ "RRULE:", "empty" },
		{ "every two months", "every two months" },
		{ "INTERVAL=2", "FREQ is missing" },
		{ "FREQ=HOURLY", "FREQ=HOURLY" },
		{ "FREQ=FORTNIGHTLY", "FREQ=FORTNIGHTLY" },
		{ "FREQ=DAILY;BYHOUR=3", "BYHOUR" },
		{ "FREQ=DAILY;BYEASTER=0", "BYEASTER" },
		{ "FREQ=DAILY;FREQ=DAILY", "FREQ is given twice" },
		{ "FREQ=DAILY;;COUNT=2", "\"\"" },
		{ "FREQ=DAILY;INTERVAL=0", "INTERVAL=0" },
		{ "FREQ=DAILY;INTERVAL=10000", "INTERVAL=10000" },
		{ "FREQ=DAILY;INTERVAL=+-2", "INTERVAL=+-2" },
		{ "FREQ=DAILY;COUNT=100001", "COUNT=100001" },
		{ "FREQ=DAILY;COUNT=99999999999999999999", "COUNT=" },
		{ "FREQ=DAILY;COUNT=2;UNTIL=20260101", "COUNT and UNTIL" },
		{ "FREQ=DAILY;UNTIL=20260230", "UNTIL=20260230" },
		{ "FREQ=DAILY;UNTIL=20260201T", "UNTIL=" },
		{ "FREQ=DAILY;UNTIL=20260201Tnoon", "UNTIL=" },
		{ "FREQ=YEARLY;BYMONTH=13", "BYMONTH: \"13\"" },
		{ "FREQ=YEARLY;BYMONTH=-1", "BYMONTH: \"-1\"" },
		{ "FREQ=YEARLY;BYMONTH=", "BYMONTH: \"\"" },
		{ "FREQ=MONTHLY;BYMONTHDAY=1,32", "\"32\"" },
		{ "FREQ=MONTHLY;BYMONTHDAY=0", "\"0\"" },
		{ "FREQ=MONTHLY;BYDAY=54MO", "BYDAY: \"54\"" },
		{ "FREQ=MONTHLY;BYDAY=XX", "BYDAY: \"XX\"" },
		{ "FREQ=MONTHLY;BYDAY=MO,", "BYDAY: \"\"" },
		{ "FREQ=WEEKLY;BYDAY=1MO", "BYDAY with a number" },
		{ "FREQ=YEARLY;BYWEEKNO=1;BYDAY=1MO", "BYWEEKNO" },
		{ "FREQ=MONTHLY;BYWEEKNO=1", "BYWEEKNO" },
		{ "FREQ=MONTHLY;BYYEARDAY=1", "BYYEARDAY" },
		{ "FREQ=WEEKLY;BYMONTHDAY=1", "BYMONTHDAY" },
		{ "FREQ=MONTHLY;BYSETPOS=1", "BYSETPOS" },
		{ "FREQ=MONTHLY;SKIP=SIDEWAYS", "SKIP=SIDEWAYS" },
		{ "RSCALE=HEBREW;FREQ=MONTHLY", "RSCALE=HEBREW" },
		{ "FREQ=DAILY;WKST=XY", "WKST=XY" },
		{ "FREQ=DAILY;\x01\xff=1", "??" },
	};

	for (size_t i = 0; i < sizeof(t) / sizeof(t[0]); i++) {
		struct recurrence r;
		struct err e = ERR_INIT;

		assert_int_equal(recurrence_parse(slice_of(t[i].rule), &r, &e),
		    RC_REJECT);
		if (strstr(e.text, t[i].why) == NULL)
			fail_msg("%s: \"%s\" does not name %s", t[i].rule,
			    e.text, t[i].why);
	}
}

TEST(coded_intervals_become_rules)
{
	static const struct {
		const char *code;
		int64_t n;
		const char *want;
	} t[] = {
		{ "DY", 10, "FREQ=DAILY;INTERVAL=10" },
		{ "WK", 1, "FREQ=WEEKLY" },
		{ "BW", 1, "FREQ=WEEKLY;INTERVAL=2" },
		{ "MO", 2, "FREQ=MONTHLY;INTERVAL=2" },
		{ "SM", 1, "FREQ=MONTHLY;BYMONTHDAY=1,15" },
		{ "BM", 1, "FREQ=MONTHLY;INTERVAL=2" },
		{ "BM", 3, "FREQ=MONTHLY;INTERVAL=6" },
		{ "QY", 1, "FREQ=MONTHLY;INTERVAL=3" },
		{ "SA", 1, "FREQ=MONTHLY;INTERVAL=6" },
		{ "AN", 2, "FREQ=YEARLY;INTERVAL=2" },
		{ "DW", 1, "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR" },
		{ "SM", 2, NULL },
		{ "DW", 5, NULL },
		{ "HR", 1, NULL },
		{ "mo", 1, NULL },
		{ "", 1, NULL },
		{ "MO", 0, NULL },
		{ "MO", -1, NULL },
		{ "MO", 10000, NULL },
		{ "QY", INT64_MAX, NULL },
	};

	for (size_t i = 0; i < sizeof(t) / sizeof(t[0]); i++) {
		struct recurrence r;
		struct err e = ERR_INIT;
		enum rc rc = recurrence_from_interval(slice_of(t[i].code),
		    t[i].n, &r, &e);
		struct buf b;

		assert_int_equal(rc, t[i].want != NULL ? RC_OK : RC_REJECT);
		if (rc != RC_OK)
			continue;
		buf_init(&b, 4096);
		recurrence_text(&r, &b);
		assert_string_equal(b.p, t[i].want);
		buf_free(&b);
	}
}

TEST(a_rule_can_be_said_in_words)
{
	static const struct {
		const char *rule, *want;
	} t[] = {
		{ "FREQ=MONTHLY;INTERVAL=2",
		    "every 2 months until further notice" },
		{ "FREQ=WEEKLY;BYDAY=MO,TH;COUNT=10",
		    "every week on Monday and Thursday, 10 times in all" },
		{ "FREQ=DAILY;COUNT=1", "every day, 1 time in all" },
		{ "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR;UNTIL=20271231",
		    "every week on Monday to Friday until 2027-12-31" },
		{ "FREQ=MONTHLY;BYDAY=-1FR,2TU",
		    "every month on the 2nd "
		    "Tuesday and the last Friday until further notice" },
		{ "FREQ=MONTHLY;BYMONTHDAY=1,15,-1",
		    "every month on the 1st, "
		    "15th and last day of the month until further notice" },
		{ "FREQ=MONTHLY;BYMONTHDAY=31",
		    "every month on the 31st day "
		    "of the month (or the last day of a shorter month) until "
		    "further notice" },
		{ "FREQ=YEARLY;BYMONTH=3,9;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1",
		    "every year in March and September on Monday to Friday, "
		    "only the last of these until further notice" },
		{ "FREQ=YEARLY;BYWEEKNO=11,22;BYDAY=MO",
		    "every year in the "
		    "11th and 22nd week of the year on Monday until further "
		    "notice" },
	};

	for (size_t i = 0; i < sizeof(t) / sizeof(t[0]); i++) {
		struct recurrence r = rule(t[i].rule);
		struct buf b;

		buf_init(&b, 4096);
		recurrence_describe(&r, &b);
		assert_string_equal(b.p, t[i].want);
		buf_free(&b);
	}
}

/* What libical makes of the same rule, as first_days. */
static const char *
libical_days(const char *text, const char *anchor, int n)
{
	static char out[1024];
	struct icalrecurrencetype r = icalrecurrencetype_from_string(text);
	icalrecur_iterator *it = icalrecur_iterator_new(r,
	    icaltime_from_string(anchor));
	size_t used = 0;

	assert_non_null(it);
	out[0] = '\0';
	for (; n > 0; n--) {
		struct icaltimetype t = icalrecur_iterator_next(it);

		used += (size_t)snprintf(out + used, sizeof(out) - used,
		    "%s%04d-%02d-%02d", used > 0 ? " " : "", t.year, t.month,
		    t.day);
	}
	icalrecur_iterator_free(it);
	free(r.rscale);
	return (out);
}

TEST(libical_fills_short_months_alike)
{
	static const char *const skips[] = { "OMIT", "BACKWARD", "FORWARD" };
	static const char *const anchors[] = { "20251231", "20260129",
		"20280130", "20240229", "20260815" };

	for (int i = 0; i < 3 * 5 * 12; i++) {
		const char *anchor = anchors[i / 3 % 5];
		struct recurrence_set set;
		char text[128];

		(void)snprintf(text, sizeof(text),
		    "RSCALE=GREGORIAN;FREQ=MONTHLY;INTERVAL=%d;SKIP=%s",
		    1 + i / 15, skips[i % 3]);
		set = RECURRENCE_SET(rule(text),
		    day_parse_basic(slice_of(anchor)));
		assert_string_equal(first_days(&set, 20),
		    libical_days(text, anchor, 20));
	}
}

UNIT_MAIN(RUN(libical_fills_short_months_alike),
    RUN(months_count_from_the_anchor_and_do_not_drift),
    RUN(skip_decides_about_days_that_a_month_lacks),
    RUN(leap_years_have_a_29th_of_february),
    RUN(weekdays_fall_where_the_rule_puts_them),
    RUN(week_53_comes_in_long_years_only),
    RUN(the_anchor_is_the_first_even_where_the_rule_passes_it_by),
    RUN(until_is_inclusive_and_count_is_exact), RUN(rules_that_never_match_end),
    RUN(rare_days_are_found), RUN(dates_are_added_and_excluded_ones_taken_out),
    RUN(dates_alone_need_no_rule), RUN(a_jump_lands_where_walking_would),
    RUN(a_jump_never_goes_back), RUN(occurrences_are_numbered_from_one),
    RUN(days_between_two_days_are_listed_inclusively),
    RUN(a_rule_is_read_in_the_forms_partners_send), RUN(every_part_round_trips),
    RUN(a_rule_that_cannot_be_kept_is_refused_by_its_part),
    RUN(coded_intervals_become_rules), RUN(a_rule_can_be_said_in_words))
