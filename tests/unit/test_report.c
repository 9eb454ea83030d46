/* A partner's report as text and HTML: byte for byte where it is small, in
 * all languages, with hostile and missing input. */
#include <libxml/parser.h>
#include <string.h>
#include "tests/unit/unit.h"
#include "writers/report.h"

static struct arena arena;
static struct buf out;
static struct err err;

static int
setup(void **state)
{
	(void)state;
	arena = (struct arena)ARENA_INIT;
	buf_init(&out, 1u << 20);
	err = (struct err)ERR_INIT;
	return (0);
}

static int
teardown(void **state)
{
	(void)state;
	arena_free(&arena);
	buf_free(&out);
	return (0);
}

/* --- reports ------------------------------------------------------------- */

static struct partner_report
good(void)
{
	struct partner_report r = { .head = { .id = SLICE("RP-7K2M9"),
					.from = { .name = SLICE("Lampco") },
					.to = { .name = SLICE("Acme") } },
		.on = day_of(2026, 11, 23),
		.file_name = SLICE("a.edi"),
		.file_bytes = 1234,
		.standard = SLICE("x12"),
		.sender = SLICE("x12:ZZ:ACME"),
		.receiver = SLICE("x12:ZZ:LAMPCO"),
		.control_number = SLICE("000000007"),
		.all_messages = 1,
		.all_orders = 1,
		.response_follows = true };
	struct report_message *m = LIST_PUSH(&arena, &r.messages,
	    struct report_message);

	*m = (struct report_message){ .kind = SLICE("850"),
		.control_number = SLICE("0001") };
	*LIST_PUSH(&arena, &m->orders, struct report_order) =
	    (struct report_order){ .po = SLICE("P-1"), .lines = 2 };
	return (r);
}

static struct report_finding
finding(const char *code)
{
	struct report_finding x;

	memset(&x, 0, sizeof(x));
	shape_init(&finding_shape, &x.finding);
	x.finding.code = slice_of(code);
	x.finding.severity = SEVERITY_ERROR;
	x.finding.offset = -1;
	return (x);
}

static struct partner_report
faulty(void)
{
	struct partner_report r = good();
	struct report_message *m = LIST_AT(&r.messages, struct report_message,
	    0);
	struct report_finding x = finding("X12-ELEMENT-NUMBER");

	r.rejected = true;
	m->verdict = VERDICT_REJECTED;
	x.finding.offset = 312;
	x.finding.segment = 7;
	x.finding.tag = SLICE("PO1");
	x.finding.element = SLICE("2");
	x.finding.value = SLICE("ab\x01<c");
	x.finding.text = SLICE("quantity is 'ab', expected a number");
	x.line = 9;
	*LIST_PUSH(&arena, &m->findings, struct report_finding) = x;
	return (r);
}

static const char *
text_of(struct partner_report r, enum language l)
{
	r.language = l;
	buf_reset(&out);
	assert_int_equal(write_report_text(&r, &out, &err), RC_OK);
	assert_true(slice_utf8(buf_slice(&out)));
	return (out.p);
}

static const char *
html_of(struct partner_report r, enum language l)
{
	xmlDocPtr doc;

	r.language = l;
	buf_reset(&out);
	assert_int_equal(write_report_html(&r, &out, &err), RC_OK);
	doc = xmlReadMemory(out.p, (int)out.n, "report.html", NULL,
	    XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING);
	assert_non_null(doc);
	xmlFreeDoc(doc);
	return (out.p);
}

/* --- text ---------------------------------------------------------------- */

TEST(a_good_file_gets_a_short_report)
{
	assert_string_equal(text_of(good(), LANGUAGE_EN),
	    "Report on what you sent us\n"
	    "==========================\n"
	    "   From:         Lampco\n"
	    "   To:           Acme\n"
	    "   Date:         23 November 2026\n"
	    "   Report:       RP-7K2M9\n"
	    "\n"
	    "What came\n"
	    "---------\n"
	    "   File:         a.edi (1,234 bytes)\n"
	    "   Interchange:  000000007\n"
	    "   Sender:       x12:ZZ:ACME\n"
	    "   Receiver:     x12:ZZ:LAMPCO\n"
	    "   Messages:     1\n"
	    "   Orders:       1\n"
	    "\n"
	    "Result\n"
	    "------\n"
	    "We received and read what you sent, without any fault.\n"
	    "\n"
	    "Messages\n"
	    "--------\n"
	    "\n"
	    "Message 850 0001: accepted\n"
	    "   Order:        P-1, order lines: 2\n"
	    "\n"
	    "What happens next\n"
	    "-----------------\n"
	    "You need not do anything.\n"
	    "Please wait for our order response: it says of each order "
	    "whether, "
	    "what and\n"
	    "when we deliver.\n"
	    "Do you have a question? Please name this report: RP-7K2M9\n");
}

