/* Ship notices: one a shipment, partner and place (or order), once, when goods
 * have left. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/log.h"
#include "domain/master.h"
#include "pipeline/outbox.h"
#include "pipeline/shipping.h"

#define NOTICE_MAX (256u << 20)

#define PLACE_COLUMNS 7

struct due { /* a notice that is to be written */
	int64_t shipment_id;
	int64_t order_id; /* the first of its orders; 0: all of the shipment */
	size_t from, n;   /* its orders in dues.orders */
};

struct dues {
	struct list all, orders; /* struct due; int64_t */
	/* Where the last one goes: name, street, city, postal code, country,
	 * region, numbers. */
	struct slice place[PLACE_COLUMNS];
};

struct told {
	int64_t order_id, line;
	struct slice sscc;
};

struct notice {
	struct night *night;
	const struct partner *partner;
	struct arena arena;
	struct despatch_answer answer;
	struct list told; /* struct told */
	struct slice warehouse;
	int64_t message_id, order_id; /* of the first order */
	struct slice of_due;          /* confirmation of the due's order */
	bool several;                 /* PO numbers */
	bool responses;               /* this partner gets order responses */
};

static enum rc
load_head(struct notice *x, int64_t shipment_id, struct err *e)
{
	struct rows *r;

	if (store_rows(x->night->store, Q_NOTICE_HEAD, &r, e, "i",
		shipment_id) != RC_OK)
		return (e->rc);
	if (rows_next(r)) {
		x->answer.shipment = arena_slice(&x->arena, rows_text(r, 0));
		x->warehouse = arena_slice(&x->arena, rows_text(r, 1));
		x->answer.left_at = rows_int(r, 2);
		x->answer.carrier = arena_slice(&x->arena, rows_text(r, 3));
		x->answer.tracking = arena_slice(&x->arena, rows_text(r, 4));
	}
	return (rows_end(r, e));
}

/* A line each. */
static void
take_ids(struct arena *a, struct list *ids, struct slice all)
{
	struct slice id, rest;

	for (; all.n > 0; all = rest) {
		(void)slice_cut(all, '\n', &id, &rest);
		LIST_PUSH(a, ids, struct text_item)->text = id;
	}
}

static void
take_order(struct notice *x, struct rows *r, struct despatch_line *l)
{
	struct despatch_answer *d = &x->answer;
	struct party *to = &d->ship_to;

	if (d->lines.n == 1) {
		x->message_id = rows_int(r, 22);
		x->order_id = rows_int(r, 0);
		d->po_number = l->po_number;
		d->confirmation = l->confirmation;
		to->name = arena_slice(&x->arena, rows_text(r, 15));
		to->street = arena_slice(&x->arena, rows_text(r, 16));
		to->city = arena_slice(&x->arena, rows_text(r, 17));
		to->postal_code = arena_slice(&x->arena, rows_text(r, 18));
		to->country = arena_slice(&x->arena, rows_text(r, 19));
		to->region = arena_slice(&x->arena, rows_text(r, 31));
		take_ids(&x->arena, &to->ids,
		    arena_slice(&x->arena, rows_text(r, 30)));
	} else if (!slice_eq(d->po_number, l->po_number)) {
		x->several = true;
	}
	if (!rows_null(r, 21) && rows_text(r, 20).n > 0)
		l->note = slice_of(arena_printf(&x->arena, "Release " SL_FMT,
		    SL_ARG(rows_text(r, 20))));
	l->release_number = arena_slice(&x->arena, rows_text(r, 20));
	l->po_date = rows_null(r, 23) ? DAY_NONE : rows_day(r, 23);
	l->ordered = rows_decimal(r, 24);
	l->pallet = arena_slice(&x->arena, rows_text(r, 25));
	/* A warehouse may have another word for the piece that was ordered. */
	if (unit_same(l->unit, rows_text(r, 27))) {
		l->unit = arena_slice(&x->arena, rows_text(r, 27));
		l->unit_code = arena_slice(&x->arena, rows_text(r, 26));
	}
	l->reply_to = arena_slice(&x->arena, rows_text(r, 28));
	l->auxiliary = arena_slice(&x->arena, rows_text(r, 29));
}

