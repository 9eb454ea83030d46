#include "tests/unit/says.h"

extern const struct finding_rule cxml_findings[];

#define OPEN "<cXML payloadID='1@x' timestamp='2026-11-20T16:05:00Z'>"
#define ORDER OPEN "<Request><OrderRequest>"
#define CLOSE "</OrderRequest></Request></cXML>"

static struct golden g = { .parser = &cxml_parser };

#define CODE(c) "finding {\"code\":\"" c "\""

TEST(every_sample_reads_as_expected)
{
	golden_folder(&g, "samples/cxml");
	assert_int_equal(g.failed, 0);
	assert_true(g.samples >= 100);
}

/* Wherever it is cut, nothing of an encoded root is taken as whole. */
TEST(every_cut_of_an_encoded_root_is_survived)
{
	static const char *const names[] = { "base64", "quoted_printable" };
	char path[80];
	struct slice file;

	for (size_t i = 0; i < 2; i++) {
		(void)snprintf(path, sizeof(path),
		    "samples/cxml/good_new_mime_%s.xml", names[i]);
		file = golden_read(unit_source(path));
		for (size_t n = 0; n < file.n; n += 3) {
			(void)golden_parse(&g, slice_sub(file, 0, n));
			assert_true(g.orders == 0 || n > file.n / 2);
		}
		free((void *)(uintptr_t)file.p);
	}
}

TEST(a_hundred_thousand_attributes_in_a_tag_are_refused_unread)
{
	parse_large(ORDER "<ItemOut ", "a=\"\" ", 100000, "/>");
	assert_true(says(CODE("CXML-ATTRIBUTES")));
}

TEST(a_tag_of_a_megabyte_is_refused_unread)
{
	parse_large(ORDER "<ItemOut a='", "x > \" ", 200000, "'/>");
	assert_true(says(CODE("CXML-TAG-LONG")));
}

TEST(a_text_above_16_mib_is_refused_even_where_nobody_wants_it)
{
	parse_large(ORDER "<Attachment>", "0123456789abcdef", (1 << 20) + 1,
	    "</Attachment>" CLOSE);
	assert_true(says(CODE("CXML-LONG")));
}

TEST(a_value_above_64_kib_is_refused)
{
	parse_large(ORDER "<OrderRequestHeader><Comments>", "0123456789abcdef",
	    4097, "</Comments></OrderRequestHeader>" CLOSE);
	assert_true(says(CODE("CXML-VALUE-LONG")));
}

TEST(an_address_in_too_many_parts_is_refused_and_cut_short)
{
	parse_large(ORDER "<OrderRequestHeader><ShipTo><Address>"
			  "<PostalAddress>",
	    "<Street>x</Street>", 200000,
	    "</PostalAddress></Address></ShipTo></OrderRequestHeader>" CLOSE);
	assert_true(says(CODE("CXML-VALUE-LONG")));
	assert_true(strlen(g.out.p) < 1 << 20);
}

TEST(eight_million_elements_are_too_many)
{
	parse_large(ORDER "<x>", "<y/>", 8000001, "</x>" CLOSE);
	assert_true(says(CODE("CXML-ELEMENTS")));
}

TEST(a_document_of_nothing_but_new_names_is_refused)
{
	struct buf b;

	buf_init(&b, SIZE_MAX / 8);
	buf_text(&b, ORDER);
	for (int i = 0; i < 20000; i++)
		buf_printf(&b, "<q%d/>", i);
	buf_text(&b, CLOSE);
	(void)golden_parse(&g, buf_slice(&b));
	assert_true(says(CODE("CXML-NAMES")));
	buf_free(&b);
}

TEST(the_item_behind_the_hundred_thousandth_is_refused)
{
	parse_large(ORDER, "<ItemOut quantity='1'/>", ORDER_LINES_MAX + 1,
	    CLOSE);
	assert_true(says(CODE("CXML-LINES-MAX")));
	assert_true(says("\"broken\":true"));
}

TEST(findings_beyond_a_thousand_are_only_counted)
{
	parse_large(ORDER, "<ItemOut quantity='x'/>", 5000, CLOSE);
	assert_int_equal(g.findings, PARSE_FINDINGS_MAX);
	assert_true(says("\"verdict\":\"rejected\""));
}

