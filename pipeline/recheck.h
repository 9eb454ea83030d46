/*
 * recheck -- a held order looked at again with the master data of today.
 *
 *	order_recheck(&x, zygote, &b, &r, &e)	reads its bytes again, checks
 *	recheck_bookable(&r, why)		is there something to book?
 *	recheck_apply(&x, &r, &b, &e)		in a transaction: the book
 *						says what the checks say now
 *	recheck_free(&r)
 *
 * The bytes are parsed in a worker, like the first time, before any
 * transaction begins; the order is the one of the same place in the file.
 */
#ifndef PIPELINE_RECHECK_H
#define PIPELINE_RECHECK_H

#include "pipeline/booking.h"
#include "pipeline/zygote.h"

struct recheck {
	struct order order;
	struct checked_order checked;
	const struct partner *partner;
	struct arena arena;
};

/* Could a release change anything?  Not for orders that passed their checks,
 * nor for the issues of a standing order. */
bool recheck_applies(const struct booked *b);
/* RC_REJECT "RECHECK": the order is not found again in its bytes. */
enum rc order_recheck(const struct actor *x, struct zygote *z,
    const struct booked *b, struct recheck *r, struct err *e) MUST_CHECK;
/* Customer, currency, and an item and a price on every line that counts. */
bool recheck_bookable(const struct recheck *r, const char **why);
/* RC_REJECT "ORDER-DUPLICATE": its key is taken, now that the customer is
 * known.  Reloads *b, with texts in a. */
enum rc recheck_apply(const struct actor *x, const struct recheck *r,
    struct arena *a, struct booked *b, struct err *e) MUST_CHECK;
void recheck_free(struct recheck *r); /* a zeroed one is allowed */

#endif
