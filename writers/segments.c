#include <stdio.h>
#include <stdlib.h>
#include <utf8proc.h>
#include "domain/ident.h"
#include "writers/segments.h"

#define PLAIN_MAX (1u << 20)

bool
seg_blank(struct slice s)
{
	return (slice_trim(s).n == 0);
}

void
seg_start(struct segments *w, const char *document, struct buf *out,
    struct err *e)
{
	*w = (struct segments){ .out = out,
		.e = e,
		.document = document,
		.start = out->n,
		.line = -1,
		.rc = RC_OK,
		.decimal = '.' };
	buf_init(&w->text, PLAIN_MAX);
}

enum rc
seg_finish(struct segments *w)
{
	buf_free(&w->text);
	if (w->rc == RC_OK && w->out->failed)
		w->rc = err_set(w->e, RC_FATAL, "WRITE-LARGE",
		    "%s: longer than %zu bytes", w->document, w->out->max);
	if (w->rc != RC_OK) {
		w->out->n = w->start;
		w->out->p[w->start] = '\0';
	}
	return (w->rc);
}

static void
fault(struct segments *w, const char *code, const char *field, const char *why)
{
	if (w->rc != RC_OK)
		return;
	if (w->line < 0)
		w->rc = err_set(w->e, RC_FATAL, code, "%s: %s %s", w->document,
		    field, why);
	else
		w->rc = err_set(w->e, RC_FATAL, code, "%s: lines[%lld].%s %s",
		    w->document, (long long)w->line, field, why);
}

void
seg_missing(struct segments *w, const char *field)
{
	fault(w, "WRITE-MISSING", field, "is missing");
}

void
seg_wrong(struct segments *w, const char *field, const char *why)
{
	fault(w, "WRITE-VALUE", field, why);
}

/* --- segments ------------------------------------------------------------ */

void
seg_open(struct segments *w, const char *tag)
{
	w->before = w->out->n;
	w->elements = w->parts = 0;
	w->filled = false;
	buf_text(w->out, tag);
}

void
seg_close(struct segments *w)
{
	if (!w->filled) {
		if (!w->out->failed)
			w->out->n = w->before;
		return;
	}
	buf_char(w->out, w->terminator);
	w->count++;
}

static void
move(struct segments *w, enum seg_where at)
{
	if (at == PART) {
		w->parts++;
		return;
	}
	w->elements++;
	w->parts = 0;
}

/* A value follows: the separators before it are owed no more. */
static void
fill(struct segments *w)
{
	for (; w->elements > 0; w->elements--)
		buf_char(w->out, w->element);
	for (; w->parts > 0; w->parts--)
		buf_char(w->out, w->part);
	w->filled = true;
}

void
seg_skip(struct segments *w, unsigned elements)
{
	while (elements-- > 0)
		move(w, ELEMENT);
}

void
seg_skip_parts(struct segments *w, unsigned parts)
{
	w->parts += parts;
}

void
seg_code(struct segments *w, enum seg_where at, const char *code)
{
	move(w, at);
	if (code == NULL || code[0] == '\0')
		return;
	fill(w);
	buf_text(w->out, code);
}

void
seg_int(struct segments *w, enum seg_where at, int64_t n)
{
	move(w, at);
	fill(w);
	buf_int(w->out, n);
}

void
seg_padded(struct segments *w, enum seg_where at, int64_t n, int width)
{
	move(w, at);
	fill(w);
	buf_printf(w->out, "%0*lld", width, (long long)n);
}

void
seg_day(struct segments *w, enum seg_where at, day d)
{
	char text[9];

	seg_code(w, at, d == DAY_NONE ? "" : day_basic(d, text));
}

bool
seg_decimal_fits(struct decimal d, int digits)
{
	char text[DECIMAL_TEXT_MAX];
	int n = 0;

	for (const char *p = decimal_text(d, text); *p != '\0'; p++)
		if (*p >= '0' && *p <= '9')
			n++;
	return (n <= digits);
}

