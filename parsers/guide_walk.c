#include "parsers/guide_step.h"

#include "base/date.h"

/* --- places ------------------------------------------------------------ */

/* One row a place, behind one for the begin of the message. */
struct guide_hop *
guide_hops(struct arena *a, const struct guide *g)
{
	return (arena_array(a, g->n_places + 1u,
	    GUIDE_HOPS * sizeof(struct guide_hop)));
}

static const struct guide_hop nowhere[GUIDE_HOPS];

void
guide_begin(struct guide_walk *w, const struct guide *g, struct guide_hop *hops)
{
	w->guide = g;
	w->hops = hops;
	w->row = hops != NULL ? hops : nowhere;
	w->depth = 0;
	w->stack[0] = (struct guide_level){ 0 };
}

/* The first place of the tag in a loop at or behind `from`, + 1; 0: none. */
static inline unsigned
place_in(const struct guide *g, unsigned tag, unsigned loop, unsigned from)
{
	unsigned k = g->first[loop * g->n_tags + tag];

	while (k != 0 && k - 1 < from)
		k = g->places[k - 1].next;
	return (k);
}

void
guide_say_missing(struct guide_walk *w, const struct guide_level *l,
    uint64_t missing)
{
	const struct guide *g = w->guide;

	for (unsigned i = 0; i < g->n_places; i++) {
		const struct guide_place *p = &g->places[i];

		if (p->loop == l->loop && (p->need & missing) != 0)
			w->wrong(w->ctx, GUIDE_MISSING, p, l, NULL);
	}
	for (size_t i = 0; i < g->rules.n; i++) {
		const struct guide_rule *r = LIST_AT(&g->rules,
		    struct guide_rule, i);

		if (r->place > 0 && g->places[r->place - 1].loop == l->loop &&
		    (r->need & missing) != 0)
			w->wrong(w->ctx, GUIDE_RULE_MISSING,
			    &g->places[r->place - 1], l, r);
	}
}

void
guide_end(struct guide_walk *w)
{
	guide_leave(w, 0);
}

/* Rules of a partner about what the first element says. */
static void
mark_qualified(const struct guide_walk *w, struct guide_level *l,
    const struct guide_place *p, struct slice first)
{
	for (size_t i = 0; i < w->guide->rules.n; i++) {
		const struct guide_rule *r = LIST_AT(&w->guide->rules,
		    struct guide_rule, i);

		if (r->place == p->number + 1 &&
		    (r->value.n == 0 || slice_eq(r->value, first)))
			l->seen |= r->need;
	}
}

void
guide_over(struct guide_walk *w, const struct guide_place *p,
    const struct guide_level *l)
{
	if (p->over.n == 0)
		w->wrong(w->ctx, GUIDE_USE, p, l,
		    p->rule > 0 ? LIST_AT(&w->guide->rules, struct guide_rule,
				      p->rule - 1u) :
				  NULL);
}

static void
enter(struct guide_walk *w, unsigned depth, const struct guide_place *p,
    struct slice first, int64_t segment, size_t offset)
{
	guide_enter(w, depth, p, segment, offset);
	if (p->qualified)
		mark_qualified(w, &w->stack[depth], p, first);
}

/* Whatever the order: the innermost open loop that has a place for it. */
static const struct guide_place *
resynchronise(struct guide_walk *w, unsigned tag, struct slice first,
    int64_t segment, size_t offset)
{
	const struct guide *g = w->guide;

	w->hops = NULL;
	w->row = nowhere;
	for (unsigned d = w->depth + 1; d-- > 0;) {
		struct guide_level *l = &w->stack[d];
		unsigned i = place_in(g, tag, l->loop, 0);
		const struct guide_place *p;

		if (i == 0)
			continue;
		p = &g->places[i - 1];
		INVARIANT(p != NULL);
		w->wrong(w->ctx, GUIDE_ORDER, p, l, NULL);
		if (p->opens != 0)
			enter(w, d, p, first, segment, offset);
		else {
			guide_leave(w, d + 1);
			w->depth = d;
			l->seen |= p->need;
			if (p->qualified)
				mark_qualified(w, l, p, first);
		}
		return (p);
	}
	w->wrong(w->ctx, GUIDE_MISPLACED, NULL, NULL, NULL);
	return (NULL);
}

