#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>

#include "pipeline/standing_terms.h"

enum rc
standing_event(const struct actor *x, int64_t id, const char *kind,
    struct err *e, const char *fmt, ...)
{
	struct event v = { x->at, x->run_id, "standing", id, SLICE_NONE, kind };
	char text[900];
	va_list ap;

	va_start(ap, fmt);
	(void)vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	return (event_add(x->store, &v, e, "%s: %s", x->who, text));
}

/* --- loading ------------------------------------------------------------- */

static void
row_read(struct rows *r, struct arena *a, struct standing_row *w)
{
	struct standing *s = &w->core;
	int c = 0;

#define I(field) w->field = rows_int(r, c++)
#define T(field) w->field = arena_slice(a, rows_text(r, c++))
#define D(field) w->field = rows_day(r, c++)
	I(standing_order_id);
	I(template_order_id);
	I(decided_number);
	T(partner);
	T(customer);
	T(po_number);
	T(rule);
	T(source);
	T(state);
	T(calendar);
	T(price);
	T(reason);
	D(starts_on);
	D(ends_on);
	D(decided_on);
	D(accepted_on);
	D(next_release_on);
	D(wake_on);
	w->test = rows_int(r, c++) != 0;
	I(count);
	D(changed_on);
	T(warehouse);
	w->has_days = rows_int(r, c++) != 0;
	w->has_pauses = rows_int(r, c++) != 0;
	w->has_revisions = rows_int(r, c++) != 0;
	w->ahead = rows_int(r, c++) != 0;
#undef I
#undef T
#undef D
	INVARIANT(calendar_roll_parse(rows_text(r, c), &s->roll));
	INVARIANT(standing_catch_up_parse(rows_text(r, c + 1), &s->catch_up));
	s->lead_days = (int)rows_int(r, c + 2);
	s->grace_days = (int)rows_int(r, c + 3);
	s->accepted_on = w->accepted_on;
	s->decided_on = w->decided_on;
	s->known_on = w->changed_on > w->accepted_on ? w->changed_on :
						       w->accepted_on;
	s->set = RECURRENCE_SET(RECURRENCE_NONE, w->starts_on);
	s->set.ends_on = w->ends_on;
}

static enum rc
load_days(const struct actor *x, struct arena *a, struct standing_row *w,
    struct err *e)
{
	struct list in = { 0 }, out = { 0 };
	struct rows *r;

	if (!w->has_days)
		return (RC_OK);
	if (store_rows(x->store, Q_STANDING_DAYS, &r, e, "i",
		w->standing_order_id) != RC_OK)
		return (e->rc);
	while (rows_next(r))
		*LIST_PUSH(a, slice_is(rows_text(r, 1), "include") ? &in : &out,
		    day) = rows_day(r, 0);
	w->core.set.dates = in.v;
	w->core.set.dates_n = in.n;
	w->core.set.excluded = out.v;
	w->core.set.excluded_n = out.n;
	return (rows_end(r, e));
}

static enum rc
load_pauses(const struct actor *x, struct arena *a, struct standing_row *w,
    struct err *e)
{
	struct list ranges = { 0 };
	struct rows *r;

	w->pauses = (struct list){ 0 };
	if (!w->has_pauses)
		return (RC_OK);
	if (store_rows(x->store, Q_STANDING_PAUSES, &r, e, "i",
		w->standing_order_id) != RC_OK)
		return (e->rc);
	while (rows_next(r)) {
		struct standing_pause *p = LIST_PUSH(a, &w->pauses,
		    struct standing_pause);

		p->days = (struct day_range){ rows_day(r, 0), rows_day(r, 1) };
		p->hold = slice_is(rows_text(r, 2), "hold");
		p->reason = arena_slice(a, rows_text(r, 3));
		*LIST_PUSH(a, &ranges, struct day_range) = p->days;
	}
	w->core.pauses = ranges.v;
	w->core.pauses_n = ranges.n;
	return (rows_end(r, e));
}

static enum rc
row_rule(const struct actor *x, struct standing_row *w, struct err *e)
{
	struct recurrence_set *set = &w->core.set;

	if (w->rule.n > 0 && recurrence_parse(w->rule, &set->rule, e) != RC_OK)
		return (err_set(e, RC_REJECT, "STANDING-RULE",
		    "the rule '" SL_FMT "' is not understood",
		    SL_ARG(w->rule)));
	if (w->rule.n > 0 && w->count > 0)
		set->rule.count = (int32_t)w->count;
	if (w->calendar.n == 0)
		return (RC_OK);
	w->core.calendar = config_calendar(&x->mill->config, w->calendar);
	if (w->core.calendar == NULL) {
		(void)err_set(e, RC_REJECT, "STANDING-CALENDAR",
		    "there is no calendar '" SL_FMT "'", SL_ARG(w->calendar));
		return (err_help(e,
		    "make calendars/" SL_FMT ".conf, the next night goes on",
		    SL_ARG(w->calendar)));
	}
	return (RC_OK);
}

