/* What will be, and whether what was is complete: nothing here writes. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "pipeline/standing_ops.h"

/* --- what will be -------------------------------------------------------- */

struct ahead {
	struct arena *arena;
	struct list list; /* struct standing_due */
};

static enum rc
keep(void *ctx, const struct standing_due *d, struct err *e)
{
	struct ahead *k = ctx;

	(void)e;
	*LIST_PUSH(k->arena, &k->list, struct standing_due) = *d;
	return (RC_OK);
}

static enum rc
price_of(const struct actor *x, const struct standing_row *w, struct arena *a,
    struct standing_future *f, struct err *e)
{
	struct standing_bill bill;
	enum rc rc;

	f->priced = false;
	if (f->day.due == DAY_NONE ||
	    (x->master == NULL && !slice_is(w->price, "fixed")))
		return (RC_OK);
	rc = standing_bill(x, w, f->day.nominal, f->day.due, a, &bill, e);
	if (rc == RC_REJECT) {
		*e = (struct err)ERR_INIT;
		return (RC_OK);
	}
	f->priced = rc == RC_OK && bill.no_price.n == 0;
	f->currency = bill.currency;
	f->total = bill.total;
	return (rc);
}

static enum rc
look_ahead(const struct actor *x, const struct standing_row *w, day from, int n,
    struct arena *a, standing_future_fn *fn, void *ctx, struct err *e)
{
	int64_t number = w->decided_number;
	struct ahead k = { .arena = a };

	if (standing_preview(&w->core, from, n, keep, &k, e) != RC_OK)
		return (e->rc);
	for (size_t i = 0; i < k.list.n; i++) {
		struct standing_future f = { .day = *LIST_AT(&k.list,
						 struct standing_due, i) };
		struct occurrence o;

		if (f.day.nominal > w->decided_on)
			number++;
		if (occurrence_load(x, w->standing_order_id, f.day.nominal, &o,
			e) != RC_OK ||
		    price_of(x, w, a, &f, e) != RC_OK)
			return (e->rc);
		f.state = o.state;
		f.number = o.state[0] != '\0' ? o.number : number;
		if (fn(ctx, &f, e) != RC_OK)
			return (e->rc);
	}
	return (RC_OK);
}

enum rc
standing_ahead(const struct actor *x, int64_t id, int n, standing_future_fn *fn,
    void *ctx, struct err *e)
{
	struct arena a = ARENA_INIT;
	struct standing_row w;
	day next;
	enum rc rc = standing_load(x, id, &a, &w, e);

	if (rc == RC_OK) {
		next = w.decided_on + 1;
		rc = look_ahead(x, &w, next < x->today ? next : x->today, n, &a,
		    fn, ctx, e);
	}
	arena_free(&a);
	return (rc);
}

/* Its first day has its row and its number already. */
enum rc
standing_glance(const struct actor *x, int64_t id,
    const struct standing_glance *g, struct err *e)
{
	struct arena a = ARENA_INIT;
	struct standing_row w;
	enum rc rc;

	if (g == NULL)
		return (RC_OK);
	rc = standing_load(x, id, &a, &w, e);
	if (rc == RC_OK)
		rc = look_ahead(x, &w, w.starts_on, g->days, &a, g->fn, g->ctx,
		    e);
	arena_free(&a);
	return (rc);
}

/* --- the proof ----------------------------------------------------------- */

static bool
next_row(void *ctx, struct standing_record *out)
{
	static const char *const words[] = { [OUTCOME_ISSUED] = "issued",
		[OUTCOME_HELD] = "held",
		[OUTCOME_SKIPPED] = "skipped",
		[OUTCOME_MISSED] = "missed" };
	struct rows *r = ctx;

	if (!rows_next(r))
		return (false);
	out->nominal = rows_day(r, 0);
	for (int i = OUTCOME_ISSUED; i <= OUTCOME_MISSED; i++)
		if (slice_is(rows_text(r, 1), words[i])) {
			out->outcome = (enum standing_outcome)i;
			return (true);
		}
	BUG("an occurrence in an unknown state");
}

static enum rc
audit(const struct actor *x, const struct standing_row *w, day from, day to,
    struct standing_audit *out, struct err *e)
{
	struct err end = ERR_INIT;
	struct rows *r;
	enum rc rc;

