/* recur: what standing orders need decided tonight is decided, and written in
 * the same transaction as the orders that it makes.
 *
 * A standing order that cannot be decided (its calendar is gone, say) is held
 * with the reason and the others go on: the transaction that it spoiled is
 * done again, one standing order at a time up to the one at fault. */
#include <inttypes.h>
#include <stdio.h>

#include "base/log.h"
#include "pipeline/standing_issue.h"

#define PART 250 /* decisions of one standing order at a time */

struct recur {
	struct night *night;
	struct actor actor;
	struct batch batch;
	struct list ids;               /* int64_t */
	struct standing_copies copies; /* of the open transaction */
	struct arena ids_arena, row, order;
};

/* --- one standing order -------------------------------------------------- */

struct decisions {
	struct arena *arena;
	struct list list; /* struct standing_due */
};

static enum rc
keep(void *ctx, const struct standing_due *d, struct err *e)
{
	struct decisions *k = ctx;

	(void)e;
	*LIST_PUSH(k->arena, &k->list, struct standing_due) = *d;
	return (RC_OK);
}

static enum rc
commit(struct recur *r, struct err *e)
{
	if (standing_copies_write(&r->actor, &r->copies, e) != RC_OK)
		return (e->rc);
	return (batch_end(&r->batch, e));
}

/* A long list of days is written in parts, each a transaction. */
static enum rc
part_done(struct recur *r, struct standing_row *w, struct err *e)
{
	if (store_exec(r->night->store, Q_STANDING_PROGRESS, NULL, e, "dii",
		w->decided_on, w->decided_number,
		w->standing_order_id) != RC_OK)
		return (e->rc);
	if (commit(r, e) != RC_OK)
		return (e->rc);
	w->ahead = true; /* somebody else may write in between */
	return (batch_open(&r->batch, e));
}

static enum rc
decide(struct recur *r, int64_t id, struct err *e)
{
	struct decisions k = { .arena = &r->row };
	struct standing_row w;

	if (standing_load(&r->actor, id, &r->row, &w, e) != RC_OK ||
	    standing_decide(&w.core, w.decided_on, w.today, keep, &k, e) !=
		RC_OK)
		return (e->rc);
	for (size_t i = 0; i < k.list.n; i++) {
		const struct standing_due *d = LIST_AT(&k.list,
		    struct standing_due, i);

		if (standing_record(&r->actor, &w, d, w.decided_number + 1,
			&r->copies, &r->order, e) != RC_OK)
			return (e->rc);
		w.decided_on = d->nominal;
		w.decided_number++;
		r->batch.steps++;
		if (i % PART == PART - 1 && part_done(r, &w, e) != RC_OK)
			return (e->rc);
	}
	return (standing_settle(&r->actor, &w, e));
}

static enum rc
set_aside(struct recur *r, int64_t id, struct err *e)
{
	char why[ERR_TEXT_MAX];

	(void)snprintf(why, sizeof(why), "%s", e->text);
	log_line(LOG_WARN, "standing order %" PRId64 " is held: %s", id, why);
	*e = (struct err)ERR_INIT;
	if (batch_open(&r->batch, e) != RC_OK ||
	    standing_fault(&r->actor, id, why, e) != RC_OK)
		return (e->rc);
	return (batch_end(&r->batch, e));
}

/* --- all of them --------------------------------------------------------- */

static enum rc
attempt(struct recur *r, size_t i, bool alone, struct err *e)
{
	if (i % 64 == 0)
		progress_set("recur", i, r->ids.n);
	arena_reset(&r->row);
	if (batch_open(&r->batch, e) != RC_OK ||
	    decide(r, *LIST_AT(&r->ids, int64_t, i), e) != RC_OK)
		return (e->rc);
	r->batch.steps++;
	if (alone || i + 1 == r->ids.n || batch_full(&r->batch))
		return (commit(r, e));
	return (RC_OK);
}

