/* What is blanked, and that it does not depend on how the bytes arrive. */
#include "parsers/redact.h"
#include "tests/unit/golden.h"

static char *
copy_of(struct slice s)
{
	char *p = malloc(s.n + 1);

	assert_non_null(p);
	memcpy(p, s.p, s.n);
	p[s.n] = '\0';
	return (p);
}

static void
becomes_slice(struct slice text, struct slice want)
{
	struct cxml_redact whole = { 0 };
	char *p = copy_of(text);
	size_t changed = cxml_redact(&whole, p, text.n);

	if (!slice_eq((struct slice){ p, text.n }, want))
		fail_msg("%.*s\nbecame %.*s\nnot    %.*s", SL_ARG(text),
		    (int)text.n, p, SL_ARG(want));
	assert_int_equal(redact_needed(text), changed > 0);
	assert_false(redact_needed(want));
	free(p);
	for (size_t cut = 0; cut <= text.n; cut++) {
		struct cxml_redact r = { 0 };

		p = copy_of(text);
		(void)cxml_redact(&r, p, cut);
		(void)cxml_redact(&r, p + cut, text.n - cut);
		assert_memory_equal(p, want.p, text.n);
		free(p);
	}
}

static void
becomes(const char *text, const char *want)
{
	assert_int_equal(strlen(text), strlen(want));
	becomes_slice(slice_of(text), slice_of(want));
}

static void
stays(const char *text)
{
	becomes(text, text);
}

TEST(what_closes_a_comment_stays_wherever_it_stands)
{
	becomes("<SharedSecret><!--<b c=\"12--></SharedSecret>ab",
	    "<SharedSecret><!--<b c=\"**--></SharedSecret>ab");
}

TEST(number_and_expiration_of_a_card_are_blanked)
{
	becomes("<a><PCard number=\"4111111111111111\" expiration='2029-03-31'"
		" name=\"J\"/></a>",
	    "<a><PCard number=\"****************\" expiration='**********'"
	    " name=\"J\"/></a>");
	becomes("<a><PCard\n\tname='x > y'\n\tnumber = '4111 1111'></PCard>",
	    "<a><PCard\n\tname='x > y'\n\tnumber = '**** ****'></PCard>");
	becomes("<x:PCard number='&#52;1&#49;'/>",
	    "<x:PCard number='***********'/>");
	becomes("<x:PCard x:NUMBER='4111'/>", "<x:PCard x:NUMBER='****'/>");
	becomes("<PaymentToken number='41' expiration='2' token='abc'/>",
	    "<PaymentToken number='**' expiration='*' token='***'/>");
}

TEST(a_number_that_lacks_its_quotes_is_blanked_too)
{
	becomes("<a><PCard number=4111 expiration = 2029-03 name=J/>b</a>",
	    "<a><PCard number=**** expiration = ******* name=J/>b</a>");
	becomes("<a><PCard number=4111>b</a>", "<a><PCard number=****>b</a>");
	becomes("<a><PCard number=4111/>b</a>", "<a><PCard number=****/>b</a>");
	becomes("<PCard number name='4111'/>", "<PCard number name='****'/>");
	becomes("<PCard number=4'1 name=J b='2'/>",
	    "<PCard number=*** name=J b='2'/>");
	becomes("<Extrinsic name=cvc>12</Extrinsic>3",
	    "<Extrinsic name=cvc>**</Extrinsic>3");
	becomes("<SharedSecret><k v=a>b</k></SharedSecret>c",
	    "<SharedSecret><k v=*>*</k></SharedSecret>c");
	becomes("<!--<PCard number=41--><b>c</b>",
	    "<!--<PCard number=**--><b>c</b>");
}

TEST(what_a_dtd_inside_declares_is_blanked)
{
	becomes("<!DOCTYPE c [<!ENTITY n \"41<11\">\n<!ENTITY % m '55'>"
		"<!ATTLIST PCard number CDATA '4' x ID '5'>]><c>&n;</c>",
	    "<!DOCTYPE c [<!ENTITY n \"*****\">\n<!ENTITY % m '**'>"
	    "<!ATTLIST PCard number CDATA '*' x ID '*'>]><c>&n;</c>");
	becomes("<!ENTITY n PUBLIC '1' '2'><b a='3'/>",
	    "<!ENTITY n PUBLIC '*' '*'><b a='3'/>");
	stays("<!DOCTYPE cXML SYSTEM \"http://x/1.2/cXML.dtd\"><c>1</c>");
}

