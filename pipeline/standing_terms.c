/* What is delivered on one day, and by which rule. */
#include <inttypes.h>

#include "pipeline/standing_terms.h"

/* --- the agreed lines ---------------------------------------------------- */

static struct decimal
number(struct slice text)
{
	struct decimal d;

	return (decimal_parse(text, &d) ? d : DECIMAL_NONE);
}

static void
take_line(struct rows *r, struct arena *a, struct standing_terms *t)
{
	struct standing_line *l = LIST_PUSH(a, &t->lines, struct standing_line);
	int c = 0;

#define T(field) l->field = arena_slice(a, rows_text(r, c++))
#define N(field) \
	l->kept.field = arena_slice(a, rows_text(r, c++)); \
	l->field = number(l->kept.field)
	*l = (struct standing_line){ .line = rows_int(r, c++) };
	T(buyer_line);
	T(sku);
	T(seller_item);
	T(buyer_item);
	T(gtin);
	T(name);
	T(unit);
	N(quantity);
	N(stock_quantity);
	N(price);
	N(price_basis);
	T(tax_category);
	N(tax_percent);
	T(kept.our_price);
	T(kept.our_basis);
	T(kept.unit_code);
#undef T
#undef N
	l->net = rows_int(r, c);
	l->kept.our_net = rows_int(r, c + 1);
	l->kept.dated = rows_int(r, c + 2) != 0;
	if (decimal_is_none(l->tax_percent))
		l->tax_percent = DECIMAL_ZERO;
}

static enum rc
agreed_lines(const struct actor *x, int64_t id, struct arena *a,
    struct standing_terms *t, struct err *e)
{
	struct rows *r;

	if (store_rows(x->store, Q_STANDING_LINES, &r, e, "i", id) != RC_OK)
		return (e->rc);
	while (rows_next(r))
		take_line(r, a, t);
	return (rows_end(r, e));
}

/* --- revisions ----------------------------------------------------------- */

struct standing_line *
standing_terms_line(const struct standing_terms *t, int64_t line)
{
	size_t lo = 0, hi = t->lines.n;

	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;

		if (LIST_AT(&t->lines, struct standing_line, mid)->line < line)
			lo = mid + 1;
		else
			hi = mid;
	}
	if (lo == t->lines.n ||
	    LIST_AT(&t->lines, struct standing_line, lo)->line != line)
		return (NULL);
	return (LIST_AT(&t->lines, struct standing_line, lo));
}

/* Another quantity of the same, at the same price. */
static bool
take_quantity(struct standing_line *l, struct decimal quantity)
{
	if (!money_of(decimal_make(l->net, 0), quantity, l->quantity, 0,
		&l->net) ||
	    (!decimal_is_none(l->stock_quantity) &&
		(!decimal_mul(l->stock_quantity, quantity,
		     &l->stock_quantity) ||
		    !decimal_div(l->stock_quantity, l->quantity, 6,
			&l->stock_quantity))))
		return (false);
	l->quantity = quantity;
	return (true);
}

struct said { /* one row of a revision */
	int64_t line;
	bool ours;
	struct slice action;
	struct rows *r;
};

static bool
take_set(struct standing_line *l, struct rows *r, int digits)
{
	struct decimal quantity = rows_decimal(r, 10),
		       price = rows_decimal(r, 12), basis = rows_decimal(r, 13);

	if (!decimal_is_none(quantity) && !take_quantity(l, quantity))
		return (false);
	if (decimal_is_none(price))
		return (true);
	l->price = price;
	l->price_basis = decimal_is_none(basis) ? DECIMAL_ONE : basis;
	return (
	    money_of(l->quantity, l->price, l->price_basis, digits, &l->net));
}

static void
take_put(struct standing_line *l, struct rows *r, struct arena *a)
{
	l->buyer_line = arena_slice(a, rows_text(r, 3));
	l->sku = arena_slice(a, rows_text(r, 4));
	l->seller_item = arena_slice(a, rows_text(r, 5));
	l->buyer_item = arena_slice(a, rows_text(r, 6));
	l->gtin = arena_slice(a, rows_text(r, 7));
	l->name = arena_slice(a, rows_text(r, 8));
	l->unit = arena_slice(a, rows_text(r, 9));
	l->quantity = rows_decimal(r, 10);
	l->stock_quantity = rows_decimal(r, 11);
	l->price = rows_decimal(r, 12);
	l->price_basis = rows_decimal(r, 13);
	l->net = rows_int(r, 14);
	l->gone = false;
}

static bool
take_revision(struct rows *r, int digits, struct arena *a,
    struct standing_terms *t)
{
	int64_t line = rows_int(r, 0);
	struct slice action = rows_text(r, 1);
	struct standing_line *l = standing_terms_line(t, line);

	if (l == NULL && !slice_is(action, "put"))
		return (true); /* the line was never there on this day */
	if (l == NULL) {
		l = LIST_PUSH(a, &t->lines, struct standing_line);
		*l = (struct standing_line){ .line = line,
			.added = true,
			.tax_percent = DECIMAL_ZERO };
	}
	t->revised = l->revised = true;
	l->ours |= rows_null(r, 2);
	if (slice_is(action, "drop"))
		l->gone = true;
	else if (slice_is(action, "put"))
		take_put(l, r, a);
	else
		return (take_set(l, r, digits));
	return (true);
}

