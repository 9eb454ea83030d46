#include <string.h>

#include "parsers/camt.h"

static struct slice
kept(struct camt *c, struct slice s)
{
	const uintptr_t p = (uintptr_t)s.p, from = (uintptr_t)c->in->data.p;

	if (s.n > BANK_ID_MAX)
		s = slice_sub(s, 0, BANK_ID_MAX);
	while (s.n > 0 && !slice_utf8(s))
		s.n--;
	if (p >= from && p < from + c->in->data.n)
		return (s);
	return (s.n > 0 ? arena_slice(c->in->arena, s) : SLICE_NONE);
}

static void
set_once(struct camt *c, struct slice *to, struct slice text)
{
	if (to->n == 0)
		*to = kept(c, text);
}

static struct bank_entry *
open_entry(struct camt *c)
{
	return (c->in_part ? &c->part : &c->entry);
}

static struct camt_amount *
open_amount(struct camt *c)
{
	return (c->in_part ? &c->part_amount : &c->entry_amount);
}

/* --- values -------------------------------------------------------------- */

static void
read_amount(struct camt *c, struct camt_amount *to, struct slice text,
    bool balance)
{
	struct slice currency = xml_attribute(c->reader, CAMT_CCY);
	struct decimal d;
	int digits = currency_digits(currency);

	if (!decimal_is_none(to->value))
		return; /* told twice, in two forms: the first counts */
	if (digits < 0)
		camt_found(c, "CAMT-CURRENCY", currency, NULL);
	if (!decimal_parse(text, &d) || d.coef < 0 || (!balance && d.coef == 0))
		camt_found(c, "CAMT-AMOUNT", text, NULL);
	else if (digits >= 0 && !balance && d.scale > digits)
		camt_found(c, "CAMT-AMOUNT", text,
		    "more decimals than " SL_FMT " has", SL_ARG(currency));
	else
		to->value = d;
	to->currency = kept(c, currency);
	to->read = true;
}

static void
read_sign(struct camt *c, struct camt_amount *to, struct slice text)
{
	to->debit = slice_is(text, "DBIT");
	to->signed_ = true;
	if (!to->debit && !slice_is(text, "CRDT"))
		camt_found(c, "CAMT-WORD", text, "neither CRDT nor DBIT");
}

static void
read_flag(struct camt *c, bool *to, struct slice text)
{
	*to = slice_is(text, "true") || slice_is(text, "1");
	if (!*to && !slice_is(text, "false") && !slice_is(text, "0"))
		camt_found(c, "CAMT-WORD", text, "neither true nor false");
}

/* DtTm begins with the day. */
static void
read_day(struct camt *c, day *to, struct slice text, bool overrule)
{
	day d = day_parse_iso(slice_sub(text, 0, 10));

	if (d == DAY_NONE) {
		camt_found(c, "CAMT-DATE", text, NULL);
		c->day_wrong = true;
	} else if (overrule || *to == DAY_NONE)
		*to = d;
}

static void
read_count(struct camt *c, struct slice text)
{
	int64_t n;

	if (slice_int(text, &n) && n > c->told)
		c->told = n;
}

static void
add_text(struct camt *c, struct bank_entry *b, struct slice text)
{
	struct arena *a = c->in->arena;

	text = slice_sub(text, 0, BANK_TEXT_MAX);
	while (text.n > 0 && !slice_utf8(text))
		text.n--;
	if (text.n == 0 || b->text.n + text.n > BANK_TEXT_MAX)
		return;
	bank_references(&b->references, text, a);
	b->text = b->text.n == 0 ? arena_slice(a, text) :
				   slice_of(arena_printf(a, SL_FMT " " SL_FMT,
				       SL_ARG(b->text), SL_ARG(text)));
}

/* What the bank adds, where the payer's own words are missing.  The entry's
 * stands behind its parts: the only one of them is the payment. */
static void
add_more(struct camt *c, struct slice text)
{
	struct bank_entry *b = open_entry(c);

	if (!c->in_part && c->parts.n == 1 && c->told <= 1)
		b = LIST_AT(&c->parts, struct bank_entry, 0);
	if (b->text.n == 0)
		add_text(c, b, text);
}

