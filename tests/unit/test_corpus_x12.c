/* X12 files written by others, read in place: each must end as orders or as
 * findings that name a true fault. */
#include "tests/unit/says.h"

#define FOLDER "corpus/x12"

static struct golden g = { .parser = &x12_parser };

static bool
parse_file(const char *name)
{
	return (parse_of_others(FOLDER, name));
}

static int
is_x12(const struct dirent *d)
{
	size_t n = strlen(d->d_name);

	return (n > 4 && strcmp(d->d_name + n - 4, ".x12") == 0);
}

/* Everything is an order, a word on what was sent, or an error. */
static bool
is_answered(const char *name)
{
	if (strncmp(name, "997", 3) == 0 || strncmp(name, "999", 3) == 0)
		return (times("\nreceipt ") > 0 || g.errors > 0);
	if (strncmp(name, "none", 4) == 0)
		return (times("X12-TA1") > 0 && g.errors == 0);
	return (g.orders > 0 || g.errors > 0);
}

TEST(no_file_of_others_crashes_or_passes_in_silence)
{
	const char *folder = unit_shared(FOLDER);
	struct dirent **all;
	int n, silent = 0;

	SKIP_UNLESS(folder != NULL, "the shared corpus is absent");
	n = scandir(folder, &all, is_x12, alphasort);
	assert_true(n > 100);
	for (int i = 0; i < n; i++) {
		assert_true(parse_file(all[i]->d_name));
		if (!is_answered(all[i]->d_name)) {
			fprintf(stderr, "# silent: %s\n", all[i]->d_name);
			silent++;
		}
		free(all[i]);
	}
	free(all);
	assert_int_equal(silent, 0);
	assert_int_equal(g.failed, 0);
}

/* How the orders of each file end.  `fault` is a code that must be found. */
static const struct expected {
	const char *file;
	int orders, broken;
	const char *fault;
} expected[] = {
	/* SE01 says 6, 5 or 10, the sets have 9 or 8 segments */
	{ "850__EDI-Hub__01_850_purchase_order.x12", 1, 1, "X12-SE-COUNT" },
	{ "850__EDI-Hub__01_850_purchase_order_2.x12", 1, 1, "X12-SE-COUNT" },
	{ "850__EDI-Hub__01_850_purchase_order_3.x12", 1, 1, "X12-SE-COUNT" },
	{ "850__EDI-Hub__01_850_purchase_order_4.x12", 1, 1, "X12-SE-COUNT" },
	{ "850__EDI-Hub__850_duplicate_isa_control.x12", 1, 1, "X12-SE-COUNT" },
	{ "850__EDI-Hub__sample_fresh.x12", 1, 1, "X12-SE-COUNT" },
	{ "850__EDI-Hub__01_850_purchase_order_9.x12", 1, 0, NULL },
	{ "850__EDI-Hub__850_line_wrapped.x12", 1, 0, NULL },
	{ "850__EDI-Hub__Sysco_850_1.x12", 1, 0, NULL },
	{ "850__EDI-Hub__Sysco_850_3.x12", 1, 0, NULL },
	/* IEA02 is 000000001, ISA13 000000055 */
	{ "850__EDI.Net__x12.810.mandatory-conditions.x12", 1, 1,
	    "X12-SEG-UNKNOWN" },
	{ "850__EDI.Net__x12.850.x12", 1, 1, "X12-IEA-CONTROL" },
	{ "850__EDI.Net__x12.850a.x12", 1, 1, "X12-IEA-CONTROL" },
	{ "850__EDI.Net__x12.Issue91.x12", 1, 1, "X12-IEA-CONTROL" },
	/* ISA16 is left out; both sets are numbered 0001; a DTM of the first
	 * has no terminator, so that a line, and the counts, are wrong */
	{ "850__EDI.Net__x12.850.issue135.x12", 2, 2, "X12-ST-DUPLICATE" },
	{ "850__OBOE__5-850.x12", 1, 0, "X12-VERSION" },
	/* the first ST reads T: its set is not there and GE01 is too high */
	{ "850__X12.NET__CorruptSt.x12", 1, 1, "X12-OUTSIDE" },
	{ "850__X12.NET__DuplicateInterchange.x12", 2, 0, "X12-ISA-REPEATED" },
	{ "850__X12.NET__PurchaseOrderInvalid.x12", 1, 1, "X12-SE-COUNT" },
	/* valid in its envelope; PO103 of the second order is INVALID */
	{ "850__X12.NET__PurchaseOrders.x12", 2, 1, "X12-ELEMENT-LONG" },
	/* a blank and a line end as terminator */
	{ "850__X12Parser__Example4_Adobe_ShrinkWrapped.x12", 1, 0,
	    "X12-ISA-PADDING" },
	/* BEG05 is empty, the date stands in BEG06 with two digits a year */
	{ "850__edireader__ContextAwareSaxAdapterTest_s1.x12", 2, 2,
	    "X12-ELEMENT-MISSING" },
	/* the UP numbers have a wrong check digit */
	{ "850__issue_python-edi_2.x12", 1, 0, "X12-GTIN" },
	{ "850__node-x12__850.x12", 1, 0, NULL },
	{ "850__node-x12__850_3.x12", 1, 0, "X12-UNIT" },
	{ "850__stupidedi__taxexempt-po.x12", 1, 0, NULL },
	{ "810+850__EDI-Hub__batched_850_and_810.x12", 1, 0,
	    "X12-SET-UNSUPPORTED" },
	/* two groups are numbered 000000001: the second is refused */
	{ "810+850__X12.NET__MixedTransactions.x12", 1, 0, "X12-GS-DUPLICATE" },
	{ "810+850__staedi__invoice810_po850_dual.x12", 1, 0,
	    "X12-SET-UNSUPPORTED" },
};

