#include "domain/ident.h"
#include "domain/recurrence.h"
#include "domain/terms.h"
#include "parsers/cxml.h"

static struct order_line *
line_of(const struct cxml *x)
{
	return (x->base[B_LINE]);
}

static void
fill(struct slice *to, struct slice from)
{
	if (to->n == 0)
		*to = from;
}

static bool
yes(struct slice s)
{
	return (slice_ieq(s, SLICE("yes")) || slice_ieq(s, SLICE("true")));
}

/* --- the envelope --------------------------------------------------------- */

/* Anything but a test in so many letters would be booked: a word that nobody
 * knows is not taken for production. */
static void
start_request(struct cxml *x, const struct xml_row *row)
{
	const struct slice mode = cxml_attribute(x, A_MODE);

	x->message.kind = slice_of(row->name);
	if (mode.n == 0 || slice_is(mode, "production"))
		return;
	x->order.test = slice_ieq(slice_sub(mode, 0, 4), SLICE("test"));
	if (!x->order.test && !slice_ieq(slice_sub(mode, 0, 4), SLICE("prod")))
		cxml_found(x, "CXML-MODE", mode, NULL);
	else if (!slice_is(mode, "test"))
		cxml_found(x, "CXML-MODE-WORD", mode, NULL);
}

static void
start_refused(struct cxml *x, const struct xml_row *row)
{
	x->message.kind = slice_of(row->name);
	cxml_found(x, "CXML-REQUEST", slice_of(row->name), NULL);
	x->doc.other = x->message.kind;
}

static void
start_party(struct cxml *x, const char *role, struct party *p)
{
	x->role = role;
	x->base[B_PARTY] = p;
}

static void
start_scratch(struct cxml *x, const char *role)
{
	shape_init(&party_shape, &x->doc.place);
	x->doc.place_id = SLICE_NONE;
	start_party(x, role, &x->doc.place);
}

static void
start_credential(struct cxml *x)
{
	x->doc.domain = xml_kept(&x->values, cxml_attribute(x, A_DOMAIN));
	x->doc.market = slice_is(cxml_attribute(x, A_TYPE), "marketplace");
}

/* --- the header ----------------------------------------------------------- */

static const struct word {
	const char *word;
	int means;
} purposes[] = {
	{ "new", PURPOSE_ORIGINAL },
	{ "update", PURPOSE_REPLACE },
	{ "delete", PURPOSE_CANCEL },
}, kinds[] = {
	{ "regular", KIND_ORDER },
	{ "release", KIND_CALL_OFF },
	{ "blanket", KIND_BLANKET },
	{ "stockTransport", KIND_OTHER },
	{ "stockTransportRelease", KIND_OTHER },
};

static bool
word_means(const struct word *words, size_t n, struct slice s, int *means)
{
	for (size_t i = 0; i < n; i++)
		if (slice_is(s, words[i].word)) {
			*means = words[i].means;
			return (true);
		}
	return (false);
}

#define WORDS(w) (w), sizeof(w) / sizeof((w)[0])

static void
read_purpose(struct cxml *x)
{
	struct slice type = cxml_attribute(x, A_TYPE);
	struct order *o = &x->order;
	int means = PURPOSE_OTHER;

	if (type.n == 0)
		type = SLICE("new");
	if (!word_means(WORDS(purposes), type, &means))
		cxml_found(x, "CXML-TYPE", type, NULL);
	o->purpose = (enum order_purpose)means;
	o->purpose_code = xml_kept(&x->values, type);
	if (o->purpose == PURPOSE_ORIGINAL)
		cxml_refer(x, SLICE("orderVersion"),
		    cxml_attribute(x, A_ORDER_VERSION), SLICE_NONE);
	else
		o->change_number = xml_kept(&x->values,
		    cxml_attribute(x, A_ORDER_VERSION));
}

static void
read_kind(struct cxml *x)
{
	struct slice type = cxml_attribute(x, A_ORDER_TYPE);
	int means = KIND_OTHER;

	if (type.n == 0)
		type = SLICE("regular");
	if (!word_means(WORDS(kinds), type, &means))
		cxml_found(x, "CXML-ORDER-TYPE", type, NULL);
	x->order.kind = (enum order_kind)means;
	x->order.kind_code = xml_kept(&x->values, type);
}

