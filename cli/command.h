/*
 * command -- what a command is, and what it gets: its words and options, the
 * mill opened as far as it asked for, and a buffer for standard output.
 *
 * To add one: one file cli/NAME.c with a command_fn, its declaration below,
 * one row in commands.c, one entry in docs/ordermill.1.  Help, usage errors
 * and the test that compares the manual page are driven by the row.
 *
 * A command returns RC_OK and leaves c->exit_code (0, 1, 2), or records a
 * fault in e, which main prints and turns into an exit code.
 */
#ifndef CLI_COMMAND_H
#define CLI_COMMAND_H

#include "base/buf.h"
#include "domain/language.h"
#include "pipeline/booking.h"
#include "pipeline/mill.h"
#include "pipeline/zygote.h"

enum needs {             /* opened in this order, before the command */
	NEED_MILL = 1,   /* the directory */
	NEED_LOCK = 2,   /* run.lock */
	NEED_ZYGOTE = 4, /* workers for hostile bytes */
	NEED_CONFIG = 8,
	NEED_KEY = 16,           /* the HMAC key */
	NEED_READ = 32,          /* the database: to look at, */
	NEED_WRITE = 64,         /* or to write beside a run */
	NEED_ROUGH_CONFIG = 128, /* configuration, mistakes and all: to look */
};

struct cli;
typedef enum rc command_fn(struct cli *c, struct err *e);

struct option_row {
	const char *name;
	const char *value; /* NULL: a switch; else what stands behind */
	const char *help;
};
#define COMMAND_OPTIONS 14

struct command {
	const char *group; /* heading in the list of commands */
	const char *name;  /* one word, or two: "partner test" */
	const char *usage; /* "REF --reason TEXT" */
	const char *help;  /* one line */
	const char *more;  /* "" or paragraphs */
	command_fn *run;
	unsigned needs;
	int min_args, max_args; /* max -1: any number */
	struct option_row options[COMMAND_OPTIONS];
};
extern const struct command commands[]; /* NULL name at the end */
extern const struct option_row global_options[];

struct cli {
	const struct command *command;
	const char *mill_path;
	char **args;
	int n_args;
	const char *values[COMMAND_OPTIONS]; /* as command->options */
	bool json, quiet, color;
	enum language language; /* of findings; English unless asked */
	bool done;              /* help was printed instead */
	bool is_open;           /* mill */
	struct mill mill;
	struct store *store; /* mill.store */
	struct zygote *zygote;
	struct master *master; /* cli_master builds it */
	struct master_rows master_rows;
	struct arena arena; /* lives as long as the command */
	struct buf out;     /* flushed by cli_flush and main */
	int exit_code;
};

/* NULL: not given; a switch that was given: "". */
const char *cli_option(const struct cli *c, const char *name);
enum rc cli_open(struct cli *c, struct err *e) MUST_CHECK;
/* The database of c->mill; needs are NEED_READ or NEED_WRITE. */
enum rc cli_store(struct cli *c, unsigned needs, struct err *e) MUST_CHECK;
enum rc cli_master(struct cli *c, struct err *e) MUST_CHECK;
/* A person at this moment: cli_master first where prices or items count. */
enum rc cli_actor(struct cli *c, struct actor *x, struct err *e) MUST_CHECK;
void cli_close(struct cli *c);
/* Writes c->out to standard output and empties it. */
enum rc cli_flush(struct cli *c, struct err *e) MUST_CHECK;
/* The same once more than 64 KiB wait. */
enum rc cli_flush_some(struct cli *c, struct err *e) MUST_CHECK;

/* RC_REJECT "USAGE", exit code 64. */
enum rc usage_error(struct err *e, const char *fmt, ...) PRINTF_LIKE(2, 3);
/* "red", "yellow", "bold", "dim" or "" for off; nothing without color. */
void cli_paint(struct cli *c, const char *color);
/* The arguments as one command's name; NULL: none.  *words: how many. */
const struct command *command_find(char **args, int n, int *words);
const char *command_nearest(const char *typed);
void command_help(struct cli *c, const struct command *cmd);
void commands_help(struct cli *c);

command_fn cmd_help, cmd_version, cmd_init, cmd_config_check, cmd_run,
    cmd_status, cmd_list, cmd_report, cmd_show, cmd_trace, cmd_explain,
    cmd_validate, cmd_convert, cmd_guide, cmd_hold, cmd_release, cmd_reject,
    cmd_cancel, cmd_retry, cmd_resend, cmd_ship, cmd_account_list,
    cmd_account_show, cmd_account_statement, cmd_account_pay,
    cmd_account_assign, cmd_account_apply, cmd_account_adjust,
    cmd_account_chargeback, cmd_account_refund, cmd_account_return,
    cmd_account_export, cmd_complete, cmd_standing_list, cmd_standing_preview,
    cmd_standing_pause, cmd_standing_resume, cmd_standing_skip,
    cmd_standing_send, cmd_standing_end, cmd_standing_audit, cmd_standing_new,
    cmd_standing_change, cmd_standing_set, cmd_partner_list, cmd_partner_show,
    cmd_partner_test, cmd_partner_pin, cmd_verify, cmd_backup, cmd_restore;

#endif
