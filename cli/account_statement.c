/* account statement: a customer's account over some days, as text for people,
 * as a page, as CSV for a spreadsheet, or as JSON. */
#include <inttypes.h>
#include <string.h>

#include "base/decimal.h"
#include "cli/account.h"
#include "cli/table.h"

struct writing {
	struct cli *c;
	struct statement t;
	struct slice seller;
	enum language language;
};

static const char *
word(const struct writing *w, enum statement_text t)
{
	return (statement_text(t, w->language));
}

static const char *
money(struct writing *w, int64_t minor)
{
	char text[DECIMAL_TEXT_MAX + 4];
	int digits = currency_digits(w->t.currency);

	return (arena_printf(&w->c->arena, "%s",
	    money_text(minor, digits >= 0 ? digits : 0, text)));
}

static const char *
day_shown(struct writing *w, day d)
{
	char text[11];

	return (arena_printf(&w->c->arena, "%s", day_text(d, text)));
}

/* The buyer's number, with its release. */
static struct slice
po_of(struct writing *w, const struct statement_entry *n)
{
	if (n->release_number.n == 0)
		return (n->po_number);
	return (slice_of(arena_printf(&w->c->arena, SL_FMT "/" SL_FMT,
	    SL_ARG(n->po_number), SL_ARG(n->release_number))));
}

/* --- text ---------------------------------------------------------------- */

static void
cells_of(struct writing *w, const struct statement_entry *n,
    struct slice cells[7])
{
	cells[0] = slice_of(day_shown(w, n->on));
	cells[1] = slice_of(statement_word(n->event, w->language));
	cells[2] = po_of(w, n);
	cells[3] = n->confirmation;
	cells[4] = slice_of(money(w, n->amount));
	cells[5] = slice_of(money(w, n->balance));
	cells[6] = n->text;
}

#define COLUMNS 7

static void
columns_of(const struct writing *w, const char *columns[COLUMNS])
{
	for (int i = 0; i < COLUMNS; i++)
		columns[i] = word(w, (enum statement_text)(STATEMENT_DAY + i));
}

static void
put_period(struct writing *w, struct buf *b)
{
	if (w->t.from != DAY_NONE)
		buf_printf(b, "%s %s ", day_shown(w, w->t.from),
		    word(w, STATEMENT_TO));
	else
		buf_printf(b, "%s ", word(w, STATEMENT_UNTIL));
	buf_text(b, day_shown(w, w->t.to));
}

static enum rc
put_text(struct writing *w, struct err *e)
{
	struct buf *b = &w->c->out;
	const char *columns[COLUMNS];
	struct slice cells[7];
	struct table t;

	columns_of(w, columns);
	buf_printf(b, "%s ", word(w, STATEMENT_OF));
	buf_shown(b, w->t.customer);
	buf_text(b, ", ");
	buf_shown(b, w->t.name);
	buf_text(b, ", ");
	put_period(w, b);
	buf_text(b, ", ");
	buf_shown(b, w->t.currency);
	buf_printf(b, "\n\n%s    %s\n", word(w, STATEMENT_OPENING),
	    money(w, w->t.opening));
	table_init(&t, w->c, columns, 7);
	for (size_t i = 0; i < w->t.entries.n; i++) {
		cells_of(w, LIST_AT(&w->t.entries, struct statement_entry, i),
		    cells);
		if (table_row(&t, cells, e) != RC_OK) {
			arena_free(&t.arena);
			return (e->rc);
		}
	}
	if (table_end(&t, e) != RC_OK)
		return (e->rc);
	buf_printf(b, "%s    %s\n", word(w, STATEMENT_CLOSING),
	    money(w, w->t.closing));
	if (w->t.ageing.total == 0)
		return (RC_OK);
	buf_printf(b, "\n%s %s\n", word(w, STATEMENT_AGES),
	    day_shown(w, w->t.to));
	for (int i = 0; i < AGES; i++)
		if (w->t.ageing.amount[i] != 0)
			buf_printf(b, "  %-16s %s\n", age_name(i, w->language),
			    money(w, w->t.ageing.amount[i]));
	return (RC_OK);
}