TEST(a_number_of_something_else_stays)
{
	stays("<Card number='1'/><PCardHolder number='2'/><p number='3'>4</p>");
	stays("<Number>5</Number><x PCard='number' number='6'/>");
	stays("ISA*00*          *00*          ~ST*850*0001~PO1*1*2*EA~");
}

TEST(a_secret_is_blanked_up_to_its_end_tag)
{
	becomes("<c><SharedSecret>open sesame</SharedSecret><d>e</d></c>",
	    "<c><SharedSecret>**** ******</SharedSecret><d>e</d></c>");
	becomes("<c><SharedSecret\n>a&lt;b</SharedSecret ><d>e</d></c>",
	    "<c><SharedSecret\n>******</SharedSecret ><d>e</d></c>");
	becomes("<c><SharedSecret><![CDATA[a<b]]></SharedSecret>d</c>",
	    "<c><SharedSecret><![CDATA[***]]></SharedSecret>d</c>");
	becomes(
	    "<c><SharedSecret>a<!-- </SharedSecret> -->b</SharedSecret>d</c>",
	    "<c><SharedSecret>*<!-- </SharedSecret> -->*</SharedSecret>d</c>");
	becomes("<c><SharedSecret><k v='a'>b</k></SharedSecret>d</c>",
	    "<c><SharedSecret><k v='*'>*</k></SharedSecret>d</c>");
	stays("<c><SharedSecret/><d>e</d></c>");
	stays("<c><SharedSecret></SharedSecret><d>e</d></c>");
	stays("<c><!-- <SharedSecret> goes here --><d>e</d></c>");
}

/* In pieces of every size, the verdict is the same. */
static enum cxml_secret
verdict_on(const char *text)
{
	struct cxml_expected x = { .key = { 1, 2, 3 } };
	size_t n = strlen(text);
	enum cxml_secret whole = CXML_SECRET_NONE;

	cxml_secret_hash(&x, SLICE("open & <sesame>]"));
	for (size_t size = 1; size <= n; size++) {
		struct cxml_redact r = { .expected = &x };
		char copy[512];

		assert_in_range(n, 1, sizeof(copy));
		memcpy(copy, text, n);
		for (size_t at = 0; at < n; at += size)
			(void)cxml_redact(&r, copy + at,
			    n - at < size ? n - at : size);
		assert_null(memmem(copy, n, "sesame", 6));
		assert_null(memmem(r.secret, sizeof(r.secret), "sesame", 6));
		if (size > 1)
			assert_int_equal(whole, r.verdict);
		whole = r.verdict;
	}
	return (whole);
}

#define IN_SENDER(text) \
	"<cXML><Sender><Credential>" text "</Credential></Sender></cXML>"
#define RIGHT "<SharedSecret>open &amp; &lt;sesame&#x3e;&#93;</SharedSecret>"
#define WRONG "<SharedSecret>open & sesame</SharedSecret>"

TEST(the_secret_of_a_sender_is_compared)
{
	static const char *const right[] = { IN_SENDER(RIGHT),
		IN_SENDER("<SharedSecret>\r\n  open &#38; &lt;sesame>]\n"
			  "</SharedSecret>"),
		IN_SENDER("<SharedSecret><![CDATA[open & <sesame>]]]>"
			  "</SharedSecret>"),
		IN_SENDER("<SharedSecret>open &amp; <!-- it's "
			  "-->&lt;sesame&gt;]</SharedSecret>"),
		IN_SENDER(RIGHT) "<From>" WRONG "</From>",
		IN_SENDER(RIGHT RIGHT) };
	static const char *const wrong[] = { IN_SENDER(WRONG),
		IN_SENDER("<SharedSecret></SharedSecret>"),
		IN_SENDER("<SharedSecret>open &amp; &lt;sesame&gt;"
			  "</SharedSecret>"),
		IN_SENDER("<SharedSecret>open &amp;amp; &lt;sesame&gt;]"
			  "</SharedSecret>"),
		IN_SENDER(RIGHT WRONG), IN_SENDER(WRONG RIGHT) };
	static const char *const none[] = { "<cXML><Sender/>" RIGHT "</cXML>",
		"<cXML><From>" RIGHT "</From></cXML>",
		"<cXML><Sender></Sender>" RIGHT "</cXML>",
		"<cXML><!-- <Sender> -->" RIGHT "</cXML>",
		IN_SENDER("<SharedSecret/>"), "<Order/>" };

	for (size_t i = 0; i < 6; i++) {
		assert_int_equal(CXML_SECRET_RIGHT, verdict_on(right[i]));
		assert_int_equal(CXML_SECRET_WRONG, verdict_on(wrong[i]));
		assert_int_equal(CXML_SECRET_NONE, verdict_on(none[i]));
	}
}

