#include <iconv.h>

#include "parsers/edifact_2022.h"
#include "parsers/edifact_charset.h"
#include "parsers/edifact_codes.h"
#include "tests/unit/wrapped.h"
#include "tests/unit/says.h"

extern const struct finding_rule edifact_findings[];

static struct golden g = { .parser = &edifact_parser };

#define UNA "UNA:+.? '"
#define UNB "UNB+UNOC:3+8712345000004:14+8712345000011:14+261121:0200+1'"
#define UNH "UNH+1+ORDERS:D:96A:UN'"
#define HEAD "BGM+220+4711+9'DTM+137:20261120:102'"
#define UNZ "UNZ+1+1'"

TEST(samples_give_what_stands_beside_them)
{
	golden_folder(&g, "samples/edifact");
	assert_int_equal(g.failed, 0);
	assert_true(g.samples >= 130);
}

TEST(a_segment_without_an_end_is_reported_and_left)
{
	struct buf b;

	buf_init(&b, 8u << 20);
	buf_text(&b, UNA UNB UNH HEAD "FTX+AAI+++");
	for (size_t i = 0; i < PARSE_SEGMENT_MAX; i++)
		buf_char(&b, 'x');
	buf_text(&b, "'LIN+1'QTY+21:5'UNS+S'UNT+8+1'" UNZ);
	assert_int_equal(golden_parse(&g, buf_slice(&b)), RC_OK);
	assert_int_equal(g.orders, 1);
	assert_int_equal(g.errors, 1);
	assert_true(says("EDIFACT-SEG-LONG") && says("\"broken\":true"));
	buf_free(&b);
}

TEST(lines_beyond_the_limit_reject_the_order)
{
	struct buf b;

	buf_init(&b, 64u << 20);
	buf_text(&b, UNA UNB UNH HEAD);
	for (int i = 1; i <= ORDER_LINES_MAX + 2; i++)
		buf_printf(&b, "LIN+%d'QTY+21:1'", i);
	buf_printf(&b, "UNS+S'UNT+%d+1'" UNZ, 2 * (ORDER_LINES_MAX + 2) + 5);
	assert_int_equal(golden_parse(&g, buf_slice(&b)), RC_OK);
	assert_int_equal(g.errors, 1);
	assert_true(says("EDIFACT-LINES-LIMIT") && says("\"broken\":true"));
	buf_free(&b);
}

TEST(packages_beyond_the_limit_of_lines_are_told)
{
	struct buf b;

	buf_init(&b, 64u << 20);
	buf_text(&b, UNA UNB "UNH+1+DESADV:D:99B:UN'BGM+351+D1+9'RFF+VN:1'");
	for (int i = 1; i <= ORDER_LINES_MAX + 2; i++)
		buf_printf(&b, "CPS+%d'LIN+%d'QTY+12:1'", i, i);
	buf_printf(&b, "UNT+%d+1'" UNZ, 3 * (ORDER_LINES_MAX + 2) + 4);
	assert_int_equal(golden_parse(&g, buf_slice(&b)), RC_OK);
	assert_true(says("EDIFACT-LINES-LIMIT"));
	assert_int_equal(g.confirmations, 0);
	buf_free(&b);
}

TEST(findings_beyond_the_limit_are_only_counted)
{
	struct buf b;

	buf_init(&b, 64u << 20);
	buf_text(&b, UNA UNB UNH HEAD);
	for (int i = 0; i < 3 * PARSE_FINDINGS_MAX; i++)
		buf_text(&b, "QQQ+1'");
	buf_printf(&b, "LIN+1'QTY+21:1'UNS+S'UNT+%d+1'" UNZ,
	    3 * PARSE_FINDINGS_MAX + 7);
	assert_int_equal(golden_parse(&g, buf_slice(&b)), RC_OK);
	assert_int_equal(g.findings, PARSE_FINDINGS_MAX);
	assert_true(says("\"verdict\":\"rejected\""));
	buf_free(&b);
}

/* A header in plain letters, behind usual separators or none. */
static bool
is_usual(const char *name, struct slice s)
{
	const size_t una = sizeof(UNA) - 1;

	if (strstr(name, "x12") != NULL)
		return (false);
	if (s.n > una && memcmp(s.p, UNA, una) == 0)
		s = slice_sub(s, una, s.n);
	return (s.n > 120 && memcmp(s.p, "UNB+UNO", 7) == 0 &&
	    memchr(s.p, '\'', s.n) != NULL);
}

