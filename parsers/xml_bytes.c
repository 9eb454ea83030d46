#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include "parsers/edifact_charset.h"
#include "parsers/xml_bytes.h"

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

#define DECLARATION_MAX 256
#define TAG_HARMLESS ((size_t)XML_ATTRIBUTES_MAX * 5) /* bytes */

static bool
refuse(struct xml_bytes *b, enum xml_fault fault, size_t at, const char *what)
{
	b->fault = fault;
	b->fault_at = at;
	(void)snprintf(b->what, sizeof(b->what), "%s", what);
	return (false);
}

/* --- encodings ------------------------------------------------------------ */

static const struct encoding_name {
	const char *name;
	enum xml_encoding encoding;
} encoding_names[] = {
	{ "UTF-8", XML_UTF8 },
	{ "UTF8", XML_UTF8 },
	{ "US-ASCII", XML_ASCII },
	{ "ASCII", XML_ASCII },
	{ "ISO-8859-1", XML_LATIN1 },
	{ "ISO_8859-1", XML_LATIN1 },
	{ "LATIN1", XML_LATIN1 },
	{ "UTF-16", XML_UTF16LE },
	{ "UTF-16", XML_UTF16BE },
	{ "UTF-16LE", XML_UTF16LE },
	{ "UTF-16BE", XML_UTF16BE },
	{ "WINDOWS-1252", XML_WINDOWS },
	{ "CP1252", XML_WINDOWS },
	{ "ISO-8859-15", XML_LATIN9 },
	{ "ISO-8859-2", XML_ISO2 },
	{ "ISO-8859-5", XML_ISO5 },
	{ "ISO-8859-7", XML_ISO7 },
	{ "ISO-8859-3", XML_ISO3 },
	{ "ISO-8859-4", XML_ISO4 },
	{ "ISO-8859-6", XML_ISO6 },
	{ "ISO-8859-8", XML_ISO8 },
	{ "ISO-8859-9", XML_ISO9 },
};

#define ENCODING_NAMES (sizeof(encoding_names) / sizeof(encoding_names[0]))

static bool
wide(enum xml_encoding e)
{
	return (e == XML_UTF16LE || e == XML_UTF16BE);
}

#define EBCDIC_XML "\x4c\x6f\xa7\x94" /* "<?xm" */

/* Without a mark the first character tells, which is '<' or white space: XML
 * 1.0, appendix F. */
static bool
begins_wide(struct slice f, size_t zero)
{
	return (f.n >= 4 && f.p[zero] == '\0' && f.p[zero + 2] == '\0' &&
	    strchr("< \t\r\n", f.p[1 - zero]) != NULL &&
	    f.p[1 - zero] != '\0' && f.p[3 - zero] != '\0');
}

static bool
is_utf32(struct slice f)
{
	return (slice_starts(f, SLICE("\xff\xfe\0\0")) ||
	    slice_starts(f, SLICE("\0\0\xfe\xff")) ||
	    slice_starts(f, SLICE("\0\0\0<")) ||
	    slice_starts(f, SLICE("<\0\0\0")));
}

/* By the byte order mark, or the zero bytes; UTF-8 for want of them. */
static bool
by_mark(struct xml_bytes *b, struct slice f)
{
	if (is_utf32(f))
		return (refuse(b, XML_ENCODING, 0, "the file is UTF-32"));
	b->marked = true;
	if (slice_starts(f, SLICE("\xff\xfe"))) {
		b->encoding = XML_UTF16LE;
		b->skip += 2;
	} else if (slice_starts(f, SLICE("\xfe\xff"))) {
		b->encoding = XML_UTF16BE;
		b->skip += 2;
	} else if (slice_starts(f, SLICE("\xef\xbb\xbf"))) {
		b->skip += 3;
	} else if (begins_wide(f, 1)) {
		b->encoding = XML_UTF16LE;
	} else if (begins_wide(f, 0)) {
		b->encoding = XML_UTF16BE;
	} else {
		b->marked = false;
	}
	/* Behind a mark too: the parser below would believe its own eyes. */
	if (slice_starts(slice_sub(b->file, b->skip, SIZE_MAX),
		SLICE(EBCDIC_XML)))
		return (refuse(b, XML_ENCODING, 0, "the file is EBCDIC"));
	return (true);
}

