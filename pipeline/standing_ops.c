#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "domain/standing_days.h"
#include "pipeline/standing_ops.h"

#define CALL_OFF_AHEAD 3660 /* days that a call-off may look ahead */

struct op {
	const struct actor *x;
	struct arena arena;
	struct standing_row row;
};

/* needed: the operation asks calendar and rule; else a fault of them does not
 * stop it. */
static enum rc
op_begin(struct op *o, const struct actor *x, int64_t id, bool needed,
    struct err *e)
{
	enum rc rc;

	*o = (struct op){ .x = x };
	if (store_begin(x->store, e) != RC_OK)
		return (e->rc);
	rc = standing_load(x, id, &o->arena, &o->row, e);
	if (rc == RC_REJECT && !needed && o->row.standing_order_id != 0) {
		*e = (struct err)ERR_INIT;
		rc = RC_OK;
	}
	return (rc);
}

static enum rc
op_end(struct op *o, enum rc rc, struct err *e)
{
	struct store *s = o->x->store;

	if (rc == RC_OK)
		rc = standing_refresh(o->x, o->row.standing_order_id, e);
	if (rc == RC_OK)
		rc = store_commit(s, e);
	store_rollback(s);
	arena_free(&o->arena);
	return (rc);
}

static enum rc
refuse_ended(const struct op *o, struct err *e)
{
	if (!slice_is(o->row.state, "ended"))
		return (RC_OK);
	return (err_set(e, RC_REJECT, "STANDING-STATE",
	    "standing order %" PRId64 " has ended", o->row.standing_order_id));
}

/* --- pause, resume, end -------------------------------------------------- */

static enum rc
pause_days(const struct op *o, day from, day to, const char *why, struct err *e)
{
	char a[11], b[11];

	if (from == DAY_NONE)
		from = o->x->today;
	if (to != DAY_NONE && to < from)
		return (err_set(e, RC_REJECT, "STANDING-DAY",
		    "a pause ends after it begins"));
	if (refuse_ended(o, e) != RC_OK ||
	    store_exec(o->x->store, Q_STANDING_PAUSE_INSERT, NULL, e, "idDss",
		o->row.standing_order_id, from, to, "pause", why) != RC_OK)
		return (e->rc);
	return (standing_event(o->x, o->row.standing_order_id, "paused", e,
	    "from %s to %s: %s", day_text(from, a),
	    to != DAY_NONE ? day_text(to, b) : "further notice", why));
}

enum rc
standing_pause(const struct actor *x, int64_t id, day from, day to,
    const char *why, struct err *e)
{
	struct op o;
	enum rc rc = op_begin(&o, x, id, false, e);

	if (rc == RC_OK)
		rc = pause_days(&o, from, to, why, e);
	return (op_end(&o, rc, e));
}

static enum rc
resume_on(const struct op *o, day on, struct err *e)
{
	int64_t id = o->row.standing_order_id;
	char text[11];

	if (on == DAY_NONE)
		on = o->x->today;
	if (refuse_ended(o, e) != RC_OK ||
	    store_exec(o->x->store, Q_STANDING_PAUSE_DROP, NULL, e, "id", id,
		on - 1) != RC_OK ||
	    store_exec(o->x->store, Q_STANDING_PAUSE_CLOSE, NULL, e, "di",
		on - 1, id) != RC_OK)
		return (e->rc);
	return (standing_event(o->x, id, "resumed", e, "from %s",
	    day_text(on, text)));
}

enum rc
standing_resume(const struct actor *x, int64_t id, day on, struct err *e)
{
	struct op o;
	enum rc rc = op_begin(&o, x, id, false, e);

	if (rc == RC_OK)
		rc = resume_on(&o, on, e);
	return (op_end(&o, rc, e));
}

/* What has an order stays in the rule, or the audit would not find it there;
 * days between it and the end are left out by a pause. */
