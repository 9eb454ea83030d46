/* What one occurrence of a standing order comes to. */
#include <inttypes.h>

#include "pipeline/standing_issue.h"

struct pricing {
	const struct actor *x;
	const struct standing_row *w;
	const struct customer *customer;
	struct standing_bill *bill;
	struct arena *a;
	day due;
	int digits;
	bool list;
	struct decimal cap; /* percent; NONE: no cap */
};

/* price/per > agreed/basis x (100 + cap) / 100; what cannot be counted is. */
static bool
is_over(struct decimal price, struct decimal per, const struct standing_line *l,
    struct decimal cap)
{
	struct decimal ours = price, most = l->price, factor;

	return (!decimal_mul(ours, l->price_basis, &ours) ||
	    !decimal_mul(ours, decimal_make(100, 0), &ours) ||
	    !decimal_add(decimal_make(100, 0), cap, &factor) ||
	    !decimal_mul(most, per, &most) ||
	    !decimal_mul(most, factor, &most) || decimal_cmp(ours, most) > 0);
}

static bool
list_price(struct pricing *p, const struct product *product,
    struct standing_line *l)
{
	struct decimal price, per;
	int64_t net;

	if (!master_price(p->x->master, p->w->customer, product, l->unit,
		p->bill->currency, l->quantity, p->due, &price, &per)) {
		p->bill->no_price = product->sku;
		return (true);
	}
	if (decimal_cmp(price, l->price) == 0 &&
	    decimal_cmp(per, l->price_basis) == 0)
		return (true);
	if (!money_of(l->quantity, price, per, p->digits, &net))
		return (false);
	if (!decimal_is_none(p->cap) && is_over(price, per, l, p->cap)) {
		p->bill->over_cap = product->sku;
		l->list_price = price;
		l->list_basis = per;
		l->list_net = net;
		l->capped = true;
		return (true);
	}
	l->price = price;
	l->price_basis = per;
	l->net = net;
	l->repriced = true;
	return (true);
}

static bool
by_master(struct pricing *p, struct standing_line *l)
{
	const struct product *product;
	struct slice category;
	struct decimal percent;

	if (p->x->master == NULL)
		return (true);
	product = master_product(p->x->master, l->sku);
	if (product == NULL) {
		p->bill->no_item = l->sku;
		return (true);
	}
	order_line_tax(product, p->customer, &category, &percent);
	if (!slice_eq(category, l->tax_category) ||
	    decimal_cmp(percent, l->tax_percent) != 0) {
		l->tax_category = category;
		l->tax_percent = percent;
		l->retaxed = true;
	}
	return (!p->list || list_price(p, product, l));
}

static bool
price_lines(struct pricing *p)
{
	struct standing_terms *t = &p->bill->terms;

	p->bill->own_terms = t->revised;
	for (size_t i = 0; i < t->lines.n; i++) {
		struct standing_line *l = LIST_AT(&t->lines,
		    struct standing_line, i);

		if (!by_master(p, l))
			return (false);
		p->bill->own_terms |= l->repriced || l->retaxed || l->capped;
	}
	return (true);
}

/* The header's charges are known as a sum; it is taxed as most of the order
 * is. */
static bool
totals(struct pricing *p)
{
	struct checked_order c = { .currency = p->bill->currency,
		.digits = p->digits,
		.customer = p->customer };
	int64_t charges = p->bill->charges;
	struct list header = { 0 };
	struct charge *h;

	for (size_t i = 0; i < p->bill->terms.lines.n; i++) {
		const struct standing_line *l = LIST_AT(&p->bill->terms.lines,
		    struct standing_line, i);

		*LIST_PUSH(p->a, &c.lines, struct checked_line) =
		    (struct checked_line){ .state = LINE_ACCEPTED,
			    .net = l->net,
			    .tax_category = l->tax_category,
			    .tax_percent = l->tax_percent };
	}
	if (charges != 0) {
		h = shape_push(p->a, &header, &charge_shape);
		h->is_charge = charges > 0;
		h->amount = money_decimal(h->is_charge ? charges : -charges,
		    p->digits);
	}
	if (!order_totals(&c, &header, p->a))
		return (false);
	p->bill->net = c.net;
	p->bill->charges = c.charges;
	p->bill->tax = c.tax;
	p->bill->total = c.total;
	return (true);
}

/* Is this item ours, and taxed as it was agreed? */
static bool
stands(const struct pricing *p, struct slice said)
{
	const struct product *product;
	struct slice sku, category, text, now;
	struct decimal percent, was;

	(void)slice_cut(said, '\t', &sku, &text);
	(void)slice_cut(text, '\t', &category, &text);
	product = master_product(p->x->master, sku);
	if (product == NULL)
		return (false);
	order_line_tax(product, p->customer, &now, &percent);
	if (!decimal_parse(text, &was))
		was = DECIMAL_ZERO;
	return (slice_eq(now, category) && decimal_cmp(percent, was) == 0);
}

