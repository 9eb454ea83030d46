/* What banks told becomes payments, once, whichever of their files told it. */
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/log.h"
#include "domain/finding.h"
#include "pipeline/book.h"
#include "pipeline/giveback.h"
#include "pipeline/payment_part.h"

struct told { /* a row of bank_entry */
	int64_t id, file_id, message_id, row, offset, amount, nth;
	struct slice partner, account, bank_id, entry_id, end_to_end, mandate,
	    payer_name, payer_account, currency, return_code, refs, text,
	    format;
	day booked_on;
	bool debit, reversal, batch, part;
};

struct banking {
	struct night *night;
	struct actor actor;
	struct arena a; /* of one entry */
	const struct told *t;
	struct slice key;
	/* what becomes of it */
	const char *state, *code;
	char detail[300];
	int64_t payment_id;
};

/* --- loading -------------------------------------------------------------- */

static void
take(struct rows *r, struct arena *a, struct told *t)
{
	struct slice *const texts[] = { &t->account, &t->bank_id, &t->entry_id,
		&t->end_to_end, &t->mandate, &t->payer_name, &t->payer_account,
		&t->currency };

	t->id = rows_int(r, 0);
	t->file_id = rows_int(r, 1);
	t->message_id = rows_int(r, 2);
	t->partner = arena_slice(a, rows_text(r, 3));
	t->row = rows_int(r, 4);
	t->offset = rows_int(r, 5);
	for (int i = 0; i < 8; i++)
		*texts[i] = arena_slice(a, rows_text(r, 6 + i));
	t->amount = rows_int(r, 14);
	t->booked_on = rows_day(r, 15);
	t->debit = rows_int(r, 16) != 0;
	t->reversal = rows_int(r, 17) != 0;
	t->batch = rows_int(r, 18) != 0;
	t->part = rows_int(r, 19) != 0;
	t->return_code = arena_slice(a, rows_text(r, 20));
	t->refs = arena_slice(a, rows_text(r, 21));
	t->text = arena_slice(a, rows_text(r, 22));
	t->nth = rows_int(r, 23);
	t->format = arena_slice(a, rows_text(r, 24));
}

/* --- keys ----------------------------------------------------------------- */

/* Words that banks write where there is no number. */
static struct slice
number(struct slice id)
{
	static const char *const none[] = { "NONREF", "NOTPROVIDED", "NONE",
		"0" };

	for (size_t i = 0; i < sizeof(none) / sizeof(none[0]); i++)
		if (slice_is(id, none[i]))
			return (SLICE_NONE);
	return (id);
}

static struct slice
entry_number(const struct told *t)
{
	struct slice n = number(t->entry_id);

	return (n.n > 0 ? n : number(t->bank_id));
}

/* Of a whole entry, by the bank's number of it. */
static struct slice
whole_key(struct banking *k, struct slice id)
{
	return (slice_of(arena_printf(&k->a, "bank|" SL_FMT "|id|" SL_FMT,
	    SL_ARG(k->t->account), SL_ARG(id))));
}

static struct slice
key_of(struct banking *k)
{
	const struct told *t = k->t;
	struct slice id = number(t->bank_id);
	char on[11];

	if (id.n == 0)
		id = number(t->entry_id);
	if (!t->part && id.n > 0)
		return (whole_key(k, id));
	return (slice_of(arena_printf(&k->a,
	    "bank|" SL_FMT "|%s|" SL_FMT "|" SL_FMT "|" SL_FMT "|%" PRId64
	    "|" SL_FMT "|%s|%" PRId64,
	    SL_ARG(t->account), t->part ? "part" : "day",
	    SL_ARG(number(t->entry_id)), SL_ARG(number(t->bank_id)),
	    SL_ARG(t->end_to_end), t->amount, SL_ARG(t->currency),
	    t->part ? "" : day_text(t->booked_on, on), t->nth)));
}

/* --- what is told of an entry --------------------------------------------- */

