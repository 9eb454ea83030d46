/*
 * anew -- documents that are made again under new numbers, because the partner
 * refused them: `resend REF --anew` asks for it, send does it first.
 *
 * The new document has the content of the old one, an id, name and control
 * numbers of its own, and a business key derived from the old one's: it is
 * made once.  The old one stays what it is, with the partner's verdict, and is
 * never sent again.
 */
#ifndef PIPELINE_ANEW_H
#define PIPELINE_ANEW_H

#include "pipeline/outbox.h"

enum rc outbox_make_anew(struct night *n, struct err *e) MUST_CHECK;

#endif
