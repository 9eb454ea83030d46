/*
 * renumber -- a document that we wrote, under other numbers.
 *
 * A partner that refused a document knows its numbers: the same bytes again
 * would be a repetition to it.  What becomes another: the control numbers of
 * X12 and EDIFACT, and the document's own id where it states it (BSN02, BGM
 * 1004, the first cbc:ID, the payloadID).  Everything else stays byte by byte.
 *
 *	struct renumber n = { .standard = "x12", .id_was = …, … };
 *	write_renumbered(&n, document, &out, &e)
 *
 * RC_FATAL "WRITE-RENUMBER" when it is not such a document: nothing is left in
 * the buffer.  Source: X12.5, ISO 9735, UBL 2.1, cXML 1.2.
 */
#ifndef WRITERS_RENUMBER_H
#define WRITERS_RENUMBER_H

#include "base/buf.h"
#include "base/err.h"

struct renumber {
	struct slice standard; /* "x12" "edifact" "cxml" "ubl" */
	struct slice id_was, id;
	int64_t interchange_was, interchange;
	int64_t group_was, group;     /* X12 */
	int64_t message_was, message; /* of the first one; others count on */
};

enum rc write_renumbered(const struct renumber *n, struct slice document,
    struct buf *out, struct err *e) MUST_CHECK;

#endif
