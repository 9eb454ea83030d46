#include "parsers/edifact_order.h"

#include "domain/arithmetic.h"
#include "domain/terms.h"
#include "parsers/window.h"

#define N(a) (sizeof(a) / sizeof((a)[0]))

/* --- small things ------------------------------------------------------ */

struct slice
edifact_words(struct arena *a, struct slice p, struct slice q)
{
	char *out;

	if (p.n == 0 || q.n == 0)
		return (p.n == 0 ? q : p);
	out = arena_alloc(a, p.n + q.n + 1);
	memcpy(out, p.p, p.n);
	out[p.n] = ' ';
	memcpy(out + p.n + 1, q.p, q.n);
	return ((struct slice){ out, p.n + q.n + 1 });
}

struct slice
edifact_pieces(struct arena *a, struct slice text, struct slice last,
    struct slice next, size_t full)
{
	char *out;

	if (text.n == 0 || next.n == 0 || last.n < full ||
	    slice_characters(last) != full)
		return (edifact_words(a, text, next));
	out = arena_alloc(a, text.n + next.n);
	memcpy(out, text.p, text.n);
	memcpy(out + text.n, next.p, next.n);
	return ((struct slice){ out, text.n + next.n });
}

void
edifact_set_once(struct slice *where, struct slice v)
{
	if (where->n == 0)
		*where = v;
}

void
edifact_note(struct arena *a, struct list *notes, struct slice text)
{
	if (text.n > 0)
		((struct text_item *)shape_push(a, notes, &text_item_shape))
		    ->text = text;
}

/* --- numbers ----------------------------------------------------------- */

static inline uint32_t
value_of(uint64_t w, size_t n)
{
	return (slice_eight_digits(w << 8 * (8 - n)));
}

/* What is not as most numbers are. */
__attribute__((noinline)) static struct decimal
any_number(struct edifact *x, struct slice v)
{
	struct decimal d;
	char *copy, *comma;

	if (decimal_parse(v, &d))
		return (d);
	copy = arena_text(x->arena, v);
	comma = strchr(copy, ',');
	if (comma != NULL)
		*comma = '.';
	if (comma == NULL || !decimal_parse(slice_of(copy), &d))
		return (DECIMAL_NONE);
	return (d);
}

struct decimal
edifact_number(struct edifact *x, const struct edifact_segment *s, unsigned i,
    unsigned j)
{
	const struct slice v = edifact_at(s, i, j);
	uint64_t w, odd, before;
	unsigned mark;

	if (v.n == 0)
		return (DECIMAL_NONE);
	if (!edifact_eight(x, v, &w, &odd))
		return (any_number(x, v));
	if (odd == 0)
		return ((struct decimal){ value_of(w, v.n), 0 });
	mark = (unsigned)__builtin_ctzll(odd) / 8;
	if ((odd & (odd - 1)) != 0 || mark == 0 || mark + 1 == v.n ||
	    (v.p[mark] != '.' && v.p[mark] != ','))
		return (any_number(x, v));
	before = ((uint64_t)1 << 8 * mark) - 1;
	w = (w & before) | (w >> 8 & ~before); /* without the mark */
	return (decimal_make(value_of(w, v.n - 1), (int)(v.n - 1) - (int)mark));
}

bool
edifact_int(const struct edifact *x, struct slice v, int64_t *n)
{
	uint64_t w, odd;

	if (!edifact_eight(x, v, &w, &odd) || odd != 0)
		return (slice_int(v, n));
	*n = value_of(w, v.n);
	return (true);
}

/* --- texts and days ---------------------------------------------------- */

/* Codes of three characters at most; "PCE" is what H87 was called before. */
struct slice
edifact_unit(struct edifact *x, const struct edifact_segment *s, unsigned i,
    unsigned j)
{
	struct slice code = edifact_at(s, i, j);
	bool good = true;

	if (slice_is(code, "PCE"))
		return (SLICE("H87"));
	if (code.n > 3)
		return (SLICE_NONE); /* that it is too long is said */
	for (size_t k = 0; k < code.n && good; k++)
		good = (code.p[k] >= '0' && code.p[k] <= '9') ||
		    (code.p[k] >= 'A' && code.p[k] <= 'Z');
	if (good)
		return (code);
	edifact_wrong(x, "EDIFACT-UNIT", s, i, j, "no code of Rec 20 or 21");
	return (SLICE_NONE);
}

