/*
 * x12_survey -- what the files of the envelope share; nobody else includes
 * this.
 *
 *	x12_isa.c	the header: its separators, where the next one is
 *	x12_skim.c	from segment to segment of the envelope, over all others
 *	x12_binary.c	segments that say how long they are
 *	x12_survey.c	ISA to IEA: extents, trailers, counts, faults
 *	x12_course.c	from set to set, by what the survey left
 *	x12_seen.c	numbers that were there already
 */
#ifndef PARSERS_X12_SURVEY_H
#define PARSERS_X12_SURVEY_H

#include "parsers/x12.h"

/* Is a segment that begins at p, n bytes from the end, one of the envelope?
 * Only its first bytes are read. */
bool x12_is_envelope(const char *p, size_t n, struct x12_seps seps);
/* Behind the layout at `at`. */
size_t x12_skip_blanks(struct slice data, size_t at, char terminator);
/* Where the next segment of the envelope begins, from the begin of a segment
 * on; data.n if there is none. */
size_t x12_envelope_find(struct slice data, size_t at, struct x12_seps seps);

/* BIN and BDS say how many bytes they have, which may look like anything.
 * Nobody puts them into an order, but they may stand in a set beside one; so
 * they are looked for only where an interchange makes no sense without. */
struct x12_binary {
	size_t from, to; /* from the tag to behind the terminator */
};
/* Those that begin before `end`, in their order. */
void x12_binaries_find(struct x12 *x, const struct x12_isa *isa, size_t end,
    struct list *found);

struct x12_group x12_group_of(const struct x12_segment *gs);

#endif
