/* Rows of what a bank said.  Whose money it is, is decided by the pay stage,
 * when all files of the night are in. */
#include <inttypes.h>
#include <stdio.h>

#include "pipeline/book.h"

#define REFS_MAX (64u << 10)

/* Ours, as the profile has it; "" in the file means the only one. */
static struct slice
our_account(struct book *b, const struct bank_entry *x)
{
	const struct list *ours = &b->partner->accounts;

	if (x->account.n == 0 && ours->n == 1)
		return (
		    bank_account(*LIST_AT(ours, struct slice, 0), &b->arena));
	for (size_t i = 0; x->account.n > 0 && i < ours->n; i++) {
		struct slice one = bank_account(*LIST_AT(ours, struct slice, i),
		    &b->arena);

		if (slice_eq(one, bank_account(x->account, &b->arena)))
			return (one);
	}
	return (SLICE_NONE);
}

/* Said once a message: a wrong account is wrong for all of its entries. */
static void
wrong_account(struct book *b, const struct bank_entry *x)
{
	if (!b->refused)
		book_own_finding(b, "BANK-ACCOUNT", x->offset,
		    x->account.n > 0 ?
			"account " SL_FMT " is not one of those of " SL_FMT :
			"no account is named, and there is not one only" SL_FMT
			" in the profile of " SL_FMT,
		    SL_ARG(slice_sub(x->account, 0, 40)),
		    SL_ARG(b->partner->id));
	b->refused = true;
}

static void
put_refs(const struct bank_entry *x, struct buf *out)
{
	for (size_t i = 0; i < x->references.n; i++) {
		const struct reference *r = LIST_AT(&x->references,
		    struct reference, i);

		buf_printf(out, SL_FMT " ", SL_ARG(r->qualifier));
		for (size_t k = 0; k < r->value.n; k++)
			buf_char(out,
			    r->value.p[k] < ' ' && r->value.p[k] >= 0 ?
				' ' :
				r->value.p[k]);
		buf_char(out, '\n');
	}
}

/* Of entries that differ in nothing of this, the message's order tells. */
static char *
alike_text(struct book *b, const struct bank_entry *x, struct slice account,
    int64_t amount)
{
	char on[11];

	return (arena_printf(&b->arena,
	    SL_FMT "|%d|" SL_FMT "|" SL_FMT "|" SL_FMT "|" SL_FMT "|%" PRId64
		   "|%s",
	    SL_ARG(account), (int)x->debit, SL_ARG(x->entry_id),
	    SL_ARG(x->bank_id), SL_ARG(x->end_to_end), SL_ARG(x->currency),
	    amount, day_text(x->booked_on, on)));
}

static enum rc
insert(struct book *b, const struct bank_entry *x, struct slice account,
    struct slice currency, int64_t amount, struct err *e)
{
	char *alike = alike_text(b, x, account, amount);
	int64_t nth = 0;
	struct buf refs;
	enum rc rc;

	if (store_int(b->store, Q_BANK_ENTRY_NTH, 0, &nth, e, "is",
		b->message_id, alike) != RC_OK)
		return (e->rc);
	buf_init(&refs, REFS_MAX);
	put_refs(x, &refs);
	rc = store_exec(b->store, Q_BANK_ENTRY_INSERT, NULL, e,
	    "iitii"
	    "ttttttt"
	    "tid"
	    "iiii"
	    "ttttsi",
	    b->file.file_id, b->message_id, b->partner->id, x->row, x->offset,
	    account, x->bank_id, x->entry_id, x->end_to_end, x->mandate,
	    x->payer_name, x->payer_account, currency, amount, x->booked_on,
	    (int64_t)x->debit, (int64_t)x->reversal, (int64_t)x->batch,
	    (int64_t)x->part, x->code, x->return_code, buf_slice(&refs),
	    x->text, alike, nth + 1);
	buf_free(&refs);
	return (rc);
}

