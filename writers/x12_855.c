/*
 * Order answers: 855, and 865 for changes.  Both say the same: BAK or BCA,
 * then one PO1 or POC a line with its ACK.
 *
 * Two ACK tell of a line that comes in part: what is confirmed, and what comes
 * later (IB); their quantities add up to the line's.
 */
#include "writers/x12_common.h"

struct answer {
	struct x12_out d;
	const struct order_answer *a;
	bool changes; /* an 865 */
};

/* --- codes --------------------------------------------------------------- */

static bool
has_code(const struct order_answer *a, const char *code)
{
	return (a->code != NULL && strcmp(a->code, code) == 0);
}

/* DE 353. */
static const char *
purpose(const struct order_answer *a)
{
	if (!a->change)
		return ("00");
	if (a->purpose == PURPOSE_CANCEL)
		return ("01");
	return (a->purpose == PURPOSE_REPLACE ? "05" : "04");
}

/* A change that is done as it was asked for is none of ours. */
static bool
is_as_asked(const struct order_answer *a)
{
	for (size_t i = 0; i < a->lines.n; i++) {
		const struct answer_line *l = LIST_AT(&a->lines,
		    struct answer_line, i);

		if (l->status != ANSWER_ACCEPTED && l->status != ANSWER_ADDED &&
		    l->status != ANSWER_DELIVERED)
			return (false);
	}
	return (a->change && a->lines.n > 0);
}

/* DE 587. */
static const char *
acknowledgment(struct answer *x)
{
	bool detail = x->a->lines.n > 0;

	if (has_code(x->a, "AP"))
		return (detail ? "AD" : "AK");
	if (has_code(x->a, "CA"))
		return (is_as_asked(x->a) ? "AD" : "AC");
	if (has_code(x->a, "RE"))
		return (detail ? "RD" : "RJ");
	if (!has_code(x->a, "AB"))
		seg_wrong(&x->d.w, "code", "is none of AB, AP, RE, CA");
	return ("AH");
}

static bool
is_more(struct decimal d)
{
	return (!decimal_is_none(d) && d.coef > 0);
}

static const char *
refusal(const struct answer_line *l)
{
	if (slice_starts(l->reason, SLICE("ORDER-ITEM")))
		return ("R2");
	if (slice_starts(l->reason, SLICE("ORDER-UNIT")))
		return ("R3");
	return ("IR");
}

/* Of what is confirmed; several kinds of change are IC. */
static const char *
change(const struct answer_line *l)
{
	if ((l->differs & DIFFERS_HELD) != 0)
		return ("IH");
	if ((l->differs & DIFFERS_ITEM) != 0)
		return ("IS");
	switch (l->differs) {
	case DIFFERS_QUANTITY:
		return (is_more(l->backorder) ? "BP" : "IQ");
	case DIFFERS_PRICE:
		return ("IP");
	case DIFFERS_DATE:
		return ("DR");
	case 0:
		break;
	default:
		return ("IC");
	}
	if (is_more(l->backorder))
		return ("BP");
	if (!decimal_is_none(l->price))
		return ("IP");
	return (decimal_is_none(l->backorder) ? "IC" : "IQ");
}

/* DE 668. */
static const char *
status(struct answer *x, const struct answer_line *l)
{
	if (has_code(x->a, "RE") || l->status == ANSWER_REFUSED)
		return (refusal(l));
	if (has_code(x->a, "AB"))
		return ("IH");
	if (l->change == CHANGE_DELETE)
		return ("ID");
	switch (l->status) {
	case ANSWER_ADDED:
	case ANSWER_ACCEPTED:
		return ("IA");
	case ANSWER_CHANGED:
		return (change(l));
	case ANSWER_DELIVERED:
		return ("AC");
	case ANSWER_REFUSED:
	default:
		seg_wrong(&x->d.w, "status", "is no line status");
		return ("IR");
	}
}

/* DE 670: what became of the line. */
static const char *
line_change_code(const struct answer_line *l)
{
	switch (l->change) {
	case CHANGE_ADD:
		return ("AI");
	case CHANGE_DELETE:
		return ("DI");
	case CHANGE_NONE:
		return ("NC");
	case CHANGE_REPLACE:
		return ("CA");
	case CHANGE_UNSTATED:
	default:
		return (l->status == ANSWER_CHANGED ? "CA" : "NC");
	}
}

/* --- heads --------------------------------------------------------------- */

/* An order that came without a date is called by the day of the answer, for
 * the element must be there. */
static day
order_day(const struct answer *x, day issued)
{
	return (x->a->po_date != DAY_NONE ? x->a->po_date : issued);
}

