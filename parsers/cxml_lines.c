#include "domain/ident.h"
#include "domain/recurrence.h"
#include "parsers/cxml_groups.h"

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
			cxml_fill(&cxml_line_of(x)->gtin,
			    xml_kept(&x->values, id));
			return;
		}
}

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
	if (cxml_yes(cxml_attribute(x, A_RETURN)))
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

static void
read_aside(struct cxml *x, struct order_line *l, const char *name,
    struct slice text)
{
	if (text.n > 0)
		xml_add_note(&x->values, &l->notes,
		    slice_of(arena_printf(x->in->arena, "%s: " SL_FMT, name,
			SL_ARG(text))));
}

/* Attributes that no field has a place for. */
static void
read_asides(struct cxml *x, struct order_line *l)
{
	static const struct {
		enum cxml_attribute a;
		const char *name;
	} told[] = {
		{ A_REQUISITION, "requisitionID" },
		{ A_AGREEMENT_ITEM, "agreementItemNumber" },
		{ A_CATEGORY, "itemCategory" },
		{ A_SHIPMENT, "requestedShipmentDate" },
		{ A_COMPLETED, "isDeliveryCompleted" },
	};

	for (size_t i = 0; i < sizeof(told) / sizeof(told[0]); i++)
		read_aside(x, l, told[i].name, cxml_attribute(x, told[i].a));
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
	x->doc.marked_up = x->doc.limited = false;
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
	struct slice *location = &cxml_line_of(x)->location;

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
	struct order_line *l = cxml_line_of(x);
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
	struct order_line *l = cxml_line_of(x);
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
	struct list *notes = &cxml_line_of(x)->notes;
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

/* Of the day of which it is said. */
static void
schedule_aside(struct cxml *x, day on, const char *name, enum cxml_attribute a)
{
	const struct slice value = cxml_attribute(x, a);
	char text[11];

	if (value.n > 0)
		read_aside(x, cxml_line_of(x),
		    arena_printf(x->in->arena, "%s, %s", day_text(on, text),
			name),
		    value);
}

static void
start_schedule(struct cxml *x)
{
	const struct slice quantity = cxml_attribute(x, A_QUANTITY);
	struct schedule *s = shape_push(x->in->arena,
	    &cxml_line_of(x)->schedules, &schedule_shape);

	x->doc.forecast = slice_is(cxml_attribute(x, A_TYPE), "forecast");
	if (cxml_number(x, quantity, &s->quantity) && s->quantity.coef <= 0)
		cxml_found(x, "CXML-QUANTITY", quantity, NULL);
	cxml_day(x, cxml_attribute(x, A_REQUESTED), &s->on);
	if (s->on == DAY_NONE)
		cxml_found(x, "CXML-SCHEDULE", SLICE_NONE, NULL);
	s->unit = cxml_line_of(x)->unit;
	schedule_aside(x, s->on, "deliveryWindow", A_WINDOW);
	schedule_aside(x, s->on, "requestedShipmentDate", A_SHIPMENT);
}

static struct schedule *
last_schedule(const struct cxml *x)
{
	const struct list *s = &cxml_line_of(x)->schedules;

	return (LIST_AT(s, struct schedule, s->n - 1));
}

/* What is not firm is told, and not ordered. */
static void
end_schedule(struct cxml *x)
{
	struct order_line *l = cxml_line_of(x);
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
	struct order_line *l = cxml_line_of(x);
	const struct schedule *first;

	if (x->doc.forecasts > 0)
		check_firm(x, l);
	if (x->doc.capped == 0 && is_capped(x, l)) {
		x->doc.capped = l->segment;
		x->doc.capped_at = l->offset;
	}
	/* Up to how many is agreed; the quantity is 1 then (the DTD). */
	if (x->doc.limited && x->order.kind == KIND_BLANKET &&
	    (!decimal_is_none(x->doc.most) || decimal_is_none(l->quantity) ||
		decimal_cmp(l->quantity, DECIMAL_ONE) == 0))
		l->quantity = x->doc.most;
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
		cxml_fill(&l->location, first->location);
		l->schedules = (struct list){ NULL, 0, 0 };
	}
}

/* An order has one agreement: the header's, or the first that an item names.
 * Of a call-off nobody could say which of several it draws on. */
static void
start_agreement(struct cxml *x)
{
	const struct slice id = xml_kept(&x->values,
	    cxml_attribute(x, A_AGREEMENT));
	struct cxml_doc *d = &x->doc;

	if (id.n == 0)
		return;
	cxml_fill(&x->order.contract, id);
	cxml_fill(&d->agreement, id);
	if (!slice_eq(id, x->order.contract))
		read_aside(x, cxml_line_of(x), "agreementID", id);
	if (slice_eq(id, d->agreement))
		return;
	if (!d->several && x->order.kind == KIND_CALL_OFF)
		cxml_found(x, "CXML-UNSUPPORTED",
		    cxml_attribute(x, A_AGREEMENT),
		    "a release whose items are of several agreements");
	d->several = true;
}

void
cxml_line_start(struct cxml *x, const struct xml_row *row)
{
	switch (row->use) {
	case U_LINE:
		start_line(x);
		break;
	case U_LINE_SHIP_TO:
	case U_SCHEDULE_SHIP_TO:
		cxml_scratch_start(x, "ShipTo");
		break;
	case U_LIMITED:
		x->doc.limited = true;
		break;
	case U_LINE_CONTACT:
		cxml_scratch_start(x, "Contact");
		break;
	case U_SAID:
	case U_TOLERANCE:
		cxml_tell(x, row);
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
		start_agreement(x);
		break;
	}
}

void
cxml_line_end(struct cxml *x, const struct xml_row *row)
{
	switch (row->use) {
	case U_LINE_SHIP_TO:
		end_line_place(x);
		break;
	case U_SCHEDULE_SHIP_TO:
		end_place(x, &last_schedule(x)->location);
		break;
	case U_SCHEDULE:
		end_schedule(x);
		break;
	case U_LINE_CONTACT:
		cxml_tell_contact(x);
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
	default: /* U_LINE */
		end_line(x);
		break;
	}
}
