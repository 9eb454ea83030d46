#include "parsers/x12.h"

#if defined(__SSE2__)
#include <immintrin.h>
#endif

#define BLOCK 64

/* What stands where in a block of 64 bytes, one bit a byte. */
struct marks {
	uint64_t cut; /* separators of elements */
	uint64_t end; /* terminators */
	uint64_t sub; /* of components and repetitions */
	uint64_t odd; /* below 0x20 or above 0x7f */
	uint64_t blank;
};

/* What is known while a segment is being read; kept apart from the segment so
 * that it can stay in registers. */
struct scan {
	struct slice *e;        /* the segment's elements… */
	uint16_t *len;          /* …and their lengths, cut */
	const char *base;       /* of the data */
	const char *open;       /* where the open element starts */
	uint64_t present;       /* bit i: element i is not empty */
	uint64_t odd, composed; /* not 0: some byte is */
	uint64_t loose;         /* not 0: an element may have blanks
					   around it */
	unsigned n;             /* closed, the tag among them */
	bool crowded;
};

static inline bool
is_layout(char c)
{
	return (c == '\n' || c == '\r' || c == ' ' || c == '\t');
}

/* --- 64 bytes at a time ------------------------------------------------ */

#if defined(__SSE2__)
static inline uint64_t
equal16(const char *p, char c)
{
	uint64_t m[4];

	for (unsigned i = 0; i < 4; i++)
		m[i] = (unsigned)_mm_movemask_epi8(_mm_cmpeq_epi8(
		    _mm_loadu_si128(
			(const __m128i *)(const void *)(p + 16 * i)),
		    _mm_set1_epi8(c)));
	return (m[0] | m[1] << 16 | m[2] << 32 | m[3] << 48);
}

static inline uint64_t
below16(const char *p, char c)
{
	uint64_t m[4];

	for (unsigned i = 0; i < 4; i++)
		m[i] = (unsigned)_mm_movemask_epi8(_mm_cmplt_epi8(
		    _mm_loadu_si128(
			(const __m128i *)(const void *)(p + 16 * i)),
		    _mm_set1_epi8(c)));
	return (m[0] | m[1] << 16 | m[2] << 32 | m[3] << 48);
}

static inline void
mark16(const char *p, struct x12_seps seps, struct marks *m)
{
	m->cut = equal16(p, seps.element);
	m->end = equal16(p, seps.terminator);
	m->sub = equal16(p, seps.component) | equal16(p, seps.repetition);
	m->odd = below16(p, 0x20);
	m->blank = equal16(p, ' ');
}

#define WIDE __attribute__((target("avx2,bmi,bmi2,popcnt")))

WIDE static inline uint64_t
bits32(__m256i low, __m256i high)
{
	return ((uint32_t)_mm256_movemask_epi8(low) |
	    (uint64_t)(uint32_t)_mm256_movemask_epi8(high) << 32);
}

WIDE static inline uint64_t
equal32(__m256i low, __m256i high, char c)
{
	const __m256i v = _mm256_set1_epi8(c);

	return (bits32(_mm256_cmpeq_epi8(low, v), _mm256_cmpeq_epi8(high, v)));
}

WIDE static inline void
mark32(const char *p, struct x12_seps seps, struct marks *m)
{
	const __m256i low = _mm256_loadu_si256((const void *)p);
	const __m256i high = _mm256_loadu_si256((const void *)(p + 32));
	const __m256i first = _mm256_set1_epi8(0x20);

	m->cut = equal32(low, high, seps.element);
	m->end = equal32(low, high, seps.terminator);
	m->sub = equal32(low, high, seps.component) |
	    equal32(low, high, seps.repetition);
	m->odd = bits32(_mm256_cmpgt_epi8(first, low),
	    _mm256_cmpgt_epi8(first, high));
	m->blank = equal32(low, high, ' ');
}

#define WIDEST __attribute__((target("avx512bw,bmi,bmi2,popcnt")))

