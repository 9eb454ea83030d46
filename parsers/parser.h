/*
 * parser -- bytes in, domain objects out.  One file a format, one row in
 * parsers/table.c.
 *
 * A parser is a pure function of the mapped file: no I/O, no clock, no
 * globals; it runs in a locked-down process.  It calls the sink in file
 * order, once per object, at the moment it is complete:
 *
 *	interchange (message (order | confirmation | receipt | remittance |
 *	    bank_entry | finding)* message_end)* interchange_end
 *
 * A TA1 outside any message comes as a message of kind "TA1".
 *
 * Findings may come at any level and belong to what is open.  Nothing given to
 * a sink lives longer than the call.  What is wrong with the input goes to
 * the sink as a finding and into the verdicts; the return value is RC_REJECT
 * only when no interchange could be read at all (then at least one finding of
 * severity error was given), RC_OK otherwise, or what the sink returned.
 * A parser uses the arena for one message at a time and resets it between.
 */
#ifndef PARSERS_PARSER_H
#define PARSERS_PARSER_H

#include "domain/bank.h"
#include "domain/csv_map.h"
#include "domain/intake.h"
#include "domain/order.h"

struct parse_sink {
	void *ctx;
	enum rc (*interchange)(void *ctx, const struct interchange *i,
	    struct err *e);
	enum rc (*message)(void *ctx, const struct message *m, struct err *e);
	enum rc (*order)(void *ctx, const struct order *o, struct err *e);
	enum rc (*confirmation)(void *ctx, const struct confirmation *c,
	    struct err *e);
	enum rc (*finding)(void *ctx, const struct finding *f, struct err *e);
	enum rc (
	    *message_end)(void *ctx, const struct message *m, struct err *e);
	enum rc (*interchange_end)(void *ctx, const struct interchange *i,
	    struct err *e);
	enum rc (*receipt)(void *ctx, const struct receipt *r, struct err *e);
	enum rc (
	    *remittance)(void *ctx, const struct remittance *r, struct err *e);
	enum rc (
	    *bank_entry)(void *ctx, const struct bank_entry *b, struct err *e);
};

/* A sink that hears everything and does nothing: set what is wanted. */
struct parse_sink sink_idle(void *ctx);

/* Limits; a file beyond one is RC_REJECT with a finding that names it. */
#define PARSE_SEGMENT_MAX (1u << 20) /* bytes of one segment or row */
#define PARSE_TAG_MAX (64u << 10)    /* bytes of one XML start tag */
#define PARSE_DEPTH_MAX 64
#define PARSE_TEXT_MAX (16u << 20) /* one XML text run */
#define PARSE_FINDINGS_MAX \
	1000 /* given to the sink a file; then only
					   counted in verdicts */

/* What was agreed with the partner whose file it is, for those parsers that
 * can make use of it.  Has a shape: it travels to the worker. */
struct parse_options {
	struct list csv;    /* struct csv_map: layouts other than our own */
	struct list guides; /* struct guide_own: messages, tightened */
	bool no_secret;     /* cXML: the Sender did not prove who it is */
};
extern const struct shape parse_options_shape;

struct parse_input {
	struct slice data; /* the whole file */
	struct arena *arena;
	const struct parse_options *options; /* NULL: nothing was agreed */
};

struct parser {
	const char *format; /* "x12" */
	const char *what;   /* "X12 interchange (850)" */
	/* Is this, by its first bytes (up to 4 KiB), my format? */
	bool (*detect)(struct slice head);
	enum rc (*parse)(const struct parse_input *in,
	    const struct parse_sink *sink, struct err *e);
};

extern const struct parser x12_parser, edifact_parser, ubl_parser, cxml_parser,
    camt_parser, csv_parser;

/* The first parser of the table that recognizes the file; NULL: none. */
const struct parser *parser_detect(struct slice head);
/* The same, also behind something else that is told as such (a header of X12 or
 * EDIFACT), and with what was agreed: a CSV of the partner's own columns is
 * known by nothing else.  options may be NULL. */
const struct parser *parser_for(struct slice head,
    const struct parse_options *options);
const struct parser *parser_named(const char *format);
const struct parser *parser_at(size_t i); /* NULL at the end */

#endif
