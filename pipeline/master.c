/* Master data: files that changed go into the database, and the rules look at
 * what the database has. */
#include <inttypes.h>
#include <stdio.h>

#include "base/log.h"
#include "config/master_files.h"
#include "domain/bank.h"
#include "pipeline/night.h"

static const char *const kind_names[] = { "goods", "service" };
static const char *const payment_names[] = { "account", "prepaid", "either" };
static const char *const charge_names[] = { "despatch", "acceptance" };

/* --- into the database --------------------------------------------------- */

struct texts { /* decimals as text, four in turn */
	char t[4][DECIMAL_TEXT_MAX];
	int turn;
};

static const char *
number(struct texts *t, struct decimal d)
{
	if (decimal_is_none(d))
		return ("");
	return (decimal_text(d, t->t[t->turn++ % 4]));
}

static struct slice
joined(const struct list *ids, struct buf *b)
{
	buf_reset(b);
	for (size_t i = 0; i < ids->n; i++) {
		if (i > 0)
			buf_char(b, ' ');
		buf_add(b, *LIST_AT(ids, struct slice, i));
	}
	return (buf_slice(b));
}

static enum rc
put_product(struct night *n, const void *row, struct err *e)
{
	const struct product *p = row;
	struct texts t = { .turn = 0 };

	if (p->stock_at == INSTANT_NONE)
		return (store_exec(n->store, Q_PRODUCT_PUT, NULL, e,
		    "tttststtssnDti", p->sku, p->gtin, p->name,
		    kind_names[p->kind], p->unit, number(&t, p->price),
		    p->currency, p->tax_category, number(&t, p->tax_percent),
		    number(&t, p->stock), p->expected_on, p->replaced_by,
		    n->run_id));
	return (store_exec(n->store, Q_PRODUCT_PUT, NULL, e, "tttststtssiDti",
	    p->sku, p->gtin, p->name, kind_names[p->kind], p->unit,
	    number(&t, p->price), p->currency, p->tax_category,
	    number(&t, p->tax_percent), number(&t, p->stock), p->stock_at,
	    p->expected_on, p->replaced_by, n->run_id));
}

static enum rc
put_price(struct night *n, const void *row, struct err *e)
{
	const struct price_row *p = row;
	struct texts t = { .turn = 0 };

	return (store_exec(n->store, Q_PRICE_PUT, NULL, e, "ttttsssDDi",
	    p->customer, p->sku, p->unit, p->currency, number(&t, p->price),
	    number(&t, p->per), number(&t, p->min_quantity), p->valid_from,
	    p->valid_to, n->run_id));
}

static enum rc
put_item(struct night *n, const void *row, struct err *e)
{
	const struct item_row *i = row;

	return (store_exec(n->store, Q_ITEM_PUT, NULL, e, "ttti", i->customer,
	    i->buyer_item, i->sku, n->run_id));
}

static enum rc
put_unit(struct night *n, const void *row, struct err *e)
{
	const struct unit_row *u = row;
	struct texts t = { .turn = 0 };

	return (store_exec(n->store, Q_UNIT_PUT, NULL, e, "ttsti", u->sku,
	    u->unit, number(&t, u->factor), u->gtin, n->run_id));
}

static enum rc
put_customer(struct night *n, const void *row, struct err *e)
{
	const struct customer *c = row;
	struct texts t = { .turn = 0 };
	struct buf ids;
	struct arena a = ARENA_INIT;
	enum rc rc;

	buf_init(&ids, 1u << 20);
	rc = store_exec(n->store, Q_CUSTOMER_PUT, NULL, e,
	    "ttttts"
	    "iiis"
	    "tttttsiisii"
	    "ttD",
	    c->id, c->partner, c->name, joined(&c->identifiers, &ids),
	    c->currency, payment_names[c->payment], (int64_t)c->unlimited,
	    c->credit_limit, (int64_t)c->terms_days, charge_names[c->charge_at],
	    c->tax_id, c->tax_category, c->email, c->language, c->seller,
	    number(&t, c->discount_percent), (int64_t)c->discount_days,
	    (int64_t)c->blocked, number(&t, c->max_order),
	    (int64_t)c->max_overdue_days, n->run_id, bank_account(c->iban, &a),
	    c->mandate, c->mandate_signed);
	buf_free(&ids);
	arena_free(&a);
	return (rc);
}

