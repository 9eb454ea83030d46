#include "parsers/x12_acts.h"

static const struct x12_act acts[] = {
	{ "rest but ST SE LS LE", x12_rest },
	{ "BEG", x12_beg },
	X12_HEAD_ACTS,
	{ "PO1", x12_po1 },
	X12_LINE_ACTS("PO1"),
	{ "CTT", x12_ctt },
	{ "CTT/AMT", x12_total_amt },
};

static void
begin(struct x12 *x, void *state, const struct x12_set *set)
{
	struct x12_850 *c = state;

	c->x = x;
	c->last_id = INT64_MIN;
	c->hash = c->split = c->dated = DECIMAL_NONE;
	c->order = x->empty;
	c->order.test = x->message.test;
	c->order.offset = (int64_t)set->from;
	c->order.length = (int64_t)(set->to - set->from);
	/* mostly as many as the order before; "PO1~" at least each */
	c->order.lines.cap = x->lines;
	if (c->order.lines.cap > (set->to - set->from) / 4)
		c->order.lines.cap = (set->to - set->from) / 4;
	if (c->order.lines.cap > 0)
		c->order.lines.v = arena_array(x->arena, c->order.lines.cap,
		    sizeof(struct order_line));
}

static void
end(struct x12 *x, void *state, const struct x12_set *set)
{
	struct x12_850 *c = state;

	x12_line_done(c);
	x12_parties_done(c);
	if (c->lines == 0 && c->order.purpose != PURPOSE_CANCEL)
		x12_fault(x, "X12-NO-LINES", slice_sub(x->data, set->from, 2),
		    SLICE("PO1"), NULL, "the order has no lines");
	x12_sums(c);
	x->lines = c->order.lines.n;
	x->message.document_id = c->order.po_number;
	if (x->rc != RC_OK)
		return;
	c->order.broken = x->errors > 0;
	x->rc = x->sink->order(x->sink->ctx, &c->order, x->err);
}

const struct x12_kind x12_850 = {
	.set = "850",
	.heading = X12_TAG('B', 'E', 'G'),
	.document = 3,
	.size = sizeof(struct x12_850),
	.acts = acts,
	.n = sizeof(acts) / sizeof(acts[0]),
	.begin = begin,
	.end = end,
};
