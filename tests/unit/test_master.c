#include "tests/unit/unit.h"
#include "tests/unit/mill.h"

#include "domain/order.h"

static struct list
ids_of(struct arena *a, const char *first, const char *second)
{
	struct list l = { NULL, 0, 0 };

	if (first != NULL)
		LIST_PUSH(a, &l, struct text_item)->text = S(first);
	if (second != NULL)
		LIST_PUSH(a, &l, struct text_item)->text = S(second);
	return (l);
}

static const struct {
	const char *first, *second, *customer;
	bool clash;
} names[] = {
	{ "gln:8712345000004", NULL, "C1", false },
	{ "endpoint:0088:8712345000004", NULL, "C1", false },
	{ "x12:UL:8712345000004", NULL, "C1", false },
	{ "x12:92:ACME1", "gln:8712345000004", "C1", false },
	{ "x12:92:ACME1", "x12:92:NOBODY", "C1", false },
	{ "x12:92:NOBODY", NULL, NULL, false },
	{ "x12:91:ACME1", NULL, NULL, false },
	{ "account:C2", NULL, "C2", false },
	{ "account:C3", NULL, NULL, false }, /* another partner's */
	{ "x12:92:ACME1", "account:C2", NULL, true },
	{ "x12:92:BOTH", NULL, NULL, true },
	{ NULL, NULL, NULL, false }, /* several customers */
};

TEST(a_customer_is_found_by_its_identifiers_only)
{
	struct mill m;

	mill_init(&m);
	mill_id(&m.arena,
	    &LIST_AT(&m.rows.customers, struct customer, 0)->identifiers,
	    "x12:92:BOTH");
	(void)mill_customer(&m, "C2", "x12:92:BOTH");
	mill_customer(&m, "C3", "x12:92:C3")->partner = S("other");
	mill_build(&m);
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		struct list l = ids_of(&m.arena, names[i].first,
		    names[i].second);
		bool clash;
		const struct customer *c = master_customer_by_ids(m.master,
		    S("acme"), &l, &clash);

		assert_int_equal(clash, names[i].clash);
		if (names[i].customer == NULL)
			assert_null(c);
		else if (c == NULL || !slice_is(c->id, names[i].customer))
			fail_msg("%s is not %s", names[i].first,
			    names[i].customer);
	}
	assert_true(slice_is(master_customer(m.master, S("C3"))->id, "C3"));
	assert_null(master_customer(m.master, S("C4")));
	mill_free(&m);
}

TEST(the_only_customer_need_not_be_named)
{
	struct list none = { NULL, 0, 0 };
	struct mill m;
	bool clash;

	mill_init(&m);
	mill_build(&m);
	assert_non_null(
	    master_customer_by_ids(m.master, S("acme"), &none, &clash));
	assert_null(
	    master_customer_by_ids(m.master, S("other"), &none, &clash));
	mill_free(&m);
}

TEST(a_product_is_found_by_any_of_its_numbers)
{
	struct slice unit;
	struct mill m;

	mill_init(&m);
	mill_build(&m);
	assert_ptr_equal(master_product(m.master, S("BULB")),
	    m.rows.products.v);
	assert_null(master_product(m.master, S("bulb")));
	assert_null(master_product(m.master, S("")));
	assert_ptr_equal(
	    master_product_by_gtin(m.master, S("4006381333931"), &unit),
	    m.rows.products.v);
	assert_true(slice_is(unit, "EA"));
	assert_ptr_equal(
	    master_product_by_gtin(m.master, S("04006381333931"), &unit),
	    m.rows.products.v);
	assert_ptr_equal(
	    master_product_by_gtin(m.master, S("10614141543219"), &unit),
	    m.rows.products.v);
	assert_true(slice_is(unit, "CS"));
	assert_null(
	    master_product_by_gtin(m.master, S("4006381333932"), &unit));
	assert_null(master_product_by_gtin(m.master, S(""), &unit));
	assert_true(slice_is(
	    master_product_by_buyer_item(m.master, S("C1"), S("LAMP-1"))->sku,
	    "BULB"));
	assert_true(slice_is(
	    master_product_by_buyer_item(m.master, S("C2"), S("LAMP-1"))->sku,
	    "OIL"));
	assert_null(
	    master_product_by_buyer_item(m.master, S("C3"), S("LAMP-1")));
	mill_free(&m);
}

TEST(of_duplicate_rows_the_first_counts)
{
	struct mill m;

	mill_init(&m);
	(void)mill_product(&m, "BULB", "", "EA", "9.99", "0");
	mill_build(&m);
	assert_int_equal(
	    decimal_cmp(master_product(m.master, S("BULB"))->price, D("0.85")),
	    0);
	mill_free(&m);
}

