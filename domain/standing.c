#include "domain/standing.h"
#include "domain/standing_days.h"

static const char *const catch_up_names[] = { "all", "latest", "none", "ask" };
static const char *const verdict_names[] = { "issue", "ask", "missed",
	"skipped_pause", "skipped_holiday", "skipped_before_acceptance" };

bool
standing_catch_up_parse(struct slice word, enum catch_up *out)
{
	for (int i = CATCH_ALL; i <= CATCH_ASK; i++)
		if (slice_is(word, catch_up_names[i])) {
			*out = (enum catch_up)i;
			return (true);
		}
	return (false);
}

const char *
standing_catch_up_name(enum catch_up c)
{
	return (catch_up_names[c]);
}

const char *
standing_verdict_name(enum standing_verdict v)
{
	return (verdict_names[v]);
}

bool
standing_price_parse(struct slice text, bool *list, struct decimal *cap)
{
	struct slice word, percent;

	*cap = DECIMAL_NONE;
	*list = !slice_is(text, "fixed");
	if (slice_is(text, "fixed") || slice_is(text, "list"))
		return (true);
	return (slice_cut(text, ':', &word, &percent) &&
	    slice_is(word, "cap") && decimal_parse(percent, cap) &&
	    cap->coef >= 0 && decimal_cmp(*cap, decimal_make(1000, 0)) <= 0);
}

/* --- the days of one occurrence ---------------------------------------------
 */

static bool
roll_due(const struct standing *s, bool first, struct standing_due *d)
{
	enum roll roll = s->roll;
	day end = standing_days_end(s, d->nominal);

	/* The initial order is never dropped. */
	if (first && roll == ROLL_DROP)
		roll = ROLL_FOLLOWING;
	if (!calendar_roll(s->calendar, d->nominal, roll, &d->due))
		return (false);
	if (end == DAY_NONE || d->due == DAY_NONE || d->due <= end)
		return (true);
	return (
	    calendar_roll(s->calendar, d->nominal, ROLL_PRECEDING, &d->due));
}

/* Due and release never go down while the nominal date goes up, so that a
 * walk may stop at the first release after today. */
static enum rc
place(const struct standing *s, bool first, day nominal, struct standing_due *d,
    struct err *e)
{
	char text[11];

	*d = (struct standing_due){ .nominal = nominal };
	if (roll_due(s, first, d) &&
	    calendar_add_business_days(s->calendar,
		d->due != DAY_NONE ? d->due : nominal, -s->lead_days,
		&d->release))
		return (RC_OK);
	err_set(e, RC_REJECT, "CALENDAR-EMPTY",
	    "no business day can be found for the delivery of %s",
	    day_text(nominal, text));
	return (err_help(e,
	    "look at the calendar's weekend and holidays, and "
	    "at lead_days"));
}

static bool
paused(const struct standing *s, day d)
{
	for (size_t i = 0; i < s->pauses_n; i++)
		if (d >= s->pauses[i].from &&
		    (s->pauses[i].to == DAY_NONE || d <= s->pauses[i].to))
			return (true);
	return (false);
}

/* The verdict before lateness is looked at. */
static enum standing_verdict
on_time(const struct standing *s, bool first, const struct standing_due *d)
{
	if (first)
		return (STANDING_ISSUE);
	if (d->nominal < s->accepted_on)
		return (STANDING_SKIPPED_BEFORE);
	if (paused(s, d->nominal))
		return (STANDING_SKIPPED_PAUSE);
	if (d->due == DAY_NONE)
		return (STANDING_SKIPPED_HOLIDAY);
	return (STANDING_ISSUE);
}

static enum standing_verdict
when_late(const struct standing *s, day today, day latest,
    const struct standing_due *d)
{
	if ((int64_t)today - d->due > s->grace_days)
		return (STANDING_MISSED);
	switch (s->catch_up) {
	case CATCH_ALL:
		return (STANDING_ISSUE);
	case CATCH_LATEST:
		return (
		    d->nominal == latest ? STANDING_ISSUE : STANDING_MISSED);
	case CATCH_NONE:
		return (STANDING_MISSED);
	case CATCH_ASK:
		return (STANDING_ASK);
	default:
		BUG("no such catch-up");
	}
}

