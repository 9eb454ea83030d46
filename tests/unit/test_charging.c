#include "tests/unit/unit.h"
#include "tests/unit/draw.h"

#include "domain/charging.h"
#include "domain/exposure.h"

/* The balances of one customer's book. */
struct book {
	int64_t balance[ACCOUNTS];
};

static void
enter(struct book *b, const struct journal *j)
{
	assert_true(journal_balanced(j));
	for (size_t i = 0; i < j->n; i++) {
		assert_true(j->postings[i].amount != 0);
		b->balance[j->postings[i].account] += j->postings[i].amount;
	}
}

static int64_t
of(const struct journal *j, enum account a)
{
	int64_t sum = 0;

	for (size_t i = 0; i < j->n; i++)
		if (j->postings[i].account == a)
			sum += j->postings[i].amount;
	return (sum);
}

/* The order of the example: 900.00 net, 10.00 freight, 90.00 tax. */
static struct charged_order
example(enum charge_at at, bool prepaid)
{
	return ((struct charged_order){ .charge_at = at,
	    .prepaid = prepaid,
	    .net = 90000,
	    .charges = 1000,
	    .tax = 9000,
	    .owed = prepaid ? 0 : 100000 });
}

/* What each event posts, in each mode. */
static const struct row {
	enum charge_at at;
	bool prepaid;
	const char *event;
	enum account account;
	int64_t amount;
} table[] = {
	{ CHARGE_AT_ACCEPTANCE, false, "accepted", ACCOUNT_RECEIVABLE, 100000 },
	{ CHARGE_AT_ACCEPTANCE, false, "accepted", ACCOUNT_LIABILITY, -100000 },
	{ CHARGE_AT_ACCEPTANCE, false, "accepted", ACCOUNT_COMMITMENT, 0 },
	{ CHARGE_AT_DESPATCH, false, "accepted", ACCOUNT_COMMITMENT, 100000 },
	{ CHARGE_AT_DESPATCH, false, "accepted", ACCOUNT_COMMITMENT_CONTROL,
	    -100000 },
	{ CHARGE_AT_DESPATCH, false, "accepted", ACCOUNT_RECEIVABLE, 0 },
	{ CHARGE_AT_DESPATCH, true, "accepted", ACCOUNT_DEPOSIT, 100000 },
	{ CHARGE_AT_DESPATCH, true, "accepted", ACCOUNT_LIABILITY, -100000 },
	{ CHARGE_AT_DESPATCH, true, "accepted", ACCOUNT_COMMITMENT, 0 },
	{ CHARGE_AT_ACCEPTANCE, false, "shipped", ACCOUNT_LIABILITY, 40000 },
	{ CHARGE_AT_ACCEPTANCE, false, "shipped", ACCOUNT_SALES, -36000 },
	{ CHARGE_AT_ACCEPTANCE, false, "shipped", ACCOUNT_TAX, -3600 },
	{ CHARGE_AT_ACCEPTANCE, false, "shipped", ACCOUNT_FREIGHT, -400 },
	{ CHARGE_AT_ACCEPTANCE, false, "shipped", ACCOUNT_RECEIVABLE, 0 },
	{ CHARGE_AT_DESPATCH, false, "shipped", ACCOUNT_COMMITMENT, -40000 },
	{ CHARGE_AT_DESPATCH, false, "shipped", ACCOUNT_COMMITMENT_CONTROL,
	    40000 },
	{ CHARGE_AT_DESPATCH, false, "shipped", ACCOUNT_RECEIVABLE, 40000 },
	{ CHARGE_AT_DESPATCH, false, "shipped", ACCOUNT_SALES, -36000 },
	{ CHARGE_AT_DESPATCH, false, "shipped", ACCOUNT_LIABILITY, 0 },
	{ CHARGE_AT_DESPATCH, true, "shipped", ACCOUNT_LIABILITY, 40000 },
	{ CHARGE_AT_DESPATCH, true, "shipped", ACCOUNT_RECEIVABLE, 0 },
	{ CHARGE_AT_ACCEPTANCE, false, "cancelled", ACCOUNT_LIABILITY, 40000 },
	{ CHARGE_AT_ACCEPTANCE, false, "cancelled", ACCOUNT_RECEIVABLE,
	    -40000 },
	{ CHARGE_AT_ACCEPTANCE, false, "cancelled", ACCOUNT_DEPOSIT, 0 },
	{ CHARGE_AT_DESPATCH, false, "cancelled", ACCOUNT_COMMITMENT, -40000 },
	{ CHARGE_AT_DESPATCH, false, "cancelled", ACCOUNT_COMMITMENT_CONTROL,
	    40000 },
	{ CHARGE_AT_DESPATCH, true, "cancelled", ACCOUNT_LIABILITY, 40000 },
	{ CHARGE_AT_DESPATCH, true, "cancelled", ACCOUNT_DEPOSIT, -40000 },
};

