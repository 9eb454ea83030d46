/* What people ask to be different, made a revision or a setting. */
#include <inttypes.h>
#include <stdio.h>

#include "pipeline/standing_change.h"

struct asking {
	const struct actor *x;
	const struct standing_change *c;
	struct arena arena;
	struct standing_row row;
	struct standing_terms terms;
	struct standing_revision revision;
	struct slice currency;
	int digits;
};

/* --- lines --------------------------------------------------------------- */

static enum rc
find_line(struct asking *k, struct slice named, const struct standing_line **l,
    struct err *e)
{
	*l = NULL;
	if (named.n == 0 && k->terms.lines.n != 1)
		return (err_set(e, RC_REJECT, "STANDING-LINE",
		    "it has %zu lines: say which, as in 1=500",
		    k->terms.lines.n));
	for (size_t i = 0; i < k->terms.lines.n; i++) {
		const struct standing_line *at = LIST_AT(&k->terms.lines,
		    struct standing_line, i);

		if (named.n > 0 && !slice_eq(named, at->buyer_line))
			continue;
		if (*l != NULL)
			return (err_set(e, RC_REJECT, "STANDING-LINE",
			    "two lines have the number " SL_FMT,
			    SL_ARG(named)));
		*l = at;
	}
	if (*l == NULL)
		return (err_set(e, RC_REJECT, "STANDING-LINE",
		    "there is no line " SL_FMT " on that day", SL_ARG(named)));
	return (RC_OK);
}

static enum rc
price_of(struct asking *k, const struct product *p, struct standing_line *l,
    struct err *e)
{
	if (decimal_is_none(l->price) &&
	    !master_price(k->x->master, k->row.customer, p, l->unit,
		k->currency, l->quantity, k->revision.from, &l->price,
		&l->price_basis))
		return (err_set(e, RC_REJECT, "ORDER-PRICE-UNKNOWN",
		    "item " SL_FMT " has no price: say one", SL_ARG(l->sku)));
	if (!money_of(l->quantity, l->price, l->price_basis, k->digits,
		&l->net))
		return (err_set(e, RC_REJECT, "ORDER-AMOUNT",
		    "item " SL_FMT " comes to more than can be counted",
		    SL_ARG(l->sku)));
	return (RC_OK);
}

static enum rc
new_line(struct asking *k, const struct standing_wish *w,
    struct standing_line *l, struct err *e)
{
	const struct product *p = master_product(k->x->master, w->sku);
	size_t added = 0;

	if (p == NULL)
		return (err_set(e, RC_REJECT, "ORDER-ITEM",
		    "item " SL_FMT " is not in the catalog", SL_ARG(w->sku)));
	if (standing_line_number(k->x, &k->row, &l->line, e) != RC_OK)
		return (e->rc);
	for (size_t i = 0; i < k->revision.lines.n; i++)
		added += LIST_AT(&k->revision.lines, struct standing_revised, i)
			     ->line.sku.n > 0;
	l->line += (int64_t)added;
	l->buyer_line = slice_of(arena_printf(&k->arena, "%" PRId64, l->line));
	l->sku = p->sku;
	l->seller_item = p->sku;
	l->gtin = p->gtin;
	l->name = p->name;
	l->unit = p->unit;
	l->quantity = l->stock_quantity = w->quantity;
	l->price = w->price;
	l->price_basis = DECIMAL_ONE;
	return (price_of(k, p, l, e));
}

/* Several wishes for one line are one row. */
static struct standing_revised *
revised_line(struct asking *k, int64_t line)
{
	struct standing_revised *v;

	for (size_t i = 0; i < k->revision.lines.n; i++) {
		v = LIST_AT(&k->revision.lines, struct standing_revised, i);
		if (v->line.line == line)
			return (v);
	}
	v = LIST_PUSH(&k->arena, &k->revision.lines, struct standing_revised);
	*v = (struct standing_revised){ .action = "set",
		.line = { .line = line,
		    .quantity = DECIMAL_NONE,
		    .stock_quantity = DECIMAL_NONE,
		    .price = DECIMAL_NONE,
		    .price_basis = DECIMAL_NONE } };
	return (v);
}

static enum rc
take_wish(struct asking *k, const struct standing_wish *w, struct err *e)
{
	const struct standing_line *at;
	struct standing_line made = { .line = 0 };
	struct standing_revised *v;

	if ((!decimal_is_none(w->quantity) && w->quantity.coef <= 0) ||
	    (!decimal_is_none(w->price) && w->price.coef < 0))
		return (err_set(e, RC_REJECT, "STANDING-LINE",
		    "a quantity is more than nothing, a price not less"));
	if (w->sku.n > 0) {
		if (new_line(k, w, &made, e) != RC_OK)
			return (e->rc);
		v = revised_line(k, made.line);
		v->action = "put";
		v->line = made;
		return (RC_OK);
	}
	if (find_line(k, w->line, &at, e) != RC_OK)
		return (e->rc);
	v = revised_line(k, at->line);
	if (w->drop)
		v->action = "drop";
	if (!decimal_is_none(w->quantity))
		v->line.quantity = w->quantity;
	if (!decimal_is_none(w->price)) {
		v->line.price = w->price;
		v->line.price_basis = at->price_basis;
	}
	return (RC_OK);
}