bool
edifact_dates(struct edifact *x, const struct edifact_segment *s, day *from,
    day *to)
{
	struct slice v = edifact_at(s, 1, 2), format = edifact_at(s, 1, 3);

	if (v.n == 8 && format.n == 3 && memcmp(format.p, "102", 3) == 0) {
		*from = *to = day_parse_basic(v);
		if (*from != DAY_NONE)
			return (true);
	}
	*from = *to = DAY_NONE;
	if (v.n == 0)
		return (false);
	switch (edifact_day(v, format, from, to)) {
	case EDIFACT_DAY:
		return (true);
	case EDIFACT_DAY_GUESSED:
		edifact_wrong(x, "EDIFACT-DATE-FORMAT", s, 1, 3,
		    "no format is given: read as CCYYMMDD");
		return (true);
	case EDIFACT_DAY_WRONG:
		edifact_wrong(x, "EDIFACT-DATE", s, 1, 2,
		    "no date in the format " SL_FMT, SL_ARG(format));
		return (false);
	case EDIFACT_DAY_NONE:
		break;
	}
	edifact_wrong(x, "EDIFACT-DATE-FORMAT", s, 1, 3,
	    "this format names no day: the date was not used");
	return (false);
}

/* C108 of FTX: up to five pieces of one text. */
struct slice
edifact_free_text(struct edifact *x, const struct edifact_segment *s)
{
	struct slice text = SLICE_NONE, last = SLICE_NONE, next;

	for (unsigned j = 1; j <= edifact_components(s, 4); j++) {
		next = edifact_at(s, 4, j);
		text = edifact_pieces(x->arena, text, last, next, 70);
		last = next;
	}
	return (text);
}

/* Free text, or the code of one that was agreed. */
struct slice
edifact_told(struct edifact *x, const struct edifact_segment *s)
{
	struct slice text = edifact_free_text(x, s), code = edifact_at(s, 3, 1);

	if (text.n > 0 || code.n == 0)
		return (text);
	return (edifact_words(x->arena, edifact_at(s, 1, 1), code));
}

/* An agreed rule in free text.  Anything else in a text is for people. */
static void
look_for_rule(struct edifact_order *c, struct slice text)
{
	if (c->order.recurrence.text.n > 0 || text.n < 6)
		return;
	if (slice_ieq(slice_sub(text, 0, 5), SLICE("FREQ=")) ||
	    slice_ieq(slice_sub(text, 0, 6), SLICE("RRULE:")) ||
	    slice_ieq(slice_sub(text, 0, 6), SLICE("RRULE ")))
		c->order.recurrence.text = text;
}

void
edifact_keep_reference(struct edifact_order *c, struct slice qualifier,
    struct slice value, struct slice text)
{
	struct reference *r;

	if (value.n + text.n == 0)
		return;
	r = shape_push(c->x->arena, &c->order.references, &reference_shape);
	*r = (struct reference){ qualifier, value, text };
}

/* --- header ------------------------------------------------------------ */

void
edifact_bgm(void *made, const struct edifact_segment *s)
{
	struct edifact_order *c = made;
	struct order *o = &c->order;

	if (c->number.n > 0)
		return; /* the walker says that there is a second one */
	c->number = edifact_at(s, 2, 1);
	o->kind_code = edifact_at(s, 1, 1);
	o->kind = edifact_kind(o->kind_code);
	o->purpose_code = edifact_at(s, 3, 1);
	o->purpose = edifact_purpose(o->purpose_code, c->change);
	c->changes = c->change || o->purpose == PURPOSE_CHANGE;
	if (o->kind == KIND_OTHER)
		edifact_wrong(c->x, "EDIFACT-BGM-TYPE", s, 1, 1,
		    "this document is not one that we act on");
	if (o->purpose == PURPOSE_OTHER)
		edifact_wrong(c->x, "EDIFACT-BGM-PURPOSE", s, 3, 1,
		    "this purpose is not one that we act on");
	if (c->number.n == 0)
		edifact_wrong(c->x, "EDIFACT-BGM-NUMBER", s, 2, 1,
		    "the document has no number");
}

