/* The end of a file: interchange keys are claimed, the technical answers are
 * written, and everything becomes visible in one small transaction. */
#include <inttypes.h>
#include <stdio.h>

#include "domain/finding.h"
#include "pipeline/book.h"
#include "pipeline/partner_report.h"

/* A row of this file's interchanges, copied: queries run while we use it. */
struct ended {
	int64_t id, ordinal, offset, length;
	struct slice partner, standard, sender, receiver, control, state,
	    reason, detail, sha, version, prepared;
	bool test, ack_requested;
	bool refused; /* as a whole: none of its messages counts */
};

static enum rc
load_interchanges(struct book *b, struct list *out, struct err *e)
{
	struct arena *a = &b->arena;
	struct rows *r;

	if (store_rows(b->store, Q_INTERCHANGES_OF_FILE, &r, e, "i",
		b->file.file_id) != RC_OK)
		return (e->rc);
	while (rows_next(r)) {
		struct ended *i = LIST_PUSH(a, out, struct ended);

		i->id = rows_int(r, 0);
		i->ordinal = rows_int(r, 1);
		i->standard = arena_slice(a, rows_text(r, 2));
		i->sender = arena_slice(a, rows_text(r, 3));
		i->receiver = arena_slice(a, rows_text(r, 4));
		i->control = arena_slice(a, rows_text(r, 5));
		i->test = rows_int(r, 6) != 0;
		i->offset = rows_int(r, 7);
		i->length = rows_int(r, 8);
		i->state = arena_slice(a, rows_text(r, 9));
		i->reason = arena_slice(a, rows_text(r, 10));
		i->detail = arena_slice(a, rows_text(r, 11));
		i->partner = arena_slice(a, rows_text(r, 12));
		i->sha = arena_slice(a, rows_text(r, 13));
		i->version = arena_slice(a, rows_text(r, 14));
		i->prepared = arena_slice(a, rows_text(r, 15));
		i->ack_requested = rows_int(r, 16) != 0;
		i->refused = rows_int(r, 17) != 0;
	}
	return (rows_end(r, e));
}

static enum rc
set_interchange(struct book *b, struct ended *i, const char *state,
    const char *reason, const char *detail, struct err *e)
{
	i->state = slice_of(state);
	i->reason = slice_of(reason);
	i->detail = arena_slice(&b->arena, slice_of(detail));
	return (store_exec(b->store, Q_INTERCHANGE_STATE, NULL, e, "sssi",
	    state, reason, detail, i->id));
}

/* The key is taken: by the same content, or by another. */
static enum rc
judge_repetition(struct book *b, struct ended *i, struct err *e)
{
	struct slice sha = SLICE_NONE;
	int64_t file_id = 0;
	struct rows *r;
	char detail[160];

	if (store_rows(b->store, Q_INTERCHANGE_CLAIMED_BY, &r, e, "tttti",
		i->standard, i->sender, i->receiver, i->control,
		(int64_t)i->test) != RC_OK)
		return (e->rc);
	if (rows_next(r)) {
		sha = arena_slice(&b->arena, rows_text(r, 1));
		file_id = rows_int(r, 2);
	}
	if (rows_end(r, e) != RC_OK)
		return (e->rc);
	if (slice_eq(sha, i->sha)) {
		(void)snprintf(detail, sizeof(detail),
		    "the same interchange came in file %" PRId64, file_id);
		if (file_id != b->file.file_id &&
		    outbox_again_for_file(b->night, file_id, e) != RC_OK)
			return (e->rc);
		return (set_interchange(b, i, "duplicate", "", detail, e));
	}
	/* The partner reads this too: no row numbers. */
	(void)snprintf(detail, sizeof(detail),
	    "control number %.40s was used for other content before",
	    i->control.n > 0 ? arena_text(&b->arena, i->control) : "-");
	b->message_id = 0;
	book_own_finding(b, "FILE-DUPLICATE", i->offset, "%s", detail);
	if (book_findings(b, 0, 0, -1, e) != RC_OK)
		return (e->rc);
	i->refused = true;
	return (set_interchange(b, i, "held", "FILE-DUPLICATE", detail, e));
}

