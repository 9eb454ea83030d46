#include "parsers/edifact_lex.h"

#include "parsers/edifact_2022.h"

#define BLOCK 64

/* What is known of a segment while it is read, kept in registers. */
struct scan {
	const char *open; /* where the open component starts */
	unsigned k, n;    /* components, elements */
	uint64_t filled, ends;
	uint64_t rough; /* not 0: odd bytes, or blanks to be taken off */
};

static inline bool
is_layout(char c)
{
	return (c == '\n' || c == '\r' || c == ' ' || c == '\t');
}

/* --- 64 bytes at a time ------------------------------------------------ */

#if defined(__SSE2__)
static inline __m128i
is16(__m128i v, char c)
{
	return (_mm_cmpeq_epi8(v, _mm_set1_epi8(c)));
}

static inline void
mark16(struct edifact_lex *l, const char *p)
{
	const struct edifact_seps *s = &l->seps;
	uint64_t m[6] = { 0, 0, 0, 0, 0, 0 };

	for (unsigned i = 0; i < BLOCK; i += 16) {
		__m128i v = _mm_loadu_si128(
		    (const __m128i *)(const void *)(p + i));
		__m128i stop = is16(v, s->terminator);
		__m128i edge = _mm_or_si128(stop, is16(v, s->element));
		__m128i all[6] = { _mm_or_si128(edge, is16(v, s->component)),
			edge, stop,
			_mm_or_si128(is16(v, s->release),
			    is16(v, s->repetition)),
			_mm_cmplt_epi8(v, _mm_set1_epi8(0x20)), is16(v, ' ') };

		for (unsigned k = 0; k < 6; k++)
			m[k] |= (uint64_t)(unsigned)_mm_movemask_epi8(all[k])
			    << i;
	}
	l->cut = m[0];
	l->edge = m[1];
	l->stop = m[2];
	l->special = m[3];
	l->odd = m[4];
	l->blank = m[5];
}

#define AVX2 __attribute__((target("avx2,bmi,bmi2,popcnt")))

AVX2 static inline __m256i
is32(__m256i v, char c)
{
	return (_mm256_cmpeq_epi8(v, _mm256_set1_epi8(c)));
}

AVX2 static inline uint64_t
both(__m256i low, __m256i high)
{
	return ((uint32_t)_mm256_movemask_epi8(low) |
	    (uint64_t)(uint32_t)_mm256_movemask_epi8(high) << 32);
}

AVX2 static inline void
mark32(struct edifact_lex *l, const char *p)
{
	const struct edifact_seps *s = &l->seps;
	const __m256i a = _mm256_loadu_si256((const void *)p);
	const __m256i b = _mm256_loadu_si256((const void *)(p + 32));
	const __m256i first = _mm256_set1_epi8(0x20);
	__m256i x = is32(a, s->terminator), y = is32(b, s->terminator);

	l->stop = both(x, y);
	x = _mm256_or_si256(x, is32(a, s->element));
	y = _mm256_or_si256(y, is32(b, s->element));
	l->edge = both(x, y);
	l->cut = both(_mm256_or_si256(x, is32(a, s->component)),
	    _mm256_or_si256(y, is32(b, s->component)));
	l->special = both(
	    _mm256_or_si256(is32(a, s->release), is32(a, s->repetition)),
	    _mm256_or_si256(is32(b, s->release), is32(b, s->repetition)));
	l->odd = both(_mm256_cmpgt_epi8(first, a), _mm256_cmpgt_epi8(first, b));
	l->blank = both(is32(a, ' '), is32(b, ' '));
}

#define AVX512 SPLIT_WIDEST

AVX512 static inline uint64_t
is64(__m512i v, char c)
{
	return (_mm512_cmpeq_epi8_mask(v, _mm512_set1_epi8(c)));
}