TEST(lines_of_equal_length_change_nothing_but_places)
{
	assert_true(wrapped_compare(&g, "samples/edifact", "EDIFACT-WRAPPED",
			is_usual) > 90);
	assert_int_equal(g.failed, 0);
}

TEST(a_number_of_too_many_decimals_is_none_and_said_to_be)
{
	static const char *const lines[] = { "QTY+21:5'PRI+AAA:1.333333333333'",
		"QTY+21:5'PRI+AAA:1,33333333333333'",
		"QTY+21:0.0000000000001'PRI+AAA:2'" };
	struct buf b;

	buf_init(&b, 4096);
	for (int i = 0; i < 3; i++) {
		buf_reset(&b);
		buf_printf(&b, UNA UNB UNH HEAD "LIN+1'%sUNS+S'UNT+8+1'" UNZ,
		    lines[i]);
		assert_int_equal(golden_parse(&g, buf_slice(&b)), RC_OK);
		buf_char(&g.out, '\0');
		assert_int_equal(
		    strstr(g.out.p, "more than 12 decimals") != NULL, i > 0);
		assert_int_equal(g.errors, i > 0);
	}
	buf_free(&b);
}

TEST(lines_of_every_length_are_joined)
{
	static const char one[] = UNA UNB UNH HEAD
	    "NAD+DP+++The Great Lighting Company+Dokstraat 5+Rotterdam++3011BB"
	    "+NL'LIN+1++LB-E27-8W:SA'"
	    "IMD+F++:::A bulb of eight watts, warm white:at the price agreed'"
	    "QTY+21:5'PRI+AAA:2'UNS+S'UNT+10+1'" UNZ;

	g.failed = 0;
	wrapped_widths(&g, (struct slice){ one, sizeof(one) - 1 },
	    "EDIFACT-WRAPPED");
	assert_int_equal(g.failed, 0);
}

/* Without a header around them too: what is said of the lines stands where
 * they begin. */
TEST(messages_alone_may_be_in_lines_of_equal_length)
{
	static const char before[] = UNA UNB UNH HEAD
	    "LIN+1'QTY+21:5'UNS+S'UNT+7+1'" UNZ "\n";
	static const char one[] = UNH HEAD "LIN+1'QTY+21:5'UNS+S'UNT+7+1'";
	struct buf b, lines;
	char place[64];

	buf_init(&b, 4096);
	buf_init(&lines, 4096);
	wrap(&lines, (struct slice){ one, sizeof(one) - 1 }, 31, "\n");
	buf_text(&b, before);
	buf_add(&b, buf_slice(&lines));
	assert_int_equal(golden_parse(&g, buf_slice(&b)), RC_OK);
	(void)snprintf(place, sizeof(place),
	    "\"EDIFACT-WRAPPED\",\"severity\":\"warning\",\"offset\":%zu,",
	    sizeof(before) - 1);
	assert_true(says(place) && says("EDIFACT-UNB-MISSING"));
	assert_int_equal(g.orders, 2);
	buf_free(&b);
	buf_free(&lines);
}

/* Each segment in a record of its own, filled up with blanks: none is broken,
 * and nothing is said. */
TEST(records_filled_up_with_blanks_are_no_broken_lines)
{
	static const char *const segments[] = { UNB, UNH "DTM+2:20261210:102'",
		"BGM+220+4711+9'", "DTM+137:20261120:102'", "LIN+1'",
		"QTY+21:5'", "UNS+S'", "UNT+8+1'", UNZ };
	struct buf b;

	buf_init(&b, 65536);
	for (size_t i = 0; i < sizeof(segments) / sizeof(*segments); i++)
		buf_printf(&b, "%-80s\n", segments[i]);
	assert_int_equal(golden_parse(&g, buf_slice(&b)), RC_OK);
	assert_false(says("EDIFACT-WRAPPED"));
	assert_true(says("\"po_number\":\"4711\""));
	buf_free(&b);
}

