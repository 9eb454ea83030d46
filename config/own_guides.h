/*
 * own_guides -- the files guides/PARTNER.NAME.guide of a mill: what a partner
 * asks for beyond the guide of a message.  Read as text into
 * partner.guides; who knows messages looks at what they say.
 */
#ifndef CONFIG_OWN_GUIDES_H
#define CONFIG_OWN_GUIDES_H

#include "config/report.h"

#define OWN_GUIDE_MAX (64u << 10) /* bytes of one file */
#define OWN_GUIDES_MAX 64         /* of a partner */

/* Partners are loaded and sorted.  A file of no partner, too large or too
 * many is a mistake of the report. */
enum rc own_guides_load(int mill, struct config *c,
    struct config_report *report, struct err *e) MUST_CHECK;

#endif
