/*
 * Ship notice: 856.  Structures (BSN05): 0001 shipment, order, pack, item;
 * 0002 shipment, order, item, pack; 0003 shipment, pack, order, item; 0004
 * shipment, order, item; a tare (pallet) stands above its packs when lines
 * name one.  Where no line has a carton or pallet, there are no packs to tell:
 * then it is 0004.
 *
 * CTT01 is the number of HL, CTT02 the sum of SN102 of all items.
 */
#include "writers/hierarchy.h"
#include "writers/x12_common.h"

#define HL_MAX 200000

struct notice {
	struct x12_out d;
	const struct despatch_answer *a;
	const char *structure, *shape;
	size_t depth;
	struct hierarchy_line *v;
	size_t n;
	int64_t hl, open[HIERARCHY_DEPTH]; /* numbers of the open levels */
	struct decimal sum;
};

/* clang-format off */
static const struct {
	const char *structure, *shape, *with_tare;
} structures[] = {
	{ "0004", "OI", "OI" },
	{ "0001", "OPI", "OTPI" },
	{ "0002", "OIP", "OIP" },
	{ "0003", "POI", "TPOI" },
};
/* clang-format on */
#define STRUCTURES (sizeof(structures) / sizeof(structures[0]))

static void
choose(struct notice *x)
{
	struct slice asked = slice_trim(x->a->head.native.ship_structure);
	bool cartons = false, pallets = false;
	size_t use = 0;

	for (size_t i = 0; i < x->a->lines.n; i++) {
		const struct despatch_line *l = LIST_AT(&x->a->lines,
		    struct despatch_line, i);

		cartons = cartons || !seg_blank(l->sscc);
		pallets = pallets || !seg_blank(l->pallet);
	}
	if (asked.n == 0)
		asked = SLICE("0001");
	for (size_t i = 0; i < STRUCTURES; i++)
		if (slice_is(asked, structures[i].structure)) {
			use = i;
			asked = SLICE_NONE;
		}
	if (asked.n > 0)
		seg_wrong(&x->d.w, "head.native.ship_structure",
		    "is none of 0001, 0002, 0003, 0004");
	if (!cartons && !pallets)
		use = 0;
	x->structure = structures[use].structure;
	x->shape = pallets ? structures[use].with_tare : structures[use].shape;
	x->depth = strlen(x->shape);
}

/* --- levels -------------------------------------------------------------- */

static void
hl(struct notice *x, int64_t parent, char level)
{
	char code[2] = { level, '\0' };
	struct segments *w = &x->d.w;

	if (++x->hl > HL_MAX)
		seg_wrong(w, "lines", "are more than an 856 holds");
	seg_open(w, "HL");
	seg_int(w, ELEMENT, x->hl);
	if (parent > 0)
		seg_int(w, ELEMENT, parent);
	else
		seg_skip(w, 1);
	seg_code(w, ELEMENT, code);
	seg_close(w);
}

static void
packages(struct notice *x, const char *kind, char level)
{
	const char *at = strchr(x->shape, level);
	size_t n;

	if (at == NULL)
		return;
	n = hierarchy_groups(x->v, x->n, (size_t)(at - x->shape));
	if (n == 0)
		return;
	seg_open(&x->d.w, "TD1");
	seg_code(&x->d.w, ELEMENT, kind);
	seg_int(&x->d.w, ELEMENT, (int64_t)n);
	seg_close(&x->d.w);
}

