/* The SQLite backend: opening, migrating, transactions, proof and copies. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/vfs.h>

#include "base/buf.h"
#include "base/embedded.h"
#include "base/log.h"
#include "store/sqlite_internal.h"

#define BUSY_MS 10000
#define NFS_MAGIC 0x6969
#define SMB_MAGIC 0x517B
#define LOG_PAGES_MAX 65536 /* 256 MiB */
#define SCHEMA_PREFIX "store/schema/sqlite/"

enum rc
sqlite_fault(sqlite3 *db, int code, const char *what, struct err *e)
{
	const char *text = db != NULL ? sqlite3_errmsg(db) :
					sqlite3_errstr(code);

	switch (code & 0xff) {
	case SQLITE_BUSY:
	case SQLITE_LOCKED:
		return (err_set(e, RC_RETRY, "DB-BUSY", "%s: %s", what, text));
	case SQLITE_FULL:
		(void)err_set(e, RC_RETRY, "DB-FULL", "%s: %s", what, text);
		e->exit_code = 74;
		return (RC_RETRY);
	case SQLITE_IOERR:
	case SQLITE_CANTOPEN:
	case SQLITE_READONLY: /* also a log that could not be opened */
		(void)err_set(e, RC_RETRY, "DB-IO", "%s: %s", what, text);
		e->exit_code = 74;
		return (RC_RETRY);
	case SQLITE_CORRUPT: /* what cannot be read is told so as well */
	case SQLITE_NOTADB:
		(void)err_set(e, RC_FATAL, "DB-DAMAGED", "%s: %s", what, text);
		e->exit_code = 74;
		return (err_help(e,
		    "see whether the disk can be read "
		    "(dmesg), then `ordermill verify`; a backup is brought "
		    "back by `ordermill restore`"));
	case SQLITE_NOMEM:
		die_memory();
	case SQLITE_CONSTRAINT:
		return (
		    err_set(e, RC_REJECT, "DB-CONFLICT", "%s: %s", what, text));
	default:
		return (err_set(e, RC_FATAL, "DB", "%s: %s", what, text));
	}
}

static enum rc
run_text(struct store *s, const char *sql, struct err *e)
{
	int code = sqlite3_exec(s->db, sql, NULL, NULL, NULL);

	if (code != SQLITE_OK)
		return (sqlite_fault(s->db, code, sql, e));
	return (RC_OK);
}

static enum rc
get_int(struct store *s, const char *sql, int64_t *value, struct err *e)
{
	sqlite3_stmt *stmt;
	int code = sqlite3_prepare_v2(s->db, sql, -1, &stmt, NULL);

	if (code == SQLITE_OK) {
		code = sqlite3_step(stmt);
		if (code == SQLITE_ROW) {
			*value = sqlite3_column_int64(stmt, 0);
			code = SQLITE_OK;
		}
		if (sqlite3_finalize(stmt) == SQLITE_OK && code == SQLITE_OK)
			return (RC_OK);
	}
	return (sqlite_fault(s->db, code, sql, e));
}

static int
after_commit(void *ctx, sqlite3 *db, const char *schema, int pages)
{
	(void)db;
	(void)schema;
	((struct store *)ctx)->log_pages = pages;
	return (SQLITE_OK);
}

static enum rc
settings(struct store *s, struct err *e)
{
	static const char *const pragmas[] = {
		"PRAGMA journal_mode=WAL",
		"PRAGMA synchronous=FULL",
		"PRAGMA foreign_keys=ON",
		"PRAGMA trusted_schema=OFF",
		"PRAGMA cell_size_check=ON",
		"PRAGMA wal_autocheckpoint=0",
		"PRAGMA temp_store=MEMORY",
		"PRAGMA cache_size=-65536",
	};
	int on = 1;

	(void)sqlite3_extended_result_codes(s->db, 1);
	(void)sqlite3_busy_timeout(s->db, BUSY_MS);
	/* Only the lock holder checkpoints, and only where it says so. */
	if (sqlite3_db_config(s->db, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1,
		NULL) != SQLITE_OK ||
	    sqlite3_db_config(s->db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL) !=
		SQLITE_OK ||
	    sqlite3_file_control(s->db, "main", SQLITE_FCNTL_PERSIST_WAL,
		&on) != SQLITE_OK)
		return (sqlite_fault(s->db, SQLITE_ERROR, "settings", e));
	for (size_t i = 0; i < sizeof(pragmas) / sizeof(pragmas[0]); i++) {
		if (s->mode == STORE_READ && i == 0)
			continue;
		if (run_text(s, pragmas[i], e) != RC_OK)
			return (e->rc);
	}
	(void)sqlite3_wal_hook(s->db, after_commit, s);
	return (RC_OK);
}

