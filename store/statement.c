/* The SQLite backend: prepared statements, values in and rows out. */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/buf.h"
#include "store/sqlite_internal.h"

struct rows {
	struct store *store;
	sqlite3_stmt *stmt;
	int query; /* -1: a view, finalized at the end */
	int code;
};

static enum rc
statement(struct store *s, enum query q, sqlite3_stmt **stmt, struct err *e)
{
	int code;

	if (s->statements[q] == NULL) {
		code = sqlite3_prepare_v3(s->db, query_text[q].sql, -1,
		    SQLITE_PREPARE_PERSISTENT, &s->statements[q], NULL);
		if (code != SQLITE_OK)
			return (
			    sqlite_fault(s->db, code, query_text[q].name, e));
	}
	*stmt = s->statements[q];
	return (RC_OK);
}

/* keep: the statement is stepped after the caller's texts may be gone. */
static int
bind_slice(sqlite3_stmt *stmt, int i, struct slice v, bool blob, bool keep)
{
	const char *p = v.p != NULL ? v.p : "";
	sqlite3_destructor_type how = keep ? SQLITE_TRANSIENT : SQLITE_STATIC;

	if (blob)
		return (sqlite3_bind_blob64(stmt, i, p, v.n, how));
	return (sqlite3_bind_text64(stmt, i, p, v.n, how, SQLITE_UTF8));
}

static int
bind_one(sqlite3_stmt *stmt, int i, char type, bool keep, va_list *ap)
{
	int64_t n;
	day d;

	switch (type) {
	case 'i':
		return (sqlite3_bind_int64(stmt, i, va_arg(*ap, int64_t)));
	case 'o':
		n = va_arg(*ap, int64_t);
		return (n != 0 ? sqlite3_bind_int64(stmt, i, n) :
				 sqlite3_bind_null(stmt, i));
	case 'd':
		return (sqlite3_bind_int64(stmt, i, va_arg(*ap, day)));
	case 'D':
		d = va_arg(*ap, day);
		return (d != DAY_NONE ? sqlite3_bind_int64(stmt, i, d) :
					sqlite3_bind_null(stmt, i));
	case 's':
		return (bind_slice(stmt, i, slice_of(va_arg(*ap, const char *)),
		    false, keep));
	case 't':
		return (bind_slice(stmt, i, va_arg(*ap, struct slice), false,
		    keep));
	case 'b':
		return (
		    bind_slice(stmt, i, va_arg(*ap, struct slice), true, keep));
	case 'n':
		return (sqlite3_bind_null(stmt, i));
	default:
		BUG("unknown type of a query value");
	}
}

static enum rc
bind_all(struct store *s, enum query q, sqlite3_stmt *stmt, const char *types,
    bool keep, va_list *ap, struct err *e)
{
	int n = sqlite3_bind_parameter_count(stmt);

	INVARIANT((size_t)n == strlen(types));
	for (int i = 0; i < n; i++) {
		int code = bind_one(stmt, i + 1, types[i], keep, ap);

		if (code != SQLITE_OK)
			return (
			    sqlite_fault(s->db, code, query_text[q].name, e));
	}
	return (RC_OK);
}

enum rc
store_exec(struct store *s, enum query q, int64_t *changed, struct err *e,
    const char *types, ...)
{
	sqlite3_stmt *stmt = NULL;
	va_list ap;
	int code;
	enum rc rc;

	if (statement(s, q, &stmt, e) != RC_OK)
		return (e->rc);
	INVARIANT(!s->open_rows[q]);
	va_start(ap, types);
	rc = bind_all(s, q, stmt, types, false, &ap, e);
	va_end(ap);
	if (rc == RC_OK) {
		do {
			code = sqlite3_step(stmt);
		} while (code == SQLITE_ROW);
		if (code != SQLITE_DONE)
			rc = sqlite_fault(s->db, code, query_text[q].name, e);
		else if (changed != NULL)
			*changed = sqlite3_changes64(s->db);
	}
	(void)sqlite3_reset(stmt);
	return (rc);
}

enum rc
store_rows(struct store *s, enum query q, struct rows **out, struct err *e,
    const char *types, ...)
{
	sqlite3_stmt *stmt = NULL;
	va_list ap;
	enum rc rc;
	struct rows *r;

	*out = NULL;
	if (statement(s, q, &stmt, e) != RC_OK)
		return (e->rc);
	INVARIANT(!s->open_rows[q]);
	va_start(ap, types);
	rc = bind_all(s, q, stmt, types, true, &ap, e);
	va_end(ap);
	if (rc != RC_OK)
		return (rc);
	r = calloc(1, sizeof(*r));
	if (r == NULL)
		die_memory();
	*r = (struct rows){ s, stmt, (int)q, SQLITE_OK };
	s->open_rows[q] = true;
	*out = r;
	return (RC_OK);
}

bool
rows_next(struct rows *r)
{
	if (r->code != SQLITE_OK && r->code != SQLITE_ROW)
		return (false);
	r->code = sqlite3_step(r->stmt);
	return (r->code == SQLITE_ROW);
}

enum rc
rows_end(struct rows *r, struct err *e)
{
	enum rc rc = RC_OK;

	if (r->code != SQLITE_OK && r->code != SQLITE_ROW &&
	    r->code != SQLITE_DONE)
		rc = sqlite_fault(r->store->db, r->code,
		    r->query >= 0 ? query_text[r->query].name : "view", e);
	if (r->query >= 0) {
		(void)sqlite3_reset(r->stmt);
		r->store->open_rows[r->query] = false;
	} else {
		(void)sqlite3_finalize(r->stmt);
	}
	free(r);
	return (rc);
}

int64_t
rows_int(struct rows *r, int column)
{
	return (sqlite3_column_int64(r->stmt, column));
}

