/*
 * A message against its guide: each segment is put in its place, checked and
 * given to the handler of that place.
 */
#include "parsers/edifact.h"

#include "parsers/edifact_2022.h"

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

/* Out of the way of what every segment passes. */
#define ASIDE __attribute__((noinline))
#define RARE COLD ASIDE

struct walk {
	struct edifact *x;
	struct guide_walk w;
	struct edifact_ready *ready;
	struct edifact_track *row; /* from the place that was come to */
	const struct edifact_segment *at;
	void *made;
	const struct edifact_span *span; /* a repetition that rules look at */
};

/* --- the guide --------------------------------------------------------- */

static const struct edifact_shape no_shape;
#define NO_TRACK \
	{ \
		.shape = &no_shape \
	}
static struct edifact_track nowhere[EDIFACT_TRACKS] = { NO_TRACK, NO_TRACK,
	NO_TRACK, NO_TRACK };

static struct edifact_track *
make_tracks(struct arena *a, size_t places)
{
	struct edifact_track *t = arena_array(a, places, sizeof(nowhere));

	for (size_t i = 0; i < places; i++)
		memcpy(&t[i * EDIFACT_TRACKS], nowhere, sizeof(nowhere));
	return (t);
}

/* In the directory of the message, with handlers by place. */
ASIDE static struct edifact_ready *
make_ready(struct edifact *x, const struct edifact_row *rows, size_t n)
{
	bool change = slice_is(x->message.kind, "ORDCHG");
	struct edifact_ready *r = x->ready;
	struct err e = ERR_INIT;
	uint8_t *act;

	for (; r < &x->ready[EDIFACT_READY_MAX] && r->rows != NULL; r++)
		if (r->rows == rows && r->old == x->old && r->change == change)
			return (r);
	INVARIANT(r < &x->ready[EDIFACT_READY_MAX]);
	r->rows = rows;
	r->old = x->old;
	r->change = change;
	r->guide = guide_of("edifact", x->message.kind,
	    x->old ? SLICE("D.96A") : SLICE("D.01B"));
	INVARIANT(r->guide != NULL);
	if (guide_own_apply(r->guide, x->guides, &r->own, &e) != RC_OK)
		edifact_fault(x, "GUIDE-TIGHTEN", slice_sub(x->data, 0, 0),
		    SLICE_NONE, NULL, "%s", e.text);
	if (r->own != NULL)
		r->guide = r->own;
	act = arena_alloc(&x->file, r->guide->n_places);
	r->take = arena_array(&x->file, r->guide->n_places, sizeof(*r->take));
	r->hops = guide_hops(&x->file, r->guide);
	r->shapes = arena_array(&x->file, EDIFACT_SHAPES, sizeof(*r->shapes));
	r->tracks = make_tracks(&x->file, r->guide->n_places + 1u);
	guide_bind(r->guide, &rows[0].path, sizeof(rows[0]), n, act);
	for (unsigned i = 0; i < r->guide->n_places; i++)
		r->take[i] = act[i] > 0 ? rows[act[i] - 1].take : NULL;
	return (r);
}

/* --- what the walker finds --------------------------------------------- */

/* Said where the group began; of the whole message, when it is at its end. */
static void
missing(struct edifact *x, const struct guide_place *p,
    const struct guide_level *l)
{
	int64_t now = x->number;
	char tag[4];
	struct slice name = guide_tag_text(p->tag, tag);

	x->number = l->loop != 0 ? l->segment : 0;
	edifact_fault(x, "EDIFACT-SEG-MISSING",
	    slice_sub(x->data, l->offset, 3), name, NULL,
	    "the mandatory segment " SL_FMT " is missing", SL_ARG(name));
	x->number = now;
}

/* A partner's rule: of a loop that ends, or of the segment that is read. */
static void
rule_broken(struct walk *v, const struct guide_rule *r,
    const struct guide_place *p, const struct guide_level *l)
{
	struct edifact *x = v->x;
	int64_t now = x->number;
	char tag[4];

	if (r->kind != GUIDE_RULE_REQUIRE) {
		edifact_wrong(x, guide_rule_finding(r), v->at, r->element,
		    r->part, GUIDE_RULE_FMT, GUIDE_RULE_ARG(r));
		return;
	}
	INVARIANT(l != NULL);
	x->number = l->loop != 0 ? l->segment : 0;
	edifact_fault(x, guide_rule_finding(r),
	    slice_sub(x->data, l->offset, 3), guide_tag_text(p->tag, tag), NULL,
	    GUIDE_RULE_FMT, GUIDE_RULE_ARG(r));
	x->number = now;
}

