#include "parsers/x12_order.h"

#include "domain/ident.h"
#include "domain/recurrence.h"
#include "domain/terms.h"

#define ADDRESS_MAX 16 /* segments that make one text */

/* --- small things ------------------------------------------------------ */

struct slice
x12_words(struct x12_850 *c, struct slice a, struct slice b)
{
	if (a.n == 0 || b.n == 0)
		return (a.n == 0 ? b : a);
	return (x12_joined(c->x->arena, ' ', a, b, SLICE_NONE));
}

void
x12_set_once(struct slice *where, struct slice v)
{
	if (where->n == 0)
		*where = v;
}

void
x12_note(struct x12_850 *c, struct list *notes, struct slice text)
{
	if (text.n > 0)
		((struct text_item *)shape_push(c->x->arena, notes,
		     &text_item_shape))
		    ->text = text;
}

struct x12_place
x12_here(const struct x12 *x, const struct x12_segment *s, unsigned element)
{
	return ((struct x12_place){ x12_place_of(x, s, element), x->number });
}

void
x12_fault_at(struct x12 *x, const char *code, struct x12_place at,
    const char *tag, const char *element, const char *text)
{
	int64_t now = x->number;

	x->number = at.segment;
	x12_fault(x, code, at.where, slice_of(tag), element, "%s", text);
	x->number = now;
}

static struct decimal
cents(const struct x12_segment *s, unsigned i)
{
	struct decimal d;

	if (!X12_HAS(s, i) || !decimal_parse_implied(s->e[i], 2, &d))
		return (DECIMAL_NONE);
	return (d);
}

day
x12_date_of(const struct x12_850 *c, struct slice s)
{
	day d = day_parse_basic(s);

	if (d == DAY_NONE && c->x->version < 4010)
		d = day_parse_short(s);
	return (d);
}

/* Texts side by side; room for them is there. */
struct words {
	char *p;
	size_t n;
};

static void
add_word(struct words *w, struct slice v)
{
	if (v.n == 0)
		return;
	if (w->n > 0)
		w->p[w->n++] = ' ';
	memcpy(w->p + w->n, v.p, v.n);
	w->n += v.n;
}

struct slice
x12_ref_text(struct x12_850 *c, const struct x12_segment *s)
{
	struct slice parts = x12_at(s, 4), part, text = x12_at(s, 3);
	struct words w = { NULL, 0 };

	if (parts.n == 0)
		return (text);
	w.p = arena_alloc(c->x->arena, text.n + 1 + parts.n);
	add_word(&w, text);
	while (slice_cut(parts, c->x->isa->seps.component, &part, &parts))
		add_word(&w, part);
	add_word(&w, part);
	return ((struct slice){ w.p, w.n });
}

/* `first` and the elements of a segment. */
static struct slice
with_elements(struct x12_850 *c, struct slice first,
    const struct x12_segment *s)
{
	size_t n = first.n;
	struct words w = { NULL, 0 };

	for (unsigned i = 1; i <= s->n; i++)
		n += 1 + x12_at(s, i).n;
	w.p = arena_alloc(c->x->arena, n);
	add_word(&w, first);
	for (unsigned i = 1; i <= s->n; i++)
		add_word(&w, x12_at(s, i));
	return ((struct slice){ w.p, w.n });
}

/* What the model has no place for, as it stands. */
static void
tell(struct x12_850 *c, struct list *notes, const struct x12_segment *s)
{
	x12_note(c, notes, with_elements(c, s->e[0], s));
}

/* An agreed rule in free text.  Anything else in a text is for people. */
static void
look_for_rule(struct x12_850 *c, struct slice text)
{
	if (c->order.recurrence.text.n > 0 || text.n < 6)
		return;
	if (slice_ieq(slice_sub(text, 0, 5), SLICE("FREQ=")) ||
	    slice_ieq(slice_sub(text, 0, 6), SLICE("RRULE:")) ||
	    slice_ieq(slice_sub(text, 0, 6), SLICE("RRULE ")))
		c->order.recurrence.text = text;
}

/* --- header ------------------------------------------------------------ */

