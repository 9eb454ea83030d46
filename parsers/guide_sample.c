#include "parsers/guide_rule.h"
#include "parsers/guide_sample.h"

#include <stdarg.h>
#include <stdio.h>

#define ELEMENTS 64

struct made {
	const struct guide_place *place;
	struct slice tag;
	struct slice v[ELEMENTS]; /* by number */
	unsigned n;
};

struct maker {
	const struct guide *g;
	struct arena *a;
	struct list made; /* struct made */
	bool edifact;
	int number; /* of the fault that is wanted, counted down */
	struct guide_broken_sample *broken;
	bool done; /* it is made */
};

/* --- values ------------------------------------------------------------ */

static struct slice
repeated(struct maker *m, char c, size_t n)
{
	char *p = arena_alloc(m->a, n + 1);

	memset(p, c, n);
	return ((struct slice){ p, n });
}

static struct slice
simple_value(struct maker *m, const struct guide_element *e)
{
	size_t n = e->min > 0 ? e->min : 1;

	if (e->sample.n > 0)
		return (e->sample);
	if (e->n_codes > 0)
		return (e->codes[0].code);
	switch ((enum guide_type)e->type) {
	case GUIDE_DT:
		return (e->min == 6 ? SLICE("261120") : SLICE("20261120"));
	case GUIDE_TM:
		return (SLICE("1200"));
	case GUIDE_N:
	case GUIDE_R:
		return (repeated(m, '1', n));
	case GUIDE_ID:
	case GUIDE_AN:
	case GUIDE_A:
	case GUIDE_PARTS:
		break;
	}
	return (repeated(m, 'A', n));
}

static bool
is_shown(const struct guide_element *e)
{
	if (e->mandatory || e->sample.n > 0)
		return (true);
	for (unsigned k = 0; k < e->n_parts; k++)
		if (e->parts[k].sample.n > 0)
			return (true);
	return (false);
}

static struct slice
composite_value(struct maker *m, const struct guide_element *e)
{
	struct buf b;
	struct slice out;

	buf_init(&b, 1u << 20);
	for (unsigned k = 1; k <= e->n_parts; k++) {
		if (k > 1)
			buf_char(&b, m->edifact ? ':' : '>');
		if (is_shown(&e->parts[k - 1]))
			buf_add(&b, simple_value(m, &e->parts[k - 1]));
	}
	while (b.n > 0 && b.p[b.n - 1] == (m->edifact ? ':' : '>'))
		b.n--;
	out = arena_slice(m->a, buf_slice(&b));
	buf_free(&b);
	return (out);
}

/* One component of a composite as it was made says something else. */
static struct slice
with_part(struct maker *m, struct slice whole, unsigned part, struct slice v)
{
	char sep = m->edifact ? ':' : '>';
	struct slice one, rest = whole;
	struct buf b;

	buf_init(&b, 1u << 20);
	for (unsigned k = 1; k <= part || rest.n > 0; k++) {
		(void)slice_cut(rest, sep, &one, &rest);
		if (k > 1)
			buf_char(&b, sep);
		buf_add(&b, k == part ? v : one);
	}
	while (b.n > 0 && b.p[b.n - 1] == sep)
		b.n--;
	one = arena_slice(m->a, buf_slice(&b));
	buf_free(&b);
	return (one);
}

static struct slice
part_of(struct maker *m, struct slice whole, unsigned part)
{
	struct slice one = whole, rest = whole;

	for (unsigned k = 0; k < part; k++)
		(void)slice_cut(rest, m->edifact ? ':' : '>', &one, &rest);
	return (one);
}

static struct slice
value_of(struct maker *m, const struct guide_element *e)
{
	return (e->type == GUIDE_PARTS ? composite_value(m, e) :
					 simple_value(m, e));
}

/* --- the valid one ------------------------------------------------------ */

static struct slice
tag_of(struct maker *m, uint32_t tag)
{
	char text[4];

	return (arena_slice(m->a, guide_tag_text(tag, text)));
}

static void
put(struct made *s, unsigned i, struct slice v)
{
	s->v[i] = v;
	if (v.n > 0 && i > s->n)
		s->n = i;
	while (s->n > 0 && s->v[s->n].n == 0)
		s->n--;
}

