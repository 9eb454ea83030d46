/* hold, release, reject, cancel: what a person decides about an order, a
 * file in quarantine, an interchange or a shipment that is held. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/log.h"
#include "cli/ref.h"
#include "pipeline/recheck.h"
#include "pipeline/reprice.h"
#include "pipeline/shipping.h"
#include "pipeline/blanket.h"
#include "pipeline/standing_ops.h"

#define BIT(reason) (1u << (reason))
/* What a person's word settles, without the data being mended. */
#define BY_WORD \
	(BIT(HOLD_CREDIT) | BIT(HOLD_PAYMENT) | BIT(HOLD_PRICE) | \
	    BIT(HOLD_DUPLICATE) | BIT(HOLD_RECURRENCE) | BIT(HOLD_MANUAL) | \
	    BIT(HOLD_TEST) | BIT(HOLD_ARITHMETIC))

struct deciding {
	struct cli *c;
	struct actor x;
	struct ref ref;
	struct booked b;
	const char *why, *price;
	bool as_is, rechecked, called;
	struct recheck recheck;
};

static enum rc
begin(struct deciding *d, unsigned allowed, struct err *e)
{
	struct cli *c = d->c;

	d->why = cli_option(c, "reason");
	if (d->why == NULL || d->why[0] == '\0')
		return (usage_error(e, "`%s` wants --reason TEXT",
		    c->command->name));
	if (ref_find(c, c->args[0], allowed, &d->ref, e) != RC_OK ||
	    cli_actor(c, &d->x, e) != RC_OK)
		return (e->rc);
	if (d->ref.kind != REF_ORDER)
		return (RC_OK);
	return (booked_load(c->store, d->ref.id, &c->arena, &d->b, e));
}

/* The row may have changed since it was looked at. */
static enum rc
open_order(struct deciding *d, struct err *e)
{
	if (store_begin(d->c->store, e) != RC_OK)
		return (e->rc);
	d->b = (struct booked){ .order_id = 0 };
	return (booked_load(d->c->store, d->ref.id, &d->c->arena, &d->b, e));
}

static enum rc
end(struct deciding *d, enum rc rc, struct err *e)
{
	if (rc != RC_OK) {
		store_rollback(d->c->store);
		return (rc);
	}
	return (store_commit(d->c->store, e));
}

static enum rc
tell(struct deciding *d, const char *state, const char *text)
{
	struct cli *c = d->c;

	if (c->json) {
		buf_printf(&c->out, "{\"subject\":\"%s\",\"state\":\"%s\"}\n",
		    d->ref.subject, state);
	} else {
		buf_printf(&c->out, "%s is %s%s%s\n", d->ref.subject, state,
		    text[0] != '\0' ? "; " : "", text);
	}
	return (RC_OK);
}

/* --- release ------------------------------------------------------------- */

static enum rc
open_reasons(struct deciding *d, unsigned *bits, struct err *e)
{
	struct rows *r;

	*bits = 0;
	if (store_rows(d->c->store, Q_ORDER_HOLD_REASONS, &r, e, "i",
		d->b.order_id) != RC_OK)
		return (e->rc);
	while (rows_next(r))
		for (unsigned i = 0; hold_reason_names[i] != NULL; i++)
			if (slice_is(rows_text(r, 0), hold_reason_names[i]))
				*bits |= BIT(i);
	return (rows_end(r, e));
}

static enum rc
still_held(struct deciding *d, const char *why, struct err *e)
{
	const struct checked_order *k = &d->recheck.checked;

	for (size_t i = 0; i < k->findings.n; i++) {
		const struct finding *f = LIST_AT(&k->findings, struct finding,
		    i);

		log_line(LOG_WARN, "[" SL_FMT "] " SL_FMT, SL_ARG(f->code),
		    SL_ARG(f->text));
	}
	(void)err_set(e, RC_REJECT, "ORDER-HELD", "%s stays held: %s",
	    d->ref.subject, why);
	e->exit_code = 1;
	return (err_help(e,
	    "mend what is told above and release it again, or reject it"));
}

/* What is left of the reasons when the order is checked with today's data. */
static enum rc
judge(struct deciding *d, unsigned *left, struct err *e)
{
	const struct checked_order *k = &d->recheck.checked;
	const char *why;

	if (order_recheck(&d->x, d->c->zygote, &d->b, &d->recheck, e) != RC_OK)
		return (e->rc);
	d->rechecked = true;
	if (!recheck_bookable(&d->recheck, &why))
		return (still_held(d, why, e));
	*left = k->verdict == ORDER_HELD ? k->holds : 0;
	if (k->call_off || d->as_is || (*left & ~BY_WORD) == 0)
		return (RC_OK);
	return (still_held(d,
	    "the checks still find what they found (or say --as-is)", e));
}