static void
begin_order(struct answer *x, day issued)
{
	const struct order_answer *a = x->a;
	struct segments *w = &x->d.w;

	seg_open(w, "BAK");
	seg_code(w, ELEMENT, purpose(a));
	seg_code(w, ELEMENT, acknowledgment(x));
	seg_id(w, ELEMENT, a->po_number, 1, 22, "po_number");
	seg_day(w, ELEMENT, order_day(x, issued));
	seg_id_any(w, ELEMENT, a->release_number, 1, 30, "release_number");
	seg_skip(w, 2);
	seg_id_any(w, ELEMENT, a->confirmation, 1, 30, "confirmation");
	seg_day(w, ELEMENT, issued);
	seg_close(w);
}

static void
begin_change(struct answer *x, day issued)
{
	const struct order_answer *a = x->a;
	struct segments *w = &x->d.w;

	seg_open(w, "BCA");
	seg_code(w, ELEMENT, purpose(a));
	seg_code(w, ELEMENT, acknowledgment(x));
	seg_id(w, ELEMENT, a->po_number, 1, 22, "po_number");
	seg_id_any(w, ELEMENT, a->release_number, 1, 30, "release_number");
	seg_id_any(w, ELEMENT, a->change_number, 1, 8, "change_number");
	seg_day(w, ELEMENT, order_day(x, issued));
	seg_skip(w, 2);
	seg_id_any(w, ELEMENT, a->confirmation, 1, 30, "confirmation");
	seg_day(w, ELEMENT, issued);
	seg_day(w, ELEMENT, a->changed_on);
	seg_close(w);
}

static void
head(struct answer *x)
{
	const struct order_answer *a = x->a;
	struct seg_time t = seg_time_of(a->head.issued);
	day issued = day_parse_basic(slice_of(t.day));
	struct segments *w = &x->d.w;

	if (x->changes)
		begin_change(x, issued);
	else
		begin_order(x, issued);
	if (!seg_blank(a->currency)) {
		seg_open(w, "CUR");
		seg_code(w, ELEMENT, "SE");
		seg_id(w, ELEMENT, a->currency, 3, 3, "currency");
		seg_close(w);
	}
	x12_out_reference(&x->d, "CR", a->customer_reference,
	    "customer_reference");
	/* BAK has no element for it, as BCA05. */
	if (a->change && !x->changes)
		x12_out_reference(&x->d, "PP", a->change_number,
		    "change_number");
	x12_out_date(&x->d, "069", a->promised_on);
	x12_out_notes(&x->d, &a->notes);
	(void)x12_out_party(&x->d, "SE", a->head.from.name,
	    seg_gln(&a->head.from));
	(void)x12_out_party(&x->d, "BY", a->head.to.name, seg_gln(&a->head.to));
}

/* --- lines --------------------------------------------------------------- */

/* What was asked for, or what the answer says of it. */
static struct decimal
asked(const struct answer_line *l)
{
	struct decimal sum = l->quantity;

	if (is_more(l->ordered))
		return (l->ordered);
	if (!decimal_is_none(sum) && is_more(l->backorder) &&
	    !decimal_add(l->quantity, l->backorder, &sum))
		return (DECIMAL_NONE);
	return (sum);
}

/* What was refused may be a unit that nobody knows: then its quantity is
 * better left out than the whole answer. */
static bool
is_countable(const struct answer *x, const struct answer_line *l)
{
	char unit[3];

	return ((l->status != ANSWER_REFUSED && !has_code(x->a, "RE")) ||
	    x12_out_unit_known(l->unit, l->unit_code, unit));
}

static void
quantity(struct answer *x, const struct answer_line *l, struct decimal q,
    const char *field)
{
	if (decimal_is_none(q) || !is_countable(x, l)) {
		seg_skip(&x->d.w, 2);
		return;
	}
	seg_decimal(&x->d.w, ELEMENT, q, 15, field);
	x12_out_unit(&x->d, ELEMENT, l->unit, l->unit_code);
}

static bool
is_substituted(const struct answer_line *l)
{
	return ((l->differs & DIFFERS_ITEM) != 0 && l->ordered_item.n > 0);
}

/* Of what was ordered; ACK names what comes in its place. */
static void
price_and_items(struct answer *x, const struct answer_line *l)
{
	bool other = is_substituted(l);

	x12_out_price(&x->d,
	    decimal_is_none(l->price) ? l->unit_price : l->price,
	    l->price_basis);
	x12_out_items(&x->d,
	    &(struct x12_items){ other ? l->ordered_item : l->seller_item,
		l->buyer_item, other ? l->ordered_gtin : l->gtin,
		.lenient = l->status == ANSWER_REFUSED ||
		    has_code(x->a, "RE") });
	seg_close(&x->d.w);
}

static void
order_line(struct answer *x, const struct answer_line *l)
{
	seg_open(&x->d.w, "PO1");
	seg_id(&x->d.w, ELEMENT, l->order_line, 1, 20, "order_line");
	quantity(x, l, asked(l), "ordered");
	price_and_items(x, l);
}

