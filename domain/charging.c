#include "domain/charging.h"

const char *const ledger_event_names[] = { "accepted", "prepaid_accepted",
	"payment", "payment_applied", "shipped", "cancelled", "refund",
	"changed", NULL };
const char *const account_names[] = { "cash", "receivable", "deposit",
	"liability", "tax", "sales", "freight", "discount", "rounding",
	"commitment", "commitment_control", NULL };

/* Debit is positive; nothing is posted for an amount of zero. */
static void
post(struct journal *j, enum account account, int64_t amount)
{
	if (amount == 0)
		return;
	INVARIANT(j->n < JOURNAL_POSTINGS_MAX);
	j->postings[j->n++] = (struct posting){ account, amount };
}

static bool
money_sub(int64_t a, int64_t b, int64_t *r)
{
	return (!__builtin_sub_overflow(a, b, r));
}

/* From one account to another; -INT64_MIN cannot be written. */
static bool
move(struct journal *j, enum account debit, enum account credit, int64_t amount)
{
	if (amount == INT64_MIN)
		return (false);
	post(j, debit, amount);
	post(j, credit, -amount);
	return (true);
}

static bool
add3(int64_t a, int64_t b, int64_t c, int64_t *sum)
{
	return (money_add(a, b, sum) && money_add(*sum, c, sum) &&
	    *sum != INT64_MIN);
}

/* Where the order's money waits until it is shipped: what acceptance debits
 * and credits. */
static void
accounts_of(const struct charged_order *o, enum account *debit,
    enum account *credit)
{
	if (o->prepaid) {
		*debit = ACCOUNT_DEPOSIT;
		*credit = ACCOUNT_LIABILITY;
	} else if (o->charge_at == CHARGE_AT_ACCEPTANCE) {
		*debit = ACCOUNT_RECEIVABLE;
		*credit = ACCOUNT_LIABILITY;
	} else {
		*debit = ACCOUNT_COMMITMENT;
		*credit = ACCOUNT_COMMITMENT_CONTROL;
	}
}

bool
charge_accepted(const struct charged_order *o, struct journal *j)
{
	enum account debit, credit;
	int64_t total;

	*j = (struct journal){ .event = o->prepaid ? EVENT_PREPAID_ACCEPTED :
						     EVENT_ACCEPTED };
	accounts_of(o, &debit, &credit);
	return (add3(o->net, o->charges, o->tax, &total) &&
	    move(j, debit, credit, total));
}

bool
charge_changed(struct charged_order *o, int64_t net, int64_t charges,
    int64_t tax, struct journal *j)
{
	struct charged_order changed = *o;
	enum account debit, credit;
	int64_t before, after, difference;

	*j = (struct journal){ .event = EVENT_CHANGED };
	accounts_of(o, &debit, &credit);
	changed.net = net;
	changed.charges = charges;
	changed.tax = tax;
	if (!add3(o->net, o->charges, o->tax, &before) ||
	    !add3(net, charges, tax, &after) ||
	    !money_sub(after, before, &difference) ||
	    !move(j, debit, credit, difference))
		return (false);
	*o = changed;
	return (true);
}

/* One piece of an order. */
struct piece {
	int64_t net, charges, tax, total;
};

/* What is `whole` worth at cumulative/net of the order, less what is done?
 * An order without a net has no shares: it settles with its last piece. */
static bool
share(int64_t whole, int64_t done, int64_t cumulative, int64_t net,
    int64_t *part)
{
	int64_t now = 0;

	if (net == 0) {
		*part = 0;
		return (true);
	}
	return (money_part(whole, cumulative, net, &now) &&
	    money_sub(now, done, part));
}

static bool
take_piece(struct charged_order *o, int64_t cumulative, bool all,
    struct piece *p)
{
	int64_t net, charges, tax;

	if (all)
		cumulative = o->net;
	if (!money_sub(cumulative, o->done_net, &p->net))
		return (false);
	if (all) {
		if (!money_sub(o->charges, o->done_charges, &p->charges) ||
		    !money_sub(o->tax, o->done_tax, &p->tax))
			return (false);
	} else if (!share(o->charges, o->done_charges, cumulative, o->net,
		       &p->charges) ||
	    !share(o->tax, o->done_tax, cumulative, o->net, &p->tax))
		return (false);
	if (!add3(p->net, p->charges, p->tax, &p->total) ||
	    !money_add(o->done_net, p->net, &net) ||
	    !money_add(o->done_charges, p->charges, &charges) ||
	    !money_add(o->done_tax, p->tax, &tax))
		return (false);
	o->done_net = net;
	o->done_charges = charges;
	o->done_tax = tax;
	return (true);
}

