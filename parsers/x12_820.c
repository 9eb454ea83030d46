/*
 * X12 820, payment order and remittance advice: one remittance a set.
 *
 * What was paid is BPR02; RMR04, and the ADX01 that stand beside the RMR, say
 * what for and add up to it.  An ADX below an RMR only explains how RMR05
 * became RMR04.  TRN02 is the payer's number of the payment: with it, the same
 * payment told twice is one payment.
 */
#include "parsers/x12_order.h"

struct x12_820 {
	struct x12 *x;
	struct remittance r;
	bool header;                   /* BPR seen */
	bool prenotice;                /* no money moves yet */
	bool payer;                    /* the open N1 is the payer's */
	bool payer_seen;               /* the first one counts */
	struct x12_place amount, date; /* in BPR */
	bool overflow;
	struct decimal sum; /* of the items */
	int64_t items;      /* seen */
	/* the open RMR */
	struct decimal stated, discount, adjusted, paid;
	bool item;
	struct x12_place at;
	struct x12_place unsaid; /* the first RMR without an amount */
};

static void
check_handling(struct x12_820 *c, const struct x12_segment *s)
{
	static const char moves[][2] = { "C", "D", "I", "U", "X" };
	struct slice code = x12_at(s, 1);

	if (code.n == 0)
		return;
	for (size_t i = 0; i < sizeof(moves) / sizeof(moves[0]); i++)
		if (slice_is(code, moves[i]))
			return;
	c->prenotice = slice_is(code, "P");
	x12_wrong(c->x, "X12-BPR-HANDLING", s, 1,
	    c->prenotice ? "a prenotification: no money was paid" :
			   "code " SL_FMT " is not one that we act on",
	    SL_ARG(code));
}

static void
bpr(void *ctx, const struct x12_segment *s)
{
	struct x12_820 *c = ctx;
	struct remittance *r = &c->r;
	struct slice sign = x12_at(s, 3);

	if (c->header)
		return; /* a second one is a fault of its own */
	c->header = true;
	check_handling(c, s);
	c->amount = x12_here(c->x, s, 2);
	c->date = x12_here(c->x, s, 16);
	r->amount = x12_number(s, 2);
	r->credit = slice_is(sign, "C");
	r->method = x12_at(s, 4);
	r->payer_account = x12_at(s, 9);
	r->receiver_account = x12_at(s, 15);
	r->paid_on = day_parse_basic(x12_at(s, 16));
	if (sign.n > 0 && !r->credit && !slice_is(sign, "D"))
		x12_wrong(c->x, "X12-BPR-DIRECTION", s, 3,
		    "neither C, paid, nor D, taken back");
	if (!decimal_is_none(r->amount) && r->amount.coef < 0)
		x12_wrong(c->x, "X12-BPR-AMOUNT", s, 2,
		    "less than nothing cannot be paid: BPR03 says which way");
}

static void
trn(void *ctx, const struct x12_segment *s)
{
	struct x12_820 *c = ctx;

	x12_set_once(&c->r.reference, x12_at(s, 2));
}

static void
cur(void *ctx, const struct x12_segment *s)
{
	struct x12_820 *c = ctx;
	struct slice code = x12_at(s, 2);

	if (currency_digits(code) < 0)
		x12_wrong(c->x, "X12-CURRENCY", s, 2,
		    "no currency of ISO 4217");
	x12_set_once(&c->r.currency, code);
}

static void
head_ref(void *ctx, const struct x12_segment *s)
{
	struct x12_820 *c = ctx;

	if (x12_reference(x12_at(s, 1)) == X12_REF_ACCOUNT)
		x12_set_once(&c->r.account, x12_at(s, 2));
}

/* 097 is the day of the transaction, 234 that of the settlement. */
static void
head_dtm(void *ctx, const struct x12_segment *s)
{
	struct x12_820 *c = ctx;

	if (c->r.paid_on == DAY_NONE &&
	    (slice_is(x12_at(s, 1), "097") || slice_is(x12_at(s, 1), "234")))
		c->r.paid_on = day_parse_basic(x12_at(s, 2));
}

/* --- the payer --------------------------------------------------------- */

static void
n1(void *ctx, const struct x12_segment *s)
{
	struct x12_820 *c = ctx;

	c->payer = slice_is(x12_at(s, 1), "PR") && !c->payer_seen;
	if (!c->payer)
		return;
	c->payer_seen = true;
	c->r.payer_name = x12_at(s, 2);
	x12_take_ids(c->x, &c->r.payer_ids, s);
	if (slice_is(x12_at(s, 3), "91"))
		x12_set_once(&c->r.account, x12_at(s, 4));
}

static void
party_ref(void *ctx, const struct x12_segment *s)
{
	struct x12_820 *c = ctx;

	if (c->payer)
		head_ref(ctx, s);
}

/* --- what for ---------------------------------------------------------- */

static struct remittance_item *
push_item(struct x12_820 *c, const struct x12_segment *s, struct decimal amount)
{
	struct remittance_item *i;

	if (!decimal_add_to(&c->sum, amount))
		c->overflow = true;
	if (++c->items > X12_ROWS_MAX) {
		if (c->items == X12_ROWS_MAX + 1)
			x12_wrong(c->x, "X12-ROWS-LIMIT", s, 0,
			    "more than %d items", X12_ROWS_MAX);
		return (NULL);
	}
	i = shape_push(c->x->arena, &c->r.items, &remittance_item_shape);
	i->amount = amount;
	return (i);
}

