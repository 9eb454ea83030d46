/* Whatever the encoding and however it is cut: what is blanked in a document
 * is blanked in its bytes, and nothing else changes. */
#include "parsers/redact.h"
#include "base/buf.h"
#include "tests/unit/unit.h"

#define MAX (1u << 20)
#define CARD "4111111111111111"

static const char *const documents[] = {
	"<a><PCard number=\"" CARD
	"\" expiration='2029-03-31' name=\"J\"/></a>",
	"<?xml version='1.0'?>\r\n<c>\r\n <SharedSecret>open\r\n sesame = "
	"4&#49;"
	"</SharedSecret>\r\n <d>e = 5</d>\r\n</c>\r\n",
	"<x:PCard\n\tnumber = '4111 1111-1111\t1111'\n></x:PCard><b n='7'/>\n",
	"<c><SharedSecret><![CDATA[a<b>]]]></SharedSecret><!--<PCard number='4"
	"1'/>--></c>",
	"<O><cbc:CV2ID>123</cbc:CV2ID><cbc:PrimaryAccountNumberID>" CARD
	"</cbc:PrimaryAccountNumberID><z>1</z></O>",
	"<c><Extrinsic name='Card No'>" CARD "</Extrinsic><Extrinsic name='x'>"
	"1</Extrinsic></c>",
	"<c><d>nothing</d></c>",
};
#define DOCUMENTS (sizeof(documents) / sizeof(documents[0]))

/* In pieces of `size` bytes; 0: of another size each time. */
static void
in_pieces(struct slice in, size_t size, const struct cxml_expected *expected,
    char *out, enum cxml_secret *verdict)
{
	struct redact r = { .expected = expected };
	size_t from = 0, to = 0, turn = 0;

	memcpy(out, in.p, in.n);
	while (from < in.n) {
		char piece[4096];
		size_t n, done;

		to += size > 0 ? size : 1 + turn++ * 7 % 23;
		to = to > in.n ? in.n : to;
		n = to - from;
		assert_in_range(n, 1, sizeof(piece));
		memcpy(piece, out + from, n);
		done = redact(&r, piece, n, to == in.n);
		assert_in_range(n - done, 0, to == in.n ? 0 : REDACT_KEEP);
		memcpy(out + from, piece, n);
		from += done;
	}
	*verdict = redact_verdict(&r);
}

/* As a whole and in pieces; the caller frees it. */
static char *
redacted(struct slice in)
{
	static const size_t sizes[] = { 1, 2, 3, 5, 64, 1000, 0 };
	char *whole = malloc(in.n + 1), *other = malloc(in.n + 1);
	enum cxml_secret verdict;

	assert_non_null(whole);
	assert_non_null(other);
	memcpy(whole, in.p, in.n);
	redact_file(whole, in.n);
	whole[in.n] = '\0';
	for (size_t i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
		in_pieces(in, sizes[i], NULL, other, &verdict);
		if (memcmp(whole, other, in.n) != 0)
			fail_msg("pieces of %zu: %.*s\nnot %.*s", sizes[i],
			    (int)in.n, other, (int)in.n, whole);
	}
	assert_int_equal(redact_needed(in), memcmp(whole, in.p, in.n) != 0);
	assert_false(redact_needed((struct slice){ whole, in.n }));
	free(other);
	return (whole);
}

static void
becomes(struct slice in, struct slice want)
{
	char *got = redacted(in);

	assert_int_equal(in.n, want.n);
	if (memcmp(got, want.p, in.n) != 0)
		fail_msg("%.*s\nbecame %s\nnot %.*s", SL_ARG(in), got,
		    SL_ARG(want));
	free(got);
}

static void
becomes_text(const char *in, const char *want)
{
	becomes(slice_of(in), slice_of(want));
}

static void
stays(const char *text)
{
	becomes_text(text, text);
}

/* --- the encodings -------------------------------------------------------- */

