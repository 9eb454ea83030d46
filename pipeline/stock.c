#include <stdlib.h>

#include "pipeline/stock.h"

struct stock_row {
	struct slice sku;
	struct decimal available;
	instant counted_at;
	struct decimal gone; /* since then */
	bool kept;           /* in stock_gone */
	struct decimal open; /* what open orders hold */
	bool open_kept;      /* in stock_open */
	bool moved;          /* open is not what is there */
};

struct stock {
	struct arena arena;
	struct stock_row *rows; /* by sku ascending */
	size_t n;
	bool any_open; /* of any is kept what open orders hold */
};

static int
by_sku(const void *a, const void *b)
{
	return (slice_cmp(((const struct stock_row *)a)->sku,
	    ((const struct stock_row *)b)->sku));
}

static struct stock_row *
find(const struct stock *s, struct slice sku)
{
	struct stock_row key = { .sku = sku };

	if (s->n == 0)
		return (NULL);
	return (bsearch(&key, s->rows, s->n, sizeof(key), by_sku));
}

static void
take(struct stock_row *row, struct decimal quantity)
{
	struct decimal left;

	if (decimal_sub(row->available, quantity, &left))
		row->available = left;
}

/* stock units = stocked x part / ordered, of the line in these columns */
static struct decimal
in_stock_units(struct rows *r, int at, struct decimal part)
{
	struct decimal ordered, stocked, units;

	if (!decimal_parse(rows_text(r, at), &ordered) ||
	    !decimal_parse(rows_text(r, at + 1), &stocked) ||
	    ordered.coef == 0 || !decimal_mul(stocked, part, &units) ||
	    !decimal_div(units, ordered, 6, &units))
		return (DECIMAL_ZERO);
	return (units);
}

/* --- what open orders hold ------------------------------------------------ */

/* Of the line in five columns from `at`: ordered, in stock units, ordered,
 * shipped, cancelled. */
static struct decimal
still_held(struct rows *r, int at)
{
	struct decimal part, gone;

	if (!decimal_parse(rows_text(r, at + 2), &part))
		return (DECIMAL_ZERO);
	for (int c = at + 3; c < at + 5; c++)
		if (decimal_parse(rows_text(r, c), &gone))
			(void)decimal_sub(part, gone, &part);
	return (in_stock_units(r, at, part));
}

/* Quantities are decimal text: summed here, exactly, not by the database. */
static enum rc
sum_open(struct store *st, struct slice sku, struct decimal *sum, struct err *e)
{
	struct rows *r;

	*sum = DECIMAL_ZERO;
	if (store_rows(st, Q_STOCK_OPEN, &r, e, "t", sku) != RC_OK)
		return (e->rc);
	while (rows_next(r))
		(void)decimal_add(*sum, still_held(r, 0), sum);
	return (rows_end(r, e));
}

static bool
line_is_open(struct slice state)
{
	return (slice_is(state, "accepted") || slice_is(state, "changed") ||
	    slice_is(state, "backordered"));
}

static struct stock_row *
kept_row(const struct stock *s, struct slice sku)
{
	struct stock_row *row = find(s, sku);

	if (row == NULL || !row->open_kept)
		return (NULL);
	row->moved = true;
	return (row);
}

struct touched {
	int64_t order_id;
	bool was_open, is_open;
};

static enum rc
tell_apart(struct store *st, const struct stock *s, const struct touched *t,
    struct err *e)
{
	struct stock_row *row;
	struct rows *r;

	if (!t->was_open && !t->is_open)
		return (RC_OK);
	if (store_rows(st,
		t->was_open ? Q_STOCK_TOUCHED_LINES : Q_STOCK_NEW_LINES, &r, e,
		"i", t->order_id) != RC_OK)
		return (e->rc);
	while (rows_next(r)) {
		if (t->was_open && line_is_open(rows_text(r, 13)) &&
		    (row = kept_row(s, rows_text(r, 12))) != NULL)
			(void)decimal_sub(row->open, still_held(r, 7),
			    &row->open);
		if (t->is_open && line_is_open(rows_text(r, 6)) &&
		    (row = kept_row(s, rows_text(r, 5))) != NULL)
			(void)decimal_add(row->open, still_held(r, 0),
			    &row->open);
	}
	return (rows_end(r, e));
}

/* Some of the orders behind *after; none left: *after stays. */
static enum rc
tell_some_apart(struct store *st, const struct stock *s, int64_t *after,
    struct err *e)
{
	struct arena a = ARENA_INIT;
	struct list all = { 0 };
	struct rows *r;
	enum rc rc;

