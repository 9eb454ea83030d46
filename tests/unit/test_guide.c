/* Guides as text: what compiles, what is refused, where segments stand, and
 * what a partner may tighten. */
#include "parsers/guide_sample.h"
#include "parsers/guide_tighten.h"
#include "domain/finding.h"
#include "tests/unit/golden.h"
#include "tests/unit/wire.h"

static struct golden g = { .parser = &x12_parser };

#define HEAD \
	"standard x12\nmessage 111\ntitle T\nversions 1 2\ntable\n" \
	"\tAA1 M 1 A\n\tBB1 O 2 2:3 B {\n\t\tCC1 M 1 C\n\t}\n" \
	"\tDD1 O >1 from=2 D {\n\t\tEE1 O 1 E\n\t}\n"
#define AA "segment AA1 A\n\t01 M ID 1/2 1:1/2 2:1/3 7 eg=X A\n"

static struct guide *
compiled(const char *text, const char *version, struct err *e)
{
	struct guide *out;

	*e = (struct err)ERR_INIT;
	(void)guide_compile(SLICE("t"), slice_of(text), slice_of(version), NULL,
	    &out, e);
	return (out);
}

TEST(every_built_in_guide_compiles_in_every_version)
{
	struct slice name, version;
	size_t guides = 0;

	for (; (name = guide_name(guides)).p != NULL; guides++)
		for (size_t v = 0; guide_version(name, v, &version); v++) {
			const struct guide *a;

			a = guide_named(name, version);
			assert_non_null(a);
			assert_true(slice_eq(a->version, version));
			assert_ptr_equal(a, guide_named(name, version));
			assert_true(a->n_places > 2);
		}
	assert_true(guides >= 1);
	assert_null(guide_named(SLICE("nothing"), SLICE("1")));
	assert_null(guide_of("x12", SLICE("999999"), SLICE("004010")));
}

TEST(a_segment_without_a_row_gets_that_of_the_rest_around_it)
{
	static const char *const rows[] = { "rest but DD1", "AA1", "BB1/rest" };
	static const struct {
		const char *path;
		int act;
	} t[] = { { "AA1", 2 }, { "BB1", 1 }, { "BB1/CC1", 3 }, { "DD1", 0 },
		{ "DD1/EE1", 1 } };
	uint8_t act[sizeof(t) / sizeof(t[0])];
	struct err e;
	struct guide *a = compiled(HEAD AA, "2", &e);
	unsigned n;

	assert_non_null(a);
	assert_int_equal(a->n_places, sizeof(act));
	guide_bind(a, rows, sizeof(rows[0]), sizeof(rows) / sizeof(rows[0]),
	    act);
	for (size_t i = 0; i < sizeof(act); i++)
		assert_int_equal(
		    act[guide_find(a, slice_of(t[i].path), &n)->number],
		    t[i].act);
	guide_free(a);
}

/* Nothing in an order, a change of one or a despatch advice is passed over
 * unlooked. */
TEST(every_segment_of_what_is_booked_is_described)
{
	static const char *const t[][3] = { { "x12", "850", "004010" },
		{ "x12", "850", "005010" }, { "x12", "860", "004010" },
		{ "x12", "860", "005010" }, { "edifact", "ORDERS", "D.96A" },
		{ "edifact", "ORDERS", "D.01B" },
		{ "edifact", "ORDCHG", "D.96A" },
		{ "edifact", "ORDCHG", "D.01B" },
		{ "edifact", "DESADV", "D.96A" },
		{ "edifact", "DESADV", "D.01B" } };

	for (size_t i = 0; i < sizeof(t) / sizeof(t[0]); i++) {
		const struct guide *a = guide_of(t[i][0], slice_of(t[i][1]),
		    slice_of(t[i][2]));

		assert_true(slice_is(a->version, t[i][2]));
		for (unsigned p = 0; p < a->n_places; p++)
			assert_non_null(a->places[p].segment);
	}
}

