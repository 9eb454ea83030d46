/*
 * bank -- what a bank says of our accounts: one booking, whatever the format
 * (ISO 20022 camt.053 and camt.054, X12 820, CSV).
 *
 * The account is ours and the payer's number is theirs, both compact (no
 * spaces, capitals).  Texts lie in the file or in the arena of the parser.
 * Amounts are above zero; `debit` says which way.
 *
 * What names an order is looked for by bank_references: every RF reference of
 * ISO 11649 with right check digits, then every word that could be a number
 * of ours or theirs.  Whether one is such a number is for the book to say.
 */
#ifndef DOMAIN_BANK_H
#define DOMAIN_BANK_H

#include "base/arena.h"
#include "base/date.h"
#include "base/decimal.h"
#include "domain/order.h"

#define BANK_REFERENCES_MAX 24 /* of one entry; what is beyond is not tried */
#define BANK_ID_MAX 140        /* bytes of an id, reference or name we keep */
#define BANK_TEXT_MAX 1000

struct bank_entry {
	struct slice account;    /* "" : the only one of that bank */
	struct slice bank_id;    /* the bank's own number of it, "" */
	struct slice entry_id;   /* …of the entry that it is a part of, "" */
	struct slice end_to_end; /* the payer's own number of it, "" */
	struct slice mandate;    /* of a direct debit, "" */
	struct slice payer_name, payer_account;
	struct decimal amount;
	struct slice currency; /* "" : the account's */
	day booked_on;
	bool debit;               /* money left the account */
	bool reversal;            /* it takes back an earlier booking */
	bool batch;               /* several payments, not told one by one */
	bool part;                /* one of several of its entry */
	struct slice code;        /* "PMNT-RCDT-ESCT", "" */
	struct slice return_code; /* why it came back: "AM04", "" */
	struct list references;   /* struct reference: rf, po or word */
	struct slice text;        /* what the payer wrote */
	int64_t offset, row;
};
extern const struct shape bank_entry_shape;

/* An account as it is compared: "nl91 abna …" is NL91ABNA….  In the arena. */
struct slice bank_account(struct slice written, struct arena *a);
/* 15 to 34 characters and the check digits of ISO 7064 mod 97-10. */
bool iban_valid(struct slice compact);

/* Adds what is in a text; qualifier "rf" or "word".  Of a bank's own form
 * "/TRTP/…/REMI/…/EREF/…" what stands behind these two is a text by itself.
 * Words that are there already are passed over.  Linear in the text, which is cut at
 * BANK_TEXT_MAX. */
void bank_references(struct list *references, struct slice text,
    struct arena *a);
/* Adds one that the format itself names: "rf" when it is one, else this. */
void bank_reference(struct list *references, const char *qualifier,
    struct slice value, struct arena *a);

#endif
