#include "parsers/edi.h"
#include "parsers/edifact_envelope.h"
#include "parsers/x12.h"

#if defined(__SSE2__)
#include <immintrin.h>
#endif

#define N(a) (sizeof(a) / sizeof((a)[0]))
#define ISA_LENGTH 106
#define ISA_LOOSE_MAX 400 /* an unpadded header is no longer than this */

static bool
is_alnum(char c)
{
	return ((c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') ||
	    (c >= 'a' && c <= 'z'));
}

static bool
is_digits(struct slice s, size_t least, size_t most)
{
	if (s.n < least || s.n > most)
		return (false);
	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] < '0' || s.p[i] > '9')
			return (false);
	return (true);
}

/* --- the header -------------------------------------------------------- */

/* Where the 16 separators stand in a header of full length. */
static const uint8_t isa_places[] = { 3, 6, 17, 20, 31, 34, 50, 53, 69, 76, 81,
	83, 89, 99, 101, 103 };

static bool
is_padded(const char *p, size_t n)
{
	size_t k = 0;

	if (n < ISA_LENGTH)
		return (false);
	for (size_t i = 3; i < 104; i++) {
		bool expected = k < N(isa_places) && isa_places[k] == i;

		if ((p[i] == p[3]) != expected)
			return (false);
		k += expected;
	}
	return (p[104] != p[3] && !is_alnum(p[105]) && p[105] != ' ');
}

static struct slice
padding_off(struct slice s)
{
	s = slice_trim(s);
	/* no-break spaces, as office programs leave them */
	while (s.n >= 2 && memcmp(s.p + s.n - 2, "\xc2\xa0", 2) == 0)
		s = slice_trim((struct slice){ s.p, s.n - 2 });
	return (s);
}

/* ISA12 says whether ISA11 separates repetitions. */
static char
repetition_of(const struct x12_isa *isa)
{
	struct slice version = padding_off(isa->e[12]);

	if (isa->e[11].n != 1 || is_alnum(isa->e[11].p[0]) ||
	    isa->e[11].p[0] == ' ' || !is_digits(version, 5, 5) ||
	    memcmp(version.p, "00402", 5) < 0)
		return (0);
	return (isa->e[11].p[0]);
}

/* Blanks and then a line end behind ISA16: the line end is meant. */
static size_t
terminator_at(struct slice data, size_t i)
{
	size_t k = i;

	while (k < data.n && k < i + 8 && data.p[k] == ' ')
		k++;
	if (k < data.n && (data.p[k] == '\r' || data.p[k] == '\n'))
		return (k);
	return (i);
}

/* ISA16 left out: what stands there ends the header and, before a line end,
 * the next segment too. */
static bool
lacks_component(struct slice data, size_t terminator, char last)
{
	size_t i = terminator;
	const char *p;

	if (data.p[i] != '\r' && data.p[i] != '\n')
		return (false);
	while (i < data.n && (data.p[i] == '\r' || data.p[i] == '\n'))
		i++;
	p = memchr(data.p + i, data.p[terminator], data.n - i);
	return (p != NULL && p > data.p + i && p[-1] == last);
}

bool
x12_isa_read(struct slice data, size_t at, struct x12_isa *isa)
{
	size_t i = at + 4, from = at + 4, end;
	unsigned k = 1;
	char sep;

	if (data.n - at < 5 || memcmp(data.p + at, "ISA", 3) != 0)
		return (false);
	sep = data.p[at + 3];
	if (is_alnum(sep) || sep == ' ' || sep == '\r' || sep == '\n')
		return (false);
	memset(isa, 0, sizeof(*isa));
	end = data.n - at > ISA_LOOSE_MAX ? at + ISA_LOOSE_MAX : data.n;
	for (; i < end && k < 16; i++)
		if (data.p[i] == sep) {
			if (i - from >= 3 &&
			    memcmp(data.p + i - 3, "ISA", 3) == 0 &&
			    (i - from == 3 || !is_alnum(data.p[i - 4])))
				return (false); /* the next header */
			isa->e[k++] = (struct slice){ data.p + from, i - from };
			from = i + 1;
		}
	if (k < 16 || from + 1 >= end)
		return (false);
	isa->e[0] = (struct slice){ data.p + at, 3 };
	isa->e[16] = (struct slice){ data.p + from, 1 };
	isa->padded = is_padded(data.p + at, data.n - at);
	if (!isa->padded &&
	    edifact_unb_find((struct slice){ data.p, from }, at + 4) < from)
		return (false); /* the same, of the other kind */
	from = isa->padded ? at + 105 : terminator_at(data, from + 1);
	isa->seps = (struct x12_seps){ sep, isa->e[16].p[0], data.p[from],
		repetition_of(isa) };
	if (lacks_component(data, from, isa->e[16].p[0])) {
		from = (size_t)(isa->e[16].p - data.p);
		isa->seps.terminator = isa->seps.component;
		isa->seps.component = '\0';
		isa->e[16].n = 0;
		isa->padded = false;
	}
	isa->offset = at;
	isa->length = from + 1 - at;
	for (k = 1; k < 16; k++)
		isa->e[k] = padding_off(isa->e[k]);
	return (true);
}

