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
 *	liability   charged, not shipped
 *	tax, sales, freight, discount, rounding
 *	commitment / commitment_control: memo, accepted and not yet charged
 *
 * Part shipments post cumulative shares (rounded) minus what was posted
 * before, so that the pieces sum to the order exactly.
 */
#ifndef DOMAIN_CHARGING_H
#define DOMAIN_CHARGING_H

#include "base/arena.h"
#include "domain/master.h"

enum ledger_event {
	EVENT_ACCEPTED,
	EVENT_PREPAID_ACCEPTED,
	EVENT_PAYMENT,
	EVENT_PAYMENT_APPLIED,
	EVENT_SHIPPED,
	EVENT_CANCELLED,
	EVENT_REFUND,
	EVENT_CHANGED
};
/* clang-format off */
enum account {
	ACCOUNT_CASH, ACCOUNT_RECEIVABLE, ACCOUNT_DEPOSIT, ACCOUNT_LIABILITY,
	ACCOUNT_TAX, ACCOUNT_SALES, ACCOUNT_FREIGHT, ACCOUNT_DISCOUNT,
	ACCOUNT_ROUNDING, ACCOUNT_COMMITMENT, ACCOUNT_COMMITMENT_CONTROL
};
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

/* What was agreed at acceptance and what of it has been posted since. */
struct charged_order {
	enum charge_at charge_at;
	bool prepaid;
	int64_t net, charges, tax; /* total = net + charges + tax */
	int64_t done_net, done_charges, done_tax; /* posted: shipped or
							   cancelled */
	int64_t owed; /* of this order's receivable, not yet paid: where a
			 * cancellation gives back first, the rest becomes a
			 * deposit.  Only for CHARGE_AT_ACCEPTANCE on account */
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
/* The order's totals become these; done_* stay. */
bool charge_changed(struct charged_order *o, int64_t net, int64_t charges,
    int64_t tax, struct journal *j);
bool charge_payment(int64_t amount, struct journal *j);
bool charge_payment_applied(int64_t amount, struct journal *j);
bool charge_refund(int64_t amount, struct journal *j);
/* Also apart: the memo accounts against each other. */
bool journal_balanced(const struct journal *j);

/* All as positive numbers; earmarked: deposits that belong to prepaid orders
 * or their holds, which secure nothing else. */
struct exposure {
	int64_t receivable, commitment, deposit, earmarked;
};
/* Exposure + on-account total within the limit?  A total of nothing (prepaid)
 * is always allowed. */
bool credit_allows(const struct exposure *x, const struct customer *c,
    int64_t total, int64_t *exposure_now);

#endif