/* The encoding that <?xml …?> names, or none. */
static struct slice
declared(struct slice text)
{
	struct slice head = slice_sub(text, 0, DECLARATION_MAX);
	const char *end, *p;
	size_t n;

	if (!slice_starts(head, SLICE("<?xml")))
		return (SLICE_NONE);
	end = memmem(head.p, head.n, "?>", 2);
	n = end != NULL ? (size_t)(end - head.p) : head.n;
	p = memmem(head.p, n, "encoding", 8);
	if (p == NULL)
		return (SLICE_NONE);
	for (p += 8, n -= (size_t)(p - head.p);
	     n > 0 && *p != '"' && *p != '\''; p++)
		n--;
	for (size_t i = 1; i < n; i++)
		if (p[i] == *p)
			return ((struct slice){ p + 1, i - 1 });
	return (SLICE_NONE);
}

/* The bytes are believed, and the declaration is told of. */
static bool
believe(struct xml_bytes *b, struct slice name, const char *why)
{
	(void)snprintf(b->misdeclared, sizeof(b->misdeclared),
	    "the declaration names the encoding %.*s, %s",
	    (int)(name.n < 40 ? name.n : 40), name.p, why);
	return (true);
}

/* No letter above 7F, and no escape sequence that could make one. */
static bool
all_ascii(struct slice s)
{
	for (size_t i = 0; i < s.n; i++)
		if ((s.p[i] & 0x80) != 0 || s.p[i] == 0x1b)
			return (false);
	return (true);
}

/* Encodings that write other letters in those of US-ASCII. */
static bool
shifts(struct slice name)
{
	return (slice_ieq(slice_sub(name, 0, 5), SLICE("UTF-7")) ||
	    slice_ieq(slice_sub(name, 0, 2), SLICE("HZ")));
}

/* The bytes of a character of UTF-8 above 7F, 0: there is none. */
static size_t
utf8_length(struct slice s, size_t at)
{
	const uint8_t c = (uint8_t)s.p[at];
	const size_t n = c >= 0xc2 && c < 0xe0 ? 2 :
	    c >= 0xe0 && c < 0xf0              ? 3 :
	    c >= 0xf0 && c < 0xf5              ? 4 :
						 0;

	if (n == 0 || n > s.n - at)
		return (0);
	for (size_t i = 1; i < n; i++)
		if (((uint8_t)s.p[at + i] & 0xc0) != 0x80)
			return (0);
	return (n);
}

/* Every letter above 7F is one of UTF-8, and there is one: in the alphabets of
 * Western Europe no text comes out so by chance. */
static bool
is_utf8(struct slice s)
{
	bool any = false;

	for (size_t i = 0, n; i < s.n; i += n) {
		n = 1;
		if ((s.p[i] & 0x80) == 0)
			continue;
		if ((n = utf8_length(s, i)) == 0)
			return (false);
		any = true;
	}
	return (any);
}

static bool
western(enum xml_encoding e)
{
	return (e == XML_ASCII || e == XML_LATIN1 || e == XML_LATIN9 ||
	    e == XML_WINDOWS);
}

/* One of those that look alike until a letter above 7F comes. */
static bool
by_name(struct xml_bytes *b, struct slice name, enum xml_encoding e)
{
	if (western(e) && is_utf8(b->text)) {
		b->encoding = XML_UTF8;
		return (believe(b, name, "every letter is one of UTF-8"));
	}
	b->encoding = e;
	return (true);
}

/* Does the declaration agree with the first bytes?  It decides among the
 * encodings that look alike. */
static bool
by_declaration(struct xml_bytes *b, struct slice name)
{
	bool known = false;

	if (name.n == 0)
		return (true);
	for (size_t i = 0; i < ENCODING_NAMES; i++) {
		const struct encoding_name *n = &encoding_names[i];

		if (!slice_ieq(name, slice_of(n->name)))
			continue;
		known = true;
		if (n->encoding == b->encoding)
			return (true);
		if (!b->marked && !wide(n->encoding))
			return (by_name(b, name, n->encoding));
	}
	if (b->marked || known)
		return (believe(b, name, "the first bytes are of another"));
	if (!shifts(name) && all_ascii(b->text))
		return (believe(b, name, "and every letter is of US-ASCII"));
	(void)snprintf(b->what, sizeof(b->what),
	    "the declaration names the encoding %.*s, which is not accepted",
	    (int)(name.n < 40 ? name.n : 40), name.p);
	b->fault = XML_ENCODING;
	return (false);
}

