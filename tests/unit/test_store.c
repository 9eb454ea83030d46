/* The door to the database: what goes in comes out, and every refusal. */
#include <fcntl.h>
#include <sqlite3.h>
#include <sys/stat.h>

#include "base/buf.h"
#include "store/sqlite_internal.h"
#include "tests/unit/unit.h"

static char dir[64];

static void
fresh(void)
{
	(void)mkdir("build", 0700);
	(void)snprintf(dir, sizeof(dir), "build/test-store-XXXXXX");
	assert_non_null(mkdtemp(dir));
}

static void
clean(void)
{
	static const char *const names[] = { "ordermill.db", "ordermill.db-wal",
		"ordermill.db-shm", "copy.db" };
	char path[128];

	for (size_t i = 0; i < 4; i++) {
		(void)snprintf(path, sizeof(path), "%s/%s", dir, names[i]);
		(void)unlink(path);
	}
	assert_int_equal(rmdir(dir), 0);
}

static struct store *
open_store(enum store_mode mode)
{
	struct err e = ERR_INIT;
	struct store *s = NULL;

	assert_int_equal(store_open(dir, mode, &s, &e), RC_OK);
	assert_non_null(s);
	return (s);
}

/* A statement of the test's own, past the door. */
static void
raw(const char *sql)
{
	char path[128];
	sqlite3 *db;

	(void)snprintf(path, sizeof(path), "%s/ordermill.db", dir);
	assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
	assert_int_equal(sqlite3_exec(db, sql, NULL, NULL, NULL), SQLITE_OK);
	assert_int_equal(sqlite3_close(db), SQLITE_OK);
}

static void
add_event(struct store *s, const char *subject, struct slice text)
{
	struct err e = ERR_INIT;
	int64_t changed = 0;

	assert_int_equal(store_exec(s, Q_EVENT_INSERT, &changed, &e, "iosst",
			     (int64_t)5, (int64_t)0, subject, "tested", text),
	    RC_OK);
	assert_int_equal(changed, 1);
}

TEST(what_is_committed_is_there_again_and_what_is_rolled_back_is_not)
{
	struct err e = ERR_INIT;
	struct store *s;
	struct rows *r;

	fresh();
	s = open_store(STORE_RUN);
	assert_int_equal(store_begin(s, &e), RC_OK);
	assert_true(store_in_transaction(s));
	add_event(s, "order:1", SLICE("kept"));
	assert_int_equal(store_last_id(s), 1);
	assert_int_equal(store_commit(s, &e), RC_OK);
	assert_false(store_in_transaction(s));
	assert_int_equal(store_begin(s, &e), RC_OK);
	add_event(s, "order:2", SLICE("gone"));
	store_rollback(s);
	store_rollback(s); /* nothing open: nothing happens */
	store_close(s);

	s = open_store(STORE_READ);
	assert_int_equal(store_view(s, "event", NULL, 0, &r, &e), RC_OK);
	assert_true(rows_next(r));
	assert_int_equal(rows_columns(r), 6);
	assert_string_equal(rows_name(r, 0), "event_id");
	assert_int_equal(rows_type(r, 0), ROW_INT);
	assert_int_equal(rows_int(r, 0), 1);
	assert_int_equal(rows_type(r, 2), ROW_NULL);
	assert_true(rows_null(r, 2));
	assert_int_equal(rows_day(r, 2), DAY_NONE);
	assert_int_equal(rows_int(r, 2), 0);
	assert_int_equal(rows_type(r, 5), ROW_TEXT);
	assert_true(slice_is(rows_text(r, 5), "kept"));
	assert_false(rows_next(r));
	assert_false(rows_next(r));
	assert_int_equal(rows_end(r, &e), RC_OK);
	store_close(s);
	store_close(NULL);
	clean();
}

