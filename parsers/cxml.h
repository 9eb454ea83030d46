/*
 * cxml -- the parser's own business, shared by parsers/cxml*.c and nobody
 * else: what is kept while a cXML document is read.
 *
 *	cxml.c		the parser: detection, limits, what the sink gets
 *	cxml_rows.c	the elements that mean something, one row each
 *	cxml_values.c	what a text element does to the order
 *	cxml_groups.c	what begins and ends with an aggregate
 *	cxml_check.c	what only the whole document tells
 *	cxml_parts.c	items made of other items
 *	cxml_mime.c	a document with attachments
 *	cxml_redact.c	card numbers and secrets are blanked before all this
 *
 * Source: cXML 1.2.063, cXML.dtd and its comments.
 */
#ifndef PARSERS_CXML_H
#define PARSERS_CXML_H

#include "domain/arithmetic.h"
#include "parsers/xml_finding.h"
#include "parsers/xml_values.h"

#define CXML_ROOT "cXML"

/* clang-format off */
enum cxml_type {		/* types of content; XML_VALUE is 0 */
	T_CXML = 1, T_HEADER, T_PARTY, T_CREDENTIAL, T_REQUEST, T_MESSAGE,
	T_RESPONSE, T_UPDATE, T_ORDER, T_ORDER_HEADER, T_TOTAL, T_MODIFICATIONS,
	T_MODIFICATION, T_ORIGINAL, T_DEDUCTION, T_DEDUCTION_AMOUNT,
	T_ADDITION, T_PLACE, T_ADDRESS, T_POSTAL, T_PHONE, T_TELEPHONE,
	T_SHIPPING, T_TAX, T_PAYMENT, T_TERM, T_DISCOUNT, T_CONTACT,
	T_DELIVERY_TERMS, T_DELIVERY_PERIOD, T_ITEM, T_ITEM_ID, T_DETAIL,
	T_BLANKET, T_UNIT_PRICE, T_BASIS, T_MAXIMUM, T_DISTRIBUTION,
	T_ACCOUNTING, T_ACCOUNT, T_SCHEDULE, T_TRANSPORT, T_INSTRUCTIONS,
	T_LINE_TERMS, T_BATCH, T_EMPTY, T_OTHER, T_END
};
_Static_assert(T_END < XML_TYPES_MAX, "types fit");

enum cxml_use {
	/* values; the member is at base + offset */
	U_TEXT,			/* struct slice; the first one stays */
	U_JOIN,			/* added behind ", " */
	U_PHONE,		/* added behind a space */
	U_NOTE,			/* struct list of text_item */
	U_MONEY, U_LIMIT, U_UNIT, U_SCHEDULE_UNIT, U_COUNTRY, U_IDENTITY,
	U_STATUS, U_EXTRINSIC, U_AUXILIARY, U_QUANTITY_LIMIT, U_TERMS_CODE,
	U_ACCOUNT_NAME,
	U_FACT,			/* a note of the line: "NAME: value" */
	U_LINE_EXTRINSIC, U_CARRIER, U_INSTRUCTION, U_TERMS_VALUE,
	/* aggregates */
	U_PLAIN, U_FROM, U_TO, U_SENDER, U_CREDENTIAL, U_REQUEST, U_ORDER,
	U_REFUSED, U_HEADER, U_TOTAL, U_MODIFICATION, U_COST, U_PERCENT,
	U_MOD_NAME, U_SHIP_TO, U_LINE_SHIP_TO, U_BILL_TO, U_PARTNER,
	U_ADDRESS, U_TELEPHONE, U_PLACE_ID, U_FREIGHT, U_LINE_FREIGHT, U_TAX,
	U_LINE_TAX, U_TAX_RATE, U_CARD, U_TERM, U_DISCOUNT, U_CONTACT,
	U_PREVIOUS, U_OFFER, U_PERIOD, U_REFERENCE, U_LINE, U_ITEM_REFERENCE,
	U_BASIS, U_DISTRIBUTION, U_SEGMENT, U_ACCOUNT, U_SCHEDULE, U_AGREEMENT,
	U_COMMITMENT, U_SCHEDULE_SHIP_TO, U_ANSWERED,
};

enum cxml_base { B_NONE, B_ORDER, B_LINE, B_PARTY, B_DOC, B_BASES };

