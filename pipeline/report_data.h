/*
 * report_data -- what the four forms of the report are written from.
 *
 * A report covers its run and the runs before it back to the last one that
 * made a report, so that what the hours brought is in the morning's.  At most
 * REPORT_TODO_MAX lines of a kind are listed.  Texts lie in the arena and may
 * hold any bytes: every writer escapes them.
 */
#ifndef PIPELINE_REPORT_DATA_H
#define PIPELINE_REPORT_DATA_H

#include "pipeline/night.h"
#include "pipeline/report.h"

#define REPORT_TODO_MAX 200

struct todo {
	const char *kind;                /* "hold" "quarantine" "answer" ... */
	struct slice subject;            /* "order:12", "partner:acme" */
	struct slice what, since, until; /* until: "" when open */
	struct slice command;            /* what mends it */
};

struct report_files {
	struct slice partner, state;
	int64_t n, bytes;
};
struct report_orders {
	struct slice partner, state, currency;
	int64_t n, total;
	bool test;
};
struct report_documents {
	struct slice partner, kind, state;
	int64_t n;
};
struct report_balance {
	struct slice account, currency;
	int64_t amount;
};
struct report_occurrences {
	struct slice state;
	int64_t n;
};

struct report_proof { /* of standing orders, from their rules */
	bool known;
	day from, to; /* from DAY_NONE: since the beginning */
	int64_t orders, unbalanced, due, issued, held, skipped, missed;
	struct list rules; /* struct report_rule: the last night's */
	bool cut;          /* more than REPORT_TODO_MAX */
};
struct report_rule {
	int64_t standing_order_id, due, issued, held, skipped, missed;
	struct slice po_number, partner, rule, fault; /* fault "": none */
};

struct report {
	int64_t run_id, since_run;           /* run 0: there was none yet */
	instant as_of, started_at, ended_at; /* INSTANT_NONE: running */
	day business_day;
	struct slice stages, stage;
	int64_t exit_code;     /* -1: not known yet */
	struct list todo;      /* struct todo */
	struct list kinds_cut; /* const char *: more than the limit */
	struct list files, orders, documents, balances, occurrences;
	bool balanced; /* the ledger sums to zero */
	struct report_proof proof;
};

/* run_id 0: the last one.  now: for deadlines; INSTANT_NONE: as the run. */
enum rc report_collect(struct store *s, int64_t run_id, instant now,
    struct arena *a, struct report *r, struct err *e) MUST_CHECK;
/* Of the to-do alone; part of report_collect. */
enum rc report_collect_todo(struct store *s, instant now, struct arena *a,
    struct report *r, struct err *e) MUST_CHECK;

void report_form(const struct report *r, const struct config *c,
    enum report_form form, struct buf *out);
void report_text(const struct report *r, const struct config *c,
    struct buf *out);
void report_html(const struct report *r, const struct config *c,
    struct buf *out);
void report_json(const struct report *r, const struct config *c,
    struct buf *out);
void report_metrics(const struct report *r, struct buf *out);

/* Sums over all partners; state "": all.  Test orders never count. */
int64_t report_files_in(const struct report *r, const char *state);
int64_t report_orders_in(const struct report *r, const char *state);
int64_t report_occurrences_in(const struct report *r, const char *state);

#endif
