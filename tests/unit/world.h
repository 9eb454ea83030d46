/*
 * world -- a real mill below build/ with a real database, as init makes it:
 *
 *	world_begin("receipt");
 *	sql("INSERT INTO ...");
 *	assert_string_equal(look("SELECT state FROM orders"), "received");
 *	world_end();
 *
 * w.night has the store and nothing else; w.acme is the partner of the example,
 * which a test may change.  close_book and connect_book are what lies between
 * two processes.
 */
#ifndef TESTS_WORLD_H
#define TESTS_WORLD_H

#include <fcntl.h>
#include <sqlite3.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include "base/file.h"
#include "pipeline/night.h"
#include "tests/unit/unit.h"

static struct world {
	char path[64];
	struct mill mill;
	struct night night;
	sqlite3 *db; /* for looking, and for preparing */
	struct partner *acme;
} w;

static inline void
good(enum rc rc, const struct err *e)
{
	if (rc != RC_OK)
		fail_msg("%s: %s", e->code, e->text);
}

/* --- looking ------------------------------------------------------------- */

static inline void sql(const char *fmt, ...) PRINTF_LIKE(1, 2);
static inline const char *look(const char *fmt, ...) PRINTF_LIKE(1, 2);

static inline void
sql(const char *fmt, ...)
{
	char *message = NULL, text[4096];
	va_list ap;

	va_start(ap, fmt);
	(void)vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	if (sqlite3_exec(w.db, text, NULL, NULL, &message) != SQLITE_OK)
		fail_msg("%s: %s", message, text);
}

/* The first column of all rows, spaces between.  Static buffers, four in
 * turn. */
static inline const char *
look(const char *fmt, ...)
{
	static char ring[4][65536];
	static unsigned turn;
	char text[4096], *to = ring[turn++ % 4];
	sqlite3_stmt *stmt;
	size_t n = 0;
	va_list ap;

	va_start(ap, fmt);
	(void)vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	to[0] = '\0';
	if (sqlite3_prepare_v2(w.db, text, -1, &stmt, NULL) != SQLITE_OK)
		fail_msg("%s: %s", sqlite3_errmsg(w.db), text);
	while (sqlite3_step(stmt) == SQLITE_ROW) {
		const unsigned char *t = sqlite3_column_text(stmt, 0);

		n += (size_t)snprintf(to + n, sizeof(ring[0]) - n, "%s%s",
		    n > 0 ? " " : "", t != NULL ? (const char *)t : "null");
		assert_true(n < sizeof(ring[0]));
	}
	sqlite3_finalize(stmt);
	return (to);
}

/* --- its beginning and end ----------------------------------------------- */

static inline void
connect_book(void)
{
	struct err e = ERR_INIT;
	char file[96];

	good(mill_store(&w.mill, STORE_RUN, &e), &e);
	w.night.mill = &w.mill;
	w.night.store = w.mill.store;
	(void)snprintf(file, sizeof(file), "%s/var/ordermill.db", w.path);
	assert_int_equal(sqlite3_open(file, &w.db), SQLITE_OK);
	sqlite3_busy_timeout(w.db, 5000);
}

static inline void
close_book(void)
{
	sqlite3_close(w.db);
	store_close(w.mill.store);
	w.mill.store = w.night.store = NULL;
}

static inline void
world_begin(const char *name)
{
	struct err e = ERR_INIT;
	int dir;

	w = (struct world){ .db = NULL };
	(void)mkdir("build", 0755);
	(void)snprintf(w.path, sizeof(w.path), "build/tmp-%s-XXXXXX", name);
	assert_non_null(mkdtemp(w.path));
	good(dir_open(AT_FDCWD, w.path, &dir, &e), &e);
	good(config_create(dir, &e), &e);
	(void)close(dir);
	good(mill_open(w.path, &env_real, &w.mill, &e), &e);
	good(mill_configure(&w.mill, &e), &e);
	connect_book();
	w.acme = (struct partner *)(uintptr_t)config_partner(&w.mill.config,
	    SLICE("acme"));
	assert_non_null(w.acme);
}

static inline void
world_end(void)
{
	sqlite3_close(w.db);
	master_free(w.night.master);
	arena_free(&w.night.master_arena);
	mill_close(&w.mill);
	if (fork() == 0) {
		execlp("rm", "rm", "-rf", "--", w.path, (char *)NULL);
		_exit(127);
	}
	(void)wait(NULL);
}

#endif
