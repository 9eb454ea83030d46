#include <inttypes.h>
#include <stdio.h>

#include "domain/ident.h"
#include "pipeline/outbox.h"

#define ANSWER_MAX (256u << 20)
#define FINDINGS_TOLD 100

enum rc
outbox_known(struct night *n, struct slice business_key, bool *known,
    struct err *e)
{
	int64_t id = 0;

	if (store_int(n->store, Q_OUTBOX_BY_KEY, 0, &id, e, "t",
		business_key) != RC_OK)
		return (e->rc);
	*known = id != 0;
	return (RC_OK);
}

enum rc
answer_key_retried(struct night *n, int64_t file_id, struct slice *key,
    struct arena *a, struct err *e)
{
	char *subject = arena_printf(a, "file:%" PRId64, file_id);
	int64_t retries = 0;

	if (store_int(n->store, Q_FILE_RETRIES, 0, &retries, e, "s", subject) !=
	    RC_OK)
		return (e->rc);
	if (retries > 0)
		*key = slice_of(arena_printf(a, SL_FMT "|retry %" PRId64,
		    SL_ARG(*key), retries));
	return (RC_OK);
}

/* "a_b_c.xml" with another extension where the format has one of its own. */
static void
with_extension(struct buf *name, struct slice extension)
{
	size_t dot = name->n;

	if (extension.n == 0)
		return;
	while (dot > 0 && name->p[dot - 1] != '.')
		dot--;
	if (dot > 0)
		name->n = dot;
	else
		buf_char(name, '.');
	buf_add(name, extension);
}

static enum rc
outgoing_file_name(const struct night *n, const struct outgoing *o,
    struct buf *name, struct err *e)
{
	char date[9];
	size_t cut = o->document_id.n > 10 ? o->document_id.n - 10 : 0;
	struct name_values v = {
		.kind = slice_of(o->word),
		.po = o->po,
		.confirmation = o->confirmation,
		.seq = slice_sub(o->document_id, cut, 10),
		.date = slice_of(day_basic(n->today, date)),
	};

	if (outgoing_name(o->partner->answers.name, &v, name, e) != RC_OK)
		return (e->rc);
	with_extension(name, o->extension);
	return (RC_OK);
}

