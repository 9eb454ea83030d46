/*
 * xml_place -- where in the bytes of a document a path leads: for findings
 * that are made when the whole of it was read, and only know of an element
 * around it.
 *
 *	xml_place(file, offset of "<cac:OrderLine", "/Order/cac:OrderLine[3]"
 *	    "/cac:LineItem/cbc:Quantity")	the '<' of Quantity
 *
 * Names are compared without their prefixes.  What does not exist is where
 * the innermost element is that does; an attribute (@name) is where its name
 * begins.  At most XML_PLACE_MAX bytes are looked at, in ASCII-compatible
 * encodings only: elsewhere, and when `at` is no element of the path, the
 * result is `at`.
 */
#ifndef PARSERS_XML_PLACE_H
#define PARSERS_XML_PLACE_H

#include "base/slice.h"

#define XML_PLACE_MAX (256u << 10)

size_t xml_place(struct slice file, size_t at, const char *path);

#endif
