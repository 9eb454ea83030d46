/*
 * order_answer -- what an order response says, from the rows of the order.
 *
 * Every line is told as the buyer asked for it and as it stands: the quantity
 * that comes now and what follows, another price than the one that was asked,
 * a later day, a refusal.  What is promised is a rule of the rows alone, so
 * the same answer is the same whenever it is written:
 *
 *	the day of the order is promised_on where it is set (booking.h), else
 *	the day that was asked for; a line comes then, or on its own later day
 *
 * An accepted order of which a line comes later than asked is a CA.  A
 * cancellation by the buyer that was done is an AP whose lines are gone.
 */
#ifndef PIPELINE_ORDER_ANSWER_H
#define PIPELINE_ORDER_ANSWER_H

#include "pipeline/booking.h"
#include "pipeline/outbox.h"

/* b->answer is due: AB, AP, RE or CA.  Takes the control numbers of w
 * (answer_head_fill), so only for a document that is not known yet. */
enum rc order_answer_fill(struct night *n, const struct booked *b,
    const struct partner *p, const struct writer *w, struct slice key,
    struct arena *a, struct order_answer *answer, struct err *e) MUST_CHECK;

#endif
