#include "base/digit.h"
#include "parsers/redact_part.h"

#define TORN 100      /* bytes between the first of a letter and its last */
#define NAME_MAX_N 40 /* of a header behind a delimiter */
#define LETTERS 6     /* of base64, that hold one of the document */
#define GONE SIZE_MAX

enum got { GOT_LETTER, GOT_MORE, GOT_END, GOT_TORN };

/* One letter of the document as it lies in the body. */
struct unit {
	size_t from;           /* before it, nothing has to come again */
	size_t at;             /* behind what was looked at */
	size_t where[LETTERS]; /* base64: its letters; else its bytes */
	size_t n;              /* of them */
	uint64_t bits;         /* base64: what they hold */
	char bytes[4];
	bool coded[4]; /* quoted-printable: as "=41" */
	bool line, soft;
	bool delimiter; /* GOT_END: there is one at `at` */
};

/* --- delimiters ----------------------------------------------------------- */

enum found { NOT_FOUND, FOUND, NOT_KNOWN };

static enum found
unknown(bool last, bool otherwise)
{
	return (!last ? NOT_KNOWN : otherwise ? FOUND : NOT_FOUND);
}

/* The line with which this part began, as the reader compares it. */
static enum found
own_mark(const struct redact *r, struct slice s, bool last)
{
	const size_t n = r->mark_n;

	if (n == 0 || memcmp(s.p, r->mark, s.n < n ? s.n : n) != 0)
		return (NOT_FOUND);
	if (s.n <= n)
		return (unknown(last, s.n == n));
	if (memchr("\r\n \t", s.p[n], 4) != NULL)
		return (FOUND);
	if (s.p[n] != '-')
		return (NOT_FOUND);
	return (s.n == n + 1      ? unknown(last, false) :
		s.p[n + 1] == '-' ? FOUND :
				    NOT_FOUND);
}

static bool
of_boundary(char c)
{
	return ((c >= '0' && c <= '9') ||
	    ((c | 0x20) >= 'a' && (c | 0x20) <= 'z') ||
	    (c != '\0' && strchr("'()+_,-./:=? ", c) != NULL));
}

