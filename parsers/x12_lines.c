/*
 * The lines of an order: PO1, or POC, and what stands below it.
 */
#include "parsers/x12_order.h"

#include "domain/ident.h"

#define PLACES_MAX 1000 /* bytes that tell enough of several places */

/* Spaces and hyphens off; other characters make it no number at all. */
static struct slice
digits_of(struct x12_850 *c, struct slice s)
{
	size_t i = 0, n = 0;
	char *out;

	while (i < s.n && s.p[i] >= '0' && s.p[i] <= '9')
		i++;
	if (i == s.n)
		return (s);
	out = arena_alloc(c->x->arena, s.n);
	for (i = 0; i < s.n; i++)
		if (s.p[i] >= '0' && s.p[i] <= '9')
			out[n++] = s.p[i];
		else if (s.p[i] != ' ' && s.p[i] != '-')
			return (SLICE_NONE);
	return ((struct slice){ out, n });
}

/* The first of a kind counts; another one is for people. */
static void
take_item(struct x12_850 *c, struct slice *where, struct slice kind,
    struct slice id)
{
	if (UNLIKELY(where->n > 0) && !slice_eq(*where, id))
		x12_note(c, &c->line->notes, x12_words(c, kind, id));
	x12_set_once(where, id);
}

/* Partners write one with its check digit too, where it should have none. */
__attribute__((noinline)) static struct slice
mended_gtin(struct x12_850 *c, const struct x12_segment *s, unsigned i)
{
	struct slice digits = digits_of(c, s->e[i]);
	bool bare = x12_item(x12_at(s, i - 1)) == X12_ITEM_GTIN_BARE;
	char whole[15];

	if (gtin_valid(digits))
		return (digits);
	if (bare && gtin_complete(digits, whole))
		return (arena_slice(c->x->arena, slice_of(whole)));
	x12_wrong(c->x, "X12-GTIN", s, i,
	    "no GTIN: %s digits with%s a check "
	    "digit",
	    bare ? "11, 12 or 13" : "8, 12, 13 or 14", bare ? "out" : "");
	return (digits);
}

/* A good one counts before one that is none. */
__attribute__((noinline)) static void
take_other_gtin(struct x12_850 *c, struct slice kind, struct slice digits)
{
	struct order_line *l = c->line;
	struct slice earlier = l->gtin;

	if (!gtin_valid(earlier) && gtin_valid(digits)) {
		l->gtin = SLICE_NONE;
		x12_note(c, &l->notes, x12_words(c, SLICE("GTIN"), earlier));
	}
	take_item(c, &l->gtin, kind, digits);
}

static void
take_gtin(struct x12_850 *c, const struct x12_segment *s, unsigned i)
{
	struct slice digits = s->e[i];

	if (UNLIKELY(!gtin_valid(digits)))
		digits = mended_gtin(c, s, i);
	if (UNLIKELY(c->line->gtin.n > 0))
		take_other_gtin(c, x12_at(s, i - 1), digits);
	else
		c->line->gtin = digits;
}

/* Pairs of qualifier and number from element `first` to `last`. */
void
x12_take_items(struct x12_850 *c, const struct x12_segment *s, unsigned first,
    unsigned last)
{
	struct order_line *l = c->line;
	unsigned seller_style = 0, buyer_style = 0;

	for (unsigned i = first; i + 1 <= s->n && i <= last; i += 2) {
		struct slice kind = x12_at(s, i), id = x12_at(s, i + 1);

		if (id.n == 0)
			continue;
		switch (x12_item(kind)) {
		case X12_ITEM_SELLER:
			take_item(c, &l->seller_item, kind, id);
			break;
		case X12_ITEM_SELLER_STYLE:
			seller_style = i;
			break;
		case X12_ITEM_BUYER:
			take_item(c, &l->buyer_item, kind, id);
			break;
		case X12_ITEM_BUYER_STYLE:
			buyer_style = i;
			break;
		case X12_ITEM_GTIN:
		case X12_ITEM_GTIN_BARE:
			take_gtin(c, s, i + 1);
			break;
		case X12_ITEM_MAKER:
			take_item(c, &l->maker_item, kind, id);
			break;
		case X12_ITEM_NONE: /* an ISBN, an NDC …: for people */
			x12_note(c, &l->notes, x12_words(c, kind, id));
			break;
		}
	}
	if (UNLIKELY(seller_style > 0))
		take_item(c, &l->seller_item, x12_at(s, seller_style),
		    x12_at(s, seller_style + 1));
	if (UNLIKELY(buyer_style > 0))
		take_item(c, &l->buyer_item, x12_at(s, buyer_style),
		    x12_at(s, buyer_style + 1));
}

