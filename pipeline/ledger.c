#include <inttypes.h>

#include "pipeline/ledger.h"

static enum rc
add_balance(struct store *s, const char *account, struct slice customer,
    struct slice currency, int64_t amount, struct err *e)
{
	return (store_exec(s, Q_BALANCE_ADD, NULL, e, "stti", account, customer,
	    currency, amount));
}

enum rc
ledger_sums_write(struct store *s, struct ledger_sums *sums, struct err *e)
{
	INVARIANT(sums->n == 0 || store_in_transaction(s));
	for (size_t i = 0; i < sums->n; i++) {
		const struct ledger_sum *sum = &sums->sum[i];

		if (add_balance(s, account_names[sum->account], sum->customer,
			sum->currency, sum->amount, e) != RC_OK)
			return (e->rc);
	}
	sums->n = 0;
	arena_reset(&sums->arena);
	return (RC_OK);
}

void
ledger_sums_free(struct ledger_sums *sums)
{
	arena_free(&sums->arena);
}

/* Orders of one customer come one behind the other: a few sums are enough. */
static enum rc
keep_sum(struct store *s, const struct posting *p, const struct ledger_entry *l,
    struct err *e)
{
	struct ledger_sums *sums = l->sums;
	int64_t amount;

	for (size_t i = 0; i < sums->n; i++) {
		struct ledger_sum *sum = &sums->sum[i];

		if (sum->account == p->account &&
		    slice_eq(sum->customer, l->customer) &&
		    slice_eq(sum->currency, l->currency) &&
		    !__builtin_add_overflow(sum->amount, p->amount, &amount)) {
			sum->amount = amount;
			return (RC_OK);
		}
	}
	if (sums->n == LEDGER_SUMS && ledger_sums_write(s, sums, e) != RC_OK)
		return (e->rc);
	sums->sum[sums->n++] = (struct ledger_sum){ .account = p->account,
		.customer = arena_slice(&sums->arena, l->customer),
		.currency = arena_slice(&sums->arena, l->currency),
		.amount = p->amount };
	return (RC_OK);
}

static enum rc
post_balance(struct store *s, const struct posting *p,
    const struct ledger_entry *l, struct err *e)
{
	if (l->sums != NULL)
		return (keep_sum(s, p, l, e));
	return (add_balance(s, account_names[p->account], l->customer,
	    l->currency, p->amount, e));
}

static enum rc
post_rows(struct store *s, int64_t journal_id, const struct journal *j,
    const struct ledger_entry *l, struct err *e)
{
	struct ledger_row t[JOURNAL_POSTINGS_MAX];
	size_t n = journal_rows(j, t);

	for (size_t i = 0; i < n; i++)
		if (store_exec(s, Q_POSTING_INSERT, NULL, e, "issi", journal_id,
			account_names[t[i].debit], account_names[t[i].credit],
			t[i].amount) != RC_OK)
			return (e->rc);
	for (size_t i = 0; i < j->n; i++)
		if (post_balance(s, &j->postings[i], l, e) != RC_OK)
			return (e->rc);
	return (RC_OK);
}

/* --- what is owed, piece by piece ---------------------------------------- */

struct piece {
	int64_t id, open;
	day on;
};

static day
day_that_counts(const struct ledger_entry *l)
{
	return (l->on != 0 && l->on != DAY_NONE ? l->on : (day)(l->at / 86400));
}

static enum rc
piece_add(struct store *s, int64_t journal_id, int64_t amount,
    const struct ledger_entry *l, struct err *e)
{
	const struct ledger_terms *t = l->terms;
	char percent[DECIMAL_TEXT_MAX] = "";

	if (t != NULL && t->discount_percent.coef > 0)
		(void)decimal_text(t->discount_percent, percent);
	return (store_exec(s, Q_RECEIVABLE_INSERT, NULL, e, "ittodDdDsi",
	    journal_id, l->customer, l->currency, l->order_id,
	    day_that_counts(l), t != NULL ? t->left_on : DAY_NONE,
	    t != NULL ? t->due_on : DUE_UNKNOWN,
	    percent[0] != '\0' ? t->discount_until : DAY_NONE, percent,
	    amount));
}

/* given: it was not paid, so it earns no discount either. */
static enum rc
piece_end(struct store *s, int64_t journal_id, const struct piece *p,
    int64_t amount, bool given, const struct ledger_entry *l, struct err *e)
{
	day on = day_that_counts(l);

	if (store_exec(s, Q_RECEIVABLE_ENDED, NULL, e, "iii", amount,
		given ? amount : (int64_t)0, p->id) != RC_OK)
		return (e->rc);
	return (store_exec(s, Q_SETTLEMENT_INSERT, NULL, e, "iidi", p->id,
	    journal_id, on > p->on ? on : p->on, amount));
}

