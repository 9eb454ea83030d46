#include "domain/terms.h"
#include "parsers/cxml_groups.h"

/* --- amounts -------------------------------------------------------------- */

static void
add_up(struct decimal *sum, struct decimal d)
{
	if (decimal_is_none(*sum))
		*sum = d;
	else if (!decimal_is_none(d))
		(void)decimal_add(*sum, d, sum);
}

static void
add_freight(struct cxml *x, const struct order_line *l)
{
	struct cxml_doc *d = &x->doc;
	struct charge *c;

	if (decimal_is_none(d->shipping) || d->shipping.coef == 0)
		return;
	c = shape_push(x->in->arena, &x->order.charges, &charge_shape);
	c->is_charge = d->shipping.coef > 0;
	c->code = SLICE("FC");
	c->reason = d->description;
	c->amount = d->shipping;
	if (l != NULL)
		c->reason = slice_of(arena_printf(x->in->arena,
		    SL_FMT "%sline " SL_FMT, SL_ARG(d->description),
		    d->description.n > 0 ? ", " : "", SL_ARG(l->line_id)));
	if (!c->is_charge)
		c->amount.coef = -c->amount.coef;
	add_up(l != NULL ? &d->item_freight : &d->freight, d->shipping);
	d->item_freights += l != NULL;
}

static void
start_freight(struct cxml *x)
{
	x->doc.shipping = DECIMAL_NONE;
	x->doc.description = SLICE_NONE;
}

static void
start_modification(struct cxml *x)
{
	struct cxml_doc *d = &x->doc;

	d->original = d->cost = d->percent = d->deducted = DECIMAL_NONE;
	d->cost_is_charge = false;
	d->mod_name = SLICE_NONE;
}

static void
end_modification(struct cxml *x)
{
	struct cxml_doc *d = &x->doc;
	struct charge *c = shape_push(x->in->arena, &x->order.charges,
	    &charge_shape);

	if (!decimal_is_none(d->deducted) && !decimal_is_none(d->original))
		(void)decimal_sub(d->original, d->deducted, &d->cost);
	c->is_charge = d->cost_is_charge;
	c->reason = d->mod_name;
	c->amount = d->cost;
	c->percent = d->percent;
	c->base = d->original;
	if (decimal_is_none(d->cost) && decimal_is_none(d->percent))
		cxml_found(x, "CXML-UNSUPPORTED", SLICE_NONE,
		    "a modification without an amount or a percentage");
}

static void
read_percent(struct cxml *x)
{
	const struct slice text = cxml_attribute(x, A_PERCENT);

	if (cxml_number(x, text, &x->doc.percent) && x->doc.percent.coef < 0)
		cxml_found(x, "CXML-NEGATIVE", text, NULL);
}

/* What several come to nobody says: they may be of one base, or not. */
static void
start_rate(struct cxml *x)
{
	const struct slice text = cxml_attribute(x, A_RATE);

	if (text.n > 0 && cxml_number(x, text, &x->doc.rate) &&
	    ++x->doc.rates > 1)
		x->doc.rate = DECIMAL_NONE;
}

/* --- payment -------------------------------------------------------------- */

/* Neither the number nor the name of the card is looked at. */
static void
start_card(struct cxml *x, const struct xml_row *row)
{
	x->order.payment = PAYMENT_PREPAID;
	x->order.payment_code = slice_of(row->name);
	cxml_found(x, "CXML-CARD", SLICE_NONE, NULL);
}

static void
start_term(struct cxml *x)
{
	struct order *o = &x->order;
	const struct slice text = cxml_attribute(x, A_DAYS);
	struct cxml_doc *d = &x->doc;
	int64_t days;

	d->discounted = false;
	d->percent = d->cost = DECIMAL_NONE;
	d->other = SLICE_NONE;
	if (text.n == 0) /* as some send it: no terms */
		return;
	d->days = INT_NONE;
	if (!slice_int(text, &days) || days < 0 || days > 10000) {
		cxml_found(x, "CXML-NUMBER", text,
		    "not a number of days from 0 to 10000");
		return;
	}
	d->other = xml_kept(&x->values, text);
	d->days = days;
	if (o->terms_days == INT_NONE || days > o->terms_days)
		o->terms_days = days;
	if (o->payment == PAYMENT_UNSTATED && days > 0)
		o->payment = PAYMENT_ACCOUNT;
}

/* Two terms read "2 % 10 days, 30 days". */
static void
end_term(struct cxml *x)
{
	const struct cxml_doc *d = &x->doc;
	char percent[DECIMAL_TEXT_MAX] = "";
	const char *unit = " % ";
	struct order *o = &x->order;

	if (d->other.n == 0)
		return;
	if (!decimal_is_none(d->percent) && d->discounted) {
		(void)decimal_text(d->percent, percent);
		terms_discount(o, d->percent, d->days);
	} else if (!decimal_is_none(d->cost) && d->discounted) {
		(void)decimal_text(d->cost, percent);
		unit = " less in ";
	}
	o->terms_text = slice_of(
	    arena_printf(x->in->arena, SL_FMT "%s%s%s" SL_FMT " days",
		SL_ARG(text_head(o->terms_text, 500)),
		o->terms_text.n > 0 ? ", " : "", percent,
		percent[0] != '\0' ? unit : "", SL_ARG(d->other)));
}

/* --- all of them ------------------------------------------------------- */

void
cxml_amount_start(struct cxml *x, const struct xml_row *row)
{
	switch (row->use) {
	case U_FREIGHT:
	case U_LINE_FREIGHT:
		start_freight(x);
		break;
	case U_TAX:
	case U_LINE_TAX:
		x->doc.tax = x->doc.rate = DECIMAL_NONE;
		x->doc.rates = 0;
		break;
	case U_TAX_RATE:
		start_rate(x);
		break;
	case U_MODIFICATION:
		start_modification(x);
		break;
	case U_COST:
		x->doc.cost_is_charge = true;
		break;
	case U_MOD_NAME:
		x->doc.mod_name = xml_kept(&x->values,
		    cxml_attribute(x, A_NAME));
		break;
	case U_CARD:
		start_card(x, row);
		break;
	case U_TERM:
		start_term(x);
		break;
	case U_DISCOUNT:
		x->doc.discounted = true;
		break;
	default: /* U_PERCENT */
		read_percent(x);
		break;
	}
}

void
cxml_amount_end(struct cxml *x, const struct xml_row *row)
{
	switch (row->use) {
	case U_FREIGHT:
		add_freight(x, NULL);
		break;
	case U_LINE_FREIGHT:
		add_freight(x, cxml_line_of(x));
		break;
	case U_TAX:
		x->order.tax_total = x->doc.tax;
		break;
	case U_LINE_TAX:
		cxml_line_of(x)->tax_percent = x->doc.rate;
		add_up(&x->doc.item_tax, x->doc.tax);
		break;
	case U_MODIFICATION:
		end_modification(x);
		break;
	default: /* U_TERM */
		end_term(x);
		break;
	}
}
