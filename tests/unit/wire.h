/*
 * wire -- X12 and EDIFACT as a partner's translator reads them: segments and
 * elements split by the separators that the interchange itself says, envelopes
 * counted, every segment and value held against the message's guide.
 *
 * Written for tests alone, so that the writers are not judged by the lexers
 * that this program reads with.
 */
#ifndef TESTS_WIRE_H
#define TESTS_WIRE_H

#include <string.h>
#include "base/arena.h"
#include "base/buf.h"
#include "parsers/guide_step.h"
#include "tests/unit/unit.h"

#define WIRE_ELEMENTS 64

struct wire {
	struct slice data;
	size_t at;
	bool edifact, utf8;
	char element, part, terminator, release, decimal; /* '\0': none */
};

struct wire_segment {
	unsigned n;                    /* elements behind the tag */
	struct slice e[WIRE_ELEMENTS]; /* as written; e[0] is the tag */
	size_t at;
};

static inline void
wire_open(struct wire *w, struct slice data)
{
	*w = (struct wire){ .data = data, .utf8 = slice_utf8(data) };
	if (data.n > 9 && slice_starts(data, SLICE("UNA"))) {
		w->edifact = true;
		w->part = data.p[3];
		w->element = data.p[4];
		w->decimal = data.p[5];
		w->release = data.p[6] == ' ' ? '\0' : data.p[6];
		w->terminator = data.p[8];
		w->at = 9;
		return;
	}
	assert_true(data.n > 106 && slice_starts(data, SLICE("ISA")));
	w->element = data.p[3];
	w->part = data.p[104];
	w->terminator = data.p[105];
	w->decimal = '.';
}

/* To the next `until` that is not released; *s moves behind it. */
static inline bool
wire_cut(const struct wire *w, struct slice *s, char until, struct slice *part)
{
	size_t i = 0;

	if (s->p == NULL)
		return (false);
	for (; i < s->n && s->p[i] != until; i++)
		if (w->release != '\0' && s->p[i] == w->release)
			i++;
	i = i < s->n ? i : s->n;
	*part = (struct slice){ s->p, i };
	*s = i == s->n ? SLICE_NONE :
			 (struct slice){ s->p + i + 1, s->n - i - 1 };
	return (true);
}

static inline bool
wire_next(struct wire *w, struct wire_segment *s)
{
	struct slice rest = slice_sub(w->data, w->at, w->data.n);
	struct slice all = SLICE_NONE;

	if (rest.n == 0)
		return (false);
	*s = (struct wire_segment){ .at = w->at };
	assert_true(wire_cut(w, &rest, w->terminator, &all));
	w->at += all.n + 1;
	assert_true(w->at <= w->data.n); /* it ends with a terminator */
	rest = all;
	for (; wire_cut(w, &rest, w->element, &s->e[s->n]); s->n++)
		assert_true(s->n + 1 < WIRE_ELEMENTS);
	s->n--;
	/* Nothing absent at an end. */
	assert_true(s->n > 0 && s->e[s->n].n > 0);
	return (true);
}

/* Part k of element i, released; "" absent. */
static inline struct slice
wire_at(const struct wire *w, struct arena *a, const struct wire_segment *s,
    unsigned i, unsigned k)
{
	struct slice rest = i <= s->n ? s->e[i] : SLICE_NONE, part;
	char *text;
	size_t n = 0;

	do {
		if (!wire_cut(w, &rest, w->part, &part))
			return (SLICE_NONE);
	} while (k-- > 0);
	text = arena_alloc(a, part.n + 1);
	for (size_t j = 0; j < part.n; j++) {
		if (w->release != '\0' && part.p[j] == w->release)
			j++;
		text[n++] = part.p[j];
	}
	return (n == 0 ? SLICE_NONE : (struct slice){ text, n });
}

static inline bool
wire_is(const struct wire_segment *s, const char *tag)
{
	return (slice_is(s->e[0], tag));
}

