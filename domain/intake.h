/*
 * intake -- what a file held besides orders: interchanges, messages, findings
 * and the warehouse's confirmations.  Plain data with shapes, made by the
 * parsers, carried between processes, stored as rows.
 */
#ifndef DOMAIN_INTAKE_H
#define DOMAIN_INTAKE_H

#include "domain/order.h"

enum verdict { VERDICT_ACCEPTED, VERDICT_ERRORS, VERDICT_REJECTED };
/* ERRORS: taken, with faults that do not stop it */

struct interchange {
	struct slice standard;         /* "x12" "ubl" "csv" … */
	struct slice version;          /* ISA12; "" where none */
	struct slice sender, receiver; /* canonical identifiers */
	struct slice control_number;   /* "" where the format has none */
	struct slice prepared;         /* date and time as written */
	bool test, ack_requested;
	int64_t offset, length; /* length known at the end */
	int64_t messages;       /* seen, at the end */
	enum verdict verdict;   /* at the end */
};

struct message {
	struct slice format;     /* parsers' table: "x12" "ubl" "csv" */
	struct slice kind;       /* "850" "Order" "orders" "shipments" */
	struct slice version;    /* GS08, UBL version or customization */
	struct slice group_kind; /* GS01, "" where none */
	struct slice group_sender, group_receiver; /* canonical */
	struct slice group_control, control_number;
	struct slice document_id; /* BEG03, cbc:ID: what answers name */
	bool test;
	int64_t offset, length;
	enum verdict verdict; /* at the end */
};

enum severity { SEVERITY_NOTE, SEVERITY_WARNING, SEVERITY_ERROR };

struct finding {
	struct slice code; /* a row of domain/finding.h */
	enum severity severity;
	int64_t offset;       /* bytes from the start of the file */
	int64_t length;       /* of the faulty bytes, for the caret */
	int64_t segment;      /* 1-based in the message; row in CSV */
	struct slice tag;     /* segment tag or element name */
	struct slice element; /* "3", "3:1", a column name */
	struct slice path;    /* XPath in XML */
	struct slice value;   /* the bytes, cut at 99 */
	struct slice text;    /* what is wrong, for this value */
};

struct confirmation { /* one line a warehouse shipped */
	struct slice shipment, order, line, sku;
	struct decimal quantity;
	struct slice unit;
	struct slice shipped_at; /* date or instant, as written */
	struct slice carrier, tracking, sscc;
	struct slice pallet; /* SSCC of the pallet that the carton is on */
	bool final;
	int64_t offset, row;
};

/* A partner's word about a document that we sent: X12 TA1, 997, 999; EDIFACT
 * CONTRL; UBL ApplicationResponse; cXML Response.  One a document named. */
struct receipt {
	struct slice kind;           /* "TA1" "997" "999" "CONTRL" … */
	struct slice interchange;    /* control number of ours, "" */
	struct slice group, message; /* likewise, "": all of it */
	struct slice document_kind;  /* "855" "ORDRSP" "OrderResponse", "" */
	struct slice document_id;    /* the id that our document bears, "" */
	enum verdict verdict;
	struct slice code; /* as written: "A" "E" "R" "7" "AP" "200" */
	struct slice text; /* what they found, one line, "" */
	int64_t offset;
};

/* Money that a partner says it paid, or a bank that it received: X12 820. */
struct remittance_item {
	struct slice qualifier; /* what the number is: "PO" "IV" "" */
	struct slice number;
	struct decimal amount, discount; /* discount NONE: none */
};
struct remittance {
	struct slice reference; /* the payer's own number of it: TRN02 */
	struct slice method;    /* "ACH" "CHK" … as written */
	struct list payer_ids;  /* struct text_item, canonical */
	struct slice payer_name, account;
	struct slice payer_account, receiver_account; /* at their banks */
	struct decimal amount;
	struct slice currency; /* "": not stated */
	day paid_on;
	bool credit; /* false: it takes money back */
	struct list items;
	int64_t offset;
};

extern const struct shape interchange_shape, message_shape, finding_shape,
    confirmation_shape, receipt_shape, remittance_item_shape, remittance_shape;

#endif
