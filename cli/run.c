/* run: the night, or single stages of it. */
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <unistd.h>

#include "base/file.h"
#include "base/log.h"
#include "cli/command.h"
#include "pipeline/backup.h"
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
			return (err_help(e,
			    "write 2026-11-21T02:00:00Z, or 2026-11-21"));
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
	    cli_option(c, "dry-run") != NULL || isatty(STDOUT_FILENO) == 1;
	struct report r;

	if (mill_open(c->mill_path, &env_real, &c->mill, e) != RC_OK)
		return (e->rc);
	c->is_open = true;
	if (mill_configure(&c->mill, e) != RC_OK ||
	    cli_store(c, NEED_READ, e) != RC_OK ||
	    report_collect(c->store, 0, INSTANT_NONE, &c->arena, &r, e) !=
		RC_OK)
		return (e->rc);
	log_line(LOG_INFO,
	    "run %" PRId64 ": %" PRId64 " files, %" PRId64 " orders, %" PRId64
	    " rejected, %" PRId64 " held; %zu thing%s to do",
	    r.run_id, report_files_in(&r, ""), report_orders_in(&r, ""),
	    report_orders_in(&r, "rejected"), report_orders_in(&r, "held"),
	    r.todo.n, r.todo.n == 1 ? "" : "s");
	if (c->json)
		report_json(&r, &c->mill.config, &c->out);
	else if (full)
		report_text(&r, &c->mill.config, &c->out);
	return (RC_OK);
}

/* A run in a copy below var/, which is removed whatever becomes of it. */
static enum rc
run_in_shadow(struct cli *c, const struct run_request *r, const char *name,
    struct err *e)
{
	const char *real = c->mill_path;
	char *path = arena_printf(&c->arena, "%s/var/%s", real, name);
	struct mill m;
	int dir;
	enum rc rc;

	if (mill_open(real, &env_real, &m, e) != RC_OK)
		return (e->rc);
	rc = dir_make(m.var, name, e);
	if (rc == RC_OK)
		rc = dir_open(m.var, name, &dir, e);
	if (rc == RC_OK) {
		rc = mill_store(&m, STORE_READ, e);
		if (rc == RC_OK)
			rc = backup_shadow(&m, m.store, dir, path, e);
		(void)close(dir);
	}
	mill_close(&m); /* the run must not inherit the real database */
	c->mill_path = path;
	if (rc == RC_OK)
		rc = night_run(path, &env_real, r, &c->exit_code, e);
	if (rc == RC_OK)
		rc = tell(c, e);
	c->mill_path = real;
	return (rc);
}

static enum rc
dry_run(struct cli *c, const struct run_request *r, struct err *e)
{
	struct err late = ERR_INIT;
	char name[40];
	int var;
	enum rc rc;

	(void)snprintf(name, sizeof(name), "dry-%ld", (long)getpid());
	rc = run_in_shadow(c, r, name, e);
	if (c->is_open)
		mill_close(&c->mill);
	c->is_open = false;
	c->store = NULL;
	if (dir_open(AT_FDCWD, arena_printf(&c->arena, "%s/var", c->mill_path),
		&var, &late) != RC_OK)
		return (rc);
	if (tree_remove(var, name, &late) != RC_OK)
		log_line(LOG_WARN, "var/%s is left behind: %s", name,
		    late.text);
	(void)close(var);
	return (rc);
}

enum rc
cmd_run(struct cli *c, struct err *e)
{
	struct run_request r;

	if (read_request(c, &r, e) != RC_OK)
		return (e->rc);
	if (r.dry_run)
		return (dry_run(c, &r, e));
	if (night_run(c->mill_path, &env_real, &r, &c->exit_code, e) != RC_OK)
		return (e->rc);
	return (tell(c, e));
}