static enum rc
ask_price(unsigned left, const char *price, struct err *e)
{
	if (price != NULL && strcmp(price, "ours") != 0 &&
	    strcmp(price, "theirs") != 0)
		return (usage_error(e, "--price is ours or theirs"));
	if ((left & BIT(HOLD_PRICE)) != 0 && price == NULL)
		return (usage_error(e,
		    "it is held for its price: say "
		    "--price ours or --price theirs"));
	return (RC_OK);
}

/* A call-off becomes the open delivery that it is for, never one more. */
static enum rc
fulfil(struct deciding *d, bool *done, struct err *e)
{
	struct blanket_draw draw;

	*done = false;
	if (!d->rechecked || !d->recheck.checked.call_off)
		return (RC_OK);
	if (standing_fulfil(&d->x, &d->b, done, e) != RC_OK)
		return (e->rc);
	if (*done || d->as_is)
		return (RC_OK);
	if (blanket_draw(&d->x, &d->b, &draw, e) != RC_OK)
		return (e->rc);
	if (draw.code != NULL)
		return (still_held(d, draw.why, e));
	*done = draw.blanket_id != 0;
	if (*done)
		return (RC_OK);
	return (still_held(d,
	    "no open delivery of a standing order and no blanket order is "
	    "there for this call-off (or say --as-is)",
	    e));
}

/* A change is priced when it is applied: its row remembers the word. */
static enum rc
price_ours(struct deciding *d, struct err *e)
{
	struct booked *b = &d->b;

	if (!booked_is_change(b))
		return (reprice_ours(&d->x, b, e));
	b->released = slice_of(arena_printf(&d->c->arena, SL_FMT "%sours",
	    SL_ARG(b->released), b->released.n > 0 ? " " : ""));
	return (RC_OK);
}

static enum rc
release_steps(struct deciding *d, struct err *e)
{
	bool done;

	if (open_order(d, e) != RC_OK)
		return (e->rc);
	if (slice_is(d->b.state, "accepted") &&
	    slice_is(d->b.kind, "bill_and_hold")) {
		d->called = true;
		return (order_call(&d->x, &d->b, d->why, e));
	}
	if (!slice_is(d->b.state, "held"))
		return (order_release(&d->x, &d->b, d->why, e));
	if (d->rechecked &&
	    recheck_apply(&d->x, &d->recheck, &d->c->arena, &d->b, e) != RC_OK)
		return (e->rc);
	if (d->price != NULL && strcmp(d->price, "ours") == 0 &&
	    price_ours(d, e) != RC_OK)
		return (e->rc);
	if (fulfil(d, &done, e) != RC_OK || done)
		return (e->rc);
	return (order_release(&d->x, &d->b, d->why, e));
}

static enum rc
release_order(struct deciding *d, struct err *e)
{
	unsigned left = 0;

	d->price = cli_option(d->c, "price");
	d->as_is = cli_option(d->c, "as-is") != NULL;
	if (open_reasons(d, &left, e) != RC_OK)
		return (e->rc);
	if (slice_is(d->b.state, "held") && recheck_applies(&d->b)) {
		if (cli_master(d->c, e) != RC_OK)
			return (e->rc);
		d->x.master = d->c->master;
		if (judge(d, &left, e) != RC_OK)
			return (e->rc);
	}
	if (ask_price(left, d->price, e) != RC_OK ||
	    end(d, release_steps(d, e), e) != RC_OK)
		return (e->rc);
	return (tell(d, "released",
	    d->called                   ? "it goes to its warehouse" :
		d->b.confirmation.n > 0 ? "it is accepted as before" :
					  "the next run charges it"));
}

static enum rc
file_event(struct deciding *d, const char *kind, struct err *e)
{
	struct event v = { d->x.at, 0, "file", d->ref.id, SLICE_NONE, kind };

	return (event_add(d->c->store, &v, e, "%s: %s", d->x.who, d->why));
}

/* All held interchanges of the file. */
static enum rc
settle_interchanges(struct deciding *d, const char *state, int64_t *n,
    struct err *e)
{
	struct list ids = { 0 };
	struct rows *r;

