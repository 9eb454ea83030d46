/* Documents that others wrote, and what an independent reader found in them. */
#include "tests/unit/corpus.h"
#include "tests/unit/says.h"

static struct golden g = { .parser = &ubl_parser };

static void
parse_shared(const char *name)
{
	const char *path = unit_shared(name);

	SKIP_UNLESS(path != NULL, "the corpus is not here");
	parse_known(path);
	assert_int_equal(g.orders, 1);
}

/* Orders, changes and cancellations without a tolerated fault end as what can
 * be booked, responses as receipts, everything else of UBL as a message of its
 * kind that is refused. */
TEST(every_document_ends_as_what_it_is_or_as_a_refused_message)
{
	glob_t all = corpus_files("corpus/ubl", "*/*.xml");
	int orders = 0, changes = 0, cancellations = 0, responses = 0;
	int others = 0, broken = 0;

	for (size_t i = 0; i < all.gl_pathc; i++) {
		parse_known(all.gl_pathv[i]);
		assert_int_equal(g.messages, 1);
		if (g.orders == 1) {
			orders += says("\"kind\":\"Order\"");
			changes += says("\"kind\":\"OrderChange\"");
			cancellations += says("\"purpose\":\"cancel\"");
			broken += g.errors > 0;
			assert_int_equal(g.errors > 0, says("\"broken\":true"));
		} else if (says("receipt {")) {
			responses++;
			assert_int_equal(g.errors, 0);
		} else {
			others++;
			assert_true(says("\"UBL-ROOT-UNSUPPORTED\""));
			assert_int_equal(g.errors, 1);
		}
	}
	fprintf(stderr,
	    "# %d orders, %d changes, %d cancellations, %d responses, "
	    "%d broken, %d others\n",
	    orders, changes, cancellations, responses, broken, others);
	assert_int_equal(orders, 18);
	assert_int_equal(broken, 1); /* amounts in three currencies */
	assert_int_equal(changes, 4);
	assert_int_equal(cancellations, 4);
	assert_int_equal(responses, 12);
	assert_true(others >= 32);
	globfree(&all);
}

TEST(the_amounts_of_one_example_are_in_three_currencies)
{
	parse_shared("corpus/ubl/oasis/CENBII-Order-maximal.xml");
	assert_true(says("UBL-CURRENCY-MIXED"));
	assert_true(says("this amount is in HUF, the order in EUR"));
	assert_true(says("this amount is in AED, the order in EUR"));
}

TEST(the_peppol_example_is_read_field_by_field)
{
	parse_shared("corpus/ubl/peppol/Order_Example.xml");
	assert_int_equal(g.errors, 0);
	assert_true(
	    says("\"requested_on\":\"2012-10-10\","
		 "\"not_before\":\"2012-10-10\",\"not_after\":\"2012-10-20\""));
	assert_true(says("\"currency\":\"NOK\""));
	assert_true(says(
	    "\"ship_to\":{\"ids\":[\"gln:7300010000001\","
	    "\"endpoint:0082:13691234\"],\"name\":\"Helseavdeling\","
	    "\"street\":\"Solheimsveien 10\",\"street2\":\"Add, 3rd Address "
	    "line\",\"city\":\"L\xc3\xb8renskog\",\"region\":\"Region\","
	    "\"postal_code\":\"1473\",\"country\":\"NO\",\"contact\":\"Ole\","
	    "\"email\":\"ole@helseforetak.no\",\"phone\":\"987098709\"}"));
	assert_true(says("\"prepaid\":\"10\""));
	assert_true(says("\"delivery_terms\":\"FOB\""));
	assert_true(says(
	    "{\"is_charge\":true,\"code\":\"ABK\",\"reason\":"
	    "\"Miscellaneous services\",\"amount\":\"400\",\"tax_category\":"
	    "\"Z\",\"tax_percent\":\"0\"}"));
	assert_true(
	    says("{\"is_charge\":false,\"code\":\"95\",\"reason\":"
		 "\"Discount\",\"percent\":\"10\",\"base\":\"6525\",\"amount\":"
		 "\"652.5\",\"tax_category\":\"S\",\"tax_percent\":\"25\"}"));
	assert_true(says("\"tax_total\":\"100\",\"stated_net\":\"6525\","
			 "\"stated_total\":\"6372.5\""));
	assert_true(
	    says("\"line_id\":\"1\",\"change\":\"unstated\",\"seller_item\":"
		 "\"121212\","
		 "\"buyer_item\":\"123456\",\"gtin\":\"7560000012345\","
		 "\"maker_item\":\"manid659\",\"description\":\"Needle 4mm\","
		 "\"quantity\":\"120\",\"unit\":\"EA\",\"unit_code\":\"EA\","
		 "\"price\":\"50\",\"price_basis\":\"1\",\"price_free\":false,"
		 "\"amount\":\"6300\""));
	assert_true(
	    says("\"requested_on\":\"2010-02-10\",\"cost_centre\":"
		 "\"12345678\",\"notes\":[\"Freetext note on line 1\""));
	assert_true(
	    says("\"line_id\":\"2\",\"change\":\"unstated\",\"seller_item\":"
		 "\"SItemNo011\","
		 "\"description\":\"Wet tissues\",\"quantity\":\"15\""));
}

