#include <stdlib.h>

#include "pipeline/stock.h"

struct stock_row {
	struct slice sku;
	struct decimal available;
};

struct stock {
	struct arena arena;
	struct stock_row *rows;		/* by sku ascending */
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
subtract(struct night *n, struct stock_row *row, enum query q, instant since,
    struct err *e)
{
	struct rows *r;
	enum rc rc;

	rc = q == Q_STOCK_OPEN
	    ? store_rows(n->store, q, &r, e, "t", row->sku)
	    : store_rows(n->store, q, &r, e, "ti", row->sku, since);
	if (rc != RC_OK)
		return (rc);
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

enum rc
stock_load(struct night *n, struct stock **out, struct err *e)
{
	const struct list *products = &n->master_rows.products;
	struct stock *s = calloc(1, sizeof(*s));
	struct list rows = { 0 };

	if (s == NULL)
		die_memory();
	*out = s;
	for (size_t i = 0; i < products->n; i++) {
		const struct product *p = LIST_AT(products, struct product,
		    i);
		struct stock_row *row;

		if (decimal_is_none(p->stock))
			continue;
		row = LIST_PUSH(&s->arena, &rows, struct stock_row);
		*row = (struct stock_row){ p->sku, p->stock };
		if (subtract(n, row, Q_STOCK_OPEN, 0, e) != RC_OK ||
		    subtract(n, row, Q_STOCK_SHIPPED_SINCE,
		    p->stock_at != INSTANT_NONE ? p->stock_at : 0, e) !=
		    RC_OK)
			return (e->rc);
	}
	s->rows = rows.v;
	s->n = rows.n;
	if (s->n > 1)
		qsort(s->rows, s->n, sizeof(*s->rows), by_sku);
	return (RC_OK);
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
