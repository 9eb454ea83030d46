#include "parsers/split.h"
#include "parsers/x12.h"

#define BLOCK 64

#define INLINE __attribute__((always_inline)) static inline

/* What stands where in a block of 64 bytes, one bit a byte. */
struct marks {
	uint64_t cut; /* separators of elements */
	uint64_t end; /* terminators */
	uint64_t sub; /* of components and repetitions */
	uint64_t odd; /* below 0x20 or above 0x7f */
	uint64_t blank;
	uint64_t digit;
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
digits16(const char *p)
{
	const __m128i zero = _mm_set1_epi8('0'), nine = _mm_set1_epi8(9);
	uint64_t m[4];

	for (unsigned i = 0; i < 4; i++) {
		__m128i v = _mm_sub_epi8(
		    _mm_loadu_si128(
			(const __m128i *)(const void *)(p + 16 * i)),
		    zero);

		m[i] = (unsigned)_mm_movemask_epi8(
		    _mm_cmpeq_epi8(_mm_min_epu8(v, nine), v));
	}
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

INLINE void
mark16(const char *p, struct x12_seps seps, struct marks *m)
{
	m->cut = equal16(p, seps.element);
	m->end = equal16(p, seps.terminator);
	m->sub = equal16(p, seps.component) | equal16(p, seps.repetition);
	m->odd = below16(p, 0x20);
	m->blank = equal16(p, ' ');
	m->digit = digits16(p);
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

WIDE static inline __m256i
digits32(__m256i v)
{
	v = _mm256_sub_epi8(v, _mm256_set1_epi8('0'));
	return (_mm256_cmpeq_epi8(_mm256_min_epu8(v, _mm256_set1_epi8(9)), v));
}

WIDE INLINE void
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
	m->digit = bits32(digits32(low), digits32(high));
}

#define WIDEST SPLIT_WIDEST

WIDEST static inline uint64_t
equal64(__m512i v, char c)
{
	return (_mm512_cmpeq_epi8_mask(v, _mm512_set1_epi8(c)));
}

WIDEST INLINE void
mark64(const char *p, struct x12_seps seps, struct marks *m)
{
	const __m512i v = _mm512_loadu_si512((const void *)p);

	m->cut = equal64(v, seps.element);
	m->end = equal64(v, seps.terminator);
	m->sub = equal64(v, seps.component) | equal64(v, seps.repetition);
	m->odd = _mm512_cmplt_epi8_mask(v, _mm512_set1_epi8(0x20));
	m->blank = equal64(v, ' ');
	m->digit = _mm512_cmplt_epu8_mask(
	    _mm512_sub_epi8(v, _mm512_set1_epi8('0')), _mm512_set1_epi8(10));
}
#else
INLINE void
mark16(const char *p, struct x12_seps seps, struct marks *m)
{
	*m = (struct marks){ .cut = 0 };
	for (unsigned i = 0; i < BLOCK; i++) {
		uint64_t bit = (uint64_t)1 << i;

		m->cut |= p[i] == seps.element ? bit : 0;
		m->end |= p[i] == seps.terminator ? bit : 0;
		m->sub |= p[i] == seps.component || p[i] == seps.repetition ?
		    bit :
		    0;
		m->odd |= (signed char)p[i] < 0x20 ? bit : 0;
		m->blank |= p[i] == ' ' ? bit : 0;
		m->digit |= p[i] >= '0' && p[i] <= '9' ? bit : 0;
	}
}
#endif

typedef void marker(const char *p, struct x12_seps seps, struct marks *m);

/* What another processor does in one instruction. */
struct ways {
	marker *mark;
	squeezer *squeeze;
	splitter *split;
};

static const struct ways narrow_ways = { mark16, split_squeeze, split_narrow };
#if defined(__SSE2__)
static const struct ways wide_ways = { mark32, split_squeeze_wide,
	split_narrow };
static const struct ways widest_ways = { mark64, split_squeeze_wide,
	split_widest };
#endif

/* --- small things ------------------------------------------------------ */

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

/* Blanks that may stand around elements, bytes that stand in them. */
static inline uint64_t
loose_blanks(uint64_t blank, uint64_t edge)
{
	const uint64_t first_last = 1 | (uint64_t)1 << (BLOCK - 1);

	return (blank & (edge << 1 | edge >> 1 | first_last));
}

__attribute__((noinline)) static void
blanks_off(struct x12_segment *s)
{
	for (unsigned i = 0; i <= s->n; i++) {
		struct slice v = s->e[i];

		while (v.n > 0 && v.p[v.n - 1] == ' ')
			v.n--;
		for (; v.n > 0 && v.p[0] == ' '; v.n--)
			v.p++;
		if (v.n != s->e[i].n)
			x12_put(s, i, v);
	}
	s->key = x12_key(s->e[0]);
}

/* --- a segment of any length ------------------------------------------- */

/* What is known while one is being read. */
struct scan {
	const char *open;              /* where the open element starts */
	unsigned n;                    /* elements closed, the tag among them */
	uint64_t odd, composed, loose; /* not 0: some byte is */
};

/* The lowest `n` bits that are set. */
static uint64_t
lowest(uint64_t bits, unsigned n)
{
	uint64_t kept = 0;

	for (; n > 0; n--) {
		kept |= bits & (0 - bits);
		bits &= bits - 1;
	}
	return (kept);
}

/* Close an element before each separator of a block.  One is empty whose
 * separator stands at once behind the one before. */
static void
close_elements(struct x12_segment *s, struct scan *c, const char *block,
    uint64_t cut, const struct ways *w)
{
	const unsigned n = c->n, most = X12_ELEMENTS_MAX + 1 - n;
	unsigned more = (unsigned)__builtin_popcountll(cut);

	if (more > most) {
		s->crowded = true;
		cut = lowest(cut, most);
		more = most;
	}
	if (more == 0)
		return;
	s->present |= w->squeeze(~(cut << 1 | (c->open == block)), cut) << n;
	c->open = w->split(block, c->open, cut, s->e + n, s->len + n);
	c->n = n + more;
}

/* Fewer than 64 bytes; behind them nothing is marked. */
static void
mark_rest(const char *p, size_t n, struct x12_seps seps, struct marks *m)
{
	const uint64_t in = ((uint64_t)1 << n) - 1;
	char rest[BLOCK] = { 0 };

	memcpy(rest, p, n);
	mark16(rest, seps, m);
	m->cut &= in;
	m->end &= in;
	m->sub &= in;
	m->odd &= in;
	m->blank &= in;
}

/* From p to the terminator, which is returned, or to `to` (NULL). */
static const char *
scan(struct x12_segment *s, struct scan *c, const char *p, const char *to,
    struct x12_seps seps, const struct ways *w)
{
	X12_UNFILLED struct marks m;

	for (; p < to; p += BLOCK) {
		uint64_t before, edge;

		if (to - p >= BLOCK)
			w->mark(p, seps, &m);
		else
			mark_rest(p, (size_t)(to - p), seps, &m);
		before = m.end ^ (m.end - 1); /* all, if there is none */
		edge = m.cut | m.end;
		c->loose |= loose_blanks(m.blank & before, edge);
		close_elements(s, c, p, edge & before, w);
		before &= ~edge;
		c->odd |= m.odd & before;
		c->composed |= m.sub & before;
		if (m.end != 0)
			return (p + (unsigned)__builtin_ctzll(m.end));
	}
	c->loose = 1;
	close_elements(s, c, to, 1, w);
	return (NULL);
}

__attribute__((noinline)) static enum x12_read
long_segment(struct slice data, size_t *at, struct x12_seps seps,
    struct x12_segment *s, const struct ways *w)
{
	const char *from = data.p + s->offset, *to = data.p + data.n, *end;
	struct scan c = { .open = from };

	s->present = 0;
	s->crowded = false;
	if (to - from > (ptrdiff_t)PARSE_SEGMENT_MAX)
		to = from + PARSE_SEGMENT_MAX;
	end = scan(s, &c, from, to, seps, w);
	s->length = (size_t)((end != NULL ? end : to) - from);
	s->n = c.n - 1;
	s->odd = c.odd != 0;
	s->composed = c.composed != 0;
	s->key = x12_key(s->e[0]);
	if (c.loose != 0 || s->length >= UINT16_MAX)
		blanks_off(s);
	*at = s->offset + s->length + (end != NULL);
	if (end != NULL)
		return (s->length == 0 ? X12_EMPTY : X12_SEGMENT);
	if (to == data.p + data.n)
		return (X12_CUT);
	end = memchr(to, seps.terminator, data.n - *at);
	*at = end != NULL ? (size_t)(end - data.p) + 1 : data.n;
	return (X12_LONG);
}

/* --- a segment that ends within 64 bytes, as nearly all do ------------- */

/* X12_TAG of the first n bytes. */
static inline uint32_t
short_key(const char *p, unsigned n)
{
	const unsigned char *u = (const unsigned char *)p;
	uint32_t key = X12_TAG(u[0], u[1], n == 3 ? u[2] : 0);

	return (n == 2 || n == 3 ? key : 0);
}

/* False: it does not, or has more elements than there is room for. */
INLINE bool
short_segment(const char *p, struct x12_seps seps, struct x12_segment *s,
    const struct ways *w)
{
	X12_UNFILLED struct marks m;
	uint64_t before, edge, cut;

	w->mark(p, seps, &m);
	before = m.end ^ (m.end - 1);
	edge = m.cut | m.end;
	cut = edge & before;
	s->n = (unsigned)__builtin_popcountll(cut) - 1;
	s->digit = m.digit;
	if (UNLIKELY(m.end == 0 || s->n > X12_ELEMENTS_MAX))
		return (false);
	s->length = (unsigned)__builtin_ctzll(m.end);
	s->present = w->squeeze(~(cut << 1 | 1), cut);
	s->crowded = false;
	s->odd = (m.odd & before & ~edge) != 0;
	s->composed = (m.sub & before & ~edge) != 0;
	(void)w->split(p, p, cut, s->e, s->len);
	s->key = short_key(p, (unsigned)__builtin_ctzll(cut));
	if (UNLIKELY(loose_blanks(m.blank & before, edge) != 0))
		blanks_off(s);
	return (true);
}

/* Mostly it is one line end. */
static inline size_t
skip_layout(struct slice data, size_t i, char terminator)
{
	/* Behind a binary that says it is longer than its set, i is, too. */
	if (LIKELY(i + 1 < data.n && data.p[i] == '\n' &&
		(unsigned char)data.p[i + 1] > ' ' && terminator != '\n'))
		return (i + 1);
	while (i < data.n && is_layout(data.p[i]) && data.p[i] != terminator)
		i++;
	return (i);
}

INLINE enum x12_read
next_segment(struct slice data, size_t *at, struct x12_seps seps,
    struct x12_segment *s, const struct ways *w)
{
	size_t i = *at;

	i = skip_layout(data, i, seps.terminator);
	s->offset = i;
	if (UNLIKELY(i >= data.n)) {
		*at = data.n;
		s->n = 0;
		s->key = 0;
		s->present = s->length = 0;
		return (X12_END);
	}
	__builtin_prefetch(data.p + i + 8 * BLOCK);
	if (seps.repetition == '\0') /* none: look for another one twice */
		seps.repetition = seps.component;
	s->block = data.n - i < BLOCK ? NULL : data.p + i;
	if (UNLIKELY(s->block == NULL || !short_segment(s->block, seps, s, w)))
		return (long_segment(data, at, seps, s, w));
	*at = i + s->length + 1;
	return (s->length == 0 ? X12_EMPTY : X12_SEGMENT);
}

static enum x12_read
next_narrow(struct slice data, size_t *at, struct x12_seps seps,
    struct x12_segment *s)
{
	return (next_segment(data, at, seps, s, &narrow_ways));
}

#if defined(__SSE2__)
WIDE static enum x12_read
next_wide(struct slice data, size_t *at, struct x12_seps seps,
    struct x12_segment *s)
{
	return (next_segment(data, at, seps, s, &wide_ways));
}

WIDEST static enum x12_read
next_widest(struct slice data, size_t *at, struct x12_seps seps,
    struct x12_segment *s)
{
	return (next_segment(data, at, seps, s, &widest_ways));
}

x12_reader *
x12_reader_best(void)
{
	if (split_is_widest())
		return (next_widest);
	if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi2"))
		return (next_wide);
	return (next_narrow);
}
#else
x12_reader *
x12_reader_best(void)
{
	return (next_narrow);
}
#endif

enum x12_read
x12_next(struct slice data, size_t *at, struct x12_seps seps,
    struct x12_segment *s)
{
	return (x12_reader_best()(data, at, seps, s));
}
