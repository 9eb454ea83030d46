/*
 * Text of a guide to tables; parsers/guides/README.md has the format.
 */
#include "parsers/guide_text.h"

#include <stdlib.h>

#define PLACES_MAX 1000
#define LOOPS_MAX 250
#define ELEMENTS_MAX 62
#define INCLUDES_MAX 8

/* An element (or component) that its lines are still about. */
struct pending {
	struct guide_element e;
	struct list codes;
	unsigned at, step, times; /* numbers it stands for; at 0: none */
	bool skipped;             /* not in this version */
};

struct compile {
	struct guide *g;
	struct guide_line line;
	struct list versions; /* struct slice */
	unsigned version;     /* the one that is compiled */
	struct list includes; /* struct slice */
	struct list places, loops, segments;
	unsigned depth; /* of open loops; stack[0] is the message */
	uint16_t stack[GUIDE_DEPTH];
	unsigned skipping; /* braces of a loop that is not in this version */
	bool table;        /* in it */
	struct guide_segment segment; /* the open one; tag 0: none */
	bool again; /* it is described already: only read over */
	struct list e, when;
	struct list parts;
	struct pending element, part;
};

#define WRONG(c, ...) guide_line_wrong(&(c)->line, __VA_ARGS__)

/* --- versions ---------------------------------------------------------- */

/* -1: the guide has no such version. */
static int
version_number(const struct compile *c, struct slice v)
{
	for (size_t i = 0; i < c->versions.n; i++)
		if (slice_eq(*LIST_AT(&c->versions, struct slice, i), v))
			return ((int)i);
	return (-1);
}

/* VERSION:VALUE changes a value from that version on. */
static enum rc
other_version(struct compile *c, struct slice word, struct slice *value)
{
	struct slice version, v;
	int n;

	(void)slice_cut(word, ':', &version, &v);
	n = version_number(c, version);
	if (n < 0)
		return (
		    WRONG(c, SL_FMT " is no version of it", SL_ARG(version)));
	if ((unsigned)n <= c->version)
		*value = v;
	return (RC_OK);
}

static bool
is_other_version(const struct compile *c, struct slice word)
{
	struct slice version, v;

	return (slice_cut(word, ':', &version, &v) &&
	    version_number(c, version) >= 0);
}

/* …and a version that the guide does not have is no label. */
static enum rc
refuse_other(struct compile *c)
{
	struct slice w = guide_word_ahead(&c->line), version, v;

	if (slice_cut(w, ':', &version, &v) && v.n > 0 && version.n > 0 &&
	    v.p[0] >= '0' && v.p[0] <= '9')
		return (
		    WRONG(c, SL_FMT " is no version of it", SL_ARG(version)));
	return (RC_OK);
}

/* from=V and until=V: is the line in this version?  *taken: it was one. */
static enum rc
take_limit(struct compile *c, struct slice word, bool *taken, bool *out)
{
	struct slice v;
	bool from = guide_attribute(word, "from", &v);
	int n;

	*taken = from || guide_attribute(word, "until", &v);
	if (!*taken)
		return (RC_OK);
	n = version_number(c, v);
	if (n < 0)
		return (WRONG(c, SL_FMT " is no version of it", SL_ARG(v)));
	if (from ? c->version < (unsigned)n : c->version > (unsigned)n)
		*out = true;
	return (RC_OK);
}

/* --- head -------------------------------------------------------------- */

static enum rc
take_versions(struct compile *c, struct slice wanted)
{
	struct slice w;
	int n;

	while ((w = guide_word(&c->line)).n > 0)
		*LIST_PUSH(&c->g->arena, &c->versions, struct slice) = w;
	if (c->versions.n == 0)
		return (WRONG(c, "no version is named"));
	n = version_number(c, wanted);
	c->version = n < 0 ? 0 : (unsigned)n;
	c->g->version = *LIST_AT(&c->versions, struct slice, c->version);
	return (RC_OK);
}

