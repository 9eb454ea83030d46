#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "pipeline/book.h"
#include "pipeline/partner_report.h"
#include "writers/report.h"

#define REPORT_MAX (16u << 20)
#define FINDINGS_TOLD 1000 /* of a file no more are kept */
#define MESSAGES_TOLD 1000 /* those with findings come besides */
#define ORDERS_TOLD 1000

struct reporting {
	struct night *night;
	const struct report_subject *s;
	const struct technical_subject *t;
	struct arena *a;
	struct partner_report report;
	struct list found; /* struct found, by message */
	struct list ids;   /* int64_t: of the messages that are told */
	int64_t last;      /* message of the interchange */
};

struct found {
	int64_t message_id; /* 0: of the envelope */
	struct report_finding finding;
};

/* --- findings ------------------------------------------------------------ */

static void
take_finding(struct reporting *x, struct rows *r, struct found *into)
{
	struct finding *f = &into->finding.finding;
	struct arena *a = x->a;

	shape_init(&finding_shape, f);
	into->message_id = rows_int(r, 0);
	f->code = arena_slice(a, rows_text(r, 1));
	f->severity = slice_is(rows_text(r, 2), "error") ? SEVERITY_ERROR :
							   SEVERITY_WARNING;
	f->offset = rows_int(r, 3);
	f->segment = rows_int(r, 4);
	f->tag = arena_slice(a, rows_text(r, 5));
	f->element = arena_slice(a, rows_text(r, 6));
	f->path = arena_slice(a, rows_text(r, 7));
	f->value = arena_slice(a, rows_text(r, 8));
	f->text = arena_slice(a, rows_text(r, 9));
	into->finding.line = 0;
	into->finding.rows = slice_is(x->report.standard, "csv") ||
	    slice_starts(f->code, SLICE("CSV-"));
}

static enum rc
load_findings(struct reporting *x, struct err *e)
{
	const struct technical_subject *t = x->t;
	/* What the rules of business found is told by the order response, if
	 * there is one and the order is not refused already. */
	bool business = t->rejected || !x->report.response_follows;
	struct rows *r;

	x->report.findings_left_out = x->s->findings_left_out;
	if (store_rows(x->night->store, Q_PARTNER_REPORT_FINDINGS, &r, e,
		"iiii", t->file_id, t->from, t->to, (int64_t)business) != RC_OK)
		return (e->rc);
	while (rows_next(r)) {
		if (x->found.n == FINDINGS_TOLD) {
			x->report.findings_left_out++;
			continue;
		}
		take_finding(x, r, LIST_PUSH(x->a, &x->found, struct found));
	}
	return (rows_end(r, e));
}

/* Why all of it is held or refused, where that is no finding of its own. */
static void
add_reason(struct reporting *x)
{
	const struct finding_rule *rule = finding_rule(x->s->reason);
	struct report_finding *into;

	if (rule == NULL)
		return;
	for (size_t i = 0; i < x->found.n; i++)
		if (slice_eq(x->s->reason,
			LIST_AT(&x->found, struct found, i)
			    ->finding.finding.code))
			return;
	into = LIST_PUSH(x->a, &x->report.findings, struct report_finding);
	memset(into, 0, sizeof(*into));
	shape_init(&finding_shape, &into->finding);
	into->finding.code = x->s->reason;
	into->finding.severity = rule->severity;
	into->finding.text = x->t->detail;
}

static int
by_offset(const void *a, const void *b)
{
	const struct found *const *x = a, *const *y = b;
	int64_t i = (*x)->finding.finding.offset,
		j = (*y)->finding.finding.offset;

	return (i < j ? -1 : i > j);
}

/* Lines are counted in one walk through the file.  Bytes that are one line
 * have no numbers, nor have those of two bytes a character. */
static void
count_lines(struct reporting *x)
{
	struct slice data = x->s->data;
	struct found **order;
	int64_t line = 1;
	size_t at = 0;

	if (data.n == 0 || memchr(data.p, '\n', data.n) == NULL ||
	    memchr(data.p, '\0', data.n < 64 ? data.n : 64) != NULL)
		return;
	order = arena_array(x->a, x->found.n + 1, sizeof(struct found *));
	for (size_t i = 0; i < x->found.n; i++)
		order[i] = LIST_AT(&x->found, struct found, i);
	qsort(order, x->found.n, sizeof(struct found *), by_offset);
	for (size_t i = 0; i < x->found.n; i++) {
		int64_t to = order[i]->finding.finding.offset;

		if (to < 0 || (size_t)to > data.n)
			continue;
		for (; at < (size_t)to; at++)
			line += data.p[at] == '\n';
		order[i]->finding.line = line;
	}
}

