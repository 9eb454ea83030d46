/*
 * Delivery patterns of SCC as recurrence rules.
 *
 * 2015 (pattern) with an interval of its own decides; days of the week or
 * weeks of the month need 2013 (frequency) to say how often, and weeks of the
 * month mean their Monday.  What names hours, events, or working days to be
 * counted is no rule: nothing is guessed.  Working weeks and months are weeks
 * and months; moving a day off a holiday is the profile's affair.
 */
#include "parsers/edifact_order.h"

#include "domain/recurrence.h"

#define N(a) (sizeof(a) / sizeof((a)[0]))

static const struct pattern {
	char code[4];
	bool whole; /* names its own interval */
	const char *part;
} patterns[] = {
	{ "1", false, "BYDAY=1MO" },
	{ "2", false, "BYDAY=2MO" },
	{ "3", false, "BYDAY=3MO" },
	{ "4", false, "BYDAY=4MO" },
	{ "5", false, "BYDAY=5MO" },
	{ "6", false, "BYDAY=1MO,3MO" },
	{ "7", false, "BYDAY=2MO,4MO" },
	{ "10", false, "BYDAY=MO,TU,WE,TH,FR" },
	{ "11", false, "BYDAY=MO,TU,WE,TH,FR,SA" },
	{ "12", false, "BYDAY=MO,TU,WE,TH,FR,SA,SU" },
	{ "13", false, "BYDAY=MO" },
	{ "14", false, "BYDAY=TU" },
	{ "15", false, "BYDAY=WE" },
	{ "16", false, "BYDAY=TH" },
	{ "17", false, "BYDAY=FR" },
	{ "18", false, "BYDAY=SA" },
	{ "19", false, "BYDAY=SU" },
	{ "22", true, "FREQ=WEEKLY" },
	{ "23", true, "FREQ=DAILY;BYDAY=MO,TU,WE,TH,FR" },
	{ "24", false, "BYMONTHDAY=1" },
	{ "25", false, "BYMONTHDAY=11" },
	{ "26", false, "BYMONTHDAY=21" },
	{ "31", true, "FREQ=DAILY;BYDAY=MO,TU,WE,TH,FR" },
	{ "43", true, "FREQ=WEEKLY" },
	{ "44", true, "FREQ=WEEKLY;INTERVAL=2" },
	{ "45", true, "FREQ=WEEKLY;INTERVAL=3" },
	{ "46", true, "FREQ=WEEKLY;INTERVAL=4" },
	{ "47", true, "FREQ=MONTHLY" },
	{ "48", true, "FREQ=MONTHLY;INTERVAL=2" },
	{ "49", true, "FREQ=MONTHLY;INTERVAL=3" },
};

/* Which frequencies a part goes with: an nth Monday or a day of the month
 * needs months, days of the week anything up to weeks. */
static const char *
frequency(struct slice code, const char *part)
{
	static const struct {
		char code[4];
		const char *text;
		bool months;
	} t[] = {
		{ "Y", "FREQ=DAILY", false },
		{ "W", "FREQ=WEEKLY", false },
		{ "T", "FREQ=WEEKLY;INTERVAL=4", false },
		{ "M", "FREQ=MONTHLY", true },
		{ "Q", "FREQ=MONTHLY;INTERVAL=3", true },
		{ "S", "FREQ=MONTHLY;INTERVAL=6", true },
		{ "A", "FREQ=YEARLY", false },
	};
	bool needs_months = part != NULL &&
	    (strncmp(part, "BYMONTHDAY", 10) == 0 ||
		(part[6] >= '1' && part[6] <= '5'));

	for (size_t i = 0; i < N(t); i++)
		if (slice_is(code, t[i].code))
			return (part == NULL ||
				    (t[i].months == needs_months &&
					t[i].code[0] != 'A') ?
				t[i].text :
				NULL);
	/* none is given: the part says it nearly all */
	return (code.n > 0 || part == NULL ? NULL :
		needs_months               ? "FREQ=MONTHLY" :
					     "FREQ=WEEKLY");
}