/* Open pieces, as few as cover the amount; the arena is the caller's. */
static enum rc
pieces_for(struct store *s, int64_t amount, const struct ledger_entry *l,
    struct arena *a, struct list *out, struct err *e)
{
	enum query q = l->newest_first ? Q_RECEIVABLES_OF_ORDER_BACK :
	    l->order_id != 0           ? Q_RECEIVABLES_OF_ORDER :
					 Q_RECEIVABLES_OF_CUSTOMER;
	struct rows *r;
	enum rc rc = q == Q_RECEIVABLES_OF_CUSTOMER ?
	    store_rows(s, q, &r, e, "tt", l->customer, l->currency) :
	    store_rows(s, q, &r, e, "i", l->order_id);

	if (rc != RC_OK)
		return (rc);
	while (amount > 0 && rows_next(r)) {
		struct piece *p = LIST_PUSH(a, out, struct piece);

		*p = (struct piece){ rows_int(r, 0), rows_int(r, 1),
			rows_day(r, 2) };
		amount -= p->open;
	}
	if (rows_end(r, e) != RC_OK || amount <= 0)
		return (e->rc);
	return (err_set(e, RC_FATAL, "LEDGER-OWED",
	    "a posting ends %" PRId64 " more than is owed (" SL_FMT ")", amount,
	    SL_ARG(l->business_key)));
}

static enum rc
pieces_end(struct store *s, int64_t journal_id, int64_t amount, bool given,
    const struct ledger_entry *l, struct err *e)
{
	struct arena a = ARENA_INIT;
	struct list pieces = { 0 };
	enum rc rc = pieces_for(s, amount, l, &a, &pieces, e);

	for (size_t i = 0; rc == RC_OK && i < pieces.n; i++) {
		const struct piece *p = LIST_AT(&pieces, struct piece, i);
		int64_t part = p->open < amount ? p->open : amount;

		rc = piece_end(s, journal_id, p, part, given, l, e);
		amount -= part;
	}
	arena_free(&a);
	return (rc);
}

/* What was charged at acceptance has left, or a part: of what is still open
 * only so much can be for goods that did not leave; the rest is due. */
static enum rc
pieces_left(struct store *s, int64_t journal_id, const struct ledger_entry *l,
    struct err *e)
{
	struct ledger_entry back = *l;
	int64_t open = 0;

	if (store_int(s, Q_RECEIVABLE_UNSHIPPED, 0, &open, e, "i",
		l->order_id) != RC_OK)
		return (e->rc);
	open -= l->terms->unshipped > 0 ? l->terms->unshipped : 0;
	if (open <= 0)
		return (RC_OK);
	back.newest_first = true;
	if (pieces_end(s, journal_id, open, true, &back, e) != RC_OK)
		return (e->rc);
	return (piece_add(s, journal_id, open, l, e));
}

static enum rc
follow_receivable(struct store *s, int64_t journal_id, const struct journal *j,
    const struct ledger_entry *l, struct err *e)
{
	bool given = j->event != EVENT_PAYMENT_APPLIED &&
	    j->event != EVENT_DISCOUNT_TAKEN;
	int64_t amount = 0;

	for (size_t i = 0; i < j->n; i++)
		if (j->postings[i].account == ACCOUNT_RECEIVABLE)
			amount += j->postings[i].amount;
	if (amount > 0)
		return (piece_add(s, journal_id, amount, l, e));
	if (amount < 0)
		return (pieces_end(s, journal_id, -amount, given, l, e));
	if (j->event == EVENT_SHIPPED && l->terms != NULL)
		return (pieces_left(s, journal_id, l, e));
	return (RC_OK);
}

/* --- all of it ----------------------------------------------------------- */

enum rc
ledger_post(struct store *s, const struct journal *j,
    const struct ledger_entry *l, bool *fresh, struct err *e)
{
	int64_t changed = 0, id;

	*fresh = false;
	if (j->n == 0)
		return (RC_OK);
	INVARIANT(store_in_transaction(s));
	if (store_exec(s, Q_JOURNAL_INSERT, &changed, e, "tstotioDt",
		l->business_key, ledger_event_names[j->event], l->customer,
		l->order_id, l->currency, l->at, l->run_id,
		l->on != 0 ? l->on : DAY_NONE, l->memo) != RC_OK)
		return (e->rc);
	if (changed == 0)
		return (RC_OK);
	id = store_last_id(s);
	if (post_rows(s, id, j, l, e) != RC_OK ||
	    follow_receivable(s, id, j, l, e) != RC_OK)
		return (e->rc);
	*fresh = true;
	return (RC_OK);
}

enum rc
ledger_balance(struct store *s, struct slice customer, enum account account,
    struct slice currency, int64_t *amount, struct err *e)
{
	return (store_int(s, Q_BALANCE_GET, 0, amount, e, "tst", customer,
	    account_names[account], currency));
}

enum rc
ledger_owed(struct store *s, int64_t order_id, int64_t *amount, struct err *e)
{
	return (store_int(s, Q_RECEIVABLE_OWED, 0, amount, e, "i", order_id));
}
