/* The lexer: the fast way, the way of other processors and the slow way see
 * the same segments. */
#include "parsers/edifact_lex.c"
#include "tests/unit/unit.h"

static const struct edifact_seps seps = { ':', '+', '?', '\'', '*', false };

static char
noise(uint32_t *state)
{
	static const char often[] = "++++::::''  AZ09\n\x1f\xe9";

	*state = *state * 1664525 + 1013904223;
	if ((*state >> 28) < 4) /* any byte but NUL */
		return ((char)(1 + (*state >> 16) % 255));
	return (often[(*state >> 16) % (sizeof(often) - 1)]);
}

static void
same(const struct edifact_segment *a, const struct edifact_segment *b)
{
	assert_int_equal(a->n, b->n);
	assert_true(a->key == b->key && a->odd == b->odd);
	assert_true(a->filled == b->filled && a->ends == b->ends);
	for (unsigned i = 0; i <= a->n; i++) {
		assert_int_equal(a->last[i], b->last[i]);
		assert_int_equal(edifact_first(a, i), edifact_first(b, i));
	}
	for (unsigned k = 0; k < a->last[a->n]; k++)
		assert_true(slice_eq(a->c[k], b->c[k]) &&
		    (a->repeats > 0 || a->len[k] == b->len[k]));
}

/* The ways that this processor knows. */
static unsigned
ways(edifact_reader *read[3], void (*look[3])(struct edifact_lex *, size_t))
{
	unsigned n = 0;

	read[n] = next_narrow;
	look[n++] = look_narrow;
#if defined(__SSE2__)
	if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi2")) {
		read[n] = next_wide;
		look[n++] = look_wide;
	}
	if (split_is_widest()) {
		read[n] = next_widest;
		look[n++] = look_widest;
	}
#endif
	return (n);
}

/* Each segment in the way of `l` and byte by byte; nothing is left between
 * them but layout. */
static void
walk(struct edifact_lex *l)
{
	static struct edifact_segment fast, slow;
	static struct edifact_lex again;
	enum edifact_read got;
	size_t from = l->at;

	while ((got = edifact_next(l, &fast)) != EDIFACT_END) {
		again = *l;
		slow.offset = fast.offset;
		slow.crowded = false;
		slow.repeats = 0;
		assert_int_equal(skip_all_layout(&again, from), fast.offset);
		assert_true(
		    read_again(&again, &slow, l->end) == (got != EDIFACT_CUT));
		assert_int_equal(again.at - slow.offset, fast.length);
		assert_int_equal(again.at + (got != EDIFACT_CUT), l->at);
		same(&fast, &slow);
		from = l->at;
	}
	assert_int_equal(skip_all_layout(l, from), l->end);
}

static void
every_way(struct slice data, struct arena *a)
{
	edifact_reader *read[3];
	void (*look[3])(struct edifact_lex *, size_t);
	struct edifact_lex l;

	for (unsigned w = ways(read, look); w-- > 0;) {
		edifact_lex_begin(&l, data, 0, seps, a);
		l.read = read[w];
		l.look = look[w];
		walk(&l);
	}
}

TEST(noise_is_read_alike_in_every_way)
{
	struct arena a = ARENA_INIT;
	uint32_t state = 7;
	char bytes[9000]; /* some windows */

	for (int round = 0; round < 20000; round++) {
		size_t n = 1 + (state >> 8) % (round % 64 > 0 ? 300 : 8999);
		char *copy = malloc(n); /* of its size, for the sanitizer */

		for (size_t i = 0; i < n; i++)
			bytes[i] = noise(&state);
		assert_non_null(copy);
		bytes[0] = 'A';
		memcpy(copy, bytes, n);
		every_way((struct slice){ copy, n }, &a);
		free(copy);
		arena_reset(&a);
	}
	arena_free(&a);
}

