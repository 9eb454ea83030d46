#include "tests/unit/unit.h"

#include "base/arena.h"
#include "domain/ident.h"
#include "domain/partner.h"

static const struct slice key = { "0123456789abcdef0123456789abcdef", 32 };

static char *
number_of(int i, int attempt, char out[CONFIRMATION_MAX])
{
	char business[32];

	(void)snprintf(business, sizeof(business), "acme|PO%d|", i);
	return (confirmation_number(key, slice_of(business), attempt, out));
}

TEST(a_confirmation_number_is_the_same_on_every_retry)
{
	char a[CONFIRMATION_MAX], b[CONFIRMATION_MAX];

	assert_string_equal(number_of(1, 0, a), number_of(1, 0, b));
	assert_string_not_equal(number_of(1, 0, a), number_of(1, 1, b));
	assert_string_not_equal(number_of(1, 0, a), number_of(2, 0, b));
	assert_int_equal(strlen(a), 14);
	assert_int_equal(a[4], '-');
	assert_int_equal(a[9], '-');
	assert_int_equal(a[12], '-');
	(void)confirmation_number(SLICE("another key"), SLICE("acme|PO1|"), 0,
	    b);
	assert_string_not_equal(a, b);
}

/* Every number is normal already, has no punctuation but hyphens, and an
 * error in one place, or two neighbours changed over, is noticed. */
TEST(a_mistyped_confirmation_number_is_refused)
{
	char a[CONFIRMATION_MAX], b[CONFIRMATION_MAX], c[CONFIRMATION_MAX];

	for (int i = 0; i < 2000; i++) {
		size_t at = (size_t)i % 14;
		char was;

		(void)number_of(i, 0, a);
		assert_int_equal(
		    strspn(a, "0123456789ABCDEFGHJKMNPQRSTVWXYZU-"), 14);
		assert_true(confirmation_normalize(slice_of(a), b));
		assert_string_equal(a, b);
		if (a[at] == '-')
			continue;
		memcpy(c, a, sizeof(c));
		c[at] = c[at] == '7' ? '8' : '7';
		assert_false(confirmation_normalize(slice_of(c), b));
		memcpy(c, a, sizeof(c));
		if (at + 1 >= 14 || c[at + 1] == '-' || c[at] == c[at + 1])
			continue;
		was = c[at];
		c[at] = c[at + 1];
		c[at + 1] = was;
		assert_false(confirmation_normalize(slice_of(c), b));
	}
}

TEST(a_confirmation_number_may_be_typed_carelessly)
{
	char a[CONFIRMATION_MAX], b[CONFIRMATION_MAX], typed[32];
	int with_zero = 0, with_one = 0;

	for (int i = 0; i < 200; i++) {
		size_t n = 0;

		(void)number_of(i, 0, a);
		for (const char *p = a; *p != '\0'; p++) {
			if (*p == '-')
				continue;
			typed[n] = *p >= 'A' && *p <= 'Z' ?
			    (char)(*p - 'A' + 'a') :
			    *p;
			if (*p == '0') {
				typed[n] = 'o';
				with_zero++;
			} else if (*p == '1')
				typed[n] = with_one++ % 2 == 0 ? 'i' : 'L';
			n++;
		}
		assert_true(
		    confirmation_normalize((struct slice){ typed, n }, b));
		assert_string_equal(a, b);
	}
	assert_true(with_zero > 0 && with_one > 0);
}

TEST(what_is_no_confirmation_number_is_refused)
{
	static const char *const bad[] = { "", "-", "7K3Q", "U000-0000-00-0",
		"0000-0000-00-01", "0000-0000-00", "0000-0000-00-?",
		"0000 0000 00 1", "\xc3\xa9" };
	char out[CONFIRMATION_MAX];

	assert_true(confirmation_normalize(SLICE("0000 0000 00 0"), out));
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		assert_false(confirmation_normalize(slice_of(bad[i]), out));
	assert_false(
	    confirmation_normalize((struct slice){ "0000000000\0", 11 }, out));
}

