/*
 * Order response: ORDRSP, for orders and for changes.  BGM 1225 says what
 * became of the order, LIN 1229 of each line; QTY 21 is what was ordered, 113
 * what will be delivered, 83 what follows later.
 */
#include <stdio.h>
#include "writers/edifact_common.h"

struct response {
	struct edi_out d;
	const struct order_answer *a;
	bool renumber; /* the buyer's line numbers do not fit LIN */
};

static bool
has_code(const struct order_answer *a, const char *code)
{
	return (a->code != NULL && strcmp(a->code, code) == 0);
}

static bool
is_more(struct decimal d)
{
	return (!decimal_is_none(d) && d.coef > 0);
}

static void
begin(struct response *x)
{
	const struct order_answer *a = x->a;
	const char *function = "29", *response = "AP";

	if (has_code(a, "AB")) {
		function = "12";
		response = x->d.released >= 2001 ? "AJ" : "";
	} else if (has_code(a, "CA")) {
		function = a->change ? "4" : "30";
		response = "CA";
	} else if (has_code(a, "RE")) {
		function = "27";
		response = "RE";
	} else if (!has_code(a, "AP"))
		seg_wrong(&x->d.w, "code", "is none of AB, AP, RE, CA");
	edi_out_bgm(&x->d, "231", function, response);
}

static void
head(struct response *x)
{
	const struct order_answer *a = x->a;
	struct edi_out *d = &x->d;

	begin(x);
	edi_out_instant(d, "137", a->head.issued);
	edi_out_date(d, "69", a->promised_on);
	edi_out_texts(d, &a->notes);
	if (seg_blank(a->po_number))
		seg_missing(&d->w, "po_number");
	edi_out_reference(d, "ON", a->po_number, SLICE_NONE, "po_number");
	edi_out_date(d, "171", a->po_date);
	edi_out_reference(d, "RE", a->release_number, SLICE_NONE,
	    "release_number");
	if (a->change) {
		edi_out_reference(d, "ACW", a->change_number, SLICE_NONE,
		    "change_number");
		if (!seg_blank(a->change_number))
			edi_out_date(d, "171", a->changed_on);
	}
	edi_out_reference(d, "VN", a->confirmation, SLICE_NONE, "confirmation");
	edi_out_reference(d, "CR", a->customer_reference, SLICE_NONE,
	    "customer_reference");
	edi_out_party(d, "BY", &a->head.to);
	edi_out_party(d, "SU", &a->head.from);
	if (!seg_blank(a->currency)) {
		seg_open(&d->w, "CUX");
		seg_code(&d->w, ELEMENT, "2");
		seg_id(&d->w, PART, a->currency, 3, 3, "currency");
		seg_code(&d->w, PART, "9");
		seg_close(&d->w);
	}
}

/* UNCL 1229. */
static const char *
action(struct response *x, const struct answer_line *l)
{
	if (has_code(x->a, "RE") || l->status == ANSWER_REFUSED)
		return ("7");
	if (has_code(x->a, "AB") || (l->differs & DIFFERS_HELD) != 0)
		return ("4");
	if (l->change == CHANGE_DELETE)
		return ("2");
	switch (l->status) {
	case ANSWER_ADDED:
		return ("1");
	case ANSWER_CHANGED:
		return ("6");
	case ANSWER_DELIVERED:
		return ((l->differs & DIFFERS_QUANTITY) != 0 ? "6" : "5");
	case ANSWER_ACCEPTED:
		return ("5");
	case ANSWER_REFUSED:
	default:
		seg_wrong(&x->d.w, "status", "is no line status");
		return ("7");
	}
}

