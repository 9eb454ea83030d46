#include "base/slice.h"
#include "tests/unit/unit.h"

TEST(comparison_is_by_bytes)
{
	assert_true(slice_ieq(SLICE("aBc"), SLICE("AbC")));
	assert_false(slice_ieq(SLICE("abc"), SLICE("abd")));
	assert_false(slice_ieq(SLICE("abc"), SLICE("ab")));
	assert_false(slice_ieq(SLICE("\xc3\xa9"), SLICE("\xc3\x89")));
	assert_int_equal(slice_cmp(SLICE("a"), SLICE("b")), -1);
	assert_int_equal(slice_cmp(SLICE("ab"), SLICE("a")), 1);
	assert_int_equal(slice_cmp(SLICE("\xff"), SLICE("a")), 1);
	assert_int_equal(slice_cmp(SLICE_NONE, SLICE("")), 0);
	assert_true(slice_starts(SLICE("abc"), SLICE("ab")));
	assert_true(slice_starts(SLICE_NONE, SLICE("")));
	assert_false(slice_starts(SLICE("a"), SLICE("ab")));
	assert_true(slice_ends(SLICE("abc"), SLICE("bc")));
	assert_false(slice_ends(SLICE("abc"), SLICE("ab")));
}

TEST(cutting_stays_inside)
{
	struct slice a, b, s = SLICE("one:two:three");

	assert_true(slice_is(slice_trim(SLICE(" \t\r\n\v\fa b ")), "a b"));
	assert_int_equal(slice_trim(SLICE("  ")).n, 0);
	assert_true(slice_is(slice_sub(s, 4, 3), "two"));
	assert_true(slice_is(slice_sub(s, 8, SIZE_MAX), "three"));
	assert_int_equal(slice_sub(s, 99, 3).n, 0);
	assert_null(slice_sub(SLICE_NONE, 1, 1).p);
	assert_true(slice_cut(s, ':', &a, &b));
	assert_true(slice_is(a, "one") && slice_is(b, "two:three"));
	assert_false(slice_cut(a, ':', &a, &b));
	assert_true(slice_is(a, "one") && b.p == NULL);
	assert_true(slice_cut(SLICE("x:"), ':', &a, &b));
	assert_true(b.p != NULL && b.n == 0);
	assert_false(slice_cut(SLICE_NONE, ':', &a, &b));
}

TEST(integers_are_whole_and_bounded)
{
	int64_t v = 5;

	assert_true(slice_int(SLICE("-9223372036854775808"), &v));
	assert_true(v == INT64_MIN);
	assert_true(slice_int(SLICE("+0009223372036854775807"), &v));
	assert_true(v == INT64_MAX);
	assert_false(slice_int(SLICE("9223372036854775808"), &v));
	assert_false(slice_int(SLICE("-9223372036854775809"), &v));
	assert_false(slice_int(SLICE("99999999999999999999999"), &v));
	assert_false(slice_int(SLICE(""), &v));
	assert_false(slice_int(SLICE("-"), &v));
	assert_false(slice_int(SLICE(" 1"), &v));
	assert_false(slice_int(SLICE("1 "), &v));
	assert_false(slice_int(SLICE("1.0"), &v));
	assert_true(v == INT64_MAX);
}

TEST(digits_are_counted)
{
	assert_true(slice_digits(SLICE("0123456789"), 10, 10));
	assert_true(slice_digits(SLICE_NONE, 0, SIZE_MAX));
	assert_false(slice_digits(SLICE_NONE, 1, SIZE_MAX));
	assert_false(slice_digits(SLICE("123"), 1, 2));
	assert_false(slice_digits(SLICE("123"), 4, 9));
	assert_false(slice_digits(SLICE("+12"), 3, 3));
	assert_false(slice_digits(SLICE("1:"), 1, 2));
	assert_false(slice_digits(SLICE("/1"), 1, 2));
}