enum cxml_attribute {		/* whose values are kept */
	A_PAYLOAD, A_TIMESTAMP, A_VERSION, A_MODE, A_DOMAIN, A_TYPE, A_ORDER_ID,
	A_ORDER_DATE, A_ORDER_TYPE, A_ORDER_VERSION, A_AGREEMENT,
	A_PARENT_AGREEMENT, A_EFFECTIVE, A_EXPIRATION, A_REQUESTED, A_PICK_UP,
	A_REQUISITION, A_SHIP_COMPLETE, A_CURRENCY, A_ADDRESS, A_ADDRESS_DOMAIN,
	A_COUNTRY, A_ROLE, A_IDENTIFIER, A_PERCENT, A_DAYS, A_START, A_FINISH,
	A_NAME, A_QUANTITY, A_LINE, A_ITEM_TYPE, A_PARENT_LINE, A_RETURN,
	A_OPERATION, A_FACTOR, A_RATE, A_CODE, A_TEXT, A_VALUE, A_ID,
	A_COMMITMENT, A_COMPOSITE, A_CATEGORY, A_SHIPMENT, A_COMPLETED,
	A_AGREEMENT_ITEM,
	A_ATTRIBUTES
};
/* clang-format on */
_Static_assert(A_ATTRIBUTES <= XML_ATTRIBUTES_KEPT, "attributes fit");

struct cxml_doc { /* of the document, without a place in order */
	struct slice domain, phone, description, account_name, mod_name, other;
	struct decimal total, shipping, tax, rate, original, cost, percent;
	struct decimal maximum, factor, basis;
	struct slice basis_unit;
	bool market, cost_is_charge, discounted;
	bool misdated;    /* the orderDate is there, and no date */
	bool forecast;    /* the schedule being read is one */
	size_t forecasts; /* of the line */
	size_t distributions;
	struct party place; /* ShipTo of a line */
	struct slice place_id;
};

/* A Credential of From or To that has no name here. */
struct cxml_odd {
	bool there, told;
	int64_t at;
	struct slice domain;
};

/* An item made of others, or one of those. */
struct cxml_part {
	size_t line;         /* in order.lines */
	struct slice parent; /* "": it is of no other */
	struct slice level;  /* compositeItemType */
	bool composite;
};

struct cxml {
	const struct parse_input *in;
	struct slice file; /* without card numbers and secrets */
	struct xml_reader *reader;
	struct xml_values values;
	struct order order;
	struct message message;
	struct interchange interchange;
	struct receipt receipt;
	struct cxml_doc doc;
	struct slice first_currency;
	struct cxml_odd odd_from, odd_to;
	struct list parts;          /* struct cxml_part */
	size_t items, consignments; /* all, and those of that category */
	size_t attached;            /* MIME parts beside the document */
	bool attachment;            /* one was told of */
	const char *role;           /* of the party being read */
	void *base[B_BASES];
	int64_t root_at, header_at;
	bool rooted, is_order, is_receipt, is_response, recurs, too_many_lines;
	int64_t recurs_at;
	struct xml_findings found;
};

extern const struct xml_vocabulary cxml_vocabulary;
extern const struct finding_rule cxml_findings[];

/* A finding at the element being read; fmt may be NULL: the rule's words. */
void cxml_found(struct cxml *x, const char *code, struct slice value,
    const char *fmt, ...) PRINTF_LIKE(4, 5);
/* At any place. */
void cxml_found_at(struct cxml *x, const char *code, int64_t offset,
    const char *path, struct slice value, const char *fmt, ...)
    PRINTF_LIKE(6, 7);

void cxml_value(void *ctx, const struct xml_row *row, struct slice text);
void cxml_start(void *ctx, const struct xml_row *row);
void cxml_end(void *ctx, const struct xml_row *row);
void cxml_check(struct cxml *x);
void cxml_settle_parts(struct cxml *x);
bool cxml_is_mime(struct slice head);
bool cxml_mime_root(struct cxml *x, size_t *from, size_t *to);

struct slice cxml_attribute(struct cxml *x, enum cxml_attribute a);
bool cxml_number(struct cxml *x, struct slice text, struct decimal *d);
/* The day of a date, or of an instant as the buyer wrote it. */
void cxml_day(struct cxml *x, struct slice text, day *to);
void cxml_refer(struct cxml *x, struct slice qualifier, struct slice value,
    struct slice text);
struct slice cxml_unit(struct cxml *x, struct slice code);
/* "duns:…", "gln:…", "cxml:NetworkID:…"; absent for another domain. */
struct slice cxml_identifier(struct cxml *x, struct slice domain,
    struct slice id);

#endif
