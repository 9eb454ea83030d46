#include "tests/unit/unit.h"
#include "tests/unit/draw.h"
#include "tests/unit/mill.h"

#include "domain/charging.h"
#include "domain/finding.h"
#include "domain/shipment.h"

/* An order of 100 bulbs for 85.00, 5 dozen for 51.00 and 2.5 kg for 10.00. */
struct fixture {
	struct mill mill;
	struct shipment_input in;
	struct list lines, confirmations;
	struct shipment_result r;
};

static struct ship_line *
line(struct fixture *f, size_t i)
{
	return (LIST_AT(&f->lines, struct ship_line, i));
}

static void
add_line(struct fixture *f, const char *id, const char *sku,
    const char *quantity, const char *unit, int64_t net)
{
	struct ship_line *l = LIST_PUSH(&f->mill.arena, &f->lines,
	    struct ship_line);

	*l = (struct ship_line){ .line = S(id),
		.unit = S(unit),
		.product = master_product(f->mill.master, S(sku)),
		.ordered = D(quantity),
		.net = net };
}

static void
setup(struct fixture *f)
{
	memset(f, 0, sizeof(*f));
	mill_init(&f->mill);
	mill_build(&f->mill);
	f->in.master = f->mill.master;
	add_line(f, "10", "BULB", "100", "EA", 8500);
	add_line(f, "20", "BULB", "5", "DZN", 5100);
	add_line(f, "30", "OIL", "2.5", "KGM", 1000);
}

static struct confirmation *
confirm(struct fixture *f, const char *id, const char *sku,
    const char *quantity, const char *unit)
{
	struct confirmation *c = shape_push(&f->mill.arena, &f->confirmations,
	    &confirmation_shape);

	c->shipment = S("S1");
	c->order = S("7K3Q-X42M-9A-C");
	c->line = S(id);
	c->sku = S(sku);
	c->quantity = quantity[0] != '\0' ? D(quantity) : DECIMAL_NONE;
	c->unit = S(unit);
	c->offset = 50;
	c->row = 3;
	return (c);
}

static void
run(struct fixture *f)
{
	shipment_apply(&f->in, &f->lines, &f->confirmations, &f->mill.arena,
	    &f->r);
}

static bool
is(struct decimal d, const char *text)
{
	return (decimal_cmp(d, D(text)) == 0);
}

static void
whole_order(struct fixture *f)
{
	(void)confirm(f, "10", "BULB", "100", "EA");
	(void)confirm(f, "20", "BULB", "5", "DZN");
	(void)confirm(f, "30", "OIL", "2.5", "KGM");
}

TEST(a_whole_order_ships_for_exactly_its_net)
{
	struct fixture f;

	setup(&f);
	whole_order(&f);
	run(&f);
	assert_false(f.r.held);
	assert_int_equal(f.r.findings.n, 0);
	assert_int_equal(f.r.net_shipped, 14600);
	assert_int_equal(f.r.net_closed, 0);
	assert_true(f.r.complete);
	assert_int_equal(f.r.state, SHIPPED_ALL);
	for (size_t i = 0; i < 3; i++) {
		assert_int_equal(line(&f, i)->state, LINE_SHIPPED);
		assert_true(is(line(&f, i)->outstanding, "0"));
		assert_true(line(&f, i)->touched);
	}
	mill_free(&f.mill);
}

TEST(a_part_leaves_the_rest_open)
{
	struct fixture f;

	setup(&f);
	(void)confirm(&f, "10", "", "40", "");
	run(&f);
	assert_false(f.r.held);
	assert_int_equal(f.r.net_shipped, 3400);
	assert_int_equal(f.r.state, SHIPPED_PART);
	assert_false(f.r.complete);
	assert_int_equal(line(&f, 0)->state, LINE_ACCEPTED);
	assert_true(is(line(&f, 0)->now, "40"));
	assert_true(is(line(&f, 0)->shipped, "40"));
	assert_true(is(line(&f, 0)->outstanding, "60"));
	assert_false(line(&f, 1)->touched);
	assert_true(is(line(&f, 1)->outstanding, "5"));
	/* the second half of it; results of the first are gone */
	f.confirmations.n = 0;
	(void)confirm(&f, "10", "", "60", "EA");
	run(&f);
	assert_int_equal(f.r.net_shipped, 5100);
	assert_true(is(line(&f, 0)->now, "60"));
	assert_int_equal(line(&f, 0)->state, LINE_SHIPPED);
	mill_free(&f.mill);
}