static uint32_t
unit16(const struct xml_bytes *b, size_t at)
{
	const uint8_t *p = (const uint8_t *)b->file.p + at;

	return (b->encoding == XML_UTF16LE ? p[0] | (uint32_t)p[1] << 8 :
					     p[1] | (uint32_t)p[0] << 8);
}

/* What a byte above 7F means; 0: nothing. */
static uint32_t
letter(enum xml_encoding e, uint8_t c)
{
	/* clang-format off */
	static const uint16_t windows[32] = {
		0x20ac, 0, 0x201a, 0x0192, 0x201e, 0x2026, 0x2020, 0x2021,
		0x02c6, 0x2030, 0x0160, 0x2039, 0x0152, 0, 0x017d, 0,
		0, 0x2018, 0x2019, 0x201c, 0x201d, 0x2022, 0x2013, 0x2014,
		0x02dc, 0x2122, 0x0161, 0x203a, 0x0153, 0, 0x017e, 0x0178,
	};
	static const uint16_t latin9[32] = {
		[0x04] = 0x20ac, [0x06] = 0x0160, [0x08] = 0x0161,
		[0x14] = 0x017d, [0x18] = 0x017e, [0x1c] = 0x0152,
		[0x1d] = 0x0153, [0x1e] = 0x0178,
	};
	/* clang-format on */

	if (e == XML_ASCII)
		return (0);
	if (e == XML_WINDOWS && c < 0xa0)
		return (windows[c - 0x80]);
	if (e == XML_LATIN9 && c >= 0xa0 && c < 0xc0 && latin9[c - 0xa0] != 0)
		return (latin9[c - 0xa0]);
	if (e >= XML_ISO2 && c >= 0xa0)
		return (edifact_letter((unsigned)e - XML_ISO2, c));
	return (c);
}

/* One character at a place of the file; 0 bytes: there is none. */
static size_t
take(const struct xml_bytes *b, size_t at, uint32_t *c)
{
	const size_t left = b->file.n - at;
	uint32_t low;

	if (!wide(b->encoding)) {
		*c = (uint8_t)b->file.p[at];
		if (*c >= 0x80)
			*c = letter(b->encoding, (uint8_t)*c);
		return (*c == 0 && b->file.p[at] != '\0' ? 0 : 1);
	}
	if (left < 2)
		return (0);
	*c = unit16(b, at);
	if (*c < 0xd800 || *c > 0xdfff)
		return (2);
	if (*c > 0xdbff || left < 4)
		return (0);
	low = unit16(b, at + 2);
	if (low < 0xdc00 || low > 0xdfff)
		return (0);
	*c = 0x10000 + ((*c - 0xd800) << 10) + (low - 0xdc00);
	return (4);
}

/* All of the file, or its first `most` bytes of text, as UTF-8. */
static bool
convert(struct xml_bytes *b, char *out, size_t most)
{
	size_t n = 0, took;
	uint32_t c;

	for (size_t at = b->skip; at < b->file.n && n < most; at += took) {
		took = take(b, at, &c);
		if (took == 0) {
			b->text = (struct slice){ out, n };
			return (refuse(b, XML_CHARACTER, n,
			    b->encoding == XML_ASCII ?
				"a byte above 7F in a file declared US-ASCII" :
				wide(b->encoding) ?
				"half a UTF-16 character" :
				"a byte that the declared encoding lacks"));
		}
		n += slice_put_rune(out + n, c);
	}
	b->text = (struct slice){ out, n };
	return (true);
}

static size_t
room(const struct xml_bytes *b)
{
	const size_t n = b->file.n - b->skip;

	return ((wide(b->encoding) ? n / 2 * 3 : n * 3) + 4);
}

/* White space before a declaration, which must be the first. */
static void
pass_padding(struct xml_bytes *b)
{
	static const char first[] = "<?xml";
	const size_t step = wide(b->encoding) ? 2 : 1;
	const size_t lead = b->encoding == XML_UTF16BE ? 1 : 0;
	const struct slice f = b->file;
	size_t at = b->skip;

	while (at + step <= f.n &&
	    memchr(" \t\r\n", f.p[at + lead], 4) != NULL &&
	    (step == 1 || f.p[at + 1 - lead] == '\0'))
		at += step;
	if (at == b->skip)
		return;
	for (size_t i = 0; first[i] != '\0'; i++)
		if (at + (i + 1) * step > f.n ||
		    f.p[at + i * step + lead] != first[i])
			return;
	b->padded_head = true;
	b->padding = b->skip;
	b->skip = at;
}

