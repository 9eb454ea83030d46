/*
 * Addresses of partners, and the helpers that both kinds of transport use.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "transport/internal.h"

static enum rc
url_error(struct err *e, struct slice url, const char *what)
{
	char shown[NAME_SHOWN];

	(void)err_set(e, RC_FATAL, "CONF-URL", "\"%s\": %s",
	    name_shown(url, shown), what);
	e->exit_code = EXIT_CONFIG;
	return (err_help(e,
	    "write sftp://user@host, sftp://user@host:port "
	    "or dir:/absolute/path"));
}

static bool
host_byte(char c)
{
	return ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
	    (c >= '0' && c <= '9') || c == '.' || c == '-' || c == '_');
}

/* host or [address] and an optional port, which is cut off. */
static const char *
host_parse(struct slice *host, struct slice *port)
{
	struct slice rest = SLICE_NONE;
	size_t i;

	*port = SLICE_NONE;
	if (host->n > 0 && host->p[0] == '[') {
		if (!slice_cut(slice_sub(*host, 1, host->n), ']', host, &rest))
			return ("the address lacks its ]");
		if (rest.n > 0 && rest.p[0] != ':')
			return ("there is something behind the ]");
		if (rest.n > 0)
			*port = slice_sub(rest, 1, rest.n);
		for (i = 0; i < host->n; i++)
			if (!host_byte(host->p[i]) && host->p[i] != ':')
				return ("the address has an odd character");
		return (host->n == 0 ? "the host is missing" : NULL);
	}
	if (slice_cut(*host, ':', host, &rest)) {
		*port = rest;
		if (rest.n == 0)
			return ("the port is missing behind the colon");
	}
	for (i = 0; i < host->n; i++)
		if (!host_byte(host->p[i]))
			return ("the host name has an odd character");
	return (host->n == 0 ? "the host is missing" : NULL);
}

static const char *
sftp_parse(struct slice s, struct arena *a, struct endpoint *ep)
{
	struct slice user, host, port;
	const char *fault;
	int64_t number = 22;
	size_t i;

	if (s.n > 0 && s.p[s.n - 1] == '/')
		s.n--;
	if (!slice_cut(s, '@', &user, &host) || user.n == 0)
		return ("the user is missing");
	for (i = 0; i < user.n; i++) {
		if ((unsigned char)user.p[i] <= ' ' || user.p[i] == 0x7f ||
		    user.p[i] == '/')
			return ("the user has an odd character");
		if (user.p[i] == ':')
			return ("a password does not belong here: use "
				"password_file");
	}
	if (memchr(host.p, '/', host.n) != NULL)
		return ("directories belong into inbox and outbox");
	fault = host_parse(&host, &port);
	if (fault != NULL)
		return (fault);
	if (port.n > 0 &&
	    (!slice_int(port, &number) || number < 1 || number > 65535))
		return ("the port is no number from 1 to 65535");
	ep->kind = ENDPOINT_SFTP;
	ep->user = arena_text(a, user);
	ep->host = arena_text(a, host);
	ep->port = (uint16_t)number;
	return (NULL);
}

enum rc
transport_url_parse(struct slice url, struct arena *a, struct endpoint *ep,
    struct err *e)
{
	const struct slice sftp = SLICE("sftp://"), dir = SLICE("dir:");
	const char *fault = "neither sftp:// nor dir:";

	*ep = (struct endpoint){ .timeout_seconds = 30,
		.retries = 4,
		.sessions = 4,
		.in_flight = 64,
		.max_file = UINT64_C(64) << 20 };
	if (url.n > 0 && memchr(url.p, '\0', url.n) != NULL)
		fault = "it holds a NUL";
	else if (slice_starts(url, sftp))
		fault = sftp_parse(slice_sub(url, sftp.n, url.n), a, ep);
	else if (slice_starts(url, dir)) {
		ep->kind = ENDPOINT_DIR;
		ep->path = arena_text(a, slice_sub(url, dir.n, url.n));
		fault = ep->path[0] == '/' ? NULL :
					     "the path does not start with /";
	}
	return (fault == NULL ? RC_OK : url_error(e, url, fault));
}

/* --- dispatch ------------------------------------------------------------- */

enum rc
transport_open(const struct endpoint *ep, struct transport **t, struct err *e)
{
	*t = NULL;
	return (ep->kind == ENDPOINT_DIR ? directory_open(ep, t, e) :
					   sftp_open(ep, t, e));
}

void
transport_close(struct transport *t)
{
	if (t != NULL)
		t->ops->close(t);
}

enum rc
transport_list(struct transport *t, const char *dir, struct arena *a,
    struct list *files, struct err *e)
{
	*files = (struct list){ NULL, 0, 0 };
	return (t->ops->list(t, dir, a, files, e));
}

