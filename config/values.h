/*
 * values -- the forms that texts in a configuration must have.
 *
 * Each check returns NULL for a good text, else what would be good, to stand
 * behind "expected".  The second parameter is for checks that store what they
 * found into their struct (see reader.h); most ignore it.
 */
#ifndef CONFIG_VALUES_H
#define CONFIG_VALUES_H

#include "base/slice.h"

const char *check_id(struct slice text, void *object);	/* a file's name */
const char *check_filled(struct slice text, void *object);
const char *check_identifier(struct slice text, void *object);
const char *check_language(struct slice text, void *object);
const char *check_country(struct slice text, void *object);
const char *check_currency(struct slice text, void *object);
const char *check_zone(struct slice text, void *object);
const char *check_mail(struct slice text, void *object);
const char *check_day(struct slice text, void *object);
const char *check_rule(struct slice text, void *object);    /* recurrence */
const char *check_relay(struct slice text, void *object);   /* smtp://… */
/* sftp://user@host:port, dir:/absolute, dir:exchange/below-the-mill */
const char *check_url(struct slice text, void *object);
const char *check_host_key(struct slice text, void *object);
const char *check_mill_path(struct slice text, void *object); /* keys/… */
const char *check_remote_dir(struct slice text, void *object);
const char *check_pattern(struct slice text, void *object);
const char *check_template(struct slice text, void *object); /* {po}_{seq} */
const char *check_code(struct slice text, void *object);     /* no spaces */
/* delete, leave or move:DIR, into a struct connection */
const char *take_after_fetch(struct slice text, void *connection);

#endif