TEST(a_fault_is_told_with_place_value_rule_and_mend)
{
	const char *t = text_of(faulty(), LANGUAGE_NL);

	assert_non_null(strstr(t,
	    "Bericht 850 0001: afgewezen\n"
	    "   Inkooporder:  P-1, orderregels: 2\n"
	    "\n"
	    "1. Fout X12-ELEMENT-NUMBER\n"
	    "   Waar:         regel 9, segment 7 PO1, element 2, byte 312\n"
	    "   Waarde:       ab\\x01<c\n"
	    "   Regel:        getallen hebben cijfers, een minteken voorop en, "
	    "waar\n"
	    "                 decimalen mogen, één punt\n"
	    "   Oplossing:    Stuur het juiste getal, met een punt voor "
	    "decimalen.\n"));
	assert_non_null(strstr(t, "23 november 2026"));
	assert_non_null(strstr(t, "1.234 bytes"));
	assert_non_null(strstr(t, "onder een nieuw"));
	/* what a parser says of the value is English */
	assert_null(strstr(t, "expected a number"));
}

TEST(in_english_a_fault_says_what_is_wrong_with_this_value)
{
	const char *t = text_of(faulty(), LANGUAGE_EN);

	assert_non_null(strstr(t,
	    "   Wrong:        quantity is 'ab', expected a number\n"));
	assert_non_null(strstr(t,
	    "   Where:        line 9, segment 7 PO1, "
	    "element 2, byte 312\n"));
	assert_non_null(strstr(t, "Nothing of it was booked."));
	assert_null(strstr(t, "order response"));
}

TEST(portuguese_is_spoken_too)
{
	const char *t = text_of(faulty(), LANGUAGE_PT);

	assert_non_null(strstr(t, "Mensagem 850 0001: rejeitada\n"));
	assert_non_null(strstr(t, "   Pedido de compra: P-1, linhas: 2\n"));
	assert_non_null(strstr(t, "23 de novembro de 2026"));
	assert_non_null(strstr(t, "linha 9, segmento 7 PO1, elemento 2"));
	assert_non_null(strstr(t, "novo número"));
}

TEST(a_fault_without_words_is_told_as_the_parser_said_it)
{
	struct partner_report r = good();
	struct report_finding x = finding("NO-SUCH-CODE");

	x.finding.text = SLICE("this is how it is");
	*LIST_PUSH(&arena, &r.findings, struct report_finding) = x;
	assert_non_null(
	    strstr(text_of(r, LANGUAGE_NL), "Fout:         this is how it is"));
}

TEST(a_parser_that_says_the_rule_is_not_quoted_twice)
{
	struct partner_report r = good();
	struct report_finding x = finding("CSV-PRICE");

	x.finding.text = SLICE("A price is not negative.");
	*LIST_PUSH(&arena, &r.findings, struct report_finding) = x;
	assert_null(strstr(text_of(r, LANGUAGE_EN), "Wrong:"));
	assert_non_null(
	    strstr(out.p, "   Rule:         A price is not negative.\n"));
}

static const char *
place(struct finding f, int64_t line, bool rows)
{
	struct partner_report r = good();
	struct report_finding x = { .finding = f, .line = line, .rows = rows };
	const char *t, *at, *end;

	*LIST_PUSH(&arena, &r.findings, struct report_finding) = x;
	t = text_of(r, LANGUAGE_EN);
	at = strstr(t, "Where:        ");
	if (at == NULL)
		return ("");
	at += strlen("Where:        ");
	end = strchr(at, '\n');
	return (arena_printf(&arena, "%.*s", (int)(end - at), at));
}

