/* Which order a payment is for. */
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>

#include "pipeline/payment_part.h"
#include "pipeline/receivable.h"

struct candidate {
	int64_t order_id;
	struct slice customer;
};

struct matching {
	struct store *store;
	const struct sought *w;
	struct arena *a;
	struct matched *m;
	struct list found; /* struct candidate */
};

static void say(struct matching *k, const char *fmt, ...) PRINTF_LIKE(2, 3);

/* The first remark is the nearest miss. */
static void
say(struct matching *k, const char *fmt, ...)
{
	va_list ap;

	if (k->m->detail[0] != '\0')
		return;
	va_start(ap, fmt);
	(void)vsnprintf(k->m->detail, sizeof(k->m->detail), fmt, ap);
	va_end(ap);
}

static void
add(struct matching *k, int64_t order_id, struct slice customer)
{
	for (size_t i = 0; i < k->found.n; i++)
		if (LIST_AT(&k->found, struct candidate, i)->order_id ==
		    order_id)
			return;
	*LIST_PUSH(k->a, &k->found, struct candidate) =
	    (struct candidate){ order_id, arena_slice(k->a, customer) };
}

static enum rc
by_rf(struct matching *k, struct slice value, bool *currency, struct err *e)
{
	struct rows *r;

	if (store_rows(k->store, Q_PAYABLE_RF, &r, e, "t", value) != RC_OK)
		return (e->rc);
	while (rows_next(r)) {
		if (slice_eq(rows_text(r, 2), k->w->currency)) {
			add(k, rows_int(r, 0), rows_text(r, 1));
			continue;
		}
		*currency = true;
		say(k, "reference " SL_FMT " is of an order in " SL_FMT,
		    SL_ARG(value), SL_ARG(rows_text(r, 2)));
	}
	return (rows_end(r, e));
}

/* Off by no more than payments.tolerance lets go. */
static bool
nearly(struct matching *k, int64_t total, int64_t open)
{
	int64_t most = receivable_tolerance(k->w->x, total, k->w->currency),
		off = open - k->w->amount;

	return (open > 0 && off <= most && off >= -most);
}

static enum rc
by_po(struct matching *k, struct slice value, bool *currency, struct err *e)
{
	struct rows *r;

	if (store_rows(k->store, Q_PAYABLE_PO, &r, e, "t", value) != RC_OK)
		return (e->rc);
	while (rows_next(r)) {
		int64_t open = rows_int(r, 3);

		if (!slice_eq(rows_text(r, 2), k->w->currency)) {
			*currency = true;
			say(k, "PO " SL_FMT " is in " SL_FMT, SL_ARG(value),
			    SL_ARG(rows_text(r, 2)));
		} else if (open == k->w->amount ||
		    nearly(k, rows_int(r, 4), open)) {
			add(k, rows_int(r, 0), rows_text(r, 1));
		} else if (open > 0) {
			say(k, "it names PO " SL_FMT ", which waits for %s",
			    SL_ARG(value),
			    payment_money(k->a, open, rows_text(r, 2)));
		}
	}
	return (rows_end(r, e));
}

/* All references of one kind: RF, or everything else. */
static enum rc
by_references(struct matching *k, bool rf, bool *currency, struct err *e)
{
	struct slice rest = k->w->refs, line, qualifier, value;

	while (rest.n > 0) {
		(void)slice_cut(rest, '\n', &line, &rest);
		if (!slice_cut(line, ' ', &qualifier, &value) || value.n == 0 ||
		    slice_is(qualifier, "rf") != rf)
			continue;
		if ((rf ? by_rf(k, value, currency, e) :
			  by_po(k, value, currency, e)) != RC_OK)
			return (e->rc);
	}
	return (RC_OK);
}

/* --- the customer --------------------------------------------------------- */

/* By the account that customers.csv has, else by whose payments came from
 * this account before; two customers with one account are none. */