static enum rc
end_on(const struct op *o, day on, day *last, struct err *e)
{
	struct store *s = o->x->store;
	int64_t id = o->row.standing_order_id, issued;
	char text[11];
	day end;

	if (refuse_ended(o, e) != RC_OK ||
	    store_int(s, Q_OCCURRENCE_LAST_ISSUED, o->row.starts_on, &issued, e,
		"i", id) != RC_OK)
		return (e->rc);
	*last = (day)issued;
	end = on != DAY_NONE ? on : o->x->today;
	if (end < o->row.decided_on)
		end = o->row.decided_on;
	if (end < *last &&
	    store_exec(s, Q_STANDING_PAUSE_INSERT, NULL, e, "idDss", id,
		end + 1, *last, "pause", "ended") != RC_OK)
		return (e->rc);
	if (end < *last)
		end = *last;
	if (o->row.ends_on != DAY_NONE && o->row.ends_on < end)
		end = o->row.ends_on;
	if (store_exec(s, Q_STANDING_ENDS, NULL, e, "di", end, id) != RC_OK ||
	    store_exec(s, Q_OCCURRENCES_DROP_AFTER, NULL, e, "id", id, end) !=
		RC_OK)
		return (e->rc);
	return (standing_event(o->x, id, "ends", e, "nothing after %s",
	    day_text(end, text)));
}

enum rc
standing_end(const struct actor *x, int64_t id, day on, day *last,
    struct err *e)
{
	struct op o;
	enum rc rc = op_begin(&o, x, id, false, e);

	if (rc == RC_OK)
		rc = end_on(&o, on, last, e);
	return (op_end(&o, rc, e));
}

struct open_order {
	int64_t order_id;
	day nominal;
};

static enum rc
cancel_open(const struct op *o, day on, const char *why, struct arena *a,
    int64_t *cancelled, struct err *e)
{
	struct list open = { 0 };
	struct rows *r;

	if (store_rows(o->x->store, Q_STANDING_OPEN_ORDERS, &r, e, "id",
		o->row.standing_order_id, on) != RC_OK)
		return (e->rc);
	while (rows_next(r))
		*LIST_PUSH(a, &open, struct open_order) =
		    (struct open_order){ rows_int(r, 0), rows_day(r, 1) };
	if (rows_end(r, e) != RC_OK)
		return (e->rc);
	for (size_t i = 0; i < open.n; i++) {
		const struct open_order *at = LIST_AT(&open, struct open_order,
		    i);
		struct booked b = { 0 };

		if (booked_load(o->x->store, at->order_id, a, &b, e) != RC_OK ||
		    order_cancel(o->x, &b, why, e) != RC_OK ||
		    store_exec(o->x->store, Q_OCCURRENCE_SET, NULL, e, "ssoid",
			"skipped", "cancelled", at->order_id,
			o->row.standing_order_id, at->nominal) != RC_OK)
			return (e->rc);
	}
	*cancelled = (int64_t)open.n;
	return (RC_OK);
}

enum rc
standing_cancel(const struct actor *x, int64_t id, day on, const char *why,
    day *last, int64_t *cancelled, struct err *e)
{
	struct op o = { .x = x };
	enum rc rc = standing_load(x, id, &o.arena, &o.row, e);

	/* A fault of calendar or rule does not stop it. */
	if (rc == RC_REJECT && o.row.standing_order_id != 0) {
		*e = (struct err)ERR_INIT;
		rc = RC_OK;
	}
	if (rc == RC_OK)
		rc = cancel_open(&o, on, why, &o.arena, cancelled, e);
	if (rc == RC_OK)
		rc = end_on(&o, on, last, e);
	if (rc == RC_OK)
		rc = standing_refresh(x, id, e);
	arena_free(&o.arena);
	return (rc);
}

/* --- one day ------------------------------------------------------------- */

struct target {
	struct standing_due day;
	struct occurrence row;
	int64_t number;
};

