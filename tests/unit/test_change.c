#include "domain/change.h"
#include "domain/finding.h"
#include "tests/unit/unit.h"

static struct arena arena;
static struct list book;
static struct order change;
static struct change_plan plan;

static struct decimal
number(const char *text)
{
	struct decimal d = DECIMAL_NONE;

	if (text != NULL)
		assert_true(decimal_parse(slice_of(text), &d));
	return (d);
}

static void
in_book(const char *line, const char *quantity, const char *price,
    const char *shipped, enum line_state state)
{
	struct book_line *b = LIST_PUSH(&arena, &book, struct book_line);

	b->buyer_line = slice_of(line);
	b->seller_item = b->sku = slice_of(arena_printf(&arena, "SKU%s", line));
	b->buyer_item = slice_of(arena_printf(&arena, "B%s", line));
	b->quantity = number(quantity);
	b->unit = SLICE("C62");
	b->price = number(price);
	b->price_basis = number("1");
	b->shipped = number(shipped);
	b->requested_on = DAY_NONE;
	b->state = state;
}

/* Lines 1 to 4: two open, one partly shipped, one cancelled before. */
static void
start(enum order_purpose purpose)
{
	arena_reset(&arena);
	book = (struct list){ 0 };
	order_init(&change);
	change.purpose = purpose;
	in_book("1", "10", "2.50", "0", LINE_ACCEPTED);
	in_book("2", "5", "1", "0", LINE_CHANGED);
	in_book("3", "8", "4", "3", LINE_ACCEPTED);
	in_book("4", "1", "9", "0", LINE_CANCELLED);
}

static struct order_line *
says(const char *line, enum line_change what, const char *quantity)
{
	struct order_line *l = shape_push(&arena, &change.lines,
	    &order_line_shape);

	l->line_id = slice_of(line);
	l->change = what;
	l->quantity = number(quantity);
	return (l);
}

static const struct changed_line *
planned(size_t i)
{
	return (LIST_AT(&plan.lines, struct changed_line, i));
}

static void
assert_refused(const char *code)
{
	assert_false(change_plan(&book, &change, &arena, &plan));
	assert_true(
	    slice_is(LIST_AT(&plan.findings, struct finding, 0)->code, code));
}

TEST(a_line_that_says_nothing_of_price_keeps_its_price)
{
	start(PURPOSE_CHANGE);
	says("1", CHANGE_REPLACE, "12");
	assert_true(change_plan(&book, &change, &arena, &plan));
	assert_int_equal(plan.lines.n, 4);
	assert_int_equal(plan.steps, 1);
	assert_int_equal(planned(0)->step, STEP_MODIFY);
	assert_true(planned(0)->quantity_only);
	assert_int_equal(decimal_cmp(planned(0)->line.quantity, number("12")),
	    0);
	assert_int_equal(decimal_cmp(planned(0)->line.price, number("2.5")), 0);
	assert_true(slice_is(planned(0)->line.seller_item, "SKU1"));
	for (size_t i = 1; i < 4; i++)
		assert_int_equal(planned(i)->step, STEP_KEEP);
}

TEST(a_price_that_is_told_again_is_the_same)
{
	struct order_line *l;

	start(PURPOSE_CHANGE);
	l = says("3", CHANGE_REPLACE, "6");
	l->price = number("4.00");
	assert_true(decimal_is_none(l->price_basis));
	assert_true(change_plan(&book, &change, &arena, &plan));
	assert_true(planned(2)->quantity_only);
	l->price_basis = number("100");
	assert_refused("CHANGE-SHIPPED");
}

TEST(a_price_of_another_unit_is_not_kept)
{
	struct order_line *l;

	start(PURPOSE_CHANGE);
	l = says("1", CHANGE_REPLACE, "2");
	l->unit = SLICE("CT");
	assert_true(change_plan(&book, &change, &arena, &plan));
	assert_true(decimal_is_none(planned(0)->line.price));
	assert_false(planned(0)->quantity_only);
}

TEST(another_item_takes_over_the_number_alone)
{
	struct order_line *l;

	start(PURPOSE_CHANGE);
	l = says("2", CHANGE_REPLACE, "7");
	l->seller_item = SLICE("SKU9");
	assert_true(change_plan(&book, &change, &arena, &plan));
	assert_int_equal(planned(1)->step, STEP_MODIFY);
	assert_true(slice_is(planned(1)->line.line_id, "2"));
	assert_true(slice_is(planned(1)->line.seller_item, "SKU9"));
	assert_int_equal(planned(1)->line.buyer_item.n, 0);
	assert_true(decimal_is_none(planned(1)->line.price));
}

TEST(the_same_again_changes_nothing)
{
	start(PURPOSE_CHANGE);
	says("1", CHANGE_REPLACE, "10.0");
	says("2", CHANGE_NONE, "77");
	assert_true(change_plan(&book, &change, &arena, &plan));
	assert_int_equal(plan.steps, 0);
	assert_int_equal(plan.left, 3);
}

