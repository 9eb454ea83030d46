/* An entry of a bank's: its key, what is said of it, and whether it was told
 * before. */
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>

#include "domain/finding.h"
#include "pipeline/book.h"
#include "pipeline/payment_entry.h"

/* --- keys ----------------------------------------------------------------- */

/* Words that banks write where there is no number. */
static struct slice
number(struct slice id)
{
	static const char *const none[] = { "NONREF", "NOTPROVIDED", "NONE",
		"0" };

	for (size_t i = 0; i < sizeof(none) / sizeof(none[0]); i++)
		if (slice_is(id, none[i]))
			return (SLICE_NONE);
	return (id);
}

struct slice
entry_number(const struct told *t)
{
	struct slice n = number(t->entry_id);

	return (n.n > 0 ? n : number(t->bank_id));
}

/* Of a whole entry, by the bank's number of it. */
static struct slice
whole_key(struct banking *k, struct slice id)
{
	return (slice_of(arena_printf(&k->a, "bank|" SL_FMT "|id|" SL_FMT,
	    SL_ARG(k->t->account), SL_ARG(id))));
}

struct slice
entry_key(struct banking *k)
{
	const struct told *t = k->t;
	struct slice id = number(t->bank_id);
	char on[11];

	if (id.n == 0)
		id = number(t->entry_id);
	if (!t->part && id.n > 0)
		return (whole_key(k, id));
	return (slice_of(arena_printf(&k->a,
	    "bank|" SL_FMT "|%s|" SL_FMT "|" SL_FMT "|" SL_FMT "|%" PRId64
	    "|" SL_FMT "|%s|%" PRId64,
	    SL_ARG(t->account), t->part ? "part" : "day",
	    SL_ARG(number(t->entry_id)), SL_ARG(number(t->bank_id)),
	    SL_ARG(t->end_to_end), t->amount, SL_ARG(t->currency),
	    t->part ? "" : day_text(t->booked_on, on), t->nth)));
}

/* --- what is told of an entry --------------------------------------------- */

enum rc
entry_found(struct banking *k, const char *code, const char *text,
    struct err *e)
{
	struct book b = { .store = k->night->store,
		.file = { .file_id = k->t->file_id },
		.message_id = k->t->message_id };
	const struct finding_rule *rule = finding_rule(slice_of(code));
	struct finding f;
	enum rc rc;

	INVARIANT(rule != NULL);
	shape_init(&finding_shape, &f);
	f.code = slice_of(code);
	f.severity = rule->severity;
	f.offset = k->t->offset;
	f.length = 0;
	f.segment = k->t->row;
	f.text = slice_of(text);
	rc = book_finding_put(&b, 0, &f, e);
	arena_free(&b.arena);
	return (rc);
}

/* "EUR 193.60 of Kiosk en Zonen": whose it seems to be. */
const char *
entry_words(struct banking *k)
{
	const struct told *t = k->t;
	struct slice who = t->payer_name.n > 0 ? t->payer_name :
						 t->payer_account;

	return (arena_printf(&k->a, "%s%s" SL_FMT,
	    payment_money(&k->a, t->amount, t->currency),
	    who.n > 0 ? " of " : "", SL_ARG(slice_sub(who, 0, 70))));
}

void
entry_tell(struct banking *k, const char *state, const char *code,
    const char *fmt, ...)
{
	va_list ap;

	k->state = state;
	k->code = code;
	va_start(ap, fmt);
	(void)vsnprintf(k->detail, sizeof(k->detail), fmt, ap);
	va_end(ap);
}

/* --- seen before? --------------------------------------------------------- */

enum rc
entry_known(struct banking *k, struct slice key, struct known *p, struct err *e)
{
	struct rows *r;
	int64_t id = 0;

	*p = (struct known){ .payment_id = 0 };
	if (store_rows(k->night->store, Q_PAYMENT_BY_KEY, &r, e, "t", key) !=
	    RC_OK)
		return (e->rc);
	if (rows_next(r))
		id = rows_int(r, 0);
	if (rows_end(r, e) != RC_OK || id == 0)
		return (e->rc);
	if (store_rows(k->night->store, Q_PAYMENT_GET, &r, e, "i", id) != RC_OK)
		return (e->rc);
	if (rows_next(r)) {
		p->payment_id = id;
		p->key = arena_slice(&k->a, rows_text(r, 1));
		p->customer = arena_slice(&k->a, rows_text(r, 2));
		p->currency = arena_slice(&k->a, rows_text(r, 4));
		p->amount = rows_int(r, 5);
		p->order_id = rows_int(r, 7);
		p->state = arena_slice(&k->a, rows_text(r, 8));
		p->applied = rows_int(r, 13);
	}
	return (rows_end(r, e));
}

void
entry_repeated(struct banking *k, const struct known *p)
{
	k->payment_id = p->payment_id;
	if (p->amount == k->t->amount)
		entry_tell(k, "repeated", "", "%s was told before",
		    entry_words(k));
	else
		entry_tell(k, "repeated", "",
		    "%s was told before as %s, which counts", entry_words(k),
		    payment_money(&k->a, p->amount, p->currency));
}

/* A batch was told as a whole, and now in parts, or the other way around:
 * what came first counts, but a whole that still waits for its parts. */
static enum rc
other_form(struct banking *k, struct known *p, struct err *e)
{
	const struct told *t = k->t;
	int64_t id = 0;

	*p = (struct known){ .payment_id = 0 };
	if (entry_number(t).n == 0)
		return (RC_OK);
	if (!t->part) {
		if (store_int(k->night->store, Q_PAYMENT_PART_OF, 0, &id, e,
			"tt", t->account, entry_number(t)) != RC_OK)
			return (e->rc);
		p->payment_id = id;
		p->amount = t->amount;
		return (RC_OK);
	}
	if (entry_known(k, whole_key(k, entry_number(t)), p, e) != RC_OK ||
	    p->payment_id == 0)
		return (e->rc);
	if (!slice_is(p->state, "replaced") &&
	    !(slice_is(p->state, "unmatched") && p->customer.n == 0))
		return (RC_OK);
	id = p->payment_id;
	*p = (struct known){ .payment_id = 0 };
	return (
	    store_exec(k->night->store, Q_PAYMENT_REPLACED, NULL, e, "i", id));
}

enum rc
entry_seen(struct banking *k, bool *yes, struct err *e)
{
	struct known p;

	*yes = false;
	if (entry_known(k, k->key, &p, e) != RC_OK ||
	    (p.payment_id == 0 && other_form(k, &p, e) != RC_OK))
		return (e->rc);
	if (p.payment_id == 0)
		return (RC_OK);
	*yes = true;
	entry_repeated(k, &p);
	return (entry_found(k, "BANK-REPEATED", k->detail, e));
}
