#include "domain/master.h"

#include <stdlib.h>

#include "domain/ident.h"
#include "domain/order.h"
#include "domain/partner.h"

/*
 * An index finds rows by two texts.  Entries stand in one array; those with
 * the same key are chained in the order they came, so the first row of a
 * duplicate is the one that counts.  Slots hold entry numbers + 1, open
 * addressing, at most half full.
 */
struct entry {
	struct slice a, b;
	uint64_t hash;
	uint32_t row;
	uint32_t next, last; /* entry + 1; last: in the head */
};

struct index {
	struct entry *entries;
	uint32_t *slots;
	size_t n, mask;
};

struct master {
	const struct master_rows *rows;
	struct index skus, gtins, items, prices, units, customers, identifiers,
	    partners, locations, location_owners;
	struct arena arena;
};

#define PACK_ROW 0x80000000u /* a GTIN of a units row */

static uint64_t
key_hash(struct slice a, struct slice b)
{
	uint64_t h = slice_hash(a) * UINT64_C(0x9e3779b97f4a7c15) ^
	    slice_hash(b);

	return (h ^ h >> 32);
}

static void
index_init(struct index *x, size_t most, struct arena *a)
{
	size_t slots = 16;

	INVARIANT(most < PACK_ROW);
	while (slots < most * 2)
		slots *= 2;
	x->entries = arena_array(a, most, sizeof(*x->entries));
	x->slots = arena_array(a, slots, sizeof(*x->slots));
	x->n = 0;
	x->mask = slots - 1;
}

static size_t
slot_of(const struct index *x, uint64_t hash, struct slice a, struct slice b)
{
	size_t i = (size_t)hash & x->mask;

	for (; x->slots[i] != 0; i = (i + 1) & x->mask) {
		const struct entry *e = &x->entries[x->slots[i] - 1];

		if (e->hash == hash && slice_eq(e->a, a) && slice_eq(e->b, b))
			break;
	}
	return (i);
}

static void
index_add(struct index *x, struct slice a, struct slice b, size_t row)
{
	uint64_t hash = key_hash(a, b);
	size_t slot = slot_of(x, hash, a, b);
	struct entry *e = &x->entries[x->n++], *head;

	*e = (struct entry){ a, b, hash, (uint32_t)row, 0, (uint32_t)x->n };
	if (x->slots[slot] == 0) {
		x->slots[slot] = (uint32_t)x->n;
		return;
	}
	head = &x->entries[x->slots[slot] - 1];
	x->entries[head->last - 1].next = (uint32_t)x->n;
	head->last = (uint32_t)x->n;
}

static const struct entry *
index_find(const struct index *x, struct slice a, struct slice b)
{
	uint32_t e = x->slots[slot_of(x, key_hash(a, b), a, b)];

	return (e != 0 ? &x->entries[e - 1] : NULL);
}

static const struct entry *
index_next(const struct index *x, const struct entry *e)
{
	return (e->next != 0 ? &x->entries[e->next - 1] : NULL);
}

/* --- units --------------------------------------------------------------- */

/* Recommendation 20 has several codes for one thing of something. */
static struct slice
unit_canonical(struct slice unit)
{
	static const char *const piece[] = { "EA", "C62", "PCE", "H87", "NAR" };

	for (size_t i = 0; i < sizeof(piece) / sizeof(piece[0]); i++)
		if (slice_is(unit, piece[i]))
			return (SLICE("C62"));
	return (unit);
}

bool
unit_is_piece(struct slice unit)
{
	return (slice_is(unit_canonical(unit), "C62"));
}

bool
unit_same(struct slice a, struct slice b)
{
	return (slice_eq(unit_canonical(a), unit_canonical(b)));
}

/* --- building ------------------------------------------------------------ */

/* Text that outlives the caller's buffer. */
static struct slice
kept(struct master *m, struct slice text, const char *buf)
{
	return (text.p == buf ? arena_slice(&m->arena, text) : text);
}

static void
add_identifier(struct master *m, struct index *x, struct slice owner,
    struct slice id, size_t row)
{
	char buf[IDENTIFIER_CANONICAL_MAX];

