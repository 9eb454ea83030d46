/*
 * Despatch advice: DESADV.  CPS 1 is the whole shipment; below it one CPS a
 * pallet and a carton, each with its PAC, mark (PCI) and SSCC (GIN BJ); lines
 * stand in their carton, loose ones in a CPS without packages.
 */
#include <stdio.h>
#include "domain/ident.h"
#include "writers/edifact_common.h"
#include "writers/hierarchy.h"

#define LINES_MAX 9999 /* of a CPS */
#define CPS_MAX 9999

struct advice {
	struct edi_out d;
	const struct despatch_answer *a;
	const char *shape;
	size_t depth;
	struct hierarchy_line *v;
	size_t n;
	int64_t cps, open[HIERARCHY_DEPTH]; /* numbers of the open levels */
	int64_t current;                    /* the CPS that gets the lines */
	size_t inside;                      /* its lines */
	int64_t loose_in; /* what the current one is below, without packages */
};

static void
choose(struct advice *x)
{
	bool cartons = false, pallets = false;

	for (size_t i = 0; i < x->a->lines.n; i++) {
		const struct despatch_line *l = LIST_AT(&x->a->lines,
		    struct despatch_line, i);

		cartons = cartons || !seg_blank(l->sscc);
		pallets = pallets || !seg_blank(l->pallet);
	}
	x->shape = pallets ? "TPI" : cartons ? "PI" : "I";
	x->depth = strlen(x->shape);
}

static void
place(struct advice *x)
{
	const struct despatch_answer *a = x->a;
	const struct party *to = &a->ship_to;

	if (to->ids.n > 0 || !seg_blank(to->name) || !seg_blank(to->street) ||
	    !seg_blank(to->city))
		edi_out_place(&x->d, "DP", to);
	else if (!seg_blank(a->deliver_to.endpoint))
		edi_out_party(&x->d, "DP", &a->deliver_to);
}

static void
head(struct advice *x)
{
	const struct despatch_answer *a = x->a;
	struct edi_out *d = &x->d;

	edi_out_bgm(d, "351", "9", NULL);
	edi_out_instant(d, "137", a->head.issued);
	/* A day without a time is kept as its first second. */
	if (a->left_at != INSTANT_NONE && a->left_at % 86400 == 0)
		edi_out_date(d, "11", (day)(a->left_at / 86400));
	else
		edi_out_instant(d, "11", a->left_at);
	edi_out_reference(d, "ON", a->po_number, SLICE_NONE, "po_number");
	edi_out_reference(d, "VN", a->confirmation, SLICE_NONE, "confirmation");
	edi_out_reference(d, "SRN", a->shipment, SLICE_NONE, "shipment");
	edi_out_reference(d, "CN", a->tracking, SLICE_NONE, "tracking");
	edi_out_party(d, "BY", &a->head.to);
	edi_out_party(d, "SU", &a->head.from);
	place(x);
	if (!seg_blank(a->carrier)) {
		seg_open(&d->w, "TDT");
		seg_code(&d->w, ELEMENT, "20");
		seg_skip(&d->w, 4);
		seg_skip_parts(&d->w, 2);
		seg_text(&d->w, PART, a->carrier, 1, 35);
		seg_close(&d->w);
	}
}

/* --- packages ------------------------------------------------------------ */

static void
cps(struct advice *x, int64_t parent)
{
	struct segments *w = &x->d.w;

	if (++x->cps > CPS_MAX)
		seg_wrong(w, "lines", "are more than a DESADV holds");
	seg_open(w, "CPS");
	seg_int(w, ELEMENT, x->cps);
	if (parent > 0)
		seg_int(w, ELEMENT, parent);
	seg_close(w);
	x->current = x->cps;
	x->inside = 0;
	x->loose_in = 0;
}

static void
packages(struct advice *x, int64_t n, const char *kind)
{
	struct segments *w = &x->d.w;

	seg_open(w, "PAC");
	seg_int(w, ELEMENT, n);
	seg_skip(w, 1);
	seg_code(w, ELEMENT, kind);
	seg_close(w);
}

static void
total(struct advice *x, char level, const char *kind)
{
	const char *at = strchr(x->shape, level);
	size_t n = at == NULL ?
	    0 :
	    hierarchy_groups(x->v, x->n, (size_t)(at - x->shape));

	if (n > 0)
		packages(x, (int64_t)n, kind);
}

/* What is no SSCC is a mark that people read. */
static void
mark(struct advice *x, struct slice number, const char *field)
{
	struct segments *w = &x->d.w;
	struct slice sscc;
	bool good = seg_sscc(number, &sscc);

	seg_open(w, "PCI");
	if (good)
		seg_code(w, ELEMENT, x->d.eancom ? "33E" : "30");
	else {
		seg_skip(w, 1);
		seg_id(w, ELEMENT, number, 1, 35, field);
	}
	seg_close(w);
	if (!good)
		return;
	seg_open(w, "GIN");
	seg_code(w, ELEMENT, "BJ");
	seg_put(w, ELEMENT, sscc);
	seg_close(w);
}

