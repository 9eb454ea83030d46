/*
 * The lines of ORDERS and ORDCHG: LIN and what stands below it.
 */
#include "parsers/edifact_order.h"

#include "domain/ident.h"

#define PLACES_MAX 1000 /* bytes that tell enough of several places */

static bool
open_line(struct edifact_order *c, const struct edifact_segment *s)
{
	edifact_line_done(c);
	c->lines++;
	if (c->lines > ORDER_LINES_MAX) {
		if (c->lines == ORDER_LINES_MAX + 1)
			edifact_wrong(c->x, "EDIFACT-LINES-LIMIT", s, 0, 0,
			    "more than %d lines", ORDER_LINES_MAX);
		return (false);
	}
	/* a sub-line has 1 in 5495 */
	if (UNLIKELY(s->n >= 4) && slice_is(edifact_at(s, 4, 1), "1")) {
		edifact_wrong(c->x, "EDIFACT-LINE-PART", s, 4, 0,
		    "a part of line " SL_FMT, SL_ARG(edifact_at(s, 4, 2)));
		return (false);
	}
	c->line = LIST_PUSH(c->x->arena, &c->order.lines, struct order_line);
	memcpy(c->line, &c->x->empty_line, size_unseen(sizeof(*c->line)));
	c->line->offset = (int64_t)s->offset;
	c->line->segment = c->x->number;
	c->placed = DECIMAL_NONE;
	c->dated = DECIMAL_NONE;
	c->other_unit = c->no_number = false;
	c->net = 0;
	c->part = NULL;
	return (true);
}

/* Numbers that only grow need no memory of the earlier ones. */
static bool
is_repeated(struct edifact_order *c, struct slice id)
{
	struct arena *a = c->x->arena;
	int64_t n;

	if (id.n == 0)
		return (false);
	if (!c->unordered && edifact_int(c->x, id, &n) && n > c->last_id) {
		c->last_id = n;
		return (false);
	}
	if (!c->unordered)
		for (size_t i = 0; i + 1 < c->order.lines.n; i++)
			(void)x12_seen(a, &c->line_ids,
			    slice_hash(
				LIST_AT(&c->order.lines, struct order_line, i)
				    ->line_id));
	c->unordered = true;
	return (x12_seen(a, &c->line_ids, slice_hash(id)));
}

/* The first of a kind counts; another one is for people. */
static void
take_number(struct edifact_order *c, struct slice *where, struct slice kind,
    struct slice id)
{
	if (where == NULL || (where->n > 0 && !slice_eq(*where, id)))
		edifact_note(c->x->arena, &c->line->notes,
		    edifact_words(c->x->arena, kind, id));
	else
		*where = id;
}

static void
take_item(struct edifact_order *c, const struct edifact_segment *s, unsigned i)
{
	struct slice id = edifact_at(s, i, 1), kind = edifact_at(s, i, 2);
	struct slice *where = NULL;

	if (id.n == 0)
		return;
	switch (edifact_item(kind)) {
	case EDIFACT_ITEM_SELLER:
		where = &c->line->seller_item;
		break;
	case EDIFACT_ITEM_BUYER:
		where = &c->line->buyer_item;
		break;
	case EDIFACT_ITEM_MAKER:
		where = &c->line->maker_item;
		break;
	case EDIFACT_ITEM_GTIN:
		if (!gtin_valid(id))
			edifact_wrong(c->x, "EDIFACT-GTIN", s, i, 1,
			    "no GTIN: 8, 12, 13 or 14 digits with a check "
			    "digit");
		where = &c->line->gtin;
		break;
	case EDIFACT_ITEM_NONE: /* an ISBN, a customs code …: for people */
		break;
	}
	take_number(c, where, kind, id);
}

void
edifact_lin(void *made, const struct edifact_segment *s)
{
	struct edifact_order *c = made;
	struct slice action = edifact_at(s, 2, 1);

	if (slice_is(action, "2") && !c->changes) {
		edifact_line_done(c);
		c->lines++;
		edifact_wrong(c->x, "EDIFACT-LINE-ACTION", s, 2, 1,
		    "a line that is deleted is not ordered");
		return;
	}
	if (!open_line(c, s))
		return;
	c->line->line_id = edifact_at(s, 1, 1);
	take_item(c, s, 3);
	if (is_repeated(c, c->line->line_id))
		edifact_wrong(c->x, "EDIFACT-LINE-REPEATED", s, 1, 1,
		    "an earlier line has this number");
	if (!c->changes)
		return;
	c->line->change = edifact_action(action);
	if (action.n > 0 && c->line->change == CHANGE_UNSTATED)
		edifact_wrong(c->x, "EDIFACT-LINE-ACTION", s, 2, 1,
		    "this is not what a change asks of a line");
}