static enum rc
put_location(struct night *n, const void *row, struct err *e)
{
	const struct location *l = row;
	struct buf ids;
	enum rc rc;

	buf_init(&ids, 1u << 20);
	rc = store_exec(n->store, Q_LOCATION_PUT, NULL, e, "ttttttttti",
	    l->customer, joined(&l->identifiers, &ids), l->name, l->street,
	    l->city, l->postal_code, l->country, l->warehouse, l->calendar,
	    n->run_id);
	buf_free(&ids);
	return (rc);
}

static const struct {
	enum query clear;
	size_t size;
	enum rc (*put)(struct night *, const void *, struct err *);
	size_t list; /* in struct master_rows */
} kinds[MASTER_KINDS] = {
	[MASTER_CATALOG] = { Q_PRODUCT_CLEAR, sizeof(struct product),
	    put_product, offsetof(struct master_rows, products) },
	[MASTER_PRICES] = { Q_PRICE_CLEAR, sizeof(struct price_row), put_price,
	    offsetof(struct master_rows, prices) },
	[MASTER_ITEMS] = { Q_ITEM_CLEAR, sizeof(struct item_row), put_item,
	    offsetof(struct master_rows, items) },
	[MASTER_UNITS] = { Q_UNIT_CLEAR, sizeof(struct unit_row), put_unit,
	    offsetof(struct master_rows, units) },
	[MASTER_CUSTOMERS] = { Q_CUSTOMER_CLEAR, sizeof(struct customer),
	    put_customer, offsetof(struct master_rows, customers) },
	[MASTER_LOCATIONS] = { Q_LOCATION_CLEAR, sizeof(struct location),
	    put_location, offsetof(struct master_rows, locations) },
};

static enum rc
replace_rows(struct night *n, enum master_kind kind,
    const struct master_load *m, struct err *e)
{
	const struct list *rows =
	    (const struct list *)(const void *)((const char *)&m->rows +
		kinds[kind].list);
	char hex[SHA256_HEX];

	if (store_exec(n->store, kinds[kind].clear, NULL, e, "") != RC_OK)
		return (e->rc);
	for (size_t i = 0; i < rows->n; i++)
		if (kinds[kind].put(n,
			(const char *)rows->v + i * kinds[kind].size,
			e) != RC_OK)
			return (err_add(e, "%s", m->files[kind].path));
	return (store_exec(n->store, Q_MASTER_FILE_PUT, NULL, e, "ssi",
	    master_path(kind), sha256_hex(&m->files[kind].digest, hex),
	    n->as_of));
}

static enum rc
load_kind(struct night *n, enum master_kind kind, const struct master_load *m,
    struct err *e)
{
	struct event v = { n->as_of, n->run_id, "master", 0,
		slice_of(master_path(kind)), "loaded" };

	if (store_begin(n->store, e) != RC_OK)
		return (e->rc);
	if (replace_rows(n, kind, m, e) != RC_OK ||
	    event_add(n->store, &v, e, "%zu rows", m->files[kind].rows) !=
		RC_OK) {
		store_rollback(n->store);
		return (e->rc);
	}
	return (store_commit(n->store, e));
}

/* A faulty file changes nothing: what was loaded before stays in force. */
static enum rc
tell_faults(struct night *n, const struct master_load *m, struct err *e)
{
	if (store_begin(n->store, e) != RC_OK)
		return (e->rc);
	for (size_t i = 0; i < m->report.mistakes.n; i++) {
		const struct config_mistake *f = LIST_AT(&m->report.mistakes,
		    struct config_mistake, i);
		struct event v = { n->as_of, n->run_id, "master", 0,
			slice_of(f->file), "faulty" };

		log_line(LOG_WARN, "%s:%d: %s", f->file, f->line, f->text);
		if (event_add(n->store, &v, e, "line %d: %s", f->line,
			f->text) != RC_OK) {
			store_rollback(n->store);
			return (e->rc);
		}
	}
	return (store_commit(n->store, e));
}