/* Whatever is cut off: no part of a file is passed over in silence. */
TEST(every_cut_is_reported)
{
	static const char two[] = UNA UNB UNH HEAD
	    "LIN+1'QTY+21:5'UNS+S'UNT+7+1'" UNZ UNB UNH
	    "BGM+220+4712+9'DTM+137:20261120:102'LIN+1'QTY+21:5'UNS+S'"
	    "UNT+7+1'UNZ+1+1'";
	const size_t first = strlen(
	    UNA UNB UNH HEAD "LIN+1'QTY+21:5'UNS+S'UNT+7+1'" UNZ);
	const size_t n = sizeof(two) - 1;

	for (size_t cut = 1; cut < n; cut++) {
		struct slice s = { two, cut };

		(void)golden_parse(&g, s);
		/* what ends with an interchange is whole; so is an UNZ that
		 * lacks but its terminator */
		if (cut == first || cut == first - 1 || cut == n - 1)
			assert_int_equal(g.errors, 0);
		else
			assert_true(g.errors > 0);
		assert_int_equal(g.failed, 0);
	}
}

/* …and a piece that is missing in the middle harms one interchange. */
TEST(a_hole_harms_one_interchange)
{
	static const char one[] = UNA UNB UNH HEAD
	    "LIN+1'QTY+21:5'UNS+S'UNT+7+1'" UNZ;
	const size_t n = sizeof(one) - 1;
	struct buf b;

	buf_init(&b, 4096);
	for (size_t cut = 10; cut < n - 1; cut++) {
		buf_reset(&b);
		buf_add(&b, (struct slice){ one, cut });
		buf_text(&b,
		    "UNB+UNOC:3+A:14+B:14+261121:0200+2'" UNH
		    "BGM+220+4712+9'DTM+137:20261120:102'LIN+1'"
		    "QTY+21:5'UNS+S'UNT+7+1'UNZ+1+2'");
		assert_int_equal(golden_parse(&g, buf_slice(&b)), RC_OK);
		assert_true(says("\"po_number\":\"4712\""));
		assert_true(says("\"control_number\":\"2\",\"prepared\":"
				 "\"261121 0200\",\"test\":false,"
				 "\"ack_requested\":false"));
		assert_true(g.errors > 0);
	}
	buf_free(&b);
}

/* Were each looked at to the end of the file, this would not end today. */
TEST(many_headers_without_an_end_are_read)
{
	static const char *const pieces[] = { "UNB+UNOC:3+",
		"UNB+UNOC:3+A+B+261121:0200+1'", "UNA:+.? '", "UNH+", "UNZ+",
		"?'", "UNB+UNOC:3+A'UNO+1'", "'UNH+1'" };
	struct buf b;

	buf_init(&b, 8u << 20);
	for (size_t i = 0; i < sizeof(pieces) / sizeof(pieces[0]); i++) {
		buf_reset(&b);
		buf_text(&b, UNA UNB);
		while (b.n < 1u << 18)
			buf_text(&b, pieces[i]);
		(void)golden_parse(&g, buf_slice(&b));
		assert_true(g.errors > 0);
		assert_int_equal(g.failed, 0);
	}
	buf_free(&b);
}

TEST(repertoires_are_told_apart)
{
	static const char *const fine[] = { "ABC abc 123 .,-()/=!\"%&*;<>'+:?",
		"", "long enough to be looked at in blocks of sixteen bytes" };

	for (size_t i = 0; i < 3; i++)
		assert_int_equal(edifact_outside(slice_of(fine[i])),
		    strlen(fine[i]));
	assert_int_equal(edifact_outside(SLICE("0123456789abcdef@")), 16);
	assert_int_equal(edifact_outside(SLICE("0123456789@bcdef0123")), 10);
	assert_int_equal(edifact_outside(SLICE("a#b")), 1);
	for (const char *p = "#$@[\\]^_`{|}~"; *p != '\0'; p++)
		assert_int_equal(edifact_outside((struct slice){ p, 1 }), 0);
}

