#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include "base/frame.h"
#include "tests/unit/unit.h"

static int p[2];

static int
begin(void **state)
{
	(void)state;
	if (signal(SIGPIPE, SIG_IGN) == SIG_ERR)
		return (-1);
	return (pipe2(p, O_CLOEXEC));
}

static int
end(void **state)
{
	(void)state;
	for (int i = 0; i < 2; i++)
		if (p[i] >= 0)
			(void)close(p[i]);
	return (0);
}

static void
shut(int side)
{
	assert_int_equal(close(p[side]), 0);
	p[side] = -1;
}

static void
put_raw(struct slice s)
{
	assert_int_equal(write(p[1], s.p, s.n), (ssize_t)s.n);
}

static void
fails_with(const char *code, enum rc rc, int timeout_ms)
{
	struct err e = ERR_INIT;
	struct frame_in in;
	struct frame f;

	frame_in_init(&in, p[0], timeout_ms);
	assert_int_equal(frame_get(&in, &f, &e), rc);
	assert_string_equal(e.code, code);
	frame_in_free(&in);
}

TEST(what_is_put_is_got)
{
	struct err e = ERR_INIT;
	struct frame_out out;
	struct frame_in in;
	struct frame f;

	frame_out_init(&out, p[1]);
	assert_int_equal(frame_put(&out, 7, SLICE("hello"), &e), RC_OK);
	assert_int_equal(frame_put(&out, 255, SLICE_NONE, &e), RC_OK);
	assert_int_equal(frame_end(&out, SLICE("a\0b"), &e), RC_OK);
	frame_out_free(&out);
	frame_in_init(&in, p[0], 1000);
	assert_int_equal(frame_get(&in, &f, &e), RC_OK);
	assert_true(f.type == 7 && slice_is(f.body, "hello"));
	assert_int_equal(frame_get(&in, &f, &e), RC_OK);
	assert_true(f.type == 255 && f.body.n == 0);
	assert_int_equal(frame_get(&in, &f, &e), RC_OK);
	assert_true(f.type == FRAME_END && slice_eq(f.body, SLICE("a\0b")));
	shut(1);
	assert_int_equal(frame_get(&in, &f, &e), RC_RETRY);
	assert_string_equal(e.code, "FRAME-CUT");
	frame_in_free(&in);
}

static noreturn void
send_many(void)
{
	static char big[3 << 20];
	struct err e = ERR_INIT;
	struct frame_out out;
	enum rc rc = RC_OK;

	memset(big, 'q', sizeof(big));
	(void)close(p[0]);
	(void)fcntl(p[1], F_SETFL, O_NONBLOCK); /* the harder case */
	frame_out_init(&out, p[1]);
	for (size_t i = 0; rc == RC_OK && i < 3000; i++)
		rc = frame_put(&out, (uint8_t)(i % 200 + 1),
		    (struct slice){ big, i == 1500 ? sizeof(big) : i * 3 }, &e);
	if (rc == RC_OK)
		rc = frame_end(&out, SLICE_NONE, &e);
	frame_out_free(&out);
	_exit(rc == RC_OK ? 0 : 1);
}

TEST(many_frames_of_all_sizes_keep_their_order)
{
	struct err e = ERR_INIT;
	struct frame_in in;
	struct frame f;
	int status = -1;
	pid_t pid = fork();

	if (pid == 0)
		send_many();
	shut(1);
	frame_in_init(&in, p[0], 20000);
	for (size_t i = 0; i < 3000; i++) {
		assert_int_equal(frame_get(&in, &f, &e), RC_OK);
		assert_int_equal(f.type, i % 200 + 1);
		assert_int_equal(f.body.n, i == 1500 ? 3 << 20 : i * 3);
		assert_true(f.body.n == 0 || f.body.p[f.body.n - 1] == 'q');
	}
	assert_int_equal(frame_get(&in, &f, &e), RC_OK);
	assert_int_equal(f.type, FRAME_END);
	frame_in_free(&in);
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_int_equal(status, 0);
}

TEST(bytes_may_come_one_by_one)
{
	static const char raw[] = "\x03\0\0\0\x05xy";
	int status = -1;
	pid_t pid = fork();
	struct err e = ERR_INIT;
	struct frame_in in;
	struct frame f;

	if (pid == 0) {
		for (size_t i = 0; i < sizeof(raw) - 1; i++) {
			if (write(p[1], raw + i, 1) != 1)
				_exit(1);
			(void)usleep(2000);
		}
		_exit(0);
	}
	frame_in_init(&in, p[0], 10000);
	assert_int_equal(frame_get(&in, &f, &e), RC_OK);
	assert_true(f.type == 5 && slice_is(f.body, "xy"));
	frame_in_free(&in);
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_int_equal(status, 0);
}

TEST(a_stream_that_stops_is_cut)
{
	put_raw(SLICE("\x05\0\0\0\x01xy"));
	shut(1);
	fails_with("FRAME-CUT", RC_RETRY, -1);
	fails_with("FRAME-CUT", RC_RETRY, 100);
}

TEST(silence_times_out)
{
	fails_with("FRAME-TIMEOUT", RC_RETRY, 30);
	put_raw(SLICE("\x05\0"));
	fails_with("FRAME-TIMEOUT", RC_RETRY, 0);
}