TEST(the_nearest_version_that_is_not_newer_counts)
{
	static const char *const t[][2] = { { "004010", "004010" },
		{ "004030", "004010" }, { "003040", "004010" },
		{ "005010VICS", "005010" }, { "006020", "005010" } };

	for (size_t i = 0; i < sizeof(t) / sizeof(t[0]); i++)
		assert_true(slice_is(
		    guide_of("x12", SLICE("850"), slice_of(t[i][0]))->version,
		    t[i][1]));
}

TEST(versions_change_lengths_numbers_and_what_is_there)
{
	struct err e;
	struct guide *a = compiled(HEAD AA, "1", &e);
	struct guide *b = compiled(HEAD AA, "2", &e);
	unsigned n;

	assert_true(a != NULL && b != NULL);
	assert_int_equal(a->n_places, 3);
	assert_int_equal(b->n_places, 5);
	assert_int_equal(guide_find(a, SLICE("BB1"), &n)->max, 2);
	assert_int_equal(guide_find(b, SLICE("BB1"), &n)->max, 3);
	assert_int_equal(a->segments[0].e[0].max, 2);
	assert_int_equal(b->segments[0].e[0].max, 3);
	assert_non_null(guide_find(b, SLICE("DD1/EE1"), &n));
	assert_null(guide_find(b, SLICE("EE1"), &n));
	guide_free(a);
	guide_free(b);
}

/* What is wrong is named with its line. */
TEST(a_fault_in_a_guide_is_named_by_file_and_line)
{
	static const char *const t[][2] = {
		{ "versions 1\ntable\n\tA M 1 x\n", "t:3:" },
		{ "versions 1\ntable\n\tAA Q 1 x\n", "t:3:" },
		{ "versions 1\ntable\n\tAA M 0 x\n", "t:3:" },
		{ "versions 1\ntable\n\tAA M 1 3:4 x\n", "t:3:" },
		{ "versions 1\ntable\n\tAA M 1 x {\nsegment AA y\n", "t:4:" },
		{ "versions 1\ntable\n}\n", "t:3:" },
		{ "table\n", "t:1:" },
		{ "nonsense 1\n", "t:1:" },
		{ "versions 1\nsegment AA x\n\t01 M ID 2/1 x\n", "t:3:" },
		{ "versions 1\nsegment AA x\n\t01 M QQ 1/2 x\n", "t:3:" },
		{ "versions 1\nsegment AA x\n\t02 M ID 1/2 x\n", "t:3:" },
		{ "versions 1\nsegment AA x\n\t01 M ID 1/2 x\n\tP0105\n",
		    "t:4:" },
		{ "versions 1\nsegment AA x\n\t01 M ID 1/2 x\n\tP01\n",
		    "t:4:" },
		{ "versions 1\nsegment AA x\n\t01 M ID 1/2 closed x\n",
		    "t:3:" },
		{ "versions 1\nsegment AA x\n\t01 M COMP C001 x\n", "t:3:" },
		{ "versions 1\nsegment AA x\n\t01.1 M AN 1/2 x\n", "t:3:" },
		{ "versions 1\nsegment AA x\n\t= 1 x\n", "t:3:" },
		{ "versions 1\nsegment AA x\n\t01 M ID 1/2 x\n\t01 M ID 1/2 "
		  "x\n",
		    "t:4:" },
		{ "versions 1\ninclude nowhere\n", "t:2:" },
		{ "standard x12\nmessage 1\ntitle x\nversions 1\n", "t:4:" },
	};
	struct err e;

	for (size_t i = 0; i < sizeof(t) / sizeof(t[0]); i++) {
		assert_null(compiled(t[i][0], "1", &e));
		assert_string_equal(e.code, "GUIDE-TEXT");
		if (strncmp(e.text, t[i][1], strlen(t[i][1])) != 0)
			fprintf(stderr, "# %zu: %s\n", i, e.text);
		assert_int_equal(strncmp(e.text, t[i][1], strlen(t[i][1])), 0);
	}
}