TEST(an_item_without_a_number_gets_that_of_its_place)
{
	parse_text(
	    ORDER "<ItemOut quantity='1'/><ItemOut quantity='2'/>" CLOSE);
	assert_true(says("\"lines\":[{\"line_id\":\"1\""));
	assert_true(says("{\"line_id\":\"2\""));
	assert_false(says(CODE("CXML-LINE-REPEATED")));
}

#define ITEM_LAST "</ItemOut>" CLOSE

TEST(an_extrinsic_that_begins_with_a_star_is_told)
{
	parse_text(ORDER "<OrderRequestHeader>"
			 "<Extrinsic name='H'>*fragile*</Extrinsic>"
			 "<Extrinsic name='cvv'>12 3</Extrinsic>"
			 "</OrderRequestHeader><ItemOut>"
			 "<Extrinsic name='R'>*RUSH*</Extrinsic>"
			 "<Extrinsic name='cvc'>45</Extrinsic>" ITEM_LAST);
	assert_true(says("\"value\":\"*fragile*\""));
	assert_true(says("\"R: *RUSH*\""));
	assert_false(says("cvv"));
	assert_false(says("cvc"));
}

TEST(a_finding_behind_parts_that_were_left_out_names_its_own_bytes)
{
	static const char head[] = ORDER
	    "<OrderRequestHeader/><ItemOut lineNumber='1' itemType='composite'"
	    " compositeItemType='groupLevel'/><ItemOut parentLineNumber='1'/>"
	    "<ItemOut lineNumber='3'>";
	char want[128];

	parse_large(head,
	    "<BlanketItemDetail><MaxQuantity>5</MaxQuantity>"
	    "</BlanketItemDetail></ItemOut><ItemOut lineNumber='4'>",
	    1, ITEM_LAST);
	(void)snprintf(want, sizeof(want),
	    CODE("CXML-ORDER-TYPE") ",\"severity\":\"warning\",\"offset\":%zu",
	    strlen(head));
	assert_true(says(CODE("CXML-LINE-PART")));
	assert_true(says(want));
}

#define AGREED(id) \
	"<ItemOut><MasterAgreementReference agreementID='" id "'/></ItemOut>"

TEST(an_item_of_another_agreement_says_so)
{
	parse_text(ORDER "<OrderRequestHeader/>" AGREED("A-1") AGREED("A-1")
		AGREED("B-2") CLOSE);
	assert_true(says("\"contract\":\"A-1\""));
	assert_true(says("\"agreementID: B-2\""));
	assert_false(says("\"agreementID: A-1\""));
	assert_false(says(CODE("CXML-UNSUPPORTED")));
}

TEST(a_release_of_several_agreements_is_refused)
{
#define RELEASE(more) ORDER "<OrderRequestHeader orderType='release' " more "/>"
	parse_text(RELEASE("") AGREED("A-1") AGREED("B-2") CLOSE);
	assert_true(says(CODE("CXML-UNSUPPORTED")));
	parse_text(RELEASE("") AGREED("A-1") AGREED("A-1") CLOSE);
	assert_false(says(CODE("CXML-UNSUPPORTED")));
	parse_text(
	    RELEASE("parentAgreementID='P'") AGREED("A-1") AGREED("A-1") CLOSE);
	assert_false(says(CODE("CXML-UNSUPPORTED")));
	assert_true(says("\"agreementID: A-1\""));
}

TEST(the_window_of_a_schedule_is_told)
{
	parse_text(ORDER
	    "<ItemOut quantity='4'><ScheduleLine quantity='1'"
	    " requestedDeliveryDate='2026-12-01' deliveryWindow='P3D'/>"
	    "<ScheduleLine quantity='3' requestedDeliveryDate='2026-12-08'"
	    " requestedShipmentDate='2026-12-06'/>" ITEM_LAST);
	assert_true(says("\"2026-12-01, deliveryWindow: P3D\","
			 "\"2026-12-08, requestedShipmentDate: 2026-12-06\""));
}