static inline struct decimal
wire_decimal(const struct wire *w, struct arena *a,
    const struct wire_segment *s, unsigned i, unsigned k)
{
	struct slice v = wire_at(w, a, s, i, k);
	char *text = arena_text(a, v);
	struct decimal d = DECIMAL_NONE;

	for (size_t j = 0; j < v.n; j++)
		if (text[j] == w->decimal)
			text[j] = '.';
	if (v.n > 0)
		assert_true(decimal_parse(slice_of(text), &d));
	return (d);
}

/* --- against the guide --------------------------------------------------- */

struct wire_check {
	struct arena arena;
	struct guide_walk walk;
	int faults;
	const char *tag;
};

static inline void
wire_fault(struct wire_check *c, const char *what, struct slice tag, unsigned i,
    struct slice value)
{
	c->faults++;
	fprintf(stderr, "# " SL_FMT "%02u %s: " SL_FMT "\n", SL_ARG(tag), i,
	    what, SL_ARG(value));
}

static inline void
wire_wrong(void *ctx, enum guide_fault f, const struct guide_place *place,
    const struct guide_level *level, const struct guide_rule *rule)
{
	struct wire_check *c = ctx;

	(void)place;
	(void)level;
	(void)rule;
	c->faults++;
	fprintf(stderr, "# %s: fault %d of the structure\n", c->tag, (int)f);
}

/* Lengths are of characters. */
static inline void
wire_value(struct wire_check *c, const struct wire *w,
    const struct guide_element *e, const struct wire_segment *s, unsigned i,
    unsigned k)
{
	struct slice v = wire_at(w, &c->arena, s, i, k);
	char *plain = arena_alloc(&c->arena, v.n + 1);
	size_t n = 0;

	if (v.n == 0) {
		if (e->mandatory)
			wire_fault(c, "is missing", s->e[0], i, v);
		return;
	}
	for (size_t j = 0; j < v.n; j++)
		if (!w->utf8 || ((unsigned char)v.p[j] & 0xc0) != 0x80)
			plain[n++] = v.p[j];
	if (guide_value(e, (struct slice){ plain, n }, w->decimal) !=
	    GUIDE_GOOD)
		wire_fault(c, "is no such value", s->e[0], i, v);
}

static inline void
wire_element(struct wire_check *c, const struct wire *w,
    const struct guide_element *e, const struct wire_segment *s, unsigned i)
{
	struct slice rest = s->e[i], part;
	unsigned k = 0;

	if (e->type != GUIDE_PARTS) {
		wire_value(c, w, e, s, i, 0);
		return;
	}
	for (; k < e->n_parts && rest.p != NULL; k++) {
		(void)wire_cut(w, &rest, w->part, &part);
		wire_value(c, w, &e->parts[k], s, i, k);
	}
	if (rest.p != NULL)
		wire_fault(c, "has too many parts", s->e[0], i, s->e[i]);
}

static inline void
wire_inside(struct wire_check *c, const struct wire *w,
    const struct guide_segment *r, const struct wire_segment *s)
{
	uint64_t present = 0;

	if (s->n > r->n)
		wire_fault(c, "is too much", s->e[0], s->n, s->e[s->n]);
	for (unsigned i = 1; i <= r->n; i++) {
		if (i > s->n || s->e[i].n == 0) {
			if (r->e[i - 1].mandatory)
				wire_fault(c, "is missing", s->e[0], i,
				    SLICE_NONE);
			continue;
		}
		present |= (uint64_t)1 << i;
		wire_element(c, w, &r->e[i - 1], s, i);
	}
	for (unsigned i = 0; i < r->whens; i++)
		if (guide_broken(&r->when[i], present) != 0)
			wire_fault(c, "has no company", s->e[0],
			    guide_broken(&r->when[i], present), SLICE_NONE);
}

