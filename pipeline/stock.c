#include <stdlib.h>

#include "pipeline/stock.h"

struct stock_row {
	struct slice sku;
	struct decimal available;
	instant counted_at;
	struct decimal gone; /* since then */
	bool kept;           /* in stock_gone */
};

struct stock {
	struct arena arena;
	struct stock_row *rows; /* by sku ascending */
	size_t n;
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

/* stock units = stocked x part / ordered, of this row's line */
static struct decimal
in_stock_units(struct rows *r, struct decimal part)
{
	struct decimal ordered, stocked, units;

	if (!decimal_parse(rows_text(r, 0), &ordered) ||
	    !decimal_parse(rows_text(r, 1), &stocked) || ordered.coef == 0 ||
	    !decimal_mul(stocked, part, &units) ||
	    !decimal_div(units, ordered, 6, &units))
		return (DECIMAL_ZERO);
	return (units);
}

/* Quantities are decimal text: summed here, exactly, not by the database. */
static enum rc
subtract_open(struct night *n, struct stock_row *row, struct err *e)
{
	struct rows *r;

	if (store_rows(n->store, Q_STOCK_OPEN, &r, e, "t", row->sku) != RC_OK)
		return (e->rc);
	while (rows_next(r)) {
		struct decimal part, gone;

		if (!decimal_parse(rows_text(r, 2), &part))
			continue;
		for (int c = 3; c < rows_columns(r); c++)
			if (decimal_parse(rows_text(r, c), &gone))
				(void)decimal_sub(part, gone, &part);
		take(row, in_stock_units(r, part));
	}
	return (rows_end(r, e));
}

/* --- what has left since the count ---------------------------------------- */

static void
add_gone(struct decimal *gone, struct rows *r)
{
	struct decimal part;

	/* What does not fit into 18 digits is no quantity of goods. */
	if (decimal_parse(rows_text(r, 2), &part))
		(void)decimal_add(*gone, in_stock_units(r, part), gone);
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

enum rc
stock_proof(struct store *s, stock_fault_fn *say, void *ctx, struct err *e)
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
				say(ctx, sku, kept, left);
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
			*LIST_PUSH(&s->arena, &rows,
			    struct stock_row) = (struct stock_row){ p->sku,
				p->stock,
				p->stock_at != INSTANT_NONE ? p->stock_at : 0,
				DECIMAL_ZERO, false };
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
	for (size_t i = 0; i < s->n; i++)
		if (subtract_open(n, &s->rows[i], e) != RC_OK)
			return (e->rc);
	return (subtract_shipped(n, s, e));
}

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
