/* account assign: a payment that waits for a person pays an order, or is a
 * customer's. */
#include <inttypes.h>

#include "base/decimal.h"
#include "cli/ref.h"
#include "pipeline/payment.h"

static enum rc
read_payment_id(struct cli *c, int64_t *id, struct err *e)
{
	struct slice typed = slice_of(c->args[0]);

	if (slice_starts(typed, SLICE("payment:")))
		typed = slice_sub(typed, 8, typed.n);
	if (slice_int(typed, id) && *id > 0)
		return (RC_OK);
	(void)usage_error(e, "'%.40s' is no payment", c->args[0]);
	return (err_help(e, "`ordermill list payment` shows their numbers"));
}

static enum rc
read_whose(struct cli *c, int64_t *order_id, struct slice *customer,
    struct err *e)
{
	const char *order = cli_option(c, "order"),
		   *name = cli_option(c, "customer");
	int64_t known = 0;
	struct ref ref;

	if ((order == NULL) == (name == NULL))
		return (usage_error(e,
		    "say what it pays: --order REF, or --customer NAME"));
	if (order != NULL) {
		if (ref_find(c, order, REF_ORDER, &ref, e) != RC_OK)
			return (e->rc);
		*order_id = ref.id;
		return (RC_OK);
	}
	*customer = slice_of(name);
	if (store_int(c->store, Q_CUSTOMER_THERE, 0, &known, e, "s", name) !=
	    RC_OK)
		return (e->rc);
	if (known > 0)
		return (RC_OK);
	(void)usage_error(e, "there is no customer '%.60s'", name);
	return (err_help(e, "`ordermill list customer` names them all"));
}

static void
tell(struct cli *c, const struct payment_result *r)
{
	struct buf *b = &c->out;

	if (c->json) {
		buf_printf(b,
		    "{\"payment_id\":%" PRId64 ",\"order_id\":", r->payment_id);
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
	buf_printf(b, "payment:%" PRId64 " is assigned", r->payment_id);
	if (r->order_id != 0)
		buf_printf(b, " to order:%" PRId64, r->order_id);
	if (r->missing > 0)
		buf_text(b, ", which still waits for the rest");
	else if (r->released || r->order_id != 0)
		buf_text(b, ", which the next run charges");
	else if (r->applied > 0)
		buf_text(b, "; it pays what is owed");
	else
		buf_text(b, "; a deposit");
	buf_char(b, '\n');
}

enum rc
cmd_account_assign(struct cli *c, struct err *e)
{
	struct payment_result r;
	struct slice customer = SLICE_NONE;
	int64_t payment_id = 0, order_id = 0;
	struct actor x;

	if (cli_actor(c, &x, e) != RC_OK ||
	    read_payment_id(c, &payment_id, e) != RC_OK ||
	    read_whose(c, &order_id, &customer, e) != RC_OK ||
	    store_begin(c->store, e) != RC_OK)
		return (e->rc);
	if (payment_assign(&x, payment_id, order_id, customer, &r, e) !=
	    RC_OK) {
		store_rollback(c->store);
		return (e->rc);
	}
	if (store_commit(c->store, e) != RC_OK)
		return (e->rc);
	tell(c, &r);
	return (RC_OK);
}
