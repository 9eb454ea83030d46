/*
 * "dir:" partners.
 */
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <sys/wait.h>

#include "base/file.h"
#include "transport/transport.h"
#include "tests/unit/unit.h"

#define MAX 200

struct seen {
	unsigned times[MAX];
	enum outcome outcome[MAX];
	char code[MAX][ERR_CODE_MAX];
	int fd[MAX];
	uint64_t bytes;
};

static char top[64];
static int top_fd, spool;
static struct arena arena;
static struct endpoint ep;
static struct transport *t;
static struct seen seen;
static struct err e;

static void
on_done(void *ctx, size_t i, enum outcome o, int fd, const struct err *fault)
{
	struct seen *s = ctx;

	assert_true(i < MAX);
	s->times[i]++;
	s->outcome[i] = o;
	s->fd[i] = fd;
	memcpy(s->code[i], fault->code, sizeof(s->code[i]));
}

static void
on_bytes(void *ctx, uint64_t n)
{
	((struct seen *)ctx)->bytes += n;
}

static const struct transport_watch watch = { on_done, on_bytes, &seen };

static void
begin(void)
{
	struct buf url;

	memset(&seen, 0, sizeof(seen));
	(void)snprintf(top, sizeof(top), "/tmp/transport_dir.XXXXXX");
	assert_non_null(mkdtemp(top));
	assert_int_equal(dir_open(AT_FDCWD, top, &top_fd, &e), RC_OK);
	assert_int_equal(mkdirat(top_fd, "spool", 0700), 0);
	assert_int_equal(mkdirat(top_fd, "out", 0700), 0);
	assert_int_equal(mkdirat(top_fd, "in", 0700), 0);
	assert_int_equal(dir_open(top_fd, "spool", &spool, &e), RC_OK);
	buf_init(&url, 200);
	buf_printf(&url, "dir:%s", top);
	assert_int_equal(transport_url_parse(buf_slice(&url), &arena, &ep, &e),
	    RC_OK);
	buf_free(&url);
	assert_int_equal(transport_open(&ep, &t, &e), RC_OK);
}

static void
end(void)
{
	char command[100];
	pid_t pid;
	size_t i;
	int status;

	for (i = 0; i < MAX; i++)
		if (seen.times[i] > 0 && seen.fd[i] > 0)
			(void)close(seen.fd[i]);
	transport_close(t);
	(void)close(spool);
	(void)close(top_fd);
	arena_free(&arena);
	(void)snprintf(command, sizeof(command), "%s", top);
	pid = fork();
	if (pid == 0) {
		(void)execlp("rm", "rm", "-rf", command, (char *)NULL);
		_exit(1);
	}
	(void)waitpid(pid, &status, 0);
}

static void
write_file(const char *name, struct slice data)
{
	int fd = openat(top_fd, name, O_WRONLY | O_CREAT | O_TRUNC, 0600);

	assert_true(fd >= 0);
	assert_int_equal(file_write(fd, data, &e), RC_OK);
	(void)close(fd);
}

static bool
holds(const char *name, struct slice data)
{
	struct buf b;
	bool same;

	buf_init(&b, 1 << 20);
	same = file_read(top_fd, name, &b, &e) == RC_OK &&
	    slice_eq(buf_slice(&b), data);
	buf_free(&b);
	return (same);
}

static struct remote_file
listed(const char *name)
{
	struct remote_file f;
	bool found;

	assert_int_equal(
	    transport_stat(t, "out", slice_of(name), &f, &found, &e), RC_OK);
	assert_true(found);
	return (f);
}

static bool
empty(const char *dir)
{
	struct list l;

	assert_int_equal(transport_list(t, dir, &arena, &l, &e), RC_OK);
	return (l.n == 0);
}

TEST(a_listing_tells_size_time_and_kind)
{
	struct list l;
	struct remote_file *f;
	size_t i;

	begin();
	write_file("out/a", SLICE("hello"));
	assert_int_equal(symlinkat("a", top_fd, "out/link"), 0);
	assert_int_equal(mkfifoat(top_fd, "out/pipe", 0600), 0);
	assert_int_equal(mkdirat(top_fd, "out/sub", 0700), 0);
	assert_int_equal(transport_list(t, "out", &arena, &l, &e), RC_OK);
	assert_int_equal(l.n, 4);
	for (i = 0; i < l.n; i++) {
		f = LIST_AT(&l, struct remote_file, i);
		assert_true(f->usable);
		assert_int_equal(f->regular, slice_is(f->name, "a"));
		if (f->regular) {
			assert_int_equal(f->size, 5);
			assert_true(f->mtime > 1700000000);
		}
	}
	end();
}

