#include "parsers/guide_tighten.h"

#include <stdlib.h>

#include "parsers/guide_text.h"

const char *
guide_rule_finding(const struct guide_rule *r)
{
	switch (r->kind) {
	case GUIDE_RULE_REQUIRE:
		return ("GUIDE-SEGMENT");
	case GUIDE_RULE_FORBID:
		return ("GUIDE-SEGMENT-UNWANTED");
	case GUIDE_RULE_MOST:
		return ("GUIDE-SEGMENT-USE");
	case GUIDE_RULE_ELEMENT:
		return ("GUIDE-ELEMENT");
	case GUIDE_RULE_NO_ELEMENT:
		return ("GUIDE-ELEMENT-UNWANTED");
	case GUIDE_RULE_CODES:
		return ("GUIDE-ELEMENT-CODE");
	case GUIDE_RULE_LENGTH:
		return ("GUIDE-ELEMENT-LONG");
	}
	BUG("rule");
}

struct slice
guide_own_message(struct slice text)
{
	struct guide_line l = { .text = text };

	if (!guide_line_next(&l) || !slice_is(guide_word(&l), "tighten"))
		return (SLICE_NONE);
	return (guide_word(&l));
}

bool
guide_own_is(struct slice text, struct slice message)
{
	return (slice_eq(guide_own_message(text), message));
}

struct tighten {
	struct guide *g;
	struct guide_line line;
	struct guide_rule rule; /* of the line */
};

#define WRONG(t, ...) guide_line_wrong(&(t)->line, __VA_ARGS__)

/* --- segments ---------------------------------------------------------- */

/* The one place of a path. */
static enum rc
place_of(struct tighten *t, struct slice path, struct guide_place **out)
{
	unsigned n;
	const struct guide_place *p = guide_find(t->g, path, &n);

	if (n == 0)
		return (WRONG(t,
		    SL_FMT " is no place of the message: tags of the loops "
			   "around it come first, like PO1/REF",
		    SL_ARG(path)));
	if (n > 1)
		return (WRONG(t, SL_FMT " has %u places", SL_ARG(path), n));
	*out = &t->g->places[p->number];
	return (RC_OK);
}

static enum rc
add_rule(struct tighten *t, enum guide_rule_kind kind)
{
	struct slice said = guide_word(&t->line);

	if (t->line.rest.n > 0)
		return (WRONG(t, "\"" SL_FMT "\" is more than a rule says",
		    SL_ARG(t->line.rest)));
	t->rule.kind = kind;
	t->rule.said = said;
	t->rule.where = slice_of(arena_printf(&t->g->arena, SL_FMT ":%u",
	    SL_ARG(t->line.file), t->line.number));
	*LIST_PUSH(&t->g->arena, &t->g->rules, struct guide_rule) = t->rule;
	return (RC_OK);
}

/* A bit of the loop's need. */
static enum rc
take_need(struct tighten *t, const struct guide_place *p, uint64_t *need)
{
	uint64_t *all;

	INVARIANT(p != NULL);
	all = &t->g->loops[p->loop].need;
	if (~*all == 0)
		return (WRONG(t, "more than 64 mandatory segments"));
	*need = *all + 1;
	*all |= *need;
	return (RC_OK);
}

/* PATH, or PATH=VALUE */
static enum rc
take_require(struct tighten *t)
{
	struct slice path, value;
	bool qualified = slice_cut(guide_word(&t->line), '=', &path, &value);
	struct guide_place *p = NULL;

	if (place_of(t, path, &p) != RC_OK ||
	    take_need(t, p, &t->rule.need) != RC_OK)
		return (RC_REJECT);
	INVARIANT(p != NULL);
	t->rule.place = (uint16_t)(p->number + 1);
	t->rule.value = qualified ? value : SLICE_NONE;
	p->qualified = true;
	return (add_rule(t, GUIDE_RULE_REQUIRE));
}

static enum rc
take_forbid(struct tighten *t)
{
	struct guide_place *p = NULL;

	if (place_of(t, guide_word(&t->line), &p) != RC_OK)
		return (RC_REJECT);
	INVARIANT(p != NULL);
	if (p->mandatory)
		return (WRONG(t, "the standard demands this segment"));
	p->forbidden = true;
	p->rule = (uint16_t)(t->g->rules.n + 1);
	t->rule.place = (uint16_t)(p->number + 1);
	return (add_rule(t, GUIDE_RULE_FORBID));
}

