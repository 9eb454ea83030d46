/*
 * edifact_2022 -- UNOX: texts that change their character set on the way, by
 * the escape sequences of ISO 2022.
 *
 * Each component begins and has to end in the basic set, ASCII; so says ISO
 * 9735, and otherwise nobody could tell where it ends.  While another set is
 * in its place the bytes of a text look like separators and are none: the
 * lexer asks here.
 *
 *	ESC ( F, ESC $ F, ESC $ ( F	the set F becomes G0, read at once
 *	ESC ) F, ESC $ ) F, ESC - F	G1: bytes above 0x7f, or all from
 *					SO (0x0e) to SI (0x0f)
 *	ESC * F, ESC $ * F, ESC . F	G2: one character behind ESC N or 0x8e
 *	ESC + F, ESC $ + F, ESC / F	G3: behind ESC O or 0x8f
 *	ESC % G				UTF-8, to ESC % @
 *
 *	sets	ASCII, JIS X 0201 (Roman, Katakana), JIS X 0208 and 0212,
 *		KS X 1001, GB 2312, CNS 11643 (planes 1 to 7), ISO 8859-1 to 9,
 *		ISO 8859-15
 *
 * Another set is read to its end, and told of: EDIFACT_UNKNOWN_SET.  A line
 * end ends what was never ended: EDIFACT_UNENDED.
 *
 * Source: ISO/IEC 2022; ISO-IR, the register of escape sequences; RFC 1468,
 * 1554, 1557, 1922.  The sets of two bytes lie in parsers/charsets/ as they would be
 * printed: 94 rows of 94 characters, '.' where there is none.
 */
#ifndef PARSERS_EDIFACT_2022_H
#define PARSERS_EDIFACT_2022_H

#include "base/arena.h"
#include "base/slice.h"

struct edifact_shift { /* zeroed: a text begins */
	uint8_t g[4];  /* G0 to G3: which set, 0: ASCII or none yet */
	bool out;      /* behind SO */
	bool utf8;     /* separators are separators there */
};

/* How many bytes from p on are text although they may look like separators:
 * an escape sequence, a shift, a character of another set.  0: p[0] is read
 * as ever.  n is not 0. */
size_t edifact_shift_step(struct edifact_shift *s, const char *p, size_t n);

/* A whole component to UTF-8; `met` as edifact_text has it. */
struct slice edifact_shift_text(struct arena *a, struct slice s, unsigned *met);

/* Which sequence EDIFACT_UNKNOWN_SET is about, as "ESC $ ( Z"; nothing: letters
 * that need one and have none. */
struct slice edifact_shift_unknown(struct arena *a, struct slice s);

#endif
