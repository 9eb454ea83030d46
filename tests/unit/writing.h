/*
 * writing -- what the tests of the writers write with: one arena, one buffer
 * and one error, fresh for each test that stands in its list as EACH(name);
 * and what is said of a document that was not written.
 */
#ifndef TESTS_WRITING_H
#define TESTS_WRITING_H

#include <string.h>
#include "tests/unit/unit.h"
#include "writers/writer.h"

#define OUT_MAX (4u << 20)
#define ISSUED 1795226400 /* 2026-11-21T02:00:00Z */
#define SSCC "340123450000000017"
#define SSCC2 "340123450000000024"

#define EACH(name) cmocka_unit_test_setup(name, writing_setup)

static struct arena arena;
static struct buf out;
static struct err err;

static inline int
writing_setup(void **state)
{
	(void)state;
	arena_reset(&arena);
	buf_free(&out);
	buf_init(&out, OUT_MAX);
	err = (struct err)ERR_INIT;
	return (0);
}

static inline int
writing_finish(void **state)
{
	(void)state;
	buf_free(&out);
	arena_free(&arena);
	return (0);
}

/* Nothing was written, and the error says so. */
static inline void
refused(enum rc rc, const char *code, const char *says)
{
	if (rc != RC_FATAL || strcmp(err.code, code) != 0 ||
	    strstr(err.text, says) == NULL)
		fail_msg("%d %s %s, wanted %s %s", (int)rc, err.code, err.text,
		    code, says);
	assert_int_equal(0, out.n);
	assert_int_equal('\0', out.p[0]);
	err = (struct err)ERR_INIT;
}

/* Of each of n documents, in a buffer of every size that is too small. */
static inline void
full_buffers_keep_nothing(int n, enum rc (*write)(int which))
{
	for (int i = 0; i < n; i++) {
		size_t all;

		(void)writing_setup(NULL);
		assert_int_equal(RC_OK, write(i));
		all = out.n;
		for (size_t max = 0; max <= all; max++) {
			(void)writing_setup(NULL);
			buf_free(&out);
			buf_init(&out, max);
			if (max < all)
				refused(write(i), "WRITE-LARGE", "longer");
			else {
				assert_int_equal(RC_OK, write(i));
				assert_int_equal(all, out.n);
			}
		}
	}
}

/* For a judge outside, where WRITERS_OUT names a directory. */
static inline void
keep(const char *name)
{
	const char *dir = getenv("WRITERS_OUT");
	char path[4096];
	FILE *f;

	if (dir == NULL)
		return;
	(void)snprintf(path, sizeof(path), "%s/%s.xml", dir, name);
	f = fopen(path, "wb");
	assert_non_null(f);
	assert_int_equal(out.n, fwrite(out.p, 1, out.n, f));
	assert_int_equal(0, fclose(f));
}

#endif
