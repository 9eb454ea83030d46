/* What each line costs, theirs and ours, and whether they agree. */

#include "domain/check_part.h"

/* --- charges and allowances ---------------------------------------------- */

static bool
agreed(const struct check *k, struct slice code)
{
	const struct list *l = &k->p->rules.allowances;

	for (size_t i = 0; i < l->n; i++)
		if (code.n > 0 && slice_eq(code, *LIST_AT(l, struct slice, i)))
			return (true);
	return (false);
}

/* Adds up what changes the amount; what was never agreed holds the order. */
static bool
add_charges(struct check *k, size_t line, const struct list *charges,
    int64_t base, int64_t *sum, bool allowances_only)
{
	for (size_t i = 0; i < charges->n; i++) {
		const struct charge *c = LIST_AT(charges, struct charge, i);
		int64_t amount;

		if (!check_charge_amount(c, k->c->digits, base, &amount))
			return (false);
		if (amount != 0 && !agreed(k, c->code))
			check_hold(k,
			    (struct about){ "ORDER-ALLOWANCE", line,
				c->is_charge ? "charge" : "allowance",
				c->code },
			    HOLD_PRICE, "%s %s of %s was not agreed",
			    c->is_charge ? "charge" : "allowance",
			    c->code.n > 0 ? check_shown(k, c->code) :
					    "without a code",
			    check_number(k,
				money_decimal(amount, k->c->digits)));
		if (allowances_only && c->is_charge)
			continue;
		if (!money_add(*sum, amount, sum))
			return (false);
	}
	return (true);
}

/* --- one line ------------------------------------------------------------ */

static struct decimal
basis_of(struct decimal basis)
{
	return (decimal_is_none(basis) ? DECIMAL_ONE : basis);
}

/* Their price for the unit ordered; false when it was refused. */
static bool
their_price(struct check *k, size_t i, struct decimal factor)
{
	const struct order_line *l = check_order_line(k, i);
	struct checked_line *c = check_line_at(k, i);
	struct about f = { "ORDER-PRICE-BAD", i, "price", SLICE_NONE };
	struct decimal per_unit;

	c->price = l->price_free && decimal_is_none(l->price) ? DECIMAL_ZERO :
								l->price;
	c->price_basis = basis_of(l->price_basis);
	if (c->price_basis.coef <= 0 ||
	    (!decimal_is_none(c->price) && c->price.coef < 0)) {
		check_reject_line(k, f, "a price of %s per %s is none",
		    check_number(k, c->price), check_number(k, c->price_basis));
		return (false);
	}
	if (l->price_unit.n == 0 || unit_same(l->price_unit, c->unit) ||
	    decimal_is_none(c->price))
		return (true);
	f = (struct about){ "ORDER-PRICE-UNIT", i, "price", l->price_unit };
	if (c->product == NULL ||
	    !master_unit_factor(k->m, c->product, l->price_unit, &per_unit)) {
		check_fault(k, f, k->p->rules.unknown_item, HOLD_ITEM,
		    "the price is per %s, which this item has not",
		    check_shown(k, l->price_unit));
		return (false);
	}
	if (decimal_mul(c->price, factor, &c->price) &&
	    decimal_mul(c->price_basis, per_unit, &c->price_basis))
		return (true);
	f.code = "ORDER-AMOUNT";
	check_reject_line(k, f, "the price is too large or too fine");
	return (false);
}

/* Ours, for that quantity on that day; absent when we have none. */
static bool
our_price(struct check *k, size_t i)
{
	const struct order_line *l = check_order_line(k, i);
	struct checked_line *c = check_line_at(k, i);

	if (c->product == NULL ||
	    !master_price(k->m, check_customer_id(k), c->product, c->unit,
		k->c->currency, l->quantity, k->on, &c->our_price,
		&c->our_basis)) {
		c->our_price = c->our_basis = DECIMAL_NONE;
		return (true);
	}
	return (money_of(l->quantity, c->our_price, c->our_basis, k->c->digits,
	    &c->our_net));
}

