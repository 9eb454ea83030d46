#include "domain/ident.h"
#include "domain/identifier.h"
#include "parsers/ubl.h"
#include "parsers/ubl_parts.h"

#define HEADER_PATH "/" UBL_ENVELOPE "/StandardBusinessDocumentHeader"

/*
 * A document in the envelope of UN/CEFACT's Standard Business Document Header
 * 1.3, as Peppol and GS1 use it: one document an envelope.  Sender, Receiver
 * and InstanceIdentifier are what UNB is to EDIFACT; the document's own
 * parties must be the same.
 */

bool
ubl_is_envelope(const char *uri, const char *name)
{
	return (strcmp(uri, UBL_ENVELOPE_NS) == 0 &&
	    strcmp(name, UBL_ENVELOPE) == 0);
}

void
ubl_start_envelope(struct ubl *u)
{
	u->rooted = true;
	u->above = "/" UBL_ENVELOPE;
	u->enveloped_at = u->root_at;
	u->message.kind = SLICE(UBL_ENVELOPE);
}

/* The document begins; another one was there before: it is not read. */
void
ubl_start_wrapped(struct ubl *u, const struct xml_row *row)
{
	if (u->root != T_ENVELOPE) {
		ubl_found(u, "UBL-ENVELOPE", slice_of(row->name),
		    "a second document in one envelope");
		xml_skip(u->reader);
		return;
	}
	u->root = row->type;
	u->root_at = xml_offset(u->reader);
	u->message.kind = slice_of(row->name);
}

/* What is neither header nor a document that we read. */
void
ubl_other(void *ctx, const char *uri, const char *name)
{
	struct ubl *u = ctx;

	if (u->above[0] == '\0')
		return;
	ubl_found(u, "UBL-ENVELOPE", slice_of(name),
	    "the envelope holds {%.200s}%.60s", uri, name);
	xml_finding_moved(&u->found, xml_tag_offset(u->reader));
}

/* "0088:871…" of any authority, as Peppol writes it; a bare number is GS1's
 * when it is one.  Others are kept for people to see. */
static struct slice
actor_id(struct ubl *u, struct slice authority, struct slice text)
{
	struct slice scheme, id, known;

	if (slice_cut(text, ':', &scheme, &id) && id.n > 0 && scheme.n == 4) {
		known = ubl_identifier(u, scheme, SLICE_NONE, id);
		if (known.n > 0)
			return (known);
	}
	if (gln_valid(text))
		return (ubl_identifier(u, SLICE("0088"), SLICE_NONE, text));
	return (ubl_identifier(u, authority, SLICE_NONE, text));
}

void
ubl_read_actor(struct ubl *u, const struct xml_row *row, struct slice text)
{
	struct ubl_envelope *e = &u->envelope;
	const bool by = row->use == U_SENT_BY;
	const struct slice authority = xml_attribute(u->reader, A_AUTHORITY);
	const struct slice id = actor_id(u, authority, text);

	*(by ? &e->sent_by : &e->sent_to) = xml_kept(&u->values, text);
	*(by ? &e->sender : &e->receiver) = id;
	if (id.n == 0)
		ubl_refer(u,
		    by ? SLICE("envelope-sender") : SLICE("envelope-receiver"),
		    xml_kept(&u->values, text),
		    xml_kept(&u->values, authority));
}

/* Who sent it over the wire counts, whatever the document says. */
void
ubl_fill_envelope(struct ubl *u)
{
	const struct ubl_envelope *e = &u->envelope;
	struct interchange *i = &u->interchange;

	if (e->sender.n > 0)
		i->sender = e->sender;
	if (e->receiver.n > 0)
		i->receiver = e->receiver;
	i->control_number = e->number;
	i->prepared = e->prepared;
}

/* --- checks --------------------------------------------------------------- */

static bool
is_same(struct slice a, struct slice b)
{
	char x[IDENTIFIER_CANONICAL_MAX], y[IDENTIFIER_CANONICAL_MAX];

	return (
	    slice_eq(identifier_canonical(a, x), identifier_canonical(b, y)));
}

static bool
is_one_of(struct slice id, const struct party *p)
{
	for (size_t i = 0; i < p->ids.n; i++)
		if (is_same(LIST_AT(&p->ids, struct text_item, i)->text, id))
			return (true);
	return (p->ids.n == 0);
}

static void
differs(struct ubl *u, const char *path, struct slice value)
{
	ubl_found_at(u, "UBL-ENVELOPE-DIFFERS", u->enveloped_at,
	    arena_printf(u->in->arena, HEADER_PATH "/%s", path), value, NULL);
}

static void
lacks(struct ubl *u, const char *path)
{
	ubl_found_at(u, "UBL-ENVELOPE", u->enveloped_at,
	    arena_printf(u->in->arena, HEADER_PATH "/%s", path), SLICE_NONE,
	    "this is missing");
}

void
ubl_check_envelope(struct ubl *u)
{
	const struct ubl_envelope *e = &u->envelope;
	const struct order *o = &u->order;

	if (e->sent_by.n == 0)
		lacks(u, "Sender/Identifier");
	if (e->sent_to.n == 0)
		lacks(u, "Receiver/Identifier");
	if (e->number.n == 0)
		lacks(u, "DocumentIdentification/InstanceIdentifier");
	if (u->root == T_ENVELOPE) {
		if (u->found.errors == 0)
			ubl_found_at(u, "UBL-ENVELOPE", u->enveloped_at,
			    "/" UBL_ENVELOPE, SLICE_NONE,
			    "there is no document in it");
		return;
	}
	if (e->kind.n > 0 && !slice_ieq(e->kind, u->message.kind))
		differs(u, "DocumentIdentification/Type", e->kind);
	if (e->sender.n > 0 && !is_one_of(e->sender, &o->buyer))
		differs(u, "Sender/Identifier", e->sent_by);
	if (e->receiver.n > 0 && !is_one_of(e->receiver, &o->seller))
		differs(u, "Receiver/Identifier", e->sent_to);
}