	if (store_rows(st, Q_STOCK_TOUCHED, &r, e, "i", *after) != RC_OK)
		return (e->rc);
	while (rows_next(r))
		*LIST_PUSH(&a, &all,
		    struct touched) = (struct touched){ rows_int(r, 0),
			rows_int(r, 1) != 0, rows_int(r, 2) != 0 };
	rc = rows_end(r, e);
	for (size_t i = 0; rc == RC_OK && i < all.n; i++) {
		const struct touched *t = LIST_AT(&all, struct touched, i);

		*after = t->order_id;
		if (s->any_open)
			rc = tell_apart(st, s, t, e);
	}
	arena_free(&a);
	return (rc);
}

static enum rc
put_open(struct store *st, const struct stock_row *row, struct err *e)
{
	char text[DECIMAL_TEXT_MAX];

	return (store_exec(st, Q_STOCK_OPEN_PUT, NULL, e, "ts", row->sku,
	    decimal_text(row->open, text)));
}

/* The sums and the orders that are in them now change together. */
static enum rc
settle_some(struct store *st, struct stock *s, bool *more, struct err *e)
{
	int64_t after = 0;

	if (store_begin(st, e) != RC_OK ||
	    tell_some_apart(st, s, &after, e) != RC_OK)
		return (e->rc);
	*more = after != 0;
	for (size_t i = 0; i < s->n; i++) {
		struct stock_row *row = &s->rows[i];

		if (row->moved && put_open(st, row, e) != RC_OK)
			return (e->rc);
		row->moved = false;
	}
	if (*more &&
	    (store_exec(st, Q_STOCK_TOUCHED_DROP, NULL, e, "i", after) !=
		    RC_OK ||
		store_exec(st, Q_STOCK_LINES_DROP, NULL, e, "i", after) !=
		    RC_OK))
		return (e->rc);
	return (store_commit(st, e));
}

static enum rc
load_open(struct store *st, struct stock *s, struct list *others,
    struct arena *a, struct err *e)
{
	struct rows *r;

	if (store_rows(st, Q_STOCK_KEPT_OPEN, &r, e, "") != RC_OK)
		return (e->rc);
	while (rows_next(r)) {
		struct stock_row *row = find(s, rows_text(r, 0));

		if (row != NULL) {
			row->open_kept = decimal_parse(rows_text(r, 1),
			    &row->open);
			s->any_open |= row->open_kept;
			continue;
		}
		*LIST_PUSH(a, others, struct slice) = arena_slice(a,
		    rows_text(r, 0));
	}
	return (rows_end(r, e));
}

/* What is not counted any more is not kept: nobody would keep it right. */
static enum rc
load_kept_open(struct store *st, struct stock *s, struct err *e)
{
	struct arena a = ARENA_INIT;
	struct list others = { 0 };
	enum rc rc = load_open(st, s, &others, &a, e);

	if (rc == RC_OK && others.n > 0)
		rc = store_begin(st, e);
	for (size_t i = 0; rc == RC_OK && i < others.n; i++)
		rc = store_exec(st, Q_STOCK_OPEN_DROP, NULL, e, "t",
		    *LIST_AT(&others, struct slice, i));
	if (rc == RC_OK && others.n > 0)
		rc = store_commit(st, e);
	arena_free(&a);
	return (rc);
}

/* The first time all its open lines are read.  Somebody may write beside the
 * night: then the sum is good for tonight, and not kept. */
static enum rc
begin_open(struct store *st, struct stock_row *row, struct err *e)
{
	int64_t touched = 0;

	if (sum_open(st, row->sku, &row->open, e) != RC_OK ||
	    store_begin(st, e) != RC_OK ||
	    store_int(st, Q_STOCK_TOUCHED_ANY, 0, &touched, e, "") != RC_OK ||
	    (touched == 0 && put_open(st, row, e) != RC_OK))
		return (e->rc);
	return (store_commit(st, e));
}

static enum rc
subtract_open(struct store *st, struct stock *s, struct err *e)
{
	bool more = true;

	if (load_kept_open(st, s, e) != RC_OK)
		return (e->rc);
	while (more)
		if (settle_some(st, s, &more, e) != RC_OK)
			return (e->rc);
	for (size_t i = 0; i < s->n; i++) {
		struct stock_row *row = &s->rows[i];

		if (!row->open_kept && begin_open(st, row, e) != RC_OK)
			return (e->rc);
		take(row, row->open);
	}
	return (RC_OK);
}

/* --- what has left since the count ---------------------------------------- */

static void
add_gone(struct decimal *gone, struct rows *r)
{
	struct decimal part;

	/* What does not fit into 18 digits is no quantity of goods. */
	if (decimal_parse(rows_text(r, 2), &part))
		(void)decimal_add(*gone, in_stock_units(r, 0, part), gone);
}

