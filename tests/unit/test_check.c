#include "tests/unit/unit.h"
#include "tests/unit/mill.h"

#include "domain/arithmetic.h"
#include "domain/finding.h"
#include "domain/terms.h"

/*
 * Every rule stands here as a small change of one good order (24 bulbs at
 * 0.85 to a known place) with what must become of it; the good order itself
 * is the first row.
 */
struct fixture {
	struct mill mill;
	struct order order;
	struct checked_order result;
};

static struct order_line *
line(struct fixture *f, size_t i)
{
	return (LIST_AT(&f->order.lines, struct order_line, i));
}

static struct order_line *
add_line(struct fixture *f, const char *id, const char *sku,
    const char *quantity, const char *unit, const char *price)
{
	struct order_line *l = shape_push(&f->mill.arena, &f->order.lines,
	    &order_line_shape);

	l->line_id = S(id);
	l->seller_item = S(sku);
	l->quantity = D(quantity);
	l->unit = S(unit);
	l->price = price[0] != '\0' ? D(price) : DECIMAL_NONE;
	l->offset = 400 + 100 * (int64_t)f->order.lines.n;
	l->segment = 7;
	return (l);
}

static void
add_text(struct fixture *f, struct list *l, const char *text)
{
	LIST_PUSH(&f->mill.arena, l, struct text_item)->text = S(text);
}

static struct charge *
add_charge(struct fixture *f, struct list *l, bool is_charge, const char *code,
    const char *amount)
{
	struct charge *c = shape_push(&f->mill.arena, l, &charge_shape);

	c->is_charge = is_charge;
	c->code = S(code);
	c->amount = amount[0] != '\0' ? D(amount) : DECIMAL_NONE;
	return (c);
}

static struct schedule *
add_schedule(struct fixture *f, struct list *l, const char *quantity, day on)
{
	struct schedule *s = shape_push(&f->mill.arena, l, &schedule_shape);

	s->quantity = quantity[0] != '\0' ? D(quantity) : DECIMAL_NONE;
	s->on = on;
	return (s);
}

static void
setup(struct fixture *f)
{
	memset(f, 0, sizeof(*f));
	mill_init(&f->mill);
	order_init(&f->order);
	f->order.po_number = S("PO77");
	f->order.requested_on = day_of(2026, 12, 1);
	f->order.offset = 100;
	add_text(f, &f->order.buyer.ids, "gln:8712345000004");
	add_text(f, &f->order.ship_to.ids, "gln:8712345000011");
	(void)add_line(f, "1", "BULB", "24", "EA", "0.85");
}

static void
run(struct fixture *f)
{
	mill_build(&f->mill);
	order_check(&f->order, &f->mill.partner, f->mill.master,
	    &f->mill.seller, f->mill.today, &f->mill.arena, &f->result);
}

static bool
has_finding(const struct fixture *f, const char *code)
{
	const struct list *l = &f->result.findings;

	for (size_t i = 0; i < l->n; i++)
		if (slice_is(LIST_AT(l, struct finding, i)->code, code))
			return (true);
	return (false);
}

static const struct checked_line *
checked(const struct fixture *f, size_t i)
{
	return (LIST_AT(&f->result.lines, struct checked_line, i));
}

/* --- one change each ----------------------------------------------------- */

#define CHANGE(name) static void name(struct fixture *f)
#define NOTHING(f) ((void)(f))

/* clang-format off */
CHANGE(nothing) { NOTHING(f); }
CHANGE(broken) { f->order.broken = true; }
CHANGE(no_po) { f->order.po_number = SLICE_NONE; }
CHANGE(no_lines) { f->order.lines.n = 0; }
CHANGE(repeated) { f->order.purpose = PURPOSE_DUPLICATE; }
CHANGE(a_change) { f->order.purpose = PURPOSE_CHANGE; }
CHANGE(a_replacement) { f->order.purpose = PURPOSE_REPLACE; }
CHANGE(a_cancellation) { f->order.purpose = PURPOSE_CANCEL; }
CHANGE(another_purpose) { f->order.purpose = PURPOSE_OTHER; }
CHANGE(a_blanket) { f->order.kind = KIND_BLANKET; }
CHANGE(a_blanket_to_look_at)
{
	f->order.kind = KIND_BLANKET;
	f->mill.partner.recurrence.accept = RECUR_HOLD;
}
CHANGE(an_unwanted_blanket)
{
	f->order.kind = KIND_BLANKET;
	f->mill.partner.recurrence.accept = RECUR_NO;
}
CHANGE(another_kind) { f->order.kind = KIND_OTHER; }
CHANGE(a_call_off) { f->order.kind = KIND_CALL_OFF; }
CHANGE(a_copy) { f->order.purpose = PURPOSE_COPY; }
CHANGE(a_quote) { f->order.kind = KIND_INFORMATION; }
/* clang-format on */
CHANGE(a_broken_copy)
{
	f->order.purpose = PURPOSE_COPY;
	f->order.broken = true;
}
CHANGE(a_faulty_copy)
{
	f->order.purpose = PURPOSE_COPY;
	line(f, 0)->seller_item = S("XX");
}
CHANGE(a_test)
{
	f->order.test = true;
}
CHANGE(test_partner)
{
	f->mill.partner.state = PARTNER_TEST;
	f->order.test = true;
}
CHANGE(test_partner_for_real)
{
	f->mill.partner.state = PARTNER_TEST;
}

CHANGE(unknown_buyer)
{
	f->order.buyer.ids.n = 0;
	add_text(f, &f->order.buyer.ids, "gln:8712345000059");
}
CHANGE(no_buyer)
{
	f->order.buyer.ids.n = 0;
}
CHANGE(no_buyer_of_two)
{
	f->order.buyer.ids.n = 0;
	(void)mill_customer(&f->mill, "C2", "x12:92:C2");
}
CHANGE(buyer_is_the_partner)
{
	f->order.buyer.ids.n = 0;
	add_text(f, &f->order.buyer.ids, "x12:ZZ:ACMEBV");
}
CHANGE(buyer_is_the_partner_of_two)
{
	buyer_is_the_partner(f);
	(void)mill_customer(&f->mill, "C2", "x12:92:C2");
}
CHANGE(only_bill_to_known)
{
	no_buyer_of_two(f);
	add_text(f, &f->order.buyer.ids, "x12:92:BRANCH9");
	add_text(f, &f->order.bill_to.ids, "x12:92:ACME1");
}
CHANGE(only_account_known)
{
	no_buyer_of_two(f);
	f->order.account = S("C1");
}
CHANGE(a_strange_account)
{
	f->order.account = S("4711");
}
CHANGE(account_of_another)
{
	(void)mill_customer(&f->mill, "C2", "x12:92:C2");
	f->order.account = S("C2");
}
CHANGE(two_buyers)
{
	(void)mill_customer(&f->mill, "C2", "x12:92:C2");
	add_text(f, &f->order.buyer.ids, "x12:92:C2");
}
CHANGE(buyer_of_another_partner)
{
	mill_customer(&f->mill, "C2", "x12:92:C2")->partner = S("other");
	f->order.buyer.ids.n = 0;
	add_text(f, &f->order.buyer.ids, "x12:92:C2");
}

CHANGE(currency_stated)
{
	f->order.currency = S("EUR");
}
CHANGE(another_currency)
{
	f->order.currency = S("USD");
}
CHANGE(no_currency)
{
	f->order.currency = S("XQX");
}