size_t
x12_isa_find(struct slice data, size_t at, bool padded_only)
{
	struct x12_isa isa;

	while (at < data.n) {
		const char *p = memmem(data.p + at, data.n - at, "ISA", 3);

		if (p == NULL)
			return (data.n);
		at = (size_t)(p - data.p);
		/* behind a letter only one that nothing else looks like */
		if (x12_isa_read(data, at, &isa) &&
		    (isa.padded ||
			(!padded_only && (at == 0 || !is_alnum(p[-1])))))
			return (at);
		at++;
	}
	return (data.n);
}

/* --- a set of numbers --------------------------------------------------
 *
 * A crit-bit tree over 64-bit keys: no choice of keys makes it deeper than 64.
 */

struct node {
	uint64_t key;      /* of the leaf made with this node */
	uint32_t child[2]; /* index; odd: leaf of node index/2 */
	uint32_t bit;
};

static uint32_t
closest(struct node *v, uint64_t key)
{
	uint32_t at = v[0].child[0]; /* the root */

	while ((at & 1) == 0)
		at = v[at / 2].child[key >> v[at / 2].bit & 1];
	return (at / 2);
}

/* True if the key was there already. */
bool
x12_seen(struct arena *a, struct x12_seen *s, uint64_t key)
{
	struct node *v, *made;
	uint32_t *link, self, bit;
	uint64_t differ;

	if (s->nodes.n == 0) /* node 0: first leaf, link to root */
		(LIST_PUSH(a, &s->nodes, struct node))->key = key;
	v = s->nodes.v;
	if (s->nodes.n == 1)
		differ = v[0].key ^ key;
	else
		differ = v[closest(v, key)].key ^ key;
	if (differ == 0)
		return (s->nodes.n > 1 || v[0].bit++ > 0);
	bit = 63 - (uint32_t)__builtin_clzll(differ);
	made = LIST_PUSH(a, &s->nodes, struct node);
	v = s->nodes.v;
	self = (uint32_t)s->nodes.n - 1;
	made->key = key;
	made->bit = bit;
	if (self == 1) {
		made->child[key >> bit & 1] = 2 * 1 + 1;
		made->child[~key >> bit & 1] = 2 * 0 + 1;
		v[0].child[0] = 2;
		v[0].bit = 1;
		return (false);
	}
	link = &v[0].child[0]; /* the root */
	while ((*link & 1) == 0 && v[*link / 2].bit > bit)
		link = &v[*link / 2].child[key >> v[*link / 2].bit & 1];
	made->child[key >> bit & 1] = 2 * self + 1;
	made->child[~key >> bit & 1] = *link;
	*link = 2 * self;
	return (false);
}

bool
x12_grows(struct x12_growing *g, struct slice number)
{
	int64_t n;

	if (g->unordered || !is_digits(number, 1, 18) ||
	    !slice_int(number, &n) || n <= g->last)
		return (false);
	g->last = n;
	return (true);
}

/* --- from segment to segment -------------------------------------------
 */

/* Is this segment one of the envelope's?  Only its first bytes are read. */
static bool
is_envelope(const char *p, size_t n, struct x12_seps seps)
{
	size_t k;

	if (n < 3)
		return (false);
	switch (p[0]) {
	case 'G':
	case 'S':
		k = 2;
		if (p[1] != 'E' && p[1] != (p[0] == 'G' ? 'S' : 'T'))
			return (false);
		break;
	case 'I':
	case 'T':
		k = 3;
		if (memcmp(p, "ISA", 3) != 0 && memcmp(p, "IEA", 3) != 0 &&
		    memcmp(p, "TA1", 3) != 0)
			return (false);
		break;
	default:
		return (false);
	}
	return (k < n && (p[k] == seps.element || p[k] == seps.terminator));
}

static bool
is_blank(char c)
{
	return (c == ' ' || c == '\r' || c == '\n' || c == '\t' || c == '\0' ||
	    c == '\x1a');
}

static size_t
skip_blanks(struct slice data, size_t at, char terminator)
{
	while (at < data.n && is_blank(data.p[at]) && data.p[at] != terminator)
		at++;
	return (at);
}

