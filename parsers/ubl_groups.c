#include "domain/arithmetic.h"
#include "domain/recurrence.h"
#include "domain/terms.h"
#include "parsers/ubl.h"
#include "parsers/ubl_parts.h"

/* --- periods and deliveries ----------------------------------------------- */

static void
period_init(struct ubl_period *p)
{
	*p = (struct ubl_period){ .start = DAY_NONE,
		.end = DAY_NONE,
		.measure = DECIMAL_NONE };
}

static void
end_period(struct ubl *u)
{
	if (u->period.start != DAY_NONE && u->period.end != DAY_NONE &&
	    u->period.end < u->period.start)
		ubl_found(u, "UBL-PERIOD", SLICE_NONE, NULL);
}

static void
end_validity(struct ubl *u)
{
	char start[11], end[11];

	end_period(u);
	ubl_refer(u, SLICE("ValidityPeriod"),
	    slice_of(arena_printf(u->in->arena, "%s/%s",
		day_text(u->period.start, start),
		day_text(u->period.end, end))),
	    SLICE_NONE);
}

/* The days until payment, or those within which a discount is given. */
static void
end_settlement(struct ubl *u)
{
	const struct ubl_period *p = &u->period;
	bool days = p->measure.scale == 0 && p->measure.coef > 0 &&
	    slice_is(p->unit, "DAY");

	end_period(u);
	if (!decimal_is_none(u->doc.discount))
		terms_discount(&u->order, u->doc.discount,
		    days ? p->measure.coef : INT_NONE);
	else if (days)
		u->order.terms_days = p->measure.coef;
}

static void
delivery_init(struct ubl_delivery *d)
{
	*d = (struct ubl_delivery){ .quantity = DECIMAL_NONE,
		.latest = DAY_NONE };
	period_init(&d->period);
	shape_init(&party_shape, &d->place);
	shape_init(&party_shape, &d->who);
	shape_init(&party_shape, &d->carrier);
}

static day
delivery_day(const struct ubl_delivery *d)
{
	return (d->period.start != DAY_NONE ? d->period.start :
		d->period.end != DAY_NONE   ? d->period.end :
					      d->latest);
}

static void
fill(struct slice *to, struct slice from)
{
	if (to->n == 0)
		*to = from;
}

static bool
has_address(const struct party *p)
{
	return (p->street.n + p->street2.n + p->city.n + p->postal_code.n +
		p->country.n >
	    0);
}

static void
fill_address(struct party *to, const struct party *from)
{
	if (has_address(to))
		return;
	to->street = from->street;
	to->street2 = from->street2;
	to->city = from->city;
	to->region = from->region;
	to->postal_code = from->postal_code;
	to->country = from->country;
}

/* Who gets the goods, and where: the place's address before the party's. */
static void
fill_place(struct ubl *u, struct party *to, const struct ubl_delivery *d)
{
	const struct party *from[] = { &d->place, &d->who };

	fill(&to->name, d->who.name);
	fill(&to->name2, d->who.name2);
	for (size_t i = 0; i < 2; i++) {
		const struct party *p = from[i];

		for (size_t k = 0; k < p->ids.n; k++)
			xml_add_id(&u->values, to,
			    LIST_AT(&p->ids, struct text_item, k)->text);
		fill_address(to, p);
		if (to->name.n == 0)
			to->name = p->name;
		else if (!slice_eq(to->name, p->name))
			fill(&to->name2, p->name);
		fill(&to->contact, p->contact);
		fill(&to->email, p->email);
		fill(&to->phone, p->phone);
	}
}

static void
fill_carrier(struct ubl *u, const struct ubl_delivery *d)
{
	fill(&u->order.carrier, d->carrier.name);
	if (d->carrier.ids.n > 0)
		fill(&u->order.carrier,
		    LIST_AT(&d->carrier.ids, struct text_item, 0)->text);
}

static void
take_days(struct order *o, const struct ubl_delivery *d)
{
	o->requested_on = delivery_day(d);
	o->not_before = d->period.start;
	o->not_after = d->period.end != DAY_NONE ? d->period.end : d->latest;
}

