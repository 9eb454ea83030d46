/* X12 860, 945, 820, 997, 999 and TA1; the 850 and the envelope have a test of
 * their own. */
#include "tests/unit/says.h"

extern const struct finding_rule x12_set_findings[];

static struct golden g = { .parser = &x12_parser };

#define HEAD \
	"ISA*00*          *00*          *ZZ*VENLO3PL       *ZZ*LAMPCO" \
	"         *261121*0200*U*00401*000000101*0*P*>~"
#define TAIL "GE*1*101~IEA*1*000000101~"

static void
parse(const char *function, const char *set)
{
	struct buf b;

	buf_init(&b, 1u << 20);
	buf_printf(&b,
	    HEAD "GS*%s*VENLO3PL*LAMPCO*20261121*0200*101*X*004010~%s" TAIL,
	    function, set);
	assert_int_equal(golden_parse(&g, buf_slice(&b)), RC_OK);
	buf_free(&b);
}

static void
folder(const char *name, int least)
{
	g.failed = g.samples = 0;
	golden_folder(&g, name);
	assert_int_equal(g.failed, 0);
	assert_true(g.samples >= least);
}

TEST(samples_give_what_stands_beside_them)
{
	folder("samples/x12_860", 30);
	folder("samples/x12_945", 30);
	folder("samples/x12_820", 25);
	folder("samples/x12_997", 24);
	folder("samples/x12_999", 13);
}

/* --- what is given ----------------------------------------------------- */

TEST(a_change_never_makes_an_order)
{
	static const char *const codes[] = { "00", "01", "02", "03", "04", "05",
		"06", "07", "15", "17", "18", "22" };
	char set[256];

	for (size_t i = 0; i < sizeof(codes) / sizeof(codes[0]); i++) {
		(void)snprintf(set, sizeof(set),
		    "ST*860*0001~BCH*%s*SA*1***20261120~"
		    "POC*1*AI*1**EA*1**VP*A~SE*4*0001~",
		    codes[i]);
		parse("PC", set);
		assert_int_equal(g.orders, 1);
		assert_false(says("\"purpose\":\"original\""));
		assert_false(says("\"purpose\":\"duplicate\""));
	}
}

TEST(a_change_may_be_one_of_terms_alone)
{
	static const char *const terms[] = { "ITD***2**10", "ITD*******60",
		"ITD************at once" };
	char set[256];

	for (size_t i = 0; i < sizeof(terms) / sizeof(terms[0]); i++) {
		(void)snprintf(set, sizeof(set),
		    "ST*860*0001~BCH*04*SA*1***20261120~%s~SE*4*0001~",
		    terms[i]);
		parse("PC", set);
		assert_int_equal(g.findings, 0);
		assert_int_equal(g.orders, 1);
	}
}

TEST(every_action_on_a_line_has_a_meaning)
{
	static const char *const codes[] = { "AI", "CA", "CB", "CC", "CE", "CT",
		"DI", "MU", "NC", "PC", "PQ", "PR", "QC", "QD", "QI", "RA",
		"RB", "RE", "RM", "RQ", "RS", "RZ" };
	char set[512];

	for (size_t i = 0; i < sizeof(codes) / sizeof(codes[0]); i++) {
		(void)snprintf(set, sizeof(set),
		    "ST*860*0001~BCH*04*SA*1***20261120~"
		    "POC*1*%s*1**EA*1**VP*A~DTM*002*20261210~SE*5*0001~",
		    codes[i]);
		parse("PC", set);
		assert_int_equal(g.findings, 0);
		assert_true(says("\"change\":\""));
	}
}

/* One fault, and nothing of it is booked. */
TEST(a_faulty_shipment_gives_no_confirmation)
{
	parse("SW",
	    "ST*945*0001~W06*F*K*20261126*V-1~N1*DE*L~LX*1~"
	    "W12*CC*1*1**EA**VN*A~LX*2~W12*CC*1***EA**VN*B~SE*8*0001~");
	assert_int_equal(g.errors, 1);
	assert_int_equal(g.confirmations, 0);
}

TEST(a_line_number_behind_its_item_is_of_that_item_only)
{
	parse("SW",
	    "ST*945*0001~W06*F*K*20261126*V-1~N1*DE*L~LX*1~N9*LI*7~"
	    "W12*CC*1*1**EA**VN*A~W12*CC*1*1**EA**VN*B~N9*LI*8~"
	    "W12*CC*1*1**EA**VN*C~LX*2~W12*CC*1*1**EA**VN*D~SE*12*0001~");
	assert_int_equal(g.errors, 0);
	assert_int_equal(g.confirmations, 4);
	assert_int_equal(times("\"line\":\"7\""), 2);
	assert_int_equal(times("\"line\":\"8\""), 1);
}