/* Mostly the unit of the line before. */
struct slice
x12_unit_of(struct x12_850 *c, const struct x12_segment *s, unsigned i)
{
	struct slice code = x12_at(s, i), unit;

	if (code.n == 2 && memcmp(code.p, c->unit_code, 2) == 0)
		return (c->unit);
	unit = x12_unit(code);
	if (unit.n > 0 && code.p != NULL) {
		memcpy(c->unit_code, code.p, sizeof(c->unit_code));
		c->unit = unit;
	} else
		x12_wrong(c->x, "X12-UNIT", s, i,
		    X12_HAS(s, i) ? "a unit without an equal in UN/ECE Rec 20" :
				    "no unit is given");
	return (unit);
}

void
x12_take_price(struct x12_850 *c, const struct x12_segment *s, unsigned price,
    unsigned basis)
{
	struct order_line *l = c->line;
	struct slice code = x12_at(s, basis);
	struct decimal per = DECIMAL_ONE;

	if (code.n != 2 || memcmp(code.p, "PE", 2) != 0)
		per = x12_price_basis(code);
	l->price = x12_number(s, price);
	if (decimal_is_none(per)) {
		x12_wrong(c->x, "X12-PRICE-BASIS", s, basis,
		    "it is not known how many units the price is for");
		return;
	}
	if (UNLIKELY(per.coef == 0))
		l->price_free = true;
	else if (!decimal_is_none(l->price))
		l->price_basis = per;
}

/* A line is mostly zeros: of 500 bytes only these have to be written. */
void
x12_blank_line(struct x12_blank *b)
{
	_Alignas(uint64_t) char line[sizeof(struct order_line)];
	uint64_t word;

	_Static_assert(sizeof(line) % sizeof(word) == 0, "whole words");
	shape_init(&order_line_shape, line);
	for (size_t at = 0; at < sizeof(line); at += sizeof(word)) {
		memcpy(&word, line + at, sizeof(word));
		if (word == 0)
			continue;
		INVARIANT(b->n < sizeof(b->set) / sizeof(b->set[0]));
		b->set[b->n].at = at;
		b->set[b->n++].word = word;
	}
}

static struct order_line *
push_line(struct x12_850 *c)
{
	const struct x12_blank *b = &c->x->blank;
	const size_t n = b->n;
	struct order_line *l = LIST_PUSH(c->x->arena, &c->order.lines,
	    struct order_line);

	for (size_t i = 0; i < n; i++)
		memcpy((char *)l + b->set[i].at, &b->set[i].word,
		    sizeof(uint64_t));
	return (l);
}

bool
x12_open_line(struct x12_850 *c, const struct x12_segment *s)
{
	c->lines++;
	c->line = NULL;
	if (c->lines > ORDER_LINES_MAX) {
		if (c->lines == ORDER_LINES_MAX + 1)
			x12_wrong(c->x, "X12-LINES-LIMIT", s, 0,
			    "more than %d lines", ORDER_LINES_MAX);
		return (false);
	}
	c->line = push_line(c);
	c->line->offset = (int64_t)s->offset;
	c->line->segment = c->x->number;
	c->split = DECIMAL_NONE;
	c->dated = DECIMAL_NONE;
	c->split_other = c->dated_other = c->no_number = false;
	c->by_ctp = false;
	return (true);
}

