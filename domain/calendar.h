/*
 * calendar -- business days: which weekdays are weekend, which days holidays.
 *
 * A NULL calendar has only business days.  Whatever searches gives up after
 * 366 days in a row without a business day, or at the ends of years 1 to
 * 9999, and returns false: such a calendar is a mistake of configuration.
 */
#ifndef DOMAIN_CALENDAR_H
#define DOMAIN_CALENDAR_H

#include "base/date.h"

struct calendar {            /* the caller owns the holidays */
	uint32_t weekend;    /* bit n: ISO weekday n (Monday 1) is off */
	const day *holidays; /* ascending, see calendar_sort_days */
	size_t holidays_n;
};

#define CALENDAR_WEEKEND (1U << 6 | 1U << 7) /* Saturday and Sunday */
#define CALENDAR_LEAD_MAX 3660               /* business days */

/* Where a day goes that is no business day. */
enum roll {
	ROLL_NONE, /* it stays */
	ROLL_FOLLOWING,
	ROLL_PRECEDING,
	ROLL_MODIFIED_FOLLOWING, /* following, but not into next month */
	ROLL_DROP                /* it falls out */
};

/* The configuration's words: none, following, preceding,
 * modified_following, drop.  False on anything else. */
bool calendar_roll_parse(struct slice word, enum roll *roll);
const char *calendar_roll_name(enum roll roll);

/* Sorts days in place, removes repeats and DAY_NONE, returns how many stay. */
size_t calendar_sort_days(day *v, size_t n);
bool calendar_has_day(const day *v, size_t n, day d); /* sorted v */

bool calendar_is_business(const struct calendar *c, day d);
/* The nearest business day after d, and before d. */
bool calendar_next(const struct calendar *c, day d, day *out);
bool calendar_previous(const struct calendar *c, day d, day *out);

/* The nth business day after d, or before it for n < 0; d itself for 0, even
 * when it is no business day.  False for |n| above CALENDAR_LEAD_MAX. */
bool calendar_add_business_days(const struct calendar *c, day d, int n,
    day *out);

/* true and *out = DAY_NONE: the day was dropped. */
bool calendar_roll(const struct calendar *c, day d, enum roll roll, day *out);

#endif
