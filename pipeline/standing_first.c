/* A schedule is made, together with the order that is its first occurrence. */
#include <inttypes.h>

#include "pipeline/standing_ops.h"

struct request {
	bool found;
	struct slice rule, source, days;
	day starts_on, ends_on;
	int64_t count;
	struct recurrence_set set; /* to see what it leads to */
	struct list dates;         /* day, after the start */
	struct list left_out;      /* day */
};

static enum rc
request_load(const struct actor *x, const struct booked *b, struct arena *a,
    struct request *q, struct err *e)
{
	struct rows *r;

	*q = (struct request){ .found = false };
	if (store_rows(x->store, Q_RECURRENCE_REQUEST_GET, &r, e, "i",
		b->order_id) != RC_OK)
		return (e->rc);
	q->found = rows_next(r);
	if (q->found) {
		q->rule = arena_slice(a, rows_text(r, 0));
		q->source = arena_slice(a, rows_text(r, 1));
		q->starts_on = rows_day(r, 2);
		q->ends_on = rows_day(r, 3);
		q->count = rows_int(r, 4);
		q->days = arena_slice(a, rows_text(r, 5));
	}
	return (rows_end(r, e));
}

/* One of the request's days: "-DAY" is left out. */
static void
request_day(struct request *q, struct slice word, struct arena *a)
{
	bool out = word.n > 0 && word.p[0] == '-';
	day d = day_parse_iso(slice_sub(word, out, word.n));

	if (d == DAY_NONE)
		return;
	if (out)
		*LIST_PUSH(a, &q->left_out, day) = d;
	else if (d > q->starts_on)
		*LIST_PUSH(a, &q->dates, day) = d;
}

/* Explicit dates behind the start, ascending; as many as were agreed. */
static void
request_dates(struct request *q, struct arena *a)
{
	struct slice rest = q->days, word;
	day *v;

	while (rest.n > 0) {
		(void)slice_cut(rest, ' ', &word, &rest);
		request_day(q, word, a);
	}
	q->left_out.n = calendar_sort_days(q->left_out.v, q->left_out.n);
	v = q->dates.v;
	q->dates.n = calendar_sort_days(v, q->dates.n);
	if (q->rule.n == 0 && q->count > 0 &&
	    (int64_t)q->dates.n > q->count - 1)
		q->dates.n = (size_t)q->count - 1;
	q->set.dates = v;
	q->set.dates_n = q->dates.n;
}

/* Why no schedule can be made of it; NULL: one can. */
static const char *
request_fault(struct request *q, struct arena *a)
{
	struct recurrence_iter it;
	struct err e = ERR_INIT;
	day first;

	if (q->rule.n == 0 && q->days.n == 0)
		return ("no rule is known");
	if (q->starts_on == DAY_NONE)
		return ("no start is known");
	q->set = RECURRENCE_SET(RECURRENCE_NONE, q->starts_on);
	q->set.ends_on = q->ends_on;
	if (q->rule.n > 0 &&
	    recurrence_parse(q->rule, &q->set.rule, &e) != RC_OK)
		return ("its rule is not understood");
	if (q->count < 0 || q->count > INT32_MAX)
		return ("its number of deliveries cannot be");
	if (q->rule.n > 0 && q->count > 0)
		q->set.rule.count = (int32_t)q->count;
	request_dates(q, a);
	q->set.excluded = q->left_out.v;
	q->set.excluded_n = q->left_out.n;
	recurrence_start(&it, &q->set);
	if (!recurrence_next(&it, &first, NULL) || first != q->starts_on)
		return ("it ends before it starts");
	return (NULL);
}

/* The calendar of the place, else of the partner. */
static enum rc
calendar_for(const struct actor *x, const struct booked *b,
    const struct partner *p, struct arena *a, struct slice *name, struct err *e)
{
	struct rows *r;

	*name = p != NULL ? p->calendar : SLICE_NONE;
	if (store_rows(x->store, Q_LOCATION_CALENDAR, &r, e, "ttttt",
		b->customer, b->ship_name, b->street, b->city,
		b->postal_code) != RC_OK)
		return (e->rc);
	if (rows_next(r))
		*name = arena_slice(a, rows_text(r, 0));
	return (rows_end(r, e));
}

static enum rc
insert_standing(const struct actor *x, const struct booked *b,
    const struct partner *p, const struct request *q, struct slice calendar,
    int64_t *id, struct err *e)
{
	static const struct recurrence_rules none = { .grace_days = 7,
		.price = { "fixed", 5 } };
	const struct recurrence_rules *r = p != NULL ? &p->recurrence : &none;

	if (store_exec(x->store, Q_STANDING_INSERT, NULL, e,
		"tttittdDi"
		"ddi"
		"stisit",
		b->partner, b->customer, b->po_number, (int64_t)b->test,
		q->rule, q->source, q->starts_on, q->ends_on,
		q->rule.n > 0 ? q->count : 0, x->today, q->starts_on,
		b->order_id, calendar_roll_name(r->roll), calendar,
		(int64_t)r->lead_days, standing_catch_up_name(r->catch_up),
		(int64_t)r->grace_days,
		r->price.n > 0 ? r->price : none.price) != RC_OK)
		return (e->rc);
	*id = store_last_id(x->store);
	for (size_t i = 0; i < q->dates.n; i++)
		if (store_exec(x->store, Q_STANDING_DAY_INSERT, NULL, e, "id",
			*id, *LIST_AT(&q->dates, day, i)) != RC_OK)
			return (e->rc);
	for (size_t i = 0; i < q->left_out.n; i++)
		if (store_exec(x->store, Q_STANDING_DAY_EXCLUDE, NULL, e, "id",
			*id, *LIST_AT(&q->left_out, day, i)) != RC_OK)
			return (e->rc);
	return (RC_OK);
}

