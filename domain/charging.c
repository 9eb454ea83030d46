#include "domain/charging.h"

const char *const ledger_event_names[] = { "accepted", "prepaid_accepted",
	"payment", "payment_applied", "shipped", "cancelled", "changed",
	"discount_taken", "returned", "chargeback", "adjusted",
	"refund_approved", "refund_paid", "payment_difference", "discount_tax",
	NULL };
const char *const account_names[] = { "cash", "receivable", "deposit",
	"liability", "tax", "sales", "freight", "discount", "rounding",
	"commitment", "commitment_control", "refund_due", "chargeback",
	"adjustment", "difference", NULL };

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
 * and credits; false: it is never charged. */
static bool
accounts_of(const struct charged_order *o, enum account *debit,
    enum account *credit)
{
	*debit = ACCOUNT_COMMITMENT;
	*credit = ACCOUNT_COMMITMENT_CONTROL;
	if (o->charge_at == CHARGE_NEVER)
		return (false);
	if (o->prepaid) {
		*debit = ACCOUNT_DEPOSIT;
		*credit = ACCOUNT_LIABILITY;
	} else if (o->charge_at == CHARGE_AT_ACCEPTANCE) {
		*debit = ACCOUNT_RECEIVABLE;
		*credit = ACCOUNT_LIABILITY;
	}
	return (true);
}

bool
charge_accepted(const struct charged_order *o, struct journal *j)
{
	enum account debit, credit;
	int64_t total;

	*j = (struct journal){ .event = o->prepaid ? EVENT_PREPAID_ACCEPTED :
						     EVENT_ACCEPTED };
	if (!add3(o->net, o->charges, o->tax, &total))
		return (false);
	return (
	    !accounts_of(o, &debit, &credit) || move(j, debit, credit, total));
}

/* From an account to the customer: what is owed no longer is owed, what was
 * paid is the customer's again. */
static bool
give_back(struct journal *j, enum account from, int64_t amount, int64_t *owed)
{
	int64_t debt = amount;

	if (amount == INT64_MIN)
		return (false);
	if (amount > 0 && debt > *owed)
		debt = *owed > 0 ? *owed : 0;
	if (!money_sub(*owed, debt, owed))
		return (false);
	post(j, from, amount);
	post(j, ACCOUNT_RECEIVABLE, -debt);
	post(j, ACCOUNT_DEPOSIT, -(amount - debt));
	return (true);
}

/* The open part becomes less (above 0) or more by this much. */
static bool
open_less(struct charged_order *o, int64_t amount, struct journal *j)
{
	enum account debit, credit;

	if (!accounts_of(o, &debit, &credit))
		return (true);
	/* Paid in advance, and the bank took that back: it is owed. */
	if (debit == ACCOUNT_RECEIVABLE || (o->prepaid && amount > 0))
		return (give_back(j, credit, amount, &o->owed));
	return (move(j, credit, debit, amount));
}

bool
charge_changed(struct charged_order *o, int64_t net, int64_t charges,
    int64_t tax, struct journal *j)
{
	struct charged_order changed = *o;
	int64_t before, after, less;

	*j = (struct journal){ .event = EVENT_CHANGED };
	changed.net = net;
	changed.charges = charges;
	changed.tax = tax;
	if (!add3(o->net, o->charges, o->tax, &before) ||
	    !add3(net, charges, tax, &after) ||
	    !money_sub(before, after, &less) || !open_less(&changed, less, j))
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
		       &p->charges)) {
		return (false);
	} else if (o->tax_by_line) {
		if (!money_sub(o->settled_tax, o->done_tax, &p->tax))
			return (false);
	} else if (!share(o->tax, o->done_tax, cumulative, o->net, &p->tax)) {
		return (false);
	}
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

#define TAX_RATES 16

struct rate {
	struct decimal percent;
	int64_t base, settled;
};

