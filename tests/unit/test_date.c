#include <time.h>
#include "base/date.h"
#include "tests/unit/unit.h"

/* Computed once with Python's datetime module. */
/* days since 1970-01-01, date, ISO weekday, ISO year and week */
static const struct {
	int n;
	const char *text;
	int weekday, year, week;
} known[] = {
	{ -719162, "0001-01-01", 1, 1, 1 },
	{ -719103, "0001-03-01", 4, 1, 9 },
	{ 2932896, "9999-12-31", 5, 9999, 52 },
	{ 0, "1970-01-01", 4, 1970, 1 },
	{ -1, "1969-12-31", 3, 1970, 1 },
	{ -25509, "1900-02-28", 3, 1900, 9 },
	{ -25508, "1900-03-01", 4, 1900, 9 },
	{ 11016, "2000-02-29", 2, 2000, 9 },
	{ 19782, "2024-02-29", 4, 2024, 9 },
	{ 20087, "2024-12-30", 1, 2025, 1 },
	{ 20818, "2026-12-31", 4, 2026, 53 },
	{ 20819, "2027-01-01", 5, 2026, 53 },
	{ 18630, "2021-01-03", 7, 2020, 53 },
	{ 18627, "2020-12-31", 4, 2020, 53 },
	{ 20778, "2026-11-21", 6, 2026, 47 },
	{ 639091, "3719-10-10", 2, 3719, 41 },
	{ -86455, "1733-04-18", 6, 1733, 16 },
	{ 936847, "4535-01-01", 6, 4534, 52 },
	{ 2011055, "7476-01-31", 1, 7476, 5 },
	{ -516635, "0555-07-03", 4, 555, 27 },
	{ -415343, "0832-10-30", 6, 832, 44 },
	{ 2725512, "9432-03-14", 3, 9432, 11 },
	{ 1528490, "6154-11-12", 2, 6154, 46 },
	{ -324352, "1081-12-15", 4, 1081, 50 },
	{ 814648, "4200-06-07", 6, 4200, 23 },
	{ 1725228, "6693-07-07", 5, 6693, 27 },
	{ -475897, "0667-01-15", 2, 667, 3 },
	{ 1409177, "5828-03-13", 4, 5828, 11 },
	{ 181347, "2466-07-06", 2, 2466, 27 },
	{ -561894, "0431-08-03", 7, 431, 31 },
	{ -358674, "0987-12-26", 3, 987, 52 },
	{ 1099679, "4980-10-26", 4, 4980, 43 },
	{ 1034779, "4803-02-17", 1, 4803, 8 },
	{ -426168, "0803-03-12", 3, 803, 11 },
	{ 290251, "2764-09-06", 7, 2764, 36 },
	{ -338685, "1042-09-18", 7, 1042, 37 },
	{ 1592097, "6329-01-06", 7, 6329, 1 },
	{ 1061400, "4876-01-06", 1, 4876, 2 },
	{ -471235, "0679-10-21", 2, 679, 43 },
	{ 2748907, "9496-04-02", 4, 9496, 14 },
	{ 1652522, "6494-06-14", 1, 6494, 24 },
	{ -199899, "1422-09-12", 4, 1422, 37 },
	{ 217170, "2564-08-04", 6, 2564, 31 },
	{ 1925874, "7242-11-12", 3, 7242, 46 },
	{ 1912483, "7206-03-15", 3, 7206, 11 },
	{ 1726104, "6695-11-30", 6, 6695, 48 },
	{ -459694, "0711-05-28", 7, 711, 21 },
	{ 1701383, "6628-03-25", 2, 6628, 13 },
	{ 1736776, "6725-02-18", 3, 6725, 8 },
	{ 944636, "4556-04-29", 4, 4556, 18 },
	{ -511170, "0570-06-19", 2, 570, 25 },
	{ 208122, "2539-10-27", 2, 2539, 44 },
	{ -523781, "0535-12-09", 5, 535, 49 },
	{ 1615659, "6393-07-11", 7, 6393, 27 },
	{ 2881515, "9859-04-28", 4, 9859, 17 },
};

TEST(days_agree_with_the_table)
{
	char text[11];
	int year, week;

	for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++) {
		assert_int_equal(day_parse_iso(slice_of(known[i].text)),
		    known[i].n);
		assert_string_equal(day_text(known[i].n, text), known[i].text);
		assert_int_equal(day_weekday(known[i].n), known[i].weekday);
		day_iso_week(known[i].n, &year, &week);
		assert_int_equal(year, known[i].year);
		assert_int_equal(week, known[i].week);
	}
}

