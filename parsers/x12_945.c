/*
 * X12 945, warehouse shipping advice: what left, one confirmation a W12.
 *
 * The number of our order line stands in N9 LI, before the W12 for all of its
 * LX or behind it for this one; without one the item says which line it is.
 * All of a set is given at its end, or nothing: goods of half a report would
 * be booked as all that left.
 */
#include "domain/ident.h"
#include "parsers/x12_order.h"

struct x12_945 {
	struct x12 *x;
	bool header;                   /* W06 seen, */
	struct x12_place number, date; /* and in it */
	bool exceptions;               /* only lines that differ are told */
	struct confirmation all;       /* what every row says */
	day left_on;
	struct slice bill, waybill;
	struct slice line, sscc, parcel; /* of the LX */
	struct confirmation *open;       /* the W12 whose N9 may follow */
	size_t open_offset, open_length;
	struct slice unit; /* code of the first W12 */
	bool unsummed; /* …another has another, or a quantity is missing */
	struct decimal shipped;
	struct list rows;
	int64_t lines; /* W12 seen */
};

/* --- header ------------------------------------------------------------ */

static void
check_report(struct x12_945 *c, const struct x12_segment *s)
{
	struct slice code = x12_at(s, 1);

	if (code.n == 0 || slice_is(code, "F") || slice_is(code, "J") ||
	    slice_is(code, "N"))
		return;
	x12_wrong(c->x, "X12-W06-REPORT", s, 1,
	    slice_is(code, "X") ?
		"only exceptions are told: what left as ordered is not known" :
		"no report of goods that left");
}

static void
w06(void *ctx, const struct x12_segment *s)
{
	struct x12_945 *c = ctx;

	if (c->header)
		return; /* a second one is a fault of its own */
	c->header = true;
	check_report(c, s);
	c->number = x12_here(c->x, s, 4);
	c->date = x12_here(c->x, s, 3);
	c->all.order = x12_at(s, 2);
	c->left_on = day_parse_basic(x12_at(s, 3));
	c->all.shipment = x12_at(s, 4);
	if (c->all.order.n == 0)
		x12_wrong(c->x, "X12-W06-ORDER", s, 2,
		    "it is not said for which order");
}

static void
head_n9(void *ctx, const struct x12_segment *s)
{
	struct x12_945 *c = ctx;

	if (slice_is(x12_at(s, 1), "BM"))
		x12_set_once(&c->bill, x12_at(s, 2));
	else if (slice_is(x12_at(s, 1), "CN"))
		x12_set_once(&c->waybill, x12_at(s, 2));
	else if (slice_is(x12_at(s, 1), "2I"))
		x12_set_once(&c->all.tracking, x12_at(s, 2));
}

static void
head_g62(void *ctx, const struct x12_segment *s)
{
	struct x12_945 *c = ctx;

	if (slice_is(x12_at(s, 1), "11") && c->left_on == DAY_NONE)
		c->left_on = day_parse_basic(x12_at(s, 2));
}

static void
head_w27(void *ctx, const struct x12_segment *s)
{
	struct x12_945 *c = ctx;

	x12_set_once(&c->all.carrier, X12_HAS(s, 2) ? s->e[2] : x12_at(s, 3));
}

/* --- lines ------------------------------------------------------------- */

static void row_done(struct x12_945 *c);

static void
lx(void *ctx, const struct x12_segment *s)
{
	struct x12_945 *c = ctx;

	(void)s;
	row_done(c);
	c->line = c->sscc = c->parcel = SLICE_NONE;
}

/* GS1-128 puts the application identifier 00 before it. */
static void
take_sscc(struct x12_945 *c, const struct x12_segment *s)
{
	struct slice v = x12_at(s, 2);

	if (v.n == 20 && memcmp(v.p, "00", 2) == 0)
		v = slice_sub(v, 2, 18);
	if (!sscc_valid(v))
		x12_wrong(c->x, "X12-SSCC", s, 2,
		    "no SSCC: 18 digits with a check digit");
	else
		x12_set_once(&c->sscc, v);
}

