/*
 * ubl -- the parser's own business, shared by parsers/ubl*.c and nobody else:
 * what is kept while an Order is read.
 *
 *	ubl.c		the parser: detection, limits, what the sink gets
 *	ubl_rows.c	the elements that mean something, one row each
 *	ubl_values.c	what a text element does to the order
 *	ubl_groups.c	what begins and ends with an aggregate
 *	ubl_check.c	what only the whole document tells
 */
#ifndef PARSERS_UBL_H
#define PARSERS_UBL_H

#include "domain/arithmetic.h"
#include "parsers/xml.h"

#define UBL_NS "urn:oasis:names:specification:ubl:schema:xsd:"
#define UBL_JOINED_MIN (4u << 20)
#define UBL_RECURRENCE_NS "urn:ordermill:order-recurrence:1"

enum { NS_CBC, NS_CAC, NS_EXT, NS_REC };

/* clang-format off */
enum ubl_type {			/* types of content; XML_VALUE is 0 */
	T_ORDER = 1, T_OTHER, T_EXTENSIONS, T_EXTENSION, T_CONTENT,
	T_RECURRENCE, T_PERIOD, T_DOCUMENT, T_CUSTOMER, T_PARTY, T_PARTY_ID,
	T_PARTY_NAME, T_LEGAL, T_TAX_SCHEME, T_CONTACT, T_ADDRESS,
	T_ADDRESS_LINE, T_COUNTRY, T_DELIVERY, T_LOCATION, T_DELIVERY_TERMS,
	T_MEANS, T_TERMS, T_CHARGE, T_TAX_CATEGORY, T_TAX_TOTAL, T_TOTAL,
	T_ORDER_LINE, T_LINE, T_PRICE, T_ITEM, T_BUYER_ITEM, T_SELLER_ITEM,
	T_MAKER_ITEM, T_STANDARD_ITEM, T_LINE_TAX, T_SUB_LINE, T_END
};
_Static_assert(T_END < XML_TYPES_MAX, "types fit");

enum ubl_use {
	/* values; the member is at base + offset */
	U_TEXT,			/* struct slice; the first one stays */
	U_TITLE,		/* struct slice; replaces */
	U_JOIN,			/* added behind ", " */
	U_NUMBER,		/* added behind a space: house numbers */
	U_NOTE,			/* struct list of text_item */
	U_DAY, U_DECIMAL, U_PERCENT, U_AMOUNT, U_COUNT, U_FLAG, U_QUANTITY,
	U_CURRENCY, U_COUNTRY, U_KIND, U_COPY, U_ENDPOINT,
	U_PARTY_ID, U_COMPANY_ID, U_TAX_ID, U_ACCOUNT, U_GTIN, U_LOCATION,
	U_STATUS, U_FACTOR, U_MEASURE,
	/* aggregates */
	U_PLAIN, U_BUYER, U_SELLER, U_BILL_TO, U_DELIVERY, U_LINE_DELIVERY,
	U_PLACE, U_WHO, U_CARRIER, U_VALIDITY, U_REQUESTED, U_SETTLEMENT,
	U_REFERENCE, U_CONTRACT, U_CHARGE, U_LINE_CHARGE, U_PRICE_CHARGE,
	U_TAX, U_TERMS, U_LINE, U_REFUSED, U_RECURRENCE,
};

enum ubl_base { B_NONE, B_ORDER, B_LINE, B_PARTY, B_CHARGE, B_DELIVERY,
	B_PERIOD, B_REFERENCE, B_DOC, B_BASES };
/* clang-format on */

enum { A_SCHEME, A_AGENCY, A_UNIT, A_CURRENCY }; /* attributes kept */

struct ubl_period {
	day start, end;
	struct decimal measure;
	struct slice unit;
};

struct ubl_delivery {
	struct decimal quantity;
	struct slice unit, location;
	day latest;
	struct ubl_period period;
	struct party place, who, carrier;
};

struct ubl_doc { /* of the document, without a place in order */
	struct slice version, customization, profile, uuid, tax_currency,
	    pricing_currency, prepaid_reference, payment_id, line_cost_code,
	    cost_code, special_terms;
	struct decimal exclusive, inclusive, allowances, charges, rounding,
	    payable, discount, tax;
	struct decimal gross, off; /* of the price being read */
	bool price_charge;
};

struct ubl {
	const struct parse_input *in;
	struct xml_reader *reader;
	struct order order;
	struct message message;
	struct interchange interchange;
	struct ubl_doc doc;
	struct ubl_delivery delivery, first_delivery;
	size_t deliveries; /* of the document */
	size_t undivided;  /* of the line, without a quantity */
	struct ubl_period period;
	struct reference reference;
	struct charge price_charge;
	size_t joined;    /* bytes copied to join texts */
	const char *role; /* of the party being read */
	void *base[B_BASES];
	struct slice first_currency;  /* of the first amount */
	bool extended;                /* has our recurrence extension */
	int64_t extended_at, root_at; /* offsets */
	bool flagged;                 /* the charge said which it is */
	bool rooted, too_many_lines;
	struct list findings; /* struct finding */
	size_t findings_n, errors, warnings;
};

extern const struct xml_vocabulary ubl_vocabulary;
extern const struct finding_rule ubl_findings[];

/* A finding at the element being read; fmt may be NULL: the rule's words. */
void ubl_found(struct ubl *u, const char *code, struct slice value,
    const char *fmt, ...) PRINTF_LIKE(4, 5);
/* At any place. */
void ubl_found_at(struct ubl *u, const char *code, int64_t offset,
    const char *path, struct slice value, const char *fmt, ...)
    PRINTF_LIKE(6, 7);

void ubl_value(void *ctx, const struct xml_row *row, struct slice text);
void ubl_start(void *ctx, const struct xml_row *row);
void ubl_end(void *ctx, const struct xml_row *row);
void ubl_check(struct ubl *u);

/* "gln:…", "duns:…", "endpoint:0192:…"; absent for an unknown scheme. */
struct slice ubl_identifier(struct ubl *u, struct slice scheme,
    struct slice agency, struct slice id);
void ubl_add_id(struct ubl *u, struct party *p, struct slice id);
void ubl_refer(struct ubl *u, struct slice qualifier, struct slice value,
    struct slice text);

#endif
