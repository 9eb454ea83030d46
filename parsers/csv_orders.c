#include <stdlib.h>
#include "domain/ident.h"
#include "domain/recurrence.h"
#include "parsers/csv.h"
#include "parsers/text_head.h"

static const char *const columns[] = { [O_PO] = "po_number",
	[O_RELEASE] = "release",
	[O_CUSTOMER] = "customer",
	[O_SHIP_TO] = "ship_to",
	[O_ORDERED] = "ordered_on",
	[O_REQUESTED] = "requested_on",
	[O_CURRENCY] = "currency",
	[O_LINE] = "line",
	[O_SELLER_ITEM] = "seller_item",
	[O_BUYER_ITEM] = "buyer_item",
	[O_GTIN] = "gtin",
	[O_QUANTITY] = "quantity",
	[O_UNIT] = "unit",
	[O_PRICE] = "price",
	[O_REPEAT] = "repeat",
	NULL };

/* --- rows of totals ----------------------------------------------------- */

/* "Total", "Totaal:" */
static bool
totals_word(struct slice s)
{
	static const char *const words[] = { "total", "totals", "subtotal",
		"sub total", "grand total", "totaal", "subtotaal", "eindtotaal",
		"sum", "summe", "gesamt", "somme", "suma", "soma", "totale",
		"total geral", NULL };

	if (s.n > 0 && s.p[s.n - 1] == ':')
		s = slice_trim(slice_sub(s, 0, s.n - 1));
	for (size_t i = 0; words[i] != NULL; i++)
		if (slice_ieq(s, slice_of(words[i])))
			return (true);
	return (false);
}

/* Nothing of ours stands in the row but a quantity and a price, and a word for
 * totals somewhere, which *word tells. */
static bool
only_sums(const struct csv_file *f, bool *word)
{
	*word = false;
	for (int i = 0; i < O_COLUMNS; i++) {
		const struct slice s = csv_text(f, i);

		if (i == O_QUANTITY || i == O_PRICE || s.n == 0)
			continue;
		if (!totals_word(s))
			return (false);
		*word = true;
	}
	for (size_t i = 0; i < f->row.n; i++)
		*word |= totals_word(slice_trim(f->row.fields[i].text));
	return (*word || csv_text(f, O_QUANTITY).n > 0);
}

static bool
is_sum(struct csv_file *f, struct decimal d)
{
	return (!decimal_is_none(d) &&
	    ((!decimal_is_none(f->all) && decimal_cmp(d, f->all) == 0) ||
		(!decimal_is_none(f->own) && decimal_cmp(d, f->own) == 0)));
}

static void
add_quantity(struct csv_file *f, struct decimal d)
{
	if (decimal_is_none(d))
		return;
	if (!decimal_is_none(f->all) && !decimal_add(f->all, d, &f->all))
		f->all = DECIMAL_NONE;
	if (!decimal_is_none(f->own) && !decimal_add(f->own, d, &f->own))
		f->own = DECIMAL_NONE;
}

/* A spreadsheet's last row, and what stands below each order; it belongs to no
 * order.  A sum that is none may mean that a row is missing. */
static bool
read_totals(struct csv_file *f, struct err *e)
{
	struct decimal d;
	char text[DECIMAL_TEXT_MAX];
	bool word;

	if (!only_sums(f, &word))
		return (false);
	d = csv_number(f, O_QUANTITY, e);
	if (is_sum(f, d) || (word && csv_text(f, O_QUANTITY).n == 0)) {
		csv_found(f, "CSV-TOTALS", -1, e, NULL);
		return (true);
	}
	if (!word && f->row_errors == 0)
		return (false);
	if (!decimal_is_none(d) && !decimal_is_none(f->all))
		csv_found(f, "CSV-TOTALS-DIFFER", O_QUANTITY, e,
		    "the rows above come to %s", decimal_text(f->all, text));
	f->order.broken = f->next_broken = true;
	return (true);
}

/* --- which orders are scattered ------------------------------------------- */

/* Rows that follow each other with the same po_number and release. */
struct group {
	struct slice po, release;
	int64_t row; /* the first */
	size_t at;   /* in the file's order */
};

static struct slice
surveyed(struct csv_file *f, int column)
{
	struct slice s = csv_text(f, column);

	return (csv_lasts(f, s) ? s : arena_slice(&f->survey, s));
}

static int
by_key(const void *a, const void *b)
{
	const struct group *x = a, *y = b;
	int c = slice_cmp(x->po, y->po);

	if (c == 0)
		c = slice_cmp(x->release, y->release);
	return (c != 0 ? c : x->at < y->at ? -1 : x->at > y->at);
}

static bool
same_key(const struct group *x, const struct group *y)
{
	return (slice_eq(x->po, y->po) && slice_eq(x->release, y->release));
}

static void
survey_row(struct csv_file *f, struct list *groups)
{
	const struct group key = { csv_text(f, O_PO), csv_text(f, O_RELEASE),
		f->row.number, groups->n };
	struct group *g;
	bool word;

	csv_survey_number(f, O_QUANTITY);
	csv_survey_number(f, O_PRICE);
	if (key.po.n == 0 || only_sums(f, &word) ||
	    (groups->n > 0 &&
		same_key(&key, LIST_AT(groups, struct group, groups->n - 1))))
		return;
	g = LIST_PUSH(&f->survey, groups, struct group);
	*g = key;
	g->po = surveyed(f, O_PO);
	g->release = surveyed(f, O_RELEASE);
}

/* An order in several places can be booked in none of them: which ones are,
 * must be known before the first is given away. */
