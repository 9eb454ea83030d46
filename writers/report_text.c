/* A partner's report as plain text: UTF-8, lines of at most 76 characters
 * where words allow it, so that it prints and fits a mail. */
#include "writers/report_body.h"

#define WIDTH 76
#define LABEL 14 /* of facts, with the colon */

/* Bytes that begin a character; double width counts as one. */
static size_t
width(struct slice s)
{
	size_t n = 0;

	for (size_t i = 0; i < s.n; i++)
		n += ((unsigned char)s.p[i] & 0xc0) != 0x80;
	return (n);
}

static void
blanks(struct buf *out, size_t n)
{
	while (n-- > 0)
		buf_char(out, ' ');
}

/* Words, from column `at` on; later lines begin in column `indent`. */
static void
wrapped(struct buf *out, struct slice text, size_t at, size_t indent)
{
	struct slice one, rest = text;
	bool more = true, first = true;

	while (more) {
		more = slice_cut(rest, ' ', &one, &rest);
		if (!first && at + 1 + width(one) > WIDTH) {
			buf_char(out, '\n');
			blanks(out, indent);
			at = indent;
		} else if (!first) {
			buf_char(out, ' ');
			at++;
		}
		buf_add(out, one);
		at += width(one);
		first = false;
	}
	buf_char(out, '\n');
}

static void
rule(struct buf *out, size_t n, char c)
{
	while (n-- > 0)
		buf_char(out, c);
	buf_char(out, '\n');
}

static void
text_begin(struct buf *out, const char *tag, struct slice title,
    const char *test)
{
	(void)tag;
	buf_add(out, title);
	buf_char(out, '\n');
	rule(out, width(title), '=');
	if (test != NULL)
		buf_printf(out, "\n*** %s ***\n", test);
}

static void
text_heading(struct buf *out, const char *text)
{
	buf_printf(out, "\n%s\n", text);
	rule(out, width(slice_of(text)), '-');
}

static void
text_say(struct buf *out, struct slice text)
{
	wrapped(out, text, 0, 0);
}

static void
text_verdict(struct buf *out, struct slice text, enum report_mood mood)
{
	(void)mood;
	wrapped(out, text, 0, 0);
}

static void
text_open(struct buf *out, struct slice title, enum report_mood mood)
{
	(void)mood;
	if (title.n == 0)
		return;
	buf_char(out, '\n');
	wrapped(out, title, 0, 3);
}

static void
text_fact(struct buf *out, const char *label, struct slice value, bool code)
{
	size_t n = width(slice_of(label)) + 1;

	(void)code;
	buf_printf(out, "   %s:", label);
	blanks(out, n < LABEL ? LABEL - n : 1);
	n = n < LABEL ? LABEL : n + 1;
	wrapped(out, value, 3 + n, 3 + LABEL);
}

static void
text_close(struct buf *out)
{
	(void)out;
}

enum rc
write_report_text(const struct partner_report *r, struct buf *out,
    struct err *e)
{
	static const struct report_form form = { text_begin, text_heading,
		text_say, text_verdict, text_open, text_fact, text_close,
		text_close };

	return (report_form_write(r, &form, out, e));
}
