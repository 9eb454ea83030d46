/*
 * arithmetic -- does an order agree with itself?  Line amounts against
 * quantity times price, charges against their percentage, sums against the
 * stated totals, schedules and counts against the lines.
 *
 * Pure, on struct order alone, so every format shares it.  Only what the
 * buyer stated is compared: an absent amount is never a fault.  A line may be
 * off by 2 minor units of the currency, a total by 5.  A disagreement is a
 * warning: the order is recorded, and whoever decides about it has both
 * figures.
 *
 * What the fields of struct order mean here:
 *	stated_net	sum of the line amounts, before header charges
 *	stated_total	all the buyer will owe: net, charges, tax; whatever
 *			was prepaid is not taken off
 */
#ifndef DOMAIN_ARITHMETIC_H
#define DOMAIN_ARITHMETIC_H

#include "domain/finding.h"
#include "domain/order.h"

enum arithmetic_rule {
	ARITHMETIC_LINE,     /* amount = quantity * price + charges */
	ARITHMETIC_CHARGE,   /* amount = base * percent / 100 */
	ARITHMETIC_NET,      /* stated_net = sum of lines */
	ARITHMETIC_TOTAL,    /* stated_total = net + charges + tax */
	ARITHMETIC_LINES,    /* stated_lines = number of lines */
	ARITHMETIC_QUANTITY, /* stated_quantity = sum of quantities */
	ARITHMETIC_SCHEDULE, /* quantity = sum of its schedules */
	ARITHMETIC_OVERFLOW, /* too large to add up */
};

#define ARITHMETIC_HEADER SIZE_MAX

struct arithmetic_fault {
	enum arithmetic_rule rule;
	size_t line;   /* index in lines, or ARITHMETIC_HEADER */
	size_t charge; /* index in its charges, for _CHARGE */
	struct decimal stated, computed;
};

/* The rules in the order of the enum, ended by a NULL code. */
extern const struct finding_rule arithmetic_findings[];

/* Calls found once a fault, header first, then line by line; digits are those
 * of its currency, -1: not known, then money is not compared. */
void arithmetic_check(const struct order *o, int digits,
    void (*found)(void *ctx, const struct arithmetic_fault *f), void *ctx);

/* The net of one line in minor units: stated amount if there is one, else
 * computed.  False when neither is possible. */
bool arithmetic_line_net(const struct order_line *l, int digits,
    int64_t *minor);

#endif
