/*
 * guide_tighten -- what a partner asks for beyond the guide of a message: its
 * own text file beside its profile.  It can only narrow.
 *
 *	tighten 850
 *	require CUR		"Every order names its currency."
 *	require N1=ST
 *	require PO1/PID
 *	forbid SAC
 *	most N9 1
 *	element BEG 02 codes SA ST
 *	element REF 02 most 20
 *	element PO1 01 require
 *	element PO1/REF 03 forbid
 *
 * One rule a line; a text in quotes behind it is what the partner is told.
 * require, forbid and most want the path of a place, tags with / between;
 * N1=ST is one whose first element says ST.  An element's rule holds wherever
 * its segment may stand, or at the path.  Elements of EDIFACT have components:
 * 01.2.  Faults (RC_REJECT GUIDE-TEXT) name file and line.
 */
#ifndef PARSERS_GUIDE_TIGHTEN_H
#define PARSERS_GUIDE_TIGHTEN_H

#include "domain/guide_own.h"
#include "parsers/guide_walk.h"

/* Is the text about this message ("850", "ORDERS")? */
struct slice guide_own_message(struct slice text); /* "850"; p NULL: none */
bool guide_own_is(struct slice text, struct slice message);

/* The guide with the partner's rules; `base` has to live longer, and so the
 * text.  Freed like any guide. */
enum rc guide_tighten(const struct guide *base, struct slice name,
    struct slice text, struct guide **out, struct err *e);

/* …with the first of the texts that is about it.  *out NULL with RC_OK: there
 * is none. */
enum rc guide_own_apply(const struct guide *base,
    const struct list *texts /* struct guide_own */, struct guide **out,
    struct err *e);

/* A rule in the partner's words, and where it stands. */
#define GUIDE_RULE_FMT SL_FMT " (" SL_FMT ": " SL_FMT ")"
#define GUIDE_RULE_ARG(r) \
	SL_ARG((r)->said.n > 0 ? (r)->said : SLICE("the partner's guide")), \
	    SL_ARG((r)->where), SL_ARG((r)->text)

/* One value against the rules of elements at a place.  Calls `broken` for
 * each that does not hold; `value` gives element i, component k (0: the whole
 * one), p NULL: absent. */
void guide_rules_check(const struct guide *g, const struct guide_place *p,
    struct slice (*value)(void *ctx, unsigned i, unsigned k),
    void (*broken)(void *ctx, const struct guide_rule *r), void *ctx);

/* The finding that says so: "GUIDE-ELEMENT-CODE". */
const char *guide_rule_finding(const struct guide_rule *r);

#endif