TEST(each_event_posts_what_the_ledger_says)
{
	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
		const struct row *r = &table[i];
		struct charged_order o = example(r->at, r->prepaid);
		struct journal j;
		bool good = strcmp(r->event, "accepted") == 0 ?
		    charge_accepted(&o, &j) :
		    strcmp(r->event, "shipped") == 0 ?
		    charge_shipped(&o, 36000, false, &j) :
		    charge_cancelled(&o, 36000, false, &j);

		assert_true(good);
		assert_true(journal_balanced(&j));
		if (of(&j, r->account) != r->amount)
			fail_msg("%s, %s: %s is %lld, not %lld", r->event,
			    r->prepaid ? "prepaid" :
				r->at  ? "acceptance" :
					 "despatch",
			    account_names[r->account],
			    (long long)of(&j, r->account),
			    (long long)r->amount);
	}
}

TEST(payments_wait_as_deposits_until_they_are_applied)
{
	struct journal j;

	assert_true(charge_payment(100000, &j));
	assert_int_equal(j.event, EVENT_PAYMENT);
	assert_int_equal(of(&j, ACCOUNT_CASH), 100000);
	assert_int_equal(of(&j, ACCOUNT_DEPOSIT), -100000);
	assert_true(charge_payment_applied(100000, &j));
	assert_int_equal(of(&j, ACCOUNT_DEPOSIT), 100000);
	assert_int_equal(of(&j, ACCOUNT_RECEIVABLE), -100000);
}

TEST(money_goes_back_in_two_steps)
{
	struct journal j;

	assert_true(charge_refund_approved(500, &j));
	assert_int_equal(j.event, EVENT_REFUND_APPROVED);
	assert_int_equal(of(&j, ACCOUNT_DEPOSIT), 500);
	assert_int_equal(of(&j, ACCOUNT_REFUND_DUE), -500);
	assert_int_equal(of(&j, ACCOUNT_CASH), 0);
	assert_true(charge_refund_paid(500, &j));
	assert_int_equal(j.event, EVENT_REFUND_PAID);
	assert_int_equal(of(&j, ACCOUNT_REFUND_DUE), 500);
	assert_int_equal(of(&j, ACCOUNT_CASH), -500);
}

TEST(a_discount_in_time_ends_the_whole_debt)
{
	struct journal j;

	assert_true(charge_discount_taken(98000, 2000, &j));
	assert_true(journal_balanced(&j));
	assert_int_equal(of(&j, ACCOUNT_DEPOSIT), 98000);
	assert_int_equal(of(&j, ACCOUNT_DISCOUNT), 2000);
	assert_int_equal(of(&j, ACCOUNT_RECEIVABLE), -100000);
}

TEST(a_chargeback_is_no_debt_any_more)
{
	struct journal j;

	assert_true(charge_chargeback(1200, &j));
	assert_int_equal(of(&j, ACCOUNT_CHARGEBACK), 1200);
	assert_int_equal(of(&j, ACCOUNT_RECEIVABLE), -1200);
}

TEST(a_difference_is_let_go_or_kept)
{
	struct journal j;

	assert_true(charge_difference(ACCOUNT_RECEIVABLE, 30, &j));
	assert_int_equal(of(&j, ACCOUNT_DIFFERENCE), 30);
	assert_int_equal(of(&j, ACCOUNT_RECEIVABLE), -30);
	assert_true(charge_difference(ACCOUNT_DEPOSIT, -20, &j));
	assert_int_equal(of(&j, ACCOUNT_DIFFERENCE), -20);
	assert_int_equal(of(&j, ACCOUNT_DEPOSIT), 20);
	assert_false(charge_difference(ACCOUNT_DEPOSIT, INT64_MIN, &j));
}