CHANGE(prepaid_agreed)
{
	f->order.payment = PAYMENT_PREPAID;
}
CHANGE(prepaid_refused)
{
	f->order.payment = PAYMENT_PREPAID;
	mill_acme(&f->mill)->payment = PAY_ACCOUNT;
}
CHANGE(account_refused)
{
	f->order.payment = PAYMENT_ACCOUNT;
	mill_acme(&f->mill)->payment = PAY_PREPAID;
}
CHANGE(long_terms)
{
	f->order.terms_days = 60;
}
CHANGE(agreed_terms)
{
	f->order.terms_days = 30;
}
static void
discounts(struct fixture *f, int64_t percent, int64_t days, int64_t agreed)
{
	struct customer *c = mill_acme(&f->mill);

	terms_discount(&f->order, decimal_make(percent, 1), days);
	c->discount_percent = agreed == 0 ? DECIMAL_NONE :
					    decimal_make(agreed, 1);
	c->discount_days = 10;
}
CHANGE(agreed_discount)
{
	discounts(f, 20, 10, 20);
}
CHANGE(less_discount)
{
	discounts(f, 15, 60, 20);
}
CHANGE(more_discount)
{
	discounts(f, 25, 5, 20);
}
CHANGE(longer_discount)
{
	discounts(f, 20, 14, 20);
}
CHANGE(discount_of_none)
{
	discounts(f, 20, INT_NONE, 0);
}

CHANGE(by_gtin)
{
	line(f, 0)->seller_item = SLICE_NONE;
	line(f, 0)->gtin = S("4006381333931");
}
CHANGE(by_buyer_item)
{
	line(f, 0)->seller_item = SLICE_NONE;
	line(f, 0)->buyer_item = S("LAMP-1");
}
CHANGE(by_all)
{
	line(f, 0)->gtin = S("04006381333931");
	line(f, 0)->buyer_item = S("LAMP-1");
}
CHANGE(buyer_item_unknown)
{
	line(f, 0)->buyer_item = S("NEW-9");
}
CHANGE(no_item)
{
	line(f, 0)->seller_item = SLICE_NONE;
}
CHANGE(unknown_item)
{
	line(f, 0)->seller_item = S("LAMP");
}
CHANGE(unknown_item_refused)
{
	unknown_item(f);
	f->mill.partner.rules.unknown_item = ON_REJECT;
}
CHANGE(unknown_item_accepted)
{
	unknown_item(f);
	f->mill.partner.rules.unknown_item = ON_ACCEPT;
}
CHANGE(item_replaced)
{
	mill_product(&f->mill, "OLD", "", "EA", "0.80", "21")->replaced_by = S(
	    "OLDER");
	mill_product(&f->mill, "OLDER", "", "EA", "", "21")->replaced_by = S(
	    "BULB");
	line(f, 0)->seller_item = S("OLD");
}
CHANGE(item_replaced_refused)
{
	item_replaced(f);
	f->mill.partner.rules.replaced_item = ON_REJECT;
}
CHANGE(item_replaced_accepted)
{
	item_replaced(f);
	f->mill.partner.rules.replaced_item = ON_ACCEPT;
}
CHANGE(item_replaced_by_none)
{
	mill_product(&f->mill, "OLD", "", "EA", "0.80", "21")->replaced_by = S(
	    "GONE");
	line(f, 0)->seller_item = S("OLD");
}
CHANGE(items_replaced_in_a_ring)
{
	item_replaced_by_none(f);
	mill_product(&f->mill, "GONE", "", "EA", "0.80", "21")->replaced_by = S(
	    "OLD");
}
CHANGE(item_clash)
{
	line(f, 0)->seller_item = S("OIL");
	line(f, 0)->unit = SLICE_NONE;
	line(f, 0)->gtin = S("4006381333931");
}
CHANGE(item_clash_buyer)
{
	line(f, 0)->seller_item = S("NOPRICE");
	line(f, 0)->buyer_item = S("LAMP-1");
}
CHANGE(gtin_not_of_item)
{
	line(f, 0)->gtin = S("4006381333948");
}
CHANGE(gtin_for_one_without)
{
	line(f, 0)->seller_item = S("OIL");
	line(f, 0)->unit = S("KGM");
	line(f, 0)->price = D("4");
	line(f, 0)->gtin = S("4006381333948");
}
CHANGE(sku_unknown_gtin_known)
{
	line(f, 0)->seller_item = S("LAMP");
	line(f, 0)->gtin = S("4006381333931");
}

CHANGE(unit_piece)
{
	line(f, 0)->unit = S("PCE");
}
CHANGE(unit_left_out)
{
	line(f, 0)->unit = SLICE_NONE;
}
CHANGE(unit_dozen)
{
	line(f, 0)->unit = S("DZN");
	line(f, 0)->quantity = D("2");
	line(f, 0)->price = D("10.20");
}
CHANGE(unit_unknown)
{
	line(f, 0)->unit = S("KGM");
}
CHANGE(unit_unmapped)
{
	line(f, 0)->unit = SLICE_NONE;
	line(f, 0)->unit_code = S("Q?");
}
CHANGE(unit_unknown_refused)
{
	unit_unknown(f);
	f->mill.partner.rules.unknown_item = ON_REJECT;
}
CHANGE(pack_gtin)
{
	by_gtin(f);
	line(f, 0)->gtin = S("10614141543219");
	line(f, 0)->unit = SLICE_NONE;
	line(f, 0)->quantity = D("1");
	line(f, 0)->price = D("20.40");
}
CHANGE(pack_gtin_in_pieces)
{
	pack_gtin(f);
	line(f, 0)->unit = S("EA");
}
CHANGE(pack_gtin_in_packs)
{
	pack_gtin(f);
	line(f, 0)->unit = S("CS");
}

CHANGE(no_quantity)
{
	line(f, 0)->quantity = DECIMAL_NONE;
}
CHANGE(quantity_zero)
{
	line(f, 0)->quantity = D("0");
}
CHANGE(quantity_negative)
{
	line(f, 0)->quantity = D("-1");
}
CHANGE(half_a_bulb)
{
	line(f, 0)->quantity = D("1.5");
}
CHANGE(half_a_dozen)
{
	line(f, 0)->unit = S("DZN");
	line(f, 0)->quantity = D("0.5");
	line(f, 0)->price = D("10.20");
}
CHANGE(half_a_kilo)
{
	line(f, 0)->seller_item = S("OIL");
	line(f, 0)->unit = S("KGM");
	line(f, 0)->quantity = D("0.5");
	line(f, 0)->price = D("4");
}
CHANGE(too_many)
{
	line(f, 0)->unit = S("DZN");
	line(f, 0)->quantity = D("999999999999999999");
}
CHANGE(too_much_money)
{
	line(f, 0)->quantity = D("999999999999999999");
}
CHANGE(line_twice)
{
	(void)add_line(f, "1", "OIL", "1", "KGM", "4");
}
CHANGE(one_of_two_unknown)
{
	(void)add_line(f, "2", "LAMP", "1", "EA", "4");
	f->mill.partner.rules.unknown_item = ON_REJECT;
}
CHANGE(one_of_two_partial_order)
{
	one_of_two_unknown(f);
	f->mill.partner.rules.partial = PARTIAL_ORDER;
}
CHANGE(one_of_two_partial_file)
{
	one_of_two_unknown(f);
	f->mill.partner.rules.partial = PARTIAL_FILE;
}
CHANGE(rejected_and_held)
{
	no_po(f);
	another_purpose(f);
}

