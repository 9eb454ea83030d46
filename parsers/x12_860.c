/*
 * X12 860, a buyer's change of an order: its head and lines are read as those
 * of an 850, and POC02 says what becomes of each line.
 *
 * A line states what is new; what it leaves out stays as it was.  POC03 is the
 * whole new quantity, whatever the action is called.  Only an order that is
 * replaced must agree with its sums: a change names but a part of it.
 */
#include "parsers/x12_acts.h"

struct x12_860 {
	struct x12_850 base; /* first: handlers of orders take it for one */
	const struct action *action; /* of the open line; NULL: unknown */
	struct x12_place bch;
};

/* What must come with an action. */
#define QUANTITY 1u
#define PRICE 2u
#define DATE 4u

struct action { /* DE 670 */
	char code[3];
	enum line_change change;
	unsigned wants;
};

/* Others would be a person's decision: AA, CH, CI, OA, OC, RC, TI. */
static const struct action actions[] = {
	{ "AI", CHANGE_ADD, QUANTITY },
	{ "CA", CHANGE_REPLACE, 0 },
	{ "CB", CHANGE_REPLACE, 0 },
	{ "CC", CHANGE_REPLACE, 0 },
	{ "CE", CHANGE_REPLACE, 0 },
	{ "CF", CHANGE_DELETE, 0 },
	{ "CT", CHANGE_REPLACE, DATE },
	{ "DI", CHANGE_DELETE, 0 },
	{ "MU", CHANGE_REPLACE, QUANTITY | PRICE | DATE },
	{ "NC", CHANGE_NONE, 0 },
	{ "PC", CHANGE_REPLACE, PRICE },
	{ "PQ", CHANGE_REPLACE, PRICE | QUANTITY },
	{ "PR", CHANGE_REPLACE, PRICE | DATE },
	{ "QC", CHANGE_REPLACE, QUANTITY },
	{ "QD", CHANGE_REPLACE, QUANTITY },
	{ "QI", CHANGE_REPLACE, QUANTITY },
	{ "RA", CHANGE_REPLACE, 0 },
	{ "RB", CHANGE_REPLACE, DATE },
	{ "RE", CHANGE_REPLACE, 0 },
	{ "RM", CHANGE_REPLACE, 0 },
	{ "RQ", CHANGE_REPLACE, QUANTITY | DATE },
	{ "RS", CHANGE_REPLACE, DATE },
	{ "RZ", CHANGE_REPLACE, QUANTITY },
};

static const struct action *
find_action(struct slice code)
{
	for (size_t i = 0; i < sizeof(actions) / sizeof(actions[0]); i++)
		if (slice_is(code, actions[i].code))
			return (&actions[i]);
	return (NULL);
}

/* --- header ------------------------------------------------------------ */

/* Whatever it is called, a set of this kind never makes a new order. */
static void
take_purpose(struct x12_850 *c, const struct x12_segment *s)
{
	struct order *o = &c->order;

	o->purpose_code = x12_at(s, 1);
	o->purpose = x12_purpose(o->purpose_code);
	if (o->purpose == PURPOSE_ORIGINAL || o->purpose == PURPOSE_DUPLICATE) {
		o->purpose = PURPOSE_CHANGE;
		x12_wrong(c->x, "X12-BCH-PURPOSE", s, 1,
		    "purpose " SL_FMT " is read as a change",
		    SL_ARG(o->purpose_code));
	} else if (o->purpose == PURPOSE_OTHER && X12_HAS(s, 1))
		x12_wrong(c->x, "X12-BCH-PURPOSE", s, 1,
		    "purpose " SL_FMT " is not one that we act on",
		    SL_ARG(o->purpose_code));
}

/* CP, CC and CR only say that it is a change. */
static void
take_kind(struct x12_850 *c, const struct x12_segment *s)
{
	struct order *o = &c->order;

	o->kind_code = x12_at(s, 2);
	o->kind = x12_kind(o->kind_code);
	if (slice_is(o->kind_code, "CP") || slice_is(o->kind_code, "CC") ||
	    slice_is(o->kind_code, "CR"))
		o->kind = KIND_ORDER;
	if (o->kind == KIND_OTHER && X12_HAS(s, 2))
		x12_wrong(c->x, "X12-BEG-TYPE", s, 2,
		    "order type " SL_FMT " is not one that we act on",
		    SL_ARG(o->kind_code));
}

