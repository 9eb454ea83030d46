#include "tests/unit/unit.h"

#include "domain/charging.h"

#define ACCOUNTS 11

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
	    .owed = 100000 });
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
	assert_true(charge_refund(500, &j));
	assert_int_equal(of(&j, ACCOUNT_DEPOSIT), 500);
	assert_int_equal(of(&j, ACCOUNT_CASH), -500);
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
	{ { 0, 0, 0, 0 }, false, 0, 1, false, 0 },
	{ { 0, 0, 0, 0 }, true, 0, 1, true, 0 },
	{ { 0, 0, 0, 0 }, false, 100, 100, true, 0 },
	{ { 0, 0, 0, 0 }, false, 100, 101, false, 0 },
	{ { 40, 30, 0, 0 }, false, 100, 30, true, 70 },
	{ { 40, 30, 0, 0 }, false, 100, 31, false, 70 },
	{ { 40, 30, 20, 0 }, false, 100, 50, true, 50 },
	{ { 40, 30, 20, 20 }, false, 100, 31, false, 70 },
	{ { 40, 30, 20, 30 }, false, 100, 30, true, 70 },
	{ { 200, 0, 0, 0 }, false, 100, 0, true, 200 },
	{ { 0, 0, 500, 0 }, false, 0, 500, true, -500 },
	{ { 0, 0, 500, 0 }, false, 0, 501, false, -500 },
	{ { INT64_MAX, 1, 0, 0 }, true, 0, 1, false, INT64_MAX },
	{ { INT64_MAX, 0, 0, 0 }, false, INT64_MAX, 1, false, INT64_MAX },
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

/* --- the property -------------------------------------------------------- */

static uint64_t seed = UINT64_C(0x9e3779b97f4a7c15);

static int64_t
random_below(int64_t n)
{
	seed ^= seed << 13;
	seed ^= seed >> 7;
	seed ^= seed << 17;
	return ((int64_t)(seed % (uint64_t)n));
}

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
	struct charged_order o = { .charge_at = random_below(2) ?
		    CHARGE_AT_ACCEPTANCE :
		    CHARGE_AT_DESPATCH,
		.prepaid = random_below(10) < 4,
		.net = random_below(20) == 0 ? 0 : random_below(1000000),
		.charges = random_below(3) ? random_below(5000) : 0 };

	if (random_below(4) == 0)
		o.charges = -random_below(o.net / 10 + 1);
	o.tax = random_below((o.net + o.charges) / 5 + 1);
	return (o);
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
		int64_t part = random_below(open + 1);
		int64_t before = o->done_net + o->done_charges + o->done_tax;

		end = random_below(3) == 0;
		if (random_below(4) > 0) {
			assert_true(
			    charge_shipped(o, o->done_net + part, end, &j));
			shipped += o->done_net + o->done_charges + o->done_tax -
			    before;
		} else
			assert_true(charge_cancelled(o, part, end, &j));
		enter(b, &j);
		if (o->owed > 0 && random_below(2) == 0)
			pay(b, o, random_below(o->owed + 1));
	}
	return (shipped);
}

TEST(whatever_happens_to_an_order_its_accounts_end_empty)
{
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
		assert_true(charge_refund(-b.balance[ACCOUNT_DEPOSIT], &j));
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
    RUN(what_was_paid_already_becomes_a_deposit_when_cancelled),
    RUN(more_allowances_than_charges_are_a_discount),
    RUN(a_third_and_two_thirds_are_the_whole),
    RUN(a_free_order_with_freight_settles_with_its_last_piece),
    RUN(a_change_moves_the_difference_only),
    RUN(an_overflow_is_refused_and_changes_nothing),
    RUN(an_unbalanced_journal_is_noticed),
    RUN(credit_reaches_to_the_limit_and_no_further),
    RUN(whatever_happens_to_an_order_its_accounts_end_empty))
