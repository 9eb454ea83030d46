/*
 * layout_hint -- for a table that nobody agreed on: what the partner's profile
 * would say of it, to be looked over by a person.
 *
 * The first of ten rows with three names or more is taken for the header; its
 * names are guessed by the words of trade in four languages.  Nothing is
 * written for what is no table.
 */
#ifndef CLI_LAYOUT_HINT_H
#define CLI_LAYOUT_HINT_H

#include "base/buf.h"

void layout_hint(struct slice file, struct buf *out);

#endif