TEST(dates_of_all_formats_are_days)
{
	static const struct {
		const char *value, *format, *from, *to;
	} t[] = {
		{ "20261120", "102", "2026-11-20", "2026-11-20" },
		{ "202611201430", "203", "2026-11-20", "2026-11-20" },
		{ "20261120143059", "204", "2026-11-20", "2026-11-20" },
		{ "261120", "101", "2026-11-20", "2026-11-20" },
		{ "2611201430", "201", "2026-11-20", "2026-11-20" },
		{ "20261120143059UTC", "304", "2026-11-20", "2026-11-20" },
		{ "26475", "103", "2026-11-20", "2026-11-20" },
		{ "26531", "103", "2026-12-28", "2026-12-28" },
		{ "26324", "105", "2026-11-20", "2026-11-20" },
		{ "201126", "2", "2026-11-20", "2026-11-20" },
		{ "112026", "3", "2026-11-20", "2026-11-20" },
		{ "20261120-20261124", "718", "2026-11-20", "2026-11-24" },
		{ "2026112020261124", "718", "2026-11-20", "2026-11-24" },
		{ "261120-261124", "717", "2026-11-20", "2026-11-24" },
		{ "202647", "616", "2026-11-16", "2026-11-22" },
		{ "2653", "615", "2026-12-28", "2027-01-03" },
		{ "202612", "610", "2026-12-01", "2026-12-31" },
		{ "2802", "609", "2028-02-01", "2028-02-29" },
	};
	static const char *const wrong[][2] = { { "20261320", "102" },
		{ "2026112", "102" }, { "26549", "103" }, { "27531", "103" },
		{ "26366", "105" }, { "310226", "2" },
		{ "20261124-20261120", "718" }, { "20261120", "718" },
		{ "202753", "616" }, { "202600", "616" }, { "26471", "615" },
		{ "202613", "610" } };
	char text[11];
	day from, to;

	for (size_t i = 0; i < sizeof(t) / sizeof(t[0]); i++) {
		assert_int_equal(edifact_day(slice_of(t[i].value),
				     slice_of(t[i].format), &from, &to),
		    EDIFACT_DAY);
		assert_string_equal(day_text(from, text), t[i].from);
		assert_string_equal(day_text(to, text), t[i].to);
	}
	for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++)
		assert_int_equal(edifact_day(slice_of(wrong[i][0]),
				     slice_of(wrong[i][1]), &from, &to),
		    EDIFACT_DAY_WRONG);
	assert_int_equal(edifact_day(SLICE("2026"), SLICE("602"), &from, &to),
	    EDIFACT_DAY_NONE);
	assert_int_equal(edifact_day(SLICE("20261120"), SLICE_NONE, &from, &to),
	    EDIFACT_DAY_GUESSED);
}

TEST(patterns_are_rules_or_nothing)
{
	static const struct {
		const char *often, *which, *rule;
	} t[] = {
		{ "M", "48", "FREQ=MONTHLY;INTERVAL=2" },
		{ "W", "14", "FREQ=WEEKLY;BYDAY=TU" },
		{ "", "14", "FREQ=WEEKLY;BYDAY=TU" },
		{ "W", "", "FREQ=WEEKLY" },
		{ "Q", "", "FREQ=MONTHLY;INTERVAL=3" },
		{ "S", "", "FREQ=MONTHLY;INTERVAL=6" },
		{ "A", "", "FREQ=YEARLY" },
		{ "T", "", "FREQ=WEEKLY;INTERVAL=4" },
		{ "M", "1", "FREQ=MONTHLY;BYDAY=1MO" },
		{ "M", "24", "FREQ=MONTHLY;BYMONTHDAY=1" },
		{ "Y", "10", "FREQ=DAILY;BYDAY=MO,TU,WE,TH,FR" },
		{ "", "44", "FREQ=WEEKLY;INTERVAL=2" },
		{ "M", "14", NULL }, /* each Tuesday, or one a month? */
		{ "A", "14", NULL },
		{ "W", "1", NULL },
		{ "Y", "27", NULL },
		{ "", "33", NULL },
		{ "J", "", NULL },
		{ "W", "ZZZ", NULL },
	};
	struct arena a = ARENA_INIT;

	for (size_t i = 0; i < sizeof(t) / sizeof(t[0]); i++) {
		const char *rule = edifact_pattern(&a, slice_of(t[i].often),
		    slice_of(t[i].which));

		if (t[i].rule == NULL)
			assert_null(rule);
		else
			assert_string_equal(rule, t[i].rule);
	}
	arena_free(&a);
}

