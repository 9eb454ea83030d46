/*
 * ahead -- where a byte stands next, for a walk over data that asks often:
 * 64 bytes are looked at once, and what was seen of them is kept.
 *
 *	struct ahead a = AHEAD_INIT;
 *	at = ahead_next(&a, data, at, '~');	data.n: nowhere any more
 *
 * One struct serves one byte and one piece of memory.  Going back is allowed,
 * and so is another data.n.
 */
#ifndef PARSERS_AHEAD_H
#define PARSERS_AHEAD_H

#include "base/slice.h"

struct ahead {
	size_t to;     /* end of the 64 bytes that were looked at */
	uint64_t bits; /* where in them it stands */
};
/* clang-format off */
#define AHEAD_INIT { 0, 0 }
/* clang-format on */

/* From `from` on, which is not beyond data.n. */
size_t ahead_next(struct ahead *a, struct slice data, size_t from, char c);

#endif