/* "PMNT-RCDT-ESCT" of its three parts. */
static void
add_code(struct camt *c, struct slice text)
{
	struct slice *code = &c->entry.code;

	if (text.n == 0 || text.n > 8)
		return;
	*code = code->n == 0 ?
	    kept(c, text) :
	    slice_of(arena_printf(c->in->arena, SL_FMT "-" SL_FMT,
		SL_ARG(slice_sub(*code, 0, 20)), SL_ARG(text)));
}

/* Not everything that is referred to is an order: invoices and the like are
 * words that may fit nothing. */
static void
document(struct camt *c, struct slice text)
{
	struct bank_entry *b = open_entry(c);

	bank_reference(&b->references,
	    slice_is(c->document_code, "PUOR") ? "po" : "word", text,
	    c->in->arena);
	c->document_code = SLICE_NONE;
}

static void
end_to_end(struct camt *c, struct slice text)
{
	struct bank_entry *b = open_entry(c);

	if (text.n == 0 || slice_is(text, "NOTPROVIDED") ||
	    slice_is(text, "NONREF"))
		return;
	set_once(c, &b->end_to_end, text);
	bank_reference(&b->references, "word", text, c->in->arena);
}

static void
entry_value(struct camt *c, int use, struct slice text)
{
	struct bank_entry *b = open_entry(c);
	struct arena *a = c->in->arena;

	switch (use) {
	case C_BANK_ID:
		set_once(c, &b->bank_id, text);
		break;
	case C_END_TO_END:
		end_to_end(c, text);
		break;
	case C_MANDATE:
		set_once(c, &b->mandate, text);
		break;
	case C_PAYER:
		set_once(c, &b->payer_name, text);
		break;
	case C_PAYER_ACCOUNT:
		if (b->payer_account.n == 0)
			b->payer_account = bank_account(kept(c, text), a);
		break;
	case C_TEXT:
		add_text(c, b, text);
		break;
	case C_MORE:
		add_more(c, text);
		break;
	case C_REFERENCE:
		bank_reference(&b->references, "word", kept(c, text), a);
		break;
	case C_DOCUMENT_CODE:
		c->document_code = kept(c, text);
		break;
	case C_DOCUMENT:
		document(c, kept(c, text));
		break;
	case C_RETURN:
		set_once(c, &b->return_code, text);
		break;
	default:
		break;
	}
}

static void
money_value(struct camt *c, int use, struct slice text)
{
	switch (use) {
	case C_BALANCE_AMOUNT:
		read_amount(c, &c->balance.amount, text, true);
		break;
	case C_BALANCE_SIGN:
		read_sign(c, &c->balance.amount, text);
		break;
	case C_BALANCE_CODE:
		c->balance.code = kept(c, text);
		break;
	case C_AMOUNT:
		read_amount(c, &c->entry_amount, text, false);
		break;
	case C_PART_AMOUNT:
		read_amount(c, &c->part_amount, text, false);
		break;
	case C_SIGN:
		read_sign(c, open_amount(c), text);
		break;
	case C_REVERSAL:
		read_flag(c, &c->entry.reversal, text);
		break;
	case C_STATUS:
		c->status = kept(c, text);
		break;
	case C_BOOKED_ON:
		read_day(c, &c->entry.booked_on, text, true);
		break;
	case C_VALUE_ON:
		read_day(c, &c->entry.booked_on, text, false);
		break;
	case C_CODE:
		add_code(c, text);
		break;
	case C_BATCH:
		read_count(c, text);
		break;
	default:
		entry_value(c, use, text);
		break;
	}
}

void
camt_value(void *ctx, const struct xml_row *row, struct slice text)
{
	struct camt *c = ctx;
	struct camt_statement *s = c->statement;

	switch (row->use) {
	case C_FILE_ID:
		c->file_id = kept(c, text);
		break;
	case C_STATEMENT_ID:
		s->message.document_id = kept(c, text);
		break;
	case C_ACCOUNT:
		s->account = bank_account(kept(c, text), c->in->arena);
		break;
	case C_ACCOUNT_CURRENCY:
		s->currency = kept(c, text);
		break;
	default:
		money_value(c, row->use, text);
		break;
	}
}

/* --- groups -------------------------------------------------------------- */