WIDEST static inline uint64_t
equal64(__m512i v, char c)
{
	return (_mm512_cmpeq_epi8_mask(v, _mm512_set1_epi8(c)));
}

WIDEST static inline void
mark64(const char *p, struct x12_seps seps, struct marks *m)
{
	const __m512i v = _mm512_loadu_si512((const void *)p);

	m->cut = equal64(v, seps.element);
	m->end = equal64(v, seps.terminator);
	m->sub = equal64(v, seps.component) | equal64(v, seps.repetition);
	m->odd = _mm512_cmplt_epi8_mask(v, _mm512_set1_epi8(0x20));
	m->blank = equal64(v, ' ');
}
#else
static void
mark16(const char *p, struct x12_seps seps, struct marks *m)
{
	*m = (struct marks){ 0, 0, 0, 0, 0 };
	for (unsigned i = 0; i < BLOCK; i++) {
		uint64_t bit = (uint64_t)1 << i;

		m->cut |= p[i] == seps.element ? bit : 0;
		m->end |= p[i] == seps.terminator ? bit : 0;
		m->sub |= p[i] == seps.component || p[i] == seps.repetition ?
		    bit :
		    0;
		m->odd |= (signed char)p[i] < 0x20 ? bit : 0;
		m->blank |= p[i] == ' ' ? bit : 0;
	}
}
#endif

typedef void marker(const char *p, struct x12_seps seps, struct marks *m);
#define INLINE __attribute__((always_inline)) static inline

/* Fewer than 64 bytes; behind them nothing is marked. */
INLINE void
mark_rest(const char *p, size_t n, struct x12_seps seps, struct marks *m,
    marker *mark)
{
	const uint64_t in = ((uint64_t)1 << n) - 1;
	char rest[BLOCK] = { 0 };

	memcpy(rest, p, n);
	mark(rest, seps, m);
	m->cut &= in;
	m->end &= in;
	m->sub &= in;
	m->odd &= in;
	m->blank &= in;
}

/* --- a segment --------------------------------------------------------- */

/* Close an element before each separator of a block at `at`. */
INLINE void
close_elements(struct scan *c, size_t at, uint64_t cut)
{
	const char *block = c->base + at, *from = c->open;
	struct slice *e = c->e + c->n;
	uint16_t *len = c->len + c->n;
	uint64_t bit = (uint64_t)1 << c->n, present = c->present;
	unsigned most = X12_ELEMENTS_MAX + 1 - c->n;

	if ((unsigned)__builtin_popcountll(cut) > most) {
		uint64_t kept = 0;

		for (c->crowded = true; most > 0; most--) {
			kept |= cut & (0 - cut);
			cut &= cut - 1;
		}
		cut = kept;
	}
	for (; cut != 0; cut &= cut - 1) {
		const char *to = block + (unsigned)__builtin_ctzll(cut);

		*e++ = (struct slice){ from, (size_t)(to - from) };
		*len++ = (uint16_t)(to - from);
		present |= to > from ? bit : 0;
		bit <<= 1;
		from = to + 1;
	}
	c->present = present;
	c->n = (unsigned)(e - c->e);
	c->open = from;
}

/* Of a segment so long that a length may not have fitted. */
static void
lengths_again(struct scan *c)
{
	for (unsigned i = 0; i < c->n; i++)
		c->len[i] = (uint16_t)(c->e[i].n < UINT16_MAX ? c->e[i].n :
								UINT16_MAX);
}

/* From *at to the terminator (true) or to `to` (false). */
INLINE bool
scan(struct scan *c, size_t *at, size_t to, struct x12_seps seps, marker *mark)
{
	X12_UNFILLED struct marks m;

	for (; *at < to; *at += BLOCK) {
		uint64_t before, edge;

		if (to - *at >= BLOCK)
			mark(c->base + *at, seps, &m);
		else
			mark_rest(c->base + *at, to - *at, seps, &m, mark);
		before = m.end ^ (m.end - 1); /* all, if there is none */
		edge = m.cut | m.end;
		c->loose |= m.blank & before &
		    (edge << 1 | edge >> 1 | 1 | (uint64_t)1 << (BLOCK - 1));
		close_elements(c, *at, edge & before);
		before &= ~edge;
		c->odd |= m.odd & before;
		c->composed |= m.sub & before;
		if (m.end != 0) {
			*at += (unsigned)__builtin_ctzll(m.end);
			return (true);
		}
	}
	*at = to;
	c->loose = 1;
	close_elements(c, to, 1);
	return (false);
}