CHANGE(no_ship_to)
{
	f->order.ship_to.ids.n = 0;
}
CHANGE(no_ship_to_but_buyer)
{
	no_ship_to(f);
	(void)mill_location(&f->mill, "C1", "gln:8712345000004");
}
CHANGE(no_ship_to_but_address)
{
	no_ship_to(f);
	f->order.buyer.street = S("Kade 1");
	f->order.buyer.city = S("Delft");
}
CHANGE(no_ship_to_but_one)
{
	no_ship_to(f);
	f->mill.rows.locations.n = 1;
}
CHANGE(no_ship_to_but_lines)
{
	no_ship_to(f);
	line(f, 0)->location = S("x12:92:DC7");
}
CHANGE(ship_to_inline)
{
	no_ship_to(f);
	f->order.ship_to.street = S("Kade 1");
	f->order.ship_to.postal_code = S("2611 AB");
}
CHANGE(ship_to_name_only)
{
	no_ship_to(f);
	f->order.ship_to.name = S("Depot");
	f->order.ship_to.city = S("Delft");
}
CHANGE(ship_to_unknown)
{
	no_ship_to(f);
	add_text(f, &f->order.ship_to.ids, "x12:92:DC8");
}
CHANGE(ship_to_unknown_inline)
{
	ship_to_inline(f);
	add_text(f, &f->order.ship_to.ids, "x12:92:DC8");
}
CHANGE(ship_to_unknown_refused)
{
	ship_to_unknown(f);
	f->mill.partner.rules.unknown_location = ON_REJECT;
}
CHANGE(ship_to_unknown_accepted)
{
	ship_to_unknown(f);
	f->mill.partner.rules.unknown_location = ON_ACCEPT;
}
CHANGE(ship_to_of_another)
{
	(void)mill_location(&f->mill, "C2", "x12:92:DC8");
	ship_to_unknown(f);
}
CHANGE(line_location)
{
	line(f, 0)->location = S("gln:8712345000011");
}
CHANGE(line_location_respelt)
{
	line(f, 0)->location = S("x12:UL:8712345000011");
}
CHANGE(line_elsewhere)
{
	line(f, 0)->location = S("x12:92:DC7");
}
CHANGE(line_elsewhere_scheduled)
{
	add_schedule(f, &line(f, 0)->schedules, "24", day_of(2026, 12, 1))
	    ->location = S("x12:92:DC7");
}
CHANGE(line_elsewhere_inline)
{
	ship_to_inline(f);
	line_elsewhere(f);
}
CHANGE(lines_to_two_places)
{
	no_ship_to_but_lines(f);
	(void)add_line(f, "2", "BULB", "1", "EA", "0.85");
	line(f, 1)->location = S("gln:8712345000011");
}
CHANGE(line_location_unknown)
{
	line(f, 0)->location = S("x12:92:DC8");
}
CHANGE(line_location_refused)
{
	line_location_unknown(f);
	f->mill.partner.rules.unknown_location = ON_REJECT;
}
CHANGE(one_delivery)
{
	(void)add_schedule(f, &line(f, 0)->schedules, "24",
	    day_of(2026, 12, 1));
}
CHANGE(two_deliveries)
{
	(void)add_schedule(f, &line(f, 0)->schedules, "12",
	    day_of(2026, 12, 1));
	(void)add_schedule(f, &line(f, 0)->schedules, "12",
	    day_of(2026, 12, 8));
}

CHANGE(price_left_out)
{
	line(f, 0)->price = DECIMAL_NONE;
}
CHANGE(price_low)
{
	line(f, 0)->price = D("0.80");
}
CHANGE(price_high)
{
	line(f, 0)->price = D("0.90");
}
CHANGE(price_in_tolerance)
{
	line(f, 0)->price = D("0.846");
}
CHANGE(price_beyond_tolerance)
{
	line(f, 0)->price = D("0.845");
}
CHANGE(price_for_hundred)
{
	line(f, 0)->price = D("85");
	line(f, 0)->price_basis = D("100");
}
CHANGE(price_for_dozen)
{
	line(f, 0)->price = D("10.20");
	line(f, 0)->price_unit = S("DZN");
}
CHANGE(price_for_dozen_low)
{
	line(f, 0)->price = D("9.20");
	line(f, 0)->price_unit = S("DZN");
}
CHANGE(price_per_unknown)
{
	line(f, 0)->price = D("10.20");
	line(f, 0)->price_unit = S("XX");
}
CHANGE(price_negative)
{
	line(f, 0)->price = D("-0.85");
}
CHANGE(price_basis_zero)
{
	line(f, 0)->price_basis = D("0");
}
CHANGE(price_zero)
{
	line(f, 0)->price = D("0");
}
CHANGE(price_free_of_ours)
{
	line(f, 0)->price_free = true;
	line(f, 0)->price = DECIMAL_NONE;
}
CHANGE(price_free_agreed)
{
	price_free_of_ours(f);
	mill_bulb(&f->mill)->price = D("0");
}
CHANGE(price_nowhere)
{
	line(f, 0)->seller_item = S("NOPRICE");
	line(f, 0)->price = DECIMAL_NONE;
}
CHANGE(price_theirs_only)
{
	line(f, 0)->seller_item = S("NOPRICE");
}
CHANGE(price_from_list)
{
	(void)mill_price(&f->mill, "C1", "BULB", "EA", "0.80", "1", "0");
	price_low(f);
}

/* 24 x 0.95 less 2.40 is 24 x 0.85 */
CHANGE(allowance_agreed)
{
	line(f, 0)->price = D("0.95");
	(void)add_charge(f, &line(f, 0)->charges, false, "D240", "2.40");
	mill_id(&f->mill.arena, &f->mill.partner.rules.allowances, "D240");
}
CHANGE(allowance_not_agreed)
{
	allowance_agreed(f);
	f->mill.partner.rules.allowances.n = 0;
}
CHANGE(allowance_without_code)
{
	allowance_agreed(f);
	LIST_AT(&line(f, 0)->charges, struct charge, 0)->code = SLICE_NONE;
}
CHANGE(allowance_too_large)
{
	allowance_agreed(f);
	line(f, 0)->price = D("0.85");
}
CHANGE(header_allowance)
{
	allowance_agreed(f);
	line(f, 0)->charges.n = 0;
	(void)add_charge(f, &f->order.charges, false, "D240", "2.40");
}
CHANGE(header_allowance_percent)
{
	header_allowance(f);
	LIST_AT(&f->order.charges, struct charge, 0)->amount = DECIMAL_NONE;
	LIST_AT(&f->order.charges, struct charge, 0)->percent = D("10.526");
}
CHANGE(header_allowance_not_agreed)
{
	header_allowance(f);
	f->mill.partner.rules.allowances.n = 0;
}
CHANGE(header_allowance_too_large)
{
	header_allowance(f);
	line(f, 0)->price = D("0.85");
}
CHANGE(freight_agreed)
{
	(void)add_charge(f, &f->order.charges, true, "FC", "10");
	mill_id(&f->mill.arena, &f->mill.partner.rules.allowances, "FC");
}
CHANGE(allowance_on_our_price)
{
	header_allowance(f);
	line(f, 0)->price = DECIMAL_NONE;
}
/* 0.90 less a third of 0.17 is 0.85 but for the rounding of the share */
CHANGE(shares_rounded)
{
	f->mill.partner.rules.price_tolerance_percent = DECIMAL_NONE;
	f->order.lines.n = 0;
	(void)add_line(f, "1", "BULB", "1", "EA", "0.90");
	(void)add_line(f, "2", "BULB", "1", "EA", "0.90");
	(void)add_line(f, "3", "BULB", "1", "EA", "0.90");
	(void)add_charge(f, &f->order.charges, false, "D240", "0.17");
	mill_id(&f->mill.arena, &f->mill.partner.rules.allowances, "D240");
}
CHANGE(shares_too_large)
{
	shares_rounded(f);
	LIST_AT(&f->order.charges, struct charge, 0)->amount = D("0.20");
}
CHANGE(allowance_beyond_all)
{
	header_allowance(f);
	LIST_AT(&f->order.charges, struct charge, 0)->amount = D("100");
}

