/*
 * answer -- what our documents say, before they have a format: plain data that
 * the stages fill and the writers (writer.h) turn into bytes.  Everything that
 * varies is in here; absent texts are empty, absent numbers and days NONE.
 */
#ifndef WRITERS_ANSWER_H
#define WRITERS_ANSWER_H

#include "domain/intake.h"
#include "domain/order.h"
#include "writers/warehouse.h"

/* A message that is answered: 997 AK2, 999 AK2, CONTRL UCM. */
struct answered_message {
	struct slice group_kind, group_control, group_version; /* GS01 06 08 */
	struct slice group_sender, group_receiver;             /* GS02 03 */
	struct slice kind, version, control_number; /* "850", UNH S009 */
	enum verdict verdict;
	int64_t offset;       /* in the file, as the findings' */
	struct list findings; /* struct finding; offsets in the file */
};

struct technical_answer { /* answer to a file or message */
	struct answer_head head;
	/* Of the interchange that is answered, for TA1 and UCI. */
	struct slice interchange_prepared; /* date and time as written */
	struct slice sender, receiver;     /* canonical, as it named them */
	bool interchange_rejected;         /* as a whole: no message counts */
	bool ta1_wanted;                   /* ISA14 = 1 */
	struct list messages;              /* struct answered_message, in the
					      order of the file */
	const char *code;                  /* "AB" "AP" "RE" */
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

/* What differs from what was asked: bits of answer_line.differs. */
#define DIFFERS_QUANTITY 1u
#define DIFFERS_PRICE 2u
#define DIFFERS_DATE 4u
#define DIFFERS_ITEM 8u /* substituted */
#define DIFFERS_HELD 16u

struct answer_line {
	struct slice id;         /* ours, unique in the answer */
	struct slice order_line; /* the buyer's line number */
	/* About what was asked: a deletion that we accept is ACCEPTED with
	 * change DELETE, one that comes too late REFUSED. */
	enum answer_line_status status;
	unsigned differs;          /* DIFFERS_*; with ANSWER_CHANGED */
	struct decimal ordered;    /* quantity asked for; NONE: as confirmed */
	struct decimal unit_price; /* booked, per price_basis; NONE */
	enum line_change change;   /* answers a change order's line */
	struct slice reason;       /* finding code of a refusal, "" */
	struct slice note;
	struct decimal quantity;  /* confirmed now; DELIVERED: what left */
	struct decimal shipped;   /* of it, in earlier notices; NONE: 0 */
	struct decimal backorder; /* NONE: not stated; 0: never comes */
	struct slice unit;
	struct slice unit_code;     /* as the buyer wrote it, "" */
	struct decimal price;       /* NONE: unchanged */
	struct decimal price_basis; /* of both prices; NONE: 1 */
	day promised_on;            /* of the quantity */
	day expected_on;            /* of the backorder; DAY_NONE: not known */
	struct slice name, seller_item, buyer_item, gtin;
	struct slice auxiliary; /* cXML: of the item, as it came */
	/* With DIFFERS_ITEM: our number and name of what was ordered, and
	 * its GTIN when the buyer gave it; "". */
	struct slice ordered_item, ordered_gtin, ordered_name;
};

struct order_answer {
	struct answer_head head;
	const char *code;           /* "AB" "AP" "RE" "CA" */
	bool change;                /* answers a change or cancellation */
	enum order_purpose purpose; /* of that: CHANGE REPLACE CANCEL */
	struct slice change_number, release_number;
	day changed_on;              /* of the change order */
	struct slice change_id;      /* its own document id, "" */
	struct slice change_kind;    /* "860" "ORDCHG" "OrderChange" … */
	struct slice change_version; /* UBL: customization or version */
	int64_t version;             /* of our answers to this order, from 1 */
	struct slice confirmation;   /* SalesOrderID, "" before */
	struct list notes;           /* struct text_item */
	struct slice currency, customer_reference;
	struct slice po_number;
	day po_date;
	day promised_on;
	struct list lines; /* struct answer_line; UBL writes them in a CA,
			      and in an AB that is not Peppol's; native
			      answers always */
};

struct despatch_line {
	struct slice id, order_line, po_number, confirmation, release_number;
	day po_date;
	struct decimal ordered;                /* NONE: unknown */
	bool final;                            /* nothing of the line follows */
	struct decimal delivered, outstanding; /* NONE: nothing to come */
	struct slice outstanding_reason;
	struct slice unit, unit_code; /* Rec 20; the buyer's own, "" */
	struct slice name, seller_item, buyer_item, gtin;
	struct slice auxiliary; /* cXML: of the item, as it came */
	struct slice sscc;      /* carton, "" : none */
	struct slice pallet;    /* SSCC of its pallet, "" : none */
	struct slice note;
	struct slice reply_to; /* cXML: payloadID of its order, "": the head's
				  when all lines are of one order */
};

struct despatch_answer {
	struct answer_head head;
	struct slice shipment;  /* our number of the shipment */
	struct list notes;      /* struct text_item */
	struct slice po_number; /* of all lines, "" when several */
	struct slice confirmation;
	struct answer_party deliver_to; /* absent endpoint: the buyer */
	struct party ship_to, ship_from;
	struct slice carrier, tracking;
	instant left_at;
	struct list lines; /* struct despatch_line */
};

#endif
