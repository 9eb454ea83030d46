#include <errno.h>
#include <string.h>
#include <sys/wait.h>
#include "base/err.h"
#include "base/slice.h"
#include "tests/unit/unit.h"

TEST(a_fault_keeps_class_code_and_text)
{
	struct err e = ERR_INIT;

	assert_int_equal(err_set(&e, RC_REJECT, "X-ONE", "line %d", 7),
	    RC_REJECT);
	assert_string_equal(e.code, "X-ONE");
	assert_string_equal(e.text, "line 7");
	assert_string_equal(e.help, "");
	assert_int_equal(err_exit_code(&e), 65);
}

TEST(context_comes_before_the_text)
{
	struct err e = ERR_INIT;

	(void)err_set(&e, RC_RETRY, "X", "inner");
	assert_int_equal(err_add(&e, "file %s", "a"), RC_RETRY);
	assert_int_equal(err_add(&e, "run"), RC_RETRY);
	assert_string_equal(e.text, "run: file a: inner");
	assert_int_equal(err_help(&e, "wait"), RC_RETRY);
	assert_string_equal(e.help, "wait");
	assert_int_equal(err_exit_code(&e), 75);
}

TEST(a_long_text_is_cut_at_a_whole_character)
{
	struct err e = ERR_INIT;
	char big[3000];

	for (size_t at = 0; at < 3; at++) {
		memset(big, 'x', at);
		for (size_t i = at; i + 3 < sizeof(big); i += 3)
			memcpy(big + i, "\xe2\x82\xac", 4);
		(void)err_set(&e, RC_FATAL, "X", "%s", big);
		assert_true(strlen(e.text) > ERR_TEXT_MAX - 5);
		assert_true(slice_utf8(slice_of(e.text)));
		(void)err_add(&e, "y");
		assert_true(slice_utf8(slice_of(e.text)));
		assert_memory_equal(e.text, "y: ", 3);
	}
}

TEST(a_fault_may_quote_its_own_text)
{
	struct err e = ERR_INIT;

	(void)err_set(&e, RC_FATAL, "A", "one");
	(void)err_set(&e, RC_FATAL, e.code, "two of %s", e.text);
	assert_string_equal(e.text, "two of one");
	assert_string_equal(e.code, "A");
}

TEST(a_code_that_is_too_long_is_cut)
{
	struct err e = ERR_INIT;

	(void)err_set(&e, RC_FATAL, "0123456789012345678901234567890123456789",
	    "x");
	assert_int_equal(strlen(e.code), ERR_CODE_MAX - 1);
}

TEST(system_faults_are_classed)
{
	static const struct {
		int number;
		enum rc rc;
		int exit_code;
	} row[] = {
		{ ENOSPC, RC_RETRY, 74 },
		{ EIO, RC_RETRY, 74 },
		{ EINTR, RC_RETRY, 75 },
		{ EAGAIN, RC_RETRY, 75 },
		{ EDQUOT, RC_RETRY, 75 },
		{ EMFILE, RC_RETRY, 75 },
		{ ENFILE, RC_RETRY, 75 },
		{ ENOMEM, RC_RETRY, 75 },
		{ EBUSY, RC_RETRY, 75 },
		{ ETIMEDOUT, RC_RETRY, 75 },
		{ ENOENT, RC_FATAL, 74 },
		{ EACCES, RC_FATAL, 74 },
		{ EROFS, RC_FATAL, 74 },
	};
	struct err e = ERR_INIT;

	for (size_t i = 0; i < sizeof(row) / sizeof(row[0]); i++) {
		errno = row[i].number;
		assert_int_equal(err_sys(&e, "IO", "open %s", "f"), row[i].rc);
		assert_int_equal(err_exit_code(&e), row[i].exit_code);
		assert_int_equal(errno, row[i].number);
		assert_memory_equal(e.text, "open f: ", 8);
		assert_non_null(strstr(e.text, strerror(row[i].number)));
	}
}

TEST(exit_codes_follow_the_class)
{
	struct err e = ERR_INIT;

	assert_int_equal(err_exit_code(&e), 0);
	(void)err_set(&e, RC_FATAL, "X", "x");
	assert_int_equal(err_exit_code(&e), 70);
	e.exit_code = 78;
	assert_int_equal(err_exit_code(&e), 78);
}

static int
status_of(void (*deed)(void))
{
	int status = 0;
	pid_t pid = fork();

	if (pid == 0) {
		(void)close(STDERR_FILENO);
		deed();
		_exit(0);
	}
	assert_true(pid > 0);
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_true(WIFEXITED(status));
	return (WEXITSTATUS(status));
}

static void
no_memory(void)
{
	die_memory();
}

static void
broken(void)
{
	volatile int one = 1;

	INVARIANT(one == 2);
}

TEST(no_memory_ends_with_75_and_a_bug_with_70)
{
	assert_int_equal(status_of(no_memory), 75);
	assert_int_equal(status_of(broken), 70);
}

UNIT_MAIN(RUN(a_fault_keeps_class_code_and_text),
    RUN(context_comes_before_the_text),
    RUN(a_long_text_is_cut_at_a_whole_character),
    RUN(a_fault_may_quote_its_own_text), RUN(a_code_that_is_too_long_is_cut),
    RUN(system_faults_are_classed), RUN(exit_codes_follow_the_class),
    RUN(no_memory_ends_with_75_and_a_bug_with_70))
