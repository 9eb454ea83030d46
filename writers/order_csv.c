#include "writers/writer.h"

#define COLUMNS \
	"po_number,release,customer,ship_to,ordered_on," \
	"requested_on,currency,line,seller_item,buyer_item,gtin,quantity," \
	"unit,price,repeat\r\n"

static void
field(struct buf *out, struct slice s)
{
	buf_csv(out, slice_trim(s));
	buf_char(out, ',');
}

static void
day_field(struct buf *out, day d)
{
	char text[11];

	field(out, slice_of(day_text(d, text)));
}

static void
decimal_field(struct buf *out, struct decimal d)
{
	if (!decimal_is_none(d))
		buf_decimal(out, d);
	buf_char(out, ',');
}

static struct slice
first_id(const struct party *p)
{
	return (p->ids.n > 0 ? LIST_AT(&p->ids, struct text_item, 0)->text :
			       SLICE_NONE);
}

/* The file knows prices of one unit only. */
static struct decimal
unit_price(const struct order_line *l)
{
	struct decimal d;

	if (l->price_free && decimal_is_none(l->price))
		return (DECIMAL_ZERO);
	if (decimal_is_none(l->price) || decimal_is_none(l->price_basis))
		return (l->price);
	if (!decimal_div(l->price, l->price_basis, DECIMAL_SCALE_MAX, &d))
		return (DECIMAL_NONE);
	return (d);
}

/* Only a standing order repeats, whatever rule was found in another. */
static struct slice
repeat_of(const struct order *o)
{
	if (o->kind != KIND_STANDING)
		return (SLICE_NONE);
	return (slice_trim(o->recurrence.coded.n > 0 ? o->recurrence.coded :
						       o->recurrence.text));
}

static void
head_fields(struct buf *out, const struct order *o)
{
	field(out, o->po_number);
	field(out, o->release_number);
	field(out, o->account.n > 0 ? o->account : first_id(&o->buyer));
	field(out, first_id(&o->ship_to));
	day_field(out, o->ordered_on);
}

static void
row(struct buf *out, const struct order *o, const struct order_line *l)
{
	head_fields(out, o);
	day_field(out,
	    l->requested_on != DAY_NONE ? l->requested_on : o->requested_on);
	field(out, o->currency);
	field(out, l->line_id);
	field(out, l->seller_item);
	field(out, l->buyer_item);
	field(out, l->gtin);
	decimal_field(out, l->quantity);
	field(out, l->unit.n > 0 ? l->unit : l->unit_code);
	decimal_field(out, unit_price(l));
	buf_csv(out, repeat_of(o));
	buf_text(out, "\r\n");
}

void
write_order_csv(const struct order *o, bool header, struct buf *out)
{
	if (header)
		buf_text(out, COLUMNS);
	for (size_t i = 0; i < o->lines.n && !out->failed; i++)
		row(out, o, LIST_AT(&o->lines, struct order_line, i));
}

bool
order_fits_csv(const struct order *o)
{
	if (o->purpose != PURPOSE_ORIGINAL && o->purpose != PURPOSE_DUPLICATE)
		return (false);
	if (o->kind != KIND_ORDER &&
	    (o->kind != KIND_STANDING || repeat_of(o).n == 0))
		return (false);
	for (size_t i = 0; i < o->lines.n; i++)
		if (LIST_AT(&o->lines, struct order_line, i)->schedules.n > 0)
			return (false);
	return (!o->test);
}
