/*
 * guide_own -- what a partner asks for beyond the guide of a message, as text:
 * a file guides/PARTNER.MESSAGE.guide of the mill.  config/ reads it, the
 * parser that it travels to understands it (parsers/guide_tighten.h).
 */
#ifndef DOMAIN_GUIDE_OWN_H
#define DOMAIN_GUIDE_OWN_H

#include "domain/shape.h"

struct guide_own {
	struct slice name; /* "guides/acme.850.guide" */
	struct slice text;
};
extern const struct shape guide_own_shape;

#endif
