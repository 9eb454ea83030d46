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

const char *value_id(struct slice text, void *object); /* a file's name */
const char *value_filled(struct slice text, void *object);
const char *value_identifier(struct slice text, void *object);
const char *value_language(struct slice text, void *object);
const char *value_country(struct slice text, void *object);
const char *value_currency(struct slice text, void *object);
const char *value_zone(struct slice text, void *object);
const char *value_mail(struct slice text, void *object);
/* An IBAN with right check digits, or another number of a bank account. */
const char *value_account(struct slice text, void *object);
const char *value_iban(struct slice text, void *object);
/* SEPA creditor identifier: country, check digits, suffix, national part. */
const char *value_creditor(struct slice text, void *object);
const char *value_bic(struct slice text, void *object);
const char *value_day(struct slice text, void *object);
const char *value_rule(struct slice text, void *object); /* recurrence */
const char *value_price_policy(struct slice text, void *object);
const char *value_relay(struct slice text, void *object); /* smtp://… */
/* sftp://user@host:port, dir:/absolute, dir:exchange/below-the-mill */
const char *value_url(struct slice text, void *object);
const char *value_host_key(struct slice text, void *object);
const char *value_mill_path(struct slice text, void *object); /* keys/… */
const char *value_remote_dir(struct slice text, void *object);
const char *value_pattern(struct slice text, void *object);
const char *value_template(struct slice text, void *object);  /* {po}_{seq} */
const char *value_date_form(struct slice text, void *object); /* DD-MM-YYYY */
const char *value_unit_word(struct slice text, void *object); /* doos = XBX */
const char *value_code(struct slice text, void *object);      /* no spaces */
/* Of native answers: "004010", "D:96A:UN:EAN005", "1.2.045"; "*>~^". */
const char *value_version(struct slice text, void *object);
const char *value_separators(struct slice text, void *object);
/* delete, leave or move:DIR, into a struct connection */
const char *take_after_fetch(struct slice text, void *connection);

#endif
