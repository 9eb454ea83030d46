/*
 * From an address to a running SFTP subsystem, one step at a time.
 */
#include <errno.h>
#include <openssl/evp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

#include "transport/sftp_session.h"

/* Nothing here is known to be weak, and there is no switch for old servers.
 * Names that this libssh2 does not know are left out when it is asked. */
static const struct {
	int method;
	const char *names;
} preferences[] = {
	{ LIBSSH2_METHOD_KEX,
	    "curve25519-sha256,"
	    "curve25519-sha256@libssh.org,ecdh-sha2-nistp256,"
	    "ecdh-sha2-nistp384,ecdh-sha2-nistp521,"
	    "diffie-hellman-group16-sha512,diffie-hellman-group18-sha512,"
	    "diffie-hellman-group-exchange-sha256,"
	    "diffie-hellman-group14-sha256,ext-info-c,"
	    "kex-strict-c-v00@openssh.com" },
	{ LIBSSH2_METHOD_CRYPT_CS,
	    "aes128-gcm@openssh.com,"
	    "aes256-gcm@openssh.com,aes128-ctr,aes192-ctr,aes256-ctr" },
	{ LIBSSH2_METHOD_CRYPT_SC,
	    "aes128-gcm@openssh.com,"
	    "aes256-gcm@openssh.com,aes128-ctr,aes192-ctr,aes256-ctr" },
	{ LIBSSH2_METHOD_MAC_CS,
	    "hmac-sha2-256-etm@openssh.com,"
	    "hmac-sha2-512-etm@openssh.com,hmac-sha2-256,hmac-sha2-512" },
	{ LIBSSH2_METHOD_MAC_SC,
	    "hmac-sha2-256-etm@openssh.com,"
	    "hmac-sha2-512-etm@openssh.com,hmac-sha2-256,hmac-sha2-512" }
};
#define KEYS_ECDSA \
	"ecdsa-sha2-nistp256,ecdsa-sha2-nistp384," \
	"ecdsa-sha2-nistp521,rsa-sha2-512,rsa-sha2-256"
#define KEYS_ALL "ssh-ed25519," KEYS_ECDSA

static void
renew(struct session *s, enum session_state state)
{
	s->state = state;
	s->deadline = s->step_end = clock_ms() + s->timeout_ms;
}

/* --- addresses ------------------------------------------------------------ */

/* A look-up has no timeout of its own, so it runs beside us; one that never
 * returns cannot be freed and is left behind. */
static int
resolve(const char *host, const char *port, int seconds,
    struct addrinfo **found)
{
	static const struct addrinfo hints = { .ai_socktype = SOCK_STREAM,
		.ai_flags = AI_ADDRCONFIG };
	struct addrinfo numeric = { .ai_socktype = SOCK_STREAM,
		.ai_flags = AI_NUMERICHOST | AI_NUMERICSERV };
	struct timespec limit = { .tv_sec = seconds };
	struct gaicb *ask;
	int rc;

	if (getaddrinfo(host, port, &numeric, found) == 0)
		return (0);
	ask = calloc(1, sizeof(*ask));
	if (ask == NULL)
		die_memory();
	ask->ar_name = host;
	ask->ar_service = port;
	ask->ar_request = &hints;
	rc = getaddrinfo_a(GAI_NOWAIT, &ask, 1, NULL);
	if (rc == 0)
		(void)gai_suspend((const struct gaicb *const *)&ask, 1, &limit);
	if (rc == 0)
		rc = gai_error(ask);
	if (rc == EAI_INPROGRESS && gai_cancel(ask) != EAI_CANCELED)
		return (EAI_INPROGRESS);
	*found = ask->ar_result;
	free(ask);
	return (rc);
}

static void
dial(struct session *s)
{
	int on = 1, fd;

	while (s->address != NULL) {
		fd = socket(s->address->ai_family,
		    SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC,
		    s->address->ai_protocol);
		if (fd < 0) {
			s->address = s->address->ai_next;
			continue;
		}
		(void)setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
		if (connect(fd, s->address->ai_addr, s->address->ai_addrlen) ==
			0 ||
		    errno == EINPROGRESS) {
			s->fd = fd;
			renew(s, SESSION_CONNECT);
			return;
		}
		on = errno;
		(void)close(fd);
		errno = on;
		on = 1;
		s->address = s->address->ai_next;
	}
	session_break(s, "NET-CONNECT", "cannot connect: %s", strerror(errno));
	(void)err_help(&s->err,
	    "check that the server runs and that the "
	    "network lets us reach it");
}