static void
first_delivery(struct ubl *u)
{
	const struct ubl_delivery *d = &u->delivery;
	struct order *o = &u->order;

	u->first_delivery = *d;
	take_days(o, d);
	fill_place(u, &o->ship_to, d);
	fill_carrier(u, d);
}

static void
recurring_day(struct ubl *u, const struct ubl_delivery *d)
{
	struct schedule *s = shape_push(u->in->arena,
	    &u->order.recurrence.dates, &schedule_shape);

	s->on = delivery_day(d);
	s->quantity = d->quantity;
	s->unit = d->unit;
	s->location = d->location;
}

/* The number of the place, or of who is there, or else its address. */
static struct slice
delivery_place(struct ubl *u, const struct ubl_delivery *d)
{
	struct party place;

	if (d->location.n > 0)
		return (d->location);
	if (d->who.ids.n > 0)
		return (LIST_AT(&d->who.ids, struct text_item, 0)->text);
	if (!has_address(&d->place) && !has_address(&d->who))
		return (SLICE_NONE);
	shape_init(&party_shape, &place);
	fill_place(u, &place, d);
	return (xml_place_name(&u->values, &place));
}

static void
spread(struct ubl *u, const struct ubl_delivery *d)
{
	struct schedule *s = shape_push(u->in->arena, &u->spread.all,
	    &schedule_shape);

	s->on = delivery_day(d);
	s->quantity = d->quantity;
	s->unit = d->unit;
	s->location = delivery_place(u, d);
}

/* What the first one did not say: the day, or the place. */
static void
complete_delivery(struct ubl *u)
{
	const struct ubl_delivery *d = &u->delivery;
	struct ubl_delivery *f = &u->first_delivery;
	struct order *o = &u->order;

	if (delivery_day(f) == DAY_NONE) {
		f->period = d->period;
		f->latest = d->latest;
		take_days(o, d);
	}
	if (delivery_place(u, f).n == 0) {
		f->location = d->location;
		f->place = d->place;
		f->who = d->who;
		fill_place(u, &o->ship_to, d);
	}
	fill_carrier(u, d);
}

/* Another day or place for the whole order, or all of it again. */
static void
later_delivery(struct ubl *u)
{
	const struct ubl_delivery *d = &u->delivery, *f = &u->first_delivery;
	const struct slice to = delivery_place(u, d),
			   was = delivery_place(u, f);
	const bool days = delivery_day(d) != DAY_NONE &&
	    delivery_day(f) != DAY_NONE && delivery_day(d) != delivery_day(f);
	const bool places = to.n > 0 && was.n > 0 && !slice_eq(to, was);

	if (!days && !places) {
		complete_delivery(u);
		return;
	}
	if (u->root == T_CHANGE) {
		ubl_found(u, "UBL-UNSUPPORTED", SLICE_NONE,
		    "several deliveries of the whole order cannot change its "
		    "lines: put them into the lines");
		return;
	}
	if (u->spread.all.n == 0) {
		u->spread.at = xml_offset(u->reader);
		u->spread.nth = u->deliveries;
		spread(u, f);
	}
	spread(u, d);
	u->spread.days |= days;
	u->spread.places |= places;
}

/* Several deliveries of a whole order: the dates of a standing order, or
 * something that a person has to divide. */
static void
end_delivery(struct ubl *u)
{
	const struct ubl_delivery *d = &u->delivery;

	if (u->deliveries++ == 0)
		first_delivery(u);
	else if (u->order.kind == KIND_STANDING &&
	    delivery_day(d) != DAY_NONE) {
		if (u->deliveries == 2)
			recurring_day(u, &u->first_delivery);
		recurring_day(u, d);
	} else
		later_delivery(u);
}

/* A line may go to another place: by the number of the place or of who is
 * there, or else by an address that only a person can find.  The first line's
 * is the order's when the document has none. */