TEST(lines_are_added_and_deleted)
{
	struct order_line *l;

	start(PURPOSE_CHANGE);
	says("1", CHANGE_DELETE, NULL);
	says("2", CHANGE_UNSTATED, "0");
	l = says("5", CHANGE_UNSTATED, "3");
	l->gtin = SLICE("8798765000015");
	l = says("4", CHANGE_ADD, "2");
	l->seller_item = SLICE("SKU4");
	assert_true(change_plan(&book, &change, &arena, &plan));
	assert_int_equal(planned(0)->step, STEP_DELETE);
	assert_int_equal(planned(1)->step, STEP_DELETE);
	assert_int_equal(plan.lines.n, 6);
	assert_int_equal(planned(4)->step, STEP_ADD);
	assert_true(slice_is(planned(4)->line.line_id, "5"));
	assert_int_equal(planned(5)->step, STEP_ADD);
	assert_int_equal(plan.left, 3);
}

TEST(a_replacement_takes_away_what_it_does_not_name)
{
	start(PURPOSE_REPLACE);
	says("1", CHANGE_UNSTATED, "10");
	says("3", CHANGE_UNSTATED, "4");
	assert_true(change_plan(&book, &change, &arena, &plan));
	assert_int_equal(planned(0)->step, STEP_KEEP);
	assert_int_equal(planned(1)->step, STEP_DELETE);
	assert_int_equal(planned(2)->step, STEP_MODIFY);
	assert_int_equal(planned(3)->step, STEP_KEEP);
	assert_int_equal(plan.left, 2);
}

TEST(a_cancellation_takes_all_that_has_not_left)
{
	start(PURPOSE_CANCEL);
	assert_refused("CHANGE-SHIPPED");
	LIST_AT(&book, struct book_line, 2)->shipped = DECIMAL_ZERO;
	assert_true(change_plan(&book, &change, &arena, &plan));
	assert_int_equal(plan.steps, 3);
	assert_int_equal(plan.left, 0);
}

TEST(what_has_left_stays_as_it_was)
{
	struct order_line *l;

	start(PURPOSE_CHANGE);
	says("3", CHANGE_REPLACE, "3");
	assert_true(change_plan(&book, &change, &arena, &plan));
	start(PURPOSE_CHANGE);
	says("3", CHANGE_REPLACE, "2.999");
	assert_refused("CHANGE-SHIPPED");
	start(PURPOSE_CHANGE);
	l = says("3", CHANGE_REPLACE, "8");
	l->price = number("5");
	assert_refused("CHANGE-SHIPPED");
	start(PURPOSE_CHANGE);
	says("3", CHANGE_DELETE, NULL);
	assert_refused("CHANGE-SHIPPED");
}

TEST(what_cannot_be_meant_is_refused)
{
	static const struct {
		const char *line, *quantity, *code;
		enum line_change what;
	} t[] = {
		{ "9", "1", "CHANGE-LINE-UNKNOWN", CHANGE_REPLACE },
		{ "9", NULL, "CHANGE-LINE-UNKNOWN", CHANGE_DELETE },
		{ "9", "1", "CHANGE-LINE-UNKNOWN", CHANGE_ADD },
		{ "1", "1", "CHANGE-LINE-EXISTS", CHANGE_ADD },
		{ "4", "1", "CHANGE-LINE-GONE", CHANGE_REPLACE },
	};

	for (size_t i = 0; i < sizeof(t) / sizeof(t[0]); i++) {
		start(PURPOSE_CHANGE);
		says(t[i].line, t[i].what, t[i].quantity);
		assert_refused(t[i].code);
	}
	start(PURPOSE_CHANGE);
	says("1", CHANGE_REPLACE, "1");
	says("1", CHANGE_REPLACE, "2");
	assert_refused("CHANGE-LINE-TWICE");
}

TEST(change_numbers_are_compared_as_numbers)
{
	assert_true(change_follows(SLICE("9"), SLICE("10")));
	assert_false(change_follows(SLICE("10"), SLICE("9")));
	assert_false(change_follows(SLICE("2"), SLICE("002")));
	assert_true(change_follows(SLICE("A9"), SLICE("A10")));
	assert_true(change_follows(SLICE("A1"), SLICE("A2")));
	assert_false(change_follows(SLICE("A2"), SLICE("A2")));
	assert_true(change_follows(SLICE_NONE, SLICE("1")));
	assert_true(change_follows(SLICE("7"), SLICE_NONE));
}

TEST(a_hundred_thousand_lines_take_no_time_each)
{
	start(PURPOSE_REPLACE);
	book.n = 0;
	for (int i = 0; i < 100000; i++) {
		char *text = arena_printf(&arena, "%d", i);

		in_book(text, "1", "1", "0", LINE_ACCEPTED);
		says(text, CHANGE_UNSTATED, "2");
	}
	assert_true(change_plan(&book, &change, &arena, &plan));
	assert_int_equal(plan.steps, 100000);
	assert_int_equal(plan.left, 100000);
}

UNIT_MAIN(RUN(a_line_that_says_nothing_of_price_keeps_its_price),
    RUN(a_price_of_another_unit_is_not_kept),
    RUN(another_item_takes_over_the_number_alone),
    RUN(the_same_again_changes_nothing), RUN(lines_are_added_and_deleted),
    RUN(a_replacement_takes_away_what_it_does_not_name),
    RUN(a_cancellation_takes_all_that_has_not_left),
    RUN(a_price_that_is_told_again_is_the_same),
    RUN(what_has_left_stays_as_it_was), RUN(what_cannot_be_meant_is_refused),
    RUN(change_numbers_are_compared_as_numbers),
    RUN(a_hundred_thousand_lines_take_no_time_each))
