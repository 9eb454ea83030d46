/* list: the public views, for people as a table, for programs as JSON. */
#include <stdio.h>
#include <string.h>

#include "cli/table.h"
#include "config/report.h"

struct listing {
	struct cli *c;
	const char *view;
	struct list conditions;   /* struct condition */
	int shown[TABLE_COLUMNS]; /* column numbers */
	size_t n;
};

/* What fits a terminal; every other view is shown whole. */
static const struct {
	const char *view, *columns;
} usual[] = {
	{ "file", "file_id,partner,remote_name,bytes,state,reason,fetched_at" },
	{ "message",
	    "message_id,file_id,partner,format,kind,document_id,"
	    "state,reason" },
	{ "finding",
	    "file_id,order_id,code,severity,byte_offset,segment,"
	    "element,message" },
	{ "order",
	    "order_id,partner,customer,po_number,release_number,state,"
	    "confirmation,currency,total_minor,reason" },
	{ "order_line",
	    "order_id,line,sku,name,quantity,unit,price,"
	    "amount_minor,state,reason" },
	{ "outbox",
	    "outbox_id,partner,kind,name,order_id,state,attempts,"
	    "due_at,sent_at,acknowledged,reason" },
	{ "standing_order",
	    "standing_order_id,partner,po_number,rule,"
	    "starts_on,ends_on,state,next_release_on,reason" },
	{ "customer",
	    "customer,partner,name,currency,payment,unlimited,"
	    "credit_limit,terms_days,charge_at" },
	{ "product", "sku,gtin,name,kind,unit,price,currency,stock" },
};

/* "orders", "order-lines": what people type for order and order_line. */
static const char *
view_named(struct cli *c, const char *typed, struct err *e)
{
	const char *const *views = store_views(), *near;
	char *name = arena_text(&c->arena, slice_of(typed));
	size_t n = strlen(name), count = 0;

	for (char *p = name; *p != '\0'; p++)
		if (*p == '-')
			*p = '_';
	for (; views[count] != NULL; count++) {
		size_t length = strlen(views[count]);

		if (strcmp(views[count], name) == 0 ||
		    (n == length + 1 && name[length] == 's' &&
			strncmp(name, views[count], length) == 0))
			return (views[count]);
	}
	(void)usage_error(e, "there is no list of '%.60s'", typed);
	near = nearest_word(name, views, count);
	if (near != NULL)
		(void)err_help(e, "did you mean `ordermill list %s`?", near);
	else
		(void)err_help(e, "`ordermill help list` names them all");
	return (NULL);
}

static enum rc
read_conditions(struct listing *l, struct err *e)
{
	struct cli *c = l->c;

	for (int i = 1; i < c->n_args; i++) {
		struct condition *x = LIST_PUSH(&c->arena, &l->conditions,
		    struct condition);

		if (!slice_cut(slice_of(c->args[i]), '=', &x->column,
			&x->value))
			return (usage_error(e,
			    "'%.100s' is no condition: write COLUMN=VALUE",
			    c->args[i]));
	}
	return (RC_OK);
}

static int
column_named(struct rows *r, struct slice name)
{
	for (int i = 0; i < rows_columns(r); i++)
		if (slice_is(name, rows_name(r, i)))
			return (i);
	return (-1);
}

static enum rc
choose_columns(struct listing *l, struct rows *r, struct err *e)
{
	const char *chosen = cli_option(l->c, "columns");
	struct slice rest, word;

	for (size_t i = 0; chosen == NULL && !l->c->json &&
	     i < sizeof(usual) / sizeof(*usual);
	     i++)
		if (strcmp(usual[i].view, l->view) == 0)
			chosen = usual[i].columns;
	if (chosen == NULL) {
		INVARIANT(rows_columns(r) <= TABLE_COLUMNS);
		for (int i = 0; i < rows_columns(r); i++)
			l->shown[l->n++] = i;
		return (RC_OK);
	}
	for (rest = slice_of(chosen); rest.n > 0;) {
		int column;

		(void)slice_cut(rest, ',', &word, &rest);
		column = column_named(r, word);
		if (column < 0 || l->n == TABLE_COLUMNS)
			return (usage_error(e, "'%s' has no column '%.*s'",
			    l->view, (int)slice_sub(word, 0, 60).n, word.p));
		l->shown[l->n++] = column;
	}
	return (RC_OK);
}

static void
put_json(struct listing *l, struct rows *r)
{
	struct buf *b = &l->c->out;

	buf_char(b, '{');
	for (size_t i = 0; i < l->n; i++) {
		if (i > 0)
			buf_char(b, ',');
		json_column(b, r, l->shown[i]);
	}
	buf_text(b, "}\n");
}

static void
take_cells(struct listing *l, struct rows *r, struct arena *a,
    struct slice *cells)
{
	for (size_t i = 0; i < l->n; i++) {
		int column = l->shown[i];

		cells[i] = rows_type(r, column) == ROW_INT ?
		    slice_of(arena_printf(a, "%lld",
			(long long)rows_int(r, column))) :
		    rows_text(r, column);
	}
}

static enum rc
print_rows(struct listing *l, struct rows *r, struct err *e)
{
	const char *names[TABLE_COLUMNS];
	struct slice cells[TABLE_COLUMNS];
	struct arena a = ARENA_INIT;
	struct table t;
	enum rc rc = RC_OK;

	for (size_t i = 0; i < l->n; i++)
		names[i] = rows_name(r, l->shown[i]);
	table_init(&t, l->c, names, l->n);
	while (rc == RC_OK && rows_next(r)) {
		if (l->c->json) {
			put_json(l, r);
			rc = cli_flush_some(l->c, e);
			continue;
		}
		arena_reset(&a);
		take_cells(l, r, &a, cells);
		rc = table_row(&t, cells, e);
	}
	arena_free(&a);
	if (rc != RC_OK) {
		arena_free(&t.arena);
		return (rc);
	}
	return (table_end(&t, e));
}

enum rc
cmd_list(struct cli *c, struct err *e)
{
	struct listing l = { .c = c };
	struct rows *r;
	enum rc rc;

	l.view = view_named(c, c->args[0], e);
	if (l.view == NULL || read_conditions(&l, e) != RC_OK)
		return (e->rc);
	if (store_view(c->store, l.view, l.conditions.v, l.conditions.n, &r,
		e) != RC_OK) {
		if (e->rc == RC_REJECT)
			e->exit_code = 64;
		return (e->rc);
	}
	rc = choose_columns(&l, r, e);
	if (rc == RC_OK)
		rc = print_rows(&l, r, e);
	if (rc != RC_OK) {
		struct err ignored = ERR_INIT;

		(void)!rows_end(r, &ignored);
		return (rc);
	}
	return (rows_end(r, e));
}