void
x12_beg(void *state, const struct x12_segment *s)
{
	struct x12_850 *c = state;
	struct order *o = &c->order;

	if (c->header)
		return; /* a second one is a fault of its own */
	c->header = true;
	o->purpose_code = x12_at(s, 1);
	o->purpose = x12_purpose(o->purpose_code);
	o->kind_code = x12_at(s, 2);
	o->kind = x12_kind(o->kind_code);
	o->po_number = x12_at(s, 3);
	o->release_number = x12_at(s, 4);
	o->ordered_on = x12_date_of(c, x12_at(s, 5));
	o->contract = x12_at(s, 6);
	if (o->purpose == PURPOSE_OTHER && X12_HAS(s, 1))
		x12_wrong(c->x, "X12-BEG-PURPOSE", s, 1,
		    "purpose " SL_FMT " is not one that we act on",
		    SL_ARG(o->purpose_code));
	if (o->kind == KIND_OTHER && X12_HAS(s, 2))
		x12_wrong(c->x, "X12-BEG-TYPE", s, 2,
		    "order type " SL_FMT " is not one that we act on",
		    SL_ARG(o->kind_code));
}

void
x12_cur(void *state, const struct x12_segment *s)
{
	struct x12_850 *c = state;
	struct slice code = x12_at(s, 2);

	if (currency_digits(code) < 0)
		x12_wrong(c->x, "X12-CURRENCY", s, 2,
		    "no currency of ISO 4217");
	if (c->order.currency.n > 0 && !slice_eq(c->order.currency, code))
		x12_wrong(c->x, "X12-CURRENCY-MIXED", s, 2,
		    "the order is in " SL_FMT, SL_ARG(c->order.currency));
	x12_set_once(&c->order.currency, code);
}

static struct reference *
keep_reference(struct x12_850 *c, struct slice qualifier, struct slice value,
    struct slice text)
{
	struct reference *r = shape_push(c->x->arena, &c->order.references,
	    &reference_shape);

	*r = (struct reference){ qualifier, value, text };
	return (r);
}

void
x12_head_ref(void *state, const struct x12_segment *s)
{
	struct x12_850 *c = state;
	struct order *o = &c->order;
	struct slice value = x12_at(s, 2), text = x12_ref_text(c, s);

	keep_reference(c, x12_at(s, 1), value, text);
	look_for_rule(c, value);
	look_for_rule(c, text);
	if (slice_ieq(value, SLICE("RRULE")) ||
	    slice_ieq(value, SLICE("RRULE:")))
		look_for_rule(c, x12_words(c, SLICE("RRULE"), text));
	switch (x12_reference(x12_at(s, 1))) {
	case X12_REF_ACCOUNT:
		x12_set_once(&o->account, value);
		break;
	case X12_REF_CUSTOMER:
		x12_set_once(&o->customer_reference, value);
		break;
	case X12_REF_CONTRACT:
		x12_set_once(&o->contract, value);
		break;
	case X12_REF_PAYMENT:
		x12_set_once(&o->payment_reference, value);
		break;
	case X12_REF_OTHER:
		break;
	}
}

/* False: not all of it. */
static bool
take_contact(struct party *p, const struct x12_segment *s)
{
	bool all = p->contact.n == 0 || !X12_HAS(s, 2);

	x12_set_once(&p->contact, x12_at(s, 2));
	for (unsigned i = 3; i <= 7; i += 2) {
		struct slice *where = slice_is(x12_at(s, i), "TE") ? &p->phone :
		    slice_is(x12_at(s, i), "EM")                   ? &p->email :
								     NULL;

		if (!X12_HAS(s, i + 1))
			continue;
		all = all && where != NULL && where->n == 0;
		if (where != NULL)
			x12_set_once(where, s->e[i + 1]);
	}
	return (all);
}

void
x12_head_per(void *state, const struct x12_segment *s)
{
	struct x12_850 *c = state;
	bool there = slice_is(x12_at(s, 1), "DC");

	if (!take_contact(there ? &c->order.ship_to : &c->order.buyer, s))
		tell(c, &c->order.notes, s);
}

void
x12_fob(void *state, const struct x12_segment *s)
{
	struct x12_850 *c = state;
	unsigned at = X12_HAS(s, 5) ? 5 : 1;

	if (s->n > 1 || c->order.delivery_terms.n > 0)
		tell(c, &c->order.notes, s);
	x12_set_once(&c->order.delivery_terms, x12_at(s, at));
}

