#include "parsers/x12_order.h"

#include "domain/ident.h"

struct x12_place
x12_here(const struct x12 *x, const struct x12_segment *s, unsigned element)
{
	return ((struct x12_place){ x12_place_of(x, s, element), x->number });
}

void
x12_fault_at(struct x12 *x, const char *code, struct x12_place at,
    const char *tag, const char *element, const char *text)
{
	int64_t now = x->number;

	x->number = at.segment;
	x12_fault(x, code, at.where, slice_of(tag), element, "%s", text);
	x->number = now;
}

/* An agreed rule in free text.  Anything else in a text is for people. */
static void
look_for_rule(struct x12_850 *c, struct slice text)
{
	if (c->order.recurrence.text.n > 0 || text.n < 6)
		return;
	if (slice_ieq(slice_sub(text, 0, 5), SLICE("FREQ=")) ||
	    slice_ieq(slice_sub(text, 0, 6), SLICE("RRULE:")) ||
	    slice_ieq(slice_sub(text, 0, 6), SLICE("RRULE ")))
		c->order.recurrence.text = text;
}

void
x12_beg(void *state, const struct x12_segment *s)
{
	struct x12_850 *c = state;
	struct order *o = &c->order;

	if (c->header)
		return; /* a second one is a fault of its own */
	c->header = true;
	o->purpose_code = x12_at(s, 1);
	o->purpose = x12_purpose(o->purpose_code);
	o->kind_code = x12_at(s, 2);
	o->kind = x12_kind(o->kind_code);
	o->po_number = x12_at(s, 3);
	o->release_number = x12_at(s, 4);
	o->ordered_on = x12_date_of(c, x12_at(s, 5));
	o->contract = x12_at(s, 6);
	if (o->purpose == PURPOSE_OTHER && X12_HAS(s, 1))
		x12_wrong(c->x, "X12-BEG-PURPOSE", s, 1,
		    "purpose " SL_FMT " is not one that we act on",
		    SL_ARG(o->purpose_code));
	if (o->kind == KIND_OTHER && X12_HAS(s, 2))
		x12_wrong(c->x, "X12-BEG-TYPE", s, 2,
		    "order type " SL_FMT " is not one that we act on",
		    SL_ARG(o->kind_code));
}

void
x12_cur(void *state, const struct x12_segment *s)
{
	struct x12_850 *c = state;
	struct slice code = x12_at(s, 2);

	if (currency_digits(code) < 0)
		x12_wrong(c->x, "X12-CURRENCY", s, 2,
		    "no currency of ISO 4217");
	if (c->order.currency.n > 0 && !slice_eq(c->order.currency, code))
		x12_wrong(c->x, "X12-CURRENCY-MIXED", s, 2,
		    "the order is in " SL_FMT, SL_ARG(c->order.currency));
	x12_set_once(&c->order.currency, code);
}

void
x12_head_ref(void *state, const struct x12_segment *s)
{
	struct x12_850 *c = state;
	struct order *o = &c->order;
	struct slice value = x12_at(s, 2), text = x12_ref_text(c, s);

	x12_keep_reference(c, x12_at(s, 1), value, text);
	look_for_rule(c, value);
	look_for_rule(c, text);
	if (slice_ieq(value, SLICE("RRULE")) ||
	    slice_ieq(value, SLICE("RRULE:")))
		look_for_rule(c, x12_words(c, SLICE("RRULE"), text));
	switch (x12_reference(x12_at(s, 1))) {
	case X12_REF_ACCOUNT:
		x12_set_once(&o->account, value);
		break;
	case X12_REF_CUSTOMER:
		x12_set_once(&o->customer_reference, value);
		break;
	case X12_REF_CONTRACT:
		x12_set_once(&o->contract, value);
		break;
	case X12_REF_PAYMENT:
		x12_set_once(&o->payment_reference, value);
		break;
	case X12_REF_OTHER:
		break;
	}
}

