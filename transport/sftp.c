/*
 * The loop that keeps all sessions busy with the files of a batch.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

#include "transport/sftp.h"

#define FILES_A_SESSION 24 /* more files than that: one session more */
#define BACKOFF_FIRST 500  /* ms */
#define BACKOFF_MAX 30000
#define REOPEN_FACTOR 10

/* --- jobs ----------------------------------------------------------------- */

void
job_asked(struct job *j)
{
	j->outstanding++;
}

void
job_end(struct job *j, enum outcome outcome)
{
	j->outcome = outcome;
	j->over = true;
}

enum outcome
status_outcome(struct err *e, const char *what, struct slice name,
    const struct reply *r)
{
	char shown[NAME_SHOWN], text[NAME_SHOWN];

	(void)err_peer(e,
	    r->status == STATUS_NO_SUCH_FILE ? "NET-GONE" : "NET-REFUSED",
	    "cannot %s \"%s\": the server says %u \"%s\"", what,
	    name_shown(name, shown), (unsigned)r->status,
	    name_shown(slice_sub(r->text, 0, 100), text));
	return (
	    r->status == STATUS_NO_SUCH_FILE ? OUTCOME_GONE : OUTCOME_REFUSED);
}

void
job_refused(struct job *j, const char *what, struct slice name,
    const struct reply *r)
{
	if (r->type != WIRE_STATUS || r->status == STATUS_OK)
		job_nonsense(j);
	else
		job_end(j, status_outcome(&j->err, what, name, r));
}

void
job_stop_batch(struct job *j)
{
	job_end(j, OUTCOME_FAILED);
	j->batch->failed = true;
	j->batch->err = j->err;
}

void
job_nonsense(struct job *j)
{
	session_protocol(j->s, "an answer that does not fit the question");
}

bool
reply_is(const struct reply *r, uint32_t status)
{
	return (r->type == WIRE_STATUS && r->status == status);
}

bool
reply_ok(const struct reply *r)
{
	return (reply_is(r, STATUS_OK));
}

struct slice
job_handle(const struct job *j)
{
	return ((struct slice){ j->handle, j->handle_n });
}

struct slice
job_path(struct job *j, int which, const char *dir, const char *prefix,
    struct slice name, const char *suffix)
{
	struct buf *b = &j->s->path[which];

	buf_reset(b);
	if (dir[0] != '\0') {
		buf_text(b, dir);
		if (name.n > 0)
			buf_char(b, '/');
	} else if (name.n == 0)
		buf_char(b, '.');
	buf_text(b, prefix);
	buf_add(b, name);
	buf_text(b, suffix);
	return (buf_slice(b));
}

void
job_reply(struct job *j, const struct request *q, const struct reply *r)
{
	j->outstanding--;
	if (q->kind == KIND_OPEN && r->type == WIRE_HANDLE) {
		if (r->text.n == 0 || r->text.n > HANDLE_MAX) {
			session_protocol(j->s, "a handle of impossible length");
			return;
		}
		memcpy(j->handle, r->text.p, r->text.n);
		j->handle_n = r->text.n;
		j->open = true;
	}
	if (!j->over)
		j->batch->type->reply(j, q, r);
}

static void
job_report(struct batch *b, size_t index, enum outcome outcome, int fd,
    const struct err *e)
{
	b->finished++;
	b->watch->done(b->watch->ctx, index, outcome, fd, e);
}

static void
job_finish(struct job *j)
{
	if (j->outcome == OUTCOME_DONE) {
		j->s->failures = 0;
		err_clear(&j->err);
	} else if (j->batch->type->lost != NULL)
		j->batch->type->lost(j);
	j->s->active--;
	j->s = NULL;
	job_report(j->batch, j->index, j->outcome, j->fd, &j->err);
}

/* Until it waits for an answer, for room, or is finished: no job does more
 * than start again, end, close and finish without an answer between. */