TEST(a_discount_can_be_taken_back)
{
	struct journal j;

	assert_true(charge_discount_back(ACCOUNT_RECEIVABLE, 500, &j));
	assert_int_equal(of(&j, ACCOUNT_DISCOUNT), -500);
	assert_int_equal(of(&j, ACCOUNT_RECEIVABLE), 500);
}

TEST(a_correction_takes_debt_first_and_then_becomes_a_deposit)
{
	struct journal j;

	assert_true(charge_adjusted(700, 0, &j));
	assert_int_equal(of(&j, ACCOUNT_RECEIVABLE), 700);
	assert_int_equal(of(&j, ACCOUNT_ADJUSTMENT), -700);
	assert_true(charge_adjusted(-700, 1000, &j));
	assert_int_equal(of(&j, ACCOUNT_RECEIVABLE), -700);
	assert_int_equal(of(&j, ACCOUNT_DEPOSIT), 0);
	assert_true(charge_adjusted(-700, 200, &j));
	assert_int_equal(of(&j, ACCOUNT_RECEIVABLE), -200);
	assert_int_equal(of(&j, ACCOUNT_DEPOSIT), -500);
	assert_int_equal(of(&j, ACCOUNT_ADJUSTMENT), 700);
	assert_false(charge_adjusted(INT64_MIN, 0, &j));
}

/* 40 % of the example came back, when it was not paid, paid in part, paid in
 * advance, and on consignment. */
TEST(what_comes_back_is_credited_to_its_order_first)
{
	static const struct {
		bool prepaid;
		int64_t owed, debt, deposit;
	} rows[] = { { false, 100000, -40000, 0 },
		{ false, 15000, -15000, -25000 }, { false, 0, 0, -40000 },
		{ true, 0, 0, -40000 } };
	struct charged_order o;
	struct journal j;

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		o = example(CHARGE_AT_DESPATCH, rows[i].prepaid);
		o.owed = rows[i].owed;
		assert_true(charge_returned(&o, 36000, 400, 3600, &j));
		assert_true(journal_balanced(&j));
		assert_int_equal(j.event, EVENT_RETURNED);
		assert_int_equal(of(&j, ACCOUNT_SALES), 36000);
		assert_int_equal(of(&j, ACCOUNT_TAX), 3600);
		assert_int_equal(of(&j, ACCOUNT_FREIGHT), 400);
		assert_int_equal(of(&j, ACCOUNT_RECEIVABLE), rows[i].debt);
		assert_int_equal(of(&j, ACCOUNT_DEPOSIT), rows[i].deposit);
		assert_int_equal(o.owed, rows[i].owed + rows[i].debt);
	}
	o = example(CHARGE_NEVER, false);
	assert_true(charge_returned(&o, 36000, 400, 3600, &j));
	assert_int_equal(j.n, 0);
}

/* The bank took back what was paid in advance: it is owed, and a cancellation
 * ends that first. */
TEST(an_order_in_advance_that_is_owed_gives_back_its_debt)
{
	struct charged_order o = example(CHARGE_AT_DESPATCH, true);
	struct journal j;

	o.owed = 30000;
	assert_true(charge_cancelled(&o, 36000, false, &j));
	assert_int_equal(of(&j, ACCOUNT_LIABILITY), 40000);
	assert_int_equal(of(&j, ACCOUNT_RECEIVABLE), -30000);
	assert_int_equal(of(&j, ACCOUNT_DEPOSIT), -10000);
	assert_int_equal(o.owed, 0);
}

TEST(consignment_is_never_charged)
{
	struct charged_order o = example(CHARGE_NEVER, false);
	struct journal j;

	assert_true(charge_accepted(&o, &j));
	assert_int_equal(j.n, 0);
	assert_true(charge_changed(&o, 80000, 1000, 8000, &j));
	assert_int_equal(j.n, 0);
	assert_true(charge_shipped(&o, 36000, false, &j));
	assert_int_equal(j.n, 0);
	assert_int_equal(o.done_net, 36000);
	assert_true(charge_cancelled(&o, 0, true, &j));
	assert_int_equal(j.n, 0);
	assert_int_equal(o.done_net, 80000);
}