TEST(a_file_is_known_by_its_beginning)
{
	static const char *const mine[] = { UNA UNB, UNB, "\xef\xbb\xbf" UNB,
		"\r\n  " UNB, "UNH+1+ORDERS:D:96A:UN'", "UNG+ORDERS+A+B",
		"UNB\x1dUNOB\x1f"
		"1\x1d" };
	static const char *const others[] = { "", "UN", "UNB", "UNBOUND", "UNA",
		"UNABLE TO COMPLY", "ISA*00*", "<Order/>", "po,UNB+UNOA" };

	for (size_t i = 0; i < sizeof(mine) / sizeof(mine[0]); i++) {
		assert_true(edifact_parser.detect(slice_of(mine[i])));
		assert_ptr_equal(parser_detect(slice_of(mine[i])),
		    &edifact_parser);
	}
	for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++)
		assert_false(edifact_parser.detect(slice_of(others[i])));
}

/* Of all characters of two bytes that both know, from row `row` on, each with
 * what stands before it and behind. */
static size_t
compare_set(const char *as, const char *open, const char *shut, int row)
{
	iconv_t cd = iconv_open("UTF-8", as);
	struct arena a = ARENA_INIT;
	size_t same = 0;

	if (cd == (iconv_t)-1) {
		fprintf(stderr, "# SKIP: no %s to compare with\n", as);
		return (0);
	}
	for (int hi = 0x20 + row; hi < 0x7f; hi++)
		for (int lo = 0x21; lo < 0x7f; lo++) {
			char in[16], out[16], *p = in, *q = out;
			size_t n = (size_t)snprintf(in, sizeof(in), "%s%c%c%s",
			    open, hi, lo, shut);
			size_t left = sizeof(out), had = n;
			unsigned met = 0;
			struct slice ours = edifact_shift_text(&a,
			    (struct slice){ in, n }, &met);

			(void)iconv(cd, NULL, NULL, NULL, NULL);
			/* a register has grown since */
			if (iconv(cd, &p, &had, &q, &left) == (size_t)-1 ||
			    met == EDIFACT_FOREIGN)
				continue;
			assert_int_equal(met, 0);
			assert_true(slice_eq(ours,
			    (struct slice){ out, sizeof(out) - left }));
			same++;
			arena_reset(&a);
		}
	(void)iconv_close(cd);
	arena_free(&a);
	return (same);
}

TEST(characters_of_two_bytes_are_those_of_the_registers)
{
	size_t jis = compare_set("ISO-2022-JP-2", "\x1b$B", "\x1b(B", 3);
	size_t jis2 = compare_set("ISO-2022-JP-2", "\x1b$(D", "\x1b(B", 6);
	size_t gb = compare_set("ISO-2022-JP-2", "\x1b$A", "\x1b(B", 3);
	size_t ks = compare_set("ISO-2022-JP-2", "\x1b$(C", "\x1b(B", 3);

	assert_true(jis == 0 || jis > 6600);
	assert_true(jis2 == 0 || jis2 > 5900);
	assert_true(gb == 0 || gb > 7000);
	assert_true(ks == 0 || ks > 7500);
}

TEST(all_planes_of_cns_11643_are_read)
{
	static const struct {
		const char *open, *shut;
		size_t least;
	} planes[] = {
		{ "\x1b$)G\x0e", "\x0f", 5800 },
		{ "\x1b$*H\x1bN", "", 7600 },
		{ "\x1b$+I\x1bO", "", 6300 },
		{ "\x1b$+J\x1bO", "", 7200 },
		{ "\x1b$+K\x1bO", "", 8600 },
		{ "\x1b$+L\x1bO", "", 6300 },
		{ "\x1b$+M\x1bO", "", 6500 },
	};

	for (size_t i = 0; i < sizeof(planes) / sizeof(planes[0]); i++) {
		size_t same = compare_set("ISO-2022-CN-EXT", planes[i].open,
		    planes[i].shut, 1);

		assert_true(same == 0 || same > planes[i].least);
	}
}

/* What an escape sequence is called in a finding, or nothing. */
TEST(a_set_that_is_not_known_is_named)
{
	static const char *const texts[][2] = {
		{ "\x1b$)Zab\xb0\xa1", "ESC $ ) Z" },
		{ "\x1b$B%G\x1b(B\x1b(0a\x1b(B", "ESC ( 0" },
		{ "\x1b$+N\x1bO!!", "ESC $ + N" },
		{ "\x1b.V\x1bNi", "ESC . V" },
		{ "\x1b%/Ia", "ESC % / I" },
		{ "\x1b%Ga\x1b$Ba\x1b%@", "ESC $ B" },
		{ "\x1b$", "ESC $" },
		{ "\x1bna", "ESC n" },
		{ "\x1b(B\xe9", "" },
		{ "\x1b$)G\x1b-A\xe9", "" },
		{ "\x1b%G\xc3\xa9\x1b%@", "" },
	};
	struct arena a = ARENA_INIT;

	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
		assert_true(
		    slice_is(edifact_shift_unknown(&a, slice_of(texts[i][0])),
			texts[i][1]));
	arena_free(&a);
}

