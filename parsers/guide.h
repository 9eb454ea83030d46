/*
 * guide -- the description of a message, one text file (parsers/guides/, its
 * README has the format): which segment may stand where and how often, the
 * elements of each, their types, lengths, codes and conditions, with our own
 * labels.  Used to validate, to print the guide a partner is given
 * (cli/guide.c) and to make samples (guide_sample.h).
 *
 * Compiled once into tables; nothing is allocated while a message is walked.
 * One compiled guide is one message in one version.  Its texts are slices of
 * the text it was made from, which the caller keeps.  X12 and EDIFACT share
 * it: a tag is a key of three bytes.
 */
#ifndef PARSERS_GUIDE_H
#define PARSERS_GUIDE_H

#include "base/likely.h"
#include "parsers/guide_types.h"

/* A version of a built-in guide by its name ("x12_850"), or by what stands in
 * the message; NULL: there is none.  The nearest version counts that is not
 * newer, or the oldest.  Compiled at the first question, then kept. */
const struct guide *guide_named(struct slice name, struct slice version);
const struct guide *guide_of(const char *standard, struct slice message,
    struct slice version);
/* All of them, all versions: before processes are forked that need them. */
void guide_warm(void);
struct slice guide_name(size_t i); /* of all; p NULL at the end */
/* Versions of a guide, oldest first; false at the end. */
bool guide_version(struct slice name, size_t i, struct slice *version);

/* Text to tables.  `include` gives the text of an included file (p NULL:
 * there is none).  RC_REJECT GUIDE-TEXT names file and line. */
typedef struct slice guide_include(struct slice name);
enum rc guide_compile(struct slice name, struct slice text,
    struct slice version, guide_include *include, struct guide **out,
    struct err *e);
void guide_free(struct guide *g);

/* Handlers: row i is a path ("PO1/N9/MSG": tags of the loops, then of the
 * segment); all places with that path get act[place] = i + 1, others 0.
 * "PO1/rest", or "rest" for the message itself, stands before the rows of a
 * loop and gets all in it, and in the loops inside, that has none; "PO1/rest
 * but SI LM" leaves these two at 0.  A path that is nowhere is a bug of the reader.
 * stride: bytes from one path to the next. */
void guide_bind(const struct guide *g, const char *const *path, size_t stride,
    size_t n, uint8_t *act);
/* The first place of a path, or NULL; *n: how many there are. */
const struct guide_place *guide_find(const struct guide *g, struct slice path,
    unsigned *n);
bool guide_is_at(const struct guide *g, const struct guide_place *p,
    struct slice path);
struct slice guide_path(const struct guide *g, const struct guide_place *p,
    struct arena *a);
struct slice guide_tag_text(uint32_t tag, char out[4]); /* that of a place */

/* Where a tag is in g->first; n_tags if the guide does not know it. */
static inline unsigned
guide_tag(const struct guide *g, uint32_t tag)
{
	unsigned i = (tag * 2654435761u >> 16) & (g->slots - 1);

	for (; g->hash[i].number != 0; i = (i + 1) & (g->slots - 1))
		if (LIKELY(g->hash[i].tag == tag))
			return (g->hash[i].number - 1u);
	return (g->n_tags);
}

#endif
