#include "tests/unit/says.h"

extern const struct finding_rule csv_findings[];

static struct golden g = { .parser = &csv_parser };

TEST(every_sample_reads_as_expected)
{
	golden_folder(&g, "samples/csv");
	assert_int_equal(g.failed, 0);
	assert_true(g.samples >= 50);
}

TEST(the_line_behind_the_hundred_thousandth_is_refused)
{
	struct buf b;

	buf_init(&b, SIZE_MAX / 8);
	buf_text(&b, "po_number,seller_item,quantity\n");
	for (int i = 0; i <= ORDER_LINES_MAX; i++)
		buf_text(&b, "P,A,1\n");
	buf_text(&b, "Q,A,1\n");
	(void)golden_parse(&g, buf_slice(&b));
	assert_true(says("CSV-LINES-MAX"));
	assert_true(says("\"broken\":true"));
	assert_true(says("\"broken\":false"));
	assert_int_equal(g.orders, 2);
	buf_free(&b);
}

/* Of what the first row says sixty bytes are told, or one less. */
TEST(a_text_is_never_cut_within_a_letter)
{
	struct buf b;

	for (int at = 0; at < 2; at++) {
		buf_init(&b, 4096);
		buf_printf(&b, "po_number,customer,seller_item,quantity\nP,%s",
		    at == 0 ? "" : "x");
		for (int i = 0; i < 40; i++)
			buf_text(&b, "\xc3\xa9");
		buf_text(&b, ",A,1\nP,other,B,1\n");
		(void)golden_parse(&g, buf_slice(&b));
		assert_true(says("CSV-DIFFERS"));
		assert_false(says("\xef\xbf\xbd"));
		buf_free(&b);
	}
}

TEST(many_orders_are_told_apart_in_time)
{
	struct buf b;

	buf_init(&b, SIZE_MAX / 8);
	buf_text(&b, "po_number,seller_item,quantity\n");
	for (int i = 0; i < 20000; i++)
		buf_printf(&b, "P-%d,A,1\n", i);
	buf_text(&b, "P-7,A,1\n");
	(void)golden_parse(&g, buf_slice(&b));
	assert_int_equal(g.orders, 20001);
	assert_int_equal(g.findings, 2); /* both parts of the order */
	assert_true(says("CSV-SCATTERED"));
	buf_free(&b);
}

TEST(every_cut_of_a_file_is_survived)
{
	struct slice file = golden_read(
	    unit_source("samples/csv/good_standing.csv"));

	for (size_t n = 0; n <= file.n; n++)
		(void)golden_parse(&g, slice_sub(file, 0, n));
	assert_int_equal(g.errors, 0);
	free((void *)(uintptr_t)file.p);
}

/* The survey and the reader tell the same rows from orders, however a
 * spreadsheet writes their word. */
TEST(a_word_for_totals_is_one_in_any_dress)
{
	static const char *const words[] = { "Total", "Total\xc2\xa0",
		"\xc2\xa0Total:", "=\"Total\"" };
	char file[256];

	for (size_t i = 0; i < 4; i++) {
		(void)snprintf(file, sizeof(file),
		    "po_number,seller_item,buyer_item,quantity\n"
		    "P-3,BULB,,2\n%s,,,9\nP-3,LED,,1\n%s,,,7\nP-4,LED,,4\n",
		    words[i], words[i]);
		assert_int_equal(golden_parse(&g, slice_of(file)), RC_OK);
		assert_int_equal(g.orders, 2);
	}
}

/* As spreadsheets in the clouds export them in a country of decimal commas. */
TEST(a_decimal_comma_in_quotes_makes_a_point_doubtful)
{
	parse_text("po_number,seller_item,quantity,price\n"
		   "A-1,BULB,1.000,\nA-2,LED,2,\"3,95\"\n");
	assert_int_equal(g.errors, 2);
	parse_text("po_number,seller_item,quantity,price\n"
		   "A-1,BULB,1.000,\nA-2,LED,2,\"1,000.95\"\n");
	assert_int_equal(g.errors, 0);
}

TEST(an_empty_text_of_a_formula_is_empty)
{
	parse_text("po_number,release,seller_item,quantity\n"
		   "\"=\"\"A-1\"\"\",\"=\"\"\"\"\",BULB,2\n");
	assert_int_equal(g.errors, 0);
	assert_true(says("\"po_number\":\"A-1\""));
	assert_false(says("release"));
}

TEST(a_fault_is_told_once)
{
	parse_text("po_number,seller_item,quantity\nA-1,LED,2\n,,x\n");
	assert_int_equal(g.errors, 1);
	parse_text("po_number,seller_item,quantity,ordered_on\n"
		   "A-1,LED,2,2026-11-20\nA-1,BULB,1,today\n");
	assert_int_equal(g.errors, 1);
}