static bool
of_name(char c)
{
	return (c == '-' || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z'));
}

/* Any delimiter that has a header behind it: of an enclosing message, or of
 * one that began elsewhere than it seemed. */
static enum found
other_mark(struct slice s, bool last)
{
	size_t i = 2, begins;

	while (i < s.n && i < REDACT_LINE && of_boundary(s.p[i]))
		i++;
	if (i < s.n && i > 2 && s.p[i] == '\r')
		i++;
	if (i == s.n)
		return (unknown(last, false));
	if (i == 2 || s.p[i] != '\n')
		return (NOT_FOUND);
	begins = ++i;
	while (i < s.n && i < begins + NAME_MAX_N && of_name(s.p[i]))
		i++;
	if (i == s.n)
		return (unknown(last, false));
	return (i > begins && s.p[i] == ':' ? FOUND : NOT_FOUND);
}

/* At the begin of a line.  No base64 begins with "--"; of a preamble any such
 * line is the end. */
static enum found
delimiter(const struct redact *r, struct slice s, bool last)
{
	enum found own;

	if (s.p[0] != '-')
		return (NOT_FOUND);
	if (s.n == 1)
		return (unknown(last, false));
	if (s.p[1] != '-')
		return (NOT_FOUND);
	if (r->encoding == BASE64)
		return (FOUND);
	if (r->preamble)
		return (s.n == 2                      ? unknown(last, false) :
			s.p[2] > ' ' && s.p[2] != '>' ? FOUND :
							NOT_FOUND);
	own = own_mark(r, s, last);
	return (own != NOT_FOUND ? own : other_mark(s, last));
}

/* True: *got says why the letter ends here. */
static bool
ends_here(const struct redact *r, struct unit *u, struct slice s, bool last,
    enum got *got)
{
	enum found found = NOT_FOUND;

	if (u->at == s.n) {
		*got = last ? GOT_END : GOT_MORE;
		return (true);
	}
	if (u->line)
		found = delimiter(r, slice_sub(s, u->at, SIZE_MAX), last);
	u->delimiter = found == FOUND;
	*got = found == FOUND  ? GOT_END :
	    found == NOT_KNOWN ? GOT_MORE :
				 GOT_TORN;
	return (found != NOT_FOUND || (u->n > 0 && u->at - u->from > TORN));
}

/* --- base64 --------------------------------------------------------------- */

static const char alphabet[] =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/* What is no letter is passed over, as RFC 2045 wants it. */
static enum got
next_base64(struct redact *r, struct slice s, bool last, struct unit *u)
{
	const size_t need = (r->used + 8 * redact_unit(r) + 5) / 6;
	enum got got;

	u->bits = r->held;
	for (u->n = 0; u->n < r->torn; u->n++)
		u->where[u->n] = GONE;
	while (u->n < need) {
		int v;

		if (u->n == 0) {
			u->from = u->at;
			r->line = u->line;
		}
		if (ends_here(r, u, s, last, &got))
			return (got);
		if (s.p[u->at] == '=')
			return (GOT_END);
		v = base64_value(s.p[u->at]);
		if (v >= 0) {
			u->where[u->n++] = u->at;
			u->bits = u->bits << 6 | (unsigned)v;
		}
		u->line = s.p[u->at++] == '\n';
	}
	return (GOT_LETTER);
}

static void
write_base64(char *p, const struct unit *u)
{
	for (size_t i = 0; i < u->n; i++) {
		const unsigned v = (unsigned)(u->bits >> 6 * (u->n - 1 - i)) &
		    63;

		if (u->where[i] != GONE &&
		    base64_value(p[u->where[i]]) != (int)v)
			p[u->where[i]] = alphabet[v];
	}
}

/* The bits of letters that will not be whole; `torn`: those that come may make
 * a blank of them. */
static void
drop_base64(struct redact *r, char *p, const struct unit *u, bool torn)
{
	const size_t open = 6 * u->n - (u->n > 0 ? r->used : 0);
	struct unit dropped = *u;

	if (u->n == 0 || !cxml_redact_hides(&r->text.letters))
		return;
	dropped.bits &= ~((UINT64_C(1) << open) - 1);
	if (torn && open < 8)
		dropped.bits |= (uint64_t)'*' >> (8 - open);
	r->changed += dropped.bits != u->bits;
	write_base64(p, &dropped);
}

static size_t
take_base64(struct redact *r, char *p, struct unit *u)
{
	const size_t n = redact_unit(r), end = r->used + 8 * n;
	const size_t shift = 6 * u->n - end;

	for (size_t i = 0; i < n; i++)
		u->bytes[i] = (char)(u->bits >> (shift + 8 * (n - 1 - i)));
	if (redact_letter(r, u->bytes, n)) {
		for (size_t i = 0; i < n; i++) {
			const size_t to = shift + 8 * (n - 1 - i);

			u->bits &= ~(UINT64_C(0xff) << to);
			u->bits |= (uint64_t)(uint8_t)u->bytes[i] << to;
		}
		write_base64(p, u);
	}
	r->held = r->torn = 0;
	r->used = shift == 0 ? 0 : (uint8_t)(6 - shift);
	r->line = false;
	return (shift == 0 ? u->at : u->at - 1);
}

/* How many bytes of the document are there already. */
static size_t
known_base64(const struct redact *r, struct unit *u)
{
	const size_t bits = u->n > 0 ? 6 * u->n - r->used : 0;

	for (size_t i = 0; i < bits / 8; i++)
		u->bytes[i] = (char)(u->bits >> (bits - 8 * (i + 1)));
	return (bits / 8);
}

/* Letters that stand alone: at an end they are none; torn apart they are kept
 * in mind. */
static size_t
leave_base64(struct redact *r, char *p, struct unit *u, size_t n, enum got got)
{
	drop_base64(r, p, u, got == GOT_TORN);
	r->line = u->line;
	if (got == GOT_TORN) {
		r->held = u->bits;
		r->torn = (uint8_t)u->n;
		return (u->at);
	}
	r->held = r->torn = r->used = 0;
	if (u->delimiter || u->at == n)
		return (u->at);
	r->line = false; /* behind a '=' */
	return (u->at + 1);
}

/* --- quoted-printable, or as it is ---------------------------------------- */

/* '=' and blanks are nothing, up to the end of the line. */
static bool
pass_soft(struct unit *u, char c)
{
	if (c == ' ' || c == '\t' || c == '\r') {
		u->at++;
		u->line = false;
		return (true);
	}
	u->soft = false;
	if (c != '\n')
		return (false);
	u->at++;
	u->line = true;
	return (true);
}

/* What stands at a '='; false: that is not known yet. */
static bool
read_equal(struct unit *u, struct slice s, bool last)
{
	const size_t rest = s.n - u->at;
	const char *p = s.p + u->at;
	const size_t i = u->n;

	if (rest < 3 && !last && (rest == 1 || hex_value(p[1]) >= 0))
		return (false);
	if (rest > 1 && memchr(" \t\r\n", p[1], 4) != NULL) {
		u->soft = true;
		u->line = false;
		u->at++;
		return (true);
	}
	u->coded[i] = rest > 2 && hex_value(p[1]) >= 0 && hex_value(p[2]) >= 0;
	u->bytes[i] =
	    (char)(u->coded[i] ? hex_value(p[1]) << 4 | hex_value(p[2]) : '=');
	u->where[u->n++] = u->at;
	u->at += u->coded[i] ? 3 : 1;
	u->line = false;
	return (true);
}

static enum got
next_printable(struct redact *r, struct slice s, bool last, struct unit *u)
{
	const size_t need = redact_unit(r);
	enum got got;

	while (u->n < need) {
		char c;

		if (u->n == 0) {
			u->from = u->at;
			r->line = u->line;
			r->soft = u->soft;
		}
		if (ends_here(r, u, s, last, &got))
			return (got);
		c = s.p[u->at];
		if (u->soft && pass_soft(u, c))
			continue;
		if (c == '=' && r->encoding == PRINTABLE) {
			if (!read_equal(u, s, last))
				return (GOT_MORE);
			continue;
		}
		u->coded[u->n] = false;
		u->bytes[u->n] = c;
		u->where[u->n++] = u->at++;
		u->line = c == '\n';
	}
	return (GOT_LETTER);
}

static size_t
take_printable(struct redact *r, char *p, struct unit *u)
{
	static const char digits[] = "0123456789ABCDEF";

	if (u->n > 0 && redact_letter(r, u->bytes, u->n))
		for (size_t i = 0; i < u->n; i++) {
			const uint8_t byte = (uint8_t)u->bytes[i];
			char *to = p + u->where[i];

			if (u->coded[i]) {
				to[1] = digits[byte >> 4];
				to[2] = digits[byte & 15];
			} else
				to[0] = u->bytes[i];
		}
	r->line = u->line;
	r->soft = u->soft;
	return (u->at);
}

/* --- a body --------------------------------------------------------------- */

/* Whole lines, where a letter is a byte: what is not decoded, or cannot be. */
static bool
by_lines(const struct redact *r)
{
	return (r->encoding == OPAQUE ||
	    (r->encoding == AS_IT_IS && r->text.kind == KIND_BYTES));
}

static void
blank_all(struct redact *r, char *p, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (memchr(" \t\r\n*", p[i], 5) == NULL) {
			p[i] = '*';
			r->changed++;
		}
}

static enum got
take_line(struct redact *r, char *p, size_t n, bool last, struct unit *u)
{
	const char *lf;
	size_t end;
	enum got got;

	u->from = u->at;
	if (ends_here(r, u, (struct slice){ p, n }, last, &got))
		return (got);
	lf = memchr(p + u->at, '\n', n - u->at);
	end = lf != NULL ? (size_t)(lf - p) + 1 : n;
	if (r->encoding == OPAQUE)
		blank_all(r, p + u->at, end - u->at);
	else
		r->changed += cxml_redact(&r->text.letters, p + u->at,
		    end - u->at);
	r->line = lf != NULL;
	u->at = end;
	return (GOT_LETTER);
}

static enum got
next_letter(struct redact *r, char *p, size_t n, bool last, struct unit *u)
{
	const struct slice s = { p, n };

	if (by_lines(r))
		return (take_line(r, p, n, last, u));
	return (r->encoding == BASE64 ? next_base64(r, s, last, u) :
					next_printable(r, s, last, u));
}

/* A letter, or what there is of it; where the next one begins. */
static size_t
take(struct redact *r, char *p, size_t n, struct unit *u, enum got got)
{
	if (by_lines(r))
		return (u->at);
	if (r->encoding != BASE64)
		return (take_printable(r, p, u));
	return (got == GOT_LETTER ? take_base64(r, p, u) :
				    leave_base64(r, p, u, n, got));
}

/* The first letters of a document tell of which kind they are. */
static bool
learn_kind(struct redact *r, struct unit *u)
{
	if (r->text.kind != KIND_UNKNOWN || r->encoding == OPAQUE)
		return (false);
	r->text.kind = (uint8_t)redact_kind_of(u->bytes,
	    r->encoding == BASE64 ? known_base64(r, u) : u->n);
	return (true);
}

static void
end_part(struct redact *r)
{
	redact_anew(r, KIND_BYTES);
	r->header = (struct redact_header){ 0 };
	r->state = STATE_HEADER;
	r->encoding = AS_IT_IS;
	r->preamble = r->soft = false;
	r->line = true;
}

size_t
redact_body(struct redact *r, char *p, size_t n, bool last)
{
	size_t i = 0;

	while (i < n) {
		struct unit u = { .at = i,
			.from = i,
			.line = r->line,
			.soft = r->soft };
		enum got got = next_letter(r, p, n, last, &u);

		if (got == GOT_MORE)
			return (u.from);
		if (learn_kind(r, &u)) {
			i = u.from;
			continue;
		}
		i = take(r, p, n, &u, got);
		if (u.delimiter) {
			end_part(r);
			return (i);
		}
	}
	return (i);
}
