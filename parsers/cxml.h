/*
 * cxml -- the parser's own business, shared by parsers/cxml*.c and nobody
 * else: what is kept while a cXML document is read.
 *
 *	cxml.c		the parser: detection, limits, what the sink gets
 *	cxml_rows.h	what those rows say
 *	cxml_rows.c	the elements that mean something, one row each
 *	cxml_values.c	what a text element does to the order
 *	cxml_groups.c	what begins and ends with an aggregate: cxml_header.c,
 *			cxml_amounts.c, cxml_lines.c
 *	cxml_check.c	what only the whole document tells
 *	cxml_parts.c	items made of other items
 *	cxml_mime.c	a document with attachments
 *	cxml_transfer.c	one in base64 or quoted-printable
 *	redact.h	card numbers and secrets are blanked before all this
 *
 * Source: cXML 1.2.063, cXML.dtd and its comments.
 */
#ifndef PARSERS_CXML_H
#define PARSERS_CXML_H

#include "domain/arithmetic.h"
#include "parsers/cxml_rows.h"
#include "parsers/xml_finding.h"
#include "parsers/xml_values.h"

#define CXML_ROOT "cXML"

struct cxml_doc { /* of the document, without a place in order */
	struct slice domain, phone, description, account_name, mod_name, other;
	struct decimal total, shipping, tax, rate, original, cost, percent;
	struct decimal maximum, most; /* MaxAmount, MaxQuantity of an item */
	struct decimal factor, basis;
	int64_t capped, capped_at; /* the first item with such: place, byte */
	struct slice basis_unit, agreement; /* the first that an item names */
	bool market, cost_is_charge, discounted, several; /* agreements */
	bool misdated; /* the orderDate is there, and no date */
	bool limited;  /* the item has a BlanketItemDetail */
	struct decimal item_tax, item_freight, freight; /* sums; the header's */
	size_t item_freights, rates; /* rates: of the tax being read */
	bool marked_up;   /* the item's auxiliary id holds elements */
	bool forecast;    /* the schedule being read is one */
	size_t forecasts; /* of the line */
	int64_t days;     /* of the open PaymentTerm */
	size_t distributions;
	struct slice split, first_split; /* what they say, the first of them */
	struct slice share;
	struct decimal deducted;
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

/* A document that was decoded: text is what x->file is then. */
struct cxml_transfer {
	struct slice raw; /* of the file, from there */
	size_t from, n, *marks;
	bool base64;
	char *text; /* NULL: none was */
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
	struct xml_places places;
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
	struct cxml_transfer transfer;
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
/* What stands beside an item without a field of its own: cxml_parts.c. */
void cxml_tell(struct cxml *x, const struct xml_row *row);
void cxml_tell_contact(struct cxml *x);
bool cxml_is_mime(struct slice head);
bool cxml_mime_root(struct cxml *x, size_t *from, size_t *to);
/* Decodes a part of x->file into its place; false: *wrong is no letter. */
bool cxml_transfer_read(struct cxml *x, struct slice raw, bool base64,
    size_t *wrong);
void cxml_transfer_places(struct cxml *x); /* to those of the file */
void cxml_transfer_free(struct cxml_transfer *t);

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
