/* unpack: archives become files of their own, each with its own life; an
 * archive with anything wrong in it is refused as a whole. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "base/log.h"
#include "parsers/text_head.h"
#include "pipeline/archive.h"
#include "pipeline/book.h"
#include "pipeline/fleet.h"
#include "pipeline/secret.h"

#define WORKER_TIMEOUT_MS 600000

struct packed { /* an archive, copied from its row */
	int64_t file_id, bytes;
	struct slice partner, sha256, name, died;
	bool proven; /* it came uncompressed: its secrets were seen */
};

struct member {
	struct slice name; /* escaped */
	enum cxml_secret secret;
	struct pack_ref ref;
};

struct unpacking {
	struct night *night;
	const struct packed *archive;
	struct arena arena;
	struct list members; /* struct member */
	struct pack *pack;
	int64_t pack_id;
	struct buf data; /* of the member that is coming */
	char problem[300];
	bool blanked; /* its own bytes must not stay */
};

static enum rc
load_packed(struct night *n, struct arena *a, struct list *out, struct err *e)
{
	struct rows *r;

	if (store_rows(n->store, Q_FILES_TO_UNPACK, &r, e, "t",
		night_connection(n)) != RC_OK)
		return (e->rc);
	while (rows_next(r)) {
		struct packed *p = LIST_PUSH(a, out, struct packed);

		p->file_id = rows_int(r, 0);
		p->partner = arena_slice(a, rows_text(r, 1));
		p->sha256 = arena_slice(a, rows_text(r, 2));
		p->bytes = rows_int(r, 3);
		p->name = arena_slice(a, rows_text(r, 4));
		p->died = arena_slice(a, rows_text(r, 6));
		p->proven = slice_is(rows_text(r, 7), "right");
	}
	return (rows_end(r, e));
}

/* The pack's row comes first, in a transaction of its own: unpacking may take
 * longer than a transaction may. */
static enum rc
open_pack(struct unpacking *u, struct err *e)
{
	struct night *n = u->night;

	if (store_begin(n->store, e) != RC_OK)
		return (e->rc);
	if (store_exec(n->store, Q_PACK_INSERT, NULL, e, "o", n->run_id) !=
	    RC_OK) {
		store_rollback(n->store);
		return (e->rc);
	}
	u->pack_id = store_last_id(n->store);
	if (store_commit(n->store, e) != RC_OK)
		return (e->rc);
	return (pack_create(n->mill->packs, u->pack_id, &u->pack, e));
}

static void
problem(struct unpacking *u, const char *text)
{
	if (u->problem[0] == '\0')
		(void)snprintf(u->problem, sizeof(u->problem), "%.290s", text);
}

static void
nested(struct unpacking *u, struct slice name)
{
	char text[sizeof(u->problem)];

	(void)snprintf(text, sizeof(text),
	    "there is an archive inside the archive: \"" SL_FMT "\"",
	    SL_ARG(text_head(name, 200)));
	problem(u, text);
}

static enum rc
member_end(void *ctx, struct err *e)
{
	struct unpacking *u = ctx;
	struct member *m = LIST_AT(&u->members, struct member,
	    u->members.n - 1);

	if (u->data.failed) {
		problem(u, "a member is larger than agreed");
		return (RC_OK);
	}
	if (archive_detect(slice_sub(buf_slice(&u->data), 0, ARCHIVE_HEAD)))
		nested(u, m->name);
	if (u->problem[0] != '\0')
		return (RC_OK);
	if (u->pack == NULL && open_pack(u, e) != RC_OK)
		return (e->rc);
	return (pack_add(u->pack, buf_slice(&u->data), &m->ref, e));
}

static enum rc
on_member(void *ctx, struct slice name, struct err *e)
{
	struct unpacking *u = ctx;
	struct buf shown;

	(void)e;
	buf_init(&shown, 8u * ARCHIVE_NAME_MAX);
	buf_shown(&shown, name);
	LIST_PUSH(&u->arena, &u->members, struct member)->name = arena_slice(
	    &u->arena, buf_slice(&shown));
	buf_free(&shown);
	buf_reset(&u->data);
	return (RC_OK);
}

static enum rc
on_data(void *ctx, struct slice piece, struct err *e)
{
	struct unpacking *u = ctx;

	(void)e;
	buf_add(&u->data, piece);
	return (RC_OK);
}

static enum rc
on_secret(void *ctx, int verdict, struct err *e)
{
	struct unpacking *u = ctx;

	(void)e;
	LIST_AT(&u->members, struct member, u->members.n - 1)->secret =
	    u->archive->proven ? CXML_SECRET_RIGHT : (enum cxml_secret)verdict;
	return (RC_OK);
}

static enum rc
listen_to(struct unpacking *u, int from, const struct worker_limits *limits,
    struct err *e)
{
	struct archive_sink sink = { u, on_member, on_data, member_end,
		on_secret };
	struct parse_end end = { .rc = RC_OK };
	struct frame_in in;
	enum rc rc;