static void
line_place(struct ubl *u, struct order_line *l)
{
	struct ubl_delivery *d = &u->delivery;
	struct party *to = &u->order.ship_to, place;

	if (d->location.n == 0 && d->who.ids.n > 0)
		d->location = LIST_AT(&d->who.ids, struct text_item, 0)->text;
	if (d->location.n == 0 && !has_address(&d->place) &&
	    !has_address(&d->who))
		return;
	shape_init(&party_shape, &place);
	fill_place(u, &place, d);
	if (u->order.lines.n == 1 && !has_address(to) && to->ids.n == 0 &&
	    has_address(&place))
		*to = place;
	else if (d->location.n == 0 && !xml_same_place(to, &place))
		d->location = xml_place_name(&u->values, &place);
	if (!decimal_is_none(d->quantity))
		return;
	fill(&l->location, d->location);
	xml_line_goes(&u->places, &u->order, &place, d->location);
}

/* A line, or a part of it, has one day: the first of its period.  The last
 * one is told. */
static void
line_window(struct ubl *u, const struct ubl_delivery *d)
{
	const day last = d->period.end != DAY_NONE ? d->period.end : d->latest;
	const bool part = !decimal_is_none(d->quantity);
	char text[11], from[11];

	if (last == DAY_NONE ||
	    last == (part ? delivery_day(d) : d->period.start))
		return;
	if (part)
		ubl_add_note(u,
		    d->period.end != DAY_NONE ? "RequestedDeliveryPeriod" :
						"LatestDeliveryDate",
		    slice_of(arena_printf(u->in->arena, "%s/%s",
			day_text(d->period.start, from),
			day_text(last, text))));
	else
		ubl_add_note(u,
		    d->period.end != DAY_NONE ?
			"RequestedDeliveryPeriod, EndDate" :
			"LatestDeliveryDate",
		    slice_of(day_text(last, text)));
}

/* Deliveries of a line that say no quantity: what they say together is one;
 * where they differ a person divides them. */
static void
undivided_delivery(struct ubl *u, struct order_line *l)
{
	const struct ubl_delivery *d = &u->delivery;
	const struct schedule now = { .quantity = DECIMAL_NONE,
		.on = delivery_day(d),
		.location = d->location };
	struct schedule *f = &u->parts.first;

	if (u->parts.open++ == 0)
		*f = now;
	else if ((now.on == DAY_NONE || f->on == DAY_NONE || now.on == f->on) &&
	    (now.location.n == 0 || f->location.n == 0 ||
		slice_eq(now.location, f->location))) {
		if (f->on == DAY_NONE)
			f->on = now.on;
		fill(&f->location, now.location);
	} else if (u->root == T_CHANGE || u->order.kind == KIND_STANDING)
		ubl_found(u, "UBL-SCHEDULE", SLICE_NONE, NULL);
	else {
		if (l->schedules.n == 0) {
			ubl_found(u, "UBL-DELIVERIES", SLICE_NONE,
			    "the deliveries of the line say no quantities, and "
			    "a person divides it");
			*(struct schedule *)shape_push(u->in->arena,
			    &l->schedules, &schedule_shape) = *f;
		}
		*(struct schedule *)shape_push(u->in->arena, &l->schedules,
		    &schedule_shape) = now;
	}
	if (l->requested_on == DAY_NONE)
		l->requested_on = now.on;
	line_window(u, d);
}

static void
end_line_delivery(struct ubl *u)
{
	const struct ubl_delivery *d = &u->delivery;
	struct order_line *l = u->base[B_LINE];
	struct schedule *s;

	line_place(u, l);
	if (decimal_is_none(d->quantity)) {
		if (u->parts.divided)
			ubl_found(u, "UBL-SCHEDULE", SLICE_NONE, NULL);
		undivided_delivery(u, l);
		return;
	}
	u->parts.divided = true;
	if (delivery_day(d) == DAY_NONE || u->parts.open > 0)
		ubl_found(u, "UBL-SCHEDULE", SLICE_NONE, NULL);
	s = shape_push(u->in->arena, &l->schedules, &schedule_shape);
	s->quantity = d->quantity;
	s->unit = d->unit.n > 0 ? d->unit : l->unit;
	s->on = delivery_day(d);
	s->location = d->location;
	line_window(u, d);
}

/* --- lines and prices ----------------------------------------------------- */

/* An order of many lines gets room for all it may have, instead of ever
 * larger copies; memory that is not used costs nothing. */
