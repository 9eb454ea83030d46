/* Days as tables: what becomes of a day when a month is short, a year is long,
 * a shop is shut, a clock is put forward at midnight or an island crosses the
 * date line. */
#include "tests/unit/days.h"

/* --- calendars: nominal>due<release -------------------------------------- */

#define DAY(y, m, d) ((y)*10000 + (m)*100 + (d))

static day nl_days[] = { DAY(2026, 4, 27), DAY(2026, 12, 25), DAY(2026, 12, 26),
	DAY(2027, 1, 1), DAY(2028, 2, 29) };
/* Two whole weeks, the second one over New Year. */
static day shut_days[] = { DAY(2026, 7, 27), DAY(2026, 7, 28), DAY(2026, 7, 29),
	DAY(2026, 7, 30), DAY(2026, 7, 31), DAY(2026, 12, 28),
	DAY(2026, 12, 29), DAY(2026, 12, 30), DAY(2026, 12, 31),
	DAY(2027, 1, 1) };
static const struct calendar weekdays = { CALENDAR_WEEKEND, NULL, 0 };
static const struct calendar nl = { CALENDAR_WEEKEND, nl_days, 5 };
static const struct calendar shut = { CALENDAR_WEEKEND, shut_days, 10 };

static int
make_days(void **state)
{
	day *all[] = { nl_days, shut_days };
	int n[] = { 5, 10 };

	(void)state;
	for (int k = 0; k < 2; k++)
		for (int i = 0; i < n[k]; i++)
			all[k][i] = day_of(all[k][i] / 10000,
			    all[k][i] / 100 % 100, all[k][i] % 100);
	return (0);
}

struct row {
	const char *rule, *first;
	const struct calendar *calendar;
	enum roll roll;
	int lead, n;
	const char *want;
};

static void
check_rows(const struct row *t, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		struct standing s = standing_from(t[i].rule, t[i].first);
		const char *days;

		s.calendar = t[i].calendar;
		s.roll = t[i].roll;
		s.lead_days = t[i].lead;
		days = preview(&s, t[i].first, t[i].n);
		if (strcmp(days, t[i].want) != 0)
			fail_msg("%s from %s, %s: %s, not %s", t[i].rule,
			    t[i].first, calendar_roll_name(t[i].roll), days,
			    t[i].want);
	}
}

#define CHECK(t) check_rows((t), sizeof(t) / sizeof((t)[0]))

TEST(the_31st_is_a_months_last_day_and_rolls_from_there)
{
	static const struct row t[] = {
		{ "FREQ=MONTHLY", "2026-01-31", &weekdays, ROLL_FOLLOWING, 1, 4,
		    "2026-01-31>2026-02-02<2026-01-30 "
		    "2026-02-28>2026-03-02<2026-02-27 "
		    "2026-03-31>2026-03-31<2026-03-30 "
		    "2026-04-30>2026-04-30<2026-04-29" },
		{ "FREQ=MONTHLY", "2026-01-31", &weekdays,
		    ROLL_MODIFIED_FOLLOWING, 1, 4,
		    "2026-01-31>2026-01-30<2026-01-29 "
		    "2026-02-28>2026-02-27<2026-02-26 "
		    "2026-03-31>2026-03-31<2026-03-30 "
		    "2026-04-30>2026-04-30<2026-04-29" },
		{ "FREQ=MONTHLY;SKIP=FORWARD", "2026-01-31", &weekdays,
		    ROLL_PRECEDING, 0, 4,
		    "2026-01-31>2026-01-30<2026-01-30 "
		    "2026-03-01>2026-02-27<2026-02-27 "
		    "2026-03-31>2026-03-31<2026-03-31 "
		    "2026-05-01>2026-05-01<2026-05-01" },
	};

	CHECK(t);
}

