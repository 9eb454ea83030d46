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

enum report_word {
	WORD_TITLE,
	WORD_TEST,
	WORD_FROM,
	WORD_TO,
	WORD_DATE,
	WORD_NUMBER,
	WORD_CAME,
	WORD_FILE,
	WORD_BYTES,
	WORD_INTERCHANGE,
	WORD_SENDER,
	WORD_RECEIVER,
	WORD_MESSAGES,
	WORD_ORDERS,
	WORD_RESULT,
	WORD_RESULT_REJECTED,
	WORD_RESULT_HELD,
	WORD_RESULT_PARTLY,
	WORD_RESULT_REMARKS,
	WORD_RESULT_GOOD,
	WORD_MESSAGE,
	WORD_ORDER,
	WORD_RELEASE,
	WORD_LINES,
	WORD_ACCEPTED,
	WORD_WITH_REMARKS,
	WORD_REJECTED,
	WORD_ORDER_REJECTED,
	WORD_HELD,
	WORD_FINDINGS,
	WORD_ERROR,
	WORD_WARNING,
	WORD_PLACE,
	WORD_LINE,
	WORD_ROW,
	WORD_COLUMN,
	WORD_SEGMENT,
	WORD_ELEMENT,
	WORD_COMPONENT,
	WORD_BYTE,
	WORD_VALUE,
	WORD_WRONG,
	WORD_RULE,
	WORD_MEND,
	WORD_MORE_FINDINGS,
	WORD_MORE_MESSAGES,
	WORD_MORE_ORDERS,
	WORD_NEXT,
	WORD_NEXT_CONTROL,
	WORD_NEXT_AGAIN,
	WORD_NEXT_PARTLY,
	WORD_NEXT_HELD,
	WORD_NEXT_REMARKS,
	WORD_NEXT_NOTHING,
	WORD_NEXT_RESPONSE,
	WORD_NEXT_TEST,
	WORD_QUESTIONS,
	REPORT_WORDS
};
const char *report_word(enum report_word w, enum language l);

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