static void
read_header_days(struct cxml *x)
{
	struct order *o = &x->order;
	const struct slice from = cxml_attribute(x, A_EFFECTIVE);
	const struct slice to = cxml_attribute(x, A_EXPIRATION);
	day a = DAY_NONE, b = DAY_NONE;
	char start[11], end[11];

	cxml_day(x, cxml_attribute(x, A_ORDER_DATE), &o->ordered_on);
	if (o->purpose != PURPOSE_ORIGINAL)
		o->changed_on = o->ordered_on;
	cxml_day(x, cxml_attribute(x, A_REQUESTED), &o->requested_on);
	cxml_day(x, from, &a);
	cxml_day(x, to, &b);
	if (a != DAY_NONE && b != DAY_NONE && b < a)
		cxml_found(x, "CXML-PERIOD", to, NULL);
	if (a != DAY_NONE || b != DAY_NONE)
		cxml_refer(x, SLICE("ValidityPeriod"),
		    slice_of(arena_printf(x->in->arena, "%s/%s",
			day_text(a, start), day_text(b, end))),
		    SLICE_NONE);
}

static void
start_header(struct cxml *x)
{
	struct order *o = &x->order;

	x->header_at = xml_offset(x->reader);
	o->po_number = xml_kept(&x->values, cxml_attribute(x, A_ORDER_ID));
	read_purpose(x);
	read_kind(x);
	read_header_days(x);
	o->contract = xml_kept(&x->values, cxml_attribute(x, A_AGREEMENT));
	fill(&o->contract,
	    xml_kept(&x->values, cxml_attribute(x, A_PARENT_AGREEMENT)));
	o->customer_reference = xml_kept(&x->values,
	    cxml_attribute(x, A_REQUISITION));
	cxml_refer(x, SLICE("pickUpDate"), cxml_attribute(x, A_PICK_UP),
	    SLICE_NONE);
	if (yes(cxml_attribute(x, A_SHIP_COMPLETE)))
		cxml_refer(x, SLICE("shipComplete"), SLICE("yes"), SLICE_NONE);
}

static void
end_telephone(struct cxml *x)
{
	struct party *p = x->base[B_PARTY];

	fill(&p->phone, x->doc.phone);
	x->doc.phone = SLICE_NONE;
}

/* A place's number: of a register that is known, or agreed between us. */
static struct slice
place_id(struct cxml *x, struct slice domain, struct slice id)
{
	struct slice known = cxml_identifier(x, domain, id);

	if (known.n > 0 || id.n == 0)
		return (known);
	return (slice_of(arena_printf(x->in->arena, "account:" SL_FMT,
	    SL_ARG(text_head(id, 200)))));
}

static void
start_address(struct cxml *x)
{
	const struct slice country = cxml_attribute(x, A_COUNTRY);
	struct party *p = x->base[B_PARTY];
	struct slice id = place_id(x, cxml_attribute(x, A_ADDRESS_DOMAIN),
	    cxml_attribute(x, A_ADDRESS));

	if (id.n > 0)
		xml_add_id(&x->values, p, id);
	fill(&x->doc.place_id, id);
	if (country.n == 2)
		p->country = xml_kept(&x->values, country);
}

/* Of other registers only what we know names a place. */
static void
start_place_id(struct cxml *x)
{
	const struct slice domain = cxml_attribute(x, A_DOMAIN);
	const struct slice value = cxml_attribute(x, A_IDENTIFIER);
	struct slice id = cxml_identifier(x, domain, value);

	if (id.n > 0) {
		xml_add_id(&x->values, x->base[B_PARTY], id);
		fill(&x->doc.place_id, id);
	} else
		cxml_refer(x, domain, value, slice_of(x->role));
}

static void
start_partner(struct cxml *x)
{
	if (slice_is(cxml_attribute(x, A_ROLE), "soldTo"))
		start_party(x, "SoldTo", &x->order.buyer);
	else
		start_scratch(x, "BusinessPartner");
}

/* The first contact of the buyer's side. */
static void
start_contact(struct cxml *x)
{
	static const char *const others[] = { "supplier", "carrier", "ship",
		"remit", "technical", NULL };
	const struct slice role = cxml_attribute(x, A_ROLE);
	bool ours = x->order.buyer.contact.n == 0;

	for (size_t i = 0; others[i] != NULL; i++)
		if (slice_ieq(slice_sub(role, 0, strlen(others[i])),
			slice_of(others[i])))
			ours = false;
	if (ours)
		start_party(x, "Contact", &x->order.buyer);
	else
		start_scratch(x, "Contact");
}

