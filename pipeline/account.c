#include <inttypes.h>

#include "pipeline/account.h"
#include "pipeline/credit.h"

static enum rc
say(const struct actor *x, struct slice customer, const char *kind,
    const char *text, struct err *e)
{
	struct event v = { x->at, x->run_id, "account", 0, customer, kind };

	return (event_add(x->store, &v, e, "%s: %s", x->who, text));
}

static const char *
money(struct arena *a, int64_t amount, struct slice currency)
{
	char text[DECIMAL_TEXT_MAX + 4];
	int digits = currency_digits(currency);

	return (arena_printf(a, "%s " SL_FMT,
	    money_text(amount, digits >= 0 ? digits : 0, text),
	    SL_ARG(currency)));
}

static struct ledger_entry
entry_of(const struct actor *x, const struct account_act *a)
{
	return ((struct ledger_entry){ .customer = a->customer,
	    .currency = a->currency,
	    .memo = a->reason,
	    .order_id = a->order_id,
	    .run_id = x->run_id,
	    .at = x->at,
	    .on = a->on });
}

static char *
key_of(const struct account_act *a, const char *what, struct arena *arena)
{
	char on[11];

	return (arena_printf(arena,
	    "%s|" SL_FMT "|" SL_FMT "|%" PRId64 "|%s|%" PRId64 "|" SL_FMT, what,
	    SL_ARG(a->customer), SL_ARG(a->currency), a->order_id,
	    day_text(a->on, on), a->amount, SL_ARG(a->reason)));
}

/* Of the order, else of the customer. */
static enum rc
owed(const struct actor *x, const struct account_act *a, int64_t *amount,
    struct err *e)
{
	if (a->order_id != 0)
		return (ledger_owed(x->store, a->order_id, amount, e));
	return (ledger_balance(x->store, a->customer, ACCOUNT_RECEIVABLE,
	    a->currency, amount, e));
}

static enum rc
post(const struct actor *x, const struct account_act *a, const char *what,
    const struct journal *j, const struct ledger_terms *t, bool *known,
    struct err *e)
{
	struct ledger_entry l = entry_of(x, a);
	struct arena arena = ARENA_INIT;
	bool fresh = false;
	enum rc rc;

	l.business_key = slice_of(key_of(a, what, &arena));
	l.terms = t;
	rc = ledger_post(x->store, j, &l, &fresh, e);
	*known = !fresh;
	if (rc == RC_OK && fresh)
		rc = say(x, a->customer, what,
		    arena_printf(&arena, "%s, " SL_FMT,
			money(&arena, a->amount, a->currency),
			SL_ARG(a->reason)),
		    e);
	arena_free(&arena);
	return (rc);
}

/* --- corrections --------------------------------------------------------- */

enum rc
account_adjust(const struct actor *x, const struct account_act *a, bool *known,
    struct err *e)
{
	struct ledger_terms t;
	int64_t debt = 0;
	struct journal j;

	if (owed(x, a, &debt, e) != RC_OK ||
	    receivable_terms(x, a->customer, a->on, &t, e) != RC_OK)
		return (e->rc);
	t.discount_percent = DECIMAL_ZERO;
	if (!charge_adjusted(a->less ? -a->amount : a->amount, debt, &j))
		return (
		    err_set(e, RC_FATAL, "LEDGER", "correcting an account"));
	return (post(x, a, a->less ? "adjusted_less" : "adjusted_more", &j, &t,
	    known, e));
}

enum rc
account_chargeback(const struct actor *x, const struct account_act *a,
    bool *known, struct err *e)
{
	struct arena arena = ARENA_INIT;
	int64_t debt = 0, before = 0;
	struct journal j;

	*known = false;
	if (store_int(x->store, Q_JOURNAL_KNOWN, 0, &before, e, "s",
		key_of(a, "chargeback", &arena)) != RC_OK ||
	    owed(x, a, &debt, e) != RC_OK) {
		arena_free(&arena);
		return (e->rc);
	}
	if (before != 0) {
		*known = true;
	} else if (a->amount > debt) {
		(void)err_set(e, RC_REJECT, "ACCOUNT-OWED", "only %s is owed%s",
		    money(&arena, debt, a->currency),
		    a->order_id != 0 ? " for that order" : "");
		(void)err_help(e,
		    "what was paid and is claimed back is a correction: "
		    "`ordermill account adjust --less`");
	} else if (!charge_chargeback(a->amount, &j)) {
		(void)err_set(e, RC_FATAL, "LEDGER", "a chargeback");
	} else {
		(void)post(x, a, "chargeback", &j, NULL, known, e);
	}
	arena_free(&arena);
	return (e->rc);
}

