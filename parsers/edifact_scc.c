/*
 * Delivery patterns of SCC as recurrence rules.
 *
 * 2015 (pattern) with an interval of its own decides; days of the week or
 * weeks of the month need 2013 (frequency) to say how often, and weeks of the
 * month mean their Monday.  What names hours, events, or working days to be
 * counted is no rule: nothing is guessed.  Working weeks and months are weeks
 * and months; moving a day off a holiday is the profile's affair.
 */
#include "parsers/edifact_codes.h"

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