#define BLOCK 64

/* What stands where in 64 bytes, one bit a byte. */
struct sights {
	uint64_t end;    /* terminators */
	uint64_t blank;  /* layout */
	uint64_t letter; /* G, I, S, T: what the envelope begins with */
};

static inline bool
is_letter(char c)
{
	return (c == 'G' || c == 'I' || c == 'S' || c == 'T');
}

static void
see_bytes(const char *p, size_t n, char terminator, struct sights *m)
{
	*m = (struct sights){ 0, 0, 0 };
	for (size_t i = 0; i < n; i++) {
		m->end |= (uint64_t)(p[i] == terminator) << i;
		m->blank |= (uint64_t)is_blank(p[i]) << i;
		m->letter |= (uint64_t)is_letter(p[i]) << i;
	}
}

#if defined(__SSE2__)
static inline uint64_t
equal(const __m128i v[4], char c)
{
	const __m128i k = _mm_set1_epi8(c);
	uint64_t m = 0;

	for (unsigned i = 0; i < 4; i++)
		m |= (uint64_t)(unsigned)_mm_movemask_epi8(
			 _mm_cmpeq_epi8(v[i], k))
		    << 16 * i;
	return (m);
}

static inline uint64_t
letters(const __m128i v[4])
{
	uint64_t m = 0;

	for (unsigned i = 0; i < 4; i++)
		m |= (uint64_t)(unsigned)_mm_movemask_epi8(_mm_or_si128(
			 _mm_or_si128(_mm_cmpeq_epi8(v[i], _mm_set1_epi8('G')),
			     _mm_cmpeq_epi8(v[i], _mm_set1_epi8('I'))),
			 _mm_or_si128(_mm_cmpeq_epi8(v[i], _mm_set1_epi8('S')),
			     _mm_cmpeq_epi8(v[i], _mm_set1_epi8('T')))))
		    << 16 * i;
	return (m);
}

/* All bytes up to the blank are taken for layout: is_begin knows better. */
static inline void
see(const char *p, char terminator, struct sights *m)
{
	__m128i v[4];
	uint64_t low = 0;

	for (unsigned i = 0; i < 4; i++) {
		v[i] = _mm_loadu_si128(
		    (const __m128i *)(const void *)(p + 16 * i));
		low |= (uint64_t)(unsigned)_mm_movemask_epi8(_mm_cmpeq_epi8(
			   _mm_min_epu8(v[i], _mm_set1_epi8(' ')), v[i]))
		    << 16 * i;
	}
	m->end = equal(v, terminator);
	m->blank = low;
	m->letter = letters(v);
}

#define WIDE __attribute__((target("avx2,bmi")))

WIDE static inline uint64_t
bits(__m256i low, __m256i high)
{
	return ((uint32_t)_mm256_movemask_epi8(low) |
	    (uint64_t)(uint32_t)_mm256_movemask_epi8(high) << 32);
}

WIDE static inline __m256i
letters32(__m256i v)
{
	return (_mm256_or_si256(
	    _mm256_or_si256(_mm256_cmpeq_epi8(v, _mm256_set1_epi8('G')),
		_mm256_cmpeq_epi8(v, _mm256_set1_epi8('I'))),
	    _mm256_or_si256(_mm256_cmpeq_epi8(v, _mm256_set1_epi8('S')),
		_mm256_cmpeq_epi8(v, _mm256_set1_epi8('T')))));
}

WIDE static inline void
see32(const char *p, char terminator, struct sights *m)
{
	const __m256i low = _mm256_loadu_si256((const void *)p);
	const __m256i high = _mm256_loadu_si256((const void *)(p + 32));
	const __m256i t = _mm256_set1_epi8(terminator);
	const __m256i b = _mm256_set1_epi8(' ');

	m->end = bits(_mm256_cmpeq_epi8(low, t), _mm256_cmpeq_epi8(high, t));
	m->blank = bits(_mm256_cmpeq_epi8(_mm256_min_epu8(low, b), low),
	    _mm256_cmpeq_epi8(_mm256_min_epu8(high, b), high));
	m->letter = bits(letters32(low), letters32(high));
}

#define WIDEST __attribute__((target("avx512bw,bmi")))

