/* Collects a report, and says what it means for the exit code. */
#include <string.h>

#include "pipeline/report.h"
#include "pipeline/report_data.h"

static enum rc
load_run(struct store *s, struct arena *a, struct report *r, struct err *e)
{
	struct rows *rows;

	if (store_rows(s, Q_REPORT_RUN, &rows, e, "i", r->run_id) != RC_OK)
		return (e->rc);
	if (rows_next(rows)) {
		r->as_of = rows_int(rows, 1);
		r->business_day = rows_day(rows, 2);
		r->stages = arena_slice(a, rows_text(rows, 3));
		r->stage = arena_slice(a, rows_text(rows, 4));
		r->started_at = rows_int(rows, 5);
		if (!rows_null(rows, 6))
			r->ended_at = rows_int(rows, 6);
		r->exit_code = rows_null(rows, 7) ? -1 : rows_int(rows, 7);
	} else {
		r->run_id = 0;
	}
	return (rows_end(rows, e));
}

static void
on_files(struct rows *x, struct arena *a, struct report *r)
{
	*LIST_PUSH(a, &r->files, struct report_files) = (struct report_files){
		arena_slice(a, rows_text(x, 0)),
		arena_slice(a, rows_text(x, 1)), rows_int(x, 2), rows_int(x, 3)
	};
}

static void
on_orders(struct rows *x, struct arena *a, struct report *r)
{
	*LIST_PUSH(a, &r->orders, struct report_orders) =
	    (struct report_orders){ arena_slice(a, rows_text(x, 0)),
		    arena_slice(a, rows_text(x, 1)),
		    arena_slice(a, rows_text(x, 2)), rows_int(x, 3),
		    rows_int(x, 4), rows_int(x, 5) != 0 };
}

static void
on_documents(struct rows *x, struct arena *a, struct report *r)
{
	*LIST_PUSH(a, &r->documents, struct report_documents) =
	    (struct report_documents){ arena_slice(a, rows_text(x, 0)),
		    arena_slice(a, rows_text(x, 1)),
		    arena_slice(a, rows_text(x, 2)), rows_int(x, 3) };
}

static void
on_occurrences(struct rows *x, struct arena *a, struct report *r)
{
	*LIST_PUSH(a, &r->occurrences, struct report_occurrences) =
	    (struct report_occurrences){ arena_slice(a, rows_text(x, 0)),
		    rows_int(x, 1) };
}

static void
on_balance(struct rows *x, struct arena *a, struct report *r)
{
	*LIST_PUSH(a, &r->balances, struct report_balance) =
	    (struct report_balance){ arena_slice(a, rows_text(x, 0)),
		    arena_slice(a, rows_text(x, 1)), rows_int(x, 2) };
}

static enum rc
load_counts(struct store *s, struct arena *a, struct report *r, struct err *e)
{
	static const struct {
		enum query q;
		void (*row)(struct rows *, struct arena *, struct report *);
	} counts[] = {
		{ Q_REPORT_FILES, on_files },
		{ Q_REPORT_ORDERS, on_orders },
		{ Q_REPORT_DOCUMENTS, on_documents },
		{ Q_REPORT_OCCURRENCES, on_occurrences },
	};

	for (size_t i = 0; i < sizeof(counts) / sizeof(*counts); i++) {
		struct rows *x;

		if (store_rows(s, counts[i].q, &x, e, "ii", r->since_run,
			r->run_id) != RC_OK)
			return (e->rc);
		while (rows_next(x))
			counts[i].row(x, a, r);
		if (rows_end(x, e) != RC_OK)
			return (e->rc);
	}
	return (RC_OK);
}

static enum rc
load_balances(struct store *s, struct arena *a, struct report *r, struct err *e)
{
	struct rows *x;

	if (store_rows(s, Q_REPORT_BALANCES, &x, e, "") != RC_OK)
		return (e->rc);
	while (rows_next(x))
		on_balance(x, a, r);
	r->balanced = true;
	/* They come by currency: each must sum to nothing. */
	for (size_t i = 0; i < r->balances.n;) {
		const struct report_balance *v = r->balances.v;
		struct slice currency = v[i].currency;
		int64_t sum = 0;

		for (; i < r->balances.n && slice_eq(v[i].currency, currency);
		     i++)
			sum += v[i].amount;
		r->balanced = r->balanced && sum == 0;
	}
	return (rows_end(x, e));
}

static void
on_rule(struct rows *x, struct arena *a, struct report_proof *p)
{
	if (p->rules.n == REPORT_TODO_MAX) {
		p->cut = true;
		return;
	}
	*LIST_PUSH(a, &p->rules, struct report_rule) = (struct report_rule){
		.standing_order_id = rows_int(x, 0),
		.po_number = arena_slice(a, rows_text(x, 1)),
		.partner = arena_slice(a, rows_text(x, 2)),
		.rule = arena_slice(a, rows_text(x, 3)),
		.due = rows_int(x, 4),
		.issued = rows_int(x, 5),
		.held = rows_int(x, 6),
		.skipped = rows_int(x, 7),
		.missed = rows_int(x, 8),
		.fault = arena_slice(a, rows_text(x, 9)),
	};
}

