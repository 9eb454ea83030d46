/*
 * check -- is this order one that we can book, and what does it come to?
 *
 * A pure function of the buyer's words, the agreed rules and the master data:
 * no database, no clock.  Everything that needs the book (duplicates, stock
 * taken by other orders, credit) is decided later, from the row that this
 * result becomes.
 *
 * Money is in minor units of the order's currency.  Line net = quantity x
 * price / basis + line charges - line allowances, rounded once; header
 * allowances and charges are prorated over the lines by net for the price
 * comparison; tax is by category and rounded once per category and order.
 * Rule: DESIGN of the product, "Checks"; UBL/Peppol arithmetic.
 */
#ifndef DOMAIN_CHECK_H
#define DOMAIN_CHECK_H

#include "domain/master.h"
#include "domain/order.h"
#include "domain/partner.h"

enum line_state {
	LINE_ACCEPTED, LINE_CHANGED, LINE_BACKORDERED, LINE_REJECTED,
	LINE_CANCELLED, LINE_SHIPPED
};
enum order_verdict { ORDER_OK, ORDER_HELD, ORDER_REJECTED };
enum hold_reason {
	HOLD_NONE, HOLD_CREDIT, HOLD_PAYMENT, HOLD_PRICE, HOLD_ITEM,
	HOLD_LOCATION, HOLD_DUPLICATE, HOLD_RECURRENCE, HOLD_CURRENCY,
	HOLD_UNSUPPORTED, HOLD_MANUAL, HOLD_CUSTOMER, HOLD_TEST,
	HOLD_ARITHMETIC
};
extern const char *const line_state_names[], *const hold_reason_names[];

struct checked_line {
	const struct product *product;	/* NULL: unknown */
	enum line_state state;
	struct slice reason;		/* finding code, "" */
	struct slice unit;		/* the unit booked */
	struct decimal stock_quantity;	/* in stock units */
	struct decimal price, price_basis;	/* booked */
	struct decimal our_price, our_basis;	/* NONE: we have none */
	int64_t net, our_net;		/* after line charges */
	struct slice tax_category;
	struct decimal tax_percent;
	struct slice buyer_line;	/* number shown in answers */
};

struct checked_tax {
	struct slice category;
	struct decimal percent;
	int64_t base, tax;
};

struct checked_order {
	const struct customer *customer;	/* NULL: unknown */
	const struct location *location;	/* NULL: inline or unknown */
	struct slice currency;
	int digits;
	enum order_verdict verdict;
	enum hold_reason hold;		/* the first reason when held */
	struct slice reason;		/* finding code */
	struct slice detail;		/* for people, one line */
	struct list lines;		/* struct checked_line, as the order */
	struct list taxes;		/* struct checked_tax */
	struct list findings;		/* struct finding */
	int64_t net, charges, tax, total;	/* charges: header, signed */
	bool test;
	bool standing;			/* asks for a standing order */
	bool prepaid;
};

/* on: the business date (price validity).  The result lives in the arena. */
void order_check(const struct order *o, const struct partner *p,
    const struct master *m, const struct seller *s, day on, struct arena *a,
    struct checked_order *out);

/* The same arithmetic for a book row: net, charges, tax by category. */
bool order_totals(struct checked_order *c, const struct list *header_charges);

#endif