/* Events of a subject that the book has. */
static int
events_of(struct store *s, const char *subject)
{
	struct condition c = { SLICE("subject"), slice_of(subject) };
	struct err e = ERR_INIT;
	struct rows *r;
	int n = 0;

	assert_int_equal(store_view(s, "event", &c, 1, &r, &e), RC_OK);
	while (rows_next(r))
		n++;
	assert_int_equal(rows_end(r, &e), RC_OK);
	return (n);
}

TEST(what_is_tried_is_kept_or_leaves_no_trace)
{
	struct err e = ERR_INIT;
	struct store *s;

	fresh();
	s = open_store(STORE_RUN);
	assert_int_equal(store_begin(s, &e), RC_OK);
	add_event(s, "order:1", SLICE("before"));
	assert_int_equal(store_try(s, &e), RC_OK);
	add_event(s, "order:2", SLICE("undone"));
	assert_int_equal(store_undo(s, &e), RC_OK);
	assert_true(store_in_transaction(s));
	assert_int_equal(store_try(s, &e), RC_OK);
	add_event(s, "order:3", SLICE("kept"));
	assert_int_equal(store_keep(s, &e), RC_OK);
	assert_int_equal(store_commit(s, &e), RC_OK);
	assert_int_equal(events_of(s, "order:1"), 1);
	assert_int_equal(events_of(s, "order:2"), 0);
	assert_int_equal(events_of(s, "order:3"), 1);
	/* Nothing tried: there is nothing to keep or to undo. */
	assert_int_not_equal(store_undo(s, &e), RC_OK);
	assert_int_not_equal(store_keep(s, &e), RC_OK);
	store_close(s);
	clean();
}

TEST(any_bytes_are_values_and_never_sql)
{
	const struct slice evil = SLICE("'); DROP TABLE event; -- \n\x01");
	struct condition c = { SLICE("text"), evil };
	struct err e = ERR_INIT;
	struct store *s;
	struct rows *r;

	fresh();
	s = open_store(STORE_RUN);
	add_event(s, "x", evil);
	add_event(s, "y", SLICE_NONE); /* absent text is empty, never NULL */
	assert_int_equal(store_view(s, "event", &c, 1, &r, &e), RC_OK);
	assert_true(rows_next(r));
	assert_true(slice_eq(rows_text(r, 5), evil));
	assert_false(rows_next(r));
	assert_int_equal(rows_end(r, &e), RC_OK);
	c.value = SLICE_NONE;
	assert_int_equal(store_view(s, "event", &c, 1, &r, &e), RC_OK);
	assert_true(rows_next(r));
	assert_int_equal(rows_text(r, 5).n, 0);
	assert_int_equal(rows_end(r, &e), RC_OK);
	store_close(s);
	clean();
}

TEST(an_unknown_list_or_column_is_refused)
{
	struct condition c = { SLICE("text\" OR 1=1 --"), SLICE("x") };
	struct err e = ERR_INIT;
	struct store *s;
	struct rows *r;

	fresh();
	s = open_store(STORE_RUN);
	assert_int_equal(store_view(s, "secrets", NULL, 0, &r, &e), RC_REJECT);
	assert_string_equal(e.code, "LIST-KIND");
	assert_null(r);
	e = (struct err)ERR_INIT;
	assert_int_equal(store_view(s, "event", &c, 1, &r, &e), RC_REJECT);
	assert_string_equal(e.code, "LIST-COLUMN");
	for (const char *const *v = store_views(); *v != NULL; v++) {
		e = (struct err)ERR_INIT;
		assert_int_equal(store_view(s, *v, NULL, 0, &r, &e), RC_OK);
		assert_false(rows_next(r));
		assert_int_equal(rows_end(r, &e), RC_OK);
	}
	store_close(s);
	clean();
}

