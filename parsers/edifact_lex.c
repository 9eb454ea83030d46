#include "parsers/edifact_lex.h"

#include "parsers/edifact_2022.h"

#define BLOCK 64

/* What is known of a segment that is read byte by byte. */
struct scan {
	unsigned k, n; /* components, elements */
};

static inline bool
is_layout(char c)
{
	return (c == '\n' || c == '\r' || c == ' ' || c == '\t');
}

/* --- 64 bytes at a time ------------------------------------------------ */

/* Where in a block something stands. */
struct marks {
	uint64_t cut;  /* a separator */
	uint64_t edge; /* …of elements or segments */
	uint64_t stop; /* …of segments */
	uint64_t special, odd, blank;
	uint64_t layout; /* line ends */
};

typedef void marker(const struct edifact_seps *s, const char *p,
    struct marks *m);
#define INLINE __attribute__((always_inline)) static inline

#if defined(__SSE2__)
static inline __m128i
is16(__m128i v, char c)
{
	return (_mm_cmpeq_epi8(v, _mm_set1_epi8(c)));
}

static inline void
mark16(const struct edifact_seps *s, const char *p, struct marks *m)
{
	uint64_t seen[7] = { 0, 0, 0, 0, 0, 0, 0 };

	for (unsigned i = 0; i < BLOCK; i += 16) {
		__m128i v = _mm_loadu_si128(
		    (const __m128i *)(const void *)(p + i));
		__m128i stop = is16(v, s->terminator);
		__m128i edge = _mm_or_si128(stop, is16(v, s->element));
		__m128i all[7] = { _mm_or_si128(edge, is16(v, s->component)),
			edge, stop,
			_mm_or_si128(is16(v, s->release),
			    is16(v, s->repetition)),
			_mm_cmplt_epi8(v, _mm_set1_epi8(0x20)), is16(v, ' '),
			_mm_or_si128(is16(v, '\n'), is16(v, '\r')) };

		for (unsigned k = 0; k < 7; k++)
			seen[k] |= (uint64_t)(unsigned)_mm_movemask_epi8(all[k])
			    << i;
	}
	*m = (struct marks){ seen[0], seen[1], seen[2], seen[3], seen[4],
		seen[5], seen[6] };
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
mark32(const struct edifact_seps *s, const char *p, struct marks *m)
{
	const __m256i a = _mm256_loadu_si256((const void *)p);
	const __m256i b = _mm256_loadu_si256((const void *)(p + 32));
	const __m256i first = _mm256_set1_epi8(0x20);
	__m256i x = is32(a, s->terminator), y = is32(b, s->terminator);

	m->stop = both(x, y);
	x = _mm256_or_si256(x, is32(a, s->element));
	y = _mm256_or_si256(y, is32(b, s->element));
	m->edge = both(x, y);
	m->cut = both(_mm256_or_si256(x, is32(a, s->component)),
	    _mm256_or_si256(y, is32(b, s->component)));
	m->special = both(
	    _mm256_or_si256(is32(a, s->release), is32(a, s->repetition)),
	    _mm256_or_si256(is32(b, s->release), is32(b, s->repetition)));
	m->odd = both(_mm256_cmpgt_epi8(first, a), _mm256_cmpgt_epi8(first, b));
	m->blank = both(is32(a, ' '), is32(b, ' '));
	m->layout = both(_mm256_or_si256(is32(a, '\n'), is32(a, '\r')),
	    _mm256_or_si256(is32(b, '\n'), is32(b, '\r')));
}

#define AVX512 SPLIT_WIDEST

AVX512 static inline uint64_t
is64(__m512i v, char c)
{
	return (_mm512_cmpeq_epi8_mask(v, _mm512_set1_epi8(c)));
}

AVX512 static inline void
mark64(const struct edifact_seps *s, const char *p, struct marks *m)
{
	const __m512i v = _mm512_loadu_si512((const void *)p);

	m->stop = is64(v, s->terminator);
	m->edge = m->stop | is64(v, s->element);
	m->cut = m->edge | is64(v, s->component);
	m->special = is64(v, s->release) | is64(v, s->repetition);
	m->odd = _mm512_cmplt_epi8_mask(v, _mm512_set1_epi8(0x20));
	m->blank = is64(v, ' ');
	m->layout = is64(v, '\n') | is64(v, '\r');
}
#else
static inline void
mark16(const struct edifact_seps *s, const char *p, struct marks *m)
{
	*m = (struct marks){ .cut = 0 };
	for (unsigned i = 0; i < BLOCK; i++) {
		uint64_t bit = (uint64_t)1 << i;

		m->stop |= p[i] == s->terminator ? bit : 0;
		m->edge |= p[i] == s->element ? bit : 0;
		m->cut |= p[i] == s->component ? bit : 0;
		m->special |= p[i] == s->release || p[i] == s->repetition ?
		    bit :
		    0;
		m->odd |= (signed char)p[i] < 0x20 ? bit : 0;
		m->blank |= p[i] == ' ' ? bit : 0;
		m->layout |= p[i] == '\n' || p[i] == '\r' ? bit : 0;
	}
	m->edge |= m->stop;
	m->cut |= m->edge;
}
#endif

/* Fewer than 64 bytes; behind them nothing is marked. */
__attribute__((noinline)) static void
mark_rest(const struct edifact_seps *s, const char *p, size_t n,
    struct marks *m)
{
	const uint64_t in = ((uint64_t)1 << n) - 1;
	char rest[BLOCK] = { 0 };

	memcpy(rest, p, n);
	mark16(s, rest, m);
	m->cut &= in;
	m->edge &= in;
	m->stop &= in;
	m->special &= in;
	m->odd &= in;
	m->blank &= in;
	m->layout &= in;
}

/* --- what another processor does in one instruction -------------------- */

struct ways {
	marker *mark;
	squeezer *squeeze;
	/* To out[0] and on: `from` and where each bit of a block stands.  Up
	 * to 64 may be written, whatever there is. */
	void (*number)(uint64_t bits, unsigned from, uint16_t *out);
	/* The same of one segment, behind each bit.  64, zeros behind them. */
	void (*behind)(uint64_t bits, uint8_t *out);
	/* n slices and their lengths, each to the next of `place`; the first
	 * one begins at `from`.  Eight at a time may be written.  Returns
	 * which of them are not empty, 64 at most, and any bits behind. */
	uint64_t (*split)(const char *base, unsigned from,
	    const uint16_t *place, unsigned n, struct slice *out,
	    uint16_t *len);
};

INLINE void
number(uint64_t bits, unsigned from, uint16_t *out)
{
	for (; bits != 0; bits &= bits - 1)
		*out++ = (uint16_t)(from + (unsigned)__builtin_ctzll(bits));
}

INLINE void
number_behind(uint64_t bits, uint8_t *out)
{
	memset(out, 0, 64);
	for (; bits != 0; bits &= bits - 1)
		*out++ = (uint8_t)(1 + (unsigned)__builtin_ctzll(bits));
}

static inline uint64_t
split(const char *base, unsigned from, const uint16_t *place, unsigned n,
    struct slice *out, uint16_t *len)
{
	uint64_t filled = 0;

	for (unsigned i = 0; i < n; i++) {
		out[i] = (struct slice){ base + from, place[i] - from };
		len[i] = (uint16_t)(place[i] - from);
		filled |= (uint64_t)(len[i] > 0) << i;
		from = place[i] + 1u;
	}
	return (filled);
}

static const struct ways narrow_ways = { mark16, split_squeeze, number,
	number_behind, split };

#if defined(__SSE2__)
/* Each bit becomes four, which pick the digit of its place. */
AVX2 static inline void
behind_wide(uint64_t bits, uint8_t *out)
{
	uint64_t places;

	if (bits >> 16 != 0) {
		number_behind(bits, out);
		return;
	}
	memset(out, 0, 64);
	places = _pext_u64(0xfedcba9876543210u,
	    _pdep_u64(bits, 0x1111111111111111u) * 15);
	for (; bits != 0; out += 8, places >>= 32) {
		unsigned n = (unsigned)__builtin_popcountll(bits);
		uint64_t eight = _pdep_u64(places, 0x0f0f0f0f0f0f0f0fu) +
		    0x0101010101010101u;

		if (n < 8)
			eight = _bzhi_u64(eight, 8 * n);
		memcpy(out, &eight, sizeof(eight));
		if (n <= 8)
			break;
		bits = _pdep_u64(~(uint64_t)0 << 8, bits);
	}
}

/* Bit i: the i-th of eight lengths is 0. */
INLINE unsigned
zeros_of(__m128i lengths)
{
	const __m128i none = _mm_setzero_si128();

	return ((unsigned)_mm_movemask_epi8(
	    _mm_packs_epi16(_mm_cmpeq_epi16(lengths, none), none)));
}

/* Four at a time: begin and length of each, side by side. */
AVX2 static inline uint64_t
split_wide(const char *base, unsigned from, const uint16_t *place, unsigned n,
    struct slice *out, uint16_t *len)
{
	const __m256i at = _mm256_set1_epi64x((long long)(uintptr_t)base);
	__m128i before = _mm_set1_epi16((short)(from - 1));
	uint64_t empty = 0;

	for (unsigned i = 0; i < n; i += 8) {
		__m128i to = _mm_loadu_si128((const void *)(place + i));
		__m128i begin = _mm_sub_epi16(_mm_alignr_epi8(to, before, 14),
		    _mm_set1_epi16(-1));
		__m128i size = _mm_sub_epi16(to, begin);

		before = to;
		_mm_storeu_si128((void *)(len + i), size);
		empty |= (uint64_t)zeros_of(size) << i;
		for (unsigned h = 0; h < 8; h += 4) {
			__m256i p = _mm256_add_epi64(at,
			    _mm256_cvtepu16_epi64(begin));
			__m256i k = _mm256_cvtepu16_epi64(size);
			__m256i even = _mm256_unpacklo_epi64(p, k);
			__m256i odd = _mm256_unpackhi_epi64(p, k);

			_mm256_storeu_si256((void *)(out + i + h),
			    _mm256_permute2x128_si256(even, odd, 0x20));
			_mm256_storeu_si256((void *)(out + i + h + 2),
			    _mm256_permute2x128_si256(even, odd, 0x31));
			if (n - i <= 4)
				break;
			begin = _mm_unpackhi_epi64(begin, begin);
			size = _mm_unpackhi_epi64(size, size);
		}
	}
	return (~empty);
}

static const struct ways wide_ways = { mark32, split_squeeze_wide, number,
	behind_wide, split_wide };

AVX512 static inline void
number_widest(uint64_t bits, unsigned from, uint16_t *out)
{
	const __m512i at = _mm512_set1_epi16((short)from);
	__m512i places = _mm512_maskz_compress_epi8(bits, split_places());

	_mm512_storeu_si512((void *)out,
	    _mm512_add_epi16(at,
		_mm512_cvtepu8_epi16(_mm512_castsi512_si256(places))));
	if (UNLIKELY(__builtin_popcountll(bits) > 32))
		_mm512_storeu_si512((void *)(out + 32),
		    _mm512_add_epi16(at,
			_mm512_cvtepu8_epi16(
			    _mm512_extracti64x4_epi64(places, 1))));
}

AVX512 static inline void
behind_widest(uint64_t bits, uint8_t *out)
{
	_mm512_storeu_si512((void *)out,
	    _mm512_maskz_compress_epi8(bits,
		_mm512_add_epi8(split_places(), _mm512_set1_epi8(1))));
}

AVX512 static inline uint64_t
split_eight(const char *base, unsigned from, const uint16_t *place, unsigned n,
    struct slice *out, uint16_t *len)
{
	const __m512i low = _mm512_set_epi64(11, 3, 10, 2, 9, 1, 8, 0);
	const __m512i high = _mm512_set_epi64(15, 7, 14, 6, 13, 5, 12, 4);
	const __m512i at = _mm512_set1_epi64((long long)(uintptr_t)base);
	__m128i before = _mm_set1_epi16((short)(from - 1));
	uint64_t empty = 0;

	for (unsigned i = 0; i < n; i += 8) {
		__m128i to = _mm_loadu_si128((const void *)(place + i));
		__m128i begin = _mm_sub_epi16(_mm_alignr_epi8(to, before, 14),
		    _mm_set1_epi16(-1));
		__m128i size = _mm_sub_epi16(to, begin);
		__m512i p = _mm512_add_epi64(at, _mm512_cvtepu16_epi64(begin));
		__m512i k = _mm512_cvtepu16_epi64(size);

		before = to;
		_mm_storeu_si128((void *)(len + i), size);
		empty |= (uint64_t)zeros_of(size) << i;
		_mm512_storeu_si512((void *)(out + i),
		    _mm512_permutex2var_epi64(p, low, k));
		_mm512_storeu_si512((void *)(out + i + 4),
		    _mm512_permutex2var_epi64(p, high, k));
	}
	return (~empty);
}

static const struct ways widest_ways = { mark64, split_squeeze_wide,
	number_widest, behind_widest, split_eight };
#endif

/* --- a window ---------------------------------------------------------- */

/* Bits of components that are told one behind the other. */
struct bits {
	uint64_t *to;
	uint64_t word; /* the last one, which is not full */
};

/* n more bits are known, behind `many` that were. */
INLINE void
add_bits(struct bits *b, uint64_t v, unsigned many, unsigned n)
{
	unsigned shift = many & 63, at = many >> 6;
	uint64_t low = b->word | v << shift;
	uint64_t high = v >> 1 >> (63 - shift);

	b->to[at] = low;
	b->to[at + 1] = high;
	b->word = shift + n < 64 ? low : high;
}

/* 57 bits and more from bit i on. */
static inline uint64_t
bits_at(const uint64_t *bits, size_t i)
{
#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
	uint64_t v;

	memcpy(&v, (const char *)bits + i / 8, sizeof(v));
	return (v >> (i & 7));
#else
	return (bits[i / 64] >> (i & 63) |
	    bits[i / 64 + 1] << 1 << (63 - (i & 63)));
#endif
}

/* Look at the bytes from `at` on, where a segment begins.  What is open at
 * the end of the window is looked at again, with the next one. */
INLINE void
look(struct edifact_lex *l, size_t at, const struct ways *w)
{
	struct bits ends = { l->ends, 0 }, stops = { l->stops, 0 };
	uint64_t cut_before = 1, blank_before = 0, stop_before = 0, any = 0;
	const struct edifact_seps seps = l->seps;
	size_t left = l->end - at < l->size ? l->end - at : l->size;
	unsigned k = 0;

	l->from = l->next = at;
	l->to = at + left;
	l->k = 0;
	for (unsigned i = 0; i < left; i += BLOCK) {
		const char *p = l->base + at + i;
		struct marks m;
		uint64_t before, between, rough;
		unsigned n;

		if (LIKELY(left - i >= BLOCK))
			w->mark(&seps, p, &m);
		else
			mark_rest(&seps, p, left - i, &m);
		before = m.cut << 1 | cut_before;
		n = (unsigned)__builtin_popcountll(m.cut);
		if (UNLIKELY((blank_before & m.cut) != 0)) {
			l->rough[i / BLOCK - 1] |= (uint64_t)1 << 63;
			any = 1;
		}
		/* a line end behind a terminator belongs to no segment */
		between = (m.stop << 1 | stop_before) & m.layout;
		between |= between << 1 & m.layout;
		rough = m.special | (m.odd & ~m.cut & ~between) |
		    (m.blank & (before | m.cut >> 1));
		l->rough[i / BLOCK] = rough;
		any |= rough;
		__builtin_prefetch(p + 16 * BLOCK);
		w->number(m.cut, i, &l->place[k]);
		add_bits(&ends, w->squeeze(m.edge, m.cut), k, n);
		add_bits(&stops, w->squeeze(m.stop, m.cut), k, n);
		k += n;
		cut_before = m.cut >> 63;
		blank_before = m.blank >> 63;
		stop_before = m.stop >> 63;
	}
	l->n = k;
	l->clean = any == 0;
	stops.to[k / 64 + 1] = 0; /* no segment ends behind the last one */
}

/* Bit 0 is the first separator behind `at` from here on.  False: what stands
 * there was not seen. */
__attribute__((noinline)) static bool
seek(struct edifact_lex *l, size_t at)
{
	if (at < l->next || at >= l->to)
		return (false);
	while (l->k < l->n && l->place[l->k] + l->from < at)
		l->k++;
	l->next = at;
	return (true);
}

/* Where segments end, from the one at `at` on; 0: it is not seen. */
static inline uint64_t
stops_from(struct edifact_lex *l, size_t at)
{
	if (UNLIKELY(at != l->next) && !seek(l, at))
		return (0);
	return (bits_at(l->stops, l->k));
}

/* The same after another look.  A window that is walked through gets a larger
 * one after it. */
__attribute__((noinline)) static uint64_t
look_further(struct edifact_lex *l, size_t at)
{
	uint64_t stops = 0;

	if (at < l->next || at > l->to) {
		l->size = l->least;
		l->look(l, at);
		stops = stops_from(l, at);
	}
	while (stops == 0) {
		if (l->to == l->end ||
		    (l->from == at && l->size == EDIFACT_WINDOW))
			return (0);
		if (l->size < EDIFACT_WINDOW)
			l->size *= 2;
		l->look(l, at);
		stops = stops_from(l, at);
	}
	return (stops);
}

/* --- a segment, with everything that may be in it ---------------------- */

struct slow {
	struct edifact_segment *s;
	struct buf *b;
	size_t from;  /* of the open component in b */
	size_t plain; /* …in the data, if nothing was released */
	bool released, repeating;
	uint8_t first[EDIFACT_COMPONENTS_MAX]; /* of each element */
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
	w->first[c->n] = (uint8_t)c->k;
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
	if (s->last[s->n] > 63 || s->repeats > 0)
		s->ends = EDIFACT_NO_OUTLINE;
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

/* First occurrences side by side, as in a segment without others. */
static void
put_repeats_last(struct edifact_segment *s, const uint8_t *first)
{
	struct slice all[EDIFACT_COMPONENTS_MAX];
	unsigned to = 0;

	memcpy(all, s->c, sizeof(all));
	for (unsigned i = 0; i <= s->n; i++) {
		for (unsigned k = first[i]; k < s->last[i]; k++)
			s->c[to++] = all[k];
		s->last[i] = (uint8_t)to;
	}
	for (unsigned r = 0; r < s->repeats; r++) {
		struct edifact_span *a = &s->again[r];
		unsigned from = to;

		for (unsigned k = a->from; k < a->to; k++)
			s->c[to++] = all[k];
		a->from = (uint8_t)from;
		a->to = (uint8_t)to;
	}
}

/* True: it ended with a terminator. */
static bool
read_again(struct edifact_lex *l, struct edifact_segment *s, size_t to)
{
	struct scan c = { .k = 0 };
	struct buf b;
	struct slow w = { .s = s, .b = &b, .plain = s->offset };
	bool ended;

	buf_init(&b, 2 * PARSE_SEGMENT_MAX);
	ended = read_slow(l, &w, &c, s->offset, to);
	buf_free(&b);
	s->n = c.n - 1;
	for (unsigned i = c.n; i < 64; i++)
		s->last[i] = 0;
	if (s->repeats > 0)
		put_repeats_last(s, w.first);
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

/* Of a tag of n bytes. */
static inline uint32_t
key_of(const char *tag, size_t n)
{
	uint32_t key;

	if (UNLIKELY(n != 3))
		return (0);
	/* a separator stands behind the tag */
	memcpy(&key, tag, sizeof(key));
#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
	key = __builtin_bswap32(key);
#endif
	return (key >> 8);
}

/* --- a segment, fast --------------------------------------------------- */

static bool
has_special(const struct edifact_lex *l, size_t from, size_t to)
{
	for (size_t i = from; i < to; i++)
		if (l->base[i] == l->seps.release ||
		    l->base[i] == l->seps.repetition)
			return (true);
	return (false);
}

/* What the fast way did not finish: it saw where the segment ends, or not. */
__attribute__((noinline)) static enum edifact_read
finish(struct edifact_lex *l, struct edifact_segment *s, bool seen)
{
	size_t at = s->offset;
	size_t to = l->end - at > PARSE_SEGMENT_MAX ? at + PARSE_SEGMENT_MAX :
						      l->end;
	bool ended = true;

	/* an escape sequence is odd: what looked like separators may be none */
	if (!seen || l->seps.shifts || has_special(l, at, l->at))
		ended = read_again(l, s, to);
	else
		look_closely(s, s->last[s->n]);
	s->length = l->at - at;
	if (ended) {
		l->at++;
		return (s->length == 0 ? EDIFACT_EMPTY : EDIFACT_SEGMENT);
	}
	if (l->at == l->end)
		return (EDIFACT_CUT);
	l->at = behind(l, l->at);
	return (EDIFACT_LONG);
}

/* Layout before a segment. */
__attribute__((noinline)) static size_t
skip_all_layout(const struct edifact_lex *l, size_t at)
{
	while (at < l->end && is_layout(l->base[at]) &&
	    l->base[at] != l->seps.terminator)
		at++;
	return (at);
}

/* Mostly it is one line end, or two bytes of one. */
static inline size_t
skip_layout(struct edifact_lex *l, size_t at)
{
	const char *p = l->base + at;
	size_t n = p[0] == '\r' ? 2 : 1;

	if (UNLIKELY(l->end - at <= n || p[n - 1] != '\n' ||
		(unsigned char)p[n] <= ' ' || at != l->next || !l->printable))
		return (skip_all_layout(l, at));
	l->next = at + n; /* no separator was passed */
	return (at + n);
}

/* Is there a byte in the window that needs a closer look? */
__attribute__((noinline)) static bool
is_rough(const struct edifact_lex *l, size_t from, size_t to)
{
	for (; to - from > 56; from += 56)
		if (bits_at(l->rough, from) << 8 != 0)
			return (true);
	return ((bits_at(l->rough, from) &
		    (((uint64_t)1 << (to - from)) - 1)) != 0);
}

/* n components up to the next terminator. */
INLINE void
fill(struct edifact_lex *l, struct edifact_segment *s, unsigned n,
    const struct ways *w)
{
	const uint64_t in = ~(uint64_t)0 >> (64 - n);
	const uint16_t *place = &l->place[l->k];

	s->filled = in &
	    w->split(l->base + l->from, (unsigned)(s->offset - l->from), place,
		n, s->c, s->len);
	s->ends = bits_at(l->ends, l->k) & in;
	s->key = key_of(l->base + s->offset, l->from + place[0] - s->offset);
	w->behind(s->ends, s->last);
	s->n = (unsigned)__builtin_popcountll(s->ends) - 1;
	l->at = l->from + place[n - 1];
	l->next = l->at + 1;
	l->k += n;
}

INLINE enum edifact_read
next_segment(struct edifact_lex *l, struct edifact_segment *s,
    const struct ways *w)
{
	size_t at = l->at;
	uint64_t stops;

	if (LIKELY(at < l->end && (unsigned char)l->base[at] <= ' '))
		at = skip_layout(l, at);
	s->offset = at;
	if (UNLIKELY(at >= l->end)) {
		l->at = l->end;
		return (EDIFACT_END);
	}
	s->crowded = s->odd = false;
	s->repeats = 0;
	stops = stops_from(l, at);
	if (UNLIKELY(stops == 0) && (stops = look_further(l, at)) == 0)
		return (finish(l, s, false));
	fill(l, s, (unsigned)__builtin_ctzll(stops) + 1, w);
	if (UNLIKELY(!l->clean) && is_rough(l, at - l->from, l->at - l->from))
		return (finish(l, s, true));
	s->length = l->at - at;
	l->at++;
	return (s->length == 0 ? EDIFACT_EMPTY : EDIFACT_SEGMENT);
}

static void
look_narrow(struct edifact_lex *l, size_t at)
{
	look(l, at, &narrow_ways);
}

static enum edifact_read
next_narrow(struct edifact_lex *l, struct edifact_segment *s)
{
	return (next_segment(l, s, &narrow_ways));
}

#if defined(__SSE2__)
AVX2 static void
look_wide(struct edifact_lex *l, size_t at)
{
	look(l, at, &wide_ways);
}

AVX2 static enum edifact_read
next_wide(struct edifact_lex *l, struct edifact_segment *s)
{
	return (next_segment(l, s, &wide_ways));
}

AVX512 static void
look_widest(struct edifact_lex *l, size_t at)
{
	look(l, at, &widest_ways);
}

AVX512 static enum edifact_read
next_widest(struct edifact_lex *l, struct edifact_segment *s)
{
	return (next_segment(l, s, &widest_ways));
}
#endif

/* As this processor can. */
static void
choose_way(struct edifact_lex *l)
{
	l->look = look_narrow;
	l->read = next_narrow;
#if defined(__SSE2__)
	if (split_is_widest()) {
		l->look = look_widest;
		l->read = next_widest;
	} else if (__builtin_cpu_supports("avx2") &&
	    __builtin_cpu_supports("bmi2")) {
		l->look = look_wide;
		l->read = next_wide;
	}
#endif
}

void
edifact_lex_begin(struct edifact_lex *l, struct slice data, size_t at,
    struct edifact_seps seps, struct arena *a)
{
	l->base = data.p;
	l->at = at;
	l->end = data.n;
	l->least = EDIFACT_WINDOW_LEAST;
	l->seps = seps;
	l->arena = a;
	l->printable = seps.component > ' ' && seps.element > ' ' &&
	    seps.terminator > ' ';
	l->next = SIZE_MAX;
	l->to = 0;
	choose_way(l);
}

/* --- the envelope from afar -------------------------------------------- */

typedef uint64_t un_finder(const char *p);

static inline uint64_t
un16(const char *p)
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

/* Blocks from `to` on until one holds an "UN" or the last one comes. */
INLINE uint64_t
walk_un(struct slice data, size_t *to, un_finder *find)
{
	uint64_t bits = 0;

	for (; bits == 0 && data.n - *to > BLOCK; *to += BLOCK) {
		/* a page ahead: the processor itself stops at its end */
		__builtin_prefetch(data.p + *to + 64 * BLOCK);
		bits = find(data.p + *to);
	}
	return (bits);
}

static uint64_t
walk_un_narrow(struct slice data, size_t *to)
{
	return (walk_un(data, to, un16));
}

#if defined(__SSE2__)
AVX2 static inline uint64_t
un32(const char *p)
{
	__m256i low = _mm256_and_si256(
	    is32(_mm256_loadu_si256((const void *)p), 'U'),
	    is32(_mm256_loadu_si256((const void *)(p + 1)), 'N'));
	__m256i high = _mm256_and_si256(
	    is32(_mm256_loadu_si256((const void *)(p + 32)), 'U'),
	    is32(_mm256_loadu_si256((const void *)(p + 33)), 'N'));

	return (both(low, high));
}

AVX2 static uint64_t
walk_un_wide(struct slice data, size_t *to)
{
	return (walk_un(data, to, un32));
}

AVX512 static inline uint64_t
un64(const char *p)
{
	return (is64(_mm512_loadu_si512((const void *)p), 'U') &
	    is64(_mm512_loadu_si512((const void *)(p + 1)), 'N'));
}

AVX512 static uint64_t
walk_un_widest(struct slice data, size_t *to)
{
	return (walk_un(data, to, un64));
}
#endif

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
	if (bits == 0) {
#if defined(__SSE2__)
		if (split_is_widest())
			bits = walk_un_widest(data, &to);
		else if (__builtin_cpu_supports("avx2"))
			bits = walk_un_wide(data, &to);
		else
			bits = walk_un_narrow(data, &to);
#else
		bits = walk_un_narrow(data, &to);
#endif
		if (bits == 0) {
			p = memmem(data.p + to, data.n - to, "UN", 2);
			return (p != NULL ? (size_t)(p - data.p) : data.n);
		}
		a->bits = bits;
		a->to = to;
	}
	return (to - BLOCK + (unsigned)__builtin_ctzll(bits));
}