static enum rc
found(struct banking *k, const char *code, const char *text, struct err *e)
{
	struct book b = { .store = k->night->store,
		.file = { .file_id = k->t->file_id },
		.message_id = k->t->message_id };
	const struct finding_rule *rule = finding_rule(slice_of(code));
	struct finding f;
	enum rc rc;

	INVARIANT(rule != NULL);
	shape_init(&finding_shape, &f);
	f.code = slice_of(code);
	f.severity = rule->severity;
	f.offset = k->t->offset;
	f.length = 0;
	f.segment = k->t->row;
	f.text = slice_of(text);
	rc = book_finding_put(&b, 0, &f, e);
	arena_free(&b.arena);
	return (rc);
}

static const char *
money(struct banking *k, int64_t amount, struct slice currency)
{
	char text[DECIMAL_TEXT_MAX + 4];
	int digits = currency_digits(currency);

	return (arena_printf(&k->a, SL_FMT " %s", SL_ARG(currency),
	    money_text(amount, digits >= 0 ? digits : 2, text)));
}

/* "EUR 193.60 of Kiosk en Zonen": whose it seems to be. */
static const char *
this_payment(struct banking *k)
{
	const struct told *t = k->t;
	struct slice who = t->payer_name.n > 0 ? t->payer_name :
						 t->payer_account;

	return (
	    arena_printf(&k->a, "%s%s" SL_FMT, money(k, t->amount, t->currency),
		who.n > 0 ? " of " : "", SL_ARG(slice_sub(who, 0, 70))));
}

static void tell(struct banking *k, const char *state, const char *code,
    const char *fmt, ...) PRINTF_LIKE(4, 5);

static void
tell(struct banking *k, const char *state, const char *code, const char *fmt,
    ...)
{
	va_list ap;

	k->state = state;
	k->code = code;
	va_start(ap, fmt);
	(void)vsnprintf(k->detail, sizeof(k->detail), fmt, ap);
	va_end(ap);
}

/* --- seen before? --------------------------------------------------------- */

struct known {
	int64_t payment_id, order_id, amount, applied;
	struct slice state, customer, currency, key;
};

static enum rc
by_key(struct banking *k, struct slice key, struct known *p, struct err *e)
{
	struct rows *r;
	int64_t id = 0;

	*p = (struct known){ .payment_id = 0 };
	if (store_rows(k->night->store, Q_PAYMENT_BY_KEY, &r, e, "t", key) !=
	    RC_OK)
		return (e->rc);
	if (rows_next(r))
		id = rows_int(r, 0);
	if (rows_end(r, e) != RC_OK || id == 0)
		return (e->rc);
	if (store_rows(k->night->store, Q_PAYMENT_GET, &r, e, "i", id) != RC_OK)
		return (e->rc);
	if (rows_next(r)) {
		p->payment_id = id;
		p->key = arena_slice(&k->a, rows_text(r, 1));
		p->customer = arena_slice(&k->a, rows_text(r, 2));
		p->currency = arena_slice(&k->a, rows_text(r, 4));
		p->amount = rows_int(r, 5);
		p->order_id = rows_int(r, 7);
		p->state = arena_slice(&k->a, rows_text(r, 8));
		p->applied = rows_int(r, 13);
	}
	return (rows_end(r, e));
}

static void
repeated(struct banking *k, const struct known *p)
{
	k->payment_id = p->payment_id;
	if (p->amount == k->t->amount)
		tell(k, "repeated", "", "%s was told before", this_payment(k));
	else
		tell(k, "repeated", "",
		    "%s was told before as %s, which counts", this_payment(k),
		    money(k, p->amount, p->currency));
}

/* A batch was told as a whole, and now in parts, or the other way around:
 * what came first counts, but a whole that still waits for its parts. */