void
x12_fob(void *state, const struct x12_segment *s)
{
	struct x12_850 *c = state;
	unsigned at = X12_HAS(s, 5) ? 5 : 1;

	if (s->n > 1 || c->order.delivery_terms.n > 0)
		x12_tell(c, &c->order.notes, s);
	x12_set_once(&c->order.delivery_terms, x12_at(s, at));
}

void
x12_csh(void *state, const struct x12_segment *s)
{
	struct x12_850 *c = state;

	if (X12_HAS(s, 2) || X12_HAS(s, 3) || s->n > 4)
		x12_tell(c, &c->order.notes, s);
	if (X12_HAS(s, 1))
		x12_keep_reference(c, SLICE("CSH"), s->e[1], SLICE_NONE);
	if (X12_HAS(s, 4))
		x12_set_once(&c->order.account, s->e[4]);
}

void
x12_head_pid(void *state, const struct x12_segment *s)
{
	struct x12_850 *c = state;

	if (X12_HAS(s, 5))
		x12_note(c, &c->order.notes, s->e[5]);
	else
		x12_tell(c, &c->order.notes, s);
}

void
x12_td5(void *state, const struct x12_segment *s)
{
	struct x12_850 *c = state;

	/* By air, a route in words, services, a second one … */
	if (s->n > 5 || c->order.carrier.n > 0 || X12_HAS(s, 4) ||
	    (X12_HAS(s, 3) && X12_HAS(s, 5)))
		x12_tell(c, &c->order.notes, s);
	x12_set_once(&c->order.carrier, X12_HAS(s, 3) ? s->e[3] : x12_at(s, 5));
}

void
x12_head_n9(void *state, const struct x12_segment *s)
{
	struct x12_850 *c = state;
	struct slice value = x12_at(s, 2), text = x12_at(s, 3);

	x12_keep_reference(c, x12_at(s, 1), value, text);
	look_for_rule(c, value);
	look_for_rule(c, text);
}

void
x12_head_msg(void *state, const struct x12_segment *s)
{
	struct x12_850 *c = state;
	/* MTX has its text in the second element */
	struct slice text = s->key == X12_TAG('M', 'T', 'X') ||
		s->key == X12_TAG('N', 'T', 'E') ?
	    x12_at(s, 2) :
	    x12_at(s, 1);

	look_for_rule(c, text);
	x12_note(c, &c->order.notes, text);
}

/* CTT02 is a warning only: partners put money, zeros or other sums there. */
void
x12_ctt(void *state, const struct x12_segment *s)
{
	struct x12_850 *c = state;
	struct order *o = &c->order;
	int64_t n;

	x12_line_done(c);
	c->counted = true;
	if (x12_integer(s, 1, &n)) {
		o->stated_lines = n;
		if (n != c->lines)
			x12_wrong(c->x, "X12-CTT-COUNT", s, 1,
			    "CTT01 says %lld lines, the order has %lld",
			    (long long)n, (long long)c->lines);
	}
	o->stated_quantity = x12_number(s, 2);
	if (!decimal_is_none(o->stated_quantity) && !decimal_is_none(c->hash) &&
	    decimal_cmp(o->stated_quantity, c->hash) != 0) {
		char sum[DECIMAL_TEXT_MAX];

		x12_wrong(c->x, "X12-CTT-HASH", s, 2,
		    "the quantities add up to %s", decimal_text(c->hash, sum));
	}
}

void
x12_total_amt(void *state, const struct x12_segment *s)
{
	struct x12_850 *c = state;
	const struct x12_place here = x12_here(c->x, s, 2);

	if (slice_is(x12_at(s, 1), "TT")) {
		c->order.stated_total = x12_number(s, 2);
		c->total = here;
	} else if (slice_is(x12_at(s, 1), "1")) {
		c->order.stated_net = x12_number(s, 2);
		c->net = here;
	} else
		x12_tell(c, &c->order.notes, s);
}