static enum rc
undo(const struct actor *x, const struct account_act *a, struct arena *arena,
    bool *known, struct err *e)
{
	struct ledger_entry l = entry_of(x, a);
	struct ledger_terms now;
	int64_t before = 0;
	struct journal j;
	bool fresh = false;
	char text[11];

	if (store_int(x->store, Q_JOURNAL_KNOWN, 0, &before, e, "s",
		key_of(a, "chargeback", arena)) != RC_OK)
		return (e->rc);
	if (before == 0) {
		(void)err_set(e, RC_REJECT, "ACCOUNT-OWED",
		    "there is no such chargeback of %s on %s",
		    money(arena, a->amount, a->currency),
		    day_text(a->on, text));
		return (err_help(e,
		    "its customer, amount, --order, --on and --reason name "
		    "it: `ordermill list ledger event=chargeback`"));
	}
	l.business_key = slice_of(key_of(a, "chargeback_undone", arena));
	l.on = x->today;
	now = (struct ledger_terms){ .left_on = x->today,
		.due_on = x->today,
		.discount_until = DUE_UNKNOWN };
	l.terms = &now;
	if (!charge_chargeback_back(a->amount, &j))
		return (err_set(e, RC_FATAL, "LEDGER", "a chargeback"));
	if (ledger_post(x->store, &j, &l, &fresh, e) != RC_OK)
		return (e->rc);
	*known = !fresh;
	if (!fresh)
		return (RC_OK);
	return (say(x, a->customer, "chargeback_undone",
	    arena_printf(arena, "%s, " SL_FMT,
		money(arena, a->amount, a->currency), SL_ARG(a->reason)),
	    e));
}

enum rc
account_chargeback_undo(const struct actor *x, const struct account_act *a,
    bool *known, struct err *e)
{
	struct arena arena = ARENA_INIT;
	enum rc rc;

	*known = false;
	rc = undo(x, a, &arena, known, e);
	arena_free(&arena);
	return (rc);
}

/* --- deposits ------------------------------------------------------------ */

enum rc
account_free_deposit(const struct actor *x, struct slice customer,
    struct slice currency, int64_t *amount, struct err *e)
{
	struct exposure now;

	*amount = 0;
	if (credit_exposure(x, customer, currency, &now, e) != RC_OK)
		return (e->rc);
	if (now.deposit > now.earmarked)
		*amount = now.deposit - now.earmarked;
	return (RC_OK);
}

enum rc
account_apply(const struct actor *x, const struct account_act *a,
    struct paid *r, struct err *e)
{
	struct arena arena = ARENA_INIT;
	struct paying p = { .customer = a->customer,
		.currency = a->currency,
		.order_id = a->order_id,
		.on = a->on };
	int64_t there = 0, turn = 0;
	enum rc rc;

	*r = (struct paid){ 0 };
	if (account_free_deposit(x, a->customer, a->currency, &there, e) !=
	    RC_OK)
		return (e->rc);
	if (there == 0 || a->amount > there)
		return (err_set(e, RC_REJECT, "REFUND-DEPOSIT",
		    "only %s is a free deposit",
		    money(&arena, there, a->currency)));
	p.amount = a->amount > 0 ? a->amount : there;
	/* Each use of a deposit is another one. */
	rc = store_int(x->store, Q_JOURNALS_OF_CUSTOMER, 0, &turn, e, "t",
	    a->customer);
	p.key = slice_of(arena_printf(&arena, "%s|%" PRId64,
	    key_of(a, "deposit", &arena), turn));
	if (rc == RC_OK)
		rc = receivable_pay(x, &p, r, e);
	if (rc == RC_OK && r->applied > 0)
		rc = say(x, a->customer, "applied",
		    money(&arena, r->applied, a->currency), e);
	arena_free(&arena);
	return (rc);
}

