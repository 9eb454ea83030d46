/*
 * change -- what a change order makes of the lines of a booked order.
 *
 * Pure: from the lines as they stand in the book and the change as the buyer
 * wrote it, a plan of one step a line.  Who may change what and when (states,
 * the warehouse's word, credit) is pipeline/change.h's business.
 *
 *	PURPOSE_CANCEL   every line goes
 *	PURPOSE_REPLACE  the change is the whole order: lines it does not name go
 *	PURPOSE_CHANGE   only what it names: X12 DE 670, UNCL 1229; a line without
 *	                 an action is replaced when it exists, else added
 *
 * Lines are named by the buyer's number.  What a replaced line does not state
 * (item, quantity, unit, price, date) stays as it was.  A quantity of nothing
 * deletes.  What left the house is never changed: a line keeps at least what was
 * shipped of it (reference: X12 860, EDIFACT ORDCHG, UBL OrderChange).
 */
#ifndef DOMAIN_CHANGE_H
#define DOMAIN_CHANGE_H

#include "domain/check.h"

struct book_line { /* a line as it stands */
	struct slice buyer_line, seller_item, buyer_item, gtin, name, sku;
	struct decimal quantity, price, price_basis, shipped;
	struct slice unit, unit_code; /* the buyer's own, "": the same */
	day requested_on;
	enum line_state state; /* rejected and cancelled ones are gone */
};

enum change_step { STEP_KEEP, STEP_MODIFY, STEP_DELETE, STEP_ADD };

struct changed_line {
	enum change_step step;
	size_t old;             /* in the book's list; STEP_ADD: no meaning */
	struct order_line line; /* as it shall be; MODIFY and ADD */
	bool quantity_only;     /* MODIFY: price, unit and item stay */
};

struct change_plan {
	struct list lines;    /* struct changed_line: the book's lines in their
				 order, then what is added */
	struct list findings; /* struct finding; one is enough to refuse */
	size_t steps;         /* lines that do not simply stay */
	size_t left;          /* lines that go on */
};

/* book: list of struct book_line.  The plan lives in the arena.  False: it
 * cannot be done, the findings say why. */
bool change_plan(const struct list *book, const struct order *change,
    struct arena *a, struct change_plan *plan);

/* May change b follow change a?  By number where both are numbers, else by
 * text length and text; an empty number follows whatever came before. */
bool change_follows(struct slice earlier, struct slice later);

#endif
