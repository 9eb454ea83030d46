/* fetch: every partner's inbox, several partners at once.  Bytes are made
 * durable first, then committed in groups, and only then removed at the
 * partner, after a second look. */
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "base/log.h"
#include "pipeline/fleet.h"
#include "pipeline/forget.h"
#include "pipeline/outbox.h"
#include "pipeline/secret.h"
#include "transport/transport.h"

#define GROUP_FILES 64
#define GROUP_BYTES (32 << 20)

enum fetch_state { FETCH_LISTING, FETCH_GETTING, FETCH_CLEARING };

struct entry {
	struct slice name;
	int64_t size, mtime;
	bool known, removed, clear;
};

struct landed { /* downloaded, not yet committed */
	size_t entry;
	int64_t spool;
	enum cxml_secret secret;
	char sha[SHA256_HEX];
};

struct fetch {
	struct night *night;
	enum fetch_state state;
	int spool;
	struct arena arena;
	struct list entries; /* struct entry */
	struct list landed;  /* struct landed */
	int64_t landed_bytes;
	size_t got, wanted;
};

/* --- what arrived -------------------------------------------------------- */

static enum rc
on_listed(struct fetch *x, struct transfer *t, const struct frame *f,
    struct err *e)
{
	struct transfer_entry heard;
	struct entry *entry;
	struct rows *r;

	if (transfer_read(t, f, &transfer_entry_shape, &heard, e) != RC_OK)
		return (e->rc);
	entry = LIST_PUSH(&x->arena, &x->entries, struct entry);
	entry->name = arena_slice(&x->arena, heard.name);
	entry->size = heard.size;
	entry->mtime = heard.mtime;
	if (store_rows(x->night->store, Q_ARRIVAL_KNOWN, &r, e, "tbii",
		t->partner->id, entry->name, entry->size,
		entry->mtime) != RC_OK)
		return (e->rc);
	if (rows_next(r)) {
		entry->known = true;
		entry->removed = rows_int(r, 1) != 0;
		entry->clear = true;
	}
	return (rows_end(r, e));
}

static enum rc
say_index(struct transfer *t, enum transfer_type type, size_t i, struct err *e)
{
	struct transfer_index x = { (int64_t)i };

	return (transfer_say(t, type, &transfer_index_shape, &x, e));
}

static enum rc
on_list_end(struct fetch *x, struct transfer *t, struct err *e)
{
	for (size_t i = 0; i < x->entries.n; i++) {
		if (LIST_AT(&x->entries, struct entry, i)->known)
			continue;
		x->wanted++;
		if (say_index(t, TRANSFER_GET, i, e) != RC_OK)
			return (e->rc);
	}
	x->state = FETCH_GETTING;
	return (transfer_go(t, TRANSFER_GO, e));
}

/* --- bytes first, then the commit ---------------------------------------- */

/* The supervisor believes its own hash only. */
static enum rc
take_in(struct fetch *x, struct landed *l, struct err *e)
{
	struct mapping m = { 0 };
	struct sha256 sha;
	char name[32];
	int fd;
	enum rc rc;

	(void)spool_name((uint64_t)l->spool, name);
	if (file_map(x->spool, name, &m, e) != RC_OK)
		return (e->rc);
	sha = sha256_of(m.data);
	LIST_AT(&x->entries, struct entry, l->entry)->size = (int64_t)m.size;
	file_unmap(&m);
	(void)sha256_hex(&sha, l->sha);
	if (file_exists(x->night->mill->files, l->sha))
		return (file_remove(x->spool, name, e));
	fd = openat(x->spool, name, O_RDWR | O_NOFOLLOW | O_CLOEXEC);
	if (fd < 0)
		return (err_sys(e, "FETCH", "%s", name));
	rc = file_close(fd, name, e); /* fsync and close */
	if (rc != RC_OK)
		return (rc);
	return (file_rename(x->spool, name, x->night->mill->files, l->sha, e));
}

static enum rc
insert_file(struct fetch *x, struct transfer *t, const struct entry *entry,
    const struct landed *l, int64_t *file_id, struct err *e)
{
	struct night *n = x->night;
	struct buf shown;
	enum rc rc;

	buf_init(&shown, 8192);
	buf_shown(&shown, entry->name);
	rc = store_exec(n->store, Q_FILE_INSERT, NULL, e,
	    "tsit"
	    "nni"
	    "iis",
	    t->partner->id, l->sha, entry->size, buf_slice(&shown), (int64_t)0,
	    n->run_id, n->as_of, secret_word(t->partner, l->secret));
	buf_free(&shown);
	*file_id = store_last_id(n->store);
	return (rc);
}