TEST(a_key_that_is_taken_is_a_conflict_and_only_the_statement_is_undone)
{
	struct err e = ERR_INIT;
	struct store *s;
	int64_t n = 0;

	fresh();
	s = open_store(STORE_RUN);
	assert_int_equal(store_begin(s, &e), RC_OK);
	assert_int_equal(store_exec(s, Q_ITEM_PUT, NULL, &e, "sssi", "c", "i",
			     "s", (int64_t)1),
	    RC_OK);
	assert_int_equal(store_exec(s, Q_ITEM_PUT, NULL, &e, "sssi", "c", "i",
			     "t", (int64_t)1),
	    RC_REJECT);
	assert_string_equal(e.code, "DB-CONFLICT");
	e = (struct err)ERR_INIT;
	assert_int_equal(store_commit(s, &e), RC_OK);
	assert_int_equal(store_exec(s, Q_COUNTER_NEXT, NULL, &e, "s", "a"),
	    RC_OK);
	assert_int_equal(store_exec(s, Q_COUNTER_NEXT, NULL, &e, "s", "a"),
	    RC_OK);
	assert_int_equal(store_int(s, Q_COUNTER_VALUE, -1, &n, &e, "s", "a"),
	    RC_OK);
	assert_int_equal(n, 2);
	assert_int_equal(store_int(s, Q_COUNTER_VALUE, -1, &n, &e, "s", "b"),
	    RC_OK);
	assert_int_equal(n, -1);
	store_close(s);
	clean();
}

TEST(the_ledger_cannot_be_changed_shortened_or_unbalanced)
{
	static const char *const refused[] = {
		"UPDATE posting SET amount_minor = 6",
		"UPDATE journal SET memo = 'x'",
		"DELETE FROM journal",
		"DELETE FROM posting",
		"UPDATE receivable SET amount_minor = 9",
		"UPDATE receivable SET open_minor = 6",
		"UPDATE receivable SET open_minor = -1",
		"DELETE FROM receivable",
		"UPDATE settlement SET amount_minor = 6",
		"DELETE FROM settlement",
		/* what would not sum to zero cannot be said */
		"INSERT INTO posting (journal_id, debit, amount_minor) "
		"VALUES (1, 'cash', 5)",
		"INSERT INTO posting (journal_id, debit, credit, amount_minor)"
		" VALUES (1, 'cash', 'cash', 5)",
		"INSERT INTO posting (journal_id, debit, credit, amount_minor)"
		" VALUES (1, 'cash', 'deposit', -5)",
		"INSERT INTO posting (journal_id, debit, credit, amount_minor)"
		" VALUES (1, 'cash', 'deposit', 0)",
		"INSERT INTO posting (journal_id, debit, credit, amount_minor)"
		" VALUES (1, 'cash', 'commitment', 5)",
	};
	struct err e = ERR_INIT;
	struct store *s;
	char path[128];
	sqlite3 *db;

	fresh();
	s = open_store(STORE_RUN);
	assert_int_equal(store_exec(s, Q_JOURNAL_INSERT, NULL, &e, "sssosioDs",
			     "k", "accepted", "c", (int64_t)0, "EUR",
			     (int64_t)1, (int64_t)0, DAY_NONE, ""),
	    RC_OK);
	assert_int_equal(store_exec(s, Q_POSTING_INSERT, NULL, &e, "issi",
			     (int64_t)1, "receivable", "sales", (int64_t)5),
	    RC_OK);
	assert_int_equal(store_exec(s, Q_RECEIVABLE_INSERT, NULL, &e,
			     "issodDdDsi", (int64_t)1, "c", "EUR", (int64_t)0,
			     (day)1, DAY_NONE, (day)1, DAY_NONE, "",
			     (int64_t)5),
	    RC_OK);
	assert_int_equal(store_exec(s, Q_SETTLEMENT_INSERT, NULL, &e, "iidi",
			     (int64_t)1, (int64_t)1, (day)1, (int64_t)2),
	    RC_OK);
	store_close(s);
	(void)snprintf(path, sizeof(path), "%s/ordermill.db", dir);
	assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
	for (size_t i = 0; i < sizeof(refused) / sizeof(refused[0]); i++)
		if (sqlite3_exec(db, refused[i], NULL, NULL, NULL) == SQLITE_OK)
			fail_msg("%s", refused[i]);
	assert_int_equal(sqlite3_exec(db,
			     "UPDATE receivable SET open_minor = 3", NULL, NULL,
			     NULL),
	    SQLITE_OK);
	assert_int_equal(sqlite3_close(db), SQLITE_OK);
	clean();
}

