#include "parsers/x12.h"

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

/* What is known while a segment is being read; kept apart from the segment so
 * that it can stay in registers. */
struct scan {
	struct slice *e;		/* the segment's elements */
	const char *base;		/* of the data */
	size_t element;			/* where the open element starts */
	uint64_t present;
	unsigned n;			/* closed, the tag among them */
	bool crowded, odd, composed;
};

static inline bool
is_layout(char c)
{
	return (c == '\n' || c == '\r' || c == ' ' || c == '\t');
}

static struct slice
blanks_off(struct slice s)
{
	while (s.n > 0 && s.p[s.n - 1] == ' ')
		s.n--;
	for (; s.n > 0 && s.p[0] == ' '; s.n--)
		s.p++;
	return (s);
}

/* Close the open element before `to`. */
static inline void
close_element(struct scan *c, size_t to)
{
	struct slice v = { c->base + c->element, to - c->element };

	c->element = to + 1;
	if (c->n > X12_ELEMENTS_MAX) {
		c->crowded = true;
		return;
	}
	if (v.n > 0) {
		if (v.p[0] == ' ' || v.p[v.n - 1] == ' ')
			v = blanks_off(v);
		c->present |= (uint64_t)(v.n > 0) << c->n;
	}
	c->e[c->n++] = v;
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
			c->composed = true;
		if (b == seps.element)
			close_element(c, i);
		else if ((signed char)b < 0x20)
			c->odd = true;
	}
	*at = to;
	return (false);
}

#if defined(__SSE2__)
static inline unsigned
equal(__m128i v, char c)
{
	return ((unsigned)_mm_movemask_epi8(
	    _mm_cmpeq_epi8(v, _mm_set1_epi8(c))));
}

/* Sixteen bytes, of which those from the terminator on do not count. */
static inline bool
scan_block(struct scan *c, size_t *at, struct x12_seps seps)
{
	const __m128i v = _mm_loadu_si128(
	    (const __m128i *)(const void *)(c->base + *at));
	unsigned cut = equal(v, seps.element);
	unsigned end = equal(v, seps.terminator);
	unsigned sub = equal(v, seps.component) | equal(v, seps.repetition);
	unsigned odd = (unsigned)_mm_movemask_epi8(
	    _mm_cmplt_epi8(v, _mm_set1_epi8(0x20)));
	unsigned before = (end & -end) - 1;	/* all, where there is none */

	c->odd |= (odd & before & ~cut) != 0;
	c->composed |= (sub & before) != 0;
	for (cut &= before; cut != 0; cut &= cut - 1)
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
static inline bool
scan(struct scan *c, size_t *at, size_t to, struct x12_seps seps)
{
#if defined(__SSE2__)
	/* no repetitions: look for another separator twice */
	struct x12_seps four = seps;

	if (four.repetition == '\0')
		four.repetition = seps.component;
	while (to - *at >= 16)
		if (scan_block(c, at, four))
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
	struct scan c = { .e = s->e, .base = data.p };
	size_t i = *at, to;
	bool ended;

	while (i < data.n && is_layout(data.p[i]) &&
	    data.p[i] != seps.terminator)
		i++;
	s->offset = c.element = i;
	if (i >= data.n) {
		*at = data.n;
		s->n = 0;
		s->key = 0;
		s->present = s->length = 0;
		return (X12_END);
	}
	to = data.n - i > PARSE_SEGMENT_MAX ? i + PARSE_SEGMENT_MAX : data.n;
	ended = scan(&c, &i, to, seps);
	if (!ended)
		close_element(&c, i);
	s->n = c.n - 1;
	s->present = c.present;
	s->crowded = c.crowded;
	s->odd = c.odd;
	s->composed = c.composed;
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
