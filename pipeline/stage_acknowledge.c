/* acknowledge: every order whose answer is due gets its order response, in
 * its next version, once. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/log.h"
#include "domain/finding.h"
#include "pipeline/booking.h"
#include "pipeline/outbox.h"
#include "pipeline/warehouse_out.h"

#define ANSWER_MAX (256u << 20)
#define NOTES_TOLD 20             /* findings that one answer names */
#define PACK_BYTES_MAX (64 << 20) /* then the transaction ends */

struct acknowledge {
	struct night *night;
	struct packer packer;
	struct arena *a;
	struct buf out;
};

/* What a line's state says to the buyer: UNCL 1229. */
static void
line_status(struct rows *r, struct answer_line *l)
{
	struct slice state = rows_text(r, 11);
	struct decimal short_of = rows_decimal(r, 15);
	struct decimal cancelled = rows_decimal(r, 14);

	l->status = ANSWER_ACCEPTED;
	if (slice_is(state, "rejected") || slice_is(state, "cancelled")) {
		l->status = ANSWER_REFUSED;
	} else if (slice_is(state, "backordered")) {
		l->status = ANSWER_CHANGED;
		(void)decimal_sub(l->quantity, short_of, &l->quantity);
		l->backorder = short_of;
	} else if (slice_is(state, "changed")) {
		l->status = ANSWER_CHANGED;
		if (cancelled.coef > 0) {
			(void)decimal_sub(l->quantity, cancelled, &l->quantity);
			l->backorder = DECIMAL_ZERO;
		}
		l->price = rows_decimal(r, 9);
		l->price_basis = rows_decimal(r, 10);
	}
}

/* What an answer in UBL leaves out: all that was asked for, and how what is
 * booked differs from it. */
static void
native_line(struct rows *r, const struct booked *b, struct answer_line *l)
{
	l->ordered = rows_decimal(r, 7);
	l->unit_price = rows_decimal(r, 9);
	if (l->price_basis.coef <= 0)
		l->price_basis = rows_decimal(r, 10);
	if (slice_is(b->answer, "AB") && l->status != ANSWER_REFUSED) {
		l->status = ANSWER_CHANGED;
		l->differs = DIFFERS_HELD;
	}
	if (decimal_cmp(l->quantity, l->ordered) != 0)
		l->differs |= DIFFERS_QUANTITY;
	/* A line that was cut to the stock keeps its price. */
	if (l->differs & DIFFERS_QUANTITY &&
	    !slice_is(l->reason, "ORDER-PRICE"))
		l->price = DECIMAL_NONE;
	if (!decimal_is_none(l->price))
		l->differs |= DIFFERS_PRICE;
}

static void
line_note(struct slice code, struct answer_line *l)
{
	const struct finding_rule *rule = finding_rule(code);

	if (code.n > 0)
		l->note = rule != NULL ? slice_of(rule->rule) : code;
}

static enum rc
answer_lines(struct acknowledge *k, const struct booked *b, bool native,
    struct order_answer *answer, struct err *e)
{
	struct rows *r;

	if (store_rows(k->night->store, Q_ORDER_ANSWER_LINES, &r, e, "i",
		b->order_id) != RC_OK)
		return (e->rc);
	while (rows_next(r)) {
		struct answer_line *l = LIST_PUSH(k->a, &answer->lines,
		    struct answer_line);

		*l = (struct answer_line){ .backorder = DECIMAL_NONE,
			.price = DECIMAL_NONE,
			.price_basis = DECIMAL_NONE,
			.ordered = DECIMAL_NONE,
			.unit_price = DECIMAL_NONE,
			.promised_on = DAY_NONE };
		l->id = slice_of(
		    arena_printf(k->a, "%" PRId64, rows_int(r, 0)));
		l->order_line = arena_slice(k->a, rows_text(r, 1));
		l->name = arena_slice(k->a, rows_text(r, 2));
		l->seller_item = arena_slice(k->a,
		    rows_text(r, 3).n > 0 ? rows_text(r, 3) : rows_text(r, 4));
		l->buyer_item = arena_slice(k->a, rows_text(r, 5));
		l->gtin = arena_slice(k->a, rows_text(r, 6));
		l->quantity = rows_decimal(r, 7);
		l->unit = arena_slice(k->a, rows_text(r, 8));
		l->reason = arena_slice(k->a, rows_text(r, 12));
		line_status(r, l);
		if (native)
			native_line(r, b, l);
		line_note(l->reason, l);
	}
	return (rows_end(r, e));
}

static void
note(struct acknowledge *k, struct order_answer *answer, const char *text)
{
	struct text_item *t = LIST_PUSH(k->a, &answer->notes, struct text_item);

	t->text = slice_of(text);
}