static uint64_t
filled(const struct made *s)
{
	uint64_t there = 0;

	for (unsigned i = 1; i <= s->n; i++)
		there |= (uint64_t)(s->v[i].n > 0) << i;
	return (there);
}

/* Part 0: the element has none. */
static void
put_part(struct maker *m, struct made *s, unsigned i, unsigned part,
    struct slice v)
{
	put(s, i, part > 0 ? with_part(m, s->v[i], part, v) : v);
}

static void
make_segment(struct maker *m, const struct guide_place *p)
{
	struct made *s = LIST_PUSH(m->a, &m->made, struct made);

	s->place = p;
	s->tag = tag_of(m, p->tag);
	for (unsigned i = 1; p->segment != NULL && i <= p->segment->n; i++)
		if (is_shown(&p->segment->e[i - 1])) {
			s->v[i] = value_of(m, &p->segment->e[i - 1]);
			s->n = i;
		}
	for (size_t k = 0; p->segment != NULL && k < m->g->egs.n; k++) {
		const struct guide_eg *eg = LIST_AT(&m->g->egs, struct guide_eg,
		    k);

		if (eg->tag == p->tag && eg->element <= p->segment->n)
			put_part(m, s, eg->element, eg->part, eg->value);
	}
}

/* …by the partner; `plainly`: whatever its first element says. */
static bool
is_required(const struct guide *g, const struct guide_place *p, bool plainly)
{
	for (size_t i = 0; i < g->rules.n; i++) {
		const struct guide_rule *r = LIST_AT(&g->rules,
		    struct guide_rule, i);

		if (r->kind == GUIDE_RULE_REQUIRE &&
		    r->place == p->number + 1 && (!plainly || r->value.n == 0))
			return (true);
	}
	return (false);
}

/* Places come in the order of the text, loops within. */
static bool
is_made(const struct guide *g, const struct guide_place *p)
{
	if (p->forbidden ||
	    (!p->mandatory && !p->shown && !is_required(g, p, false)))
		return (false);
	return (
	    p->loop == 0 || is_made(g, &g->places[g->loops[p->loop].opener]));
}

static void
make_all(struct maker *m)
{
	for (unsigned i = 0; i < m->g->n_places; i++)
		if (is_made(m->g, &m->g->places[i]))
			make_segment(m, &m->g->places[i]);
}

/* --- what a partner asks for -------------------------------------------- */

static void
insert(struct maker *m, size_t at, struct made s)
{
	(void)LIST_PUSH(m->a, &m->made, struct made);
	memmove(LIST_AT(&m->made, struct made, at + 1),
	    LIST_AT(&m->made, struct made, at),
	    (m->made.n - 1 - at) * sizeof(s));
	*LIST_AT(&m->made, struct made, at) = s;
}

static bool
is_inside(const struct guide *g, const struct guide_place *p, unsigned loop)
{
	for (unsigned l = p->loop; l != 0; l = g->loops[l].parent)
		if (l == loop)
			return (true);
	return (false);
}

/* Behind a segment and, when it opens a loop, all in it. */
static size_t
behind(const struct maker *m, size_t k)
{
	const struct guide_place *p = LIST_AT(&m->made, struct made, k)->place;

	for (k++; p->opens != 0 && k < m->made.n &&
	     is_inside(m->g, LIST_AT(&m->made, struct made, k)->place,
		 p->opens);
	     k++)
		;
	return (k);
}

static unsigned
first_part(const struct guide_place *p)
{
	return (p->segment != NULL && p->segment->n > 0 &&
	    p->segment->e[0].type == GUIDE_PARTS);
}

/* One with this in its first element: that which is there for no other
 * reason, else one more, with all that stands below it. */
