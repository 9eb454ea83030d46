#include <stdlib.h>
#include "parsers/xml_values.h"

#define IDS_MAX 32

struct slice
xml_kept(const struct xml_values *v, struct slice s)
{
	const uintptr_t p = (uintptr_t)s.p, from = (uintptr_t)v->file.p;

	if (p >= from && p < from + v->file.n)
		return (s);
	return (s.n > 0 ? arena_slice(v->arena, s) : SLICE_NONE);
}

void
xml_set(const struct xml_values *v, struct slice *to, struct slice text)
{
	if (to->n == 0)
		*to = xml_kept(v, text);
}

bool
xml_join(struct xml_values *v, struct slice *to, const char *between,
    struct slice text)
{
	if (to->n == 0) {
		*to = xml_kept(v, text);
		return (true);
	}
	v->joined += to->n + text.n;
	if (v->joined > XML_JOINED_MIN + v->file.n)
		return (false);
	*to = slice_of(arena_printf(v->arena, SL_FMT "%s" SL_FMT, SL_ARG(*to),
	    between, SL_ARG(text)));
	return (true);
}

struct slice
xml_prefixed(const struct xml_values *v, const char *prefix, struct slice id)
{
	return (slice_of(arena_printf(v->arena, "%s" SL_FMT, prefix,
	    SL_ARG(text_head(id, 200)))));
}

void
xml_add_id(const struct xml_values *v, struct party *p, struct slice id)
{
	struct text_item *t;

	for (size_t i = 0; i < p->ids.n; i++)
		if (slice_eq(LIST_AT(&p->ids, struct text_item, i)->text, id))
			return;
	if (p->ids.n >= IDS_MAX)
		return;
	t = shape_push(v->arena, &p->ids, &text_item_shape);
	t->text = id;
}

void
xml_add_note(const struct xml_values *v, struct list *notes, struct slice text)
{
	struct text_item *note = shape_push(v->arena, notes, &text_item_shape);

	note->text = xml_kept(v, text);
}

bool
xml_is_unit(struct slice s)
{
	if (s.n < 1 || s.n > 3)
		return (false);
	for (size_t i = 0; i < s.n; i++)
		if (!((s.p[i] >= 'A' && s.p[i] <= 'Z') ||
			(s.p[i] >= '0' && s.p[i] <= '9')))
			return (false);
	return (true);
}

bool
xml_is_country(struct slice s)
{
	return (s.n == 2 && s.p[0] >= 'A' && s.p[0] <= 'Z' && s.p[1] >= 'A' &&
	    s.p[1] <= 'Z');
}

/* --- line numbers --------------------------------------------------------- */

/* Shorter first: so 1, 2 … 10, 11 are in order as they come. */
static int
id_cmp(const struct order_line *a, const struct order_line *b)
{
	if (a->line_id.n != b->line_id.n)
		return (a->line_id.n < b->line_id.n ? -1 : 1);
	return (slice_cmp(a->line_id, b->line_id));
}

static int
by_id(const void *a, const void *b)
{
	const struct order_line *const *x = a, *const *y = b;
	int c = id_cmp(*x, *y);

	return (c != 0 ? c : *x < *y ? -1 : *x > *y);
}

static bool
ascending(const struct list *lines)
{
	for (size_t i = 1; i < lines->n; i++)
		if (id_cmp(LIST_AT(lines, struct order_line, i - 1),
			LIST_AT(lines, struct order_line, i)) >= 0)
			return (false);
	return (true);
}

void
xml_lines_repeated(const struct xml_values *v, const struct list *lines,
    void (*told)(void *ctx, size_t i), void *ctx)
{
	const struct order_line **l;

	if (ascending(lines))
		return;
	l = arena_array(v->arena, lines->n, sizeof(*l));
	for (size_t i = 0; i < lines->n; i++)
		l[i] = LIST_AT(lines, struct order_line, i);
	qsort(l, lines->n, sizeof(*l), by_id);
	for (size_t i = 1; i < lines->n; i++)
		if (l[i]->line_id.n > 0 && id_cmp(l[i - 1], l[i]) == 0)
			told(ctx,
			    (size_t)(l[i] -
				LIST_AT(lines, struct order_line, 0)));
}

/* --- places --------------------------------------------------------------- */

bool
xml_same_place(const struct party *a, const struct party *b)
{
	return (slice_eq(a->street, b->street) &&
	    slice_eq(a->street2, b->street2) && slice_eq(a->city, b->city) &&
	    slice_eq(a->postal_code, b->postal_code) &&
	    slice_eq(a->country, b->country));
}

struct slice
xml_place_name(const struct xml_values *v, const struct party *p)
{
	const struct slice parts[] = { p->name, p->street, p->street2,
		p->postal_code, p->city, p->country };
	const char *text = "";

	for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++)
		if (parts[i].n > 0)
			text = arena_printf(v->arena, "%s%s" SL_FMT, text,
			    text[0] == '\0' ? "name:" : ", ",
			    SL_ARG(text_head(parts[i], 60)));
	return (slice_of(text));
}

void
xml_line_goes(struct xml_places *s, const struct order *o,
    const struct party *p, struct slice key)
{
	if (!s->begun)
		*s = (struct xml_places){ .first = *p,
			.key = key,
			.lines = o->lines.n == 1 && key.n > 0,
			.begun = true };
	else if (!slice_eq(s->key, key))
		s->differ = true;
	else if (s->lines == o->lines.n - 1)
		s->lines++;
}

static bool
has_id(const struct party *p, struct slice id)
{
	for (size_t i = 0; i < p->ids.n; i++)
		if (slice_eq(LIST_AT(&p->ids, struct text_item, i)->text, id))
			return (true);
	return (false);
}

struct slice
xml_places_settle(const struct xml_values *v, const struct xml_places *s,
    struct order *o)
{
	struct slice was = slice_sub(xml_place_name(v, &o->ship_to), 5,
	    SIZE_MAX);
	const bool named = slice_starts(s->key, SLICE("name:"));

	if (was.n == 0 && o->ship_to.ids.n > 0)
		was = LIST_AT(&o->ship_to.ids, struct text_item, 0)->text;
	if (s->differ || s->lines == 0 || s->lines != o->lines.n ||
	    was.n == 0 || has_id(&o->ship_to, s->key))
		return (SLICE_NONE);
	for (size_t i = 0; i < o->lines.n; i++)
		if (!slice_eq(
			LIST_AT(&o->lines, struct order_line, i)->location,
			s->key))
			return (SLICE_NONE);
	for (size_t i = 0; named && i < o->lines.n; i++)
		LIST_AT(&o->lines, struct order_line, i)->location = SLICE_NONE;
	o->ship_to = s->first;
	return (was);
}