enum rc
standing_site_day(const struct actor *x, struct slice warehouse, day *today,
    struct err *e)
{
	const struct config *c = &x->mill->config;
	const struct partner *p = config_partner(c, warehouse);
	struct arena a = ARENA_INIT;
	enum rc rc = RC_OK;
	int second;

	*today = x->today;
	if (p != NULL && p->time_zone.n > 0 &&
	    !slice_eq(p->time_zone, c->seller.time_zone))
		rc = zone_day(arena_text(&a, p->time_zone), x->at, today,
		    &second, e);
	arena_free(&a);
	return (rc);
}

enum rc
standing_latest_day(const struct actor *x, day *latest, struct err *e)
{
	const struct list *all = &x->mill->config.partners;

	*latest = x->today;
	for (size_t i = 0; i < all->n; i++) {
		const struct partner *p = LIST_AT(all, struct partner, i);
		day d;

		if (p->role != ROLE_WAREHOUSE)
			continue;
		if (standing_site_day(x, p->id, &d, e) != RC_OK)
			return (e->rc);
		*latest = d > *latest ? d : *latest;
	}
	return (RC_OK);
}

enum rc
standing_load(const struct actor *x, int64_t id, struct arena *a,
    struct standing_row *w, struct err *e)
{
	struct rows *r;
	bool found;

	*w = (struct standing_row){ 0 };
	if (store_rows(x->store, Q_STANDING_GET, &r, e, "i", id) != RC_OK)
		return (e->rc);
	found = rows_next(r);
	if (found)
		row_read(r, a, w);
	if (rows_end(r, e) != RC_OK)
		return (e->rc);
	if (!found)
		return (err_set(e, RC_REJECT, "STANDING-UNKNOWN",
		    "there is no standing order %" PRId64, id));
	if (standing_site_day(x, w->warehouse, &w->today, e) != RC_OK ||
	    load_days(x, a, w, e) != RC_OK ||
	    load_pauses(x, a, w, e) != RC_OK ||
	    standing_parts_load(x, w, a, e) != RC_OK)
		return (e->rc);
	return (row_rule(x, w, e));
}

/* --- what comes next ----------------------------------------------------- */

static enum rc
keep_due(void *ctx, const struct standing_due *d, struct err *e)
{
	(void)e;
	*(struct standing_due *)ctx = *d;
	return (RC_OK);
}

static void
sooner(day *at, day d)
{
	if (d != DAY_NONE && (*at == DAY_NONE || d < *at))
		*at = d;
}

/* The state that the pauses give today, and the next day on which that
 * changes. */
static const char *
state_today(const struct standing_row *w, day today, struct slice *reason,
    day *turn)
{
	const char *state = "active";

	*reason = SLICE_NONE;
	*turn = DAY_NONE;
	for (size_t i = 0; i < w->pauses.n; i++) {
		const struct standing_pause *p = LIST_AT(&w->pauses,
		    struct standing_pause, i);

		if (p->days.from > today) {
			sooner(turn, p->days.from);
			continue;
		}
		if (p->days.to != DAY_NONE && p->days.to < today)
			continue;
		if (p->days.to != DAY_NONE)
			sooner(turn, p->days.to + 1);
		if (p->hold || !slice_is(slice_of(state), "held")) {
			state = p->hold ? "held" : "paused";
			*reason = p->reason;
		}
	}
	return (state);
}

static enum rc
write_row(const struct actor *x, const struct standing_row *w,
    const char *state, struct slice reason, struct err *e)
{
	return (store_exec(x->store, Q_STANDING_SETTLED, NULL, e, "stdiDDi",
	    state, reason, w->decided_on, w->decided_number, w->next_release_on,
	    w->wake_on, w->standing_order_id));
}

enum rc
standing_fault(const struct actor *x, int64_t id, const char *why,
    struct err *e)
{
	struct rows *r;
	bool told;