/* eg TAG NN[.K] VALUE */
static enum rc
take_eg(struct compile *c)
{
	struct guide_eg eg = { .tag = guide_tag_of(guide_word(&c->line)) };
	struct slice at, part;
	bool composed = slice_cut(guide_word(&c->line), '.', &at, &part);

	if (eg.tag == 0 || !guide_number(at, 1, ELEMENTS_MAX, &eg.element) ||
	    (composed && !guide_number(part, 1, ELEMENTS_MAX, &eg.part)))
		return (WRONG(c,
		    "a tag, an element and a value: "
		    "eg BGM 01.1 230"));
	eg.value = guide_word(&c->line);
	if (eg.value.n == 0 || c->line.rest.n > 0)
		return (WRONG(c, "one value stands behind eg"));
	*LIST_PUSH(&c->g->arena, &c->g->egs, struct guide_eg) = eg;
	return (RC_OK);
}

static enum rc
take_head(struct compile *c, struct slice word, struct slice wanted)
{
	struct guide *g = c->g;

	if (slice_is(word, "versions"))
		return (take_versions(c, wanted));
	if (slice_is(word, "eg"))
		return (take_eg(c));
	if (slice_is(word, "standard"))
		g->standard = guide_word(&c->line);
	else if (slice_is(word, "message"))
		g->message = guide_word(&c->line);
	else if (slice_is(word, "group"))
		g->function = guide_word(&c->line);
	else if (slice_is(word, "title"))
		g->title = c->line.rest;
	else if (slice_is(word, "include"))
		*LIST_PUSH(&g->arena, &c->includes, struct slice) = guide_word(
		    &c->line);
	else
		return (WRONG(c, SL_FMT " is nothing that a guide says",
		    SL_ARG(word)));
	return (RC_OK);
}

/* --- the table --------------------------------------------------------- */

static enum rc
take_max(struct compile *c, struct slice w, uint32_t *max)
{
	unsigned n;

	if (slice_is(w, ">1"))
		*max = GUIDE_MANY;
	else if (guide_number(w, 1, 999999999, &n))
		*max = n;
	else
		return (WRONG(c,
		    SL_FMT " is no number of times: 1 to 999999999, or >1",
		    SL_ARG(w)));
	return (RC_OK);
}

static enum rc
open_loop(struct compile *c, struct guide_place *p)
{
	struct guide_loop *l;
	struct slice name = guide_word(&c->line);

	if (c->line.rest.n > 0)
		return (WRONG(c, "a name is the last word behind {"));
	if (c->depth + 2 >= GUIDE_DEPTH || c->loops.n >= LOOPS_MAX)
		return (WRONG(c, "loops within loops within loops"));
	p->opens = (uint16_t)c->loops.n;
	l = LIST_PUSH(&c->g->arena, &c->loops, struct guide_loop);
	l->name = name;
	l->opener = p->number;
	l->parent = p->loop;
	c->stack[++c->depth] = p->opens;
	return (RC_OK);
}

static enum rc
take_row_words(struct compile *c, struct guide_place *p, bool *out)
{
	struct slice max = guide_word(&c->line), w, v;
	enum rc rc = RC_OK;
	bool taken = true;

	while (rc == RC_OK && taken) {
		w = guide_word_ahead(&c->line);
		rc = take_limit(c, w, &taken, out);
		if (taken || rc != RC_OK)
			;
		else if ((taken = is_other_version(c, w)))
			rc = other_version(c, w, &max);
		else if ((taken = slice_is(w, "shown")))
			p->shown = true;
		else if ((taken = guide_attribute(w, "missing", &v)))
			p->missing = v;
		else if ((taken = guide_attribute(w, "over", &v)))
			p->over = v;
		if (taken && rc == RC_OK)
			(void)guide_word(&c->line);
	}
	if (rc == RC_OK)
		rc = refuse_other(c);
	return (rc == RC_OK ? take_max(c, max, &p->max) : rc);
}

static enum rc
close_loop(struct compile *c)
{
	if (c->line.rest.n > 0)
		return (WRONG(c, "} stands alone"));
	if (c->skipping > 0)
		c->skipping--;
	else if (c->depth == 0)
		return (WRONG(c, "} without {"));
	else
		c->depth--;
	return (RC_OK);
}

/* The label is what is left before a brace. */
static struct slice
label_of(struct compile *c, bool *brace)
{
	struct slice r = c->line.rest, label, name;

	*brace = slice_cut(r, '{', &label, &name);
	if (!*brace)
		return (r);
	c->line.rest = slice_trim(name);
	return (slice_trim(label));
}

