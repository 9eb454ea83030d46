/* Revisions: checked, written, and told. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "domain/standing_days.h"
#include "pipeline/standing_change.h"

static const char *
text_of(struct decimal d, char out[DECIMAL_TEXT_MAX])
{
	return (decimal_is_none(d) ? "" : decimal_text(d, out));
}

enum rc
standing_rule_text(struct slice typed, struct arena *a, struct slice *rule,
    struct err *e)
{
	struct recurrence r;
	struct buf b;

	*rule = SLICE_NONE;
	if (typed.n == 0)
		return (RC_OK);
	if (recurrence_parse(typed, &r, e) != RC_OK)
		return (e->rc);
	buf_init(&b, 4096);
	recurrence_text(&r, &b);
	*rule = arena_slice(a, buf_slice(&b));
	buf_free(&b);
	return (RC_OK);
}

enum rc
standing_line_number(const struct actor *x, const struct standing_row *w,
    int64_t *line, struct err *e)
{
	if (store_int(x->store, Q_STANDING_LINE_LAST, 0, line, e, "ii",
		w->template_order_id, w->standing_order_id) != RC_OK)
		return (e->rc);
	(*line)++;
	return (RC_OK);
}

/* --- may it be? ---------------------------------------------------------- */

/* The first day of its rules from d on; DAY_NONE: none. */
static day
first_from(const struct standing_row *w, day d)
{
	struct standing_days days;
	day first;

	standing_days_start(&days, &w->core);
	standing_days_seek(&days, d);
	return (standing_days_next(&days, &first) ? first : DAY_NONE);
}

static enum rc
check_days(const struct actor *x, const struct standing_row *w,
    const struct standing_revision *v, struct err *e)
{
	struct occurrence o;
	char a[11], b[11];

	if (slice_is(w->state, "ended"))
		return (err_set(e, RC_REJECT, "STANDING-STATE",
		    "standing order %" PRId64 " has ended",
		    w->standing_order_id));
	if (v->from <= w->decided_on) {
		(void)err_set(e, RC_REJECT, "STANDING-DAY",
		    "everything up to %s is decided, so %s cannot change",
		    day_text(w->decided_on, a), day_text(v->from, b));
		return (err_help(e,
		    "change it from %s on; an order that was made is changed "
		    "by itself",
		    day_text(w->decided_on + 1, a)));
	}
	if (v->to == DAY_NONE)
		return (RC_OK);
	if (first_from(w, v->from) != v->from) {
		(void)err_set(e, RC_REJECT, "STANDING-DAY",
		    "%s is no day of standing order %" PRId64,
		    day_text(v->from, a), w->standing_order_id);
		return (
		    err_help(e, "`ordermill standing preview` shows its days"));
	}
	if (occurrence_load(x, w->standing_order_id, v->from, &o, e) != RC_OK)
		return (e->rc);
	if (o.state[0] == '\0')
		return (RC_OK);
	return (err_set(e, RC_REJECT, "STANDING-STATE",
	    "the occurrence of %s is %s", day_text(v->from, a), o.state));
}

/* --- a new rule ---------------------------------------------------------- */

struct ahead {
	day nominal;
	bool made; /* it has an order, or waits for a person */
};

/* Days that were decided ahead of time and are not of the new rule: what was
 * skipped is forgotten, what was made stands in its way. */
static enum rc
clear_ahead(const struct actor *x, const struct standing_row *w, day from,
    struct arena *a, struct err *e)
{
	struct list ahead = { 0 };
	char text[11];
	struct rows *r;

	if (store_rows(x->store, Q_OCCURRENCES_AHEAD, &r, e, "id",
		w->standing_order_id, from) != RC_OK)
		return (e->rc);
	while (rows_next(r))
		*LIST_PUSH(a, &ahead,
		    struct ahead) = (struct ahead){ rows_day(r, 0),
			!slice_is(rows_text(r, 1), "skipped") };
	if (rows_end(r, e) != RC_OK)
		return (e->rc);
	for (size_t i = 0; i < ahead.n; i++) {
		const struct ahead *h = LIST_AT(&ahead, struct ahead, i);

		if (first_from(w, h->nominal) == h->nominal)
			continue;
		if (h->made)
			return (err_set(e, RC_REJECT, "STANDING-DAY",
			    "the delivery of %s was made ahead of time and is "
			    "no day of the new rule: change it from the day "
			    "after",
			    day_text(h->nominal, text)));
		if (store_exec(x->store, Q_OCCURRENCE_DROP, NULL, e, "id",
			w->standing_order_id, h->nominal) != RC_OK)
			return (e->rc);
	}
	return (RC_OK);
}

