#include <stdlib.h>
#include "base/hash.h"
#include "domain/ident.h"
#include "domain/recurrence.h"
#include "parsers/csv.h"

static const char *const columns[] = {
	[O_PO] = "po_number", [O_RELEASE] = "release",
	[O_CUSTOMER] = "customer", [O_SHIP_TO] = "ship_to",
	[O_ORDERED] = "ordered_on", [O_REQUESTED] = "requested_on",
	[O_CURRENCY] = "currency", [O_LINE] = "line",
	[O_SELLER_ITEM] = "seller_item", [O_BUYER_ITEM] = "buyer_item",
	[O_GTIN] = "gtin", [O_QUANTITY] = "quantity", [O_UNIT] = "unit",
	[O_PRICE] = "price", [O_REPEAT] = "repeat", NULL
};

/* --- keys of finished orders ---------------------------------------------- */

static struct csv_key
key_of(const struct order *o)
{
	struct csv_key key;
	struct sha256 h;
	struct hasher *s = hasher_new();

	hasher_add(s, o->po_number.p, o->po_number.n);
	hasher_add(s, "", 1);
	hasher_add(s, o->release_number.p, o->release_number.n);
	h = hasher_end(s);
	memcpy(&key.a, h.b, sizeof(key.a));
	memcpy(&key.b, h.b + sizeof(key.a), sizeof(key.b));
	key.b |= 1;
	return (key);
}

/* The slot of a key, or a free one (b is never 0 in a used one). */
static struct csv_key *
slot_of(struct csv_key *keys, size_t cap, struct csv_key key)
{
	size_t i = key.a & (cap - 1);

	while (keys[i].b != 0 && (keys[i].a != key.a || keys[i].b != key.b))
		i = (i + (size_t)key.b) & (cap - 1);
	return (&keys[i]);
}

static void
grow_keys(struct csv_file *f)
{
	size_t cap = f->keys_cap > 0 ? f->keys_cap * 2 : 64;
	struct csv_key *keys = calloc(cap, sizeof(*keys));

	if (keys == NULL)
		die_memory();
	for (size_t i = 0; i < f->keys_cap; i++)
		if (f->keys[i].b != 0)
			*slot_of(keys, cap, f->keys[i]) = f->keys[i];
	free(f->keys);
	f->keys = keys;
	f->keys_cap = cap;
}

/* False: an order of this key was finished before. */
static bool
add_key(struct csv_file *f, struct csv_key key)
{
	struct csv_key *slot;

	if (f->keys_n * 2 >= f->keys_cap)
		grow_keys(f);
	slot = slot_of(f->keys, f->keys_cap, key);
	if (slot->b != 0)
		return (false);
	*slot = key;
	f->keys_n++;
	return (true);
}

/* --- an order ------------------------------------------------------------- */

static int
by_id(const void *a, const void *b)
{
	const struct order_line *const *x = a, *const *y = b;
	int c = slice_cmp((*x)->line_id, (*y)->line_id);

	return (c != 0 ? c : *x < *y ? -1 : *x > *y);
}

/* Here the reader may stand on the next order already. */
static void
found_in_line(struct csv_file *f, const struct order_line *l, struct err *e)
{
	const struct csv_row row = f->row;
	const size_t errors = f->row_errors;

	f->row = (struct csv_row){ .number = l->segment, .offset = l->offset };
	csv_found(f, "CSV-LINE-REPEATED", O_LINE, e, "order " SL_FMT
	    " has line " SL_FMT " twice", SL_ARG(slice_sub(f->order.po_number,
	    0, 60)), SL_ARG(slice_sub(l->line_id, 0, 60)));
	f->row = row;
	f->row_errors = errors;
	f->order.broken = true;
}

static void
check_repeated(struct csv_file *f, struct err *e)
{
	struct list *lines = &f->order.lines;
	const struct order_line **l = arena_array(f->in->arena, lines->n + 1,
	    sizeof(*l));

	for (size_t i = 0; i < lines->n; i++)
		l[i] = LIST_AT(lines, struct order_line, i);
	qsort(l, lines->n, sizeof(*l), by_id);
	for (size_t i = 1; i < lines->n; i++)
		if (slice_eq(l[i - 1]->line_id, l[i]->line_id))
			found_in_line(f, l[i], e);
}

