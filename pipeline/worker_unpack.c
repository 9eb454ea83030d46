#include "parsers/redact.h"
#include "pipeline/archive.h"
#include "pipeline/record.h"
#include "pipeline/secret.h"
#include "pipeline/worker.h"

/* Between the archive and the supervisor: members without card numbers and
 * secrets. */
struct blanking {
	struct archive_sink to;
	struct redact redact;
	struct buf piece; /* its first bytes may have come before */
	bool changed;     /* a member was */
	bool first;       /* nothing of the member has come */
	bool nested;      /* an archive is a member */
	struct cxml_expected expected;
	bool proves; /* a Sender has a secret to show */
};

static enum rc
on_member(void *ctx, struct slice name, struct err *e)
{
	struct blanking *b = ctx;

	b->redact = (struct redact){ .expected = b->proves ? &b->expected :
							     NULL };
	buf_reset(&b->piece);
	b->first = true;
	return (b->to.member(b->to.ctx, name, e));
}

static enum rc
give(struct blanking *b, bool last, struct err *e)
{
	const size_t ready = redact(&b->redact, b->piece.p, b->piece.n, last);
	const struct slice rest = slice_sub(buf_slice(&b->piece), ready,
	    SIZE_MAX);
	enum rc rc = RC_OK;

	b->changed |= b->redact.changed > 0;
	if (ready > 0)
		rc = b->to.data(b->to.ctx,
		    slice_sub(buf_slice(&b->piece), 0, ready), e);
	if (rest.n > 0)
		memmove(b->piece.p, rest.p, rest.n);
	b->piece.n = rest.n;
	return (rc);
}

static enum rc
on_data(void *ctx, struct slice piece, struct err *e)
{
	struct blanking *b = ctx;

	b->nested |= b->first && archive_detect(piece);
	b->first = false;
	buf_add(&b->piece, piece);
	return (give(b, false, e));
}

static enum rc
on_member_end(void *ctx, struct err *e)
{
	struct blanking *b = ctx;

	if (b->piece.n > 0 && give(b, true, e) != RC_OK)
		return (e->rc);
	if (b->proves &&
	    b->to.secret(b->to.ctx, (int)redact_verdict(&b->redact), e) !=
		RC_OK)
		return (e->rc);
	return (b->to.member_end(b->to.ctx, e));
}

static enum rc
unpack(const struct worker *w, struct frame_out *out, struct err *e)
{
	struct blanking b = { .to = record_archive_sink(out) };
	struct archive_sink sink = { &b, on_member, on_data, on_member_end,
		NULL };
	enum rc rc;

	if (w->data.n == 0)
		return (
		    err_set(e, RC_REJECT, "FILE-EMPTY", "the file is empty"));
	b.proves = secret_expected(w->options, &b.expected);
	buf_init(&b.piece, SIZE_MAX / 8);
	rc = archive_unpack(w->data, &w->limits, &sink, e);
	buf_free(&b.piece);
	/* What is refused is kept, unless there is more in it than was seen. */
	if (!b.changed && (rc == RC_REJECT || (rc == RC_OK && b.nested)))
		b.changed = archive_hides(w->data, &w->limits);
	if (b.changed && (rc == RC_OK || rc == RC_REJECT)) {
		struct err fault = ERR_INIT;

		if (frame_put(out, RECORD_BLANKED, SLICE_NONE, &fault) !=
		    RC_OK) {
			*e = fault;
			return (e->rc);
		}
	}
	return (rc);
}

int
worker_unpack(const struct worker *w)
{
	struct frame_out out;
	struct err e = ERR_INIT;
	enum rc rc;

	frame_out_init(&out, w->out);
	rc = unpack(w, &out, &e);
	if (rc == RC_REJECT &&
	    frame_put(&out, RECORD_PROBLEM, slice_of(e.text), &e) != RC_OK)
		rc = e.rc;
	if (rc == RC_OK || rc == RC_REJECT)
		rc = record_verdict(&out, rc, &e);
	frame_out_free(&out);
	return (rc == RC_OK ? 0 : err_exit_code(&e));
}
