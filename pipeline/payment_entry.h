/*
 * payment_entry -- one entry of a bank's, while it is decided what it is.
 * payment_*.c share it; nobody else includes it.
 *
 *	payment_bank.c    reads what is open and decides, one by one
 *	payment_entry.c   its key, what is said of it, was it told before
 *	payment_credit.c  money that came, and where it belongs
 *	payment_debit.c   direct debits that came
 *	payment_back.c    what the bank takes back
 *
 * Banks tell the same money in several files (camt.052, 053, 054, MT940), with
 * their own number or without.  So an entry has a key: its account and the
 * bank's number of it, else all that tells it from others and how often the
 * same stood there.  A payment bears the key of the entry that told it first.
 *
 * Whoever decides writes what becomes of the entry into struct banking, by
 * entry_tell; payment_bank.c writes its row.  Texts are in its arena, which is
 * that of one entry.
 */
#ifndef PIPELINE_PAYMENT_ENTRY_H
#define PIPELINE_PAYMENT_ENTRY_H

#include "pipeline/payment_part.h"

struct told { /* a row of bank_entry */
	int64_t id, file_id, message_id, row, offset, amount, nth;
	struct slice partner, account, bank_id, entry_id, end_to_end, mandate,
	    payer_name, payer_account, currency, return_code, refs, text,
	    format;
	day booked_on;
	bool debit, reversal, batch, part;
};

struct banking {
	struct night *night;
	struct actor actor;
	struct arena a; /* of one entry */
	const struct told *t;
	struct slice key;
	/* what becomes of it */
	const char *state, *code;
	char detail[300];
	int64_t payment_id;
};

/* --- what it is called ---------------------------------------------------- */

struct slice entry_key(struct banking *k);
/* The bank's number of it, SLICE_NONE where banks write a word for none. */
struct slice entry_number(const struct told *t);
/* "EUR 193.60 of Kiosk en Zonen": whose it seems to be. */
const char *entry_words(struct banking *k);
/* code "" : nothing is wrong with it. */
void entry_tell(struct banking *k, const char *state, const char *code,
    const char *fmt, ...) PRINTF_LIKE(4, 5);
/* A finding of its file, at its row. */
enum rc entry_found(struct banking *k, const char *code, const char *text,
    struct err *e) MUST_CHECK;

/* --- was it told before? -------------------------------------------------- */

struct known { /* a payment that is booked; payment_id 0: none */
	int64_t payment_id, order_id, amount, applied;
	struct slice state, customer, currency, key;
};
enum rc entry_known(struct banking *k, struct slice key, struct known *p,
    struct err *e) MUST_CHECK;
void entry_repeated(struct banking *k, const struct known *p);
/* By this file or another, whole or in parts: *yes, and it is said. */
enum rc entry_seen(struct banking *k, bool *yes, struct err *e) MUST_CHECK;

/* --- what it is ----------------------------------------------------------- */

/* The row of a payment that came; p gets its number. */
enum rc entry_book(struct banking *k, struct placing *p,
    struct err *e) MUST_CHECK;
/* It pays its order, or what its customer owes: known, both. */
enum rc entry_settle(struct banking *k, struct placing *p,
    struct err *e) MUST_CHECK;
/* As it was matched.  again: it was left open before, and nothing is said
 * where that is so still. */
enum rc entry_place(struct banking *k, struct placing *p, struct matched *m,
    bool again, struct err *e) MUST_CHECK;
enum rc entry_credit(struct banking *k, struct err *e) MUST_CHECK;

struct debit { /* a direct debit of ours; id 0: none */
	int64_t id, amount;
	struct slice customer, state, end_to_end;
};
enum rc entry_debit(struct banking *k, struct slice end_to_end, struct debit *d,
    struct err *e) MUST_CHECK;
enum rc entry_debit_is(struct banking *k, struct slice end_to_end,
    const char *state, struct slice reason, struct err *e) MUST_CHECK;
/* One that we asked for, or the sum of a batch of them: *yes, it is booked. */
enum rc entry_collected(struct banking *k, bool *yes, struct err *e) MUST_CHECK;

/* A debit of our account that takes back what came. */
enum rc entry_reversal(struct banking *k, struct err *e) MUST_CHECK;

#endif
