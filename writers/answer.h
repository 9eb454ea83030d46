/*
 * answer -- what our documents say, before they have a format: plain data that
 * the stages fill and the writers (writer.h) turn into bytes.  Everything that
 * varies is in here; absent texts are empty, absent numbers and days NONE.
 */
#ifndef WRITERS_ANSWER_H
#define WRITERS_ANSWER_H

#include "domain/intake.h"
#include "domain/order.h"

struct answer_party {
	struct slice endpoint_scheme, endpoint; /* EAS code, id */
	struct slice id_scheme, id;             /* ICD code, id; may be "" */
	struct slice name;                      /* registration name */
};

/* Head of every document: ids and who to whom. */
struct answer_head {
	struct slice id; /* our document id */
	instant issued;
	struct slice customization, profile; /* empty: the default */
	struct answer_party from, to;        /* us, the partner */
	bool test;
};

struct technical_answer { /* answer to a file or message */
	struct answer_head head;
	const char *code;           /* "AB" "AP" "RE" */
	struct slice document_id;   /* PO number, or the file's own name */
	struct slice document_type; /* "850", "Order", "file" */
	struct slice interchange_control, message_control;
	struct slice text;    /* one line for people */
	struct list findings; /* struct finding */
	int64_t findings_left_out;
};

enum answer_line_status {
	ANSWER_ADDED = 1,
	ANSWER_CHANGED = 3,
	ANSWER_ACCEPTED = 5,
	ANSWER_REFUSED = 7,
	ANSWER_DELIVERED = 42
};

struct answer_line {
	struct slice id;         /* ours, unique in the answer */
	struct slice order_line; /* the buyer's line number */
	enum answer_line_status status;
	struct slice note;
	struct decimal quantity;  /* confirmed now */
	struct decimal backorder; /* NONE: not stated; 0: never comes */
	struct slice unit;
	struct decimal price, price_basis; /* NONE: unchanged */
	day promised_on;
	struct slice name, seller_item, buyer_item, gtin;
};

struct order_answer {
	struct answer_head head;
	const char *code;          /* "AB" "AP" "RE" "CA" */
	struct slice confirmation; /* SalesOrderID, "" before */
	struct list notes;         /* struct text_item */
	struct slice currency, customer_reference;
	struct slice po_number;
	day po_date;
	day promised_on;
	struct list lines; /* struct answer_line; CA only */
};

struct despatch_line {
	struct slice id, order_line, po_number, confirmation;
	struct decimal delivered, outstanding; /* NONE: nothing to come */
	struct slice outstanding_reason;
	struct slice unit;
	struct slice name, seller_item, buyer_item, gtin;
	struct slice sscc; /* "" : none */
	struct slice note;
};

struct despatch_answer {
	struct answer_head head;
	struct slice shipment;  /* our number of the shipment */
	struct list notes;      /* struct text_item */
	struct slice po_number; /* of all lines, "" when several */
	struct slice confirmation;
	struct answer_party deliver_to; /* absent endpoint: the buyer */
	struct party ship_to;
	struct slice carrier, tracking;
	instant left_at;
	struct list lines; /* struct despatch_line */
};

struct warehouse_line { /* CSV to a warehouse */
	struct slice order, line, sku;
	struct decimal quantity;
	struct slice unit;
	struct slice ship_to_name, street, city, postal_code, country;
	day requested_on;
};

struct warehouse_order {
	struct list lines;
}; /* struct warehouse_line */

#endif
