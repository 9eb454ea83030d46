#include "base/digit.h"
#include "tests/unit/unit.h"

/* Each of the 256 bytes is worth its place in the alphabet, or nothing. */
static void
expect_values(int (*value)(char), const char *alphabet, const char *also)
{
	for (int c = 1; c < 256; c++) {
		const char *at = strchr(alphabet, c), *as = strchr(also, c);
		int is = at != NULL ? (int)(at - alphabet) :
		    as != NULL      ? (int)(as - also) + 10 :
				      -1;

		if (value((char)c) != is)
			fail_msg("byte %d is %d, not %d", c, value((char)c),
			    is);
	}
	assert_int_equal(value('\0'), -1);
}

TEST(every_byte_has_its_value)
{
	expect_values(hex_value, "0123456789abcdef", "ABCDEF");
	expect_values(base64_value,
	    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
	    "0123456789+/",
	    "");
}

TEST(bytes_are_taken_whole_or_not_at_all)
{
	uint8_t b[2] = { 1, 2 };

	assert_false(hex_bytes(SLICE("fFf"), b, 2));
	assert_false(hex_bytes(SLICE("ff00a"), b, 2));
	assert_false(hex_bytes(SLICE("ffg0"), b, 2));
	assert_false(hex_bytes(SLICE("ff0g"), b, 2));
	assert_int_equal(b[0] << 8 | b[1], 0x102);
	assert_true(hex_bytes(SLICE("fF0a"), b, 2));
	assert_int_equal(b[0] << 8 | b[1], 0xff0a);
	assert_true(hex_bytes(SLICE_NONE, b, 0));
}

UNIT_MAIN(RUN(every_byte_has_its_value),
    RUN(bytes_are_taken_whole_or_not_at_all))