static enum rc
keep_due(void *ctx, const struct standing_due *d, struct err *e)
{
	(void)e;
	*(struct standing_due *)ctx = *d;
	return (RC_OK);
}

static enum rc
no_such_day(const struct op *o, day nominal, struct err *e)
{
	char text[11];

	if (nominal == DAY_NONE)
		return (
		    err_set(e, RC_REJECT, "STANDING-DAY", "no day is left"));
	(void)err_set(e, RC_REJECT, "STANDING-DAY",
	    "%s is no day of standing order %" PRId64, day_text(nominal, text),
	    o->row.standing_order_id);
	return (err_help(e, "`ordermill standing preview` shows its days"));
}

/* After settling, the first day behind decided_on has no row. */
static enum rc
find_day(const struct op *o, day nominal, struct target *t, struct err *e)
{
	day from = nominal != DAY_NONE ? nominal : o->row.decided_on + 1;

	*t = (struct target){ .day = { .nominal = DAY_NONE } };
	if (standing_preview(&o->row.core, from, 1, keep_due, &t->day, e) !=
	    RC_OK)
		return (e->rc);
	if (t->day.nominal == DAY_NONE ||
	    (nominal != DAY_NONE && t->day.nominal != nominal))
		return (no_such_day(o, nominal, e));
	if (occurrence_load(o->x, o->row.standing_order_id, t->day.nominal,
		&t->row, e) != RC_OK)
		return (e->rc);
	t->number = t->row.number;
	if (t->row.state[0] != '\0')
		return (RC_OK);
	if (t->day.nominal <= o->row.decided_on)
		return (no_such_day(o, nominal, e));
	t->number = o->row.decided_number +
	    standing_days_between(&o->row.core, o->row.decided_on + 1,
		t->day.nominal, NULL, NULL);
	return (RC_OK);
}

static enum rc
wrong_state(const struct target *t, const char *verb, struct err *e)
{
	char text[11];

	(void)err_set(e, RC_REJECT, "STANDING-STATE",
	    "the occurrence of %s is %s, it cannot be %s",
	    day_text(t->day.nominal, text),
	    t->row.state[0] != '\0' ? t->row.state : "not decided yet", verb);
	if (strcmp(t->row.state, "issued") == 0)
		return (err_help(e, "it is order %" PRId64, t->row.order_id));
	return (e->rc);
}

static enum rc
put_row(const struct op *o, const struct target *t, const char *state,
    const char *reason, int64_t order_id, struct err *e)
{
	int64_t id = o->row.standing_order_id;
	day due = t->day.due != DAY_NONE ? t->day.due : t->day.nominal;

	if (t->row.state[0] != '\0')
		return (store_exec(o->x->store, Q_OCCURRENCE_SET, NULL, e,
		    "ssoid", state, reason, order_id, id, t->day.nominal));
	return (store_exec(o->x->store, Q_OCCURRENCE_INSERT, NULL, e,
	    "idddissoo", id, t->day.nominal, due, t->day.release, t->number,
	    state, reason, order_id, o->x->run_id));
}

static enum rc
refuse_waiting(const struct op *o, const struct target *t, const char *why,
    struct err *e)
{
	struct arena a = ARENA_INIT;
	struct booked b = { 0 };
	enum rc rc = booked_load(o->x->store, t->row.order_id, &a, &b, e);

	if (rc == RC_OK)
		rc = order_reject(o->x, &b, "ORDER-RECUR-SKIPPED", why, e);
	arena_free(&a);
	return (rc);
}

