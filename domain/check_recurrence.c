/* Which rule a standing order follows, and from when. */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "domain/check_part.h"

#define SOURCE_PROFILE 8u
#define DAYS_SHOWN 6u
#define DAYS_TEXT (11 * DAYS_SHOWN + 8)

/* Of what the order offers, the first that the profile lets in. */
static unsigned
choose(const struct check *k, struct slice *text)
{
	const struct recurrence_terms *t = &k->o->recurrence;
	unsigned sources = k->p->recurrence.sources;

	*text = SLICE_NONE;
	if ((sources & SOURCE_DATES) != 0 && t->dates.n > 0)
		return (SOURCE_DATES);
	*text = t->coded;
	if ((sources & SOURCE_CODED) != 0 && text->n > 0)
		return (SOURCE_CODED);
	*text = t->text;
	if ((sources & SOURCE_TEXT) != 0 && text->n > 0)
		return (SOURCE_TEXT);
	*text = k->p->recurrence.rule;
	return (text->n > 0 ? SOURCE_PROFILE : 0);
}

static const char *
source_name(unsigned source)
{
	return (source == SOURCE_DATES ? "dates" :
		source == SOURCE_CODED ? "coded" :
		source == SOURCE_TEXT  ? "text" :
					 "profile");
}

/* The order's date, else the one that all its lines share. */
static day
requested(const struct order *o)
{
	day d = o->requested_on;

	if (d != DAY_NONE || o->lines.n == 0)
		return (d);
	d = LIST_AT(&o->lines, struct order_line, 0)->requested_on;
	for (size_t i = 1; i < o->lines.n; i++)
		if (LIST_AT(&o->lines, struct order_line, i)->requested_on != d)
			return (DAY_NONE);
	return (d);
}

/* The dates that a line bears itself; *any: it has some. */
static bool
own_dates_repeat(const struct order_line *l, bool *any)
{
	for (size_t i = 0; i < l->schedules.n; i++) {
		const struct schedule *s = LIST_AT(&l->schedules,
		    struct schedule, i);

		if (s->on == DAY_NONE)
			continue;
		*any = true;
		if (!decimal_is_none(s->quantity) &&
		    !decimal_is_none(l->quantity) &&
		    decimal_cmp(s->quantity, l->quantity) != 0)
			return (false);
	}
	return (true);
}

/* Every delivery must bring the line's quantity: another meaning (a total
 * spread over the dates) is not ours to guess.  So each date of a line states
 * the line's quantity or none; of dates that belong to no line all that is
 * stated, of them and of the lines, is one quantity. */
static bool
dates_repeat_line(const struct check *k)
{
	const struct list *dates = &k->o->recurrence.dates;
	struct decimal q = DECIMAL_NONE, other;
	bool any = false;

	for (size_t i = 0; i < dates->n; i++)
		if (LIST_AT(dates, struct schedule, i)->on == DAY_NONE)
			return (false);
	for (size_t n = 0; n < k->o->lines.n; n++)
		if (!own_dates_repeat(check_order_line(k, n), &any))
			return (false);
	for (size_t i = 0; i < dates->n && !any; i++) {
		const struct schedule *s = LIST_AT(dates, struct schedule, i);

		if (decimal_is_none(s->quantity))
			continue;
		if (decimal_is_none(q))
			q = s->quantity;
		else if (decimal_cmp(s->quantity, q) != 0)
			return (false);
	}
	for (size_t n = 0; n < k->o->lines.n && !decimal_is_none(q); n++) {
		other = check_order_line(k, n)->quantity;
		if (!decimal_is_none(other) && decimal_cmp(other, q) != 0)
			return (false);
	}
	return (true);
}

/* --- the dates of the lines ----------------------------------------------- */

struct days {
	day *v; /* sorted */
	size_t n;
};

static int
by_day(const void *a, const void *b)
{
	const day x = *(const day *)a, y = *(const day *)b;

	return ((x > y) - (x < y));
}