TEST(orders_of_others_end_as_they_should)
{
	int wrong = 0;

	SKIP_UNLESS(unit_shared(FOLDER) != NULL, "the shared corpus is absent");
	for (size_t i = 0; i < sizeof(expected) / sizeof(expected[0]); i++) {
		const struct expected *e = &expected[i];

		assert_true(parse_file(e->file));
		if (g.orders == e->orders &&
		    times("\"broken\":true") == e->broken &&
		    (e->fault == NULL ? g.errors == 0 : says(e->fault)))
			continue;
		fprintf(stderr, "# %s: %d orders, %d broken, %d errors\n",
		    e->file, g.orders, times("\"broken\":true"), g.errors);
		wrong++;
	}
	assert_int_equal(wrong, 0);
}

TEST(a_wholesale_order_is_read_field_by_field)
{
	SKIP_UNLESS(parse_file("850__EDI-Hub__Sysco_850_1.x12"),
	    "the shared corpus is absent");
	assert_true(says("\"sender\":\"x12:01:109563165\""));
	assert_true(says("\"receiver\":\"x12:12:7085892400\""));
	assert_true(says("\"group_control\":\"235248810\""));
	assert_true(says("\"po_number\":\"31678430\""));
	assert_true(says("\"ordered_on\":\"2026-05-27\""));
	assert_true(says("\"requested_on\":\"2026-06-10\""));
	assert_true(says("\"not_before\":\"2026-06-09\""));
	assert_true(says("\"customer_reference\":\"FI9312\""));
	assert_true(says("\"delivery_terms\":\"PB\""));
	assert_true(
	    says("\"ship_to\":{\"ids\":[\"x12:91:8065506040000\","
		 "\"account:8065506040000\"],\"name\":\"SYSCO CHICAGO, INC.\","
		 "\"street\":\"250 WIEBOLDT DR.\",\"city\":\"DES PLAINES\","
		 "\"region\":\"IL\",\"postal_code\":\"600163192\"}"));
	assert_true(
	    says("\"seller\":{\"ids\":[\"x12:9:064412851\","
		 "\"duns:064412851\"],\"name\":\"South Chicago Packing LLC\""));
	assert_true(says(
	    "\"is_charge\":false,\"code\":\"F340\",\"reason\":"
	    "\"PICKUP ALLOWANCE - RATE PER 100 NWT\",\"amount\":\"0.63\""));
	assert_true(says(
	    "\"seller_item\":\"84132\",\"buyer_item\":"
	    "\"7360347\",\"gtin\":\"00850068673094\",\"description\":"
	    "\"SCP ALL FRY NATURAL\",\"quantity\":\"180\",\"unit\":\"XCS\","
	    "\"unit_code\":\"CA\",\"price\":\"47.558\""));
	assert_true(says("\"stated_lines\":1,\"stated_quantity\":\"180\""));
	assert_true(says("\"SYSCO OC FI9312\""));
}

