/*
 * guide -- the guide of a message as a page, for a partner and for us.
 */
#ifndef CLI_GUIDE_H
#define CLI_GUIDE_H

#include "config/config.h"
#include "parsers/guide.h"

struct guide_page {
	const struct guide *guide;    /* with the partner's rules, if any */
	struct slice partner, seller; /* names, "" */
	struct buf *out;
};

void guide_page_text(const struct guide_page *p);
/* One file, nothing loaded from elsewhere, all text escaped. */
void guide_page_html(const struct guide_page *p);

/* Mistakes in the guides of partners are told in `out`; how many. */
size_t own_guides_check(const struct config *config, struct buf *out);

#endif
