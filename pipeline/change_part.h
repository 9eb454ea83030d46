/*
 * change_part -- what change*.c share: one change that is being settled.
 * Nobody else includes it.
 *
 * Each ending (refused, waiting, applied) writes the change's own row; what
 * it changes is written before.
 */
#ifndef PIPELINE_CHANGE_PART_H
#define PIPELINE_CHANGE_PART_H

#include "domain/change.h"
#include "pipeline/change.h"
#include "pipeline/credit.h"

/* What else the book knows of a line. */
struct extra {
	int64_t line, net, our_net;
	struct decimal cancelled, stock_quantity, backorder;
	struct decimal our_price, our_basis;
};

struct applying {
	struct night *night;
	struct store *store;
	struct actor x;
	struct stock *stock;
	struct arena *a;
	const struct partner *partner;
	struct booked change, order;
	struct order said;  /* the change as an order again */
	struct list book;   /* struct book_line of the order */
	struct list extras; /* struct extra, beside it */
	struct change_plan plan;
	struct order mini; /* the lines that are to be checked */
	struct checked_order checked;
	struct credit credit; /* why it waits for money */
	bool unpaid;          /* its order waits for its payment, and for
				 nothing else */
};

enum rc change_refuse(struct applying *k, const char *code, const char *detail,
    struct err *e) MUST_CHECK;
enum rc change_wait(struct applying *k, enum hold_reason why, const char *code,
    const char *detail, struct err *e) MUST_CHECK;
/* What was found, once, however often the change is looked at. */
enum rc change_tell(struct applying *k, const struct list *findings,
    struct err *e) MUST_CHECK;
/* Does the change name another place than this order's? */
bool change_moves(const struct booked *c, const struct booked *t);

/* --- change_load.c -------------------------------------------------------- */

/* k->said: the lines as the buyer wrote them. */
enum rc change_load_said(struct applying *k, struct err *e) MUST_CHECK;
/* k->book, k->extras: those of the order. */
enum rc change_load_book(struct applying *k, struct err *e) MUST_CHECK;

static inline const struct extra *
change_extra_of(const struct applying *k, const struct changed_line *c)
{
	return (LIST_AT(&k->extras, struct extra, c->old));
}

/* --- change_lines.c ------------------------------------------------------- */

/* The checks of the lines that are new or different (k->plan), into
 * k->checked in the sequence of the plan; *stop: the change has ended. */
enum rc change_judge(struct applying *k, bool *stop, struct err *e) MUST_CHECK;
/* Is this line of the plan checked and priced anew? */
bool change_priced_anew(const struct applying *k, const struct changed_line *c);
/* …and all of them are the order's. */
enum rc change_put_lines(struct applying *k, struct err *e) MUST_CHECK;

/* --- change_stock.c, change_money.c --------------------------------------- */

/* Every line that changed gives back what it held and asks again. */
enum rc change_promise_stock(struct applying *k, struct err *e) MUST_CHECK;
/* From what the order was to k->order.  *stop: the change waits for a
 * decision, what was written is to be undone. */
enum rc change_charge(struct applying *k, const struct booked *before,
    bool *stop, struct err *e) MUST_CHECK;
/* …and that is what it waits for. */
enum rc change_wait_for_money(struct applying *k, struct err *e) MUST_CHECK;

/* --- change_waiting.c ----------------------------------------------------- */

/* Sets k->unpaid. */
enum rc change_unpaid(struct applying *k, struct err *e) MUST_CHECK;
/* k->order has its new sum, by so much more.  *stop: its customer may not
 * order it (k->credit). */
enum rc change_unpaid_credit(struct applying *k, int64_t more, bool *stop,
    struct err *e) MUST_CHECK;
/* What was written is kept: charge decides again, tonight. */
enum rc change_unpaid_again(struct applying *k, struct err *e) MUST_CHECK;
/* Of an order in advance that was paid and is dearer now: is the money for
 * that there, too? */
enum rc change_paid(struct applying *k, int64_t more, bool *yes,
    struct err *e) MUST_CHECK;

/* --- change_standing.c ---------------------------------------------------- */

/* A change of an order that began a standing order which still runs is one of
 * all that is not decided: a cancellation ends it, lines and place become a
 * revision from the day after, a rule holds from its start.  *amended false:
 * it is a change of an order like any other. */
enum rc change_standing(struct applying *k, bool *amended,
    struct err *e) MUST_CHECK;

#endif