TEST(a_directory_that_is_missing_is_tried_again_later)
{
	struct list l;

	begin();
	assert_int_equal(transport_list(t, "none", &arena, &l, &e), RC_RETRY);
	assert_string_equal(e.code, "NET-DIR");
	assert_int_equal(err_exit_code(&e), 69);
	assert_int_not_equal(transport_list(t, "../..", &arena, &l, &e), RC_OK);
	end();
	ep.kind = ENDPOINT_DIR;
	ep.path = "/nowhere/at/all";
	assert_int_equal(transport_open(&ep, &t, &e), RC_RETRY);
	assert_null(t);
	assert_int_equal(err_exit_code(&e), 69);
}

TEST(files_arrive_whole_under_our_own_names)
{
	struct remote_file f[3];

	begin();
	write_file("out/a", SLICE("first"));
	write_file("out/empty", SLICE(""));
	f[0] = listed("a");
	f[1] = listed("empty");
	f[2] = (struct remote_file){ .name = SLICE("absent"), .usable = true };
	assert_int_equal(transport_get(t, "out", spool, 41, f, 3, &watch, &e),
	    RC_OK);
	assert_int_equal(seen.outcome[0], OUTCOME_DONE);
	assert_int_equal(seen.outcome[1], OUTCOME_DONE);
	assert_int_equal(seen.outcome[2], OUTCOME_GONE);
	assert_int_equal(seen.fd[2], -1);
	assert_true(seen.fd[0] > 0);
	assert_true(holds("spool/000000000041.get", SLICE("first")));
	assert_true(holds("spool/000000000042.get", SLICE("")));
	assert_false(file_exists(spool, "000000000043.get"));
	assert_int_equal(seen.bytes, 5);
	seen.fd[2] = 0;
	end();
}

TEST(a_link_a_pipe_or_a_path_is_never_opened)
{
	struct remote_file f[4] = { { SLICE("link"), 5, 0, true, true },
		{ SLICE("pipe"), 0, 0, true, true },
		{ SLICE("../out/a"), 5, 0, true, true },
		{ SLICE(".."), 5, 0, true, true } };
	size_t i;

	begin();
	write_file("out/a", SLICE("hello"));
	assert_int_equal(symlinkat("a", top_fd, "out/link"), 0);
	assert_int_equal(mkfifoat(top_fd, "out/pipe", 0600), 0);
	assert_int_equal(transport_get(t, "out", spool, 1, f, 4, &watch, &e),
	    RC_OK);
	for (i = 0; i < 4; i++) {
		assert_int_equal(seen.times[i], 1);
		assert_true(seen.outcome[i] == OUTCOME_REFUSED ||
		    seen.outcome[i] == OUTCOME_CHANGED);
	}
	assert_true(empty("spool"));
	end();
}

TEST(a_file_that_changed_since_the_listing_is_not_taken)
{
	struct remote_file f[3];
	struct timespec old[2] = { { 5, 0 }, { 5, 0 } };

	begin();
	write_file("out/longer", SLICE("1234"));
	write_file("out/shorter", SLICE("1234"));
	write_file("out/touched", SLICE("1234"));
	f[0] = listed("longer");
	f[1] = listed("shorter");
	f[2] = listed("touched");
	write_file("out/longer", SLICE("12345"));
	write_file("out/shorter", SLICE("123"));
	assert_int_equal(utimensat(top_fd, "out/touched", old, 0), 0);
	assert_int_equal(transport_get(t, "out", spool, 1, f, 3, &watch, &e),
	    RC_OK);
	assert_int_equal(seen.outcome[0], OUTCOME_CHANGED);
	assert_int_equal(seen.outcome[1], OUTCOME_CHANGED);
	assert_int_equal(seen.outcome[2], OUTCOME_CHANGED);
	assert_true(empty("spool"));
	/* The same is true for taking them away. */
	assert_int_equal(transport_clear(t, "out", NULL, f, 3, &watch, &e),
	    RC_OK);
	assert_int_equal(seen.outcome[0], OUTCOME_CHANGED);
	assert_int_equal(seen.outcome[1], OUTCOME_CHANGED);
	assert_int_equal(seen.outcome[2], OUTCOME_CHANGED);
	assert_false(empty("out"));
	end();
}