/* The CPS of the levels that begin with line i. */
static void
levels(struct advice *x, size_t i, size_t from)
{
	const struct hierarchy_line *h = &x->v[i];
	int64_t parent = 1;

	for (size_t at = 0; at + 1 < x->depth; at++) {
		bool pallet = x->shape[at] == 'T';

		if (at >= from && !h->absent[at]) {
			cps(x, parent);
			x->open[at] = x->cps;
			packages(x, 1, pallet ? "PX" : "CT");
			mark(x, pallet ? h->l->pallet : h->l->sscc,
			    pallet ? "pallet" : "sscc");
		}
		if (!h->absent[at])
			parent = x->open[at];
	}
	/* Loose lines behind a carton, or too many in one. */
	if ((x->current != parent && x->loose_in != parent) ||
	    x->inside == LINES_MAX) {
		cps(x, parent);
		x->loose_in = parent;
	}
	x->inside++;
}

/* --- lines --------------------------------------------------------------- */

static void
references(struct advice *x, const struct despatch_line *l)
{
	const struct despatch_answer *a = x->a;
	struct edi_out *d = &x->d;
	bool fits = seg_id_fits(&d->w, slice_trim(l->order_line), 1, 6);

	edi_out_reference(d, "ON",
	    seg_blank(l->po_number) ? a->po_number : l->po_number,
	    fits ? l->order_line : SLICE_NONE, "po_number");
	edi_out_date(d, "171", l->po_date);
	if (!fits)
		edi_out_reference(d, "LI", l->order_line, SLICE_NONE,
		    "order_line");
	edi_out_reference(d, "RE", l->release_number, SLICE_NONE,
	    "release_number");
	if (!slice_eq(slice_trim(l->confirmation), slice_trim(a->confirmation)))
		edi_out_reference(d, "VN", l->confirmation, SLICE_NONE,
		    "confirmation");
}

static void
line(struct advice *x, const struct despatch_line *l, size_t number,
    bool goes_on)
{
	struct edi_out *d = &x->d;
	char text[24];

	(void)snprintf(text, sizeof(text), "%zu", number);
	if (seg_blank(l->seller_item) && !gtin_valid(slice_trim(l->gtin)) &&
	    seg_blank(l->buyer_item))
		seg_missing(&d->w, "seller_item");
	if (decimal_is_none(l->delivered))
		seg_missing(&d->w, "delivered");
	edi_out_line(d, slice_of(text), NULL,
	    &(struct edi_item){ l->seller_item, l->buyer_item, l->gtin, l->name,
		.lenient = false });
	edi_out_quantity(d, "12", l->delivered, l->unit, l->unit_code,
	    "delivered");
	if (!decimal_is_none(l->ordered) && l->ordered.coef > 0)
		edi_out_quantity(d, "21", l->ordered, l->unit, l->unit_code,
		    "ordered");
	if (!goes_on && !decimal_is_none(l->outstanding) &&
	    l->outstanding.coef > 0)
		edi_out_quantity(d, "83", l->outstanding, l->unit, l->unit_code,
		    "outstanding");
	edi_out_text(d, "LIN", l->note);
	references(x, l);
}

enum rc
write_edifact_desadv(const struct despatch_answer *a, struct buf *out,
    struct err *e)
{
	struct arena arena = ARENA_INIT;
	struct advice x = { .a = a, .n = a->lines.n };

	choose(&x);
	x.v = hierarchy_of(&arena, &a->lines, x.shape);
	edi_out_start(&x.d, &a->head, "despatch advice", out, e);
	edi_out_unb(&x.d, true);
	edi_out_unh(&x.d, "DESADV");
	head(&x);
	cps(&x, 0);
	total(&x, 'T', "PX");
	total(&x, 'P', "CT");
	if (x.n == 0)
		seg_missing(&x.d.w, "lines");
	for (size_t i = 0; i < x.n && !out->failed; i++) {
		x.d.w.line = (int64_t)x.v[i].index;
		levels(&x, i,
		    hierarchy_new(&x.v[i], i == 0 ? NULL : &x.v[i - 1],
			x.depth));
		line(&x, x.v[i].l, i + 1,
		    hierarchy_goes_on(&a->lines, x.v[i].index));
	}
	x.d.w.line = -1;
	edi_out_count(&x.d, "2", x.n);
	arena_free(&arena);
	return (edi_out_finish(&x.d));
}
