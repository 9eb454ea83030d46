/* master_checks -- see master_checks.h. */
#include "config/master_checks.h"
#include "config/name_set.h"
#include "domain/ident.h"

/* The checks of one load: what is there to be referred to, what is taken. */
struct checks {
	struct master_load *m;
	const struct config *config; /* may be NULL */
	const struct list *lines;
	struct name_set skus, customers, gtins, taken;
};

#define PRINT(k, ...) arena_printf(&(k)->m->arena, __VA_ARGS__)
#define ROW(k, member, type, i) LIST_AT(&(k)->m->rows.member, struct type, i)

bool
credit_resolve(struct slice cell, struct customer *row)
{
	struct decimal d;
	bool exact = true;
	const int digits = currency_digits(row->currency);

	if (row->unlimited || cell.n == 0 || digits < 0 ||
	    !decimal_parse(cell, &d))
		return (true);
	return (
	    money_from_decimal(d, digits, &row->credit_limit, &exact) && exact);
}

static int64_t
line_of(const struct checks *k, enum master_kind kind, size_t i)
{
	return (*LIST_AT(&k->lines[kind], int64_t, i));
}

static void
fault(struct checks *k, enum master_kind kind, const char *code, size_t i,
    const char *text)
{
	master_fault(k->m, kind, code, line_of(k, kind, i), text);
}

/* A key that only one row of one file may have; one row may have it twice. */
static void
claim(struct checks *k, enum master_kind kind, struct name_set *set, size_t i,
    const char *key, const char *what)
{
	int64_t first = line_of(k, kind, i);

	if (!name_set_add(set, slice_of(key), &first) &&
	    first != line_of(k, kind, i))
		fault(k, kind, "MASTER-DUPLICATE", i,
		    PRINT(k, "%s is in line %lld already", what,
			(long long)first));
}

static void
refer(struct checks *k, enum master_kind kind, size_t i, const char *column,
    struct slice value, const struct name_set *set, enum master_kind where)
{
	if (value.n == 0 || k->m->files[where].faults > 0 ||
	    name_set_has(set, value))
		return;
	fault(k, kind, "MASTER-REFERENCE", i,
	    PRINT(k, "%s = \"" SL_FMT "\" is not in %s", column, SL_ARG(value),
		master_path(where)));
}

static void
refer_partner(struct checks *k, enum master_kind kind, size_t i,
    const char *column, struct slice id, enum partner_role role,
    const char *word)
{
	const struct partner *p;

	if (id.n == 0 || k->config == NULL)
		return;
	p = config_partner(k->config, id);
	if (p == NULL)
		fault(k, kind, "MASTER-REFERENCE", i,
		    PRINT(k,
			"%s = \"" SL_FMT "\": there is no partners/" SL_FMT
			".conf",
			column, SL_ARG(id), SL_ARG(id)));
	else if (p->role != role)
		fault(k, kind, "MASTER-REFERENCE", i,
		    PRINT(k,
			"%s = \"" SL_FMT "\" has another role; expected a %s",
			column, SL_ARG(id), word));
}

/* GTINs of all lengths, of items and of their packs, name one thing each. */
static void
claim_gtin(struct checks *k, enum master_kind kind, size_t i, struct slice gtin)
{
	char digits[15];
	int64_t first;
	struct slice key;

	if (!gtin14(gtin, digits))
		return;
	first = 8 * line_of(k, kind, i) + (int64_t)kind;
	key = arena_slice(&k->m->arena, slice_of(digits));
	if (!name_set_add(&k->gtins, key, &first))
		fault(k, kind, "MASTER-DUPLICATE", i,
		    PRINT(k, "GTIN " SL_FMT " is in %s line %lld already",
			SL_ARG(gtin),
			master_path((enum master_kind)(first % 8)),
			(long long)(first / 8)));
}

