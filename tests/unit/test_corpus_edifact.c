/* EDIFACT files written by others, read in place: none crashes, and what we
 * say of each agrees with its INDEX.tsv or is explained, file by file, in
 * docs/conformance.md. */
#include "tests/unit/says.h"

#define FOLDER "corpus/edifact"
#define DOCS "docs/conformance.md"

static struct golden g = { .parser = &edifact_parser };

static bool
parse_file(const char *name)
{
	return (parse_of_others(FOLDER, name));
}

/* The errors that are not about the type of a message: a good INVOIC is good
 * though we do not process it. */
static bool
is_refused(void)
{
	return (g.errors > times("\"code\":\"EDIFACT-MSG-UNSUPPORTED\""));
}

struct tally {
	int files, wrong, explained;
	char *docs;
};

/* "valid-envelope" is to be taken, "invalid" refused, "unknown" either. */
static void
judge(struct tally *t, const char *file, const char *status)
{
	bool refused, differs, said = strstr(t->docs, file) != NULL;

	t->files++;
	assert_true(parse_file(file));
	refused = is_refused();
	differs = (strcmp(status, "invalid") == 0 && !refused) ||
	    (strcmp(status, "valid-envelope") == 0 && refused);
	t->explained += said;
	if (differs == said)
		return;
	t->wrong++;
	fprintf(stderr, "# %s: %s in the index, %s by us, %s\n", file, status,
	    refused ? "refused" : "taken",
	    said ? "explained without need" : "not explained");
}

static char *
whole_file(const char *path)
{
	struct slice s = golden_read(path);
	char *text = calloc(1, s.n + 1);

	assert_non_null(text);
	assert_true(s.n > 0);
	memcpy(text, s.p, s.n);
	free((void *)(uintptr_t)s.p);
	return (text);
}

TEST(what_we_say_of_files_of_others_is_what_their_index_says_or_explained)
{
	const char *index = unit_shared(FOLDER "/INDEX.tsv");
	struct tally t = { .docs = NULL };
	char *text, *line, *next;

	SKIP_UNLESS(index != NULL, "the shared corpus is absent");
	t.docs = whole_file(unit_source(DOCS));
	text = whole_file(index);
	strtok_r(text, "\n", &next); /* the names of the columns */
	while ((line = strtok_r(NULL, "\n", &next)) != NULL) {
		char *at = line, *file = strsep(&at, "\t"), *status;

		(void)strsep(&at, "\t");
		(void)strsep(&at, "\t");
		status = strsep(&at, "\t");
		assert_non_null(status);
		judge(&t, file, status);
	}
	assert_int_equal(t.wrong, 0);
	assert_true(t.files >= 80 && t.explained > 0);
	assert_int_equal(g.failed, 0);
	free(text);
	free(t.docs);
}

/* Its letters were lost before it was published: three bytes each, which say
 * three letters of ISO 8859-1. */
TEST(a_wholesale_order_is_read_field_by_field)
{
	SKIP_UNLESS(parse_file("ORDERS__edifact__example_order_ok.edi"),
	    "the shared corpus is absent");
	assert_int_equal(g.orders, 1);
	assert_true(says("\"version\":\"UNOC:3\""));
	assert_true(says("\"sender\":\"edifact:14:4250159300001\""));
	assert_true(says("\"po_number\":\"2019265563\""));
	assert_true(says("\"ordered_on\":\"2018-12-05\""));
	assert_true(says("\"requested_on\":\"2018-12-06\""));
	assert_true(says("\"name\":\"A+A K\xc3\xaf\xc2\xbf\xc2\xbdlte GmbH\""));
	assert_true(says("\"city\":\"TestCity\",\"postal_code\":\"45881\","
			 "\"country\":\"DE\",\"contact\":\"Herr Foo\""));
	assert_true(says("\"ids\":[\"edifact:9:4250159399005\","
			 "\"gln:4250159399005\",\"account:9949940\"]"));
	assert_true(
	    says("\"seller_item\":\"1011\",\"buyer_item\":\"6001011\""));
	assert_true(says("uteressig 5% 10l Branntweinessig Kanister\","
			 "\"quantity\":\"1\""));
}

TEST(an_order_split_over_places_is_read)
{
	SKIP_UNLESS(parse_file("ORDERS__EDIFACT.NET__PurchaseOrderInvalid.edi"),
	    "the shared corpus is absent");
	assert_int_equal(g.orders, 1);
	assert_true(says("\"currency\":\"GBP\""));
	assert_true(says("\"contract\":\"652744\""));
	assert_true(says("\"delivery_terms\":\"CIF\""));
	assert_true(
	    says("\"schedules\":[{\"quantity\":\"24\",\"on\":\"2002-09-15\","
		 "\"location\":\"gln:3312345502000\"},{\"quantity\":\"24\","
		 "\"on\":\"2002-09-13\",\"location\":\"gln:3312345501003\"}]"));
}

TEST(an_acknowledgment_of_others_is_a_receipt)
{
	SKIP_UNLESS(parse_file("CONTRL__EDIFACT.NET__CONTRL.edi"),
	    "the shared corpus is absent");
	assert_int_equal(times("receipt {\"kind\":\"CONTRL\","
			       "\"interchange\":\"131\","
			       "\"verdict\":\"accepted\",\"code\":\"8\""),
	    2);
}

/* A released release character is one question mark. */
TEST(a_despatch_advice_of_others_is_read)
{
	SKIP_UNLESS(parse_file("DESADV__issue_EdiFabric_EDIFACT.NET_23.edi"),
	    "the shared corpus is absent");
	assert_true(says("EDIFACT-UNT-COUNT"));
	assert_int_equal(g.confirmations, 0);
}

UNIT_MAIN(
    RUN(what_we_say_of_files_of_others_is_what_their_index_says_or_explained),
    RUN(a_wholesale_order_is_read_field_by_field),
    RUN(an_order_split_over_places_is_read),
    RUN(an_acknowledgment_of_others_is_a_receipt),
    RUN(a_despatch_advice_of_others_is_read))