TEST(a_file_above_the_limit_is_not_read)
{
	struct remote_file f;

	begin();
	ep.max_file = 4;
	write_file("out/a", SLICE("12345"));
	f = listed("a");
	assert_int_equal(transport_get(t, "out", spool, 1, &f, 1, &watch, &e),
	    RC_OK);
	assert_int_equal(seen.outcome[0], OUTCOME_TOO_LARGE);
	assert_true(empty("spool"));
	end();
}

TEST(a_delivery_appears_complete_and_is_repeatable)
{
	const struct upload up[2] = { { SLICE("a.xml"), SLICE("<a/>") },
		{ SLICE("e"), { "", 0 } } };
	int turn;

	begin();
	for (turn = 0; turn < 2; turn++) {
		assert_int_equal(transport_put(t, "in", up, 2, &watch, &e),
		    RC_OK);
		assert_int_equal(seen.outcome[0], OUTCOME_DONE);
		assert_int_equal(seen.outcome[1], OUTCOME_DONE);
		assert_true(holds("in/a.xml", SLICE("<a/>")));
		assert_true(holds("in/e", SLICE("")));
		assert_false(file_exists(top_fd, "in/.a.xml.part"));
	}
	end();
}

TEST(a_name_with_other_bytes_stays_as_it_is)
{
	const struct upload up[4] = { { SLICE("same_size"), SLICE("ours") },
		{ SLICE("shorter"), SLICE("ours") },
		{ SLICE("link"), SLICE("ours") },
		{ SLICE("free"), SLICE("ours") } };
	size_t i;

	begin();
	write_file("in/same_size", SLICE("them"));
	write_file("in/shorter", SLICE("x"));
	write_file("in/target", SLICE("ours"));
	assert_int_equal(symlinkat("target", top_fd, "in/link"), 0);
	assert_int_equal(transport_put(t, "in", up, 4, &watch, &e), RC_OK);
	for (i = 0; i < 3; i++) {
		assert_int_equal(seen.outcome[i], OUTCOME_EXISTS);
		assert_string_equal(seen.code[i], "TARGET-EXISTS");
	}
	assert_int_equal(seen.outcome[3], OUTCOME_DONE);
	assert_true(holds("in/same_size", SLICE("them")));
	assert_true(holds("in/shorter", SLICE("x")));
	assert_false(file_exists(top_fd, "in/.shorter.part"));
	end();
}

TEST(a_left_over_or_planted_temporary_name_does_no_harm)
{
	const struct upload up = { SLICE("a"), SLICE("ours") };

	begin();
	write_file("victim", SLICE("precious"));
	assert_int_equal(symlinkat("../victim", top_fd, "in/.a.part"), 0);
	assert_int_equal(transport_put(t, "in", &up, 1, &watch, &e), RC_OK);
	assert_int_equal(seen.outcome[0], OUTCOME_DONE);
	assert_true(holds("victim", SLICE("precious")));
	assert_true(holds("in/a", SLICE("ours")));
	end();
}

TEST(names_that_leave_the_directory_are_not_written)
{
	const struct upload up[4] = { { SLICE("../a"), SLICE("x") },
		{ SLICE(""), SLICE("x") }, { SLICE("a\0b"), SLICE("x") },
		{ SLICE("."), SLICE("x") } };
	size_t i;

	begin();
	assert_int_equal(transport_put(t, "in", up, 4, &watch, &e), RC_OK);
	for (i = 0; i < 4; i++)
		assert_int_equal(seen.outcome[i], OUTCOME_REFUSED);
	assert_true(empty("in"));
	assert_false(file_exists(top_fd, "a"));
	end();
}

TEST(fetched_files_are_removed_or_moved_but_never_onto_another)
{
	struct remote_file f[2];
	char aside[64];

	begin();
	write_file("out/a", SLICE("1"));
	write_file("out/b", SLICE("2"));
	f[0] = listed("a");
	f[1] = listed("b");
	assert_int_equal(transport_clear(t, "out", NULL, f, 1, &watch, &e),
	    RC_OK);
	assert_int_equal(seen.outcome[0], OUTCOME_DONE);
	assert_false(file_exists(top_fd, "out/a"));
	/* Again: it is gone, which is what was wanted. */
	assert_int_equal(
	    transport_clear(t, "out", "out/done", f, 2, &watch, &e), RC_OK);
	assert_int_equal(seen.outcome[0], OUTCOME_DONE);
	assert_int_equal(seen.outcome[1], OUTCOME_DONE);
	assert_true(holds("out/done/b", SLICE("2")));
	write_file("out/b", SLICE("33"));
	f[1] = listed("b");
	assert_int_equal(
	    transport_clear(t, "out", "out/done", &f[1], 1, &watch, &e), RC_OK);
	assert_int_equal(seen.outcome[0], OUTCOME_DONE);
	assert_true(holds("out/done/b", SLICE("2")));
	(void)snprintf(aside, sizeof(aside), "out/done/b.%lld",
	    (long long)f[1].mtime);
	assert_true(holds(aside, SLICE("33")));
	end();
}

