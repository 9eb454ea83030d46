/*
 * shipment -- what a warehouse's confirmation does to the lines of one order.
 *
 * Pure.  The caller groups confirmations by shipment and order, drops those
 * it has booked before (key: warehouse, shipment, order, line, SSCC) and gives
 * the order's lines as they are in the book.  Several confirmations of a line
 * (one per SSCC) add up.
 *
 * A confirmation contradicts its order when it names no line or several
 * (SHIP-LINE), another item (SHIP-ITEM), a unit that the quantity cannot be
 * turned into the ordered one from (SHIP-UNIT), a quantity below zero
 * (SHIP-QUANTITY), or more than is open plus rules.overship_percent of what
 * was ordered (SHIP-OVER).  The goods have left, so nothing is refused: the
 * whole shipment is held, no line changes, and findings say why.  A person
 * releases it; then `released` takes over what can be taken over.
 *
 * final closes a line: what is still open will not come.  A final row with
 * neither line nor item closes the whole order but its services.
 *
 * Money: a line's net is settled by round(net x settled / ordered), settled
 * being what was shipped or cancelled, at most what was ordered; so the pieces
 * of a line sum to its net exactly, and what is shipped above the order is
 * not charged.
 *
 * Use:
 *	shipment_apply(&in, &lines, &confirmations, arena, &r);
 *	if (r.held) …						hold, alarm
 *	charge_shipped(&o, o.done_net + r.net_shipped,
 *	    r.complete && !r.closed_any, &j);
 *	if (r.closed_any)
 *		charge_cancelled(&o, r.net_closed, r.complete, &j);
 */
#ifndef DOMAIN_SHIPMENT_H
#define DOMAIN_SHIPMENT_H

#include "domain/check.h"

struct ship_line {
	/* from the book */
	struct slice line; /* number that the warehouse was told */
	const struct product *product;
	struct slice unit;                          /* the unit booked */
	struct decimal ordered, shipped, cancelled; /* in that unit */
	int64_t net;  /* of all that was ordered, also when
					   part of it was cancelled since */
	int64_t kept; /* of that: what the order's net has */
	struct decimal tax_percent;
	enum line_state state; /* in and out; rejected: not open */
	/* results, for this shipment; shipped, cancelled and state above are
	 * brought up to date too */
	struct decimal now;         /* left with this shipment */
	struct decimal closed;      /* will not come, by `final` */
	struct decimal outstanding; /* still to come */
	int64_t net_now, net_closed;
	bool touched; /* the shipment names this line */
};

struct shipment_input {
	const struct master *master; /* units */
	struct decimal overship_percent;
	bool released; /* a person said: take it over */
};

enum shipped_state { SHIPPED_NOTHING, SHIPPED_PART, SHIPPED_ALL };

struct shipment_result {
	bool held;
	struct slice reason, detail; /* of the first contradiction */
	struct list findings;        /* struct finding */
	int64_t net_shipped, net_closed;
	bool closed_any;          /* a line lost its rest */
	bool complete;            /* no line is open any more */
	enum shipped_state state; /* of the order afterwards */
};

/* lines: struct ship_line; confirmations: struct confirmation. */
void shipment_apply(const struct shipment_input *in, struct list *lines,
    const struct list *confirmations, struct arena *a,
    struct shipment_result *r);

/* What may still come: ordered - cancelled - shipped, never below zero. */
struct decimal shipment_open(const struct ship_line *l);
/* The net of a line that is settled at a quantity; false: overflow. */
bool shipment_settled(int64_t net, struct decimal ordered,
    struct decimal settled, int64_t *minor);

#endif
