#include "parsers/camt.h"

/*
 * One row an element that means something, sorted by parent.  The versions
 * differ in little that we read: Sts is a text in .02 and a choice in .08, the
 * amount of a part lies in AmtDtls/TxAmt or at once, and the payer's name in
 * Dbtr or in Dbtr/Pty.
 */
enum {
	K_HEADER = K_FILE + 1,
	K_STATEMENT,
	K_ACCOUNT,
	K_ACCOUNT_ID,
	K_ACCOUNT_OTHER,
	K_BALANCE,
	K_BALANCE_TYPE,
	K_BALANCE_CODE,
	K_ENTRY,
	K_STATUS,
	K_BOOKED_ON,
	K_VALUE_ON,
	K_CODE,
	K_DOMAIN,
	K_FAMILY,
	K_DETAILS,
	K_BATCH,
	K_PART,
	K_REFERENCES,
	K_AMOUNTS,
	K_AMOUNT,
	K_PARTIES,
	K_PAYER,
	K_PAYER_PARTY,
	K_PAYER_ACCOUNT,
	K_PAYER_ID,
	K_PAYER_OTHER,
	K_SAID,
	K_STRUCTURED,
	K_DOCUMENTS,
	K_DOCUMENT_TYPE,
	K_DOCUMENT_CODE,
	K_CREDITOR,
	K_RETURN,
	K_RETURN_REASON,
	K_TYPES
};
_Static_assert((int)K_TYPES <= (int)K_LAST, "camt_type has room for them");

/* clang-format off */
#define ONE(p, name, use) { p, 0, name, XML_VALUE, XML_ONCE, use, 0, 0 }
#define FIRST(p, name, use) { p, 0, name, XML_VALUE, XML_FIRST, use, 0, 0 }
#define ANY(p, name, use) { p, 0, name, XML_VALUE, XML_MANY, use, 0, 0 }
#define IN(p, name, type) { p, 0, name, type, XML_ONCE, C_PLAIN, 0, 0 }
#define MANY(p, name, type, use) { p, 0, name, type, XML_MANY, use, 0, 0 }