bool
xml_bytes_open(struct xml_bytes *b, struct slice file, size_t from)
{
	char head[DECLARATION_MAX + 4];

	*b = (struct xml_bytes){ .file = file, .skip = from };
	if (!by_mark(b, slice_sub(file, from, SIZE_MAX)))
		return (false);
	pass_padding(b);
	b->map_file = b->skip;
	b->text = slice_sub(file, b->skip, SIZE_MAX);
	if ((wide(b->encoding) && !convert(b, head, DECLARATION_MAX)) ||
	    !by_declaration(b, declared(b->text))) {
		b->text = SLICE_NONE;
		return (false);
	}
	b->text = slice_sub(file, b->skip, SIZE_MAX);
	if (b->encoding == XML_UTF8)
		return (true);
	b->owned = malloc(room(b));
	if (b->owned == NULL)
		die_memory();
	return (convert(b, b->owned, SIZE_MAX));
}

bool
xml_bytes_open_utf16(struct xml_bytes *b, struct slice file, bool big)
{
	*b = (struct xml_bytes){ .file = file,
		.encoding = big ? XML_UTF16BE : XML_UTF16LE };
	b->owned = malloc(room(b));
	if (b->owned == NULL)
		die_memory();
	return (convert(b, b->owned, SIZE_MAX));
}

void
xml_bytes_close(struct xml_bytes *b)
{
	free(b->owned);
	b->owned = NULL;
}

/* What fills up the last block of a disk or a transfer is no text. */
void
xml_bytes_trim(struct xml_bytes *b)
{
	size_t n = b->text.n;

	while (n > 0 && (b->text.p[n - 1] == '\0' || b->text.p[n - 1] == 0x1a))
		n--;
	if (n == b->text.n)
		return;
	b->text.n = n;
	b->padded_tail = true;
	if (!b->padded_head)
		b->padding = (size_t)xml_file_offset(b, n);
}

/* --- places --------------------------------------------------------------- */

static void
map_forward(struct xml_bytes *b)
{
	char out[4];
	uint32_t c = 0;
	size_t took = take(b, b->map_file, &c);

	b->map_file += took > 0 ? took : 1;
	b->map_text += slice_put_rune(out, c);
}

static void
map_back(struct xml_bytes *b)
{
	char out[4];
	uint32_t c = 0;
	size_t step = 1;

	if (wide(b->encoding)) {
		c = unit16(b, b->map_file - 2);
		step = c >= 0xdc00 && c <= 0xdfff ? 4 : 2;
	}
	b->map_file -= step;
	(void)take(b, b->map_file, &c);
	b->map_text -= slice_put_rune(out, c);
}

int64_t
xml_file_offset(struct xml_bytes *b, size_t text_offset)
{
	if (b->encoding == XML_UTF8 || b->encoding == XML_ASCII)
		return ((int64_t)(b->skip + text_offset));
	while (b->map_text < text_offset && b->map_file < b->file.n)
		map_forward(b);
	while (b->map_text > text_offset && b->map_file > b->skip)
		map_back(b);
	return ((int64_t)b->map_file);
}

/* --- pieces --------------------------------------------------------------- */

/* The end of a construct that `mark` closes: behind it, the end of the text
 * when it never comes (the parser will say so), 0 when it is too far. */
static size_t
closed(struct xml_bytes *b, size_t at, size_t opener, const char *mark,
    const char *what)
{
	const size_t left = b->text.n - at;
	const size_t look = left < PARSE_SEGMENT_MAX ? left : PARSE_SEGMENT_MAX;
	const char *from = b->text.p + at, *end;

	end = look < opener ?
	    NULL :
	    memmem(from + opener, look - opener, mark, strlen(mark));
	if (end != NULL)
		return ((size_t)(end - b->text.p) + strlen(mark));
	if (left <= PARSE_SEGMENT_MAX)
		return (b->text.n);
	(void)refuse(b, XML_LONG, at, what);
	return (0);
}

static size_t
tag_refused(struct xml_bytes *b, size_t at, enum xml_fault f, const char *what)
{
	(void)refuse(b, f, at, what);
	return (0);
}

