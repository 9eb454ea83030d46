/* Goods that came back: what is credited for them.
 *
 * A line's net is credited by round(net x returned / ordered), returned being
 * all that came back so far; the order's tax is divided over its lines by what
 * each bears, with rounding that adds up.  When everything that left is back,
 * the remainder of what was charged is credited, to the cent. */
#include <inttypes.h>
#include <stdio.h>

#include "domain/ident.h"
#include "domain/shipment.h"
#include "pipeline/account.h"
#include "pipeline/giveback.h"

struct back_line {
	int64_t line, net; /* of all that was ordered */
	struct decimal ordered, shipped, percent;
	struct decimal before, now; /* came back */
	int64_t net_before, tax_before;
	int64_t net_now, tax_now, weight; /* its tax, if it were alone */
};

struct returning {
	const struct actor *x;
	const struct goods_back *g;
	struct credit_note *n;
	struct booked b;
	struct list lines; /* struct back_line */
	struct arena a;
	int64_t weights, line_tax; /* the order's, without freight */
	int64_t freight_tax;
};

static struct back_line *
line_numbered(struct returning *t, int64_t number)
{
	size_t low = 0, high = t->lines.n;

	while (low < high) {
		size_t i = (low + high) / 2;
		struct back_line *l = LIST_AT(&t->lines, struct back_line, i);

		if (l->line == number)
			return (l);
		if (l->line < number)
			low = i + 1;
		else
			high = i;
	}
	return (NULL);
}

static enum rc
amount_fault(const struct returning *t, struct err *e)
{
	return (err_set(e, RC_REJECT, "ORDER-AMOUNT",
	    "what comes back of order %" PRId64 " cannot be counted",
	    t->b.order_id));
}

static enum rc
load_lines(struct returning *t, struct err *e)
{
	struct rows *r;

	if (store_rows(t->x->store, Q_RETURN_LINES, &r, e, "i",
		t->b.order_id) != RC_OK)
		return (e->rc);
	while (rows_next(r)) {
		struct back_line *l = LIST_PUSH(&t->a, &t->lines,
		    struct back_line);

		*l = (struct back_line){ .line = rows_int(r, 0),
			.ordered = rows_decimal(r, 1),
			.shipped = rows_decimal(r, 2),
			.net = rows_int(r, 3),
			.percent = rows_decimal(r, 4),
			.before = DECIMAL_ZERO,
			.now = DECIMAL_ZERO };
		if (decimal_is_none(l->percent))
			l->percent = DECIMAL_ZERO;
	}
	return (rows_end(r, e));
}

static enum rc
load_before(struct returning *t, struct err *e)
{
	struct rows *r;
	bool good = true;

	if (store_rows(t->x->store, Q_RETURNED_BEFORE, &r, e, "i",
		t->b.order_id) != RC_OK)
		return (e->rc);
	while (rows_next(r)) {
		struct back_line *l = line_numbered(t, rows_int(r, 0));

		if (l == NULL)
			continue;
		good = good &&
		    decimal_add(l->before, rows_decimal(r, 1), &l->before);
		l->net_before += rows_int(r, 2);
		l->tax_before += rows_int(r, 3);
	}
	if (rows_end(r, e) != RC_OK)
		return (e->rc);
	return (good ? RC_OK : amount_fault(t, e));
}

/* --- which --------------------------------------------------------------- */

static bool
left_of(const struct back_line *l, struct decimal *left)
{
	struct decimal gone;

	return (decimal_add(l->before, l->now, &gone) &&
	    decimal_sub(l->shipped, gone, left));
}

