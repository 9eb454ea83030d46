#include "domain/shipment.h"

#include "domain/finding.h"

#define VALUE_MAX 99

/* Lines by a text of theirs; 0 is free, a line is its index + 1. */
struct table {
	uint32_t *slots;
	size_t mask;
};

struct work {
	const struct shipment_input *in;
	struct ship_line *lines; /* a copy, until all is good */
	bool *final;
	size_t n;
	struct table by_line, by_sku;
	uint32_t *same_sku; /* how many, at the first of them */
	struct arena *a;
	struct shipment_result *r;
	bool all_final;
};

/* --- what went wrong ----------------------------------------------------- */

static const char *
shown(struct arena *a, struct slice s)
{
	const char *text;
	struct buf b;

	buf_init(&b, 4096);
	buf_shown(&b, slice_sub(s, 0, VALUE_MAX));
	text = arena_text(a, buf_slice(&b));
	buf_free(&b);
	return (text);
}

static const char *
number(struct arena *a, struct decimal d)
{
	char text[DECIMAL_TEXT_MAX];

	return (arena_text(a, slice_of(decimal_text(d, text))));
}

static void PRINTF_LIKE(5, 6) contradict(struct work *w, const char *code,
    const struct confirmation *c, struct slice value, const char *fmt, ...)
{
	struct finding *f;
	va_list ap;

	va_start(ap, fmt);
	f = finding_add(w->a, &w->r->findings, code, fmt, ap);
	va_end(ap);
	f->tag = SLICE("shipment");
	if (c != NULL) {
		f->offset = c->offset;
		f->segment = c->row;
	}
	f->value = slice_sub(value, 0, VALUE_MAX);
	if (w->r->reason.n == 0) {
		w->r->reason = f->code;
		w->r->detail = f->text;
	}
}

/* --- which line ---------------------------------------------------------- */

static struct slice
sku_of(const struct ship_line *l)
{
	return (l->product != NULL ? l->product->sku : SLICE_NONE);
}

static struct slice
key_of(const struct work *w, const struct table *t, size_t i)
{
	return (t == &w->by_line ? w->lines[i].line : sku_of(&w->lines[i]));
}

static uint32_t *
slot_of(const struct work *w, const struct table *t, struct slice key)
{
	size_t at = (size_t)slice_hash(key) & t->mask;

	while (
	    t->slots[at] != 0 && !slice_eq(key, key_of(w, t, t->slots[at] - 1)))
		at = (at + 1) & t->mask;
	return (&t->slots[at]);
}

static void
table_init(struct work *w, struct table *t)
{
	size_t size = 16;

	while (size < w->n * 2)
		size *= 2;
	t->slots = arena_array(w->a, size, sizeof(*t->slots));
	t->mask = size - 1;
}

static void
index_lines(struct work *w)
{
	uint32_t *slot;

	table_init(w, &w->by_line);
	table_init(w, &w->by_sku);
	w->same_sku = arena_array(w->a, w->n, sizeof(*w->same_sku));
	for (size_t i = 0; i < w->n; i++) {
		slot = slot_of(w, &w->by_line, w->lines[i].line);
		if (*slot == 0)
			*slot = (uint32_t)i + 1;
		slot = slot_of(w, &w->by_sku, sku_of(&w->lines[i]));
		if (*slot == 0)
			*slot = (uint32_t)i + 1;
		w->same_sku[*slot - 1]++;
	}
}

/* By number, else by the only line of that item. */
static struct ship_line *
find_line(struct work *w, const struct confirmation *c)
{
	uint32_t at;

	if (c->line.n > 0) {
		at = *slot_of(w, &w->by_line, c->line);
		if (at == 0)
			contradict(w, "SHIP-LINE", c, c->line,
			    "the order has no line %s", shown(w->a, c->line));
		return (at != 0 ? &w->lines[at - 1] : NULL);
	}
	at = c->sku.n > 0 ? *slot_of(w, &w->by_sku, c->sku) : 0;
	if (at != 0 && w->same_sku[at - 1] == 1)
		return (&w->lines[at - 1]);
	contradict(w, "SHIP-LINE", c, c->sku,
	    "%s lines of the order have item %s", at == 0 ? "no" : "several",
	    shown(w->a, c->sku));
	return (NULL);
}

/* --- how much ------------------------------------------------------------ */