/* POC04 is what is still to be delivered; POC03 to 05 come together. */
static void
change_line(struct answer *x, const struct answer_line *l)
{
	struct segments *w = &x->d.w;
	struct decimal q = asked(l), left = l->quantity;

	if (l->status == ANSWER_REFUSED || l->change == CHANGE_DELETE ||
	    l->status == ANSWER_DELIVERED || has_code(x->a, "RE"))
		left = DECIMAL_ZERO;
	else if (decimal_is_none(left))
		left = q;
	else if (is_more(l->backorder) &&
	    !decimal_add(left, l->backorder, &left))
		left = q;
	if (is_more(l->shipped) && left.coef > 0 &&
	    (!decimal_sub(left, l->shipped, &left) || left.coef < 0))
		left = DECIMAL_ZERO;
	seg_open(w, "POC");
	seg_id(w, ELEMENT, l->order_line, 1, 20, "order_line");
	seg_code(w, ELEMENT, line_change_code(l));
	if (decimal_is_none(q) || !is_countable(x, l)) {
		seg_skip(w, 3);
	} else {
		seg_decimal(w, ELEMENT, q, 15, "ordered");
		seg_decimal(w, ELEMENT, left, 9, "quantity");
		x12_out_unit(&x->d, ELEMENT, l->unit, l->unit_code);
	}
	price_and_items(x, l);
}

/* DE 374 */
#define PROMISED "069"
#define ESTIMATED "017"

static void
ack(struct answer *x, const struct answer_line *l, const char *code,
    struct decimal q, const char *of, day on)
{
	struct segments *w = &x->d.w;

	seg_open(w, "ACK");
	seg_code(w, ELEMENT, code);
	quantity(x, l, q, "quantity");
	if (on != DAY_NONE) {
		seg_code(w, ELEMENT, of);
		seg_day(w, ELEMENT, on);
	} else
		seg_skip(w, 2);
	if (strcmp(code, "IS") == 0) {
		seg_skip(w, 1);
		x12_out_items(&x->d,
		    &(struct x12_items){ .seller = l->seller_item,
			.gtin = l->gtin });
	}
	seg_close(w);
}

static void
acks(struct answer *x, const struct answer_line *l)
{
	const char *code = status(x, l);
	bool refused = code[0] == 'R' || strcmp(code, "IR") == 0 ||
	    strcmp(code, "ID") == 0 || strcmp(code, "IH") == 0;
	bool later = !refused && is_more(l->backorder);
	bool none = !decimal_is_none(l->quantity) && l->quantity.coef == 0;

	if (refused)
		ack(x, l, code, asked(l), PROMISED, DAY_NONE);
	else if (!later || !none)
		ack(x, l, code, l->quantity, PROMISED, l->promised_on);
	if (later)
		ack(x, l, "IB", l->backorder,
		    l->expected_on != DAY_NONE ? ESTIMATED : PROMISED,
		    l->expected_on != DAY_NONE ? l->expected_on :
			none                   ? l->promised_on :
						 DAY_NONE);
}

static void
line(struct answer *x, const struct answer_line *l)
{
	if (x->changes)
		change_line(x, l);
	else
		order_line(x, l);
	x12_out_name(&x->d, is_substituted(l) ? l->ordered_name : l->name);
	acks(x, l);
	x12_out_note(&x->d, l->note);
}

static enum rc
answer(const struct order_answer *a, bool changes, struct buf *out,
    struct err *e)
{
	struct answer x = { .a = a, .changes = changes };
	struct segments *w = &x.d.w;

	x12_out_start(&x.d, &a->head,
	    changes ? "change answer" : "order answer", out, e);
	x12_out_isa(&x.d, true);
	x12_out_group(&x.d, changes ? "CA" : "PR");
	x12_out_set(&x.d, changes ? "865" : "855");
	head(&x);
	if (a->lines.n == 0 && has_code(a, "CA"))
		seg_missing(w, "lines");
	for (size_t i = 0; i < a->lines.n && !out->failed; i++) {
		w->line = (int64_t)i;
		line(&x, LIST_AT(&a->lines, struct answer_line, i));
	}
	w->line = -1;
	if (a->lines.n > 0) {
		seg_open(w, "CTT");
		seg_int(w, ELEMENT, (int64_t)a->lines.n);
		seg_close(w);
	}
	x12_out_set_end(&x.d);
	return (x12_out_finish(&x.d));
}

enum rc
write_x12_855(const struct order_answer *a, struct buf *out, struct err *e)
{
	return (answer(a, false, out, e));
}

enum rc
write_x12_865(const struct order_answer *a, struct buf *out, struct err *e)
{
	return (answer(a, a->change, out, e));
}
