#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "domain/finding.h"
#include "pipeline/order_answer.h"

#define NOTES_TOLD 20 /* findings that one answer names */
#define PEPPOL "urn:fdc:peppol.eu:"

struct asked { /* by a change, of one line */
	struct slice line;
	enum line_change what;
};

struct filling {
	struct night *night;
	const struct booked *b;
	struct arena *a;
	struct order_answer *answer;
	struct asked *asked; /* by line number */
	size_t asked_n;
	int64_t message_id; /* what is answered: the order or its change */
	bool cancelled;     /* at the buyer's wish, and done */
};

/* --- changes -------------------------------------------------------------- */

static enum order_purpose
purpose_of(struct slice word)
{
	return (slice_is(word, "cancel")  ? PURPOSE_CANCEL :
		slice_is(word, "replace") ? PURPOSE_REPLACE :
		slice_is(word, "change")  ? PURPOSE_CHANGE :
					    PURPOSE_ORIGINAL);
}

static enum line_change
change_named(struct slice word)
{
	for (int i = 0; line_change_names[i] != NULL; i++)
		if (slice_is(word, line_change_names[i]))
			return ((enum line_change)i);
	return (CHANGE_UNSTATED);
}

static int
by_line(const void *a, const void *b)
{
	return (slice_cmp(((const struct asked *)a)->line,
	    ((const struct asked *)b)->line));
}

static enum rc
load_asked(struct filling *f, int64_t change_id, struct err *e)
{
	struct list all = { 0 };
	struct rows *r;

	if (store_rows(f->night->store, Q_CHANGE_ACTIONS, &r, e, "i",
		change_id) != RC_OK)
		return (e->rc);
	while (rows_next(r))
		*LIST_PUSH(f->a, &all, struct asked) =
		    (struct asked){ arena_slice(f->a, rows_text(r, 0)),
			    change_named(rows_text(r, 1)) };
	f->asked = all.v;
	f->asked_n = all.n;
	if (all.n > 1)
		qsort(f->asked, all.n, sizeof(*f->asked), by_line);
	return (rows_end(r, e));
}

static enum line_change
asked_of(const struct filling *f, struct slice line)
{
	const struct asked key = { .line = line }, *found;

	if (f->asked_n == 0)
		return (CHANGE_UNSTATED);
	found = bsearch(&key, f->asked, f->asked_n, sizeof(key), by_line);
	return (found != NULL ? found->what : CHANGE_UNSTATED);
}

/* A refused change is answered by its own row, an applied one by the order
 * that it changed. */
static enum rc
find_change(struct filling *f, struct err *e)
{
	const struct booked *b = f->b;
	bool own = booked_is_change(b);
	struct order_answer *a = f->answer;
	int64_t change_id = own ? b->order_id : 0, any = own;
	struct rows *r;

	f->message_id = b->message_id;
	a->release_number = b->release_number;
	a->change_number = b->change_number;
	a->change = own;
	a->purpose = purpose_of(b->purpose);
	if (!own &&
	    store_int(f->night->store, Q_CHANGES_ANY, 0, &any, e, "") != RC_OK)
		return (e->rc);
	if (any == 0)
		return (RC_OK);
	if (store_rows(f->night->store,
		own ? Q_CHANGE_STATED_ON : Q_CHANGE_TO_ANSWER, &r, e, "i",
		b->order_id) != RC_OK)
		return (e->rc);
	while (rows_next(r)) {
		a->changed_on = rows_day(r, own ? 0 : 2);
		a->change = true;
		if (own)
			continue;
		f->message_id = rows_int(r, 0);
		a->purpose = purpose_of(rows_text(r, 1));
		change_id = rows_int(r, 3);
		f->cancelled = rows_int(r, 4) != 0;
	}
	if (rows_end(r, e) != RC_OK)
		return (e->rc);
	return (change_id != 0 ? load_asked(f, change_id, e) : RC_OK);
}

/* --- lines ---------------------------------------------------------------- */

static void
line_price(struct rows *r, struct answer_line *l)
{
	struct decimal asked = rows_decimal(r, 18), booked = rows_decimal(r, 9);

	if (decimal_is_none(asked) || decimal_is_none(booked) ||
	    decimal_cmp(asked, booked) == 0)
		return;
	l->price = booked;
	l->differs |= DIFFERS_PRICE;
}

/* It went because the buyer said so. */
static void
gone(struct answer_line *l)
{
	l->status = ANSWER_ACCEPTED;
	l->change = CHANGE_DELETE;
	l->quantity = DECIMAL_ZERO;
	l->reason = SLICE_NONE;
}

