/*
 * standing_ops -- what people do to standing orders: the operations behind
 * `ordermill standing`, and the audit.
 *
 * Each that changes something is one transaction of its own (none may be
 * open), writes the history, and is refused with RC_REJECT "STANDING-STATE",
 * "STANDING-DAY" or "STANDING-UNKNOWN" when it makes no sense.  Days are
 * nominal days.  DAY_NONE: as each says.
 */
#ifndef PIPELINE_STANDING_OPS_H
#define PIPELINE_STANDING_OPS_H

#include "pipeline/standing_issue.h"

/* Skips the days from..to (DAY_NONE: today; until it is resumed). */
enum rc standing_pause(const struct actor *x, int64_t id, day from, day to,
    const char *why, struct err *e) MUST_CHECK;
/* Ends pauses and holds: days from `on` (DAY_NONE: today) count again.  What
 * was skipped before stays so; `send` delivers it. */
enum rc standing_resume(const struct actor *x, int64_t id, day on,
    struct err *e) MUST_CHECK;
/* Leaves out one day (DAY_NONE: the next one).  One that waits for a person
 * is refused with it; one that was missed is a task no more. */
enum rc standing_skip(const struct actor *x, int64_t id, day nominal,
    const char *why, struct err *e) MUST_CHECK;
/* Makes the order of a day (DAY_NONE: the next one) now, due today: ahead of
 * time, or one that was missed or skipped.  One that waits is released. */
enum rc standing_send_now(const struct actor *x, int64_t id, day nominal,
    int64_t *order_id, struct err *e) MUST_CHECK;
/* Lets an occurrence that waits for a person pass; `charge` goes on. */
enum rc standing_release(const struct actor *x, int64_t id, day nominal,
    int64_t *order_id, struct err *e) MUST_CHECK;
/* No day after `on` (DAY_NONE: today) any more.  *last: the last day that has
 * an order, which may be later: cancel that order if it is not wanted. */
enum rc standing_end(const struct actor *x, int64_t id, day on, day *last,
    struct err *e) MUST_CHECK;

/* The buyer ends it: nothing after `on`, and the orders of later days that are
 * not at the warehouse are cancelled, their days skipped.  In the caller's
 * transaction.  *last as in standing_end; *cancelled: how many orders. */
enum rc standing_cancel(const struct actor *x, int64_t id, day on,
    const char *why, day *last, int64_t *cancelled, struct err *e) MUST_CHECK;

/* The next n days from today or the first undecided one, whichever is
 * earlier. */
struct standing_future {
	int64_t number;
	struct standing_due day; /* verdict: as if on time */
	const char *state;       /* of its row; "": not decided */
	bool priced;             /* currency and total are known */
	struct slice currency;
	int64_t total; /* minor units, tax included */
};
typedef enum rc standing_future_fn(void *ctx, const struct standing_future *f,
    struct err *e);
enum rc standing_ahead(const struct actor *x, int64_t id, int n,
    standing_future_fn *fn, void *ctx, struct err *e) MUST_CHECK;
/* The first days of one that was just made; NULL: nothing. */
struct standing_glance {
	int days;
	standing_future_fn *fn;
	void *ctx;
};
enum rc standing_glance(const struct actor *x, int64_t id,
    const struct standing_glance *g, struct err *e) MUST_CHECK;

/* The proof: of every standing order that was open on `from` or later, each
 * nominal day from there that was to be released by `to` has one row.  It is
 * computed from the rules of those days.  from DAY_NONE: since the beginning;
 * to DAY_NONE: the actor's instant, where the goods leave: that of the last
 * night (standing_last_night). */
struct standing_proof {
	const struct standing_row *row;
	struct standing_audit audit;
	bool balanced;
	const char *fault; /* why it cannot be audited; NULL */
};
typedef enum rc standing_proof_fn(void *ctx, const struct standing_proof *p,
    struct err *e);
struct standing_sheet {
	int64_t orders, unbalanced; /* how many */
	struct standing_audit sum;  /* first_fault: the earliest */
};
/* Sets the actor's instant and day to those of the last night that decided all
 * standing orders, this run's included; *any false: there was none. */
enum rc standing_last_night(struct actor *x, bool *any,
    struct err *e) MUST_CHECK;
/* What a night proves, kept for its report: every rule since its beginning.
 * Computed anew is what a rule asks for since it was proved last; all of it,
 * where its row, its days or its revisions were written since, or an occurrence
 * of a day that was proved. */
enum rc standing_prove(struct night *n, struct err *e) MUST_CHECK;

/* One standing order, nominal days from `from` on; the arena holds the row. */
enum rc standing_audit_one(const struct actor *x, int64_t id, day from, day to,
    struct arena *a, struct standing_row *row, struct standing_proof *p,
    char why[ERR_TEXT_MAX], struct err *e) MUST_CHECK;

/* fn may be NULL. */
enum rc standing_audit_all(const struct actor *x, day from, day to,
    standing_proof_fn *fn, void *ctx, struct standing_sheet *out,
    struct err *e) MUST_CHECK;

/* An inbound call-off: the open occurrence of the same customer and PO number
 * that is nearest to its requested day (or today) becomes this order, which
 * goes on to charge.  In the caller's transaction; *fulfils false: none is
 * open, or several standing orders could be meant, and the order stays as it
 * is.  It never adds an occurrence. */
enum rc standing_fulfil(const struct actor *x, struct booked *b, bool *fulfils,
    struct err *e) MUST_CHECK;

#endif