static int
schema_version(const char *path)
{
	const char *digits = path + sizeof(SCHEMA_PREFIX) - 1;
	int64_t n = 0;

	(void)slice_int((struct slice){ digits, 4 }, &n);
	return ((int)n);
}

static int
newest_version(void)
{
	int newest = 0;

	for (const struct embedded *m = embedded_schema; m->path != NULL; m++)
		if (schema_version(m->path) > newest)
			newest = schema_version(m->path);
	return (newest);
}

/* All missing steps in one transaction: a migration happens or does not. */
static enum rc
migrate(struct store *s, int64_t have, struct err *e)
{
	char set[64];

	if (run_text(s, "BEGIN IMMEDIATE", e) != RC_OK)
		return (e->rc);
	for (const struct embedded *m = embedded_schema; m->path != NULL; m++) {
		if (schema_version(m->path) <= have)
			continue;
		if (run_text(s, m->text, e) != RC_OK)
			goto fail;
	}
	(void)snprintf(set, sizeof(set), "PRAGMA user_version=%d",
	    newest_version());
	if (run_text(s, set, e) != RC_OK)
		goto fail;
	if (run_text(s, "COMMIT", e) == RC_OK)
		return (RC_OK);
fail:
	store_rollback(s);
	return (err_add(e, "creating the database"));
}

static enum rc
check_version(struct store *s, struct err *e)
{
	int64_t have = 0;
	int newest = newest_version();

	if (get_int(s, "PRAGMA user_version", &have, e) != RC_OK)
		return (e->rc);
	if (have == newest)
		return (RC_OK);
	if (have < newest && s->mode == STORE_RUN)
		return (migrate(s, have, e));
	(void)err_set(e, RC_FATAL, "DB-VERSION",
	    "the database has schema %" PRId64 ", this program needs %d", have,
	    newest);
	e->exit_code = 78;
	if (have > newest)
		return (err_help(e, "use the newer ordermill that wrote it"));
	return (err_help(e, "an `ordermill run` brings it up to date"));
}

static enum rc
refuse_network_disk(const char *dir, struct err *e)
{
	struct statfs fs;

	if (statfs(dir, &fs) != 0)
		return (err_sys(e, "DB-IO", "%s", dir));
	if (fs.f_type == NFS_MAGIC || fs.f_type == SMB_MAGIC) {
		(void)err_set(e, RC_FATAL, "DB-NETWORK-DISK",
		    "%s is on a network file system", dir);
		e->exit_code = 78;
		return (err_help(e,
		    "keep var/ on a local disk: a write-ahead "
		    "log is not safe over a network"));
	}
	return (RC_OK);
}

/* One thread, and nobody asks how much memory is in use: no locks, no counts.
 * The first connection of a process says so; afterwards it is refused. */
static void
set_up_library(void)
{
	static bool done;

	if (done)
		return;
	done = true;
	if (sqlite3_config(SQLITE_CONFIG_SINGLETHREAD) != SQLITE_OK ||
	    sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0) != SQLITE_OK)
		log_line(LOG_DEBUG, "SQLite was in use before");
}

enum rc
store_open(const char *dir, enum store_mode mode, struct store **out,
    struct err *e)
{
	struct store *s;
	struct buf path;
	int code, flags = SQLITE_OPEN_PRIVATECACHE;

	*out = NULL;
	set_up_library();
	if (refuse_network_disk(dir, e) != RC_OK)
		return (e->rc);
	s = calloc(1, sizeof(*s));
	if (s == NULL)
		die_memory();
	s->mode = mode;
	flags |= SQLITE_OPEN_READWRITE;
	if (mode == STORE_RUN)
		flags |= SQLITE_OPEN_CREATE;
	buf_init(&path, 8192);
	buf_printf(&path, "%s/ordermill.db", dir);
	code = sqlite3_open_v2(path.p, &s->db, flags, NULL);
	if (code != SQLITE_OK)
		(void)sqlite_fault(s->db, code, path.p, e);
	else if (settings(s, e) == RC_OK && check_version(s, e) == RC_OK)
		*out = s;
	buf_free(&path);
	if (*out == NULL)
		store_close(s);
	return (*out != NULL ? RC_OK : e->rc);
}

void
store_close(struct store *s)
{
	if (s == NULL)
		return;
	for (size_t i = 0; i < Q_COUNT; i++)
		(void)sqlite3_finalize(s->statements[i]);
	(void)sqlite3_close_v2(s->db);
	free(s);
}

