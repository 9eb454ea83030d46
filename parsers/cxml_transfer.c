#include <stdlib.h>
#include "base/digit.h"
#include "parsers/cxml.h"

/*
 * A root in base64 or quoted-printable (RFC 2045, 6.7 and 6.8).  It is decoded
 * as a whole; every MARK bytes it is kept where in the file they began, so the
 * places of findings are those of the file.  MARK is a multiple of three: there
 * base64 begins with a new letter.
 */
#define MARK 1536

struct decoder {
	struct slice s;
	size_t at, last; /* the next byte; of the last one that was used */
	bool base64, wrong;
	unsigned bits, held;
};

static bool
space(char c)
{
	return (c == ' ' || c == '\t' || c == '\r' || c == '\n');
}

static void
pass_spaces(struct decoder *d)
{
	while (d->at < d->s.n && space(d->s.p[d->at]))
		d->at++;
}

/* What stands behind the last byte: nothing but "=" and spaces, and no letter
 * that was begun. */
static int
end_base64(struct decoder *d)
{
	d->wrong = d->held >= 6;
	while (!d->wrong && d->at < d->s.n) {
		d->wrong = d->s.p[d->at] != '=';
		d->at++;
		pass_spaces(d);
	}
	return (-1);
}

static int
next_base64(struct decoder *d)
{
	while (d->held < 8) {
		int v;

		pass_spaces(d);
		if (d->at == d->s.n || d->s.p[d->at] == '=')
			return (end_base64(d));
		v = base64_value(d->s.p[d->at]);
		d->wrong = v < 0;
		if (v < 0)
			return (-1);
		d->last = d->at++;
		d->bits = (d->bits << 6 | (unsigned)v) & 0xffff;
		d->held += 6;
	}
	d->held -= 8;
	return ((int)(d->bits >> d->held & 0xff));
}

/* Behind "=" and a line end, which are nothing; false: there is none. */
static bool
pass_soft_break(struct decoder *d)
{
	size_t at = d->at + 1;

	while (at < d->s.n && (d->s.p[at] == ' ' || d->s.p[at] == '\t'))
		at++;
	at += at < d->s.n && d->s.p[at] == '\r';
	if (at < d->s.n && d->s.p[at] != '\n')
		return (false);
	d->at = at < d->s.n ? at + 1 : at;
	return (true);
}

static int
next_printable(struct decoder *d)
{
	int high, low;

	while (d->at < d->s.n && d->s.p[d->at] == '=') {
		if (pass_soft_break(d))
			continue;
		high = d->at + 1 < d->s.n ? hex_value(d->s.p[d->at + 1]) : -1;
		low = d->at + 2 < d->s.n ? hex_value(d->s.p[d->at + 2]) : -1;
		d->wrong = high < 0 || low < 0;
		if (d->wrong)
			return (-1);
		d->last = d->at;
		d->at += 3;
		return (high << 4 | low);
	}
	if (d->at >= d->s.n)
		return (-1);
	d->last = d->at;
	return ((uint8_t)d->s.p[d->at++]);
}

/* The next byte; -1: the end, or what is wrong stands at d->at. */
static int
next(struct decoder *d)
{
	return (d->base64 ? next_base64(d) : next_printable(d));
}

/* --- the document --------------------------------------------------------- */

static bool
decode(struct cxml_transfer *t, struct decoder *d)
{
	size_t n = 0;

	t->text = malloc(d->s.n + 1);
	t->marks = malloc((d->s.n / MARK + 1) * sizeof(*t->marks));
	if (t->text == NULL || t->marks == NULL)
		die_memory();
	for (int c;; n++) {
		if (n % MARK == 0)
			t->marks[n / MARK] = d->at;
		c = next(d);
		if (c < 0)
			break;
		t->text[n] = (char)c;
	}
	t->n = n;
	return (!d->wrong);
}

bool
cxml_transfer_read(struct cxml *x, struct slice raw, bool base64, size_t *wrong)
{
	struct cxml_transfer *t = &x->transfer;
	struct decoder d = { .s = raw, .base64 = base64 };

	t->raw = raw;
	t->from = (size_t)(raw.p - x->file.p);
	t->base64 = base64;
	if (!decode(t, &d)) {
		*wrong = t->from + d.at;
		return (false);
	}
	x->file = (struct slice){ t->text, t->n };
	x->found.file = x->values.file = x->file;
	return (true);
}

static int64_t
place(const struct cxml_transfer *t, int64_t offset)
{
	const size_t at = (size_t)offset < t->n ? (size_t)offset : t->n;
	struct decoder d = { .s = t->raw, .base64 = t->base64 };

	d.at = t->marks[at / MARK];
	for (size_t i = at / MARK * MARK; i < at; i++)
		(void)next(&d);
	if (d.held > 0) /* the letter before holds bits of it */
		return ((int64_t)(t->from + d.last));
	if (t->base64) {
		pass_spaces(&d);
		return ((int64_t)(t->from + d.at));
	}
	(void)next(&d);
	return ((int64_t)(t->from + d.last));
}

void
cxml_transfer_places(struct cxml *x)
{
	const struct cxml_transfer *t = &x->transfer;

	if (t->text == NULL || x->file.p != t->text)
		return;
	for (size_t i = 0; i < x->found.list.n; i++) {
		struct finding *f = LIST_AT(&x->found.list, struct finding, i);

		f->offset = place(t, f->offset);
	}
	for (size_t i = 0; i < x->order.lines.n; i++) {
		struct order_line *l = LIST_AT(&x->order.lines,
		    struct order_line, i);

		l->offset = place(t, l->offset);
	}
	x->receipt.offset = place(t, x->receipt.offset);
}

void
cxml_transfer_free(struct cxml_transfer *t)
{
	free(t->text);
	free(t->marks);
}