static void
man(void *ctx, const struct x12_segment *s)
{
	struct x12_945 *c = ctx;

	if (slice_is(x12_at(s, 1), "GM") || slice_is(x12_at(s, 1), "AA"))
		take_sscc(c, s);
	else if (slice_is(x12_at(s, 1), "CP"))
		x12_set_once(&c->parcel, x12_at(s, 2));
}

static void
pack_n9(void *ctx, const struct x12_segment *s)
{
	struct x12_945 *c = ctx;

	if (slice_is(x12_at(s, 1), "LI"))
		x12_set_once(&c->line, x12_at(s, 2));
	else if (slice_is(x12_at(s, 1), "2I"))
		x12_set_once(&c->parcel, x12_at(s, 2));
}

static void
line_n9(void *ctx, const struct x12_segment *s)
{
	struct x12_945 *c = ctx;

	if (c->open != NULL && slice_is(x12_at(s, 1), "LI"))
		c->open->line = x12_at(s, 2);
	else if (c->open != NULL && slice_is(x12_at(s, 1), "2I"))
		c->open->tracking = x12_at(s, 2);
}

static struct slice
gtin_of(struct x12_945 *c, const struct x12_segment *s, unsigned at, bool bare)
{
	struct slice id = x12_at(s, at);
	char whole[15];

	if (id.n == 0 || gtin_valid(id))
		return (id);
	if (bare && gtin_complete(id, whole))
		return (arena_slice(c->x->arena, slice_of(whole)));
	x12_wrong(c->x, "X12-GTIN", s, at,
	    "no GTIN: %s digits with%s a check "
	    "digit",
	    bare ? "11, 12 or 13" : "8, 12, 13 or 14", bare ? "out" : "");
	return (SLICE_NONE);
}

/* The item as the warehouse calls it by us: our number, else a GTIN. */
static struct slice
item_of(struct x12_945 *c, const struct x12_segment *s)
{
	static const unsigned pairs[] = { 7, 17, 21 };
	struct slice ours = SLICE_NONE, gtin = SLICE_NONE;
	enum x12_item kind;

	for (size_t i = 0; i < 3; i++) {
		unsigned at = pairs[i] + 1;
		struct slice id = x12_at(s, at);

		kind = x12_item(x12_at(s, pairs[i]));
		switch (kind) {
		case X12_ITEM_SELLER:
		case X12_ITEM_SELLER_STYLE:
		case X12_ITEM_BUYER_STYLE: /* SK */
			x12_set_once(&ours, id);
			break;
		case X12_ITEM_GTIN:
		case X12_ITEM_GTIN_BARE:
			x12_set_once(&gtin,
			    gtin_of(c, s, at, kind == X12_ITEM_GTIN_BARE));
			break;
		case X12_ITEM_BUYER:
		case X12_ITEM_MAKER:
		case X12_ITEM_NONE:
			break;
		}
	}
	for (unsigned at = 6; at <= 16; at += 10)
		if (gtin_valid(x12_at(s, at)))
			x12_set_once(&gtin, s->e[at]);
	return (ours.n > 0 ? ours : gtin);
}

/* DE 368: will more of this line follow?  A code of other meaning says
 * nothing about it, so the line stays open. */
static bool
is_final(struct x12_945 *c, const struct x12_segment *s, bool *gone)
{
	static const char complete[][3] = { "CC", "CL", "CM", "CP", "CS", "CE",
		"LS", "PD" };
	static const char cancelled[][3] = { "CU", "CK", "IC", "DE", "DI" };
	static const char open[][3] = { "BP", "BO", "BK", "BM", "PR", "SS",
		"OF", "DS", "FS" };
	struct slice code = x12_at(s, 1);

	*gone = false;
	for (size_t i = 0; i < sizeof(complete) / sizeof(complete[0]); i++)
		if (slice_is(code, complete[i]))
			return (true);
	for (size_t i = 0; i < sizeof(cancelled) / sizeof(cancelled[0]); i++)
		if (slice_is(code, cancelled[i])) {
			*gone = true;
			return (true);
		}
	for (size_t i = 0; i < sizeof(open) / sizeof(open[0]); i++)
		if (slice_is(code, open[i]))
			return (false);
	if (code.n > 0)
		x12_wrong(c->x, "X12-W12-STATUS", s, 1,
		    "status " SL_FMT " does not say whether more will follow",
		    SL_ARG(code));
	return (false);
}

