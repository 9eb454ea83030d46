/* A payment is undone in the ledger: its debts are owed again. */
#include <string.h>

#include "pipeline/giveback.h"
#include "pipeline/payment_part.h"

static void
opposite(struct journal *j)
{
	for (size_t i = 0; i < j->n; i++)
		j->postings[i].amount = -j->postings[i].amount;
}

/* What a payment that goes paid, debt by debt. */
struct applied {
	char *key;
	int64_t order_id, paid, discount;
};

struct undoing {
	const struct placing *p; /* the payment, as when it came */
	struct ledger_terms now; /* due when the bank took it */
	struct list applied;     /* struct applied */
	int64_t rest;            /* of it, not yet put anywhere */
};

static enum rc
post_again(struct undoing *u, const char *key, const struct journal *j,
    int64_t order_id, struct err *e)
{
	struct placing of = *u->p;

	of.order.order_id = order_id;
	of.key = slice_of(""); /* key: all of it */
	return (payment_post(&of, key, j, &u->now, e));
}

/* Digits follow, and nothing else. */
static bool
is_piece(struct slice key, size_t prefix)
{
	return (slice_digits(slice_sub(key, prefix, key.n), 1, SIZE_MAX));
}

static enum rc
load_applied(struct undoing *u, struct err *e)
{
	struct arena *a = u->p->a;
	char *from = arena_printf(a, "applied|" SL_FMT "|", SL_ARG(u->p->key));
	struct rows *r;

	/* Digits come behind the last sign: ':' follows them. */
	if (store_rows(u->p->x->store, Q_LEDGER_APPLIED_OF, &r, e, "ss", from,
		arena_printf(a, "%s:", from)) != RC_OK)
		return (e->rc);
	while (rows_next(r))
		if (is_piece(rows_text(r, 0), strlen(from)))
			*LIST_PUSH(a, &u->applied, struct applied) =
			    (struct applied){ arena_text(a, rows_text(r, 0)),
				    rows_int(r, 1), rows_int(r, 2),
				    rows_int(r, 3) };
	return (rows_end(r, e));
}

static int64_t
at_most(int64_t amount, int64_t most)
{
	return (amount < most ? amount : most > 0 ? most : 0);
}

/* What was let go is owed again, what was kept is a deposit again: as far as
 * its order did not give it back since. */
static enum rc
difference_again(struct undoing *u, struct err *e)
{
	const struct placing *p = u->p;
	struct store *s = p->x->store;
	struct booked b = { 0 };
	char *key = arena_printf(p->a, "difference|" SL_FMT, SL_ARG(p->key));
	int64_t amount = 0, order_id = 0;
	struct journal j;
	struct given g;
	struct rows *r;

	/* An order in advance has its difference under its own key. */
	if (p->order.order_id != 0) {
		if (booked_load(s, p->order.order_id, p->a, &b, e) != RC_OK)
			return (e->rc);
		key = booked_key(&b, "difference", p->a);
	}
	if (store_rows(s, Q_LEDGER_DIFFERENCE_OF, &r, e, "s", key) != RC_OK)
		return (e->rc);
	if (rows_next(r)) {
		amount = rows_int(r, 0);
		order_id = rows_int(r, 1);
	}
	if (rows_end(r, e) != RC_OK || amount == 0)
		return (e->rc);
	if (order_id != 0) {
		if (given_load(s, order_id, &g, e) != RC_OK)
			return (e->rc);
		amount = amount > 0 ? at_most(amount, g.difference) :
				      -at_most(-amount, -g.difference);
	}
	if (!charge_difference(
		amount > 0 ? ACCOUNT_RECEIVABLE : ACCOUNT_DEPOSIT, -amount, &j))
		return (err_set(e, RC_FATAL, "LEDGER", "a payment taken back"));
	return (post_again(u, arena_printf(p->a, "again|%s", key), &j, order_id,
	    e));
}

