/* A standing order that a person types. */
#include <inttypes.h>

#include "pipeline/book.h"
#include "pipeline/credit.h"
#include "pipeline/standing_type.h"
#include "writers/writer.h"

#define DOCUMENT_MAX (8u << 20)
#define ANY_PRICE 1000000 /* percent: whoever types it means it */

struct typing {
	const struct actor *x;
	const struct standing_typed *t;
	const struct customer *customer;
	struct partner partner; /* as it stands for what is typed */
	struct order order;
	struct night night;
	struct packer packer;
	bool looks; /* all is taken back: no bytes are kept */
	struct buf document;
	struct arena *a;
};

/* --- the order ------------------------------------------------------------ */

static struct text_item *
name_party(struct arena *a, struct party *p)
{
	return (shape_push(a, &p->ids, &text_item_shape));
}

static enum rc
add_line(struct typing *k, const struct typed_line *typed, struct err *e)
{
	const struct product *p = master_product(k->x->master, typed->sku);
	struct order_line *l = shape_push(k->a, &k->order.lines,
	    &order_line_shape);

	if (p == NULL)
		return (err_set(e, RC_REJECT, "ORDER-ITEM",
		    "item " SL_FMT " is not in the catalog",
		    SL_ARG(typed->sku)));
	l->line_id = slice_of(arena_printf(k->a, "%zu", k->order.lines.n));
	l->seller_item = p->sku;
	l->description = p->name;
	l->quantity = typed->quantity;
	l->unit = l->unit_code = p->unit;
	l->price = typed->price;
	if (!decimal_is_none(typed->price))
		l->price_basis = DECIMAL_ONE;
	return (RC_OK);
}

/* The rule as a text; days alone as dates.  What both say together, and days
 * that are left out, is added to the request (add_days). */
static void
add_terms(struct typing *k)
{
	const struct standing_wanted *w = &k->t->wanted;
	struct recurrence_terms *r = &k->order.recurrence;

	r->text = w->rule;
	r->start = w->from;
	r->end = w->ends_on;
	if (w->count > 0)
		r->count = w->count;
	for (size_t i = 0; w->rule.n == 0 && i < w->days.n; i++)
		((struct schedule *)shape_push(k->a, &r->dates,
		     &schedule_shape))
		    ->on = *LIST_AT(&w->days, day, i);
}

static enum rc
fill_order(struct typing *k, struct err *e)
{
	const struct customer *c = k->customer;
	struct order *o = &k->order;

	order_init(o);
	o->po_number = k->t->po_number;
	o->purpose = PURPOSE_ORIGINAL;
	o->kind = KIND_STANDING;
	o->kind_code = SLICE("258");
	o->ordered_on = k->x->today;
	o->requested_on = k->t->wanted.from;
	o->currency = c->currency;
	o->buyer.name = c->name;
	name_party(k->a, &o->buyer)->text = slice_of(
	    arena_printf(k->a, "account:" SL_FMT, SL_ARG(c->id)));
	if (k->t->ship_to.n > 0)
		name_party(k->a, &o->ship_to)->text = k->t->ship_to;
	for (size_t i = 0; i < k->t->lines.n; i++)
		if (add_line(k, LIST_AT(&k->t->lines, struct typed_line, i),
			e) != RC_OK)
			return (e->rc);
	add_terms(k);
	return (write_order_ubl(o, &k->document, e));
}

/* --- what stands for the file that never came ---------------------------- */

static enum rc
put_file(struct typing *k, struct book *b, struct err *e)
{
	struct slice bytes = buf_slice(&k->document);
	struct sha256 sha = sha256_of(bytes);
	struct pack_ref ref = { 0 };
	char hex[SHA256_HEX];

	if (store_int(k->x->store, Q_TYPED_FILE_KNOWN, 0, &b->file.file_id, e,
		"ts", k->partner.id, sha256_hex(&sha, hex)) != RC_OK ||
	    b->file.file_id != 0)
		return (e->rc);
	if (!k->looks && packer_add(&k->packer, bytes, &ref, e) != RC_OK)
		return (e->rc);
	if (store_exec(k->x->store, Q_TYPED_FILE_INSERT, NULL, e, "tsitoiii",
		k->partner.id, hex, (int64_t)bytes.n, SLICE("standing new"),
		ref.pack_id, ref.offset, k->night.run_id, k->x->at) != RC_OK)
		return (e->rc);
	b->file.file_id = store_last_id(k->x->store);
	return (RC_OK);
}

