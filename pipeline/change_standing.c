/* A change of a standing order: of all its deliveries that are not decided. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "domain/finding.h"
#include "pipeline/change_part.h"
#include "pipeline/standing_change.h"
#include "pipeline/standing_ops.h"

struct amending {
	struct applying *k;
	struct standing_row row;
	struct standing_revision revision;
	int64_t next_line;
};

static enum rc
person(struct applying *k, const char *detail, struct err *e)
{
	return (change_wait(k, HOLD_RECURRENCE, "CHANGE-STANDING", detail, e));
}

/* The order stays as it is: the change's own row is answered. */
static enum rc
amended(struct applying *k, const char *what, struct err *e)
{
	struct event v = { k->x.at, k->x.run_id, "order", k->order.order_id,
		SLICE_NONE, "changed" };

	if (store_exec(k->store, Q_CHANGE_APPLIED, NULL, e, "iiiii",
		k->order.order_id, k->x.at, (int64_t)-1, (int64_t)0,
		k->change.order_id) != RC_OK ||
	    store_exec(k->store, Q_CHANGE_NUMBER_SET, NULL, e, "ti",
		k->change.change_number, k->order.order_id) != RC_OK ||
	    event_add(k->store, &v, e,
		"%s: change " SL_FMT " (order:%" PRId64
		") of the standing order: %s",
		k->x.who, SL_ARG(k->change.change_number), k->change.order_id,
		what) != RC_OK ||
	    order_note(&k->x, &k->change, "CHANGE-APPLIED", what, e) != RC_OK)
		return (e->rc);
	return (store_exec(k->store, Q_CHANGE_ANSWER, NULL, e, "si", "AP",
	    k->change.order_id));
}

static enum rc
cancel(struct applying *k, int64_t id, struct err *e)
{
	day on = k->x.today + k->partner->recurrence.notice_days, last;
	int64_t orders = 0;
	char what[160], text[11];

	if (standing_cancel(&k->x, id, on, "the customer cancelled it", &last,
		&orders, e) != RC_OK)
		return (e->rc);
	(void)snprintf(what, sizeof(what),
	    "the standing order ends: nothing after %s, %" PRId64
	    " open deliveries are cancelled",
	    day_text(last > on ? last : on, text), orders);
	return (amended(k, what, e));
}

/* --- lines --------------------------------------------------------------- */

static void
take_book(struct amending *m, const struct standing_terms *t)
{
	struct applying *k = m->k;

	for (size_t i = 0; i < t->lines.n; i++) {
		const struct standing_line *at = LIST_AT(&t->lines,
		    struct standing_line, i);

		*LIST_PUSH(k->a, &k->book, struct book_line) =
		    (struct book_line){ .buyer_line = at->buyer_line,
			    .seller_item = at->seller_item,
			    .buyer_item = at->buyer_item,
			    .gtin = at->gtin,
			    .name = at->name,
			    .sku = at->sku,
			    .quantity = at->quantity,
			    .price = at->price,
			    .price_basis = at->price_basis,
			    .shipped = DECIMAL_ZERO,
			    .unit = at->unit,
			    .requested_on = DAY_NONE,
			    .state = LINE_ACCEPTED };
		*LIST_PUSH(k->a, &k->extras,
		    struct extra) = (struct extra){ .line = at->line,
			.net = at->net,
			.our_net = at->net,
			.cancelled = DECIMAL_ZERO,
			.stock_quantity = at->stock_quantity,
			.backorder = DECIMAL_ZERO,
			.our_price = at->price,
			.our_basis = at->price_basis };
	}
}

static void
put_whole(struct standing_revised *v, const struct changed_line *p,
    const struct checked_line *c)
{
	const struct order_line *l = &p->line;

	v->action = "put";
	v->line.buyer_line = c->buyer_line;
	v->line.sku = c->product->sku;
	v->line.seller_item = l->seller_item;
	v->line.buyer_item = l->buyer_item;
	v->line.gtin = checked_gtin(c, l);
	v->line.name = checked_name(c, l);
	v->line.unit = c->unit;
	v->line.quantity = l->quantity;
	v->line.stock_quantity = c->stock_quantity;
	v->line.price = c->price;
	v->line.price_basis = c->price_basis;
	v->line.net = c->net;
}

