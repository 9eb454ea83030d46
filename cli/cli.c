/* What every command shares: opening, closing, printing, helping. */
#include <errno.h>
#include <pwd.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "cli/command.h"
#include "config/report.h"

#define FLUSH_AT ((size_t)64 << 10)

const char *
cli_option(const struct cli *c, const char *name)
{
	for (size_t i = 0;
	     i < COMMAND_OPTIONS && c->command->options[i].name != NULL; i++)
		if (strcmp(c->command->options[i].name, name) == 0)
			return (c->values[i]);
	BUG("a command asks for an option that is not in its row");
}

enum rc
usage_error(struct err *e, const char *fmt, ...)
{
	char text[ERR_TEXT_MAX];
	va_list ap;

	va_start(ap, fmt);
	if (vsnprintf(text, sizeof(text), fmt, ap) < 0)
		text[0] = '\0';
	va_end(ap);
	(void)err_set(e, RC_REJECT, "USAGE", "%s", text);
	e->exit_code = 64;
	return (e->rc);
}

/* --- opening ------------------------------------------------------------- */

enum rc
cli_store(struct cli *c, unsigned needs, struct err *e)
{
	if (!file_exists(c->mill.var, "ordermill.db")) {
		(void)err_set(e, RC_FATAL, "DB-NONE", "%s has no database yet",
		    c->mill_path);
		e->exit_code = 78;
		return (err_help(e, "the first `ordermill run` makes it"));
	}
	if (mill_store(&c->mill,
		(needs & NEED_WRITE) != 0 ? STORE_WRITE : STORE_READ,
		e) != RC_OK)
		return (e->rc);
	c->store = c->mill.store;
	return (RC_OK);
}

/* What is there to be shown, though not to be run: a host key is looked up
 * before it can be written into the profile. */
static enum rc
rough_config(struct cli *c, struct err *e)
{
	struct config_report report = { 0 };
	enum rc rc = config_load(c->mill.dir, &c->mill.config, &report, e);

	config_report_free(&report);
	if (rc == RC_OK || strcmp(e->code, "CONF-MISTAKES") != 0)
		return (rc);
	*e = (struct err)ERR_INIT;
	return (RC_OK);
}

/* The order matters: what reads hostile bytes never saw key or database. */
enum rc
cli_open(struct cli *c, struct err *e)
{
	unsigned needs = c->command->needs;
	int lock = -1;

	if ((needs & ~(unsigned)NEED_ZYGOTE) != 0) {
		if (mill_open(c->mill_path, &env_real, &c->mill, e) != RC_OK)
			return (e->rc);
		c->is_open = true;
	}
	if ((needs & NEED_LOCK) != 0) {
		if (mill_lock(&c->mill, e) != RC_OK)
			return (e->rc);
		lock = c->mill.lock;
	}
	if ((needs & NEED_ZYGOTE) != 0 &&
	    zygote_start(lock, &c->zygote, e) != RC_OK)
		return (e->rc);
	if ((needs & NEED_CONFIG) != 0 && mill_configure(&c->mill, e) != RC_OK)
		return (e->rc);
	if ((needs & NEED_ROUGH_CONFIG) != 0 && rough_config(c, e) != RC_OK)
		return (e->rc);
	if ((needs & NEED_KEY) != 0 && mill_key(&c->mill, e) != RC_OK)
		return (e->rc);
	if ((needs & (NEED_READ | NEED_WRITE)) != 0)
		return (cli_store(c, needs, e));
	return (RC_OK);
}

/* As the files are now: who mends master/ and releases an order expects the
 * release to look at what was mended. */
enum rc
cli_master(struct cli *c, struct err *e)
{
	struct night n = { .mill = &c->mill,
		.store = c->store,
		.as_of = c->mill.env.now(c->mill.env.ctx) };

	if (c->master != NULL)
		return (RC_OK);
	if ((c->command->needs & NEED_WRITE) != 0 &&
	    master_refresh(&n, e) != RC_OK)
		return (e->rc);
	return (
	    master_build(c->store, &c->arena, &c->master_rows, &c->master, e));
}

/* Whoever typed it, also behind sudo. */
static const char *
person(struct arena *a)
{
	const char *sudo = getenv("SUDO_USER");
	const struct passwd *pw;

	if (geteuid() == 0 && sudo != NULL && sudo[0] != '\0')
		return (arena_text(a, slice_sub(slice_of(sudo), 0, 64)));
	pw = getpwuid(getuid());
	if (pw != NULL)
		return (arena_text(a, slice_of(pw->pw_name)));
	return (arena_printf(a, "uid %ld", (long)getuid()));
}

/* --by NAME, where a command has it: who says so need not be who types. */
static enum rc
named_person(struct cli *c, const char **who, struct err *e)
{
	const char *typed;

	for (size_t i = 0; c->command->options[i].name != NULL; i++) {
		if (strcmp(c->command->options[i].name, "by") != 0)
			continue;
		typed = c->values[i];
		if (typed == NULL)
			return (RC_OK);
		if (typed[0] == '\0' || strlen(typed) > 64)
			return (usage_error(e, "--by wants a name"));
		*who = typed;
	}
	return (RC_OK);
}

enum rc
cli_actor(struct cli *c, struct actor *x, struct err *e)
{
	char *zone = arena_text(&c->arena, c->mill.config.seller.time_zone);
	int second;

	*x = (struct actor){ .mill = &c->mill,
		.store = c->store,
		.master = c->master,
		.at = c->mill.env.now(c->mill.env.ctx),
		.who = person(&c->arena) };
	if (named_person(c, &x->who, e) != RC_OK)
		return (e->rc);
	return (zone_day(zone, x->at, &x->today, &second, e));
}

