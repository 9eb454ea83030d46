#include "domain/arithmetic.h"

#define LINE_TOLERANCE 2 /* minor units */
#define TOTAL_TOLERANCE 5
#define TAX_PERCENT_MOST 50 /* no goods are taxed with half their price */

/* clang-format off */
#define RULE(code, rule, help) { code, SEVERITY_WARNING, rule, help, NULL }
/* clang-format on */

const struct finding_rule arithmetic_findings[] = {
	RULE("ORDER-SUM-LINE",
	    "A line's amount is quantity x price / price basis + charges - "
	    "allowances, within 0.02.",
	    "Correct the quantity, the price, its basis or the amount."),
	RULE("ORDER-SUM-CHARGE",
	    "A charge or allowance is its base x its percentage, within 0.02.",
	    "Correct the amount, the base or the percentage."),
	RULE("ORDER-SUM-NET",
	    "The stated net is the sum of the line amounts, within 0.05.",
	    "Add up the lines again, or send the missing ones."),
	RULE("ORDER-SUM-TOTAL",
	    "The stated total is net + charges - allowances + tax, within "
	    "0.05.",
	    "Add up the totals again."),
	RULE("ORDER-SUM-LINES",
	    "The stated number of lines is the number of lines sent.",
	    "Send the missing lines or correct the count."),
	RULE("ORDER-SUM-QUANTITY",
	    "The stated sum of quantities is the sum of the lines' "
	    "quantities.",
	    "Send the missing lines or correct the sum."),
	RULE("ORDER-SUM-SCHEDULE",
	    "A line's quantity is the sum of its dated deliveries.",
	    "Correct the line's quantity or the deliveries'."),
	RULE("ORDER-SUM-OVERFLOW", "Amounts stay below 10^18 minor units.",
	    "Correct the quantities and prices: no order is that large."),
	{ NULL, SEVERITY_NOTE, NULL, NULL, NULL }
};

struct sums {
	const struct order *o;
	int digits;
	void (*found)(void *ctx, const struct arithmetic_fault *f);
	void *ctx;
};

static void
report(const struct sums *s, enum arithmetic_rule rule, size_t line,
    size_t charge, struct decimal stated, struct decimal computed)
{
	const struct arithmetic_fault f = { rule, line, charge, stated,
		computed };

	s->found(s->ctx, &f);
}

static bool
far(int64_t a, int64_t b, int64_t tolerance)
{
	int64_t d;

	return (__builtin_sub_overflow(a, b, &d) || d > tolerance ||
	    d < -tolerance);
}

/* Adds charges and takes off allowances. */
static bool
add_charges(const struct list *charges, int digits, int64_t *minor)
{
	for (size_t i = 0; i < charges->n; i++) {
		const struct charge *c = LIST_AT(charges, struct charge, i);
		int64_t amount;

		if (decimal_is_none(c->amount))
			continue;
		if (!money_from_decimal(c->amount, digits, &amount, NULL) ||
		    !money_add(*minor, c->is_charge ? amount : -amount, minor))
			return (false);
	}
	return (true);
}

static bool
priced(const struct order_line *l)
{
	return (!decimal_is_none(l->quantity) && !decimal_is_none(l->price) &&
	    l->price_unit.n == 0);
}

static bool
computed_net(const struct order_line *l, int digits, int64_t *minor)
{
	struct decimal basis = l->price_basis;

	if (decimal_is_none(basis))
		basis = DECIMAL_ONE;
	return (money_of(l->quantity, l->price, basis, digits, minor) &&
	    add_charges(&l->charges, digits, minor));
}

bool
arithmetic_line_net(const struct order_line *l, int digits, int64_t *minor)
{
	if (!decimal_is_none(l->amount))
		return (money_from_decimal(l->amount, digits, minor, NULL));
	return (priced(l) && computed_net(l, digits, minor));
}

static void
check_charges(const struct sums *s, const struct list *charges, size_t line)
{
	for (size_t i = 0; i < charges->n; i++) {
		const struct charge *c = LIST_AT(charges, struct charge, i);
		int64_t amount, base, part;

		if (decimal_is_none(c->amount) || decimal_is_none(c->base) ||
		    decimal_is_none(c->percent))
			continue;
		if (!money_from_decimal(c->amount, s->digits, &amount, NULL) ||
		    !money_from_decimal(c->base, s->digits, &base, NULL) ||
		    !money_percent(base, c->percent, &part))
			report(s, ARITHMETIC_OVERFLOW, line, i, c->amount,
			    DECIMAL_NONE);
		else if (far(amount, part, LINE_TOLERANCE))
			report(s, ARITHMETIC_CHARGE, line, i, c->amount,
			    money_decimal(part, s->digits));
	}
}