TEST(a_place_is_told_in_the_terms_of_its_format)
{
	struct finding f = finding("X12-CHAR").finding;

	assert_string_equal(place(f, 0, false), "");
	f.offset = 0;
	assert_string_equal(place(f, 0, false), "byte 0");
	f.segment = 3;
	f.tag = SLICE("LIN");
	f.element = SLICE("3:1");
	assert_string_equal(place(f, 0, false),
	    "segment 3 LIN, element 3, component 1, byte 0");
	f.element = SLICE("3:1:2");
	assert_string_equal(place(f, 0, false),
	    "segment 3 LIN, element 3, component 1, repetition 2, byte 0");
	f.element = SLICE("3::2");
	assert_string_equal(place(f, 0, false),
	    "segment 3 LIN, element 3, repetition 2, byte 0");
	f.tag = SLICE_NONE;
	f.element = SLICE("quantity");
	assert_string_equal(place(f, 4, true),
	    "row 3, column quantity, byte 0");
	f.code = SLICE("ORDER-QUANTITY");
	f.tag = SLICE("line");
	assert_string_equal(place(f, 4, false), "line 4, segment 3, byte 0");
	f.path = SLICE("/Order/cbc:ID");
	assert_string_equal(place(f, 4, false),
	    "/Order/cbc:ID, line 4, byte 0");
}

TEST(what_comes_next_fits_what_came_of_it)
{
	struct partner_report r = faulty();
	struct report_message *m = LIST_AT(&r.messages, struct report_message,
	    0);

	r.control_number = SLICE_NONE;
	assert_non_null(strstr(text_of(r, LANGUAGE_EN),
	    "mend what is named above and send the file again."));
	r.rejected = false;
	assert_non_null(
	    strstr(text_of(r, LANGUAGE_EN), "send again only what was"));
	m->verdict = VERDICT_ACCEPTED;
	assert_non_null(
	    strstr(text_of(r, LANGUAGE_EN), "Nothing has to be sent again."));
	r.held = true;
	assert_non_null(
	    strstr(text_of(r, LANGUAGE_EN), "You need not do anything now."));
	assert_null(strstr(out.p, "order response"));
	assert_non_null(strstr(out.p, "850 0001: waits for a person"));
}

TEST(an_order_that_was_refused_alone_is_told)
{
	struct partner_report r = good();
	struct report_message *m = LIST_AT(&r.messages, struct report_message,
	    0);

	LIST_AT(&m->orders, struct report_order, 0)->refused = true;
	assert_non_null(
	    strstr(text_of(r, LANGUAGE_PT), "P-1, linhas: 2, rejeitado\n"));
	assert_non_null(strstr(out.p, "Aceitamos parte"));
}

TEST(a_test_is_said_to_be_one)
{
	struct partner_report r = good();

	assert_null(strstr(text_of(r, LANGUAGE_EN), "TEST"));
	r.head.test = true;
	assert_non_null(strstr(text_of(r, LANGUAGE_NL),
	    "*** TEST: dit gaat over een testdocument ***"));
	assert_non_null(strstr(out.p, "niets geleverd of berekend"));
	assert_non_null(
	    strstr(html_of(r, LANGUAGE_PT), "<p class=\"test\">TESTE: "));
}

TEST(what_is_left_out_is_counted)
{
	struct partner_report r = good();

	r.all_messages = 1200;
	r.all_orders = 2500;
	r.findings_left_out = 12;
	(void)text_of(r, LANGUAGE_NL);
	assert_non_null(strstr(out.p, "Berichten die hier niet staan: 1.199"));
	assert_non_null(
	    strstr(out.p, "Inkooporders die hier niet staan: 2.499"));
	assert_non_null(strstr(out.p, "Bevindingen die hier niet staan: 12"));
}

/* --- HTML ---------------------------------------------------------------- */

TEST(a_page_is_whole_and_fetches_nothing)
{
	const char *h = html_of(faulty(), LANGUAGE_PT);

	assert_int_equal(strncmp(h, "<!DOCTYPE html>\n<html lang=\"pt-BR\">",
			     strlen("<!DOCTYPE html>\n<html lang=\"pt-BR\">")),
	    0);
	assert_non_null(strstr(h, "<meta name=\"viewport\""));
	assert_null(strstr(h, "<script"));
	assert_null(strstr(h, "http://"));
	assert_null(strstr(h, "https://"));
	assert_null(strstr(h, "url("));
}

TEST(a_fault_is_a_block_of_the_page)
{
	assert_non_null(strstr(html_of(faulty(), LANGUAGE_EN),
	    "<section class=\"bad\">\n"
	    "<h3>1. Error X12-ELEMENT-NUMBER</h3>\n"
	    "<dl><dt>Where</dt><dd>line 9, segment 7 PO1, element 2, byte "
	    "312</dd></dl>\n"
	    "<dl><dt>Value</dt><dd><code>ab\\x01&lt;c</code></dd></dl>\n"));
}

