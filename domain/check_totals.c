/* What an order comes to. */

#include "domain/check_part.h"

bool
check_charge_amount(const struct charge *c, int digits, int64_t base,
    int64_t *amount)
{
	*amount = 0;
	if (!decimal_is_none(c->amount)) {
		if (!money_from_decimal(c->amount, digits, amount, NULL))
			return (false);
	} else if (!decimal_is_none(c->percent)) {
		if (!decimal_is_none(c->base) &&
		    !money_from_decimal(c->base, digits, &base, NULL))
			return (false);
		if (!money_percent(base, c->percent, amount))
			return (false);
	}
	return (c->is_charge ||
	    !__builtin_sub_overflow((int64_t)0, *amount, amount));
}

/* UNCL 5305: reverse charge, exempt, zero rated, export, intra-community and
 * out of scope carry a category but no tax. */
static bool
carries_tax(struct slice category)
{
	static const char *const none[] = { "Z", "E", "AE", "K", "G", "O" };

	for (size_t i = 0; i < sizeof(none) / sizeof(none[0]); i++)
		if (slice_is(category, none[i]))
			return (false);
	return (true);
}

static void
effective_tax(const struct customer *customer, struct slice *category,
    struct decimal *percent)
{
	if (customer != NULL && customer->tax_category.n > 0)
		*category = customer->tax_category;
	if (decimal_is_none(*percent) || !carries_tax(*category))
		*percent = DECIMAL_ZERO;
}

void
order_line_tax(const struct product *p, const struct customer *customer,
    struct slice *category, struct decimal *percent)
{
	*category = p != NULL ? p->tax_category : SLICE_NONE;
	*percent = p != NULL ? p->tax_percent : DECIMAL_ZERO;
	effective_tax(customer, category, percent);
}

void
check_line_tax(struct check *k, struct checked_line *l)
{
	order_line_tax(l->product, k->c->customer, &l->tax_category,
	    &l->tax_percent);
}

static bool
add_base(struct checked_order *c, struct slice category, struct decimal percent,
    int64_t base, struct arena *a)
{
	struct checked_tax *t;

	for (size_t i = 0; i < c->taxes.n; i++) {
		t = LIST_AT(&c->taxes, struct checked_tax, i);
		if (slice_eq(t->category, category) &&
		    decimal_cmp(t->percent, percent) == 0)
			return (money_add(t->base, base, &t->base));
	}
	t = LIST_PUSH(a, &c->taxes, struct checked_tax);
	t->category = category;
	t->percent = percent;
	t->base = base;
	return (true);
}

static bool
add_lines(struct checked_order *c, struct arena *a)
{
	for (size_t i = 0; i < c->lines.n; i++) {
		const struct checked_line *l = LIST_AT(&c->lines,
		    struct checked_line, i);

		if (l->state == LINE_REJECTED || l->state == LINE_CANCELLED)
			continue;
		if (!money_add(c->net, l->net, &c->net) ||
		    !add_base(c, l->tax_category,
			decimal_is_none(l->tax_percent) ? DECIMAL_ZERO :
							  l->tax_percent,
			l->net, a))
			return (false);
	}
	return (true);
}

/* Most of the order: the largest base, the first of equal ones. */
static void
main_tax(const struct checked_order *c, struct slice *category,
    struct decimal *percent)
{
	int64_t most = INT64_MIN;

	for (size_t i = 0; i < c->taxes.n; i++) {
		const struct checked_tax *t = LIST_AT(&c->taxes,
		    struct checked_tax, i);

		if (t->base > most) {
			most = t->base;
			*category = t->category;
			*percent = t->percent;
		}
	}
}

/* The rate that the order's lines have in a category. */
static struct decimal
rate_of(const struct checked_order *c, struct slice category)
{
	for (size_t i = 0; i < c->taxes.n; i++) {
		const struct checked_tax *t = LIST_AT(&c->taxes,
		    struct checked_tax, i);

		if (slice_eq(t->category, category))
			return (t->percent);
	}
	return (DECIMAL_NONE);
}

static bool
add_header(struct checked_order *c, const struct list *charges, struct arena *a)
{
	struct slice most = SLICE_NONE;
	struct decimal most_percent = DECIMAL_ZERO;

	main_tax(c, &most, &most_percent);
	for (size_t i = 0; i < charges->n; i++) {
		const struct charge *h = LIST_AT(charges, struct charge, i);
		struct slice category = h->tax_category;
		struct decimal percent = h->tax_percent;
		int64_t amount;

		if (category.n == 0) {
			category = most;
			percent = most_percent;
		} else if (decimal_is_none(percent))
			percent = rate_of(c, category);
		if (h->tax_category.n > 0)
			effective_tax(c->customer, &category, &percent);
		if (!check_charge_amount(h, c->digits, c->net, &amount) ||
		    !money_add(c->charges, amount, &c->charges) ||
		    (amount != 0 && !add_base(c, category, percent, amount, a)))
			return (false);
	}
	return (true);
}

bool
order_totals(struct checked_order *c, const struct list *header_charges,
    struct arena *a)
{
	c->net = c->charges = c->tax = c->total = 0;
	c->taxes = (struct list){ NULL, 0, 0 };
	if (!add_lines(c, a) || !add_header(c, header_charges, a))
		return (false);
	for (size_t i = 0; i < c->taxes.n; i++) {
		struct checked_tax *t = LIST_AT(&c->taxes, struct checked_tax,
		    i);

		if (!money_percent(t->base, t->percent, &t->tax) ||
		    !money_add(c->tax, t->tax, &c->tax))
			return (false);
	}
	return (money_add(c->net, c->charges, &c->total) &&
	    money_add(c->total, c->tax, &c->total) && c->total >= 0);
}
