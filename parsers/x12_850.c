#include "parsers/x12_order.h"

#define N(a) (sizeof(a) / sizeof((a)[0]))
#define DEPTH_MAX 6
#define MANY UINT32_MAX

/* Places of the transaction set 850, 004010 and 005010 together: loops, and
 * in each loop its segments in order.  A row that opens a loop is its first
 * segment.  Rows of a loop stand together. */
/* clang-format off */
enum loop { ROOT, H_SAC, H_AMT, H_N9, H_N1, H_LM, H_SPI, H_ADV, LINE, L_CTP,
	L_PID, L_SAC, L_QTY, L_SCH, L_PKG, L_LS, L_LDT, L_N9, L_N1, L_N1LDT,
	L_SLN, L_AMT, L_LM, SUM };
/* clang-format on */

struct place {
	uint32_t tag;
	enum loop loop;
	uint32_t max;
	enum loop opens;   /* ROOT: nothing */
	x12_handler *take; /* NULL: accepted without detail */
};

#define T(a, b, c) X12_TAG(a, b, c)
/* clang-format off */
#define S(a, b, c, loop, max, take) { T(a, b, c), loop, max, ROOT, take }
#define L(a, b, c, loop, max, opens, take) { T(a, b, c), loop, max, opens, \
	take }
/* clang-format on */