/* What is neither confirmed nor refused yet, or is gone, has no delivery. */
static void
quantities(struct response *x, const struct answer_line *l, const char *action)
{
	struct edi_out *d = &x->d;
	struct decimal asked = l->ordered, sum;
	struct slice unit;

	if (!is_more(asked)) {
		asked = l->quantity;
		if (is_more(l->backorder) && !decimal_is_none(asked) &&
		    decimal_add(asked, l->backorder, &sum))
			asked = sum;
	}
	/* What was refused may be a unit that nobody knows. */
	if (action[0] == '7' &&
	    !edi_out_unit_known(d, l->unit, l->unit_code, &unit))
		return;
	edi_out_quantity(d, "21", asked, l->unit, l->unit_code, "ordered");
	if (strchr("247", action[0]) != NULL)
		return;
	edi_out_quantity(d, "113", l->quantity, l->unit, l->unit_code,
	    "quantity");
	if (is_more(l->backorder))
		edi_out_quantity(d, "83", l->backorder, l->unit, l->unit_code,
		    "backorder");
	edi_out_date(d, "69", l->promised_on);
	if (is_more(l->backorder))
		edi_out_date(d, "17", l->expected_on);
}

static void
price(struct response *x, const struct answer_line *l)
{
	struct decimal p = decimal_is_none(l->price) ? l->unit_price : l->price;
	struct segments *w = &x->d.w;
	struct slice unit;

	if (decimal_is_none(p) || !seg_decimal_fits(p, 15))
		return;
	seg_open(w, "PRI");
	seg_code(w, ELEMENT, "AAA");
	seg_decimal(w, PART, p, 15, "price");
	if (is_more(l->price_basis) &&
	    decimal_cmp(l->price_basis, DECIMAL_ONE) != 0) {
		seg_skip_parts(w, 2);
		seg_decimal(w, PART, l->price_basis, 9, "price_basis");
		if (edi_out_unit_known(&x->d, l->unit, l->unit_code, &unit))
			seg_put(w, PART, unit);
	}
	seg_close(w);
}

static void
line(struct response *x, const struct answer_line *l, size_t i)
{
	struct edi_out *d = &x->d;
	const char *what = action(x, l);
	const bool other = (l->differs & DIFFERS_ITEM) != 0;
	char number[24];

	(void)snprintf(number, sizeof(number), "%zu", i + 1);
	if (seg_blank(l->order_line))
		seg_missing(&d->w, "order_line");
	edi_out_line(d, x->renumber ? slice_of(number) : l->order_line, what,
	    &(struct edi_item){ l->seller_item, l->buyer_item, l->gtin, l->name,
		.ordered = other ? l->ordered_item : SLICE_NONE,
		.ordered_gtin = other ? l->ordered_gtin : SLICE_NONE,
		.lenient = what[0] == '7' });
	quantities(x, l, what);
	edi_out_text(d, "LIN", l->note);
	price(x, l);
	if (x->renumber)
		edi_out_reference(d, "LI", l->order_line, SLICE_NONE,
		    "order_line");
}

static void
lines(struct response *x)
{
	const struct list *all = &x->a->lines;

	for (size_t i = 0; i < all->n && !x->renumber; i++)
		x->renumber = !edi_out_is_line_number(&x->d,
		    LIST_AT(all, struct answer_line, i)->order_line);
	for (size_t i = 0; i < all->n && !x->d.w.out->failed; i++) {
		x->d.w.line = (int64_t)i;
		line(x, LIST_AT(all, struct answer_line, i), i);
	}
	x->d.w.line = -1;
}

enum rc
write_edifact_ordrsp(const struct order_answer *a, struct buf *out,
    struct err *e)
{
	struct response x = { .a = a };

	edi_out_start(&x.d, &a->head, "order response", out, e);
	edi_out_unb(&x.d, true);
	edi_out_unh(&x.d, "ORDRSP");
	head(&x);
	if (a->lines.n == 0 && has_code(a, "CA"))
		seg_missing(&x.d.w, "lines");
	lines(&x);
	seg_open(&x.d.w, "UNS");
	seg_code(&x.d.w, ELEMENT, "S");
	seg_close(&x.d.w);
	if (a->lines.n > 0)
		edi_out_count(&x.d, "2", a->lines.n);
	return (edi_out_finish(&x.d));
}