static struct order_line *
new_line(struct ubl *u)
{
	struct list *l = &u->order.lines;
	struct order_line *line;
	void *v;

	if (l->n == l->cap && l->n >= UBL_MANY_LINES) {
		v = arena_array(u->in->arena, ORDER_LINES_MAX, sizeof(*line));
		memcpy(v, l->v, l->n * sizeof(*line));
		*l = (struct list){ v, l->n, ORDER_LINES_MAX };
	}
	line = LIST_PUSH(u->in->arena, l, struct order_line);
	*line = u->blank;
	return (line);
}

static void
start_line(struct ubl *u)
{
	struct order_line *l;

	if (u->order.lines.n >= ORDER_LINES_MAX) {
		if (!u->too_many_lines)
			ubl_found(u, "UBL-LINES-MAX", SLICE_NONE, NULL);
		u->too_many_lines = true;
		u->order.lines.n--; /* the last one is overwritten */
	}
	l = new_line(u);
	l->offset = xml_offset(u->reader);
	l->segment = (int64_t)u->order.lines.n;
	u->base[B_LINE] = l;
	u->parts.open = 0;
	u->parts.divided = false;
	u->doc.line_cost_code = SLICE_NONE;
	u->doc.factor = DECIMAL_NONE;
}

/* A line that repeats or deletes: what else it says is not looked at. */
bool
ubl_idle_line(const struct order_line *l)
{
	return (l->change == CHANGE_DELETE || l->change == CHANGE_NONE);
}

/* The name is the line's description; a longer one is kept with it. */
static void
end_item(struct ubl *u)
{
	struct order_line *l = u->base[B_LINE];

	if (l->description.n == 0)
		l->description = u->doc.detail;
	else if (u->doc.detail.n > 0 &&
	    !slice_eq(l->description, u->doc.detail))
		ubl_add_note(u, "Description", u->doc.detail);
}

static void
end_property(struct ubl *u)
{
	const struct ubl_doc *d = &u->doc;

	if (d->property.n > 0 && d->property_value.n > 0)
		ubl_add_note(u,
		    arena_printf(u->in->arena, SL_FMT, SL_ARG(d->property)),
		    d->property_value);
}

/* Does the line's amount say that it costs so much for a unit? */
static bool
costs(const struct ubl *u, const struct order_line *l, struct decimal price,
    struct decimal basis)
{
	const struct order *o = &u->order;
	const int digits = currency_digits(
	    o->currency.n > 0 ? o->currency : u->first_currency);
	struct order_line as = *l;
	int64_t stated, net;

	as.price = price;
	as.price_basis = basis;
	as.price_unit = SLICE_NONE;
	as.amount = DECIMAL_NONE;
	return (digits >= 0 && !decimal_is_none(l->amount) &&
	    money_from_decimal(l->amount, digits, &stated, NULL) &&
	    arithmetic_line_net(&as, digits, &net) && stated - net <= 2 &&
	    net - stated <= 2 && stated != 0);
}

/* A price of the base unit, and how that unit becomes the ordered one.  Some
 * write how many of it that is, some its part of one, some beside a price that
 * is the ordered unit's already: the line's amount tells which, and where it
 * tells nothing nobody can know. */
static void
settle_factor(struct ubl *u, struct order_line *l)
{
	const struct decimal f = u->doc.factor;
	struct decimal basis = l->price_basis, price, part;

	if (decimal_is_none(f) || decimal_cmp(f, DECIMAL_ONE) == 0 ||
	    decimal_is_none(l->price))
		return;
	if (decimal_is_none(basis))
		basis = DECIMAL_ONE;
	if (slice_eq(l->price_unit, l->unit))
		l->price_unit = SLICE_NONE;
	if (l->price_unit.n == 0 && costs(u, l, l->price, basis))
		return;
	if (f.coef > 0 && decimal_mul(l->price, f, &price) &&
	    costs(u, l, price, basis))
		l->price = price;
	else if (f.coef > 0 && decimal_mul(basis, f, &part) &&
	    costs(u, l, l->price, part))
		l->price_basis = part;
	else {
		ubl_found(u, "UBL-UNSUPPORTED", SLICE_NONE,
		    "OrderableUnitFactorRate: the amount of the line does not "
		    "show how the price becomes one of the ordered unit");
		return;
	}
	l->price_unit = SLICE_NONE;
}

