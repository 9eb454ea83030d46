#include "domain/finding.h"

extern const struct finding_rule guide_findings[];

#define ERROR SEVERITY_ERROR

/* What a partner's own rules of a message ask for; codes of AK304 and AK403. */
const struct finding_rule guide_findings[] = {
	{ "GUIDE-SEGMENT", ERROR,
	    "segments are there that the partner's guide requires",
	    "the finding names the rule: ask the partner for the segment, or "
	    "change the rule",
	    "3" },
	{ "GUIDE-SEGMENT-UNWANTED", ERROR,
	    "segments are not there that the partner's guide forbids",
	    "the finding names the rule: ask the partner to leave it out, or "
	    "change the rule",
	    "2" },
	{ "GUIDE-SEGMENT-USE", ERROR,
	    "a segment is used no more often than the partner's guide says",
	    "the finding names the rule: ask the partner, or change the rule",
	    "5" },
	{ "GUIDE-ELEMENT", ERROR,
	    "elements are there that the partner's guide requires",
	    "the finding names the rule: ask the partner for the element, or "
	    "change the rule",
	    "1" },
	{ "GUIDE-ELEMENT-UNWANTED", ERROR,
	    "elements are not there that the partner's guide forbids",
	    "the finding names the rule: ask the partner to leave it out, or "
	    "change the rule",
	    "10" },
	{ "GUIDE-ELEMENT-CODE", ERROR,
	    "a code is one of those that the partner's guide lists",
	    "the finding names the rule: ask the partner for another code, "
	    "or change the rule",
	    "7" },
	{ "GUIDE-ELEMENT-LONG", ERROR,
	    "an element is no longer than the partner's guide says",
	    "the finding names the rule: ask the partner for a shorter "
	    "value, or change the rule",
	    "5" },
	{ "GUIDE-TIGHTEN", ERROR,
	    "the partner's rules of a message can be read",
	    "`ordermill config check` names file and line; the guide was used "
	    "without them",
	    NULL },
	{ NULL, SEVERITY_NOTE, NULL, NULL, NULL },
};