/* What a line's state says to the buyer: UNCL 1229. */
static void
line_status(struct filling *f, struct rows *r, struct answer_line *l)
{
	struct slice state = rows_text(r, 11);
	struct decimal short_of = rows_decimal(r, 15);
	struct decimal cut = rows_decimal(r, 14);

	l->status = ANSWER_ACCEPTED;
	if (slice_is(state, "cancelled") &&
	    (f->cancelled || slice_is(l->reason, "CHANGE-APPLIED"))) {
		gone(l);
	} else if (slice_is(state, "rejected") ||
	    slice_is(state, "cancelled")) {
		l->status = ANSWER_REFUSED;
	} else if (slice_is(state, "shipped")) {
		l->status = ANSWER_DELIVERED;
		if (decimal_cmp(l->shipped, l->quantity) < 0)
			l->backorder = DECIMAL_ZERO;
		l->quantity = l->shipped;
	} else if (slice_is(state, "backordered")) {
		l->status = ANSWER_CHANGED;
		(void)decimal_sub(l->quantity, short_of, &l->quantity);
		l->backorder = short_of;
	} else if (slice_is(state, "changed")) {
		l->status = ANSWER_CHANGED;
		if (cut.coef > 0) {
			(void)decimal_sub(l->quantity, cut, &l->quantity);
			l->backorder = DECIMAL_ZERO;
		} else if (slice_is(l->reason, "ORDER-PRICE")) {
			l->price = rows_decimal(r, 9);
			l->differs |= DIFFERS_PRICE;
		}
	}
}

/* A line that is booked as a substitute tells it when we confirm it; until
 * then it is about what was ordered, and so it is when nothing comes. */
static void
line_item(const struct filling *f, struct rows *r, struct answer_line *l)
{
	struct slice ordered = rows_text(r, 22);

	if (ordered.n == 0)
		return;
	if (slice_is(f->b->answer, "AB") || l->status == ANSWER_REFUSED ||
	    l->change == CHANGE_DELETE) {
		l->seller_item = arena_slice(f->a, ordered);
		l->gtin = arena_slice(f->a, rows_text(r, 23));
		l->name = arena_slice(f->a, rows_text(r, 24));
		return;
	}
	l->ordered_item = arena_slice(f->a, ordered);
	l->ordered_gtin = arena_slice(f->a, rows_text(r, 23));
	l->ordered_name = arena_slice(f->a, rows_text(r, 24));
	l->differs |= DIFFERS_ITEM;
	if (l->status == ANSWER_ACCEPTED)
		l->status = ANSWER_CHANGED;
}

/* The later one of the order's day and the line's own. */
static void
line_day(const struct filling *f, struct rows *r, struct answer_line *l)
{
	const struct booked *b = f->b;
	day ready = b->promised_on != DAY_NONE ? b->promised_on :
						 b->requested_on;
	day wanted = rows_null(r, 16) ? b->requested_on : rows_day(r, 16);
	day on = wanted != DAY_NONE && wanted > ready ? wanted : ready;

	if (b->confirmation.n == 0 || l->status == ANSWER_REFUSED ||
	    l->status == ANSWER_DELIVERED || l->change == CHANGE_DELETE ||
	    on == DAY_NONE)
		return;
	if (wanted != DAY_NONE && on > wanted) {
		l->differs |= DIFFERS_DATE;
		l->status = ANSWER_CHANGED;
	}
	if ((l->differs & DIFFERS_DATE || wanted == DAY_NONE ||
		!decimal_is_none(l->backorder)) &&
	    l->quantity.coef > 0)
		l->promised_on = on;
}

/* When what is missing is at the buyer's: known of what is on its way to us. */
static void
line_expected(const struct filling *f, struct rows *r, struct answer_line *l)
{
	const struct config *config = &f->night->mill->config;
	const struct partner *p = config_partner(config, f->b->partner);
	int lead = config->seller.order_lead_days;
	day comes = rows_day(r, 20), wanted = f->b->requested_on;

	if (decimal_is_none(l->backorder) || l->backorder.coef <= 0 ||
	    comes == DAY_NONE || comes < f->night->today)
		return;
	if (p == NULL ||
	    !calendar_add_business_days(config_calendar(config, p->calendar),
		comes, lead, &l->expected_on))
		l->expected_on = comes + lead;
	if (!rows_null(r, 16))
		wanted = rows_day(r, 16);
	if (wanted != DAY_NONE && wanted > l->expected_on)
		l->expected_on = wanted;
}

static void
line_note(const struct filling *f, struct answer_line *l)
{
	const struct finding_rule *rule = finding_rule(l->reason);
	char on[11];

	if (l->reason.n > 0)
		l->note = rule != NULL ? slice_of(rule->rule) : l->reason;
	if (l->expected_on != DAY_NONE)
		l->note = slice_of(arena_printf(f->a,
		    SL_FMT "%sWhat follows is expected on %s.", SL_ARG(l->note),
		    l->note.n > 0 ? " " : "", day_text(l->expected_on, on)));
}

