#include "parsers/redact_part.h"

#define OTHER_LETTER '\x80' /* any that is none of ASCII's */
#define EBCDIC_STAR '\x5c'

static bool
space(char c)
{
	return (c == ' ' || c == '\t' || c == '\r' || c == '\n');
}

/* XML 1.0, appendix F; a byte order mark, '<' or white space comes first. */
enum redact_kind
redact_kind_of(const char *p, size_t n)
{
	const struct slice s = { p, n };
	const size_t first = n > 0 && p[0] == '\0' ? 1 : 0;
	const bool xml = n > first && (p[first] == '<' || space(p[first]));

	if (slice_starts(s, SLICE("\xff\xfe\0\0")) ||
	    (n >= 4 && xml && memcmp(p + 1, "\0\0\0", 3) == 0))
		return (KIND_UTF32LE);
	if (slice_starts(s, SLICE("\0\0\xfe\xff")) ||
	    (n >= 4 && memcmp(p, "\0\0\0", 3) == 0 &&
		(p[3] == '<' || space(p[3]))))
		return (KIND_UTF32BE);
	if (slice_starts(s, SLICE("\xff\xfe")) ||
	    (n >= 2 && first == 0 && xml && p[1] == '\0'))
		return (KIND_UTF16LE);
	if (slice_starts(s, SLICE("\xfe\xff")) || (first == 1 && xml))
		return (KIND_UTF16BE);
	if (slice_starts(s, SLICE("\x4c\x6f\xa7\x94")) || /* "<?xm" */
	    slice_starts(s, SLICE("\x4c\x83\xe7\xd4")))   /* "<cXM" */
		return (KIND_EBCDIC);
	return (KIND_BYTES);
}

size_t
redact_unit(const struct redact *r)
{
	static const uint8_t units[] = { [KIND_UNKNOWN] = 4,
		[KIND_BYTES] = 1,
		[KIND_UTF16LE] = 2,
		[KIND_UTF16BE] = 2,
		[KIND_UTF32LE] = 4,
		[KIND_UTF32BE] = 4,
		[KIND_EBCDIC] = 1 };

	return (units[r->text.kind]);
}

/* Letters, digits, and the signs that XML is made of: where the code pages
 * differ, '[', ']' and '!', of all of them. */
static char
of_ebcdic(uint8_t c)
{
	static const uint8_t rows[] = { 0x81, 0x91, 0xa2, 0xc1, 0xd1, 0xe2,
		0xf0 };
	static const char *const letters[] = { "abcdefghi", "jklmnopqr",
		"stuvwxyz", "ABCDEFGHI", "JKLMNOPQR", "STUVWXYZ",
		"0123456789" };
	static const uint8_t codes[] = { 0x40, 0x05, 0x0d, 0x25, 0x15, 0x4c,
		0x6e, 0x7e, 0x7f, 0x7d, 0x50, 0x61, 0x60, 0x7a, 0x7b, 0x5e,
		0x4b, 0x6d, 0x6f, 0x5a, 0x4f, 0xad, 0xba, 0x4a, 0xbd, 0xbb };
	static const char signs[] = " \t\r\n\n<>=\"'&/-:#;._?!![[[]]";

	_Static_assert(sizeof(signs) - 1 == sizeof(codes), "one for each");
	for (size_t i = 0; i < sizeof(rows); i++)
		if (c >= rows[i] && c - rows[i] < (int)strlen(letters[i]))
			return (letters[i][c - rows[i]]);
	for (size_t i = 0; i < sizeof(codes); i++)
		if (c == codes[i])
			return (signs[i]);
	return (OTHER_LETTER);
}

static char
of_wide(const char *p, size_t n, bool little)
{
	uint32_t v = 0;

	for (size_t i = 0; i < n; i++)
		v |= (uint32_t)(uint8_t)p[i] << 8 * (little ? i : n - 1 - i);
	return (v < 128       ? (char)v :
		v == 0xfeff   ? '\0' : /* the byte order mark */
				OTHER_LETTER);
}

static bool
is_hiding(const struct redact *r)
{
	return (cxml_redact_hides(&r->text.letters));
}

/* Half a letter behind which nothing comes. */
static bool
cut_letter(struct redact *r, char *p, size_t n)
{
	if (is_hiding(r))
		memset(p, 0, n);
	return (is_hiding(r));
}

static bool
wide_letter(struct redact *r, char *p, size_t n)
{
	const bool little = r->text.kind == KIND_UTF16LE ||
	    r->text.kind == KIND_UTF32LE;
	char c;

	if (n < redact_unit(r))
		return (cut_letter(r, p, n));
	c = of_wide(p, n, little);
	if (cxml_redact_letter(&r->text.letters, c) == c)
		return (false);
	memset(p, 0, n);
	p[little ? 0 : n - 1] = '*';
	return (true);
}

bool
redact_letter(struct redact *r, char *p, size_t n)
{
	bool blanked;
	char c = *p;

	if (redact_unit(r) > 1) {
		blanked = wide_letter(r, p, n);
	} else if (r->text.kind == KIND_EBCDIC) {
		c = of_ebcdic((uint8_t)c);
		blanked = cxml_redact_letter(&r->text.letters, c) != c &&
		    *p != EBCDIC_STAR;
		if (blanked)
			*p = EBCDIC_STAR;
	} else {
		*p = cxml_redact_letter(&r->text.letters, c);
		blanked = *p != c;
	}
	r->changed += blanked;
	return (blanked);
}

void
redact_anew(struct redact *r, enum redact_kind kind)
{
	r->verdict = redact_verdict(r);
	r->text = (struct redact_text){ .kind = (uint8_t)kind,
		.letters.expected = r->expected };
}