static struct days
days_of(struct check *k, const struct list *schedules)
{
	struct list all = { 0 };
	struct days d;

	for (size_t i = 0; i < schedules->n; i++) {
		day on = LIST_AT(schedules, struct schedule, i)->on;

		if (on != DAY_NONE)
			*LIST_PUSH(k->a, &all, day) = on;
	}
	d = (struct days){ all.v, all.n };
	if (d.n > 0)
		qsort(d.v, d.n, sizeof(*d.v), by_day);
	return (d);
}

static struct days
without_repeats(struct days d)
{
	size_t n = 0;

	for (size_t i = 0; i < d.n; i++)
		if (n == 0 || d.v[i] != d.v[n - 1])
			d.v[n++] = d.v[i];
	d.n = n;
	return (d);
}

/* The first few days that stand more often in one list than in the other. */
static void
show_difference(struct days x, struct days y, char text[DAYS_TEXT])
{
	size_t i = 0, j = 0, shown = 0, at = 0;
	char one[11];

	text[0] = '\0';
	while (i < x.n || j < y.n) {
		day on;

		if (i < x.n && j < y.n && x.v[i] == y.v[j]) {
			i++;
			j++;
			continue;
		}
		on = j == y.n || (i < x.n && x.v[i] < y.v[j]) ? x.v[i++] :
								y.v[j++];
		if (shown++ == DAYS_SHOWN) {
			(void)snprintf(text + at, DAYS_TEXT - at, " ...");
			return;
		}
		at += (size_t)snprintf(text + at, DAYS_TEXT - at, "%s%s",
		    at > 0 ? " " : "", day_text(on, one));
	}
}

/* A delivery brings every line: one that is for other days than the rest, or
 * twice for one day, asks for something else. */
static bool
lines_differ(struct check *k, struct days all, struct about f)
{
	bool dated = false;

	for (size_t i = 0; i < k->o->lines.n; i++)
		dated |= days_of(k, &check_order_line(k, i)->schedules).n > 0;
	for (size_t i = 0; i < k->o->lines.n && dated; i++) {
		const struct order_line *l = check_order_line(k, i);
		struct days own;
		char text[DAYS_TEXT];

		if (l->change == CHANGE_DELETE)
			continue;
		own = days_of(k, &l->schedules);
		if (own.n == all.n &&
		    (all.n == 0 ||
			memcmp(own.v, all.v, all.n * sizeof(*all.v)) == 0))
			continue;
		show_difference(own, all, text);
		check_hold(k, f, HOLD_RECURRENCE,
		    "line %s has other dates than the order: %s",
		    l->line_id.n > 0 ? check_shown(k, l->line_id) :
				       arena_printf(k->a, "%zu", i + 1),
		    text);
		return (true);
	}
	return (false);
}

static void
keep_days(struct check *k, struct days all)
{
	for (size_t i = 0; i < all.n; i++)
		((struct schedule *)shape_push(k->a, &k->c->dates,
		     &schedule_shape))
		    ->on = all.v[i];
}

static void
take_dates(struct check *k, struct about f)
{
	struct days all = without_repeats(days_of(k, &k->o->recurrence.dates));

	f.code = "ORDER-RECUR-DATES";
	if (!dates_repeat_line(k)) {
		check_hold(k, f, HOLD_RECURRENCE,
		    "the dates do not each repeat the quantity of the line");
		return;
	}
	if (k->c->starts_on == DAY_NONE)
		k->c->starts_on = all.v[0];
	if (!lines_differ(k, all, f))
		keep_days(k, all);
}

static void
take_rule(struct check *k, struct about f, struct slice text)
{
	struct err e = ERR_INIT;
	struct recurrence r;
	struct buf b;

	f.code = "ORDER-RECUR-RULE";
	f.value = text;
	if (recurrence_parse(text, &r, &e) != RC_OK) {
		check_hold(k, f, HOLD_RECURRENCE, "%s", e.text);
		return;
	}
	if (r.count > 0 && k->c->count > 0 && r.count != k->c->count) {
		check_hold(k, f, HOLD_RECURRENCE,
		    "the rule ends after %d, the order after %lld",
		    (int)r.count, (long long)k->c->count);
		return;
	}
	if (k->c->count == 0)
		k->c->count = r.count;
	buf_init(&b, 4096);
	recurrence_text(&r, &b);
	k->c->rule = arena_slice(k->a, buf_slice(&b));
	buf_free(&b);
}