	if (store_rows(d->c->store, Q_INTERCHANGES_HELD, &r, e, "i",
		d->ref.id) != RC_OK)
		return (e->rc);
	while (rows_next(r))
		*LIST_PUSH(&d->c->arena, &ids, int64_t) = rows_int(r, 0);
	if (rows_end(r, e) != RC_OK)
		return (e->rc);
	*n = (int64_t)ids.n;
	for (size_t i = 0; i < ids.n; i++) {
		int64_t id = *LIST_AT(&ids, int64_t, i);

		if (store_exec(d->c->store, Q_INTERCHANGE_STATE, NULL, e,
			"sssi", state,
			strcmp(state, "rejected") == 0 ? "FILE-REFUSED" : "",
			d->why, id) != RC_OK)
			return (e->rc);
		if (strcmp(state, "rejected") == 0 &&
		    store_exec(d->c->store, Q_INTERCHANGE_KEY_FREE, NULL, e,
			"i", id) != RC_OK)
			return (e->rc);
	}
	return (RC_OK);
}

/* Who sent something over a network cannot be said by a person's word: its
 * orders were checked as nobody's. */
static enum rc
sender_is_known(struct deciding *d, struct err *e)
{
	bool nobody = false;
	struct rows *r;

	if (store_rows(d->c->store, Q_INTERCHANGES_OF_NOBODY, &r, e, "i",
		d->ref.id) != RC_OK)
		return (e->rc);
	while (rows_next(r)) {
		const struct partner *p = config_partner(&d->c->mill.config,
		    rows_text(r, 0));

		nobody = nobody || (p != NULL && p->role == ROLE_NETWORK);
	}
	if (rows_end(r, e) != RC_OK || !nobody)
		return (e->rc);
	(void)err_set(e, RC_REJECT, "FILE-SENDER",
	    "who sent %s over the network is not known", d->ref.subject);
	return (err_help(e,
	    "add the sender's identifier to the profile of a partner via the "
	    "network, then: ordermill retry %s",
	    d->ref.subject));
}

static enum rc
release_file(struct deciding *d, struct err *e)
{
	int64_t n = 0;
	enum rc rc;

	if (sender_is_known(d, e) != RC_OK ||
	    store_begin(d->c->store, e) != RC_OK)
		return (e->rc);
	rc = settle_interchanges(d, "accepted", &n, e);
	if (rc == RC_OK && n == 0) {
		rc = err_set(e, RC_REJECT, "FILE-STATE",
		    "%s holds no interchange that is held", d->ref.subject);
		(void)err_help(e,
		    "a file in quarantine is read again by `ordermill retry`");
	}
	if (rc == RC_OK)
		rc = file_event(d, "released", e);
	if (end(d, rc, e) != RC_OK)
		return (e->rc);
	return (tell(d, "released", "the next run takes its orders"));
}

/* A document that the partner refused, or never confirmed, is as it should be
 * after all. */
static enum rc
release_document(struct deciding *d, struct err *e)
{
	struct event v = { d->x.at, 0, "outbox", d->ref.id, SLICE_NONE,
		"released" };
	int64_t changed = 0;
	enum rc rc;

	if (store_begin(d->c->store, e) != RC_OK)
		return (e->rc);
	rc = store_exec(d->c->store, Q_OUTBOX_RECEIPT_ENDED, &changed, e, "i",
	    d->ref.id);
	if (rc == RC_OK && changed == 0)
		rc = err_set(e, RC_REJECT, "OUTBOX-STATE",
		    "%s was not refused, and no receipt is waited for",
		    d->ref.subject);
	if (rc == RC_OK)
		rc = event_add(d->c->store, &v, e, "%s: %s", d->x.who, d->why);
	if (end(d, rc, e) != RC_OK)
		return (e->rc);
	return (tell(d, "released", "nothing more is asked about it"));
}

