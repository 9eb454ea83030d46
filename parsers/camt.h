/*
 * camt -- the parser's own business, shared by parsers/camt*.c and nobody
 * else: what is kept while a statement is read.
 *
 *	camt.c		the parser: detection, faults, what the sink gets
 *	camt_rows.c	the elements that mean something, one row each
 *	camt_entry.c	what a text does, and when an entry is complete
 *
 * ISO 20022 camt.053 (statement) and camt.054 (notification), .001.02 and
 * .001.08.  A statement (Stmt, Ntfctn) is a message; each booked transaction
 * becomes a bank_entry.  An entry that tells its parts is given part by part
 * where their amounts add up to it, else whole, as a batch that a person must
 * divide.  What is not booked yet (PDNG, INFO, FUTR) is a finding and nothing
 * more.  A statement with an error gives nothing at all.
 *
 * Of one part alone the entry's amount counts: what is told of the part may
 * be in another currency, or before charges.
 */
#ifndef PARSERS_CAMT_H
#define PARSERS_CAMT_H

#include "domain/bank.h"
#include "parsers/xml_finding.h"

#define ISO_NS "urn:iso:std:iso:20022:tech:xsd:"
#define CAMT_NS ISO_NS "camt."
#define CAMT_ENTRIES_MAX 100000 /* of one file */

enum camt_use {
	C_PLAIN, /* a group that only leads to others */
	C_STATEMENT,
	C_ENTRY,
	C_PART,
	C_BALANCE,
	C_FILE_ID,
	C_STATEMENT_ID,
	C_ACCOUNT,
	C_ACCOUNT_CURRENCY,
	C_BALANCE_CODE,
	C_BALANCE_AMOUNT,
	C_BALANCE_SIGN,
	C_AMOUNT,
	C_PART_AMOUNT,
	C_SIGN,
	C_REVERSAL,
	C_STATUS,
	C_BOOKED_ON,
	C_VALUE_ON,
	C_CODE,
	C_BANK_ID,
	C_END_TO_END,
	C_MANDATE,
	C_BATCH,
	C_PAYER,
	C_PAYER_ACCOUNT,
	C_TEXT,
	C_MORE, /* of the bank, where nobody said anything */
	C_REFERENCE,
	C_DOCUMENT_CODE,
	C_DOCUMENT,
	C_RETURN,
};
enum camt_type { K_DOCUMENT = 1, K_FILE, K_LAST = 40 };
enum { CAMT_CCY };

struct camt_kind {
	const char *uri, *name, *version; /* …, "camt.053", "001.02" */
	struct xml_vocabulary vocabulary;
};
extern const struct camt_kind camt_kinds[]; /* uri NULL at the end */

struct camt_amount {
	struct decimal value; /* NONE: not told */
	struct slice currency;
	bool debit, signed_; /* its CdtDbtInd was told */
	bool read;           /* and an amount, right or wrong */
};

struct camt_balance {
	struct camt_amount amount;
	struct slice code;
};

struct camt_statement {
	struct message message;
	struct slice account, currency;
	struct list entries; /* struct bank_entry */
	struct camt_balance opening, closing;
	struct decimal sum;                   /* of what is booked */
	bool unsummed;                        /* too large, or a fault */
	size_t errors, warnings, first, last; /* findings of it */
	int64_t offset;
};

struct camt {
	const struct parse_input *in;
	const struct camt_kind *kind;
	struct xml_reader *reader;
	bool rooted, whole;
	struct slice file_id;
	struct interchange interchange;
	struct xml_findings found;
	struct list statements; /* struct camt_statement */
	size_t entries;
	struct camt_statement *statement; /* the open one */
	struct camt_balance balance;
	/* the open entry, and of each of its parts */
	struct bank_entry entry, part;
	struct camt_amount entry_amount, part_amount;
	struct list parts;        /* struct bank_entry */
	struct list part_amounts; /* struct camt_amount */
	struct slice status, document_code;
	bool in_part, crowded, day_wrong;
	int64_t told; /* NbOfTxs, 0: not told */
};

void camt_start(void *ctx, const struct xml_row *row);
void camt_value(void *ctx, const struct xml_row *row, struct slice text);
void camt_end(void *ctx, const struct xml_row *row);

/* A finding where the reader stands; fmt NULL: the rule's words. */
void camt_found(struct camt *c, const char *code, struct slice value,
    const char *fmt, ...) PRINTF_LIKE(4, 5);

#endif