static enum rc
other_form(struct banking *k, struct known *p, struct err *e)
{
	const struct told *t = k->t;
	int64_t id = 0;

	*p = (struct known){ .payment_id = 0 };
	if (entry_number(t).n == 0)
		return (RC_OK);
	if (!t->part) {
		if (store_int(k->night->store, Q_PAYMENT_PART_OF, 0, &id, e,
			"tt", t->account, entry_number(t)) != RC_OK)
			return (e->rc);
		p->payment_id = id;
		p->amount = t->amount;
		return (RC_OK);
	}
	if (by_key(k, whole_key(k, entry_number(t)), p, e) != RC_OK ||
	    p->payment_id == 0)
		return (e->rc);
	if (!slice_is(p->state, "replaced") &&
	    !(slice_is(p->state, "unmatched") && p->customer.n == 0))
		return (RC_OK);
	id = p->payment_id;
	*p = (struct known){ .payment_id = 0 };
	return (
	    store_exec(k->night->store, Q_PAYMENT_REPLACED, NULL, e, "i", id));
}

static enum rc
seen_before(struct banking *k, bool *yes, struct err *e)
{
	struct known p;

	*yes = false;
	if (by_key(k, k->key, &p, e) != RC_OK ||
	    (p.payment_id == 0 && other_form(k, &p, e) != RC_OK))
		return (e->rc);
	if (p.payment_id == 0)
		return (RC_OK);
	*yes = true;
	repeated(k, &p);
	return (found(k, "BANK-REPEATED", k->detail, e));
}

/* --- a credit ------------------------------------------------------------- */