TEST(several_packages_of_a_line_add_up)
{
	struct fixture f;

	setup(&f);
	(void)confirm(&f, "10", "BULB", "60", "EA");
	(void)confirm(&f, "10", "BULB", "40", "PCE");
	run(&f);
	assert_true(is(line(&f, 0)->shipped, "100"));
	assert_int_equal(f.r.net_shipped, 8500);
	mill_free(&f.mill);
}

TEST(units_are_turned_into_the_ordered_one)
{
	struct fixture f;

	setup(&f);
	(void)confirm(&f, "10", "BULB", "2", "DZN");
	(void)confirm(&f, "20", "BULB", "30", "EA");
	(void)confirm(&f, "30", "OIL", "500", "GRM");
	run(&f);
	assert_false(f.r.held);
	assert_true(is(line(&f, 0)->now, "24"));
	assert_true(is(line(&f, 1)->now, "2.5"));
	assert_true(is(line(&f, 2)->now, "0.5"));
	mill_free(&f.mill);
}

TEST(an_item_that_stands_on_one_line_needs_no_number)
{
	struct fixture f;

	setup(&f);
	(void)confirm(&f, "", "OIL", "1", "KGM");
	run(&f);
	assert_false(f.r.held);
	assert_true(is(line(&f, 2)->shipped, "1"));
	mill_free(&f.mill);
}

TEST(final_closes_what_is_still_open)
{
	struct fixture f;

	setup(&f);
	confirm(&f, "10", "BULB", "40", "EA")->final = true;
	confirm(&f, "20", "", "", "")->final = true;
	run(&f);
	assert_false(f.r.held);
	assert_true(f.r.closed_any);
	assert_int_equal(f.r.net_shipped, 3400);
	assert_int_equal(f.r.net_closed, 5100 + 5100);
	assert_true(is(line(&f, 0)->closed, "60"));
	assert_true(is(line(&f, 0)->cancelled, "60"));
	assert_int_equal(line(&f, 0)->state, LINE_SHIPPED);
	assert_int_equal(line(&f, 1)->state, LINE_CANCELLED);
	assert_int_equal(line(&f, 2)->state, LINE_ACCEPTED);
	assert_false(f.r.complete);
	assert_int_equal(f.r.state, SHIPPED_PART);
	mill_free(&f.mill);
}

TEST(what_closes_the_order_leaves_its_services_open)
{
	struct fixture f;
	struct confirmation *c;
	struct product service;

	setup(&f);
	service = *line(&f, 2)->product;
	service.kind = ITEM_SERVICE;
	line(&f, 2)->product = &service;
	c = confirm(&f, "", "", "", "");
	c->final = true;
	run(&f);
	assert_false(f.r.held);
	assert_int_equal(line(&f, 0)->state, LINE_CANCELLED);
	assert_int_equal(line(&f, 2)->state, LINE_ACCEPTED);
	assert_int_equal(f.r.net_closed, 13600);
	assert_false(f.r.complete);
	mill_free(&f.mill);
}

TEST(final_without_line_or_item_closes_the_order)
{
	struct fixture f;

	setup(&f);
	(void)confirm(&f, "10", "BULB", "100", "EA");
	confirm(&f, "", "", "", "")->final = true;
	run(&f);
	assert_true(f.r.complete);
	assert_int_equal(f.r.state, SHIPPED_ALL);
	assert_int_equal(f.r.net_closed, 6100);
	mill_free(&f.mill);
	setup(&f);
	confirm(&f, "", "", "0", "")->final = true;
	run(&f);
	assert_true(f.r.complete);
	assert_int_equal(f.r.state, SHIPPED_NOTHING);
	assert_int_equal(f.r.net_closed, 14600);
	mill_free(&f.mill);
}

