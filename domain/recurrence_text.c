/*
 * Rules as text: reading them from partners, writing them canonically, and
 * saying them in words.
 */
#include "domain/recurrence.h"

#include <inttypes.h>

#define TEXT_MAX 1024
#define RSCALE "RSCALE=GREGORIAN;"
#define COUNT_MAX 100000
#define INTERVAL_MAX 9999
#define CODE "RECUR-RULE"

static const char *const freq_names[] = { "", "DAILY", "WEEKLY", "MONTHLY",
	"YEARLY" };
static const char *const skip_names[] = { "BACKWARD", "OMIT", "FORWARD" };
static const char *const weekday_codes[] = { "", "MO", "TU", "WE", "TH", "FR",
	"SA", "SU" };
static const char *const time_words[] = { "HOURLY", "MINUTELY", "SECONDLY",
	"BYHOUR", "BYMINUTE", "BYSECOND" };

/* What a partner wrote, fit for one line of a message. */
struct shown {
	char text[49];
};

static struct shown
show(struct slice s)
{
	struct shown out = { "" };
	size_t n = s.n < 48 ? s.n : 48;

	for (size_t i = 0; i < n; i++)
		out.text[i] = s.p[i] >= 0x20 && s.p[i] < 0x7f ? s.p[i] : '?';
	if (s.n > 48)
		memcpy(out.text + 45, "...", 3);
	return (out);
}

static int
lookup(struct slice word, const char *const *names, int n)
{
	for (int i = 0; i < n; i++)
		if (names[i][0] != '\0' && slice_ieq(word, slice_of(names[i])))
			return (i);
	return (-1);
}

#define LOOKUP(word, names) \
	lookup((word), (names), (int)(sizeof(names) / sizeof((names)[0])))

/* --- lists of numbers -------------------------------------------------------
 */

static bool
number(struct slice s, int64_t *v)
{
	if (s.n > 1 && s.p[0] == '+' && s.p[1] >= '0' && s.p[1] <= '9')
		s = slice_sub(s, 1, s.n - 1);
	return (slice_int(s, v));
}

/* Each number of a list, 1..max or -max..-1 where set_end is not NULL, as a
 * bit. */
static enum rc
parse_numbers(const char *part, struct slice v, int max, uint64_t *set,
    uint64_t *set_end, struct err *e)
{
	struct slice item, rest = v;
	bool more = true;
	int64_t n;

	while (more) {
		more = slice_cut(rest, ',', &item, &rest);
		item = slice_trim(item);
		if (!number(item, &n) || n == 0 || n > max || n < -max ||
		    (n < 0 && set_end == NULL))
			return (err_set(e, RC_REJECT, CODE,
			    "%s: \"%s\" is not a number from %s1 to %d", part,
			    show(item).text, set_end != NULL ? "(-)" : "",
			    max));
		if (n > 0)
			set[n / 64] |= (uint64_t)1 << (n % 64);
		else
			set_end[-n / 64] |= (uint64_t)1 << (-n % 64);
	}
	return (RC_OK);
}

static enum rc
parse_small(const char *part, struct slice v, int max, uint32_t *set,
    uint32_t *set_end, struct err *e)
{
	uint64_t a = 0, b = 0;
	enum rc rc = parse_numbers(part, v, max, &a,
	    set_end != NULL ? &b : NULL, e);

	INVARIANT(set != NULL);
	*set = (uint32_t)a;
	if (set_end != NULL)
		*set_end = (uint32_t)b;
	return (rc);
}

static enum rc
parse_one(const char *part, struct slice v, int64_t max, int32_t *out,
    struct err *e)
{
	int64_t n;

	if (!number(v, &n) || n < 1 || n > max)
		return (err_set(e, RC_REJECT, CODE,
		    "%s=%s: a number from 1 to %" PRId64 " is needed", part,
		    show(v).text, max));
	*out = (int32_t)n;
	return (RC_OK);
}

/* --- the parts --------------------------------------------------------------
 */

