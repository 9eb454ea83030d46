/*
 * config -- a mill's configuration: read, checked, looked up.
 *
 *	struct config c;  struct config_report report;
 *	rc = config_load(mill, &c, &report, &e);
 *	(print the report's mistakes where rc is RC_FATAL "CONF-MISTAKES")
 *	config_report_free(&report);  ...  config_free(&c);
 *
 * Files: ordermill.conf, calendars/NAME.conf, partners/NAME.conf, in the
 * syntax of libconfig; every key, its type, range and default is a row in
 * config/keys.c and is shown in config/example/.  All mistakes of meaning in
 * all files are reported at once; a syntax error ends its own file only.
 * Nothing here reads a private key or a password: only whether the file is
 * there, and that nobody else may read it.
 *
 * Codes of mistakes: CONF-SYNTAX, CONF-KEY (unknown), CONF-MISSING, CONF-TYPE
 * (another kind of value expected), CONF-VALUE (the right kind, out of range
 * or malformed), CONF-REFERENCE (names something that is not there),
 * CONF-CLASH (two files or keys contradict), CONF-FILE (key files).
 *
 * What is read lies in c->arena until config_free, also when mistakes were
 * found: then only for showing, never for a run.  Texts end with a zero byte
 * behind them, so .p serves as a C string; an absent text is "".
 * A url "dir:exchange/..." comes out absolute, below the mill.
 */
#ifndef CONFIG_CONFIG_H
#define CONFIG_CONFIG_H

#include "domain/partner.h"

struct named_calendar {
	struct slice name;
	struct calendar calendar;
};

struct config {
	struct seller seller;
	struct list partners;  /* struct partner, by id ascending */
	struct list calendars; /* struct named_calendar, by name */
	struct arena arena;
};

struct config_mistake {
	const char *code; /* "CONF-KEY" */
	const char *file; /* "partners/acme.conf" */
	int line;         /* 0: the file as a whole */
	const char *text; /* one line, escaped for people */
};

struct config_report {
	struct list mistakes; /* struct config_mistake, sorted */
	size_t left_out;      /* beyond CONFIG_MISTAKES_MAX */
	struct arena arena;
};

#define CONFIG_MISTAKES_MAX 1000
#define CONFIG_FILE_MAX (1u << 20) /* bytes of one file */

/* RC_FATAL "CONF-MISTAKES" (exit 78) when the report has any, "CONF-MILL"
 * (78) when this is no mill, RC_RETRY when the files could not be read now.
 * Both structs are filled, and must be freed, whatever comes back. */
enum rc config_load(int mill, struct config *c, struct config_report *report,
    struct err *e) MUST_CHECK;
void config_free(struct config *c); /* a zeroed one is allowed */
void config_report_free(struct config_report *report);

const struct partner *config_partner(const struct config *c, struct slice id);
const struct calendar *config_calendar(const struct config *c,
    struct slice name); /* NULL: none of that name */
/* Who an envelope's sender is, that came over this partner's connection: the
 * partner itself, or behind a network the one that is `via` it.  NULL: nobody
 * who may send there. */
const struct partner *config_sender(const struct config *c,
    const struct partner *connection, struct slice identifier);
/* The partner whose connection carries what p gets: p, or its network. */
const struct partner *config_carrier(const struct config *c,
    const struct partner *p);

/* Makes a new mill of the example: files, keys/ with a fresh HMAC key, var/,
 * and the example partners' exchange/ folders.  RC_REJECT "INIT-FULL" (exit
 * 64) when the directory holds anything.  ordermill.conf comes last, so half a
 * mill is none; config_load finds no mistake in a whole one. */
enum rc config_create(int dir, struct err *e) MUST_CHECK;

#endif