WIDEST static inline void
see64(const char *p, char terminator, struct sights *m)
{
	const __m512i v = _mm512_loadu_si512((const void *)p);

	m->end = _mm512_cmpeq_epi8_mask(v, _mm512_set1_epi8(terminator));
	m->blank = _mm512_cmple_epu8_mask(v, _mm512_set1_epi8(' '));
	m->letter = _mm512_cmpeq_epi8_mask(v, _mm512_set1_epi8('G')) |
	    _mm512_cmpeq_epi8_mask(v, _mm512_set1_epi8('I')) |
	    _mm512_cmpeq_epi8_mask(v, _mm512_set1_epi8('S')) |
	    _mm512_cmpeq_epi8_mask(v, _mm512_set1_epi8('T'));
}
#else
static inline void
see(const char *p, char terminator, struct sights *m)
{
	see_bytes(p, BLOCK, terminator, m);
}
#endif

/* Between the terminator and here is layout, not other low bytes.  There is
 * a terminator. */
static bool
is_begin(const char *p, size_t at, char terminator)
{
	while (p[at - 1] != terminator)
		if (!is_blank(p[--at]))
			return (false);
	return (true);
}

/* Where the next segment of the envelope begins, from the begin of a segment
 * on; data.n if there is none.  Nearly all bytes pass through here, sixty-four
 * at a time: what follows a terminator, or a terminator and layout, and is
 * one of four letters, is looked at. */
__attribute__((always_inline)) static inline size_t
find_with(struct slice data, size_t at, struct x12_seps seps,
    void (*look)(const char *p, char terminator, struct sights *m))
{
	const char *p = data.p;
	uint64_t carry = 0; /* bit 0: a segment may begin with the block */
	size_t block = at;

	at = skip_blanks(data, at, seps.terminator);
	if (is_envelope(p + at, data.n - at, seps))
		return (at);
	for (; block < data.n; block += BLOCK) {
		X12_UNFILLED struct sights m;
		uint64_t begin, next;

		if (data.n - block >= BLOCK) {
			__builtin_prefetch(p + block + 16 * BLOCK);
			look(p + block, seps.terminator, &m);
		} else
			see_bytes(p + block, data.n - block, seps.terminator,
			    &m);
		begin = m.end << 1 | carry;
		carry = m.end >> 63;
		/* layout is passed byte by byte */
		for (next = begin & m.blank & ~m.end; next != 0;) {
			carry |= next >> 63;
			next = next << 1 & ~begin;
			begin |= next;
			next &= m.blank & ~m.end;
		}
		for (begin &= m.letter; begin != 0; begin &= begin - 1) {
			at = block + (unsigned)__builtin_ctzll(begin);
			if (is_begin(p, at, seps.terminator) &&
			    is_envelope(p + at, data.n - at, seps))
				return (at);
		}
	}
	return (data.n);
}

#if defined(__SSE2__)
WIDE static size_t
find_wide(struct slice data, size_t at, struct x12_seps seps)
{
	return (find_with(data, at, seps, see32));
}

WIDEST static size_t
find_widest(struct slice data, size_t at, struct x12_seps seps)
{
	return (find_with(data, at, seps, see64));
}
#endif

static size_t
find_envelope(struct slice data, size_t at, struct x12_seps seps)
{
#if defined(__SSE2__)
	if (__builtin_cpu_supports("avx512bw"))
		return (find_widest(data, at, seps));
	if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi"))
		return (find_wide(data, at, seps));
#endif
	return (find_with(data, at, seps, see));
}

bool
x12_envelope_next(struct slice data, size_t *at, struct x12_seps seps,
    struct x12_segment *s)
{
	*at = find_envelope(data, *at, seps);
	if (*at >= data.n)
		return (false);
	(void)x12_next(data, at, seps, s);
	return (true);
}

/* --- binary segments ---------------------------------------------------
 *
 * BIN and BDS say how many bytes they have, which may look like anything.
 * Nobody puts them into an order, but they may stand in a set beside one; so
 * they are looked for only where an interchange makes no sense without.
 */

struct binary {
	size_t from, to; /* from the tag to behind the terminator */
};

size_t
x12_binary_end(struct slice data, size_t at, struct x12_seps seps,
    const struct x12_segment *s)
{
	unsigned i = s->key == X12_TAG('B', 'I', 'N') ? 1 :
	    s->key == X12_TAG('B', 'D', 'S')          ? 2 :
							0;
	const char *p = data.p + s->offset;
	int64_t n;

	if (i == 0 || !slice_int(x12_at(s, i), &n) || n < 0)
		return (at);
	/* behind the separators: of the tag, and of each element */
	for (unsigned k = 0; k <= i; k++) {
		p = memchr(p, seps.element, data.n - (size_t)(p - data.p));
		if (p == NULL)
			return (at);
		p++;
	}
	at = (size_t)(p - data.p);
	if ((uint64_t)n >= data.n - at || p[n] != seps.terminator)
		return (s->offset + s->length + 1 < data.n ?
			s->offset + s->length + 1 :
			data.n);
	return (at + (size_t)n + 1);
}

