#include <inttypes.h>
#include <stdio.h>

#include "base/log.h"
#include "domain/finding.h"
#include "pipeline/blanket.h"
#include "pipeline/book.h"
#include "pipeline/change_part.h"
#include "pipeline/reprice.h"

/* --- how a change may end ------------------------------------------------- */

enum rc
change_refuse(struct applying *k, const char *code, const char *detail,
    struct err *e)
{
	return (order_reject(&k->x, &k->change, code, detail, e));
}

enum rc
change_wait(struct applying *k, enum hold_reason why, const char *code,
    const char *detail, struct err *e)
{
	return (order_hold(&k->x, &k->change, why, code, detail, e));
}

/* Looked at again every night. */
static enum rc
park(struct applying *k, const char *detail, struct err *e)
{
	if (slice_is(k->change.reason, "CHANGE-PARKED") &&
	    slice_is(k->change.detail, detail))
		return (RC_OK);
	return (store_exec(k->store, Q_CHANGE_PARKED, NULL, e, "ssi",
	    "CHANGE-PARKED", detail, k->change.order_id));
}

static enum rc
park_or_refuse(struct applying *k, struct err *e)
{
	int64_t hours = k->partner->rules.change_wait_hours;

	if (k->night->as_of - k->change.received_at < hours * 3600)
		return (park(k, "its order has not come yet", e));
	return (change_refuse(k, "CHANGE-NO-ORDER",
	    "there is no order of this number", e));
}

/* What was found, once, however often the change is looked at. */
enum rc
change_tell(struct applying *k, const struct list *findings, struct err *e)
{
	struct book b = { .night = k->night,
		.store = k->store,
		.file.file_id = k->change.file_id,
		.message_id = k->change.message_id,
		.arena = ARENA_INIT };
	enum rc rc = RC_OK;

	for (size_t i = 0; rc == RC_OK && i < findings->n; i++) {
		const struct finding *f = LIST_AT(findings, struct finding, i);
		int64_t known = 0;

		rc = store_int(k->store, Q_CHANGE_FINDING_KNOWN, 0, &known, e,
		    "iti", k->change.order_id, f->code, f->offset);
		if (rc == RC_OK && known == 0)
			rc = book_finding_put(&b, k->change.order_id, f, e);
	}
	arena_free(&b.arena);
	return (rc);
}

/* --- was it said before? -------------------------------------------------- */

enum before { NEW, REPEATED, OTHER_WORDS, OVERTAKEN };

static enum rc
look_back(struct applying *k, enum before *before, struct err *e)
{
	const struct booked *c = &k->change;
	struct rows *r;

	*before = NEW;
	if (store_rows(k->store, Q_CHANGES_APPLIED, &r, e, "i",
		k->order.order_id) != RC_OK)
		return (e->rc);
	while (rows_next(r)) {
		struct slice number = rows_text(r, 0);

		if (slice_eq(rows_text(r, 2), c->content) &&
		    slice_eq(rows_text(r, 1), c->purpose) &&
		    slice_eq(number, c->change_number))
			*before = REPEATED;
		else if (*before != REPEATED && number.n > 0 &&
		    slice_eq(number, c->change_number))
			*before = OTHER_WORDS;
		else if (*before == NEW &&
		    !change_follows(number, c->change_number))
			*before = OVERTAKEN;
	}
	return (rows_end(r, e));
}

/* --- all of it ------------------------------------------------------------ */

bool
change_moves(const struct booked *c, const struct booked *t)
{
	return (c->street.n + c->city.n > 0 &&
	    (!slice_eq(c->street, t->street) || !slice_eq(c->city, t->city) ||
		!slice_eq(c->postal_code, t->postal_code) ||
		!slice_eq(c->country, t->country) ||
		!slice_eq(c->ship_name, t->ship_name)));
}

/* When it leaves now, and is promised.  A day that was asked for is not moved
 * to an earlier one by a day before which nothing is wanted. */
static void
new_days(const struct applying *k, day *leaves, day *promised)
{
	const struct booked *c = &k->change, *t = &k->order;
	day wanted = c->requested_on != DAY_NONE ? c->requested_on :
						   t->requested_on;
	bool first_alone = c->requested_on == DAY_NONE;

	*leaves = t->warehouse_on;
	*promised = t->promised_on;
	if (slice_is(t->kind, "bill_and_hold") || c->warehouse_on == DAY_NONE ||
	    (first_alone && t->requested_on != DAY_NONE &&
		t->warehouse_on != DAY_NONE &&
		c->warehouse_on <= t->warehouse_on))
		return;
	*leaves = c->warehouse_on < k->x.today ? k->x.today : c->warehouse_on;
	*promised = first_alone || *leaves != c->warehouse_on ?
	    order_promise(&k->x, t, *leaves, wanted) :
	    DAY_NONE;
	if (slice_is(t->kind, "blanket"))
		*leaves = DAY_NONE;
}