enum wide { BYTES, LE16, BE16, LE32, BE32, LE16_BARE, BE16_BARE, WIDES };

static void
widen(struct slice s, enum wide w, struct buf *to)
{
	static const struct {
		size_t unit;
		bool little, mark;
	} kinds[] = { { 1, true, false }, { 2, true, true }, { 2, false, true },
		{ 4, true, true }, { 4, false, true }, { 2, true, false },
		{ 2, false, false } };

	for (size_t i = kinds[w].mark ? 0 : 1; i <= s.n; i++) {
		const uint32_t v = i == 0 ? 0xfeff : (uint8_t)s.p[i - 1];

		for (size_t k = 0; k < kinds[w].unit; k++) {
			const size_t shift = 8 *
			    (kinds[w].little ? k : kinds[w].unit - 1 - k);

			buf_char(to, (char)(v >> shift));
		}
	}
}

static void
add_break(struct buf *to, size_t *column, size_t width, const char *eol)
{
	if (++*column < width)
		return;
	buf_text(to, eol);
	*column = 0;
}

static void
to_base64(struct slice s, size_t width, const char *eol, struct buf *to)
{
	static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmn"
				      "opqrstuvwxyz0123456789+/";
	size_t column = 0;

	for (size_t i = 0; i < s.n; i += 3) {
		uint32_t v = 0;

		for (size_t k = 0; k < 3; k++)
			v = v << 8 | (i + k < s.n ? (uint8_t)s.p[i + k] : 0u);
		for (size_t k = 0; k < 4; k++) {
			buf_char(to,
			    i + k > s.n ? '=' :
					  letters[v >> (18 - 6 * k) & 63]);
			add_break(to, &column, width, eol);
		}
	}
}

/* Which bytes are written "=41" follows from what they were: `from`. */
static void
to_printable(struct slice s, struct slice from, size_t width, const char *eol,
    size_t every, struct buf *to)
{
	char soft[8];
	size_t column = 0;

	(void)snprintf(soft, sizeof(soft), "=%s", eol);
	for (size_t i = 0; i < s.n; i++) {
		const char c = from.p[i];

		if (c == '=' || c < ' ' || c > '~' || i % every == 0)
			buf_printf(to, "=%02X", (uint8_t)s.p[i]);
		else
			buf_char(to, s.p[i]);
		add_break(to, &column, width, soft);
	}
}

struct wrapping {
	const char *before, *behind;
};
static const struct wrapping wrappings[] = {
	{ "MIME-Version: 1.0\nContent-Type: multipart/related; boundary=\"b "
	  "b\"\n"
	  "\npreamble\n--b b\nContent-Type: text/xml\n"
	  "content-transfer-ENCODING:\n %s\nX: y\n\n",
	    "\n--b b\n\n<PCard number='x'/>\n--b b--\n" },
	{ "--=_1\r\nContent-Transfer-Encoding: %s\r\nContent-Type: text/xml\r\n"
	  "\r\n",
	    "\r\n--=_1--\r\nbehind\r\n" },
	{ "Content-Type: text/xml\r\nContent-Transfer-Encoding: \"%s\" "
	  "\r\n\r\n",
	    "" },
	{ "Content-Type: multipart/mixed;\r\n boundary=a\r\n\r\n--a\r\nContent-"
	  "Type: multipart/related; boundary=c\r\n\r\n--c\r\nContent-Transfer-"
	  "Encoding: %s\r\n\r\n",
	    "\r\n--c--\r\n--a--\r\n" },
	{ "Subject: x\r\nContent-Type: message/rfc822\r\n\r\nContent-Transfer-"
	  "Encoding: %s\r\nContent-Type: application/xml\r\n\r\n",
	    "\r\n" },
};
#define WRAPPINGS (sizeof(wrappings) / sizeof(wrappings[0]))

static void
wrap(const struct wrapping *w, const char *encoding, struct slice body,
    struct buf *to)
{
	const char *at = strstr(w->before, "%s");

