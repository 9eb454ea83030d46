#include <inttypes.h>
#include <stdio.h>

#include "pipeline/standing_issue.h"

#define ANSWER_HOURS 24 /* of a partner that is gone */

static const char *
text_of(struct decimal d, char out[DECIMAL_TEXT_MAX])
{
	return (decimal_is_none(d) ? "" : decimal_text(d, out));
}

/* --- the order key ------------------------------------------------------- */

struct key {
	char release[40];
	int64_t twin; /* has the plain number, or 0 */
};

static enum rc
key_owner(const struct actor *x, const struct standing_row *w,
    const char *release, int64_t *owner, struct err *e)
{
	return (store_int(x->store, Q_ORDER_KEY_OWNER, 0, owner, e, "ttsit",
	    w->customer, w->po_number, release, (int64_t)w->test, w->partner));
}

/* The number of the occurrence, unless the buyer used it already. */
static enum rc
choose_key(const struct actor *x, const struct standing_row *w,
    const struct standing_issue *i, struct key *k, struct err *e)
{
	char date[11];

	(void)snprintf(k->release, sizeof(k->release), "%" PRId64, i->number);
	if (key_owner(x, w, k->release, &k->twin, e) != RC_OK)
		return (e->rc);
	if (k->twin == 0)
		return (RC_OK);
	(void)snprintf(k->release, sizeof(k->release), "%" PRId64 "/%s",
	    i->number, day_text(i->nominal, date));
	/* The first order's own number says nothing about this one. */
	if (k->twin == w->template_order_id)
		k->twin = 0;
	return (RC_OK);
}

/* --- the copy ------------------------------------------------------------ */

/* As a revision says, in a line of the copy. */
static enum rc
revise_line(const struct actor *x, const struct standing_line *l,
    int64_t order_id, struct err *e)
{
	char quantity[DECIMAL_TEXT_MAX], stock[DECIMAL_TEXT_MAX],
	    price[DECIMAL_TEXT_MAX], basis[DECIMAL_TEXT_MAX],
	    percent[DECIMAL_TEXT_MAX];

	if (l->added &&
	    store_exec(x->store, Q_STANDING_LINE_ADD, NULL, e, "ii", order_id,
		l->line) != RC_OK)
		return (e->rc);
	return (store_exec(x->store, Q_STANDING_LINE_REVISE, NULL, e,
	    "tttttttssssitsssii", l->buyer_line, l->sku, l->seller_item,
	    l->buyer_item, l->gtin, l->name, l->unit,
	    text_of(l->quantity, quantity), text_of(l->stock_quantity, stock),
	    text_of(l->price, price), text_of(l->price_basis, basis), l->net,
	    l->tax_category, text_of(l->tax_percent, percent),
	    l->ours ? "changed" : "accepted", l->ours ? "CHANGE-APPLIED" : "",
	    order_id, l->line));
}

static enum rc
copy_line(const struct actor *x, const struct standing_line *l,
    int64_t order_id, struct err *e)
{
	char price[DECIMAL_TEXT_MAX], basis[DECIMAL_TEXT_MAX];

	if (l->revised && revise_line(x, l, order_id, e) != RC_OK)
		return (e->rc);
	if (l->repriced &&
	    store_exec(x->store, Q_STANDING_LINE_TERMS, NULL, e, "ssissii",
		text_of(l->price, price), text_of(l->price_basis, basis),
		l->net, "changed", "ORDER-PRICE", order_id, l->line) != RC_OK)
		return (e->rc);
	if (l->capped &&
	    store_exec(x->store, Q_STANDING_LINE_OURS, NULL, e, "ssiii",
		text_of(l->list_price, price), text_of(l->list_basis, basis),
		l->list_net, order_id, l->line) != RC_OK)
		return (e->rc);
	if (l->retaxed &&
	    store_exec(x->store, Q_STANDING_LINE_TAX, NULL, e, "tsii",
		l->tax_category, text_of(l->tax_percent, price), order_id,
		l->line) != RC_OK)
		return (e->rc);
	return (RC_OK);
}

static enum rc
copy_lines(const struct actor *x, const struct standing_row *w,
    const struct standing_bill *bill, const struct standing_issue *i,
    int64_t order_id, struct err *e)
{
	const struct standing_terms *t = &bill->terms;

	if (store_exec(x->store, Q_STANDING_LINES_COPY, NULL, e, "idi",
		order_id, i->due, w->template_order_id) != RC_OK)
		return (e->rc);
	for (size_t n = 0; n < t->gone.n; n++)
		if (store_exec(x->store, Q_STANDING_LINE_GONE, NULL, e, "ii",
			order_id, *LIST_AT(&t->gone, int64_t, n)) != RC_OK)
			return (e->rc);
	for (size_t n = 0; bill->own_terms && n < t->lines.n; n++)
		if (copy_line(x, LIST_AT(&t->lines, struct standing_line, n),
			order_id, e) != RC_OK)
			return (e->rc);
	if (!t->moved)
		return (RC_OK);
	return (store_exec(x->store, Q_STANDING_PLACE, NULL, e, "tttttti",
	    t->ship_name, t->street, t->city, t->postal_code, t->country,
	    t->warehouse, order_id));
}

