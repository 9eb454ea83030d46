#include "domain/calendar.h"

#include <stdlib.h>

#define DAY_FIRST (-719162) /* 0001-01-01 */
#define DAY_LAST 2932896    /* 9999-12-31 */
#define SEARCH_MAX 366

static const char *const roll_names[] = { "none", "following", "preceding",
	"modified_following", "drop" };

bool
calendar_roll_parse(struct slice word, enum roll *roll)
{
	for (int i = ROLL_NONE; i <= ROLL_DROP; i++)
		if (slice_is(word, roll_names[i])) {
			*roll = (enum roll)i;
			return (true);
		}
	return (false);
}

const char *
calendar_roll_name(enum roll roll)
{
	return (roll_names[roll]);
}

static int
compare_days(const void *a, const void *b)
{
	const day *x = a, *y = b;

	return ((*x > *y) - (*x < *y));
}

size_t
calendar_sort_days(day *v, size_t n)
{
	size_t kept = 0;

	if (n == 0)
		return (0);
	qsort(v, n, sizeof(*v), compare_days);
	for (size_t i = 0; i < n; i++)
		if (v[i] != DAY_NONE && (kept == 0 || v[kept - 1] != v[i]))
			v[kept++] = v[i];
	return (kept);
}

bool
calendar_has_day(const day *v, size_t n, day d)
{
	size_t lo = 0, hi = n;

	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;

		if (v[mid] < d)
			lo = mid + 1;
		else
			hi = mid;
	}
	return (lo < n && v[lo] == d);
}

bool
calendar_is_business(const struct calendar *c, day d)
{
	return (c == NULL ||
	    (((c->weekend >> day_weekday(d)) & 1) == 0 &&
		!calendar_has_day(c->holidays, c->holidays_n, d)));
}

/* The nearest business day in a direction, d itself not counted. */
static bool
search(const struct calendar *c, day d, int step, day *out)
{
	for (int i = 0; i < SEARCH_MAX; i++) {
		if (d <= DAY_FIRST - (step > 0) || d >= DAY_LAST + (step < 0))
			return (false);
		d += step;
		if (calendar_is_business(c, d)) {
			*out = d;
			return (true);
		}
	}
	return (false);
}

bool
calendar_next(const struct calendar *c, day d, day *out)
{
	return (search(c, d, 1, out));
}

bool
calendar_previous(const struct calendar *c, day d, day *out)
{
	return (search(c, d, -1, out));
}

bool
calendar_add_business_days(const struct calendar *c, day d, int n, day *out)
{
	int step = n < 0 ? -1 : 1;

	if (n > CALENDAR_LEAD_MAX || n < -CALENDAR_LEAD_MAX)
		return (false);
	for (; n != 0; n -= step)
		if (!search(c, d, step, &d))
			return (false);
	*out = d;
	return (true);
}

static bool
same_month(day a, day b)
{
	struct ymd x = day_ymd(a), y = day_ymd(b);

	return (x.y == y.y && x.m == y.m);
}

bool
calendar_roll(const struct calendar *c, day d, enum roll roll, day *out)
{
	*out = d;
	if (calendar_is_business(c, d))
		return (true);
	switch (roll) {
	case ROLL_NONE:
		return (true);
	case ROLL_PRECEDING:
		return (calendar_previous(c, d, out));
	case ROLL_FOLLOWING:
		return (calendar_next(c, d, out));
	case ROLL_MODIFIED_FOLLOWING:
		if (!calendar_next(c, d, out))
			return (false);
		return (same_month(d, *out) || calendar_previous(c, d, out));
	case ROLL_DROP:
		*out = DAY_NONE;
		return (true);
	default:
		BUG("no such roll");
	}
}