/* TAG USAGE MAX [what else] LABEL [{ [NAME]] */
static enum rc
take_row(struct compile *c, struct slice word)
{
	struct guide_place *p, row = { .tag = guide_tag_of(word) };
	struct slice usage;
	bool out = c->skipping > 0, brace;

	if (slice_is(word, "}"))
		return (close_loop(c));
	if (row.tag == 0)
		return (WRONG(c, SL_FMT " is no tag", SL_ARG(word)));
	usage = guide_word(&c->line);
	row.mandatory = slice_is(usage, "M");
	if (!row.mandatory && !slice_is(usage, "O") && !slice_is(usage, "C"))
		return (WRONG(c, "M, O or C stands behind the tag"));
	if (take_row_words(c, &row, &out) != RC_OK)
		return (RC_REJECT);
	row.label = label_of(c, &brace);
	if (out) {
		c->skipping += brace;
		return (RC_OK);
	}
	if (c->places.n >= PLACES_MAX)
		return (WRONG(c, "more than %d segments", PLACES_MAX));
	row.loop = c->stack[c->depth];
	row.number = (uint16_t)c->places.n;
	p = LIST_PUSH(&c->g->arena, &c->places, struct guide_place);
	*p = row;
	return (brace ? open_loop(c, p) : RC_OK);
}

/* --- elements ---------------------------------------------------------- */

static enum rc
put_copies(struct compile *c, struct pending *p, struct list *to)
{
	for (unsigned k = 0; k < p->times; k++) {
		unsigned at = p->at + k * p->step;

		if (at > ELEMENTS_MAX)
			return (
			    WRONG(c, "more than %d elements", ELEMENTS_MAX));
		while (to->n < at)
			LIST_PUSH(&c->g->arena, to, struct guide_element)
			    ->type = UINT8_MAX;
		if (LIST_AT(to, struct guide_element, at - 1)->type !=
		    UINT8_MAX)
			return (WRONG(c, "%u is described twice before", at));
		*LIST_AT(to, struct guide_element, at - 1) = p->e;
		p->e.sample = SLICE_NONE; /* once is enough to show it */
	}
	return (RC_OK);
}

/* Its lines are at an end. */
static enum rc
put_pending(struct compile *c, struct pending *p, struct list *to)
{
	enum rc rc = RC_OK;

	if (p->at > 0 && !p->skipped) {
		p->e.codes = p->codes.v;
		p->e.n_codes = (uint16_t)p->codes.n;
		if (p->e.closed && p->e.n_codes == 0)
			return (WRONG(c, "closed, but no code stood below"));
		rc = put_copies(c, p, to);
	}
	*p = (struct pending){ .at = 0 };
	return (rc);
}

static enum rc
is_whole(struct compile *c, const struct list *l)
{
	for (size_t i = 0; i < l->n; i++)
		if (LIST_AT(l, struct guide_element, i)->type == UINT8_MAX)
			return (
			    WRONG(c, "number %zu was not described", i + 1));
	return (RC_OK);
}

static enum rc
end_element(struct compile *c)
{
	enum rc rc = put_pending(c, &c->part, &c->parts);

	if (rc == RC_OK)
		rc = is_whole(c, &c->parts);
	if (rc != RC_OK)
		return (rc);
	if (c->element.e.type == GUIDE_PARTS && c->element.at > 0 &&
	    !c->element.skipped) {
		if (c->parts.n == 0)
			return (WRONG(c, "a composite without components"));
		c->element.e.parts = c->parts.v;
		c->element.e.n_parts = (uint16_t)c->parts.n;
	}
	c->parts = (struct list){ NULL, 0, 0 };
	return (put_pending(c, &c->element, &c->e));
}