static enum rc
parse_freq(struct slice v, struct recurrence *r, struct err *e)
{
	int i = LOOKUP(v, freq_names);

	if (i < 1 && LOOKUP(v, time_words) >= 0)
		return (err_set(e, RC_REJECT, CODE,
		    "FREQ=%s: only days, weeks, months and years can repeat",
		    show(v).text));
	if (i < 1)
		return (err_set(e, RC_REJECT, CODE,
		    "FREQ=%s is not DAILY, WEEKLY, MONTHLY or YEARLY",
		    show(v).text));
	r->freq = (enum recurrence_freq)i;
	return (RC_OK);
}

static enum rc
parse_interval(struct slice v, struct recurrence *r, struct err *e)
{
	return (parse_one("INTERVAL", v, INTERVAL_MAX, &r->interval, e));
}

static enum rc
parse_count(struct slice v, struct recurrence *r, struct err *e)
{
	return (parse_one("COUNT", v, COUNT_MAX, &r->count, e));
}

static enum rc
parse_until(struct slice v, struct recurrence *r, struct err *e)
{
	struct slice date = v, time = SLICE_NONE;

	for (size_t i = 0; i < v.n; i++)
		if (v.p[i] == 'T' || v.p[i] == 't') {
			date = slice_sub(v, 0, i);
			time = slice_sub(v, i + 1, v.n);
			break;
		}
	r->until = date.n == 8 ? day_parse_basic(date) : day_parse_iso(date);
	for (size_t i = 0; i < time.n; i++)
		if (strchr("0123456789:zZ", time.p[i]) == NULL)
			r->until = DAY_NONE;
	if (r->until == DAY_NONE || (date.n != v.n && time.n < 4))
		return (err_set(e, RC_REJECT, CODE,
		    "UNTIL=%s is not a date such as 20271231", show(v).text));
	return (RC_OK);
}

static enum rc
parse_wkst(struct slice v, struct recurrence *r, struct err *e)
{
	int w = LOOKUP(v, weekday_codes);

	if (w < 1)
		return (err_set(e, RC_REJECT, CODE,
		    "WKST=%s is not a weekday MO to SU", show(v).text));
	r->week_start = (uint32_t)w;
	return (RC_OK);
}

static enum rc
parse_bymonth(struct slice v, struct recurrence *r, struct err *e)
{
	return (parse_small("BYMONTH", v, 12, &r->months, NULL, e));
}

static enum rc
parse_bymonthday(struct slice v, struct recurrence *r, struct err *e)
{
	return (parse_small("BYMONTHDAY", v, 31, &r->monthdays,
	    &r->monthdays_end, e));
}

static enum rc
parse_byyearday(struct slice v, struct recurrence *r, struct err *e)
{
	return (parse_numbers("BYYEARDAY", v, 366, r->yeardays, r->yeardays_end,
	    e));
}

static enum rc
parse_byweekno(struct slice v, struct recurrence *r, struct err *e)
{
	return (parse_numbers("BYWEEKNO", v, 53, &r->weeks, &r->weeks_end, e));
}

static enum rc
parse_bysetpos(struct slice v, struct recurrence *r, struct err *e)
{
	return (parse_numbers("BYSETPOS", v, 366, r->positions,
	    r->positions_end, e));
}

static enum rc
parse_byday(struct slice v, struct recurrence *r, struct err *e)
{
	struct slice item, rest = v, code, n;
	bool more = true;

	while (more) {
		int w = -1;

		more = slice_cut(rest, ',', &item, &rest);
		item = slice_trim(item);
		if (item.n >= 2) {
			code = slice_sub(item, item.n - 2, 2);
			w = LOOKUP(code, weekday_codes);
		}
		if (w < 1)
			return (err_set(e, RC_REJECT, CODE,
			    "BYDAY: \"%s\" is not a weekday such as MO or 2FR",
			    show(item).text));
		n = slice_sub(item, 0, item.n - 2);
		if (n.n == 0)
			r->weekdays |= 1U << w;
		else if (parse_numbers("BYDAY", n, 53, &r->nth[w],
			     &r->nth_end[w], e) != RC_OK)
			return (e->rc);
	}
	return (RC_OK);
}