void
cli_close(struct cli *c)
{
	zygote_stop(c->zygote);
	master_free(c->master);
	if (c->is_open)
		mill_close(&c->mill);
	arena_free(&c->arena);
}

/* --- printing ------------------------------------------------------------ */

enum rc
cli_flush(struct cli *c, struct err *e)
{
	size_t done = 0;

	INVARIANT(!c->out.failed);
	while (done < c->out.n) {
		ssize_t n = write(STDOUT_FILENO, c->out.p + done,
		    c->out.n - done);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0) {
			buf_reset(&c->out);
			return (err_sys(e, "IO-WRITE", "standard output"));
		}
		done += (size_t)n;
	}
	buf_reset(&c->out);
	return (RC_OK);
}

enum rc
cli_flush_some(struct cli *c, struct err *e)
{
	return (c->out.n >= FLUSH_AT ? cli_flush(c, e) : RC_OK);
}

void
cli_paint(struct cli *c, const char *color)
{
	static const struct {
		const char *name, *code;
	} colors[] = {
		{ "", "\033[0m" },
		{ "bold", "\033[1m" },
		{ "dim", "\033[2m" },
		{ "red", "\033[1;31m" },
		{ "yellow", "\033[1;33m" },
		{ "green", "\033[32m" },
	};

	for (size_t i = 0; c->color && i < sizeof(colors) / sizeof(*colors);
	     i++)
		if (strcmp(colors[i].name, color) == 0)
			buf_text(&c->out, colors[i].code);
}

/* --- finding and helping ------------------------------------------------- */

static const struct command *
named(const char *name)
{
	for (const struct command *x = commands; x->name != NULL; x++)
		if (strcmp(x->name, name) == 0)
			return (x);
	return (NULL);
}

const struct command *
command_find(char **args, int n, int *words)
{
	const struct command *x = NULL;
	struct buf two;

	*words = 2;
	if (n > 1) {
		buf_init(&two, 256);
		buf_printf(&two, "%s %s", args[0], args[1]);
		x = named(two.p);
		buf_free(&two);
	}
	if (x == NULL) {
		*words = 1;
		x = named(args[0]);
	}
	return (x);
}

const char *
command_nearest(const char *typed)
{
	const char *names[64];
	size_t n = 0, length = strlen(typed);

	for (const struct command *x = commands; x->name != NULL; x++) {
		INVARIANT(n < sizeof(names) / sizeof(*names));
		/* "partner" alone: the first of the family */
		if (strncmp(x->name, typed, length) == 0 && length > 1)
			return (x->name);
		names[n++] = x->name;
	}
	return (nearest_word(typed, names, n));
}

static void
help_options(struct cli *c, const struct option_row *rows, size_t n)
{
	for (size_t i = 0; i < n && rows[i].name != NULL; i++) {
		size_t from = c->out.n, width;

		buf_printf(&c->out, "  --%s%s%s", rows[i].name,
		    rows[i].value != NULL ? " " : "",
		    rows[i].value != NULL ? rows[i].value : "");
		for (width = c->out.n - from; width < 26; width++)
			buf_char(&c->out, ' ');
		buf_printf(&c->out, " %s\n", rows[i].help);
	}
}

void
command_help(struct cli *c, const struct command *cmd)
{
	buf_printf(&c->out, "usage: ordermill %s%s%s\n\n%s.\n", cmd->name,
	    cmd->usage[0] != '\0' ? " " : "", cmd->usage, cmd->help);
	if (cmd->more[0] != '\0')
		buf_printf(&c->out, "\n%s", cmd->more);
	if (cmd->options[0].name != NULL) {
		buf_text(&c->out, "\noptions\n");
		help_options(c, cmd->options, COMMAND_OPTIONS);
	}
	buf_text(&c->out, "\nfor every command\n");
	help_options(c, global_options, 16);
}

static void
help_row(struct cli *c, const struct command *cmd)
{
	if (c->json) {
		buf_text(&c->out, "{\"name\":");
		buf_json(&c->out, slice_of(cmd->name));
		buf_text(&c->out, ",\"usage\":");
		buf_json(&c->out, slice_of(cmd->usage));
		buf_text(&c->out, ",\"help\":");
		buf_json(&c->out, slice_of(cmd->help));
		buf_text(&c->out, ",\"options\":[");
		for (size_t i = 0;
		     i < COMMAND_OPTIONS && cmd->options[i].name != NULL; i++) {
			if (i > 0)
				buf_char(&c->out, ',');
			buf_json(&c->out, slice_of(cmd->options[i].name));
		}
		buf_text(&c->out, "]}\n");
		return;
	}
	buf_printf(&c->out, "  %-19s %s\n", cmd->name, cmd->help);
}

void
commands_help(struct cli *c)
{
	const char *group = "";

	if (!c->json)
		buf_text(&c->out,
		    "usage: ordermill [-C DIR] [--json] [-q] COMMAND ...\n");
	for (const struct command *x = commands; x->name != NULL; x++) {
		if (strcmp(x->group, group) != 0 && !c->json) {
			buf_char(&c->out, '\n');
			cli_paint(c, "bold");
			buf_text(&c->out, x->group);
			cli_paint(c, "");
			buf_char(&c->out, '\n');
		}
		group = x->group;
		help_row(c, x);
	}
	if (c->json)
		return;
	buf_text(&c->out, "\nfor every command\n");
	help_options(c, global_options, 16);
	buf_text(&c->out,
	    "\nREF is a PO number, a confirmation number, a "
	    "file name, or an id such as\norder:12, file:3, standing:4.  "
	    "`ordermill help COMMAND` tells more.\n");
}