/* --- amounts -------------------------------------------------------------- */

static void
add_freight(struct cxml *x, const struct order_line *l)
{
	struct cxml_doc *d = &x->doc;
	struct charge *c;

	if (decimal_is_none(d->shipping) || d->shipping.coef == 0)
		return;
	c = shape_push(x->in->arena, &x->order.charges, &charge_shape);
	c->is_charge = d->shipping.coef > 0;
	c->code = SLICE("FC");
	c->reason = d->description;
	c->amount = d->shipping;
	if (l != NULL)
		c->reason = slice_of(arena_printf(x->in->arena,
		    SL_FMT "%sline " SL_FMT, SL_ARG(d->description),
		    d->description.n > 0 ? ", " : "", SL_ARG(l->line_id)));
	if (!c->is_charge)
		c->amount.coef = -c->amount.coef;
}

static void
start_freight(struct cxml *x)
{
	x->doc.shipping = DECIMAL_NONE;
	x->doc.description = SLICE_NONE;
}

static void
start_modification(struct cxml *x)
{
	struct cxml_doc *d = &x->doc;

	d->original = d->cost = d->percent = d->deducted = DECIMAL_NONE;
	d->cost_is_charge = false;
	d->mod_name = SLICE_NONE;
}

static void
end_modification(struct cxml *x)
{
	struct cxml_doc *d = &x->doc;
	struct charge *c = shape_push(x->in->arena, &x->order.charges,
	    &charge_shape);

	if (!decimal_is_none(d->deducted) && !decimal_is_none(d->original))
		(void)decimal_sub(d->original, d->deducted, &d->cost);
	c->is_charge = d->cost_is_charge;
	c->reason = d->mod_name;
	c->amount = d->cost;
	c->percent = d->percent;
	c->base = d->original;
	if (decimal_is_none(d->cost) && decimal_is_none(d->percent))
		cxml_found(x, "CXML-UNSUPPORTED", SLICE_NONE,
		    "a modification without an amount or a percentage");
}

static void
read_percent(struct cxml *x)
{
	const struct slice text = cxml_attribute(x, A_PERCENT);

	if (cxml_number(x, text, &x->doc.percent) && x->doc.percent.coef < 0)
		cxml_found(x, "CXML-NEGATIVE", text, NULL);
}

static void
start_rate(struct cxml *x)
{
	const struct slice text = cxml_attribute(x, A_RATE);

	if (text.n > 0 && decimal_is_none(x->doc.rate))
		(void)cxml_number(x, text, &x->doc.rate);
}

/* --- payment -------------------------------------------------------------- */

/* Neither the number nor the name of the card is looked at. */
static void
start_card(struct cxml *x, const struct xml_row *row)
{
	x->order.payment = PAYMENT_PREPAID;
	x->order.payment_code = slice_of(row->name);
	cxml_found(x, "CXML-CARD", SLICE_NONE, NULL);
}

static void
start_term(struct cxml *x)
{
	struct order *o = &x->order;
	const struct slice text = cxml_attribute(x, A_DAYS);
	struct cxml_doc *d = &x->doc;
	int64_t days;

	d->discounted = false;
	d->percent = DECIMAL_NONE;
	d->other = SLICE_NONE;
	if (text.n == 0) /* as some send it: no terms */
		return;
	d->days = INT_NONE;
	if (!slice_int(text, &days) || days < 0 || days > 10000) {
		cxml_found(x, "CXML-NUMBER", text,
		    "not a number of days from 0 to 10000");
		return;
	}
	d->other = xml_kept(&x->values, text);
	d->days = days;
	if (o->terms_days == INT_NONE || days > o->terms_days)
		o->terms_days = days;
	if (o->payment == PAYMENT_UNSTATED && days > 0)
		o->payment = PAYMENT_ACCOUNT;
}

