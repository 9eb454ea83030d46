/*
 * edifact_codes -- what the codes of EDIFACT mean to us.  Only codes that the
 * product acts on are here; any other one is kept as written and said to be
 * unknown.
 *
 * Source: UNTDID D.96A and D.01B; EANCOM 1997 for 23B, 50E.
 */
#ifndef PARSERS_EDIFACT_CODES_H
#define PARSERS_EDIFACT_CODES_H

#include "domain/order.h"

enum order_kind edifact_kind(struct slice code); /* 1001 */
/* 1225, of an order or of a change. */
enum order_purpose edifact_purpose(struct slice code, bool change);
enum line_change edifact_action(struct slice code); /* 1229 */

/* clang-format off */
enum edifact_item { EDIFACT_ITEM_NONE, EDIFACT_ITEM_SELLER,
	EDIFACT_ITEM_BUYER, EDIFACT_ITEM_GTIN, EDIFACT_ITEM_MAKER };
enum edifact_party { EDIFACT_PARTY_OTHER, EDIFACT_PARTY_BUYER,
	EDIFACT_PARTY_SELLER, EDIFACT_PARTY_SHIP_TO, EDIFACT_PARTY_BILL_TO,
	EDIFACT_PARTY_BOTH, EDIFACT_PARTY_CONSIGNEE };
enum edifact_date { EDIFACT_DATE_OTHER, EDIFACT_DATE_DOCUMENT,
	EDIFACT_DATE_ORDER, EDIFACT_DATE_REQUESTED, EDIFACT_DATE_SHIP,
	EDIFACT_DATE_NOT_BEFORE, EDIFACT_DATE_NOT_AFTER, EDIFACT_DATE_WINDOW,
	EDIFACT_DATE_START, EDIFACT_DATE_END, EDIFACT_DATE_SHIPPED };
enum edifact_reference { EDIFACT_REF_OTHER, EDIFACT_REF_ORDER,
	EDIFACT_REF_BLANKET, EDIFACT_REF_CONTRACT, EDIFACT_REF_ACCOUNT,
	EDIFACT_REF_CUSTOMER, EDIFACT_REF_PAYMENT };
/* clang-format on */

enum edifact_item edifact_item(struct slice type);           /* 7143 */
enum edifact_party edifact_party(struct slice role);         /* 3035 */
enum edifact_date edifact_date(struct slice qualifier);      /* 2005 */
enum edifact_reference edifact_reference(struct slice code); /* 1153 */

/* 4279 and 4439: paid before the goods leave, or later. */
enum payment_kind edifact_terms(struct slice code);
enum payment_kind edifact_conditions(struct slice code);

/* A value in the format 2379.  Quarters, years and times alone name no day.
 * A range gives both ends, a week or month its own; a point the same day
 * twice.  No format: it
 * is taken for CCYYMMDD if it is that. */
enum edifact_day {
	EDIFACT_DAY,
	EDIFACT_DAY_GUESSED, /* no format was given */
	EDIFACT_DAY_WRONG,   /* not as the format says, or no such day */
	EDIFACT_DAY_NONE     /* a format that names no day */
};
enum edifact_day edifact_day(struct slice value, struct slice format, day *from,
    day *to);

/* 4017: is it ordered?  Else it is a plan. */
bool edifact_firm(struct slice status);
/* A pattern of SCC (2013, 2015) as a rule "FREQ=…"; NULL: it is none. */
char *edifact_pattern(struct arena *a, struct slice frequency,
    struct slice pattern);

#endif