TEST(only_well_formed_utf8_passes)
{
	static const char *const good[] = { "", "abc", "\xc2\x80", "\xdf\xbf",
		"\xe0\xa0\x80", "\xed\x9f\xbf", "\xee\x80\x80", "\xef\xbf\xbf",
		"\xf0\x90\x80\x80", "\xf4\x8f\xbf\xbf" };
	static const char *const bad[] = { "\x80", "\xc0\x80", "\xc1\xbf",
		"\xc2", "\xc2g", "\xe0\x9f\xbf", "\xed\xa0\x80", "\xe2\x82",
		"\xf0\x8f\xbf\xbf", "\xf4\x90\x80\x80", "\xf5\x80\x80\x80",
		"\xff", "a\xf0\x90\x80" };

	for (size_t i = 0; i < sizeof(good) / sizeof(good[0]); i++)
		assert_true(slice_utf8(slice_of(good[i])));
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		assert_false(slice_utf8(slice_of(bad[i])));
	assert_false(slice_utf8(SLICE("a\0b")));
}

TEST(runes_are_decoded)
{
	uint32_t r = 0;

	assert_int_equal(slice_rune(SLICE("\xe2\x82\xac!"), &r), 3);
	assert_int_equal(r, 0x20ac);
	assert_int_equal(slice_rune(SLICE("\xf0\x9f\x98\x80"), &r), 4);
	assert_int_equal(r, 0x1f600);
	assert_int_equal(slice_rune(SLICE_NONE, &r), 0);
}

TEST(every_rune_comes_back)
{
	char out[4];

	for (uint32_t r = 0, back = 0; r < 0x110000; r++) {
		const size_t n = slice_put_rune(out, r);
		const bool surrogate = r >= 0xd800 && r < 0xe000;

		if (slice_rune((struct slice){ out, n }, &back) !=
			(surrogate ? 0 : n) ||
		    (!surrogate && back != r))
			fail_msg("U+%04X", (unsigned)r);
	}
}

TEST(the_hash_is_fnv1a)
{
	assert_true(slice_hash(SLICE("")) == UINT64_C(0xcbf29ce484222325));
	assert_true(slice_hash(SLICE("a")) == UINT64_C(0xaf63dc4c8601ec8c));
	assert_true(
	    slice_hash(SLICE("foobar")) == UINT64_C(0x85944171f73967e8));
}

TEST(patterns_match_whole_names)
{
	static const struct {
		const char *pattern, *name;
		bool match;
	} row[] = {
		{ "*.edi", "a.edi", true },
		{ "*.edi", "a.edi2", false },
		{ "*.edi", ".edi", true },
		{ "*", "", true },
		{ "", "", true },
		{ "", "a", false },
		{ "?", "", false },
		{ "a?c", "abc", true },
		{ "a?c", "ac", false },
		{ "*a*b*c*", "xxaxxbxxcxx", true },
		{ "*a*b*c*", "xxaxxcxxbxx", false },
		{ "**", "x", true },
		{ "a*b", "a*b", true },
		{ "[a-c]x", "bx", true },
		{ "[a-c]x", "dx", false },
		{ "[!a-c]x", "dx", true },
		{ "[^a-c]x", "ax", false },
		{ "[]]", "]", true },
		{ "[!]]", "]", false },
		{ "[a-]", "-", true },
		{ "[abc", "[abc", true },
		{ "[", "[", true },
		{ "[a", "a", false },
		{ "ORD*[0-9].xml", "ORD-x-7.xml", true },
		{ "ORD*[0-9].xml", "ORD-x-.xml", false },
		{ "A*", "a", false },
		{ "*[\xc0-\xff]", "\xe9", true },
	};

	for (size_t i = 0; i < sizeof(row) / sizeof(row[0]); i++)
		if (slice_glob(slice_of(row[i].pattern),
			slice_of(row[i].name)) != row[i].match)
			fail_msg("%s against %s", row[i].pattern, row[i].name);
}

TEST(a_spiteful_pattern_costs_little)
{
	static char name[20000], pattern[2000];

	memset(name, 'a', sizeof(name));
	for (size_t i = 0; i < sizeof(pattern); i += 2)
		memcpy(pattern + i, "*a", 2);
	pattern[sizeof(pattern) - 1] = 'b';
	assert_false(slice_glob((struct slice){ pattern, sizeof(pattern) },
	    (struct slice){ name, sizeof(name) }));
}

UNIT_MAIN(RUN(comparison_is_by_bytes), RUN(cutting_stays_inside),
    RUN(integers_are_whole_and_bounded), RUN(digits_are_counted),
    RUN(only_well_formed_utf8_passes), RUN(runes_are_decoded),
    RUN(every_rune_comes_back), RUN(the_hash_is_fnv1a),
    RUN(patterns_match_whole_names), RUN(a_spiteful_pattern_costs_little))
