/* trace: the whole life of an order, from bytes to answer, in time order. */
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/decimal.h"
#include "cli/ref.h"
#include "cli/table.h"

struct step {
	instant at;
	int rank;        /* of steps at one instant */
	size_t sequence; /* as they were found */
	const char *kind;
	struct slice text;
};

struct trace {
	struct cli *c;
	struct list steps;
	int64_t file_id, message_id, standing_id;
	instant fetched_at;
};

/* clang-format off */
enum { R_FETCHED, R_PARSED, R_FINDING, R_EVENT, R_LEDGER, R_SHIPPED,
	R_WRITTEN, R_SENT, R_RECEIPT };
/* clang-format on */

static void add(struct trace *t, instant at, int rank, const char *kind,
    const char *fmt, ...) PRINTF_LIKE(5, 6);

static void
add(struct trace *t, instant at, int rank, const char *kind, const char *fmt,
    ...)
{
	struct step *s = LIST_PUSH(&t->c->arena, &t->steps, struct step);
	char text[1024];
	va_list ap;

	va_start(ap, fmt);
	if (vsnprintf(text, sizeof(text), fmt, ap) < 0)
		text[0] = '\0';
	va_end(ap);
	*s = (struct step){ at, rank, t->steps.n, kind,
		arena_slice(&t->c->arena, slice_of(text)) };
}

static int
by_time(const void *a, const void *b)
{
	const struct step *x = a, *y = b;

	if (x->at != y->at)
		return (x->at < y->at ? -1 : 1);
	if (x->rank != y->rank)
		return (x->rank - y->rank);
	return (x->sequence < y->sequence ? -1 : 1);
}

/* --- where it came from -------------------------------------------------- */

static enum rc
trace_file(struct trace *t, int64_t file_id, int64_t *parent, struct err *e)
{
	struct rows *r;

	*parent = 0;
	if (store_rows(t->c->store, Q_TRACE_FILE, &r, e, "i", file_id) != RC_OK)
		return (e->rc);
	if (rows_next(r)) {
		*parent = rows_int(r, 8);
		t->fetched_at = rows_int(r, 4);
		add(t, t->fetched_at, R_FETCHED,
		    *parent != 0 ? "unpacked" : "fetched",
		    "file:%" PRId64 " " SL_FMT " from " SL_FMT ", %" PRId64
		    " bytes, sha256 " SL_FMT ", run %" PRId64,
		    file_id, SL_ARG(rows_text(r, 0)), SL_ARG(rows_text(r, 1)),
		    rows_int(r, 2), SL_ARG(rows_text(r, 3)), rows_int(r, 9));
	}
	return (rows_end(r, e));
}

static enum rc
trace_message(struct trace *t, struct err *e)
{
	struct rows *r;

	if (store_rows(t->c->store, Q_TRACE_MESSAGE, &r, e, "i",
		t->message_id) != RC_OK)
		return (e->rc);
	if (rows_next(r))
		add(t, t->fetched_at, R_PARSED, "parsed",
		    SL_FMT " " SL_FMT " " SL_FMT " %s" SL_FMT "%s" SL_FMT
			   ", bytes %" PRId64 " to %" PRId64 ", " SL_FMT,
		    SL_ARG(rows_text(r, 0)), SL_ARG(rows_text(r, 1)),
		    SL_ARG(rows_text(r, 2)),
		    rows_text(r, 6).n > 0 ? "interchange " : "",
		    SL_ARG(rows_text(r, 6)),
		    rows_text(r, 3).n > 0 ? " message " : "",
		    SL_ARG(rows_text(r, 3)), rows_int(r, 4),
		    rows_int(r, 4) + rows_int(r, 5), SL_ARG(rows_text(r, 9)));
	return (rows_end(r, e));
}

static enum rc
trace_findings(struct trace *t, int64_t order_id, struct err *e)
{
	struct rows *r;

	if (store_rows(t->c->store, Q_TRACE_FINDINGS, &r, e, "i", order_id) !=
	    RC_OK)
		return (e->rc);
	while (rows_next(r))
		add(t, t->fetched_at, R_FINDING, "found",
		    SL_FMT " " SL_FMT ": " SL_FMT "%s", SL_ARG(rows_text(r, 1)),
		    SL_ARG(rows_text(r, 0)), SL_ARG(rows_text(r, 3)),
		    rows_int(r, 2) > 1 ? " (and more of these)" : "");
	return (rows_end(r, e));
}

