#include <inttypes.h>
#include <stdio.h>

#include "pipeline/standing_issue.h"

#define ANSWER_HOURS 24 /* of a partner that is gone */
#define COPY_LINES 4096 /* written together */

static struct slice
text_of(struct decimal d, char out[DECIMAL_TEXT_MAX])
{
	return (
	    decimal_is_none(d) ? SLICE_NONE : slice_of(decimal_text(d, out)));
}

/* --- its lines ----------------------------------------------------------- */

static enum rc
insert_line(const struct actor *x, const struct standing_line *l,
    const struct standing_kept *k, int64_t order_id, day due,
    const char *const state[2], struct err *e)
{
	return (store_exec(x->store, Q_ORDER_LINE_INSERT, NULL, e,
	    "ii"
	    "tttttt"
	    "ttttttt"
	    "ii"
	    "tt"
	    "ss"
	    "D"
	    "t",
	    order_id, l->line, l->buyer_line, l->sku, l->seller_item,
	    l->buyer_item, l->gtin, l->name, k->quantity, l->unit,
	    k->stock_quantity, k->price, k->price_basis, k->our_price,
	    k->our_basis, l->net, k->our_net, l->tax_category, k->tax_percent,
	    state[0], state[1], k->dated ? due : DAY_NONE, k->unit_code));
}

struct texts {
	char quantity[DECIMAL_TEXT_MAX], stock[DECIMAL_TEXT_MAX],
	    price[DECIMAL_TEXT_MAX], basis[DECIMAL_TEXT_MAX],
	    our_price[DECIMAL_TEXT_MAX], our_basis[DECIMAL_TEXT_MAX],
	    percent[DECIMAL_TEXT_MAX];
};

/* What is unlike the agreed line, written. */
static struct standing_kept
write_terms(const struct standing_line *l, struct texts *t)
{
	struct standing_kept k = l->kept;

	if (l->revised) {
		k.quantity = text_of(l->quantity, t->quantity);
		k.stock_quantity = text_of(l->stock_quantity, t->stock);
	}
	if (l->revised || l->repriced) {
		k.price = text_of(l->price, t->price);
		k.price_basis = text_of(l->price_basis, t->basis);
		k.our_price = k.price;
		k.our_basis = k.price_basis;
		k.our_net = l->net;
	}
	if (l->revised || l->retaxed)
		k.tax_percent = text_of(l->tax_percent, t->percent);
	if (l->capped) {
		k.our_price = text_of(l->list_price, t->our_price);
		k.our_basis = text_of(l->list_basis, t->our_basis);
		k.our_net = l->list_net;
	}
	return (k);
}

static enum rc
make_line(const struct actor *x, const struct standing_line *l,
    int64_t order_id, day due, struct err *e)
{
	static const char *const plain[] = { "accepted", "" },
				 *const asked[] = { "changed",
					 "CHANGE-APPLIED" },
				 *const priced[] = { "changed", "ORDER-PRICE" };
	struct standing_kept k;
	struct texts t;

	if (!l->revised && !l->repriced && !l->retaxed && !l->capped)
		return (insert_line(x, l, &l->kept, order_id, due, plain, e));
	k = write_terms(l, &t);
	return (insert_line(x, l, &k, order_id, due,
	    l->repriced               ? priced :
		l->revised && l->ours ? asked :
					plain,
	    e));
}

/* --- its head ------------------------------------------------------------ */

static struct standing_first
place_of(const struct standing_bill *bill)
{
	const struct standing_terms *t = &bill->terms;
	struct standing_first f = bill->first;

	if (t->moved) {
		/* the numbers of another place are not known */
		if (!slice_eq(f.ship_name, t->ship_name) ||
		    !slice_eq(f.street, t->street) ||
		    !slice_eq(f.city, t->city))
			f.ship_ids = f.region = SLICE("");
		f.ship_name = t->ship_name;
		f.street = t->street;
		f.city = t->city;
		f.postal_code = t->postal_code;
		f.country = t->country;
		f.warehouse = t->warehouse;
	}
	return (f);
}