/* Why, in the words of each finding; the detail repeats the first one. */
static enum rc
finding_notes(struct acknowledge *k, const struct booked *b,
    struct order_answer *answer, struct err *e)
{
	struct rows *r;

	if (store_rows(k->night->store, Q_ORDER_FINDINGS_TOLD, &r, e, "ii",
		b->order_id, (int64_t)NOTES_TOLD) != RC_OK)
		return (e->rc);
	while (rows_next(r))
		if (!slice_eq(rows_text(r, 0), b->detail))
			note(k, answer, arena_text(k->a, rows_text(r, 0)));
	return (rows_end(r, e));
}

/* Reasons, the release of a standing order, where to pay. */
static enum rc
answer_notes(struct acknowledge *k, const struct booked *b,
    struct order_answer *answer, struct err *e)
{
	const struct finding_rule *rule = finding_rule(b->reason);
	/* How near to its limit a customer is stays between us. */
	bool discreet = slice_is(b->reason, "ORDER-CREDIT");

	if (b->nominal_on != DAY_NONE && b->release_number.n > 0)
		note(k, answer,
		    arena_printf(k->a,
			"Release " SL_FMT " of standing order " SL_FMT,
			SL_ARG(b->release_number), SL_ARG(b->po_number)));
	if (b->detail.n > 0 && !discreet)
		note(k, answer, arena_text(k->a, b->detail));
	else if (rule != NULL)
		note(k, answer, rule->rule);
	if (answer->head.test)
		note(k, answer,
		    "TEST: this order will not be delivered or charged.");
	if (slice_is(b->answer, "RE") || slice_is(b->answer, "AB"))
		return (finding_notes(k, b, answer, e));
	return (RC_OK);
}

static enum order_purpose
purpose_of(struct slice word)
{
	return (slice_is(word, "cancel")  ? PURPOSE_CANCEL :
		slice_is(word, "replace") ? PURPOSE_REPLACE :
		slice_is(word, "change")  ? PURPOSE_CHANGE :
					    PURPOSE_ORIGINAL);
}

/* Is it a change that is answered?  A refused one is answered by its own row,
 * an applied one by the order that it changed; *message_id: what came. */
static enum rc
answer_change(struct acknowledge *k, const struct booked *b,
    struct order_answer *answer, int64_t *message_id, struct err *e)
{
	bool own = booked_is_change(b);
	struct rows *r;

	*message_id = b->message_id;
	answer->release_number = b->release_number;
	answer->change_number = b->change_number;
	answer->change = own;
	answer->purpose = purpose_of(b->purpose);
	if (store_rows(k->night->store,
		own ? Q_CHANGE_STATED_ON : Q_CHANGE_TO_ANSWER, &r, e, "i",
		b->order_id) != RC_OK)
		return (e->rc);
	while (rows_next(r)) {
		answer->changed_on = rows_day(r, own ? 0 : 2);
		answer->change = true;
		if (own)
			continue;
		*message_id = rows_int(r, 0);
		answer->purpose = purpose_of(rows_text(r, 1));
	}
	return (rows_end(r, e));
}

static enum rc
fill_answer(struct acknowledge *k, const struct booked *b,
    const struct partner *p, const struct writer *w, struct slice key,
    struct order_answer *answer, struct err *e)
{
	struct answered to = { .standard = SLICE_NONE };
	int64_t message_id;

	*answer = (struct order_answer){
		.confirmation = b->confirmation,
		.currency = b->currency.n > 0 ?
		    b->currency :
		    k->night->mill->config.seller.currency,
		.customer_reference = b->customer_reference,
		.po_number = b->po_number,
		.po_date = b->ordered_on,
		.promised_on = DAY_NONE,
		.changed_on = DAY_NONE,
		.version = b->answers + 1,
	};
	answer->code = arena_text(k->a, b->answer);
	if ((w->native != NULL &&
		(answer_change(k, b, answer, &message_id, e) != RC_OK ||
		    answered_message(k->night, message_id, &to, k->a, e) !=
			RC_OK)) ||
	    answer_head_fill(k->night, p, w, &to, b->test, "OR", key, k->a,
		&answer->head, e) != RC_OK ||
	    answer_notes(k, b, answer, e) != RC_OK)
		return (e->rc);
	if (w->native != NULL || slice_is(b->answer, "CA"))
		return (answer_lines(k, b, w->native != NULL, answer, e));
	return (RC_OK);
}

static enum rc
write_document(struct acknowledge *k, const struct booked *b,
    const struct writer *w, const struct outgoing *as, struct err *e)
{
	struct order_answer answer;
	struct outgoing o = *as;

	if (fill_answer(k, b, o.partner, w, o.business_key, &answer, e) !=
	    RC_OK)
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
