/* The worker's end of a transfer: one partner, its connection, its spool
 * directory. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include "parsers/redact.h"
#include "pipeline/sandbox.h"
#include "pipeline/secret.h"
#include "pipeline/transfer.h"
#include "transport/transport.h"

#define SEND_FRAMES_MAX 4096
#define HEARTBEAT_SECONDS 5

struct blanking { /* of one file; redact: while it is on its way */
	struct redact *redact;
	enum cxml_secret verdict;
};

struct worker {
	struct frame_in in;
	struct frame_out out;
	int spool;
	struct transfer_request request;
	struct arena arena; /* of the whole life */
	struct arena scratch;
	struct endpoint endpoint; /* the transport keeps looking at it */
	struct transport *transport;
	char *inbox, *outbox;
	struct list entries;       /* struct remote_file, offered */
	struct list chosen;        /* of a batch: struct remote_file */
	struct list ids;           /* their indexes or ids, int64_t */
	struct blanking *blanking; /* by index in chosen */
	struct list idle;          /* struct redact *, of files that came */
	struct cxml_expected expected;
	bool proves;         /* a Sender has a secret to show */
	struct err deferred; /* from inside a callback */
	time_t told;         /* when the last heartbeat went */
};

static enum rc
say(struct worker *w, enum transfer_type type, const struct shape *shape,
    const void *object, struct err *e)
{
	struct buf body;
	enum rc rc;

	buf_init(&body, 1u << 20);
	shape_encode(shape, object, &body);
	rc = frame_put(&w->out, (uint8_t)type, buf_slice(&body), e);
	buf_free(&body);
	return (rc);
}

static enum rc
mark(struct worker *w, enum transfer_type type, struct err *e)
{
	if (frame_put(&w->out, (uint8_t)type, SLICE_NONE, e) != RC_OK)
		return (e->rc);
	return (frame_flush(&w->out, e));
}

/* --- what was asked ------------------------------------------------------ */

static enum rc
hello(struct worker *w, struct err *e)
{
	struct frame f;
	struct slice body;

	if (frame_get(&w->in, &f, e) != RC_OK)
		return (e->rc);
	if (f.type != TRANSFER_HELLO)
		return (err_set(e, RC_FATAL, "FRAME-BAD", "no HELLO"));
	body = arena_slice(&w->arena, f.body);
	return (shape_decode(&transfer_request_shape, body, &w->arena,
	    &w->request, e));
}

static const char *
below_mill(struct worker *w, struct slice path)
{
	if (path.n == 0)
		return (NULL);
	if (path.p[0] == '/')
		return (arena_text(&w->arena, path));
	return (arena_printf(&w->arena, SL_FMT "/" SL_FMT,
	    SL_ARG(w->request.mill), SL_ARG(path)));
}

#define MEMORY_MAX (INT64_C(2) << 30)

/* The resolver's and the C library's files, this partner's key, the spool, and
 * for dir: the partner's directory: nothing else exists from now on. */
static enum rc
lock_down(struct worker *w, const struct endpoint *ep, struct err *e)
{
	const struct sandbox_path paths[] = {
		{ "/etc", -1, true, false },
		{ "/usr", -1, true, false },
		{ "/lib", -1, true, false },
		{ "/lib64", -1, true, false },
		{ "/run", -1, true, false },
		{ "/dev", -1, true, true },
		{ "/proc", -1, true, false },
		{ NULL, w->spool, true, true },
		{ ep->key_file, -1, false, false },
		{ ep->password_file, -1, false, false },
		{ ep->kind == ENDPOINT_DIR ? ep->path : NULL, -1, true, true },
	};
	struct sandbox_path real[sizeof(paths) / sizeof(paths[0])];
	size_t n = 0;

	for (size_t i = 0; i < sizeof(paths) / sizeof(paths[0]); i++)
		if (paths[i].path != NULL || paths[i].fd >= 0)
			real[n++] = paths[i];
	return (sandbox_enter_paths(real, n,
	    MEMORY_MAX + 4 * w->request.max_file, e));
}