static enum rc
skip_day(const struct op *o, day nominal, const char *why, struct err *e)
{
	bool waits;
	struct target t = { 0 };
	char text[11];

	if ((nominal == DAY_NONE && refuse_ended(o, e) != RC_OK) ||
	    find_day(o, nominal, &t, e) != RC_OK)
		return (e->rc);
	waits = strcmp(t.row.state, "held") == 0;
	/* One that was missed, and that nobody wants any more. */
	if (t.row.state[0] != '\0' && !waits &&
	    strcmp(t.row.state, "missed") != 0)
		return (wrong_state(&t, "skipped", e));
	if (waits && refuse_waiting(o, &t, why, e) != RC_OK)
		return (e->rc);
	if (put_row(o, &t, "skipped", "asked", t.row.order_id, e) != RC_OK)
		return (e->rc);
	return (standing_event(o->x, o->row.standing_order_id, "skipped", e,
	    "%s: %s", day_text(t.day.nominal, text), why));
}

enum rc
standing_skip(const struct actor *x, int64_t id, day nominal, const char *why,
    struct err *e)
{
	struct op o;
	enum rc rc = op_begin(&o, x, id, true, e);

	if (rc == RC_OK)
		rc = skip_day(&o, nominal, why, e);
	return (op_end(&o, rc, e));
}

static enum rc
release_waiting(const struct op *o, const struct target *t, int64_t *order_id,
    struct err *e)
{
	struct arena a = ARENA_INIT;
	struct booked b = { 0 };
	enum rc rc;

	*order_id = t->row.order_id;
	rc = booked_load(o->x->store, *order_id, &a, &b, e);
	if (rc == RC_OK && slice_is(b.state, "held"))
		rc = order_release(o->x, &b, "occurrence released", e);
	if (rc == RC_OK)
		rc = put_row(o, t, "issued", "", *order_id, e);
	arena_free(&a);
	return (rc);
}

static enum rc
send_day(const struct op *o, day nominal, int64_t *order_id, struct err *e)
{
	struct standing_issue i = { .due = o->x->today,
		.release = o->x->today };
	struct target t = { 0 };
	char text[11];
	bool held;

	if (nominal == DAY_NONE && refuse_ended(o, e) != RC_OK)
		return (e->rc);
	if (find_day(o, nominal, &t, e) != RC_OK)
		return (e->rc);
	if (strcmp(t.row.state, "issued") == 0)
		return (wrong_state(&t, "sent", e));
	if (strcmp(t.row.state, "held") == 0)
		return (release_waiting(o, &t, order_id, e));
	i.nominal = t.day.nominal;
	i.number = t.number;
	i.before = t.row.order_id;
	if (standing_issue(o->x, &o->row, &i, order_id, &held, e) != RC_OK ||
	    put_row(o, &t, held ? "held" : "issued", held ? "order" : "sent",
		*order_id, e) != RC_OK)
		return (e->rc);
	return (standing_event(o->x, o->row.standing_order_id, "sent", e,
	    "%s, as order %" PRId64, day_text(t.day.nominal, text), *order_id));
}

enum rc
standing_send_now(const struct actor *x, int64_t id, day nominal,
    int64_t *order_id, struct err *e)
{
	struct op o;
	enum rc rc = op_begin(&o, x, id, true, e);

	*order_id = 0;
	if (rc == RC_OK)
		rc = send_day(&o, nominal, order_id, e);
	return (op_end(&o, rc, e));
}

enum rc
standing_release(const struct actor *x, int64_t id, day nominal,
    int64_t *order_id, struct err *e)
{
	struct op o;
	struct target t = { 0 };
	enum rc rc = op_begin(&o, x, id, true, e);

	*order_id = 0;
	if (rc == RC_OK)
		rc = find_day(&o, nominal, &t, e);
	if (rc == RC_OK)
		rc = strcmp(t.row.state, "held") == 0 ?
		    release_waiting(&o, &t, order_id, e) :
		    wrong_state(&t, "released", e);
	return (op_end(&o, rc, e));
}

/* --- call-offs ----------------------------------------------------------- */

/* The one open standing order of this PO number; 0: none, or several. */
static enum rc
standing_of_po(const struct actor *x, const struct booked *b, int64_t *id,
    struct err *e)
{
	struct rows *r;
	int n = 0;

