/*
 * night -- one run in progress, and the table of its stages.
 *
 * A stage takes rows in one state and leaves them in the next; it may be
 * stopped anywhere and is simply run again.  It returns RC_OK when it did all
 * it could (a partner that is down is not a failure of the stage: it notes
 * night->incomplete), RC_RETRY or RC_FATAL when the run must stop.
 *
 * To add a stage: one file stage_NAME.c, one row in pipeline/stages.c.
 */
#ifndef PIPELINE_NIGHT_H
#define PIPELINE_NIGHT_H

#include "pipeline/mill.h"
#include "pipeline/zygote.h"
#include "pipeline/ledger.h"
#include "domain/check.h"

struct night {
	struct mill *mill;
	struct store *store; /* mill->store */
	struct zygote *zygote;
	struct master *master;
	struct master_rows master_rows;
	struct arena master_arena;
	int64_t run_id;
	instant as_of;
	day today;                 /* as_of in the seller's zone */
	struct slice only_partner; /* --partner, "" : all */
	bool dry_run;
	bool incomplete; /* something is left for the next run */
};

struct stage {
	const char *name;
	const char *what; /* for help and progress */
	enum rc (*run)(struct night *n, struct err *e);
};
extern const struct stage stages[]; /* NULL name at the end */
const struct stage *stage_named(const char *name);

enum rc stage_fetch(struct night *, struct err *);
enum rc stage_unpack(struct night *, struct err *);
enum rc stage_parse(struct night *, struct err *);
enum rc stage_validate(struct night *, struct err *);
enum rc stage_recur(struct night *, struct err *);
enum rc stage_pay(struct night *, struct err *);
enum rc stage_charge(struct night *, struct err *);
enum rc stage_ship(struct night *, struct err *);
enum rc stage_collect(struct night *, struct err *);
enum rc stage_acknowledge(struct night *, struct err *);
enum rc stage_send(struct night *, struct err *);
enum rc stage_report(struct night *, struct err *);

/* What a run was asked to do. */
struct run_request {
	struct slice stages; /* "fetch unpack", "" : all */
	instant as_of;       /* INSTANT_NONE: now */
	struct slice partner;
	bool dry_run;
};
/* Lock, resume what is unfinished, run, report.  *exit_code: 0, 1 or 2 when
 * the run ended; a fault is in e. */
enum rc night_run(const char *mill_path, const struct env *env,
    const struct run_request *r, int *exit_code, struct err *e) MUST_CHECK;

/* Whose files --partner means: those of the partner, or of the network that
 * carries them; "" : all. */
struct slice night_connection(const struct night *n);
/* Does --partner mean documents for p?  A network means all behind it. */
bool night_means(const struct night *n, const struct partner *p);

/* --- what stages and commands share ---------------------------------------*/

/* Transactions that stay short: begin when none is open, commit when 1,000
 * steps or 200 ms have gone into it; batch_end commits the rest. */
int64_t monotonic_ms(void); /* for how long things take: no rule asks */
struct batch {
	struct store *store;
	int steps;
	int64_t started_ms;
};
void batch_init(struct batch *b, struct store *s);
enum rc batch_open(struct batch *b, struct err *e) MUST_CHECK;
bool batch_full(const struct batch *b);
enum rc batch_step(struct batch *b, bool *full, struct err *e) MUST_CHECK;
enum rc batch_end(struct batch *b, struct err *e) MUST_CHECK;

/* One line in the history of "order:12", "partner:acme", "file:3". */
struct event {
	instant at;
	int64_t run_id;      /* 0: none */
	const char *subject; /* "order", "file", "partner" … */
	int64_t id;          /* or */
	struct slice name;   /* when id is 0 */
	const char *kind;    /* one word: "accepted" */
};
enum rc event_add(struct store *s, const struct event *v, struct err *e,
    const char *fmt, ...) PRINTF_LIKE(4, 5) MUST_CHECK;

/* Master data: load changed files into the database, then build the master
 * from the database (the last good data, whatever the files say now). */
enum rc master_load(struct night *n, struct err *e) MUST_CHECK;
enum rc master_refresh(struct night *n,
    struct err *e) MUST_CHECK; /* 1st half */
enum rc master_build(struct store *s, struct arena *a, struct master_rows *rows,
    struct master **m, struct err *e) MUST_CHECK;

#endif
