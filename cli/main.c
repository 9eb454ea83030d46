/* ordermill: finds the command, opens what it needs, tells how it ended. */
#include <getopt.h>
#include <locale.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/log.h"
#include "cli/command.h"

#define FIRST_LONG 256 /* values of long options, by row */
#define GLOBALS 6

struct options { /* as getopt_long wants them */
	struct option rows[GLOBALS + COMMAND_OPTIONS + 1];
	const struct option_row *source[GLOBALS + COMMAND_OPTIONS];
	size_t n, globals;
};

struct typed { /* the global ones */
	const char *mill, *color;
	bool json, quiet, help, version;
};

static void
options_add(struct options *o, const struct option_row *row)
{
	INVARIANT(o->n < GLOBALS + COMMAND_OPTIONS);
	o->source[o->n] = row;
	o->rows[o->n] = (struct option){ row->name,
		row->value != NULL ? required_argument : no_argument, NULL,
		FIRST_LONG + (int)o->n };
	o->n++;
}

static void
options_init(struct options *o, const struct command *cmd)
{
	*o = (struct options){ .n = 0 };
	for (const struct option_row *r = global_options; r->name != NULL; r++)
		options_add(o, r);
	o->globals = o->n;
	for (size_t i = 0;
	     cmd != NULL && i < COMMAND_OPTIONS && cmd->options[i].name != NULL;
	     i++)
		options_add(o, &cmd->options[i]);
}

static void
take_global(struct typed *t, const char *name, const char *value)
{
	if (strcmp(name, "mill") == 0)
		t->mill = value;
	else if (strcmp(name, "color") == 0)
		t->color = value;
	else if (strcmp(name, "json") == 0)
		t->json = true;
	else if (strcmp(name, "quiet") == 0)
		t->quiet = true;
	else if (strcmp(name, "help") == 0)
		t->help = true;
	else
		t->version = true;
}

static enum rc
wrong_option(int found, char **argv, struct err *e)
{
	const char *word = argv[optind - 1];

	if (found == ':')
		return (usage_error(e, "%s wants a value", word));
	if (optopt > 0 && optopt < FIRST_LONG)
		return (usage_error(e, "there is no option -%c", optopt));
	return (usage_error(e, "there is no option %s here", word));
}

/* Short options are the first letter of their long ones, but -C and -V. */
static enum rc
read_options(int argc, char **argv, const struct options *o, bool stop,
    struct typed *t, const char **values, struct err *e)
{
	const char *shorts = stop ? "+:C:qhV" : ":C:qhV";
	int found;

	opterr = 0;
	optind = 0;
	while ((found = getopt_long(argc, argv, shorts, o->rows, NULL)) != -1) {
		size_t i = (size_t)found - FIRST_LONG;

		if (found == '?' || found == ':')
			return (wrong_option(found, argv, e));
		if (found == 'C')
			t->mill = optarg;
		else if (found == 'q')
			t->quiet = true;
		else if (found == 'h')
			t->help = true;
		else if (found == 'V')
			t->version = true;
		else if (i < o->globals)
			take_global(t, o->source[i]->name, optarg);
		else if (values != NULL)
			values[i - o->globals] = optarg != NULL ? optarg : "";
	}
	return (RC_OK);
}

static enum rc
unknown_command(char **args, struct err *e)
{
	const char *near = command_nearest(args[0]);

	(void)usage_error(e, "there is no command '%.100s'", args[0]);
	if (near != NULL)
		return (err_help(e, "did you mean `ordermill %s`?", near));
	return (err_help(e, "`ordermill help` lists them all"));
}

static enum rc
check_count(const struct cli *c, struct err *e)
{
	const struct command *cmd = c->command;

	if (c->n_args >= cmd->min_args &&
	    (cmd->max_args < 0 || c->n_args <= cmd->max_args))
		return (RC_OK);
	(void)usage_error(e,
	    c->n_args < cmd->min_args ? "`%s` wants more words" :
					"`%s` wants fewer words",
	    cmd->name);
	return (err_help(e, "usage: ordermill %s %s", cmd->name, cmd->usage));
}

