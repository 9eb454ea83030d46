/*
 * change -- change orders and cancellations, applied to the order they name.
 *
 * A change is a row of orders with purpose change, replace or cancel, which
 * never claims an order key.  After the night's orders are charged, each is
 * settled in the sequence of customer, PO number, change number:
 *
 *	no such order       parked (received, CHANGE-PARKED); refused when
 *	                    rules.change_wait_hours have passed
 *	held for a person   parked; a cancellation is done at once
 *	waits for its money applied: it asks for the new sum, under the same
 *	                    reference, and what came is weighed against that
 *	accepted            applied: lines, totals, ledger, stock, a new CA
 *	at_warehouse,       held CHANGE-WAREHOUSE; released by whoever has the
 *	part_shipped        warehouse's word, then applied
 *	shipped, cancelled  refused CHANGE-LATE
 *
 * More than the credit allows, or what is dearer than was paid in advance,
 * holds the change, not the order.  The
 * change itself ends as noted CHANGE-APPLIED, held or rejected; a refusal
 * changes nothing.  Applied once: the same change again is noted, other words
 * under its number are held (reference: X12 860, EDIFACT ORDCHG 1225).
 */
#ifndef PIPELINE_CHANGE_H
#define PIPELINE_CHANGE_H

#include "pipeline/booking.h"
#include "pipeline/stock.h"

/* Is there any to settle? */
enum rc changes_waiting(struct night *n, bool *any, struct err *e) MUST_CHECK;
/* stock NULL: nothing is counted. */
enum rc changes_apply(struct night *n, struct stock *stock,
    struct err *e) MUST_CHECK;

#endif
