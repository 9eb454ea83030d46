/*
 * writer -- domain objects in, bytes out.  One file a message, one row in
 * writers/table.c.
 *
 * A writer is a pure function: everything that varies (ids, instants, texts)
 * is in its input, so the same answer written twice is the same bytes.
 * Output goes to a struct buf with a maximum; the writer returns RC_FATAL
 * "WRITE-MISSING" when the input lacks what the format demands (it names the
 * field) and "WRITE-LARGE" when the buffer is full.  Texts from outside are
 * escaped and bytes that XML 1.0 forbids replaced.
 *
 * UBL documents keep to the UBL 2.1 schemas and to the Peppol BIS 3 subset.
 */
#ifndef WRITERS_WRITER_H
#define WRITERS_WRITER_H

#include "domain/intake.h"
#include "domain/order.h"

struct answer_party {
	struct slice endpoint_scheme, endpoint;	/* EAS code, id */
	struct slice id_scheme, id;		/* ICD code, id; may be "" */
	struct slice name;			/* registration name */
};

/* Head of every document: ids and who to whom. */
struct answer_head {
	struct slice id;		/* our document id */
	instant issued;
	struct slice customization, profile;	/* empty: the default */
	struct answer_party from, to;	/* us, the partner */
	bool test;
};

struct technical_answer {		/* answer to a file or message */
	struct answer_head head;
	const char *code;		/* "AB" "AP" "RE" */
	struct slice document_id;	/* PO number, or the file's own name */
	struct slice document_type;	/* "850", "Order", "file" */
	struct slice interchange_control, message_control;
	struct slice text;		/* one line for people */
	struct list findings;		/* struct finding */
	int64_t findings_left_out;
};

enum answer_line_status { ANSWER_ADDED = 1, ANSWER_CHANGED = 3,
	ANSWER_ACCEPTED = 5, ANSWER_REFUSED = 7, ANSWER_DELIVERED = 42 };

struct answer_line {
	struct slice id;		/* ours, unique in the answer */
	struct slice order_line;	/* the buyer's line number */
	enum answer_line_status status;
	struct slice note;
	struct decimal quantity;	/* confirmed now */
	struct decimal backorder;	/* NONE: not stated; 0: never comes */
	struct slice unit;
	struct decimal price, price_basis;	/* NONE: unchanged */
	day promised_on;
	struct slice name, seller_item, buyer_item, gtin;
};

struct order_answer {
	struct answer_head head;
	const char *code;		/* "AB" "AP" "RE" "CA" */
	struct slice confirmation;	/* SalesOrderID, "" before */
	struct list notes;		/* struct text_item */
	struct slice currency, customer_reference;
	struct slice po_number;
	day po_date;
	day promised_on;
	struct list lines;		/* struct answer_line; CA only */
};

struct despatch_line {
	struct slice id, order_line, po_number, confirmation;
	struct decimal delivered, outstanding;	/* NONE: nothing to come */
	struct slice outstanding_reason;
	struct slice unit;
	struct slice name, seller_item, buyer_item, gtin;
	struct slice sscc;		/* "" : none */
	struct slice note;
};

struct despatch_answer {
	struct answer_head head;
	struct slice shipment;		/* our number of the shipment */
	struct list notes;		/* struct text_item */
	struct slice po_number;		/* of all lines, "" when several */
	struct slice confirmation;
	struct answer_party deliver_to;	/* absent endpoint: the buyer */
	struct party ship_to;
	struct slice carrier, tracking;
	instant left_at;
	struct list lines;		/* struct despatch_line */
};

struct warehouse_line {			/* CSV to a warehouse */
	struct slice order, line, sku;
	struct decimal quantity;
	struct slice unit;
	struct slice ship_to_name, street, city, postal_code, country;
	day requested_on;
};

struct warehouse_order { struct list lines; };	/* struct warehouse_line */

enum rc write_ubl_application_response(const struct technical_answer *a,
    struct buf *out, struct err *e) MUST_CHECK;
enum rc write_ubl_order_response(const struct order_answer *a,
    struct buf *out, struct err *e) MUST_CHECK;
enum rc write_ubl_despatch_advice(const struct despatch_answer *a,
    struct buf *out, struct err *e) MUST_CHECK;
enum rc write_warehouse_csv(const struct warehouse_order *w,
    struct buf *out, struct err *e) MUST_CHECK;

/* The names a profile may use in answers = {…}. */
struct writer {
	const char *name;		/* "ubl-order-response" */
	const char *extension;		/* "xml" */
	enum rc (*technical)(const struct technical_answer *, struct buf *,
	    struct err *);
	enum rc (*order)(const struct order_answer *, struct buf *,
	    struct err *);
	enum rc (*despatch)(const struct despatch_answer *, struct buf *,
	    struct err *);
};
const struct writer *writer_named(struct slice name);
const struct writer *writer_at(size_t i);	/* NULL at the end */

/* An outgoing name from a template with {kind} {po} {confirmation} {seq}
 * {date}: values keep [A-Za-z0-9-] up to 40 bytes; {seq} is mandatory (a
 * template without it is RC_FATAL 78 in config check). */
struct name_values { struct slice kind, po, confirmation, seq, date; };
enum rc outgoing_name(struct slice template_, const struct name_values *v,
    struct buf *out, struct err *e) MUST_CHECK;

/* A domain order back as documents, for `convert`. */
enum rc write_order_ubl(const struct order *o, struct buf *out,
    struct err *e) MUST_CHECK;
void write_order_csv(const struct order *o, bool header, struct buf *out);
/* False: rows cannot tell that this is a copy, a change, a blanket or a
 * schedule; it would come out as an order to book, so do not write it. */
bool order_fits_csv(const struct order *o);

#endif
