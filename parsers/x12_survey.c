#include "parsers/x12_survey.h"

#include "parsers/edi.h"
#include "parsers/edifact_envelope.h"

#define N(a) (sizeof(a) / sizeof((a)[0]))

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

	if (slice_digits(a, 1, 18) && slice_digits(b, 1, 18) &&
	    slice_int(a, &x) && slice_int(b, &y))
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
	if (!slice_digits(g->control, 1, 9)) {
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

struct x12_group
x12_group_of(const struct x12_segment *s)
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
	v->group = x12_group_of(&v->seg);
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
		if (v->plan->groups > 0) {
			x12_wrong(v->x, "X12-OUTSIDE", &v->seg, 0,
			    "TA1 stands before the first group: this one is "
			    "not read");
			break;
		}
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
	const struct x12_binary *b;

	for (; v->binary < v->binaries->n; v->binary++) {
		b = LIST_AT(v->binaries, struct x12_binary, v->binary);
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
		start = v->in_set ?
		    x12_envelope_find(v->data, at, seps) :
		    x12_skip_blanks(v->data, at, seps.terminator);
		if (start >= n)
			break;
		at = start;
		if (v->binaries->n > 0 && is_binary(v, &at))
			continue;
		if (v->in_set || x12_is_envelope(p + start, n - start, seps)) {
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
		x12_binaries_find(x, isa, seen, &binaries);
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
