#include "domain/finding.h"

extern const struct finding_rule change_findings[];

/* clang-format off */
#define ERROR_ROW(code, rule, help) { code, SEVERITY_ERROR, rule, help, NULL }
#define NOTE_ROW(code, rule, help) { code, SEVERITY_NOTE, rule, help, NULL }
/* clang-format on */

/* Changes and cancellations of orders that are in the book. */
const struct finding_rule change_findings[] = {
	NOTE_ROW("CHANGE-APPLIED", "A change is applied to its order.",
	    "Nothing to do: the order's answer tells what it is now."),
	NOTE_ROW("CHANGE-REPEATED", "A change counts once.",
	    "Nothing to do: it was applied when it came first."),
	NOTE_ROW("CHANGE-PARKED",
	    "A change that comes before its order waits for it.",
	    "Nothing to do: it is applied when the order comes, and refused "
	    "when rules.change_wait_hours have passed."),
	ERROR_ROW("CHANGE-NO-ORDER",
	    "A change names an order that is in the book.",
	    "Ask the customer for the order, or for the change with the right "
	    "order number."),
	ERROR_ROW("CHANGE-LATE",
	    "What has left, or was cancelled or rejected, is not changed.",
	    "Agree on a return, or have the customer order anew."),
	ERROR_ROW("CHANGE-WAREHOUSE",
	    "What is at the warehouse is changed only with its word.",
	    "Ask the warehouse: release the change when it has not picked yet, "
	    "else reject it."),
	ERROR_ROW("CHANGE-SEQUENCE",
	    "Changes are applied in the sequence of their numbers.",
	    "Compare it with the later change that was applied; reject it, or "
	    "have the customer send it under a new number."),
	ERROR_ROW("CHANGE-DUPLICATE",
	    "A change number stands for one change of an order.",
	    "Ask the customer which of the two is meant; reject this one or "
	    "have it sent under a new number."),
	ERROR_ROW("CHANGE-STANDING",
	    "A change of a standing order is one of all deliveries to come; "
	    "that of a rule is agreed before, or by a person.",
	    "Release it to let its rule hold; or do what it asks with "
	    "`ordermill standing change`, then reject it. With "
	    "recurrence.accept = \"yes\" its rule holds at once."),
	ERROR_ROW("CHANGE-CHARGES",
	    "Allowances and charges of a booked order are changed by a person.",
	    "Release it to apply the rest, or reject it."),
	ERROR_ROW("CHANGE-NOTHING", "A change says what is to be different.",
	    "Ask the customer what was meant."),
	ERROR_ROW("CHANGE-SHIPPED",
	    "A line keeps at least what was shipped of it, as it was shipped.",
	    "Agree on a return for what has left."),
	ERROR_ROW("CHANGE-LINE-UNKNOWN",
	    "A changed or deleted line is a line of the order; an added one "
	    "states item and quantity.",
	    "Ask the customer which line is meant."),
	ERROR_ROW("CHANGE-LINE-EXISTS",
	    "An added line has a number of its own.",
	    "Ask the customer for another line number, or for a change of "
	    "that line."),
	ERROR_ROW("CHANGE-LINE-TWICE", "A change names a line once.",
	    "Ask the customer which of the two is meant."),
	ERROR_ROW("CHANGE-LINE-GONE",
	    "A line that was rejected or cancelled is not changed.",
	    "Have the customer add it as a new line."),
	{ NULL, SEVERITY_NOTE, NULL, NULL, NULL },
};
