#include "pipeline/change_part.h"

enum rc
change_load_said(struct applying *k, struct err *e)
{
	struct rows *r;

	order_init(&k->said);
	k->said.purpose = slice_is(k->change.purpose, "cancel") ?
	    PURPOSE_CANCEL :
	    slice_is(k->change.purpose, "replace") ? PURPOSE_REPLACE :
						     PURPOSE_CHANGE;
	if (store_rows(k->store, Q_CHANGE_SAID_LINES, &r, e, "i",
		k->change.order_id) != RC_OK)
		return (e->rc);
	while (rows_next(r)) {
		struct order_line *l = shape_push(k->a, &k->said.lines,
		    &order_line_shape);

		l->line_id = arena_slice(k->a, rows_text(r, 0));
		l->seller_item = arena_slice(k->a, rows_text(r, 1));
		l->buyer_item = arena_slice(k->a, rows_text(r, 2));
		l->gtin = arena_slice(k->a, rows_text(r, 3));
		l->description = arena_slice(k->a, rows_text(r, 4));
		l->quantity = rows_decimal(r, 5);
		l->unit = arena_slice(k->a, rows_text(r, 6));
		l->unit_code = arena_slice(k->a,
		    rows_text(r, rows_text(r, 11).n > 0 ? 11 : 6));
		l->price = rows_decimal(r, 7);
		l->price_basis = rows_decimal(r, 8);
		l->requested_on = rows_day(r, 9);
		for (int i = 0; line_change_names[i] != NULL; i++)
			if (slice_is(rows_text(r, 10), line_change_names[i]))
				l->change = (enum line_change)i;
		l->auxiliary = arena_slice(k->a, rows_text(r, 12));
	}
	return (rows_end(r, e));
}

enum rc
change_load_book(struct applying *k, struct err *e)
{
	struct rows *r;

	if (store_rows(k->store, Q_CHANGE_BOOK_LINES, &r, e, "i",
		k->order.order_id) != RC_OK)
		return (e->rc);
	while (rows_next(r)) {
		struct book_line *l = LIST_PUSH(k->a, &k->book,
		    struct book_line);
		struct extra *x = LIST_PUSH(k->a, &k->extras, struct extra);

		x->line = rows_int(r, 0);
		l->buyer_line = arena_slice(k->a, rows_text(r, 1));
		l->sku = arena_slice(k->a, rows_text(r, 2));
		l->seller_item = arena_slice(k->a, rows_text(r, 3));
		l->buyer_item = arena_slice(k->a, rows_text(r, 4));
		l->gtin = arena_slice(k->a, rows_text(r, 5));
		l->name = arena_slice(k->a, rows_text(r, 6));
		l->quantity = rows_decimal(r, 7);
		l->unit = arena_slice(k->a, rows_text(r, 8));
		l->price = rows_decimal(r, 9);
		l->price_basis = rows_decimal(r, 10);
		l->requested_on = rows_day(r, 11);
		INVARIANT(line_state_named(rows_text(r, 12), &l->state));
		l->shipped = rows_decimal(r, 13);
		x->cancelled = rows_decimal(r, 14);
		x->net = rows_int(r, 15);
		x->our_net = rows_int(r, 16);
		x->stock_quantity = rows_decimal(r, 17);
		x->backorder = rows_decimal(r, 18);
		l->unit_code = arena_slice(k->a, rows_text(r, 19));
		x->our_price = rows_decimal(r, 20);
		x->our_basis = rows_decimal(r, 21);
	}
	return (rows_end(r, e));
}
