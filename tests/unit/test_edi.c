/* X12 and EDIFACT in one file. */
#include <time.h>

#include "tests/unit/says.h"

#define ISA(number) \
	"ISA*00*          *00*          *ZZ*ACMEBV         *ZZ*LAMPCO" \
	"         *261121*0200*U*00401*" number "*0*P*>~"
#define X12 \
	ISA("000000101") \
	"GS*PO*ACMEBV*LAMPCO*20261121*0200*101*X*004010~" \
	"ST*850*0001~BEG*00*SA*X-1**20261120~" \
	"PO1*1*1000*EA*0.85**VP*LB-E27-8W~CTT*1~SE*5*0001~" \
	"GE*1*101~IEA*1*000000101~"
#define UNB(number) \
	"UNB+UNOC:3+8712345000004:14+8712345000011:14+261121:0200+" number "'"
#define EDIFACT \
	UNB("1") \
	"UNH+1+ORDERS:D:96A:UN'BGM+220+E-1+9'DTM+137:20261120:102'" \
	"LIN+1'QTY+21:5'UNS+S'UNT+7+1'UNZ+1+1'"

static void
read_as(const struct parser *p, struct slice data)
{
	g.parser = p;
	if (golden_parse(&g, data) != RC_OK)
		fprintf(stderr, "# " SL_FMT "\n# %s\n", SL_ARG(data), g.out.p);
	assert_int_equal(g.failed, 0);
}

/* Is the last interchange of the file taken, with its order? */
static bool
last_is_taken(const char *number, size_t from)
{
	char order[64], place[64];
	const char *p;

	(void)snprintf(order, sizeof(order), "order {\"po_number\":\"%s\"",
	    number);
	(void)snprintf(place, sizeof(place), "\"offset\":%zu,", from);
	for (p = g.out.p; (p = strstr(p, order)) != NULL; p++)
		if (strstr(p, "\"broken\":true") == NULL &&
		    (p = strstr(p, "\ninterchange_end")) != NULL &&
		    strstr(p, place) != NULL &&
		    strstr(p, "\"verdict\":\"accepted\"") != NULL)
			return (true);
	return (false);
}

static void
harm_each_byte(const struct parser *p, const char *one, const char *other,
    const char *number)
{
	const size_t n = strlen(one);
	struct buf b;

	buf_init(&b, 1u << 16);
	for (size_t i = 3; i < n; i++)
		for (int way = 0; way < 4; way++) {
			size_t second;

			buf_reset(&b);
			buf_add(&b, (struct slice){ one, i });
			if (way == 1)
				buf_char(&b, 'I');
			if (way == 2)
				buf_char(&b, '\n');
			if (way > 0)
				buf_text(&b, one + i + 1);
			second = b.n;
			buf_text(&b, other);
			read_as(p, buf_slice(&b));
			if (!last_is_taken(number, second)) {
				fprintf(stderr, "# byte %zu, way %d: %s\n", i,
				    way, g.out.p);
				fail();
			}
		}
	buf_free(&b);
}

TEST(a_damaged_interchange_leaves_one_of_the_other_kind_alone)
{
	harm_each_byte(&x12_parser, X12, EDIFACT, "E-1");
	harm_each_byte(&edifact_parser, EDIFACT, X12, "X-1");
}

TEST(several_runs_of_each_kind_are_read_in_turn)
{
	static const char text[] = X12 "\r\n" EDIFACT EDIFACT "\n" X12
				       "UNA:+.? '\r\n" EDIFACT;

	read_as(&x12_parser, SLICE(text));
	assert_int_equal(g.interchanges, 5);
	assert_int_equal(g.orders, 5);
	/* the numbers of a run are known to the next one */
	assert_true(says("X12-ISA-REPEATED"));
	assert_true(says("EDIFACT-UNB-REPEATED"));
	assert_int_equal(g.errors, 0);
	assert_int_equal(g.findings, 3);
}

TEST(bytes_between_runs_are_told_once)
{
	static const char text[] = EDIFACT "nothing" X12 "nothing" EDIFACT;

	read_as(&edifact_parser, SLICE(text));
	assert_int_equal(g.interchanges, 3);
	assert_true(says("EDIFACT-GARBAGE") && says("X12-GARBAGE"));
	assert_int_equal(g.errors, 2);
}

/* A complete interchange is believed, whatever stands in its texts. */
TEST(a_header_within_a_text_ends_nothing)
{
	static const char x12[] = ISA(
	    "000000101") "GS*PO*ACMEBV*LAMPCO*20261121*0200*101*X*004010~"
			 "ST*850*0001~BEG*00*SA*X-1**20261120~N9*ZZ*1~"
			 "MSG*UNB+UNOC:3+A+B~"
			 "PO1*1*1000*EA*0.85**VP*LB-E27-8W~CTT*1~SE*7*0001~"
			 "GE*1*101~IEA*1*000000101~";
	static const char edifact[] = UNB(
	    "1") "UNH+1+ORDERS:D:96A:UN'BGM+220+E-1+9'DTM+137:20261120:102'"
		 "FTX+AAI+++" ISA(
		     "000000101") "'LIN+1'QTY+21:5'UNS+S'UNT+8+1'UNZ+1+1'";

	read_as(&x12_parser, SLICE(x12));
	assert_int_equal(g.interchanges, 1);
	assert_int_equal(g.errors, 0);
	read_as(&edifact_parser, SLICE(edifact));
	assert_int_equal(g.interchanges, 1);
	assert_int_equal(g.orders, 1);
}

static uint64_t
ms_of(const char *unit, int times)
{
	struct timespec from, to;
	struct buf b;

	buf_init(&b, 64u << 20);
	for (int i = 0; i < times; i++)
		buf_text(&b, unit);
	(void)clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &from);
	read_as(&x12_parser, buf_slice(&b));
	(void)clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &to);
	buf_free(&b);
	return ((uint64_t)(to.tv_sec - from.tv_sec) * 1000 +
	    (uint64_t)((to.tv_nsec - from.tv_nsec) / 1000000));
}

/* Headers of both kinds without an end: twice as many take twice as long. */
TEST(headers_in_turn_without_an_end_are_read_in_linear_time)
{
	static const char *const units[] = {
		ISA("000000101") "UNB+UNOC:3+'",
		"ISA*00**00**ZZ*A*ZZ*B*1*2*U*00401*1*0*P*>~ST*UNB+UNOC:3+'",
		"ISA*00**00**ZZ*A*ZZ*B*1*2*U*00401*1*0*P*>~xUNB+UNOC:3+A'UNH'",
	};

	for (size_t i = 0; i < sizeof(units) / sizeof(units[0]); i++) {
		uint64_t once = ms_of(units[i], 4000);
		uint64_t more = ms_of(units[i], 16000);

		assert_true(more < 12 * once + 500);
	}
	golden_free(&g);
}

UNIT_MAIN(RUN(a_damaged_interchange_leaves_one_of_the_other_kind_alone),
    RUN(several_runs_of_each_kind_are_read_in_turn),
    RUN(bytes_between_runs_are_told_once),
    RUN(a_header_within_a_text_ends_nothing),
    RUN(headers_in_turn_without_an_end_are_read_in_linear_time))
