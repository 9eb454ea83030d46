#include "domain/change.h"

#include "domain/finding.h"

struct index { /* the book's lines by the buyer's number */
	const struct list *book;
	uint32_t *slots; /* place + 1 */
	size_t size;
};

struct planning {
	const struct order *change;
	struct arena *a;
	struct change_plan *plan;
	struct index by_number;
	bool *named; /* by the change, a flag a line of the book */
};

static const struct book_line *
book_line(const struct index *x, size_t i)
{
	return (LIST_AT(x->book, struct book_line, i));
}

static bool
is_gone(const struct book_line *l)
{
	return (l->state == LINE_REJECTED || l->state == LINE_CANCELLED);
}

static size_t
slot_of(const struct index *x, struct slice number)
{
	size_t at = (size_t)slice_hash(number) & (x->size - 1);

	while (x->slots[at] != 0 &&
	    !slice_eq(book_line(x, x->slots[at] - 1)->buyer_line, number))
		at = (at + 1) & (x->size - 1);
	return (at);
}

/* A number that stands twice means its first line that is still alive. */
static void
index_make(struct index *x, const struct list *book, struct arena *a)
{
	x->book = book;
	x->size = 16;
	while (x->size < book->n * 2)
		x->size *= 2;
	x->slots = arena_array(a, x->size, sizeof(*x->slots));
	for (size_t i = 0; i < book->n; i++) {
		size_t at = slot_of(x, book_line(x, i)->buyer_line);

		if (x->slots[at] == 0 ||
		    (is_gone(book_line(x, x->slots[at] - 1)) &&
			!is_gone(book_line(x, i))))
			x->slots[at] = (uint32_t)i + 1;
	}
}

static void fault(struct planning *p, const char *code,
    const struct order_line *l, const char *fmt, ...) PRINTF_LIKE(4, 5);

static void
fault(struct planning *p, const char *code, const struct order_line *l,
    const char *fmt, ...)
{
	struct finding *f;
	va_list ap;

	va_start(ap, fmt);
	f = finding_add(p->a, &p->plan->findings, code, fmt, ap);
	va_end(ap);
	f->tag = SLICE("line");
	f->value = slice_sub(l->line_id, 0, 99);
	f->offset = l->offset;
	f->segment = l->segment;
}

/* A line of the book as the buyer would order it again. */
static struct order_line
as_ordered(const struct book_line *b)
{
	struct order_line l;

	shape_init(&order_line_shape, &l);
	l.line_id = b->buyer_line;
	l.seller_item = b->seller_item.n > 0 ? b->seller_item : b->sku;
	l.buyer_item = b->buyer_item;
	l.gtin = b->gtin;
	l.description = b->name;
	l.quantity = b->quantity;
	l.unit = b->unit;
	l.unit_code = b->unit_code.n > 0 ? b->unit_code : b->unit;
	l.price = b->price;
	l.price_basis = b->price_basis;
	l.requested_on = b->requested_on;
	return (l);
}

static bool
names_an_item(const struct order_line *l)
{
	return (l->seller_item.n + l->buyer_item.n + l->gtin.n > 0);
}

static bool
same_item(const struct book_line *b, const struct order_line *l)
{
	return ((l->seller_item.n == 0 ||
		    slice_eq(l->seller_item, b->seller_item) ||
		    slice_eq(l->seller_item, b->sku)) &&
	    (l->buyer_item.n == 0 || slice_eq(l->buyer_item, b->buyer_item)) &&
	    (l->gtin.n == 0 || slice_eq(l->gtin, b->gtin)));
}

static bool
same_number(struct decimal a, struct decimal b)
{
	return (decimal_is_none(a) == decimal_is_none(b) &&
	    (decimal_is_none(a) || decimal_cmp(a, b) == 0));
}

/* Many formats leave a basis of one out. */
static bool
same_basis(struct decimal a, struct decimal b)
{
	return (same_number(decimal_is_none(a) ? DECIMAL_ONE : a,
	    decimal_is_none(b) ? DECIMAL_ONE : b));
}

