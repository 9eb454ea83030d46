/* What can be wrong with what a bank says: its files, and its payments. */
#include "domain/finding.h"

extern const struct finding_rule bank_findings[];

/* clang-format off */
#define STOP(code, rule, help) { code, SEVERITY_ERROR, rule, help, NULL }
#define WARN(code, rule, help) { code, SEVERITY_WARNING, rule, help, NULL }
#define NOTE(code, rule, help) { code, SEVERITY_NOTE, rule, help, NULL }
/* clang-format on */

const struct finding_rule bank_findings[] = {
	STOP("CAMT-ENCODING",
	    "A statement is UTF-8, US-ASCII, ISO-8859, windows-1252 or UTF-16, "
	    "and every byte is a character of it.",
	    "Have the bank send the file again as UTF-8."),
	STOP("CAMT-DOCTYPE",
	    "A statement has no document type declaration and no entities but "
	    "the five of XML.",
	    "Do not use the file before the bank has said why it holds one."),
	STOP("CAMT-XML",
	    "A statement is well-formed XML 1.0 with namespaces, without text "
	    "between its elements.",
	    "Have the bank send the file again."),
	STOP("CAMT-TRUNCATED", "A statement ends with the end tag of its root.",
	    "The file was cut: have the bank send it again."),
	STOP("CAMT-LIMIT",
	    "Tags, texts, depth and number of elements keep to the limits of "
	    "the reader.",
	    "Have the bank send one file a day, or one an account."),
	STOP("CAMT-REPEATED", "An element that may stand once stands once.",
	    "Have the bank send the file again, as the schema has it."),
	STOP("CAMT-VERSION",
	    "Of ISO 20022, camt.053 and camt.054 are read, in versions 001.02 "
	    "and 001.08.",
	    "Agree one of these versions with the bank."),
	STOP("CAMT-MISSING",
	    "A statement names its account, an entry its amount, direction, "
	    "status and day.",
	    "Have the bank send the statement again; nothing of it is booked."),
	STOP("CAMT-AMOUNT",
	    "An amount is a number above zero, with no more decimals than its "
	    "currency has.",
	    "Have the bank send the statement again; nothing of it is booked."),
	STOP("CAMT-CURRENCY", "A currency is a code of ISO 4217.",
	    "Have the bank send the statement again; nothing of it is booked."),
	STOP("CAMT-DATE",
	    "A day is a day of the calendar, written YYYY-MM-DD, maybe with a "
	    "time behind it.",
	    "Have the bank send the statement again; nothing of it is booked."),
	STOP("CAMT-WORD", "CdtDbtInd is CRDT or DBIT, RvslInd true or false.",
	    "Have the bank send the statement again; nothing of it is booked."),
	STOP("CAMT-ENTRIES-MAX", "A file has at most 100,000 payments.",
	    "Have the bank send one file an account or a day."),
	NOTE("CAMT-PENDING",
	    "What is not booked (Sts other than BOOK) is not counted.",
	    "There is nothing to do: the bank tells it again when it is "
	    "booked."),
	WARN("CAMT-BALANCE",
	    "The opening balance and the booked entries come to the closing "
	    "balance.",
	    "Ask the bank whether an entry is missing; what is there was "
	    "booked."),
	WARN("CAMT-SUM",
	    "The parts of an entry come to its amount, in its currency.",
	    "Divide the payment by hand: ordermill account assign."),
	STOP("BANK-ROLE",
	    "Only a partner with role bank tells of payments, and a bank of "
	    "nothing else.",
	    "Set role = \"bank\" in the profile if it is a bank."),
	STOP("BANK-ACCOUNT",
	    "A bank tells of the accounts in its profile only.",
	    "Add the account to accounts in partners/NAME.conf if it is ours, "
	    "then retry the file, or ask for it again."),
	NOTE("BANK-REPEATED", "A payment that was told before is booked once.",
	    "There is nothing to do."),
	WARN("BANK-REVERSAL",
	    "A payment that the bank takes back is taken back here, while its "
	    "order is not accepted.",
	    "Ask the customer to pay again, or settle it by hand: ordermill "
	    "account statement."),
	WARN("BANK-REVERSAL-OPEN",
	    "What the bank takes back is a payment that is known and that has "
	    "paid nothing yet.",
	    "Decide by hand: hold the order, or ask the customer to pay "
	    "again."),
	WARN("BANK-CURRENCY",
	    "A payment is in the currency of the order or customer that it "
	    "pays.",
	    "Decide by hand what it pays: ordermill account assign."),
	WARN("BANK-UNMATCHED",
	    "A payment names an order that waits for it, or a customer.",
	    "Find out whose it is, then: ordermill account assign."),
	WARN("BANK-AMBIGUOUS", "A payment fits one order only.",
	    "Find out which one it pays, then: ordermill account assign."),
	WARN("BANK-SHORT", "An order that is paid in advance is paid in full.",
	    "Ask the customer for the rest; the order waits for it."),
	NOTE("BANK-OVER",
	    "What is paid beyond the total of an order is a deposit of the "
	    "customer.",
	    "Give it back, or leave it for the next order."),
	WARN("BANK-BATCH", "Of several payments in one entry each is told.",
	    "Ask the bank for the details (camt.054), or assign it by hand: "
	    "ordermill account assign."),
	WARN("BANK-RETURN",
	    "A direct debit that was collected stays collected.",
	    "Look at the reason and ask the customer; the debt is open again."),
	{ NULL, SEVERITY_NOTE, NULL, NULL, NULL }
};
