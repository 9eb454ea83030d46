/*
 * Proving who we are: a key, a password or an agent.
 */
#include <errno.h>
#include <fcntl.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "transport/sftp_session.h"

#define SECRET_MAX 65536

/* --- secrets from files --------------------------------------------------- */

static enum rc
secret_error(struct err *e, const char *path, const char *what,
    const char *help)
{
	(void)err_set(e, RC_FATAL, "SSH-KEYFILE", "%s: %s", path, what);
	e->exit_code = EXIT_NOPERM;
	return (err_help(e, "%s", help));
}

static enum rc
secret_check(int fd, const char *path, struct err *e)
{
	struct stat st;

	if (fstat(fd, &st) != 0 || !S_ISREG(st.st_mode))
		return (secret_error(e, path, "not a plain file", ""));
	if ((st.st_mode & 077) != 0)
		return (secret_error(e, path, "other users may read it",
		    "chmod 600 it; if it lay open for long, make a new one"));
	if (st.st_uid != geteuid() && st.st_uid != 0)
		return (secret_error(e, path, "it belongs to another user",
		    "chown it to the user that runs ordermill"));
	return (RC_OK);
}

static enum rc
secret_read(const char *path, char **text, size_t *n, struct err *e)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	ssize_t r = 0;
	enum rc rc;

	if (fd < 0)
		return (secret_error(e, path, strerror(errno),
		    "name an existing file in key or password_file"));
	rc = secret_check(fd, path, e);
	*text = rc == RC_OK ? malloc(SECRET_MAX) : NULL;
	if (rc == RC_OK && *text == NULL)
		die_memory();
	for (*n = 0; rc == RC_OK && *n < SECRET_MAX - 1; *n += (size_t)r) {
		r = read(fd, *text + *n, SECRET_MAX - 1 - *n);
		if (r < 0)
			rc = secret_error(e, path, strerror(errno), "");
		if (r <= 0)
			break;
	}
	if (rc == RC_OK)
		(*text)[*n] = '\0';
	(void)close(fd);
	return (rc);
}

/* Does the OpenSSH key file name this word in its clear part? */
static bool
openssh_has(const char *text, const char *word)
{
	char base64[400];
	unsigned char blob[sizeof(base64)];
	const char *p = strstr(text, "KEY-----");
	size_t n = 0;
	int size;

	for (p = p == NULL ? "" : p + 8;
	     *p != '\0' && *p != '-' && n < sizeof(base64) - 4; p++)
		if (*p != '\n' && *p != '\r' && *p != ' ')
			base64[n++] = *p;
	size = EVP_DecodeBlock(blob, (unsigned char *)base64, (int)(n - n % 4));
	return (
	    size > 0 && memmem(blob, (size_t)size, word, strlen(word)) != NULL);
}

static int
no_passphrase(char *out, int size, int writing, void *ctx)
{
	(void)out;
	(void)size;
	(void)writing;
	*(bool *)ctx = true;
	return (-1);
}

static enum rc
key_check(const char *path, const struct secret *secret, struct err *e)
{
	bool locked = false, rsa = false;
	EVP_PKEY *key;
	BIO *bio;

	if (strstr(secret->key, "BEGIN OPENSSH PRIVATE KEY") != NULL) {
		locked = openssh_has(secret->key, "bcrypt");
		rsa = openssh_has(secret->key, "ssh-rsa");
	} else {
		bio = BIO_new_mem_buf(secret->key, (int)secret->key_n);
		if (bio == NULL)
			die_memory();
		key = PEM_read_bio_PrivateKey(bio, NULL, no_passphrase,
		    &locked);
		rsa = key != NULL && EVP_PKEY_base_id(key) == EVP_PKEY_RSA;
		EVP_PKEY_free(key);
		(void)BIO_free(bio);
		if (key == NULL && !locked)
			return (secret_error(e, path, "not a private key",
			    "make one: ssh-keygen -t ed25519 -N '' -f FILE"));
	}
	if (locked)
		return (secret_error(e, path,
		    "it has a passphrase, and at night nobody can type it",
		    "use a key without one (mode 600), or agent"));
	if (rsa && libssh2_version(0x010b00) == NULL) {
		(void)secret_error(e, path,
		    "an RSA key, and libssh2 1.10 "
		    "cannot do rsa-sha2, the only RSA that servers still take",
		    "use an ed25519 or ecdsa key: ssh-keygen -t ed25519, or "
		    "build with libssh2 1.11 or newer");
		e->exit_code = EXIT_CONFIG;
		return (RC_FATAL);
	}
	return (RC_OK);
}

enum rc
secret_load(const struct endpoint *ep, struct secret *secret, struct err *e)
{
	enum rc rc;
	size_t n;

	*secret = (struct secret){ .agent = ep->agent };
	if ((ep->key_file != NULL) + (ep->password_file != NULL) +
		(ep->agent ? 1 : 0) !=
	    1) {
		(void)err_set(e, RC_FATAL, "SSH-NOKEY",
		    "%s: there must be one of key, password_file and agent",
		    ep->host);
		e->exit_code = EXIT_CONFIG;
		return (RC_FATAL);
	}
	if (ep->key_file != NULL) {
		rc = secret_read(ep->key_file, &secret->key, &secret->key_n, e);
		if (rc == RC_OK)
			rc = key_check(ep->key_file, secret, e);
	} else if (ep->password_file != NULL) {
		rc = secret_read(ep->password_file, &secret->password, &n, e);
		if (rc == RC_OK)
			secret->password[strcspn(secret->password, "\r\n")] =
			    '\0';
		if (rc == RC_OK && secret->password[0] == '\0')
			rc = secret_error(e, ep->password_file,
			    "its first line is empty", "");
	} else
		rc = RC_OK;
	if (rc != RC_OK)
		secret_free(secret);
	return (rc);
}