/* Lengths side by side, and what has to be looked at. */
static void
lay_out(struct compile *c, struct guide_segment *s)
{
	size_t room = (s->n + 8u) / 8 * 8;

	s->least = arena_array(&c->g->arena, room, sizeof(*s->least));
	s->range = arena_array(&c->g->arena, room, sizeof(*s->range));
	memset(s->range, 0xff, room * sizeof(*s->range));
	for (unsigned i = 1; i <= s->n; i++) {
		const struct guide_element *e = &s->e[i - 1];
		uint64_t bit = (uint64_t)1 << i;

		s->all |= bit;
		if (e->type == GUIDE_ID)
			s->codes |= bit;
		if (e->type > GUIDE_AN || e->closed)
			s->look |= bit;
		if ((e->type == GUIDE_N || e->type == GUIDE_R) && !e->closed)
			s->numbers |= bit;
		s->least[i] = e->min;
		s->range[i] = e->type == GUIDE_PARTS ? UINT16_MAX : e->range;
	}
}

static enum rc
end_segment(struct compile *c)
{
	struct guide_segment *s = &c->segment;
	enum rc rc = end_element(c);

	if (rc == RC_OK)
		rc = is_whole(c, &c->e);
	if (rc != RC_OK || s->tag == 0)
		return (rc);
	s->e = c->e.v;
	s->n = (unsigned)c->e.n;
	s->when = c->when.v;
	s->whens = (unsigned)c->when.n;
	for (unsigned i = 0; i < s->n; i++)
		if (s->e[i].mandatory)
			s->required |= (uint64_t)2 << i;
	for (unsigned i = 0; i < s->whens; i++)
		if ((s->when[i].mask | (uint64_t)1 << s->when[i].first) >>
			s->n >> 1 !=
		    0)
			return (WRONG(c,
			    "a condition names an element that is not there"));
	lay_out(c, s);
	if (!c->again)
		*LIST_PUSH(&c->g->arena, &c->segments,
		    struct guide_segment) = *s;
	*s = (struct guide_segment){ .tag = 0 };
	c->e = c->when = (struct list){ NULL, 0, 0 };
	return (RC_OK);
}

static enum rc
begin_segment(struct compile *c)
{
	struct slice word = guide_word(&c->line);

	if (end_segment(c) != RC_OK)
		return (RC_REJECT);
	if (c->versions.n == 0)
		return (WRONG(c, "the versions come first"));
	if (c->depth > 0 || c->skipping > 0)
		return (WRONG(c, "a loop of the table is not closed"));
	c->table = false;
	c->segment.tag = guide_tag_of(word);
	if (c->segment.tag == 0)
		return (WRONG(c, SL_FMT " is no tag", SL_ARG(word)));
	c->segment.label = c->line.rest;
	c->again = false;
	for (size_t i = 0; i < c->segments.n; i++)
		if (LIST_AT(&c->segments, struct guide_segment, i)->tag ==
		    c->segment.tag)
			c->again = true;
	if (c->again && slice_eq(c->line.file, c->g->name))
		return (WRONG(c, SL_FMT " is described before", SL_ARG(word)));
	return (RC_OK);
}

/* N, or N+STEPxTIMES */
static bool
numbers_of(struct slice w, struct pending *p)
{
	struct slice at, rest, step, times;

	p->step = p->times = 1;
	if (!slice_cut(w, '+', &at, &rest))
		return (guide_number(w, 1, ELEMENTS_MAX, &p->at));
	return (slice_cut(rest, 'x', &step, &times) &&
	    guide_number(at, 1, ELEMENTS_MAX, &p->at) &&
	    guide_number(step, 1, ELEMENTS_MAX, &p->step) &&
	    guide_number(times, 1, ELEMENTS_MAX, &p->times));
}

