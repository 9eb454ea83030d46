/* validate: orders whose file is complete claim their order key, in file
 * order, and are rejected, held, noted or passed on to charge. */
#include <inttypes.h>
#include <stdio.h>

#include "base/log.h"
#include "pipeline/blanket.h"
#include "pipeline/standing_ops.h"

struct candidate {
	int64_t order_id;
	struct slice envelope, reason, detail; /* of the interchange */
	bool unread; /* its message was refused as such */
	bool plain;  /* nothing was found wrong: only its key may be taken */
};

#define SWEEP 256 /* plain orders that pass together */

static enum rc
load_candidates(struct night *n, struct arena *a, struct list *out,
    struct err *e)
{
	struct rows *r;

	if (store_rows(n->store, Q_ORDERS_TO_VALIDATE, &r, e, "t",
		n->only_partner) != RC_OK)
		return (e->rc);
	while (rows_next(r)) {
		struct candidate *c = LIST_PUSH(a, out, struct candidate);

		c->order_id = rows_int(r, 0);
		c->unread = slice_is(rows_text(r, 4), "rejected") ||
		    slice_is(rows_text(r, 1), "rejected");
		c->plain = slice_is(rows_text(r, 1), "accepted") &&
		    slice_is(rows_text(r, 5), "ok");
		if (slice_is(rows_text(r, 1), "accepted"))
			continue;
		c->envelope = arena_slice(a, rows_text(r, 1));
		c->reason = arena_slice(a, rows_text(r, 2));
		c->detail = arena_slice(a, rows_text(r, 3));
	}
	return (rows_end(r, e));
}

static enum rc
claim_key(struct night *n, struct booked *b, int64_t *owner,
    struct slice *content, struct arena *a, struct err *e)
{
	struct rows *r;

	*owner = 0;
	if (store_rows(n->store, Q_ORDER_KEY_OWNER, &r, e, "tttit", b->customer,
		b->po_number, b->release_number, (int64_t)b->test,
		b->partner) != RC_OK)
		return (e->rc);
	if (rows_next(r)) {
		*owner = rows_int(r, 0);
		*content = arena_slice(a, rows_text(r, 1));
	}
	if (rows_end(r, e) != RC_OK)
		return (e->rc);
	if (*owner != 0)
		return (RC_OK);
	b->claimed = true;
	return (store_exec(n->store, Q_ORDER_CLAIM, NULL, e, "i", b->order_id));
}

/* Said before: the same again is only answered again, other words under the
 * same number are held with the difference. */
static enum rc
repeated(struct night *n, struct booked *b, int64_t owner, struct slice content,
    struct err *e)
{
	const struct partner *p = config_partner(&n->mill->config, b->partner);
	struct actor x = night_actor(n);
	char detail[200];

	if (slice_eq(content, b->content) ||
	    slice_is(b->purpose, "duplicate")) {
		(void)snprintf(detail, sizeof(detail), "repeats order %" PRId64,
		    owner);
		if (store_exec(n->store, Q_OUTBOX_AGAIN_FOR_ORDER, NULL, e, "i",
			owner) != RC_OK)
			return (e->rc);
		return (order_note(&x, b, "ORDER-REPEATED", detail, e));
	}
	/* The buyer reads this too: no row numbers. */
	(void)snprintf(detail, sizeof(detail),
	    "an earlier order has this PO number and other content");
	if (p != NULL && p->rules.duplicate_po == ON_REJECT)
		return (order_reject(&x, b, "ORDER-DUPLICATE", detail, e));
	return (
	    order_hold(&x, b, HOLD_DUPLICATE, "ORDER-DUPLICATE", detail, e));
}

static enum hold_reason
hold_named(struct slice name)
{
	for (int i = 0; hold_reason_names[i] != NULL; i++)
		if (slice_is(name, hold_reason_names[i]))
			return ((enum hold_reason)i);
	return (HOLD_MANUAL);
}

static enum rc
validate_booked(struct night *n, const struct candidate *c, struct booked *b,
    struct arena *a, struct err *e)
{
	struct actor x = night_actor(n);
	struct slice content = SLICE_NONE;
	struct blanket_draw draw = { .blanket_id = 0 };
	bool done = false;
	int64_t owner;
	char *code = arena_text(a, b->reason),
	     *detail = arena_text(a, b->detail);