bool
charge_shipped(struct charged_order *o, int64_t cumulative_net, bool final,
    struct journal *j)
{
	struct charged_order next = *o;
	enum account debit, credit;
	struct piece p;

	*j = (struct journal){ .event = EVENT_SHIPPED };
	if (!take_piece(&next, cumulative_net, final, &p) ||
	    p.net == INT64_MIN || p.charges == INT64_MIN || p.tax == INT64_MIN)
		return (false);
	accounts_of(o, &debit, &credit);
	if (credit == ACCOUNT_COMMITMENT_CONTROL) {
		if (!move(j, credit, debit, p.total))
			return (false);
		post(j, ACCOUNT_RECEIVABLE, p.total);
	} else
		post(j, ACCOUNT_LIABILITY, p.total);
	post(j, ACCOUNT_SALES, -p.net);
	post(j, ACCOUNT_TAX, -p.tax);
	/* More allowances than charges: the customer was given something. */
	post(j, o->charges < 0 ? ACCOUNT_DISCOUNT : ACCOUNT_FREIGHT,
	    -p.charges);
	*o = next;
	return (true);
}

/* What is owed no longer is owed; what was paid is the customer's again. */
static bool
give_back(struct charged_order *o, int64_t amount, struct journal *j)
{
	int64_t from_debt = amount;

	if (amount > 0 && from_debt > o->owed)
		from_debt = o->owed > 0 ? o->owed : 0;
	if (!money_sub(o->owed, from_debt, &o->owed))
		return (false);
	post(j, ACCOUNT_LIABILITY, amount);
	post(j, ACCOUNT_RECEIVABLE, -from_debt);
	post(j, ACCOUNT_DEPOSIT, -(amount - from_debt));
	return (true);
}

bool
charge_cancelled(struct charged_order *o, int64_t net_cancelled, bool all_open,
    struct journal *j)
{
	struct charged_order next = *o;
	enum account debit, credit;
	int64_t cumulative;
	struct piece p;

	*j = (struct journal){ .event = EVENT_CANCELLED };
	if (!money_add(o->done_net, net_cancelled, &cumulative) ||
	    !take_piece(&next, cumulative, all_open, &p))
		return (false);
	accounts_of(o, &debit, &credit);
	if (debit == ACCOUNT_RECEIVABLE) {
		if (!give_back(&next, p.total, j))
			return (false);
	} else if (!move(j, credit, debit, p.total))
		return (false);
	*o = next;
	return (true);
}

bool
charge_payment(int64_t amount, struct journal *j)
{
	*j = (struct journal){ .event = EVENT_PAYMENT };
	return (move(j, ACCOUNT_CASH, ACCOUNT_DEPOSIT, amount));
}

bool
charge_payment_applied(int64_t amount, struct journal *j)
{
	*j = (struct journal){ .event = EVENT_PAYMENT_APPLIED };
	return (move(j, ACCOUNT_DEPOSIT, ACCOUNT_RECEIVABLE, amount));
}

bool
charge_refund(int64_t amount, struct journal *j)
{
	*j = (struct journal){ .event = EVENT_REFUND };
	return (move(j, ACCOUNT_DEPOSIT, ACCOUNT_CASH, amount));
}

bool
journal_balanced(const struct journal *j)
{
	int64_t sum[2] = { 0, 0 };

	for (size_t i = 0; i < j->n; i++) {
		enum account a = j->postings[i].account;
		bool memo = a == ACCOUNT_COMMITMENT ||
		    a == ACCOUNT_COMMITMENT_CONTROL;

		if (!money_add(sum[memo], j->postings[i].amount, &sum[memo]))
			return (false);
	}
	return (sum[0] == 0 && sum[1] == 0);
}

bool
credit_allows(const struct exposure *x, const struct customer *c, int64_t total,
    int64_t *exposure_now)
{
	int64_t free_deposit, exposure, with;

	*exposure_now = INT64_MAX;
	if (!money_sub(x->deposit, x->earmarked, &free_deposit))
		return (false);
	if (free_deposit < 0)
		free_deposit = 0;
	if (!add3(x->receivable, x->commitment, -free_deposit, &exposure))
		return (false);
	*exposure_now = exposure;
	if (c->unlimited || total <= 0)
		return (true);
	return (money_add(exposure, total, &with) && with <= c->credit_limit);
}