static enum rc
take_most(struct tighten *t)
{
	struct slice path = guide_word(&t->line);
	struct guide_place *p = NULL;
	unsigned n;

	if (place_of(t, path, &p) != RC_OK)
		return (RC_REJECT);
	INVARIANT(p != NULL);
	if (!guide_number(guide_word(&t->line), 1, 999999999, &n) ||
	    n >= p->max)
		return (WRONG(t, "a number below that of the guide"));
	p->max = n;
	p->over = SLICE_NONE;
	p->rule = (uint16_t)(t->g->rules.n + 1);
	t->rule.place = (uint16_t)(p->number + 1);
	t->rule.most = n;
	return (add_rule(t, GUIDE_RULE_MOST));
}

/* --- elements ---------------------------------------------------------- */

/* Marks the places that the rule is about; their description is the same. */
static const struct guide_segment *
mark_places(struct tighten *t, struct slice path)
{
	const struct guide_segment *inside = NULL;
	struct guide *g = t->g;
	struct slice loop, rest;
	bool plain = !slice_cut(path, '/', &loop, &rest);
	uint32_t tag = guide_tag_of(path);

	t->rule.at = arena_alloc(&g->arena, g->n_places);
	for (unsigned i = 0; i < g->n_places; i++) {
		struct guide_place *p = &g->places[i];

		if (plain ? p->tag != tag : !guide_is_at(g, p, path))
			continue;
		t->rule.at[i] = 1;
		p->ruled = true;
		inside = p->segment;
	}
	return (inside);
}

/* 02, or 02.1 */
static enum rc
take_number(struct tighten *t, const struct guide_segment *s,
    const struct guide_element **out)
{
	struct slice at, part;
	bool composed = slice_cut(guide_word(&t->line), '.', &at, &part);
	unsigned i, k = 0;
	const struct guide_element *e;

	if (!guide_number(at, 1, s->n, &i))
		return (WRONG(t, "the segment has elements 1 to %u", s->n));
	e = &s->e[i - 1];
	if (composed) {
		if (!guide_number(part, 1, e->n_parts, &k))
			return (WRONG(t, "the element has %u components",
			    (unsigned)e->n_parts));
		e = &e->parts[k - 1];
	}
	t->rule.element = (uint16_t)i;
	t->rule.part = (uint16_t)k;
	*out = e;
	return (RC_OK);
}

/* Words up to the text in quotes. */
static enum rc
take_codes(struct tighten *t)
{
	struct list codes = { NULL, 0, 0 };

	while (t->line.rest.n > 0 && t->line.rest.p[0] != '"')
		*LIST_PUSH(&t->g->arena, &codes, struct slice) = guide_word(
		    &t->line);
	if (codes.n == 0)
		return (WRONG(t, "which codes?"));
	t->rule.codes = codes;
	return (add_rule(t, GUIDE_RULE_CODES));
}

static enum rc
take_length(struct tighten *t, const struct guide_element *e)
{
	unsigned n;

	INVARIANT(e != NULL);
	if (!guide_number(guide_word(&t->line), 1, 65534, &n) || n >= e->max ||
	    n < e->min)
		return (
		    WRONG(t, "a length below the guide's %u, and at least %u",
			(unsigned)e->max, (unsigned)e->min));
	t->rule.most = n;
	return (add_rule(t, GUIDE_RULE_LENGTH));
}

static enum rc
take_element(struct tighten *t)
{
	const struct guide_segment *s = mark_places(t, guide_word(&t->line));
	const struct guide_element *e = NULL;
	struct slice what;

	if (s == NULL)
		return (WRONG(t, "the guide does not describe such a segment"));
	if (take_number(t, s, &e) != RC_OK)
		return (RC_REJECT);
	INVARIANT(e != NULL);
	what = guide_word(&t->line);
	if (e->type == GUIDE_PARTS &&
	    (slice_is(what, "codes") || slice_is(what, "most")))
		return (WRONG(t,
		    "the element has components: name one, as in %02u.1",
		    (unsigned)t->rule.element));
	if (slice_is(what, "codes"))
		return (take_codes(t));
	if (slice_is(what, "most"))
		return (take_length(t, e));
	if (slice_is(what, "require"))
		return (add_rule(t, GUIDE_RULE_ELEMENT));
	if (!slice_is(what, "forbid"))
		return (WRONG(t,
		    "an element's rule is codes, most, require "
		    "or forbid"));
	if (e->mandatory)
		return (WRONG(t, "the standard demands this element"));
	return (add_rule(t, GUIDE_RULE_NO_ELEMENT));
}

