/*
 * sqlite_internal -- what the files of the SQLite backend share.
 */
#ifndef STORE_SQLITE_INTERNAL_H
#define STORE_SQLITE_INTERNAL_H

#include <sqlite3.h>

#include "store/store.h"

struct store {
	sqlite3 *db;
	enum store_mode mode;
	sqlite3_stmt *statements[Q_COUNT]; /* prepared on first use */
	bool open_rows[Q_COUNT];
	int log_pages; /* written ahead, at most */
};

/* Classify and record what SQLite just answered. */
enum rc sqlite_fault(sqlite3 *db, int code, const char *what, struct err *e);

#endif
