/*
 * store -- the sales database behind one narrow door.
 *
 * Queries live in store/queries/NAME.sql under "-- name:" headings and become the
 * enum query at build time; their parameters are $1, $2 … in ascending first
 * appearance.  Values are given by a type string and arguments:
 *
 *	i  int64_t          t  struct slice (NULL p: empty text, never NULL)
 *	s  const char *     b  struct slice as blob
 *	d  day              n  SQL NULL, takes no argument
 *	o  int64_t, 0 is NULL         D  day, DAY_NONE is NULL
 *
 * The number of types must equal the number of parameters (a bug otherwise).
 * Every statement is prepared once and kept.  Only store_exec and
 * store_rows run SQL; nothing else in ordermill knows the backend.
 *
 * Errors: busy, full disk and I/O are RC_RETRY ("DB-BUSY", "DB-FULL",
 * "DB-IO": 75, 74, 74); a broken uniqueness or check rule is RC_REJECT
 * "DB-CONFLICT"; the rest RC_FATAL.
 */
#ifndef STORE_STORE_H
#define STORE_STORE_H

#include "base/date.h"
#include "base/decimal.h"
#include "base/err.h"
#include "base/slice.h"
#include "store/queries.h"

struct store;

enum store_mode {
	STORE_RUN,   /* the lock holder: may migrate, checkpoints */
	STORE_WRITE, /* beside a run: never checkpoints */
	STORE_READ,
};

/* dir is the mill's var/ directory by path; the file is ordermill.db.
 * STORE_RUN creates and migrates; the others refuse another schema
 * version than their own (RC_FATAL 78 "DB-VERSION"). */
enum rc store_open(const char *dir, enum store_mode mode, struct store **s,
    struct err *e) MUST_CHECK;
void store_close(struct store *s); /* NULL allowed */

enum rc store_begin(struct store *s, struct err *e) MUST_CHECK;
enum rc store_commit(struct store *s, struct err *e) MUST_CHECK;
void store_rollback(struct store *s); /* no transaction: nothing */
bool store_in_transaction(const struct store *s);
/* Inside a transaction: from here on all can be undone, or kept. */
enum rc store_try(struct store *s, struct err *e) MUST_CHECK;
enum rc store_undo(struct store *s, struct err *e) MUST_CHECK;
enum rc store_keep(struct store *s, struct err *e) MUST_CHECK;

/* changed may be NULL. */
enum rc store_exec(struct store *s, enum query q, int64_t *changed,
    struct err *e, const char *types, ...) MUST_CHECK;
int64_t store_last_id(const struct store *s);

/* One open result at a time per query; columns are numbered from 0 and valid
 * until the next rows_next. */
struct rows;
enum rc store_rows(struct store *s, enum query q, struct rows **r,
    struct err *e, const char *types, ...) MUST_CHECK;
bool rows_next(struct rows *r);               /* false: end, or an error that
					   rows_end reports */
int64_t rows_int(struct rows *r, int column); /* NULL: 0 */
struct slice rows_text(struct rows *r, int column);
day rows_day(struct rows *r, int column);                /* NULL: DAY_NONE */
struct decimal rows_decimal(struct rows *r, int column); /* "": NONE */
bool rows_null(struct rows *r, int column);
int rows_columns(struct rows *r);
const char *rows_name(struct rows *r, int column);
enum row_type { ROW_NULL, ROW_INT, ROW_TEXT, ROW_BLOB };
enum row_type rows_type(struct rows *r, int column);
enum rc rows_end(struct rows *r, struct err *e) MUST_CHECK; /* frees r */

/* A single integer: the first column of the first row, else `otherwise`. */
enum rc store_int(struct store *s, enum query q, int64_t otherwise,
    int64_t *value, struct err *e, const char *types, ...) MUST_CHECK;

/* The public views by name ("order" for v_order), with column = value
 * conditions: for `list`, nothing else.  Unknown names are RC_REJECT. */
struct condition {
	struct slice column, value;
};
enum rc store_view(struct store *s, const char *view, const struct condition *c,
    size_t n, struct rows **r, struct err *e) MUST_CHECK;
const char *const *store_views(void); /* without v_, NULL at the end */

enum rc store_checkpoint(struct store *s, struct err *e) MUST_CHECK;
/* Integrity and foreign keys; one line a fault is given to say. */
enum rc store_check(struct store *s, void (*say)(void *, const char *),
    void *ctx, struct err *e) MUST_CHECK;
/* A consistent copy of the whole database as one new file. */
enum rc store_backup(struct store *s, const char *path,
    struct err *e) MUST_CHECK;
const char *store_version(void);

#endif
