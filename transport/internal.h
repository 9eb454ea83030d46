/*
 * internal -- what the two kinds of transport share.
 */
#ifndef TRANSPORT_INTERNAL_H
#define TRANSPORT_INTERNAL_H

#include "base/buf.h"
#include "transport/transport.h"

#define EXIT_PEER 69 /* EX_UNAVAILABLE */
#define EXIT_NOPERM 77
#define EXIT_CONFIG 78
#define NAME_SHOWN 256
#define LIST_MAX 250000 /* entries of one listing */

struct transport_ops {
	enum rc (*list)(struct transport *t, const char *dir, struct arena *a,
	    struct list *files, struct err *e);
	enum rc (*stat)(struct transport *t, const char *dir, struct slice name,
	    struct remote_file *f, bool *found, struct err *e);
	enum rc (*get)(struct transport *t, const char *dir, int spool,
	    uint64_t first, const struct remote_file *files, size_t n,
	    const struct transport_watch *w, struct err *e);
	enum rc (*put)(struct transport *t, const char *dir,
	    const struct upload *files, size_t n,
	    const struct transport_watch *w, struct err *e);
	enum rc (*clear)(struct transport *t, const char *dir,
	    const char *todir, const struct remote_file *files, size_t n,
	    const struct transport_watch *w, struct err *e);
	void (*close)(struct transport *t);
};

struct transport {
	const struct transport_ops *ops;
	const struct endpoint *ep;
	transport_pass *pass; /* NULL: bytes are written as they come */
	void *pass_ctx;
};

enum rc directory_open(const struct endpoint *ep, struct transport **t,
    struct err *e) MUST_CHECK;
enum rc sftp_open(const struct endpoint *ep, struct transport **t,
    struct err *e) MUST_CHECK;

bool name_usable(struct slice name);
/* Escaped and cut, for messages. */
const char *name_shown(struct slice name, char out[NAME_SHOWN]);
/* A name for the temporary file of an upload fits NAME_MAX. */
bool name_uploadable(struct slice name);

/* A new spool file (0600), read-write. */
enum rc spool_create(int spool, uint64_t number, int *fd,
    struct err *e) MUST_CHECK;
void spool_drop(int spool, uint64_t number, int *fd); /* close and remove */
/* Write all of it at that offset. */
enum rc spool_write(int fd, const char *p, size_t n, uint64_t offset,
    struct err *e) MUST_CHECK;

/* Bytes that came behind *kept that wait at the front of p, through the filter
 * and into the file; offset: of p.  What is to come again is left at its
 * front. */
enum rc spool_pass(const struct transport *t, size_t index, int fd, char *p,
    size_t n, uint64_t offset, bool last, size_t *kept,
    struct err *e) MUST_CHECK;

/* Whether what is there now is the file that was listed. */
bool file_same(const struct remote_file *a, uint64_t size, int64_t mtime);

/* err_set with the exit code for a peer. */
enum rc err_peer(struct err *e, const char *code, const char *fmt, ...)
    PRINTF_LIKE(3, 4);
void err_clear(struct err *e);

#endif
