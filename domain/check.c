#include "domain/check.h"

#include "domain/arithmetic.h"
#include "domain/check_part.h"
#include "domain/finding.h"

const char *const line_state_names[] = { "accepted", "changed", "backordered",
	"rejected", "cancelled", "shipped", NULL };

struct slice
checked_gtin(const struct checked_line *c, const struct order_line *l)
{
	return (c->ordered != NULL ? c->product->gtin : l->gtin);
}

struct slice
checked_name(const struct checked_line *c, const struct order_line *l)
{
	if (c->product == NULL || (l->description.n > 0 && c->ordered == NULL))
		return (l->description);
	return (c->product->name);
}

bool
checked_at_ours(struct checked_line *c)
{
	struct decimal theirs = decimal_is_none(c->price_basis) ?
	    DECIMAL_ONE :
	    c->price_basis;
	struct decimal ours = decimal_is_none(c->our_basis) ? DECIMAL_ONE :
							      c->our_basis;
	struct decimal whole, price, back;

	if (decimal_is_none(c->our_price) || c->state == LINE_REJECTED ||
	    c->net == c->our_net)
		return (false);
	c->price = c->our_price;
	c->price_basis = c->our_basis;
	if (theirs.coef > 0 && ours.coef > 0 &&
	    decimal_mul(c->our_price, theirs, &whole) &&
	    decimal_div(whole, ours, DECIMAL_SCALE_MAX, &price) &&
	    decimal_mul(price, ours, &back) && decimal_cmp(back, whole) == 0) {
		c->price = price;
		c->price_basis = theirs;
	}
	c->net = c->our_net;
	c->state = LINE_CHANGED;
	c->reason = SLICE("ORDER-PRICE");
	return (true);
}

bool
line_state_named(struct slice name, enum line_state *state)
{
	for (int i = 0; line_state_names[i] != NULL; i++)
		if (slice_is(name, line_state_names[i])) {
			*state = (enum line_state)i;
			return (true);
		}
	return (false);
}
const char *const hold_reason_names[] = { "none", "credit", "payment", "price",
	"item", "location", "duplicate", "recurrence", "currency",
	"unsupported", "manual", "customer", "test", "arithmetic", NULL };

#define VALUE_MAX 99
#define SHOWN_MAX 80

/* --- what the parts say -------------------------------------------------- */

const struct order_line *
check_order_line(const struct check *k, size_t i)
{
	return (LIST_AT(&k->o->lines, struct order_line, i));
}

struct checked_line *
check_line_at(const struct check *k, size_t i)
{
	return (LIST_AT(&k->c->lines, struct checked_line, i));
}

const char *
check_shown(const struct check *k, struct slice s)
{
	const char *text;
	struct buf b;

	buf_init(&b, 16 * SHOWN_MAX);
	buf_shown(&b, slice_sub(s, 0, SHOWN_MAX));
	text = arena_text(k->a, buf_slice(&b));
	buf_free(&b);
	return (text);
}

const char *
check_number(const struct check *k, struct decimal d)
{
	char text[DECIMAL_TEXT_MAX];

	if (decimal_is_none(d))
		return ("nothing");
	return (arena_text(k->a, slice_of(decimal_text(d, text))));
}

struct slice
check_customer_id(const struct check *k)
{
	return (k->c->customer != NULL ? k->c->customer->id : SLICE_NONE);
}

static const struct finding *PRINTF_LIKE(3, 0)
    add_finding(struct check *k, struct about f, const char *fmt, va_list ap)
{
	struct finding *n = finding_add(k->a, &k->c->findings, f.code, fmt, ap);

	n->tag = slice_of(f.line == CHECK_ORDER ? "order" : "line");
	n->element = slice_of(f.element);
	n->value = slice_sub(f.value, 0, VALUE_MAX);
	n->offset = k->o->offset;
	if (f.line == CHECK_ORDER)
		return (n);
	n->offset = check_order_line(k, f.line)->offset;
	n->segment = check_order_line(k, f.line)->segment;
	n->text = slice_of(arena_printf(k->a, "line %s: " SL_FMT,
	    check_shown(k, check_line_at(k, f.line)->buyer_line),
	    SL_ARG(n->text)));
	return (n);
}

void
check_note(struct check *k, struct about f, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	(void)add_finding(k, f, fmt, ap);
	va_end(ap);
}

