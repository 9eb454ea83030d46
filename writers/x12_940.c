/*
 * Orders to a warehouse: 940, one set for the lines of an order that go to one
 * place.  W0502 is our order, N9*LI our line; the warehouse's 945 names both.
 */
#include <stdlib.h>
#include "writers/x12_common.h"

struct pick {
	const struct warehouse_line *l;
	size_t index, order, place; /* of the first such line */
};

static int
compare_text(struct slice a, struct slice b)
{
	return (slice_cmp(slice_trim(a), slice_trim(b)));
}

static int
compare_orders(const struct warehouse_line *a, const struct warehouse_line *b)
{
	return (compare_text(a->order, b->order));
}

static int
compare_places(const struct warehouse_line *a, const struct warehouse_line *b)
{
	int order = compare_orders(a, b);

	if (order == 0)
		order = compare_text(a->ship_to_name, b->ship_to_name);
	if (order == 0)
		order = compare_text(a->street, b->street);
	if (order == 0)
		order = compare_text(a->city, b->city);
	if (order == 0)
		order = compare_text(a->postal_code, b->postal_code);
	return (order != 0 ? order : compare_text(a->country, b->country));
}

static int
by_place(const void *p, const void *q)
{
	const struct pick *a = p, *b = q;
	int order = compare_places(a->l, b->l);

	return (order != 0          ? order :
		a->index < b->index ? -1 :
				      a->index > b->index);
}

static int
by_rank(const void *p, const void *q)
{
	const struct pick *a = p, *b = q;

	if (a->order != b->order)
		return (a->order < b->order ? -1 : 1);
	if (a->place != b->place)
		return (a->place < b->place ? -1 : 1);
	return (a->index < b->index ? -1 : a->index > b->index);
}

/* Orders, and the places of an order, where they first appear. */
static struct pick *
picks(struct arena *a, const struct list *lines)
{
	size_t n = lines->n, from = 0;
	struct pick *v = arena_array(a, n + 1, sizeof(*v));

	for (size_t i = 0; i < n; i++)
		v[i] = (struct pick){ LIST_AT(lines, struct warehouse_line, i),
			i, i, i };
	qsort(v, n, sizeof(*v), by_place);
	for (size_t i = 1; i < n; i++)
		if (compare_places(v[i].l, v[i - 1].l) == 0)
			v[i].place = v[i - 1].place;
	for (size_t i = 1; i <= n; i++) {
		size_t first = SIZE_MAX;

		if (i < n && compare_orders(v[i].l, v[from].l) == 0)
			continue;
		for (size_t k = from; k < i; k++)
			first = v[k].index < first ? v[k].index : first;
		for (; from < i; from++)
			v[from].order = first;
	}
	qsort(v, n, sizeof(*v), by_rank);
	return (v);
}

static void
requested(struct segments *w, day on)
{
	if (on == DAY_NONE)
		return;
	seg_open(w, "G62");
	seg_code(w, ELEMENT, "02");
	seg_day(w, ELEMENT, on);
	seg_close(w);
}

static void
head(struct x12_out *d, const struct warehouse_order *o,
    const struct warehouse_line *l)
{
	struct text_item id = { .text = l->ship_to_id };
	struct party place = { .name = l->ship_to_name,
		.street = l->street,
		.city = l->city,
		.postal_code = l->postal_code,
		.country = l->country,
		.region = l->region,
		.ids = { &id, l->ship_to_id.n > 0, 1 } };
	struct segments *w = &d->w;

	seg_open(w, "W05");
	seg_code(w, ELEMENT, "N");
	seg_id(w, ELEMENT, l->order, 1, 22, "order");
	seg_id_any(w, ELEMENT, l->customer_po, 1, 22, "customer_po");
	seg_close(w);
	x12_out_place(d, "ST", SLICE_NONE, &place);
	(void)x12_out_party(d, "DE", o->head.from.name, seg_gln(&o->head.from));
	(void)x12_out_party(d, "WH", o->head.to.name, seg_gln(&o->head.to));
	requested(w, l->requested_on);
}

static void
line(struct x12_out *d, const struct warehouse_line *l, int64_t number,
    day usual)
{
	struct segments *w = &d->w;

	seg_open(w, "LX");
	seg_int(w, ELEMENT, number);
	seg_close(w);
	if (l->requested_on != usual)
		requested(w, l->requested_on);
	seg_open(w, "W01");
	if (decimal_is_none(l->quantity))
		seg_missing(w, "quantity");
	else if (l->quantity.coef <= 0)
		seg_wrong(w, "quantity", "is not above zero");
	seg_decimal(w, ELEMENT, l->quantity, 15, "quantity");
	x12_out_unit(d, ELEMENT, l->unit, SLICE_NONE);
	seg_skip(w, 1);
	if (seg_blank(l->sku))
		seg_missing(w, "sku");
	x12_out_items(d,
	    &(struct x12_items){ .seller = l->sku, .gtin = l->gtin });
	seg_close(w);
	if (!seg_blank(l->name)) {
		seg_open(w, "G69");
		seg_text(w, ELEMENT, l->name, 1, 45);
		seg_close(w);
	}
	seg_open(w, "N9");
	seg_code(w, ELEMENT, "LI");
	seg_id(w, ELEMENT, l->line, 1, 30, "line");
	seg_close(w);
}

static void
total(struct x12_out *d, struct decimal sum)
{
	if (decimal_is_none(sum) || !seg_decimal_fits(sum, 10))
		return;
	seg_open(&d->w, "W76");
	seg_decimal(&d->w, ELEMENT, sum, 10, "quantity");
	seg_close(&d->w);
}

/* The set of the pick at `from`; returns where the next one begins. */
static size_t
set(struct x12_out *d, const struct warehouse_order *o, const struct pick *v,
    size_t from, size_t n)
{
	struct decimal sum = DECIMAL_ZERO;
	size_t i = from;

	x12_out_set(d, "940");
	d->w.line = (int64_t)v[from].index;
	head(d, o, v[from].l);
	for (; i < n && v[i].place == v[from].place && !d->w.out->failed; i++) {
		d->w.line = (int64_t)v[i].index;
		line(d, v[i].l, (int64_t)(i - from) + 1,
		    v[from].l->requested_on);
		if (!decimal_is_none(sum) &&
		    (decimal_is_none(v[i].l->quantity) ||
			!decimal_add(sum, v[i].l->quantity, &sum)))
			sum = DECIMAL_NONE;
	}
	total(d, sum);
	d->w.line = -1;
	x12_out_set_end(d);
	return (i);
}

enum rc
write_x12_940(const struct warehouse_order *o, struct buf *out, struct err *e)
{
	struct arena arena = ARENA_INIT;
	struct x12_out d;
	struct pick *v = picks(&arena, &o->lines);
	size_t n = o->lines.n;

	x12_out_start(&d, &o->head, "warehouse order", out, e);
	x12_out_isa(&d, true);
	x12_out_group(&d, "OW");
	if (n == 0)
		seg_missing(&d.w, "lines");
	for (size_t i = 0; i < n && !out->failed;)
		i = set(&d, o, v, i, n);
	arena_free(&arena);
	return (x12_out_finish(&d));
}
