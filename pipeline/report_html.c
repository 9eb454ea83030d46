/* The report as one page that needs nothing else. */
#include <inttypes.h>

#include "base/decimal.h"
#include "pipeline/report_data.h"

static const char style[] =
    "body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;"
    "padding:0 1rem;color:#1a1a1a;background:#fff}"
    "table{border-collapse:collapse;width:100%;margin:.5rem 0 1.5rem}"
    "th,td{text-align:left;padding:.3rem .6rem;border-bottom:1px solid #ccc}"
    "td.n{text-align:right;font-variant-numeric:tabular-nums}"
    "code{background:#f0f0f0;padding:.1rem .3rem;overflow-wrap:anywhere}"
    "li{margin-bottom:.8rem}.bad{color:#a00000}";

static void
cell(struct buf *b, struct slice s)
{
	buf_text(b, "<td>");
	buf_html(b, s);
	buf_text(b, "</td>");
}

static void
cell_number(struct buf *b, int64_t n)
{
	buf_printf(b, "<td class=\"n\">%" PRId64 "</td>", n);
}

static void
cell_money(struct buf *b, int64_t minor, struct slice currency)
{
	char text[DECIMAL_TEXT_MAX + 4];
	int digits = currency_digits(currency);

	buf_printf(b, "<td class=\"n\">%s ",
	    money_text(minor, digits >= 0 ? digits : 0, text));
	buf_html(b, currency);
	buf_text(b, "</td>");
}

static void
table_open(struct buf *b, const char *title, const char *const *heads)
{
	buf_printf(b, "<h2>%s</h2>\n<table><thead><tr>", title);
	for (; *heads != NULL; heads++)
		buf_printf(b, "<th scope=\"col\">%s</th>", *heads);
	buf_text(b, "</tr></thead><tbody>\n");
}

static void
table_close(struct buf *b)
{
	buf_text(b, "</tbody></table>\n");
}

static void
todo(const struct report *r, struct buf *b)
{
	buf_printf(b, "<h2>To do (%zu)</h2>\n", r->todo.n);
	buf_text(b, r->todo.n == 0 ? "<p>Nothing to do.</p>\n" : "<ol>\n");
	for (size_t i = 0; i < r->todo.n; i++) {
		const struct todo *t = LIST_AT(&r->todo, struct todo, i);

		buf_text(b, "<li>");
		buf_html(b, t->what);
		if (t->since.n > 0) {
			buf_text(b, "<br>since ");
			buf_html(b, t->since);
		}
		if (t->until.n > 0) {
			buf_text(b, "<br>until ");
			buf_html(b, t->until);
		}
		buf_text(b, "<br><code>");
		buf_html(b, t->command);
		buf_text(b, "</code></li>\n");
	}
	if (r->todo.n > 0)
		buf_text(b, "</ol>\n");
	if (r->kinds_cut.n > 0)
		buf_printf(b,
		    "<p>Only the first %d of a kind are listed.</p>\n",
		    REPORT_TODO_MAX);
}

static void
files(const struct report *r, struct buf *b)
{
	static const char *const heads[] = { "Partner", "State", "Files",
		"Bytes", NULL };

	table_open(b, "Files", heads);
	for (size_t i = 0; i < r->files.n; i++) {
		const struct report_files *f = LIST_AT(&r->files,
		    struct report_files, i);

		buf_text(b, "<tr>");
		cell(b, f->partner);
		cell(b, f->state);
		cell_number(b, f->n);
		cell_number(b, f->bytes);
		buf_text(b, "</tr>\n");
	}
	table_close(b);
}

static void
orders(const struct report *r, struct buf *b)
{
	static const char *const heads[] = { "Partner", "State", "Test",
		"Orders", "Value", NULL };

	table_open(b, "Orders", heads);
	for (size_t i = 0; i < r->orders.n; i++) {
		const struct report_orders *o = LIST_AT(&r->orders,
		    struct report_orders, i);

		buf_text(b, "<tr>");
		cell(b, o->partner);
		cell(b, o->state);
		cell(b, o->test ? SLICE("test") : SLICE(""));
		cell_number(b, o->n);
		cell_money(b, o->total, o->currency);
		buf_text(b, "</tr>\n");
	}
	table_close(b);
}

static void
documents(const struct report *r, struct buf *b)
{
	static const char *const heads[] = { "Partner", "Kind", "State",
		"Documents", NULL };

	table_open(b, "Documents", heads);
	for (size_t i = 0; i < r->documents.n; i++) {
		const struct report_documents *d = LIST_AT(&r->documents,
		    struct report_documents, i);

		buf_text(b, "<tr>");
		cell(b, d->partner);
		cell(b, d->kind);
		cell(b, d->state);
		cell_number(b, d->n);
		buf_text(b, "</tr>\n");
	}
	table_close(b);
}

