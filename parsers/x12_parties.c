#include "domain/ident.h"
#include "parsers/x12_order.h"

#define ADDRESS_MAX 16 /* segments that make one text */

/* False: not all of it. */
static bool
take_contact(struct party *p, const struct x12_segment *s)
{
	bool all = p->contact.n == 0 || !X12_HAS(s, 2);

	x12_set_once(&p->contact, x12_at(s, 2));
	for (unsigned i = 3; i <= 7; i += 2) {
		struct slice *where = slice_is(x12_at(s, i), "TE") ? &p->phone :
		    slice_is(x12_at(s, i), "EM")                   ? &p->email :
								     NULL;

		if (!X12_HAS(s, i + 1))
			continue;
		all = all && where != NULL && where->n == 0;
		if (where != NULL)
			x12_set_once(where, s->e[i + 1]);
	}
	return (all);
}

void
x12_head_per(void *state, const struct x12_segment *s)
{
	struct x12_850 *c = state;
	bool there = slice_is(x12_at(s, 1), "DC");

	if (!take_contact(there ? &c->order.ship_to : &c->order.buyer, s))
		x12_tell(c, &c->order.notes, s);
}

static struct slice
canonical(struct arena *a, const char *scheme, struct slice id)
{
	return (arena_joined(a, ':', slice_of(scheme), id, SLICE_NONE));
}

struct slice
x12_identifier(struct x12_850 *c, struct slice qualifier, struct slice id)
{
	if (id.n == 0)
		return (SLICE_NONE);
	return (arena_joined(c->x->arena, ':', SLICE("x12"), qualifier, id));
}

static void
add_id(struct arena *a, struct list *ids, struct slice id)
{
	((struct text_item *)shape_push(a, ids, &text_item_shape))->text = id;
}

void
x12_take_ids(struct x12 *x, struct list *ids, const struct x12_segment *s)
{
	struct slice q = x12_at(s, 3), id = x12_at(s, 4);
	struct arena *a = x->arena;

	if (id.n == 0)
		return;
	add_id(a, ids, arena_joined(a, ':', SLICE("x12"), q, id));
	if (slice_is(q, "UL")) {
		add_id(a, ids, canonical(a, "gln", id));
		if (!gln_valid(id))
			x12_wrong(x, "X12-GLN", s, 4,
			    "no GLN: 13 digits with a check digit");
	} else if (slice_is(q, "1"))
		add_id(a, ids, canonical(a, "duns", id));
	else if (slice_is(q, "9"))
		add_id(a, ids, canonical(a, "duns", slice_sub(id, 0, 9)));
	else if (slice_is(q, "91"))
		add_id(a, ids, canonical(a, "account", id));
}

static struct party *
party_of(struct x12_850 *c, enum x12_party role)
{
	switch (role) {
	case X12_PARTY_BUYER:
		return (&c->order.buyer);
	case X12_PARTY_SELLER:
		return (&c->order.seller);
	case X12_PARTY_SHIP_TO:
	case X12_PARTY_BOTH:
		return (&c->order.ship_to);
	case X12_PARTY_BILL_TO:
		return (&c->order.bill_to);
	case X12_PARTY_SOLD_TO:
		return (
		    c->order.buyer.name.n == 0 && c->order.buyer.ids.n == 0 ?
			&c->order.buyer :
			NULL);
	case X12_PARTY_OTHER:
		break;
	}
	return (NULL);
}

/* The first of a role counts; of a BS behind an ST what is left of it. */
static struct party *
only_bill_to(struct x12_850 *c, bool both)
{
	struct party *p = &c->order.bill_to;

	return (both && !c->both && p->name.n + p->ids.n == 0 ? p : NULL);
}

/* The goods go to the first place that is named. */
static void
compare_ship_to(struct x12_850 *c, const struct x12_segment *s, struct slice id)
{
	const struct party *p = &c->order.ship_to;
	bool same = p->ids.n > 0 && id.n > 0 ?
	    slice_eq(LIST_AT(&p->ids, struct text_item, 0)->text, id) :
	    slice_eq(p->name, x12_at(s, 2));

	if (!same)
		x12_wrong(c->x, "X12-SHIP-TO", s, id.n > 0 ? 4 : 2,
		    "another place was named before this one: that one counts");
}

/* Who buys is named behind whom it is sold to, who is then another role; the
 * contact may be that of the head. */
static void
put_aside(struct x12_850 *c)
{
	struct party *p = &c->order.buyer;
	const struct slice more[] = { p->name2, p->street, p->street2, p->city,
		p->region, p->postal_code, p->country };
	struct slice text = p->name;

	for (size_t i = 0; i < sizeof(more) / sizeof(more[0]); i++)
		text = x12_words(c, text, more[i]);
	x12_keep_reference(c, SLICE("N1:SO"),
	    p->ids.n > 0 ? LIST_AT(&p->ids, struct text_item, 0)->text :
			   SLICE_NONE,
	    text);
	*p = (struct party){ .contact = p->contact,
		.email = p->email,
		.phone = p->phone };
}

