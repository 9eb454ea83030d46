#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/log.h"
#include "domain/ident.h"
#include "pipeline/book.h"

#define ANSWER_MAX (256u << 20)
#define FINDINGS_TOLD 100

enum rc
outbox_known(struct night *n, struct slice business_key, bool *known,
    struct err *e)
{
	int64_t id = 0;

	if (store_int(n->store, Q_OUTBOX_BY_KEY, 0, &id, e, "t",
		business_key) != RC_OK)
		return (e->rc);
	*known = id != 0;
	return (RC_OK);
}

enum rc
answer_key_retried(struct night *n, int64_t file_id, struct slice *key,
    struct arena *a, struct err *e)
{
	char *subject = arena_printf(a, "file:%" PRId64, file_id);
	int64_t retries = 0;

	if (store_int(n->store, Q_FILE_RETRIES, 0, &retries, e, "s", subject) !=
	    RC_OK)
		return (e->rc);
	if (retries > 0)
		*key = slice_of(arena_printf(a, SL_FMT "|retry %" PRId64,
		    SL_ARG(*key), retries));
	return (RC_OK);
}

static bool
ending_of_a_writer(struct slice ending)
{
	const struct writer *w;

	for (size_t i = 0; (w = writer_at(i)) != NULL; i++)
		if (w->report == NULL && slice_is(ending, w->extension))
			return (true);
	return (false);
}

/* "a_b_c.xml" becomes "a_b_c.edi" where the format is another one; an ending
 * that is no writer's was chosen by the profile for documents, and stays on
 * them.  A report always has its own. */
static void
with_extension(struct buf *name, const struct writer *w)
{
	size_t dot = name->n;

	while (dot > 0 && name->p[dot - 1] != '.')
		dot--;
	if (dot > 0 &&
	    ending_of_a_writer(slice_sub(buf_slice(name), dot, name->n)))
		name->n = dot;
	else if (dot > 0 && w->report == NULL)
		return;
	else
		buf_char(name, '.');
	buf_text(name, w->extension);
}

static enum rc
outgoing_file_name(const struct night *n, const struct outgoing *o,
    struct buf *name, struct err *e)
{
	char date[9];
	struct slice id = o->head->id;
	size_t cut = id.n > 10 ? id.n - 10 : 0;
	struct name_values v = {
		.kind = slice_of(o->word),
		.po = o->po,
		.confirmation = o->confirmation,
		.seq = slice_sub(id, cut, 10),
		.date = slice_of(day_basic(n->today, date)),
	};

	if (outgoing_name(o->partner->answers.name, &v, name, e) != RC_OK)
		return (e->rc);
	with_extension(name, o->writer);
	return (RC_OK);
}

/* A side as an envelope names it, canonical: what receipts are found by. */
static struct slice
side_text(const struct writer *w, const struct native_party *native,
    const struct answer_party *party, struct buf *out)
{
	buf_reset(out);
	if (w->native != NULL)
		buf_printf(out, "%s:" SL_FMT ":" SL_FMT, w->native,
		    SL_ARG(native->qualifier), SL_ARG(native->id));
	else if (party->endpoint.n > 0)
		buf_printf(out, "endpoint:" SL_FMT ":" SL_FMT,
		    SL_ARG(party->endpoint_scheme), SL_ARG(party->endpoint));
	return (buf_slice(out));
}

static enum rc
insert_outgoing(struct night *n, const struct outgoing *o, struct slice name,
    const struct pack_ref *ref, struct err *e)
{
	const struct answer_head *h = o->head;
	struct buf from, to;
	char sha[SHA256_HEX];
	enum rc rc;

	buf_init(&from, 512);
	buf_init(&to, 512);
	rc = store_exec(n->store, Q_OUTBOX_INSERT, NULL, e,
	    "ttssoooi"
	    "tiiis"
	    "iio"
	    "ttttiiiii",
	    o->business_key, o->partner->id, o->kind, o->writer->name,
	    o->file_id, o->order_id, o->shipment_id, o->version, name,
	    ref->pack_id, ref->offset, ref->length, sha256_hex(&ref->sha, sha),
	    n->as_of, o->due_at, n->run_id, h->id, writer_standard(o->writer),
	    side_text(o->writer, &h->native.from, &h->from, &from),
	    side_text(o->writer, &h->native.to, &h->to, &to), (int64_t)h->test,
	    h->native.interchange_control, h->native.group_control,
	    h->native.message_control,
	    (int64_t)(strcmp(o->kind, "order") == 0 && o->confirmation.n > 0));
	buf_free(&from);
	buf_free(&to);
	return (rc);
}

enum rc
outbox_add(struct night *n, struct packer *p, const struct outgoing *o,
    struct err *e)
{
	struct pack_ref ref;
	struct buf name;
	enum rc rc;

