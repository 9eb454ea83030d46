/*
 * zygote -- the process that makes the processes which touch hostile bytes.
 *
 * Forked by the supervisor before it opens keys or database, it waits for
 * requests on a socket and forks one locked-down worker for each: Landlock
 * (no file system), seccomp (no network, no exec, no open), rlimits (CPU 2 s
 * + 1 s per 20 MB, address space 256 MiB + input; not under sanitizers),
 * PDEATHSIG.  The worker gets a read-only descriptor of one input and one
 * socket to answer on, and runs one task.  Under sanitizers only the limits
 * that they cannot live with are left out.
 *
 *	parse    FRAME_* of pipeline/record.h, END
 *	unpack   RECORD_MEMBER frames, then data frames, END
 */
#ifndef PIPELINE_ZYGOTE_H
#define PIPELINE_ZYGOTE_H

#include <sys/types.h>
#include "base/err.h"
#include "base/frame.h"

enum worker_task { WORKER_PARSE, WORKER_UNPACK };

struct worker_limits {
	int64_t input_bytes;
	int64_t max_member, max_total;	/* unpack: bytes out */
	int64_t max_members;
	int max_ratio;			/* unpacked to packed, after 1 MiB */
};

struct zygote;			/* the supervisor's end */

/* Must be called while the process has one thread, no database, no keys. */
enum rc zygote_start(struct zygote **z, struct err *e) MUST_CHECK;
/* Start one worker on bytes [offset, offset+length) of fd (dup'ed; a part of
 * a pack is copied into a sealed memory file first, so that a worker can
 * only ever see its own input).  format: of the parser, "" to detect.
 * *out: a descriptor to read frames from; closing it abandons the worker. */
enum rc zygote_work(struct zygote *z, enum worker_task task, int fd,
    int64_t offset, const struct worker_limits *limits, const char *format,
    int *out, struct err *e) MUST_CHECK;
/* How the worker behind a finished conversation died, for people: "CPU limit",
 * "signal 11", "exit 70"; "" while unknown. */
const char *zygote_last_death(struct zygote *z);
void zygote_stop(struct zygote *z);	/* NULL allowed */

#endif