TEST(every_day_follows_the_one_before)
{
	struct ymd r;
	day n = day_of(1, 1, 1);

	for (int y = 1; y <= 9999; y++)
		for (int m = 1; m <= 12; m++)
			for (int d = 1; d <= month_days(y, m); d++, n++) {
				r = day_ymd(n);
				if (day_of(y, m, d) != n || r.y != y ||
				    r.m != m || r.d != d)
					fail_msg("%d-%d-%d", y, m, d);
			}
	assert_int_equal(n - 1, day_of(9999, 12, 31));
}

TEST(impossible_days_are_refused)
{
	static const char *const bad[] = { "", "2026-11-2", "2026-02-29",
		"2026-13-01", "2026-00-01", "2026-01-00", "2026/01/01",
		"0000-01-01", "2026-11-21x", "2026-11-21T", " 2026-11-21",
		"2026-11-21+1:00", "2026-11-21+15:00", "2026-11-21+01:60",
		"20261121", "-026-11-21", "+026-11-21" };

	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		if (day_parse_iso(slice_of(bad[i])) != DAY_NONE)
			fail_msg("\"%s\" passed", bad[i]);
	assert_int_equal(day_parse_iso(SLICE_NONE), DAY_NONE);
	assert_int_equal(day_of(2026, 2, 29), DAY_NONE);
	assert_int_equal(day_of(10000, 1, 1), DAY_NONE);
	assert_int_equal(month_days(2026, 13), 0);
}

TEST(a_zone_behind_a_date_is_accepted)
{
	day n = day_of(2026, 11, 21);

	assert_int_equal(day_parse_iso(SLICE("2026-11-21Z")), n);
	assert_int_equal(day_parse_iso(SLICE("2026-11-21+01:00")), n);
	assert_int_equal(day_parse_iso(SLICE("2026-11-21-14:00")), n);
}

TEST(short_forms_are_read)
{
	char text[11];
	day n = day_of(2026, 11, 21);

	assert_int_equal(day_parse_basic(SLICE("20261121")), n);
	assert_string_equal(day_basic(n, text), "20261121");
	assert_int_equal(day_parse_basic(SLICE("2026112")), DAY_NONE);
	assert_int_equal(day_parse_basic(SLICE("2026-121")), DAY_NONE);
	assert_int_equal(day_parse_short(SLICE("261121")), n);
	assert_int_equal(day_parse_short(SLICE("490101")), day_of(2049, 1, 1));
	assert_int_equal(day_parse_short(SLICE("500101")), day_of(1950, 1, 1));
	assert_int_equal(day_parse_short(SLICE("26112")), DAY_NONE);
	assert_int_equal(day_parse_short(SLICE("")), DAY_NONE);
	assert_string_equal(day_text(DAY_NONE, text), "");
	assert_string_equal(day_text(INT32_MAX, text), "");
	assert_string_equal(day_basic(DAY_NONE, text), "");
}

TEST(instants_are_read_and_written)
{
	static const struct {
		const char *in, *out;
	} row[] = {
		{ "2026-11-21T02:00:00Z", "2026-11-21T02:00:00Z" },
		{ "2026-11-21", "2026-11-21T00:00:00Z" },
		{ "2026-11-21T02:00:00+01:00", "2026-11-21T01:00:00Z" },
		{ "2026-11-21T22:00:00-05:30", "2026-11-22T03:30:00Z" },
		{ "2026-11-21T02:00:00.125Z", "2026-11-21T02:00:00Z" },
		{ "1969-12-31T23:59:59Z", "1969-12-31T23:59:59Z" },
		{ "0001-01-01T00:00:00Z", "0001-01-01T00:00:00Z" },
		{ "9999-12-31T23:59:59Z", "9999-12-31T23:59:59Z" },
		{ "2026-11-21T02:00:00", "" },
		{ "2026-11-21T24:00:00Z", "" },
		{ "2026-11-21T02:60:00Z", "" },
		{ "2026-11-21 02:00:00Z", "" },
		{ "2026-11-21T02:00:00.Z", "" },
		{ "2026-11-21T02:00Z", "" },
		{ "2026-11-21T02:00:00Zx", "" },
		{ "2026-11-21Z", "" },
		{ "0001-01-01T00:00:00+01:00", "" },
		{ "", "" },
		{ "9999-12-31T23:59:59-01:00", "" },
		{ "2026-11-21T", "" },
		{ "2026-02-30T02:00:00Z", "" },
	};
	char text[21];

	for (size_t i = 0; i < sizeof(row) / sizeof(row[0]); i++)
		assert_string_equal(
		    instant_text(instant_parse(slice_of(row[i].in)), text),
		    row[i].out);
	assert_string_equal(instant_text(INT64_MAX, text), "");
	assert_true(instant_parse(SLICE("1970-01-02")) == 86400);
}

