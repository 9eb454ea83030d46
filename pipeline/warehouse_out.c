#include <inttypes.h>
#include <stdio.h>

#include "pipeline/booking.h"
#include "pipeline/outbox.h"
#include "pipeline/warehouse_out.h"

#define ORDERS_A_FILE 5000
#define FILE_MAX (256u << 20)

struct filling { /* one file for one warehouse */
	struct night *night;
	const struct partner *warehouse;
	struct arena arena;
	struct list ids; /* int64_t order ids */
	struct warehouse_order order;
	struct hasher *key; /* over the confirmation numbers */
};

static enum rc
load_due(struct filling *f, struct err *e)
{
	struct rows *r;

	if (store_rows(f->night->store, Q_WAREHOUSE_ORDERS_DUE, &r, e, "tdi",
		f->warehouse->id, f->night->today,
		(int64_t)ORDERS_A_FILE) != RC_OK)
		return (e->rc);
	while (rows_next(r))
		*LIST_PUSH(&f->arena, &f->ids, int64_t) = rows_int(r, 0);
	return (rows_end(r, e));
}

static void
take_line(struct filling *f, struct rows *r, const struct booked *b)
{
	struct arena *a = &f->arena;
	struct warehouse_line *l = LIST_PUSH(a, &f->order.lines,
	    struct warehouse_line);
	struct decimal cancelled;
	struct slice rest;

	l->order = b->confirmation;
	l->customer_po = b->po_number;
	l->line = slice_of(arena_printf(a, "%" PRId64, rows_int(r, 0)));
	l->sku = arena_slice(a, rows_text(r, 1));
	if (!decimal_parse(rows_text(r, 2), &l->quantity))
		l->quantity = DECIMAL_ZERO;
	if (decimal_parse(rows_text(r, 3), &cancelled))
		(void)decimal_sub(l->quantity, cancelled, &l->quantity);
	l->unit = arena_slice(a, rows_text(r, 4));
	l->gtin = arena_slice(a, rows_text(r, 6));
	l->name = arena_slice(a, rows_text(r, 7));
	l->ship_to_name = b->ship_name;
	l->street = b->street;
	l->city = b->city;
	l->postal_code = b->postal_code;
	l->country = b->country;
	l->region = b->region;
	if (!slice_cut(b->ship_ids, '\n', &l->ship_to_id, &rest))
		l->ship_to_id = b->ship_ids;
	l->requested_on = rows_null(r, 5) ? b->requested_on : rows_day(r, 5);
}

static enum rc
add_lines(struct filling *f, const struct booked *b, struct err *e)
{
	struct rows *r;

	if (store_rows(f->night->store, Q_WAREHOUSE_LINES, &r, e, "i",
		b->order_id) != RC_OK)
		return (e->rc);
	while (rows_next(r))
		take_line(f, r, b);
	return (rows_end(r, e));
}

static enum rc
add_order(struct filling *f, int64_t order_id, struct err *e)
{
	struct event v = { f->night->as_of, f->night->run_id, "order", order_id,
		SLICE_NONE, "at_warehouse" };
	struct booked b = { 0 };

	if (booked_load(f->night->store, order_id, &f->arena, &b, e) != RC_OK ||
	    add_lines(f, &b, e) != RC_OK)
		return (e->rc);
	hasher_add(f->key, b.confirmation.p, b.confirmation.n);
	if (store_exec(f->night->store, Q_ORDER_AT_WAREHOUSE, NULL, e, "i",
		order_id) != RC_OK)
		return (e->rc);
	return (event_add(f->night->store, &v, e, SL_FMT,
	    SL_ARG(f->warehouse->id)));
}

static enum rc
write_document(struct filling *f, const struct writer *w, struct outgoing *o,
    struct packer *p, struct err *e)
{
	const struct answered nothing = { .standard = SLICE_NONE };
	struct buf out;
	enum rc rc;

	if (answer_head_fill(f->night, f->warehouse, w, &nothing, false, "WO",
		o->business_key, &f->arena, &f->order.head, e) != RC_OK)
		return (e->rc);
	o->head = &f->order.head;
	buf_init(&out, FILE_MAX);
	rc = w->warehouse(&f->order, &out, e);
	o->bytes = buf_slice(&out);
	if (rc == RC_OK)
		rc = outbox_add(f->night, p, o, e);
	buf_free(&out);
	return (rc);
}

static enum rc
put_file(struct filling *f, const struct writer *w, struct packer *p,
    struct err *e)
{
	struct sha256 sha = hasher_end(f->key);
	struct outgoing o = { .partner = f->warehouse,
		.kind = "warehouse",
		.word = "orders",
		.writer = w,
		.version = 1,
		.due_at = f->night->as_of };
	char hex[SHA256_HEX];
	bool known = false;

	f->key = NULL;
	o.business_key = slice_of(
	    arena_printf(&f->arena, "warehouse|" SL_FMT "|%s",
		SL_ARG(f->warehouse->id), sha256_hex(&sha, hex)));
	if (outbox_known(f->night, o.business_key, &known, e) != RC_OK || known)
		return (e->rc);
	return (write_document(f, w, &o, p, e));
}

static enum rc
write_file(struct filling *f, const struct writer *w, size_t *written,
    struct err *e)
{
	struct packer p;
	enum rc rc = RC_OK;

	packer_init(&p, f->night->mill, f->night->run_id);
	if (store_begin(f->night->store, e) != RC_OK)
		return (e->rc);
	/* Listed with the write lock held: nobody can cancel one of them. */
	rc = load_due(f, e);
	*written = f->ids.n;
	if (rc == RC_OK && f->ids.n == 0) {
		store_rollback(f->night->store);
		return (RC_OK);
	}
	f->key = hasher_new();
	for (size_t i = 0; rc == RC_OK && i < f->ids.n; i++)
		rc = add_order(f, *LIST_AT(&f->ids, int64_t, i), e);
	if (rc == RC_OK)
		rc = put_file(f, w, &p, e);
	if (rc == RC_OK)
		rc = packer_sync(&p, e);
	packer_abort(&p);
	hasher_free(f->key);
	f->key = NULL;
	if (rc == RC_OK)
		return (store_commit(f->night->store, e));
	store_rollback(f->night->store);
	return (rc);
}

static enum rc
one_warehouse(struct night *n, const struct partner *p, struct err *e)
{
	const struct writer *w = writer_named(p->answers.warehouse);
	enum rc rc = RC_OK;
	size_t written;

	INVARIANT(w != NULL && w->warehouse != NULL);
	do {
		struct filling f = { .night = n, .warehouse = p };

		written = 0;
		rc = write_file(&f, w, &written, e);
		arena_free(&f.arena);
	} while (rc == RC_OK && written == ORDERS_A_FILE);
	return (rc);
}

enum rc
warehouse_orders_write(struct night *n, struct err *e)
{
	const struct list *partners = &n->mill->config.partners;

	for (size_t i = 0; i < partners->n; i++) {
		const struct partner *p = LIST_AT(partners, struct partner, i);

		if (p->role == ROLE_WAREHOUSE && p->state == PARTNER_LIVE &&
		    one_warehouse(n, p, e) != RC_OK)
			return (
			    err_add(e, "orders for " SL_FMT, SL_ARG(p->id)));
	}
	return (RC_OK);
}
