/* The report for programs: one JSON object, and a Prometheus textfile. */
#include <inttypes.h>

#include "pipeline/report_data.h"

static void
comma(struct buf *b)
{
	if (b->n > 0 && b->p[b->n - 1] != '{' && b->p[b->n - 1] != '[')
		buf_char(b, ',');
}

static void
key(struct buf *b, const char *name)
{
	comma(b);
	buf_json(b, slice_of(name));
	buf_char(b, ':');
}

static void
text(struct buf *b, const char *name, struct slice v)
{
	key(b, name);
	buf_json(b, v);
}

static void
number(struct buf *b, const char *name, int64_t v)
{
	key(b, name);
	buf_int(b, v);
}

static void
when(struct buf *b, const char *name, instant t)
{
	char out[21];

	key(b, name);
	if (t == INSTANT_NONE)
		buf_text(b, "null");
	else
		buf_json(b, slice_of(instant_text(t, out)));
}

static void
begin(struct buf *b)
{
	comma(b);
	buf_char(b, '{');
}

static void
todo(const struct report *r, struct buf *b)
{
	key(b, "todo");
	buf_char(b, '[');
	for (size_t i = 0; i < r->todo.n; i++) {
		const struct todo *t = LIST_AT(&r->todo, struct todo, i);

		begin(b);
		text(b, "kind", slice_of(t->kind));
		text(b, "subject", t->subject);
		text(b, "what", t->what);
		text(b, "since", t->since);
		text(b, "until", t->until);
		text(b, "command", t->command);
		buf_char(b, '}');
	}
	buf_char(b, ']');
	key(b, "todo_complete");
	buf_text(b, r->kinds_cut.n == 0 ? "true" : "false");
}

static void
files(const struct report *r, struct buf *b)
{
	key(b, "files");
	buf_char(b, '[');
	for (size_t i = 0; i < r->files.n; i++) {
		const struct report_files *f = LIST_AT(&r->files,
		    struct report_files, i);

		begin(b);
		text(b, "partner", f->partner);
		text(b, "state", f->state);
		number(b, "files", f->n);
		number(b, "bytes", f->bytes);
		buf_char(b, '}');
	}
	buf_char(b, ']');
}

static void
orders(const struct report *r, struct buf *b)
{
	key(b, "orders");
	buf_char(b, '[');
	for (size_t i = 0; i < r->orders.n; i++) {
		const struct report_orders *o = LIST_AT(&r->orders,
		    struct report_orders, i);

		begin(b);
		text(b, "partner", o->partner);
		text(b, "state", o->state);
		text(b, "currency", o->currency);
		number(b, "test", o->test);
		number(b, "orders", o->n);
		number(b, "total_minor", o->total);
		buf_char(b, '}');
	}
	buf_char(b, ']');
}

static void
documents(const struct report *r, struct buf *b)
{
	key(b, "documents");
	buf_char(b, '[');
	for (size_t i = 0; i < r->documents.n; i++) {
		const struct report_documents *d = LIST_AT(&r->documents,
		    struct report_documents, i);

		begin(b);
		text(b, "partner", d->partner);
		text(b, "kind", d->kind);
		text(b, "state", d->state);
		number(b, "documents", d->n);
		buf_char(b, '}');
	}
	buf_char(b, ']');
}

static void
ledger(const struct report *r, struct buf *b)
{
	key(b, "ledger_balanced");
	buf_text(b, r->balanced ? "true" : "false");
	key(b, "balances");
	buf_char(b, '[');
	for (size_t i = 0; i < r->balances.n; i++) {
		const struct report_balance *v = LIST_AT(&r->balances,
		    struct report_balance, i);

		begin(b);
		text(b, "account", v->account);
		text(b, "currency", v->currency);
		number(b, "amount_minor", v->amount);
		buf_char(b, '}');
	}
	buf_char(b, ']');
}

static void
standing(const struct report *r, struct buf *b)
{
	static const char *const states[] = { "issued", "held", "skipped",
		"missed" };

	key(b, "standing");
	buf_char(b, '{');
	number(b, "due", report_occurrences_in(r, ""));
	for (size_t i = 0; i < 4; i++)
		number(b, states[i], report_occurrences_in(r, states[i]));
	buf_char(b, '}');
}

static void
proof(const struct report *r, struct buf *b)
{
	const struct report_proof *p = &r->proof;
	char out[11];

	key(b, "proof");
	if (!p->known) {
		buf_text(b, "null");
		return;
	}
	buf_char(b, '{');
	text(b, "from", slice_of(day_text(p->from, out)));
	text(b, "to", slice_of(day_text(p->to, out)));
	number(b, "standing_orders", p->orders);
	number(b, "unbalanced", p->unbalanced);
	number(b, "due", p->due);
	number(b, "issued", p->issued);
	number(b, "held", p->held);
	number(b, "skipped", p->skipped);
	number(b, "missed", p->missed);
	key(b, "rules");
	buf_char(b, '[');
	for (size_t i = 0; i < p->rules.n; i++) {
		const struct report_rule *l = LIST_AT(&p->rules,
		    struct report_rule, i);

		begin(b);
		number(b, "standing_order_id", l->standing_order_id);
		text(b, "po_number", l->po_number);
		text(b, "partner", l->partner);
		text(b, "rule", l->rule);
		number(b, "due", l->due);
		number(b, "issued", l->issued);
		number(b, "held", l->held);
		number(b, "skipped", l->skipped);
		number(b, "missed", l->missed);
		text(b, "fault", l->fault);
		buf_char(b, '}');
	}
	buf_text(b, "],\"rules_complete\":");
	buf_text(b, p->cut ? "false}" : "true}");
}