/* --- place and rule ------------------------------------------------------ */

static enum rc
take_place(struct asking *k, struct err *e)
{
	struct standing_revision *v = &k->revision;
	const struct location *l;

	if (k->c->ship_to.n == 0)
		return (RC_OK);
	l = master_location(k->x->master, k->row.customer, k->c->ship_to);
	if (l == NULL) {
		(void)err_set(e, RC_REJECT, "STANDING-PLACE",
		    "customer " SL_FMT " has no location " SL_FMT,
		    SL_ARG(k->row.customer), SL_ARG(k->c->ship_to));
		return (err_help(e,
		    "name it by an identifier of master/locations.csv"));
	}
	v->placed = true;
	v->ship_name = l->name;
	v->street = l->street;
	v->city = l->city;
	v->postal_code = l->postal_code;
	v->country = l->country;
	v->warehouse = l->warehouse.n > 0 ? l->warehouse : k->row.warehouse;
	return (RC_OK);
}

static enum rc
take_days(struct asking *k, struct slice typed, struct slice *out,
    struct err *e)
{
	struct list days;
	char text[11];
	struct buf b;

	if (!standing_days_read(typed, &k->arena, &days))
		return (err_set(e, RC_REJECT, "STANDING-DAY",
		    "'" SL_FMT "' are no days: write 2026-12-01,2027-03-01",
		    SL_ARG(slice_sub(typed, 0, 80))));
	buf_init(&b, 1u << 20);
	for (size_t i = 0; i < days.n; i++)
		buf_printf(&b, "%s%s", i > 0 ? " " : "",
		    day_text(*LIST_AT(&days, day, i), text));
	*out = arena_slice(&k->arena, buf_slice(&b));
	buf_free(&b);
	return (RC_OK);
}

static enum rc
take_rule(struct asking *k, struct err *e)
{
	struct standing_revision *v = &k->revision;

	v->reschedules = k->c->reschedules;
	if (!v->reschedules)
		return (RC_OK);
	if (v->to != DAY_NONE)
		return (err_set(e, RC_REJECT, "STANDING-DAY",
		    "a rule holds from a day on, not on one day"));
	if (k->c->rule.n == 0 && k->c->dates.n == 0)
		return (err_set(e, RC_REJECT, "STANDING-RULE",
		    "say a rule, or dates"));
	if (standing_rule_text(k->c->rule, &k->arena, &v->rule, e) != RC_OK ||
	    take_days(k, k->c->dates, &v->days, e) != RC_OK)
		return (e->rc);
	return (take_days(k, k->c->except, &v->left_out, e));
}

/* --- all of it ----------------------------------------------------------- */

static enum rc
take_currency(struct asking *k, struct err *e)
{
	struct booked b = { 0 };

	if (booked_load(k->x->store, k->row.template_order_id, &k->arena, &b,
		e) != RC_OK)
		return (e->rc);
	k->currency = b.currency;
	k->digits = currency_digits(b.currency);
	return (RC_OK);
}

static enum rc
ask(struct asking *k, int64_t id, struct err *e)
{
	const struct standing_change *c = k->c;

	if (standing_load(k->x, id, &k->arena, &k->row, e) != RC_OK ||
	    take_currency(k, e) != RC_OK)
		return (e->rc);
	k->revision = (struct standing_revision){ .why = c->why,
		.from = c->on != DAY_NONE ? c->on : c->from,
		.to = c->on };
	if (standing_terms_load(k->x, &k->row, k->revision.from, k->digits,
		&k->arena, &k->terms, e) != RC_OK)
		return (e->rc);
	for (size_t i = 0; i < c->lines.n; i++)
		if (take_wish(k, LIST_AT(&c->lines, struct standing_wish, i),
			e) != RC_OK)
			return (e->rc);
	if (take_place(k, e) != RC_OK || take_rule(k, e) != RC_OK)
		return (e->rc);
	if (k->revision.lines.n == 0 && !k->revision.placed &&
	    !k->revision.reschedules)
		return (err_set(e, RC_REJECT, "STANDING-LINE",
		    "it says nothing that is to be different"));
	return (standing_revise(k->x, &k->row, &k->revision, e));
}