static void
end_line(struct ubl *u)
{
	struct order_line *l = u->base[B_LINE];
	const struct schedule *s;

	if (u->root == T_CHANGE && l->change == CHANGE_UNSTATED)
		l->change = CHANGE_REPLACE;
	fill(&l->cost_centre, u->doc.line_cost_code);
	settle_factor(u, l);
	if (slice_eq(l->price_unit, l->unit))
		l->price_unit = SLICE_NONE;
	if (l->schedules.n == 0)
		return;
	s = LIST_AT(&l->schedules, struct schedule, 0);
	for (size_t i = 0; i < l->schedules.n; i++) {
		day on = LIST_AT(&l->schedules, struct schedule, i)->on;

		if (on != DAY_NONE &&
		    (l->requested_on == DAY_NONE || on < l->requested_on))
			l->requested_on = on;
	}
	if (l->schedules.n == 1 && !decimal_is_none(l->quantity) &&
	    decimal_cmp(s->quantity, l->quantity) == 0) {
		fill(&l->location, s->location);
		l->schedules = (struct list){ NULL, 0, 0 };
	}
}

static void
start_charge(struct ubl *u, struct list *charges)
{
	u->base[B_CHARGE] = shape_push(u->in->arena, charges, &charge_shape);
	u->flagged = false;
}

/* Before Peppol, the percentage was often written as a factor. */
static void
end_charge(struct ubl *u)
{
	struct charge *c = u->base[B_CHARGE];
	struct decimal product, hundred = decimal_make(100, 0);

	if (!u->flagged)
		ubl_found(u, "UBL-MISSING", SLICE_NONE,
		    "cbc:ChargeIndicator is missing or wrong");
	if (decimal_is_none(c->amount))
		ubl_found(u, "UBL-MISSING", SLICE_NONE,
		    "cbc:Amount is missing or wrong");
	else if (!decimal_is_none(c->percent) && !decimal_is_none(c->base) &&
	    decimal_mul(c->base, c->percent, &product) &&
	    decimal_cmp(product, c->amount) == 0 && c->amount.coef != 0)
		(void)decimal_mul(c->percent, hundred, &c->percent);
}

static void
start_price_charge(struct ubl *u)
{
	shape_init(&charge_shape, &u->price_charge);
	u->base[B_CHARGE] = &u->price_charge;
}

/* Several follow each other: the first one's base is the gross price. */
static void
end_price_charge(struct ubl *u)
{
	const struct charge *c = &u->price_charge;
	struct ubl_doc *d = &u->doc;

	if (decimal_is_none(c->amount))
		return;
	if (decimal_is_none(d->gross))
		d->gross = c->base;
	if (decimal_is_none(d->off))
		d->off = DECIMAL_ZERO;
	(void)(c->is_charge ? decimal_sub(d->off, c->amount, &d->off) :
			      decimal_add(d->off, c->amount, &d->off));
}

/* The price is the net one, and what was taken off the gross price is only
 * told; unless the line's amount says that it is the gross one. */
static void
end_price(struct ubl *u)
{
	const struct ubl_doc *d = &u->doc;
	struct order_line *l = u->base[B_LINE];
	const struct decimal basis = decimal_is_none(l->price_basis) ?
	    DECIMAL_ONE :
	    l->price_basis;
	struct decimal net;

	if (decimal_is_none(d->off) || d->off.coef == 0 ||
	    decimal_is_none(l->price))
		return;
	if (!decimal_is_none(d->gross) &&
	    (!decimal_sub(d->gross, d->off, &net) ||
		decimal_cmp(net, l->price) == 0))
		return;
	if (decimal_sub(l->price, d->off, &net) && net.coef >= 0 &&
	    (decimal_is_none(d->gross) ||
		decimal_cmp(d->gross, l->price) == 0) &&
	    decimal_is_none(d->factor) && !costs(u, l, l->price, basis) &&
	    costs(u, l, net, basis)) {
		ubl_found(u, "UBL-PRICE-GROSS", SLICE_NONE,
		    "the amount of the line is that of the price less its "
		    "allowance, and so the price is the gross one");
		l->price = net;
	} else if (!decimal_is_none(d->gross))
		ubl_found(u, "UBL-PRICE-GROSS", SLICE_NONE, NULL);
}