/* Does a mandatory place of this loop lie between two, which a message cannot
 * have left out? */
static bool
leaps(const struct guide *g, unsigned loop, unsigned from, unsigned to)
{
	for (unsigned i = from + 1; i < to; i++)
		if (g->places[i].loop == loop && g->places[i].need != 0)
			return (true);
	return (false);
}

/* The place of the tag from here on, and the depth of its loop; NULL: none.
 * One behind a mandatory segment that was not met is not meant, when an open
 * loop has an earlier one: an amount behind the price of a line is still that
 * of the line, and not the sum of all. */
static const struct guide_place *
look_up(const struct guide_walk *w, unsigned tag, unsigned *depth)
{
	bool behind = false;

	for (unsigned d = w->depth + 1; d-- > 0;) {
		const struct guide_level *l = &w->stack[d];
		unsigned i = place_in(w->guide, tag, l->loop, l->at);

		if (i > 0 && behind && leaps(w->guide, l->loop, l->at, i - 1))
			return (NULL);
		behind |= w->guide->first[l->loop * w->guide->n_tags + tag] > 0;
		if (i > 0) {
			*depth = d;
			return (&w->guide->places[i - 1]);
		}
	}
	return (NULL);
}

/* The way to a place where it is only counted. */
static void
remember(struct guide_walk *w, unsigned tag, const struct guide_place *p,
    unsigned depth)
{
	const struct guide_hop *next;

	if (w->hops == NULL)
		return;
	next = &w->hops[(p->number + 1u) * GUIDE_HOPS];
	if (!p->qualified && !p->forbidden)
		w->hops[w->row - w->hops + tag % GUIDE_HOPS] =
		    (struct guide_hop){ p, next, (uint16_t)(tag + 1),
			    (uint16_t)depth };
	w->row = next;
}

const struct guide_place *
guide_find_step(struct guide_walk *w, unsigned tag, struct slice first,
    int64_t segment, size_t offset)
{
	const struct guide *g = w->guide;
	const struct guide_place *p;
	unsigned depth;

	if (tag == g->n_tags) {
		w->wrong(w->ctx, GUIDE_UNKNOWN, NULL, NULL, NULL);
		return (NULL);
	}
	p = look_up(w, tag, &depth);
	if (p == NULL)
		return (resynchronise(w, tag, first, segment, offset));
	remember(w, tag, p, depth);
	enter(w, depth, p, first, segment, offset);
	if (p->forbidden)
		w->wrong(w->ctx, GUIDE_FORBIDDEN, p, &w->stack[depth],
		    LIST_AT(&g->rules, struct guide_rule, p->rule - 1u));
	return (p);
}

/* --- values ------------------------------------------------------------ */

static bool
is_digit(char c)
{
	return (c >= '0' && c <= '9');
}

size_t
guide_digits(struct slice v, bool real, char point)
{
	size_t digits = 0, i = 0;
	bool seen = false;

	while (i < v.n && is_digit(v.p[i]))
		i++;
	if (i == v.n)
		return (i); /* nearly all of them */
	i = v.p[0] == '-' ? 1 : 0;
	for (; i < v.n; i++)
		if (is_digit(v.p[i]))
			digits++;
		else if (real && !seen &&
		    (v.p[i] == point ||
			(point == 0 && (v.p[i] == '.' || v.p[i] == ','))))
			seen = true;
		else
			return (0);
	return (digits);
}

