/*
 * secret -- the SharedSecret that a partner's cXML must bear, for the processes
 * that see one: the worker that fetches and the one that unpacks.
 *
 * They get an HMAC of it under a key that is made for this one task, as a
 * text; the secret stays in the supervisor, and only a verdict comes back.
 */
#ifndef PIPELINE_SECRET_H
#define PIPELINE_SECRET_H

#include "domain/partner.h"
#include "parsers/cxml_redact.h"

#define SECRET_TEXT 129 /* key and hash in hex, and NUL */

/* "" when the partner has none.  RC_FATAL 77 "SECRET-FILE": it cannot be read,
 * or others can. */
enum rc secret_expect(const char *mill, const struct partner *p,
    char text[SECRET_TEXT], struct err *e) MUST_CHECK;
/* False: nothing is expected. */
bool secret_expected(struct slice text, struct cxml_expected *x);

/* What the column file.secret says. */
const char *secret_word(const struct partner *p, enum cxml_secret verdict);

#endif
