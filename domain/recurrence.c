/*
 * The engine: a rule is a row of periods (days, weeks, months, years), each
 * of which becomes a set of at most 367 days.  A set of bits keeps the days
 * sorted and makes the ones that SKIP moved together one.
 */
#include "domain/recurrence.h"
#include "domain/calendar.h"

#define DAY_FIRST (-719162) /* 0001-01-01 */
#define DAY_LAST 2932896    /* 9999-12-31 */
#define WORDS 6

/* After 400 years the calendar repeats, weekdays included: that many periods
 * without a day prove that none will ever come. */
static const int32_t cycle[] = {
	[RECUR_NONE] = 0,
	[RECUR_DAILY] = 146097,
	[RECUR_WEEKLY] = 20871,
	[RECUR_MONTHLY] = 4800,
	[RECUR_YEARLY] = 400,
};

static bool
has(const uint64_t *set, int64_t n)
{
	return (
	    n >= 0 && n < 64 * WORDS && ((set[n / 64] >> (n % 64)) & 1) != 0);
}

static bool
bit(uint64_t set, int n)
{
	return (((set >> n) & 1) != 0);
}

static bool
any(const uint64_t *set, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (set[i] != 0)
			return (true);
	return (false);
}

static bool
has_nth(const struct recurrence *r)
{
	return (any(r->nth, 8) || any(r->nth_end, 8));
}

static bool
has_yeardays(const struct recurrence *r)
{
	return (any(r->yeardays, WORDS) || any(r->yeardays_end, WORDS));
}

static void
put(uint64_t *set, int64_t n)
{
	INVARIANT(n >= 0 && n < 64 * WORDS);
	set[n / 64] |= (uint64_t)1 << (n % 64);
}

static int
year_days(int y)
{
	return (month_days(y, 2) + 337);
}

/* --- one period -------------------------------------------------------------
 */

/* Days of a month or year that starts at offset first of the period. */
static void
put_numbered(const struct recurrence *r, uint64_t *set, int64_t first, int len,
    int n)
{
	if (n <= len)
		put(set, first + n - 1);
	else if (r->skip == RECUR_BACKWARD)
		put(set, first + len - 1);
	else if (r->skip == RECUR_FORWARD)
		put(set, first + len);
}

static void
put_numbered_end(const struct recurrence *r, uint64_t *set, int64_t first,
    int len, int n)
{
	if (n <= len)
		put(set, first + len - n);
	else if (r->skip != RECUR_OMIT)
		put(set, first);
}

static void
put_month(const struct recurrence *r, uint64_t *set, int64_t first, int len)
{
	if (r->monthdays == 0 && r->monthdays_end == 0) {
		for (int n = 0; n < len; n++)
			put(set, first + n);
		return;
	}
	for (int n = 1; n <= 31; n++) {
		if (bit(r->monthdays, n))
			put_numbered(r, set, first, len, n);
		if (bit(r->monthdays_end, n))
			put_numbered_end(r, set, first, len, n);
	}
}

static void
put_year(const struct recurrence *r, uint64_t *set, int y)
{
	uint64_t only[WORDS] = { 0 };
	int64_t first = 0;

	for (int m = 1; m <= 12; m++) {
		if (r->months == 0 || bit(r->months, m))
			put_month(r, set, first, month_days(y, m));
		first += month_days(y, m);
	}
	if (!has_yeardays(r))
		return;
	for (int n = 1; n <= 366; n++) {
		if (has(r->yeardays, n))
			put_numbered(r, only, 0, year_days(y), n);
		if (has(r->yeardays_end, n))
			put_numbered_end(r, only, 0, year_days(y), n);
	}
	/* Alone, BYYEARDAY may carry a day into the next year; with BYMONTH or
	 * BYMONTHDAY beside it, both must name the day. */
	for (int i = 0; i < WORDS; i++)
		if ((r->months | r->monthdays | r->monthdays_end) == 0)
			set[i] = only[i];
		else
			set[i] &= only[i];
}

