#include <stdlib.h>

#include "pipeline/stock.h"

struct stock_row {
	struct slice sku;
	struct decimal available;
	instant counted_at;
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

/* What has left since each product was counted, in one reading of the
 * shipments since the oldest count. */
static enum rc
subtract_shipped(struct night *n, struct stock *s, struct err *e)
{
	instant oldest = INSTANT_NONE;
	struct rows *r;

	for (size_t i = 0; i < s->n; i++)
		if (oldest == INSTANT_NONE || s->rows[i].counted_at < oldest)
			oldest = s->rows[i].counted_at;
	if (s->n == 0)
		return (RC_OK);
	if (store_rows(n->store, Q_STOCK_SHIPPED_SINCE, &r, e, "i", oldest) !=
	    RC_OK)
		return (e->rc);
	while (rows_next(r)) {
		struct stock_row *row = find(s, rows_text(r, 3));
		struct decimal part;

		if (row != NULL && rows_int(r, 4) > row->counted_at &&
		    decimal_parse(rows_text(r, 2), &part))
			take(row, in_stock_units(r, part));
	}
	return (rows_end(r, e));
}

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
				p->stock_at != INSTANT_NONE ? p->stock_at : 0 };
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
