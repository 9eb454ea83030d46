#include "tests/unit/says.h"

extern const struct finding_rule ubl_findings[], arithmetic_findings[];

#define NS "urn:oasis:names:specification:ubl:schema:xsd:"
#define OPEN \
	"<Order xmlns=\"" NS "Order-2\" xmlns:cac=\"" NS \
	"CommonAggregateComponents-2\" xmlns:cbc=\"" NS \
	"CommonBasicComponents-2\">"

static struct golden g = { .parser = &ubl_parser };

static void
repeat(struct buf *b, const char *text, size_t n)
{
	for (size_t i = 0; i < n; i++)
		buf_text(b, text);
}

#define CODE(c) "finding {\"code\":\"" c "\""

TEST(every_sample_reads_as_expected)
{
	golden_folder(&g, "samples/ubl");
	assert_int_equal(g.failed, 0);
	assert_true(g.samples >= 100);
}

TEST(every_change_reads_as_expected)
{
	golden_folder(&g, "samples/ubl_change");
	assert_int_equal(g.failed, 0);
}

TEST(every_cancellation_reads_as_expected)
{
	golden_folder(&g, "samples/ubl_cancellation");
	assert_int_equal(g.failed, 0);
}

TEST(every_response_reads_as_expected)
{
	golden_folder(&g, "samples/ubl_response");
	assert_int_equal(g.failed, 0);
}

TEST(a_hundred_thousand_attributes_in_a_tag_are_refused_unread)
{
	parse_large(OPEN "<cac:OrderLine ", "a=\"\" ", 100000, "/>");
	assert_true(says(CODE("UBL-ATTRIBUTES")));
}

TEST(a_tag_of_a_megabyte_is_refused_unread)
{
	parse_large(OPEN "<cac:OrderLine a='", "x > \" ", 200000, "'/>");
	assert_true(says(CODE("UBL-TAG-LONG")));
}

TEST(a_tag_that_never_ends_is_refused_unread)
{
	parse_large("<Order", " ", 10000000, "");
	assert_true(says(CODE("UBL-TAG-LONG")));
}

TEST(a_text_above_16_mib_is_refused_even_where_nobody_wants_it)
{
	parse_large(OPEN "<cac:Attachment>", "0123456789abcdef", (1 << 20) + 1,
	    "</cac:Attachment></Order>");
	assert_true(says(CODE("UBL-LONG")));
}

TEST(an_attachment_of_ten_megabytes_is_passed_over)
{
	parse_large(OPEN
	    "<cac:AdditionalDocumentReference><cbc:ID>1"
	    "</cbc:ID><cac:Attachment><cbc:EmbeddedDocumentBinaryObject>",
	    "QUJDREVGR0hJSktM", 655360,
	    "</cbc:EmbeddedDocumentBinaryObject>"
	    "</cac:Attachment></cac:AdditionalDocumentReference></Order>");
	assert_false(says(CODE("UBL-LONG")));
	assert_true(says("\"qualifier\":\"AdditionalDocumentReference\""));
}

TEST(a_comment_above_a_megabyte_is_refused)
{
	parse_large(OPEN "<!--", "0123456789abcdef", 65537, "--></Order>");
	assert_true(says(CODE("UBL-LONG")));
}

TEST(a_cdata_section_above_a_megabyte_is_refused)
{
	parse_large(OPEN "<x><![CDATA[", "0123456789abcdef", 65537,
	    "]]></x></Order>");
	assert_true(says(CODE("UBL-LONG")));
}

TEST(a_comment_of_half_a_megabyte_is_passed_over)
{
	parse_large(OPEN "<!--", "<cbc:ID>\" ' >", 40000,
	    "--><cbc:ID>here</cbc:ID></Order>");
	assert_true(says("\"po_number\":\"here\""));
}

TEST(an_address_in_too_many_parts_is_refused_and_cut_short)
{
	parse_large(OPEN
	    "<cac:BuyerCustomerParty><cac:Party><cac:PostalAddress>",
	    "<cac:AddressLine><cbc:Line>x</cbc:Line></cac:AddressLine>", 200000,
	    "</cac:PostalAddress></cac:Party>"
	    "</cac:BuyerCustomerParty></Order>");
	assert_true(says(CODE("UBL-VALUE-LONG")));
	assert_true(strlen(g.out.p) < 1 << 20);
}