static enum rc
finish_order(struct csv_file *f, struct err *e)
{
	enum rc rc;

	if (!f->open)
		return (RC_OK);
	f->open = false;
	check_repeated(f, e);
	if (f->order.broken)
		f->bad++;
	else
		f->good++;
	rc = f->sink->order(f->sink->ctx, &f->order, e);
	arena_reset(f->in->arena);
	return (rc);
}

/* "gln:…" as it is; anything else is a number agreed between us. */
static struct slice
identifier(struct csv_file *f, int column)
{
	static const char *const schemes[] = { "x12:", "gs:", "edifact:",
		"endpoint:", "gln:", "duns:", "cxml:", "account:" };
	struct slice s = csv_kept(f, column);

	for (size_t i = 0; i < sizeof(schemes) / sizeof(schemes[0]); i++)
		if (slice_starts(s, slice_of(schemes[i])))
			return (s);
	return (slice_of(arena_printf(f->in->arena, "account:" SL_FMT,
	    SL_ARG(slice_sub(s, 0, 200)))));
}

static void
add_id(struct csv_file *f, struct party *p, int column, struct err *e)
{
	struct text_item *t;

	if (csv_text(f, column).n == 0)
		return;
	t = shape_push(f->in->arena, &p->ids, &text_item_shape);
	t->text = identifier(f, column);
	if (slice_starts(t->text, SLICE("gln:")) &&
	    !gln_valid(slice_sub(t->text, 4, SIZE_MAX)))
		csv_found(f, "CSV-CHECK-DIGIT", column, e, NULL);
}

static day
row_day(struct csv_file *f, int column, struct err *e)
{
	struct slice s = csv_text(f, column);
	day d = s.n == 10 ? day_parse_iso(s) : DAY_NONE;

	if (s.n > 0 && d == DAY_NONE)
		csv_found(f, "CSV-DATE", column, e, NULL);
	return (d);
}

static void
read_repeat(struct csv_file *f, struct err *e)
{
	struct recurrence_terms *t = &f->order.recurrence;
	struct recurrence rule;
	struct err why = ERR_INIT;

	if (csv_text(f, O_REPEAT).n == 0)
		return;
	f->order.kind = KIND_STANDING;
	t->text = csv_kept(f, O_REPEAT);
	t->start = f->order.requested_on;
	if (recurrence_parse(t->text, &rule, &why) != RC_OK)
		csv_found(f, "CSV-REPEAT", O_REPEAT, e, "%s", why.text);
	else if (t->start == DAY_NONE)
		csv_found(f, "CSV-REPEAT", O_REPEAT, e,
		    "a standing order needs its first day in requested_on");
}

static void
start_order(struct csv_file *f, struct err *e)
{
	struct order *o = &f->order;

	order_init(o);
	f->open = true;
	f->crowded = false;
	o->broken = f->next_broken;
	f->next_broken = false;
	o->offset = f->row.offset;
	o->po_number = csv_kept(f, O_PO);
	o->release_number = csv_kept(f, O_RELEASE);
	o->account = csv_kept(f, O_CUSTOMER);
	o->ordered_on = row_day(f, O_ORDERED, e);
	o->currency = csv_kept(f, O_CURRENCY);
	add_id(f, &o->buyer, O_CUSTOMER, e);
	add_id(f, &o->ship_to, O_SHIP_TO, e);
	if (o->currency.n > 0 && currency_digits(o->currency) < 0)
		csv_found(f, "CSV-CURRENCY", O_CURRENCY, e, NULL);
	if (!add_key(f, key_of(o)))
		csv_found(f, "CSV-SCATTERED", O_PO, e, NULL);
}

/* A later row may leave out what the first one said, not contradict it. */
static void
agree(struct csv_file *f, int column, struct slice said, struct err *e)
{
	struct slice s = csv_text(f, column);

	if (s.n > 0 && !slice_eq(s, said))
		csv_found(f, "CSV-DIFFERS", column, e, "the first row of this "
		    "order says \"" SL_FMT "\"", SL_ARG(slice_sub(said, 0,
		    60)));
}

