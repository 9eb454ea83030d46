/*
 * reading -- a file of the operator's, read by its parser in a worker that
 * is locked down like those of a run.
 */
#ifndef CLI_READING_H
#define CLI_READING_H

#include "base/file.h"
#include "cli/command.h"
#include "pipeline/record.h"

struct reading {
	const struct partner *partner; /* whose layout it has; NULL: our own */
	struct mapping map;            /* the bytes, for showing */
	char format[16];               /* "" : no parser took it */
	struct parse_end end;
};

/* path: any file.  Calls the sink as the worker speaks, with r->map filled.
 * RC_REJECT "FILE-DIED" (65): the worker did not survive it. */
enum rc reading_path(struct cli *c, const char *path,
    const struct parse_sink *sink, struct reading *r, struct err *e) MUST_CHECK;
/* The partner that an operator named; usage error with the nearest name.
 * c->mill is configured. */
enum rc reading_partner(struct cli *c, const char *name,
    const struct partner **partner, struct err *e) MUST_CHECK;
void reading_free(struct reading *r); /* a zeroed one is allowed */

#endif