TEST(conditions_hold_or_name_the_element)
{
	static const struct {
		struct guide_condition c;
		uint64_t present;
		unsigned broken;
	} t[] = {
		{ { 'P', 3, 0x18 }, 0x00, 0 },
		{ { 'P', 3, 0x18 }, 0x18, 0 },
		{ { 'P', 3, 0x18 }, 0x10, 3 },
		{ { 'R', 2, 0x0c }, 0x02, 2 },
		{ { 'R', 2, 0x0c }, 0x08, 0 },
		{ { 'E', 2, 0x0c }, 0x0c, 3 },
		{ { 'E', 2, 0x0c }, 0x04, 0 },
		{ { 'C', 3, 0x04 }, 0x08, 3 },
		{ { 'C', 3, 0x04 }, 0x0c, 0 },
		{ { 'C', 3, 0x04 }, 0x00, 0 },
		{ { 'L', 8, 0x600 }, 0x100, 8 },
		{ { 'L', 8, 0x600 }, 0x300, 0 },
	};

	for (size_t i = 0; i < sizeof(t) / sizeof(t[0]); i++)
		assert_int_equal(guide_broken(&t[i].c, t[i].present),
		    t[i].broken);
}

/* --- what a partner may tighten ----------------------------------------- */

static const struct guide *
orders(void)
{
	return (guide_of("x12", SLICE("850"), SLICE("004010")));
}

TEST(a_fault_in_a_partners_rules_is_named_by_file_and_line)
{
	static const char *const t[] = { "tighten 860\n", "require CUR\n",
		"tighten 850\nrequire QQQ\n", "tighten 850\nrequire PID2\n",
		"tighten 850\nrequire N3\n", "tighten 850\nforbid BEG\n",
		"tighten 850\nmost N9 1000\n", "tighten 850\nmost N9 x\n",
		"tighten 850\nelement BEG 02 codes\n",
		"tighten 850\nelement BEG 13 require\n",
		"tighten 850\nelement BEG 02 forbid\n",
		"tighten 850\nelement REF 02 most 31\n",
		"tighten 850\nelement REF 04.9 require\n",
		"tighten 850\nelement REF 04 codes CR\n",
		"tighten 850\nelement REF 04 most 3\n",
		"tighten 850\nelement REF 02 shorten\n",
		"tighten 850\nelement QQQ 02 require\n",
		"tighten 850\nrequire CUR \"a\" b\n", "tighten 850\nallow X\n",
		"" };
	struct guide *own;
	struct err e;

	for (size_t i = 0; i < sizeof(t) / sizeof(t[0]); i++) {
		e = (struct err)ERR_INIT;
		assert_int_equal(guide_tighten(orders(), SLICE("acme.guide"),
				     slice_of(t[i]), &own, &e),
		    RC_REJECT);
		assert_null(own);
		assert_string_equal(e.code, "GUIDE-TEXT");
		assert_int_equal(strncmp(e.text, "acme.guide:", 11), 0);
	}
}

#define SET(body, n) \
	"ISA*00*          *00*          *ZZ*ACMEBV         *ZZ*LAMPCO" \
	"         *261121*0200*U*00401*000000101*0*P*>~" \
	"GS*PO*ACMEBV*LAMPCO*20261121*0200*101*X*004010~" \
	"ST*850*0001~BEG*00*SA*4711**20261120~" body "SE*" n "*0001~" \
	"GE*1*101~IEA*1*000000101~"
#define BODY "N1*ST*Acme*92*W1~PO1*1*5*EA*2**VP*A~PID*F****Lamp~CTT*1~"

/* How many of the findings have the code, with the rule. */
static bool
finds(const char *rules, const char *set, const char *code)
{
	struct guide_own own = { SLICE("acme.guide"), slice_of(rules) };
	struct parse_options options = { .guides = { &own, 1, 1 } };
	char want[64];
	bool found;

	g.options = &options;
	(void)golden_parse(&g, slice_of(set));
	g.options = NULL;
	(void)snprintf(want, sizeof(want), "\"code\":\"%s", code);
	found = strstr(g.out.p, want) != NULL;
	if (found)
		assert_non_null(strstr(g.out.p, "acme.guide:2"));
	return (found);
}

