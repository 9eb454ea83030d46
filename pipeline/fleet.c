#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "base/log.h"
#include "pipeline/fleet.h"

struct ship {
	struct transfer transfer;
	void *ctx;
	int spool;
	bool used;
	int64_t heard_ms; /* when it last said something */
};

struct fleet {
	struct night *night;
	const struct fleet_task *task;
	struct ship ships[FLEET_AT_ONCE];
	size_t at_sea;
};

/* var/spool/PARTNER: ids of partners are checked names. */
static enum rc
open_spool(struct night *n, const struct partner *p, int *fd, struct err *e)
{
	char path[160];

	(void)snprintf(path, sizeof(path), "spool/" SL_FMT, SL_ARG(p->id));
	if (dir_make(n->mill->var, path, e) != RC_OK)
		return (e->rc);
	return (dir_open(n->mill->var, path, fd, e));
}

static void
put_away(struct fleet *f, struct ship *s)
{
	if (s->ctx != NULL)
		f->task->unmake(s->ctx);
	transfer_stop(&s->transfer);
	if (s->spool >= 0)
		(void)close(s->spool);
	*s = (struct ship){ .spool = -1 };
	f->at_sea--;
}

enum rc
fleet_fault(struct night *n, const char *task, const struct partner *p,
    const struct err *fault, struct err *e)
{
	struct event v = { n->as_of, n->run_id, "partner", 0, p->id,
		"unreachable" };

	n->incomplete = true;
	log_line(LOG_WARN, SL_FMT ": %s: [%s] %s%s%s", SL_ARG(p->id), task,
	    fault->code, fault->text, fault->help[0] != '\0' ? "; " : "",
	    fault->help);
	if (store_begin(n->store, e) != RC_OK)
		return (e->rc);
	if (event_add(n->store, &v, e, "%s: [%s] %s", task, fault->code,
		fault->text) != RC_OK) {
		store_rollback(n->store);
		return (e->rc);
	}
	return (store_commit(n->store, e));
}

static bool
ours(const struct err *fault)
{
	static const char *const codes[] = { "DB", "PACK-", "IO-", "FETCH",
		"DISK-", NULL };

	for (size_t i = 0; codes[i] != NULL; i++)
		if (strncmp(fault->code, codes[i], strlen(codes[i])) == 0)
			return (true);
	return (false);
}

static enum rc
broken(struct fleet *f, struct ship *s, struct err *fault, bool at_worker,
    struct err *e)
{
	store_rollback(f->night->store);
	if (!at_worker && ours(fault)) {
		*e = *fault;
		return (e->rc);
	}
	if (f->task->on_broken != NULL &&
	    f->task->on_broken(s->ctx, &s->transfer, e) != RC_OK)
		return (e->rc);
	return (fleet_fault(f->night, f->task->name, s->transfer.partner, fault,
	    e));
}

static enum rc
launch(struct fleet *f, const struct partner *p, struct err *e)
{
	struct err fault = ERR_INIT;

	struct ship *s = f->ships;
	struct night *n = f->night;
	bool dry = n->dry_run;

	while (s->used)
		s++;
	*s = (struct ship){ .spool = -1,
		.used = true,
		.heard_ms = monotonic_ms() };
	f->at_sea++;
	if (open_spool(n, p, &s->spool, e) != RC_OK)
		return (e->rc);
	s->ctx = f->task->make(n, s->spool);
	if (transfer_start(&s->transfer, n->zygote, n->mill->path, p,
		f->task->task, dry, s->spool, &fault) != RC_OK) {
		/* Its secret cannot be read: the others go on. */
		if (strcmp(fault.code, "SECRET-FILE") != 0) {
			*e = fault;
			return (e->rc);
		}
	} else if (f->task->start == NULL ||
	    f->task->start(s->ctx, &s->transfer, &fault) == RC_OK) {
		return (RC_OK);
	}
	if (broken(f, s, &fault, false, e) == RC_OK)
		put_away(f, s);
	return (e->rc);
}

/* All frames that are here; *ended when the worker said END or broke. */
static enum rc
listen_to(struct fleet *f, struct ship *s, bool *ended, struct err *e)
{
	struct err fault;

	s->heard_ms = monotonic_ms();
	do {
		struct frame frame;

		fault = (struct err)ERR_INIT;
		if (transfer_next(&s->transfer, &frame, &fault) != RC_OK) {
			*ended = true;
			return (broken(f, s, &fault, true, e));
		}
		if (frame.type == FRAME_END) {
			*ended = true;
			return (RC_OK);
		}
		if (frame.type == TRANSFER_NOTE)
			continue; /* bytes are moving */
		if (f->task->on_frame(s->ctx, &s->transfer, &frame, &fault) !=
		    RC_OK) {
			*ended = true;
			return (broken(f, s, &fault, false, e));
		}
	} while (frame_waiting(&s->transfer.in));
	*ended = false;
	return (RC_OK);
}

/* Each worker bounds its own waits; this is for one that hangs all the same. */
static enum rc
silent_too_long(struct fleet *f, struct ship *s, bool *ended, struct err *e)
{
	struct err fault = ERR_INIT;

	if (monotonic_ms() - s->heard_ms < s->transfer.in.timeout_ms)
		return (RC_OK);
	*ended = true;
	(void)err_set(&fault, RC_RETRY, "FRAME-TIMEOUT",
	    "its worker has been silent for too long");
	return (broken(f, s, &fault, true, e));
}

static enum rc
wait_for_news(struct fleet *f, struct err *e)
{
	struct pollfd polls[FLEET_AT_ONCE];
	struct ship *who[FLEET_AT_ONCE];
	nfds_t n = 0;

	for (size_t i = 0; i < FLEET_AT_ONCE; i++) {
		if (!f->ships[i].used)
			continue;
		who[n] = &f->ships[i];
		polls[n++] = (struct pollfd){ .fd = f->ships[i].transfer.sock,
			.events = POLLIN };
	}
	if (poll(polls, n, 1000) < 0) {
		if (errno == EINTR)
			return (RC_OK);
		return (err_sys(e, "FLEET", "poll"));
	}
	for (nfds_t i = 0; i < n; i++) {
		bool ended = false;

		if (polls[i].revents != 0) {
			if (listen_to(f, who[i], &ended, e) != RC_OK)
				return (e->rc);
		} else if (silent_too_long(f, who[i], &ended, e) != RC_OK) {
			return (e->rc);
		}
		if (ended)
			put_away(f, who[i]);
	}
	return (RC_OK);
}

enum rc
fleet_run(struct night *n, const struct fleet_task *task,
    const struct list *partners, struct err *e)
{
	struct fleet f = { .night = n, .task = task };
	size_t next = 0;
	enum rc rc = RC_OK;

	for (size_t i = 0; i < FLEET_AT_ONCE; i++)
		f.ships[i].spool = -1;
	while (rc == RC_OK && (next < partners->n || f.at_sea > 0)) {
		if (next < partners->n && f.at_sea < FLEET_AT_ONCE)
			rc = launch(&f,
			    *LIST_AT(partners, const struct partner *, next++),
			    e);
		else
			rc = wait_for_news(&f, e);
	}
	for (size_t i = 0; i < FLEET_AT_ONCE; i++)
		if (f.ships[i].used)
			put_away(&f, &f.ships[i]);
	return (rc);
}