TEST(several_taxes_of_an_item_are_not_the_first_one)
{
#define TAXED(rates) ORDER "<ItemOut><Tax>" rates "</Tax>" ITEM_LAST
	parse_text(TAXED("<TaxDetail percentageRate='5'/>"));
	assert_true(says("\"tax_percent\":\"5\""));
	parse_text(TAXED("<TaxDetail percentageRate='5'/>"
			 "<TaxDetail percentageRate='9.975'/>"));
	assert_false(says("tax_percent"));
}

TEST(an_ampersand_in_an_attribute_is_one_character)
{
	parse_text(ORDER "<OrderRequestHeader orderID='A&amp;B&#38;C'/>" CLOSE);
	assert_true(says("\"po_number\":\"A&B&C\""));
}

/* --- the document type declaration ---------------------------------------- */

static bool
doctype_taken(const char *doctype)
{
	struct buf b;
	bool taken;

	buf_init(&b, 1 << 20);
	buf_text(&b, doctype);
	buf_text(&b,
	    "<cXML payloadID='1'><Response><Status code='200' "
	    "text='OK'/></Response></cXML>");
	(void)golden_parse(&g, buf_slice(&b));
	buf_free(&b);
	taken = says("receipt {");
	assert_int_equal(taken, !says(CODE("CXML-DOCTYPE")));
	return (taken);
}

/* An order of that day and what stands behind it. */
static bool
day_taken(const char *time)
{
	struct buf b;
	bool taken;

	buf_init(&b, 1 << 20);
	buf_text(&b,
	    "<cXML payloadID='1'><Request><OrderRequest>"
	    "<OrderRequestHeader orderID='1' orderDate='2026-11-20");
	buf_text(&b, time);
	buf_text(&b, "'/></OrderRequest></Request></cXML>");
	(void)golden_parse(&g, buf_slice(&b));
	buf_free(&b);
	taken = says("\"ordered_on\":\"2026-11-20\"");
	assert_int_equal(taken, !says(CODE("CXML-DATE")));
	return (taken);
}

TEST(a_doctype_with_or_without_a_name_of_a_dtd_is_passed_over)
{
	assert_true(doctype_taken("<!DOCTYPE cXML>"));
	assert_true(doctype_taken("<!DOCTYPE cXML >"));
	assert_true(doctype_taken("<?xml version='1.0'?>\n<!-- c -->"
				  "<!DOCTYPE cXML SYSTEM 'cXML.dtd'>"));
	assert_true(doctype_taken("<!DOCTYPE\ncXML\nSYSTEM\n\"a>b[c\"\n>"));
	assert_true(
	    doctype_taken("<!DOCTYPE cXML PUBLIC \"-//x\" 'file:///etc/x'>"));
	assert_true(doctype_taken("<!DOCTYPE cxml SYSTEM 'cXML.dtd'>"));
}

TEST(a_doctype_that_declares_nothing_is_passed_over)
{
	assert_true(doctype_taken("<!DOCTYPE cXML []>"));
	assert_true(doctype_taken("<!DOCTYPE cXML[]>"));
	assert_true(doctype_taken("<!DOCTYPE cXML SYSTEM 'cXML.dtd'[]>"));
	assert_true(
	    doctype_taken("<!DOCTYPE cXML SYSTEM 'cXML.dtd' [ \n\t ] >"));
}

/* Of a date only the day counts, however its time is written. */
TEST(a_time_behind_a_day_may_be_written_in_many_ways)
{
	static const char *const fine[] = { "", "T10:00", "T10:00:05",
		" 10:00:05", "T10:00Z", "T10:00:05.123Z", "T10:00:05,1-07",
		"T10:00:05-0700", "T10:00:05 -07:00", "t24:00:00z" };
	static const char *const wrong[] = { "T", "T1", "T10", "T25:00",
		"T10:60", "T10:00:61", "T10:00+", "T10:00+1",
		"T10:00+01:", "T10:00+01:60", "T10:00ZZ", "x10:00", "T10.00" };

	for (size_t i = 0; i < sizeof(fine) / sizeof(fine[0]); i++)
		if (!day_taken(fine[i]))
			fail_msg("%s", fine[i]);
	for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++)
		if (day_taken(wrong[i]))
			fail_msg("%s", wrong[i]);
}