static void
take_line(struct filling *f, struct rows *r, struct answer_line *l)
{
	struct arena *a = f->a;

	*l = (struct answer_line){ .backorder = DECIMAL_NONE,
		.price = DECIMAL_NONE,
		.promised_on = DAY_NONE,
		.expected_on = DAY_NONE,
		.ordered = rows_decimal(r, 7),
		.quantity = rows_decimal(r, 7),
		.shipped = rows_decimal(r, 13),
		.unit_price = rows_decimal(r, 9),
		.price_basis = rows_decimal(r, 10) };
	l->id = slice_of(arena_printf(a, "%" PRId64, rows_int(r, 0)));
	l->order_line = arena_slice(a, rows_text(r, 1));
	l->name = arena_slice(a, rows_text(r, 2));
	l->seller_item = arena_slice(a,
	    rows_text(r, 3).n > 0 ? rows_text(r, 3) : rows_text(r, 4));
	l->buyer_item = arena_slice(a, rows_text(r, 5));
	l->gtin = arena_slice(a, rows_text(r, 6));
	l->unit = arena_slice(a, rows_text(r, 8));
	l->unit_code = arena_slice(a, rows_text(r, 17));
	l->reason = arena_slice(a, rows_text(r, 12));
	l->auxiliary = arena_slice(a, rows_text(r, 21));
	l->change = rows_text(r, 19).n > 0 ? change_named(rows_text(r, 19)) :
					     asked_of(f, l->order_line);
}

static enum rc
answer_lines(struct filling *f, struct err *e)
{
	bool held = slice_is(f->b->answer, "AB");
	struct rows *r;

	if (store_rows(f->night->store, Q_ORDER_ANSWER_LINES, &r, e, "i",
		f->b->order_id) != RC_OK)
		return (e->rc);
	while (rows_next(r)) {
		struct answer_line *l = LIST_PUSH(f->a, &f->answer->lines,
		    struct answer_line);

		take_line(f, r, l);
		line_status(f, r, l);
		if (l->status != ANSWER_REFUSED && l->change != CHANGE_DELETE)
			line_price(r, l);
		line_item(f, r, l);
		line_day(f, r, l);
		line_expected(f, r, l);
		if (held && l->status != ANSWER_REFUSED) {
			l->status = ANSWER_CHANGED;
			l->differs = DIFFERS_HELD;
		}
		if (l->change != CHANGE_DELETE &&
		    decimal_cmp(l->quantity, l->ordered) != 0)
			l->differs |= DIFFERS_QUANTITY;
		line_note(f, l);
	}
	return (rows_end(r, e));
}

/* --- notes ---------------------------------------------------------------- */

static void
note(struct filling *f, const char *text)
{
	LIST_PUSH(f->a, &f->answer->notes, struct text_item)->text = slice_of(
	    text);
}

/* Why, in the words of each finding; the detail repeats the first one. */
static enum rc
finding_notes(struct filling *f, struct err *e)
{
	struct rows *r;

	if (store_rows(f->night->store, Q_ORDER_FINDINGS_TOLD, &r, e, "ii",
		f->b->order_id, (int64_t)NOTES_TOLD) != RC_OK)
		return (e->rc);
	while (rows_next(r))
		if (!slice_eq(rows_text(r, 0), f->b->detail))
			note(f, arena_text(f->a, rows_text(r, 0)));
	return (rows_end(r, e));
}

/* Where the document has no element for it. */
static void
change_note(struct filling *f)
{
	const struct order_answer *a = f->answer;
	struct slice number = a->change_number, id = a->change_id;

	if (number.n == 0 && id.n == 0)
		return;
	note(f,
	    arena_printf(f->a, "Answer to %s " SL_FMT "%s" SL_FMT,
		a->purpose == PURPOSE_CANCEL ? "cancellation" : "change",
		SL_ARG(number.n > 0 ? number : id),
		id.n > 0 && number.n > 0 && !slice_eq(id, number) ? ", " : "",
		SL_ARG(
		    number.n > 0 && !slice_eq(id, number) ? id : SLICE_NONE)));
}