static inline uint32_t
wire_tag(struct slice tag)
{
	assert_in_range(tag.n, 2, 3);
	return (GUIDE_TAG((unsigned char)tag.p[0], (unsigned char)tag.p[1],
	    tag.n > 2 ? (unsigned char)tag.p[2] : 0));
}

/* One message, from its head to its end. */
static inline void
wire_message(struct wire_check *c, const struct guide *g, struct wire *w,
    struct wire_segment *s)
{
	const char *end = w->edifact ? "UNT" : "SE";
	const struct guide_place *p;
	struct slice number = wire_at(w, &c->arena, s, w->edifact ? 1 : 2, 0);
	int64_t count = 0, said;

	if (g == NULL)
		assert_true(
		    slice_starts(wire_at(w, &c->arena, s, 1, 0), SLICE("99")));
	c->walk = (struct guide_walk){ .wrong = wire_wrong, .ctx = c };
	guide_begin(&c->walk, g, NULL);
	for (;;) {
		count++;
		c->tag = arena_text(&c->arena, s->e[0]);
		p = guide_step(&c->walk, guide_tag(g, wire_tag(s->e[0])),
		    wire_at(w, &c->arena, s, 1, 0), count, s->at);
		if (p != NULL && p->segment != NULL)
			wire_inside(c, w, p->segment, s);
		if (wire_is(s, end))
			break;
		assert_true(wire_next(w, s));
	}
	guide_end(&c->walk);
	assert_true(slice_int(wire_at(w, &c->arena, s, 1, 0), &said));
	assert_int_equal(count, said);
	assert_true(slice_eq(number, wire_at(w, &c->arena, s, 2, 0)));
}

/* What is wrong with a document, by its guides; its envelopes must be good. */
static inline int
wire_faults(struct slice document)
{
	struct wire_check c = { .faults = 0 };
	struct wire_segment s;
	struct wire w;
	struct slice version = SLICE_NONE, control = SLICE_NONE;
	struct slice group = SLICE_NONE;
	int messages = 0, groups = 0, in_group = 0;

	wire_open(&w, document);
	if (!w.edifact)
		assert_int_equal(w.terminator, document.p[105]);
	while (wire_next(&w, &s)) {
		struct arena *a = &c.arena;

		if (wire_is(&s, "ISA") || wire_is(&s, "UNB")) {
			control = wire_at(&w, a, &s, w.edifact ? 5 : 13, 0);
		} else if (wire_is(&s, "GS")) {
			version = wire_at(&w, a, &s, 8, 0);
			group = wire_at(&w, a, &s, 6, 0);
			groups++;
			in_group = 0;
		} else if (wire_is(&s, "ST")) {
			messages++;
			in_group++;
			wire_message(&c,
			    guide_of("x12", wire_at(&w, a, &s, 1, 0), version),
			    &w, &s);
		} else if (wire_is(&s, "UNH")) {
			messages++;
			version = slice_of(arena_printf(a, "D." SL_FMT,
			    SL_ARG(wire_at(&w, a, &s, 2, 2))));
			wire_message(&c,
			    guide_of("edifact", wire_at(&w, a, &s, 2, 0),
				version),
			    &w, &s);
		} else if (wire_is(&s, "GE")) {
			assert_int_equal(in_group, atol(s.e[1].p));
			assert_true(slice_eq(group, s.e[2]));
		} else if (wire_is(&s, "IEA") || wire_is(&s, "UNZ")) {
			assert_int_equal(w.edifact ? messages : groups,
			    atol(s.e[1].p));
			assert_true(slice_eq(control, s.e[2]));
			assert_int_equal(w.at, document.n);
		} else
			assert_true(wire_is(&s, "TA1"));
	}
	arena_free(&c.arena);
	return (c.faults);
}

static inline void
wire_good(struct slice document)
{
	int faults = wire_faults(document);

	if (faults > 0)
		fprintf(stderr, "# " SL_FMT "\n", SL_ARG(document));
	assert_int_equal(0, faults);
}

#endif