static const struct place places[] = {
	S('B', 'E', 'G', ROOT, 1, x12_beg),
	S('N', 'T', 'E', ROOT, MANY, x12_head_msg),
	S('C', 'U', 'R', ROOT, 1, x12_cur),
	S('R', 'E', 'F', ROOT, MANY, x12_head_ref),
	S('P', 'E', 'R', ROOT, 3, x12_head_per),
	S('T', 'A', 'X', ROOT, MANY, NULL),
	S('F', 'O', 'B', ROOT, MANY, x12_fob),
	S('C', 'T', 'P', ROOT, MANY, NULL),
	S('P', 'A', 'M', ROOT, 10, NULL),
	S('C', 'S', 'H', ROOT, 5, x12_csh),
	S('T', 'C', '2', ROOT, MANY, NULL),
	L('S', 'A', 'C', ROOT, 25, H_SAC, x12_head_sac),
	S('I', 'T', 'A', ROOT, 25, x12_head_ita),
	S('I', 'T', 'D', ROOT, MANY, x12_itd),
	S('D', 'I', 'S', ROOT, 20, NULL),
	S('I', 'N', 'C', ROOT, 1, NULL),
	S('D', 'T', 'M', ROOT, 10, x12_head_dtm),
	S('L', 'D', 'T', ROOT, 12, x12_ldt),
	S('L', 'I', 'N', ROOT, 5, NULL),
	S('S', 'I', 0, ROOT, MANY, NULL),
	S('P', 'I', 'D', ROOT, 200, x12_head_pid),
	S('M', 'E', 'A', ROOT, 40, NULL),
	S('P', 'W', 'K', ROOT, 25, NULL),
	S('P', 'K', 'G', ROOT, 200, NULL),
	S('T', 'D', '1', ROOT, 2, NULL),
	S('T', 'D', '5', ROOT, 12, x12_td5),
	S('T', 'D', '3', ROOT, 12, NULL),
	S('T', 'D', '4', ROOT, 5, NULL),
	S('M', 'A', 'N', ROOT, 10, NULL),
	S('P', 'C', 'T', ROOT, MANY, NULL),
	S('C', 'T', 'B', ROOT, 5, NULL),
	S('T', 'X', 'I', ROOT, MANY, x12_head_txi),
	L('A', 'M', 'T', ROOT, MANY, H_AMT, NULL),
	L('N', '9', 0, ROOT, 1000, H_N9, x12_head_n9),
	L('N', '1', 0, ROOT, 200, H_N1, x12_n1),
	L('L', 'M', 0, ROOT, MANY, H_LM, NULL),
	L('S', 'P', 'I', ROOT, MANY, H_SPI, NULL),
	L('A', 'D', 'V', ROOT, MANY, H_ADV, NULL),
	L('P', 'O', '1', ROOT, MANY, LINE, x12_po1),
	L('C', 'T', 'T', ROOT, 1, SUM, x12_ctt),

	S('C', 'U', 'R', H_SAC, 1, NULL),

	S('R', 'E', 'F', H_AMT, MANY, NULL),
	S('D', 'T', 'M', H_AMT, 1, NULL),
	S('P', 'C', 'T', H_AMT, MANY, NULL),
	S('F', 'A', '1', H_AMT, MANY, NULL),
	S('F', 'A', '2', H_AMT, MANY, NULL),

	S('D', 'T', 'M', H_N9, MANY, NULL),
	S('P', 'W', 'K', H_N9, MANY, NULL),
	S('E', 'F', 'I', H_N9, MANY, NULL),
	S('M', 'T', 'X', H_N9, MANY, x12_head_msg),
	S('M', 'S', 'G', H_N9, 1000, x12_head_msg),

	S('N', '2', 0, H_N1, 2, x12_n2),
	S('I', 'N', '2', H_N1, MANY, NULL),
	S('N', '3', 0, H_N1, 2, x12_n3),
	S('N', '4', 0, H_N1, MANY, x12_n4),
	S('N', 'X', '2', H_N1, MANY, NULL),
	S('R', 'E', 'F', H_N1, 12, x12_party_ref),
	S('P', 'E', 'R', H_N1, MANY, x12_party_per),
	S('S', 'I', 0, H_N1, MANY, NULL),
	S('F', 'O', 'B', H_N1, 1, x12_fob),
	S('T', 'D', '1', H_N1, 2, NULL),
	S('T', 'D', '5', H_N1, 12, x12_td5),
	S('T', 'D', '3', H_N1, 12, NULL),
	S('T', 'D', '4', H_N1, 5, NULL),
	S('P', 'K', 'G', H_N1, 200, NULL),
	S('M', 'S', 'G', H_N1, MANY, x12_head_msg),

	S('L', 'Q', 0, H_LM, 100, NULL),

	S('R', 'E', 'F', H_SPI, 5, NULL),
	S('D', 'T', 'M', H_SPI, 5, NULL),
	S('M', 'S', 'G', H_SPI, 50, x12_head_msg),
	S('N', '1', 0, H_SPI, 20, NULL),
	S('N', '2', 0, H_SPI, MANY, NULL),
	S('N', '3', 0, H_SPI, MANY, NULL),
	S('N', '4', 0, H_SPI, MANY, NULL),
	S('P', 'E', 'R', H_SPI, MANY, NULL),
	S('C', 'B', '1', H_SPI, MANY, NULL),
	S('L', 'D', 'T', H_SPI, MANY, NULL),

	S('D', 'T', 'M', H_ADV, MANY, NULL),
	S('M', 'T', 'X', H_ADV, MANY, x12_head_msg),

	S('L', 'I', 'N', LINE, MANY, NULL),
	S('S', 'I', 0, LINE, MANY, NULL),
	S('C', 'U', 'R', LINE, 1, x12_line_cur),
	S('C', 'N', '1', LINE, 1, NULL),
	S('P', 'O', '3', LINE, 25, NULL),
	L('C', 'T', 'P', LINE, MANY, L_CTP, x12_ctp),
	S('P', 'A', 'M', LINE, 10, NULL),
	S('M', 'E', 'A', LINE, 40, NULL),
	L('P', 'I', 'D', LINE, 1000, L_PID, x12_line_pid),
	S('P', 'W', 'K', LINE, 25, NULL),
	S('P', 'O', '4', LINE, MANY, NULL),
	S('R', 'E', 'F', LINE, MANY, x12_line_ref),
	S('P', 'E', 'R', LINE, 3, NULL),
	L('S', 'A', 'C', LINE, 25, L_SAC, x12_line_sac),
	S('I', 'T', 'A', LINE, 25, x12_line_ita),
	S('I', 'T', '8', LINE, 25, NULL),
	S('C', 'S', 'H', LINE, MANY, NULL),
	S('I', 'T', 'D', LINE, 2, NULL),
	S('D', 'I', 'S', LINE, 20, NULL),
	S('I', 'N', 'C', LINE, 1, NULL),
	S('T', 'A', 'X', LINE, 3, NULL),
	S('F', 'O', 'B', LINE, 1, NULL),
	S('S', 'D', 'Q', LINE, 500, x12_sdq),
	S('I', 'T', '3', LINE, 5, NULL),
	S('D', 'T', 'M', LINE, 10, x12_line_dtm),
	S('T', 'C', '2', LINE, MANY, NULL),
	S('T', 'D', '1', LINE, 1, NULL),
	S('T', 'D', '5', LINE, 12, NULL),
	S('T', 'D', '3', LINE, 12, NULL),
	S('T', 'D', '4', LINE, 5, NULL),
	S('P', 'C', 'T', LINE, MANY, NULL),
	S('M', 'A', 'N', LINE, 10, NULL),
	S('M', 'S', 'G', LINE, MANY, x12_line_msg),
	S('N', 'T', 'E', LINE, MANY, x12_line_msg),
	S('S', 'P', 'I', LINE, MANY, NULL),
	S('T', 'X', 'I', LINE, MANY, x12_line_txi),
	S('C', 'T', 'B', LINE, MANY, NULL),
	L('Q', 'T', 'Y', LINE, MANY, L_QTY, NULL),
	L('S', 'C', 'H', LINE, 200, L_SCH, x12_sch),
	L('P', 'K', 'G', LINE, 200, L_PKG, NULL),
	L('L', 'S', 0, LINE, 1, L_LS, NULL),
	L('N', '9', 0, LINE, 1000, L_N9, x12_line_n9),
	L('N', '1', 0, LINE, 200, L_N1, x12_line_n1),
	L('S', 'L', 'N', LINE, 1000, L_SLN, NULL),
	L('A', 'M', 'T', LINE, MANY, L_AMT, x12_line_amt),
	L('L', 'M', 0, LINE, MANY, L_LM, NULL),

	S('C', 'U', 'R', L_CTP, 1, NULL),

	S('M', 'E', 'A', L_PID, 10, NULL),

	S('C', 'U', 'R', L_SAC, 1, NULL),
	S('C', 'T', 'P', L_SAC, 1, NULL),

	S('S', 'I', 0, L_QTY, MANY, NULL),

	S('T', 'D', '1', L_SCH, 2, NULL),
	S('T', 'D', '5', L_SCH, 12, NULL),
	S('T', 'D', '3', L_SCH, 12, NULL),
	S('T', 'D', '4', L_SCH, 5, NULL),
	S('R', 'E', 'F', L_SCH, MANY, NULL),

	S('M', 'E', 'A', L_PKG, MANY, NULL),

	L('L', 'D', 'T', L_LS, MANY, L_LDT, x12_line_ldt),
	S('L', 'E', 0, L_LS, 1, NULL),

	S('M', 'A', 'N', L_LDT, 10, NULL),
	S('Q', 'T', 'Y', L_LDT, 5, NULL),
	S('M', 'S', 'G', L_LDT, 1, NULL),
	S('R', 'E', 'F', L_LDT, 3, NULL),
	S('L', 'M', 0, L_LDT, MANY, NULL),
	S('L', 'Q', 0, L_LDT, MANY, NULL),

	S('D', 'T', 'M', L_N9, MANY, NULL),
	S('M', 'E', 'A', L_N9, 40, NULL),
	S('P', 'W', 'K', L_N9, MANY, NULL),
	S('E', 'F', 'I', L_N9, MANY, NULL),
	S('M', 'T', 'X', L_N9, MANY, x12_line_msg),
	S('M', 'S', 'G', L_N9, 1000, x12_line_msg),

	S('N', '2', 0, L_N1, 2, NULL),
	S('I', 'N', '2', L_N1, MANY, NULL),
	S('N', '3', 0, L_N1, 2, NULL),
	S('N', '4', 0, L_N1, 1, NULL),
	S('Q', 'T', 'Y', L_N1, MANY, NULL),
	S('N', 'X', '2', L_N1, MANY, NULL),
	S('R', 'E', 'F', L_N1, 12, NULL),
	S('P', 'E', 'R', L_N1, 3, NULL),
	S('S', 'I', 0, L_N1, MANY, NULL),
	S('D', 'T', 'M', L_N1, 1, NULL),
	S('F', 'O', 'B', L_N1, 1, NULL),
	S('S', 'C', 'H', L_N1, 200, x12_sch),
	S('T', 'D', '1', L_N1, 2, NULL),
	S('T', 'D', '5', L_N1, 12, NULL),
	S('T', 'D', '3', L_N1, 12, NULL),
	S('T', 'D', '4', L_N1, 5, NULL),
	S('P', 'K', 'G', L_N1, 200, NULL),
	L('L', 'D', 'T', L_N1, MANY, L_N1LDT, NULL),

	S('M', 'A', 'N', L_N1LDT, 10, NULL),
	S('Q', 'T', 'Y', L_N1LDT, 5, NULL),
	S('M', 'S', 'G', L_N1LDT, 1, NULL),
	S('R', 'E', 'F', L_N1LDT, 3, NULL),

	S('M', 'S', 'G', L_SLN, MANY, NULL),
	S('S', 'I', 0, L_SLN, MANY, NULL),
	S('P', 'I', 'D', L_SLN, 1000, NULL),
	S('P', 'O', '3', L_SLN, 104, NULL),
	S('T', 'C', '2', L_SLN, MANY, NULL),
	S('A', 'D', 'V', L_SLN, MANY, NULL),
	S('S', 'A', 'C', L_SLN, MANY, NULL),
	S('D', 'T', 'M', L_SLN, 10, NULL),
	S('C', 'T', 'P', L_SLN, 25, NULL),
	S('P', 'A', 'M', L_SLN, 10, NULL),
	S('P', 'O', '4', L_SLN, 1, NULL),
	S('T', 'A', 'X', L_SLN, 3, NULL),
	S('Q', 'T', 'Y', L_SLN, MANY, NULL),
	S('N', '9', 0, L_SLN, MANY, NULL),
	S('N', '1', 0, L_SLN, MANY, NULL),
	S('N', '2', 0, L_SLN, MANY, NULL),
	S('N', '3', 0, L_SLN, MANY, NULL),
	S('N', '4', 0, L_SLN, MANY, NULL),
	S('R', 'E', 'F', L_SLN, MANY, NULL),
	S('P', 'E', 'R', L_SLN, MANY, NULL),

	S('R', 'E', 'F', L_AMT, 1, NULL),
	S('P', 'C', 'T', L_AMT, MANY, NULL),

	S('L', 'Q', 0, L_LM, 100, NULL),

	S('A', 'M', 'T', SUM, MANY, x12_total_amt),
};