/* The agreed lines, and the sums and the place that go with them. */
static enum rc
insert_agreed(const struct actor *x, const struct booked *b, int64_t id,
    struct err *e)
{
	struct rows *r;
	struct buf taxes;
	enum rc rc;

	if (store_exec(x->store, Q_STANDING_LINES_MAKE, NULL, e, "ii", id,
		b->order_id) != RC_OK ||
	    store_rows(x->store, Q_STANDING_TAXES, &r, e, "i", id) != RC_OK)
		return (e->rc);
	buf_init(&taxes, SIZE_MAX / 8);
	while (rows_next(r))
		buf_printf(&taxes, "%s" SL_FMT "\t" SL_FMT "\t" SL_FMT,
		    taxes.n > 0 ? "\n" : "", SL_ARG(rows_text(r, 0)),
		    SL_ARG(rows_text(r, 1)), SL_ARG(rows_text(r, 2)));
	INVARIANT(!taxes.failed);
	rc = rows_end(r, e);
	if (rc == RC_OK)
		rc = store_exec(x->store, Q_STANDING_HEAD_MAKE, NULL, e, "iti",
		    id, buf_slice(&taxes), b->order_id);
	buf_free(&taxes);
	return (rc);
}

static enum rc
insert_first(const struct actor *x, struct booked *b, int64_t id,
    const struct request *q, struct err *e)
{
	day release = b->warehouse_on != DAY_NONE ? b->warehouse_on : x->today;

	if (store_exec(x->store, Q_OCCURRENCE_INSERT, NULL, e, "idddissio", id,
		q->starts_on,
		b->requested_on != DAY_NONE ? b->requested_on : q->starts_on,
		release, (int64_t)1, "issued", "", b->order_id,
		x->run_id) != RC_OK ||
	    store_exec(x->store, Q_ORDER_STANDING_SET, NULL, e, "idi", id,
		q->starts_on, b->order_id) != RC_OK)
		return (e->rc);
	b->standing_order_id = id;
	b->nominal_on = q->starts_on;
	return (RC_OK);
}

/* Two schedules for one PO number would deliver twice. */
static enum rc
hold_beside(const struct actor *x, int64_t id, int64_t other, day starts_on,
    struct arena *a, struct err *e)
{
	char *why;

	if (other == 0)
		return (RC_OK);
	why = arena_printf(a,
	    "standing order %" PRId64 " of the same PO "
	    "number is open: end it, then resume this one, or end this one",
	    other);
	if (store_exec(x->store, Q_STANDING_PAUSE_INSERT, NULL, e, "idDss", id,
		starts_on + 1, DAY_NONE, "hold", why) != RC_OK)
		return (e->rc);
	return (standing_event(x, id, "held", e, "%s", why));
}

static enum rc
make(const struct actor *x, struct booked *b, const struct request *q,
    struct arena *a, struct err *e)
{
	const struct partner *p = config_partner(&x->mill->config, b->partner);
	struct slice calendar;
	int64_t other = 0, id = 0;

	if (store_int(x->store, Q_STANDING_BESIDE, 0, &other, e, "ttti",
		b->customer, b->po_number, b->partner,
		(int64_t)b->test) != RC_OK ||
	    calendar_for(x, b, p, a, &calendar, e) != RC_OK ||
	    insert_standing(x, b, p, q, calendar, &id, e) != RC_OK ||
	    insert_agreed(x, b, id, e) != RC_OK ||
	    insert_first(x, b, id, q, e) != RC_OK ||
	    standing_event(x, id, "made", e,
		"order %" PRId64 " is the first occurrence",
		b->order_id) != RC_OK ||
	    hold_beside(x, id, other, q->starts_on, a, e) != RC_OK)
		return (e->rc);
	return (standing_refresh(x, id, e));
}

static enum rc
book_once(const struct actor *x, const struct booked *b, const char *why,
    struct err *e)
{
	struct event v = { x->at, x->run_id, "order", b->order_id, SLICE_NONE,
		"no_schedule" };

	return (event_add(x->store, &v, e,
	    "%s: booked once, not as a standing order: %s", x->who, why));
}

/* A person let an order pass that had no rule or start of its own: what the
 * profile and the order say now may have them. */