static enum rc
take(struct returning *t, struct slice item, struct err *e)
{
	struct slice number, quantity;
	struct back_line *l;
	struct decimal d, left;
	int64_t line = 0;

	if (!slice_cut(item, '=', &number, &quantity) ||
	    !slice_int(slice_trim(number), &line) ||
	    !decimal_parse(slice_trim(quantity), &d) || d.coef <= 0)
		return (err_set(e, RC_REJECT, "RETURN-LINES",
		    "'" SL_FMT "' is not LINE=QUANTITY", SL_ARG(item)));
	l = line_numbered(t, line);
	if (l == NULL)
		return (err_set(e, RC_REJECT, "RETURN-LINES",
		    "the order has no line %" PRId64, line));
	if (!left_of(l, &left) || decimal_cmp(d, left) > 0)
		return (err_set(e, RC_REJECT, "RETURN-LINES",
		    "of line %" PRId64 " less than that has left and not come "
		    "back",
		    line));
	return (decimal_add(l->now, d, &l->now) ? RC_OK : amount_fault(t, e));
}

static enum rc
choose(struct returning *t, struct err *e)
{
	struct slice rest = t->g->lines, item;
	bool any = false;

	while (rest.n > 0) {
		(void)slice_cut(rest, ',', &item, &rest);
		if (take(t, item, e) != RC_OK)
			return (e->rc);
	}
	for (size_t i = 0; i < t->lines.n; i++) {
		struct back_line *l = LIST_AT(&t->lines, struct back_line, i);

		if (t->g->lines.n == 0 && !left_of(l, &l->now))
			return (amount_fault(t, e));
		any = any || l->now.coef > 0;
	}
	if (any)
		return (RC_OK);
	return (err_set(e, RC_REJECT, "RETURN-STATE",
	    "nothing of this order has left, or all of it came back"));
}

/* --- what it is worth ---------------------------------------------------- */

/* Freight is taxed as most of the order is. */
static bool
tax_of_freight(struct returning *t)
{
	struct {
		struct decimal percent;
		int64_t base;
	} rates[16], *most = NULL;
	size_t n = 0;

	for (size_t i = 0; i < t->lines.n; i++) {
		const struct back_line *l = LIST_AT(&t->lines, struct back_line,
		    i);
		size_t r = 0;

		while (r < n && decimal_cmp(rates[r].percent, l->percent) != 0)
			r++;
		if (r == sizeof(rates) / sizeof(rates[0]))
			continue;
		if (r == n) {
			rates[n].percent = l->percent;
			rates[n++].base = 0;
		}
		if (!money_add(rates[r].base, l->net, &rates[r].base))
			return (false);
		if (most == NULL || rates[r].base > most->base)
			most = &rates[r];
	}
	t->freight_tax = 0;
	return (most == NULL || t->b.charges <= 0 ||
	    money_percent(t->b.charges, most->percent, &t->freight_tax));
}

static bool
weigh(struct returning *t)
{
	t->weights = 0;
	if (!tax_of_freight(t))
		return (false);
	t->line_tax = t->b.tax - t->freight_tax;
	for (size_t i = 0; i < t->lines.n; i++) {
		struct back_line *l = LIST_AT(&t->lines, struct back_line, i);

		if (!money_percent(l->net, l->percent, &l->weight) ||
		    !money_add(t->weights, l->weight, &t->weights))
			return (false);
	}
	return (true);
}

static bool
value_line(const struct returning *t, struct back_line *l)
{
	struct decimal all;
	int64_t net = 0, weight = 0, tax = 0;

	if (l->now.coef == 0)
		return (true);
	if (!decimal_add(l->before, l->now, &all))
		return (false);
	/* More was sent than ordered: that was not charged. */
	if (decimal_cmp(all, l->ordered) > 0)
		all = l->ordered;
	if (!shipment_settled(l->net, l->ordered, all, &net))
		return (false);
	if (l->net != 0 && !money_part(l->weight, net, l->net, &weight))
		return (false);
	if (t->weights != 0 &&
	    !money_part(t->line_tax, weight, t->weights, &tax))
		return (false);
	l->net_now = net - l->net_before;
	l->tax_now = tax - l->tax_before;
	return (true);
}

/* What the ledger still has of this order on an account. */
static enum rc
posted(const struct returning *t, enum account account, int64_t *amount,
    struct err *e)
{
	if (store_int(t->x->store, Q_LEDGER_ORDER_SUM, 0, amount, e, "si",
		account_names[account], t->b.order_id) != RC_OK)
		return (e->rc);
	*amount = -*amount;
	return (RC_OK);
}