/* Two terms read "2 % 10 days, 30 days". */
static void
end_term(struct cxml *x)
{
	const struct cxml_doc *d = &x->doc;
	char percent[DECIMAL_TEXT_MAX] = "";
	struct order *o = &x->order;

	if (d->other.n == 0)
		return;
	if (!decimal_is_none(d->percent) && d->discounted) {
		(void)decimal_text(d->percent, percent);
		terms_discount(o, d->percent, d->days);
	}
	o->terms_text = slice_of(
	    arena_printf(x->in->arena, SL_FMT "%s%s%s" SL_FMT " days",
		SL_ARG(text_head(o->terms_text, 500)),
		o->terms_text.n > 0 ? ", " : "", percent,
		percent[0] != '\0' ? " % " : "", SL_ARG(d->other)));
}

/* --- references ----------------------------------------------------------- */

static void
start_period(struct cxml *x)
{
	struct order *o = &x->order;

	cxml_day(x, cxml_attribute(x, A_START), &o->not_before);
	cxml_day(x, cxml_attribute(x, A_FINISH), &o->not_after);
	if (o->not_before != DAY_NONE && o->not_after != DAY_NONE &&
	    o->not_after < o->not_before)
		cxml_found(x, "CXML-PERIOD", SLICE_NONE, NULL);
	if (o->requested_on == DAY_NONE)
		o->requested_on = o->not_before;
}

static void
start_item_reference(struct cxml *x)
{
	const struct slice domain = cxml_attribute(x, A_DOMAIN);
	const struct slice id = cxml_attribute(x, A_IDENTIFIER);
	static const char *const domains[] = { "GTIN", "EAN", "EANID", "UPC",
		"UPCID", "upcUniversalProductCode", NULL };

	for (size_t i = 0; domains[i] != NULL; i++)
		if (slice_ieq(domain, slice_of(domains[i]))) {
			if (!gtin_valid(id))
				cxml_found(x, "CXML-CHECK-DIGIT", id,
				    "not a valid GTIN");
			fill(&line_of(x)->gtin, xml_kept(&x->values, id));
			return;
		}
}

/* --- lines ---------------------------------------------------------------- */

static void
read_line_quantity(struct cxml *x, struct order_line *l)
{
	const struct slice text = cxml_attribute(x, A_QUANTITY);
	const bool none_allowed = x->order.purpose != PURPOSE_ORIGINAL ||
	    x->order.kind == KIND_BLANKET;

	if (text.n == 0 || !cxml_number(x, text, &l->quantity))
		return;
	if (l->quantity.coef < 0 || (l->quantity.coef == 0 && !none_allowed))
		cxml_found(x, "CXML-QUANTITY", text, NULL);
}

/* An update is the whole order anew: what it takes out is named, or gone. */
static void
read_operation(struct cxml *x, struct order_line *l)
{
	const struct slice operation = cxml_attribute(x, A_OPERATION);

	if (slice_is(operation, "delete"))
		l->change = CHANGE_DELETE;
	else if (operation.n > 0)
		cxml_found(x, "CXML-UNSUPPORTED", operation,
		    "an item can be deleted, and in no other way be operated "
		    "on");
	if (yes(cxml_attribute(x, A_RETURN)))
		cxml_found(x, "CXML-UNSUPPORTED", SLICE("isReturn"),
		    "a return is no order for goods");
}

/* Whose part it is, or that it has parts: cxml_parts.c. */
static void
read_part(struct cxml *x)
{
	const struct slice parent = cxml_attribute(x, A_PARENT_LINE);
	const bool composite = slice_is(cxml_attribute(x, A_ITEM_TYPE),
	    "composite");

	if (composite || parent.n > 0)
		*LIST_PUSH(x->in->arena, &x->parts,
		    struct cxml_part) = (struct cxml_part){ x->order.lines.n -
			    1,
			xml_kept(&x->values, parent),
			xml_kept(&x->values, cxml_attribute(x, A_COMPOSITE)),
			composite };
}

/* Attributes that no field has a place for. */
static void
read_asides(struct cxml *x, struct order_line *l)
{
	static const struct {
		enum cxml_attribute a;
		const char *name;
	} told[] = {
		{ A_AGREEMENT_ITEM, "agreementItemNumber" },
		{ A_CATEGORY, "itemCategory" },
		{ A_SHIPMENT, "requestedShipmentDate" },
		{ A_COMPLETED, "isDeliveryCompleted" },
	};

	for (size_t i = 0; i < sizeof(told) / sizeof(told[0]); i++) {
		const struct slice text = cxml_attribute(x, told[i].a);

		if (text.n > 0)
			xml_add_note(&x->values, &l->notes,
			    slice_of(arena_printf(x->in->arena, "%s: " SL_FMT,
				told[i].name, SL_ARG(text))));
	}
	x->items++;
	if (slice_is(cxml_attribute(x, A_CATEGORY), "consignment"))
		x->consignments++;
}