/* --- messages ------------------------------------------------------------ */

/* The findings of a message, or 0: of the envelope.  Both come by number. */
static void
move_findings(struct reporting *x, int64_t message_id, size_t *at,
    struct list *into)
{
	const struct found *f;

	for (; *at < x->found.n; (*at)++) {
		f = LIST_AT(&x->found, struct found, *at);
		if (f->message_id > message_id)
			return;
		*LIST_PUSH(x->a, into, struct report_finding) = f->finding;
	}
}

static bool
worth_telling(const struct reporting *x, int64_t id, size_t at)
{
	return (x->report.messages.n < MESSAGES_TOLD ||
	    (at < x->found.n &&
		LIST_AT(&x->found, struct found, at)->message_id == id));
}

static enum rc
load_messages(struct reporting *x, struct err *e)
{
	struct report_message *m;
	struct rows *r;
	size_t at = 0;

	move_findings(x, 0, &at, &x->report.findings);
	if (x->t->interchange_id == 0)
		return (RC_OK);
	if (store_rows(x->night->store, Q_MESSAGES_OF_INTERCHANGE, &r, e, "i",
		x->t->interchange_id) != RC_OK)
		return (e->rc);
	while (rows_next(r)) {
		int64_t id = rows_int(r, 3);

		x->report.all_messages++;
		x->last = id;
		if (!worth_telling(x, id, at))
			continue;
		m = LIST_PUSH(x->a, &x->report.messages, struct report_message);
		*m = (struct report_message){
			.kind = arena_slice(x->a, rows_text(r, 0)),
			.control_number = arena_slice(x->a, rows_text(r, 5)),
		};
		if (x->t->rejected || slice_is(rows_text(r, 2), "rejected"))
			m->verdict = VERDICT_REJECTED;
		move_findings(x, id, &at, &m->findings);
		*LIST_PUSH(x->a, &x->ids, int64_t) = id;
	}
	return (rows_end(r, e));
}

/* --- orders -------------------------------------------------------------- */

static void
take_order(struct reporting *x, struct rows *r, struct report_message *m)
{
	*LIST_PUSH(x->a, &m->orders,
	    struct report_order) = (struct report_order){
		.po = arena_slice(x->a, rows_text(r, 2)),
		.release = arena_slice(x->a, rows_text(r, 3)),
		.lines = rows_int(r, 4),
		.refused = m->verdict != VERDICT_REJECTED &&
		    slice_is(rows_text(r, 5), "rejected"),
	};
}

static enum rc
load_orders(struct reporting *x, struct err *e)
{
	int64_t told = 0;
	struct rows *r;
	size_t at = 0;

	if (x->last == 0)
		return (RC_OK);
	if (store_rows(x->night->store, Q_PARTNER_REPORT_ORDERS, &r, e, "ii",
		x->t->file_id, *x->s->orders_told) != RC_OK)
		return (e->rc);
	while (rows_next(r) && rows_int(r, 1) <= x->last) {
		*x->s->orders_told = rows_int(r, 0);
		while (at < x->ids.n &&
		    *LIST_AT(&x->ids, int64_t, at) < rows_int(r, 1))
			at++;
		/* Of an interchange that was not reported. */
		if (x->ids.n == 0 ||
		    rows_int(r, 1) < *LIST_AT(&x->ids, int64_t, 0))
			continue;
		x->report.all_orders++;
		if (told < ORDERS_TOLD && at < x->ids.n &&
		    *LIST_AT(&x->ids, int64_t, at) == rows_int(r, 1)) {
			told++;
			take_order(x, r,
			    LIST_AT(&x->report.messages, struct report_message,
				at));
		}
	}
	return (rows_end(r, e));
}

/* --- all of it ----------------------------------------------------------- */

static enum rc
report_fill(struct reporting *x, const struct writer *w, struct slice key,
    struct err *e)
{
	const struct technical_subject *t = x->t;
	const struct partner *p = t->partner;