static enum rc
changed_kinds(struct night *n, bool changed[MASTER_KINDS], bool *any,
    struct err *e)
{
	*any = false;
	for (int k = 0; k < MASTER_KINDS; k++) {
		struct sha256 now;
		struct rows *r;
		char hex[SHA256_HEX];

		if (master_digest(n->mill->dir, (enum master_kind)k, &now, e) !=
		    RC_OK)
			return (e->rc);
		(void)sha256_hex(&now, hex);
		if (store_rows(n->store, Q_MASTER_FILE_DIGEST, &r, e, "s",
			master_path((enum master_kind)k)) != RC_OK)
			return (e->rc);
		changed[k] = !rows_next(r) || !slice_is(rows_text(r, 0), hex);
		if (rows_end(r, e) != RC_OK)
			return (e->rc);
		*any = *any || changed[k];
	}
	return (RC_OK);
}

enum rc
master_refresh(struct night *n, struct err *e)
{
	bool changed[MASTER_KINDS] = { false }, any;
	struct master_load m = { 0 };
	enum rc rc = RC_OK;

	if (changed_kinds(n, changed, &any, e) != RC_OK)
		return (e->rc);
	if (any)
		rc = master_read(n->mill->dir, &n->mill->config, &m, e);
	if (rc == RC_OK && m.report.mistakes.n > 0)
		rc = tell_faults(n, &m, e);
	for (int k = 0; rc == RC_OK && any && k < MASTER_KINDS; k++)
		if (changed[k] && m.files[k].usable)
			rc = load_kind(n, (enum master_kind)k, &m, e);
	if (any)
		master_load_free(&m);
	return (rc);
}

enum rc
master_load(struct night *n, struct err *e)
{
	if (master_refresh(n, e) != RC_OK)
		return (e->rc);
	master_free(n->master);
	n->master = NULL;
	arena_reset(&n->master_arena);
	return (master_build(n->store, &n->master_arena, &n->master_rows,
	    &n->master, e));
}

/* --- out of the database ------------------------------------------------- */

static int
word_at(struct rows *r, int column, const char *const *names, int n)
{
	for (int i = 0; i < n; i++)
		if (slice_is(rows_text(r, column), names[i]))
			return (i);
	BUG("a word in the database that the program does not know");
}

static void
ids_at(struct rows *r, int column, struct arena *a, struct list *ids)
{
	struct slice rest = arena_slice(a, rows_text(r, column)), word;

	while (rest.n > 0) {
		(void)slice_cut(rest, ' ', &word, &rest);
		if (word.n > 0)
			*LIST_PUSH(a, ids, struct slice) = word;
	}
}

#define TEXT(c) arena_slice(a, rows_text(r, (c)))

static void
get_product(struct rows *r, struct arena *a, struct master_rows *m)
{
	struct product *p = LIST_PUSH(a, &m->products, struct product);

	*p = (struct product){ .sku = TEXT(0),
		.gtin = TEXT(1),
		.name = TEXT(2),
		.kind = (enum item_kind)word_at(r, 3, kind_names, 2),
		.unit = TEXT(4),
		.price = rows_decimal(r, 5),
		.currency = TEXT(6),
		.tax_category = TEXT(7),
		.tax_percent = rows_decimal(r, 8),
		.stock = rows_decimal(r, 9),
		.stock_at = rows_null(r, 10) ? INSTANT_NONE : rows_int(r, 10),
		.expected_on = rows_day(r, 11),
		.replaced_by = TEXT(12) };
}

