/*
 * ubl_rows -- the words of ubl_rows.c's table: the type of an element's content
 * (T_), what is done with it (U_), and the struct that it fills (B_).
 */
#ifndef PARSERS_UBL_ROWS_H
#define PARSERS_UBL_ROWS_H

#include "parsers/xml.h"

#define UBL_NS "urn:oasis:names:specification:ubl:schema:xsd:"
#define UBL_RECURRENCE_NS "urn:ordermill:order-recurrence:1"

#define UBL_ENVELOPE "StandardBusinessDocument"
#define UBL_ENVELOPE_NS \
	"http://www.unece.org/cefact/namespaces/" \
	"StandardBusinessDocumentHeader"

enum {
	NS_CBC,
	NS_CAC,
	NS_EXT,
	NS_REC,
	NS_SBD,
	NS_ORDER,
	NS_CHANGE,
	NS_CANCELLATION,
	NS_RESPONSE
};

/* clang-format off */
enum ubl_type {			/* types of content; XML_VALUE is 0 */
	T_ORDER = 1, T_CHANGE, T_CANCELLATION, T_RESPONSE, T_OTHER,
	T_ORDER_REFERENCE, T_DOCUMENT_RESPONSE, T_ANSWER, T_STATUS,
	T_CONDITION, T_OUR_DOCUMENT, T_LINE_RESPONSE, T_LINE_REFERENCE,
	T_LINE_ANSWER, T_EXTENSIONS, T_EXTENSION, T_CONTENT,
	T_RECURRENCE, T_PERIOD, T_DOCUMENT, T_CUSTOMER, T_PARTY, T_PARTY_ID,
	T_PARTY_NAME, T_LEGAL, T_TAX_SCHEME, T_CONTACT, T_ADDRESS,
	T_ADDRESS_LINE, T_COUNTRY, T_DELIVERY, T_DESPATCH, T_LOCATION,
	T_DELIVERY_TERMS, T_TERMS_PLACE, T_MEANS, T_MANDATE, T_TERMS, T_CHARGE,
	T_TAX_CATEGORY, T_TAX_TOTAL, T_TOTAL, T_ORDER_LINE, T_LINE, T_PRICE,
	T_ITEM, T_BUYER_ITEM, T_SELLER_ITEM, T_MAKER_ITEM, T_STANDARD_ITEM,
	T_LINE_TAX, T_PROPERTY, T_INSTANCE, T_LOT, T_SUB_LINE, T_CARD, T_LINE_TERMS,
	T_ENVELOPE, T_HEADER, T_SENDER, T_RECEIVER, T_IDENTIFICATION, T_END
};
_Static_assert(T_END < XML_TYPES_MAX, "types fit");

enum ubl_use {
	/* values; the member is at base + offset */
	U_TEXT,			/* struct slice; the first one stays */
	U_JOIN,			/* added behind ", " */
	U_NUMBER,		/* added behind a space: house numbers */
	U_NOTE,			/* struct list of text_item */
	U_DAY, U_DECIMAL, U_PERCENT, U_AMOUNT, U_COUNT, U_FLAG, U_QUANTITY,
	U_CURRENCY, U_COUNTRY, U_KIND, U_COPY, U_ENDPOINT,
	U_PARTY_ID, U_COMPANY_ID, U_TAX_ID, U_ACCOUNT, U_GTIN, U_LOCATION,
	U_STATUS, U_FACTOR, U_MEASURE, U_DETAIL, U_TERMS_PLACE, U_MANDATE,
	U_REFER,		/* a reference by the element's own name */
	U_FACT,			/* a note of the line: "NAME: value UNIT" */
	U_MEASURED,		/* struct slice: "value UNIT" */
	U_SAID,			/* to what a partner says of our document */
	U_SENT_BY, U_SENT_TO,
	U_TIME, U_LINE_TERMS,
	/* aggregates */
	U_PLAIN, U_BUYER, U_SELLER, U_BILL_TO, U_DELIVERY, U_LINE_DELIVERY,
	U_PLACE, U_WHO, U_CARRIER, U_VALIDITY, U_REQUESTED, U_SETTLEMENT,
	U_REFERENCE, U_CONTRACT, U_CHARGE, U_LINE_CHARGE, U_PRICE_CHARGE,
	U_TAX, U_TERMS, U_LINE, U_REFUSED, U_RECURRENCE, U_ORIGINATOR,
	U_FORWARDER, U_ITEM, U_PROPERTY, U_CANCELLED, U_RESPONSE,
	U_OUR_DOCUMENT, U_WRAPPED, U_CARD, U_LINE_ORIGINATOR, U_PRICE,
};

enum ubl_base { B_NONE, B_ORDER, B_LINE, B_PARTY, B_CHARGE, B_DELIVERY,
	B_PERIOD, B_REFERENCE, B_DOC, B_RECEIPT, B_ENVELOPE, B_BASES };
/* clang-format on */

enum { A_SCHEME, A_AGENCY, A_UNIT, A_CURRENCY, A_AUTHORITY }; /* kept */

extern const struct xml_vocabulary ubl_vocabulary;

#endif
