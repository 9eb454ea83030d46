/* Posting journals: the only code that writes the ledger. */
#include "pipeline/night.h"

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
post_one(struct store *s, int64_t journal_id, const struct posting *p,
    const struct ledger_entry *l, struct err *e)
{
	const char *account = account_names[p->account];

	if (store_exec(s, Q_POSTING_INSERT, NULL, e, "isi", journal_id, account,
		p->amount) != RC_OK)
		return (e->rc);
	if (l->sums != NULL)
		return (keep_sum(s, p, l, e));
	return (
	    add_balance(s, account, l->customer, l->currency, p->amount, e));
}

enum rc
ledger_post(struct store *s, const struct journal *j,
    const struct ledger_entry *l, bool *fresh, struct err *e)
{
	int64_t changed = 0, id;

	*fresh = false;
	if (j->n == 0)
		return (RC_OK);
	INVARIANT(journal_balanced(j));
	INVARIANT(store_in_transaction(s));
	if (store_exec(s, Q_JOURNAL_INSERT, &changed, e, "tstotio",
		l->business_key, ledger_event_names[j->event], l->customer,
		l->order_id, l->currency, l->at, l->run_id) != RC_OK)
		return (e->rc);
	if (changed == 0)
		return (RC_OK);
	id = store_last_id(s);
	for (size_t i = 0; i < j->n; i++)
		if (post_one(s, id, &j->postings[i], l, e) != RC_OK)
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
