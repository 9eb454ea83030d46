#include <fcntl.h>
#include <pty.h>
#include <string.h>
#include "base/log.h"
#include "tests/unit/unit.h"

static char seen[8192];

/* What `deed` writes to standard error, through a pipe or a terminal. */
static const char *
caught(void (*deed)(void), bool terminal)
{
	int p[2], kept = dup(STDERR_FILENO);
	size_t n = 0;
	ssize_t got;

	assert_true(kept >= 0);
	if (terminal)
		assert_int_equal(openpty(&p[0], &p[1], NULL, NULL, NULL), 0);
	else
		assert_int_equal(pipe2(p, O_CLOEXEC), 0);
	assert_true(dup2(p[1], STDERR_FILENO) >= 0);
	deed();
	assert_true(dup2(kept, STDERR_FILENO) >= 0);
	assert_int_equal(fcntl(p[0], F_SETFL, O_NONBLOCK), 0);
	while (n + 1 < sizeof(seen) &&
	    (got = read(p[0], seen + n, sizeof(seen) - 1 - n)) > 0)
		n += (size_t)got;
	seen[n] = '\0';
	assert_int_equal(close(p[0]) + close(p[1]) + close(kept), 0);
	return (seen);
}

static void
plain_lines(void)
{
	struct log_options o = { .level = LOG_INFO, .color = true };
	struct err e = ERR_INIT;

	log_setup(&o);
	log_line(LOG_WARN, "order %d: %s", 7, "a\nb\x1b[31m\\");
	log_line(LOG_DEBUG, "hidden");
	(void)err_set(&e, RC_FATAL, "X-CODE", "bad\x07");
	log_err(&e);
	(void)err_help(&e, "do %s", "this");
	log_err(&e);
	progress_set("parse", 1, 2);
	progress_end();
}

TEST(a_line_for_people_is_escaped_and_plain_in_a_pipe)
{
	assert_string_equal(caught(plain_lines, false),
	    "warning: order 7: a\\x0ab\\x1b[31m\\\\\n"
	    "error[X-CODE]: bad\\x07\n"
	    "error[X-CODE]: bad\\x07\n  help: do this\n");
}

static void
json_lines(void)
{
	struct log_options o = { .level = LOG_DEBUG,
		.json = true,
		.color = true };
	struct err e = ERR_INIT;

	log_setup(&o);
	log_line(LOG_DEBUG, "say \"x\"\n");
	(void)err_set(&e, RC_FATAL, "X", "t");
	(void)err_help(&e, "h");
	log_err(&e);
}

TEST(json_lines_are_json)
{
	assert_string_equal(caught(json_lines, false),
	    "{\"level\":\"debug\",\"text\":\"say \\\"x\\\"\\n\"}\n"
	    "{\"level\":\"error\",\"code\":\"X\",\"text\":\"t\","
	    "\"help\":\"h\"}\n");
}

static void
one_warning(void)
{
	struct log_options o = { .level = LOG_INFO, .color = true };

	log_setup(&o);
	log_line(LOG_WARN, "x");
}

TEST(color_needs_a_terminal_and_no_NO_COLOR)
{
	assert_int_equal(setenv("TERM", "xterm", 1), 0);
	assert_int_equal(unsetenv("NO_COLOR"), 0);
	assert_non_null(strstr(caught(one_warning, true), "\033["));
	assert_null(strstr(caught(one_warning, false), "\033["));
	assert_int_equal(setenv("NO_COLOR", "1", 1), 0);
	assert_null(strstr(caught(one_warning, true), "\033["));
	assert_int_equal(unsetenv("NO_COLOR"), 0);
	assert_int_equal(setenv("TERM", "dumb", 1), 0);
	assert_null(strstr(caught(one_warning, true), "\033["));
	assert_int_equal(setenv("TERM", "xterm", 1), 0);
}

static void
some_progress(void)
{
	struct log_options o = { .level = LOG_INFO };

	log_setup(&o);
	progress_set("parse", UINT64_MAX / 2, UINT64_MAX);
	log_line(LOG_INFO, "x");
	progress_set("parse", 9, 3);
	progress_end();
	progress_end();
}

static void
quiet_progress(void)
{
	struct log_options o = { .level = LOG_INFO, .quiet = true };

	log_setup(&o);
	progress_set("parse", 1, 2);
	progress_end();
}

TEST(a_bar_is_wiped_before_a_line)
{
	const char *s = caught(some_progress, true);

	assert_non_null(
	    strstr(s, "parse [############............] 50%\r\033[Kinfo: x"));
	assert_non_null(strstr(s, "] 100%\r\033[K"));
	assert_string_equal(caught(quiet_progress, true), "");
	assert_int_equal(setenv("TERM", "xterm", 1), 0);
	assert_null(strstr(caught(some_progress, false), "parse"));
}

static void
a_long_line(void)
{
	static char big[9000];
	struct log_options o = { .level = LOG_INFO };

	log_setup(&o);
	memset(big, '\x01', sizeof(big) - 1);
	log_line(LOG_INFO, "%s", big);
}

TEST(a_long_line_is_cut)
{
	assert_true(strlen(caught(a_long_line, false)) > 4000);
}

UNIT_MAIN(RUN(a_line_for_people_is_escaped_and_plain_in_a_pipe),
    RUN(json_lines_are_json), RUN(color_needs_a_terminal_and_no_NO_COLOR),
    RUN(a_bar_is_wiped_before_a_line), RUN(a_long_line_is_cut))