TEST(final_on_a_full_line_closes_nothing)
{
	struct fixture f;

	setup(&f);
	confirm(&f, "10", "BULB", "100", "EA")->final = true;
	run(&f);
	assert_false(f.r.closed_any);
	assert_true(is(line(&f, 0)->cancelled, "0"));
	mill_free(&f.mill);
}

/* --- contradictions ------------------------------------------------------ */

static const struct row {
	const char *line, *sku, *quantity, *unit, *code; /* "": fine */
} rows[] = {
	{ "10", "BULB", "100", "EA", "" },
	{ "10", "", "100", "", "" },
	{ "10", "BULB", "101", "EA", "SHIP-OVER" },
	{ "10", "BULB", "100.5", "EA", "SHIP-OVER" },
	{ "10", "BULB", "9", "DZN", "SHIP-OVER" },
	{ "40", "BULB", "1", "EA", "SHIP-LINE" },
	{ "", "BULB", "1", "EA", "SHIP-LINE" }, /* on two lines */
	{ "", "LAMP", "1", "EA", "SHIP-LINE" },
	{ "", "", "1", "EA", "SHIP-LINE" },
	{ "10", "OIL", "1", "EA", "SHIP-ITEM" },
	{ "10", "LAMP", "1", "EA", "SHIP-ITEM" },
	{ "10", "BULB", "1", "KGM", "SHIP-UNIT" },
	{ "20", "BULB", "10", "EA", "SHIP-UNIT" }, /* 0.8333… dozen */
	{ "20", "BULB", "9", "EA", "" },
	{ "10", "BULB", "-1", "EA", "SHIP-QUANTITY" },
	{ "10", "BULB", "", "EA", "SHIP-QUANTITY" },
	{ "10", "BULB", "0", "EA", "" },
	{ "10", "BULB", "999999999999999999", "EA", "SHIP-OVER" },
};

TEST(a_shipment_that_contradicts_its_order_is_held_whole)
{
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		const struct row *r = &rows[i];
		struct fixture f;
		bool bad = r->code[0] != '\0';

		setup(&f);
		(void)confirm(&f, "30", "OIL", "1", "KGM");
		(void)confirm(&f, r->line, r->sku, r->quantity, r->unit);
		run(&f);
		if (f.r.held != bad || (bad && !slice_is(f.r.reason, r->code)))
			fail_msg("row %zu: " SL_FMT, i, SL_ARG(f.r.detail));
		/* held: not even the good line has moved */
		assert_int_equal(is(line(&f, 2)->shipped, "1"), !bad);
		assert_int_equal(is(line(&f, 2)->outstanding, "1.5"), !bad);
		assert_int_equal(line(&f, 2)->touched, !bad);
		if (bad) {
			assert_int_equal(f.r.net_shipped, 0);
			assert_int_equal(f.r.state, SHIPPED_NOTHING);
			assert_true(f.r.detail.n > 0);
			assert_non_null(finding_rule(f.r.reason));
		}
		mill_free(&f.mill);
	}
}

TEST(two_packages_may_be_too_much_together)
{
	struct fixture f;

	setup(&f);
	(void)confirm(&f, "10", "BULB", "60", "EA");
	(void)confirm(&f, "10", "BULB", "60", "EA");
	run(&f);
	assert_true(f.r.held);
	assert_true(slice_is(f.r.reason, "SHIP-OVER"));
	mill_free(&f.mill);
}

TEST(what_was_shipped_or_cancelled_before_is_not_open)
{
	struct fixture f;

	setup(&f);
	line(&f, 0)->shipped = D("50");
	line(&f, 0)->cancelled = D("20");
	(void)confirm(&f, "10", "BULB", "31", "EA");
	run(&f);
	assert_true(f.r.held);
	f.confirmations.n = 0;
	(void)confirm(&f, "10", "BULB", "30", "EA");
	run(&f);
	assert_false(f.r.held);
	assert_int_equal(line(&f, 0)->state, LINE_SHIPPED);
	assert_int_equal(f.r.net_shipped, 2550);
	mill_free(&f.mill);
}