/* The week that contains the fourth of January is week 1. */
static bool
week_matches(const struct recurrence *r, day d)
{
	int into = (day_weekday(d) - (int)r->week_start + 7) % 7;
	day middle = d - into + 3;
	int y = day_ymd(middle).y, week, weeks;
	day last = day_of(y, 12, 28);

	if (y < 1 || last == DAY_NONE)
		return (false);
	week = (middle - day_of(y, 1, 1)) / 7 + 1;
	last += 3 - (day_weekday(last) - (int)r->week_start + 7) % 7;
	weeks = (last - day_of(y, 1, 1)) / 7 + 1;
	return (bit(r->weeks, week) || bit(r->weeks_end, weeks + 1 - week));
}

static bool
weekday_matches(const struct recurrence *r, day d)
{
	int w = day_weekday(d), at, len;
	struct ymd c;

	if (bit(r->weekdays, w))
		return (true);
	if (r->nth[w] == 0 && r->nth_end[w] == 0)
		return (false);
	c = day_ymd(d);
	if (r->freq == RECUR_YEARLY && r->months == 0) {
		at = d - day_of(c.y, 1, 1);
		len = year_days(c.y);
	} else {
		at = c.d - 1;
		len = month_days(c.y, c.m);
	}
	return (bit(r->nth[w], at / 7 + 1) ||
	    bit(r->nth_end[w], (len - 1 - at) / 7 + 1));
}

/* What only limits: the rest of BYxxx, after SKIP has moved what it moves. */
static bool
day_matches(const struct recurrence *r, day d)
{
	struct ymd c;

	if (d < DAY_FIRST || d > DAY_LAST)
		return (false);
	if ((r->weekdays != 0 || has_nth(r)) && !weekday_matches(r, d))
		return (false);
	if ((r->weeks != 0 || r->weeks_end != 0) && !week_matches(r, d))
		return (false);
	if (r->freq != RECUR_DAILY && r->freq != RECUR_WEEKLY)
		return (true);
	if ((r->months | r->monthdays | r->monthdays_end) == 0)
		return (true);
	c = day_ymd(d);
	if (r->months != 0 && !bit(r->months, c.m))
		return (false);
	return ((r->monthdays == 0 && r->monthdays_end == 0) ||
	    bit(r->monthdays, c.d) ||
	    bit(r->monthdays_end, month_days(c.y, c.m) + 1 - c.d));
}

static void
keep_positions(const struct recurrence *r, uint64_t *set)
{
	int64_t total = 0, at = 0;

	if (!any(r->positions, WORDS) && !any(r->positions_end, WORDS))
		return;
	for (int i = 0; i < WORDS; i++)
		total += __builtin_popcountll(set[i]);
	for (int i = 0; i < 64 * WORDS; i++) {
		if (!has(set, i))
			continue;
		at++;
		if (!has(r->positions, at) &&
		    !has(r->positions_end, total + 1 - at))
			set[i / 64] &= ~((uint64_t)1 << (i % 64));
	}
}

static bool
fill_period(struct recurrence_iter *it)
{
	const struct recurrence *r = &it->rule;
	int64_t step = it->period * r->interval, at = it->origin + step;
	int y, m;

	switch (r->freq) {
	case RECUR_DAILY:
	case RECUR_WEEKLY:
		if (r->freq == RECUR_WEEKLY)
			at = it->origin + 7 * step;
		if (at > DAY_LAST)
			return (false);
		it->base = (day)at;
		it->days[0] = r->freq == RECUR_DAILY ? 1 : 0x7f;
		return (true);
	case RECUR_MONTHLY:
		y = (int)(at / 12 > 9999 ? 10000 : at / 12);
		m = (int)(at % 12) + 1;
		if (y > 9999)
			return (false);
		it->base = day_of(y, m, 1);
		if (r->months == 0 || bit(r->months, m))
			put_month(r, it->days, 0, month_days(y, m));
		return (true);
	case RECUR_YEARLY:
		if (at > 9999)
			return (false);
		it->base = day_of((int)at, 1, 1);
		put_year(r, it->days, (int)at);
		return (true);
	case RECUR_NONE:
	default:
		return (false);
	}
}