/* A rejected interchange claims nothing, so that it may be sent again. */
static enum rc
claim(struct book *b, struct ended *i, struct err *e)
{
	int64_t changed = 0;

	if (i->control.n == 0 || slice_is(i->state, "rejected"))
		return (RC_OK);
	if (store_exec(b->store, Q_INTERCHANGE_CLAIM, &changed, e, "ttttiidi",
		i->standard, i->sender, i->receiver, i->control,
		(int64_t)i->test, i->id, b->night->today,
		(int64_t)b->partner->rules.control_window_days) != RC_OK)
		return (e->rc);
	return (changed > 0 ? RC_OK : judge_repetition(b, i, e));
}

/* What came in it, for the answer to it. */
struct contents {
	int64_t documents;       /* that want an answer */
	int64_t acknowledgments; /* that get none, whatever is wrong */
};

/* What the answer is called by: the one document, else the control number. */
static enum rc
answer_subject(struct book *b, const struct ended *i,
    struct technical_subject *t, struct contents *c, struct err *e)
{
	struct rows *r;

	*c = (struct contents){ 0 };
	if (store_rows(b->store, Q_MESSAGES_OF_INTERCHANGE, &r, e, "i",
		i->id) != RC_OK)
		return (e->rc);
	while (rows_next(r)) {
		if (book_acknowledgment(rows_text(r, 0))) {
			c->acknowledgments++;
			continue;
		}
		if (++c->documents > 1) {
			t->document_id = SLICE_NONE;
			break;
		}
		t->document_type = arena_slice(&b->arena, rows_text(r, 0));
		t->document_id = arena_slice(&b->arena, rows_text(r, 1));
	}
	if (rows_end(r, e) != RC_OK)
		return (e->rc);
	if (t->document_id.n == 0)
		t->document_id = i->control;
	if (t->document_id.n == 0)
		t->document_id = b->file.name;
	if (c->documents + c->acknowledgments > 0)
		return (RC_OK);
	/* A TA1 stands in no message. */
	return (store_int(b->store, Q_RECEIPTS_OF_INTERCHANGE, 0,
	    &c->acknowledgments, e, "ii", b->file.file_id, i->id));
}

/* Of a sender who is not known there is nobody to answer in an envelope; a
 * person decides first.  UBL can say that it is held. */
static bool
answerable(const struct technical_subject *t)
{
	const struct writer *w = writer_named(t->partner->answers.technical);

	return (!t->held || w == NULL || w->native == NULL);
}

/* Where its findings end: behind the last byte, when the file is cut off. */
static int64_t
end_of(const struct book *b, const struct ended *i)
{
	int64_t end = i->offset + (i->length > 0 ? i->length : INT32_MAX);

	return (end == (int64_t)b->file.data.n ? end + 1 : end);
}

/* To machines as the profile says, and to people. */
static enum rc
answer_with(struct book *b, const struct technical_subject *t,
    struct slice reason, int64_t *orders_told, struct packer *p, struct err *e)
{
	const struct report_subject s = { .of = t,
		.data = b->file.data,
		.reason = reason,
		.findings_left_out = b->findings_left_out,
		.orders_told = orders_told };

	/* A bank wants no answer; what is wrong stands in our report. */
	if (t->partner->role == ROLE_BANK)
		return (RC_OK);
	if (answerable(t) && technical_answer_add(b->night, p, t, e) != RC_OK)
		return (e->rc);
	return (partner_report_add(b->night, p, &s, e));
}

static enum rc
answer_interchange(struct book *b, const struct ended *i, int64_t *orders_told,
    struct packer *p, struct err *e)
{
	struct technical_subject t = {
		.partner = config_partner(&b->night->mill->config, i->partner),
		.file_id = b->file.file_id,
		.interchange_id = i->id,
		.ordinal = i->ordinal,
		.file_sha = b->file.sha256,
		.file_name = b->file.name,
		.control_number = i->control,
		.prepared = i->prepared,
		.envelope = { .standard = i->standard,
		    .sender = i->sender,
		    .receiver = i->receiver,
		    .control_number = i->control,
		    .syntax = i->version },
		.test = i->test,
		.detail = i->detail,
		.refused = i->refused,
		.ack_requested = i->ack_requested,
		.from = i->offset,
		.to = end_of(b, i),
	};
	struct contents c;

