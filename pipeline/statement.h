/*
 * statement -- a customer's account over some days, and how old its debts are.
 *
 * The balance is what the customer owes: receivables less deposits and refunds
 * that are due.  An entry is a journal that moves it: charges, payments, credit
 * notes, discounts, corrections, refunds that were paid out.  A payment that
 * turns from a deposit into less debt moves nothing and is no entry.
 *
 * Ageing is by due day (despatch and terms_days), as it was on a day: debts
 * that were made later do not count, nor does what was paid later.
 */
#ifndef PIPELINE_STATEMENT_H
#define PIPELINE_STATEMENT_H

#include "domain/language.h"
#include "pipeline/receivable.h"

enum { AGE_CURRENT, AGE_30, AGE_60, AGE_90, AGE_OLDER, AGES };
const char *age_name(int age, enum language l); /* "1-30 days" … */
extern const char *const age_keys[];            /* "current", "days_30" … */

struct ageing {
	int64_t amount[AGES], total;
	int oldest_days; /* overdue, 0: none is */
};
enum rc ageing_of(struct store *s, struct slice customer, struct slice currency,
    day on, struct ageing *a, struct err *e) MUST_CHECK;

struct statement_entry {
	day on;
	struct slice event, po_number, release_number, confirmation;
	struct slice text;       /* a payment's reference, a reason */
	int64_t order_id;        /* 0: none */
	int64_t amount, balance; /* above 0: the customer owes it */
};
struct statement {
	struct slice customer, name, currency;
	day from, to; /* both included; from DAY_NONE: since the beginning */
	int64_t opening, closing, charged, credited;
	struct list entries;  /* struct statement_entry */
	struct ageing ageing; /* on the last day */
};
/* customer, currency and days are the caller's; texts in the arena. */
enum rc statement_make(struct store *s, struct statement *t, struct arena *a,
    struct err *e) MUST_CHECK;
/* "order", "payment": what an event of the ledger is called here. */
const char *statement_word(struct slice event, enum language l);
enum statement_text {
	STATEMENT_OF,
	STATEMENT_TO,
	STATEMENT_UNTIL,
	STATEMENT_OPENING,
	STATEMENT_CLOSING,
	STATEMENT_AGES,
	STATEMENT_DAY, /* the columns, in this order */
	STATEMENT_WHAT,
	STATEMENT_YOUR_ORDER,
	STATEMENT_OUR_NUMBER,
	STATEMENT_AMOUNT,
	STATEMENT_BALANCE,
	STATEMENT_TEXT,
	STATEMENT_TEXTS
};
const char *statement_text(enum statement_text t, enum language l);

#endif