static enum rc
load_kept(struct night *n, struct stock *s, struct err *e)
{
	struct rows *r;

	if (store_rows(n->store, Q_STOCK_GONE, &r, e, "") != RC_OK)
		return (e->rc);
	while (rows_next(r)) {
		struct stock_row *row = find(s, rows_text(r, 0));

		if (row != NULL && rows_int(r, 1) == row->counted_at)
			row->kept = decimal_parse(rows_text(r, 2), &row->gone);
	}
	return (rows_end(r, e));
}

/* One reading of the shipments since the oldest of the new counts. */
static enum rc
sum_shipped(struct night *n, struct stock *s, instant oldest, struct err *e)
{
	struct rows *r;

	if (store_rows(n->store, Q_STOCK_SHIPPED_SINCE, &r, e, "i", oldest) !=
	    RC_OK)
		return (e->rc);
	while (rows_next(r)) {
		struct stock_row *row = find(s, rows_text(r, 3));

		if (row != NULL && !row->kept &&
		    rows_int(r, 4) > row->counted_at)
			add_gone(&row->gone, r);
	}
	return (rows_end(r, e));
}

static enum rc
put_gone(struct store *s, struct slice sku, instant since, struct decimal gone,
    struct err *e)
{
	char text[DECIMAL_TEXT_MAX];

	return (store_exec(s, Q_STOCK_GONE_PUT, NULL, e, "tis", sku, since,
	    decimal_text(gone, text)));
}

static enum rc
shipments_mark(struct night *n, int64_t *mark, struct err *e)
{
	return (store_int(n->store, Q_STOCK_MARK, 0, mark, e, ""));
}

/* Somebody may ship by hand beside the night: a sum that was read before is
 * good for tonight, and not kept. */
static enum rc
keep_gone(struct night *n, struct stock *s, int64_t before, struct err *e)
{
	struct batch b;
	int64_t now = before;
	bool full;

	batch_init(&b, n->store);
	for (size_t i = 0; i < s->n; i++) {
		const struct stock_row *row = &s->rows[i];

		if (row->kept)
			continue;
		if (batch_open(&b, e) != RC_OK ||
		    shipments_mark(n, &now, e) != RC_OK)
			return (e->rc);
		if (now != before)
			break;
		if (put_gone(n->store, row->sku, row->counted_at, row->gone,
			e) != RC_OK ||
		    batch_step(&b, &full, e) != RC_OK)
			return (e->rc);
	}
	return (batch_end(&b, e));
}

static enum rc
count_gone(struct night *n, struct stock *s, struct err *e)
{
	instant oldest = INSTANT_NONE;
	int64_t mark;

	for (size_t i = 0; i < s->n; i++)
		if (!s->rows[i].kept &&
		    (oldest == INSTANT_NONE || s->rows[i].counted_at < oldest))
			oldest = s->rows[i].counted_at;
	if (oldest == INSTANT_NONE)
		return (RC_OK);
	if (shipments_mark(n, &mark, e) != RC_OK ||
	    sum_shipped(n, s, oldest, e) != RC_OK)
		return (e->rc);
	return (keep_gone(n, s, mark, e));
}

static enum rc
subtract_shipped(struct night *n, struct stock *s, struct err *e)
{
	if (s->n == 0)
		return (RC_OK);
	if (load_kept(n, s, e) != RC_OK || count_gone(n, s, e) != RC_OK)
		return (e->rc);
	for (size_t i = 0; i < s->n; i++)
		take(&s->rows[i], s->rows[i].gone);
	return (RC_OK);
}

enum rc
stock_ship(struct store *s, int64_t shipment_id, int64_t order_id, int64_t line,
    struct slice sscc, struct err *e)
{
	struct decimal gone = DECIMAL_NONE;
	struct arena a = ARENA_INIT;
	struct slice sku = SLICE_NONE;
	instant since = 0;
	struct rows *r;
	enum rc rc;

	if (store_rows(s, Q_STOCK_GONE_BY, &r, e, "iiit", shipment_id, order_id,
		line, sscc) != RC_OK)
		return (e->rc);
	if (rows_next(r) && decimal_parse(rows_text(r, 5), &gone)) {
		sku = arena_slice(&a, rows_text(r, 3));
		since = rows_int(r, 4);
		add_gone(&gone, r);
	}
	rc = rows_end(r, e);
	if (rc == RC_OK && !decimal_is_none(gone))
		rc = put_gone(s, sku, since, gone, e);
	arena_free(&a);
	return (rc);
}