/* The parts of a line by place and those by date; each may say it all.  The
 * dates of a standing order are its deliveries: they repeat the quantity. */
static void
check_schedules(const struct sums *s, const struct order_line *l, size_t line)
{
	struct decimal placed = DECIMAL_ZERO, dated = DECIMAL_ZERO, sum;
	size_t places = 0;

	if (l->schedules.n == 0 || decimal_is_none(l->quantity))
		return;
	for (size_t i = 0; i < l->schedules.n; i++) {
		const struct schedule *d = LIST_AT(&l->schedules,
		    struct schedule, i);
		bool by_place = d->location.n > 0;

		if (decimal_is_none(d->quantity) ||
		    (d->unit.n > 0 && l->unit.n > 0 &&
			!slice_eq(d->unit, l->unit)))
			return; /* pieces of cases cannot be added up */
		places += by_place;
		if (!decimal_add(by_place ? placed : dated, d->quantity,
			by_place ? &placed : &dated)) {
			report(s, ARITHMETIC_OVERFLOW, line, 0, l->quantity,
			    DECIMAL_NONE);
			return;
		}
	}
	if (s->o->kind == KIND_STANDING && places < l->schedules.n)
		return;
	if (places > 0 && places < l->schedules.n &&
	    decimal_cmp(placed, l->quantity) == 0 &&
	    decimal_cmp(dated, l->quantity) == 0)
		return;
	if (!decimal_add(placed, dated, &sum))
		report(s, ARITHMETIC_OVERFLOW, line, 0, l->quantity,
		    DECIMAL_NONE);
	else if (decimal_cmp(sum, l->quantity) != 0)
		report(s, ARITHMETIC_SCHEDULE, line, 0, l->quantity, sum);
}

static void
check_line(const struct sums *s, size_t line)
{
	const struct order_line *l = LIST_AT(&s->o->lines, struct order_line,
	    line);
	int64_t amount, net;

	check_schedules(s, l, line);
	if (s->digits < 0)
		return;
	if (l->charges.n > 0)
		check_charges(s, &l->charges, line);
	if (decimal_is_none(l->amount) || !priced(l))
		return;
	if (!computed_net(l, s->digits, &net) ||
	    !money_from_decimal(l->amount, s->digits, &amount, NULL))
		report(s, ARITHMETIC_OVERFLOW, line, 0, l->amount,
		    DECIMAL_NONE);
	else if (far(amount, net, LINE_TOLERANCE))
		report(s, ARITHMETIC_LINE, line, 0, l->amount,
		    money_decimal(net, s->digits));
}

/* False: some line has no net to add. */
static bool
sum_lines(const struct sums *s, int64_t *sum)
{
	*sum = 0;
	for (size_t i = 0; i < s->o->lines.n; i++) {
		const struct order_line *l = LIST_AT(&s->o->lines,
		    struct order_line, i);
		int64_t net;

		if (l->change == CHANGE_DELETE)
			continue; /* it goes */
		if (!arithmetic_line_net(l, s->digits, &net) ||
		    !money_add(*sum, net, sum))
			return (false);
	}
	return (true);
}

/* The least and the most of what is taxed; a part that does not say how much
 * may be taxed with nothing to all that there is. */
static void
add_rate(struct decimal p, struct decimal *least, struct decimal *most)
{
	const bool known = !decimal_is_none(p) && p.coef >= 0;
	const struct decimal low = known ? p : DECIMAL_ZERO,
			     high = known ? p :
					    decimal_make(TAX_PERCENT_MOST, 0);

	if (decimal_is_none(*least) || decimal_cmp(low, *least) < 0)
		*least = low;
	if (decimal_is_none(*most) || decimal_cmp(high, *most) > 0)
		*most = high;
}

static void
tax_rates(const struct order *o, struct decimal *least, struct decimal *most)
{
	*least = *most = DECIMAL_NONE;
	for (size_t i = 0; i < o->lines.n; i++)
		add_rate(LIST_AT(&o->lines, struct order_line, i)->tax_percent,
		    least, most);
	for (size_t i = 0; i < o->charges.n; i++)
		add_rate(LIST_AT(&o->charges, struct charge, i)->tax_percent,
		    least, most);
}