/* Signs of a difference are used both ways. */
static void
check_difference(struct x12_945 *c, const struct x12_segment *s,
    struct decimal shipped, bool gone)
{
	struct decimal ordered = x12_number(s, 2), stated = x12_number(s, 4);
	struct decimal open;
	char text[DECIMAL_TEXT_MAX];

	if (shipped.coef > 0 && gone) {
		x12_wrong(c->x, "X12-W12-DIFFERENCE", s, 3,
		    "a cancelled line of which something left");
		return;
	}
	if (decimal_is_none(ordered) || !decimal_sub(ordered, shipped, &open))
		return;
	if (open.coef < 0)
		open.coef = -open.coef;
	if (!decimal_is_none(stated) && stated.coef < 0)
		stated.coef = -stated.coef;
	if (!decimal_is_none(stated) && decimal_cmp(stated, open) != 0)
		x12_wrong(c->x, "X12-W12-DIFFERENCE", s, 4,
		    "ordered and shipped differ by %s",
		    decimal_text(open, text));
}

static void
take_quantity(struct x12_945 *c, const struct x12_segment *s,
    struct confirmation *r, bool gone)
{
	r->quantity = x12_number(s, 3);
	if (decimal_is_none(r->quantity) && gone)
		r->quantity = DECIMAL_ZERO;
	if (decimal_is_none(r->quantity)) {
		c->unsummed = true;
		x12_wrong(c->x, "X12-W12-QUANTITY", s, 3,
		    "it is not said how much left");
		return;
	}
	if (r->quantity.coef < 0)
		x12_wrong(c->x, "X12-W12-QUANTITY", s, 3,
		    "less than nothing cannot leave");
	check_difference(c, s, r->quantity, gone);
	if (!decimal_add_to(&c->shipped, r->quantity))
		x12_wrong(c->x, "X12-ELEMENT-NUMBER", s, 3,
		    "the sum of quantities is too large");
}

/* A unit that is not known is handed on as it is: it fits no line. */
static struct slice
unit_of_row(struct x12_945 *c, const struct x12_segment *s)
{
	struct slice code = x12_at(s, 5), unit;

	if (c->lines == 1)
		c->unit = code;
	else if (!slice_eq(c->unit, code))
		c->unsummed = true;
	if (code.n == 0)
		return (SLICE_NONE);
	unit = x12_unit(code);
	if (unit.n == 0)
		x12_wrong(c->x, "X12-UNIT", s, 5,
		    "a unit without an equal in UN/ECE Rec 20");
	return (unit.n > 0 ? unit : code);
}

static void
row_done(struct x12_945 *c)
{
	struct x12 *x = c->x;
	int64_t now = x->number;

	if (c->open == NULL)
		return;
	if (c->open->line.n == 0 && c->open->sku.n == 0) {
		x->number = c->open->row;
		x12_fault(x, "X12-W12-ITEM",
		    slice_sub(x->data, c->open_offset, c->open_length),
		    SLICE("W12"), NULL, "neither a line nor an item is named");
		x->number = now;
	}
	c->open = NULL;
}

static void
w12(void *ctx, const struct x12_segment *s)
{
	struct x12_945 *c = ctx;
	struct confirmation *r;
	bool gone;

	row_done(c);
	if (++c->lines > X12_ROWS_MAX) {
		if (c->lines == X12_ROWS_MAX + 1)
			x12_wrong(c->x, "X12-ROWS-LIMIT", s, 0,
			    "more than %d lines", X12_ROWS_MAX);
		return;
	}
	r = shape_push(c->x->arena, &c->rows, &confirmation_shape);
	r->line = c->line;
	r->sscc = c->sscc;
	r->tracking = c->parcel;
	r->sku = item_of(c, s);
	r->final = is_final(c, s, &gone);
	r->unit = unit_of_row(c, s);
	take_quantity(c, s, r, gone);
	r->offset = (int64_t)s->offset;
	r->row = c->x->number;
	c->open = r;
	c->open_offset = s->offset;
	c->open_length = s->length;
}

