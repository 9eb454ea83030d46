/*
 * Allowances and charges of an order and of its lines: ALC, and below it the
 * percentage, the amount, or a rate with a quantity.
 */
#include "parsers/edifact_order.h"

#define RATE_DIGITS 6

/* N and others inform.  4471: what is billed back, credited apart or borne by
 * us is on no invoice. */
static bool
is_on_invoice(struct slice kind, struct slice settlement)
{
	static const char apart[][2] = { "1", "3", "4", "5" };

	for (size_t i = 0; i < sizeof(apart) / sizeof(apart[0]); i++)
		if (slice_is(settlement, apart[i]))
			return (false);
	return (slice_is(kind, "A") || slice_is(kind, "C"));
}

static void
open_charge(struct edifact_order *c, struct list *to,
    const struct edifact_segment *s)
{
	struct slice kind = edifact_at(s, 1, 1);
	struct charge *h;

	edifact_charge_done(c);
	if (!is_on_invoice(kind, edifact_at(s, 3, 1))) {
		edifact_rest(c, s);
		return;
	}
	h = shape_push(c->x->arena, to, &charge_shape);
	h->is_charge = slice_is(kind, "C");
	h->code = edifact_at(s, 5, 1).n > 0 ? edifact_at(s, 5, 1) :
					      edifact_at(s, 2, 2);
	h->reason = edifact_words(c->x->arena, edifact_at(s, 5, 4),
	    edifact_at(s, 5, 5));
	c->charges = to;
	c->charge = (struct edifact_place){
		slice_sub(c->x->data, s->offset, s->length), c->x->number
	};
	c->rate = c->many = c->per = DECIMAL_NONE;
	c->rate_unit = c->many_unit = SLICE_NONE;
}

void
edifact_alc(void *made, const struct edifact_segment *s)
{
	struct edifact_order *c = made;

	open_charge(c, &c->order.charges, s);
}

void
edifact_line_alc(void *made, const struct edifact_segment *s)
{
	struct edifact_order *c = made;

	if (c->line != NULL)
		open_charge(c, &c->line->charges, s);
}

static struct charge *
charge_of(struct edifact_order *c)
{
	return (c->charges == NULL ?
		NULL :
		LIST_AT(c->charges, struct charge, c->charges->n - 1));
}

/* The rate is that of one, or of 5284: 2.50 for each 100 kg. */
static bool
times(const struct edifact_order *c, struct decimal *amount)
{
	bool units = c->rate_unit.n == 0 || c->many_unit.n == 0 ||
	    slice_eq(c->rate_unit, c->many_unit);

	if (decimal_is_none(c->rate) || decimal_is_none(c->many) || !units ||
	    !decimal_mul(c->rate, c->many, amount))
		return (false);
	return (decimal_is_none(c->per) || c->per.coef <= 0 ||
	    decimal_div(*amount, c->per, RATE_DIGITS, amount));
}

/* The amount is stated, or a rate times a quantity, or a percentage. */
void
edifact_charge_done(struct edifact_order *c)
{
	struct charge *h = charge_of(c);
	int64_t now = c->x->number;

	c->charges = NULL;
	if (h == NULL || !decimal_is_none(h->amount) ||
	    !decimal_is_none(h->percent))
		return;
	if (times(c, &h->amount))
		return;
	h->amount = DECIMAL_NONE;
	c->x->number = c->charge.segment;
	edifact_fault(c->x, "EDIFACT-ALC-AMOUNT", c->charge.where, SLICE("ALC"),
	    NULL,
	    "neither an amount, nor a percentage, nor a rate with a quantity "
	    "in its unit");
	c->x->number = now;
}

void
edifact_alc_qty(void *made, const struct edifact_segment *s)
{
	struct edifact_order *c = made;

	if (c->charges == NULL)
		edifact_rest(made, s);
	c->many = edifact_number(c->x, s, 1, 2);
	c->many_unit = edifact_at(s, 1, 3);
}

void
edifact_rte(void *made, const struct edifact_segment *s)
{
	struct edifact_order *c = made;

	if (c->charges == NULL)
		edifact_rest(made, s);
	c->rate = edifact_number(c->x, s, 1, 2);
	c->per = edifact_number(c->x, s, 1, 3);
	c->rate_unit = edifact_at(s, 1, 4);
}

void
edifact_pcd(void *made, const struct edifact_segment *s)
{
	struct charge *h = charge_of(made);

	if (h != NULL && decimal_is_none(h->percent))
		h->percent = edifact_number(((struct edifact_order *)made)->x,
		    s, 1, 2);
	else
		edifact_rest(made, s);
}

/* 25 is what the percentage is of; other kinds are the amount. */
void
edifact_alc_moa(void *made, const struct edifact_segment *s)
{
	struct charge *h = charge_of(made);
	struct slice kind = edifact_at(s, 1, 1);
	struct decimal d = edifact_number(((struct edifact_order *)made)->x, s,
	    1, 2);

	if (h == NULL)
		edifact_rest(made, s);
	else if (slice_is(kind, "25"))
		h->base = d;
	else if (slice_is(kind, "8") || slice_is(kind, "23") ||
	    slice_is(kind, "204"))
		h->amount = d;
	else
		edifact_rest(made, s);
}