static void
get_price(struct rows *r, struct arena *a, struct master_rows *m)
{
	*LIST_PUSH(a, &m->prices,
	    struct price_row) = (struct price_row){ .customer = TEXT(0),
		.sku = TEXT(1),
		.unit = TEXT(2),
		.currency = TEXT(3),
		.price = rows_decimal(r, 4),
		.per = rows_decimal(r, 5),
		.min_quantity = rows_decimal(r, 6),
		.valid_from = rows_day(r, 7),
		.valid_to = rows_day(r, 8) };
}

static void
get_item(struct rows *r, struct arena *a, struct master_rows *m)
{
	*LIST_PUSH(a, &m->items,
	    struct item_row) = (struct item_row){ .customer = TEXT(0),
		.buyer_item = TEXT(1),
		.sku = TEXT(2) };
}

static void
get_unit(struct rows *r, struct arena *a, struct master_rows *m)
{
	*LIST_PUSH(a, &m->units,
	    struct unit_row) = (struct unit_row){ .sku = TEXT(0),
		.unit = TEXT(1),
		.factor = rows_decimal(r, 2),
		.gtin = TEXT(3) };
}

static void
get_customer(struct rows *r, struct arena *a, struct master_rows *m)
{
	struct customer *c = LIST_PUSH(a, &m->customers, struct customer);

	*c = (struct customer){ .id = TEXT(0),
		.partner = TEXT(1),
		.name = TEXT(2),
		.currency = TEXT(4),
		.payment = (enum pay_allowed)word_at(r, 5, payment_names, 3),
		.unlimited = rows_int(r, 6) != 0,
		.credit_limit = rows_int(r, 7),
		.terms_days = (int)rows_int(r, 8),
		.charge_at = (enum charge_at)word_at(r, 9, charge_names, 2),
		.tax_id = TEXT(10),
		.tax_category = TEXT(11),
		.email = TEXT(12),
		.language = TEXT(13),
		.seller = TEXT(14),
		.discount_percent = rows_decimal(r, 15),
		.discount_days = (int)rows_int(r, 16),
		.blocked = rows_int(r, 17) != 0 ? BLOCKED_YES : BLOCKED_NO,
		.max_order = rows_decimal(r, 18),
		.max_overdue_days = (int)rows_int(r, 19),
		.iban = TEXT(20),
		.mandate = TEXT(21),
		.mandate_signed = rows_day(r, 22) };
	ids_at(r, 3, a, &c->identifiers);
}

static void
get_location(struct rows *r, struct arena *a, struct master_rows *m)
{
	struct location *l = LIST_PUSH(a, &m->locations, struct location);

	*l = (struct location){ .customer = TEXT(0),
		.name = TEXT(2),
		.street = TEXT(3),
		.city = TEXT(4),
		.postal_code = TEXT(5),
		.country = TEXT(6),
		.warehouse = TEXT(7),
		.calendar = TEXT(8) };
	ids_at(r, 1, a, &l->identifiers);
}
#undef TEXT

enum rc
master_build(struct store *s, struct arena *a, struct master_rows *m,
    struct master **out, struct err *e)
{
	static const struct {
		enum query q;
		void (
		    *get)(struct rows *, struct arena *, struct master_rows *);
	} tables[] = {
		{ Q_PRODUCTS, get_product },
		{ Q_PRICES, get_price },
		{ Q_ITEMS, get_item },
		{ Q_UNITS, get_unit },
		{ Q_CUSTOMERS, get_customer },
		{ Q_LOCATIONS, get_location },
	};

	*m = (struct master_rows){ { 0 }, { 0 }, { 0 }, { 0 }, { 0 }, { 0 } };
	for (size_t i = 0; i < sizeof(tables) / sizeof(tables[0]); i++) {
		struct rows *r;

		if (store_rows(s, tables[i].q, &r, e, "") != RC_OK)
			return (e->rc);
		while (rows_next(r))
			tables[i].get(r, a, m);
		if (rows_end(r, e) != RC_OK)
			return (e->rc);
	}
	*out = master_new(m);
	return (RC_OK);
}