void
edifact_dtm(void *made, const struct edifact_segment *s)
{
	struct edifact_order *c = made;
	struct order *o = &c->order;
	enum edifact_date what = edifact_date(edifact_at(s, 1, 1));
	day from, to;

	if (what == EDIFACT_DATE_OTHER) {
		edifact_kept(made, s);
		return;
	}
	if (!edifact_dates(c->x, s, &from, &to)) {
		edifact_kept(made, s);
		return;
	}
	switch (what) {
	case EDIFACT_DATE_DOCUMENT:
		if (c->change)
			o->changed_on = from;
		else if (o->ordered_on == DAY_NONE)
			o->ordered_on = from;
		break;
	case EDIFACT_DATE_ORDER:
		o->ordered_on = from;
		break;
	case EDIFACT_DATE_REQUESTED:
		if (from != to) {
			window_not_before(o, &c->not_before, from);
			window_not_after(o, to);
		} else if (o->requested_on == DAY_NONE)
			o->requested_on = from;
		else if (o->requested_on != from)
			edifact_kept(made, s);
		break;
	case EDIFACT_DATE_SHIP:
		if (!c->not_before)
			o->not_before = from;
		break;
	case EDIFACT_DATE_NOT_BEFORE:
		window_not_before(o, &c->not_before, from);
		break;
	case EDIFACT_DATE_WINDOW:
		window_not_before(o, &c->not_before, from);
		window_not_after(o, to);
		break;
	case EDIFACT_DATE_NOT_AFTER:
		window_not_after(o, to);
		break;
	case EDIFACT_DATE_START:
		o->recurrence.start = from;
		if (to != from)
			o->recurrence.end = to;
		break;
	case EDIFACT_DATE_END:
		o->recurrence.end = to;
		break;
	case EDIFACT_DATE_SHIPPED:
	case EDIFACT_DATE_OTHER:
		break;
	}
}

static void
take_payment(struct order *o, enum payment_kind kind, struct slice code)
{
	if (kind == PAYMENT_UNSTATED || o->payment != PAYMENT_UNSTATED)
		return;
	o->payment = kind;
	o->payment_code = code;
}

void
edifact_pai(void *made, const struct edifact_segment *s)
{
	struct edifact_order *c = made;
	struct slice code = edifact_at(s, 1, 1);

	take_payment(&c->order, edifact_conditions(code), code);
	for (unsigned j = 1; j <= 3; j++)
		edifact_keep_reference(c, SLICE("PAI"), edifact_at(s, 1, j),
		    SLICE_NONE);
}

/* Special conditions, for people: 152 waits for credit clearance. */
void
edifact_ali(void *made, const struct edifact_segment *s)
{
	for (unsigned i = 3; i <= 7; i++)
		edifact_keep_reference(made, SLICE("ALI"), edifact_at(s, i, 1),
		    SLICE_NONE);
	/* where goods come from, what duty is on them */
	if (edifact_at(s, 1, 1).n + edifact_at(s, 2, 1).n > 0)
		edifact_kept(made, s);
}

/* C112 of a PAT. */
static int64_t
days_said(const struct edifact_segment *s)
{
	struct slice unit = edifact_at(s, 3, 3);
	int64_t n;

	if (!slice_int(edifact_at(s, 3, 4), &n) || n < 0 || n > 10000)
		return (INT_NONE);
	if (slice_is(unit, "D") || slice_is(unit, "CD"))
		return (n);
	return (slice_is(unit, "W") ? 7 * n : INT_NONE);
}

void
edifact_pat(void *made, const struct edifact_segment *s)
{
	struct edifact_order *c = made;
	struct order *o = &c->order;
	struct slice kind = edifact_at(s, 1, 1);

	take_payment(o, edifact_terms(kind), kind);
	edifact_set_once(&o->terms_text,
	    edifact_words(c->x->arena, edifact_at(s, 2, 4),
		edifact_at(s, 2, 5)));
	if (edifact_terms(kind) == PAYMENT_UNSTATED ||
	    o->terms_days != INT_NONE)
		return;
	o->terms_days = days_said(s);
}

void
edifact_ftx(void *made, const struct edifact_segment *s)
{
	struct edifact_order *c = made;
	struct slice text = edifact_free_text(c->x, s);

	look_for_rule(c, text);
	if (slice_is(edifact_at(s, 1, 1), "AAB"))
		edifact_set_once(&c->order.terms_text, text);
	edifact_note(c->x->arena, &c->order.notes, edifact_told(c->x, s));
}

