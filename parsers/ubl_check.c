#include "domain/recurrence.h"
#include "parsers/ubl.h"
#include "parsers/ubl_parts.h"

#define LINE_PATH "cac:OrderLine[%zu]/cac:LineItem"

/* "cbc:ID" → "/OrderChange/cbc:ID", within its envelope */
static const char *
rooted(struct ubl *u, const char *path)
{
	return (arena_printf(u->in->arena, "%s/" SL_FMT "/%s", u->above,
	    SL_ARG(u->message.kind), path));
}

/* --- what the document says in several places ----------------------------- */

static void
settle_currency(struct ubl *u)
{
	struct order *o = &u->order;

	if (o->currency.n > 0)
		return;
	o->currency = u->doc.pricing_currency.n > 0 ? u->doc.pricing_currency :
						      u->first_currency;
	if (o->currency.n > 0 && u->doc.pricing_currency.n == 0 &&
	    currency_digits(o->currency) < 0)
		ubl_found_at(u, "UBL-CURRENCY", u->root_at,
		    rooted(u, "cbc:DocumentCurrencyCode"), o->currency, NULL);
}

/* The total that the buyer owes, before what was paid already. */
static void
settle_total(struct ubl *u)
{
	struct order *o = &u->order;
	struct decimal total = u->doc.payable;

	if (!decimal_is_none(u->doc.inclusive))
		total = u->doc.inclusive;
	else if (!decimal_is_none(total)) {
		if (!decimal_is_none(o->prepaid) &&
		    !decimal_add(total, o->prepaid, &total))
			return;
		if (!decimal_is_none(u->doc.rounding) &&
		    !decimal_sub(total, u->doc.rounding, &total))
			return;
	}
	o->stated_total = total;
}

/* Part of it paid and terms for the rest is a sale on account. */
static void
settle_payment(struct ubl *u)
{
	struct order *o = &u->order;
	const bool paid = !decimal_is_none(o->prepaid) && o->prepaid.coef > 0;
	const bool part = paid && !decimal_is_none(o->stated_total) &&
	    decimal_cmp(o->prepaid, o->stated_total) < 0;

	o->payment_reference = u->doc.prepaid_reference.n > 0 ?
	    u->doc.prepaid_reference :
	    u->doc.payment_id;
	if (o->payment == PAYMENT_PREPAID) /* by card */
		return;
	if (o->terms_days != INT_NONE && (part || !paid))
		o->payment = PAYMENT_ACCOUNT;
	else if (u->doc.prepaid_reference.n > 0 || paid)
		o->payment = PAYMENT_PREPAID;
}

/* Where every line goes is where the order goes, whatever its head says. */
static void
settle_place(struct ubl *u)
{
	struct slice was = SLICE_NONE;

	if (u->root == T_ORDER)
		was = xml_places_settle(&u->values, &u->places, &u->order);
	if (was.n > 0)
		ubl_refer(u, SLICE("DeliveryLocation"), was, SLICE_NONE);
}

static void
delivery_found(struct ubl *u, const char *code, const char *text)
{
	ubl_found_at(u, code, u->spread.at,
	    rooted(u,
		arena_printf(u->in->arena, "cac:Delivery[%zu]", u->spread.nth)),
	    SLICE_NONE, text != NULL ? "%s" : NULL, text);
}

/* Has the line a day and a place of its own where those of the order differ? */
static bool
has_delivery(const struct ubl *u, const struct order_line *l)
{
	return (l->schedules.n > 0 ||
	    ((!u->spread.days || l->requested_on != DAY_NONE) &&
		(!u->spread.places || l->location.n > 0)));
}

/* Deliveries of the whole order that differ are those of each line which has
 * no own: nobody knows how much of it each gets, so a person divides them. */
static void
settle_deliveries(struct ubl *u)
{
	struct order *o = &u->order;
	bool told = false;

	if (u->spread.all.n == 0 || o->lines.n == 0)
		return;
	if (u->spread.all.n > ORDER_LINES_MAX / o->lines.n) {
		delivery_found(u, "UBL-UNSUPPORTED",
		    "too many deliveries for so many lines");
		return;
	}
	for (size_t i = 0; i < u->spread.all.n && o->lines.n > 1; i++)
		LIST_AT(&u->spread.all, struct schedule, i)->quantity =
		    DECIMAL_NONE;
	for (size_t i = 0; i < o->lines.n; i++) {
		struct order_line *l = LIST_AT(&o->lines, struct order_line, i);

		if (has_delivery(u, l))
			continue;
		l->schedules = u->spread.all;
		if (!told)
			delivery_found(u, "UBL-DELIVERIES", NULL);
		told = true;
	}
}

