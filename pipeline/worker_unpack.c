#include "pipeline/archive.h"
#include "pipeline/record.h"
#include "pipeline/worker.h"

static enum rc
unpack(const struct worker *w, struct frame_out *out, struct err *e)
{
	struct archive_sink sink = record_archive_sink(out);

	if (w->data.n == 0)
		return (
		    err_set(e, RC_REJECT, "FILE-EMPTY", "the file is empty"));
	return (archive_unpack(w->data, &w->limits, &sink, e));
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
