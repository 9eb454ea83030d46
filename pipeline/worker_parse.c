#include "pipeline/record.h"
#include "pipeline/worker.h"

#define HEAD_BYTES 4096

static enum rc
parse_with(const struct parser *p, const struct worker *w,
    const struct parse_options *options, struct frame_out *out, struct err *e)
{
	struct parse_sink sink = record_sink(out);
	struct arena a = ARENA_INIT;
	struct parse_input in = { .data = w->data,
		.arena = &a,
		.options = options };
	enum rc rc = frame_put(out, RECORD_FORMAT, slice_of(p->format), e);

	if (rc == RC_OK)
		rc = p->parse(&in, &sink, e);
	arena_free(&a);
	return (rc);
}

static enum rc
parse(const struct worker *w, const struct parse_options *options,
    struct frame_out *out, struct err *e)
{
	const struct parser *p;

	if (w->data.n == 0)
		return (
		    err_set(e, RC_REJECT, "FILE-EMPTY", "the file is empty"));
	p = w->format[0] != '\0' ?
	    parser_named(w->format) :
	    parser_for(slice_sub(w->data, 0, HEAD_BYTES), options);
	if (p == NULL)
		return (err_set(e, RC_REJECT, "FILE-FORMAT",
		    "no format that is known begins like this"));
	return (parse_with(p, w, options, out, e));
}

int
worker_parse(const struct worker *w)
{
	struct parse_options options;
	struct arena agreed = ARENA_INIT;
	struct frame_out out;
	struct err e = ERR_INIT;
	enum rc rc = RC_OK;

	frame_out_init(&out, w->out);
	shape_init(&parse_options_shape, &options);
	if (w->options.n > 0)
		rc = shape_decode(&parse_options_shape, w->options, &agreed,
		    &options, &e);
	if (rc == RC_OK)
		rc = parse(w, &options, &out, &e);
	if (rc == RC_OK || rc == RC_REJECT)
		rc = record_verdict(&out, rc, &e);
	frame_out_free(&out);
	arena_free(&agreed);
	return (rc == RC_OK ? 0 : err_exit_code(&e));
}
