/*
 * loading -- the steps of config_load, apart so that tests can feed texts.
 *
 * The libconfig trees stay until loading_free, because the checks between
 * files look up the lines of what they complain about.
 */
#ifndef CONFIG_LOADING_H
#define CONFIG_LOADING_H

#include "config/keys.h"

enum source_kind { SOURCE_SELLER, SOURCE_CALENDAR, SOURCE_PARTNER };

struct source {
	enum source_kind kind;
	const char *file;  /* "partners/acme.conf" */
	struct slice name; /* "acme" */
	config_t tree;
	const config_setting_t *root; /* the partner's group, or the file */
	bool whole;                   /* read so far that checks make sense */
	struct partner partner;
	struct calendar calendar;
};

struct loading {
	struct config *config;
	struct config_report *report;
	struct list sources; /* struct source * */
	int mill;            /* -1: no looking at key files */
	const char *home;    /* the mill's absolute path */
};

/* One file's text.  file is "ordermill.conf", "calendars/NAME.conf" or
 * "partners/NAME.conf". */
void loading_text(struct loading *l, enum source_kind kind, const char *file,
    struct slice text);
/* What concerns several keys or files; then fills the config's lists. */
void loading_check(struct loading *l);
void loading_finish(struct loading *l);
void loading_free(struct loading *l);

#endif