static enum rc
copy_order(const struct actor *x, const struct standing_row *w,
    const struct standing_bill *bill, const struct standing_issue *i,
    const char *release, int64_t *order_id, struct err *e)
{
	const struct partner *p = config_partner(&x->mill->config, w->partner);
	int hours = p != NULL ? p->answers.order_due_hours : ANSWER_HOURS;
	const struct booked *b = &bill->first;

	/* Values, not a SELECT from the same table: for that SQLite keeps what
	 * it overwrites, and makes a table of the one row. */
	if (store_exec(x->store, Q_STANDING_ORDER_COPY, NULL, e,
		"iioiitttsittiiiiittt"
		"tttttt"
		"Dddidii",
		b->file_id, b->message_id, x->run_id, b->order_id, i->number,
		b->partner, b->customer, b->po_number, release,
		(int64_t)b->test, b->content, b->currency,
		(int64_t)bill->terms.lines.n, bill->net, bill->charges,
		bill->tax, bill->total, b->payment, b->charge_at,
		b->customer_reference, b->ship_name, b->street, b->city,
		b->postal_code, b->country, b->warehouse, b->ordered_on, i->due,
		i->release, w->standing_order_id, i->nominal, x->at,
		x->at + (instant)hours * 3600) != RC_OK)
		return (e->rc);
	*order_id = store_last_id(x->store);
	return (copy_lines(x, w, bill, i, *order_id, e));
}

/* --- what must be looked at by a person ---------------------------------- */

struct doubt { /* why a person must look at it; code NULL: nobody */
	enum hold_reason reason;
	const char *code;
	char why[300];
};

static void
doubt(const struct standing_row *w, const struct standing_issue *i,
    const struct standing_bill *bill, int64_t twin, struct doubt *d)
{
	d->code = NULL;
	if (i->ask != NULL) {
		d->reason = HOLD_RECURRENCE;
		d->code = "ORDER-RECUR-LATE";
		(void)snprintf(d->why, sizeof(d->why), "%s", i->ask);
	} else if (twin != 0) {
		/* The buyer reads this too: no row numbers. */
		d->reason = HOLD_DUPLICATE;
		d->code = "ORDER-DUPLICATE";
		(void)snprintf(d->why, sizeof(d->why),
		    "another order has the PO "
		    "and release number of this occurrence: see whether both "
		    "are to be delivered");
	} else if (bill->no_item.n > 0) {
		d->reason = HOLD_ITEM;
		d->code = "ORDER-ITEM";
		(void)snprintf(d->why, sizeof(d->why),
		    "item " SL_FMT " is not in the catalog any more",
		    SL_ARG(bill->no_item));
	} else if (bill->no_price.n > 0) {
		d->reason = HOLD_PRICE;
		d->code = "ORDER-PRICE-UNKNOWN";
		(void)snprintf(d->why, sizeof(d->why),
		    "item " SL_FMT " has no list price on the due date",
		    SL_ARG(bill->no_price));
	} else if (bill->over_cap.n > 0) {
		d->reason = HOLD_PRICE;
		d->code = "ORDER-RECUR-CAP";
		(void)snprintf(d->why, sizeof(d->why),
		    "the list price of item " SL_FMT " is more than " SL_FMT
		    " percent over the agreed one",
		    SL_ARG(bill->over_cap),
		    SL_ARG(slice_sub(w->price, 4, w->price.n)));
	}
}

/* Most need nobody: only an order in doubt is read back. */
static enum rc
hold_if_needed(const struct actor *x, const struct standing_row *w,
    const struct standing_issue *i, const struct standing_bill *bill,
    int64_t twin, int64_t order_id, bool *held, struct arena *a, struct err *e)
{
	struct booked b = { 0 };
	struct doubt d;

	doubt(w, i, bill, twin, &d);
	*held = d.code != NULL;
	if (!*held)
		return (RC_OK);
	if (booked_load(x->store, order_id, a, &b, e) != RC_OK)
		return (e->rc);
	return (order_hold(x, &b, d.reason, d.code, d.why, e));
}

static enum rc
told(const struct actor *x, const struct standing_row *w,
    const struct standing_issue *i, int64_t order_id, struct err *e)
{
	struct event v = { x->at, x->run_id, "order", order_id, SLICE_NONE,
		"issued" };
	char date[11];

	return (event_add(x->store, &v, e,
	    "%s: occurrence %" PRId64 " of standing order %" PRId64 ", of %s",
	    x->who, i->number, w->standing_order_id,
	    day_text(i->nominal, date)));
}

static enum rc
issue(const struct actor *x, const struct standing_row *w,
    const struct standing_issue *i, int64_t *order_id, bool *held,
    struct arena *a, struct err *e)
{
	struct standing_bill bill = { 0 };
	struct key k = { 0 };