AVX512 static inline void
mark64(struct edifact_lex *l, const char *p)
{
	const struct edifact_seps *s = &l->seps;
	const __m512i v = _mm512_loadu_si512((const void *)p);

	l->stop = is64(v, s->terminator);
	l->edge = l->stop | is64(v, s->element);
	l->cut = l->edge | is64(v, s->component);
	l->special = is64(v, s->release) | is64(v, s->repetition);
	l->odd = _mm512_cmplt_epi8_mask(v, _mm512_set1_epi8(0x20));
	l->blank = is64(v, ' ');
}
#else
static inline void
mark16(struct edifact_lex *l, const char *p)
{
	const struct edifact_seps *s = &l->seps;

	l->cut = l->edge = l->stop = l->special = l->odd = l->blank = 0;
	for (unsigned i = 0; i < BLOCK; i++) {
		uint64_t bit = (uint64_t)1 << i;

		l->stop |= p[i] == s->terminator ? bit : 0;
		l->edge |= p[i] == s->element ? bit : 0;
		l->cut |= p[i] == s->component ? bit : 0;
		l->special |= p[i] == s->release || p[i] == s->repetition ?
		    bit :
		    0;
		l->odd |= (signed char)p[i] < 0x20 ? bit : 0;
		l->blank |= p[i] == ' ' ? bit : 0;
	}
	l->edge |= l->stop;
	l->cut |= l->edge;
}
#endif

typedef void marker(struct edifact_lex *l, const char *p);
#define INLINE __attribute__((always_inline)) static inline

/* Fewer than 64 bytes; behind them nothing is marked. */
__attribute__((noinline)) static void
mark_rest(struct edifact_lex *l, size_t at)
{
	const uint64_t in = ((uint64_t)1 << (l->end - at)) - 1;
	char rest[BLOCK] = { 0 };

	memcpy(rest, l->base + at, l->end - at);
	mark16(l, rest);
	l->cut &= in;
	l->edge &= in;
	l->stop &= in;
	l->special &= in;
	l->odd &= in;
	l->blank &= in;
}

static inline bool
is_cut(const struct edifact_lex *l, size_t at)
{
	char c = l->base[at];

	return (c == l->seps.component || c == l->seps.element ||
	    c == l->seps.terminator);
}

/* Blanks at the edges of a block that may stand around a value. */
__attribute__((noinline)) static uint64_t
rough_edges(const struct edifact_lex *l, size_t at)
{
	const uint64_t first = 1, last = (uint64_t)1 << (BLOCK - 1);
	uint64_t rough = 0;

	if (at == 0 || is_cut(l, at - 1))
		rough = first;
	if (l->end - at <= BLOCK || is_cut(l, at + BLOCK))
		rough |= last;
	return (rough & l->blank);
}

INLINE void
mark_block(struct edifact_lex *l, size_t at, marker *mark)
{
	l->block = at;
	if (l->end - at >= BLOCK)
		mark(l, l->base + at);
	else
		mark_rest(l, at);
	l->rough = (l->odd & ~l->cut) |
	    (l->blank & (l->cut << 1 | l->cut >> 1));
	if ((l->blank & (1 | (uint64_t)1 << (BLOCK - 1))) != 0)
		l->rough |= rough_edges(l, at);
}

struct edifact_lex
edifact_lex_on(struct slice data, size_t at, struct edifact_seps seps,
    struct arena *a)
{
	struct edifact_lex l = { .base = data.p,
		.at = at,
		.end = data.n,
		.seps = seps,
		.arena = a,
		.block = SIZE_MAX / 2 };

	return (l);
}

/* --- a segment, fast --------------------------------------------------- */

/* What another processor does in one instruction. */
struct ways {
	marker *mark;
	/* The bits of `v` at the places of `mask`, side by side. */
	uint64_t (*squeeze)(uint64_t v, uint64_t mask);
	/* To out[0] and on: `from` and where each bit stands.  Eight may be
	 * written, whatever there is.  Returns how many there are. */
	unsigned (*number)(uint64_t bits, unsigned from, uint8_t *out);
	splitter *split;
};

static inline uint64_t
squeeze(uint64_t v, uint64_t mask)
{
	uint64_t out = 0;

	for (unsigned k = 0; mask != 0; mask &= mask - 1, k++)
		out |= (v >> __builtin_ctzll(mask) & 1) << k;
	return (out);
}

static inline unsigned
number(uint64_t bits, unsigned from, uint8_t *out)
{
	unsigned n = 0;

	for (; bits != 0; bits &= bits - 1)
		out[n++] = (uint8_t)(from + (unsigned)__builtin_ctzll(bits));
	return (n);
}

static const struct ways narrow_ways = { mark16, squeeze, number,
	split_narrow };

#if defined(__SSE2__)
AVX2 static inline uint64_t
squeeze_wide(uint64_t v, uint64_t mask)
{
	return (_pext_u64(v, mask));
}

