/* payment_part -- what payment*.c share, and nobody else uses. */
#ifndef PIPELINE_PAYMENT_PART_H
#define PIPELINE_PAYMENT_PART_H

#include "domain/bank.h"
#include "pipeline/payment.h"

struct placing {
	const struct actor *x;
	int64_t payment_id;
	struct slice key, customer, currency;
	day on; /* when it came */
	int64_t amount;
	int64_t applied;     /* of it, to what was owed, so far */
	struct booked order; /* order_id 0: none */
	struct arena *a;
	struct payment_result *r;
};

/* Posts it (once), applies it to the order, else to what is owed, and writes
 * its row.  The customer must be known. */
enum rc payment_settle(struct placing *p, struct err *e) MUST_CHECK;
/* One that is a customer's deposit since it came: is it still there, or was it
 * used or asked back meanwhile?  Yes of one that is nobody's yet. */
enum rc payment_there(const struct placing *p, bool *yes,
    struct err *e) MUST_CHECK;
/* The row alone, of one that waits for a person. */
enum rc payment_waits(struct placing *p, const char *state, const char *reason,
    const char *detail, struct err *e) MUST_CHECK;
/* terms: of a debt that it makes, else NULL. */
enum rc payment_post(const struct placing *p, const char *what,
    const struct journal *j, const struct ledger_terms *terms,
    struct err *e) MUST_CHECK;

/* --- payment_match.c ------------------------------------------------------ */

enum match { MATCH_NONE, MATCH_ORDER, MATCH_AMBIGUOUS, MATCH_CURRENCY };

struct sought {
	const struct actor *x;
	struct slice refs; /* "rf RF18…", one a line */
	struct slice currency, payer_account;
	int64_t amount;
};
struct matched {
	enum match how;
	int64_t order_id;
	struct slice customer; /* whose it is, "" : not known */
	bool expected;         /* that one has orders waiting for money */
	char detail[240];      /* for people, of what is no match */
};
enum rc payment_match(struct store *s, const struct sought *w, struct arena *a,
    struct matched *m, struct err *e) MUST_CHECK;

/* --- payment_undo.c ------------------------------------------------------- */

/* Of one that the bank took back on p->on: each debt that it paid is owed
 * again, under its order, with what was let go for it; what paid nothing goes
 * from the deposit.  accepted: its order (p->order.order_id) was.  *spent: some
 * of it had paid something. */
enum rc payment_undo(const struct placing *p, bool accepted, bool *spent,
    struct err *e) MUST_CHECK;

#endif
