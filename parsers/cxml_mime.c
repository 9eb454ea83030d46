#include "parsers/cxml.h"

#define HEADERS_MAX (64u << 10)
#define BOUNDARY_MAX 70 /* RFC 2046, 5.1.1 */

/*
 * A cXML document with attachments is a MIME multipart/related message (RFC
 * 2387) whose root is the document: the part that `start` names, else the
 * first.  It is read where it lies, or decoded (cxml_transfer.c); the offsets
 * of findings are those of the file.  The other parts are not read.
 */

/* One part, or the message itself. */
struct headers {
	struct slice type, boundary, start, id, encoding;
	bool endless; /* no empty line came */
};

static size_t
line_end(struct slice d, size_t at)
{
	const char *lf = at < d.n ? memchr(d.p + at, '\n', d.n - at) : NULL;

	return (lf != NULL ? (size_t)(lf - d.p) + 1 : d.n);
}

/* A line and its continuations, without the line end; false: an empty one,
 * which has none. */
static bool
next_header(struct slice d, size_t *at, struct slice *line)
{
	const size_t from = *at;
	size_t end = line_end(d, from);

	if (slice_trim(slice_sub(d, from, end - from)).n > 0)
		while (end < d.n && (d.p[end] == ' ' || d.p[end] == '\t'))
			end = line_end(d, end);
	*at = end;
	*line = slice_trim(slice_sub(d, from, end - from));
	return (line->n > 0);
}

/* The value of `; name=value` or `; name="value"`. */
static struct slice
parameter(struct slice s, const char *name)
{
	struct slice part, value;

	for (bool more = true; more;) {
		size_t end = 0;
		bool quoted = false;

		for (; end < s.n && (quoted || s.p[end] != ';'); end++)
			quoted ^= s.p[end] == '"';
		part = slice_sub(s, 0, end);
		more = end < s.n;
		s = slice_sub(s, end + 1, SIZE_MAX);
		if (!slice_cut(part, '=', &part, &value) ||
		    !slice_ieq(slice_trim(part), slice_of(name)))
			continue;
		value = slice_trim(value);
		if (value.n >= 2 && value.p[0] == '"' &&
		    value.p[value.n - 1] == '"')
			value = slice_sub(value, 1, value.n - 2);
		return (value);
	}
	return (SLICE_NONE);
}

static struct slice
bare_id(struct slice id)
{
	return (id.n >= 2 && id.p[0] == '<' && id.p[id.n - 1] == '>' ?
		slice_sub(id, 1, id.n - 2) :
		id);
}

/* From `at` to behind the empty line. */
static struct headers
read_headers(struct slice d, size_t *at)
{
	struct headers h = { 0 };
	struct slice line, name, value;
	const size_t end = d.n;

	d = slice_sub(d, 0, *at + HEADERS_MAX);
	while (*at < d.n && next_header(d, at, &line)) {
		if (!slice_cut(line, ':', &name, &value))
			continue;
		value = slice_trim(value);
		if (slice_ieq(name, SLICE("Content-Type"))) {
			h.type = value;
			h.boundary = parameter(value, "boundary");
			h.start = bare_id(parameter(value, "start"));
		} else if (slice_ieq(name, SLICE("Content-ID"))) {
			h.id = bare_id(value);
		} else if (slice_ieq(name,
			       SLICE("Content-Transfer-Encoding"))) {
			h.encoding = value;
		}
	}
	h.endless = *at == d.n && d.n < end;
	return (h);
}

static bool
is_multipart(struct slice type)
{
	return (slice_ieq(slice_sub(type, 0, 10), SLICE("multipart/")));
}

/* Blanks may stand behind a delimiter, and "--" behind the last one: any other
 * letter makes it that of another message. */
static bool
ends_delimiter(struct slice next)
{
	return (next.n == 0 || memchr("\r\n \t", next.p[0], 4) != NULL ||
	    slice_starts(next, SLICE("--")));
}

/* Where the next line begins that is a delimiter; d.n: none. */
static size_t
next_delimiter(struct slice d, size_t from, struct slice boundary)
{
	for (size_t at = from; at < d.n;) {
		const char *p = memmem(d.p + at, d.n - at, boundary.p,
		    boundary.n);
		size_t found;

		if (p == NULL)
			break;
		found = (size_t)(p - d.p);
		if (found >= from + 2 && d.p[found - 1] == '-' &&
		    d.p[found - 2] == '-' &&
		    (found == 2 || d.p[found - 3] == '\n') &&
		    ends_delimiter(slice_sub(d, found + boundary.n, 2)))
			return (found - 2);
		at = found + 1;
	}
	return (d.n);
}