static bool
all_is_back(const struct returning *t)
{
	for (size_t i = 0; i < t->lines.n; i++) {
		struct decimal left;

		if (!left_of(LIST_AT(&t->lines, struct back_line, i), &left) ||
		    left.coef > 0)
			return (false);
	}
	return (true);
}

/* The first line that came back bears what is left by rounding. */
static void
settle_rest(struct returning *t, int64_t net, int64_t tax)
{
	for (size_t i = 0; i < t->lines.n; i++) {
		struct back_line *l = LIST_AT(&t->lines, struct back_line, i);

		if (l->now.coef == 0)
			continue;
		l->net_now += net - t->n->net;
		l->tax_now += tax - t->n->tax;
		break;
	}
	t->n->net = net;
	t->n->tax = tax;
}

/* Allowances follow the net of all that came back so far, and the last of it
 * takes what is left of them. */
static enum rc
allowances(struct returning *t, int64_t left, bool all, struct err *e)
{
	int64_t before = 0, first = 0, last = 0;

	for (size_t i = 0; i < t->lines.n; i++)
		before += LIST_AT(&t->lines, struct back_line, i)->net_before;
	if (t->b.net != 0 &&
	    (!money_part(t->b.charges, before, t->b.net, &first) ||
		!money_part(t->b.charges, before + t->n->net, t->b.net, &last)))
		return (amount_fault(t, e));
	t->n->charges = last - first;
	if (all || t->n->charges < left)
		t->n->charges = left < 0 ? left : 0;
	return (RC_OK);
}

/* Never more than was charged and not credited. */
static enum rc
bound(struct returning *t, struct err *e)
{
	int64_t sales = 0, tax = 0, freight = 0, discount = 0, freight_tax = 0;
	bool all = all_is_back(t) && !slice_is(t->b.state, "part_shipped");
	bool charged = t->b.charges > 0, with = charged && t->g->freight;

	if (posted(t, ACCOUNT_SALES, &sales, e) != RC_OK ||
	    posted(t, ACCOUNT_TAX, &tax, e) != RC_OK ||
	    posted(t, ACCOUNT_FREIGHT, &freight, e) != RC_OK ||
	    posted(t, ACCOUNT_DISCOUNT, &discount, e) != RC_OK)
		return (e->rc);
	/* As much of its tax as of the freight itself was charged. */
	if (charged && freight > 0 &&
	    !money_part(t->freight_tax, freight, t->b.charges, &freight_tax))
		return (amount_fault(t, e));
	if (with && freight > 0) {
		t->n->charges = freight;
		t->n->tax += freight_tax;
	}
	if (all)
		settle_rest(t, sales, with ? tax : tax - freight_tax);
	if (t->n->net > sales)
		t->n->net = sales;
	if (t->n->tax > tax)
		t->n->tax = tax;
	return (t->b.charges < 0 ? allowances(t, discount, all, e) : RC_OK);
}

static enum rc
value(struct returning *t, struct err *e)
{
	if (!weigh(t))
		return (amount_fault(t, e));
	for (size_t i = 0; i < t->lines.n; i++) {
		struct back_line *l = LIST_AT(&t->lines, struct back_line, i);

		if (!value_line(t, l) ||
		    !money_add(t->n->net, l->net_now, &t->n->net) ||
		    !money_add(t->n->tax, l->tax_now, &t->n->tax))
			return (amount_fault(t, e));
	}
	if (slice_is(t->b.charge_at, "never")) {
		t->n->net = t->n->tax = t->n->charges = 0;
		return (RC_OK);
	}
	return (bound(t, e));
}

/* --- into the book ------------------------------------------------------- */

static enum rc
save(struct returning *t, struct err *e)
{
	for (size_t i = 0; i < t->lines.n; i++) {
		const struct back_line *l = LIST_AT(&t->lines, struct back_line,
		    i);
		char quantity[DECIMAL_TEXT_MAX];

		if (l->now.coef > 0 &&
		    store_exec(t->x->store, Q_RETURNED_INSERT, NULL, e,
			"siisiidts", t->n->number, t->b.order_id, l->line,
			decimal_text(l->now, quantity), l->net_now, l->tax_now,
			t->g->on, t->g->reason, t->x->who) != RC_OK)
			return (e->rc);
	}
	return (RC_OK);
}

