/*
 * guide_rule -- one rule of a partner, compiled: guide_tighten.h has the text.
 */
#ifndef PARSERS_GUIDE_RULE_H
#define PARSERS_GUIDE_RULE_H

#include "parsers/guide.h"

enum guide_rule_kind {
	GUIDE_RULE_REQUIRE,
	GUIDE_RULE_FORBID,
	GUIDE_RULE_MOST,
	GUIDE_RULE_ELEMENT,
	GUIDE_RULE_NO_ELEMENT,
	GUIDE_RULE_CODES,
	GUIDE_RULE_LENGTH
};
struct guide_rule {
	enum guide_rule_kind kind;
	struct slice where, text; /* file:line, and what stands there */
	struct slice said;        /* in the partner's own words, if any */
	uint16_t place;           /* of a segment's rule, + 1 */
	uint16_t element, part;   /* of an element's */
	uint8_t *at;              /* …by place: it holds there */
	uint64_t need;            /* REQUIRE */
	struct slice value;       /* …with this in its first element */
	unsigned most;
	struct list codes; /* struct slice */
};

#endif