static bool
refuse(struct cxml *x, size_t at, struct slice value, const char *what)
{
	/* Headers are in no encoding that is known. */
	cxml_found_at(x, "CXML-MIME", (int64_t)at, "/",
	    slice_utf8(value) ? value : SLICE_NONE, "%s", what);
	return (false);
}

/* The transfer encodings; those that are none at the end. */
static const char *const encodings[] = { "base64", "quoted-printable", "7bit",
	"8bit", "binary", NULL };

/* Its place in the list; -1: it is not there. */
static int
encoding_of(struct slice name)
{
	for (int i = 0; encodings[i] != NULL; i++)
		if (slice_ieq(name, slice_of(encodings[i])))
			return (i);
	return (name.n == 0 ? 2 : -1);
}

/* Can its bytes be read where they lie, or decoded? */
static bool
readable(struct cxml *x, size_t at, const struct headers *h)
{
	if (h->endless)
		return (refuse(x, at, SLICE_NONE,
		    "its headers are longer than 64 KiB"));
	if (encoding_of(h->encoding) < 0)
		return (refuse(x, at, h->encoding,
		    "the document is in a transfer encoding that is not "
		    "known"));
	if (is_multipart(h->type))
		return (refuse(x, at, h->type,
		    "the first part has parts of its own"));
	return (true);
}

/* The line end in front of a delimiter is part of it: RFC 2046, 5.1.1. */
static size_t
before_delimiter(struct slice d, size_t from, size_t end)
{
	if (end == d.n || end == from)
		return (end);
	end--; /* LF */
	return (end > from && d.p[end - 1] == '\r' ? end - 1 : end);
}

/* Walks over the parts; `at` is where the first delimiter is. */
static bool
find_root(struct cxml *x, size_t at, struct slice boundary, struct slice start,
    size_t *from, size_t *to, int *encoding)
{
	const struct slice d = x->file;
	bool found = false, last = false;

	while (at < d.n && !last) {
		size_t body = line_end(d, at), end;
		const size_t begins = at;
		struct headers h;

		last = slice_starts(slice_sub(d, at + 2 + boundary.n, 2),
		    SLICE("--"));
		if (last)
			break;
		h = read_headers(d, &body);
		end = next_delimiter(d, body, boundary);
		if (!found && (start.n == 0 || slice_eq(h.id, start))) {
			if (!readable(x, begins, &h))
				return (false);
			*from = body;
			*to = before_delimiter(d, body, end);
			*encoding = encoding_of(h.encoding);
			found = true;
		} else
			x->attached++;
		at = end;
	}
	return (found ||
	    refuse(x, 0, start, "the part that is the document is missing"));
}

/* Headers, or the first delimiter of a message that has lost them. */
bool
cxml_is_mime(struct slice head)
{
	size_t at = 0, colon = 0;
	struct headers h;

	if (slice_starts(head, SLICE("--")))
		return (memmem(head.p, head.n, "\nContent-", 9) != NULL ||
		    memmem(head.p, head.n, "\ncontent-", 9) != NULL);
	while (colon < head.n && colon < 40 &&
	    (head.p[colon] == '-' || (head.p[colon] | 0x20) >= 'a') &&
	    (head.p[colon] | 0x20) <= 'z')
		colon++;
	if (colon == 0 || colon == head.n || head.p[colon] != ':')
		return (false);
	h = read_headers(head, &at);
	return (is_multipart(h.type));
}

/* The document in the place of the message. */
static bool
decoded(struct cxml *x, size_t *from, size_t *to, bool base64)
{
	size_t wrong = 0;

	if (!cxml_transfer_read(x, slice_sub(x->file, *from, *to - *from),
		base64, &wrong))
		return (refuse(x, wrong, SLICE_NONE,
		    base64 ? "the document is no base64 here" :
			     "the document is not quoted-printable here"));
	*from = 0;
	*to = x->file.n;
	return (true);
}

/* Where the document lies in x->file, which it may change; false: a finding
 * says why it cannot be read. */
bool
cxml_mime_root(struct cxml *x, size_t *from, size_t *to)
{
	const struct slice d = x->file;
	struct headers h = { 0 };
	size_t at = 0;
	int encoding = 0;

	if (slice_starts(d, SLICE("--")))
		h.boundary = slice_trim(slice_sub(d, 2, line_end(d, 0) - 2));
	else
		h = read_headers(d, &at);
	if (h.endless)
		return (refuse(x, 0, SLICE_NONE,
		    "its headers are longer than 64 KiB"));
	if (h.boundary.n == 0 || h.boundary.n > BOUNDARY_MAX)
		return (refuse(x, 0, h.type,
		    "the boundary is missing, or longer than 70 characters"));
	at = next_delimiter(d, at, h.boundary);
	if (!find_root(x, at, h.boundary, h.start, from, to, &encoding))
		return (false);
	return (encoding > 1 || decoded(x, from, to, encoding == 0));
}