static void
start_line(struct cxml *x)
{
	struct order_line *l;

	if (x->order.lines.n >= ORDER_LINES_MAX) {
		if (!x->too_many_lines)
			cxml_found(x, "CXML-LINES-MAX", SLICE_NONE, NULL);
		x->too_many_lines = true;
		x->order.lines.n--; /* the last one is overwritten */
	}
	l = shape_push(x->in->arena, &x->order.lines, &order_line_shape);
	x->base[B_LINE] = l;
	l->offset = xml_offset(x->reader);
	l->segment = (int64_t)x->order.lines.n;
	l->line_id = xml_kept(&x->values, cxml_attribute(x, A_LINE));
	if (l->line_id.n == 0)
		l->line_id = slice_of(
		    arena_printf(x->in->arena, "%lld", (long long)l->segment));
	read_operation(x, l);
	read_part(x);
	read_asides(x, l);
	read_line_quantity(x, l);
	cxml_day(x, cxml_attribute(x, A_REQUESTED), &l->requested_on);
	x->doc.distributions = x->doc.forecasts = 0;
	x->doc.maximum = x->doc.most = DECIMAL_NONE;
	x->doc.marked_up = false;
}

/* A line, or a part of it, may name another place: by its number, or else by
 * an address that only a person can find.  The first line's is the order's
 * when the header has none. */
static void
end_place(struct cxml *x, struct slice *location)
{
	const struct party *p = &x->doc.place;
	struct order *o = &x->order;

	*location = x->doc.place_id;
	if (o->ship_to.ids.n == 0 && o->ship_to.name.n == 0 && o->lines.n == 1)
		o->ship_to = *p;
	else if (x->doc.place_id.n == 0 && !xml_same_place(p, &o->ship_to))
		*location = xml_place_name(&x->values, p);
}

static void
end_line_place(struct cxml *x)
{
	struct slice *location = &line_of(x)->location;

	end_place(x, location);
	xml_line_goes(&x->places, &x->order, &x->doc.place, *location);
}

static void
start_basis(struct cxml *x)
{
	struct cxml_doc *d = &x->doc;
	const struct slice quantity = cxml_attribute(x, A_QUANTITY);
	const struct slice factor = cxml_attribute(x, A_FACTOR);

	d->basis_unit = SLICE_NONE;
	d->basis = d->factor = DECIMAL_NONE;
	if (cxml_number(x, quantity, &d->basis) && d->basis.coef <= 0) {
		cxml_found(x, "CXML-QUANTITY", quantity, NULL);
		d->basis = DECIMAL_NONE;
	}
	if (factor.n > 0 && cxml_number(x, factor, &d->factor) &&
	    d->factor.coef <= 0) {
		cxml_found(x, "CXML-QUANTITY", factor,
		    "a conversion factor is more than zero");
		d->factor = DECIMAL_NONE;
	}
}

/* The price of a basis in its unit, as one in the ordered unit: an ordered
 * unit is `factor` of the basis' unit. */
static void
end_basis(struct cxml *x)
{
	const struct cxml_doc *d = &x->doc;
	struct order_line *l = line_of(x);
	const bool turned = !decimal_is_none(d->factor) &&
	    decimal_cmp(d->factor, DECIMAL_ONE) != 0;
	struct slice unit = SLICE_NONE;

	if (d->basis_unit.n > 0)
		unit = cxml_unit(x, d->basis_unit);
	if (decimal_is_none(d->basis) || decimal_is_none(l->price))
		return;
	l->price_basis = d->basis;
	if (turned && !decimal_mul(l->price, d->factor, &l->price))
		cxml_found(x, "CXML-NUMBER", SLICE_NONE,
		    "the price in the ordered unit has too many digits");
	if (!turned && !slice_eq(unit, l->unit))
		l->price_unit = unit;
}

