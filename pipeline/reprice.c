#include <inttypes.h>

#include "pipeline/reprice.h"

struct priced_line {
	struct checked_line c;
	int64_t line;
	struct decimal quantity, cancelled;
	bool dirty;
};

struct priced {
	struct list lines; /* struct priced_line */
	struct arena arena;
};

static enum rc
load(const struct actor *x, const struct booked *b, struct priced *p,
    struct err *e)
{
	struct rows *r;

	if (store_rows(x->store, Q_ORDER_PRICED_LINES, &r, e, "i",
		b->order_id) != RC_OK)
		return (e->rc);
	while (rows_next(r)) {
		struct priced_line *l = LIST_PUSH(&p->arena, &p->lines,
		    struct priced_line);

		l->line = rows_int(r, 0);
		l->quantity = rows_decimal(r, 1);
		l->cancelled = rows_decimal(r, 2);
		l->c.price = rows_decimal(r, 3);
		l->c.price_basis = rows_decimal(r, 4);
		l->c.our_price = rows_decimal(r, 5);
		l->c.our_basis = rows_decimal(r, 6);
		l->c.net = rows_int(r, 7);
		l->c.our_net = rows_int(r, 8);
		l->c.tax_category = arena_slice(&p->arena, rows_text(r, 9));
		l->c.tax_percent = rows_decimal(r, 10);
		INVARIANT(line_state_named(rows_text(r, 11), &l->c.state));
		l->c.reason = arena_slice(&p->arena, rows_text(r, 12));
	}
	return (rows_end(r, e));
}

/* The header's charges are kept as their sum: one charge without a category,
 * which the arithmetic taxes as most of the order is. */
static bool
totals(struct priced *p, struct booked *b)
{
	struct checked_order c = { .currency = b->currency,
		.digits = currency_digits(b->currency) };
	struct list header = { 0 };

	if (c.digits < 0)
		return (false);
	for (size_t i = 0; i < p->lines.n; i++)
		*LIST_PUSH(&p->arena, &c.lines, struct checked_line) =
		    LIST_AT(&p->lines, struct priced_line, i)->c;
	if (b->charges != 0) {
		struct charge *h = shape_push(&p->arena, &header,
		    &charge_shape);

		h->is_charge = b->charges > 0;
		h->amount = money_decimal(
		    b->charges > 0 ? b->charges : -b->charges, c.digits);
	}
	if (!order_totals(&c, &header, &p->arena))
		return (false);
	b->net = c.net;
	b->charges = c.charges;
	b->tax = c.tax;
	b->total = c.total;
	return (true);
}

static const char *
text_of(struct decimal d, char out[DECIMAL_TEXT_MAX])
{
	return (decimal_is_none(d) ? "" : decimal_text(d, out));
}

static enum rc
save(const struct actor *x, struct priced *p, struct booked *b, struct err *e)
{
	if (!totals(p, b))
		return (err_set(e, RC_REJECT, "ORDER-AMOUNT",
		    "order %" PRId64 " comes to nothing that can be booked",
		    b->order_id));
	for (size_t i = 0; i < p->lines.n; i++) {
		const struct priced_line *l = LIST_AT(&p->lines,
		    struct priced_line, i);
		char price[DECIMAL_TEXT_MAX], basis[DECIMAL_TEXT_MAX],
		    cancelled[DECIMAL_TEXT_MAX];

		if (l->dirty &&
		    store_exec(x->store, Q_ORDER_LINE_REPRICE, NULL, e,
			"ssistsii", text_of(l->c.price, price),
			text_of(l->c.price_basis, basis), l->c.net,
			line_state_names[l->c.state], l->c.reason,
			text_of(l->cancelled, cancelled), b->order_id,
			l->line) != RC_OK)
			return (e->rc);
	}
	return (store_exec(x->store, Q_ORDER_TOTALS, NULL, e, "iiiii", b->net,
	    b->charges, b->tax, b->total, b->order_id));
}

enum rc
reprice_ours(const struct actor *x, struct booked *b, struct err *e)
{
	struct priced p = { 0 };
	enum rc rc = load(x, b, &p, e);

	for (size_t i = 0; rc == RC_OK && i < p.lines.n; i++) {
		struct priced_line *l = LIST_AT(&p.lines, struct priced_line,
		    i);

		if (checked_at_ours(&l->c))
			l->dirty = true;
	}
	if (rc == RC_OK)
		rc = save(x, &p, b, e);
	arena_free(&p.arena);
	return (rc);
}

static bool
cut(struct priced_line *l, struct decimal missing, const char *code)
{
	struct decimal kept, net, part;
	int64_t minor;

	if (!decimal_sub(l->quantity, missing, &kept) ||
	    !decimal_add(l->cancelled, missing, &l->cancelled))
		return (false);
	net = decimal_make(l->c.net, 0);
	part = kept.coef > 0 ? kept : DECIMAL_ZERO;
	if (!money_of(net, part, l->quantity, 0, &minor))
		return (false);
	l->c.net = minor;
	l->c.state = part.coef > 0 ? LINE_CHANGED : LINE_CANCELLED;
	l->c.reason = slice_of(code);
	l->dirty = true;
	return (true);
}

enum rc
reprice_cut_line(const struct actor *x, struct booked *b, int64_t line,
    struct decimal missing, const char *code, struct err *e)
{
	struct priced p = { 0 };
	enum rc rc = load(x, b, &p, e);

	for (size_t i = 0; rc == RC_OK && i < p.lines.n; i++) {
		struct priced_line *l = LIST_AT(&p.lines, struct priced_line,
		    i);

		if (l->line == line && !cut(l, missing, code))
			rc = err_set(e, RC_REJECT, "ORDER-AMOUNT",
			    "line %" PRId64 " cannot be cut", line);
	}
	if (rc == RC_OK)
		rc = save(x, &p, b, e);
	arena_free(&p.arena);
	return (rc);
}

enum rc
reprice_total(const struct actor *x, struct booked *b, struct err *e)
{
	struct priced p = { 0 };
	enum rc rc = load(x, b, &p, e);

	if (rc == RC_OK)
		rc = save(x, &p, b, e);
	arena_free(&p.arena);
	return (rc);
}