/* With its share of the tax that went with it. */
static enum rc
discount_again(struct undoing *u, const struct applied *d, struct err *e)
{
	struct arena *a = u->p->a;
	struct given g = { .discount = d->discount };
	int64_t amount, tax = 0;
	struct journal j, back;

	if (d->order_id != 0 &&
	    given_load(u->p->x->store, d->order_id, &g, e) != RC_OK)
		return (e->rc);
	amount = at_most(d->discount, g.discount);
	if (amount == 0)
		return (RC_OK);
	if (!money_part(g.discount_tax, amount, g.discount, &tax) ||
	    !charge_discount_back(ACCOUNT_RECEIVABLE, amount, &j) ||
	    !charge_discount_tax(-tax, &back))
		return (err_set(e, RC_FATAL, "LEDGER", "a payment taken back"));
	if (post_again(u, arena_printf(a, "again|%s", d->key), &j, d->order_id,
		e) != RC_OK)
		return (e->rc);
	return (post_again(u, arena_printf(a, "again|discount tax|%s", d->key),
	    &back, d->order_id, e));
}

/* A debt is open again, as far as its order did not give the money back. */
static enum rc
owed_again(struct undoing *u, const char *key, int64_t order_id, int64_t amount,
    struct err *e)
{
	struct journal j;
	struct given g;

	if (order_id != 0) {
		if (given_load(u->p->x->store, order_id, &g, e) != RC_OK)
			return (e->rc);
		amount = at_most(amount, given_paid(&g));
	}
	if (!charge_payment_applied(amount, &j))
		return (err_set(e, RC_FATAL, "LEDGER", "a payment taken back"));
	opposite(&j);
	u->rest -= amount;
	return (post_again(u, arena_printf(u->p->a, "owed again|%s", key), &j,
	    order_id, e));
}

/* What paid nothing is still a deposit; where that is gone too, it is owed. */
static enum rc
rest_again(struct undoing *u, struct err *e)
{
	const struct placing *p = u->p;
	struct store *s = p->x->store;
	int64_t deposit = 0, others = 0, there;

	if (ledger_balance(s, p->customer, ACCOUNT_DEPOSIT, p->currency,
		&deposit, e) != RC_OK ||
	    store_int(s, Q_EARMARKED_BESIDES, 0, &others, e, "tti", p->customer,
		p->currency, p->payment_id) != RC_OK)
		return (e->rc);
	/* What was opened again is in the deposit until the bank has it. */
	there = -deposit - others - (p->amount - u->rest);
	if (there >= u->rest)
		return (RC_OK);
	return (owed_again(u, arena_text(u->p->a, p->key), 0,
	    u->rest - (there > 0 ? there : 0), e));
}

static enum rc
debts_again(struct undoing *u, bool accepted, struct err *e)
{
	if (load_applied(u, e) != RC_OK || difference_again(u, e) != RC_OK)
		return (e->rc);
	for (size_t i = 0; i < u->applied.n; i++) {
		const struct applied *d = LIST_AT(&u->applied, struct applied,
		    i);

		if (discount_again(u, d, e) != RC_OK ||
		    owed_again(u, d->key, d->order_id, d->paid, e) != RC_OK)
			return (e->rc);
	}
	if (accepted &&
	    owed_again(u,
		arena_printf(u->p->a, "order|" SL_FMT, SL_ARG(u->p->key)),
		u->p->order.order_id, u->rest, e) != RC_OK)
		return (e->rc);
	return (rest_again(u, e));
}

enum rc
payment_undo(const struct placing *p, bool accepted, bool *spent, struct err *e)
{
	struct undoing u = { .p = p,
		.now = { .left_on = p->on,
		    .due_on = p->on,
		    .discount_until = DUE_UNKNOWN },
		.rest = p->amount };
	struct journal back;

	*spent = false;
	if (p->customer.n == 0)
		return (RC_OK);
	if (!charge_payment(p->amount, &back))
		return (err_set(e, RC_FATAL, "LEDGER", "a payment taken back"));
	opposite(&back);
	if (debts_again(&u, accepted, e) != RC_OK)
		return (e->rc);
	*spent = u.rest < p->amount;
	return (payment_post(p, "taken back|", &back, NULL, e));
}
