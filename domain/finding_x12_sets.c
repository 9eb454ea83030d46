#include "domain/finding.h"

extern const struct finding_rule x12_set_findings[];

#define ERROR SEVERITY_ERROR
#define WARNING SEVERITY_WARNING
#define NOTE SEVERITY_NOTE

/* What only 860, 945, 820, 997, 999 and TA1 can get wrong; the rest is in
 * finding_x12.c, and so is the meaning of the last column. */
const struct finding_rule x12_set_findings[] = {
	/* 860 */
	{ "X12-BCH-PURPOSE", WARNING,
	    "BCH01 says whether an order is changed, replaced or cancelled",
	    "a code that says original or duplicate is read as a change, any "
	    "other is left to a person",
	    "7" },
	{ "X12-BCH-NOTHING", WARNING,
	    "a change order names lines, or says what changes at its head",
	    "ask the partner what should change", NULL },
	{ "X12-POC-ACTION", ERROR,
	    "POC02 says what becomes of the line, and we can do it",
	    "ask the partner to say AI, DI, CA or another plain change", "7" },
	{ "X12-POC-QUANTITY", ERROR,
	    "POC03 is the new quantity where a line is added or its quantity "
	    "changes",
	    "ask the partner how much is wanted", "1" },
	{ "X12-POC-NOTHING", WARNING,
	    "a line that is not wanted is deleted, DI",
	    "a quantity of nothing is taken as a deletion; tell the partner",
	    "7" },
	{ "X12-POC-PRICE", WARNING, "a change of price states the new price",
	    "the line keeps its price unless the partner states one", "2" },
	{ "X12-POC-DATE", WARNING, "a change of dates states the new date",
	    "the line keeps its date unless the partner states one", "2" },
	{ "X12-POC-LEFT", WARNING,
	    "POC04, left to receive, is not more than POC03",
	    "the quantities may have been mixed up; compare them", "7" },
	{ "X12-POC-CANCEL", WARNING, "an order is cancelled at its head, BCH01",
	    "POC02 CF is taken to cancel the whole order; tell the partner",
	    "7" },
	/* 945 */
	{ "X12-W06-REPORT", ERROR,
	    "W06 reports goods that left, in full: F, J or N",
	    "ask the warehouse for a report of all lines", "7" },
	{ "X12-W06-ORDER", ERROR, "W0602 is the order number that we gave",
	    "ask the warehouse for which order it shipped", "1" },
	{ "X12-W06-SHIPMENT", ERROR,
	    "W0604, or a bill of lading in N9 BM, is the number of the "
	    "shipment",
	    "ask the warehouse for a number: without one a shipment that is "
	    "told twice is booked twice",
	    "1" },
	{ "X12-W06-DATE", WARNING, "W0603 or G62 11 say when the goods left",
	    "they are booked as of the night; ask the warehouse", "2" },
	{ "X12-W12-STATUS", WARNING,
	    "W1201 says whether more of the line will follow",
	    "the rest of the line stays open until the warehouse says that "
	    "nothing will follow",
	    "7" },
	{ "X12-W12-QUANTITY", ERROR,
	    "W1203 is what left, at least nothing; only a cancelled line may "
	    "leave it out",
	    "ask the warehouse how much has left", "1" },
	{ "X12-W12-DIFFERENCE", WARNING,
	    "ordered, shipped, difference and status of a W12 agree",
	    "what was shipped counts; compare it with the warehouse", NULL },
	{ "X12-W12-ITEM", ERROR,
	    "a W12 names its line (N9 LI) or its item, a GTIN with a right "
	    "check digit",
	    "ask the warehouse what it shipped", "2" },
	{ "X12-W12-NONE", ERROR, "a shipment has at least one W12",
	    "ask the warehouse to name all lines, shipped as ordered or not",
	    "3" },
	{ "X12-W03-TOTAL", ERROR,
	    "W0301 is the sum of W1203, if all have one unit",
	    "a line may have been lost: ask the warehouse which is right",
	    NULL },
	{ "X12-SSCC", WARNING, "an SSCC has 18 digits and a right check digit",
	    "it is left out; the ship notice names no carton", "7" },
	{ "X12-ROWS-LIMIT", ERROR,
	    "a 945, 820, 997 or 999 has at most 100,000 rows",
	    "ask the partner to split it", "4" },
	/* 820 */
	{ "X12-BPR-HANDLING", WARNING,
	    "BPR01 says that money is, or was, paid: C, D, I, U or X",
	    "a prenotification is not a payment and is not booked; of another "
	    "code the partner should say what it means",
	    "7" },
	{ "X12-BPR-DIRECTION", ERROR, "BPR03 is C, paid, or D, taken back",
	    "ask the partner which of the two it is", "7" },
	{ "X12-BPR-AMOUNT", ERROR, "BPR02 is an amount, at least nothing",
	    "ask the partner for the right amount", "6" },
	{ "X12-BPR-DATE", WARNING,
	    "BPR16, or DTM 097 or 234, is the day of the payment",
	    "it is taken as of the night; ask the partner", "2" },
	{ "X12-BPR-SUM", ERROR,
	    "RMR04 and the ADX01 beside it add up to BPR02, if there are any",
	    "ask the partner what was paid for what", NULL },
	{ "X12-TRN-REFERENCE", ERROR, "TRN02 is the payer's number of it",
	    "ask the partner for a number: without one a payment that is told "
	    "twice is booked twice",
	    "1" },
	{ "X12-RMR-NUMBER", ERROR, "RMR02 names what was paid",
	    "ask the partner for the number of the order or invoice", "1" },
	{ "X12-RMR-AMOUNT", ERROR, "RMR04 is what was paid of it",
	    "ask the partner how much of it was paid", "1" },
	{ "X12-RMR-SUM", WARNING,
	    "RMR05 less the discount RMR06, with RMR08 and its ADX01, is RMR04",
	    "compare the item with what is owed", NULL },
	/* 997, 999, TA1 */
	{ "X12-ACK-REFUSED", WARNING, "partners can read what we send",
	    "they refused it: mend the profile or the master data, then send "
	    "it again",
	    NULL },
	{ "X12-ACK-CODE", ERROR,
	    "AK501, IK501, AK901 and TA104 are A, E, P or R, M, W, X",
	    "ask the partner whether our document was taken", NULL },
	{ "X12-ACK-COUNT", WARNING,
	    "AK9 counts at least the sets that are named, and accepts no more "
	    "than it received",
	    "compare with what was sent", NULL },
	{ "X12-ACK-DISAGREES", WARNING,
	    "the verdict on a group fits those on its sets",
	    "each set goes by its own verdict; ask the partner", NULL },
	{ "X12-TA1-NUMBER", ERROR, "TA101 is the ISA13 that we sent",
	    "ask the partner which interchange is meant", NULL },
	{ NULL, NOTE, NULL, NULL, NULL },
};