#define ROOT(r) \
	"<" r " xmlns=\"" NS r "-2\" xmlns:cac=\"" NS \
	"CommonAggregateComponents-2\" xmlns:cbc=\"" NS \
	"CommonBasicComponents-2\">"

static void
put_references(struct buf *b, int n)
{
	for (int i = 0; i < n; i++)
		buf_printf(b,
		    "<cac:OrderReference><cbc:ID>%d</cbc:ID>"
		    "</cac:OrderReference>",
		    i);
}

static void
cancel_orders(int n)
{
	struct buf b;

	buf_init(&b, SIZE_MAX / 8);
	buf_text(&b, ROOT("OrderCancellation") "<cbc:ID>C</cbc:ID>");
	put_references(&b, n);
	buf_text(&b, "</OrderCancellation>");
	(void)golden_parse(&g, buf_slice(&b));
	buf_free(&b);
}

TEST(a_cancellation_of_more_than_a_thousand_orders_is_refused)
{
	cancel_orders(1000);
	assert_int_equal(g.orders, 1000);
	assert_false(says(CODE("UBL-REFERENCES-MAX")));
	cancel_orders(200000);
	assert_int_equal(g.orders, 1000);
	assert_true(says(CODE("UBL-REFERENCES-MAX")));
	assert_false(says("\"broken\":false"));
}

TEST(a_long_story_is_not_told_a_thousand_times)
{
	struct buf b;

	buf_init(&b, SIZE_MAX / 8);
	buf_text(&b, ROOT("OrderCancellation") "<cbc:ID>C</cbc:ID>");
	for (int i = 0; i < 4; i++) {
		buf_text(&b, "<cbc:Note>");
		repeat(&b, "0123456789abcdef", 4000);
		buf_text(&b, "</cbc:Note>");
	}
	put_references(&b, 1000);
	buf_text(&b, "</OrderCancellation>");
	(void)golden_parse(&g, buf_slice(&b));
	assert_int_equal(g.orders, 1);
	assert_true(says(CODE("UBL-REFERENCES-MAX")));
	buf_free(&b);
}

#define ANSWER \
	"<cac:DocumentResponse><cac:Response><cbc:ResponseCode>AP" \
	"</cbc:ResponseCode></cac:Response><cac:DocumentReference><cbc:ID>1" \
	"</cbc:ID></cac:DocumentReference></cac:DocumentResponse>"

TEST(a_response_about_more_than_ten_thousand_documents_is_cut_short)
{
	parse_large(ROOT("ApplicationResponse"), ANSWER, 10001,
	    "</ApplicationResponse>");
	assert_true(says(CODE("UBL-REFERENCES-MAX")));
	assert_false(says("\"verdict\":\"rejected\""));
}

/* 300 times 4 bytes are more than the text of a receipt may have. */
TEST(what_a_response_says_is_cut_at_a_character)
{
	struct buf b;

	buf_init(&b, SIZE_MAX / 8);
	buf_text(&b,
	    ROOT(
		"ApplicationResponse") "<cac:DocumentResponse><cac:Response><"
				       "cbc:ResponseCode>RE"
				       "</cbc:ResponseCode><cbc:Description>.");
	repeat(&b, "\xf0\x9f\x92\xa1", 300);
	buf_text(&b,
	    "</cbc:Description><cbc:Description>more</cbc:Description>"
	    "</cac:Response><cac:DocumentReference><cbc:ID>1</cbc:ID>"
	    "</cac:DocumentReference></cac:DocumentResponse>"
	    "</ApplicationResponse>");
	(void)golden_parse(&g, buf_slice(&b));
	assert_true(slice_utf8(buf_slice(&g.out)));
	assert_true(says("\"verdict\":\"rejected\",\"code\":\"RE\""));
	assert_true(says("\xf0\x9f\x92\xa1\",\"offset\""));
	assert_false(says("more"));
	buf_free(&b);
}

