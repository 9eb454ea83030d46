#include "tests/unit/days.h"
#include "domain/standing_days.h"
#include "base/arena.h"

static struct standing
order(const char *rule, const char *anchor)
{
	struct standing s = standing_from(rule, anchor);

	s.roll = ROLL_FOLLOWING;
	return (s);
}

/* "2026-01-05 issue 2026-01-12 missed" */
static enum rc
say(void *ctx, const struct standing_due *d, struct err *e)
{
	struct said *s = ctx;
	char date[11];

	(void)e;
	s->n += (size_t)snprintf(s->text + s->n, sizeof(s->text) - s->n,
	    "%s%s %s", s->n > 0 ? " " : "", day_text(d->nominal, date),
	    standing_verdict_name(d->verdict));
	assert_true(s->n < sizeof(s->text));
	return (RC_OK);
}

static const char *
tonight(const struct standing *s, const char *last, const char *today)
{
	static struct said said;
	struct err e = ERR_INIT;

	said = (struct said){ "", 0 };
	assert_int_equal(standing_decide(s, last != NULL ? on(last) : DAY_NONE,
			     on(today), say, &said, &e),
	    RC_OK);
	return (said.text);
}

static const struct calendar weekdays = { CALENDAR_WEEKEND, NULL, 0 };

TEST(an_order_is_released_its_lead_before_it_is_due)
{
	struct standing s = order("FREQ=MONTHLY", "2026-01-05");

	s.calendar = &weekdays;
	s.lead_days = 2;
	/* Due Thursday 5 February, so released on Tuesday 3. */
	assert_string_equal(tonight(&s, "2026-01-05", "2026-02-02"), "");
	assert_string_equal(tonight(&s, "2026-01-05", "2026-02-03"),
	    "2026-02-05 issue");
	assert_string_equal(tonight(&s, "2026-02-05", "2026-02-03"), "");
}

TEST(a_holiday_moves_the_due_date_and_never_the_next_nominal_one)
{
	day holidays[] = { on("2026-03-02") };
	struct calendar c = { CALENDAR_WEEKEND, holidays, 1 };
	struct standing s = order("FREQ=MONTHLY", "2026-01-31");

	s.calendar = &c;
	s.lead_days = 1;
	assert_string_equal(preview(&s, "2026-01-01", 4),
	    "2026-01-31>2026-02-02<2026-01-30 "
	    "2026-02-28>2026-03-03<2026-02-27 "
	    "2026-03-31>2026-03-31<2026-03-30 "
	    "2026-04-30>2026-04-30<2026-04-29");
}

TEST(a_due_date_does_not_roll_past_the_end)
{
	struct standing s = order("FREQ=WEEKLY;UNTIL=20260125", "2026-01-10");

	s.calendar = &weekdays;
	assert_string_equal(preview(&s, "2026-01-01", 9),
	    "2026-01-10>2026-01-12<2026-01-12 "
	    "2026-01-17>2026-01-19<2026-01-19 "
	    "2026-01-24>2026-01-23<2026-01-23");
}

TEST(missed_nights_are_caught_up_as_agreed)
{
	static const struct {
		enum catch_up how;
		const char *want;
	} t[] = {
		/* Due 5, 6, … 12; tonight is the 12th, grace is 3 days. */
		{ CATCH_ALL,
		    "2026-01-07 missed 2026-01-08 missed "
		    "2026-01-09 issue 2026-01-10 issue 2026-01-11 issue "
		    "2026-01-12 issue" },
		{ CATCH_LATEST,
		    "2026-01-07 missed 2026-01-08 missed "
		    "2026-01-09 missed 2026-01-10 missed 2026-01-11 issue "
		    "2026-01-12 issue" },
		{ CATCH_NONE,
		    "2026-01-07 missed 2026-01-08 missed "
		    "2026-01-09 missed 2026-01-10 missed 2026-01-11 missed "
		    "2026-01-12 issue" },
		{ CATCH_ASK,
		    "2026-01-07 missed 2026-01-08 missed "
		    "2026-01-09 ask 2026-01-10 ask 2026-01-11 ask "
		    "2026-01-12 issue" },
	};

	for (size_t i = 0; i < sizeof(t) / sizeof(t[0]); i++) {
		struct standing s = order("FREQ=DAILY", "2026-01-05");

		s.grace_days = 3;
		s.catch_up = t[i].how;
		assert_string_equal(tonight(&s, "2026-01-06", "2026-01-12"),
		    t[i].want);
	}
}

