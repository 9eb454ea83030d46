#include <inttypes.h>
#include <string.h>

#include "base/file.h"
#include "base/log.h"
#include "domain/ident.h"
#include "pipeline/anew.h"
#include "writers/renumber.h"

#define DOCUMENT_MAX (256u << 20)
#define SEQ_LENGTH 10 /* of an id, in a name: outbox.c */

struct old { /* a row of the outbox */
	int64_t id;
	struct slice key, format, name, document_id, standard, sender, receiver;
	struct pack_ref ref;
	bool test;
	int64_t interchange, group, message;
};

struct making {
	struct night *night;
	struct packer packer;
	struct arena *a;
	struct buf out;
};

static enum rc
load(struct night *n, struct arena *a, struct list *all, struct err *e)
{
	struct rows *r;

	if (store_rows(n->store, Q_OUTBOX_ANEW, &r, e, "") != RC_OK)
		return (e->rc);
	while (rows_next(r)) {
		struct old *o = LIST_PUSH(a, all, struct old);
		struct slice *const texts[] = { &o->key, &o->format, &o->name,
			&o->document_id, &o->standard, &o->sender,
			&o->receiver };

		o->id = rows_int(r, 0);
		for (int i = 0; i < 7; i++)
			*texts[i] = arena_slice(a, rows_text(r, i + 1));
		o->ref.pack_id = rows_int(r, 8);
		o->ref.offset = rows_int(r, 9);
		o->ref.length = rows_int(r, 10);
		if (!sha256_parse(rows_text(r, 11), &o->ref.sha))
			o->ref.length = -1;
		o->test = rows_int(r, 12) != 0;
		o->interchange = rows_int(r, 13);
		o->group = rows_int(r, 14);
		o->message = rows_int(r, 15);
	}
	return (rows_end(r, e));
}

/* --- what is new ---------------------------------------------------------- */

/* "OR-7K3Q…" of another business key. */
static struct slice
new_id(struct making *m, const struct old *o, struct slice key)
{
	struct slice kind, rest;
	char id[DOCUMENT_ID_MAX];

	(void)slice_cut(o->document_id, '-', &kind, &rest);
	return (arena_slice(m->a,
	    slice_of(document_id(m->night->mill->key, arena_text(m->a, kind),
		key, id))));
}

/* The old name, with the end of the new id for that of the old one. */
static struct slice
new_name(struct making *m, const struct old *o, struct slice id)
{
	struct slice was = slice_sub(o->document_id,
	    o->document_id.n > SEQ_LENGTH ? o->document_id.n - SEQ_LENGTH : 0,
	    SEQ_LENGTH);
	struct slice is = slice_sub(id,
	    id.n > SEQ_LENGTH ? id.n - SEQ_LENGTH : 0, SEQ_LENGTH);
	const char *at = was.n == 0 ?
	    NULL :
	    memmem(o->name.p, o->name.n, was.p, was.n);
	size_t before = at == NULL ? 0 : (size_t)(at - o->name.p);

	if (at == NULL)
		return (slice_of(arena_printf(m->a, SL_FMT "_" SL_FMT,
		    SL_ARG(is), SL_ARG(o->name))));
	return (slice_of(arena_printf(m->a, SL_FMT SL_FMT SL_FMT,
	    SL_ARG(slice_sub(o->name, 0, before)), SL_ARG(is),
	    SL_ARG(slice_sub(o->name, before + was.n, o->name.n)))));
}

static enum rc
new_numbers(struct making *m, const struct old *o, struct native_head *h,
    struct err *e)
{
	const struct writer *w = writer_named(o->format);
	struct slice scheme;

	*h = (struct native_head){ .interchange_control = 0 };
	if (w == NULL || w->native == NULL)
		return (RC_OK);
	if (!identifier_split(o->sender, &scheme, &h->from.qualifier,
		&h->from.id) ||
	    !identifier_split(o->receiver, &scheme, &h->to.qualifier,
		&h->to.id))
		return (err_set(e, RC_FATAL, "WRITE-RENUMBER",
		    "document %" PRId64 " does not say between whom it is",
		    o->id));
	return (native_numbers_take(m->night, w, o->test, m->a, h, e));
}

static enum rc
write_bytes(struct making *m, const struct old *o, const struct renumber *n,
    struct err *e)
{
	struct mapping map = { 0 };
	enum rc rc;

	if (o->ref.length < 0)
		return (err_set(e, RC_FATAL, "DB",
		    "outbox %" PRId64 " has no hash", o->id));
	if (pack_map(m->night->mill->packs, &o->ref, true, &map, e) != RC_OK)
		return (e->rc);
	buf_reset(&m->out);
	rc = write_renumbered(n, map.data, &m->out, e);
	file_unmap(&map);
	return (rc);
}

