#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/file.h"
#include "base/log.h"
#include "pipeline/mill.h"

static instant
real_now(void *ctx)
{
	(void)ctx;
	return ((instant)time(NULL));
}

const struct env env_real = { real_now, NULL };

enum rc
mill_open(const char *path, const struct env *env, struct mill *m,
    struct err *e)
{
	(void)umask(077); /* nothing of a mill is anybody else's */
	*m = (struct mill){ .path = path,
		.dir = -1,
		.var = -1,
		.files = -1,
		.packs = -1,
		.lock = -1,
		.env = *env };
	if (dir_open(AT_FDCWD, path, &m->dir, e) != RC_OK)
		goto not_a_mill;
	if (!file_exists(m->dir, "ordermill.conf"))
		goto not_a_mill;
	if (dir_make(m->dir, "var", e) != RC_OK ||
	    dir_open(m->dir, "var", &m->var, e) != RC_OK ||
	    dir_make(m->var, "files", e) != RC_OK ||
	    dir_open(m->var, "files", &m->files, e) != RC_OK ||
	    dir_make(m->var, "packs", e) != RC_OK ||
	    dir_open(m->var, "packs", &m->packs, e) != RC_OK ||
	    dir_make(m->var, "report", e) != RC_OK ||
	    dir_make(m->var, "spool", e) != RC_OK)
		goto fail;
	return (RC_OK);
not_a_mill:
	(void)err_set(e, RC_FATAL, "MILL",
	    "%s is not a mill: it has no ordermill.conf", path);
	e->exit_code = 78;
	(void)err_help(e,
	    "name one with -C DIR or ORDERMILL_HOME, or make "
	    "one: ordermill init DIR");
fail:
	mill_close(m);
	return (e->rc);
}

/* The holder wrote who it is; its text is only shown, never trusted. */
static enum rc
locked_by_other(int fd, struct err *e)
{
	char text[256];
	ssize_t n = pread(fd, text, sizeof(text) - 1, 0);

	text[n > 0 ? n : 0] = '\0';
	text[strcspn(text, "\n")] = '\0';
	(void)err_set(e, RC_RETRY, "RUN-LOCKED",
	    "another run holds this mill: %s",
	    n > 0 ? text : "it has not said who it is");
	return (err_help(e,
	    "wait for it to end, `ordermill status` shows how far it is"));
}

enum rc
mill_lock(struct mill *m, struct err *e)
{
	struct flock lock = { .l_type = F_WRLCK, .l_whence = SEEK_SET };
	char text[160], when[21];
	int fd, n;

	fd = openat(m->var, "run.lock",
	    O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0600);
	if (fd < 0)
		return (err_sys(e, "RUN-LOCK", "var/run.lock"));
	if (fcntl(fd, F_OFD_SETLK, &lock) != 0) {
		if (errno == EAGAIN || errno == EACCES)
			(void)locked_by_other(fd, e);
		else
			(void)err_sys(e, "RUN-LOCK", "var/run.lock");
		(void)close(fd);
		return (e->rc);
	}
	n = snprintf(text, sizeof(text), "process %ld, since %s\n",
	    (long)getpid(), instant_text(m->env.now(m->env.ctx), when));
	/* Only a courtesy to whoever waits: the lock itself is the kernel's. */
	if (ftruncate(fd, 0) != 0 || pwrite(fd, text, (size_t)n, 0) != n)
		log_line(LOG_WARN, "var/run.lock could not be written");
	m->lock = fd;
	return (RC_OK);
}

enum rc
mill_configure(struct mill *m, struct err *e)
{
	struct config_report report = { 0 };
	const struct config_mistake *first;
	enum rc rc = config_load(m->dir, &m->config, &report, e);

	if (rc != RC_OK && report.mistakes.n > 0) {
		first = LIST_AT(&report.mistakes, struct config_mistake, 0);
		(void)err_set(e, RC_FATAL, first->code, "%s:%d: %s",
		    first->file, first->line, first->text);
		e->exit_code = 78;
		rc = err_help(e,
		    "%zu mistakes in all: ordermill -C %s config check",
		    report.mistakes.n + report.left_out, m->path);
	}
	config_report_free(&report);
	return (rc);
}