static void
wrong(void *ctx, enum guide_fault f, const struct guide_place *p,
    const struct guide_level *l, const struct guide_rule *rule)
{
	struct walk *v = ctx;

	if (rule != NULL)
		rule_broken(v, rule, p, l);
	else if (f == GUIDE_MISSING)
		missing(v->x, p, l);
	else if (f == GUIDE_USE)
		edifact_wrong(v->x, "EDIFACT-SEG-USE", v->at, 0, 0,
		    "more than %u of this segment here", p->max);
	else if (f == GUIDE_ORDER)
		edifact_wrong(v->x, "EDIFACT-SEG-ORDER", v->at, 0, 0,
		    "stands behind segments that it should precede");
	else if (f == GUIDE_MISPLACED)
		edifact_wrong(v->x, "EDIFACT-SEG-MISPLACED", v->at, 0, 0,
		    "this segment cannot stand here");
	else
		edifact_wrong(v->x, "EDIFACT-SEG-UNKNOWN", v->at, 0, 0,
		    "no segment of this message");
}

/* --- texts ------------------------------------------------------------- */

static void
say_unknown_set(struct edifact *x, const struct edifact_segment *s, unsigned i,
    unsigned j, struct slice text)
{
	struct slice by = edifact_shift_unknown(x->arena, text);

	if (by.n == 0)
		edifact_wrong(x, "EDIFACT-CHARSET-UNKNOWN", s, i, j,
		    "letters that need an escape sequence before them");
	else
		edifact_wrong(x, "EDIFACT-CHARSET-UNKNOWN", s, i, j,
		    "%.*s names no set that we know", (int)by.n, by.p);
}

/* What was met in a component, said; line ends and guesses once. */
static void
say_met(struct edifact *x, const struct edifact_segment *s, unsigned i,
    unsigned j, struct slice text, unsigned met)
{
	if ((met & EDIFACT_CONTROL) != 0)
		edifact_wrong(x, "EDIFACT-CHAR", s, i, j,
		    "control bytes in the text");
	if ((met & EDIFACT_FOREIGN) != 0)
		edifact_wrong(x, "EDIFACT-CHAR", s, i, j,
		    "bytes that are no characters of the set that UNB names");
	if ((met & EDIFACT_UNKNOWN_SET) != 0)
		say_unknown_set(x, s, i, j, text);
	if ((met & EDIFACT_UNENDED) != 0)
		edifact_wrong(x, "EDIFACT-CHARSET-OPEN", s, i, j,
		    "the text does not return to ASCII before it ends");
	if ((met & EDIFACT_GUESSED) != 0 && !x->guessed) {
		x->guessed = true;
		if (x->unb.charset == EDIFACT_LATIN1)
			edifact_wrong(x, "EDIFACT-CHARSET", s, i, j,
			    "UTF-8, and not the set of UNB: read as UTF-8");
		else
			edifact_wrong(x, "EDIFACT-CHARSET", s, i, j,
			    "letters that the set of UNB does not have, read "
			    "as %s",
			    (met & EDIFACT_GUESSED_LATIN) != 0 ? "ISO 8859-1" :
								 "UTF-8");
	}
	if ((met & EDIFACT_WRAPPED) != 0 && !x->wrapped) {
		x->wrapped = true;
		edifact_wrong(x, "EDIFACT-WRAPPED", s, i, j,
		    "a line end inside of a segment is left out");
	}
}

static void
clean_run(struct edifact *x, struct edifact_segment *s, unsigned i,
    unsigned from, unsigned to, struct slice *fresh)
{
	for (unsigned k = from; k < to; k++) {
		unsigned met = 0;

		fresh[k] = edifact_text(x->arena, x->unb.charset, s->c[k],
		    &met);
		if (met != 0)
			say_met(x, s, i, k - from + 1, s->c[k], met);
	}
}