/* Named a cost centre, or else the first that there is. */
static void
take_segment(struct cxml *x, struct slice type, struct slice id)
{
	static const char *const words[] = { "cost cent", "costcent",
		"cost_cent" };
	struct order_line *l = line_of(x);
	bool named = false;

	for (size_t w = 0; w < sizeof(words) / sizeof(words[0]); w++)
		named = named ||
		    slice_ieq(slice_sub(type, 0, strlen(words[w])),
			slice_of(words[w]));
	if (id.n > 0 && x->doc.distributions == 1 &&
	    (named || l->cost_centre.n == 0))
		l->cost_centre = xml_kept(&x->values, id);
	if (id.n > 0)
		(void)xml_join(&x->values, &x->doc.split, ", ",
		    slice_of(arena_printf(x->in->arena, SL_FMT " " SL_FMT,
			SL_ARG(text_head(type, 60)),
			SL_ARG(text_head(id, 60)))));
}

static void
start_distribution(struct cxml *x)
{
	x->doc.split = x->doc.share = SLICE_NONE;
	if (++x->doc.distributions == 2)
		cxml_found(x, "CXML-SPLIT", SLICE_NONE, NULL);
}

/* One account is the line's cost centre; several are told, with their
 * shares. */
static void
end_distribution(struct cxml *x)
{
	struct cxml_doc *d = &x->doc;
	struct list *notes = &line_of(x)->notes;
	const struct slice text = slice_of(arena_printf(x->in->arena,
	    "Distribution: " SL_FMT "%s" SL_FMT, SL_ARG(d->split),
	    d->share.n > 0 ? ": " : "", SL_ARG(d->share)));

	if (d->distributions == 1) {
		d->first_split = text;
		return;
	}
	if (d->distributions == 2)
		xml_add_note(&x->values, notes, d->first_split);
	xml_add_note(&x->values, notes, text);
}

static void
start_account(struct cxml *x)
{
	x->doc.other = xml_kept(&x->values, cxml_attribute(x, A_ID));
	x->doc.account_name = SLICE_NONE;
}

static void
start_schedule(struct cxml *x)
{
	const struct slice quantity = cxml_attribute(x, A_QUANTITY);
	struct schedule *s = shape_push(x->in->arena, &line_of(x)->schedules,
	    &schedule_shape);

	x->doc.forecast = slice_is(cxml_attribute(x, A_TYPE), "forecast");
	if (cxml_number(x, quantity, &s->quantity) && s->quantity.coef <= 0)
		cxml_found(x, "CXML-QUANTITY", quantity, NULL);
	cxml_day(x, cxml_attribute(x, A_REQUESTED), &s->on);
	if (s->on == DAY_NONE)
		cxml_found(x, "CXML-SCHEDULE", SLICE_NONE, NULL);
	s->unit = line_of(x)->unit;
}

static struct schedule *
last_schedule(const struct cxml *x)
{
	const struct list *s = &line_of(x)->schedules;

	return (LIST_AT(s, struct schedule, s->n - 1));
}

/* What is not firm is told, and not ordered. */
static void
end_schedule(struct cxml *x)
{
	struct order_line *l = line_of(x);
	const struct schedule *s = last_schedule(x);
	char quantity[DECIMAL_TEXT_MAX] = "", on[11];

	if (!x->doc.forecast)
		return;
	if (!decimal_is_none(s->quantity))
		(void)decimal_text(s->quantity, quantity);
	xml_add_note(&x->values, &l->notes,
	    slice_of(arena_printf(x->in->arena, "forecast: %s " SL_FMT " %s",
		quantity, SL_ARG(s->unit), day_text(s->on, on))));
	if (x->doc.forecasts++ == 0)
		cxml_found(x, "CXML-FORECAST", SLICE_NONE, NULL);
	l->schedules.n--;
}

/* With forecasts beside them, the firm ones are all that the item orders. */
static void
check_firm(struct cxml *x, const struct order_line *l)
{
	struct decimal sum = DECIMAL_ZERO;
	bool known = !decimal_is_none(l->quantity);

	for (size_t i = 0; known && i < l->schedules.n; i++) {
		const struct decimal quantity =
		    LIST_AT(&l->schedules, struct schedule, i)->quantity;

		known = !decimal_is_none(quantity) &&
		    decimal_add(sum, quantity, &sum);
	}
	if (!known || decimal_cmp(sum, l->quantity) != 0)
		cxml_found(x, "CXML-UNSUPPORTED", SLICE("forecast"),
		    "a forecast is no order, and the quantity of the item "
		    "is not that of its firm schedules");
}

