/* The report for a mail reader or a terminal. */
#include <inttypes.h>

#include "base/decimal.h"
#include "pipeline/report_data.h"

static void
money(struct buf *b, int64_t minor, struct slice currency)
{
	char text[DECIMAL_TEXT_MAX + 4];
	int digits = currency_digits(currency);

	buf_text(b, money_text(minor, digits >= 0 ? digits : 0, text));
	buf_char(b, ' ');
	buf_shown(b, currency);
}

static void
put_instant(struct buf *b, instant t)
{
	char text[21];

	buf_text(b, t == INSTANT_NONE ? "-" : instant_text(t, text));
}

static void
head(const struct report *r, const struct config *c, struct buf *b)
{
	char text[11];

	buf_shown(b, c->seller.name);
	buf_printf(b, ", business day %s\n", day_text(r->business_day, text));
	buf_printf(b, "run %" PRId64 ", ", r->run_id);
	put_instant(b, r->started_at);
	if (r->ended_at != INSTANT_NONE) {
		buf_text(b, " to ");
		put_instant(b, r->ended_at);
	}
	if (r->exit_code < 0)
		buf_text(b, ", it has not ended");
	else
		buf_printf(b, ", exit code %" PRId64, r->exit_code);
	if (r->run_id - r->since_run > 1)
		buf_printf(b, ", with everything since run %" PRId64,
		    r->since_run);
	buf_text(b, "\n\n");
}

static void
todo(const struct report *r, struct buf *b)
{
	if (r->todo.n == 0) {
		buf_text(b, "Nothing to do.\n\n");
		return;
	}
	buf_printf(b, "To do (%zu)\n", r->todo.n);
	for (size_t i = 0; i < r->todo.n; i++) {
		const struct todo *t = LIST_AT(&r->todo, struct todo, i);

		buf_printf(b, "%3zu. ", i + 1);
		buf_shown(b, t->what);
		buf_text(b, "\n     ");
		if (t->since.n > 0) {
			buf_text(b, "since ");
			buf_shown(b, t->since);
		}
		if (t->until.n > 0) {
			buf_text(b, t->since.n > 0 ? ", until " : "until ");
			buf_shown(b, t->until);
		}
		if (t->since.n + t->until.n > 0)
			buf_text(b, "\n     ");
		buf_shown(b, t->command);
		buf_char(b, '\n');
	}
	for (size_t i = 0; i < r->kinds_cut.n; i++)
		buf_printf(b,
		    "     and more of kind %s than the %d that are listed\n",
		    *LIST_AT(&r->kinds_cut, const char *, i), REPORT_TODO_MAX);
	buf_char(b, '\n');
}

static void
orders(const struct report *r, struct buf *b)
{
	buf_printf(b, "Files %" PRId64 ", orders %" PRId64 "\n",
	    report_files_in(r, ""), report_orders_in(r, ""));
	for (size_t i = 0; i < r->files.n; i++) {
		const struct report_files *f = LIST_AT(&r->files,
		    struct report_files, i);

		buf_text(b, "  ");
		buf_shown(b, f->partner);
		buf_printf(b, ": %" PRId64 " files ", f->n);
		buf_shown(b, f->state);
		buf_printf(b, ", %" PRId64 " bytes\n", f->bytes);
	}
	for (size_t i = 0; i < r->orders.n; i++) {
		const struct report_orders *o = LIST_AT(&r->orders,
		    struct report_orders, i);

		buf_text(b, "  ");
		buf_shown(b, o->partner);
		buf_printf(b, ": %" PRId64 "%s orders ", o->n,
		    o->test ? " test" : "");
		buf_shown(b, o->state);
		buf_text(b, ", ");
		money(b, o->total, o->currency);
		buf_char(b, '\n');
	}
	buf_char(b, '\n');
}

static void
documents(const struct report *r, struct buf *b)
{
	if (r->documents.n == 0)
		return;
	buf_text(b, "Documents\n");
	for (size_t i = 0; i < r->documents.n; i++) {
		const struct report_documents *d = LIST_AT(&r->documents,
		    struct report_documents, i);

		buf_text(b, "  ");
		buf_shown(b, d->partner);
		buf_printf(b, ": %" PRId64 " ", d->n);
		buf_shown(b, d->kind);
		buf_char(b, ' ');
		buf_shown(b, d->state);
		buf_char(b, '\n');
	}
	buf_char(b, '\n');
}

static void
standing(const struct report *r, struct buf *b)
{
	buf_printf(b,
	    "Standing orders: %" PRId64 " deliveries were due = %" PRId64
	    " issued + %" PRId64 " held + %" PRId64 " skipped + %" PRId64
	    " missed\n\n",
	    report_occurrences_in(r, ""), report_occurrences_in(r, "issued"),
	    report_occurrences_in(r, "held"),
	    report_occurrences_in(r, "skipped"),
	    report_occurrences_in(r, "missed"));
}

static void
sum(struct buf *b, int64_t due, int64_t issued, int64_t held, int64_t skipped,
    int64_t missed)
{
	buf_printf(b,
	    "%" PRId64 " due = %" PRId64 " issued + %" PRId64 " held + %" PRId64
	    " skipped + %" PRId64 " missed",
	    due, issued, held, skipped, missed);
}

static void
proof(const struct report *r, struct buf *b)
{
	const struct report_proof *p = &r->proof;
	char text[11];

	if (!p->known)
		return;
	buf_printf(b,
	    "Proved from the rules, %s%s: %" PRId64 " standing orders, ",
	    p->from == DAY_NONE ? "since the beginning" : "since ",
	    p->from == DAY_NONE ? "" : day_text(p->from, text), p->orders);
	sum(b, p->due, p->issued, p->held, p->skipped, p->missed);
	if (p->unbalanced > 0)
		buf_printf(b, ": %" PRId64 " DO NOT ADD UP", p->unbalanced);
	buf_char(b, '\n');
	for (size_t i = 0; i < p->rules.n; i++) {
		const struct report_rule *l = LIST_AT(&p->rules,
		    struct report_rule, i);

		buf_printf(b, "  standing:%" PRId64 " PO ",
		    l->standing_order_id);
		buf_shown(b, l->po_number);
		buf_text(b, " of ");
		buf_shown(b, l->partner);
		buf_text(b, ": ");
		sum(b, l->due, l->issued, l->held, l->skipped, l->missed);
		if (l->fault.n > 0) {
			buf_text(b, ": DOES NOT ADD UP, ");
			buf_shown(b, l->fault);
		}
		buf_char(b, '\n');
	}
	if (p->cut)
		buf_text(b, "  and more: `ordermill standing audit`\n");
	buf_char(b, '\n');
}

static void
ledger(const struct report *r, struct buf *b)
{
	buf_printf(b, "Ledger: %s\n",
	    r->balanced ?
		"all accounts together are 0 in every currency" :
		"IT DOES NOT SUM TO ZERO, run `ordermill verify --full`");
	for (size_t i = 0; i < r->balances.n; i++) {
		const struct report_balance *v = LIST_AT(&r->balances,
		    struct report_balance, i);

		buf_text(b, "  ");
		buf_shown(b, v->account);
		buf_text(b, ": ");
		money(b, v->amount, v->currency);
		buf_char(b, '\n');
	}
}

void
report_text(const struct report *r, const struct config *c, struct buf *b)
{
	if (r->run_id == 0) {
		buf_text(b, "There was no run yet: ordermill run\n");
		return;
	}
	head(r, c, b);
	todo(r, b);
	orders(r, b);
	documents(r, b);
	standing(r, b);
	proof(r, b);
	ledger(r, b);
}
