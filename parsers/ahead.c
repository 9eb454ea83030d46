#include "parsers/ahead.h"

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

#define BLOCK 64

static inline uint64_t
look(const char *p, char c)
{
	uint64_t seen = 0;

#if defined(__SSE2__)
	for (unsigned i = 0; i < BLOCK; i += 16)
		seen |=
		    (uint64_t)(unsigned)_mm_movemask_epi8(_mm_cmpeq_epi8(
			_mm_loadu_si128((const __m128i *)(const void *)(p + i)),
			_mm_set1_epi8(c)))
		    << i;
#else
	for (unsigned i = 0; i < BLOCK; i++)
		seen |= (uint64_t)(p[i] == c) << i;
#endif
	return (seen);
}

size_t
ahead_next(struct ahead *a, struct slice data, size_t from, char c)
{
	size_t to = from;
	uint64_t bits = 0;
	const char *p;

	if (a->to > from && a->to - from <= BLOCK && a->to <= data.n) {
		to = a->to;
		bits = a->bits & ~(uint64_t)0 << (from + BLOCK - to);
	}
	while (bits == 0) {
		if (data.n - to < BLOCK) {
			p = memchr(data.p + to, c, data.n - to);
			return (p != NULL ? (size_t)(p - data.p) : data.n);
		}
		__builtin_prefetch(data.p + to + 16 * BLOCK);
		bits = a->bits = look(data.p + to, c);
		a->to = to += BLOCK;
	}
	return (to - BLOCK + (unsigned)__builtin_ctzll(bits));
}
