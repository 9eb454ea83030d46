/*
 * check -- is this order one that we can book, and what does it come to?
 *
 * A pure function of the buyer's words, the agreed rules and the master data:
 * no database, no clock.  What needs the book (duplicates, stock taken by
 * other orders, credit, the match of a call-off) is decided later, from the
 * row that this result becomes.
 *
 * Look at the result in this order: information (record it, never book it),
 * verdict, lines.  A fault of a line rejects the line and the rest goes on
 * (rules.partial: lines) or takes the order with it (order, file: then the
 * caller extends the verdict to the file).  A hold covers the whole order;
 * hold, reason and detail tell the first one, findings tell all.  Unknown
 * items and units are held or rejected by rules.unknown_item, where "accept"
 * holds too: there is nothing to book.
 *
 * An order has one place: lines that go elsewhere are held, as are lines with
 * several deliveries.  What an order says against itself (arithmetic.h) holds
 * it too, without a finding: those are the parsers', who know the place.
 *
 * Money is in minor units of the order's currency.  Line net = quantity x
 * price / basis + line charges - line allowances, rounded once.  For the
 * comparison with our price each line also bears its share, by net, of the
 * header allowances (not of header charges: freight makes no item dearer).
 * Within rules.price_tolerance_percent theirs is booked; a charge or allowance
 * whose code is not in rules.allowances holds the order.  Tax is by category
 * and rate, rounded once each; the customer's category comes before the
 * product's, and Z E AE K G O mean no tax.
 */
#ifndef DOMAIN_CHECK_H
#define DOMAIN_CHECK_H

#include "domain/master.h"
#include "domain/order.h"
#include "domain/partner.h"

enum line_state {
	LINE_ACCEPTED,
	LINE_CHANGED,
	LINE_BACKORDERED,
	LINE_REJECTED,
	LINE_CANCELLED,
	LINE_SHIPPED
};
enum order_verdict { ORDER_OK, ORDER_HELD, ORDER_REJECTED };
/* clang-format off */
enum hold_reason {
	HOLD_NONE, HOLD_CREDIT, HOLD_PAYMENT, HOLD_PRICE, HOLD_ITEM,
	HOLD_LOCATION, HOLD_DUPLICATE, HOLD_RECURRENCE, HOLD_CURRENCY,
	HOLD_UNSUPPORTED, HOLD_MANUAL, HOLD_CUSTOMER, HOLD_TEST,
	HOLD_ARITHMETIC
};
/* clang-format on */
extern const char *const line_state_names[], *const hold_reason_names[];
bool line_state_named(struct slice name, enum line_state *state);

struct checked_line {
	const struct product *product; /* NULL: unknown */
	const struct product *ordered; /* that product replaces it; NULL */
	enum line_state state;
	struct slice reason;                 /* finding code, "" */
	struct slice unit;                   /* the unit booked */
	struct decimal stock_quantity;       /* in stock units */
	struct decimal price, price_basis;   /* booked */
	struct decimal our_price, our_basis; /* NONE: we have none */
	int64_t net;                         /* booked, after line charges */
	int64_t our_net;                     /* quantity at our price, all in */
	struct slice tax_category;
	struct decimal tax_percent;
	struct slice buyer_line; /* number shown in answers */
};

/* Of what comes: the buyer's own words, but where another product replaces
 * what they are about.  A line without a product has the buyer's. */
struct slice checked_gtin(const struct checked_line *c,
    const struct order_line *l);
struct slice checked_name(const struct checked_line *c,
    const struct order_line *l);
/* At our price, for as many as theirs is for; false: it is that already. */
bool checked_at_ours(struct checked_line *c);

struct checked_tax {
	struct slice category;
	struct decimal percent;
	int64_t base, tax;
};

struct checked_order {
	const struct customer *customer; /* NULL: unknown */
	const struct location *location; /* NULL: inline or unknown */
	struct slice currency;
	int digits;
	enum order_verdict verdict;
	enum hold_reason hold; /* the first reason when held */
	unsigned holds;        /* bit n: enum hold_reason n */
	struct slice reason;   /* finding code */
	struct slice detail;   /* for people, one line */
	struct list lines;     /* struct checked_line, as the order */
	struct list taxes;     /* struct checked_tax */
	struct list findings;  /* struct finding */
	int64_t net, charges, tax, total; /* charges: header, signed */
	bool test;
	bool information; /* copy, confirmation, simulation */
	bool change;      /* changes another order: nothing in it is priced
				   or summed until it is applied */
	bool call_off;    /* held ORDER-CALL-OFF, as the last
					   reason, until it is matched */
	bool prepaid;
	bool reschedules;         /* a change: asks for the rule below */
	bool standing;            /* asks for a standing order: */
	struct slice rule_source; /* "dates" "coded" "text" "profile" */
	struct slice rule;        /* canonical; "": dates alone */
	struct list dates;        /* struct schedule, of source dates */
	day starts_on, ends_on;   /* ends_on DAY_NONE: open */
	int64_t count;            /* stated or in the rule, 0: open */
};

/* on: the business date (price validity).  The result lives in the arena. */
void order_check(const struct order *o, const struct partner *p,
    const struct master *m, const struct seller *s, day on, struct arena *a,
    struct checked_order *out);

/* Lines that a change adds or makes different, for a customer who is known: as
 * order_check, without payment, recurrence and totals. */
void change_check(const struct order *o, const struct customer *customer,
    struct slice currency, const struct partner *p, const struct master *m,
    const struct seller *s, day on, struct arena *a, struct checked_order *out);

/* The same arithmetic for a book row: net, charges, tax by category and total
 * from the lines that are neither rejected nor cancelled (their net, state and
 * tax) and the order's own charges (struct charge; one without a tax category
 * is taxed as most of the order is).  False: overflow, or less than nothing. */
bool order_totals(struct checked_order *c, const struct list *header_charges,
    struct arena *a);

/* The tax on a line of this product for this customer; either may be NULL. */
void order_line_tax(const struct product *p, const struct customer *customer,
    struct slice *category, struct decimal *percent);

#endif
