/*
 * guard -- looks through a text before libconfig sees it.
 *
 * libconfig would follow @include to any file, wrap numbers that are too large
 * without a word, recurse as deep as the text nests, and stop at a zero byte.
 * The guard refuses such texts, and strings or comments that are not closed,
 * which libconfig reports far from where they begin.
 */
#ifndef CONFIG_GUARD_H
#define CONFIG_GUARD_H

#include "base/err.h"
#include "base/slice.h"

#define GUARD_DEPTH_MAX 16
#define GUARD_LINES_MAX 60000 /* libconfig counts lines in 16 bits */

/* RC_REJECT with the reason in e->text and its line in *line. */
enum rc guard_text(struct slice text, int *line, struct err *e) MUST_CHECK;

#endif
