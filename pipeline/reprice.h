/*
 * reprice -- changes to what an order comes to before it is accepted: our
 * price instead of theirs, a line that is cut short.  Totals are computed
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

#endif
