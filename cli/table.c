#include <utf8proc.h>

#include "base/decimal.h"
#include "cli/table.h"

#define CELL_MAX 4096

size_t
shown_width(struct slice s)
{
	size_t width = 0, n;
	uint32_t rune;

	while (s.n > 0) {
		n = slice_rune(s, &rune);
		if (n == 0)
			n = 1;
		else
			width += (size_t)utf8proc_charwidth(
			    (utf8proc_int32_t)rune);
		s = slice_sub(s, n, s.n);
	}
	return (width);
}

void
table_init(struct table *t, struct cli *c, const char *const *names, size_t n)
{
	INVARIANT(n <= TABLE_COLUMNS);
	*t = (struct table){ .cli = c, .n = n };
	for (size_t i = 0; i < n; i++) {
		t->names[i] = names[i];
		t->right[i] = true;  /* until a text is seen */
		t->hidden[i] = true; /* until anything is seen */
	}
}

static bool
looks_numeric(struct slice s)
{
	for (size_t i = 0; i < s.n; i++)
		if ((s.p[i] < '0' || s.p[i] > '9') && s.p[i] != '.' &&
		    (i > 0 || s.p[i] != '-'))
			return (false);
	return (true);
}

static void
measure(struct table *t, const struct slice *cells)
{
	for (size_t i = 0; i < t->n; i++) {
		size_t width = shown_width(cells[i]);

		if (cells[i].n > 0) {
			t->hidden[i] = false;
			t->right[i] = t->right[i] && looks_numeric(cells[i]);
		}
		if (width > t->widths[i])
			t->widths[i] = width;
	}
}

static void
pad(struct buf *b, size_t n)
{
	while (n-- > 0)
		buf_char(b, ' ');
}

static void
put_row(struct table *t, const struct slice *cells)
{
	struct buf *b = &t->cli->out;
	size_t last = t->n, owed = 0;

	while (last > 0 && t->hidden[last - 1])
		last--;
	for (size_t i = 0; i < last; i++) {
		size_t width = shown_width(cells[i]), gap;

		if (t->hidden[i])
			continue;
		gap = t->widths[i] > width ? t->widths[i] - width : 0;
		pad(b, owed + (t->right[i] ? gap : 0));
		buf_add(b, cells[i]);
		owed = 2 + (t->right[i] ? 0 : gap);
	}
	buf_char(b, '\n');
}

static enum rc
put_block(struct table *t, struct err *e)
{
	struct slice heads[TABLE_COLUMNS];

	if (!t->begun && t->rows.n > 0) {
		for (size_t i = 0; i < t->n; i++) {
			heads[i] = slice_of(t->names[i]);
			if (heads[i].n > t->widths[i])
				t->widths[i] = heads[i].n;
		}
		cli_paint(t->cli, "bold");
		put_row(t, heads);
		cli_paint(t->cli, "");
		t->begun = true;
	}
	for (size_t i = 0; i < t->rows.n; i++)
		put_row(t, *LIST_AT(&t->rows, struct slice *, i));
	t->rows = (struct list){ 0 };
	arena_reset(&t->arena);
	return (cli_flush_some(t->cli, e));
}

enum rc
table_row(struct table *t, const struct slice *cells, struct err *e)
{
	struct slice *kept = arena_array(&t->arena, t->n, sizeof(*kept));
	struct buf shown;

	buf_init(&shown, 8 * CELL_MAX);
	for (size_t i = 0; i < t->n; i++) {
		buf_reset(&shown);
		buf_shown(&shown, slice_sub(cells[i], 0, CELL_MAX));
		kept[i] = arena_slice(&t->arena, buf_slice(&shown));
	}
	buf_free(&shown);
	if (!t->begun)
		measure(t, kept);
	*LIST_PUSH(&t->arena, &t->rows, struct slice *) = kept;
	return (t->rows.n >= TABLE_BLOCK ? put_block(t, e) : RC_OK);
}

enum rc
table_end(struct table *t, struct err *e)
{
	enum rc rc = put_block(t, e);

	arena_free(&t->arena);
	return (rc);
}

void
json_column(struct buf *b, struct rows *r, int column)
{
	buf_json(b, slice_of(rows_name(r, column)));
	buf_char(b, ':');
	switch (rows_type(r, column)) {
	case ROW_NULL:
		buf_text(b, "null");
		break;
	case ROW_INT:
		buf_int(b, rows_int(r, column));
		break;
	case ROW_TEXT:
	case ROW_BLOB:
		buf_json(b, rows_text(r, column));
		break;
	}
}

void
json_row(struct buf *b, struct rows *r)
{
	for (int i = 0; i < rows_columns(r); i++) {
		if (i > 0)
			buf_char(b, ',');
		json_column(b, r, i);
	}
}

void
buf_money(struct buf *b, int64_t minor, struct slice currency)
{
	char text[DECIMAL_TEXT_MAX + 4];
	int digits = currency_digits(currency);

	buf_printf(b, "%s ", money_text(minor, digits >= 0 ? digits : 0, text));
	buf_shown(b, currency);
}