__attribute__((noinline)) static bool
is_repeated(struct x12_850 *c, struct slice id)
{
	struct arena *a = c->x->arena;

	if (id.n == 0)
		return (false);
	if (!c->unordered)
		for (size_t i = 0; i + 1 < c->order.lines.n; i++)
			(void)x12_seen(a, &c->line_ids,
			    slice_hash(
				LIST_AT(&c->order.lines, struct order_line, i)
				    ->line_id));
	c->unordered = true;
	return (x12_seen(a, &c->line_ids, slice_hash(id)));
}

/* Numbers that only grow need no memory of the earlier ones. */
void
x12_check_line_id(struct x12_850 *c, const struct x12_segment *s)
{
	int64_t n;

	if (LIKELY(!c->unordered && x12_integer(s, 1, &n) && n > c->last_id))
		c->last_id = n;
	else if (is_repeated(c, x12_at(s, 1)))
		x12_wrong(c->x, "X12-LINE-REPEATED", s, 1,
		    "an earlier line has this number");
}

void
x12_po1(void *state, const struct x12_segment *s)
{
	struct x12_850 *c = state;
	struct order_line *l;

	x12_line_done(c);
	if (!x12_open_line(c, s))
		return;
	l = c->line;
	l->line_id = x12_at(s, 1);
	l->quantity = x12_number(s, 2);
	c->no_number = decimal_is_none(l->quantity) && X12_HAS(s, 2);
	l->unit_code = x12_at(s, 3);
	l->unit = x12_unit_of(c, s, 3);
	x12_take_price(c, s, 4, 5);
	x12_take_items(c, s, 6, 24);
	x12_check_line_id(c, s);
	if (!decimal_is_none(l->quantity) &&
	    (l->quantity.coef < 0 ||
		(l->quantity.coef == 0 && c->order.kind != KIND_BLANKET)))
		x12_wrong(c->x, "X12-QUANTITY", s, 2,
		    "the quantity must be more than nothing");
	if (!decimal_add_to(&c->hash, l->quantity))
		x12_wrong(c->x, "X12-ELEMENT-NUMBER", s, 2,
		    "the sum of quantities is too large");
}

static void
line_fault(struct x12_850 *c, const char *code, const char *text)
{
	struct x12 *x = c->x;
	int64_t now = x->number;

	x->number = c->line->segment;
	x12_fault(x, code, slice_sub(x->data, (size_t)c->line->offset, 0),
	    slice_of(c->change ? "POC" : "PO1"), c->change ? "3" : "2", "%s",
	    text);
	x->number = now;
}

struct decimal
x12_parts_sum(const struct x12_850 *c)
{
	if (!decimal_is_none(c->split) && !c->split_other)
		return (c->split);
	return (c->dated_other ? DECIMAL_NONE : c->dated);
}

/* No quantity in PO1: then the parts say it. */
static void
take_parts(struct x12_850 *c)
{
	struct order_line *l = c->line;
	bool other = c->split_other || c->dated_other;
	bool both = !decimal_is_none(c->split) && !decimal_is_none(c->dated) &&
	    !other;

	l->quantity = x12_parts_sum(c);
	if (decimal_is_none(l->quantity)) {
		if (c->order.kind != KIND_BLANKET && !c->no_number)
			line_fault(c, "X12-QUANTITY",
			    other ? "its parts are in several units" :
				    "the line has no quantity");
	} else if (both && c->order.kind != KIND_STANDING &&
	    decimal_cmp(c->split, c->dated) != 0)
		line_fault(c, "X12-SCH-SUM",
		    "the quantities by date (SCH) and by location (SDQ) "
		    "differ");
	if (!decimal_add_to(&c->hash, l->quantity))
		line_fault(c, "X12-ELEMENT-NUMBER",
		    "the sum of quantities is too large");
}