CHANGE(sum_right)
{
	f->order.currency = S("EUR");
	f->order.stated_net = D("20.40");
	f->order.stated_total = D("24.68");
}
CHANGE(sum_near)
{
	sum_right(f);
	f->order.stated_net = D("20.45");
}
CHANGE(sum_wrong)
{
	sum_right(f);
	f->order.stated_net = D("20.46");
}
CHANGE(line_amount_near)
{
	f->order.currency = S("EUR");
	line(f, 0)->amount = D("20.42");
}
CHANGE(line_amount_wrong)
{
	f->order.currency = S("EUR");
	line(f, 0)->amount = D("20.43");
}
CHANGE(lines_missing)
{
	f->order.stated_lines = 2;
}

CHANGE(standing)
{
	f->order.kind = KIND_STANDING;
	f->order.recurrence.text = S("FREQ=MONTHLY;INTERVAL=2");
	f->order.recurrence.start = day_of(2026, 12, 1);
}
CHANGE(standing_not_agreed)
{
	standing(f);
	f->mill.partner.recurrence.accept = RECUR_NO;
}
CHANGE(standing_asks)
{
	standing(f);
	f->mill.partner.recurrence.accept = RECUR_HOLD;
}
CHANGE(standing_source_closed)
{
	standing(f);
	f->mill.partner.recurrence.sources = SOURCE_CODED;
}
CHANGE(standing_bad_rule)
{
	standing(f);
	f->order.recurrence.text = S("every two months");
}
CHANGE(standing_no_start)
{
	standing(f);
	f->order.recurrence.start = f->order.requested_on = DAY_NONE;
}
CHANGE(standing_ends_early)
{
	standing(f);
	f->order.recurrence.end = day_of(2026, 11, 30);
}
CHANGE(standing_no_deliveries)
{
	standing(f);
	f->order.recurrence.count = 0;
}
CHANGE(standing_two_counts)
{
	standing(f);
	f->order.recurrence.text = S("FREQ=MONTHLY;COUNT=3");
	f->order.recurrence.count = 4;
}
CHANGE(standing_dates)
{
	f->order.kind = KIND_STANDING;
	(void)add_schedule(f, &f->order.recurrence.dates, "24",
	    day_of(2027, 2, 1));
	(void)add_schedule(f, &f->order.recurrence.dates, "",
	    day_of(2026, 12, 1));
}
CHANGE(standing_dates_spread)
{
	standing_dates(f);
	LIST_AT(&f->order.recurrence.dates, struct schedule, 0)->quantity = D(
	    "12");
}
CHANGE(standing_dates_missing)
{
	standing_dates(f);
	LIST_AT(&f->order.recurrence.dates, struct schedule, 0)->on = DAY_NONE;
}
/* Two lines of 24; each date is that of a line and one of the order. */
static void
date_line(struct fixture *f, size_t i, day on)
{
	(void)add_schedule(f, &line(f, i)->schedules, "24", on);
	(void)add_schedule(f, &f->order.recurrence.dates, "24", on);
}
CHANGE(standing_lines_of_the_same_dates)
{
	f->order.kind = KIND_STANDING;
	(void)add_line(f, "2", "BULB", "24", "EA", "0.85");
	date_line(f, 0, day_of(2026, 12, 1));
	date_line(f, 0, day_of(2027, 2, 1));
	date_line(f, 1, day_of(2027, 2, 1));
	date_line(f, 1, day_of(2026, 12, 1));
}
CHANGE(standing_lines_of_other_dates)
{
	f->order.kind = KIND_STANDING;
	(void)add_line(f, "2", "BULB", "24", "EA", "0.85");
	date_line(f, 0, day_of(2026, 12, 1));
	date_line(f, 0, day_of(2027, 2, 1));
	date_line(f, 1, day_of(2026, 12, 1));
	date_line(f, 1, day_of(2027, 3, 1));
}
CHANGE(standing_line_of_fewer_dates)
{
	standing_lines_of_the_same_dates(f);
	line(f, 1)->schedules.n = 1;
}
CHANGE(standing_line_without_dates)
{
	standing_lines_of_the_same_dates(f);
	line(f, 1)->schedules.n = 0;
}
CHANGE(standing_line_twice_on_a_date)
{
	standing_lines_of_the_same_dates(f);
	date_line(f, 1, day_of(2027, 2, 1));
}
CHANGE(terms_without_type)
{
	standing(f);
	f->order.kind = KIND_ORDER;
}

CHANGE(a_window_of_a_day)
{
	f->order.not_before = f->order.not_after = day_of(2027, 2, 1);
}
CHANGE(a_window_that_ends_first)
{
	f->order.not_before = day_of(2027, 2, 2);
	f->order.not_after = day_of(2027, 2, 1);
}

/* --- and what must become of it ------------------------------------------ */

/* clang-format off */
#define GOOD(change) { #change, change, ORDER_OK, HOLD_NONE, "" }
#define NOTED(change, code) { #change, change, ORDER_OK, HOLD_NONE, code }
#define HELD(change, why, code) { #change, change, ORDER_HELD, why, code }
#define REFUSED(change, code) { #change, change, ORDER_REJECTED, HOLD_NONE, \
	code }
/* clang-format on */