TEST(a_length_of_zero_is_bad)
{
	put_raw(SLICE("\0\0\0\0"));
	fails_with("FRAME-BAD", RC_FATAL, 1000);
}

TEST(a_length_above_the_limit_is_bad)
{
	put_raw(SLICE("\x01\0\0\x10\x01"));
	fails_with("FRAME-BAD", RC_FATAL, 1000);
	put_raw(SLICE("\xff\xff\xff\xff\x01"));
	fails_with("FRAME-BAD", RC_FATAL, 1000);
}

TEST(an_announced_length_alone_takes_no_memory)
{
	struct err e = ERR_INIT;
	struct frame_in in;
	struct frame f;

	put_raw(SLICE("\0\0\0\x10\x01xyz"));
	frame_in_init(&in, p[0], 20);
	assert_int_equal(frame_get(&in, &f, &e), RC_RETRY);
	assert_string_equal(e.code, "FRAME-TIMEOUT");
	assert_true(in.data.cap <= (size_t)256 << 10);
	frame_in_free(&in);
}

TEST(a_reader_that_died_cuts_the_writer)
{
	struct err e = ERR_INIT;
	struct frame_out out;

	shut(0);
	frame_out_init(&out, p[1]);
	assert_int_equal(frame_end(&out, SLICE("x"), &e), RC_RETRY);
	assert_string_equal(e.code, "FRAME-CUT");
	assert_int_equal(
	    frame_put(&out, 1, (struct slice){ "", FRAME_MAX }, &e), RC_FATAL);
	frame_out_free(&out);
}

TEST(descriptors_travel)
{
	struct err e = ERR_INIT;
	int s[2], fds[4] = { -1, -1, -1, -1 };
	struct buf b;
	size_t n = 0;
	char text[4] = "";

	assert_int_equal(
	    socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, s), 0);
	buf_init(&b, 100);
	assert_int_equal(fd_send(s[0], SLICE("two"), p, 2, &e), RC_OK);
	assert_int_equal(fd_send(s[0], SLICE("none"), NULL, 0, &e), RC_OK);
	assert_int_equal(fd_receive(s[1], &b, fds, &n, &e), RC_OK);
	assert_string_equal(b.p, "two");
	assert_int_equal(n, 2);
	assert_true((fcntl(fds[0], F_GETFD) & FD_CLOEXEC) != 0);
	put_raw(SLICE("abc"));
	assert_int_equal(read(fds[0], text, 3), 3);
	assert_string_equal(text, "abc");
	assert_int_equal(close(fds[0]) + close(fds[1]), 0);
	assert_int_equal(fd_receive(s[1], &b, fds, &n, &e), RC_OK);
	assert_string_equal(b.p, "none");
	assert_int_equal(n, 0);
	assert_int_equal(close(s[0]), 0);
	assert_int_equal(fd_receive(s[1], &b, fds, &n, &e), RC_OK);
	assert_int_equal(b.n, 0);
	assert_int_equal(fd_send(s[1], SLICE("x"), NULL, 0, &e), RC_RETRY);
	assert_string_equal(e.code, "FRAME-CUT");
	assert_int_equal(close(s[1]), 0);
	buf_free(&b);
}

static int
open_fds(void)
{
	int n = 0;

	for (int fd = 0; fd < 256; fd++)
		if (fcntl(fd, F_GETFD) != -1)
			n++;
	return (n);
}

TEST(too_much_is_refused_and_leaks_nothing)
{
	struct err e = ERR_INIT;
	int s[2], fds[4], before;
	int five[5] = { p[0], p[0], p[0], p[0], p[0] };
	struct buf b;
	size_t n = 9;

	assert_int_equal(
	    socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, s), 0);
	buf_init(&b, 4);
	before = open_fds();
	assert_int_equal(fd_send(s[0], SLICE("x"), five, 5, &e), RC_FATAL);
	assert_int_equal(fd_send(s[0], SLICE_NONE, five, 1, &e), RC_FATAL);
	assert_int_equal(fd_send(s[0], SLICE("too long"), five, 4, &e), RC_OK);
	assert_int_equal(fd_receive(s[1], &b, fds, &n, &e), RC_FATAL);
	assert_string_equal(e.code, "FRAME-BAD");
	assert_int_equal(n, 0);
	assert_int_equal(open_fds(), before);
	assert_int_equal(close(s[0]) + close(s[1]), 0);
	buf_free(&b);
}

#define EACH(name) cmocka_unit_test_setup_teardown(name, begin, end)

UNIT_MAIN(EACH(what_is_put_is_got),
    EACH(many_frames_of_all_sizes_keep_their_order),
    EACH(bytes_may_come_one_by_one), EACH(a_stream_that_stops_is_cut),
    EACH(silence_times_out), EACH(a_length_of_zero_is_bad),
    EACH(a_length_above_the_limit_is_bad),
    EACH(an_announced_length_alone_takes_no_memory),
    EACH(a_reader_that_died_cuts_the_writer), EACH(descriptors_travel),
    EACH(too_much_is_refused_and_leaks_nothing))