TEST(any_other_doctype_is_refused)
{
	static const char *const others[] = {
		"<!DOCTYPE cXML [ ] x>",
		"<!DOCTYPE cXML [] []>",
		"<!DOCTYPE cXML []",
		"<!DOCTYPE cXML [ <!-- c --> ]>",
		"<!DOCTYPE cXML SYSTEM 'x' [<!ENTITY a 'b'>]>",
		"<!DOCTYPEcXML>",
		"<!DOCTYPE cXML SYSTEM>",
		"<!DOCTYPE cXML SYSTEM 'x>",
		"<!DOCTYPE cXML PUBLIC 'x'>",
		"<!DOCTYPE cXML SYSTEM 'x' NDATA y>",
		"<!DOCTYPE cXML>\n<!DOCTYPE cXML>",
		"<!DOCTYPE>",
		"<!DOCTYPE 'cXML'>",
		"<!doctype cXML>",
		"<!ENTITY a 'b'>",
	};

	for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++)
		if (doctype_taken(others[i]))
			fail_msg("%s", others[i]);
}

TEST(a_doctype_of_a_kilobyte_is_refused)
{
	struct buf b;

	buf_init(&b, 1 << 20);
	buf_text(&b, "<!DOCTYPE cXML SYSTEM '");
	for (int i = 0; i < 64; i++)
		buf_text(&b, "0123456789abcdef");
	buf_text(&b, "'>");
	assert_false(doctype_taken(b.p));
	buf_free(&b);
}

/* A reference that a DTD would have declared is no empty text. */
TEST(an_entity_of_the_unread_dtd_is_refused)
{
	parse_text("<!DOCTYPE cXML SYSTEM 'cXML.dtd'>" ORDER
		   "<OrderRequestHeader><Comments>&nbsp;</Comments>"
		   "</OrderRequestHeader>" CLOSE);
	assert_true(says(CODE("CXML-ENTITY")));
}

TEST(places_behind_a_doctype_are_those_of_the_file)
{
	static const char text[] = "<!DOCTYPE cXML SYSTEM 'cXML.dtd'>\n" ORDER
				   "<ItemOut quantity='x'/>" CLOSE;
	char want[60];

	(void)snprintf(want, sizeof(want),
	    "\"offset\":%td,\"tag\":\"@quantity\"",
	    strstr(text, "quantity=") - text);
	parse_text(text);
	assert_true(says(want));
}

/* --- what must not be told ------------------------------------------------ */

TEST(a_card_number_and_a_secret_reach_nothing)
{
	static const char text[] = OPEN
	    "<Header><Sender><Credential domain='NetworkID'><Identity>a"
	    "</Identity><SharedSecret>open&sesame;</SharedSecret>"
	    "</Credential></Sender></Header>"
	    "<Request><OrderRequest><OrderRequestHeader><Payment>"
	    "<PCard number='4111111111111111' expiration='2029-03-31' x"
	    "='&four111;'/></Payment><Extrinsic name='CardNumber'>"
	    "5500000000000004</Extrinsic></OrderRequestHeader>" CLOSE;

	parse_text(text);
	assert_false(says("4111"));
	assert_false(says("2029"));
	assert_false(says("5500"));
	assert_false(says("sesame"));
}

TEST(only_xml_with_our_root_is_taken_for_ours)
{
	assert_true(cxml_parser.detect(SLICE("<cXML payloadID='1'>")));
	assert_true(cxml_parser.detect(SLICE("\xef\xbb\xbf<!DOCTYPE cXML>")));
	assert_true(cxml_parser.detect(SLICE("<?xml version='1.0'?><cxml/>")));
	assert_false(cxml_parser.detect(SLICE("ISA*00*<cXML")));
	assert_false(cxml_parser.detect(SLICE("<Order/>")));
	assert_false(cxml_parser.detect(SLICE("")));
}

/* Not even the other faults are told to somebody who may be anybody. */
TEST(of_a_sender_who_proves_nothing_nothing_is_taken)
{
	static const struct parse_options unproven = { .no_secret = true };

	g.options = &unproven;
	golden_folder(&g, "samples/cxml_secret");
	assert_int_equal(g.failed, 0);
	parse_text(OPEN "<Response><Status code='200' text='OK'/>"
			"</Response></cXML>");
	assert_false(says("CXML-SECRET"));
	g.options = NULL;
}