	buf_init(&name, 512);
	rc = outgoing_file_name(n, o, &name, e);
	if (rc == RC_OK)
		rc = packer_add(p, o->bytes, &ref, e);
	if (rc == RC_OK)
		rc = insert_outgoing(n, o, buf_slice(&name), &ref, e);
	buf_free(&name);
	return (rc);
}

/* --- technical answers --------------------------------------------------- */

/* A finding in columns from `at` on. */
static void
take_finding(struct rows *r, int at, struct arena *a, struct finding *f)
{
	f->code = arena_slice(a, rows_text(r, at));
	f->severity = slice_is(rows_text(r, at + 1), "error") ?
	    SEVERITY_ERROR :
	    SEVERITY_WARNING;
	f->offset = rows_int(r, at + 2);
	f->segment = rows_int(r, at + 3);
	f->tag = arena_slice(a, rows_text(r, at + 4));
	f->element = arena_slice(a, rows_text(r, at + 5));
	f->path = arena_slice(a, rows_text(r, at + 6));
	f->value = arena_slice(a, rows_text(r, at + 7));
	f->text = arena_slice(a, rows_text(r, at + 8));
}

static enum rc
told_findings(struct night *n, const struct technical_subject *t,
    struct arena *a, struct technical_answer *answer, struct err *e)
{
	struct rows *r;

	/* What the rules of business found is answered by the order response,
	 * unless the document as a whole was refused for it. */
	if (store_rows(n->store, Q_FINDINGS_BETWEEN, &r, e, "iiiii", t->file_id,
		t->from, t->to, (int64_t)t->rejected,
		(int64_t)FINDINGS_TOLD + 1) != RC_OK)
		return (e->rc);
	while (rows_next(r)) {
		if (answer->findings.n == FINDINGS_TOLD) {
			answer->findings_left_out++;
			break;
		}
		take_finding(r, 0, a,
		    shape_push(a, &answer->findings, &finding_shape));
	}
	return (rows_end(r, e));
}

/* --- of each message ----------------------------------------------------- */

/* "gs:ACME" is ACME there. */
static struct slice
bare_group(struct slice id)
{
	return (slice_starts(id, SLICE("gs:")) ? slice_sub(id, 3, id.n) : id);
}

static void
take_message(struct rows *r, const struct technical_subject *t, struct arena *a,
    struct answered_message *m)
{
	*m = (struct answered_message){
		.kind = arena_slice(a, rows_text(r, 0)),
		.version = arena_slice(a, rows_text(r, 4)),
		.control_number = arena_slice(a, rows_text(r, 5)),
		.group_kind = arena_slice(a, rows_text(r, 6)),
		.group_control = arena_slice(a, rows_text(r, 7)),
		.group_sender = bare_group(arena_slice(a, rows_text(r, 8))),
		.group_receiver = bare_group(arena_slice(a, rows_text(r, 9))),
	};
	m->group_version = m->version;
	if (slice_is(t->envelope.standard, "edifact"))
		m->version = edifact_s009(m->version, a);
	m->offset = rows_int(r, 10);
	/* What is refused as a whole takes its messages along. */
	if (t->rejected || slice_is(rows_text(r, 2), "rejected"))
		m->verdict = VERDICT_REJECTED;
}

static enum rc
load_messages(struct night *n, const struct technical_subject *t,
    struct arena *a, struct technical_answer *answer, struct list *ids,
    struct err *e)
{
	struct rows *r;

	if (store_rows(n->store, Q_MESSAGES_OF_INTERCHANGE, &r, e, "i",
		t->interchange_id) != RC_OK)
		return (e->rc);
	while (rows_next(r)) {
		if (book_acknowledgment(rows_text(r, 0)))
			continue;
		take_message(r, t, a,
		    LIST_PUSH(a, &answer->messages, struct answered_message));
		*LIST_PUSH(a, ids, int64_t) = rows_int(r, 3);
	}
	return (rows_end(r, e));
}

/* Findings and messages both come by id: one walk. */
static enum rc
told_messages(struct night *n, const struct technical_subject *t,
    struct arena *a, struct technical_answer *answer, struct err *e)
{
	struct list ids = { 0 };
	struct rows *r;
	size_t at = 0;

	if (load_messages(n, t, a, answer, &ids, e) != RC_OK ||
	    store_rows(n->store, Q_FINDINGS_OF_MESSAGES, &r, e, "ii",
		t->file_id, t->interchange_id) != RC_OK)
		return (e->rc);
	while (rows_next(r)) {
		struct answered_message *m;

		while (
		    at < ids.n && *LIST_AT(&ids, int64_t, at) < rows_int(r, 0))
			at++;
		if (at == ids.n ||
		    *LIST_AT(&ids, int64_t, at) != rows_int(r, 0))
			continue;
		m = LIST_AT(&answer->messages, struct answered_message, at);
		take_finding(r, 1, a,
		    shape_push(a, &m->findings, &finding_shape));
		if (m->verdict == VERDICT_ACCEPTED)
			m->verdict = VERDICT_ERRORS;
	}
	return (rows_end(r, e));
}

