#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define ERR_PLAIN
#include "base/err.h"

#define EXIT_DATA 65
#define EXIT_SOFTWARE 70
#define EXIT_IO 74
#define EXIT_TEMPORARY 75

/* A text that was cut must not end inside a UTF-8 sequence. */
static void
cut_clean(char *text, size_t size)
{
	size_t n = strlen(text), i = n, need;
	unsigned char c;

	if (n + 1 < size || n == 0)
		return;
	while (i > 0 && ((unsigned char)text[i - 1] & 0xc0) == 0x80)
		i--;
	if (i == 0)
		return;
	c = (unsigned char)text[i - 1];
	need = c >= 0xf0 ? 4 : c >= 0xe0 ? 3 : c >= 0xc0 ? 2 : 1;
	if (n - (i - 1) < need)
		text[i - 1] = '\0';
}

/* By way of a second buffer: an argument may point into the text itself. */
static void __attribute__((format(printf, 2, 0)))
text_format(char out[ERR_TEXT_MAX], const char *fmt, va_list ap)
{
	char text[ERR_TEXT_MAX];

	if (vsnprintf(text, sizeof(text), fmt, ap) < 0)
		text[0] = '\0';
	cut_clean(text, sizeof(text));
	memcpy(out, text, sizeof(text));
}

static void
text_join(char out[ERR_TEXT_MAX], const char *a, const char *b)
{
	char text[ERR_TEXT_MAX];
	size_t na = strlen(a), nb = strlen(b), room = sizeof(text) - 1;

	if (na > room)
		na = room;
	memcpy(text, a, na);
	if (nb > room - na)
		nb = room - na;
	memcpy(text + na, b, nb);
	text[na + nb] = '\0';
	cut_clean(text, sizeof(text));
	memcpy(out, text, na + nb + 1);
}

static void
err_begin(struct err *e, enum rc rc, int exit_code, const char *code)
{
	size_t n = strnlen(code, ERR_CODE_MAX - 1);

	e->rc = rc;
	e->exit_code = exit_code;
	memmove(e->code, code, n);
	e->code[n] = '\0';
	e->help[0] = '\0';
}

enum rc
err_set(struct err *e, enum rc rc, const char *code, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	text_format(e->text, fmt, ap);
	va_end(ap);
	err_begin(e, rc, 0, code);
	return (rc);
}

static enum rc
errno_class(int number, int *exit_code)
{
	*exit_code = 0;
	switch (number) {
	case EIO:
	case ENOSPC:
		*exit_code = EXIT_IO;
		return (RC_RETRY);
	case EINTR:
	case EAGAIN:
	case EDQUOT:
	case EMFILE:
	case ENFILE:
	case ENOMEM:
	case EBUSY:
	case ETIMEDOUT:
	case ETIME:
		return (RC_RETRY);
	default:
		*exit_code = EXIT_IO;
		return (RC_FATAL);
	}
}

enum rc
err_sys(struct err *e, const char *code, const char *fmt, ...)
{
	int number = errno, exit_code;
	enum rc rc = errno_class(number, &exit_code);
	char why[256], tail[260];
	va_list ap;

	va_start(ap, fmt);
	text_format(e->text, fmt, ap);
	va_end(ap);
	(void)snprintf(tail, sizeof(tail), ": %s",
	    strerror_r(number, why, sizeof(why)));
	text_join(e->text, e->text, tail);
	err_begin(e, rc, exit_code, code);
	errno = number;
	return (rc);
}

enum rc
err_add(struct err *e, const char *fmt, ...)
{
	char context[ERR_TEXT_MAX], head[ERR_TEXT_MAX];
	va_list ap;

	va_start(ap, fmt);
	text_format(context, fmt, ap);
	va_end(ap);
	text_join(head, context, ": ");
	text_join(e->text, head, e->text);
	return (e->rc);
}

enum rc
err_help(struct err *e, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	text_format(e->help, fmt, ap);
	va_end(ap);
	return (e->rc);
}

int
err_exit_code(const struct err *e)
{
	if (e->rc != RC_OK && e->exit_code != 0)
		return (e->exit_code);
	switch (e->rc) {
	case RC_OK:
		return (0);
	case RC_REJECT:
		return (EXIT_DATA);
	case RC_RETRY:
		return (EXIT_TEMPORARY);
	case RC_FATAL:
	default:
		return (EXIT_SOFTWARE);
	}
}

/* A fuzzer only keeps the input of a process that aborts. */
int LLVMFuzzerTestOneInput(const unsigned char *data, size_t n)
    __attribute__((weak));

static noreturn void
die(const char *text, int status)
{
	ssize_t ignored = write(STDERR_FILENO, text, strlen(text));

	(void)ignored;
	if (LLVMFuzzerTestOneInput != NULL)
		abort();
	_exit(status);
}

noreturn void
die_memory(void)
{
	die("error[MEMORY]: out of memory\n", EXIT_TEMPORARY);
}

noreturn void
die_bug(const char *file, int line, const char *what)
{
	char text[512];

	(void)snprintf(text, sizeof(text), "error[BUG]: %s:%d: %s\n", file,
	    line, what);
	die(text, EXIT_SOFTWARE);
}