void
x12_csh(void *state, const struct x12_segment *s)
{
	struct x12_850 *c = state;

	if (X12_HAS(s, 2) || X12_HAS(s, 3) || s->n > 4)
		tell(c, &c->order.notes, s);
	if (X12_HAS(s, 1))
		keep_reference(c, SLICE("CSH"), s->e[1], SLICE_NONE);
	if (X12_HAS(s, 4))
		x12_set_once(&c->order.account, s->e[4]);
}

/* The amount is stated, or a rate times a quantity, or a percentage. */
static void
take_charge(struct x12_850 *c, struct list *to, const struct x12_segment *s,
    bool is_charge, const unsigned at[6])
{
	struct charge *h = shape_push(c->x->arena, to, &charge_shape);
	struct decimal rate = x12_number(s, at[3]), many = x12_number(s, at[4]);

	h->is_charge = is_charge;
	h->code = x12_at(s, at[0]);
	h->amount = cents(s, at[1]);
	h->percent = x12_number(s, at[2]);
	h->reason = x12_at(s, at[5]);
	if (!decimal_is_none(h->amount) || !decimal_is_none(h->percent))
		return;
	if (decimal_is_none(rate) || decimal_is_none(many) ||
	    !decimal_mul(rate, many, &h->amount)) {
		h->amount = DECIMAL_NONE;
		x12_wrong(c->x, "X12-SAC-AMOUNT", s, at[1],
		    "neither an "
		    "amount, nor a percentage, nor a rate with a quantity");
	}
}

/* N, P and S inform.  DE 331: what is billed back, credited apart or borne by
 * us is on no invoice. */
static bool
is_on_invoice(struct slice indicator, struct slice handling)
{
	static const char apart[][3] = { "01", "03", "04", "05", "13", "15" };

	for (size_t i = 0; i < sizeof(apart) / sizeof(apart[0]); i++)
		if (slice_is(handling, apart[i]))
			return (false);
	return (slice_is(indicator, "A") || slice_is(indicator, "C"));
}

void
x12_take_sac(struct x12_850 *c, struct list *to, const struct x12_segment *s)
{
	static const unsigned at[] = { 2, 5, 7, 8, 10, 15 };

	if (is_on_invoice(x12_at(s, 1), x12_at(s, 12)))
		take_charge(c, to, s, slice_is(s->e[1], "C"), at);
	else
		x12_rest(c, s);
}

void
x12_take_ita(struct x12_850 *c, struct list *to, const struct x12_segment *s)
{
	static const unsigned at[] = { 3, 7, 9, 6, 10, 13 };

	if (is_on_invoice(x12_at(s, 1), x12_at(s, 4)))
		take_charge(c, to, s, slice_is(s->e[1], "C"), at);
	else
		x12_rest(c, s);
}

void
x12_head_sac(void *state, const struct x12_segment *s)
{
	struct x12_850 *c = state;

	x12_take_sac(c, &c->order.charges, s);
}

void
x12_head_ita(void *state, const struct x12_segment *s)
{
	struct x12_850 *c = state;

	x12_take_ita(c, &c->order.charges, s);
}

/* False: not all of it is kept.  A larger discount takes the place of an
 * earlier one, whose segment is then a note. */
static bool
take_discount(struct x12_850 *c, const struct x12_segment *s)
{
	struct order *o = &c->order;
	struct slice days = x12_at(s, 5);
	struct decimal percent;
	int64_t n = INT_NONE;

	if (!decimal_parse(x12_at(s, 3), &percent))
		return (!X12_HAS(s, 3) && days.n == 0);
	if (!slice_int(days, &n))
		n = INT_NONE;
	if (!terms_discount(o, percent, n))
		return (false);
	x12_note(c, &o->notes, c->discount);
	c->discount = with_elements(c, s->e[0], s);
	return (o->discount_days == n && (n != INT_NONE || days.n == 0));
}

void
x12_itd(void *state, const struct x12_segment *s)
{
	struct x12_850 *c = state;
	struct order *o = &c->order;
	bool all = o->payment_code.n + o->terms_text.n == 0 &&
	    o->terms_days == INT_NONE;
	int64_t days;

	/* Days from another one than the invoice's, instalments, an amount,
	 * a day: for people. */
	all = all && (!X12_HAS(s, 2) || slice_is(s->e[2], "3"));
	for (unsigned i = 4; i <= s->n; i++)
		all = all && (i == 5 || i == 7 || i == 12 || !X12_HAS(s, i));
	if (o->payment == PAYMENT_UNSTATED) {
		o->payment_code = x12_at(s, 1);
		o->payment = x12_payment(o->payment_code);
	}
	if (o->terms_days == INT_NONE && slice_int(x12_at(s, 7), &days))
		o->terms_days = days;
	x12_set_once(&o->terms_text, x12_at(s, 12));
	if (!take_discount(c, s) || !all)
		tell(c, &o->notes, s);
}