static enum rc
take_line(struct tighten *t)
{
	struct slice word = guide_word(&t->line);

	t->rule = (struct guide_rule){ .text = slice_trim(t->line.rest) };
	t->rule.text = (struct slice){ word.p,
		(size_t)(t->line.rest.p != NULL ?
			t->line.rest.p + t->line.rest.n - word.p :
			(ptrdiff_t)word.n) };
	if (slice_is(word, "require"))
		return (take_require(t));
	if (slice_is(word, "forbid"))
		return (take_forbid(t));
	if (slice_is(word, "most"))
		return (take_most(t));
	if (slice_is(word, "element"))
		return (take_element(t));
	return (WRONG(t, "a rule is require, forbid, most or element"));
}

static enum rc
take_lines(struct tighten *t)
{
	enum rc rc = RC_OK;

	if (!guide_line_next(&t->line) ||
	    !slice_is(guide_word(&t->line), "tighten") ||
	    !slice_eq(guide_word(&t->line), t->g->message))
		return (WRONG(t, "the first line is: tighten " SL_FMT,
		    SL_ARG(t->g->message)));
	while (rc == RC_OK && guide_line_next(&t->line)) {
		if (t->g->rules.n >= 1000)
			return (WRONG(t, "more than 1000 rules"));
		rc = take_line(t);
	}
	return (rc);
}

enum rc
guide_tighten(const struct guide *base, struct slice name, struct slice text,
    struct guide **out, struct err *e)
{
	struct guide *g = calloc(1, sizeof(*g));
	struct tighten t = { .g = g,
		.line = { .file = name, .text = text, .err = e } };
	enum rc rc;

	if (g == NULL)
		die_memory();
	*g = *base;
	g->arena = (struct arena)ARENA_INIT;
	g->rules = (struct list){ NULL, 0, 0 };
	g->places = arena_array(&g->arena, g->n_places, sizeof(*g->places));
	memcpy(g->places, base->places, g->n_places * sizeof(*g->places));
	g->loops = arena_array(&g->arena, g->n_loops, sizeof(*g->loops));
	memcpy(g->loops, base->loops, g->n_loops * sizeof(*g->loops));
	rc = take_lines(&t);
	if (rc != RC_OK) {
		guide_free(g);
		g = NULL;
	}
	*out = g;
	return (rc);
}

enum rc
guide_own_apply(const struct guide *base, const struct list *texts,
    struct guide **out, struct err *e)
{
	*out = NULL;
	for (size_t i = 0; texts != NULL && i < texts->n; i++) {
		const struct guide_own *o = LIST_AT(texts, struct guide_own, i);

		if (guide_own_is(o->text, base->message))
			return (guide_tighten(base, o->name, o->text, out, e));
	}
	return (RC_OK);
}

/* --- checking ---------------------------------------------------------- */

static bool
holds(const struct guide_rule *r, struct slice v)
{
	switch (r->kind) {
	case GUIDE_RULE_ELEMENT:
		return (v.n > 0);
	case GUIDE_RULE_NO_ELEMENT:
		return (v.n == 0);
	case GUIDE_RULE_LENGTH:
		return (v.n <= r->most || slice_characters(v) <= r->most);
	case GUIDE_RULE_CODES:
		for (size_t i = 0; i < r->codes.n; i++)
			if (slice_eq(*LIST_AT(&r->codes, struct slice, i), v))
				return (true);
		return (v.n == 0);
	case GUIDE_RULE_REQUIRE:
	case GUIDE_RULE_FORBID:
	case GUIDE_RULE_MOST:
		break;
	}
	return (true);
}

void
guide_rules_check(const struct guide *g, const struct guide_place *p,
    struct slice (*value)(void *ctx, unsigned i, unsigned k),
    void (*broken)(void *ctx, const struct guide_rule *r), void *ctx)
{
	if (!p->ruled)
		return;
	for (size_t i = 0; i < g->rules.n; i++) {
		const struct guide_rule *r = LIST_AT(&g->rules,
		    struct guide_rule, i);

		if (r->at != NULL && r->at[p->number] != 0 &&
		    !holds(r, value(ctx, r->element, r->part)))
			broken(ctx, r);
	}
}
