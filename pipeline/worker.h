/*
 * worker -- the inside of a worker process, for those who write one.
 *
 * A task is a function that runs locked down (pipeline/sandbox.h): it gets
 * its input as a mapping and one descriptor to write frames to, and returns
 * the exit status: 0 when it said END, whatever it said before.  zygote_start
 * uses the tasks of enum worker_task; tests may bring a table of their own.
 */
#ifndef PIPELINE_WORKER_H
#define PIPELINE_WORKER_H

#include "base/slice.h"
#include "pipeline/zygote.h"

struct worker {
	struct slice data;
	int out;
	struct worker_limits limits;
	char format[16];      /* parse: "" to detect */
	struct slice options; /* parse: an encoded struct parse_options, "" */
};

struct worker_task_row {
	const char *name; /* of the process, at most 15 bytes */
	int (*run)(const struct worker *w);
	/* instead: a worker that keeps the network (pipeline/transfer.h) */
	int (*transfer)(int sock, int spool);
};

int worker_parse(const struct worker *w);
int worker_unpack(const struct worker *w);

/* zygote_start with other tasks; `task` of zygote_work is the index. */
enum rc zygote_start_with(const struct worker_task_row *tasks, size_t n,
    int keep_fd, struct zygote **z, struct err *e) MUST_CHECK;

#endif