/* Behind a start or end tag, by the rules of `closed`. */
static size_t
tag_end(struct xml_bytes *b, size_t at)
{
	const size_t left = b->text.n - at;
	const size_t look = left < PARSE_TAG_MAX ? left : PARSE_TAG_MAX;
	const char *p = b->text.p + at, *end = p + look;
	int attributes = 0;

	for (p++; p < end && *p != '>'; p++) {
		if (*p == '=' && ++attributes > XML_ATTRIBUTES_MAX)
			return (tag_refused(b, at, XML_ATTRIBUTES,
			    "a start tag with more than 256 attributes"));
		if (*p == '"' || *p == '\'') {
			p = memchr(p + 1, *p, (size_t)(end - p - 1));
			if (p == NULL)
				break;
		}
	}
	if (p != NULL && p < end)
		return ((size_t)(p - b->text.p) + 1);
	if (left <= PARSE_TAG_MAX)
		return (b->text.n);
	return (tag_refused(b, at, XML_TAG_LONG,
	    "a start tag of more than 64 KiB"));
}

/* Behind a quoted text, or 0. */
static size_t
literal_end(struct slice s, size_t at)
{
	const char *end;

	if (at >= s.n || (s.p[at] != '"' && s.p[at] != '\''))
		return (0);
	end = memchr(s.p + at + 1, s.p[at], s.n - at - 1);
	return (end == NULL ? 0 : (size_t)(end - s.p) + 1);
}

static size_t
pass_space(struct slice s, size_t at)
{
	while (at < s.n && memchr(" \t\r\n", s.p[at], 4) != NULL)
		at++;
	return (at);
}

/* Behind an internal subset that declares nothing, as some libraries write it
 * wherever there is a DOCTYPE: []. */
static size_t
pass_empty_subset(struct slice s, size_t at)
{
	size_t end;

	if (at >= s.n || s.p[at] != '[')
		return (at);
	end = pass_space(s, at + 1);
	return (end < s.n && s.p[end] == ']' ? pass_space(s, end + 1) : at);
}

/* Behind what may be a name. */
static size_t
pass_name(struct slice s, size_t at)
{
	static const char none[] = " \t\r\n<>[]()&%;'\"!?=";

	while (at < s.n && memchr(none, s.p[at], sizeof(none)) == NULL)
		at++;
	return (at);
}

/* The length of <!DOCTYPE name [SYSTEM "…" | PUBLIC "…" "…"]>, 0: it is
 * anything else, an internal subset that declares something above all. */
static size_t
doctype_length(struct slice s)
{
	size_t at = pass_space(s, 9), literals = 0, end = pass_name(s, at);

	if (at == 9 || end == at)
		return (0);
	at = pass_space(s, end);
	if (slice_is(slice_sub(s, at, 6), "SYSTEM"))
		literals = 1;
	else if (slice_is(slice_sub(s, at, 6), "PUBLIC"))
		literals = 2;
	at += literals > 0 ? 6 : 0;
	for (; literals > 0; literals--, at = end)
		if ((end = literal_end(s, pass_space(s, at))) == 0)
			return (0);
	at = pass_empty_subset(s, pass_space(s, at));
	return (at < s.n && s.p[at] == '>' ? at + 1 : 0);
}

/* Behind a document type declaration that may be there; 0: refused. */
static size_t
doctype_end(struct xml_bytes *b, size_t at)
{
	const struct slice s = slice_sub(b->text, at, XML_DOCTYPE_MAX);
	const size_t n = doctype_length(s);

	if (n == 0 || b->rooted || b->declared.n > 0)
		return (tag_refused(b, at, XML_DOCTYPE,
		    memchr(s.p, '[', s.n) != NULL ?
			"a document type declaration with declarations in it" :
			"a document type declaration that is not well-formed, "
			"or not the one before the root"));
	b->declared = slice_sub(s, 0, n);
	return (at + n);
}

/* Behind a construct that begins with "<!" or "<?"; 0: refused. */
static size_t
special_end(struct xml_bytes *b, size_t at)
{
	struct slice s = slice_sub(b->text, at, 16);

	if (slice_starts(s, SLICE("<!--")))
		return (
		    closed(b, at, 4, "-->", "a comment of more than 1 MiB"));
	if (slice_starts(s, SLICE("<![CDATA[")))
		return (closed(b, at, 9, "]]>",
		    "a CDATA section of more than 1 MiB"));
	if (slice_starts(s, SLICE("<?")))
		return (closed(b, at, 2, "?>",
		    "a processing instruction of more than 1 MiB"));
	return (tag_refused(b, at, XML_DOCTYPE, "a markup declaration"));
}

/* A text piece must not end inside a character or an entity reference. */
static size_t
text_cut(struct slice text, size_t from, size_t cut)
{
	const size_t low = cut - from > 32 ? cut - 32 : from;
	size_t at = cut;

	while (at > low && ((uint8_t)text.p[at] & 0xc0) == 0x80)
		at--;
	for (size_t i = at; i-- > low && text.p[i] != ';';)
		if (text.p[i] == '&')
			return (i > from ? i : at);
	return (at > from ? at : cut);
}

