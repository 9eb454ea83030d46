#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "domain/ident.h"
#include "pipeline/booking.h"
#include "pipeline/payment.h"
#include "pipeline/giveback.h"
#include "pipeline/receivable.h"
#include "pipeline/blanket.h"
#include "pipeline/standing_book.h"

/* In the order of the query's columns. */
static void
read_booked(struct rows *r, struct arena *a, struct booked *b)
{
	int c = 0;

#define I(field) b->field = rows_int(r, c++)
#define T(field) b->field = arena_slice(a, rows_text(r, c++))
#define D(field) b->field = rows_day(r, c++)
	I(order_id);
	I(file_id);
	I(message_id);
	I(ordinal);
	T(partner);
	T(customer);
	T(po_number);
	T(release_number);
	T(kind);
	T(purpose);
	T(state);
	T(step);
	T(verdict);
	T(hold);
	T(reason);
	T(detail);
	T(content);
	T(confirmation);
	T(currency);
	T(payment);
	T(charge_at);
	T(rf_reference);
	T(customer_reference);
	T(released);
	T(ship_name);
	T(street);
	T(city);
	T(postal_code);
	T(country);
	T(warehouse);
	T(change_number);
	b->test = rows_int(r, c++) != 0;
	b->claimed = rows_int(r, c++) != 0;
	I(line_count);
	I(net);
	I(charges);
	I(tax);
	I(total);
	I(done_net);
	I(done_charges);
	I(done_tax);
	D(ordered_on);
	D(requested_on);
	D(warehouse_on);
	D(nominal_on);
	I(standing_order_id);
	I(received_at);
	I(answer_due_at);
	T(answer);
	I(answers);
	D(promised_on);
	T(ship_ids);
	T(region);
#undef I
#undef T
#undef D
}

enum rc
booked_load(struct store *s, int64_t order_id, struct arena *a,
    struct booked *b, struct err *e)
{
	struct rows *r;
	bool found;

	if (store_rows(s, Q_ORDER_GET, &r, e, "i", order_id) != RC_OK)
		return (e->rc);
	found = rows_next(r);
	if (found)
		read_booked(r, a, b);
	if (rows_end(r, e) != RC_OK)
		return (e->rc);
	if (!found)
		return (err_set(e, RC_REJECT, "ORDER-UNKNOWN",
		    "there is no order %" PRId64, order_id));
	return (RC_OK);
}

bool
booked_is_change(const struct booked *b)
{
	return (slice_is(b->purpose, "change") ||
	    slice_is(b->purpose, "replace") || slice_is(b->purpose, "cancel"));
}

bool
booked_released(const struct booked *b, const char *reason)
{
	struct slice rest = b->released, word;

	while (rest.n > 0) {
		(void)slice_cut(rest, ' ', &word, &rest);
		if (slice_is(word, reason))
			return (true);
	}
	return (false);
}

/* Every order makes several: put together without a format. */
char *
booked_key(const struct booked *b, const char *what, struct arena *a)
{
	const struct slice parts[] = { slice_of(what), b->partner, b->customer,
		b->po_number, b->release_number,
		b->test ? SLICE("1") : SLICE("0") };
	size_t n = 0, count = sizeof(parts) / sizeof(parts[0]);
	char *key, *p;

	for (size_t i = 0; i < count; i++)
		n += parts[i].n + 1;
	p = key = arena_alloc(a, n);
	for (size_t i = 0; i < count; i++) {
		if (parts[i].n > 0)
			memcpy(p, parts[i].p, parts[i].n);
		p += parts[i].n;
		*p++ = i + 1 < count ? '|' : '\0';
	}
	return (key);
}

struct charged_order
booked_charge(const struct booked *b)
{
	return ((struct charged_order){
	    .charge_at = slice_is(b->charge_at, "acceptance") ?
		CHARGE_AT_ACCEPTANCE :
		slice_is(b->charge_at, "never") ? CHARGE_NEVER :
						  CHARGE_AT_DESPATCH,
	    .prepaid = slice_is(b->payment, "prepaid"),
	    .net = b->net,
	    .charges = b->charges,
	    .tax = b->tax,
	    .done_net = b->done_net,
	    .done_charges = b->done_charges,
	    .done_tax = b->done_tax,
	});
}