/* 1 and 5 name the item of the line; other codes a substitute for it. */
void
edifact_pia(void *made, const struct edifact_segment *s)
{
	struct edifact_order *c = made;
	struct slice about = edifact_at(s, 1, 1);

	if (c->line == NULL)
		return;
	if (!slice_is(about, "1") && !slice_is(about, "5")) {
		edifact_line_kept(made, s);
		return;
	}
	for (unsigned i = 2; i <= s->n; i++)
		take_item(c, s, i);
}

void
edifact_imd(void *made, const struct edifact_segment *s)
{
	struct edifact_order *c = made;
	struct slice first = edifact_at(s, 3, 4);
	struct slice text = edifact_pieces(c->x->arena, first, first,
	    edifact_at(s, 3, 5), 35);

	if (c->line == NULL)
		return;
	if (text.n == 0)
		edifact_line_kept(made, s);
	else if (c->line->description.n == 0)
		c->line->description = text;
	else
		edifact_note(c->x->arena, &c->line->notes, text);
}

/* A qualifier and an amount or a day that we do not act on: for people. */
static void
note_amount(struct edifact_order *c, const struct edifact_segment *s,
    struct slice unit)
{
	struct arena *a = c->x->arena;

	edifact_note(a, &c->line->notes,
	    edifact_words(a, edifact_at(s, 1, 1),
		edifact_words(a, edifact_at(s, 1, 2), unit)));
}

static bool
is_ordered(struct slice kind)
{
	return (slice_is(kind, "21") || slice_is(kind, "1"));
}

/* A changed line of which nothing is wanted goes; a blanket order may say
 * later how much it is. */
static bool
takes_nothing(struct edifact_order *c, const struct edifact_segment *s)
{
	struct order_line *l = c->line;

	if (!c->changes || l->change == CHANGE_ADD)
		return (c->order.kind == KIND_BLANKET);
	if (l->change == CHANGE_UNSTATED || l->change == CHANGE_REPLACE) {
		l->change = CHANGE_DELETE;
		edifact_wrong(c->x, "EDIFACT-LINE-NOTHING", s, 1, 2,
		    "a quantity of nothing: taken as a deletion");
	}
	return (true);
}

/* 21 twice in one unit: nobody can tell which one is meant. */
static void
compare_again(struct edifact_order *c, const struct edifact_segment *s)
{
	const struct order_line *l = c->line;
	struct decimal n = edifact_number(c->x, s, 1, 2);

	if (slice_is(edifact_at(s, 1, 1), "21") && !decimal_is_none(n) &&
	    slice_eq(edifact_at(s, 1, 3), l->unit_code) &&
	    decimal_cmp(n, l->quantity) != 0)
		edifact_wrong(c->x, "EDIFACT-QUANTITY", s, 1, 2,
		    "the line has another quantity before this one");
}

void
edifact_qty(void *made, const struct edifact_segment *s)
{
	struct edifact_order *c = made;
	struct order_line *l = c->line;

	if (l == NULL)
		return;
	if (!is_ordered(edifact_at(s, 1, 1)) || !decimal_is_none(l->quantity)) {
		/* free goods, pieces of a case … */
		note_amount(c, s, edifact_at(s, 1, 3));
		if (slice_is(edifact_at(s, 1, 1), "192"))
			edifact_say_terms(c, s);
		compare_again(c, s);
		return;
	}
	l->quantity = edifact_number(c->x, s, 1, 2);
	l->unit_code = edifact_at(s, 1, 3);
	if (l->unit_code.n > 0)
		l->unit = edifact_unit(c->x, s, 1, 3);
	if (decimal_is_none(l->quantity)) {
		c->no_number = edifact_at(s, 1, 2).n > 0;
		return;
	}
	if (l->quantity.coef < 0 ||
	    (l->quantity.coef == 0 && !takes_nothing(c, s)))
		edifact_wrong(c->x, "EDIFACT-QUANTITY", s, 1, 2,
		    "the quantity must be more than nothing");
	if (!decimal_add_to(&c->hash, l->quantity))
		edifact_wrong(c->x, "EDIFACT-ELEMENT-NUMBER", s, 1, 2,
		    "the sum of quantities is too large");
}

