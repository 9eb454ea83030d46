/*
 * sftp_session -- one SSH connection with its SFTP subsystem, never blocking.
 *
 * session_start begins to connect; session_step does whatever is possible
 * now; poll(2) with session_poll's descriptor and session_wait's time says
 * when to call it again.  A fault of any kind leaves state BROKEN with the
 * reason in err; session_stop then frees the connection without waiting for
 * the peer.  Once READY, requests are added (sftp_request.h), and each reply
 * goes to its job by job_reply.
 *
 * Time without a valid reply while one is due is bounded by the endpoint's
 * timeout_seconds, and so is each step of logging in.
 */
#ifndef TRANSPORT_SFTP_SESSION_H
#define TRANSPORT_SFTP_SESSION_H

#include <libssh2.h>
#include <netdb.h>
#include <poll.h>

#include "transport/internal.h"
#include "transport/sftp_wire.h"

#define SESSION_REQUESTS 1024 /* on their way at once; a power of two */
#define SESSION_READS 256     /* of these READs, to fit the window */
#define SESSION_WINDOW (SESSION_READS * (WIRE_BLOCK + 64))
#define SESSION_HEARD 4096
#define HANDLE_MAX 256

/* clang-format off */
enum session_state {
	SESSION_OFF, SESSION_WAITING, SESSION_CONNECT, SESSION_HANDSHAKE,
	SESSION_AUTH, SESSION_CHANNEL, SESSION_SUBSYSTEM, SESSION_VERSION,
	SESSION_READY, SESSION_BROKEN
};
/* clang-format on */

struct job; /* what a request is for; see sftp.h */
struct request {
	bool busy;
	uint8_t kind; /* the job's own */
	uint32_t id, length;
	uint64_t offset;
	struct job *job;
};

struct secret { /* what proves who we are */
	char *key, *password;
	size_t key_n;
	bool agent;
};

struct session {
	const struct endpoint *ep;
	const struct secret *secret; /* NULL: only look at the host key */
	enum session_state state;
	struct err err;
	bool was_ready; /* since session_start */
	bool given_up;  /* these two are kept by sftp.c */
	unsigned failures;
	int64_t deadline, wake; /* ms of the monotonic clock */
	int64_t step_end;       /* libssh2 may read no longer */
	int64_t timeout_ms;

	int fd;
	struct addrinfo *addresses, *address;
	LIBSSH2_SESSION *ssh;
	LIBSSH2_CHANNEL *channel;
	LIBSSH2_AGENT *agent;
	struct libssh2_agent_publickey *identity;
	char *methods; /* what the server lets log in with */
	int auth_stage, key_round;
	bool shaking; /* in the middle of a handshake */
	char fingerprint[64], first_fingerprint[64];
	char heard[SESSION_HEARD]; /* the server's first bytes */
	size_t heard_n;

	struct buf out;
	size_t out_done;
	char stage[WIRE_BLOCK]; /* must not change until it is sent */
	size_t stage_n, stage_done;
	char *in;
	size_t in_n;
	struct request requests[SESSION_REQUESTS];
	uint32_t next_id;
	unsigned outstanding, active; /* requests, jobs */
	bool has_fsync;
	uint64_t max_handles; /* 0: the server does not say */
	struct buf path[2];
};

int64_t clock_ms(void);
void session_init(struct session *s, const struct endpoint *ep,
    const struct secret *secret);
void session_start(struct session *s);
bool session_step(struct session *s); /* true: something moved */
void session_stop(struct session *s);
void session_free(struct session *s);
void session_poll(const struct session *s, struct pollfd *p);
int64_t session_wait(const struct session *s, int64_t now); /* ms */
void session_break(struct session *s, const char *code, const char *fmt, ...)
    PRINTF_LIKE(3, 4);
/* The peer broke the protocol. */
void session_protocol(struct session *s, const char *what);
/* Only errors of the network are worth another connection. */
bool session_hopeless(const struct session *s);

/* --- sftp_connect.c, sftp_auth.c: steps to READY -------------------------- */

void connect_start(struct session *s);
bool connect_step(struct session *s); /* true: the state changed */
bool auth_step(struct session *s);
enum rc secret_load(const struct endpoint *ep, struct secret *secret,
    struct err *e) MUST_CHECK;
void secret_free(struct secret *secret);
void session_ssh_error(struct session *s, const char *doing);
const char *session_peer(const struct session *s, char out[NAME_SHOWN]);

#endif
