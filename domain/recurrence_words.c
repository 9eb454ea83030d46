/*
 * Rules in English, for reports and mails.
 */
#include "domain/recurrence.h"

#include <inttypes.h>

static const char *const units[] = { "", "day", "week", "month", "year" };
static const char *const weekday_names[] = { "", "Monday", "Tuesday",
	"Wednesday", "Thursday", "Friday", "Saturday", "Sunday" };
static const char *const month_names[] = { "", "January", "February", "March",
	"April", "May", "June", "July", "August", "September", "October",
	"November", "December" };

/* Words in a row: "a", "a and b", "a, b and c".  The caller says how many
 * there will be. */
struct row {
	struct buf *b;
	int at, n;
};

static void
row_next(struct row *w)
{
	if (w->at > 0)
		buf_text(w->b, w->at + 1 == w->n ? " and " : ", ");
	w->at++;
}

static bool
test64(const uint64_t *set, int n)
{
	return (((set[n / 64] >> (n % 64)) & 1) != 0);
}

static int
count64(const uint64_t *set, size_t n)
{
	int total = 0;

	for (size_t i = 0; i < n; i++)
		total += __builtin_popcountll(set[i]);
	return (total);
}

static const char *
suffix(int n)
{
	if (n % 100 >= 11 && n % 100 <= 13)
		return ("th");
	switch (n % 10) {
	case 1:
		return ("st");
	case 2:
		return ("nd");
	case 3:
		return ("rd");
	default:
		return ("th");
	}
}

/* "3rd", "last", "2nd last" */
static void
say_place(struct buf *b, int n, bool from_end)
{
	if (!from_end || n > 1)
		buf_printf(b, "%d%s", n, suffix(n));
	if (from_end)
		buf_text(b, n > 1 ? " last" : "last");
}

static void
say_numbers(struct buf *b, const char *before, const uint64_t *set,
    const uint64_t *set_end, int max, const char *after)
{
	size_t words = (size_t)max / 64 + 1;
	struct row w = { b, 0, count64(set, words) + count64(set_end, words) };

	if (w.n == 0)
		return;
	buf_text(b, before);
	for (int n = 1; n <= max; n++)
		if (test64(set, n)) {
			row_next(&w);
			say_place(b, n, false);
		}
	for (int n = max; n >= 1; n--)
		if (test64(set_end, n)) {
			row_next(&w);
			say_place(b, n, true);
		}
	buf_text(b, after);
}

static void
say_months(struct buf *b, uint32_t months)
{
	struct row w = { b, 0, __builtin_popcount(months) };

	if (w.n == 0)
		return;
	buf_text(b, " in ");
	for (int m = 1; m <= 12; m++)
		if ((months >> m & 1) != 0) {
			row_next(&w);
			buf_text(b, month_names[m]);
		}
}

static void
say_weekdays(struct buf *b, const struct recurrence *r)
{
	struct row w = { b, 0,
		__builtin_popcount(r->weekdays) + count64(r->nth, 8) +
		    count64(r->nth_end, 8) };

	if (w.n == 0)
		return;
	buf_text(b, " on ");
	if (w.n == 5 && r->weekdays == 0x3e) {
		buf_text(b, "Monday to Friday");
		return;
	}
	for (int d = 1; d <= 7; d++) {
		if ((r->weekdays >> d & 1) != 0) {
			row_next(&w);
			buf_text(b, weekday_names[d]);
		}
		for (int n = -53; n <= 53; n++) {
			if (n == 0 ||
			    !test64(n > 0 ? &r->nth[d] : &r->nth_end[d],
				n > 0 ? n : -n))
				continue;
			row_next(&w);
			buf_text(b, "the ");
			say_place(b, n > 0 ? n : -n, n < 0);
			buf_printf(b, " %s", weekday_names[d]);
		}
	}
}

static void
say_skip(struct buf *b, const struct recurrence *r)
{
	bool rare = (r->monthdays >> 29) != 0;

	if (!rare)
		return;
	if (r->skip == RECUR_BACKWARD)
		buf_text(b, " (or the last day of a shorter month)");
	else if (r->skip == RECUR_FORWARD)
		buf_text(b, " (or the day after a shorter month)");
	else
		buf_text(b, " (not in shorter months)");
}

static void
say_end(struct buf *b, const struct recurrence *r)
{
	char date[11];

	if (r->count != 0)
		buf_printf(b, ", %" PRId32 " time%s in all", r->count,
		    r->count == 1 ? "" : "s");
	else if (r->until != DAY_NONE)
		buf_printf(b, " until %s", day_text(r->until, date));
	else
		buf_text(b, " until further notice");
}

void
recurrence_describe(const struct recurrence *r, struct buf *b)
{
	uint64_t days = r->monthdays, days_end = r->monthdays_end;

	if (r->freq == RECUR_NONE) {
		buf_text(b, "on stated dates");
		return;
	}
	if (r->interval == 1)
		buf_printf(b, "every %s", units[r->freq]);
	else
		buf_printf(b, "every %" PRId32 " %ss", r->interval,
		    units[r->freq]);
	say_months(b, r->months);
	say_numbers(b, " in the ", &r->weeks, &r->weeks_end, 53,
	    " week of the year");
	say_numbers(b, " on the ", r->yeardays, r->yeardays_end, 366,
	    " day of the year");
	say_numbers(b, " on the ", &days, &days_end, 31, " day of the month");
	say_skip(b, r);
	say_weekdays(b, r);
	say_numbers(b, ", only the ", r->positions, r->positions_end, 366,
	    " of these");
	say_end(b, r);
}