static void
begin_amount(struct camt_amount *a)
{
	*a = (struct camt_amount){ .value = DECIMAL_NONE };
}

static void
begin_entry(struct camt *c)
{
	shape_init(&bank_entry_shape, &c->entry);
	begin_amount(&c->entry_amount);
	c->entry.offset = xml_offset(c->reader);
	c->entry.account = c->statement->account;
	c->parts = c->part_amounts = (struct list){ NULL, 0, 0 };
	c->status = c->document_code = SLICE_NONE;
	c->day_wrong = false;
	c->told = 0;
}

static void
begin_statement(struct camt *c)
{
	struct camt_statement *s = LIST_PUSH(c->in->arena, &c->statements,
	    struct camt_statement);

	*s = (struct camt_statement){ .sum = DECIMAL_ZERO,
		.offset = xml_offset(c->reader),
		.errors = c->found.errors,
		.warnings = c->found.warnings,
		.first = c->found.list.n };
	shape_init(&message_shape, &s->message);
	begin_amount(&s->opening.amount);
	begin_amount(&s->closing.amount);
	c->statement = s;
}

void
camt_start(void *ctx, const struct xml_row *row)
{
	struct camt *c = ctx;

	switch (row->use) {
	case C_STATEMENT:
		begin_statement(c);
		break;
	case C_BALANCE:
		c->balance = (struct camt_balance){ .code = SLICE_NONE };
		begin_amount(&c->balance.amount);
		break;
	case C_ENTRY:
		begin_entry(c);
		break;
	case C_PART:
		shape_init(&bank_entry_shape, &c->part);
		begin_amount(&c->part_amount);
		c->part.offset = xml_offset(c->reader);
		c->in_part = true;
		break;
	default:
		break;
	}
}

/* Several banks give a balance again for each page: the first opening and
 * the last closing one count. */
static void
end_balance(struct camt *c)
{
	struct camt_statement *s = c->statement;
	struct camt_balance *b = &c->balance;

	if ((slice_is(b->code, "OPBD") || slice_is(b->code, "PRCD")) &&
	    decimal_is_none(s->opening.amount.value))
		s->opening = *b;
	else if (slice_is(b->code, "CLBD"))
		s->closing = *b;
}

static bool
crowded(struct camt *c)
{
	if (c->entries + c->parts.n < CAMT_ENTRIES_MAX)
		return (false);
	if (!c->crowded)
		camt_found(c, "CAMT-ENTRIES-MAX", SLICE_NONE, NULL);
	c->crowded = true;
	return (true);
}

static void
end_part(struct camt *c)
{
	c->in_part = false;
	if (crowded(c))
		return;
	*LIST_PUSH(c->in->arena, &c->parts, struct bank_entry) = c->part;
	*LIST_PUSH(c->in->arena, &c->part_amounts,
	    struct camt_amount) = c->part_amount;
}

/* Adds amounts that are of one sign; false: they cannot be added up. */
static bool
parts_add_up(struct camt *c)
{
	struct decimal sum = DECIMAL_ZERO;

	for (size_t i = 0; i < c->part_amounts.n; i++) {
		const struct camt_amount *a = LIST_AT(&c->part_amounts,
		    struct camt_amount, i);

		if (decimal_is_none(a->value) ||
		    !slice_eq(a->currency, c->entry_amount.currency) ||
		    (a->signed_ && a->debit != c->entry_amount.debit) ||
		    !decimal_add(sum, a->value, &sum))
			return (false);
	}
	return (decimal_cmp(sum, c->entry_amount.value) == 0);
}

static void
give(struct camt *c, struct bank_entry *b, struct decimal amount, bool batch)
{
	struct camt_statement *s = c->statement;

	b->account = s->account;
	b->amount = amount;
	b->currency = c->entry_amount.currency;
	b->debit = c->entry_amount.debit;
	b->reversal = c->entry.reversal;
	b->booked_on = c->entry.booked_on;
	b->entry_id = c->entry.bank_id;
	b->code = c->entry.code;
	b->batch = batch;
	b->row = (int64_t)s->entries.n + 1;
	*LIST_PUSH(c->in->arena, &s->entries, struct bank_entry) = *b;
	c->entries++;
}