enum rc
standing_change(const struct actor *x, int64_t id,
    const struct standing_change *c, struct err *e)
{
	struct asking k = { .x = x, .c = c };
	enum rc rc;

	INVARIANT(x->master != NULL);
	if (store_begin(x->store, e) != RC_OK)
		return (e->rc);
	rc = ask(&k, id, e);
	if (rc == RC_OK)
		rc = store_commit(x->store, e);
	store_rollback(x->store);
	arena_free(&k.arena);
	return (rc);
}

/* --- settings ------------------------------------------------------------ */

static enum rc
wrong(struct slice word, const char *wanted, struct err *e)
{
	return (err_set(e, RC_REJECT, "STANDING-SETTING", "'" SL_FMT "': %s",
	    SL_ARG(slice_sub(word, 0, 60)), wanted));
}

static bool
number(struct slice value, int64_t most, int *n)
{
	int64_t v;

	if (!slice_int(value, &v) || v < 0 || v > most)
		return (false);
	*n = (int)v;
	return (true);
}

static enum rc
take_setting(const struct actor *x, struct standing_row *w, struct slice word,
    struct err *e)
{
	struct standing *s = &w->core;
	struct slice name, value;
	struct decimal cap;
	bool list;

	if (!slice_cut(word, '=', &name, &value))
		return (wrong(word, "write NAME=VALUE", e));
	if (slice_is(name, "roll"))
		return (calendar_roll_parse(value, &s->roll) ?
			RC_OK :
			wrong(word,
			    "none, following, preceding, modified_following "
			    "or drop",
			    e));
	if (slice_is(name, "catch_up"))
		return (standing_catch_up_parse(value, &s->catch_up) ?
			RC_OK :
			wrong(word, "all, latest, none or ask", e));
	if (slice_is(name, "lead_days"))
		return (number(value, 365, &s->lead_days) ?
			RC_OK :
			wrong(word, "0 to 365", e));
	if (slice_is(name, "grace_days"))
		return (number(value, 366, &s->grace_days) ?
			RC_OK :
			wrong(word, "0 to 366", e));
	if (slice_is(name, "price")) {
		w->price = value;
		return (standing_price_parse(value, &list, &cap) ?
			RC_OK :
			wrong(word, "fixed, list or cap:PERCENT", e));
	}
	if (!slice_is(name, "calendar"))
		return (wrong(word,
		    "roll, calendar, lead_days, catch_up, grace_days or price",
		    e));
	w->calendar = value;
	return (
	    value.n == 0 || config_calendar(&x->mill->config, value) != NULL ?
		RC_OK :
		wrong(word, "there is no such file in calendars/", e));
}

static enum rc
put_settings(const struct actor *x, const struct standing_row *w,
    const char *const *words, int n, const char *why, struct err *e)
{
	const struct standing *s = &w->core;
	struct buf said;
	enum rc rc;

	if (slice_is(w->state, "ended"))
		return (err_set(e, RC_REJECT, "STANDING-STATE",
		    "standing order %" PRId64 " has ended",
		    w->standing_order_id));
	if (store_exec(x->store, Q_STANDING_SET, NULL, e, "stisitdi",
		calendar_roll_name(s->roll), w->calendar, (int64_t)s->lead_days,
		standing_catch_up_name(s->catch_up), (int64_t)s->grace_days,
		w->price, x->today, w->standing_order_id) != RC_OK)
		return (e->rc);
	buf_init(&said, 512);
	for (int i = 0; i < n; i++)
		buf_printf(&said, "%s%s", i > 0 ? " " : "", words[i]);
	rc = standing_event(x, w->standing_order_id, "set", e, SL_FMT ": %s",
	    SL_ARG(buf_slice(&said)), why);
	buf_free(&said);
	return (rc);
}

enum rc
standing_set(const struct actor *x, int64_t id, const char *const *words, int n,
    const char *why, struct err *e)
{
	struct arena a = ARENA_INIT;
	struct standing_row w;
	enum rc rc;

	if (store_begin(x->store, e) != RC_OK)
		return (e->rc);
	rc = standing_load(x, id, &a, &w, e);
	/* A calendar that is gone is mended by naming another. */
	if (rc == RC_REJECT && w.standing_order_id != 0) {
		*e = (struct err)ERR_INIT;
		rc = RC_OK;
	}
	for (int i = 0; rc == RC_OK && i < n; i++)
		rc = take_setting(x, &w, slice_of(words[i]), e);
	if (rc == RC_OK)
		rc = put_settings(x, &w, words, n, why, e);
	if (rc == RC_OK)
		rc = standing_refresh(x, id, e);
	if (rc == RC_OK)
		rc = store_commit(x->store, e);
	store_rollback(x->store);
	arena_free(&a);
	return (rc);
}
