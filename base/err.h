/*
 * err -- how every function of ordermill says that it could not do its work.
 *
 * A function that can fail returns an enum rc and takes a struct err * as its
 * last parameter (never NULL).  The place that finds the fault calls err_set;
 * each caller on the way up may add what it was doing with err_add; only the
 * runner (or a command's main) logs, once.
 *
 * RC_REJECT  the input is wrong: tell the partner, do not try again.
 * RC_RETRY   the world is wrong now (disk full, busy, peer down): change
 *            nothing at the partner, the next run tries again.
 * RC_FATAL   we are wrong, or memory, database or configuration are: stop.
 */
#ifndef BASE_ERR_H
#define BASE_ERR_H

#include <stdnoreturn.h>

enum rc { RC_OK, RC_REJECT, RC_RETRY, RC_FATAL };

#define ERR_TEXT_MAX 1024
#define ERR_CODE_MAX 32

struct err {
	enum rc rc;
	int exit_code;           /* sysexits number, 0: by rc */
	char code[ERR_CODE_MAX]; /* "IO-WRITE", "CONF-KEY": stable */
	char text[ERR_TEXT_MAX]; /* what happened, one line */
	char help[ERR_TEXT_MAX]; /* what to do about it, may be "" */
};

/* clang-format off */
#define ERR_INIT { .rc = RC_OK }
/* clang-format on */
#define MUST_CHECK __attribute__((warn_unused_result))
#define PRINTF_LIKE(f, a) __attribute__((format(printf, f, a)))

/* Record a fault and return rc.  A longer text is cut, never refused. */
enum rc err_set(struct err *e, enum rc rc, const char *code, const char *fmt,
    ...) PRINTF_LIKE(4, 5);

/* The same for a failed system call: adds ": " and the text of errno.
 * EINTR/EAGAIN/ENOSPC/EDQUOT/EMFILE/ENFILE/ENOMEM/EBUSY/timeouts and EIO are
 * RC_RETRY (exit 74 for EIO and ENOSPC), everything else RC_FATAL (74). */
enum rc err_sys(struct err *e, const char *code, const char *fmt, ...)
    PRINTF_LIKE(3, 4);

/* Put "context: " before the text; returns the rc already recorded. */
enum rc err_add(struct err *e, const char *fmt, ...) PRINTF_LIKE(2, 3);

/* Set the help line; returns the rc already recorded. */
enum rc err_help(struct err *e, const char *fmt, ...) PRINTF_LIKE(2, 3);

/* The four above never return RC_OK.  Said where each call is read, so that
 * compilers and analyzers need not follow a path on which a fault went well. */
static inline enum rc
err_failed(enum rc rc)
{
	return (rc == RC_OK ? RC_FATAL : rc);
}
#ifndef ERR_PLAIN
#define err_set(...) err_failed(err_set(__VA_ARGS__))
#define err_sys(...) err_failed(err_sys(__VA_ARGS__))
#define err_add(...) err_failed(err_add(__VA_ARGS__))
#define err_help(...) err_failed(err_help(__VA_ARGS__))
#endif

/* The process exit code for a recorded fault: exit_code where set, else
 * 65 for REJECT, 75 for RETRY, 70 for FATAL, 0 for OK. */
int err_exit_code(const struct err *e);

/* Out of memory and broken invariants end the process: 75 and 70. */
noreturn void die_memory(void);
noreturn void die_bug(const char *file, int line, const char *what);
#define BUG(what) die_bug(__FILE__, __LINE__, (what))
#define INVARIANT(x) ((x) ? (void)0 : die_bug(__FILE__, __LINE__, #x))

#endif