/* Turns the next period into days; false when no more can come. */
static bool
next_period(struct recurrence_iter *it)
{
	const struct recurrence *r = &it->rule;

	memset(it->days, 0, sizeof(it->days));
	if (it->empty >= cycle[r->freq] || !fill_period(it) ||
	    (it->end != DAY_NONE && it->base > it->end))
		return (false);
	it->period++;
	for (int i = 0; i < WORDS; i++)
		for (uint64_t left = it->days[i]; left != 0; left &= left - 1) {
			int n = __builtin_ctzll(left);

			if (!day_matches(r, it->base + 64 * i + n))
				it->days[i] &= ~((uint64_t)1 << n);
		}
	keep_positions(r, it->days);
	it->empty = any(it->days, WORDS) ? 0 : it->empty + 1;
	return (true);
}

/* --- the rule's own days ----------------------------------------------------
 */

static bool
take_day(struct recurrence_iter *it, day *out)
{
	for (int i = 0; i < WORDS; i++) {
		if (it->days[i] == 0)
			continue;
		*out = it->base + 64 * i + __builtin_ctzll(it->days[i]);
		it->days[i] &= it->days[i] - 1;
		return (true);
	}
	return (false);
}

static bool
next_match(struct recurrence_iter *it, day *out)
{
	for (;;) {
		if (!take_day(it, out)) {
			if (!next_period(it))
				return (false);
			continue;
		}
		if (it->end != DAY_NONE && *out > it->end)
			return (false);
		/* A day carried forward may meet one of the next period. */
		if (*out >= it->set->anchor && *out > it->last)
			return (true);
	}
}

static bool
anchor_is_next(const struct recurrence_iter *it)
{
	day a = it->set->anchor;

	return (it->made == 0 && !it->set->strict && a != DAY_NONE &&
	    it->last < a && (it->end == DAY_NONE || a <= it->end));
}

/* The next day of the rule into pending, DAY_NONE at the end. */
static void
advance(struct recurrence_iter *it)
{
	day d = DAY_NONE;

	it->pending = DAY_NONE;
	if (it->done)
		return;
	if (anchor_is_next(it))
		d = it->set->anchor;
	else if (!next_match(it, &d))
		d = DAY_NONE;
	if (d == DAY_NONE ||
	    (it->rule.count != 0 && it->made >= it->rule.count)) {
		it->done = true;
		return;
	}
	it->made++;
	it->last = it->pending = d;
}

/* What the text leaves out comes from the anchor. */
static void
imply(struct recurrence *r, day anchor)
{
	struct ymd c = day_ymd(anchor);
	bool named = r->weekdays != 0 || has_nth(r) || r->monthdays != 0 ||
	    r->monthdays_end != 0;

	if (r->freq == RECUR_WEEKLY && r->weekdays == 0)
		r->weekdays = 1U << day_weekday(anchor);
	if (r->freq == RECUR_MONTHLY && !named)
		r->monthdays = 1U << c.d;
	if (r->freq != RECUR_YEARLY || named || has_yeardays(r))
		return;
	if (r->weeks != 0 || r->weeks_end != 0) {
		r->weekdays = 1U << day_weekday(anchor);
		return;
	}
	r->monthdays = 1U << c.d;
	if (r->months == 0)
		r->months = 1U << c.m;
}

day
recurrence_end(const struct recurrence_set *set)
{
	day a = set->rule.until, b = set->ends_on;

	if (a == DAY_NONE)
		return (b);
	return (b == DAY_NONE || a < b ? a : b);
}