static void
continue_order(struct csv_file *f, struct err *e)
{
	const struct order *o = &f->order;
	char on[11];
	struct slice place = SLICE_NONE;

	agree(f, O_CUSTOMER, o->account, e);
	agree(f, O_CURRENCY, o->currency, e);
	agree(f, O_REPEAT, o->recurrence.text, e);
	agree(f, O_ORDERED, slice_of(day_text(o->ordered_on, on)), e);
	if (o->ship_to.ids.n > 0)
		place = LIST_AT(&o->ship_to.ids, struct text_item, 0)->text;
	if (csv_text(f, O_SHIP_TO).n > 0 &&
	    !slice_eq(identifier(f, O_SHIP_TO), place))
		agree(f, O_SHIP_TO, place, e);
}

/* --- a line --------------------------------------------------------------- */

static void
read_item(struct csv_file *f, struct order_line *l, struct err *e)
{
	l->seller_item = csv_kept(f, O_SELLER_ITEM);
	l->buyer_item = csv_kept(f, O_BUYER_ITEM);
	l->gtin = csv_kept(f, O_GTIN);
	if (l->gtin.n > 0 && !gtin_valid(l->gtin))
		csv_found(f, "CSV-CHECK-DIGIT", O_GTIN, e, NULL);
	if (l->seller_item.n + l->buyer_item.n + l->gtin.n == 0)
		csv_found(f, "CSV-MISSING", O_SELLER_ITEM, e,
		    "no item: seller_item, buyer_item and gtin are empty");
}

static void
read_line(struct csv_file *f, struct err *e)
{
	struct order_line *l;

	if (f->order.lines.n >= ORDER_LINES_MAX) {
		if (!f->crowded)
			csv_found(f, "CSV-LINES-MAX", -1, e, NULL);
		f->crowded = f->order.broken = true;
		return;
	}
	l = shape_push(f->in->arena, &f->order.lines, &order_line_shape);
	l->offset = f->row.offset;
	l->segment = f->row.number;
	l->line_id = csv_kept(f, O_LINE);
	if (l->line_id.n == 0)
		l->line_id = slice_of(arena_printf(f->in->arena, "%zu",
		    f->order.lines.n));
	read_item(f, l, e);
	l->quantity = csv_number(f, O_QUANTITY, e);
	if (csv_text(f, O_QUANTITY).n == 0)
		csv_found(f, "CSV-MISSING", O_QUANTITY, e, NULL);
	else if (!decimal_is_none(l->quantity) && l->quantity.coef <= 0)
		csv_found(f, "CSV-QUANTITY", O_QUANTITY, e, NULL);
	l->unit = l->unit_code = csv_unit(f, O_UNIT, e);
	l->price = csv_number(f, O_PRICE, e);
	if (!decimal_is_none(l->price) && l->price.coef < 0)
		csv_found(f, "CSV-PRICE", O_PRICE, e, NULL);
	l->requested_on = row_day(f, O_REQUESTED, e);
	if (l->requested_on != DAY_NONE && (f->order.requested_on == DAY_NONE ||
	    l->requested_on < f->order.requested_on))
		f->order.requested_on = l->requested_on;
}

static enum rc
order_row(struct csv_file *f, struct err *e)
{
	const bool same = f->open &&
	    slice_eq(csv_text(f, O_PO), f->order.po_number) &&
	    slice_eq(csv_text(f, O_RELEASE), f->order.release_number);
	enum rc rc = RC_OK;

	if (csv_text(f, O_PO).n == 0) {
		csv_found(f, "CSV-MISSING", O_PO, e, NULL);
		f->order.broken = f->next_broken = true;
		return (RC_OK);
	}
	if (!same)
		rc = finish_order(f, e);
	if (rc != RC_OK)
		return (rc);
	if (same)
		continue_order(f, e);
	else
		start_order(f, e);
	read_line(f, e);
	if (!same)
		read_repeat(f, e);
	f->order.length = f->row.offset + f->row.length - f->order.offset;
	if (f->row_errors > 0)
		f->order.broken = true;
	return (RC_OK);
}

static void
order_lost(struct csv_file *f)
{
	f->order.broken = f->next_broken = true;
}

const struct csv_kind csv_orders = { "orders", columns, order_row, order_lost,
	finish_order };
