#include <inttypes.h>
#include <stdio.h>

#include "pipeline/blanket.h"

/* --- the agreement ------------------------------------------------------- */

static enum rc
line_get(const struct actor *x, int64_t id, struct slice sku, bool *known,
    struct decimal *most, struct decimal *drawn, struct err *e)
{
	struct rows *r;

	*known = false;
	*most = *drawn = DECIMAL_ZERO;
	if (store_rows(x->store, Q_BLANKET_LINE_GET, &r, e, "it", id, sku) !=
	    RC_OK)
		return (e->rc);
	*known = rows_next(r);
	if (*known) {
		*most = rows_decimal(r, 0);
		*drawn = rows_decimal(r, 1);
	}
	return (rows_end(r, e));
}

struct line { /* of the blanket order, or of a call-off */
	int64_t line, net;
	struct slice sku;
	struct decimal quantity; /* stock units */
};

static enum rc
load_lines(const struct actor *x, int64_t order_id, struct arena *a,
    struct list *lines, struct err *e)
{
	struct rows *r;

	*lines = (struct list){ 0 };
	if (store_rows(x->store, Q_BLANKET_LINES, &r, e, "i", order_id) !=
	    RC_OK)
		return (e->rc);
	while (rows_next(r))
		*LIST_PUSH(a, lines,
		    struct line) = (struct line){ rows_int(r, 0),
			rows_int(r, 3), arena_slice(a, rows_text(r, 1)),
			rows_decimal(r, 2) };
	return (rows_end(r, e));
}

static enum rc
too_much(struct slice sku, struct err *e)
{
	return (err_set(e, RC_REJECT, "ORDER-AMOUNT",
	    "the quantity of item " SL_FMT " cannot be counted", SL_ARG(sku)));
}

/* Two lines of one item are one limit. */
static enum rc
put_limit(const struct actor *x, int64_t id, const struct line *l,
    struct err *e)
{
	struct decimal most, drawn;
	char text[DECIMAL_TEXT_MAX];
	bool known;

	if (line_get(x, id, l->sku, &known, &most, &drawn, e) != RC_OK)
		return (e->rc);
	/* A line without a quantity, or more than can be counted, is open. */
	if (decimal_is_none(most) || decimal_is_none(l->quantity) ||
	    l->quantity.coef == 0 || !decimal_add(most, l->quantity, &most))
		most = DECIMAL_NONE;
	return (store_exec(x->store, Q_BLANKET_LINE_PUT, NULL, e, "its", id,
	    l->sku, decimal_is_none(most) ? "" : decimal_text(most, text)));
}

/* After a change nothing may be drawn that is not agreed any more. */
static enum rc
check_limits(const struct actor *x, int64_t id, struct err *e)
{
	struct err end = ERR_INIT;
	struct rows *r;
	enum rc rc = RC_OK;

	if (store_rows(x->store, Q_BLANKET_OVER, &r, e, "i", id) != RC_OK)
		return (e->rc);
	while (rc == RC_OK && rows_next(r))
		if (!decimal_is_none(rows_decimal(r, 1)) &&
		    decimal_cmp(rows_decimal(r, 2), rows_decimal(r, 1)) > 0)
			rc = err_set(e, RC_REJECT, "BLANKET-OVERDRAWN",
			    SL_FMT " of item " SL_FMT " are drawn already",
			    SL_ARG(rows_text(r, 2)), SL_ARG(rows_text(r, 0)));
	if (rows_end(r, &end) != RC_OK) {
		*e = end;
		return (end.rc);
	}
	return (rc);
}

enum rc
blanket_open(const struct actor *x, const struct booked *b, struct err *e)
{
	struct arena a = ARENA_INIT;
	struct list lines;
	struct rows *r;
	bool known;
	enum rc rc;

	if (store_rows(x->store, Q_BLANKET_GET, &r, e, "i", b->order_id) !=
	    RC_OK)
		return (e->rc);
	known = rows_next(r);
	if (rows_end(r, e) != RC_OK)
		return (e->rc);
	rc = known ?
	    RC_OK :
	    store_exec(x->store, Q_BLANKET_INSERT, NULL, e, "i", b->order_id);
	if (rc == RC_OK)
		rc = store_exec(x->store, Q_BLANKET_LINE_RESET, NULL, e, "i",
		    b->order_id);
	if (rc == RC_OK)
		rc = load_lines(x, b->order_id, &a, &lines, e);
	for (size_t i = 0; rc == RC_OK && i < lines.n; i++)
		rc = put_limit(x, b->order_id, LIST_AT(&lines, struct line, i),
		    e);
	arena_free(&a);
	if (rc == RC_OK)
		rc = store_exec(x->store, Q_BLANKET_VALUE_SET, NULL, e, "i",
		    b->order_id);
	return (rc == RC_OK ? check_limits(x, b->order_id, e) : rc);
}

/* --- drawing ------------------------------------------------------------- */