static enum rc
insert_payment(struct banking *k, struct placing *p, struct err *e)
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
static enum rc
settle(struct banking *k, struct placing *p, struct err *e)
{
	int64_t paid = 0;

	if (payment_settle(p, e) != RC_OK)
		return (e->rc);
	if (p->order.order_id == 0)
		return (RC_OK);
	if (p->r->missing > 0) {
		tell(k, "booked", "BANK-SHORT",
		    "%s for PO " SL_FMT ": %s is missing", this_payment(k),
		    SL_ARG(p->order.po_number),
		    money(k, p->r->missing, p->currency));
		return (found(k, "BANK-SHORT", k->detail, e));
	}
	if (payment_of_order(k->night->store, &p->order, &paid, e) != RC_OK)
		return (e->rc);
	if (paid <= p->order.total || p->r->difference != 0)
		return (RC_OK);
	tell(k, "booked", "", "%s for PO " SL_FMT ": %s is a deposit",
	    this_payment(k), SL_ARG(p->order.po_number),
	    money(k, paid - p->order.total, p->currency));
	return (found(k, "BANK-OVER", k->detail, e));
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
	tell(k, "booked", "", "%s: %s", this_payment(k), why);
	if (payment_waits(p, state, code, k->detail, e) != RC_OK)
		return (e->rc);
	return (found(k, code, k->detail, e));
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

static enum rc
put_where_it_belongs(struct banking *k, struct placing *p, struct matched *m,
    bool again, struct err *e)
{
	bool yes;

	switch (m->how) {
	case MATCH_ORDER:
		p->customer = m->customer;
		if (booked_load(k->night->store, m->order_id, &k->a, &p->order,
			e) != RC_OK)
			return (e->rc);
		return (settle(k, p, e));
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
		return (settle(k, p, e));
	return (again ? RC_OK :
			leave_open(k, p, "unmatched", "BANK-UNMATCHED",
			    m->detail[0] != '\0' ?
				m->detail :
				"it names nothing that waits for money",
			    e));
}

/* --- direct debits -------------------------------------------------------- */

struct debit {
	int64_t id, amount;
	struct slice customer, state, end_to_end;
};

static enum rc
debit_named(struct banking *k, struct slice end_to_end, struct debit *d,
    struct err *e)
{
	struct rows *r;

	*d = (struct debit){ .end_to_end = end_to_end };
	if (end_to_end.n == 0)
		return (RC_OK);
	if (store_rows(k->night->store, Q_DEBIT_BY_END_TO_END, &r, e, "t",
		end_to_end) != RC_OK)
		return (e->rc);
	if (rows_next(r)) {
		d->id = rows_int(r, 0);
		d->customer = arena_slice(&k->a, rows_text(r, 1));
		d->amount = rows_int(r, 2);
		d->state = arena_slice(&k->a, rows_text(r, 3));
	}
	return (rows_end(r, e));
}

static enum rc
debit_is(struct banking *k, struct slice end_to_end, const char *state,
    struct slice reason, struct err *e)
{
	return (store_exec(k->night->store, Q_DEBIT_STATE, NULL, e, "stt",
	    state, reason, end_to_end));
}

/* What we asked for came: it is its customer's, and pays what is owed. */
static enum rc
collected(struct banking *k, const struct debit *d, struct err *e)
{
	struct payment_result r = { .known = false };
	struct placing p = { .x = &k->actor,
		.key = k->key,
		.customer = d->customer,
		.currency = k->t->currency,
		.amount = k->t->amount,
		.on = k->t->booked_on,
		.a = &k->a,
		.r = &r };

	if (insert_payment(k, &p, e) != RC_OK ||
	    debit_is(k, d->end_to_end, "collected", SLICE_NONE, e) != RC_OK)
		return (e->rc);
	return (settle(k, &p, e));
}

/* All debits of a batch, booked by the bank in one amount. */
static enum rc
batch_collected(struct banking *k, bool *yes, struct err *e)
{
	const struct told *whole = k->t;
	struct list debits = { 0 };
	int64_t sum = 0;
	struct rows *r;
	enum rc rc = RC_OK;

	*yes = false;
	if (whole->end_to_end.n == 0 || whole->part)
		return (RC_OK);
	if (store_rows(k->night->store, Q_DEBITS_OF_BATCH, &r, e, "t",
		whole->end_to_end) != RC_OK)
		return (e->rc);
	while (rows_next(r)) {
		struct debit *d = LIST_PUSH(&k->a, &debits, struct debit);

		d->end_to_end = arena_slice(&k->a, rows_text(r, 0));
		d->customer = arena_slice(&k->a, rows_text(r, 1));
		d->amount = rows_int(r, 2);
		sum += d->amount;
	}
	if (rows_end(r, e) != RC_OK || debits.n == 0 || sum != whole->amount)
		return (e->rc);
	*yes = true;
	for (size_t i = 0; rc == RC_OK && i < debits.n; i++) {
		const struct debit *d = LIST_AT(&debits, struct debit, i);
		struct told one = *whole;

		one.part = true;
		one.bank_id = SLICE_NONE;
		one.end_to_end = d->end_to_end;
		one.amount = d->amount;
		k->t = &one;
		k->key = key_of(k);
		rc = collected(k, d, e);
		k->t = whole;
	}
	return (rc);
}

static enum rc
of_debits(struct banking *k, bool *yes, struct err *e)
{
	struct debit d;

	*yes = false;
	if (debit_named(k, k->t->end_to_end, &d, e) != RC_OK)
		return (e->rc);
	if (d.id == 0)
		return (batch_collected(k, yes, e));
	if (!slice_is(d.state, "asked") || d.amount != k->t->amount)
		return (RC_OK);
	*yes = true;
	return (collected(k, &d, e));
}

static enum rc
credit(struct banking *k, struct err *e)
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

	if (seen_before(k, &seen, e) != RC_OK || seen ||
	    of_debits(k, &seen, e) != RC_OK || seen)
		return (e->rc);
	if (insert_payment(k, &p, e) != RC_OK)
		return (e->rc);
	if (t->batch)
		return (leave_open(k, &p, "unmatched", "BANK-BATCH",
		    "several payments in one, whose parts are not told", e));
	if (payment_match(k->night->store, &w, &k->a, &m, e) != RC_OK)
		return (e->rc);
	return (put_where_it_belongs(k, &p, &m, false, e));
}

/* --- taken back ----------------------------------------------------------- */

/* The payment that a debit takes back: by the bank's number, else the only
 * one of this amount under the payer's number. */
static enum rc
find_reversed(struct banking *k, struct known *p, struct err *e)
{
	const struct told *t = k->t;
	struct rows *r;
	struct slice key = SLICE_NONE;
	int n = 0;

	if (by_key(k, key_of(k), p, e) != RC_OK ||
	    (p->payment_id != 0 && p->amount == t->amount))
		return (e->rc);
	*p = (struct known){ .payment_id = 0 };
	if (store_rows(k->night->store, Q_PAYMENTS_OF_END_TO_END, &r, e, "tti",
		t->account, t->end_to_end, t->amount) != RC_OK)
		return (e->rc);
	for (; rows_next(r); n++)
		key = arena_slice(&k->a, rows_text(r, 0));
	if (rows_end(r, e) != RC_OK || n != 1)
		return (e->rc);
	return (by_key(k, key, p, e));
}

/* The order goes back to waiting, or, when it was accepted, stops. */
static enum rc
stop_order(struct banking *k, int64_t order_id, bool *accepted, struct err *e)
{
	struct booked b = { 0 };

	if (booked_load(k->night->store, order_id, &k->a, &b, e) != RC_OK)
		return (e->rc);
	*accepted = b.confirmation.n > 0;
	if (slice_is(b.state, "held") && !booked_released(&b, "payment"))
		return (RC_OK); /* it waits for its money still */
	if (store_exec(k->night->store, Q_ORDER_UNRELEASED, NULL, e, "i",
		order_id) != RC_OK)
		return (e->rc);
	if (slice_is(b.state, "held") || slice_is(b.state, "received") ||
	    slice_is(b.state, "accepted"))
		return (order_hold(&k->actor, &b, HOLD_PAYMENT, "ORDER-PAYMENT",
		    "the bank took its payment back", e));
	return (RC_OK);
}

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
	struct banking *k;
	const struct known *p;
	struct ledger_terms now; /* due when the bank took it */
	struct placing placing;
	struct list applied; /* struct applied */
	int64_t rest;        /* of it, not yet put anywhere */
};