/* Everything about the line is known now: do its parts add up? */
void
x12_line_done(struct x12_850 *c)
{
	struct order_line *l = c->line;

	if (l == NULL)
		return;
	if (UNLIKELY(decimal_is_none(l->quantity))) {
		take_parts(c);
		c->line = NULL;
		return;
	}
	if (!decimal_is_none(c->split) && !c->split_other &&
	    decimal_cmp(c->split, l->quantity) != 0)
		line_fault(c, "X12-SDQ-SUM",
		    "the quantities by location (SDQ) do not add up to the "
		    "line's");
	if (!decimal_is_none(c->dated) && !c->dated_other &&
	    c->order.kind != KIND_STANDING &&
	    decimal_cmp(c->dated, l->quantity) != 0)
		line_fault(c, "X12-SCH-SUM",
		    "the quantities by date (SCH) do not add up to the line's");
	c->line = NULL;
}

void
x12_line_cur(void *state, const struct x12_segment *s)
{
	struct x12_850 *c = state;

	x12_cur(c, s);
}

/* What the buyer's customers pay is no price of ours. */
static bool
is_retail(struct slice kind)
{
	return (slice_is(kind, "MSR") || slice_is(kind, "RES") ||
	    slice_is(kind, "RTL"));
}

/* A price for a case, of a line of pieces. */
static void
take_price_unit(struct x12_850 *c, const struct x12_segment *s)
{
	struct order_line *l = c->line;
	struct slice code = x12_at(s, 5), unit, rest;

	(void)slice_cut(code, c->x->isa->seps.component, &code, &rest);
	if (code.n == 0 || slice_eq(code, l->unit_code))
		return;
	unit = x12_unit(code);
	if (unit.n == 0)
		x12_wrong(c->x, "X12-PRICE-BASIS", s, 5,
		    "a unit without an equal in UN/ECE Rec 20");
	else if (!slice_eq(unit, l->unit))
		l->price_unit = unit;
}

/* A discount is a factor of the price; other factors are for people. */
static void
take_multiplied(struct x12_850 *c, const struct x12_segment *s)
{
	struct decimal factor = x12_number(s, 7);

	x12_take_price(c, s, 3, 9);
	take_price_unit(c, s);
	if (decimal_is_none(factor))
		return;
	if (slice_is(x12_at(s, 6), "DIS") && !decimal_is_none(c->line->price) &&
	    decimal_mul(c->line->price, factor, &factor))
		c->line->price = factor;
	else
		x12_line_terms(c, s);
}

/* Only where PO1 has no price of its own. */
void
x12_ctp(void *state, const struct x12_segment *s)
{
	struct x12_850 *c = state;

	if (c->line == NULL)
		return;
	c->priced = X12_HAS(s, 3) && !is_retail(x12_at(s, 2));
	if (!X12_HAS(s, 3))
		x12_line_told(state, s);
	else if (!c->priced)
		x12_note(c, &c->line->notes,
		    x12_words(c, x12_at(s, 2), x12_at(s, 3)));
	else if (decimal_is_none(c->line->price) && !c->line->price_free) {
		take_multiplied(c, s);
		c->by_ctp = true;
	} else if (c->by_ctp) /* the first may be that of fewer pieces */
		x12_line_terms(state, s);
	else
		x12_line_told(state, s);
}

/* The currency of a price of ours is that of the order. */
void
x12_ctp_cur(void *state, const struct x12_segment *s)
{
	struct x12_850 *c = state;

	if (c->line != NULL && c->priced)
		x12_cur(state, s);
	else
		x12_rest(state, s);
}

void
x12_line_lin(void *state, const struct x12_segment *s)
{
	struct x12_850 *c = state;

	if (c->line != NULL)
		x12_take_items(c, s, 2, 30);
}

void
x12_line_pid(void *state, const struct x12_segment *s)
{
	struct x12_850 *c = state;
	struct slice text = x12_at(s, 5);

	if (c->line == NULL)
		return;
	if (text.n == 0)
		x12_line_told(state, s);
	else if (c->line->description.n == 0)
		c->line->description = text;
	else
		x12_note(c, &c->line->notes, text);
}

void
x12_line_ref(void *state, const struct x12_segment *s)
{
	struct x12_850 *c = state;

	if (c->line != NULL)
		x12_note(c, &c->line->notes,
		    x12_words(c, x12_at(s, 1),
			x12_words(c, x12_at(s, 2), x12_ref_text(c, s))));
}