static enum rc
draw_line(const struct actor *x, int64_t order_id, int64_t id,
    const struct line *l, struct err *e)
{
	struct decimal most, drawn, sum, left = DECIMAL_ZERO;
	char asked[DECIMAL_TEXT_MAX], text[DECIMAL_TEXT_MAX],
	    all[DECIMAL_TEXT_MAX];
	bool known;

	if (line_get(x, id, l->sku, &known, &most, &drawn, e) != RC_OK)
		return (e->rc);
	if (!known)
		return (err_set(e, RC_REJECT, "BLANKET-ITEM",
		    "item " SL_FMT " is not in the blanket order",
		    SL_ARG(l->sku)));
	if (decimal_is_none(l->quantity) ||
	    !decimal_add(drawn, l->quantity, &sum) ||
	    (!decimal_is_none(most) && !decimal_sub(most, drawn, &left)))
		return (too_much(l->sku, e));
	if (!decimal_is_none(most) && decimal_cmp(sum, most) > 0)
		return (err_set(e, RC_REJECT, "BLANKET-OVERDRAWN",
		    "it asks for %s of item " SL_FMT ", %s of %s are left",
		    decimal_text(l->quantity, asked), SL_ARG(l->sku),
		    decimal_text(left, text), decimal_text(most, all)));
	if (store_exec(x->store, Q_BLANKET_LINE_DRAWN, NULL, e, "sit",
		decimal_text(sum, text), id, l->sku) != RC_OK ||
	    store_exec(x->store, Q_BLANKET_DRAWN, NULL, e, "ii", l->net, id) !=
		RC_OK)
		return (e->rc);
	return (store_exec(x->store, Q_DRAW_INSERT, NULL, e, "iiitsi", order_id,
	    l->line, id, l->sku, decimal_text(l->quantity, asked), l->net));
}

struct agreed {
	day starts_on, ends_on;
	int64_t most, drawn;
	bool in_force, same_money, open; /* open: without a value */
};

static enum rc
load_agreed(const struct actor *x, const struct booked *b, int64_t id,
    struct agreed *g, struct err *e)
{
	struct rows *r;

	*g = (struct agreed){ .in_force = false };
	if (store_rows(x->store, Q_BLANKET_GET, &r, e, "i", id) != RC_OK)
		return (e->rc);
	if (rows_next(r))
		*g = (struct agreed){ rows_day(r, 0), rows_day(r, 1),
			rows_int(r, 2), rows_int(r, 3),
			slice_is(rows_text(r, 4), "accepted"),
			slice_eq(rows_text(r, 5), b->currency),
			rows_null(r, 2) };
	return (rows_end(r, e));
}

static enum rc
check_agreed(const struct actor *x, const struct booked *b,
    const struct agreed *g, struct err *e)
{
	day on = b->requested_on != DAY_NONE ? b->requested_on : x->today;
	char text[11];

	if (!g->in_force)
		return (err_set(e, RC_REJECT, "BLANKET-ENDED",
		    "its blanket order is not in force"));
	if (g->ends_on != DAY_NONE && on > g->ends_on)
		return (err_set(e, RC_REJECT, "BLANKET-ENDED",
		    "its blanket order ended on %s",
		    day_text(g->ends_on, text)));
	if (g->starts_on != DAY_NONE && on < g->starts_on)
		return (err_set(e, RC_REJECT, "BLANKET-ENDED",
		    "its blanket order begins on %s",
		    day_text(g->starts_on, text)));
	if (!g->same_money)
		return (err_set(e, RC_REJECT, "BLANKET-OVERDRAWN",
		    "its blanket order is in another currency"));
	return (RC_OK);
}

static enum rc
take(const struct actor *x, const struct booked *b, int64_t id, struct err *e)
{
	struct arena a = ARENA_INIT;
	struct agreed g;
	struct list lines;
	enum rc rc = load_agreed(x, b, id, &g, e);

	if (rc == RC_OK)
		rc = check_agreed(x, b, &g, e);
	if (rc == RC_OK)
		rc = load_lines(x, b->order_id, &a, &lines, e);
	for (size_t i = 0; rc == RC_OK && i < lines.n; i++)
		rc = draw_line(x, b->order_id, id,
		    LIST_AT(&lines, struct line, i), e);
	if (rc == RC_OK)
		rc = load_agreed(x, b, id, &g, e);
	if (rc == RC_OK && !g.open && g.drawn > g.most)
		rc = err_set(e, RC_REJECT, "BLANKET-OVERDRAWN",
		    "with it more than the agreed value would be drawn");
	arena_free(&a);
	return (rc);
}

/* --- giving back --------------------------------------------------------- */

struct drawn {
	int64_t blanket_id, net;
	struct slice sku;
	struct decimal quantity;
};

