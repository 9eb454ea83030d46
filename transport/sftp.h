/*
 * sftp -- batches of files over several sessions.
 *
 * A batch is n files and one type of job.  Each session works on up to a
 * width of jobs at once; a job is a small state machine: `advance` sends the
 * requests that can be sent now (it is called whenever something may have
 * changed and the session has room for 8 requests), `reply` takes one answer,
 * and job_end says what became of the file.  What a job left open on the
 * server is closed for it.  When the session is lost or the outcome is not
 * DONE, `lost` gives up local things; after a lost session the job starts
 * again from nothing.
 *
 * "Width" falls from the endpoint's in_flight to 8 to 1 while a session keeps
 * breaking without finishing anything: some servers bear no more.
 */
#ifndef TRANSPORT_SFTP_H
#define TRANSPORT_SFTP_H

#include "transport/sftp_request.h"

#define JOBS_MAX 256 /* files on their way, all sessions */

enum {
	KIND_OPEN = 1, /* its HANDLE is stored in the job */
	KIND_CLOSE,
	KIND_FIRST /* a job type's own start here */
};

struct batch;
struct early; /* a block that came before the one in front of it */
struct job_type {
	void (*advance)(struct job *j);
	void (*reply)(struct job *j, const struct request *q,
	    const struct reply *r);
	void (*lost)(struct job *j); /* may be NULL */
};

struct job {
	struct batch *batch;
	struct session *s;    /* NULL: this slot is free */
	size_t index;         /* of the file in the batch */
	unsigned outstanding; /* requests without a reply */
	char handle[HANDLE_MAX];
	size_t handle_n;
	bool open;
	bool over;
	enum outcome outcome;
	struct err err;

	int fd; /* what follows is the job type's own */
	int phase;
	uint64_t next, have; /* bytes asked for, bytes done */
	uint64_t reads;
	uint64_t passed; /* bytes that the filter has seen */
	size_t kept;     /* the last of them, which it wants again */
	char again[TRANSPORT_KEEP];
	struct early *early;
	bool careful, short_read, at_end, same, target_seen;
	uint64_t target_size;
	unsigned empty_names;
};

struct sftp {
	struct transport base;
	struct secret secret;
	struct session *sessions;
	size_t session_count;
	struct job *jobs;
	size_t job_count;
	bool careful; /* the server gives short READs */
};

struct batch {
	struct sftp *t;
	const struct job_type *type;
	size_t n, finished, sessions;
	const struct transport_watch *watch;
	const char *dir, *todir;
	int spool;
	uint64_t first;
	const struct remote_file *files;
	const struct upload *uploads;
	struct arena *arena; /* list, stat: where the answer goes */
	struct list *list;
	struct remote_file *file;
	bool *found;

	size_t *queue, head, queued; /* ring of indexes */
	uint8_t *breaks;             /* sessions that broke, by file */
	unsigned reopened;
	bool failed;
	struct err err;
};

enum rc batch_run(struct batch *b, struct err *e) MUST_CHECK;

void job_end(struct job *j, enum outcome outcome);
/* Ends with the outcome that fits a STATUS; `what` was tried. */
void job_refused(struct job *j, const char *what, struct slice name,
    const struct reply *r);
/* The same without ending: the job has to tidy up first. */
enum outcome status_outcome(struct err *e, const char *what, struct slice name,
    const struct reply *r);
/* Ends this job and the batch: j->err is about our own disk. */
void job_stop_batch(struct job *j);
/* The reply makes no sense: the session is given up. */
void job_nonsense(struct job *j);
bool reply_ok(const struct reply *r);
bool reply_is(const struct reply *r, uint32_t status);
struct slice job_handle(const struct job *j);
/* dir/prefix name suffix, in one of the session's two path buffers. */
struct slice job_path(struct job *j, int which, const char *dir,
    const char *prefix, struct slice name, const char *suffix);

extern const struct job_type job_get, job_put, job_clear, job_list, job_stat;

#endif