/* In acceptance mode, of an order of which 150.00 is still owed. */
TEST(a_cheaper_change_gives_back_what_was_paid)
{
	struct charged_order o = example(CHARGE_AT_ACCEPTANCE, false);
	struct journal j;

	o.owed = 15000;
	assert_true(charge_changed(&o, 72000, 1000, 7000, &j));
	assert_int_equal(j.event, EVENT_CHANGED);
	assert_int_equal(of(&j, ACCOUNT_LIABILITY), 20000);
	assert_int_equal(of(&j, ACCOUNT_RECEIVABLE), -15000);
	assert_int_equal(of(&j, ACCOUNT_DEPOSIT), -5000);
	assert_int_equal(o.owed, 0);
	assert_true(charge_changed(&o, 90000, 1000, 9000, &j));
	assert_int_equal(of(&j, ACCOUNT_LIABILITY), -20000);
	assert_int_equal(of(&j, ACCOUNT_RECEIVABLE), 20000);
	assert_int_equal(of(&j, ACCOUNT_DEPOSIT), 0);
	assert_int_equal(o.owed, 20000);
	o = example(CHARGE_AT_DESPATCH, true);
	o.owed = 0;
	assert_true(charge_changed(&o, 80000, 1000, 8000, &j));
	assert_int_equal(of(&j, ACCOUNT_DEPOSIT), -11000);
	assert_int_equal(of(&j, ACCOUNT_LIABILITY), 11000);
}

static void
sums_are_those_of(const struct journal *j, const struct ledger_row *t, size_t n)
{
	int64_t balance[ACCOUNTS] = { 0 };

	for (size_t i = 0; i < j->n; i++)
		balance[j->postings[i].account] += j->postings[i].amount;
	for (size_t i = 0; i < n; i++) {
		assert_true(t[i].amount > 0);
		assert_int_not_equal(t[i].debit, t[i].credit);
		assert_int_equal(account_is_memo(t[i].debit),
		    account_is_memo(t[i].credit));
		balance[t[i].debit] -= t[i].amount;
		balance[t[i].credit] += t[i].amount;
	}
	for (size_t i = 0; i < ACCOUNTS; i++)
		assert_int_equal(balance[i], 0);
}

TEST(every_journal_is_made_of_rows_that_balance)
{
	struct charged_order o = example(CHARGE_AT_DESPATCH, false);
	struct ledger_row t[JOURNAL_POSTINGS_MAX];
	struct journal j;
	size_t n;

	assert_true(charge_shipped(&o, 36000, false, &j));
	n = journal_rows(&j, t);
	assert_int_equal(n, 4);
	sums_are_those_of(&j, t, n);
	o = example(CHARGE_AT_ACCEPTANCE, false);
	o.charges = -1000;
	o.owed = 20000;
	assert_true(charge_shipped(&o, 36000, false, &j));
	n = journal_rows(&j, t);
	assert_int_equal(n, 3);
	sums_are_those_of(&j, t, n);
	assert_true(charge_cancelled(&o, 0, true, &j));
	n = journal_rows(&j, t);
	assert_int_equal(n, 2);
	sums_are_those_of(&j, t, n);
	j.n = 0;
	assert_int_equal(journal_rows(&j, t), 0);
}

TEST(what_was_paid_already_becomes_a_deposit_when_cancelled)
{
	struct charged_order o = example(CHARGE_AT_ACCEPTANCE, false);
	struct journal j;

	o.owed = 15000;
	assert_true(charge_cancelled(&o, 36000, false, &j));
	assert_int_equal(of(&j, ACCOUNT_LIABILITY), 40000);
	assert_int_equal(of(&j, ACCOUNT_RECEIVABLE), -15000);
	assert_int_equal(of(&j, ACCOUNT_DEPOSIT), -25000);
	assert_int_equal(o.owed, 0);
	assert_true(charge_cancelled(&o, 0, true, &j));
	assert_int_equal(of(&j, ACCOUNT_DEPOSIT), -60000);
	assert_int_equal(of(&j, ACCOUNT_RECEIVABLE), 0);
}