	index_add(x, owner, kept(m, identifier_canonical(id, buf), buf), row);
}

static void
add_gtin(struct master *m, struct slice gtin, size_t row)
{
	char buf[15];

	if (gtin14(gtin, buf))
		index_add(&m->gtins, arena_slice(&m->arena, slice_of(buf)),
		    SLICE_NONE, row);
}

static void
index_products(struct master *m)
{
	const struct list *l = &m->rows->products, *u = &m->rows->units;

	index_init(&m->skus, l->n, &m->arena);
	index_init(&m->gtins, l->n + u->n, &m->arena);
	index_init(&m->units, u->n, &m->arena);
	for (size_t i = 0; i < l->n; i++) {
		const struct product *p = LIST_AT(l, struct product, i);

		index_add(&m->skus, p->sku, SLICE_NONE, i);
		add_gtin(m, p->gtin, i);
	}
	for (size_t i = 0; i < u->n; i++) {
		const struct unit_row *r = LIST_AT(u, struct unit_row, i);

		index_add(&m->units, r->sku, unit_canonical(r->unit), i);
		if (r->sku.n > 0)
			add_gtin(m, r->gtin, i | PACK_ROW);
	}
}

static void
index_lists(struct master *m)
{
	const struct list *prices = &m->rows->prices, *items = &m->rows->items;

	index_init(&m->prices, prices->n, &m->arena);
	for (size_t i = 0; i < prices->n; i++) {
		const struct price_row *r = LIST_AT(prices, struct price_row,
		    i);

		index_add(&m->prices, r->customer, r->sku, i);
	}
	index_init(&m->items, items->n, &m->arena);
	for (size_t i = 0; i < items->n; i++) {
		const struct item_row *r = LIST_AT(items, struct item_row, i);

		index_add(&m->items, r->customer, r->buyer_item, i);
	}
}

static void
index_customers(struct master *m)
{
	const struct list *l = &m->rows->customers;
	size_t ids = 0;

	for (size_t i = 0; i < l->n; i++)
		ids += LIST_AT(l, struct customer, i)->identifiers.n + 1;
	index_init(&m->customers, l->n, &m->arena);
	index_init(&m->partners, l->n, &m->arena);
	index_init(&m->identifiers, ids, &m->arena);
	for (size_t i = 0; i < l->n; i++) {
		const struct customer *c = LIST_AT(l, struct customer, i);
		const char *account = arena_printf(&m->arena, "account:" SL_FMT,
		    SL_ARG(c->id));

		index_add(&m->customers, c->id, SLICE_NONE, i);
		index_add(&m->partners, c->partner, SLICE_NONE, i);
		index_add(&m->identifiers, c->partner, slice_of(account), i);
		for (size_t k = 0; k < c->identifiers.n; k++)
			add_identifier(m, &m->identifiers, c->partner,
			    *LIST_AT(&c->identifiers, struct slice, k), i);
	}
}

static void
index_locations(struct master *m)
{
	const struct list *l = &m->rows->locations;
	size_t ids = 0;

	for (size_t i = 0; i < l->n; i++)
		ids += LIST_AT(l, struct location, i)->identifiers.n;
	index_init(&m->location_owners, l->n, &m->arena);
	index_init(&m->locations, ids, &m->arena);
	for (size_t i = 0; i < l->n; i++) {
		const struct location *c = LIST_AT(l, struct location, i);

		index_add(&m->location_owners, c->customer, SLICE_NONE, i);
		for (size_t k = 0; k < c->identifiers.n; k++)
			add_identifier(m, &m->locations, c->customer,
			    *LIST_AT(&c->identifiers, struct slice, k), i);
	}
}

struct master *
master_new(const struct master_rows *rows)
{
	struct master *m = calloc(1, sizeof(*m));

	if (m == NULL)
		die_memory();
	m->rows = rows;
	index_products(m);
	index_lists(m);
	index_customers(m);
	index_locations(m);
	return (m);
}

void
master_free(struct master *m)
{
	if (m == NULL)
		return;
	arena_free(&m->arena);
	free(m);
}

/* --- customers and locations --------------------------------------------- */

