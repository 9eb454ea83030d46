/* Money that a bank says came: booked, and put where it belongs. */
#include "pipeline/payment_entry.h"

enum rc
entry_book(struct banking *k, struct placing *p, struct err *e)
{
	const struct told *t = k->t;
	struct slice line, reference, none;

	/* What names it best, for people: the first reference, bare. */
	(void)slice_cut(t->refs, '\n', &line, &none);
	if (!slice_cut(line, ' ', &none, &reference))
		reference = t->end_to_end;
	if (store_exec(k->night->store, Q_PAYMENT_FROM_BANK, NULL, e,
		"ttttidosss"
		"ttttttioo",
		k->key, p->customer, reference, t->currency, t->amount,
		t->booked_on, (int64_t)0, "unmatched", "", "", t->format,
		t->account, entry_number(t), t->end_to_end, t->payer_name,
		t->payer_account, (int64_t)0, t->file_id, t->id) != RC_OK)
		return (e->rc);
	p->payment_id = k->payment_id = store_last_id(k->night->store);
	return (RC_OK);
}

/* It pays an order, or what its customer owes. */
enum rc
entry_settle(struct banking *k, struct placing *p, struct err *e)
{
	int64_t paid = 0;

	if (payment_settle(p, e) != RC_OK)
		return (e->rc);
	if (p->order.order_id == 0)
		return (RC_OK);
	if (p->r->missing > 0) {
		entry_tell(k, "booked", "BANK-SHORT",
		    "%s for PO " SL_FMT ": %s is missing", entry_words(k),
		    SL_ARG(p->order.po_number),
		    payment_money(&k->a, p->r->missing, p->currency));
		return (entry_found(k, "BANK-SHORT", k->detail, e));
	}
	if (payment_of_order(k->night->store, &p->order, &paid, e) != RC_OK)
		return (e->rc);
	if (paid <= p->order.total || p->r->difference != 0)
		return (RC_OK);
	entry_tell(k, "booked", "", "%s for PO " SL_FMT ": %s is a deposit",
	    entry_words(k), SL_ARG(p->order.po_number),
	    payment_money(&k->a, paid - p->order.total, p->currency));
	return (entry_found(k, "BANK-OVER", k->detail, e));
}

static enum rc
leave_open(struct banking *k, struct placing *p, const char *state,
    const char *code, const char *why, struct err *e)
{
	struct journal j;

	/* Whose it is, is known: it is theirs, whatever it pays. */
	if (p->customer.n > 0) {
		if (!charge_payment(p->amount, &j))
			return (
			    err_set(e, RC_FATAL, "LEDGER", "taking a payment"));
		if (payment_post(p, "", &j, NULL, e) != RC_OK)
			return (e->rc);
	}
	entry_tell(k, "booked", "", "%s: %s", entry_words(k), why);
	if (payment_waits(p, state, code, k->detail, e) != RC_OK)
		return (e->rc);
	return (entry_found(k, code, k->detail, e));
}

/* What the customer owes on account is paid without a reference. */
static enum rc
owes(struct banking *k, const struct placing *p, bool *yes, struct err *e)
{
	int64_t owed = 0;

	*yes = false;
	if (p->customer.n == 0)
		return (RC_OK);
	if (ledger_balance(k->night->store, p->customer, ACCOUNT_RECEIVABLE,
		p->currency, &owed, e) != RC_OK)
		return (e->rc);
	*yes = owed > 0;
	return (RC_OK);
}

enum rc
entry_place(struct banking *k, struct placing *p, struct matched *m, bool again,
    struct err *e)
{
	bool yes;

	switch (m->how) {
	case MATCH_ORDER:
		p->customer = m->customer;
		if (booked_load(k->night->store, m->order_id, &k->a, &p->order,
			e) != RC_OK)
			return (e->rc);
		return (entry_settle(k, p, e));
	case MATCH_AMBIGUOUS:
		p->customer = m->customer;
		return (again ? RC_OK :
				leave_open(k, p, "ambiguous", "BANK-AMBIGUOUS",
				    m->detail, e));
	case MATCH_CURRENCY:
		p->customer = SLICE_NONE;
		return (again ? RC_OK :
				leave_open(k, p, "unmatched", "BANK-CURRENCY",
				    m->detail, e));
	case MATCH_NONE:
		break;
	}
	p->customer = m->customer;
	if (owes(k, p, &yes, e) != RC_OK)
		return (e->rc);
	if (yes)
		return (entry_settle(k, p, e));
	return (again ? RC_OK :
			leave_open(k, p, "unmatched", "BANK-UNMATCHED",
			    m->detail[0] != '\0' ?
				m->detail :
				"it names nothing that waits for money",
			    e));
}

enum rc
entry_credit(struct banking *k, struct err *e)
{
	const struct told *t = k->t;
	struct payment_result r = { .known = false };
	struct placing p = { .x = &k->actor,
		.key = k->key,
		.currency = t->currency,
		.amount = t->amount,
		.on = t->booked_on,
		.a = &k->a,
		.r = &r };
	struct sought w = { &k->actor, t->refs, t->currency, t->payer_account,
		t->amount };
	struct matched m;
	bool seen;

	if (entry_seen(k, &seen, e) != RC_OK || seen ||
	    entry_collected(k, &seen, e) != RC_OK || seen)
		return (e->rc);
	if (entry_book(k, &p, e) != RC_OK)
		return (e->rc);
	if (t->batch)
		return (leave_open(k, &p, "unmatched", "BANK-BATCH",
		    "several payments in one, whose parts are not told", e));
	if (payment_match(k->night->store, &w, &k->a, &m, e) != RC_OK)
		return (e->rc);
	return (entry_place(k, &p, &m, false, e));
}