TEST(more_allowances_than_charges_are_a_discount)
{
	struct charged_order o = { .charge_at = CHARGE_AT_DESPATCH,
		.net = 1000,
		.charges = -100,
		.tax = 90 };
	struct journal j;

	assert_true(charge_shipped(&o, 1000, true, &j));
	assert_int_equal(of(&j, ACCOUNT_DISCOUNT), 100);
	assert_int_equal(of(&j, ACCOUNT_FREIGHT), 0);
	assert_int_equal(of(&j, ACCOUNT_RECEIVABLE), 990);
}

TEST(a_third_and_two_thirds_are_the_whole)
{
	struct charged_order o = { .charge_at = CHARGE_AT_DESPATCH,
		.net = 1000,
		.charges = 100,
		.tax = 10 };
	struct journal j;
	int64_t tax = 0;

	assert_true(charge_shipped(&o, 333, false, &j));
	tax += of(&j, ACCOUNT_TAX);
	assert_true(charge_shipped(&o, 667, false, &j));
	tax += of(&j, ACCOUNT_TAX);
	assert_int_equal(o.done_charges, 67);
	assert_true(charge_shipped(&o, 1000, true, &j));
	tax += of(&j, ACCOUNT_TAX);
	assert_int_equal(tax, -10);
	assert_true(charge_shipped(&o, 1000, true, &j));
	assert_int_equal(j.n, 0);
}

/* 100.00 at 21 %, 100.00 at 9 %, 100.00 without, and 10.00 freight, which is
 * taxed like the first: 32.10 in all. */
TEST(what_left_bears_the_tax_of_its_own_lines)
{
	struct taxed_line lines[] = { { 10000, 0, { 21, 0 } },
		{ 10000, 0, { 9, 0 } }, { 10000, 0, { 0, 0 } } };
	struct charged_order o = { .charge_at = CHARGE_AT_DESPATCH,
		.net = 30000,
		.charges = 1000,
		.tax = 3210 },
			     was = o;
	struct journal j;

	lines[0].settled = 10000;
	charge_tax_by_line(&o, lines, 3);
	assert_true(o.tax_by_line);
	assert_true(charge_shipped(&o, 10000, false, &j));
	assert_int_equal(of(&j, ACCOUNT_TAX), -2100 - 70);
	lines[2].settled = 10000;
	charge_tax_by_line(&o, lines, 3);
	assert_true(charge_shipped(&o, 20000, false, &j));
	assert_int_equal(of(&j, ACCOUNT_TAX), -70);
	lines[1].settled = 5000;
	charge_tax_by_line(&o, lines, 3);
	assert_true(charge_cancelled(&o, 5000, false, &j));
	assert_int_equal(of(&j, ACCOUNT_COMMITMENT), -5000 - 450 - 35 - 166);
	assert_true(charge_shipped(&o, 30000, true, &j));
	assert_int_equal(o.done_tax, 3210);
	assert_int_equal(of(&j, ACCOUNT_TAX), -450 - 35);

	/* one rate: by the net, as it is without lines */
	o = was;
	lines[1].percent = lines[2].percent = lines[0].percent;
	charge_tax_by_line(&o, lines, 3);
	assert_false(o.tax_by_line);
	/* more than can be counted changes nothing */
	lines[1].percent = (struct decimal){ 9, 0 };
	lines[0].net = lines[0].settled = INT64_MAX;
	charge_tax_by_line(&o, lines, 3);
	assert_false(o.tax_by_line);
}

TEST(a_free_order_with_freight_settles_with_its_last_piece)
{
	struct charged_order o = { .charge_at = CHARGE_AT_DESPATCH,
		.charges = 500,
		.tax = 100 };
	struct journal j;

	assert_true(charge_shipped(&o, 0, false, &j));
	assert_int_equal(j.n, 0);
	assert_true(charge_shipped(&o, 0, true, &j));
	assert_int_equal(of(&j, ACCOUNT_RECEIVABLE), 600);
}

TEST(a_change_moves_the_difference_only)
{
	struct charged_order o = example(CHARGE_AT_DESPATCH, false);
	struct journal j;

	assert_true(charge_changed(&o, 80000, 1000, 8000, &j));
	assert_int_equal(of(&j, ACCOUNT_COMMITMENT), -11000);
	assert_int_equal(o.net, 80000);
	assert_true(charge_changed(&o, 80000, 1000, 8000, &j));
	assert_int_equal(j.n, 0);
}