TEST(a_rejected_or_cancelled_line_is_not_shipped)
{
	for (int i = 0; i < 2; i++) {
		struct fixture f;

		setup(&f);
		f.in.overship_percent = D("10");
		line(&f, 0)->state = i == 0 ? LINE_REJECTED : LINE_CANCELLED;
		(void)confirm(&f, "10", "BULB", "1", "EA");
		run(&f);
		assert_true(f.r.held);
		assert_true(slice_is(f.r.reason, "SHIP-OVER"));
		mill_free(&f.mill);
	}
}

TEST(overshipping_is_allowed_to_its_percentage_and_not_charged)
{
	struct fixture f;

	setup(&f);
	f.in.overship_percent = D("2");
	(void)confirm(&f, "10", "BULB", "102", "EA");
	run(&f);
	assert_false(f.r.held);
	assert_true(is(line(&f, 0)->shipped, "102"));
	assert_true(is(line(&f, 0)->outstanding, "0"));
	assert_int_equal(f.r.net_shipped, 8500);
	/* the percentage is used up, not granted again */
	f.confirmations.n = 0;
	(void)confirm(&f, "10", "BULB", "1", "EA");
	run(&f);
	assert_true(f.r.held);
	mill_free(&f.mill);
	setup(&f);
	f.in.overship_percent = D("2");
	(void)confirm(&f, "10", "BULB", "103", "EA");
	run(&f);
	assert_true(f.r.held);
	mill_free(&f.mill);
}

TEST(a_released_shipment_takes_over_what_can_be)
{
	struct fixture f;

	setup(&f);
	f.in.released = true;
	(void)confirm(&f, "10", "LAMP", "120", "EA");
	(void)confirm(&f, "40", "BULB", "1", "EA");
	(void)confirm(&f, "30", "OIL", "1", "KGM");
	run(&f);
	assert_false(f.r.held);
	assert_int_equal(f.r.findings.n, 3);
	assert_true(is(line(&f, 0)->shipped, "120"));
	assert_int_equal(line(&f, 0)->state, LINE_SHIPPED);
	assert_int_equal(f.r.net_shipped, 8500 + 400);
	mill_free(&f.mill);
	/* but not what cannot even be added up */
	setup(&f);
	f.in.released = true;
	(void)confirm(&f, "10", "BULB", "999999999999999999", "EA");
	(void)confirm(&f, "10", "BULB", "999999999999999999", "EA");
	run(&f);
	assert_true(f.r.held);
	assert_true(is(line(&f, 0)->shipped, "0"));
	mill_free(&f.mill);
}

TEST(findings_name_the_place_in_the_confirmation)
{
	const struct finding *g;
	struct fixture f;

	setup(&f);
	(void)confirm(&f, "10", "OIL", "1", "EA");
	run(&f);
	g = f.r.findings.v;
	assert_int_equal(f.r.findings.n, 1);
	assert_int_equal(g->offset, 50);
	assert_int_equal(g->segment, 3);
	assert_true(slice_is(g->value, "OIL"));
	assert_true(slice_is(g->text, "line 10 ordered BULB, OIL was shipped"));
	mill_free(&f.mill);
}

TEST(an_order_without_lines_or_confirmations_is_no_trouble)
{
	struct fixture f;

	setup(&f);
	run(&f);
	assert_false(f.r.held);
	assert_int_equal(f.r.state, SHIPPED_NOTHING);
	assert_false(f.r.complete);
	f.lines.n = 0;
	(void)confirm(&f, "10", "BULB", "1", "EA");
	run(&f);
	assert_true(f.r.held);
	mill_free(&f.mill);
}

/* --- the property -------------------------------------------------------- */