static void
check_catalog(struct checks *k)
{
	for (size_t i = 0; i < k->m->rows.products.n; i++) {
		const struct product *p = ROW(k, products, product, i);

		if (line_of(k, MASTER_CATALOG, i) == ROW_WRONG)
			continue;
		claim(k, MASTER_CATALOG, &k->skus, i,
		    PRINT(k, SL_FMT, SL_ARG(p->sku)),
		    PRINT(k, "sku " SL_FMT, SL_ARG(p->sku)));
		claim_gtin(k, MASTER_CATALOG, i, p->gtin);
		if (!decimal_is_none(p->price) && p->currency.n == 0)
			fault(k, MASTER_CATALOG, "MASTER-VALUE", i,
			    "a price without currency");
		if (!decimal_is_none(p->stock) && p->stock_at == INSTANT_NONE)
			fault(k, MASTER_CATALOG, "MASTER-VALUE", i,
			    "a stock without stock_at: when was it counted?");
	}
}

/* An identifier finds one row of its owner. */
static void
claim_identifiers(struct checks *k, enum master_kind kind, size_t i,
    struct slice owner, const struct list *ids)
{
	char text[IDENTIFIER_CANONICAL_MAX];

	for (size_t n = 0; n < ids->n; n++) {
		const struct slice id = *LIST_AT(ids, struct slice, n);
		const struct slice same = identifier_canonical(id, text);

		claim(k, kind, &k->taken, i,
		    PRINT(k, "%d/" SL_FMT "/" SL_FMT, (int)kind, SL_ARG(owner),
			SL_ARG(same)),
		    PRINT(k, "identifier " SL_FMT " of \"" SL_FMT "\"",
			SL_ARG(id), SL_ARG(owner)));
	}
}

/* Who is collected from has said so, and where: SEPA, so in euros. */
static void
check_mandate_row(struct checks *k, size_t i, const struct customer *c)
{
	const char *text = NULL;

	if (c->mandate.n == 0)
		return;
	if (c->iban.n == 0 || c->mandate_signed == DAY_NONE)
		text = "a mandate wants iban and mandate_signed too";
	else if (!slice_is(c->currency, "EUR"))
		text = "a mandate is for debits in EUR";
	if (text != NULL)
		fault(k, MASTER_CUSTOMERS, "MASTER-VALUE", i, text);
}

static void
check_customers(struct checks *k)
{
	for (size_t i = 0; i < k->m->rows.customers.n; i++) {
		const struct customer *c = ROW(k, customers, customer, i);

		if (line_of(k, MASTER_CUSTOMERS, i) == ROW_WRONG)
			continue;
		check_mandate_row(k, i, c);
		claim(k, MASTER_CUSTOMERS, &k->customers, i,
		    PRINT(k, SL_FMT, SL_ARG(c->id)),
		    PRINT(k, "customer " SL_FMT, SL_ARG(c->id)));
		refer_partner(k, MASTER_CUSTOMERS, i, "partner", c->partner,
		    ROLE_CUSTOMER, "customer");
		claim_identifiers(k, MASTER_CUSTOMERS, i, c->partner,
		    &c->identifiers);
	}
}

static void
check_price(struct checks *k, size_t i)
{
	const struct price_row *p = ROW(k, prices, price_row, i);
	char quantity[DECIMAL_TEXT_MAX] = "", from[11];

	if (line_of(k, MASTER_PRICES, i) == ROW_WRONG)
		return;
	refer(k, MASTER_PRICES, i, "customer", p->customer, &k->customers,
	    MASTER_CUSTOMERS);
	refer(k, MASTER_PRICES, i, "sku", p->sku, &k->skus, MASTER_CATALOG);
	if (p->per.coef == 0)
		fault(k, MASTER_PRICES, "MASTER-VALUE", i, "per is zero");
	if (p->valid_from != DAY_NONE && p->valid_to != DAY_NONE &&
	    p->valid_to < p->valid_from)
		fault(k, MASTER_PRICES, "MASTER-VALUE", i,
		    "valid_to is before valid_from");
	if (!decimal_is_none(p->min_quantity))
		(void)decimal_text(p->min_quantity, quantity);
	claim(k, MASTER_PRICES, &k->taken, i,
	    PRINT(k, "p/" SL_FMT "/" SL_FMT "/" SL_FMT "/" SL_FMT "/%s/%s",
		SL_ARG(p->customer), SL_ARG(p->sku), SL_ARG(p->unit),
		SL_ARG(p->currency), quantity, day_text(p->valid_from, from)),
	    "the same customer, sku, unit, currency, min_quantity and "
	    "valid_from");
}