/* The lines by their rates; 0: more than can be, or an overflow. */
static size_t
rates_of(const struct taxed_line *lines, size_t n, struct rate *rates)
{
	size_t count = 0;

	for (size_t i = 0; i < n; i++) {
		size_t r = 0;

		if (lines[i].net == 0)
			continue;
		while (r < count &&
		    decimal_cmp(rates[r].percent, lines[i].percent) != 0)
			r++;
		if (r == TAX_RATES)
			return (0);
		if (r == count)
			rates[count++] = (struct rate){ lines[i].percent, 0,
				0 };
		if (!money_add(rates[r].base, lines[i].net, &rates[r].base) ||
		    !money_add(rates[r].settled, lines[i].settled,
			&rates[r].settled))
			return (0);
	}
	return (count);
}

/* What all bear and what the settled part bears, in ten thousandths. */
static bool
weigh(const struct rate *rates, size_t n, int64_t *all, int64_t *settled)
{
	*all = *settled = 0;
	for (size_t i = 0; i < n; i++) {
		struct decimal scaled;
		int64_t factor = 0, part;

		if (!decimal_mul(rates[i].percent, decimal_make(10000, 0),
			&scaled) ||
		    !money_from_decimal(scaled, 0, &factor, NULL) ||
		    __builtin_mul_overflow(rates[i].base, factor, &part) ||
		    !money_add(*all, part, all) ||
		    __builtin_mul_overflow(rates[i].settled, factor, &part) ||
		    !money_add(*settled, part, settled))
			return (false);
	}
	return (*all != 0);
}