static void
take_line(struct notice *x, const struct due *d, struct rows *r)
{
	struct arena *a = &x->arena;
	struct told *t = LIST_PUSH(a, &x->told, struct told);
	struct despatch_line *l;

	*t = (struct told){ rows_int(r, 0), rows_int(r, 1),
		arena_slice(a, rows_text(r, 2)) };
	if (t->order_id == d->order_id)
		x->of_due = arena_slice(a, rows_text(r, 8));
	/* Nothing left of an order that ended so: its response says it. */
	if (x->responses && slice_is(rows_text(r, 32), "cancelled"))
		return;
	l = LIST_PUSH(a, &x->answer.lines, struct despatch_line);
	l->id = slice_of(arena_printf(a, "%zu", x->answer.lines.n));
	l->sscc = t->sscc;
	l->delivered = rows_decimal(r, 3);
	l->unit = arena_slice(a, rows_text(r, 4));
	l->outstanding = rows_decimal(r, 5);
	if (l->outstanding.coef > 0)
		l->outstanding_reason = SLICE("the rest follows");
	l->final = rows_int(r, 6) != 0 || l->outstanding.coef <= 0;
	l->po_number = arena_slice(a, rows_text(r, 7));
	l->confirmation = arena_slice(a, rows_text(r, 8));
	l->order_line = arena_slice(a, rows_text(r, 9));
	l->name = arena_slice(a, rows_text(r, 10));
	l->seller_item = arena_slice(a,
	    rows_text(r, 11).n > 0 ? rows_text(r, 11) : rows_text(r, 12));
	l->buyer_item = arena_slice(a, rows_text(r, 13));
	l->gtin = arena_slice(a, rows_text(r, 14));
	take_order(x, r, l);
}

static enum rc
load_lines_of(struct notice *x, const struct due *d, int64_t order_id,
    struct err *e)
{
	struct rows *r;

	if (store_rows(x->night->store, Q_NOTICE_LINES, &r, e, "itii",
		d->shipment_id, x->partner->id, order_id,
		order_id != 0 ? order_id : INT64_MAX) != RC_OK)
		return (e->rc);
	while (rows_next(r))
		take_line(x, d, r);
	return (rows_end(r, e));
}

static enum rc
load_lines(struct notice *x, const struct dues *dues, const struct due *d,
    struct err *e)
{
	enum rc rc = RC_OK;

	if (d->order_id == 0)
		rc = load_lines_of(x, d, 0, e);
	for (size_t i = 0; rc == RC_OK && d->order_id != 0 && i < d->n; i++)
		rc = load_lines_of(x, d,
		    *LIST_AT(&dues->orders, int64_t, d->from + i), e);
	if (x->several)
		x->answer.po_number = x->answer.confirmation = SLICE_NONE;
	return (rc);
}

static enum rc
mark_told(struct notice *x, const struct due *d, struct err *e)
{
	for (size_t i = 0; i < x->told.n; i++) {
		const struct told *t = LIST_AT(&x->told, struct told, i);

		if (store_exec(x->night->store, Q_NOTICE_DONE, NULL, e, "iiit",
			d->shipment_id, t->order_id, t->line, t->sscc) != RC_OK)
			return (e->rc);
	}
	return (store_exec(x->night->store, Q_SHIPMENT_NOTICED, NULL, e, "i",
	    d->shipment_id));
}

/* UBL names the despatching party in its head. */
static void
ship_from_us(struct notice *x)
{
	const struct seller *s = &x->night->mill->config.seller;
	struct party *from = &x->answer.ship_from;

	from->name = s->name;
	from->street = s->street;
	from->city = s->city;
	from->postal_code = s->postal_code;
	from->country = s->country;
}