	if (slice_is(i->state, "duplicate"))
		return (RC_OK); /* its earlier answers go out again */
	t.rejected = slice_is(i->state, "rejected") ||
	    slice_is(i->reason, "FILE-DUPLICATE");
	t.held = slice_is(i->state, "held") && !t.rejected;
	if (answer_subject(b, i, &t, &c, e) != RC_OK)
		return (e->rc);
	/* Never an acknowledgment of an acknowledgment, nor of nothing. */
	if (c.documents == 0 && (c.acknowledgments > 0 || !t.rejected))
		return (RC_OK);
	return (answer_with(b, &t, i->reason, orders_told, p, e));
}

/* No interchange could be read: one negative answer for the file. */
static enum rc
answer_file(struct book *b, const struct parse_end *end, struct packer *p,
    struct err *e)
{
	struct technical_subject t = {
		.partner = b->connection,
		.file_id = b->file.file_id,
		.file_sha = b->file.sha256,
		.file_name = b->file.name,
		.document_id = b->file.name,
		.document_type = SLICE("file"),
		.detail = slice_of(end->text),
		.rejected = true,
		.from = 0,
		.to = INT64_MAX,
	};
	int64_t orders_told = 0;

	return (answer_with(b, &t, slice_of(end->code), &orders_told, p, e));
}

static enum rc
end_interchanges(struct book *b, struct packer *p, size_t *good, struct err *e)
{
	struct list all = { 0 };
	int64_t orders_told = 0;

	*good = 0;
	arena_reset(&b->arena);
	if (load_interchanges(b, &all, e) != RC_OK)
		return (e->rc);
	for (size_t n = 0; n < all.n; n++) {
		struct ended *i = LIST_AT(&all, struct ended, n);

		if (claim(b, i, e) != RC_OK ||
		    answer_interchange(b, i, &orders_told, p, e) != RC_OK)
			return (e->rc);
		if (!slice_is(i->state, "rejected"))
			(*good)++;
	}
	return (RC_OK);
}

/* The fault that the others follow from: of the envelope before those of the
 * documents in it. */
static enum rc
root_fault(struct book *b, const char **reason, const char **detail,
    struct err *e)
{
	struct rows *r;

	if (store_rows(b->store, Q_FILE_ROOT_FAULT, &r, e, "i",
		b->file.file_id) != RC_OK)
		return (e->rc);
	if (rows_next(r)) {
		*reason = arena_text(&b->arena, rows_text(r, 0));
		*detail = arena_text(&b->arena, rows_text(r, 1));
	}
	return (rows_end(r, e));
}

static enum rc
end_file(struct book *b, const char *format, const struct parse_end *end,
    size_t good, struct packer *p, struct err *e)
{
	const char *state = "parsed", *reason = "", *detail = "";

	if (good == 0) {
		state = "rejected";
		reason = end->code[0] != '\0' ? end->code : b->fault_text;
		detail = end->text;
		if (detail[0] == '\0' &&
		    root_fault(b, &reason, &detail, e) != RC_OK)
			return (e->rc);
	}
	if (b->interchanges == 0 && answer_file(b, end, p, e) != RC_OK)
		return (e->rc);
	return (store_exec(b->store, Q_FILE_PARSED, NULL, e, "ssssii", state,
	    reason, detail, format, b->findings_left_out, b->file.file_id));
}

enum rc
book_end(struct book *b, const char *format, const struct parse_end *end,
    struct err *e)
{
	struct packer p;
	size_t good = 0;

	packer_init(&p, b->night->mill, b->night->run_id);
	b->message_id = 0;
	/* Findings outside any interchange belong to the file. */
	if (batch_open(&b->batch, e) != RC_OK ||
	    book_findings(b, 0, 0, -1, e) != RC_OK)
		return (e->rc);
	if (end_interchanges(b, &p, &good, e) != RC_OK ||
	    end_file(b, format, end, good, &p, e) != RC_OK) {
		packer_abort(&p);
		return (err_add(e, "ending file %" PRId64, b->file.file_id));
	}
	/* Bytes first, then the commit. */
	if (packer_sync(&p, e) != RC_OK)
		return (e->rc);
	return (store_commit(b->store, e));
}
