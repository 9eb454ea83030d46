/*
 * Any bytes as the six master files, split at bytes 0x1e: what is called
 * usable keeps what the rules rely on.
 */
#include <stdint.h>
#include "config/master_files.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
check_products(const struct list *products)
{
	for (size_t i = 0; i < products->n; i++) {
		const struct product *p = LIST_AT(products, struct product, i);

		INVARIANT(p->sku.n > 0 && p->unit.n > 0 && p->name.n > 0);
		INVARIANT(decimal_is_none(p->price) || p->price.coef >= 0);
		INVARIANT(decimal_is_none(p->price) || p->currency.n == 3);
		INVARIANT(!decimal_is_none(p->tax_percent));
		INVARIANT(slice_utf8(p->name));
	}
}

static void
check_prices(const struct list *prices)
{
	for (size_t i = 0; i < prices->n; i++) {
		const struct price_row *p = LIST_AT(prices, struct price_row,
		    i);

		INVARIANT(p->price.coef >= 0 && p->per.coef > 0);
		INVARIANT(p->min_quantity.coef >= 0 && p->sku.n > 0);
	}
}

static void
check_customers(const struct list *customers)
{
	for (size_t i = 0; i < customers->n; i++) {
		const struct customer *c = LIST_AT(customers, struct customer,
		    i);

		INVARIANT(c->id.n > 0 && c->partner.n > 0);
		INVARIANT(c->credit_limit >= 0 && c->terms_days >= 0);
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct slice texts[MASTER_KINDS] = { { NULL, 0 } };
	struct slice rest = { (const char *)data, size };
	struct master_load m;
	bool more = true;

	for (size_t i = 0; more && i < MASTER_KINDS; i++)
		more = slice_cut(rest, '\x1e', &texts[i], &rest);
	master_parse(texts, NULL, &m);
	if (m.files[MASTER_CATALOG].usable)
		check_products(&m.rows.products);
	if (m.files[MASTER_PRICES].usable)
		check_prices(&m.rows.prices);
	if (m.files[MASTER_CUSTOMERS].usable)
		check_customers(&m.rows.customers);
	for (size_t i = 0; i < MASTER_KINDS; i++)
		INVARIANT(m.files[i].usable == (m.files[i].faults == 0));
	master_load_free(&m);
	return (0);
}
