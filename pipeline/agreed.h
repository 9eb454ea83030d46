/*
 * agreed -- what a parse worker is told of the partner whose file it reads: a
 * struct parse_options (parsers/parser.h), made of its profile and encoded for
 * zygote_parse.  A file that came over a network's connection is read by the
 * network's profile.
 */
#ifndef PIPELINE_AGREED_H
#define PIPELINE_AGREED_H

#include "base/buf.h"
#include "domain/partner.h"

#define AGREED_MAX (4u << 20) /* for buf_init; a profile has 1 MiB at most */

/* partner NULL, or nothing agreed that a parser needs: nothing is added.
 * no_secret: a secret is agreed, and the file was found without it. */
void agreed_options(const struct partner *partner, bool no_secret,
    struct buf *out);

#endif
