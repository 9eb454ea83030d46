/*
 * split -- 64 bytes of marks to slices: what the lexers of X12 and EDIFACT
 * share.
 *
 * A bit of `cut` is a separator at that byte of the block at `block`.  Each
 * closes a value that began at `from`; the next one begins behind it.  Slices
 * go to out[0] and on, their lengths to len[0] and on.  In the widest way
 * eight at a time are written, whatever there are: so the arrays have room
 * for SPLIT_ROOM more.  Returned is where the value begins that is open then.
 *
 * Lengths are cut to 16 bits, which lets eight be compared at once; a reader
 * of long segments has to set them again.
 */
#ifndef PARSERS_SPLIT_H
#define PARSERS_SPLIT_H

#include "base/slice.h"

#if defined(__SSE2__)
#include <immintrin.h>
#endif

#define SPLIT_ROOM 8
#define SPLIT_INLINE __attribute__((always_inline)) static inline

typedef const char *splitter(const char *block, const char *from, uint64_t cut,
    struct slice *out, uint16_t *len);

SPLIT_INLINE const char *
split_narrow(const char *block, const char *from, uint64_t cut,
    struct slice *out, uint16_t *len)
{
	for (; cut != 0; cut &= cut - 1) {
		const char *to = block + (unsigned)__builtin_ctzll(cut);

		*out++ = (struct slice){ from, (size_t)(to - from) };
		*len++ = (uint16_t)(to - from);
		from = to + 1;
	}
	return (from);
}

/* The bits of `v` at the places of `mask`, side by side. */
typedef uint64_t squeezer(uint64_t v, uint64_t mask);

SPLIT_INLINE uint64_t
split_squeeze(uint64_t v, uint64_t mask)
{
	uint64_t out = 0;

	for (unsigned k = 0; mask != 0; mask &= mask - 1, k++)
		out |= (v >> __builtin_ctzll(mask) & 1) << k;
	return (out);
}

#if defined(__SSE2__)
#define SPLIT_WIDE __attribute__((target("avx2,bmi,bmi2,popcnt")))

SPLIT_WIDE static inline uint64_t
split_squeeze_wide(uint64_t v, uint64_t mask)
{
	return (_pext_u64(v, mask));
}

#define SPLIT_WIDEST \
	__attribute__(( \
	    target("avx512bw,avx512vbmi,avx512vbmi2,avx2,bmi,bmi2,popcnt")))

static inline bool
split_is_widest(void)
{
	return (__builtin_cpu_supports("avx512bw") &&
	    __builtin_cpu_supports("avx512vbmi") &&
	    __builtin_cpu_supports("avx512vbmi2") &&
	    __builtin_cpu_supports("bmi2"));
}

/* 0 to 63 */
SPLIT_WIDEST static inline __m512i
split_places(void)
{
	return (_mm512_set_epi64(0x3f3e3d3c3b3a3938, 0x3736353433323130,
	    0x2f2e2d2c2b2a2928, 0x2726252423222120, 0x1f1e1d1c1b1a1918,
	    0x1716151413121110, 0x0f0e0d0c0b0a0908, 0x0706050403020100));
}

/* The places of the separators side by side, then eight slices at a time:
 * each begins behind the separator before. */
SPLIT_WIDEST static inline const char *
split_widest(const char *block, const char *from, uint64_t cut,
    struct slice *out, uint16_t *len)
{
	const __m512i low = _mm512_set_epi64(11, 3, 10, 2, 9, 1, 8, 0);
	const __m512i high = _mm512_set_epi64(15, 7, 14, 6, 13, 5, 12, 4);
	const __m512i one = _mm512_set1_epi64(1);
	const __m512i at = _mm512_set1_epi64((long long)(uintptr_t)block);
	__m512i places, before;

	if (cut == 0)
		return (from);
	places = _mm512_maskz_compress_epi8(cut, split_places());
	before = _mm512_set1_epi64((long long)(uintptr_t)(from - 1));
	for (unsigned left = (unsigned)__builtin_popcountll(cut);;
	     left -= 8, out += 8, len += 8) {
		__m512i to = _mm512_add_epi64(at,
		    _mm512_cvtepu8_epi64(_mm512_castsi512_si128(places)));
		__m512i begin = _mm512_add_epi64(
		    _mm512_alignr_epi64(to, before, 7), one);
		__m512i n = _mm512_sub_epi64(to, begin);

		_mm512_storeu_si512((void *)out,
		    _mm512_permutex2var_epi64(begin, low, n));
		_mm512_storeu_si512((void *)(out + 4),
		    _mm512_permutex2var_epi64(begin, high, n));
		_mm_storeu_si128((void *)len, _mm512_cvtepi64_epi16(n));
		if (left <= 8)
			break;
		before = to;
		places = _mm512_alignr_epi64(places, places, 1);
	}
	return (block + 64 - (unsigned)__builtin_clzll(cut));
}
#endif

#endif
