/*
 * Bytes in, bytes out, and which reply belongs to which request.
 */
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "transport/sftp_request.h"

#define OUT_MAX (4u << 20)
#define IN_MAX (WIRE_MAX + 4)
#define SFTP_VERSION 3

int64_t
clock_ms(void)
{
	struct timespec t;

	(void)clock_gettime(CLOCK_MONOTONIC, &t);
	return ((int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000);
}

void
session_init(struct session *s, const struct endpoint *ep,
    const struct secret *secret)
{
	memset(s, 0, sizeof(*s));
	s->ep = ep;
	s->secret = secret;
	s->fd = -1;
	s->timeout_ms = (int64_t)ep->timeout_seconds * 1000;
	buf_init(&s->out, OUT_MAX);
	buf_init(&s->path[0], WIRE_BLOCK);
	buf_init(&s->path[1], WIRE_BLOCK);
	s->in = malloc(IN_MAX);
	if (s->in == NULL)
		die_memory();
}

void
session_start(struct session *s)
{
	session_stop(s);
	s->state = SESSION_CONNECT;
	s->was_ready = false;
	s->key_round = 0;
	s->first_fingerprint[0] = '\0';
	err_clear(&s->err);
	connect_start(s);
}

/* A dead peer must not be able to hold us: the socket is shut first, so that
 * whatever libssh2 still wants to say fails at once. */
void
session_stop(struct session *s)
{
	int tries;

	if (s->ssh != NULL && s->state == SESSION_READY)
		(void)libssh2_session_disconnect(s->ssh, "done");
	if (s->fd >= 0)
		(void)shutdown(s->fd, SHUT_RDWR);
	if (s->agent != NULL) {
		(void)libssh2_agent_disconnect(s->agent);
		libssh2_agent_free(s->agent);
	}
	/* Half a key exchange is only given back by its own failure. */
	s->step_end = 0;
	if (s->shaking)
		(void)libssh2_session_handshake(s->ssh, s->fd);
	s->shaking = false;
	for (tries = 0; s->ssh != NULL && tries < 100; tries++)
		if (libssh2_session_free(s->ssh) != LIBSSH2_ERROR_EAGAIN)
			s->ssh = NULL;
	if (s->fd >= 0)
		(void)close(s->fd);
	if (s->addresses != NULL)
		freeaddrinfo(s->addresses);
	s->addresses = s->address = NULL;
	s->ssh = NULL;
	s->channel = NULL;
	s->agent = NULL;
	s->identity = NULL;
	s->methods = NULL;
	s->fd = -1;
	s->state = SESSION_OFF;
	s->auth_stage = 0;
	s->heard_n = s->in_n = s->out_done = s->stage_n = s->stage_done = 0;
	s->outstanding = 0;
	s->has_fsync = false;
	s->max_handles = 0;
	memset(s->requests, 0, sizeof(s->requests));
	buf_reset(&s->out);
}

void
session_free(struct session *s)
{
	session_stop(s);
	buf_free(&s->out);
	buf_free(&s->path[0]);
	buf_free(&s->path[1]);
	free(s->in);
	s->in = NULL;
}

const char *
session_peer(const struct session *s, char out[NAME_SHOWN])
{
	(void)snprintf(out, NAME_SHOWN, "%s:%u", s->ep->host,
	    (unsigned)s->ep->port);
	return (out);
}

void
session_break(struct session *s, const char *code, const char *fmt, ...)
{
	char text[ERR_TEXT_MAX / 2], peer[NAME_SHOWN];
	va_list ap;

	if (s->state == SESSION_BROKEN)
		return;
	va_start(ap, fmt);
	(void)vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	(void)err_peer(&s->err, code, "%s: %s", session_peer(s, peer), text);
	s->state = SESSION_BROKEN;
}

void
session_protocol(struct session *s, const char *what)
{
	session_break(s, "NET-PROTOCOL",
	    "the server broke the SFTP protocol: %s", what);
}

bool
session_hopeless(const struct session *s)
{
	return (s->err.rc == RC_FATAL || strncmp(s->err.code, "SSH-", 4) == 0);
}

static void
session_late(struct session *s)
{
	session_break(s, "NET-TIMEOUT", "no answer for %d seconds",
	    s->ep->timeout_seconds);
}

void
session_ssh_error(struct session *s, const char *doing)
{
	char *message = NULL, shown[NAME_SHOWN];
	int n = 0, code;

	if (clock_ms() > s->step_end) {
		session_late(s);
		return;
	}
	code = libssh2_session_last_error(s->ssh, &message, &n, 0);
	session_break(s,
	    code == LIBSSH2_ERROR_SOCKET_DISCONNECT ||
		    code == LIBSSH2_ERROR_SOCKET_RECV ?
		"NET-CLOSED" :
		"NET-SSH",
	    "%s: %s (libssh2 %d)", doing,
	    name_shown((struct slice){ message,
			   message == NULL || n < 0 ? 0 : (size_t)n },
		shown),
	    code);
}

/* --- waiting -------------------------------------------------------------- */

static bool
due(const struct session *s)
{
	return (s->state != SESSION_OFF && s->state != SESSION_WAITING &&
	    s->state != SESSION_BROKEN &&
	    (s->state != SESSION_READY || s->outstanding > 0));
}

int64_t
session_wait(const struct session *s, int64_t now)
{
	int64_t until = s->state == SESSION_WAITING ? s->wake : s->deadline;

	if (s->state != SESSION_WAITING && !due(s))
		return (INT32_MAX);
	return (until > now ? until - now : 0);
}

void
session_poll(const struct session *s, struct pollfd *p)
{
	int want;

	*p = (struct pollfd){ .fd = s->fd, .events = POLLIN };
	if (s->state == SESSION_CONNECT)
		p->events = POLLOUT;
	if (s->ssh == NULL)
		return;
	want = libssh2_session_block_directions(s->ssh);
	if ((want & LIBSSH2_SESSION_BLOCK_OUTBOUND) != 0)
		p->events |= POLLOUT;
}

/* --- bytes ---------------------------------------------------------------- */

/* After EAGAIN libssh2 wants the same bytes again: so they are staged. */
static bool
pump_out(struct session *s)
{
	size_t n;
	ssize_t r;
	bool moved = false;

	for (;;) {
		if (s->stage_done == s->stage_n) {
			n = s->out.n - s->out_done;
			if (n > sizeof(s->stage))
				n = sizeof(s->stage);
			if (n == 0)
				return (moved);
			memcpy(s->stage, s->out.p + s->out_done, n);
			s->stage_n = n;
			s->stage_done = 0;
			s->out_done += n;
			if (s->out_done == s->out.n) {
				buf_reset(&s->out);
				s->out_done = 0;
			}
		}
		r = libssh2_channel_write(s->channel, s->stage + s->stage_done,
		    s->stage_n - s->stage_done);
		if (r == LIBSSH2_ERROR_EAGAIN || r == 0)
			return (moved);
		if (r < 0) {
			session_ssh_error(s, "sending");
			return (true);
		}
		s->stage_done += (size_t)r;
		moved = true;
	}
}

static void
version_packet(struct session *s, struct slice packet)
{
	struct wire_reader r = { packet.p, packet.n, false };
	uint8_t type = wire_u8(&r);
	uint32_t version = wire_u32(&r);
	struct slice name, value;
	bool limits = false;

	if (r.bad || type != WIRE_VERSION || version < SFTP_VERSION) {
		session_protocol(s, "no version 3 in its greeting");
		return;
	}
	while (r.n > 0 && !r.bad) {
		name = wire_string(&r);
		value = wire_string(&r);
		if (slice_is(name, "fsync@openssh.com"))
			s->has_fsync = true;
		if (slice_is(name, "limits@openssh.com"))
			limits = slice_is(value, "1");
	}
	s->state = SESSION_READY;
	s->was_ready = true;
	if (limits)
		request_path(s, NULL, 0, WIRE_EXTENDED,
		    SLICE("limits@openssh.com"));
}

static void
limits_reply(struct session *s, const struct reply *reply)
{
	struct wire_reader r = reply->rest;

	if (reply->type != WIRE_EXTENDED_REPLY)
		return;
	(void)wire_u64(&r);
	(void)wire_u64(&r);
	(void)wire_u64(&r);
	s->max_handles = wire_u64(&r);
}

static void
packet_in(struct session *s, struct slice packet)
{
	struct request *q, copy;
	struct reply r;

	if (s->state == SESSION_VERSION) {
		version_packet(s, packet);
		return;
	}
	if (!wire_reply(packet, &r)) {
		session_protocol(s, "a malformed packet");
		return;
	}
	q = &s->requests[r.id % SESSION_REQUESTS];
	if (!q->busy || q->id != r.id) {
		session_protocol(s, "an answer to no question");
		return;
	}
	copy = *q;
	q->busy = false;
	s->outstanding--;
	s->deadline = clock_ms() + s->timeout_ms;
	if (copy.job == NULL)
		limits_reply(s, &r);
	else
		job_reply(copy.job, &copy, &r);
}

/* Whole packets out of the buffer; the rest moves to its front. */
static void
packets_in(struct session *s)
{
	struct wire_reader r;
	size_t at = 0;
	uint32_t n;

	while (s->in_n - at >= 4 && s->state != SESSION_BROKEN) {
		r = (struct wire_reader){ s->in + at, 4, false };
		n = wire_u32(&r);
		if (n < 5 || n > WIRE_MAX) {
			session_protocol(s, "a packet of impossible length");
			return;
		}
		if (s->in_n - at - 4 < n)
			break;
		packet_in(s, (struct slice){ s->in + at + 4, n });
		at += 4 + (size_t)n;
	}
	memmove(s->in, s->in + at, s->in_n - at);
	s->in_n -= at;
}

static bool
pump_in(struct session *s)
{
	bool moved = false;
	ssize_t r;

	while (s->state == SESSION_READY || s->state == SESSION_VERSION) {
		r = libssh2_channel_read(s->channel, s->in + s->in_n,
		    IN_MAX - s->in_n);
		if (r == LIBSSH2_ERROR_EAGAIN)
			return (moved);
		if (r < 0) {
			session_ssh_error(s, "receiving");
			return (true);
		}
		if (r == 0) {
			if (libssh2_channel_eof(s->channel) != 0)
				session_break(s, "NET-CLOSED",
				    "the server ended the SFTP session");
			return (moved);
		}
		s->in_n += (size_t)r;
		moved = true;
		packets_in(s);
	}
	return (moved);
}

bool
session_step(struct session *s)
{
	bool moved = false, more;

	if (s->state == SESSION_OFF || s->state == SESSION_WAITING ||
	    s->state == SESSION_BROKEN)
		return (false);
	/* From now, not the deadline: what came while the caller was busy
	 * elsewhere is in time. */
	s->step_end = clock_ms() + s->timeout_ms;
	do {
		if (s->state < SESSION_VERSION)
			more = connect_step(s);
		else {
			more = s->state < SESSION_BROKEN && pump_in(s);
			if (s->state < SESSION_BROKEN && pump_out(s))
				more = true;
		}
		moved = moved || more;
	} while (more);
	if (due(s) && clock_ms() > s->deadline)
		session_late(s);
	return (moved);
}
