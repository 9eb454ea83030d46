/*
 * A segment against its guide: presence, types, lengths, codes, conditions;
 * and texts with bytes that X12 does not know.
 */
#include "parsers/x12.h"

#include "base/buf.h"

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

/* --- elements ---------------------------------------------------------- */

static void
check_separators(struct x12 *x, const struct x12_segment *s, unsigned i,
    const struct guide_element *e)
{
	const struct x12_seps *seps = &x->isa->seps;
	struct slice v = s->e[i];
	bool repeated = false, composed = false;

	for (size_t k = 0; k < v.n; k++) {
		repeated |= v.p[k] == seps->repetition;
		composed |= v.p[k] == seps->component;
	}
	if (repeated && seps->repetition != 0 && e->repeat == 1)
		x12_wrong(x, "X12-ELEMENT-REPEAT", s, i,
		    "this element cannot be repeated");
	if (composed)
		x12_wrong(x, "X12-ELEMENT-COMPONENT", s, i,
		    "this element has no components");
}

static bool
is_number(const struct guide_element *e)
{
	return (e->type == GUIDE_N || e->type == GUIDE_R);
}

/* Versions before 004010 wrote dates with two digits for the year.  A number
 * that cannot be held as it is would be none. */
static enum guide_fault
value_fault(const struct x12 *x, const struct guide_element *e, struct slice v)
{
	enum guide_fault f = guide_value(e, v, '.');
	struct decimal d;

	if (f == GUIDE_GOOD && is_number(e) && !decimal_parse(v, &d))
		return (GUIDE_NUMBER);

	if (f == GUIDE_DATE && x->version < 4010 &&
	    day_parse_short(v) != DAY_NONE)
		return (GUIDE_GOOD);
	return (f);
}

static void
check_value(struct x12 *x, const struct x12_segment *s, unsigned i,
    const struct guide_element *e, struct slice v)
{
	size_t n = is_number(e) ? guide_digits(v, e->type == GUIDE_R, '.') :
				  v.n;

	switch (value_fault(x, e, v)) {
	case GUIDE_SHORT:
		x12_wrong(x, "X12-ELEMENT-SHORT", s, i,
		    "%zu character%s, at least %u are needed", n,
		    n == 1 ? "" : "s", (unsigned)e->min);
		break;
	case GUIDE_LONG:
		x12_wrong(x, "X12-ELEMENT-LONG", s, i,
		    "%zu character%s, at most %zu are allowed", n,
		    n == 1 ? "" : "s", (size_t)e->max);
		break;
	case GUIDE_NUMBER:
		x12_wrong(x, "X12-ELEMENT-NUMBER", s, i, "%s",
		    n > 18                    ? "more than 18 digits" :
			n > DECIMAL_SCALE_MAX ? "more than 12 decimals" :
						"no number");
		break;
	case GUIDE_DATE:
		x12_wrong(x, "X12-ELEMENT-DATE", s, i,
		    "no date of the form CCYYMMDD");
		break;
	case GUIDE_TIME:
		x12_wrong(x, "X12-ELEMENT-TIME", s, i,
		    "no time of the form HHMM or HHMMSS");
		break;
	case GUIDE_CHAR:
	case GUIDE_CODE:
		x12_wrong(x, "X12-ELEMENT-CODE", s, i,
		    "no code that may stand here");
		break;
	case GUIDE_GOOD:
	case GUIDE_UNKNOWN:
	case GUIDE_MISPLACED:
	case GUIDE_ORDER:
	case GUIDE_USE:
	case GUIDE_MISSING:
	case GUIDE_FORBIDDEN:
	case GUIDE_RULE_MISSING:
		break;
	}
}