	b->told = c->unread;
	if (slice_is(c->envelope, "duplicate"))
		return (order_note(&x, b, "FILE-REPEATED",
		    arena_text(a, c->detail), e));
	/* Its own fault, else that of what it came in. */
	if (slice_is(c->envelope, "rejected") &&
	    (code[0] == '\0' || !slice_is(b->verdict, "rejected")))
		return (order_reject(&x, b, arena_text(a, c->reason),
		    arena_text(a, c->detail), e));
	if (slice_is(b->verdict, "noted"))
		return (order_note(&x, b, code, detail, e));
	if (slice_is(b->verdict, "rejected"))
		return (order_reject(&x, b, code, detail, e));
	if (booked_is_change(b))
		return (slice_is(b->verdict, "held") ?
			order_hold(&x, b, hold_named(b->hold), code, detail,
			    e) :
			store_exec(n->store, Q_ORDER_STEP, NULL, e, "si",
			    "change", b->order_id));
	if (claim_key(n, b, &owner, &content, a, e) != RC_OK)
		return (e->rc);
	if (owner != 0)
		return (repeated(n, b, owner, content, e));
	if (slice_is(b->reason, "ORDER-CALL-OFF") &&
	    standing_fulfil(&x, b, &done, e) != RC_OK)
		return (e->rc);
	if (done) /* it is one of the schedule's days */
		return (RC_OK);
	if (slice_is(b->reason, "ORDER-CALL-OFF") &&
	    blanket_draw(&x, b, &draw, e) != RC_OK)
		return (e->rc);
	if (draw.code != NULL)
		return (order_reject(&x, b, draw.code, draw.why, e));
	if (draw.blanket_id != 0)
		return (RC_OK);
	if (slice_is(b->verdict, "held"))
		return (
		    order_hold(&x, b, hold_named(b->hold), code, detail, e));
	return (store_exec(n->store, Q_ORDER_STEP, NULL, e, "si", "charge",
	    b->order_id));
}

static enum rc
validate_one(struct night *n, const struct candidate *c, struct arena *a,
    struct err *e)
{
	struct booked b = { 0 };

	arena_reset(a);
	if (booked_load(n->store, c->order_id, a, &b, e) != RC_OK)
		return (e->rc);
	/* A person may have been here since the list was made. */
	if (!slice_is(b.state, "received") || !slice_is(b.step, "validate"))
		return (RC_OK);
	return (validate_booked(n, c, &b, a, e));
}

/* How many plain orders stand here one behind the other. */
static size_t
plain_run(const struct list *all, size_t from)
{
	const struct candidate *first = LIST_AT(all, struct candidate, from);
	size_t n = 0;

	while (n < SWEEP && from + n < all->n) {
		const struct candidate *c = LIST_AT(all, struct candidate,
		    from + n);

		if (!c->plain || c->order_id != first->order_id + (int64_t)n)
			break;
		n++;
	}
	return (n);
}

/* Nearly all orders are plain, with keys that are free: they pass together.
 * Where one did not, each is looked at; those that passed hold their keys, as
 * they would if they had passed one by one. */
static enum rc
validate_some(struct night *n, const struct list *all, size_t from,
    size_t *count, struct arena *a, struct err *e)
{
	const struct candidate *c = LIST_AT(all, struct candidate, from);
	size_t plain = plain_run(all, from);
	int64_t passed = 0;

	*count = plain > 0 ? plain : 1;
	if (plain > 0 &&
	    store_exec(n->store, Q_ORDERS_PASS, &passed, e, "ii", c->order_id,
		c->order_id + (int64_t)plain - 1) != RC_OK)
		return (e->rc);
	for (size_t i = 0; passed < (int64_t)plain && i < plain; i++)
		if (validate_one(n, c + i, a, e) != RC_OK)
			return (e->rc);
	return (plain > 0 ? RC_OK : validate_one(n, c, a, e));
}

/* Holds whose time is up end in a refusal with its answer. */
static enum rc
expire_holds(struct night *n, struct batch *batch, struct err *e)
{
	struct arena a = ARENA_INIT, row = ARENA_INIT;
	struct actor x = night_actor(n);
	struct list ids = { 0 };
	struct rows *r;
	enum rc rc;

	if (store_rows(n->store, Q_HOLDS_EXPIRED, &r, e, "d", n->today) !=
	    RC_OK)
		return (e->rc);
	while (rows_next(r))
		*LIST_PUSH(&a, &ids, int64_t) = rows_int(r, 0);
	rc = rows_end(r, e);
	for (size_t i = 0; rc == RC_OK && i < ids.n; i++) {
		struct booked b = { 0 };
		bool full;

		arena_reset(&row);
		if ((rc = batch_open(batch, e)) != RC_OK ||
		    (rc = booked_load(n->store, *LIST_AT(&ids, int64_t, i),
			 &row, &b, e)) != RC_OK)
			break;
		if (slice_is(b.state, "held") && b.confirmation.n == 0)
			rc = order_reject(&x, &b, "ORDER-EXPIRED",
			    "nobody ended its hold in time", e);
		if (rc == RC_OK)
			rc = batch_step(batch, &full, e);
	}
	arena_free(&a);
	arena_free(&row);
	return (rc);
}

enum rc
stage_validate(struct night *n, struct err *e)
{
	struct arena a = ARENA_INIT, row = ARENA_INIT;
	struct list all = { 0 };
	struct batch batch;
	size_t count = 0;
	bool full;
	enum rc rc;

	batch_init(&batch, n->store);
	rc = load_candidates(n, &a, &all, e);
	for (size_t i = 0; rc == RC_OK && i < all.n; i += count) {
		progress_set("validate", i, all.n);
		rc = batch_open(&batch, e);
		if (rc == RC_OK)
			rc = validate_some(n, &all, i, &count, &row, e);
		batch.steps += (int)count - 1;
		if (rc == RC_OK)
			rc = batch_step(&batch, &full, e);
	}
	progress_end();
	if (rc == RC_OK)
		rc = expire_holds(n, &batch, e);
	if (rc == RC_OK)
		rc = batch_end(&batch, e);
	store_rollback(n->store);
	arena_free(&row);
	arena_free(&a);
	return (rc);
}
