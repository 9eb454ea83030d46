/*
 * master -- the operator's master data as the rules look at it: customers,
 * products, price lists, item cross references, units, locations.
 *
 * Built once a run from the database (pipeline/master.c), read only, looked
 * up by hash in constant time.  Rows are plain data that the caller owns.  Of
 * two rows with the same key the first counts (of prices: all, see below).
 * Names of columns: docs/operating.md, "Master files".
 */
#ifndef DOMAIN_MASTER_H
#define DOMAIN_MASTER_H

#include "base/arena.h"
#include "base/date.h"
#include "base/decimal.h"

enum item_kind { ITEM_GOODS, ITEM_SERVICE };
enum pay_allowed { PAY_ACCOUNT, PAY_PREPAID, PAY_EITHER };
/* CHARGE_NEVER: orders only, goods on consignment. */
enum charge_at { CHARGE_AT_DESPATCH, CHARGE_AT_ACCEPTANCE, CHARGE_NEVER };
enum blocked { BLOCKED_NO, BLOCKED_YES };

struct product {
	struct slice sku, gtin, name;
	enum item_kind kind;
	struct slice unit;    /* Rec 20, the stock unit */
	struct decimal price; /* list price per unit, may be NONE */
	struct slice currency;
	struct slice tax_category; /* UNCL 5305: S AA Z E AE … */
	struct decimal tax_percent;
	struct decimal stock; /* NONE: unlimited */
	instant stock_at;
	day expected_on;          /* when more comes; DAY_NONE: not known */
	struct slice replaced_by; /* sku of what comes in its place, "" */
};
struct price_row {
	struct slice customer, sku, unit, currency;
	struct decimal price, per, min_quantity;
	day valid_from, valid_to; /* DAY_NONE: open */
};
struct item_row {
	struct slice customer, buyer_item, sku;
};
struct unit_row {         /* 1 unit = factor stock units */
	struct slice sku; /* "": for all */
	struct slice unit;
	struct decimal factor;
	struct slice gtin; /* of that pack, "" */
};
struct customer {
	struct slice id, partner, name;
	struct list identifiers; /* struct slice */
	struct slice currency;
	enum pay_allowed payment;
	bool unlimited;
	int64_t credit_limit; /* minor units */
	int terms_days;
	struct decimal discount_percent; /* paid within discount_days */
	int discount_days;
	enum blocked blocked;     /* nothing is accepted */
	struct decimal max_order; /* in its currency; NONE: any */
	int max_overdue_days;     /* -1: however long */
	enum charge_at charge_at;
	struct slice tax_id, tax_category, email, language, seller;
	struct slice iban;    /* whose payments are theirs, "" */
	struct slice mandate; /* of direct debit, "" : they pay themselves */
	day mandate_signed;   /* DAY_NONE without one */
};
struct location {
	struct slice customer;
	struct list identifiers; /* struct slice */
	struct slice name, street, city, postal_code, country;
	struct slice warehouse, calendar;
};

/* All rows of the master files: what config/ reads and what the database
 * keeps. */
struct master_rows {
	struct list products, prices, items, units, customers, locations;
};

struct master; /* rows with their indexes */
/* Takes over nothing: rows and their texts must outlive the master. */
struct master *master_new(const struct master_rows *rows);
void master_free(struct master *m);

const struct customer *master_customer(const struct master *m, struct slice id);
/* The customer of this partner who has one of these identifiers (list of
 * struct text_item; "account:" and our own customer id always works); when
 * the partner has exactly one customer and no identifier was given, that one.
 * *clash: the identifiers name several.  Spellings of one GLN or DUNS number
 * are the same (identifier_canonical). */
const struct customer *master_customer_by_ids(const struct master *m,
    struct slice partner, const struct list *ids, bool *clash);
const struct product *master_product(const struct master *m, struct slice sku);
const struct product *master_product_by_gtin(const struct master *m,
    struct slice gtin, struct slice *unit); /* of the pack, else of stock */
const struct product *master_product_by_buyer_item(const struct master *m,
    struct slice customer, struct slice buyer_item);
/* EA, C62, PCE, H87 and NAR are one piece, whatever the document's version. */
bool unit_is_piece(struct slice unit);
bool unit_same(struct slice a, struct slice b);
/* Stock units in one `unit` of sku ("": the stock unit); false: unknown unit
 * for this item.  The item's own row comes before one for all, and rows for
 * all hold only for items that are counted in pieces. */
bool master_unit_factor(const struct master *m, const struct product *p,
    struct slice unit, struct decimal *factor);
/* Our net price on a day for a quantity in a unit: the customer's list, then
 * the list for all (in the ordered unit before another one, highest
 * min_quantity reached, latest start), else the catalog.  *price per *per
 * units of `unit`: a price for another unit is converted exactly, 0.85 a piece
 * being 10.20 a dozen.  Only rows in that currency. */
bool master_price(const struct master *m, struct slice customer,
    const struct product *p, struct slice unit, struct slice currency,
    struct decimal quantity, day on, struct decimal *price,
    struct decimal *per);
const struct location *master_location(const struct master *m,
    struct slice customer, struct slice identifier);
/* The only location of this customer, NULL when there are none or several. */
const struct location *master_location_only(const struct master *m,
    struct slice customer);

#endif
