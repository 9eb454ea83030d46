/*
 * order -- what a purchase order says, whatever format it came in.
 *
 * The model of the buyer's words: parsers fill it, nothing in it is our own
 * opinion (that is domain/check.h).  Texts are slices of the received bytes
 * or of the message's arena, UTF-8, trimmed.  Identifiers are canonical text:
 * x12:QUAL:ID gs:ID edifact:QUAL:ID endpoint:EAS:ID gln:ID duns:ID
 * cxml:DOMAIN:ID account:ID.  Units are UN/ECE Rec 20 codes (unit) beside the
 * sender's own (unit_code).  Prices are per price_basis units, net of line
 * charges and allowances.  Call order_init / shape_push, never bare zeroing.
 *
 * Sources: X12 850 004010/005010; UBL 2.1 Order; UNCL 1001, 1225.
 */
#ifndef DOMAIN_ORDER_H
#define DOMAIN_ORDER_H

#include "domain/shape.h"

#define ORDER_LINES_MAX 100000

/* clang-format off */
enum order_purpose {		/* X12 DE 353, UNCL 1225 */
	PURPOSE_ORIGINAL,	/* book it */
	PURPOSE_DUPLICATE,	/* repeated on purpose: book only if unseen */
	PURPOSE_CONFIRMATION,	/* of an earlier order: match, never book */
	PURPOSE_COPY,		/* information only: never book */
	PURPOSE_SIMULATION,	/* never book */
	PURPOSE_CHANGE, PURPOSE_REPLACE, PURPOSE_CANCEL,
	PURPOSE_OTHER,		/* known or unknown code we do not act on */
};

enum order_kind {		/* X12 DE 92, UNCL 1001 */
	KIND_ORDER, KIND_STANDING, KIND_BLANKET, KIND_CALL_OFF,
	KIND_INFORMATION,	/* copies, quotes, bids: never book */
	KIND_CONSIGNMENT, KIND_BILL_AND_HOLD, /* never charged; charged now */
	KIND_OTHER,		/* a type that this version cannot do */
};

/* What a change order asks of one line: X12 DE 670, UNCL 1229, UBL
 * LineStatusCode.  An order of another purpose leaves it unstated. */
enum line_change {
	CHANGE_UNSTATED, CHANGE_ADD, CHANGE_DELETE,
	CHANGE_REPLACE,	/* the line is now as stated; absent: as before */
	CHANGE_NONE	/* repeated for information */
};
extern const char *const line_change_names[];
struct text_item { struct slice text; };
struct reference { struct slice qualifier, value, text; };
/* clang-format on */

enum payment_kind { PAYMENT_UNSTATED, PAYMENT_ACCOUNT, PAYMENT_PREPAID };

struct party {
	struct list ids; /* struct text_item, canonical */
	struct slice name, name2, street, street2, city, region, postal_code,
	    country; /* ISO 3166-1 alpha-2 when known */
	struct slice contact, email, phone;
};

struct charge { /* allowance or charge */
	bool is_charge;
	struct slice code; /* SAC02 or UNCL 5189/7161 */
	struct slice reason;
	struct decimal percent, base, amount;
	struct slice tax_category;
	struct decimal tax_percent;
};

struct schedule { /* one dated part of a line */
	struct decimal quantity;
	struct slice unit;
	day on;
	struct slice location;
};

struct order_line {
	struct slice line_id; /* the buyer's line number */
	enum line_change change;
	struct slice seller_item, buyer_item, gtin, maker_item, description;
	struct slice auxiliary; /* given back with the item, as it came */
	struct decimal quantity;
	struct slice unit, unit_code;
	struct decimal price, price_basis;
	struct slice price_unit;   /* Rec 20, when it is not `unit` */
	bool price_free;           /* no charge, said explicitly */
	struct decimal amount;     /* as stated by the buyer */
	struct list charges;       /* struct charge */
	struct slice tax_category; /* UNCL 5305 */
	struct decimal tax_percent;
	day requested_on;
	struct slice location; /* ship-to identifier of this line */
	struct slice cost_centre;
	struct list schedules;   /* struct schedule */
	struct list notes;       /* struct text_item */
	int64_t offset, segment; /* bytes from file start; 1-based */
};

struct recurrence_terms {   /* candidates, by source */
	struct slice coded; /* RRULE made of coded fields */
	struct slice text;  /* RRULE text as agreed with the buyer */
	struct list dates;  /* struct schedule, explicit dates */
	day start, end;
	int64_t count;
};

struct order {
	struct slice po_number, release_number, contract, change_number;
	enum order_purpose purpose;
	struct slice purpose_code;
	enum order_kind kind;
	struct slice kind_code;
	bool test;
	day ordered_on, requested_on, not_before, not_after;
	day changed_on; /* of a change: BCH11, DTM 137, IssueDate */
	struct slice currency;
	struct party buyer, seller, ship_to, bill_to;
	struct slice customer_reference, account, cost_centre;
	enum payment_kind payment;
	struct slice payment_code, payment_reference, terms_text;
	int64_t terms_days, discount_days;
	struct decimal discount_percent, prepaid;
	struct slice delivery_terms, carrier;
	struct list charges; /* struct charge */
	struct decimal tax_total, stated_net, stated_total;
	int64_t stated_lines;           /* CTT01 and the like */
	struct decimal stated_quantity; /* hash total */
	struct recurrence_terms recurrence;
	struct list references; /* struct reference */
	struct list notes;      /* struct text_item */
	struct list lines;      /* struct order_line */
	bool broken;            /* has errors: recorded and rejected */
	int64_t offset, length; /* of its message in the file */
};

extern const struct shape text_item_shape, party_shape, charge_shape,
    reference_shape, schedule_shape, order_line_shape, order_shape;

void order_init(struct order *o);

#endif
