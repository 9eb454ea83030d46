/*
 * partner_report -- the readable report that goes beside the technical answer
 * when the profile asks for one (answers.report): as text, as HTML or both.
 *
 * One report for what one technical answer answers, also for a partner that
 * wants no technical answer, and none where that has none: nothing replies to
 * an acknowledgment.  Its business key is like the technical answer's, so the
 * same file again sends the same bytes again.
 */
#ifndef PIPELINE_PARTNER_REPORT_H
#define PIPELINE_PARTNER_REPORT_H

#include "pipeline/outbox.h"

struct report_subject {
	const struct technical_subject *of;
	struct slice data;   /* the file, for line numbers */
	struct slice reason; /* finding code of its state, "" */
	int64_t findings_left_out;
	/* Orders of the file up to this one were told before: begins at 0,
	 * moves on, so that a file of many interchanges is walked once. */
	int64_t *orders_told;
};
enum rc partner_report_add(struct night *n, struct packer *p,
    const struct report_subject *s, struct err *e) MUST_CHECK;

#endif
