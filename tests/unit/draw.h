/*
 * draw -- random numbers, the same in every run: xorshift of 64 bits
 * (Marsaglia 2003, shifts 13, 7 and 17).  A test that wants a sequence of its
 * own sets draw_seed, which is never 0.
 */
#ifndef TESTS_DRAW_H
#define TESTS_DRAW_H

#include <stdint.h>

static uint64_t draw_seed = UINT64_C(88172645463325252);

static inline uint64_t
draw_bits(void)
{
	draw_seed ^= draw_seed << 13;
	draw_seed ^= draw_seed >> 7;
	draw_seed ^= draw_seed << 17;
	return (draw_seed);
}

/* Below a number of at most 31 bits. */
static inline uint32_t
draw(uint32_t below)
{
	return ((uint32_t)(draw_bits() >> 33) % below);
}

/* Below any number above 0. */
static inline int64_t
draw_amount(int64_t below)
{
	return ((int64_t)(draw_bits() % (uint64_t)below));
}

#endif
