/* The ceiling of booking: the rows of a finished database inserted again by
 * SQLite alone, into the same schema with the same indexes, pragmas, batches
 * and foreign keys: bench_sqlite DATABASE NEW.  Reading the rows is
 * not timed; of tables with a row or more an order every batch gets its share,
 * the others come first. */
#include <sqlite3.h>

#include "base/embedded.h"
#include "base/err.h"
#include "tests/bench/bench.h"

#define BATCH 1000

struct value {
	int type;
	int64_t number;
	const char *text;
	int n;
};

struct table {
	const char *name;
	int columns;
	size_t rows, cap;
	struct value *values;
	sqlite3_stmt *insert;
};

/* Referenced ones before those that refer to them. */
static struct table tables[] = {
	{ .name = "run" },
	{ .name = "counter" },
	{ .name = "pack" },
	{ .name = "file" },
	{ .name = "arrival" },
	{ .name = "interchange" },
	{ .name = "interchange_key" },
	{ .name = "message" },
	{ .name = "orders" },
	{ .name = "order_line" },
	{ .name = "finding" },
	{ .name = "hold" },
	{ .name = "journal" },
	{ .name = "posting" },
	{ .name = "account_balance" },
	{ .name = "event" },
	{ .name = "outbox" },
};
#define TABLES (sizeof(tables) / sizeof(tables[0]))

static sqlite3 *db;

static void
must(int code, const char *what)
{
	if (code == SQLITE_OK || code == SQLITE_DONE)
		return;
	fprintf(stderr, "%s: %s\n", what, sqlite3_errmsg(db));
	exit(1);
}

static void
run(const char *sql)
{
	must(sqlite3_exec(db, sql, NULL, NULL, NULL), sql);
}

static struct value
value_of(sqlite3_stmt *s, int column)
{
	struct value v = { .type = sqlite3_column_type(s, column) };
	char *copy;

	if (v.type == SQLITE_INTEGER) {
		v.number = sqlite3_column_int64(s, column);
	} else if (v.type != SQLITE_NULL) {
		v.n = sqlite3_column_bytes(s, column);
		copy = malloc((size_t)v.n + 1);
		if (copy == NULL)
			die_memory();
		memcpy(copy,
		    sqlite3_column_blob(s, column) != NULL ?
			sqlite3_column_blob(s, column) :
			"",
		    (size_t)v.n);
		v.text = copy;
	}
	return (v);
}

static void
load(struct table *t)
{
	sqlite3_stmt *s;
	char sql[128];
	int code;

	(void)snprintf(sql, sizeof(sql), "SELECT * FROM %s", t->name);
	must(sqlite3_prepare_v2(db, sql, -1, &s, NULL), sql);
	t->columns = sqlite3_column_count(s);
	while ((code = sqlite3_step(s)) == SQLITE_ROW) {
		if (t->rows == t->cap) {
			t->cap = t->cap * 2 + 64;
			t->values = realloc(t->values,
			    t->cap * (size_t)t->columns * sizeof(struct value));
			if (t->values == NULL)
				die_memory();
		}
		for (int c = 0; c < t->columns; c++)
			t->values[t->rows * (size_t)t->columns + (size_t)c] =
			    value_of(s, c);
		t->rows++;
	}
	must(code, sql);
	must(sqlite3_finalize(s), sql);
}

/* As store/sqlite.c sets them. */
static void
make(const char *path)
{
	int on = 1;

	must(sqlite3_open(path, &db), path);
	must(sqlite3_db_config(db, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL),
	    path);
	must(sqlite3_file_control(db, "main", SQLITE_FCNTL_PERSIST_WAL, &on),
	    path);
	run("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;"
	    "PRAGMA foreign_keys=ON; PRAGMA trusted_schema=OFF;"
	    "PRAGMA cell_size_check=ON; PRAGMA wal_autocheckpoint=0;"
	    "PRAGMA temp_store=MEMORY; PRAGMA cache_size=-65536");
	for (const struct embedded *m = embedded_schema; m->path != NULL; m++)
		run(m->text);
}

static void
prepare(struct table *t)
{
	char sql[512];
	int n = snprintf(sql, sizeof(sql), "INSERT INTO %s VALUES (", t->name);

	for (int c = 0; c < t->columns; c++)
		n += snprintf(sql + n, sizeof(sql) - (size_t)n, "%s?",
		    c > 0 ? "," : "");
	(void)snprintf(sql + n, sizeof(sql) - (size_t)n, ")");
	must(sqlite3_prepare_v3(db, sql, -1, SQLITE_PREPARE_PERSISTENT,
		 &t->insert, NULL),
	    sql);
}

static void
insert(struct table *t, size_t row)
{
	const struct value *v = &t->values[row * (size_t)t->columns];

	for (int c = 0; c < t->columns; c++)
		switch (v[c].type) {
		case SQLITE_INTEGER:
			must(sqlite3_bind_int64(t->insert, c + 1, v[c].number),
			    t->name);
			break;
		case SQLITE_TEXT:
			must(sqlite3_bind_text(t->insert, c + 1, v[c].text,
				 v[c].n, SQLITE_STATIC),
			    t->name);
			break;
		case SQLITE_BLOB:
			must(sqlite3_bind_blob(t->insert, c + 1, v[c].text,
				 v[c].n, SQLITE_STATIC),
			    t->name);
			break;
		default:
			must(sqlite3_bind_null(t->insert, c + 1), t->name);
		}
	must(sqlite3_step(t->insert), t->name);
	must(sqlite3_reset(t->insert), t->name);
}

static void
insert_all(size_t orders)
{
	size_t batches = (orders + BATCH - 1) / BATCH;

	for (size_t b = 0; b < batches; b++) {
		run("BEGIN IMMEDIATE");
		for (size_t i = 0; i < TABLES; i++) {
			struct table *t = &tables[i];
			bool small = t->rows < orders;
			size_t from = t->rows * b / batches,
			       to = t->rows * (b + 1) / batches;

			if (small && b > 0)
				continue;
			for (size_t r = small ? 0 : from;
			     r < (small ? t->rows : to); r++)
				insert(t, r);
		}
		run("COMMIT");
	}
}

int
main(int argc, char **argv)
{
	size_t orders = 0, rows = 0;
	double wall, cpu;

	if (argc < 3)
		return (64);
	must(sqlite3_config(SQLITE_CONFIG_SINGLETHREAD), "settings");
	must(sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0), "settings");
	must(sqlite3_open_v2(argv[1], &db, SQLITE_OPEN_READWRITE, NULL),
	    argv[1]);
	for (size_t i = 0; i < TABLES; i++) {
		load(&tables[i]);
		rows += tables[i].rows;
		if (strcmp(tables[i].name, "orders") == 0)
			orders = tables[i].rows;
	}
	must(sqlite3_close(db), argv[1]);
	make(argv[2]);
	for (size_t i = 0; i < TABLES; i++)
		prepare(&tables[i]);
	wall = seconds(CLOCK_MONOTONIC);
	cpu = cpu_seconds();
	insert_all(orders);
	/* A run ends with its log in the database; so does this. */
	must(sqlite3_wal_checkpoint_v2(db, NULL, SQLITE_CHECKPOINT_TRUNCATE,
		 NULL, NULL),
	    "checkpoint");
	printf("orders %zu\nrows %zu\nwall %.6f\ncpu %.6f\n", orders, rows,
	    seconds(CLOCK_MONOTONIC) - wall, cpu_seconds() - cpu);
	return (0);
}