/* In UTF-8 a separator is one, and every byte is read as UTF-8. */
TEST(utf8_within_iso_2022_is_utf8)
{
	static const char *const texts[][3] = {
		{ "a\x1b%G\xf0\xa0\x80\x8b\xc5\xa0\x1b%@b",
		    "a\xf0\xa0\x80\x8b\xc5\xa0"
		    "b",
		    "" },
		{ "\x1b%G\xc3\xa9", "\xc3\xa9", "open" },
		{ "\x1b%G\x8e\x1b%@", "\xef\xbf\xbd", "foreign" },
		{ "\x1b%G\xc2\x85\x1b%@", "\xef\xbf\xbd", "foreign" },
	};
	struct arena a = ARENA_INIT;
	struct edifact_shift s = { .utf8 = true };

	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		unsigned met = 0;

		assert_true(slice_is(
		    edifact_shift_text(&a, slice_of(texts[i][0]), &met),
		    texts[i][1]));
		assert_int_equal(met,
		    texts[i][2][0] == 'o'     ? EDIFACT_UNENDED :
			texts[i][2][0] == 'f' ? EDIFACT_FOREIGN :
						0);
	}
	assert_int_equal(edifact_shift_step(&s, "'", 1), 0);
	assert_int_equal(edifact_shift_step(&s, "\x8e'", 2), 0);
	arena_free(&a);
}

/* Texts whose bytes are those of every separator, and of a trailer. */
TEST(no_cut_in_another_set_harms_a_neighbour)
{
	static const char one[] =
	    "UNB+UNOX:4+A:14+B:14+20261121:0200+1'" UNH HEAD
	    "FTX+AAI+++\x1b$B\x30'UNT+1+1'\x30+\x30:\x30?\x30*\x1b(B?''"
	    "LIN+1'QTY+21:5'UNS+S'UNT+8+1'UNZ+1+1'";
	const size_t n = sizeof(one) - 1;
	struct buf b;

	buf_init(&b, 4096);
	for (size_t cut = 10; cut <= n; cut++) {
		buf_reset(&b);
		buf_add(&b, (struct slice){ one, cut });
		buf_text(&b,
		    "UNB+UNOX:4+A:14+B:14+20261121:0200+2'" UNH
		    "BGM+220+4712+9'DTM+137:20261120:102'LIN+1'"
		    "QTY+21:5'UNS+S'UNT+7+1'UNZ+1+2'");
		assert_int_equal(golden_parse(&g, buf_slice(&b)), RC_OK);
		assert_true(says("\"po_number\":\"4712\""));
		assert_int_equal(g.interchanges, 2);
		assert_true(cut >= n - 1 ? g.errors == 0 : g.errors > 0);
		assert_int_equal(g.failed, 0);
	}
	buf_free(&b);
}

/* A line to thousands of places: all are notes, some are its place. */
TEST(places_of_a_line_stay_linear)
{
	struct buf b;

	buf_init(&b, 64u << 20);
	buf_text(&b, UNA UNB UNH HEAD "LIN+1'QTY+21:5'");
	for (int i = 0; i < 100000; i++)
		buf_printf(&b, "NAD+DP+%d::92'", i);
	buf_text(&b, "UNS+S'UNT+7+1'" UNZ);
	alarm(60);
	assert_int_equal(golden_parse(&g, buf_slice(&b)), RC_OK);
	alarm(0);
	assert_int_equal(g.orders, 1);
	buf_free(&b);
}