static void
hold(struct check *k, enum hold_reason why, const struct finding *f)
{
	k->c->holds |= 1u << why;
	if (k->c->verdict != ORDER_OK)
		return;
	k->c->verdict = ORDER_HELD;
	k->c->hold = why;
	k->c->reason = f->code;
	k->c->detail = f->text;
}

static void
reject(struct check *k, const struct finding *f)
{
	if (k->c->verdict == ORDER_REJECTED)
		return;
	k->c->verdict = ORDER_REJECTED;
	k->c->hold = HOLD_NONE;
	k->c->reason = f->code;
	k->c->detail = f->text;
}

static void
reject_line(struct check *k, size_t line, const struct finding *f)
{
	struct checked_line *l = check_line_at(k, line);

	if (l->state != LINE_REJECTED)
		l->reason = f->code;
	l->state = LINE_REJECTED;
	if (k->p->rules.partial != PARTIAL_LINES)
		reject(k, f);
}

void
check_hold(struct check *k, struct about f, enum hold_reason why,
    const char *fmt, ...)
{
	const struct finding *n;
	va_list ap;

	va_start(ap, fmt);
	n = add_finding(k, f, fmt, ap);
	va_end(ap);
	hold(k, why, n);
	if (f.line != CHECK_ORDER && check_line_at(k, f.line)->reason.n == 0)
		check_line_at(k, f.line)->reason = n->code;
}

void
check_reject_line(struct check *k, struct about f, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	reject_line(k, f.line, add_finding(k, f, fmt, ap));
	va_end(ap);
}

void
check_reject(struct check *k, struct about f, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	reject(k, add_finding(k, f, fmt, ap));
	va_end(ap);
}

void
check_fault(struct check *k, struct about f, enum on_fault rule,
    enum hold_reason why, const char *fmt, ...)
{
	const struct finding *n;
	va_list ap;

	va_start(ap, fmt);
	n = add_finding(k, f, fmt, ap);
	va_end(ap);
	if (rule == ON_REJECT && f.line == CHECK_ORDER)
		reject(k, n);
	else if (rule == ON_REJECT)
		reject_line(k, f.line, n);
	else if (rule == ON_HOLD || why == HOLD_ITEM)
		hold(k, why, n);
	if (f.line != CHECK_ORDER && check_line_at(k, f.line)->reason.n == 0)
		check_line_at(k, f.line)->reason = n->code;
}

/* --- the order as a whole ------------------------------------------------ */

/* An agreement for many call-offs is accepted as standing orders are. */
static void
check_blanket(struct check *k)
{
	struct about f = { "ORDER-BLANKET", CHECK_ORDER, "type",
		k->o->kind_code };

	if (k->p->recurrence.accept == RECUR_NO)
		check_reject(k, f, "blanket orders were not agreed with %s",
		    check_shown(k, k->p->name));
	else if (k->p->recurrence.accept == RECUR_HOLD)
		check_hold(k, f, HOLD_RECURRENCE,
		    "a person accepts each blanket order");
}

static void
check_kind(struct check *k)
{
	const struct order *o = k->o;
	struct about f = { "ORDER-PURPOSE", CHECK_ORDER, "purpose",
		o->purpose_code };

	k->c->information = o->purpose == PURPOSE_CONFIRMATION ||
	    o->purpose == PURPOSE_COPY || o->purpose == PURPOSE_SIMULATION ||
	    o->kind == KIND_INFORMATION;
	k->c->change = !k->c->information &&
	    (o->purpose == PURPOSE_CHANGE || o->purpose == PURPOSE_REPLACE ||
		o->purpose == PURPOSE_CANCEL);
	if (k->c->information || k->c->change)
		return;
	if (o->purpose != PURPOSE_ORIGINAL && o->purpose != PURPOSE_DUPLICATE)
		check_hold(k, f, HOLD_UNSUPPORTED,
		    "purpose %s is not "
		    "something that this version does by itself",
		    check_shown(k, o->purpose_code));
	f = (struct about){ "ORDER-KIND", CHECK_ORDER, "type", o->kind_code };
	if (o->kind == KIND_BLANKET)
		check_blanket(k);
	if (o->kind == KIND_OTHER)
		check_hold(k, f, HOLD_UNSUPPORTED,
		    "type %s is not something that this version does by itself",
		    check_shown(k, o->kind_code));
}

