#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>
#include "base/date.h"

#define DAY_SECONDS 86400
#define ZONE_MAX 64
#define ZONE_DIR "/usr/share/zoneinfo/"
#define EXIT_CONFIG 78

static bool
leap(int y)
{
	return ((y % 4 == 0 && y % 100 != 0) || y % 400 == 0);
}

int
month_days(int y, int m)
{
	static const int days[12] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31,
		30, 31 };

	if (m < 1 || m > 12)
		return (0);
	return (m == 2 && leap(y) ? 29 : days[m - 1]);
}

bool
ymd_valid(int y, int m, int d)
{
	return (y >= 1 && y <= 9999 && m >= 1 && m <= 12 && d >= 1 &&
	    d <= month_days(y, m));
}

/* Years counted from March put the leap day at the end of a year; 719468 is
 * the number of days from 0000-03-01 to 1970-01-01. */
day
day_of(int y, int m, int d)
{
	int year, era, of_era, of_year;

	if (!ymd_valid(y, m, d))
		return (DAY_NONE);
	year = m <= 2 ? y - 1 : y;
	era = year / 400;
	of_era = year % 400;
	of_year = (153 * (m > 2 ? m - 3 : m + 9) + 2) / 5 + d - 1;
	return (era * 146097 + of_era * 365 + of_era / 4 - of_era / 100 +
	    of_year - 719468);
}