	if (store_rows(x->store, Q_STANDING_GET, &r, e, "i", id) != RC_OK)
		return (e->rc);
	told = rows_next(r) && slice_is(rows_text(r, 8), "held") &&
	    slice_is(rows_text(r, 11), why);
	if (rows_end(r, e) != RC_OK ||
	    store_exec(x->store, Q_STANDING_FAULT, NULL, e, "sdi", why,
		x->today, id) != RC_OK)
		return (e->rc);
	if (told)
		return (RC_OK);
	return (standing_event(x, id, "held", e, "%s", why));
}

static enum rc
ended(const struct actor *x, struct standing_row *w, struct err *e)
{
	char text[11];

	w->next_release_on = w->wake_on = DAY_NONE;
	if (write_row(x, w, "ended", SLICE_NONE, e) != RC_OK)
		return (e->rc);
	if (slice_is(w->state, "ended"))
		return (RC_OK);
	return (standing_event(x, w->standing_order_id, "ended", e,
	    "the last occurrence was number %" PRId64 " of %s",
	    w->decided_number, day_text(w->decided_on, text)));
}

enum rc
occurrence_load(const struct actor *x, int64_t id, day nominal,
    struct occurrence *o, struct err *e)
{
	struct rows *r;

	*o = (struct occurrence){ .order_id = 0 };
	if (store_rows(x->store, Q_OCCURRENCE_GET, &r, e, "id", id, nominal) !=
	    RC_OK)
		return (e->rc);
	if (rows_next(r)) {
		(void)snprintf(o->state, sizeof(o->state), SL_FMT,
		    SL_ARG(rows_text(r, 0)));
		(void)snprintf(o->reason, sizeof(o->reason), SL_FMT,
		    SL_ARG(rows_text(r, 1)));
		o->order_id = rows_int(r, 2);
		o->number = rows_int(r, 3);
		o->due = rows_day(r, 4);
		o->release = rows_day(r, 5);
	}
	return (rows_end(r, e));
}

/* The next occurrence without a row, nominal DAY_NONE: there is none. */
static enum rc
find_next(const struct actor *x, struct standing_row *w,
    struct standing_due *next, struct err *e)
{
	struct occurrence o;

	for (;;) {
		*next = (struct standing_due){ .nominal = DAY_NONE };
		if (standing_preview(&w->core, w->decided_on + 1, 1, keep_due,
			next, e) != RC_OK)
			return (e->rc);
		if (next->nominal == DAY_NONE || !w->ahead)
			return (RC_OK);
		if (occurrence_load(x, w->standing_order_id, next->nominal, &o,
			e) != RC_OK ||
		    o.state[0] == '\0')
			return (e->rc);
		w->decided_on = next->nominal;
		w->decided_number++;
	}
}

/* It stays where it is until the fault is mended. */
static enum rc
settle_fault(const struct actor *x, const struct standing_row *w, struct err *e)
{
	char why[ERR_TEXT_MAX];

	(void)snprintf(why, sizeof(why), "%s", e->text);
	*e = (struct err)ERR_INIT;
	if (store_exec(x->store, Q_STANDING_PROGRESS, NULL, e, "dii",
		w->decided_on, w->decided_number,
		w->standing_order_id) != RC_OK)
		return (e->rc);
	return (standing_fault(x, w->standing_order_id, why, e));
}

enum rc
standing_settle(const struct actor *x, struct standing_row *w, struct err *e)
{
	struct standing_due next;
	struct slice reason;
	const char *state;
	day turn;
	enum rc rc;

	rc = find_next(x, w, &next, e);
	if (rc == RC_REJECT)
		return (settle_fault(x, w, e));
	if (rc != RC_OK)
		return (rc);
	if (next.nominal == DAY_NONE)
		return (ended(x, w, e));
	state = state_today(w, w->today, &reason, &turn);
	w->next_release_on = w->wake_on = next.release;
	sooner(&w->wake_on, turn);
	return (write_row(x, w, state, reason, e));
}

enum rc
standing_refresh(const struct actor *x, int64_t id, struct err *e)
{
	struct arena a = ARENA_INIT;
	struct standing_row w;
	enum rc rc = standing_load(x, id, &a, &w, e);

	if (rc == RC_OK) {
		rc = standing_settle(x, &w, e);
	} else if (rc == RC_REJECT && w.standing_order_id != 0) {
		/* What is over needs no calendar to end. */
		if (w.ends_on != DAY_NONE && w.ends_on <= w.decided_on) {
			*e = (struct err)ERR_INIT;
			rc = ended(x, &w, e);
		} else {
			rc = settle_fault(x, &w, e);
		}
	}
	arena_free(&a);
	return (rc);
}
