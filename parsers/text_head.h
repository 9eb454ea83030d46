/*
 * text_head -- the begin of a text in UTF-8, for notes and findings.
 */
#ifndef PARSERS_TEXT_HEAD_H
#define PARSERS_TEXT_HEAD_H

#include "base/slice.h"

/* At most n bytes, and no part of a character. */
static inline struct slice
text_head(struct slice text, size_t n)
{
	if (n < text.n)
		while (n > 0 && ((unsigned char)text.p[n] & 0xc0) == 0x80)
			n--;
	return (slice_sub(text, 0, n));
}

#endif
