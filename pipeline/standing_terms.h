/*
 * standing_terms -- what a standing order delivers on one day: the lines and
 * the place that were agreed, with every revision whose days it is among.
 *
 * What was agreed is copied from the first order when the standing order is
 * made: its lines but those that were rejected or that the buyer took out, in
 * the whole quantity, whatever was there to be shipped.  What becomes of the
 * first order later is its own.
 *
 * A revision says only what is different ("1,500 from March on", "another
 * place on 24 December"): where two name the same thing, the one made last
 * holds, and what neither names stays.  Amounts follow: a quantity takes its
 * share of the line's amount, a price gives quantity x price / basis anew.
 */
#ifndef PIPELINE_STANDING_TERMS_H
#define PIPELINE_STANDING_TERMS_H

#include "pipeline/standing_book.h"

struct standing_kept { /* as it was agreed, unread */
	struct slice quantity, stock_quantity, price, price_basis, our_price,
	    our_basis, tax_percent, unit_code;
	int64_t our_net;
	bool dated; /* for a day of its own */
};

struct standing_line {
	int64_t line;
	struct standing_kept kept; /* empty: added */
	struct slice buyer_line, sku, seller_item, buyer_item, gtin, name, unit;
	struct decimal quantity, stock_quantity; /* stock: may be NONE */
	struct decimal price, price_basis;
	struct slice tax_category;
	struct decimal tax_percent;
	int64_t net;
	struct decimal list_price, list_basis; /* over the cap: ours */
	int64_t list_net;
	bool revised, added; /* unlike the agreed one; not in it at all */
	bool ours;           /* we changed it, the buyer did not ask */
	bool repriced, retaxed, capped, gone;
};

struct standing_terms {
	struct list lines; /* struct standing_line, ascending */
	bool revised;      /* lines differ from those agreed */
	bool moved;        /* the place below holds */
	struct slice ship_name, street, city, postal_code, country, warehouse;
};

/* digits: of the currency.  RC_REJECT "ORDER-AMOUNT": an amount that cannot be
 * counted.  The terms live in the arena. */
enum rc standing_terms_load(const struct actor *x, const struct standing_row *w,
    day nominal, int digits, struct arena *a, struct standing_terms *t,
    struct err *e) MUST_CHECK;
/* The line of this number, NULL: none. */
struct standing_line *standing_terms_line(const struct standing_terms *t,
    int64_t line);

/* The rules that follow the first one, into w->core; RC_REJECT "STANDING-RULE".
 */
enum rc standing_parts_load(const struct actor *x, struct standing_row *w,
    struct arena *a, struct err *e) MUST_CHECK;
/* "2026-12-01 2027-03-01" or with commas: days, ascending.  False: something
 * else stands among them. */
bool standing_days_read(struct slice text, struct arena *a, struct list *days);

#endif