void
edifact_rff(void *made, const struct edifact_segment *s)
{
	struct edifact_order *c = made;
	struct order *o = &c->order;
	struct slice value = edifact_at(s, 1, 2);

	edifact_keep_reference(c, edifact_at(s, 1, 1), value, SLICE_NONE);
	look_for_rule(c, value);
	switch (edifact_reference(edifact_at(s, 1, 1))) {
	case EDIFACT_REF_ORDER:
		edifact_set_once(&c->ordered, value);
		break;
	case EDIFACT_REF_BLANKET:
		edifact_set_once(&c->blanket, value);
		break;
	case EDIFACT_REF_CONTRACT:
		edifact_set_once(&o->contract, value);
		break;
	case EDIFACT_REF_ACCOUNT:
		edifact_set_once(&o->account, value);
		break;
	case EDIFACT_REF_CUSTOMER:
		edifact_set_once(&o->customer_reference, value);
		break;
	case EDIFACT_REF_PAYMENT:
		edifact_set_once(&o->payment_reference, value);
		break;
	case EDIFACT_REF_OTHER:
		break;
	}
}

/* C504 with 6347 2 (reference currency) or the order's own (6343 9). */
void
edifact_cux(void *made, const struct edifact_segment *s)
{
	struct edifact_order *c = made;
	struct slice code = edifact_at(s, 1, 2), usage = edifact_at(s, 1, 1);
	struct slice kind = edifact_at(s, 1, 3);

	if (!slice_is(usage, "2") || code.n == 0 ||
	    (kind.n > 0 && !slice_is(kind, "9") && !slice_is(kind, "4"))) {
		edifact_rest(made, s);
		return;
	}
	if (edifact_at(s, 2, 2).n > 0) /* another one, and the rate of it */
		edifact_rest(made, s);
	if (currency_digits(code) < 0)
		edifact_wrong(c->x, "EDIFACT-CURRENCY", s, 1, 2,
		    "no currency of ISO 4217");
	if (c->order.currency.n > 0 && !slice_eq(c->order.currency, code))
		edifact_wrong(c->x, "EDIFACT-CURRENCY-MIXED", s, 1, 2,
		    "the order is in " SL_FMT, SL_ARG(c->order.currency));
	edifact_set_once(&c->order.currency, code);
}

void
edifact_tod(void *made, const struct edifact_segment *s)
{
	struct edifact_order *c = made;

	/* A second one; who pays for transport; where that is. */
	if (c->order.delivery_terms.n + edifact_at(s, 2, 1).n > 0 ||
	    edifact_at(s, 3, 5).n > 0 ||
	    (edifact_at(s, 3, 1).n > 0 && edifact_components(s, 3) > 3))
		edifact_kept(made, s);
	edifact_set_once(&c->order.delivery_terms,
	    edifact_at(s, 3, 1).n > 0 ? edifact_at(s, 3, 1) :
					edifact_at(s, 3, 4));
}

void
edifact_tdt(void *made, const struct edifact_segment *s)
{
	struct edifact_order *c = made;

	/* How it goes, or a second one. */
	if (c->order.carrier.n + edifact_at(s, 3, 1).n + edifact_at(s, 4, 2).n >
	    0)
		edifact_kept(made, s);
	edifact_set_once(&c->order.carrier,
	    edifact_at(s, 5, 1).n > 0 ? edifact_at(s, 5, 1) :
					edifact_at(s, 5, 4));
}

/* --- what the model has no place for ------------------------------------ */

static void
add_run(struct buf *b, const struct edifact_segment *s, unsigned from,
    unsigned to)
{
	for (unsigned k = from; k < to; k++) {
		if (s->c[k].n == 0)
			continue;
		if (b->n > 0)
			buf_char(b, ' ');
		buf_add(b, s->c[k]);
	}
}

/* The segment as it stands, its components with blanks between. */
static void
keep(struct edifact_order *c, struct list *notes,
    const struct edifact_segment *s)
{
	struct buf b;

	buf_init(&b, 2 * PARSE_SEGMENT_MAX);
	for (unsigned i = 0; i <= s->n; i++) {
		add_run(&b, s, edifact_first(s, i), s->last[i]);
		for (unsigned k = 0; k < s->repeats; k++)
			if (s->again[k].element == i)
				add_run(&b, s, s->again[k].from,
				    s->again[k].to);
	}
	edifact_note(c->x->arena, notes,
	    arena_slice(c->x->arena, buf_slice(&b)));
	buf_free(&b);
}

