/*
 * transport -- how files arrive from a partner and leave for one.
 *
 * One interface over an SFTP server ("sftp://user@host:port") and a local
 * directory ("dir:/path").  A directory name DIR below is relative to the
 * login directory or to that path; "" is that directory itself.
 *
 * get, put and clear take a batch, so that many files are on their way at
 * once, over several sessions.  `done` is called exactly once for every file,
 * in any order, also when the batch as a whole fails; its err is never NULL
 * and is empty for DONE.  A lost session is opened again up to `retries`
 * times (backing off from half a second) and interrupted files start again.
 * No wait is longer than timeout_seconds.
 *
 * The functions return RC_OK when every file had its try, whatever became of
 * it.  The peer being down or wrong is RC_RETRY with exit code 69 and a code
 * NET-... (SSH-HOSTKEY, SSH-AUTH, SSH-ALGORITHM where a person must act); a
 * bad key file is RC_FATAL 77, missing host keys RC_FATAL 78.  Nothing is
 * printed.  SIGPIPE must be ignored.  One thread a transport.
 */
#ifndef TRANSPORT_TRANSPORT_H
#define TRANSPORT_TRANSPORT_H

#include "base/arena.h"
#include "base/err.h"
#include "base/slice.h"

enum endpoint_kind { ENDPOINT_DIR, ENDPOINT_SFTP };

/* Plain data, owned by the caller for as long as the transport is open. */
struct endpoint {
	enum endpoint_kind kind;
	const char *path;        /* dir: an absolute path */
	const char *user, *host; /* sftp: the rest of this */
	uint16_t port;
	const char *key_file;      /* exactly one of these three */
	const char *password_file; /* its first line; both 0600 */
	bool agent;
	const char *const *host_keys; /* "SHA256:..." of ssh-keygen -l */
	size_t host_key_count;
	int timeout_seconds, retries, sessions;
	int in_flight;     /* files at once, per session */
	uint64_t max_file; /* bytes */
};

/* "sftp://user@host[:port]" or "dir:/path" with defaults for everything else
 * (30 s, 4 retries, 4 sessions, 64 files, 64 MiB).  RC_FATAL 78 CONF-URL. */
enum rc transport_url_parse(struct slice url, struct arena *a,
    struct endpoint *ep, struct err *e) MUST_CHECK;

struct transport;
enum rc transport_open(const struct endpoint *ep, struct transport **t,
    struct err *e) MUST_CHECK;
void transport_close(struct transport *t); /* NULL allowed */

/* From now on `pass` gets the bytes of each file that is fetched before they
 * are written anywhere: in their order, from offset 0, which it meets again
 * when a file starts anew; index as in `done`.  It may change them, and says
 * how many are ready: the others, TRANSPORT_KEEP at most and none when it is
 * the last piece, come again in front of those that follow. */
#define TRANSPORT_KEEP 256
typedef size_t transport_pass(void *ctx, size_t index, uint64_t offset, char *p,
    size_t n, bool last);
void transport_filter(struct transport *t, transport_pass *pass, void *ctx);

/* A name is data from outside: never a path here, escape it when shown. */
struct remote_file {
	struct slice name;
	uint64_t size;
	int64_t mtime; /* seconds since 1970 */
	bool regular;  /* a plain file with a known size */
	bool usable;   /* no "", "." or "..", no / or NUL in it, at
				   most 1024 bytes */
};
/* Everything in DIR but "." and "..", in server order; names in a. */
enum rc transport_list(struct transport *t, const char *dir, struct arena *a,
    struct list *files, struct err *e) MUST_CHECK; /* remote_file */
/* found = false when there is none. */
enum rc transport_stat(struct transport *t, const char *dir, struct slice name,
    struct remote_file *f, bool *found, struct err *e) MUST_CHECK;

enum outcome {
	OUTCOME_DONE,
	OUTCOME_GONE,      /* get: it is not there any more */
	OUTCOME_CHANGED,   /* not the size and time that were asked for */
	OUTCOME_TOO_LARGE, /* above max_file: nothing was read */
	OUTCOME_EXISTS,    /* put: that name has other bytes */
	OUTCOME_REFUSED,   /* the server or the file system says no */
	OUTCOME_FAILED     /* connection or our disk: try again */
};
struct transport_watch {
	void (*done)(void *ctx, size_t index, enum outcome outcome, int fd,
	    const struct err *e);
	void (*bytes)(void *ctx, uint64_t more); /* may be NULL */
	void *ctx;
};

/* Fetch files[i] into the file spool_name(first + i) below `spool`, which is
 * made new.  DONE: fd is open for reading and writing and now the caller's,
 * as is the file; it is complete and did not change meanwhile, but is not
 * synced.  Anything else: fd is -1 and no file is left. */
enum rc transport_get(struct transport *t, const char *dir, int spool,
    uint64_t first, const struct remote_file *files, size_t n,
    const struct transport_watch *w, struct err *e) MUST_CHECK;
char *spool_name(uint64_t number, char out[32]); /* "000000000007.get" */

/* Deliver under a hidden temporary name (.NAME.part), verify, rename.  A name
 * that is taken by the same bytes is DONE, by others EXISTS: nothing is ever
 * overwritten. */
struct upload {
	struct slice name, data;
};
enum rc transport_put(struct transport *t, const char *dir,
    const struct upload *files, size_t n, const struct transport_watch *w,
    struct err *e) MUST_CHECK;

/* Take fetched files away: delete them, or move them to the directory todir
 * (made if missing; NAME.MTIME when NAME is taken there).  Each is looked at
 * again first: CHANGED leaves it alone; one that is gone is DONE. */
enum rc transport_clear(struct transport *t, const char *dir, const char *todir,
    const struct remote_file *files, size_t n, const struct transport_watch *w,
    struct err *e) MUST_CHECK;

/* The host key a server shows, without logging in, for a person to pin. */
enum rc transport_host_key(const struct endpoint *ep, char fingerprint[64],
    struct err *e) MUST_CHECK;

#endif