void
connect_start(struct session *s)
{
	char port[8];
	int rc;

	(void)snprintf(port, sizeof(port), "%u", (unsigned)s->ep->port);
	rc = resolve(s->ep->host, port, s->ep->timeout_seconds, &s->addresses);
	if (rc != 0) {
		session_break(s, "NET-RESOLVE",
		    "the host name cannot be looked up: %s", gai_strerror(rc));
		return;
	}
	s->address = s->addresses;
	dial(s);
}

/* --- handshake ------------------------------------------------------------ */

/* Remembers the server's first bytes: its offer of algorithms is in clear
 * and explains a failed handshake better than libssh2 can.  And ends what
 * libssh2 would not: it reads on as long as there is something to read, so an
 * endless greeting or a flood of empty messages would hold it for good. */
static ssize_t
hear(libssh2_socket_t fd, void *p, size_t n, int flags, void **abstract)
{
	struct session *s = *abstract;
	ssize_t r;
	size_t keep;

	if (clock_ms() > s->step_end)
		return (-ETIMEDOUT);
	r = recv(fd, p, n, flags);
	if (r < 0)
		return (-errno);
	keep = SESSION_HEARD - s->heard_n;
	if (keep > (size_t)r)
		keep = (size_t)r;
	memcpy(s->heard + s->heard_n, p, keep);
	s->heard_n += keep;
	return (r);
}

static void
set_hear(LIBSSH2_SESSION *ssh)
{
#if LIBSSH2_VERSION_NUM >= 0x010b01
	(void)libssh2_session_callback_set2(ssh, LIBSSH2_CALLBACK_RECV,
	    (libssh2_cb_generic *)hear);
#else
	ssize_t (*f)(libssh2_socket_t, void *, size_t, int, void **) = hear;
	void *p;

	memcpy(&p, &f, sizeof(p)); /* ISO C has no such conversion */
	(void)libssh2_session_callback_set(ssh, LIBSSH2_CALLBACK_RECV, p);
#endif
}

static bool
known(const char **names, int n, struct slice name)
{
	int i;

	for (i = 0; i < n; i++)
		if (slice_is(name, names[i]))
			return (true);
	return (false);
}

/* libssh2 would drop unknown names itself, but 1.10 does so with a memcpy
 * over overlapping memory. */
static void
prefer(struct session *s, int method, const char *wanted)
{
	struct slice rest = slice_of(wanted), name;
	const char **names = NULL;
	struct buf b;
	bool more;
	int n;

	n = libssh2_session_supported_algs(s->ssh, method, &names);
	buf_init(&b, 4096);
	do {
		more = slice_cut(rest, ',', &name, &rest);
		if (n <= 0 || !known(names, n, name))
			continue;
		if (b.n > 0)
			buf_char(&b, ',');
		buf_add(&b, name);
	} while (more);
	if (n > 0)
		libssh2_free(s->ssh, (void *)(uintptr_t)names);
	if (b.n == 0 || libssh2_session_method_pref(s->ssh, method, b.p) != 0)
		session_ssh_error(s, "choosing algorithms");
	buf_free(&b);
}

static void
handshake_start(struct session *s)
{
	size_t i;

	s->ssh = libssh2_session_init_ex(NULL, NULL, NULL, s);
	if (s->ssh == NULL)
		die_memory();
	libssh2_session_set_blocking(s->ssh, 0);
	set_hear(s->ssh);
	for (i = 0; i < sizeof(preferences) / sizeof(preferences[0]); i++)
		prefer(s, preferences[i].method, preferences[i].names);
	prefer(s, LIBSSH2_METHOD_HOSTKEY,
	    s->key_round == 0 ? KEYS_ALL : KEYS_ECDSA);
	if (s->state != SESSION_BROKEN)
		renew(s, SESSION_HANDSHAKE);
}

