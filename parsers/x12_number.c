/*
 * Numbers in elements.  Which bytes of a segment are digits is known since it
 * was read; eight of them are a number in a few steps.
 */
#include <endian.h>

#include "parsers/x12.h"

#define ZEROS UINT64_C(0x3030303030303030)

/* The first n of 1 to 8 digits, of which the first is in the lowest byte. */
static inline uint32_t
value(uint64_t w, unsigned n)
{
	return (slice_eight_digits(w << (64 - 8 * n)));
}

/* Whether there are 1 to 8 bytes, and 8 that can be read: of a segment's
 * block, which begins `at` bytes before. */
static inline bool
is_short(const struct x12_segment *s, unsigned i, uintptr_t *at)
{
	*at = (uintptr_t)s->e[i].p - (uintptr_t)s->block;
	return (LIKELY(*at <= 64 - 8 && s->e[i].n <= 8 && X12_HAS(s, i)));
}

static inline uint64_t
eight_bytes(const char *p)
{
	uint64_t w;

	memcpy(&w, p, sizeof(w));
	return (le64toh(w) ^ ZEROS);
}

/* How many are digits, from the lowest bit on; not all 64 are. */
static inline unsigned
run(uint64_t digit)
{
	return ((unsigned)__builtin_ctzll(~digit));
}

__attribute__((noinline)) static struct decimal
any_number(const struct x12_segment *s, unsigned i)
{
	struct decimal d;

	if (!X12_HAS(s, i) || !decimal_parse(s->e[i], &d))
		return (DECIMAL_NONE);
	return (d);
}

struct decimal
x12_number(const struct x12_segment *s, unsigned i)
{
	const struct slice v = s->e[i];
	const unsigned n = (unsigned)v.n;
	unsigned whole, part;
	uint64_t w, before;
	uintptr_t at;

	if (UNLIKELY(!is_short(s, i, &at)))
		return (any_number(s, i));
	w = eight_bytes(v.p);
	whole = run(s->digit >> at);
	if (whole >= n)
		return ((struct decimal){ value(w, n), 0 });
	part = n - 1 - whole;
	if (n == 1 || v.p[whole] != '.' ||
	    run(s->digit >> at >> whole >> 1) < part)
		return (any_number(s, i));
	before = ((uint64_t)1 << 8 * whole) - 1;
	w = (w & before) | (w >> 8 & ~before); /* without the point */
	if (v.p[n - 1] == '0')
		return (decimal_make(value(w, n - 1), (int32_t)part));
	return ((struct decimal){ value(w, n - 1), (int32_t)part });
}

bool
x12_integer(const struct x12_segment *s, unsigned i, int64_t *n)
{
	const struct slice v = s->e[i];
	uintptr_t at;

	if (UNLIKELY(!is_short(s, i, &at) || run(s->digit >> at) < v.n))
		return (slice_int(x12_at(s, i), n));
	*n = value(eight_bytes(v.p), (unsigned)v.n);
	return (true);
}

size_t
x12_number_digits(const struct x12_segment *s, unsigned i, bool real)
{
	const struct slice v = s->e[i];
	const uintptr_t at = (uintptr_t)v.p - (uintptr_t)s->block;
	unsigned whole;

	if (UNLIKELY(at >= 64))
		return (guide_digits(v, real, '.'));
	whole = run(s->digit >> at);
	if (whole >= v.n)
		return (v.n);
	if (real && v.n > 1 && v.p[whole] == '.' &&
	    whole + 1 + run(s->digit >> at >> whole >> 1) >= v.n)
		return (v.n - 1);
	return (guide_digits(v, real, '.'));
}