struct actor
night_actor(struct night *n)
{
	return ((struct actor){ .mill = n->mill,
	    .store = n->store,
	    .master = n->master,
	    .at = n->as_of,
	    .today = n->today,
	    .run_id = n->run_id,
	    .who = "run" });
}

static enum rc
history(const struct actor *x, const struct booked *b, const char *kind,
    const char *text, struct err *e)
{
	struct event v = { x->at, x->run_id, "order", b->order_id, SLICE_NONE,
		kind };

	return (event_add(x->store, &v, e, "%s: %s", x->who, text));
}

static enum rc
wrong_state(const struct booked *b, const char *verb, struct err *e)
{
	return (err_set(e, RC_REJECT, "ORDER-STATE",
	    "order " SL_FMT " is " SL_FMT ", it cannot be %s",
	    SL_ARG(b->po_number), SL_ARG(b->state), verb));
}

static bool
in_state(const struct booked *b, const char *const *states)
{
	for (; *states != NULL; states++)
		if (slice_is(b->state, *states))
			return (true);
	return (false);
}

static enum rc
set_state(const struct actor *x, struct booked *b, const char *state,
    const char *code, const char *detail, const char *answer, bool claimed,
    struct err *e)
{
	if (store_exec(x->store, Q_ORDER_STATE, NULL, e, "sssssii", state,
		"done", code, detail, answer, (int64_t)claimed,
		b->order_id) != RC_OK)
		return (e->rc);
	b->state = slice_of(state);
	b->claimed = claimed;
	return (RC_OK);
}

static const struct partner *
partner_of(const struct actor *x, const struct booked *b)
{
	return (config_partner(&x->mill->config, b->partner));
}

static day
hold_expiry(const struct actor *x, const struct booked *b,
    enum hold_reason reason)
{
	const struct partner *p = partner_of(x, b);
	int days = p != NULL ? p->rules.hold_expires_days : 0;

	if (reason == HOLD_PAYMENT && x->mill->config.seller.prepaid_days > 0)
		days = x->mill->config.seller.prepaid_days;
	return (days > 0 ? x->today + days : DAY_NONE);
}

enum rc
order_hold(const struct actor *x, struct booked *b, enum hold_reason reason,
    const char *code, const char *detail, struct err *e)
{
	static const char *const from[] = { "received", "held", "accepted",
		NULL };
	const char *word = hold_reason_names[reason];

	if (!in_state(b, from))
		return (wrong_state(b, "held", e));
	if (store_exec(x->store, Q_HOLD_INSERT, NULL, e, "issiD", b->order_id,
		word, detail, x->at, hold_expiry(x, b, reason)) != RC_OK ||
	    set_state(x, b, "held", code, detail, "AB", b->claimed, e) != RC_OK)
		return (e->rc);
	return (history(x, b, "held", detail[0] != '\0' ? detail : word, e));
}

static enum rc
end_holds(const struct actor *x, const struct booked *b, struct err *e)
{
	return (store_exec(x->store, Q_HOLD_END, NULL, e, "isi", x->at, x->who,
	    b->order_id));
}

/* The reasons that are open now, remembered: charge does not ask them again. */
static enum rc
released_text(const struct actor *x, const struct booked *b, struct buf *text,
    struct err *e)
{
	struct rows *r;

	buf_add(text, b->released);
	if (store_rows(x->store, Q_HOLD_REASONS_OPEN, &r, e, "i",
		b->order_id) != RC_OK)
		return (e->rc);
	while (rows_next(r)) {
		if (text->n > 0)
			buf_char(text, ' ');
		buf_add(text, rows_text(r, 0));
	}
	return (rows_end(r, e));
}