/* The server's list of host key algorithms out of its KEXINIT. */
static struct slice
offered_keys(const struct session *s)
{
	struct slice rest = { s->heard, s->heard_n }, line;
	struct wire_reader r;

	/* Lines before its version line are allowed. */
	while (slice_cut(rest, '\n', &line, &rest))
		if (slice_starts(line, SLICE("SSH-")))
			break;
	r = (struct wire_reader){ rest.p, rest.n, rest.p == NULL };
	(void)wire_u32(&r);    /* packet length */
	(void)wire_u8(&r);     /* padding length */
	if (wire_u8(&r) != 20) /* SSH_MSG_KEXINIT */
		return (SLICE_NONE);
	(void)wire_u64(&r); /* cookie */
	(void)wire_u64(&r);
	(void)wire_string(&r); /* key exchange */
	line = wire_string(&r);
	return (r.bad ? SLICE_NONE : line);
}

static bool
only_rsa(struct slice keys)
{
	struct slice one;
	bool more;

	if (keys.n == 0 || libssh2_version(0x010b00) != NULL)
		return (false);
	do {
		more = slice_cut(keys, ',', &one, &keys);
		if (!slice_is(one, "ssh-rsa") &&
		    !slice_starts(one, SLICE("rsa-sha2-")))
			return (false);
	} while (more);
	return (true);
}

static void
handshake_error(struct session *s)
{
	struct slice keys = offered_keys(s);
	char shown[NAME_SHOWN];
	int code = libssh2_session_last_errno(s->ssh);

	if (code != LIBSSH2_ERROR_KEX_FAILURE &&
	    code != LIBSSH2_ERROR_METHOD_NONE) {
		session_ssh_error(s, "SSH handshake");
		return;
	}
	if (only_rsa(keys)) {
		session_break(s, "SSH-ALGORITHM",
		    "the server has only an RSA "
		    "host key (%s), and libssh2 %s cannot do rsa-sha2",
		    name_shown(keys, shown), libssh2_version(0));
		(void)err_help(&s->err,
		    "ask the partner to add an ed25519 or "
		    "ecdsa host key, or build with libssh2 1.11 or newer");
		return;
	}
	session_break(s, "SSH-ALGORITHM",
	    "no common algorithms: the server's host keys are \"%s\"",
	    name_shown(keys, shown));
	(void)err_help(&s->err,
	    "the server needs one each of: ed25519 or "
	    "ecdsa host key; curve25519, ecdh or dh-sha2 key exchange; "
	    "aes-ctr or aes-gcm; hmac-sha2");
}

static void
fingerprint(struct session *s)
{
	const char *hash;
	char *end;

	(void)snprintf(s->fingerprint, sizeof(s->fingerprint), "SHA256:");
	hash = libssh2_hostkey_hash(s->ssh, LIBSSH2_HOSTKEY_HASH_SHA256);
	if (hash == NULL)
		return;
	(void)EVP_EncodeBlock((unsigned char *)s->fingerprint + 7,
	    (const unsigned char *)hash, 32);
	end = strchr(s->fingerprint, '=');
	if (end != NULL)
		*end = '\0';
}

static bool
pinned(const struct session *s)
{
	struct slice pin;
	size_t i;

	for (i = 0; i < s->ep->host_key_count; i++) {
		pin = slice_trim(slice_of(s->ep->host_keys[i]));
		while (pin.n > 0 && pin.p[pin.n - 1] == '=')
			pin.n--;
		if (slice_is(pin, s->fingerprint) && pin.n == 50)
			return (true);
	}
	return (false);
}

static void
host_key_error(struct session *s)
{
	bool two = s->first_fingerprint[0] != '\0' &&
	    strcmp(s->first_fingerprint, s->fingerprint) != 0;

	session_break(s, "SSH-HOSTKEY",
	    "the server shows the host key "
	    "%s%s%s, but %s is expected%s: not connected",
	    two ? s->first_fingerprint : s->fingerprint, two ? " and " : "",
	    two ? s->fingerprint : "", s->ep->host_keys[0],
	    s->ep->host_key_count > 1 ? " (or another of the list)" : "");
	(void)err_help(&s->err,
	    "ask the partner by telephone whether the key "
	    "was changed; if so put the new one into host_keys; if not, "
	    "somebody may be in between");
}