TEST(a_retail_order_of_six_lines_is_read_field_by_field)
{
	SKIP_UNLESS(parse_file("850__node-x12__850.x12"),
	    "the shared corpus is absent");
	assert_true(says("\"version\":\"004010VICS\""));
	assert_true(says("\"po_number\":\"08292233294\""));
	assert_true(says("\"contract\":\"610385385\""));
	assert_true(says("\"requested_on\":\"2010-12-14\""));
	assert_true(says("\"payment\":\"account\",\"payment_code\":\"14\","
			 "\"terms_days\":46"));
	assert_true(says("\"carrier\":\"P3\""));
	assert_true(says("\"ids\":[\"x12:9:0003947268292\","
			 "\"duns:000394726\"],\"name\":\"XYZ RETAIL\""));
	assert_int_equal(times("\"line_id\":"), 6);
	assert_true(says(
	    "\"seller_item\":\"DX1875\",\"buyer_item\":"
	    "\"067504-118\",\"description\":\"ORANGE WIDGET\",\"quantity\":"
	    "\"696\",\"unit\":\"EA\",\"unit_code\":\"EA\",\"price\":"
	    "\"9.55\",\"price_basis\":\"1\""));
	assert_true(says("\"stated_net\":\"13045.94\""));
}

TEST(an_old_version_with_control_bytes_as_separators_is_read)
{
	SKIP_UNLESS(parse_file("850__OBOE__5-850.x12"),
	    "the shared corpus is absent");
	assert_true(says("\"po_number\":\"2308\""));
	assert_true(says("\"ordered_on\":\"2001-05-10\""));
	assert_true(says("\"requested_on\":\"2001-05-12\""));
	assert_true(says("\"phone\":\"+61 8 8226 5239\""));
	assert_true(says("\"email\":\"BATAGELI.JOHN@SAUGOV.SA.GOV.AU\""));
	assert_true(
	    says("\"buyer\":{\"ids\":[\"x12:1:756110870\","
		 "\"duns:756110870\"],\"name\":\"DAIS\",\"street\":"
		 "\"WAKEFIELD HOUSE\",\"street2\":\"30 WAKEFIELD ST\""));
	assert_true(says("\"country\":\"AU\""));
	assert_true(says("\"seller_item\":\"CBBLUBR2/5\",\"description\":"
			 "\"4-BLUE BRITE LIQUID LAUNDRY [CTN (2X5L)]\""));
	assert_true(says("\"stated_total\":\"38.39\""));
	assert_true(says("\"THIS IS A TEST ORDER3.\""));
}

