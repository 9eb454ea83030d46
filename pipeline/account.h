/*
 * account -- what a person may do to a customer's account, each in the
 * caller's transaction.
 *
 * A correction, a chargeback or a use of a deposit is known by its customer,
 * order, day, amount and reason: said twice, it is booked once (*known).  A
 * refund is asked for by one person, approved by another and then paid out;
 * what is asked for secures no credit and cannot be asked for twice.  Amounts
 * are minor units above 0.  Refusals are RC_REJECT: ACCOUNT-OWED (there is not
 * so much debt), REFUND-DEPOSIT, REFUND-STATE, REFUND-SELF, RETURN-STATE,
 * RETURN-LINES.
 */
#ifndef PIPELINE_ACCOUNT_H
#define PIPELINE_ACCOUNT_H

#include "pipeline/receivable.h"

struct account_act {
	struct slice customer, currency, reason;
	int64_t amount;
	int64_t order_id; /* 0: none in particular */
	day on;
	bool less; /* of a correction: the customer owes less */
};
/* Owes more, due by the customer's terms; or less, and what was not owed is a
 * deposit. */
enum rc account_adjust(const struct actor *x, const struct account_act *a,
    bool *known, struct err *e) MUST_CHECK;
/* A part of a debt is let go. */
enum rc account_chargeback(const struct actor *x, const struct account_act *a,
    bool *known, struct err *e) MUST_CHECK;
/* It was let go by mistake, or is paid after all: owed again, due today.  Named
 * by the same words.  RC_REJECT "ACCOUNT-OWED": there is no such one. */
enum rc account_chargeback_undo(const struct actor *x,
    const struct account_act *a, bool *known, struct err *e) MUST_CHECK;
/* Free deposits pay debts; amount 0: all that can be. */
enum rc account_apply(const struct actor *x, const struct account_act *a,
    struct paid *r, struct err *e) MUST_CHECK;

/* Deposits that no order and no refund waits for. */
enum rc account_free_deposit(const struct actor *x, struct slice customer,
    struct slice currency, int64_t *amount, struct err *e) MUST_CHECK;
enum rc refund_ask(const struct actor *x, const struct account_act *a,
    int64_t *refund_id, struct err *e) MUST_CHECK;
enum rc refund_approve(const struct actor *x, int64_t refund_id, day on,
    struct err *e) MUST_CHECK;
/* Also of an approved one that could not be paid out. */
enum rc refund_refuse(const struct actor *x, int64_t refund_id,
    struct slice reason, day on, struct err *e) MUST_CHECK;
/* on: the day of the bank. */
enum rc refund_paid(const struct actor *x, int64_t refund_id, day on,
    struct slice reference, struct err *e) MUST_CHECK;

/* Goods came back.  lines = "1=10,2=5", "" : all that left.  Credited is what
 * was charged for them, with its tax and its share of the order's allowances;
 * freight only when asked, and then all of it.  Stock is the operator's: what
 * can be sold again is counted in master/catalog.csv. */
struct goods_back {
	struct slice lines, reason;
	bool freight;
	day on;
};
struct credit_note {
	char number[24];
	int64_t net, charges, tax;
	/* What was not paid for them, and is not given back. */
	int64_t discount, difference;
	int64_t debt, deposit; /* where it went */
};
enum rc order_return(const struct actor *x, int64_t order_id,
    const struct goods_back *g, struct credit_note *n,
    struct err *e) MUST_CHECK;

#endif