static void
blanks_off(struct scan *c)
{
	for (unsigned i = 0; i < c->n; i++) {
		struct slice v = c->e[i];

		while (v.n > 0 && v.p[v.n - 1] == ' ')
			v.n--;
		for (; v.n > 0 && v.p[0] == ' '; v.n--)
			v.p++;
		c->e[i] = v;
		if (v.n == 0)
			c->present &= ~((uint64_t)1 << i);
	}
	lengths_again(c);
}

void
x12_put(struct x12_segment *s, unsigned i, struct slice v)
{
	s->e[i] = v;
	s->len[i] = (uint16_t)(v.n < UINT16_MAX ? v.n : UINT16_MAX);
	if (v.n == 0)
		s->present &= ~((uint64_t)1 << i);
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

INLINE enum x12_read
next_segment(struct slice data, size_t *at, struct x12_seps seps,
    struct x12_segment *s, marker *mark)
{
	struct scan c = { .e = s->e, .len = s->len, .base = data.p };
	size_t i = *at, to;
	bool ended;

	while (
	    i < data.n && is_layout(data.p[i]) && data.p[i] != seps.terminator)
		i++;
	s->offset = i;
	c.open = data.p + i;
	if (i >= data.n) {
		*at = data.n;
		s->n = 0;
		s->key = 0;
		s->present = s->length = 0;
		return (X12_END);
	}
	__builtin_prefetch(data.p + i + 8 * BLOCK);
	to = data.n - i > PARSE_SEGMENT_MAX ? i + PARSE_SEGMENT_MAX : data.n;
	if (seps.repetition == '\0') /* none: look for another one twice */
		seps.repetition = seps.component;
	ended = scan(&c, &i, to, seps, mark);
	s->length = i - s->offset;
	if (c.loose != 0)
		blanks_off(&c);
	else if (s->length >= UINT16_MAX)
		lengths_again(&c);
	s->n = c.n - 1;
	s->present = c.present;
	s->crowded = c.crowded;
	s->odd = c.odd != 0;
	s->composed = c.composed != 0;
	s->key = x12_key(s->e[0]);
	if (!ended && to < data.n) {
		const char *p = memchr(data.p + i, seps.terminator, data.n - i);

		*at = p != NULL ? (size_t)(p - data.p) + 1 : data.n;
		return (X12_LONG);
	}
	*at = i + ended;
	if (!ended)
		return (X12_CUT);
	return (s->length == 0 ? X12_EMPTY : X12_SEGMENT);
}

#if defined(__SSE2__)
WIDE static enum x12_read
next_wide(struct slice data, size_t *at, struct x12_seps seps,
    struct x12_segment *s)
{
	return (next_segment(data, at, seps, s, mark32));
}

WIDEST static enum x12_read
next_widest(struct slice data, size_t *at, struct x12_seps seps,
    struct x12_segment *s)
{
	return (next_segment(data, at, seps, s, mark64));
}

enum x12_read
x12_next(struct slice data, size_t *at, struct x12_seps seps,
    struct x12_segment *s)
{
	if (__builtin_cpu_supports("avx512bw") &&
	    __builtin_cpu_supports("bmi2"))
		return (next_widest(data, at, seps, s));
	if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi2"))
		return (next_wide(data, at, seps, s));
	return (next_segment(data, at, seps, s, mark16));
}
#else
enum x12_read
x12_next(struct slice data, size_t *at, struct x12_seps seps,
    struct x12_segment *s)
{
	return (next_segment(data, at, seps, s, mark16));
}
#endif