/* Each bit becomes four, which pick the digit of its place. */
AVX2 static inline unsigned
number_wide(uint64_t bits, unsigned from, uint8_t *out)
{
	uint64_t four, places;

	if (bits >> 16 != 0)
		return (number(bits, from, out));
	four = _pdep_u64(bits, 0x1111111111111111u) * 15;
	places = _pext_u64(0xfedcba9876543210u, four);
	if (places >> 32 != 0)
		return (number(bits, from, out));
	places = _pdep_u64(places, 0x0f0f0f0f0f0f0f0fu) +
	    from * 0x0101010101010101u;
	memcpy(out, &places, sizeof(places));
	return ((unsigned)__builtin_popcountll(bits));
}

static const struct ways wide_ways = { mark32, squeeze_wide, number_wide,
	split_narrow };
static const struct ways widest_ways = { mark64, squeeze_wide, number_wide,
	split_widest };
#endif

/* Close a component before each separator. */
INLINE void
close_components(const struct edifact_lex *l, struct edifact_segment *s,
    struct scan *c, uint64_t cut, const struct ways *w)
{
	const char *block = l->base + l->block, *from = c->open;
	const unsigned k = c->k;
	uint64_t ends, empty = from < block ? 0 : (uint64_t)1 << (from - block);

	empty = cut & (cut << 1 | empty);
	ends = w->squeeze(l->edge, cut);
	c->filled |= w->squeeze(~empty, cut) << k;
	c->ends |= ends << k;
	c->n += w->number(ends, k + 1, &s->last[c->n]);
	c->k += (unsigned)__builtin_popcountll(cut);
	c->open = w->split(block, from, cut, &s->c[k], &s->len[k]);
}

enum fast { FAST_DONE, FAST_SPECIAL, FAST_CUT };

/* From `at` to the terminator. */
INLINE enum fast
read_run(struct edifact_lex *l, struct edifact_segment *s, size_t at, size_t to,
    const struct ways *w)
{
	struct scan c = { .open = l->base + at };
	uint64_t in, stop;

	for (; at < to; at = l->block + BLOCK) {
		if (at - l->block >= BLOCK)
			mark_block(l, at, w->mark);
		in = ~(uint64_t)0 << (at - l->block);
		stop = l->stop & in;
		if (stop != 0)
			in &= stop ^ (stop - 1);
		if ((l->special & in) != 0 ||
		    c.k > EDIFACT_COMPONENTS_MAX - BLOCK)
			return (FAST_SPECIAL);
		c.rough |= l->rough & in;
		close_components(l, s, &c, l->cut & in, w);
		if (stop == 0)
			continue;
		l->at = l->block + (unsigned)__builtin_ctzll(stop);
		s->n = c.n - 1;
		s->filled = c.filled;
		s->ends = c.ends;
		s->odd = c.rough != 0;
		return (FAST_DONE);
	}
	return (FAST_CUT);
}

/* --- a segment, with everything that may be in it ---------------------- */

struct slow {
	struct edifact_segment *s;
	struct buf *b;
	size_t from;  /* of the open component in b */
	size_t plain; /* …in the data, if nothing was released */
	bool released, repeating;
	struct edifact_shift shift;
};

static void
slow_close(struct edifact_lex *l, struct slow *w, struct scan *c, size_t at)
{
	struct edifact_segment *s = w->s;
	struct slice v = { l->base + w->plain, at - w->plain };

	if (w->released)
		v = arena_slice(l->arena, buf_slice(w->b));
	buf_reset(w->b);
	w->released = false;
	w->plain = at + 1;
	w->shift = (struct edifact_shift){ .out = false };
	if (c->k >= EDIFACT_COMPONENTS_MAX) {
		s->crowded = true;
		return;
	}
	s->c[c->k++] = v;
	if (w->repeating)
		s->again[s->repeats - 1].to = (uint8_t)c->k;
	else
		s->last[c->n] = (uint8_t)c->k;
}

static void
slow_element(struct slow *w, struct scan *c)
{
	w->repeating = false;
	if (w->s->crowded || c->k >= EDIFACT_COMPONENTS_MAX) {
		w->s->crowded = true;
		return;
	}
	c->n++;
	w->s->first[c->n] = (uint8_t)c->k;
}

static void
slow_repeat(struct slow *w, struct scan *c)
{
	struct edifact_segment *s = w->s;

	if (s->crowded || s->repeats >= EDIFACT_COMPONENTS_MAX)
		return;
	w->repeating = true;
	s->again[s->repeats++] = (struct edifact_span){ (uint8_t)c->n,
		(uint8_t)c->k, (uint8_t)c->k };
}

/* The byte that a release character makes literal, and the plain ones that
 * stood before it in the component. */
