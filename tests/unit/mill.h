/*
 * mill -- a small mill for the tests of the rules: a partner, two customers,
 * a handful of products.  Everything is plain data that a test may change
 * before it builds the master.
 */
#ifndef TESTS_MILL_H
#define TESTS_MILL_H

#include "domain/check.h"

#define D(text) mill_decimal(text)
#define S(text) slice_of(text)

struct mill {
	struct arena arena;
	struct master_rows rows;
	struct master *master;
	struct partner partner;
	struct seller seller;
	day today;
};

static inline struct decimal
mill_decimal(const char *text)
{
	struct decimal d;

	if (!decimal_parse(slice_of(text), &d))
		fail_msg("no decimal: %s", text);
	return (d);
}

static inline void
mill_id(struct arena *a, struct list *l, const char *id)
{
	*LIST_PUSH(a, l, struct slice) = slice_of(id);
}

static inline struct product *
mill_product(struct mill *m, const char *sku, const char *gtin,
    const char *unit, const char *price, const char *tax)
{
	struct product *p = LIST_PUSH(&m->arena, &m->rows.products,
	    struct product);

	*p = (struct product){ .sku = S(sku),
		.gtin = S(gtin),
		.name = S(sku),
		.unit = S(unit),
		.currency = S("EUR"),
		.tax_category = S("S"),
		.price = price[0] != '\0' ? D(price) : DECIMAL_NONE,
		.tax_percent = D(tax),
		.stock = DECIMAL_NONE,
		.stock_at = INSTANT_NONE,
		.expected_on = DAY_NONE };
	return (p);
}

static inline void
mill_unit(struct mill *m, const char *sku, const char *unit, const char *factor,
    const char *gtin)
{
	*LIST_PUSH(&m->arena, &m->rows.units, struct unit_row) =
	    (struct unit_row){ S(sku), S(unit), D(factor), S(gtin) };
}

static inline struct price_row *
mill_price(struct mill *m, const char *customer, const char *sku,
    const char *unit, const char *price, const char *per, const char *least)
{
	struct price_row *r = LIST_PUSH(&m->arena, &m->rows.prices,
	    struct price_row);

	*r = (struct price_row){ S(customer), S(sku), S(unit), S("EUR"),
		D(price), D(per), D(least), DAY_NONE, DAY_NONE };
	return (r);
}

static inline struct customer *
mill_customer(struct mill *m, const char *id, const char *identifier)
{
	struct customer *c = LIST_PUSH(&m->arena, &m->rows.customers,
	    struct customer);

	*c = (struct customer){ .id = S(id),
		.partner = S("acme"),
		.name = S(id),
		.currency = S("EUR"),
		.payment = PAY_EITHER,
		.terms_days = 30 };
	mill_id(&m->arena, &c->identifiers, identifier);
	return (c);
}

static inline struct location *
mill_location(struct mill *m, const char *customer, const char *identifier)
{
	struct location *l = LIST_PUSH(&m->arena, &m->rows.locations,
	    struct location);

	*l = (struct location){ .customer = S(customer),
		.warehouse = S("depot") };
	mill_id(&m->arena, &l->identifiers, identifier);
	return (l);
}

static inline void
mill_init(struct mill *m)
{
	*m = (struct mill){ .arena = ARENA_INIT };
	m->today = day_of(2026, 11, 21);
	(void)mill_product(m, "BULB", "4006381333931", "EA", "0.85", "21");
	(void)mill_product(m, "OIL", "", "KGM", "4.00", "9");
	(void)mill_product(m, "NOPRICE", "", "EA", "", "21");
	mill_unit(m, "", "DZN", "12", "");
	mill_unit(m, "", "MIL", "1000", "");
	mill_unit(m, "BULB", "CS", "24", "10614141543219");
	mill_unit(m, "OIL", "GRM", "0.001", "");
	*LIST_PUSH(&m->arena, &m->rows.items, struct item_row) =
	    (struct item_row){ S("C1"), S("LAMP-1"), S("BULB") };
	*LIST_PUSH(&m->arena, &m->rows.items, struct item_row) =
	    (struct item_row){ S("C2"), S("LAMP-1"), S("OIL") };
	mill_id(&m->arena,
	    &mill_customer(m, "C1", "gln:8712345000004")->identifiers,
	    "x12:92:ACME1");
	(void)mill_location(m, "C1", "gln:8712345000011");
	(void)mill_location(m, "C1", "x12:92:DC7");
	m->partner = (struct partner){ .id = S("acme"),
		.name = S("Acme"),
		.role = ROLE_CUSTOMER,
		.state = PARTNER_LIVE };
	m->partner.rules.price_tolerance_percent = D("0.5");
	m->partner.recurrence.accept = RECUR_YES;
	m->partner.recurrence.sources = SOURCE_DATES | SOURCE_CODED |
	    SOURCE_TEXT;
	mill_id(&m->arena, &m->partner.identifiers, "x12:ZZ:ACMEBV");
	m->seller = (struct seller){ .name = S("Lampco"),
		.currency = S("EUR") };
}

/* Rows move when others are added: ask again. */
static inline struct product *
mill_bulb(const struct mill *m)
{
	return (LIST_AT(&m->rows.products, struct product, 0));
}

static inline struct customer *
mill_acme(const struct mill *m)
{
	return (LIST_AT(&m->rows.customers, struct customer, 0));
}

/* Also drops the one that was built before. */
static inline void
mill_build(struct mill *m)
{
	master_free(m->master);
	m->master = master_new(&m->rows);
}

static inline void
mill_free(struct mill *m)
{
	master_free(m->master);
	arena_free(&m->arena);
}

#endif