static const struct outcome {
	const char *name;
	void (*change)(struct fixture *f);
	enum order_verdict verdict;
	enum hold_reason hold;
	const char *code;
} outcomes[] = {
	GOOD(nothing),
	GOOD(a_window_of_a_day),
	HELD(a_window_that_ends_first, HOLD_UNSUPPORTED, "ORDER-WINDOW"),
	REFUSED(broken, "ORDER-BROKEN"),
	REFUSED(no_po, "ORDER-PO"),
	REFUSED(no_lines, "ORDER-LINES"),
	GOOD(repeated),
	GOOD(a_change),
	GOOD(a_replacement),
	GOOD(a_cancellation),
	HELD(another_purpose, HOLD_UNSUPPORTED, "ORDER-PURPOSE"),
	GOOD(a_blanket),
	HELD(a_blanket_to_look_at, HOLD_RECURRENCE, "ORDER-BLANKET"),
	REFUSED(an_unwanted_blanket, "ORDER-BLANKET"),
	HELD(another_kind, HOLD_UNSUPPORTED, "ORDER-KIND"),
	HELD(a_call_off, HOLD_UNSUPPORTED, "ORDER-CALL-OFF"),
	NOTED(a_copy, "ORDER-INFORMATION"),
	NOTED(a_quote, "ORDER-INFORMATION"),
	NOTED(a_faulty_copy, "ORDER-INFORMATION"),
	REFUSED(a_broken_copy, "ORDER-BROKEN"),
	GOOD(a_test),
	GOOD(test_partner),
	HELD(test_partner_for_real, HOLD_TEST, "ORDER-TEST"),

	HELD(unknown_buyer, HOLD_CUSTOMER, "ORDER-CUSTOMER"),
	GOOD(no_buyer),
	HELD(no_buyer_of_two, HOLD_CUSTOMER, "ORDER-CUSTOMER"),
	GOOD(buyer_is_the_partner),
	HELD(buyer_is_the_partner_of_two, HOLD_CUSTOMER, "ORDER-CUSTOMER"),
	GOOD(only_bill_to_known),
	GOOD(only_account_known),
	GOOD(a_strange_account),
	HELD(account_of_another, HOLD_CUSTOMER, "ORDER-CUSTOMER-CLASH"),
	HELD(two_buyers, HOLD_CUSTOMER, "ORDER-CUSTOMER-CLASH"),
	HELD(buyer_of_another_partner, HOLD_CUSTOMER, "ORDER-CUSTOMER"),

	GOOD(currency_stated),
	HELD(another_currency, HOLD_CURRENCY, "ORDER-CURRENCY"),
	HELD(no_currency, HOLD_CURRENCY, "ORDER-CURRENCY"),

	GOOD(prepaid_agreed),
	HELD(prepaid_refused, HOLD_PAYMENT, "ORDER-PAYMENT"),
	HELD(account_refused, HOLD_PAYMENT, "ORDER-PAYMENT"),
	NOTED(long_terms, "ORDER-TERMS"),
	GOOD(agreed_terms),
	GOOD(agreed_discount),
	GOOD(less_discount),
	NOTED(more_discount, "ORDER-TERMS"),
	NOTED(longer_discount, "ORDER-TERMS"),
	NOTED(discount_of_none, "ORDER-TERMS"),

	GOOD(by_gtin),
	GOOD(by_buyer_item),
	GOOD(by_all),
	GOOD(buyer_item_unknown),
	HELD(no_item, HOLD_ITEM, "ORDER-ITEM"),
	HELD(unknown_item, HOLD_ITEM, "ORDER-ITEM"),
	REFUSED(unknown_item_refused, "ORDER-NOTHING"),
	HELD(unknown_item_accepted, HOLD_ITEM, "ORDER-ITEM"),
	HELD(item_replaced, HOLD_ITEM, "ORDER-ITEM-REPLACED"),
	REFUSED(item_replaced_refused, "ORDER-NOTHING"),
	GOOD(item_replaced_accepted),
	HELD(item_replaced_by_none, HOLD_ITEM, "ORDER-ITEM-REPLACED"),
	HELD(items_replaced_in_a_ring, HOLD_ITEM, "ORDER-ITEM-REPLACED"),
	HELD(item_clash, HOLD_ITEM, "ORDER-ITEM-CLASH"),
	HELD(item_clash_buyer, HOLD_ITEM, "ORDER-ITEM-CLASH"),
	HELD(gtin_not_of_item, HOLD_ITEM, "ORDER-ITEM-CLASH"),
	GOOD(gtin_for_one_without),
	HELD(sku_unknown_gtin_known, HOLD_ITEM, "ORDER-ITEM-CLASH"),

	GOOD(unit_piece),
	GOOD(unit_left_out),
	GOOD(unit_dozen),
	HELD(unit_unknown, HOLD_ITEM, "ORDER-UNIT"),
	HELD(unit_unmapped, HOLD_ITEM, "ORDER-UNIT"),
	REFUSED(unit_unknown_refused, "ORDER-NOTHING"),
	GOOD(pack_gtin),
	HELD(pack_gtin_in_pieces, HOLD_ITEM, "ORDER-UNIT-CLASH"),
	GOOD(pack_gtin_in_packs),

	REFUSED(no_quantity, "ORDER-NOTHING"),
	REFUSED(quantity_zero, "ORDER-NOTHING"),
	REFUSED(quantity_negative, "ORDER-NOTHING"),
	REFUSED(half_a_bulb, "ORDER-NOTHING"),
	GOOD(half_a_dozen),
	GOOD(half_a_kilo),
	REFUSED(too_many, "ORDER-NOTHING"),
	REFUSED(too_much_money, "ORDER-NOTHING"),
	HELD(line_twice, HOLD_UNSUPPORTED, "ORDER-LINE-TWICE"),
	NOTED(one_of_two_unknown, "ORDER-ITEM"),
	REFUSED(one_of_two_partial_order, "ORDER-ITEM"),
	REFUSED(one_of_two_partial_file, "ORDER-ITEM"),
	REFUSED(rejected_and_held, "ORDER-PO"),

	HELD(no_ship_to, HOLD_LOCATION, "ORDER-LOCATION"),
	GOOD(no_ship_to_but_buyer),
	GOOD(no_ship_to_but_address),
	GOOD(no_ship_to_but_one),
	GOOD(no_ship_to_but_lines),
	GOOD(ship_to_inline),
	HELD(ship_to_name_only, HOLD_LOCATION, "ORDER-LOCATION"),
	HELD(ship_to_unknown, HOLD_LOCATION, "ORDER-LOCATION"),
	GOOD(ship_to_unknown_inline),
	REFUSED(ship_to_unknown_refused, "ORDER-LOCATION"),
	NOTED(ship_to_unknown_accepted, "ORDER-LOCATION"),
	HELD(ship_to_of_another, HOLD_LOCATION, "ORDER-LOCATION"),
	GOOD(line_location),
	GOOD(line_location_respelt),
	HELD(line_elsewhere, HOLD_UNSUPPORTED, "ORDER-PLACES"),
	HELD(line_elsewhere_scheduled, HOLD_UNSUPPORTED, "ORDER-PLACES"),
	HELD(line_elsewhere_inline, HOLD_UNSUPPORTED, "ORDER-PLACES"),
	HELD(lines_to_two_places, HOLD_UNSUPPORTED, "ORDER-PLACES"),
	HELD(line_location_unknown, HOLD_LOCATION, "ORDER-LOCATION"),
	REFUSED(line_location_refused, "ORDER-NOTHING"),
	GOOD(one_delivery),
	HELD(two_deliveries, HOLD_UNSUPPORTED, "ORDER-SCHEDULE"),

	GOOD(price_left_out),
	HELD(price_low, HOLD_PRICE, "ORDER-PRICE"),
	HELD(price_high, HOLD_PRICE, "ORDER-PRICE"),
	GOOD(price_in_tolerance),
	HELD(price_beyond_tolerance, HOLD_PRICE, "ORDER-PRICE"),
	GOOD(price_for_hundred),
	GOOD(price_for_dozen),
	HELD(price_for_dozen_low, HOLD_PRICE, "ORDER-PRICE"),
	HELD(price_per_unknown, HOLD_ITEM, "ORDER-PRICE-UNIT"),
	REFUSED(price_negative, "ORDER-NOTHING"),
	REFUSED(price_basis_zero, "ORDER-NOTHING"),
	HELD(price_zero, HOLD_PRICE, "ORDER-PRICE"),
	HELD(price_free_of_ours, HOLD_PRICE, "ORDER-PRICE"),
	GOOD(price_free_agreed),
	HELD(price_nowhere, HOLD_PRICE, "ORDER-PRICE-NONE"),
	HELD(price_theirs_only, HOLD_PRICE, "ORDER-PRICE-UNKNOWN"),
	GOOD(price_from_list),

	GOOD(allowance_agreed),
	HELD(allowance_not_agreed, HOLD_PRICE, "ORDER-ALLOWANCE"),
	HELD(allowance_without_code, HOLD_PRICE, "ORDER-ALLOWANCE"),
	HELD(allowance_too_large, HOLD_PRICE, "ORDER-PRICE"),
	GOOD(header_allowance),
	GOOD(header_allowance_percent),
	HELD(header_allowance_not_agreed, HOLD_PRICE, "ORDER-ALLOWANCE"),
	HELD(header_allowance_too_large, HOLD_PRICE, "ORDER-PRICE"),
	HELD(allowance_on_our_price, HOLD_PRICE, "ORDER-PRICE"),
	GOOD(shares_rounded),
	HELD(shares_too_large, HOLD_PRICE, "ORDER-PRICE"),
	GOOD(freight_agreed),
	REFUSED(allowance_beyond_all, "ORDER-AMOUNT"),

	GOOD(sum_right),
	GOOD(sum_near),
	HELD(sum_wrong, HOLD_ARITHMETIC, "ORDER-SUM-NET"),
	GOOD(line_amount_near),
	HELD(line_amount_wrong, HOLD_ARITHMETIC, "ORDER-SUM-LINE"),
	HELD(lines_missing, HOLD_ARITHMETIC, "ORDER-SUM-LINES"),

	GOOD(standing),
	REFUSED(standing_not_agreed, "ORDER-RECUR-REFUSED"),
	HELD(standing_asks, HOLD_RECURRENCE, "ORDER-RECUR-ASK"),
	HELD(standing_source_closed, HOLD_RECURRENCE, "ORDER-RECUR-NONE"),
	HELD(standing_bad_rule, HOLD_RECURRENCE, "ORDER-RECUR-RULE"),
	HELD(standing_no_start, HOLD_RECURRENCE, "ORDER-RECUR-START"),
	HELD(standing_ends_early, HOLD_RECURRENCE, "ORDER-RECUR-END"),
	HELD(standing_no_deliveries, HOLD_RECURRENCE, "ORDER-RECUR-END"),
	HELD(standing_two_counts, HOLD_RECURRENCE, "ORDER-RECUR-RULE"),
	GOOD(standing_dates),
	HELD(standing_dates_spread, HOLD_RECURRENCE, "ORDER-RECUR-DATES"),
	HELD(standing_dates_missing, HOLD_RECURRENCE, "ORDER-RECUR-DATES"),
	GOOD(standing_lines_of_the_same_dates),
	HELD(standing_lines_of_other_dates, HOLD_RECURRENCE,
	    "ORDER-RECUR-DATES"),
	HELD(standing_line_of_fewer_dates, HOLD_RECURRENCE,
	    "ORDER-RECUR-DATES"),
	HELD(standing_line_without_dates, HOLD_RECURRENCE, "ORDER-RECUR-DATES"),
	HELD(standing_line_twice_on_a_date, HOLD_RECURRENCE,
	    "ORDER-RECUR-DATES"),
	NOTED(terms_without_type, "ORDER-RECUR-IGNORED"),
};