static enum rc
parse_skip(struct slice v, struct recurrence *r, struct err *e)
{
	int i = LOOKUP(v, skip_names);

	if (i < 0)
		return (err_set(e, RC_REJECT, CODE,
		    "SKIP=%s is not OMIT, BACKWARD or FORWARD", show(v).text));
	r->skip = (enum recurrence_skip)i;
	return (RC_OK);
}

static enum rc
parse_rscale(struct slice v, struct recurrence *r, struct err *e)
{
	(void)r;
	if (!slice_ieq(v, SLICE("GREGORIAN")))
		return (err_set(e, RC_REJECT, CODE,
		    "RSCALE=%s: only the Gregorian calendar is kept",
		    show(v).text));
	return (RC_OK);
}

static const struct part {
	const char *name;
	enum rc (*parse)(struct slice v, struct recurrence *r, struct err *e);
} parts[] = {
	{ "FREQ", parse_freq },
	{ "INTERVAL", parse_interval },
	{ "COUNT", parse_count },
	{ "UNTIL", parse_until },
	{ "WKST", parse_wkst },
	{ "BYMONTH", parse_bymonth },
	{ "BYWEEKNO", parse_byweekno },
	{ "BYYEARDAY", parse_byyearday },
	{ "BYMONTHDAY", parse_bymonthday },
	{ "BYDAY", parse_byday },
	{ "BYSETPOS", parse_bysetpos },
	{ "SKIP", parse_skip },
	{ "RSCALE", parse_rscale },
};
#define PARTS (sizeof(parts) / sizeof(parts[0]))

static enum rc
parse_part(struct slice text, unsigned *seen, struct recurrence *r,
    struct err *e)
{
	struct slice name, value;

	if (!slice_cut(text, '=', &name, &value))
		return (err_set(e, RC_REJECT, CODE,
		    "\"%s\" is not a part such as FREQ=MONTHLY",
		    show(text).text));
	name = slice_trim(name);
	value = slice_trim(value);
	for (size_t i = 0; i < PARTS; i++) {
		if (!slice_ieq(name, slice_of(parts[i].name)))
			continue;
		if ((*seen & (1U << i)) != 0)
			return (err_set(e, RC_REJECT, CODE, "%s is given twice",
			    parts[i].name));
		*seen |= 1U << i;
		return (parts[i].parse(value, r, e));
	}
	if (LOOKUP(name, time_words) >= 0)
		return (err_set(e, RC_REJECT, CODE,
		    "%s: a rule names days, not times of day",
		    show(name).text));
	return (err_set(e, RC_REJECT, CODE, "%s is not a part of a rule",
	    show(name).text));
}

/* --- parts that do not go together ------------------------------------------
 */

static bool
any64(const uint64_t *set, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (set[i] != 0)
			return (true);
	return (false);
}

static const char *
contradiction(const struct recurrence *r)
{
	bool nth = any64(r->nth, 8) || any64(r->nth_end, 8);
	bool yearly = r->freq == RECUR_YEARLY;
	bool weeks = r->weeks != 0 || r->weeks_end != 0;
	bool monthdays = r->monthdays != 0 || r->monthdays_end != 0;
	bool yeardays = any64(r->yeardays, 6) || any64(r->yeardays_end, 6);

	if (r->freq == RECUR_NONE)
		return ("FREQ is missing");
	if (r->count != 0 && r->until != DAY_NONE)
		return ("COUNT and UNTIL cannot both end a rule");
	if (nth && r->freq != RECUR_MONTHLY && !yearly)
		return ("BYDAY with a number needs FREQ=MONTHLY or YEARLY");
	if (nth && weeks)
		return ("BYDAY with a number contradicts BYWEEKNO");
	if (weeks && !yearly)
		return ("BYWEEKNO needs FREQ=YEARLY");
	if (yeardays && !yearly)
		return ("BYYEARDAY needs FREQ=YEARLY");
	if (monthdays && r->freq == RECUR_WEEKLY)
		return ("BYMONTHDAY contradicts FREQ=WEEKLY");
	if ((any64(r->positions, 6) || any64(r->positions_end, 6)) && !nth &&
	    !weeks && !yeardays && !monthdays && r->weekdays == 0 &&
	    r->months == 0)
		return ("BYSETPOS needs another BY part to choose from");
	return (NULL);
}

