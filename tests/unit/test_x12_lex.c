/* The lexer, with the ways that this processor would not take by itself. */
#include "parsers/ahead.h"
#include "parsers/x12_lex.c"
#include "tests/unit/unit.h"

static const struct x12_seps seps = { '*', '>', '~', '^' };

static uint64_t
naive(const char *p, const char *any)
{
	uint64_t m = 0;

	for (unsigned i = 0; i < BLOCK; i++)
		m |= (uint64_t)(strchr(any, p[i]) != NULL) << i;
	return (m);
}

static void
check_marks(const char *p, const struct marks *m)
{
	uint64_t odd = 0;

	for (unsigned i = 0; i < BLOCK; i++)
		odd |= (uint64_t)((unsigned char)p[i] < 0x20 ||
			   (unsigned char)p[i] > 0x7f)
		    << i;
	assert_true(m->cut == naive(p, "*") && m->end == naive(p, "~"));
	assert_true(m->sub == naive(p, ">^") && m->blank == naive(p, " "));
	assert_true(m->odd == odd);
	assert_true(m->digit == naive(p, "0123456789"));
}

static char
noise(uint32_t *state)
{
	static const char often[] = "**~~>^  AZ0/:9\n\x1f\x7f\xe9";

	*state = *state * 1664525 + 1013904223;
	if ((*state >> 28) < 4) /* any byte but NUL */
		return ((char)(1 + (*state >> 16) % 255));
	return (often[(*state >> 16) % (sizeof(often) - 1)]);
}

#if defined(__SSE2__)
WIDE static void
marks_wide(const char *p, struct marks *m)
{
	mark32(p, seps, m);
}

WIDEST static void
marks_widest(const char *p, struct marks *m)
{
	mark64(p, seps, m);
}
#endif

TEST(every_way_to_mark_64_bytes_gives_the_same)
{
	uint32_t state = 1;
	char p[BLOCK];
	struct marks m;

	for (int k = 0; k < 20000; k++) {
		for (unsigned i = 0; i < BLOCK; i++)
			p[i] = noise(&state);
		mark16(p, seps, &m);
		check_marks(p, &m);
#if defined(__SSE2__)
		if (__builtin_cpu_supports("avx2")) {
			marks_wide(p, &m);
			check_marks(p, &m);
		}
		if (split_is_widest()) {
			marks_widest(p, &m);
			check_marks(p, &m);
		}
#endif
	}
}

/* Byte by byte: the elements between from and to, trimmed of blanks. */
static void
check_segment(const char *from, const char *to, const struct x12_segment *s)
{
	unsigned n = 0;

	for (const char *p = from;; p++) {
		struct slice v = { from, (size_t)(p - from) };

		if (p < to && *p != '*')
			continue;
		while (v.n > 0 && v.p[v.n - 1] == ' ')
			v.n--;
		for (; v.n > 0 && v.p[0] == ' '; v.n--)
			v.p++;
		if (n > X12_ELEMENTS_MAX) {
			assert_true(s->crowded);
			return;
		}
		assert_true(slice_eq(v, s->e[n]));
		assert_int_equal(s->len[n], v.n);
		assert_int_equal(X12_HAS(s, n), v.n > 0);
		n++;
		if (p == to)
			break;
		from = p + 1;
	}
	assert_false(s->crowded);
	assert_int_equal(s->n, n - 1);
}

/* Those that this processor has. */
static size_t
all_readers(x12_reader *r[3])
{
	size_t n = 0;

	r[n++] = next_narrow;
#if defined(__SSE2__)
	if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi2"))
		r[n++] = next_wide;
	if (split_is_widest())
		r[n++] = next_widest;
#endif
	return (n);
}