/* The last day of "2026-11-01/2026-11-30", as UBL's ValidityPeriod and cXML's
 * effectiveDate and expirationDate are kept. */
static day
valid_until(const struct order *o)
{
	for (size_t i = 0; i < o->references.n; i++) {
		const struct reference *r = LIST_AT(&o->references,
		    struct reference, i);
		struct slice from, to;

		if (slice_is(r->qualifier, "ValidityPeriod") &&
		    slice_cut(r->value, '/', &from, &to))
			return (day_parse_iso(to));
	}
	return (DAY_NONE);
}

/* An offer that ended is none: to accept it would be one of ours.  The validity
 * of an agreement is another thing. */
static void
check_validity(struct check *k)
{
	const struct order *o = k->o;
	const day last = valid_until(o);
	char text[11];

	if (last == DAY_NONE || last >= k->on || o->kind == KIND_STANDING ||
	    o->kind == KIND_BLANKET || o->kind == KIND_CALL_OFF)
		return;
	check_hold(k,
	    (struct about){ "ORDER-VALIDITY", CHECK_ORDER, "validity",
		SLICE_NONE },
	    HOLD_UNSUPPORTED, "the order was valid until %s",
	    day_text(last, text));
}

/* Whichever of the two days is kept, the buyer may refuse the goods. */
static void
check_window(struct check *k)
{
	const struct order *o = k->o;
	char first[11], last[11];

	if (o->not_before == DAY_NONE || o->not_after == DAY_NONE ||
	    o->not_before <= o->not_after)
		return;
	check_hold(k,
	    (struct about){ "ORDER-WINDOW", CHECK_ORDER, "window", SLICE_NONE },
	    HOLD_UNSUPPORTED, "not before %s, and not after %s",
	    day_text(o->not_before, first), day_text(o->not_after, last));
}

/* A test partner's documents are tests; one that claims to be real waits. */
static void
check_test(struct check *k)
{
	bool testing = k->p->state == PARTNER_TEST;

	k->c->test = k->o->test || testing;
	if (testing && !k->o->test)
		check_hold(k,
		    (struct about){ "ORDER-TEST", CHECK_ORDER, "test",
			SLICE_NONE },
		    HOLD_TEST,
		    "a production document from a partner who is still "
		    "testing");
}

static void
check_frame(struct check *k)
{
	struct about f = { "ORDER-BROKEN", CHECK_ORDER, "order",
		k->o->po_number };

	if (k->o->broken)
		check_reject(k, f, "the document has errors");
	f.code = "ORDER-PO";
	if (k->o->po_number.n == 0)
		check_reject(k, f, "the order has no number");
	f.code = "ORDER-LINES";
	if (k->o->lines.n == 0 && k->o->purpose != PURPOSE_CANCEL &&
	    k->o->purpose != PURPOSE_CHANGE)
		check_reject(k, f, "the order has no lines");
	if (k->o->lines.n > ORDER_LINES_MAX)
		check_reject(k, f, "the order has %zu lines, at most %d can be",
		    k->o->lines.n, ORDER_LINES_MAX);
}

/* --- its lines ----------------------------------------------------------- */

static void
start_lines(struct check *k)
{
	size_t n = k->o->lines.n;

	k->c->lines = (struct list){
		arena_array(k->a, n, sizeof(struct checked_line)), n, n
	};
	for (size_t i = 0; i < n; i++) {
		struct checked_line *l = check_line_at(k, i);

		l->stock_quantity = l->price = l->price_basis = DECIMAL_NONE;
		l->our_price = l->our_basis = DECIMAL_NONE;
		l->unit = check_order_line(k, i)->unit;
		l->buyer_line = check_order_line(k, i)->line_id;
		if (l->buyer_line.n == 0)
			l->buyer_line = slice_of(
			    arena_printf(k->a, "%zu", i + 1));
	}
}