/* The same bytes but for a secret that is blanked: what was refused because of
 * it is read now. */
static enum rc
proven_now(struct night *n, int64_t file_id, enum cxml_secret secret,
    struct err *e)
{
	struct event v = { n->as_of, n->run_id, "file", file_id, SLICE_NONE,
		"retried" };
	int64_t changed = 0;

	if (secret != CXML_SECRET_RIGHT)
		return (RC_OK);
	if (store_exec(n->store, Q_FILE_PROVEN, &changed, e, "i", file_id) !=
		RC_OK ||
	    changed == 0)
		return (e->rc);
	if (file_forget(n->store, file_id, e) != RC_OK)
		return (e->rc);
	return (event_add(n->store, &v, e,
	    "it came again with the right SharedSecret"));
}

/* New bytes become a file; known bytes make their earlier answers due again,
 * nothing else. */
static enum rc
record(struct fetch *x, struct transfer *t, const struct landed *l,
    struct err *e)
{
	struct night *n = x->night;
	struct entry *entry = LIST_AT(&x->entries, struct entry, l->entry);
	struct event v = { n->as_of, n->run_id, "file", 0, SLICE_NONE,
		"fetched" };
	int64_t file_id = 0;

	if (store_int(n->store, Q_FILE_BY_HASH, 0, &file_id, e, "ts",
		t->partner->id, l->sha) != RC_OK)
		return (e->rc);
	if (file_id != 0) {
		v.kind = "repeated";
		if (proven_now(n, file_id, l->secret, e) != RC_OK ||
		    outbox_again_for_file(n, file_id, e) != RC_OK)
			return (e->rc);
	} else if (insert_file(x, t, entry, l, &file_id, e) != RC_OK) {
		return (e->rc);
	}
	v.id = file_id;
	if (event_add(n->store, &v, e, "from " SL_FMT ", %" PRId64 " bytes",
		SL_ARG(t->partner->id), entry->size) != RC_OK)
		return (e->rc);
	return (store_exec(n->store, Q_ARRIVAL_INSERT, NULL, e, "tbiiii",
	    t->partner->id, entry->name, entry->size, entry->mtime, file_id,
	    n->run_id));
}

static enum rc
commit_group(struct fetch *x, struct transfer *t, struct err *e)
{
	struct night *n = x->night;

	if (x->landed.n == 0)
		return (RC_OK);
	for (size_t i = 0; i < x->landed.n; i++)
		if (take_in(x, LIST_AT(&x->landed, struct landed, i), e) !=
		    RC_OK)
			return (e->rc);
	if (dir_sync(n->mill->files, "var/files", e) != RC_OK ||
	    store_begin(n->store, e) != RC_OK)
		return (e->rc);
	for (size_t i = 0; i < x->landed.n; i++)
		if (record(x, t, LIST_AT(&x->landed, struct landed, i), e) !=
		    RC_OK) {
			store_rollback(n->store);
			return (e->rc);
		}
	if (store_commit(n->store, e) != RC_OK)
		return (e->rc);
	for (size_t i = 0; i < x->landed.n; i++)
		LIST_AT(&x->entries, struct entry,
		    LIST_AT(&x->landed, struct landed, i)->entry)
		    ->clear = true;
	x->landed.n = 0;
	x->landed_bytes = 0;
	return (RC_OK);
}

static enum rc
on_got(struct fetch *x, struct transfer *t, const struct frame *f,
    struct err *e)
{
	struct transfer_result r;
	struct landed *l;
	struct buf shown;

	if (transfer_read(t, f, &transfer_result_shape, &r, e) != RC_OK)
		return (e->rc);
	if (r.index < 0 || (size_t)r.index >= x->entries.n)
		return (err_set(e, RC_FATAL, "FRAME-BAD", "an unknown file"));
	progress_set("fetch", ++x->got, x->wanted);
	if (r.outcome != OUTCOME_DONE) {
		buf_init(&shown, 8192);
		buf_shown(&shown,
		    LIST_AT(&x->entries, struct entry, (size_t)r.index)->name);
		log_line(LOG_WARN, SL_FMT ": %s: " SL_FMT,
		    SL_ARG(t->partner->id), shown.p, SL_ARG(r.text));
		buf_free(&shown);
		x->night->incomplete = true;
		return (RC_OK);
	}
	l = LIST_PUSH(&x->arena, &x->landed, struct landed);
	l->entry = (size_t)r.index;
	l->spool = r.spool;
	l->secret = r.secret == CXML_SECRET_RIGHT ? CXML_SECRET_RIGHT :
	    r.secret == CXML_SECRET_NONE          ? CXML_SECRET_NONE :
						    CXML_SECRET_WRONG;
	x->landed_bytes += LIST_AT(&x->entries, struct entry, l->entry)->size;
	if (x->landed.n >= GROUP_FILES || x->landed_bytes >= GROUP_BYTES)
		return (commit_group(x, t, e));
	return (RC_OK);
}

