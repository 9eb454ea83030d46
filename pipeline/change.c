#include <inttypes.h>
#include <stdio.h>

#include "base/log.h"
#include "domain/finding.h"
#include "pipeline/blanket.h"
#include "pipeline/book.h"
#include "pipeline/change_part.h"
#include "pipeline/credit.h"
#include "pipeline/giveback.h"
#include "pipeline/receivable.h"
#include "pipeline/reprice.h"

/* --- how a change may end ------------------------------------------------- */

enum rc
change_refuse(struct applying *k, const char *code, const char *detail,
    struct err *e)
{
	return (order_reject(&k->x, &k->change, code, detail, e));
}

enum rc
change_wait(struct applying *k, enum hold_reason why, const char *code,
    const char *detail, struct err *e)
{
	return (order_hold(&k->x, &k->change, why, code, detail, e));
}

/* Looked at again every night. */
static enum rc
park(struct applying *k, const char *detail, struct err *e)
{
	if (slice_is(k->change.reason, "CHANGE-PARKED") &&
	    slice_is(k->change.detail, detail))
		return (RC_OK);
	return (store_exec(k->store, Q_CHANGE_PARKED, NULL, e, "ssi",
	    "CHANGE-PARKED", detail, k->change.order_id));
}

static enum rc
park_or_refuse(struct applying *k, struct err *e)
{
	int64_t hours = k->partner->rules.change_wait_hours;

	if (k->night->as_of - k->change.received_at < hours * 3600)
		return (park(k, "its order has not come yet", e));
	return (change_refuse(k, "CHANGE-NO-ORDER",
	    "there is no order of this number", e));
}

/* What was found, once, however often the change is looked at. */
enum rc
change_tell(struct applying *k, const struct list *findings, struct err *e)
{
	struct book b = { .night = k->night,
		.store = k->store,
		.file.file_id = k->change.file_id,
		.message_id = k->change.message_id,
		.arena = ARENA_INIT };
	enum rc rc = RC_OK;

	for (size_t i = 0; rc == RC_OK && i < findings->n; i++) {
		const struct finding *f = LIST_AT(findings, struct finding, i);
		int64_t known = 0;

		rc = store_int(k->store, Q_CHANGE_FINDING_KNOWN, 0, &known, e,
		    "iti", k->change.order_id, f->code, f->offset);
		if (rc == RC_OK && known == 0)
			rc = book_finding_put(&b, k->change.order_id, f, e);
	}
	arena_free(&b.arena);
	return (rc);
}

/* --- what is there -------------------------------------------------------- */

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

static enum rc
load_book(struct applying *k, struct err *e)
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

static const struct extra *
extra_of(const struct applying *k, const struct changed_line *c)
{
	return (LIST_AT(&k->extras, struct extra, c->old));
}

/* A line of which a part was cut off is priced anew, not in proportion. */
static bool
in_proportion(const struct applying *k, const struct changed_line *c)
{
	return (c->step == STEP_MODIFY && c->quantity_only &&
	    extra_of(k, c)->cancelled.coef == 0);
}

bool
change_priced_anew(const struct applying *k, const struct changed_line *c)
{
	return (c->step == STEP_ADD ||
	    (c->step == STEP_MODIFY && !in_proportion(k, c)));
}

/* --- was it said before? -------------------------------------------------- */

enum before { NEW, REPEATED, OTHER_WORDS, OVERTAKEN };

static enum rc
look_back(struct applying *k, enum before *before, struct err *e)
{
	const struct booked *c = &k->change;
	struct rows *r;

	*before = NEW;
	if (store_rows(k->store, Q_CHANGES_APPLIED, &r, e, "i",
		k->order.order_id) != RC_OK)
		return (e->rc);
	while (rows_next(r)) {
		struct slice number = rows_text(r, 0);

		if (slice_eq(rows_text(r, 2), c->content) &&
		    slice_eq(rows_text(r, 1), c->purpose) &&
		    slice_eq(number, c->change_number))
			*before = REPEATED;
		else if (*before != REPEATED && number.n > 0 &&
		    slice_eq(number, c->change_number))
			*before = OTHER_WORDS;
		else if (*before == NEW &&
		    !change_follows(number, c->change_number))
			*before = OVERTAKEN;
	}
	return (rows_end(r, e));
}