TEST(an_overflow_is_refused_and_changes_nothing)
{
	struct charged_order o = { .net = INT64_MAX, .charges = 1 }, was = o;
	struct journal j;

	assert_false(charge_accepted(&o, &j));
	assert_false(charge_shipped(&o, INT64_MAX, true, &j));
	assert_false(charge_cancelled(&o, 1, true, &j));
	assert_memory_equal(&o, &was, sizeof(o));
	o = was = (struct charged_order){ .net = 10, .done_net = 5 };
	assert_false(charge_shipped(&o, INT64_MIN, false, &j));
	assert_false(charge_cancelled(&o, INT64_MAX, false, &j));
	assert_memory_equal(&o, &was, sizeof(o));
	assert_false(charge_payment(INT64_MIN, &j));
}

TEST(an_unbalanced_journal_is_noticed)
{
	struct journal j = { .n = 2,
		.postings = { { ACCOUNT_RECEIVABLE, 100 },
		    { ACCOUNT_SALES, -99 } } };

	assert_false(journal_balanced(&j));
	j.postings[1].amount = -100;
	assert_true(journal_balanced(&j));
	/* money against memo is no balance */
	j.postings[1].account = ACCOUNT_COMMITMENT;
	assert_false(journal_balanced(&j));
	j.postings[0].amount = j.postings[1].amount = INT64_MAX;
	j.postings[1].account = ACCOUNT_SALES;
	assert_false(journal_balanced(&j));
}

static const struct limit_row {
	struct exposure x;
	bool unlimited;
	int64_t limit, total;
	bool allowed;
	int64_t exposure;
} limits[] = {
	{ { 0, 0, 0, 0, 0 }, false, 0, 1, false, 0 },
	{ { 0, 0, 0, 0, 0 }, true, 0, 1, true, 0 },
	{ { 0, 0, 0, 0, 0 }, false, 100, 100, true, 0 },
	{ { 0, 0, 0, 0, 0 }, false, 100, 101, false, 0 },
	{ { 40, 30, 0, 0, 0 }, false, 100, 30, true, 70 },
	{ { 40, 30, 0, 0, 0 }, false, 100, 31, false, 70 },
	{ { 40, 30, 20, 0, 0 }, false, 100, 50, true, 50 },
	{ { 40, 30, 20, 20, 0 }, false, 100, 31, false, 70 },
	{ { 40, 30, 20, 30, 0 }, false, 100, 30, true, 70 },
	{ { 200, 0, 0, 0, 0 }, false, 100, 0, true, 200 },
	{ { 0, 0, 500, 0, 0 }, false, 0, 500, true, -500 },
	{ { 0, 0, 500, 0, 0 }, false, 0, 501, false, -500 },
	{ { INT64_MAX, 1, 0, 0, 0 }, true, 0, 1, false, INT64_MAX },
	{ { INT64_MAX, 0, 0, 0, 0 }, false, INT64_MAX, 1, false, INT64_MAX },
	{ { 0, 0, -60, 0, 0 }, false, 100, 40, true, 60 },
	{ { 0, 0, -60, 0, 0 }, false, 100, 41, false, 60 },
};

TEST(credit_reaches_to_the_limit_and_no_further)
{
	for (size_t i = 0; i < sizeof(limits) / sizeof(limits[0]); i++) {
		const struct limit_row *r = &limits[i];
		struct customer c = { .unlimited = r->unlimited,
			.credit_limit = r->limit };
		int64_t now;

		if (credit_allows(&r->x, &c, r->total, &now) != r->allowed ||
		    now != r->exposure)
			fail_msg("row %zu: exposure %lld", i, (long long)now);
	}
}