static void
survey_end(struct csv_file *f, struct list *groups)
{
	struct group *g = groups->v;

	f->groups = groups->n;
	f->elsewhere = arena_array(&f->survey, groups->n + 1,
	    sizeof(*f->elsewhere));
	if (groups->n > 0)
		qsort(g, groups->n, sizeof(*g), by_key);
	for (size_t i = 1; i < groups->n; i++)
		if (same_key(&g[i - 1], &g[i])) {
			f->elsewhere[g[i].at] = g[i - 1].row;
			if (f->elsewhere[g[i - 1].at] == 0)
				f->elsewhere[g[i - 1].at] = g[i].row;
		}
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
	csv_found(f, "CSV-LINE-REPEATED", O_LINE, e,
	    "order " SL_FMT " has line " SL_FMT " twice",
	    SL_ARG(text_head(f->order.po_number, 60)),
	    SL_ARG(text_head(l->line_id, 60)));
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
	    SL_ARG(text_head(s, 200)))));
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
	f->own = DECIMAL_ZERO;
	f->open = true;
	f->crowded = false;
	o->broken = f->next_broken;
	f->next_broken = false;
	o->offset = f->row.offset;
	o->po_number = csv_kept(f, O_PO);
	o->release_number = csv_kept(f, O_RELEASE);
	o->account = csv_kept(f, O_CUSTOMER);
	o->ordered_on = csv_day(f, O_ORDERED, e);
	o->currency = csv_kept(f, O_CURRENCY);
	add_id(f, &o->buyer, O_CUSTOMER, e);
	add_id(f, &o->ship_to, O_SHIP_TO, e);
	if (o->currency.n > 0 && currency_digits(o->currency) < 0)
		csv_found(f, "CSV-CURRENCY", O_CURRENCY, e, NULL);
	/* What the survey skips, the reader skips. */
	INVARIANT(f->group < f->groups);
	if (f->elsewhere[f->group++] != 0)
		csv_found(f, "CSV-SCATTERED", O_PO, e,
		    "other rows of this order stand elsewhere, in row %lld",
		    (long long)f->elsewhere[f->group - 1]);
}

/* A later row may leave out what the first one said, not contradict it. */
static void
agree(struct csv_file *f, int column, struct slice said, struct err *e)
{
	struct slice s = csv_text(f, column);

	if (s.n > 0 && !slice_eq(s, said))
		csv_found(f, "CSV-DIFFERS", column, e,
		    "the first row of this order says \"" SL_FMT "\"",
		    SL_ARG(text_head(said, 60)));
}

static void
continue_order(struct csv_file *f, struct err *e)
{
	const struct order *o = &f->order;
	char on[11];
	struct slice place = SLICE_NONE;
	const day ordered = csv_day(f, O_ORDERED, e);

	agree(f, O_CUSTOMER, o->account, e);
	agree(f, O_CURRENCY, o->currency, e);
	agree(f, O_REPEAT, o->recurrence.text, e);
	if (ordered != DAY_NONE && ordered != o->ordered_on)
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
		l->line_id = slice_of(
		    arena_printf(f->in->arena, "%zu", f->order.lines.n));
	read_item(f, l, e);
	l->quantity = csv_number(f, O_QUANTITY, e);
	add_quantity(f, l->quantity);
	if (csv_text(f, O_QUANTITY).n == 0)
		csv_found(f, "CSV-MISSING", O_QUANTITY, e, NULL);
	else if (!decimal_is_none(l->quantity) && l->quantity.coef <= 0)
		csv_found(f, "CSV-QUANTITY", O_QUANTITY, e, NULL);
	l->unit = l->unit_code = csv_unit(f, O_UNIT, e);
	l->price = csv_number(f, O_PRICE, e);
	if (!decimal_is_none(l->price) && l->price.coef < 0)
		csv_found(f, "CSV-PRICE", O_PRICE, e, NULL);
	l->requested_on = csv_day(f, O_REQUESTED, e);
	if (l->requested_on != DAY_NONE &&
	    (f->order.requested_on == DAY_NONE ||
		l->requested_on < f->order.requested_on))
		f->order.requested_on = l->requested_on;
}

/* A row without a number, as it was agreed. */
static bool
goes_on(const struct csv_file *f)
{
	return (f->map != NULL && f->map->po_once && csv_text(f, O_PO).n == 0 &&
	    csv_text(f, O_RELEASE).n == 0);
}

/* What spreadsheets take for a number and write with a power of ten. */
static void
whole_numbers(struct csv_file *f, struct err *e)
{
	static const int columns_whole[] = { O_PO, O_RELEASE, O_CUSTOMER,
		O_SHIP_TO, O_SELLER_ITEM, O_BUYER_ITEM, O_GTIN };

	for (size_t i = 0; i < sizeof(columns_whole) / sizeof(int); i++)
		csv_whole(f, columns_whole[i], e);
}

static enum rc
order_row(struct csv_file *f, struct err *e)
{
	const bool same = f->open &&
	    (goes_on(f) ||
		(slice_eq(csv_text(f, O_PO), f->order.po_number) &&
		    slice_eq(csv_text(f, O_RELEASE), f->order.release_number)));
	enum rc rc = RC_OK;

	if (read_totals(f, e))
		return (RC_OK);
	if (csv_text(f, O_PO).n == 0 && !same) {
		csv_found(f, "CSV-MISSING", O_PO, e,
		    f->open && f->map != NULL && !f->map->po_once ?
			"no po_number; where the first row of an order alone "
			"has it, in the profile's receive: po_once = true" :
			NULL);
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
	whole_numbers(f, e);
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

const struct csv_kind csv_orders = { "orders", columns, O_QUANTITY, survey_row,
	survey_end, order_row, order_lost, finish_order };
