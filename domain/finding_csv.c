/* What can be wrong with a CSV file of orders or confirmations. */
#include "domain/finding.h"

extern const struct finding_rule csv_findings[];

/* clang-format off */
#define STOP(code, rule, help) { code, SEVERITY_ERROR, rule, help, NULL }
#define WARN(code, rule, help) { code, SEVERITY_WARNING, rule, help, NULL }
/* clang-format on */

const struct finding_rule csv_findings[] = {
	/* the file */
	STOP("CSV-HEADER",
	    "The first row names the columns of an orders file or of a "
	    "warehouse's confirmations.",
	    "Put the header row first: po_number,line,seller_item,quantity,"
	    "unit … or shipment,order,line,sku,quantity …; or have your own "
	    "names agreed (columns in the profile's receive)."),
	WARN("CSV-ABOVE-HEADER",
	    "The header is the first row; what stands above it is not read.",
	    "Export the table alone."),
	WARN("CSV-HEADER-AGAIN",
	    "The header stands once; where it comes again it is passed over.",
	    "Send the files one by one, or without the second header."),
	STOP("CSV-HEADER-OTHER",
	    "A file has one table, with its columns in one order; below "
	    "another header nothing is read.",
	    "Send each table as a file of its own."),
	STOP("CSV-COLUMN", "Only the known columns occur.",
	    "Correct the name, leave the column out, or have your own names "
	    "agreed (columns in the profile's receive)."),
	STOP("CSV-COLUMN-REPEATED", "Every column occurs once.",
	    "Leave one of them out."),
	STOP("CSV-COLUMN-MISSING",
	    "An orders file has po_number, quantity and at least one of "
	    "seller_item, buyer_item, gtin; confirmations have shipment, "
	    "order, line, quantity; payments booked_on and amount.",
	    "Add the column."),
	WARN("CSV-COLUMN-ABSENT",
	    "Every column that was agreed is in the file; one that is not is "
	    "taken for empty.",
	    "Look whether it has another name now; take what never comes out "
	    "of columns in the profile's receive."),
	STOP("CSV-NO-ROWS", "A header is followed by at least one row.",
	    "Send no file when there is nothing to say."),
	STOP("CSV-ENCODING",
	    "Every row is UTF-8 without zero bytes, or the whole file is "
	    "UTF-16.",
	    "Export the file as \"CSV UTF-8\"."),
	WARN("CSV-NO-MARK", "A file in UTF-16 begins with a byte order mark.",
	    "Export the file as \"CSV UTF-8\"."),
	STOP("CSV-QUOTES",
	    "A field with the delimiter, a quote or a line end stands in "
	    "quotes, and quotes inside are doubled (RFC 4180).",
	    "Write \"12\"\" pipe\" for 12\" pipe."),
	STOP("CSV-ROW-LONG", "A row has at most 1 MiB, a field 64 KiB.",
	    "Look for a quote that is not closed."),
	STOP("CSV-FIELDS", "Every row has as many fields as the header.",
	    "Quote fields that hold the delimiter."),
	/* values */
	STOP("CSV-MISSING",
	    "po_number and quantity have a value in every row, and one of "
	    "seller_item, buyer_item and gtin; in confirmations shipment, "
	    "order, line and quantity have; in payments booked_on and amount.",
	    "Fill the field."),
	STOP("CSV-NUMBER",
	    "A number is written with digits and a decimal point (or a comma, "
	    "where commas do not delimit), up to 18 digits and 12 decimals.",
	    "Write 1250.50, without thousands separators or currency signs."),
	STOP("CSV-SCIENTIFIC",
	    "The number of an order, an article, a place or a payment has all "
	    "its digits: of 8.71E+12 a spreadsheet has lost some.",
	    "Format the column as text, or as a number without decimals, and "
	    "export it again."),
	STOP("CSV-QUANTITY",
	    "An ordered quantity is more than zero, a shipped one not less.",
	    "Leave the row out, or correct the quantity."),
	STOP("CSV-PRICE", "A price is not negative.", "Correct the price."),
	STOP("CSV-AMOUNT",
	    "An amount paid is not zero, and has no more decimals than its "
	    "currency.",
	    "Write 193.60 for money that came, -193.60 for money that went."),
	STOP("CSV-DIRECTION",
	    "Where a column says which way money went, it does so in every "
	    "row: C, CR, credit, bij, H or + for money that came, D, DR, "
	    "debit, af, S or - for money that went.",
	    "Write one of these words, or give the amounts a sign and leave "
	    "the column out."),
	STOP("CSV-DATE",
	    "A date is a day of the calendar, written YYYY-MM-DD; a time "
	    "behind it as T08:00:00Z.",
	    "Write 2026-11-21, or have your form agreed (date in the profile's "
	    "receive)."),
	STOP("CSV-CURRENCY", "A currency is a code of ISO 4217.", "Write EUR."),
	STOP("CSV-UNIT",
	    "A unit is a code of UN/ECE Recommendation 20, up to three capital "
	    "letters and digits, or a word that was agreed.",
	    "Write C62 or EA for pieces, KGM for kilograms, or have your word "
	    "agreed (units in the profile's receive)."),
	STOP("CSV-FINAL", "final is yes or no (true or false, 1 or 0).",
	    "Write yes when nothing more will follow for this line."),
	WARN("CSV-CHECK-DIGIT",
	    "A GTIN or GLN has the right length and check digit (GS1).",
	    "Look the number up: a digit is wrong."),
	STOP("CSV-SSCC",
	    "An SSCC has 18 digits and the right check digit (GS1).",
	    "Scan the label again."),
	STOP("CSV-REPEAT",
	    "repeat is a rule of RFC 5545, by days, and requested_on names "
	    "the first day.",
	    "Write FREQ=MONTHLY;INTERVAL=2 and fill requested_on."),
	/* orders */
	STOP("CSV-DIFFERS",
	    "The rows of one order agree in customer, ship_to, ordered_on, "
	    "currency and repeat.",
	    "Correct the row, or give it another po_number or release."),
	STOP("CSV-SCATTERED", "The rows of one order follow each other.",
	    "Sort the file by po_number and release."),
	STOP("CSV-LINE-REPEATED", "Every line of an order has its own number.",
	    "Number the lines 1, 2, 3 …, or leave the column empty."),
	WARN("CSV-TOTALS",
	    "A row with nothing but sums orders nothing; it is passed over.",
	    "Export the rows without their totals."),
	STOP("CSV-TOTALS-DIFFER",
	    "A row of totals has the sum of the quantities above it.",
	    "Look whether a row is missing, or leave the totals out."),
	STOP("CSV-LINES-MAX", "An order has at most 100,000 lines.",
	    "Split the order."),
	{ NULL, SEVERITY_NOTE, NULL, NULL, NULL }
};