_Static_assert(N(places) < 255, "places are numbered in a byte");

struct level {
	enum loop loop;
	unsigned at;   /* place last used in the loop */
	uint32_t used; /* times in a row */
};

struct structure {
	const struct x12_index *index; /* place + 1, by hash of tag and loop */
	struct level stack[DEPTH_MAX];
	unsigned depth; /* of the innermost loop */
};

static inline unsigned
hash_of(uint32_t tag, enum loop loop)
{
	return ((tag | (uint32_t)loop << 24) * 2654435761u >> 22);
}

void
x12_850_index(struct x12_index *index)
{
	for (unsigned i = N(places); i-- > 0;) {
		unsigned h = hash_of(places[i].tag, places[i].loop);

		index->next[i] = index->first[h];
		index->first[h] = (uint8_t)(i + 1);
	}
}

/* The first place of the tag in this loop at or behind `from`; N(places) if
 * there is none. */
static unsigned
place_in(const struct structure *t, uint32_t tag, enum loop loop, unsigned from)
{
	for (unsigned k = t->index->first[hash_of(tag, loop)]; k != 0;
	     k = t->index->next[k - 1])
		if (places[k - 1].tag == tag && places[k - 1].loop == loop &&
		    k - 1 >= from)
			return (k - 1);
	return (N(places));
}