static enum rc
setup(struct cli *c, const struct typed *t, struct err *e)
{
	const char *home = getenv("ORDERMILL_HOME"),
		   *no_color = getenv("NO_COLOR"), *color = t->color;
	bool allowed = no_color == NULL || no_color[0] == '\0';
	struct log_options log = { .level = t->quiet ? LOG_WARN : LOG_INFO,
		.json = t->json,
		.quiet = t->quiet };

	c->json = t->json;
	c->quiet = t->quiet;
	c->mill_path = t->mill != NULL      ? t->mill :
	    home != NULL && home[0] != '\0' ? home :
					      ".";
	if (color == NULL || strcmp(color, "auto") == 0)
		c->color = allowed && isatty(STDOUT_FILENO) == 1;
	else if (strcmp(color, "always") == 0)
		c->color = true;
	else if (strcmp(color, "never") != 0)
		return (usage_error(e, "--color is auto, always or never"));
	c->color = c->color && !c->json;
	log.color = color == NULL || strcmp(color, "never") != 0;
	log_setup(&log);
	return (RC_OK);
}

/* Global options, the command's words, then everything else in any order. */
static enum rc
understand(struct cli *c, int argc, char **argv, struct err *e)
{
	struct typed t = { .mill = NULL };
	struct options o;
	int words = 0;

	options_init(&o, NULL);
	if (read_options(argc, argv, &o, true, &t, NULL, e) != RC_OK)
		return (e->rc);
	argc -= optind;
	argv += optind;
	if (argc > 0 &&
	    (c->command = command_find(argv, argc, &words)) == NULL) {
		(void)setup(c, &t, e);
		return (unknown_command(argv, e));
	}
	if (c->command != NULL) {
		/* getopt_long skips the word before the first option */
		argc -= words - 1;
		argv += words - 1;
		options_init(&o, c->command);
		if (read_options(argc, argv, &o, false, &t, c->values, e) !=
		    RC_OK) {
			struct err kept = *e;

			(void)setup(c, &t, e);
			*e = kept;
			return (err_help(e, "usage: ordermill %s %s",
			    c->command->name, c->command->usage));
		}
		c->args = argv + optind;
		c->n_args = argc - optind;
	}
	if (setup(c, &t, e) != RC_OK)
		return (e->rc);
	if (t.version) {
		static char version[] = "version", *word = version;

		c->command = command_find(&word, 1, &words);
		c->n_args = 0;
	} else if (t.help && c->command != NULL) {
		command_help(c, c->command);
		c->done = true;
		return (cli_flush(c, e));
	}
	return (RC_OK);
}

static enum rc
invoke(struct cli *c, int argc, char **argv, struct err *e)
{
	if (understand(c, argc, argv, e) != RC_OK)
		return (e->rc);
	if (c->done) /* only help was asked for */
		return (RC_OK);
	if (c->command == NULL) {
		commands_help(c);
		return (cli_flush(c, e));
	}
	if (check_count(c, e) != RC_OK || cli_open(c, e) != RC_OK ||
	    c->command->run(c, e) != RC_OK)
		return (e->rc);
	return (cli_flush(c, e));
}

int
main(int argc, char **argv)
{
	struct cli c = { .mill_path = "." };
	struct err e = ERR_INIT;

	(void)signal(SIGPIPE, SIG_IGN);
	(void)setlocale(LC_CTYPE, "C.UTF-8");
	buf_init(&c.out, (size_t)1 << 30);
	if (invoke(&c, argc, argv, &e) != RC_OK) {
		struct err late = ERR_INIT;

		/* What was found before the fault is still worth having. */
		(void)!cli_flush(&c, &late);
		log_err(&e);
		c.exit_code = err_exit_code(&e);
	}
	cli_close(&c);
	buf_free(&c.out);
	return (c.exit_code);
}