/* Those that begin before `end`, in their order. */
static void
find_binaries(struct x12 *x, const struct x12_isa *isa, size_t end,
    struct list *found)
{
	struct slice data = x->data;
	size_t at = isa->offset + isa->length, next;
	char terminator = isa->seps.terminator;
	X12_UNFILLED struct x12_segment s;
	const char *p;

	while (at < end) {
		at = skip_blanks(data, at, terminator);
		if (at + 4 < end && data.p[at] == 'B' &&
		    (memcmp(data.p + at, "BIN", 3) == 0 ||
			memcmp(data.p + at, "BDS", 3) == 0) &&
		    data.p[at + 3] == isa->seps.element) {
			size_t from = at;

			(void)x12_next(data, &at, isa->seps, &s);
			next = x12_binary_end(data, at, isa->seps, &s);
			if (next > at)
				*LIST_PUSH(&x->own, found, struct binary) =
				    (struct binary){ from, next };
			at = next;
			continue;
		}
		p = at < end ? memchr(data.p + at, terminator, end - at) : NULL;
		at = p != NULL ? (size_t)(p - data.p) + 1 : end;
	}
}

/* --- the survey --------------------------------------------------------
 */

struct survey {
	struct x12 *x;
	const struct x12_isa *isa;
	struct x12_plan *plan;
	struct slice data; /* up to where we may look */
	struct x12_segment seg;
	struct x12_group group; /* of `sets` sets; if one is open */
	bool in_group, in_set;
	size_t sets, all; /* in the group, in the interchange */
	size_t set;       /* begin of the open one */
	struct x12_growing groups;
	size_t stray, stray_to; /* bytes that belong to nothing */
	const struct list *binaries;
	size_t binary; /* the next one */
};

static void
refuse(const char **where, const char *code)
{
	if (*where == NULL)
		*where = code;
}

/* Numbers are equal as numbers, other control numbers as text. */
static bool
same_control(struct slice a, struct slice b)
{
	int64_t x, y;

	if (is_digits(a, 1, 18) && is_digits(b, 1, 18) && slice_int(a, &x) &&
	    slice_int(b, &y))
		return (x == y);
	return (slice_eq(a, b));
}

static uint64_t
control_key(struct slice s)
{
	while (s.n > 1 && s.p[0] == '0')
		s = slice_sub(s, 1, s.n - 1);
	return (slice_hash(s));
}

static void
end_stray(struct survey *v)
{
	if (v->stray_to > v->stray)
		x12_fault(v->x, "X12-OUTSIDE",
		    slice_sub(v->data, v->stray, v->stray_to - v->stray),
		    SLICE_NONE, NULL,
		    "segments outside of any transaction set are not read");
	v->stray = v->stray_to = 0;
}

/* The first reason counts. */
static void
refuse_group(struct survey *v, const char *code)
{
	struct x12_refusal *r;

	if (v->group.refused != NULL)
		return;
	v->group.refused = code;
	r = LIST_PUSH(&v->x->own, &v->plan->refusals, struct x12_refusal);
	*r = (struct x12_refusal){ v->group.offset, code };
}

/* The open set, if any, ends here. */
static void
end_set(struct survey *v, size_t to, uint32_t closed)
{
	struct list *l = &v->plan->lengths;
	size_t n = to - v->set;

	if (v->in_set && l->n + 1 == v->all && l->n < X12_LENGTHS_MAX &&
	    n < X12_CLOSED)
		*LIST_PUSH(&v->x->own, l, uint32_t) = (uint32_t)n | closed;
	v->in_set = false;
}

static bool
is_nameless(const struct survey *v)
{
	return (v->group.refused != NULL &&
	    strcmp(v->group.refused, "X12-GS-MISSING") == 0);
}

static void
end_group(struct survey *v, size_t at)
{
	struct x12_group *g = &v->group;

	end_set(v, at, 0);
	if (!v->in_group)
		return;
	v->in_group = false;
	if (is_nameless(v))
		return;
	x12_fault(v->x, "X12-GE-MISSING",
	    slice_sub(v->data, g->offset, g->length), SLICE("GS"), "6",
	    "group " SL_FMT " has no trailer GE", SL_ARG(g->control));
	refuse_group(v, "X12-GE-MISSING");
}

/* All groups before this one. */
static void
tell_groups(struct survey *v)
{
	struct slice before = { v->data.p, v->group.offset };
	size_t at = v->isa->offset + v->isa->length;
	X12_UNFILLED struct x12_segment s;

	while (x12_envelope_next(before, &at, v->isa->seps, &s))
		if (s.key == X12_TAG('G', 'S', 0))
			(void)x12_seen(&v->x->own, &v->groups.seen,
			    control_key(x12_at(&s, 6)));
	v->groups.unordered = true;
}

