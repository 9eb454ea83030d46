/* Which product, in which unit, how many of it, and where to. */

#include "domain/check_part.h"

#define SUCCESSORS_MAX 8

/* --- item ---------------------------------------------------------------- */

struct named { /* what each number of a line names */
	const struct product *seller, *gtin, *buyer;
	struct slice gtin_unit;
};

static struct named
look_up(const struct check *k, const struct order_line *l)
{
	struct named n = { 0 };

	if (l->seller_item.n > 0)
		n.seller = master_product(k->m, l->seller_item);
	if (l->gtin.n > 0)
		n.gtin = master_product_by_gtin(k->m, l->gtin, &n.gtin_unit);
	if (l->buyer_item.n > 0)
		n.buyer = master_product_by_buyer_item(k->m,
		    check_customer_id(k), l->buyer_item);
	return (n);
}

/* A buyer's own number that we do not keep says nothing; our number or a GTIN
 * that we do not know contradicts the product that the others name, unless
 * that product has no GTIN on file. */
static bool
disagree(const struct order_line *l, const struct named *n,
    const struct product *p)
{
	if ((n->seller != NULL && n->seller != p) ||
	    (n->gtin != NULL && n->gtin != p) ||
	    (n->buyer != NULL && n->buyer != p))
		return (true);
	if (l->seller_item.n > 0 && n->seller == NULL)
		return (true);
	return (l->gtin.n > 0 && n->gtin == NULL && p->gtin.n > 0);
}

static const char *
names_text(const struct check *k, const struct order_line *l)
{
	return (arena_printf(k->a, "%s%s%s%s%s%s",
	    l->seller_item.n > 0 ? " seller number " : "",
	    check_shown(k, l->seller_item), l->gtin.n > 0 ? " GTIN " : "",
	    check_shown(k, l->gtin),
	    l->buyer_item.n > 0 ? " buyer number " : "",
	    check_shown(k, l->buyer_item)));
}

static const struct product *
find_product(struct check *k, size_t i, struct slice *gtin_unit)
{
	const struct order_line *l = check_order_line(k, i);
	struct named n = look_up(k, l);
	const struct product *p = n.seller != NULL ? n.seller :
	    n.gtin != NULL                         ? n.gtin :
						     n.buyer;
	struct about f = { "ORDER-ITEM", i, "item",
		l->seller_item.n > 0 ? l->seller_item :
		    l->gtin.n > 0    ? l->gtin :
				       l->buyer_item };

	*gtin_unit = n.gtin_unit;
	if (p == NULL && f.value.n == 0)
		check_fault(k, f, k->p->rules.unknown_item, HOLD_ITEM,
		    "the line names no item");
	else if (p == NULL)
		check_fault(k, f, k->p->rules.unknown_item, HOLD_ITEM,
		    "no product has%s", names_text(k, l));
	else if (disagree(l, &n, p)) {
		f.code = "ORDER-ITEM-CLASH";
		check_hold(k, f, HOLD_ITEM,
		    "these name different products, or one of them none:%s",
		    names_text(k, l));
	}
	return (p);
}

/* The last one of those that replaced it; NULL: not in the catalog, or they
 * replace each other in a ring. */
static const struct product *
last_of(const struct check *k, const struct product *p)
{
	for (int step = 0; step < SUCCESSORS_MAX; step++) {
		if (p == NULL || p->replaced_by.n == 0)
			return (p);
		p = master_product(k->m, p->replaced_by);
	}
	return (NULL);
}

/* What comes in the place of what was ordered.  What was agreed for many
 * deliveries is delivered as agreed. */
static const struct product *
successor(struct check *k, size_t i, const struct product *p)
{
	struct about f = { "ORDER-ITEM-REPLACED", i, "item", p->sku };
	struct checked_line *c = check_line_at(k, i);
	const struct product *now;

	if (p->replaced_by.n == 0 || k->o->kind == KIND_CALL_OFF)
		return (p);
	now = last_of(k, p);
	if (now == NULL) {
		check_hold(k, f, HOLD_ITEM,
		    "%s is replaced by %s, which leads to no product",
		    check_shown(k, p->sku), check_shown(k, p->replaced_by));
		return (p);
	}
	c->ordered = p;
	c->state = LINE_CHANGED;
	if (k->p->rules.replaced_item == ON_ACCEPT)
		c->reason = slice_of(f.code);
	else
		check_fault(k, f, k->p->rules.replaced_item, HOLD_ITEM,
		    "%s is replaced by %s", check_shown(k, p->sku),
		    check_shown(k, now->sku));
	return (now);
}

