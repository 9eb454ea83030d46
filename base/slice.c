#include "base/slice.h"

static unsigned char
lower(char c)
{
	return ((unsigned char)(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c));
}

static bool
blank(char c)
{
	return (c == ' ' || (c >= '\t' && c <= '\r'));
}

bool
slice_ieq(struct slice a, struct slice b)
{
	if (a.n != b.n)
		return (false);
	for (size_t i = 0; i < a.n; i++)
		if (lower(a.p[i]) != lower(b.p[i]))
			return (false);
	return (true);
}

int
slice_cmp(struct slice a, struct slice b)
{
	size_t n = a.n < b.n ? a.n : b.n;
	int c = n > 0 ? memcmp(a.p, b.p, n) : 0;

	if (c != 0)
		return (c < 0 ? -1 : 1);
	return ((a.n > b.n) - (a.n < b.n));
}

bool
slice_starts(struct slice s, struct slice prefix)
{
	return (s.n >= prefix.n &&
	    (prefix.n == 0 || memcmp(s.p, prefix.p, prefix.n) == 0));
}

bool
slice_ends(struct slice s, struct slice suffix)
{
	return (s.n >= suffix.n &&
	    (suffix.n == 0 ||
		memcmp(s.p + (s.n - suffix.n), suffix.p, suffix.n) == 0));
}

struct slice
slice_trim(struct slice s)
{
	while (s.n > 0 && blank(s.p[0])) {
		s.p++;
		s.n--;
	}
	while (s.n > 0 && blank(s.p[s.n - 1]))
		s.n--;
	return (s);
}

struct slice
slice_sub(struct slice s, size_t from, size_t n)
{
	if (from > s.n)
		from = s.n;
	if (n > s.n - from)
		n = s.n - from;
	if (s.p == NULL)
		return (SLICE_NONE);
	return ((struct slice){ s.p + from, n });
}

bool
slice_cut(struct slice s, char c, struct slice *before, struct slice *rest)
{
	const char *at = s.n > 0 ? memchr(s.p, c, s.n) : NULL;
	size_t n;

	if (at == NULL) {
		*before = s;
		*rest = SLICE_NONE;
		return (false);
	}
	n = (size_t)(at - s.p);
	*before = (struct slice){ s.p, n };
	*rest = (struct slice){ at + 1, s.n - n - 1 };
	return (true);
}

bool
slice_digits(struct slice s, size_t least, size_t most)
{
	if (s.n < least || s.n > most)
		return (false);
	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] < '0' || s.p[i] > '9')
			return (false);
	return (true);
}

bool
slice_int(struct slice s, int64_t *value)
{
	bool minus = s.n > 0 && s.p[0] == '-';
	size_t i = s.n > 0 && (s.p[0] == '-' || s.p[0] == '+') ? 1 : 0;
	int64_t v = 0;

	if (i == s.n)
		return (false);
	for (; i < s.n; i++) {
		int digit = s.p[i] - '0';

		if (digit < 0 || digit > 9)
			return (false);
		if (__builtin_mul_overflow(v, (int64_t)10, &v) ||
		    __builtin_add_overflow(v, (int64_t)(minus ? -digit : digit),
			&v))
			return (false);
	}
	*value = v;
	return (true);
}

size_t
slice_rune(struct slice s, uint32_t *rune)
{
	static const uint32_t least[5] = { 0, 0, 0x80, 0x800, 0x10000 };
	const unsigned char *p = (const unsigned char *)s.p;
	size_t n;
	uint32_t r;

	if (s.n == 0)
		return (0);
	n = p[0] < 0x80 ? 1 :
	    p[0] < 0xc2 ? 0 :
	    p[0] < 0xe0 ? 2 :
	    p[0] < 0xf0 ? 3 :
	    p[0] < 0xf5 ? 4 :
			  0;
	if (n == 0 || n > s.n)
		return (0);
	r = n == 1 ? p[0] : p[0] & (0x7fu >> n);
	for (size_t i = 1; i < n; i++) {
		if ((p[i] & 0xc0) != 0x80)
			return (0);
		r = r << 6 | (p[i] & 0x3f);
	}
	if (r < least[n] || r > 0x10ffff || (r >= 0xd800 && r <= 0xdfff))
		return (0);
	*rune = r;
	return (n);
}

bool
slice_utf8(struct slice s)
{
	uint32_t rune = 0;
	size_t n;

	while (s.n > 0) {
		n = slice_rune(s, &rune);
		if (n == 0 || rune == 0)
			return (false);
		s.p += n;
		s.n -= n;
	}
	return (true);
}

uint64_t
slice_hash(struct slice s)
{
	uint64_t h = UINT64_C(14695981039346656037);

	for (size_t i = 0; i < s.n; i++)
		h = (h ^ (unsigned char)s.p[i]) * UINT64_C(1099511628211);
	return (h);
}

/* Index behind the "]" that closes the set at `from` (its "["), 0 if none. */
static size_t
set_end(struct slice pattern, size_t from)
{
	size_t i = from + 1;

	if (i < pattern.n && (pattern.p[i] == '!' || pattern.p[i] == '^'))
		i++;
	if (i < pattern.n && pattern.p[i] == ']')
		i++;
	for (; i < pattern.n; i++)
		if (pattern.p[i] == ']')
			return (i + 1);
	return (0);
}

static bool
set_has(struct slice pattern, size_t from, size_t end, char c)
{
	size_t i = from + 1;
	unsigned char x = (unsigned char)c, low, high;
	bool negated = pattern.p[i] == '!' || pattern.p[i] == '^';
	bool found = false;

	if (negated)
		i++;
	while (i < end - 1) {
		low = high = (unsigned char)pattern.p[i];
		if (i + 2 < end - 1 && pattern.p[i + 1] == '-') {
			high = (unsigned char)pattern.p[i + 2];
			i += 2;
		}
		found = found || (x >= low && x <= high);
		i++;
	}
	return (found != negated);
}

/* One pattern element other than "*" against c: the index behind the
 * element, or 0 if it does not match. */
static size_t
element(struct slice pattern, size_t at, char c)
{
	size_t end;

	if (pattern.p[at] == '?')
		return (at + 1);
	if (pattern.p[at] == '[') {
		end = set_end(pattern, at);
		if (end != 0)
			return (set_has(pattern, at, end, c) ? end : 0);
	}
	return (pattern.p[at] == c ? at + 1 : 0);
}

bool
slice_glob(struct slice pattern, struct slice name)
{
	size_t p = 0, n = 0, next, star = SIZE_MAX, from = 0;

	while (n < name.n) {
		if (p < pattern.n && pattern.p[p] == '*') {
			star = ++p;
			from = n;
			continue;
		}
		next = p < pattern.n ? element(pattern, p, name.p[n]) : 0;
		if (next != 0) {
			p = next;
			n++;
		} else if (star != SIZE_MAX) {
			p = star; /* let the star take one byte more */
			n = ++from;
		} else
			return (false);
	}
	while (p < pattern.n && pattern.p[p] == '*')
		p++;
	return (p == pattern.n);
}

size_t
slice_characters(struct slice s)
{
	size_t n = 0;

	for (size_t i = 0; i < s.n; i++)
		n += ((unsigned char)s.p[i] & 0xc0) != 0x80;
	return (n);
}