/* Each component by its own description. */
static void
check_parts(struct x12 *x, const struct x12_segment *s, unsigned i,
    const struct guide_element *e, struct slice rest)
{
	struct slice part;
	unsigned k = 0;

	while (rest.p != NULL && k < e->n_parts) {
		(void)slice_cut(rest, x->isa->seps.component, &part, &rest);
		x->piece = part;
		x->component = k + 1;
		if (part.n > 0)
			check_value(x, s, i, &e->parts[k], part);
		else if (e->parts[k].mandatory)
			x12_wrong(x, "X12-ELEMENT-MISSING", s, i,
			    "component %u is mandatory", k + 1);
		k++;
	}
	x->piece = rest;
	x->component = k + 1;
	if (rest.p != NULL)
		x12_wrong(x, "X12-ELEMENT-COMPONENT", s, i,
		    "at most %u components", (unsigned)e->n_parts);
	x->piece = SLICE_NONE;
	x->component = 0;
}

static void
check_composite(struct x12 *x, const struct x12_segment *s, unsigned i,
    const struct guide_element *e)
{
	struct slice rest = s->e[i], one;

	if (e->repeat == 1 || x->isa->seps.repetition == 0) {
		check_parts(x, s, i, e, rest);
		return;
	}
	for (unsigned k = 1; rest.p != NULL; k++) {
		x->turn = k > 1 ? k : 0;
		(void)slice_cut(rest, x->isa->seps.repetition, &one, &rest);
		check_parts(x, s, i, e, one);
	}
	x->turn = 0;
}

static void
check_element(struct x12 *x, const struct x12_segment *s, unsigned i,
    const struct guide_element *e)
{
	if (e->type == GUIDE_PARTS)
		check_composite(x, s, i, e);
	else
		check_value(x, s, i, e, s->e[i]);
}

/* Bit i: element i has a length that it may not have.  Only bits of elements
 * that are there mean something. */
static inline uint64_t
bad_lengths(const struct x12_segment *s, const struct guide_segment *r,
    unsigned last)
{
	uint64_t bad = 0;

#if defined(__SSE2__)
	for (unsigned i = 0; i <= last; i += 8) {
		__m128i n = _mm_loadu_si128((const void *)(s->len + i));
		__m128i least = _mm_loadu_si128((const void *)(r->least + i));
		__m128i range = _mm_loadu_si128((const void *)(r->range + i));
		__m128i over = _mm_subs_epu16(_mm_sub_epi16(n, least), range);

		over = _mm_cmpeq_epi16(over, _mm_setzero_si128());
		bad |= (uint64_t)(~(unsigned)_mm_movemask_epi8(
				      _mm_packs_epi16(over, over)) &
			   0xff)
		    << i;
	}
#else
	for (unsigned i = 0; i <= last; i++)
		bad |= (uint64_t)((uint16_t)(s->len[i] - r->least[i]) >
			   r->range[i])
		    << i;
#endif
	return (bad);
}

static void
check_elements(struct x12 *x, const struct x12_segment *s,
    const struct guide_segment *r)
{
	unsigned last = s->n < r->n ? s->n : r->n;
	uint64_t in = s->present & r->all;
	uint64_t look = (bad_lengths(s, r, last) | r->look) & in;

	for (; look != 0; look &= look - 1) {
		unsigned i = (unsigned)__builtin_ctzll(look);

		check_element(x, s, i, &r->e[i - 1]);
	}
	if (s->composed)
		for (in &= r->codes; in != 0; in &= in - 1) {
			unsigned i = (unsigned)__builtin_ctzll(in);

			check_separators(x, s, i, &r->e[i - 1]);
		}
}

/* --- presence ---------------------------------------------------------- */

/* The element that should be there, for that is what an acknowledgment names:
 * guide_broken may name the one that asks for it. */
static unsigned
absent_element(const struct guide_condition *w, uint64_t present, unsigned at)
{
	uint64_t absent = w->mask & ~present & ~((uint64_t)1 << w->first);

	if (w->kind == 'P' && (present >> w->first & 1) == 0)
		return (w->first);
	if (w->kind == 'E' || w->kind == 'R' || absent == 0)
		return (at);
	return ((unsigned)__builtin_ctzll(absent));
}

