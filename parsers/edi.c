#include "parsers/edi.h"

#include "parsers/edifact.h"
#include "parsers/x12.h"

size_t
edi_header_find(struct slice data, size_t at, bool padded)
{
	data.n = x12_isa_find(data, at, padded);
	return (edifact_unb_find(data, at));
}

size_t
edi_layout_skip(struct slice data, size_t at)
{
	static const char layout[] = " \t\r\n\0\x1a";

	while (at < data.n)
		if (memchr(layout, data.p[at], sizeof(layout) - 1) != NULL)
			at++;
		else if (data.n - at >= 3 &&
		    memcmp(data.p + at, "\xef\xbb\xbf", 3) == 0)
			at += 3;
		else
			break;
	return (at);
}

struct edi {
	struct x12 x12;
	struct edifact edifact;
	size_t at, end;
};

static void
begin(struct edi *f, const struct parse_input *in,
    const struct parse_sink *sink, struct err *e)
{
	x12_begin(&f->x12, in, sink, e);
	edifact_begin(&f->edifact, in, sink, e);
	f->at = 0;
	f->end = in->data.n;
}

static void
end(struct edi *f)
{
	x12_end(&f->x12);
	edifact_end(&f->edifact);
}

static bool
is_empty(const struct edi *f)
{
	return (f->x12.interchanges + f->edifact.interchanges == 0);
}

/* In turns from where the first one left; the limit of findings is one of the
 * file. */
static enum rc
take_turns(struct edi *f, bool x12)
{
	enum rc rc = x12 ? f->edifact.rc : f->x12.rc;

	for (; rc == RC_OK && f->at < f->end; x12 = !x12) {
		if (x12) {
			f->x12.findings = f->edifact.findings;
			f->at = x12_run(&f->x12, f->at);
			rc = f->x12.rc;
			f->edifact.findings = f->x12.findings;
		} else {
			f->at = edifact_run(&f->edifact, f->at);
			rc = f->edifact.rc;
		}
	}
	return (rc);
}

static enum rc
read_file(const struct parse_input *in, const struct parse_sink *sink,
    bool x12_first, struct err *e)
{
	const char *code = x12_first ? "X12-NO-INTERCHANGE" :
				       "EDIFACT-NO-INTERCHANGE";
	struct edi f;
	enum rc rc;
	bool empty;

	begin(&f, in, sink, e);
	rc = take_turns(&f, x12_first);
	empty = rc == RC_OK && is_empty(&f);
	if (empty) {
		if (x12_first)
			x12_nothing(&f.x12);
		else
			edifact_nothing(&f.edifact);
		rc = x12_first ? f.x12.rc : f.edifact.rc;
	}
	end(&f);
	if (rc == RC_OK && empty)
		return (err_set(e, RC_REJECT, code,
		    "the file holds no %s interchange",
		    x12_first ? "X12" : "EDIFACT"));
	return (rc);
}

enum rc
edi_x12_first(const struct parse_input *in, const struct parse_sink *sink,
    struct err *e)
{
	return (read_file(in, sink, true, e));
}

enum rc
edi_edifact_first(const struct parse_input *in, const struct parse_sink *sink,
    struct err *e)
{
	return (read_file(in, sink, false, e));
}
