/*
 * check_part -- what the files of the check share; nobody else includes it.
 *
 * Each check_* function looks at one thing and writes what it found into the
 * result by one of the four verbs below.  `line` is an index or CHECK_ORDER.
 */
#ifndef DOMAIN_CHECK_PART_H
#define DOMAIN_CHECK_PART_H

#include "domain/check.h"

#define CHECK_ORDER SIZE_MAX

struct check {
	const struct order *o;
	const struct partner *p;
	const struct master *m;
	const struct seller *s;
	day on;
	struct arena *a;
	struct checked_order *c;
};

/* What a finding is about: which field and what it said. */
struct about {
	const char *code;
	size_t line;
	const char *element;
	struct slice value;
};

void check_note(struct check *k, struct about f, const char *fmt, ...)
    PRINTF_LIKE(3, 4);
void check_hold(struct check *k, struct about f, enum hold_reason why,
    const char *fmt, ...) PRINTF_LIKE(4, 5);
void check_reject_line(struct check *k, struct about f, const char *fmt, ...)
    PRINTF_LIKE(3, 4);
void check_reject(struct check *k, struct about f, const char *fmt, ...)
    PRINTF_LIKE(3, 4);
/* By rule: held, or line or order rejected. */
void check_fault(struct check *k, struct about f, enum on_fault rule,
    enum hold_reason why, const char *fmt, ...) PRINTF_LIKE(5, 6);

const struct order_line *check_order_line(const struct check *k, size_t i);
struct checked_line *check_line_at(const struct check *k, size_t i);
/* Words of the buyer, safe to show and cut, for use in a %s. */
const char *check_shown(const struct check *k, struct slice s);
const char *check_number(const struct check *k, struct decimal d);
struct slice check_customer_id(const struct check *k);

void check_customer(struct check *k); /* check_terms.c */
void check_currency(struct check *k);
void check_payment(struct check *k);
void check_place(struct check *k); /* check_item.c */
bool check_item(struct check *k, size_t i, struct decimal *factor);
void check_line_place(struct check *k, size_t i);
void check_schedules(struct check *k, size_t i);
void check_price(struct check *k, size_t i, struct decimal factor);
void check_price_agreed(struct check *k); /* check_price.c */
void check_recurrence(struct check *k);   /* check_recurrence.c */
void check_reschedule(struct check *k);   /* of a change */
/* A charge's signed minor units; base serves a percentage without one. */
bool check_charge_amount(const struct charge *c, int digits, int64_t base,
    int64_t *amount); /* check_totals.c */
void check_line_tax(struct check *k, struct checked_line *l);

#endif