TEST(what_came_from_outside_cannot_become_markup)
{
	static const char evil[] =
	    "<script>alert(1)</script>&\"'\xff\x00\x1b[2J"
	    "\xe2\x80\xae";
	struct slice all = { evil, sizeof(evil) - 1 };
	struct partner_report r = faulty();
	struct report_message *m = LIST_AT(&r.messages, struct report_message,
	    0);
	struct report_order *o = LIST_AT(&m->orders, struct report_order, 0);
	struct report_finding *x = LIST_AT(&m->findings, struct report_finding,
	    0);

	r.file_name = r.sender = r.receiver = r.control_number = all;
	r.head.from.name = r.head.to.name = all;
	m->kind = m->control_number = o->po = o->release = all;
	x->finding.tag = x->finding.element = x->finding.value = all;
	x->finding.text = x->finding.code = all;
	assert_null(strstr(html_of(r, LANGUAGE_EN), "<script"));
	assert_int_equal(strlen(out.p), out.n);
	assert_null(strchr(out.p, '\x1b'));
	assert_null(strstr(out.p, "\xe2\x80\xae"));
	(void)text_of(r, LANGUAGE_EN);
	assert_int_equal(strlen(out.p), out.n);
	assert_null(strchr(out.p, '\x1b'));
}

/* --- all languages; missing; too large ----------------------------------- */

TEST(no_report_lacks_a_word_in_any_language)
{
	for (enum language l = LANGUAGE_EN; l < LANGUAGES; l++) {
		struct partner_report r = faulty();

		assert_null(strstr(text_of(r, l), "(null)"));
		assert_null(strstr(html_of(r, l), "(null)"));
		r.held = true;
		r.rejected = false;
		assert_null(strstr(text_of(r, l), "(null)"));
	}
}

TEST(the_same_report_is_the_same_bytes)
{
	char *first = strdup(html_of(faulty(), LANGUAGE_NL));

	assert_string_equal(first, html_of(faulty(), LANGUAGE_NL));
	free(first);
}

TEST(lines_of_text_are_at_most_76_characters)
{
	const char *line = text_of(faulty(), LANGUAGE_PT), *end;

	for (; (end = strchr(line, '\n')) != NULL; line = end + 1) {
		int width = 0;

		for (const char *c = line; c < end; c++)
			width += ((unsigned char)*c & 0xc0) != 0x80;
		assert_in_range(width, 0, 76);
	}
}

TEST(a_report_without_a_number_is_not_written)
{
	struct partner_report r = good();

	r.head.id = SLICE_NONE;
	assert_int_equal(write_report_text(&r, &out, &err), RC_FATAL);
	assert_string_equal(err.code, "WRITE-MISSING");
	assert_int_equal(out.n, 0);
}

TEST(a_full_buffer_is_left_as_it_was)
{
	struct partner_report r = good();
	struct buf small;

	buf_init(&small, 100);
	buf_text(&small, "before");
	assert_int_equal(write_report_html(&r, &small, &err), RC_FATAL);
	assert_string_equal(err.code, "WRITE-LARGE");
	assert_int_equal(small.n, 6);
	buf_free(&small);
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
UNIT_MAIN(CASE(a_good_file_gets_a_short_report),
    CASE(a_fault_is_told_with_place_value_rule_and_mend),
    CASE(in_english_a_fault_says_what_is_wrong_with_this_value),
    CASE(portuguese_is_spoken_too),
    CASE(a_fault_without_words_is_told_as_the_parser_said_it),
    CASE(a_parser_that_says_the_rule_is_not_quoted_twice),
    CASE(a_place_is_told_in_the_terms_of_its_format),
    CASE(what_comes_next_fits_what_came_of_it),
    CASE(an_order_that_was_refused_alone_is_told),
    CASE(a_test_is_said_to_be_one), CASE(what_is_left_out_is_counted),
    CASE(a_page_is_whole_and_fetches_nothing),
    CASE(a_fault_is_a_block_of_the_page),
    CASE(what_came_from_outside_cannot_become_markup),
    CASE(no_report_lacks_a_word_in_any_language),
    CASE(the_same_report_is_the_same_bytes),
    CASE(lines_of_text_are_at_most_76_characters),
    CASE(a_report_without_a_number_is_not_written),
    CASE(a_full_buffer_is_left_as_it_was))