/* Everything as UTF-8; findings show the bytes as they came. */
RARE static void
clean(struct edifact *x, struct edifact_segment *s)
{
	struct slice fresh[EDIFACT_COMPONENTS_MAX];
	unsigned n = 0;

	for (unsigned i = 0; i <= s->n; i++) {
		clean_run(x, s, i, edifact_first(s, i), s->last[i], fresh);
		n = s->last[i];
	}
	for (unsigned k = 0; k < s->repeats; k++) {
		clean_run(x, s, s->again[k].element, s->again[k].from,
		    s->again[k].to, fresh);
		if (s->again[k].to > n)
			n = s->again[k].to;
	}
	memcpy(s->c, fresh, n * sizeof(fresh[0]));
	edifact_outline(s);
}

/* --- elements ---------------------------------------------------------- */

/* More decimals than can be held. */
static bool
too_fine(struct slice v)
{
	size_t mark = 0;

	while (v.n > 0 && v.p[v.n - 1] == '0')
		v.n--;
	while (mark < v.n && v.p[mark] != '.' && v.p[mark] != ',')
		mark++;
	return (v.n - mark > DECIMAL_SCALE_MAX + 1);
}

static void
value_wrong(struct edifact *x, const struct edifact_segment *s, unsigned i,
    unsigned j, const struct guide_element *e, struct slice v,
    enum guide_fault f)
{
	bool number = e->type == GUIDE_N || e->type == GUIDE_R;
	size_t n = number ? guide_digits(v, e->type == GUIDE_R, 0) :
			    slice_characters(v);

	if (f == GUIDE_SHORT)
		edifact_wrong(x, "EDIFACT-ELEMENT-SHORT", s, i, j,
		    "%zu character%s, at least %u are needed", n,
		    n == 1 ? "" : "s", (unsigned)e->min);
	else if (f == GUIDE_LONG && n > e->max)
		edifact_wrong(x, "EDIFACT-ELEMENT-LONG", s, i, j,
		    "%zu character%s, at most %u are allowed", n,
		    n == 1 ? "" : "s", (unsigned)e->max);
	else if (f == GUIDE_NUMBER)
		edifact_wrong(x, "EDIFACT-ELEMENT-NUMBER", s, i, j, "%s",
		    n > 18                   ? "more than 18 digits" :
			n > 0 && too_fine(v) ? "more than 12 decimals" :
					       "no number");
	else if (f == GUIDE_CHAR)
		edifact_wrong(x, "EDIFACT-ELEMENT-CHAR", s, i, j,
		    "digits where only letters may be");
	else if (f == GUIDE_CODE)
		edifact_wrong(x, "EDIFACT-ELEMENT-CODE", s, i, j,
		    "no code that may stand here");
}

/* "1,000" and "1." are no numbers: a mark stands between digits. */
static bool
loose_mark(struct slice v)
{
	char first = v.p[0] == '-' && v.n > 1 ? v.p[1] : v.p[0];
	char last = v.p[v.n - 1];

	return (first < '0' || first > '9' || last < '0' || last > '9');
}

static inline bool
is_plain(const struct guide_element *e, struct slice v)
{
	return (e->type <= GUIDE_AN && !e->closed &&
	    v.n - e->min <= (size_t)e->range);
}

static enum guide_fault
value_fault(const struct guide_element *e, struct slice v)
{
	enum guide_fault f = guide_value(e, v, 0);

	return (f == GUIDE_GOOD && e->type == GUIDE_R &&
		    (loose_mark(v) || too_fine(v)) ?
		GUIDE_NUMBER :
		f);
}

static void
check_value(struct edifact *x, const struct edifact_segment *s, unsigned i,
    unsigned j, const struct guide_element *e, struct slice v)
{
	enum guide_fault f = is_plain(e, v) ? GUIDE_GOOD : value_fault(e, v);

	if (f != GUIDE_GOOD)
		value_wrong(x, s, i, j, e, v, f);
}

/* The components of one occurrence of a composite. */
static void
check_parts(struct edifact *x, const struct edifact_segment *s, unsigned i,
    const struct guide_element *e, unsigned from, unsigned to)
{
	unsigned n = to - from;

	for (unsigned j = 0; j < e->n_parts; j++) {
		struct slice v = j < n ? s->c[from + j] : SLICE_NONE;

		if (v.n > 0)
			check_value(x, s, i, j + 1, &e->parts[j], v);
		else if (e->parts[j].mandatory)
			edifact_wrong(x, "EDIFACT-ELEMENT-MISSING", s, i, j + 1,
			    "a mandatory component is missing");
	}
	if (n > e->n_parts)
		edifact_wrong(x, "EDIFACT-ELEMENT-COUNT", s, i, e->n_parts + 1u,
		    "the element has at most %u components",
		    (unsigned)e->n_parts);
	else if (n > 1 && s->c[to - 1].n == 0)
		edifact_wrong(x, "EDIFACT-ELEMENT-TRAILING", s, i, 0,
		    "separators at the end without a component");
}