static void
make_qualified(struct maker *m, const struct guide_rule *r)
{
	size_t first = m->made.n, last = 0, end;
	const struct guide_place *p = &m->g->places[r->place - 1];
	unsigned part = first_part(p);

	for (size_t k = 0; k < m->made.n; k++) {
		const struct made *s = LIST_AT(&m->made, struct made, k);

		if (s->place != p)
			continue;
		if (slice_eq(part_of(m, s->v[1], part), r->value))
			return;
		first = first < k ? first : k;
		last = k;
	}
	if (first == m->made.n)
		return;
	if (first != last || p->mandatory || p->shown ||
	    is_required(m->g, p, true)) {
		size_t at = behind(m, last), from = first;

		end = behind(m, first);
		first = at;
		for (; from < end; from++, at++)
			insert(m, at, *LIST_AT(&m->made, struct made, from));
	}
	put_part(m, LIST_AT(&m->made, struct made, first), 1, part, r->value);
}

static bool
is_allowed(const struct guide_rule *r, struct slice v)
{
	for (size_t i = 0; i < r->codes.n; i++)
		if (slice_eq(*LIST_AT(&r->codes, struct slice, i), v))
			return (true);
	return (false);
}

static void
keep_rule(struct maker *m, struct made *s, const struct guide_rule *r)
{
	const struct guide_element *e = &s->place->segment->e[r->element - 1];
	struct slice v = part_of(m, s->v[r->element], r->part);
	unsigned part = r->part;

	if (r->kind == GUIDE_RULE_NO_ELEMENT && v.n > 0) {
		put_part(m, s, r->element, part, SLICE_NONE);
	} else if (r->kind == GUIDE_RULE_ELEMENT && v.n == 0) {
		if (e->type == GUIDE_PARTS && part == 0)
			part = 1;
		put_part(m, s, r->element, part,
		    simple_value(m, part > 0 ? &e->parts[part - 1] : e));
	} else if (r->kind == GUIDE_RULE_LENGTH && v.n > r->most) {
		put_part(m, s, r->element, part, slice_sub(v, 0, r->most));
	} else if (r->kind == GUIDE_RULE_CODES && v.n > 0 &&
	    !is_allowed(r, v)) {
		put_part(m, s, r->element, part,
		    *LIST_AT(&r->codes, struct slice, 0));
	}
}

/* An element that the partner wants may ask for others. */
static void
keep_condition(struct maker *m, struct made *s, const struct guide_condition *c)
{
	uint64_t there = filled(s), lacks = 0;

	if (c->kind == 'P' && (there & c->mask) != 0)
		lacks = c->mask & ~there;
	else if ((there >> c->first & 1) != 0 && c->kind == 'C')
		lacks = c->mask & ~there;
	else if ((there >> c->first & 1) != 0 && c->kind == 'L' &&
	    (there & c->mask) == 0)
		lacks = c->mask & -c->mask;
	for (; lacks != 0; lacks &= lacks - 1) {
		unsigned i = (unsigned)__builtin_ctzll(lacks);

		put(s, i, value_of(m, &s->place->segment->e[i - 1]));
	}
}

static void
keep_rules(struct maker *m)
{
	const struct list *rules = &m->g->rules;

	for (size_t i = 0; i < rules->n; i++) {
		const struct guide_rule *r = LIST_AT(rules, struct guide_rule,
		    i);

		if (r->kind == GUIDE_RULE_REQUIRE && r->value.n > 0)
			make_qualified(m, r);
	}
	for (size_t k = 0; k < m->made.n; k++) {
		struct made *s = LIST_AT(&m->made, struct made, k);

		if (!s->place->ruled || s->place->segment == NULL)
			continue;
		for (size_t i = 0; i < rules->n; i++) {
			const struct guide_rule *r = LIST_AT(rules,
			    struct guide_rule, i);

			if (r->at != NULL && r->at[s->place->number] != 0)
				keep_rule(m, s, r);
		}
		for (unsigned i = 0; i < s->place->segment->whens; i++)
			keep_condition(m, s, &s->place->segment->when[i]);
	}
}

/* --- one fault ---------------------------------------------------------- */

/* Is this the fault that is wanted? */
static bool PRINTF_LIKE(3, 4)
    wanted(struct maker *m, const char *finding, const char *fmt, ...)
{
	va_list ap;

	if (m->done || m->number-- > 0)
		return (false);
	va_start(ap, fmt);
	(void)vsnprintf(m->broken->what, sizeof(m->broken->what), fmt, ap);
	va_end(ap);
	m->broken->finding = finding;
	m->done = true;
	return (true);
}