static const struct {
	const char *sku, *unit, *factor; /* NULL: unknown */
} units[] = {
	{ "BULB", "EA", "1" },
	{ "BULB", "C62", "1" },
	{ "BULB", "PCE", "1" },
	{ "BULB", "H87", "1" },
	{ "BULB", "NAR", "1" },
	{ "BULB", "", "1" },
	{ "BULB", "DZN", "12" },
	{ "BULB", "CS", "24" },
	{ "BULB", "XX", NULL },
	{ "BULB", "KGM", NULL },
	{ "BULB", "GRM", NULL },
	{ "OIL", "KGM", "1" },
	{ "OIL", "GRM", "0.001" },
	{ "OIL", "CS", NULL },
	{ "OIL", "EA", NULL },
	{ "OIL", "DZN", NULL }, /* a dozen kilograms? */
	{ "NOPRICE", "CS", NULL },
	{ "NOPRICE", "MIL", "1000" },
};

TEST(a_unit_has_a_factor_where_it_makes_sense)
{
	struct mill m;

	mill_init(&m);
	mill_build(&m);
	for (size_t i = 0; i < sizeof(units) / sizeof(units[0]); i++) {
		struct decimal f;
		bool known = master_unit_factor(m.master,
		    master_product(m.master, S(units[i].sku)), S(units[i].unit),
		    &f);

		if (known != (units[i].factor != NULL) ||
		    (known && decimal_cmp(f, D(units[i].factor)) != 0))
			fail_msg("%s %s", units[i].sku, units[i].unit);
	}
	mill_free(&m);
}

TEST(an_items_own_unit_comes_before_the_general_one)
{
	struct decimal f;
	struct mill m;

	mill_init(&m);
	mill_unit(&m, "BULB", "DZN", "10", "");
	mill_unit(&m, "NOPRICE", "PF", "0", "");
	mill_build(&m);
	assert_true(master_unit_factor(m.master,
	    master_product(m.master, S("BULB")), S("DZN"), &f));
	assert_int_equal(f.coef, 10);
	assert_false(master_unit_factor(m.master,
	    master_product(m.master, S("NOPRICE")), S("PF"), &f));
	mill_free(&m);
}

static const struct price_case {
	const char *customer, *sku, *unit, *quantity, *currency;
	const char *price, *per; /* NULL: none */
} prices[] = {
	/* the catalog, in any unit */
	{ "C2", "OIL", "KGM", "1", "EUR", "4", "1" },
	{ "C2", "OIL", "GRM", "1", "EUR", "0.004", "1" },
	{ "C2", "OIL", "KGM", "1", "USD", NULL, NULL },
	{ "C2", "OIL", "XX", "1", "EUR", NULL, NULL },
	{ "C2", "NOPRICE", "EA", "1", "EUR", NULL, NULL },
	/* the list for all */
	{ "C2", "BULB", "EA", "1", "EUR", "0.8", "1" },
	{ "C2", "BULB", "H87", "1", "EUR", "0.8", "1" },
	{ "", "BULB", "EA", "1", "EUR", "0.8", "1" },
	{ "C2", "BULB", "DZN", "1", "EUR", "9.6", "1" },
	/* the customer's own, by quantity, in the ordered unit first */
	{ "C1", "BULB", "EA", "1", "EUR", "75", "100" },
	{ "C1", "BULB", "EA", "999", "EUR", "75", "100" },
	{ "C1", "BULB", "EA", "1000", "EUR", "70", "100" },
	{ "C1", "BULB", "MIL", "1", "EUR", "70000", "100" },
	{ "C1", "BULB", "CS", "1", "EUR", "17", "1" },
	{ "C1", "BULB", "CS", "100", "EUR", "17", "1" },
	{ "C1", "BULB", "EA", "1", "USD", NULL, NULL },
};

static void
price_rows(struct mill *m)
{
	struct price_row *r;

	r = mill_price(m, "C1", "BULB", "EA", "1", "100", "0");
	r->valid_to = day_of(2026, 11, 20);
	(void)mill_price(m, "", "BULB", "EA", "0.80", "1", "0");
	(void)mill_price(m, "C1", "BULB", "EA", "75", "100", "0");
	(void)mill_price(m, "C1", "BULB", "EA", "70", "100", "1000");
	(void)mill_price(m, "C1", "BULB", "CS", "17", "1", "0");
	r = mill_price(m, "C1", "BULB", "EA", "1", "100", "0");
	r->valid_from = day_of(2026, 11, 22);
}