/* DE 1250: how many characters a day and its time have. */
static const struct form {
	char code[4];
	unsigned char length;
	bool range, year_last;
} forms[] = {
	{ "D8", 8, false, false },
	{ "D6", 6, false, false },
	{ "DT", 12, false, false },
	{ "RTS", 14, false, false },
	{ "RD8", 8, true, false },
	{ "RDT", 12, true, false },
	{ "RD", 8, true, true },
};

static day
form_day(const struct form *f, struct slice v)
{
	char turned[8];

	if (v.n < 8)
		return (day_parse_short(v));
	if (!f->year_last)
		return (day_parse_basic(slice_sub(v, 0, 8)));
	memcpy(turned, v.p + 4, 4); /* MMDDCCYY */
	memcpy(turned + 4, v.p, 4);
	return (day_parse_basic((struct slice){ turned, 8 }));
}

static bool
read_form(const struct form *f, struct slice v, day *from, day *to)
{
	size_t n = f->length;

	if (v.n != (f->range ? 2 * n + 1 : n) || (f->range && v.p[n] != '-'))
		return (false);
	*from = form_day(f, slice_sub(v, 0, n));
	*to = f->range ? form_day(f, slice_sub(v, n + 1, n)) : *from;
	return (*from != DAY_NONE && *to != DAY_NONE && *from <= *to);
}

/* DTM02, else DTM06 in the form of DTM05: a day, or the ends of a range.
 * False: no day was stated, or none that can be read, which is said. */
bool
x12_days(struct x12_850 *c, const struct x12_segment *s, day *from, day *to)
{
	*from = *to = x12_date_of(c, x12_at(s, 2));
	if (*from != DAY_NONE || !X12_HAS(s, 6))
		return (*from != DAY_NONE);
	for (size_t i = 0; i < sizeof(forms) / sizeof(forms[0]); i++)
		if (slice_is(x12_at(s, 5), forms[i].code) &&
		    read_form(&forms[i], s->e[6], from, to))
			return (true);
	*from = *to = DAY_NONE;
	x12_wrong(c->x, "X12-PERIOD", s, 6,
	    "no day or range of days in a form that is known");
	return (false);
}

void
x12_head_dtm(void *state, const struct x12_segment *s)
{
	struct x12_850 *c = state;
	struct order *o = &c->order;
	enum x12_date what = x12_date(x12_at(s, 1));
	day from, to;

	if (what == X12_DATE_OTHER) {
		tell(c, &o->notes, s);
		return;
	}
	if (!x12_days(c, s, &from, &to))
		return;
	switch (what) {
	case X12_DATE_REQUESTED:
		if (from == to) {
			o->requested_on = from;
			break;
		}
		c->not_before = true;
		o->not_before = from;
		o->not_after = to;
		break;
	case X12_DATE_SHIP:
		if (!c->not_before)
			o->not_before = from;
		break;
	case X12_DATE_NOT_BEFORE:
		c->not_before = true;
		o->not_before = from;
		break;
	case X12_DATE_NOT_AFTER:
		if (o->not_after == DAY_NONE || to < o->not_after)
			o->not_after = to;
		break;
	case X12_DATE_START:
		o->recurrence.start = from;
		if (to != from)
			o->recurrence.end = to;
		break;
	case X12_DATE_END:
		o->recurrence.end = to;
		break;
	case X12_DATE_OTHER:
		break;
	}
}