static int64_t
origin_of(const struct recurrence *r, day anchor)
{
	struct ymd c = day_ymd(anchor);

	switch (r->freq) {
	case RECUR_WEEKLY:
		return (anchor -
		    (day_weekday(anchor) - (int)r->week_start + 7) % 7);
	case RECUR_MONTHLY:
		return ((int64_t)c.y * 12 + c.m - 1);
	case RECUR_YEARLY:
		return (c.y);
	case RECUR_NONE:
	case RECUR_DAILY:
	default:
		return (anchor);
	}
}

void
recurrence_start(struct recurrence_iter *it, const struct recurrence_set *set)
{
	*it = (struct recurrence_iter){ .set = set,
		.rule = set->rule,
		.last = DAY_NONE,
		.from = DAY_NONE,
		.counting = true,
		.end = recurrence_end(set) };
	if (set->anchor == DAY_NONE) {
		INVARIANT(set->rule.freq == RECUR_NONE);
		it->done = true;
	} else {
		INVARIANT(set->anchor >= DAY_FIRST && set->anchor <= DAY_LAST);
		INVARIANT(it->rule.interval >= 1);
		imply(&it->rule, set->anchor);
		it->origin = origin_of(&it->rule, set->anchor);
	}
	it->pending = DAY_NONE;
	advance(it);
}

/* --- the whole set ----------------------------------------------------------
 */

/* The earlier of the rule's next day and the next explicit date. */
static bool
take_merged(struct recurrence_iter *it, day *out)
{
	const struct recurrence_set *set = it->set;
	bool more = it->at < set->dates_n &&
	    (it->end == DAY_NONE || set->dates[it->at] <= it->end);

	if (!more && it->pending == DAY_NONE)
		return (false);
	if (more &&
	    (it->pending == DAY_NONE || set->dates[it->at] <= it->pending))
		*out = set->dates[it->at];
	else
		*out = it->pending;
	while (it->at < set->dates_n && set->dates[it->at] <= *out)
		it->at++;
	if (it->pending == *out)
		advance(it);
	return (true);
}

bool
recurrence_next(struct recurrence_iter *it, day *out, int64_t *index)
{
	const struct recurrence_set *set = it->set;
	day d;

	while (take_merged(it, &d)) {
		if (calendar_has_day(set->excluded, set->excluded_n, d))
			continue;
		it->index++;
		if (d < it->from)
			continue;
		*out = d;
		if (index != NULL)
			*index = it->counting ? it->index : 0;
		return (true);
	}
	return (false);
}

/* The period before the one that holds d: it may carry a day forward. */
static int64_t
period_near(const struct recurrence_iter *it, day d)
{
	struct ymd c = day_ymd(d);
	int64_t at = d;

	if (it->rule.freq == RECUR_MONTHLY)
		at = (int64_t)c.y * 12 + c.m - 1;
	else if (it->rule.freq == RECUR_YEARLY)
		at = c.y;
	at -= it->origin;
	if (it->rule.freq == RECUR_WEEKLY)
		at /= 7;
	return (at / it->rule.interval - 1);
}

void
recurrence_seek(struct recurrence_iter *it, day d)
{
	int64_t k;

	if (d <= it->from || d < DAY_FIRST)
		return;
	it->from = d;
	if (d > DAY_LAST) {
		it->done = true;
		it->pending = DAY_NONE;
	}
	if (it->pending == DAY_NONE || it->pending >= d ||
	    it->rule.freq == RECUR_NONE || it->rule.count != 0)
		return;
	k = period_near(it, d);
	if (k > it->period) {
		it->period = k;
		memset(it->days, 0, sizeof(it->days));
		it->empty = 0;
	}
	it->last = d - 1;
	it->counting = false;
	advance(it);
}

int64_t
recurrence_between(const struct recurrence_set *set, day from, day to,
    bool (*fn)(void *ctx, day d), void *ctx)
{
	struct recurrence_iter it;
	int64_t n = 0;
	day d;

	recurrence_start(&it, set);
	recurrence_seek(&it, from);
	while (recurrence_next(&it, &d, NULL) && d <= to) {
		n++;
		if (fn != NULL && !fn(ctx, d))
			break;
	}
	return (n);
}