static void
check_span(struct check *k, struct about f)
{
	const struct recurrence_terms *t = &k->o->recurrence;

	if (k->c->starts_on == DAY_NONE)
		k->c->starts_on = requested(k->o);
	f.code = "ORDER-RECUR-START";
	if (k->c->starts_on == DAY_NONE)
		check_hold(k, f, HOLD_RECURRENCE,
		    "neither a start nor a delivery date is given");
	f.code = "ORDER-RECUR-END";
	if (t->count != INT_NONE && (t->count < 1 || t->count > INT32_MAX))
		check_hold(k, f, HOLD_RECURRENCE, "%lld deliveries cannot be",
		    (long long)t->count);
	else if (k->c->ends_on != DAY_NONE && k->c->starts_on != DAY_NONE &&
	    k->c->ends_on < k->c->starts_on)
		check_hold(k, f, HOLD_RECURRENCE, "it ends before it starts");
}

/* Terms of repetition in an order that is not a standing one are not
 * followed: only the type of the order makes it stand. */
static void
note_ignored(struct check *k, struct about f)
{
	const struct recurrence_terms *t = &k->o->recurrence;

	f.code = "ORDER-RECUR-IGNORED";
	if (k->o->kind == KIND_ORDER &&
	    (t->text.n > 0 || t->coded.n > 0 || t->dates.n > 1))
		check_note(k, f,
		    "it has terms of repetition, but its type "
		    "is not that of a standing order: it is booked once");
}

void
check_recurrence(struct check *k)
{
	const struct recurrence_terms *t = &k->o->recurrence;
	struct about f = { "ORDER-RECUR-REFUSED", CHECK_ORDER, "recurrence",
		k->o->kind_code };
	struct slice text;
	unsigned source;

	k->c->starts_on = t->start;
	k->c->ends_on = t->end;
	if (k->o->kind != KIND_STANDING) {
		note_ignored(k, f);
		return;
	}
	k->c->standing = true;
	if (k->p->recurrence.accept == RECUR_NO) {
		check_reject(k, f, "standing orders were not agreed with %s",
		    check_shown(k, k->p->name));
		return;
	}
	if (t->count != INT_NONE && t->count >= 1 && t->count <= INT32_MAX)
		k->c->count = t->count;
	if ((source = choose(k, &text)) == 0) {
		f.code = "ORDER-RECUR-NONE";
		check_hold(k, f, HOLD_RECURRENCE,
		    "a standing order without "
		    "a rule from a source that was agreed");
	} else {
		k->c->rule_source = slice_of(source_name(source));
		if (source == SOURCE_DATES)
			take_dates(k, f);
		else
			take_rule(k, f, text);
	}
	check_span(k, f);
	f.code = "ORDER-RECUR-ASK";
	if (k->p->recurrence.accept == RECUR_HOLD)
		check_hold(k, f, HOLD_RECURRENCE,
		    "a person accepts the first of a standing order");
}

/* Whether what it changes repeats is known later: a rule that cannot be read
 * is a fault where the change says that it is of a standing order, else a note
 * that happens to look like one. */
void
check_reschedule(struct check *k)
{
	const struct recurrence_terms *t = &k->o->recurrence;
	struct about f = { "ORDER-RECUR-RULE", CHECK_ORDER, "recurrence",
		k->o->kind_code };
	struct recurrence rule;
	struct err e = ERR_INIT;
	struct slice text;
	unsigned source;

	if (t->text.n == 0 && t->coded.n == 0 && t->dates.n < 2)
		return;
	source = choose(k, &text);
	if (source == 0 || source == SOURCE_PROFILE ||
	    (source != SOURCE_DATES && k->o->kind != KIND_STANDING &&
		recurrence_parse(text, &rule, &e) != RC_OK))
		return;
	k->c->reschedules = true;
	k->c->rule_source = slice_of(source_name(source));
	k->c->starts_on = t->start;
	k->c->ends_on = t->end;
	if (source == SOURCE_DATES)
		take_dates(k, f);
	else
		take_rule(k, f, text);
}