TEST(rules_of_a_partner_are_found_broken_or_kept)
{
	static const struct {
		const char *rule, *code;
	} t[] = {
		{ "require CUR \"name the currency\"", "GUIDE-SEGMENT" },
		{ "require N1=BY", "GUIDE-SEGMENT" },
		{ "require PO1/REF", "GUIDE-SEGMENT" },
		{ "forbid PO1/PID", "GUIDE-SEGMENT-UNWANTED" },
		{ "most PO1/PID 1", "GUIDE-SEGMENT-USE" },
		{ "element BEG 06 require", "GUIDE-ELEMENT" },
		{ "element PO1 01 forbid", "GUIDE-ELEMENT-UNWANTED" },
		{ "element BEG 02 codes NE ST", "GUIDE-ELEMENT-CODE" },
		{ "element PO1/PID 05 most 3", "GUIDE-ELEMENT-LONG" },
	};
	static const char *const kept[] = { "require N1", "require N1=ST",
		"require PO1/PID", "forbid CUR", "most PO1/PID 2",
		"element BEG 03 require", "element BEG 06 forbid",
		"element BEG 02 codes SA \"single\"",
		"element PO1/PID 05 most 4", "element CUR 03 require" };
	char rules[200];

	for (size_t i = 0; i < sizeof(t) / sizeof(t[0]); i++) {
		(void)snprintf(rules, sizeof(rules), "tighten 850\n%s\n",
		    t[i].rule);
		assert_true(finds(rules,
		    SET("N1*ST*Acme*92*W1~PO1*1*5*EA*2**VP*A~PID*F****Lamp~"
			"PID*F****Lamp~CTT*1~",
			"8"),
		    t[i].code));
		assert_true(g.errors >= 1);
	}
	for (size_t i = 0; i < sizeof(kept) / sizeof(kept[0]); i++) {
		(void)snprintf(rules, sizeof(rules), "tighten 850\n%s\n",
		    kept[i]);
		assert_false(finds(rules, SET(BODY, "7"), "GUIDE-"));
		assert_int_equal(g.errors, 0);
	}
	assert_true(
	    finds("tighten 850\nforbid\n", SET(BODY, "7"), "GUIDE-TIGHTEN"));
	assert_false(
	    finds("tighten 860\nforbid CUR\n", SET(BODY, "7"), "GUIDE-"));
}

#define UNB "UNA:+.?*'UNB+UNOC:4+A:14+B:14+20261121:0200+1'"
#define UNH(version) \
	UNB "UNH+1+ORDERS:" version ":UN'BGM+220+4711+9'DTM+137:20261120:102'"
#define LINES \
	"LIN+1++8712345000028:EN'PIA+5+LB:SA'QTY+21:5'PRI+AAA:2'UNS+S'" \
	"CNT+2:1'"

