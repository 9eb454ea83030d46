#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "pipeline/backup.h"

#define DEPTH_MAX 16
#define PIECE ((size_t)1 << 20)

/* --- walking ------------------------------------------------------------- */

typedef enum rc visit_fn(void *ctx, int dir, const char *name,
    const struct stat *st, struct err *e);

static enum rc
walk(int dir, const char *what, visit_fn *visit, void *ctx, struct err *e)
{
	int fd = openat(dir, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	DIR *d = fd >= 0 ? fdopendir(fd) : NULL;
	const struct dirent *x;
	enum rc rc = RC_OK;
	struct stat st;

	if (d == NULL) {
		(void)err_sys(e, "BACKUP", "%s", what);
		if (fd >= 0)
			(void)close(fd);
		return (e->rc);
	}
	while (rc == RC_OK && (errno = 0, x = readdir(d)) != NULL) {
		if (strcmp(x->d_name, ".") == 0 || strcmp(x->d_name, "..") == 0)
			continue;
		/* A run beside us may have removed it by now. */
		if (fstatat(dir, x->d_name, &st, AT_SYMLINK_NOFOLLOW) == 0)
			rc = visit(ctx, dir, x->d_name, &st, e);
	}
	if (rc == RC_OK && errno != 0)
		rc = err_sys(e, "BACKUP", "%s", what);
	(void)closedir(d);
	return (rc);
}

/* --- copying ------------------------------------------------------------- */

struct copying {
	int to;
	bool link;
	int depth;
};

static enum rc
copy_bytes(int in, int out, const char *name, struct err *e)
{
	char *piece = malloc(PIECE);
	enum rc rc = RC_OK;
	ssize_t n;

	if (piece == NULL)
		die_memory();
	while (rc == RC_OK && (n = read(in, piece, PIECE)) != 0) {
		if (n < 0 && errno == EINTR)
			continue;
		rc = n < 0 ?
		    err_sys(e, "BACKUP", "reading %s", name) :
		    file_write(out, (struct slice){ piece, (size_t)n }, e);
	}
	free(piece);
	return (rc);
}

static enum rc
copy_file(int from, const char *name, mode_t mode, int to, struct err *e)
{
	char tmp[NAME_MAX + 8];
	int in = openat(from, name, O_RDONLY | O_NOFOLLOW | O_CLOEXEC), out;
	enum rc rc;

	if (in < 0)
		return (
		    errno == ENOENT ? RC_OK : err_sys(e, "BACKUP", "%s", name));
	(void)snprintf(tmp, sizeof(tmp), "%s.tmp", name);
	rc = file_create(to, tmp, &out, e);
	if (rc == RC_OK) {
		rc = copy_bytes(in, out, name, e);
		if (rc == RC_OK && fchmod(out, mode & 0777) != 0)
			rc = err_sys(e, "BACKUP", "%s", name);
		if (rc == RC_OK)
			rc = file_finish(to, out, tmp, name, e);
		else
			(void)close(out);
	}
	(void)close(in);
	return (rc);
}

static enum rc copy_tree(int from, const char *name, const struct copying *c,
    struct err *e);

static enum rc
copy_entry(void *ctx, int dir, const char *name, const struct stat *st,
    struct err *e)
{
	const struct copying *c = ctx;

	if (S_ISDIR(st->st_mode))
		return (copy_tree(dir, name, c, e));
	if (!S_ISREG(st->st_mode))
		return (RC_OK);
	if (c->link && linkat(dir, name, c->to, name, 0) == 0)
		return (RC_OK);
	return (copy_file(dir, name, st->st_mode, c->to, e));
}

static enum rc
copy_tree(int from, const char *name, const struct copying *c, struct err *e)
{
	struct copying below = { -1, c->link, c->depth + 1 };
	int dir = openat(from, name,
	    O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	enum rc rc;

	if (dir < 0)
		return (
		    errno == ENOENT ? RC_OK : err_sys(e, "BACKUP", "%s", name));
	if (c->depth > DEPTH_MAX)
		rc = err_set(e, RC_FATAL, "BACKUP", "%s is too deep", name);
	else
		rc = dir_make(c->to, name, e);
	if (rc == RC_OK)
		rc = dir_open(c->to, name, &below.to, e);
	if (rc == RC_OK) {
		rc = walk(dir, name, copy_entry, &below, e);
		if (rc == RC_OK && !c->link)
			rc = dir_sync(below.to, name, e);
		(void)close(below.to);
	}
	(void)close(dir);
	return (rc);
}

static enum rc
check_empty(void *ctx, int dir, const char *name, const struct stat *st,
    struct err *e)
{
	(void)ctx, (void)dir, (void)st;
	(void)err_set(e, RC_REJECT, "BACKUP-FULL",
	    "the directory is not empty: it holds %.200s", name);
	e->exit_code = 64;
	return (err_help(e, "name an empty one, or one that is not there"));
}

/* --- what a mill is made of ---------------------------------------------- */

static const char *const told[] = { "partners", "calendars", "master" };

static enum rc
copy_told(int from, int to, bool keys, struct err *e)
{
	struct copying c = { to, false, 0 };
	enum rc rc = RC_OK;

	for (size_t i = 0; rc == RC_OK && i < 3; i++)
		rc = copy_tree(from, told[i], &c, e);
	if (rc == RC_OK && keys)
		rc = copy_tree(from, "keys", &c, e);
	if (rc == RC_OK)
		rc = copy_file(from, "README.md", 0644, to, e);
	return (rc);
}

static enum rc
copy_stored(int from, int to, bool link, struct err *e)
{
	struct copying c = { to, link, 0 };

	if (copy_tree(from, "files", &c, e) != RC_OK)
		return (e->rc);
	return (copy_tree(from, "packs", &c, e));
}

static enum rc
sync_database(int var, struct err *e)
{
	int fd = openat(var, "ordermill.db", O_RDWR | O_CLOEXEC);

	if (fd < 0)
		return (err_sys(e, "BACKUP", "ordermill.db"));
	if (file_close(fd, "ordermill.db", e) != RC_OK)
		return (e->rc);
	return (dir_sync(var, "var", e));
}

static enum rc
copy_mill(struct mill *m, struct store *s, int to, const char *to_path,
    bool keys, bool link, struct err *e)
{
	char *db = arena_printf(&m->arena, "%s/var/ordermill.db", to_path);
	int var;
	enum rc rc;

	if (walk(to, to_path, check_empty, NULL, e) != RC_OK ||
	    dir_make(to, "var", e) != RC_OK ||
	    store_backup(s, db, e) != RC_OK ||
	    dir_open(to, "var", &var, e) != RC_OK)
		return (e->rc);
	rc = link ? RC_OK : sync_database(var, e);
	if (rc == RC_OK)
		rc = copy_stored(m->var, var, link, e);
	(void)close(var);
	if (rc != RC_OK || copy_told(m->dir, to, keys, e) != RC_OK ||
	    copy_file(m->dir, "ordermill.conf", 0644, to, e) != RC_OK)
		return (e->rc);
	return (dir_sync(to, to_path, e));
}

enum rc
backup_make(struct mill *m, struct store *s, int to, const char *to_path,
    bool keys, struct err *e)
{
	return (copy_mill(m, s, to, to_path, keys, false, e));
}

enum rc
backup_restore(int from, int to, struct err *e)
{
	int var_from = -1, var_to = -1;
	enum rc rc;

	if (!file_exists(from, "ordermill.conf") ||
	    !file_exists(from, "var/ordermill.db")) {
		(void)err_set(e, RC_REJECT, "BACKUP",
		    "this is no backup of a "
		    "mill: ordermill.conf or var/ordermill.db is missing");
		e->exit_code = 64;
		return (e->rc);
	}
	if (walk(to, "the new mill", check_empty, NULL, e) != RC_OK ||
	    copy_told(from, to, true, e) != RC_OK ||
	    dir_make(to, "var", e) != RC_OK ||
	    dir_open(from, "var", &var_from, e) != RC_OK)
		return (e->rc);
	rc = dir_open(to, "var", &var_to, e);
	if (rc == RC_OK)
		rc = copy_stored(var_from, var_to, false, e);
	if (rc == RC_OK)
		rc = copy_file(var_from, "ordermill.db", 0600, var_to, e);
	if (rc == RC_OK)
		rc = dir_sync(var_to, "var", e);
	(void)close(var_from);
	if (var_to >= 0)
		(void)close(var_to);
	if (rc != RC_OK ||
	    copy_file(from, "ordermill.conf", 0644, to, e) != RC_OK)
		return (e->rc);
	return (dir_sync(to, "the new mill", e));
}

/* --- a shadow ------------------------------------------------------------ */

struct linking {
	int to;
	const char *root; /* absolute path of the real mill */
};

static enum rc
link_folder(void *ctx, int dir, const char *name, const struct stat *st,
    struct err *e)
{
	const struct linking *l = ctx;
	char target[PATH_MAX + NAME_MAX + 2];

	(void)dir;
	if (!S_ISDIR(st->st_mode) || file_exists(l->to, name))
		return (RC_OK);
	(void)snprintf(target, sizeof(target), "%s/%s", l->root, name);
	if (symlinkat(target, l->to, name) != 0)
		return (err_sys(e, "BACKUP", "%s", name));
	return (RC_OK);
}

enum rc
backup_shadow(struct mill *m, struct store *s, int to, const char *to_path,
    struct err *e)
{
	struct linking l = { .to = to };
	char root[PATH_MAX];

	if (copy_mill(m, s, to, to_path, true, true, e) != RC_OK)
		return (e->rc);
	if (realpath(m->path, root) == NULL)
		return (err_sys(e, "BACKUP", "%s", m->path));
	l.root = root;
	return (walk(m->dir, m->path, link_folder, &l, e));
}

static enum rc
remove_entry(void *ctx, int dir, const char *name, const struct stat *st,
    struct err *e)
{
	(void)ctx;
	if (S_ISDIR(st->st_mode))
		return (tree_remove(dir, name, e));
	return (file_remove(dir, name, e));
}

enum rc
tree_remove(int at, const char *name, struct err *e)
{
	int dir = openat(at, name,
	    O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	enum rc rc;

	if (dir < 0)
		return (
		    errno == ENOENT ? RC_OK : err_sys(e, "BACKUP", "%s", name));
	rc = walk(dir, name, remove_entry, NULL, e);
	(void)close(dir);
	if (rc == RC_OK && unlinkat(at, name, AT_REMOVEDIR) != 0)
		rc = err_sys(e, "BACKUP", "%s", name);
	return (rc);
}