void
x12_line_sac(void *state, const struct x12_segment *s)
{
	struct x12_850 *c = state;

	if (c->line != NULL)
		x12_take_sac(c, &c->line->charges, s);
}

void
x12_line_ita(void *state, const struct x12_segment *s)
{
	struct x12_850 *c = state;

	if (c->line != NULL)
		x12_take_ita(c, &c->line->charges, s);
}

/* The unit of a part of the line; a line without one has it too.  Cases and
 * pieces cannot be compared. */
static struct slice
part_unit(struct x12_850 *c, const struct x12_segment *s, unsigned i,
    bool *other)
{
	struct order_line *l = c->line;
	struct slice unit = x12_unit_of(c, s, i);

	if (l->unit_code.n == 0 && decimal_is_none(l->quantity)) {
		l->unit_code = x12_at(s, i);
		l->unit = unit;
	}
	*other |= !slice_eq(x12_at(s, i), l->unit_code);
	return (unit);
}

static void
add_part(struct x12_850 *c, struct decimal *sum, const struct x12_segment *s,
    unsigned i, struct decimal quantity)
{
	if (!decimal_add_to(sum, quantity))
		x12_wrong(c->x, "X12-ELEMENT-NUMBER", s, i,
		    "the sum of quantities is too large");
}

void
x12_sdq(void *state, const struct x12_segment *s)
{
	struct x12_850 *c = state;
	struct schedule *h;
	struct slice unit;

	if (c->line == NULL)
		return;
	unit = part_unit(c, s, 1, &c->split_other);
	for (unsigned i = 3; i <= 21 && i + 1 <= s->n; i += 2) {
		if (!X12_HAS(s, i))
			continue;
		h = shape_push(c->x->arena, &c->line->schedules,
		    &schedule_shape);
		h->unit = unit;
		h->location = x12_identifier(c, x12_at(s, 2), s->e[i]);
		h->quantity = x12_number(s, i + 1);
		add_part(c, &c->split, s, i + 1, h->quantity);
	}
	if (s->n > 22) /* where at each of them */
		x12_line_told(state, s);
}

/* Of two dates that of delivery, else the first. */
static day
sch_date(const struct x12_850 *c, const struct x12_segment *s)
{
	day first = x12_date_of(c, x12_at(s, 6));
	day second = x12_date_of(c, x12_at(s, 9));

	return (second != DAY_NONE &&
		    x12_date(x12_at(s, 5)) != X12_DATE_REQUESTED &&
		    x12_date(x12_at(s, 8)) == X12_DATE_REQUESTED ?
		second :
		first);
}

/* SCH names a place, and has no number for it: one that a person must look
 * up, as that of an N1 without. */
static struct slice
sch_place(struct x12_850 *c, const struct x12_segment *s)
{
	enum x12_party role = x12_party(x12_at(s, 3));
	struct slice name = x12_at(s, 4);

	if (name.n == 0 || slice_eq(name, c->order.ship_to.name) ||
	    (role != X12_PARTY_SHIP_TO && role != X12_PARTY_BOTH))
		return (SLICE_NONE);
	return (
	    arena_joined(c->x->arena, ':', SLICE("name"), name, SLICE_NONE));
}

void
x12_sch(void *state, const struct x12_segment *s)
{
	struct x12_850 *c = state;
	struct schedule *h;

	if (c->line == NULL)
		return;
	h = shape_push(c->x->arena, &c->line->schedules, &schedule_shape);
	h->quantity = x12_number(s, 1);
	h->unit = part_unit(c, s, 2, &c->dated_other);
	h->on = sch_date(c, s);
	h->location = sch_place(c, s);
	if (X12_HAS(s, 3) || X12_HAS(s, 4))
		x12_line_told(state, s);
	add_part(c, &c->dated, s, 1, h->quantity);
	if (h->on == DAY_NONE)
		return;
	/* The line is wanted when the first of its parts is; of a standing
	 * order they are the days themselves. */
	if (c->order.kind == KIND_STANDING)
		*(struct schedule *)shape_push(c->x->arena,
		    &c->order.recurrence.dates, &schedule_shape) = *h;
	else if (c->line->requested_on == DAY_NONE ||
	    h->on < c->line->requested_on)
		c->line->requested_on = h->on;
}

