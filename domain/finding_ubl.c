/* What can be wrong with a UBL document, and what to do about it. */
#include "domain/finding.h"

extern const struct finding_rule ubl_findings[];

/* clang-format off */
#define STOP(code, rule, help) { code, SEVERITY_ERROR, rule, help, NULL }
#define WARN(code, rule, help) { code, SEVERITY_WARNING, rule, help, NULL }
/* clang-format on */

const struct finding_rule ubl_findings[] = {
	/* the file */
	STOP("UBL-ENCODING",
	    "A document is UTF-8, US-ASCII, ISO-8859, windows-1252 or UTF-16, "
	    "and says so truly.",
	    "Write it as UTF-8 with encoding=\"UTF-8\"."),
	STOP("UBL-CHARACTER",
	    "Every byte belongs to a character that XML 1.0 allows, in the "
	    "declared encoding.",
	    "Write the document anew in the encoding it declares, without "
	    "control characters."),
	STOP("UBL-DOCTYPE",
	    "At most one DOCTYPE stands before the root, and declares nothing "
	    "itself; what it names is never fetched.",
	    "Leave out <!DOCTYPE …>; nothing in UBL needs one."),
	STOP("UBL-ENTITY",
	    "Only the five entities of XML and character references occur.",
	    "Write the character itself in place of &name;."),
	STOP("UBL-XML", "A document is well-formed XML 1.0.",
	    "Write it with an XML library; look at the byte named here."),
	STOP("UBL-TRUNCATED", "A document ends with the end tag of its root.",
	    "The file was cut: send it again, and rename it into place only "
	    "when it is complete."),
	STOP("UBL-NAMESPACE",
	    "Every prefix is declared (Namespaces in XML 1.0).",
	    "Declare the prefix with xmlns:prefix=\"…\" on the root."),
	STOP("UBL-TAG-LONG", "A start tag has at most 64 KiB.",
	    "Move the content of the attributes into elements."),
	STOP("UBL-ATTRIBUTES",
	    "A start tag has at most 256 attributes, and at most 256 namespace "
	    "declarations are in force at a time.",
	    "Declare each namespace once, on the root."),
	STOP("UBL-LONG",
	    "A comment, CDATA section or processing instruction has at most "
	    "1 MiB, a text 16 MiB.",
	    "Send large attachments by another way."),
	STOP("UBL-DEEP", "Elements are nested at most 64 deep.",
	    "Send the document as the UBL schema has it."),
	STOP("UBL-ELEMENTS", "A document has at most 8,000,000 elements.",
	    "Split the order."),
	STOP("UBL-NAMES",
	    "A document has at most 16,384 different names of elements and "
	    "attributes.",
	    "Send the document as the UBL schema has it."),
	STOP("UBL-ROOT", "The root is a UBL 2 document.",
	    "The namespace is urn:oasis:names:specification:ubl:schema:xsd:"
	    "Order-2 in every version from 2.0 on."),
	STOP("UBL-ENVELOPE",
	    "A StandardBusinessDocument has a header with Sender, Receiver and "
	    "InstanceIdentifier, and one Order, OrderChange, OrderCancellation "
	    "or ApplicationResponse.",
	    "Send each document in an envelope of its own, or without one."),
	WARN("UBL-ENVELOPE-DIFFERS",
	    "The header of the envelope names the same sender, receiver and "
	    "type as the document.",
	    "Correct the header, or the endpoints in the document: the header "
	    "was believed."),
	STOP("UBL-ROOT-UNSUPPORTED",
	    "Of the UBL documents, Order, OrderChange, OrderCancellation and "
	    "ApplicationResponse are read.",
	    "Agree another way for this message, or send it to a person."),
	/* elements and values */
	STOP("UBL-VALUE-LONG", "A value that we use has at most 64 KiB.",
	    "Shorten it."),
	STOP("UBL-VALUE-MARKUP", "A basic element holds text only.",
	    "Write < as &lt; in texts."),
	WARN("UBL-STRAY-TEXT",
	    "Text stands in basic elements only, not between elements.",
	    "Put it into cbc:Note; it was not read."),
	STOP("UBL-REPEATED",
	    "An element that the schema allows once stands once.",
	    "Send one of them."),
	WARN("UBL-EMPTY", "An element that is sent has a value.",
	    "Leave the element out when there is nothing to say."),
	STOP("UBL-MISSING",
	    "An order has an ID, an IssueDate, a buyer, a seller and a line; a "
	    "line has an ID, an item and a quantity; a charge says whether it "
	    "is one, and its amount.",
	    "Add the element that the path names."),
	STOP("UBL-ITEM-MISSING",
	    "A line identifies its item: by our number, yours, the maker's, or "
	    "a GTIN.",
	    "Add cac:SellersItemIdentification/cbc:ID with our number."),
	WARN("UBL-ITEM-NAMED",
	    "A line identifies its item by a number; this one has only a name "
	    "for it.",
	    "Add cac:SellersItemIdentification/cbc:ID with our number, or a "
	    "person has to find the item."),
	STOP("UBL-DATE", "A date is a day of the calendar, written YYYY-MM-DD.",
	    "Write it as 2026-11-21."),
	STOP("UBL-NUMBER",
	    "A number is written with digits and at most one point, up to 18 "
	    "digits and 12 decimals.",
	    "Write 1250.50: no separators, no exponent, no comma."),
	STOP("UBL-NEGATIVE", "Prices and percentages are not negative.",
	    "Send an allowance, or a credit note."),
	STOP("UBL-QUANTITY", "A quantity is more than zero.",
	    "Leave the line out, or send an order change."),
	STOP("UBL-INDICATOR", "An indicator is true or false.",
	    "Write true or false in small letters."),
	STOP("UBL-UNIT",
	    "A quantity has a unit code of UN/ECE Recommendation 20 or 21.",
	    "Add unitCode, for example C62 (one piece) or KGM."),
	WARN("UBL-UNIT-NONE",
	    "A quantity says what is counted; this one was taken to be in the "
	    "unit in which the item is sold.",
	    "Add unitCode, for example C62 (one piece) or KGM."),
	WARN("UBL-LINE-PART",
	    "A line is ordered for itself; lines within it only explain it.",
	    "They were not taken as ordered: send what you order as a line."),
	STOP("UBL-CURRENCY", "A currency is a code of ISO 4217.",
	    "Write EUR, not a sign or a name."),
	STOP("UBL-CURRENCY-MIXED",
	    "All amounts of an order are in one currency.",
	    "Send one order a currency."),
	WARN("UBL-COUNTRY", "A country is a two-letter code of ISO 3166-1.",
	    "Write NL, not a name."),
	WARN("UBL-SCHEME", "An EndpointID names its scheme.",
	    "Add schemeID, for example 0088 for a GLN."),
	WARN("UBL-CHECK-DIGIT",
	    "A GLN or GTIN has the right length and check digit (GS1).",
	    "Look the number up: a digit is wrong."),
	WARN("UBL-PERIOD", "A period does not end before it starts.",
	    "Exchange or correct the two dates."),
	/* the order */
	WARN("UBL-TYPE",
	    "OrderTypeCode is a document code of UNCL 1001 that an order may "
	    "have: 105, 220, 221, 222, 224, 226, 227, 228, 233, 258, 400, 401, "
	    "402.",
	    "Send 220, or 258 for a standing order."),
	WARN("UBL-CARD",
	    "Card numbers are blanked when a file arrives; an order paid by "
	    "card waits until it is paid.",
	    "Agree payment on account, or take the card by another way."),
	STOP("UBL-LINES-MAX", "An order has at most 100,000 lines.",
	    "Split the order."),
	STOP("UBL-LINE-REPEATED", "Every line of an order has its own ID.",
	    "Number the lines 1, 2, 3 …"),
	STOP("UBL-LINE-STATUS",
	    "A line of a change is added (1), deleted (2), changed (3) or as "
	    "it was (4, 5): UNCL 1229.",
	    "Send one of these in cbc:LineStatusCode."),
	STOP("UBL-REFERENCES-MAX",
	    "A cancellation names at most 1,000 orders, a response at most "
	    "10,000 documents.",
	    "Split it."),
	WARN("UBL-REFERENCE-REPEATED", "A cancellation names each order once.",
	    "Leave the repetition out; the order is cancelled once."),
	WARN("UBL-RESPONSE-CODE",
	    "A response code is AB, AP, RE, CA, IP, UQ or PD (UNCL 4343), or a "
	    "word of UBL's list such as BusinessAccept.",
	    "Send one of these; until then nothing counts as accepted."),
	STOP("UBL-SCHEDULE",
	    "When a line has several deliveries, each has a quantity and a "
	    "date.",
	    "Add cbc:Quantity and cac:RequestedDeliveryPeriod to each."),
	WARN("UBL-DELIVERIES",
	    "One Delivery of the order says when and where all of it goes; "
	    "lines without a Delivery of their own are not divided over "
	    "several.",
	    "Put cac:Delivery with its quantity into each line; until then a "
	    "person divides them."),
	STOP("UBL-RECURRENCE",
	    "A recurrence has a Rule (RFC 5545, by days), a StartDate, and "
	    "perhaps an EndDate or a Count; only an order that is no blanket "
	    "or call-off recurs.",
	    "Send <Rule>FREQ=MONTHLY;INTERVAL=2</Rule> with a StartDate."),
	WARN("UBL-DURATION",
	    "The duration in a standing order's requested period is a whole "
	    "number of DAY, WEE, MON or ANN.",
	    "Send unitCode=\"MON\" and 2 for every two months."),
	STOP("UBL-UNSUPPORTED",
	    "What this version cannot do is refused, never ignored.",
	    "Send the order without it, or in parts."),
	/* sums */
	WARN("UBL-PRICE-GROSS",
	    "A price is its gross price less its price allowance.",
	    "Correct cbc:PriceAmount, or the allowance in cac:Price."),
	WARN("UBL-TOTALS",
	    "The totals agree: exclusive = lines - allowances + charges, "
	    "payable = inclusive - prepaid + rounding.",
	    "Add them up again."),
	{ NULL, SEVERITY_NOTE, NULL, NULL, NULL }
};
