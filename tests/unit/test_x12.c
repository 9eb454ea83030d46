#include "tests/unit/wrapped.h"
#include "tests/unit/says.h"

extern const struct finding_rule x12_findings[];

static struct golden g = { .parser = &x12_parser };

static struct slice
text(const struct buf *b)
{
	return (buf_slice(b));
}

#define HEAD \
	"ISA*00*          *00*          *ZZ*ACMEBV         *ZZ*LAMPCO" \
	"         *261121*0200*U*00401*000000101*0*P*>~"
#define GROUP "GS*PO*ACMEBV*LAMPCO*20261121*0200*101*X*004010~"
#define BEGIN "ST*850*0001~BEG*00*SA*4711**20261120~"
#define TAIL "GE*1*101~IEA*1*000000101~"

TEST(a_header_behind_other_text_tells_the_format)
{
	const char *isa = "ISA*00*          *00*          *ZZ*ACMEBV       "
			  "  *ZZ*LAMPCO         *261121*0200*U*00401*0000001"
			  "01*0*P*>~";
	struct buf b;

	buf_init(&b, 1000);
	buf_printf(&b, "Subject: ISA of today\n\n%s", isa);
	assert_ptr_equal(parser_for(buf_slice(&b), NULL), &x12_parser);
	buf_free(&b);
	buf_init(&b, 1000);
	buf_printf(&b, "Subject: UNB\n\nUNB+UNOC:3+A:14+B:14+261121:0200+1'%s",
	    isa);
	assert_ptr_equal(parser_for(buf_slice(&b), NULL), &edifact_parser);
	buf_free(&b);
	assert_null(parser_for(SLICE("the ISA* of today, UNB+ too"), NULL));
}

TEST(samples_give_what_stands_beside_them)
{
	golden_folder(&g, "samples/x12");
	assert_int_equal(g.failed, 0);
	assert_true(g.samples >= 46);
}

TEST(a_segment_without_an_end_is_reported_and_left)
{
	struct buf b;

	buf_init(&b, 8u << 20);
	buf_text(&b, HEAD GROUP BEGIN "N9*ZZ*x~MSG*");
	for (size_t i = 0; i < PARSE_SEGMENT_MAX; i++)
		buf_char(&b, 'x');
	buf_text(&b, "~PO1*1*5*EA*2~CTT*1~SE*7*0001~" TAIL);
	assert_int_equal(golden_parse(&g, text(&b)), RC_OK);
	assert_int_equal(g.orders, 1);
	assert_int_equal(g.errors, 1);
	assert_true(says("X12-SEG-LONG") && says("\"broken\":true"));
	buf_free(&b);
}

TEST(lines_beyond_the_limit_reject_the_order)
{
	struct buf b;

	buf_init(&b, 64u << 20);
	buf_text(&b, HEAD GROUP BEGIN);
	for (int i = 1; i <= ORDER_LINES_MAX + 2; i++)
		buf_printf(&b, "PO1*%d*1*EA*1~", i);
	buf_printf(&b, "CTT*%d~SE*%d*0001~" TAIL, ORDER_LINES_MAX + 2,
	    ORDER_LINES_MAX + 6);
	assert_int_equal(golden_parse(&g, text(&b)), RC_OK);
	assert_int_equal(g.errors, 1);
	assert_true(says("X12-LINES-LIMIT") && says("\"broken\":true"));
	buf_free(&b);
}