static void
check_element(struct edifact *x, const struct edifact_segment *s, unsigned i,
    const struct guide_element *e, unsigned from, unsigned to)
{
	if (e->type == GUIDE_PARTS) {
		check_parts(x, s, i, e, from, to);
		return;
	}
	if (s->c[from].n > 0)
		check_value(x, s, i, 1, e, s->c[from]);
	if (to - from > 1)
		edifact_wrong(x, "EDIFACT-ELEMENT-COUNT", s, i, 2,
		    "this element has no components");
}

static void
check_repeats(struct edifact *x, const struct edifact_segment *s,
    const struct guide_segment *r)
{
	unsigned times = 1;

	for (unsigned k = 0; k < s->repeats; k++) {
		const struct edifact_span *a = &s->again[k];
		const struct guide_element *e;

		if (a->element == 0 || a->element > r->n)
			continue;
		e = &r->e[a->element - 1];
		times = k > 0 && s->again[k - 1].element == a->element ?
		    times + 1 :
		    2;
		x->span = a;
		x->turn = times;
		if (times == e->repeat + 1u)
			edifact_wrong(x, "EDIFACT-ELEMENT-REPEAT", s,
			    a->element, 0, "at most %u times here",
			    (unsigned)e->repeat);
		if (a->to > a->from)
			check_element(x, s, a->element, e, a->from, a->to);
	}
	x->span = NULL;
}

/* Bit i: element i has something. */
static uint64_t
present_of(const struct edifact_segment *s)
{
	uint64_t present = 0;

	for (unsigned i = 0; i <= s->n && i < 64; i++)
		for (unsigned k = edifact_first(s, i); k < s->last[i]; k++)
			present |= (uint64_t)(s->c[k].n > 0) << i;
	return (present);
}

/* Which elements are there? */
static void
check_presence(struct edifact *x, const struct edifact_segment *s,
    const struct guide_segment *r, uint64_t present)
{
	uint64_t absent = r->required & ~present;
	struct buf text;

	if (s->crowded || s->n >= 64 ||
	    (s->n > r->n && present >> r->n >> 1 != 0))
		edifact_wrong(x, "EDIFACT-ELEMENT-COUNT", s, r->n + 1, 0,
		    "the segment has at most %u elements", r->n);
	for (; absent != 0; absent &= absent - 1)
		edifact_wrong(x, "EDIFACT-ELEMENT-MISSING", s,
		    (unsigned)__builtin_ctzll(absent), 0,
		    "a mandatory element is missing");
	for (unsigned k = 0; k < r->whens; k++) {
		unsigned i = guide_broken(&r->when[k], present);

		if (i == 0)
			continue;
		buf_init(&text, 1000);
		guide_condition_text(&r->when[k], &text);
		edifact_wrong(x, "EDIFACT-ELEMENT-CONDITION", s, i, 0, "%s",
		    text.p);
		buf_free(&text);
	}
}

static void
check_all(struct edifact *x, const struct edifact_segment *s,
    const struct guide_segment *r)
{
	const uint64_t present = present_of(s);
	unsigned last;

	if (s->n > 0 && s->n < 64 && (present >> s->n & 1) == 0)
		edifact_wrong(x, "EDIFACT-ELEMENT-TRAILING", s, s->n, 0,
		    "separators at the end without an element");
	if (r == NULL)
		return;
	check_presence(x, s, r, present);
	last = s->n < r->n ? s->n : r->n;
	for (unsigned i = 1; i <= last; i++)
		if ((present >> i & 1) != 0)
			check_element(x, s, i, &r->e[i - 1],
			    edifact_first(s, i), s->last[i]);
	if (s->repeats > 0)
		check_repeats(x, s, r);
}

/* --- elements, as before ------------------------------------------------ */

/* Most segments look like an earlier one.  What is found here is only that
 * all is well; anything else is told by a closer look. */

/* Digits with at most one mark between them, as most numbers are; false: look
 * closer. */
