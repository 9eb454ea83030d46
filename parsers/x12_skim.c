#if defined(__SSE2__)
#include <immintrin.h>
#endif

#include "parsers/x12_survey.h"

bool
x12_is_envelope(const char *p, size_t n, struct x12_seps seps)
{
	size_t k;

	if (n < 3)
		return (false);
	switch (p[0]) {
	case 'G':
	case 'S':
		k = 2;
		if (p[1] != 'E' && p[1] != (p[0] == 'G' ? 'S' : 'T'))
			return (false);
		break;
	case 'I':
	case 'T':
		k = 3;
		if (memcmp(p, "ISA", 3) != 0 && memcmp(p, "IEA", 3) != 0 &&
		    memcmp(p, "TA1", 3) != 0)
			return (false);
		break;
	default:
		return (false);
	}
	return (k < n && (p[k] == seps.element || p[k] == seps.terminator));
}

static bool
is_blank(char c)
{
	return (c == ' ' || c == '\r' || c == '\n' || c == '\t' || c == '\0' ||
	    c == '\x1a');
}

size_t
x12_skip_blanks(struct slice data, size_t at, char terminator)
{
	while (at < data.n && is_blank(data.p[at]) && data.p[at] != terminator)
		at++;
	return (at);
}

#define BLOCK 64

/* What stands where in 64 bytes, one bit a byte. */
struct sights {
	uint64_t end;    /* terminators */
	uint64_t blank;  /* layout */
	uint64_t letter; /* G, I, S, T: what the envelope begins with */
};

static inline bool
is_letter(char c)
{
	return (c == 'G' || c == 'I' || c == 'S' || c == 'T');
}

static void
see_bytes(const char *p, size_t n, char terminator, struct sights *m)
{
	*m = (struct sights){ 0, 0, 0 };
	for (size_t i = 0; i < n; i++) {
		m->end |= (uint64_t)(p[i] == terminator) << i;
		m->blank |= (uint64_t)is_blank(p[i]) << i;
		m->letter |= (uint64_t)is_letter(p[i]) << i;
	}
}

#if defined(__SSE2__)
static inline uint64_t
equal(const __m128i v[4], char c)
{
	const __m128i k = _mm_set1_epi8(c);
	uint64_t m = 0;

	for (unsigned i = 0; i < 4; i++)
		m |= (uint64_t)(unsigned)_mm_movemask_epi8(
			 _mm_cmpeq_epi8(v[i], k))
		    << 16 * i;
	return (m);
}

static inline uint64_t
letters(const __m128i v[4])
{
	uint64_t m = 0;

	for (unsigned i = 0; i < 4; i++)
		m |= (uint64_t)(unsigned)_mm_movemask_epi8(_mm_or_si128(
			 _mm_or_si128(_mm_cmpeq_epi8(v[i], _mm_set1_epi8('G')),
			     _mm_cmpeq_epi8(v[i], _mm_set1_epi8('I'))),
			 _mm_or_si128(_mm_cmpeq_epi8(v[i], _mm_set1_epi8('S')),
			     _mm_cmpeq_epi8(v[i], _mm_set1_epi8('T')))))
		    << 16 * i;
	return (m);
}

/* All bytes up to the blank are taken for layout: is_begin knows better. */
static inline void
see(const char *p, char terminator, struct sights *m)
{
	__m128i v[4];
	uint64_t low = 0;

	for (unsigned i = 0; i < 4; i++) {
		v[i] = _mm_loadu_si128(
		    (const __m128i *)(const void *)(p + 16 * i));
		low |= (uint64_t)(unsigned)_mm_movemask_epi8(_mm_cmpeq_epi8(
			   _mm_min_epu8(v[i], _mm_set1_epi8(' ')), v[i]))
		    << 16 * i;
	}
	m->end = equal(v, terminator);
	m->blank = low;
	m->letter = letters(v);
}

#define WIDE __attribute__((target("avx2,bmi")))

WIDE static inline uint64_t
bits(__m256i low, __m256i high)
{
	return ((uint32_t)_mm256_movemask_epi8(low) |
	    (uint64_t)(uint32_t)_mm256_movemask_epi8(high) << 32);
}

WIDE static inline __m256i
letters32(__m256i v)
{
	return (_mm256_or_si256(
	    _mm256_or_si256(_mm256_cmpeq_epi8(v, _mm256_set1_epi8('G')),
		_mm256_cmpeq_epi8(v, _mm256_set1_epi8('I'))),
	    _mm256_or_si256(_mm256_cmpeq_epi8(v, _mm256_set1_epi8('S')),
		_mm256_cmpeq_epi8(v, _mm256_set1_epi8('T')))));
}

