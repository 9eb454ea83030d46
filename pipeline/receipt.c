#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/log.h"
#include "pipeline/receipt.h"

struct receipt_row { /* as stored, copied: queries run while we use it */
	int64_t id, file_id;
	struct slice kind, interchange, group, message, document_kind,
	    document_id, verdict, code, text;
	struct slice partner, standard, sender, receiver;
	bool test;
	struct slice envelope, said; /* states of interchange and message */
};

struct addressed { /* the document that it is about */
	int64_t outbox_id;
	struct slice acknowledged;
};

static enum rc
load(struct night *n, struct arena *a, struct list *out, struct err *e)
{
	struct rows *r;

	if (store_rows(n->store, Q_RECEIPTS_NEW, &r, e, "") != RC_OK)
		return (e->rc);
	while (rows_next(r)) {
		struct receipt_row *w = LIST_PUSH(a, out, struct receipt_row);
		struct slice *const texts[] = { &w->kind, &w->interchange,
			&w->group, &w->message, &w->document_kind,
			&w->document_id, &w->verdict, &w->code, &w->text,
			&w->partner, &w->standard, &w->sender, &w->receiver,
			&w->envelope, &w->said };

		w->id = rows_int(r, 0);
		w->file_id = rows_int(r, 1);
		w->test = rows_int(r, 2) != 0;
		for (size_t i = 0; i < sizeof(texts) / sizeof(*texts); i++)
			*texts[i] = arena_slice(a, rows_text(r, (int)i + 3));
	}
	return (rows_end(r, e));
}

/* --- which document ------------------------------------------------------ */

/* Control numbers are equal as numbers: 000000012 is 12. */
static bool
number_of(struct slice text, int64_t *number)
{
	return (slice_int(slice_trim(text), number) && *number > 0);
}

static enum rc
first_found(struct rows *r, struct arena *a, struct addressed *d, struct err *e)
{
	if (rows_next(r)) {
		d->outbox_id = rows_int(r, 0);
		d->acknowledged = arena_slice(a, rows_text(r, 1));
	}
	return (rows_end(r, e));
}

static enum rc
by_number(struct night *n, const struct receipt_row *w, enum query q,
    struct slice text, struct arena *a, struct addressed *d, struct err *e)
{
	struct rows *r;
	int64_t number;

	if (d->outbox_id != 0 || !number_of(text, &number))
		return (RC_OK);
	/* Their sender is our receiver. */
	if (store_rows(n->store, q, &r, e, "tititt", w->partner, number,
		w->standard, (int64_t)w->test, w->receiver, w->sender) != RC_OK)
		return (e->rc);
	return (first_found(r, a, d, e));
}

static enum rc
by_document(struct night *n, const struct receipt_row *w, struct arena *a,
    struct addressed *d, struct err *e)
{
	struct slice id = w->document_id, rest;
	struct rows *r;

	/* A payloadID is our id at our domain. */
	if (slice_is(w->standard, "cxml"))
		(void)slice_cut(w->document_id, '@', &id, &rest);
	if (d->outbox_id != 0 || id.n == 0)
		return (RC_OK);
	if (store_rows(n->store, Q_OUTBOX_BY_DOCUMENT, &r, e, "tt", id,
		w->partner) != RC_OK)
		return (e->rc);
	return (first_found(r, a, d, e));
}

static enum rc
find_document(struct night *n, const struct receipt_row *w, struct arena *a,
    struct addressed *d, struct err *e)
{
	*d = (struct addressed){ .outbox_id = 0 };
	if (by_number(n, w, Q_OUTBOX_BY_GROUP, w->group, a, d, e) != RC_OK ||
	    /* A group that is not ours is not saved by its interchange; in
	     * EDIFACT we make none. */
	    ((w->group.n == 0 || !slice_is(w->standard, "x12")) &&
		by_number(n, w, Q_OUTBOX_BY_INTERCHANGE, w->interchange, a, d,
		    e) != RC_OK))
		return (e->rc);
	return (by_document(n, w, a, d, e));
}

/* --- what it says -------------------------------------------------------- */

static int
gravity(struct slice verdict)
{
	return (slice_is(verdict, "rejected") ? 3 :
		slice_is(verdict, "errors")   ? 2 :
		slice_is(verdict, "accepted") ? 1 :
						0);
}

/* It came: that is all that a TA1 without refusal, and action 8 of CONTRL,
 * say; what became of it is told by another (997, CONTRL 7 or 4). */
