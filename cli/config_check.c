/* config check: every mistake in configuration and master files, at once. */
#include <stdio.h>
#include <string.h>

#include "base/file.h"
#include "cli/command.h"
#include "cli/guide.h"
#include "config/master_files.h"

/* The line of the file that is at fault, for people. */
static void
put_source(struct cli *c, const struct config_mistake *m)
{
	struct err ignored = ERR_INIT;
	struct slice rest, line = SLICE_NONE;
	struct buf text;

	if (m->line <= 0 || strchr(m->file, '/') == m->file)
		return;
	buf_init(&text, 64u << 20);
	if (file_read(c->mill.dir, m->file, &text, &ignored) == RC_OK) {
		rest = buf_slice(&text);
		for (int i = 0; i < m->line; i++)
			(void)slice_cut(rest, '\n', &line, &rest);
		buf_text(&c->out, "   | ");
		buf_shown(&c->out, slice_sub(slice_trim(line), 0, 120));
		buf_char(&c->out, '\n');
	}
	buf_free(&text);
}

static void
put_mistake(struct cli *c, const struct config_mistake *m)
{
	if (c->json) {
		buf_text(&c->out, "{\"code\":");
		buf_json(&c->out, slice_of(m->code));
		buf_text(&c->out, ",\"file\":");
		buf_json(&c->out, slice_of(m->file));
		buf_printf(&c->out, ",\"line\":%d,\"text\":", m->line);
		buf_json(&c->out, slice_of(m->text));
		buf_text(&c->out, "}\n");
		return;
	}
	cli_paint(c, "red");
	buf_printf(&c->out, "error[%s]:", m->code);
	cli_paint(c, "");
	buf_printf(&c->out, " %s\n  --> %s", m->text, m->file);
	if (m->line > 0)
		buf_printf(&c->out, ":%d", m->line);
	buf_char(&c->out, '\n');
	put_source(c, m);
}

static size_t
put_report(struct cli *c, const struct config_report *r)
{
	for (size_t i = 0; i < r->mistakes.n; i++)
		put_mistake(c, LIST_AT(&r->mistakes, struct config_mistake, i));
	if (r->left_out > 0 && !c->json)
		buf_printf(&c->out, "and %zu more\n", r->left_out);
	return (r->mistakes.n + r->left_out);
}

/* Judged against the configuration only where that is without mistakes. */
static enum rc
check_master(struct cli *c, bool sound, size_t *mistakes, struct err *e)
{
	struct master_load m = { 0 };
	enum rc rc;

	rc = master_read(c->mill.dir, sound ? &c->mill.config : NULL, &m, e);
	if (rc == RC_OK)
		*mistakes += put_report(c, &m.report);
	master_load_free(&m);
	return (rc);
}

enum rc
cmd_config_check(struct cli *c, struct err *e)
{
	struct config_report report = { 0 };
	size_t mistakes;
	enum rc rc = config_load(c->mill.dir, &c->mill.config, &report, e);

	mistakes = put_report(c, &report);
	config_report_free(&report);
	if (rc != RC_OK && strcmp(e->code, "CONF-MISTAKES") != 0)
		return (rc);
	if (check_master(c, rc == RC_OK, &mistakes, e) != RC_OK)
		return (e->rc);
	mistakes += own_guides_check(&c->mill.config, &c->out);
	if (mistakes > 0) {
		c->exit_code = 78;
		if (!c->json)
			buf_printf(&c->out, "%zu mistake%s\n", mistakes,
			    mistakes == 1 ? "" : "s");
		return (RC_OK);
	}
	if (!c->json)
		buf_printf(&c->out,
		    "no mistakes: %zu partners, %zu "
		    "calendars, %d master files\n",
		    c->mill.config.partners.n, c->mill.config.calendars.n,
		    MASTER_KINDS);
	return (RC_OK);
}
