/*
 * standing_days -- the nominal days of a standing order over all its rules.
 *
 * It begins with one rule (standing.set); each later part holds from its day
 * on until the next part begins, and counts from an anchor of its own.  Days
 * before a part are those of the rules before it, so that what was decided
 * stays what it was when the rule changes.
 */
#ifndef DOMAIN_STANDING_DAYS_H
#define DOMAIN_STANDING_DAYS_H

#include "domain/standing.h"

struct standing_days { /* plain data, nothing to free */
	const struct standing *s;
	size_t part; /* 0: s->set, else s->parts[part - 1] */
	struct recurrence_iter it;
	day from; /* nothing before it */
};

/* The days in ascending order, each once. */
void standing_days_start(struct standing_days *d, const struct standing *s);
bool standing_days_next(struct standing_days *d, day *out);
/* Nothing before `from` from now on; goes forward only. */
void standing_days_seek(struct standing_days *d, day from);
/* Calls fn (may be NULL) for the days in from..to until it returns false; how
 * many. */
int64_t standing_days_between(const struct standing *s, day from, day to,
    bool (*fn)(void *ctx, day d), void *ctx);
/* UNTIL or ends_on of the rule that a nominal day is of; DAY_NONE: open. */
day standing_days_end(const struct standing *s, day nominal);

#endif
