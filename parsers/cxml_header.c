#include "parsers/cxml_groups.h"

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

void
cxml_scratch_start(struct cxml *x, const char *role)
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

void
cxml_envelope_start(struct cxml *x, const struct xml_row *row)
{
	switch (row->use) {
	case U_FROM:
		start_party(x, "From", &x->order.buyer);
		break;
	case U_TO:
		start_party(x, "To", &x->order.seller);
		break;
	case U_SENDER:
		cxml_scratch_start(x, "Sender");
		break;
	case U_CREDENTIAL:
		start_credential(x);
		break;
	case U_REQUEST:
		start_request(x, row);
		break;
	case U_WORD: /* of what we sent: whatever follows, no answer */
		x->message.kind = slice_of(row->name);
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
	cxml_fill(&o->contract,
	    xml_kept(&x->values, cxml_attribute(x, A_PARENT_AGREEMENT)));
	o->customer_reference = xml_kept(&x->values,
	    cxml_attribute(x, A_REQUISITION));
	cxml_refer(x, SLICE("pickUpDate"), cxml_attribute(x, A_PICK_UP),
	    SLICE_NONE);
	if (cxml_yes(cxml_attribute(x, A_SHIP_COMPLETE)))
		cxml_refer(x, SLICE("shipComplete"), SLICE("yes"), SLICE_NONE);
}

void
cxml_telephone_end(struct cxml *x)
{
	struct party *p = x->base[B_PARTY];

	cxml_fill(&p->phone, x->doc.phone);
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
	cxml_fill(&x->doc.place_id, id);
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
		cxml_fill(&x->doc.place_id, id);
	} else
		cxml_refer(x, domain, value, slice_of(x->role));
}

static void
start_partner(struct cxml *x)
{
	if (slice_is(cxml_attribute(x, A_ROLE), "soldTo"))
		start_party(x, "SoldTo", &x->order.buyer);
	else
		cxml_scratch_start(x, "BusinessPartner");
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
		cxml_scratch_start(x, "Contact");
}

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

void
cxml_header_start(struct cxml *x, const struct xml_row *row)
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
