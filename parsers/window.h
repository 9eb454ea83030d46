/*
 * window -- the days between which the goods of an order leave, where a file
 * tells them more than once: the narrowest counts, in whatever order it is
 * told.  `said`: a first day was, and not only as a day of shipment.
 */
#ifndef PARSERS_WINDOW_H
#define PARSERS_WINDOW_H

#include "domain/order.h"

static inline void
window_not_before(struct order *o, bool *said, day d)
{
	if (!*said || d > o->not_before)
		o->not_before = d;
	*said = true;
}

static inline void
window_not_after(struct order *o, day d)
{
	if (o->not_after == DAY_NONE || d < o->not_after)
		o->not_after = d;
}

#endif