static struct slice
without_prefix(struct slice text)
{
	struct slice s = slice_trim(text), rest;

	if (s.n < 6 || !slice_ieq(slice_sub(s, 0, 5), SLICE("RRULE")))
		return (s);
	rest = slice_sub(s, 5, s.n);
	if (rest.p[0] == ':')
		return (slice_trim(slice_sub(rest, 1, rest.n)));
	return (slice_trim(rest).n < rest.n ? slice_trim(rest) : s);
}

enum rc
recurrence_parse(struct slice text, struct recurrence *r, struct err *e)
{
	struct slice part, rest = without_prefix(text);
	unsigned seen = 0;
	bool more = true;
	const char *why;

	*r = RECURRENCE_NONE;
	/* recurrence_text may add the scale to a rule of full length. */
	if (slice_starts(rest, SLICE(RSCALE)))
		rest = slice_sub(rest, sizeof(RSCALE) - 1, rest.n);
	if (rest.n == 0 || rest.n > TEXT_MAX)
		return (err_set(e, RC_REJECT, CODE,
		    rest.n == 0 ? "the rule is empty" :
				  "the rule is too long"));
	while (more) {
		more = slice_cut(rest, ';', &part, &rest);
		part = slice_trim(part);
		if (part.n == 0 && !more && seen != 0)
			break; /* one ; at the end is common */
		if (parse_part(part, &seen, r, e) != RC_OK)
			return (e->rc);
	}
	why = contradiction(r);
	if (why != NULL)
		return (err_set(e, RC_REJECT, CODE, "%s", why));
	return (RC_OK);
}

/* --- coded intervals --------------------------------------------------------
 */

static const struct coded {
	const char *code;
	enum recurrence_freq freq;
	int32_t each;
} coded[] = {
	{ "DY", RECUR_DAILY, 1 },
	{ "DA", RECUR_DAILY, 1 },
	{ "WK", RECUR_WEEKLY, 1 },
	{ "WY", RECUR_WEEKLY, 1 },
	{ "WW", RECUR_WEEKLY, 1 },
	{ "BW", RECUR_WEEKLY, 2 },
	{ "MO", RECUR_MONTHLY, 1 },
	{ "BM", RECUR_MONTHLY, 2 },
	{ "QY", RECUR_MONTHLY, 3 },
	{ "AG", RECUR_MONTHLY, 4 },
	{ "SA", RECUR_MONTHLY, 6 },
	{ "AN", RECUR_YEARLY, 1 },
	{ "CY", RECUR_YEARLY, 1 },
};

/* Codes that name days inside a period cannot be multiplied. */
static enum rc
fixed_code(struct slice code, int64_t n, struct recurrence *r, struct err *e)
{
	if (slice_is(code, "SM")) {
		r->freq = RECUR_MONTHLY;
		r->monthdays = 1U << 1 | 1U << 15;
	} else if (slice_is(code, "DW")) {
		r->freq = RECUR_WEEKLY;
		r->weekdays = 0x3e;
	} else {
		return (err_set(e, RC_REJECT, "RECUR-CODE",
		    "\"%s\" is not a code for a repeating interval",
		    show(code).text));
	}
	if (n != 1)
		return (err_set(e, RC_REJECT, "RECUR-CODE",
		    "%" PRId64 " times %s has no agreed meaning", n,
		    show(code).text));
	return (RC_OK);
}