static void
end_tax(struct ubl *u)
{
	struct decimal *total = &u->order.tax_total;

	if (decimal_is_none(u->doc.tax))
		return;
	if (decimal_is_none(*total))
		*total = u->doc.tax;
	else
		(void)decimal_add(*total, u->doc.tax, total);
}

/* --- parties that only are referred to ------------------------------------ */

static void
end_originator(struct ubl *u)
{
	for (size_t i = 0; i < u->other.ids.n; i++)
		ubl_refer(u, SLICE("originator-id"),
		    LIST_AT(&u->other.ids, struct text_item, i)->text,
		    SLICE_NONE);
	if (u->other.name.n > 0)
		ubl_refer(u, SLICE("originator-name"), u->other.name,
		    u->other.contact);
}

static void
end_line_originator(struct ubl *u)
{
	const struct party *p = &u->other;

	if (p->name.n > 0)
		ubl_add_note(u, "OriginatorParty", p->name);
	for (size_t i = 0; i < p->ids.n; i++)
		ubl_add_note(u, "OriginatorParty",
		    LIST_AT(&p->ids, struct text_item, i)->text);
}

/* Neither the number nor the name of the card is looked at. */
static void
start_card(struct ubl *u)
{
	u->order.payment = PAYMENT_PREPAID;
	ubl_found(u, "UBL-CARD", SLICE_NONE, NULL);
}

static void
end_forwarder(struct ubl *u)
{
	if (u->other.ids.n > 0)
		fill(&u->order.carrier,
		    LIST_AT(&u->other.ids, struct text_item, 0)->text);
	fill(&u->order.carrier, u->other.name);
}

/* --- references ----------------------------------------------------------- */

static void
start_reference(struct ubl *u, const struct xml_row *row)
{
	u->reference = (struct reference){ .qualifier = slice_of(row->name) };
}

static void
end_reference(struct ubl *u, const struct xml_row *row)
{
	if (u->reference.value.n == 0)
		return;
	ubl_refer(u, u->reference.qualifier, u->reference.value,
	    u->reference.text);
	if (row->use == U_CONTRACT)
		fill(&u->order.contract, u->reference.value);
}

/* --- our own extension ---------------------------------------------------- */

static void
end_recurrence(struct ubl *u)
{
	const struct recurrence_terms *t = &u->order.recurrence;
	struct recurrence rule;
	struct err e = ERR_INIT;

	if (t->text.n == 0)
		ubl_found(u, "UBL-RECURRENCE", SLICE_NONE,
		    "the recurrence has no Rule");
	else if (recurrence_parse(t->text, &rule, &e) != RC_OK)
		ubl_found(u, "UBL-RECURRENCE", t->text, "%s", e.text);
	if (t->start == DAY_NONE)
		ubl_found(u, "UBL-RECURRENCE", SLICE_NONE,
		    "the recurrence has no StartDate");
	if (t->end != DAY_NONE && t->end < t->start)
		ubl_found(u, "UBL-RECURRENCE", SLICE_NONE,
		    "the recurrence ends before it starts");
	if (t->count == 0)
		ubl_found(u, "UBL-RECURRENCE", SLICE_NONE,
		    "the recurrence has a Count of zero");
}

/* --- aggregates ----------------------------------------------------------- */

static void
start_party(struct ubl *u, const char *role, struct party *p)
{
	u->role = role;
	u->base[B_PARTY] = p;
}

static void
start_other(struct ubl *u, const struct xml_row *row)
{
	switch (row->use) {
	case U_ORIGINATOR:
	case U_FORWARDER:
	case U_LINE_ORIGINATOR:
		shape_init(&party_shape, &u->other);
		start_party(u, row->use == U_ORIGINATOR ? "originator" : NULL,
		    &u->other);
		break;
	case U_ITEM:
		u->doc.detail = SLICE_NONE;
		break;
	case U_PROPERTY:
		u->doc.property = u->doc.property_value = SLICE_NONE;
		break;
	case U_RESPONSE:
		ubl_start_response(u);
		break;
	case U_OUR_DOCUMENT:
		ubl_start_document(u);
		break;
	case U_CARD:
		start_card(u);
		break;
	case U_WRAPPED:
		ubl_start_wrapped(u, row);
		break;
	default:
		break;
	}
}

