/*
 * date -- civil days and instants.
 *
 * A day is a number: days since 1970-01-01 in the proleptic Gregorian
 * calendar.  An instant is whole seconds since 1970-01-01T00:00:00Z.  Business
 * rules take days; only the runner turns an instant into a day, in a named
 * time zone.  Nothing here reads the clock.  Years 1 to 9999.
 */
#ifndef BASE_DATE_H
#define BASE_DATE_H

#include "base/err.h"
#include "base/slice.h"

typedef int32_t day;
typedef int64_t instant;

#define DAY_NONE INT32_MIN
#define INSTANT_NONE INT64_MIN

struct ymd {
	int y, m, d;
};

bool ymd_valid(int y, int m, int d);
day day_of(int y, int m, int d); /* DAY_NONE if invalid */
struct ymd day_ymd(day n);
int day_weekday(day n); /* ISO: Monday 1 .. Sunday 7 */
int month_days(int y, int m);
void day_iso_week(day n, int *year, int *week);

/* Parsers take the whole slice and return DAY_NONE on anything else. */
day day_parse_iso(struct slice s);   /* 2026-11-21, an optional zone
					   (Z, +01:00) behind is accepted */
day day_parse_basic(struct slice s); /* 20261121 (X12 DT, EDIFACT 102) */
day day_parse_short(struct slice s); /* 261121 (ISA09): 1950 to 2049 */
char *day_text(day n, char out[11]); /* "2026-11-21"; "" for DAY_NONE */
char *day_basic(day n, char out[9]); /* "20261121" */

/* "2026-11-21T02:00:00Z", any zone offset, or a date alone (00:00 UTC); a
 * fraction of a second is dropped.  INSTANT_NONE on anything else. */
instant instant_parse(struct slice s);
char *instant_text(instant t, char out[21]); /* "2026-11-21T02:00:00Z" */

/* The civil day and second of day of an instant in an IANA zone
 * ("Europe/Amsterdam").  RC_FATAL (78) for a zone that does not exist. */
enum rc zone_day(const char *zone, instant t, day *d, int *second,
    struct err *e) MUST_CHECK;
enum rc zone_check(const char *zone, struct err *e) MUST_CHECK;

#endif