static void
shipment(struct notice *x)
{
	const struct despatch_answer *a = x->a;
	struct segments *w = &x->d.w;
	struct seg_time left = seg_time_of(a->left_at);
	const struct party *to = &a->ship_to;
	bool elsewhere = !seg_blank(to->name) || !seg_blank(to->street) ||
	    !seg_blank(to->city);

	hl(x, 0, 'S');
	packages(x, "PLT", 'T');
	packages(x, "CTN", 'P');
	if (!seg_blank(a->carrier)) {
		seg_open(w, "TD5");
		seg_skip(w, 4);
		seg_text(w, ELEMENT, a->carrier, 1, 35);
		seg_close(w);
	}
	x12_out_reference(&x->d, "SI", a->shipment, "shipment");
	x12_out_reference(&x->d, "2I", a->tracking, "tracking");
	if (left.day[0] != '\0') {
		seg_open(w, "DTM");
		seg_code(w, ELEMENT, "011");
		seg_code(w, ELEMENT, left.day);
		/* A day without a time is kept as its first second. */
		if (a->left_at % 86400 != 0)
			seg_code(w, ELEMENT, left.time);
		seg_close(w);
	}
	(void)x12_out_party(&x->d, "SF",
	    seg_blank(a->ship_from.name) ? a->head.from.name :
					   a->ship_from.name,
	    seg_gln(&a->head.from));
	if (elsewhere || to->ids.n > 0)
		x12_out_place(&x->d, "ST",
		    seg_blank(a->deliver_to.name) ? a->head.to.name :
						    a->deliver_to.name,
		    to);
}

static void
order(struct notice *x, const struct despatch_line *l)
{
	struct segments *w = &x->d.w;

	seg_open(w, "PRF");
	seg_id(w, ELEMENT,
	    seg_blank(l->po_number) ? x->a->po_number : l->po_number, 1, 22,
	    "po_number");
	seg_id_any(w, ELEMENT, l->release_number, 1, 30, "release_number");
	seg_skip(w, 1);
	seg_day(w, ELEMENT, l->po_date);
	seg_close(w);
	x12_out_reference(&x->d, "VN",
	    seg_blank(l->confirmation) ? x->a->confirmation : l->confirmation,
	    "confirmation");
}

/* GM has the application identifier 00 before the SSCC; a number that is none
 * is the shipper's own. */
static void
mark(struct notice *x, struct slice number, const char *field)
{
	struct segments *w = &x->d.w;
	char gm[21] = "00";
	struct slice sscc;

	if (seg_blank(number))
		return;
	seg_open(w, "MAN");
	if (seg_sscc(number, &sscc)) {
		memcpy(gm + 2, sscc.p, 18);
		gm[20] = '\0';
		seg_code(w, ELEMENT, "GM");
		seg_code(w, ELEMENT, gm);
	} else {
		seg_code(w, ELEMENT, "SM");
		seg_id(w, ELEMENT, number, 1, 48, field);
	}
	seg_close(w);
}

/* DE 668: what of the line left, and whether more follows. */
static const char *
line_status(const struct despatch_line *last, struct decimal delivered)
{
	bool nothing = !decimal_is_none(delivered) && delivered.coef == 0;
	bool more = !decimal_is_none(last->outstanding) &&
	    last->outstanding.coef > 0;

	if (more)
		return (nothing ? "IB" : "BP");
	if (last->final)
		return (nothing ? "ID" : "AC");
	return ("");
}

/* `last` tells whether more of the item follows. */
static void
shipped(struct notice *x, const struct despatch_line *l,
    const struct despatch_line *last, struct decimal delivered, bool item)
{
	struct segments *w = &x->d.w;
	bool ordered = item && !decimal_is_none(l->ordered) &&
	    l->ordered.coef > 0;

	seg_open(w, "SN1");
	seg_id_any(w, ELEMENT, item ? l->order_line : SLICE_NONE, 1, 20,
	    "order_line");
	if (decimal_is_none(delivered))
		seg_missing(w, "delivered");
	seg_decimal(w, ELEMENT, delivered, 10, "delivered");
	x12_out_unit(&x->d, ELEMENT, l->unit, l->unit_code);
	seg_skip(w, 1);
	if (ordered && seg_decimal_fits(l->ordered, 9)) {
		seg_decimal(w, ELEMENT, l->ordered, 9, "ordered");
		x12_out_unit(&x->d, ELEMENT, l->unit, l->unit_code);
	} else
		seg_skip(w, 2);
	seg_skip(w, 1);
	if (item)
		seg_code(w, ELEMENT, line_status(last, delivered));
	seg_close(w);
}

/* Where the lines of the group at `level` that begins with line i end. */
static size_t
group_end(const struct notice *x, size_t i, size_t level)
{
	for (i++; i < x->n; i++)
		if (hierarchy_new(&x->v[i], &x->v[i - 1], x->depth) <= level)
			break;
	return (i);
}

