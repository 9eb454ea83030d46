/* create -- a new mill out of the example that is compiled in. */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <sys/random.h>
#include <unistd.h>
#include "base/embedded.h"
#include "base/file.h"
#include "config/config.h"

#define KEY_BYTES 32
#define EXIT_USAGE 64

static const char root[] = "config/example/";
static const char last_file[] = "ordermill.conf";

static const char *const folders[] = {
	"calendars",
	"exchange",
	"keys",
	"master",
	"partners",
	"try",
	"var",
	"var/files",
	"var/packs",
	"var/report",
	"exchange/acme",
	"exchange/acme/orders",
	"exchange/acme/answers",
	"exchange/bank",
	"exchange/bank/statements",
	"exchange/bank/collections",
	"exchange/kiosk",
	"exchange/kiosk/orders",
	"exchange/kiosk/answers",
	"exchange/nordlys",
	"exchange/nordlys/orders",
	"exchange/nordlys/answers",
	"exchange/venlo",
	"exchange/venlo/shipped",
	"exchange/venlo/work",
};

/* A descriptor of its own, because reading moves the offset. */
static enum rc
check_empty(int dir, struct err *e)
{
	const int fd = openat(dir, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	DIR *d = fd >= 0 ? fdopendir(fd) : NULL;
	const struct dirent *entry;
	enum rc rc = RC_OK;

	if (d == NULL) {
		rc = err_sys(e, "IO-OPEN", "cannot list the directory");
		if (fd >= 0)
			(void)close(fd);
		return (rc);
	}
	while (rc == RC_OK && (entry = readdir(d)) != NULL) {
		if (strcmp(entry->d_name, ".") == 0 ||
		    strcmp(entry->d_name, "..") == 0)
			continue;
		rc = err_set(e, RC_REJECT, "INIT-FULL",
		    "the directory is not empty: it holds %.200s",
		    entry->d_name);
		e->exit_code = EXIT_USAGE;
		(void)err_help(e,
		    "a new mill needs an empty directory, or "
		    "the name of one that does not exist");
	}
	(void)closedir(d);
	return (rc);
}

static enum rc
make_key(int dir, struct err *e)
{
	unsigned char key[KEY_BYTES];
	struct buf text;
	ssize_t n;
	enum rc rc;

	do
		n = getrandom(key, sizeof(key), 0);
	while (n < 0 && errno == EINTR);
	if (n != (ssize_t)sizeof(key))
		return (err_sys(e, "INIT-RANDOM", "no random bytes"));
	buf_init(&text, 2 * KEY_BYTES + 1);
	buf_hex(&text, key, sizeof(key));
	buf_char(&text, '\n');
	rc = file_put(dir, "keys/mill.hmac", buf_slice(&text), 0600, e);
	explicit_bzero(key, sizeof(key));
	explicit_bzero(text.p, text.n);
	buf_free(&text);
	return (rc);
}

/* All example files but the one that makes a mill of a directory, or that. */
static enum rc
put_files(int dir, bool last, struct err *e)
{
	enum rc rc = RC_OK;

	for (const struct embedded *x = embedded_example;
	     rc == RC_OK && x->path != NULL; x++) {
		const char *name = x->path + sizeof(root) - 1;

		INVARIANT(strncmp(x->path, root, sizeof(root) - 1) == 0);
		if ((strcmp(name, last_file) == 0) == last)
			rc = file_put(dir, name, slice_of(x->text), 0644, e);
	}
	return (rc);
}

enum rc
config_create(int dir, struct err *e)
{
	enum rc rc = check_empty(dir, e);

	for (size_t i = 0;
	     rc == RC_OK && i < sizeof(folders) / sizeof(*folders); i++)
		rc = dir_make(dir, folders[i], e);
	if (rc == RC_OK)
		rc = make_key(dir, e);
	if (rc == RC_OK)
		rc = put_files(dir, false, e);
	if (rc == RC_OK)
		rc = put_files(dir, true, e);
	return (rc);
}