void
x12_line_dtm(void *state, const struct x12_segment *s)
{
	struct x12_850 *c = state;
	day from, to;

	if (c->line == NULL)
		return;
	if (x12_date(x12_at(s, 1)) != X12_DATE_REQUESTED) {
		x12_line_told(state, s);
		return;
	}
	if (!x12_days(c, s, &from, &to))
		return;
	/* a line has one day: another one and a range are for people */
	if (from == to && c->line->requested_on == DAY_NONE)
		c->line->requested_on = from;
	else if (from == to && c->line->requested_on != from)
		x12_line_told(state, s);
	else if (from != to)
		x12_note(c, &c->line->notes,
		    x12_words(c, x12_at(s, 1), x12_at(s, 6)));
}

void
x12_line_txi(void *state, const struct x12_segment *s)
{
	struct x12_850 *c = state;

	if (c->line == NULL)
		return;
	if (X12_HAS(s, 2) || !decimal_is_none(c->line->tax_percent))
		x12_line_told(state, s);
	if (decimal_is_none(c->line->tax_percent))
		c->line->tax_percent = x12_number(s, 3);
	if (slice_is(x12_at(s, 6), "1"))
		c->line->tax_category = SLICE("E"); /* exempt */
}

void
x12_line_n9(void *state, const struct x12_segment *s)
{
	struct x12_850 *c = state;

	x12_line_ref(c, s);
}

void
x12_line_msg(void *state, const struct x12_segment *s)
{
	struct x12_850 *c = state;

	if (c->line != NULL)
		x12_note(c, &c->line->notes,
		    s->key == X12_TAG('M', 'S', 'G') ? x12_at(s, 1) :
						       x12_at(s, 2));
}

/* The goods of the line go to a place without a number: nobody can tell which
 * of ours it is, so it is one that a person must look up. */
static void
take_name(struct x12_850 *c, struct slice name, bool same)
{
	if (!same)
		x12_set_once(&c->line->location,
		    arena_joined(c->x->arena, ':', SLICE("name"), name,
			SLICE_NONE));
}

void
x12_line_n1(void *state, const struct x12_segment *s)
{
	struct x12_850 *c = state;
	enum x12_party role = x12_party(x12_at(s, 1));
	bool to = role == X12_PARTY_SHIP_TO || role == X12_PARTY_BOTH;
	struct slice id;

	c->party = NULL;
	c->place = SLICE_NONE;
	if (c->line == NULL)
		return;
	if (to && X12_HAS(s, 4)) {
		id = x12_identifier(c, x12_at(s, 3), s->e[4]);
		if (c->line->location.n > 0 &&
		    !slice_eq(c->line->location, id)) {
			/* one line to two places: no place of ours */
			x12_line_told(state, s);
			id = c->line->location.n > PLACES_MAX ?
			    c->line->location :
			    x12_words(c, c->line->location, id);
		}
		c->line->location = id;
		return;
	}
	x12_line_told(state, s);
	if (!to)
		return;
	c->place = x12_at(s, 2);
	take_name(c, c->place, slice_eq(c->place, c->order.ship_to.name));
}

/* Of the same name, in another street. */
void
x12_line_n3(void *state, const struct x12_segment *s)
{
	struct x12_850 *c = state;

	x12_line_told(state, s);
	if (c->line != NULL && c->place.n > 0)
		take_name(c, c->place,
		    slice_eq(x12_at(s, 1), c->order.ship_to.street));
	c->place = SLICE_NONE;
}

void
x12_line_amt(void *state, const struct x12_segment *s)
{
	struct x12_850 *c = state;

	if (c->line != NULL && slice_is(x12_at(s, 1), "1"))
		c->line->amount = x12_number(s, 2);
	else
		x12_line_told(state, s);
}
