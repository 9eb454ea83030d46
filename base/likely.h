/*
 * likely -- which way a branch goes nearly always, where it was measured that
 * this matters: the compiler puts that way in one straight run, and the other
 * one aside.  At five instructions a cycle each jump costs one.
 */
#ifndef BASE_LIKELY_H
#define BASE_LIKELY_H

#include <stdbool.h>

#define LIKELY(x) (__builtin_expect((bool)(x), true))
#define UNLIKELY(x) (__builtin_expect((bool)(x), false))
/* A function that is not called where all is well: what leads to it is
 * unlikely everywhere. */
#define COLD __attribute__((cold))

#endif
