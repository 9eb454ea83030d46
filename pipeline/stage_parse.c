/* parse: files in state received (or parsing, after a crash) become orders,
 * confirmations, findings and technical answers. */
#include <inttypes.h>
#include <stdio.h>
#include <unistd.h>
#include <fcntl.h>

#include "base/file.h"
#include "base/log.h"
#include "pipeline/book.h"
#include "pipeline/archive.h"

#define DEATHS_MAX 2		/* seen by us: then the file is quarantined */
#define ATTEMPTS_MAX 8		/* tries whose end nobody saw */
#define WORKER_TIMEOUT_MS 600000

struct waiting {		/* a file of this stage, copied from its row */
	int64_t file_id, bytes, pack_id, offset, attempts;
	struct slice partner, sha256, name, died;
};

static enum rc
load_waiting(struct night *n, struct arena *a, struct list *out,
    struct err *e)
{
	struct rows *r;

	if (store_rows(n->store, Q_FILES_TO_PARSE, &r, e, "t",
	    n->only_partner) != RC_OK)
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
	}
	return (rows_end(r, e));
}

enum rc
file_bytes_open(struct night *n, struct slice sha256, int64_t pack_id,
    int *fd, struct err *e)
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

static enum rc
mark_attempt(struct night *n, const struct waiting *w, struct err *e)
{
	if (store_begin(n->store, e) != RC_OK)
		return (e->rc);
	if (store_exec(n->store, Q_FILE_ATTEMPT, NULL, e, "i", w->file_id) !=
	    RC_OK) {
		store_rollback(n->store);
		return (e->rc);
	}
	return (store_commit(n->store, e));
}

/* The worker died, and we saw it: once more, then never by itself again. */
static enum rc
worker_died(struct night *n, const struct waiting *w, const char *how,
    struct err *e)
{
	bool again = w->died.n == 0 && w->attempts < ATTEMPTS_MAX;
	struct event v = { n->as_of, n->run_id, "file", w->file_id,
	    SLICE_NONE, again ? "died" : "quarantined" };

	if (store_begin(n->store, e) != RC_OK)
		return (e->rc);
	if ((again ? store_exec(n->store, Q_FILE_DIED, NULL, e, "ssi",
	    "FILE-DIED", how, w->file_id)
	    : store_exec(n->store, Q_FILE_STATE, NULL, e, "sssi",
	    "quarantined", "FILE-DIED", how, w->file_id)) != RC_OK ||
	    event_add(n->store, &v, e, "its reader ended: %s", how) !=
	    RC_OK) {
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
is_archive(struct night *n, const struct waiting *w, bool *yes,
    struct err *e)
{
	char head[ARCHIVE_HEAD];
	ssize_t got;
	int fd;

	*yes = false;
	if (w->pack_id != 0)
		return (RC_OK);		/* a member: it was unpacked */
	if (file_bytes_open(n, w->sha256, 0, &fd, e) != RC_OK)
		return (e->rc);
	got = pread(fd, head, sizeof(head), 0);
	(void)close(fd);
	if (got < 0)
		return (err_sys(e, "FILE-BYTES", "file %" PRId64,
		    w->file_id));
	*yes = archive_detect((struct slice){ head, (size_t)got });
	return (RC_OK);
}

static enum rc
parse_one(struct night *n, const struct waiting *w, bool *died,
    struct err *e)
{
	struct book_file f = { .file_id = w->file_id, .partner = w->partner,
	    .sha256 = w->sha256, .name = w->name, .attempts = w->attempts };
	struct worker_limits limits = { .input_bytes = w->bytes };
	struct mapping m = { 0 };
	struct book b;
	int fd = -1, from = -1;
	enum rc rc;

	*died = false;
	if (file_bytes_open(n, w->sha256, w->pack_id, &fd, e) != RC_OK)
		return (e->rc);
	rc = file_map_fd(fd, w->offset, (size_t)w->bytes, &m, e);
	if (rc == RC_OK)
		rc = zygote_work(n->zygote, WORKER_PARSE, fd, w->offset,
		    &limits, "", &from, e);
	(void)close(fd);
	if (rc == RC_OK) {
		f.data = m.data;
		rc = book_open(&b, n, &f, e);
		if (rc == RC_OK)
			rc = read_worker(&b, from, died, e);
		book_close(&b);
		(void)close(from);
	}
	file_unmap(&m);
	return (rc);
}

static enum rc
parse_waiting(struct night *n, struct waiting *w, struct err *e)
{
	struct err inner;
	char how[256];
	bool died, archive;

	if (is_archive(n, w, &archive, e) != RC_OK || archive)
		return (e->rc);
	for (;;) {
		if (w->attempts >= ATTEMPTS_MAX)
			return (worker_died(n, w, "no try came to an end",
			    e));
		if (mark_attempt(n, w, e) != RC_OK)
			return (e->rc);
		inner = (struct err)ERR_INIT;
		if (parse_one(n, w, &died, &inner) == RC_OK)
			return (RC_OK);
		if (!died) {
			*e = inner;
			return (err_add(e, "file %" PRId64, w->file_id));
		}
		(void)snprintf(how, sizeof(how), "%s (%.100s)",
		    zygote_last_death(n->zygote), inner.text);
		if (worker_died(n, w, how, e) != RC_OK)
			return (e->rc);
		w->attempts++;
		if (w->died.n > 0)
			return (RC_OK);
		w->died = SLICE("FILE-DIED");
	}
}

enum rc
stage_parse(struct night *n, struct err *e)
{
	struct arena a = ARENA_INIT;
	struct list all = { 0 };
	enum rc rc;

	rc = load_waiting(n, &a, &all, e);
	for (size_t i = 0; rc == RC_OK && i < all.n; i++) {
		progress_set("parse", i, all.n);
		rc = parse_waiting(n, LIST_AT(&all, struct waiting, i), e);
	}
	progress_end();
	arena_free(&a);
	return (rc);
}
