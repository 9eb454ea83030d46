#include "parsers/csv.h"

static const char *const columns[] = { [P_ID] = "id",
	[P_BOOKED_ON] = "booked_on",
	[P_AMOUNT] = "amount",
	[P_CURRENCY] = "currency",
	[P_REFERENCE] = "reference",
	[P_TEXT] = "text",
	[P_IBAN] = "iban",
	[P_NAME] = "name",
	[P_ACCOUNT] = "account",
	[P_DIRECTION] = "direction",
	NULL };

/* As long as a bank's other formats have it. */
static struct slice
kept(struct csv_file *f, int column, size_t most)
{
	struct slice s = slice_sub(csv_text(f, column), 0, most);

	while (s.n > 0 && !slice_utf8(s))
		s.n--;
	return (s);
}

/* What banks write beside an amount that has no sign: where it came, and where
 * it went. */
static bool
is_word(struct slice s, const char *const *words)
{
	for (size_t i = 0; words[i] != NULL; i++)
		if (slice_ieq(s, slice_of(words[i])))
			return (true);
	return (false);
}

/* A word, a sign, or both where they agree. */
static bool
went(struct csv_file *f, bool minus, struct err *e)
{
	static const char *const in[] = { "C", "CR", "CRDT", "credit", "bij",
		"H", "haben", "in", "+", "credito", "crédito", NULL };
	static const char *const out[] = { "D", "DR", "DBIT", "debit", "debet",
		"af", "S", "soll", "out", "-", "debito", "débito", NULL };
	const struct slice s = csv_text(f, P_DIRECTION);

	if (f->at[P_DIRECTION] < 0)
		return (minus);
	if (is_word(s, out))
		return (true);
	if (!is_word(s, in) || minus)
		csv_found(f, "CSV-DIRECTION", P_DIRECTION, e,
		    is_word(s, in) ? "it came, but the amount has a minus" :
				     NULL);
	return (false);
}

/* Above zero; a sign or a word says which way. */
static void
read_amount(struct csv_file *f, struct bank_entry *b, struct err *e)
{
	struct decimal d = csv_number(f, P_AMOUNT, e);
	int digits;

	b->currency = csv_text(f, P_CURRENCY);
	digits = currency_digits(b->currency);
	if (b->currency.n > 0 && digits < 0)
		csv_found(f, "CSV-CURRENCY", P_CURRENCY, e, NULL);
	if (decimal_is_none(d)) {
		if (csv_text(f, P_AMOUNT).n == 0)
			csv_found(f, "CSV-MISSING", P_AMOUNT, e, NULL);
		return;
	}
	b->debit = went(f, d.coef < 0, e);
	if (d.coef < 0 && !decimal_sub(DECIMAL_ZERO, d, &d))
		d = DECIMAL_ZERO;
	if (d.coef == 0 || d.scale > (digits >= 0 ? digits : 2))
		csv_found(f, "CSV-AMOUNT", P_AMOUNT, e, NULL);
	b->amount = d;
}

static void
read_texts(struct csv_file *f, struct bank_entry *b)
{
	struct arena *a = &f->scratch;

	b->bank_id = b->entry_id = kept(f, P_ID, BANK_ID_MAX);
	b->account = bank_account(csv_text(f, P_ACCOUNT), a);
	b->payer_account = bank_account(csv_text(f, P_IBAN), a);
	b->payer_name = kept(f, P_NAME, BANK_ID_MAX);
	b->text = kept(f, P_TEXT, BANK_TEXT_MAX);
	bank_reference(&b->references, "word", csv_text(f, P_REFERENCE), a);
	bank_references(&b->references, csv_text(f, P_REFERENCE), a);
	bank_references(&b->references, b->text, a);
}

static enum rc
payment_row(struct csv_file *f, struct err *e)
{
	struct bank_entry b;

	shape_init(&bank_entry_shape, &b);
	/* Two payments that a spreadsheet left the same number would be one. */
	csv_whole(f, P_ID, e);
	read_amount(f, &b, e);
	b.booked_on = csv_day(f, P_BOOKED_ON, e);
	if (csv_text(f, P_BOOKED_ON).n == 0)
		csv_found(f, "CSV-MISSING", P_BOOKED_ON, e, NULL);
	read_texts(f, &b);
	b.offset = f->row.offset;
	b.row = f->row.number;
	if (f->row_errors > 0) {
		f->bad++;
		return (RC_OK);
	}
	f->good++;
	return (f->sink->bank_entry(f->sink->ctx, &b, e));
}

static void
payment_lost(struct csv_file *f)
{
	f->bad++;
}

static enum rc
payments_end(struct csv_file *f __attribute__((unused)),
    struct err *e __attribute__((unused)))
{
	return (RC_OK);
}

static void
survey_row(struct csv_file *f, struct list *seen __attribute__((unused)))
{
	csv_survey_number(f, P_AMOUNT);
}

const struct csv_kind csv_payments = { "payments", columns, P_AMOUNT,
	survey_row, NULL, payment_row, payment_lost, payments_end };