enum rc
transport_stat(struct transport *t, const char *dir, struct slice name,
    struct remote_file *f, bool *found, struct err *e)
{
	*f = (struct remote_file){ .name = name, .usable = name_usable(name) };
	*found = false;
	return (f->usable ? t->ops->stat(t, dir, name, f, found, e) : RC_OK);
}

enum rc
spool_pass(const struct transport *t, size_t index, int fd, char *p, size_t n,
    uint64_t offset, bool last, size_t *kept, struct err *e)
{
	const size_t ready = t->pass(t->pass_ctx, index, offset, p, n, last);
	enum rc rc = spool_write(fd, p, ready, offset, e);

	*kept = n - ready;
	INVARIANT(ready <= n && *kept <= (last ? 0 : TRANSPORT_KEEP));
	memmove(p, p + ready, *kept);
	return (rc);
}

void
transport_filter(struct transport *t, transport_pass *pass, void *ctx)
{
	t->pass = pass;
	t->pass_ctx = ctx;
}

enum rc
transport_get(struct transport *t, const char *dir, int spool, uint64_t first,
    const struct remote_file *files, size_t n, const struct transport_watch *w,
    struct err *e)
{
	return (t->ops->get(t, dir, spool, first, files, n, w, e));
}

enum rc
transport_put(struct transport *t, const char *dir, const struct upload *files,
    size_t n, const struct transport_watch *w, struct err *e)
{
	return (t->ops->put(t, dir, files, n, w, e));
}

enum rc
transport_clear(struct transport *t, const char *dir, const char *todir,
    const struct remote_file *files, size_t n, const struct transport_watch *w,
    struct err *e)
{
	return (t->ops->clear(t, dir, todir, files, n, w, e));
}

/* --- names ---------------------------------------------------------------- */

bool
name_usable(struct slice name)
{
	return (name.n > 0 && name.n <= 1024 && !slice_is(name, ".") &&
	    !slice_is(name, "..") && memchr(name.p, '/', name.n) == NULL &&
	    memchr(name.p, '\0', name.n) == NULL);
}

bool
name_uploadable(struct slice name)
{
	return (name_usable(name) && name.n <= 255 - sizeof("..part") + 1);
}

const char *
name_shown(struct slice name, char out[NAME_SHOWN])
{
	struct buf b;

	buf_init(&b, NAME_SHOWN * 8);
	buf_shown(&b, slice_sub(name, 0, NAME_SHOWN - 1));
	(void)snprintf(out, NAME_SHOWN, "%s", b.p);
	buf_free(&b);
	return (out);
}

bool
file_same(const struct remote_file *a, uint64_t size, int64_t mtime)
{
	return (a->size == size && a->mtime == mtime);
}

/* --- spool files ---------------------------------------------------------- */

char *
spool_name(uint64_t number, char out[32])
{
	(void)snprintf(out, 32, "%012llu.get", (unsigned long long)number);
	return (out);
}

enum rc
spool_create(int spool, uint64_t number, int *fd, struct err *e)
{
	char name[32];

	(void)spool_name(number, name);
	/* What is left from an earlier run was never handed over. */
	if (unlinkat(spool, name, 0) != 0 && errno != ENOENT)
		return (err_sys(e, "IO-REMOVE", "spool file %s", name));
	*fd = openat(spool, name,
	    O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
	if (*fd < 0)
		return (err_sys(e, "IO-CREATE", "spool file %s", name));
	return (RC_OK);
}

void
spool_drop(int spool, uint64_t number, int *fd)
{
	char name[32];

	if (*fd < 0)
		return;
	(void)close(*fd);
	*fd = -1;
	(void)unlinkat(spool, spool_name(number, name), 0);
}

enum rc
spool_write(int fd, const char *p, size_t n, uint64_t offset, struct err *e)
{
	ssize_t r;

	while (n > 0) {
		r = pwrite(fd, p, n, (off_t)offset);
		if (r < 0 && errno == EINTR)
			continue;
		if (r <= 0) {
			errno = r == 0 ? ENOSPC : errno;
			return (err_sys(e, "IO-WRITE", "spool file"));
		}
		p += r;
		n -= (size_t)r;
		offset += (uint64_t)r;
	}
	return (RC_OK);
}

/* --- errors --------------------------------------------------------------- */

enum rc
err_peer(struct err *e, const char *code, const char *fmt, ...)
{
	char text[ERR_TEXT_MAX];
	va_list ap;

	va_start(ap, fmt);
	(void)vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	(void)err_set(e, RC_RETRY, code, "%s", text);
	e->exit_code = EXIT_PEER;
	return (RC_RETRY);
}

void
err_clear(struct err *e)
{
	*e = (struct err)ERR_INIT;
}