TEST(terms_of_payment_are_a_note_where_a_field_does_not_say_them)
{
	static const struct {
		const char *itd;
		const char *discount;
		const char *notes; /* NULL: none */
	} t[] = {
		{ "ITD*08*3*2**10**30*****in full~",
		    "\"discount_days\":10,\"discount_percent\":\"2\"", NULL },
		{ "ITD***2**10~ITD*01*3*****30~",
		    "\"discount_days\":10,\"discount_percent\":\"2\"", NULL },
		/* an amount, a day, days behind the shipment */
		{ "ITD*08*3*2**10**30*500~", "\"discount_days\":10",
		    "[\"ITD 08 3 2 10 30 500\"]" },
		{ "ITD*08*3*2*20261130***30~", "\"discount_percent\":\"2\"",
		    "[\"ITD 08 3 2 20261130 30\"]" },
		{ "ITD*08*1*2**10**30~", "\"discount_days\":10",
		    "[\"ITD 08 1 2 10 30\"]" },
		/* no discount, or more than one */
		{ "ITD*08*3*100**10**30~", "\"terms_days\":30",
		    "[\"ITD 08 3 100 10 30\"]" },
		{ "ITD*08*3***10**30~", "\"terms_days\":30",
		    "[\"ITD 08 3 10 30\"]" },
		{ "ITD*08*3*3**5**30~ITD*08*3*2**10~",
		    "\"discount_days\":5,\"discount_percent\":\"3\"",
		    "[\"ITD 08 3 2 10\"]" },
		{ "ITD***2**10~ITD***3**5~",
		    "\"discount_days\":5,\"discount_percent\":\"3\"",
		    "[\"ITD 2 10\"]" },
		{ "ITD*08*3*2**10**30~ITD*08*3*2**10**60~", "\"terms_days\":30",
		    "[\"ITD 08 3 2 10 60\"]" },
	};
	struct buf b;

	buf_init(&b, 4096);
	for (size_t i = 0; i < sizeof(t) / sizeof(t[0]); i++) {
		buf_reset(&b);
		buf_printf(&b, HEAD GROUP BEGIN "%sPO1*1*1*EA*1~" TAIL,
		    t[i].itd);
		assert_int_equal(golden_parse(&g, text(&b)), RC_OK);
		assert_true(says(t[i].discount));
		assert_int_equal(says("\"notes\":"), t[i].notes != NULL);
		assert_true(t[i].notes == NULL || says(t[i].notes));
	}
	buf_free(&b);
}

TEST(findings_beyond_the_limit_are_only_counted)
{
	struct buf b;

	buf_init(&b, 64u << 20);
	buf_text(&b, HEAD GROUP BEGIN);
	for (int i = 0; i < 3 * PARSE_FINDINGS_MAX; i++)
		buf_text(&b, "QQQ*1~");
	buf_printf(&b, "PO1*1*1*EA*1~SE*%d*0001~" TAIL,
	    3 * PARSE_FINDINGS_MAX + 4);
	assert_int_equal(golden_parse(&g, text(&b)), RC_OK);
	assert_int_equal(g.findings, PARSE_FINDINGS_MAX);
	assert_true(says("\"verdict\":\"rejected\""));
	buf_free(&b);
}

/* After the tests that make input too large for a sample. */
TEST(every_finding_is_reached)
{
	assert_true(golden_saw(&g, "ORDER-SUM-LINE"));
	assert_true(golden_saw(&g, "ORDER-SUM-NET"));
	assert_true(golden_saw(&g, "ORDER-SUM-TOTAL"));
	assert_true(golden_saw(&g, "ORDER-SUM-OVERFLOW"));
	assert_int_equal(rules_missed(x12_findings), 0);
}

TEST(detection_skips_a_byte_order_mark_and_blanks)
{
	assert_true(x12_parser.detect(SLICE("ISA*00*")));
	assert_true(x12_parser.detect(SLICE("\xef\xbb\xbf\r\n  ISA|00|")));
	assert_true(x12_parser.detect(SLICE("\r\nISA\x1d"
					    "00")));
	assert_false(x12_parser.detect(SLICE("ISABEL")));
	assert_false(x12_parser.detect(SLICE("ISA")));
	assert_false(x12_parser.detect(SLICE("ISA 00")));
	assert_false(x12_parser.detect(SLICE("UNA:+.? '")));
	assert_false(x12_parser.detect(SLICE("")));
}

/* A whole header, and usual separators. */
static bool
is_usual(const char *name, struct slice s)
{
	return (strstr(name, "edifact") == NULL &&
	    strstr(name, "isa") == NULL && s.n > 120 &&
	    memcmp(s.p, "ISA*00", 6) == 0 && memcmp(s.p + 104, ">~", 2) == 0 &&
	    s.p[103] == '*');
}

TEST(lines_of_equal_length_change_nothing_but_places)
{
	assert_true(wrapped_compare(&g, "samples/x12", "X12-ISA-WRAPPED",
			is_usual) > 60);
	assert_int_equal(g.failed, 0);
}