static bool
is_time(struct slice v)
{
	for (size_t i = 0; i < v.n; i++)
		if (!is_digit(v.p[i]))
			return (false);
	if (v.n < 4 || v.n == 5 || memcmp(v.p, "24", 2) >= 0 || v.p[2] > '5')
		return (false);
	return (v.n < 6 || v.p[4] <= '5');
}

static bool
is_alphabetic(struct slice v)
{
	for (size_t i = 0; i < v.n; i++)
		if (is_digit(v.p[i]))
			return (false);
	return (true);
}

static enum guide_fault
check_code(const struct guide_element *e, struct slice v)
{
	for (unsigned i = 0; i < e->n_codes; i++)
		if (slice_eq(e->codes[i].code, v))
			return (GUIDE_GOOD);
	return (GUIDE_CODE);
}

enum guide_fault
guide_value(const struct guide_element *e, struct slice v, char point)
{
	size_t n = v.n;

	switch ((enum guide_type)e->type) {
	case GUIDE_DT:
		if (v.n == 6)
			return (day_parse_short(v) == DAY_NONE ? GUIDE_DATE :
				e->min > 6                     ? GUIDE_DATE :
								 GUIDE_GOOD);
		return (
		    day_parse_basic(v) == DAY_NONE ? GUIDE_DATE : GUIDE_GOOD);
	case GUIDE_TM:
		return (is_time(v) ? GUIDE_GOOD : GUIDE_TIME);
	case GUIDE_N:
	case GUIDE_R:
		n = guide_digits(v, e->type == GUIDE_R, point);
		if (n == 0 || n > 18)
			return (GUIDE_NUMBER);
		break;
	case GUIDE_A:
		if (!is_alphabetic(v))
			return (GUIDE_CHAR);
		break;
	case GUIDE_ID:
	case GUIDE_AN:
	case GUIDE_PARTS:
		break;
	}
	if (n < e->min)
		return (GUIDE_SHORT);
	if (n > e->max)
		return (GUIDE_LONG);
	return (e->closed ? check_code(e, v) : GUIDE_GOOD);
}

/* --- conditions -------------------------------------------------------- */

unsigned
guide_broken(const struct guide_condition *c, uint64_t present)
{
	uint64_t these = present & c->mask, more = these & (these - 1);
	bool first = (present >> c->first & 1) != 0;

	switch (c->kind) {
	case 'P':
		return (these == 0 || these == c->mask ? 0 : c->first);
	case 'R':
		return (these != 0 ? 0 : c->first);
	case 'E':
		return (more == 0 ? 0 : (unsigned)__builtin_ctzll(more));
	case 'C':
		return (!first || these == c->mask ? 0 : c->first);
	case 'L':
		return (!first || these != 0 ? 0 : c->first);
	default:
		BUG("condition");
	}
}

/* "3, 4 and 5" of a mask */
static void
put_numbers(struct buf *b, uint64_t mask, const char *last)
{
	while (mask != 0) {
		buf_int(b, __builtin_ctzll(mask));
		mask &= mask - 1;
		if (mask != 0)
			buf_text(b, (mask & (mask - 1)) == 0 ? last : ", ");
	}
}

void
guide_condition_text(const struct guide_condition *c, struct buf *b)
{
	uint64_t others = c->mask & ~((uint64_t)1 << c->first);

	switch (c->kind) {
	case 'P':
		buf_text(b, "elements ");
		put_numbers(b, c->mask, " and ");
		buf_text(b, " go together");
		break;
	case 'R':
		buf_text(b, "this element or element ");
		put_numbers(b, others, " or ");
		buf_text(b, " is needed");
		break;
	case 'E':
		buf_text(b, "only one of elements ");
		put_numbers(b, c->mask, " and ");
		buf_text(b, " may be there");
		break;
	case 'C':
	case 'L':
		buf_text(b, "needs element ");
		put_numbers(b, others, c->kind == 'C' ? " and " : " or ");
		break;
	default:
		BUG("condition");
	}
}