/* A role that we do not act on is kept as a reference "N1:ROLE". */
void
x12_n1(void *state, const struct x12_segment *s)
{
	struct x12_850 *c = state;
	struct slice id = x12_identifier(c, x12_at(s, 3), x12_at(s, 4));
	enum x12_party role = x12_party(x12_at(s, 1));

	c->other = c->told = 0;
	if (role == X12_PARTY_BUYER && c->sold_to)
		put_aside(c);
	c->party = party_of(c, role);
	c->sold_to = c->party == &c->order.buyer ? role == X12_PARTY_SOLD_TO :
						   c->sold_to;
	if (c->party != NULL && (c->party->name.n > 0 || c->party->ids.n > 0)) {
		if (c->party == &c->order.ship_to)
			compare_ship_to(c, s, id);
		c->party = only_bill_to(c, slice_is(x12_at(s, 1), "BS"));
	}
	if (c->party == NULL) {
		x12_keep_reference(c,
		    canonical(c->x->arena, "N1", x12_at(s, 1)), id,
		    x12_at(s, 2));
		c->other = c->order.references.n;
		return;
	}
	c->party->name = x12_at(s, 2);
	x12_take_ids(c->x, &c->party->ids, s);
	c->both |= c->party == &c->order.ship_to &&
	    slice_is(x12_at(s, 1), "BS");
}

/* N1 BS: the goods and the bill go to the same party. */
void
x12_parties_done(struct x12_850 *c)
{
	if (c->both && c->order.bill_to.name.n == 0 &&
	    c->order.bill_to.ids.n == 0)
		c->order.bill_to = c->order.ship_to;
}

/* The address of a party that is kept as a reference is its text.  Each segment
 * copies what is there, so those of no address are notes. */
static void
tell_other(struct x12_850 *c, const struct x12_segment *s)
{
	struct reference *r;

	if (c->other == 0)
		return;
	if (c->told++ >= ADDRESS_MAX) {
		x12_tell(c, &c->order.notes, s);
		return;
	}
	r = LIST_AT(&c->order.references, struct reference, c->other - 1);
	r->text = x12_with_elements(c, r->text, s);
}

void
x12_n2(void *state, const struct x12_segment *s)
{
	struct x12_850 *c = state;

	if (c->party == NULL)
		tell_other(c, s);
	else if (c->party->name2.n > 0)
		x12_tell(c, &c->order.notes, s);
	else
		c->party->name2 = x12_words(c, x12_at(s, 1), x12_at(s, 2));
}

void
x12_n3(void *state, const struct x12_segment *s)
{
	struct x12_850 *c = state;
	struct party *p = c->party;

	if (p == NULL) {
		tell_other(c, s);
		return;
	}
	if (p->street.n == 0) {
		p->street = x12_at(s, 1);
		p->street2 = x12_at(s, 2);
	} else if (c->told++ < ADDRESS_MAX)
		p->street2 = x12_with_elements(c, p->street2, s);
	else
		x12_tell(c, &c->order.notes, s);
}

/* The few countries that partners write in three letters; others as
 * written. */
static struct slice
country_of(struct slice s)
{
	static const char t[][2][4] = { { "USA", "US" }, { "CAN", "CA" },
		{ "MEX", "MX" }, { "GBR", "GB" }, { "DEU", "DE" },
		{ "NLD", "NL" }, { "FRA", "FR" }, { "BEL", "BE" },
		{ "AUS", "AU" } };

	for (size_t i = 0; i < sizeof(t) / sizeof(t[0]); i++)
		if (slice_is(s, t[i][0]))
			return (slice_of(t[i][1]));
	return (s);
}

void
x12_n4(void *state, const struct x12_segment *s)
{
	struct x12_850 *c = state;
	struct party *p = c->party;

	if (p == NULL) {
		tell_other(c, s);
		return;
	}
	x12_set_once(&p->city, x12_at(s, 1));
	x12_set_once(&p->region, x12_at(s, 2));
	x12_set_once(&p->postal_code, x12_at(s, 3));
	x12_set_once(&p->country, country_of(x12_at(s, 4)));
	if (s->n > 4) /* a place by its code */
		x12_tell(c, &c->order.notes, s);
}

void
x12_party_ref(void *state, const struct x12_segment *s)
{
	struct x12_850 *c = state;

	x12_keep_reference(c, x12_at(s, 1), x12_at(s, 2), x12_ref_text(c, s));
	if (c->party != NULL && X12_HAS(s, 2) &&
	    x12_reference(x12_at(s, 1)) == X12_REF_ACCOUNT) {
		x12_note(c, &c->party->ids,
		    canonical(c->x->arena, "account", s->e[2]));
		x12_set_once(&c->order.account, s->e[2]);
	}
}

void
x12_party_per(void *state, const struct x12_segment *s)
{
	struct x12_850 *c = state;

	if (c->party == NULL || !take_contact(c->party, s))
		x12_tell(c, &c->order.notes, s);
}
