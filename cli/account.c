/* account: what customers owe, their statement, and money that arrived. */
#include <inttypes.h>

#include "base/decimal.h"
#include "cli/table.h"
#include "config/report.h"
#include "pipeline/payment.h"

static enum rc
put_rows(struct cli *c, struct rows *r, struct err *e)
{
	struct slice cells[TABLE_COLUMNS];
	const char *names[TABLE_COLUMNS];
	struct arena a = ARENA_INIT;
	struct table t;
	int n = rows_columns(r);
	enum rc rc = RC_OK;

	for (int i = 0; i < n; i++)
		names[i] = rows_name(r, i);
	table_init(&t, c, names, (size_t)n);
	while (rc == RC_OK && rows_next(r)) {
		if (c->json) {
			buf_char(&c->out, '{');
			json_row(&c->out, r);
			buf_text(&c->out, "}\n");
			rc = cli_flush_some(c, e);
			continue;
		}
		arena_reset(&a);
		for (int i = 0; i < n; i++)
			cells[i] = rows_type(r, i) == ROW_INT ?
			    slice_of(arena_printf(&a, "%lld",
				(long long)rows_int(r, i))) :
			    rows_text(r, i);
		rc = table_row(&t, cells, e);
	}
	arena_free(&a);
	if (rc == RC_OK)
		return (table_end(&t, e));
	arena_free(&t.arena);
	return (rc);
}

static enum rc
done(struct rows *r, enum rc rc, struct err *e)
{
	struct err ignored = ERR_INIT;

	if (rc == RC_OK)
		return (rows_end(r, e));
	(void)!rows_end(r, &ignored);
	return (rc);
}

enum rc
cmd_account_list(struct cli *c, struct err *e)
{
	struct rows *r;

	if (store_rows(c->store, Q_ACCOUNT_LIST, &r, e, "") != RC_OK)
		return (e->rc);
	return (done(r, put_rows(c, r, e), e));
}

/* Its currency, "" when there is no such customer. */
static enum rc
customer_currency(struct cli *c, const char *customer, struct slice *currency,
    struct err *e)
{
	struct rows *r;

	*currency = SLICE_NONE;
	if (store_rows(c->store, Q_ACCOUNT_CUSTOMER, &r, e, "s", customer) !=
	    RC_OK)
		return (e->rc);
	if (rows_next(r))
		*currency = arena_slice(&c->arena, rows_text(r, 1));
	if (rows_end(r, e) != RC_OK)
		return (e->rc);
	if (currency->n > 0)
		return (RC_OK);
	(void)usage_error(e, "there is no customer '%.60s'", customer);
	return (err_help(e, "`ordermill list customer` names them all"));
}

enum rc
cmd_account_statement(struct cli *c, struct err *e)
{
	struct slice currency;
	struct rows *r;

	if (customer_currency(c, c->args[0], &currency, e) != RC_OK ||
	    store_rows(c->store, Q_ACCOUNT_STATEMENT, &r, e, "s", c->args[0]) !=
		RC_OK)
		return (e->rc);
	return (done(r, put_rows(c, r, e), e));
}

static enum rc
read_payment(struct cli *c, const struct actor *x, struct payment *p,
    struct err *e)
{
	const char *received = cli_option(c, "received"),
		   *reference = cli_option(c, "reference");
	struct decimal amount;
	bool exact = false;
	int digits;

	*p = (struct payment){ .customer = slice_of(c->args[0]),
		.id = slice_of(cli_option(c, "id")),
		.reference = slice_of(reference),
		.received_on = x->today };
	if (reference == NULL || p->reference.n == 0)
		return (usage_error(e,
		    "a payment wants --reference TEXT, as "
		    "it stands on the bank statement"));
	if (customer_currency(c, c->args[0], &p->currency, e) != RC_OK)
		return (e->rc);
	if (c->n_args > 2)
		p->currency = slice_of(c->args[2]);
	digits = currency_digits(p->currency);
	if (digits < 0)
		return (
		    usage_error(e, "'%.10s' is no currency", p->currency.p));
	if (!decimal_parse(slice_of(c->args[1]), &amount) ||
	    !money_from_decimal(amount, digits, &p->amount, &exact) || !exact ||
	    p->amount <= 0)
		return (usage_error(e, "'%.40s' is no amount of %.10s",
		    c->args[1], arena_text(&c->arena, p->currency)));
	if (received != NULL)
		p->received_on = day_parse_iso(slice_of(received));
	if (p->received_on == DAY_NONE)
		return (usage_error(e, "'%.40s' is no day", received));
	return (RC_OK);
}

static void
tell(struct cli *c, const struct payment *p, const struct payment_result *r)
{
	struct buf *b = &c->out;

	if (c->json) {
		buf_printf(b,
		    "{\"known\":%s,\"order_id\":", r->known ? "true" : "false");
		if (r->order_id != 0)
			buf_int(b, r->order_id);
		else
			buf_text(b, "null");
		buf_printf(b,
		    ",\"released\":%s,\"missing_minor\":%" PRId64
		    ",\"applied_minor\":%" PRId64 "}\n",
		    r->released ? "true" : "false", r->missing, r->applied);
		return;
	}
	buf_money(b, p->amount, p->currency);
	buf_text(b,
	    r->known ? " was booked before, nothing happened" : " is booked");
	if (r->order_id != 0)
		buf_printf(b, "; it belongs to order:%" PRId64, r->order_id);
	if (r->released)
		buf_text(b, ", which the next run charges");
	if (r->missing > 0) {
		buf_text(b, ", of which is still to be paid: ");
		buf_money(b, r->missing, p->currency);
	}
	if (r->applied > 0) {
		buf_text(b, "; it pays what is owed: ");
		buf_money(b, r->applied, p->currency);
	}
	if (!r->known && r->order_id == 0 && r->applied < p->amount) {
		buf_text(b, "; a deposit: ");
		buf_money(b, p->amount - r->applied, p->currency);
	}
	buf_char(b, '\n');
}

enum rc
cmd_account_pay(struct cli *c, struct err *e)
{
	struct payment_result r;
	struct payment p;
	struct actor x;

	if (cli_actor(c, &x, e) != RC_OK ||
	    read_payment(c, &x, &p, e) != RC_OK ||
	    store_begin(c->store, e) != RC_OK)
		return (e->rc);
	if (payment_take(&x, &p, &r, e) != RC_OK) {
		store_rollback(c->store);
		return (e->rc);
	}
	if (store_commit(c->store, e) != RC_OK)
		return (e->rc);
	tell(c, &p, &r);
	return (RC_OK);
}