TEST(a_creditor_reference_checks_to_one)
{
	char a[RF_MAX], b[RF_MAX];

	/* examples published with the standard */
	assert_true(rf_valid(SLICE("RF18539007547034")));
	assert_true(rf_valid(SLICE("RF18 5390 0754 7034")));
	assert_true(rf_valid(SLICE("rf18000000000539007547034")));
	assert_false(rf_valid(SLICE("RF19539007547034")));
	assert_false(rf_valid(SLICE("RF18539007547035")));
	assert_false(rf_valid(SLICE("RF18539007547043")));
	assert_false(rf_valid(SLICE("RF18")));
	assert_false(rf_valid(SLICE("")));
	assert_false(rf_valid(SLICE("RF1853900754703-")));
	assert_false(rf_valid(SLICE("RF180000000005390075470340")));
	for (int i = 0; i < 500; i++) {
		char business[24];

		(void)snprintf(business, sizeof(business), "%d", i);
		(void)rf_reference(key, slice_of(business), a);
		assert_int_equal(strlen(a), 16);
		assert_true(rf_valid(slice_of(a)));
		assert_string_equal(a,
		    rf_reference(key, slice_of(business), b));
		/* one digit or letter read as another of its kind */
		if (a[6] <= '9')
			a[6] = a[6] == '1' ? '7' : '1';
		else
			a[6] = a[6] == 'B' ? 'D' : 'B';
		assert_false(rf_valid(slice_of(a)));
	}
}

TEST(document_ids_differ_by_kind_and_key)
{
	char a[DOCUMENT_ID_MAX], b[DOCUMENT_ID_MAX];

	(void)document_id(key, "OR", SLICE("x"), a);
	assert_int_equal(strlen(a), 19);
	assert_memory_equal(a, "OR-", 3);
	assert_string_equal(a, document_id(key, "OR", SLICE("x"), b));
	assert_string_not_equal(a + 3,
	    document_id(key, "DA", SLICE("x"), b) + 3);
	assert_string_not_equal(a, document_id(key, "OR", SLICE("y"), b));
	assert_int_equal(strlen(document_id(key, "ABCDEF", SLICE("y"), b)),
	    DOCUMENT_ID_MAX - 1);
}

TEST(a_gtin_gets_the_check_digit_that_it_lacks)
{
	char whole[15];

	assert_true(gtin_complete(SLICE("01234567890"), whole));
	assert_string_equal(whole, "012345678905");
	assert_true(gtin_complete(SLICE("400638133393"), whole));
	assert_string_equal(whole, "4006381333931");
	assert_true(gtin_complete(SLICE("1061414154321"), whole));
	assert_string_equal(whole, "10614141543219");
	assert_true(gtin_complete(SLICE("7351353"), whole));
	assert_string_equal(whole, "73513537");
	assert_false(gtin_complete(SLICE("0123456789"), whole));
	assert_false(gtin_complete(SLICE("10614141543219"), whole));
	assert_false(gtin_complete(SLICE("0123456789X"), whole));
	assert_false(gtin_complete(SLICE_NONE, whole));
}

TEST(gs1_keys_check_to_ten)
{
	char out[15];

	assert_true(gtin_valid(SLICE("4006381333931")));
	assert_true(gtin_valid(SLICE("012345678905")));
	assert_true(gtin_valid(SLICE("73513537")));
	assert_true(gtin_valid(SLICE("10614141543219")));
	assert_false(gtin_valid(SLICE("4006381333932")));
	assert_false(gtin_valid(SLICE("4006381339331")));
	assert_false(gtin_valid(SLICE("400638133393X")));
	assert_false(gtin_valid(SLICE("0000000000")));
	assert_false(gtin_valid(SLICE("")));
	assert_true(gln_valid(SLICE("8712345000004")));
	assert_false(gln_valid(SLICE("8712345000005")));
	assert_false(gln_valid(SLICE("012345678905")));
	assert_true(sscc_valid(SLICE("106141412345678908")));
	assert_false(sscc_valid(SLICE("106141412345678907")));
	assert_false(sscc_valid(SLICE("4006381333931")));
	assert_true(gtin14(SLICE("012345678905"), out));
	assert_string_equal(out, "00012345678905");
	assert_true(gtin14(SLICE("73513537"), out));
	assert_string_equal(out, "00000073513537");
	assert_false(gtin14(SLICE("123456789"), out));
	assert_false(gtin14(SLICE("01234567890X"), out));
}