static enum rc
revised_lines(const struct actor *x, const struct standing_row *w, day nominal,
    int digits, struct arena *a, struct standing_terms *t, struct err *e)
{
	struct rows *r;
	bool fits = true;

	if (store_rows(x->store, Q_STANDING_REVISED_LINES, &r, e, "id",
		w->standing_order_id, nominal) != RC_OK)
		return (e->rc);
	while (fits && rows_next(r))
		fits = take_revision(r, digits, a, t);
	if (rows_end(r, e) != RC_OK)
		return (e->rc);
	return (fits ? RC_OK :
		       err_set(e, RC_REJECT, "ORDER-AMOUNT",
			   "a changed line comes to more than can be counted"));
}

static enum rc
revised_place(const struct actor *x, const struct standing_row *w, day nominal,
    struct arena *a, struct standing_terms *t, struct err *e)
{
	struct rows *r;

	if (store_rows(x->store, Q_STANDING_REVISED_PLACE, &r, e, "id",
		w->standing_order_id, nominal) != RC_OK)
		return (e->rc);
	t->moved = rows_next(r);
	if (t->moved) {
		t->ship_name = arena_slice(a, rows_text(r, 0));
		t->street = arena_slice(a, rows_text(r, 1));
		t->city = arena_slice(a, rows_text(r, 2));
		t->postal_code = arena_slice(a, rows_text(r, 3));
		t->country = arena_slice(a, rows_text(r, 4));
		t->warehouse = arena_slice(a, rows_text(r, 5));
	}
	return (rows_end(r, e));
}

static void
leave_out(struct standing_terms *t)
{
	size_t kept = 0;

	for (size_t i = 0; i < t->lines.n; i++) {
		struct standing_line *l = LIST_AT(&t->lines,
		    struct standing_line, i);

		if (!l->gone)
			*LIST_AT(&t->lines, struct standing_line, kept++) = *l;
	}
	t->lines.n = kept;
}

enum rc
standing_terms_load(const struct actor *x, const struct standing_row *w,
    day nominal, int digits, struct arena *a, struct standing_terms *t,
    struct err *e)
{
	*t = (struct standing_terms){ .revised = false };
	if (agreed_lines(x, w->standing_order_id, a, t, e) != RC_OK)
		return (e->rc);
	if (!w->has_revisions)
		return (RC_OK);
	if (revised_lines(x, w, nominal, digits, a, t, e) != RC_OK ||
	    revised_place(x, w, nominal, a, t, e) != RC_OK)
		return (e->rc);
	if (t->revised)
		leave_out(t);
	return (RC_OK);
}

/* --- rules --------------------------------------------------------------- */

bool
standing_days_read(struct slice text, struct arena *a, struct list *days)
{
	*days = (struct list){ 0 };
	for (size_t i = 0, from = 0; i <= text.n; i++) {
		struct slice word = slice_sub(text, from, i - from);
		day d;

		if (i < text.n && text.p[i] != ' ' && text.p[i] != ',')
			continue;
		from = i + 1;
		if (word.n == 0)
			continue;
		d = word.n == 10 ? day_parse_iso(word) : DAY_NONE;
		if (d == DAY_NONE)
			return (false);
		*LIST_PUSH(a, days, day) = d;
	}
	days->n = calendar_sort_days(days->v, days->n);
	return (true);
}

/* A rule holds until the next one begins; one that was made later and begins
 * earlier holds instead of those behind it. */
static enum rc
take_part(struct rows *r, struct standing_row *w, struct arena *a,
    struct list *parts, struct err *e)
{
	struct slice rule = rows_text(r, 1);
	struct standing_part part = { .from = rows_day(r, 0) };
	struct list days, left_out;

	while (parts->n > 0 &&
	    LIST_AT(parts, struct standing_part, parts->n - 1)->from >=
		part.from)
		parts->n--;
	part.set = RECURRENCE_SET(RECURRENCE_NONE, DAY_NONE);
	if (rule.n > 0) {
		part.set.anchor = part.from;
		part.set.strict = true;
	}
	if ((rule.n > 0 &&
		recurrence_parse(rule, &part.set.rule, e) != RC_OK) ||
	    !standing_days_read(rows_text(r, 2), a, &days) ||
	    !standing_days_read(rows_text(r, 3), a, &left_out))
		return (err_set(e, RC_REJECT, "STANDING-RULE",
		    "its rule '" SL_FMT "' is not understood", SL_ARG(rule)));
	part.set.ends_on = w->ends_on;
	part.set.dates = days.v;
	part.set.dates_n = days.n;
	part.set.excluded = left_out.v;
	part.set.excluded_n = left_out.n;
	*LIST_PUSH(a, parts, struct standing_part) = part;
	return (RC_OK);
}

enum rc
standing_parts_load(const struct actor *x, struct standing_row *w,
    struct arena *a, struct err *e)
{
	struct list parts = { 0 };
	struct err end = ERR_INIT;
	struct rows *r;
	enum rc rc = RC_OK;

	w->core.parts_n = 0;
	if (!w->has_revisions)
		return (RC_OK);
	if (store_rows(x->store, Q_STANDING_RULES, &r, e, "i",
		w->standing_order_id) != RC_OK)
		return (e->rc);
	while (rc == RC_OK && rows_next(r))
		rc = take_part(r, w, a, &parts, e);
	if (rows_end(r, &end) != RC_OK) {
		*e = end;
		return (end.rc);
	}
	w->core.parts = parts.v;
	w->core.parts_n = parts.n;
	return (rc);
}
