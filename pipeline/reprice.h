/*
 * reprice -- changes to what an order comes to: our price instead of theirs or
 * a line that is cut short before it is accepted, a change order after.  Totals are computed
 * again by the same arithmetic as at the check (domain/check.h).
 */
#ifndef PIPELINE_REPRICE_H
#define PIPELINE_REPRICE_H

#include "pipeline/booking.h"

/* Book our price on every line that has one and differs. */
enum rc reprice_ours(const struct actor *x, struct booked *b,
    struct err *e) MUST_CHECK;
/* `missing` units of this line will never come: cancelled before they were
 * charged. */
enum rc reprice_cut_line(const struct actor *x, struct booked *b, int64_t line,
    struct decimal missing, const char *code, struct err *e) MUST_CHECK;

/* The lines are different now: what does the order come to? */
enum rc reprice_total(const struct actor *x, struct booked *b,
    struct err *e) MUST_CHECK;

#endif