void
edifact_line_dtm(void *made, const struct edifact_segment *s)
{
	struct edifact_order *c = made;
	day from, to;

	if (c->line == NULL)
		return;
	if (edifact_date(edifact_at(s, 1, 1)) != EDIFACT_DATE_REQUESTED ||
	    !edifact_dates(c->x, s, &from, &to)) {
		note_amount(c, s, SLICE_NONE);
		return;
	}
	if (UNLIKELY(c->line->requested_on != DAY_NONE)) {
		/* the first one counts */
		note_amount(c, s, SLICE_NONE);
		if (c->line->requested_on != from)
			edifact_say_terms(c, s);
		return;
	}
	c->line->requested_on = from;
	if (from != to) {
		note_amount(c, s, SLICE_NONE);
		edifact_first_day(c, s);
	}
}

void
edifact_line_moa(void *made, const struct edifact_segment *s)
{
	struct edifact_order *c = made;

	if (c->line != NULL && slice_is(edifact_at(s, 1, 1), "203"))
		c->line->amount = edifact_number(c->x, s, 1, 2);
	else
		edifact_line_kept(made, s);
}

void
edifact_line_ftx(void *made, const struct edifact_segment *s)
{
	struct edifact_order *c = made;

	if (c->line != NULL)
		edifact_note(c->x->arena, &c->line->notes,
		    edifact_told(c->x, s));
}

/* As net as the one before, and another: of a range or days of its own. */
static void
compare_price(struct edifact_order *c, const struct edifact_segment *s, int net)
{
	struct decimal price = edifact_number(c->x, s, 1, 2);

	if (net > 0 && net == c->net && !decimal_is_none(price) &&
	    !decimal_is_none(c->line->price) &&
	    decimal_cmp(price, c->line->price) != 0)
		edifact_say_terms(c, s);
}

/* For how many of which unit the price is. */
static void
take_basis(struct edifact_order *c, const struct edifact_segment *s)
{
	struct order_line *l = c->line;

	l->price_basis = edifact_number(c->x, s, 1, 5);
	if (!decimal_is_none(l->price_basis) && l->price_basis.coef <= 0)
		l->price_basis = DECIMAL_NONE;
	if (edifact_at(s, 1, 6).n > 0)
		l->price_unit = edifact_unit(c->x, s, 1, 6);
}

/* AAE and AAF are for information, INV is what will be invoiced. */
void
edifact_pri(void *made, const struct edifact_segment *s)
{
	struct edifact_order *c = made;
	struct order_line *l = c->line;
	struct slice kind = edifact_at(s, 1, 1);
	int net = slice_is(kind, "AAA") || slice_is(kind, "INV") ? 2 :
	    slice_is(kind, "AAB")                                ? 1 :
								   0;

	if (l == NULL)
		return;
	c->priced = net > 0;
	if (UNLIKELY(net <= c->net)) { /* what the shop asks … */
		note_amount(c, s, edifact_at(s, 1, 6));
		compare_price(c, s, net);
		return;
	}
	c->net = net;
	l->price = edifact_number(c->x, s, 1, 2);
	l->price_basis = DECIMAL_NONE;
	l->price_unit = SLICE_NONE;
	if (UNLIKELY(edifact_components(s, 1) > 4))
		take_basis(c, s);
}

void
edifact_line_rff(void *made, const struct edifact_segment *s)
{
	struct edifact_order *c = made;
	struct arena *a = c->x->arena;

	if (c->line != NULL)
		edifact_note(a, &c->line->notes,
		    edifact_words(a, edifact_at(s, 1, 1),
			edifact_words(a, edifact_at(s, 1, 2),
			    edifact_at(s, 1, 3))));
}

/* Not a customs duty (5283 5), nor what is paid on packages or alcohol. */
static bool
is_turnover(const struct edifact_segment *s)
{
	static const char kinds[][4] = { "", "VAT", "GST", "STT", "LOC" };

	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
		if (slice_is(edifact_at(s, 2, 1), kinds[i]))
			return (slice_is(edifact_at(s, 1, 1), "7"));
	return (false);
}

