/*
 * The transport interface over SFTP sessions.
 */
#include <stdio.h>
#include <stdlib.h>

#include "transport/sftp.h"

#define SESSIONS_MAX 32

static struct sftp *
sftp_of(struct transport *t)
{
	return ((struct sftp *)(void *)t);
}

/* Batches of one (list, stat) hand their fault to the caller. */
static void
keep_error(void *ctx, size_t index, enum outcome outcome, int fd,
    const struct err *e)
{
	(void)index;
	(void)fd;
	if (outcome != OUTCOME_DONE)
		*(struct err *)ctx = *e;
}

static enum rc
run_one(struct batch *b, struct err *e)
{
	struct err fault = ERR_INIT;
	struct transport_watch w = { .done = keep_error, .ctx = &fault };
	enum rc rc;

	b->n = 1;
	b->watch = &w;
	rc = batch_run(b, e);
	if (rc == RC_OK && fault.rc != RC_OK) {
		*e = fault;
		rc = fault.rc;
	}
	return (rc);
}

static enum rc
sftp_list(struct transport *t, const char *dir, struct arena *a,
    struct list *files, struct err *e)
{
	struct batch b = { .t = sftp_of(t),
		.type = &job_list,
		.dir = dir,
		.arena = a,
		.list = files };

	return (run_one(&b, e));
}

static enum rc
sftp_stat(struct transport *t, const char *dir, struct slice name,
    struct remote_file *f, bool *found, struct err *e)
{
	struct batch b = { .t = sftp_of(t),
		.type = &job_stat,
		.dir = dir,
		.file = f,
		.found = found };

	f->name = name;
	return (run_one(&b, e));
}

static enum rc
sftp_get(struct transport *t, const char *dir, int spool, uint64_t first,
    const struct remote_file *files, size_t n, const struct transport_watch *w,
    struct err *e)
{
	struct batch b = { .t = sftp_of(t),
		.type = &job_get,
		.n = n,
		.watch = w,
		.dir = dir,
		.spool = spool,
		.first = first,
		.files = files };

	return (batch_run(&b, e));
}

static enum rc
sftp_put(struct transport *t, const char *dir, const struct upload *files,
    size_t n, const struct transport_watch *w, struct err *e)
{
	struct batch b = { .t = sftp_of(t),
		.type = &job_put,
		.n = n,
		.watch = w,
		.dir = dir,
		.uploads = files };

	return (batch_run(&b, e));
}

static enum rc
sftp_clear(struct transport *t, const char *dir, const char *todir,
    const struct remote_file *files, size_t n, const struct transport_watch *w,
    struct err *e)
{
	struct batch b = { .t = sftp_of(t),
		.type = &job_clear,
		.n = n,
		.watch = w,
		.dir = dir,
		.todir = todir,
		.files = files };

	return (batch_run(&b, e));
}

static void
sftp_close(struct transport *t)
{
	struct sftp *s = sftp_of(t);
	size_t i;

	for (i = 0; i < s->session_count; i++)
		session_free(&s->sessions[i]);
	secret_free(&s->secret);
	free(s->sessions);
	free(s->jobs);
	free(s);
	libssh2_exit();
}

static const struct transport_ops sftp_ops = { sftp_list, sftp_stat, sftp_get,
	sftp_put, sftp_clear, sftp_close };

static enum rc
pins_check(const struct endpoint *ep, struct err *e)
{
	struct slice pin;
	size_t i;
	bool bad = ep->host_key_count == 0;

	for (i = 0; i < ep->host_key_count; i++) {
		pin = slice_of(ep->host_keys[i]);
		if (!slice_starts(pin, SLICE("SHA256:")) || pin.n < 50)
			bad = true;
	}
	if (!bad)
		return (RC_OK);
	(void)err_set(e, RC_FATAL, "SSH-NOPIN", "%s:%u: %s", ep->host,
	    (unsigned)ep->port,
	    ep->host_key_count == 0 ?
		"no host key is known, and none is taken on trust" :
		"a host key is no SHA256:... fingerprint");
	e->exit_code = EXIT_CONFIG;
	return (err_help(e,
	    "get the fingerprint from the partner (on the "
	    "server: ssh-keygen -lf /etc/ssh/ssh_host_ed25519_key.pub) and "
	    "put it into host_keys"));
}

/* Connects the first session, so that a fault shows here. */
static enum rc
first_session(struct sftp *s, struct err *e)
{
	struct remote_file f = { .name = SLICE_NONE };
	bool found;

	return (sftp_stat(&s->base, "", SLICE_NONE, &f, &found, e));
}

static size_t
within(int n, int most)
{
	return ((size_t)(n < 1 ? 1 : n > most ? most : n));
}

enum rc
sftp_open(const struct endpoint *ep, struct transport **t, struct err *e)
{
	struct sftp *s;
	enum rc rc = pins_check(ep, e);
	size_t i;

	if (rc != RC_OK)
		return (rc);
	INVARIANT(ep->timeout_seconds > 0 && ep->retries >= 0 &&
	    ep->retries < UINT8_MAX);
	s = calloc(1, sizeof(*s));
	if (s == NULL || libssh2_init(0) != 0)
		die_memory();
	s->base = (struct transport){ .ops = &sftp_ops, .ep = ep };
	s->session_count = within(ep->sessions, SESSIONS_MAX);
	s->sessions = calloc(s->session_count, sizeof(*s->sessions));
	s->job_count = JOBS_MAX;
	s->jobs = calloc(s->job_count, sizeof(*s->jobs));
	if (s->sessions == NULL || s->jobs == NULL)
		die_memory();
	for (i = 0; i < s->session_count; i++)
		session_init(&s->sessions[i], ep, &s->secret);
	rc = secret_load(ep, &s->secret, e);
	if (rc == RC_OK)
		rc = first_session(s, e);
	if (rc != RC_OK) {
		sftp_close(&s->base);
		return (rc);
	}
	*t = &s->base;
	return (RC_OK);
}

enum rc
transport_host_key(const struct endpoint *ep, char fingerprint[64],
    struct err *e)
{
	struct session *s = calloc(1, sizeof(*s));
	struct pollfd p;
	enum rc rc = RC_OK;

	if (s == NULL || libssh2_init(0) != 0)
		die_memory();
	session_init(s, ep, NULL);
	session_start(s);
	while (s->state != SESSION_BROKEN) {
		if (session_step(s))
			continue;
		session_poll(s, &p);
		(void)poll(&p, 1, (int)session_wait(s, clock_ms()) + 1);
	}
	(void)snprintf(fingerprint, 64, "%s", s->fingerprint);
	if (s->err.rc != RC_OK) {
		*e = s->err;
		rc = s->err.rc;
	}
	session_free(s);
	free(s);
	libssh2_exit();
	return (rc);
}