static enum rc
post_again(struct undoing *u, const char *key, const struct journal *j,
    int64_t order_id, struct err *e)
{
	struct placing of = u->placing;

	of.order.order_id = order_id;
	of.key = slice_of(""); /* key: all of it */
	return (payment_post(&of, key, j, &u->now, e));
}

/* Digits follow, and nothing else. */
static bool
is_piece(struct slice key, size_t prefix)
{
	for (size_t i = prefix; i < key.n; i++)
		if (key.p[i] < '0' || key.p[i] > '9')
			return (false);
	return (key.n > prefix);
}

static enum rc
load_applied(struct undoing *u, struct err *e)
{
	struct arena *a = &u->k->a;
	char *from = arena_printf(a, "applied|" SL_FMT "|",
	    SL_ARG(u->placing.key));
	struct rows *r;

	/* Digits come behind the last sign: ':' follows them. */
	if (store_rows(u->k->night->store, Q_LEDGER_APPLIED_OF, &r, e, "ss",
		from, arena_printf(a, "%s:", from)) != RC_OK)
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
	struct banking *k = u->k;
	struct placing *p = &u->placing;
	struct booked b = { 0 };
	char *key = arena_printf(&k->a, "difference|" SL_FMT, SL_ARG(p->key));
	int64_t amount = 0, order_id = 0;
	struct journal j;
	struct given g;
	struct rows *r;

	/* An order in advance has its difference under its own key. */
	if (u->p->order_id != 0) {
		if (booked_load(k->night->store, u->p->order_id, &k->a, &b,
			e) != RC_OK)
			return (e->rc);
		key = booked_key(&b, "difference", &k->a);
	}
	if (store_rows(k->night->store, Q_LEDGER_DIFFERENCE_OF, &r, e, "s",
		key) != RC_OK)
		return (e->rc);
	if (rows_next(r)) {
		amount = rows_int(r, 0);
		order_id = rows_int(r, 1);
	}
	if (rows_end(r, e) != RC_OK || amount == 0)
		return (e->rc);
	if (order_id != 0) {
		if (given_load(k->night->store, order_id, &g, e) != RC_OK)
			return (e->rc);
		amount = amount > 0 ? at_most(amount, g.difference) :
				      -at_most(-amount, -g.difference);
	}
	if (!charge_difference(
		amount > 0 ? ACCOUNT_RECEIVABLE : ACCOUNT_DEPOSIT, -amount, &j))
		return (err_set(e, RC_FATAL, "LEDGER", "a payment taken back"));
	return (post_again(u, arena_printf(&k->a, "again|%s", key), &j,
	    order_id, e));
}

