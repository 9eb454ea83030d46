/* run: the night, or single stages of it. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/log.h"
#include "cli/command.h"
#include "pipeline/report_data.h"

static enum rc
read_request(struct cli *c, struct run_request *r, struct err *e)
{
	const char *as_of = cli_option(c, "as-of"),
	    *partner = cli_option(c, "partner");
	struct buf names;

	*r = (struct run_request){ .as_of = INSTANT_NONE,
	    .partner = slice_of(partner),
	    .dry_run = cli_option(c, "dry-run") != NULL };
	if (as_of != NULL) {
		r->as_of = instant_parse(slice_of(as_of));
		if (r->as_of == INSTANT_NONE) {
			(void)usage_error(e, "'%.60s' is no instant", as_of);
			return (err_help(e, "write 2026-11-21T02:00:00Z, or "
			    "2026-11-21"));
		}
	}
	buf_init(&names, 4096);
	for (int i = 0; i < c->n_args; i++) {
		if (i > 0)
			buf_char(&names, ' ');
		buf_text(&names, c->args[i]);
	}
	r->stages = arena_slice(&c->arena, buf_slice(&names));
	buf_free(&names);
	return (RC_OK);
}

/* What the run left, from a second look at the database. */
static enum rc
tell(struct cli *c, struct err *e)
{
	bool full = cli_option(c, "report") != NULL ||
	    isatty(STDOUT_FILENO) == 1;
	struct report r;

	if (mill_open(c->mill_path, &env_real, &c->mill, e) != RC_OK)
		return (e->rc);
	c->is_open = true;
	if (mill_configure(&c->mill, e) != RC_OK ||
	    cli_store(c, NEED_READ, e) != RC_OK ||
	    report_collect(c->store, 0, INSTANT_NONE, &c->arena, &r, e) !=
	    RC_OK)
		return (e->rc);
	log_line(LOG_INFO, "run %" PRId64 ": %" PRId64 " files, %" PRId64
	    " orders, %" PRId64 " rejected, %" PRId64 " held; %zu thing%s to "
	    "do", r.run_id, report_files_in(&r, ""), report_orders_in(&r, ""),
	    report_orders_in(&r, "rejected"), report_orders_in(&r, "held"),
	    r.todo.n, r.todo.n == 1 ? "" : "s");
	if (c->json)
		report_json(&r, &c->mill.config, &c->out);
	else if (full)
		report_text(&r, &c->mill.config, &c->out);
	return (RC_OK);
}

enum rc
cmd_run(struct cli *c, struct err *e)
{
	struct run_request r;

	if (read_request(c, &r, e) != RC_OK)
		return (e->rc);
	if (night_run(c->mill_path, &env_real, &r, &c->exit_code, e) !=
	    RC_OK)
		return (e->rc);
	return (tell(c, e));
}