/* *order_id 0: another order has the number. */
static enum rc
make_head(const struct actor *x, const struct standing_row *w,
    const struct standing_bill *bill, const struct standing_issue *i,
    const char *release, int64_t *order_id, struct err *e)
{
	const struct partner *p = config_partner(&x->mill->config, w->partner);
	int hours = p != NULL ? p->answers.order_due_hours : ANSWER_HOURS;
	struct standing_first f = place_of(bill);
	int64_t made = 0;

	/* Values, not a SELECT from the same table: for that SQLite keeps what
	 * it overwrites, and makes a table of the one row. */
	if (store_exec(x->store, Q_STANDING_ORDER_MAKE, &made, e,
		"iiiitttsittiiiiitttt"
		"tttttt"
		"Dddidiitt",
		f.file_id, f.message_id, x->run_id != 0 ? x->run_id : f.run_id,
		i->number, w->partner, f.customer, w->po_number, release,
		(int64_t)w->test, f.content, bill->currency, bill->line_count,
		bill->net, bill->charges, bill->tax, bill->total, f.payment,
		f.charge_at, f.customer_reference, f.cost_centre, f.ship_name,
		f.street, f.city, f.postal_code, f.country, f.warehouse,
		f.ordered_on, i->due, i->release, w->standing_order_id,
		i->nominal, x->at, x->at + (instant)hours * 3600, f.ship_ids,
		f.region) != RC_OK)
		return (e->rc);
	*order_id = made > 0 ? store_last_id(x->store) : 0;
	return (RC_OK);
}

/* Number/date, number/date/2 …: the first that none of its orders had. */
static enum rc
make_again(const struct actor *x, const struct standing_row *w,
    const struct standing_bill *bill, const struct standing_issue *i,
    char release[40], int64_t *order_id, struct err *e)
{
	char date[11], nth[16] = "";
	int64_t used = 0;

	for (int n = 2; n < 1000; n++) {
		(void)snprintf(release, 40, "%" PRId64 "/%s%s", i->number,
		    day_text(i->nominal, date), nth);
		(void)snprintf(nth, sizeof(nth), "/%d", n);
		if (i->before != 0 &&
		    store_int(x->store, Q_STANDING_RELEASE_USED, 0, &used, e,
			"is", w->standing_order_id, release) != RC_OK)
			return (e->rc);
		if (used == 0)
			break;
	}
	return (make_head(x, w, bill, i, release, order_id, e));
}

/* Under the number of the occurrence, unless the buyer used it already: then
 * *twin has it, or is 0 where that is the first order, whose own number says
 * nothing about this one, or its own that was refused. */
static enum rc
make_numbered(const struct actor *x, const struct standing_row *w,
    const struct standing_bill *bill, const struct standing_issue *i,
    int64_t *twin, int64_t *order_id, struct err *e)
{
	char release[40];

	*twin = 0;
	*order_id = 0;
	(void)snprintf(release, sizeof(release), "%" PRId64, i->number);
	if (i->before == 0 &&
	    (make_head(x, w, bill, i, release, order_id, e) != RC_OK ||
		*order_id != 0))
		return (e->rc);
	if (store_int(x->store, Q_ORDER_KEY_OWNER, 0, twin, e, "ttsit",
		bill->first.customer, w->po_number, release, (int64_t)w->test,
		w->partner) != RC_OK)
		return (e->rc);
	if (*twin == w->template_order_id || *twin == i->before)
		*twin = 0;
	if (make_again(x, w, bill, i, release, order_id, e) != RC_OK ||
	    *order_id != 0)
		return (e->rc);
	return (err_set(e, RC_REJECT, "ORDER-DUPLICATE",
	    "other orders have the numbers %" PRId64 " and %s", i->number,
	    release));
}

enum rc
standing_copies_write(const struct actor *x, struct standing_copies *c,
    struct err *e)
{
	struct standing_copies all = *c;
	int64_t made = 0;