struct bad_value {
	const char *finding, *what;
	struct slice v;
};

/* What a value of this description must not be; how many. */
static unsigned
bad_values(struct maker *m, const struct guide_element *e, struct bad_value *t)
{
	bool number = e->type == GUIDE_N || e->type == GUIDE_R;
	unsigned n = 0;

	if (e->type == GUIDE_DT) {
		t[n++] = (struct bad_value){ "ELEMENT-DATE", "no date",
			SLICE("20261340") };
		return (n);
	}
	if (e->type == GUIDE_TM) {
		t[n++] = (struct bad_value){ "ELEMENT-TIME", "no time",
			SLICE("2561") };
		return (n);
	}
	if (number)
		t[n++] = (struct bad_value){ "ELEMENT-NUMBER", "no number",
			SLICE("1A1") };
	if (!number || e->max < 18)
		t[n++] = (struct bad_value){ "ELEMENT-LONG", "too long",
			repeated(m, number ? '1' : 'A', e->max + 1u) };
	if (e->min > 1)
		t[n++] = (struct bad_value){ "ELEMENT-SHORT", "too short",
			repeated(m, number ? '1' : 'A', e->min - 1u) };
	if (e->closed)
		t[n++] = (struct bad_value){ "ELEMENT-CODE", "no code",
			repeated(m, 'Z', e->max) };
	return (n);
}

static void
break_components(struct maker *m, struct made *s, unsigned i)
{
	const struct guide_element *e = &s->place->segment->e[i - 1];
	struct bad_value t[4];

	for (unsigned k = 1; k <= e->n_parts; k++) {
		unsigned n = is_shown(&e->parts[k - 1]) ?
		    bad_values(m, &e->parts[k - 1], t) :
		    0;

		for (unsigned j = 0; j < n; j++)
			if (wanted(m, t[j].finding, SL_FMT " %02u.%u is %s",
				SL_ARG(s->tag), i, k, t[j].what))
				put_part(m, s, i, k, t[j].v);
	}
}

static void
break_elements(struct maker *m, struct made *s)
{
	const struct guide_segment *d = s->place->segment;
	struct bad_value t[4];

	for (unsigned i = 1; i <= s->n && !m->done; i++) {
		const struct guide_element *e = &d->e[i - 1];
		unsigned n;

		if (s->v[i].n == 0)
			continue;
		if (e->mandatory &&
		    wanted(m, "ELEMENT-MISSING", SL_FMT " %02u is missing",
			SL_ARG(s->tag), i)) {
			put(s, i, SLICE_NONE);
			return;
		}
		if (e->type == GUIDE_PARTS) {
			break_components(m, s, i);
			continue;
		}
		n = bad_values(m, e, t);
		for (unsigned j = 0; j < n; j++)
			if (wanted(m, t[j].finding, SL_FMT " %02u is %s",
				SL_ARG(s->tag), i, t[j].what))
				put(s, i, t[j].v);
	}
	if (d->n + 1 < ELEMENTS - 1 && !m->done &&
	    wanted(m, "ELEMENT-COUNT", SL_FMT " has too many elements",
		SL_ARG(s->tag)))
		put(s, d->n + 1, SLICE("X"));
}

/* Elements of the mask are there or not. */
static void
set_elements(struct maker *m, struct made *s, uint64_t mask, bool there)
{
	for (; mask != 0; mask &= mask - 1) {
		unsigned i = (unsigned)__builtin_ctzll(mask);

		put(s, i,
		    there ? value_of(m, &s->place->segment->e[i - 1]) :
			    SLICE_NONE);
	}
}

static bool
condition_holds(const struct made *s, const struct guide_condition *c)
{
	uint64_t there = filled(s) & c->mask;

	if ((c->kind == 'C' || c->kind == 'L') && s->v[c->first].n == 0)
		return (true);
	switch (c->kind) {
	case 'P':
		return (there == 0 || there == c->mask);
	case 'C':
		return (there == c->mask);
	case 'E':
		return ((there & (there - 1)) == 0);
	default: /* R, L */
		return (there != 0);
	}
}

