/*
 * pain008 -- a direct debit initiation for a bank: ISO 20022
 * pain.008.001.02 or .08 as SEPA has it (scheme CORE, euros, IBAN alone); of
 * what is written here only the namespace and the BIC's tag differ.
 *
 * Debits of one day and kind are one batch (PmtInf) each; they come sorted by
 * batch.  Everything is in the input, so the same collection written twice is
 * the same bytes.  Names are cut at 70 characters and kept to letters that
 * SEPA banks must take; others become a full stop.
 */
#ifndef WRITERS_PAIN008_H
#define WRITERS_PAIN008_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/date.h"

struct pain008_debit {
	struct slice end_to_end, batch; /* at most 35 characters */
	const char *kind;               /* "FRST" "RCUR" */
	day collect_on, mandate_signed;
	struct slice mandate, name, iban, text;
	int64_t amount; /* cents */
};
struct pain008 {
	struct slice message_id; /* at most 35 characters */
	bool newer;              /* .08 */
	instant created;
	struct slice creditor, iban, bic, creditor_id; /* bic "": none */
	struct list debits; /* struct pain008_debit, of one batch together */
};

/* RC_FATAL "WRITE-MISSING", "WRITE-LARGE". */
enum rc write_pain008(const struct pain008 *p, struct buf *out,
    struct err *e) MUST_CHECK;

#endif