enum rc
mill_store(struct mill *m, enum store_mode mode, struct err *e)
{
	char *path = arena_printf(&m->arena, "%s/var", m->path);

	return (store_open(path, mode, &m->store, e));
}

/* keys/NAME: hexadecimal text of 32 bytes, readable by its owner alone. */
enum rc
mill_key(struct mill *m, struct err *e)
{
	char name[256];
	struct buf text;
	struct sha256 key;
	struct stat st;
	char *copy;

	if (m->config.seller.key_file.n >= sizeof(name))
		return (err_set(e, RC_FATAL, "KEY", "key_file is too long"));
	(void)snprintf(name, sizeof(name), SL_FMT,
	    SL_ARG(m->config.seller.key_file));
	if (fstatat(m->dir, name, &st, AT_SYMLINK_NOFOLLOW) != 0) {
		(void)err_sys(e, "KEY", "%s", name);
		e->exit_code = 78;
		return (e->rc = RC_FATAL);
	}
	if ((st.st_mode & 077) != 0) {
		(void)err_set(e, RC_FATAL, "KEY-MODE",
		    "%s can be read by others", name);
		e->exit_code = 77;
		return (err_help(e, "chmod 600 %s", name));
	}
	buf_init(&text, 256);
	if (file_read(m->dir, name, &text, e) != RC_OK) {
		buf_free(&text);
		return (e->rc);
	}
	if (!sha256_parse(slice_trim(buf_slice(&text)), &key)) {
		(void)err_set(e, RC_FATAL, "KEY",
		    "%s does not hold 64 hexadecimal digits", name);
		e->exit_code = 78;
	} else {
		copy = arena_alloc(&m->arena, SHA256_SIZE);
		memcpy(copy, key.b, SHA256_SIZE);
		m->key = (struct slice){ copy, SHA256_SIZE };
	}
	explicit_bzero(text.p, text.cap);
	buf_free(&text);
	return (m->key.n > 0 ? RC_OK : e->rc);
}

static void
close_dir(int *fd)
{
	if (*fd >= 0)
		(void)close(*fd);
	*fd = -1;
}

void
mill_close(struct mill *m)
{
	store_close(m->store);
	m->store = NULL;
	if (m->key.n > 0)
		explicit_bzero((void *)(uintptr_t)m->key.p, m->key.n);
	config_free(&m->config);
	close_dir(&m->lock);
	close_dir(&m->packs);
	close_dir(&m->files);
	close_dir(&m->var);
	close_dir(&m->dir);
	arena_free(&m->arena);
}

void
packer_init(struct packer *p, struct mill *m, int64_t run_id)
{
	*p = (struct packer){ .mill = m, .run_id = run_id };
}

enum rc
packer_add(struct packer *p, struct slice data, struct pack_ref *ref,
    struct err *e)
{
	struct store *s = p->mill->store;

	INVARIANT(store_in_transaction(s));
	if (p->pack == NULL) {
		if (store_exec(s, Q_PACK_INSERT, NULL, e, "o", p->run_id) !=
		    RC_OK)
			return (e->rc);
		p->pack_id = store_last_id(s);
		if (pack_create(p->mill->packs, p->pack_id, &p->pack, e) !=
		    RC_OK)
			return (e->rc);
	}
	return (pack_add(p->pack, data, ref, e));
}

enum rc
packer_sync(struct packer *p, struct err *e)
{
	struct pack *pack = p->pack;

	p->pack = NULL;
	return (pack != NULL ? pack_sync(pack, e) : RC_OK);
}

void
packer_abort(struct packer *p)
{
	pack_abort(p->pack);
	p->pack = NULL;
}
