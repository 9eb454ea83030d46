#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>
#include "base/file.h"

#define NAME_SIZE 4096
#define CHUNK 16384

/* Below an open directory only plain relative names are used; a path under
 * AT_FDCWD is one the operator typed, and may be anything. */
static enum rc
name_check(int dir, const char *name, struct err *e)
{
	struct slice rest = slice_of(name), part;
	bool more = true;

	if (rest.n == 0 || rest.n >= NAME_SIZE - sizeof(".tmp"))
		return (err_set(e, RC_FATAL, "IO-NAME",
		    "a file name of %zu bytes", rest.n));
	if (dir == AT_FDCWD)
		return (RC_OK);
	if (name[0] == '/')
		return (err_set(e, RC_FATAL, "IO-NAME",
		    "\"%s\" is not relative", name));
	while (more) {
		more = slice_cut(rest, '/', &part, &rest);
		if (slice_is(part, ".."))
			return (err_set(e, RC_FATAL, "IO-NAME",
			    "\"%s\" leaves its directory", name));
	}
	return (RC_OK);
}

static int
follow_flag(int dir)
{
	return (dir == AT_FDCWD ? 0 : O_NOFOLLOW);
}

static int
open_retry(int dir, const char *name, int flags, mode_t mode)
{
	int fd;

	do
		fd = openat(dir, name, flags | O_CLOEXEC, mode);
	while (fd < 0 && errno == EINTR);
	return (fd);
}

/* What was lost by a failed fsync or close stays lost: the kernel may have
 * dropped the pages, so a second success would mean nothing. */
static enum rc
lost(struct err *e, const char *code, const char *what)
{
	(void)err_sys(e, code, "%s", what);
	e->rc = RC_RETRY;
	return (RC_RETRY);
}

enum rc
dir_open(int at, const char *path, int *fd, struct err *e)
{
	enum rc rc = name_check(at, path, e);

	*fd = -1;
	if (rc != RC_OK)
		return (rc);
	*fd = open_retry(at, path, O_RDONLY | O_DIRECTORY | follow_flag(at), 0);
	if (*fd < 0)
		return (
		    err_sys(e, "IO-OPEN", "cannot open directory %s", path));
	return (RC_OK);
}

enum rc
dir_sync(int fd, const char *what, struct err *e)
{
	if (fsync(fd) != 0) {
		(void)lost(e, "IO-SYNC", "cannot sync directory");
		return (err_add(e, "%s", what));
	}
	return (RC_OK);
}

/* Sync the directory that holds `name`. */
static enum rc
parent_sync(int dir, const char *name, struct err *e)
{
	char parent[NAME_SIZE] = ".";
	size_t n = strnlen(name, sizeof(parent) - 1);
	enum rc rc;
	int fd;

	while (n > 0 && name[n - 1] == '/')
		n--;
	while (n > 0 && name[n - 1] != '/')
		n--;
	if (n > 0) {
		memcpy(parent, name, n);
		parent[n] = '\0';
	}
	rc = dir_open(dir, parent, &fd, e);
	if (rc != RC_OK)
		return (rc);
	rc = dir_sync(fd, parent, e);
	if (close(fd) != 0 && rc == RC_OK)
		rc = lost(e, "IO-CLOSE", "cannot close a directory");
	return (rc);
}

enum rc
dir_make(int at, const char *path, struct err *e)
{
	enum rc rc = name_check(at, path, e);
	struct stat st;

	if (rc != RC_OK)
		return (rc);
	if (mkdirat(at, path, 0700) != 0) {
		if (errno != EEXIST)
			return (err_sys(e, "IO-MKDIR",
			    "cannot make directory %s", path));
		if (fstatat(at, path, &st,
			at == AT_FDCWD ? 0 : AT_SYMLINK_NOFOLLOW) != 0 ||
		    !S_ISDIR(st.st_mode)) {
			errno = ENOTDIR;
			return (err_sys(e, "IO-MKDIR", "%s", path));
		}
	}
	/* even if it was there: its maker may have died before the sync */
	return (parent_sync(at, path, e));
}

