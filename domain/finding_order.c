/* What the rules of business find wrong in orders and shipments. */

#include "domain/finding.h"

/* clang-format off */
#define ERROR_ROW(code, rule, help) { code, SEVERITY_ERROR, rule, help, NULL }
#define WARN_ROW(code, rule, help) { code, SEVERITY_WARNING, rule, help, NULL }
#define NOTE_ROW(code, rule, help) { code, SEVERITY_NOTE, rule, help, NULL }
/* clang-format on */

extern const struct finding_rule order_findings[];

const struct finding_rule order_findings[] = {
	/* The order as a whole. */
	ERROR_ROW("ORDER-BROKEN",
	    "A document with errors is recorded and refused, not booked.",
	    "Mend the other errors named for this document and send it "
	    "again."),
	ERROR_ROW("ORDER-PO",
	    "An order has a purchase order number: it is its key.",
	    "Send it again with the number."),
	ERROR_ROW("ORDER-LINES", "An order has 1 to 100,000 lines.",
	    "Send the lines, or split the order."),
	NOTE_ROW("ORDER-INFORMATION",
	    "Copies, confirmations, simulations and quotes are never booked.",
	    "Nothing to do; for a real order send it with purpose original."),
	ERROR_ROW("ORDER-PURPOSE",
	    "Original orders are booked; changes, replacements and "
	    "cancellations wait for a person.",
	    "Do by hand what the document asks, then reject or release it."),
	ERROR_ROW("ORDER-KIND",
	    "Plain, standing, blanket and call-off orders, consignment and "
	    "bill and hold are booked; other types wait for a person.",
	    "Agree with the partner what the type is to mean, or handle it by "
	    "hand."),
	ERROR_ROW("ORDER-CALL-OFF",
	    "A call-off fulfils the nearest open delivery of a standing order, "
	    "or draws on a blanket order, and is neither without one.",
	    "Find the order it means (`list standing-orders`, `list "
	    "blankets`), or have it sent as a plain order."),
	ERROR_ROW("ORDER-BLANKET",
	    "Blanket orders are taken where that was agreed, or a person "
	    "accepts each.",
	    "Release it to let call-offs draw on it, or reject it. "
	    "recurrence.accept = \"yes\" takes them all."),
	ERROR_ROW("BLANKET-ITEM",
	    "A call-off asks for items of its blanket order.",
	    "Agree with the customer on a plain order, or on a change of the "
	    "blanket order."),
	ERROR_ROW("BLANKET-OVERDRAWN",
	    "All call-offs together ask for at most the quantities and the "
	    "value of their blanket order.",
	    "Agree on a change of the blanket order, or on a plain order."),
	ERROR_ROW("BLANKET-ENDED",
	    "A call-off is for a day on which its blanket order is in force.",
	    "Agree on a new blanket order, or on a plain order."),
	ERROR_ROW("ORDER-CUSTOMER",
	    "The buyer is one of this partner's customers.",
	    "Add the buyer's identifier to master/customers.csv."),
	ERROR_ROW("ORDER-CUSTOMER-CLASH",
	    "All identifiers of the buyer, and the account, name one customer.",
	    "Correct master/customers.csv, or ask the partner who buys."),
	ERROR_ROW("ORDER-CURRENCY", "An order is in the customer's currency.",
	    "Have it sent in that currency, or agree another for this "
	    "customer."),
	ERROR_ROW("ORDER-TEST",
	    "A partner in state test sends test documents only.",
	    "Set state = \"live\" when the tests are done, or have the "
	    "document marked as a test."),
	ERROR_ROW("ORDER-VALIDITY", "An order is accepted while it is valid.",
	    "Ask the buyer whether it still stands, then `release REF --as-is` "
	    "or reject it."),
	ERROR_ROW("ORDER-WINDOW",
	    "The first day on which goods may leave or come is not behind the "
	    "last one.",
	    "Ask the buyer for the right days, then `release REF --as-is`: "
	    "the first day is kept; or reject it."),
	ERROR_ROW("ORDER-PAYMENT",
	    "An order is paid as agreed with its customer: on account or in "
	    "advance.",
	    "Change `payment` in master/customers.csv, or have the order sent "
	    "with the agreed terms."),
	WARN_ROW("ORDER-TERMS",
	    "The agreed days to pay and discount hold, whatever the order "
	    "says.",
	    "Tell the partner, or change terms_days, discount_percent and "
	    "discount_days in master/customers.csv."),
	ERROR_ROW("ORDER-LOCATION",
	    "The ship-to is a full address or a known location.",
	    "Add the identifier to master/locations.csv, or have the address "
	    "sent."),
	ERROR_ROW("ORDER-NOTHING", "At least one line can be accepted.",
	    "See the findings of the lines."),
	ERROR_ROW("ORDER-AMOUNT",
	    "Amounts are between nothing and 10^18 minor units.",
	    "Correct quantities, prices and allowances."),
	/* Its lines. */
	ERROR_ROW("ORDER-ITEM",
	    "A line names a product by seller number, GTIN or buyer number.",
	    "Add it to master/catalog.csv, or the buyer's number to "
	    "master/items.csv."),
	ERROR_ROW("ORDER-ITEM-CLASH",
	    "All numbers of a line name the same product.",
	    "Ask the partner which one is meant; correct master/items.csv or "
	    "the GTIN in master/catalog.csv."),
	ERROR_ROW("ORDER-ITEM-REPLACED",
	    "What is no longer sold comes as its successor, where that is "
	    "agreed.",
	    "`release REF --as-is` to send the successor; rules.replaced_item "
	    "says "
	    "what is done by itself."),
	ERROR_ROW("ORDER-UNIT", "A line's unit is known for its product.",
	    "Add it to master/units.csv with its factor; what is a word of "
	    "theirs in a CSV, to units in the profile's receive."),
	ERROR_ROW("ORDER-UNIT-CLASH",
	    "The GTIN of a pack goes with the unit of that pack.",
	    "Ask whether packs or pieces are meant."),
	ERROR_ROW("ORDER-QUANTITY", "A quantity is more than zero.",
	    "Send the quantity, or leave out the line."),
	ERROR_ROW("ORDER-QUANTITY-PART",
	    "Goods counted in pieces are ordered in whole pieces.",
	    "Correct the quantity or the unit."),
	ERROR_ROW("ORDER-SCHEDULE",
	    "A line of a plain order has one delivery, on one day at one "
	    "place.",
	    "Have it sent as one line for each delivery."),
	ERROR_ROW("ORDER-PLACES", "All lines of an order go to one place.",
	    "Have it sent as one order for each place."),
	ERROR_ROW("ORDER-LINE-TWICE",
	    "Each line of an order has its own number: answers name it.",
	    "Have the order sent again with distinct line numbers."),
	ERROR_ROW("ORDER-PRICE",
	    "The buyer's net price is ours, or as near to it as was agreed.",
	    "`release REF --price ours` or `--price theirs`, or correct "
	    "master/prices.csv. rules.price_tolerance_percent says how near."),
	ERROR_ROW("ORDER-PRICE-NONE",
	    "A line has a price, the buyer's or ours.",
	    "Add the price to master/prices.csv or master/catalog.csv."),
	ERROR_ROW("ORDER-PRICE-UNKNOWN",
	    "A buyer's price is compared with ours.",
	    "Add ours to master/prices.csv, or `release REF --price "
	    "theirs`."),
	ERROR_ROW("ORDER-PRICE-BAD",
	    "A price is not negative and its basis is more than zero.",
	    "Correct the price."),
	ERROR_ROW("ORDER-PRICE-UNIT",
	    "A price per another unit needs that unit's factor.",
	    "Add the unit to master/units.csv."),
	ERROR_ROW("ORDER-ALLOWANCE",
	    "Allowances and charges count where they were agreed.",
	    "Add the code to rules.allowances of the profile, or release the "
	    "order with a price."),
	/* Standing orders. */
	ERROR_ROW("ORDER-RECUR-REFUSED",
	    "Standing orders are taken where that was agreed.",
	    "Agree on standing orders with the partner and set "
	    "recurrence.accept in the profile to \"yes\" or \"hold\"."),
	ERROR_ROW("ORDER-RECUR-ASK", "A person accepts each standing order.",
	    "Look at `standing preview` and release it. With recurrence.accept "
	    "= \"yes\" nobody is asked."),
	ERROR_ROW("ORDER-RECUR-NONE",
	    "A standing order says when it repeats, in a way that was agreed.",
	    "Set recurrence.rule in the profile, or allow the source in "
	    "recurrence.sources; no rule is ever guessed."),
	ERROR_ROW("ORDER-RECUR-RULE",
	    "A rule is the date part of RFC 5545, e.g. "
	    "FREQ=MONTHLY;INTERVAL=2.",
	    "Have the rule corrected."),
	ERROR_ROW("ORDER-RECUR-DATES",
	    "Each date of a standing order repeats the line's quantity.",
	    "Have it sent as one quantity a delivery, or as plain orders."),
	ERROR_ROW("ORDER-RECUR-START",
	    "A standing order has a start or a requested delivery date.",
	    "Have the first delivery date sent."),
	ERROR_ROW("ORDER-RECUR-END",
	    "A standing order ends after it starts and delivers at least "
	    "once.",
	    "Have its dates corrected."),
	WARN_ROW("ORDER-RECUR-IGNORED",
	    "Only an order of type standing order repeats.",
	    "If it should repeat, have it sent as a standing order (X12 BEG02 "
	    "ST, EDIFACT and UBL 258)."),
	ERROR_ROW("ORDER-RECUR-LATE",
	    "A person decides on a delivery whose day has passed.",
	    "Release it to deliver late, or reject it. recurrence.catch_up "
	    "says what else may become of it."),
	ERROR_ROW("ORDER-RECUR-CAP",
	    "A delivery costs no more above what was agreed than its terms "
	    "say, or a person decides.",
	    "`release REF --price ours` charges the list price, `--price "
	    "theirs` the agreed one. With recurrence.price = \"cap:5\" that is "
	    "5 percent."),
	ERROR_ROW("ORDER-RECUR-SKIPPED",
	    "A delivery of a standing order that waited for a decision was "
	    "left out.",
	    "`standing send` delivers it after all."),
	/* What the book knows. */
	ERROR_ROW("ORDER-DUPLICATE",
	    "Customer, order number and release number are new.",
	    "Compare both (`show`); reject this one, or release it if it is "
	    "meant."),
	ERROR_ROW("ORDER-CREDIT",
	    "Receivables and commitments less free deposits, with this order, "
	    "stay within the credit limit; the customer is not blocked, pays "
	    "in time, and does not order too much at once.",
	    "Wait for a payment, change credit_limit, blocked, max_order or "
	    "max_overdue_days in master/customers.csv, or release the order."),
	ERROR_ROW("ORDER-STOCK", "What is accepted can be taken from stock.",
	    "Release the order to backorder it, or reject it."),
	ERROR_ROW("ORDER-EXPIRED", "A hold ends before its expiry date.",
	    "Have the order sent again if it is still wanted."),
	ERROR_ROW("ORDER-MANUAL", "A person held or refused this order.",
	    "Ask who did it; `show` names them."),
	/* What the warehouse says. */
	ERROR_ROW("SHIP-ORDER",
	    "A confirmation names an order that is at this warehouse.",
	    "Find out what left, and for whom."),
	ERROR_ROW("SHIP-LINE",
	    "A confirmation names one line of its order, by number or item.",
	    "Find out what left, then release the shipment."),
	ERROR_ROW("SHIP-ITEM", "What was shipped is what the line ordered.",
	    "The wrong item left: call the customer and the warehouse."),
	ERROR_ROW("SHIP-UNIT",
	    "The shipped quantity can be said in the ordered unit.",
	    "Add the unit to master/units.csv, or have it confirmed in the "
	    "ordered one."),
	ERROR_ROW("SHIP-QUANTITY", "A shipped quantity is not negative.",
	    "Have the warehouse correct its confirmation."),
	ERROR_ROW("SHIP-OVER",
	    "No more is shipped than is open, or than may be shipped above it.",
	    "Agree with the customer whether it is kept, then release the "
	    "shipment. rules.overship_percent is what may be shipped above an "
	    "order."),
	NOTE_ROW("SHIP-CLOSED",
	    "The warehouse closed the line: what has not left will not come.",
	    "Ask the warehouse why; the buyer orders again what is still "
	    "wanted."),
	ERROR_ROW("SHIP-AMOUNT", "Quantities can be counted.",
	    "Have the warehouse correct its confirmation."),
	NOTE_ROW("REMITTANCE-KEPT",
	    "A payment advice is kept; money is booked when it arrives.",
	    "Book the payment when the bank shows it: ordermill account pay."),
	{ NULL, SEVERITY_NOTE, NULL, NULL, NULL }
};