static enum rc
put_message(struct typing *k, struct book *b, struct err *e)
{
	int64_t bytes = (int64_t)k->document.n;

	if (store_exec(k->x->store, Q_TYPED_INTERCHANGE_INSERT, NULL, e, "iti",
		b->file.file_id, k->partner.id, bytes) != RC_OK)
		return (e->rc);
	b->interchange_id = store_last_id(k->x->store);
	if (store_exec(k->x->store, Q_TYPED_MESSAGE_INSERT, NULL, e, "iitti",
		b->file.file_id, b->interchange_id, k->partner.id,
		k->t->po_number, bytes) != RC_OK)
		return (e->rc);
	b->message_id = store_last_id(k->x->store);
	return (RC_OK);
}

/* --- judged, then booked -------------------------------------------------- */

static enum rc
judge(struct typing *k, struct typed_sum *sum, struct err *e)
{
	struct checked_order c;
	const char *why;

	order_check(&k->order, &k->partner, k->x->master,
	    &k->x->mill->config.seller, k->x->today, k->a, &c);
	why = arena_text(k->a, c.detail);
	for (size_t i = 0; i < c.lines.n; i++) {
		const struct checked_line *l = LIST_AT(&c.lines,
		    struct checked_line, i);
		const struct order_line *o = LIST_AT(&k->order.lines,
		    struct order_line, i);

		if (l->state == LINE_REJECTED && c.verdict == ORDER_OK)
			return (err_set(e, RC_REJECT, "STANDING-CHECK",
			    "[" SL_FMT "] item " SL_FMT " would be refused",
			    SL_ARG(l->reason), SL_ARG(o->seller_item)));
		*LIST_PUSH(k->a, &sum->lines, struct typed_sum_line) =
		    (struct typed_sum_line){ .sku = o->seller_item,
			    .name = o->description,
			    .unit = l->unit,
			    .quantity = o->quantity,
			    .price = l->price,
			    .price_basis = l->price_basis,
			    .net = l->net };
	}
	sum->currency = c.currency;
	sum->net = c.net;
	sum->charges = c.charges;
	sum->tax = c.tax;
	sum->total = c.total;
	if (c.verdict == ORDER_OK)
		return (RC_OK);
	return (err_set(e, RC_REJECT, "STANDING-CHECK", "[" SL_FMT "] %s",
	    SL_ARG(c.reason), why));
}

static enum rc
add_days(struct typing *k, int64_t order_id, struct err *e)
{
	const struct standing_wanted *w = &k->t->wanted;
	char text[11];
	struct buf b;
	enum rc rc = RC_OK;

	buf_init(&b, 1u << 20);
	for (size_t i = 0; w->rule.n > 0 && i < w->days.n; i++)
		buf_printf(&b, " %s",
		    day_text(*LIST_AT(&w->days, day, i), text));
	for (size_t i = 0; i < w->left_out.n; i++)
		buf_printf(&b, " -%s",
		    day_text(*LIST_AT(&w->left_out, day, i), text));
	rc = store_exec(k->x->store, Q_RECURRENCE_REQUEST_ADD, NULL, e, "ti",
	    buf_slice(&b), order_id);
	buf_free(&b);
	return (rc);
}

static enum rc
key_is_free(struct typing *k, struct err *e)
{
	int64_t owner = 0;

	if (store_int(k->x->store, Q_ORDER_KEY_OWNER, 0, &owner, e, "ttsit",
		k->customer->id, k->t->po_number, "", (int64_t)0,
		k->partner.id) != RC_OK)
		return (e->rc);
	if (owner == 0)
		return (RC_OK);
	return (err_set(e, RC_REJECT, "ORDER-DUPLICATE",
	    "PO number " SL_FMT " is order:%" PRId64 " already",
	    SL_ARG(k->t->po_number), owner));
}

static enum rc
put_order(struct typing *k, int64_t *order_id, struct err *e)
{
	const struct actor *x = k->x;
	struct event v = { x->at, x->run_id, "order", 0, SLICE_NONE, "typed" };
	struct book b = { .night = &k->night,
		.store = x->store,
		.connection = &k->partner,
		.partner = &k->partner };
	enum rc rc;

	batch_init(&b.batch, x->store);
	rc = put_file(k, &b, e);
	if (rc == RC_OK)
		rc = put_message(k, &b, e);
	if (rc == RC_OK)
		rc = book_order(&b, &k->order, e);
	arena_free(&b.arena);
	arena_free(&b.pending_arena);
	if (rc != RC_OK ||
	    store_int(x->store, Q_ORDER_NEWEST, 0, order_id, e, "") != RC_OK)
		return (rc != RC_OK ? rc : e->rc);
	v.id = *order_id;
	/* Its number is taken at once: typed twice, it is one order. */
	if (store_exec(x->store, Q_ORDERS_PASS, NULL, e, "ii", *order_id,
		*order_id) != RC_OK ||
	    add_days(k, *order_id, e) != RC_OK)
		return (e->rc);
	return (event_add(x->store, &v, e, "%s: %s", x->who, k->t->wanted.why));
}

