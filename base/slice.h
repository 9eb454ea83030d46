/*
 * slice -- a piece of bytes that somebody else owns: pointer and length.
 *
 * Input is never copied while it is parsed: slices point into the mapped
 * file.  A slice is not NUL-terminated and may hold any byte.  The empty
 * slice {NULL, 0} means "absent" wherever a field is optional.
 */
#ifndef BASE_SLICE_H
#define BASE_SLICE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

struct slice {
	const char *p;
	size_t n;
};

#define SLICE(lit) ((struct slice){ (lit), sizeof(lit) - 1 })
#define SLICE_NONE ((struct slice){ NULL, 0 })
#define SL_FMT "%.*s" /* only for text known to be clean */
#define SL_ARG(s) ((int)(s).n), ((s).p != NULL ? (s).p : "")

static inline struct slice
slice_of(const char *text)
{
	return ((struct slice){ text, text != NULL ? strlen(text) : 0 });
}

static inline bool
slice_eq(struct slice a, struct slice b)
{
	return (a.n == b.n && (a.n == 0 || memcmp(a.p, b.p, a.n) == 0));
}

static inline bool
slice_is(struct slice a, const char *text)
{
	return (slice_eq(a, slice_of(text)));
}

bool slice_ieq(struct slice a, struct slice b); /* ASCII case folded */
int slice_cmp(struct slice a, struct slice b);  /* memcmp order */
bool slice_starts(struct slice s, struct slice prefix);
bool slice_ends(struct slice s, struct slice suffix);
struct slice slice_trim(struct slice s); /* ASCII white space */
struct slice slice_sub(struct slice s, size_t from, size_t n); /* clamped */

/* Cut s at the first c: returns the part before, *rest the part after
 * (SLICE_NONE and false when c does not occur: then the whole is returned). */
bool slice_cut(struct slice s, char c, struct slice *before,
    struct slice *rest);

/* ASCII digits alone, and as many. */
bool slice_digits(struct slice s, size_t least, size_t most);

/* Whole-slice decimal integer; false on anything else or overflow. */
bool slice_int(struct slice s, int64_t *value);

/* The value of eight digits, the first one in the lowest byte of the word. */
static inline uint32_t
slice_eight_digits(uint64_t w)
{
	w = (w * 10 + (w >> 8)) & 0x00ff00ff00ff00ffu;
	w = (w * 100 + (w >> 16)) & 0x0000ffff0000ffffu;
	return ((uint32_t)(w * 10000 + (w >> 32)));
}

/* The first character of s: its length in bytes, 0 if s is empty or does not
 * begin with well-formed UTF-8. */
size_t slice_rune(struct slice s, uint32_t *rune);

/* That character in UTF-8, below 0x110000, into as many bytes as it needs. */
static inline size_t
slice_put_rune(char *out, uint32_t rune)
{
	size_t n = 0;

	if (rune < 0x80) {
		out[0] = (char)rune;
		return (1);
	}
	if (rune < 0x800)
		out[n++] = (char)(0xc0 | rune >> 6);
	else {
		if (rune < 0x10000)
			out[n++] = (char)(0xe0 | rune >> 12);
		else {
			out[n++] = (char)(0xf0 | rune >> 18);
			out[n++] = (char)(0x80 | (rune >> 12 & 0x3f));
		}
		out[n++] = (char)(0x80 | (rune >> 6 & 0x3f));
	}
	out[n++] = (char)(0x80 | (rune & 0x3f));
	return (n);
}

bool slice_utf8(struct slice s);         /* well-formed UTF-8, no U+0000 */
size_t slice_characters(struct slice s); /* code points, if it is that */

/* FNV-1a, for hash tables over trusted or bounded sets. */
uint64_t slice_hash(struct slice s);

/* Shell pattern (* and ? and [..]) against a whole name, case sensitive;
 * linear in pattern times name, no recursion. */
bool slice_glob(struct slice pattern, struct slice name);

#endif