/* In the line's unit, exactly. */
static bool
convert(const struct work *w, const struct ship_line *l,
    const struct confirmation *c, struct decimal *quantity)
{
	struct decimal from, to, stock, back;

	*quantity = c->quantity;
	if (c->unit.n == 0 || unit_same(c->unit, l->unit))
		return (true);
	return (l->product != NULL &&
	    master_unit_factor(w->in->master, l->product, c->unit, &from) &&
	    master_unit_factor(w->in->master, l->product, l->unit, &to) &&
	    decimal_mul(c->quantity, from, &stock) &&
	    decimal_div(stock, to, DECIMAL_SCALE_MAX, quantity) &&
	    decimal_mul(*quantity, to, &back) && decimal_cmp(back, stock) == 0);
}

static bool
good_quantity(struct work *w, const struct confirmation *c)
{
	if (decimal_is_none(c->quantity) && !c->final)
		contradict(w, "SHIP-QUANTITY", c, SLICE_NONE,
		    "no quantity is given");
	else if (!decimal_is_none(c->quantity) && c->quantity.coef < 0)
		contradict(w, "SHIP-QUANTITY", c, SLICE_NONE,
		    "a quantity of %s", number(w->a, c->quantity));
	else
		return (true);
	return (false);
}

static bool
closes_order(const struct confirmation *c)
{
	return (c->final && c->line.n == 0 && c->sku.n == 0 &&
	    (decimal_is_none(c->quantity) || c->quantity.coef == 0));
}

static void
take_confirmation(struct work *w, const struct confirmation *c)
{
	struct ship_line *l;
	struct decimal quantity;

	if (closes_order(c)) {
		w->all_final = true;
		return;
	}
	if ((l = find_line(w, c)) == NULL || !good_quantity(w, c))
		return;
	if (c->sku.n > 0 && !slice_eq(c->sku, sku_of(l)))
		contradict(w, "SHIP-ITEM", c, c->sku,
		    "line %s ordered %s, %s was shipped", shown(w->a, l->line),
		    shown(w->a, sku_of(l)), shown(w->a, c->sku));
	l->touched = true;
	if (c->final)
		w->final[l - w->lines] = true;
	if (decimal_is_none(c->quantity) || c->quantity.coef == 0)
		return;
	if (!convert(w, l, c, &quantity))
		contradict(w, "SHIP-UNIT", c, c->unit,
		    "%s %s cannot be said in %s, the unit of line %s",
		    number(w->a, c->quantity), shown(w->a, c->unit),
		    shown(w->a, l->unit), shown(w->a, l->line));
	else if (!decimal_add(l->now, quantity, &l->now))
		contradict(w, "SHIP-AMOUNT", c, SLICE_NONE,
		    "the quantity cannot be counted");
}

/* --- what becomes of a line ---------------------------------------------- */

struct decimal
shipment_open(const struct ship_line *l)
{
	struct decimal open;

	if (l->state == LINE_REJECTED || l->state == LINE_CANCELLED ||
	    !decimal_sub(l->ordered, l->cancelled, &open) ||
	    !decimal_sub(open, l->shipped, &open) || open.coef < 0)
		return (DECIMAL_ZERO);
	return (open);
}

bool
shipment_settled(int64_t net, struct decimal ordered, struct decimal settled,
    int64_t *minor)
{
	if (decimal_cmp(settled, ordered) >= 0) {
		*minor = net;
		return (true);
	}
	return (money_of(decimal_make(net, 0), settled, ordered, 0, minor));
}

/* Open, plus what may be shipped above the order. */
static bool
most(const struct work *w, const struct ship_line *l, struct decimal *limit)
{
	struct decimal percent = w->in->overship_percent, over;

	*limit = shipment_open(l);
	if (l->state == LINE_REJECTED || l->state == LINE_CANCELLED ||
	    decimal_is_none(percent) || percent.coef <= 0)
		return (true);
	/* What was shipped above the order before has used up its part. */
	return (decimal_mul(l->ordered, percent, &over) &&
	    decimal_div(over, decimal_make(100, 0), DECIMAL_SCALE_MAX, &over) &&
	    decimal_add(over, l->ordered, &over) &&
	    decimal_sub(over, l->cancelled, &over) &&
	    decimal_sub(over, l->shipped, limit));
}

static bool
settle(struct ship_line *l, struct decimal quantity, int64_t *part)
{
	struct decimal before, after;
	int64_t was, is;

	return (decimal_add(l->shipped, l->cancelled, &before) &&
	    decimal_add(before, quantity, &after) &&
	    shipment_settled(l->net, l->ordered, before, &was) &&
	    shipment_settled(l->net, l->ordered, after, &is) &&
	    !__builtin_sub_overflow(is, was, part));
}

