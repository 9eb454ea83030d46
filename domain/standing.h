/*
 * standing -- what a standing order needs decided tonight, and the proof that
 * nothing was left out.  Pure: the caller books what it is told and remembers
 * the last nominal date it decided.
 *
 * An occurrence has three days: nominal (the rule's, its identity), due (the
 * nominal one rolled off holidays; the next nominal one never moves with it)
 * and release (due minus the lead, in business days), when its order is
 * created.  It is decided once, on the first night D with release <= D:
 *
 *	not late (due >= D)			ISSUE
 *	late by more than grace_days		MISSED
 *	late otherwise, by catch_up:
 *	    all					ISSUE
 *	    latest				ISSUE the latest, others MISSED
 *	    none				MISSED
 *	    ask					ASK (a person decides)
 *	nominal before accepted_on		SKIPPED_BEFORE
 *	nominal in a pause			SKIPPED_PAUSE
 *	nominal on a holiday, roll = drop	SKIPPED_HOLIDAY
 *
 * The first occurrence is the initial order: always ISSUE.  A due date does
 * not roll past the end (UNTIL, ends_on) but back before it.
 */
#ifndef DOMAIN_STANDING_H
#define DOMAIN_STANDING_H

#include "domain/calendar.h"
#include "domain/partner.h" /* enum catch_up */
#include "domain/recurrence.h"

bool standing_catch_up_parse(struct slice word, enum catch_up *out);
const char *standing_catch_up_name(enum catch_up c);

/* What is charged: "fixed" (as agreed), "list" (ours of the day) or
 * "cap:PERCENT" (ours, up to so much more; 0 to 1000).  cap NONE: no cap. */
bool standing_price_parse(struct slice text, bool *list, struct decimal *cap);

struct day_range {
	day from, to; /* inclusive; to DAY_NONE: open */
};

/* A new rule from a day on, until the next one (standing_days.h). */
struct standing_part {
	day from;
	struct recurrence_set set;
};

struct standing {                  /* the caller owns what it points to */
	struct recurrence_set set; /* the rule it began with */
	const struct standing_part *parts; /* ascending by their day */
	size_t parts_n;
	const struct day_range *pauses; /* pauses and holds, in any order */
	size_t pauses_n;
	day accepted_on;
	const struct calendar *calendar; /* NULL: every day is business */
	enum roll roll;
	enum catch_up catch_up;
	int lead_days, grace_days;
	/* Its terms changed on the day known_on, when all up to decided_on was
	 * decided: later days are asked for by the audit from the night after.
	 * {0}: they never did. */
	day known_on, decided_on;
};

enum standing_verdict {
	STANDING_ISSUE,
	STANDING_ASK,
	STANDING_MISSED,
	STANDING_SKIPPED_PAUSE,
	STANDING_SKIPPED_HOLIDAY,
	STANDING_SKIPPED_BEFORE
};
const char *standing_verdict_name(enum standing_verdict v);

struct standing_due {
	day nominal;
	day due, release; /* due is DAY_NONE when dropped */
	enum standing_verdict verdict;
};

/* Anything but RC_OK stops and is returned. */
typedef enum rc standing_fn(void *ctx, const struct standing_due *d,
    struct err *e);

/* What is to be decided on the night of today, in ascending nominal order,
 * after last_decided (DAY_NONE: nothing yet, the first is among it).  Fully
 * recorded, the same call yields nothing.  RC_REJECT: a calendar without
 * business days. */
enum rc standing_decide(const struct standing *s, day last_decided, day today,
    standing_fn *fn, void *ctx, struct err *e) MUST_CHECK;

/* The next n occurrences from a day on; verdicts as if all were on time. */
enum rc standing_preview(const struct standing *s, day from, int n,
    standing_fn *fn, void *ctx, struct err *e) MUST_CHECK;

/* The audit: what was recorded against what the rule demands up to today. */
enum standing_outcome {
	OUTCOME_ISSUED,
	OUTCOME_HELD,
	OUTCOME_SKIPPED,
	OUTCOME_MISSED
};
enum standing_outcome standing_outcome_of(enum standing_verdict v);

struct standing_record {
	day nominal;
	enum standing_outcome outcome;
};
/* The next record in ascending nominal order; false at the end. */
typedef bool standing_next_fn(void *ctx, struct standing_record *out);

struct standing_audit {
	int64_t due;         /* released by today, by the rule */
	int64_t recorded[4]; /* of those, by outcome */
	int64_t unrecorded;  /* due, but no record: lost */
	int64_t repeated;    /* two records of one day */
	int64_t unexpected;  /* recorded, but not in the rule */
	int64_t ahead;       /* recorded before release: no fault */
	day last;            /* the last of the due; DAY_NONE: none */
	day again_on;        /* when more is due by the rule; DAY_NONE: never */
	day first_fault;     /* DAY_NONE: none */
	enum standing_flaw { FLAW_LOST, FLAW_TWICE, FLAW_UNHEARD } first_flaw;
};
/* "has no record", "is recorded twice", "is not in the rule" */
const char *standing_flaw_text(enum standing_flaw f);
enum rc standing_audit(const struct standing *s, day today,
    standing_next_fn *next, void *ctx, struct standing_audit *out,
    struct err *e) MUST_CHECK;
/* Only nominal days from `from` on; the records begin there too. */
enum rc standing_audit_from(const struct standing *s, day from, day today,
    standing_next_fn *next, void *ctx, struct standing_audit *out,
    struct err *e) MUST_CHECK;
/* due = issued + held + skipped + missed, and nothing else was found. */
bool standing_balanced(const struct standing_audit *a);

#endif
