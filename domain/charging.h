/*
 * charging -- what an event posts to the ledger.
 *
 * Double entry, append-only, minor units, one business key per journal; each
 * journal sums to zero per currency.  Pure: builds postings, knows no
 * database.  Accounts (asset and expense positive = debit):
 *
 *	cash        money at the bank, not yet ours by match
 *	receivable  a customer owes us
 *	deposit     a customer's money that pays no debt yet
 *	refund_due  deposits that go back, approved and not yet paid out
 *	liability   charged, not shipped
 *	tax, sales, freight, discount, rounding
 *	chargeback  what a customer kept back and we let go
 *	difference  little that was paid too little (debit) or too much
 *	adjustment  what a person corrected
 *	commitment / commitment_control: memo, accepted and not yet charged
 *
 * An order is charged at acceptance (receivable against liability), at despatch
 * (memo first, receivable when it leaves), in advance (deposit against
 * liability), or never (consignment: nothing is posted).  Part shipments post
 * cumulative shares (rounded) minus what was posted before, so that the pieces
 * sum to the order exactly.  What an order gives back goes against what is
 * still owed for this very order; the rest is the customer's deposit.
 */
#ifndef DOMAIN_CHARGING_H
#define DOMAIN_CHARGING_H

#include "base/arena.h"
#include "domain/master.h"

/* clang-format off */
enum ledger_event {
	EVENT_ACCEPTED, EVENT_PREPAID_ACCEPTED, EVENT_PAYMENT,
	EVENT_PAYMENT_APPLIED, EVENT_SHIPPED, EVENT_CANCELLED, EVENT_CHANGED,
	EVENT_DISCOUNT_TAKEN, EVENT_RETURNED, EVENT_CHARGEBACK, EVENT_ADJUSTED,
	EVENT_REFUND_APPROVED, EVENT_REFUND_PAID, EVENT_PAYMENT_DIFFERENCE,
	EVENT_DISCOUNT_TAX
};
enum account {
	ACCOUNT_CASH, ACCOUNT_RECEIVABLE, ACCOUNT_DEPOSIT, ACCOUNT_LIABILITY,
	ACCOUNT_TAX, ACCOUNT_SALES, ACCOUNT_FREIGHT, ACCOUNT_DISCOUNT,
	ACCOUNT_ROUNDING, ACCOUNT_COMMITMENT, ACCOUNT_COMMITMENT_CONTROL,
	ACCOUNT_REFUND_DUE, ACCOUNT_CHARGEBACK, ACCOUNT_ADJUSTMENT,
	ACCOUNT_DIFFERENCE
};
#define ACCOUNTS (ACCOUNT_DIFFERENCE + 1)
/* clang-format on */
extern const char *const ledger_event_names[], *const account_names[];

struct posting {
	enum account account;
	int64_t amount;
};
#define JOURNAL_POSTINGS_MAX 8
struct journal {
	enum ledger_event event;
	struct posting postings[JOURNAL_POSTINGS_MAX];
	size_t n;
};
/* The same, as the book keeps it: an amount above 0 from one account to
 * another.  Whatever such rows are written, they sum to zero. */
struct ledger_row {
	enum account debit, credit;
	int64_t amount;
};

/* What was agreed at acceptance and what of it has been posted since. */
struct charged_order {
	enum charge_at charge_at;
	bool prepaid;
	int64_t net, charges, tax; /* total = net + charges + tax */
	int64_t done_net, done_charges, done_tax; /* posted since */
	/* Tax of all that is settled with the next piece, where rates differ
	 * from line to line; else it follows the net like the charges. */
	bool tax_by_line;
	int64_t settled_tax;
	int64_t owed; /* not yet paid; set by who may give back */
};

/* Each fills *j (n = 0: nothing to post); false on overflow only. */
bool charge_accepted(const struct charged_order *o, struct journal *j);
/* A shipment.  cumulative_net: the net of everything shipped or cancelled so
 * far, this shipment included (shipment.h gives it); charges and tax follow in
 * proportion.  final: nothing stays open, takes the whole remainder.  Updates
 * done_*. */
bool charge_shipped(struct charged_order *o, int64_t cumulative_net, bool final,
    struct journal *j);
/* Lines worth net_cancelled will not be shipped; all_open: nor anything else.
 * Updates done_* and owed. */
bool charge_cancelled(struct charged_order *o, int64_t net_cancelled,
    bool all_open, struct journal *j);
/* The order's totals become these; done_* stay, owed follows. */
bool charge_changed(struct charged_order *o, int64_t net, int64_t charges,
    int64_t tax, struct journal *j);
/* Shipped goods came back, worth this; updates owed, not done_*. */
bool charge_returned(struct charged_order *o, int64_t net, int64_t charges,
    int64_t tax, struct journal *j);

/* A line's part in the order: its net there, and what of that is settled
 * (shipped or cancelled). */
struct taxed_line {
	int64_t net, settled;
	struct decimal percent;
};
/* The order's tax divided over its lines by what each bears; charges are taxed
 * as most of the order is.  Sets tax_by_line and settled_tax where rates
 * differ, and leaves the order as it is where they do not, or on overflow. */
void charge_tax_by_line(struct charged_order *o, const struct taxed_line *lines,
    size_t n);

/* Accounts without an order; amounts above 0 unless said otherwise. */
bool charge_payment(int64_t amount, struct journal *j);
bool charge_payment_applied(int64_t amount, struct journal *j);
/* paid and the discount together end a debt */
bool charge_discount_taken(int64_t paid, int64_t discount, struct journal *j);
bool charge_refund_approved(int64_t amount, struct journal *j);
bool charge_refund_paid(int64_t amount, struct journal *j);
bool charge_chargeback(int64_t amount, struct journal *j);
bool charge_chargeback_back(int64_t amount, struct journal *j);
/* Above 0: so much was paid too little for a debt (of receivable) or an order
 * in advance (of deposit) and is let go; below: too much, and is kept. */
bool charge_difference(enum account of, int64_t amount, struct journal *j);
/* The tax in a discount that was taken: less was sold for. Below 0: back. */
bool charge_discount_tax(int64_t tax, struct journal *j);
/* A discount that was taken and does not stand any more: owed (receivable),
 * or less of a deposit. */
bool charge_discount_back(enum account of, int64_t amount, struct journal *j);
/* Above 0: the customer owes more; below: less, at most `owed`, and the rest
 * is a deposit. */
bool charge_adjusted(int64_t amount, int64_t owed, struct journal *j);

/* Also apart: the memo accounts against each other. */
bool journal_balanced(const struct journal *j);
bool account_is_memo(enum account a);
/* At most JOURNAL_POSTINGS_MAX; returns how many.  The journal is balanced. */
size_t journal_rows(const struct journal *j,
    struct ledger_row out[JOURNAL_POSTINGS_MAX]);

#endif