static enum rc
put_header(struct applying *k, struct err *e)
{
	const struct booked *c = &k->change, *t = &k->order;
	bool dated = c->requested_on != DAY_NONE &&
	    !slice_is(t->kind, "bill_and_hold");
	day leaves, promised;

	new_days(k, &leaves, &promised);
	if (change_moves(c, t) &&
	    store_exec(k->store, Q_CHANGE_PLACE, NULL, e, "ttttttti",
		c->ship_name, c->street, c->city, c->postal_code, c->country,
		c->ship_ids, c->region, t->order_id) != RC_OK)
		return (e->rc);
	return (store_exec(k->store, Q_CHANGE_ORDER, NULL, e, "tiDDDii",
	    c->change_number, (int64_t)k->plan.lines.n,
	    dated ? c->requested_on : t->requested_on, leaves, promised,
	    c->answer_due_at, t->order_id));
}

static enum rc
done(struct applying *k, bool ended, struct err *e)
{
	struct event v = { k->x.at, k->x.run_id, "order", k->order.order_id,
		SLICE_NONE, "changed" };
	char text[120];

	(void)snprintf(text, sizeof(text), "%s: order %" PRId64,
	    ended ? "cancelled" : "applied", k->order.order_id);
	if (store_exec(k->store, Q_CHANGE_APPLIED, NULL, e, "iiiii",
		k->order.order_id, k->x.at, k->order.answers, (int64_t)ended,
		k->change.order_id) != RC_OK ||
	    event_add(k->store, &v, e,
		"%s: change " SL_FMT " (order:%" PRId64 "), %zu lines",
		k->x.who, SL_ARG(k->change.change_number), k->change.order_id,
		k->plan.steps) != RC_OK)
		return (e->rc);
	return (order_note(&k->x, &k->change, "CHANGE-APPLIED", text, e));
}

static enum rc
cancel(struct applying *k, struct err *e)
{
	if (order_cancel(&k->x, &k->order, "the customer cancelled it", e) !=
		RC_OK ||
	    store_exec(k->store, Q_CHANGE_NUMBER_SET, NULL, e, "ti",
		k->change.change_number, k->order.order_id) != RC_OK)
		return (e->rc);
	return (done(k, true, e));
}

/* Agreements, and what draws on them, are counted anew. */
static enum rc
draw_again(struct applying *k, struct err *e)
{
	if (slice_is(k->order.kind, "blanket"))
		return (blanket_open(&k->x, &k->order, e));
	if (slice_is(k->order.kind, "call_off"))
		return (blanket_settle(&k->x, &k->order, true, e));
	return (RC_OK);
}

static enum rc
write_all(struct applying *k, bool *stop, struct err *e)
{
	struct booked before = k->order;

	if (change_put_lines(k, e) != RC_OK ||
	    reprice_total(&k->x, &k->order, e) != RC_OK ||
	    draw_again(k, e) != RC_OK)
		return (e->rc);
	/* What waits for its money is not in the ledger, and holds no stock. */
	if (k->unpaid) {
		if (change_unpaid_credit(k, k->order.total - before.total, stop,
			e) != RC_OK ||
		    *stop)
			return (e->rc);
	} else if (change_charge(k, &before, stop, e) != RC_OK || *stop ||
	    change_promise_stock(k, e) != RC_OK) {
		return (e->rc);
	}
	return (put_header(k, e));
}

/* What cannot be done after all leaves no trace in the order. */
static enum rc
undo(struct applying *k, bool stop, struct err *e)
{
	struct err fault = *e;

	*e = (struct err)ERR_INIT;
	if (store_undo(k->store, e) != RC_OK)
		return (e->rc);
	if (stop)
		return (change_wait_for_money(k, e));
	return (change_refuse(k, arena_text(k->a, slice_of(fault.code)),
	    arena_text(k->a, slice_of(fault.text)), e));
}

static enum rc
apply(struct applying *k, struct err *e)
{
	bool stop = false;
	enum rc rc;

	if (change_judge(k, &stop, e) != RC_OK || stop)
		return (e->rc);
	if (store_try(k->store, e) != RC_OK)
		return (e->rc);
	rc = write_all(k, &stop, e);
	if (rc == RC_REJECT || (rc == RC_OK && stop))
		return (undo(k, stop, e));
	if (rc != RC_OK || store_keep(k->store, e) != RC_OK ||
	    (k->unpaid && change_unpaid_again(k, e) != RC_OK))
		return (e->rc);
	return (done(k, false, e));
}

static enum rc
plan(struct applying *k, struct err *e)
{
	const struct finding *f;

	if (change_load_said(k, e) != RC_OK || change_load_book(k, e) != RC_OK)
		return (e->rc);
	if (!change_plan(&k->book, &k->said, k->a, &k->plan)) {
		if (change_tell(k, &k->plan.findings, e) != RC_OK)
			return (e->rc);
		f = LIST_AT(&k->plan.findings, struct finding, 0);
		return (change_refuse(k, arena_text(k->a, f->code),
		    arena_text(k->a, f->text), e));
	}
	if (k->said.lines.n == 0 && k->said.purpose == PURPOSE_CHANGE &&
	    k->change.warehouse_on == DAY_NONE &&
	    !change_moves(&k->change, &k->order))
		return (change_refuse(k, "CHANGE-NOTHING",
		    "it says nothing that is to be different", e));
	if (k->plan.left == 0)
		return (cancel(k, e));
	return (apply(k, e));
}