/* --- what happened ------------------------------------------------------- */

static enum rc
trace_events(struct trace *t, const char *subject, int rank, struct err *e)
{
	struct rows *r;

	if (store_rows(t->c->store, Q_TRACE_EVENTS, &r, e, "s", subject) !=
	    RC_OK)
		return (e->rc);
	while (rows_next(r))
		add(t, rows_int(r, 0), rank,
		    arena_text(&t->c->arena, rows_text(r, 1)), SL_FMT,
		    SL_ARG(rows_text(r, 2)));
	return (rows_end(r, e));
}

static enum rc
trace_ledger(struct trace *t, int64_t order_id, struct err *e)
{
	struct rows *r;

	if (store_rows(t->c->store, Q_TRACE_LEDGER, &r, e, "i", order_id) !=
	    RC_OK)
		return (e->rc);
	while (rows_next(r)) {
		int digits = currency_digits(rows_text(r, 4));
		char amount[DECIMAL_TEXT_MAX + 4];

		add(t, rows_int(r, 0), R_LEDGER, "posted",
		    SL_FMT ": " SL_FMT " %s " SL_FMT, SL_ARG(rows_text(r, 1)),
		    SL_ARG(rows_text(r, 2)),
		    money_text(rows_int(r, 3), digits >= 0 ? digits : 0,
			amount),
		    SL_ARG(rows_text(r, 4)));
	}
	return (rows_end(r, e));
}

static enum rc
trace_documents(struct trace *t, int64_t order_id, struct err *e)
{
	struct rows *r;

	if (store_rows(t->c->store, Q_TRACE_DOCUMENTS, &r, e, "ii", order_id,
		t->file_id) != RC_OK)
		return (e->rc);
	while (rows_next(r)) {
		char due[21];

		add(t, rows_int(r, 5), R_WRITTEN, "answered",
		    "outbox:%" PRId64 " " SL_FMT " version %" PRId64 " " SL_FMT
		    " for " SL_FMT ", due %s, sha256 " SL_FMT,
		    rows_int(r, 10), SL_ARG(rows_text(r, 0)), rows_int(r, 1),
		    SL_ARG(rows_text(r, 2)), SL_ARG(rows_text(r, 3)),
		    instant_text(rows_int(r, 6), due),
		    SL_ARG(rows_text(r, 11)));
		if (!rows_null(r, 7))
			add(t, rows_int(r, 7), R_SENT, "sent",
			    SL_FMT " to " SL_FMT, SL_ARG(rows_text(r, 2)),
			    SL_ARG(rows_text(r, 3)));
		if (rows_text(r, 12).n > 0)
			add(t, rows_int(r, 13), R_RECEIPT, "receipt",
			    SL_FMT " says " SL_FMT " of " SL_FMT "%s" SL_FMT,
			    SL_ARG(rows_text(r, 3)), SL_ARG(rows_text(r, 12)),
			    SL_ARG(rows_text(r, 2)),
			    rows_text(r, 14).n > 0 ? ": " : "",
			    SL_ARG(rows_text(r, 14)));
	}
	return (rows_end(r, e));
}

static enum rc
trace_shipments(struct trace *t, int64_t order_id, struct err *e)
{
	struct rows *r;

	if (store_rows(t->c->store, Q_TRACE_SHIPMENTS, &r, e, "i", order_id) !=
	    RC_OK)
		return (e->rc);
	while (rows_next(r))
		add(t, rows_int(r, 2), R_SHIPPED, "left",
		    "shipment " SL_FMT " from " SL_FMT " %s" SL_FMT " " SL_FMT,
		    SL_ARG(rows_text(r, 0)), SL_ARG(rows_text(r, 1)),
		    rows_text(r, 3).n > 0 ? "with " : "",
		    SL_ARG(rows_text(r, 3)), SL_ARG(rows_text(r, 4)));
	return (rows_end(r, e));
}

/* --- all of it ----------------------------------------------------------- */

static enum rc
trace_origin(struct trace *t, struct err *e)
{
	int64_t file = t->file_id, parent;

	/* An archive's member, then its archive. */
	for (int depth = 0; file != 0 && depth < 8; depth++) {
		char subject[40];

		(void)snprintf(subject, sizeof(subject), "file:%" PRId64, file);
		if (trace_file(t, file, &parent, e) != RC_OK ||
		    trace_events(t, subject, R_FETCHED, e) != RC_OK)
			return (e->rc);
		file = parent;
	}
	return (RC_OK);
}

