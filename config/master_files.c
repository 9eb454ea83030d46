/* master_files -- see master_files.h. */
#include "base/csv.h"
#include "base/file.h"
#include "config/master_checks.h"
#include "config/report.h"

#define COLUMNS_MAX 32

/* One file while it is read. */
struct table {
	struct master_load *m;
	const struct master_spec *spec;
	struct master_file *file;
	struct list *rows, *lines;
	const struct column *at[COLUMNS_MAX]; /* by place in the header */
	size_t columns;
};

const char *
master_path(enum master_kind kind)
{
	return (master_specs[kind].path);
}

void
master_fault(struct master_load *m, enum master_kind kind, const char *code,
    int64_t line, const char *text)
{
	m->files[kind].faults++;
	report_add(&m->report, code, m->files[kind].path, (int)line, "%s",
	    text);
}

static void
fault(struct table *t, const char *code, int64_t line, const char *text)
{
	master_fault(t->m, (enum master_kind)(t->file - t->m->files), code,
	    line, text);
}

static const char *
text_of(struct table *t, struct slice s)
{
	return (arena_text(&t->m->arena, slice_sub(s, 0, 80)));
}

static const struct column *
column_named(const struct master_spec *spec, struct slice name)
{
	for (size_t i = 0; i < spec->n; i++)
		if (slice_is(name, spec->columns[i].name))
			return (&spec->columns[i]);
	return (NULL);
}

static void
unknown_column(struct table *t, int64_t line, struct slice name)
{
	const char *names[COLUMNS_MAX], *near;
	const char *typed = text_of(t, name);

	for (size_t i = 0; i < t->spec->n; i++)
		names[i] = t->spec->columns[i].name;
	near = nearest_word(typed, names, t->spec->n);
	fault(t, "MASTER-COLUMN", line,
	    arena_printf(&t->m->arena,
		near != NULL ? "there is no column \"%s\"; nearest: %s" :
			       "there is no column \"%s\"%s",
		typed, near != NULL ? near : ""));
}

static bool
header_has(const struct table *t, const struct column *c)
{
	for (size_t i = 0; i < t->columns; i++)
		if (t->at[i] == c)
			return (true);
	return (false);
}

/* False: no use reading rows. */
static bool
read_header(struct table *t, const struct csv_row *row)
{
	const size_t faults = t->file->faults;

	if (row->n > COLUMNS_MAX) {
		fault(t, "MASTER-COLUMN", row->line, "too many columns");
		return (false);
	}
	for (size_t i = 0; i < row->n; i++) {
		const struct slice name = slice_trim(row->fields[i].text);
		const struct column *c = column_named(t->spec, name);

		if (c == NULL)
			unknown_column(t, row->line, name);
		else if (header_has(t, c))
			fault(t, "MASTER-COLUMN", row->line,
			    arena_printf(&t->m->arena,
				"column %s is there twice", c->name));
		t->at[t->columns++] = c;
	}
	for (size_t i = 0; i < t->spec->n; i++)
		if (t->spec->columns[i].required &&
		    !header_has(t, &t->spec->columns[i]))
			fault(t, "MASTER-COLUMN", row->line,
			    arena_printf(&t->m->arena, "column %s is missing",
				t->spec->columns[i].name));
	return (t->file->faults == faults);
}

static bool
cell_clean(struct slice s)
{
	for (size_t i = 0; i < s.n; i++)
		if ((unsigned char)s.p[i] < 0x20 || s.p[i] == 0x7f)
			return (false);
	return (slice_utf8(s));
}

static void
read_cell(struct table *t, int64_t line, const struct column *c,
    struct slice cell, void *row)
{
	const char *wanted = "text in UTF-8 without control bytes";

	INVARIANT(c != NULL);
	cell = slice_trim(cell);
	if (cell_clean(cell))
		wanted = column_store(&t->m->arena, c, cell, row);
	if (wanted != NULL)
		fault(t, "MASTER-VALUE", line,
		    arena_printf(&t->m->arena, "%s = \"%s\": expected %s",
			c->name, text_of(t, cell), wanted));
}

static void
read_row(struct table *t, const struct csv_row *row)
{
	struct arena *a = &t->m->arena;
	const struct slice *credit = NULL;
	const size_t faults = t->file->faults;
	void *object;

	if (row->n != t->columns) {
		fault(t, "MASTER-ROW", row->line,
		    arena_printf(a, "%zu fields; the header has %zu", row->n,
			t->columns));
		return;
	}
	object = list_push(a, t->rows, t->spec->size);
	for (size_t i = 0; i < row->n; i++) {
		read_cell(t, row->line, t->at[i], row->fields[i].text, object);
		INVARIANT(t->at[i] != NULL);
		if (t->at[i]->kind == COLUMN_CREDIT)
			credit = &row->fields[i].text;
	}
	for (size_t i = 0; i < t->spec->n; i++)
		if (!header_has(t, &t->spec->columns[i]))
			INVARIANT(column_store(a, &t->spec->columns[i],
				      SLICE_NONE, object) == NULL);
	if (credit != NULL && !credit_resolve(slice_trim(*credit), object))
		fault(t, "MASTER-VALUE", row->line,
		    "credit_limit is too "
		    "large, or has more decimals than its currency");
	*LIST_PUSH(a, t->lines,
	    int64_t) = t->file->faults == faults ? row->line : ROW_WRONG;
}