static void
check_items(struct checks *k)
{
	for (size_t i = 0; i < k->m->rows.items.n; i++) {
		const struct item_row *r = ROW(k, items, item_row, i);

		if (line_of(k, MASTER_ITEMS, i) == ROW_WRONG)
			continue;
		refer(k, MASTER_ITEMS, i, "customer", r->customer,
		    &k->customers, MASTER_CUSTOMERS);
		refer(k, MASTER_ITEMS, i, "sku", r->sku, &k->skus,
		    MASTER_CATALOG);
		claim(k, MASTER_ITEMS, &k->taken, i,
		    PRINT(k, "i/" SL_FMT "/" SL_FMT, SL_ARG(r->customer),
			SL_ARG(r->buyer_item)),
		    "the same customer and buyer_item");
	}
}

static void
check_units(struct checks *k)
{
	for (size_t i = 0; i < k->m->rows.units.n; i++) {
		const struct unit_row *r = ROW(k, units, unit_row, i);

		if (line_of(k, MASTER_UNITS, i) == ROW_WRONG)
			continue;
		refer(k, MASTER_UNITS, i, "sku", r->sku, &k->skus,
		    MASTER_CATALOG);
		if (r->factor.coef == 0)
			fault(k, MASTER_UNITS, "MASTER-VALUE", i,
			    "factor is zero");
		if (r->gtin.n > 0 && r->sku.n == 0)
			fault(k, MASTER_UNITS, "MASTER-VALUE", i,
			    "a gtin without sku: of which item is the pack?");
		claim_gtin(k, MASTER_UNITS, i, r->gtin);
		claim(k, MASTER_UNITS, &k->taken, i,
		    PRINT(k, "u/" SL_FMT "/" SL_FMT, SL_ARG(r->sku),
			SL_ARG(r->unit)),
		    "the same sku and unit");
	}
}

static void
check_locations(struct checks *k)
{
	for (size_t i = 0; i < k->m->rows.locations.n; i++) {
		const struct location *l = ROW(k, locations, location, i);

		if (line_of(k, MASTER_LOCATIONS, i) == ROW_WRONG)
			continue;
		refer(k, MASTER_LOCATIONS, i, "customer", l->customer,
		    &k->customers, MASTER_CUSTOMERS);
		refer_partner(k, MASTER_LOCATIONS, i, "warehouse", l->warehouse,
		    ROLE_WAREHOUSE, "warehouse");
		if (l->calendar.n > 0 && k->config != NULL &&
		    config_calendar(k->config, l->calendar) == NULL)
			fault(k, MASTER_LOCATIONS, "MASTER-REFERENCE", i,
			    PRINT(k, "there is no calendars/" SL_FMT ".conf",
				SL_ARG(l->calendar)));
		claim_identifiers(k, MASTER_LOCATIONS, i, l->customer,
		    &l->identifiers);
	}
}

void
master_check(struct master_load *m, const struct config *c,
    const struct list *lines)
{
	struct checks k = { .m = m, .config = c, .lines = lines };

	check_catalog(&k);
	check_customers(&k);
	for (size_t i = 0; i < m->rows.prices.n; i++)
		check_price(&k, i);
	check_items(&k);
	check_units(&k);
	check_locations(&k);
	name_set_free(&k.skus);
	name_set_free(&k.customers);
	name_set_free(&k.gtins);
	name_set_free(&k.taken);
}
