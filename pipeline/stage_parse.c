/* parse: files in state received (or parsing, after a crash) become orders,
 * confirmations, findings and technical answers.  While one file is booked,
 * the worker of the next one reads already: parsing has one core, booking
 * another. */
#include <inttypes.h>
#include <stdio.h>
#include <unistd.h>
#include <fcntl.h>

#include "base/file.h"
#include "base/log.h"
#include "pipeline/agreed.h"
#include "pipeline/book.h"
#include "pipeline/archive.h"
#include "pipeline/forget.h"
#include "pipeline/receipt.h"

#define GROUP 16       /* attempts committed together */
#define ATTEMPTS_MAX 8 /* tries whose end nobody saw */
#define WORKER_TIMEOUT_MS 600000

struct waiting { /* a file of this stage, copied from its row */
	int64_t file_id, bytes, pack_id, offset, attempts;
	struct slice partner, sha256, name, died;
	bool archive;        /* left for the unpack stage */
	bool no_secret;      /* its cXML does not prove who sends it */
	bool marked;         /* this attempt is committed */
	int from;            /* its worker, when it runs; else -1 */
	struct mapping data; /* while it runs */
};

static enum rc
load_waiting(struct night *n, struct arena *a, struct list *out, struct err *e)
{
	struct rows *r;

	if (store_rows(n->store, Q_FILES_TO_PARSE, &r, e, "t",
		night_connection(n)) != RC_OK)
		return (e->rc);
	while (rows_next(r)) {
		struct waiting *w = LIST_PUSH(a, out, struct waiting);

		w->file_id = rows_int(r, 0);
		w->partner = arena_slice(a, rows_text(r, 1));
		w->sha256 = arena_slice(a, rows_text(r, 2));
		w->bytes = rows_int(r, 3);
		w->name = arena_slice(a, rows_text(r, 4));
		w->pack_id = rows_int(r, 5);
		w->offset = rows_int(r, 6);
		w->attempts = rows_int(r, 7);
		w->died = arena_slice(a, rows_text(r, 9));
		w->no_secret = slice_is(rows_text(r, 10), "wrong") ||
		    slice_is(rows_text(r, 10), "none");
		w->from = -1;
	}
	return (rows_end(r, e));
}

enum rc
file_bytes_open(struct night *n, struct slice sha256, int64_t pack_id, int *fd,
    struct err *e)
{
	char name[SHA256_HEX + 24];
	int dir = n->mill->files;

	if (pack_id != 0) {
		dir = n->mill->packs;
		(void)pack_name(pack_id, name);
	} else {
		(void)snprintf(name, sizeof(name), SL_FMT, SL_ARG(sha256));
	}
	*fd = openat(dir, name, O_RDONLY | O_NOFOLLOW | O_CLOEXEC);
	if (*fd < 0)
		return (err_sys(e, "FILE-BYTES", "%s", name));
	return (RC_OK);
}

/* The attempts of these files, committed before any of them is made. */
static enum rc
mark_attempts(struct night *n, struct waiting *w, size_t count, struct err *e)
{
	if (store_begin(n->store, e) != RC_OK)
		return (e->rc);
	for (size_t i = 0; i < count; i++) {
		if (w[i].archive || w[i].attempts >= ATTEMPTS_MAX)
			continue;
		if (store_exec(n->store, Q_FILE_ATTEMPT, NULL, e, "i",
			w[i].file_id) != RC_OK) {
			store_rollback(n->store);
			return (e->rc);
		}
		w[i].marked = true;
	}
	return (store_commit(n->store, e));
}

/* The worker died, and we saw it: once more, then never by itself again; what
 * it had told before would count from then on, so it goes. */
static enum rc
worker_died(struct night *n, const struct waiting *w, const char *how,
    struct err *e)
{
	bool again = w->died.n == 0 && w->attempts < ATTEMPTS_MAX;
	struct event v = { n->as_of, n->run_id, "file", w->file_id, SLICE_NONE,
		again ? "died" : "quarantined" };

	if (store_begin(n->store, e) != RC_OK)
		return (e->rc);
	if ((again ? store_exec(n->store, Q_FILE_DIED, NULL, e, "ssi",
			 "FILE-DIED", how, w->file_id) :
		     store_exec(n->store, Q_FILE_STATE, NULL, e, "sssi",
			 "quarantined", "FILE-DIED", how, w->file_id)) !=
		RC_OK ||
	    (!again && file_forget_staged(n->store, w->file_id, e) != RC_OK) ||
	    event_add(n->store, &v, e, "its reader ended: %s", how) != RC_OK) {
		store_rollback(n->store);
		return (e->rc);
	}
	return (store_commit(n->store, e));
}

/* Reads what the worker says.  *died: it ended without saying END. */
static enum rc
read_worker(struct book *b, int from, bool *died, struct err *e)
{
	struct parse_sink sink = book_sink(b);
	struct arena a = ARENA_INIT;
	struct parse_end end = { 0 };
	struct frame_in in;
	char format[16] = "";
	enum rc rc;

	*died = false;
	frame_in_init(&in, from, WORKER_TIMEOUT_MS);
	rc = record_read(&in, &sink, &a, format, &end, e);
	frame_in_free(&in);
	arena_free(&a);
	if (rc == RC_OK)
		return (book_end(b, format, &end, e));
	/* Cut, silent or talking nonsense: the child failed, not the run. */
	*died = strncmp(e->code, "FRAME-", 6) == 0 ||
	    strncmp(e->code, "RECORD-", 7) == 0;
	return (rc);
}

