/*
 * The parties of an order: NAD, and the contacts and references below it.
 */
#include "parsers/edifact_order.h"

#include "domain/ident.h"

static struct slice
said_by(const struct edifact_segment *s, unsigned element)
{
	struct slice agency = edifact_at(s, element, 3);

	return (agency.n > 0 ? agency : SLICE(""));
}

struct slice
edifact_party_id(struct edifact *x, const struct edifact_segment *s,
    unsigned element)
{
	struct slice id = edifact_at(s, element, 1);
	struct slice agency = said_by(s, element);

	if (id.n == 0)
		return (SLICE_NONE);
	if (slice_is(agency, "9") && gln_valid(id))
		return (edifact_name(x->arena, "gln", id, SLICE_NONE));
	return (edifact_name(x->arena, "edifact", agency, id));
}

static void
take_ids(struct edifact_order *c, struct party *p,
    const struct edifact_segment *s)
{
	struct arena *a = c->x->arena;
	struct slice id = edifact_at(s, 2, 1), agency = said_by(s, 2);

	if (id.n == 0)
		return;
	edifact_note(a, &p->ids, edifact_name(a, "edifact", agency, id));
	if (slice_is(agency, "9")) {
		edifact_note(a, &p->ids,
		    edifact_name(a, "gln", id, SLICE_NONE));
		if (!gln_valid(id))
			edifact_wrong(c->x, "EDIFACT-GLN", s, 2, 1,
			    "no GLN: 13 digits with a check digit");
	} else if (slice_is(agency, "16"))
		edifact_note(a, &p->ids,
		    edifact_name(a, "duns", slice_sub(id, 0, 9), SLICE_NONE));
	else if (slice_is(agency, "91"))
		edifact_note(a, &p->ids,
		    edifact_name(a, "account", id, SLICE_NONE));
}

static struct party *
party_of(struct edifact_order *c, enum edifact_party role)
{
	switch (role) {
	case EDIFACT_PARTY_BUYER:
		return (&c->order.buyer);
	case EDIFACT_PARTY_SELLER:
		return (&c->order.seller);
	case EDIFACT_PARTY_SHIP_TO:
	case EDIFACT_PARTY_BOTH:
		return (&c->order.ship_to);
	case EDIFACT_PARTY_BILL_TO:
		return (&c->order.bill_to);
	case EDIFACT_PARTY_CONSIGNEE:
	case EDIFACT_PARTY_OTHER:
		break;
	}
	return (NULL);
}

/* The pieces of a name or address from component j on. */
static struct slice
joined(struct edifact *x, const struct edifact_segment *s, unsigned i,
    unsigned j, unsigned most)
{
	struct slice text = SLICE_NONE;

	for (; j <= most && j <= edifact_components(s, i); j++)
		text = edifact_words(x->arena, text, edifact_at(s, i, j));
	return (text);
}

/* Structured (C080, C059 …), else the five lines of C058. */
static void
take_address(struct edifact *x, struct party *p,
    const struct edifact_segment *s)
{
	bool lines = edifact_at(s, 4, 1).n == 0;

	p->name = edifact_at(s, lines ? 3 : 4, 1);
	p->name2 = lines ? SLICE_NONE : joined(x, s, 4, 2, 5);
	p->street = lines && s->n < 5 ? edifact_at(s, 3, 2) :
					edifact_at(s, 5, 1);
	p->street2 = lines && s->n < 5 ? joined(x, s, 3, 3, 5) :
					 joined(x, s, 5, 2, 4);
	p->city = edifact_at(s, 6, 1);
	p->region = edifact_at(s, 7, 1);
	p->postal_code = edifact_at(s, 8, 1);
	p->country = edifact_at(s, 9, 1);
}

/* The first of a role counts; of a BS behind a DP what is left of it. */
static struct party *
only_bill_to(struct edifact_order *c, bool both)
{
	struct party *p = &c->order.bill_to;

	return (both && !c->both && p->name.n + p->ids.n == 0 ? p : NULL);
}

/* The goods go to the first place that is named. */
static void
compare_ship_to(struct edifact_order *c, const struct edifact_segment *s)
{
	const struct party *p = &c->order.ship_to;
	struct slice id = edifact_at(s, 2, 1), first;
	bool same = slice_eq(p->name,
	    edifact_at(s, edifact_at(s, 4, 1).n > 0 ? 4 : 3, 1));

	if (p->ids.n > 0 && id.n > 0) {
		first = LIST_AT(&p->ids, struct text_item, 0)->text;
		id = edifact_name(c->x->arena, "edifact", said_by(s, 2), id);
		same = slice_eq(first, id);
	}
	if (!same)
		edifact_wrong(c->x, "EDIFACT-SHIP-TO", s, id.n > 0 ? 2 : 0, 0,
		    "another place was named before this one: that one counts");
}

