/* What is wrong with an XML file and can be mended, whatever its format. */
#include "domain/finding.h"

extern const struct finding_rule xml_rules[];

/* clang-format off */
#define WARN(code, rule, help) { code, SEVERITY_WARNING, rule, help, NULL }
/* clang-format on */

const struct finding_rule xml_rules[] = {
	WARN("XML-DECLARED",
	    "The XML declaration names the encoding that the bytes are in; "
	    "where these leave no doubt, they are believed.",
	    "Write encoding=\"UTF-8\" over UTF-8, or leave it out; texts held "
	    "as UTF-16 in memory are often written so."),
	WARN("XML-PADDING",
	    "Nothing stands before the XML declaration but a byte order mark, "
	    "and nothing behind the root; spaces before it, zero bytes and "
	    "Control-Z behind it are passed over.",
	    "Write the document alone."),
	{ NULL, SEVERITY_NOTE, NULL, NULL, NULL }
};