TEST(a_faulty_payment_gives_no_remittance)
{
	parse("RA",
	    "ST*820*0001~BPR*I*10*C*ACH~TRN*1*P-1~ENT*1~RMR*PO*1**9~"
	    "SE*6*0001~");
	assert_true(says("X12-BPR-SUM"));
	assert_int_equal(times("\nremittance "), 0);
}

TEST(a_faulty_acknowledgment_gives_no_receipt)
{
	parse("FA",
	    "ST*997*0001~AK1*PR*12~AK2*855*0001~AK5*A~AK9*A*1*1*1~"
	    "SE*9*0001~");
	assert_int_equal(times("\nreceipt "), 0);
	parse("FA",
	    "ST*997*0001~AK1*PR*12~AK2*855*0001~AK5*A~AK9*A*1*1*1~"
	    "SE*6*0001~");
	assert_int_equal(times("\nreceipt "), 2);
}

TEST(each_verdict_is_understood)
{
	static const struct {
		const char *code, *verdict;
	} t[] = { { "A", "accepted" }, { "E", "errors" }, { "P", "errors" },
		{ "R", "rejected" }, { "M", "rejected" }, { "W", "rejected" },
		{ "X", "rejected" } };
	char set[128], want[64];

	for (size_t i = 0; i < sizeof(t) / sizeof(t[0]); i++) {
		(void)snprintf(set, sizeof(set),
		    "ST*997*0001~AK1*PR*12~AK9*%s*1*1*0~SE*4*0001~", t[i].code);
		parse("FA", set);
		assert_int_equal(g.errors, 0);
		(void)snprintf(want, sizeof(want),
		    "\"verdict\":\"%s\",\"code\":\"%s\"", t[i].verdict,
		    t[i].code);
		assert_true(says(want));
	}
}

/* A text of theirs ends within its room and between two letters. */
TEST(what_they_found_is_one_short_line)
{
	struct buf b;

	buf_init(&b, 1u << 20);
	buf_text(&b, "ST*997*0001~AK1*PR*12~AK2*855*0001~AK3*PO1*4**8~");
	for (int i = 0; i < 90; i++)
		buf_printf(&b, "AK4*%d**7*caf\xc3\xa9 caf\xc3\xa9~",
		    i % 60 + 1);
	buf_text(&b, "AK5*R*5~AK9*R*1*1*0~SE*97*0001~");
	buf_char(&b, '\0');
	parse("FA", b.p);
	assert_int_equal(g.errors, 0);
	assert_true(says(", ...\""));
	buf_free(&b);
}

TEST(a_ta1_of_a_refused_interchange_counts_for_nothing)
{
	struct slice s = SLICE(HEAD "TA1*000000077*261120*0200*A*000~"
				    "IEA*0*000000102~");

	assert_int_equal(golden_parse(&g, s), RC_OK);
	assert_int_equal(g.messages, 1);
	assert_true(says("X12-SET-REFUSED"));
	assert_int_equal(times("\nreceipt "), 0);
}

/* --- limits and damage ------------------------------------------------- */

static void
rows(const char *function, const char *head, const char *row, const char *tail,
    int n)
{
	struct buf b;

	buf_init(&b, 64u << 20);
	buf_printf(&b,
	    HEAD "GS*%s*VENLO3PL*LAMPCO*20261121*0200*101*X*004010~%s",
	    function, head);
	for (int i = 0; i < n; i++)
		buf_text(&b, row);
	buf_printf(&b, "%s" TAIL, tail);
	assert_int_equal(golden_parse(&g, buf_slice(&b)), RC_OK);
	buf_free(&b);
}

TEST(rows_beyond_the_limit_are_refused)
{
	rows("SW", "ST*945*0001~W06*F*K*20261126*V-1~N1*DE*L~LX*1~",
	    "W12*CC*1*1**EA**VN*A~", "SE*100007*0001~", 100002);
	assert_true(says("X12-ROWS-LIMIT"));
	assert_int_equal(g.confirmations, 0);
	rows("RA",
	    "ST*820*0001~BPR*I*100002*C*ACH************20261125~"
	    "TRN*1*P-1~ENT*1~",
	    "RMR*PO*1**1~", "SE*100007*0001~", 100002);
	assert_true(says("X12-ROWS-LIMIT"));
	assert_int_equal(times("\nremittance "), 0);
	rows("FA", "ST*997*0001~AK1*PR*12~", "AK2*855*0001~AK5*A~",
	    "AK9*A*100002*100002*100002~SE*200008*0001~", 100002);
	assert_true(says("X12-ROWS-LIMIT"));
	assert_int_equal(times("\nreceipt "), 0);
}

TEST(lines_of_a_change_are_as_many_as_those_of_an_order)
{
	rows("PC", "ST*860*0001~BCH*04*SA*1***20261120~", "POC**DI******VP*A~",
	    "SE*100004*0001~", ORDER_LINES_MAX + 1);
	assert_true(says("X12-LINES-LIMIT") && says("\"broken\":true"));
}

