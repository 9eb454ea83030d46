/*
 * cxml_redact -- takes card numbers and secrets out of bytes before anything
 * writes them down.
 *
 * Blanked with '*', one for one, so that every byte keeps its place:
 *	number and expiration of PCard and PaymentToken, and the token
 *	the content of SharedSecret (cXML), of PrimaryAccountNumberID and CV2ID
 *	(UBL), and of an Extrinsic whose name speaks of a payment card
 * White space stays, and so do the tags: the document stays well-formed.
 *
 * It is a stream: pieces of any size, cut anywhere, give the same bytes as the
 * whole; what was blanked is blanked again to the same.  Nothing has to be
 * known of the file: UTF-8, ISO-8859-1, UTF-16 and UTF-32 are read alike (a
 * zero byte is passed over), and so is XML inside a MIME body or a tar.  In a
 * file that does not begin as XML, an element's content is blanked for 1,024
 * bytes at most, so that a word in a text cannot blank the rest of it.  A file
 * in EBCDIC is not understood here, nor by any parser.
 *
 * Here alone a SharedSecret can be compared, because nobody sees it later.
 * With `expected` set, each one in a Sender is (white space around it apart,
 * entities read), in constant time, by its keyed hash; the verdict is the worst
 * of all in the bytes.
 *
 * Pure: no memory of its own, no I/O.
 *
 *	struct cxml_redact r = { .expected = &e };	or { 0 }
 *	while (...)
 *		(void)cxml_redact(&r, piece, n);
 *	r.verdict
 */
#ifndef PARSERS_CXML_REDACT_H
#define PARSERS_CXML_REDACT_H

#include "base/hash.h"

#define CXML_REDACT_WORD 32
#define CXML_SECRET_MAX 256

enum cxml_secret { CXML_SECRET_NONE, CXML_SECRET_RIGHT, CXML_SECRET_WRONG };

struct cxml_expected { /* HMAC of the secret under a key that nobody keeps */
	uint8_t key[32];
	struct sha256 hash;
};
/* The hash of a secret under the key that stands in *x. */
void cxml_secret_hash(struct cxml_expected *x, struct slice secret);

struct cxml_redact {
	uint8_t state;
	uint8_t tag;    /* the element whose tag this is */
	uint8_t hidden; /* the element whose content is blanked */
	uint8_t ends;   /* '-' or ']' before the '>' that closes */
	char quote, last;
	bool begun, xml; /* the first byte was seen; it was '<' */
	bool comment, cdata, closing, mask, naming, card;
	uint16_t left;  /* bytes still to blank, outside XML */
	uint8_t word_n; /* of a name; above WORD: too long */
	char word[CXML_REDACT_WORD];
	bool sender; /* in it */
	enum cxml_secret verdict;
	const struct cxml_expected *expected; /* NULL: nothing is compared */
	size_t secret_n; /* of the one being read; above MAX: too long */
	char secret[CXML_SECRET_MAX];
};

/* Blanks in place; how many bytes it changed. */
size_t cxml_redact(struct cxml_redact *r, char *p, size_t n);

/* Would it change any of these bytes? */
bool cxml_redact_needed(struct slice file);

#endif