	buf_add(to, (struct slice){ w->before, (size_t)(at - w->before) });
	buf_text(to, encoding);
	buf_text(to, at + 2);
	buf_add(to, body);
	buf_text(to, w->behind);
}

struct bench {
	struct buf in, want, body;
};

/* The other part of the message is blanked as ever. */
static void
compare(struct bench *b)
{
	char *x = memmem(b->want.p, b->want.n, "number='x'", 10);

	if (x != NULL)
		x[8] = '*';
	becomes(buf_slice(&b->in), buf_slice(&b->want));
	buf_reset(&b->in);
	buf_reset(&b->want);
}

static void
each_way(struct slice x, struct slice y, const struct wrapping *w, size_t width,
    struct bench *b)
{
	static const char *const eols[] = { "\n", "\r\n" };
	static const size_t every[] = { 1, 3, SIZE_MAX };

	for (size_t e = 0; e < 2; e++) {
		buf_reset(&b->body);
		to_base64(x, width, eols[e], &b->body);
		wrap(w, "BASE64", buf_slice(&b->body), &b->in);
		buf_reset(&b->body);
		to_base64(y, width, eols[e], &b->body);
		wrap(w, "BASE64", buf_slice(&b->body), &b->want);
		compare(b);
		for (size_t k = 0; k < 3; k++) {
			buf_reset(&b->body);
			to_printable(x, x, width, eols[e], every[k], &b->body);
			wrap(w, "quoted-printable", buf_slice(&b->body),
			    &b->in);
			buf_reset(&b->body);
			to_printable(y, x, width, eols[e], every[k], &b->body);
			wrap(w, "quoted-printable", buf_slice(&b->body),
			    &b->want);
			compare(b);
		}
	}
	wrap(w, "8bit", x, &b->in);
	wrap(w, "8bit", y, &b->want);
	compare(b);
}

TEST(what_is_encoded_is_blanked_as_what_is_not)
{
	static const size_t widths[] = { 1, 2, 7, 60, 76, SIZE_MAX };
	struct bench b;
	size_t turn = 0;

	buf_init(&b.in, MAX);
	buf_init(&b.want, MAX);
	buf_init(&b.body, MAX);
	for (size_t d = 0; d < DOCUMENTS; d++)
		for (enum wide w = BYTES; w < WIDES; w++) {
			struct buf x;
			char *y;

			buf_init(&x, MAX);
			widen(slice_of(documents[d]), w, &x);
			y = redacted(buf_slice(&x));
			for (size_t k = 0; k < 6; k++)
				each_way(buf_slice(&x),
				    (struct slice){ y, x.n },
				    &wrappings[turn++ % WRAPPINGS], widths[k],
				    &b);
			free(y);
			buf_free(&x);
		}
	buf_free(&b.in);
	buf_free(&b.want);
	buf_free(&b.body);
}

TEST(wide_letters_are_blanked_as_those_of_one_byte)
{
	for (size_t d = 0; d < DOCUMENTS; d++) {
		char *one = redacted(slice_of(documents[d]));

		assert_int_equal(strstr(one, CARD) == NULL, true);
		assert_int_equal(d < DOCUMENTS - 1,
		    strcmp(one, documents[d]) != 0);
		for (enum wide w = LE16; w < WIDES; w++) {
			struct buf x, y;

			buf_init(&x, MAX);
			buf_init(&y, MAX);
			widen(slice_of(documents[d]), w, &x);
			widen(slice_of(one), w, &y);
			becomes(buf_slice(&x), buf_slice(&y));
			buf_free(&x);
			buf_free(&y);
		}
		free(one);
	}
}