/* What else the broken condition has upset is left out, too. */
static void
settle_others(struct maker *m, struct made *s, const struct guide_condition *c,
    uint64_t keep)
{
	const struct guide_segment *d = s->place->segment;

	for (unsigned k = 0; k < d->whens; k++) {
		const struct guide_condition *w = &d->when[k];
		uint64_t gone = w->kind == 'C' || w->kind == 'L' ?
		    (uint64_t)1 << w->first :
		    w->mask;

		if (w != c && !condition_holds(s, w))
			set_elements(m, s,
			    filled(s) & gone & ~keep & ~d->required, false);
	}
}

/* Only a segment in which nothing else is wrong will do. */
static bool
is_only_fault(const struct made *s, const struct guide_condition *c)
{
	const struct guide_segment *d = s->place->segment;

	for (unsigned k = 0; k < d->whens; k++)
		if (condition_holds(s, &d->when[k]) == (&d->when[k] == c))
			return (false);
	return ((d->required & ~filled(s)) == 0);
}

static void
break_condition(struct maker *m, struct made *s,
    const struct guide_condition *c)
{
	uint64_t first = (uint64_t)1 << c->first;
	uint64_t others = c->mask & ~first;
	const char *finding = c->kind == 'E' ? "ELEMENT-EXCLUDED" :
					       "ELEMENT-CONDITION";
	struct made whole = *s;

	set_elements(m, s, others, c->kind == 'E');
	set_elements(m, s, first, c->kind != 'R');
	for (unsigned i = 0; i < s->place->segment->whens; i++)
		settle_others(m, s, c,
		    c->kind == 'E'     ? c->mask :
			c->kind == 'R' ? 0 :
					 first);
	if (!is_only_fault(s, c) ||
	    !wanted(m, finding, SL_FMT ": condition %c%02u", SL_ARG(s->tag),
		c->kind, (unsigned)c->first))
		*s = whole;
}

static void
break_inside(struct maker *m)
{
	for (size_t k = 0; k < m->made.n && !m->done; k++) {
		struct made *s = LIST_AT(&m->made, struct made, k);
		const struct guide_segment *d = s->place->segment;

		if (d == NULL || s->place->missing.n > 0 || k == 0 ||
		    k + 1 == m->made.n)
			continue; /* ST, SE: the reader's own */
		break_elements(m, s);
		for (unsigned i = 0; i < d->whens && !m->done; i++)
			break_condition(m, s, &d->when[i]);
	}
}

static void
leave_out(struct maker *m, size_t at)
{
	memmove(LIST_AT(&m->made, struct made, at),
	    LIST_AT(&m->made, struct made, at + 1),
	    (m->made.n - 1 - at) * sizeof(struct made));
	m->made.n--;
}

static void
break_order(struct maker *m, size_t k)
{
	struct made *s = LIST_AT(&m->made, struct made, k), copy;
	struct made *t = s + 1;

	if (s->place->loop != t->place->loop || s->place->opens != 0 ||
	    t->place->opens != 0 || s->place->tag == t->place->tag ||
	    !wanted(m, "SEG-ORDER", SL_FMT " stands behind " SL_FMT,
		SL_ARG(s->tag), SL_ARG(t->tag)))
		return;
	copy = *s;
	*s = *t;
	*t = copy;
}

static void
break_outside(struct maker *m)
{
	struct made other = { .tag = SLICE("ZZZ"), .n = 1 };

	for (size_t k = 1; k + 1 < m->made.n && !m->done; k++) {
		struct made *s = LIST_AT(&m->made, struct made, k);
		const struct guide_place *p = s->place;

		if (p->need != 0 && p->opens == 0 &&
		    wanted(m, "SEG-MISSING", SL_FMT " is missing",
			SL_ARG(s->tag))) {
			leave_out(m, k);
			return;
		}
		if (p->max < 100 && p->opens == 0 && p->over.n == 0 &&
		    wanted(m, "SEG-USE", SL_FMT " stands there too often",
			SL_ARG(s->tag))) {
			for (unsigned i = 0; i < p->max; i++)
				insert(m, k,
				    *LIST_AT(&m->made, struct made, k));
			return;
		}
		if (k + 2 < m->made.n)
			break_order(m, k);
	}
	other.v[1] = SLICE("1");
	if (!m->done && wanted(m, "SEG-UNKNOWN", "ZZZ is no segment"))
		insert(m, 1, other);
}