/* The same rules for a message of EDIFACT, in both directories. */
TEST(rules_of_a_partner_hold_for_edifact_too)
{
	static const struct {
		const char *rule, *code, *element;
	} t[] = {
		{ "require CUX \"name the currency\"", "GUIDE-SEGMENT", "" },
		{ "require NAD=DP", "GUIDE-SEGMENT", "" },
		{ "require LIN/IMD", "GUIDE-SEGMENT", "" },
		{ "forbid LIN/PIA", "GUIDE-SEGMENT-UNWANTED", "" },
		{ "most DTM 1", "GUIDE-SEGMENT-USE", "" },
		{ "element BGM 04 require", "GUIDE-ELEMENT", "4" },
		{ "element NAD 02.3 require", "GUIDE-ELEMENT", "2:3" },
		{ "element NAD 04 require", "GUIDE-ELEMENT", "4" },
		{ "element LIN 03 forbid", "GUIDE-ELEMENT-UNWANTED", "3" },
		{ "element LIN/QTY 01.1 codes 1 83", "GUIDE-ELEMENT-CODE",
		    "1:1" },
		{ "element COM 01.2 codes TE", "GUIDE-ELEMENT-CODE", "1:2" },
		{ "element NAD 02.1 most 3", "GUIDE-ELEMENT-LONG", "2:1" },
	};
	static const char *const kept[] = { "require NAD", "require NAD=BY",
		"require LIN/PIA", "forbid CUX", "most DTM 2",
		"element BGM 01.1 codes 220 \"single\"",
		"element BGM 03 require", "element BGM 04 forbid",
		"element NAD 02 require", "element NAD 02.1 most 4",
		"element CUX 01.2 require", "element COM 01.2 codes TE EM" };
	static const char *const files[] = {
		UNH("D:96A") "DTM+2:20261130:102'"
			     "NAD+BY+K\xe9\xe9n'CTA+OC'COM+1:TE*2:EM'" LINES
			     "UNT+14+1'UNZ+1+1'",
		UNH("D:01B") "DTM+2:20261130:102'NAD+BY+K\xe9\xe9n'CTA+OC'"
			     "COM+1:TE*2:EM'" LINES "UNT+14+1'UNZ+1+1'"
	};
	char rules[200], element[40];

	g.parser = &edifact_parser;
	for (size_t f = 0; f < 2; f++) {
		for (size_t i = 0; i < sizeof(t) / sizeof(t[0]); i++) {
			(void)snprintf(rules, sizeof(rules),
			    "tighten ORDERS\n%s\n", t[i].rule);
			assert_true(finds(rules, files[f], t[i].code));
			assert_int_equal(g.errors, 1);
			(void)snprintf(element, sizeof(element),
			    "\"element\":\"%s\"", t[i].element);
			assert_true(t[i].element[0] == '\0' ||
			    strstr(g.out.p, element) != NULL);
		}
		for (size_t i = 0; i < sizeof(kept) / sizeof(kept[0]); i++) {
			(void)snprintf(rules, sizeof(rules),
			    "tighten ORDERS\n%s\n", kept[i]);
			assert_false(finds(rules, files[f], "GUIDE-"));
			assert_int_equal(g.errors, 0);
		}
		assert_true(finds("tighten ORDERS\nforbid\n", files[f],
		    "GUIDE-TIGHTEN"));
		assert_false(
		    finds("tighten ORDCHG\nforbid CUX\n", files[f], "GUIDE-"));
	}
	g.parser = &x12_parser;
}

/* --- samples ------------------------------------------------------------ */

static bool
says(const char *format, const char *suffix)
{
	char want[64];

	(void)snprintf(want, sizeof(want), "\"code\":\"%s-%s\"", format,
	    suffix);
	return (strstr(g.out.p, want) != NULL);
}

/* How many faults of structure and elements are told; what a message means
 * with one in it is not asked. */
static int
faults_of(const char *format)
{
	char seg[32], element[32];
	int n = 0;

	(void)snprintf(seg, sizeof(seg), "\"code\":\"%s-SEG-", format);
	(void)snprintf(element, sizeof(element), "\"code\":\"%s-ELEMENT-",
	    format);
	for (const char *p = g.out.p; (p = strstr(p, "\"code\":")) != NULL; p++)
		n += strncmp(p, seg, strlen(seg)) == 0 ||
		    strncmp(p, element, strlen(element)) == 0;
	return (n);
}

/* "BEG 02 is too long": is that where the finding says it is? */
static bool
stands_right(const char *format, const struct guide_broken_sample *b)
{
	char code[64], want[64], tag[4];
	unsigned i = 0, k = 0;
	const char *at;
	int n = sscanf(b->what, "%3[A-Z0-9] %u.%u", tag, &i, &k);

	(void)snprintf(code, sizeof(code), "\"code\":\"%s-%s\"", format,
	    b->finding);
	at = strstr(g.out.p, code);
	if (at == NULL || strcmp(b->finding, "SEG-MISSING") == 0 ||
	    strcmp(b->finding, "SEG-ORDER") == 0)
		return (at != NULL);
	at = strstr(at, "\"tag\":");
	(void)snprintf(want, sizeof(want),
	    n == 3     ? "\"tag\":\"%s\",\"element\":\"%u:%u\"" :
		n == 2 ? "\"tag\":\"%s\",\"element\":\"%u\"" :
			 "\"tag\":\"%s\"",
	    tag, i, k);
	return (at != NULL && strncmp(at, want, strlen(want)) == 0);
}

