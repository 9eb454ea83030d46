/* collect: what customers with a mandate owe and is about to fall due goes to
 * the bank in one file, once.  A debt is asked for at most one time: one that
 * came back is a person's. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "domain/bank.h"
#include "domain/calendar.h"
#include "domain/ident.h"
#include "pipeline/outbox.h"
#include "writers/pain008.h"

#define DEBITS_A_FILE 5000
#define AHEAD_DAYS 5 /* of the day on which it falls due */
#define FILE_MAX (64u << 20)

struct due { /* a debt, and how it is collected */
	int64_t receivable_id;
	struct slice customer, journal;
	day due_on;
	struct pain008_debit d;
};

struct collecting {
	struct night *night;
	const struct partner *bank;
	struct arena a;
	struct list due; /* struct due */
	int64_t number, sum;
	char message_id[DOCUMENT_ID_MAX];
};

static enum rc
load_due(struct collecting *k, struct err *e)
{
	struct arena *a = &k->a;
	struct rows *r;

	if (store_rows(k->night->store, Q_DEBITS_DUE, &r, e, "di",
		k->night->today + AHEAD_DAYS, (int64_t)DEBITS_A_FILE) != RC_OK)
		return (e->rc);
	while (rows_next(r)) {
		struct due *x = LIST_PUSH(a, &k->due, struct due);

		x->receivable_id = rows_int(r, 0);
		x->customer = arena_slice(a, rows_text(r, 1));
		x->due_on = rows_day(r, 7);
		x->journal = arena_slice(a, rows_text(r, 8));
		x->d = (struct pain008_debit){
			.name = arena_slice(a, rows_text(r, 2)),
			.iban = arena_slice(a, rows_text(r, 3)),
			.mandate = arena_slice(a, rows_text(r, 4)),
			.mandate_signed = rows_day(r, 5),
			.amount = rows_int(r, 6),
			.text = rows_text(r, 9).n > 0 ?
			    slice_of(arena_printf(a, "PO " SL_FMT,
				SL_ARG(rows_text(r, 9)))) :
			    SLICE("what is owed"),
		};
		k->sum += x->d.amount;
	}
	return (rows_end(r, e));
}

/* On a business day of the bank, tomorrow at the earliest. */
static enum rc
set_day(struct collecting *k, struct due *x, struct err *e)
{
	const struct calendar weekends = { .weekend = CALENDAR_WEEKEND };
	const struct calendar *c = config_calendar(&k->night->mill->config,
	    k->bank->calendar);
	day first = k->night->today + 1;

	if (calendar_roll(c != NULL ? c : &weekends,
		x->due_on > first ? x->due_on : first, ROLL_FOLLOWING,
		&x->d.collect_on))
		return (RC_OK);
	return (err_set(e, RC_FATAL, "COLLECT-DAY",
	    "the calendar of " SL_FMT " has no business day",
	    SL_ARG(k->bank->id)));
}

/* The first of a mandate says so; in this file too. */
static enum rc
set_kind(struct collecting *k, size_t i, struct err *e)
{
	struct due *x = LIST_AT(&k->due, struct due, i);
	int64_t before = 0;

	if (store_int(k->night->store, Q_DEBITS_OF_MANDATE, 0, &before, e, "t",
		x->d.mandate) != RC_OK)
		return (e->rc);
	x->d.kind = before > 0 ? "RCUR" : "FRST";
	return (RC_OK);
}

static void
set_ids(struct collecting *k, struct due *x)
{
	char id[DOCUMENT_ID_MAX];
	char *key = arena_printf(&k->a, "debit|" SL_FMT "|%" PRId32 "|%" PRId64,
	    SL_ARG(x->journal), x->due_on, x->d.amount);

	(void)document_id(k->night->mill->key, "DD", slice_of(key), id);
	x->d.end_to_end = arena_slice(&k->a, slice_of(id));
}

static int
by_batch(const void *x, const void *y)
{
	const struct due *a = x, *b = y;
	int kind = strcmp(a->d.kind, b->d.kind);

	if (a->d.collect_on != b->d.collect_on)
		return (a->d.collect_on < b->d.collect_on ? -1 : 1);
	return (kind != 0 ? kind : slice_cmp(a->d.end_to_end, b->d.end_to_end));
}

/* Those of one day and kind are one batch. */
static void
set_batches(struct collecting *k)
{
	const struct due *before = NULL;
	struct slice batch = SLICE_NONE;
	int n = 0;

	qsort(k->due.v, k->due.n, sizeof(struct due), by_batch);
	for (size_t i = 0; i < k->due.n; i++) {
		struct due *x = LIST_AT(&k->due, struct due, i);

		if (before == NULL || before->d.collect_on != x->d.collect_on ||
		    strcmp(before->d.kind, x->d.kind) != 0)
			batch = slice_of(
			    arena_printf(&k->a, "%s-%d", k->message_id, ++n));
		x->d.batch = batch;
		before = x;
	}
}