static void
condition_text(const struct guide_condition *w, unsigned at, struct buf *b)
{
	uint64_t others = w->mask & ~((uint64_t)1 << at);

	if (w->kind != 'C' && w->kind != 'L') {
		guide_condition_text(w, b);
		return;
	}
	buf_printf(b, "element %u needs this one", (unsigned)w->first);
	for (; w->kind == 'L' && others != 0; others &= others - 1)
		buf_printf(b, " or %d", __builtin_ctzll(others));
}

/* True: they all hold. */
static bool
check_conditions(struct x12 *x, const struct x12_segment *s,
    const struct guide_segment *r)
{
	bool good = true;

	for (unsigned i = 0; i < r->whens; i++) {
		unsigned at = guide_broken(&r->when[i], s->present);
		struct buf text;

		if (at == 0)
			continue;
		good = false;
		at = absent_element(&r->when[i], s->present, at);
		buf_init(&text, 200);
		condition_text(&r->when[i], at, &text);
		x12_wrong(x,
		    r->when[i].kind == 'E' ? "X12-ELEMENT-EXCLUDED" :
					     "X12-ELEMENT-CONDITION",
		    s, at, "%s", text.p);
		buf_free(&text);
	}
	return (good);
}

static void
check_missing(struct x12 *x, const struct x12_segment *s, uint64_t missing)
{
	for (; missing != 0; missing &= missing - 1) {
		unsigned i = (unsigned)__builtin_ctzll(missing);

		x12_wrong(x, "X12-ELEMENT-MISSING", s, i,
		    "a mandatory element is missing");
	}
}

/* More elements than the segment has: blank ones are only untidy. */
static bool
too_many(const struct x12_segment *s, unsigned n)
{
	return (s->crowded || (s->n > n && (s->present >> n >> 1) != 0));
}

/* True: all mandatory elements are there, and no more than there may be. */
static bool
check_required(struct x12 *x, const struct x12_segment *s,
    const struct guide_segment *r)
{
	uint64_t missing = r->required & ~s->present;
	bool many = too_many(s, r->n);

	if (many)
		x12_wrong(x, "X12-ELEMENT-COUNT", s, r->n + 1,
		    "the segment has at most %u elements", r->n);
	check_missing(x, s, missing);
	return (!many && missing == 0);
}

__attribute__((noinline)) static void
explain(struct x12 *x, const struct x12_segment *s,
    const struct guide_segment *r)
{
	bool complete;

	if (s->n > 0 && !X12_HAS(s, s->n))
		x12_wrong(x, "X12-ELEMENT-TRAILING", s, s->n,
		    "separators at the end without an element");
	if (r == NULL)
		return;
	complete = check_required(x, s, r);
	check_elements(x, s, r);
	if (check_conditions(x, s, r) && complete)
		x->now->good[r->number] = s->present;
}

/* --- the same, fast ---------------------------------------------------- */

static inline bool
is_good(const struct x12 *x, const struct x12_segment *s, unsigned i,
    const struct guide_element *e, bool number)
{
	size_t n;

	if (UNLIKELY(!number))
		return (e->type != GUIDE_PARTS &&
		    value_fault(x, e, s->e[i]) == GUIDE_GOOD);
	n = x12_number_digits(s, i, e->type == GUIDE_R);
	/* of more digits all may be decimals, and too many */
	return (n > 0 && n <= DECIMAL_SCALE_MAX && n - e->min <= e->range);
}

/* Elements that were together in one good segment are so in the next: then
 * only their values are to be seen. */