/* A partner whose answer to us is damaged must not get an answer to it. */
TEST(a_damaged_response_is_never_refused)
{
	struct slice file = golden_read(
	    unit_source("samples/ubl_response/good_rejected.xml"));

	for (size_t n = 300; n < file.n - 1; n++) {
		(void)golden_parse(&g, slice_sub(file, 0, n));
		if (g.messages == 1)
			assert_false(says("\"verdict\":\"rejected\"}"));
	}
	assert_int_equal(g.messages, 1);
	free((void *)(uintptr_t)file.p);
}

TEST(eight_million_elements_are_too_many)
{
	parse_large(OPEN "<x>", "<y/>", 8000001, "</x></Order>");
	assert_true(says(CODE("UBL-ELEMENTS")));
}

TEST(a_document_of_nothing_but_new_names_is_refused)
{
	struct buf b;

	buf_init(&b, SIZE_MAX / 8);
	buf_text(&b, OPEN);
	for (int i = 0; i < 20000; i++)
		buf_printf(&b, "<q%d/>", i);
	buf_text(&b, "</Order>");
	(void)golden_parse(&g, buf_slice(&b));
	assert_true(says(CODE("UBL-NAMES")));
	buf_free(&b);
}

TEST(the_line_behind_the_hundred_thousandth_is_refused)
{
	parse_large(OPEN, "<cac:OrderLine/>", ORDER_LINES_MAX + 1, "</Order>");
	assert_true(says(CODE("UBL-LINES-MAX")));
	assert_true(says("\"broken\":true"));
}

/* --- what a line says ----------------------------------------------------- */

#define LINE(s) \
	"<cac:OrderLine><cac:LineItem>" s "</cac:LineItem></cac:OrderLine>"
#define AT(street) \
	"<cac:DeliveryLocation><cac:Address><cbc:StreetName>" street \
	"</cbc:StreetName></cac:Address></cac:DeliveryLocation>"
#define PERIOD(from, to) \
	"<cac:RequestedDeliveryPeriod><cbc:StartDate>" from \
	"</cbc:StartDate><cbc:EndDate>" to \
	"</cbc:EndDate></cac:RequestedDeliveryPeriod>"
#define DELIVERY(s) "<cac:Delivery>" s "</cac:Delivery>"
#define PART(n, s) DELIVERY("<cbc:Quantity>" n "</cbc:Quantity>" s)

static void
parse_order(const char *text)
{
	parse_large(OPEN, text, 1, "</Order>");
}

TEST(a_quantity_in_a_note_keeps_its_unit)
{
	parse_order(
	    LINE("<cbc:MinimumQuantity unitCode='CT'>5</cbc:MinimumQuantity>"
		 "<cac:Item><cbc:PackQuantity>6</cbc:PackQuantity>"
		 "<cac:AdditionalItemProperty><cbc:Name>Net</cbc:Name>"
		 "<cbc:ValueQuantity unitCode='KGM'>3</cbc:ValueQuantity>"
		 "</cac:AdditionalItemProperty></cac:Item>"));
	assert_true(says("\"MinimumQuantity: 5 CT\",\"PackQuantity: 6\","
			 "\"Net: 3 KGM\""));
}

TEST(the_last_day_of_a_part_of_a_line_is_told)
{
	parse_order(LINE("<cbc:Quantity>10</cbc:Quantity>" PART("4",
	    PERIOD("2026-12-01", "2026-12-05")) PART("6",
	    "<cbc:LatestDeliveryDate>2027-01-09</cbc:LatestDeliveryDate>")));
	assert_true(says(
	    "\"notes\":[\"RequestedDeliveryPeriod: 2026-12-01/2026-12-05\"]"));
	parse_order(LINE("<cbc:Quantity>10</cbc:Quantity>" PART("10",
	    PERIOD("2026-12-01", "2026-12-05"))));
	assert_true(says(
	    "\"notes\":[\"RequestedDeliveryPeriod: 2026-12-01/2026-12-05\"]"));
}

