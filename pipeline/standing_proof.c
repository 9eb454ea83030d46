/* What a night proves of its standing orders, kept for the report. */
#include <inttypes.h>
#include <stdio.h>

#include "pipeline/standing_ops.h"

#define OVERLAP 31 /* days before the last proof that are proved again */

enum rc
standing_last_night(struct actor *x, bool *any, struct err *e)
{
	struct rows *r;

	if (store_rows(x->store, Q_LAST_NIGHT, &r, e, "i", x->run_id) != RC_OK)
		return (e->rc);
	*any = rows_next(r);
	if (*any) {
		x->today = rows_day(r, 0);
		x->at = rows_int(r, 1);
	}
	return (rows_end(r, e));
}

struct proving {
	struct night *night;
	struct batch batch;
};

static void
fault_text(const struct standing_proof *p, char *text, size_t size)
{
	char on[11];

	if (p->fault != NULL)
		(void)snprintf(text, size, "%s", p->fault);
	else if (!p->balanced)
		(void)snprintf(text, size, "the delivery of %s %s",
		    day_text(p->audit.first_fault, on),
		    standing_flaw_text(p->audit.first_flaw));
	else
		text[0] = '\0';
}

static enum rc
keep_rule(void *ctx, const struct standing_proof *p, struct err *e)
{
	struct proving *k = ctx;
	const struct standing_audit *a = &p->audit;
	char text[ERR_TEXT_MAX];
	bool full;

	if (a->due == 0 && p->balanced) {
		/* Nobody waits while the rest is looked at. */
		k->batch.steps++;
		return (
		    batch_full(&k->batch) ? batch_end(&k->batch, e) : RC_OK);
	}
	fault_text(p, text, sizeof(text));
	if (batch_open(&k->batch, e) != RC_OK ||
	    store_exec(k->night->store, Q_PROOF_RULE_PUT, NULL, e, "iiiiiiiiDs",
		k->night->run_id, p->row->standing_order_id, a->due,
		a->recorded[OUTCOME_ISSUED], a->recorded[OUTCOME_HELD],
		a->recorded[OUTCOME_SKIPPED], a->recorded[OUTCOME_MISSED],
		(int64_t)p->balanced, a->first_fault, text) != RC_OK)
		return (e->rc);
	return (batch_step(&k->batch, &full, e));
}

static enum rc
keep_sheet(struct proving *k, const struct actor *x, day from,
    const struct standing_sheet *s, struct err *e)
{
	const int64_t *n = s->sum.recorded;

	if (batch_open(&k->batch, e) != RC_OK ||
	    store_exec(x->store, Q_PROOF_CLEAR, NULL, e, "i",
		k->night->run_id) != RC_OK ||
	    store_exec(x->store, Q_PROOF_PUT, NULL, e, "iDdiiiiiii",
		k->night->run_id, from, x->today, s->orders, s->unbalanced,
		s->sum.due, n[OUTCOME_ISSUED], n[OUTCOME_HELD],
		n[OUTCOME_SKIPPED], n[OUTCOME_MISSED]) != RC_OK)
		return (e->rc);
	return (batch_end(&k->batch, e));
}

static enum rc
prove(struct proving *k, struct actor *x, struct err *e)
{
	struct standing_sheet sheet;
	int64_t before;
	day from = DAY_NONE;

	if (store_int(x->store, Q_PROOF_BEFORE, DAY_NONE, &before, e, "i",
		k->night->run_id) != RC_OK)
		return (e->rc);
	if (before != DAY_NONE)
		from = (before < x->today ? (day)before : x->today) - OVERLAP;
	if (batch_open(&k->batch, e) != RC_OK ||
	    store_exec(x->store, Q_PROOF_RULES_CLEAR, NULL, e, "i",
		k->night->run_id) != RC_OK ||
	    batch_end(&k->batch, e) != RC_OK ||
	    standing_audit_all(x, from, DAY_NONE, keep_rule, k, &sheet, e) !=
		RC_OK)
		return (e->rc);
	return (keep_sheet(k, x, from, &sheet, e));
}

enum rc
standing_prove(struct night *n, struct err *e)
{
	struct proving k = { .night = n };
	struct actor x = night_actor(n);
	bool any = false;
	enum rc rc;

	/* A run for one partner leaves the others' days for the night. */
	if (n->only_partner.n > 0)
		return (RC_OK);
	if (standing_last_night(&x, &any, e) != RC_OK || !any)
		return (e->rc);
	batch_init(&k.batch, n->store);
	rc = prove(&k, &x, e);
	store_rollback(n->store);
	return (rc == RC_OK ? RC_OK : err_add(e, "proof of standing orders"));
}
