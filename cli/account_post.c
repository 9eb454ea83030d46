/* account pay, apply, adjust, chargeback, refund, return: money that came,
 * was corrected, or goes back. */
#include <inttypes.h>

#include "base/decimal.h"
#include "cli/account.h"
#include "cli/ref.h"
#include "cli/table.h"
#include "config/report.h"
#include "pipeline/payment.h"

/* --- pay ----------------------------------------------------------------- */

static enum rc
read_payment(struct cli *c, const struct actor *x, struct payment *p,
    struct err *e)
{
	const char *reference = cli_option(c, "reference");
	struct account_head h;

	*p = (struct payment){ .id = slice_of(cli_option(c, "id")),
		.reference = slice_of(reference) };
	if (reference == NULL || p->reference.n == 0)
		return (usage_error(e,
		    "a payment wants --reference TEXT, as "
		    "it stands on the bank statement"));
	if (account_head_find(c, c->args[0], &h, e) != RC_OK)
		return (e->rc);
	p->customer = h.customer;
	p->currency = c->n_args > 2 ? slice_of(c->args[2]) : h.currency;
	if (currency_digits(p->currency) < 0)
		return (
		    usage_error(e, "'%.10s' is no currency", p->currency.p));
	if (account_amount(c, c->args[1], p->currency, &p->amount, e) != RC_OK)
		return (e->rc);
	return (account_day(c, "received", x->today, &p->received_on, e));
}

static void
tell_payment(struct cli *c, const struct payment *p,
    const struct payment_result *r)
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
		    ",\"applied_minor\":%" PRId64 ",\"discount_minor\":%" PRId64
		    ",\"difference_minor\":%" PRId64 "}\n",
		    r->released ? "true" : "false", r->missing, r->applied,
		    r->discount, r->difference);
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
	if (r->discount > 0) {
		buf_text(b, ", with a discount of ");
		buf_money(b, r->discount, p->currency);
	}
	if (r->difference != 0) {
		buf_text(b,
		    r->difference > 0 ? "; let go: " :
					"; too much, and kept: ");
		buf_money(b, r->difference > 0 ? r->difference : -r->difference,
		    p->currency);
	}
	if (!r->known && r->order_id == 0 && r->difference >= 0 &&
	    r->applied < p->amount) {
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
	tell_payment(c, &p, &r);
	return (RC_OK);
}

/* --- what a person posts ------------------------------------------------- */

struct posting_act {
	struct cli *c;
	struct actor x;
	struct account_act a;
};

/* The order that --order names, of this customer. */
static enum rc
read_order(struct posting_act *p, struct err *e)
{
	const char *typed = cli_option(p->c, "order");
	struct booked b = { 0 };
	struct ref ref;

	if (typed == NULL)
		return (RC_OK);
	if (ref_find(p->c, typed, REF_ORDER, &ref, e) != RC_OK ||
	    booked_load(p->c->store, ref.id, &p->c->arena, &b, e) != RC_OK)
		return (e->rc);
	if (!slice_eq(b.customer, p->a.customer))
		return (usage_error(e, "%s is not an order of %.60s",
		    ref.subject, arena_text(&p->c->arena, p->a.customer)));
	if (!slice_eq(b.currency, p->a.currency))
		return (usage_error(e, "%s is in %.10s", ref.subject,
		    arena_text(&p->c->arena, b.currency)));
	p->a.order_id = ref.id;
	return (RC_OK);
}

/* CUSTOMER [AMOUNT], and why: what every such command gets. */
static enum rc
read_act(struct posting_act *p, bool reason, struct err *e)
{
	struct cli *c = p->c;
	struct account_head h;

	if (reason) {
		p->a.reason = slice_of(cli_option(c, "reason"));
		if (p->a.reason.n == 0)
			return (usage_error(e, "`%s` wants --reason TEXT",
			    c->command->name));
	}
	if (cli_actor(c, &p->x, e) != RC_OK ||
	    account_head_find(c, c->args[0], &h, e) != RC_OK)
		return (e->rc);
	p->a.customer = h.customer;
	if (account_currency(c, &h, &p->a.currency, e) != RC_OK ||
	    account_day(c, "on", p->x.today, &p->a.on, e) != RC_OK ||
	    (c->n_args > 1 &&
		account_amount(c, c->args[1], p->a.currency, &p->a.amount, e) !=
		    RC_OK))
		return (e->rc);
	return (read_order(p, e));
}

