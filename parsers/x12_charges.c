#include "domain/terms.h"
#include "parsers/x12_order.h"

static struct decimal
cents(const struct x12_segment *s, unsigned i)
{
	struct decimal d;

	if (!X12_HAS(s, i) || !decimal_parse_implied(s->e[i], 2, &d))
		return (DECIMAL_NONE);
	return (d);
}

/* A rate is for one unit: of a line without a quantity of its own, for those
 * that are ordered. */
static struct decimal
rated_quantity(const struct x12_850 *c, const struct list *to,
    const struct x12_segment *s, const unsigned at[7])
{
	if (c->line != NULL && to == &c->line->charges && !X12_HAS(s, at[4]) &&
	    !X12_HAS(s, at[6]))
		return (c->line->quantity);
	return (x12_number(s, at[4]));
}

/* The amount is stated, or a rate times a quantity, or a percentage. */
static void
take_charge(struct x12_850 *c, struct list *to, const struct x12_segment *s,
    bool is_charge, const unsigned at[7])
{
	struct charge *h = shape_push(c->x->arena, to, &charge_shape);
	struct decimal rate = x12_number(s, at[3]),
		       many = rated_quantity(c, to, s, at);

	h->is_charge = is_charge;
	h->code = x12_at(s, at[0]);
	h->amount = cents(s, at[1]);
	h->percent = x12_number(s, at[2]);
	h->reason = x12_at(s, at[5]);
	if (!decimal_is_none(h->amount) || !decimal_is_none(h->percent))
		return;
	if (decimal_is_none(rate) || decimal_is_none(many) ||
	    !decimal_mul(rate, many, &h->amount)) {
		h->amount = DECIMAL_NONE;
		x12_wrong(c->x, "X12-SAC-AMOUNT", s, at[1],
		    "neither an "
		    "amount, nor a percentage, nor a rate with a quantity");
	}
}

/* N, P and S inform.  DE 331: what is billed back, credited apart or borne by
 * us is on no invoice. */
static bool
is_on_invoice(struct slice indicator, struct slice handling)
{
	static const char apart[][3] = { "01", "03", "04", "05", "13", "15" };

	for (size_t i = 0; i < sizeof(apart) / sizeof(apart[0]); i++)
		if (slice_is(handling, apart[i]))
			return (false);
	return (slice_is(indicator, "A") || slice_is(indicator, "C"));
}

void
x12_take_sac(struct x12_850 *c, struct list *to, const struct x12_segment *s)
{
	static const unsigned at[] = { 2, 5, 7, 8, 10, 15, 9 };

	if (is_on_invoice(x12_at(s, 1), x12_at(s, 12)))
		take_charge(c, to, s, slice_is(s->e[1], "C"), at);
	else
		x12_rest(c, s);
}

void
x12_take_ita(struct x12_850 *c, struct list *to, const struct x12_segment *s)
{
	static const unsigned at[] = { 3, 7, 9, 6, 10, 13, 11 };

	if (is_on_invoice(x12_at(s, 1), x12_at(s, 4)))
		take_charge(c, to, s, slice_is(s->e[1], "C"), at);
	else
		x12_rest(c, s);
}

void
x12_head_sac(void *state, const struct x12_segment *s)
{
	struct x12_850 *c = state;

	x12_take_sac(c, &c->order.charges, s);
}

void
x12_head_ita(void *state, const struct x12_segment *s)
{
	struct x12_850 *c = state;

	x12_take_ita(c, &c->order.charges, s);
}

/* False: not all of it is kept.  A larger discount takes the place of an
 * earlier one, whose segment is then a note. */
static bool
take_discount(struct x12_850 *c, const struct x12_segment *s)
{
	struct order *o = &c->order;
	struct slice days = x12_at(s, 5);
	struct decimal percent;
	int64_t n = INT_NONE;

	if (!decimal_parse(x12_at(s, 3), &percent))
		return (!X12_HAS(s, 3) && days.n == 0);
	if (!slice_int(days, &n))
		n = INT_NONE;
	if (!terms_discount(o, percent, n))
		return (false);
	x12_note(c, &o->notes, c->discount);
	c->discount = x12_with_elements(c, s->e[0], s);
	return (o->discount_days == n && (n != INT_NONE || days.n == 0));
}

void
x12_itd(void *state, const struct x12_segment *s)
{
	struct x12_850 *c = state;
	struct order *o = &c->order;
	bool all = o->payment_code.n + o->terms_text.n == 0 &&
	    o->terms_days == INT_NONE;
	int64_t days;

	/* Days from another one than the invoice's, instalments, an amount,
	 * a day: for people. */
	all = all && (!X12_HAS(s, 2) || slice_is(s->e[2], "3"));
	for (unsigned i = 4; i <= s->n; i++)
		all = all && (i == 5 || i == 7 || i == 12 || !X12_HAS(s, i));
	if (o->payment == PAYMENT_UNSTATED) {
		o->payment_code = x12_at(s, 1);
		o->payment = x12_payment(o->payment_code);
	}
	if (o->terms_days == INT_NONE && slice_int(x12_at(s, 7), &days))
		o->terms_days = days;
	x12_set_once(&o->terms_text, x12_at(s, 12));
	if (!take_discount(c, s) || !all)
		x12_tell(c, &o->notes, s);
}

void
x12_head_txi(void *state, const struct x12_segment *s)
{
	struct x12_850 *c = state;

	if (s->n > 2) /* the percentage, whose tax it is … */
		x12_tell(c, &c->order.notes, s);
	if (!decimal_add_to(&c->order.tax_total, x12_number(s, 2)))
		x12_wrong(c->x, "X12-ELEMENT-NUMBER", s, 2,
		    "the sum of taxes is too large");
}
