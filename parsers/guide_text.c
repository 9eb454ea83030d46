#include "parsers/guide_text.h"

#include <stdarg.h>
#include <stdio.h>

bool
guide_line_next(struct guide_line *l)
{
	struct slice line, rest;

	while (l->text.n > 0) {
		(void)slice_cut(l->text, '\n', &line, &rest);
		l->text = rest;
		l->number++;
		line = slice_trim(line);
		if (line.n > 0 && line.p[0] != '#') {
			l->rest = line;
			return (true);
		}
	}
	l->rest = SLICE_NONE;
	return (false);
}

static bool
is_blank(char c)
{
	return (c == ' ' || c == '\t');
}

struct slice
guide_word(struct guide_line *l)
{
	struct slice r = slice_trim(l->rest), w;
	size_t n = 0;
	bool quoted = r.n > 0 && r.p[0] == '"';

	if (r.n == 0) {
		l->rest = SLICE_NONE;
		return (SLICE_NONE);
	}
	if (quoted) {
		for (n = 1; n < r.n && r.p[n] != '"'; n++)
			;
		w = slice_sub(r, 1, n - 1);
		n += n < r.n;
	} else {
		bool open = false; /* eg="two words" is one */

		for (; n < r.n && (open || !is_blank(r.p[n])); n++)
			if (r.p[n] == '"' &&
			    (open || (n > 0 && r.p[n - 1] == '=')))
				open = !open;
		w = slice_sub(r, 0, n);
	}
	l->rest = slice_trim(slice_sub(r, n, r.n - n));
	return (w);
}

struct slice
guide_word_ahead(const struct guide_line *l)
{
	struct guide_line copy = *l;

	return (guide_word(&copy));
}

enum rc
guide_line_wrong(const struct guide_line *l, const char *fmt, ...)
{
	char text[256];
	va_list ap;

	va_start(ap, fmt);
	(void)vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	return (err_set(l->err, RC_REJECT, "GUIDE-TEXT", SL_FMT ":%u: %s",
	    SL_ARG(l->file), l->number, text));
}

bool
guide_attribute(struct slice word, const char *name, struct slice *value)
{
	struct slice key;

	if (!slice_cut(word, '=', &key, value) || !slice_is(key, name))
		return (false);
	if (value->n > 1 && value->p[0] == '"' && value->p[value->n - 1] == '"')
		*value = slice_sub(*value, 1, value->n - 2);
	return (true);
}

bool
guide_number(struct slice word, unsigned least, unsigned most, unsigned *n)
{
	int64_t v;

	if (word.n == 0 || word.n > 9 || word.p[0] < '0' || word.p[0] > '9' ||
	    !slice_int(word, &v) || v < (int64_t)least || v > (int64_t)most)
		return (false);
	*n = (unsigned)v;
	return (true);
}

uint32_t
guide_tag_of(struct slice w)
{
	const unsigned char *p = (const unsigned char *)w.p;

	if (w.n < 2 || w.n > 3)
		return (0);
	for (size_t i = 0; i < w.n; i++)
		if ((p[i] < 'A' || p[i] > 'Z') && (p[i] < '0' || p[i] > '9'))
			return (0);
	return (GUIDE_TAG(p[0], p[1], w.n == 3 ? p[2] : 0));
}
