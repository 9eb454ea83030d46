/*
 * cleanup -- what an interrupted run left on disk that no row knows.
 */
#ifndef PIPELINE_CLEANUP_H
#define PIPELINE_CLEANUP_H

#include "pipeline/night.h"

/* Removes packs without a row and everything in the spool.  Files under
 * var/files that no row names are left: the next fetch of the same bytes
 * finds them, `verify` lists them. */
enum rc cleanup_orphans(struct night *n, struct err *e) MUST_CHECK;

#endif