/* --- a page -------------------------------------------------------------- */

static const char page_style[] =
    "body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;"
    "padding:0 1rem;color:#1a1a1a;background:#fff}"
    "table{border-collapse:collapse;width:100%;margin:.5rem 0 1.5rem}"
    "th,td{text-align:left;padding:.3rem .6rem;border-bottom:1px solid #ccc}"
    ".n{text-align:right;font-variant-numeric:tabular-nums}"
    "tr.sum td{font-weight:bold}";

static void
html_cell(struct buf *b, struct slice s, bool number)
{
	buf_text(b, number ? "<td class=\"n\">" : "<td>");
	buf_html(b, s);
	buf_text(b, "</td>");
}

static void
html_sum(struct writing *w, const char *what, int64_t amount)
{
	struct buf *b = &w->c->out;

	buf_printf(b,
	    "<tr class=\"sum\"><td colspan=\"5\">%s</td>"
	    "<td class=\"n\">%s</td><td></td></tr>\n",
	    what, money(w, amount));
}

static enum rc
html_entries(struct writing *w, struct err *e)
{
	struct buf *b = &w->c->out;
	const char *columns[COLUMNS];
	struct slice cells[7];

	columns_of(w, columns);
	buf_text(b, "<table><thead><tr>");
	for (size_t i = 0; i < 7; i++)
		buf_printf(b, "<th scope=\"col\"%s>%s</th>",
		    i == 4 || i == 5 ? " class=\"n\"" : "", columns[i]);
	buf_text(b, "</tr></thead><tbody>\n");
	html_sum(w, word(w, STATEMENT_OPENING), w->t.opening);
	for (size_t i = 0; i < w->t.entries.n; i++) {
		cells_of(w, LIST_AT(&w->t.entries, struct statement_entry, i),
		    cells);
		buf_text(b, "<tr>");
		for (size_t k = 0; k < 7; k++)
			html_cell(b, cells[k], k == 4 || k == 5);
		buf_text(b, "</tr>\n");
		if (cli_flush_some(w->c, e) != RC_OK)
			return (e->rc);
	}
	html_sum(w, word(w, STATEMENT_CLOSING), w->t.closing);
	buf_text(b, "</tbody></table>\n");
	return (RC_OK);
}

static void
html_ageing(struct writing *w)
{
	struct buf *b = &w->c->out;

	buf_printf(b, "<h2>%s %s</h2>\n<table><thead><tr>",
	    word(w, STATEMENT_AGES), day_shown(w, w->t.to));
	for (int i = 0; i < AGES; i++)
		buf_printf(b, "<th scope=\"col\" class=\"n\">%s</th>",
		    age_name(i, w->language));
	buf_text(b, "</tr></thead><tbody>\n<tr>");
	for (int i = 0; i < AGES; i++)
		buf_printf(b, "<td class=\"n\">%s</td>",
		    money(w, w->t.ageing.amount[i]));
	buf_text(b, "</tr>\n</tbody></table>\n");
}

static enum rc
put_html(struct writing *w, struct err *e)
{
	struct buf *b = &w->c->out;

	buf_printf(b,
	    "<!DOCTYPE html>\n<html lang=\"%s\"><head>"
	    "<meta charset=\"utf-8\"><title>%s ",
	    language_tag(w->language), word(w, STATEMENT_OF));
	buf_html(b, w->t.name);
	buf_printf(b, "</title><style>%s</style></head><body>\n", page_style);
	buf_text(b, "<p>");
	buf_html(b, w->seller);
	buf_printf(b, "</p>\n<h1>%s ", word(w, STATEMENT_OF));
	buf_html(b, w->t.name);
	buf_text(b, "</h1>\n<p>");
	put_period(w, b);
	buf_text(b, ", ");
	buf_html(b, w->t.currency);
	buf_text(b, "</p>\n");
	if (html_entries(w, e) != RC_OK)
		return (e->rc);
	html_ageing(w);
	buf_text(b, "</body></html>\n");
	return (RC_OK);
}

/* --- CSV and JSON -------------------------------------------------------- */