/* What the change states replaces what stood there.  Another item takes
 * nothing over from the old one but its number and, unless stated, its date. */
static void
merge(const struct book_line *b, const struct order_line *l,
    struct changed_line *out)
{
	struct order_line m = as_ordered(b);
	bool item = !same_item(b, l);
	bool unit = l->unit.n > 0 && !slice_eq(l->unit, b->unit);
	bool price = !decimal_is_none(l->price) &&
	    (!same_number(l->price, b->price) ||
		!same_basis(l->price_basis, b->price_basis));

	if (item) {
		m = *l;
		m.line_id = b->buyer_line;
	}
	m.auxiliary = l->auxiliary;
	if (l->requested_on != DAY_NONE)
		m.requested_on = l->requested_on;
	else
		m.requested_on = b->requested_on;
	if (!decimal_is_none(l->quantity))
		m.quantity = l->quantity;
	if (l->unit.n > 0) {
		m.unit = l->unit;
		m.unit_code = l->unit_code;
	}
	if (!decimal_is_none(l->price)) {
		m.price = l->price;
		m.price_basis = l->price_basis;
		m.price_unit = l->price_unit;
	} else if (unit) { /* a price of another unit is no price */
		m.price = m.price_basis = DECIMAL_NONE;
	}
	m.offset = l->offset;
	m.segment = l->segment;
	out->line = m;
	out->quantity_only = !item && !unit && !price;
}

static bool
is_nothing(struct decimal d)
{
	return (!decimal_is_none(d) && d.coef == 0);
}

static bool
below_shipped(const struct book_line *b, struct decimal quantity)
{
	return (!decimal_is_none(b->shipped) && b->shipped.coef > 0 &&
	    (decimal_is_none(quantity) ||
		decimal_cmp(quantity, b->shipped) < 0));
}

static void
delete_line(struct planning *p, size_t old, const struct order_line *l)
{
	struct changed_line *c = LIST_AT(&p->plan->lines, struct changed_line,
	    old);
	const struct book_line *b = book_line(&p->by_number, old);

	if (is_gone(b))
		return;
	if (below_shipped(b, DECIMAL_ZERO)) {
		fault(p, "CHANGE-SHIPPED", l,
		    "line " SL_FMT " has left in part, it cannot go",
		    SL_ARG(slice_sub(b->buyer_line, 0, 40)));
		return;
	}
	c->step = STEP_DELETE;
}

static void
modify_line(struct planning *p, size_t old, const struct order_line *l)
{
	struct changed_line *c = LIST_AT(&p->plan->lines, struct changed_line,
	    old);
	const struct book_line *b = book_line(&p->by_number, old);

	if (is_nothing(l->quantity)) {
		delete_line(p, old, l);
		return;
	}
	if (is_gone(b)) {
		fault(p, "CHANGE-LINE-GONE", l,
		    "line " SL_FMT " was rejected or cancelled before",
		    SL_ARG(slice_sub(b->buyer_line, 0, 40)));
		return;
	}
	merge(b, l, c);
	if (below_shipped(b, c->line.quantity) ||
	    (!c->quantity_only && below_shipped(b, DECIMAL_NONE))) {
		fault(p, "CHANGE-SHIPPED", l,
		    "line " SL_FMT ": more has left already, or left as it was",
		    SL_ARG(slice_sub(b->buyer_line, 0, 40)));
		return;
	}
	c->step = STEP_MODIFY;
	if (c->quantity_only && same_number(c->line.quantity, b->quantity) &&
	    c->line.requested_on == b->requested_on)
		c->step = STEP_KEEP;
}

static void
add_line(struct planning *p, const struct order_line *l)
{
	struct changed_line *c;

	if (!names_an_item(l) || decimal_is_none(l->quantity)) {
		fault(p, "CHANGE-LINE-UNKNOWN", l,
		    "line " SL_FMT " is not in the order, and does not say "
		    "what to add",
		    SL_ARG(slice_sub(l->line_id, 0, 40)));
		return;
	}
	if (is_nothing(l->quantity))
		return;
	c = LIST_PUSH(p->a, &p->plan->lines, struct changed_line);
	c->step = STEP_ADD;
	c->line = *l;
}