/* The same names at the same places, however they are written. */
TEST(the_header_comes_again_in_other_letters_and_behind_a_mark)
{
	static const char *const again[] = {
		"po_number,seller_item,quantity",
		"\xef\xbb\xbfpo_number,seller_item,quantity",
		"PO_Number, Seller_item ,\"quantity\"",
		"po_number,seller_item,quantity,,",
	};
	char file[200];

	for (size_t i = 0; i < 4; i++) {
		(void)snprintf(file, sizeof(file),
		    "\xef\xbb\xbfpo_number,seller_item,quantity\n"
		    "A,LED,1\n%s\nB,LED,2\n",
		    again[i]);
		parse_text(file);
		assert_int_equal(g.errors, 0);
		assert_int_equal(g.orders, 2);
		assert_true(says("CSV-HEADER-AGAIN"));
	}
}

/* Else a price would be taken for a quantity. */
TEST(nothing_is_read_below_another_header)
{
	parse_text("po_number,seller_item,quantity,price\nA,LED,2,1.84\n"
		   "po_number,seller_item,price,quantity\nB,LED,1.84,4\n");
	assert_int_equal(g.errors, 1);
	assert_int_equal(g.orders, 1);
	assert_true(says("CSV-HEADER-OTHER"));
	parse_text("id,booked_on,amount\nA,2026-11-20,2.00\n"
		   "booked_on,reference,amount,id\n2026-11-21,x,3.00,B\n");
	assert_int_equal(g.errors, 1);
	assert_false(says("3.00"));
}

/* Two of the same number would be one payment. */
TEST(the_number_of_a_payment_is_whole)
{
	parse_text("id,booked_on,amount\n2.02611E+13,2026-11-26,1.00\n"
		   "2.02611E+13,2026-11-26,2.00\n");
	assert_int_equal(g.errors, 2);
	assert_true(says("CSV-SCIENTIFIC"));
}

TEST(a_day_of_shipping_is_written_as_any_other)
{
	parse_text("shipment,order,line,quantity,shipped_at\n"
		   "V,X,1,1,20261126\nV,X,2,1,2026-11-26 15:00:00\n"
		   "V,X,3,1,2026-11-26T15:00:00Z\n");
	assert_int_equal(g.errors, 0);
	assert_true(says("\"shipped_at\":\"2026-11-26\""));
	assert_true(says("\"shipped_at\":\"2026-11-26T15:00:00Z\""));
}

TEST(findings_beyond_a_thousand_are_only_counted)
{
	struct buf b;

	buf_init(&b, SIZE_MAX / 8);
	buf_text(&b, "po_number,seller_item,quantity\n");
	for (int i = 0; i < 3000; i++)
		buf_text(&b, "P,A,none\n");
	(void)golden_parse(&g, buf_slice(&b));
	assert_int_equal(g.findings, PARSE_FINDINGS_MAX);
	assert_true(says("\"verdict\":\"rejected\""));
	buf_free(&b);
}

TEST(only_our_headers_are_taken_for_ours)
{
	assert_true(csv_parser.detect(SLICE("quantity;po_number\n")));
	assert_true(csv_parser.detect(SLICE("shipment,order,line\r\n1,2,3")));
	assert_false(csv_parser.detect(SLICE("name,price\n1,2\n")));
	assert_false(csv_parser.detect(SLICE("<?xml version='1.0'?>\n")));
	assert_false(csv_parser.detect(SLICE("ISA*00*quantity*po_number")));
	assert_false(csv_parser.detect(SLICE_NONE));
}

/* More of agreed columns: test_csv_layout. */
TEST(an_agreed_column_that_is_not_there_is_told)
{
	static struct csv_map map = { .columns = { .po_number = { "Nr", 2 },
					  .seller_item = { "Sku", 3 },
					  .quantity = { "Qty", 3 },
					  .unit = { "Uom", 3 } },
		.header = true };
	static const struct parse_options agreed = { .csv = { &map, 1, 1 } };

	g.options = &agreed;
	parse_text("Nr,Sku,Qty\nA,LED,1\n");
	g.options = NULL;
	assert_int_equal(g.errors, 0);
	assert_true(says("CSV-COLUMN-ABSENT"));
}

TEST(every_csv_finding_was_met)
{
	assert_int_equal(rules_missed(csv_findings), 0);
	assert_int_equal(g.failed, 0);
	golden_free(&g);
}

UNIT_MAIN(RUN(every_sample_reads_as_expected),
    RUN(the_line_behind_the_hundred_thousandth_is_refused),
    RUN(a_text_is_never_cut_within_a_letter),
    RUN(many_orders_are_told_apart_in_time),
    RUN(every_cut_of_a_file_is_survived),
    RUN(a_word_for_totals_is_one_in_any_dress),
    RUN(a_decimal_comma_in_quotes_makes_a_point_doubtful),
    RUN(an_empty_text_of_a_formula_is_empty), RUN(a_fault_is_told_once),
    RUN(the_header_comes_again_in_other_letters_and_behind_a_mark),
    RUN(nothing_is_read_below_another_header),
    RUN(an_agreed_column_that_is_not_there_is_told),
    RUN(the_number_of_a_payment_is_whole),
    RUN(a_day_of_shipping_is_written_as_any_other),
    RUN(findings_beyond_a_thousand_are_only_counted),
    RUN(only_our_headers_are_taken_for_ours), RUN(every_csv_finding_was_met))