void
edifact_tax(void *made, const struct edifact_segment *s)
{
	struct edifact_order *c = made;

	if (c->line == NULL)
		return;
	if (!is_turnover(s) || !decimal_is_none(c->line->tax_percent)) {
		edifact_line_kept(made, s);
		return;
	}
	c->line->tax_percent = edifact_number(c->x, s, 5, 4);
	edifact_set_once(&c->line->tax_category, edifact_at(s, 6, 1));
}

/* The goods of the line go to a place without a number: nobody can tell which
 * of ours it is, so it is one that a person must look up. */
static void
take_name(struct edifact_order *c, const struct edifact_segment *s)
{
	const struct party *to = &c->order.ship_to;
	unsigned i = edifact_at(s, 4, 1).n > 0 ? 4 : 3;
	struct slice name = edifact_at(s, i, 1), street = edifact_at(s, 5, 1);

	edifact_line_kept(c, s);
	if (name.n + street.n > 0 &&
	    !(slice_eq(name, to->name) &&
		(street.n == 0 || slice_eq(street, to->street))))
		edifact_set_once(&c->line->location,
		    edifact_name(c->x->arena, "name",
			name.n > 0 ? name : street, SLICE_NONE));
}

void
edifact_line_nad(void *made, const struct edifact_segment *s)
{
	struct edifact_order *c = made;
	enum edifact_party role = edifact_party(edifact_at(s, 1, 1));
	struct slice id = edifact_party_id(c->x, s, 2);

	c->party = NULL;
	if (c->line == NULL)
		return;
	if (role != EDIFACT_PARTY_SHIP_TO && role != EDIFACT_PARTY_BOTH)
		edifact_line_kept(made, s);
	else if (id.n > 0 && c->line->location.n > 0 &&
	    !slice_eq(c->line->location, id)) {
		/* one line to two places: no place of ours */
		edifact_line_kept(made, s);
		if (c->line->location.n <= PLACES_MAX)
			c->line->location = edifact_words(c->x->arena,
			    c->line->location, id);
	} else if (id.n > 0) {
		c->line->location = id;
		if (s->n > 2) /* the address of it is for people */
			edifact_line_kept(made, s);
	} else
		take_name(c, s);
}

/* --- one line in several places ---------------------------------------- */

/* 7 is a place of delivery; others say where goods come from or cross. */
void
edifact_loc(void *made, const struct edifact_segment *s)
{
	struct edifact_order *c = made;

	c->part = NULL;
	c->place_open = c->line != NULL && slice_is(edifact_at(s, 1, 1), "7");
	if (!c->place_open) {
		edifact_line_kept(made, s);
		return;
	}
	c->part = shape_push(c->x->arena, &c->line->schedules, &schedule_shape);
	c->part->location = edifact_party_id(c->x, s, 2);
}

/* Cases and pieces cannot be compared. */
static void
part_quantity(struct edifact_order *c, const struct edifact_segment *s,
    struct decimal *sum)
{
	bool own = edifact_at(s, 1, 3).n > 0;

	c->part->quantity = edifact_number(c->x, s, 1, 2);
	c->part->unit = own ? edifact_unit(c->x, s, 1, 3) : c->line->unit;
	c->other_unit |= own && c->line->unit_code.n > 0 &&
	    !slice_eq(edifact_at(s, 1, 3), c->line->unit_code);
	(void)decimal_add_to(sum, c->part->quantity);
}

void
edifact_loc_qty(void *made, const struct edifact_segment *s)
{
	struct edifact_order *c = made;

	if (c->part != NULL) {
		part_quantity(c, s, &c->placed);
		return;
	}
	edifact_line_kept(made, s);
	edifact_say_terms(c, s);
}

void
edifact_loc_dtm(void *made, const struct edifact_segment *s)
{
	struct edifact_order *c = made;
	day from, to;

	if (c->part == NULL || !edifact_dates(c->x, s, &from, &to)) {
		edifact_line_kept(made, s);
		return;
	}
	c->part->on = from;
	if (from != to)
		edifact_first_day(c, s);
}

/* --- one line on several days ------------------------------------------ */

void
edifact_line_scc(void *made, const struct edifact_segment *s)
{
	if (((struct edifact_order *)made)->line != NULL)
		edifact_scc(made, s);
}

void
edifact_line_scc_qty(void *made, const struct edifact_segment *s)
{
	struct edifact_order *c = made;

	c->part = NULL;
	if (c->line == NULL || !c->firm)
		return;
	c->part = shape_push(c->x->arena, &c->line->schedules, &schedule_shape);
	part_quantity(c, s, &c->dated);
}