/* The break in the header (in front of and behind ISA16 too), at its end, in
 * the tag behind it, in texts. */
TEST(lines_of_every_length_are_joined)
{
	static const char file[] = HEAD GROUP BEGIN
	    "N1*ST*The Great Lighting Company of Rotterdam and Delft~"
	    "N3*Dokstraat 5, at the back of the yard~N4*Rotterdam**3011BB*NL~"
	    "PO1*1*10*EA*0.85**VP*LB-E27-8W-1*UP*012345678905~"
	    "PID*F****Bulb E27 8 W warm white~CTT*1~SE*9*0001~" TAIL;

	g.failed = 0;
	wrapped_widths(&g, (struct slice){ file, sizeof(file) - 1 },
	    "X12-ISA-WRAPPED");
	assert_int_equal(g.failed, 0);
}

/* Line ends that mean something: as terminators, and behind an interchange
 * that has lost its last one. */
TEST(lines_of_one_length_that_end_segments_are_none_that_were_broken)
{
	static const char one[] = HEAD GROUP BEGIN
	    "PO1*1*1*EA*2**VP*X~CTT*1~SE*5*0001~GE*1*101~IEA*1*000000101\n";
	struct buf b;

	buf_init(&b, 4096);
	buf_add(&b, (struct slice){ HEAD, sizeof(HEAD) - 2 });
	buf_text(&b,
	    "\n\tGS*PO*ACMEBV*LAMPCO*20261121*0200*101*X*004010\n"
	    "ST*850*0001\nBEG*00*SA*4711**20261120\n"
	    "PO1*1*1*EA*2**VP*X\nCTT*1\nSE*5*0001\nGE*1*101\n"
	    "IEA*1*000000101\n");
	assert_int_equal(golden_parse(&g, text(&b)), RC_OK);
	assert_int_equal(g.errors, 0);
	assert_int_equal(g.orders, 1);
	buf_reset(&b);
	buf_text(&b, one);
	buf_text(&b, one);
	assert_int_equal(golden_parse(&g, text(&b)), RC_OK);
	assert_int_equal(g.interchanges, 2);
	buf_char(&g.out, '\0');
	assert_false(says("WRAPPED"));
	buf_free(&b);
}

/* The faulty byte is where the file has it. */
TEST(a_finding_in_joined_lines_names_the_place_in_the_file)
{
	static const char file[] = HEAD GROUP BEGIN
	    "PO1*1*1O*EA*2**VP*X~CTT*1~SE*5*0001~" TAIL;
	struct buf b;
	char place[64];
	size_t at = (size_t)(strstr(file, "1O") - file);

	buf_init(&b, 4096);
	wrap(&b, (struct slice){ file, sizeof(file) - 1 }, 80, "\r\n");
	assert_int_equal(golden_parse(&g, text(&b)), RC_OK);
	buf_char(&g.out, '\0');
	(void)snprintf(place, sizeof(place),
	    "\"offset\":%zu,\"length\":2,\"segment\":3", at + at / 80 * 2);
	assert_true(says("X12-ELEMENT-NUMBER") && says(place));
	buf_free(&b);
}

/* Cut anywhere, an order is never good, and never lost without a word. */
TEST(a_file_cut_anywhere_is_never_taken)
{
	const char *path = unit_source("samples/x12/good_full.edi");
	struct slice whole = golden_read(path);

	assert_non_null(whole.p);
	g.failed = 0;
	for (size_t n = 1; n + 1 < whole.n; n++) {
		char *part = malloc(n);

		assert_non_null(part);
		memcpy(part, whole.p, n);
		(void)golden_parse(&g, (struct slice){ part, n });
		assert_true(g.errors > 0);
		assert_false(says("\"broken\":false"));
		free(part);
	}
	assert_int_equal(g.failed, 0);
	free((void *)(uintptr_t)whole.p);
}