/* Most deliveries are what was agreed: that is seen without the lines. */
static bool
is_plain(const struct pricing *p)
{
	const struct standing_first *f = &p->bill->first;
	struct slice rest = f->taxes, said;

	if (p->list || p->w->has_revisions || p->digits < 0 || f->cut ||
	    f->line_count == 0)
		return (false);
	while (p->x->master != NULL && rest.n > 0) {
		(void)slice_cut(rest, '\n', &said, &rest);
		if (!stands(p, said))
			return (false);
	}
	return (true);
}

static enum rc
work_out(struct pricing *p, day nominal, struct err *e)
{
	struct standing_bill *bill = p->bill;
	bool fits;

	if (p->list && p->x->master == NULL)
		return (err_set(e, RC_FATAL, "STANDING-MASTER",
		    "list prices need the master data"));
	bill->plain = is_plain(p);
	bill->line_count = bill->first.line_count;
	if (bill->plain)
		return (RC_OK);
	if (standing_terms_load(p->x, p->w, nominal, p->digits, p->a,
		&bill->terms, e) != RC_OK)
		return (e->rc);
	fits = price_lines(p);
	bill->line_count = (int64_t)bill->terms.lines.n;
	if (bill->terms.lines.n == 0)
		return (err_set(e, RC_REJECT, "STANDING-EMPTY",
		    "no line is left that can be repeated"));
	if (fits && p->digits >= 0 && !bill->first.cut && !bill->own_terms)
		return (RC_OK);
	if (!fits || p->digits < 0 || !totals(p))
		return (err_set(e, RC_REJECT, "ORDER-AMOUNT",
		    "it comes to nothing that can be booked"));
	return (RC_OK);
}

static void
take_first(struct rows *r, struct arena *a, struct standing_bill *bill)
{
	struct standing_first *f = &bill->first;
	int c = 0;

#define T(field) field = arena_slice(a, rows_text(r, c++))
	f->file_id = rows_int(r, c++);
	f->message_id = rows_int(r, c++);
	f->run_id = rows_int(r, c++);
	T(f->customer);
	T(f->content);
	T(bill->currency);
	bill->net = rows_int(r, c++);
	bill->charges = rows_int(r, c++);
	bill->tax = rows_int(r, c++);
	bill->total = rows_int(r, c++);
	T(f->payment);
	T(f->charge_at);
	T(f->customer_reference);
	T(f->cost_centre);
	T(f->ship_name);
	T(f->street);
	T(f->city);
	T(f->postal_code);
	T(f->country);
	T(f->warehouse);
	T(f->ship_ids);
	T(f->region);
	f->ordered_on = rows_day(r, c++);
	f->cut = rows_int(r, c++) != 0;
	f->line_count = rows_int(r, c++);
	T(f->taxes);
#undef T
}

static enum rc
first_order(const struct actor *x, const struct standing_row *w,
    struct arena *a, struct standing_bill *bill, struct err *e)
{
	struct rows *r;
	bool found;

	*bill = (struct standing_bill){ .net = 0 };
	if (store_rows(x->store, Q_STANDING_FIRST, &r, e, "ii",
		w->standing_order_id, w->template_order_id) != RC_OK)
		return (e->rc);
	found = rows_next(r);
	if (found)
		take_first(r, a, bill);
	if (rows_end(r, e) != RC_OK)
		return (e->rc);
	if (!found)
		return (err_set(e, RC_REJECT, "ORDER-UNKNOWN",
		    "what standing order %" PRId64 " agreed is not known",
		    w->standing_order_id));
	return (RC_OK);
}

enum rc
standing_bill(const struct actor *x, const struct standing_row *w, day nominal,
    day due, struct arena *a, struct standing_bill *bill, struct err *e)
{
	struct pricing p = { .x = x, .w = w, .bill = bill, .a = a, .due = due };

	if (first_order(x, w, a, bill, e) != RC_OK)
		return (e->rc);
	if (!standing_price_parse(w->price, &p.list, &p.cap))
		return (err_set(e, RC_REJECT, "STANDING-PRICE",
		    "its price policy '" SL_FMT "' is not known",
		    SL_ARG(w->price)));
	p.digits = currency_digits(bill->currency);
	if (x->master != NULL)
		p.customer = master_customer(x->master, w->customer);
	return (work_out(&p, nominal, e));
}