static bool
type_of(struct slice w, struct guide_element *e)
{
	static const char *const names[] = { "ID", "AN", "A", "DT", "TM", "N",
		"R", "COMP" };
	unsigned digits;

	for (unsigned i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (slice_is(w, names[i])) {
			e->type = (uint8_t)i;
			return (true);
		}
	if (w.n != 2 || w.p[0] != 'N' ||
	    !guide_number(slice_sub(w, 1, 1), 0, 9, &digits))
		return (false);
	e->type = GUIDE_N;
	e->digits = (uint8_t)digits;
	return (true);
}

static bool
lengths_of(struct slice w, struct guide_element *e)
{
	struct slice a, b;
	unsigned min, max;

	if (!slice_cut(w, '/', &a, &b) || !guide_number(a, 0, 65535, &min) ||
	    !guide_number(b, 1, 65534, &max) || min > max)
		return (false);
	e->min = (uint16_t)min;
	e->max = (uint16_t)max;
	e->range = (uint16_t)(max - min);
	return (true);
}

/* 353, C002, S009: what the standard calls it */
static bool
is_number(struct slice w)
{
	size_t i = w.n == 4 &&
	    (w.p[0] == 'C' || w.p[0] == 'S' || w.p[0] == 'E' || w.p[0] == 'I');

	if (w.n < i + 1 || w.n > 4)
		return (false);
	for (; i < w.n; i++)
		if (w.p[i] < '0' || w.p[i] > '9')
			return (false);
	return (true);
}

static enum rc
take_element_words(struct compile *c, struct pending *p, struct slice *lengths)
{
	struct slice w, v;
	unsigned n;
	enum rc rc = RC_OK;
	bool taken = true;

	while (rc == RC_OK && taken) {
		w = guide_word_ahead(&c->line);
		rc = take_limit(c, w, &taken, &p->skipped);
		if (taken || rc != RC_OK)
			;
		else if ((taken = is_other_version(c, w)))
			rc = other_version(c, w, lengths);
		else if ((taken = slice_is(w, "closed")))
			p->e.closed = true;
		else if ((taken = guide_attribute(w, "eg", &v)))
			p->e.sample = v;
		else if ((taken = guide_attribute(w, "repeat", &v))) {
			if (!guide_number(v, 2, 65535, &n))
				return (WRONG(c, "repeat= wants a number"));
			p->e.repeat = (uint16_t)n;
		} else if ((taken = p->e.number.n == 0 && is_number(w)))
			p->e.number = w;
		if (taken && rc == RC_OK)
			(void)guide_word(&c->line);
	}
	return (rc == RC_OK ? refuse_other(c) : rc);
}

/* AT USAGE TYPE [MIN/MAX] [what else] LABEL */
static enum rc
take_description(struct compile *c, struct pending *p)
{
	struct slice usage = guide_word(&c->line);
	struct slice type = guide_word(&c->line), lengths = SLICE_NONE;

	p->e.repeat = 1;
	p->e.mandatory = slice_is(usage, "M");
	if (!p->e.mandatory && !slice_is(usage, "O") && !slice_is(usage, "C"))
		return (WRONG(c, "M, O or C stands behind the number"));
	if (!type_of(type, &p->e))
		return (WRONG(c, SL_FMT " is no type", SL_ARG(type)));
	if (p->e.type != GUIDE_PARTS)
		lengths = guide_word(&c->line);
	if (take_element_words(c, p, &lengths) != RC_OK)
		return (RC_REJECT);
	if (p->e.type != GUIDE_PARTS && !lengths_of(lengths, &p->e))
		return (WRONG(c, SL_FMT " is not MIN/MAX", SL_ARG(lengths)));
	p->e.label = c->line.rest;
	return (RC_OK);
}

static enum rc
take_component(struct compile *c, struct slice of, struct slice at)
{
	unsigned n;
	enum rc rc;

	if (c->element.e.type != GUIDE_PARTS ||
	    !guide_number(of, 1, ELEMENTS_MAX, &n) || n != c->element.at)
		return (
		    WRONG(c, "no composite " SL_FMT " is open", SL_ARG(of)));
	rc = put_pending(c, &c->part, &c->parts);
	if (rc != RC_OK)
		return (rc);
	if (!numbers_of(at, &c->part))
		return (WRONG(c, "which component?"));
	rc = take_description(c, &c->part);
	if (rc == RC_OK && c->part.e.type == GUIDE_PARTS)
		return (WRONG(c, "a component has no components"));
	return (rc);
}

static enum rc
take_element(struct compile *c, struct slice word)
{
	struct slice of, at;

	if (slice_cut(word, '.', &of, &at))
		return (take_component(c, of, at));
	if (end_element(c) != RC_OK)
		return (RC_REJECT);
	if (!numbers_of(word, &c->element))
		return (WRONG(c, "which element?"));
	return (take_description(c, &c->element));
}

/* = CODE LABEL */
static enum rc
take_code(struct compile *c)
{
	struct pending *p = c->part.at > 0 ? &c->part : &c->element;
	struct guide_code code = { .code = guide_word(&c->line) };
	bool taken = true, out = false;
	enum rc rc = RC_OK;

	if (p->at == 0 || p->e.type == GUIDE_PARTS)
		return (WRONG(c, "a code stands below its element"));
	if (code.code.n == 0)
		return (WRONG(c, "which code?"));
	while (rc == RC_OK && taken) {
		rc = take_limit(c, guide_word_ahead(&c->line), &taken, &out);
		if (taken && rc == RC_OK)
			(void)guide_word(&c->line);
	}
	code.label = c->line.rest;
	if (rc == RC_OK && !out)
		*LIST_PUSH(&c->g->arena, &p->codes, struct guide_code) = code;
	return (rc);
}

/* P0304, or P0607+2x10 */
static enum rc
take_condition(struct compile *c, struct slice word)
{
	struct slice pairs, rest;
	struct pending times = { .step = 0, .times = 1 };
	struct guide_condition w = { .kind = word.p[0] };
	char text[8];
	unsigned n;

	if (slice_cut(slice_sub(word, 1, word.n - 1), '+', &pairs, &rest)) {
		if (rest.n > sizeof(text) - 2)
			return (WRONG(c, "how often?"));
		memcpy(text, "1+", 2);
		memcpy(text + 2, rest.p, rest.n);
		if (!numbers_of((struct slice){ text, rest.n + 2 }, &times))
			return (WRONG(c, "how often?"));
	}
	if (pairs.n < 4 || pairs.n % 2 != 0)
		return (WRONG(c, "a condition is P0304: two digits each"));
	for (size_t i = 0; i < pairs.n; i += 2) {
		if (!guide_number(slice_sub(pairs, i, 2), 1, ELEMENTS_MAX, &n))
			return (WRONG(c, "a condition is P0304"));
		if (i == 0)
			w.first = (uint8_t)n;
		if (i > 0 || (w.kind != 'C' && w.kind != 'L'))
			w.mask |= (uint64_t)1 << n;
	}
	for (unsigned k = 0; k < times.times; k++) {
		*LIST_PUSH(&c->g->arena, &c->when, struct guide_condition) = w;
		if (w.mask >> (63 - times.step) != 0)
			return (WRONG(c, "beyond the last element"));
		w.mask <<= times.step;
		w.first = (uint8_t)(w.first + times.step);
	}
	return (RC_OK);
}

/* --- lines ------------------------------------------------------------- */

static bool
is_condition(struct slice w)
{
	return (w.n >= 5 && strchr("PRECL", w.p[0]) != NULL && w.p[1] >= '0' &&
	    w.p[1] <= '9');
}

static enum rc
take_line(struct compile *c, struct slice wanted)
{
	struct slice word = guide_word(&c->line);

	if (word.n == 0)
		return (WRONG(c, "an empty word"));
	if (slice_is(word, "segment"))
		return (begin_segment(c));
	if (c->segment.tag != 0) {
		if (slice_is(word, "="))
			return (take_code(c));
		if (is_condition(word))
			return (end_element(c) == RC_OK ?
				take_condition(c, word) :
				RC_REJECT);
		return (take_element(c, word));
	}
	if (c->table)
		return (take_row(c, word));
	if (slice_is(word, "table")) {
		if (c->versions.n == 0)
			return (WRONG(c, "the versions come first"));
		c->table = true;
		LIST_PUSH(&c->g->arena, &c->loops, struct guide_loop);
		return (RC_OK);
	}
	return (take_head(c, word, wanted));
}

static enum rc
take_text(struct compile *c, struct slice file, struct slice text,
    struct slice wanted, struct err *e)
{
	enum rc rc = RC_OK;

	c->line = (struct guide_line){ .file = file, .text = text, .err = e };
	while (rc == RC_OK && guide_line_next(&c->line))
		rc = take_line(c, wanted);
	return (rc == RC_OK ? end_segment(c) : rc);
}

static enum rc
take_includes(struct compile *c, guide_include *include, struct slice wanted,
    struct err *e)
{
	enum rc rc = RC_OK;

	for (size_t i = 0; rc == RC_OK && i < c->includes.n; i++) {
		struct slice name = *LIST_AT(&c->includes, struct slice, i);
		struct slice text = include != NULL && i < INCLUDES_MAX ?
		    include(name) :
		    SLICE_NONE;

		if (text.p == NULL)
			return (WRONG(c, "there is no " SL_FMT " to include",
			    SL_ARG(name)));
		rc = take_text(c, name, text, wanted, e);
	}
	return (rc);
}

/* --- tables ------------------------------------------------------------ */

static void
index_tags(struct guide *g)
{
	g->slots = 64;
	while (g->slots < 4 * g->n_places)
		g->slots *= 2;
	g->hash = arena_array(&g->arena, g->slots, sizeof(*g->hash));
	for (unsigned k = 0; k < g->n_places; k++) {
		uint32_t tag = g->places[k].tag;
		unsigned i = (tag * 2654435761u >> 16) & (g->slots - 1);

		while (g->hash[i].number != 0 && g->hash[i].tag != tag)
			i = (i + 1) & (g->slots - 1);
		if (g->hash[i].number == 0)
			g->hash[i] = (struct guide_slot){ tag,
				(uint16_t)++g->n_tags };
	}
}

static void
index_places(struct guide *g)
{
	g->first = arena_array(&g->arena, (size_t)g->n_loops * g->n_tags + 1,
	    sizeof(*g->first));
	g->inside = arena_array(&g->arena, g->n_tags, sizeof(*g->inside));
	for (unsigned i = 0; i < g->n_segments; i++) {
		unsigned tag = guide_tag(g, g->segments[i].tag);

		g->segments[i].number = i;
		if (tag < g->n_tags)
			g->inside[tag] = &g->segments[i];
	}
	for (unsigned k = g->n_places; k-- > 0;) {
		struct guide_place *p = &g->places[k];
		uint16_t *at =
		    &g->first[p->loop * g->n_tags + guide_tag(g, p->tag)];

		p->next = *at;
		*at = (uint16_t)(k + 1);
		p->segment = g->inside[guide_tag(g, p->tag)];
	}
}

/* Mandatory places have a bit in the need of their loop. */
static enum rc
number_needs(struct compile *c)
{
	struct guide *g = c->g;

	for (unsigned k = 0; k < g->n_places; k++) {
		struct guide_place *p = &g->places[k];
		uint64_t *need = &g->loops[p->loop].need;

		if (!p->mandatory || p->missing.n > 0)
			continue;
		if (~*need == 0)
			return (WRONG(c, "more than 64 mandatory segments"));
		p->need = *need + 1;
		*need |= p->need;
	}
	return (RC_OK);
}

static enum rc
finish(struct compile *c)
{
	struct guide *g = c->g;

	if (g->standard.n == 0 || g->message.n == 0 || g->title.n == 0)
		return (WRONG(c, "standard, message or title is not said"));
	if (c->places.n == 0)
		return (WRONG(c, "it has no table"));
	if (c->depth > 0 || c->skipping > 0)
		return (WRONG(c, "a loop of the table is not closed"));
	g->places = c->places.v;
	g->n_places = (unsigned)c->places.n;
	g->loops = c->loops.v;
	g->n_loops = (unsigned)c->loops.n;
	g->segments = c->segments.v;
	g->n_segments = (unsigned)c->segments.n;
	index_tags(g);
	index_places(g);
	return (number_needs(c));
}

enum rc
guide_compile(struct slice name, struct slice text, struct slice version,
    guide_include *include, struct guide **out, struct err *e)
{
	struct guide *g = calloc(1, sizeof(*g));
	struct compile *c = calloc(1, sizeof(*c));
	enum rc rc;

	if (g == NULL || c == NULL)
		die_memory();
	c->g = g;
	g->name = arena_slice(&g->arena, name);
	rc = take_text(c, g->name, text, version, e);
	if (rc == RC_OK)
		rc = take_includes(c, include, version, e);
	if (rc == RC_OK)
		rc = finish(c);
	free(c);
	if (rc != RC_OK) {
		guide_free(g);
		g = NULL;
	}
	*out = g;
	return (rc);
}

void
guide_free(struct guide *g)
{
	if (g == NULL)
		return;
	arena_free(&g->arena);
	free(g);
}