static void
settle_texts(struct ubl *u)
{
	struct order *o = &u->order;

	if (o->cost_centre.n == 0)
		o->cost_centre = u->doc.cost_code;
	if (o->delivery_terms.n == 0)
		o->delivery_terms = u->doc.special_terms;
	if (o->contract.n > 0 || o->kind != KIND_CALL_OFF)
		return;
	for (size_t i = 0; i < o->references.n; i++) {
		const struct reference *r = LIST_AT(&o->references,
		    struct reference, i);

		if (slice_is(r->qualifier, "OrderDocumentReference")) {
			o->contract = r->value;
			return;
		}
	}
}

/* --- recurrence ----------------------------------------------------------- */

static const struct {
	const char *unit, *freq;
} intervals[] = {
	{ "DAY", "DAILY" },
	{ "WEE", "WEEKLY" },
	{ "MON", "MONTHLY" },
	{ "ANN", "YEARLY" },
};

/* "Deliver from this day, every so long": the duration of the requested
 * period of a standing order. */
static void
settle_interval(struct ubl *u)
{
	const struct ubl_period *p = &u->first_delivery.period;
	struct recurrence_terms *t = &u->order.recurrence;

	if (decimal_is_none(p->measure))
		return;
	for (size_t i = 0; i < sizeof(intervals) / sizeof(intervals[0]); i++)
		if (slice_is(p->unit, intervals[i].unit) &&
		    p->measure.scale == 0 && p->measure.coef > 0 &&
		    p->measure.coef < 1000) {
			t->coded = slice_of(
			    arena_printf(u->in->arena, "FREQ=%s;INTERVAL=%lld",
				intervals[i].freq, (long long)p->measure.coef));
			if (t->start == DAY_NONE)
				t->start = p->start;
			if (!u->extended)
				t->end = p->end;
			u->order.not_after = DAY_NONE;
			return;
		}
	ubl_found_at(u, "UBL-DURATION", u->root_at,
	    rooted(u,
		"cac:Delivery[1]"
		"/cac:RequestedDeliveryPeriod/cbc:DurationMeasure"),
	    p->unit, NULL);
}

static void
settle_recurrence(struct ubl *u)
{
	struct order *o = &u->order;

	if (u->extended && o->kind != KIND_ORDER && o->kind != KIND_STANDING)
		ubl_found_at(u, "UBL-RECURRENCE", u->extended_at,
		    rooted(u, "cbc:OrderTypeCode"), o->kind_code,
		    "an order of this type cannot recur");
	else if (u->extended)
		o->kind = KIND_STANDING;
	if (o->kind == KIND_STANDING && u->deliveries > 0)
		settle_interval(u);
}

/* --- what must be there --------------------------------------------------- */

static void
missing(struct ubl *u, const char *path)
{
	if (u->root == T_ORDER)
		ubl_found_at(u, "UBL-MISSING", u->root_at, rooted(u, path),
		    SLICE_NONE, NULL);
	else
		ubl_found_at(u, "UBL-MISSING", u->root_at, rooted(u, path),
		    SLICE_NONE, "an " SL_FMT " needs this element",
		    SL_ARG(u->message.kind));
}

static void
check_order_ids(struct ubl *u)
{
	const struct order *o = &u->order;

	if (o->po_number.n == 0)
		missing(u,
		    u->root == T_CHANGE ? "cac:OrderReference/cbc:ID" :
					  "cbc:ID");
	if (u->root == T_CHANGE && o->change_number.n == 0)
		missing(u, "cbc:SequenceNumberID");
	if (o->lines.n == 0)
		missing(u, "cac:OrderLine");
}

static void
check_header(struct ubl *u)
{
	const struct order *o = &u->order;

	if (u->root != T_CANCELLATION)
		check_order_ids(u);
	else {
		if (o->change_number.n == 0)
			missing(u, "cbc:ID");
		if (u->cancelled.n == 0)
			missing(u, "cac:OrderReference/cbc:ID");
	}
	if ((u->root == T_ORDER ? o->ordered_on : o->changed_on) == DAY_NONE &&
	    !finding_told(&u->found.list, "UBL-DATE",
		rooted(u, "cbc:IssueDate")))
		missing(u, "cbc:IssueDate");
	if (o->buyer.ids.n == 0 && o->buyer.name.n == 0)
		missing(u, "cac:BuyerCustomerParty/cac:Party");
	if (o->seller.ids.n == 0 && o->seller.name.n == 0)
		missing(u, "cac:SellerSupplierParty/cac:Party");
}

