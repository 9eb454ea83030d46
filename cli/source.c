#include "cli/source.h"
#include "cli/table.h"

#define BEFORE 60 /* bytes shown around a fault */
#define AFTER 40
#define CARETS 60
#define WINDOW 128 /* characters of UTF-16 on each side of it */
#define CUT "\xe2\x80\xa6"

struct source {
	struct slice data;
	char terminator, release; /* '\0': lines only */
	size_t from, at, end, to; /* shown; at to end is marked */
	bool cut_before, cut_behind;
};

/* Behind the 16 separators of ISA and the one of components, wherever a header
 * that is not padded, or broken into lines, has them. */
static char
isa_terminator(struct slice d)
{
	size_t at = 3;

	for (unsigned n = 0; at < d.n && at < 256; at++)
		if (d.p[at] == d.p[3] && ++n == 16)
			break;
	do
		at++;
	while (at < d.n && (d.p[at] == '\r' || d.p[at] == '\n'));
	return (at + 1 < d.n && at < 256 ? d.p[at + 1] : '\0');
}

/* What ends a segment, by the first bytes.  A later interchange may have
 * other separators: then lines and the width end what is shown. */
static void
learn_separators(struct source *s)
{
	struct slice d = slice_trim(s->data);

	if (slice_starts(d, SLICE("ISA")))
		s->terminator = isa_terminator(d);
	else if (slice_starts(d, SLICE("UNA")) && d.n > 8) {
		s->release = d.p[6] == ' ' ? '\0' : d.p[6];
		s->terminator = d.p[8];
	} else if (slice_starts(d, SLICE("UNB")) ||
	    slice_starts(d, SLICE("UNH"))) {
		s->release = '?';
		s->terminator = '\'';
	}
}

static bool
ends_line(const struct source *s, size_t at)
{
	return (s->data.p[at] == '\n' || s->data.p[at] == '\r');
}

/* Released ones are text: an odd number of release characters before. */
static bool
ends_segment(const struct source *s, size_t at)
{
	size_t released = 0;

	if (s->terminator == '\0' || s->data.p[at] != s->terminator)
		return (false);
	while (s->release != '\0' && released < at &&
	    s->data.p[at - released - 1] == s->release)
		released++;
	return (released % 2 == 0);
}

static bool
continues(const struct source *s, size_t at)
{
	return (
	    at < s->data.n && ((unsigned char)s->data.p[at] & 0xc0) == 0x80);
}

static void
mark(struct source *s, size_t offset, size_t length)
{
	size_t n = length > 0 ? length : 1;

	if (n > CARETS)
		n = CARETS;
	if (n > s->data.n - offset)
		n = s->data.n - offset;
	s->at = s->end = offset;
	while (s->end < offset + n && !ends_line(s, s->end))
		s->end++;
	/* Behind the last byte of a line there is nothing but the caret. */
	while (
	    s->end > offset && s->end < offset + n + 3 && continues(s, s->end))
		s->end++;
}

static void
look_back(struct source *s)
{
	s->from = s->at;
	while (s->from > 0 && s->at - s->from < BEFORE &&
	    !ends_line(s, s->from - 1) && !ends_segment(s, s->from - 1))
		s->from--;
	s->cut_before = s->from > 0 && !ends_line(s, s->from - 1) &&
	    !ends_segment(s, s->from - 1);
	while (s->cut_before && s->from < s->at && continues(s, s->from))
		s->from++;
}

static void
look_on(struct source *s)
{
	bool whole = s->end > s->at && ends_segment(s, s->end - 1);

	s->to = s->end;
	while (!whole && s->to < s->data.n && s->to - s->end < AFTER &&
	    !ends_line(s, s->to))
		whole = ends_segment(s, s->to++);
	s->cut_behind = !whole && s->to < s->data.n && !ends_line(s, s->to);
	while (s->cut_behind && s->to > s->end && continues(s, s->to))
		s->to--;
}

static void
repeat(struct buf *b, char c, size_t n)
{
	while (n-- > 0)
		buf_char(b, c);
}