static enum rc
put_csv(struct writing *w, struct err *e)
{
	struct buf *b = &w->c->out;

	buf_text(b,
	    "day,what,po_number,confirmation,amount,balance,currency,text\n");
	if (w->t.from != DAY_NONE)
		buf_printf(b, "%s,opening balance,,,,%s," SL_FMT ",\n",
		    day_shown(w, w->t.from), money(w, w->t.opening),
		    SL_ARG(w->t.currency));
	for (size_t i = 0; i < w->t.entries.n; i++) {
		const struct statement_entry *n = LIST_AT(&w->t.entries,
		    struct statement_entry, i);

		buf_printf(b, "%s,", day_shown(w, n->on));
		buf_csv(b, slice_of(statement_word(n->event, LANGUAGE_EN)));
		buf_char(b, ',');
		buf_csv(b, po_of(w, n));
		buf_char(b, ',');
		buf_csv(b, n->confirmation);
		buf_printf(b, ",%s,%s," SL_FMT ",", money(w, n->amount),
		    money(w, n->balance), SL_ARG(w->t.currency));
		buf_csv(b, n->text);
		buf_char(b, '\n');
		if (cli_flush_some(w->c, e) != RC_OK)
			return (e->rc);
	}
	return (RC_OK);
}

static enum rc
put_json(struct writing *w, struct err *e)
{
	struct buf *b = &w->c->out;

	for (size_t i = 0; i < w->t.entries.n; i++) {
		const struct statement_entry *n = LIST_AT(&w->t.entries,
		    struct statement_entry, i);

		buf_printf(b, "{\"on\":\"%s\",\"event\":", day_shown(w, n->on));
		buf_json(b, n->event);
		buf_text(b, ",\"po_number\":");
		buf_json(b, n->po_number);
		buf_text(b, ",\"release_number\":");
		buf_json(b, n->release_number);
		buf_text(b, ",\"confirmation\":");
		buf_json(b, n->confirmation);
		buf_printf(b,
		    ",\"order_id\":%" PRId64 ",\"amount_minor\":%" PRId64
		    ",\"balance_minor\":%" PRId64 ",\"currency\":",
		    n->order_id, n->amount, n->balance);
		buf_json(b, w->t.currency);
		buf_text(b, ",\"text\":");
		buf_json(b, n->text);
		buf_text(b, "}\n");
		if (cli_flush_some(w->c, e) != RC_OK)
			return (e->rc);
	}
	return (RC_OK);
}

enum rc
cmd_account_statement(struct cli *c, struct err *e)
{
	const char *format = cli_option(c, "format"),
		   *typed = cli_option(c, "language");
	struct writing w = { .c = c };
	struct account_head h;
	struct actor x;

	if (format == NULL)
		format = "text";
	if (strcmp(format, "text") != 0 && strcmp(format, "html") != 0 &&
	    strcmp(format, "csv") != 0)
		return (usage_error(e, "--format is text, html or csv"));
	if (typed != NULL && !language_spoken(slice_of(typed)))
		return (usage_error(e,
		    "--language is nl, pt-BR or en, not '%.20s'", typed));
	if (cli_actor(c, &x, e) != RC_OK ||
	    account_head_find(c, c->args[0], &h, e) != RC_OK ||
	    account_currency(c, &h, &w.t.currency, e) != RC_OK ||
	    account_day(c, "from", DAY_NONE, &w.t.from, e) != RC_OK ||
	    account_day(c, "to", x.today, &w.t.to, e) != RC_OK)
		return (e->rc);
	if (w.t.from != DAY_NONE && w.t.from > w.t.to)
		return (usage_error(e, "--from is later than --to"));
	w.t.customer = h.customer;
	w.t.name = h.name;
	w.seller = c->mill.config.seller.name;
	w.language = language_named(
	    typed != NULL ? slice_of(typed) : h.language);
	if (statement_make(c->store, &w.t, &c->arena, e) != RC_OK)
		return (e->rc);
	if (c->json)
		return (put_json(&w, e));
	return (strcmp(format, "html") == 0 ? put_html(&w, e) :
		strcmp(format, "csv") == 0  ? put_csv(&w, e) :
					      put_text(&w, e));
}