static void
plan_line(struct planning *p, const struct order_line *l)
{
	size_t at = p->by_number.slots[slot_of(&p->by_number, l->line_id)];
	enum line_change what = l->change;

	if (at > 0 && p->named[at - 1]) {
		fault(p, "CHANGE-LINE-TWICE", l,
		    "line " SL_FMT " is changed twice by one document",
		    SL_ARG(slice_sub(l->line_id, 0, 40)));
		return;
	}
	if (at > 0)
		p->named[at - 1] = true;
	if (what == CHANGE_NONE)
		return;
	if (at == 0 && (what == CHANGE_DELETE || what == CHANGE_REPLACE))
		fault(p, "CHANGE-LINE-UNKNOWN", l,
		    "line " SL_FMT " is not in the order",
		    SL_ARG(slice_sub(l->line_id, 0, 40)));
	else if (at == 0)
		add_line(p, l);
	else if (what == CHANGE_DELETE)
		delete_line(p, at - 1, l);
	else if (what == CHANGE_ADD &&
	    !is_gone(book_line(&p->by_number, at - 1)))
		fault(p, "CHANGE-LINE-EXISTS", l,
		    "line " SL_FMT " is in the order already",
		    SL_ARG(slice_sub(l->line_id, 0, 40)));
	else if (what == CHANGE_ADD)
		add_line(p, l);
	else
		modify_line(p, at - 1, l);
}

static void
count(struct change_plan *plan, const struct list *book)
{
	for (size_t i = 0; i < plan->lines.n; i++) {
		const struct changed_line *c = LIST_AT(&plan->lines,
		    struct changed_line, i);

		plan->steps += c->step != STEP_KEEP;
		if (c->step == STEP_DELETE ||
		    (c->step == STEP_KEEP &&
			is_gone(LIST_AT(book, struct book_line, i))))
			continue;
		plan->left++;
	}
}

bool
change_plan(const struct list *book, const struct order *change,
    struct arena *a, struct change_plan *plan)
{
	struct planning p = { .change = change, .a = a, .plan = plan };
	bool whole = change->purpose == PURPOSE_CANCEL ||
	    change->purpose == PURPOSE_REPLACE;

	*plan = (struct change_plan){ .steps = 0 };
	index_make(&p.by_number, book, a);
	p.named = arena_array(a, book->n + 1, sizeof(*p.named));
	for (size_t i = 0; i < book->n; i++) {
		struct changed_line *c = LIST_PUSH(a, &plan->lines,
		    struct changed_line);

		c->old = i;
		c->line = as_ordered(LIST_AT(book, struct book_line, i));
	}
	if (change->purpose != PURPOSE_CANCEL)
		for (size_t i = 0; i < change->lines.n; i++)
			plan_line(&p,
			    LIST_AT(&change->lines, struct order_line, i));
	for (size_t i = 0; whole && i < book->n; i++)
		if (!p.named[i])
			delete_line(&p, i,
			    &LIST_AT(&plan->lines, struct changed_line, i)
				 ->line);
	count(plan, book);
	return (plan->findings.n == 0);
}

static bool
number_of(struct slice s, uint64_t *n)
{
	if (s.n == 0 || s.n > 18)
		return (false);
	*n = 0;
	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] < '0' || s.p[i] > '9')
			return (false);
		*n = *n * 10 + (uint64_t)(s.p[i] - '0');
	}
	return (true);
}

bool
change_follows(struct slice earlier, struct slice later)
{
	uint64_t a, b;

	if (earlier.n == 0 || later.n == 0)
		return (true);
	if (number_of(earlier, &a) && number_of(later, &b))
		return (b > a);
	if (earlier.n != later.n)
		return (later.n > earlier.n);
	return (slice_cmp(earlier, later) < 0);
}