void
edifact_kept(void *made, const struct edifact_segment *s)
{
	struct edifact_order *c = made;

	keep(c, &c->order.notes, s);
}

/* More than a kind, words, and so many days behind the invoice. */
static bool
says_more(const struct edifact_segment *s)
{
	struct slice from = edifact_at(s, 3, 1), when = edifact_at(s, 3, 2);

	return (edifact_at(s, 2, 1).n > 0 ||
	    (from.n > 0 && !slice_is(from, "5")) ||
	    (when.n > 0 && !slice_is(when, "1") && !slice_is(when, "3")));
}

/* A discount for who pays early is no term of payment, and one is enough; its
 * percentage follows. */
static void
pat(void *made, const struct edifact_segment *s)
{
	struct edifact_order *c = made;

	c->early = slice_is(edifact_at(s, 1, 1), "22");
	c->early_days = days_said(s);
	if (c->early || c->order.terms_days != INT_NONE || says_more(s) ||
	    (edifact_at(s, 3, 4).n > 0 && c->early_days == INT_NONE))
		edifact_kept(made, s);
	edifact_pat(made, s);
}

/* 5245 12: the percentage of a discount. */
static void
pat_pcd(void *made, const struct edifact_segment *s)
{
	struct edifact_order *c = made;

	if (c->early && slice_is(edifact_at(s, 1, 1), "12"))
		terms_discount(&c->order, edifact_number(c->x, s, 1, 2),
		    c->early_days);
	edifact_kept(made, s);
}

void
edifact_line_kept(void *made, const struct edifact_segment *s)
{
	struct edifact_order *c = made;

	if (c->line != NULL)
		keep(c, &c->line->notes, s);
}

/* …and what changes what is bought: a person should look, once an order. */
void
edifact_say_terms(struct edifact_order *c, const struct edifact_segment *s)
{
	if (c->line == NULL || c->terms)
		return;
	c->terms = true;
	edifact_wrong(c->x, "EDIFACT-LINE-TERMS", s, 0, 0,
	    SL_FMT " is kept as a note of the line, and not acted on",
	    SL_ARG(s->c[0]));
}

static void
line_terms(void *made, const struct edifact_segment *s)
{
	edifact_line_kept(made, s);
	edifact_say_terms(made, s);
}

/* The currency of a price of ours is that of the order. */
static void
price_cux(void *made, const struct edifact_segment *s)
{
	struct edifact_order *c = made;

	if (c->line != NULL && c->priced)
		edifact_cux(made, s);
	else
		edifact_line_kept(made, s);
}

/* What no row of the table takes: of the open line, or of the order. */
void
edifact_rest(void *made, const struct edifact_segment *s)
{
	struct edifact_order *c = made;

	if (c->line != NULL)
		edifact_line_kept(made, s);
	else if (c->lines == 0 || c->summary)
		edifact_kept(made, s);
}

/* --- summary ----------------------------------------------------------- */

void
edifact_uns(void *made, const struct edifact_segment *s)
{
	struct edifact_order *c = made;

	(void)s;
	edifact_line_done(c);
	c->summary = true;
}

static struct edifact_place
here(const struct edifact_order *c, const struct edifact_segment *s)
{
	return ((struct edifact_place){
	    slice_sub(c->x->data, s->offset, s->length), c->x->number });
}

/* 86 is the whole message; 128 and 39 are other words for all of it. */
void
edifact_moa(void *made, const struct edifact_segment *s)
{
	struct edifact_order *c = made;
	struct order *o = &c->order;
	struct slice kind = edifact_at(s, 1, 1);
	struct decimal d = edifact_number(c->x, s, 1, 2);

	if (slice_is(kind, "79")) {
		o->stated_net = d;
		c->net_total = here(c, s);
	} else if (slice_is(kind, "86") ||
	    ((slice_is(kind, "128") || slice_is(kind, "39")) &&
		decimal_is_none(o->stated_total))) {
		o->stated_total = d;
		c->total = here(c, s);
	} else if (slice_is(kind, "176") ||
	    (slice_is(kind, "124") && decimal_is_none(o->tax_total)))
		o->tax_total = d;
	else if (slice_is(kind, "113"))
		o->prepaid = d;
	else
		edifact_kept(made, s);
}