/* A byte lost or changed harms at most its own interchange. */
TEST(a_damaged_interchange_leaves_its_neighbours_alone)
{
	const char *path = unit_source("samples/x12/good_minimal.edi");
	struct slice one = golden_read(path);
	struct buf b;

	assert_non_null(one.p);
	g.failed = 0;
	buf_init(&b, 1u << 16);
	for (size_t i = 0; i < one.n; i++)
		for (int way = 0; way < 3; way++) {
			size_t second;

			buf_reset(&b);
			buf_add(&b, slice_sub(one, 0, i));
			if (way > 0)
				buf_char(&b, way == 1 ? 'I' : '~');
			buf_add(&b, slice_sub(one, i + 1, one.n));
			second = b.n;
			buf_add(&b, one);
			assert_int_equal(golden_parse(&g, text(&b)), RC_OK);
			assert_true(g.interchanges >= 1);
			buf_char(&b, '\0');
			/* the last order is whole */
			{
				char want[64];

				(void)snprintf(want, sizeof(want),
				    "\"broken\":false,\"offset\":%zu,",
				    second + 153);
				if (!says(want))
					fprintf(stderr,
					    "# byte %zu way %d\n"
					    "%s\n",
					    i, way, g.out.p);
				assert_true(says(want));
			}
		}
	assert_int_equal(g.failed, 0);
	buf_free(&b);
	free((void *)(uintptr_t)one.p);
}

static enum rc
refuse_order(void *ctx, const struct order *o, struct err *e)
{
	(void)ctx;
	(void)o;
	return (err_set(e, RC_RETRY, "TEST", "no"));
}

TEST(what_the_sink_says_ends_the_parse)
{
	struct arena a = ARENA_INIT;
	struct err e = ERR_INIT;
	struct golden h = { .parser = &x12_parser };
	struct parse_sink sink = { &h, golden_interchange, golden_message,
		refuse_order, golden_confirmation, golden_finding,
		golden_message_end, golden_interchange_end, golden_receipt,
		golden_remittance, golden_bank_entry };
	struct slice s = golden_read(unit_source("samples/x12/good_many.edi"));
	struct parse_input in = { .data = s, .arena = &a };

	buf_init(&h.out, 1u << 20);
	assert_int_equal(x12_parser.parse(&in, &sink, &e), RC_RETRY);
	assert_int_equal(h.messages, 1);
	assert_int_equal(h.depth, 2);
	arena_free(&a);
	golden_free(&h);
	free((void *)(uintptr_t)s.p);
}

/* Thousands of headers that never end, each with other separators, and
 * thousands of control numbers: the work stays in proportion. */
TEST(hostile_repetition_stays_linear)
{
	struct buf b;

	buf_init(&b, 64u << 20);
	for (int i = 0; i < 20000; i++)
		buf_text(&b,
		    i % 2 == 0 ? HEAD :
				 "ISA|00|          |00|"
				 "          |ZZ|ACMEBV         |ZZ|LAMPCO      "
				 "   |261121"
				 "|0200|U|00401|000000101|0|P|>!");
	alarm(60);
	assert_int_equal(golden_parse(&g, text(&b)), RC_OK);
	assert_int_equal(g.interchanges, 20000);
	buf_reset(&b);
	buf_text(&b, HEAD GROUP);
	for (int i = 0; i < 50000; i++)
		buf_printf(&b, "ST*997*%04d~AK1*PR*1~AK9*A*1*1*1~SE*4*%04d~", i,
		    i);
	buf_text(&b, "GE*50000*101~IEA*1*000000101~");
	assert_int_equal(golden_parse(&g, text(&b)), RC_OK);
	assert_int_equal(g.messages, 50000);
	assert_int_equal(g.errors, 0);
	alarm(0);
	buf_free(&b);
}

/* A network's records of one length, X12 and EDIFACT in turns: the lines of an
 * interchange are joined once, not those of all behind it each time. */
TEST(lines_of_both_kinds_in_turns_stay_linear)
{
	static const char one[] = HEAD GROUP BEGIN "CTT*0~SE*4*0001~" TAIL;
	struct buf b, lines;

	buf_init(&b, 64u << 20);
	buf_init(&lines, 4096);
	wrap(&lines, (struct slice){ one, sizeof(one) - 1 }, 80, "\n");
	for (int i = 0; i < 20000; i++) {
		buf_add(&b, buf_slice(&lines));
		buf_printf(&b, "\n%-80s\n%-80s\n",
		    "UNB+UNOA:2+ACMEBV+LAMPCO+261121:0200+1'", "UNZ+0+1'");
	}
	alarm(60);
	assert_int_equal(golden_parse(&g, text(&b)), RC_OK);
	assert_int_equal(g.interchanges, 40000);
	assert_int_equal(g.messages, 20000);
	alarm(0);
	buf_free(&b);
	buf_free(&lines);
}

