/* help and version. */
#include "cli/command.h"
#include "store/store.h"

#define VERSION "0.1"

enum rc
cmd_help(struct cli *c, struct err *e)
{
	const struct command *cmd;
	int words;

	if (c->n_args == 0) {
		commands_help(c);
		return (RC_OK);
	}
	cmd = command_find(c->args, c->n_args, &words);
	if (cmd == NULL || words != c->n_args) {
		const char *near = command_nearest(c->args[0]);

		(void)usage_error(e, "there is no command '%.100s%s%.100s'",
		    c->args[0], c->n_args > 1 ? " " : "",
		    c->n_args > 1 ? c->args[1] : "");
		if (near != NULL)
			return (err_help(e, "did you mean `ordermill help %s`?",
			    near));
		return (e->rc);
	}
	command_help(c, cmd);
	return (RC_OK);
}

enum rc
cmd_version(struct cli *c, struct err *e)
{
	(void)e;
	if (c->json)
		buf_printf(&c->out, "{\"version\":\"%s\",\"sqlite\":\"%s\"}\n",
		    VERSION, store_version());
	else
		buf_printf(&c->out, "ordermill %s (SQLite %s)\n", VERSION,
		    store_version());
	return (RC_OK);
}