/* Is it ordered up to a maximum that is more than what it asks for? */
static bool
is_capped(const struct cxml *x, const struct order_line *l)
{
	const struct cxml_doc *d = &x->doc;
	struct decimal amount;

	if (!decimal_is_none(d->most))
		return (decimal_is_none(l->quantity) ||
		    decimal_cmp(d->most, l->quantity) != 0);
	return (!decimal_is_none(d->maximum) &&
	    (decimal_is_none(l->quantity) || decimal_is_none(l->price) ||
		!decimal_mul(l->quantity, l->price, &amount) ||
		decimal_cmp(amount, d->maximum) != 0));
}

static void
end_line(struct cxml *x)
{
	struct order_line *l = line_of(x);
	const struct schedule *first;

	if (x->doc.forecasts > 0)
		check_firm(x, l);
	if (x->doc.capped == 0 && is_capped(x, l))
		x->doc.capped = l->segment;
	if (l->schedules.n == 0)
		return;
	first = LIST_AT(&l->schedules, struct schedule, 0);
	for (size_t i = 0; i < l->schedules.n; i++) {
		const day on = LIST_AT(&l->schedules, struct schedule, i)->on;

		if (on != DAY_NONE &&
		    (l->requested_on == DAY_NONE || on < l->requested_on))
			l->requested_on = on;
	}
	if (l->schedules.n == 1 && !decimal_is_none(l->quantity) &&
	    !decimal_is_none(first->quantity) &&
	    decimal_cmp(first->quantity, l->quantity) == 0) {
		fill(&l->location, first->location);
		l->schedules = (struct list){ NULL, 0, 0 };
	}
}

/* --- aggregates ----------------------------------------------------------- */

static void
start_envelope(struct cxml *x, const struct xml_row *row)
{
	switch (row->use) {
	case U_FROM:
		start_party(x, "From", &x->order.buyer);
		break;
	case U_TO:
		start_party(x, "To", &x->order.seller);
		break;
	case U_SENDER:
		start_scratch(x, "Sender");
		break;
	case U_CREDENTIAL:
		start_credential(x);
		break;
	case U_REQUEST:
		start_request(x, row);
		break;
	case U_REFUSED:
		start_refused(x, row);
		break;
	default: /* U_ORDER */
		x->is_order = true;
		x->message.kind = slice_of(row->name);
		break;
	}
}

static void
start_in_header(struct cxml *x, const struct xml_row *row)
{
	switch (row->use) {
	case U_HEADER:
		start_header(x);
		break;
	case U_SHIP_TO:
		start_party(x, "ShipTo", &x->order.ship_to);
		break;
	case U_BILL_TO:
		start_party(x, "BillTo", &x->order.bill_to);
		break;
	case U_PARTNER:
		start_partner(x);
		break;
	case U_CONTACT:
		start_contact(x);
		break;
	case U_ADDRESS:
		start_address(x);
		break;
	case U_PLACE_ID:
		start_place_id(x);
		break;
	case U_CARD:
		start_card(x, row);
		break;
	case U_TERM:
		start_term(x);
		break;
	case U_DISCOUNT:
		x->doc.discounted = true;
		break;
	case U_PREVIOUS:
		cxml_refer(x, slice_of(row->name), cxml_attribute(x, A_PAYLOAD),
		    SLICE_NONE);
		break;
	case U_OFFER:
		cxml_refer(x, slice_of(row->name),
		    cxml_attribute(x, A_ORDER_ID), SLICE_NONE);
		break;
	case U_PERIOD:
		start_period(x);
		break;
	default: /* U_REFERENCE */
		cxml_refer(x, cxml_attribute(x, A_DOMAIN),
		    cxml_attribute(x, A_IDENTIFIER), SLICE_NONE);
		break;
	}
}

static void
start_amounts(struct cxml *x, const struct xml_row *row)
{
	switch (row->use) {
	case U_FREIGHT:
	case U_LINE_FREIGHT:
		start_freight(x);
		break;
	case U_TAX:
	case U_LINE_TAX:
		x->doc.tax = x->doc.rate = DECIMAL_NONE;
		break;
	case U_TAX_RATE:
		start_rate(x);
		break;
	case U_MODIFICATION:
		start_modification(x);
		break;
	case U_COST:
		x->doc.cost_is_charge = true;
		break;
	case U_MOD_NAME:
		x->doc.mod_name = xml_kept(&x->values,
		    cxml_attribute(x, A_NAME));
		break;
	default: /* U_PERCENT */
		read_percent(x);
		break;
	}
}

