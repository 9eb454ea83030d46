#include "pipeline/change_part.h"

/* A line of which a part was cut off is priced anew, not in proportion. */
static bool
in_proportion(const struct applying *k, const struct changed_line *c)
{
	return (c->step == STEP_MODIFY && c->quantity_only &&
	    change_extra_of(k, c)->cancelled.coef == 0);
}

bool
change_priced_anew(const struct applying *k, const struct changed_line *c)
{
	return (c->step == STEP_ADD ||
	    (c->step == STEP_MODIFY && !in_proportion(k, c)));
}

static const struct customer *
customer_of(const struct applying *k)
{
	return (master_customer(k->x.master, k->order.customer));
}

/* A person said so: `release --price ours`. */
static void
at_our_prices(struct applying *k)
{
	for (size_t i = 0; i < k->checked.lines.n; i++)
		(void)checked_at_ours(
		    LIST_AT(&k->checked.lines, struct checked_line, i));
}

static void
check_lines(struct applying *k)
{
	order_init(&k->mini);
	k->mini.po_number = k->order.po_number;
	k->mini.currency = k->order.currency;
	for (size_t i = 0; i < k->plan.lines.n; i++) {
		const struct changed_line *c = LIST_AT(&k->plan.lines,
		    struct changed_line, i);

		if (change_priced_anew(k, c))
			*LIST_PUSH(k->a, &k->mini.lines,
			    struct order_line) = c->line;
	}
	change_check(&k->mini, customer_of(k), k->order.currency, k->partner,
	    k->x.master, &k->night->mill->config.seller, k->x.today, k->a,
	    &k->checked);
	if (booked_released(&k->change, "ours"))
		at_our_prices(k);
}

static bool
bookable(const struct checked_line *c)
{
	return (c->product != NULL && !decimal_is_none(c->stock_quantity) &&
	    !decimal_is_none(c->price));
}

enum rc
change_judge(struct applying *k, bool *stop, struct err *e)
{
	const struct checked_order *c = &k->checked;

	*stop = true;
	if (customer_of(k) == NULL)
		return (change_wait(k, HOLD_CUSTOMER, "ORDER-CUSTOMER",
		    "the customer is not in the master data any more", e));
	check_lines(k);
	if (change_tell(k, &c->findings, e) != RC_OK)
		return (e->rc);
	if (c->verdict == ORDER_REJECTED)
		return (change_refuse(k, arena_text(k->a, c->reason),
		    arena_text(k->a, c->detail), e));
	for (size_t i = 0; i < c->lines.n; i++)
		if (LIST_AT(&c->lines, struct checked_line, i)->state ==
		    LINE_REJECTED)
			return (change_refuse(k,
			    arena_text(k->a,
				LIST_AT(&c->lines, struct checked_line, i)
				    ->reason),
			    "a line that it changes or adds cannot be booked",
			    e));
	for (size_t i = 0; i < c->lines.n; i++)
		if (!bookable(LIST_AT(&c->lines, struct checked_line, i)))
			return (
			    change_wait(k, c->hold, arena_text(k->a, c->reason),
				arena_text(k->a, c->detail), e));
	*stop = c->verdict == ORDER_HELD &&
	    !booked_released(&k->change, hold_reason_names[c->hold]);
	if (*stop)
		return (change_wait(k, c->hold, arena_text(k->a, c->reason),
		    arena_text(k->a, c->detail), e));
	return (RC_OK);
}

static const char *
text_of(struct decimal d, char out[DECIMAL_TEXT_MAX])
{
	return (decimal_is_none(d) ? "" : decimal_text(d, out));
}

struct texts {
	char quantity[DECIMAL_TEXT_MAX], stock[DECIMAL_TEXT_MAX],
	    price[DECIMAL_TEXT_MAX], basis[DECIMAL_TEXT_MAX],
	    our[DECIMAL_TEXT_MAX], our_basis[DECIMAL_TEXT_MAX],
	    percent[DECIMAL_TEXT_MAX];
};

/* A line that is stated anew has what it says, or none. */
static enum rc
put_auxiliary(struct applying *k, const struct order_line *l, int64_t number,
    struct err *e)
{
	if (l->auxiliary.n == 0)
		return (store_exec(k->store, Q_LINE_AUXILIARY_DROP, NULL, e,
		    "ii", k->order.order_id, number));
	return (store_exec(k->store, Q_LINE_AUXILIARY_PUT, NULL, e, "iit",
	    k->order.order_id, number, l->auxiliary));
}

static enum rc
put_substitute(struct applying *k, const struct order_line *l,
    const struct checked_line *c, int64_t number, struct err *e)
{
	if (c->ordered == NULL)
		return (store_exec(k->store, Q_LINE_SUBSTITUTE_DROP, NULL, e,
		    "ii", k->order.order_id, number));
	return (store_exec(k->store, Q_LINE_SUBSTITUTE_PUT, NULL, e, "iitt",
	    k->order.order_id, number, c->ordered->sku, l->gtin));
}