TEST(an_order_goes_to_no_place_to_which_a_part_of_a_line_does_not)
{
	parse_order(
	    DELIVERY(AT("H 9")) LINE(DELIVERY(AT("A 1")) DELIVERY(AT("B 2"))));
	assert_true(says("\"ship_to\":{\"street\":\"H 9\"}"));
	parse_order(
	    DELIVERY(AT("H 9")) LINE(DELIVERY(AT("H 9")) DELIVERY(AT("B 2"))));
	assert_true(says("\"ship_to\":{\"street\":\"H 9\"}"));
	parse_order(DELIVERY(AT("H 9")) LINE(DELIVERY(AT("A 1")))
		LINE(DELIVERY(AT("A 1")) DELIVERY(AT("B 2"))));
	assert_true(says("\"ship_to\":{\"street\":\"H 9\"}"));
	parse_order(DELIVERY(AT("H 9")) LINE(DELIVERY(AT("A 1")))
		LINE(DELIVERY(AT("A 1")) DELIVERY(AT("A 1"))));
	assert_true(says("\"ship_to\":{\"street\":\"A 1\"}"));
}

TEST(findings_beyond_a_thousand_are_only_counted)
{
	parse_large(OPEN, "<cbc:IssueDate>x</cbc:IssueDate>", 5000, "</Order>");
	assert_int_equal(g.findings, PARSE_FINDINGS_MAX);
	assert_true(says("\"verdict\":\"rejected\""));
}

/* Whatever the length of what stands before it, a tag is read whole. */
TEST(a_tag_may_lie_across_any_boundary)
{
	for (size_t pad = 65300; pad < 65700; pad += 3) {
		parse_large(OPEN "<!-- c --><x>", " ", pad,
		    "</x>"
		    "<cbc:ID schemeID='a>b' x=\"/>\">across</cbc:ID></Order>");
		assert_true(says("\"po_number\":\"across\""));
	}
}

TEST(a_character_may_lie_across_any_boundary)
{
	for (size_t pad = 64900; pad < 65300; pad++) {
		parse_large(OPEN "<x>", " ", pad,
		    "</x>"
		    "<cac:BuyerCustomerParty><cac:Party>"
		    "<cac:PartyName><cbc:Name>\xf0\x9f\x92\xa1"
		    "\xc3\xa9&amp;&#233;</cbc:Name></cac:PartyName></cac:Party>"
		    "</cac:BuyerCustomerParty></Order>");
		assert_true(says("\xf0\x9f\x92\xa1\xc3\xa9&\xc3\xa9"));
	}
}

static struct slice
to_utf16(struct slice s, char *out)
{
	size_t n = 0;

	out[n++] = '\xff';
	out[n++] = '\xfe';
	for (size_t i = 0; i < s.n; i++) {
		out[n++] = s.p[i];
		out[n++] = '\0';
	}
	return ((struct slice){ out, n });
}

TEST(utf16_says_the_same_as_utf8_at_other_places)
{
	struct slice file = golden_read(
			 unit_source("samples/ubl/bad_currency_mixed.xml")),
		     wide;
	char *out = malloc(file.n * 2 + 2);
	struct slice place = SLICE("currencyID=\"USD\"");
	char want[120];
	const char *p;

	assert_non_null(out);
	/* Without a declaration the mark alone decides. */
	p = memmem(file.p, file.n, "?>", 2);
	assert_non_null(p);
	wide = to_utf16(slice_sub(file, (size_t)(p + 2 - file.p), SIZE_MAX),
	    out);
	(void)golden_parse(&g, wide);
	p = memmem(file.p, file.n, place.p, place.n);
	assert_non_null(p);
	p = memrchr(file.p, '<', (size_t)(p - file.p));
	(void)snprintf(want, sizeof(want),
	    CODE("UBL-CURRENCY-MIXED") ",\"severity\":\"error\",\"offset\":%zu",
	    (size_t)(p - file.p -
		((const char *)memmem(file.p, file.n, "?>", 2) + 2 - file.p)) *
		    2 +
		2);
	assert_true(says(want));
	free(out);
	free((void *)(uintptr_t)file.p);
}

TEST(every_cut_of_a_document_is_survived_and_named)
{
	struct slice file = golden_read(
	    unit_source("samples/ubl/good_minimal.xml"));
	size_t whole = file.n;

	while (whole > 0 && file.p[whole - 1] != '>')
		whole--;
	for (size_t n = 0; n < whole; n++) {
		(void)golden_parse(&g, slice_sub(file, 0, n));
		assert_true(g.errors > 0);
		assert_int_equal(g.orders, 0);
	}
	free((void *)(uintptr_t)file.p);
}