static bool
as_expected(const struct fixture *f, const struct outcome *o)
{
	if (f->result.verdict != o->verdict || f->result.hold != o->hold)
		return (false);
	if (o->code[0] == '\0')
		return (f->result.findings.n == 0);
	if (o->hold == HOLD_ARITHMETIC ? f->result.findings.n > 0 :
					 !has_finding(f, o->code))
		return (false);
	return (o->verdict == ORDER_OK ||
	    (slice_is(f->result.reason, o->code) && f->result.detail.n > 0));
}

TEST(every_rule_decides_as_it_says)
{
	for (size_t i = 0; i < sizeof(outcomes) / sizeof(outcomes[0]); i++) {
		const struct outcome *o = &outcomes[i];
		struct fixture f;

		setup(&f);
		o->change(&f);
		run(&f);
		if (!as_expected(&f, o))
			fail_msg("%s: verdict %d, hold %s, reason " SL_FMT
				 ", %zu findings: " SL_FMT,
			    o->name, (int)f.result.verdict,
			    hold_reason_names[f.result.hold],
			    SL_ARG(f.result.reason), f.result.findings.n,
			    SL_ARG(f.result.detail));
		assert_int_equal(f.result.lines.n, f.order.lines.n);
		mill_free(&f.mill);
	}
}

/* Also: every finding's code is in the table, with help. */
static void
count_fault(void *ctx, const struct arithmetic_fault *f)
{
	assert_int_equal(f->rule, ARITHMETIC_SCHEDULE);
	++*(int *)ctx;
}

static int
faults_of(const struct fixture *f)
{
	int n = 0;

	arithmetic_check(&f->order, currency_digits(f->order.currency),
	    count_fault, &n);
	return (n);
}

TEST(deliveries_by_place_and_by_date_may_each_say_all_of_a_line)
{
	struct fixture f;
	struct list *parts;

	setup(&f);
	parts = &line(&f, 0)->schedules;
	line(&f, 0)->quantity = D("10");
	(void)add_schedule(&f, parts, "4", day_of(2026, 12, 1));
	assert_int_equal(faults_of(&f), 1);
	add_schedule(&f, parts, "6", DAY_NONE)->location = S("x12:92:S1");
	assert_int_equal(faults_of(&f), 0);
	add_schedule(&f, parts, "4", DAY_NONE)->location = S("x12:92:S2");
	assert_int_equal(faults_of(&f), 1);
	(void)add_schedule(&f, parts, "6", day_of(2026, 12, 8));
	assert_int_equal(faults_of(&f), 0);
	mill_free(&f.mill);
}

TEST(dates_of_a_standing_order_repeat_the_quantity)
{
	struct fixture f;
	struct list *parts;

	setup(&f);
	parts = &line(&f, 0)->schedules;
	line(&f, 0)->quantity = D("10");
	(void)add_schedule(&f, parts, "10", day_of(2026, 12, 1));
	(void)add_schedule(&f, parts, "10", day_of(2027, 1, 1));
	assert_int_equal(faults_of(&f), 1);
	f.order.kind = KIND_STANDING;
	assert_int_equal(faults_of(&f), 0);
	mill_free(&f.mill);
}

TEST(every_finding_can_be_explained)
{
	for (size_t i = 0; i < sizeof(outcomes) / sizeof(outcomes[0]); i++) {
		struct fixture f;

		setup(&f);
		outcomes[i].change(&f);
		run(&f);
		for (size_t n = 0; n < f.result.findings.n; n++) {
			const struct finding *g = LIST_AT(&f.result.findings,
			    struct finding, n);
			const struct finding_rule *r = finding_rule(g->code);

			assert_non_null(r);
			assert_true(
			    strlen(r->rule) > 10 && strlen(r->help) > 10);
			assert_int_equal(g->severity, r->severity);
			assert_true(g->text.n > 0 && g->element.n > 0);
			if (slice_is(g->tag, "order"))
				assert_int_equal(g->offset, 100);
			else
				assert_true(g->offset == 500 ||
				    g->offset == 600 || g->offset == 700);
		}
		mill_free(&f.mill);
	}
	assert_null(finding_rule(S("ORDER-NO-SUCH")));
}

TEST(no_code_stands_twice_in_the_tables)
{
	const struct finding_rule *r;
	size_t n = 0;

	for (size_t i = 0; (r = finding_rule_at(i)) != NULL; i++, n++) {
		if (finding_rule(slice_of(r->code)) != r)
			fail_msg("%s stands twice", r->code);
		assert_true(strlen(r->code) < 32);
	}
	assert_true(n > 50);
}

/* --- what an order comes to ---------------------------------------------- */

TEST(a_good_order_is_booked_to_the_cent)
{
	struct fixture f;

	setup(&f);
	run(&f);
	assert_int_equal(f.result.net, 2040);
	assert_int_equal(f.result.tax, 428);
	assert_int_equal(f.result.total, 2468);
	assert_true(slice_is(f.result.currency, "EUR"));
	assert_int_equal(f.result.digits, 2);
	assert_true(slice_is(f.result.customer->id, "C1"));
	assert_true(slice_is(f.result.location->warehouse, "depot"));
	assert_true(slice_is(checked(&f, 0)->unit, "EA"));
	assert_int_equal(checked(&f, 0)->stock_quantity.coef, 24);
	assert_int_equal(checked(&f, 0)->net, 2040);
	assert_int_equal(checked(&f, 0)->our_net, 2040);
	assert_true(slice_is(checked(&f, 0)->buyer_line, "1"));
	assert_false(f.result.test || f.result.prepaid || f.result.standing ||
	    f.result.information || f.result.call_off);
	mill_free(&f.mill);
}

TEST(within_tolerance_theirs_is_booked_and_absent_ours)
{
	struct fixture f;

	setup(&f);
	price_in_tolerance(&f);
	run(&f);
	assert_int_equal(f.result.net, 2030);
	mill_free(&f.mill);
	setup(&f);
	price_left_out(&f);
	run(&f);
	assert_int_equal(f.result.net, 2040);
	assert_int_equal(decimal_cmp(checked(&f, 0)->price, D("0.85")), 0);
	mill_free(&f.mill);
}

