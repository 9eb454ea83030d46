/*
 * code_row -- a short code and what it means to us, in a small table.
 *
 * X12 and EDIFACT name things by codes of at most three characters; only those
 * that we act on have a row (x12_codes.c, edifact_codes.c).
 */
#ifndef PARSERS_CODE_ROW_H
#define PARSERS_CODE_ROW_H

#include <string.h>

#include "base/slice.h"

struct code_row {
	char code[4]; /* padded with NUL */
	int means;
};

/* Codes have at most three characters and compare as one word. */
static inline int
code_means(const struct code_row *t, size_t n, struct slice code, int otherwise)
{
	uint32_t asked = 0, word;

	if (code.n > 3)
		return (otherwise);
	if (code.n > 0) /* a row may say what no code means */
		asked = (unsigned char)code.p[0];
	if (code.n > 1)
		asked |= (uint32_t)(unsigned char)code.p[1] << 8;
	if (code.n > 2)
		asked |= (uint32_t)(unsigned char)code.p[2] << 16;
	for (size_t i = 0; i < n; i++) {
		memcpy(&word, t[i].code, sizeof(word));
#if __BYTE_ORDER__ != __ORDER_LITTLE_ENDIAN__
		word = __builtin_bswap32(word);
#endif
		if (word == asked)
			return (t[i].means);
	}
	return (otherwise);
}

#endif