static void
bch(void *state, const struct x12_segment *s)
{
	struct x12_850 *c = state;
	struct order *o = &c->order;

	if (c->header)
		return; /* a second one is a fault of its own */
	c->header = true;
	((struct x12_860 *)state)->bch = x12_here(c->x, s, 0);
	take_purpose(c, s);
	take_kind(c, s);
	o->po_number = x12_at(s, 3);
	o->release_number = x12_at(s, 4);
	o->change_number = x12_at(s, 5);
	o->ordered_on = x12_date_of(c, x12_at(s, 6));
	o->contract = x12_at(s, 8);
	o->changed_on = x12_date_of(c, x12_at(s, 11));
}

/* --- lines ------------------------------------------------------------- */

static void
line_fault(struct x12_850 *c, const char *code, const char *element,
    const char *text)
{
	struct x12 *x = c->x;
	int64_t now = x->number;

	x->number = c->line->segment;
	x12_fault(x, code, slice_sub(x->data, (size_t)c->line->offset, 0),
	    SLICE("POC"), element, "%s", text);
	x->number = now;
}

static bool
has_date(const struct order_line *l)
{
	if (l->requested_on != DAY_NONE)
		return (true);
	for (size_t i = 0; i < l->schedules.n; i++)
		if (LIST_AT(&l->schedules, struct schedule, i)->on != DAY_NONE)
			return (true);
	return (false);
}

static void
check_quantity(struct x12_860 *c)
{
	struct x12_850 *b = &c->base;
	struct order_line *l = b->line;
	bool wanted = c->action != NULL && (c->action->wants & QUANTITY) != 0;

	if (decimal_is_none(l->quantity)) {
		if (wanted && !b->no_number)
			line_fault(b, "X12-POC-QUANTITY", "3",
			    "the new quantity is not stated");
		return;
	}
	/* A price or a date changes: as many as before. */
	if (l->quantity.coef == 0 && !wanted && c->action != NULL &&
	    c->action->wants != 0) {
		l->quantity = DECIMAL_NONE;
		return;
	}
	if (l->quantity.coef < 0 ||
	    (l->quantity.coef == 0 && l->change == CHANGE_ADD))
		line_fault(b, "X12-POC-QUANTITY", "3",
		    "the quantity must be more than nothing");
	else if (l->quantity.coef == 0 && l->change == CHANGE_REPLACE) {
		l->change = CHANGE_DELETE;
		line_fault(b, "X12-POC-NOTHING", "3",
		    "a quantity of nothing: taken as a deletion");
	}
}

/* No quantity in POC: then the parts say it, if there are any. */
static void
take_parts(struct x12_850 *c)
{
	struct order_line *l = c->line;

	l->quantity = x12_parts_sum(c);
	if (decimal_is_none(l->quantity) &&
	    (c->split_other || c->dated_other)) {
		line_fault(c, "X12-POC-QUANTITY", "3",
		    "its parts are in several units");
		c->no_number = true; /* that is said */
	} else if (!decimal_add_to(&c->hash, l->quantity))
		line_fault(c, "X12-ELEMENT-NUMBER", "3",
		    "the sum of quantities is too large");
}

/* Everything about the line is known now. */
static void
line_done(struct x12_860 *c)
{
	struct x12_850 *b = &c->base;
	struct order_line *l = b->line;
	unsigned wants = c->action != NULL ? c->action->wants : 0;

	if (l == NULL)
		return;
	if (decimal_is_none(l->quantity))
		take_parts(b);
	check_quantity(c);
	if ((wants & PRICE) != 0 && decimal_is_none(l->price) && !l->price_free)
		line_fault(b, "X12-POC-PRICE", "6",
		    "the new price is not stated");
	if ((wants & DATE) != 0 && !has_date(l))
		line_fault(b, "X12-POC-DATE", NULL,
		    "the new date is not stated");
	if (decimal_is_none(l->quantity))
		b->line = NULL;
	else
		x12_line_done(b); /* do its parts add up? */
}

static void
take_action(struct x12_860 *c, const struct x12_segment *s)
{
	struct x12_850 *b = &c->base;
	struct slice code = x12_at(s, 2);

	c->action = find_action(code);
	if (c->action == NULL) {
		if (code.n > 0)
			x12_wrong(b->x, "X12-POC-ACTION", s, 2,
			    SL_FMT " is nothing that we can do to a line",
			    SL_ARG(code));
		return;
	}
	b->line->change = c->action->change;
	if (slice_is(code, "CF")) {
		b->order.purpose = PURPOSE_CANCEL;
		x12_wrong(b->x, "X12-POC-CANCEL", s, 2,
		    "the whole order is cancelled");
	}
}