static enum rc
write_document(struct notice *x, const struct writer *w, struct outgoing *o,
    struct packer *p, struct err *e)
{
	struct answered to;
	struct buf out;
	enum rc rc;

	/* Of several orders the first says how they name us. */
	if (answered_message(x->night, x->message_id, &to, &x->arena, e) !=
		RC_OK ||
	    answer_head_fill(x->night, x->partner, w, &to, false, "DA",
		o->business_key, &x->arena, &x->answer.head, e) != RC_OK)
		return (e->rc);
	o->head = &x->answer.head;
	if (w->native != NULL)
		ship_from_us(x);
	buf_init(&out, NOTICE_MAX);
	rc = w->despatch(&x->answer, &out, e);
	o->bytes = buf_slice(&out);
	if (rc == RC_OK)
		rc = outbox_add(x->night, p, o, e);
	buf_free(&out);
	return (rc);
}

static enum rc
notices_before(struct notice *x, const struct due *d, int64_t *n, struct err *e)
{
	struct store *s = x->night->store;

	if (d->order_id == 0)
		return (store_int(s, Q_NOTICES_OF_SHIPMENT, 0, n, e, "it",
		    d->shipment_id, x->partner->id));
	return (store_int(s, Q_NOTICES_OF_ORDER, 0, n, e, "iit", d->order_id,
	    d->shipment_id, x->partner->id));
}

static enum rc
put_notice(struct notice *x, const struct due *d, const struct writer *w,
    struct packer *p, struct err *e)
{
	struct night *n = x->night;
	int64_t before = 0;
	struct outgoing o = { .partner = x->partner,
		.kind = "ship",
		.word = "shipnotice",
		.writer = w,
		.po = x->answer.po_number,
		.order_id = d->order_id,
		.shipment_id = d->shipment_id,
		.due_at = n->as_of,
		.confirmation = x->answer.confirmation };
	bool known = false;

	if (notices_before(x, d, &before, e) != RC_OK)
		return (e->rc);
	if (o.order_id == 0 && !x->several)
		o.order_id = x->order_id;
	o.version = before + 1;
	o.business_key = slice_of(arena_printf(&x->arena,
	    "ship|" SL_FMT "|" SL_FMT "|" SL_FMT "|" SL_FMT "|%" PRId64,
	    SL_ARG(x->warehouse), SL_ARG(x->answer.shipment),
	    SL_ARG(x->partner->id),
	    SL_ARG(d->order_id != 0 ? x->of_due : SLICE_NONE), o.version));
	if (outbox_known(n, o.business_key, &known, e) != RC_OK || known)
		return (e->rc);
	return (write_document(x, w, &o, p, e));
}

/* It stays due; the others go on. */
static enum rc
unwritable(struct night *n, const struct notice *x, struct err *e)
{
	struct event v = { n->as_of, n->run_id, "shipment", 0,
		x->answer.shipment, "unanswered" };
	struct err fault = *e;

	log_line(LOG_ERROR, "no ship notice for shipment " SL_FMT ": %s",
	    SL_ARG(x->answer.shipment), fault.text);
	n->incomplete = true;
	*e = (struct err)ERR_INIT;
	return (event_add(n->store, &v, e, "[%s] %s", fault.code, fault.text));
}

static enum rc
write_notice(struct night *n, const struct partner *p, const struct dues *dues,
    const struct due *d, struct packer *packer, struct err *e)
{
	const struct writer *w = writer_named(p->answers.ship);
	const struct writer *order = writer_named(p->answers.order);
	struct notice x = { .night = n,
		.partner = p,
		.responses = order != NULL && order->order != NULL };
	enum rc rc;

	rc = load_head(&x, d->shipment_id, e);
	if (rc == RC_OK)
		rc = load_lines(&x, dues, d, e);
	if (rc == RC_OK && x.answer.lines.n > 0 && w != NULL &&
	    w->despatch != NULL)
		rc = put_notice(&x, d, w, packer, e);
	if (rc == RC_OK)
		rc = mark_told(&x, d, e);
	else if (strncmp(e->code, "WRITE-", 6) == 0)
		rc = unwritable(n, &x, e);
	arena_free(&x.arena);
	return (rc == RC_OK ? rc : err_add(e, "ship notice"));
}