TEST(a_price_hold_shows_both_prices)
{
	struct fixture f;

	setup(&f);
	price_low(&f);
	run(&f);
	assert_true(slice_is(f.result.detail,
	    "line 1: the price is 0.8 EUR, "
	    "ours is 0.85: the line comes to 19.2, with us to 20.4"));
	assert_int_equal(checked(&f, 0)->net, 1920);
	assert_int_equal(checked(&f, 0)->our_net, 2040);
	mill_free(&f.mill);
}

TEST(packs_are_booked_as_ordered_and_counted_in_stock_units)
{
	struct fixture f;

	setup(&f);
	pack_gtin(&f);
	run(&f);
	assert_true(slice_is(checked(&f, 0)->unit, "CS"));
	assert_int_equal(checked(&f, 0)->stock_quantity.coef, 24);
	assert_int_equal(f.result.net, 2040);
	mill_free(&f.mill);
	setup(&f);
	price_for_dozen(&f);
	run(&f);
	assert_int_equal(f.result.net, 2040);
	assert_int_equal(decimal_cmp(checked(&f, 0)->price_basis, D("12")), 0);
	mill_free(&f.mill);
}

TEST(a_rejected_line_costs_nothing)
{
	struct fixture f;

	setup(&f);
	one_of_two_unknown(&f);
	run(&f);
	assert_int_equal(f.result.net, 2040);
	assert_int_equal(checked(&f, 0)->state, LINE_ACCEPTED);
	assert_int_equal(checked(&f, 1)->state, LINE_REJECTED);
	assert_true(slice_is(checked(&f, 1)->reason, "ORDER-ITEM"));
	mill_free(&f.mill);
}

/* 3 lines of 0.33 at 21 %: 0.2079 once, not 3 x 0.07. */
TEST(tax_is_rounded_once_a_category)
{
	struct fixture f;

	setup(&f);
	mill_bulb(&f.mill)->price = D("0.33");
	f.order.lines.n = 0;
	for (int i = 0; i < 3; i++)
		(void)add_line(&f, arena_printf(&f.mill.arena, "%d", i), "BULB",
		    "1", "EA", "0.33");
	(void)add_line(&f, "9", "OIL", "1", "KGM", "4");
	run(&f);
	assert_int_equal(f.result.verdict, ORDER_OK);
	assert_int_equal(f.result.taxes.n, 2);
	assert_int_equal(f.result.tax, 21 + 36);
	assert_int_equal(f.result.total, 99 + 400 + 57);
	mill_free(&f.mill);
}

TEST(the_customers_tax_category_comes_before_the_products)
{
	struct fixture f;

	setup(&f);
	mill_acme(&f.mill)->tax_category = S("AE");
	(void)add_line(&f, "2", "OIL", "1", "KGM", "4");
	run(&f);
	assert_int_equal(f.result.tax, 0);
	assert_int_equal(f.result.taxes.n, 1);
	assert_true(slice_is(checked(&f, 0)->tax_category, "AE"));
	mill_free(&f.mill);
}

TEST(freight_is_taxed_like_most_of_the_order)
{
	struct fixture f;

	setup(&f);
	freight_agreed(&f);
	run(&f);
	assert_int_equal(f.result.net, 2040);
	assert_int_equal(f.result.charges, 1000);
	assert_int_equal(f.result.tax, 638);
	assert_int_equal(f.result.total, 3678);
	mill_free(&f.mill);
	setup(&f);
	freight_agreed(&f);
	LIST_AT(&f.order.charges, struct charge, 0)->tax_category = S("Z");
	run(&f);
	assert_int_equal(f.result.tax, 428);
	mill_free(&f.mill);
}

/* The reader cannot: it does not know which one that is. */
TEST(amounts_without_a_currency_are_in_the_one_agreed)
{
	static const struct {
		const char *net;
		enum order_verdict verdict;
		enum hold_reason hold;
	} stated[] = { { "20.40", ORDER_OK, HOLD_NONE },
		{ "20.43", ORDER_OK, HOLD_NONE },
		{ "2.04", ORDER_HELD, HOLD_ARITHMETIC } };

	for (size_t i = 0; i < 3; i++) {
		struct fixture f;

		setup(&f);
		f.order.stated_net = D(stated[i].net);
		run(&f);
		assert_int_equal(f.result.verdict, stated[i].verdict);
		assert_int_equal(f.result.hold, stated[i].hold);
		assert_int_equal(has_finding(&f, "ORDER-SUM-NET"),
		    stated[i].verdict == ORDER_HELD);
		mill_free(&f.mill);
	}
}

TEST(a_currency_without_cents_is_counted_in_units)
{
	struct fixture f;

	setup(&f);
	mill_acme(&f.mill)->currency = S("JPY");
	mill_bulb(&f.mill)->currency = S("JPY");
	mill_bulb(&f.mill)->price = D("85");
	line(&f, 0)->price = D("85");
	run(&f);
	assert_int_equal(f.result.verdict, ORDER_OK);
	assert_int_equal(f.result.digits, 0);
	assert_int_equal(f.result.net, 2040);
	assert_int_equal(f.result.tax, 428);
	mill_free(&f.mill);
}

TEST(totals_follow_when_a_line_is_cancelled_later)
{
	struct fixture f;

	setup(&f);
	(void)add_line(&f, "2", "OIL", "1", "KGM", "4");
	run(&f);
	assert_int_equal(f.result.total, 2468 + 436);
	LIST_AT(&f.result.lines, struct checked_line, 0)->state =
	    LINE_CANCELLED;
	assert_true(order_totals(&f.result, &f.order.charges, &f.mill.arena));
	assert_int_equal(f.result.total, 436);
	LIST_AT(&f.result.lines, struct checked_line, 1)->net = INT64_MAX;
	assert_false(order_totals(&f.result, &f.order.charges, &f.mill.arena));
	mill_free(&f.mill);
}

/* --- flags and standing orders ------------------------------------------- */

TEST(a_copy_is_never_booked_whatever_is_in_it)
{
	struct fixture f;

	setup(&f);
	a_faulty_copy(&f);
	run(&f);
	assert_true(f.result.information);
	assert_int_equal(f.result.findings.n, 1);
	assert_true(slice_is(f.result.reason, "ORDER-INFORMATION"));
	mill_free(&f.mill);
}

TEST(tests_are_marked_and_call_offs_wait_behind_other_reasons)
{
	struct fixture f;

	setup(&f);
	a_test(&f);
	run(&f);
	assert_true(f.result.test);
	mill_free(&f.mill);
	setup(&f);
	a_call_off(&f);
	price_low(&f);
	run(&f);
	assert_true(f.result.call_off);
	assert_true(slice_is(f.result.reason, "ORDER-PRICE"));
	mill_free(&f.mill);
}

TEST(prepayment_comes_from_the_order_or_the_customer)
{
	struct fixture f;

	setup(&f);
	prepaid_agreed(&f);
	run(&f);
	assert_true(f.result.prepaid);
	mill_free(&f.mill);
	setup(&f);
	mill_acme(&f.mill)->payment = PAY_PREPAID;
	run(&f);
	assert_true(f.result.prepaid);
	assert_int_equal(f.result.verdict, ORDER_OK);
	mill_free(&f.mill);
}

static const struct {
	unsigned sources;
	bool dates, coded, text, profile;
	const char *source, *rule;
} sources[] = {
	{ 7, true, true, true, true, "dates", "" },
	{ 6, true, true, true, true, "coded", "FREQ=WEEKLY" },
	{ 4, true, true, true, true, "text", "FREQ=MONTHLY;INTERVAL=2" },
	{ 0, true, true, true, true, "profile", "FREQ=YEARLY" },
	{ 7, false, false, true, true, "text", "FREQ=MONTHLY;INTERVAL=2" },
	{ 7, false, false, false, true, "profile", "FREQ=YEARLY" },
};