static int given;

static enum rc
refuse_message(void *ctx __attribute__((unused)),
    const struct message *m __attribute__((unused)), struct err *e)
{
	given++;
	return (err_set(e, RC_RETRY, "TEST", "no room"));
}

static enum rc
count_order(void *ctx __attribute__((unused)),
    const struct order *o __attribute__((unused)),
    struct err *e __attribute__((unused)))
{
	given++;
	return (RC_OK);
}

TEST(a_sink_that_refuses_is_asked_for_nothing_more)
{
	struct err e = ERR_INIT;
	struct slice file = golden_read(
	    unit_source("samples/ubl/good_minimal.xml"));
	struct parse_sink sink = { &g, golden_interchange, refuse_message,
		count_order, golden_confirmation, golden_finding,
		golden_message_end, golden_interchange_end, golden_receipt,
		golden_remittance, golden_bank_entry };
	struct parse_input in = { .data = file, .arena = &g.arena };

	g.depth = 0;
	assert_int_equal(ubl_parser.parse(&in, &sink, &e), RC_RETRY);
	assert_int_equal(given, 1);
	free((void *)(uintptr_t)file.p);
}

TEST(only_ubl_is_taken_for_ubl)
{
	assert_true(ubl_parser.detect(SLICE("<?xml version='1.0'?>" OPEN)));
	assert_true(ubl_parser.detect(SLICE("\xef\xbb\xbf \r\n" OPEN)));
	assert_false(ubl_parser.detect(SLICE("<?xml version='1.0'?><cXML/>")));
	assert_false(ubl_parser.detect(SLICE("ISA*00*" NS)));
	assert_false(ubl_parser.detect(SLICE_NONE));
}

TEST(every_ubl_finding_was_met)
{
	assert_int_equal(rules_missed(ubl_findings), 0);
	/* No document states a sum of quantities. */
	assert_int_equal(rules_missed(arithmetic_findings), 1);
	assert_false(golden_saw(&g, "ORDER-SUM-QUANTITY"));
	golden_free(&g);
}

UNIT_MAIN(RUN(every_sample_reads_as_expected),
    RUN(every_change_reads_as_expected),
    RUN(every_cancellation_reads_as_expected),
    RUN(every_response_reads_as_expected),
    RUN(a_hundred_thousand_attributes_in_a_tag_are_refused_unread),
    RUN(a_tag_of_a_megabyte_is_refused_unread),
    RUN(a_tag_that_never_ends_is_refused_unread),
    RUN(a_text_above_16_mib_is_refused_even_where_nobody_wants_it),
    RUN(an_attachment_of_ten_megabytes_is_passed_over),
    RUN(a_comment_above_a_megabyte_is_refused),
    RUN(a_cdata_section_above_a_megabyte_is_refused),
    RUN(a_comment_of_half_a_megabyte_is_passed_over),
    RUN(an_address_in_too_many_parts_is_refused_and_cut_short),
    RUN(a_cancellation_of_more_than_a_thousand_orders_is_refused),
    RUN(a_long_story_is_not_told_a_thousand_times),
    RUN(a_response_about_more_than_ten_thousand_documents_is_cut_short),
    RUN(what_a_response_says_is_cut_at_a_character),
    RUN(a_damaged_response_is_never_refused),
    RUN(eight_million_elements_are_too_many),
    RUN(a_document_of_nothing_but_new_names_is_refused),
    RUN(the_line_behind_the_hundred_thousandth_is_refused),
    RUN(a_quantity_in_a_note_keeps_its_unit),
    RUN(the_last_day_of_a_part_of_a_line_is_told),
    RUN(an_order_goes_to_no_place_to_which_a_part_of_a_line_does_not),
    RUN(findings_beyond_a_thousand_are_only_counted),
    RUN(a_tag_may_lie_across_any_boundary),
    RUN(a_character_may_lie_across_any_boundary),
    RUN(utf16_says_the_same_as_utf8_at_other_places),
    RUN(every_cut_of_a_document_is_survived_and_named),
    RUN(a_sink_that_refuses_is_asked_for_nothing_more),
    RUN(only_ubl_is_taken_for_ubl), RUN(every_ubl_finding_was_met))
