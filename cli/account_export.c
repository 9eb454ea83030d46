/* account export: the ledger in the journal format of hledger (and ledger),
 * for bookkeeping elsewhere.
 *
 * One transaction a journal, in the order of the days that count.  What comes
 * from outside (order numbers, references, reasons) is written without the
 * signs that mean something there: ; | and line ends. */
#include <inttypes.h>
#include <string.h>

#include "base/decimal.h"
#include "cli/account.h"

static const struct {
	const char *account, *name;
	bool customer; /* has a sub-account of each */
} accounts[] = {
	{ "cash", "assets:bank", false },
	{ "receivable", "assets:receivable", true },
	{ "deposit", "liabilities:deposit", true },
	{ "refund_due", "liabilities:refund", true },
	{ "liability", "liabilities:orders", true },
	{ "tax", "liabilities:tax", false },
	{ "sales", "revenues:sales", false },
	{ "freight", "revenues:freight", false },
	{ "discount", "revenues:discount", false },
	{ "chargeback", "expenses:chargeback", false },
	{ "adjustment", "expenses:adjustment", false },
	{ "difference", "expenses:difference", false },
	{ "rounding", "expenses:rounding", false },
	{ "commitment", "memo:commitment", true },
	{ "commitment_control", "memo:control", false },
};

static void
put_account(struct buf *b, struct slice account, struct slice customer)
{
	size_t i = 0, n = sizeof(accounts) / sizeof(accounts[0]);

	while (i < n && !slice_is(account, accounts[i].account))
		i++;
	INVARIANT(i < n);
	buf_printf(b, "    %s", accounts[i].name);
	if (accounts[i].customer && customer.n > 0) {
		buf_char(b, ':');
		buf_shown(b, customer);
	}
}

static void
put_words(struct buf *b, struct slice s)
{
	for (size_t i = 0; i < s.n; i++) {
		unsigned char c = (unsigned char)s.p[i];

		buf_char(b,
		    c < 0x20 || c == 0x7f || c == ';' || c == '|' ? ' ' :
								    s.p[i]);
	}
}

static void
put_posting(struct buf *b, struct rows *r, int account, bool credit)
{
	char text[DECIMAL_TEXT_MAX + 4];
	struct slice currency = rows_text(r, 4);
	int digits = currency_digits(currency);

	put_account(b, rows_text(r, account), rows_text(r, 3));
	buf_printf(b, "    %s%s " SL_FMT "\n", credit ? "-" : "",
	    money_text(rows_int(r, 10), digits >= 0 ? digits : 0, text),
	    SL_ARG(currency));
}

static void
put_heading(struct buf *b, struct rows *r)
{
	char on[11];

	buf_printf(b, "\n%s * ", day_text((day)rows_int(r, 1), on));
	put_words(b, rows_text(r, 3));
	buf_text(b, " | ");
	buf_text(b, statement_word(rows_text(r, 2), LANGUAGE_EN));
	if (rows_text(r, 5).n > 0) {
		buf_char(b, ' ');
		put_words(b, rows_text(r, 5));
	}
	buf_printf(b, "  ; journal %" PRId64, rows_int(r, 0));
	if (rows_text(r, 6).n > 0) {
		buf_text(b, ", ");
		put_words(b, rows_text(r, 6));
	}
	if (rows_text(r, 7).n > 0) {
		buf_text(b, ", ");
		put_words(b, rows_text(r, 7));
	}
	buf_char(b, '\n');
}

static enum rc
put_journals(struct cli *c, struct rows *r, struct err *e)
{
	struct buf *b = &c->out;
	int64_t journal = 0;
	enum rc rc = RC_OK;

	buf_text(b,
	    "; the ledger of ordermill; memo: is accepted and not yet "
	    "charged\n");
	while (rc == RC_OK && rows_next(r)) {
		if (rows_int(r, 0) != journal)
			put_heading(b, r);
		journal = rows_int(r, 0);
		put_posting(b, r, 8, false);
		put_posting(b, r, 9, true);
		rc = cli_flush_some(c, e);
	}
	return (rc);
}

enum rc
cmd_account_export(struct cli *c, struct err *e)
{
	const char *format = cli_option(c, "format"),
		   *customer = cli_option(c, "customer");
	struct err ignored = ERR_INIT;
	struct account_head h;
	struct rows *r;
	day from, to;

	if (format != NULL && strcmp(format, "hledger") != 0)
		return (usage_error(e, "--format is hledger"));
	if ((customer != NULL &&
		account_head_find(c, customer, &h, e) != RC_OK) ||
	    account_day(c, "from", -DUE_UNKNOWN, &from, e) != RC_OK ||
	    account_day(c, "to", DUE_UNKNOWN, &to, e) != RC_OK)
		return (e->rc);
	if (from > to)
		return (usage_error(e, "--from is later than --to"));
	if (store_rows(c->store, Q_ACCOUNT_EXPORT, &r, e, "dds", from, to,
		customer != NULL ? customer : "") != RC_OK)
		return (e->rc);
	if (put_journals(c, r, e) == RC_OK)
		return (rows_end(r, e));
	(void)!rows_end(r, &ignored);
	return (e->rc);
}