static enum rc
end(struct posting_act *p, enum rc rc, struct err *e)
{
	if (rc == RC_OK)
		return (store_commit(p->c->store, e));
	store_rollback(p->c->store);
	return (rc);
}

static void
put_amount(struct posting_act *p, const char *name, int64_t amount)
{
	struct buf *b = &p->c->out;

	if (p->c->json)
		buf_printf(b, "\"%s_minor\":%" PRId64, name, amount);
	else
		buf_money(b, amount, p->a.currency);
}

static enum rc
tell_act(struct posting_act *p, bool known, const char *text)
{
	struct buf *b = &p->c->out;

	if (p->c->json) {
		buf_printf(b, "{\"known\":%s,", known ? "true" : "false");
		put_amount(p, "amount", p->a.amount);
		buf_text(b, "}\n");
		return (RC_OK);
	}
	buf_money(b, p->a.amount, p->a.currency);
	buf_printf(b, " %s\n",
	    known ? "was booked before, nothing happened" : text);
	return (RC_OK);
}

enum rc
cmd_account_adjust(struct cli *c, struct err *e)
{
	struct posting_act p = { .c = c };
	bool known = false, more = cli_option(c, "more") != NULL;

	p.a.less = cli_option(c, "less") != NULL;
	if (more == p.a.less)
		return (usage_error(e,
		    "say --more or --less: what the customer owes becomes"));
	if (read_act(&p, true, e) != RC_OK || store_begin(c->store, e) != RC_OK)
		return (e->rc);
	if (end(&p, account_adjust(&p.x, &p.a, &known, e), e) != RC_OK)
		return (e->rc);
	return (tell_act(&p, known,
	    more ? "more is owed" : "less is owed, or is a deposit"));
}

enum rc
cmd_account_chargeback(struct cli *c, struct err *e)
{
	struct posting_act p = { .c = c };
	bool known = false, undo = cli_option(c, "undo") != NULL;

	if (read_act(&p, true, e) != RC_OK || store_begin(c->store, e) != RC_OK)
		return (e->rc);
	if (end(&p,
		undo ? account_chargeback_undo(&p.x, &p.a, &known, e) :
		       account_chargeback(&p.x, &p.a, &known, e),
		e) != RC_OK)
		return (e->rc);
	return (tell_act(&p, known,
	    undo ? "is owed again" : "is not owed any more"));
}

enum rc
cmd_account_apply(struct cli *c, struct err *e)
{
	struct posting_act p = { .c = c };
	struct paid r = { 0 };

	if (read_act(&p, false, e) != RC_OK ||
	    store_begin(c->store, e) != RC_OK)
		return (e->rc);
	if (end(&p, account_apply(&p.x, &p.a, &r, e), e) != RC_OK)
		return (e->rc);
	if (c->json) {
		buf_char(&c->out, '{');
		put_amount(&p, "applied", r.applied);
		buf_char(&c->out, ',');
		put_amount(&p, "discount", r.discount);
		buf_text(&c->out, "}\n");
		return (RC_OK);
	}
	buf_money(&c->out, r.applied, p.a.currency);
	buf_text(&c->out, " of the deposit pays what is owed");
	if (r.discount > 0) {
		buf_text(&c->out, ", with a discount of ");
		buf_money(&c->out, r.discount, p.a.currency);
	}
	buf_char(&c->out, '\n');
	return (RC_OK);
}

/* --- refund -------------------------------------------------------------- */

static enum rc
ask(struct posting_act *p, struct err *e)
{
	struct cli *c = p->c;
	int64_t id = 0;

	if (c->n_args < 2)
		return (usage_error(e, "a refund wants CUSTOMER and AMOUNT"));
	if (read_act(p, true, e) != RC_OK || store_begin(c->store, e) != RC_OK)
		return (e->rc);
	if (end(p, refund_ask(&p->x, &p->a, &id, e), e) != RC_OK)
		return (e->rc);
	if (c->json)
		buf_printf(&c->out,
		    "{\"refund_id\":%" PRId64 ",\"state\":\"asked\"}\n", id);
	else
		buf_printf(&c->out,
		    "refund %" PRId64 " is asked for; somebody else approves "
		    "it: ordermill account refund --approve %" PRId64 "\n",
		    id, id);
	return (RC_OK);
}

static enum rc
decide(struct posting_act *p, const char *typed, const char *word,
    struct err *e)
{
	struct cli *c = p->c;
	struct slice why = slice_of(cli_option(c, "reason"));
	int64_t id = 0;
	day on;
	enum rc rc;