enum rc
order_release(const struct actor *x, struct booked *b, const char *why,
    struct err *e)
{
	struct buf text;
	enum rc rc;

	if (!slice_is(b->state, "held"))
		return (wrong_state(b, "released", e));
	buf_init(&text, 4096);
	rc = released_text(x, b, &text, e);
	/* An accepted order that was held by hand keeps what it was. */
	if (rc == RC_OK && b->confirmation.n > 0)
		rc = set_state(x, b, "accepted", "", "", "", true, e);
	else if (rc == RC_OK)
		rc = store_exec(x->store, Q_ORDER_RELEASED, NULL, e, "ti",
		    buf_slice(&text), b->order_id);
	buf_free(&text);
	if (rc != RC_OK || end_holds(x, b, e) != RC_OK)
		return (e->rc);
	return (history(x, b, "released", why, e));
}

/* What will not be delivered is drawn on no blanket order. */
static enum rc
gives_back(const struct actor *x, const struct booked *b, struct err *e)
{
	if (!slice_is(b->kind, "call_off"))
		return (RC_OK);
	return (blanket_settle(x, b, false, e));
}

enum rc
order_call(const struct actor *x, struct booked *b, const char *why,
    struct err *e)
{
	if (!slice_is(b->state, "accepted") ||
	    !slice_is(b->kind, "bill_and_hold") || b->warehouse_on != DAY_NONE)
		return (wrong_state(b, "called", e));
	if (store_exec(x->store, Q_ORDER_CALLED, NULL, e, "di", x->today,
		b->order_id) != RC_OK)
		return (e->rc);
	b->warehouse_on = x->today;
	return (history(x, b, "called", why, e));
}

enum rc
order_reject(const struct actor *x, struct booked *b, const char *code,
    const char *detail, struct err *e)
{
	static const char *const from[] = { "received", "held", NULL };

	if (!in_state(b, from) || b->confirmation.n > 0)
		return (wrong_state(b, "rejected", e));
	if (gives_back(x, b, e) != RC_OK)
		return (e->rc);
	if (store_exec(x->store, Q_ORDER_LINES_STATE, NULL, e, "ssi",
		"rejected", code, b->order_id) != RC_OK ||
	    end_holds(x, b, e) != RC_OK ||
	    set_state(x, b, "rejected", code, detail, b->told ? "" : "RE",
		false, e) != RC_OK ||
	    standing_refused(x, b, strcmp(code, "ORDER-EXPIRED") == 0, e) !=
		RC_OK)
		return (e->rc);
	return (
	    history(x, b, "rejected", detail[0] != '\0' ? detail : code, e));
}

enum rc
order_note(const struct actor *x, struct booked *b, const char *code,
    const char *detail, struct err *e)
{
	if (!slice_is(b->state, "received"))
		return (wrong_state(b, "noted", e));
	if (set_state(x, b, "noted", code, detail, "", false, e) != RC_OK)
		return (e->rc);
	return (history(x, b, "noted", detail, e));
}

static enum rc
post(const struct actor *x, const struct booked *b, const char *what,
    const struct journal *j, const struct ledger_terms *terms, struct arena *a,
    struct err *e)
{
	struct ledger_entry l = { .customer = b->customer,
		.currency = b->currency,
		.order_id = b->order_id,
		.run_id = x->run_id,
		.at = x->at,
		.on = x->today,
		.terms = terms,
		.newest_first = true,
		.sums = x->sums };
	bool fresh;

	l.business_key = slice_of(booked_key(b, what, a));
	if (ledger_post(x->store, j, &l, &fresh, e) != RC_OK)
		return (e->rc);
	return (j->event == EVENT_CANCELLED ? giveback_post(x, &l, j, NULL, e) :
					      RC_OK);
}

/* What was charged is given back: as less debt, or as a deposit where this
 * very order was paid. */