static inline bool
is_proven(const struct x12 *x, const struct x12_segment *s,
    const struct guide_segment *r)
{
	uint64_t look = s->present & r->look;

	if (UNLIKELY(s->present != x->now->good[r->number] ||
		!X12_HAS(s, s->n) || s->crowded || s->composed ||
		(bad_lengths(s, r, s->n) & s->present & ~r->numbers) != 0))
		return (false);
	for (; look != 0; look &= look - 1) {
		unsigned i = (unsigned)__builtin_ctzll(look);
		bool number = (r->numbers >> i & 1) != 0;

		if (UNLIKELY(!is_good(x, s, i, &r->e[i - 1], number)))
			return (false);
	}
	return (true);
}

/* Nearly all segments are good; what is wrong with the others takes its
 * time. */
void
x12_check(struct x12 *x, const struct x12_segment *s,
    const struct guide_segment *r)
{
	if (UNLIKELY(r == NULL || !is_proven(x, s, r)))
		explain(x, s, r);
}

/* --- odd bytes --------------------------------------------------------- */

static bool
is_high(struct slice s)
{
	for (size_t i = 0; i < s.n; i++)
		if ((unsigned char)s.p[i] >= 0x80)
			return (true);
	return (false);
}

/* Bytes below 0x20 or above 0x7f, eight at a time. */
static bool
is_odd(struct slice s)
{
	const uint64_t ones = UINT64_C(0x0101010101010101);
	size_t i = 0;
	uint64_t w;

	for (; s.n - i >= sizeof(w); i += sizeof(w)) {
		memcpy(&w, s.p + i, sizeof(w));
		if ((((w - 0x20 * ones) | w) & 0x80 * ones) != 0)
			return (true);
	}
	for (; i < s.n; i++)
		if ((signed char)s.p[i] < 0x20)
			return (true);
	return (false);
}

struct slice
x12_text(struct arena *a, struct slice s)
{
	size_t n = 0;
	bool latin;
	char *out;

	if (!is_odd(s))
		return (s);
	latin = !slice_utf8(s) && is_high(s);
	out = arena_alloc(a, 2 * s.n + 1);
	for (size_t i = 0; i < s.n; i++) {
		unsigned char c = (unsigned char)s.p[i];

		if (c == '\r' || c == '\n')
			continue;
		if (c < 0x20)
			out[n++] = ' ';
		else if (latin)
			n += slice_put_rune(out + n, c);
		else
			out[n++] = (char)c;
	}
	return (slice_trim((struct slice){ out, n }));
}

static void
clean_element(struct x12 *x, struct x12_segment *s, unsigned i)
{
	struct slice v = s->e[i];
	const struct x12_seps *seps = &x->isa->seps;
	bool wrapped = false, control = false, high = is_high(v), utf8;

	for (size_t k = 0; k < v.n; k++) {
		unsigned char c = (unsigned char)v.p[k];

		if (c == '\r' || c == '\n')
			wrapped = true;
		else if (c < 0x20 && v.p[k] != seps->component &&
		    v.p[k] != seps->repetition)
			control = true;
	}
	if (!wrapped && !control && !high)
		return;
	utf8 = slice_utf8(v);
	if (control)
		x12_wrong(x, "X12-CHAR", s, i, "control bytes in the text");
	if (high && !x->charset) {
		x->charset = true;
		x12_wrong(x, "X12-CHARSET", s, i,
		    "letters outside of the X12 character set, read as %s",
		    utf8 ? "UTF-8" : "ISO 8859-1");
	}
	if (wrapped && !x->wrapped) {
		x->wrapped = true;
		x12_wrong(x, "X12-WRAPPED", s, i,
		    "a line end inside of a segment is left out");
	}
	if (wrapped || control || (high && !utf8))
		x12_put(s, i, x12_text(x->arena, v));
}

void
x12_clean(struct x12 *x, struct x12_segment *s)
{
	for (unsigned i = 0; i <= s->n && i <= X12_ELEMENTS_MAX; i++)
		clean_element(x, s, i);
	s->key = x12_key(s->e[0]);
}