/* --- the lines ------------------------------------------------------------ */

static const struct customer *
customer_of(const struct applying *k)
{
	return (master_customer(k->x.master, k->order.customer));
}

/* A person said so: `release --price ours`. */
static void
at_our_prices(struct applying *k)
{
	for (size_t i = 0; i < k->checked.lines.n; i++) {
		struct checked_line *c = LIST_AT(&k->checked.lines,
		    struct checked_line, i);

		if (decimal_is_none(c->our_price) ||
		    c->state == LINE_REJECTED || c->net == c->our_net)
			continue;
		c->price = c->our_price;
		c->price_basis = c->our_basis;
		c->net = c->our_net;
		c->state = LINE_CHANGED;
		c->reason = SLICE("ORDER-PRICE");
	}
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

static const char *
text_of(struct decimal d, char out[DECIMAL_TEXT_MAX])
{
	return (decimal_is_none(d) ? "" : decimal_text(d, out));
}

static bool
bookable(const struct checked_line *c)
{
	return (c->product != NULL && !decimal_is_none(c->stock_quantity) &&
	    !decimal_is_none(c->price));
}

static struct slice
name_of(const struct order_line *l, const struct checked_line *c)
{
	return (l->description.n > 0 ? l->description : c->product->name);
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
		l->buyer_item, l->gtin, name_of(l, c),
		text_of(l->quantity, t.quantity), c->unit,
		text_of(c->stock_quantity, t.stock), text_of(c->price, t.price),
		text_of(c->price_basis, t.basis), text_of(c->our_price, t.our),
		text_of(c->our_basis, t.our_basis), c->net, c->our_net,
		c->tax_category, text_of(c->tax_percent, t.percent),
		line_state_names[c->state], c->reason, l->requested_on,
		slice_eq(l->unit_code, c->unit) ? SLICE_NONE : l->unit_code,
		k->order.order_id, number) != RC_OK)
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
	const struct extra *x = extra_of(k, p);
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
	return (store_exec(k->store, Q_CHANGE_LINE_QUANTITY, NULL, e,
	    "ssiiDsii", text_of(p->line.quantity, t.quantity),
	    text_of(stock, t.stock), net, our_net, p->line.requested_on,
	    line_state_names[b->state == LINE_BACKORDERED ? LINE_ACCEPTED :
							    b->state],
	    k->order.order_id, x->line));
}

static enum rc
put_lines(struct applying *k, struct err *e)
{
	size_t checked = 0;

	for (size_t i = 0; i < k->plan.lines.n; i++) {
		const struct changed_line *p = LIST_AT(&k->plan.lines,
		    struct changed_line, i);
		int64_t number = p->step == STEP_ADD ? (int64_t)i + 1 :
						       extra_of(k, p)->line;
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
		if (rc != RC_OK)
			return (rc);
	}
	return (RC_OK);
}

/* --- stock ---------------------------------------------------------------- */

struct need { /* of a line, in stock units */
	struct slice sku;
	struct decimal quantity, ordered;
};

static enum rc
load_needs(struct applying *k, struct need *needs, size_t n, struct err *e)
{
	struct rows *r;

	if (store_rows(k->store, Q_ORDER_STOCK_LINES, &r, e, "i",
		k->order.order_id) != RC_OK)
		return (e->rc);
	while (rows_next(r)) {
		int64_t line = rows_int(r, 0);

		if (line < 1 || line > (int64_t)n)
			continue;
		needs[line - 1].sku = arena_slice(k->a, rows_text(r, 1));
		needs[line - 1].quantity = rows_decimal(r, 2);
		needs[line - 1].ordered = rows_decimal(r, 3);
	}
	return (rows_end(r, e));
}

