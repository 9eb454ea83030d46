/* status: what ran last, what runs now, what is to do next. */
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "cli/command.h"
#include "pipeline/report_data.h"

#define SHOWN_TODO 10

/* Who holds run.lock, as it wrote itself; "" when nobody does. */
static enum rc
lock_holder(struct cli *c, char *who, size_t size, struct err *e)
{
	struct flock lock = { .l_type = F_WRLCK, .l_whence = SEEK_SET };
	ssize_t n;
	int fd = openat(c->mill.var, "run.lock",
	    O_RDONLY | O_NOFOLLOW | O_CLOEXEC);

	who[0] = '\0';
	if (fd < 0)
		return (errno == ENOENT ?
			RC_OK :
			err_sys(e, "RUN-LOCK", "var/run.lock"));
	if (fcntl(fd, F_OFD_GETLK, &lock) == 0 && lock.l_type != F_UNLCK) {
		n = pread(fd, who, size - 1, 0);
		who[n > 0 ? n : 0] = '\0';
		who[strcspn(who, "\n")] = '\0';
		if (who[0] == '\0')
			(void)snprintf(who, size, "a run");
	}
	(void)close(fd);
	return (RC_OK);
}

static void
put_when(struct cli *c, const char *name, instant t)
{
	char text[21];

	buf_printf(&c->out, ",\"%s\":", name);
	if (t == INSTANT_NONE)
		buf_text(&c->out, "null");
	else
		buf_printf(&c->out, "\"%s\"", instant_text(t, text));
}

static void
put_json(struct cli *c, const struct report *r, const char *holder)
{
	buf_printf(&c->out, "{\"run_id\":%" PRId64, r->run_id);
	put_when(c, "as_of", r->as_of);
	put_when(c, "started_at", r->started_at);
	put_when(c, "ended_at", r->ended_at);
	buf_text(&c->out, ",\"stage\":");
	buf_json(&c->out, r->stage);
	if (r->exit_code >= 0)
		buf_printf(&c->out, ",\"exit_code\":%" PRId64, r->exit_code);
	else
		buf_text(&c->out, ",\"exit_code\":null");
	buf_text(&c->out, ",\"running\":");
	if (holder[0] != '\0')
		buf_json(&c->out, slice_of(holder));
	else
		buf_text(&c->out, "null");
	buf_printf(&c->out,
	    ",\"files\":%" PRId64 ",\"orders\":%" PRId64 ",\"todo\":%zu}\n",
	    report_files_in(r, ""), report_orders_in(r, ""), r->todo.n);
}

static void
put_run(struct cli *c, const struct report *r, const char *holder)
{
	char from[21], to[21];

	if (holder[0] != '\0') {
		buf_text(&c->out, "running: ");
		buf_shown(&c->out, slice_of(holder));
		buf_char(&c->out, '\n');
	}
	if (r->run_id == 0) {
		buf_text(&c->out,
		    "there was no run yet\n"
		    "next: ordermill config check, then: ordermill run\n");
		return;
	}
	buf_printf(&c->out, "run %" PRId64 "  %s", r->run_id,
	    instant_text(r->started_at, from));
	if (r->ended_at != INSTANT_NONE)
		buf_printf(&c->out,
		    " to %s (%" PRId64 " s), exit code %" PRId64 "\n",
		    instant_text(r->ended_at, to), r->ended_at - r->started_at,
		    r->exit_code);
	else if (holder[0] != '\0')
		buf_printf(&c->out, ", last stage done: " SL_FMT "\n",
		    SL_ARG(r->stage.n > 0 ? r->stage : SLICE("none")));
	else
		buf_text(&c->out,
		    ", interrupted: the next `ordermill run` takes it up\n");
	buf_printf(&c->out,
	    "files %" PRId64 "  orders %" PRId64 "  rejected %" PRId64
	    "  held %" PRId64 "\n",
	    report_files_in(r, ""), report_orders_in(r, ""),
	    report_orders_in(r, "rejected"), report_orders_in(r, "held"));
}

static void
put_todo(struct cli *c, const struct report *r)
{
	size_t n = r->todo.n < SHOWN_TODO ? r->todo.n : SHOWN_TODO;

	if (r->run_id == 0)
		return;
	if (r->todo.n == 0) {
		buf_text(&c->out, "nothing to do\n");
		return;
	}
	cli_paint(c, "yellow");
	buf_printf(&c->out, "to do (%zu)\n", r->todo.n);
	cli_paint(c, "");
	for (size_t i = 0; i < n; i++) {
		const struct todo *t = LIST_AT(&r->todo, struct todo, i);

		buf_text(&c->out, "  ");
		buf_shown(&c->out, t->what);
		buf_text(&c->out, "\n    ");
		buf_shown(&c->out, t->command);
		buf_char(&c->out, '\n');
	}
	if (r->todo.n > n)
		buf_printf(&c->out, "  and %zu more: ordermill report\n",
		    r->todo.n - n);
}

enum rc
cmd_status(struct cli *c, struct err *e)
{
	struct report r = { .as_of = INSTANT_NONE,
		.exit_code = -1,
		.started_at = INSTANT_NONE,
		.ended_at = INSTANT_NONE };
	char holder[256];

	if (lock_holder(c, holder, sizeof(holder), e) != RC_OK)
		return (e->rc);
	if (file_exists(c->mill.var, "ordermill.db")) {
		if (cli_store(c, NEED_READ, e) != RC_OK ||
		    report_collect(c->store, 0, env_real.now(NULL), &c->arena,
			&r, e) != RC_OK)
			return (e->rc);
	}
	if (c->json) {
		put_json(c, &r, holder);
	} else {
		put_run(c, &r, holder);
		put_todo(c, &r);
	}
	c->exit_code = r.todo.n > 0 ? 1 : 0;
	return (RC_OK);
}
