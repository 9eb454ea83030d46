/*
 * verify -- is everything in a mill as it must be?
 *
 * The database's own integrity and references; every journal sums to zero and
 * every balance is the sum of its postings; accepted orders have their
 * journals, commitments equal what is open; held orders have a hold and no
 * other has one; nothing was answered twice; every standing order adds up;
 * the bytes of every file and document are there.  With `full` they are read
 * and hashed again, and files that no row knows are noted.
 */
#ifndef PIPELINE_VERIFY_H
#define PIPELINE_VERIFY_H

#include "pipeline/night.h"

struct verify {
	struct mill *mill;
	struct store *store;
	bool full;
	/* A fault, or a note that is none. */
	void (*say)(void *ctx, bool fault, const char *code, const char *text);
	void *ctx;
	int64_t faults, files, documents, bytes; /* what was seen */
};

/* RC_OK with or without faults. */
enum rc verify_all(struct verify *v, struct err *e) MUST_CHECK;

#endif
