#include "domain/unit_codes.h"
#include "tests/unit/unit.h"

#define SAME(want, got) assert_true(slice_is((got), (want)))

TEST(a_unit_has_a_code_in_both_worlds)
{
	SAME("XCS", unit_of_x12(SLICE("CA")));
	SAME("CA", unit_to_x12(SLICE("XCS")));
	SAME("EA", unit_of_x12(SLICE("EA")));
	SAME("AS", unit_to_x12(SLICE("AS")));
	SAME("PC", unit_to_x12(SLICE("H87")));
}

TEST(of_two_codes_for_a_unit_the_better_known_is_written)
{
	SAME("KGM", unit_of_x12(SLICE("58")));
	SAME("KG", unit_to_x12(SLICE("KGM")));
	SAME("LB", unit_to_x12(SLICE("LBR")));
	SAME("UN", unit_to_x12(SLICE("C62")));
}

TEST(what_is_written_is_read_as_the_same_unit)
{
	static const char set[] = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";
	struct slice unit, back;
	char code[2];
	int found = 0;

	for (size_t i = 0; i < 36; i++) {
		for (size_t k = 0; k < 36; k++) {
			code[0] = set[i];
			code[1] = set[k];
			unit = unit_of_x12((struct slice){ code, 2 });
			if (unit.n == 0)
				continue;
			found++;
			back = unit_to_x12(unit);
			assert_int_equal(2, back.n);
			assert_true(slice_eq(unit, unit_of_x12(back)));
		}
	}
	assert_int_equal(127, found);
}

TEST(an_unknown_unit_has_no_code)
{
	assert_int_equal(0, unit_of_x12(SLICE("P6")).n);
	assert_int_equal(0, unit_of_x12(SLICE("")).n);
	assert_int_equal(0, unit_of_x12(SLICE("EAX")).n);
	assert_int_equal(0, unit_to_x12(SLICE("PCE")).n);
	assert_int_equal(0, unit_to_x12(SLICE_NONE).n);
}

UNIT_MAIN(RUN(a_unit_has_a_code_in_both_worlds),
    RUN(of_two_codes_for_a_unit_the_better_known_is_written),
    RUN(what_is_written_is_read_as_the_same_unit),
    RUN(an_unknown_unit_has_no_code))