static void
take_step(struct amending *m, const struct changed_line *p, size_t *checked)
{
	struct applying *k = m->k;
	struct standing_revised *v;

	if (p->step == STEP_KEEP)
		return;
	v = LIST_PUSH(k->a, &m->revision.lines, struct standing_revised);
	*v = (struct standing_revised){ .action = "set",
		.line = { .quantity = DECIMAL_NONE,
		    .stock_quantity = DECIMAL_NONE,
		    .price = DECIMAL_NONE,
		    .price_basis = DECIMAL_NONE } };
	v->line.line = p->step == STEP_ADD ?
	    m->next_line++ :
	    LIST_AT(&k->extras, struct extra, p->old)->line;
	if (p->step == STEP_DELETE)
		v->action = "drop";
	else if (change_priced_anew(k, p))
		put_whole(v, p,
		    LIST_AT(&k->checked.lines, struct checked_line,
			(*checked)++));
	else
		v->line.quantity = p->line.quantity;
}

/* *stop: the change has ended. */
static enum rc
take_lines(struct amending *m, bool *stop, struct err *e)
{
	struct applying *k = m->k;
	struct standing_terms t;
	size_t checked = 0;

	*stop = true;
	if (standing_terms_load(&k->x, &m->row, m->revision.from,
		currency_digits(k->order.currency), k->a, &t, e) != RC_OK ||
	    standing_line_number(&k->x, &m->row, &m->next_line, e) != RC_OK ||
	    change_load_said(k, e) != RC_OK)
		return (e->rc);
	take_book(m, &t);
	if (!change_plan(&k->book, &k->said, k->a, &k->plan)) {
		const struct finding *f = LIST_AT(&k->plan.findings,
		    struct finding, 0);

		if (change_tell(k, &k->plan.findings, e) != RC_OK)
			return (e->rc);
		return (change_refuse(k, arena_text(k->a, f->code),
		    arena_text(k->a, f->text), e));
	}
	if (change_judge(k, stop, e) != RC_OK || *stop)
		return (e->rc);
	for (size_t i = 0; i < k->plan.lines.n; i++)
		take_step(m, LIST_AT(&k->plan.lines, struct changed_line, i),
		    &checked);
	return (RC_OK);
}

/* --- place and rule ------------------------------------------------------ */

static void
take_place(struct amending *m)
{
	const struct booked *c = &m->k->change;
	struct standing_revision *v = &m->revision;

	v->placed = change_moves(c, &m->k->order);
	if (!v->placed)
		return;
	v->ship_name = c->ship_name;
	v->street = c->street;
	v->city = c->city;
	v->postal_code = c->postal_code;
	v->country = c->country;
	v->warehouse = c->warehouse.n > 0 ? c->warehouse : m->row.warehouse;
}

/* The rule that holds on the day of the revision. */
static struct slice
rule_then(const struct amending *m, struct arena *a)
{
	const struct standing *s = &m->row.core;
	struct slice rule = m->row.rule;
	struct buf b;

	for (size_t i = 0; i < s->parts_n; i++) {
		if (s->parts[i].from > m->revision.from)
			break;
		buf_init(&b, 4096);
		recurrence_text(&s->parts[i].set.rule, &b);
		rule = s->parts[i].set.rule.freq == RECUR_NONE ?
		    SLICE_NONE :
		    arena_slice(a, buf_slice(&b));
		buf_free(&b);
	}
	return (rule);
}

static enum rc
take_rule(struct amending *m, struct err *e)
{
	struct applying *k = m->k;
	struct standing_revision *v = &m->revision;
	struct rows *r;
	day starts_on = DAY_NONE;

	if (store_rows(k->store, Q_RECURRENCE_REQUEST_GET, &r, e, "i",
		k->change.order_id) != RC_OK)
		return (e->rc);
	v->reschedules = rows_next(r);
	if (v->reschedules) {
		v->rule = arena_slice(k->a, rows_text(r, 0));
		starts_on = rows_day(r, 2);
		v->days = arena_slice(k->a, rows_text(r, 5));
	}
	if (rows_end(r, e) != RC_OK)
		return (e->rc);
	/* Said again, it is no other rule. */
	if (v->reschedules && v->days.n == 0 &&
	    slice_eq(v->rule, rule_then(m, k->a)))
		v->reschedules = false;
	if (v->reschedules && starts_on != DAY_NONE && starts_on > v->from)
		v->from = starts_on;
	return (RC_OK);
}

/* --- all of it ----------------------------------------------------------- */

static enum rc
apply(struct amending *m, struct err *e)
{
	struct applying *k = m->k;
	char what[160], text[11];
	struct err fault;
	enum rc rc;

	if (store_try(k->store, e) != RC_OK)
		return (e->rc);
	rc = standing_revise(&k->x, &m->row, &m->revision, e);
	if (rc == RC_REJECT) {
		fault = *e;
		*e = (struct err)ERR_INIT;
		if (store_undo(k->store, e) != RC_OK)
			return (e->rc);
		return (person(k, arena_text(k->a, slice_of(fault.text)), e));
	}
	if (rc != RC_OK || store_keep(k->store, e) != RC_OK)
		return (e->rc);
	(void)snprintf(what, sizeof(what),
	    "every delivery from %s on is as this change says",
	    day_text(m->revision.from, text));
	return (amended(k, what, e));
}