/* With its share of the tax that went with it. */
static enum rc
discount_again(struct undoing *u, const struct applied *d, struct err *e)
{
	struct arena *a = &u->k->a;
	struct given g = { .discount = d->discount };
	int64_t amount, tax = 0;
	struct journal j, back;

	if (d->order_id != 0 &&
	    given_load(u->k->night->store, d->order_id, &g, e) != RC_OK)
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
		if (given_load(u->k->night->store, order_id, &g, e) != RC_OK)
			return (e->rc);
		amount = at_most(amount, given_paid(&g));
	}
	if (!charge_payment_applied(amount, &j))
		return (err_set(e, RC_FATAL, "LEDGER", "a payment taken back"));
	opposite(&j);
	u->rest -= amount;
	return (post_again(u, arena_printf(&u->k->a, "owed again|%s", key), &j,
	    order_id, e));
}

/* What paid nothing is still a deposit; where that is gone too, it is owed. */
static enum rc
rest_again(struct undoing *u, struct err *e)
{
	struct store *s = u->k->night->store;
	struct placing *p = &u->placing;
	int64_t deposit = 0, others = 0, there;

	if (ledger_balance(s, p->customer, ACCOUNT_DEPOSIT, p->currency,
		&deposit, e) != RC_OK ||
	    store_int(s, Q_EARMARKED_BESIDES, 0, &others, e, "tti", p->customer,
		p->currency, u->p->payment_id) != RC_OK)
		return (e->rc);
	/* What was opened again is in the deposit until the bank has it. */
	there = -deposit - others - (p->amount - u->rest);
	if (there >= u->rest)
		return (RC_OK);
	return (owed_again(u, arena_text(&u->k->a, p->key), 0,
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
		arena_printf(&u->k->a, "order|" SL_FMT, SL_ARG(u->p->key)),
		u->p->order_id, u->rest, e) != RC_OK)
		return (e->rc);
	return (rest_again(u, e));
}

/* The debts that it paid are owed again, each by its order; what paid nothing
 * goes from the deposit. */
static enum rc
post_reversal(struct banking *k, const struct known *p, bool accepted,
    bool *spent, struct err *e)
{
	struct undoing u = { .k = k,
		.p = p,
		.now = { .left_on = k->t->booked_on,
		    .due_on = k->t->booked_on,
		    .discount_until = DUE_UNKNOWN },
		.placing = { .x = &k->actor,
		    .key = p->key,
		    .customer = p->customer,
		    .currency = p->currency,
		    .amount = p->amount,
		    .on = k->t->booked_on,
		    .a = &k->a },
		.rest = p->amount };
	struct journal back;

	*spent = false;
	if (p->customer.n == 0)
		return (RC_OK);
	u.placing.order.order_id = p->order_id;
	if (!charge_payment(p->amount, &back))
		return (err_set(e, RC_FATAL, "LEDGER", "a payment taken back"));
	opposite(&back);
	if (debts_again(&u, accepted, e) != RC_OK)
		return (e->rc);
	*spent = u.rest < p->amount;
	return (payment_post(&u.placing, "taken back|", &back, NULL, e));
}