TEST(another_schema_is_refused_and_an_older_one_waits_for_a_run)
{
	struct err e = ERR_INIT;
	struct store *s;

	fresh();
	assert_int_not_equal(store_open(dir, STORE_WRITE, &s, &e), RC_OK);
	store_close(open_store(STORE_RUN));
	raw("PRAGMA user_version=9999");
	e = (struct err)ERR_INIT;
	assert_int_equal(store_open(dir, STORE_RUN, &s, &e), RC_FATAL);
	assert_string_equal(e.code, "DB-VERSION");
	assert_int_equal(err_exit_code(&e), 78);
	assert_null(s);
	raw("PRAGMA user_version=0");
	e = (struct err)ERR_INIT;
	assert_int_equal(store_open(dir, STORE_WRITE, &s, &e), RC_FATAL);
	assert_string_equal(e.code, "DB-VERSION");
	/* The tables are there: making them again fails as a whole. */
	e = (struct err)ERR_INIT;
	assert_int_not_equal(store_open(dir, STORE_RUN, &s, &e), RC_OK);
	clean();
}

TEST(a_file_that_is_no_database_is_refused)
{
	struct err e = ERR_INIT;
	struct store *s;
	char path[128];
	FILE *f;

	fresh();
	(void)snprintf(path, sizeof(path), "%s/ordermill.db", dir);
	f = fopen(path, "w");
	assert_non_null(f);
	for (int i = 0; i < 4096; i++)
		assert_true(fputc('x', f) != EOF);
	assert_int_equal(fclose(f), 0);
	assert_int_equal(store_open(dir, STORE_RUN, &s, &e), RC_FATAL);
	assert_null(s);
	e = (struct err)ERR_INIT;
	assert_int_not_equal(store_open("build/no-such-dir", STORE_RUN, &s, &e),
	    RC_OK);
	clean();
}

static void
count(void *ctx, const char *text)
{
	(void)text;
	++*(int *)ctx;
}

TEST(a_copy_is_whole_and_a_broken_reference_is_named)
{
	struct err e = ERR_INIT;
	struct store *s;
	char path[128];
	int faults = 0;

	fresh();
	s = open_store(STORE_RUN);
	add_event(s, "order:1", SLICE("copied"));
	assert_int_equal(store_check(s, count, &faults, &e), RC_OK);
	assert_int_equal(faults, 0);
	(void)snprintf(path, sizeof(path), "%s/copy.db", dir);
	assert_int_equal(store_backup(s, path, &e), RC_OK);
	assert_int_not_equal(store_backup(s, path, &e), RC_OK);
	e = (struct err)ERR_INIT;
	assert_int_equal(store_checkpoint(s, &e), RC_OK);
	store_close(s);
	raw("PRAGMA foreign_keys=OFF; INSERT INTO pack (run_id) VALUES (77)");
	s = open_store(STORE_WRITE);
	assert_int_equal(store_check(s, count, &faults, &e), RC_OK);
	assert_int_equal(faults, 1);
	store_close(s);
	assert_non_null(strchr(store_version(), '.'));
	clean();
}

TEST(a_second_writer_waits_and_a_reader_does_not_stop_a_checkpoint)
{
	struct err e = ERR_INIT;
	struct store *a, *b;
	struct rows *r;

	fresh();
	a = open_store(STORE_RUN);
	add_event(a, "x", SLICE("1"));
	b = open_store(STORE_READ);
	assert_int_equal(store_view(b, "event", NULL, 0, &r, &e), RC_OK);
	assert_true(rows_next(r));
	assert_int_equal(store_checkpoint(a, &e), RC_OK);
	assert_int_equal(rows_end(r, &e), RC_OK);
	store_close(b);
	store_close(a);
	clean();
}

