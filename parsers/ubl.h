/*
 * ubl -- the parser's own business, shared by parsers/ubl*.c and nobody else:
 * what is kept while a document is read.
 *
 *	ubl.c		the parser: detection, limits, what the sink gets
 *	ubl_rows.h	what those rows say
 *	ubl_rows.c	the elements that mean something, one row each
 *	ubl_values.c	what a text element does to the order
 *	ubl_groups.c	what begins and ends with an aggregate
 *	ubl_check.c	what only the whole document tells
 *	ubl_delivery.h	periods and deliveries
 *	ubl_parts.h	what these two do, called by those
 *	ubl_other.c	cancellations, and what partners say of our documents
 *	ubl_envelope.c	a document in a StandardBusinessDocument
 */
#ifndef PARSERS_UBL_H
#define PARSERS_UBL_H

#include "domain/arithmetic.h"
#include "parsers/xml_finding.h"
#include "parsers/xml_values.h"
#include "parsers/ubl_delivery.h"
#include "parsers/ubl_rows.h"

#define UBL_MANY_LINES 512         /* then room is made for ORDER_LINES_MAX */
#define UBL_ORDERS_MAX 1000        /* named by one OrderCancellation */
#define UBL_SPREAD_MAX (64u << 20) /* what it says, times the orders */
#define UBL_RECEIPTS_MAX 10000     /* named by one ApplicationResponse */
#define UBL_SAID_MAX 1000          /* bytes of a receipt's text */

struct ubl_doc { /* of the document, without a place in order */
	struct slice version, customization, profile, uuid, own_id, sales_id,
	    tax_currency, pricing_currency, prepaid_reference, payment_id,
	    line_cost_code, cost_code, special_terms, detail, property,
	    property_value;
	struct decimal exclusive, inclusive, allowances, charges, rounding,
	    payable, discount, tax;
	struct decimal factor;     /* of the line's price */
	struct decimal gross, off; /* of the price: before all, and what goes */
};

struct ubl_envelope { /* the header of a StandardBusinessDocument */
	struct slice sender, receiver; /* canonical, where we know how */
	struct slice sent_by, sent_to; /* as written */
	struct slice number, kind, prepared;
};

struct ubl_said {     /* of the document response that is being read */
	size_t first; /* of its receipts */
	struct receipt answer;
	char text[UBL_SAID_MAX];
	size_t n;
};

struct ubl_cancelled { /* an order that a cancellation names */
	struct slice po_number;
	day ordered_on;
	struct slice customer_reference, sales_id;
	enum order_kind kind;
	struct slice kind_code;
};

struct ubl {
	const struct parse_input *in;
	struct xml_reader *reader;
	struct xml_values values;
	uint8_t root; /* T_ORDER, T_CHANGE … */
	struct order order;
	struct message message;
	struct interchange interchange;
	struct ubl_doc doc;
	const char *above; /* the path to the document: "", "/Standard…" */
	int64_t enveloped_at;
	struct ubl_envelope envelope;
	struct list cancelled; /* struct ubl_cancelled */
	struct list receipts;  /* struct receipt */
	struct ubl_said said;
	struct receipt receipt; /* being read */
	struct party other;     /* one that we only refer to */
	bool crowded;           /* a limit of these was told */
	struct ubl_delivery delivery, first_delivery;
	size_t deliveries; /* of the document */
	struct ubl_spread spread;
	struct ubl_undivided parts; /* of the line */
	struct xml_places places;
	struct ubl_period period;
	uint8_t period_use; /* U_REQUESTED … */
	bool in_line;       /* the delivery is a line's */
	struct reference reference;
	struct charge price_charge;
	struct order_line blank; /* as shape_init leaves it */
	const char *role;        /* of the party being read */
	void *base[B_BASES];
	struct slice first_currency;  /* of the first amount */
	bool extended;                /* has our recurrence extension */
	int64_t extended_at, root_at; /* offsets */
	bool flagged;                 /* the charge said which it is */
	bool rooted, too_many_lines;
	struct xml_findings found;
};

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
/* A line of an OrderChange that leaves nothing to check of its content. */
bool ubl_idle_line(const struct order_line *l);
void ubl_add_note(struct ubl *u, const char *label, struct slice text);

/* "gln:…", "duns:…", "endpoint:0192:…"; absent for an unknown scheme. */
struct slice ubl_identifier(struct ubl *u, struct slice scheme,
    struct slice agency, struct slice id);
void ubl_refer(struct ubl *u, struct slice qualifier, struct slice value,
    struct slice text);

#endif
