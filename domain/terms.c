#include "domain/terms.h"

bool
terms_discount(struct order *o, struct decimal percent, int64_t days)
{
	int more;

	if (decimal_is_none(percent) || percent.coef <= 0 ||
	    decimal_cmp(percent, decimal_make(100, 0)) >= 0)
		return (false);
	if (days != INT_NONE && (days < 0 || days > 10000))
		days = INT_NONE;
	more = decimal_is_none(o->discount_percent) ?
	    1 :
	    decimal_cmp(percent, o->discount_percent);
	if (more < 0 ||
	    (more == 0 &&
		(days == INT_NONE ||
		    (o->discount_days != INT_NONE &&
			days <= o->discount_days))))
		return (false);
	o->discount_percent = percent;
	o->discount_days = days;
	return (true);
}