	if (standing_bill(x, w, i->nominal, i->due, a, &bill, e) != RC_OK ||
	    choose_key(x, w, i, &k, e) != RC_OK ||
	    copy_order(x, w, &bill, i, k.release, order_id, e) != RC_OK ||
	    told(x, w, i, *order_id, e) != RC_OK)
		return (e->rc);
	return (hold_if_needed(x, w, i, &bill, k.twin, *order_id, held, a, e));
}

enum rc
standing_issue(const struct actor *x, const struct standing_row *w,
    const struct standing_issue *i, int64_t *order_id, bool *held,
    struct err *e)
{
	struct arena a = ARENA_INIT;
	enum rc rc = issue(x, w, i, order_id, held, &a, e);

	arena_free(&a);
	return (rc);
}

/* --- the occurrence ------------------------------------------------------ */

static enum rc
write(const struct actor *x, const struct standing_row *w,
    const struct standing_due *d, int64_t number, const char *state,
    const char *reason, int64_t order_id, struct err *e)
{
	return (store_exec(x->store, Q_OCCURRENCE_INSERT, NULL, e, "idddissoo",
	    w->standing_order_id, d->nominal,
	    d->due != DAY_NONE ? d->due : d->nominal, d->release, number, state,
	    reason, order_id, x->run_id));
}

static const char *
skip_reason(const struct standing_row *w, const struct standing_due *d)
{
	if (d->verdict == STANDING_SKIPPED_BEFORE)
		return ("before acceptance");
	if (d->verdict == STANDING_SKIPPED_HOLIDAY)
		return ("holiday");
	for (size_t i = 0; i < w->pauses.n; i++) {
		const struct standing_pause *p = LIST_AT(&w->pauses,
		    struct standing_pause, i);

		if (p->hold && d->nominal >= p->days.from &&
		    (p->days.to == DAY_NONE || d->nominal <= p->days.to))
			return ("hold");
	}
	return ("pause");
}

static enum rc
record_issue(const struct actor *x, const struct standing_row *w,
    const struct standing_due *d, int64_t number, struct err *e)
{
	struct standing_issue i = { d->nominal, d->due, d->release, number,
		NULL };
	bool ask = d->verdict == STANDING_ASK, held = false;
	int64_t order_id = 0;

	if (ask)
		i.ask = "its day has passed: release it to deliver late, "
			"reject it to leave it out";
	if (standing_issue(x, w, &i, &order_id, &held, e) != RC_OK)
		return (e->rc);
	return (write(x, w, d, number, held ? "held" : "issued",
	    ask      ? "late" :
		held ? "order" :
		       "",
	    order_id, e));
}

static enum rc
record_missed(const struct actor *x, const struct standing_row *w,
    const struct standing_due *d, int64_t number, struct err *e)
{
	char date[11];

	if (write(x, w, d, number, "missed", "late", 0, e) != RC_OK)
		return (e->rc);
	return (standing_event(x, w->standing_order_id, "missed", e,
	    "the delivery due on %s was not made", day_text(d->due, date)));
}

enum rc
standing_record(const struct actor *x, const struct standing_row *w,
    const struct standing_due *d, int64_t number, struct err *e)
{
	struct occurrence o;

	if (occurrence_load(x, w->standing_order_id, d->nominal, &o, e) !=
		RC_OK ||
	    o.state[0] != '\0')
		return (e->rc);
	switch (standing_outcome_of(d->verdict)) {
	case OUTCOME_ISSUED:
	case OUTCOME_HELD:
		return (record_issue(x, w, d, number, e));
	case OUTCOME_MISSED:
		return (record_missed(x, w, d, number, e));
	case OUTCOME_SKIPPED:
		return (
		    write(x, w, d, number, "skipped", skip_reason(w, d), 0, e));
	default:
		BUG("no such outcome");
	}
}

/* --- answers ------------------------------------------------------------- */

struct answered {
	int64_t id, order_id;
	day nominal;
	const char *state, *reason;
};

static struct answered
answer_read(struct rows *r)
{
	struct answered w = { rows_int(r, 0), rows_int(r, 4), rows_day(r, 1),
		"issued", "" };
	struct slice order = rows_text(r, 2);

	if (slice_is(order, "rejected") || slice_is(order, "cancelled")) {
		bool expired = slice_is(rows_text(r, 3), "ORDER-EXPIRED");

		w.state = expired ? "missed" : "skipped";
		w.reason = expired ? "nobody decided" : "refused";
	}
	return (w);
}

enum rc
standing_take_answers(const struct actor *x, struct err *e)
{
	struct arena a = ARENA_INIT;
	struct list all = { 0 };
	struct rows *r;
	enum rc rc;

	if (store_rows(x->store, Q_OCCURRENCES_ANSWERED, &r, e, "") != RC_OK)
		return (e->rc);
	while (rows_next(r))
		*LIST_PUSH(&a, &all, struct answered) = answer_read(r);
	rc = rows_end(r, e);
	for (size_t i = 0; rc == RC_OK && i < all.n; i++) {
		const struct answered *w = LIST_AT(&all, struct answered, i);

		rc = store_exec(x->store, Q_OCCURRENCE_SET, NULL, e, "ssoid",
		    w->state, w->reason, w->order_id, w->id, w->nominal);
	}
	arena_free(&a);
	return (rc);
}
