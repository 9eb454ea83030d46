/*
 * booking -- what may happen to an order, each in the caller's transaction.
 *
 * The only code that moves an order between its states; stages and commands
 * call it.  Each function checks that the order is in a state that allows the
 * step (RC_REJECT "ORDER-STATE" otherwise), writes the history, and notes the
 * answer that is due; the acknowledge stage writes the answer itself.
 *
 *	received -> held | accepted | rejected | noted
 *	held -> received (released: charge decides again) | rejected | cancelled
 *	accepted -> at_warehouse -> part_shipped -> shipped -> closed
 *	accepted -> cancelled; at_warehouse | part_shipped -> cancelled or
 *	shipped only by the warehouse's word
 */
#ifndef PIPELINE_BOOKING_H
#define PIPELINE_BOOKING_H

#include "pipeline/night.h"

struct booked { /* a row of orders; texts in the arena */
	int64_t order_id, file_id, message_id, ordinal;
	struct slice partner, customer, po_number, release_number;
	struct slice kind, purpose, state, step, verdict, hold, reason, detail;
	struct slice content, confirmation, currency, payment, charge_at;
	struct slice rf_reference, customer_reference, released;
	struct slice ship_name, street, city, postal_code, country, warehouse;
	struct slice ship_ids, region; /* ids: a line each */
	struct slice change_number;    /* of a change; else the last applied */
	bool test, claimed;
	int64_t line_count, net, charges, tax, total;
	int64_t done_net, done_charges, done_tax;
	day ordered_on, requested_on, warehouse_on, nominal_on;
	day promised_on; /* when it comes later than asked, or no day was */
	int64_t standing_order_id; /* 0: none */
	instant received_at, answer_due_at;
	struct slice answer;
	int64_t answers;
	bool word; /* the warehouse agreed: what is there may be cancelled */
	bool told; /* set by validate: the technical answer
					   refused its message, a refusal of
					   the order would say it twice, and
					   of a number that may be good */
	bool as_ordered; /* set by charge, which looked: every line
			    stands as ordered */
};

/* Changes another order instead of being one? */
bool booked_is_change(const struct booked *b);
/* Did a person release this reason of a hold?  Of a change also "ours": it is
 * booked at our prices. */
bool booked_released(const struct booked *b, const char *reason);

/* RC_REJECT "ORDER-UNKNOWN" when there is none. */
enum rc booked_load(struct store *s, int64_t order_id, struct arena *a,
    struct booked *b, struct err *e) MUST_CHECK;
/* partner|customer|po|release|test: what business keys are made of. */
char *booked_key(const struct booked *b, const char *what, struct arena *a);
struct charged_order booked_charge(const struct booked *b);

/* Who does it and when: a run, or a person with a command. */
struct actor {
	struct mill *mill;
	struct store *store;
	const struct master *master; /* may be NULL in commands */
	instant at;
	day today;
	int64_t run_id;           /* 0: a command */
	const char *who;          /* "run", or the person's name */
	struct ledger_sums *sums; /* NULL, but in charge */
};
struct actor night_actor(struct night *n);

enum rc order_hold(const struct actor *x, struct booked *b,
    enum hold_reason reason, const char *code, const char *detail,
    struct err *e) MUST_CHECK;
/* Ends the open holds; the order goes back to charge (or, when the hold came
 * from its content, is checked anew).  by: who says so, and why. */
enum rc order_release(const struct actor *x, struct booked *b, const char *why,
    struct err *e) MUST_CHECK;
/* What was billed and held goes to its warehouse now. */
enum rc order_call(const struct actor *x, struct booked *b, const char *why,
    struct err *e) MUST_CHECK;
enum rc order_reject(const struct actor *x, struct booked *b, const char *code,
    const char *detail, struct err *e) MUST_CHECK;
enum rc order_cancel(const struct actor *x, struct booked *b, const char *why,
    struct err *e) MUST_CHECK;
/* Never booked: information copies, exact repetitions. */
enum rc order_note(const struct actor *x, struct booked *b, const char *code,
    const char *detail, struct err *e) MUST_CHECK;
/* Ledger, confirmation number, schedule (standing.h), answer. */
enum rc order_accept(const struct actor *x, struct booked *b,
    struct err *e) MUST_CHECK;
/* The day that is promised for what leaves the warehouse then, in business
 * days of the partner; DAY_NONE: the day that was asked for. */
day order_promise(const struct actor *x, const struct booked *b, day leaves,
    day wanted);
/* After a shipment or a cancelled line: the new state and the done_* sums. */
enum rc order_progress(const struct actor *x, struct booked *b,
    const char *state, const struct charged_order *done,
    struct err *e) MUST_CHECK;

#endif
