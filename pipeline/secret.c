#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/digit.h"
#include "pipeline/secret.h"

_Static_assert(sizeof(struct cxml_expected) * 2 + 1 == SECRET_TEXT,
    "key and hash fit");

static enum rc
unusable(const struct partner *p, const char *what, struct err *e)
{
	(void)err_set(e, RC_FATAL, "SECRET-FILE",
	    SL_FMT ": shared_secret_file " SL_FMT ": %s", SL_ARG(p->id),
	    SL_ARG(p->shared_secret_file), what);
	e->exit_code = 77; /* no permission */
	return (err_help(e,
	    "its first line is the secret; chmod 600 it, and let it belong to "
	    "the user that runs ordermill"));
}

/* Its first line. */
static enum rc
read_secret(const struct partner *p, int fd, char line[CXML_SECRET_MAX + 2],
    struct err *e)
{
	struct stat st;
	ssize_t n;

	if (fstat(fd, &st) != 0 || !S_ISREG(st.st_mode))
		return (unusable(p, "is not a plain file", e));
	if ((st.st_mode & 077) != 0)
		return (unusable(p, "other users may read it", e));
	n = read(fd, line, CXML_SECRET_MAX + 1);
	if (n < 0)
		return (unusable(p, strerror(errno), e));
	line[n] = '\0';
	line[strcspn(line, "\r\n")] = '\0';
	if (line[0] == '\0' || strlen(line) > CXML_SECRET_MAX)
		return (unusable(p, "its first line is empty or too long", e));
	return (RC_OK);
}

static void
to_hex(const struct cxml_expected *x, char text[SECRET_TEXT])
{
	const uint8_t *b = (const uint8_t *)x;

	for (size_t i = 0; i < sizeof(*x); i++)
		(void)snprintf(text + 2 * i, 3, "%02x", b[i]);
}

enum rc
secret_expect(const char *mill, const struct partner *p, char text[SECRET_TEXT],
    struct err *e)
{
	struct cxml_expected x;
	char path[4096], line[CXML_SECRET_MAX + 2];
	enum rc rc;
	int fd;

	text[0] = '\0';
	if (p->shared_secret_file.n == 0)
		return (RC_OK);
	(void)snprintf(path, sizeof(path), "%s/" SL_FMT, mill,
	    SL_ARG(p->shared_secret_file));
	fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOFOLLOW);
	if (fd < 0)
		return (unusable(p, strerror(errno), e));
	rc = read_secret(p, fd, line, e);
	(void)close(fd);
	if (rc == RC_OK &&
	    getrandom(x.key, sizeof(x.key), 0) != (ssize_t)sizeof(x.key))
		rc = err_sys(e, "SECRET-FILE", "getrandom");
	if (rc == RC_OK) {
		cxml_secret_hash(&x, slice_trim(slice_of(line)));
		to_hex(&x, text);
	}
	explicit_bzero(line, sizeof(line));
	return (rc);
}

bool
secret_expected(struct slice text, struct cxml_expected *x)
{
	return (hex_bytes(text, (uint8_t *)x, sizeof(*x)));
}

const char *
secret_word(const struct partner *p, enum cxml_secret verdict)
{
	if (p->shared_secret_file.n == 0)
		return ("");
	switch (verdict) {
	case CXML_SECRET_RIGHT:
		return ("right");
	case CXML_SECRET_WRONG:
		return ("wrong");
	case CXML_SECRET_NONE:
		break;
	}
	return ("none");
}