static void
slow_release(struct edifact_lex *l, struct slow *w, size_t at)
{
	if (!w->released)
		buf_add(w->b,
		    (struct slice){ l->base + w->plain, at - w->plain });
	w->released = true;
	buf_char(w->b, l->base[at + 1]);
}

/* What another set than ASCII hides from `at` on: how many bytes. */
static size_t
slow_shift(const struct edifact_lex *l, struct slow *w, size_t at, size_t to)
{
	size_t n = edifact_shift_step(&w->shift, l->base + at, to - at);

	if (w->released)
		buf_add(w->b, (struct slice){ l->base + at, n });
	return (n);
}

/* True: the terminator was reached. */
static bool
read_slow(struct edifact_lex *l, struct slow *w, struct scan *c, size_t at,
    size_t to)
{
	const struct edifact_seps *p = &l->seps;

	for (; at < to; at++) {
		size_t n = p->shifts ? slow_shift(l, w, at, to) : 0;
		char b = l->base[at];

		if (n > 0) {
			at += n - 1;
			continue;
		}

		if (b == p->release && p->release != '\0') {
			if (at + 1 >= to)
				break;
			slow_release(l, w, at++);
			continue;
		}
		if (b == p->component || b == p->element ||
		    b == p->terminator ||
		    (b == p->repetition && p->repetition != '\0')) {
			slow_close(l, w, c, at);
			if (b == p->terminator) {
				l->at = at;
				c->n++;
				return (true);
			}
			if (b == p->element)
				slow_element(w, c);
			else if (b != p->component)
				slow_repeat(w, c);
			continue;
		}
		if (w->released)
			buf_char(w->b, b);
	}
	slow_close(l, w, c, to);
	c->n++;
	l->at = to;
	return (false);
}

/* --- both -------------------------------------------------------------- */

uint32_t
edifact_key(struct slice tag)
{
	const unsigned char *p = (const unsigned char *)tag.p;

	return (tag.n == 3 ? EDIFACT_TAG(p[0], p[1], p[2]) : 0);
}

void
edifact_outline(struct edifact_segment *s)
{
	s->filled = s->ends = 0;
	for (unsigned i = 0; i <= s->n; i++) {
		for (unsigned k = edifact_first(s, i); k < s->last[i]; k++) {
			s->filled |= (uint64_t)(s->c[k].n > 0) << (k & 63);
			s->len[k] = (uint16_t)(s->c[k].n < UINT16_MAX ?
				s->c[k].n :
				UINT16_MAX);
		}
		s->ends |= (uint64_t)1 << ((s->last[i] - 1u) & 63);
	}
	s->key = edifact_key(s->c[0]);
}

static bool
is_odd(struct slice v)
{
	for (size_t i = 0; i < v.n; i++)
		if ((signed char)v.p[i] < 0x20)
			return (true);
	return (false);
}

/* Blanks off, and are there odd bytes? */
static void
look_closely(struct edifact_segment *s, unsigned k)
{
	s->odd = false;
	for (unsigned i = 0; i < k; i++) {
		struct slice v = s->c[i];

		while (v.n > 0 && v.p[v.n - 1] == ' ')
			v.n--;
		for (; v.n > 0 && v.p[0] == ' '; v.n--)
			v.p++;
		s->c[i] = v;
		s->odd |= is_odd(v);
	}
	edifact_outline(s);
}

/* True: it ended with a terminator. */
static bool
read_again(struct edifact_lex *l, struct edifact_segment *s, size_t to)
{
	struct scan c = { .k = 0 };
	struct buf b;
	struct slow w = { .s = s, .b = &b, .plain = s->offset };
	bool ended;

	s->first[0] = 0;
	buf_init(&b, 2 * PARSE_SEGMENT_MAX);
	ended = read_slow(l, &w, &c, s->offset, to);
	buf_free(&b);
	s->n = c.n - 1;
	look_closely(s, c.k);
	return (ended);
}

/* Behind the next terminator, be it released or not. */
static size_t
behind(const struct edifact_lex *l, size_t at)
{
	const char *p = memchr(l->base + at, l->seps.terminator, l->end - at);

	return (p != NULL ? (size_t)(p - l->base) + 1 : l->end);
}

/* Of a segment that was read fast. */
static inline uint32_t
key_of(const struct edifact_segment *s)
{
	uint32_t key;

	if (s->c[0].n != 3)
		return (0);
	/* a separator stands behind the tag */
	memcpy(&key, s->c[0].p, sizeof(key));
#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
	key = __builtin_bswap32(key);
#endif
	return (key >> 8);
}

