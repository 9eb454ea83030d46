/* send: what is due in the outbox goes to its partner.  The attempt is
 * committed before the bytes leave, the success after they arrived; names and
 * bytes never change, so sending twice is the same as sending once. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/log.h"
#include "pipeline/anew.h"
#include "pipeline/fleet.h"
#include "transport/transport.h"

#define SEND_FILES 500
#define SEND_BYTES (16 << 20)

struct parcel {
	int64_t outbox_id;
	struct slice name;
	struct pack_ref ref;
};

struct sending {
	struct night *night;
	struct arena arena;  /* of one batch */
	struct list parcels; /* struct parcel */
	struct list results; /* struct outcome_of */
	size_t addressee;    /* index of the partner it is for */
	int64_t last;        /* its last outbox_id handed over */
	bool finished;
};

struct outcome_of {
	int64_t id, outcome;
	char text[200];
};

/* The next documents for one partner. */
static enum rc
load_for(struct sending *x, const struct partner *p, struct err *e)
{
	struct rows *r;
	int64_t bytes = 0, bad = 0;

	if (store_rows(x->night->store, Q_OUTBOX_DUE, &r, e, "tii", p->id,
		x->last, (int64_t)SEND_FILES) != RC_OK)
		return (e->rc);
	while (bytes < SEND_BYTES && rows_next(r)) {
		struct parcel *parcel = LIST_PUSH(&x->arena, &x->parcels,
		    struct parcel);

		parcel->outbox_id = rows_int(r, 0);
		parcel->name = arena_slice(&x->arena, rows_text(r, 1));
		parcel->ref.pack_id = rows_int(r, 2);
		parcel->ref.offset = rows_int(r, 3);
		parcel->ref.length = rows_int(r, 4);
		bytes += parcel->ref.length;
		x->last = parcel->outbox_id;
		if (!sha256_parse(rows_text(r, 5), &parcel->ref.sha))
			bad = parcel->outbox_id;
	}
	if (rows_end(r, e) != RC_OK)
		return (e->rc);
	if (bad != 0)
		return (err_set(e, RC_FATAL, "DB",
		    "outbox %" PRId64 " has no hash", bad));
	return (RC_OK);
}

/* One connection carries what a partner and those behind it get: one of them
 * after the other. */
static enum rc
load_batch(struct sending *x, const struct partner *carrier, struct err *e)
{
	const struct config *c = &x->night->mill->config;

	arena_reset(&x->arena);
	x->parcels = x->results = (struct list){ 0 };
	for (; x->addressee < c->partners.n; x->addressee++, x->last = 0) {
		const struct partner *p = LIST_AT(&c->partners, struct partner,
		    x->addressee);

		if (config_carrier(c, p) != carrier ||
		    !night_means(x->night, p) || p->state == PARTNER_SUSPENDED)
			continue;
		if (load_for(x, p, e) != RC_OK)
			return (e->rc);
		if (x->parcels.n > 0)
			break;
	}
	return (RC_OK);
}

static enum rc
mark_sending(struct sending *x, struct err *e)
{
	struct store *s = x->night->store;

	if (store_begin(s, e) != RC_OK)
		return (e->rc);
	for (size_t i = 0; i < x->parcels.n; i++)
		if (store_exec(s, Q_OUTBOX_SENDING, NULL, e, "i",
			LIST_AT(&x->parcels, struct parcel, i)->outbox_id) !=
		    RC_OK) {
			store_rollback(s);
			return (e->rc);
		}
	return (store_commit(s, e));
}

static enum rc
hand_over(struct sending *x, struct transfer *t, const struct parcel *p,
    struct err *e)
{
	struct mapping m = { 0 };
	struct transfer_put put = { .id = p->outbox_id, .name = p->name };
	enum rc rc;

	if (pack_map(x->night->mill->packs, &p->ref, true, &m, e) != RC_OK)
		return (e->rc);
	put.bytes = m.data;
	rc = transfer_say(t, TRANSFER_PUT, &transfer_put_shape, &put, e);
	file_unmap(&m);
	return (rc);
}

static enum rc
next_batch(struct sending *x, struct transfer *t, struct err *e)
{
	if (load_batch(x, t->partner, e) != RC_OK)
		return (e->rc);
	if (x->parcels.n == 0) {
		x->finished = true;
		return (transfer_go(t, TRANSFER_FINISH, e));
	}
	if (mark_sending(x, e) != RC_OK)
		return (e->rc);
	for (size_t i = 0; i < x->parcels.n; i++)
		if (hand_over(x, t, LIST_AT(&x->parcels, struct parcel, i),
			e) != RC_OK)
			return (e->rc);
	return (transfer_go(t, TRANSFER_GO, e));
}

static enum rc
start(void *ctx, struct transfer *t, struct err *e)
{
	return (next_batch(ctx, t, e));
}