enum rc
file_create(int dir, const char *tmp, int *fd, struct err *e)
{
	enum rc rc = file_remove(dir, tmp, e);

	*fd = -1;
	if (rc != RC_OK)
		return (rc);
	*fd = open_retry(dir, tmp, O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW,
	    0600);
	if (*fd < 0)
		return (err_sys(e, "IO-CREATE", "cannot create %s", tmp));
	return (RC_OK);
}

enum rc
file_write(int fd, struct slice data, struct err *e)
{
	ssize_t n;

	while (data.n > 0) {
		n = write(fd, data.p, data.n);
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return (err_sys(e, "IO-WRITE", "cannot write"));
		if (n == 0) {
			errno = ENOSPC;
			return (err_sys(e, "IO-WRITE", "cannot write"));
		}
		data.p += n;
		data.n -= (size_t)n;
	}
	return (RC_OK);
}

enum rc
file_close(int fd, const char *name, struct err *e)
{
	enum rc rc = RC_OK;

	if (fsync(fd) != 0)
		rc = lost(e, "IO-SYNC", "cannot sync");
	if (close(fd) != 0 && rc == RC_OK)
		rc = lost(e, "IO-CLOSE", "cannot close");
	return (rc == RC_OK ? rc : err_add(e, "%s", name));
}

enum rc
file_finish(int dir, int fd, const char *tmp, const char *name, struct err *e)
{
	enum rc rc = file_close(fd, tmp, e);

	if (rc == RC_OK)
		rc = file_rename(dir, tmp, dir, name, e);
	if (rc != RC_OK)
		(void)unlinkat(dir, tmp, 0); /* the fault is recorded */
	return (rc);
}

enum rc
file_put(int dir, const char *name, struct slice data, mode_t mode,
    struct err *e)
{
	char tmp[NAME_SIZE];
	enum rc rc = name_check(dir, name, e);
	int fd;

	if (rc != RC_OK)
		return (rc);
	(void)snprintf(tmp, sizeof(tmp), "%s.tmp", name);
	rc = file_create(dir, tmp, &fd, e);
	if (rc != RC_OK)
		return (rc);
	rc = file_write(fd, data, e);
	if (rc == RC_OK && fchmod(fd, mode) != 0)
		rc = err_sys(e, "IO-MODE", "cannot set the mode");
	if (rc != RC_OK) {
		(void)close(fd);
		(void)unlinkat(dir, tmp, 0);
		return (err_add(e, "%s", tmp));
	}
	rc = file_finish(dir, fd, tmp, name, e);
	return (rc == RC_OK ? parent_sync(dir, name, e) : rc);
}

enum rc
file_rename(int dir, const char *from, int todir, const char *to, struct err *e)
{
	enum rc rc = name_check(dir, from, e);

	if (rc == RC_OK)
		rc = name_check(todir, to, e);
	if (rc == RC_OK && renameat(dir, from, todir, to) != 0)
		rc = err_sys(e, "IO-RENAME", "cannot rename %s to %s", from,
		    to);
	return (rc);
}

enum rc
file_remove(int dir, const char *name, struct err *e)
{
	enum rc rc = name_check(dir, name, e);

	if (rc == RC_OK && unlinkat(dir, name, 0) != 0 && errno != ENOENT)
		rc = err_sys(e, "IO-REMOVE", "cannot remove %s", name);
	return (rc);
}

/* O_NONBLOCK: a pipe of that name must not hold up the run. */
static enum rc
open_regular(int dir, const char *name, int *fd, struct stat *st, struct err *e)
{
	enum rc rc = name_check(dir, name, e);

	*fd = -1;
	if (rc != RC_OK)
		return (rc);
	*fd = open_retry(dir, name,
	    O_RDONLY | O_NONBLOCK | O_NOCTTY | follow_flag(dir), 0);
	if (*fd < 0)
		return (err_sys(e, "IO-OPEN", "cannot open %s", name));
	if (fstat(*fd, st) != 0)
		rc = err_sys(e, "IO-STAT", "cannot examine %s", name);
	else if (!S_ISREG(st->st_mode))
		rc = err_set(e, RC_FATAL, "IO-KIND", "%s is not a plain file",
		    name);
	if (rc != RC_OK) {
		(void)close(*fd);
		*fd = -1;
	}
	return (rc);
}