/* Dates that only some lines bear: every delivery brings every line, so they
 * are either no dates of the others, or a repetition of what is known. */
static bool
dates_some(const struct amending *m)
{
	const struct applying *k = m->k;
	size_t go_on = 0, named = 0;

	if (!m->revision.reschedules || m->revision.days.n == 0)
		return (false);
	for (size_t i = 0; i < k->plan.lines.n; i++) {
		enum change_step step =
		    LIST_AT(&k->plan.lines, struct changed_line, i)->step;

		go_on += step == STEP_KEEP || step == STEP_MODIFY;
	}
	for (size_t i = 0; i < k->said.lines.n; i++) {
		enum line_change c =
		    LIST_AT(&k->said.lines, struct order_line, i)->change;

		named += c != CHANGE_ADD && c != CHANGE_DELETE;
	}
	return (named < go_on);
}

/* A day on a line, without a rule: one delivery, or all from then on? */
static bool
dates_one(const struct amending *m)
{
	const struct applying *k = m->k;

	for (size_t i = 0; i < k->said.lines.n && !m->revision.reschedules;
	     i++) {
		const struct order_line *l = LIST_AT(&k->said.lines,
		    struct order_line, i);

		if (l->change != CHANGE_DELETE && l->change != CHANGE_NONE &&
		    l->requested_on != DAY_NONE &&
		    l->requested_on != k->order.requested_on &&
		    l->requested_on != k->change.requested_on)
			return (true);
	}
	return (false);
}

/* A day of the whole, or a first one that is to come. */
static bool
names_day(const struct amending *m)
{
	const struct booked *c = &m->k->change, *t = &m->k->order;

	if (m->revision.reschedules)
		return (false);
	return (c->requested_on != DAY_NONE ?
		c->requested_on != t->requested_on :
		c->warehouse_on != DAY_NONE && c->warehouse_on > m->row.today &&
		    c->warehouse_on != t->warehouse_on);
}

static enum rc
amend(struct amending *m, struct err *e)
{
	struct applying *k = m->k;
	struct standing_revision *v = &m->revision;
	bool stop;

	if (take_rule(m, e) != RC_OK)
		return (e->rc);
	if (v->reschedules && k->partner->recurrence.accept != RECUR_YES &&
	    !booked_released(&k->change, "recurrence"))
		return (person(k, "it asks for another rule", e));
	if (take_lines(m, &stop, e) != RC_OK || stop)
		return (e->rc);
	if (dates_some(m) && !booked_released(&k->change, "recurrence"))
		return (person(k,
		    "it gives dates to some lines only, and every delivery "
		    "brings every line",
		    e));
	if (dates_one(m) && !booked_released(&k->change, "recurrence"))
		return (person(k,
		    "it gives a line a day of its own, and no rule: for one "
		    "delivery, or for all?",
		    e));
	take_place(m);
	if (k->plan.left == 0)
		return (cancel(k, m->row.standing_order_id, e));
	if (names_day(m) && !booked_released(&k->change, "recurrence"))
		return (
		    person(k, "it asks for another day, without a rule", e));
	if (v->lines.n > 0 || v->placed || v->reschedules)
		return (apply(m, e));
	return (change_refuse(k, "CHANGE-NOTHING",
	    "it says nothing that is to be different", e));
}

enum rc
change_standing(struct applying *k, bool *done, struct err *e)
{
	struct amending m = { .k = k };
	int64_t id = 0;
	day after;

	*done = false;
	if (store_int(k->store, Q_STANDING_OF_TEMPLATE, 0, &id, e, "i",
		k->order.order_id) != RC_OK ||
	    id == 0)
		return (e->rc);
	if (standing_load(&k->x, id, k->a, &m.row, e) != RC_OK) {
		if (e->rc != RC_REJECT || m.row.standing_order_id == 0)
			return (e->rc);
		*e = (struct err)ERR_INIT; /* its calendar is gone: a person */
		*done = true;
		if (!slice_is(k->change.purpose, "cancel"))
			return (person(k, "it cannot be decided now", e));
	}
	if (slice_is(m.row.state, "ended")) {
		*done = false;
		return (RC_OK);
	}
	*done = true;
	if (slice_is(k->change.purpose, "cancel"))
		return (cancel(k, id, e));
	after = m.row.decided_on > m.row.today ? m.row.decided_on : m.row.today;
	m.revision = (struct standing_revision){ .from = after + 1,
		.to = DAY_NONE,
		.why = "the customer changed it",
		.order_id = k->change.order_id };
	return (amend(&m, e));
}
