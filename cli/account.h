/*
 * account -- what the commands about customers' accounts share.
 *
 * A customer is named by its id in master/customers.csv, an amount is a
 * decimal of its currency, exact to the minor unit, a day is ISO 8601.
 * Whatever else is typed is RC_REJECT "USAGE", exit code 64.
 */
#ifndef CLI_ACCOUNT_H
#define CLI_ACCOUNT_H

#include "cli/command.h"
#include "pipeline/account.h"
#include "pipeline/statement.h"

struct account_head { /* a row of master/customers.csv; texts in the arena */
	struct slice customer, name, currency, payment, charge_at;
	struct slice discount_percent, max_order, language;
	bool unlimited, blocked;
	int64_t credit_limit, terms_days, discount_days, max_overdue_days;
};
enum rc account_head_find(struct cli *c, const char *customer,
    struct account_head *h, struct err *e) MUST_CHECK;
/* --currency, else the customer's own. */
enum rc account_currency(struct cli *c, const struct account_head *h,
    struct slice *currency, struct err *e) MUST_CHECK;
/* Above 0. */
enum rc account_amount(struct cli *c, const char *typed, struct slice currency,
    int64_t *minor, struct err *e) MUST_CHECK;
/* The option's day, else `otherwise`. */
enum rc account_day(struct cli *c, const char *option, day otherwise, day *d,
    struct err *e) MUST_CHECK;

#endif