static enum rc
ask_credit(struct typing *k, struct booked *b, struct typed_sum *sum,
    struct err *e)
{
	bool prepaid = slice_is(b->payment, "prepaid");
	struct credit c;

	if (credit_check(k->x, b, prepaid ? 0 : b->total, &c, e) != RC_OK)
		return (e->rc);
	if (!c.allowed)
		credit_text(&c, b, sum->credit);
	return (RC_OK);
}

/* As if it were accepted now. */
static enum rc
look(struct typing *k, int64_t order_id, struct typed_sum *sum, struct err *e)
{
	struct booked b = { 0 };

	if (booked_load(k->x->store, order_id, k->a, &b, e) != RC_OK ||
	    ask_credit(k, &b, sum, e) != RC_OK ||
	    standing_book_first(k->x, &b, e) != RC_OK)
		return (e->rc);
	if (b.standing_order_id == 0)
		return (err_set(e, RC_REJECT, "STANDING-RULE",
		    "no standing order can be made of it: it ends before it "
		    "starts"));
	return (
	    standing_glance(k->x, b.standing_order_id, k->t->wanted.look, e));
}

/* Looked at first, whatever was asked: a schedule that cannot be is refused
 * before anything is kept. */
static enum rc
look_first(struct typing *k, struct typed_sum *sum, struct err *e)
{
	int64_t id = 0;
	enum rc rc;

	if (store_begin(k->x->store, e) != RC_OK)
		return (e->rc);
	k->looks = true;
	rc = key_is_free(k, e);
	if (rc == RC_OK)
		rc = put_order(k, &id, e);
	if (rc == RC_OK)
		rc = look(k, id, sum, e);
	k->looks = false;
	store_rollback(k->x->store);
	return (rc);
}

static enum rc
keep(struct typing *k, int64_t *order_id, struct err *e)
{
	enum rc rc;

	if (store_begin(k->x->store, e) != RC_OK)
		return (e->rc);
	packer_init(&k->packer, k->x->mill, 0);
	rc = key_is_free(k, e);
	if (rc == RC_OK)
		rc = put_order(k, order_id, e);
	if (rc == RC_OK)
		rc = packer_sync(&k->packer, e);
	packer_abort(&k->packer);
	if (rc == RC_OK)
		rc = store_commit(k->x->store, e);
	store_rollback(k->x->store);
	return (rc);
}

static enum rc
begin(struct typing *k, struct err *e)
{
	const struct actor *x = k->x;
	const struct partner *p;

	k->customer = master_customer(x->master, k->t->customer);
	p = k->customer != NULL ?
	    config_partner(&x->mill->config, k->customer->partner) :
	    NULL;
	if (p == NULL)
		return (err_set(e, RC_REJECT, "STANDING-CUSTOMER",
		    "there is no customer " SL_FMT " with a partner",
		    SL_ARG(k->t->customer)));
	k->partner = *p;
	k->partner.recurrence.accept = RECUR_YES;
	k->partner.recurrence.sources |= SOURCE_TEXT | SOURCE_DATES;
	k->partner.rules.price_tolerance_percent = decimal_make(ANY_PRICE, 0);
	k->night = (struct night){ .mill = x->mill,
		.store = x->store,
		.master = (struct master *)(uintptr_t)x->master,
		.as_of = x->at,
		.today = x->today };
	if (store_int(x->store, Q_RUN_NEWEST, 0, &k->night.run_id, e, "") !=
	    RC_OK)
		return (e->rc);
	if (k->night.run_id == 0)
		return (err_set(e, RC_REJECT, "STANDING-NIGHT",
		    "no night has run yet: an order belongs to one"));
	return (RC_OK);
}

enum rc
standing_type(const struct actor *x, const struct standing_typed *t,
    struct arena *a, struct typed_sum *sum, int64_t *order_id, struct err *e)
{
	struct typing k = { .x = x, .t = t, .a = a };
	enum rc rc;

	INVARIANT(x->master != NULL && !store_in_transaction(x->store));
	*sum = (struct typed_sum){ .credit = "" };
	*order_id = 0;
	buf_init(&k.document, DOCUMENT_MAX);
	rc = begin(&k, e);
	if (rc == RC_OK)
		rc = fill_order(&k, e);
	if (rc == RC_OK)
		rc = judge(&k, sum, e);
	if (rc == RC_OK)
		rc = look_first(&k, sum, e);
	if (rc == RC_OK && t->wanted.look == NULL)
		rc = keep(&k, order_id, e);
	buf_free(&k.document);
	return (rc);
}
