/* The table of commands: help, usage errors and the manual follow it. */
#include "cli/command.h"

#define READS (NEED_MILL | NEED_READ)
#define READS_CONFIG (NEED_MILL | NEED_CONFIG | NEED_READ)
#define WRITES (NEED_MILL | NEED_CONFIG | NEED_WRITE)
#define END { NULL, NULL, NULL }
#define REASON { "reason", "TEXT", "why; kept in the history" }

const struct option_row global_options[] = {
	{ "mill", "DIR", "the mill (-C DIR; else ORDERMILL_HOME, else here)" },
	{ "json", NULL, "one JSON object a line" },
	{ "quiet", NULL, "only warnings and errors (-q)" },
	{ "color", "WHEN", "auto, always or never" },
	{ "help", NULL, "tell more of a command (-h)" },
	{ "version", NULL, "print the version (-V)" },
	END,
};

const struct command commands[] = {
	{ "the mill", "init", "DIR", "make a new mill with an example",
	    "DIR must be empty or not exist yet.  The example is complete: "
	    "see its\nREADME.md for a first night.\n",
	    cmd_init, 0, 1, 1, { END } },
	{ "the mill", "config check", "", "check configuration and master "
	    "files", "Every mistake is told at once, with its file and line; "
	    "exit code 78 when there\nis any.\n", cmd_config_check, NEED_MILL,
	    0, 0, { END } },
	{ "the mill", "help", "[COMMAND]", "list the commands, or explain "
	    "one", "", cmd_help, 0, 0, 2, { END } },
	{ "the mill", "version", "", "print the version", "", cmd_version, 0,
	    0, 0, { END } },

	{ "the night", "run", "[STAGE...]", "run the night, or single stages",
	    "Stages: fetch unpack parse validate recur charge ship "
	    "acknowledge send report;\nnone named: all.  An interrupted run "
	    "is taken up again first.  Exit codes: 0\ngood, 1 a person must "
	    "look, 2 something is left for the next run, 75 another\nrun "
	    "holds the mill.\n", cmd_run, 0, 0, -1, {
	    { "as-of", "TIME", "the run's instant (2026-11-21T02:00:00Z), "
		"not now" },
	    { "partner", "NAME", "only this partner's files and orders" },
	    { "dry-run", NULL, "work on a copy, send and remove nothing" },
	    { "report", NULL, "print the report also when not on a terminal" },
	    END } },
	{ "the night", "status", "", "what ran last, what runs, what is to do",
	    "Exit code 1 when a person must look.\n", cmd_status,
	    NEED_MILL, 0, 0, { END } },

	{ "looking", "list", "KIND [COLUMN=VALUE...]", "list what the "
	    "database has", "KIND is run, file, message, finding, order, "
	    "order_line, hold, ledger, balance,\npayment, standing_order, "
	    "occurrence, shipment, shipment_line, outbox, customer,\nproduct "
	    "or event; the columns are those of the view v_KIND.  Amounts "
	    "are in\nminor units.\n", cmd_list, READS, 1, -1, {
	    { "columns", "A,B,...", "print these columns only" }, END } },

	{ NULL, NULL, NULL, NULL, NULL, NULL, 0, 0, 0, { END } },
};