/* A text that is put together of many parts is copied once. */
TEST(texts_of_many_parts_stay_linear)
{
	struct buf b;

	buf_init(&b, 64u << 20);
	buf_text(&b, HEAD GROUP BEGIN "REF*ZZ*X**a");
	for (int i = 0; i < 400000; i++)
		buf_text(&b, ">a");
	buf_char(&b, '~');
	for (int party = 0; party < 2; party++) {
		buf_text(&b, party == 0 ? "N1*SF*Y~" : "N1*ST*Z~");
		for (int i = 0; i < 100000; i++)
			buf_text(&b,
			    "N3*a street, a number, and what one sees~");
		buf_text(&b, "N4*ENDE~");
	}
	buf_text(&b, "PO1*1*1*EA*1**VP*A~");
	for (int i = 0; i < 100000; i++)
		buf_printf(&b, "N1*ST*X*92*%d~", i);
	buf_text(&b, "CTT*1~SE*1*0001~" TAIL);
	alarm(60);
	assert_int_equal(golden_parse(&g, text(&b)), RC_OK);
	alarm(0);
	assert_int_equal(g.orders, 1);
	assert_true(says("\"N4 ENDE\"") && says("\"city\":\"ENDE\""));
	buf_free(&b);
}

/* The terminator is the last byte of the file, on a line of its own length:
 * nothing stands behind it that could be read. */
TEST(a_header_whose_last_line_is_longer_ends_with_the_file)
{
	static const char head[] = HEAD;
	struct slice all = { head, sizeof(head) - 1 };

	g.failed = 0;
	for (size_t width = 20; width < all.n; width++)
		for (size_t even = width; even < all.n; even += width) {
			char *p = malloc(all.n + even / width);
			size_t n = 0;

			assert_non_null(p);
			for (size_t i = 0; i < all.n; i++) {
				p[n++] = all.p[i];
				if (i < even && (i + 1) % width == 0)
					p[n++] = '\n';
			}
			(void)golden_parse(&g, (struct slice){ p, n });
			assert_true(g.errors > 0 && g.orders == 0);
			free(p);
		}
	assert_int_equal(g.failed, 0);
}

/* An order with these segments behind its BEG. */
static void
tell(const char *body)
{
	int n = 3;
	struct buf b;

	for (const char *p = body; *p != '\0'; p++)
		n += *p == '~';
	buf_init(&b, 4096);
	buf_printf(&b, "%s%sSE*%d*0001~%s", HEAD GROUP BEGIN, body, n, TAIL);
	assert_int_equal(golden_parse(&g, text(&b)), RC_OK);
	buf_char(&g.out, '\0');
	buf_free(&b);
}

TEST(parts_in_several_units_are_no_quantity)
{
	tell("PO1*1*****VP*A~SDQ*CA*92*S1*5~SDQ*EA*92*S2*10~");
	assert_true(says("its parts are in several units"));
	assert_false(says("\"quantity\":\"15\""));
	assert_int_equal(g.errors, 1);
	tell("PO1*1*****VP*A~SDQ*CA*92*S1*5~SCH*60*EA***002*20270101~");
	assert_int_equal(g.errors, 0);
	assert_true(says("\"quantity\":\"5\",\"unit\":\"XCS\",\"unit_code\""));
	tell("PO1*1*****VP*A~SCH*60*EA***002*20270101~SDQ*CA*92*S1*5~");
	assert_true(says("\"quantity\":\"60\",\"unit\":\"EA\",\"unit_code\""));
}

TEST(where_within_each_place_is_a_note)
{
	tell("PO1*1*5*EA*1**VP*A~"
	     "SDQ*EA*92*S1*5*******************BACK~");
	assert_true(says("\"notes\":[\"SDQ EA 92 S1 5 BACK\"]"));
}