/* --- after the commit ---------------------------------------------------- */

static enum rc
on_got_end(struct fetch *x, struct transfer *t, struct err *e)
{
	if (commit_group(x, t, e) != RC_OK)
		return (e->rc);
	for (size_t i = 0; i < x->entries.n && !x->night->dry_run; i++) {
		const struct entry *entry = LIST_AT(&x->entries, struct entry,
		    i);

		if (entry->clear &&
		    t->partner->connection.after_fetch != AFTER_LEAVE &&
		    say_index(t, TRANSFER_CLEAR, i, e) != RC_OK)
			return (e->rc);
	}
	x->state = FETCH_CLEARING;
	return (transfer_go(t, TRANSFER_GO, e));
}

static enum rc
on_cleared(struct fetch *x, struct transfer *t, const struct frame *f,
    struct err *e)
{
	struct transfer_result r;
	const struct entry *entry;

	if (transfer_read(t, f, &transfer_result_shape, &r, e) != RC_OK)
		return (e->rc);
	if (r.index < 0 || (size_t)r.index >= x->entries.n)
		return (err_set(e, RC_FATAL, "FRAME-BAD", "an unknown file"));
	entry = LIST_AT(&x->entries, struct entry, (size_t)r.index);
	/* Not removed, or changed since: the next run looks again. */
	if (r.outcome != OUTCOME_DONE) {
		log_line(LOG_WARN, SL_FMT ": not removed: " SL_FMT,
		    SL_ARG(t->partner->id), SL_ARG(r.text));
		x->night->incomplete = true;
		return (RC_OK);
	}
	if (entry->removed)
		return (RC_OK);
	if (!store_in_transaction(x->night->store) &&
	    store_begin(x->night->store, e) != RC_OK)
		return (e->rc);
	if (store_exec(x->night->store, Q_ARRIVAL_REMOVED, NULL, e, "tbii",
		t->partner->id, entry->name, entry->size,
		entry->mtime) != RC_OK)
		return (e->rc);
	return (store_commit(x->night->store, e));
}

static enum rc
on_frame(void *ctx, struct transfer *t, const struct frame *f, struct err *e)
{
	struct fetch *x = ctx;

	if (x->state == FETCH_LISTING && f->type == TRANSFER_LISTED)
		return (on_listed(x, t, f, e));
	if (x->state == FETCH_LISTING && f->type == TRANSFER_LIST_END)
		return (on_list_end(x, t, e));
	if (x->state == FETCH_GETTING && f->type == TRANSFER_GOT)
		return (on_got(x, t, f, e));
	if (x->state == FETCH_GETTING && f->type == TRANSFER_GOT_END)
		return (on_got_end(x, t, e));
	if (x->state == FETCH_CLEARING && f->type == TRANSFER_CLEARED)
		return (on_cleared(x, t, f, e));
	return (err_set(e, RC_FATAL, "FRAME-BAD",
	    "the fetch worker said %u out of turn", f->type));
}

static void *
make(struct night *n, int spool)
{
	struct fetch *x = calloc(1, sizeof(*x));

	if (x == NULL)
		die_memory();
	x->night = n;
	x->spool = spool;
	return (x);
}

/* What came before the connection broke is kept. */
static enum rc
on_broken(void *ctx, struct transfer *t, struct err *e)
{
	return (commit_group(ctx, t, e));
}

static void
unmake(void *ctx)
{
	struct fetch *x = ctx;

	arena_free(&x->arena);
	free(x);
}

enum rc
stage_fetch(struct night *n, struct err *e)
{
	static const struct fleet_task task = { "fetch", TRANSFER_FETCH, make,
		NULL, on_frame, on_broken, unmake };
	struct arena a = ARENA_INIT;
	struct list partners = { 0 };
	enum rc rc;

	for (size_t i = 0; i < n->mill->config.partners.n; i++) {
		const struct partner *p = LIST_AT(&n->mill->config.partners,
		    struct partner, i);

		if (p->state != PARTNER_SUSPENDED && p->via.n == 0 &&
		    p->connection.url.n > 0 &&
		    (n->only_partner.n == 0 ||
			slice_eq(night_connection(n), p->id)))
			*LIST_PUSH(&a, &partners, const struct partner *) = p;
	}
	rc = fleet_run(n, &task, &partners, e);
	progress_end();
	arena_free(&a);
	return (rc);
}