static const struct judged {
	const char *what;
	enum blocked blocked;
	const char *max_order, *currency;
	int most_days, overdue;
	bool unlimited;
	int64_t limit, value, more;
	enum credit_verdict verdict;
} judged[] = {
	{ "fine", BLOCKED_NO, "", "EUR", -1, 90, false, 100, 100, 100,
	    CREDIT_FINE },
	{ "over", BLOCKED_NO, "", "EUR", -1, 0, false, 100, 101, 101,
	    CREDIT_LIMIT },
	{ "blocked", BLOCKED_YES, "", "EUR", -1, 0, true, 0, 1, 1,
	    CREDIT_BLOCKED },
	{ "blocked, paid in advance", BLOCKED_YES, "", "EUR", -1, 0, true, 0, 1,
	    0, CREDIT_BLOCKED },
	{ "paid in advance", BLOCKED_NO, "1.00", "USD", 0, 9, false, 0, 999, 0,
	    CREDIT_FINE },
	{ "at the maximum", BLOCKED_NO, "5.00", "EUR", -1, 0, true, 0, 500, 500,
	    CREDIT_FINE },
	{ "above it", BLOCKED_NO, "5.00", "EUR", -1, 0, true, 0, 501, 501,
	    CREDIT_MAX_ORDER },
	{ "a change above it", BLOCKED_NO, "5.00", "EUR", -1, 0, true, 0, 501,
	    1, CREDIT_MAX_ORDER },
	{ "another currency", BLOCKED_NO, "", "USD", -1, 0, false, 999, 1, 1,
	    CREDIT_CURRENCY },
	{ "nothing to compare", BLOCKED_NO, "", "USD", -1, 0, true, 0, 1, 1,
	    CREDIT_FINE },
	{ "as late as may be", BLOCKED_NO, "", "EUR", 10, 10, true, 0, 1, 1,
	    CREDIT_FINE },
	{ "too late", BLOCKED_NO, "", "EUR", 10, 11, true, 0, 1, 1,
	    CREDIT_OVERDUE },
	{ "a day late", BLOCKED_NO, "", "EUR", 0, 1, true, 0, 1, 1,
	    CREDIT_OVERDUE },
};

TEST(credit_is_refused_for_each_reason_alone)
{
	for (size_t i = 0; i < sizeof(judged) / sizeof(judged[0]); i++) {
		const struct judged *r = &judged[i];
		struct customer c = { .currency = SLICE("EUR"),
			.blocked = r->blocked,
			.max_order = DECIMAL_NONE,
			.max_overdue_days = r->most_days,
			.unlimited = r->unlimited,
			.credit_limit = r->limit };
		struct exposure x = { .overdue_days = r->overdue };
		int64_t now;

		if (r->max_order[0] != '\0')
			assert_true(decimal_parse(slice_of(r->max_order),
			    &c.max_order));
		if (credit_judge(&x, &c, slice_of(r->currency), r->value,
			r->more, &now) != r->verdict)
			fail_msg("%s", r->what);
	}
}

/* --- the property -------------------------------------------------------- */

/* Pays at some time, in full or in part. */
static void
pay(struct book *b, struct charged_order *o, int64_t amount)
{
	struct journal j;

	if (amount <= 0)
		return;
	assert_true(charge_payment(amount, &j));
	enter(b, &j);
	assert_true(charge_payment_applied(amount, &j));
	enter(b, &j);
	o->owed -= amount;
}

static struct charged_order
random_order(void)
{
	struct charged_order o = { .charge_at = draw_amount(2) ?
		    CHARGE_AT_ACCEPTANCE :
		    CHARGE_AT_DESPATCH,
		.prepaid = draw_amount(10) < 4,
		.net = draw_amount(20) == 0 ? 0 : draw_amount(1000000),
		.charges = draw_amount(3) ? draw_amount(5000) : 0 };

	if (draw_amount(4) == 0)
		o.charges = -draw_amount(o.net / 10 + 1);
	o.tax = draw_amount((o.net + o.charges) / 5 + 1);
	return (o);
}

static void
check_rows(const struct journal *j)
{
	struct ledger_row t[JOURNAL_POSTINGS_MAX];

	sums_are_those_of(j, t, journal_rows(j, t));
}

