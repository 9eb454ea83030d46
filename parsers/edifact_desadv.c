/*
 * DESADV from a warehouse: what it shipped.
 *
 * One confirmation a LIN.  Its order is RFF+VN (the seller's order number,
 * which is ours) or, for want of it, RFF+ON: of the line, else of the header.
 * Its line is the third component of that reference, else RFF+LI, else LIN
 * 1082 when neither a seller's item number (SA, VN, VP) nor a GTIN tells which
 * one it is.  What left is QTY+12, of several their sum.  The SSCC is its own
 * (PCI below LIN), else that of its package (CPS), else of the package around
 * that, and so on: the nearest that has exactly one; what is around that one is
 * its pallet.  QVR closes the line with CC, CM, CP, CS (complete, no backorder)
 * or IC (cancelled); without QVR, or with BP, the rest is still to come.
 *
 * A message with a fault gives nothing: the warehouse mends and sends it
 * again, and nothing is booked by halves.
 */
#include "parsers/edifact_order.h"

#include "domain/ident.h"

#define N(a) (sizeof(a) / sizeof((a)[0]))

struct references {
	struct slice ours, theirs; /* VN, ON */
	struct slice our_line, their_line, item;
};

struct shipped { /* a confirmation and where it came from */
	struct confirmation c;
	struct references refs;
	struct slice id, gtin; /* LIN 1082 */
	struct slice sscc;     /* of the line alone */
	unsigned sscc_n;
	size_t offset;
	bool quantity;
};

/* CPS 7164, and the SSCC that its lines and the packages in it have. */
struct package {
	struct slice id, sscc;
};

struct desadv {
	struct edifact *x;
	struct list shipped;     /* struct shipped */
	struct list packages;    /* struct package, in the order of the file */
	struct list slots;       /* uint32_t: package + 1 by hash of its id */
	bool open;               /* a CPS is */
	bool full;               /* more lines than are taken: said */
	size_t first;            /* line of the open CPS in shipped */
	struct slice id, around; /* of the open CPS; SSCC around it */
	struct slice sscc;
	unsigned sscc_n;
	struct slice number, carrier, tracking;
	day left, dated; /* DTM 11, 137 */
	struct references refs;
	struct shipped *line;
};

static void
on_bgm(void *made, const struct edifact_segment *s)
{
	struct desadv *d = made;
	struct slice function = edifact_at(s, 3, 1);

	edifact_set_once(&d->number, edifact_at(s, 2, 1));
	if (d->number.n == 0)
		edifact_wrong(d->x, "EDIFACT-BGM-NUMBER", s, 2, 1,
		    "the document has no number");
	if (function.n > 0 && !slice_is(function, "9") &&
	    !slice_is(function, "7") && !slice_is(function, "47"))
		edifact_wrong(d->x, "EDIFACT-SHIP-PURPOSE", s, 3, 1,
		    "this one does not say that goods have left");
}

static void
on_dtm(void *made, const struct edifact_segment *s)
{
	struct desadv *d = made;
	enum edifact_date what = edifact_date(edifact_at(s, 1, 1));
	day from, to;

	if ((what != EDIFACT_DATE_SHIPPED && what != EDIFACT_DATE_DOCUMENT) ||
	    !edifact_dates(d->x, s, &from, &to))
		return;
	if (what == EDIFACT_DATE_SHIPPED)
		d->left = from;
	else
		d->dated = from;
}

static void
take_reference(struct references *r, const struct edifact_segment *s)
{
	struct slice kind = edifact_at(s, 1, 1), value = edifact_at(s, 1, 2);

	if (slice_is(kind, "VN")) {
		edifact_set_once(&r->ours, value);
		edifact_set_once(&r->our_line, edifact_at(s, 1, 3));
	} else if (slice_is(kind, "ON")) {
		edifact_set_once(&r->theirs, value);
		edifact_set_once(&r->their_line, edifact_at(s, 1, 3));
	} else if (slice_is(kind, "LI"))
		edifact_set_once(&r->item, value);
}

static void
on_rff(void *made, const struct edifact_segment *s)
{
	struct desadv *d = made;
	struct slice kind = edifact_at(s, 1, 1);

	if (slice_is(kind, "CN") || slice_is(kind, "AAS"))
		edifact_set_once(&d->tracking, edifact_at(s, 1, 2));
	else
		take_reference(&d->refs, s);
}

