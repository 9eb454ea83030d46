/*
 * digit -- what a letter of a number is worth, where numbers are no decimals:
 * hexadecimal in either case, and base64 (RFC 4648, 4).  -1: it is none.
 */
#ifndef BASE_DIGIT_H
#define BASE_DIGIT_H

#include <stdint.h>
#include "base/slice.h"

static inline int
hex_value(char c)
{
	if (c >= '0' && c <= '9')
		return (c - '0');
	c |= 0x20;
	return (c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1);
}

static inline int
base64_value(char c)
{
	if (c >= 'A' && c <= 'Z')
		return (c - 'A');
	if (c >= 'a' && c <= 'z')
		return (c - 'a' + 26);
	if (c >= '0' && c <= '9')
		return (c - '0' + 52);
	return (c == '+' ? 62 : c == '/' ? 63 : -1);
}

/* `text` as n bytes, two digits each; false and `to` as it was when it is
 * anything else. */
static inline bool
hex_bytes(struct slice text, uint8_t *to, size_t n)
{
	if (text.n != 2 * n)
		return (false);
	for (size_t i = 0; i < text.n; i++)
		if (hex_value(text.p[i]) < 0)
			return (false);
	for (size_t i = 0; i < n; i++)
		to[i] = (uint8_t)(hex_value(text.p[2 * i]) << 4 |
		    hex_value(text.p[2 * i + 1]));
	return (true);
}

#endif