void
charge_tax_by_line(struct charged_order *o, const struct taxed_line *lines,
    size_t n)
{
	struct rate rates[TAX_RATES], *most = rates;
	size_t count = rates_of(lines, n, rates);
	int64_t all, settled, net = 0, charged = 0, tax, part = 0;

	o->tax_by_line = false;
	if (count < 2 || !weigh(rates, count, &all, &settled))
		return;
	for (size_t i = 0; i < count; i++) {
		if (rates[i].base > most->base)
			most = &rates[i];
		if (!money_add(net, rates[i].settled, &net))
			return;
	}
	if (!money_percent(o->charges, most->percent, &charged) ||
	    !money_sub(o->tax, charged, &tax) ||
	    !money_part(tax, settled, all, &tax) ||
	    (o->net != 0 && !money_part(charged, net, o->net, &part)) ||
	    !money_add(tax, part, &o->settled_tax))
		return;
	o->tax_by_line = true;
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
	if (!accounts_of(o, &debit, &credit)) {
		*o = next;
		return (true);
	}
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

bool
charge_cancelled(struct charged_order *o, int64_t net_cancelled, bool all_open,
    struct journal *j)
{
	struct charged_order next = *o;
	int64_t cumulative;
	struct piece p;

	*j = (struct journal){ .event = EVENT_CANCELLED };
	if (!money_add(o->done_net, net_cancelled, &cumulative) ||
	    !take_piece(&next, cumulative, all_open, &p) ||
	    !open_less(&next, p.total, j))
		return (false);
	*o = next;
	return (true);
}

bool
charge_returned(struct charged_order *o, int64_t net, int64_t charges,
    int64_t tax, struct journal *j)
{
	struct journal money = { .n = 0 };
	int64_t total, owed = o->owed;

	*j = (struct journal){ .event = EVENT_RETURNED };
	if (o->charge_at == CHARGE_NEVER)
		return (true);
	if (!add3(net, charges, tax, &total) ||
	    !give_back(&money, ACCOUNT_SALES, total, &owed))
		return (false);
	post(j, ACCOUNT_SALES, net);
	post(j, ACCOUNT_TAX, tax);
	post(j, o->charges < 0 ? ACCOUNT_DISCOUNT : ACCOUNT_FREIGHT, charges);
	for (size_t i = 1; i < money.n; i++)
		post(j, money.postings[i].account, money.postings[i].amount);
	o->owed = owed;
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
charge_discount_taken(int64_t paid, int64_t discount, struct journal *j)
{
	*j = (struct journal){ .event = EVENT_DISCOUNT_TAKEN };
	return (move(j, ACCOUNT_DEPOSIT, ACCOUNT_RECEIVABLE, paid) &&
	    move(j, ACCOUNT_DISCOUNT, ACCOUNT_RECEIVABLE, discount));
}

bool
charge_refund_approved(int64_t amount, struct journal *j)
{
	*j = (struct journal){ .event = EVENT_REFUND_APPROVED };
	return (move(j, ACCOUNT_DEPOSIT, ACCOUNT_REFUND_DUE, amount));
}

bool
charge_refund_paid(int64_t amount, struct journal *j)
{
	*j = (struct journal){ .event = EVENT_REFUND_PAID };
	return (move(j, ACCOUNT_REFUND_DUE, ACCOUNT_CASH, amount));
}

bool
charge_chargeback(int64_t amount, struct journal *j)
{
	*j = (struct journal){ .event = EVENT_CHARGEBACK };
	return (move(j, ACCOUNT_CHARGEBACK, ACCOUNT_RECEIVABLE, amount));
}

bool
charge_chargeback_back(int64_t amount, struct journal *j)
{
	*j = (struct journal){ .event = EVENT_CHARGEBACK };
	return (move(j, ACCOUNT_RECEIVABLE, ACCOUNT_CHARGEBACK, amount));
}

bool
charge_difference(enum account of, int64_t amount, struct journal *j)
{
	*j = (struct journal){ .event = EVENT_PAYMENT_DIFFERENCE };
	if (amount >= 0)
		return (move(j, ACCOUNT_DIFFERENCE, of, amount));
	return (
	    amount != INT64_MIN && move(j, of, ACCOUNT_DIFFERENCE, -amount));
}

bool
charge_discount_tax(int64_t tax, struct journal *j)
{
	*j = (struct journal){ .event = EVENT_DISCOUNT_TAX };
	if (tax >= 0)
		return (move(j, ACCOUNT_TAX, ACCOUNT_DISCOUNT, tax));
	return (
	    tax != INT64_MIN && move(j, ACCOUNT_DISCOUNT, ACCOUNT_TAX, -tax));
}

bool
charge_discount_back(enum account of, int64_t amount, struct journal *j)
{
	*j = (struct journal){ .event = EVENT_DISCOUNT_TAKEN };
	return (move(j, of, ACCOUNT_DISCOUNT, amount));
}

bool
charge_adjusted(int64_t amount, int64_t owed, struct journal *j)
{
	*j = (struct journal){ .event = EVENT_ADJUSTED };
	if (amount >= 0)
		return (
		    move(j, ACCOUNT_RECEIVABLE, ACCOUNT_ADJUSTMENT, amount));
	return (amount != INT64_MIN &&
	    give_back(j, ACCOUNT_ADJUSTMENT, -amount, &owed));
}

bool
account_is_memo(enum account a)
{
	return (a == ACCOUNT_COMMITMENT || a == ACCOUNT_COMMITMENT_CONTROL);
}

bool
journal_balanced(const struct journal *j)
{
	int64_t sum[2] = { 0, 0 };

	for (size_t i = 0; i < j->n; i++) {
		bool memo = account_is_memo(j->postings[i].account);

		if (!money_add(sum[memo], j->postings[i].amount, &sum[memo]))
			return (false);
	}
	return (sum[0] == 0 && sum[1] == 0);
}

/* The next posting of one side and kind that is not used up. */
static struct posting *
next_of(struct posting *v, size_t n, bool memo, bool debit)
{
	for (size_t i = 0; i < n; i++)
		if (v[i].amount != 0 && (v[i].amount > 0) == debit &&
		    account_is_memo(v[i].account) == memo)
			return (&v[i]);
	return (NULL);
}

size_t
journal_rows(const struct journal *j,
    struct ledger_row out[JOURNAL_POSTINGS_MAX])
{
	struct posting v[JOURNAL_POSTINGS_MAX], *debit, *credit;
	size_t n = 0;
	int64_t amount;

	INVARIANT(journal_balanced(j));
	for (size_t i = 0; i < j->n; i++)
		v[i] = j->postings[i];
	for (int memo = 0; memo < 2; memo++)
		while ((debit = next_of(v, j->n, memo != 0, true)) != NULL) {
			credit = next_of(v, j->n, memo != 0, false);
			INVARIANT(credit != NULL && n < JOURNAL_POSTINGS_MAX);
			amount = debit->amount < -credit->amount ?
			    debit->amount :
			    -credit->amount;
			debit->amount -= amount;
			credit->amount += amount;
			out[n++] = (struct ledger_row){ debit->account,
				credit->account, amount };
		}
	return (n);
}
