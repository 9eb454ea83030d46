/*
 * redact -- takes card numbers and secrets out of bytes before anything writes
 * them down, whatever encoding their XML is in.  Every file that comes from
 * outside goes through here: as it is fetched, as a member of an archive is
 * unpacked, as a file is read that a person names.
 *
 * What is blanked parsers/cxml_redact.h says.  Every byte keeps its place:
 * a file keeps its length, its lines, and all that is not blanked.
 *
 *	plain		UTF-8 and whatever has ASCII's letters; in a tar too
 *	wide		UTF-16 and UTF-32, with a byte order mark or without;
 *			EBCDIC (code page 037 and its neighbours)
 *	MIME		a file that begins with headers or a delimiter: each
 *			part in the transfer encoding its headers name (RFC
 *			2045: base64, quoted-printable, or none), decoded,
 *			blanked, and encoded again in the same places.  A part
 *			ends where the line comes with which it began, or one
 *			like it with headers behind.  A part of XML in another
 *			transfer encoding is blanked as a whole: nobody reads
 *			it.
 *	compressed	left alone when `archives` is set: whoever unpacks it
 *			calls this for each member.
 *
 * It is a stream.  A letter may lie across two pieces, so the last bytes of a
 * piece may have to come again; what is given back is the same wherever it was
 * cut.
 *
 *	struct redact r = { .expected = &e };		or { 0 }
 *	while (...) {
 *		done = redact(&r, piece, n, last);
 *		write piece[0, done); the rest goes in front of the next one
 *	}
 *	redact_verdict(&r)
 *
 * Letters of base64 that more than 100 other bytes tear apart are blanked when
 * what they hold may be secret.  Pure: no memory of its own, no I/O.
 */
#ifndef PARSERS_REDACT_H
#define PARSERS_REDACT_H

#include "parsers/cxml_redact.h"

#define REDACT_KEEP 256 /* bytes that come again, at most */
#define REDACT_LINE 74  /* "--", and a boundary: RFC 2046, 5.1.1 */

struct redact_text { /* one document */
	struct cxml_redact letters;
	uint8_t kind; /* its letters; 0: not known yet */
};

struct redact_header { /* of a part, while it is read */
	uint8_t encoding;
	bool several, message, typed, xml;
	bool any, folded, blank; /* of the line */
	uint8_t stage;
	char name[REDACT_LINE], word[REDACT_LINE];
	uint8_t name_n, word_n;
};

struct redact {
	const struct cxml_expected *expected; /* NULL: nothing is compared */
	bool archives;                        /* leave compressed ones alone */
	size_t changed;                       /* letters that were blanked */

	enum cxml_secret verdict; /* of the parts before */
	struct redact_text text;
	uint8_t state, encoding;
	bool line;     /* at the begin of one */
	bool soft;     /* quoted-printable: behind a '=' that ends a line */
	bool preamble; /* before the first part */
	uint8_t used;  /* base64: bits of the next letter that were read */
	uint8_t torn;  /* base64: letters that are gone, and what they held */
	uint64_t held;
	struct redact_header header;
	char mark[REDACT_LINE]; /* the line with which this part began */
	uint8_t mark_n;
};

/* Blanks in place; how many bytes are ready.  The others, REDACT_KEEP at most
 * and none when it is the last piece, come again in front of the next piece.
 * Nothing has happened yet when it is none. */
size_t redact(struct redact *r, char *p, size_t n, bool last);

/* Of all the bytes, when the last were ready. */
enum cxml_secret redact_verdict(const struct redact *r);

/* A whole file; and whether that would change any of its bytes. */
void redact_file(char *p, size_t n);
bool redact_needed(struct slice file);

#endif