static inline bool
is_number(const struct edifact *x, struct slice v)
{
	uint64_t w, odd;
	size_t mark;

	if (!edifact_eight(x, v, &w, &odd))
		return (guide_digits(v, true, 0) > 0 && !loose_mark(v) &&
		    !too_fine(v));
	if (LIKELY(odd == 0))
		return (true);
	mark = (size_t)__builtin_ctzll(odd) / 8;
	return ((odd & (odd - 1)) == 0 && mark > 0 && mark + 1 < v.n &&
	    (v.p[mark] == '.' || v.p[mark] == ','));
}

#if defined(__SSE2__)
/* Not 0: one of eight components from the k-th on. */
static inline __m128i
too_long(const struct edifact_shape *shape, const struct edifact_segment *s,
    unsigned k)
{
	__m128i n = _mm_loadu_si128((const void *)(s->len + k));
	__m128i least = _mm_loadu_si128((const void *)(shape->least + k));
	__m128i range = _mm_loadu_si128((const void *)(shape->range + k));

	return (_mm_subs_epu16(_mm_sub_epi16(n, least), range));
}
#endif

/* Is each component as long as it may be? */
static inline bool
lengths_hold(const struct edifact_shape *shape, const struct edifact_segment *s)
{
#if defined(__SSE2__)
	__m128i over = too_long(shape, s, 0);

	for (unsigned k = 8; UNLIKELY(k < shape->n); k += 8)
		over = _mm_or_si128(over, too_long(shape, s, k));
	over = _mm_cmpeq_epi8(over, _mm_setzero_si128());
	return (_mm_movemask_epi8(over) == 0xffff);
#else
	for (unsigned k = 0; k < shape->n; k++)
		if ((uint16_t)(s->len[k] - shape->least[k]) > shape->range[k])
			return (false);
	return (true);
#endif
}

static inline bool
is_outline(const struct edifact_shape *shape, const struct edifact_segment *s)
{
	return (s->key == shape->key && s->filled == shape->filled &&
	    s->ends == shape->ends);
}

/* Two outlines may meet in one place: then the other lies beside it. */
static inline struct edifact_shape *
shape_of(const struct edifact_ready *r, const struct edifact_segment *s)
{
	uint64_t outline = s->key + (s->filled << 20) + s->ends * 3;
	size_t at = outline * 0x9e3779b97f4a7c15u >> 57;
	struct edifact_shape *beside = &r->shapes[at ^ 1];

	if (!is_outline(&r->shapes[at], s) && is_outline(beside, s))
		return (beside);
	return (&r->shapes[at]);
}

__attribute__((always_inline)) static inline bool
is_as_before(const struct edifact *x, const struct edifact_shape *shape,
    const struct edifact_segment *s)
{
	if (UNLIKELY(!is_outline(shape, s) || !lengths_hold(shape, s)))
		return (false);
	for (uint32_t left = shape->numbers; left != 0; left &= left - 1)
		if (UNLIKELY(!is_number(x, s->c[__builtin_ctz(left)])))
			return (false);
	for (uint32_t left = shape->look; UNLIKELY(left != 0);
	     left &= left - 1) {
		unsigned k = (unsigned)__builtin_ctz(left);

		if (UNLIKELY(value_fault(shape->e[k], s->c[k]) != GUIDE_GOOD))
			return (false);
	}
	return (true);
}

static void
learn_component(struct edifact_shape *shape, unsigned k,
    const struct guide_element *e)
{
	uint16_t most = e->max < 15 ? e->max : 15;

	shape->e[k] = e;
	if (e->type <= GUIDE_AN && !e->closed) {
		shape->least[k] = e->min;
		shape->range[k] = e->range;
	} else if (e->type == GUIDE_R && e->min <= 1 && most > 0 &&
	    !e->closed) {
		shape->least[k] = 1;
		shape->range[k] = (uint16_t)(most - 1);
		shape->numbers |= (uint32_t)1 << k;
	} else
		shape->look |= (uint32_t)1 << k;
}

/* Keep the outline of a segment that had no fault. */
static void
learn(struct edifact_shape *shape, const struct edifact_segment *s,
    const struct guide_segment *r, unsigned tag)
{
	unsigned n = s->last[s->n];

	if (s->ends == EDIFACT_NO_OUTLINE || n > EDIFACT_SHAPE_MAX ||
	    s->n > r->n)
		return;
	memset(shape, 0, sizeof(*shape));
	memset(shape->range, 0xff, sizeof(shape->range));
	shape->key = s->key;
	shape->filled = s->filled;
	shape->ends = s->ends;
	shape->tag = (uint16_t)tag;
	shape->n = (uint16_t)n;
	for (unsigned i = 1; i <= s->n; i++)
		for (unsigned k = edifact_first(s, i); k < s->last[i]; k++) {
			const struct guide_element *e = &r->e[i - 1];

			if (e->type == GUIDE_PARTS)
				e = &e->parts[k - edifact_first(s, i)];
			if (s->c[k].n > 0)
				learn_component(shape, k, e);
		}
}