static enum rc
load_proof(struct store *s, struct arena *a, struct report *r, struct err *e)
{
	struct report_proof *p = &r->proof;
	struct rows *x;

	if (store_rows(s, Q_REPORT_PROOF, &x, e, "i", r->run_id) != RC_OK)
		return (e->rc);
	p->known = rows_next(x);
	if (p->known)
		*p = (struct report_proof){ .known = true,
			.from = rows_day(x, 0),
			.to = rows_day(x, 1),
			.orders = rows_int(x, 2),
			.unbalanced = rows_int(x, 3),
			.due = rows_int(x, 4),
			.issued = rows_int(x, 5),
			.held = rows_int(x, 6),
			.skipped = rows_int(x, 7),
			.missed = rows_int(x, 8) };
	if (rows_end(x, e) != RC_OK ||
	    store_rows(s, Q_REPORT_PROOF_RULES, &x, e, "ii", r->run_id,
		(int64_t)REPORT_TODO_MAX + 1) != RC_OK)
		return (e->rc);
	while (rows_next(x))
		on_rule(x, a, p);
	return (rows_end(x, e));
}

enum rc
report_collect(struct store *s, int64_t run_id, instant now, struct arena *a,
    struct report *r, struct err *e)
{
	*r = (struct report){ .run_id = run_id,
		.ended_at = INSTANT_NONE,
		.as_of = INSTANT_NONE,
		.started_at = INSTANT_NONE,
		.business_day = DAY_NONE,
		.exit_code = -1,
		.balanced = true };
	if ((run_id == 0 &&
		store_int(s, Q_REPORT_LAST, 0, &r->run_id, e, "") != RC_OK) ||
	    load_run(s, a, r, e) != RC_OK ||
	    store_int(s, Q_REPORT_SINCE, 0, &r->since_run, e, "i", r->run_id) !=
		RC_OK)
		return (e->rc);
	if (now == INSTANT_NONE)
		now = r->as_of != INSTANT_NONE ? r->as_of : 0;
	if (report_collect_todo(s, now, a, r, e) != RC_OK ||
	    load_counts(s, a, r, e) != RC_OK || load_proof(s, a, r, e) != RC_OK)
		return (e->rc);
	return (load_balances(s, a, r, e));
}

int64_t
report_files_in(const struct report *r, const char *state)
{
	int64_t n = 0;

	for (size_t i = 0; i < r->files.n; i++) {
		const struct report_files *f = LIST_AT(&r->files,
		    struct report_files, i);

		if (state[0] == '\0' || slice_is(f->state, state))
			n += f->n;
	}
	return (n);
}

int64_t
report_orders_in(const struct report *r, const char *state)
{
	int64_t n = 0;

	for (size_t i = 0; i < r->orders.n; i++) {
		const struct report_orders *o = LIST_AT(&r->orders,
		    struct report_orders, i);

		if (!o->test && (state[0] == '\0' || slice_is(o->state, state)))
			n += o->n;
	}
	return (n);
}

int64_t
report_occurrences_in(const struct report *r, const char *state)
{
	int64_t n = 0;

	for (size_t i = 0; i < r->occurrences.n; i++) {
		const struct report_occurrences *o = LIST_AT(&r->occurrences,
		    struct report_occurrences, i);

		if (state[0] == '\0' || slice_is(o->state, state))
			n += o->n;
	}
	return (n);
}

void
report_form(const struct report *r, const struct config *c,
    enum report_form form, struct buf *out)
{
	switch (form) {
	case REPORT_TEXT:
		report_text(r, c, out);
		break;
	case REPORT_HTML:
		report_html(r, c, out);
		break;
	case REPORT_JSON:
		report_json(r, c, out);
		break;
	case REPORT_METRICS:
		report_metrics(r, out);
		break;
	}
}

enum rc
report_write(struct store *s, const struct config *c, int64_t run_id,
    enum report_form form, struct buf *out, struct err *e)
{
	struct arena a = ARENA_INIT;
	struct report r;
	enum rc rc = report_collect(s, run_id, INSTANT_NONE, &a, &r, e);

	if (rc == RC_OK && run_id != 0 && r.run_id == 0) {
		rc = err_set(e, RC_REJECT, "RUN-UNKNOWN",
		    "there is no run %lld", (long long)run_id);
		e->exit_code = 64;
	} else if (rc == RC_OK) {
		report_form(&r, c, form, out);
		if (out->failed)
			rc = err_set(e, RC_FATAL, "REPORT-LARGE",
			    "the report is too long");
	}
	arena_free(&a);
	return (rc);
}

enum rc
night_exit_code(struct night *n, int *code, struct err *e)
{
	struct arena a = ARENA_INIT;
	struct report r = { .run_id = n->run_id };

	*code = 2;
	if (n->incomplete)
		return (RC_OK);
	if (store_int(n->store, Q_REPORT_SINCE, 0, &r.since_run, e, "i",
		n->run_id) != RC_OK ||
	    report_collect_todo(n->store, n->as_of, &a, &r, e) != RC_OK) {
		arena_free(&a);
		return (e->rc);
	}
	*code = r.todo.n > 0 ? 1 : 0;
	arena_free(&a);
	return (RC_OK);
}