static bool
is_arrival(const struct receipt_row *w)
{
	return (gravity(w->verdict) < 3 &&
	    (slice_is(w->kind, "TA1") ||
		(slice_is(w->kind, "CONTRL") && slice_is(w->code, "8"))));
}

static enum rc
tell(struct night *n, const struct receipt_row *w, const struct addressed *d,
    struct err *e)
{
	struct event v = { n->as_of, n->run_id, "outbox", d->outbox_id,
		SLICE_NONE,
		gravity(w->verdict) == 3 ? "refused" :
		    is_arrival(w)        ? "received" :
					   "acknowledged" };

	return (event_add(n->store, &v, e,
	    SL_FMT " in file %" PRId64 " says " SL_FMT " (" SL_FMT ")%s" SL_FMT,
	    SL_ARG(w->kind), w->file_id, SL_ARG(w->verdict), SL_ARG(w->code),
	    w->text.n > 0 ? ": " : "", SL_ARG(w->text)));
}

/* The worst that was said holds. */
static enum rc
apply(struct night *n, const struct receipt_row *w, const struct addressed *d,
    struct err *e)
{
	if (is_arrival(w))
		return (tell(n, w, d, e));
	if (gravity(w->verdict) <= gravity(d->acknowledged))
		return (RC_OK);
	if (store_exec(n->store, Q_OUTBOX_ACKNOWLEDGED, NULL, e, "titi",
		w->verdict, n->as_of, w->text, d->outbox_id) != RC_OK)
		return (e->rc);
	if (gravity(w->verdict) == 3)
		log_line(LOG_WARN,
		    SL_FMT " refuses outbox %" PRId64 ": " SL_FMT,
		    SL_ARG(w->partner), d->outbox_id, SL_ARG(w->text));
	return (tell(n, w, d, e));
}

static enum rc
settle(struct night *n, const struct receipt_row *w, const char *state,
    int64_t outbox_id, struct err *e)
{
	return (store_exec(n->store, Q_RECEIPT_SETTLED, NULL, e, "soi", state,
	    outbox_id, w->id));
}

static enum rc
settle_one(struct night *n, const struct receipt_row *w, struct arena *a,
    struct err *e)
{
	struct addressed d;

	if (slice_is(w->envelope, "duplicate"))
		return (settle(n, w, "repeated", 0, e));
	if (slice_is(w->envelope, "rejected") || slice_is(w->said, "rejected"))
		return (settle(n, w, "refused", 0, e));
	if (find_document(n, w, a, &d, e) != RC_OK)
		return (e->rc);
	if (d.outbox_id == 0)
		return (settle(n, w, "unmatched", 0, e));
	if (apply(n, w, &d, e) != RC_OK)
		return (e->rc);
	return (settle(n, w, "matched", d.outbox_id, e));
}

/* The profile says by now that none is expected. */
static enum rc
stop_waiting(struct night *n, struct err *e)
{
	const struct list *partners = &n->mill->config.partners;

	for (size_t i = 0; i < partners->n; i++) {
		const struct partner *p = LIST_AT(partners, struct partner, i);

		if (p->answers.receipt_due_hours == 0 &&
		    store_exec(n->store, Q_RECEIPTS_FORGET, NULL, e, "t",
			p->id) != RC_OK)
			return (e->rc);
	}
	return (RC_OK);
}

enum rc
receipts_settle(struct night *n, struct err *e)
{
	struct arena a = ARENA_INIT, row = ARENA_INIT;
	struct list all = { 0 };
	struct batch batch;
	bool full;
	enum rc rc;

	batch_init(&batch, n->store);
	rc = load(n, &a, &all, e);
	if (rc == RC_OK)
		rc = batch_open(&batch, e);
	if (rc == RC_OK)
		rc = stop_waiting(n, e);
	for (size_t i = 0; rc == RC_OK && i < all.n; i++) {
		arena_reset(&row);
		rc = batch_open(&batch, e);
		if (rc == RC_OK)
			rc = settle_one(n, LIST_AT(&all, struct receipt_row, i),
			    &row, e);
		if (rc == RC_OK)
			rc = batch_step(&batch, &full, e);
	}
	if (rc == RC_OK)
		rc = batch_end(&batch, e);
	store_rollback(n->store);
	arena_free(&row);
	arena_free(&a);
	return (rc == RC_OK ? RC_OK : err_add(e, "receipts"));
}
