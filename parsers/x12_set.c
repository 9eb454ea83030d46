/*
 * A transaction set against its guide: each segment is put in its place,
 * checked and given to the handler of that place.
 */
#include "parsers/guide_step.h"
#include "parsers/x12.h"

#define N(a) (sizeof(a) / sizeof((a)[0]))

/* To add one: parsers/guides/x12_NNN.guide, parsers/x12_NNN.c, a row. */
static const struct x12_kind *const kinds[] = { &x12_850, &x12_860, &x12_945,
	&x12_820, &x12_997, &x12_999 };

_Static_assert(N(kinds) <= X12_KINDS_MAX, "each is made ready once a file");

const struct x12_kind *
x12_kind_of(struct slice set)
{
	for (size_t i = 0; i < N(kinds); i++)
		if (slice_is(set, kinds[i]->set))
			return (kinds[i]);
	return (NULL);
}

/* …with what the partner asks for beyond it, if that can be read. */
static const struct guide *
tightened(struct x12 *x, const struct guide *base, struct guide **own)
{
	struct err e = ERR_INIT;

	if (guide_own_apply(base, x->guides, own, &e) != RC_OK)
		x12_fault(x, "GUIDE-TIGHTEN", slice_sub(x->data, 0, 0),
		    SLICE_NONE, NULL, "%s", e.text);
	return (*own != NULL ? *own : base);
}

/* The guide in the version of the group, and handlers by place. */
static const struct x12_ready *
make_ready(struct x12 *x, const struct x12_kind *kind)
{
	struct slice version = x->version >= 5010 ? SLICE("005010") :
						    SLICE("004010");
	const struct guide *g;
	struct x12_ready *r = x->ready;

	for (; r < &x->ready[X12_KINDS_MAX] && r->kind != NULL; r++)
		if (r->kind == kind && slice_eq(r->version, version))
			return (r);
	g = guide_of("x12", slice_of(kind->set), version);
	INVARIANT(g != NULL);
	if (r == &x->ready[X12_KINDS_MAX])
		r = x->ready; /* rare: the oldest goes */
	guide_free(r->own);
	g = tightened(x, g, &r->own);
	r->kind = kind;
	r->version = version;
	r->guide = g;
	r->act = arena_alloc(&x->file, g->n_places);
	r->hops = guide_hops(&x->file, g);
	r->good = arena_array(&x->file, g->n_segments + 1u, sizeof(uint64_t));
	guide_bind(g, &kind->acts[0].path, sizeof(kind->acts[0]), kind->n,
	    r->act);
	return (r);
}

/* --- what the walker finds --------------------------------------------- */

/* Said where the loop began; of the whole set, when it is at its end. */
static void
missing(struct x12 *x, const struct guide_place *p, const struct guide_level *l)
{
	int64_t now = x->number;
	char tag[4];
	struct slice name = guide_tag_text(p->tag, tag);

	if (l->loop != 0)
		x->number = l->segment;
	x12_fault(x, "X12-SEG-MISSING", slice_sub(x->data, l->offset, 2), name,
	    NULL, "the mandatory segment " SL_FMT " is missing", SL_ARG(name));
	x->number = now;
}

/* Of a loop that ends, or of the segment that is read. */
static void
rule_broken(struct x12 *x, const struct guide_rule *r,
    const struct guide_place *p, const struct guide_level *l)
{
	int64_t now = x->number;
	char tag[4];

	if (r->kind != GUIDE_RULE_REQUIRE) {
		x12_wrong(x, guide_rule_finding(r), x->at, r->element,
		    GUIDE_RULE_FMT, GUIDE_RULE_ARG(r));
		return;
	}
	INVARIANT(l != NULL);
	if (l->loop != 0)
		x->number = l->segment;
	x12_fault(x, guide_rule_finding(r), slice_sub(x->data, l->offset, 2),
	    guide_tag_text(p->tag, tag), NULL, GUIDE_RULE_FMT,
	    GUIDE_RULE_ARG(r));
	x->number = now;
}

static void
wrong(void *ctx, enum guide_fault f, const struct guide_place *p,
    const struct guide_level *l, const struct guide_rule *rule)
{
	struct x12 *x = ctx;

	if (rule != NULL)
		rule_broken(x, rule, p, l);
	else if (f == GUIDE_MISSING)
		missing(x, p, l);
	else if (f == GUIDE_USE)
		x12_wrong(x, "X12-SEG-USE", x->at, 0,
		    "more than %u of this segment here", p->max);
	else if (f == GUIDE_ORDER)
		x12_wrong(x, "X12-SEG-ORDER", x->at, 0,
		    "stands behind segments that it should precede");
	else if (f == GUIDE_MISPLACED)
		x12_wrong(x, "X12-SEG-MISPLACED", x->at, 0,
		    "this segment cannot stand here");
	else
		x12_wrong(x, "X12-SEG-UNKNOWN", x->at, 0,
		    "no segment of the transaction set %s", x->now->kind->set);
}