/* Returns where the tag is in the guide. */
RARE static unsigned
check_closely(struct walk *v, const struct edifact_segment *s,
    struct edifact_shape *shape)
{
	const struct guide *g = v->w.guide;
	const unsigned tag = guide_tag(g, s->key);
	const struct guide_segment *r = tag < g->n_tags ? g->inside[tag] : NULL;
	int before = v->x->errors + v->x->warnings;

	check_all(v->x, s, r);
	if (r == NULL || before != v->x->errors + v->x->warnings)
		return (tag);
	if (!is_outline(shape, s))
		v->ready->shapes[(size_t)(shape - v->ready->shapes) ^ 1] =
		    *shape;
	learn(shape, s, r, tag);
	return (tag);
}

/* --- a partner's rules ------------------------------------------------- */

/* Of an element with components and no number of one: the first that is
 * there, for it can only be wanted or not. */
static struct slice
value_at(void *ctx, unsigned i, unsigned k)
{
	const struct walk *v = ctx;
	const struct edifact_segment *s = v->at;
	bool again = v->span != NULL && v->span->element == i;
	unsigned from, to;

	if (i > s->n)
		return (SLICE_NONE);
	from = again ? v->span->from : edifact_first(s, i);
	to = again ? v->span->to : s->last[i];
	if (k > 0)
		return (from + k - 1 < to ? s->c[from + k - 1] : SLICE_NONE);
	while (from < to && s->c[from].n == 0)
		from++;
	return (from < to ? s->c[from] : SLICE_NONE);
}

static void
broken(void *ctx, const struct guide_rule *r)
{
	struct walk *v = ctx;

	if (v->span == NULL || v->span->element == r->element)
		rule_broken(v, r, NULL, NULL);
}

RARE static void
check_rules(struct walk *v, const struct guide *g, const struct guide_place *p)
{
	guide_rules_check(g, p, value_at, broken, v);
	for (unsigned k = 0; k < v->at->repeats; k++) {
		v->span = &v->at->again[k];
		guide_rules_check(g, p, value_at, broken, v);
	}
	v->span = NULL;
}

/* --- segments ---------------------------------------------------------- */

RARE static void
trailer(struct edifact *x, const struct edifact_segment *s)
{
	struct slice count = edifact_at(s, 1, 1);
	int64_t n;

	if (!slice_int(count, &n) || n != x->number)
		edifact_wrong(x, "EDIFACT-UNT-COUNT", s, 1, 1,
		    "UNT says " SL_FMT " segments, the message has %lld",
		    SL_ARG(count), (long long)x->number);
	if (!slice_eq(edifact_at(s, 2, 1), x->message.control_number))
		edifact_wrong(x, "EDIFACT-UNT-CONTROL", s, 2, 1,
		    "this is not the reference of the UNH, " SL_FMT,
		    SL_ARG(x->message.control_number));
}

static inline unsigned
track_of(const struct edifact_segment *s)
{
	return (s->key % EDIFACT_TRACKS);
}

/* The next time this outline comes here it is known where it leads. */
static void
remember(struct walk *v, const struct edifact_segment *s,
    struct edifact_track *from, const struct guide_hop *hop,
    const struct guide_place *p)
{
	const struct edifact_shape *shape = shape_of(v->ready, s);

	if (v->w.hops == NULL)
		return;
	v->row = &v->ready->tracks[(p->number + 1u) * EDIFACT_TRACKS];
	if (hop->place != p || p->ruled || !is_outline(shape, s) ||
	    s->key == EDIFACT_TAG('U', 'N', 'T'))
		return;
	from[track_of(s)] = (struct edifact_track){ s->key, shape, *hop, v->row,
		v->ready->take[p->number] };
}

