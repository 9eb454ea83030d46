/*
 * A hand on the transport for the tests that drive a real server.
 *
 *	test_transport_cli [OPTION=VALUE]... URL COMMAND [ARGUMENT]...
 *
 * Options: key, password_file, agent, pin (many), timeout, retries, sessions,
 * in_flight, max_file, pause (milliseconds after each finished file), flip
 * (what is fetched is written with every bit turned, by the filter).
 * Commands: list DIR | stat DIR NAME | get DIR SPOOL [FILTER] | put DIR LOCAL
 * | clear DIR [TODIR] | hostkey.  get prints "done NUMBER NAME" or "OUTCOME
 * CODE NAME TEXT" for each file; clear takes "NAME SIZE MTIME" lines from
 * stdin.  A batch that fails ends with "error CODE EXIT TEXT HELP" and status
 * 1.  Without arguments it is a unit test that checks the parsing of URLs.
 */
#include <dirent.h>
#include <fcntl.h>
#include <inttypes.h>
#include <signal.h>
#include <sys/stat.h>
#include <time.h>

#include "base/file.h"
#include "transport/transport.h"
#include "tests/unit/unit.h"

static const char *const outcomes[] = { "done", "gone", "changed", "large",
	"exists", "refused", "failed" };

struct hand {
	struct arena a;
	struct endpoint ep;
	const char *pins[8];
	struct transport *t;
	struct remote_file *files;
	struct upload *uploads;
	uint64_t first, bytes;
	uint64_t *flipped; /* bytes of each file that the filter saw */
	bool flip;
	long pause_ms;
};

static void
print_name(struct slice name)
{
	struct buf b;

	buf_init(&b, 65536);
	buf_json(&b, name);
	printf("%s", b.p);
	buf_free(&b);
}

static void
on_done(void *ctx, size_t i, enum outcome o, int fd, const struct err *e)
{
	struct hand *h = ctx;
	struct timespec nap = { h->pause_ms / 1000,
		h->pause_ms % 1000 * 1000000 };

	printf("%s\t%s\t", outcomes[o], e->code[0] != '\0' ? e->code : "-");
	print_name(h->files != NULL ? h->files[i].name : h->uploads[i].name);
	printf("\t%" PRIu64 "\t%s\n", h->first + i, e->text);
	(void)fflush(stdout);
	if (fd >= 0)
		(void)close(fd);
	if (h->pause_ms > 0)
		(void)nanosleep(&nap, NULL);
}

static void
on_bytes(void *ctx, uint64_t n)
{
	((struct hand *)ctx)->bytes += n;
}

/* Every byte once and in its order, or the test dies. */
static size_t
on_pass(void *ctx, size_t i, uint64_t offset, char *p, size_t n, bool last)
{
	struct hand *h = ctx;
	const size_t again = last || n < 100 ? 0 : 1 + n % 99;

	if (offset == 0)
		h->flipped[i] = 0;
	INVARIANT(offset == h->flipped[i]);
	h->flipped[i] += n - again;
	for (size_t k = 0; k < n - again; k++)
		p[k] = (char)~p[k];
	return (n - again);
}

static bool
list_files(struct hand *h, const char *dir, struct list *l, struct err *e)
{
	return (transport_list(h->t, dir, &h->a, l, e) == RC_OK);
}

static enum rc
do_list(struct hand *h, const char *dir, struct err *e)
{
	struct remote_file *f;
	struct list l;
	size_t i;

	if (!list_files(h, dir, &l, e))
		return (e->rc);
	for (i = 0; i < l.n; i++) {
		f = LIST_AT(&l, struct remote_file, i);
		print_name(f->name);
		printf("\t%" PRIu64 "\t%" PRId64 "\t%s\t%s\n", f->size,
		    f->mtime, f->regular ? "file" : "other",
		    f->usable ? "usable" : "unusable");
	}
	return (RC_OK);
}

static enum rc
do_get(struct hand *h, const char *dir, const char *spool, const char *filter,
    struct err *e)
{
	struct transport_watch w = { on_done, on_bytes, h };
	struct remote_file *f;
	struct list l;
	size_t i, n = 0;
	int fd = open(spool, O_RDONLY | O_DIRECTORY);
	enum rc rc;

