/*
 * standing_book -- standing orders in the database: made with their first
 * order, decided each night, steered by commands.
 */
#ifndef PIPELINE_STANDING_BOOK_H
#define PIPELINE_STANDING_BOOK_H

#include "pipeline/booking.h"
#include "domain/standing.h"

/* If this order asked for a schedule (recurrence_request), make it: the
 * standing order with this order as occurrence 1, in the caller's transaction.
 * An order without such a request: nothing. */
enum rc standing_book_first(const struct actor *x, struct booked *b,
    struct err *e) MUST_CHECK;

/* The pure core's view of one row, with its pauses and dates (arena). */
struct standing_row {
	int64_t standing_order_id, template_order_id;
	struct slice partner, customer, po_number, rule, source, state,
	    calendar, price;
	day starts_on, ends_on, decided_on, accepted_on;
	struct standing core;
};
enum rc standing_load(const struct actor *x, int64_t standing_order_id,
    struct arena *a, struct standing_row *row, struct err *e) MUST_CHECK;

#endif
