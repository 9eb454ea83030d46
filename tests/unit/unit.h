/*
 * unit -- what every unit test includes: cmocka, and three words.
 *
 *	TEST(a_price_of_zero_is_a_price) { assert_int_equal(...); }
 *	UNIT_MAIN(RUN(a_price_of_zero_is_a_price), RUN(...))
 *
 * SKIP_UNLESS(cond, why) reports the test as skipped.  unit_shared(path)
 * gives the place of a file of the shared corpus or schemas, or NULL when
 * they are absent; unit_source(path) a file of this project.
 */
#ifndef TESTS_UNIT_H
#define TESTS_UNIT_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>
#include <cmocka.h>

#define TEST(name) static void name(void **state_ __attribute__((unused)))
#define RUN(name) cmocka_unit_test(name)
#define SKIP_UNLESS(cond, why) \
	do { \
		if (!(cond)) { \
			fprintf(stderr, "# skipped: %s\n", (why)); \
			skip(); \
		} \
	} while (0)

#define UNIT_MAIN(...) \
	int main(void) \
	{ \
		const struct CMUnitTest tests_[] = { __VA_ARGS__ }; \
		cmocka_set_message_output(CM_OUTPUT_TAP); \
		return (cmocka_run_group_tests(tests_, NULL, NULL)); \
	}

/* Static buffers, four in turn. */
static inline const char *
unit_path(const char *root, const char *path)
{
	static char ring[4][4096];
	static unsigned turn;
	char *out = ring[turn++ % 4];

	(void)snprintf(out, sizeof(ring[0]), "%s/%s", root, path);
	return (out);
}

static inline const char *
unit_shared(const char *path)
{
	const char *root = getenv("ORDERMILL_SHARED");
	const char *out = unit_path(root != NULL ? root : "../shared", path);

	return (access(out, R_OK) == 0 ? out : NULL);
}

static inline const char *
unit_source(const char *path)
{
	const char *root = getenv("ORDERMILL_SOURCE");

	return (unit_path(root != NULL ? root : ".", path));
}

#endif