TEST(a_drop_shipment_of_two_lines_is_read_field_by_field)
{
	SKIP_UNLESS(parse_file("850__issue_python-edi_2.x12"),
	    "the shared corpus is absent");
	assert_true(says("\"po_number\":\"1206327198\""));
	assert_true(says("\"contract\":\"9859\""));
	assert_true(says("\"kind\":\"order\",\"kind_code\":\"DS\""));
	assert_true(says("\"test\":true,\"ordered_on\":\"2016-08-10\""));
	assert_true(says("\"not_after\":\"2016-08-12\""));
	assert_true(says("\"carrier\":\"UPSN\""));
	assert_true(
	    says("\"bill_to\":{\"name\":\"Test Account 2\","
		 "\"street\":\"Test Addr\",\"street2\":\"PO Box 1296\","
		 "\"city\":\"Minneapolis\",\"region\":\"MN\",\"postal_code\":"
		 "\"00000\",\"country\":\"US\"}"));
	assert_true(
	    says("\"line_id\":\"24924\",\"change\":\"unstated\","
		 "\"buyer_item\":\"50428658\","
		 "\"gtin\":\"10026368905313\",\"description\":\"Item-39 BLK "
		 "SOLID\",\"quantity\":\"4\",\"unit\":\"EA\",\"unit_code\":"
		 "\"EA\",\"price\":\"299.99\""));
	assert_true(says("\"stated_lines\":2,\"stated_quantity\":\"7\""));
}

TEST(a_food_order_with_line_ends_as_terminators_is_read)
{
	SKIP_UNLESS(parse_file("850__EDI-Hub__01_850_purchase_order_9.x12"),
	    "the shared corpus is absent");
	assert_true(says("\"po_number\":\"7599902F\""));
	assert_true(says("\"payment_code\":\"36\",\"terms_days\":30"));
	assert_true(says("\"requested_on\":\"2026-07-20\""));
	assert_true(says(
	    "\"ship_to\":{\"ids\":[\"x12:1:088694260\","
	    "\"duns:088694260\"],\"name\":\"US FOODS TEST DC - MINNESOTA\","
	    "\"street\":\"1000 TEST RECEIVING LANE\",\"city\":"
	    "\"TESTVILLE\",\"region\":\"WA\",\"postal_code\":"
	    "\"990000000\"}"));
	assert_true(
	    says("\"qualifier\":\"N1:SF\",\"value\":"
		 "\"x12:91:097750\",\"text\":\"TEST VENDOR PACKING LLC"));
	assert_true(
	    says("\"buyer_item\":\"1199901\",\"gtin\":"
		 "\"00850068673131\",\"maker_item\":\"81108\",\"description\":"
		 "\"SHORTENING, ANIMAL BEEF SOLID NATURAL CUBE BOX SHELF "
		 "STABLE\",\"quantity\":\"72\",\"unit\":\"XCS\",\"unit_code\":"
		 "\"CA\",\"price\":\"66.97\",\"price_basis\":\"1\""));
	assert_true(says("\"notes\":[\"BL TEST VENDOR PACKING LLC\","
			 "\"ZZ 50 LB\"]"));
}

TEST(a_schedule_and_a_tax_number_are_read)
{
	SKIP_UNLESS(parse_file("850__stupidedi__taxexempt-po.x12"),
	    "the shared corpus is absent");
	assert_true(says("\"schedules\":[{\"quantity\":\"25\",\"unit\":"
			 "\"EA\",\"on\":\"2017-06-15\"}]"));
	assert_true(
	    says("\"name\":\"ABC AEROSPACE\",\"name2\":\"AIRCRAFT DIVISION\""));
	assert_true(says("\"maker_item\":\"XYZ-1234\""));
	assert_true(says("\"stated_total\":\"900\""));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		RUN(no_file_of_others_crashes_or_passes_in_silence),
		RUN(orders_of_others_end_as_they_should),
		RUN(a_wholesale_order_is_read_field_by_field),
		RUN(a_retail_order_of_six_lines_is_read_field_by_field),
		RUN(an_old_version_with_control_bytes_as_separators_is_read),
		RUN(a_drop_shipment_of_two_lines_is_read_field_by_field),
		RUN(a_food_order_with_line_ends_as_terminators_is_read),
		RUN(a_schedule_and_a_tax_number_are_read),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return (cmocka_run_group_tests(tests, NULL, says_end));
}