static void
give_back(struct applying *k, struct slice sku, struct decimal quantity)
{
	struct decimal less;

	if (!decimal_is_none(quantity) &&
	    decimal_sub(DECIMAL_ZERO, quantity, &less))
		stock_take(k->stock, sku, less);
}

/* What is more than before has to be there, or comes later. */
static enum rc
promise(struct applying *k, int64_t line, const struct need *now, struct err *e)
{
	const struct decimal *have = stock_available(k->stock, now->sku);
	struct decimal missing;
	char text[DECIMAL_TEXT_MAX];

	if (have == NULL || decimal_is_none(now->quantity) ||
	    decimal_cmp(*have, now->quantity) >= 0) {
		if (have != NULL && !decimal_is_none(now->quantity))
			stock_take(k->stock, now->sku, now->quantity);
		return (RC_OK);
	}
	if (!decimal_sub(now->quantity, have->coef > 0 ? *have : DECIMAL_ZERO,
		&missing) ||
	    !decimal_mul(missing, now->ordered, &missing) ||
	    !decimal_div(missing, now->quantity, 6, &missing))
		return (err_set(e, RC_REJECT, "ORDER-AMOUNT",
		    "the stock of line %" PRId64 " cannot be counted", line));
	stock_take(k->stock, now->sku, now->quantity);
	return (store_exec(k->store, Q_ORDER_LINE_BACKORDER, NULL, e, "ssii",
	    "ORDER-STOCK", decimal_text(missing, text), k->order.order_id,
	    line));
}

/* Every line that changed gives back what it held and asks again. */
static enum rc
promise_stock(struct applying *k, struct err *e)
{
	size_t n = k->plan.lines.n;
	struct need *needs = arena_array(k->a, n, sizeof(*needs));

	if (k->stock == NULL || k->order.test ||
	    slice_is(k->order.kind, "blanket"))
		return (RC_OK);
	if (load_needs(k, needs, n, e) != RC_OK)
		return (e->rc);
	for (size_t i = 0; i < n; i++) {
		const struct changed_line *p = LIST_AT(&k->plan.lines,
		    struct changed_line, i);

		if (p->step == STEP_KEEP)
			continue;
		if (p->step != STEP_ADD)
			give_back(k,
			    LIST_AT(&k->book, struct book_line, p->old)->sku,
			    extra_of(k, p)->stock_quantity);
		if (p->step != STEP_DELETE &&
		    promise(k, (int64_t)i + 1, &needs[i], e) != RC_OK)
			return (e->rc);
	}
	return (RC_OK);
}

/* --- money ---------------------------------------------------------------- */

/* *stop: the change waits for a decision, what was written is to be undone. */
static enum rc
charge(struct applying *k, const struct booked *before, bool *stop,
    struct err *e)
{
	struct booked *t = &k->order, *c = &k->change;
	struct charged_order o = booked_charge(before);
	int64_t more = t->total - before->total;
	struct ledger_entry l = { .customer = t->customer,
		.currency = t->currency,
		.order_id = t->order_id,
		.run_id = k->x.run_id,
		.at = k->x.at,
		.on = k->x.today,
		.newest_first = true };
	struct ledger_terms terms;
	struct journal j;
	bool fresh, there;

	*stop = false;
	if (t->test || slice_is(t->kind, "blanket"))
		return (RC_OK);
	k->credit = (struct credit){ .allowed = true };
	if (more > 0 && o.prepaid && !booked_released(c, "payment")) {
		if (change_paid(k, more, &there, e) != RC_OK)
			return (e->rc);
		*stop = !there;
	}
	if (*stop)
		return (RC_OK);
	if (more > 0 && !o.prepaid && o.charge_at != CHARGE_NEVER &&
	    !booked_released(c, "credit") &&
	    credit_check(&k->x, t, more, &k->credit, e) != RC_OK)
		return (e->rc);
	*stop = !k->credit.allowed;
	if (*stop)
		return (RC_OK);
	if (ledger_owed(k->store, t->order_id, &o.owed, e) != RC_OK ||
	    receivable_terms(&k->x, t->customer,
		slice_is(t->kind, "bill_and_hold") ? k->x.today : DAY_NONE,
		&terms, e) != RC_OK)
		return (e->rc);
	l.terms = &terms;
	if (!charge_changed(&o, t->net, t->charges, t->tax, &j))
		return (err_set(e, RC_FATAL, "LEDGER",
		    "changing order %" PRId64, t->order_id));
	l.business_key = slice_of(
	    arena_printf(k->a, "%s|" SL_FMT, booked_key(t, "changed", k->a),
		SL_ARG(slice_sub(c->content, 0, 32))));
	if (ledger_post(k->store, &j, &l, &fresh, e) != RC_OK)
		return (e->rc);
	return (giveback_post(&k->x, &l, &j, NULL, e));
}