	if (c->n_args > 0)
		return (usage_error(e, "a refund is named by its number"));
	if (!slice_int(slice_of(typed), &id) || id <= 0)
		return (
		    usage_error(e, "'%.40s' is no number of a refund", typed));
	if (word[0] == 'r' && why.n == 0)
		return (usage_error(e, "`account refund` wants --reason TEXT"));
	if (cli_actor(c, &p->x, e) != RC_OK ||
	    account_day(c, "on", p->x.today, &on, e) != RC_OK ||
	    store_begin(c->store, e) != RC_OK)
		return (e->rc);
	rc = word[0] == 'a' ? refund_approve(&p->x, id, on, e) :
	    word[0] == 'r'  ? refund_refuse(&p->x, id, why, on, e) :
			      refund_paid(&p->x, id, on, why, e);
	if (end(p, rc, e) != RC_OK)
		return (e->rc);
	if (c->json)
		buf_printf(&c->out,
		    "{\"refund_id\":%" PRId64 ",\"state\":\"%s\"}\n", id, word);
	else
		buf_printf(&c->out, "refund %" PRId64 " is %s\n", id, word);
	return (RC_OK);
}

enum rc
cmd_account_refund(struct cli *c, struct err *e)
{
	struct posting_act p = { .c = c };
	const char *approve = cli_option(c, "approve"),
		   *paid = cli_option(c, "paid"),
		   *refuse = cli_option(c, "refuse");

	if ((approve != NULL) + (paid != NULL) + (refuse != NULL) > 1)
		return (usage_error(e,
		    "--approve, --paid and --refuse exclude one another"));
	if (approve != NULL)
		return (decide(&p, approve, "approved", e));
	if (refuse != NULL)
		return (decide(&p, refuse, "refused", e));
	if (paid != NULL)
		return (decide(&p, paid, "paid", e));
	return (ask(&p, e));
}

/* --- return -------------------------------------------------------------- */

static void
tell_note(struct posting_act *p, const struct credit_note *n)
{
	struct buf *b = &p->c->out;

	if (p->c->json) {
		buf_printf(b, "{\"number\":\"%s\",", n->number);
		put_amount(p, "net", n->net);
		buf_char(b, ',');
		put_amount(p, "charges", n->charges);
		buf_char(b, ',');
		put_amount(p, "tax", n->tax);
		buf_char(b, ',');
		put_amount(p, "discount", n->discount);
		buf_char(b, ',');
		put_amount(p, "difference", n->difference);
		buf_char(b, ',');
		put_amount(p, "debt", n->debt);
		buf_char(b, ',');
		put_amount(p, "deposit", n->deposit);
		buf_text(b, "}\n");
		return;
	}
	buf_printf(b, "credit note %s: ", n->number);
	buf_money(b, n->net + n->charges + n->tax - n->discount - n->difference,
	    p->a.currency);
	buf_text(b, ", of which tax ");
	buf_money(b, n->tax, p->a.currency);
	if (n->discount > 0) {
		buf_text(b, ", less the discount that was taken, ");
		buf_money(b, n->discount, p->a.currency);
	}
	if (n->difference > 0) {
		buf_text(b, ", less what was let go, ");
		buf_money(b, n->difference, p->a.currency);
	}
	if (n->deposit > 0) {
		buf_text(b, "; a deposit: ");
		buf_money(b, n->deposit, p->a.currency);
	}
	buf_char(b, '\n');
}

enum rc
cmd_account_return(struct cli *c, struct err *e)
{
	struct goods_back g = { .lines = slice_of(cli_option(c, "lines")),
		.reason = slice_of(cli_option(c, "reason")),
		.freight = cli_option(c, "freight") != NULL };
	struct posting_act p = { .c = c };
	struct booked b = { 0 };
	struct credit_note n;
	struct ref ref;

	if (g.reason.n == 0)
		return (usage_error(e, "`account return` wants --reason TEXT"));
	if (ref_find(c, c->args[0], REF_ORDER, &ref, e) != RC_OK ||
	    cli_actor(c, &p.x, e) != RC_OK ||
	    account_day(c, "on", p.x.today, &g.on, e) != RC_OK ||
	    booked_load(c->store, ref.id, &c->arena, &b, e) != RC_OK ||
	    store_begin(c->store, e) != RC_OK)
		return (e->rc);
	p.a.currency = b.currency;
	if (end(&p, order_return(&p.x, ref.id, &g, &n, e), e) != RC_OK)
		return (e->rc);
	tell_note(&p, &n);
	return (RC_OK);
}