static void
on_tdt(void *made, const struct edifact_segment *s)
{
	struct desadv *d = made;

	edifact_set_once(&d->carrier,
	    edifact_at(s, 5, 1).n > 0 ? edifact_at(s, 5, 1) :
					edifact_at(s, 5, 4));
	edifact_set_once(&d->tracking, edifact_at(s, 2, 1));
}

/* --- packages ---------------------------------------------------------- */

static uint32_t *
slot_of(const struct desadv *d, struct slice id)
{
	size_t mask = d->slots.n - 1, i = slice_hash(id) & mask;
	uint32_t *slot;

	for (;; i = (i + 1) & mask) {
		slot = LIST_AT(&d->slots, uint32_t, i);
		if (*slot == 0 ||
		    slice_eq(
			LIST_AT(&d->packages, struct package, *slot - 1)->id,
			id))
			return (slot);
	}
}

/* Half of the slots stay free. */
static void
more_slots(struct desadv *d)
{
	size_t n = d->slots.n == 0 ? 64 : 2 * d->slots.n;

	d->slots.v = arena_array(d->x->arena, n, sizeof(uint32_t));
	d->slots.n = d->slots.cap = n;
	for (size_t i = 0; i < d->packages.n; i++)
		*slot_of(d, LIST_AT(&d->packages, struct package, i)->id) =
		    (uint32_t)i + 1;
}

/* NULL: no package before this one has the number. */
static const struct package *
package_of(const struct desadv *d, struct slice id)
{
	uint32_t at = id.n == 0 || d->slots.n == 0 ? 0 : *slot_of(d, id);

	return (at == 0 ? NULL : LIST_AT(&d->packages, struct package, at - 1));
}

/* Several numbers of one package say nothing about a line. */
static void
package_done(struct desadv *d)
{
	struct slice sscc = d->sscc_n == 1 ? d->sscc : d->around;
	struct package *p;

	for (size_t i = d->first; i < d->shipped.n; i++) {
		struct shipped *l = LIST_AT(&d->shipped, struct shipped, i);

		l->c.sscc = l->sscc_n == 1 ? l->sscc : sscc;
		/* What that stands on, if it is another one. */
		l->c.pallet = l->sscc_n == 1 ? sscc :
		    d->sscc_n == 1           ? d->around :
					       SLICE_NONE;
		if (slice_eq(l->c.pallet, l->c.sscc))
			l->c.pallet = SLICE_NONE;
	}
	if (d->open && d->id.n > 0 && package_of(d, d->id) == NULL) {
		p = LIST_PUSH(d->x->arena, &d->packages, struct package);
		*p = (struct package){ d->id, sscc };
		if (2 * d->packages.n > d->slots.n)
			more_slots(d);
		else
			*slot_of(d, d->id) = (uint32_t)d->packages.n;
	}
	d->first = d->shipped.n;
	d->id = d->around = d->sscc = SLICE_NONE;
	d->sscc_n = 0;
}

static void
on_cps(void *made, const struct edifact_segment *s)
{
	struct desadv *d = made;
	struct slice around = edifact_at(s, 2, 1);
	const struct package *p;

	package_done(d);
	d->open = true;
	d->line = NULL;
	d->id = edifact_at(s, 1, 1);
	p = package_of(d, around);
	if (p != NULL)
		d->around = p->sscc;
	if (package_of(d, d->id) != NULL)
		edifact_wrong(d->x, "EDIFACT-CPS", s, 1, 1,
		    "a package before this one has the number");
	if (around.n > 0 && p == NULL)
		edifact_wrong(d->x, "EDIFACT-CPS", s, 2, 1,
		    "no package before this one has the number");
}

/* BJ and AW: serial shipping container codes, up to five pairs a segment.
 * Returns how many; *sscc is the last. */
static unsigned
take_sscc(struct desadv *d, const struct edifact_segment *s, struct slice *sscc)
{
	struct slice kind = edifact_at(s, 1, 1);
	unsigned n = 0;

	if (!slice_is(kind, "BJ") && !slice_is(kind, "AW"))
		return (0);
	for (unsigned i = 2; i <= s->n; i++)
		for (unsigned j = 1; j <= 2; j++) {
			struct slice code = edifact_at(s, i, j);

			if (code.n == 0)
				continue;
			if (!sscc_valid(code))
				edifact_wrong(d->x, "EDIFACT-SSCC", s, i, j,
				    "no SSCC: 18 digits with a check digit");
			*sscc = code;
			n++;
		}
	return (n);
}