static void
put(struct cli *c, const struct source *s)
{
	struct buf lead, marked;
	size_t carets;

	buf_init(&lead, 4096);
	buf_init(&marked, 4096);
	if (s->cut_before)
		buf_text(&lead, CUT);
	buf_shown(&lead, slice_sub(s->data, s->from, s->at - s->from));
	buf_shown(&marked, slice_sub(s->data, s->at, s->end - s->at));
	carets = shown_width(buf_slice(&marked));
	buf_text(&c->out, "   | ");
	buf_add(&c->out, buf_slice(&lead));
	buf_add(&c->out, buf_slice(&marked));
	buf_shown(&c->out, slice_sub(s->data, s->end, s->to - s->end));
	buf_text(&c->out, s->cut_behind ? CUT "\n   | " : "\n   | ");
	repeat(&c->out, ' ', shown_width(buf_slice(&lead)));
	cli_paint(c, "red");
	repeat(&c->out, '^', carets > 0 ? carets : 1);
	cli_paint(c, "");
	buf_char(&c->out, '\n');
	buf_free(&lead);
	buf_free(&marked);
}

/* --- UTF-16 --------------------------------------------------------------- */

/* As much of the file as may be shown, in UTF-8. */
struct window {
	char text[(2 * WINDOW + CARETS) * 3 + 8];
	size_t n, at, end; /* what is marked */
};

static bool
is_wide(struct slice d)
{
	return (slice_starts(d, SLICE("\xff\xfe")) ||
	    slice_starts(d, SLICE("\xfe\xff")));
}

static uint32_t
unit(struct slice d, size_t at)
{
	const uint8_t *p = (const uint8_t *)d.p;
	const bool little = p[0] == 0xff;

	if (at + 1 >= d.n)
		return (0xfffd);
	return (little ? p[at] | (uint32_t)p[at + 1] << 8 :
			 p[at + 1] | (uint32_t)p[at] << 8);
}

/* The character at a place; how many bytes of the file it is. */
static size_t
wide_character(struct slice d, size_t at, uint32_t *c)
{
	uint32_t low;

	*c = unit(d, at);
	if (*c < 0xd800 || *c > 0xdfff)
		return (2);
	low = unit(d, at + 2);
	if (*c > 0xdbff || low < 0xdc00 || low > 0xdfff) {
		*c = 0xfffd;
		return (2);
	}
	*c = 0x10000 + ((*c - 0xd800) << 10) + (low - 0xdc00);
	return (4);
}

static void
put_character(struct window *w, uint32_t c)
{
	static const uint8_t lead[] = { 0, 0, 0xc0, 0xe0, 0xf0 };
	const size_t n = c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;

	for (size_t i = n; i-- > 1; c >>= 6)
		w->text[w->n + i] = (char)(0x80 | (c & 0x3f));
	w->text[w->n] = (char)(lead[n] | c);
	w->n += n;
}

static void
read_window(struct window *w, struct slice d, size_t at, size_t length)
{
	const size_t shown = length < 2 * CARETS ? length : 2 * CARETS;
	size_t from = at > 2 + 2 * WINDOW ? at - 2 * WINDOW : 2, step;
	size_t to = at + shown + 2 * WINDOW;
	uint32_t c;

	from -= from % 2;
	if (from > 2 && unit(d, from) >= 0xdc00 && unit(d, from) <= 0xdfff)
		from += 2;
	if (to > d.n)
		to = d.n;
	w->n = w->at = w->end = 0;
	for (size_t i = from; i < to; i += step) {
		step = wide_character(d, i, &c);
		if (i <= at)
			w->at = w->n;
		put_character(w, c);
		if (i < at + shown)
			w->end = w->n;
	}
	if (at >= to)
		w->at = w->n;
}

static void
print_wide(struct cli *c, struct slice data, size_t at, size_t length)
{
	struct window w;

	read_window(&w, data, at, length);
	source_print(c, (struct slice){ w.text, w.n }, (int64_t)w.at,
	    w.end > w.at ? (int64_t)(w.end - w.at) : 1);
}

void
source_print(struct cli *c, struct slice data, int64_t offset, int64_t length)
{
	struct source s = { .data = data };
	size_t at = (size_t)offset;

	if (offset < 0 || at > data.n || data.n == 0)
		return;
	if (is_wide(data)) {
		print_wide(c, data, at, length > 0 ? (size_t)length : 2);
		return;
	}
	/* What is missing at the end is missing behind the last line. */
	while (at == s.data.n && at > 1 && ends_line(&s, at - 1)) {
		s.data.n--;
		at--;
	}
	learn_separators(&s);
	mark(&s, at, length > 0 ? (size_t)length : 1);
	look_back(&s);
	look_on(&s);
	put(c, &s);
}