TEST(the_20_example_is_read_field_by_field)
{
	parse_shared("corpus/ubl/odoo/UBL-Order-2.0-Example.xml");
	assert_int_equal(g.errors, 0);
	assert_true(says("\"po_number\":\"AEG012345\""));
	assert_true(says("\"ordered_on\":\"2010-06-20\""));
	assert_true(says("\"currency\":\"GBP\""));
	assert_true(says(
	    "\"buyer\":{\"ids\":[\"account:GT00978567\"],"
	    "\"name\":\"IYT Corporation\",\"street\":\"Avon Way 56A\","
	    "\"street2\":\"Thereabouts, 3rd Floor, Room 5\",\"city\":"
	    "\"Bridgtow\",\"region\":\"Avon\",\"postal_code\":\"ZZ99 1ZZ\","
	    "\"country\":\"GB\",\"contact\":\"Mr Fred Churchill\","));
	assert_true(says("\"account\":\"GT00978567\""));
	assert_true(says("\"delivery_terms\":\"1% deduction for late delivery "
			 "as per contract\""));
	assert_true(
	    says("\"seller_item\":\"17589683\",\"buyer_item\":"
		 "\"6578489\",\"description\":\"beeswax\",\"quantity\":\"100\","
		 "\"unit\":\"KG\""));
	assert_true(says("stated 100, computed 10000"));
}

TEST(the_bii_example_is_read_field_by_field)
{
	parse_shared("corpus/ubl/oasis/BII03_Order_example_01.xml");
	assert_int_equal(g.errors, 0);
	assert_true(says("\"currency\":\"SEK\""));
	assert_true(says(
	    "\"seller_item\":\"SItemNo001\",\"gtin\":"
	    "\"1234567890123\",\"description\":\"Falu R\xc3\xb6"
	    "df\xc3\xa4"
	    "rg\",\"quantity\":\"120\",\"unit\":\"LTR\",\"unit_code\":\"LTR\","
	    "\"price\":\"50\",\"price_basis\":\"1\",\"price_free\":false,"
	    "\"amount\":\"6000\""));
	assert_true(says("\"cost_centre\":\"ProjectID123\""));
	assert_true(says("\"stated_net\":\"6225\",\"stated_total\":\"6225\""));
}

TEST(the_standing_order_is_read_field_by_field)
{
	parse_shared("corpus/ubl/own/own-order-standing-258-ext.xml");
	assert_int_equal(g.findings, 0);
	assert_true(says("\"sender\":\"endpoint:0088:7300010000001\","
			 "\"receiver\":\"endpoint:0088:7300070011115\""));
	assert_true(says("\"kind\":\"standing\",\"kind_code\":\"258\""));
	assert_true(says("\"recurrence\":{\"coded\":\"FREQ=MONTHLY;INTERVAL=2"
			 "\",\"text\":\"FREQ=MONTHLY;INTERVAL=2\",\"start\":"
			 "\"2025-03-10\"}"));
	assert_true(says("\"price\":\"12.5\",\"price_basis\":\"100\""));
	assert_true(says("\"terms_text\":\"30 days net\""));
}

TEST(the_delivery_schedule_is_read_field_by_field)
{
	parse_shared("corpus/ubl/own/own-order-blanket-delivery-schedule.xml");
	assert_int_equal(g.findings, 0);
	assert_true(says("\"kind\":\"blanket\",\"kind_code\":\"221\""));
	assert_true(says(
	    "\"schedules\":["
	    "{\"quantity\":\"200\",\"unit\":\"EA\",\"on\":\"2025-03-10\"},"
	    "{\"quantity\":\"200\",\"unit\":\"EA\",\"on\":\"2025-05-10\"},"
	    "{\"quantity\":\"200\",\"unit\":\"EA\",\"on\":\"2025-07-10\"},"
	    "{\"quantity\":\"200\",\"unit\":\"EA\",\"on\":\"2025-09-10\"},"
	    "{\"quantity\":\"200\",\"unit\":\"EA\",\"on\":\"2025-11-10\"}]"));
	assert_true(says("\"quantity\":\"1000\""));
}

UNIT_MAIN(RUN(every_document_ends_as_what_it_is_or_as_a_refused_message),
    RUN(the_amounts_of_one_example_are_in_three_currencies),
    RUN(the_peppol_example_is_read_field_by_field),
    RUN(the_20_example_is_read_field_by_field),
    RUN(the_bii_example_is_read_field_by_field),
    RUN(the_standing_order_is_read_field_by_field),
    RUN(the_delivery_schedule_is_read_field_by_field))
