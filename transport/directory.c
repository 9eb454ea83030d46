/*
 * "dir:" -- a partner who shares a directory with us.
 *
 * The same promises as over SFTP: what is fetched was whole and did not
 * change meanwhile; what is delivered appears under its name at once and
 * complete, never over another file, and is on disk with its directory entry
 * before it is reported.  Partners may plant links: only plain files are
 * opened, and never through a symbolic link.
 */
#include <errno.h>
#include <fcntl.h>
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "transport/internal.h"

#define GROUP 64    /* files between two syncs of a directory */
#define SYNC_EACH 4 /* more of them: the file system at once */
#define CHUNK 65536

struct directory {
	struct transport base;
	int fd;
};

struct verdict { /* of one file, until it can be reported */
	enum outcome outcome;
	struct err err;
};

static enum rc
at_dir(struct transport *t, const char *dir, int *fd, struct err *e)
{
	const struct directory *d = (struct directory *)(void *)t;

	*fd = -1;
	if (dir_open(d->fd, dir[0] == '\0' ? "." : dir, fd, e) == RC_OK)
		return (RC_OK);
	/* It may be a mount that is missing tonight. */
	e->rc = RC_RETRY;
	e->exit_code = EXIT_PEER;
	(void)snprintf(e->code, sizeof(e->code), "NET-DIR");
	return (err_add(e, "%s", d->base.ep->path));
}

static enum outcome
refused(struct err *e, const char *what, struct slice name)
{
	char shown[NAME_SHOWN];
	int fault = errno;

	(void)err_peer(e, fault == ENOENT ? "NET-GONE" : "NET-REFUSED",
	    "cannot %s \"%s\": %s", what, name_shown(name, shown),
	    strerror(fault));
	return (fault == ENOENT ? OUTCOME_GONE : OUTCOME_REFUSED);
}

static enum outcome
changed(struct err *e, struct slice name)
{
	char shown[NAME_SHOWN];

	(void)err_peer(e, "NET-CHANGED",
	    "\"%s\" is not what was listed: left alone",
	    name_shown(name, shown));
	return (OUTCOME_CHANGED);
}

/* A C string of a name that was checked; false if it is none. */
static bool
name_c(struct slice name, char out[NAME_MAX + 1], struct err *e)
{
	char shown[NAME_SHOWN];

	if (!name_usable(name) || name.n > NAME_MAX) {
		(void)err_peer(e, "NET-NAME", "\"%s\" is no name for a file",
		    name_shown(name, shown));
		return (false);
	}
	memcpy(out, name.p, name.n);
	out[name.n] = '\0';
	return (true);
}

static bool
same_stat(const struct remote_file *f, const struct stat *st)
{
	return (S_ISREG(st->st_mode) && st->st_size >= 0 &&
	    file_same(f, (uint64_t)st->st_size, st->st_mtime));
}

/* --- list, stat ----------------------------------------------------------- */

static bool
look(int dir, const char *name, struct remote_file *f)
{
	struct stat st;

	if (fstatat(dir, name, &st, AT_SYMLINK_NOFOLLOW) != 0)
		return (false);
	f->size = (uint64_t)st.st_size;
	f->mtime = st.st_mtime;
	f->regular = S_ISREG(st.st_mode);
	return (true);
}

static enum rc
list_open(DIR *d, struct arena *a, struct list *files, struct err *e)
{
	struct remote_file f, *new;
	const struct dirent *entry;

	while (errno = 0, (entry = readdir(d)) != NULL) {
		if (strcmp(entry->d_name, ".") == 0 ||
		    strcmp(entry->d_name, "..") == 0)
			continue;
		f = (struct remote_file){ .usable = true };
		if (!look(dirfd(d), entry->d_name, &f))
			continue; /* gone meanwhile */
		if (files->n >= LIST_MAX)
			return (err_peer(e, "NET-LISTING",
			    "more than %u entries", (unsigned)LIST_MAX));
		f.name = arena_slice(a, slice_of(entry->d_name));
		new = LIST_PUSH(a, files, struct remote_file);
		*new = f;
	}
	return (errno == 0 ? RC_OK : err_sys(e, "IO-READ", "listing"));
}

