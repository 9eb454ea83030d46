#include "tests/unit/days.h"
#include "domain/calendar.h"

#define DAY_EQ(d, text) \
	do { \
		char text_[11]; \
		assert_string_equal(day_text((d), text_), (text)); \
	} while (0)

/* Dutch holidays around a year's end; 25 and 26 December 2026 are a Friday
 * and a Saturday, 1 January 2027 is a Friday. */
static struct calendar
nl(void)
{
	static day days[4];

	days[0] = on("2026-04-27");
	days[1] = on("2026-12-25");
	days[2] = on("2026-12-26");
	days[3] = on("2027-01-01");
	return ((struct calendar){ CALENDAR_WEEKEND, days, 4 });
}

TEST(weekends_and_holidays_are_not_business_days)
{
	struct calendar c = nl();

	assert_true(calendar_is_business(&c, on("2026-12-24")));
	assert_false(calendar_is_business(&c, on("2026-12-25")));
	assert_false(calendar_is_business(&c, on("2026-12-27")));
	assert_false(calendar_is_business(&c, on("2026-04-27")));
	assert_true(calendar_is_business(&c, on("2026-04-28")));
	assert_true(calendar_is_business(NULL, on("2026-12-25")));
}

TEST(a_weekend_can_be_friday_and_saturday)
{
	struct calendar c = { 1U << 5 | 1U << 6, NULL, 0 };

	assert_true(calendar_is_business(&c, on("2026-01-04")));
	assert_false(calendar_is_business(&c, on("2026-01-02")));
}

TEST(next_and_previous_pass_holidays_beside_a_weekend)
{
	struct calendar c = nl();
	day d;

	assert_true(calendar_next(&c, on("2026-12-24"), &d));
	DAY_EQ(d, "2026-12-28");
	assert_true(calendar_previous(&c, on("2026-12-28"), &d));
	DAY_EQ(d, "2026-12-24");
	assert_true(calendar_next(&c, on("2026-12-21"), &d));
	DAY_EQ(d, "2026-12-22");
}

TEST(business_days_are_added_and_subtracted)
{
	static const struct {
		const char *from;
		int n;
		const char *want;
	} t[] = {
		{ "2026-12-24", 0, "2026-12-24" },
		{ "2026-12-26", 0, "2026-12-26" },
		{ "2026-12-24", 1, "2026-12-28" },
		{ "2026-12-24", 5, "2027-01-04" },
		{ "2026-12-28", -1, "2026-12-24" },
		{ "2026-12-28", -2, "2026-12-23" },
		{ "2026-12-26", -1, "2026-12-24" },
		{ "2027-01-03", 1, "2027-01-04" },
	};
	struct calendar c = nl();
	day d;

	for (size_t i = 0; i < sizeof(t) / sizeof(t[0]); i++) {
		assert_true(
		    calendar_add_business_days(&c, on(t[i].from), t[i].n, &d));
		DAY_EQ(d, t[i].want);
	}
}

TEST(a_day_rolls_as_the_table_says)
{
	static const struct {
		const char *from;
		enum roll roll;
		const char *want; /* "" is dropped */
	} t[] = {
		{ "2026-12-24", ROLL_DROP, "2026-12-24" },
		{ "2026-12-25", ROLL_NONE, "2026-12-25" },
		{ "2026-12-25", ROLL_FOLLOWING, "2026-12-28" },
		{ "2026-12-25", ROLL_PRECEDING, "2026-12-24" },
		{ "2026-12-25", ROLL_MODIFIED_FOLLOWING, "2026-12-28" },
		{ "2026-12-25", ROLL_DROP, "" },
		/* 31 January 2026 is a Saturday. */
		{ "2026-01-31", ROLL_FOLLOWING, "2026-02-02" },
		{ "2026-01-31", ROLL_MODIFIED_FOLLOWING, "2026-01-30" },
		{ "2027-01-01", ROLL_PRECEDING, "2026-12-31" },
	};
	struct calendar c = nl();
	day d;

	for (size_t i = 0; i < sizeof(t) / sizeof(t[0]); i++) {
		assert_true(calendar_roll(&c, on(t[i].from), t[i].roll, &d));
		DAY_EQ(d, t[i].want);
	}
}