	if (!list_files(h, dir, &l, e))
		return (e->rc);
	h->files = arena_array(&h->a, l.n + 1, sizeof(*h->files));
	for (i = 0; i < l.n; i++) {
		f = LIST_AT(&l, struct remote_file, i);
		if (filter != NULL ? slice_glob(slice_of(filter), f->name) :
				     f->regular)
			h->files[n++] = *f;
	}
	h->first = 1;
	/* The test changes the directory when it sees this. */
	fprintf(stderr, "listed %zu\n", n);
	if (getenv("HAND_WAIT") != NULL)
		(void)getchar();
	h->flipped = arena_array(&h->a, n + 1, sizeof(*h->flipped));
	if (h->flip)
		transport_filter(h->t, on_pass, h);
	rc = transport_get(h->t, dir, fd, h->first, h->files, n, &w, e);
	(void)close(fd);
	return (rc);
}

static enum rc
do_put(struct hand *h, const char *dir, const char *local, struct err *e)
{
	struct transport_watch w = { on_done, on_bytes, h };
	struct dirent **names;
	struct mapping *m;
	int n, i, fd = open(local, O_RDONLY | O_DIRECTORY);
	size_t k = 0;
	enum rc rc = RC_OK;

	n = scandir(local, &names, NULL, alphasort);
	INVARIANT(n >= 0);
	m = arena_array(&h->a, (size_t)n + 1, sizeof(*m));
	h->uploads = arena_array(&h->a, (size_t)n + 1, sizeof(*h->uploads));
	for (i = 0; i < n; i++) {
		if (names[i]->d_name[0] != '.' && rc == RC_OK) {
			rc = file_map(fd, names[i]->d_name, &m[k], e);
			h->uploads[k] = (struct upload){
				arena_slice(&h->a, slice_of(names[i]->d_name)),
				m[k].data
			};
			k++;
		}
		free(names[i]);
	}
	free(names);
	if (rc == RC_OK)
		rc = transport_put(h->t, dir, h->uploads, k, &w, e);
	while (k-- > 0)
		file_unmap(&m[k]);
	(void)close(fd);
	return (rc);
}

static enum rc
do_clear(struct hand *h, const char *dir, const char *todir, struct err *e)
{
	struct transport_watch w = { on_done, on_bytes, h };
	struct list l = { NULL, 0, 0 };
	struct remote_file *f;
	char name[512];
	uint64_t size;
	int64_t mtime;

	while (scanf("%511s %" SCNu64 " %" SCNd64, name, &size, &mtime) == 3) {
		f = LIST_PUSH(&h->a, &l, struct remote_file);
		*f = (struct remote_file){ arena_slice(&h->a, slice_of(name)),
			size, mtime, true, true };
	}
	h->files = l.v;
	return (transport_clear(h->t, dir, todir, l.v, l.n, &w, e));
}

static enum rc
do_stat(struct hand *h, const char *dir, const char *name, struct err *e)
{
	struct remote_file f;
	bool found;
	enum rc rc = transport_stat(h->t, dir, slice_of(name), &f, &found, e);

	if (rc == RC_OK)
		printf("%s\t%" PRIu64 "\t%" PRId64 "\n",
		    found ? "found" : "absent", found ? f.size : 0,
		    found ? f.mtime : 0);
	return (rc);
}

static void
option(struct hand *h, const char *name, const char *value)
{
	if (strcmp(name, "key") == 0)
		h->ep.key_file = value;
	else if (strcmp(name, "password_file") == 0)
		h->ep.password_file = value;
	else if (strcmp(name, "agent") == 0)
		h->ep.agent = true;
	else if (strcmp(name, "pin") == 0)
		h->pins[h->ep.host_key_count++] = value;
	else if (strcmp(name, "timeout") == 0)
		h->ep.timeout_seconds = (int)strtol(value, NULL, 10);
	else if (strcmp(name, "retries") == 0)
		h->ep.retries = (int)strtol(value, NULL, 10);
	else if (strcmp(name, "sessions") == 0)
		h->ep.sessions = (int)strtol(value, NULL, 10);
	else if (strcmp(name, "in_flight") == 0)
		h->ep.in_flight = (int)strtol(value, NULL, 10);
	else if (strcmp(name, "max_file") == 0)
		h->ep.max_file = (uint64_t)strtoll(value, NULL, 10);
	else if (strcmp(name, "pause") == 0)
		h->pause_ms = strtol(value, NULL, 10);
	else if (strcmp(name, "flip") == 0)
		h->flip = true;
	else
		BUG("no such option");
}

