/* Whose envelope a document goes in: identifiers, version and control numbers
 * of answers that are not in UBL. */
#include <inttypes.h>
#include <string.h>

#include "domain/ident.h"
#include "pipeline/outbox.h"

#define CONTROL_MAX INT64_C(999999999) /* ISA13, GS06 and ST02 have nine */
#define SYNTAX "UNOC:3"
#define CXML_VERSION "1.2.045"

struct slice
writer_standard(const struct writer *w)
{
	if (w->native != NULL)
		return (slice_of(w->native));
	return (strncmp(w->name, "ubl-", 4) == 0 ? SLICE("ubl") : SLICE_NONE);
}

enum rc
answered_message(struct night *n, int64_t message_id, struct answered *to,
    struct arena *a, struct err *e)
{
	struct rows *r;

	*to = (struct answered){ .standard = SLICE_NONE };
	if (store_rows(n->store, Q_MESSAGE_ENVELOPE, &r, e, "i", message_id) !=
	    RC_OK)
		return (e->rc);
	if (rows_next(r)) {
		to->standard = arena_slice(a, rows_text(r, 0));
		to->sender = arena_slice(a, rows_text(r, 1));
		to->receiver = arena_slice(a, rows_text(r, 2));
		to->control_number = arena_slice(a, rows_text(r, 3));
		to->syntax = arena_slice(a, rows_text(r, 4));
		to->version = arena_slice(a, rows_text(r, 5));
		to->group_sender = arena_slice(a, rows_text(r, 6));
		to->group_receiver = arena_slice(a, rows_text(r, 7));
		to->kind = arena_slice(a, rows_text(r, 8));
		to->document_id = arena_slice(a, rows_text(r, 9));
	}
	return (rows_end(r, e));
}

/* --- who ----------------------------------------------------------------- */

/* As the answered envelope named it, if it is one of ours (or theirs); else
 * the first of the lists that this standard can name. */
static struct native_party
native_party(struct slice standard, struct slice named, struct slice group,
    const struct list *ids, const struct list *fallback)
{
	struct native_party p = { .qualifier = SLICE_NONE };
	struct slice scheme;

	if (!(identifier_split(named, &scheme, &p.qualifier, &p.id) &&
		slice_eq(scheme, standard) &&
		(identifier_in(ids, named) ||
		    (fallback != NULL && identifier_in(fallback, named)))) &&
	    !identifier_native(ids, standard, &p.qualifier, &p.id) &&
	    fallback != NULL)
		(void)identifier_native(fallback, standard, &p.qualifier,
		    &p.id);
	if (!slice_is(standard, "x12"))
		return (p);
	if (!slice_starts(group, SLICE("gs:")))
		group = identifier_of(ids, SLICE("gs:"));
	if (group.n == 0 && fallback != NULL)
		group = identifier_of(fallback, SLICE("gs:"));
	p.group_id = slice_sub(group, 3, group.n);
	return (p);
}

/* --- in which version ---------------------------------------------------- */

struct slice
edifact_s009(struct slice version, struct arena *a)
{
	struct slice syntax, release, association;

	if (!slice_cut(version, '.', &syntax, &release))
		return (version);
	(void)slice_cut(release, '.', &release, &association);
	return (slice_of(arena_printf(a, SL_FMT ":" SL_FMT ":UN%s" SL_FMT,
	    SL_ARG(syntax), SL_ARG(release), association.n > 0 ? ":" : "",
	    SL_ARG(association))));
}

/* EANCOM names its subset of each message by a code of its own. */
static struct slice
edifact_version(const struct writer *w, struct slice asked)
{
	static const struct {
		const char *message, *directory, *version;
	} subsets[] = {
		{ "ORDRSP", "D:96A:UN:EAN", "D:96A:UN:EAN005" },
		{ "DESADV", "D:96A:UN:EAN", "D:96A:UN:EAN005" },
		{ "ORDRSP", "D:01B:UN:EAN", "D:01B:UN:EAN009" },
		{ "DESADV", "D:01B:UN:EAN", "D:01B:UN:EAN007" },
	};

	for (size_t i = 0; i < sizeof(subsets) / sizeof(*subsets); i++)
		if (w->message != NULL &&
		    strcmp(w->message, subsets[i].message) == 0 &&
		    slice_starts(asked, slice_of(subsets[i].directory)))
			return (slice_of(subsets[i].version));
	/* To D.93A until D.99B the one is nearer, from D.00A on the other. */
	return (asked.n == 0 || slice_starts(asked, SLICE("D:9")) ?
		SLICE("D:96A:UN") :
		SLICE("D:01B:UN"));
}

/* What the profile says, else that of the message that is answered, or the
 * nearest that is written. */