TEST(a_secret_that_is_too_long_is_wrong)
{
	struct cxml_expected x = { .key = { 1 } };
	struct cxml_redact r = { .expected = &x };
	char text[1000];
	int n = snprintf(text, sizeof(text),
	    IN_SENDER("<SharedSecret>%0*d</SharedSecret>"), 600, 0);

	cxml_secret_hash(&x, SLICE_NONE);
	(void)cxml_redact(&r, text, (size_t)n);
	assert_int_equal(CXML_SECRET_WRONG, r.verdict);
}

TEST(a_card_in_a_comment_is_blanked_too)
{
	becomes("<a><!-- <PCard number='4111'/> --><b>1</b></a>",
	    "<a><!-- <PCard number='****'/> --><b>1</b></a>");
}

TEST(an_extrinsic_is_blanked_when_its_name_speaks_of_a_card)
{
	becomes("<Extrinsic name='Credit Card No.'>5500</Extrinsic>",
	    "<Extrinsic name='Credit Card No.'>****</Extrinsic>");
	becomes("<Extrinsic lang='e' name='p-card'>5500</Extrinsic>",
	    "<Extrinsic lang='e' name='p-card'>****</Extrinsic>");
	becomes("<Extrinsic name='cvv2' lang='e'>123</Extrinsic>",
	    "<Extrinsic name='cvv2' lang='e'>***</Extrinsic>");
	stays("<Extrinsic name='Cardboard'>5500</Extrinsic>");
	stays("<Extrinsic name='requester'>card 5500</Extrinsic>");
}

TEST(an_extrinsic_inside_a_hidden_one_does_not_end_it)
{
	becomes("<e><Extrinsic name='Credit Card'>1<Extrinsic name='no'>2"
		"</Extrinsic>4111<Extrinsic name='x'/>5</Extrinsic>6</e>",
	    "<e><Extrinsic name='Credit Card'>*<Extrinsic name='**'>*"
	    "</Extrinsic>****<Extrinsic name='*'/>*</Extrinsic>6</e>");
	becomes("<SharedSecret><SharedSecret>a</SharedSecret>b</SharedSecret>c",
	    "<SharedSecret><SharedSecret>*</SharedSecret>*</SharedSecret>c");
	becomes(
	    "<e><Extrinsic name='cvc'>1<!--<Extrinsic>-->2</Extrinsic>3</e>",
	    "<e><Extrinsic name='cvc'>*<!--<Extrinsic>-->*</Extrinsic>3</e>");
}

TEST(a_name_speaks_of_a_card_however_long_it_is)
{
	static const char name[] = "https://punchout.acme.example/catalogue/"
				   "fields/of/payment/Purchasing Card/";

	for (size_t skip = 0; skip <= 40; skip++) {
		char text[160], want[160];

		(void)snprintf(text, sizeof(text),
		    "<a><Extrinsic name='%s'>55</Extrinsic></a>", name + skip);
		(void)snprintf(want, sizeof(want),
		    "<a><Extrinsic name='%s'>**</Extrinsic></a>", name + skip);
		becomes(text, want);
	}
}

TEST(the_card_of_a_bank_statement_is_blanked)
{
	becomes("<Card><PlainCardData><PAN>4111</PAN><XpryDt>2029-03</XpryDt>"
		"</PlainCardData><CardBrnd>V</CardBrnd></Card>",
	    "<Card><PlainCardData><PAN>****</PAN><XpryDt>*******</XpryDt>"
	    "</PlainCardData><CardBrnd>V</CardBrnd></Card>");
}

TEST(the_card_account_of_a_ubl_document_is_blanked)
{
	becomes("<O><cbc:PrimaryAccountNumberID>4111</cbc:PrimaryAccountNumber"
		"ID><cbc:CV2ID schemeID='4'>123</cbc:CV2ID></O>",
	    "<O><cbc:PrimaryAccountNumberID>****</cbc:PrimaryAccountNumber"
	    "ID><cbc:CV2ID schemeID='4'>***</cbc:CV2ID></O>");
}