static struct decimal
delivered(const struct notice *x, size_t i, size_t to)
{
	struct decimal sum = x->v[i].l->delivered;

	while (++i < to) {
		struct decimal d = x->v[i].l->delivered;

		if (decimal_is_none(sum) || decimal_is_none(d) ||
		    !decimal_add(sum, d, &sum))
			return (DECIMAL_NONE);
	}
	return (sum);
}

static void
item(struct notice *x, size_t i, size_t level)
{
	const struct despatch_line *l = x->v[i].l;
	struct segments *w = &x->d.w;
	size_t to = group_end(x, i, level);
	struct decimal q = delivered(x, i, to);
	struct x12_items items = { l->seller_item, l->buyer_item, l->gtin,
		.lenient = false };

	if (!x12_out_items_any(&items))
		seg_missing(w, "seller_item");
	seg_open(w, "LIN");
	seg_id_any(w, ELEMENT, l->order_line, 1, 20, "order_line");
	x12_out_items(&x->d, &items);
	seg_close(w);
	shipped(x, l, x->v[to - 1].l, q, true);
	x12_out_name(&x->d, l->name);
	if (!decimal_is_none(x->sum) && !decimal_is_none(q) &&
	    !decimal_add(x->sum, q, &x->sum))
		x->sum = DECIMAL_NONE;
}

static void
level(struct notice *x, size_t i, size_t at)
{
	const struct hierarchy_line *h = &x->v[i];
	int64_t parent = 1;

	for (size_t up = 0; up < at; up++)
		if (!h->absent[up])
			parent = x->open[up];
	hl(x, parent, x->shape[at]);
	x->open[at] = x->hl;
	switch (x->shape[at]) {
	case 'O':
		order(x, h->l);
		break;
	case 'T':
		mark(x, h->l->pallet, "pallet");
		break;
	case 'P':
		/* Below its item a pack says what of it is inside. */
		if (at + 1 == x->depth)
			shipped(x, h->l, h->l,
			    delivered(x, i, group_end(x, i, at)), false);
		mark(x, h->l->sscc, "sscc");
		break;
	default:
		item(x, i, at);
	}
}

static void
begin(struct notice *x)
{
	struct seg_time t = seg_time_of(x->a->head.issued);
	struct segments *w = &x->d.w;

	seg_open(w, "BSN");
	seg_code(w, ELEMENT, "00");
	seg_id(w, ELEMENT, x->a->head.id, 2, 30, "head.id");
	seg_code(w, ELEMENT, t.day);
	seg_code(w, ELEMENT, t.time);
	seg_code(w, ELEMENT, x->structure);
	seg_close(w);
}

static void
end(struct notice *x)
{
	struct segments *w = &x->d.w;

	w->line = -1;
	seg_open(w, "CTT");
	seg_int(w, ELEMENT, x->hl);
	if (!decimal_is_none(x->sum) && seg_decimal_fits(x->sum, 10))
		seg_decimal(w, ELEMENT, x->sum, 10, "delivered");
	seg_close(w);
	x12_out_set_end(&x->d);
}

enum rc
write_x12_856(const struct despatch_answer *a, struct buf *out, struct err *e)
{
	struct arena arena = ARENA_INIT;
	struct notice x = { .a = a, .n = a->lines.n, .sum = DECIMAL_ZERO };
	size_t from;

	x12_out_start(&x.d, &a->head, "ship notice", out, e);
	choose(&x);
	x.v = hierarchy_of(&arena, &a->lines, x.shape);
	x12_out_isa(&x.d, true);
	x12_out_group(&x.d, "SH");
	x12_out_set(&x.d, "856");
	begin(&x);
	shipment(&x);
	if (a->lines.n == 0)
		seg_missing(&x.d.w, "lines");
	for (size_t i = 0; i < x.n && !out->failed; i++) {
		x.d.w.line = (int64_t)x.v[i].index;
		from = hierarchy_new(&x.v[i], i == 0 ? NULL : &x.v[i - 1],
		    x.depth);
		for (size_t at = from; at < x.depth; at++)
			if (!x.v[i].absent[at])
				level(&x, i, at);
	}
	end(&x);
	arena_free(&arena);
	return (x12_out_finish(&x.d));
}