static enum rc
directory_list(struct transport *t, const char *dir, struct arena *a,
    struct list *files, struct err *e)
{
	enum rc rc;
	DIR *d;
	int fd;

	rc = at_dir(t, dir, &fd, e);
	if (rc != RC_OK)
		return (rc);
	d = fdopendir(fd);
	if (d == NULL) {
		rc = err_sys(e, "IO-OPEN", "listing");
		(void)close(fd);
		return (rc);
	}
	rc = list_open(d, a, files, e);
	(void)closedir(d);
	return (rc);
}

static enum rc
directory_stat(struct transport *t, const char *dir, struct slice name,
    struct remote_file *f, bool *found, struct err *e)
{
	char c[NAME_MAX + 1];
	enum rc rc;
	int fd;

	rc = at_dir(t, dir, &fd, e);
	if (rc != RC_OK)
		return (rc);
	*found = name_c(name, c, e) && look(fd, c, f);
	err_clear(e);
	(void)close(fd);
	return (RC_OK);
}

/* --- get ------------------------------------------------------------------ */

/* Copies exactly the listed size; false when the file ends before. */
static enum rc
copy(const struct transport *t, size_t index, int from, int to, uint64_t size,
    bool *whole, struct err *e)
{
	static char chunk[TRANSPORT_KEEP + CHUNK];
	uint64_t at = 0;
	size_t n, kept = 0;
	ssize_t r;
	enum rc rc;

	while (at < size) {
		n = size - at < CHUNK ? (size_t)(size - at) : CHUNK;
		r = pread(from, chunk + kept, n, (off_t)at);
		if (r < 0 && errno == EINTR)
			continue;
		if (r < 0)
			return (err_sys(e, "IO-READ", "partner's file"));
		if (r == 0)
			break;
		n = (size_t)r + kept;
		rc = t->pass == NULL ?
		    spool_write(to, chunk, n, at, e) :
		    spool_pass(t, index, to, chunk, n, at - kept,
			at + (uint64_t)r == size, &kept, e);
		if (rc != RC_OK)
			return (rc);
		at += (uint64_t)r;
	}
	*whole = at == size;
	return (RC_OK);
}

static bool
same_time(const struct stat *a, const struct stat *b)
{
	return (a->st_mtim.tv_sec == b->st_mtim.tv_sec &&
	    a->st_mtim.tv_nsec == b->st_mtim.tv_nsec &&
	    a->st_size == b->st_size);
}

static enum outcome
get_open(const struct transport *t, size_t index, int from, int to,
    const struct remote_file *f, struct err *e)
{
	struct stat before, after;
	bool whole = false;

	if (fstat(from, &before) != 0)
		return (refused(e, "look at", f->name));
	if (!same_stat(f, &before))
		return (changed(e, f->name));
	if (copy(t, index, from, to, f->size, &whole, e) != RC_OK)
		return (OUTCOME_FAILED);
	if (fstat(from, &after) != 0)
		return (refused(e, "look at", f->name));
	return (whole && same_time(&before, &after) ? OUTCOME_DONE :
						      changed(e, f->name));
}

