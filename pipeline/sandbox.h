/*
 * sandbox -- what a process gives up before it looks at hostile bytes.
 *
 * For a freshly forked child with one thread:
 *
 *	sandbox_die_with(parent, &e)	SIGKILL when the parent ends
 *	sandbox_keep(fds, n)		close every other descriptor above 2
 *	sandbox_enter(&s, &e)		limits, Landlock, seccomp; for good
 *
 * Afterwards the process can compute, allocate memory that is not executable,
 * write to one descriptor and to stderr, and end.  Any other system call ends
 * it with SIGSYS.  Whatever has to be opened (locale, character converters,
 * time zone, the input) must be opened before; sandbox_prepare does what the
 * C library and its friends need, once, in the process that forks.
 *
 * In a sanitizer build the address space is not limited and a forbidden call
 * fails with EPERM, because the sanitizer's own report needs some; Landlock
 * and all else stay.  A kernel without Landlock (before 5.13, or switched
 * off) is no error: seccomp alone refuses every open; sandbox_landlock tells.
 * A kernel without seccomp is RC_FATAL "SANDBOX".
 */
#ifndef PIPELINE_SANDBOX_H
#define PIPELINE_SANDBOX_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>
#include "base/err.h"

#if defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(memory_sanitizer)
#define SANDBOX_SANITIZED 1
#endif
#endif
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define SANDBOX_SANITIZED 1
#endif
#ifndef SANDBOX_SANITIZED
#define SANDBOX_SANITIZED 0
#endif

struct sandbox {
	int out;              /* may be written */
	int64_t cpu_seconds;  /* then SIGXCPU */
	int64_t memory_bytes; /* address space */
};

void sandbox_prepare(void);
bool sandbox_landlock(void); /* does this kernel have it? */
enum rc sandbox_die_with(pid_t parent, struct err *e) MUST_CHECK;
void sandbox_keep(const int *fds, size_t n); /* n at most 8 */
enum rc sandbox_enter(const struct sandbox *s, struct err *e) MUST_CHECK;
enum rc sandbox_enter_files(struct err *e) MUST_CHECK; /* Landlock alone */

/* For a worker that keeps its network: nothing of the file system but these
 * (what is not there is left out), no core dump, bounded memory. */
struct sandbox_path {
	const char *path; /* NULL: fd */
	int fd;
	bool directory, write;
};
enum rc sandbox_enter_paths(const struct sandbox_path *paths, size_t n,
    int64_t memory_bytes, struct err *e) MUST_CHECK;

#endif