WIDE static inline void
see32(const char *p, char terminator, struct sights *m)
{
	const __m256i low = _mm256_loadu_si256((const void *)p);
	const __m256i high = _mm256_loadu_si256((const void *)(p + 32));
	const __m256i t = _mm256_set1_epi8(terminator);
	const __m256i b = _mm256_set1_epi8(' ');

	m->end = bits(_mm256_cmpeq_epi8(low, t), _mm256_cmpeq_epi8(high, t));
	m->blank = bits(_mm256_cmpeq_epi8(_mm256_min_epu8(low, b), low),
	    _mm256_cmpeq_epi8(_mm256_min_epu8(high, b), high));
	m->letter = bits(letters32(low), letters32(high));
}

#define WIDEST __attribute__((target("avx512bw,bmi")))

WIDEST static inline void
see64(const char *p, char terminator, struct sights *m)
{
	const __m512i v = _mm512_loadu_si512((const void *)p);

	m->end = _mm512_cmpeq_epi8_mask(v, _mm512_set1_epi8(terminator));
	m->blank = _mm512_cmple_epu8_mask(v, _mm512_set1_epi8(' '));
	m->letter = _mm512_cmpeq_epi8_mask(v, _mm512_set1_epi8('G')) |
	    _mm512_cmpeq_epi8_mask(v, _mm512_set1_epi8('I')) |
	    _mm512_cmpeq_epi8_mask(v, _mm512_set1_epi8('S')) |
	    _mm512_cmpeq_epi8_mask(v, _mm512_set1_epi8('T'));
}
#else
static inline void
see(const char *p, char terminator, struct sights *m)
{
	see_bytes(p, BLOCK, terminator, m);
}
#endif

/* Between the terminator and here is layout, not other low bytes.  There is
 * a terminator. */
static bool
is_begin(const char *p, size_t at, char terminator)
{
	while (p[at - 1] != terminator)
		if (!is_blank(p[--at]))
			return (false);
	return (true);
}

/* Where the next segment of the envelope begins, from the begin of a segment
 * on; data.n if there is none.  Nearly all bytes pass through here, sixty-four
 * at a time: what follows a terminator, or a terminator and layout, and is
 * one of four letters, is looked at. */
__attribute__((always_inline)) static inline size_t
find_with(struct slice data, size_t at, struct x12_seps seps,
    void (*look)(const char *p, char terminator, struct sights *m))
{
	const char *p = data.p;
	uint64_t carry = 0; /* bit 0: a segment may begin with the block */
	size_t block = at;

	at = x12_skip_blanks(data, at, seps.terminator);
	if (x12_is_envelope(p + at, data.n - at, seps))
		return (at);
	for (; block < data.n; block += BLOCK) {
		X12_UNFILLED struct sights m;
		uint64_t begin, next;

		if (data.n - block >= BLOCK) {
			__builtin_prefetch(p + block + 16 * BLOCK);
			look(p + block, seps.terminator, &m);
		} else
			see_bytes(p + block, data.n - block, seps.terminator,
			    &m);
		begin = m.end << 1 | carry;
		carry = m.end >> 63;
		/* layout is passed byte by byte */
		for (next = begin & m.blank & ~m.end; next != 0;) {
			carry |= next >> 63;
			next = next << 1 & ~begin;
			begin |= next;
			next &= m.blank & ~m.end;
		}
		for (begin &= m.letter; begin != 0; begin &= begin - 1) {
			at = block + (unsigned)__builtin_ctzll(begin);
			if (is_begin(p, at, seps.terminator) &&
			    x12_is_envelope(p + at, data.n - at, seps))
				return (at);
		}
	}
	return (data.n);
}

#if defined(__SSE2__)
WIDE static size_t
find_wide(struct slice data, size_t at, struct x12_seps seps)
{
	return (find_with(data, at, seps, see32));
}

WIDEST static size_t
find_widest(struct slice data, size_t at, struct x12_seps seps)
{
	return (find_with(data, at, seps, see64));
}
#endif

size_t
x12_envelope_find(struct slice data, size_t at, struct x12_seps seps)
{
#if defined(__SSE2__)
	if (__builtin_cpu_supports("avx512bw"))
		return (find_widest(data, at, seps));
	if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi"))
		return (find_wide(data, at, seps));
#endif
	return (find_with(data, at, seps, see));
}

bool
x12_envelope_next(struct slice data, size_t *at, struct x12_seps seps,
    struct x12_segment *s)
{
	*at = x12_envelope_find(data, *at, seps);
	if (*at >= data.n)
		return (false);
	(void)x12_next(data, at, seps, s);
	return (true);
}