static void
put_head(struct trace *t, struct rows *r)
{
	struct buf *b = &t->c->out;

	cli_paint(t->c, "bold");
	buf_text(b, "PO ");
	buf_shown(b, rows_text(r, 3));
	cli_paint(t->c, "");
	if (rows_text(r, 4).n > 0) {
		buf_text(b, " release ");
		buf_shown(b, rows_text(r, 4));
	}
	buf_text(b, "  ");
	buf_shown(b, rows_text(r, 5));
	if (rows_text(r, 6).n > 0) {
		buf_text(b, "  confirmation ");
		buf_shown(b, rows_text(r, 6));
	}
	buf_text(b, "  ");
	buf_shown(b, rows_text(r, 7));
	buf_text(b, "  ");
	buf_money(b, rows_int(r, 9), rows_text(r, 8));
	buf_text(b, "  ");
	buf_shown(b, rows_text(r, 10));
	buf_char(b, '\n');
}

static enum rc
load_order(struct trace *t, int64_t order_id, struct err *e)
{
	struct rows *r;

	if (store_rows(t->c->store, Q_TRACE_ORDER, &r, e, "i", order_id) !=
	    RC_OK)
		return (e->rc);
	if (rows_next(r)) {
		t->file_id = rows_int(r, 0);
		t->message_id = rows_int(r, 1);
		t->standing_id = rows_int(r, 2);
		if (!t->c->json)
			put_head(t, r);
	}
	return (rows_end(r, e));
}

static enum rc
trace_order(struct trace *t, const struct ref *ref, struct err *e)
{
	char standing[40];

	if (load_order(t, ref->id, e) != RC_OK || trace_origin(t, e) != RC_OK ||
	    trace_message(t, e) != RC_OK ||
	    trace_findings(t, ref->id, e) != RC_OK ||
	    trace_events(t, ref->subject, R_EVENT, e) != RC_OK ||
	    trace_ledger(t, ref->id, e) != RC_OK ||
	    trace_documents(t, ref->id, e) != RC_OK)
		return (e->rc);
	if (t->standing_id != 0) {
		(void)snprintf(standing, sizeof(standing), "standing:%" PRId64,
		    t->standing_id);
		if (trace_events(t, standing, R_EVENT, e) != RC_OK)
			return (e->rc);
	}
	return (trace_shipments(t, ref->id, e));
}

static void
put_steps(struct trace *t)
{
	struct buf *b = &t->c->out;
	char at[21];

	if (t->steps.n > 0)
		qsort(t->steps.v, t->steps.n, sizeof(struct step), by_time);
	for (size_t i = 0; i < t->steps.n; i++) {
		const struct step *s = LIST_AT(&t->steps, struct step, i);

		if (t->c->json) {
			buf_printf(b, "{\"at\":\"%s\",\"kind\":",
			    instant_text(s->at, at));
			buf_json(b, slice_of(s->kind));
			buf_text(b, ",\"text\":");
			buf_json(b, s->text);
			buf_text(b, "}\n");
			continue;
		}
		buf_printf(b, "  %s  %-11s ", instant_text(s->at, at), s->kind);
		buf_shown(b, s->text);
		buf_char(b, '\n');
	}
}

enum rc
cmd_trace(struct cli *c, struct err *e)
{
	struct trace t = { .c = c };
	struct ref ref;
	int64_t parent;
	enum rc rc;

	if (ref_find(c, c->args[0], REF_ORDER | REF_FILE | REF_STANDING, &ref,
		e) != RC_OK)
		return (e->rc);
	if (ref.kind == REF_ORDER) {
		rc = trace_order(&t, &ref, e);
	} else if (ref.kind == REF_FILE) {
		t.file_id = ref.id;
		rc = trace_file(&t, ref.id, &parent, e);
		if (rc == RC_OK)
			rc = trace_events(&t, ref.subject, R_FETCHED, e);
		if (rc == RC_OK)
			rc = trace_documents(&t, -1, e);
	} else {
		rc = trace_events(&t, ref.subject, R_EVENT, e);
	}
	if (rc == RC_OK)
		put_steps(&t);
	return (rc);
}
