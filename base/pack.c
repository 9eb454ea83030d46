#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>
#include "base/pack.h"

#define FLUSH_AT ((size_t)64 << 10)

struct pack {
	int dir, fd;
	int64_t id, offset;
	struct buf pending;
	bool failed; /* a write was lost: no sync any more */
};

char *
pack_name(int64_t pack_id, char out[24])
{
	INVARIANT(pack_id > 0 && pack_id <= INT64_C(999999999999999999));
	(void)snprintf(out, 24, "%012lld.pack", (long long)pack_id);
	return (out);
}

enum rc
pack_create(int dir, int64_t pack_id, struct pack **p, struct err *e)
{
	char name[24];
	struct pack *new;
	enum rc rc;
	int fd;

	*p = NULL;
	rc = file_create(dir, pack_name(pack_id, name), &fd, e);
	if (rc != RC_OK)
		return (rc);
	new = calloc(1, sizeof(*new));
	if (new == NULL)
		die_memory();
	new->dir = dir;
	new->fd = fd;
	new->id = pack_id;
	buf_init(&new->pending, 2 * FLUSH_AT);
	*p = new;
	return (RC_OK);
}

static enum rc
pack_write(struct pack *p, struct slice data, struct err *e)
{
	char name[24];

	if (file_write(p->fd, data, e) == RC_OK)
		return (RC_OK);
	p->failed = true;
	return (err_add(e, "%s", pack_name(p->id, name)));
}

static enum rc
pack_flush(struct pack *p, struct err *e)
{
	enum rc rc = pack_write(p, buf_slice(&p->pending), e);

	buf_reset(&p->pending);
	return (rc);
}

static enum rc
pack_broken(struct err *e)
{
	return (err_set(e, RC_RETRY, "PACK-BROKEN",
	    "an earlier write to this pack failed"));
}

enum rc
pack_add(struct pack *p, struct slice data, struct pack_ref *ref, struct err *e)
{
	enum rc rc = RC_OK;

	if (p->failed)
		return (pack_broken(e));
	if (data.n > (uint64_t)(INT64_MAX - p->offset))
		return (err_set(e, RC_FATAL, "PACK-FULL", "a pack is full"));
	if (p->pending.n + data.n > FLUSH_AT)
		rc = pack_flush(p, e);
	if (rc == RC_OK && data.n > FLUSH_AT)
		rc = pack_write(p, data, e);
	else if (rc == RC_OK)
		buf_add(&p->pending, data);
	if (rc != RC_OK)
		return (rc);
	*ref = (struct pack_ref){ p->id, p->offset, (int64_t)data.n,
		sha256_of(data) };
	p->offset += (int64_t)data.n;
	return (RC_OK);
}

static void
pack_free(struct pack *p)
{
	buf_free(&p->pending);
	free(p);
}

enum rc
pack_sync(struct pack *p, struct err *e)
{
	char name[24];
	enum rc rc = p->failed ? pack_broken(e) : pack_flush(p, e);

	(void)pack_name(p->id, name);
	if (rc != RC_OK) {
		pack_abort(p);
		return (rc);
	}
	rc = file_close(p->fd, name, e);
	if (rc == RC_OK)
		rc = dir_sync(p->dir, "packs", e);
	if (rc != RC_OK)
		(void)unlinkat(p->dir, name, 0); /* no row names it */
	pack_free(p);
	return (rc);
}

void
pack_abort(struct pack *p)
{
	char name[24];

	if (p == NULL)
		return;
	(void)close(p->fd);
	/* what stays behind has no row, and the next of that id replaces it */
	(void)unlinkat(p->dir, pack_name(p->id, name), 0);
	pack_free(p);
}

static enum rc
map_part(int fd, const struct pack_ref *ref, const char *name,
    struct mapping *m, struct err *e)
{
	struct stat st;

	if (fstat(fd, &st) != 0)
		return (err_sys(e, "IO-STAT", "cannot examine %s", name));
	if (ref->offset < 0 || ref->length < 0 || ref->offset > st.st_size ||
	    ref->length > st.st_size - ref->offset)
		return (err_set(e, RC_FATAL, "PACK-SHORT",
		    "%s has %lld bytes, but %lld are recorded at %lld", name,
		    (long long)st.st_size, (long long)ref->length,
		    (long long)ref->offset));
	return (file_map_fd(fd, ref->offset, (size_t)ref->length, m, e));
}

enum rc
pack_map(int dir, const struct pack_ref *ref, bool verify, struct mapping *m,
    struct err *e)
{
	char name[24];
	struct sha256 sha;
	enum rc rc;
	int fd;

	*m = (struct mapping){ .base = NULL };
	(void)pack_name(ref->pack_id, name);
	do
		fd = openat(dir, name,
		    O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
	while (fd < 0 && errno == EINTR);
	if (fd < 0)
		return (err_sys(e, "IO-OPEN", "cannot open %s", name));
	rc = map_part(fd, ref, name, m, e);
	(void)close(fd);
	if (rc != RC_OK || !verify)
		return (rc);
	sha = sha256_of(m->data);
	if (memcmp(sha.b, ref->sha.b, sizeof(sha.b)) == 0)
		return (RC_OK);
	file_unmap(m);
	return (err_set(e, RC_FATAL, "PACK-HASH",
	    "%s has changed at %lld: "
	    "its SHA-256 is not the recorded one",
	    name, (long long)ref->offset));
}