static void
check_segments(x12_reader *next, struct slice all)
{
	struct ahead ends = AHEAD_INIT;
	size_t at = 0, after = 0;
	struct x12_segment s;
	enum x12_read got;

	while ((got = next(all, &at, seps, &s)) != X12_END) {
		size_t end = ahead_next(&ends, all, s.offset, '~');

		assert_int_equal(end, s.offset + s.length);
		assert_int_equal(got == X12_CUT, end == all.n);
		assert_int_equal(s.key, x12_key(s.e[0]));
		check_segment(all.p + s.offset, all.p + end, &s);
		assert_true(at > after);
		after = at;
	}
}

TEST(segments_of_noise_read_as_byte_by_byte)
{
	x12_reader *readers[3];
	const size_t n = all_readers(readers);
	uint32_t state = 7;
	char data[700];

	for (int k = 0; k < 3000; k++) {
		struct slice all = { data, (size_t)k % sizeof(data) };

		for (size_t i = 0; i < all.n; i++)
			data[i] = noise(&state);
		if (k % 3 == 0) /* few terminators: long, crowded */
			for (size_t i = 0; i < all.n; i++)
				data[i] = data[i] == '~' ? '*' : data[i];
		for (size_t i = 0; i < n; i++)
			check_segments(readers[i], all);
	}
}

static void
check_number(const struct x12_segment *s, unsigned i)
{
	const struct slice v = x12_at(s, i);
	struct decimal d, e = x12_number(s, i);
	int64_t n = 0, m = 0;

	if (!decimal_parse(v, &d))
		d = DECIMAL_NONE;
	assert_true(d.coef == e.coef && d.scale == e.scale);
	assert_int_equal(x12_integer(s, i, &m), slice_int(v, &n));
	assert_int_equal(n, m);
	if (v.n == 0)
		return;
	assert_int_equal(x12_number_digits(s, i, true),
	    guide_digits(v, true, '.'));
	assert_int_equal(x12_number_digits(s, i, false),
	    guide_digits(v, false, '.'));
}

TEST(a_short_number_is_what_the_long_way_makes_of_it)
{
	static const char often[] = "*****000123456789...-+ A";
	uint32_t state = 11;
	char data[200];
	struct x12_segment s;

	for (int k = 0; k < 20000; k++) {
		struct slice all = { data, 20 + (size_t)k % 180 };
		size_t at = 0;

		for (size_t i = 0; i < all.n; i++) {
			(void)noise(&state);
			data[i] = often[(state >> 16) % (sizeof(often) - 1)];
		}
		data[all.n / 2] = '~';
		while (x12_next(all, &at, seps, &s) != X12_END)
			for (unsigned i = 1; i <= s.n; i++)
				check_number(&s, i);
	}
}

TEST(looking_ahead_and_back_finds_what_memchr_finds)
{
	uint32_t state = 3;
	char data[500];
	struct ahead a = AHEAD_INIT;

	for (size_t i = 0; i < sizeof(data); i++)
		data[i] = noise(&state);
	for (int k = 0; k < 50000; k++) {
		size_t n = (size_t)(unsigned char)noise(&state) * 2 % 500;
		size_t from = n * (unsigned char)noise(&state) / 256;
		const char *p = memchr(data + from, '~', n - from);

		assert_int_equal(
		    ahead_next(&a, (struct slice){ data, n }, from, '~'),
		    p != NULL ? (size_t)(p - data) : n);
	}
}

/* Where a binary says that it is longer than the set that it stands in. */
TEST(nothing_is_read_behind_the_end)
{
	struct x12_segment s;
	char *data = malloc(3);

	assert_non_null(data);
	memcpy(data, "SE~", 3);
	for (size_t from = 3; from < 9; from++) {
		size_t at = from;

		assert_int_equal(
		    x12_next((struct slice){ data, 3 }, &at, seps, &s),
		    X12_END);
		assert_int_equal(at, 3);
	}
	free(data);
}

UNIT_MAIN(RUN(looking_ahead_and_back_finds_what_memchr_finds),
    RUN(every_way_to_mark_64_bytes_gives_the_same),
    RUN(segments_of_noise_read_as_byte_by_byte),
    RUN(nothing_is_read_behind_the_end),
    RUN(a_short_number_is_what_the_long_way_makes_of_it))