enum rc
recurrence_from_interval(struct slice code, int64_t n, struct recurrence *r,
    struct err *e)
{
	*r = RECURRENCE_NONE;
	for (size_t i = 0; i < sizeof(coded) / sizeof(coded[0]); i++) {
		if (!slice_is(code, coded[i].code))
			continue;
		if (n < 1 || n > INTERVAL_MAX / coded[i].each)
			return (err_set(e, RC_REJECT, "RECUR-CODE",
			    "an interval of %" PRId64 " %s is out of range", n,
			    coded[i].code));
		r->freq = coded[i].freq;
		r->interval = (int32_t)n * coded[i].each;
		return (RC_OK);
	}
	return (fixed_code(code, n, r, e));
}

/* --- writing ----------------------------------------------------------------
 */

static bool
test64(const uint64_t *set, int n)
{
	return (((set[n / 64] >> (n % 64)) & 1) != 0);
}

static void
separate(struct buf *b, const char **sep)
{
	buf_text(b, *sep);
	*sep = ",";
}

static void
put_list(struct buf *b, const char *name, const uint64_t *set,
    const uint64_t *set_end, int max)
{
	const char *sep = "";
	size_t words = (size_t)max / 64 + 1;

	if (!any64(set, words) && !any64(set_end, words))
		return;
	buf_printf(b, ";%s=", name);
	for (int n = 1; n <= max; n++)
		if (test64(set, n)) {
			separate(b, &sep);
			buf_int(b, n);
		}
	for (int n = max; n >= 1; n--)
		if (test64(set_end, n)) {
			separate(b, &sep);
			buf_int(b, -n);
		}
}

static void
put_small(struct buf *b, const char *name, uint32_t set, uint32_t set_end)
{
	uint64_t a = set, z = set_end;

	put_list(b, name, &a, &z, 31);
}

static void
put_byday(struct buf *b, const struct recurrence *r)
{
	const char *sep = "";

	if (r->weekdays == 0 && !any64(r->nth, 8) && !any64(r->nth_end, 8))
		return;
	buf_text(b, ";BYDAY=");
	for (int w = 1; w <= 7; w++) {
		if ((r->weekdays >> w & 1) != 0) {
			separate(b, &sep);
			buf_text(b, weekday_codes[w]);
		}
		for (int n = 1; n <= 53; n++)
			if (test64(&r->nth[w], n)) {
				separate(b, &sep);
				buf_printf(b, "%d%s", n, weekday_codes[w]);
			}
		for (int n = 53; n >= 1; n--)
			if (test64(&r->nth_end[w], n)) {
				separate(b, &sep);
				buf_printf(b, "-%d%s", n, weekday_codes[w]);
			}
	}
}

void
recurrence_text(const struct recurrence *r, struct buf *b)
{
	char date[9];

	if (r->freq == RECUR_NONE)
		return;
	/* RFC 7529 wants RSCALE wherever SKIP stands. */
	if (r->skip != RECUR_BACKWARD)
		buf_text(b, RSCALE);
	buf_printf(b, "FREQ=%s", freq_names[r->freq]);
	if (r->interval != 1)
		buf_printf(b, ";INTERVAL=%" PRId32, r->interval);
	put_small(b, "BYMONTH", r->months, 0);
	put_list(b, "BYWEEKNO", &r->weeks, &r->weeks_end, 53);
	put_list(b, "BYYEARDAY", r->yeardays, r->yeardays_end, 366);
	put_small(b, "BYMONTHDAY", r->monthdays, r->monthdays_end);
	put_byday(b, r);
	put_list(b, "BYSETPOS", r->positions, r->positions_end, 366);
	if (r->week_start != 1)
		buf_printf(b, ";WKST=%s", weekday_codes[r->week_start]);
	if (r->count != 0)
		buf_printf(b, ";COUNT=%" PRId32, r->count);
	if (r->until != DAY_NONE)
		buf_printf(b, ";UNTIL=%s", day_basic(r->until, date));
	if (r->skip != RECUR_BACKWARD)
		buf_printf(b, ";SKIP=%s", skip_names[r->skip]);
}