TEST(a_number_of_too_many_decimals_is_none_and_said_to_be)
{
	tell("PO1*1*1*EA*1.333333333333**VP*A~");
	assert_int_equal(g.findings, 0);
	tell("PO1*1*1*EA*10.0000000000000**VP*A~");
	assert_int_equal(g.findings, 0);
	tell("PO1*1*1*EA*1.3333333333333333**VP*A~");
	assert_int_equal(g.findings, 1);
	assert_true(says("more than 12 decimals"));
	tell("PO1*1*0.00000000000001*EA*1**VP*A~");
	assert_int_equal(g.findings, 1);
	assert_int_equal(g.errors, 1);
	tell("PO1*1*****VP*A~SDQ*EA*92*S1*0.000000000001*S2*100000000000000~");
	assert_true(says("the sum of quantities is too large"));
}

TEST(a_price_of_ctp_may_be_for_another_unit)
{
	tell("PO1*1*24*EA***VP*A~CTP**NET*126*1*CA~");
	assert_true(says("\"price\":\"126\",\"price_basis\":\"1\","
			 "\"price_unit\":\"XCS\""));
	tell("PO1*1*24*EA***VP*A~CTP**NET*126*1*EA>1~");
	assert_false(says("price_unit"));
	assert_int_equal(g.findings, 0);
	tell("PO1*1*24*EA***VP*A~CTP**NET*126*1*9Z~");
	assert_true(says("X12-PRICE-BASIS"));
}

TEST(what_is_free_stays_free)
{
	tell("PO1*1*24*EA*0*NC*VP*A~CTP**NET*2~");
	assert_true(says("\"price_free\":true"));
	assert_true(says("\"notes\":[\"CTP NET 2\"]"));
	tell("PO1*1*24*EA**NC*VP*A~CTP**NET*2~");
	assert_false(says("\"price\":\"2\""));
	assert_true(says("\"notes\":[\"CTP NET 2\"]"));
}

/* The goods leave neither before the one nor behind the other. */
TEST(of_several_windows_the_narrowest_counts)
{
	static const char *const orders[] = {
		"DTM*064*20270210~DTM*037*20270201~DTM*038*20270220~"
		"DTM*002****RD8*20270105-20270325~PO1*1*1*EA*1**VP*A~",
		"DTM*002****RD8*20270105-20270325~DTM*010*20270301~"
		"DTM*038*20270220~DTM*037*20270201~DTM*064*20270210~"
		"PO1*1*1*EA*1**VP*A~"
	};

	for (size_t i = 0; i < 2; i++) {
		tell(orders[i]);
		assert_true(says("\"not_before\":\"2027-02-10\","
				 "\"not_after\":\"2027-02-20\""));
	}
}

TEST(a_second_day_that_is_asked_for_is_a_note)
{
	tell("DTM*002*20270301~DTM*002*20270302~DTM*002*20270301~"
	     "PO1*1*1*EA*1**VP*A~DTM*002*20270401~DTM*002*20270402~");
	assert_true(says("\"requested_on\":\"2027-03-01\""));
	assert_true(says("\"notes\":[\"DTM 002 20270302\"]"));
	assert_true(says("\"requested_on\":\"2027-04-01\""));
	assert_true(says("\"notes\":[\"DTM 002 20270402\"]"));
}

TEST(who_buys_counts_before_whom_it_is_sold_to)
{
	tell("N1*SO*Acme Group*92*P1~N3*Lampweg 1~N4*Utrecht**3511AA*NL~"
	     "N1*BY*Shop 9*92*S9~N3*Markt 2~N1*SO*Acme Two*92*P2~"
	     "PO1*1*1*EA*1**VP*A~");
	assert_true(says("\"buyer\":{\"ids\":[\"x12:92:S9\"],\"name\":"
			 "\"Shop 9\",\"street\":\"Markt 2\"}"));
	assert_true(
	    says("{\"qualifier\":\"N1:SO\",\"value\":\"x12:92:P1\","
		 "\"text\":\"Acme Group Lampweg 1 Utrecht 3511AA NL\"}"));
	assert_true(says("\"value\":\"x12:92:P2\""));
	tell("N1*SO*Acme Group*92*P1~PO1*1*1*EA*1**VP*A~");
	assert_true(says("\"buyer\":{\"ids\":[\"x12:92:P1\"]"));
}

