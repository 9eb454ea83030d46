/*
 * recurrence -- which days a rule names: "every two months", "the last
 * working day of the month", a list of dates.  No clock, no I/O.
 *
 * A rule is the date part of RFC 5545 with the SKIP of RFC 7529:
 *	FREQ DAILY|WEEKLY|MONTHLY|YEARLY, INTERVAL, BYMONTH, BYWEEKNO,
 *	BYYEARDAY, BYMONTHDAY, BYDAY, BYSETPOS, WKST, COUNT or UNTIL, SKIP.
 * Period k begins k intervals after the anchor; nothing is ever counted from
 * the occurrence before, so month ends do not drift.
 *
 * Decisions where the RFCs leave room:
 * - SKIP is BACKWARD unless the text says otherwise: two months after 31
 *   December is 28 February, then 30 April, 30 June, 31 August.  It moves what
 *   BYMONTHDAY, BYYEARDAY or the anchor's own day put on a day that a month
 *   or year lacks; days that fall together are one.  Counted from the end
 *   (-31), such a day becomes the first of its month unless SKIP=OMIT.
 * - The anchor is occurrence 1 even if the rule does not match it (COUNT
 *   includes it); the rest are the rule's matches after it.  With strict set,
 *   only matches count, which is what most libraries do.
 * - BYSETPOS picks from the whole period, days before the anchor included.
 * - BYWEEKNO looks at the days of a calendar year; without another day part
 *   it means the anchor's weekday.
 * - dates are added to the rule's, excluded ones are taken out last, so an
 *   excluded day uses up one of COUNT.
 * - An end before the anchor leaves nothing.
 *
 * A rule that can never match ends after one whole cycle of the calendar
 * (400 years of periods), at most a few milliseconds of work.
 */
#ifndef DOMAIN_RECURRENCE_H
#define DOMAIN_RECURRENCE_H

#include "base/buf.h"
#include "base/date.h"

enum recurrence_freq {
	RECUR_NONE,
	RECUR_DAILY,
	RECUR_WEEKLY,
	RECUR_MONTHLY,
	RECUR_YEARLY
};
enum recurrence_skip { RECUR_BACKWARD, RECUR_OMIT, RECUR_FORWARD };

/* Plain data.  In every set, bit n stands for n; *_end for -n. */
struct recurrence {
	enum recurrence_freq freq;
	enum recurrence_skip skip;
	int32_t interval;    /* 1 to 9999 */
	int32_t count;       /* 0: no COUNT */
	day until;           /* DAY_NONE: no UNTIL; inclusive */
	uint32_t week_start; /* ISO weekday */
	uint32_t months, weekdays;
	uint32_t monthdays, monthdays_end;
	uint64_t weeks, weeks_end;
	uint64_t nth[8], nth_end[8]; /* by ISO weekday: the nth MO, … */
	uint64_t yeardays[6], yeardays_end[6];
	uint64_t positions[6], positions_end[6];
};

/* A rule and what belongs to it.  The caller owns both arrays, ascending and
 * without repeats (calendar_sort_days), and keeps them while it iterates. */
struct recurrence_set {
	struct recurrence rule; /* freq RECUR_NONE: the dates alone */
	day anchor;             /* DAY_NONE only with RECUR_NONE */
	day ends_on;            /* DAY_NONE: the rule's own end */
	bool strict;
	const day *dates;
	size_t dates_n;
	const day *excluded;
	size_t excluded_n;
};

struct recurrence_iter { /* plain data, nothing to free */
	const struct recurrence_set *set;
	struct recurrence rule; /* with what the anchor implies */
	int64_t origin, period, made, index;
	day end, last, from, base, pending;
	int32_t empty;
	size_t at; /* in set->dates */
	uint64_t days[6];
	bool done, counting;
};

#define RECURRENCE_NONE \
	((struct recurrence){ .interval = 1, \
	    .until = DAY_NONE, \
	    .week_start = 1 })
#define RECURRENCE_SET(r, a) \
	((struct recurrence_set){ .rule = (r), \
	    .anchor = (a), \
	    .ends_on = DAY_NONE })

/* "FREQ=…", "RRULE:FREQ=…" or "RRULE FREQ=…", any case.  RC_REJECT names the
 * part that is wrong, unknown, or a time of day. */
enum rc recurrence_parse(struct slice text, struct recurrence *r,
    struct err *e) MUST_CHECK;
/* An X12 interval: n units of a DE 344 code (MO, WK, QY, …). */
enum rc recurrence_from_interval(struct slice code, int64_t n,
    struct recurrence *r, struct err *e) MUST_CHECK;
/* Canonical text, which parses back to the same rule. */
void recurrence_text(const struct recurrence *r, struct buf *b);
/* English: "every 2 months until further notice". */
void recurrence_describe(const struct recurrence *r, struct buf *b);

/* The days in ascending order, each once.  *index (may be NULL) is 1 for the
 * first; after a jump by recurrence_seek it is 0, unknown. */
void recurrence_start(struct recurrence_iter *it,
    const struct recurrence_set *set);
bool recurrence_next(struct recurrence_iter *it, day *out, int64_t *index);
/* Nothing before d from now on; goes forward only.  The cost does not grow
 * with the distance, except under COUNT (at most 100,000). */
void recurrence_seek(struct recurrence_iter *it, day d);
/* Calls fn (may be NULL) for the days in from..to until it returns false;
 * how many. */
int64_t recurrence_between(const struct recurrence_set *set, day from, day to,
    bool (*fn)(void *ctx, day d), void *ctx);
/* UNTIL or ends_on, the earlier; DAY_NONE: open. */
day recurrence_end(const struct recurrence_set *set);

#endif
