/*
 * guide_sample -- a message made of its guide: a valid one, which stands in
 * the guide a partner is given, and all that are wrong in one place, for tests
 * and as seeds of fuzzing.
 *
 * In the sample are mandatory segments and those that are `shown`, and in
 * them mandatory elements and those with a sample (eg=).
 */
#ifndef PARSERS_GUIDE_SAMPLE_H
#define PARSERS_GUIDE_SAMPLE_H

#include "base/buf.h"
#include "parsers/guide.h"

struct guide_broken_sample {
	const char *finding; /* without the standard: "ELEMENT-LONG" */
	char what[80];       /* "BEG 02 is too long" */
};

/* From ST to SE, from UNH to UNT, one segment a line.  number -1: the valid
 * one; else the number-th that is wrong, told in `broken`.  False: there are
 * no more. */
bool guide_sample(const struct guide *g, int number, struct buf *b,
    struct guide_broken_sample *broken);
/* The same within an interchange that our parsers take. */
bool guide_sample_file(const struct guide *g, int number, struct buf *b,
    struct guide_broken_sample *broken);

#endif
