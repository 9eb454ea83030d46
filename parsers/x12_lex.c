#include "parsers/x12.h"

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

struct scan {
	struct x12_segment *s;
	const char *base;		/* of the data */
	size_t element;			/* where the open element starts */
};

static inline bool
is_layout(char c)
{
	return (c == '\n' || c == '\r' || c == ' ' || c == '\t');
}

/* Close the open element before `to`. */
static inline void
close_element(struct scan *c, size_t to)
{
	struct x12_segment *s = c->s;
	const char *p = c->base + c->element, *q = c->base + to;

	c->element = to + 1;
	while (q > p && q[-1] == ' ')
		q--;
	while (p < q && *p == ' ')
		p++;
	if (s->n > X12_ELEMENTS_MAX) {
		s->crowded = true;
		return;
	}
	s->e[s->n] = (struct slice){ p, (size_t)(q - p) };
	s->present |= (uint64_t)(q > p) << s->n;
	s->n++;				/* the tag counts until the end */
}

/* Byte by byte, for the end of the data and other machines. */
static bool
scan_bytes(struct scan *c, size_t *at, size_t to, struct x12_seps seps)
{
	for (size_t i = *at; i < to; i++) {
		char b = c->base[i];

		if (b == seps.terminator) {
			close_element(c, i);
			*at = i;
			return (true);
		}
		if (b == seps.component || (b == seps.repetition &&
		    b != '\0'))
			c->s->composed = true;
		if (b == seps.element)
			close_element(c, i);
		else if ((signed char)b < 0x20)
			c->s->odd = true;
	}
	*at = to;
	return (false);
}

#if defined(__SSE2__)
static inline bool
scan_block(struct scan *c, size_t *at, const __m128i sep[4])
{
	const __m128i v = _mm_loadu_si128(
	    (const __m128i *)(const void *)(c->base + *at));
	unsigned cut = (unsigned)_mm_movemask_epi8(_mm_cmpeq_epi8(v, sep[0]));
	unsigned end = (unsigned)_mm_movemask_epi8(_mm_cmpeq_epi8(v, sep[1]));
	unsigned sub = (unsigned)_mm_movemask_epi8(_mm_or_si128(
	    _mm_cmpeq_epi8(v, sep[2]), _mm_cmpeq_epi8(v, sep[3])));
	unsigned odd = (unsigned)_mm_movemask_epi8(
	    _mm_cmplt_epi8(v, _mm_set1_epi8(0x20)));

	odd &= ~(cut | end);
	if (end != 0) {
		unsigned before = (end & -end) - 1;

		cut &= before;
		odd &= before;
		sub &= before;
	}
	c->s->odd |= odd != 0;
	c->s->composed |= sub != 0;
	for (; cut != 0; cut &= cut - 1)
		close_element(c, *at + (unsigned)__builtin_ctz(cut));
	if (end == 0) {
		*at += 16;
		return (false);
	}
	*at += (unsigned)__builtin_ctz(end);
	close_element(c, *at);
	return (true);
}
#endif

/* From *at to the terminator (true) or to `to` (false). */
static bool
scan(struct scan *c, size_t *at, size_t to, struct x12_seps seps)
{
#if defined(__SSE2__)
	const __m128i sep[4] = { _mm_set1_epi8(seps.element),
		_mm_set1_epi8(seps.terminator),
		_mm_set1_epi8(seps.component),
		_mm_set1_epi8(seps.repetition != 0 ? seps.repetition :
		    seps.component) };

	while (to - *at >= 16)
		if (scan_block(c, at, sep))
			return (true);
#endif
	return (scan_bytes(c, at, to, seps));
}

uint32_t
x12_key(struct slice tag)
{
	const unsigned char *p = (const unsigned char *)tag.p;

	if (tag.n == 3)
		return (X12_TAG(p[0], p[1], p[2]));
	if (tag.n == 2)
		return (X12_TAG(p[0], p[1], 0));
	return (0);
}

enum x12_read
x12_next(struct slice data, size_t *at, struct x12_seps seps,
    struct x12_segment *s)
{
	struct scan c = { .s = s, .base = data.p };
	size_t i = *at, to;
	bool ended;

	while (i < data.n && is_layout(data.p[i]) &&
	    data.p[i] != seps.terminator)
		i++;
	s->n = 0;
	s->present = 0;
	s->key = 0;
	s->crowded = s->odd = s->composed = false;
	s->offset = c.element = i;
	s->length = 0;
	if (i >= data.n) {
		*at = data.n;
		return (X12_END);
	}
	to = data.n - i > PARSE_SEGMENT_MAX ? i + PARSE_SEGMENT_MAX : data.n;
	ended = scan(&c, &i, to, seps);
	if (!ended)
		close_element(&c, i);
	s->n--;
	s->key = x12_key(s->e[0]);
	s->length = i - s->offset;
	if (!ended && to < data.n) {
		const char *p = memchr(data.p + i, seps.terminator,
		    data.n - i);

		*at = p != NULL ? (size_t)(p - data.p) + 1 : data.n;
		return (X12_LONG);
	}
	*at = i + ended;
	if (!ended)
		return (X12_CUT);
	return (s->length == 0 ? X12_EMPTY : X12_SEGMENT);
}