TEST(a_release_that_is_late_is_no_late_delivery)
{
	struct standing s = order("FREQ=WEEKLY", "2026-01-05");

	s.lead_days = 3;
	s.catch_up = CATCH_NONE;
	assert_string_equal(tonight(&s, "2026-01-05", "2026-01-12"),
	    "2026-01-12 issue");
	assert_string_equal(tonight(&s, "2026-01-05", "2026-01-13"),
	    "2026-01-12 missed");
}

TEST(pauses_and_the_time_before_acceptance_are_skipped)
{
	struct day_range pauses[] = {
		{ on("2026-03-01"), DAY_NONE },
		{ on("2026-02-02"), on("2026-02-02") },
	};
	struct standing s = order("FREQ=WEEKLY", "2026-01-05");

	s.accepted_on = on("2026-01-13");
	s.pauses = pauses;
	s.pauses_n = 2;
	s.grace_days = 1000;
	assert_string_equal(tonight(&s, NULL, "2026-03-09"),
	    "2026-01-05 issue 2026-01-12 skipped_before_acceptance "
	    "2026-01-19 issue 2026-01-26 issue 2026-02-02 skipped_pause "
	    "2026-02-09 issue 2026-02-16 issue 2026-02-23 issue "
	    "2026-03-02 skipped_pause 2026-03-09 skipped_pause");
}

TEST(what_is_skipped_is_not_the_latest)
{
	struct day_range pause = { on("2026-01-19"), on("2026-01-25") };
	struct standing s = order("FREQ=WEEKLY", "2026-01-05");

	s.pauses = &pause;
	s.pauses_n = 1;
	s.grace_days = 30;
	s.catch_up = CATCH_LATEST;
	assert_string_equal(tonight(&s, "2026-01-05", "2026-01-21"),
	    "2026-01-12 issue 2026-01-19 skipped_pause");
}

TEST(roll_drop_skips_holidays_but_never_the_initial_order)
{
	struct standing s = order("FREQ=DAILY", "2026-01-10");

	s.calendar = &weekdays;
	s.roll = ROLL_DROP;
	assert_string_equal(tonight(&s, NULL, "2026-01-13"),
	    "2026-01-10 issue 2026-01-11 skipped_holiday 2026-01-12 issue "
	    "2026-01-13 issue");
}

TEST(the_initial_order_is_issued_however_late)
{
	struct day_range pause = { on("2026-01-01"), DAY_NONE };
	struct standing s = order("FREQ=MONTHLY", "2026-01-05");

	s.accepted_on = on("2026-04-01");
	s.pauses = &pause;
	s.pauses_n = 1;
	s.catch_up = CATCH_NONE;
	assert_string_equal(tonight(&s, NULL, "2026-04-01"),
	    "2026-01-05 issue 2026-02-05 skipped_before_acceptance "
	    "2026-03-05 skipped_before_acceptance");
}

TEST(a_calendar_without_business_days_stops_the_order_with_a_reason)
{
	struct calendar never = { 0xfe, NULL, 0 };
	struct standing s = order("FREQ=DAILY", "2026-01-05");
	struct said said = { "", 0 };
	struct err e = ERR_INIT;

	s.calendar = &never;
	assert_int_equal(
	    standing_decide(&s, DAY_NONE, on("2026-01-09"), say, &said, &e),
	    RC_REJECT);
	assert_string_equal(e.code, "CALENDAR-EMPTY");
	assert_non_null(strstr(e.text, "2026-01-05"));
	assert_int_equal(said.n, 0);
}

static enum rc
refuse_second(void *ctx, const struct standing_due *d, struct err *e)
{
	(void)d;
	return (
	    ++*(int *)ctx == 2 ? err_set(e, RC_RETRY, "BUSY", "busy") : RC_OK);
}

TEST(the_callers_failure_stops_the_night)
{
	struct standing s = order("FREQ=DAILY", "2026-01-05");
	struct err e = ERR_INIT;
	int calls = 0;

	assert_int_equal(standing_decide(&s, on("2026-01-05"), on("2026-01-20"),
			     refuse_second, &calls, &e),
	    RC_RETRY);
	assert_int_equal(calls, 2);
}

