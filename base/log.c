#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>
#include "base/buf.h"
#include "base/log.h"

#define LINE_MAX_BYTES ((size_t)64 << 10)
#define BAR_WIDTH 24
#define REDRAW_MS 100

static struct {
	struct log_options options;
	bool terminal; /* progress may be drawn */
	bool drawn;    /* there is a bar to wipe */
	int64_t drawn_at;
} state = { .options = { .level = LOG_INFO } };

static const struct {
	const char *name, *color;
} levels[] = {
	[LOG_ERROR] = { "error", "\033[1;31m" },
	[LOG_WARN] = { "warning", "\033[1;33m" },
	[LOG_INFO] = { "info", "" },
	[LOG_DEBUG] = { "debug", "\033[2m" },
};

static bool
env_set(const char *name)
{
	const char *value = getenv(name);

	return (value != NULL && value[0] != '\0');
}

void
log_setup(const struct log_options *o)
{
	const char *term = getenv("TERM");
	bool able = isatty(STDERR_FILENO) == 1 &&
	    (term == NULL || strcmp(term, "dumb") != 0);

	progress_end();
	state.options = *o;
	state.options.color = o->color && able && !o->json &&
	    !env_set("NO_COLOR");
	state.terminal = able && !o->json && !o->quiet;
}

/* There is nobody to tell that standard error does not work. */
static void
emit(const struct buf *b)
{
	size_t done = 0;
	ssize_t n;

	while (done < b->n) {
		n = write(STDERR_FILENO, b->p + done, b->n - done);
		if (n <= 0)
			return;
		done += (size_t)n;
	}
}

static void
wipe(struct buf *b)
{
	if (state.drawn)
		buf_text(b, "\r\033[K");
	state.drawn = false;
}

static void
put_label(struct buf *b, enum log_level level, const char *code)
{
	bool color = state.options.color && levels[level].color[0] != '\0';

	if (color)
		buf_text(b, levels[level].color);
	buf_text(b, levels[level].name);
	if (code != NULL && code[0] != '\0') {
		buf_char(b, '[');
		buf_shown(b, slice_of(code));
		buf_char(b, ']');
	}
	buf_char(b, ':');
	if (color)
		buf_text(b, "\033[0m");
	buf_char(b, ' ');
}

static void
put_member(struct buf *b, const char *name, const char *value)
{
	if (value == NULL || value[0] == '\0')
		return;
	buf_printf(b, ",\"%s\":", name);
	buf_json(b, slice_of(value));
}

static void
put_event(enum log_level level, const char *code, const char *text,
    const char *help)
{
	struct buf b;

	buf_init(&b, LINE_MAX_BYTES);
	wipe(&b);
	if (state.options.json) {
		buf_printf(&b, "{\"level\":\"%s\"", levels[level].name);
		put_member(&b, "code", code);
		put_member(&b, "text", text);
		put_member(&b, "help", help);
		buf_text(&b, "}\n");
	} else {
		put_label(&b, level, code);
		buf_shown(&b, slice_of(text));
		buf_char(&b, '\n');
		if (help != NULL && help[0] != '\0') {
			buf_text(&b, "  help: ");
			buf_shown(&b, slice_of(help));
			buf_char(&b, '\n');
		}
	}
	INVARIANT(!b.failed);
	emit(&b);
	buf_free(&b);
}

void
log_line(enum log_level level, const char *fmt, ...)
{
	char text[4096]; /* escaped at most six times as long */
	va_list ap;

	if (level > state.options.level)
		return;
	va_start(ap, fmt);
	if (vsnprintf(text, sizeof(text), fmt, ap) < 0)
		text[0] = '\0';
	va_end(ap);
	put_event(level, NULL, text, NULL);
}

void
log_err(const struct err *e)
{
	put_event(LOG_ERROR, e->code, e->text, e->help);
}

static int64_t
now_ms(void)
{
	struct timespec t;

	INVARIANT(clock_gettime(CLOCK_MONOTONIC, &t) == 0);
	return ((int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000);
}

static void
put_bar(struct buf *b, uint64_t done, uint64_t total)
{
	uint64_t per_mille, filled;

	if (done > total)
		done = total;
	/* by division first where the product would overflow */
	per_mille = done <= UINT64_MAX / 1000 ? done * 1000 / total :
						done / (total / 1000);
	if (per_mille > 1000)
		per_mille = 1000;
	filled = per_mille * BAR_WIDTH / 1000;
	buf_text(b, " [");
	for (uint64_t i = 0; i < BAR_WIDTH; i++)
		buf_char(b, i < filled ? '#' : '.');
	buf_printf(b, "] %u%%", (unsigned)(per_mille / 10));
}

void
progress_set(const char *what, uint64_t done, uint64_t total)
{
	struct buf b;
	int64_t now;

	if (!state.terminal)
		return;
	now = now_ms();
	if (state.drawn && now - state.drawn_at < REDRAW_MS)
		return;
	buf_init(&b, LINE_MAX_BYTES);
	wipe(&b);
	buf_shown(&b, slice_sub(slice_of(what), 0, 40));
	if (total > 0)
		put_bar(&b, done, total);
	else
		buf_printf(&b, " %llu", (unsigned long long)done);
	emit(&b);
	buf_free(&b);
	state.drawn = true;
	state.drawn_at = now;
}

void
progress_end(void)
{
	struct buf b;

	if (!state.drawn)
		return;
	buf_init(&b, LINE_MAX_BYTES);
	wipe(&b);
	emit(&b);
	buf_free(&b);
}