TEST(days_blobs_and_nothing_are_values_too)
{
	struct err e = ERR_INIT;
	struct store *s;
	struct rows *r;
	struct decimal d;

	fresh();
	s = open_store(STORE_RUN);
	assert_int_equal(store_exec(s, Q_PRICE_PUT, NULL, &e, "ttttsssDDi",
			     SLICE("c"), SLICE("s"), SLICE("EA"), SLICE("EUR"),
			     "1.50", "1", "0", (day)100, DAY_NONE, (int64_t)1),
	    RC_OK);
	assert_int_equal(store_rows(s, Q_PRICES, &r, &e, ""), RC_OK);
	assert_true(rows_next(r));
	d = rows_decimal(r, 4);
	assert_int_equal(d.coef, 15);
	assert_int_equal(d.scale, 1);
	assert_true(decimal_is_none(rows_decimal(r, 0)));
	assert_int_equal(rows_day(r, 7), 100);
	assert_int_equal(rows_day(r, 8), DAY_NONE);
	assert_int_equal(rows_end(r, &e), RC_OK);
	assert_int_equal(
	    store_exec(s, Q_PRODUCT_PUT, NULL, &e, "tttststtssnnti", SLICE("k"),
		SLICE("g"), SLICE("n"), "goods", SLICE("EA"), "1", SLICE("EUR"),
		SLICE("S"), "21", "", SLICE_NONE, (int64_t)1),
	    RC_OK);
	assert_int_equal(store_rows(s, Q_ARRIVAL_KNOWN, &r, &e, "sbii", "p",
			     SLICE("raw\0name"), (int64_t)1, (int64_t)2),
	    RC_OK);
	assert_false(rows_next(r));
	assert_int_equal(rows_end(r, &e), RC_OK);
	assert_int_equal(store_rows(s, Q_HOLDS_EXPIRED, &r, &e, "d", (day)5),
	    RC_OK);
	assert_false(rows_next(r));
	assert_int_equal(rows_end(r, &e), RC_OK);
	store_close(s);
	clean();
}

TEST(a_table_that_is_gone_is_a_fault_at_every_door)
{
	struct err e = ERR_INIT;
	struct store *s;
	struct rows *r;
	int64_t n = 0;

	fresh();
	store_close(open_store(STORE_RUN));
	raw("DROP VIEW v_event; DROP TABLE event; DROP TABLE counter;"
	    "DROP TABLE item");
	s = open_store(STORE_WRITE);
	assert_int_equal(store_exec(s, Q_EVENT_INSERT, NULL, &e, "iosss",
			     (int64_t)1, (int64_t)0, "a", "b", "c"),
	    RC_FATAL);
	assert_string_equal(e.code, "DB");
	e = (struct err)ERR_INIT;
	assert_int_equal(store_rows(s, Q_ITEMS, &r, &e, ""), RC_FATAL);
	assert_null(r);
	e = (struct err)ERR_INIT;
	assert_int_equal(store_int(s, Q_COUNTER_VALUE, 0, &n, &e, "s", "a"),
	    RC_FATAL);
	e = (struct err)ERR_INIT;
	assert_int_equal(store_view(s, "event", NULL, 0, &r, &e), RC_FATAL);
	e = (struct err)ERR_INIT;
	assert_int_not_equal(store_backup(s, "build/no-such-dir/copy.db", &e),
	    RC_OK);
	store_close(s);
	clean();
}