static enum rc
connect_to(struct worker *w, struct err *e)
{
	const struct transfer_request *r = &w->request;
	struct endpoint *ep = &w->endpoint;
	const char **keys;

	if (transport_url_parse(r->url, &w->arena, ep, e) != RC_OK)
		return (e->rc);
	keys = arena_array(&w->arena, r->host_keys.n + 1, sizeof(*keys));
	for (size_t i = 0; i < r->host_keys.n; i++)
		keys[i] = arena_text(&w->arena,
		    LIST_AT(&r->host_keys, struct text_item, i)->text);
	ep->key_file = below_mill(w, r->key);
	ep->password_file = below_mill(w, r->password_file);
	ep->agent = r->agent;
	ep->host_keys = (const char *const *)keys;
	ep->host_key_count = r->host_keys.n;
	ep->timeout_seconds = (int)r->timeout_seconds;
	ep->retries = (int)r->retries;
	ep->sessions = (int)r->sessions;
	ep->max_file = (uint64_t)r->max_file;
	if (lock_down(w, ep, e) != RC_OK)
		return (e->rc);
	w->inbox = arena_text(&w->arena, r->inbox);
	w->outbox = arena_text(&w->arena, r->outbox);
	return (transport_open(ep, &w->transport, e));
}

/* --- fetch --------------------------------------------------------------- */

static bool
temporary(struct slice name)
{
	static const char *const ends[] = { ".part", ".tmp", ".filepart",
		".partial", ".swp", "~", NULL };

	if (name.n > 0 && name.p[0] == '.')
		return (true);
	for (size_t i = 0; ends[i] != NULL; i++)
		if (slice_ends(name, slice_of(ends[i])))
			return (true);
	return (false);
}

static bool
wanted(const struct worker *w, const struct remote_file *f)
{
	const struct list *patterns = &w->request.patterns;

	if (!f->regular || !f->usable || temporary(f->name))
		return (false);
	for (size_t i = 0; i < patterns->n; i++)
		if (slice_glob(LIST_AT(patterns, struct text_item, i)->text,
			f->name))
			return (true);
	return (patterns->n == 0);
}

static int
by_name(const void *a, const void *b)
{
	return (slice_cmp(((const struct remote_file *)a)->name,
	    ((const struct remote_file *)b)->name));
}

static enum rc
look(struct worker *w, struct list *out, struct err *e)
{
	struct list all = { 0 };

	if (transport_list(w->transport, w->inbox, &w->arena, &all, e) != RC_OK)
		return (e->rc);
	for (size_t i = 0; i < all.n; i++) {
		struct remote_file *f = LIST_AT(&all, struct remote_file, i);

		if (wanted(w, f))
			*LIST_PUSH(&w->arena, out, struct remote_file) = *f;
	}
	if (out->n > 1)
		qsort(out->v, out->n, sizeof(struct remote_file), by_name);
	return (RC_OK);
}

/* A file that is still being written changes between two looks.  Both lists
 * are sorted: one walk over the two. */
static enum rc
settle(struct worker *w, struct list *files, struct err *e)
{
	struct timespec wait = { .tv_sec = (time_t)w->request.settle_seconds };
	struct list later = { 0 };
	size_t j = 0;

	if (w->request.settle_seconds == 0 || files->n == 0)
		return (RC_OK);
	while (nanosleep(&wait, &wait) != 0)
		continue;
	if (look(w, &later, e) != RC_OK)
		return (e->rc);
	for (size_t i = 0; i < later.n; i++) {
		struct remote_file *f = LIST_AT(&later, struct remote_file, i),
				   *was;

		while (j < files->n &&
		    slice_cmp(LIST_AT(files, struct remote_file, j)->name,
			f->name) < 0)
			j++;
		if (j == files->n)
			break;
		was = LIST_AT(files, struct remote_file, j);
		if (slice_eq(was->name, f->name) && was->size == f->size &&
		    was->mtime == f->mtime)
			*LIST_PUSH(&w->arena, &w->entries,
			    struct remote_file) = *f;
	}
	return (RC_OK);
}