TEST(explicit_dates_are_occurrences_like_others)
{
	day dates[] = { on("2026-02-01"), on("2026-02-20") };
	struct standing s = order("FREQ=DAILY", "2026-01-05");

	s.set.rule = RECURRENCE_NONE;
	s.set.anchor = DAY_NONE;
	s.set.dates = dates;
	s.set.dates_n = 2;
	assert_string_equal(tonight(&s, NULL, "2026-02-01"),
	    "2026-02-01 issue");
	assert_string_equal(tonight(&s, "2026-02-01", "2026-02-20"),
	    "2026-02-20 issue");
}

/* --- the book of many nights ------------------------------------------------
 */

struct mill {
	struct arena arena;
	struct list records; /* struct standing_record */
	size_t read;
	int fail_after; /* decisions until the lights go out */
};

static enum rc
book(void *ctx, const struct standing_due *d, struct err *e)
{
	struct mill *m = ctx;
	struct standing_record *r;

	if (m->fail_after == 0)
		return (err_set(e, RC_RETRY, "POWER", "the lights went out"));
	if (m->fail_after > 0)
		m->fail_after--;
	r = LIST_PUSH(&m->arena, &m->records, struct standing_record);
	r->nominal = d->nominal;
	r->outcome = standing_outcome_of(d->verdict);
	return (RC_OK);
}

static day
last_decided(const struct mill *m)
{
	return (m->records.n == 0 ?
		DAY_NONE :
		LIST_AT(&m->records, struct standing_record, m->records.n - 1)
		    ->nominal);
}

static bool
read_book(void *ctx, struct standing_record *out)
{
	struct mill *m = ctx;

	if (m->read == m->records.n)
		return (false);
	*out = *LIST_AT(&m->records, struct standing_record, m->read++);
	return (true);
}

static struct standing_audit
audit(const struct standing *s, struct mill *m, day today)
{
	struct standing_audit a;
	struct err e = ERR_INIT;

	m->read = 0;
	assert_int_equal(standing_audit(s, today, read_book, m, &a, &e), RC_OK);
	return (a);
}

static uint32_t
dice(uint32_t *seed)
{
	*seed = *seed * 1664525 + 1013904223;
	return (*seed >> 16);
}

/* One night: run never, once, twice, or broken off and run again. */
static void
night(const struct standing *s, struct mill *m, day today, uint32_t *seed)
{
	struct err e = ERR_INIT;
	uint32_t kind = dice(seed) % 8;

	if (kind == 0)
		return;
	if (kind == 1) {
		m->fail_after = (int)(dice(seed) % 2);
		if (standing_decide(s, last_decided(m), today, book, m, &e) !=
		    RC_OK)
			assert_string_equal(e.code, "POWER");
		m->fail_after = -1;
	}
	for (int i = 0; i < (kind == 2 ? 2 : 1); i++) {
		size_t before = m->records.n;

		assert_int_equal(
		    standing_decide(s, last_decided(m), today, book, m, &e),
		    RC_OK);
		assert_true(i == 0 || m->records.n == before);
	}
}

TEST(twenty_years_of_nights_deliver_every_two_months_once)
{
	struct standing s = order("FREQ=MONTHLY;INTERVAL=2", "2025-12-31");
	struct mill m = { .arena = ARENA_INIT, .fail_after = -1 };
	uint32_t seed = 7;
	struct standing_audit a;
	day today = s.set.anchor;

	s.calendar = &weekdays;
	s.lead_days = 2;
	for (; today <= on("2045-12-31"); today++) {
		night(&s, &m, today, &seed);
		if (today % 97 == 0 && last_decided(&m) != DAY_NONE) {
			a = audit(&s, &m, today);
			assert_true(a.unrecorded <= 1 && a.repeated == 0 &&
			    a.unexpected == 0);
		}
	}
	seed = 8; /* not a night left out */
	night(&s, &m, today, &seed);
	a = audit(&s, &m, today);
	assert_true(standing_balanced(&a));
	assert_int_equal(a.due, 121);
	assert_int_equal(a.recorded[OUTCOME_ISSUED], 121);
	for (size_t i = 0; i < m.records.n; i++) {
		struct ymd c = day_ymd(
		    LIST_AT(&m.records, struct standing_record, i)->nominal);

		assert_int_equal(c.y * 12 + c.m, 2025 * 12 + 12 + 2 * (int)i);
		assert_int_equal(c.d, month_days(c.y, c.m));
	}
	arena_free(&m.arena);
}