static enum outcome
get_one(const struct transport *t, size_t index, int dir, int spool,
    uint64_t number, const struct remote_file *f, int *fd, struct err *e)
{
	char name[NAME_MAX + 1], shown[NAME_SHOWN];
	enum outcome outcome;
	int from;

	if (!name_c(f->name, name, e))
		return (OUTCOME_REFUSED);
	if (f->size > t->ep->max_file) {
		(void)err_peer(e, "NET-LARGE",
		    "\"%s\" has %llu bytes, more than max_file",
		    name_shown(f->name, shown), (unsigned long long)f->size);
		return (OUTCOME_TOO_LARGE);
	}
	/* NONBLOCK: a fifo must not hold us. */
	from = openat(dir, name,
	    O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
	if (from < 0)
		return (refused(e, "open", f->name));
	outcome = OUTCOME_FAILED;
	if (spool_create(spool, number, fd, e) == RC_OK)
		outcome = get_open(t, index, from, *fd, f, e);
	(void)close(from);
	if (outcome != OUTCOME_DONE)
		spool_drop(spool, number, fd);
	return (outcome);
}

static enum rc
directory_get(struct transport *t, const char *dir, int spool, uint64_t first,
    const struct remote_file *files, size_t n, const struct transport_watch *w,
    struct err *e)
{
	enum outcome outcome;
	struct err fault;
	enum rc rc;
	size_t i;
	int at, fd;

	rc = at_dir(t, dir, &at, e);
	for (i = 0; i < n; i++) {
		fd = -1;
		fault = *e;
		outcome = rc != RC_OK ?
		    OUTCOME_FAILED :
		    get_one(t, i, at, spool, first + i, &files[i], &fd, &fault);
		/* Our disk is in trouble: so it will be for the rest. */
		if (rc == RC_OK && outcome == OUTCOME_FAILED) {
			*e = fault;
			rc = e->rc;
		}
		if (outcome == OUTCOME_DONE && w->bytes != NULL)
			w->bytes(w->ctx, files[i].size);
		w->done(w->ctx, i, outcome, fd, &fault);
	}
	if (at >= 0)
		(void)close(at);
	return (rc);
}

/* --- put ------------------------------------------------------------------ */

/* Read, not mapped: the partner may cut the file under our eyes.  False with
 * errno 0: it holds something else. */
static bool
holds(int fd, struct slice data)
{
	char chunk[4096];
	size_t at = 0;
	ssize_t r;

	while (at < data.n) {
		r = pread(fd, chunk, sizeof(chunk), (off_t)at);
		if (r < 0 && errno == EINTR)
			continue;
		if (r < 0)
			return (false);
		errno = 0;
		if (r == 0 || (size_t)r > data.n - at ||
		    memcmp(chunk, data.p + at, (size_t)r) != 0)
			return (false);
		at += (size_t)r;
	}
	return (true);
}

static enum outcome
compare(int dir, const char *name, const struct upload *u, struct err *e)
{
	char shown[NAME_SHOWN];
	struct stat st;
	bool same = false;
	int fault,
	    fd = openat(dir, name,
		O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);

	if (fd >= 0 && fstat(fd, &st) == 0) {
		errno = 0;
		same = S_ISREG(st.st_mode) && st.st_size >= 0 &&
		    (uint64_t)st.st_size == u->data.n && holds(fd, u->data);
	}
	fault = same ? 0 : errno;
	if (fd >= 0)
		(void)close(fd);
	if (same)
		return (OUTCOME_DONE);
	/* A trouble that passes must not look like another's file: that one
	 * is for a person. */
	errno = fault;
	if (fault != 0 && fault != EACCES && fault != ELOOP && fault != ENXIO) {
		(void)refused(e, "compare with", u->name);
		return (OUTCOME_FAILED);
	}
	(void)err_peer(e, "TARGET-EXISTS",
	    "\"%s\" exists there with other content",
	    name_shown(u->name, shown));
	(void)err_help(e,
	    "nothing was overwritten: ask the partner what that "
	    "file is, or change the name of ours");
	return (OUTCOME_EXISTS);
}

/* Rename, but never over something; some file systems know only link. */
static bool
rename_new(int from, const char *a, int to, const char *b)
{
	if (renameat2(from, a, to, b, RENAME_NOREPLACE) == 0)
		return (true);
	if (errno != EINVAL && errno != ENOSYS)
		return (false);
	return (linkat(from, a, to, b, 0) == 0 && unlinkat(from, a, 0) == 0);
}

/* A name that fits here, or the verdict that it does not. */
static bool
part_of(const struct upload *u, char name[NAME_MAX + 1],
    char part[NAME_MAX + 8], struct verdict *v)
{
	if (!name_uploadable(u->name) || !name_c(u->name, name, &v->err)) {
		v->outcome = OUTCOME_REFUSED;
		return (false);
	}
	(void)snprintf(part, NAME_MAX + 8, ".%s.part", name);
	return (true);
}

/* The bytes go under the hidden name; *fd stays open until they are synced,
 * -1: the verdict is known. */
static void
put_part(int dir, const struct upload *u, int *fd, struct verdict *v)
{
	char name[NAME_MAX + 1], part[NAME_MAX + 8];
	enum rc rc;

	*fd = -1;
	err_clear(&v->err);
	v->outcome = OUTCOME_DONE;
	if (!part_of(u, name, part, v))
		return;
	rc = file_create(dir, part, fd, &v->err);
	if (rc != RC_OK) {
		*fd = -1;
		v->outcome = rc == RC_RETRY ? OUTCOME_FAILED : OUTCOME_REFUSED;
		return;
	}
	/* The partner's program runs as another user of a shared group. */
	(void)fchmod(*fd, 0660);
	if (file_write(*fd, u->data, &v->err) != RC_OK)
		v->outcome = OUTCOME_FAILED;
}

/* One call for many files: the disk waits once instead of once a file. */
static bool
sync_parts(const int *fds, size_t n)
{
	bool good = true;

	if (n > SYNC_EACH)
		for (size_t i = 0; i < n; i++)
			if (fds[i] >= 0)
				return (syncfs(fds[i]) == 0);
	for (size_t i = 0; i < n; i++)
		if (fds[i] >= 0 && fsync(fds[i]) != 0)
			good = false;
	return (good);
}

/* Its bytes are on disk: now the real name. */
static void
put_name(int dir, const struct upload *u, struct verdict *v)
{
	char name[NAME_MAX + 1], part[NAME_MAX + 8];

	if (!part_of(u, name, part, v))
		return;
	if (v->outcome == OUTCOME_DONE) {
		if (rename_new(dir, part, dir, name))
			return;
		v->outcome = errno == EEXIST ?
		    compare(dir, name, u, &v->err) :
		    refused(&v->err, "rename to", u->name);
	}
	/* Not done while ours lies about there: the next try replaces it. */
	if (unlinkat(dir, part, 0) != 0 && errno != ENOENT &&
	    v->outcome == OUTCOME_DONE) {
		(void)refused(&v->err, "tidy up behind", u->name);
		v->outcome = OUTCOME_FAILED;
	}
}

static void
put_group(int dir, const struct upload *files, size_t n, struct verdict *v)
{
	struct err fault = ERR_INIT;
	int fds[GROUP];

	for (size_t i = 0; i < n; i++)
		put_part(dir, &files[i], &fds[i], &v[i]);
	if (!sync_parts(fds, n))
		(void)err_sys(&fault, "IO-SYNC", "partner's files");
	for (size_t i = 0; i < n; i++) {
		if (fds[i] < 0)
			continue;
		if (close(fds[i]) != 0 && v[i].outcome == OUTCOME_DONE) {
			(void)err_sys(&v[i].err, "IO-CLOSE", "partner's file");
			v[i].outcome = OUTCOME_FAILED;
		}
		if (fault.rc != RC_OK && v[i].outcome == OUTCOME_DONE) {
			v[i].err = fault;
			v[i].outcome = OUTCOME_FAILED;
		}
		put_name(dir, &files[i], &v[i]);
	}
}

/* Reports a group after its directories were synced. */
static enum rc
report(const struct transport_watch *w, struct verdict *v, size_t from,
    size_t n, int dir, int other, struct err *e)
{
	struct err fault = ERR_INIT;
	enum rc rc = dir_sync(dir, "partner's directory", &fault);
	size_t i;

	if (rc == RC_OK && other >= 0)
		rc = dir_sync(other, "partner's directory", &fault);
	if (rc != RC_OK)
		*e = fault;
	for (i = 0; i < n; i++) {
		if (rc != RC_OK && v[i].outcome == OUTCOME_DONE) {
			v[i].outcome = OUTCOME_FAILED;
			v[i].err = fault;
		}
		w->done(w->ctx, from + i, v[i].outcome, -1, &v[i].err);
	}
	return (rc);
}

static void
fail_all(const struct transport_watch *w, size_t from, size_t n,
    const struct err *e)
{
	size_t i;

	for (i = from; i < n; i++)
		w->done(w->ctx, i, OUTCOME_FAILED, -1, e);
}

static enum rc
directory_put(struct transport *t, const char *dir, const struct upload *files,
    size_t n, const struct transport_watch *w, struct err *e)
{
	struct verdict *v = calloc(GROUP, sizeof(*v));
	size_t done = 0, k;
	enum rc rc;
	int at;

	if (v == NULL)
		die_memory();
	rc = at_dir(t, dir, &at, e);
	while (rc == RC_OK && done < n) {
		k = n - done < GROUP ? n - done : GROUP;
		put_group(at, &files[done], k, v);
		for (size_t i = 0; i < k && w->bytes != NULL; i++)
			if (v[i].outcome == OUTCOME_DONE)
				w->bytes(w->ctx, files[done + i].data.n);
		rc = report(w, v, done, k, at, -1, e);
		done += k;
	}
	fail_all(w, done, n, e);
	if (at >= 0)
		(void)close(at);
	free(v);
	return (rc);
}

/* --- clear ---------------------------------------------------------------- */

static enum outcome
clear_one(int dir, int to, const struct remote_file *f, struct err *e)
{
	char name[NAME_MAX + 1], aside[NAME_MAX + 32];
	struct stat st;

	if (!name_c(f->name, name, e))
		return (OUTCOME_REFUSED);
	if (fstatat(dir, name, &st, AT_SYMLINK_NOFOLLOW) != 0)
		return (errno == ENOENT ? OUTCOME_DONE :
					  refused(e, "look at", f->name));
	if (!same_stat(f, &st))
		return (changed(e, f->name));
	if (to < 0)
		return (unlinkat(dir, name, 0) == 0 || errno == ENOENT ?
			OUTCOME_DONE :
			refused(e, "remove", f->name));
	if (rename_new(dir, name, to, name))
		return (OUTCOME_DONE);
	(void)snprintf(aside, sizeof(aside), "%s.%lld", name,
	    (long long)f->mtime);
	if (errno == EEXIST && rename_new(dir, name, to, aside))
		return (OUTCOME_DONE);
	return (refused(e, "move away", f->name));
}

static enum rc
open_both(struct transport *t, const char *dir, const char *todir, int *at,
    int *to, struct err *e)
{
	const struct directory *d = (struct directory *)(void *)t;
	enum rc rc;

	*to = -1;
	rc = at_dir(t, dir, at, e);
	if (rc != RC_OK || todir == NULL)
		return (rc);
	if (faccessat(d->fd, todir, F_OK, 0) != 0)
		rc = dir_make(d->fd, todir, e);
	return (rc == RC_OK ? at_dir(t, todir, to, e) : rc);
}

static enum rc
directory_clear(struct transport *t, const char *dir, const char *todir,
    const struct remote_file *files, size_t n, const struct transport_watch *w,
    struct err *e)
{
	struct verdict *v = calloc(GROUP, sizeof(*v));
	size_t done = 0, k;
	enum rc rc;
	int at, to;

	if (v == NULL)
		die_memory();
	rc = open_both(t, dir, todir, &at, &to, e);
	while (rc == RC_OK && done < n) {
		for (k = 0; k < GROUP && done + k < n; k++) {
			err_clear(&v[k].err);
			v[k].outcome = clear_one(at, to, &files[done + k],
			    &v[k].err);
		}
		rc = report(w, v, done, k, at, to, e);
		done += k;
	}
	fail_all(w, done, n, e);
	if (at >= 0)
		(void)close(at);
	if (to >= 0)
		(void)close(to);
	free(v);
	return (rc);
}

/* --- open, close ---------------------------------------------------------- */

static void
directory_close(struct transport *t)
{
	struct directory *d = (struct directory *)(void *)t;

	(void)close(d->fd);
	free(d);
}

static const struct transport_ops directory_ops = { directory_list,
	directory_stat, directory_get, directory_put, directory_clear,
	directory_close };

enum rc
directory_open(const struct endpoint *ep, struct transport **t, struct err *e)
{
	struct directory *d = calloc(1, sizeof(*d));

	if (d == NULL)
		die_memory();
	d->base = (struct transport){ .ops = &directory_ops, .ep = ep };
	d->fd = open(ep->path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (d->fd < 0) {
		free(d);
		(void)err_sys(e, "NET-DIR", "%s", ep->path);
		e->rc = RC_RETRY;
		e->exit_code = EXIT_PEER;
		return (err_help(e, "make the directory, or mount it"));
	}
	*t = &d->base;
	return (RC_OK);
}