struct slice
rows_text(struct rows *r, int column)
{
	const char *p = sqlite3_column_blob(r->stmt, column);
	int n = sqlite3_column_bytes(r->stmt, column);

	if (p == NULL)
		return ((struct slice){ "", 0 });
	return ((struct slice){ p, (size_t)n });
}

day
rows_day(struct rows *r, int column)
{
	if (rows_null(r, column))
		return (DAY_NONE);
	return ((day)sqlite3_column_int64(r->stmt, column));
}

struct decimal
rows_decimal(struct rows *r, int column)
{
	struct decimal d;

	return (decimal_parse(rows_text(r, column), &d) ? d : DECIMAL_NONE);
}

bool
rows_null(struct rows *r, int column)
{
	return (sqlite3_column_type(r->stmt, column) == SQLITE_NULL);
}

int
rows_columns(struct rows *r)
{
	return (sqlite3_column_count(r->stmt));
}

const char *
rows_name(struct rows *r, int column)
{
	const char *name = sqlite3_column_name(r->stmt, column);

	if (name == NULL)
		die_memory();
	return (name);
}

enum row_type
rows_type(struct rows *r, int column)
{
	switch (sqlite3_column_type(r->stmt, column)) {
	case SQLITE_INTEGER:
		return (ROW_INT);
	case SQLITE_TEXT:
		return (ROW_TEXT);
	case SQLITE_BLOB:
		return (ROW_BLOB);
	default:
		return (ROW_NULL);
	}
}

enum rc
store_int(struct store *s, enum query q, int64_t otherwise, int64_t *value,
    struct err *e, const char *types, ...)
{
	sqlite3_stmt *stmt = NULL;
	va_list ap;
	enum rc rc;
	int code;

	if (statement(s, q, &stmt, e) != RC_OK)
		return (e->rc);
	INVARIANT(!s->open_rows[q]);
	va_start(ap, types);
	rc = bind_all(s, q, stmt, types, false, &ap, e);
	va_end(ap);
	if (rc == RC_OK) {
		code = sqlite3_step(stmt);
		if (code == SQLITE_ROW &&
		    sqlite3_column_type(stmt, 0) != SQLITE_NULL)
			*value = sqlite3_column_int64(stmt, 0);
		else
			*value = otherwise;
		if (code != SQLITE_ROW && code != SQLITE_DONE)
			rc = sqlite_fault(s->db, code, query_text[q].name, e);
	}
	(void)sqlite3_reset(stmt);
	return (rc);
}

const char *const *
store_views(void)
{
	static const char *const views[] = { "run", "file", "message",
		"finding", "order", "order_line", "hold", "ledger", "balance",
		"payment", "standing_order", "standing_revision", "occurrence",
		"shipment", "shipment_line", "outbox", "customer", "product",
		"event", "blanket", "blanket_line", "receivable", "refund",
		"returned", "debit", NULL };

	return (views);
}

static bool
known_view(const char *view)
{
	for (const char *const *v = store_views(); *v != NULL; v++)
		if (strcmp(*v, view) == 0)
			return (true);
	return (false);
}

/* A column name of a view is the only text that ever becomes SQL, and only
 * when the database itself knows it under that view. */
static bool
known_column(struct store *s, const char *view, struct slice column)
{
	sqlite3_stmt *stmt = NULL;
	bool known = false;
	char name[64];

	(void)snprintf(name, sizeof(name), "v_%s", view);
	if (sqlite3_prepare_v2(s->db,
		"SELECT 1 FROM pragma_table_info(?1) WHERE name = ?2", -1,
		&stmt, NULL) == SQLITE_OK &&
	    sqlite3_bind_text(stmt, 1, name, -1, SQLITE_STATIC) == SQLITE_OK &&
	    bind_slice(stmt, 2, column, false, true) == SQLITE_OK)
		known = sqlite3_step(stmt) == SQLITE_ROW;
	(void)sqlite3_finalize(stmt);
	return (known);
}

enum rc
store_view(struct store *s, const char *view, const struct condition *c,
    size_t n, struct rows **out, struct err *e)
{
	sqlite3_stmt *stmt = NULL;
	struct buf sql;
	struct rows *r;
	int code = SQLITE_OK;

	*out = NULL;
	if (!known_view(view))
		return (err_set(e, RC_REJECT, "LIST-KIND",
		    "there is no list '%s'", view));
	buf_init(&sql, 4096);
	buf_printf(&sql, "SELECT * FROM v_%s", view);
	for (size_t i = 0; i < n; i++) {
		if (!known_column(s, view, c[i].column)) {
			buf_free(&sql);
			return (err_set(e, RC_REJECT, "LIST-COLUMN",
			    "'%s' has no column '" SL_FMT "'", view,
			    SL_ARG(c[i].column)));
		}
		buf_printf(&sql, " %s CAST(\"" SL_FMT "\" AS TEXT) = ?%zu",
		    i == 0 ? "WHERE" : "AND", SL_ARG(c[i].column), i + 1);
	}
	buf_text(&sql, " ORDER BY 1");
	code = sqlite3_prepare_v2(s->db, sql.p, -1, &stmt, NULL);
	for (size_t i = 0; code == SQLITE_OK && i < n; i++)
		code = bind_slice(stmt, (int)i + 1, c[i].value, false, true);
	buf_free(&sql);
	if (code != SQLITE_OK) {
		(void)sqlite_fault(s->db, code, view, e);
		(void)sqlite3_finalize(stmt);
		return (e->rc);
	}
	r = calloc(1, sizeof(*r));
	if (r == NULL)
		die_memory();
	*r = (struct rows){ s, stmt, -1, SQLITE_OK };
	*out = r;
	return (RC_OK);
}
