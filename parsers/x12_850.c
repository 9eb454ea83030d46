#include "parsers/x12_order.h"

/* What is done with the segments of an order; which may stand where is in
 * guides/x12_850.guide. */
static const struct x12_act acts[] = {
	{ "rest but ST SE LS LE", x12_rest },
	{ "BEG", x12_beg },
	{ "NTE", x12_head_msg },
	{ "CUR", x12_cur },
	{ "REF", x12_head_ref },
	{ "PER", x12_head_per },
	{ "FOB", x12_fob },
	{ "CSH", x12_csh },
	{ "SAC", x12_head_sac },
	{ "SAC/CUR", x12_cur },
	{ "ITA", x12_head_ita },
	{ "ITD", x12_itd },
	{ "DTM", x12_head_dtm },
	{ "LDT", x12_ldt },
	{ "PID", x12_head_pid },
	{ "TD5", x12_td5 },
	{ "TXI", x12_head_txi },
	{ "N9", x12_head_n9 },
	{ "N9/MTX", x12_head_msg },
	{ "N9/MSG", x12_head_msg },
	{ "N1", x12_n1 },
	{ "N1/N2", x12_n2 },
	{ "N1/N3", x12_n3 },
	{ "N1/N4", x12_n4 },
	{ "N1/REF", x12_party_ref },
	{ "N1/PER", x12_party_per },
	{ "N1/FOB", x12_fob },
	{ "N1/TD5", x12_td5 },
	{ "N1/MSG", x12_head_msg },
	{ "SPI/MSG", x12_head_msg },
	{ "SPI/MTX", x12_head_msg },
	{ "ADV/MTX", x12_head_msg },
	{ "PO1", x12_po1 },
	{ "PO1/LIN", x12_line_lin },
	{ "PO1/CUR", x12_line_cur },
	{ "PO1/CTP", x12_ctp },
	{ "PO1/CTP/CUR", x12_ctp_cur },
	{ "PO1/PID", x12_line_pid },
	{ "PO1/REF", x12_line_ref },
	{ "PO1/SAC", x12_line_sac },
	{ "PO1/SAC/CUR", x12_cur },
	{ "PO1/ITA", x12_line_ita },
	{ "PO1/SDQ", x12_sdq },
	{ "PO1/DTM", x12_line_dtm },
	{ "PO1/MSG", x12_line_msg },
	{ "PO1/MTX", x12_line_msg },
	{ "PO1/NTE", x12_line_msg },
	{ "PO1/TXI", x12_line_txi },
	{ "PO1/CSH", x12_line_terms },
	{ "PO1/CTB", x12_line_terms },
	{ "PO1/PO3", x12_line_terms },
	{ "PO1/IT8", x12_line_terms },
	{ "PO1/SLN", x12_line_terms },
	{ "PO1/SCH", x12_sch },
	{ "PO1/LS/LDT", x12_line_ldt },
	{ "PO1/N9", x12_line_n9 },
	{ "PO1/N9/MTX", x12_line_msg },
	{ "PO1/N9/MSG", x12_line_msg },
	{ "PO1/N1", x12_line_n1 },
	{ "PO1/N1/N3", x12_line_n3 },
	{ "PO1/N1/SCH", x12_sch },
	{ "PO1/N1/LDT", x12_line_ldt },
	{ "PO1/AMT", x12_line_amt },
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
