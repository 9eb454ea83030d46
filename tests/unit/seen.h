/*
 * seen -- a document that was written, read back by libxml2 and asked by XPath.
 */
#ifndef TESTS_SEEN_H
#define TESTS_SEEN_H

#include <libxml/parser.h>
#include <libxml/xpath.h>
#include "tests/unit/writing.h"

struct seen {
	xmlDocPtr doc;
	xmlXPathContextPtr at;
};

/* What is in out; options beside XML_PARSE_NONET. */
static inline void
seen_read(struct seen *s, int options)
{
	s->doc = xmlReadMemory(out.p, (int)out.n, "out.xml", NULL,
	    XML_PARSE_NONET | options);
	assert_non_null(s->doc);
	s->at = xmlXPathNewContext(s->doc);
	assert_non_null(s->at);
}

static inline void
seen_close(struct seen *s)
{
	xmlXPathFreeContext(s->at);
	xmlFreeDoc(s->doc);
	*s = (struct seen){ NULL, NULL };
}

/* The string value of an XPath expression; in the arena. */
static inline const char *
seen_text(struct seen *s, const char *path)
{
	xmlXPathObjectPtr o = xmlXPathEvalExpression((const xmlChar *)path,
	    s->at);
	xmlChar *t;
	const char *copy;

	assert_non_null(o);
	t = xmlXPathCastToString(o);
	copy = arena_text(&arena, slice_of((const char *)t));
	xmlFree(t);
	xmlXPathFreeObject(o);
	return (copy);
}

#endif