static enum rc
decide_all(struct recur *r, struct err *e)
{
	size_t i = 0, from = 0; /* the open transaction's first */
	size_t alone = 0;       /* before it: a transaction each */

	while (i < r->ids.n) {
		enum rc rc;

		if (!store_in_transaction(r->night->store))
			from = i;
		rc = attempt(r, i, i < alone, e);
		if (rc == RC_OK) {
			i++;
			continue;
		}
		store_rollback(r->night->store);
		r->copies = (struct standing_copies){ .to = 0 };
		if (rc != RC_REJECT)
			return (rc);
		if (from < i) {
			alone = i + 1;
			i = from;
			*e = (struct err)ERR_INIT;
		} else if (set_aside(r, *LIST_AT(&r->ids, int64_t, i++), e) !=
		    RC_OK) {
			return (e->rc);
		}
	}
	return (batch_end(&r->batch, e));
}

static enum rc
load_ids(struct recur *r, struct err *e)
{
	struct rows *rows;
	day latest;

	if (standing_latest_day(&r->actor, &latest, e) != RC_OK ||
	    store_rows(r->night->store, Q_STANDING_TO_DECIDE, &rows, e, "dt",
		latest, r->night->only_partner) != RC_OK)
		return (e->rc);
	while (rows_next(rows))
		*LIST_PUSH(&r->ids_arena, &r->ids, int64_t) = rows_int(rows, 0);
	return (rows_end(rows, e));
}

/* --- calendars that changed ---------------------------------------------- */

/* A new holiday may bring a release forward: whoever follows that calendar is
 * looked at tonight. */
static enum rc
wake_followers(struct recur *r, const struct named_calendar *c, struct err *e)
{
	struct store *s = r->night->store;
	const struct calendar *k = &c->calendar;
	struct slice days = { (const char *)k->holidays,
		k->holidays_n * sizeof(*k->holidays) };
	uint64_t sum = slice_hash(days) ^ ((uint64_t)k->weekend << 32) ^
	    k->holidays_n;
	int64_t now = (int64_t)(sum >> 1), before;
	char name[200];

	(void)snprintf(name, sizeof(name), "calendar:" SL_FMT, SL_ARG(c->name));
	if (store_int(s, Q_COUNTER_VALUE, -1, &before, e, "s", name) != RC_OK)
		return (e->rc);
	if (before == now)
		return (RC_OK);
	if (batch_open(&r->batch, e) != RC_OK ||
	    store_exec(s, Q_STANDING_WAKE_CALENDAR, NULL, e, "dt",
		r->night->today, c->name) != RC_OK ||
	    store_exec(s, Q_STANDING_TOUCH_CALENDAR, NULL, e, "t", c->name) !=
		RC_OK ||
	    store_exec(s, Q_COUNTER_PUT, NULL, e, "si", name, now) != RC_OK)
		return (e->rc);
	return (RC_OK);
}

static enum rc
prepare(struct recur *r, struct err *e)
{
	const struct list *all = &r->night->mill->config.calendars;

	for (size_t i = 0; i < all->n; i++)
		if (wake_followers(r, LIST_AT(all, struct named_calendar, i),
			e) != RC_OK)
			return (e->rc);
	if (batch_open(&r->batch, e) != RC_OK ||
	    standing_take_answers(&r->actor, e) != RC_OK)
		return (e->rc);
	return (batch_end(&r->batch, e));
}

enum rc
stage_recur(struct night *n, struct err *e)
{
	struct recur r = { .night = n, .actor = night_actor(n) };
	enum rc rc;

	batch_init(&r.batch, n->store);
	rc = prepare(&r, e);
	if (rc == RC_OK)
		rc = load_ids(&r, e);
	if (rc == RC_OK)
		rc = decide_all(&r, e);
	progress_end();
	store_rollback(n->store);
	arena_free(&r.ids_arena);
	arena_free(&r.order);
	arena_free(&r.row);
	return (rc);
}
