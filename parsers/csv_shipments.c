#include "domain/ident.h"
#include "parsers/csv.h"

static const char *const columns[] = { [S_SHIPMENT] = "shipment",
	[S_ORDER] = "order",
	[S_LINE] = "line",
	[S_SKU] = "sku",
	[S_QUANTITY] = "quantity",
	[S_UNIT] = "unit",
	[S_SHIPPED_AT] = "shipped_at",
	[S_CARRIER] = "carrier",
	[S_TRACKING] = "tracking",
	[S_SSCC] = "sscc",
	[S_PALLET] = "pallet",
	[S_FINAL] = "final",
	NULL };

static bool
read_final(struct csv_file *f, struct err *e)
{
	static const char *const yes[] = { "yes", "true", "1", "y", "x", "ja",
		"j", "sim", "s" };
	static const char *const no[] = { "", "no", "false", "0", "n", "nee",
		"nein", "nao", "n\xc3\xa3o" };
	struct slice s = csv_text(f, S_FINAL);

	for (size_t i = 0; i < sizeof(yes) / sizeof(yes[0]); i++)
		if (slice_ieq(s, slice_of(yes[i])))
			return (true);
	for (size_t i = 0; i < sizeof(no) / sizeof(no[0]); i++)
		if (slice_ieq(s, slice_of(no[i])))
			return (false);
	csv_found(f, "CSV-FINAL", S_FINAL, e, NULL);
	return (false);
}

static struct slice
needed(struct csv_file *f, int column, struct err *e)
{
	struct slice s = csv_text(f, column);

	if (s.n == 0)
		csv_found(f, "CSV-MISSING", column, e, NULL);
	return (s);
}

static struct slice
serial(struct csv_file *f, int column, struct err *e)
{
	struct slice s = csv_text(f, column);

	if (s.n > 0 && !sscc_valid(s))
		csv_found(f, "CSV-SSCC", column, e, NULL);
	return (s);
}

/* An instant as it is written; of anything else the day. */
static struct slice
shipped_at(struct csv_file *f, char on[11], struct err *e)
{
	struct slice s = csv_text(f, S_SHIPPED_AT);
	day d;

	if (s.n == 0 || instant_parse(s) != INSTANT_NONE)
		return (s);
	d = csv_day(f, S_SHIPPED_AT, e);
	return (d == DAY_NONE ? s : slice_of(day_text(d, on)));
}

static enum rc
shipment_row(struct csv_file *f, struct err *e)
{
	struct confirmation c;
	char on[11];

	arena_reset(f->in->arena);
	shape_init(&confirmation_shape, &c);
	csv_whole(f, S_SHIPMENT, e);
	csv_whole(f, S_ORDER, e);
	csv_whole(f, S_SKU, e);
	csv_whole(f, S_TRACKING, e);
	c.shipment = needed(f, S_SHIPMENT, e);
	c.order = needed(f, S_ORDER, e);
	c.line = needed(f, S_LINE, e);
	c.sku = csv_text(f, S_SKU);
	(void)needed(f, S_QUANTITY, e);
	c.quantity = csv_number(f, S_QUANTITY, e);
	if (!decimal_is_none(c.quantity) && c.quantity.coef < 0)
		csv_found(f, "CSV-QUANTITY", S_QUANTITY, e, NULL);
	c.unit = csv_unit(f, S_UNIT, e);
	c.shipped_at = shipped_at(f, on, e);
	c.carrier = csv_text(f, S_CARRIER);
	c.tracking = csv_text(f, S_TRACKING);
	c.sscc = serial(f, S_SSCC, e);
	c.pallet = serial(f, S_PALLET, e);
	c.final = read_final(f, e);
	c.offset = f->row.offset;
	c.row = f->row.number;
	if (f->row_errors > 0) {
		f->bad++;
		return (RC_OK);
	}
	f->good++;
	return (f->sink->confirmation(f->sink->ctx, &c, e));
}

static void
shipment_lost(struct csv_file *f)
{
	f->bad++;
}

static enum rc
shipments_end(struct csv_file *f __attribute__((unused)),
    struct err *e __attribute__((unused)))
{
	return (RC_OK);
}

static void
survey_row(struct csv_file *f, struct list *seen __attribute__((unused)))
{
	csv_survey_number(f, S_QUANTITY);
}

const struct csv_kind csv_shipments = { "shipments", columns, S_QUANTITY,
	survey_row, NULL, shipment_row, shipment_lost, shipments_end };