/* Not a REF of the usual kinds: a number that held confirmations bear. */
static enum rc
decide_shipment(struct cli *c, bool release, bool *held, struct err *e)
{
	struct slice number = slice_of(c->args[0]), warehouse = SLICE_NONE;
	const char *given = cli_option(c, "warehouse");
	struct actor x;
	struct rows *r;
	size_t n = 0;

	if (slice_starts(number, SLICE("shipment:")))
		number = slice_sub(number, 9, number.n);
	if (store_rows(c->store, Q_REF_SHIPMENTS_HELD, &r, e, "t", number) !=
	    RC_OK)
		return (e->rc);
	while (rows_next(r)) {
		if (given != NULL && !slice_is(rows_text(r, 0), given))
			continue;
		warehouse = arena_slice(&c->arena, rows_text(r, 0));
		n++;
	}
	*held = n > 0;
	if (rows_end(r, e) != RC_OK || n == 0)
		return (e->rc);
	if (n > 1)
		return (usage_error(e,
		    "several warehouses have a shipment "
		    "of that number: say --warehouse NAME"));
	if (cli_actor(c, &x, e) != RC_OK || store_begin(c->store, e) != RC_OK)
		return (e->rc);
	if ((release ? ship_release(&x, warehouse, number, e) :
		       ship_reject(&x, warehouse, number,
			   cli_option(c, "reason"), e)) != RC_OK) {
		store_rollback(c->store);
		return (e->rc);
	}
	if (!c->json)
		buf_text(&c->out,
		    release ? "the shipment is released; the next run "
			      "takes over what can be taken over\n" :
			      "the shipment is rejected: what it says counts "
			      "for nothing\n");
	return (store_commit(c->store, e));
}

enum rc
cmd_release(struct cli *c, struct err *e)
{
	struct deciding d = { .c = c };
	bool held = false;
	enum rc rc;

	if (cli_option(c, "reason") != NULL &&
	    decide_shipment(c, true, &held, e) != RC_OK)
		return (e->rc);
	if (held)
		return (RC_OK);
	rc = begin(&d, REF_ORDER | REF_FILE | REF_OUTBOX, e);
	if (rc == RC_OK)
		rc = d.ref.kind == REF_FILE  ? release_file(&d, e) :
		    d.ref.kind == REF_OUTBOX ? release_document(&d, e) :
					       release_order(&d, e);
	recheck_free(&d.recheck);
	return (rc);
}

/* --- hold, reject, cancel ------------------------------------------------ */

enum rc
cmd_hold(struct cli *c, struct err *e)
{
	struct deciding d = { .c = c };
	enum rc rc = begin(&d, REF_ORDER, e);

	if (rc != RC_OK)
		return (rc);
	rc = open_order(&d, e);
	if (rc == RC_OK)
		rc = order_hold(&d.x, &d.b, HOLD_MANUAL, "ORDER-MANUAL", d.why,
		    e);
	if (end(&d, rc, e) != RC_OK)
		return (e->rc);
	return (tell(&d, "held", ""));
}

static enum rc
reject_file(struct deciding *d, struct err *e)
{
	int64_t changed = 0, n = 0;
	enum rc rc;

	if (store_begin(d->c->store, e) != RC_OK)
		return (e->rc);
	rc = store_exec(d->c->store, Q_FILE_REJECT, &changed, e, "si", d->why,
	    d->ref.id);
	if (rc == RC_OK && changed == 0)
		rc = settle_interchanges(d, "rejected", &n, e);
	if (rc == RC_OK && changed + n == 0)
		rc = err_set(e, RC_REJECT, "FILE-STATE",
		    "%s is neither in quarantine nor held", d->ref.subject);
	if (rc == RC_OK)
		rc = file_event(d, "rejected", e);
	if (end(d, rc, e) != RC_OK)
		return (e->rc);
	return (tell(d, "rejected", ""));
}

enum rc
cmd_reject(struct cli *c, struct err *e)
{
	struct deciding d = { .c = c };
	bool held = false;
	enum rc rc;

	/* By its full name alone, lest it is taken for an order. */
	if (cli_option(c, "reason") != NULL &&
	    strncmp(c->args[0], "shipment:", 9) == 0 &&
	    decide_shipment(c, false, &held, e) != RC_OK)
		return (e->rc);
	if (held)
		return (RC_OK);
	rc = begin(&d, REF_ORDER | REF_FILE, e);
	if (rc != RC_OK)
		return (rc);
	if (d.ref.kind == REF_FILE)
		return (reject_file(&d, e));
	rc = open_order(&d, e);
	if (rc == RC_OK)
		rc = order_reject(&d.x, &d.b, "ORDER-MANUAL", d.why, e);
	if (end(&d, rc, e) != RC_OK)
		return (e->rc);
	return (tell(&d, "rejected", "the next run answers it"));
}

enum rc
cmd_cancel(struct cli *c, struct err *e)
{
	struct deciding d = { .c = c };
	enum rc rc = begin(&d, REF_ORDER, e);

	if (rc != RC_OK)
		return (rc);
	rc = open_order(&d, e);
	if (rc == RC_OK)
		rc = order_cancel(&d.x, &d.b, d.why, e);
	if (end(&d, rc, e) != RC_OK)
		return (e->rc);
	return (tell(&d, "cancelled", "the next run answers it"));
}