static enum rc
give_back_line(const struct actor *x, const struct drawn *d, struct err *e)
{
	struct decimal most, drawn;
	char text[DECIMAL_TEXT_MAX];
	bool known;

	if (line_get(x, d->blanket_id, d->sku, &known, &most, &drawn, e) !=
	    RC_OK)
		return (e->rc);
	if (!known || !decimal_sub(drawn, d->quantity, &drawn))
		return (too_much(d->sku, e));
	if (store_exec(x->store, Q_BLANKET_LINE_DRAWN, NULL, e, "sit",
		decimal_text(drawn, text), d->blanket_id, d->sku) != RC_OK)
		return (e->rc);
	return (store_exec(x->store, Q_BLANKET_DRAWN, NULL, e, "ii", -d->net,
	    d->blanket_id));
}

/* *id: the blanket order it drew on, 0: none. */
static enum rc
give_back(const struct actor *x, int64_t order_id, int64_t *id, struct err *e)
{
	struct arena a = ARENA_INIT;
	struct list all = { 0 };
	struct rows *r;
	enum rc rc;

	*id = 0;
	if (store_rows(x->store, Q_DRAWS_OF, &r, e, "i", order_id) != RC_OK)
		return (e->rc);
	while (rows_next(r)) {
		*id = rows_int(r, 0);
		*LIST_PUSH(&a, &all, struct drawn) = (struct drawn){ *id,
			rows_int(r, 3), arena_slice(&a, rows_text(r, 1)),
			rows_decimal(r, 2) };
	}
	rc = rows_end(r, e);
	for (size_t i = 0; rc == RC_OK && i < all.n; i++)
		rc = give_back_line(x, LIST_AT(&all, struct drawn, i), e);
	arena_free(&a);
	if (rc != RC_OK || all.n == 0)
		return (rc);
	return (store_exec(x->store, Q_DRAWS_DROP, NULL, e, "i", order_id));
}

enum rc
blanket_settle(const struct actor *x, const struct booked *b, bool goes_on,
    struct err *e)
{
	int64_t id;

	if (give_back(x, b->order_id, &id, e) != RC_OK || id == 0 || !goes_on)
		return (e->rc);
	return (take(x, b, id, e));
}

/* --- a call-off ---------------------------------------------------------- */

static enum rc
find(const struct actor *x, const struct booked *b, int64_t *id, struct err *e)
{
	struct arena a = ARENA_INIT;
	struct slice contract = SLICE_NONE;
	struct rows *r;
	enum rc rc;

	*id = 0;
	if (store_rows(x->store, Q_CALL_OFF_CONTRACT, &r, e, "i",
		b->order_id) != RC_OK)
		return (e->rc);
	if (rows_next(r))
		contract = arena_slice(&a, rows_text(r, 0));
	rc = rows_end(r, e);
	if (rc == RC_OK && contract.n > 0)
		rc = store_int(x->store, Q_BLANKET_FOR, 0, id, e, "ttti",
		    contract, b->customer, b->partner, (int64_t)b->test);
	if (rc == RC_OK && *id == 0)
		rc = store_int(x->store, Q_BLANKET_FOR, 0, id, e, "ttti",
		    b->po_number, b->customer, b->partner, (int64_t)b->test);
	arena_free(&a);
	return (rc);
}

static enum rc
go_on(const struct actor *x, struct booked *b, int64_t id, struct err *e)
{
	struct event v = { x->at, x->run_id, "order", b->order_id, SLICE_NONE,
		"called_off" };

	if (store_exec(x->store, Q_ORDER_DRAWN, NULL, e, "ti", b->released,
		b->order_id) != RC_OK ||
	    store_exec(x->store, Q_HOLD_END, NULL, e, "isi", x->at, x->who,
		b->order_id) != RC_OK)
		return (e->rc);
	b->state = SLICE("received");
	b->step = SLICE("charge");
	return (event_add(x->store, &v, e,
	    "%s: it draws on blanket order %" PRId64, x->who, id));
}

enum rc
blanket_draw(const struct actor *x, struct booked *b, struct blanket_draw *d,
    struct err *e)
{
	static const char *const codes[] = { "BLANKET-ITEM",
		"BLANKET-OVERDRAWN", "BLANKET-ENDED", "ORDER-AMOUNT" };
	enum rc rc;

	*d = (struct blanket_draw){ .blanket_id = 0 };
	if (find(x, b, &d->blanket_id, e) != RC_OK || d->blanket_id == 0)
		return (e->rc);
	if (store_try(x->store, e) != RC_OK)
		return (e->rc);
	rc = take(x, b, d->blanket_id, e);
	if (rc == RC_OK)
		return (store_keep(x->store, e) == RC_OK ?
			go_on(x, b, d->blanket_id, e) :
			e->rc);
	if (rc != RC_REJECT)
		return (rc);
	for (size_t i = 0; i < sizeof(codes) / sizeof(*codes); i++)
		if (slice_is(slice_of(e->code), codes[i]))
			d->code = codes[i];
	INVARIANT(d->code != NULL);
	(void)snprintf(d->why, sizeof(d->why), "%s", e->text);
	*e = (struct err)ERR_INIT;
	return (store_undo(x->store, e));
}
