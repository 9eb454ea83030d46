/*
 * backup -- a mill copied while it works, and set up again from the copy.
 *
 * The database is copied first, consistent in itself; the bytes that its rows
 * name were durable before those rows, so copying them afterwards misses
 * none.  What the partners' folders hold is not part of a mill.
 */
#ifndef PIPELINE_BACKUP_H
#define PIPELINE_BACKUP_H

#include "pipeline/mill.h"

/* Into the empty directory `to`.  keys: private keys too. */
enum rc backup_make(struct mill *m, struct store *s, int to,
    const char *to_path, bool keys, struct err *e) MUST_CHECK;
/* From the backup directory `from` into the empty directory `to`;
 * ordermill.conf comes last. */
enum rc backup_restore(int from, int to, struct err *e) MUST_CHECK;
/* A mill to try things in: the same, with hard links to bytes (they never
 * change), its keys, and links to folders below the mill that profiles may
 * name. */
enum rc backup_shadow(struct mill *m, struct store *s, int to,
    const char *to_path, struct err *e) MUST_CHECK;
/* A directory and all below it. */
enum rc tree_remove(int at, const char *name, struct err *e) MUST_CHECK;

#endif
