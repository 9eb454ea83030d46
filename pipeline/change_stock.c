#include <inttypes.h>

#include "pipeline/change_part.h"

struct need { /* of a line, in stock units */
	struct slice sku;
	struct decimal quantity, ordered;
};

static enum rc
load_needs(struct applying *k, struct need *needs, size_t n, struct err *e)
{
	struct rows *r;

	if (store_rows(k->store, Q_ORDER_STOCK_LINES, &r, e, "i",
		k->order.order_id) != RC_OK)
		return (e->rc);
	while (rows_next(r)) {
		int64_t line = rows_int(r, 0);

		if (line < 1 || line > (int64_t)n)
			continue;
		needs[line - 1].sku = arena_slice(k->a, rows_text(r, 1));
		needs[line - 1].quantity = rows_decimal(r, 2);
		needs[line - 1].ordered = rows_decimal(r, 3);
	}
	return (rows_end(r, e));
}

static void
give_back(struct applying *k, struct slice sku, struct decimal quantity)
{
	struct decimal less;

	if (!decimal_is_none(quantity) &&
	    decimal_sub(DECIMAL_ZERO, quantity, &less))
		stock_take(k->stock, sku, less);
}

/* What is more than before has to be there, or comes later. */
static enum rc
promise(struct applying *k, int64_t line, const struct need *now, struct err *e)
{
	const struct decimal *have = stock_available(k->stock, now->sku);
	struct decimal missing;
	char text[DECIMAL_TEXT_MAX];

	if (have == NULL || decimal_is_none(now->quantity) ||
	    decimal_cmp(*have, now->quantity) >= 0) {
		if (have != NULL && !decimal_is_none(now->quantity))
			stock_take(k->stock, now->sku, now->quantity);
		return (RC_OK);
	}
	if (!decimal_sub(now->quantity, have->coef > 0 ? *have : DECIMAL_ZERO,
		&missing) ||
	    !decimal_mul(missing, now->ordered, &missing) ||
	    !decimal_div(missing, now->quantity, 6, &missing))
		return (err_set(e, RC_REJECT, "ORDER-AMOUNT",
		    "the stock of line %" PRId64 " cannot be counted", line));
	stock_take(k->stock, now->sku, now->quantity);
	return (store_exec(k->store, Q_ORDER_LINE_BACKORDER, NULL, e, "ssii",
	    "ORDER-STOCK", decimal_text(missing, text), k->order.order_id,
	    line));
}

enum rc
change_promise_stock(struct applying *k, struct err *e)
{
	size_t n = k->plan.lines.n;
	struct need *needs = arena_array(k->a, n, sizeof(*needs));

	if (k->stock == NULL || k->order.test ||
	    slice_is(k->order.kind, "blanket"))
		return (RC_OK);
	if (load_needs(k, needs, n, e) != RC_OK)
		return (e->rc);
	for (size_t i = 0; i < n; i++) {
		const struct changed_line *p = LIST_AT(&k->plan.lines,
		    struct changed_line, i);

		if (p->step == STEP_KEEP)
			continue;
		if (p->step != STEP_ADD)
			give_back(k,
			    LIST_AT(&k->book, struct book_line, p->old)->sku,
			    change_extra_of(k, p)->stock_quantity);
		if (p->step != STEP_DELETE &&
		    promise(k, (int64_t)i + 1, &needs[i], e) != RC_OK)
			return (e->rc);
	}
	return (RC_OK);
}