/* A second group with the number of an earlier one? */
static bool
is_repeated(struct survey *v)
{
	if (x12_grows(&v->groups, v->group.control))
		return (false);
	if (!v->groups.unordered)
		tell_groups(v);
	return (x12_seen(&v->x->own, &v->groups.seen,
	    control_key(v->group.control)));
}

static void
check_gs_values(struct survey *v)
{
	struct x12_segment *s = &v->seg;
	struct x12_group *g = &v->group;
	static const unsigned needed[] = { 2, 3, 8 };

	for (size_t i = 0; i < N(needed); i++)
		if (!X12_HAS(s, needed[i])) {
			x12_wrong(v->x, "X12-GS-ELEMENT", s, needed[i],
			    "GS%02u is missing", needed[i]);
			refuse_group(v, "X12-GS-ELEMENT");
		}
	if (!is_digits(g->control, 1, 9)) {
		x12_wrong(v->x, "X12-GS-CONTROL", s, 6,
		    "a group control number has 1 to 9 digits");
		refuse_group(v, "X12-GS-CONTROL");
	} else if (is_repeated(v)) {
		x12_wrong(v->x, "X12-GS-DUPLICATE", s, 6,
		    "a second group with this control number");
		refuse_group(v, "X12-GS-DUPLICATE");
	}
	if (day_parse_basic(x12_at(s, 4)) == DAY_NONE &&
	    day_parse_short(x12_at(s, 4)) == DAY_NONE)
		x12_wrong(v->x, "X12-GS-VALUE", s, 4, "no date");
	if (!slice_is(x12_at(s, 7), "X") && !slice_is(x12_at(s, 7), "T"))
		x12_wrong(v->x, "X12-GS-VALUE", s, 7, "the agency is X or T");
}

static struct x12_group
group_of(const struct x12_segment *s)
{
	return ((struct x12_group){ .function = x12_at(s, 1),
	    .sender = x12_at(s, 2),
	    .receiver = x12_at(s, 3),
	    .control = x12_at(s, 6),
	    .version = x12_at(s, 8),
	    .offset = s->offset,
	    .length = s->length });
}

static void
on_gs(struct survey *v)
{
	end_group(v, v->seg.offset);
	v->group = group_of(&v->seg);
	v->in_group = true;
	v->sets = 0;
	v->plan->groups++;
	check_gs_values(v);
}

static void
on_ge(struct survey *v)
{
	struct x12_segment *s = &v->seg;
	struct x12_group *g = &v->group;
	int64_t n;

	end_set(v, s->offset, 0);
	if (!v->in_group || is_nameless(v)) {
		v->in_group = false;
		x12_wrong(v->x, "X12-OUTSIDE", s, 0, "GE without a GS");
		return;
	}
	v->in_group = false;
	if (!slice_int(x12_at(s, 1), &n) || n < 0 || (size_t)n != v->sets) {
		x12_wrong(v->x, "X12-GE-COUNT", s, 1,
		    "GE01 says " SL_FMT " sets, the group has %zu",
		    SL_ARG(x12_at(s, 1)), v->sets);
		refuse_group(v, "X12-GE-COUNT");
	}
	if (!same_control(x12_at(s, 2), g->control)) {
		x12_wrong(v->x, "X12-GE-CONTROL", s, 2,
		    "GE02 is not the GS06 of this group, " SL_FMT,
		    SL_ARG(g->control));
		refuse_group(v, "X12-GE-CONTROL");
	}
}

static void
on_st(struct survey *v)
{
	struct x12_segment *s = &v->seg;

	end_set(v, s->offset, 0);
	if (!v->in_group) {
		v->group = (struct x12_group){ .offset = s->offset,
			.refused = "X12-GS-MISSING" };
		v->in_group = true;
		v->sets = 0;
		v->plan->groups++;
		x12_wrong(v->x, "X12-GS-MISSING", s, 0,
		    "a transaction set outside of any group");
	}
	v->sets++;
	v->all++;
	v->set = s->offset;
	v->in_set = true;
}