static enum rc
insert_rows(struct collecting *k, struct err *e)
{
	struct store *s = k->night->store;
	int64_t id;

	if (store_exec(s, Q_COLLECTION_INSERT, NULL, e, "tsdiii", k->bank->id,
		k->message_id, k->night->today, k->number, (int64_t)k->due.n,
		k->sum) != RC_OK)
		return (e->rc);
	id = store_last_id(s);
	for (size_t i = 0; i < k->due.n; i++) {
		const struct due *x = LIST_AT(&k->due, struct due, i);

		if (store_exec(s, Q_DEBIT_INSERT, NULL, e, "iittttsdi", id,
			x->receivable_id, x->customer, x->d.mandate,
			x->d.end_to_end, x->d.batch, x->d.kind, x->d.collect_on,
			x->d.amount) != RC_OK)
			return (e->rc);
	}
	return (RC_OK);
}

static enum rc
write_file(struct collecting *k, struct packer *p, struct err *e)
{
	const struct seller *us = &k->night->mill->config.seller;
	const struct collect *c = &k->bank->collect;
	struct pain008 doc = { .message_id = slice_of(k->message_id),
		.created = k->night->as_of,
		.creditor = us->name,
		.iban = bank_account(c->account, &k->a),
		.bic = c->bic,
		.newer = c->version == PAIN_08,
		.creditor_id = c->creditor_id };
	const struct answer_head head = { .id = slice_of(k->message_id),
		.issued = k->night->as_of };
	struct outgoing o = { .partner = k->bank,
		.kind = "collection",
		.word = "debits",
		.writer = writer_named(SLICE("pain008")),
		.head = &head,
		.version = 1,
		.due_at = k->night->as_of };
	struct buf out;
	enum rc rc;

	for (size_t i = 0; i < k->due.n; i++)
		*LIST_PUSH(&k->a, &doc.debits,
		    struct pain008_debit) = LIST_AT(&k->due, struct due, i)->d;
	o.business_key = slice_of(
	    arena_printf(&k->a, "collection|%s", k->message_id));
	buf_init(&out, FILE_MAX);
	rc = write_pain008(&doc, &out, e);
	o.bytes = buf_slice(&out);
	if (rc == RC_OK)
		rc = outbox_add(k->night, p, &o, e);
	buf_free(&out);
	return (rc);
}

/* Its number is that of the day's file, so that a night that is run again
 * writes the same bytes under the same id. */
static enum rc
make_file(struct collecting *k, struct packer *p, struct err *e)
{
	char on[11], *key;

	if (store_int(k->night->store, Q_COLLECTION_NUMBER, 0, &k->number, e,
		"td", k->bank->id, k->night->today) != RC_OK)
		return (e->rc);
	key = arena_printf(&k->a, "collection|" SL_FMT "|%s|%" PRId64,
	    SL_ARG(k->bank->id), day_text(k->night->today, on), ++k->number);
	(void)document_id(k->night->mill->key, "CO", slice_of(key),
	    k->message_id);
	for (size_t i = 0; i < k->due.n; i++) {
		struct due *x = LIST_AT(&k->due, struct due, i);

		set_ids(k, x);
		if (set_day(k, x, e) != RC_OK || set_kind(k, i, e) != RC_OK)
			return (e->rc);
	}
	set_batches(k);
	if (insert_rows(k, e) != RC_OK)
		return (e->rc);
	return (write_file(k, p, e));
}

static enum rc
one_file(struct collecting *k, struct err *e)
{
	struct packer p;
	enum rc rc;

	packer_init(&p, k->night->mill, k->night->run_id);
	if (store_begin(k->night->store, e) != RC_OK)
		return (e->rc);
	rc = load_due(k, e);
	if (rc == RC_OK && k->due.n == 0) {
		store_rollback(k->night->store);
		return (RC_OK);
	}
	if (rc == RC_OK)
		rc = make_file(k, &p, e);
	if (rc == RC_OK)
		rc = packer_sync(&p, e);
	packer_abort(&p);
	if (rc == RC_OK)
		return (store_commit(k->night->store, e));
	store_rollback(k->night->store);
	return (rc);
}

enum rc
stage_collect(struct night *n, struct err *e)
{
	const struct list *partners = &n->mill->config.partners;

	for (size_t i = 0; i < partners->n; i++) {
		const struct partner *p = LIST_AT(partners, struct partner, i);
		size_t written = DEBITS_A_FILE;

		if (p->role != ROLE_BANK || p->state != PARTNER_LIVE ||
		    p->collect.account.n == 0 || !night_means(n, p))
			continue;
		while (written == DEBITS_A_FILE) {
			struct collecting k = { .night = n, .bank = p };
			enum rc rc = one_file(&k, e);

			written = k.due.n;
			arena_free(&k.a);
			if (rc != RC_OK)
				return (err_add(e, "debits for " SL_FMT,
				    SL_ARG(p->id)));
		}
	}
	return (RC_OK);
}