static void
start_delivery(struct ubl *u, const struct xml_row *row)
{
	switch (row->use) {
	case U_DELIVERY:
	case U_LINE_DELIVERY:
		u->in_line = row->use == U_LINE_DELIVERY;
		delivery_init(&u->delivery);
		break;
	case U_PLACE:
		start_party(u, NULL, &u->delivery.place);
		break;
	case U_WHO:
		start_party(u, NULL, &u->delivery.who);
		break;
	case U_CARRIER:
		start_party(u, NULL, &u->delivery.carrier);
		break;
	default:
		u->period_use = row->use;
		period_init(&u->period);
		break;
	}
}

void
ubl_start(void *ctx, const struct xml_row *row)
{
	struct ubl *u = ctx;
	struct order_line *l = u->base[B_LINE];

	switch (row->use) {
	case U_BUYER:
		start_party(u, "buyer", &u->order.buyer);
		break;
	case U_SELLER:
		start_party(u, "seller", &u->order.seller);
		break;
	case U_BILL_TO:
		start_party(u, "bill-to", &u->order.bill_to);
		break;
	case U_DELIVERY:
	case U_LINE_DELIVERY:
	case U_PLACE:
	case U_WHO:
	case U_CARRIER:
	case U_VALIDITY:
	case U_REQUESTED:
	case U_SETTLEMENT:
		start_delivery(u, row);
		break;
	case U_REFERENCE:
	case U_CONTRACT:
		start_reference(u, row);
		break;
	case U_CHARGE:
		start_charge(u, &u->order.charges);
		break;
	case U_LINE_CHARGE:
		start_charge(u, &l->charges);
		break;
	case U_PRICE:
		u->doc.gross = u->doc.off = DECIMAL_NONE;
		break;
	case U_PRICE_CHARGE:
		start_price_charge(u);
		break;
	case U_TAX:
		u->doc.tax = DECIMAL_NONE;
		break;
	case U_TERMS:
		u->doc.discount = DECIMAL_NONE;
		break;
	case U_LINE:
		start_line(u);
		break;
	case U_RECURRENCE:
		u->extended = true;
		u->extended_at = xml_offset(u->reader);
		break;
	case U_REFUSED:
		ubl_found(u, "UBL-LINE-PART", SLICE_NONE, NULL);
		break;
	default:
		start_other(u, row);
		break;
	}
}

static void
end_other(struct ubl *u, const struct xml_row *row)
{
	switch (row->use) {
	case U_ORIGINATOR:
		end_originator(u);
		break;
	case U_FORWARDER:
		end_forwarder(u);
		break;
	case U_LINE_ORIGINATOR:
		end_line_originator(u);
		break;
	case U_ITEM:
		end_item(u);
		break;
	case U_PROPERTY:
		end_property(u);
		break;
	case U_CANCELLED:
		ubl_end_cancelled(u);
		break;
	case U_RESPONSE:
		ubl_end_response(u);
		break;
	case U_OUR_DOCUMENT:
		ubl_end_document(u);
		break;
	default:
		break;
	}
}

void
ubl_end(void *ctx, const struct xml_row *row)
{
	struct ubl *u = ctx;

	switch (row->use) {
	case U_VALIDITY:
		end_validity(u);
		break;
	case U_REQUESTED:
		end_period(u);
		u->delivery.period = u->period;
		break;
	case U_SETTLEMENT:
		end_settlement(u);
		break;
	case U_DELIVERY:
		end_delivery(u);
		break;
	case U_LINE_DELIVERY:
		end_line_delivery(u);
		break;
	case U_REFERENCE:
	case U_CONTRACT:
		end_reference(u, row);
		break;
	case U_CHARGE:
	case U_LINE_CHARGE:
		end_charge(u);
		break;
	case U_PRICE:
		end_price(u);
		break;
	case U_PRICE_CHARGE:
		end_price_charge(u);
		break;
	case U_TAX:
		end_tax(u);
		break;
	case U_LINE:
		end_line(u);
		break;
	case U_RECURRENCE:
		end_recurrence(u);
		break;
	default:
		end_other(u, row);
		break;
	}
}