char *
edifact_pattern(struct arena *a, struct slice often, struct slice pattern)
{
	const struct pattern *p = NULL;
	const char *freq;

	for (size_t i = 0; i < N(patterns) && p == NULL; i++)
		if (slice_is(pattern, patterns[i].code))
			p = &patterns[i];
	if (pattern.n > 0 && p == NULL)
		return (NULL);
	if (p != NULL && p->whole)
		return (arena_printf(a, "%s", p->part));
	freq = frequency(often, p != NULL ? p->part : NULL);
	if (freq == NULL)
		return (NULL);
	return (p != NULL ? arena_printf(a, "%s;%s", freq, p->part) :
			    arena_printf(a, "%s", freq));
}

/* --- of the header ------------------------------------------------- */

static void
take_pattern(struct edifact_order *c, const struct edifact_segment *s)
{
	struct slice often = edifact_at(s, 3, 1), which = edifact_at(s, 3, 2);
	struct slice *coded = &c->order.recurrence.coded;
	struct recurrence rule;
	struct err e = ERR_INIT;
	struct buf b;
	char *text;

	if (often.n + which.n == 0)
		return;
	text = edifact_pattern(c->x->arena, often, which);
	if (text == NULL ||
	    recurrence_parse(slice_of(text), &rule, &e) != RC_OK) {
		edifact_wrong(c->x, "EDIFACT-SCC-PATTERN", s, 3, 0,
		    "no pattern that deliveries can repeat at");
		return;
	}
	buf_init(&b, 1024);
	recurrence_text(&rule, &b);
	if (coded->n == 0)
		*coded = arena_slice(c->x->arena, buf_slice(&b));
	else if (!slice_eq(*coded, buf_slice(&b)) &&
	    c->order.kind == KIND_STANDING)
		edifact_wrong(c->x, "EDIFACT-SCC-MIXED", s, 3, 0,
		    "the order repeats by " SL_FMT, SL_ARG(*coded));
	buf_free(&b);
}

/* 4493, whether parts and substitutes are welcome, and 2017, the time of day:
 * for people. */
static void
keep_conditions(struct edifact_order *c, const struct edifact_segment *s)
{
	const struct slice told[] = { edifact_at(s, 2, 1),
		edifact_at(s, 3, 3) };

	for (size_t i = 0; i < N(told); i++)
		if (told[i].n > 0 && c->line != NULL)
			edifact_note(c->x->arena, &c->line->notes,
			    edifact_words(c->x->arena, SLICE("SCC"), told[i]));
		else if (told[i].n > 0)
			edifact_keep_reference(c, SLICE("SCC"), told[i],
			    SLICE_NONE);
}

/* A plan repeats nothing and delivers nothing. */
void
edifact_scc(void *made, const struct edifact_segment *s)
{
	struct edifact_order *c = made;

	c->part = NULL;
	c->firm = edifact_firm(edifact_at(s, 1, 1));
	keep_conditions(c, s);
	if (c->firm)
		take_pattern(c, s);
	else
		edifact_wrong(c->x, "EDIFACT-SCC-PLAN", s, 1, 1,
		    "a plan, not an order: its quantities are not used");
}

/* Of the header: the quantity is that of no line, the date is a delivery. */
void
edifact_scc_qty(void *made, const struct edifact_segment *s)
{
	struct edifact_order *c = made;

	c->part = NULL;
	if (!c->firm)
		return;
	c->part = shape_push(c->x->arena, &c->order.recurrence.dates,
	    &schedule_shape);
	c->part->quantity = edifact_number(c->x, s, 1, 2);
	c->part->unit = edifact_unit(c->x, s, 1, 3);
}

/* A schedule has one day: of a range it is the first, and that is said. */
void
edifact_first_day(struct edifact_order *c, const struct edifact_segment *s)
{
	edifact_wrong(c->x, "EDIFACT-DATE-RANGE", s, 1, 2,
	    "of this range the first day is taken");
}

static bool
delivery_day(struct edifact_order *c, const struct edifact_segment *s, day *on)
{
	day to;

	if (!edifact_dates(c->x, s, on, &to))
		return (false);
	if (to != *on)
		edifact_first_day(c, s);
	return (true);
}

void
edifact_scc_dtm(void *made, const struct edifact_segment *s)
{
	struct edifact_order *c = made;

	if (c->part == NULL)
		return;
	if (c->part->on == DAY_NONE)
		(void)delivery_day(c, s, &c->part->on);
	else
		edifact_wrong(c->x, "EDIFACT-DATE-RANGE", s, 1, 2,
		    "the quantity has a day already: this one is not used");
}