static void
overwrite_pages(void)
{
	char path[128], junk[4096];
	FILE *f;

	memset(junk, 0xa5, sizeof(junk));
	(void)snprintf(path, sizeof(path), "%s/ordermill.db", dir);
	f = fopen(path, "r+");
	assert_non_null(f);
	assert_int_equal(fseek(f, 0, SEEK_END), 0);
	for (long at = 8 * 4096; at + 4096 <= ftell(f); at += 4096) {
		long end = ftell(f);

		assert_int_equal(fseek(f, at, SEEK_SET), 0);
		assert_int_equal(fwrite(junk, 1, sizeof(junk), f),
		    sizeof(junk));
		assert_int_equal(fseek(f, 0, SEEK_END), 0);
		assert_int_equal(ftell(f), end);
	}
	assert_int_equal(fclose(f), 0);
}

TEST(damaged_pages_are_an_io_error_that_says_so)
{
	struct err e = ERR_INIT;
	struct store *s = NULL;
	struct rows *r;
	int faults = 0;
	enum rc rc;

	fresh();
	s = open_store(STORE_RUN);
	for (int i = 0; i < 50; i++)
		add_event(s, "x", SLICE("something to lose"));
	assert_int_equal(store_checkpoint(s, &e), RC_OK);
	store_close(s);
	overwrite_pages();
	rc = store_open(dir, STORE_WRITE, &s, &e);
	if (rc == RC_OK) {
		rc = store_check(s, count, &faults, &e);
		assert_true(rc != RC_OK || faults > 0);
		e = (struct err)ERR_INIT;
		rc = store_view(s, "event", NULL, 0, &r, &e);
		if (rc == RC_OK) {
			while (rows_next(r))
				continue;
			rc = rows_end(r, &e);
		}
	}
	assert_int_not_equal(rc, RC_OK);
	assert_string_equal(e.code, "DB-DAMAGED");
	assert_int_equal(err_exit_code(&e), 74);
	store_close(s);
	clean();
}

TEST(each_failure_has_its_class_code_and_exit)
{
	static const struct {
		int sqlite;
		enum rc rc;
		const char *code;
		int exit_code;
	} all[] = {
		{ SQLITE_BUSY, RC_RETRY, "DB-BUSY", 75 },
		{ SQLITE_LOCKED, RC_RETRY, "DB-BUSY", 75 },
		{ SQLITE_FULL, RC_RETRY, "DB-FULL", 74 },
		{ SQLITE_IOERR_FSYNC, RC_RETRY, "DB-IO", 74 },
		{ SQLITE_CANTOPEN, RC_RETRY, "DB-IO", 74 },
		{ SQLITE_CORRUPT, RC_FATAL, "DB-DAMAGED", 74 },
		{ SQLITE_CONSTRAINT_UNIQUE, RC_REJECT, "DB-CONFLICT", 65 },
		{ SQLITE_MISUSE, RC_FATAL, "DB", 70 },
	};

	for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++) {
		struct err e = ERR_INIT;

		assert_int_equal(sqlite_fault(NULL, all[i].sqlite, "x", &e),
		    all[i].rc);
		assert_string_equal(e.code, all[i].code);
		assert_int_equal(err_exit_code(&e), all[i].exit_code);
	}
}

UNIT_MAIN(RUN(each_failure_has_its_class_code_and_exit),
    RUN(days_blobs_and_nothing_are_values_too),
    RUN(a_table_that_is_gone_is_a_fault_at_every_door),
    RUN(damaged_pages_are_an_io_error_that_says_so),
    RUN(what_is_committed_is_there_again_and_what_is_rolled_back_is_not),
    RUN(what_is_tried_is_kept_or_leaves_no_trace),
    RUN(any_bytes_are_values_and_never_sql),
    RUN(an_unknown_list_or_column_is_refused),
    RUN(a_key_that_is_taken_is_a_conflict_and_only_the_statement_is_undone),
    RUN(the_ledger_cannot_be_changed_shortened_or_unbalanced),
    RUN(another_schema_is_refused_and_an_older_one_waits_for_a_run),
    RUN(a_file_that_is_no_database_is_refused),
    RUN(a_copy_is_whole_and_a_broken_reference_is_named),
    RUN(a_second_writer_waits_and_a_reader_does_not_stop_a_checkpoint))