/* Answers and shipments name lines by the buyer's number. */
static void
check_line_numbers(struct check *k)
{
	size_t n = k->c->lines.n, size = 16, at;
	uint32_t *slots;

	while (size < n * 2)
		size *= 2;
	slots = arena_array(k->a, size, sizeof(*slots));
	for (size_t i = 0; i < n; i++) {
		struct slice id = check_line_at(k, i)->buyer_line;

		at = (size_t)slice_hash(id) & (size - 1);
		while (slots[at] != 0 &&
		    !slice_eq(id, check_line_at(k, slots[at] - 1)->buyer_line))
			at = (at + 1) & (size - 1);
		if (slots[at] != 0) {
			check_hold(k,
			    (struct about){ "ORDER-LINE-TWICE", i, "line", id },
			    HOLD_UNSUPPORTED,
			    "its number stands for two lines");
			return;
		}
		slots[at] = (uint32_t)i + 1;
	}
}

static void
check_line(struct check *k, size_t i)
{
	struct checked_line *l = check_line_at(k, i);
	struct decimal factor;
	bool good = check_item(k, i, &factor);

	check_line_tax(k, l);
	check_line_place(k, i);
	if (good)
		check_price(k, i, factor);
}

/* A blanket order may say later how much of a line it is. */
static bool
is_open(const struct check *k, size_t i)
{
	return (k->o->kind == KIND_BLANKET &&
	    decimal_is_none(check_order_line(k, i)->quantity));
}

/* An order of which nothing is left is refused with its first reason. */
static void
check_left(struct check *k)
{
	struct about f = { "ORDER-NOTHING", CHECK_ORDER, "lines", SLICE_NONE };

	for (size_t i = 0; i < k->c->lines.n; i++)
		if (check_line_at(k, i)->state != LINE_REJECTED ||
		    is_open(k, i))
			return;
	if (k->c->verdict != ORDER_REJECTED)
		check_reject(k, f,
		    "every line was rejected, the first for " SL_FMT,
		    SL_ARG(check_line_at(k, 0)->reason));
}

/* --- its sums ------------------------------------------------------------ */

/* Amounts in the currency that was agreed, and not stated: the parser, who
 * does not know it, could say nothing. */
static void
tell_amount(struct check *k, const struct arithmetic_fault *a)
{
	struct about f = { arithmetic_findings[a->rule].code, a->line, "amount",
		SLICE_NONE };

	if (k->o->currency.n > 0 || a->rule == ARITHMETIC_LINES ||
	    a->rule == ARITHMETIC_QUANTITY || a->rule == ARITHMETIC_SCHEDULE)
		return;
	check_note(k, f, "stated %s, computed %s, in " SL_FMT,
	    check_number(k, a->stated),
	    decimal_is_none(a->computed) ? "too much" :
					   check_number(k, a->computed),
	    SL_ARG(k->c->currency));
}

/* Holds: the finding is the parser's, who knows the element. */
static void
arithmetic_found(void *ctx, const struct arithmetic_fault *a)
{
	struct check *k = ctx;
	struct checked_order *c = k->c;

	tell_amount(k, a);
	if (c->verdict != ORDER_OK)
		return;
	c->verdict = ORDER_HELD;
	c->hold = HOLD_ARITHMETIC;
	c->reason = slice_of(arithmetic_findings[a->rule].code);
	c->detail = slice_of(
	    arena_printf(k->a, "%s%s%sthe order says %s, it comes to %s",
		a->line == ARITHMETIC_HEADER ? "" : "line ",
		a->line == ARITHMETIC_HEADER ?
		    "" :
		    check_shown(k, check_line_at(k, a->line)->buyer_line),
		a->line == ARITHMETIC_HEADER ? "" : ": ",
		check_number(k, a->stated),
		decimal_is_none(a->computed) ? "too much" :
					       check_number(k, a->computed)));
}

static void
check_totals(struct check *k)
{
	struct about f = { "ORDER-AMOUNT", CHECK_ORDER, "total", SLICE_NONE };

	if (order_totals(k->c, &k->o->charges, k->a))
		return;
	check_reject(k, f, "the order comes to %s",
	    k->c->total < 0 ? "less than nothing" : "more than can be counted");
}

/* --- all of it ----------------------------------------------------------- */

/* What is not to be booked raises no questions. */
static void
set_aside(struct check *k)
{
	struct about f = { "ORDER-INFORMATION", CHECK_ORDER, "purpose",
		k->o->purpose_code };

	if (k->o->broken)
		return;
	k->c->findings = (struct list){ NULL, 0, 0 };
	k->c->verdict = ORDER_OK;
	k->c->hold = HOLD_NONE;
	check_note(k, f, "recorded for information, not booked");
	k->c->reason = LIST_AT(&k->c->findings, struct finding, 0)->code;
	k->c->detail = LIST_AT(&k->c->findings, struct finding, 0)->text;
}

