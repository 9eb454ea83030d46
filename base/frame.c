#include <errno.h>
#include <poll.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>
#include "base/frame.h"

#define HEAD 4 /* bytes of the length */
#define FLUSH_AT ((size_t)64 << 10)
#define READ_LEAST ((size_t)64 << 10)
#define READ_MOST ((size_t)1 << 20)
#define FDS_MAX 4
#define CONTROL_MAX ((size_t)64 << 10) /* bytes of a control message */

static enum rc
cut(struct err *e)
{
	return (err_set(e, RC_RETRY, "FRAME-CUT",
	    "the other process stopped in the middle"));
}

static enum rc
bad(struct err *e, const char *why)
{
	return (err_set(e, RC_FATAL, "FRAME-BAD", "%s", why));
}

static int64_t
now_ms(void)
{
	struct timespec t;

	INVARIANT(clock_gettime(CLOCK_MONOTONIC, &t) == 0);
	return ((int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000);
}

/* Wait until fd is ready; signals do not prolong the time. */
static enum rc
wait_for(int fd, short events, int timeout_ms, struct err *e)
{
	int64_t until = timeout_ms < 0 ? 0 : now_ms() + timeout_ms;
	struct pollfd p = { .fd = fd, .events = events };
	int64_t left = timeout_ms;
	int n;

	for (;;) {
		n = poll(&p, 1, timeout_ms < 0 ? -1 : (int)left);
		if (n > 0)
			return (RC_OK);
		if (n < 0 && errno != EINTR)
			return (err_sys(e, "FRAME-POLL", "cannot wait"));
		if (timeout_ms < 0)
			continue;
		left = until - now_ms();
		if (left <= 0)
			return (err_set(e, RC_RETRY, "FRAME-TIMEOUT",
			    "the other process was silent for %d ms",
			    timeout_ms));
	}
}

static bool
is_gone(int number)
{
	return (number == EPIPE || number == ECONNRESET);
}

/* --- writing ----------------------------------------------------------- */

void
frame_out_init(struct frame_out *o, int fd)
{
	o->fd = fd;
	buf_init(&o->pending, 2 * FLUSH_AT);
}

static enum rc
send_all(int fd, struct slice data, struct err *e)
{
	ssize_t n;
	enum rc rc;

	while (data.n > 0) {
		n = write(fd, data.p, data.n);
		if (n >= 0) {
			data.p += n;
			data.n -= (size_t)n;
		} else if (errno == EAGAIN) {
			rc = wait_for(fd, POLLOUT, -1, e);
			if (rc != RC_OK)
				return (rc);
		} else if (is_gone(errno))
			return (cut(e));
		else if (errno != EINTR)
			return (err_sys(e, "FRAME-WRITE", "cannot write"));
	}
	return (RC_OK);
}

enum rc
frame_flush(struct frame_out *o, struct err *e)
{
	enum rc rc = send_all(o->fd, buf_slice(&o->pending), e);

	buf_reset(&o->pending);
	return (rc);
}

enum rc
frame_put(struct frame_out *o, uint8_t type, struct slice body, struct err *e)
{
	uint32_t n;
	char head[HEAD + 1];
	enum rc rc = RC_OK;

	if (body.n >= FRAME_MAX)
		return (bad(e, "a message is too long to be sent"));
	n = (uint32_t)body.n + 1;
	for (size_t i = 0; i < HEAD; i++)
		head[i] = (char)(n >> (8 * i) & 0xff);
	head[HEAD] = (char)type;
	if (o->pending.n + sizeof(head) + body.n > FLUSH_AT)
		rc = frame_flush(o, e);
	if (rc != RC_OK)
		return (rc);
	buf_add(&o->pending, (struct slice){ head, sizeof(head) });
	if (body.n <= FLUSH_AT) {
		buf_add(&o->pending, body);
		return (RC_OK);
	}
	rc = frame_flush(o, e);
	return (rc == RC_OK ? send_all(o->fd, body, e) : rc);
}

enum rc
frame_end(struct frame_out *o, struct slice body, struct err *e)
{
	enum rc rc = frame_put(o, FRAME_END, body, e);

	return (rc == RC_OK ? frame_flush(o, e) : rc);
}

void
frame_out_free(struct frame_out *o)
{
	buf_free(&o->pending);
}

/* --- reading ----------------------------------------------------------- */

void
frame_in_init(struct frame_in *i, int fd, int timeout_ms)
{
	*i = (struct frame_in){ .fd = fd, .timeout_ms = timeout_ms };
	buf_init(&i->data, HEAD + FRAME_MAX + READ_MOST);
}

/* What was handed out makes room for what comes. */
static void
compact(struct frame_in *i)
{
	size_t rest = i->data.n - i->taken;

	if (i->taken == 0)
		return;
	memmove(i->data.p, i->data.p + i->taken, rest);
	i->data.n = rest;
	i->taken = 0;
}

/* Read more.  The step grows with what has arrived, never with what was
 * announced: a length alone costs its sender nothing. */
static enum rc
fill(struct frame_in *i, struct err *e)
{
	size_t step;
	char *room;
	ssize_t n;
	enum rc rc;

	compact(i);
	step = i->data.n < READ_LEAST ? READ_LEAST :
	    i->data.n > READ_MOST     ? READ_MOST :
					i->data.n;
	room = buf_room(&i->data, step);
	INVARIANT(room != NULL);
	for (;;) {
		if (i->timeout_ms >= 0) {
			rc = wait_for(i->fd, POLLIN, i->timeout_ms, e);
			if (rc != RC_OK)
				return (rc);
		}
		n = read(i->fd, room, step);
		if (n > 0) {
			buf_took(&i->data, (size_t)n);
			return (RC_OK);
		}
		if (n == 0 || is_gone(errno))
			return (cut(e));
		if (errno == EINTR)
			continue;
		if (errno != EAGAIN)
			return (err_sys(e, "FRAME-READ", "cannot read"));
		rc = wait_for(i->fd, POLLIN, i->timeout_ms, e);
		if (rc != RC_OK)
			return (rc);
	}
}

static enum rc
need(struct frame_in *i, size_t n, struct err *e)
{
	enum rc rc = RC_OK;

	while (rc == RC_OK && i->data.n - i->taken < n)
		rc = fill(i, e);
	return (rc);
}

enum rc
frame_get(struct frame_in *i, struct frame *f, struct err *e)
{
	const unsigned char *p;
	uint32_t length;
	enum rc rc = need(i, HEAD, e);

	*f = (struct frame){ .body = SLICE_NONE };
	if (rc != RC_OK)
		return (rc);
	p = (const unsigned char *)i->data.p + i->taken;
	length = (uint32_t)p[0] | (uint32_t)p[1] << 8 | (uint32_t)p[2] << 16 |
	    (uint32_t)p[3] << 24;
	if (length == 0 || length > FRAME_MAX)
		return (bad(e, "a message has an impossible length"));
	rc = need(i, HEAD + (size_t)length, e);
	if (rc != RC_OK)
		return (rc);
	p = (const unsigned char *)i->data.p + i->taken;
	f->type = p[HEAD];
	f->body = (struct slice){ (const char *)p + HEAD + 1, length - 1 };
	i->taken += HEAD + (size_t)length;
	return (RC_OK);
}

void
frame_in_free(struct frame_in *i)
{
	buf_free(&i->data);
}

/* --- descriptors ------------------------------------------------------- */

union control {
	struct cmsghdr align;
	char bytes[CMSG_SPACE(FDS_MAX * sizeof(int))];
};

enum rc
fd_send(int sock, struct slice body, const int *fds, size_t n, struct err *e)
{
	union control control = { .bytes = { 0 } };
	struct iovec part = { .iov_len = body.n };
	struct msghdr m = { .msg_iov = &part, .msg_iovlen = 1 };
	struct cmsghdr *c;
	ssize_t sent;
	enum rc rc;

	if (body.n == 0 || body.n > CONTROL_MAX || n > FDS_MAX)
		return (bad(e, "a control message of the wrong size"));
	memcpy(&part.iov_base, &body.p, sizeof(body.p)); /* const */
	if (n > 0) {
		m.msg_control = control.bytes;
		m.msg_controllen = CMSG_SPACE(n * sizeof(int));
		c = CMSG_FIRSTHDR(&m);
		INVARIANT(c != NULL);
		c->cmsg_level = SOL_SOCKET;
		c->cmsg_type = SCM_RIGHTS;
		c->cmsg_len = CMSG_LEN(n * sizeof(int));
		memcpy(CMSG_DATA(c), fds, n * sizeof(int));
	}
	while ((sent = sendmsg(sock, &m, MSG_NOSIGNAL)) < 0) {
		if (is_gone(errno))
			return (cut(e));
		if (errno == EINTR)
			continue;
		if (errno != EAGAIN)
			return (err_sys(e, "FRAME-WRITE", "cannot send"));
		rc = wait_for(sock, POLLOUT, -1, e);
		if (rc != RC_OK)
			return (rc);
	}
	return ((size_t)sent == body.n ? RC_OK :
					 bad(e, "a control message was split"));
}

/* Take the descriptors out of m; what does not fit is closed. */
static bool
take_fds(struct msghdr *m, int *fds, size_t *n)
{
	struct cmsghdr *c;
	bool fits = true;
	size_t got;
	int fd;

	for (c = CMSG_FIRSTHDR(m); c != NULL; c = CMSG_NXTHDR(m, c)) {
		if (c->cmsg_level != SOL_SOCKET || c->cmsg_type != SCM_RIGHTS)
			continue;
		got = (c->cmsg_len - CMSG_LEN(0)) / sizeof(int);
		for (size_t k = 0; k < got; k++) {
			memcpy(&fd, CMSG_DATA(c) + k * sizeof(int), sizeof(fd));
			if (*n < FDS_MAX)
				fds[(*n)++] = fd;
			else {
				(void)close(fd);
				fits = false;
			}
		}
	}
	return (fits);
}

static enum rc
receive_once(int sock, struct msghdr *m, ssize_t *got, struct err *e)
{
	enum rc rc = RC_OK;

	while (rc == RC_OK && (*got = recvmsg(sock, m, MSG_CMSG_CLOEXEC)) < 0) {
		if (errno == ECONNRESET) {
			*got = 0;
			break;
		}
		if (errno == EAGAIN)
			rc = wait_for(sock, POLLIN, -1, e);
		else if (errno != EINTR)
			rc = err_sys(e, "FRAME-READ", "cannot receive");
	}
	return (rc);
}

enum rc
fd_receive(int sock, struct buf *body, int *fds, size_t *n, struct err *e)
{
	union control control = { .bytes = { 0 } };
	struct iovec part = { .iov_len = CONTROL_MAX };
	struct msghdr m = { .msg_iov = &part,
		.msg_iovlen = 1,
		.msg_control = control.bytes,
		.msg_controllen = sizeof(control.bytes) };
	ssize_t got = 0;
	enum rc rc;

	*n = 0;
	buf_reset(body);
	if (part.iov_len > body->max)
		part.iov_len = body->max;
	part.iov_base = buf_room(body, part.iov_len);
	if (part.iov_base == NULL || part.iov_len == 0)
		return (bad(e, "no room for a control message"));
	rc = receive_once(sock, &m, &got, e);
	if (rc != RC_OK)
		return (rc);
	buf_took(body, (size_t)got);
	if (take_fds(&m, fds, n) &&
	    (m.msg_flags & (MSG_TRUNC | MSG_CTRUNC)) == 0)
		return (RC_OK);
	while (*n > 0)
		(void)close(fds[--*n]);
	return (bad(e, "a control message is too long"));
}

bool
frame_waiting(const struct frame_in *i)
{
	const unsigned char *p = (const unsigned char *)i->data.p + i->taken;
	size_t have = i->data.n - i->taken;
	uint32_t length;

	if (have < HEAD)
		return (false);
	length = (uint32_t)p[0] | (uint32_t)p[1] << 8 | (uint32_t)p[2] << 16 |
	    (uint32_t)p[3] << 24;
	return (have - HEAD >= length);
}
