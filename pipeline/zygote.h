/*
 * zygote -- the process that makes the processes which touch hostile bytes.
 *
 * Forked by the supervisor before it opens keys or database, it waits for
 * requests on a socket and forks one locked-down worker for each: Landlock
 * (no file system), seccomp (no network, no exec, no open), rlimits (CPU 2 s
 * + 1 s per 20 MB in or out, address space 256 MiB + input; not under
 * sanitizers), PDEATHSIG.  The worker gets a read-only mapping of one input,
 * one pipe to answer on, and runs one task.  Under sanitizers only the limits
 * that they cannot live with are left out.
 *
 *	parse    RECORD_* of pipeline/record.h, END
 *	unpack   RECORD_MEMBER, RECORD_DATA …, RECORD_MEMBER_END, END
 *
 * Several workers may run at the same time.  All are named (PR_SET_NAME):
 * om-zygote, om-parse, om-unpack; none outlives the supervisor.
 */
#ifndef PIPELINE_ZYGOTE_H
#define PIPELINE_ZYGOTE_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>
#include "base/err.h"
#include "base/frame.h"
#include "base/slice.h"

enum worker_task { WORKER_PARSE, WORKER_UNPACK, WORKER_TRANSFER };

struct worker_limits {
	int64_t input_bytes;
	int64_t max_member, max_total; /* unpack: bytes out */
	int64_t max_members;           /* directories count too */
	int max_ratio;                 /* unpacked to packed, after 1 MiB */
};
#define UNPACK_MEMBERS_MAX 10000 /* what a caller has no reason to */
#define UNPACK_RATIO_MAX 200     /* exceed */

struct zygote; /* the supervisor's end */

/* Must be called while the process has one thread, no database, no keys.
 * keep_fd: the run lock, which zygote and workers keep open until they end;
 * -1: none.  Every other descriptor above 2 is closed in them, 0 to 2 are
 * /dev/null (2 stays under sanitizers). */
enum rc zygote_start(int keep_fd, struct zygote **z, struct err *e) MUST_CHECK;
/* Start one worker on bytes [offset, offset + limits->input_bytes) of fd,
 * which stays the caller's (a part of a pack is copied into a sealed memory
 * file first, so that a worker can only ever see its own input).  format: of
 * the parser, "" to detect.  *out: a descriptor to read frames from; closing
 * it abandons the worker.  RC_RETRY "FRAME-CUT": the zygote is gone. */
enum rc zygote_work(struct zygote *z, enum worker_task task, int fd,
    int64_t offset, const struct worker_limits *limits, const char *format,
    int *out, struct err *e) MUST_CHECK;
/* The same for WORKER_PARSE, with what was agreed with the partner, encoded
 * (pipeline/agreed.h); "" when that is nothing. */
enum rc zygote_parse(struct zygote *z, int fd, int64_t offset,
    const struct worker_limits *limits, const char *format,
    struct slice options, int *out, struct err *e) MUST_CHECK;
/* The same for WORKER_UNPACK; secret: what its cXML shall bear
 * (pipeline/secret.h), "". */
enum rc zygote_unpack(struct zygote *z, int fd,
    const struct worker_limits *limits, struct slice secret, int *out,
    struct err *e) MUST_CHECK;
/* Start a transfer worker (pipeline/transfer.h): it keeps the network and may
 * write below `spool` (dup'ed) and read its own key; nothing else of the mill.
 * *out: a socket to talk to it. */
enum rc zygote_transfer(struct zygote *z, int spool, int *out,
    struct err *e) MUST_CHECK;
/* How the worker behind a finished conversation died, for people: "CPU limit",
 * "signal 11", "exit 70"; "" while unknown or when it ended well.  Waits for
 * the news up to a second.  The text is good until the next call.
 * zygote_death: of the worker that `out` is or last was the descriptor of;
 * zygote_last_death: of the one started last. */
const char *zygote_death(struct zygote *z, int out);
const char *zygote_last_death(struct zygote *z);
bool zygote_has_landlock(const struct zygote *z); /* worth a warning if not */
pid_t zygote_pid(const struct zygote *z);
void zygote_stop(struct zygote *z); /* NULL allowed; kills the workers */

#endif