static int failures;

static void
in_one_line(struct buf *b)
{
	size_t n = 0;

	for (size_t i = 0; i < b->n; i++)
		if (b->p[i] != '\n')
			b->p[n++] = b->p[i];
	b->n = n;
}

/* Returns how many broken samples there are, 0 for one that is not read. */
static int
try_samples(const struct guide *a, const char *format, const char *unread)
{
	struct guide_broken_sample broken;
	struct buf b;
	int n = 0;

	buf_init(&b, 1u << 24);
	g.parser = parser_named(format);
	for (int i = -1;; i++) {
		const char *std = strcmp(format, "x12") == 0 ? "X12" :
							       "EDIFACT";

		buf_reset(&b);
		if (!guide_sample_file(a, i, &b, &broken))
			break;
		(void)golden_parse(&g, buf_slice(&b));
		if (says(std, unread)) {
			in_one_line(&b);
			wire_good(buf_slice(&b)); /* one that we write */
			break;
		}
		if (i < 0 ?
			strstr(g.out.p, "\"severity\":\"error\"") != NULL :
			faults_of(std) != 1 || !stands_right(std, &broken)) {
			fprintf(stderr, "# " SL_FMT " " SL_FMT ": %s, %s\n",
			    SL_ARG(a->name), SL_ARG(a->version),
			    i < 0 ? "valid" : broken.what, g.out.p);
			failures++;
		}
		n += i >= 0;
	}
	buf_free(&b);
	return (n);
}

TEST(every_sample_is_valid_and_every_fault_in_one_is_found)
{
	struct slice name, version;
	int read = 0, faults = 0;

	for (size_t i = 0; (name = guide_name(i)).p != NULL; i++)
		for (size_t v = 0; guide_version(name, v, &version); v++) {
			const struct guide *a;
			int n;

			a = guide_named(name, version);
			n = slice_is(a->standard, "x12") ?
			    try_samples(a, "x12", "SET-UNSUPPORTED") :
			    try_samples(a, "edifact", "MSG-UNSUPPORTED");
			read += n > 0;
			faults += n;
		}
	g.parser = &x12_parser;
	printf("# %d guides, %d faults\n", read, faults);
	assert_int_equal(failures, 0);
	assert_true(read >= 2 && faults >= 100);
}

/* What a partner asks for stands in the sample that it is given. */
TEST(a_sample_keeps_the_rules_of_the_partner)
{
	static const char *const rules[] = {
		"require CUR\n",
		"require N1=BY\n",
		"require N1=ST\nrequire N1=BY\nrequire N1=SE\n",
		"require PO1/REF\nelement PO1/REF 01 codes CR DP\n",
		"forbid PO1/PID\nforbid CUR\n",
		"most N9 1\n",
		"require ITD=08\nelement ITD 03 require\n",
		"element BEG 06 require\nelement BEG 07 require\n",
		"element BEG 02 codes NE ST\n",
		"element N1 02 most 4\n",
		"element PO1 05 forbid\nelement PO1 08 require\n",
		"require SAC=C\nelement SAC 05 require\n",
		"element DTM 03 require\nelement TD5 03 require\nrequire TD5\n",
		"require NAD=BY\nrequire NAD=SU\nrequire NAD=DP\n",
		"require FTX\nelement FTX 04.1 require\n",
		"element BGM 01.1 codes 226 221\n",
		"require LIN/PIA\nelement PIA 02.2 codes BP\n",
		"element NAD 02.1 most 4\nelement NAD 02.3 codes 91 92\n",
		"require CUX\nelement CUX 01.2 require\n",
		"forbid LIN/IMD\nrequire LIN/RFF=CT\n",
		"require DTM=2\nrequire DTM=137\nelement BGM 04 require\n",
	};
	struct guide_broken_sample none;
	struct buf b;

	buf_init(&b, 1u << 20);
	for (size_t i = 0; i < sizeof(rules) / sizeof(rules[0]); i++)
		for (int v = 0; v < 2; v++) {
			static const char *const of[2][2] = {
				{ "004010", "005010" }, { "D.96A", "D.01B" }
			};
			bool edi = i >= 13;
			const char *m = edi ? "ORDERS" : "850";
			const struct guide *base = guide_of(edi ? "edifact" :
								  "x12",
			    slice_of(m), slice_of(of[edi][v]));
			char text[300];
			struct guide *own;
			struct err e = ERR_INIT;

			(void)snprintf(text, sizeof(text), "tighten %s\n%s", m,
			    rules[i]);
			if (guide_tighten(base, SLICE("acme.guide"),
				slice_of(text), &own, &e) != RC_OK)
				fail_msg("%s", e.text);
			buf_reset(&b);
			assert_true(guide_sample_file(own, -1, &b, &none));
			g.parser = edi ? &edifact_parser : &x12_parser;
			(void)finds(text, b.p, "GUIDE-");
			if (strstr(g.out.p, "\"severity\":\"error\"") != NULL)
				fail_msg("%s%s%s", text, b.p, g.out.p);
			guide_free(own);
		}
	g.parser = &x12_parser;
	buf_free(&b);
}

