/* acknowledge: every order whose answer is due gets its order response, in
 * its next version, once. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/log.h"
#include "pipeline/order_answer.h"
#include "pipeline/outbox.h"
#include "pipeline/warehouse_out.h"

#define ANSWER_MAX (256u << 20)
#define PACK_BYTES_MAX (64 << 20) /* then the transaction ends */

struct acknowledge {
	struct night *night;
	struct packer packer;
	struct arena *a;
	struct buf out;
};

static enum rc
write_document(struct acknowledge *k, const struct booked *b,
    const struct writer *w, const struct outgoing *as, struct err *e)
{
	struct order_answer answer;
	struct outgoing o = *as;

	if (order_answer_fill(k->night, b, o.partner, w, o.business_key, k->a,
		&answer, e) != RC_OK)
		return (e->rc);
	o.head = &answer.head;
	buf_reset(&k->out);
	if (w->order(&answer, &k->out, e) != RC_OK)
		return (e->rc);
	o.bytes = buf_slice(&k->out);
	return (outbox_add(k->night, &k->packer, &o, e));
}

static enum rc
write_answer(struct acknowledge *k, const struct booked *b,
    const struct partner *p, const struct writer *w, struct err *e)
{
	struct slice key = slice_of(arena_printf(k->a, "%s|%" PRId64,
	    booked_key(b, "response", k->a), b->answers + 1));
	struct outgoing o = { .partner = p,
		.kind = "order",
		.word = "response",
		.writer = w,
		.business_key = key,
		.po = b->po_number,
		.confirmation = b->confirmation,
		.order_id = b->order_id,
		.version = b->answers + 1,
		.due_at = b->answer_due_at };
	bool known = false;

	/* A PO number may come again after a refusal: the content tells the
	 * two orders apart. */
	o.business_key = slice_of(arena_printf(k->a, SL_FMT "|" SL_FMT,
	    SL_ARG(key), SL_ARG(slice_sub(b->content, 0, 16))));
	/* A cancellation may have the words of the change before it. */
	if (booked_is_change(b))
		o.business_key = slice_of(arena_printf(k->a,
		    SL_FMT "|" SL_FMT "|" SL_FMT, SL_ARG(o.business_key),
		    SL_ARG(b->purpose), SL_ARG(b->change_number)));
	if (answer_key_retried(k->night, b->file_id, &o.business_key, k->a,
		e) != RC_OK ||
	    outbox_known(k->night, o.business_key, &known, e) != RC_OK || known)
		return (e->rc);
	return (write_document(k, b, w, &o, e));
}

/* A document that cannot be written stops nobody else's: it stays due, and the
 * report names it. */
static enum rc
unanswerable(struct night *n, const struct booked *b, struct err *e)
{
	struct event v = { n->as_of, n->run_id, "order", b->order_id,
		SLICE_NONE, "unanswered" };
	struct err fault = *e;

	if (strncmp(fault.code, "WRITE-", 6) != 0)
		return (err_add(e, "answer to order " SL_FMT,
		    SL_ARG(b->po_number)));
	log_line(LOG_ERROR, "order " SL_FMT " cannot be answered: %s",
	    SL_ARG(b->po_number), fault.text);
	n->incomplete = true;
	*e = (struct err)ERR_INIT;
	return (event_add(n->store, &v, e, "[%s] %s", fault.code, fault.text));
}

static enum rc
acknowledge_one(struct acknowledge *k, int64_t order_id, struct err *e)
{
	struct booked b = { 0 };
	const struct partner *p;
	const struct writer *w;

	if (booked_load(k->night->store, order_id, k->a, &b, e) != RC_OK)
		return (e->rc);
	p = config_partner(&k->night->mill->config, b.partner);
	w = p != NULL ? writer_named(p->answers.order) : NULL;
	if (b.answer.n == 0) /* a person was here in between */
		return (RC_OK);
	/* Without a PO number there is nothing to name in an order response:
	 * the technical answer has said it. */
	if (w != NULL && w->order != NULL && b.po_number.n > 0 &&
	    !(w->silent != NULL && slice_is(b.answer, w->silent)) &&
	    write_answer(k, &b, p, w, e) != RC_OK)
		return (unanswerable(k->night, &b, e));
	return (store_exec(k->night->store, Q_ORDER_ANSWERED, NULL, e, "i",
	    order_id));
}

/* One transaction: up to 1,000 answers in one pack, synced first. */
static enum rc
acknowledge_some(struct acknowledge *k, const struct list *ids, size_t *i,
    struct err *e)
{
	struct batch batch;
	size_t bytes = 0;

	batch_init(&batch, k->night->store);
	packer_init(&k->packer, k->night->mill, k->night->run_id);
	if (batch_open(&batch, e) != RC_OK)
		return (e->rc);
	while (*i < ids->n && bytes < PACK_BYTES_MAX) {
		arena_reset(k->a);
		if (acknowledge_one(k, *LIST_AT(ids, int64_t, *i), e) !=
		    RC_OK) {
			packer_abort(&k->packer);
			store_rollback(k->night->store);
			return (e->rc);
		}
		(*i)++;
		bytes += k->out.n;
		batch.steps++;
		if (batch_full(&batch))
			break;
	}
	if (packer_sync(&k->packer, e) != RC_OK) {
		store_rollback(k->night->store);
		return (e->rc);
	}
	return (batch_end(&batch, e));
}

enum rc
stage_acknowledge(struct night *n, struct err *e)
{
	struct arena a = ARENA_INIT, row = ARENA_INIT;
	struct acknowledge k = { .night = n, .a = &row };
	struct list ids = { 0 };
	struct rows *r;
	enum rc rc;

	if (store_rows(n->store, Q_ORDERS_TO_ANSWER, &r, e, "t",
		n->only_partner) != RC_OK)
		return (e->rc);
	while (rows_next(r))
		*LIST_PUSH(&a, &ids, int64_t) = rows_int(r, 0);
	rc = rows_end(r, e);
	buf_init(&k.out, ANSWER_MAX);
	for (size_t i = 0; rc == RC_OK && i < ids.n;) {
		progress_set("acknowledge", i, ids.n);
		rc = acknowledge_some(&k, &ids, &i, e);
	}
	progress_end();
	if (rc == RC_OK)
		rc = warehouse_orders_write(n, e);
	buf_free(&k.out);
	arena_free(&row);
	arena_free(&a);
	return (rc);
}