/* --- walking ----------------------------------------------------------------
 */

struct walk {
	const struct standing *s;
	struct standing_days days;
	day first; /* the initial order's nominal date */
	day today;
};

static void
walk_start(struct walk *w, const struct standing *s, day from, day today)
{
	*w = (struct walk){ .s = s, .today = today };
	standing_days_start(&w->days, s);
	if (!standing_days_next(&w->days, &w->first))
		w->first = DAY_NONE;
	standing_days_start(&w->days, s);
	standing_days_seek(&w->days, from);
}

/* The next occurrence with its days and its verdict if on time; *more is
 * false at the end of the rule or at the first that is not released yet. */
static enum rc
walk_next(struct walk *w, struct standing_due *d, bool *more, struct err *e)
{
	day nominal;
	bool first;

	*more = standing_days_next(&w->days, &nominal);
	if (!*more)
		return (RC_OK);
	first = nominal == w->first;
	if (place(w->s, first, nominal, d, e) != RC_OK)
		return (e->rc);
	*more = w->today == DAY_NONE || d->release <= w->today;
	d->verdict = on_time(w->s, first, d);
	return (RC_OK);
}

static bool
is_late(const struct walk *w, const struct standing_due *d)
{
	return (d->verdict == STANDING_ISSUE && d->nominal != w->first &&
	    d->due < w->today);
}

/* catch_up = latest needs to know which one that is before the first is
 * told: verdicts are told in order, so that a crash loses none of them. */
static enum rc
find_latest(const struct standing *s, day from, day today, day *latest,
    struct err *e)
{
	struct standing_due d;
	struct walk w;
	bool more;

	*latest = DAY_NONE;
	if (s->catch_up != CATCH_LATEST)
		return (RC_OK);
	walk_start(&w, s, from, today);
	for (;;) {
		if (walk_next(&w, &d, &more, e) != RC_OK)
			return (e->rc);
		if (!more)
			return (RC_OK);
		if (is_late(&w, &d))
			*latest = d.nominal;
	}
}

enum rc
standing_decide(const struct standing *s, day last_decided, day today,
    standing_fn *fn, void *ctx, struct err *e)
{
	day from = last_decided == DAY_NONE ? DAY_NONE : last_decided + 1;
	struct standing_due d;
	struct walk w;
	day latest;
	bool more;
	enum rc rc;

	if (find_latest(s, from, today, &latest, e) != RC_OK)
		return (e->rc);
	walk_start(&w, s, from, today);
	for (;;) {
		if (walk_next(&w, &d, &more, e) != RC_OK)
			return (e->rc);
		if (!more)
			return (RC_OK);
		if (is_late(&w, &d))
			d.verdict = when_late(s, today, latest, &d);
		rc = fn(ctx, &d, e);
		if (rc != RC_OK)
			return (rc);
	}
}

enum rc
standing_preview(const struct standing *s, day from, int n, standing_fn *fn,
    void *ctx, struct err *e)
{
	struct standing_due d;
	struct walk w;
	bool more;
	enum rc rc;

	walk_start(&w, s, from, DAY_NONE);
	for (int i = 0; i < n; i++) {
		if (walk_next(&w, &d, &more, e) != RC_OK)
			return (e->rc);
		if (!more)
			return (RC_OK);
		rc = fn(ctx, &d, e);
		if (rc != RC_OK)
			return (rc);
	}
	return (RC_OK);
}

/* --- audit ------------------------------------------------------------------
 */

enum standing_outcome
standing_outcome_of(enum standing_verdict v)
{
	switch (v) {
	case STANDING_ISSUE:
		return (OUTCOME_ISSUED);
	case STANDING_ASK:
		return (OUTCOME_HELD);
	case STANDING_MISSED:
		return (OUTCOME_MISSED);
	case STANDING_SKIPPED_PAUSE:
	case STANDING_SKIPPED_HOLIDAY:
	case STANDING_SKIPPED_BEFORE:
		return (OUTCOME_SKIPPED);
	default:
		BUG("no such verdict");
	}
}

