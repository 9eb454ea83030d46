#include <string.h>
#include "base/hash.h"
#include "tests/unit/unit.h"

#define ABC "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
#define NOTHING \
	"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"

TEST(known_digests)
{
	char hex[SHA256_HEX];
	struct sha256 h = sha256_of(SLICE("abc"));

	assert_string_equal(sha256_hex(&h, hex), ABC);
	h = sha256_of(SLICE_NONE);
	assert_string_equal(sha256_hex(&h, hex), NOTHING);
}

TEST(pieces_give_the_digest_of_the_whole)
{
	char hex[SHA256_HEX];
	struct hasher *p = hasher_new();
	struct sha256 h;

	hasher_add(p, "a", 1);
	hasher_add(p, NULL, 0);
	hasher_add(p, "bc", 2);
	h = hasher_end(p);
	assert_string_equal(sha256_hex(&h, hex), ABC);
	hasher_free(hasher_new());
	hasher_free(NULL);
}

TEST(the_mac_of_rfc_4231)
{
	char hex[SHA256_HEX];
	struct sha256 h = hmac_sha256(SLICE("Jefe"),
	    SLICE("what do ya want for nothing?"));

	assert_string_equal(sha256_hex(&h, hex),
	    "5bdcc146bf60754e6a042426"
	    "089575c75a003f089d2739839dec58b964ec3843");
	h = hmac_sha256(SLICE_NONE, SLICE_NONE);
	assert_string_equal(sha256_hex(&h, hex),
	    "b613679a0814d9ec772f95d7"
	    "78c35fc5ff1697c493715653c6c712144292c5ad");
}

TEST(hexadecimal_comes_back)
{
	struct sha256 h = sha256_of(SLICE("abc")), back;

	assert_true(sha256_parse(SLICE(ABC), &back));
	assert_memory_equal(h.b, back.b, SHA256_SIZE);
	assert_false(sha256_parse(slice_sub(SLICE(ABC), 0, 63), &back));
	assert_false(sha256_parse(SLICE("g" ABC), &back));
	assert_false(sha256_parse(SLICE("zz7816bf8f01cfea414140de5dae2223"
					"b00361a396177a9cb410ff61f20015ad"),
	    &back));
	assert_true(sha256_parse(SLICE("BA7816BF8F01CFEA414140DE5DAE2223"
				       "B00361A396177A9CB410FF61F20015AD"),
	    &back));
	assert_memory_equal(h.b, back.b, SHA256_SIZE);
}

UNIT_MAIN(RUN(known_digests), RUN(pieces_give_the_digest_of_the_whole),
    RUN(the_mac_of_rfc_4231), RUN(hexadecimal_comes_back))