enum rc
outbox_add(struct night *n, struct packer *p, const struct outgoing *o,
    bool *fresh, struct err *e)
{
	struct pack_ref ref;
	struct buf name;
	char sha[SHA256_HEX];
	bool known = false;
	enum rc rc;

	*fresh = false;
	if (outbox_known(n, o->business_key, &known, e) != RC_OK)
		return (e->rc);
	if (known)
		return (RC_OK);
	buf_init(&name, 512);
	rc = outgoing_file_name(n, o, &name, e);
	if (rc == RC_OK)
		rc = packer_add(p, o->bytes, &ref, e);
	if (rc == RC_OK)
		rc = store_exec(n->store, Q_OUTBOX_INSERT, NULL, e,
		    "ttstoooitiiisiio", o->business_key, o->partner->id,
		    o->kind, o->format, o->file_id, o->order_id, o->shipment_id,
		    o->version, buf_slice(&name), ref.pack_id, ref.offset,
		    ref.length, sha256_hex(&ref.sha, sha), n->as_of, o->due_at,
		    n->run_id);
	buf_free(&name);
	*fresh = rc == RC_OK;
	return (rc);
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

void
answer_head_fill(const struct night *n, const struct partner *p,
    const char *kind, struct slice business_key, struct arena *a,
    struct answer_head *head)
{
	const struct seller *s = &n->mill->config.seller;
	char id[DOCUMENT_ID_MAX];

	*head = (struct answer_head){
		.issued = n->as_of,
		.customization = p->answers.customization,
		.profile = p->answers.profile,
		.from = party_of(&p->our_identifiers, &s->identifiers, s->name),
		.to = party_of(&p->identifiers, NULL, p->name),
	};
	head->id = arena_slice(a,
	    slice_of(document_id(n->mill->key, kind, business_key, id)));
}

static enum rc
told_findings(struct night *n, const struct technical_subject *t,
    struct arena *a, struct technical_answer *answer, struct err *e)
{
	struct rows *r;

	/* What the rules of business found is answered by the order response,
	 * unless the document as a whole was refused for it. */
	if (store_rows(n->store, Q_FINDINGS_BETWEEN, &r, e, "iiiii", t->file_id,
		t->from, t->to, (int64_t)t->rejected,
		(int64_t)FINDINGS_TOLD + 1) != RC_OK)
		return (e->rc);
	while (rows_next(r)) {
		struct finding *f;

		if (answer->findings.n == FINDINGS_TOLD) {
			answer->findings_left_out++;
			break;
		}
		f = shape_push(a, &answer->findings, &finding_shape);
		f->code = arena_slice(a, rows_text(r, 0));
		f->severity = slice_is(rows_text(r, 1), "error") ?
		    SEVERITY_ERROR :
		    SEVERITY_WARNING;
		f->offset = rows_int(r, 2);
		f->segment = rows_int(r, 3);
		f->tag = arena_slice(a, rows_text(r, 4));
		f->element = arena_slice(a, rows_text(r, 5));
		f->path = arena_slice(a, rows_text(r, 6));
		f->value = arena_slice(a, rows_text(r, 7));
		f->text = arena_slice(a, rows_text(r, 8));
	}
	return (rows_end(r, e));
}

static enum rc
technical_write(struct night *n, struct packer *p,
    const struct technical_subject *t, const struct writer *w, struct slice key,
    struct arena *a, struct err *e)
{
	struct technical_answer answer = {
		.code = t->rejected ? "RE" :
		    t->held         ? "AB" :
				      "AP",
		.document_id = t->document_id,
		.text = t->detail,
		.document_type = t->document_type,
		.interchange_control = t->control_number,
	};
	struct outgoing o = { .partner = t->partner,
		.kind = "technical",
		.word = "receipt",
		.format = slice_of(w->name),
		.business_key = key,
		.po = t->document_id,
		.file_id = t->file_id,
		.version = 1 };
	struct buf out;
	bool fresh;
	enum rc rc;

	answer_head_fill(n, t->partner, "TA", key, a, &answer.head);
	answer.head.test = t->test;
	if (told_findings(n, t, a, &answer, e) != RC_OK)
		return (e->rc);
	o.document_id = answer.head.id;
	o.due_at = n->as_of + t->partner->answers.technical_due_hours * 3600;
	buf_init(&out, ANSWER_MAX);
	rc = w->technical(&answer, &out, e);
	o.bytes = buf_slice(&out);
	if (rc == RC_OK)
		rc = outbox_add(n, p, &o, &fresh, e);
	buf_free(&out);
	return (rc);
}

enum rc
technical_answer_add(struct night *n, struct packer *p,
    const struct technical_subject *t, struct err *e)
{
	const struct writer *w = writer_named(t->partner->answers.technical);
	struct arena a = ARENA_INIT;
	struct slice key;
	enum rc rc;

	/* "none" in the profile: this partner wants no technical answers. */
	if (w == NULL || w->technical == NULL)
		return (RC_OK);
	key = slice_of(
	    arena_printf(&a, "technical|" SL_FMT "|" SL_FMT "|%" PRId64,
		SL_ARG(t->partner->id), SL_ARG(t->file_sha), t->ordinal));
	rc = answer_key_retried(n, t->file_id, &key, &a, e);
	if (rc == RC_OK)
		rc = technical_write(n, p, t, w, key, &a, e);
	arena_free(&a);
	return (rc == RC_OK ? RC_OK : err_add(e, "technical answer"));
}

enum rc
outbox_again_for_file(struct night *n, int64_t file_id, struct err *e)
{
	return (store_exec(n->store, Q_OUTBOX_AGAIN_FOR_FILE, NULL, e, "i",
	    file_id));
}