static void
check_call_off(struct check *k)
{
	k->c->call_off = k->o->kind == KIND_CALL_OFF && !k->c->information;
	if (k->c->call_off)
		check_hold(k,
		    (struct about){ "ORDER-CALL-OFF", CHECK_ORDER, "type",
			k->o->kind_code },
		    HOLD_UNSUPPORTED,
		    "a call-off needs an open delivery of a standing order, "
		    "or a blanket order");
}

/* Parts of a line are no days of a standing order where no rule is made of
 * them. */
static void
check_divided(struct check *k)
{
	if (k->c->reschedules || k->o->kind == KIND_STANDING)
		return;
	for (size_t i = 0; i < k->c->lines.n; i++)
		if (check_order_line(k, i)->change != CHANGE_DELETE &&
		    check_order_line(k, i)->change != CHANGE_NONE)
			check_schedules(k, i);
}

/* What the buyer says, as it says it: the order that it changes is looked for
 * later, and both are checked together. */
static void
take_change(struct check *k)
{
	struct about f = { "CHANGE-CHARGES", CHECK_ORDER, "charges",
		SLICE_NONE };
	size_t charges = k->o->charges.n;
	const struct party *to = &k->o->ship_to;

	if (to->ids.n + to->street.n + to->city.n > 0)
		check_place(k);
	for (size_t i = 0; i < k->c->lines.n; i++) {
		const struct order_line *l = check_order_line(k, i);
		struct checked_line *c = check_line_at(k, i);

		c->price = l->price;
		c->price_basis = l->price_basis;
		charges += l->charges.n;
	}
	if (k->o->purpose != PURPOSE_CANCEL) {
		check_reschedule(k);
		check_divided(k);
	}
	if (charges > 0 && k->o->purpose != PURPOSE_CANCEL)
		check_hold(k, f, HOLD_UNSUPPORTED,
		    "it states allowances or charges");
}

static void
check_all(struct check *k)
{
	check_frame(k);
	if (k->c->verdict == ORDER_REJECTED) {
		for (size_t i = 0; i < k->c->lines.n; i++) {
			check_line_at(k, i)->state = LINE_REJECTED;
			check_line_at(k, i)->reason = k->c->reason;
		}
		return;
	}
	if (k->c->change) {
		take_change(k);
		return;
	}
	check_payment(k);
	check_place(k);
	check_line_numbers(k);
	for (size_t i = 0; i < k->c->lines.n; i++)
		check_line(k, i);
	check_price_agreed(k);
	check_recurrence(k);
	check_totals(k);
	arithmetic_check(k->o, k->c->digits, arithmetic_found, k);
	check_left(k);
	check_call_off(k);
}

void
order_check(const struct order *o, const struct partner *p,
    const struct master *m, const struct seller *s, day on, struct arena *a,
    struct checked_order *out)
{
	struct check k = { o, p, m, s, on, a, out };

	*out = (struct checked_order){ .starts_on = DAY_NONE,
		.ends_on = DAY_NONE };
	start_lines(&k);
	check_kind(&k);
	check_customer(&k);
	check_currency(&k);
	check_test(&k);
	check_validity(&k);
	check_window(&k);
	check_all(&k);
	if (out->information)
		set_aside(&k);
}

void
change_check(const struct order *o, const struct customer *customer,
    struct slice currency, const struct partner *p, const struct master *m,
    const struct seller *s, day on, struct arena *a, struct checked_order *out)
{
	struct check k = { o, p, m, s, on, a, out };

	*out = (struct checked_order){ .starts_on = DAY_NONE,
		.ends_on = DAY_NONE,
		.customer = customer,
		.currency = currency,
		.digits = currency_digits(currency) };
	start_lines(&k);
	if (o->ship_to.ids.n + o->ship_to.street.n + o->ship_to.city.n > 0)
		check_place(&k);
	for (size_t i = 0; i < k.c->lines.n; i++)
		check_line(&k, i);
	check_price_agreed(&k);
	if (out->lines.n > 0)
		check_left(&k);
}