struct ymd
day_ymd(day n)
{
	int64_t z = (int64_t)n + 719468;
	int64_t era = (z >= 0 ? z : z - 146096) / 146097;
	int64_t of_era = z - era * 146097;
	int64_t y =
	    (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
	int64_t of_year = of_era - (365 * y + y / 4 - y / 100);
	int64_t m = (5 * of_year + 2) / 153;
	struct ymd r;

	r.d = (int)(of_year - (153 * m + 2) / 5 + 1);
	r.m = (int)(m < 10 ? m + 3 : m - 9);
	r.y = (int)(y + era * 400) + (r.m <= 2 ? 1 : 0);
	return (r);
}

int
day_weekday(day n)
{
	int64_t r = ((int64_t)n + 3) % 7; /* 1970-01-01: Thursday */

	return ((int)(r < 0 ? r + 7 : r) + 1);
}

/* A week belongs to the year of its Thursday; the first and the last day we
 * know lie in weeks of years that we know. */
void
day_iso_week(day n, int *year, int *week)
{
	day thursday = n - day_weekday(n) + 4;

	*year = day_ymd(thursday).y;
	*week = (thursday - day_of(*year, 1, 1)) / 7 + 1;
}

/* `n` digits at `at`, -1 if they are not there */
static int
digits(struct slice s, size_t at, size_t n)
{
	int v = 0;

	if (at > s.n || n > s.n - at)
		return (-1);
	for (size_t i = at; i < at + n; i++) {
		if (s.p[i] < '0' || s.p[i] > '9')
			return (-1);
		v = v * 10 + (s.p[i] - '0');
	}
	return (v);
}

static day
date_at_start(struct slice s)
{
	if (s.n < 10 || s.p[4] != '-' || s.p[7] != '-')
		return (DAY_NONE);
	return (day_of(digits(s, 0, 4), digits(s, 5, 2), digits(s, 8, 2)));
}

/* "Z", "+hh:mm" or "-hh:mm", at most 14 hours: seconds east of UTC */
static bool
offset_parse(struct slice s, int *seconds)
{
	int h, m;

	*seconds = 0;
	if (slice_is(s, "Z"))
		return (true);
	if (s.n != 6 || (s.p[0] != '+' && s.p[0] != '-') || s.p[3] != ':')
		return (false);
	h = digits(s, 1, 2);
	m = digits(s, 4, 2);
	if (h < 0 || m < 0 || m > 59 || h * 60 + m > 14 * 60)
		return (false);
	*seconds = (h * 60 + m) * (s.p[0] == '-' ? -60 : 60);
	return (true);
}

day
day_parse_iso(struct slice s)
{
	day n = date_at_start(s);
	int ignored;

	if (n == DAY_NONE || s.n == 10)
		return (n);
	return (
	    offset_parse(slice_sub(s, 10, s.n - 10), &ignored) ? n : DAY_NONE);
}

day
day_parse_basic(struct slice s)
{
	if (s.n != 8)
		return (DAY_NONE);
	return (day_of(digits(s, 0, 4), digits(s, 4, 2), digits(s, 6, 2)));
}

day
day_parse_short(struct slice s)
{
	int y = digits(s, 0, 2);

	if (s.n != 6 || y < 0)
		return (DAY_NONE);
	return (day_of(y < 50 ? 2000 + y : 1900 + y, digits(s, 2, 2),
	    digits(s, 4, 2)));
}

static void
put_digits(char *out, int n, int v)
{
	while (n-- > 0) {
		out[n] = (char)('0' + v % 10);
		v /= 10;
	}
}

char *
day_text(day n, char out[11])
{
	struct ymd r = day_ymd(n);

	out[0] = '\0';
	if (n == DAY_NONE || !ymd_valid(r.y, r.m, r.d))
		return (out);
	put_digits(out, 4, r.y);
	out[4] = out[7] = '-';
	put_digits(out + 5, 2, r.m);
	put_digits(out + 8, 2, r.d);
	out[10] = '\0';
	return (out);
}

char *
day_basic(day n, char out[9])
{
	struct ymd r = day_ymd(n);

	out[0] = '\0';
	if (n == DAY_NONE || !ymd_valid(r.y, r.m, r.d))
		return (out);
	put_digits(out, 4, r.y);
	put_digits(out + 4, 2, r.m);
	put_digits(out + 6, 2, r.d);
	out[8] = '\0';
	return (out);
}

/* "Thh:mm:ss" and perhaps a fraction, which is dropped: the bytes taken, or
 * 0 */
static size_t
time_parse(struct slice s, int *second)
{
	int h = digits(s, 1, 2), m = digits(s, 4, 2), sec = digits(s, 7, 2);
	size_t n = 9;

	if (s.n < n || s.p[0] != 'T' || s.p[3] != ':' || s.p[6] != ':' ||
	    h < 0 || h > 23 || m < 0 || m > 59 || sec < 0 || sec > 59)
		return (0);
	*second = (h * 60 + m) * 60 + sec;
	if (n < s.n && s.p[n] == '.') {
		while (++n < s.n && s.p[n] >= '0' && s.p[n] <= '9')
			;
		if (s.p[n - 1] == '.')
			return (0);
	}
	return (n);
}

instant
instant_parse(struct slice s)
{
	day n = date_at_start(s);
	int second = 0, offset = 0;
	size_t took;
	instant t;

	if (n == DAY_NONE)
		return (INSTANT_NONE);
	if (s.n == 10)
		return ((instant)n * DAY_SECONDS);
	s = slice_sub(s, 10, s.n - 10);
	took = time_parse(s, &second);
	if (took == 0 || !offset_parse(slice_sub(s, took, s.n - took), &offset))
		return (INSTANT_NONE);
	t = (instant)n * DAY_SECONDS + second - offset;
	/* the zone must not carry it out of the years that have a text */
	if (t < (instant)day_of(1, 1, 1) * DAY_SECONDS ||
	    t >= ((instant)day_of(9999, 12, 31) + 1) * DAY_SECONDS)
		return (INSTANT_NONE);
	return (t);
}

/* False outside the years 1 to 9999. */
static bool
split(instant t, day *d, int *second)
{
	instant n = t / DAY_SECONDS, rest = t % DAY_SECONDS;

	if (rest < 0) {
		rest += DAY_SECONDS;
		n--;
	}
	if (n < day_of(1, 1, 1) || n > day_of(9999, 12, 31))
		return (false);
	*d = (day)n;
	*second = (int)rest;
	return (true);
}

char *
instant_text(instant t, char out[21])
{
	day d;
	int s;

	out[0] = '\0';
	if (!split(t, &d, &s))
		return (out);
	(void)day_text(d, out);
	out[10] = 'T';
	put_digits(out + 11, 2, s / 3600);
	put_digits(out + 14, 2, s / 60 % 60);
	put_digits(out + 17, 2, s % 60);
	out[13] = out[16] = ':';
	out[19] = 'Z';
	out[20] = '\0';
	return (out);
}

/* --- zones ------------------------------------------------------------- */

static bool
zone_name_ok(const char *zone)
{
	size_t n = strnlen(zone, ZONE_MAX);

	if (n == 0 || n >= ZONE_MAX || zone[0] == '/' || zone[n - 1] == '/' ||
	    strstr(zone, "//") != NULL)
		return (false);
	return (strspn(zone,
		    "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
		    "abcdefghijklmnopqrstuvwxyz0123456789_+-/") == n);
}

/* The folder holds tables and notes beside the zones: look inside. */
static bool
zone_file_ok(const char *path)
{
	char magic[4];
	struct stat st;
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	bool ok;

	if (fd < 0)
		return (false);
	ok = fstat(fd, &st) == 0 && S_ISREG(st.st_mode) &&
	    read(fd, magic, sizeof(magic)) == (ssize_t)sizeof(magic) &&
	    memcmp(magic, "TZif", sizeof(magic)) == 0;
	(void)close(fd);
	return (ok);
}

enum rc
zone_check(const char *zone, struct err *e)
{
	static char known[ZONE_MAX]; /* the last one that was right */
	char path[sizeof(ZONE_DIR) + ZONE_MAX];

	if (strcmp(zone, "UTC") == 0 ||
	    (known[0] != '\0' && strcmp(zone, known) == 0))
		return (RC_OK);
	if (zone_name_ok(zone)) {
		(void)snprintf(path, sizeof(path), "%s%s", ZONE_DIR, zone);
		if (zone_file_ok(path)) {
			(void)snprintf(known, sizeof(known), "%s", zone);
			return (RC_OK);
		}
	}
	(void)err_set(e, RC_FATAL, "CONF-ZONE",
	    "time zone \"%.64s\" is not known", zone);
	e->exit_code = EXIT_CONFIG;
	return (err_help(e,
	    "use a name like Europe/Amsterdam; the package "
	    "tzdata brings them"));
}

/* Seconds east of UTC at t.  The C library only knows one zone at a time, so
 * that the process's own is put back afterwards. */
static bool
zone_offset(const char *zone, instant t, long *offset)
{
	char value[sizeof(ZONE_DIR) + ZONE_MAX + 1];
	const char *now = getenv("TZ");
	char *kept = now != NULL ? strdup(now) : NULL;
	time_t clock = t;
	struct tm tm;
	bool ok;

	if (now != NULL && kept == NULL)
		die_memory();
	(void)snprintf(value, sizeof(value), ":%s%s", ZONE_DIR, zone);
	if (setenv("TZ", value, 1) != 0)
		die_memory();
	tzset();
	ok = localtime_r(&clock, &tm) != NULL;
	if ((kept != NULL ? setenv("TZ", kept, 1) : unsetenv("TZ")) != 0)
		die_memory();
	tzset();
	free(kept);
	*offset = ok ? tm.tm_gmtoff : 0;
	return (ok);
}

enum rc
zone_day(const char *zone, instant t, day *d, int *second, struct err *e)
{
	static char last[ZONE_MAX];
	static instant last_t;
	static long last_offset;
	long offset = 0;
	enum rc rc = zone_check(zone, e);

	if (rc != RC_OK)
		return (rc);
	if (!split(t, d, second))
		return (err_set(e, RC_FATAL, "TIME-RANGE",
		    "a time lies outside the years 1 to 9999"));
	if (strcmp(zone, "UTC") == 0)
		return (RC_OK);
	if (last[0] != '\0' && last_t == t && strcmp(last, zone) == 0)
		offset = last_offset;
	else if (!zone_offset(zone, t, &offset))
		return (err_set(e, RC_FATAL, "TIME-RANGE",
		    "a time has no day in %s", zone));
	(void)snprintf(last, sizeof(last), "%s", zone);
	last_t = t;
	last_offset = offset;
	if (!split(t + offset, d, second))
		return (err_set(e, RC_FATAL, "TIME-RANGE",
		    "a time lies outside the years 1 to 9999"));
	return (RC_OK);
}