/* AM: time between two deliveries; AJ: from the first to the later ones. */
void
x12_ldt(void *state, const struct x12_segment *s)
{
	struct x12_850 *c = state;
	struct recurrence_terms *t = &c->order.recurrence;
	struct recurrence rule;
	struct err e = ERR_INIT;
	struct buf b;
	int64_t n;

	if (!slice_is(x12_at(s, 1), "AM") && !slice_is(x12_at(s, 1), "AJ")) {
		x12_rest(c, s);
		return;
	}
	if (!slice_int(x12_at(s, 2), &n) ||
	    recurrence_from_interval(x12_at(s, 3), n, &rule, &e) != RC_OK) {
		x12_wrong(c->x, "X12-INTERVAL", s, 3,
		    "no interval that deliveries can repeat at");
		return;
	}
	buf_init(&b, 1024);
	recurrence_text(&rule, &b);
	if (t->coded.n == 0)
		t->coded = arena_slice(c->x->arena, buf_slice(&b));
	else if (!slice_eq(t->coded, buf_slice(&b)) &&
	    c->order.kind == KIND_STANDING)
		x12_wrong(c->x, "X12-INTERVAL-MIXED", s, 2,
		    "the order repeats by " SL_FMT, SL_ARG(t->coded));
	buf_free(&b);
	if (t->start == DAY_NONE)
		t->start = x12_date_of(c, x12_at(s, 4));
}

void
x12_line_ldt(void *state, const struct x12_segment *s)
{
	struct x12_850 *c = state;

	x12_ldt(c, s);
}

void
x12_head_pid(void *state, const struct x12_segment *s)
{
	struct x12_850 *c = state;

	if (X12_HAS(s, 5))
		x12_note(c, &c->order.notes, s->e[5]);
	else
		tell(c, &c->order.notes, s);
}

/* What no row of the table takes is for people: of the open line, or of the
 * order. */
void
x12_rest(void *state, const struct x12_segment *s)
{
	struct x12_850 *c = state;

	if (c->line != NULL)
		tell(c, &c->line->notes, s);
	else if (c->lines == 0 || c->counted)
		tell(c, &c->order.notes, s);
}

void
x12_line_told(void *state, const struct x12_segment *s)
{
	struct x12_850 *c = state;

	if (c->line != NULL)
		tell(c, &c->line->notes, s);
}

/* …and what changes what is bought: a person should look, once an order. */
void
x12_line_terms(void *state, const struct x12_segment *s)
{
	struct x12_850 *c = state;

	x12_line_told(state, s);
	if (c->line == NULL || c->terms)
		return;
	c->terms = true;
	x12_wrong(c->x, "X12-LINE-TERMS", s, 0,
	    SL_FMT " is kept as a note of the line, and not acted on",
	    SL_ARG(s->e[0]));
}

void
x12_td5(void *state, const struct x12_segment *s)
{
	struct x12_850 *c = state;

	/* Services, a second one … */
	if (s->n > 5 || c->order.carrier.n > 0)
		tell(c, &c->order.notes, s);
	x12_set_once(&c->order.carrier, X12_HAS(s, 3) ? s->e[3] : x12_at(s, 5));
}

void
x12_head_txi(void *state, const struct x12_segment *s)
{
	struct x12_850 *c = state;

	if (s->n > 2) /* the percentage, whose tax it is … */
		tell(c, &c->order.notes, s);
	if (!decimal_add_to(&c->order.tax_total, x12_number(s, 2)))
		x12_wrong(c->x, "X12-ELEMENT-NUMBER", s, 2,
		    "the sum of taxes is too large");
}

void
x12_head_n9(void *state, const struct x12_segment *s)
{
	struct x12_850 *c = state;
	struct slice value = x12_at(s, 2), text = x12_at(s, 3);

	keep_reference(c, x12_at(s, 1), value, text);
	look_for_rule(c, value);
	look_for_rule(c, text);
}

void
x12_head_msg(void *state, const struct x12_segment *s)
{
	struct x12_850 *c = state;
	/* MTX has its text in the second element */
	struct slice text = s->key == X12_TAG('M', 'T', 'X') ||
		s->key == X12_TAG('N', 'T', 'E') ?
	    x12_at(s, 2) :
	    x12_at(s, 1);

	look_for_rule(c, text);
	x12_note(c, &c->order.notes, text);
}

/* --- parties ----------------------------------------------------------- */

static struct slice
canonical(struct arena *a, const char *scheme, struct slice id)
{
	return (x12_joined(a, ':', slice_of(scheme), id, SLICE_NONE));
}

struct slice
x12_identifier(struct x12_850 *c, struct slice qualifier, struct slice id)
{
	if (id.n == 0)
		return (SLICE_NONE);
	return (x12_joined(c->x->arena, ':', SLICE("x12"), qualifier, id));
}