TEST(a_calendar_without_business_days_is_noticed)
{
	struct calendar c = { 0xfe, NULL, 0 };
	day d, from = on("2026-01-01");

	assert_false(calendar_next(&c, from, &d));
	assert_false(calendar_previous(&c, from, &d));
	assert_false(calendar_add_business_days(&c, from, -1, &d));
	assert_false(calendar_roll(&c, from, ROLL_FOLLOWING, &d));
	assert_false(calendar_roll(&c, from, ROLL_MODIFIED_FOLLOWING, &d));
	assert_true(calendar_roll(&c, from, ROLL_NONE, &d));
	assert_true(calendar_roll(&c, from, ROLL_DROP, &d));
}

TEST(the_search_reaches_366_days_and_no_further)
{
	day holidays[366], d, from = on("2026-01-01");
	struct calendar c = { 0, holidays, 365 };

	for (int i = 0; i < 366; i++)
		holidays[i] = from + 1 + i;
	assert_true(calendar_next(&c, from, &d));
	assert_int_equal(d, from + 366);
	c.holidays_n = 366;
	assert_false(calendar_next(&c, from, &d));
}

TEST(the_ends_of_time_are_not_passed)
{
	struct calendar c = { CALENDAR_WEEKEND, NULL, 0 };
	day d;

	assert_false(calendar_next(&c, on("9999-12-31"), &d));
	assert_false(calendar_previous(&c, on("0001-01-01"), &d));
	assert_true(calendar_next(NULL, on("9999-12-30"), &d));
	DAY_EQ(d, "9999-12-31");
	assert_true(calendar_previous(NULL, on("0001-01-02"), &d));
	DAY_EQ(d, "0001-01-01");
	assert_false(calendar_add_business_days(&c, on("0001-01-05"), -10, &d));
}

TEST(an_absurd_lead_is_refused)
{
	day d;

	assert_true(calendar_add_business_days(NULL, on("2026-01-01"),
	    CALENDAR_LEAD_MAX, &d));
	assert_false(calendar_add_business_days(NULL, on("2026-01-01"),
	    -CALENDAR_LEAD_MAX - 1, &d));
	assert_false(
	    calendar_add_business_days(NULL, on("2026-01-01"), INT32_MIN, &d));
}

TEST(lists_of_days_are_sorted_and_freed_of_repeats)
{
	day v[] = { 9, 3, DAY_NONE, 9, -4, 3 };

	assert_int_equal(calendar_sort_days(v, 6), 3);
	assert_int_equal(v[0], -4);
	assert_int_equal(v[1], 3);
	assert_int_equal(v[2], 9);
	assert_true(calendar_has_day(v, 3, 9));
	assert_false(calendar_has_day(v, 3, 4));
	assert_false(calendar_has_day(v, 0, 9));
	assert_int_equal(calendar_sort_days(v, 0), 0);
}

TEST(every_roll_has_a_word_that_reads_back)
{
	for (int i = ROLL_NONE; i <= ROLL_DROP; i++) {
		enum roll roll;

		assert_true(calendar_roll_parse(
		    slice_of(calendar_roll_name((enum roll)i)), &roll));
		assert_int_equal(roll, i);
	}
	enum roll untouched = ROLL_DROP;
	assert_false(calendar_roll_parse(SLICE("backward"), &untouched));
	assert_int_equal(untouched, ROLL_DROP);
}

UNIT_MAIN(RUN(weekends_and_holidays_are_not_business_days),
    RUN(a_weekend_can_be_friday_and_saturday),
    RUN(next_and_previous_pass_holidays_beside_a_weekend),
    RUN(business_days_are_added_and_subtracted),
    RUN(a_day_rolls_as_the_table_says),
    RUN(a_calendar_without_business_days_is_noticed),
    RUN(the_search_reaches_366_days_and_no_further),
    RUN(the_ends_of_time_are_not_passed), RUN(an_absurd_lead_is_refused),
    RUN(lists_of_days_are_sorted_and_freed_of_repeats),
    RUN(every_roll_has_a_word_that_reads_back))