/* 29 February 2028 is a holiday here. */
TEST(the_29th_of_february_is_due_in_every_year)
{
	static const struct row t[] = {
		{ "FREQ=YEARLY", "2028-02-29", &nl, ROLL_FOLLOWING, 0, 4,
		    "2028-02-29>2028-03-01<2028-03-01 "
		    "2029-02-28>2029-02-28<2029-02-28 "
		    "2030-02-28>2030-02-28<2030-02-28 "
		    "2031-02-28>2031-02-28<2031-02-28" },
		{ "FREQ=YEARLY", "2028-02-29", &nl, ROLL_PRECEDING, 2, 4,
		    "2028-02-29>2028-02-28<2028-02-24 "
		    "2029-02-28>2029-02-28<2029-02-26 "
		    "2030-02-28>2030-02-28<2030-02-26 "
		    "2031-02-28>2031-02-28<2031-02-26" },
		{ "FREQ=YEARLY;SKIP=FORWARD", "2028-02-29", &nl,
		    ROLL_MODIFIED_FOLLOWING, 0, 3,
		    "2028-02-29>2028-02-28<2028-02-28 "
		    "2029-03-01>2029-03-01<2029-03-01 "
		    "2030-03-01>2030-03-01<2030-03-01" },
		{ "FREQ=YEARLY;SKIP=OMIT", "2024-02-29", &nl, ROLL_DROP, 1, 3,
		    "2024-02-29>2024-02-29<2024-02-28 "
		    "2028-02-29><2028-02-28 "
		    "2032-02-29><2032-02-27" },
	};

	CHECK(t);
}

/* 1 January 2027, a Friday and a holiday, is of week 53 of 2026. */
TEST(a_day_of_week_53_keeps_its_year_when_it_rolls_into_the_next)
{
	static const struct row t[] = {
		{ "FREQ=YEARLY;BYWEEKNO=53;BYDAY=FR", "2020-12-28", &nl,
		    ROLL_FOLLOWING, 2, 3,
		    "2020-12-28>2020-12-28<2020-12-24 "
		    "2021-01-01>2021-01-01<2020-12-30 "
		    "2027-01-01>2027-01-04<2026-12-30" },
		{ "FREQ=YEARLY;BYWEEKNO=53;BYDAY=FR", "2020-12-28", &nl,
		    ROLL_PRECEDING, 2, 3,
		    "2020-12-28>2020-12-28<2020-12-24 "
		    "2021-01-01>2021-01-01<2020-12-30 "
		    "2027-01-01>2026-12-31<2026-12-29" },
		{ "FREQ=YEARLY;BYWEEKNO=53;BYDAY=FR", "2020-12-28", &nl,
		    ROLL_MODIFIED_FOLLOWING, 0, 3,
		    "2020-12-28>2020-12-28<2020-12-28 "
		    "2021-01-01>2021-01-01<2021-01-01 "
		    "2027-01-01>2027-01-04<2027-01-04" },
	};

	CHECK(t);
}

TEST(a_holiday_on_the_due_date_moves_it_as_agreed)
{
	static const struct row t[] = {
		{ "FREQ=MONTHLY;BYMONTHDAY=25", "2026-11-25", &nl, ROLL_NONE, 1,
		    3,
		    "2026-11-25>2026-11-25<2026-11-24 "
		    "2026-12-25>2026-12-25<2026-12-24 "
		    "2027-01-25>2027-01-25<2027-01-22" },
		{ "FREQ=MONTHLY;BYMONTHDAY=25", "2026-11-25", &nl,
		    ROLL_FOLLOWING, 1, 3,
		    "2026-11-25>2026-11-25<2026-11-24 "
		    "2026-12-25>2026-12-28<2026-12-24 "
		    "2027-01-25>2027-01-25<2027-01-22" },
		{ "FREQ=MONTHLY;BYMONTHDAY=25", "2026-11-25", &nl,
		    ROLL_PRECEDING, 1, 3,
		    "2026-11-25>2026-11-25<2026-11-24 "
		    "2026-12-25>2026-12-24<2026-12-23 "
		    "2027-01-25>2027-01-25<2027-01-22" },
		{ "FREQ=MONTHLY;BYMONTHDAY=25", "2026-11-25", &nl,
		    ROLL_MODIFIED_FOLLOWING, 1, 3,
		    "2026-11-25>2026-11-25<2026-11-24 "
		    "2026-12-25>2026-12-28<2026-12-24 "
		    "2027-01-25>2027-01-25<2027-01-22" },
		{ "FREQ=MONTHLY;BYMONTHDAY=25", "2026-11-25", &nl, ROLL_DROP, 1,
		    3,
		    "2026-11-25>2026-11-25<2026-11-24 "
		    "2026-12-25><2026-12-24 "
		    "2027-01-25>2027-01-25<2027-01-22" },
	};

	CHECK(t);
}