static struct slice
version_for(const struct partner *p, const struct writer *w,
    const struct answered *to, struct arena *a)
{
	struct slice asked = slice_is(to->standard, w->native) ? to->version :
								 SLICE_NONE;

	if (p->answers.version.n > 0)
		return (p->answers.version);
	if (strcmp(w->native, "x12") == 0)
		return (slice_cmp(asked, SLICE("005010")) >= 0 ?
			SLICE("005010") :
			SLICE("004010"));
	if (strcmp(w->native, "edifact") == 0)
		return (edifact_version(w, edifact_s009(asked, a)));
	return (asked.n > 0 ? asked : SLICE(CXML_VERSION));
}

/* --- its numbers --------------------------------------------------------- */

/* The next of this sender, receiver and test flag.  A number that a failure
 * took is not used again: gaps are allowed. */
static enum rc
next_number(struct night *n, const struct native_head *h, const char *standard,
    const char *what, bool test, struct arena *a, int64_t *number,
    struct err *e)
{
	char *name = arena_printf(a,
	    "%s|%s|" SL_FMT ":" SL_FMT "|" SL_FMT ":" SL_FMT "|%c", standard,
	    what, SL_ARG(h->from.qualifier), SL_ARG(h->from.id),
	    SL_ARG(h->to.qualifier), SL_ARG(h->to.id), test ? 'T' : 'P');

	if (store_exec(n->store, Q_COUNTER_NEXT, NULL, e, "s", name) != RC_OK ||
	    store_int(n->store, Q_COUNTER_VALUE, 1, number, e, "s", name) !=
		RC_OK)
		return (e->rc);
	*number = (*number - 1) % CONTROL_MAX + 1;
	return (RC_OK);
}

enum rc
native_numbers_take(struct night *n, const struct writer *w, bool test,
    struct arena *a, struct native_head *h, struct err *e)
{
	bool x12 = strcmp(w->native, "x12") == 0;

	if (strcmp(w->native, "cxml") == 0)
		return (RC_OK); /* a payloadID serves there */
	if (next_number(n, h, w->native, "interchange", test, a,
		&h->interchange_control, e) != RC_OK ||
	    (x12 &&
		next_number(n, h, w->native, "group", test, a,
		    &h->group_control, e) != RC_OK))
		return (e->rc);
	return (next_number(n, h, w->native, "message", test, a,
	    &h->message_control, e));
}

/* --- all of it ----------------------------------------------------------- */

static enum rc
native_fill(struct night *n, const struct partner *p, const struct writer *w,
    const struct answered *to, bool test, struct arena *a,
    struct native_head *h, struct err *e)
{
	const struct seller *s = &n->mill->config.seller;
	struct slice standard = slice_of(w->native),
		     separators = p->answers.separators;

	h->version = version_for(p, w, to, a);
	if (slice_is(standard, "edifact"))
		h->syntax = slice_is(to->standard, w->native) &&
			to->syntax.n > 0 ?
		    to->syntax :
		    SLICE(SYNTAX);
	/* They sent it to us: now the parts are changed. */
	h->from = native_party(standard, to->receiver, to->group_receiver,
	    &p->our_identifiers, &s->identifiers);
	h->to = native_party(standard, to->sender, to->group_sender,
	    &p->identifiers, NULL);
	INVARIANT(separators.n < sizeof(h->separators));
	if (separators.n > 0)
		memcpy(h->separators, separators.p, separators.n);
	/* A receipt for the envelope alone is not what is waited for in X12. */
	h->ack_wanted = p->answers.receipt_due_hours > 0 &&
	    slice_is(standard, "edifact");
	if (slice_is(to->standard, w->native))
		h->reply_to = to->control_number;
	h->deployment = test ? SLICE("test") : SLICE("production");
	h->ship_structure = p->answers.ship_structure;
	return (native_numbers_take(n, w, test, a, h, e));
}

static struct answer_party
party_of(const struct list *ids, const struct list *fallback, struct slice name)
{
	struct answer_party p = { .name = name };
	struct slice scheme, id;

	id = identifier_of(ids, SLICE("endpoint:"));
	if (id.n == 0 && fallback != NULL)
		id = identifier_of(fallback, SLICE("endpoint:"));
	if (id.n > 0)
		(void)identifier_split(id, &scheme, &p.endpoint_scheme,
		    &p.endpoint);
	return (p);
}

enum rc
answer_head_fill(struct night *n, const struct partner *p,
    const struct writer *w, const struct answered *to, bool test,
    const char *kind, struct slice business_key, struct arena *a,
    struct answer_head *head, struct err *e)
{
	const struct seller *s = &n->mill->config.seller;
	char id[DOCUMENT_ID_MAX];

	*head = (struct answer_head){
		.issued = n->as_of,
		.customization = p->answers.customization,
		.profile = p->answers.profile,
		.from = party_of(&p->our_identifiers, &s->identifiers, s->name),
		.to = party_of(&p->identifiers, NULL, p->name),
		.test = test,
	};
	head->id = arena_slice(a,
	    slice_of(document_id(n->mill->key, kind, business_key, id)));
	if (w->native == NULL)
		return (RC_OK);
	return (native_fill(n, p, w, to, test, a, &head->native, e));
}