static enum rc
command(struct hand *h, char **v, struct err *e)
{
	char fingerprint[64];
	enum rc rc;

	if (strcmp(v[0], "hostkey") == 0) {
		rc = transport_host_key(&h->ep, fingerprint, e);
		if (rc == RC_OK)
			printf("%s\n", fingerprint);
		return (rc);
	}
	rc = transport_open(&h->ep, &h->t, e);
	if (rc != RC_OK)
		return (rc);
	if (strcmp(v[0], "list") == 0)
		return (do_list(h, v[1], e));
	if (strcmp(v[0], "stat") == 0)
		return (do_stat(h, v[1], v[2], e));
	if (strcmp(v[0], "get") == 0)
		return (do_get(h, v[1], v[2], v[3], e));
	if (strcmp(v[0], "put") == 0)
		return (do_put(h, v[1], v[2], e));
	if (strcmp(v[0], "clear") == 0)
		return (do_clear(h, v[1], v[2], e));
	BUG("no such command");
}

static int
hand(char **v)
{
	static struct hand h;
	struct err e = ERR_INIT;
	struct timespec a, b;
	char *equals, **url;
	enum rc rc;

	for (url = v;
	     strstr(*url, "://") == NULL && strncmp(*url, "dir:", 4) != 0;
	     url++)
		;
	rc = transport_url_parse(slice_of(*url), &h.a, &h.ep, &e);
	h.ep.host_keys = h.pins;
	for (; v < url; v++) {
		equals = strchr(*v, '=');
		INVARIANT(equals != NULL);
		*equals = '\0';
		option(&h, *v, equals + 1);
	}
	(void)clock_gettime(CLOCK_MONOTONIC, &a);
	if (rc == RC_OK)
		rc = command(&h, url + 1, &e);
	(void)clock_gettime(CLOCK_MONOTONIC, &b);
	fprintf(stderr, "took %ld ms\n",
	    (long)((b.tv_sec - a.tv_sec) * 1000 +
		(b.tv_nsec - a.tv_nsec) / 1000000));
	if (rc != RC_OK)
		printf("error\t%s\t%d\t%s\t%s\n", e.code, err_exit_code(&e),
		    e.text, e.help);
	transport_close(h.t);
	arena_free(&h.a);
	return (rc == RC_OK ? 0 : 1);
}

/* --- the unit test -------------------------------------------------------- */

static struct arena arena;

static bool
parses(const char *url, struct endpoint *ep)
{
	struct err e = ERR_INIT;

	if (transport_url_parse(slice_of(url), &arena, ep, &e) == RC_OK)
		return (true);
	assert_string_equal(e.code, "CONF-URL");
	assert_int_equal(err_exit_code(&e), 78);
	assert_true(e.help[0] != '\0');
	return (false);
}

TEST(an_sftp_url_has_user_host_and_port)
{
	struct endpoint ep;

	assert_true(parses("sftp://lampco@sftp.acme.example:2222", &ep));
	assert_int_equal(ep.kind, ENDPOINT_SFTP);
	assert_string_equal(ep.user, "lampco");
	assert_string_equal(ep.host, "sftp.acme.example");
	assert_int_equal(ep.port, 2222);
	assert_true(parses("sftp://a.b-c@[::1]:22/", &ep));
	assert_string_equal(ep.host, "::1");
	assert_true(parses("sftp://u@h", &ep));
	assert_int_equal(ep.port, 22);
	arena_free(&arena);
}

TEST(a_dir_url_has_an_absolute_path)
{
	struct endpoint ep;

	assert_true(parses("dir:/srv/exchange/acme", &ep));
	assert_int_equal(ep.kind, ENDPOINT_DIR);
	assert_string_equal(ep.path, "/srv/exchange/acme");
	assert_false(parses("dir:exchange", &ep));
	assert_false(parses("dir:", &ep));
	arena_free(&arena);
}

TEST(a_url_that_is_wrong_is_refused)
{
	static const char *const bad[] = { "", "sftp", "sftp://", "sftp://h",
		"sftp://@h", "sftp://u@", "sftp://u@h:", "sftp://u@h:0",
		"sftp://u@h:65536", "sftp://u@h:2x", "sftp://u:secret@h",
		"sftp://u@h/out", "sftp://u@h o", "sftp://u@[::1", "ftp://u@h",
		"sftp://u@[::1]22", "sftp://u\n@h", "SFTP://u@h", "file:/x" };
	struct endpoint ep;
	size_t i;

	for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		if (parses(bad[i], &ep))
			fail_msg("accepted: %s", bad[i]);
	arena_free(&arena);
}

int
main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		RUN(an_sftp_url_has_user_host_and_port),
		RUN(a_dir_url_has_an_absolute_path),
		RUN(a_url_that_is_wrong_is_refused)
	};

	(void)signal(SIGPIPE, SIG_IGN);
	if (argc > 2)
		return (hand(argv + 1));
	cmocka_set_message_output(CM_OUTPUT_TAP);
	return (cmocka_run_group_tests(tests, NULL, NULL));
}