void
seg_decimal(struct segments *w, enum seg_where at, struct decimal d, int digits,
    const char *field)
{
	char text[DECIMAL_TEXT_MAX];

	move(w, at);
	if (decimal_is_none(d))
		return;
	if (d.coef < 0)
		seg_wrong(w, field, "is negative");
	else if (!seg_decimal_fits(d, digits))
		seg_wrong(w, field, "has too many digits");
	fill(w);
	for (char *p = decimal_text(d, text); *p != '\0'; p++)
		buf_char(w->out, *p == '.' ? w->decimal : *p);
}

/* --- letters ------------------------------------------------------------- */

static bool
is_separator(const struct segments *w, uint32_t c)
{
	return (c < 0x80 && c != 0 &&
	    ((char)c == w->element || (char)c == w->part ||
		(char)c == w->terminator || (char)c == w->repetition ||
		(char)c == w->release));
}

/* UNOA, ISO 9735 level A. */
static bool
is_level_a(uint32_t c)
{
	return ((c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
	    (c < 0x80 && c != 0 &&
		strchr(" .,-()/='+:?!\"%&*;<>", (int)c) != NULL));
}

static bool
has_letter(enum seg_letters letters, uint32_t c)
{
	if (c < 0x20 || (c >= 0x7f && c < 0xa0))
		return (false);
	switch (letters) {
	case LETTERS_UPPER:
		return (is_level_a(c));
	case LETTERS_ASCII:
		return (c < 0x7f);
	case LETTERS_LATIN:
		return (c <= 0xff);
	case LETTERS_ALL:
	default:
		return (true);
	}
}

/* Letters that are no other letter with a mark. */
/* clang-format off */
static const struct {
	uint32_t c;
	char like[4];
} likes[] = {
	{ 0xc6, "AE" }, { 0xd0, "D" }, { 0xd7, "x" }, { 0xd8, "O" },
	{ 0xde, "Th" }, { 0xdf, "ss" }, { 0xe6, "ae" }, { 0xf0, "d" },
	{ 0xf8, "o" }, { 0xfe, "th" }, { 0x110, "D" }, { 0x111, "d" },
	{ 0x131, "i" }, { 0x141, "L" }, { 0x142, "l" }, { 0x152, "OE" },
	{ 0x153, "oe" }, { 0x2010, "-" }, { 0x2011, "-" }, { 0x2012, "-" },
	{ 0x2013, "-" }, { 0x2014, "-" }, { 0x2018, "'" }, { 0x2019, "'" },
	{ 0x201a, "'" }, { 0x201c, "\"" }, { 0x201d, "\"" }, { 0x201e, "\"" },
	{ 0x20ac, "EUR" },
};
/* clang-format on */

static void
add_rune(struct segments *w, uint32_t c)
{
	uint8_t bytes[4];

	if (w->letters == LETTERS_UPPER && c >= 'a' && c <= 'z')
		c -= 'a' - 'A';
	if (!has_letter(w->letters, c) ||
	    (w->release == '\0' && is_separator(w, c)))
		c = c <= 0x20 || c == 0x7f || is_separator(w, c) ? ' ' : '?';
	if (c == ' ' && (w->text.n == 0 || w->text.p[w->text.n - 1] == ' '))
		return;
	if (c < 0x80 || w->letters == LETTERS_LATIN)
		buf_char(&w->text, (char)(unsigned char)c);
	else
		buf_add(&w->text,
		    (struct slice){ (const char *)bytes,
			(size_t)utf8proc_encode_char((utf8proc_int32_t)c,
			    bytes) });
}

/* The letters that a letter is made of, without the marks. */
static bool
add_parts(struct segments *w, uint32_t rune)
{
	utf8proc_int32_t to[32];
	utf8proc_ssize_t n;
	int last = 0;
	bool any = false;

	n = utf8proc_decompose_char((utf8proc_int32_t)rune, to, 32,
	    UTF8PROC_DECOMPOSE | UTF8PROC_COMPAT, &last);
	for (utf8proc_ssize_t i = 0; i < n && i < 32; i++) {
		if (utf8proc_category(to[i]) == UTF8PROC_CATEGORY_MN)
			continue;
		if (to[i] == 0x2044) /* of one half */
			to[i] = '/';
		if (!has_letter(LETTERS_ASCII, (uint32_t)to[i]))
			return (any);
		add_rune(w, (uint32_t)to[i]);
		any = true;
	}
	return (any);
}

static void
add_like(struct segments *w, uint32_t rune)
{
	utf8proc_category_t kind = utf8proc_category((utf8proc_int32_t)rune);

	if (has_letter(w->letters, rune) || rune < 0x80) {
		add_rune(w, rune);
		return;
	}
	for (size_t i = 0; i < sizeof(likes) / sizeof(likes[0]); i++)
		if (likes[i].c == rune) {
			for (const char *p = likes[i].like; *p != '\0'; p++)
				add_rune(w, (unsigned char)*p);
			return;
		}
	if (kind == UTF8PROC_CATEGORY_MN || kind == UTF8PROC_CATEGORY_CF)
		return;
	if (kind == UTF8PROC_CATEGORY_CC || kind == UTF8PROC_CATEGORY_ZS ||
	    kind == UTF8PROC_CATEGORY_ZL || kind == UTF8PROC_CATEGORY_ZP)
		add_rune(w, ' ');
	else if (!add_parts(w, rune))
		add_rune(w, '?');
}

struct slice
seg_plain(struct segments *w, struct slice text)
{
	uint32_t rune;
	size_t n;

	buf_reset(&w->text);
	for (size_t i = 0; i < text.n && !w->text.failed; i += n) {
		n = slice_rune(slice_sub(text, i, 4), &rune);
		if (n == 0) {
			add_rune(w, '?');
			n = 1;
		} else
			add_like(w, rune);
	}
	return (slice_trim(buf_slice(&w->text)));
}

/* Bytes of the first `max` characters of a plain text. */
static size_t
bytes_of(const struct segments *w, struct slice s, size_t max)
{
	size_t i = 0;

	if (w->letters != LETTERS_ALL)
		return (s.n < max ? s.n : max);
	for (; i < s.n; i++)
		if (((unsigned char)s.p[i] & 0xc0) != 0x80 && max-- == 0)
			break;
	return (i);
}

bool
seg_piece(const struct segments *w, struct slice *rest, size_t max,
    struct slice *piece)
{
	size_t n, cut;

	*rest = slice_trim(*rest);
	n = cut = bytes_of(w, *rest, max);
	if (n < rest->n && rest->p[n] != ' ')
		while (cut > n / 2 && rest->p[cut - 1] != ' ')
			cut--;
	if (cut > n / 2)
		n = cut;
	*piece = slice_trim(slice_sub(*rest, 0, n));
	*rest = slice_sub(*rest, n, rest->n);
	return (piece->n > 0);
}

void
seg_put(struct segments *w, enum seg_where at, struct slice plain)
{
	move(w, at);
	if (plain.n == 0)
		return;
	fill(w);
	for (size_t i = 0; i < plain.n; i++) {
		if (w->release != '\0' &&
		    is_separator(w, (unsigned char)plain.p[i]))
			buf_char(w->out, w->release);
		buf_char(w->out, plain.p[i]);
	}
}

void
seg_text(struct segments *w, enum seg_where at, struct slice text, size_t min,
    size_t max)
{
	struct slice piece, rest = seg_plain(w, text);

	if (!seg_piece(w, &rest, max, &piece) || piece.n < min)
		piece = SLICE_NONE;
	seg_put(w, at, piece);
}

/* --- ids ----------------------------------------------------------------- */

bool
seg_id_fits(const struct segments *w, struct slice id, size_t min, size_t max)
{
	enum seg_letters letters = w->letters;
	size_t length = 0, n;
	uint32_t c;

	if (letters == LETTERS_UPPER)
		letters = LETTERS_ASCII;
	for (size_t i = 0; i < id.n; i += n, length++) {
		n = slice_rune(slice_sub(id, i, 4), &c);
		if (n == 0 || !has_letter(letters, c) ||
		    (w->release == '\0' && is_separator(w, c)))
			return (false);
	}
	return (length >= min && length <= max);
}

static void
put_id(struct segments *w, enum seg_where at, struct slice id)
{
	uint32_t c;

	if (w->letters != LETTERS_LATIN) {
		seg_put(w, at, id);
		return;
	}
	buf_reset(&w->text);
	for (size_t i = 0, n; i < id.n; i += n) {
		n = slice_rune(slice_sub(id, i, 4), &c);
		buf_char(&w->text, (char)(unsigned char)c);
	}
	seg_put(w, at, buf_slice(&w->text));
}

void
seg_id_any(struct segments *w, enum seg_where at, struct slice id, size_t min,
    size_t max, const char *field)
{
	id = slice_trim(id);
	if (id.n > 0 && !seg_id_fits(w, id, min, max)) {
		seg_wrong(w, field, "does not fit the format");
		id = SLICE_NONE;
	}
	put_id(w, at, id);
}

void
seg_id(struct segments *w, enum seg_where at, struct slice id, size_t min,
    size_t max, const char *field)
{
	if (seg_blank(id))
		seg_missing(w, field);
	seg_id_any(w, at, id, min, max, field);
}

/* --- times and numbers --------------------------------------------------- */

struct seg_time
seg_time_of(instant t)
{
	struct seg_time out = { "", "" };
	char text[21];

	if (t == INSTANT_NONE)
		return (out);
	(void)instant_text(t, text);
	(void)snprintf(out.day, sizeof(out.day), "%.4s%.2s%.2s", text, text + 5,
	    text + 8);
	(void)snprintf(out.time, sizeof(out.time), "%.2s%.2s%.2s", text + 11,
	    text + 14, text + 17);
	return (out);
}

bool
seg_sscc(struct slice s, struct slice *sscc)
{
	s = slice_trim(s);
	if (s.n == 20 && slice_starts(s, SLICE("00")))
		s = slice_sub(s, 2, 18);
	*sscc = s;
	return (sscc_valid(s));
}

struct slice
seg_gln(const struct answer_party *p)
{
	if (slice_is(p->id_scheme, "0088") && gln_valid(p->id))
		return (p->id);
	if (slice_is(p->endpoint_scheme, "0088") && gln_valid(p->endpoint))
		return (p->endpoint);
	return (SLICE_NONE);
}

struct slice
seg_party_id(const struct party *p, struct slice scheme,
    struct slice *qualifier)
{
	for (size_t i = 0; i < p->ids.n; i++) {
		struct slice id = LIST_AT(&p->ids, struct text_item, i)->text,
			     kind, rest;

		if (!slice_cut(id, ':', &kind, &rest) ||
		    !slice_eq(kind, scheme) ||
		    !slice_cut(rest, ':', qualifier, &id) || id.n < 2)
			continue;
		return (id);
	}
	*qualifier = SLICE_NONE;
	return (SLICE_NONE);
}

struct slice
seg_party_gln(const struct party *p)
{
	for (size_t i = 0; i < p->ids.n; i++) {
		struct slice id = LIST_AT(&p->ids, struct text_item, i)->text;

		if (!slice_starts(id, SLICE("gln:")))
			continue;
		id = slice_sub(id, 4, id.n);
		if (gln_valid(id))
			return (id);
	}
	return (SLICE_NONE);
}