TEST(every_rule_is_met_by_a_sample_or_a_test)
{
	for (const struct finding_rule *r = cxml_findings; r->code != NULL; r++)
		if (!golden_saw(&g, r->code))
			fail_msg("%s is reached by nothing", r->code);
	golden_free(&g);
}

/* --- attachments ---------------------------------------------------------- */

#define PARTS "Content-Type: multipart/related; boundary="
#define RESPONSE \
	"<cXML payloadID='1'><Response><Status code='200' text='OK'/>" \
	"</Response></cXML>"

static bool
is_taken(const char *text)
{
	parse_text(text);
	return (says("receipt {"));
}

TEST(a_document_is_found_among_the_parts_of_a_message)
{
	assert_true(is_taken(PARTS "b\n\n--b\n\n" RESPONSE "\n--b--\n"));
	assert_true(is_taken(PARTS "b\r\n\r\n--b\r\n\r\n" RESPONSE));
	assert_true(is_taken("MIME-Version: 1.0\ncontent-type:\n "
			     "Multipart/Related;\n\tboundary=\"a;b\"\n\nxml"
			     "\n--a;b\n\n" RESPONSE "\n--a;b--\n"));
	/* A delimiter begins its line, and ends at its end. */
	assert_true(is_taken(
	    PARTS "b\n\nx --b\n--bb\n\n<x/>\n--b \n\n" RESPONSE "\n--b--\n"));
	assert_true(
	    is_taken(PARTS "b\n\n--b-1\n\n<x/>\n--b\n\n" RESPONSE "\n--b--\n"));
	assert_true(
	    is_taken(PARTS "b; start='<r>'\n\n--b\n\n" RESPONSE) == false);
	assert_true(says(CODE("CXML-MIME")));
	assert_true(is_taken(PARTS "b; start=\"<r>\"\n\n--b\n\n<x/>\n--b\n"
				   "Content-ID: <r>\n\n" RESPONSE "\n--b--"));
}

TEST(a_message_without_a_document_says_so)
{
	assert_false(is_taken(PARTS "b\n\n" RESPONSE));
	assert_true(says(CODE("CXML-MIME")));
	assert_false(is_taken(PARTS "b\n\n--b--\n" RESPONSE));
	assert_true(says(CODE("CXML-MIME")));
	assert_false(is_taken(PARTS "\"\"\n\n--\n\n" RESPONSE));
	assert_true(says(CODE("CXML-MIME")));
	/* What is told of a header is a text. */
	assert_false(is_taken(PARTS "b\n\n--b\nContent-Transfer-Encoding: "
				    "\xff\xfe\n\n" RESPONSE));
	assert_true(
	    says(CODE("CXML-MIME") ",\"severity\":\"error\","
				   "\"offset\":45,\"path\":\"/\",\"text\":"));
	assert_false(is_taken(PARTS "b\n\n--b\n\n" RESPONSE RESPONSE));
	assert_true(says(CODE("CXML-XML")));
}

/* What is behind is in no encoding that the headers could have told. */
TEST(headers_without_an_end_are_refused)
{
	parse_large("Content-Type: multipart/related; boundary=b\n",
	    "X: <cXML/>\n", 8000, "\n--b\n\n" RESPONSE);
	assert_true(says("headers are longer than 64 KiB"));
	parse_large(PARTS "b\n\n--b\nContent-Transfer-Encoding: base64\n",
	    "X: <cXML/>\n", 8000, "\n" RESPONSE);
	assert_true(says("headers are longer than 64 KiB"));
}

/* The line end before a delimiter is none of its bytes. */
TEST(a_wide_root_ends_where_its_delimiter_begins)
{
	char text[4096];
	int n = snprintf(text, sizeof(text), PARTS "b\r\n\r\n--b\r\n\r\n");
	const char *from = RESPONSE;

	for (; *from != '\0'; from++) {
		text[n++] = *from;
		text[n++] = '\0';
	}
	n += snprintf(text + n, sizeof(text) - (size_t)n, "\r\n--b--\r\n");
	(void)golden_parse(&g, (struct slice){ text, (size_t)n });
	assert_true(says("receipt {"));
	assert_false(says(CODE("")));
}

