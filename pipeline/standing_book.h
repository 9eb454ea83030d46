/*
 * standing_book -- standing orders in the database: made with their first
 * order, decided each night, steered by commands (standing_ops.h).
 *
 * A row keeps two marks.  decided_on is the last nominal day on which a
 * decision was written (and decided_number its number in the rule); days
 * before it are never looked at again, so a night costs the same however old
 * the book is.  wake_on is the first night that has anything to do: the next
 * release, or a pause that begins or ends; a night loads only rows whose
 * wake_on has come.  Both change in the transaction that decides.
 *
 * States: active; paused (a pause covers today); held (a hold covers today,
 * or it cannot be decided: reason says why, and each night tries again);
 * ended (nothing is left to decide).  Days in a pause or a hold that covers
 * them are recorded as skipped; days that pass while a fault lasts are not,
 * they catch up when it is mended.
 */
#ifndef PIPELINE_STANDING_BOOK_H
#define PIPELINE_STANDING_BOOK_H

#include "pipeline/booking.h"
#include "domain/standing.h"

/* If this order asked for a schedule (recurrence_request), make it: the
 * standing order with this order as occurrence 1, in the caller's transaction.
 * An order without such a request: nothing.  An order that a person released
 * although no rule or no start is known is booked once, its history says so.
 * While another standing order of the same PO number is open, this one begins
 * on hold: a person ends one of them. */
enum rc standing_book_first(const struct actor *x, struct booked *b,
    struct err *e) MUST_CHECK;

/* A standing order from an order that is in the book, which becomes its first
 * delivery; a transaction of its own.  *id 0: it was a look.  RC_REJECT "STANDING-STATE": the order
 * is not one that was accepted, or belongs to a standing order already; or
 * "STANDING-RULE", "STANDING-DAY". */
struct standing_wanted {
	struct slice rule;          /* canonical; "": the days alone */
	struct list days, left_out; /* day, ascending */
	day from;                   /* DAY_NONE: the order's requested day */
	day ends_on;                /* DAY_NONE: open */
	int64_t count;              /* 0: open */
	const char *why;
	const struct standing_glance *look; /* standing_ops.h: shown, and not
					       kept; NULL */
};
enum rc standing_new(const struct actor *x, int64_t order_id,
    const struct standing_wanted *q, int64_t *id, struct err *e) MUST_CHECK;

struct standing_pause {
	struct day_range days;
	bool hold; /* not a pause that was asked for */
	struct slice reason;
};

/* The pure core's view of one row, with its pauses and dates (arena). */
struct standing_row {
	int64_t standing_order_id, template_order_id, decided_number, count;
	struct slice partner, customer, po_number, rule, source, state,
	    calendar, price, reason, warehouse;
	day starts_on, ends_on, decided_on, accepted_on, next_release_on,
	    wake_on, changed_on;
	day today; /* where its goods leave: in the warehouse's time zone */
	bool test;
	bool has_days, has_pauses, has_revisions;
	bool ahead; /* a day behind decided_on has a row: decided before */
	struct list pauses; /* struct standing_pause */
	struct standing core;
};
/* RC_REJECT: "STANDING-UNKNOWN", or a fault of the row: "STANDING-CALENDAR"
 * (no calendar of that name is configured), "STANDING-RULE". */
enum rc standing_load(const struct actor *x, int64_t standing_order_id,
    struct arena *a, struct standing_row *row, struct err *e) MUST_CHECK;

/* The business day in a warehouse's time zone; the seller's when it says none.
 */
enum rc standing_site_day(const struct actor *x, struct slice warehouse,
    day *today, struct err *e) MUST_CHECK;

/* The latest of all warehouses: it is tomorrow already where the goods of some
 * leave. */
enum rc standing_latest_day(const struct actor *x, day *latest,
    struct err *e) MUST_CHECK;

/* The row of one nominal day; state is "" when nothing was decided on it. */
struct occurrence {
	char state[12], reason[24];
	int64_t order_id, number;
	day due, release;
};
enum rc occurrence_load(const struct actor *x, int64_t standing_order_id,
    day nominal, struct occurrence *o, struct err *e) MUST_CHECK;

/* Writes the row's marks (past days that were decided ahead of time) and works
 * out state, next release and wake_on; when nothing is left the standing order
 * has ended.  A fault of calendar or rule
 * holds it and is no error. */
enum rc standing_settle(const struct actor *x, struct standing_row *row,
    struct err *e) MUST_CHECK;
/* The same from the database: after pauses or ends_on were changed. */
enum rc standing_refresh(const struct actor *x, int64_t standing_order_id,
    struct err *e) MUST_CHECK;
/* Holds it for a fault, once told in its history. */
enum rc standing_fault(const struct actor *x, int64_t standing_order_id,
    const char *why, struct err *e) MUST_CHECK;
/* An order that was never accepted is refused or cancelled: the delivery that
 * it was made for is missed where nobody decided (ORDER-EXPIRED), else skipped,
 * and can be sent after all (standing_ops.h).  Of another order: nothing. */
enum rc standing_refused(const struct actor *x, const struct booked *b,
    bool expired, struct err *e) MUST_CHECK;
/* One line in its history. */
enum rc standing_event(const struct actor *x, int64_t standing_order_id,
    const char *kind, struct err *e, const char *fmt, ...)
    PRINTF_LIKE(5, 6) MUST_CHECK;

#endif