/* What the fast way did not finish. */
static enum edifact_read
finish(struct edifact_lex *l, struct edifact_segment *s, size_t to,
    enum fast got)
{
	bool ended = true;

	/* an escape sequence is odd: what looked like separators may be none */
	if (got != FAST_DONE || (l->seps.shifts && s->odd))
		ended = read_again(l, s, to);
	else
		look_closely(s, s->last[s->n]);
	s->length = l->at - s->offset;
	if (ended) {
		l->at++;
		return (s->length == 0 ? EDIFACT_EMPTY : EDIFACT_SEGMENT);
	}
	if (l->at == l->end)
		return (EDIFACT_CUT);
	l->at = behind(l, l->at);
	return (EDIFACT_LONG);
}

static size_t
skip_layout(const struct edifact_lex *l, size_t at)
{
	while (at < l->end && is_layout(l->base[at]) &&
	    l->base[at] != l->seps.terminator)
		at++;
	return (at);
}

INLINE enum edifact_read
next_segment(struct edifact_lex *l, struct edifact_segment *s,
    const struct ways *w)
{
	size_t at = l->at, to;
	enum fast got;

	if (at < l->end && (unsigned char)l->base[at] <= ' ')
		at = skip_layout(l, at);
	s->offset = at;
	if (at >= l->end) {
		l->at = l->end;
		return (EDIFACT_END);
	}
	to = l->end - at > PARSE_SEGMENT_MAX ? at + PARSE_SEGMENT_MAX : l->end;
	s->crowded = false;
	s->repeats = 0;
	got = read_run(l, s, at, to, w);
	s->length = l->at - at;
	if (got != FAST_DONE || s->odd || s->length >= UINT16_MAX)
		return (finish(l, s, to, got));
	s->key = key_of(s);
	l->at++;
	return (s->length == 0 ? EDIFACT_EMPTY : EDIFACT_SEGMENT);
}

static enum edifact_read
next_narrow(struct edifact_lex *l, struct edifact_segment *s)
{
	return (next_segment(l, s, &narrow_ways));
}

#if defined(__SSE2__)
AVX2 static enum edifact_read
next_wide(struct edifact_lex *l, struct edifact_segment *s)
{
	return (next_segment(l, s, &wide_ways));
}

AVX512 static enum edifact_read
next_widest(struct edifact_lex *l, struct edifact_segment *s)
{
	return (next_segment(l, s, &widest_ways));
}
#endif

enum edifact_read
edifact_next(struct edifact_lex *l, struct edifact_segment *s)
{
#if defined(__SSE2__)
	if (split_is_widest())
		return (next_widest(l, s));
	if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi2"))
		return (next_wide(l, s));
#endif
	return (next_narrow(l, s));
}

/* --- the envelope from afar -------------------------------------------- */

static inline uint64_t
look_un(const char *p)
{
	uint64_t seen = 0;

#if defined(__SSE2__)
	for (unsigned i = 0; i < BLOCK; i += 16) {
		__m128i u = _mm_loadu_si128(
		    (const __m128i *)(const void *)(p + i));
		__m128i n = _mm_loadu_si128(
		    (const __m128i *)(const void *)(p + i + 1));

		seen |= (uint64_t)(unsigned)_mm_movemask_epi8(
			    _mm_and_si128(is16(u, 'U'), is16(n, 'N')))
		    << i;
	}
#else
	for (unsigned i = 0; i < BLOCK; i++)
		seen |= (uint64_t)(p[i] == 'U' && p[i + 1] == 'N') << i;
#endif
	return (seen);
}

size_t
edifact_un(struct ahead *a, struct slice data, size_t from)
{
	size_t to = from;
	uint64_t bits = 0;
	const char *p;

	if (a->to > from && a->to - from <= BLOCK && a->to < data.n) {
		to = a->to;
		bits = a->bits & ~(uint64_t)0 << (from + BLOCK - to);
	}
	while (bits == 0) {
		if (data.n - to <= BLOCK) {
			p = memmem(data.p + to, data.n - to, "UN", 2);
			return (p != NULL ? (size_t)(p - data.p) : data.n);
		}
		__builtin_prefetch(data.p + to + 16 * BLOCK);
		bits = a->bits = look_un(data.p + to);
		a->to = to += BLOCK;
	}
	return (to - BLOCK + (unsigned)__builtin_ctzll(bits));
}
