/*
 * record -- what parse and unpack workers say, as frames.
 *
 * record_sink gives a parse_sink that writes frames; record_read turns the
 * frames back into calls of another sink.  Together they are the identity.
 * The same for archives: record_archive_sink and record_read_archive.
 * END carries the worker's verdict: rc, code and text.
 *
 * Workers are not trusted: a body that does not decode, an object out of turn
 * (parsers/parser.h has the order), more lines or bytes than are allowed are
 * RC_FATAL "RECORD-BAD".  Texts may still hold any bytes.
 */
#ifndef PIPELINE_RECORD_H
#define PIPELINE_RECORD_H

#include "base/frame.h"
#include "parsers/parser.h"
#include "pipeline/archive.h"

enum record_type {
	RECORD_FORMAT = 1, /* body: name of the parser */
	RECORD_INTERCHANGE,
	RECORD_MESSAGE,
	RECORD_ORDER,
	RECORD_CONFIRMATION,
	RECORD_FINDING,
	RECORD_MESSAGE_END,
	RECORD_INTERCHANGE_END,
	RECORD_MEMBER, /* name of an archive member */
	RECORD_DATA,   /* a piece of its bytes */
	RECORD_MEMBER_END,
	RECORD_PROBLEM, /* archive: why it was stopped */
	RECORD_RECEIPT,
	RECORD_REMITTANCE,
	RECORD_BANK_ENTRY,
	RECORD_SECRET,  /* archive: the verdict on a member's, one byte */
	RECORD_BLANKED, /* archive: a member was not given as it is */
};

struct parse_sink record_sink(struct frame_out *out);
struct archive_sink record_archive_sink(struct frame_out *out);

struct parse_end {
	enum rc rc;   /* RC_OK or RC_REJECT */
	bool blanked; /* archive: card numbers or secrets were in it */
	char code[ERR_CODE_MAX], text[ERR_TEXT_MAX];
};
enum rc record_end_put(struct frame_out *out, const struct parse_end *end,
    struct err *e) MUST_CHECK;
/* END with rc, and with e's code and text when it is RC_REJECT. */
enum rc record_verdict(struct frame_out *out, enum rc rc,
    struct err *e) MUST_CHECK;

/* Reads until END.  RC_RETRY "FRAME-CUT": the worker died.  `format` gets the
 * parser's name, "" when no parser took the file.  The arena is reset after
 * every object. */
enum rc record_read(struct frame_in *in, const struct parse_sink *sink,
    struct arena *a, char format[16], struct parse_end *end,
    struct err *e) MUST_CHECK;

/* Reads what an unpack worker says until END.  end->rc RC_REJECT: the whole
 * archive is refused, whatever the sink got.  Holds the worker to limits. */
enum rc record_read_archive(struct frame_in *in,
    const struct worker_limits *limits, const struct archive_sink *sink,
    struct parse_end *end, struct err *e) MUST_CHECK;

#endif