struct book { /* the records, one in the hand */
	standing_next_fn *next;
	void *ctx;
	struct standing_record now;
	bool more;
	struct standing_audit *out;
};

const char *
standing_flaw_text(enum standing_flaw f)
{
	static const char *const texts[] = { "has no record",
		"is recorded twice", "is not in the rule" };

	return (texts[f]);
}

static void
fault(struct standing_audit *a, enum standing_flaw f, day d)
{
	int64_t *const counters[] = { &a->unrecorded, &a->repeated,
		&a->unexpected };

	(*counters[f])++;
	if (a->first_fault != DAY_NONE && d >= a->first_fault)
		return;
	a->first_fault = d;
	a->first_flaw = f;
}

static void
book_next(struct book *b)
{
	day before = b->now.nominal;

	while ((b->more = b->next(b->ctx, &b->now)) && b->now.nominal == before)
		fault(b->out, FLAW_TWICE, before);
	INVARIANT(!b->more || b->now.nominal > before);
}

static void
match(struct book *b, day nominal)
{
	b->out->due++;
	b->out->last = nominal;
	while (b->more && b->now.nominal < nominal) {
		fault(b->out, FLAW_UNHEARD, b->now.nominal);
		book_next(b);
	}
	if (!b->more || b->now.nominal != nominal) {
		fault(b->out, FLAW_LOST, nominal);
		return;
	}
	b->out->recorded[b->now.outcome]++;
	book_next(b);
}

/* Records behind the last one due may be of days that the rule has still to
 * come to. */
static void
match_rest(struct book *b, const struct standing *s)
{
	struct standing_days days;
	day d = DAY_NONE;
	bool known = true;

	standing_days_start(&days, s);
	for (; b->more; book_next(b)) {
		standing_days_seek(&days, b->now.nominal);
		while (known && d < b->now.nominal)
			known = standing_days_next(&days, &d);
		if (known && d == b->now.nominal)
			b->out->ahead++;
		else
			fault(b->out, FLAW_UNHEARD, b->now.nominal);
	}
}

/* What became known on the day of the audit's last night, after it decided. */
static bool
after_that_night(const struct standing *s, day nominal, day today)
{
	return (today <= s->known_on && nominal > s->decided_on);
}

enum rc
standing_audit_from(const struct standing *s, day from, day today,
    standing_next_fn *next, void *ctx, struct standing_audit *out,
    struct err *e)
{
	struct book b = { .next = next,
		.ctx = ctx,
		.out = out,
		.now = { .nominal = DAY_NONE } };
	struct standing_due d;
	struct walk w;
	bool more;

	*out = (struct standing_audit){ .first_fault = DAY_NONE,
		.last = DAY_NONE,
		.again_on = DAY_NONE };
	d.nominal = DAY_NONE;
	book_next(&b);
	walk_start(&w, s, from, today);
	for (;;) {
		if (walk_next(&w, &d, &more, e) != RC_OK)
			return (e->rc);
		if (!more || after_that_night(s, d.nominal, today))
			break;
		match(&b, d.nominal);
		d.nominal = DAY_NONE;
	}
	if (more)
		out->again_on = s->known_on + 1;
	else if (d.nominal != DAY_NONE)
		out->again_on = d.release;
	match_rest(&b, s);
	return (RC_OK);
}

enum rc
standing_audit(const struct standing *s, day today, standing_next_fn *next,
    void *ctx, struct standing_audit *out, struct err *e)
{
	return (standing_audit_from(s, DAY_NONE, today, next, ctx, out, e));
}

bool
standing_balanced(const struct standing_audit *a)
{
	int64_t sum = 0;

	for (int i = 0; i < 4; i++)
		sum += a->recorded[i];
	return (a->due == sum && a->unrecorded == 0 && a->repeated == 0 &&
	    a->unexpected == 0);
}