static enum rc
offer(struct worker *w, struct err *e)
{
	struct list files = { 0 };

	if (look(w, &files, e) != RC_OK)
		return (e->rc);
	if (w->request.settle_seconds == 0)
		w->entries = files;
	else if (settle(w, &files, e) != RC_OK)
		return (e->rc);
	for (size_t i = 0; i < w->entries.n; i++) {
		const struct remote_file *f = LIST_AT(&w->entries,
		    struct remote_file, i);
		struct transfer_entry entry = { f->name, (int64_t)f->size,
			f->mtime };

		if (say(w, TRANSFER_LISTED, &transfer_entry_shape, &entry, e) !=
		    RC_OK)
			return (e->rc);
	}
	return (mark(w, TRANSFER_LIST_END, e));
}

/* Reads GET or CLEAR indexes until GO. */
static enum rc
choices(struct worker *w, enum transfer_type type, struct err *e)
{
	w->chosen = (struct list){ 0 };
	w->ids = (struct list){ 0 };
	for (;;) {
		struct transfer_index x;
		struct frame f;

		if (frame_get(&w->in, &f, e) != RC_OK)
			return (e->rc);
		if (f.type == TRANSFER_GO)
			return (RC_OK);
		arena_reset(&w->scratch);
		if (f.type != type ||
		    shape_decode(&transfer_index_shape, f.body, &w->scratch, &x,
			e) != RC_OK ||
		    x.index < 0 || (size_t)x.index >= w->entries.n)
			return (err_set(e, RC_FATAL, "FRAME-BAD",
			    "a choice that was not offered"));
		*LIST_PUSH(&w->arena, &w->chosen, struct remote_file) =
		    *LIST_AT(&w->entries, struct remote_file, (size_t)x.index);
		*LIST_PUSH(&w->arena, &w->ids, int64_t) = x.index;
	}
}

static void
result(struct worker *w, enum transfer_type type, size_t i,
    enum outcome outcome, const struct err *fault)
{
	struct transfer_result r = {
		.index = *LIST_AT(&w->ids, int64_t, i),
		.outcome = (int64_t)outcome,
		.spool = (int64_t)i,
		.code = slice_of(fault->code),
		.text = slice_of(fault->text),
		.secret = type == TRANSFER_GOT ?
		    (int64_t)w->blanking[i].verdict :
		    CXML_SECRET_NONE,
	};

	if (w->deferred.rc == RC_OK &&
	    (say(w, type, &transfer_result_shape, &r, &w->deferred) != RC_OK ||
		frame_flush(&w->out, &w->deferred) != RC_OK))
		return;
}

/* A large file takes its time: the supervisor hears that it moves. */
static void
moving(void *ctx, uint64_t more)
{
	struct worker *w = ctx;
	struct timespec now;

	(void)more;
	if (clock_gettime(CLOCK_MONOTONIC, &now) != 0 ||
	    now.tv_sec - w->told < HEARTBEAT_SECONDS)
		return;
	w->told = now.tv_sec;
	if (w->deferred.rc == RC_OK &&
	    mark(w, TRANSFER_NOTE, &w->deferred) != RC_OK)
		return; /* told when the batch is over */
}

_Static_assert(TRANSPORT_KEEP >= REDACT_KEEP, "what comes again fits");

/* Card numbers and secrets never reach the disk; those of a compressed archive
 * are blanked when it is unpacked. */