static void
random_shipment(struct fixture *f)
{
	static const char *const ids[] = { "10", "20", "30" };

	f->confirmations.n = 0;
	for (size_t i = 0; i < 3; i++) {
		struct decimal open = shipment_open(line(f, i));
		struct confirmation *c;

		if (draw_amount(3) == 0)
			continue;
		c = confirm(f, ids[i], "", "0", "");
		c->quantity = decimal_make(draw_amount(open.coef + 1),
		    open.scale);
		c->final = draw_amount(6) == 0;
	}
	if (draw_amount(8) == 0)
		confirm(f, "", "", "", "")->final = true;
}

/* As the header says that it is to be used. */
static void
post(struct fixture *f, struct charged_order *o, int64_t *liability)
{
	struct journal j;

	assert_true(charge_shipped(o, o->done_net + f->r.net_shipped,
	    f->r.complete && !f->r.closed_any, &j));
	assert_true(journal_balanced(&j));
	for (size_t i = 0; i < j.n; i++)
		if (j.postings[i].account == ACCOUNT_LIABILITY)
			*liability += j.postings[i].amount;
	if (!f->r.closed_any)
		return;
	assert_true(charge_cancelled(o, f->r.net_closed, f->r.complete, &j));
	assert_true(journal_balanced(&j));
	for (size_t i = 0; i < j.n; i++)
		if (j.postings[i].account == ACCOUNT_LIABILITY)
			*liability += j.postings[i].amount;
}

TEST(however_an_order_is_shipped_its_charges_sum_to_it)
{
	for (int i = 0; i < 2000; i++) {
		struct charged_order o = { .charge_at = CHARGE_AT_ACCEPTANCE,
			.charges = draw_amount(999),
			.tax = draw_amount(3000) };
		int64_t liability;
		struct fixture f;

		setup(&f);
		for (size_t n = 0; n < 3; n++) {
			line(&f, n)->net = draw_amount(10000);
			o.net += line(&f, n)->net;
		}
		liability = -(o.net + o.charges + o.tax);
		do {
			random_shipment(&f);
			run(&f);
			assert_false(f.r.held);
			post(&f, &o, &liability);
		} while (!f.r.complete);
		assert_int_equal(o.done_net, o.net);
		assert_int_equal(o.done_charges, o.charges);
		assert_int_equal(o.done_tax, o.tax);
		assert_int_equal(liability, 0);
		mill_free(&f.mill);
	}
}

TEST(a_large_shipment_is_applied_in_little_time)
{
	struct fixture f;

	setup(&f);
	for (int i = 0; i < 100000; i++) {
		const char *id = arena_printf(&f.mill.arena, "L%d", i);

		add_line(&f, id, "BULB", "2", "EA", 170);
		(void)confirm(&f, id, "BULB", "2", "EA");
	}
	run(&f);
	assert_false(f.r.held);
	assert_int_equal(f.r.net_shipped, 17000000);
	mill_free(&f.mill);
}

UNIT_MAIN(RUN(a_whole_order_ships_for_exactly_its_net),
    RUN(a_part_leaves_the_rest_open), RUN(several_packages_of_a_line_add_up),
    RUN(units_are_turned_into_the_ordered_one),
    RUN(an_item_that_stands_on_one_line_needs_no_number),
    RUN(final_closes_what_is_still_open),
    RUN(what_closes_the_order_leaves_its_services_open),
    RUN(final_without_line_or_item_closes_the_order),
    RUN(final_on_a_full_line_closes_nothing),
    RUN(a_shipment_that_contradicts_its_order_is_held_whole),
    RUN(two_packages_may_be_too_much_together),
    RUN(what_was_shipped_or_cancelled_before_is_not_open),
    RUN(a_rejected_or_cancelled_line_is_not_shipped),
    RUN(overshipping_is_allowed_to_its_percentage_and_not_charged),
    RUN(a_released_shipment_takes_over_what_can_be),
    RUN(findings_name_the_place_in_the_confirmation),
    RUN(an_order_without_lines_or_confirmations_is_no_trouble),
    RUN(however_an_order_is_shipped_its_charges_sum_to_it),
    RUN(a_large_shipment_is_applied_in_little_time))
