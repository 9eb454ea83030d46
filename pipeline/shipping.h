/*
 * shipping -- goods left: what a shipment does to one order, in the caller's
 * transaction.  Used by the ship stage for a warehouse's confirmations and by
 * `ordermill ship`.
 *
 * Key: warehouse, shipment, order, line, SSCC.  The same again changes
 * nothing, nor does it that nothing left of what was cancelled; the same key
 * with another quantity, or a shipment that contradicts its order, is held and
 * alarmed, never refused and never silently sent on.
 */
#ifndef PIPELINE_SHIPPING_H
#define PIPELINE_SHIPPING_H

#include "pipeline/booking.h"
#include "domain/intake.h"
#include "domain/shipment.h"

struct shipping {
	struct slice warehouse; /* partner id; "" : by hand */
	struct slice number;    /* of the shipment */
	struct slice carrier, tracking;
	instant left_at;
	struct list confirmations; /* struct confirmation, of one order */
	bool released;             /* a person said: take it over */
};

enum shipping_outcome { SHIPPING_APPLIED, SHIPPING_KNOWN, SHIPPING_HELD };

/* *reason, *detail (arena): why it is held. */
enum rc shipping_apply(const struct actor *x, struct booked *b,
    const struct shipping *s, struct arena *a, enum shipping_outcome *outcome,
    struct slice *reason, struct slice *detail, struct err *e) MUST_CHECK;

/* `ordermill ship`: everything that is open, or lines = "1=10,2=5". */
struct ship_by_hand {
	struct slice lines, carrier, tracking;
	instant left_at;
	bool services; /* `ordermill complete`: services, and nothing else */
};
enum rc ship_order(const struct actor *x, int64_t order_id,
    const struct ship_by_hand *s, struct err *e) MUST_CHECK;

/* Held confirmations of one shipment number become new again, released; or
 * count for nothing from now on. */
enum rc ship_release(const struct actor *x, struct slice warehouse,
    struct slice number, struct err *e) MUST_CHECK;
enum rc ship_reject(const struct actor *x, struct slice warehouse,
    struct slice number, const char *why, struct err *e) MUST_CHECK;

/* Ship notices for everything that left and was not told yet. */
enum rc despatch_notices_write(struct night *n, struct err *e) MUST_CHECK;

#endif