/* The pinned key may be another one of the server's: ask for that too. */
static bool
other_key(struct session *s)
{
	size_t n;
	const char *key;
	int type = LIBSSH2_HOSTKEY_TYPE_UNKNOWN;

	key = libssh2_session_hostkey(s->ssh, &n, &type);
	if (s->key_round != 0 || key == NULL ||
	    type != LIBSSH2_HOSTKEY_TYPE_ED25519)
		return (false);
	(void)snprintf(s->first_fingerprint, sizeof(s->first_fingerprint), "%s",
	    s->fingerprint);
	session_stop(s);
	s->key_round = 1;
	s->state = SESSION_CONNECT;
	connect_start(s);
	return (true);
}

static bool
handshake(struct session *s)
{
	int rc = libssh2_session_handshake(s->ssh, s->fd);

	s->shaking = rc == LIBSSH2_ERROR_EAGAIN;
	if (s->shaking)
		return (false);
	if (rc != 0) {
		if (s->key_round != 0 &&
		    libssh2_session_last_errno(s->ssh) ==
			LIBSSH2_ERROR_KEX_FAILURE)
			host_key_error(s);
		else
			handshake_error(s);
		return (true);
	}
	fingerprint(s);
	if (s->secret == NULL)
		s->state = SESSION_BROKEN; /* that was all we wanted */
	else if (pinned(s))
		renew(s, SESSION_AUTH);
	else if (!other_key(s))
		host_key_error(s);
	return (true);
}

/* --- steps ---------------------------------------------------------------- */

static bool
connected(struct session *s)
{
	struct pollfd p = { .fd = s->fd, .events = POLLOUT };
	int fault = 0;
	socklen_t n = sizeof(fault);

	if (poll(&p, 1, 0) <= 0)
		return (false);
	if (getsockopt(s->fd, SOL_SOCKET, SO_ERROR, &fault, &n) != 0)
		fault = errno;
	if (fault == 0) {
		handshake_start(s);
		return (true);
	}
	(void)close(s->fd);
	s->fd = -1;
	s->address = s->address->ai_next;
	errno = fault;
	dial(s);
	return (true);
}

static bool
channel(struct session *s)
{
	s->channel = libssh2_channel_open_ex(s->ssh, "session", 7,
	    SESSION_WINDOW, WIRE_BLOCK, NULL, 0);
	if (s->channel != NULL) {
		renew(s, SESSION_SUBSYSTEM);
		return (true);
	}
	if (libssh2_session_last_errno(s->ssh) == LIBSSH2_ERROR_EAGAIN)
		return (false);
	session_ssh_error(s, "opening a channel");
	return (true);
}

static bool
subsystem(struct session *s)
{
	int rc = libssh2_channel_subsystem(s->channel, "sftp");
	size_t mark;

	if (rc == LIBSSH2_ERROR_EAGAIN)
		return (false);
	if (rc != 0) {
		session_ssh_error(s, "the server gives us no SFTP");
		return (true);
	}
	/* What a login script prints must not look like SFTP. */
	(void)libssh2_channel_handle_extended_data2(s->channel,
	    LIBSSH2_CHANNEL_EXTENDED_DATA_IGNORE);
	mark = wire_begin(&s->out, WIRE_INIT);
	wire_put_u32(&s->out, 3);
	wire_end(&s->out, mark);
	renew(s, SESSION_VERSION);
	return (true);
}

bool
connect_step(struct session *s)
{
	switch (s->state) {
	case SESSION_CONNECT:
		return (connected(s));
	case SESSION_HANDSHAKE:
		return (handshake(s));
	case SESSION_AUTH:
		if (!auth_step(s))
			return (false);
		if (s->state == SESSION_AUTH)
			renew(s, SESSION_CHANNEL);
		return (true);
	case SESSION_CHANNEL:
		return (channel(s));
	case SESSION_SUBSYSTEM:
		return (subsystem(s));
	case SESSION_OFF:
	case SESSION_WAITING:
	case SESSION_VERSION:
	case SESSION_READY:
	case SESSION_BROKEN:
	default:
		return (false);
	}
}