static bool
same_place(const struct dues *x, struct rows *r)
{
	for (int i = 0; i < PLACE_COLUMNS; i++)
		if (!slice_eq(x->place[i], rows_text(r, 2 + i)))
			return (false);
	return (true);
}

static void
add_due(struct arena *a, struct dues *x, bool per_order, struct rows *r)
{
	struct due *d = x->all.n > 0 ?
	    LIST_AT(&x->all, struct due, x->all.n - 1) :
	    NULL;

	if (per_order || d == NULL || d->shipment_id != rows_int(r, 0) ||
	    !same_place(x, r)) {
		d = LIST_PUSH(a, &x->all, struct due);
		*d = (struct due){ rows_int(r, 0), rows_int(r, 1), x->orders.n,
			0 };
		for (int i = 0; i < PLACE_COLUMNS; i++)
			x->place[i] = arena_slice(a, rows_text(r, 2 + i));
	}
	*LIST_PUSH(a, &x->orders, int64_t) = rows_int(r, 1);
	d->n++;
}

/* A shipment to one place has one notice, told in the order of PO numbers. */
static void
join_whole(struct dues *x)
{
	for (size_t i = 0; i < x->all.n; i++) {
		struct due *d = LIST_AT(&x->all, struct due, i);

		if ((i == 0 || d[-1].shipment_id != d->shipment_id) &&
		    (i + 1 == x->all.n || d[1].shipment_id != d->shipment_id))
			d->order_id = 0;
	}
}

static enum rc
due_of(struct night *n, const struct partner *p, struct arena *a,
    struct dues *out, struct err *e)
{
	bool per_order = p->answers.ship_per == SHIP_PER_ORDER;
	struct rows *r;

	if (store_rows(n->store, Q_SHIPMENTS_TO_NOTICE, &r, e, "t", p->id) !=
	    RC_OK)
		return (e->rc);
	while (rows_next(r))
		add_due(a, out, per_order, r);
	if (!per_order)
		join_whole(out);
	return (rows_end(r, e));
}

/* One pack and transaction for up to some hundred notices. */
static enum rc
write_some(struct night *n, const struct partner *p, const struct dues *dues,
    size_t *i, struct err *e)
{
	struct batch batch;
	struct packer packer;
	enum rc rc;

	batch_init(&batch, n->store);
	packer_init(&packer, n->mill, n->run_id);
	rc = batch_open(&batch, e);
	while (rc == RC_OK && *i < dues->all.n) {
		rc = write_notice(n, p, dues,
		    LIST_AT(&dues->all, struct due, (*i)++), &packer, e);
		batch.steps++;
		if (batch_full(&batch))
			break;
	}
	if (rc == RC_OK)
		rc = packer_sync(&packer, e);
	packer_abort(&packer);
	if (rc == RC_OK)
		return (batch_end(&batch, e));
	store_rollback(n->store);
	return (rc);
}

enum rc
despatch_notices_write(struct night *n, struct err *e)
{
	const struct list *partners = &n->mill->config.partners;
	enum rc rc = RC_OK;

	for (size_t i = 0; rc == RC_OK && i < partners->n; i++) {
		const struct partner *p = LIST_AT(partners, struct partner, i);
		struct arena a = ARENA_INIT;
		struct dues due = { .all = { 0 } };

		rc = due_of(n, p, &a, &due, e);
		for (size_t k = 0; rc == RC_OK && k < due.all.n;)
			rc = write_some(n, p, &due, &k, e);
		arena_free(&a);
	}
	return (rc);
}
