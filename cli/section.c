#include <string.h>

#include "cli/section.h"

static void
comma(struct buf *b)
{
	if (b->n > 0 && strchr("{[\n", b->p[b->n - 1]) == NULL)
		buf_char(b, ',');
}

static void
heading(struct cli *c, const char *title)
{
	if (c->out.n > 0)
		buf_char(&c->out, '\n');
	cli_paint(c, "bold");
	buf_text(&c->out, title);
	cli_paint(c, "");
	buf_char(&c->out, '\n');
}

static bool
is_day(struct rows *r, int column)
{
	return (rows_type(r, column) == ROW_INT &&
	    slice_ends(slice_of(rows_name(r, column)), SLICE("_day")));
}

static struct slice
cell(struct rows *r, int column, struct arena *a)
{
	char text[11];

	if (is_day(r, column))
		return (arena_slice(a,
		    slice_of(day_text(rows_day(r, column), text))));
	if (rows_type(r, column) == ROW_INT)
		return (slice_of(
		    arena_printf(a, "%lld", (long long)rows_int(r, column))));
	return (rows_text(r, column));
}

static void
put_object(struct cli *c, struct rows *r)
{
	buf_char(&c->out, '{');
	for (int i = 0; i < rows_columns(r); i++) {
		char text[11];

		comma(&c->out);
		if (!is_day(r, i)) {
			json_column(&c->out, r, i);
			continue;
		}
		buf_json(&c->out, slice_of(rows_name(r, i)));
		buf_printf(&c->out, ":\"%s\"", day_text(rows_day(r, i), text));
	}
	buf_char(&c->out, '}');
}

static void
put_lines(struct cli *c, struct rows *r, struct arena *a)
{
	for (int i = 0; i < rows_columns(r); i++) {
		struct slice value = cell(r, i, a);

		if (value.n == 0)
			continue;
		buf_printf(&c->out, "  %-18s ", rows_name(r, i));
		buf_shown(&c->out, value);
		buf_char(&c->out, '\n');
	}
}

enum rc
section_one(struct cli *c, const char *title, enum query q, int64_t id,
    struct err *e)
{
	struct arena a = ARENA_INIT;
	struct rows *r;
	bool found;

	if (store_rows(c->store, q, &r, e, "i", id) != RC_OK)
		return (e->rc);
	found = rows_next(r);
	if (c->json) {
		comma(&c->out);
		buf_json(&c->out, slice_of(title));
		buf_char(&c->out, ':');
		if (found)
			put_object(c, r);
		else
			buf_text(&c->out, "null");
	} else if (found) {
		heading(c, title);
		put_lines(c, r, &a);
	}
	arena_free(&a);
	return (rows_end(r, e));
}

static enum rc
many(struct cli *c, const char *title, struct rows *r, struct err *e)
{
	const char *names[TABLE_COLUMNS];
	struct slice cells[TABLE_COLUMNS];
	struct arena a = ARENA_INIT;
	struct table t;
	int n = rows_columns(r);
	enum rc rc = RC_OK;
	bool begun = false;

	INVARIANT(n <= TABLE_COLUMNS);
	for (int i = 0; i < n; i++)
		names[i] = rows_name(r, i);
	table_init(&t, c, names, (size_t)n);
	while (rc == RC_OK && rows_next(r)) {
		if (!begun)
			heading(c, title);
		begun = true;
		arena_reset(&a);
		for (int i = 0; i < n; i++)
			cells[i] = cell(r, i, &a);
		rc = table_row(&t, cells, e);
	}
	arena_free(&a);
	if (rc == RC_OK)
		return (table_end(&t, e));
	arena_free(&t.arena);
	return (rc);
}

static enum rc
finish(struct cli *c, const char *title, struct rows *r, struct err *e)
{
	enum rc rc = RC_OK;

	if (c->json) {
		comma(&c->out);
		buf_json(&c->out, slice_of(title));
		buf_text(&c->out, ":[");
		while (rows_next(r)) {
			comma(&c->out);
			put_object(c, r);
		}
		buf_char(&c->out, ']');
	} else {
		rc = many(c, title, r, e);
	}
	if (rc != RC_OK) {
		struct err ignored = ERR_INIT;

		(void)!rows_end(r, &ignored);
		return (rc);
	}
	return (rows_end(r, e));
}

enum rc
section_many(struct cli *c, const char *title, enum query q, int64_t id,
    struct err *e)
{
	struct rows *r;

	if (store_rows(c->store, q, &r, e, "i", id) != RC_OK)
		return (e->rc);
	return (finish(c, title, r, e));
}

enum rc
section_events(struct cli *c, const char *subject, struct err *e)
{
	struct rows *r;

	if (store_rows(c->store, Q_SHOW_EVENTS, &r, e, "s", subject) != RC_OK)
		return (e->rc);
	return (finish(c, "history", r, e));
}