/* Whatever the rule and the agreement: nothing lost, nothing twice. */
TEST(every_agreement_balances_after_every_pattern_of_nights)
{
	static const char *const rules[] = {
		"FREQ=DAILY;INTERVAL=3",
		"FREQ=WEEKLY;BYDAY=MO,SA",
		"FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1",
		"FREQ=MONTHLY;COUNT=20",
		"FREQ=WEEKLY;UNTIL=20261201",
	};
	uint32_t seed = 1;

	for (unsigned i = 0; i < 5 * 4 * 5; i++) {
		struct day_range pause = { on("2026-05-01"), on("2026-06-15") };
		struct standing s = order(rules[i % 5], "2026-01-10");
		struct mill m = { .arena = ARENA_INIT, .fail_after = -1 };
		struct standing_audit a;
		struct err e = ERR_INIT;
		day end = on("2027-12-31");

		s.catch_up = (enum catch_up)(i / 5 % 4);
		s.roll = (enum roll)(i / 20);
		s.calendar = &weekdays;
		s.lead_days = (int)(i % 4);
		s.grace_days = 2;
		s.pauses = &pause;
		s.pauses_n = 1;
		for (day d = s.set.anchor; d < end; d++)
			if (d % 60 < 50)
				night(&s, &m, d, &seed);
		assert_int_equal(
		    standing_decide(&s, last_decided(&m), end, book, &m, &e),
		    RC_OK);
		a = audit(&s, &m, end);
		assert_true(standing_balanced(&a));
		assert_true(a.due > 0 && a.first_fault == DAY_NONE);
		arena_free(&m.arena);
	}
}

TEST(the_audit_names_what_is_lost_repeated_or_unheard_of)
{
	struct standing s = order("FREQ=WEEKLY", "2026-01-05");
	struct standing_record records[] = {
		{ on("2026-01-05"), OUTCOME_ISSUED },
		{ on("2026-01-12"), OUTCOME_HELD },
		{ on("2026-01-12"), OUTCOME_HELD },
		{ on("2026-01-20"), OUTCOME_ISSUED },
		{ on("2026-01-26"), OUTCOME_SKIPPED },
		{ on("2026-02-02"), OUTCOME_SKIPPED },
		{ on("2026-02-03"), OUTCOME_MISSED },
	};
	struct mill m = { .records = { records, 7, 7 } };
	struct standing_audit a = audit(&s, &m, on("2026-01-26"));

	assert_int_equal(a.due, 4);
	assert_int_equal(a.recorded[OUTCOME_ISSUED], 1);
	assert_int_equal(a.recorded[OUTCOME_HELD], 1);
	assert_int_equal(a.recorded[OUTCOME_SKIPPED], 1);
	assert_int_equal(a.unrecorded, 1);
	assert_int_equal(a.repeated, 1);
	assert_int_equal(a.unexpected, 2);
	assert_int_equal(a.ahead, 1);
	assert_int_equal(a.first_fault, on("2026-01-12"));
	assert_false(standing_balanced(&a));
}

TEST(the_audit_says_how_far_it_came_and_when_it_has_to_look_again)
{
	struct standing s = order("FREQ=WEEKLY;COUNT=3", "2026-01-05");
	struct standing_record records[] = {
		{ on("2026-01-05"), OUTCOME_ISSUED },
		{ on("2026-01-12"), OUTCOME_ISSUED },
		{ on("2026-01-19"), OUTCOME_ISSUED },
	};
	struct mill m = { .fail_after = -1 };
	struct standing_audit a = audit(&s, &m, on("2026-01-01"));

	s.lead_days = 2;
	assert_int_equal(a.last, DAY_NONE);
	m = (struct mill){ .records = { records, 2, 2 } };
	a = audit(&s, &m, on("2026-01-16"));
	assert_int_equal(a.last, on("2026-01-12"));
	assert_int_equal(a.again_on, on("2026-01-17"));
	m = (struct mill){ .records = { records, 3, 3 } };
	a = audit(&s, &m, on("2026-03-01"));
	assert_int_equal(a.last, on("2026-01-19"));
	assert_int_equal(a.again_on, DAY_NONE);
}