/* Cut anywhere, nothing is taken, and never without a word. */
static void
cut(const char *path)
{
	struct slice whole = golden_read(unit_source(path));

	assert_non_null(whole.p);
	g.failed = 0;
	for (size_t n = 1; n + 2 < whole.n; n++) {
		char *part = malloc(n);

		assert_non_null(part);
		memcpy(part, whole.p, n);
		(void)golden_parse(&g, (struct slice){ part, n });
		assert_true(g.errors > 0);
		assert_int_equal(g.confirmations, 0);
		assert_int_equal(times("\nremittance "), 0);
		assert_int_equal(times("\nreceipt "), 0);
		assert_int_equal(times("\"broken\":false"), 0);
		free(part);
	}
	assert_int_equal(g.failed, 0);
	free((void *)(uintptr_t)whole.p);
}

TEST(a_set_cut_anywhere_is_never_taken)
{
	cut("samples/x12_860/good_full.edi");
	cut("samples/x12_945/good_full.edi");
	cut("samples/x12_820/good_full.edi");
	cut("samples/x12_997/good_rejected.edi");
	cut("samples/x12_999/good_rejected.edi");
	cut("samples/x12_997/good_ta1_alone.edi");
}

/* After those that make input too large for a sample. */
TEST(every_finding_is_reached)
{
	assert_int_equal(rules_missed(x12_set_findings), 0);
}

TEST(parts_of_a_change_in_several_units_are_no_quantity)
{
	parse("PC",
	    "ST*860*0001~BCH*04*SA*1***20261120~POC*1*QI******VP*A~"
	    "SDQ*CA*92*S1*5~SDQ*EA*92*S2*10~POC*2*CA******VP*B~"
	    "SDQ*CA*92*S1*5~SDQ*EA*92*S2*10~SE*9*0001~");
	assert_int_equal(times("its parts are in several units"), 2);
	assert_int_equal(g.errors, 2);
	assert_false(says("\"quantity\":\"15\""));
}

TEST(what_left_of_a_cancelled_line_is_told_of)
{
	parse("SW",
	    "ST*945*0001~W06*F*K*20261126*V-1~N1*DE*L~LX*1~"
	    "W12*CU**1**EA**VN*A~W12*IC*1*1*0*EA**VN*B~"
	    "W12*CU*1*0*1*EA**VN*C~SE*8*0001~");
	assert_int_equal(times("X12-W12-DIFFERENCE"), 2);
	assert_int_equal(times("a cancelled line of which something left"), 2);
	assert_int_equal(g.confirmations, 3);
}

TEST(an_adjustment_within_an_item_is_part_of_its_sum)
{
	parse("RA",
	    "ST*820*0001~BPR*C*90*C*ACH************20261120~TRN*1*P-1~"
	    "N1*PR*Acme~ENT*1~RMR*IV*1*PI*110*100**01*10~"
	    "RMR*IV*2*PI*-20*-15**01*-5~SE*8*0001~");
	assert_int_equal(g.findings, 0);
	parse("RA",
	    "ST*820*0001~BPR*C*90*C*ACH************20261120~TRN*1*P-1~"
	    "N1*PR*Acme~ENT*1~RMR*IV*1*PI*90*100**01*10~SE*7*0001~");
	assert_int_equal(times("X12-RMR-SUM"), 1);
}

TEST(a_ta1_behind_other_bytes_is_read)
{
	const struct slice one = SLICE(
	    HEAD "XYZ*1~~"
		 "TA1*000000077*261120*0200*R*024~"
		 "TA1*000000078*261120*0200*A*000~IEA*0*000000101~");

	assert_int_equal(golden_parse(&g, one), RC_OK);
	assert_int_equal(times("receipt {"), 2);
	assert_true(says("X12-OUTSIDE"));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		RUN(samples_give_what_stands_beside_them),
		RUN(a_change_never_makes_an_order),
		RUN(a_change_may_be_one_of_terms_alone),
		RUN(every_action_on_a_line_has_a_meaning),
		RUN(a_faulty_shipment_gives_no_confirmation),
		RUN(a_line_number_behind_its_item_is_of_that_item_only),
		RUN(a_faulty_payment_gives_no_remittance),
		RUN(a_faulty_acknowledgment_gives_no_receipt),
		RUN(each_verdict_is_understood),
		RUN(what_they_found_is_one_short_line),
		RUN(a_ta1_of_a_refused_interchange_counts_for_nothing),
		RUN(rows_beyond_the_limit_are_refused),
		RUN(lines_of_a_change_are_as_many_as_those_of_an_order),
		RUN(a_set_cut_anywhere_is_never_taken),
		RUN(parts_of_a_change_in_several_units_are_no_quantity),
		RUN(what_left_of_a_cancelled_line_is_told_of),
		RUN(an_adjustment_within_an_item_is_part_of_its_sum),
		RUN(a_ta1_behind_other_bytes_is_read),
		RUN(every_finding_is_reached),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return (cmocka_run_group_tests(tests, NULL, says_end));
}
