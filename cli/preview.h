/*
 * preview -- the days of a standing order that are to come, as a table or, with
 * --json, an object a line: `standing preview`, and what `standing new` shows
 * before it writes.
 */
#ifndef CLI_PREVIEW_H
#define CLI_PREVIEW_H

#include "cli/table.h"
#include "pipeline/standing_ops.h"

struct preview {
	struct cli *c; /* NULL: not begun */
	struct table t;
};
void preview_begin(struct preview *p, struct cli *c);
/* A standing_future_fn; ctx is the preview. */
enum rc preview_day(void *ctx, const struct standing_future *f, struct err *e);
/* Prints what was collected. */
enum rc preview_end(struct preview *p, struct err *e) MUST_CHECK;
void preview_free(struct preview *p); /* one that was not begun, too */

#endif