static void
on_iea(struct survey *v)
{
	struct x12_segment *s = &v->seg;
	size_t groups = v->plan->groups;
	int64_t n;

	end_group(v, s->offset);
	v->plan->closed = true;
	/* with TA1 alone, partners count them, or nothing */
	if (!slice_int(x12_at(s, 1), &n) || n < 0 ||
	    ((size_t)n != groups && (groups > 0 || v->plan->ta1 == 0))) {
		x12_wrong(v->x, "X12-IEA-COUNT", s, 1,
		    "IEA01 says " SL_FMT " groups, the interchange has %zu",
		    SL_ARG(x12_at(s, 1)), groups);
		refuse(&v->plan->refused, "X12-IEA-COUNT");
	}
	if (!same_control(x12_at(s, 2), v->isa->e[13])) {
		x12_wrong(v->x, "X12-IEA-CONTROL", s, 2,
		    "IEA02 is not the ISA13 of this interchange, " SL_FMT,
		    SL_ARG(v->isa->e[13]));
		refuse(&v->plan->refused, "X12-IEA-CONTROL");
		v->plan->mixed_up = true;
	}
}

/* An IEA that lost its terminator does not take the next header along. */
static size_t
end_of_iea(const struct survey *v, size_t after)
{
	const char *p = v->data.p + v->seg.offset + 3;
	const char *next = memmem(p, v->seg.length - 3, "ISA", 3);
	struct slice seen = { v->data.p, v->seg.offset + v->seg.length };
	struct x12_isa isa;
	size_t unb;

	if (next != NULL &&
	    x12_isa_read(v->x->data, (size_t)(next - v->data.p), &isa))
		return ((size_t)(next - v->data.p));
	unb = edifact_unb_find(seen, v->seg.offset + 3);
	return (unb < seen.n ? unb : after);
}

/* False: the interchange ends with (IEA) or before (ISA) this segment. */
static bool
on_envelope(struct survey *v, size_t after)
{
	end_stray(v);
	switch (v->seg.key) {
	case X12_TAG('I', 'S', 'A'):
		v->plan->end = v->seg.offset;
		return (false);
	case X12_TAG('I', 'E', 'A'):
		on_iea(v);
		v->plan->end = end_of_iea(v, after);
		return (false);
	case X12_TAG('T', 'A', '1'):
		v->plan->ta1++;
		x12_wrong(v->x, "X12-TA1", &v->seg, 1,
		    "acknowledgment of interchange " SL_FMT ": " SL_FMT
		    " " SL_FMT,
		    SL_ARG(x12_at(&v->seg, 1)), SL_ARG(x12_at(&v->seg, 4)),
		    SL_ARG(x12_at(&v->seg, 5)));
		break;
	case X12_TAG('G', 'S', 0):
		on_gs(v);
		break;
	case X12_TAG('G', 'E', 0):
		on_ge(v);
		break;
	case X12_TAG('S', 'T', 0):
		on_st(v);
		break;
	case X12_TAG('S', 'E', 0):
		if (!v->in_set)
			x12_wrong(v->x, "X12-OUTSIDE", &v->seg, 0,
			    "SE without an ST");
		end_set(v, after, X12_CLOSED);
		break;
	default:
		break;
	}
	return (true);
}

/* Is `at` within the bytes of a binary segment?  Then behind it. */
static bool
is_binary(struct survey *v, size_t *at)
{
	const struct binary *b;

	for (; v->binary < v->binaries->n; v->binary++) {
		b = LIST_AT(v->binaries, struct binary, v->binary);
		if (*at < b->to) {
			if (*at <= b->from)
				return (false);
			*at = b->to;
			return (true);
		}
	}
	return (false);
}

/* Outside of sets each segment is looked at, within them only those of the
 * envelope. */
static void
walk(struct survey *v)
{
	struct x12_seps seps = v->isa->seps;
	size_t at = v->isa->offset + v->isa->length, start;
	size_t n = v->data.n;
	const char *p = v->data.p;

	v->plan->end = n;
	while (at < n) {
		start = v->in_set ? find_envelope(v->data, at, seps) :
				    skip_blanks(v->data, at, seps.terminator);
		if (start >= n)
			break;
		at = start;
		if (v->binaries->n > 0 && is_binary(v, &at))
			continue;
		if (v->in_set || is_envelope(p + start, n - start, seps)) {
			(void)x12_next(v->data, &at, seps, &v->seg);
			if (!on_envelope(v, at))
				return;
			continue;
		}
		p = memchr(p + at, seps.terminator, n - at);
		at = p != NULL ? (size_t)(p - v->data.p) + 1 : n;
		p = v->data.p;
		if (at - start > 1) {
			if (v->stray_to == 0)
				v->stray = start;
			v->stray_to = at;
		}
	}
}