	frame_in_init(&in, from, WORKER_TIMEOUT_MS);
	rc = record_read_archive(&in, limits, &sink, &end, e);
	frame_in_free(&in);
	u->blanked = end.blanked;
	if (rc == RC_OK && end.rc != RC_OK)
		problem(u, end.text);
	return (rc);
}

/* --- what came out ------------------------------------------------------- */

static enum rc
insert_member(struct unpacking *u, const struct member *m, struct err *e)
{
	struct night *n = u->night;
	struct event v = { n->as_of, n->run_id, "file", 0, SLICE_NONE,
		"unpacked" };
	char hex[SHA256_HEX];
	int64_t file_id = 0;

	(void)sha256_hex(&m->ref.sha, hex);
	if (store_int(n->store, Q_FILE_BY_HASH, 0, &file_id, e, "ts",
		u->archive->partner, hex) != RC_OK)
		return (e->rc);
	if (file_id != 0) {
		v.kind = "repeated";
		if (outbox_again_for_file(n, file_id, e) != RC_OK)
			return (e->rc);
	} else {
		if (store_exec(n->store, Q_FILE_INSERT, NULL, e,
			"tsit"
			"iii"
			"iis",
			u->archive->partner, hex, m->ref.length, m->name,
			u->archive->file_id, u->pack_id, m->ref.offset,
			n->run_id, n->as_of,
			secret_word(config_partner(&n->mill->config,
					u->archive->partner),
			    m->secret)) != RC_OK)
			return (e->rc);
		file_id = store_last_id(n->store);
	}
	v.id = file_id;
	return (event_add(n->store, &v, e, "from file %" PRId64,
	    u->archive->file_id));
}

static enum rc
take_members(struct unpacking *u, struct err *e)
{
	struct night *n = u->night;
	struct pack *pack = u->pack;
	enum rc rc;

	u->pack = NULL;
	if (pack != NULL && pack_sync(pack, e) != RC_OK)
		return (e->rc);
	if (store_begin(n->store, e) != RC_OK)
		return (e->rc);
	rc = RC_OK;
	for (size_t i = 0; rc == RC_OK && i < u->members.n; i++)
		rc = insert_member(u, LIST_AT(&u->members, struct member, i),
		    e);
	if (rc == RC_OK)
		rc = store_exec(n->store, Q_FILE_STATE, NULL, e, "sssi",
		    "unpacked", u->blanked ? "FILE-EMPTIED" : "",
		    u->blanked ? "card numbers or secrets were in it" : "",
		    u->archive->file_id);
	if (rc == RC_OK)
		return (store_commit(n->store, e));
	store_rollback(n->store);
	return (rc);
}

static enum rc
refuse(struct unpacking *u, struct err *e)
{
	struct night *n = u->night;
	const struct packed *w = u->archive;
	struct book_file f = { .file_id = w->file_id,
		.partner = w->partner,
		.sha256 = w->sha256,
		.name = w->name };
	struct parse_end end = { .rc = RC_REJECT };
	struct book b;
	enum rc rc;

	(void)snprintf(end.code, sizeof(end.code), "%s",
	    u->blanked ? "FILE-EMPTIED" : "FILE-ARCHIVE");
	(void)snprintf(end.text, sizeof(end.text), "%s", u->problem);
	rc = book_open(&b, n, &f, e);
	if (rc == RC_OK) {
		book_own_finding(&b, "FILE-ARCHIVE", 0, "%s", u->problem);
		rc = book_end(&b, "archive", &end, e);
	}
	book_close(&b);
	return (rc);
}

/* Once more, then never by itself again. */
static enum rc
worker_died(struct night *n, struct packed *w, struct err *e)
{
	const char *how = zygote_last_death(n->zygote);
	bool again = w->died.n == 0;
	struct event v = { n->as_of, n->run_id, "file", w->file_id, SLICE_NONE,
		again ? "died" : "quarantined" };

	w->died = SLICE("FILE-DIED");
	if (store_begin(n->store, e) != RC_OK)
		return (e->rc);
	if ((again ? store_exec(n->store, Q_FILE_DIED, NULL, e, "ssi",
			 "FILE-DIED", how, w->file_id) :
		     store_exec(n->store, Q_FILE_STATE, NULL, e, "sssi",
			 "quarantined", "FILE-DIED", how, w->file_id)) ==
		RC_OK &&
	    event_add(n->store, &v, e, "its reader ended: %s", how) == RC_OK)
		return (store_commit(n->store, e));
	store_rollback(n->store);
	return (e->rc);
}