/* In a long night the log would grow until the end: what is safe to copy is
 * copied now, without waiting for anybody who reads. */
static enum rc
keep_log_short(struct store *s, struct err *e)
{
	int code;

	if (s->mode != STORE_RUN || s->log_pages < LOG_PAGES_MAX)
		return (RC_OK);
	s->log_pages = 0;
	code = sqlite3_wal_checkpoint_v2(s->db, NULL, SQLITE_CHECKPOINT_PASSIVE,
	    NULL, NULL);
	if (code != SQLITE_OK && (code & 0xff) != SQLITE_BUSY)
		return (sqlite_fault(s->db, code, "checkpoint", e));
	return (RC_OK);
}

enum rc
store_begin(struct store *s, struct err *e)
{
	INVARIANT(sqlite3_get_autocommit(s->db));
	if (keep_log_short(s, e) != RC_OK)
		return (e->rc);
	return (run_text(s, "BEGIN IMMEDIATE", e));
}

enum rc
store_commit(struct store *s, struct err *e)
{
	if (run_text(s, "COMMIT", e) == RC_OK)
		return (RC_OK);
	store_rollback(s);
	return (e->rc);
}

void
store_rollback(struct store *s)
{
	/* A full disk or an I/O error may have rolled back already. */
	if (!sqlite3_get_autocommit(s->db))
		(void)sqlite3_exec(s->db, "ROLLBACK", NULL, NULL, NULL);
}

/* One level of doubt is enough: a savepoint of one name. */
enum rc
store_try(struct store *s, struct err *e)
{
	INVARIANT(store_in_transaction(s));
	return (run_text(s, "SAVEPOINT attempt", e));
}

enum rc
store_undo(struct store *s, struct err *e)
{
	if (run_text(s, "ROLLBACK TO attempt", e) != RC_OK)
		return (e->rc);
	return (run_text(s, "RELEASE attempt", e));
}

enum rc
store_keep(struct store *s, struct err *e)
{
	return (run_text(s, "RELEASE attempt", e));
}

bool
store_in_transaction(const struct store *s)
{
	return (sqlite3_get_autocommit(s->db) == 0);
}

int64_t
store_last_id(const struct store *s)
{
	return (sqlite3_last_insert_rowid(s->db));
}

enum rc
store_checkpoint(struct store *s, struct err *e)
{
	int code;

	INVARIANT(s->mode == STORE_RUN);
	/* A reader that is still looking only postpones the truncation: the
	 * next one does it, nobody waits for it. */
	(void)sqlite3_busy_timeout(s->db, 50);
	code = sqlite3_wal_checkpoint_v2(s->db, NULL,
	    SQLITE_CHECKPOINT_TRUNCATE, NULL, NULL);
	(void)sqlite3_busy_timeout(s->db, BUSY_MS);
	if (code != SQLITE_OK && (code & 0xff) != SQLITE_BUSY)
		return (sqlite_fault(s->db, code, "checkpoint", e));
	return (RC_OK);
}

enum rc
store_check(struct store *s, void (*say)(void *, const char *), void *ctx,
    struct err *e)
{
	static const char *const checks[] = {
		"PRAGMA integrity_check",
		"PRAGMA foreign_key_check",
	};

	for (size_t i = 0; i < 2; i++) {
		sqlite3_stmt *stmt;
		int code = sqlite3_prepare_v2(s->db, checks[i], -1, &stmt,
		    NULL);

		while (code == SQLITE_OK || code == SQLITE_ROW) {
			const char *text;

			code = sqlite3_step(stmt);
			if (code != SQLITE_ROW)
				break;
			text = (const char *)sqlite3_column_text(stmt, 0);
			if (text != NULL && strcmp(text, "ok") != 0)
				say(ctx, text);
		}
		(void)sqlite3_finalize(stmt);
		if (code != SQLITE_DONE)
			return (sqlite_fault(s->db, code, checks[i], e));
	}
	return (RC_OK);
}

enum rc
store_backup(struct store *s, const char *path, struct err *e)
{
	sqlite3_stmt *stmt = NULL;
	int code;

	code = sqlite3_prepare_v2(s->db, "VACUUM INTO ?1", -1, &stmt, NULL);
	if (code == SQLITE_OK)
		code = sqlite3_bind_text(stmt, 1, path, -1, SQLITE_STATIC);
	if (code == SQLITE_OK)
		code = sqlite3_step(stmt);
	(void)sqlite3_finalize(stmt);
	if (code != SQLITE_DONE)
		return (sqlite_fault(s->db, code, "backup", e));
	return (RC_OK);
}

const char *
store_version(void)
{
	return (sqlite3_libversion());
}
