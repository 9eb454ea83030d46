/*
 * xml_bytes -- the bytes of an XML file before the XML parser sees them:
 * which encoding they are in, as UTF-8, cut into pieces that are safe to feed.
 *
 * Accepted are UTF-8, US-ASCII, ISO-8859-1 to 9 and 15, windows-1252, and
 * UTF-16, by its byte order mark or the first character (XML 1.0, appendix F).
 * Where the XML declaration names another and the bytes leave no doubt, they
 * are believed, which is told: a mark, zero bytes, a UTF-16 without any, UTF-8
 * in every letter above 7F, or no such letter at all.  Everything else is
 * refused, so nothing is ever guessed and no converter is loaded.  UTF-8 is
 * used where it lies; the others are converted as a whole.
 *
 * White space before <?xml, zero bytes and Control-Z behind the text are passed
 * over and told.
 *
 * xml_piece walks over the text and gives pieces that end between two
 * constructs, so a tag, comment, CDATA section or processing instruction is
 * always fed whole.  It refuses, before the parser meets them: any "<!"
 * declaration, a start tag of more than PARSE_TAG_MAX bytes or
 * XML_ATTRIBUTES_MAX attributes (libxml2 compares them pairwise), a comment,
 * CDATA section or processing instruction above PARSE_SEGMENT_MAX, U+0000.
 *
 * One document type declaration that stands before the root and declares
 * nothing is passed over unread, whatever it names: the parser never meets it,
 * spaces are fed in its place.
 */
#ifndef PARSERS_XML_BYTES_H
#define PARSERS_XML_BYTES_H

#include "parsers/ahead.h"
#include "parsers/parser.h"

#define XML_PIECE (64u << 10)
#define XML_DOCTYPE_MAX 1024 /* bytes of a declaration */
#define XML_ATTRIBUTES_MAX 256

enum xml_fault {
	XML_FINE,
	XML_ENCODING,  /* not one that is accepted */
	XML_CHARACTER, /* bytes that are no character, or U+0000 */
	XML_DOCTYPE,
	XML_ENTITY,    /* &name; other than the five of XML */
	XML_SYNTAX,    /* not well-formed */
	XML_TRUNCATED, /* ends before the root element does */
	XML_NAMESPACE, /* a prefix that nothing declares */
	XML_TAG_LONG,
	XML_ATTRIBUTES, /* or namespace declarations in force */
	XML_LONG,       /* comment, CDATA, instruction, text run */
	XML_DEEP,
	XML_ELEMENTS,
	XML_NAMES, /* too many different ones */
	/* faults behind which reading goes on: */
	XML_VALUE_LONG,   /* a value above XML_VALUE_MAX */
	XML_VALUE_MARKUP, /* an element inside a plain value */
	XML_STRAY_TEXT,   /* text between elements */
	XML_REPEATED,     /* an element that may stand once only */
	XML_DECLARED,     /* another encoding than the bytes are in */
	XML_PADDING,      /* before the declaration, behind the root */
	XML_FAULTS
};

enum xml_encoding {
	XML_UTF8,
	XML_ASCII,
	XML_LATIN1,
	XML_UTF16LE,
	XML_UTF16BE,
	XML_LATIN9,
	XML_WINDOWS,
	XML_ISO2, /* parts of ISO 8859 in the order of UNOD to UNOK */
	XML_ISO5,
	XML_ISO7,
	XML_ISO3,
	XML_ISO4,
	XML_ISO6,
	XML_ISO8,
	XML_ISO9
};

struct xml_bytes {
	struct slice file;
	enum xml_encoding encoding;
	bool marked;               /* the first bytes told which it is */
	size_t skip;               /* where the text begins in the file */
	struct slice text;         /* UTF-8 */
	size_t at;                 /* where the next piece begins in text */
	struct ahead open;         /* of '<' in text */
	struct slice declared;     /* the declaration that was passed over */
	bool rooted;               /* a tag was met */
	size_t map_file, map_text; /* of xml_file_offset */
	char *owned;
	char spaces[XML_DOCTYPE_MAX];
	char misdeclared[160]; /* what is wrong there, "" */
	bool padded_head, padded_tail;
	size_t padding; /* in the file: of the head, else of the tail */
	/* after a fault: */
	enum xml_fault fault;
	size_t fault_at; /* in text */
	char what[160];  /* what is wrong, for people */
};

/* The document begins at `from`.  False: b->fault and b->what say why. */
bool xml_bytes_open(struct xml_bytes *b, struct slice file, size_t from);
/* A text of which something else told that it is UTF-16: no mark, no
 * declaration is looked for. */
bool xml_bytes_open_utf16(struct xml_bytes *b, struct slice file, bool big);
void xml_bytes_close(struct xml_bytes *b);
/* Leaves out the zero bytes and Control-Z behind the text. */
void xml_bytes_trim(struct xml_bytes *b);

/* The next piece; empty at the end or after a fault. */
struct slice xml_piece(struct xml_bytes *b);

/* Where a place in the text lies in the file.  Cheap when called with
 * places that are near each other. */
int64_t xml_file_offset(struct xml_bytes *b, size_t text_offset);

#endif
