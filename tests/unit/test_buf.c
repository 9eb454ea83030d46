#include "base/buf.h"
#include "tests/unit/unit.h"

TEST(the_maximum_holds_and_the_failure_sticks)
{
	struct buf b;

	buf_init(&b, 5);
	buf_text(&b, "abcde");
	assert_false(b.failed);
	assert_string_equal(b.p, "abcde");
	buf_char(&b, 'f');
	assert_true(b.failed);
	buf_add(&b, SLICE(""));
	buf_int(&b, 1);
	buf_printf(&b, "%d", 1);
	assert_true(b.failed);
	assert_string_equal(b.p, "abcde");
	buf_reset(&b);
	assert_false(b.failed);
	buf_text(&b, "123456");
	assert_true(b.failed && b.n == 0);
	buf_free(&b);
	buf_free(&b);
}

TEST(it_grows_to_the_last_byte)
{
	struct buf b;

	buf_init(&b, 10000);
	for (int i = 0; i < 10000; i++)
		buf_char(&b, 'x');
	assert_false(b.failed);
	assert_int_equal(b.n, 10000);
	assert_int_equal(b.p[b.n], '\0');
	assert_null(buf_room(&b, 1));
	buf_free(&b);
}

TEST(numbers_are_written_whole)
{
	struct buf b;

	buf_init(&b, 1000);
	buf_int(&b, INT64_MIN);
	buf_char(&b, ' ');
	buf_int(&b, INT64_MAX);
	buf_char(&b, ' ');
	buf_int(&b, 0);
	buf_printf(&b, " %s%%", "x");
	buf_hex(&b, "\x00\xff\x1a", 3);
	assert_string_equal(b.p,
	    "-9223372036854775808 9223372036854775807 0 x%00ff1a");
	buf_free(&b);
}

typedef void writer(struct buf *, struct slice);

static void
check(writer *w, struct slice in, const char *out)
{
	struct buf b;

	buf_init(&b, 1000);
	w(&b, in);
	assert_string_equal(b.p, out);
	buf_free(&b);
}

TEST(xml_text_is_escaped)
{
	check(buf_xml, SLICE("a<b>&\"c'\xc3\xa9"),
	    "a&lt;b&gt;&amp;&quot;c&#39;\xc3\xa9");
	check(buf_xml, SLICE("\t\n\r"), "&#9;&#10;&#13;");
	check(buf_xml, SLICE("a\0b\x1b\x7f"),
	    "a\xef\xbf\xbd"
	    "b\xef\xbf\xbd&#127;");
	check(buf_xml, SLICE("\xc2\x85\xef\xbf\xbe\xed\xa0\x80"),
	    "&#133;\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd");
	check(buf_html, SLICE("<\xc2\x85>"), "&lt;\xef\xbf\xbd&gt;");
}

TEST(json_text_is_escaped)
{
	check(buf_json, SLICE("a\"\\\n\t\r\x01\xc2\x80\x7f"),
	    "\"a\\\"\\\\\\n\\t\\r\\u0001\\u0080\\u007f\"");
	check(buf_json, SLICE("\xff\xe2\x80\xa8"), "\"\xef\xbf\xbd\\u2028\"");
	check(buf_json, SLICE_NONE, "\"\"");
}

TEST(no_csv_field_starts_a_formula)
{
	check(buf_csv, SLICE("plain"), "plain");
	check(buf_csv, SLICE("a,b"), "\"a,b\"");
	check(buf_csv, SLICE("say \"x\""), "\"say \"\"x\"\"\"");
	check(buf_csv, SLICE("=1+1"), "'=1+1");
	check(buf_csv, SLICE("@x"), "'@x");
	check(buf_csv, SLICE("+cmd"), "'+cmd");
	check(buf_csv, SLICE("-"), "'-");
	check(buf_csv, SLICE("-12.50"), "-12.50");
	check(buf_csv, SLICE("+3"), "+3");
	check(buf_csv, SLICE("-1e5"), "'-1e5");
	check(buf_csv, SLICE("\t=1"), "\"' =1\"");
	check(buf_csv, SLICE("a\r\nb"), "\"a  b\"");
	check(buf_csv, SLICE("=\"x\",1"), "\"'=\"\"x\"\",1\"");
	check(buf_csv, SLICE_NONE, "");
}

TEST(people_see_no_tricks)
{
	check(buf_shown, SLICE("caf\xc3\xa9 \\ \x1b[31m"),
	    "caf\xc3\xa9 \\\\ \\x1b[31m");
	check(buf_shown, SLICE("\xe2\x80\xae\xff\xc2\x9b\x7f\n"),
	    "\\xe2\\x80\\xae\\xff\\xc2\\x9b\\x7f\\x0a");
	check(buf_shown, SLICE("\xd8\x9c\xe2\x81\xa6"),
	    "\\xd8\\x9c\\xe2\\x81\\xa6");
}

TEST(no_bytes_make_a_control_byte)
{
	static writer *const all[] = { buf_xml, buf_json, buf_html, buf_csv,
		buf_shown };
	uint32_t seed = 12345;
	struct buf b;
	char in[40];

	buf_init(&b, 4000);
	for (int round = 0; round < 20000; round++) {
		size_t n = (size_t)round % sizeof(in);

		for (size_t i = 0; i < n; i++) {
			seed = seed * 1664525 + 1013904223;
			in[i] = (char)(seed >> 24);
		}
		for (size_t w = 0; w < 5; w++) {
			buf_reset(&b);
			all[w](&b, (struct slice){ in, n });
			assert_false(b.failed);
			assert_true(slice_utf8(buf_slice(&b)));
			for (size_t i = 0; i < b.n; i++)
				assert_true((unsigned char)b.p[i] >= 0x20 &&
				    b.p[i] != 0x7f);
		}
	}
	buf_free(&b);
}

UNIT_MAIN(RUN(the_maximum_holds_and_the_failure_sticks),
    RUN(it_grows_to_the_last_byte), RUN(numbers_are_written_whole),
    RUN(xml_text_is_escaped), RUN(json_text_is_escaped),
    RUN(no_csv_field_starts_a_formula), RUN(people_see_no_tricks),
    RUN(no_bytes_make_a_control_byte))
