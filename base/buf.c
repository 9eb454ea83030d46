#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include "base/buf.h"

#define FIRST_CAP 64
#define REPLACEMENT "\xef\xbf\xbd" /* U+FFFD */

void
buf_init(struct buf *b, size_t max)
{
	INVARIANT(max < SIZE_MAX / 4);
	*b = (struct buf){ .cap = FIRST_CAP, .max = max };
	b->p = malloc(FIRST_CAP);
	if (b->p == NULL)
		die_memory();
	b->p[0] = '\0';
}

void
buf_reset(struct buf *b)
{
	b->n = 0;
	b->failed = false;
	if (b->p != NULL)
		b->p[0] = '\0';
}

void
buf_free(struct buf *b)
{
	free(b->p);
	*b = (struct buf){ .p = NULL };
}

char *
buf_room(struct buf *b, size_t n)
{
	size_t cap = b->cap;
	char *p;

	if (b->failed || n > b->max - b->n) {
		b->failed = true;
		return (NULL);
	}
	if (b->n + n + 1 > cap) {
		cap = cap == 0 ? FIRST_CAP : cap;
		while (cap < b->n + n + 1)
			cap *= 2;
		if (cap > b->max + 1)
			cap = b->max + 1;
		p = realloc(b->p, cap);
		if (p == NULL)
			die_memory();
		b->p = p;
		b->cap = cap;
	}
	return (b->p + b->n);
}

void
buf_took(struct buf *b, size_t n)
{
	INVARIANT(b->n + n < b->cap);
	b->n += n;
	b->p[b->n] = '\0';
}

void
buf_add(struct buf *b, struct slice s)
{
	char *p = buf_room(b, s.n);

	if (p == NULL || s.n == 0)
		return;
	memcpy(p, s.p, s.n);
	buf_took(b, s.n);
}

void
buf_text(struct buf *b, const char *s)
{
	buf_add(b, slice_of(s));
}

void
buf_char(struct buf *b, char c)
{
	char *p = buf_room(b, 1);

	if (p == NULL)
		return;
	*p = c;
	buf_took(b, 1);
}

void
buf_int(struct buf *b, int64_t v)
{
	char text[20];
	size_t i = sizeof(text);
	uint64_t rest = v < 0 ? 0 - (uint64_t)v : (uint64_t)v;

	do {
		text[--i] = (char)('0' + rest % 10);
		rest /= 10;
	} while (rest > 0);
	if (v < 0)
		text[--i] = '-';
	buf_add(b, (struct slice){ text + i, sizeof(text) - i });
}

void
buf_printf(struct buf *b, const char *fmt, ...)
{
	va_list ap, again;
	char *p;
	int n;

	va_start(ap, fmt);
	va_copy(again, ap);
	n = vsnprintf(NULL, 0, fmt, ap);
	va_end(ap);
	INVARIANT(n >= 0);
	p = buf_room(b, (size_t)n);
	if (p != NULL) {
		(void)vsnprintf(p, (size_t)n + 1, fmt, again);
		buf_took(b, (size_t)n);
	}
	va_end(again);
}

/* The next character of s: its bytes, and its code point, or UINT32_MAX for
 * one byte that is no UTF-8. */
static struct slice
rune_next(struct slice *s, uint32_t *rune)
{
	size_t n = slice_rune(*s, rune);
	struct slice bytes;

	if (n == 0) {
		n = 1;
		*rune = UINT32_MAX;
	}
	bytes = (struct slice){ s->p, n };
	s->p += n;
	s->n -= n;
	return (bytes);
}

static bool
is_control(uint32_t rune)
{
	return (rune < 0x20 || (rune >= 0x7f && rune <= 0x9f));
}

static const char *
markup_entity(uint32_t rune)
{
	switch (rune) {
	case '&':
		return ("&amp;");
	case '<':
		return ("&lt;");
	case '>':
		return ("&gt;");
	case '"':
		return ("&quot;");
	case '\'':
		return ("&#39;");
	case '\t':
		return ("&#9;");
	case '\n':
		return ("&#10;");
	case '\r':
		return ("&#13;");
	default:
		return (NULL);
	}
}