static void
check_zone(const char *zone, const char *at, const char *day_is, int second)
{
	struct err e = ERR_INIT;
	char text[11];
	int s = -1;
	day d;

	assert_int_equal(
	    zone_day(zone, instant_parse(slice_of(at)), &d, &s, &e), RC_OK);
	assert_string_equal(day_text(d, text), day_is);
	assert_int_equal(s, second);
}

TEST(a_day_depends_on_the_zone)
{
	struct err e = ERR_INIT;

	check_zone("UTC", "2026-11-20T23:30:00Z", "2026-11-20", 84600);
	SKIP_UNLESS(zone_check("Europe/Amsterdam", &e) == RC_OK, "no tzdata");
	check_zone("Europe/Amsterdam", "2026-11-20T23:30:00Z", "2026-11-21",
	    1800);
	check_zone("Europe/Amsterdam", "2026-11-20T23:30:00Z", "2026-11-21",
	    1800);
	check_zone("America/New_York", "2026-11-20T23:30:00Z", "2026-11-20",
	    66600);
	/* the hour before and after summer time begins */
	check_zone("Europe/Amsterdam", "2026-03-29T00:59:59Z", "2026-03-29",
	    7199);
	check_zone("Europe/Amsterdam", "2026-03-29T01:00:00Z", "2026-03-29",
	    10800);
	/* behind the last transition that the file lists */
	check_zone("Europe/Amsterdam", "2060-07-01T22:30:00Z", "2060-07-02",
	    1800);
}

TEST(the_zone_of_the_process_is_put_back)
{
	struct err e = ERR_INIT;
	struct tm tm;
	time_t zero = 0;
	day d;
	int s;

	SKIP_UNLESS(zone_check("Asia/Tokyo", &e) == RC_OK, "no tzdata");
	assert_int_equal(setenv("TZ", "XYZ-3", 1), 0);
	assert_int_equal(zone_day("Asia/Tokyo", 0, &d, &s, &e), RC_OK);
	assert_int_equal(s, 9 * 3600);
	assert_string_equal(getenv("TZ"), "XYZ-3");
	assert_non_null(localtime_r(&zero, &tm));
	assert_int_equal(tm.tm_hour, 3);
	assert_int_equal(unsetenv("TZ"), 0);
	assert_int_equal(zone_day("Asia/Tokyo", 1, &d, &s, &e), RC_OK);
	assert_null(getenv("TZ"));
}

TEST(zones_that_do_not_exist_are_refused)
{
	static const char *const bad[] = { "", "Europe/Nowhere", "Europe",
		"../../etc/passwd", "/etc/localtime", "Europe/../UTC",
		"zone.tab", "zone1970.tab", "tzdata.zi", "Europe/Amsterdam/",
		"Europe//Amsterdam", "UTC0", ":UTC", "EST5EDT,M3", "a b",
		"Europe/Amsterdam\n" };
	struct err e = ERR_INIT;
	day d;
	int s;

	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		e = (struct err)ERR_INIT;
		if (zone_day(bad[i], 0, &d, &s, &e) != RC_FATAL)
			fail_msg("\"%s\" passed", bad[i]);
		assert_int_equal(err_exit_code(&e), 78);
	}
}

UNIT_MAIN(RUN(days_agree_with_the_table), RUN(every_day_follows_the_one_before),
    RUN(impossible_days_are_refused), RUN(a_zone_behind_a_date_is_accepted),
    RUN(short_forms_are_read), RUN(instants_are_read_and_written),
    RUN(a_day_depends_on_the_zone), RUN(the_zone_of_the_process_is_put_back),
    RUN(zones_that_do_not_exist_are_refused))
