/*
 * cxml_redact -- blanks card numbers and secrets in the letters of an XML
 * document.  What reads bytes, in any encoding, is parsers/redact.h.
 *
 * Blanked with '*', one for one:
 *	number and expiration of PCard and PaymentToken, and the token
 *	the content of SharedSecret (cXML), of PrimaryAccountNumberID and CV2ID
 *	(UBL), of PlainCardData (ISO 20022), and of an Extrinsic whose name
 *	speaks of a payment card, with all that stands inside it
 *	the values that a DTD inside the document declares
 * White space stays, and so do the tags: the document stays well-formed.
 *
 * It is a stream: pieces of any size, cut anywhere, give the same letters as
 * the whole; what was blanked is blanked again to the same.  A zero byte is
 * passed over.  In a text that does not begin as XML, an element's content is
 * blanked for 1,024 letters at most, so that a word in it cannot blank the
 * rest.
 *
 * Here alone a SharedSecret can be compared, because nobody sees it later.
 * With `expected` set, each one in a Sender is (white space around it apart,
 * entities read), in constant time, by its keyed hash; the verdict is the worst
 * of all.
 *
 * Pure: no memory of its own, no I/O.
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
	uint16_t inner; /* open elements in the hidden one, of its name */
	uint8_t word_n; /* of a name; above WORD: too long */
	char word[CXML_REDACT_WORD];
	bool sender; /* in it */
	enum cxml_secret verdict;
	const struct cxml_expected *expected; /* NULL: nothing is compared */
	size_t secret_n; /* of the one being read; above MAX: too long */
	char secret[CXML_SECRET_MAX];
};

/* Blanks in place letters of one byte; how many it changed. */
size_t cxml_redact(struct cxml_redact *r, char *p, size_t n);
/* One letter; of one that is none of ASCII's any byte above 127. */
char cxml_redact_letter(struct cxml_redact *r, char c);

/* May the next letter be one that is blanked? */
bool cxml_redact_hides(const struct cxml_redact *r);

#endif