static void
on_gin(void *made, const struct edifact_segment *s)
{
	struct desadv *d = made;

	d->sscc_n += take_sscc(d, s, &d->sscc);
}

static void
on_line_gin(void *made, const struct edifact_segment *s)
{
	struct desadv *d = made;

	if (d->line != NULL)
		d->line->sscc_n += take_sscc(d, s, &d->line->sscc);
}

/* --- lines ------------------------------------------------------------- */

static void
take_item(struct desadv *d, const struct edifact_segment *s, unsigned i)
{
	struct slice id = edifact_at(s, i, 1);
	enum edifact_item kind = edifact_item(edifact_at(s, i, 2));

	if (kind == EDIFACT_ITEM_SELLER)
		edifact_set_once(&d->line->c.sku, id);
	else if (kind == EDIFACT_ITEM_GTIN && gtin_valid(id))
		edifact_set_once(&d->line->gtin, id);
}

static void
on_lin(void *made, const struct edifact_segment *s)
{
	struct desadv *d = made;

	if (d->shipped.n >= ORDER_LINES_MAX) {
		if (!d->full)
			edifact_wrong(d->x, "EDIFACT-LINES-LIMIT", s, 0, 0,
			    "more than %d lines", ORDER_LINES_MAX);
		d->full = true;
		d->line = NULL;
		return;
	}
	d->line = LIST_PUSH(d->x->arena, &d->shipped, struct shipped);
	shape_init(&confirmation_shape, &d->line->c);
	d->line->id = edifact_at(s, 1, 1);
	d->line->offset = s->offset;
	d->line->c.offset = (int64_t)s->offset;
	d->line->c.row = d->x->number;
	take_item(d, s, 3);
}

static void
on_pia(void *made, const struct edifact_segment *s)
{
	struct desadv *d = made;
	struct slice about = edifact_at(s, 1, 1);

	if (d->line == NULL || (!slice_is(about, "1") && !slice_is(about, "5")))
		return;
	for (unsigned i = 2; i <= s->n; i++)
		take_item(d, s, i);
}

/* Lots of a line come to what left of it. */
static void
add_quantity(struct desadv *d, const struct edifact_segment *s,
    struct decimal more, struct slice unit)
{
	struct confirmation *c = &d->line->c;

	if (!slice_eq(unit, c->unit))
		edifact_wrong(d->x, "EDIFACT-SHIP-QUANTITY", s, 1, 3,
		    "two quantities of one line in two units");
	else if (!decimal_is_none(more) && !decimal_add_to(&c->quantity, more))
		edifact_wrong(d->x, "EDIFACT-ELEMENT-NUMBER", s, 1, 2,
		    "the sum of quantities is too large");
}

static void
on_qty(void *made, const struct edifact_segment *s)
{
	struct desadv *d = made;
	struct slice unit = SLICE_NONE;
	struct decimal n;

	if (d->line == NULL || !slice_is(edifact_at(s, 1, 1), "12"))
		return;
	n = edifact_number(d->x, s, 1, 2);
	if (edifact_at(s, 1, 3).n > 0)
		unit = edifact_unit(d->x, s, 1, 3);
	if (!decimal_is_none(n) && n.coef < 0)
		edifact_wrong(d->x, "EDIFACT-SHIP-QUANTITY", s, 1, 2,
		    "less than nothing was shipped");
	if (d->line->quantity) {
		add_quantity(d, s, n, unit);
		return;
	}
	d->line->quantity = true;
	d->line->c.quantity = n;
	d->line->c.unit = unit;
}

/* 4221: the second element in both directories. */
static void
on_qvr(void *made, const struct edifact_segment *s)
{
	static const char closing[][3] = { "CC", "CM", "CP", "CS", "IC" };
	struct desadv *d = made;

	for (size_t i = 0; i < N(closing) && d->line != NULL; i++)
		if (slice_is(edifact_at(s, 2, 1), closing[i]))
			d->line->c.final = true;
}