/* U+0422 and U+043C have the bytes of '"' and '<' in them. */
TEST(a_letter_that_holds_the_byte_of_a_sign_is_none)
{
	static const char in[] =
	    "<\0P\0C\0a\0r\0d\0 \0a\0=\0\"\0\x22\x04\x3c\x04\"\0 \0n\0u\0m\0b\0"
	    "e\0r\0=\0\"\0"
	    "4\0\x3c\x04"
	    "1\0\"\0/\0>\0";
	static const char want[] =
	    "<\0P\0C\0a\0r\0d\0 \0a\0=\0\"\0\x22\x04\x3c\x04\"\0 \0n\0u\0m\0b\0"
	    "e\0r\0=\0\"\0"
	    "*\0*\0*\0\"\0/\0>\0";

	becomes((struct slice){ in, sizeof(in) - 1 },
	    (struct slice){ want, sizeof(want) - 1 });
}

TEST(ebcdic_is_blanked_too)
{
	/* <?xml?><PCard number="41" x="5"/> */
	static const char in[] =
	    "\x4c\x6f\xa7\x94\x93\x6f\x6e\x4c\xd7\xc3\x81\x99\x84\x40\x95\xa4"
	    "\x94\x82\x85\x99\x7e\x7f\xf4\xf1\x7f\x40\xa7\x7e\x7f\xf5\x7f\x61"
	    "\x6e";
	static const char want[] =
	    "\x4c\x6f\xa7\x94\x93\x6f\x6e\x4c\xd7\xc3\x81\x99\x84\x40\x95\xa4"
	    "\x94\x82\x85\x99\x7e\x7f\x5c\x5c\x7f\x40\xa7\x7e\x7f\xf5\x7f\x61"
	    "\x6e";

	becomes((struct slice){ in, sizeof(in) - 1 },
	    (struct slice){ want, sizeof(want) - 1 });
}

/* --- MIME as it comes ----------------------------------------------------- */

#define QP "Content-Transfer-Encoding: quoted-printable\n"
#define B64 "Content-Transfer-Encoding: base64\n"

TEST(digits_in_any_writing_are_blanked)
{
	becomes_text("--b\n" QP "\n<PCard number=3D\"=34=31=3a1=\n1= \t\r\n=3"
		     "1\"/>\n--b--\n",
	    "--b\n" QP "\n<PCard number=3D\"=2A=2A=2A*=\n*= \t\r\n=2"
	    "A\"/>\n--b--\n");
	/* What is no code is what it is. */
	becomes_text("--b\n" QP "\n<PCard number='=4x=Z1=",
	    "--b\n" QP "\n<PCard number='*******");
	becomes_text("--b\n" QP "\n<SharedSecret>a=20b</SharedSecret=3E=3Cb>1",
	    "--b\n" QP "\n<SharedSecret>*=20*</SharedSecret=3E=3Cb>1");
}

/* "<PCard number='4111'/>" with something between its letters. */
TEST(what_is_no_letter_of_base64_is_passed_over)
{
	becomes_text("--b\n" B64
		     "\nPFBDYXJk IG51\n!bWJlcj0\r\n\n nNDExM!ScvPg=="
		     "\n--b--",
	    "--b\n" B64
	    "\nPFBDYXJk IG51\n!bWJlcj0\r\n\n nKioqK!icvPg==\n--b--");
	/* in two pieces, each with its end */
	becomes_text("--b\n" B64 "\nPFBDYXJkIG51bWJlcj0nNA==\nMTExJy8+\n",
	    "--b\n" B64 "\nPFBDYXJkIG51bWJlcj0nKg==\nKioqJy8+\n");
}

/* Cut within a letter: what of it is there is nothing. */
TEST(half_a_letter_of_a_secret_is_dropped)
{
	becomes_text("--b\n" B64 "\nPFBDYXJkIG51bWJlcj0nND",
	    "--b\n" B64 "\nPFBDYXJkIG51bWJlcj0nKg");
	becomes_text("--b\n" B64 "\nPFBDYXJkIG51bWJlcj0nNDE",
	    "--b\n" B64 "\nPFBDYXJkIG51bWJlcj0nKio");
	becomes_text("--b\n" B64 "\nPFBDYXJkIG51bWJlcj0nN",
	    "--b\n" B64 "\nPFBDYXJkIG51bWJlcj0nA");
}