/* --- bytes -------------------------------------------------------------- */

/* A separator in a value is released, or left out where it cannot be. */
static void
put_value(struct maker *m, struct buf *b, const struct made *s, unsigned i)
{
	struct slice v = s->v[i];
	bool parts = s->place != NULL && s->place->segment != NULL &&
	    i <= s->place->segment->n &&
	    s->place->segment->e[i - 1].type == GUIDE_PARTS;

	for (size_t k = 0; k < v.n; k++) {
		bool special = m->edifact ? strchr("+'?", v.p[k]) != NULL :
					    strchr("*~", v.p[k]) != NULL;

		if (m->edifact && !parts && v.p[k] == ':')
			special = true;
		if (special && m->edifact)
			buf_char(b, '?');
		if (!special || m->edifact)
			buf_char(b, v.p[k]);
	}
}

/* ORDERS:D:96A:UN */
static struct slice
message_name(struct maker *m)
{
	struct slice release = m->g->version, before;

	if (slice_is(m->g->message, "CONTRL")) /* of the syntax, not of a
						* directory */
		return (SLICE("CONTRL:D:3:UN"));
	(void)slice_cut(m->g->version, '.', &before, &release);
	return (slice_of(arena_printf(m->a, SL_FMT ":D:" SL_FMT ":UN",
	    SL_ARG(m->g->message), SL_ARG(release))));
}

static void
render(struct maker *m, struct buf *b)
{
	struct made *last = LIST_AT(&m->made, struct made, m->made.n - 1);
	struct made *head = LIST_AT(&m->made, struct made, 0);

	/* the trailer counts, and repeats the number of the head */
	last->v[1] = slice_of(arena_printf(m->a, "%zu", m->made.n));
	last->v[2] = m->edifact ? head->v[1] : head->v[2];
	if (m->edifact)
		head->v[2] = message_name(m);
	else
		head->v[1] = m->g->message;
	for (size_t k = 0; k < m->made.n; k++) {
		const struct made *s = LIST_AT(&m->made, struct made, k);

		buf_add(b, s->tag);
		for (unsigned i = 1; i <= s->n; i++) {
			buf_char(b, m->edifact ? '+' : '*');
			put_value(m, b, s, i);
		}
		buf_text(b, m->edifact ? "'\n" : "~\n");
	}
}

bool
guide_sample(const struct guide *g, int number, struct buf *b,
    struct guide_broken_sample *broken)
{
	struct arena a = ARENA_INIT;
	struct maker m = { .g = g,
		.a = &a,
		.edifact = slice_is(g->standard, "edifact"),
		.number = number,
		.broken = broken,
		.done = number < 0 };

	make_all(&m);
	keep_rules(&m);
	if (m.made.n < 2) { /* not even a head and a trailer */
		arena_free(&a);
		return (false);
	}
	if (!m.done)
		break_inside(&m);
	if (!m.done)
		break_outside(&m);
	if (m.done)
		render(&m, b);
	arena_free(&a);
	return (m.done);
}

bool
guide_sample_file(const struct guide *g, int number, struct buf *b,
    struct guide_broken_sample *broken)
{
	bool later = !slice_is(g->version, "004010"), done;

	if (slice_is(g->standard, "edifact"))
		buf_text(b,
		    "UNA:+.? '\nUNB+UNOC:3+8712345000004:14+"
		    "8712345000011:14+261121:0200+1'\n");
	else
		buf_printf(b,
		    "ISA*00*          *00*          *ZZ*ACMEBV         *ZZ*"
		    "LAMPCO         *261121*0200*%c*00%c01*000000101*0*P*>~\n"
		    "GS*" SL_FMT "*ACMEBV*LAMPCO*20261121*0200*1*X*" SL_FMT
		    "~\n",
		    later ? '^' : 'U', later ? '5' : '4', SL_ARG(g->function),
		    SL_ARG(g->version));
	done = guide_sample(g, number, b, broken);
	buf_text(b,
	    slice_is(g->standard, "edifact") ? "UNZ+1+1'\n" :
					       "GE*1*1~\nIEA*1*000000101~\n");
	return (done);
}