TEST(a_book_with_nothing_due_balances)
{
	struct standing s = order("FREQ=WEEKLY", "2026-01-05");
	struct mill m = { .fail_after = -1 };
	struct standing_audit a = audit(&s, &m, on("2026-01-04"));

	assert_true(standing_balanced(&a));
	assert_int_equal(a.due, 0);
	a = audit(&s, &m, on("2026-01-05"));
	assert_false(standing_balanced(&a));
}

TEST(an_old_standing_order_costs_a_night_no_more_than_a_young_one)
{
	struct standing s = order("FREQ=DAILY", "0001-01-01");
	struct recurrence_iter it;
	day d;

	recurrence_start(&it, &s.set);
	recurrence_seek(&it, on("2026-01-05"));
	assert_true(recurrence_next(&it, &d, NULL));
	/* Days that were looked at: the jump, not the 739,000 before. */
	assert_true(it.made < 10);
	assert_string_equal(tonight(&s, "2026-01-04", "2026-01-05"),
	    "2026-01-05 issue");
}

/* Weekly from 5 January, on the first of the month from 1 March on, and on two
 * days of May alone from 2 May on. */
static struct standing
three_rules(struct standing_part parts[2], const day days[2])
{
	struct standing s = order("FREQ=WEEKLY", "2026-01-05"),
			monthly = order("FREQ=MONTHLY;BYMONTHDAY=1",
			    "2026-03-01");

	parts[0] = (struct standing_part){ on("2026-03-01"), monthly.set };
	parts[0].set.strict = true;
	parts[1] = (struct standing_part){ on("2026-05-02"),
		RECURRENCE_SET(RECURRENCE_NONE, DAY_NONE) };
	parts[1].set.dates = days;
	parts[1].set.dates_n = 2;
	s.parts = parts;
	s.parts_n = 2;
	return (s);
}

static bool
keep_day(void *ctx, day d)
{
	struct said *s = ctx;
	char text[11];

	s->n += (size_t)snprintf(s->text + s->n, sizeof(s->text) - s->n, "%s%s",
	    s->n > 0 ? " " : "", day_text(d, text));
	return (true);
}

TEST(each_rule_holds_from_its_day_on)
{
	const day days[] = { on("2026-05-04"), on("2026-05-20") };
	struct standing_part parts[2];
	struct standing s = three_rules(parts, days);
	struct said said = { "", 0 };

	assert_int_equal(standing_days_between(&s, on("2026-02-10"),
			     on("2026-12-31"), keep_day, &said),
	    7);
	assert_string_equal(said.text,
	    "2026-02-16 2026-02-23 2026-03-01 2026-04-01 2026-05-01 "
	    "2026-05-04 2026-05-20");
	/* From inside each, and behind the last. */
	assert_int_equal(standing_days_between(&s, on("2026-04-15"),
			     on("2026-12-31"), NULL, NULL),
	    3);
	assert_int_equal(standing_days_between(&s, on("2026-05-05"),
			     on("2026-12-31"), NULL, NULL),
	    1);
	assert_int_equal(standing_days_between(&s, on("2026-05-21"),
			     on("2030-12-31"), NULL, NULL),
	    0);
	/* The first delivery stays the first, whatever rule is asked. */
	assert_string_equal(tonight(&s, "2026-02-23", "2026-03-01"),
	    "2026-03-01 issue");
	assert_string_equal(tonight(&s, "2026-05-01", "2026-05-21"),
	    "2026-05-04 missed 2026-05-20 issue");
}

TEST(every_pattern_of_nights_balances_over_changing_rules)
{
	const day days[] = { on("2026-05-04"), on("2026-05-20") };
	struct standing_part parts[2];
	struct standing s = three_rules(parts, days);

	for (int step = 1; step < 40; step++) {
		struct mill m = { .fail_after = -1 };
		struct standing_audit a;
		struct err e = ERR_INIT;

		for (day d = on("2026-01-05"); d < on("2026-07-01"); d += step)
			assert_int_equal(standing_decide(&s, last_decided(&m),
					     d, book, &m, &e),
			    RC_OK);
		assert_int_equal(standing_decide(&s, last_decided(&m),
				     on("2026-07-01"), book, &m, &e),
		    RC_OK);
		a = audit(&s, &m, on("2026-07-01"));
		assert_true(standing_balanced(&a));
		assert_int_equal(a.due, 8 + 3 + 2);
		arena_free(&m.arena);
	}
}