/* Reasons, the release of a standing order, where to pay. */
static enum rc
answer_notes(struct filling *f, const struct writer *w, struct err *e)
{
	const struct booked *b = f->b;
	const struct finding_rule *rule = finding_rule(b->reason);
	/* How near to its limit a customer is stays between us. */
	bool discreet = slice_is(b->reason, "ORDER-CREDIT");

	if (f->answer->change && w->native == NULL)
		change_note(f);
	if (b->nominal_on != DAY_NONE && b->release_number.n > 0)
		note(f,
		    arena_printf(f->a,
			"Release " SL_FMT " of standing order " SL_FMT,
			SL_ARG(b->release_number), SL_ARG(b->po_number)));
	if (b->detail.n > 0 && !discreet)
		note(f, arena_text(f->a, b->detail));
	else if (rule != NULL)
		note(f, rule->rule);
	if (f->answer->head.test)
		note(f, "TEST: this order will not be delivered or charged.");
	if (slice_is(b->answer, "RE") || slice_is(b->answer, "AB"))
		return (finding_notes(f, e));
	return (RC_OK);
}

/* --- all of it ------------------------------------------------------------ */

/* What is accepted and comes later is accepted with a change. */
static enum rc
decide_code(struct filling *f, struct err *e)
{
	const struct booked *b = f->b;
	day ready = b->promised_on != DAY_NONE ? b->promised_on :
						 b->requested_on;
	int64_t late = 0;

	f->answer->code = arena_text(f->a, b->answer);
	if (f->cancelled)
		f->answer->code = "AP";
	if (!slice_is(b->answer, "AP") || ready == DAY_NONE)
		return (RC_OK);
	if (store_int(f->night->store, Q_ORDER_LINES_LATE, 0, &late, e, "iDd",
		b->order_id, b->requested_on, ready) != RC_OK)
		return (e->rc);
	if (late > 0)
		f->answer->code = "CA";
	return (RC_OK);
}

/* The head of an answer in UBL is the order's own, of one to a change that
 * came in UBL that of Peppol's advanced ordering, where it is Peppol's. */
static enum rc
answer_head(struct filling *f, const struct partner *p, const struct writer *w,
    struct slice key, struct err *e)
{
	struct answered to = { .standard = SLICE_NONE };
	struct order_answer *a = f->answer;

	if ((w->native != NULL || a->change) &&
	    answered_message(f->night, f->message_id, &to, f->a, e) != RC_OK)
		return (e->rc);
	if (a->change) {
		a->change_kind = to.kind;
		if (slice_is(to.standard, "ubl")) {
			a->change_id = to.document_id;
			a->change_version = to.version;
		}
	}
	return (answer_head_fill(f->night, p, w, &to, f->b->test, "OR", key,
	    f->a, &a->head, e));
}

/* A confirmation in cXML takes the place of the one before it. */
static enum rc
replaced_confirmation(struct filling *f, const struct writer *w, struct err *e)
{
	struct rows *r;

	if (f->b->confirmation.n == 0 || w->native == NULL ||
	    strcmp(w->name, "cxml-confirmation") != 0)
		return (RC_OK);
	if (store_rows(f->night->store, Q_OUTBOX_CONFIRMED, &r, e, "is",
		f->b->order_id, w->name) != RC_OK)
		return (e->rc);
	while (rows_next(r))
		f->answer->head.native.previous = arena_slice(f->a,
		    rows_text(r, 0));
	return (rows_end(r, e));
}

/* Peppol's answers have lines in a CA only; a partner who keeps to other rules
 * is told of those that wait, too. */
static bool
tells_lines(const struct filling *f, const struct partner *p,
    const struct writer *w)
{
	struct slice own = p->answers.customization;

	return (w->native != NULL || strcmp(f->answer->code, "CA") == 0 ||
	    (strcmp(f->answer->code, "AB") == 0 && own.n > 0 &&
		!slice_starts(own, SLICE(PEPPOL))));
}

enum rc
order_answer_fill(struct night *n, const struct booked *b,
    const struct partner *p, const struct writer *w, struct slice key,
    struct arena *a, struct order_answer *answer, struct err *e)
{
	struct filling f = { .night = n, .b = b, .a = a, .answer = answer };

	*answer = (struct order_answer){
		.confirmation = b->confirmation,
		.currency = b->currency.n > 0 ? b->currency :
						n->mill->config.seller.currency,
		.customer_reference = b->customer_reference,
		.po_number = b->po_number,
		.po_date = b->ordered_on,
		.promised_on = b->confirmation.n > 0 ? b->promised_on :
						       DAY_NONE,
		.changed_on = DAY_NONE,
		.version = b->answers + 1,
	};
	if (find_change(&f, e) != RC_OK || decide_code(&f, e) != RC_OK ||
	    answer_head(&f, p, w, key, e) != RC_OK ||
	    replaced_confirmation(&f, w, e) != RC_OK ||
	    answer_notes(&f, w, e) != RC_OK)
		return (e->rc);
	if (f.cancelled)
		answer->promised_on = DAY_NONE;
	return (tells_lines(&f, p, w) ? answer_lines(&f, e) : RC_OK);
}
