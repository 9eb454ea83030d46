#include "pipeline/record.h"
#include "pipeline/worker.h"

#define HEAD_BYTES 4096

static enum rc
parse_with(const struct parser *p, const struct worker *w,
    struct frame_out *out, struct err *e)
{
	struct parse_sink sink = record_sink(out);
	struct arena a = ARENA_INIT;
	struct parse_input in = { .data = w->data, .arena = &a };
	enum rc rc = frame_put(out, RECORD_FORMAT, slice_of(p->format), e);

	if (rc == RC_OK)
		rc = p->parse(&in, &sink, e);
	arena_free(&a);
	return (rc);
}

static enum rc
parse(const struct worker *w, struct frame_out *out, struct err *e)
{
	const struct parser *p;

	if (w->data.n == 0)
		return (
		    err_set(e, RC_REJECT, "FILE-EMPTY", "the file is empty"));
	p = w->format[0] != '\0' ?
	    parser_named(w->format) :
	    parser_detect(slice_sub(w->data, 0, HEAD_BYTES));
	if (p == NULL)
		return (err_set(e, RC_REJECT, "FILE-FORMAT",
		    "no format that is known begins like this"));
	return (parse_with(p, w, out, e));
}

int
worker_parse(const struct worker *w)
{
	struct frame_out out;
	struct err e = ERR_INIT;
	enum rc rc;

	frame_out_init(&out, w->out);
	rc = parse(w, &out, &e);
	if (rc == RC_OK || rc == RC_REJECT)
		rc = record_verdict(&out, rc, &e);
	frame_out_free(&out);
	return (rc == RC_OK ? 0 : err_exit_code(&e));
}