	*id = 0;
	if (store_rows(x->store, Q_STANDING_BESIDE, &r, e, "ttti", b->customer,
		b->po_number, b->partner, (int64_t)b->test) != RC_OK)
		return (e->rc);
	for (; rows_next(r); n++)
		*id = rows_int(r, 0);
	if (n > 1)
		*id = 0;
	return (rows_end(r, e));
}

struct nearest {
	const struct op *o;
	day wanted, best;
	int64_t distance;
	enum rc rc;
	struct err *e;
};

static bool
nearer(void *ctx, day d)
{
	struct nearest *n = ctx;
	int64_t distance = (int64_t)d - n->wanted;
	struct occurrence row;

	if (distance < 0)
		distance = -distance;
	if (n->best != DAY_NONE && distance >= n->distance)
		return (d < n->wanted);
	n->rc = occurrence_load(n->o->x, n->o->row.standing_order_id, d, &row,
	    n->e);
	if (n->rc != RC_OK)
		return (false);
	if (row.state[0] == '\0') {
		n->best = d;
		n->distance = distance;
	}
	return (d < n->wanted || n->best == DAY_NONE);
}

static enum rc
nearest_open(const struct op *o, day wanted, day *best, struct err *e)
{
	struct nearest n = { o, wanted, DAY_NONE, 0, RC_OK, e };

	if (wanted > o->x->today + CALL_OFF_AHEAD)
		n.wanted = o->x->today + CALL_OFF_AHEAD;
	(void)standing_days_between(&o->row.core, o->row.decided_on + 1,
	    day_of(9999, 12, 31), nearer, &n);
	*best = n.best;
	return (n.rc);
}

static enum rc
adopt(const struct op *o, struct booked *b, const struct target *t,
    struct err *e)
{
	int64_t id = o->row.standing_order_id;
	char text[11];

	if (put_row(o, t, "issued", "called off", b->order_id, e) != RC_OK ||
	    store_exec(o->x->store, Q_ORDER_FULFILS, NULL, e, "idti", id,
		t->day.nominal, b->released, b->order_id) != RC_OK ||
	    store_exec(o->x->store, Q_HOLD_END, NULL, e, "isi", o->x->at,
		o->x->who, b->order_id) != RC_OK ||
	    standing_event(o->x, id, "called_off", e, "%s, by order %" PRId64,
		day_text(t->day.nominal, text), b->order_id) != RC_OK)
		return (e->rc);
	b->state = SLICE("received");
	b->step = SLICE("charge");
	b->standing_order_id = id;
	b->nominal_on = t->day.nominal;
	return (standing_refresh(o->x, id, e));
}

/* RC_REJECT: nothing fits. */
static enum rc
match(struct op *o, int64_t id, const struct booked *b, struct target *t,
    struct err *e)
{
	day wanted = b->requested_on != DAY_NONE ? b->requested_on :
						   o->x->today,
	    nominal;

	if (standing_load(o->x, id, &o->arena, &o->row, e) != RC_OK ||
	    nearest_open(o, wanted, &nominal, e) != RC_OK)
		return (e->rc);
	if (nominal == DAY_NONE)
		return (no_such_day(o, nominal, e));
	return (find_day(o, nominal, t, e));
}

enum rc
standing_fulfil(const struct actor *x, struct booked *b, bool *fulfils,
    struct err *e)
{
	struct op o = { .x = x };
	struct target t = { 0 };
	int64_t id;
	enum rc rc;

	*fulfils = false;
	if (standing_of_po(x, b, &id, e) != RC_OK || id == 0)
		return (e->rc);
	rc = match(&o, id, b, &t, e);
	if (rc == RC_REJECT) {
		*e = (struct err)ERR_INIT;
		rc = RC_OK;
	} else if (rc == RC_OK) {
		*fulfils = true;
		rc = adopt(&o, b, &t, e);
	}
	arena_free(&o.arena);
	return (rc);
}