static void
start_in_line(struct cxml *x, const struct xml_row *row)
{
	switch (row->use) {
	case U_LINE:
		start_line(x);
		break;
	case U_LINE_SHIP_TO:
	case U_SCHEDULE_SHIP_TO:
		start_scratch(x, "ShipTo");
		break;
	case U_ANSWERED:
		x->receipt.document_id = xml_kept(&x->values,
		    cxml_attribute(x, A_PAYLOAD));
		break;
	case U_COMMITMENT:
		x->doc.forecast |= !slice_is(cxml_attribute(x, A_COMMITMENT),
		    "firm");
		break;
	case U_ITEM_REFERENCE:
		start_item_reference(x);
		break;
	case U_BASIS:
		start_basis(x);
		break;
	case U_DISTRIBUTION:
		start_distribution(x);
		break;
	case U_SEGMENT:
		take_segment(x, cxml_attribute(x, A_TYPE),
		    cxml_attribute(x, A_ID));
		break;
	case U_ACCOUNT:
		start_account(x);
		break;
	case U_SCHEDULE:
		start_schedule(x);
		break;
	default: /* U_AGREEMENT */
		fill(&x->order.contract,
		    xml_kept(&x->values, cxml_attribute(x, A_AGREEMENT)));
		break;
	}
}

void
cxml_start(void *ctx, const struct xml_row *row)
{
	struct cxml *x = ctx;

	switch (row->use) {
	case U_FROM:
	case U_TO:
	case U_SENDER:
	case U_CREDENTIAL:
	case U_REQUEST:
	case U_REFUSED:
	case U_ORDER:
		start_envelope(x, row);
		break;
	case U_HEADER:
	case U_SHIP_TO:
	case U_BILL_TO:
	case U_PARTNER:
	case U_CONTACT:
	case U_ADDRESS:
	case U_PLACE_ID:
	case U_CARD:
	case U_TERM:
	case U_DISCOUNT:
	case U_PREVIOUS:
	case U_OFFER:
	case U_PERIOD:
	case U_REFERENCE:
		start_in_header(x, row);
		break;
	case U_FREIGHT:
	case U_LINE_FREIGHT:
	case U_TAX:
	case U_LINE_TAX:
	case U_TAX_RATE:
	case U_MODIFICATION:
	case U_COST:
	case U_MOD_NAME:
	case U_PERCENT:
		start_amounts(x, row);
		break;
	case U_LINE:
	case U_LINE_SHIP_TO:
	case U_SCHEDULE_SHIP_TO:
	case U_COMMITMENT:
	case U_ANSWERED:
	case U_ITEM_REFERENCE:
	case U_BASIS:
	case U_DISTRIBUTION:
	case U_SEGMENT:
	case U_ACCOUNT:
	case U_SCHEDULE:
	case U_AGREEMENT:
		start_in_line(x, row);
		break;
	default:
		break;
	}
}

void
cxml_end(void *ctx, const struct xml_row *row)
{
	struct cxml *x = ctx;

	switch (row->use) {
	case U_TELEPHONE:
		end_telephone(x);
		break;
	case U_FREIGHT:
		add_freight(x, NULL);
		break;
	case U_LINE_FREIGHT:
		add_freight(x, line_of(x));
		break;
	case U_TAX:
		x->order.tax_total = x->doc.tax;
		break;
	case U_LINE_TAX:
		line_of(x)->tax_percent = x->doc.rate;
		break;
	case U_MODIFICATION:
		end_modification(x);
		break;
	case U_TERM:
		end_term(x);
		break;
	case U_LINE_SHIP_TO:
		end_line_place(x);
		break;
	case U_SCHEDULE_SHIP_TO:
		end_place(x, &last_schedule(x)->location);
		break;
	case U_SCHEDULE:
		end_schedule(x);
		break;
	case U_BASIS:
		end_basis(x);
		break;
	case U_DISTRIBUTION:
		end_distribution(x);
		break;
	case U_ACCOUNT:
		take_segment(x, x->doc.account_name, x->doc.other);
		break;
	case U_LINE:
		end_line(x);
		break;
	default:
		break;
	}
}