/* At an end of a month, before the end of the rule, and day after day: what is
 * due on one day is four deliveries, none of them lost. */
TEST(a_week_of_holidays_is_passed_as_one_day_is)
{
	static const struct row t[] = {
		{ "FREQ=WEEKLY;INTERVAL=2", "2026-07-15", &shut, ROLL_NONE, 3,
		    3,
		    "2026-07-15>2026-07-15<2026-07-10 "
		    "2026-07-29>2026-07-29<2026-07-22 "
		    "2026-08-12>2026-08-12<2026-08-07" },
		{ "FREQ=WEEKLY;INTERVAL=2", "2026-07-15", &shut, ROLL_FOLLOWING,
		    3, 3,
		    "2026-07-15>2026-07-15<2026-07-10 "
		    "2026-07-29>2026-08-03<2026-07-22 "
		    "2026-08-12>2026-08-12<2026-08-07" },
		{ "FREQ=WEEKLY;INTERVAL=2", "2026-07-15", &shut, ROLL_PRECEDING,
		    3, 3,
		    "2026-07-15>2026-07-15<2026-07-10 "
		    "2026-07-29>2026-07-24<2026-07-21 "
		    "2026-08-12>2026-08-12<2026-08-07" },
		{ "FREQ=WEEKLY;INTERVAL=2", "2026-07-15", &shut,
		    ROLL_MODIFIED_FOLLOWING, 3, 3,
		    "2026-07-15>2026-07-15<2026-07-10 "
		    "2026-07-29>2026-07-24<2026-07-21 "
		    "2026-08-12>2026-08-12<2026-08-07" },
		{ "FREQ=WEEKLY;INTERVAL=2", "2026-07-15", &shut, ROLL_DROP, 3,
		    3,
		    "2026-07-15>2026-07-15<2026-07-10 "
		    "2026-07-29><2026-07-22 "
		    "2026-08-12>2026-08-12<2026-08-07" },
		{ "FREQ=WEEKLY;UNTIL=20270101", "2026-12-23", &shut,
		    ROLL_FOLLOWING, 1, 3,
		    "2026-12-23>2026-12-23<2026-12-22 "
		    "2026-12-30>2026-12-25<2026-12-24" },
		{ "FREQ=WEEKLY;UNTIL=20270101", "2026-12-23", &shut,
		    ROLL_MODIFIED_FOLLOWING, 1, 3,
		    "2026-12-23>2026-12-23<2026-12-22 "
		    "2026-12-30>2026-12-25<2026-12-24" },
		{ "FREQ=WEEKLY;UNTIL=20270101", "2026-12-23", &shut,
		    ROLL_PRECEDING, 1, 3,
		    "2026-12-23>2026-12-23<2026-12-22 "
		    "2026-12-30>2026-12-25<2026-12-24" },
		{ "FREQ=DAILY", "2026-07-25", &shut, ROLL_FOLLOWING, 1, 4,
		    "2026-07-25>2026-08-03<2026-07-24 "
		    "2026-07-26>2026-08-03<2026-07-24 "
		    "2026-07-27>2026-08-03<2026-07-24 "
		    "2026-07-28>2026-08-03<2026-07-24" },
	};

	CHECK(t);
}

/* --- zones ------------------------------------------------------------------
 */

static day
day_in(const char *zone, instant at, int *second)
{
	struct err e = ERR_INIT;
	day d;

	if (zone_day(zone, at, &d, second, &e) != RC_OK)
		fail_msg("%s: %s", zone, e.text);
	return (d);
}

