/*
 * file -- bytes on disk that survive: the only place that writes, syncs,
 * renames or removes files of a mill.
 *
 * Rules (docs/operating.md, "What is on disk"): data is written under a
 * temporary name, synced, closed, renamed, and the directory synced; a failed
 * fsync or close is never tried again, the operation fails as RC_RETRY.  All
 * paths are relative to an open directory and hold no ".." (openat with
 * O_NOFOLLOW); nothing here ever uses a name that came from outside.  Under
 * AT_FDCWD a path is the operator's own: any path, links are followed.
 */
#ifndef BASE_FILE_H
#define BASE_FILE_H

#include <sys/types.h>
#include "base/buf.h"
#include "base/err.h"

/* A read-only mapping of a whole file (empty files give p = "", n = 0). */
struct mapping {
	struct slice data;
	void *base;
	size_t size;
};

enum rc dir_open(int at, const char *path, int *fd, struct err *e) MUST_CHECK;
/* mkdir with 0700 if missing; syncs the parent */
enum rc dir_make(int at, const char *path, struct err *e) MUST_CHECK;
enum rc dir_sync(int fd, const char *what, struct err *e) MUST_CHECK;

/* Write a whole file so that either the old or the new content exists. */
enum rc file_put(int dir, const char *name, struct slice data, mode_t mode,
    struct err *e) MUST_CHECK;
/* The same in steps, for streams: create NAME.tmp (O_EXCL after unlinking a
 * left-over one), write, then finish = fsync, close, rename.  The directory
 * is synced by the caller with dir_sync, once for many files. */
enum rc file_create(int dir, const char *tmp, int *fd,
    struct err *e) MUST_CHECK;
enum rc file_write(int fd, struct slice data, struct err *e) MUST_CHECK;
enum rc file_finish(int dir, int fd, const char *tmp, const char *name,
    struct err *e) MUST_CHECK; /* always closes fd */
/* fsync and close alone, for a file that keeps its name; always closes fd. */
enum rc file_close(int fd, const char *name, struct err *e) MUST_CHECK;
enum rc file_rename(int dir, const char *from, int todir, const char *to,
    struct err *e) MUST_CHECK;
enum rc file_remove(int dir, const char *name, struct err *e) MUST_CHECK;
/* absent is success */

enum rc file_map(int dir, const char *name, struct mapping *m,
    struct err *e) MUST_CHECK;
enum rc file_map_fd(int fd, off_t offset, size_t size, struct mapping *m,
    struct err *e) MUST_CHECK;      /* offset need not be page aligned */
void file_unmap(struct mapping *m); /* a zeroed mapping is allowed */
/* Whole small file into b (b->max is the limit; longer: RC_REJECT). */
enum rc file_read(int dir, const char *name, struct buf *b,
    struct err *e) MUST_CHECK;
bool file_exists(int dir, const char *name);
/* Free bytes of the file system that holds dir. */
enum rc file_space(int dir, uint64_t *bytes, struct err *e) MUST_CHECK;

#endif