static size_t
blank(void *ctx, size_t i, uint64_t offset, char *p, size_t n, bool last)
{
	struct worker *w = ctx;
	struct blanking *b = &w->blanking[i];
	size_t ready;

	if (b->redact == NULL && w->idle.n > 0)
		b->redact = *LIST_AT(&w->idle, struct redact *, --w->idle.n);
	if (b->redact == NULL)
		b->redact = arena_alloc(&w->arena, sizeof(*b->redact));
	if (offset == 0)
		*b->redact = (struct redact){ .archives = true,
			.expected = w->proves ? &w->expected : NULL };
	ready = redact(b->redact, p, n, last);
	b->verdict = redact_verdict(b->redact);
	return (ready);
}

static void
got(void *ctx, size_t i, enum outcome outcome, int fd, const struct err *x)
{
	struct worker *w = ctx;
	struct blanking *b = &w->blanking[i];

	if (fd >= 0)
		(void)close(fd); /* the supervisor opens, syncs it */
	if (b->redact != NULL)
		*LIST_PUSH(&w->arena, &w->idle, struct redact *) = b->redact;
	b->redact = NULL;
	result(w, TRANSFER_GOT, i, outcome, x);
}

static void
cleared(void *ctx, size_t i, enum outcome outcome, int fd, const struct err *x)
{
	(void)fd;
	result(ctx, TRANSFER_CLEARED, i, outcome, x);
}

static enum rc
fetch(struct worker *w, struct err *e)
{
	struct transport_watch get = { got, moving, w },
			       clear = { cleared, NULL, w };
	const char *todir = w->request.move_to.n > 0 ?
	    arena_text(&w->arena, w->request.move_to) :
	    NULL;

	if (offer(w, e) != RC_OK || choices(w, TRANSFER_GET, e) != RC_OK)
		return (e->rc);
	w->blanking = arena_array(&w->arena, w->chosen.n + 1,
	    sizeof(*w->blanking));
	w->proves = secret_expected(w->request.secret, &w->expected);
	transport_filter(w->transport, blank, w);
	if (w->chosen.n > 0 &&
	    transport_get(w->transport, w->inbox, w->spool, 0, w->chosen.v,
		w->chosen.n, &get, e) != RC_OK)
		return (e->rc);
	if (w->deferred.rc != RC_OK || mark(w, TRANSFER_GOT_END, e) != RC_OK)
		return (*e = w->deferred, e->rc);
	if (choices(w, TRANSFER_CLEAR, e) != RC_OK)
		return (e->rc);
	if (w->chosen.n > 0 && !w->request.leave &&
	    transport_clear(w->transport, w->inbox, todir, w->chosen.v,
		w->chosen.n, &clear, e) != RC_OK)
		return (e->rc);
	return (RC_OK);
}

/* --- send ---------------------------------------------------------------- */

static void
put_done(void *ctx, size_t i, enum outcome outcome, int fd, const struct err *x)
{
	(void)fd;
	result(ctx, TRANSFER_DONE, i, outcome, x);
}

/* Collects PUT frames until GO; *finish: FINISH came instead. */
static enum rc
collect(struct worker *w, struct arena *a, struct list *uploads, bool *finish,
    struct err *e)
{
	*finish = false;
	w->ids = (struct list){ 0 };
	for (;;) {
		struct transfer_put p;
		struct upload *u;
		struct frame f;

		if (frame_get(&w->in, &f, e) != RC_OK)
			return (e->rc);
		*finish = f.type == TRANSFER_FINISH;
		if (*finish || f.type == TRANSFER_GO)
			return (RC_OK);
		if (f.type != TRANSFER_PUT || uploads->n == SEND_FRAMES_MAX ||
		    shape_decode(&transfer_put_shape, arena_slice(a, f.body), a,
			&p, e) != RC_OK)
			return (err_set(e, RC_FATAL, "FRAME-BAD",
			    "not a document to send"));
		u = LIST_PUSH(a, uploads, struct upload);
		u->name = p.name;
		u->data = p.bytes;
		*LIST_PUSH(a, &w->ids, int64_t) = p.id;
	}
}