static instant
at(const char *text)
{
	instant t = instant_parse(slice_of(text));

	assert_true(t != INSTANT_NONE);
	return (t);
}

static bool
have_zones(void)
{
	struct err e = ERR_INIT;

	return (zone_check("Pacific/Apia", &e) == RC_OK &&
	    zone_check("America/Sao_Paulo", &e) == RC_OK);
}

/* The second before a clock was changed, and that instant. */
TEST(a_changed_clock_says_the_right_day)
{
	static const struct {
		const char *zone, *at, *before, *after;
		int second_before, second_after;
	} t[] = {
		/* forward and back, at night */
		{ "Europe/Amsterdam", "2026-03-29T01:00:00Z", "2026-03-29",
		    "2026-03-29", 7199, 10800 },
		{ "Europe/Amsterdam", "2026-10-25T01:00:00Z", "2026-10-25",
		    "2026-10-25", 10799, 7200 },
		{ "America/New_York", "2026-03-08T07:00:00Z", "2026-03-08",
		    "2026-03-08", 7199, 10800 },
		{ "America/New_York", "2026-11-01T06:00:00Z", "2026-11-01",
		    "2026-11-01", 7199, 3600 },
		/* half an hour */
		{ "Australia/Lord_Howe", "2026-10-03T15:30:00Z", "2026-10-04",
		    "2026-10-04", 7199, 9000 },
		/* at midnight: a day without its first hour, and one with
		 * two last ones */
		{ "America/Sao_Paulo", "2018-11-04T03:00:00Z", "2018-11-03",
		    "2018-11-04", 86399, 3600 },
		{ "America/Sao_Paulo", "2018-02-18T02:00:00Z", "2018-02-17",
		    "2018-02-17", 86399, 82800 },
		{ "Asia/Beirut", "2022-03-26T22:00:00Z", "2022-03-26",
		    "2022-03-27", 86399, 3600 },
		{ "Asia/Beirut", "2022-10-29T21:00:00Z", "2022-10-29",
		    "2022-10-29", 86399, 82800 },
		/* a minute past midnight: back into the day before */
		{ "America/St_Johns", "2010-11-07T02:31:00Z", "2010-11-07",
		    "2010-11-06", 59, 82860 },
		/* over the date line: 30 December 2011 was no day */
		{ "Pacific/Apia", "2011-12-30T10:00:00Z", "2011-12-29",
		    "2011-12-31", 86399, 0 },
		/* midnight on both sides of the line */
		{ "Pacific/Kiritimati", "2026-12-02T10:00:00Z", "2026-12-02",
		    "2026-12-03", 86399, 0 },
		{ "Pacific/Pago_Pago", "2026-12-02T11:00:00Z", "2026-12-01",
		    "2026-12-02", 86399, 0 },
		/* a quarter of an hour; a leap day */
		{ "Asia/Kathmandu", "2028-02-28T18:15:00Z", "2028-02-28",
		    "2028-02-29", 86399, 0 },
	};
	char text[11];
	int second;

	SKIP_UNLESS(have_zones(), "no tzdata");
	for (size_t i = 0; i < sizeof(t) / sizeof(t[0]); i++) {
		assert_string_equal(
		    day_text(day_in(t[i].zone, at(t[i].at) - 1, &second), text),
		    t[i].before);
		assert_int_equal(second, t[i].second_before);
		assert_string_equal(
		    day_text(day_in(t[i].zone, at(t[i].at), &second), text),
		    t[i].after);
		assert_int_equal(second, t[i].second_after);
	}
}

/* The nights of a year, one every `hours`, by the days of a zone; what they
 * issue and miss of a delivery a day. */
struct tally {
	day last;
	int64_t verdicts[STANDING_SKIPPED_BEFORE + 1];
};