TEST(a_word_in_a_file_that_is_no_xml_blanks_a_kilobyte_at_most)
{
	char text[4000], *end;
	struct cxml_redact r = { 0 };

	memset(text, 'x', sizeof(text));
	memcpy(text, "note: <SharedSecret>", 20);
	assert_int_equal(cxml_redact(&r, text, sizeof(text)), 1024);
	end = text + 20 + 1024;
	assert_int_equal(end[-1], '*');
	assert_int_equal(*end, 'x');
	memset(&r, 0, sizeof(r));
	memset(text, 'x', sizeof(text));
	memcpy(text, "note: <PCard number='", 21);
	assert_int_equal(cxml_redact(&r, text, sizeof(text)), 1024);
}

TEST(a_document_inside_another_file_is_blanked)
{
	becomes("--b\r\nContent-Type: text/xml\r\n\r\n<PCard number='41'/>",
	    "--b\r\nContent-Type: text/xml\r\n\r\n<PCard number='**'/>");
}

static size_t
widen(const char *text, size_t unit, bool little, const char *mark,
    size_t mark_n, char *out)
{
	size_t n = mark_n;

	memcpy(out, mark, mark_n);
	for (size_t i = 0; text[i] != '\0'; i++, n += unit) {
		memset(out + n, 0, unit);
		out[n + (little ? 0 : unit - 1)] = text[i];
	}
	return (n);
}

TEST(wide_encodings_are_blanked_alike)
{
	static const char from[] =
	    "<a><PCard number='4111'/><SharedSecret>abc</SharedSecret></a>";
	static const char to[] =
	    "<a><PCard number='****'/><SharedSecret>***</SharedSecret></a>";
	static const struct {
		size_t unit;
		bool little;
		const char *mark;
		size_t mark_n;
	} kinds[] = {
		{ 2, true, "\xff\xfe", 2 },
		{ 2, false, "\xfe\xff", 2 },
		{ 2, true, "", 0 },
		{ 4, true, "\xff\xfe\0\0", 4 },
		{ 4, false, "\0\0\xfe\xff", 4 },
	};

	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
		char a[400], b[400];
		size_t n = widen(from, kinds[i].unit, kinds[i].little,
		    kinds[i].mark, kinds[i].mark_n, a);

		assert_int_equal(n,
		    widen(to, kinds[i].unit, kinds[i].little, kinds[i].mark,
			kinds[i].mark_n, b));
		becomes_slice((struct slice){ a, n }, (struct slice){ b, n });
	}
}

TEST(every_sample_reads_the_same_when_it_was_blanked)
{
	static const char *const names[] = { "samples/cxml/good_new_card.xml",
		"samples/cxml/good_new_full.xml",
		"samples/cxml/good_new_utf16.xml" };
	struct golden g = { .parser = &cxml_parser };

	for (size_t i = 0; i < 3; i++) {
		struct slice file = golden_read(unit_source(names[i]));
		char *p = copy_of(file), *before;
		struct cxml_redact r = { 0 };

		(void)golden_parse(&g, file);
		before = copy_of(buf_slice(&g.out));
		assert_true(cxml_redact(&r, p, file.n) > 0);
		assert_false(slice_eq(file, (struct slice){ p, file.n }));
		(void)golden_parse(&g, (struct slice){ p, file.n });
		assert_string_equal(before, g.out.p);
		free(before);
		free(p);
		free((void *)(uintptr_t)file.p);
	}
	golden_free(&g);
}

UNIT_MAIN(RUN(what_closes_a_comment_stays_wherever_it_stands),
    RUN(number_and_expiration_of_a_card_are_blanked),
    RUN(a_number_of_something_else_stays),
    RUN(a_number_that_lacks_its_quotes_is_blanked_too),
    RUN(what_a_dtd_inside_declares_is_blanked),
    RUN(a_secret_is_blanked_up_to_its_end_tag),
    RUN(the_secret_of_a_sender_is_compared),
    RUN(a_secret_that_is_too_long_is_wrong),
    RUN(a_card_in_a_comment_is_blanked_too),
    RUN(an_extrinsic_is_blanked_when_its_name_speaks_of_a_card),
    RUN(an_extrinsic_inside_a_hidden_one_does_not_end_it),
    RUN(a_name_speaks_of_a_card_however_long_it_is),
    RUN(the_card_of_a_bank_statement_is_blanked),
    RUN(the_card_account_of_a_ubl_document_is_blanked),
    RUN(a_word_in_a_file_that_is_no_xml_blanks_a_kilobyte_at_most),
    RUN(a_document_inside_another_file_is_blanked),
    RUN(wide_encodings_are_blanked_alike),
    RUN(every_sample_reads_the_same_when_it_was_blanked))
