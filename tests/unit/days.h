/*
 * days -- days as text, and standing orders that fall on them.
 */
#ifndef TESTS_DAYS_H
#define TESTS_DAYS_H

#include "domain/standing.h"
#include "tests/unit/unit.h"

static inline day
on(const char *text)
{
	day d = day_parse_iso(slice_of(text));

	assert_int_not_equal(d, DAY_NONE);
	return (d);
}

/* Accepted on its first day; a week of grace. */
static inline struct standing
standing_from(const char *rule, const char *first)
{
	struct recurrence r;
	struct err e = ERR_INIT;

	assert_int_equal(recurrence_parse(slice_of(rule), &r, &e), RC_OK);
	return ((struct standing){ .set = RECURRENCE_SET(r, on(first)),
	    .accepted_on = on(first),
	    .grace_days = 7 });
}

#endif