static enum rc
wait_for_money(struct applying *k, struct err *e)
{
	if (slice_is(k->order.payment, "prepaid") && !k->unpaid)
		return (change_wait(k, HOLD_PAYMENT, "ORDER-PAYMENT",
		    "it makes a prepaid order dearer", e));
	return (credit_hold(&k->x, &k->change, &k->credit, e));
}

/* --- all of it ------------------------------------------------------------ */

bool
change_moves(const struct booked *c, const struct booked *t)
{
	return (c->street.n + c->city.n > 0 &&
	    (!slice_eq(c->street, t->street) || !slice_eq(c->city, t->city) ||
		!slice_eq(c->postal_code, t->postal_code) ||
		!slice_eq(c->country, t->country) ||
		!slice_eq(c->ship_name, t->ship_name)));
}

static enum rc
put_header(struct applying *k, struct err *e)
{
	const struct booked *c = &k->change, *t = &k->order;
	bool dated = c->requested_on != DAY_NONE &&
	    !slice_is(t->kind, "bill_and_hold");
	bool late = dated && c->warehouse_on < k->x.today;
	day leaves = late ? k->x.today : c->warehouse_on,
	    promised = late ? order_promise(&k->x, t, leaves, c->requested_on) :
			      DAY_NONE;

	if (change_moves(c, t) &&
	    store_exec(k->store, Q_CHANGE_PLACE, NULL, e, "ttttttti",
		c->ship_name, c->street, c->city, c->postal_code, c->country,
		c->ship_ids, c->region, t->order_id) != RC_OK)
		return (e->rc);
	return (store_exec(k->store, Q_CHANGE_ORDER, NULL, e, "tiDDDii",
	    c->change_number, (int64_t)k->plan.lines.n,
	    dated ? c->requested_on : t->requested_on,
	    slice_is(t->kind, "blanket") ? DAY_NONE :
		dated                    ? leaves :
					   t->warehouse_on,
	    dated ? promised : t->promised_on, c->answer_due_at, t->order_id));
}

static enum rc
done(struct applying *k, const char *what, struct err *e)
{
	struct event v = { k->x.at, k->x.run_id, "order", k->order.order_id,
		SLICE_NONE, "changed" };
	char text[120];

	(void)snprintf(text, sizeof(text), "%s: order %" PRId64, what,
	    k->order.order_id);
	if (store_exec(k->store, Q_CHANGE_APPLIED, NULL, e, "iii",
		k->order.order_id, k->x.at, k->change.order_id) != RC_OK ||
	    event_add(k->store, &v, e,
		"%s: change " SL_FMT " (order:%" PRId64 "), %zu lines",
		k->x.who, SL_ARG(k->change.change_number), k->change.order_id,
		k->plan.steps) != RC_OK)
		return (e->rc);
	return (order_note(&k->x, &k->change, "CHANGE-APPLIED", text, e));
}

static enum rc
cancel(struct applying *k, struct err *e)
{
	if (order_cancel(&k->x, &k->order, "the customer cancelled it", e) !=
		RC_OK ||
	    store_exec(k->store, Q_CHANGE_NUMBER_SET, NULL, e, "ti",
		k->change.change_number, k->order.order_id) != RC_OK)
		return (e->rc);
	return (done(k, "cancelled", e));
}

/* The checks of the lines that are new or different. */
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

