/* What one occurrence of a standing order comes to. */
#include "pipeline/standing_issue.h"

struct pricing {
	const struct actor *x;
	const struct standing_row *w;
	const struct booked *b; /* the first order */
	const struct customer *customer;
	struct standing_bill *bill;
	struct arena *a;
	day due;
	int digits;
	bool list, cut;
};

static bool
list_price(struct pricing *p, const struct product *product, struct slice unit,
    struct decimal quantity, struct standing_line *l)
{
	struct decimal price, per;

	if (!master_price(p->x->master, p->w->customer, product, unit,
		p->b->currency, quantity, p->due, &price, &per)) {
		p->bill->no_price = product->sku;
		return (true);
	}
	if (decimal_cmp(price, l->price) == 0 &&
	    decimal_cmp(per, l->price_basis) == 0)
		return (true);
	l->price = price;
	l->price_basis = per;
	l->repriced = true;
	return (money_of(quantity, price, per, p->digits, &l->net));
}

static bool
by_master(struct pricing *p, struct rows *r, struct standing_line *l)
{
	struct slice sku = arena_slice(p->a, rows_text(r, 1)), category;
	const struct product *product;
	struct decimal percent;

	if (p->x->master == NULL)
		return (true);
	product = master_product(p->x->master, sku);
	if (product == NULL) {
		p->bill->no_item = sku;
		return (true);
	}
	order_line_tax(product, p->customer, &category, &percent);
	if (!slice_eq(category, l->tax_category) ||
	    decimal_cmp(percent, l->tax_percent) != 0) {
		l->tax_category = category;
		l->tax_percent = percent;
		l->retaxed = true;
	}
	return (!p->list ||
	    list_price(p, product, rows_text(r, 3), rows_decimal(r, 2), l));
}

static bool
take_line(struct pricing *p, struct rows *r)
{
	struct standing_line *l = LIST_PUSH(p->a, &p->bill->lines,
	    struct standing_line);

	*l = (struct standing_line){ .line = rows_int(r, 0),
		.price = rows_decimal(r, 4),
		.price_basis = rows_decimal(r, 5),
		.net = rows_int(r, 6),
		.tax_category = arena_slice(p->a, rows_text(r, 7)),
		.tax_percent = rows_decimal(r, 8) };
	if (decimal_is_none(l->tax_percent))
		l->tax_percent = DECIMAL_ZERO;
	p->cut |= rows_int(r, 9) != 0;
	if (!by_master(p, r, l))
		return (false);
	p->bill->own_terms |= l->repriced || l->retaxed;
	return (true);
}

/* The header's charges are known as a sum; it is taxed as most of the order
 * is. */
static bool
totals(struct pricing *p)
{
	struct checked_order c = { .currency = p->b->currency,
		.digits = p->digits,
		.customer = p->customer };
	struct list header = { 0 };
	struct charge *h;

	for (size_t i = 0; i < p->bill->lines.n; i++) {
		const struct standing_line *l = LIST_AT(&p->bill->lines,
		    struct standing_line, i);

		*LIST_PUSH(p->a, &c.lines, struct checked_line) =
		    (struct checked_line){ .state = LINE_ACCEPTED,
			    .net = l->net,
			    .tax_category = l->tax_category,
			    .tax_percent = l->tax_percent };
	}
	if (p->b->charges != 0) {
		h = shape_push(p->a, &header, &charge_shape);
		h->is_charge = p->b->charges > 0;
		h->amount = money_decimal(
		    h->is_charge ? p->b->charges : -p->b->charges, p->digits);
	}
	if (!order_totals(&c, &header, p->a))
		return (false);
	p->bill->net = c.net;
	p->bill->charges = c.charges;
	p->bill->tax = c.tax;
	p->bill->total = c.total;
	return (true);
}

static enum rc
read_lines(struct pricing *p, bool *fits, struct err *e)
{
	struct rows *r;

	*fits = true;
	if (store_rows(p->x->store, Q_STANDING_LINES, &r, e, "i",
		p->w->template_order_id) != RC_OK)
		return (e->rc);
	while (*fits && rows_next(r))
		*fits = take_line(p, r);
	return (rows_end(r, e));
}

static enum rc
work_out(struct pricing *p, struct err *e)
{
	bool fits;

	if (p->list && p->x->master == NULL)
		return (err_set(e, RC_FATAL, "STANDING-MASTER",
		    "list prices need the master data"));
	if (read_lines(p, &fits, e) != RC_OK)
		return (e->rc);
	if (p->bill->lines.n == 0)
		return (err_set(e, RC_REJECT, "STANDING-EMPTY",
		    "the first order has no line that can be repeated"));
	if (fits && p->digits >= 0 && !p->cut && !p->bill->own_terms)
		return (RC_OK);
	if (!fits || p->digits < 0 || !totals(p))
		return (err_set(e, RC_REJECT, "ORDER-AMOUNT",
		    "it comes to nothing that can be booked"));
	return (RC_OK);
}

enum rc
standing_bill(const struct actor *x, const struct standing_row *w, day due,
    struct arena *a, struct standing_bill *bill, struct err *e)
{
	struct booked b = { 0 };
	struct pricing p = { .x = x,
		.w = w,
		.b = &b,
		.bill = bill,
		.a = a,
		.due = due,
		.list = slice_is(w->price, "list") };

	if (booked_load(x->store, w->template_order_id, a, &b, e) != RC_OK)
		return (e->rc);
	*bill = (struct standing_bill){ .currency = b.currency,
		.net = b.net,
		.charges = b.charges,
		.tax = b.tax,
		.total = b.total };
	p.digits = currency_digits(b.currency);
	if (x->master != NULL)
		p.customer = master_customer(x->master, w->customer);
	return (work_out(&p, e));
}