/* NAD+CN: where the goods go, unless another party (DP) is named for that. */
static void
take_consignee(struct edifact_order *c, const struct edifact_segment *s)
{
	if (c->consignee != NULL)
		return;
	c->consignee = arena_alloc(c->x->arena, sizeof(*c->consignee));
	memset(c->consignee, 0, sizeof(*c->consignee));
	take_ids(c, c->consignee, s);
	take_address(c->x, c->consignee, s);
}

/* A role that we do not act on is kept as a reference "NAD:ROLE". */
void
edifact_nad(void *made, const struct edifact_segment *s)
{
	struct edifact_order *c = made;
	struct slice role = edifact_at(s, 1, 1), text = SLICE_NONE;
	enum edifact_party what = edifact_party(role);

	edifact_charge_done(c);
	c->party = party_of(c, what);
	if (c->party != NULL && (c->party->name.n > 0 || c->party->ids.n > 0)) {
		if (c->party == &c->order.ship_to)
			compare_ship_to(c, s);
		c->party = only_bill_to(c, what == EDIFACT_PARTY_BOTH);
	}
	if (what == EDIFACT_PARTY_CONSIGNEE)
		take_consignee(c, s);
	if (c->party == NULL) {
		for (unsigned i = 3; i <= 9; i++)
			text = edifact_words(c->x->arena, text,
			    joined(c->x, s, i, 1, 5));
		edifact_keep_reference(c,
		    edifact_name(c->x->arena, "NAD", role, SLICE_NONE),
		    edifact_party_id(c->x, s, 2), text);
		return;
	}
	take_ids(c, c->party, s);
	take_address(c->x, c->party, s);
	c->both |= c->party == &c->order.ship_to && what == EDIFACT_PARTY_BOTH;
}

void
edifact_nad_rff(void *made, const struct edifact_segment *s)
{
	struct edifact_order *c = made;
	struct slice value = edifact_at(s, 1, 2);

	edifact_keep_reference(c, edifact_at(s, 1, 1), value, SLICE_NONE);
	if (c->party == NULL || value.n == 0 ||
	    edifact_reference(edifact_at(s, 1, 1)) != EDIFACT_REF_ACCOUNT)
		return;
	edifact_note(c->x->arena, &c->party->ids,
	    edifact_name(c->x->arena, "account", value, SLICE_NONE));
	if (c->party != &c->order.seller)
		edifact_set_once(&c->order.account, value);
}

void
edifact_cta(void *made, const struct edifact_segment *s)
{
	struct edifact_order *c = made;

	if (c->party != NULL && c->party->contact.n == 0)
		c->party->contact = edifact_at(s, 2, 2).n > 0 ?
		    edifact_at(s, 2, 2) :
		    edifact_at(s, 2, 1);
	else
		edifact_kept(made, s);
}

/* False: it has no place. */
static bool
take_number(struct party *p, struct slice number, struct slice kind)
{
	struct slice *where = slice_is(kind, "TE") ? &p->phone :
	    slice_is(kind, "EM")                   ? &p->email :
						     NULL;

	if (number.n == 0)
		return (true);
	if (where == NULL || where->n > 0)
		return (false);
	*where = number;
	return (true);
}

void
edifact_com(void *made, const struct edifact_segment *s)
{
	struct edifact_order *c = made;
	bool all = c->party != NULL;

	for (unsigned i = 1; i <= 3 && c->party != NULL; i++)
		all &= take_number(c->party, edifact_at(s, i, 1),
		    edifact_at(s, i, 2));
	for (unsigned k = 0; k < s->repeats && c->party != NULL; k++)
		all &= take_number(c->party, edifact_again(s, k, 1),
		    edifact_again(s, k, 2));
	if (!all)
		edifact_kept(made, s);
}

/* NAD+BS: the goods and the bill go to the same party. */
void
edifact_parties_done(struct edifact_order *c)
{
	struct order *o = &c->order;

	if (c->consignee != NULL && o->ship_to.name.n == 0 &&
	    o->ship_to.ids.n == 0)
		o->ship_to = *c->consignee;
	if (c->both && o->bill_to.name.n == 0 && o->bill_to.ids.n == 0)
		o->bill_to = o->ship_to;
}