void
edifact_tax_moa(void *made, const struct edifact_segment *s)
{
	struct edifact_order *c = made;

	if (!slice_is(edifact_at(s, 1, 1), "124"))
		edifact_rest(made, s);
	else if (!decimal_add_to(&c->order.tax_total,
		     edifact_number(c->x, s, 1, 2)))
		edifact_wrong(c->x, "EDIFACT-ELEMENT-NUMBER", s, 1, 2,
		    "the sum of taxes is too large");
}

static void
compare_quantity(struct edifact_order *c, const struct edifact_segment *s)
{
	struct decimal d = c->order.stated_quantity;
	char sum[DECIMAL_TEXT_MAX];

	if (!decimal_is_none(d) && !decimal_is_none(c->hash) &&
	    decimal_cmp(d, c->hash) != 0)
		edifact_wrong(c->x, "EDIFACT-CNT-QUANTITY", s, 1, 2,
		    "the quantities add up to %s", decimal_text(c->hash, sum));
}

void
edifact_cnt(void *made, const struct edifact_segment *s)
{
	struct edifact_order *c = made;
	struct slice kind = edifact_at(s, 1, 1);
	int64_t n;

	edifact_line_done(c);
	if (slice_is(kind, "1")) {
		c->order.stated_quantity = edifact_number(c->x, s, 1, 2);
		compare_quantity(c, s);
	} else if (slice_is(kind, "2") && slice_int(edifact_at(s, 1, 2), &n)) {
		c->order.stated_lines = n;
		if (n != c->lines)
			edifact_wrong(c->x, "EDIFACT-CNT-LINES", s, 1, 2,
			    "CNT says %lld lines, the order has %lld",
			    (long long)n, (long long)c->lines);
	} else
		edifact_kept(made, s);
}

/* --- the whole --------------------------------------------------------- */

static const struct edifact_row rows[] = {
	{ "rest but UNH UNT", edifact_rest },
	{ "BGM", edifact_bgm },
	{ "DTM", edifact_dtm },
	{ "PAI", edifact_pai },
	{ "ALI", edifact_ali },
	{ "FTX", edifact_ftx },
	{ "RFF", edifact_rff },
	{ "NAD", edifact_nad },
	{ "NAD/RFF", edifact_nad_rff },
	{ "NAD/CTA", edifact_cta },
	{ "NAD/CTA/COM", edifact_com },
	{ "TAX/MOA", edifact_tax_moa },
	{ "CUX", edifact_cux },
	{ "PAT", pat },
	{ "PAT/PCD", pat_pcd },
	{ "TDT", edifact_tdt },
	{ "TOD", edifact_tod },
	{ "SCC", edifact_scc },
	{ "SCC/QTY", edifact_scc_qty },
	{ "SCC/QTY/DTM", edifact_scc_dtm },
	{ "ALC", edifact_alc },
	{ "ALC/QTY", edifact_alc_qty },
	{ "ALC/PCD", edifact_pcd },
	{ "ALC/MOA", edifact_alc_moa },
	{ "ALC/RTE", edifact_rte },
	{ "LIN", edifact_lin },
	{ "LIN/PIA", edifact_pia },
	{ "LIN/IMD", edifact_imd },
	{ "LIN/QTY", edifact_qty },
	{ "LIN/DTM", edifact_line_dtm },
	{ "LIN/MOA", edifact_line_moa },
	{ "LIN/FTX", edifact_line_ftx },
	{ "LIN/ALI", line_terms },
	{ "LIN/QVR", line_terms },
	{ "LIN/PRI", edifact_pri },
	{ "LIN/PRI/CUX", price_cux },
	{ "LIN/PRI/APR", line_terms },
	{ "LIN/PRI/RNG", line_terms },
	{ "LIN/RFF", edifact_line_rff },
	{ "LIN/LOC", edifact_loc },
	{ "LIN/LOC/QTY", edifact_loc_qty },
	{ "LIN/LOC/PCD", line_terms },
	{ "LIN/LOC/DTM", edifact_loc_dtm },
	{ "LIN/TAX", edifact_tax },
	{ "LIN/NAD", edifact_line_nad },
	{ "LIN/ALC", edifact_line_alc },
	{ "LIN/ALC/QTY", edifact_alc_qty },
	{ "LIN/ALC/PCD", edifact_pcd },
	{ "LIN/ALC/MOA", edifact_alc_moa },
	{ "LIN/ALC/RTE", edifact_rte },
	{ "LIN/SCC", edifact_line_scc },
	{ "LIN/SCC/QTY", edifact_line_scc_qty },
	{ "LIN/SCC/QTY/DTM", edifact_line_scc_dtm },
	{ "UNS", edifact_uns },
	{ "MOA", edifact_moa },
	{ "CNT", edifact_cnt },
};

