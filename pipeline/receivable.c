#include <inttypes.h>

#include "pipeline/receivable.h"

struct debt {
	int64_t open, discount, order_id;
};

/* What a payment on this day may leave out. */
static int64_t
discount_of(struct rows *r, day on)
{
	struct decimal percent = rows_decimal(r, 3);
	int64_t open = rows_int(r, 1), discount = 0;

	if (rows_null(r, 4) || on > rows_day(r, 4) ||
	    decimal_is_none(percent) ||
	    !money_percent(rows_int(r, 2), percent, &discount) || discount < 0)
		return (0);
	return (discount < open ? discount : open);
}

static enum rc
next_debt(const struct actor *x, const struct paying *p, bool *named,
    struct debt *d, bool *found, struct err *e)
{
	struct rows *r;
	enum rc rc = *named ? store_rows(x->store, Q_RECEIVABLE_FIRST_OF_ORDER,
				  &r, e, "it", p->order_id, p->currency) :
			      store_rows(x->store, Q_RECEIVABLE_FIRST, &r, e,
				  "tt", p->customer, p->currency);

	if (rc != RC_OK)
		return (rc);
	*found = rows_next(r);
	if (*found)
		*d = (struct debt){ rows_int(r, 1), discount_of(r, p->on),
			rows_int(r, 5) };
	if (rows_end(r, e) != RC_OK || *found || !*named)
		return (e->rc);
	*named = false; /* paid: what is left goes to the oldest */
	return (next_debt(x, p, named, d, found, e));
}

int64_t
receivable_tolerance(const struct actor *x, int64_t asked,
    struct slice currency)
{
	const struct seller *s = &x->mill->config.seller;
	int digits = currency_digits(currency);
	bool amount = decimal_cmp(s->tolerance, DECIMAL_ZERO) > 0,
	     percent = decimal_cmp(s->tolerance_percent, DECIMAL_ZERO) > 0;
	int64_t most = 0, part = 0;

	if (amount &&
	    !money_from_decimal(s->tolerance, digits >= 0 ? digits : 2, &most,
		NULL))
		return (0);
	if (percent && !money_percent(asked, s->tolerance_percent, &part))
		return (0);
	return (!percent ? most : !amount || part < most ? part : most);
}

static struct ledger_entry
entry_of(const struct actor *x, const struct paying *p, const struct debt *d)
{
	return ((struct ledger_entry){ .customer = p->customer,
	    .currency = p->currency,
	    .order_id = d->order_id,
	    .run_id = x->run_id,
	    .at = x->at,
	    .on = p->on,
	    .sums = x->sums });
}

/* What the last of a payment leaves of a debt, and is let go. */
static enum rc
let_go(const struct actor *x, const struct paying *p, const struct debt *d,
    int64_t difference, struct err *e)
{
	struct ledger_entry l = entry_of(x, p, d);
	struct arena a = ARENA_INIT;
	struct journal j;
	bool fresh;
	enum rc rc = RC_OK;

	if (!charge_difference(ACCOUNT_RECEIVABLE, difference, &j))
		return (err_set(e, RC_FATAL, "LEDGER", "a difference"));
	l.business_key = slice_of(
	    arena_printf(&a, "difference|" SL_FMT, SL_ARG(p->key)));
	rc = ledger_post(x->store, &j, &l, &fresh, e);
	arena_free(&a);
	return (rc);
}

/* How this debt is paid with what is left. */
struct part {
	int64_t amount, discount, difference;
};

/* A rest so small, behind a debt that was paid, is no payment of the next: it
 * lowers it and lets nothing go. */
static int64_t
tolerance_of(const struct actor *x, const struct paying *p,
    const struct debt *d, int64_t left)
{
	int64_t most = p->tolerant ?
	    receivable_tolerance(x, d->open, p->currency) :
	    0;

	return (left < p->amount && left <= most ? 0 : most);
}

static struct part
part_of(const struct actor *x, const struct paying *p, const struct debt *d,
    int64_t left)
{
	int64_t tolerance = tolerance_of(x, p, d, left);
	struct part t = { .amount = d->open };

	if (d->discount > 0 && left >= d->open - d->discount - tolerance) {
		t.discount = d->discount;
		t.amount = d->open - d->discount;
	}
	if (t.amount > left && t.amount - left <= tolerance)
		t.difference = t.amount - left;
	if (t.amount > left)
		t.amount = left;
	return (t);
}