/* May it be changed now? */
static enum rc
by_state(struct applying *k, struct err *e)
{
	struct booked *t = &k->order;

	if (slice_is(t->state, "held") || slice_is(t->state, "received")) {
		if (change_unpaid(k, e) != RC_OK)
			return (e->rc);
		if (slice_is(t->state, "received") ||
		    (!slice_is(k->change.purpose, "cancel") && !k->unpaid))
			return (park(k, "its order is not accepted yet", e));
	} else if (slice_is(t->state, "at_warehouse") ||
	    slice_is(t->state, "part_shipped")) {
		t->word = booked_released(&k->change, "manual");
		if (!t->word)
			return (change_wait(k, HOLD_MANUAL, "CHANGE-WAREHOUSE",
			    "its order is at the warehouse", e));
	} else if (!slice_is(t->state, "accepted")) {
		return (change_refuse(k, "CHANGE-LATE",
		    slice_is(t->state, "cancelled") ?
			"its order was cancelled" :
			"its order has left",
		    e));
	}
	return (plan(k, e));
}

static enum rc
settle_known(struct applying *k, struct err *e)
{
	enum before before;
	bool amended;

	if (look_back(k, &before, e) != RC_OK)
		return (e->rc);
	if (before == REPEATED) {
		if (store_exec(k->store, Q_OUTBOX_AGAIN_FOR_ORDER, NULL, e, "i",
			k->order.order_id) != RC_OK)
			return (e->rc);
		return (order_note(&k->x, &k->change, "CHANGE-REPEATED",
		    "it was applied before", e));
	}
	if (before == OTHER_WORDS && !booked_released(&k->change, "duplicate"))
		return (change_wait(k, HOLD_DUPLICATE, "CHANGE-DUPLICATE",
		    "an earlier change has this number and other content", e));
	if (before == OVERTAKEN && !booked_released(&k->change, "manual"))
		return (change_wait(k, HOLD_MANUAL, "CHANGE-SEQUENCE",
		    "a later change was applied before it", e));
	if (change_standing(k, &amended, e) != RC_OK || amended)
		return (e->rc);
	return (by_state(k, e));
}

static enum rc
settle(struct applying *k, int64_t order_id, struct err *e)
{
	struct booked *c = &k->change;
	int64_t owner = 0;

	if (booked_load(k->store, order_id, k->a, c, e) != RC_OK)
		return (e->rc);
	/* A person may have been here since the list was made. */
	if (!slice_is(c->state, "received") || !slice_is(c->step, "change"))
		return (RC_OK);
	k->partner = config_partner(&k->night->mill->config, c->partner);
	if (k->partner == NULL)
		return (park(k, "its partner is not configured any more", e));
	if (store_int(k->store, Q_ORDER_KEY_OWNER, 0, &owner, e, "tttit",
		c->customer, c->po_number, c->release_number, (int64_t)c->test,
		c->partner) != RC_OK)
		return (e->rc);
	if (owner == 0)
		return (park_or_refuse(k, e));
	if (booked_load(k->store, owner, k->a, &k->order, e) != RC_OK)
		return (e->rc);
	return (settle_known(k, e));
}

static enum rc
load_ids(struct night *n, struct arena *a, struct list *ids, struct err *e)
{
	struct rows *r;

	if (store_rows(n->store, Q_CHANGES_TO_APPLY, &r, e, "t",
		n->only_partner) != RC_OK)
		return (e->rc);
	while (rows_next(r))
		*LIST_PUSH(a, ids, int64_t) = rows_int(r, 0);
	return (rows_end(r, e));
}

enum rc
changes_waiting(struct night *n, bool *any, struct err *e)
{
	int64_t found = 0;

	if (store_int(n->store, Q_CHANGES_WAITING, 0, &found, e, "") != RC_OK)
		return (e->rc);
	*any = found > 0;
	return (RC_OK);
}

enum rc
changes_apply(struct night *n, struct stock *stock, struct err *e)
{
	struct arena a = ARENA_INIT, row = ARENA_INIT;
	struct list ids = { 0 };
	struct batch batch;
	enum rc rc = load_ids(n, &a, &ids, e);
	bool full;

	batch_init(&batch, n->store);
	for (size_t i = 0; rc == RC_OK && i < ids.n; i++) {
		struct applying k = { .night = n,
			.store = n->store,
			.x = night_actor(n),
			.stock = stock,
			.a = &row };

		arena_reset(&row);
		rc = batch_open(&batch, e);
		if (rc == RC_OK)
			rc = settle(&k, *LIST_AT(&ids, int64_t, i), e);
		if (rc == RC_OK)
			rc = batch_step(&batch, &full, e);
	}
	if (rc == RC_OK)
		rc = batch_end(&batch, e);
	store_rollback(n->store);
	arena_free(&row);
	arena_free(&a);
	return (rc == RC_OK ? RC_OK : err_add(e, "changes"));
}