TEST(a_price_comes_from_the_nearest_list)
{
	struct mill m;

	mill_init(&m);
	price_rows(&m);
	mill_build(&m);
	for (size_t i = 0; i < sizeof(prices) / sizeof(prices[0]); i++) {
		const struct price_case *c = &prices[i];
		struct decimal price, per;
		bool found = master_price(m.master, S(c->customer),
		    master_product(m.master, S(c->sku)), S(c->unit),
		    S(c->currency), D(c->quantity), m.today, &price, &per);

		if (found != (c->price != NULL) ||
		    (found &&
			(decimal_cmp(price, D(c->price)) != 0 ||
			    decimal_cmp(per, D(c->per)) != 0)))
			fail_msg("row %zu: %s %s %s", i, c->customer, c->sku,
			    c->unit);
	}
	mill_free(&m);
}

TEST(the_latest_start_wins_and_the_first_day_counts)
{
	struct decimal price, per;
	struct mill m;

	mill_init(&m);
	mill_price(&m, "C1", "BULB", "EA", "0.70", "1", "0")->valid_from =
	    day_of(2026, 1, 1);
	mill_price(&m, "C1", "BULB", "EA", "0.71", "1", "0")->valid_from =
	    m.today;
	(void)mill_price(&m, "C1", "BULB", "EA", "0.72", "1", "0");
	mill_build(&m);
	for (day d = m.today - 1; d <= m.today; d++) {
		assert_true(master_price(m.master, S("C1"),
		    master_product(m.master, S("BULB")), S("EA"), S("EUR"),
		    D("1"), d, &price, &per));
		assert_int_equal(price.coef, d == m.today ? 71 : 7);
	}
	mill_free(&m);
}

TEST(a_location_belongs_to_its_customer)
{
	struct mill m;

	mill_init(&m);
	(void)mill_location(&m, "", "gln:8712345000028");
	(void)mill_location(&m, "C2", "x12:92:DC7");
	mill_build(&m);
	assert_ptr_equal(master_location(m.master, S("C1"), S("x12:92:DC7")),
	    LIST_AT(&m.rows.locations, struct location, 1));
	assert_ptr_equal(master_location(m.master, S("C2"), S("x12:92:DC7")),
	    LIST_AT(&m.rows.locations, struct location, 3));
	assert_non_null(master_location(m.master, S("C1"),
	    S("endpoint:0088:8712345000011")));
	assert_null(master_location(m.master, S("C2"), S("gln:8712345000011")));
	assert_non_null(
	    master_location(m.master, S("C2"), S("gln:8712345000028")));
	assert_null(master_location_only(m.master, S("C1")));
	assert_ptr_equal(master_location_only(m.master, S("C2")),
	    LIST_AT(&m.rows.locations, struct location, 3));
	mill_free(&m);
}

TEST(a_mill_without_rows_knows_nothing)
{
	const struct master_rows none = { 0 };
	struct master *m = master_new(&none);
	struct list ids = { NULL, 0, 0 };
	struct slice unit;
	bool clash;

	assert_null(master_customer(m, S("C1")));
	assert_null(master_customer_by_ids(m, S("acme"), &ids, &clash));
	assert_null(master_product(m, S("BULB")));
	assert_null(master_product_by_gtin(m, S("4006381333931"), &unit));
	assert_null(master_product_by_buyer_item(m, S("C1"), S("X")));
	assert_null(master_location(m, S("C1"), S("gln:8712345000011")));
	master_free(m);
	master_free(NULL);
}

TEST(a_hundred_thousand_products_are_all_found)
{
	struct mill m;
	char sku[16];

	mill_init(&m);
	for (int i = 0; i < 100000; i++) {
		(void)snprintf(sku, sizeof(sku), "SKU-%d", i);
		(void)mill_product(&m, arena_text(&m.arena, slice_of(sku)), "",
		    "EA", "1", "21");
	}
	mill_build(&m);
	for (int i = 0; i < 100000; i++) {
		(void)snprintf(sku, sizeof(sku), "SKU-%d", i);
		assert_true(slice_is(
		    master_product(m.master, slice_of(sku))->sku, sku));
	}
	assert_null(master_product(m.master, S("SKU-100000")));
	mill_free(&m);
}

UNIT_MAIN(RUN(a_customer_is_found_by_its_identifiers_only),
    RUN(the_only_customer_need_not_be_named),
    RUN(a_product_is_found_by_any_of_its_numbers),
    RUN(of_duplicate_rows_the_first_counts),
    RUN(a_unit_has_a_factor_where_it_makes_sense),
    RUN(an_items_own_unit_comes_before_the_general_one),
    RUN(a_price_comes_from_the_nearest_list),
    RUN(the_latest_start_wins_and_the_first_day_counts),
    RUN(a_location_belongs_to_its_customer),
    RUN(a_mill_without_rows_knows_nothing),
    RUN(a_hundred_thousand_products_are_all_found))
