/*
 * standing_change -- what is different from a day on, or on one day: revisions
 * of a standing order, and its settings.
 *
 * What was decided is never changed: a revision begins behind the last day
 * that has its order, was skipped or missed.  Revisions stay as rows; a later
 * one holds where it says something (standing_terms.h), and the audit counts
 * the days of every rule from its own day on.
 *
 * Refusals are RC_REJECT: "STANDING-STATE" (it has ended), "STANDING-DAY" (too
 * early, or no day of it), "STANDING-LINE", "STANDING-PLACE", "STANDING-RULE",
 * "ORDER-ITEM", "ORDER-AMOUNT", "STANDING-EMPTY".
 */
#ifndef PIPELINE_STANDING_CHANGE_H
#define PIPELINE_STANDING_CHANGE_H

#include "pipeline/standing_issue.h"

struct standing_revised {          /* one line of a revision */
	const char *action;        /* "set" "put" "drop" */
	struct standing_line line; /* set: quantity or price may be NONE */
};

struct standing_revision {
	day from, to; /* to DAY_NONE: all from then on */
	bool reschedules;
	struct slice rule, days, left_out; /* days: ISO, spaces between */
	bool placed;
	struct slice ship_name, street, city, postal_code, country, warehouse;
	struct list lines; /* struct standing_revised */
	const char *why;
	int64_t order_id; /* of the change that asked; 0: a person */
};
/* In the caller's transaction.  w is as it was loaded, and not any more. */
enum rc standing_revise(const struct actor *x, struct standing_row *w,
    const struct standing_revision *v, struct err *e) MUST_CHECK;
/* The number of the next line that is added. */
enum rc standing_line_number(const struct actor *x,
    const struct standing_row *w, int64_t *line, struct err *e) MUST_CHECK;
/* A rule's canonical text; "" stays. */
enum rc standing_rule_text(struct slice typed, struct arena *a,
    struct slice *rule, struct err *e) MUST_CHECK;

/* --- what people ask, each in a transaction of its own ------------------- */

struct standing_wish {     /* for one line */
	struct slice line; /* the buyer's number; "": the only line */
	struct slice sku;  /* not "": a new line */
	struct decimal quantity, price; /* NONE: as before; ours */
	bool drop;
};

struct standing_change {
	day on, from;      /* one of them */
	struct list lines; /* struct standing_wish */
	bool reschedules;
	struct slice rule, dates, except; /* dates: with spaces or commas */
	struct slice ship_to;             /* identifier of a location; "" */
	const char *why;
};
/* Needs x->master. */
enum rc standing_change(const struct actor *x, int64_t id,
    const struct standing_change *c, struct err *e) MUST_CHECK;

/* roll, calendar, lead_days, catch_up, grace_days or price, for every day that
 * is not decided.  RC_REJECT "STANDING-SETTING". */
enum rc standing_set(const struct actor *x, int64_t id,
    const char *const *words, int n, const char *why, struct err *e) MUST_CHECK;

#endif
