/* Documents that others wrote: what becomes of each. */
#include "parsers/redact.h"
#include "tests/unit/corpus.h"
#include "tests/unit/says.h"

static struct golden g = { .parser = &cxml_parser };

static void
parse_shared(const char *name)
{
	char path[200];
	const char *file;

	(void)snprintf(path, sizeof(path), "corpus/cxml/%s.xml", name);
	file = unit_shared(path);
	SKIP_UNLESS(file != NULL, "the corpus is not here");
	parse_known(file);
}

/* An OrderRequest ends as an order, a Response or StatusUpdateRequest as a
 * receipt, everything else as a request that is refused by its name. */
TEST(every_document_is_taken_noted_or_refused_by_name)
{
	glob_t all = corpus_files("corpus/cxml", "*.xml");
	int orders = 0, receipts = 0, refused = 0;

	for (size_t i = 0; i < all.gl_pathc; i++) {
		parse_known(all.gl_pathv[i]);
		if (g.orders == 1) {
			orders++;
			if (g.errors > 0)
				fail_msg("%s: %s", all.gl_pathv[i], g.out.p);
		} else if (says("receipt {")) {
			receipts++;
			assert_int_equal(g.errors, 0);
		} else {
			refused++;
			assert_true(g.errors >= 1);
			assert_true(
			    says("\"CXML-REQUEST\"") || says("\"CXML-ROOT\""));
		}
	}
	fprintf(stderr, "# %d orders, %d receipts, %d refused\n", orders,
	    receipts, refused);
	assert_int_equal(orders, 4);
	assert_int_equal(receipts, 4);
	assert_true(refused >= 13);
	globfree(&all);
}

TEST(an_order_of_a_marketplace_is_read_field_by_field)
{
	parse_shared("ol-order_request");
	assert_int_equal(g.errors + g.findings, 0);
	assert_true(says("\"po_number\":\"3309\""));
	assert_true(says("\"sender\":\"cxml:NetworkID:kasdflkjasdf\""));
	assert_true(says("\"ordered_on\":\"2020-03-31\""));
	assert_true(says("\"ids\":[\"account:21444\"]"));
	assert_true(says("\"seller_item\":\"product:1861\""));
	assert_true(says("\"cost_centre\":\"c50\""));
	assert_true(says("\"stated_net\":\"91.71\""));
	assert_true(says("SupplierPartAuxiliaryID: product-requisition:6235"));
	assert_false(says("alsdkfjalksdjflaksjdfklj")); /* its secret */
}

TEST(a_test_order_with_an_attachment_is_read_field_by_field)
{
	parse_shared("fcx-OrderRequest");
	assert_int_equal(g.errors, 0);
	assert_true(says("\"test\":true"));
	assert_true(says("CXML-ATTACHMENT"));
	assert_true(says("\"country\":\"US\",\"contact\":\"Joe Smith, "
			 "Mailstop M-543\",\"phone\":\"+1 800 5551212\""));
	assert_true(says("\"requested_on\":\"2020-02-28\""));
	assert_true(says("\"notes\":[\"Test comment\"]"));
	assert_false(says("coyote"));
}

TEST(a_blanket_is_no_order_for_its_ceiling)
{
	parse_shared("own-order-blanket");
	assert_int_equal(g.errors, 0);
	assert_true(says("\"kind\":\"blanket\""));
	assert_true(says("\"value\":\"2025-01-01/2025-12-31\""));
	assert_true(says("MaxAmount: 10000.00 USD"));
	assert_false(says("stated_net"));
}

TEST(a_failure_is_a_receipt_that_rejects)
{
	parse_shared("ol-response_status_400");
	assert_true(says("\"verdict\":\"rejected\",\"code\":\"400\""));
	assert_true(says("missing required parameter 'document'"));
}

TEST(no_document_of_others_keeps_a_secret)
{
	glob_t all = corpus_files("corpus/cxml", "*.xml");
	int changed = 0;

	for (size_t i = 0; i < all.gl_pathc; i++) {
		struct slice data = golden_read(all.gl_pathv[i]);

		changed += redact_needed(data);
		assert_int_equal(redact_needed(data),
		    memmem(data.p, data.n, "<SharedSecret>", 14) != NULL);
		free((void *)(uintptr_t)data.p);
	}
	assert_true(changed >= 8);
	globfree(&all);
	golden_free(&g);
}

UNIT_MAIN(RUN(every_document_is_taken_noted_or_refused_by_name),
    RUN(an_order_of_a_marketplace_is_read_field_by_field),
    RUN(a_test_order_with_an_attachment_is_read_field_by_field),
    RUN(a_blanket_is_no_order_for_its_ceiling),
    RUN(a_failure_is_a_receipt_that_rejects),
    RUN(no_document_of_others_keeps_a_secret))