static void
job_advance(struct job *j)
{
	int steps = 4;

	do {
		if (!session_room(j->s))
			return;
		if (!j->over)
			j->batch->type->advance(j);
		if (!j->over || j->outstanding > 0)
			continue;
		if (!j->open) {
			job_finish(j);
			return;
		}
		j->open = false;
		request_handle(j->s, j, KIND_CLOSE, WIRE_CLOSE, job_handle(j));
	} while (j->outstanding == 0 && --steps > 0);
}

static void
job_start(struct batch *b, struct job *j, struct session *s, size_t index)
{
	j->batch = b;
	j->s = s;
	j->index = index;
	j->outstanding = 0;
	j->open = j->over = false;
	j->outcome = OUTCOME_FAILED;
	err_clear(&j->err);
	j->fd = -1;
	j->phase = 0;
	j->next = j->have = j->reads = j->target_size = j->passed = 0;
	j->kept = 0;
	j->early = NULL;
	j->careful = b->t->careful;
	j->short_read = j->at_end = j->same = j->target_seen = false;
	j->empty_names = 0;
	s->active++;
}

/* --- sessions of a batch -------------------------------------------------- */

static size_t
width(const struct batch *b, const struct session *s)
{
	size_t w = (size_t)b->t->base.ep->in_flight;

	if (w > b->t->job_count / b->sessions)
		w = b->t->job_count / b->sessions;
	if (s->max_handles > 1 && w > s->max_handles / 2)
		w = (size_t)s->max_handles / 2;
	if (s->failures > 1 && w > 8)
		w = 8;
	if (s->failures > 2 || w < 1)
		w = 1;
	return (w);
}

static void
assign(struct batch *b)
{
	struct session *s;
	size_t i, next = 0;

	for (i = 0; i < b->sessions; i++) {
		s = &b->t->sessions[i];
		while (s->state == SESSION_READY && b->queued > 0 &&
		    s->active < width(b, s)) {
			while (next < b->t->job_count &&
			    b->t->jobs[next].s != NULL)
				next++;
			if (next == b->t->job_count)
				return;
			job_start(b, &b->t->jobs[next], s, b->queue[b->head]);
			b->head = (b->head + 1) % b->n;
			b->queued--;
		}
	}
}

/* Interrupted files go to the end: one that breaks every session must not
 * keep the others waiting. */
static void
take_back(struct batch *b, struct session *s)
{
	struct job *j;
	size_t i;

	for (i = 0; i < b->t->job_count; i++) {
		j = &b->t->jobs[i];
		if (j->s != s)
			continue;
		j->s = NULL;
		if (b->type->lost != NULL)
			b->type->lost(j);
		if (b->breaks[j->index] >= b->t->base.ep->retries ||
		    b->failed) {
			job_report(b, j->index, OUTCOME_FAILED, -1, &s->err);
			continue;
		}
		b->breaks[j->index]++;
		b->queue[(b->head + b->queued++) % b->n] = j->index;
	}
	s->active = 0;
}

static bool
alive(const struct session *s)
{
	return (s->state != SESSION_OFF && s->state != SESSION_BROKEN);
}

static bool
others_ready(const struct batch *b, const struct session *s)
{
	size_t i;

	for (i = 0; i < b->sessions; i++)
		if (&b->t->sessions[i] != s &&
		    b->t->sessions[i].state == SESSION_READY)
			return (true);
	return (false);
}

static void
revive(struct batch *b, struct session *s)
{
	unsigned retries = (unsigned)b->t->base.ep->retries;
	bool was_ready = s->was_ready;
	int64_t wait = 0;
	unsigned i;

	take_back(b, s);
	b->err = s->err;
	s->failures++;
	b->reopened++;
	if (session_hopeless(s) || s->failures > retries ||
	    (!was_ready && others_ready(b, s)) ||
	    b->reopened > REOPEN_FACTOR * (retries + 1) * (unsigned)b->sessions)
		s->given_up = true;
	session_stop(s);
	if (s->given_up)
		return;
	if (!was_ready || s->failures > 1)
		for (i = 1, wait = BACKOFF_FIRST;
		     i < s->failures && wait < BACKOFF_MAX; i++)
			wait *= 2;
	s->state = SESSION_WAITING;
	s->wake = clock_ms() + wait;
}

