#include "writers/writer.h"

#define COLUMNS \
	"order,line,sku,quantity,unit,ship_to_name,street,city," \
	"postal_code,country,requested_on\r\n"

static enum rc
missing(struct err *e, size_t i, const char *field)
{
	return (err_set(e, RC_FATAL, "WRITE-MISSING",
	    "warehouse order: lines[%zu].%s is missing", i, field));
}

/* A picker must know what, how many and for which order; an address may be
 * known to the warehouse by other means. */
static enum rc
check(const struct warehouse_line *l, size_t i, struct err *e)
{
	if (slice_trim(l->order).n == 0)
		return (missing(e, i, "order"));
	if (slice_trim(l->line).n == 0)
		return (missing(e, i, "line"));
	if (slice_trim(l->sku).n == 0)
		return (missing(e, i, "sku"));
	if (decimal_is_none(l->quantity))
		return (missing(e, i, "quantity"));
	if (slice_trim(l->unit).n == 0)
		return (missing(e, i, "unit"));
	if (l->quantity.coef <= 0)
		return (err_set(e, RC_FATAL, "WRITE-VALUE",
		    "warehouse order: lines[%zu].quantity is not above zero",
		    i));
	return (RC_OK);
}

static void
field(struct buf *out, struct slice s)
{
	buf_csv(out, slice_trim(s));
	buf_char(out, ',');
}

static void
row(struct buf *out, const struct warehouse_line *l)
{
	char text[11];

	field(out, l->order);
	field(out, l->line);
	field(out, l->sku);
	buf_decimal(out, l->quantity);
	buf_char(out, ',');
	field(out, l->unit);
	field(out, l->ship_to_name);
	field(out, l->street);
	field(out, l->city);
	field(out, l->postal_code);
	field(out, l->country);
	buf_text(out, day_text(l->requested_on, text));
	buf_text(out, "\r\n");
}

static enum rc
rows(const struct warehouse_order *w, struct buf *out, struct err *e)
{
	const struct warehouse_line *l;

	if (w->lines.n == 0)
		return (err_set(e, RC_FATAL, "WRITE-MISSING",
		    "warehouse order: lines is missing"));
	buf_text(out, COLUMNS);
	for (size_t i = 0; i < w->lines.n && !out->failed; i++) {
		l = LIST_AT(&w->lines, struct warehouse_line, i);
		if (check(l, i, e) != RC_OK)
			return (e->rc);
		row(out, l);
	}
	if (out->failed)
		return (err_set(e, RC_FATAL, "WRITE-LARGE",
		    "warehouse order: longer than %zu bytes", out->max));
	return (RC_OK);
}

enum rc
write_warehouse_csv(const struct warehouse_order *w, struct buf *out,
    struct err *e)
{
	size_t start = out->n;
	enum rc rc = rows(w, out, e);

	if (rc != RC_OK) {
		out->n = start;
		out->p[start] = '\0';
	}
	return (rc);
}