static bool
is_known(uint32_t tag)
{
	for (unsigned i = 0; i < N(places); i++)
		if (places[i].tag == tag)
			return (true);
	return (false);
}

/* Go to a place that lies in the loop of this depth. */
static void
enter(struct structure *t, struct x12 *x, const struct x12_segment *s,
    unsigned depth, unsigned place)
{
	struct level *l = &t->stack[depth];

	l->used = l->at == place ? l->used + 1 : 1;
	l->at = place;
	t->depth = depth;
	if (l->used == places[place].max + 1 && places[place].max != MANY)
		x12_wrong(x, "X12-SEG-USE", s, 0,
		    "more than %u of this segment here", places[place].max);
	if (places[place].opens != ROOT) {
		INVARIANT(depth + 1 < DEPTH_MAX);
		t->depth = depth + 1;
		t->stack[depth + 1] = (struct level){ places[place].opens, 0,
			0 };
	}
}

/* Where does the segment stand?  Looked for from the innermost loop outwards,
 * never backwards; if that fails, in the open loops whatever the order. */
static const struct place *
place_of(struct structure *t, struct x12 *x, const struct x12_segment *s)
{
	for (unsigned pass = 0; pass < 2; pass++)
		for (unsigned d = t->depth + 1; d-- > 0;) {
			const struct level *l = &t->stack[d];
			unsigned i = place_in(t, s->key, l->loop,
			    pass == 0 ? l->at : 0);

			if (i == N(places))
				continue;
			if (pass == 1) {
				x12_wrong(x, "X12-SEG-ORDER", s, 0,
				    "stands behind segments that it should "
				    "precede");
				t->depth = d;
				if (places[i].opens != ROOT)
					enter(t, x, s, d, i);
			} else
				enter(t, x, s, d, i);
			return (&places[i]);
		}
	if (is_known(s->key))
		x12_wrong(x, "X12-SEG-MISPLACED", s, 0,
		    "this segment cannot stand here");
	else
		x12_wrong(x, "X12-SEG-UNKNOWN", s, 0,
		    "no segment of the transaction set 850");
	return (NULL);
}

