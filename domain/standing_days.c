#include "domain/standing_days.h"

static const struct recurrence_set *
set_of(const struct standing *s, size_t part)
{
	return (part == 0 ? &s->set : &s->parts[part - 1].set);
}

/* The part that a day belongs to. */
static size_t
part_at(const struct standing *s, day d)
{
	size_t part = 0;

	while (part < s->parts_n && s->parts[part].from <= d)
		part++;
	return (part);
}

static void
enter(struct standing_days *d, size_t part)
{
	day from = d->from;

	d->part = part;
	recurrence_start(&d->it, set_of(d->s, part));
	if (part > 0 && d->s->parts[part - 1].from > from)
		from = d->s->parts[part - 1].from;
	recurrence_seek(&d->it, from);
}

void
standing_days_start(struct standing_days *d, const struct standing *s)
{
	*d = (struct standing_days){ .s = s, .from = DAY_NONE };
	enter(d, 0);
}

void
standing_days_seek(struct standing_days *d, day from)
{
	size_t part;

	if (from <= d->from)
		return;
	d->from = from;
	part = part_at(d->s, from);
	if (part > d->part)
		enter(d, part);
	else
		recurrence_seek(&d->it, from);
}

bool
standing_days_next(struct standing_days *d, day *out)
{
	const struct standing *s = d->s;

	for (;;) {
		if (recurrence_next(&d->it, out, NULL) &&
		    (d->part == s->parts_n || *out < s->parts[d->part].from))
			return (true);
		if (d->part == s->parts_n)
			return (false);
		enter(d, d->part + 1);
	}
}

int64_t
standing_days_between(const struct standing *s, day from, day to,
    bool (*fn)(void *ctx, day d), void *ctx)
{
	struct standing_days days;
	int64_t n = 0;
	day d;

	standing_days_start(&days, s);
	standing_days_seek(&days, from);
	while (standing_days_next(&days, &d) && d <= to) {
		n++;
		if (fn != NULL && !fn(ctx, d))
			break;
	}
	return (n);
}

day
standing_days_end(const struct standing *s, day nominal)
{
	return (recurrence_end(set_of(s, part_at(s, nominal))));
}