/* Agreements, and what draws on them, are counted anew. */
static enum rc
draw_again(struct applying *k, struct err *e)
{
	if (slice_is(k->order.kind, "blanket"))
		return (blanket_open(&k->x, &k->order, e));
	if (slice_is(k->order.kind, "call_off"))
		return (blanket_settle(&k->x, &k->order, true, e));
	return (RC_OK);
}

static enum rc
write_all(struct applying *k, bool *stop, struct err *e)
{
	struct booked before = k->order;

	if (put_lines(k, e) != RC_OK ||
	    reprice_total(&k->x, &k->order, e) != RC_OK ||
	    draw_again(k, e) != RC_OK)
		return (e->rc);
	/* What waits for its money is not in the ledger, and holds no stock. */
	if (k->unpaid) {
		if (change_unpaid_credit(k, k->order.total - before.total, stop,
			e) != RC_OK ||
		    *stop)
			return (e->rc);
	} else if (charge(k, &before, stop, e) != RC_OK || *stop ||
	    promise_stock(k, e) != RC_OK) {
		return (e->rc);
	}
	return (put_header(k, e));
}

/* What cannot be done after all leaves no trace in the order. */
static enum rc
undo(struct applying *k, bool stop, struct err *e)
{
	struct err fault = *e;

	*e = (struct err)ERR_INIT;
	if (store_undo(k->store, e) != RC_OK)
		return (e->rc);
	if (stop)
		return (wait_for_money(k, e));
	return (change_refuse(k, arena_text(k->a, slice_of(fault.code)),
	    arena_text(k->a, slice_of(fault.text)), e));
}

static enum rc
apply(struct applying *k, struct err *e)
{
	bool stop = false;
	enum rc rc;

	if (change_judge(k, &stop, e) != RC_OK || stop)
		return (e->rc);
	if (store_try(k->store, e) != RC_OK)
		return (e->rc);
	rc = write_all(k, &stop, e);
	if (rc == RC_REJECT || (rc == RC_OK && stop))
		return (undo(k, stop, e));
	if (rc != RC_OK || store_keep(k->store, e) != RC_OK ||
	    (k->unpaid && change_unpaid_again(k, e) != RC_OK))
		return (e->rc);
	return (done(k, "applied", e));
}

static enum rc
plan(struct applying *k, struct err *e)
{
	const struct finding *f;

	if (change_load_said(k, e) != RC_OK || load_book(k, e) != RC_OK)
		return (e->rc);
	if (!change_plan(&k->book, &k->said, k->a, &k->plan)) {
		if (change_tell(k, &k->plan.findings, e) != RC_OK)
			return (e->rc);
		f = LIST_AT(&k->plan.findings, struct finding, 0);
		return (change_refuse(k, arena_text(k->a, f->code),
		    arena_text(k->a, f->text), e));
	}
	if (k->said.lines.n == 0 && k->said.purpose == PURPOSE_CHANGE &&
	    k->change.requested_on == DAY_NONE &&
	    !change_moves(&k->change, &k->order))
		return (change_refuse(k, "CHANGE-NOTHING",
		    "it says nothing that is to be different", e));
	if (k->plan.left == 0)
		return (cancel(k, e));
	return (apply(k, e));
}

/* May it be changed now? */
static enum rc
by_state(struct applying *k, struct err *e)
{
	struct booked *t = &k->order;

	if (slice_is(t->state, "held") || slice_is(t->state, "received")) {
		if (change_unpaid(k, e) != RC_OK)
			return (e->rc);
		if (slice_is(t->state, "received") ||
		    (!slice_is(k->change.purpose, "cancel") && !k->unpaid))
			return (park(k, "its order is not accepted yet", e));
	} else if (slice_is(t->state, "at_warehouse") ||
	    slice_is(t->state, "part_shipped")) {
		t->word = booked_released(&k->change, "manual");
		if (!t->word)
			return (change_wait(k, HOLD_MANUAL, "CHANGE-WAREHOUSE",
			    "its order is at the warehouse", e));
	} else if (!slice_is(t->state, "accepted")) {
		return (change_refuse(k, "CHANGE-LATE",
		    slice_is(t->state, "cancelled") ?
			"its order was cancelled" :
			"its order has left",
		    e));
	}
	return (plan(k, e));
}

