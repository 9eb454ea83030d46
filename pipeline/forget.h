/*
 * forget -- a file is to be read again: nothing of the earlier try stays but
 * its history and what was sent.  In the caller's transaction, only where
 * nothing of it is in the book.
 */
#ifndef PIPELINE_FORGET_H
#define PIPELINE_FORGET_H

#include "store/store.h"

enum rc file_forget(struct store *s, int64_t file_id, struct err *e) MUST_CHECK;
/* Only what an interrupted try put there; every table that a parser's rows go
 * to stands here. */
enum rc file_forget_staged(struct store *s, int64_t file_id,
    struct err *e) MUST_CHECK;

#endif