void
edifact_line_scc_dtm(void *made, const struct edifact_segment *s)
{
	struct edifact_order *c = made;
	bool first = c->part != NULL && c->part->on == DAY_NONE;

	edifact_scc_dtm(c, s);
	if (first && c->part->on != DAY_NONE && c->order.kind == KIND_STANDING)
		*(struct schedule *)shape_push(c->x->arena,
		    &c->order.recurrence.dates, &schedule_shape) = *c->part;
}

/* --- a line is complete ------------------------------------------------ */

static void
line_fault(struct edifact_order *c, const char *code, const char *text)
{
	struct edifact *x = c->x;
	int64_t now = x->number;

	x->number = c->line->segment;
	edifact_fault(x, code, slice_sub(x->data, (size_t)c->line->offset, 3),
	    SLICE("LIN"), NULL, "%s", text);
	x->number = now;
}

static void
check_parts(struct edifact_order *c)
{
	const struct order_line *l = c->line;

	if (c->other_unit)
		return;
	if (!decimal_is_none(c->placed) &&
	    decimal_cmp(c->placed, l->quantity) != 0)
		line_fault(c, "EDIFACT-LOC-SUM",
		    "the quantities by place do not add up to QTY+21");
	if (!decimal_is_none(c->dated) && c->order.kind != KIND_STANDING &&
	    decimal_cmp(c->dated, l->quantity) != 0)
		line_fault(c, "EDIFACT-SCC-SUM",
		    "the quantities by date do not add up to QTY+21");
}

/* No QTY+21: then the parts say it; a changed line may leave it as it was. */
static void
take_parts(struct edifact_order *c)
{
	struct order_line *l = c->line;

	l->quantity = decimal_is_none(c->placed) ? c->dated : c->placed;
	if (!decimal_is_none(l->quantity)) {
		(void)decimal_add_to(&c->hash, l->quantity);
		check_parts(c);
	} else if (!c->changes && c->order.kind != KIND_BLANKET &&
	    !c->no_number)
		line_fault(c, "EDIFACT-QUANTITY", "the line has no quantity");
}

static struct slice
with_number(struct arena *a, struct slice text, struct decimal d,
    const char *unit)
{
	char out[DECIMAL_TEXT_MAX];

	if (decimal_is_none(d))
		return (text);
	return (edifact_words(a, text,
	    slice_of(arena_printf(a, "%s%s", decimal_text(d, out), unit))));
}

/* What is in the price already is no charge: it is for people. */
static void
inform(struct edifact_order *c, struct order_line *l)
{
	struct arena *a = c->x->arena;

	for (size_t i = 0; i < l->charges.n; i++) {
		const struct charge *h = LIST_AT(&l->charges, struct charge, i);
		struct slice text = edifact_words(a,
		    h->is_charge ? SLICE("ALC C") : SLICE("ALC A"),
		    edifact_words(a, h->code, h->reason));

		text = with_number(a, text, h->percent, " %");
		edifact_note(a, &l->notes, with_number(a, text, h->amount, ""));
	}
	l->charges = (struct list){ NULL, 0, 0 };
}

/* The line is wanted when the first of its parts is; of a standing order they
 * are the days themselves. */
__attribute__((noinline)) static void
take_day(struct order_line *l)
{
	for (size_t i = 0; i < l->schedules.n; i++) {
		day on = LIST_AT(&l->schedules, struct schedule, i)->on;

		if (on != DAY_NONE &&
		    (l->requested_on == DAY_NONE || on < l->requested_on))
			l->requested_on = on;
	}
}

void
edifact_line_done(struct edifact_order *c)
{
	struct order_line *l = c->line;

	if (UNLIKELY(c->charges != NULL))
		edifact_charge_done(c);
	c->part = NULL;
	if (l == NULL)
		return;
	if (UNLIKELY(decimal_is_none(l->quantity)))
		take_parts(c);
	else
		check_parts(c);
	if (UNLIKELY(l->schedules.n > 0) && c->order.kind != KIND_STANDING)
		take_day(l);
	if (slice_eq(l->price_unit, l->unit))
		l->price_unit = SLICE_NONE;
	if (c->net == 2 && l->charges.n > 0)
		inform(c, l);
	c->line = NULL;
}