enum rc
book_bank_entry(void *ctx, const struct bank_entry *x, struct err *e)
{
	struct book *b = ctx;
	struct slice account, currency = x->currency;
	int64_t amount = 0;
	bool exact = false, full;
	int digits;

	if (b->refused || b->test || b->partner->state == PARTNER_TEST)
		return (RC_OK); /* nothing was paid in a test */
	arena_reset(&b->arena);
	account = our_account(b, x);
	if (account.n == 0) {
		wrong_account(b, x);
		return (RC_OK);
	}
	if (currency.n == 0)
		currency = b->night->mill->config.seller.currency;
	digits = currency_digits(currency);
	if (digits < 0 ||
	    !money_from_decimal(x->amount, digits, &amount, &exact) || !exact ||
	    amount <= 0 || x->booked_on == DAY_NONE)
		return (err_set(e, RC_FATAL, "RECORD-BAD",
		    "a payment of no amount, day or currency"));
	if (batch_open(&b->batch, e) != RC_OK ||
	    insert(b, x, account, currency, amount, e) != RC_OK)
		return (e->rc);
	return (batch_step(&b->batch, &full, e));
}

/* --- X12 820 ------------------------------------------------------------- */

static void
from_remittance(const struct remittance *r, struct bank_entry *x)
{
	shape_init(&bank_entry_shape, x);
	x->account = r->receiver_account;
	x->bank_id = r->reference;
	x->entry_id = r->reference;
	x->payer_name = r->payer_name;
	x->payer_account = r->payer_account;
	x->amount = r->amount;
	x->currency = r->currency;
	x->booked_on = r->paid_on;
	x->debit = !r->credit;
	x->reversal = !r->credit;
	x->offset = r->offset;
	x->row = 1;
	x->code = r->method;
}

static enum rc
remittance_item(struct book *b, const struct bank_entry *whole,
    const struct remittance_item *i, int64_t row, struct arena *a,
    struct err *e)
{
	struct bank_entry x = *whole;

	x.amount = i->amount;
	x.bank_id = SLICE_NONE;
	x.part = true;
	x.row = row;
	x.text = i->number;
	x.references = (struct list){ NULL, 0, 0 };
	bank_reference(&x.references,
	    slice_is(i->qualifier, "PO") ? "po" : "word", i->number, a);
	return (book_bank_entry(b, &x, e));
}

/* Each item of it is a payment of its own, because one payment never pays two
 * orders; items that take something back are for a person to divide. */
static bool
divides(const struct remittance *r)
{
	for (size_t i = 0; i < r->items.n; i++) {
		const struct remittance_item *x = LIST_AT(&r->items,
		    struct remittance_item, i);

		if (decimal_is_none(x->amount) || x->amount.coef <= 0)
			return (false);
	}
	return (r->items.n > 1);
}

enum rc
book_remittance(void *ctx, const struct remittance *r, struct err *e)
{
	struct book *b = ctx;
	struct bank_entry x;
	struct arena a = ARENA_INIT;
	enum rc rc = RC_OK;

	if (b->partner->role != ROLE_BANK) {
		book_own_finding(b, "REMITTANCE-KEPT", r->offset,
		    "the payment " SL_FMT " is kept with its file and not "
		    "booked",
		    SL_ARG(r->reference));
		return (RC_OK);
	}
	if (decimal_is_none(r->amount) || r->amount.coef <= 0)
		return (RC_OK); /* nothing was paid: a remark */
	from_remittance(r, &x);
	if (x.booked_on == DAY_NONE) /* it was told; the night has a day */
		x.booked_on = b->night->today;
	if (!divides(r)) {
		for (size_t i = 0; i < r->items.n; i++)
			bank_reference(&x.references, "po",
			    LIST_AT(&r->items, struct remittance_item, i)
				->number,
			    &a);
		x.batch = r->items.n > 1;
		rc = book_bank_entry(b, &x, e);
	}
	for (size_t i = 0; rc == RC_OK && divides(r) && i < r->items.n; i++)
		rc = remittance_item(b, &x,
		    LIST_AT(&r->items, struct remittance_item, i),
		    (int64_t)i + 1, &a, e);
	arena_free(&a);
	return (rc);
}