/* Starts what should run; false when nothing does or will. */
static bool
tend(struct batch *b)
{
	struct session *s;
	bool any = false;
	size_t i;

	for (i = 0; i < b->sessions; i++) {
		s = &b->t->sessions[i];
		if (s->state == SESSION_BROKEN)
			revive(b, s);
		if (s->given_up)
			continue;
		if (s->state == SESSION_OFF ||
		    (s->state == SESSION_WAITING && s->wake <= clock_ms()))
			session_start(s);
		any = any || alive(s) || s->state == SESSION_BROKEN;
	}
	return (any);
}

static void
wait_for_peers(struct batch *b)
{
	struct pollfd p[JOBS_MAX];
	struct session *s;
	int64_t now = clock_ms(), most = 60000, w;
	nfds_t n = 0;
	size_t i;

	for (i = 0; i < b->sessions; i++) {
		s = &b->t->sessions[i];
		if (!alive(s))
			continue;
		/* Every job waits for an answer, or nothing would end. */
		INVARIANT(s->active == 0 || s->outstanding > 0);
		w = session_wait(s, now);
		if (w < most)
			most = w;
		if (s->fd >= 0)
			session_poll(s, &p[n++]);
	}
	(void)poll(p, n, (int)most + 1);
}

static void
batch_round(struct batch *b)
{
	size_t i, before = b->finished;
	struct job *j;
	bool moved = false;

	assign(b);
	for (i = 0; i < b->t->job_count && !b->failed; i++) {
		j = &b->t->jobs[i];
		if (j->s != NULL)
			job_advance(j);
	}
	for (i = 0; i < b->sessions; i++) {
		if (session_step(&b->t->sessions[i]) ||
		    b->t->sessions[i].state == SESSION_BROKEN)
			moved = true;
	}
	/* A finished file makes room for the next one. */
	moved = moved || b->finished != before;
	if (!moved && !b->failed && b->finished < b->n)
		wait_for_peers(b);
}

/* What is left gets its answer too; sessions with half a job are closed. */
static void
batch_fail(struct batch *b)
{
	struct session *s;
	size_t i;

	b->failed = true;
	for (i = 0; i < b->sessions; i++) {
		s = &b->t->sessions[i];
		if (s->active == 0)
			continue;
		s->err = b->err;
		take_back(b, s);
		session_stop(s);
	}
	while (b->queued > 0) {
		b->queued--;
		job_report(b, b->queue[b->head], OUTCOME_FAILED, -1, &b->err);
		b->head = (b->head + 1) % b->n;
	}
}

static void
batch_begin(struct batch *b)
{
	size_t i, want = 1 + (b->n - 1) / FILES_A_SESSION;

	b->sessions = want < b->t->session_count ? want : b->t->session_count;
	b->queue = calloc(b->n, sizeof(*b->queue));
	b->breaks = calloc(b->n, sizeof(*b->breaks));
	if (b->queue == NULL || b->breaks == NULL)
		die_memory();
	for (i = 0; i < b->n; i++)
		b->queue[i] = i;
	b->queued = b->n;
	for (i = 0; i < b->sessions; i++)
		b->t->sessions[i].failures = 0;
	/* The others stay away once they were not let in. */
	b->t->sessions[0].given_up = false;
}

enum rc
batch_run(struct batch *b, struct err *e)
{
	size_t i;

	if (b->n == 0)
		return (RC_OK);
	batch_begin(b);
	while (b->finished < b->n && !b->failed) {
		if (!tend(b))
			b->failed = true;
		else
			batch_round(b);
	}
	if (b->failed)
		batch_fail(b);
	INVARIANT(b->finished == b->n);
	/* Nobody tends a login until the next batch: it would be too late. */
	for (i = 0; i < b->sessions; i++)
		if (b->t->sessions[i].state != SESSION_READY)
			session_stop(&b->t->sessions[i]);
	free(b->queue);
	free(b->breaks);
	if (!b->failed)
		return (RC_OK);
	*e = b->err;
	return (e->rc);
}