static enum rc
count(void *ctx, const struct standing_due *d, struct err *e)
{
	struct tally *t = ctx;

	(void)e;
	assert_true(d->nominal > t->last);
	t->last = d->nominal;
	t->verdicts[d->verdict]++;
	return (RC_OK);
}

static struct tally
a_year_of_nights(const char *zone, const char *begin, int hours,
    enum catch_up how)
{
	instant from = at(begin);
	struct tally t = { .last = DAY_NONE };
	struct standing s = standing_from("FREQ=DAILY", "2000-01-01");
	struct err e = ERR_INIT;
	int second;

	s.set.anchor = s.accepted_on = day_in(zone, from, &second);
	s.catch_up = how;
	for (instant i = from; i < from + 365 * 86400; i += hours * 3600)
		assert_int_equal(standing_decide(&s, t.last,
				     day_in(zone, i, &second), count, &t, &e),
		    RC_OK);
	assert_int_equal(t.last,
	    day_in(zone, from + 365 * 86400 - hours * 3600, &second));
	return (t);
}

TEST(every_day_of_a_zone_has_its_delivery)
{
	static const struct {
		const char *zone, *begin;
	} t[] = {
		{ "Europe/Amsterdam", "2026-01-01T02:00:00Z" },
		{ "America/Sao_Paulo", "2018-01-01T02:30:00Z" },
		{ "America/Sao_Paulo", "2018-01-01T03:00:00Z" },
		{ "Asia/Beirut", "2022-01-01T22:00:00Z" },
		{ "Asia/Beirut", "2022-01-01T21:00:00Z" },
		{ "America/St_Johns", "2010-01-01T02:31:00Z" },
		{ "Pacific/Kiritimati", "2026-01-01T10:00:00Z" },
		{ "Pacific/Pago_Pago", "2026-01-01T10:59:00Z" },
	};

	SKIP_UNLESS(have_zones(), "no tzdata");
	for (size_t i = 0; i < sizeof(t) / sizeof(t[0]); i++) {
		struct tally all = a_year_of_nights(t[i].zone, t[i].begin, 24,
		    CATCH_ALL);

		/* A clock may take the 24 hours past a midnight. */
		assert_in_range(all.verdicts[STANDING_ISSUE], 365, 366);
		assert_int_equal(all.verdicts[STANDING_MISSED], 0);
		/* Once an hour is no more: a day that comes back, where a
		 * clock goes back past midnight, is decided already. */
		all = a_year_of_nights(t[i].zone, t[i].begin, 1, CATCH_NONE);
		assert_in_range(all.verdicts[STANDING_ISSUE], 365, 366);
		assert_int_equal(all.verdicts[STANDING_MISSED], 0);
	}
}

/* The 30th is a nominal day though no clock in Apia ever showed it: it is late
 * on the 31st, and the agreement says what that means. */
TEST(a_day_that_a_zone_lacks_is_late_on_the_next)
{
	struct tally t;

	SKIP_UNLESS(have_zones(), "no tzdata");
	t = a_year_of_nights("Pacific/Apia", "2011-06-01T12:00:00Z", 24,
	    CATCH_ALL);
	assert_int_equal(t.verdicts[STANDING_ISSUE], 366);
	t = a_year_of_nights("Pacific/Apia", "2011-06-01T12:00:00Z", 24,
	    CATCH_NONE);
	assert_int_equal(t.verdicts[STANDING_ISSUE], 365);
	assert_int_equal(t.verdicts[STANDING_MISSED], 1);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		RUN(the_31st_is_a_months_last_day_and_rolls_from_there),
		RUN(the_29th_of_february_is_due_in_every_year),
		RUN(a_day_of_week_53_keeps_its_year_when_it_rolls_into_the_next),
		RUN(a_holiday_on_the_due_date_moves_it_as_agreed),
		RUN(a_week_of_holidays_is_passed_as_one_day_is),
		RUN(a_changed_clock_says_the_right_day),
		RUN(every_day_of_a_zone_has_its_delivery),
		RUN(a_day_that_a_zone_lacks_is_late_on_the_next),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return (cmocka_run_group_tests(tests, make_days, NULL));
}