static enum rc
uncharge(const struct actor *x, const struct booked *b, struct err *e)
{
	struct charged_order o = booked_charge(b);
	struct arena a = ARENA_INIT;
	struct journal j;
	enum rc rc = ledger_owed(x->store, b->order_id, &o.owed, e);

	if (rc == RC_OK && !charge_cancelled(&o, o.net - o.done_net, true, &j))
		rc = err_set(e, RC_FATAL, "LEDGER", "cancelling order %" PRId64,
		    b->order_id);
	if (rc == RC_OK)
		rc = post(x, b, "cancelled", &j, NULL, &a, e);
	if (rc == RC_OK)
		rc = store_exec(x->store, Q_ORDER_DONE, NULL, e, "siiii",
		    "cancelled", o.done_net, o.done_charges, o.done_tax,
		    b->order_id);
	arena_free(&a);
	return (rc);
}

enum rc
order_cancel(const struct actor *x, struct booked *b, const char *why,
    struct err *e)
{
	static const char *const from[] = { "held", "accepted", NULL },
				 *const by_word[] = { "at_warehouse", NULL };

	if (!in_state(b, from) && !(b->word && in_state(b, by_word))) {
		(void)wrong_state(b, "cancelled", e);
		return (err_help(e,
		    "what is at the warehouse is cancelled by its "
		    "confirmation"));
	}
	if (b->confirmation.n > 0 && !b->test &&
	    !slice_is(b->kind, "blanket") && uncharge(x, b, e) != RC_OK)
		return (e->rc);
	if (gives_back(x, b, e) != RC_OK)
		return (e->rc);
	if (store_exec(x->store, Q_ORDER_LINES_STATE, NULL, e, "ssi",
		"cancelled", "", b->order_id) != RC_OK ||
	    end_holds(x, b, e) != RC_OK ||
	    set_state(x, b, "cancelled", "", why,
		b->confirmation.n > 0 ? "CA" : "RE", true, e) != RC_OK ||
	    (b->confirmation.n == 0 &&
		standing_refused(x, b, false, e) != RC_OK))
		return (e->rc);
	return (history(x, b, "cancelled", why, e));
}

/* AP when every line stands as ordered, CA with all lines otherwise; nothing
 * for releases whose partner wants ship notices only. */
static enum rc
answer_for(const struct actor *x, const struct booked *b, const char **answer,
    struct err *e)
{
	const struct partner *p;
	int64_t unlike = 0;

	if (!b->as_ordered &&
	    store_int(x->store, Q_ORDER_LINES_UNLIKE, 0, &unlike, e, "i",
		b->order_id) != RC_OK)
		return (e->rc);
	*answer = unlike > 0 ? "CA" : "AP";
	if (b->nominal_on == DAY_NONE || b->release_number.n == 0 || unlike > 0)
		return (RC_OK);
	p = partner_of(x, b);
	if (p != NULL && p->answers.per_release == RELEASE_SHIP_ONLY)
		*answer = "";
	return (RC_OK);
}

/* Under the first number that no other order bears. */
static enum rc
set_accepted(const struct actor *x, const struct booked *b, const char *answer,
    char number[CONFIRMATION_MAX], struct arena *a, struct err *e)
{
	struct slice key = slice_of(booked_key(b, "confirmation", a));
	int64_t changed = 0;

	for (int attempt = 0; attempt < 100; attempt++) {
		(void)confirmation_number(x->mill->key, key, attempt, number);
		if (store_exec(x->store, Q_ORDER_ACCEPTED, &changed, e,
			"ttssDi", SLICE_NONE, SLICE_NONE, answer, number,
			b->warehouse_on, b->order_id) != RC_OK)
			return (e->rc);
		if (changed > 0)
			return (RC_OK);
	}
	return (err_set(e, RC_FATAL, "CONFIRMATION",
	    "a hundred numbers were taken"));
}

day
order_promise(const struct actor *x, const struct booked *b, day leaves,
    day wanted)
{
	const struct config *config = &x->mill->config;
	const struct partner *p = partner_of(x, b);
	int lead = config->seller.order_lead_days;
	day arrives;

	if (p == NULL ||
	    !calendar_add_business_days(config_calendar(config, p->calendar),
		leaves, lead, &arrives))
		arrives = leaves + lead;
	return (wanted != DAY_NONE && arrives <= wanted ? DAY_NONE : arrives);
}