static void
proof(const struct report *r, struct buf *b)
{
	static const char *const heads[] = { "Standing order", "Partner", "PO",
		"Rule", "Due", "Issued", "Held", "Skipped", "Missed", "Proof",
		NULL };
	const struct report_proof *p = &r->proof;
	char on[11];

	if (!p->known)
		return;
	buf_printf(b,
	    "<p%s>Proved from the rules, %s%s: %" PRId64
	    " standing orders, %" PRId64 " due = %" PRId64 " issued + %" PRId64
	    " held + %" PRId64 " skipped + %" PRId64 " missed",
	    p->unbalanced > 0 ? " class=\"bad\"" : "",
	    p->from == DAY_NONE ? "since the beginning" : "since ",
	    p->from == DAY_NONE ? "" : day_text(p->from, on), p->orders, p->due,
	    p->issued, p->held, p->skipped, p->missed);
	if (p->unbalanced > 0)
		buf_printf(b, ": %" PRId64 " do not add up", p->unbalanced);
	buf_text(b, ".</p>\n");
	if (p->rules.n == 0)
		return;
	table_open(b, "Deliveries by standing order", heads);
	for (size_t i = 0; i < p->rules.n; i++) {
		const struct report_rule *l = LIST_AT(&p->rules,
		    struct report_rule, i);

		buf_text(b, "<tr>");
		cell_number(b, l->standing_order_id);
		cell(b, l->partner);
		cell(b, l->po_number);
		cell(b, l->rule);
		cell_number(b, l->due);
		cell_number(b, l->issued);
		cell_number(b, l->held);
		cell_number(b, l->skipped);
		cell_number(b, l->missed);
		cell(b, l->fault.n > 0 ? l->fault : SLICE("adds up"));
		buf_text(b, "</tr>\n");
	}
	table_close(b);
	if (p->cut)
		buf_text(b,
		    "<p>And more: <code>ordermill standing "
		    "audit</code>.</p>\n");
}

static void
money(const struct report *r, struct buf *b)
{
	static const char *const heads[] = { "Account", "Balance", NULL };

	buf_printf(b,
	    "<h2>Standing orders</h2>\n<p>%" PRId64
	    " deliveries were due = %" PRId64 " issued + %" PRId64
	    " held + %" PRId64 " skipped + %" PRId64 " missed.</p>\n",
	    report_occurrences_in(r, ""), report_occurrences_in(r, "issued"),
	    report_occurrences_in(r, "held"),
	    report_occurrences_in(r, "skipped"),
	    report_occurrences_in(r, "missed"));
	proof(r, b);
	table_open(b, "Ledger", heads);
	for (size_t i = 0; i < r->balances.n; i++) {
		const struct report_balance *v = LIST_AT(&r->balances,
		    struct report_balance, i);

		buf_text(b, "<tr>");
		cell(b, v->account);
		cell_money(b, v->amount, v->currency);
		buf_text(b, "</tr>\n");
	}
	table_close(b);
	buf_text(b,
	    r->balanced ?
		"<p>All accounts together are 0 in every currency.</p>\n" :
		"<p class=\"bad\">The ledger does not sum to "
		"zero: run <code>ordermill verify --full</code>.</p>\n");
}

void
report_html(const struct report *r, const struct config *c, struct buf *b)
{
	char on[11], from[21], to[21];

	buf_printf(b,
	    "<!doctype html>\n<html lang=\"en\">\n<head><meta "
	    "charset=\"utf-8\"><meta name=\"viewport\" content=\"width="
	    "device-width\">\n<title>ordermill run %" PRId64 "</title>\n"
	    "<style>%s</style></head>\n<body>\n<h1>",
	    r->run_id, style);
	buf_html(b, c->seller.name);
	buf_printf(b, ", %s</h1>\n<p>Run %" PRId64 ", %s%s%s",
	    day_text(r->business_day, on), r->run_id,
	    r->started_at == INSTANT_NONE ? "-" :
					    instant_text(r->started_at, from),
	    r->ended_at == INSTANT_NONE ? "" : " to ",
	    r->ended_at == INSTANT_NONE ? "" : instant_text(r->ended_at, to));
	if (r->exit_code >= 0)
		buf_printf(b, ", exit code %" PRId64, r->exit_code);
	if (r->run_id - r->since_run > 1)
		buf_printf(b, ", with everything since run %" PRId64,
		    r->since_run);
	buf_text(b, ".</p>\n");
	todo(r, b);
	files(r, b);
	orders(r, b);
	documents(r, b);
	money(r, b);
	buf_text(b, "</body>\n</html>\n");
}
