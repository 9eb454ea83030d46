#include "parsers/wrapped.h"

#include "parsers/edi.h"
#include "parsers/edifact_envelope.h"
#include "parsers/x12_envelope.h"

#define HEADER 106
#define WIDTH_MIN 20
#define WIDTH_MAX 1024 /* of records; longer lines are none */
#define LINES_SEEN 4

struct cut {
	size_t text, file; /* the same byte */
};

/* --- lines ------------------------------------------------------------- */

struct line {
	size_t from, n; /* without its end */
	size_t next;    /* behind its end */
};

static struct line
line_at(struct slice data, size_t from, size_t most)
{
	struct slice s = slice_sub(data, from, most);
	const char *end = memchr(s.p, '\n', s.n);
	size_t next;

	if (end != NULL)
		s.n = (size_t)(end - s.p);
	next = from + s.n + (end != NULL);
	end = memchr(s.p, '\r', s.n);
	if (end != NULL) {
		s.n = (size_t)(end - s.p);
		next = from + s.n + 1;
		next += next < data.n && data.p[next] == '\n';
	}
	return ((struct line){ from, s.n, next });
}

/* The last byte of the header, joined; the last of its lines may be longer
 * than the others. */
static char
terminator_of(struct slice data, size_t at)
{
	size_t n = HEADER - 1;
	struct line l = line_at(data, at, HEADER);

	for (; n >= l.n; l = line_at(data, l.next, HEADER))
		n -= l.n;
	return (data.p[l.from + n]);
}

/* A terminator that is layout is none of a broken header: the line end behind
 * which it stands is. */
static bool
is_layout(char c)
{
	return (c == '\t' || c == '\0' || c == '\x1a');
}

/* As wrapped_x12, where the first line is shorter than the header. */
static size_t
broken_header(struct slice data, size_t at, char *terminator)
{
	struct line l = line_at(data, at, HEADER);
	const size_t width = l.n;
	size_t n = 0;
	char header[HEADER];
	struct x12_isa isa;

	if (width < WIDTH_MIN || width >= HEADER)
		return (0);
	for (; n < HEADER; l = line_at(data, l.next, HEADER)) {
		size_t take = l.n < HEADER - n ? l.n : HEADER - n;

		if (l.n != width && n + l.n < HEADER)
			return (0);
		memcpy(header + n, data.p + l.from, take);
		n += take;
	}
	if (!x12_isa_read((struct slice){ header, HEADER }, 0, &isa) ||
	    !isa.padded || is_layout(isa.seps.terminator))
		return (0);
	*terminator = terminator_of(data, at);
	return (width);
}

/* A line that ends a segment, or is empty; records are filled with blanks. */
static bool
ends_segment(struct slice data, struct line l, char terminator)
{
	struct slice s = slice_trim(slice_sub(data, l.from, l.n));

	return (s.n == 0 || s.p[s.n - 1] == terminator);
}

static bool
is_header(struct slice data, size_t at)
{
	struct x12_isa isa;

	return (x12_isa_read(data, at, &isa) || edifact_unb_at(data, at));
}

/* Line ends between segments are usual: one must stand inside of one, and not
 * before a header.  What comes later is not looked at, where the first lines
 * differ. */
size_t
wrapped_edifact(struct slice data, size_t at, char terminator)
{
	const size_t width = line_at(data, at, WIDTH_MAX + 1).n;

	if (width < WIDTH_MIN || width > WIDTH_MAX)
		return (0);
	for (int i = 0; i < LINES_SEEN && at < data.n; i++) {
		struct line l = line_at(data, at, WIDTH_MAX + 1);

		if (l.n != width || l.next == data.n)
			return (0);
		if (!ends_segment(data, l, terminator))
			return (is_header(data, l.next) ? 0 : width);
		at = l.next;
	}
	return (0);
}

size_t
wrapped_x12(struct slice data, const struct x12_isa *isa, char *terminator)
{
	*terminator = isa->seps.terminator;
	if (line_at(data, isa->offset, isa->length).n < isa->length)
		return (broken_header(data, isa->offset, terminator));
	return (wrapped_edifact(data, isa->offset, *terminator));
}

/* Where the even lines end.  False: uneven before any header. */
static bool
measure(struct slice data, size_t at, size_t width, char terminator,
    size_t *end)
{
	for (*end = at; *end < data.n;) {
		struct line l = line_at(data, *end, width + 1);

		if (*end - at > WRAPPED_MAX)
			return (false);
		if (l.n != width &&
		    (l.n > width || !ends_segment(data, l, terminator)) &&
		    (l.next < data.n || l.n > width))
			return (*end > at && is_header(data, *end));
		*end = l.next;
	}
	return (true);
}

static bool
join(struct slice data, size_t at, size_t width, char terminator,
    struct wrapped *w)
{
	char *out;
	size_t n = 0;

	memset(w, 0, sizeof(*w));
	w->width = width;
	if (!measure(data, at, width, terminator, &w->end))
		return (false);
	out = arena_alloc(&w->arena, w->end - at + 1);
	while (at < w->end) {
		struct line l = line_at(data, at, width + 1);
		size_t keep = (l.n == width ? l.from + l.n : l.next) - l.from;

		*LIST_PUSH(&w->arena, &w->cuts, struct cut) = (struct cut){ n,
			l.from };
		memcpy(out + n, data.p + l.from, keep);
		n += keep;
		at = l.next;
	}
	w->text = (struct slice){ out, n };
	return (true);
}