static enum rc
check_rule(const struct actor *x, struct standing_row *w,
    const struct standing_revision *v, struct arena *a, struct err *e)
{
	int64_t id = w->standing_order_id;
	char text[11];

	if (standing_load(x, id, a, w, e) != RC_OK)
		return (e->rc);
	if (first_from(w, v->from) == DAY_NONE) {
		(void)err_set(e, RC_REJECT, "STANDING-RULE",
		    "it has no day from %s on", day_text(v->from, text));
		return (err_help(e,
		    "say another rule, or `ordermill standing end`"));
	}
	return (clear_ahead(x, w, v->from, a, e));
}

/* --- writing ------------------------------------------------------------- */

static enum rc
put_line(const struct actor *x, int64_t revision_id,
    const struct standing_revised *v, struct err *e)
{
	const struct standing_line *l = &v->line;
	char quantity[DECIMAL_TEXT_MAX], stock[DECIMAL_TEXT_MAX],
	    price[DECIMAL_TEXT_MAX], basis[DECIMAL_TEXT_MAX];

	return (store_exec(x->store, Q_STANDING_REVISION_LINE_INSERT, NULL, e,
	    "iistttttttssssi", revision_id, l->line, v->action, l->buyer_line,
	    l->sku, l->seller_item, l->buyer_item, l->gtin, l->name, l->unit,
	    text_of(l->quantity, quantity), text_of(l->stock_quantity, stock),
	    text_of(l->price, price), text_of(l->price_basis, basis), l->net));
}

static enum rc
put(const struct actor *x, const struct standing_row *w,
    const struct standing_revision *v, int64_t *number, struct err *e)
{
	int64_t id;

	if (store_int(x->store, Q_STANDING_REVISION_NEXT, 1, number, e, "i",
		w->standing_order_id) != RC_OK ||
	    store_exec(x->store, Q_STANDING_REVISION_INSERT, NULL, e,
		"iidDissoitttitttttt", w->standing_order_id, *number, v->from,
		v->to, x->at, x->who, v->why, v->order_id,
		(int64_t)v->reschedules, v->rule, v->days, v->left_out,
		(int64_t)v->placed, v->ship_name, v->street, v->city,
		v->postal_code, v->country, v->warehouse) != RC_OK)
		return (e->rc);
	id = store_last_id(x->store);
	for (size_t i = 0; i < v->lines.n; i++)
		if (put_line(x, id,
			LIST_AT(&v->lines, struct standing_revised, i),
			e) != RC_OK)
			return (e->rc);
	return (store_exec(x->store, Q_STANDING_CHANGED, NULL, e, "di",
	    x->today, w->standing_order_id));
}

static enum rc
tell(const struct actor *x, const struct standing_row *w,
    const struct standing_revision *v, int64_t number, struct err *e)
{
	char a[11], lines[40] = "";

	if (v->lines.n > 0)
		(void)snprintf(lines, sizeof(lines), ", %zu line%s", v->lines.n,
		    v->lines.n == 1 ? "" : "s");
	return (standing_event(x, w->standing_order_id, "changed", e,
	    "revision %" PRId64 ", %s %s%s%s%s" SL_FMT "%s" SL_FMT ": %s",
	    number, v->to == DAY_NONE ? "from" : "on", day_text(v->from, a),
	    lines, v->placed ? ", another place" : "",
	    v->reschedules ? ", rule " : "", SL_ARG(v->rule),
	    v->reschedules && v->days.n > 0 ? " days " : "", SL_ARG(v->days),
	    v->why));
}

/* What the first of its days comes to: better refused now than held then. */
static enum rc
check_bill(const struct actor *x, const struct standing_row *w, day from,
    struct arena *a, struct err *e)
{
	struct standing_bill bill = { .net = 0 };
	day first = first_from(w, from);

	if (first == DAY_NONE)
		first = from;
	if (standing_bill(x, w, first, first, a, &bill, e) != RC_OK)
		return (e->rc);
	if (bill.no_item.n > 0)
		return (err_set(e, RC_REJECT, "ORDER-ITEM",
		    "item " SL_FMT " is not in the catalog",
		    SL_ARG(bill.no_item)));
	return (RC_OK);
}

enum rc
standing_revise(const struct actor *x, struct standing_row *w,
    const struct standing_revision *v, struct err *e)
{
	struct arena a = ARENA_INIT;
	int64_t id = w->standing_order_id, number = 0;
	enum rc rc = check_days(x, w, v, e);

	if (rc == RC_OK)
		rc = put(x, w, v, &number, e);
	w->has_revisions = true;
	if (rc == RC_OK && v->reschedules)
		rc = check_rule(x, w, v, &a, e);
	if (rc == RC_OK)
		rc = check_bill(x, w, v->from, &a, e);
	if (rc == RC_OK)
		rc = tell(x, w, v, number, e);
	arena_free(&a);
	return (rc == RC_OK ? standing_refresh(x, id, e) : rc);
}