static void
w03(void *ctx, const struct x12_segment *s)
{
	struct x12_945 *c = ctx;
	struct decimal total = x12_number(s, 1), sum = c->shipped;
	char text[DECIMAL_TEXT_MAX];

	row_done(c);
	if (decimal_is_none(sum))
		sum = DECIMAL_ZERO;
	if (c->lines > 0 && !c->unsummed && !decimal_is_none(total) &&
	    decimal_cmp(total, sum) != 0)
		x12_wrong(c->x, "X12-W03-TOTAL", s, 1, "the lines add up to %s",
		    decimal_text(sum, text));
}

/* --- all of it --------------------------------------------------------- */

static void
check_whole(struct x12_945 *c, struct slice st)
{
	struct x12 *x = c->x;

	if (!c->header)
		return;
	x12_set_once(&c->all.shipment, c->bill);
	if (c->all.shipment.n == 0)
		x12_fault_at(x, "X12-W06-SHIPMENT", c->number, "W06", "4",
		    "the shipment has no number");
	if (c->left_on == DAY_NONE)
		x12_fault_at(x, "X12-W06-DATE", c->date, "W06", "3",
		    "it is not said when the goods left");
	if (c->lines == 0)
		x12_fault(x, "X12-W12-NONE", st, SLICE("W12"), NULL,
		    "no line is named");
}

/* The carrier's own numbers, the best one first. */
static void
give(struct x12_945 *c)
{
	struct x12 *x = c->x;
	char text[11];

	c->all.shipped_at = arena_slice(x->arena,
	    slice_of(day_text(c->left_on, text)));
	x12_set_once(&c->all.tracking, c->waybill);
	x12_set_once(&c->all.tracking, c->bill);
	for (size_t i = 0; i < c->rows.n && x->rc == RC_OK; i++) {
		struct confirmation *r = LIST_AT(&c->rows, struct confirmation,
		    i);

		r->shipment = c->all.shipment;
		r->order = c->all.order;
		r->shipped_at = c->all.shipped_at;
		r->carrier = c->all.carrier;
		x12_set_once(&r->tracking, c->all.tracking);
		x->rc = x->sink->confirmation(x->sink->ctx, r, x->err);
	}
}

static void
begin(struct x12 *x, void *state, const struct x12_set *set)
{
	struct x12_945 *c = state;

	(void)set;
	c->x = x;
	c->left_on = DAY_NONE;
	c->shipped = DECIMAL_NONE;
	shape_init(&confirmation_shape, &c->all);
}

static void
end(struct x12 *x, void *state, const struct x12_set *set)
{
	struct x12_945 *c = state;

	row_done(c);
	check_whole(c, slice_sub(x->data, set->from, 2));
	x->message.document_id = c->all.shipment.n > 0 ? c->all.shipment :
							 c->all.order;
	if (x->errors == 0)
		give(c);
}

static const struct x12_act acts[] = {
	{ "W06", w06 },
	{ "N9", head_n9 },
	{ "G62", head_g62 },
	{ "W27", head_w27 },
	{ "LX", lx },
	{ "LX/MAN", man },
	{ "LX/N9", pack_n9 },
	{ "LX/W12", w12 },
	{ "LX/W12/N9", line_n9 },
	{ "W03", w03 },
};

const struct x12_kind x12_945 = {
	.set = "945",
	.heading = X12_TAG('W', '0', '6'),
	.document = 4,
	.size = sizeof(struct x12_945),
	.acts = acts,
	.n = sizeof(acts) / sizeof(acts[0]),
	.begin = begin,
	.end = end,
};
