/*
 * charge -- an order that passed the checks is accepted, held or refused.
 *
 * In this sequence: credit, the payment of an order that is paid in advance,
 * stock.  What a person released is not asked again.  An order that waits for
 * its payment is told its sum, what of it came, and the RF reference, which is
 * made of its key and so stays the same, however often it is decided.
 */
#ifndef PIPELINE_CHARGE_H
#define PIPELINE_CHARGE_H

#include "pipeline/booking.h"
#include "pipeline/stock.h"

/* Of one order, in the caller's transaction; nothing happens unless it is
 * received, step charge.  stock NULL: nothing is counted. */
enum rc charge_order(struct night *n, const struct actor *x,
    struct stock *stock, int64_t order_id, struct arena *a,
    struct err *e) MUST_CHECK;

#endif