/* keep_c1: XML 1.0 allows U+007F to U+009F, by reference; HTML does not. */
static void
markup(struct buf *b, struct slice s, bool keep_c1)
{
	uint32_t rune = 0;
	struct slice bytes;
	const char *entity;

	while (s.n > 0 && !b->failed) {
		bytes = rune_next(&s, &rune);
		entity = markup_entity(rune);
		if (entity != NULL)
			buf_text(b, entity);
		else if (rune == UINT32_MAX || rune < 0x20 || rune == 0xfffe ||
		    rune == 0xffff)
			buf_text(b, REPLACEMENT);
		else if (is_control(rune) && keep_c1)
			buf_printf(b, "&#%u;", (unsigned)rune);
		else if (is_control(rune))
			buf_text(b, REPLACEMENT);
		else
			buf_add(b, bytes);
	}
}

void
buf_xml(struct buf *b, struct slice s)
{
	markup(b, s, true);
}

void
buf_html(struct buf *b, struct slice s)
{
	markup(b, s, false);
}

void
buf_json(struct buf *b, struct slice s)
{
	uint32_t rune = 0;
	struct slice bytes;

	buf_char(b, '"');
	while (s.n > 0 && !b->failed) {
		bytes = rune_next(&s, &rune);
		if (rune == UINT32_MAX)
			buf_text(b, REPLACEMENT);
		else if (rune == '"' || rune == '\\') {
			buf_char(b, '\\');
			buf_add(b, bytes);
		} else if (rune == '\n')
			buf_text(b, "\\n");
		else if (rune == '\t')
			buf_text(b, "\\t");
		else if (rune == '\r')
			buf_text(b, "\\r");
		else if (is_control(rune) || rune == 0x2028 || rune == 0x2029)
			buf_printf(b, "\\u%04x", (unsigned)rune);
		else
			buf_add(b, bytes);
	}
	buf_char(b, '"');
}

static bool
is_number(struct slice s)
{
	size_t i = 0, digits = 0;

	if (i < s.n && (s.p[i] == '+' || s.p[i] == '-'))
		i++;
	for (; i < s.n && s.p[i] >= '0' && s.p[i] <= '9'; i++)
		digits++;
	if (i < s.n && s.p[i] == '.')
		i++;
	for (; i < s.n && s.p[i] >= '0' && s.p[i] <= '9'; i++)
		digits++;
	return (i == s.n && digits > 0);
}

static bool
csv_needs_quotes(struct slice s)
{
	if (s.n > 0 && (s.p[0] == ' ' || s.p[s.n - 1] == ' '))
		return (true);
	for (size_t i = 0; i < s.n; i++)
		if (strchr(",;\"\t\r\n", s.p[i]) != NULL)
			return (true); /* NUL too: it never stays */
	return (false);
}

void
buf_csv(struct buf *b, struct slice s)
{
	bool quoted = csv_needs_quotes(s);
	uint32_t rune = 0;
	struct slice bytes;

	if (quoted)
		buf_char(b, '"');
	if (s.n > 0 && memchr("=+-@\t\r", s.p[0], 6) != NULL && !is_number(s))
		buf_char(b, '\'');
	while (s.n > 0 && !b->failed) {
		bytes = rune_next(&s, &rune);
		if (rune == '\t' || rune == '\r' || rune == '\n')
			buf_char(b, ' ');
		else if (rune == UINT32_MAX || is_control(rune))
			buf_text(b, REPLACEMENT);
		else if (rune == '"')
			buf_text(b, "\"\"");
		else
			buf_add(b, bytes);
	}
	if (quoted)
		buf_char(b, '"');
}

static bool
is_bidi(uint32_t rune)
{
	/* U+2028 and U+2029 end a line. */
	return (rune == 0x061c || rune == 0x200e || rune == 0x200f ||
	    (rune >= 0x2028 && rune <= 0x202e) ||
	    (rune >= 0x2066 && rune <= 0x2069));
}

void
buf_shown(struct buf *b, struct slice s)
{
	uint32_t rune = 0;
	struct slice bytes;

	while (s.n > 0 && !b->failed) {
		bytes = rune_next(&s, &rune);
		if (rune == UINT32_MAX || is_control(rune) || is_bidi(rune)) {
			for (size_t i = 0; i < bytes.n; i++) {
				buf_text(b, "\\x");
				buf_hex(b, bytes.p + i, 1);
			}
		} else if (rune == '\\')
			buf_text(b, "\\\\");
		else
			buf_add(b, bytes);
	}
}

void
buf_hex(struct buf *b, const void *p, size_t n)
{
	static const char digit[] = "0123456789abcdef";
	const unsigned char *byte = p;

	for (size_t i = 0; i < n && !b->failed; i++) {
		buf_char(b, digit[byte[i] >> 4]);
		buf_char(b, digit[byte[i] & 15]);
	}
}
