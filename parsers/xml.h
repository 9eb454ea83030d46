/*
 * xml -- reads a hostile XML file by a table: libxml2's SAX2 interface behind
 * xml_bytes, and a state machine whose states are the types of elements.
 *
 * A format lists its elements as rows {type of the parent, namespace, name,
 * type of the content, …}, sorted by parent; XML_VALUE as type means that the
 * content is a text.  The reader finds the row of each element, keeps its
 * place, and calls the format: start and end for aggregates, value for texts.
 * Elements without a row are skipped with all they hold.
 *
 * Limits: those of parsers/parser.h and xml_bytes.h, XML_ELEMENTS_MAX,
 * XML_NAMES_MAX, XML_VALUE_MAX, and XML_ATTRIBUTES_MAX namespace declarations
 * in force.  No DTD, no entity, no file, no network; a DOCTYPE that declares
 * nothing is passed over unread, any other refused.  Memory does not grow with
 * the file.
 */
#ifndef PARSERS_XML_H
#define PARSERS_XML_H

#include "parsers/xml_bytes.h"

#define XML_VALUE 0  /* type: a text; types of elements from 1 */
#define XML_SKIP 255 /* type: of no interest */
#define XML_TYPES_MAX 64
#define XML_ROWS_MAX 512
#define XML_CHILDREN_MAX 48 /* rows of one parent */
#define XML_ELEMENTS_MAX 8000000
#define XML_NAMES_MAX \
	16384 /* different names: a table of the parser's
				   that does not grow beyond that is slow */
#define XML_VALUE_MAX (64u << 10)

enum {
	XML_ONCE,
	XML_MANY,
	XML_FIRST
}; /* ONCE: a second one is a fault;
					   FIRST: it may come again, the first
					   counts: value is called once */
struct xml_row {
	uint8_t parent, ns;
	const char *name;
	uint8_t type;
	uint8_t times;
	uint8_t use; /* the rest is the format's own */
	uint8_t base;
	uint16_t offset;
};

struct xml_vocabulary {
	const char *const *uris;       /* by ns, NULL-terminated; "": none */
	const char *const *prefixes;   /* for paths; "" for none */
	const char *const *attributes; /* whose values are kept, NULL-term. */
	const struct xml_row *rows;
	size_t rows_n;
};
#define XML_NAMESPACES_MAX 16
#define XML_ATTRIBUTES_KEPT 48

struct xml_reader;
struct xml_client {
	void *ctx;
	/* The type of the root's content; XML_SKIP: not a known root. */
	uint8_t (*root)(void *ctx, const char *uri, const char *name);
	void (*start)(void *ctx, const struct xml_row *row);
	void (*value)(void *ctx, const struct xml_row *row, struct slice text);
	void (*end)(void *ctx, const struct xml_row *row);
	/* place in the file; those up to XML_ELEMENTS end the reading */
	void (*fault)(void *ctx, enum xml_fault f, int64_t offset,
	    const char *what);
	/* a child of the root without a row; or NULL */
	void (*other)(void *ctx, const char *uri, const char *name);
};

/* Reads the file from `from` on to its end.  True: it was well-formed and
 * within the limits.  *reader is there for the callbacks, set before the first
 * of them. */
bool xml_read(struct slice file, size_t from, const struct xml_vocabulary *v,
    const struct xml_client *c, struct xml_reader **reader);

/* For `start`: the element that begins is of no interest after all, and will
 * have no end. */
void xml_skip(struct xml_reader *r);

/* For the client's callbacks: where we are. */
int64_t xml_offset(struct xml_reader *r);     /* of the element's '<' */
int64_t xml_tag_offset(struct xml_reader *r); /* of the tag being read */
void xml_path(const struct xml_reader *r, struct buf *b); /* /Order/cbc:ID */
struct slice xml_tag(const struct xml_reader *r, struct buf *b);
/* Value of attribute i of the vocabulary, "" if absent: of this text element,
 * or in root and start of the element that begins. */
struct slice xml_attribute(const struct xml_reader *r, size_t i);
/* The document type declaration that was passed over, or "". */
struct slice xml_doctype(const struct xml_reader *r);

#endif
