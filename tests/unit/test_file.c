#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <signal.h>
#include "base/file.h"
#include "tests/unit/unit.h"

static int dir = -1;
static char where[64];

static int
begin(void **state)
{
	struct err e = ERR_INIT;

	(void)state;
	(void)snprintf(where, sizeof(where), "/tmp/test_file.XXXXXX");
	if (mkdtemp(where) == NULL)
		return (-1);
	return (dir_open(AT_FDCWD, where, &dir, &e) == RC_OK ? 0 : -1);
}

static int
end(void **state)
{
	static const char *const names[] = { "a", "a.tmp", "b", "link", "pipe",
		"sub/x" };

	(void)state;
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		(void)unlinkat(dir, names[i], 0);
	(void)unlinkat(dir, "sub", AT_REMOVEDIR);
	(void)unlinkat(dir, "dir.tmp", AT_REMOVEDIR);
	(void)close(dir);
	return (rmdir(where));
}

static void
content_is(const char *name, const char *text)
{
	struct err e = ERR_INIT;
	struct mapping m;

	assert_int_equal(file_map(dir, name, &m, &e), RC_OK);
	assert_true(slice_is(m.data, text));
	file_unmap(&m);
	file_unmap(&m);
}

TEST(a_file_is_replaced_as_a_whole)
{
	struct err e = ERR_INIT;
	struct stat st;

	assert_false(file_exists(dir, "a"));
	assert_int_equal(file_put(dir, "a", SLICE("one"), 0640, &e), RC_OK);
	content_is("a", "one");
	assert_int_equal(file_put(dir, "a", SLICE("second"), 0600, &e), RC_OK);
	content_is("a", "second");
	assert_true(file_exists(dir, "a"));
	assert_false(file_exists(dir, "a.tmp"));
	assert_int_equal(fstatat(dir, "a", &st, 0), 0);
	assert_int_equal(st.st_mode & 07777, 0600);
	assert_int_equal(file_put(dir, "a", SLICE(""), 0600, &e), RC_OK);
	content_is("a", "");
}

TEST(a_left_over_temporary_is_no_obstacle)
{
	struct err e = ERR_INIT;
	struct stat st;
	int fd;

	assert_int_equal(symlinkat("b", dir, "a.tmp"), 0);
	assert_int_equal(file_put(dir, "a", SLICE("x"), 0600, &e), RC_OK);
	content_is("a", "x");
	assert_false(file_exists(dir, "b"));
	assert_int_equal(file_create(dir, "a.tmp", &fd, &e), RC_OK);
	assert_int_equal(fstat(fd, &st), 0);
	assert_int_equal(st.st_mode & 07777, 0600);
	assert_true((fcntl(fd, F_GETFD) & FD_CLOEXEC) != 0);
	assert_int_equal(file_write(fd, SLICE("abc"), &e), RC_OK);
	assert_int_equal(file_finish(dir, fd, "a.tmp", "b", &e), RC_OK);
	content_is("b", "abc");
	assert_int_equal(fcntl(fd, F_GETFD), -1);
}

TEST(a_write_that_fails_leaves_the_old_content)
{
	struct rlimit old, small;
	static char big[100000];
	struct err e = ERR_INIT;
	enum rc rc;

	assert_int_equal(file_put(dir, "a", SLICE("old"), 0600, &e), RC_OK);
	assert_int_equal(getrlimit(RLIMIT_FSIZE, &old), 0);
	small = old;
	small.rlim_cur = 4096;
	assert_true(signal(SIGXFSZ, SIG_IGN) != SIG_ERR);
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &small), 0);
	rc = file_put(dir, "a", (struct slice){ big, sizeof(big) }, 0600, &e);
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &old), 0);
	assert_int_not_equal(rc, RC_OK);
	assert_string_equal(e.code, "IO-WRITE");
	content_is("a", "old");
	assert_false(file_exists(dir, "a.tmp"));
}

TEST(a_sync_that_fails_is_to_be_tried_by_the_next_run)
{
	struct err e = ERR_INIT;
	int p[2];

	assert_int_equal(pipe2(p, O_CLOEXEC), 0); /* cannot be synced */
	assert_int_equal(file_close(p[1], "pipe", &e), RC_RETRY);
	assert_string_equal(e.code, "IO-SYNC");
	assert_int_equal(fcntl(p[1], F_GETFD), -1);
	assert_int_equal(dir_sync(p[0], "x", &e), RC_RETRY);
	assert_int_equal(close(p[0]), 0);
}

TEST(a_full_disk_is_to_be_tried_again)
{
	struct err e = ERR_INIT;
	int fd = open("/dev/full", O_WRONLY | O_CLOEXEC);

	SKIP_UNLESS(fd >= 0, "no /dev/full");
	assert_int_equal(file_write(fd, SLICE("x"), &e), RC_RETRY);
	assert_int_equal(err_exit_code(&e), 74);
	assert_int_equal(close(fd), 0);
}

TEST(no_name_leaves_its_directory)
{
	static const char *const bad[] = { "", "..", "../x", "a/../../x",
		"/etc/passwd", "x/.." };
	struct err e = ERR_INIT;
	struct mapping m;
	struct buf b;
	int fd;

	buf_init(&b, 10);
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		assert_int_equal(file_map(dir, bad[i], &m, &e), RC_FATAL);
		assert_string_equal(e.code, "IO-NAME");
		assert_int_equal(file_put(dir, bad[i], SLICE("x"), 0600, &e),
		    RC_FATAL);
		assert_int_equal(file_read(dir, bad[i], &b, &e), RC_FATAL);
		assert_int_equal(file_remove(dir, bad[i], &e), RC_FATAL);
		assert_int_equal(dir_open(dir, bad[i], &fd, &e), RC_FATAL);
		assert_int_equal(dir_make(dir, bad[i], &e), RC_FATAL);
		assert_int_equal(file_rename(dir, "a", dir, bad[i], &e),
		    RC_FATAL);
	}
	buf_free(&b);
}

