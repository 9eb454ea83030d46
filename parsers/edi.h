/*
 * edi -- a file of X12 and EDIFACT interchanges, one behind the other, as
 * networks send them.  Each parser reads its own run and leaves at the header
 * of the other kind; what both keep of the file (control numbers that came)
 * lasts to its end.
 *
 * A header of the other kind counts where an interchange may begin, among
 * bytes that belong to nothing, and within an interchange that never ends: so
 * one that was cut off does not take a neighbour of the other kind along.  A
 * complete interchange is believed, whatever its texts hold.
 */
#ifndef PARSERS_EDI_H
#define PARSERS_EDI_H

#include "parsers/parser.h"

struct x12;
struct edifact;

/* The next header of either kind from `at` on; data.n if there is none.
 * `padded`: of X12 only one of full length, which nothing else looks like. */
size_t edi_header_find(struct slice data, size_t at, bool padded);

/* Behind blanks, line ends, padding and a byte order mark at `at`. */
size_t edi_layout_skip(struct slice data, size_t at);

/* The whole file, begun by the parser whose format it is. */
enum rc edi_x12_first(const struct parse_input *in,
    const struct parse_sink *sink, struct err *e);
enum rc edi_edifact_first(const struct parse_input *in,
    const struct parse_sink *sink, struct err *e);

/* Of each: ready for a file; interchanges from `at` on, up to the place
 * that is returned; nothing was found; and all freed. */
void x12_begin(struct x12 *x, const struct parse_input *in,
    const struct parse_sink *sink, struct err *e);
size_t x12_run(struct x12 *x, size_t at);
void x12_nothing(struct x12 *x);
void x12_end(struct x12 *x);
void edifact_begin(struct edifact *x, const struct parse_input *in,
    const struct parse_sink *sink, struct err *e);
size_t edifact_run(struct edifact *x, size_t at);
void edifact_nothing(struct edifact *x);
void edifact_end(struct edifact *x);

#endif
