/* Posting journals: the only code that writes the ledger. */
#include "pipeline/night.h"

static enum rc
post_one(struct store *s, int64_t journal_id, const struct posting *p,
    const struct ledger_entry *l, struct err *e)
{
	const char *account = account_names[p->account];

	if (store_exec(s, Q_POSTING_INSERT, NULL, e, "isi", journal_id, account,
		p->amount) != RC_OK)
		return (e->rc);
	return (store_exec(s, Q_BALANCE_ADD, NULL, e, "stti", account,
	    l->customer, l->currency, p->amount));
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