/* "UN" and a zero byte is no tag of the envelope, and ends nothing. */
TEST(a_zero_byte_is_no_letter_of_a_tag)
{
	static const char file[] = UNA
	    "UNB+UNOX:3+ACME+LAMPCO+261121:0200+1'" UNH HEAD "UN\0"
	    "'LIN+1'QTY+21:5'UNS+S'UNT+8+1'" UNZ;

	assert_int_equal(
	    golden_parse(&g, (struct slice){ file, sizeof(file) - 1 }), RC_OK);
	buf_char(&g.out, '\0');
	assert_int_equal(g.orders, 1);
	assert_true(says("EDIFACT-SEG-UNKNOWN"));
	assert_false(says("EDIFACT-UNZ-") || says("EDIFACT-GARBAGE"));
}

/* A tag that is repeated, with a byte that the set of UNB does not have. */
TEST(a_foreign_byte_behind_a_tag_is_told)
{
	assert_int_equal(golden_parse(&g,
			     SLICE("UNB+UNOB:4+A:1+B:1+261120:1200+1'"
				   "UNH+1+ORDERS:D:96A:UN'BGM+220+1+9'"
				   "FTX*\x01+AAI+++x'UNT+4+1'UNZ+1+1'")),
	    RC_OK);
	buf_char(&g.out, '\0');
	assert_int_equal(g.orders, 1);
	assert_true(says("EDIFACT-CHAR"));
}

/* The goods leave neither before the one nor behind the other. */
TEST(of_several_windows_the_narrowest_counts)
{
	static const char *const dates[] = {
		"DTM+64:20270210:102'DTM+64:20270201:102'DTM+63:20270220:102'"
		"DTM+2:2027010520270325:718'DTM+2:20270215:102'"
		"DTM+2:20270216:102'",
		"DTM+2:2027010520270325:718'DTM+10:20270301:102'"
		"DTM+63:20270220:102'DTM+64:20270201:102'"
		"DTM+64:20270210:102'DTM+2:20270215:102'DTM+2:20270216:102'"
	};

	for (size_t i = 0; i < 2; i++) {
		struct buf b;

		buf_init(&b, 4096);
		buf_text(&b, UNA UNB UNH HEAD);
		buf_text(&b, dates[i]);
		buf_printf(&b, "LIN+1'QTY+21:5'UNS+S'UNT+%zu+1'" UNZ,
		    (size_t)(13 + i));
		assert_int_equal(golden_parse(&g, buf_slice(&b)), RC_OK);
		buf_char(&g.out, '\0');
		assert_int_equal(g.errors, 0);
		assert_true(says("\"requested_on\":\"2027-02-15\","
				 "\"not_before\":\"2027-02-10\","
				 "\"not_after\":\"2027-02-20\""));
		assert_true(says("\"notes\":[\"DTM 2 20270216 102\"]"));
		buf_free(&b);
	}
}

/* After the tests that make input too large for a sample. */
TEST(every_finding_is_reached)
{
	assert_int_equal(rules_missed(edifact_findings), 0);
}

UNIT_MAIN(RUN(samples_give_what_stands_beside_them),
    RUN(a_segment_without_an_end_is_reported_and_left),
    RUN(lines_beyond_the_limit_reject_the_order),
    RUN(packages_beyond_the_limit_of_lines_are_told),
    RUN(findings_beyond_the_limit_are_only_counted), RUN(every_cut_is_reported),
    RUN(lines_of_equal_length_change_nothing_but_places),
    RUN(a_number_of_too_many_decimals_is_none_and_said_to_be),
    RUN(lines_of_every_length_are_joined),
    RUN(records_filled_up_with_blanks_are_no_broken_lines),
    RUN(messages_alone_may_be_in_lines_of_equal_length),
    RUN(a_hole_harms_one_interchange),
    RUN(many_headers_without_an_end_are_read), RUN(repertoires_are_told_apart),
    RUN(dates_of_all_formats_are_days), RUN(patterns_are_rules_or_nothing),
    RUN(a_file_is_known_by_its_beginning),
    RUN(characters_of_two_bytes_are_those_of_the_registers),
    RUN(all_planes_of_cns_11643_are_read),
    RUN(a_set_that_is_not_known_is_named), RUN(utf8_within_iso_2022_is_utf8),
    RUN(no_cut_in_another_set_harms_a_neighbour),
    RUN(places_of_a_line_stay_linear), RUN(a_zero_byte_is_no_letter_of_a_tag),
    RUN(a_foreign_byte_behind_a_tag_is_told),
    RUN(of_several_windows_the_narrowest_counts), RUN(every_finding_is_reached))