void
secret_free(struct secret *secret)
{
	if (secret->key != NULL)
		explicit_bzero(secret->key, SECRET_MAX);
	if (secret->password != NULL)
		explicit_bzero(secret->password, SECRET_MAX);
	free(secret->key);
	free(secret->password);
	*secret = (struct secret){ .key = NULL };
}

/* --- logging in ----------------------------------------------------------- */

static void
auth_refused(struct session *s, const char *what)
{
	char methods[NAME_SHOWN];

	session_break(s, "SSH-AUTH",
	    "the server does not let \"%s\" in with %s%s%s", s->ep->user, what,
	    s->methods != NULL ? "; it would take: " : "",
	    s->methods != NULL ? name_shown(slice_of(s->methods), methods) :
				 "");
	(void)err_help(&s->err,
	    "check the user name, and whether the partner "
	    "has installed our current public key or password");
}

/* false: wait; true: success, or the session is broken. */
static bool
auth_result(struct session *s, int rc, const char *what)
{
	if (rc == LIBSSH2_ERROR_EAGAIN)
		return (false);
	if (rc == LIBSSH2_ERROR_AUTHENTICATION_FAILED ||
	    rc == LIBSSH2_ERROR_PUBLICKEY_UNVERIFIED ||
	    rc == LIBSSH2_ERROR_PASSWORD_EXPIRED)
		auth_refused(s, what);
	else if (rc == LIBSSH2_ERROR_FILE) {
		(void)secret_error(&s->err, s->ep->key_file,
		    "libssh2 cannot use this key",
		    "use an ed25519 or ecdsa key");
		s->state = SESSION_BROKEN;
	} else if (rc != 0)
		session_ssh_error(s, "logging in");
	return (true);
}

static bool
auth_agent(struct session *s)
{
	int rc;

	if (s->agent == NULL) {
		s->agent = libssh2_agent_init(s->ssh);
		if (s->agent == NULL)
			die_memory();
		if (libssh2_agent_connect(s->agent) != 0 ||
		    libssh2_agent_list_identities(s->agent) != 0) {
			session_break(s, "SSH-AUTH", "no agent answers");
			(void)err_help(&s->err,
			    "start ssh-agent and set SSH_AUTH_SOCK, or use "
			    "key");
			return (true);
		}
	}
	for (;;) {
		if (s->auth_stage == 1) {
			if (libssh2_agent_get_identity(s->agent, &s->identity,
				s->identity) != 0) {
				auth_refused(s, "any key of the agent");
				return (true);
			}
			s->auth_stage = 2;
		}
		rc = libssh2_agent_userauth(s->agent, s->ep->user, s->identity);
		if (rc == LIBSSH2_ERROR_EAGAIN)
			return (false);
		if (rc == 0)
			return (true);
		if (rc == LIBSSH2_ERROR_SOCKET_DISCONNECT) {
			session_ssh_error(s, "logging in");
			return (true);
		}
		s->auth_stage = 1;
	}
}

/* Every prompt gets the password: that is what such servers ask for. */
static void
answer_prompts(const char *name, int name_n, const char *text, int text_n,
    int n, const LIBSSH2_USERAUTH_KBDINT_PROMPT *prompts,
    LIBSSH2_USERAUTH_KBDINT_RESPONSE *answers, void **abstract)
{
	const struct session *s = *abstract;
	int i;

	(void)name;
	(void)name_n;
	(void)text;
	(void)text_n;
	(void)prompts;
	for (i = 0; i < n; i++) {
		answers[i].text = strdup(s->secret->password);
		if (answers[i].text == NULL)
			die_memory();
		answers[i].length = (unsigned)strlen(s->secret->password);
	}
}

static bool
auth_password(struct session *s)
{
	const char *user = s->ep->user;

	if (s->methods != NULL && strstr(s->methods, "password") != NULL)
		return (auth_result(s,
		    libssh2_userauth_password_ex(s->ssh, user,
			(unsigned)strlen(user), s->secret->password,
			(unsigned)strlen(s->secret->password), NULL),
		    "this password"));
	if (s->methods != NULL &&
	    strstr(s->methods, "keyboard-interactive") != NULL)
		return (auth_result(s,
		    libssh2_userauth_keyboard_interactive_ex(s->ssh, user,
			(unsigned)strlen(user), answer_prompts),
		    "this password"));
	auth_refused(s, "a password");
	return (true);
}

bool
auth_step(struct session *s)
{
	const char *user = s->ep->user;

	if (s->auth_stage == 0) {
		s->methods = libssh2_userauth_list(s->ssh, user,
		    (unsigned)strlen(user));
		if (s->methods == NULL) {
			if (libssh2_userauth_authenticated(s->ssh) != 0)
				return (true);
			if (libssh2_session_last_errno(s->ssh) ==
			    LIBSSH2_ERROR_EAGAIN)
				return (false);
			session_ssh_error(s, "logging in");
			return (true);
		}
		s->auth_stage = 1;
	}
	if (s->secret->agent)
		return (auth_agent(s));
	if (s->secret->password != NULL)
		return (auth_password(s));
	return (auth_result(s,
	    libssh2_userauth_publickey_frommemory(s->ssh, user, strlen(user),
		NULL, 0, s->secret->key, s->secret->key_n, NULL),
	    "this key"));
}