void
check_price(struct check *k, size_t i, struct decimal factor)
{
	const struct order_line *l = check_order_line(k, i);
	struct checked_line *c = check_line_at(k, i);
	struct about f = { "ORDER-AMOUNT", i, "amount", SLICE_NONE };
	int64_t gross;

	if (!their_price(k, i, factor))
		return;
	if (!our_price(k, i)) {
		check_reject_line(k, f, "the amount is too large");
		return;
	}
	if (decimal_is_none(c->price)) {
		c->price = c->our_price;
		c->price_basis = c->our_basis;
	}
	if (decimal_is_none(c->price)) {
		f.code = "ORDER-PRICE-NONE";
		check_hold(k, f, HOLD_PRICE,
		    "neither the order nor we have a price for it");
		return;
	}
	if (!money_of(l->quantity, c->price, c->price_basis, k->c->digits,
		&gross) ||
	    !money_add(gross, 0, &c->net) ||
	    !add_charges(k, i, &l->charges, gross, &c->net, false)) {
		c->net = 0;
		check_reject_line(k, f, "the amount is too large");
	}
}

/* --- the comparison ------------------------------------------------------ */

static bool
counts(const struct checked_line *c)
{
	return (c->state != LINE_REJECTED && c->state != LINE_CANCELLED);
}

/* Within our price, give or take the tolerance; where shares were rounded,
 * one minor unit is no deviation. */
static bool
within(const struct check *k, int64_t theirs, int64_t ours, bool shares)
{
	struct decimal percent = k->p->rules.price_tolerance_percent;
	int64_t difference, allowed = 0;

	if (__builtin_sub_overflow(theirs, ours, &difference) ||
	    (!decimal_is_none(percent) &&
		!money_percent(ours, percent, &allowed)))
		return (false);
	if (shares && allowed < 1)
		allowed = 1;
	return (difference <= allowed && difference >= -allowed);
}

static const char *
price_text(const struct check *k, struct decimal price, struct decimal basis)
{
	if (decimal_cmp(basis, DECIMAL_ONE) == 0)
		return (check_number(k, price));
	return (arena_printf(k->a, "%s per %s", check_number(k, price),
	    check_number(k, basis)));
}

static void
compare(struct check *k, size_t i, int64_t share, bool shares)
{
	const struct order_line *l = check_order_line(k, i);
	struct checked_line *c = check_line_at(k, i);
	struct about f = { "ORDER-PRICE", i, "price", SLICE_NONE };
	int64_t theirs = c->net;

	if (decimal_is_none(c->our_price)) {
		f.value = slice_of(check_number(k, c->price));
		f.code = "ORDER-PRICE-UNKNOWN";
		check_hold(k, f, HOLD_PRICE,
		    "the price is %s %s, we have none for %s",
		    price_text(k, c->price, c->price_basis),
		    check_shown(k, k->c->currency),
		    check_shown(k, c->product->sku));
		return;
	}
	if (money_add(c->net, share, &theirs) &&
	    within(k, theirs, c->our_net, shares || l->charges.n > 0))
		return;
	f.value = slice_of(check_number(k, c->price));
	check_hold(k, f, HOLD_PRICE,
	    "the price is %s %s, ours is %s: the "
	    "line comes to %s, with us to %s",
	    price_text(k, c->price, c->price_basis),
	    check_shown(k, k->c->currency),
	    price_text(k, c->our_price, c->our_basis),
	    check_number(k, money_decimal(theirs, k->c->digits)),
	    check_number(k, money_decimal(c->our_net, k->c->digits)));
}

/* Once all lines have their net: the header allowances are theirs to bear.
 * Where the buyer said no price, ours must not be brought down by them. */
void
check_price_agreed(struct check *k)
{
	struct about f = { "ORDER-AMOUNT", CHECK_ORDER, "charges", SLICE_NONE };
	int64_t net = 0, allowances = 0, share;
	bool good = true;

	for (size_t i = 0; i < k->c->lines.n && good; i++)
		if (counts(check_line_at(k, i)))
			good = money_add(net, check_line_at(k, i)->net, &net);
	if (!good ||
	    !add_charges(k, CHECK_ORDER, &k->o->charges, net, &allowances,
		true)) {
		check_reject(k, f, "the amounts are too large");
		return;
	}
	if (k->c->customer == NULL)
		return;
	for (size_t i = 0; i < k->c->lines.n; i++) {
		const struct checked_line *c = check_line_at(k, i);

		if (!counts(c) || c->product == NULL ||
		    decimal_is_none(c->price))
			continue;
		if (net == 0 || !money_part(allowances, c->net, net, &share))
			share = 0;
		compare(k, i, share, allowances != 0);
	}
}