static void
on_line_rff(void *made, const struct edifact_segment *s)
{
	struct desadv *d = made;

	if (d->line != NULL)
		take_reference(&d->line->refs, s);
}

/* A line that is missing would be taken for one that is still to come. */
static void
on_cnt(void *made, const struct edifact_segment *s)
{
	struct desadv *d = made;
	int64_t n;

	if (slice_is(edifact_at(s, 1, 1), "2") &&
	    slice_int(edifact_at(s, 1, 2), &n) && n != (int64_t)d->shipped.n)
		edifact_wrong(d->x, "EDIFACT-CNT-LINES", s, 1, 2,
		    "CNT says %lld lines, the despatch advice has %zu",
		    (long long)n, d->shipped.n);
}

static const struct edifact_row rows[] = {
	{ "BGM", on_bgm },
	{ "DTM", on_dtm },
	{ "RFF", on_rff },
	{ "TDT", on_tdt },
	{ "CPS", on_cps },
	{ "CPS/PAC/PCI/GIN", on_gin },
	{ "CPS/LIN", on_lin },
	{ "CPS/LIN/PIA", on_pia },
	{ "CPS/LIN/QTY", on_qty },
	{ "CPS/LIN/GIN", on_line_gin },
	{ "CPS/LIN/PCI/GIN", on_line_gin },
	{ "CPS/LIN/QVR", on_qvr },
	{ "CPS/LIN/RFF", on_line_rff },
	{ "CNT", on_cnt },
};

/* --- the whole --------------------------------------------------------- */

static void
line_fault(struct desadv *d, const struct shipped *l, const char *code,
    const char *text)
{
	d->x->number = l->c.row;
	edifact_fault(d->x, code, slice_sub(d->x->data, l->offset, 3),
	    SLICE("LIN"), NULL, "%s", text);
}

static void
settle_reference(const struct desadv *d, struct shipped *l)
{
	const struct references *r = &l->refs;
	struct slice line;

	if (r->ours.n + r->theirs.n == 0)
		r = &d->refs;
	l->c.order = r->ours.n > 0 ? r->ours : r->theirs;
	line = r->ours.n > 0 ? r->our_line : r->their_line;
	if (r == &d->refs) /* a line of the header's is nobody's */
		line = SLICE_NONE;
	if (line.n == 0)
		line = l->refs.item;
	edifact_set_once(&l->c.sku, l->gtin);
	if (line.n == 0 && l->c.sku.n == 0)
		line = l->id;
	l->c.line = line;
}

static void
settle(struct desadv *d, struct shipped *l)
{
	char text[11];
	day on = d->left != DAY_NONE ? d->left : d->dated;

	settle_reference(d, l);
	l->c.shipment = d->number;
	l->c.carrier = d->carrier;
	l->c.tracking = d->tracking;
	if (on != DAY_NONE)
		l->c.shipped_at = arena_slice(d->x->arena,
		    slice_of(day_text(on, text)));
	if (l->c.order.n == 0)
		line_fault(d, l, "EDIFACT-SHIP-ORDER",
		    "no order is named for this line");
	if (!l->quantity)
		line_fault(d, l, "EDIFACT-SHIP-QUANTITY",
		    "no quantity despatched (QTY+12)");
}

void
edifact_desadv(struct edifact *x, const struct edifact_message *m)
{
	struct desadv d = { .x = x, .left = DAY_NONE, .dated = DAY_NONE };

	edifact_walk(x, m, rows, N(rows), &d);
	package_done(&d);
	for (size_t i = 0; i < d.shipped.n; i++)
		settle(&d, LIST_AT(&d.shipped, struct shipped, i));
	x->number = 0;
	if (d.shipped.n == 0)
		edifact_fault(x, "EDIFACT-NO-LINES",
		    slice_sub(x->data, m->from, 3), SLICE("LIN"), NULL,
		    "the despatch advice has no lines");
	x->message.document_id = d.number;
	for (size_t i = 0; i < d.shipped.n; i++) {
		if (x->errors > 0 || x->rc != RC_OK)
			return;
		x->rc = x->sink->confirmation(x->sink->ctx,
		    &LIST_AT(&d.shipped, struct shipped, i)->c, x->err);
	}
}