/* --- places ------------------------------------------------------------ */

size_t
wrapped_place(const struct wrapped *w, size_t at)
{
	size_t low = 0, high = w->cuts.n;

	while (high - low > 1) {
		size_t mid = low + (high - low) / 2;

		if (LIST_AT(&w->cuts, struct cut, mid)->text <= at)
			low = mid;
		else
			high = mid;
	}
	if (low == w->cuts.n)
		return (w->end);
	return (LIST_AT(&w->cuts, struct cut, low)->file +
	    (at - LIST_AT(&w->cuts, struct cut, low)->text));
}

static void
move(const struct wrapped *w, int64_t *offset, int64_t *length)
{
	size_t from = (size_t)*offset, n;

	*offset = (int64_t)wrapped_place(w, from);
	if (length == NULL || *length <= 0)
		return;
	n = (size_t)*length;
	*length = (int64_t)wrapped_place(w, from + n - 1) + 1 - *offset;
}

static enum rc
on_interchange(void *ctx, const struct interchange *i, struct err *e)
{
	struct wrapped *w = ctx;
	struct interchange c = *i;

	move(w, &c.offset, &c.length);
	return (w->sink->interchange(w->sink->ctx, &c, e));
}

static enum rc
on_interchange_end(void *ctx, const struct interchange *i, struct err *e)
{
	struct wrapped *w = ctx;
	struct interchange c = *i;

	move(w, &c.offset, &c.length);
	return (w->sink->interchange_end(w->sink->ctx, &c, e));
}

static enum rc
on_message(void *ctx, const struct message *m, struct err *e)
{
	struct wrapped *w = ctx;
	struct message c = *m;

	move(w, &c.offset, &c.length);
	return (w->sink->message(w->sink->ctx, &c, e));
}

static enum rc
on_message_end(void *ctx, const struct message *m, struct err *e)
{
	struct wrapped *w = ctx;
	struct message c = *m;

	move(w, &c.offset, &c.length);
	return (w->sink->message_end(w->sink->ctx, &c, e));
}

/* The lines are the parser's, which is done with them. */
static enum rc
on_order(void *ctx, const struct order *o, struct err *e)
{
	struct wrapped *w = ctx;
	struct order c = *o;

	move(w, &c.offset, &c.length);
	for (size_t i = 0; i < c.lines.n; i++)
		move(w, &LIST_AT(&c.lines, struct order_line, i)->offset, NULL);
	return (w->sink->order(w->sink->ctx, &c, e));
}

static enum rc
on_confirmation(void *ctx, const struct confirmation *x, struct err *e)
{
	struct wrapped *w = ctx;
	struct confirmation c = *x;

	move(w, &c.offset, NULL);
	return (w->sink->confirmation(w->sink->ctx, &c, e));
}

static enum rc
on_finding(void *ctx, const struct finding *f, struct err *e)
{
	struct wrapped *w = ctx;
	struct finding c = *f;

	move(w, &c.offset, &c.length);
	return (w->sink->finding(w->sink->ctx, &c, e));
}

static enum rc
on_receipt(void *ctx, const struct receipt *r, struct err *e)
{
	struct wrapped *w = ctx;
	struct receipt c = *r;

	move(w, &c.offset, NULL);
	return (w->sink->receipt(w->sink->ctx, &c, e));
}

static enum rc
on_remittance(void *ctx, const struct remittance *r, struct err *e)
{
	struct wrapped *w = ctx;
	struct remittance c = *r;

	move(w, &c.offset, NULL);
	return (w->sink->remittance(w->sink->ctx, &c, e));
}

static struct parse_sink
moved_sink(struct wrapped *w)
{
	struct parse_sink s = sink_idle(w);

	s.interchange = on_interchange;
	s.interchange_end = on_interchange_end;
	s.message = on_message;
	s.message_end = on_message_end;
	s.order = on_order;
	s.confirmation = on_confirmation;
	s.finding = on_finding;
	s.receipt = on_receipt;
	s.remittance = on_remittance;
	return (s);
}

/* --- a parser ---------------------------------------------------------- */

/* Returns where in the file it left. */
static size_t
read_joined(const struct wrapped_parser *p, struct wrapped *w)
{
	const struct slice data = *p->data;
	const struct parse_sink moved = moved_sink(w);
	size_t at;

	w->sink = *p->sink;
	*p->data = w->text;
	*p->sink = &moved;
	*p->joined = w;
	at = p->run(p->parser, 0);
	*p->data = data;
	*p->sink = w->sink;
	*p->joined = NULL;
	return (at < w->text.n ? wrapped_place(w, at) : w->end);
}

bool
wrapped_read(const struct wrapped_parser *p, size_t at, size_t width,
    char terminator, size_t *next)
{
	struct slice seen = *p->data;
	struct wrapped w;
	size_t in_vain;
	bool even;

	if (*p->budget < seen.n - at)
		seen.n = edi_header_find(seen, at + 3, false);
	even = join(seen, at, width, terminator, &w);
	*next = even ? read_joined(p, &w) : w.end;
	in_vain = w.end - (even ? *next : at);
	*p->budget -= in_vain < *p->budget ? in_vain : *p->budget;
	arena_free(&w.arena);
	return (even);
}