TEST(letters_that_are_torn_apart_tell_nothing)
{
	char text[2000], *got;
	int n = snprintf(text, sizeof(text),
	    "--b\n" B64 "\nPFBDYXJkIG51bWJlcj0nN%*sDExMScvPg==\n--b--\n", 1200,
	    "");

	got = redacted((struct slice){ text, (size_t)n });
	assert_non_null(strstr(got, "bWJlcj0nK "));
	assert_non_null(strstr(got, " ioqKicvPg=="));
	free(got);
	/* outside of what is secret, nothing changes */
	n = snprintf(text, sizeof(text),
	    "--b\n" B64 "\nP%*sFBD%*sYXJkIG51bWJlcj0n", 300, "", 300, "");
	got = redacted((struct slice){ text, (size_t)n });
	assert_memory_equal(got, text, (size_t)n);
	free(got);
}

TEST(a_part_ends_with_its_delimiter_alone)
{
	stays("--b\n" QP "\nnumber=3D4\n--bc\n--\n--> x\n--b\n\n<a b='1'/>");
	becomes_text("--b\n" QP "\n<PCard a=\"\n--b1\n--> \" number=3D'4'/>\n"
		     "--b--\n",
	    "--b\n" QP "\n<PCard a=\"\n--b1\n--> \" number=3D'*'/>\n--b--\n");
	/* that of the enclosing message, with headers behind it */
	becomes_text("--a\nContent-Type: multipart/mixed; boundary=b\n\n--b\n"
		     "\n<PCard\n--a\n" B64 "\nPFBDYXJkIG51bWJlcj0nNDEnLz4=\n",
	    "--a\nContent-Type: multipart/mixed; boundary=b\n\n--b\n"
	    "\n<PCard\n--a\n" B64 "\nPFBDYXJkIG51bWJlcj0nKionLz4=\n");
	/* What looks like a part before the first does not hide it. */
	becomes_text("Content-Type: multipart/mixed; boundary=b\n\n--x\n" QP
		     "\nx\n--b\n" B64 "\nPFBDYXJkIG51bWJlcj0nNDEnLz4=\n--b--",
	    "Content-Type: multipart/mixed; boundary=b\n\n--x\n" QP
	    "\nx\n--b\n" B64 "\nPFBDYXJkIG51bWJlcj0nKionLz4=\n--b--");
}

/* A document of another part begins anew. */
TEST(a_part_without_its_end_does_not_reach_into_the_next)
{
	becomes_text("--b\n\n<SharedSecret>4\n--b\n\n<c>5</c>\n--b--\n",
	    "--b\n\n<SharedSecret>*\n--b\n\n<c>5</c>\n--b--\n");
	becomes_text("--b\n" QP "\n<SharedSecret>4\n--b\n\n<c>5</c>\n--b--\n",
	    "--b\n" QP "\n<SharedSecret>*\n--b\n\n<c>5</c>\n--b--\n");
}

TEST(xml_that_nobody_can_decode_is_blanked_as_a_whole)
{
	becomes_text("--b\nContent-Type: text/xml\nContent-Transfer-Encoding: "
		     "x-uuencode\n\nbegin 644 a\nM/%!#\n--b--\n",
	    "--b\nContent-Type: text/xml\nContent-Transfer-Encoding: "
	    "x-uuencode\n\n***** *** *\n*****\n--b--\n");
	stays("--b\nContent-Type: image/gif\nContent-Transfer-Encoding: "
	      "x-uuencode\n\nbegin 644 a\nM/%!#\n--b--\n");
}