/* One order from acceptance to its end; what was shipped, in all. */
static int64_t
live_through(struct book *b, struct charged_order *o)
{
	int64_t total = o->net + o->charges + o->tax, shipped = 0;
	struct journal j;
	bool end = false;

	if (o->prepaid) {
		assert_true(charge_payment(total, &j));
		enter(b, &j);
	}
	assert_true(charge_accepted(o, &j));
	enter(b, &j);
	if (!o->prepaid && o->charge_at == CHARGE_AT_ACCEPTANCE)
		o->owed = total;
	while (!end) {
		int64_t open = o->net - o->done_net;
		int64_t part = draw_amount(open + 1);
		int64_t before = o->done_net + o->done_charges + o->done_tax;

		end = draw_amount(3) == 0;
		if (draw_amount(4) > 0) {
			assert_true(
			    charge_shipped(o, o->done_net + part, end, &j));
			shipped += o->done_net + o->done_charges + o->done_tax -
			    before;
		} else
			assert_true(charge_cancelled(o, part, end, &j));
		enter(b, &j);
		check_rows(&j);
		if (o->owed > 0 && draw_amount(2) == 0)
			pay(b, o, draw_amount(o->owed + 1));
	}
	return (shipped);
}

TEST(whatever_happens_to_an_order_its_accounts_end_empty)
{
	draw_seed = UINT64_C(0x9e3779b97f4a7c15);
	for (int i = 0; i < 20000; i++) {
		struct charged_order o = random_order();
		struct book b = { { 0 } };
		int64_t total = o.net + o.charges + o.tax, kept, shipped;
		struct journal j;

		shipped = live_through(&b, &o);
		assert_int_equal(o.done_net, o.net);
		assert_int_equal(o.done_charges, o.charges);
		assert_int_equal(o.done_tax, o.tax);
		assert_int_equal(b.balance[ACCOUNT_LIABILITY], 0);
		assert_int_equal(b.balance[ACCOUNT_COMMITMENT], 0);
		assert_int_equal(b.balance[ACCOUNT_COMMITMENT_CONTROL], 0);
		assert_int_equal(b.balance[ACCOUNT_ROUNDING], 0);
		assert_true(b.balance[ACCOUNT_DEPOSIT] <= 0);
		/* settle what is owed, give back what was paid too much */
		pay(&b, &o, b.balance[ACCOUNT_RECEIVABLE]);
		kept = -b.balance[ACCOUNT_DEPOSIT];
		assert_true(charge_refund_approved(kept, &j));
		enter(&b, &j);
		assert_true(charge_refund_paid(kept, &j));
		enter(&b, &j);
		assert_int_equal(b.balance[ACCOUNT_RECEIVABLE], 0);
		assert_int_equal(b.balance[ACCOUNT_DEPOSIT], 0);
		kept = b.balance[ACCOUNT_CASH];
		assert_int_equal(kept, shipped);
		assert_true(shipped >= 0 && shipped <= total);
		assert_int_equal(kept,
		    -(b.balance[ACCOUNT_SALES] + b.balance[ACCOUNT_TAX] +
			b.balance[ACCOUNT_FREIGHT] +
			b.balance[ACCOUNT_DISCOUNT]));
	}
}

UNIT_MAIN(RUN(each_event_posts_what_the_ledger_says),
    RUN(payments_wait_as_deposits_until_they_are_applied),
    RUN(money_goes_back_in_two_steps),
    RUN(a_discount_in_time_ends_the_whole_debt),
    RUN(a_chargeback_is_no_debt_any_more), RUN(a_difference_is_let_go_or_kept),
    RUN(a_discount_can_be_taken_back),
    RUN(a_correction_takes_debt_first_and_then_becomes_a_deposit),
    RUN(what_comes_back_is_credited_to_its_order_first),
    RUN(an_order_in_advance_that_is_owed_gives_back_its_debt),
    RUN(consignment_is_never_charged),
    RUN(a_cheaper_change_gives_back_what_was_paid),
    RUN(every_journal_is_made_of_rows_that_balance),
    RUN(credit_is_refused_for_each_reason_alone),
    RUN(what_was_paid_already_becomes_a_deposit_when_cancelled),
    RUN(more_allowances_than_charges_are_a_discount),
    RUN(a_third_and_two_thirds_are_the_whole),
    RUN(what_left_bears_the_tax_of_its_own_lines),
    RUN(a_free_order_with_freight_settles_with_its_last_piece),
    RUN(a_change_moves_the_difference_only),
    RUN(an_overflow_is_refused_and_changes_nothing),
    RUN(an_unbalanced_journal_is_noticed),
    RUN(credit_reaches_to_the_limit_and_no_further),
    RUN(whatever_happens_to_an_order_its_accounts_end_empty))
