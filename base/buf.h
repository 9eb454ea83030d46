/*
 * buf -- output that grows to a stated maximum, with a sticky error.
 *
 * Every add may fail only by exceeding the maximum; the buffer then stays
 * failed and ignores what follows, so a writer checks once, at the end.  Out
 * of memory ends the process.  The content is always NUL-terminated behind
 * n, which makes p usable as a C string when no NUL was added.
 */
#ifndef BASE_BUF_H
#define BASE_BUF_H

#include "base/err.h"
#include "base/slice.h"

struct buf {
	char *p; /* never NULL after buf_init */
	size_t n, cap, max;
	bool failed; /* the maximum was hit */
};

void buf_init(struct buf *b, size_t max);
void buf_reset(struct buf *b); /* empty, keeps memory, clears failed */
void buf_free(struct buf *b);  /* a zeroed buf is allowed */

/* Room for n bytes behind the content, to be filled and then taken; NULL when
 * that would exceed the maximum. */
char *buf_room(struct buf *b, size_t n);
void buf_took(struct buf *b, size_t n);

void buf_add(struct buf *b, struct slice s);
void buf_text(struct buf *b, const char *s);
void buf_char(struct buf *b, char c);
void buf_int(struct buf *b, int64_t v);
void buf_printf(struct buf *b, const char *fmt, ...) PRINTF_LIKE(2, 3);

/* Escaped text.  None of them can produce a control byte from input. */
void buf_xml(struct buf *b, struct slice s);  /* & < > " ' ; bytes that XML
						   1.0 forbids become U+FFFD */
void buf_json(struct buf *b, struct slice s); /* with the quotes; bad UTF-8
						   becomes U+FFFD */
void buf_html(struct buf *b, struct slice s);
void buf_csv(struct buf *b, struct slice s);   /* quoted when needed; a field
						   starting = + - @ TAB CR that
						   is no number gets a leading
						   apostrophe */
void buf_shown(struct buf *b, struct slice s); /* for people: < 0x20, 0x7f,
						   C1, bidi controls and bad
						   UTF-8 as \xNN; \ doubled */
void buf_hex(struct buf *b, const void *p, size_t n);

static inline struct slice
buf_slice(const struct buf *b)
{
	return ((struct slice){ b->p, b->n });
}

#endif
