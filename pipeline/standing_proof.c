/* What a night proves of its standing orders, kept for the report. */
#include <inttypes.h>
#include <stdio.h>

#include "pipeline/standing_ops.h"

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
	struct actor actor;
	struct batch batch;
	struct list ids; /* int64_t */
	struct arena ids_arena, row;
};

/* What was proved of one rule before, and still holds. */
struct proved {
	day to;       /* DAY_NONE: nothing */
	int64_t n[5]; /* due, then by outcome */
};

static enum rc
proved_load(struct proving *k, int64_t id, struct proved *p, struct err *e)
{
	struct rows *r;

	*p = (struct proved){ .to = DAY_NONE };
	if (store_rows(k->night->store, Q_PROOF_RULE_GET, &r, e, "i", id) !=
	    RC_OK)
		return (e->rc);
	if (rows_next(r) && !rows_null(r, 0) &&
	    (rows_null(r, 1) || rows_int(r, 1) > rows_int(r, 0))) {
		p->to = rows_day(r, 0);
		for (int i = 0; i < 5; i++)
			p->n[i] = rows_int(r, 2 + i);
	}
	return (rows_end(r, e));
}

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
keep_rule(struct proving *k, int64_t id, const struct proved *before,
    const struct standing_proof *p, struct err *e)
{
	const struct standing_audit *a = &p->audit;
	const int64_t *was = before->n, *now = a->recorded;
	day to = a->last != DAY_NONE ? a->last : before->to;
	char text[ERR_TEXT_MAX];

	fault_text(p, text, sizeof(text));
	if (store_exec(k->night->store, Q_PROOF_RULE_PUT, NULL, e,
		"iiiiiiiiDsDD", id, k->night->run_id, was[0] + a->due,
		was[1] + now[OUTCOME_ISSUED], was[2] + now[OUTCOME_HELD],
		was[3] + now[OUTCOME_SKIPPED], was[4] + now[OUTCOME_MISSED],
		(int64_t)p->balanced, a->first_fault, text,
		p->balanced ? to : DAY_NONE, a->again_on) != RC_OK)
		return (e->rc);
	return (store_exec(k->night->store, Q_STANDING_TOUCHED_DROP, NULL, e,
	    "i", id));
}

/* In one transaction with what it is computed from. */
static enum rc
prove_rule(struct proving *k, int64_t id, struct err *e)
{
	char why[ERR_TEXT_MAX];
	struct standing_proof p;
	struct standing_row w;
	struct proved before;
	bool full;

	arena_reset(&k->row);
	if (batch_open(&k->batch, e) != RC_OK ||
	    proved_load(k, id, &before, e) != RC_OK ||
	    standing_audit_one(&k->actor, id,
		before.to != DAY_NONE ? before.to + 1 : DAY_NONE, DAY_NONE,
		&k->row, &w, &p, why, e) != RC_OK ||
	    keep_rule(k, id, &before, &p, e) != RC_OK)
		return (e->rc);
	return (batch_step(&k->batch, &full, e));
}

/* What all rules come to. */
static enum rc
keep_sheet(struct proving *k, struct err *e)
{
	struct store *s = k->night->store;
	int64_t n[7] = { 0 };
	struct rows *r;

	if (batch_open(&k->batch, e) != RC_OK ||
	    store_rows(s, Q_PROOF_SUM, &r, e, "") != RC_OK)
		return (e->rc);
	if (rows_next(r))
		for (int i = 0; i < 7; i++)
			n[i] = rows_int(r, i);
	if (rows_end(r, e) != RC_OK ||
	    store_exec(s, Q_PROOF_CLEAR, NULL, e, "i", k->night->run_id) !=
		RC_OK ||
	    store_exec(s, Q_PROOF_PUT, NULL, e, "iDdiiiiiii", k->night->run_id,
		DAY_NONE, k->actor.today, n[0], n[1], n[2], n[3], n[4], n[5],
		n[6]) != RC_OK)
		return (e->rc);
	return (batch_end(&k->batch, e));
}

static enum rc
prove(struct proving *k, struct err *e)
{
	struct rows *r;
	day latest;

	if (standing_latest_day(&k->actor, &latest, e) != RC_OK ||
	    store_rows(k->night->store, Q_PROOF_TO_LOOK, &r, e, "d", latest) !=
		RC_OK)
		return (e->rc);
	while (rows_next(r))
		*LIST_PUSH(&k->ids_arena, &k->ids, int64_t) = rows_int(r, 0);
	if (rows_end(r, e) != RC_OK)
		return (e->rc);
	for (size_t i = 0; i < k->ids.n; i++)
		if (prove_rule(k, *LIST_AT(&k->ids, int64_t, i), e) != RC_OK)
			return (e->rc);
	return (keep_sheet(k, e));
}

enum rc
standing_prove(struct night *n, struct err *e)
{
	struct proving k = { .night = n, .actor = night_actor(n) };
	bool any = false;
	enum rc rc;

	/* A run for one partner leaves the others' days for the night. */
	if (n->only_partner.n > 0)
		return (RC_OK);
	if (standing_last_night(&k.actor, &any, e) != RC_OK || !any)
		return (e->rc);
	batch_init(&k.batch, n->store);
	rc = prove(&k, e);
	store_rollback(n->store);
	arena_free(&k.ids_arena);
	arena_free(&k.row);
	return (rc == RC_OK ? RC_OK : err_add(e, "proof of standing orders"));
}
