/*
 * ledger -- posting journals: the only code that writes the ledger.
 *
 * A journal, its transfers, the balances and the pieces of what is owed change
 * in the caller's transaction, or not at all.  A business key is posted once.
 *
 * What is owed is kept piece by piece (table receivable).  ledger_post follows
 * the journal's receivable postings: a debit makes a piece of l->order_id, a
 * credit ends pieces, of the order if one is named, else the customer's
 * oldest.  So whoever posts keeps both in step, and what was paid for an order
 * is known: ledger_owed.
 */
#ifndef PIPELINE_LEDGER_H
#define PIPELINE_LEDGER_H

#include "domain/charging.h"
#include "store/store.h"

/* What one transaction adds to the balances, written together: before anybody
 * reads a balance, and before the commit.  {0} is empty. */
#define LEDGER_SUMS 16
struct ledger_sums {
	struct ledger_sum {
		enum account account;
		struct slice customer, currency; /* in the arena */
		int64_t amount;
	} sum[LEDGER_SUMS];
	size_t n;
	struct arena arena;
};
enum rc ledger_sums_write(struct store *s, struct ledger_sums *sums,
    struct err *e) MUST_CHECK;
void ledger_sums_free(struct ledger_sums *sums);

#define DUE_UNKNOWN INT32_MAX
/* Of goods that left, or of a debt without goods. */
struct ledger_terms {
	day left_on, due_on, discount_until; /* DAY_NONE, DUE_UNKNOWN */
	struct decimal discount_percent;     /* ZERO: none */
	int64_t unshipped; /* of the order's total: what is still to leave */
};

/* Post a journal under a business key; posted already: nothing happens and
 * *fresh is false.  An empty journal posts nothing.  RC_FATAL "LEDGER-OWED":
 * it would end more debt than there is. */
struct ledger_entry {
	struct slice business_key, customer, currency;
	struct slice memo; /* why, for people; "" */
	int64_t order_id, run_id;
	instant at;
	day on; /* the day that counts; 0: the day of `at` */
	const struct ledger_terms *terms; /* NULL: nothing left, due unknown */
	bool newest_first;        /* ends what did not leave, then the newest */
	struct ledger_sums *sums; /* NULL: balances are written at once */
};
enum rc ledger_post(struct store *s, const struct journal *j,
    const struct ledger_entry *l, bool *fresh, struct err *e) MUST_CHECK;
enum rc ledger_balance(struct store *s, struct slice customer,
    enum account account, struct slice currency, int64_t *amount,
    struct err *e) MUST_CHECK;
/* What is owed for one order; for a customer that is the balance. */
enum rc ledger_owed(struct store *s, int64_t order_id, int64_t *amount,
    struct err *e) MUST_CHECK;

#endif