static bool
ship_line(struct work *w, struct ship_line *l, bool final)
{
	if (!settle(l, l->now, &l->net_now) ||
	    !decimal_add(l->shipped, l->now, &l->shipped))
		return (false);
	l->outstanding = shipment_open(l);
	if (final && l->outstanding.coef > 0) {
		l->closed = l->outstanding;
		l->outstanding = DECIMAL_ZERO;
		if (!settle(l, l->closed, &l->net_closed) ||
		    !decimal_add(l->cancelled, l->closed, &l->cancelled))
			return (false);
		w->r->closed_any = true;
	}
	if (l->state != LINE_REJECTED && l->state != LINE_CANCELLED &&
	    l->outstanding.coef == 0)
		l->state = l->shipped.coef > 0 ? LINE_SHIPPED : LINE_CANCELLED;
	return (money_add(w->r->net_shipped, l->net_now, &w->r->net_shipped) &&
	    money_add(w->r->net_closed, l->net_closed, &w->r->net_closed));
}

/* A warehouse does not close what it was never told of. */
static bool
is_service(const struct ship_line *l)
{
	return (l->product != NULL && l->product->kind == ITEM_SERVICE);
}

static void
take_line(struct work *w, size_t i)
{
	struct ship_line *l = &w->lines[i];
	struct decimal limit;

	if (!most(w, l, &limit)) {
		contradict(w, "SHIP-AMOUNT", NULL, l->line,
		    "line %s cannot be counted", shown(w->a, l->line));
		return;
	}
	if (l->now.coef > 0 && decimal_cmp(l->now, limit) > 0)
		contradict(w, "SHIP-OVER", NULL, l->line,
		    "line %s: %s left, %s of %s ordered were open",
		    shown(w->a, l->line), number(w->a, l->now),
		    number(w->a, shipment_open(l)), number(w->a, l->ordered));
	if (!ship_line(w, l, w->final[i] || w->all_final))
		contradict(w, "SHIP-AMOUNT", NULL, l->line,
		    "line %s cannot be counted", shown(w->a, l->line));
}

/* --- the order ----------------------------------------------------------- */

static void
order_state(const struct list *lines, struct shipment_result *r)
{
	bool any = false;

	r->complete = true;
	for (size_t i = 0; i < lines->n; i++) {
		const struct ship_line *l = LIST_AT(lines, struct ship_line, i);

		any = any || l->shipped.coef > 0;
		if (shipment_open(l).coef > 0)
			r->complete = false;
	}
	r->state = !any ? SHIPPED_NOTHING :
	    r->complete ? SHIPPED_ALL :
			  SHIPPED_PART;
}

static void
work_init(struct work *w, const struct list *lines)
{
	w->n = lines->n;
	w->lines = arena_array(w->a, w->n, sizeof(*w->lines));
	w->final = arena_array(w->a, w->n, sizeof(*w->final));
	for (size_t i = 0; i < w->n; i++) {
		struct ship_line *l = &w->lines[i];

		*l = *LIST_AT(lines, struct ship_line, i);
		l->now = l->closed = DECIMAL_ZERO;
		l->net_now = l->net_closed = 0;
		l->touched = false;
		l->outstanding = shipment_open(l);
	}
	index_lines(w);
}

/* What no person can take over either: sums that do not fit. */
static bool
countable(const struct shipment_result *r)
{
	for (size_t i = 0; i < r->findings.n; i++)
		if (slice_is(LIST_AT(&r->findings, struct finding, i)->code,
			"SHIP-AMOUNT"))
			return (false);
	return (true);
}

void
shipment_apply(const struct shipment_input *in, struct list *lines,
    const struct list *confirmations, struct arena *a,
    struct shipment_result *r)
{
	struct work w = { .in = in, .a = a, .r = r };

	*r = (struct shipment_result){ 0 };
	work_init(&w, lines);
	for (size_t i = 0; i < confirmations->n; i++)
		take_confirmation(&w,
		    LIST_AT(confirmations, struct confirmation, i));
	for (size_t i = 0; i < w.n; i++)
		if (w.lines[i].touched ||
		    (w.all_final && !is_service(&w.lines[i])))
			take_line(&w, i);
	r->held = r->findings.n > 0 && !(in->released && countable(r));
	if (r->held) {
		r->net_shipped = r->net_closed = 0;
		r->closed_any = false;
		work_init(&w, lines);
	}
	if (w.n > 0)
		memcpy(lines->v, w.lines, w.n * sizeof(*w.lines));
	order_state(lines, r);
}