	if (store_rows(x->store, Q_OCCURRENCES_FROM, &r, e, "id",
		w->standing_order_id, from) != RC_OK)
		return (e->rc);
	rc = standing_audit_from(&w->core, from, to, next_row, r, out, e);
	/* A database that fails ends the rows early: that comes first. */
	if (rows_end(r, &end) != RC_OK) {
		*e = end;
		return (end.rc);
	}
	return (rc);
}

static void
add(struct standing_sheet *s, const struct standing_proof *p)
{
	const struct standing_audit *a = &p->audit;

	s->orders++;
	s->unbalanced += !p->balanced;
	s->sum.due += a->due;
	for (int i = 0; i < 4; i++)
		s->sum.recorded[i] += a->recorded[i];
	s->sum.unrecorded += a->unrecorded;
	s->sum.repeated += a->repeated;
	s->sum.unexpected += a->unexpected;
	s->sum.ahead += a->ahead;
	if (a->first_fault != DAY_NONE &&
	    (s->sum.first_fault == DAY_NONE ||
		a->first_fault < s->sum.first_fault))
		s->sum.first_fault = a->first_fault;
}

struct auditing {
	const struct actor *x;
	day from, to;
	standing_proof_fn *fn;
	void *ctx;
	struct standing_sheet *out;
	struct arena row;
};

enum rc
standing_audit_one(const struct actor *x, int64_t id, day from, day to,
    struct arena *a, struct standing_row *w, struct standing_proof *p,
    char why[ERR_TEXT_MAX], struct err *e)
{
	enum rc rc = standing_load(x, id, a, w, e);

	*p = (struct standing_proof){ .row = w,
		.audit = { .first_fault = DAY_NONE,
		    .last = DAY_NONE,
		    .again_on = DAY_NONE } };
	if (rc == RC_OK)
		rc = audit(x, w, from, to != DAY_NONE ? to : w->today,
		    &p->audit, e);
	if (rc == RC_REJECT) {
		(void)snprintf(why, ERR_TEXT_MAX, "%s", e->text);
		p->fault = why;
		*e = (struct err)ERR_INIT;
	} else if (rc != RC_OK) {
		return (rc);
	}
	p->balanced = p->fault == NULL && standing_balanced(&p->audit);
	return (RC_OK);
}

static enum rc
prove_one(struct auditing *k, int64_t id, struct err *e)
{
	struct standing_row w;
	struct standing_proof p;
	char why[ERR_TEXT_MAX];

	arena_reset(&k->row);
	if (standing_audit_one(k->x, id, k->from, k->to, &k->row, &w, &p, why,
		e) != RC_OK)
		return (e->rc);
	add(k->out, &p);
	return (k->fn != NULL ? k->fn(k->ctx, &p, e) : RC_OK);
}

/* A thousand ids at a time: memory does not grow with the book. */
static enum rc
prove_some(struct auditing *k, int64_t *after, bool *more, struct err *e)
{
	struct arena a = ARENA_INIT;
	struct list ids = { 0 };
	struct rows *r;
	enum rc rc;

	if (store_rows(k->x->store, Q_STANDING_ALL, &r, e, "id", *after,
		k->from) != RC_OK)
		return (e->rc);
	while (rows_next(r))
		*LIST_PUSH(&a, &ids, int64_t) = rows_int(r, 0);
	rc = rows_end(r, e);
	for (size_t i = 0; rc == RC_OK && i < ids.n; i++) {
		*after = *LIST_AT(&ids, int64_t, i);
		rc = prove_one(k, *after, e);
	}
	*more = ids.n > 0;
	arena_free(&a);
	return (rc);
}

enum rc
standing_audit_all(const struct actor *x, day from, day to,
    standing_proof_fn *fn, void *ctx, struct standing_sheet *out, struct err *e)
{
	struct auditing k = { .x = x,
		.from = from,
		.to = to,
		.fn = fn,
		.ctx = ctx,
		.out = out };
	int64_t after = 0;
	bool more = true;
	enum rc rc = RC_OK;

	*out = (struct standing_sheet){ .sum.first_fault = DAY_NONE };
	while (rc == RC_OK && more)
		rc = prove_some(&k, &after, &more, e);
	arena_free(&k.row);
	return (rc);
}