static enum rc
technical_fill(struct night *n, const struct technical_subject *t,
    const struct writer *w, struct slice key, struct arena *a,
    struct technical_answer *answer, struct err *e)
{
	struct answered to = t->envelope;

	*answer = (struct technical_answer){
		.code = t->rejected ? "RE" :
		    t->held         ? "AB" :
				      "AP",
		.document_id = t->document_id,
		.text = t->detail,
		.document_type = t->document_type,
		.interchange_control = t->control_number,
		.interchange_prepared = t->prepared,
		.sender = to.sender,
		.receiver = to.receiver,
		.interchange_rejected = t->refused,
		.ta1_wanted = t->ack_requested,
	};
	if (told_findings(n, t, a, answer, e) != RC_OK)
		return (e->rc);
	if (w->native != NULL && t->interchange_id != 0 &&
	    told_messages(n, t, a, answer, e) != RC_OK)
		return (e->rc);
	/* In the version that they used. */
	if (answer->messages.n > 0) {
		const struct answered_message *m = LIST_AT(&answer->messages,
		    struct answered_message, 0);

		to.version = m->version;
		to.group_sender = m->group_sender;
		to.group_receiver = m->group_receiver;
	}
	return (answer_head_fill(n, t->partner, w, &to, t->test, "TA", key, a,
	    &answer->head, e));
}

static enum rc
technical_write(struct night *n, struct packer *p,
    const struct technical_subject *t, const struct writer *w, struct slice key,
    struct arena *a, struct err *e)
{
	struct technical_answer answer;
	struct outgoing o = { .partner = t->partner,
		.kind = "technical",
		.word = "receipt",
		.writer = w,
		.head = &answer.head,
		.business_key = key,
		.po = t->document_id,
		.file_id = t->file_id,
		.version = 1,
		.due_at = n->as_of +
		    t->partner->answers.technical_due_hours * 3600 };
	struct buf out;
	enum rc rc = technical_fill(n, t, w, key, a, &answer, e);

	if (rc != RC_OK)
		return (rc);
	buf_init(&out, ANSWER_MAX);
	rc = w->technical(&answer, &out, e);
	o.bytes = buf_slice(&out);
	/* Nothing to say: an X12 envelope that wants no TA1. */
	if (rc == RC_OK && out.n > 0)
		rc = outbox_add(n, p, &o, e);
	buf_free(&out);
	return (rc);
}

/* A document that cannot be written stops nobody else's. */
static enum rc
unwritable(struct night *n, const struct technical_subject *t, struct err *e)
{
	struct event v = { n->as_of, n->run_id, "file", t->file_id, SLICE_NONE,
		"unanswered" };
	struct err fault = *e;

	log_line(LOG_ERROR, "no technical answer to " SL_FMT ": %s",
	    SL_ARG(t->file_name), fault.text);
	*e = (struct err)ERR_INIT;
	return (event_add(n->store, &v, e, "[%s] %s", fault.code, fault.text));
}

enum rc
technical_answer_add(struct night *n, struct packer *p,
    const struct technical_subject *t, struct err *e)
{
	const struct writer *w = writer_named(t->partner->answers.technical);
	struct arena a = ARENA_INIT;
	struct slice key;
	bool known = false;
	enum rc rc;

	/* "none" in the profile: this partner wants no technical answers. */
	if (w == NULL || w->technical == NULL)
		return (RC_OK);
	/* An envelope answers one of its own standard, of somebody known. */
	if (w->native != NULL &&
	    (t->held || !slice_is(t->envelope.standard, w->native)))
		return (RC_OK);
	key = slice_of(
	    arena_printf(&a, "technical|" SL_FMT "|" SL_FMT "|%" PRId64,
		SL_ARG(t->partner->id), SL_ARG(t->file_sha), t->ordinal));
	rc = answer_key_retried(n, t->file_id, &key, &a, e);
	if (rc == RC_OK)
		rc = outbox_known(n, key, &known, e);
	if (rc == RC_OK && !known)
		rc = technical_write(n, p, t, w, key, &a, e);
	if (rc != RC_OK && strncmp(e->code, "WRITE-", 6) == 0)
		rc = unwritable(n, t, e);
	arena_free(&a);
	return (rc == RC_OK ? RC_OK : err_add(e, "technical answer"));
}

enum rc
outbox_again_for_file(struct night *n, int64_t file_id, struct err *e)
{
	return (store_exec(n->store, Q_OUTBOX_AGAIN_FOR_FILE, NULL, e, "i",
	    file_id));
}