/* A buyer who states no tax may still count it into the total: is the rest
 * what the lines are taxed with, rounded line by line? */
static bool
taxed_in(const struct sums *s, int64_t stated, int64_t total)
{
	const int64_t about = TOTAL_TOLERANCE + (int64_t)s->o->lines.n;
	struct decimal least, most;
	int64_t low, high, rest;

	if (stated < total || total < 0 ||
	    __builtin_sub_overflow(stated, total, &rest))
		return (false);
	tax_rates(s->o, &least, &most);
	return (money_percent(total, least, &low) &&
	    money_percent(total, most, &high) && rest >= low - about &&
	    rest <= high + about);
}

static void
check_total(const struct sums *s, int64_t net)
{
	const struct order *o = s->o;
	int64_t total = net, tax = 0, stated;
	bool taxed = !decimal_is_none(o->tax_total);

	if (decimal_is_none(o->stated_total))
		return;
	if (!add_charges(&o->charges, s->digits, &total) ||
	    (taxed &&
		!money_from_decimal(o->tax_total, s->digits, &tax, NULL)) ||
	    !money_add(total, tax, &total) ||
	    !money_from_decimal(o->stated_total, s->digits, &stated, NULL)) {
		report(s, ARITHMETIC_OVERFLOW, ARITHMETIC_HEADER, 0,
		    o->stated_total, DECIMAL_NONE);
		return;
	}
	if (far(stated, total, TOTAL_TOLERANCE) &&
	    (taxed || !taxed_in(s, stated, total)))
		report(s, ARITHMETIC_TOTAL, ARITHMETIC_HEADER, 0,
		    o->stated_total, money_decimal(total, s->digits));
}

static void
check_sums(const struct sums *s)
{
	const struct order *o = s->o;
	int64_t net, stated;

	if ((decimal_is_none(o->stated_net) &&
		decimal_is_none(o->stated_total)) ||
	    !sum_lines(s, &net))
		return;
	if (!decimal_is_none(o->stated_net)) {
		if (!money_from_decimal(o->stated_net, s->digits, &stated,
			NULL))
			report(s, ARITHMETIC_OVERFLOW, ARITHMETIC_HEADER, 0,
			    o->stated_net, DECIMAL_NONE);
		else if (far(stated, net, TOTAL_TOLERANCE))
			report(s, ARITHMETIC_NET, ARITHMETIC_HEADER, 0,
			    o->stated_net, money_decimal(net, s->digits));
	}
	check_total(s, net);
}

static void
check_counts(const struct sums *s)
{
	const struct order *o = s->o;
	struct decimal sum = DECIMAL_ZERO;

	if (o->stated_lines != INT_NONE &&
	    o->stated_lines != (int64_t)o->lines.n)
		report(s, ARITHMETIC_LINES, ARITHMETIC_HEADER, 0,
		    decimal_make(o->stated_lines, 0),
		    decimal_make((int64_t)o->lines.n, 0));
	if (decimal_is_none(o->stated_quantity))
		return;
	for (size_t i = 0; i < o->lines.n; i++) {
		const struct order_line *l = LIST_AT(&o->lines,
		    struct order_line, i);

		if (!decimal_is_none(l->quantity) &&
		    !decimal_add(sum, l->quantity, &sum)) {
			report(s, ARITHMETIC_OVERFLOW, ARITHMETIC_HEADER, 0,
			    o->stated_quantity, DECIMAL_NONE);
			return;
		}
	}
	if (decimal_cmp(sum, o->stated_quantity) != 0)
		report(s, ARITHMETIC_QUANTITY, ARITHMETIC_HEADER, 0,
		    o->stated_quantity, sum);
}

void
arithmetic_check(const struct order *o, int digits,
    void (*found)(void *ctx, const struct arithmetic_fault *f), void *ctx)
{
	const struct sums s = { o, digits, found, ctx };

	check_counts(&s);
	if (s.digits >= 0) {
		check_charges(&s, &o->charges, ARITHMETIC_HEADER);
		check_sums(&s);
	}
	for (size_t i = 0; i < o->lines.n; i++)
		check_line(&s, i);
}