	x->report = (struct partner_report){
		.language = language_named(p->language),
		.on = x->night->today,
		.file_name = t->file_name,
		.file_bytes = (int64_t)x->s->data.n,
		.standard = t->envelope.standard,
		.sender = t->envelope.sender,
		.receiver = t->envelope.receiver,
		.control_number = t->control_number,
		.rejected = t->rejected,
		.held = t->held,
		.response_follows = !slice_is(p->answers.order, "none"),
	};
	if (load_findings(x, e) != RC_OK)
		return (e->rc);
	add_reason(x);
	count_lines(x);
	if (load_messages(x, e) != RC_OK || load_orders(x, e) != RC_OK)
		return (e->rc);
	if (x->report.all_orders == 0)
		x->report.response_follows = false;
	return (answer_head_fill(x->night, p, w, &t->envelope, t->test, "RP",
	    key, x->a, &x->report.head, e));
}

static enum rc
report_send(struct reporting *x, struct packer *p, const char *writer,
    struct slice key, struct err *e)
{
	const struct technical_subject *t = x->t;
	struct outgoing o = { .partner = t->partner,
		.kind = "report",
		.word = "report",
		.writer = writer_named(slice_of(writer)),
		.head = &x->report.head,
		.po = t->document_id,
		.file_id = t->file_id,
		.version = 1,
		.due_at = x->night->as_of +
		    t->partner->answers.technical_due_hours * 3600 };
	struct buf out;
	enum rc rc;

	INVARIANT(o.writer != NULL && o.writer->report != NULL);
	o.business_key = slice_of(
	    arena_printf(x->a, SL_FMT "|%s", SL_ARG(key), o.writer->extension));
	buf_init(&out, REPORT_MAX);
	rc = o.writer->report(&x->report, &out, e);
	o.bytes = buf_slice(&out);
	if (rc == RC_OK)
		rc = outbox_add(x->night, p, &o, e);
	buf_free(&out);
	return (rc);
}

static const struct {
	unsigned bit; /* of answers.report */
	const char *writer;
} forms[] = {
	{ PEOPLE_TEXT, "report-text" },
	{ PEOPLE_HTML, "report-html" },
};
#define FORMS (sizeof(forms) / sizeof(forms[0]))

/* Those that the profile asks for and that are not made yet. */
static enum rc
missing_forms(struct reporting *x, struct slice key, unsigned *missing,
    struct err *e)
{
	*missing = 0;
	for (size_t i = 0; i < FORMS; i++) {
		bool known = false;
		const struct writer *w = writer_named(
		    slice_of(forms[i].writer));

		if (((unsigned)x->t->partner->answers.report & forms[i].bit) ==
		    0)
			continue;
		if (outbox_known(x->night,
			slice_of(arena_printf(x->a, SL_FMT "|%s", SL_ARG(key),
			    w->extension)),
			&known, e) != RC_OK)
			return (e->rc);
		if (!known)
			*missing |= forms[i].bit;
	}
	return (RC_OK);
}

static enum rc
report_make(struct reporting *x, struct packer *p, struct err *e)
{
	const struct technical_subject *t = x->t;
	struct slice key = slice_of(
	    arena_printf(x->a, "report|" SL_FMT "|" SL_FMT "|%" PRId64,
		SL_ARG(t->partner->id), SL_ARG(t->file_sha), t->ordinal));
	unsigned missing;

	if (answer_key_retried(x->night, t->file_id, &key, x->a, e) != RC_OK ||
	    missing_forms(x, key, &missing, e) != RC_OK)
		return (e->rc);
	if (missing == 0)
		return (RC_OK);
	if (report_fill(x, writer_named(SLICE("report-text")), key, e) != RC_OK)
		return (e->rc);
	for (size_t i = 0; i < FORMS; i++)
		if ((missing & forms[i].bit) != 0 &&
		    report_send(x, p, forms[i].writer, key, e) != RC_OK)
			return (e->rc);
	return (RC_OK);
}

enum rc
partner_report_add(struct night *n, struct packer *p,
    const struct report_subject *s, struct err *e)
{
	struct arena a = ARENA_INIT;
	struct reporting x = { .night = n, .s = s, .t = s->of, .a = &a };
	enum rc rc = RC_OK;

	if (s->of->partner->answers.report != PEOPLE_NONE)
		rc = report_make(&x, p, e);
	arena_free(&a);
	return (rc == RC_OK ? RC_OK : err_add(e, "report for the partner"));
}