static enum rc
run_worker(struct unpacking *u, const struct partner *p, int fd, bool *died,
    struct err *e)
{
	struct worker_limits limits = { .input_bytes = u->archive->bytes,
		.max_member = p->connection.max_file,
		.max_total = p->connection.max_unpacked,
		.max_members = UNPACK_MEMBERS_MAX,
		.max_ratio = UNPACK_RATIO_MAX };
	struct err fault = ERR_INIT;
	char secret[SECRET_TEXT];
	int from = -1;
	enum rc rc;

	*died = false;
	if (secret_expect(u->night->mill->path, p, secret, e) != RC_OK ||
	    zygote_unpack(u->night->zygote, fd, &limits, slice_of(secret),
		&from, e) != RC_OK)
		return (e->rc);
	rc = listen_to(u, from, &limits, &fault);
	(void)close(from);
	if (rc == RC_OK)
		return (RC_OK);
	*died = strncmp(fault.code, "FRAME-", 6) == 0 ||
	    strncmp(fault.code, "RECORD-", 7) == 0;
	if (*died)
		return (RC_OK);
	*e = fault;
	return (rc);
}

static enum rc
unpack_one(struct night *n, struct packed *w, int fd, bool *died, struct err *e)
{
	const struct partner *p = config_partner(&n->mill->config, w->partner);
	struct unpacking u = { .night = n, .archive = w };
	enum rc rc;

	buf_init(&u.data, (size_t)p->connection.max_file);
	rc = run_worker(&u, p, fd, died, e);
	if (rc == RC_OK && *died)
		rc = worker_died(n, w, e);
	else if (rc == RC_OK && u.problem[0] != '\0')
		rc = refuse(&u, e);
	else if (rc == RC_OK)
		rc = take_members(&u, e);
	pack_abort(u.pack);
	buf_free(&u.data);
	arena_free(&u.arena);
	return (rc);
}

static enum rc
unpack_if_archive(struct night *n, struct packed *w, struct err *e)
{
	char head[ARCHIVE_HEAD];
	bool died, again;
	ssize_t got;
	int fd;
	enum rc rc = RC_OK;

	if (config_partner(&n->mill->config, w->partner) == NULL)
		return (RC_OK);
	if (file_bytes_open(n, w->sha256, 0, &fd, e) != RC_OK)
		return (e->rc);
	got = pread(fd, head, sizeof(head), 0);
	if (got < 0)
		rc = err_sys(e, "UNPACK", "file %" PRId64, w->file_id);
	else if (archive_detect((struct slice){ head, (size_t)got }))
		do {
			again = w->died.n == 0;
			rc = unpack_one(n, w, fd, &died, e);
		} while (rc == RC_OK && died && again);
	(void)close(fd);
	return (rc);
}

/* --- archives that must not stay ------------------------------------------ */

/* Committed first: their members are stored, blanked.  Bytes that came again,
 * and those of a run that was killed here, go the same way. */
static enum rc
remove_emptied(struct night *n, struct err *e)
{
	struct arena a = ARENA_INIT;
	struct list shas = { 0 };
	struct rows *r;
	enum rc rc;

	if (store_rows(n->store, Q_FILES_EMPTIED, &r, e, "") != RC_OK)
		return (e->rc);
	while (rows_next(r))
		*LIST_PUSH(&a, &shas, const char *) = arena_text(&a,
		    rows_text(r, 0));
	rc = rows_end(r, e);
	for (size_t i = 0; rc == RC_OK && i < shas.n; i++)
		rc = file_remove(n->mill->files,
		    *LIST_AT(&shas, const char *, i), e);
	if (rc == RC_OK && shas.n > 0)
		rc = dir_sync(n->mill->files, "var/files", e);
	arena_free(&a);
	return (rc);
}

/* One whose secret cannot be read stops its own archives and no other's: they
 * wait for the next run, told once. */
static enum rc
unpack_or_leave(struct night *n, struct packed *w, struct slice *locked,
    struct err *e)
{
	struct err fault = ERR_INIT;

	if (unpack_if_archive(n, w, &fault) == RC_OK)
		return (RC_OK);
	if (strcmp(fault.code, "SECRET-FILE") != 0) {
		*e = fault;
		return (e->rc);
	}
	if (slice_eq(*locked, w->partner))
		return (RC_OK);
	*locked = w->partner;
	return (fleet_fault(n, "unpack",
	    config_partner(&n->mill->config, w->partner), &fault, e));
}

enum rc
stage_unpack(struct night *n, struct err *e)
{
	struct slice locked = SLICE_NONE;
	struct arena a = ARENA_INIT;
	struct list all = { 0 };
	enum rc rc;

	rc = load_packed(n, &a, &all, e);
	for (size_t i = 0; rc == RC_OK && i < all.n; i++) {
		progress_set("unpack", i, all.n);
		rc = unpack_or_leave(n, LIST_AT(&all, struct packed, i),
		    &locked, e);
	}
	progress_end();
	arena_free(&a);
	return (rc == RC_OK ? remove_emptied(n, e) : rc);
}