static void
give_parts(struct camt *c)
{
	for (size_t i = 0; i < c->parts.n; i++) {
		struct bank_entry *b = LIST_AT(&c->parts, struct bank_entry, i);

		b->part = true;
		give(c, b,
		    LIST_AT(&c->part_amounts, struct camt_amount, i)->value,
		    false);
	}
}

static void
give_entry(struct camt *c)
{
	if (c->parts.n == 1 && c->told <= 1) {
		struct bank_entry *b = LIST_AT(&c->parts, struct bank_entry, 0);

		/* What a statement without details knows of it too. */
		if (c->entry.bank_id.n > 0)
			b->bank_id = c->entry.bank_id;
		give(c, b, c->entry_amount.value, false);
		return;
	}
	if (c->parts.n > 1 && parts_add_up(c)) {
		give_parts(c);
		return;
	}
	if (c->parts.n > 0)
		camt_found(c, "CAMT-SUM", SLICE_NONE, NULL);
	give(c, &c->entry, c->entry_amount.value,
	    c->told > 1 || c->parts.n > 1);
}

/* Of the statement, whatever becomes of the entry. */
static void
add_sum(struct camt *c)
{
	struct camt_statement *s = c->statement;
	const struct camt_amount *a = &c->entry_amount;
	bool fine = a->debit ? decimal_sub(s->sum, a->value, &s->sum) :
			       decimal_add(s->sum, a->value, &s->sum);

	if (!fine)
		s->unsummed = true;
}

static void
end_entry(struct camt *c)
{
	const struct camt_amount *a = &c->entry_amount;

	if (c->status.n > 0 && !slice_is(c->status, "BOOK")) {
		camt_found(c, "CAMT-PENDING", c->status, NULL);
		return;
	}
	if (!a->read || !a->signed_ || c->status.n == 0)
		camt_found(c, "CAMT-MISSING", SLICE_NONE, "an entry has no %s",
		    c->status.n == 0 ? "status (Sts)" :
			!a->signed_  ? "direction (CdtDbtInd)" :
				       "amount (Amt)");
	else if (c->entry.booked_on == DAY_NONE && !c->day_wrong)
		camt_found(c, "CAMT-MISSING", SLICE_NONE,
		    "an entry has no day (BookgDt, ValDt)");
	else if (decimal_is_none(a->value) || c->entry.booked_on == DAY_NONE)
		; /* said where it stands */
	else if (!crowded(c)) {
		add_sum(c);
		give_entry(c);
		return;
	}
	c->statement->unsummed = true;
}

static bool
signed_amount(const struct camt_amount *a, struct decimal *d)
{
	*d = a->value;
	return (!decimal_is_none(a->value) &&
	    (!a->debit || decimal_sub(DECIMAL_ZERO, a->value, d)));
}

static void
check_balance(struct camt *c, const struct camt_statement *s)
{
	struct decimal from, to, sum;
	char text[DECIMAL_TEXT_MAX];

	if (s->unsummed || !signed_amount(&s->opening.amount, &from) ||
	    !signed_amount(&s->closing.amount, &to) ||
	    !decimal_add(from, s->sum, &sum) || decimal_cmp(sum, to) == 0)
		return;
	camt_found(c, "CAMT-BALANCE", SLICE_NONE,
	    "the opening balance and the entries come to %s",
	    decimal_text(sum, text));
}

static void
end_statement(struct camt *c)
{
	struct camt_statement *s = c->statement;

	if (s->account.n == 0)
		camt_found(c, "CAMT-MISSING", SLICE_NONE,
		    "the statement has no account (Acct/Id)");
	check_balance(c, s);
	s->errors = c->found.errors - s->errors;
	s->warnings = c->found.warnings - s->warnings;
	s->last = c->found.list.n;
	c->statement = NULL;
}

void
camt_end(void *ctx, const struct xml_row *row)
{
	struct camt *c = ctx;

	switch (row->use) {
	case C_STATEMENT:
		end_statement(c);
		break;
	case C_BALANCE:
		end_balance(c);
		break;
	case C_ENTRY:
		end_entry(c);
		break;
	case C_PART:
		end_part(c);
		break;
	default:
		break;
	}
}
