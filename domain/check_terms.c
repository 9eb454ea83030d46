/* Who buys, in which money, and how it is paid. */

#include <stdio.h>

#include "domain/check_part.h"

/* Identifiers of the envelope name the partner, who may have many customers:
 * they serve only where they are the customer's too. */
static struct list
customer_ids(const struct check *k, const struct list *ids)
{
	struct list own = { NULL, 0, 0 };
	bool clash;

	for (size_t i = 0; i < ids->n; i++) {
		struct text_item *t = LIST_AT(ids, struct text_item, i);
		const struct list one = { t, 1, 1 };

		if (!identifier_in(&k->p->identifiers, t->text) ||
		    master_customer_by_ids(k->m, k->p->id, &one, &clash) !=
			NULL ||
		    clash)
			*LIST_PUSH(k->a, &own, struct text_item) = *t;
	}
	return (own);
}

static const struct customer *
by_account(const struct check *k)
{
	struct text_item t = { SLICE_NONE };
	const struct list one = { &t, 1, 1 };
	bool clash;

	if (k->o->account.n == 0)
		return (NULL);
	t.text = slice_of(
	    arena_printf(k->a, "account:%s", arena_text(k->a, k->o->account)));
	return (master_customer_by_ids(k->m, k->p->id, &one, &clash));
}

void
check_customer(struct check *k)
{
	struct list ids = customer_ids(k, &k->o->buyer.ids);
	const struct customer *account = by_account(k), *found = NULL;
	struct about f = { "ORDER-CUSTOMER-CLASH", CHECK_ORDER, "buyer",
		ids.n > 0 ? LIST_AT(&ids, struct text_item, 0)->text :
			    k->o->buyer.name };
	bool clash = false;

	if (ids.n > 0)
		found = master_customer_by_ids(k->m, k->p->id, &ids, &clash);
	if (found == NULL && !clash && account == NULL) {
		struct list bill = customer_ids(k, &k->o->bill_to.ids);

		/* Nobody named at all: the only customer, if there is one. */
		if (bill.n > 0 || ids.n == 0)
			found = master_customer_by_ids(k->m, k->p->id, &bill,
			    &clash);
	}
	if (clash || (found != NULL && account != NULL && found != account)) {
		check_hold(k, f, HOLD_CUSTOMER,
		    "the order names several customers");
		return;
	}
	k->c->customer = found != NULL ? found : account;
	f.code = "ORDER-CUSTOMER";
	if (k->c->customer == NULL)
		check_hold(k, f, HOLD_CUSTOMER,
		    "no customer of %s is called %s", check_shown(k, k->p->id),
		    f.value.n > 0 ? check_shown(k, f.value) : "nothing");
}

void
check_currency(struct check *k)
{
	struct slice agreed = k->c->customer != NULL &&
		k->c->customer->currency.n > 0 ?
	    k->c->customer->currency :
	    k->s->currency;
	struct about f = { "ORDER-CURRENCY", CHECK_ORDER, "currency",
		k->o->currency };

	k->c->currency = k->o->currency.n > 0 ? k->o->currency : agreed;
	k->c->digits = currency_digits(k->c->currency);
	if (k->c->digits < 0) {
		k->c->digits = 2;
		check_hold(k, f, HOLD_CURRENCY, "%s is no currency",
		    check_shown(k, k->c->currency));
	} else if (!slice_eq(k->c->currency, agreed))
		check_hold(k, f, HOLD_CURRENCY,
		    "the order is in %s, %s was agreed",
		    check_shown(k, k->c->currency), check_shown(k, agreed));
}

/* More than was agreed: of the money, or of the days. */
static void
check_discount(struct check *k, const struct customer *c)
{
	const struct order *o = k->o;
	struct about f = { "ORDER-TERMS", CHECK_ORDER, "discount_percent",
		SLICE_NONE };
	struct decimal agreed = decimal_is_none(c->discount_percent) ?
	    DECIMAL_ZERO :
	    c->discount_percent;
	char asks[DECIMAL_TEXT_MAX], ours[DECIMAL_TEXT_MAX], within[40] = "";
	int more;

	if (decimal_is_none(o->discount_percent))
		return;
	more = decimal_cmp(o->discount_percent, agreed);
	if (more < 0 ||
	    (more == 0 &&
		(o->discount_days == INT_NONE ||
		    o->discount_days <= c->discount_days)))
		return;
	if (o->discount_days != INT_NONE)
		(void)snprintf(within, sizeof(within), " within %lld days",
		    (long long)o->discount_days);
	(void)decimal_text(o->discount_percent, asks);
	if (agreed.coef == 0)
		check_note(k, f,
		    "the order says %s %% discount%s, none was "
		    "agreed",
		    asks, within);
	else
		check_note(k, f,
		    "the order says %s %% discount%s, %s %% "
		    "within %d were agreed",
		    asks, within, decimal_text(agreed, ours), c->discount_days);
}

void
check_payment(struct check *k)
{
	const struct customer *c = k->c->customer;
	struct about f = { "ORDER-PAYMENT", CHECK_ORDER, "payment",
		k->o->payment_code };
	bool before = k->o->payment == PAYMENT_PREPAID;

	k->c->prepaid = before || (c != NULL && c->payment == PAY_PREPAID);
	if (c == NULL)
		return;
	if (before && c->payment == PAY_ACCOUNT)
		check_hold(k, f, HOLD_PAYMENT,
		    "the order is to be paid in advance, the account was "
		    "agreed");
	if (k->o->payment == PAYMENT_ACCOUNT && c->payment == PAY_PREPAID)
		check_hold(k, f, HOLD_PAYMENT,
		    "the order goes on account, payment in advance was agreed");
	f.code = "ORDER-TERMS";
	if (k->o->terms_days != INT_NONE && k->o->terms_days > c->terms_days &&
	    !k->c->prepaid)
		check_note(k, f, "the order says %lld days, %d were agreed",
		    (long long)k->o->terms_days, c->terms_days);
	if (!k->c->prepaid)
		check_discount(k, c);
}