/* Left for the unpack stage: a run of `parse` alone must not judge it. */
static enum rc
is_archive(struct night *n, const struct waiting *w, bool *yes, struct err *e)
{
	char head[ARCHIVE_HEAD];
	ssize_t got;
	int fd;

	*yes = false;
	if (w->pack_id != 0)
		return (RC_OK); /* a member: it was unpacked */
	if (file_bytes_open(n, w->sha256, 0, &fd, e) != RC_OK)
		return (e->rc);
	got = pread(fd, head, sizeof(head), 0);
	(void)close(fd);
	if (got < 0)
		return (err_sys(e, "FILE-BYTES", "file %" PRId64, w->file_id));
	*yes = archive_detect((struct slice){ head, (size_t)got });
	return (RC_OK);
}

static enum rc
start_worker(struct night *n, struct waiting *w, struct err *e)
{
	struct worker_limits limits = { .input_bytes = w->bytes };
	struct buf options;
	int fd = -1;
	enum rc rc;

	if (file_bytes_open(n, w->sha256, w->pack_id, &fd, e) != RC_OK)
		return (e->rc);
	buf_init(&options, AGREED_MAX);
	agreed_options(config_partner(&n->mill->config, w->partner),
	    w->no_secret, &options);
	rc = file_map_fd(fd, w->offset, (size_t)w->bytes, &w->data, e);
	if (rc == RC_OK)
		rc = zygote_parse(n->zygote, fd, w->offset, &limits, "",
		    buf_slice(&options), &w->from, e);
	buf_free(&options);
	(void)close(fd);
	return (rc);
}

static void
end_worker(struct waiting *w)
{
	if (w->from >= 0)
		(void)close(w->from);
	w->from = -1;
	file_unmap(&w->data);
	w->data = (struct mapping){ .base = NULL };
	w->marked = false;
}

static enum rc
book_one(struct night *n, const struct waiting *w, bool *died, struct err *e)
{
	struct book_file f = { .file_id = w->file_id,
		.partner = w->partner,
		.sha256 = w->sha256,
		.name = w->name,
		.attempts = w->attempts,
		.data = w->data.data };
	struct book b;
	enum rc rc = book_open(&b, n, &f, e);

	*died = false;
	if (rc == RC_OK)
		rc = read_worker(&b, w->from, died, e);
	book_close(&b);
	return (rc);
}

/* One try; *how (for people) when its worker died. */
static enum rc
try_once(struct night *n, struct waiting *w, char *how, size_t size, bool *died,
    struct err *e)
{
	struct err inner = ERR_INIT;
	enum rc rc;

	*died = false;
	if (!w->marked && mark_attempts(n, w, 1, e) != RC_OK)
		return (e->rc);
	rc = w->from >= 0 ? RC_OK : start_worker(n, w, e);
	if (rc == RC_OK && book_one(n, w, died, &inner) != RC_OK) {
		if (*died) {
			(void)snprintf(how, size, "%s (%.100s)",
			    zygote_death(n->zygote, w->from), inner.text);
		} else {
			*e = inner;
			rc = err_add(e, "file %" PRId64, w->file_id);
		}
	}
	end_worker(w);
	return (rc);
}

static enum rc
parse_waiting(struct night *n, struct waiting *w, struct err *e)
{
	char how[256];
	bool died;

	for (;;) {
		if (w->attempts >= ATTEMPTS_MAX)
			return (worker_died(n, w, "no try came to an end", e));
		if (try_once(n, w, how, sizeof(how), &died, e) != RC_OK ||
		    !died)
			return (e->rc);
		if (worker_died(n, w, how, e) != RC_OK)
			return (e->rc);
		w->attempts++;
		if (w->died.n > 0)
			return (RC_OK);
		w->died = SLICE("FILE-DIED");
	}
}

/* Which are archives, and the attempts of those that are not. */
static enum rc
prepare_group(struct night *n, struct waiting *w, size_t count, struct err *e)
{
	bool any = false;

	for (size_t i = 0; i < count; i++) {
		if (is_archive(n, &w[i], &w[i].archive, e) != RC_OK)
			return (e->rc);
		any = any || !w[i].archive;
	}
	return (any ? mark_attempts(n, w, count, e) : RC_OK);
}

static enum rc
parse_group(struct night *n, struct waiting *w, size_t count, struct err *e)
{
	enum rc rc = prepare_group(n, w, count, e);

	for (size_t i = 0; rc == RC_OK && i < count; i++) {
		size_t next = i + 1;

		if (w[i].archive)
			continue;
		if (w[i].from < 0 && w[i].marked)
			rc = start_worker(n, &w[i], e);
		while (next < count && w[next].archive)
			next++;
		if (rc == RC_OK && next < count && w[next].marked)
			rc = start_worker(n, &w[next], e);
		if (rc == RC_OK)
			rc = parse_waiting(n, &w[i], e);
	}
	for (size_t i = 0; i < count; i++)
		end_worker(&w[i]);
	return (rc);
}

enum rc
stage_parse(struct night *n, struct err *e)
{
	struct arena a = ARENA_INIT;
	struct list all = { 0 };
	enum rc rc;

	rc = load_waiting(n, &a, &all, e);
	for (size_t i = 0; rc == RC_OK && i < all.n; i += GROUP) {
		size_t count = all.n - i < GROUP ? all.n - i : GROUP;

		progress_set("parse", i, all.n);
		rc = parse_group(n, LIST_AT(&all, struct waiting, i), count, e);
	}
	progress_end();
	arena_free(&a);
	return (rc == RC_OK ? receipts_settle(n, e) : rc);
}