static enum rc
take_back(struct banking *k, const struct known *p, bool debit, struct err *e)
{
	bool accepted = false, spent;

	if (p->order_id != 0 &&
	    stop_order(k, p->order_id, &accepted, e) != RC_OK)
		return (e->rc);
	if (post_reversal(k, p, accepted, &spent, e) != RC_OK)
		return (e->rc);
	k->payment_id = p->payment_id;
	tell(k, "booked",
	    debit     ? "BANK-RETURN" :
		spent ? "BANK-REVERSAL-OPEN" :
			"BANK-REVERSAL",
	    spent ? "%s was taken back by the bank after it had paid" :
		    "%s was taken back by the bank",
	    this_payment(k));
	if (store_exec(k->night->store, Q_PAYMENT_REVERSED, NULL, e, "ssi",
		k->code, k->detail, p->payment_id) != RC_OK)
		return (e->rc);
	return (found(k, k->code, k->detail, e));
}

/* A debit that came back before it was told that it came: nothing was paid. */
static enum rc
returned(struct banking *k, const struct debit *d, struct err *e)
{
	k->payment_id = 0;
	tell(k, "booked", "BANK-RETURN",
	    "the debit of %s from " SL_FMT " came back%s" SL_FMT,
	    money(k, d->amount, k->t->currency), SL_ARG(d->customer),
	    k->t->return_code.n > 0 ? ": " : "", SL_ARG(k->t->return_code));
	return (found(k, k->code, k->detail, e));
}

static enum rc
reversal(struct banking *k, struct err *e)
{
	struct known p;
	struct debit d;

	if (debit_named(k, k->t->end_to_end, &d, e) != RC_OK ||
	    (d.id != 0 && !slice_is(d.state, "returned") &&
		debit_is(k, d.end_to_end, "returned", k->t->return_code, e) !=
		    RC_OK))
		return (e->rc);
	if (d.id != 0 && slice_is(d.state, "asked"))
		return (returned(k, &d, e));
	if (find_reversed(k, &p, e) != RC_OK)
		return (e->rc);
	if (p.payment_id == 0) {
		tell(k, "noted", "BANK-REVERSAL-OPEN",
		    "%s was taken back, and no such payment is known",
		    this_payment(k));
		return (found(k, k->code, k->detail, e));
	}
	if (slice_is(p.state, "reversed")) {
		repeated(k, &p);
		return (found(k, "BANK-REPEATED", k->detail, e));
	}
	return (take_back(k, &p, d.id != 0, e));
}

/* --- all of them ---------------------------------------------------------- */

static enum rc
decide(struct banking *k, struct err *e)
{
	const struct told *t = k->t;

	k->key = key_of(k);
	k->state = "booked";
	k->code = "";
	k->detail[0] = '\0';
	k->payment_id = 0;
	if (t->debit && (t->reversal || t->return_code.n > 0))
		return (reversal(k, e));
	if (t->debit) {
		tell(k, "noted", "", "paid by us");
		return (RC_OK);
	}
	if (t->reversal) {
		tell(k, "noted", "", "something that was debited came back");
		return (RC_OK);
	}
	return (credit(k, e));
}

static enum rc
decide_one(struct banking *k, const struct told *t, struct err *e)
{
	k->t = t;
	arena_reset(&k->a);
	if (decide(k, e) != RC_OK)
		return (err_add(e, "entry %" PRId64 " of file %" PRId64, t->row,
		    t->file_id));
	return (store_exec(k->night->store, Q_BANK_ENTRY_DONE, NULL, e,
	    "sssooi", k->state, k->code, k->detail, k->payment_id,
	    k->night->run_id, t->id));
}

static enum rc
decide_all(struct banking *k, const struct list *all, struct err *e)
{
	struct batch batch;
	bool full;

	batch_init(&batch, k->night->store);
	for (size_t i = 0; i < all->n; i++) {
		if (i % 64 == 0)
			progress_set("pay", i, all->n);
		if (batch_open(&batch, e) != RC_OK ||
		    decide_one(k, LIST_AT(all, struct told, i), e) != RC_OK ||
		    batch_step(&batch, &full, e) != RC_OK)
			return (e->rc);
	}
	return (batch_end(&batch, e));
}

