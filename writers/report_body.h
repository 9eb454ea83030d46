/*
 * report_body -- what a report says, in which order; the forms (text, HTML)
 * say how it looks.  For writers/report_*.c only.
 *
 * Texts that reach a form are already shown (buf_shown); it only escapes what
 * its own marks are.
 */
#ifndef WRITERS_REPORT_BODY_H
#define WRITERS_REPORT_BODY_H

#include "writers/report.h"
#include "writers/report_words.h"

enum report_mood { MOOD_GOOD, MOOD_CARE, MOOD_BAD };

struct report_form {
	void (*begin)(struct buf *out, const char *tag, struct slice title,
	    const char *test); /* test: NULL or the word */
	void (*heading)(struct buf *out, const char *text);
	/* A sentence; a heading of a block; facts in it. */
	void (*say)(struct buf *out, struct slice text);
	void (*verdict)(struct buf *out, struct slice text,
	    enum report_mood mood);
	void (
	    *open)(struct buf *out, struct slice title, enum report_mood mood);
	void (*fact)(struct buf *out, const char *label, struct slice value,
	    bool code); /* code: bytes as they came */
	void (*close)(struct buf *out);
	void (*end)(struct buf *out);
};
enum rc report_form_write(const struct partner_report *r,
    const struct report_form *form, struct buf *out, struct err *e) MUST_CHECK;

#endif
