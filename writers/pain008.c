#include <inttypes.h>
#include <string.h>

#include "base/decimal.h"
#include "writers/pain008.h"

#define NAMESPACE "urn:iso:std:iso:20022:tech:xsd:pain.008.001."
#define NAME_MAX 70
#define TEXT_MAX 140

/* The Latin letters that every bank takes; no amount of escaping makes others
 * safe on the way. */
static bool
plain(char c)
{
	return ((c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
	    (c >= '0' && c <= '9') ||
	    (c != '\0' && strchr("/-?:().,'+ ", c) != NULL));
}

static void
put(struct buf *b, const char *tag, struct slice text, size_t most)
{
	size_t n = 0;

	buf_printf(b, "<%s>", tag);
	for (size_t i = 0; i < text.n && n < most; i++) {
		if (((uint8_t)text.p[i] & 0xc0) == 0x80)
			continue; /* of the letter before */
		buf_char(b, plain(text.p[i]) ? text.p[i] : '.');
		n++;
	}
	buf_printf(b, "</%s>", tag);
}

static void
put_amount(struct buf *b, int64_t cents)
{
	char text[DECIMAL_TEXT_MAX + 4];

	buf_text(b, money_text(cents, 2, text));
}

static void
put_sum(struct buf *b, size_t count, int64_t cents)
{
	buf_printf(b, "<NbOfTxs>%zu</NbOfTxs><CtrlSum>", count);
	put_amount(b, cents);
	buf_text(b, "</CtrlSum>");
}

static void
put_account(struct buf *b, const char *tag, struct slice iban)
{
	buf_printf(b, "<%s><Id>", tag);
	put(b, "IBAN", iban, 34);
	buf_printf(b, "</Id></%s>\n", tag);
}

/* By IBAN alone, which names the bank. */
static void
put_bank(struct buf *b, const char *tag, struct slice bic, bool newer)
{
	buf_printf(b, "<%s><FinInstnId>", tag);
	if (bic.n > 0)
		put(b, newer ? "BICFI" : "BIC", bic, 11);
	else
		buf_text(b, "<Othr><Id>NOTPROVIDED</Id></Othr>");
	buf_printf(b, "</FinInstnId></%s>\n", tag);
}

static const struct pain008_debit *
debit_at(const struct pain008 *p, size_t i)
{
	return (LIST_AT(&p->debits, struct pain008_debit, i));
}

static void
put_debit(struct buf *b, const struct pain008_debit *d)
{
	char on[11];

	buf_text(b, "<DrctDbtTxInf><PmtId>");
	put(b, "EndToEndId", d->end_to_end, 35);
	buf_text(b, "</PmtId>\n<InstdAmt Ccy=\"EUR\">");
	put_amount(b, d->amount);
	buf_text(b, "</InstdAmt>\n<DrctDbtTx><MndtRltdInf>");
	put(b, "MndtId", d->mandate, 35);
	buf_printf(b, "<DtOfSgntr>%s</DtOfSgntr></MndtRltdInf></DrctDbtTx>\n",
	    day_text(d->mandate_signed, on));
	put_bank(b, "DbtrAgt", SLICE_NONE, false);
	buf_text(b, "<Dbtr>");
	put(b, "Nm", d->name, NAME_MAX);
	buf_text(b, "</Dbtr>\n");
	put_account(b, "DbtrAcct", d->iban);
	buf_text(b, "<RmtInf>");
	put(b, "Ustrd", d->text, TEXT_MAX);
	buf_text(b, "</RmtInf></DrctDbtTxInf>\n");
}

static void
put_creditor(struct buf *b, const struct pain008 *p)
{
	buf_text(b, "<Cdtr>");
	put(b, "Nm", p->creditor, NAME_MAX);
	buf_text(b, "</Cdtr>\n");
	put_account(b, "CdtrAcct", p->iban);
	put_bank(b, "CdtrAgt", p->bic, p->newer);
	buf_text(b, "<ChrgBr>SLEV</ChrgBr>\n<CdtrSchmeId><Id><PrvtId><Othr>");
	put(b, "Id", p->creditor_id, 35);
	buf_text(b,
	    "<SchmeNm><Prtry>SEPA</Prtry></SchmeNm></Othr></PrvtId></Id>"
	    "</CdtrSchmeId>\n");
}

static void
put_batch(struct buf *b, const struct pain008 *p, size_t from, size_t to)
{
	const struct pain008_debit *first = debit_at(p, from);
	int64_t sum = 0;
	char on[11];

	for (size_t i = from; i < to; i++)
		sum += debit_at(p, i)->amount;
	buf_text(b, "<PmtInf>");
	put(b, "PmtInfId", first->batch, 35);
	buf_text(b, "<PmtMtd>DD</PmtMtd>");
	put_sum(b, to - from, sum);
	buf_printf(b,
	    "\n<PmtTpInf><SvcLvl><Cd>SEPA</Cd></SvcLvl><LclInstrm><Cd>CORE"
	    "</Cd></LclInstrm><SeqTp>%s</SeqTp></PmtTpInf>\n"
	    "<ReqdColltnDt>%s</ReqdColltnDt>\n",
	    first->kind, day_text(first->collect_on, on));
	put_creditor(b, p);
	for (size_t i = from; i < to; i++)
		put_debit(b, debit_at(p, i));
	buf_text(b, "</PmtInf>\n");
}

static void
put_header(struct buf *b, const struct pain008 *p, int64_t sum)
{
	char at[21];

	buf_printf(b,
	    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
	    "<Document xmlns=\"" NAMESPACE "%s\">\n<CstmrDrctDbtInitn>\n"
	    "<GrpHdr>",
	    p->newer ? "08" : "02");
	put(b, "MsgId", p->message_id, 35);
	buf_printf(b, "<CreDtTm>%s</CreDtTm>", instant_text(p->created, at));
	put_sum(b, p->debits.n, sum);
	buf_text(b, "<InitgPty>");
	put(b, "Nm", p->creditor, NAME_MAX);
	buf_text(b, "</InitgPty></GrpHdr>\n");
}

enum rc
write_pain008(const struct pain008 *p, struct buf *out, struct err *e)
{
	int64_t sum = 0;

	if (p->debits.n == 0 || p->message_id.n == 0 || p->iban.n == 0 ||
	    p->creditor_id.n == 0 || p->creditor.n == 0)
		return (err_set(e, RC_FATAL, "WRITE-MISSING",
		    "pain.008: the creditor or its debits"));
	for (size_t i = 0; i < p->debits.n; i++) {
		INVARIANT(debit_at(p, i)->amount > 0);
		if (!money_add(sum, debit_at(p, i)->amount, &sum))
			return (err_set(e, RC_FATAL, "WRITE-LARGE",
			    "pain.008: the sum"));
	}
	put_header(out, p, sum);
	for (size_t i = 0, to; i < p->debits.n; i = to) {
		for (to = i + 1; to < p->debits.n &&
		     slice_eq(debit_at(p, to)->batch, debit_at(p, i)->batch);)
			to++;
		put_batch(out, p, i, to);
	}
	buf_text(out, "</CstmrDrctDbtInitn>\n</Document>\n");
	if (out->failed)
		return (err_set(e, RC_FATAL, "WRITE-LARGE",
		    "pain.008: longer than %zu bytes", out->max));
	return (RC_OK);
}
