#include "parsers/x12_survey.h"

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
		at = x12_envelope_find(c->data, c->at, c->isa->seps);
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
			enter_group(c, x12_group_of(&s));
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