/* Whose number the document bears: a change has its own, a call-off too. */
static void
settle_numbers(struct edifact_order *c, struct slice unh)
{
	struct order *o = &c->order;

	o->po_number = c->number;
	if (c->change) {
		o->change_number = c->number;
		if (c->ordered.n > 0)
			o->po_number = c->ordered;
		else
			edifact_fault(c->x, "EDIFACT-ORDER-REFERENCE", unh,
			    SLICE("RFF"), NULL,
			    "the change does not name its order (RFF+ON)");
	} else if (o->kind == KIND_CALL_OFF &&
	    c->blanket.n + c->ordered.n > 0) {
		o->release_number = c->number;
		o->po_number = c->blanket.n > 0 ? c->blanket : c->ordered;
	}
	if (o->contract.n == 0)
		o->contract = c->blanket;
}

static bool
needs_lines(const struct order *o)
{
	return (o->purpose != PURPOSE_CANCEL && o->purpose != PURPOSE_CHANGE);
}

/* Counts, quantities and parts of a line are compared where they are read. */
static void
sum_fault(void *ctx, const struct arithmetic_fault *f)
{
	struct edifact_order *c = ctx;
	const char *code = arithmetic_findings[f->rule].code;
	struct edifact_place at = f->rule == ARITHMETIC_NET ? c->net_total :
							      c->total;
	char stated[DECIMAL_TEXT_MAX], computed[DECIMAL_TEXT_MAX];
	int64_t now = c->x->number;

	if (f->rule == ARITHMETIC_LINES || f->rule == ARITHMETIC_QUANTITY ||
	    f->rule == ARITHMETIC_SCHEDULE)
		return;
	if (f->line != ARITHMETIC_HEADER) {
		const struct order_line *l = LIST_AT(&c->order.lines,
		    struct order_line, f->line);

		at = (struct edifact_place){
			slice_sub(c->x->data, (size_t)l->offset, 3), l->segment
		};
	}
	if (at.segment == 0)
		return;
	c->x->number = at.segment;
	if (decimal_is_none(f->computed))
		edifact_fault(c->x, code, at.where, slice_sub(at.where, 0, 3),
		    NULL, "too large to be added up");
	else
		edifact_fault(c->x, code, at.where, slice_sub(at.where, 0, 3),
		    NULL, "stated %s, computed %s",
		    decimal_text(f->stated, stated),
		    decimal_text(f->computed, computed));
	c->x->number = now;
}

void
edifact_orders(struct edifact *x, const struct edifact_message *m)
{
	struct slice unh = slice_sub(x->data, m->from, 3);
	EDIFACT_UNFILLED struct edifact_order c;

	memset(&c, 0, size_unseen(sizeof(c)));
	memcpy(&c.order, &x->empty, size_unseen(sizeof(c.order)));
	c.x = x;
	c.change = c.changes = slice_is(x->message.kind, "ORDCHG");
	c.last_id = INT64_MIN;
	c.hash = c.placed = c.dated = DECIMAL_NONE;
	c.order.test = x->message.test;
	c.order.offset = (int64_t)m->from;
	c.order.length = (int64_t)(m->to - m->from);
	c.order.lines = x->lines;
	edifact_walk(x, m, rows, N(rows), &c);
	edifact_line_done(&c);
	x->number = 0;
	settle_numbers(&c, unh);
	edifact_parties_done(&c);
	if (c.lines == 0 && needs_lines(&c.order))
		edifact_fault(x, "EDIFACT-NO-LINES", unh, SLICE("LIN"), NULL,
		    "the order has no lines");
	arithmetic_check(&c.order, currency_digits(c.order.currency), sum_fault,
	    &c);
	x->message.document_id = c.number;
	if (x->rc != RC_OK)
		return;
	c.order.broken = x->errors > 0;
	x->rc = x->sink->order(x->sink->ctx, &c.order, x->err);
}