TEST(identifiers_have_a_scheme_and_a_form)
{
	static const char *const good[] = { "x12:ZZ:ACMEBV", "x12:1:123456789",
		"gs:ACMEBV", "edifact:14:8712345000004", "edifact::ACME",
		"endpoint:0088:8712345000004", "gln:8712345000004",
		"duns:123456789", "cxml:NetworkId:AN01:T", "account:C-1",
		"x12:91:STORE 12" };
	static const char *const bad[] = { "", "acme", "x12:ACME",
		"x12:ZZZ:ACME", "x12::ACME", "gs:", "edifact:ACME",
		"endpoint:88:1", "gln:871234500000", "gln:871234500000X",
		"duns:12345678", "cxml::X", "account:", "account: C",
		"account:C ", "account:a\nb", "vat:NL1", "account:\xff" };

	for (size_t i = 0; i < sizeof(good) / sizeof(good[0]); i++)
		if (!identifier_valid(slice_of(good[i])))
			fail_msg("refused: %s", good[i]);
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		if (identifier_valid(slice_of(bad[i])))
			fail_msg("accepted: %s", bad[i]);
}

TEST(an_identifier_splits_into_its_parts)
{
	struct slice s, q, v;

	assert_true(
	    identifier_split(SLICE("endpoint:0088:8712345000004"), &s, &q, &v));
	assert_true(slice_is(s, "endpoint"));
	assert_true(slice_is(q, "0088"));
	assert_true(slice_is(v, "8712345000004"));
	assert_true(identifier_split(SLICE("gs:A:B"), &s, &q, &v));
	assert_int_equal(q.n, 0);
	assert_true(slice_is(v, "A:B"));
	assert_false(identifier_split(SLICE("endpoint:0088"), &s, &q, &v));
	assert_false(identifier_split(SLICE("0088:1"), &s, &q, &v));
}

TEST(one_number_has_many_spellings)
{
	struct arena a = ARENA_INIT;
	struct list ids = { NULL, 0, 0 };

	*LIST_PUSH(&a, &ids, struct slice) = SLICE("x12:ZZ:ACME");
	*LIST_PUSH(&a, &ids, struct slice) = SLICE(
	    "endpoint:0088:8712345000004");
	*LIST_PUSH(&a, &ids, struct slice) = SLICE("duns:123456789");
	*LIST_PUSH(&a, &ids, struct slice) = SLICE("cxml:NetworkId:AN01");
	assert_true(identifier_in(&ids, SLICE("cxml:NETWORKID:AN01")));
	assert_false(identifier_in(&ids, SLICE("cxml:NetworkId:an01")));
	assert_false(identifier_in(&ids, SLICE("cxml:Network:AN01")));
	assert_true(identifier_in(&ids, SLICE("x12:ZZ:ACME")));
	assert_false(identifier_in(&ids, SLICE("x12:ZZ:ACME2")));
	assert_false(identifier_in(&ids, SLICE("x12:01:ACME")));
	assert_true(identifier_in(&ids, SLICE("gln:8712345000004")));
	assert_true(identifier_in(&ids, SLICE("x12:UL:8712345000004")));
	assert_true(identifier_in(&ids, SLICE("edifact:14:8712345000004")));
	assert_false(identifier_in(&ids, SLICE("edifact:1:8712345000004")));
	assert_false(identifier_in(&ids, SLICE("x12:ZZ:8712345000004")));
	assert_true(identifier_in(&ids, SLICE("x12:01:123456789")));
	assert_true(identifier_in(&ids, SLICE("endpoint:0060:123456789")));
	assert_false(identifier_in(&ids, SLICE("")));
	assert_true(slice_is(identifier_of(&ids, SLICE("endpoint:")),
	    "endpoint:0088:8712345000004"));
	assert_null(identifier_of(&ids, SLICE("gs:")).p);
	arena_free(&a);
}

UNIT_MAIN(RUN(a_confirmation_number_is_the_same_on_every_retry),
    RUN(a_mistyped_confirmation_number_is_refused),
    RUN(a_confirmation_number_may_be_typed_carelessly),
    RUN(what_is_no_confirmation_number_is_refused),
    RUN(a_creditor_reference_checks_to_one),
    RUN(document_ids_differ_by_kind_and_key),
    RUN(a_gtin_gets_the_check_digit_that_it_lacks), RUN(gs1_keys_check_to_ten),
    RUN(identifiers_have_a_scheme_and_a_form),
    RUN(an_identifier_splits_into_its_parts),
    RUN(one_number_has_many_spellings))