static const struct customer *
customer_at(const struct master *m, const struct entry *e)
{
	return (e != NULL ?
		LIST_AT(&m->rows->customers, struct customer, e->row) :
		NULL);
}

const struct customer *
master_customer(const struct master *m, struct slice id)
{
	return (customer_at(m, index_find(&m->customers, id, SLICE_NONE)));
}

const struct customer *
master_customer_by_ids(const struct master *m, struct slice partner,
    const struct list *ids, bool *clash)
{
	const struct customer *found = NULL;
	const struct entry *e;

	*clash = false;
	if (ids->n == 0) {
		e = index_find(&m->partners, partner, SLICE_NONE);
		return (e != NULL && e->next == 0 ? customer_at(m, e) : NULL);
	}
	for (size_t i = 0; i < ids->n; i++) {
		char buf[IDENTIFIER_CANONICAL_MAX];
		struct slice id = identifier_canonical(
		    LIST_AT(ids, struct text_item, i)->text, buf);

		/* One identifier may be written at several customers. */
		for (e = index_find(&m->identifiers, partner, id); e != NULL;
		     e = index_next(&m->identifiers, e)) {
			if (found != NULL && found != customer_at(m, e))
				*clash = true;
			found = customer_at(m, e);
		}
	}
	return (*clash ? NULL : found);
}

static const struct location *
location_at(const struct master *m, const struct entry *e)
{
	return (e != NULL ?
		LIST_AT(&m->rows->locations, struct location, e->row) :
		NULL);
}

const struct location *
master_location(const struct master *m, struct slice customer,
    struct slice identifier)
{
	char buf[IDENTIFIER_CANONICAL_MAX];
	struct slice id = identifier_canonical(identifier, buf);
	const struct entry *e = index_find(&m->locations, customer, id);

	if (e == NULL)
		e = index_find(&m->locations, SLICE_NONE, id);
	return (location_at(m, e));
}

const struct location *
master_location_only(const struct master *m, struct slice customer)
{
	const struct entry *e = index_find(&m->location_owners, customer,
	    SLICE_NONE);

	return (e != NULL && e->next == 0 ? location_at(m, e) : NULL);
}

/* --- products ------------------------------------------------------------ */

const struct product *
master_product(const struct master *m, struct slice sku)
{
	const struct entry *e = index_find(&m->skus, sku, SLICE_NONE);

	return (e != NULL ?
		LIST_AT(&m->rows->products, struct product, e->row) :
		NULL);
}

const struct product *
master_product_by_gtin(const struct master *m, struct slice gtin,
    struct slice *unit)
{
	const struct unit_row *pack;
	const struct product *p;
	const struct entry *e;
	char buf[15];

	*unit = SLICE_NONE;
	if (!gtin14(gtin, buf) ||
	    (e = index_find(&m->gtins, slice_of(buf), SLICE_NONE)) == NULL)
		return (NULL);
	if ((e->row & PACK_ROW) == 0) {
		p = LIST_AT(&m->rows->products, struct product, e->row);
		*unit = p->unit;
		return (p);
	}
	pack = LIST_AT(&m->rows->units, struct unit_row, e->row & ~PACK_ROW);
	if ((p = master_product(m, pack->sku)) != NULL)
		*unit = pack->unit;
	return (p);
}

const struct product *
master_product_by_buyer_item(const struct master *m, struct slice customer,
    struct slice buyer_item)
{
	const struct entry *e = index_find(&m->items, customer, buyer_item);

	if (e == NULL)
		return (NULL);
	return (master_product(m,
	    LIST_AT(&m->rows->items, struct item_row, e->row)->sku));
}

bool
master_unit_factor(const struct master *m, const struct product *p,
    struct slice unit, struct decimal *factor)
{
	struct slice u = unit_canonical(unit);
	const struct entry *e;

	if (unit.n == 0 || unit_same(unit, p->unit)) {
		*factor = DECIMAL_ONE;
		return (true);
	}
	e = index_find(&m->units, p->sku, u);
	/* A dozen is 12 of what is counted; of kilograms it is nothing. */
	if (e == NULL && unit_is_piece(p->unit))
		e = index_find(&m->units, SLICE_NONE, u);
	if (e == NULL)
		return (false);
	*factor = LIST_AT(&m->rows->units, struct unit_row, e->row)->factor;
	return (!decimal_is_none(*factor) && factor->coef > 0);
}