static enum rc
find_customer(struct matching *k, struct slice *currency, struct err *e)
{
	static const enum query queries[] = { Q_CUSTOMER_BY_IBAN,
		Q_CUSTOMER_BY_PAYER };

	for (size_t i = 0; i < 2; i++) {
		struct rows *r;
		int n = 0;

		if (store_rows(k->store, queries[i], &r, e, "t",
			k->w->payer_account) != RC_OK)
			return (e->rc);
		for (; rows_next(r); n++) {
			k->m->customer = arena_slice(k->a, rows_text(r, 0));
			*currency = arena_slice(k->a, rows_text(r, 1));
		}
		if (rows_end(r, e) != RC_OK)
			return (e->rc);
		if (n == 1)
			return (RC_OK);
		if (n > 1)
			say(k,
			    "the payer's account is that of several "
			    "customers");
		k->m->customer = SLICE_NONE;
	}
	return (RC_OK);
}

/* All that wait are looked at: one more of that amount, and nobody can say
 * which is meant.  Two are enough to know. */
static enum rc
by_customer(struct matching *k, struct err *e)
{
	int64_t waiting = 0, first = 0;
	struct rows *r;

	if (k->m->customer.n == 0)
		return (RC_OK);
	if (store_rows(k->store, Q_PAYABLE_OF_CUSTOMER, &r, e, "tt",
		k->m->customer, k->w->currency) != RC_OK)
		return (e->rc);
	for (; rows_next(r); waiting++) {
		if (waiting == 0)
			first = rows_int(r, 1);
		if (rows_int(r, 1) == k->w->amount && k->found.n < 2)
			add(k, rows_int(r, 0), k->m->customer);
	}
	if (rows_end(r, e) != RC_OK)
		return (e->rc);
	k->m->expected = waiting > 0;
	if (waiting == 1)
		say(k, "an order of " SL_FMT " waits for %s",
		    SL_ARG(k->m->customer),
		    payment_money(k->a, first, k->w->currency));
	else if (waiting > 1)
		say(k, "%" PRId64 " orders of " SL_FMT " wait for money",
		    waiting, SL_ARG(k->m->customer));
	return (RC_OK);
}

/* --- the verdict ---------------------------------------------------------- */

/* Of several, those of the payer. */
static void
narrow(struct matching *k)
{
	size_t n = 0;

	if (k->found.n < 2 || k->m->customer.n == 0)
		return;
	for (size_t i = 0; i < k->found.n; i++) {
		struct candidate c = *LIST_AT(&k->found, struct candidate, i);

		if (slice_eq(c.customer, k->m->customer))
			*LIST_AT(&k->found, struct candidate, n++) = c;
	}
	if (n > 0)
		k->found.n = n;
}

static bool
decided(struct matching *k)
{
	struct matched *m = k->m;

	narrow(k);
	if (k->found.n == 0)
		return (false);
	if (k->found.n > 1) {
		m->how = MATCH_AMBIGUOUS;
		m->detail[0] = '\0';
		say(k, "it fits several orders");
		return (true);
	}
	m->how = MATCH_ORDER;
	m->order_id = LIST_AT(&k->found, struct candidate, 0)->order_id;
	m->customer = LIST_AT(&k->found, struct candidate, 0)->customer;
	return (true);
}

enum rc
payment_match(struct store *s, const struct sought *w, struct arena *a,
    struct matched *m, struct err *e)
{
	struct matching k = { .store = s, .w = w, .a = a, .m = m };
	struct slice currency = SLICE_NONE;
	bool foreign = false;

	*m = (struct matched){ .how = MATCH_NONE };
	if (find_customer(&k, &currency, e) != RC_OK ||
	    by_references(&k, true, &foreign, e) != RC_OK)
		return (e->rc);
	if (decided(&k))
		return (RC_OK);
	if (by_references(&k, false, &foreign, e) != RC_OK)
		return (e->rc);
	if (decided(&k))
		return (RC_OK);
	if (by_customer(&k, e) != RC_OK)
		return (e->rc);
	if (decided(&k))
		return (RC_OK);
	if (m->customer.n > 0 && !slice_eq(currency, w->currency)) {
		foreign = true;
		say(&k, "customer " SL_FMT " pays in " SL_FMT,
		    SL_ARG(m->customer), SL_ARG(currency));
	}
	if (foreign)
		m->how = MATCH_CURRENCY;
	return (RC_OK);
}