static enum rc
gone_proof(struct store *s, stock_fault_fn *say, void *ctx, struct err *e)
{
	struct decimal left = DECIMAL_ZERO, kept = DECIMAL_ZERO;
	struct arena a = ARENA_INIT;
	struct slice sku = SLICE_NONE;
	bool any = false, more;
	struct rows *r;

	if (store_rows(s, Q_VERIFY_STOCK, &r, e, "") != RC_OK)
		return (e->rc);
	do {
		more = rows_next(r);
		if (any && (!more || !slice_eq(sku, rows_text(r, 3)))) {
			if (decimal_is_none(kept) ||
			    decimal_cmp(kept, left) != 0)
				say(ctx, sku, "left since it was counted", kept,
				    left);
			any = false;
		}
		if (more && !any) {
			arena_reset(&a);
			sku = arena_slice(&a, rows_text(r, 3));
			left = DECIMAL_ZERO;
			if (!decimal_parse(rows_text(r, 5), &kept))
				kept = DECIMAL_NONE;
			any = true;
		}
		if (more)
			add_gone(&left, r);
	} while (more);
	arena_free(&a);
	return (rows_end(r, e));
}

/* --- what is there -------------------------------------------------------- */

static struct stock *
limited_products(const struct list *products)
{
	struct stock *s = calloc(1, sizeof(*s));
	struct list rows = { 0 };

	if (s == NULL)
		die_memory();
	for (size_t i = 0; i < products->n; i++) {
		const struct product *p = LIST_AT(products, struct product, i);

		if (!decimal_is_none(p->stock))
			*LIST_PUSH(&s->arena, &rows, struct stock_row) =
			    (struct stock_row){ .sku = p->sku,
				    .available = p->stock,
				    .counted_at = p->stock_at != INSTANT_NONE ?
					p->stock_at :
					0,
				    .gone = DECIMAL_ZERO,
				    .open = DECIMAL_ZERO };
	}
	s->rows = rows.v;
	s->n = rows.n;
	if (s->n > 1)
		qsort(s->rows, s->n, sizeof(*s->rows), by_sku);
	return (s);
}

enum rc
stock_load(struct night *n, struct stock **out, struct err *e)
{
	struct stock *s = limited_products(&n->master_rows.products);

	*out = s;
	if (subtract_open(n->store, s, e) != RC_OK)
		return (e->rc);
	return (subtract_shipped(n, s, e));
}

/* --- is what is kept right ------------------------------------------------ */

static enum rc
kept_products(struct store *st, struct stock *s, struct err *e)
{
	struct list rows = { 0 };
	struct rows *r;

	if (store_rows(st, Q_STOCK_KEPT_OPEN, &r, e, "") != RC_OK)
		return (e->rc);
	while (rows_next(r)) {
		struct stock_row *row = LIST_PUSH(&s->arena, &rows,
		    struct stock_row);

		*row = (struct stock_row){ .sku = arena_slice(&s->arena,
					       rows_text(r, 0)),
			.open = DECIMAL_NONE };
		row->open_kept = decimal_parse(rows_text(r, 1), &row->open);
	}
	s->rows = rows.v;
	s->n = rows.n;
	s->any_open = rows.n > 0;
	return (rows_end(r, e));
}

static enum rc
compare_open(struct store *st, const struct stock *s, stock_fault_fn *say,
    void *ctx, struct err *e)
{
	struct decimal sum;

	for (size_t i = 0; i < s->n; i++) {
		const struct stock_row *row = &s->rows[i];

		if (sum_open(st, row->sku, &sum, e) != RC_OK)
			return (e->rc);
		if (!row->open_kept || decimal_cmp(row->open, sum) != 0)
			say(ctx, row->sku, "open orders hold",
			    row->open_kept ? row->open : DECIMAL_NONE, sum);
	}
	return (RC_OK);
}

static enum rc
open_proof(struct store *st, stock_fault_fn *say, void *ctx, struct err *e)
{
	struct stock s = { .n = 0 };
	int64_t after = 0, before = -1;
	enum rc rc = kept_products(st, &s, e);

	while (rc == RC_OK && after != before) {
		before = after;
		rc = tell_some_apart(st, &s, &after, e);
	}
	if (rc == RC_OK)
		rc = compare_open(st, &s, say, ctx, e);
	arena_free(&s.arena);
	return (rc);
}

enum rc
stock_proof(struct store *s, stock_fault_fn *say, void *ctx, struct err *e)
{
	if (open_proof(s, say, ctx, e) != RC_OK)
		return (e->rc);
	return (gone_proof(s, say, ctx, e));
}

/* --- tonight -------------------------------------------------------------- */

const struct decimal *
stock_available(const struct stock *s, struct slice sku)
{
	const struct stock_row *row = find(s, sku);

	return (row != NULL ? &row->available : NULL);
}

void
stock_take(struct stock *s, struct slice sku, struct decimal quantity)
{
	struct stock_row *row = find(s, sku);

	if (row != NULL)
		take(row, quantity);
}

void
stock_free(struct stock *s)
{
	if (s == NULL)
		return;
	arena_free(&s->arena);
	free(s);
}