/* --- unit and quantity --------------------------------------------------- */

/* What is counted: the stated unit, else that of the pack whose GTIN is given,
 * else the stock unit. */
static bool
find_unit(struct check *k, size_t i, struct slice gtin_unit,
    struct decimal *factor)
{
	const struct order_line *l = check_order_line(k, i);
	struct checked_line *c = check_line_at(k, i);
	struct slice stated = l->unit.n > 0 ? l->unit : l->unit_code;
	struct about f = { "ORDER-UNIT", i, "unit", stated };
	struct decimal pack;

	if (l->unit.n == 0 && l->unit_code.n > 0) {
		check_fault(k, f, k->p->rules.unknown_item, HOLD_ITEM,
		    "%s is no unit that we know", check_shown(k, stated));
		return (false);
	}
	c->unit = stated.n > 0 ? stated :
	    gtin_unit.n > 0    ? gtin_unit :
				 c->product->unit;
	if (!master_unit_factor(k->m, c->product, c->unit, factor)) {
		check_fault(k, f, k->p->rules.unknown_item, HOLD_ITEM,
		    "%s is not sold by %s", check_shown(k, c->product->sku),
		    check_shown(k, stated));
		return (false);
	}
	if (gtin_unit.n > 0 && !unit_same(gtin_unit, c->product->unit) &&
	    master_unit_factor(k->m, c->product, gtin_unit, &pack) &&
	    decimal_cmp(pack, *factor) != 0) {
		f.code = "ORDER-UNIT-CLASH";
		check_hold(k, f, HOLD_ITEM,
		    "the GTIN is that of one %s, the unit is %s",
		    check_shown(k, gtin_unit), check_shown(k, stated));
	}
	return (true);
}

static bool
find_quantity(struct check *k, size_t i, struct decimal factor)
{
	const struct order_line *l = check_order_line(k, i);
	struct checked_line *c = check_line_at(k, i);
	struct about f = { "ORDER-QUANTITY", i, "quantity", SLICE_NONE };

	/* An agreement may leave open how much is called off. */
	if (k->o->kind == KIND_BLANKET &&
	    (decimal_is_none(l->quantity) || l->quantity.coef == 0))
		return (false);
	if (decimal_is_none(l->quantity)) {
		check_reject_line(k, f, "the line has no quantity");
		return (false);
	}
	f.value = slice_of(check_number(k, l->quantity));
	if (l->quantity.coef <= 0) {
		check_reject_line(k, f, "a quantity of %s orders nothing",
		    f.value.p);
		return (false);
	}
	if (c->product == NULL)
		return (true);
	if (!decimal_mul(l->quantity, factor, &c->stock_quantity)) {
		f.code = "ORDER-AMOUNT";
		check_reject_line(k, f,
		    "the quantity is too large or too fine");
		return (false);
	}
	if (c->stock_quantity.scale > 0 && unit_is_piece(c->product->unit) &&
	    c->product->kind == ITEM_GOODS) {
		f.code = "ORDER-QUANTITY-PART";
		check_reject_line(k, f, "%s %s is no whole number of pieces",
		    f.value.p, check_shown(k, c->unit));
		return (false);
	}
	return (true);
}

bool
check_item(struct check *k, size_t i, struct decimal *factor)
{
	struct checked_line *c = check_line_at(k, i);
	struct slice gtin_unit;
	bool good;

	*factor = DECIMAL_ONE;
	c->product = find_product(k, i, &gtin_unit);
	if (c->product != NULL)
		c->product = successor(k, i, c->product);
	good = c->product != NULL && find_unit(k, i, gtin_unit, factor);
	if (!find_quantity(k, i, *factor))
		return (false);
	return (good);
}