static void
poc(void *state, const struct x12_segment *s)
{
	struct x12_860 *c = state;
	struct x12_850 *b = &c->base;
	struct decimal left = x12_number(s, 4);
	struct order_line *l;

	line_done(c);
	if (!x12_open_line(b, s))
		return;
	l = b->line;
	l->line_id = x12_at(s, 1);
	take_action(c, s);
	l->quantity = x12_number(s, 3);
	b->no_number = decimal_is_none(l->quantity) && X12_HAS(s, 3);
	l->unit_code = x12_at(s, 5);
	if (l->unit_code.n > 0)
		l->unit = x12_unit_of(b, s, 5);
	x12_take_price(b, s, 6, 7);
	x12_take_items(b, s, 8, 26);
	x12_check_line_id(b, s);
	if (!decimal_is_none(left) && !decimal_is_none(l->quantity) &&
	    decimal_cmp(left, l->quantity) > 0)
		x12_wrong(b->x, "X12-POC-LEFT", s, 4,
		    "more is left to receive than is ordered");
	if (!decimal_add_to(&b->hash, l->quantity))
		x12_wrong(b->x, "X12-ELEMENT-NUMBER", s, 3,
		    "the sum of quantities is too large");
}

static void
ctt(void *state, const struct x12_segment *s)
{
	line_done(state);
	x12_ctt(state, s);
}

/* --- all of it --------------------------------------------------------- */

static bool
has_party(const struct party *p)
{
	return (p->name.n > 0 || p->ids.n > 0);
}

/* Does the head say anything that may be new? */
static bool
head_says(const struct order *o)
{
	return (has_party(&o->ship_to) || has_party(&o->bill_to) ||
	    o->requested_on != DAY_NONE || o->not_before != DAY_NONE ||
	    o->not_after != DAY_NONE || o->charges.n > 0 || o->notes.n > 0 ||
	    o->payment_code.n > 0 || o->terms_text.n > 0 ||
	    o->terms_days != INT_NONE ||
	    !decimal_is_none(o->discount_percent) || o->delivery_terms.n > 0 ||
	    o->carrier.n > 0 || o->recurrence.coded.n > 0 ||
	    o->recurrence.text.n > 0 || o->recurrence.start != DAY_NONE ||
	    o->recurrence.end != DAY_NONE);
}

static void
check_lines(struct x12_850 *c, struct slice st, struct x12_place bch)
{
	if (c->lines > 0 || !c->header)
		return;
	if (c->order.purpose == PURPOSE_REPLACE)
		x12_fault(c->x, "X12-NO-LINES", st, SLICE("POC"), NULL,
		    "the order that replaces it has no lines");
	else if (c->order.purpose == PURPOSE_CHANGE && !head_says(&c->order))
		x12_fault_at(c->x, "X12-BCH-NOTHING", bch, "BCH", NULL,
		    "no line is named, and the head says nothing new");
}

static void
begin(struct x12 *x, void *state, const struct x12_set *set)
{
	struct x12_850 *c = state;

	x12_850.begin(x, state, set);
	c->change = true;
}

static void
end(struct x12 *x, void *state, const struct x12_set *set)
{
	struct x12_850 *c = state;

	line_done(state);
	x12_parties_done(c);
	check_lines(c, slice_sub(x->data, set->from, 2),
	    ((struct x12_860 *)state)->bch);
	if (c->order.purpose == PURPOSE_REPLACE)
		x12_sums(c);
	x->message.document_id = c->order.po_number;
	if (x->rc != RC_OK)
		return;
	c->order.broken = x->errors > 0;
	x->rc = x->sink->order(x->sink->ctx, &c->order, x->err);
}

static const struct x12_act acts[] = {
	{ "rest but ST G53 SE LS LE", x12_rest },
	{ "BCH", bch },
	X12_HEAD_ACTS,
	{ "POC", poc },
	X12_LINE_ACTS("POC"),
	{ "CTT", ctt },
	{ "CTT/AMT", x12_total_amt },
};

const struct x12_kind x12_860 = {
	.set = "860",
	.heading = X12_TAG('B', 'C', 'H'),
	.document = 3,
	.size = sizeof(struct x12_860),
	.acts = acts,
	.n = sizeof(acts) / sizeof(acts[0]),
	.begin = begin,
	.end = end,
};
