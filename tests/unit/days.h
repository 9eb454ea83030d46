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

struct said {
	char text[2048];
	size_t n;
};

static inline enum rc
say_days(void *ctx, const struct standing_due *d, struct err *e)
{
	struct said *s = ctx;
	char a[11], b[11], c[11];

	(void)e;
	s->n += (size_t)snprintf(s->text + s->n, sizeof(s->text) - s->n,
	    "%s%s>%s<%s", s->n > 0 ? " " : "", day_text(d->nominal, a),
	    day_text(d->due, b), day_text(d->release, c));
	assert_true(s->n < sizeof(s->text));
	return (RC_OK);
}

/* The next n days: nominal>due<release, spaces between; static. */
static inline const char *
preview(const struct standing *s, const char *from, int n)
{
	static struct said said;
	struct err e = ERR_INIT;

	said = (struct said){ "", 0 };
	assert_int_equal(standing_preview(s, on(from), n, say_days, &said, &e),
	    RC_OK);
	return (said.text);
}

#endif