static void
fill_gaps(const struct actor *x, const struct booked *b, struct request *q)
{
	const struct partner *p = config_partner(&x->mill->config, b->partner);

	if (q->rule.n == 0 && q->days.n == 0 && p != NULL &&
	    p->recurrence.rule.n > 0) {
		q->rule = p->recurrence.rule;
		q->source = SLICE("profile");
	}
	if (q->starts_on == DAY_NONE)
		q->starts_on = b->requested_on;
}

enum rc
standing_book_first(const struct actor *x, struct booked *b, struct err *e)
{
	struct arena a = ARENA_INIT;
	struct request q;
	const char *why;
	int64_t known = 0;
	enum rc rc;

	/* One of its deliveries: the request was its first order's. */
	if (b->standing_order_id != 0)
		return (RC_OK);
	rc = request_load(x, b, &a, &q, e);
	if (rc == RC_OK && q.found)
		rc = store_int(x->store, Q_STANDING_OF_TEMPLATE, 0, &known, e,
		    "i", b->order_id);
	if (rc == RC_OK && q.found && known == 0) {
		fill_gaps(x, b, &q);
		why = request_fault(&q, &a);
		rc = why != NULL ? book_once(x, b, why, e) :
				   make(x, b, &q, &a, e);
	}
	arena_free(&a);
	return (rc);
}

/* --- from an order that is in the book ----------------------------------- */

static enum rc
may_stand(const struct actor *x, const struct booked *b, struct err *e)
{
	static const char *const states[] = { "accepted", "at_warehouse",
		"part_shipped", "shipped", "closed" };
	int64_t known = 0, beside = 0;
	bool fits = false;

	for (size_t i = 0; i < sizeof(states) / sizeof(*states); i++)
		fits |= slice_is(b->state, states[i]);
	if (!fits || b->confirmation.n == 0 || booked_is_change(b) ||
	    slice_is(b->kind, "blanket"))
		return (err_set(e, RC_REJECT, "STANDING-STATE",
		    "order " SL_FMT " is no order that was accepted",
		    SL_ARG(b->po_number)));
	if (store_int(x->store, Q_STANDING_OF_TEMPLATE, 0, &known, e, "i",
		b->order_id) != RC_OK ||
	    store_int(x->store, Q_STANDING_BESIDE, 0, &beside, e, "ttti",
		b->customer, b->po_number, b->partner,
		(int64_t)b->test) != RC_OK)
		return (e->rc);
	if (b->standing_order_id != 0)
		known = b->standing_order_id;
	if (known == 0)
		known = beside;
	if (known == 0)
		return (RC_OK);
	(void)err_set(e, RC_REJECT, "STANDING-STATE",
	    "order " SL_FMT " belongs to standing order %" PRId64,
	    SL_ARG(b->po_number), known);
	return (err_help(e,
	    "`ordermill standing change` or `standing end` that one"));
}

static enum rc
new_request(const struct booked *b, const struct standing_wanted *w,
    struct arena *a, struct request *q, struct err *e)
{
	const char *why;
	char text[11];
	struct buf days;

	*q = (struct request){ .found = true,
		.rule = w->rule,
		.source = SLICE("command"),
		.starts_on = w->from != DAY_NONE ? w->from : b->requested_on,
		.ends_on = w->ends_on,
		.count = w->count,
		.left_out = w->left_out };
	buf_init(&days, 1u << 20);
	for (size_t i = 0; i < w->days.n; i++)
		buf_printf(&days, "%s%s", i > 0 ? " " : "",
		    day_text(*LIST_AT(&w->days, day, i), text));
	q->days = arena_slice(a, buf_slice(&days));
	buf_free(&days);
	why = request_fault(q, a);
	if (why == NULL)
		return (RC_OK);
	return (err_set(e, RC_REJECT,
	    q->starts_on == DAY_NONE ? "STANDING-DAY" : "STANDING-RULE",
	    "no standing order can be made of it: %s", why));
}

static enum rc
stand(const struct actor *x, int64_t order_id, const struct standing_wanted *w,
    int64_t *id, struct arena *a, struct err *e)
{
	struct booked b = { 0 };
	struct request q;

	if (booked_load(x->store, order_id, a, &b, e) != RC_OK ||
	    may_stand(x, &b, e) != RC_OK ||
	    new_request(&b, w, a, &q, e) != RC_OK ||
	    make(x, &b, &q, a, e) != RC_OK)
		return (e->rc);
	*id = b.standing_order_id;
	if (w->look != NULL)
		return (standing_glance(x, *id, w->look, e));
	return (standing_event(x, *id, "asked", e, "%s", w->why));
}

enum rc
standing_new(const struct actor *x, int64_t order_id,
    const struct standing_wanted *w, int64_t *id, struct err *e)
{
	struct arena a = ARENA_INIT;
	enum rc rc;

	if (store_begin(x->store, e) != RC_OK)
		return (e->rc);
	rc = stand(x, order_id, w, id, &a, e);
	if (w->look != NULL)
		*id = 0;
	else if (rc == RC_OK)
		rc = store_commit(x->store, e);
	store_rollback(x->store);
	arena_free(&a);
	return (rc);
}