static enum rc
send_all(struct worker *w, struct err *e)
{
	struct transport_watch put = { put_done, moving, w };
	struct arena a = ARENA_INIT;
	bool finish = false;
	enum rc rc = RC_OK;

	while (rc == RC_OK && !finish) {
		struct list uploads = { 0 };

		arena_reset(&a);
		rc = collect(w, &a, &uploads, &finish, e);
		if (rc != RC_OK || finish)
			break;
		rc = transport_put(w->transport, w->outbox, uploads.v,
		    uploads.n, &put, e);
		if (rc == RC_OK && w->deferred.rc != RC_OK) {
			*e = w->deferred;
			rc = e->rc;
		}
		if (rc == RC_OK)
			rc = mark(w, TRANSFER_DONE_END, e);
	}
	arena_free(&a);
	return (rc);
}

/* --- look ---------------------------------------------------------------- */

static enum rc
note(struct worker *w, const char *text, struct err *e)
{
	if (frame_put(&w->out, TRANSFER_NOTE, slice_of(text), e) != RC_OK)
		return (e->rc);
	return (frame_flush(&w->out, e));
}

/* `partner test`: logs in, lists the inbox, writes and removes a probe. */
static enum rc
look_around(struct worker *w, struct err *e)
{
	struct list all = { 0 }, good = { 0 };
	char line[160];

	if (note(w, "the connection opens and the login works", e) != RC_OK)
		return (e->rc);
	if (transport_list(w->transport, w->inbox, &w->arena, &all, e) !=
		RC_OK ||
	    look(w, &good, e) != RC_OK)
		return (err_add(e, "inbox '%s'", w->inbox));
	(void)snprintf(line, sizeof(line),
	    "the inbox can be listed: %zu entries, %zu of them to fetch", all.n,
	    good.n);
	if (note(w, line, e) != RC_OK)
		return (e->rc);
	all = (struct list){ 0 };
	if (transport_list(w->transport, w->outbox, &w->arena, &all, e) !=
	    RC_OK)
		return (err_add(e, "outbox '%s'", w->outbox));
	(void)snprintf(line, sizeof(line),
	    "the outbox can be listed: %zu entries", all.n);
	return (note(w, line, e));
}

static void
confess(struct worker *w, const struct err *fault)
{
	struct transfer_failure x = { .rc = (int64_t)fault->rc,
		.exit_code = err_exit_code(fault),
		.code = slice_of(fault->code),
		.text = slice_of(fault->text),
		.help = slice_of(fault->help) };
	struct err ignored = ERR_INIT;

	/* When even this cannot be said, the supervisor sees a cut stream. */
	(void)say(w, TRANSFER_FAILED, &transfer_failure_shape, &x, &ignored);
}

int
transfer_worker(int sock, int spool)
{
	struct worker w = { .spool = spool, .deferred = ERR_INIT };
	struct err e = ERR_INIT;
	enum rc rc;

	frame_in_init(&w.in, sock, -1);
	frame_out_init(&w.out, sock);
	rc = hello(&w, &e);
	if (rc == RC_OK)
		rc = connect_to(&w, &e);
	if (rc == RC_OK && w.request.task == TRANSFER_FETCH)
		rc = fetch(&w, &e);
	else if (rc == RC_OK && w.request.task == TRANSFER_SEND)
		rc = send_all(&w, &e);
	else if (rc == RC_OK)
		rc = look_around(&w, &e);
	if (rc != RC_OK)
		confess(&w, &e);
	rc = frame_end(&w.out, SLICE_NONE, &e);
	transport_close(w.transport);
	frame_in_free(&w.in);
	frame_out_free(&w.out);
	arena_free(&w.scratch);
	arena_free(&w.arena);
	return (rc == RC_OK ? 0 : 70);
}