/* --- refunds ------------------------------------------------------------- */

struct refund {
	struct account_act act;
	struct slice state, asked_by;
};

enum rc
refund_ask(const struct actor *x, const struct account_act *a,
    int64_t *refund_id, struct err *e)
{
	struct arena arena = ARENA_INIT;
	int64_t there = 0;
	enum rc rc = store_int(x->store, Q_REFUND_KNOWN, 0, refund_id, e,
	    "ttiot", a->customer, a->currency, a->amount, a->order_id,
	    a->reason);

	if (rc != RC_OK || *refund_id != 0)
		return (rc);
	rc = account_free_deposit(x, a->customer, a->currency, &there, e);
	if (rc == RC_OK && a->amount > there) {
		rc = err_set(e, RC_REJECT, "REFUND-DEPOSIT",
		    "only %s is a free deposit",
		    money(&arena, there, a->currency));
		(void)err_help(e,
		    "`ordermill account show` tells what it belongs to");
	}
	if (rc == RC_OK)
		rc = store_exec(x->store, Q_REFUND_INSERT, NULL, e, "ttiotds",
		    a->customer, a->currency, a->amount, a->order_id, a->reason,
		    a->on, x->who);
	if (rc == RC_OK) {
		*refund_id = store_last_id(x->store);
		rc = say(x, a->customer, "refund_asked",
		    arena_printf(&arena, "refund %" PRId64 ", %s, " SL_FMT,
			*refund_id, money(&arena, a->amount, a->currency),
			SL_ARG(a->reason)),
		    e);
	}
	arena_free(&arena);
	return (rc);
}

static enum rc
load_refund(const struct actor *x, int64_t id, struct arena *a,
    struct refund *f, struct err *e)
{
	struct rows *r;
	bool found;

	*f = (struct refund){ .state = SLICE_NONE };
	if (store_rows(x->store, Q_REFUND_GET, &r, e, "i", id) != RC_OK)
		return (e->rc);
	found = rows_next(r);
	if (found)
		*f = (struct refund){
			.act = { .customer = arena_slice(a, rows_text(r, 0)),
			    .currency = arena_slice(a, rows_text(r, 1)),
			    .amount = rows_int(r, 2),
			    .order_id = rows_int(r, 3),
			    .reason = arena_slice(a, rows_text(r, 4)),
			    .on = x->today },
			.state = arena_slice(a, rows_text(r, 5)),
			.asked_by = arena_slice(a, rows_text(r, 6))
		};
	if (rows_end(r, e) != RC_OK || found)
		return (e->rc);
	return (err_set(e, RC_REJECT, "REFUND-STATE",
	    "there is no refund %" PRId64, id));
}

static enum rc
post_refund(const struct actor *x, int64_t id, const struct refund *f,
    const char *what, const struct journal *j, struct arena *a, struct err *e)
{
	struct ledger_entry l = entry_of(x, &f->act);
	bool fresh = false;

	l.business_key = slice_of(arena_printf(a, "%s|%" PRId64, what, id));
	if (ledger_post(x->store, j, &l, &fresh, e) != RC_OK)
		return (e->rc);
	return (say(x, f->act.customer, what,
	    arena_printf(a, "refund %" PRId64 ", %s", id,
		money(a, f->act.amount, f->act.currency)),
	    e));
}

static enum rc
wrong_state(int64_t id, const struct refund *f, struct err *e)
{
	return (err_set(e, RC_REJECT, "REFUND-STATE",
	    "refund %" PRId64 " is " SL_FMT, id, SL_ARG(f->state)));
}

static enum rc
approve(const struct actor *x, int64_t id, struct refund *f, day on,
    struct arena *a, struct err *e)
{
	int64_t deposit = 0, others = 0;
	struct journal j;

