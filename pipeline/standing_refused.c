/* A delivery whose order was refused before it was accepted was not made. */
#include "pipeline/standing_book.h"

enum rc
standing_refused(const struct actor *x, const struct booked *b, bool expired,
    struct err *e)
{
	int64_t changed = 0;
	char date[11];

	if (b->standing_order_id == 0 || b->nominal_on == DAY_NONE)
		return (RC_OK);
	/* One that is held gets its answer in recur. */
	if (store_exec(x->store, Q_OCCURRENCE_REFUSED, &changed, e, "ssidi",
		expired ? "missed" : "skipped",
		expired ? "nobody decided" : "refused", b->standing_order_id,
		b->nominal_on, b->order_id) != RC_OK ||
	    changed == 0 || !expired)
		return (e->rc);
	return (standing_event(x, b->standing_order_id, "missed", e,
	    "the delivery of %s was not made: nobody ended the hold of its "
	    "order",
	    day_text(b->nominal_on, date)));
}