/* Each return of an order is known by what came back before. */
static char *
key_of(struct returning *t)
{
	char *key = booked_key(&t->b, "returned", &t->a);

	for (size_t i = 0; i < t->lines.n; i++) {
		const struct back_line *l = LIST_AT(&t->lines, struct back_line,
		    i);
		char before[DECIMAL_TEXT_MAX], now[DECIMAL_TEXT_MAX];

		if (l->now.coef > 0)
			return (arena_printf(&t->a, "%s|%" PRId64 "|%s|%s", key,
			    l->line, decimal_text(l->before, before),
			    decimal_text(l->now, now)));
	}
	return (key);
}

static enum rc
credit(struct returning *t, struct err *e)
{
	const struct actor *x = t->x;
	struct charged_order o = booked_charge(&t->b);
	struct ledger_entry l = { .customer = t->b.customer,
		.currency = t->b.currency,
		.order_id = t->b.order_id,
		.memo = slice_of(arena_printf(&t->a, "%s: " SL_FMT,
		    t->n->number, SL_ARG(t->g->reason))),
		.run_id = x->run_id,
		.at = x->at,
		.on = t->g->on };
	struct event v = { x->at, x->run_id, "order", t->b.order_id, SLICE_NONE,
		"returned" };
	struct given back;
	bool fresh = false;
	struct journal j;

	l.business_key = slice_of(key_of(t));
	if (ledger_owed(x->store, t->b.order_id, &o.owed, e) != RC_OK)
		return (e->rc);
	t->n->debt = o.owed;
	if (!charge_returned(&o, t->n->net, t->n->charges, t->n->tax, &j))
		return (amount_fault(t, e));
	t->n->debt -= o.owed;
	if (ledger_post(x->store, &j, &l, &fresh, e) != RC_OK ||
	    giveback_post(x, &l, &j, &back, e) != RC_OK)
		return (e->rc);
	t->n->discount = back.discount;
	t->n->difference = back.difference;
	t->n->deposit = t->n->net + t->n->charges + t->n->tax - t->n->debt -
	    back.discount - back.difference;
	return (event_add(x->store, &v, e, "%s: credit note %s, " SL_FMT,
	    x->who, t->n->number, SL_ARG(t->g->reason)));
}

static enum rc
return_booked(struct returning *t, struct err *e)
{
	char id[DOCUMENT_ID_MAX];

	if (t->b.test ||
	    !(slice_is(t->b.state, "part_shipped") ||
		slice_is(t->b.state, "shipped") ||
		slice_is(t->b.state, "closed")))
		return (err_set(e, RC_REJECT, "RETURN-STATE",
		    "nothing of order " SL_FMT " has left",
		    SL_ARG(t->b.po_number)));
	if (load_lines(t, e) != RC_OK || load_before(t, e) != RC_OK ||
	    choose(t, e) != RC_OK || value(t, e) != RC_OK)
		return (e->rc);
	_Static_assert(sizeof(t->n->number) == DOCUMENT_ID_MAX,
	    "a credit note's number is a document's");
	(void)snprintf(t->n->number, sizeof(t->n->number), "%s",
	    document_id(t->x->mill->key, "CN", slice_of(key_of(t)), id));
	if (save(t, e) != RC_OK)
		return (e->rc);
	return (credit(t, e));
}

enum rc
order_return(const struct actor *x, int64_t order_id,
    const struct goods_back *g, struct credit_note *n, struct err *e)
{
	struct returning t = { .x = x, .g = g, .n = n };
	enum rc rc;

	*n = (struct credit_note){ .net = 0 };
	rc = booked_load(x->store, order_id, &t.a, &t.b, e);
	if (rc == RC_OK)
		rc = return_booked(&t, e);
	arena_free(&t.a);
	return (rc);
}