TEST(links_and_pipes_are_not_read)
{
	struct err e = ERR_INIT;
	struct mapping m;
	int fd;

	assert_int_equal(symlinkat("/etc/passwd", dir, "link"), 0);
	assert_int_equal(file_map(dir, "link", &m, &e), RC_FATAL);
	assert_int_equal(mkfifoat(dir, "pipe", 0600), 0);
	assert_int_equal(file_map(dir, "pipe", &m, &e), RC_FATAL);
	assert_string_equal(e.code, "IO-KIND");
	assert_int_equal(file_remove(dir, "link", &e), RC_OK);
	assert_int_equal(symlinkat("/etc", dir, "link"), 0);
	assert_int_equal(dir_open(dir, "link", &fd, &e), RC_FATAL);
}

TEST(directories_are_made_once)
{
	struct err e = ERR_INIT;
	struct stat st;
	int fd;

	assert_int_equal(dir_make(dir, "sub", &e), RC_OK);
	assert_int_equal(dir_make(dir, "sub", &e), RC_OK);
	assert_int_equal(fstatat(dir, "sub", &st, 0), 0);
	assert_int_equal(st.st_mode & 07777, 0700);
	assert_int_equal(file_put(dir, "sub/x", SLICE("x"), 0600, &e), RC_OK);
	content_is("sub/x", "x");
	assert_int_equal(dir_open(dir, "sub", &fd, &e), RC_OK);
	assert_int_equal(dir_sync(fd, "sub", &e), RC_OK);
	assert_int_equal(file_rename(fd, "x", dir, "b", &e), RC_OK);
	content_is("b", "x");
	assert_int_equal(close(fd), 0);
	assert_int_equal(dir_make(dir, "b", &e), RC_FATAL);
	assert_int_equal(dir_make(dir, "none/x", &e), RC_FATAL);
}

TEST(what_is_not_there_is_removed_already)
{
	struct err e = ERR_INIT;

	assert_int_equal(file_remove(dir, "a", &e), RC_OK);
	assert_int_equal(file_put(dir, "a", SLICE("x"), 0600, &e), RC_OK);
	assert_int_equal(file_remove(dir, "a", &e), RC_OK);
	assert_false(file_exists(dir, "a"));
	assert_int_equal(mkdirat(dir, "dir.tmp", 0700), 0);
	assert_int_equal(file_remove(dir, "dir.tmp", &e), RC_FATAL);
}

TEST(a_part_is_mapped_at_any_offset)
{
	static char big[20000];
	struct err e = ERR_INIT;
	struct mapping m;
	int fd;

	for (size_t i = 0; i < sizeof(big); i++)
		big[i] = (char)(i * 7 % 251);
	assert_int_equal(
	    file_put(dir, "a", (struct slice){ big, sizeof(big) }, 0600, &e),
	    RC_OK);
	fd = openat(dir, "a", O_RDONLY | O_CLOEXEC);
	assert_true(fd >= 0);
	assert_int_equal(file_map_fd(fd, 4097, 10001, &m, &e), RC_OK);
	assert_int_equal(m.data.n, 10001);
	assert_memory_equal(m.data.p, big + 4097, 10001);
	file_unmap(&m);
	assert_int_equal(file_map_fd(fd, 20000, 0, &m, &e), RC_OK);
	assert_int_equal(m.data.n, 0);
	assert_int_equal(file_map_fd(fd, 19999, 2, &m, &e), RC_FATAL);
	assert_string_equal(e.code, "IO-SHORT");
	assert_int_equal(file_map_fd(fd, -1, 1, &m, &e), RC_FATAL);
	assert_int_equal(file_map_fd(fd, 1, SIZE_MAX, &m, &e), RC_FATAL);
	assert_int_equal(close(fd), 0);
}

TEST(a_small_file_is_read_up_to_its_limit)
{
	struct err e = ERR_INIT;
	struct buf b;

	buf_init(&b, 5);
	assert_int_equal(file_put(dir, "a", SLICE("12345"), 0600, &e), RC_OK);
	assert_int_equal(file_read(dir, "a", &b, &e), RC_OK);
	assert_string_equal(b.p, "12345");
	assert_int_equal(file_put(dir, "a", SLICE("123456"), 0600, &e), RC_OK);
	assert_int_equal(file_read(dir, "a", &b, &e), RC_REJECT);
	assert_string_equal(e.code, "IO-LONG");
	assert_int_equal(file_read(dir, "none", &b, &e), RC_FATAL);
	buf_free(&b);
}

TEST(free_space_is_known)
{
	struct err e = ERR_INIT;
	uint64_t n = 0;

	assert_int_equal(file_space(dir, &n, &e), RC_OK);
	assert_true(n > 0);
	assert_int_equal(file_space(-1, &n, &e), RC_FATAL);
}

#define EACH(name) cmocka_unit_test_setup_teardown(name, begin, end)

UNIT_MAIN(EACH(a_file_is_replaced_as_a_whole),
    EACH(a_left_over_temporary_is_no_obstacle),
    EACH(a_write_that_fails_leaves_the_old_content),
    EACH(a_sync_that_fails_is_to_be_tried_by_the_next_run),
    EACH(a_full_disk_is_to_be_tried_again), EACH(no_name_leaves_its_directory),
    EACH(links_and_pipes_are_not_read), EACH(directories_are_made_once),
    EACH(what_is_not_there_is_removed_already),
    EACH(a_part_is_mapped_at_any_offset),
    EACH(a_small_file_is_read_up_to_its_limit), EACH(free_space_is_known))