static void
survey_up_to(struct x12 *x, const struct x12_isa *isa, struct x12_plan *plan,
    size_t limit, const struct list *binaries)
{
	struct survey v = { .x = x,
		.isa = isa,
		.plan = plan,
		.data = { x->data.p, limit },
		.binaries = binaries };

	memset(plan, 0, sizeof(*plan));
	x->collect = &plan->faults;
	walk(&v);
	end_stray(&v);
	end_group(&v, plan->end);
	if (!plan->closed) {
		x12_fault(x, "X12-IEA-MISSING",
		    slice_sub(x->data, isa->offset, isa->length), SLICE("ISA"),
		    "13",
		    "interchange " SL_FMT
		    " has no trailer IEA: it was cut off after byte %zu",
		    SL_ARG(isa->e[13]), x12_place(x, plan->end));
		refuse(&plan->refused, "X12-IEA-MISSING");
	}
	x->collect = NULL;
}

/* A complete interchange is believed to its IEA, whatever its texts hold;
 * only one that never ends, or ends with the number of another, is cut at
 * the next header that follows.  The budget keeps a file of many such headers
 * from being walked many times. */
void
x12_survey(struct x12 *x, const struct x12_isa *isa, struct x12_plan *plan)
{
	size_t from = isa->offset + isa->length, left = x->data.n - from;
	size_t limit = x->data.n, seen = 0;
	struct list binaries = { 0 };

	if (left > x->budget)
		limit = edi_header_find(x->data, from, true);
	survey_up_to(x, isa, plan, limit, &binaries);
	while (plan->faults.n > plan->ta1 && plan->end > seen &&
	    plan->end - from <= x->budget) {
		size_t had = binaries.n;

		seen = plan->end;
		x->budget -= seen - from;
		binaries = (struct list){ 0 };
		find_binaries(x, isa, seen, &binaries);
		if (binaries.n == had)
			break;
		survey_up_to(x, isa, plan, limit, &binaries);
	}
	if ((plan->closed && !plan->mixed_up) || limit < x->data.n)
		return;
	left = plan->end - from;
	x->budget -= left > x->budget ? x->budget : left;
	limit = edi_header_find((struct slice){ x->data.p, plan->end }, from,
	    true);
	if (limit < plan->end)
		survey_up_to(x, isa, plan, limit, &binaries);
}

/* --- from set to set ---------------------------------------------------- */

void
x12_course_begin(struct x12_course *c, const struct x12 *x,
    const struct x12_plan *plan)
{
	*c = (struct x12_course){ .isa = x->isa,
		.plan = plan,
		.data = { x->data.p, plan->end },
		.at = x->isa->offset + x->isa->length };
}

static void
enter_group(struct x12_course *c, struct x12_group g)
{
	const struct list *l = &c->plan->refusals;

	while (c->refusal < l->n &&
	    LIST_AT(l, struct x12_refusal, c->refusal)->offset < g.offset)
		c->refusal++;
	c->group = g;
	c->grouped = true;
	c->groups++;
	if (c->refusal < l->n) {
		const struct x12_refusal *r = LIST_AT(l, struct x12_refusal,
		    c->refusal);

		if (r->offset == g.offset)
			c->group.refused = r->code;
	}
}

/* Up to its SE, or before what cannot stand in a set. */
static void
end_of_set(struct x12_course *c, struct x12_set *set)
{
	X12_UNFILLED struct x12_segment s;
	size_t at;

	if (c->sets++ < c->plan->lengths.n) {
		uint32_t n = *LIST_AT(&c->plan->lengths, uint32_t, c->sets - 1);

		set->closed = (n & X12_CLOSED) != 0;
		c->at = set->to = set->from + (n & ~X12_CLOSED);
		return;
	}
	do {
		at = find_envelope(c->data, c->at, c->isa->seps);
		c->at = set->to = at;
		if (at >= c->data.n)
			return;
		(void)x12_next(c->data, &at, c->isa->seps, &s);
		if (s.key != X12_TAG('T', 'A', '1'))
			break;
		c->at = at;
	} while (true);
	if (s.key == X12_TAG('S', 'E', 0)) {
		set->closed = true;
		c->at = set->to = at;
	}
}

bool
x12_set_next(struct x12_course *c, struct x12_set *set)
{
	X12_UNFILLED struct x12_segment s;

	while (x12_envelope_next(c->data, &c->at, c->isa->seps, &s)) {
		if (s.key == X12_TAG('G', 'S', 0))
			enter_group(c, group_of(&s));
		else if (s.key == X12_TAG('G', 'E', 0))
			c->grouped = false;
		else if (s.key == X12_TAG('S', 'T', 0)) {
			if (!c->grouped)
				enter_group(c,
				    (struct x12_group){ .offset = s.offset,
					.refused = "X12-GS-MISSING" });
			*set = (struct x12_set){ .from = s.offset };
			end_of_set(c, set);
			return (true);
		}
	}
	return (false);
}