TEST(what_is_said_of_a_carrier_or_an_address_is_kept)
{
	tell("TD5**2*UPSN*A~N1*ST*Acme*92*S1~N2*At the back~N2*By the gate~"
	     "N3*Markt 2~N4*Utrecht**3511AA*NL*CC*7~PO1*1*1*EA*1**VP*A~");
	assert_true(says("\"notes\":[\"TD5 2 UPSN A\",\"N2 By the gate\","
			 "\"N4 Utrecht 3511AA NL CC 7\"]"));
	tell("TD5**2*UPSN**UPS Next Day Air~PO1*1*1*EA*1**VP*A~");
	assert_true(says("\"notes\":[\"TD5 2 UPSN UPS Next Day Air\"]"));
	tell("TD5**2*UPSN~PO1*1*1*EA*1**VP*A~");
	assert_false(says("\"notes\""));
	tell("TD5*****UPS Next Day Air~PO1*1*1*EA*1**VP*A~");
	assert_false(says("\"notes\""));
}

TEST(a_group_of_no_version_is_told_of)
{
	const struct slice one = SLICE(
	    HEAD "GS*PO*ACMEBV*LAMPCO*20261121*0200*101*X*VICS4010~" BEGIN
		 "PO1*1*1*EA*1**VP*A~SE*4*0001~" TAIL);

	assert_int_equal(golden_parse(&g, one), RC_OK);
	buf_char(&g.out, '\0');
	assert_true(
	    says("VICS4010 is no version: read by the rules of 004010"));
}

TEST(byte_order_marks_of_any_number_are_layout)
{
	struct buf b;

	buf_init(&b, 8u << 20);
	for (int i = 0; i < 1000000; i++)
		buf_text(&b, "\xef\xbb\xbf");
	buf_text(&b, HEAD GROUP BEGIN "PO1*1*1*EA*1**VP*A~SE*4*0001~" TAIL);
	assert_int_equal(golden_parse(&g, text(&b)), RC_OK);
	assert_int_equal(g.findings, 0);
	assert_int_equal(g.orders, 1);
	buf_free(&b);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		RUN(a_header_behind_other_text_tells_the_format),
		RUN(samples_give_what_stands_beside_them),
		RUN(a_segment_without_an_end_is_reported_and_left),
		RUN(lines_beyond_the_limit_reject_the_order),
		RUN(terms_of_payment_are_a_note_where_a_field_does_not_say_them),
		RUN(findings_beyond_the_limit_are_only_counted),
		RUN(every_finding_is_reached),
		RUN(detection_skips_a_byte_order_mark_and_blanks),
		RUN(lines_of_equal_length_change_nothing_but_places),
		RUN(lines_of_every_length_are_joined),
		RUN(lines_of_one_length_that_end_segments_are_none_that_were_broken),
		RUN(a_finding_in_joined_lines_names_the_place_in_the_file),
		RUN(a_file_cut_anywhere_is_never_taken),
		RUN(a_damaged_interchange_leaves_its_neighbours_alone),
		RUN(what_the_sink_says_ends_the_parse),
		RUN(hostile_repetition_stays_linear),
		RUN(texts_of_many_parts_stay_linear),
		RUN(lines_of_both_kinds_in_turns_stay_linear),
		RUN(a_header_whose_last_line_is_longer_ends_with_the_file),
		RUN(parts_in_several_units_are_no_quantity),
		RUN(where_within_each_place_is_a_note),
		RUN(a_number_of_too_many_decimals_is_none_and_said_to_be),
		RUN(a_price_of_ctp_may_be_for_another_unit),
		RUN(what_is_free_stays_free),
		RUN(of_several_windows_the_narrowest_counts),
		RUN(a_second_day_that_is_asked_for_is_a_note),
		RUN(who_buys_counts_before_whom_it_is_sold_to),
		RUN(what_is_said_of_a_carrier_or_an_address_is_kept),
		RUN(a_group_of_no_version_is_told_of),
		RUN(byte_order_marks_of_any_number_are_layout),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return (cmocka_run_group_tests(tests, NULL, says_end));
}