static void
add_id(struct arena *a, struct list *ids, struct slice id)
{
	((struct text_item *)shape_push(a, ids, &text_item_shape))->text = id;
}

void
x12_take_ids(struct x12 *x, struct list *ids, const struct x12_segment *s)
{
	struct slice q = x12_at(s, 3), id = x12_at(s, 4);
	struct arena *a = x->arena;

	if (id.n == 0)
		return;
	add_id(a, ids, x12_joined(a, ':', SLICE("x12"), q, id));
	if (slice_is(q, "UL")) {
		add_id(a, ids, canonical(a, "gln", id));
		if (!gln_valid(id))
			x12_wrong(x, "X12-GLN", s, 4,
			    "no GLN: 13 digits with a check digit");
	} else if (slice_is(q, "1"))
		add_id(a, ids, canonical(a, "duns", id));
	else if (slice_is(q, "9"))
		add_id(a, ids, canonical(a, "duns", slice_sub(id, 0, 9)));
	else if (slice_is(q, "91"))
		add_id(a, ids, canonical(a, "account", id));
}

static struct party *
party_of(struct x12_850 *c, enum x12_party role)
{
	switch (role) {
	case X12_PARTY_BUYER:
		return (&c->order.buyer);
	case X12_PARTY_SELLER:
		return (&c->order.seller);
	case X12_PARTY_SHIP_TO:
	case X12_PARTY_BOTH:
		return (&c->order.ship_to);
	case X12_PARTY_BILL_TO:
		return (&c->order.bill_to);
	case X12_PARTY_SOLD_TO:
		return (
		    c->order.buyer.name.n == 0 && c->order.buyer.ids.n == 0 ?
			&c->order.buyer :
			NULL);
	case X12_PARTY_OTHER:
		break;
	}
	return (NULL);
}

/* The first of a role counts; of a BS behind an ST what is left of it. */
static struct party *
only_bill_to(struct x12_850 *c, bool both)
{
	struct party *p = &c->order.bill_to;

	return (both && !c->both && p->name.n + p->ids.n == 0 ? p : NULL);
}

/* The goods go to the first place that is named. */
static void
compare_ship_to(struct x12_850 *c, const struct x12_segment *s, struct slice id)
{
	const struct party *p = &c->order.ship_to;
	bool same = p->ids.n > 0 && id.n > 0 ?
	    slice_eq(LIST_AT(&p->ids, struct text_item, 0)->text, id) :
	    slice_eq(p->name, x12_at(s, 2));

	if (!same)
		x12_wrong(c->x, "X12-SHIP-TO", s, id.n > 0 ? 4 : 2,
		    "another place was named before this one: that one counts");
}

/* A role that we do not act on is kept as a reference "N1:ROLE". */
void
x12_n1(void *state, const struct x12_segment *s)
{
	struct x12_850 *c = state;
	struct slice id = x12_identifier(c, x12_at(s, 3), x12_at(s, 4));

	c->other = c->told = 0;
	c->party = party_of(c, x12_party(x12_at(s, 1)));
	if (c->party != NULL && (c->party->name.n > 0 || c->party->ids.n > 0)) {
		if (c->party == &c->order.ship_to)
			compare_ship_to(c, s, id);
		c->party = only_bill_to(c, slice_is(x12_at(s, 1), "BS"));
	}
	if (c->party == NULL) {
		keep_reference(c, canonical(c->x->arena, "N1", x12_at(s, 1)),
		    id, x12_at(s, 2));
		c->other = c->order.references.n;
		return;
	}
	c->party->name = x12_at(s, 2);
	x12_take_ids(c->x, &c->party->ids, s);
	c->both |= c->party == &c->order.ship_to &&
	    slice_is(x12_at(s, 1), "BS");
}

/* N1 BS: the goods and the bill go to the same party. */
void
x12_parties_done(struct x12_850 *c)
{
	if (c->both && c->order.bill_to.name.n == 0 &&
	    c->order.bill_to.ids.n == 0)
		c->order.bill_to = c->order.ship_to;
}

/* The address of a party that is kept as a reference is its text.  Each segment
 * copies what is there, so those of no address are notes. */
static void
tell_other(struct x12_850 *c, const struct x12_segment *s)
{
	struct reference *r;

	if (c->other == 0)
		return;
	if (c->told++ >= ADDRESS_MAX) {
		tell(c, &c->order.notes, s);
		return;
	}
	r = LIST_AT(&c->order.references, struct reference, c->other - 1);
	r->text = with_elements(c, r->text, s);
}

