/*
 * fleet -- one transfer worker a partner, several partners at once.
 *
 * The supervisor listens to all of them and answers frame by frame.  A
 * partner that is down, slow or hostile costs its own time and nothing else:
 * its fault goes into the history and the night is incomplete.  Faults of our
 * own (database, disk) stop the stage.
 */
#ifndef PIPELINE_FLEET_H
#define PIPELINE_FLEET_H

#include "pipeline/night.h"
#include "pipeline/transfer.h"

#define FLEET_AT_ONCE 8

struct fleet_task {
	const char *name; /* "fetch": for the history */
	enum transfer_task task;
	void *(*make)(struct night *n, int spool);
	/* When the worker runs; NULL: nothing to say. */
	enum rc (*start)(void *ctx, struct transfer *t, struct err *e);
	enum rc (*on_frame)(void *ctx, struct transfer *t,
	    const struct frame *f, struct err *e);
	/* The worker or its peer failed; NULL: nothing to keep. */
	enum rc (*on_broken)(void *ctx, struct transfer *t, struct err *e);
	void (*unmake)(void *ctx);
};

/* partners: list of const struct partner *. */
enum rc fleet_run(struct night *n, const struct fleet_task *task,
    const struct list *partners, struct err *e) MUST_CHECK;

/* The partner's fault, or its worker's: into the log and, in a transaction of
 * its own, into the history as that of the task; the night is incomplete and
 * the others go on.  Not in a transaction. */
enum rc fleet_fault(struct night *n, const char *task, const struct partner *p,
    const struct err *fault, struct err *e) MUST_CHECK;

#endif
