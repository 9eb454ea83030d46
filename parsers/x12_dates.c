#include "domain/recurrence.h"
#include "parsers/window.h"
#include "parsers/x12_order.h"

day
x12_date_of(const struct x12_850 *c, struct slice s)
{
	day d = day_parse_basic(s);

	if (d == DAY_NONE && c->x->version < 4010)
		d = day_parse_short(s);
	return (d);
}

/* DE 1250: how many characters a day and its time have. */
static const struct form {
	char code[4];
	unsigned char length;
	bool range, year_last;
} forms[] = {
	{ "D8", 8, false, false },
	{ "D6", 6, false, false },
	{ "DT", 12, false, false },
	{ "RTS", 14, false, false },
	{ "RD8", 8, true, false },
	{ "RDT", 12, true, false },
	{ "RD", 8, true, true },
};

static day
form_day(const struct form *f, struct slice v)
{
	char turned[8];

	if (v.n < 8)
		return (day_parse_short(v));
	if (!f->year_last)
		return (day_parse_basic(slice_sub(v, 0, 8)));
	memcpy(turned, v.p + 4, 4); /* MMDDCCYY */
	memcpy(turned + 4, v.p, 4);
	return (day_parse_basic((struct slice){ turned, 8 }));
}

static bool
read_form(const struct form *f, struct slice v, day *from, day *to)
{
	size_t n = f->length;

	if (v.n != (f->range ? 2 * n + 1 : n) || (f->range && v.p[n] != '-'))
		return (false);
	*from = form_day(f, slice_sub(v, 0, n));
	*to = f->range ? form_day(f, slice_sub(v, n + 1, n)) : *from;
	return (*from != DAY_NONE && *to != DAY_NONE && *from <= *to);
}

/* DTM02, else DTM06 in the form of DTM05: a day, or the ends of a range.
 * False: no day was stated, or none that can be read, which is said. */
bool
x12_days(struct x12_850 *c, const struct x12_segment *s, day *from, day *to)
{
	*from = *to = x12_date_of(c, x12_at(s, 2));
	if (*from != DAY_NONE || !X12_HAS(s, 6))
		return (*from != DAY_NONE);
	for (size_t i = 0; i < sizeof(forms) / sizeof(forms[0]); i++)
		if (slice_is(x12_at(s, 5), forms[i].code) &&
		    read_form(&forms[i], s->e[6], from, to))
			return (true);
	*from = *to = DAY_NONE;
	x12_wrong(c->x, "X12-PERIOD", s, 6,
	    "no day or range of days in a form that is known");
	return (false);
}

void
x12_head_dtm(void *state, const struct x12_segment *s)
{
	struct x12_850 *c = state;
	struct order *o = &c->order;
	enum x12_date what = x12_date(x12_at(s, 1));
	day from, to;

	if (what == X12_DATE_OTHER) {
		x12_tell(c, &o->notes, s);
		return;
	}
	if (!x12_days(c, s, &from, &to))
		return;
	switch (what) {
	case X12_DATE_REQUESTED:
		if (from != to) {
			window_not_before(o, &c->not_before, from);
			window_not_after(o, to);
		} else if (o->requested_on == DAY_NONE)
			o->requested_on = from;
		else if (o->requested_on != from)
			x12_tell(c, &o->notes, s);
		break;
	case X12_DATE_SHIP:
		if (!c->not_before)
			o->not_before = from;
		break;
	case X12_DATE_NOT_BEFORE:
		window_not_before(o, &c->not_before, from);
		break;
	case X12_DATE_NOT_AFTER:
		window_not_after(o, to);
		break;
	case X12_DATE_START:
		o->recurrence.start = from;
		if (to != from)
			o->recurrence.end = to;
		break;
	case X12_DATE_END:
		o->recurrence.end = to;
		break;
	case X12_DATE_OTHER:
		break;
	}
}

/* AM: time between two deliveries; AJ: from the first to the later ones. */
void
x12_ldt(void *state, const struct x12_segment *s)
{
	struct x12_850 *c = state;
	struct recurrence_terms *t = &c->order.recurrence;
	struct recurrence rule;
	struct err e = ERR_INIT;
	struct buf b;
	int64_t n;

	if (!slice_is(x12_at(s, 1), "AM") && !slice_is(x12_at(s, 1), "AJ")) {
		x12_rest(c, s);
		return;
	}
	if (!slice_int(x12_at(s, 2), &n) ||
	    recurrence_from_interval(x12_at(s, 3), n, &rule, &e) != RC_OK) {
		x12_wrong(c->x, "X12-INTERVAL", s, 3,
		    "no interval that deliveries can repeat at");
		return;
	}
	buf_init(&b, 1024);
	recurrence_text(&rule, &b);
	if (t->coded.n == 0)
		t->coded = arena_slice(c->x->arena, buf_slice(&b));
	else if (!slice_eq(t->coded, buf_slice(&b)) &&
	    c->order.kind == KIND_STANDING)
		x12_wrong(c->x, "X12-INTERVAL-MIXED", s, 2,
		    "the order repeats by " SL_FMT, SL_ARG(t->coded));
	buf_free(&b);
	if (t->start == DAY_NONE)
		t->start = x12_date_of(c, x12_at(s, 4));
}

void
x12_line_ldt(void *state, const struct x12_segment *s)
{
	struct x12_850 *c = state;

	x12_ldt(c, s);
}
