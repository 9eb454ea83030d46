#include <inttypes.h>
#include <unistd.h>

#include "base/file.h"
#include "base/frame.h"
#include "pipeline/agreed.h"
#include "pipeline/book.h"
#include "pipeline/recheck.h"

#define WORKER_TIMEOUT_MS 600000

struct search {
	struct recheck *r;
	int64_t ordinal, seen;
	bool found;
};

/* The order lives in the worker's frame: a copy of our own is kept. */
static enum rc
on_order(void *ctx, const struct order *o, struct err *e)
{
	struct search *s = ctx;
	struct buf bytes;
	struct slice copy;

	if (++s->seen != s->ordinal)
		return (RC_OK);
	buf_init(&bytes, FRAME_MAX);
	shape_encode(&order_shape, o, &bytes);
	copy = arena_slice(&s->r->arena, buf_slice(&bytes));
	buf_free(&bytes);
	s->found = true;
	return (
	    shape_decode(&order_shape, copy, &s->r->arena, &s->r->order, e));
}

static enum rc
read_again(struct zygote *z, int fd, int64_t offset, int64_t bytes,
    const char *format, struct slice agreed, struct search *s, struct err *e)
{
	struct parse_sink sink = sink_idle(s);
	struct worker_limits limits = { .input_bytes = bytes };
	struct arena a = ARENA_INIT;
	struct parse_end end;
	struct frame_in in;
	char taken[16];
	int from;
	enum rc rc;

	sink.order = on_order;
	if (zygote_parse(z, fd, offset, &limits, format, agreed, &from, e) !=
	    RC_OK)
		return (e->rc);
	frame_in_init(&in, from, WORKER_TIMEOUT_MS);
	rc = record_read(&in, &sink, &a, taken, &end, e);
	frame_in_free(&in);
	arena_free(&a);
	(void)close(from);
	return (rc);
}

static enum rc
find_again(const struct actor *x, struct zygote *z, const struct booked *b,
    struct recheck *r, struct err *e)
{
	struct search s = { .r = r, .ordinal = b->ordinal };
	struct night n = { .mill = x->mill };
	int64_t bytes = 0, offset = 0, pack_id = 0;
	struct slice sha = SLICE_NONE, partner = SLICE_NONE;
	const char *format = "";
	struct buf agreed;
	struct rows *rows;
	int fd;
	enum rc rc;

	if (store_rows(x->store, Q_BYTES_OF_FILE, &rows, e, "i", b->file_id) !=
	    RC_OK)
		return (e->rc);
	if (rows_next(rows)) {
		sha = arena_slice(&r->arena, rows_text(rows, 0));
		bytes = rows_int(rows, 1);
		pack_id = rows_int(rows, 2);
		offset = rows_int(rows, 3);
		partner = arena_slice(&r->arena, rows_text(rows, 5));
		format = arena_text(&r->arena, rows_text(rows, 6));
	}
	if (rows_end(rows, e) != RC_OK ||
	    file_bytes_open(&n, sha, pack_id, &fd, e) != RC_OK)
		return (e->rc);
	buf_init(&agreed, AGREED_MAX);
	agreed_options(config_partner(&x->mill->config, partner), false,
	    &agreed);
	rc = read_again(z, fd, offset, bytes, format, buf_slice(&agreed), &s,
	    e);
	buf_free(&agreed);
	(void)close(fd);
	if (rc == RC_OK &&
	    (!s.found || !slice_eq(r->order.po_number, b->po_number)))
		rc = err_set(e, RC_REJECT, "RECHECK",
		    "order " SL_FMT " is not found again in its file",
		    SL_ARG(b->po_number));
	return (rc);
}

bool
recheck_applies(const struct booked *b)
{
	return (slice_is(b->verdict, "held") && b->confirmation.n == 0 &&
	    b->standing_order_id == 0);
}

enum rc
order_recheck(const struct actor *x, struct zygote *z, const struct booked *b,
    struct recheck *r, struct err *e)
{
	INVARIANT(x->master != NULL && !store_in_transaction(x->store));
	*r = (struct recheck){ .arena = ARENA_INIT };
	order_init(&r->order);
	r->partner = config_partner(&x->mill->config, b->partner);
	if (r->partner == NULL)
		return (err_set(e, RC_REJECT, "RECHECK",
		    "there is no partner " SL_FMT " any more",
		    SL_ARG(b->partner)));
	if (find_again(x, z, b, r, e) != RC_OK)
		return (e->rc);
	order_check(&r->order, r->partner, x->master, &x->mill->config.seller,
	    x->today, &r->arena, &r->checked);
	return (RC_OK);
}

bool
recheck_bookable(const struct recheck *r, const char **why)
{
	const struct checked_order *c = &r->checked;
	size_t lines = 0;

	*why = c->information                   ? "it is for information only" :
	    c->verdict == ORDER_REJECTED        ? "it would be rejected now" :
	    c->customer == NULL                 ? "its customer is not known" :
	    c->digits < 0 || c->currency.n == 0 ? "its currency is not known" :
						  NULL;
	/* A change is priced beside its order. */
	if (c->change)
		return (*why == NULL);
	for (size_t i = 0; *why == NULL && i < c->lines.n; i++) {
		const struct checked_line *l = LIST_AT(&c->lines,
		    struct checked_line, i);

		if (l->state == LINE_REJECTED)
			continue;
		lines++;
		if (l->product == NULL)
			*why = "an item is not known";
		else if (decimal_is_none(l->stock_quantity))
			*why = "a unit is not known";
		else if (decimal_is_none(l->price))
			*why = "a line has no price";
	}
	if (*why == NULL && lines == 0)
		*why = "no line is left";
	return (*why == NULL);
}

/* Its key is that of the customer who is known now. */
static enum rc
key_is_free(const struct actor *x, const struct recheck *r,
    const struct booked *b, struct err *e)
{
	int64_t owner = 0;

	if (r->checked.change)
		return (RC_OK);
	if (store_int(x->store, Q_ORDER_KEY_OWNER, 0, &owner, e, "tttit",
		r->checked.customer->id, b->po_number, b->release_number,
		(int64_t)b->test, b->partner) != RC_OK)
		return (e->rc);
	if (owner == 0 || owner == b->order_id)
		return (RC_OK);
	return (err_set(e, RC_REJECT, "ORDER-DUPLICATE",
	    "this PO number is order:%" PRId64 " already", owner));
}

enum rc
recheck_apply(const struct actor *x, const struct recheck *r, struct arena *a,
    struct booked *b, struct err *e)
{
	struct night n = { .mill = x->mill, .store = x->store };
	struct book book = { .night = &n,
		.store = x->store,
		.connection = r->partner,
		.partner = r->partner };

	if (key_is_free(x, r, b, e) != RC_OK ||
	    book_order_again(&book, b->order_id, &r->order, &r->checked, e) !=
		RC_OK)
		return (e->rc);
	return (booked_load(x->store, b->order_id, a, b, e));
}

void
recheck_free(struct recheck *r)
{
	arena_free(&r->arena);
}