/* --- segments ---------------------------------------------------------- */

static void
trailer(struct x12 *x, const struct x12_segment *s)
{
	int64_t n;

	if (!x12_integer(s, 1, &n) || n != x->number)
		x12_wrong(x, "X12-SE-COUNT", s, 1,
		    "SE01 says " SL_FMT " segments, the set has %lld",
		    SL_ARG(x12_at(s, 1)), (long long)x->number);
	if (!slice_eq(x12_at(s, 2), x->message.control_number))
		x12_wrong(x, "X12-SE-CONTROL", s, 2,
		    "SE02 is not the ST02 of this set, " SL_FMT,
		    SL_ARG(x->message.control_number));
}

static void
trailer_missing(struct x12 *x, const struct x12_set *set)
{
	int64_t now = x->number;

	x->number = 1; /* ST */
	x12_fault(x, "X12-SE-MISSING", slice_sub(x->data, set->from, 2),
	    SLICE("ST"), "2", "the set has no trailer SE before byte %zu",
	    x12_place(x, set->to));
	x->number = now;
}

static struct slice
value_at(void *ctx, unsigned i, unsigned k)
{
	const struct x12 *x = ctx;
	struct slice v = x12_at(x->at, i), part = v;

	for (; k > 0; k--)
		(void)slice_cut(v, x->isa->seps.component, &part, &v);
	return (part);
}

static void
broken(void *ctx, const struct guide_rule *r)
{
	rule_broken(ctx, r, NULL, NULL);
}

static void
segment(struct x12 *x, struct guide_walk *w, void *state, struct x12_segment *s,
    size_t *at)
{
	const struct guide_place *p;
	const struct guide *g = w->guide;
	unsigned tag, act;

	x->at = s;
	if (UNLIKELY(s->odd))
		x12_clean(x, s);
	tag = guide_tag(g, s->key);
	x12_check(x, s, LIKELY(tag < g->n_tags) ? g->inside[tag] : NULL);
	p = guide_step(w, tag, x12_at(s, 1), x->number, s->offset);
	if (UNLIKELY(s->key == X12_TAG('S', 'E', 0)))
		trailer(x, s);
	if (UNLIKELY(p == NULL)) {
		*at = x12_binary_end(x->data, *at, x->isa->seps, s);
		return;
	}
	if (UNLIKELY(p->ruled))
		guide_rules_check(g, p, value_at, broken, x);
	act = x->now->act[p->number];
	if (LIKELY(act > 0))
		x->now->kind->acts[act - 1].take(state, s);
}

/* The last ones of a set too are read in whole blocks, which may go beyond it;
 * a segment may not. */
static inline enum x12_read
read_segment(const struct x12 *x, size_t *at, size_t to, struct x12_segment *s)
{
	const size_t from = *at;
	enum x12_read got = X12_END;

	if (LIKELY(from < to))
		got = x->next(x->data, at, x->isa->seps, s);
	if (UNLIKELY(*at > to)) {
		*at = from;
		got = x->next((struct slice){ x->data.p, to }, at, x->isa->seps,
		    s);
	}
	return (got);
}

static void
read_segments(struct x12 *x, struct guide_walk *w, void *state,
    const struct x12_set *set)
{
	X12_UNFILLED struct x12_segment s;
	size_t at = set->from;
	enum x12_read got;

	while (LIKELY(x->rc == RC_OK)) {
		got = read_segment(x, &at, set->to, &s);
		if (UNLIKELY(got == X12_END))
			break;
		if (UNLIKELY(got == X12_EMPTY)) {
			x12_wrong(x, "X12-SEG-EMPTY", &s, 0,
			    "a segment terminator without a segment");
			continue;
		}
		x->number++;
		if (UNLIKELY(got == X12_LONG))
			x12_wrong(x, "X12-SEG-LONG", &s, 0,
			    "a segment of more than %u bytes is not read",
			    PARSE_SEGMENT_MAX);
		else
			segment(x, w, state, &s, &at);
	}
}

void
x12_sets_free(struct x12 *x)
{
	for (size_t i = 0; i < X12_KINDS_MAX; i++)
		guide_free(x->ready[i].own);
}

void
x12_read(struct x12 *x, const struct x12_kind *kind, const struct x12_set *set)
{
	void *state = arena_alloc(x->arena, kind->size);
	X12_UNFILLED struct guide_walk w;

	x->now = make_ready(x, kind);
	guide_begin(&w, x->now->guide, x->now->hops);
	w.wrong = wrong;
	w.ctx = x;
	w.stack[0].offset = set->from;
	kind->begin(x, state, set);
	read_segments(x, &w, state, set);
	if (!set->closed)
		trailer_missing(x, set);
	guide_end(&w);
	kind->end(x, state, set);
}