TEST(what_is_no_mime_is_not_read_as_such)
{
	stays("UNA:+.? '\nContent-Transfer-Encoding: base64\n\n"
	      "PFBDYXJkIG51bWJlcj0nNDEnLz4=\n");
	stays("po,qty\nContent-Transfer-Encoding: base64\n\n"
	      "PFBDYXJkIG51bWJlcj0nNDEnLz4=\n");
	becomes_text("a b: <PCard number='41'/>\n",
	    "a b: <PCard number='**'/>\n");
	becomes_text("From: <PCard number='41'/>\n",
	    "From: <PCard number='**'/>\n");
	becomes_text("4", "4");
	becomes_text("ISA*00*<PCard number='41'/>",
	    "ISA*00*<PCard number='**'/>");
}

TEST(an_archive_is_left_alone_where_it_is_unpacked_later)
{
	static const char *const magic[] = { "PK\3\4", "\x1f\x8b\x08x",
		"\x28\xb5\x2f\xfd", "PKxx" };

	for (size_t i = 0; i < 4; i++)
		for (size_t size = 1; size < 8; size++) {
			struct redact r = { .archives = true };
			char text[40];
			size_t from = 0;

			(void)snprintf(text, sizeof(text),
			    "%s<PCard number='41'/>", magic[i]);
			for (size_t to = size; from < 24; to += size) {
				const bool last = to >= 24;

				from += redact(&r, text + from,
				    (last ? 24 : to) - from, last);
			}
			assert_string_equal(text + 17,
			    i < 3 ? "='41'/>" : "='**'/>");
		}
}

/* --- the secret ----------------------------------------------------------- */

TEST(the_secret_of_an_encoded_sender_is_compared)
{
	static const char right[] = "<cXML><Sender><SharedSecret>a &amp; b"
				    "</SharedSecret></Sender></cXML>";
	static const char wrong[] = "<cXML><Sender><SharedSecret>a &amp; c"
				    "</SharedSecret></Sender></cXML>";
	struct cxml_expected x = { .key = { 1, 2 } };
	const char *const texts[] = { right, wrong, "<cXML/>" };
	struct bench b;

	buf_init(&b.in, MAX);
	buf_init(&b.body, MAX);
	cxml_secret_hash(&x, SLICE("a & b"));
	for (size_t i = 0; i < 3; i++)
		for (enum wide w = BYTES; w < WIDES; w++)
			for (size_t size = 0; size < 40; size += 13) {
				char out[4096];
				struct buf wide;
				enum cxml_secret verdict;

				buf_init(&wide, MAX);
				widen(slice_of(texts[i]), w, &wide);
				buf_reset(&b.in);
				buf_reset(&b.body);
				to_base64(buf_slice(&wide), 76, "\r\n",
				    &b.body);
				wrap(&wrappings[1], "base64",
				    buf_slice(&b.body), &b.in);
				in_pieces(buf_slice(&b.in), size, &x, out,
				    &verdict);
				assert_int_equal(verdict,
				    i == 0     ? CXML_SECRET_RIGHT :
					i == 1 ? CXML_SECRET_WRONG :
						 CXML_SECRET_NONE);
				buf_free(&wide);
			}
	buf_free(&b.in);
	buf_free(&b.body);
}

UNIT_MAIN(RUN(what_is_encoded_is_blanked_as_what_is_not),
    RUN(wide_letters_are_blanked_as_those_of_one_byte),
    RUN(a_letter_that_holds_the_byte_of_a_sign_is_none),
    RUN(ebcdic_is_blanked_too), RUN(digits_in_any_writing_are_blanked),
    RUN(what_is_no_letter_of_base64_is_passed_over),
    RUN(half_a_letter_of_a_secret_is_dropped),
    RUN(letters_that_are_torn_apart_tell_nothing),
    RUN(a_part_ends_with_its_delimiter_alone),
    RUN(a_part_without_its_end_does_not_reach_into_the_next),
    RUN(xml_that_nobody_can_decode_is_blanked_as_a_whole),
    RUN(what_is_no_mime_is_not_read_as_such),
    RUN(an_archive_is_left_alone_where_it_is_unpacked_later),
    RUN(the_secret_of_an_encoded_sender_is_compared))