void
x12_n2(void *state, const struct x12_segment *s)
{
	struct x12_850 *c = state;

	if (c->party != NULL)
		x12_set_once(&c->party->name2,
		    x12_words(c, x12_at(s, 1), x12_at(s, 2)));
	else
		tell_other(c, s);
}

void
x12_n3(void *state, const struct x12_segment *s)
{
	struct x12_850 *c = state;
	struct party *p = c->party;

	if (p == NULL) {
		tell_other(c, s);
		return;
	}
	if (p->street.n == 0) {
		p->street = x12_at(s, 1);
		p->street2 = x12_at(s, 2);
	} else if (c->told++ < ADDRESS_MAX)
		p->street2 = with_elements(c, p->street2, s);
	else
		tell(c, &c->order.notes, s);
}

/* The few countries that partners write in three letters; others as
 * written. */
static struct slice
country_of(struct slice s)
{
	static const char t[][2][4] = { { "USA", "US" }, { "CAN", "CA" },
		{ "MEX", "MX" }, { "GBR", "GB" }, { "DEU", "DE" },
		{ "NLD", "NL" }, { "FRA", "FR" }, { "BEL", "BE" },
		{ "AUS", "AU" } };

	for (size_t i = 0; i < sizeof(t) / sizeof(t[0]); i++)
		if (slice_is(s, t[i][0]))
			return (slice_of(t[i][1]));
	return (s);
}

void
x12_n4(void *state, const struct x12_segment *s)
{
	struct x12_850 *c = state;
	struct party *p = c->party;

	if (p == NULL) {
		tell_other(c, s);
		return;
	}
	x12_set_once(&p->city, x12_at(s, 1));
	x12_set_once(&p->region, x12_at(s, 2));
	x12_set_once(&p->postal_code, x12_at(s, 3));
	x12_set_once(&p->country, country_of(x12_at(s, 4)));
}

void
x12_party_ref(void *state, const struct x12_segment *s)
{
	struct x12_850 *c = state;

	keep_reference(c, x12_at(s, 1), x12_at(s, 2), x12_ref_text(c, s));
	if (c->party != NULL && X12_HAS(s, 2) &&
	    x12_reference(x12_at(s, 1)) == X12_REF_ACCOUNT) {
		x12_note(c, &c->party->ids,
		    canonical(c->x->arena, "account", s->e[2]));
		x12_set_once(&c->order.account, s->e[2]);
	}
}

void
x12_party_per(void *state, const struct x12_segment *s)
{
	struct x12_850 *c = state;

	if (c->party == NULL || !take_contact(c->party, s))
		tell(c, &c->order.notes, s);
}

/* --- summary ----------------------------------------------------------- */

/* CTT02 is a warning only: partners put money, zeros or other sums there. */
void
x12_ctt(void *state, const struct x12_segment *s)
{
	struct x12_850 *c = state;
	struct order *o = &c->order;
	int64_t n;

	x12_line_done(c);
	c->counted = true;
	if (x12_integer(s, 1, &n)) {
		o->stated_lines = n;
		if (n != c->lines)
			x12_wrong(c->x, "X12-CTT-COUNT", s, 1,
			    "CTT01 says %lld lines, the order has %lld",
			    (long long)n, (long long)c->lines);
	}
	o->stated_quantity = x12_number(s, 2);
	if (!decimal_is_none(o->stated_quantity) && !decimal_is_none(c->hash) &&
	    decimal_cmp(o->stated_quantity, c->hash) != 0) {
		char sum[DECIMAL_TEXT_MAX];

		x12_wrong(c->x, "X12-CTT-HASH", s, 2,
		    "the quantities add up to %s", decimal_text(c->hash, sum));
	}
}

void
x12_total_amt(void *state, const struct x12_segment *s)
{
	struct x12_850 *c = state;
	const struct x12_place here = x12_here(c->x, s, 2);

	if (slice_is(x12_at(s, 1), "TT")) {
		c->order.stated_total = x12_number(s, 2);
		c->total = here;
	} else if (slice_is(x12_at(s, 1), "1")) {
		c->order.stated_net = x12_number(s, 2);
		c->net = here;
	} else
		tell(c, &c->order.notes, s);
}