TEST(two_words_in_quotes_are_one_sample)
{
	struct guide_broken_sample none;
	struct err e;
	struct guide *own = compiled("standard x12\nmessage 111\n"
				     "group FA\nversions 1\ntitle T\n"
				     "eg BB1 02 \"and more\"\n\ntable\n"
				     "\tST M 1 A\n\tBB1 M 1 B\n\tSE M 1 C\n"
				     "segment BB1 B\n"
				     "\t01 O AN 1/9 7 eg=\"a b c\" Any word\n"
				     "\t02+1x2 O AN 1/9 eg=x Others\n",
	    "1", &e);
	struct buf b;

	assert_non_null(own);
	assert_true(slice_is(own->places[1].segment->e[0].label, "Any word"));
	buf_init(&b, 1000);
	assert_true(guide_sample(own, -1, &b, &none));
	assert_non_null(strstr(b.p, "\nBB1*a b c*and more~\n"));
	buf_free(&b);
	guide_free(own);
}

static int
teardown(void **state __attribute__((unused)))
{
	golden_free(&g);
	return (0);
}

/* Nothing in it has to be there. */
TEST(a_guide_without_head_and_trailer_has_no_sample)
{
	struct guide_broken_sample broken;
	struct err e;
	struct guide *own = compiled(
	    "standard x12\nmessage 999\nversions 005010\n"
	    "group FA\ntitle Any\n\ntable\n\tST O 1\n",
	    "005010", &e);
	struct buf b;

	assert_non_null(own);
	buf_init(&b, 1000);
	for (int i = -1; i < 3; i++)
		assert_false(guide_sample(own, i, &b, &broken));
	assert_int_equal(b.n, 0);
	buf_free(&b);
	guide_free(own);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		RUN(every_built_in_guide_compiles_in_every_version),
		RUN(a_segment_without_a_row_gets_that_of_the_rest_around_it),
		RUN(every_segment_of_what_is_booked_is_described),
		RUN(the_nearest_version_that_is_not_newer_counts),
		RUN(versions_change_lengths_numbers_and_what_is_there),
		RUN(a_fault_in_a_guide_is_named_by_file_and_line),
		RUN(conditions_hold_or_name_the_element),
		RUN(a_fault_in_a_partners_rules_is_named_by_file_and_line),
		RUN(rules_of_a_partner_are_found_broken_or_kept),
		RUN(rules_of_a_partner_hold_for_edifact_too),
		RUN(every_sample_is_valid_and_every_fault_in_one_is_found),
		RUN(a_sample_keeps_the_rules_of_the_partner),
		RUN(two_words_in_quotes_are_one_sample),
		RUN(a_guide_without_head_and_trailer_has_no_sample),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return (cmocka_run_group_tests(tests, NULL, teardown));
}