/* --- one ------------------------------------------------------------------ */

static enum rc
save(struct making *m, const struct old *o, struct slice key,
    const struct renumber *n, struct err *e)
{
	struct night *night = m->night;
	struct event v = { night->as_of, night->run_id, "outbox", 0, SLICE_NONE,
		"made" };
	struct pack_ref ref;
	char sha[SHA256_HEX];

	if (packer_add(&m->packer, buf_slice(&m->out), &ref, e) != RC_OK ||
	    store_exec(night->store, Q_OUTBOX_COPY, NULL, e, "ttiiisiotiiii",
		key, new_name(m, o, n->id), ref.pack_id, ref.offset, ref.length,
		sha256_hex(&ref.sha, sha), night->as_of, night->run_id, n->id,
		n->interchange, n->group, n->message, o->id) != RC_OK)
		return (e->rc);
	v.id = store_last_id(night->store);
	if (store_exec(night->store, Q_OUTBOX_REPLACED, NULL, e, "ii", v.id,
		o->id) != RC_OK)
		return (e->rc);
	return (event_add(night->store, &v, e,
	    "anew, instead of outbox:%" PRId64 " " SL_FMT, o->id,
	    SL_ARG(o->document_id)));
}

static enum rc
make(struct making *m, const struct old *o, struct err *e)
{
	struct slice key = slice_of(
	    arena_printf(m->a, SL_FMT "|anew", SL_ARG(o->key)));
	struct native_head h;
	struct renumber n = { .standard = o->standard,
		.id_was = o->document_id,
		.id = new_id(m, o, key),
		.interchange_was = o->interchange,
		.group_was = o->group,
		.message_was = o->message };

	if (new_numbers(m, o, &h, e) != RC_OK)
		return (e->rc);
	n.interchange = h.interchange_control;
	n.group = h.group_control;
	n.message = h.message_control;
	if (write_bytes(m, o, &n, e) != RC_OK)
		return (e->rc);
	return (save(m, o, key, &n, e));
}

/* It stays as it was and is told; nobody else's waits for it. */
static enum rc
unmakeable(struct making *m, const struct old *o, struct err *e)
{
	struct night *n = m->night;
	struct event v = { n->as_of, n->run_id, "outbox", o->id, SLICE_NONE,
		"unanswered" };
	struct err fault = *e;

	if (strncmp(fault.code, "WRITE-", 6) != 0)
		return (e->rc);
	log_line(LOG_ERROR, "outbox:%" PRId64 " cannot be made anew: %s", o->id,
	    fault.text);
	n->incomplete = true;
	*e = (struct err)ERR_INIT;
	if (store_exec(n->store, Q_OUTBOX_ANEW_END, NULL, e, "i", o->id) !=
	    RC_OK)
		return (e->rc);
	return (event_add(n->store, &v, e, "[%s] %s", fault.code, fault.text));
}

/* One transaction and pack for as many as fit. */
static enum rc
make_some(struct making *m, const struct list *all, size_t *i, struct err *e)
{
	struct batch batch;
	enum rc rc;

	batch_init(&batch, m->night->store);
	packer_init(&m->packer, m->night->mill, m->night->run_id);
	rc = batch_open(&batch, e);
	while (rc == RC_OK && *i < all->n) {
		const struct old *o = LIST_AT(all, struct old, (*i)++);

		arena_reset(m->a);
		rc = make(m, o, e);
		if (rc != RC_OK)
			rc = unmakeable(m, o, e);
		batch.steps++;
		if (batch_full(&batch))
			break;
	}
	if (rc == RC_OK)
		rc = packer_sync(&m->packer, e);
	packer_abort(&m->packer);
	if (rc == RC_OK)
		return (batch_end(&batch, e));
	store_rollback(m->night->store);
	return (rc);
}

enum rc
outbox_make_anew(struct night *n, struct err *e)
{
	struct arena a = ARENA_INIT, row = ARENA_INIT;
	struct making m = { .night = n, .a = &row };
	struct list all = { 0 };
	enum rc rc = load(n, &a, &all, e);

	buf_init(&m.out, DOCUMENT_MAX);
	for (size_t i = 0; rc == RC_OK && i < all.n;)
		rc = make_some(&m, &all, &i, e);
	buf_free(&m.out);
	arena_free(&row);
	arena_free(&a);
	return (rc == RC_OK ? RC_OK : err_add(e, "documents made anew"));
}
