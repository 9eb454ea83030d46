/*
 * standing_issue -- an occurrence of a standing order becomes an order.
 *
 * The order is what was agreed when the standing order was made, whatever
 * became of its first order since: the lines of that which were not rejected,
 * in the whole quantity that was ordered, for the same place, on the same terms
 * of payment; with what revisions say of that day (standing_terms.h).  It has a release number of its own (the number of the
 * occurrence; when another order has that key already, number/date, and then
 * it is held as a possible duplicate; made again, number/date, number/date/2
 * …), is due on the due date and goes to the
 * warehouse on the release date.  Then `charge` treats it like any other.
 *
 * Prices: "fixed" keeps those that were agreed; "list" takes ours of the due
 * date; "cap:5" does while it is at most 5 percent dearer than agreed, else the
 * order waits with both prices.  Tax is by the master data of the day it is issued.  Without
 * master data (x->master NULL) the agreed tax stays and a list price
 * is RC_FATAL "STANDING-MASTER".
 *
 * All in the caller's transaction.
 */
#ifndef PIPELINE_STANDING_ISSUE_H
#define PIPELINE_STANDING_ISSUE_H

#include "pipeline/standing_terms.h"

struct standing_first { /* the order that is repeated */
	int64_t file_id, message_id, run_id;
	struct slice customer, content, payment, charge_at, customer_reference,
	    cost_centre, ship_name, street, city, postal_code, country,
	    warehouse, ship_ids, region;
	day ordered_on;
	bool cut;           /* the sums are of lines that were cut */
	int64_t line_count; /* of those that were agreed */
	struct slice taxes; /* "item<TAB>category<TAB>percent", a line each */
};
struct standing_bill { /* what one occurrence comes to */
	struct standing_first first;
	bool plain; /* as it was agreed: its terms are not loaded */
	struct standing_terms terms;
	int64_t line_count;
	struct slice currency;
	int64_t net, charges, tax, total;
	struct slice no_item;  /* sku not ours any more, "" */
	struct slice no_price; /* sku without a list price, "" */
	struct slice over_cap; /* sku whose list price is over the cap, "" */
	bool own_terms;        /* unlike what was agreed */
};
enum rc standing_bill(const struct actor *x, const struct standing_row *w,
    day nominal, day due, struct arena *a, struct standing_bill *bill,
    struct err *e) MUST_CHECK;

/* Orders that were made as it was agreed, one behind the other: their lines
 * are written together, before the commit.  RC_REJECT "STANDING-EMPTY": lines
 * of one of them are lost. */
struct standing_copies {
	int64_t from, to, lines; /* to 0: none */
};
enum rc standing_copies_write(const struct actor *x, struct standing_copies *c,
    struct err *e) MUST_CHECK;

struct standing_issue {
	day nominal, due, release;
	int64_t number;
	const char *ask; /* held, a person decides; or NULL */
	int64_t before;  /* its order that was refused; 0: the first one */
};
/* The order of one occurrence; the occurrence's row is up to the caller.
 * *held: it waits for a person. */
enum rc standing_issue(const struct actor *x, const struct standing_row *w,
    const struct standing_issue *i, int64_t *order_id, bool *held,
    struct err *e) MUST_CHECK;

/* Writes one decision: the order where one is due, and the occurrence's row.
 * A day that has a row already stays as it is.  w->ahead false: no day behind
 * w->decided_on has one, and none is looked for.  The arena is emptied. */
enum rc standing_record(const struct actor *x, const struct standing_row *w,
    const struct standing_due *d, int64_t number, struct standing_copies *c,
    struct arena *a, struct err *e) MUST_CHECK;

/* Occurrences that waited for a person and got their answer. */
enum rc standing_take_answers(const struct actor *x, struct err *e) MUST_CHECK;

#endif
