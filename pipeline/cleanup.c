#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "base/log.h"
#include "pipeline/cleanup.h"

typedef enum rc visit_fn(struct night *n, int dir, const char *name,
    struct err *e);

static enum rc
each_entry(struct night *n, int dir, const char *what, visit_fn *visit,
    struct err *e)
{
	int copy = openat(dir, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	struct dirent *entry;
	enum rc rc = RC_OK;
	DIR *d;

	if (copy < 0 || (d = fdopendir(copy)) == NULL) {
		(void)err_sys(e, "CLEANUP", "%s", what);
		if (copy >= 0)
			(void)close(copy);
		return (e->rc);
	}
	while (rc == RC_OK && (errno = 0, entry = readdir(d)) != NULL)
		if (entry->d_name[0] != '.')
			rc = visit(n, dir, entry->d_name, e);
	if (rc == RC_OK && errno != 0)
		rc = err_sys(e, "CLEANUP", "%s", what);
	if (closedir(d) != 0 && rc == RC_OK)
		rc = err_sys(e, "CLEANUP", "%s", what);
	return (rc);
}

static enum rc
pack_without_row(struct night *n, int dir, const char *name, struct err *e)
{
	int64_t id, found = 0;
	struct slice digits = slice_sub(slice_of(name), 0, 12);

	if (!slice_int(digits, &id) ||
	    !slice_ends(slice_of(name), SLICE(".pack")))
		return (RC_OK);
	if (store_int(n->store, Q_PACK_KNOWN, 0, &found, e, "i", id) != RC_OK)
		return (e->rc);
	return (found != 0 ? RC_OK : file_remove(dir, name, e));
}

static enum rc
remove_entry(struct night *n, int dir, const char *name, struct err *e)
{
	(void)n;
	return (file_remove(dir, name, e));
}

static enum rc
spool_of_partner(struct night *n, int dir, const char *name, struct err *e)
{
	int sub = openat(dir, name,
	    O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	enum rc rc;

	if (sub < 0)
		return (errno == ENOTDIR || errno == ELOOP ?
			file_remove(dir, name, e) :
			err_sys(e, "CLEANUP", "var/spool/%s", name));
	rc = each_entry(n, sub, "var/spool", remove_entry, e);
	(void)close(sub);
	return (rc);
}

enum rc
cleanup_orphans(struct night *n, struct err *e)
{
	int spool;
	enum rc rc;

	/* Another command may be writing a pack in its own transaction: with
	 * the write lock taken, every pack without a row is left over. */
	if (store_begin(n->store, e) != RC_OK)
		return (e->rc);
	rc = each_entry(n, n->mill->packs, "var/packs", pack_without_row, e);
	store_rollback(n->store);
	if (rc != RC_OK)
		return (rc);
	if (dir_open(n->mill->var, "spool", &spool, e) != RC_OK)
		return (e->rc);
	rc = each_entry(n, spool, "var/spool", spool_of_partner, e);
	(void)close(spool);
	return (rc);
}