TEST(the_rule_comes_from_the_first_source_that_was_agreed)
{
	for (size_t i = 0; i < sizeof(sources) / sizeof(sources[0]); i++) {
		struct fixture f;

		setup(&f);
		if (sources[i].dates)
			standing_dates(&f);
		if (sources[i].text)
			standing(&f);
		f.order.kind = KIND_STANDING;
		f.order.recurrence.start = day_of(2026, 12, 24);
		if (sources[i].coded)
			f.order.recurrence.coded = S("RRULE:FREQ=WEEKLY");
		if (sources[i].profile)
			f.mill.partner.recurrence.rule = S("FREQ=YEARLY");
		f.mill.partner.recurrence.sources = sources[i].sources;
		run(&f);
		assert_int_equal(f.result.verdict, ORDER_OK);
		assert_true(f.result.standing);
		if (!slice_is(f.result.rule_source, sources[i].source) ||
		    (sources[i].rule[0] != '\0' &&
			!slice_starts(f.result.rule, S(sources[i].rule))))
			fail_msg("row %zu: " SL_FMT " " SL_FMT, i,
			    SL_ARG(f.result.rule_source),
			    SL_ARG(f.result.rule));
		assert_int_equal(f.result.dates.n,
		    slice_is(f.result.rule_source, "dates") ? 2 : 0);
		assert_int_equal(f.result.starts_on, day_of(2026, 12, 24));
		mill_free(&f.mill);
	}
}

TEST(a_standing_order_starts_when_it_says_or_at_its_first_delivery)
{
	struct fixture f;

	setup(&f);
	standing(&f);
	f.order.recurrence.start = DAY_NONE;
	f.order.recurrence.count = 6;
	f.order.recurrence.end = day_of(2028, 1, 1);
	run(&f);
	assert_int_equal(f.result.starts_on, day_of(2026, 12, 1));
	assert_int_equal(f.result.ends_on, day_of(2028, 1, 1));
	assert_int_equal(f.result.count, 6);
	mill_free(&f.mill);
	setup(&f);
	standing_dates(&f);
	run(&f);
	assert_int_equal(f.result.starts_on, day_of(2026, 12, 1));
	mill_free(&f.mill);
	setup(&f);
	standing_no_start(&f);
	line(&f, 0)->requested_on = day_of(2026, 12, 5);
	run(&f);
	assert_int_equal(f.result.verdict, ORDER_OK);
	assert_int_equal(f.result.starts_on, day_of(2026, 12, 5));
	mill_free(&f.mill);
}

TEST(dates_that_lines_share_are_kept_once_and_in_order)
{
	struct fixture f;

	setup(&f);
	standing_lines_of_the_same_dates(&f);
	run(&f);
	assert_int_equal(f.result.verdict, ORDER_OK);
	assert_int_equal(f.result.dates.n, 2);
	assert_int_equal(LIST_AT(&f.result.dates, struct schedule, 0)->on,
	    day_of(2026, 12, 1));
	assert_int_equal(LIST_AT(&f.result.dates, struct schedule, 1)->on,
	    day_of(2027, 2, 1));
	mill_free(&f.mill);
}

TEST(a_line_of_other_dates_is_named_with_them)
{
	struct fixture f;

	setup(&f);
	standing_lines_of_other_dates(&f);
	run(&f);
	assert_int_equal(f.result.verdict, ORDER_HELD);
	assert_int_equal(f.result.dates.n, 0);
	assert_true(slice_is(f.result.detail,
	    "line 1 has other dates than the order: 2027-03-01"));
	mill_free(&f.mill);
	setup(&f);
	standing_line_twice_on_a_date(&f);
	run(&f);
	assert_true(slice_is(f.result.detail,
	    "line 2 has other dates than the order: 2027-02-01"));
	mill_free(&f.mill);
	setup(&f);
	standing_line_without_dates(&f);
	for (int i = 0; i < 9; i++)
		date_line(&f, 0, day_of(2027, 3, 1) + i);
	run(&f);
	assert_true(slice_is(f.result.detail,
	    "line 2 has other dates than the order: 2026-12-01 2027-02-01 "
	    "2027-03-01 2027-03-02 2027-03-03 2027-03-04 ..."));
	mill_free(&f.mill);
}

TEST(many_lines_are_checked_in_little_time)
{
	struct fixture f;

	setup(&f);
	f.order.lines.n = 0;
	for (int i = 0; i < ORDER_LINES_MAX; i++)
		(void)add_line(&f, arena_printf(&f.mill.arena, "%d", i), "BULB",
		    "1", "EA", "0.85");
	run(&f);
	assert_int_equal(f.result.verdict, ORDER_OK);
	assert_int_equal(f.result.net, 85 * ORDER_LINES_MAX);
	(void)add_line(&f, "last", "BULB", "1", "EA", "0.85");
	run(&f);
	assert_int_equal(f.result.verdict, ORDER_REJECTED);
	mill_free(&f.mill);
}

TEST(hostile_words_do_no_harm)
{
	struct fixture f;
	char *bytes;

	setup(&f);
	bytes = arena_alloc(&f.mill.arena, 5000);
	for (size_t i = 0; i < 5000; i++)
		bytes[i] = (char)(i * 7);
	for (size_t i = 0; i < 5000; i++) {
		struct slice s = { bytes + i, 5000 - i };

		line(&f, 0)->seller_item = s;
		line(&f, 0)->gtin = slice_sub(s, 0, 14);
		line(&f, 0)->unit = slice_sub(s, 0, i % 9);
		f.order.purpose = PURPOSE_OTHER;
		f.order.purpose_code = s;
		f.order.currency = slice_sub(s, 0, 3);
		if (i % 500 == 0)
			run(&f);
	}
	assert_int_equal(f.result.verdict, ORDER_HELD);
	for (size_t i = 0; i < f.result.findings.n; i++) {
		const struct finding *g = LIST_AT(&f.result.findings,
		    struct finding, i);

		assert_true(g->value.n <= 99);
		for (size_t n = 0; n < g->text.n; n++)
			assert_true((unsigned char)g->text.p[n] >= 0x20);
	}
	mill_free(&f.mill);
}

UNIT_MAIN(RUN(every_rule_decides_as_it_says),
    RUN(deliveries_by_place_and_by_date_may_each_say_all_of_a_line),
    RUN(dates_of_a_standing_order_repeat_the_quantity),
    RUN(every_finding_can_be_explained),
    RUN(no_code_stands_twice_in_the_tables),
    RUN(a_good_order_is_booked_to_the_cent),
    RUN(within_tolerance_theirs_is_booked_and_absent_ours),
    RUN(a_price_hold_shows_both_prices),
    RUN(packs_are_booked_as_ordered_and_counted_in_stock_units),
    RUN(a_rejected_line_costs_nothing), RUN(tax_is_rounded_once_a_category),
    RUN(the_customers_tax_category_comes_before_the_products),
    RUN(freight_is_taxed_like_most_of_the_order),
    RUN(amounts_without_a_currency_are_in_the_one_agreed),
    RUN(a_currency_without_cents_is_counted_in_units),
    RUN(totals_follow_when_a_line_is_cancelled_later),
    RUN(a_copy_is_never_booked_whatever_is_in_it),
    RUN(tests_are_marked_and_call_offs_wait_behind_other_reasons),
    RUN(prepayment_comes_from_the_order_or_the_customer),
    RUN(the_rule_comes_from_the_first_source_that_was_agreed),
    RUN(a_standing_order_starts_when_it_says_or_at_its_first_delivery),
    RUN(dates_that_lines_share_are_kept_once_and_in_order),
    RUN(a_line_of_other_dates_is_named_with_them),
    RUN(many_lines_are_checked_in_little_time), RUN(hostile_words_do_no_harm))