static void
segment(struct x12_850 *c, struct structure *t, struct x12_segment *s)
{
	const struct place *p;

	x12_check(c->x, s);
	p = place_of(t, c->x, s);
	if (p == NULL)
		return;
	if (p->opens == LINE || p->opens == SUM)
		x12_line_done(c);
	if (p->take != NULL)
		p->take(c, s);
}

static void
trailer(struct x12_850 *c, struct x12_segment *s)
{
	struct x12 *x = c->x;
	int64_t n;

	x12_check(x, s);
	if (!slice_int(x12_at(s, 1), &n) || n != x->number)
		x12_wrong(x, "X12-SE-COUNT", s, 1,
		    "SE01 says " SL_FMT " segments, the set has %lld",
		    SL_ARG(x12_at(s, 1)), (long long)x->number);
	if (!slice_eq(x12_at(s, 2), x->message.control_number))
		x12_wrong(x, "X12-SE-CONTROL", s, 2,
		    "SE02 is not the ST02 of this set, " SL_FMT,
		    SL_ARG(x->message.control_number));
}

static void
whole_set(struct x12_850 *c, const struct x12_set *set)
{
	struct x12 *x = c->x;
	struct slice st = slice_sub(x->data, set->from, 2);

	if (!set->closed)
		x12_fault(x, "X12-SE-MISSING", st, SLICE("ST"), "2",
		    "the set has no trailer SE before byte %zu", set->to);
	if (!c->header)
		x12_fault(x, "X12-SEG-MISSING", st, SLICE("BEG"), NULL,
		    "the mandatory segment BEG is missing");
	if (c->lines == 0 && c->order.purpose != PURPOSE_CANCEL)
		x12_fault(x, "X12-NO-LINES", st, SLICE("PO1"), NULL,
		    "the order has no lines");
}

static void
read_segments(struct x12_850 *c, const struct x12_set *set)
{
	struct x12 *x = c->x;
	struct slice data = { x->data.p, set->to };
	struct structure t = { .index = &x->index };
	struct x12_segment s;
	size_t at = set->from;
	enum x12_read got;

	while (x->rc == RC_OK) {
		got = x12_next(data, &at, x->isa->seps, &s);
		if (got == X12_END)
			break;
		if (got == X12_EMPTY) {
			x12_wrong(x, "X12-SEG-EMPTY", &s, 0,
			    "a segment terminator without a segment");
			continue;
		}
		x->number++;
		if (got == X12_LONG)
			x12_wrong(x, "X12-SEG-LONG", &s, 0,
			    "a segment of more than %u bytes is not read",
			    PARSE_SEGMENT_MAX);
		else if (s.key == X12_TAG('S', 'E', 0))
			trailer(c, &s);
		else if (x->number == 1)
			x12_check(x, &s); /* ST */
		else
			segment(c, &t, &s);
	}
}

void
x12_850(struct x12 *x, const struct x12_set *set)
{
	struct x12_850 c = { .x = x,
		.last_id = INT64_MIN,
		.hash = DECIMAL_NONE,
		.split = DECIMAL_NONE,
		.dated = DECIMAL_NONE };

	c.order = x->empty;
	c.order.test = x->message.test;
	c.order.offset = (int64_t)set->from;
	c.order.length = (int64_t)(set->to - set->from);
	c.order.lines.cap = set->lines < ORDER_LINES_MAX ? set->lines :
							   ORDER_LINES_MAX;
	if (c.order.lines.cap > 0)
		c.order.lines.v = arena_array(x->arena, c.order.lines.cap,
		    sizeof(struct order_line));
	read_segments(&c, set);
	x12_line_done(&c);
	x12_parties_done(&c);
	whole_set(&c, set);
	x12_sums(&c);
	x->message.document_id = c.order.po_number;
	if (x->rc != RC_OK)
		return;
	c.order.broken = x->errors > 0;
	x->rc = x->sink->order(x->sink->ctx, &c.order, x->err);
}