static void
line_missing(struct ubl *u, size_t i, const char *code, const char *what)
{
	const struct order_line *l = LIST_AT(&u->order.lines, struct order_line,
	    i);

	ubl_found_at(u, code, l->offset,
	    rooted(u, arena_printf(u->in->arena, LINE_PATH "/%s", i + 1, what)),
	    l->line_id, NULL);
}

static void
check_line(struct ubl *u, size_t i)
{
	const struct order_line *l = LIST_AT(&u->order.lines, struct order_line,
	    i);

	if (l->line_id.n == 0)
		line_missing(u, i, "UBL-MISSING", "cbc:ID");
	/* What a change does not say of a line stays as it was. */
	if (u->root == T_CHANGE && l->change != CHANGE_ADD)
		return;
	if (decimal_is_none(l->quantity) &&
	    !finding_told(&u->found.list, "UBL-NUMBER",
		rooted(u,
		    arena_printf(u->in->arena, LINE_PATH "/cbc:Quantity",
			i + 1))))
		line_missing(u, i, "UBL-MISSING", "cbc:Quantity");
	if (l->seller_item.n + l->buyer_item.n + l->gtin.n + l->maker_item.n ==
	    0)
		line_missing(u, i,
		    l->description.n > 0 ? "UBL-ITEM-NAMED" :
					   "UBL-ITEM-MISSING",
		    "cac:Item");
}

static void
line_repeated(void *ctx, size_t i)
{
	line_missing(ctx, i, "UBL-LINE-REPEATED", "cbc:ID");
}

/* --- sums ----------------------------------------------------------------- */

static const char *const header_paths[] = {
	[ARITHMETIC_LINE] = "",
	[ARITHMETIC_CHARGE] = "cac:AllowanceCharge",
	[ARITHMETIC_NET] =
	    "cac:AnticipatedMonetaryTotal/cbc:LineExtensionAmount",
	[ARITHMETIC_TOTAL] = "cac:AnticipatedMonetaryTotal/cbc:PayableAmount",
	[ARITHMETIC_LINES] = "cbc:LineCountNumeric",
	[ARITHMETIC_QUANTITY] = "",
	[ARITHMETIC_SCHEDULE] = "",
	[ARITHMETIC_OVERFLOW] = "cac:AnticipatedMonetaryTotal",
};
static const char *const line_paths[] = {
	[ARITHMETIC_LINE] = "/cbc:LineExtensionAmount",
	[ARITHMETIC_CHARGE] = "/cac:AllowanceCharge",
	[ARITHMETIC_NET] = "",
	[ARITHMETIC_TOTAL] = "",
	[ARITHMETIC_LINES] = "",
	[ARITHMETIC_QUANTITY] = "",
	[ARITHMETIC_SCHEDULE] = "/cbc:Quantity",
	[ARITHMETIC_OVERFLOW] = "",
};

static const char *
fault_path(struct ubl *u, const struct arithmetic_fault *f)
{
	const char *tail = f->line == ARITHMETIC_HEADER ?
	    header_paths[f->rule] :
	    line_paths[f->rule];
	struct arena *a = u->in->arena;

	if (f->line != ARITHMETIC_HEADER)
		tail = arena_printf(a, LINE_PATH "%s", f->line + 1, tail);
	if (f->rule == ARITHMETIC_CHARGE)
		tail = arena_printf(a, "%s[%zu]/cbc:Amount", tail,
		    f->charge + 1);
	return (rooted(u, tail));
}

/* The totals and counts of a change may be those of its lines or of the order
 * as it will be: they are nothing to compare. */
static bool
counts(const struct ubl *u, const struct arithmetic_fault *f)
{
	if (u->root != T_CHANGE)
		return (true);
	if (f->line == ARITHMETIC_HEADER)
		return (f->rule == ARITHMETIC_CHARGE);
	return (!ubl_idle_line(
	    LIST_AT(&u->order.lines, struct order_line, f->line)));
}

static void
sum_fault(void *ctx, const struct arithmetic_fault *f)
{
	struct ubl *u = ctx;
	char stated[DECIMAL_TEXT_MAX], computed[DECIMAL_TEXT_MAX];
	int64_t at = f->line == ARITHMETIC_HEADER ?
	    u->root_at :
	    LIST_AT(&u->order.lines, struct order_line, f->line)->offset;
	struct slice value = slice_of(decimal_text(f->stated, stated));

	if (!counts(u, f))
		return;
	if (decimal_is_none(f->computed))
		ubl_found_at(u, arithmetic_findings[f->rule].code, at,
		    fault_path(u, f), value, NULL);
	else
		ubl_found_at(u, arithmetic_findings[f->rule].code, at,
		    fault_path(u, f), value, "stated %s, computed %s", stated,
		    decimal_text(f->computed, computed));
}