static enum rc
load(struct night *n, struct arena *a, struct list *all, struct err *e)
{
	struct rows *r;

	if (store_rows(n->store, Q_BANK_ENTRIES_OPEN, &r, e, "") != RC_OK)
		return (e->rc);
	while (rows_next(r))
		take(r, a, LIST_PUSH(a, all, struct told));
	return (rows_end(r, e));
}

/* --- those that were left open -------------------------------------------- */

/* An order that came after its money. */
static enum rc
try_again(struct banking *k, int64_t payment_id, struct err *e)
{
	struct payment_result r = { .known = false };
	struct placing p = { .x = &k->actor,
		.payment_id = payment_id,
		.a = &k->a,
		.r = &r };
	struct told t = { .row = 0 };
	struct sought w = { .amount = 0 };
	struct matched m;
	struct rows *rows;
	bool there;

	arena_reset(&k->a);
	if (store_rows(k->night->store, Q_PAYMENT_AGAIN, &rows, e, "i",
		payment_id) != RC_OK)
		return (e->rc);
	if (rows_next(rows)) {
		k->key = p.key = arena_slice(&k->a, rows_text(rows, 0));
		t.currency = p.currency = arena_slice(&k->a,
		    rows_text(rows, 1));
		t.amount = p.amount = rows_int(rows, 2);
		t.payer_account = arena_slice(&k->a, rows_text(rows, 3));
		t.refs = arena_slice(&k->a, rows_text(rows, 4));
		t.file_id = rows_int(rows, 5);
		t.message_id = rows_int(rows, 6);
		t.payer_name = arena_slice(&k->a, rows_text(rows, 7));
		t.offset = rows_int(rows, 8);
		p.customer = arena_slice(&k->a, rows_text(rows, 9));
		t.row = rows_int(rows, 10);
		t.booked_on = p.on = rows_day(rows, 11);
	}
	if (rows_end(rows, e) != RC_OK)
		return (e->rc);
	w = (struct sought){ &k->actor, t.refs, t.currency, t.payer_account,
		t.amount };
	k->t = &t;
	if (payment_match(k->night->store, &w, &k->a, &m, e) != RC_OK)
		return (e->rc);
	if (payment_there(&p, &there, e) != RC_OK)
		return (e->rc);
	/* Posted to a customer, it stays theirs. */
	if (!there || (p.customer.n > 0 && !slice_eq(p.customer, m.customer)))
		return (RC_OK);
	return (put_where_it_belongs(k, &p, &m, true, e));
}

static enum rc
try_open(struct banking *k, struct arena *a, struct err *e)
{
	struct list ids = { 0 };
	struct batch batch;
	struct rows *r;
	bool full;

	if (store_rows(k->night->store, Q_PAYMENTS_OPEN, &r, e, "") != RC_OK)
		return (e->rc);
	while (rows_next(r))
		*LIST_PUSH(a, &ids, int64_t) = rows_int(r, 0);
	if (rows_end(r, e) != RC_OK)
		return (e->rc);
	batch_init(&batch, k->night->store);
	for (size_t i = 0; i < ids.n; i++)
		if (batch_open(&batch, e) != RC_OK ||
		    try_again(k, *LIST_AT(&ids, int64_t, i), e) != RC_OK ||
		    batch_step(&batch, &full, e) != RC_OK)
			return (e->rc);
	return (batch_end(&batch, e));
}

enum rc
payments_from_banks(struct night *n, struct err *e)
{
	struct banking k = { .night = n, .actor = night_actor(n) };
	struct arena a = ARENA_INIT;
	struct list all = { 0 };
	enum rc rc = load(n, &a, &all, e);

	if (rc == RC_OK)
		rc = decide_all(&k, &all, e);
	if (rc == RC_OK)
		rc = try_open(&k, &a, e);
	progress_end();
	store_rollback(n->store);
	arena_free(&k.a);
	arena_free(&a);
	return (rc);
}