/* --- place --------------------------------------------------------------- */

static bool
has_address(const struct party *p)
{
	return (p->street.n > 0 && (p->city.n > 0 || p->postal_code.n > 0));
}

static const struct location *
location_of(const struct check *k, const struct party *p)
{
	const struct location *found = NULL;

	for (size_t i = 0; i < p->ids.n && found == NULL; i++)
		found = master_location(k->m, check_customer_id(k),
		    LIST_AT(&p->ids, struct text_item, i)->text);
	return (found);
}

static struct slice
line_place(const struct order_line *l)
{
	if (l->location.n == 0 && l->schedules.n == 1)
		return (LIST_AT(&l->schedules, struct schedule, 0)->location);
	return (l->location);
}

/* The stated ship-to; without one that of the lines, the buyer's own place, or
 * the only one that the customer has. */
static bool
find_place(struct check *k)
{
	const struct party *to = &k->o->ship_to;
	struct slice lines = SLICE_NONE;

	k->c->location = location_of(k, to);
	if (k->c->location != NULL || has_address(to))
		return (true);
	if (to->ids.n > 0)
		return (false);
	if (k->o->lines.n > 0)
		lines = line_place(check_order_line(k, 0));
	if (lines.n > 0)
		k->c->location = master_location(k->m, check_customer_id(k),
		    lines);
	else
		k->c->location = location_of(k, &k->o->buyer);
	if (k->c->location != NULL || lines.n > 0 || has_address(&k->o->buyer))
		return (true);
	k->c->location = master_location_only(k->m, check_customer_id(k));
	return (k->c->location != NULL);
}

void
check_place(struct check *k)
{
	const struct party *to = &k->o->ship_to;
	struct about f = { "ORDER-LOCATION", CHECK_ORDER, "ship_to",
		SLICE_NONE };

	if (k->c->customer == NULL || find_place(k))
		return;
	if (to->ids.n == 0) {
		check_fault(k, f, k->p->rules.unknown_location, HOLD_LOCATION,
		    "the order does not say where to ship to");
		return;
	}
	f.value = LIST_AT(&to->ids, struct text_item, 0)->text;
	check_fault(k, f, k->p->rules.unknown_location, HOLD_LOCATION,
	    "no location of this customer is called %s, and no address is "
	    "given",
	    check_shown(k, f.value));
}

static bool
is_order_place(const struct check *k, struct slice id)
{
	for (size_t i = 0; i < k->o->ship_to.ids.n; i++)
		if (slice_eq(id,
			LIST_AT(&k->o->ship_to.ids, struct text_item, i)->text))
			return (true);
	return (false);
}

/* One delivery a line is what this version can do. */
void
check_schedules(struct check *k, size_t i)
{
	const struct order_line *l = check_order_line(k, i);
	const struct schedule *first = l->schedules.v;
	struct about f = { "ORDER-SCHEDULE", i, "schedule", SLICE_NONE };

	for (size_t n = 1; n < l->schedules.n; n++)
		if (first->on != first[n].on ||
		    !slice_eq(first->location, first[n].location)) {
			check_hold(k, f, HOLD_UNSUPPORTED,
			    "the line asks for %zu deliveries", l->schedules.n);
			return;
		}
}

void
check_line_place(struct check *k, size_t i)
{
	const struct order_line *l = check_order_line(k, i);
	struct slice id = line_place(l);
	struct about f = { "ORDER-LOCATION", i, "location", id };
	const struct location *place;

	if (k->o->kind != KIND_STANDING)
		check_schedules(k, i);
	if (id.n == 0 || k->c->customer == NULL || is_order_place(k, id))
		return;
	place = master_location(k->m, check_customer_id(k), id);
	if (place == NULL) {
		check_fault(k, f, k->p->rules.unknown_location, HOLD_LOCATION,
		    "no location of this customer is called %s",
		    check_shown(k, id));
		return;
	}
	f.code = "ORDER-PLACES";
	if (place != k->c->location)
		check_hold(k, f, HOLD_UNSUPPORTED,
		    "it goes to %s, the order to another place",
		    check_shown(k, id));
}