/* --- prices -------------------------------------------------------------- */

struct wanted {
	const struct master *m;
	const struct product *p;
	struct slice unit, currency;
	struct decimal factor, quantity; /* quantity in stock units */
	day on;
};

static struct decimal
or_else(struct decimal d, struct decimal otherwise)
{
	return (decimal_is_none(d) ? otherwise : d);
}

/* Does the row hold on that day, for that quantity?  *factor: of its unit;
 * *least: from how many stock units on. */
static bool
row_applies(const struct wanted *w, const struct price_row *r,
    struct decimal *factor, struct decimal *least)
{
	struct decimal per = or_else(r->per, DECIMAL_ONE);

	return (slice_eq(r->currency, w->currency) &&
	    !decimal_is_none(r->price) && per.coef > 0 &&
	    (r->valid_from == DAY_NONE || r->valid_from <= w->on) &&
	    (r->valid_to == DAY_NONE || r->valid_to >= w->on) &&
	    master_unit_factor(w->m, w->p, r->unit, factor) &&
	    decimal_mul(or_else(r->min_quantity, DECIMAL_ZERO), *factor,
		least) &&
	    decimal_cmp(*least, w->quantity) <= 0);
}

/* The row's price, said for the ordered unit: exactly, by a larger basis. */
static bool
convert_price(const struct wanted *w, struct decimal row_price,
    struct decimal row_per, struct decimal row_factor, struct decimal *price,
    struct decimal *per)
{
	*price = row_price;
	*per = row_per;
	if (decimal_cmp(row_factor, w->factor) == 0)
		return (true);
	return (decimal_mul(row_price, w->factor, price) &&
	    decimal_mul(row_per, row_factor, per));
}

/* The best row of a list: in the ordered unit before another, then the
 * highest quantity reached, then the latest start, then the first. */
static bool
list_price(const struct wanted *w, struct slice customer, struct decimal *price,
    struct decimal *per)
{
	const struct price_row *best = NULL;
	struct decimal best_least = DECIMAL_ZERO, best_factor = DECIMAL_ONE;
	bool best_unit = false;

	for (const struct entry *e =
		 index_find(&w->m->prices, customer, w->p->sku);
	     e != NULL; e = index_next(&w->m->prices, e)) {
		const struct price_row *r = LIST_AT(&w->m->rows->prices,
		    struct price_row, e->row);
		struct decimal factor, least;
		bool unit;
		int c;

		if (!row_applies(w, r, &factor, &least))
			continue;
		unit = unit_same(r->unit.n > 0 ? r->unit : w->p->unit, w->unit);
		c = best == NULL ? 1 : (int)unit - (int)best_unit;
		if (c == 0)
			c = decimal_cmp(least, best_least);
		if (c == 0)
			c = r->valid_from > best->valid_from;
		if (c <= 0)
			continue;
		best = r;
		best_least = least;
		best_factor = factor;
		best_unit = unit;
	}
	return (best != NULL &&
	    convert_price(w, best->price, or_else(best->per, DECIMAL_ONE),
		best_factor, price, per));
}

bool
master_price(const struct master *m, struct slice customer,
    const struct product *p, struct slice unit, struct slice currency,
    struct decimal quantity, day on, struct decimal *price, struct decimal *per)
{
	struct wanted w = { .m = m,
		.p = p,
		.currency = currency,
		.on = on,
		.unit = unit.n > 0 ? unit : p->unit };

	if (!master_unit_factor(m, p, unit, &w.factor) ||
	    !decimal_mul(or_else(quantity, DECIMAL_ZERO), w.factor,
		&w.quantity))
		return (false);
	if (customer.n > 0 && list_price(&w, customer, price, per))
		return (true);
	if (list_price(&w, SLICE_NONE, price, per))
		return (true);
	return (!decimal_is_none(p->price) && slice_eq(p->currency, currency) &&
	    convert_price(&w, p->price, DECIMAL_ONE, DECIMAL_ONE, price, per));
}