/* A standing order that was made, or changed, after tonight's decisions owes
 * nothing before the night after. */
TEST(what_became_known_after_the_night_is_asked_for_by_the_next)
{
	struct standing s = order("FREQ=DAILY", "2026-01-05");
	struct standing_record records[] = {
		{ on("2026-01-05"), OUTCOME_ISSUED },
	};
	struct mill m = { .records = { records, 1, 1 } };
	struct standing_audit a;

	s.lead_days = 3;
	s.decided_on = on("2026-01-05");
	s.known_on = on("2026-01-07");
	a = audit(&s, &m, on("2026-01-07"));
	assert_true(standing_balanced(&a));
	assert_int_equal(a.due, 1);
	assert_int_equal(a.again_on, on("2026-01-08"));
	m = (struct mill){ .records = { records, 1, 1 } };
	a = audit(&s, &m, on("2026-01-08"));
	assert_false(standing_balanced(&a));
	assert_int_equal(a.first_fault, on("2026-01-06"));
	assert_int_equal(a.first_flaw, FLAW_LOST);
}

TEST(a_price_policy_is_fixed_list_or_a_cap)
{
	struct decimal cap;
	bool list;

	assert_true(standing_price_parse(SLICE("fixed"), &list, &cap));
	assert_false(list);
	assert_true(standing_price_parse(SLICE("list"), &list, &cap));
	assert_true(list && decimal_is_none(cap));
	assert_true(standing_price_parse(SLICE("cap:2.5"), &list, &cap));
	assert_true(list && cap.coef == 25 && cap.scale == 1);
	assert_false(standing_price_parse(SLICE(""), &list, &cap));
	assert_false(standing_price_parse(SLICE("cap"), &list, &cap));
	assert_false(standing_price_parse(SLICE("cap:"), &list, &cap));
	assert_false(standing_price_parse(SLICE("cap:-1"), &list, &cap));
	assert_false(standing_price_parse(SLICE("cap:1001"), &list, &cap));
	assert_false(standing_price_parse(SLICE("free"), &list, &cap));
}

TEST(every_catch_up_has_a_word_that_reads_back)
{
	enum catch_up c = CATCH_ASK;

	for (int i = CATCH_ALL; i <= CATCH_ASK; i++) {
		assert_true(standing_catch_up_parse(
		    slice_of(standing_catch_up_name((enum catch_up)i)), &c));
		assert_int_equal(c, i);
	}
	assert_false(standing_catch_up_parse(SLICE("some"), &c));
}

UNIT_MAIN(RUN(an_order_is_released_its_lead_before_it_is_due),
    RUN(a_holiday_moves_the_due_date_and_never_the_next_nominal_one),
    RUN(a_due_date_does_not_roll_past_the_end),
    RUN(missed_nights_are_caught_up_as_agreed),
    RUN(a_release_that_is_late_is_no_late_delivery),
    RUN(pauses_and_the_time_before_acceptance_are_skipped),
    RUN(what_is_skipped_is_not_the_latest),
    RUN(roll_drop_skips_holidays_but_never_the_initial_order),
    RUN(the_initial_order_is_issued_however_late),
    RUN(a_calendar_without_business_days_stops_the_order_with_a_reason),
    RUN(the_callers_failure_stops_the_night),
    RUN(explicit_dates_are_occurrences_like_others),
    RUN(twenty_years_of_nights_deliver_every_two_months_once),
    RUN(every_agreement_balances_after_every_pattern_of_nights),
    RUN(the_audit_names_what_is_lost_repeated_or_unheard_of),
    RUN(the_audit_says_how_far_it_came_and_when_it_has_to_look_again),
    RUN(a_book_with_nothing_due_balances),
    RUN(an_old_standing_order_costs_a_night_no_more_than_a_young_one),
    RUN(each_rule_holds_from_its_day_on),
    RUN(every_pattern_of_nights_balances_over_changing_rules),
    RUN(what_became_known_after_the_night_is_asked_for_by_the_next),
    RUN(a_price_policy_is_fixed_list_or_a_cap),
    RUN(every_catch_up_has_a_word_that_reads_back))