void
report_json(const struct report *r, const struct config *c, struct buf *b)
{
	char out[11];

	buf_char(b, '{');
	number(b, "version", 1);
	text(b, "seller", c->seller.name);
	number(b, "run_id", r->run_id);
	number(b, "since_run", r->since_run);
	when(b, "as_of", r->as_of);
	text(b, "business_day", slice_of(day_text(r->business_day, out)));
	text(b, "stages", r->stages);
	when(b, "started_at", r->started_at);
	when(b, "ended_at", r->ended_at);
	key(b, "exit_code");
	if (r->exit_code < 0)
		buf_text(b, "null");
	else
		buf_int(b, r->exit_code);
	todo(r, b);
	files(r, b);
	orders(r, b);
	documents(r, b);
	standing(r, b);
	proof(r, b);
	ledger(r, b);
	buf_text(b, "}\n");
}

/* --- metrics ------------------------------------------------------------- */

static void
metric(struct buf *b, const char *name, const char *help)
{
	buf_printf(b, "# HELP %s %s\n# TYPE %s gauge\n", name, help, name);
}

/* Label values know three escapes; other bytes are shown as elsewhere. */
static void
label(struct buf *b, const char *name, struct slice v)
{
	struct buf shown;

	buf_init(&shown, 1u << 16);
	buf_shown(&shown, v);
	buf_printf(b, "%s=\"", name);
	for (size_t i = 0; i < shown.n; i++) {
		if (shown.p[i] == '"' || shown.p[i] == '\\')
			buf_char(b, '\\');
		buf_char(b, shown.p[i]);
	}
	buf_char(b, '"');
	buf_free(&shown);
}

static void
order_metrics(const struct report *r, struct buf *b)
{
	metric(b, "ordermill_orders", "orders of the reported runs");
	for (size_t i = 0; i < r->orders.n; i++) {
		const struct report_orders *o = LIST_AT(&r->orders,
		    struct report_orders, i);

		buf_text(b, "ordermill_orders{");
		label(b, "partner", o->partner);
		buf_char(b, ',');
		label(b, "state", o->state);
		buf_char(b, ',');
		label(b, "currency", o->currency);
		buf_printf(b, ",test=\"%d\"} %" PRId64 "\n", o->test, o->n);
	}
	metric(b, "ordermill_files", "files of the reported runs");
	for (size_t i = 0; i < r->files.n; i++) {
		const struct report_files *f = LIST_AT(&r->files,
		    struct report_files, i);

		buf_text(b, "ordermill_files{");
		label(b, "partner", f->partner);
		buf_char(b, ',');
		label(b, "state", f->state);
		buf_printf(b, "} %" PRId64 "\n", f->n);
	}
}

static void
todo_metrics(const struct report *r, struct buf *b)
{
	static const char *const kinds[] = { "partner", "master", "unanswered",
		"answer", "quarantine", "rejected", "interchange", "shipment",
		"hold", "proof", "missed", "occurrence", "standing", "outbox",
		"refused", "receipt" };

	metric(b, "ordermill_todo", "things that a person must do");
	for (size_t k = 0; k < sizeof(kinds) / sizeof(*kinds); k++) {
		int64_t n = 0;

		for (size_t i = 0; i < r->todo.n; i++)
			n += slice_is(slice_of(kinds[k]),
			    LIST_AT(&r->todo, struct todo, i)->kind);
		buf_printf(b, "ordermill_todo{kind=\"%s\"} %" PRId64 "\n",
		    kinds[k], n);
	}
}

void
report_metrics(const struct report *r, struct buf *b)
{
	static const char *const states[] = { "issued", "held", "skipped",
		"missed" };

	metric(b, "ordermill_run_id", "number of the last reported run");
	buf_printf(b, "ordermill_run_id %" PRId64 "\n", r->run_id);
	if (r->run_id == 0)
		return;
	metric(b, "ordermill_run_started_timestamp_seconds",
	    "when that run began");
	buf_printf(b, "ordermill_run_started_timestamp_seconds %" PRId64 "\n",
	    r->started_at);
	order_metrics(r, b);
	todo_metrics(r, b);
	metric(b, "ordermill_standing", "deliveries that were due");
	for (size_t i = 0; i < 4; i++)
		buf_printf(b, "ordermill_standing{state=\"%s\"} %" PRId64 "\n",
		    states[i], report_occurrences_in(r, states[i]));
	if (r->proof.known) {
		metric(b, "ordermill_standing_unbalanced",
		    "standing orders whose deliveries do not add up");
		buf_printf(b, "ordermill_standing_unbalanced %" PRId64 "\n",
		    r->proof.unbalanced);
		metric(b, "ordermill_standing_proved_due",
		    "deliveries that were due, by their rules");
		buf_printf(b, "ordermill_standing_proved_due %" PRId64 "\n",
		    r->proof.due);
	}
	metric(b, "ordermill_ledger_balanced",
	    "1 when every currency sums to zero");
	buf_printf(b, "ordermill_ledger_balanced %d\n", r->balanced);
}