/* Does the RMR agree with itself?  Adjustments reduce when negative. */
static void
item_done(struct x12_820 *c)
{
	struct x12 *x = c->x;
	struct decimal due = c->stated;
	char text[DECIMAL_TEXT_MAX];
	int64_t now = x->number;
	bool fits = true;

	if (!c->item)
		return;
	c->item = false;
	if (decimal_is_none(due) || decimal_is_none(c->paid))
		return;
	if (!decimal_is_none(c->discount))
		fits = decimal_sub(due, c->discount, &due);
	if (fits && !decimal_is_none(c->adjusted))
		fits = decimal_add(due, c->adjusted, &due);
	if (fits && decimal_cmp(due, c->paid) == 0)
		return;
	x->number = c->at.segment;
	if (fits)
		x12_fault(x, "X12-RMR-SUM", c->at.where, SLICE("RMR"), "4",
		    "RMR05, RMR06, RMR08 and ADX01 come to %s",
		    decimal_text(due, text));
	else
		x12_fault(x, "X12-RMR-SUM", c->at.where, SLICE("RMR"), "4",
		    "too large to be added up");
	x->number = now;
}

static void
rmr(void *ctx, const struct x12_segment *s)
{
	struct x12_820 *c = ctx;
	struct remittance_item *i;

	item_done(c);
	c->item = true;
	c->paid = x12_number(s, 4);
	c->stated = x12_number(s, 5);
	c->discount = x12_number(s, 6);
	c->adjusted = x12_number(s, 8);
	c->at = (struct x12_place){ X12_HAS(s, 4) ?
		    x12_place_of(c->x, s, 4) :
		    slice_sub(c->x->data, s->offset, s->length),
		c->x->number };
	if (!X12_HAS(s, 2))
		x12_wrong(c->x, "X12-RMR-NUMBER", s, 2,
		    "it is not said what was paid");
	if (!X12_HAS(s, 4) && c->unsaid.segment == 0)
		c->unsaid = c->at;
	i = push_item(c, s, c->paid);
	if (i == NULL)
		return;
	i->qualifier = x12_at(s, 1);
	i->number = x12_at(s, 2);
	i->discount = c->discount;
}

static void
item_adx(void *ctx, const struct x12_segment *s)
{
	struct x12_820 *c = ctx;

	if (!decimal_add_to(&c->adjusted, x12_number(s, 1)))
		x12_wrong(c->x, "X12-ELEMENT-NUMBER", s, 1,
		    "the sum of adjustments is too large");
}

static void
adx(void *ctx, const struct x12_segment *s)
{
	struct x12_820 *c = ctx;
	struct remittance_item *i;

	item_done(c);
	i = push_item(c, s, x12_number(s, 1));
	if (i == NULL)
		return;
	i->qualifier = x12_at(s, 3);
	i->number = x12_at(s, 4);
}

/* --- all of it --------------------------------------------------------- */

static void
check_sum(struct x12_820 *c)
{
	char sum[DECIMAL_TEXT_MAX];

	if (c->items == 0 || decimal_is_none(c->r.amount))
		return;
	if (c->overflow)
		x12_fault_at(c->x, "X12-BPR-SUM", c->amount, "BPR", "2",
		    "the items are too large to be added up");
	else if (!decimal_is_none(c->sum) &&
	    decimal_cmp(c->sum, c->r.amount) != 0)
		x12_fault_at(c->x, "X12-BPR-SUM", c->amount, "BPR", "2",
		    arena_printf(c->x->arena, "the items come to %s",
			decimal_text(c->sum, sum)));
}

/* The whole payment is for the one thing that it names. */
static void
take_unsaid(struct x12_820 *c)
{
	struct x12 *x = c->x;
	int64_t now = x->number;

	if (c->unsaid.segment == 0)
		return;
	if (c->items == 1) {
		LIST_AT(&c->r.items, struct remittance_item, 0)->amount =
		    c->r.amount;
		return;
	}
	x->number = c->unsaid.segment;
	x12_fault(x, "X12-RMR-AMOUNT", c->unsaid.where, SLICE("RMR"), "4",
	    "it is not said how much of it was paid");
	x->number = now;
}

static void
check_whole(struct x12_820 *c, struct slice st)
{
	struct x12 *x = c->x;

	item_done(c);
	take_unsaid(c);
	if (!c->header)
		return;
	if (c->r.reference.n == 0)
		x12_fault(x, "X12-TRN-REFERENCE", st, SLICE("TRN"), "2",
		    "the payment has no number");
	if (c->r.paid_on == DAY_NONE && !c->prenotice)
		x12_fault_at(x, "X12-BPR-DATE", c->date, "BPR", "16",
		    "it is not said when it was paid");
	check_sum(c);
}

static void
begin(struct x12 *x, void *state, const struct x12_set *set)
{
	struct x12_820 *c = state;

	c->x = x;
	shape_init(&remittance_shape, &c->r);
	c->r.offset = (int64_t)set->from;
	c->sum = DECIMAL_NONE;
}

static void
end(struct x12 *x, void *state, const struct x12_set *set)
{
	struct x12_820 *c = state;

	check_whole(c, slice_sub(x->data, set->from, 2));
	x->message.document_id = c->r.reference;
	if (x->rc == RC_OK && x->errors == 0 && !c->prenotice)
		x->rc = x->sink->remittance(x->sink->ctx, &c->r, x->err);
}

static const struct x12_act acts[] = {
	{ "BPR", bpr },
	{ "TRN", trn },
	{ "CUR", cur },
	{ "REF", head_ref },
	{ "DTM", head_dtm },
	{ "N1", n1 },
	{ "N1/REF", party_ref },
	{ "ENT/ADX", adx },
	{ "ENT/RMR", rmr },
	{ "ENT/RMR/ADX", item_adx },
};

const struct x12_kind x12_820 = {
	.set = "820",
	.size = sizeof(struct x12_820),
	.acts = acts,
	.n = sizeof(acts) / sizeof(acts[0]),
	.begin = begin,
	.end = end,
};
