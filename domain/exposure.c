#include "domain/exposure.h"

/* Free deposits secure what is owed; a debt on the deposit account is owed. */
bool
credit_allows(const struct exposure *x, const struct customer *c, int64_t total,
    int64_t *exposure_now)
{
	int64_t free_deposit, exposure, with;

	*exposure_now = INT64_MAX;
	if (__builtin_sub_overflow(x->deposit, x->earmarked, &free_deposit))
		return (false);
	if (free_deposit < 0)
		free_deposit = x->deposit < 0 ? x->deposit : 0;
	if (free_deposit == INT64_MIN ||
	    !money_add(x->receivable, x->commitment, &exposure) ||
	    !money_add(exposure, -free_deposit, &exposure))
		return (false);
	*exposure_now = exposure;
	if (c->unlimited || total <= 0)
		return (true);
	return (money_add(exposure, total, &with) && with <= c->credit_limit);
}

static bool
too_large(const struct customer *c, int64_t value)
{
	int digits = currency_digits(c->currency);
	int64_t most;

	return (!decimal_is_none(c->max_order) && digits >= 0 &&
	    money_from_decimal(c->max_order, digits, &most, NULL) &&
	    value > most);
}

enum credit_verdict
credit_judge(const struct exposure *x, const struct customer *c,
    struct slice currency, int64_t value, int64_t more, int64_t *exposure_now)
{
	bool counted = !decimal_is_none(c->max_order) || !c->unlimited ||
	    c->max_overdue_days >= 0;

	*exposure_now = 0;
	if (c->blocked == BLOCKED_YES)
		return (CREDIT_BLOCKED);
	if (more <= 0)
		return (CREDIT_FINE);
	if (counted && !slice_eq(currency, c->currency))
		return (CREDIT_CURRENCY);
	if (too_large(c, value))
		return (CREDIT_MAX_ORDER);
	if (c->max_overdue_days >= 0 && x->overdue_days > c->max_overdue_days)
		return (CREDIT_OVERDUE);
	return (credit_allows(x, c, more, exposure_now) ? CREDIT_FINE :
							  CREDIT_LIMIT);
}
