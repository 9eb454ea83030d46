/*
 * Does an 850 agree with itself?  domain/arithmetic.h knows; here is said
 * where in the file.
 */
#include "parsers/x12_order.h"

#include "domain/arithmetic.h"

/* Counts (CTT01), quantities (CTT02) and schedules (SDQ, SCH) are compared
 * where they are read, and 850s state no base of a percentage. */
static struct x12_place
place_of(const struct x12_850 *c, const struct arithmetic_fault *f)
{
	const struct order_line *l;

	switch (f->rule) {
	case ARITHMETIC_NET:
		return (c->net);
	case ARITHMETIC_TOTAL:
		return (c->total);
	case ARITHMETIC_LINE:
	case ARITHMETIC_OVERFLOW:
		break;
	case ARITHMETIC_CHARGE:
	case ARITHMETIC_LINES:
	case ARITHMETIC_QUANTITY:
	case ARITHMETIC_SCHEDULE:
		return ((struct x12_place){ SLICE_NONE, 0 });
	}
	if (f->line == ARITHMETIC_HEADER)
		return (c->total.segment > 0 ? c->total : c->net);
	l = LIST_AT(&c->order.lines, struct order_line, f->line);
	return ((struct x12_place){ slice_sub(c->x->data, (size_t)l->offset, 3),
	    l->segment });
}

static void
sum_fault(void *ctx, const struct arithmetic_fault *f)
{
	const struct x12_850 *c = ctx;
	const char *code = arithmetic_findings[f->rule].code;
	struct x12_place at = place_of(c, f);
	struct slice tag = f->line == ARITHMETIC_HEADER ?
	    SLICE("AMT") :
	    slice_of(c->change ? "POC" : "PO1");
	const char *element = f->line == ARITHMETIC_HEADER ? "2" : NULL;
	char stated[DECIMAL_TEXT_MAX], computed[DECIMAL_TEXT_MAX];
	int64_t now = c->x->number;

	if (at.segment == 0)
		return;
	c->x->number = at.segment;
	if (decimal_is_none(f->computed))
		x12_fault(c->x, code, at.where, tag, element,
		    "too large to be added up");
	else
		x12_fault(c->x, code, at.where, tag, element,
		    "stated %s, computed %s", decimal_text(f->stated, stated),
		    decimal_text(f->computed, computed));
	c->x->number = now;
}

void
x12_sums(struct x12_850 *c)
{
	arithmetic_check(&c->order, currency_digits(c->order.currency),
	    sum_fault, c);
}