static enum rc
put_line(struct applying *k, const struct changed_line *p, int64_t number,
    const struct checked_line *c, struct err *e)
{
	const struct order_line *l = &p->line;
	struct texts t;

	if (p->step == STEP_ADD &&
	    store_exec(k->store, Q_CHANGE_LINE_ADD, NULL, e, "iit",
		k->order.order_id, number, c->buyer_line) != RC_OK)
		return (e->rc);
	if (store_exec(k->store, Q_CHANGE_LINE_PUT, NULL, e,
		"tttttstsssssiitsstDtii", c->product->sku, l->seller_item,
		l->buyer_item, checked_gtin(c, l), checked_name(c, l),
		text_of(l->quantity, t.quantity), c->unit,
		text_of(c->stock_quantity, t.stock), text_of(c->price, t.price),
		text_of(c->price_basis, t.basis), text_of(c->our_price, t.our),
		text_of(c->our_basis, t.our_basis), c->net, c->our_net,
		c->tax_category, text_of(c->tax_percent, t.percent),
		line_state_names[c->state], c->reason, l->requested_on,
		slice_eq(l->unit_code, c->unit) ? SLICE_NONE : l->unit_code,
		k->order.order_id, number) != RC_OK ||
	    put_substitute(k, l, c, number, e) != RC_OK)
		return (e->rc);
	return (put_auxiliary(k, l, number, e));
}

/* The same price for another quantity: counted anew from the price, for the
 * rounding of the old amount must not be multiplied.  Only what the line had
 * above or below its price, its own allowances and charges, goes with the
 * quantity in proportion; without a price, all of it. */
static bool
amount_for(const struct applying *k, int64_t net, struct decimal price,
    struct decimal basis, struct decimal before, struct decimal now,
    int64_t *out)
{
	int digits = currency_digits(k->order.currency);
	int64_t was = 0, is = 0, rest;

	if (!decimal_is_none(price) &&
	    (!money_of(before, price, basis, digits, &was) ||
		!money_of(now, price, basis, digits, &is)))
		return (false);
	return (!__builtin_sub_overflow(net, was, &rest) &&
	    money_of(decimal_make(rest, 0), now, before, 0, &rest) &&
	    money_add(is, rest, out));
}

static enum rc
put_quantity(struct applying *k, const struct changed_line *p, struct err *e)
{
	const struct book_line *b = LIST_AT(&k->book, struct book_line, p->old);
	const struct extra *x = change_extra_of(k, p);
	struct decimal stock = DECIMAL_NONE;
	int64_t net, our_net;
	struct texts t;

	if (!amount_for(k, x->net, b->price, b->price_basis, b->quantity,
		p->line.quantity, &net) ||
	    !amount_for(k, x->our_net, x->our_price, x->our_basis, b->quantity,
		p->line.quantity, &our_net) ||
	    (!decimal_is_none(x->stock_quantity) &&
		(!decimal_mul(x->stock_quantity, p->line.quantity, &stock) ||
		    !decimal_div(stock, b->quantity, 6, &stock))))
		return (err_set(e, RC_REJECT, "ORDER-AMOUNT",
		    "line " SL_FMT " comes to more than can be counted",
		    SL_ARG(b->buyer_line)));
	if (store_exec(k->store, Q_CHANGE_LINE_QUANTITY, NULL, e, "ssiiDsii",
		text_of(p->line.quantity, t.quantity), text_of(stock, t.stock),
		net, our_net, p->line.requested_on,
		line_state_names[b->state == LINE_BACKORDERED ? LINE_ACCEPTED :
								b->state],
		k->order.order_id, x->line) != RC_OK)
		return (e->rc);
	return (put_auxiliary(k, &p->line, x->line, e));
}

enum rc
change_put_lines(struct applying *k, struct err *e)
{
	size_t checked = 0;

	for (size_t i = 0; i < k->plan.lines.n; i++) {
		const struct changed_line *p = LIST_AT(&k->plan.lines,
		    struct changed_line, i);
		int64_t number = p->step == STEP_ADD ?
		    (int64_t)i + 1 :
		    change_extra_of(k, p)->line;
		enum rc rc = RC_OK;

		if (change_priced_anew(k, p))
			rc = put_line(k, p, number,
			    LIST_AT(&k->checked.lines, struct checked_line,
				checked++),
			    e);
		else if (p->step == STEP_MODIFY)
			rc = put_quantity(k, p, e);
		else if (p->step == STEP_DELETE)
			rc = store_exec(k->store, Q_CHANGE_LINE_GONE, NULL, e,
			    "ii", k->order.order_id, number);
		else if (p->line.auxiliary.n > 0) /* of what else stays */
			rc = put_auxiliary(k, &p->line, number, e);
		if (rc != RC_OK)
			return (rc);
	}
	return (RC_OK);
}