#define ROWS(STATEMENTS, STATEMENT, STATUS) \
	IN(K_DOCUMENT, STATEMENTS, K_FILE), \
	IN(K_FILE, "GrpHdr", K_HEADER), \
	MANY(K_FILE, STATEMENT, K_STATEMENT, C_STATEMENT), \
	ONE(K_HEADER, "MsgId", C_FILE_ID), \
	ONE(K_STATEMENT, "Id", C_STATEMENT_ID), \
	IN(K_STATEMENT, "Acct", K_ACCOUNT), \
	MANY(K_STATEMENT, "Bal", K_BALANCE, C_BALANCE), \
	MANY(K_STATEMENT, "Ntry", K_ENTRY, C_ENTRY), \
	IN(K_ACCOUNT, "Id", K_ACCOUNT_ID), \
	ONE(K_ACCOUNT, "Ccy", C_ACCOUNT_CURRENCY), \
	ONE(K_ACCOUNT_ID, "IBAN", C_ACCOUNT), \
	IN(K_ACCOUNT_ID, "Othr", K_ACCOUNT_OTHER), \
	ONE(K_ACCOUNT_OTHER, "Id", C_ACCOUNT), \
	IN(K_BALANCE, "Tp", K_BALANCE_TYPE), \
	ONE(K_BALANCE, "Amt", C_BALANCE_AMOUNT), \
	ONE(K_BALANCE, "CdtDbtInd", C_BALANCE_SIGN), \
	IN(K_BALANCE_TYPE, "CdOrPrtry", K_BALANCE_CODE), \
	ONE(K_BALANCE_CODE, "Cd", C_BALANCE_CODE), \
	ONE(K_ENTRY, "Amt", C_AMOUNT), \
	ONE(K_ENTRY, "CdtDbtInd", C_SIGN), \
	ONE(K_ENTRY, "RvslInd", C_REVERSAL), \
	STATUS, \
	IN(K_ENTRY, "BookgDt", K_BOOKED_ON), \
	IN(K_ENTRY, "ValDt", K_VALUE_ON), \
	ONE(K_ENTRY, "AcctSvcrRef", C_BANK_ID), \
	IN(K_ENTRY, "BkTxCd", K_CODE), \
	MANY(K_ENTRY, "NtryDtls", K_DETAILS, C_PLAIN), \
	ONE(K_ENTRY, "AddtlNtryInf", C_MORE), \
	ONE(K_STATUS, "Cd", C_STATUS), \
	ONE(K_BOOKED_ON, "Dt", C_BOOKED_ON), \
	ONE(K_BOOKED_ON, "DtTm", C_BOOKED_ON), \
	ONE(K_VALUE_ON, "Dt", C_VALUE_ON), \
	ONE(K_VALUE_ON, "DtTm", C_VALUE_ON), \
	IN(K_CODE, "Domn", K_DOMAIN), \
	ONE(K_DOMAIN, "Cd", C_CODE), \
	IN(K_DOMAIN, "Fmly", K_FAMILY), \
	ONE(K_FAMILY, "Cd", C_CODE), \
	ONE(K_FAMILY, "SubFmlyCd", C_CODE), \
	IN(K_DETAILS, "Btch", K_BATCH), \
	MANY(K_DETAILS, "TxDtls", K_PART, C_PART), \
	ONE(K_BATCH, "PmtInfId", C_END_TO_END), \
	ONE(K_BATCH, "NbOfTxs", C_BATCH), \
	IN(K_PART, "Refs", K_REFERENCES), \
	ONE(K_PART, "Amt", C_PART_AMOUNT), \
	ONE(K_PART, "CdtDbtInd", C_SIGN), \
	IN(K_PART, "AmtDtls", K_AMOUNTS), \
	IN(K_PART, "RltdPties", K_PARTIES), \
	IN(K_PART, "RmtInf", K_SAID), \
	IN(K_PART, "RtrInf", K_RETURN), \
	ONE(K_PART, "AddtlTxInf", C_MORE), \
	ONE(K_REFERENCES, "AcctSvcrRef", C_BANK_ID), \
	ONE(K_REFERENCES, "EndToEndId", C_END_TO_END), \
	ONE(K_REFERENCES, "MndtId", C_MANDATE), \
	IN(K_AMOUNTS, "TxAmt", K_AMOUNT), \
	ONE(K_AMOUNT, "Amt", C_PART_AMOUNT), \
	IN(K_PARTIES, "Dbtr", K_PAYER), \
	IN(K_PARTIES, "DbtrAcct", K_PAYER_ACCOUNT), \
	ONE(K_PAYER, "Nm", C_PAYER), \
	IN(K_PAYER, "Pty", K_PAYER_PARTY), \
	ONE(K_PAYER_PARTY, "Nm", C_PAYER), \
	IN(K_PAYER_ACCOUNT, "Id", K_PAYER_ID), \
	ONE(K_PAYER_ID, "IBAN", C_PAYER_ACCOUNT), \
	IN(K_PAYER_ID, "Othr", K_PAYER_OTHER), \
	ONE(K_PAYER_OTHER, "Id", C_PAYER_ACCOUNT), \
	ANY(K_SAID, "Ustrd", C_TEXT), \
	MANY(K_SAID, "Strd", K_STRUCTURED, C_PLAIN), \
	MANY(K_STRUCTURED, "RfrdDocInf", K_DOCUMENTS, C_PLAIN), \
	IN(K_STRUCTURED, "CdtrRefInf", K_CREDITOR), \
	ANY(K_STRUCTURED, "AddtlRmtInf", C_TEXT), \
	IN(K_DOCUMENTS, "Tp", K_DOCUMENT_TYPE), \
	ONE(K_DOCUMENTS, "Nb", C_DOCUMENT), \
	IN(K_DOCUMENT_TYPE, "CdOrPrtry", K_DOCUMENT_CODE), \
	ONE(K_DOCUMENT_CODE, "Cd", C_DOCUMENT_CODE), \
	ONE(K_CREDITOR, "Ref", C_REFERENCE), \
	IN(K_RETURN, "Rsn", K_RETURN_REASON), \
	ONE(K_RETURN_REASON, "Cd", C_RETURN), \
	FIRST(K_RETURN_REASON, "Prtry", C_RETURN)
#define TEXT_STATUS ONE(K_ENTRY, "Sts", C_STATUS)
#define CODED_STATUS IN(K_ENTRY, "Sts", K_STATUS)

static const struct xml_row rows_053_02[] = {
	ROWS("BkToCstmrStmt", "Stmt", TEXT_STATUS)
};
static const struct xml_row rows_053_08[] = {
	ROWS("BkToCstmrStmt", "Stmt", CODED_STATUS)
};
static const struct xml_row rows_054_02[] = {
	ROWS("BkToCstmrDbtCdtNtfctn", "Ntfctn", TEXT_STATUS)
};
static const struct xml_row rows_054_08[] = {
	ROWS("BkToCstmrDbtCdtNtfctn", "Ntfctn", CODED_STATUS)
};
/* clang-format on */

static const char *const prefixes[] = { "" };
static const char *const attributes[] = { [CAMT_CCY] = "Ccy", NULL };
static const char *const uris[][2] = {
	{ CAMT_NS "053.001.02", NULL },
	{ CAMT_NS "053.001.08", NULL },
	{ CAMT_NS "054.001.02", NULL },
	{ CAMT_NS "054.001.08", NULL },
};

/* clang-format off */
#define KIND(i, name, version, rows) { CAMT_NS name "." version, \
	"camt." name, version, \
	{ uris[i], prefixes, attributes, rows, \
	    sizeof(rows) / sizeof((rows)[0]) } }
/* clang-format on */

const struct camt_kind camt_kinds[] = {
	KIND(0, "053", "001.02", rows_053_02),
	KIND(1, "053", "001.08", rows_053_08),
	KIND(2, "054", "001.02", rows_054_02),
	KIND(3, "054", "001.08", rows_054_08),
	{ NULL, NULL, NULL, { NULL, NULL, NULL, NULL, 0 } },
};