/* Less was sold for, so less tax is in it: the order's share. */
static enum rc
less_tax(const struct actor *x, const struct ledger_entry *paid,
    const struct debt *d, int64_t discount, struct arena *a, struct err *e)
{
	struct ledger_entry l = *paid;
	int64_t tax = 0, total = 0, part = 0;
	struct journal j;
	struct rows *r;
	bool fresh;

	if (x->mill->config.seller.discount_tax != DISCOUNT_TAX_LESS ||
	    d->order_id == 0 || discount == 0)
		return (RC_OK);
	if (store_rows(x->store, Q_ORDER_TAX_SHARE, &r, e, "i", d->order_id) !=
	    RC_OK)
		return (e->rc);
	if (rows_next(r)) {
		tax = rows_int(r, 0);
		total = rows_int(r, 1);
	}
	if (rows_end(r, e) != RC_OK || tax == 0 || total == 0)
		return (e->rc);
	if (!money_part(discount, tax, total, &part) ||
	    !charge_discount_tax(part, &j))
		return (
		    err_set(e, RC_FATAL, "LEDGER", "the tax of a discount"));
	l.business_key = slice_of(arena_printf(a, "discount tax|" SL_FMT,
	    SL_ARG(paid->business_key)));
	return (ledger_post(x->store, &j, &l, &fresh, e));
}

static enum rc
pay_debt(const struct actor *x, const struct paying *p, const struct debt *d,
    int64_t amount, int64_t discount, int64_t n, struct err *e)
{
	struct ledger_entry l = entry_of(x, p, d);
	struct arena a = ARENA_INIT;
	struct journal j;
	bool fresh = false;
	enum rc rc;

	if (!(discount > 0 ? charge_discount_taken(amount, discount, &j) :
			     charge_payment_applied(amount, &j)))
		return (err_set(e, RC_FATAL, "LEDGER", "applying a payment"));
	l.business_key = slice_of(
	    arena_printf(&a, "applied|" SL_FMT "|%" PRId64, SL_ARG(p->key), n));
	rc = ledger_post(x->store, &j, &l, &fresh, e);
	if (rc == RC_OK && !fresh)
		rc = err_set(e, RC_FATAL, "LEDGER", SL_FMT " was posted before",
		    SL_ARG(l.business_key));
	if (rc == RC_OK)
		rc = less_tax(x, &l, d, discount, &a, e);
	arena_free(&a);
	return (rc);
}

enum rc
receivable_pay(const struct actor *x, const struct paying *p, struct paid *r,
    struct err *e)
{
	int64_t left = p->amount;
	bool named = p->order_id != 0, found;
	struct debt d;

	*r = (struct paid){ 0 };
	while (left > 0) {
		struct part t;

		if (next_debt(x, p, &named, &d, &found, e) != RC_OK || !found)
			return (e->rc);
		t = part_of(x, p, &d, left);
		if (pay_debt(x, p, &d, t.amount, t.discount, ++r->pieces, e) !=
			RC_OK ||
		    (t.difference > 0 &&
			let_go(x, p, &d, t.difference, e) != RC_OK))
			return (e->rc);
		left -= t.amount;
		r->applied += t.amount;
		r->discount += t.discount;
		r->difference += t.difference;
	}
	return (RC_OK);
}

enum rc
receivable_terms(const struct actor *x, struct slice customer, day left_on,
    struct ledger_terms *t, struct err *e)
{
	int64_t days = 0, discount_days = 0;
	struct rows *r;

	*t = (struct ledger_terms){ .left_on = left_on,
		.due_on = DUE_UNKNOWN,
		.discount_until = DUE_UNKNOWN };
	if (store_rows(x->store, Q_CUSTOMER_TERMS, &r, e, "t", customer) !=
	    RC_OK)
		return (e->rc);
	if (rows_next(r)) {
		days = rows_int(r, 0);
		discount_days = rows_int(r, 1);
		t->discount_percent = rows_decimal(r, 2);
	}
	if (rows_end(r, e) != RC_OK)
		return (e->rc);
	if (left_on == DAY_NONE)
		return (RC_OK);
	t->due_on = left_on + (day)days;
	t->discount_until = left_on + (day)discount_days;
	return (RC_OK);
}