static enum rc
record_one(struct sending *x, const struct transfer *t,
    const struct outcome_of *o, struct err *e)
{
	struct night *n = x->night;
	const struct partner *p = LIST_AT(&n->mill->config.partners,
	    struct partner, x->addressee);
	struct event v = { n->as_of, n->run_id, "outbox", o->id, SLICE_NONE,
		"sent" };

	if (o->outcome == OUTCOME_DONE) {
		if (store_exec(n->store, Q_OUTBOX_SENT, NULL, e, "iii",
			n->as_of, (int64_t)p->answers.receipt_due_hours,
			o->id) != RC_OK)
			return (e->rc);
		return (event_add(n->store, &v, e, "to " SL_FMT,
		    SL_ARG(t->partner->id)));
	}
	log_line(LOG_WARN, SL_FMT ": outbox %" PRId64 ": %s",
	    SL_ARG(t->partner->id), o->id, o->text);
	v.kind = "not_sent";
	n->incomplete = true;
	/* A name that is taken by other bytes needs a person. */
	if (store_exec(n->store, Q_OUTBOX_FAILED, NULL, e, "ssi",
		o->outcome == OUTCOME_EXISTS ? "held" : "due", o->text,
		o->id) != RC_OK)
		return (e->rc);
	return (event_add(n->store, &v, e, "%s", o->text));
}

static enum rc
record_batch(struct sending *x, const struct transfer *t, struct err *e)
{
	struct store *s = x->night->store;

	if (x->results.n == 0)
		return (RC_OK);
	if (store_begin(s, e) != RC_OK)
		return (e->rc);
	for (size_t i = 0; i < x->results.n; i++)
		if (record_one(x, t, LIST_AT(&x->results, struct outcome_of, i),
			e) != RC_OK) {
			store_rollback(s);
			return (e->rc);
		}
	x->results.n = 0;
	return (store_commit(s, e));
}

static bool
in_batch(const struct sending *x, int64_t id)
{
	size_t low = 0, high = x->parcels.n;

	while (low < high) { /* loaded in ascending order */
		size_t mid = low + (high - low) / 2;
		int64_t at =
		    LIST_AT(&x->parcels, struct parcel, mid)->outbox_id;

		if (at == id)
			return (true);
		if (at < id)
			low = mid + 1;
		else
			high = mid;
	}
	return (false);
}

static enum rc
on_frame(void *ctx, struct transfer *t, const struct frame *f, struct err *e)
{
	struct sending *x = ctx;
	struct transfer_result r;
	struct outcome_of *o;

	if (f->type == TRANSFER_DONE_END) {
		if (record_batch(x, t, e) != RC_OK)
			return (e->rc);
		return (next_batch(x, t, e));
	}
	if (f->type != TRANSFER_DONE || x->finished)
		return (err_set(e, RC_FATAL, "FRAME-BAD",
		    "the send worker said %u out of turn", f->type));
	if (transfer_read(t, f, &transfer_result_shape, &r, e) != RC_OK)
		return (e->rc);
	if (!in_batch(x, r.index))
		return (err_set(e, RC_FATAL, "FRAME-BAD",
		    "a document that was not handed over"));
	o = LIST_PUSH(&x->arena, &x->results, struct outcome_of);
	o->id = r.index;
	o->outcome = r.outcome;
	(void)snprintf(o->text, sizeof(o->text), SL_FMT, SL_ARG(r.text));
	return (RC_OK);
}

static enum rc
on_broken(void *ctx, struct transfer *t, struct err *e)
{
	return (record_batch(ctx, t, e));
}

static void *
make(struct night *n, int spool)
{
	struct sending *x = calloc(1, sizeof(*x));

	(void)spool;
	if (x == NULL)
		die_memory();
	x->night = n;
	return (x);
}

static void
unmake(void *ctx)
{
	struct sending *x = ctx;

	arena_free(&x->arena);
	free(x);
}

static void
add_once(struct arena *a, struct list *out, const struct partner *p)
{
	for (size_t i = 0; i < out->n; i++)
		if (*LIST_AT(out, const struct partner *, i) == p)
			return;
	*LIST_PUSH(a, out, const struct partner *) = p;
}

static enum rc
partners_with_post(struct night *n, struct arena *a, struct list *out,
    struct err *e)
{
	struct rows *r;

	if (store_rows(n->store, Q_OUTBOX_DUE_PARTNERS, &r, e, "") != RC_OK)
		return (e->rc);
	while (rows_next(r)) {
		const struct partner *p = config_partner(&n->mill->config,
					 rows_text(r, 0)),
				     *carrier = NULL;

		if (p != NULL && !night_means(n, p))
			continue;
		if (p != NULL && p->state != PARTNER_SUSPENDED)
			carrier = config_carrier(&n->mill->config, p);
		if (carrier == NULL || carrier->state == PARTNER_SUSPENDED)
			n->incomplete = true;
		else
			add_once(a, out, carrier);
	}
	return (rows_end(r, e));
}

enum rc
stage_send(struct night *n, struct err *e)
{
	static const struct fleet_task task = { "send", TRANSFER_SEND, make,
		start, on_frame, on_broken, unmake };
	struct arena a = ARENA_INIT;
	struct list partners = { 0 };
	enum rc rc;

	rc = outbox_make_anew(n, e);
	if (rc == RC_OK)
		rc = partners_with_post(n, &a, &partners, e);
	if (rc == RC_OK)
		rc = fleet_run(n, &task, &partners, e);
	progress_end();
	arena_free(&a);
	return (rc);
}