static enum rc
map_checked(int fd, off_t offset, size_t size, struct mapping *m, struct err *e)
{
	size_t page = (size_t)sysconf(_SC_PAGESIZE);
	size_t lead = (size_t)offset % page;
	void *base;

	*m = (struct mapping){ .data = { "", 0 } };
	if (size == 0)
		return (RC_OK);
	base = mmap(NULL, size + lead, PROT_READ, MAP_PRIVATE, fd,
	    offset - (off_t)lead);
	if (base == MAP_FAILED)
		return (err_sys(e, "IO-MAP", "cannot map %zu bytes", size));
	m->base = base;
	m->size = size + lead;
	m->data = (struct slice){ (const char *)base + lead, size };
	return (RC_OK);
}

enum rc
file_map_fd(int fd, off_t offset, size_t size, struct mapping *m, struct err *e)
{
	struct stat st;

	*m = (struct mapping){ .data = { "", 0 } };
	if (fstat(fd, &st) != 0)
		return (err_sys(e, "IO-STAT", "cannot examine a file"));
	if (!S_ISREG(st.st_mode))
		return (err_set(e, RC_FATAL, "IO-KIND", "not a plain file"));
	if (offset < 0 || offset > st.st_size ||
	    size > (uint64_t)(st.st_size - offset))
		return (err_set(e, RC_FATAL, "IO-SHORT",
		    "a file of %lld bytes does not hold %zu bytes at %lld",
		    (long long)st.st_size, size, (long long)offset));
	return (map_checked(fd, offset, size, m, e));
}

enum rc
file_map(int dir, const char *name, struct mapping *m, struct err *e)
{
	struct stat st;
	enum rc rc;
	int fd;

	*m = (struct mapping){ .data = { "", 0 } };
	rc = open_regular(dir, name, &fd, &st, e);
	if (rc != RC_OK)
		return (rc);
	rc = map_checked(fd, 0, (size_t)st.st_size, m, e);
	(void)close(fd); /* read only: nothing to lose */
	return (rc == RC_OK ? rc : err_add(e, "%s", name));
}

void
file_unmap(struct mapping *m)
{
	if (m->base != NULL)
		INVARIANT(munmap(m->base, m->size) == 0);
	*m = (struct mapping){ .base = NULL };
}

static enum rc
read_all(int fd, struct buf *b, struct err *e)
{
	char chunk[CHUNK];
	ssize_t n;

	for (;;) {
		n = read(fd, chunk, sizeof(chunk));
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return (err_sys(e, "IO-READ", "cannot read"));
		if (n == 0)
			return (RC_OK);
		buf_add(b, (struct slice){ chunk, (size_t)n });
		if (b->failed)
			return (err_set(e, RC_REJECT, "IO-LONG",
			    "longer than %zu bytes", b->max));
	}
}

enum rc
file_read(int dir, const char *name, struct buf *b, struct err *e)
{
	struct stat st;
	enum rc rc;
	int fd;

	buf_reset(b);
	rc = open_regular(dir, name, &fd, &st, e);
	if (rc != RC_OK)
		return (rc);
	rc = read_all(fd, b, e);
	(void)close(fd);
	return (rc == RC_OK ? rc : err_add(e, "%s", name));
}

bool
file_exists(int dir, const char *name)
{
	struct stat st;

	return (fstatat(dir, name, &st, AT_SYMLINK_NOFOLLOW) == 0);
}

enum rc
file_space(int dir, uint64_t *bytes, struct err *e)
{
	struct statvfs v;
	int r;

	do
		r = fstatvfs(dir, &v);
	while (r != 0 && errno == EINTR);
	if (r != 0)
		return (err_sys(e, "IO-SPACE", "cannot ask for free space"));
	if (__builtin_mul_overflow((uint64_t)v.f_bavail, (uint64_t)v.f_frsize,
		bytes))
		*bytes = UINT64_MAX;
	return (RC_OK);
}