	*c = (struct standing_copies){ .to = 0 };
	if (all.to == 0)
		return (RC_OK);
	if (store_exec(x->store, Q_STANDING_LINES_COPY, &made, e, "ii",
		all.from, all.to) != RC_OK)
		return (e->rc);
	if (made == all.lines)
		return (RC_OK);
	return (err_set(e, RC_REJECT, "STANDING-EMPTY",
	    "its lines are not those that were agreed"));
}

/* Not too many at a time: whoever watches how long the transaction takes looks
 * between orders. */
static enum rc
copy_later(const struct actor *x, const struct standing_bill *bill,
    struct standing_copies *c, int64_t order_id, struct err *e)
{
	if (c->to != 0 && c->to + 1 != order_id &&
	    standing_copies_write(x, c, e) != RC_OK)
		return (e->rc);
	if (c->to == 0)
		c->from = order_id;
	c->to = order_id;
	c->lines += bill->line_count;
	return (
	    c->lines >= COPY_LINES ? standing_copies_write(x, c, e) : RC_OK);
}

static enum rc
make_order(const struct actor *x, const struct standing_row *w,
    const struct standing_bill *bill, const struct standing_issue *i,
    struct standing_copies *c, int64_t *twin, int64_t *order_id, struct err *e)
{
	const struct list *lines = &bill->terms.lines;

	if (make_numbered(x, w, bill, i, twin, order_id, e) != RC_OK)
		return (e->rc);
	if (bill->plain)
		return (copy_later(x, bill, c, *order_id, e));
	for (size_t n = 0; n < lines->n; n++)
		if (make_line(x, LIST_AT(lines, struct standing_line, n),
			*order_id, i->due, e) != RC_OK)
			return (e->rc);
	return (RC_OK);
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
    const struct standing_issue *i, struct standing_copies *c,
    int64_t *order_id, bool *held, struct arena *a, struct err *e)
{
	struct standing_bill bill = { 0 };
	int64_t twin;

	if (standing_bill(x, w, i->nominal, i->due, a, &bill, e) != RC_OK ||
	    make_order(x, w, &bill, i, c, &twin, order_id, e) != RC_OK ||
	    told(x, w, i, *order_id, e) != RC_OK)
		return (e->rc);
	return (hold_if_needed(x, w, i, &bill, twin, *order_id, held, a, e));
}

enum rc
standing_issue(const struct actor *x, const struct standing_row *w,
    const struct standing_issue *i, int64_t *order_id, bool *held,
    struct err *e)
{
	struct standing_copies c = { .to = 0 };
	struct arena a = ARENA_INIT;
	enum rc rc = issue(x, w, i, &c, order_id, held, &a, e);

	if (rc == RC_OK)
		rc = standing_copies_write(x, &c, e);
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
    const struct standing_due *d, int64_t number, struct standing_copies *c,
    struct arena *a, struct err *e)
{
	struct standing_issue i = { d->nominal, d->due, d->release, number,
		NULL, 0 };
	bool ask = d->verdict == STANDING_ASK, held = false;
	int64_t order_id = 0;

	if (ask)
		i.ask = "its day has passed: release it to deliver late, "
			"reject it to leave it out";
	if (issue(x, w, &i, c, &order_id, &held, a, e) != RC_OK)
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
    const struct standing_due *d, int64_t number, struct standing_copies *c,
    struct arena *a, struct err *e)
{
	struct occurrence o = { .state = "" };

	if (w->ahead &&
	    occurrence_load(x, w->standing_order_id, d->nominal, &o, e) !=
		RC_OK)
		return (e->rc);
	if (o.state[0] != '\0')
		return (RC_OK);
	arena_reset(a);
	switch (standing_outcome_of(d->verdict)) {
	case OUTCOME_ISSUED:
	case OUTCOME_HELD:
		return (record_issue(x, w, d, number, c, a, e));
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