/* It should have left before, or may at once; or no day was asked for, but
 * one before which it is not wanted: the buyer is told when it comes. */
static enum rc
promise(const struct actor *x, struct booked *b, struct err *e)
{
	if (b->warehouse_on == DAY_NONE || b->warehouse_on < x->today)
		b->warehouse_on = x->today;
	else if (b->requested_on != DAY_NONE || b->nominal_on != DAY_NONE)
		return (RC_OK);
	b->promised_on = order_promise(x, b, b->warehouse_on, b->requested_on);
	return (store_exec(x->store, Q_ORDER_PROMISED, NULL, e, "Di",
	    b->promised_on, b->order_id));
}

static enum rc
charge(const struct actor *x, const struct booked *b, struct arena *a,
    struct err *e)
{
	struct charged_order o = booked_charge(b);
	struct ledger_terms terms;
	struct journal j;
	bool owed = o.charge_at == CHARGE_AT_ACCEPTANCE && !o.prepaid;

	if (!charge_accepted(&o, &j))
		return (err_set(e, RC_FATAL, "LEDGER",
		    "accepting order %" PRId64, b->order_id));
	/* What stays here by the buyer's wish is due from now on. */
	if (owed &&
	    receivable_terms(x, b->customer,
		slice_is(b->kind, "bill_and_hold") ? x->today : DAY_NONE,
		&terms, e) != RC_OK)
		return (e->rc);
	if (post(x, b, "accepted", &j, owed ? &terms : NULL, a, e) != RC_OK)
		return (e->rc);
	return (o.prepaid ? payment_round(x, b, e) : RC_OK);
}

static enum rc
accept(const struct actor *x, struct booked *b, struct arena *a, struct err *e)
{
	char number[CONFIRMATION_MAX];
	const char *answer = "";
	bool goods = !slice_is(b->kind, "blanket");

	/* Of an agreement nothing leaves, and nothing is owed; what is held for
	 * the buyer leaves when it is called. */
	if (!goods || slice_is(b->kind, "bill_and_hold"))
		b->warehouse_on = DAY_NONE;
	else if (promise(x, b, e) != RC_OK)
		return (e->rc);
	if (answer_for(x, b, &answer, e) != RC_OK)
		return (e->rc);
	if (goods && !b->test && charge(x, b, a, e) != RC_OK)
		return (e->rc);
	if (set_accepted(x, b, answer, number, a, e) != RC_OK)
		return (e->rc);
	b->state = SLICE("accepted");
	if (!goods && blanket_open(x, b, e) != RC_OK)
		return (e->rc);
	/* The schedule and its first order are booked together. */
	if (slice_is(b->kind, "standing") &&
	    standing_book_first(x, b, e) != RC_OK)
		return (e->rc);
	return (history(x, b, "accepted", number, e));
}

enum rc
order_accept(const struct actor *x, struct booked *b, struct err *e)
{
	struct arena a = ARENA_INIT;
	enum rc rc;

	if (!slice_is(b->state, "received"))
		return (wrong_state(b, "accepted", e));
	rc = accept(x, b, &a, e);
	arena_free(&a);
	return (rc);
}

enum rc
order_progress(const struct actor *x, struct booked *b, const char *state,
    const struct charged_order *done, struct err *e)
{
	if (store_exec(x->store, Q_ORDER_DONE, NULL, e, "siiii", state,
		done->done_net, done->done_charges, done->done_tax,
		b->order_id) != RC_OK)
		return (e->rc);
	b->state = slice_of(state); /* callers give literals */
	if (strcmp(state, "cancelled") != 0)
		return (RC_OK);
	return (store_exec(x->store, Q_CHANGE_ANSWER, NULL, e, "si", "CA",
	    b->order_id));
}
