/*
 * log -- one event, one line, on standard error.
 *
 * Text lines for people ("warning: ..."), or JSON lines with --json.  Every
 * byte from outside is escaped (buf_shown, buf_json).  Secrets never come
 * here.  Progress bars appear only on a terminal without NO_COLOR's cousin
 * --quiet, and are wiped before a line is printed.
 */
#ifndef BASE_LOG_H
#define BASE_LOG_H

#include "base/err.h"
#include "base/slice.h"

enum log_level { LOG_ERROR, LOG_WARN, LOG_INFO, LOG_DEBUG };

struct log_options {
	enum log_level level; /* what is printed; default LOG_INFO */
	bool json, color, quiet;
};
void log_setup(const struct log_options *o);
void log_line(enum log_level level, const char *fmt, ...) PRINTF_LIKE(2, 3);
/* error[CODE]: text / help: ... */
void log_err(const struct err *e);

/* A progress bar: total 0 means unknown.  Cheap to call often. */
void progress_set(const char *what, uint64_t done, uint64_t total);
void progress_end(void);

#endif
