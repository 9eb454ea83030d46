/*
 * source -- the bytes around a fault, with a caret under the faulty ones:
 *
 *	   | …PO1*1*1O*EA*1.60**VN*BULB~
 *	   |        ^^
 *
 * One line of the file or, in X12 and EDIFACT, one segment, whatever lines
 * there are; cut to some 60 bytes before and 40 behind, with … where it was.
 * UTF-16 with a byte order mark is shown as the text that it is.
 * Control bytes are shown escaped; carets count the columns of wide letters.
 */
#ifndef CLI_SOURCE_H
#define CLI_SOURCE_H

#include "cli/command.h"

/* length 0: one byte.  An offset at the end points behind the last line;
 * nothing is printed for one that lies outside. */
void source_print(struct cli *c, struct slice data, int64_t offset,
    int64_t length);

#endif