static enum rc
settle_known(struct applying *k, struct err *e)
{
	enum before before;
	bool amended;

	if (look_back(k, &before, e) != RC_OK)
		return (e->rc);
	if (before == REPEATED) {
		if (store_exec(k->store, Q_OUTBOX_AGAIN_FOR_ORDER, NULL, e, "i",
			k->order.order_id) != RC_OK)
			return (e->rc);
		return (order_note(&k->x, &k->change, "CHANGE-REPEATED",
		    "it was applied before", e));
	}
	if (before == OTHER_WORDS && !booked_released(&k->change, "duplicate"))
		return (change_wait(k, HOLD_DUPLICATE, "CHANGE-DUPLICATE",
		    "an earlier change has this number and other content", e));
	if (before == OVERTAKEN && !booked_released(&k->change, "manual"))
		return (change_wait(k, HOLD_MANUAL, "CHANGE-SEQUENCE",
		    "a later change was applied before it", e));
	if (change_standing(k, &amended, e) != RC_OK || amended)
		return (e->rc);
	return (by_state(k, e));
}

static enum rc
settle(struct applying *k, int64_t order_id, struct err *e)
{
	struct booked *c = &k->change;
	int64_t owner = 0;

	if (booked_load(k->store, order_id, k->a, c, e) != RC_OK)
		return (e->rc);
	/* A person may have been here since the list was made. */
	if (!slice_is(c->state, "received") || !slice_is(c->step, "change"))
		return (RC_OK);
	k->partner = config_partner(&k->night->mill->config, c->partner);
	if (k->partner == NULL)
		return (park(k, "its partner is not configured any more", e));
	if (store_int(k->store, Q_ORDER_KEY_OWNER, 0, &owner, e, "tttit",
		c->customer, c->po_number, c->release_number, (int64_t)c->test,
		c->partner) != RC_OK)
		return (e->rc);
	if (owner == 0)
		return (park_or_refuse(k, e));
	if (booked_load(k->store, owner, k->a, &k->order, e) != RC_OK)
		return (e->rc);
	return (settle_known(k, e));
}

static enum rc
load_ids(struct night *n, struct arena *a, struct list *ids, struct err *e)
{
	struct rows *r;

	if (store_rows(n->store, Q_CHANGES_TO_APPLY, &r, e, "t",
		n->only_partner) != RC_OK)
		return (e->rc);
	while (rows_next(r))
		*LIST_PUSH(a, ids, int64_t) = rows_int(r, 0);
	return (rows_end(r, e));
}

enum rc
changes_waiting(struct night *n, bool *any, struct err *e)
{
	int64_t found = 0;

	if (store_int(n->store, Q_CHANGES_WAITING, 0, &found, e, "") != RC_OK)
		return (e->rc);
	*any = found > 0;
	return (RC_OK);
}

enum rc
changes_apply(struct night *n, struct stock *stock, struct err *e)
{
	struct arena a = ARENA_INIT, row = ARENA_INIT;
	struct list ids = { 0 };
	struct batch batch;
	enum rc rc = load_ids(n, &a, &ids, e);
	bool full;

	batch_init(&batch, n->store);
	for (size_t i = 0; rc == RC_OK && i < ids.n; i++) {
		struct applying k = { .night = n,
			.store = n->store,
			.x = night_actor(n),
			.stock = stock,
			.a = &row };

		arena_reset(&row);
		rc = batch_open(&batch, e);
		if (rc == RC_OK)
			rc = settle(&k, *LIST_AT(&ids, int64_t, i), e);
		if (rc == RC_OK)
			rc = batch_step(&batch, &full, e);
	}
	if (rc == RC_OK)
		rc = batch_end(&batch, e);
	store_rollback(n->store);
	arena_free(&row);
	arena_free(&a);
	return (rc == RC_OK ? RC_OK : err_add(e, "changes"));
}