static void
compare(struct ubl *u, const char *name, struct decimal stated,
    struct decimal computed)
{
	char a[DECIMAL_TEXT_MAX], b[DECIMAL_TEXT_MAX];

	if (decimal_cmp(stated, computed) != 0)
		ubl_found_at(u, "UBL-TOTALS", u->root_at,
		    rooted(u,
			arena_printf(u->in->arena,
			    "cac:AnticipatedMonetaryTotal/cbc:%s", name)),
		    slice_of(decimal_text(stated, a)), "stated %s, computed %s",
		    a, decimal_text(computed, b));
}

static bool
sum_charges(const struct list *charges, bool is_charge, struct decimal *sum)
{
	*sum = DECIMAL_ZERO;
	for (size_t i = 0; i < charges->n; i++) {
		const struct charge *c = LIST_AT(charges, struct charge, i);

		if (c->is_charge == is_charge && !decimal_is_none(c->amount) &&
		    !decimal_add(*sum, c->amount, sum))
			return (false);
	}
	return (true);
}

/* payable = inclusive - prepaid + rounding */
static void
check_payable(struct ubl *u)
{
	const struct ubl_doc *d = &u->doc;
	struct decimal sum = d->inclusive;

	if (decimal_is_none(d->payable) || decimal_is_none(sum))
		return;
	if ((decimal_is_none(u->order.prepaid) ||
		decimal_sub(sum, u->order.prepaid, &sum)) &&
	    (decimal_is_none(d->rounding) ||
		decimal_add(sum, d->rounding, &sum)))
		compare(u, "PayableAmount", d->payable, sum);
}

/* In OIOUBL the amount of that name is the tax. */
static bool
is_its_tax(const struct ubl *u, struct decimal exclusive)
{
	return (slice_starts(u->doc.customization, SLICE("OIOUBL")) &&
	    !decimal_is_none(u->order.tax_total) &&
	    decimal_cmp(u->order.tax_total, exclusive) == 0);
}

static void
check_totals(struct ubl *u)
{
	const struct ubl_doc *d = &u->doc;
	struct decimal off, on, sum = u->order.stated_net;

	check_payable(u);
	if (u->root == T_CHANGE)
		return;
	if (!sum_charges(&u->order.charges, false, &off) ||
	    !sum_charges(&u->order.charges, true, &on))
		return;
	if (!decimal_is_none(d->allowances))
		compare(u, "AllowanceTotalAmount", d->allowances, off);
	if (!decimal_is_none(d->charges))
		compare(u, "ChargeTotalAmount", d->charges, on);
	if (!decimal_is_none(d->exclusive) && !decimal_is_none(sum) &&
	    !is_its_tax(u, d->exclusive) && decimal_sub(sum, off, &sum) &&
	    decimal_add(sum, on, &sum))
		compare(u, "TaxExclusiveAmount", d->exclusive, sum);
}

static void
check_cancellation(struct ubl *u)
{
	if (u->order.purpose != PURPOSE_COPY)
		u->order.purpose = PURPOSE_CANCEL;
	check_header(u);
	ubl_check_spread(u);
}

/* What a response lacks is told where it is missing, or here. */
static void
check_response(struct ubl *u)
{
	if (u->receipts.n == 0 && !u->crowded)
		missing(u, "cac:DocumentResponse/cac:DocumentReference/cbc:ID");
}

static void
settle_change(struct ubl *u)
{
	struct order *o = &u->order;

	if (u->doc.sales_id.n > 0)
		ubl_refer(u, SLICE("SalesOrderID"), u->doc.sales_id,
		    SLICE_NONE);
	if (u->doc.own_id.n > 0)
		ubl_refer(u, SLICE("OrderChange"), u->doc.own_id, SLICE_NONE);
	if (o->purpose != PURPOSE_COPY)
		o->purpose = PURPOSE_CHANGE;
}

void
ubl_check(struct ubl *u)
{
	if (u->root == T_CANCELLATION) {
		check_cancellation(u);
		return;
	}
	if (u->root == T_RESPONSE) {
		check_response(u);
		return;
	}
	if (u->root == T_CHANGE)
		settle_change(u);
	settle_currency(u);
	settle_total(u);
	settle_payment(u);
	settle_texts(u);
	settle_place(u);
	settle_deliveries(u);
	settle_recurrence(u);
	check_header(u);
	for (size_t i = 0; i < u->order.lines.n; i++)
		check_line(u, i);
	xml_lines_repeated(&u->values, &u->order.lines, line_repeated, u);
	check_totals(u);
	arithmetic_check(&u->order, currency_digits(u->order.currency),
	    sum_fault, u);
}