/*
 * Where the next construct begins behind the one at a place, or the text
 * behind it; 0: refused.  No '<' can stand inside a tag, and an attribute
 * takes 5 bytes at least: a tag with a '<' shortly behind it is harmless, and
 * need not be looked into.
 */
static size_t
pass(struct xml_bytes *b, size_t at, size_t most)
{
	const char kind = at + 1 < b->text.n ? b->text.p[at + 1] : '\0';
	size_t next;

	if (kind == '!' || kind == '?')
		return (special_end(b, at));
	b->rooted = true;
	next = ahead_next(&b->open, slice_sub(b->text, 0, most), at + 1, '<');
	if (next < most && next - at < TAG_HARMLESS)
		return (next);
	return (tag_end(b, at));
}

static bool
at_doctype(const struct xml_bytes *b, size_t at)
{
	return (slice_starts(slice_sub(b->text, at, 9), SLICE("<!DOCTYPE")));
}

/* The declaration, as so many spaces; empty: refused. */
static struct slice
pass_doctype(struct xml_bytes *b)
{
	const size_t at = b->at, end = doctype_end(b, at);

	if (end == 0)
		return (SLICE_NONE);
	b->at = end;
	memset(b->spaces, ' ', end - at);
	return ((struct slice){ b->spaces, end - at });
}

#if defined(__SSE2__)
#define BLOCK 64

/* Where a byte or another stands in the next 64. */
static inline uint64_t
stands(const char *p, char one, char other)
{
	const __m128i a = _mm_set1_epi8(one), b = _mm_set1_epi8(other);
	uint64_t seen = 0;

	for (unsigned i = 0; i < BLOCK; i += 16) {
		const __m128i x = _mm_loadu_si128(
		    (const __m128i *)(const void *)(p + i));

		seen |= (uint64_t)(unsigned)_mm_movemask_epi8(_mm_or_si128(
			    _mm_cmpeq_epi8(x, a), _mm_cmpeq_epi8(x, b)))
		    << i;
	}
	return (seen);
}

/*
 * From one '<' to the last that is reached over harmless tags (see pass), or
 * to the first behind which a '!' or '?' stands: what pass would do tag by
 * tag, 64 bytes at a time.
 */
static size_t
calm(const struct xml_bytes *b, size_t at, size_t most)
{
	const char *p = b->text.p;
	uint64_t tags, special;

	for (size_t i = at; most - i > BLOCK; i += BLOCK) {
		tags = stands(p + i, '<', '<');
		if (tags == 0)
			continue;
		if (i + (unsigned)__builtin_ctzll(tags) - at >= TAG_HARMLESS)
			return (at);
		special = tags & stands(p + i + 1, '!', '?');
		if (special != 0)
			return (i + (unsigned)__builtin_ctzll(special));
		at = i + BLOCK - 1 - (unsigned)__builtin_clzll(tags);
	}
	return (at);
}
#else
static size_t
calm(const struct xml_bytes *b, size_t at, size_t most)
{
	(void)b, (void)most;
	return (at);
}
#endif

struct slice
xml_piece(struct xml_bytes *b)
{
	const struct slice t = b->text;
	const size_t from = b->at;
	const size_t most = t.n - from < XML_PIECE ? t.n : from + XML_PIECE;
	size_t at = from, end, tag;
	const char *p;

	if (b->fault == XML_FINE && at_doctype(b, at))
		return (pass_doctype(b));
	while (b->fault == XML_FINE && at < most) {
		tag = t.p[at] == '<' ?
		    at :
		    ahead_next(&b->open, slice_sub(t, 0, most), at, '<');
		if (tag == most) {
			at = most < t.n ? text_cut(t, at, most) : most;
			break;
		}
		at = calm(b, tag, most);
		b->rooted |= at > tag;
		if (at_doctype(b, at))
			break;
		end = pass(b, at, most);
		if (end == 0 || (end > most && at > from))
			break;
		at = end;
	}
	p = at > from ? memchr(t.p + from, '\0', at - from) : NULL;
	if (p != NULL) {
		at = (size_t)(p - t.p);
		(void)refuse(b, XML_CHARACTER, at, "a zero byte");
	}
	b->at = at;
	return (slice_sub(t, from, at - from));
}