/* What was not seen here before, or needs more than its outline compared. */
RARE static edifact_handler *
take_closely(struct walk *v, struct edifact_segment *s)
{
	struct edifact *x = v->x;
	const struct guide *g = v->w.guide;
	const struct guide_hop *hop = v->w.row;
	struct edifact_track *from = v->row;
	struct edifact_shape *shape;
	const struct guide_place *p;
	unsigned tag;

	if (s->odd)
		clean(x, s);
	shape = shape_of(v->ready, s);
	tag = is_as_before(x, shape, s) ? shape->tag :
					  check_closely(v, s, shape);
	p = guide_step(&v->w, tag,
	    g->rules.n > 0 ? edifact_at(s, 1, 1) : SLICE_NONE, x->number,
	    s->offset);
	if (v->w.hops == NULL)
		v->row = nowhere;
	if (s->key == EDIFACT_TAG('U', 'N', 'T'))
		trailer(x, s);
	if (p == NULL)
		return (NULL);
	if (p->ruled)
		check_rules(v, g, p);
	remember(v, s, from, &hop[tag % GUIDE_HOPS], p);
	return (v->ready->take[p->number]);
}

__attribute__((always_inline)) static inline void
segment(struct walk *v, struct edifact_segment *s)
{
	const struct edifact_track *t = &v->row[track_of(s)];
	edifact_handler *take;

	if (LIKELY(s->key == t->key && !s->odd &&
		is_as_before(v->x, t->shape, s))) {
		v->row = t->next;
		guide_go(&v->w, &t->hop, v->x->number, s->offset);
		take = t->take;
	} else
		take = take_closely(v, s);
	if (LIKELY(take != NULL))
		take(v->made, s);
}

/* What is read is no segment, or one that is not complete: is it to be looked
 * at? */
RARE static bool
is_taken(struct edifact *x, const struct edifact_segment *s,
    enum edifact_read got)
{
	if (got == EDIFACT_EMPTY) {
		edifact_wrong(x, "EDIFACT-SEG-EMPTY", s, 0, 0,
		    "a segment terminator without a segment");
		return (false);
	}
	x->number++;
	if (got != EDIFACT_LONG)
		return (true);
	edifact_wrong(x, "EDIFACT-SEG-LONG", s, 0, 0,
	    "a segment of more than %u bytes is not read", PARSE_SEGMENT_MAX);
	return (false);
}

/* The next segment; false at the end of the message. */
static inline bool
next_segment(struct edifact *x, struct edifact_segment *s)
{
	enum edifact_read got;

	while (LIKELY(x->rc == RC_OK &&
	    (got = edifact_next(&x->lex, s)) != EDIFACT_END)) {
		if (LIKELY(got == EDIFACT_SEGMENT)) {
			x->number++;
			return (true);
		}
		if (is_taken(x, s, got))
			return (true);
	}
	return (false);
}

ASIDE static void
check_closed(struct edifact *x, const struct edifact_message *m)
{
	int64_t now = x->number;

	if (m->closed)
		return;
	x->number = 0; /* of the message: nothing is wrong in its UNH */
	edifact_fault(x, "EDIFACT-UNT-MISSING", slice_sub(x->data, m->from, 3),
	    SLICE("UNH"), NULL,
	    "the message has no trailer UNT before byte %zu",
	    edifact_place(x, m->to));
	x->number = now;
}

void
edifact_pass(struct edifact *x, const struct edifact_message *m)
{
	EDIFACT_UNFILLED struct edifact_segment s;

	edifact_lex_again(&x->lex, m->from);
	while (next_segment(x, &s))
		if (s.key == EDIFACT_TAG('U', 'N', 'T'))
			trailer(x, &s);
	check_closed(x, m);
}

__attribute__((noinline)) void
edifact_walk(struct edifact *x, const struct edifact_message *m,
    const struct edifact_row *rows, size_t n, void *made)
{
	EDIFACT_UNFILLED struct walk v;
	EDIFACT_UNFILLED struct edifact_segment s;

	v.x = x;
	v.made = made;
	v.span = NULL;
	v.at = &s;
	v.ready = make_ready(x, rows, n);
	v.row = v.ready->tracks;
	x->guide = v.ready->guide;
	v.w.wrong = wrong;
	v.w.ctx = &v;
	guide_begin(&v.w, v.ready->guide, v.ready->hops);
	v.w.stack[0].offset = m->from;
	edifact_lex_again(&x->lex, m->from);
	while (next_segment(x, &s))
		segment(&v, &s);
	check_closed(x, m);
	guide_end(&v.w);
	x->guide = NULL;
}