TEST(a_large_batch_is_reported_once_for_each_file)
{
	static char names[MAX][8];
	static struct upload up[MAX];
	size_t i;

	begin();
	for (i = 0; i < MAX; i++) {
		(void)snprintf(names[i], sizeof(names[i]), "n%zu", i);
		up[i] = (struct upload){ slice_of(names[i]), SLICE("x") };
	}
	assert_int_equal(transport_put(t, "in", up, MAX, &watch, &e), RC_OK);
	for (i = 0; i < MAX; i++) {
		assert_int_equal(seen.times[i], 1);
		assert_int_equal(seen.outcome[i], OUTCOME_DONE);
	}
	memset(&seen, 0, sizeof(seen));
	assert_int_equal(transport_put(t, "none", up, MAX, &watch, &e),
	    RC_RETRY);
	for (i = 0; i < MAX; i++) {
		assert_int_equal(seen.times[i], 1);
		assert_int_equal(seen.outcome[i], OUTCOME_FAILED);
	}
	end();
}

TEST(a_spool_that_cannot_be_written_fails_the_batch)
{
	struct remote_file f[2];

	begin();
	write_file("out/a", SLICE("12345"));
	write_file("out/b", SLICE("12345"));
	f[0] = listed("a");
	f[1] = listed("b");
	(void)close(spool);
	spool = open("/proc/self", O_RDONLY | O_DIRECTORY);
	assert_int_not_equal(
	    transport_get(t, "out", spool, 1, f, 2, &watch, &e), RC_OK);
	assert_int_equal(seen.outcome[0], OUTCOME_FAILED);
	assert_int_equal(seen.outcome[1], OUTCOME_FAILED);
	assert_int_equal(seen.times[1], 1);
	end();
}

/* Some bytes have to come again: a different number each time. */
static size_t
on_pass(void *ctx, size_t i, uint64_t offset, char *p, size_t n, bool last)
{
	uint64_t *at = ctx;
	const size_t ready = last ? n : n - 1 - (size_t)(*at % TRANSPORT_KEEP);

	assert_int_equal(i, 0);
	assert_int_equal(offset, *at);
	for (size_t k = 0; k < n; k++)
		assert_int_equal(p[k], 'a' + (char)((offset + k) % 23));
	*at += ready;
	memset(p, '*', ready);
	return (ready);
}

TEST(a_filter_sees_all_bytes_before_they_are_written)
{
	static char large[1 << 20];
	struct remote_file f;
	struct mapping m;
	uint64_t at = 0;

	begin();
	for (size_t i = 0; i < sizeof(large); i++)
		large[i] = (char)('a' + i % 23);
	write_file("out/a", (struct slice){ large, sizeof(large) });
	f = listed("a");
	transport_filter(t, on_pass, &at);
	assert_int_equal(transport_get(t, "out", spool, 1, &f, 1, &watch, &e),
	    RC_OK);
	assert_int_equal(at, sizeof(large));
	memset(large, '*', sizeof(large));
	assert_int_equal(file_map(spool, "000000000001.get", &m, &e), RC_OK);
	assert_int_equal(m.size, sizeof(large));
	assert_memory_equal(m.data.p, large, sizeof(large));
	file_unmap(&m);
	end();
}

UNIT_MAIN(RUN(a_listing_tells_size_time_and_kind),
    RUN(a_directory_that_is_missing_is_tried_again_later),
    RUN(files_arrive_whole_under_our_own_names),
    RUN(a_link_a_pipe_or_a_path_is_never_opened),
    RUN(a_file_that_changed_since_the_listing_is_not_taken),
    RUN(a_file_above_the_limit_is_not_read),
    RUN(a_delivery_appears_complete_and_is_repeatable),
    RUN(a_name_with_other_bytes_stays_as_it_is),
    RUN(a_left_over_or_planted_temporary_name_does_no_harm),
    RUN(names_that_leave_the_directory_are_not_written),
    RUN(fetched_files_are_removed_or_moved_but_never_onto_another),
    RUN(a_large_batch_is_reported_once_for_each_file),
    RUN(a_filter_sees_all_bytes_before_they_are_written),
    RUN(a_spool_that_cannot_be_written_fails_the_batch))