/* 100,000 parts, each with a document that could be the one. */
TEST(a_message_of_many_parts_is_read_once)
{
	parse_large(PARTS "b; start=\"<r>\"\n\n",
	    "--b\nContent-ID: <s>\n\nb --b\n", 100000, "--b--\n");
	assert_true(says(CODE("CXML-MIME")));
}

/* …nor any of their headers for each of its lines. */
TEST(a_header_of_many_lines_is_read_once)
{
	struct buf part;

	buf_init(&part, 1u << 20);
	buf_text(&part, "--b\na\n");
	for (int i = 0; i < 32000; i++)
		buf_text(&part, " \n");
	buf_char(&part, '\0');
	alarm(60);
	parse_large(PARTS "b\n\n--b\n\n" RESPONSE "\n", part.p, 200, "--b--\n");
	alarm(0);
	assert_true(says("receipt {"));
	buf_free(&part);
}

/* What is cut short ends with a whole character, whatever its length. */
TEST(a_text_is_never_cut_within_a_letter)
{
	static const char head[] = ORDER
	    "<OrderRequestHeader orderID='1' orderDate='2026-11-20'/>"
	    "<ItemOut quantity='1' lineNumber='1' itemType='composite' "
	    "compositeItemType='groupLevel'/>"
	    "<ItemOut quantity='1' lineNumber='2' parentLineNumber='1'>"
	    "<ItemDetail><Description>";

	for (int at = 0; at < 2; at++) {
		char text[1024] = "";

		(void)snprintf(text, sizeof(text), "%s%s", head,
		    at == 0 ? "" : "x");
		parse_large(text, "\xc3\xa9", 150,
		    "</Description></ItemDetail></ItemOut>" CLOSE);
		assert_true(says("\"part 2: "));
		assert_false(says("\xef\xbf\xbd"));
	}
}

UNIT_MAIN(RUN(every_sample_reads_as_expected),
    RUN(every_cut_of_an_encoded_root_is_survived),
    RUN(a_document_is_found_among_the_parts_of_a_message),
    RUN(a_message_without_a_document_says_so),
    RUN(headers_without_an_end_are_refused),
    RUN(a_wide_root_ends_where_its_delimiter_begins),
    RUN(a_message_of_many_parts_is_read_once),
    RUN(a_header_of_many_lines_is_read_once),
    RUN(a_text_is_never_cut_within_a_letter),
    RUN(a_hundred_thousand_attributes_in_a_tag_are_refused_unread),
    RUN(a_tag_of_a_megabyte_is_refused_unread),
    RUN(a_text_above_16_mib_is_refused_even_where_nobody_wants_it),
    RUN(a_value_above_64_kib_is_refused),
    RUN(an_address_in_too_many_parts_is_refused_and_cut_short),
    RUN(eight_million_elements_are_too_many),
    RUN(a_document_of_nothing_but_new_names_is_refused),
    RUN(the_item_behind_the_hundred_thousandth_is_refused),
    RUN(findings_beyond_a_thousand_are_only_counted),
    RUN(an_item_without_a_number_gets_that_of_its_place),
    RUN(an_extrinsic_that_begins_with_a_star_is_told),
    RUN(a_finding_behind_parts_that_were_left_out_names_its_own_bytes),
    RUN(an_item_of_another_agreement_says_so),
    RUN(a_release_of_several_agreements_is_refused),
    RUN(the_window_of_a_schedule_is_told),
    RUN(several_taxes_of_an_item_are_not_the_first_one),
    RUN(an_ampersand_in_an_attribute_is_one_character),
    RUN(a_doctype_with_or_without_a_name_of_a_dtd_is_passed_over),
    RUN(a_doctype_that_declares_nothing_is_passed_over),
    RUN(a_time_behind_a_day_may_be_written_in_many_ways),
    RUN(any_other_doctype_is_refused), RUN(a_doctype_of_a_kilobyte_is_refused),
    RUN(an_entity_of_the_unread_dtd_is_refused),
    RUN(places_behind_a_doctype_are_those_of_the_file),
    RUN(a_card_number_and_a_secret_reach_nothing),
    RUN(only_xml_with_our_root_is_taken_for_ours),
    RUN(of_a_sender_who_proves_nothing_nothing_is_taken),
    RUN(every_rule_is_met_by_a_sample_or_a_test))