static void
read_rows(struct table *t, struct slice data)
{
	struct csv_reader *r = arena_alloc(&t->m->arena, sizeof(*r));
	struct csv_row row;
	bool header = false;

	csv_init(r, data, csv_delimiter(data));
	while (csv_next_row(r, &t->m->arena, &row)) {
		if (row.fault != CSV_FINE)
			fault(t, "MASTER-ROW", row.fault_line,
			    csv_fault_text(row.fault));
		else if (header)
			read_row(t, &row);
		else if (!read_header(t, &row))
			return;
		if (!header && row.fault != CSV_FINE)
			return;
		header = true;
	}
	if (!header)
		fault(t, "MASTER-FILE", 0,
		    "is empty; expected at least a row of column names");
	t->file->rows = t->rows->n;
}

static void
read_data(struct table *t, struct slice data)
{
	if (data.n > MASTER_FILE_MAX) {
		fault(t, "MASTER-FILE", 0, "is larger than 256 MiB");
		return;
	}
	t->file->digest = sha256_of(data);
	read_rows(t, arena_slice(&t->m->arena, data));
}

/* Absent: a fault, for a file that somebody moved away by mistake must not
 * empty the book's price list. */
static enum rc
map_file(int mill, const char *path, struct mapping *map, bool *there,
    struct err *e)
{
	*map = (struct mapping){ .size = 0 };
	*there = file_exists(mill, path);
	return (*there ? file_map(mill, path, map, e) : RC_OK);
}

static enum rc
read_file(int mill, struct table *t, struct err *e)
{
	struct mapping map;
	bool there;
	enum rc rc = map_file(mill, t->spec->path, &map, &there, e);

	if (rc == RC_RETRY)
		return (rc);
	if (rc != RC_OK) {
		fault(t, "MASTER-FILE", 0, e->text);
		*e = (struct err)ERR_INIT;
	} else if (!there)
		fault(t, "MASTER-FILE", 0,
		    "is not there; a file with its "
		    "row of column names alone is an empty one");
	else
		read_data(t, map.data);
	file_unmap(&map);
	return (RC_OK);
}

static struct table
table_of(struct master_load *m, struct list *lines, size_t kind)
{
	const struct master_spec *spec = &master_specs[kind];

	m->files[kind].path = spec->path;
	return ((struct table){ .m = m,
	    .spec = spec,
	    .file = &m->files[kind],
	    .lines = &lines[kind],
	    .rows = (struct list *)(void *)((char *)&m->rows + spec->list) });
}

static void
finish(struct master_load *m, const struct config *c, const struct list *lines)
{
	master_check(m, c, lines);
	for (size_t i = 0; i < MASTER_KINDS; i++)
		m->files[i].usable = m->files[i].faults == 0;
	report_sort(&m->report);
}

void
master_parse(const struct slice *texts, const struct config *c,
    struct master_load *m)
{
	struct list lines[MASTER_KINDS] = { { NULL, 0, 0 } };

	*m = (struct master_load){ .arena = ARENA_INIT };
	for (size_t i = 0; i < MASTER_KINDS; i++) {
		struct table t = table_of(m, lines, i);

		read_data(&t, texts[i]);
	}
	finish(m, c, lines);
}

enum rc
master_read(int mill, const struct config *c, struct master_load *m,
    struct err *e)
{
	struct list lines[MASTER_KINDS] = { { NULL, 0, 0 } };

	*m = (struct master_load){ .arena = ARENA_INIT };
	for (size_t i = 0; i < MASTER_KINDS; i++) {
		struct table t = table_of(m, lines, i);
		const enum rc rc = read_file(mill, &t, e);

		if (rc != RC_OK)
			return (rc);
	}
	finish(m, c, lines);
	return (RC_OK);
}

void
master_load_free(struct master_load *m)
{
	config_report_free(&m->report);
	arena_free(&m->arena);
	*m = (struct master_load){ .arena = ARENA_INIT };
}

enum rc
master_digest(int mill, enum master_kind kind, struct sha256 *digest,
    struct err *e)
{
	struct mapping map;
	bool there;
	enum rc rc = map_file(mill, master_path(kind), &map, &there, e);

	*digest = (struct sha256){ { 0 } };
	if (rc == RC_OK && there)
		*digest = sha256_of(map.data);
	file_unmap(&map);
	return (rc);
}