	if (!slice_is(f->state, "asked"))
		return (wrong_state(id, f, e));
	if (slice_is(f->asked_by, x->who)) {
		(void)err_set(e, RC_REJECT, "REFUND-SELF",
		    "%s asked for refund %" PRId64
		    ", somebody else must approve it",
		    x->who, id);
		return (err_help(e,
		    "the other person types it, or is named "
		    "by --by"));
	}
	if (ledger_balance(x->store, f->act.customer, ACCOUNT_DEPOSIT,
		f->act.currency, &deposit, e) != RC_OK ||
	    store_int(x->store, Q_EARMARKED_BESIDES, 0, &others, e, "tti",
		f->act.customer, f->act.currency, (int64_t)0) != RC_OK)
		return (e->rc);
	/* An order that waits for the rest keeps its own. */
	deposit = -deposit > others ? -deposit - others : 0;
	if (deposit < f->act.amount)
		return (err_set(e, RC_REJECT, "REFUND-DEPOSIT",
		    "the deposit was used meanwhile: %s is left",
		    money(a, deposit, f->act.currency)));
	if (!charge_refund_approved(f->act.amount, &j))
		return (err_set(e, RC_FATAL, "LEDGER", "a refund"));
	if (store_exec(x->store, Q_REFUND_DECIDE, NULL, e, "sdsi", "approved",
		on, x->who, id) != RC_OK)
		return (e->rc);
	f->act.on = on;
	return (post_refund(x, id, f, "refund_approved", &j, a, e));
}

static enum rc
refuse(const struct actor *x, int64_t id, struct refund *f, struct slice why,
    day on, struct arena *a, struct err *e)
{
	bool approved = slice_is(f->state, "approved");
	struct journal j = { .n = 0 };

	if (!approved && !slice_is(f->state, "asked"))
		return (wrong_state(id, f, e));
	if (approved && !charge_refund_approved(-f->act.amount, &j))
		return (err_set(e, RC_FATAL, "LEDGER", "a refund"));
	if (store_exec(x->store, Q_REFUND_DECIDE, NULL, e, "sdsi", "refused",
		on, x->who, id) != RC_OK)
		return (e->rc);
	f->act.on = on;
	f->act.reason = why;
	return (post_refund(x, id, f, "refund_refused", &j, a, e));
}

static enum rc
pay_out(const struct actor *x, int64_t id, struct refund *f, day on,
    struct slice reference, struct arena *a, struct err *e)
{
	struct journal j;

	if (!slice_is(f->state, "approved"))
		return (wrong_state(id, f, e));
	if (!charge_refund_paid(f->act.amount, &j))
		return (err_set(e, RC_FATAL, "LEDGER", "a refund"));
	if (store_exec(x->store, Q_REFUND_PAID, NULL, e, "dti", on, reference,
		id) != RC_OK)
		return (e->rc);
	f->act.on = on;
	return (post_refund(x, id, f, "refund_paid", &j, a, e));
}

enum rc
refund_approve(const struct actor *x, int64_t refund_id, day on, struct err *e)
{
	struct arena a = ARENA_INIT;
	struct refund f;
	enum rc rc = load_refund(x, refund_id, &a, &f, e);

	if (rc == RC_OK)
		rc = approve(x, refund_id, &f, on, &a, e);
	arena_free(&a);
	return (rc);
}

enum rc
refund_refuse(const struct actor *x, int64_t refund_id, struct slice reason,
    day on, struct err *e)
{
	struct arena a = ARENA_INIT;
	struct refund f;
	enum rc rc = load_refund(x, refund_id, &a, &f, e);

	if (rc == RC_OK)
		rc = refuse(x, refund_id, &f, reason, on, &a, e);
	arena_free(&a);
	return (rc);
}

enum rc
refund_paid(const struct actor *x, int64_t refund_id, day on,
    struct slice reference, struct err *e)
{
	struct arena a = ARENA_INIT;
	struct refund f;
	enum rc rc = load_refund(x, refund_id, &a, &f, e);

	if (rc == RC_OK)
		rc = pay_out(x, refund_id, &f, on, reference, &a, e);
	arena_free(&a);
	return (rc);
}
