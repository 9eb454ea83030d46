/*
 * x12_codes -- what the codes of X12 mean to us.  Only codes that the product
 * acts on are here, with our own words; any other one is kept as written and
 * said to be unknown.
 */
#ifndef PARSERS_X12_CODES_H
#define PARSERS_X12_CODES_H

#include "domain/order.h"

enum order_purpose x12_purpose(struct slice code); /* DE 353 */
enum order_kind x12_kind(struct slice code);       /* DE 92 */
/* UN/ECE Rec 20 or 21 code of a DE 355 unit; SLICE_NONE: none that is the
 * same amount. */
struct slice x12_unit(struct slice code);
/* DE 639: how many units the price is for; 0: free of charge; DECIMAL_NONE:
 * a code that may mean another basis. */
struct decimal x12_price_basis(struct slice code);

/* clang-format off */
enum x12_item { X12_ITEM_NONE, X12_ITEM_SELLER, X12_ITEM_SELLER_STYLE,
	X12_ITEM_BUYER, X12_ITEM_BUYER_STYLE, X12_ITEM_GTIN,
	X12_ITEM_GTIN_BARE, /* without its check digit */
	X12_ITEM_MAKER };
/* clang-format on */
enum x12_item x12_item(struct slice qualifier); /* DE 235 */

/* clang-format off */
enum x12_party { X12_PARTY_OTHER, X12_PARTY_BUYER, X12_PARTY_SELLER,
	X12_PARTY_SHIP_TO, X12_PARTY_BILL_TO, X12_PARTY_BOTH,
	X12_PARTY_SOLD_TO };
/* clang-format on */
enum x12_party x12_party(struct slice role); /* DE 98 */

/* clang-format off */
enum x12_date { X12_DATE_OTHER, X12_DATE_REQUESTED, X12_DATE_NOT_BEFORE,
	X12_DATE_NOT_AFTER, X12_DATE_SHIP, X12_DATE_START, X12_DATE_END };
/* clang-format on */
enum x12_date x12_date(struct slice qualifier); /* DE 374 */

enum x12_reference {
	X12_REF_OTHER,
	X12_REF_ACCOUNT,
	X12_REF_CUSTOMER,
	X12_REF_CONTRACT,
	X12_REF_PAYMENT
};
enum x12_reference x12_reference(struct slice qualifier); /* DE 128 */

enum payment_kind x12_payment(struct slice terms); /* DE 336 */

/* The set that a functional group (GS01) holds; "" unknown to us. */
struct slice x12_group_set(struct slice function);

#endif
