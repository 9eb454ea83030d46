#include <stdalign.h>
#include <string.h>
#include "base/arena.h"
#include "tests/unit/unit.h"

static bool
zeroed(const char *p, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (p[i] != 0)
			return (false);
	return (true);
}

TEST(memory_is_zeroed_aligned_and_apart)
{
	struct arena a = ARENA_INIT;
	char *p[400];
	size_t n[400];

	for (size_t i = 0; i < 400; i++) {
		n[i] = i * i % 7001;
		p[i] = arena_alloc(&a, n[i]);
		assert_int_equal((uintptr_t)p[i] % alignof(max_align_t), 0);
		assert_true(zeroed(p[i], n[i]));
		memset(p[i], (int)(i % 255) + 1, n[i]);
	}
	for (size_t i = 0; i < 400; i++)
		for (size_t k = 0; k < n[i]; k++)
			assert_int_equal((unsigned char)p[i][k], i % 255 + 1);
	arena_free(&a);
	arena_free(&a);
}

TEST(a_reset_arena_gives_zeroed_memory_again)
{
	struct arena a = ARENA_INIT;
	char *first = arena_alloc(&a, 100), *again;

	memset(first, 'x', 100);
	assert_int_equal(a.used, 100);
	arena_reset(&a);
	assert_int_equal(a.used, 0);
	again = arena_alloc(&a, 200);
	assert_ptr_equal(first, again);
	assert_true(zeroed(again, 200));
	arena_reset(&a);
	arena_free(&a);
	arena_reset(&a);
}

TEST(a_giant_does_not_disturb_the_block_in_use)
{
	struct arena a = ARENA_INIT;
	char *small = arena_alloc(&a, 10), *giant, *next;

	giant = arena_alloc(&a, (size_t)5 << 20);
	memset(giant, 1, (size_t)5 << 20);
	next = arena_alloc(&a, 10);
	assert_true(next > small && next < small + 4096);
	arena_reset(&a);
	giant = arena_alloc(&a, (size_t)5 << 20);
	assert_true(zeroed(giant, (size_t)5 << 20));
	arena_free(&a);
	giant = arena_alloc(&a, (size_t)3 << 20);
	assert_true(zeroed(giant, (size_t)3 << 20));
	arena_reset(&a); /* the giant alone is given back */
	assert_null(a.top);
}

TEST(copies_are_copies)
{
	struct arena a = ARENA_INIT;
	char text[] = "abc";
	struct slice s = { text, 3 }, copy = arena_slice(&a, s);
	char *t = arena_text(&a, s);

	text[0] = 'X';
	assert_true(slice_is(copy, "abc"));
	assert_string_equal(t, "abc");
	assert_null(arena_slice(&a, SLICE_NONE).p);
	assert_non_null(arena_slice(&a, (struct slice){ text, 0 }).p);
	assert_string_equal(arena_text(&a, SLICE_NONE), "");
	assert_string_equal(arena_printf(&a, "%d-%s", 42, "x"), "42-x");
	arena_free(&a);
}

TEST(joined_parts_stand_even_when_empty)
{
	struct arena a = ARENA_INIT;
	const struct slice x = SLICE("x"), none = SLICE_NONE;

	assert_true(
	    slice_is(arena_joined(&a, ':', x, SLICE("yy"), none), "x:yy"));
	assert_true(slice_is(arena_joined(&a, '/', x, none, x), "x//x"));
	assert_true(
	    slice_is(arena_joined(&a, ' ', none, none, SLICE("")), "  "));
	arena_free(&a);
}

TEST(a_list_keeps_what_was_pushed)
{
	struct arena a = ARENA_INIT;
	struct list l = { NULL, 0, 0 };

	for (int i = 0; i < 1000; i++) {
		int *p = LIST_PUSH(&a, &l, int);

		assert_int_equal(*p, 0);
		*p = i;
	}
	assert_int_equal(l.n, 1000);
	for (size_t i = 0; i < 1000; i++)
		assert_int_equal(*LIST_AT(&l, int, i), i);
	arena_free(&a);
}

UNIT_MAIN(RUN(memory_is_zeroed_aligned_and_apart),
    RUN(a_reset_arena_gives_zeroed_memory_again),
    RUN(a_giant_does_not_disturb_the_block_in_use), RUN(copies_are_copies),
    RUN(joined_parts_stand_even_when_empty), RUN(a_list_keeps_what_was_pushed))
