/* What can be wrong with a cXML document, and what to do about it. */
#include "domain/finding.h"

extern const struct finding_rule cxml_findings[];

/* clang-format off */
#define STOP(code, rule, help) { code, SEVERITY_ERROR, rule, help, NULL }
#define WARN(code, rule, help) { code, SEVERITY_WARNING, rule, help, NULL }
/* clang-format on */

const struct finding_rule cxml_findings[] = {
	/* the file */
	STOP("CXML-ENCODING",
	    "A document is UTF-8, US-ASCII, ISO-8859, windows-1252 or UTF-16, "
	    "and says so truly.",
	    "Write it as UTF-8 with encoding=\"UTF-8\"."),
	STOP("CXML-CHARACTER",
	    "Every byte belongs to a character that XML 1.0 allows, in the "
	    "declared encoding.",
	    "Write the document anew in the encoding it declares, without "
	    "control characters."),
	STOP("CXML-DOCTYPE",
	    "At most one DOCTYPE stands before the root, and declares nothing "
	    "itself; the DTD that it names is never fetched.",
	    "Write <!DOCTYPE cXML SYSTEM "
	    "\"http://xml.cxml.org/schemas/cXML/1.2.063/cXML.dtd\"> or none."),
	STOP("CXML-ENTITY",
	    "Only the five entities of XML and character references occur.",
	    "Write the character itself in place of &name;."),
	STOP("CXML-XML", "A document is well-formed XML 1.0.",
	    "Write it with an XML library; look at the byte named here."),
	STOP("CXML-TRUNCATED", "A document ends with the end tag of its root.",
	    "The file was cut: send it again, and rename it into place only "
	    "when it is complete."),
	STOP("CXML-NAMESPACE",
	    "Every prefix is declared (Namespaces in XML 1.0).",
	    "cXML needs no prefixes: leave them out, or declare them."),
	STOP("CXML-TAG-LONG", "A start tag has at most 64 KiB.",
	    "Shorten the attributes."),
	STOP("CXML-ATTRIBUTES",
	    "A start tag has at most 256 attributes, and at most 256 namespace "
	    "declarations are in force at a time.",
	    "Send the attributes that the cXML DTD has."),
	STOP("CXML-LONG",
	    "A comment, CDATA section or processing instruction has at most "
	    "1 MiB, a text 16 MiB.",
	    "Send large attachments by another way."),
	STOP("CXML-DEEP", "Elements are nested at most 64 deep.",
	    "Send the document as the cXML DTD has it."),
	STOP("CXML-ELEMENTS", "A document has at most 8,000,000 elements.",
	    "Split the order."),
	STOP("CXML-NAMES",
	    "A document has at most 16,384 different names of elements and "
	    "attributes.",
	    "Send the document as the cXML DTD has it."),
	STOP("CXML-ROOT", "The root is cXML, in no namespace.",
	    "Write <cXML payloadID=\"…\" timestamp=\"…\">, letter for "
	    "letter."),
	STOP("CXML-REQUEST",
	    "Of the cXML requests and messages, the OrderRequest is read; a "
	    "Response and a StatusUpdateRequest are noted.",
	    "Agree another way for this one, or send it to a person."),
	/* elements and values */
	STOP("CXML-VALUE-LONG", "A value that we use has at most 64 KiB.",
	    "Shorten it."),
	STOP("CXML-VALUE-MARKUP", "An element of text holds text only.",
	    "Write < as &lt; in texts."),
	WARN("CXML-STRAY-TEXT",
	    "Text stands in elements of text only, not between elements.",
	    "Put it into Comments; it was not read."),
	STOP("CXML-REPEATED",
	    "An element that the DTD allows once stands once.",
	    "Send one of them."),
	STOP("CXML-MISSING",
	    "A document has a payloadID and credentials From and To; an order "
	    "has an orderID, an orderDate, a Total and an item; an item has a "
	    "quantity and a unit.",
	    "Add what the path names."),
	STOP("CXML-ITEM-MISSING",
	    "An item is identified: by our number, yours, the maker's, or a "
	    "GTIN.",
	    "Add ItemID/SupplierPartID with our number."),
	WARN("CXML-ITEM-NAMED",
	    "An item is identified by a number; this one has only a "
	    "description.",
	    "Add ItemID/SupplierPartID with our number, or a person has to "
	    "find the item."),
	STOP("CXML-DATE",
	    "A date is a day of the calendar, alone or with a time (ISO 8601).",
	    "Write it as 2026-11-21 or 2026-11-21T02:00:00+01:00."),
	STOP("CXML-NUMBER",
	    "A number is written with digits and at most one point, up to 18 "
	    "digits and 12 decimals.",
	    "Write 1250.50: no separators, no exponent, no comma."),
	STOP("CXML-NEGATIVE", "Prices and percentages are not negative.",
	    "Send a deduction, or a credit note."),
	STOP("CXML-QUANTITY", "A quantity is more than zero.",
	    "Leave the item out, or send an update of the order."),
	STOP("CXML-UNIT",
	    "A unit is a code of UN/ECE Recommendation 20 or 21, or of X12.",
	    "Write EA, C62 or KGM, not a word."),
	STOP("CXML-CURRENCY", "An amount names its currency, by ISO 4217.",
	    "Add currency=\"EUR\" to Money."),
	STOP("CXML-CURRENCY-MIXED",
	    "All amounts of an order are in one currency.",
	    "Send one order a currency."),
	WARN("CXML-COUNTRY", "A country is a two-letter code of ISO 3166-1.",
	    "Write isoCountryCode=\"NL\"."),
	WARN("CXML-CHECK-DIGIT",
	    "A GLN or GTIN has the right length and check digit (GS1).",
	    "Look the number up: a digit is wrong."),
	STOP("CXML-DOMAIN",
	    "A Credential names the domain of its Identity, without a colon.",
	    "Write <Credential domain=\"NetworkID\">."),
	STOP("CXML-SECRET",
	    "The Sender proves who it is by the SharedSecret that was agreed.",
	    "Send the agreed SharedSecret in the Credential of Sender; where "
	    "it is the agreed one, look at the file that shared_secret_file "
	    "names."),
	WARN("CXML-UNIT-NONE",
	    "A quantity says what is counted; this one was taken to be in the "
	    "unit in which the item is sold.",
	    "Add ItemDetail with UnitOfMeasure, for example EA or KGM."),
	WARN("CXML-PERIOD", "A period does not end before it starts.",
	    "Exchange or correct the two dates."),
	/* the order */
	STOP("CXML-MODE",
	    "deploymentMode is production or test; what is neither is not "
	    "taken for production.",
	    "Write deploymentMode=\"production\" or \"test\"."),
	WARN("CXML-MODE-WORD",
	    "deploymentMode is production or test, in these letters.",
	    "Write the whole word, in small letters."),
	STOP("CXML-TYPE",
	    "The type of an OrderRequest is new, update or delete.",
	    "Write type=\"new\"."),
	WARN("CXML-ORDER-TYPE",
	    "orderType is regular, release, blanket, stockTransport or "
	    "stockTransportRelease.",
	    "Send regular, or leave it out."),
	STOP("CXML-LINES-MAX", "An order has at most 100,000 items.",
	    "Split the order."),
	STOP("CXML-LINE-REPEATED",
	    "Every item of an order has its own lineNumber.",
	    "Number the items 1, 2, 3 …"),
	STOP("CXML-SCHEDULE", "A ScheduleLine has a date.",
	    "Add requestedDeliveryDate to it."),
	STOP("CXML-RECURRENCE",
	    "An order recurs by the Extrinsics recurrenceRule (RFC 5545, by "
	    "days) and, when wanted, recurrenceStart, recurrenceEnd or "
	    "recurrenceCount; only a regular order recurs.",
	    "Send <Extrinsic name=\"recurrenceRule\">FREQ=MONTHLY;INTERVAL=2"
	    "</Extrinsic>."),
	WARN("CXML-CARD",
	    "Card numbers are blanked when a file arrives; an order paid by "
	    "card waits until it is paid.",
	    "Agree payment on account, or take the card by another way."),
	WARN("CXML-SPLIT",
	    "The cost of an item goes to one account; of several, the first "
	    "is kept, and all are noted.",
	    "Send one item an account."),
	WARN("CXML-LINE-PART",
	    "Of an item and its parts, those are ordered that have the price "
	    "(compositeItemType); the others only explain it.",
	    "This item was not taken as ordered: send what you order as an "
	    "item of its own."),
	WARN("CXML-FORECAST",
	    "A ScheduleLine orders what is firm; what is a forecast or a "
	    "trade-off is told and not ordered.",
	    "Send it again as firm when it is wanted."),
	STOP("CXML-MIME",
	    "A document with attachments is a MIME message (RFC 2387) whose "
	    "root, the first part or the one that start names, is the "
	    "document, in a transfer encoding of MIME (RFC 2045).",
	    "Send it so, or send the document alone."),
	WARN("CXML-ATTACHMENT", "What is attached is not read.",
	    "Write what matters as text."),
	STOP("CXML-UNSUPPORTED",
	    "What this version cannot do is refused, never ignored.",
	    "Send the order without it, or in parts."),
	/* what partners say about our documents */
	STOP("CXML-STATUS", "The code of a Status has three digits.",
	    "Write code=\"200\" for what is well."),
	{ NULL, SEVERITY_NOTE, NULL, NULL, NULL }
};