/* However the segments lie in the blocks. */
TEST(segments_across_blocks_are_read)
{
	struct arena a = ARENA_INIT;
	char text[400];
	struct edifact_segment s;

	for (size_t pad = 0; pad < 130; pad++) {
		struct edifact_lex l;

		memset(text, 'x', pad);
		memcpy(text + pad, "'QTY+21:10:PCE++a'\r\nLIN'", 24);
		edifact_lex_begin(&l, (struct slice){ text, pad + 24 }, 0, seps,
		    &a);
		assert_int_equal(edifact_next(&l, &s),
		    pad > 0 ? EDIFACT_SEGMENT : EDIFACT_EMPTY);
		assert_int_equal(edifact_next(&l, &s), EDIFACT_SEGMENT);
		assert_int_equal(s.key, EDIFACT_TAG('Q', 'T', 'Y'));
		assert_int_equal(s.n, 3);
		assert_true(slice_is(edifact_at(&s, 1, 1), "21"));
		assert_true(slice_is(edifact_at(&s, 1, 2), "10"));
		assert_true(slice_is(edifact_at(&s, 1, 3), "PCE"));
		assert_int_equal(edifact_at(&s, 1, 4).n, 0);
		assert_int_equal(edifact_at(&s, 2, 1).n, 0);
		assert_true(slice_is(edifact_at(&s, 3, 1), "a"));
		assert_int_equal(edifact_at(&s, 4, 1).n, 0);
		assert_int_equal(edifact_next(&l, &s), EDIFACT_SEGMENT);
		assert_int_equal(s.n, 0);
		assert_int_equal(edifact_next(&l, &s), EDIFACT_END);
	}
	arena_free(&a);
}

TEST(what_is_released_stands_for_itself)
{
	struct arena a = ARENA_INIT;
	struct edifact_lex l;
	struct edifact_segment s;

	edifact_lex_begin(&l, SLICE("FTX+?+?:?'??+a?*b*c:d*e+'x'"), 0, seps,
	    &a);
	assert_int_equal(edifact_next(&l, &s), EDIFACT_SEGMENT);
	assert_true(slice_is(edifact_at(&s, 1, 1), "+:'?"));
	assert_true(slice_is(edifact_at(&s, 2, 1), "a*b"));
	assert_int_equal(s.repeats, 2);
	assert_true(slice_is(edifact_again(&s, 0, 1), "c"));
	assert_true(slice_is(edifact_again(&s, 0, 2), "d"));
	assert_true(slice_is(edifact_again(&s, 1, 1), "e"));
	assert_int_equal(edifact_again(&s, 1, 2).n, 0);
	assert_int_equal(s.n, 3);
	assert_int_equal(edifact_at(&s, 3, 1).n, 0);
	assert_int_equal(edifact_next(&l, &s), EDIFACT_SEGMENT);
	assert_true(slice_is(s.c[0], "x"));
	arena_free(&a);
}

TEST(a_segment_of_too_many_components_says_so)
{
	struct arena a = ARENA_INIT;
	struct edifact_segment s;
	struct edifact_lex l;
	char text[1000];

	memset(text, ':', sizeof(text));
	memcpy(text, "ABC+", 4);
	memset(text + 500, '+', 499);
	text[999] = '\'';
	edifact_lex_begin(&l, (struct slice){ text, sizeof(text) }, 0, seps,
	    &a);
	assert_int_equal(edifact_next(&l, &s), EDIFACT_SEGMENT);
	assert_true(s.crowded);
	assert_true(s.last[s.n] <= EDIFACT_COMPONENTS_MAX);
	assert_int_equal(edifact_next(&l, &s), EDIFACT_END);
	arena_free(&a);
}

TEST(the_next_un_is_found_wherever_it_lies)
{
	char text[300];
	struct ahead a = AHEAD_INIT;

	for (size_t at = 0; at + 2 < sizeof(text); at++) {
		memset(text, 'U', sizeof(text));
		text[at + 1] = 'N';
		a = (struct ahead)AHEAD_INIT;
		assert_int_equal(
		    edifact_un(&a, (struct slice){ text, sizeof(text) }, 0),
		    at);
		assert_int_equal(edifact_un(&a,
				     (struct slice){ text, sizeof(text) },
				     at + 1),
		    sizeof(text));
	}
}

UNIT_MAIN(RUN(noise_is_read_alike_in_every_way),
    RUN(segments_across_blocks_are_read),
    RUN(what_is_released_stands_for_itself),
    RUN(a_segment_of_too_many_components_says_so),
    RUN(the_next_un_is_found_wherever_it_lies))
