/* master_columns -- see master_columns.h. */
#include <string.h>

#include "config/master_columns.h"
#include "config/values.h"
#include "domain/ident.h"

#define N(a) (sizeof(a) / sizeof((a)[0]))
#define AT(type, member) offsetof(struct type, member)
#define MILLIONS INT64_C(1000000000)

static const char *
check_gtin(struct slice text, void *row)
{
	(void)row;
	return (gtin_valid(text) ?
		NULL :
		"a GTIN of 8, 12, 13 or 14 digits with a right check digit");
}

static const char *
check_unit(struct slice text, void *row)
{
	(void)row;
	for (size_t i = 0; i < text.n; i++)
		if (!((text.p[i] >= 'A' && text.p[i] <= 'Z') ||
			(text.p[i] >= '0' && text.p[i] <= '9')))
			return ("a unit of UN/ECE Rec 20, as in C62 or KGM");
	return (
	    text.n <= 3 ? NULL : "a unit of UN/ECE Rec 20, as in C62 or KGM");
}

static const char *
check_name(struct slice text, void *row)
{
	(void)row;
	return (text.n <= 200 ? NULL : "at most 200 bytes");
}

static const char *
check_key(struct slice text, void *row)
{
	(void)row;
	return (text.n <= 80 ? NULL : "at most 80 bytes");
}

/* Max35Text of ISO 20022, in the characters that SEPA has. */
static const char *
check_mandate(struct slice text, void *row)
{
	(void)row;
	for (size_t i = 0; i < text.n; i++)
		if (!((text.p[i] >= 'A' && text.p[i] <= 'Z') ||
			(text.p[i] >= 'a' && text.p[i] <= 'z') ||
			(text.p[i] >= '0' && text.p[i] <= '9') ||
			(text.p[i] != '\0' &&
			    strchr("+?/-:().,'", text.p[i]) != NULL)))
			return ("letters, digits and + ? / - : ( ) . , '");
	return (text.n <= 35 ? NULL : "at most 35 characters");
}

static const char *const kind_words[] = { "goods", "service", NULL };
static const char *const payment_words[] = { "account", "prepaid", "either",
	NULL };
static const char *const charge_at_words[] = { "despatch", "acceptance", NULL };
static const char *const yes_words[] = { "no", "yes", NULL };
/* UNCL 5305, the ones that UBL documents of the EU use */
static const char *const tax_words[] = { "S", "AA", "Z", "E", "AE", "K", "G",
	"O", "L", "M", "H", NULL };

/* clang-format off */
#define CELL(type, member, k, ...) \
	{ .name = #member, .kind = (k), .offset = AT(type, member), \
	    __VA_ARGS__ }
/* clang-format on */
#define TEXT(type, member, ...) CELL(type, member, COLUMN_TEXT, __VA_ARGS__)
#define NUMBER(type, member, ...) \
	CELL(type, member, COLUMN_DECIMAL, __VA_ARGS__)

static const struct column catalog[] = {
	TEXT(product, sku, .required = true, .check = check_key),
	TEXT(product, gtin, .check = check_gtin),
	TEXT(product, name, .required = true, .check = check_name),
	CELL(product, kind, COLUMN_WORD, .empty = "goods", .words = kind_words),
	TEXT(product, unit, .required = true, .check = check_unit),
	NUMBER(product, price, .max = MILLIONS),
	TEXT(product, currency, .check = value_currency),
	TEXT(product, tax_category, .required = true, .words = tax_words),
	NUMBER(product, tax_percent, .empty = "0", .max = 100),
	NUMBER(product, stock, .max = MILLIONS * MILLIONS),
	CELL(product, stock_at, COLUMN_INSTANT, .empty = NULL),
	CELL(product, expected_on, COLUMN_DAY, .empty = NULL),
	TEXT(product, replaced_by, .check = check_key),
};
static const struct column prices[] = {
	TEXT(price_row, customer, .check = value_id),
	TEXT(price_row, sku, .required = true, .check = check_key),
	TEXT(price_row, unit, .check = check_unit),
	TEXT(price_row, currency, .required = true, .check = value_currency),
	NUMBER(price_row, price, .required = true, .max = MILLIONS),
	NUMBER(price_row, per, .empty = "1", .max = MILLIONS),
	NUMBER(price_row, min_quantity, .empty = "0", .max = MILLIONS),
	CELL(price_row, valid_from, COLUMN_DAY, .empty = NULL),
	CELL(price_row, valid_to, COLUMN_DAY, .empty = NULL),
};
static const struct column items[] = {
	TEXT(item_row, customer, .required = true, .check = value_id),
	TEXT(item_row, buyer_item, .required = true, .check = check_key),
	TEXT(item_row, sku, .required = true, .check = check_key),
};
static const struct column units[] = {
	TEXT(unit_row, sku, .check = check_key),
	TEXT(unit_row, unit, .required = true, .check = check_unit),
	NUMBER(unit_row, factor, .required = true, .max = MILLIONS),
	TEXT(unit_row, gtin, .check = check_gtin),
};
static const struct column customers[] = {
	{ .name = "customer",
	    .kind = COLUMN_TEXT,
	    .offset = AT(customer, id),
	    .required = true,
	    .check = value_id },
	TEXT(customer, partner, .required = true, .check = value_id),
	TEXT(customer, name, .required = true, .check = check_name),
	CELL(customer, identifiers, COLUMN_IDS, .check = value_identifier),
	TEXT(customer, currency, .required = true, .check = value_currency),
	CELL(customer, payment, COLUMN_WORD, .empty = "account",
	    .words = payment_words),
	CELL(customer, credit_limit, COLUMN_CREDIT, .empty = "0"),
	CELL(customer, terms_days, COLUMN_INT, .empty = "30", .max = 3650),
	CELL(customer, charge_at, COLUMN_WORD, .empty = "despatch",
	    .words = charge_at_words),
	TEXT(customer, tax_id, .check = check_key),
	TEXT(customer, tax_category, .words = tax_words),
	TEXT(customer, email, .check = value_mail),
	TEXT(customer, language, .check = value_language),
	TEXT(customer, seller, .check = check_name),
	NUMBER(customer, discount_percent, .empty = "0", .max = 100),
	CELL(customer, discount_days, COLUMN_INT, .empty = "0", .max = 3650),
	CELL(customer, blocked, COLUMN_WORD, .empty = "no", .words = yes_words),
	NUMBER(customer, max_order, .max = MILLIONS * 1000),
	CELL(customer, max_overdue_days, COLUMN_INT, .empty = NULL,
	    .max = 3650),
	TEXT(customer, iban, .check = value_iban),
	TEXT(customer, mandate, .check = check_mandate),
	CELL(customer, mandate_signed, COLUMN_DAY, .empty = NULL),
};
static const struct column locations[] = {
	TEXT(location, customer, .required = true, .check = value_id),
	CELL(location, identifiers, COLUMN_IDS, .required = true,
	    .check = value_identifier),
	TEXT(location, name, .required = true, .check = check_name),
	TEXT(location, street, .check = check_name),
	TEXT(location, city, .check = check_name),
	TEXT(location, postal_code, .check = check_key),
	TEXT(location, country, .required = true, .check = value_country),
	TEXT(location, warehouse, .check = value_id),
	TEXT(location, calendar, .check = value_id),
};

/* clang-format off */
#define SPEC(file, type, member, rows) { "master/" file ".csv", \
	sizeof(struct type), AT(master_rows, member), rows, N(rows) }
/* clang-format on */

const struct master_spec master_specs[MASTER_KINDS] = {
	[MASTER_CATALOG] = SPEC("catalog", product, products, catalog),
	[MASTER_PRICES] = SPEC("prices", price_row, prices, prices),
	[MASTER_ITEMS] = SPEC("items", item_row, items, items),
	[MASTER_UNITS] = SPEC("units", unit_row, units, units),
	[MASTER_CUSTOMERS] = SPEC("customers", customer, customers, customers),
	[MASTER_LOCATIONS] = SPEC("locations", location, locations, locations),
};

/* --- cells --- */

static const char *
store_words(struct arena *a, const struct column *c, struct slice cell,
    struct list *l)
{
	struct slice word;
	const char *wanted = NULL;
	bool more = true;

	while (more && wanted == NULL) {
		more = slice_cut(cell, ' ', &word, &cell);
		if (word.n == 0)
			continue;
		wanted = c->check(word, NULL);
		*LIST_PUSH(a, l, struct slice) = word;
	}
	return (wanted);
}

static const char *
store_decimal(struct arena *a, const struct column *c, struct slice cell,
    struct decimal *d)
{
	*d = DECIMAL_NONE;
	if (cell.n == 0)
		return (NULL);
	if (decimal_parse(cell, d) &&
	    decimal_cmp(*d, decimal_make(c->min, 0)) >= 0 &&
	    decimal_cmp(*d, decimal_make(c->max, 0)) <= 0)
		return (NULL);
	return (arena_printf(a,
	    "a number from %lld to %lld with a point "
	    "before its decimals",
	    (long long)c->min, (long long)c->max));
}

/* "unlimited", or an amount, which lies in the list until the row's currency
 * is known: see credit_resolve in master_files.c. */
static const char *
store_credit(struct slice cell, struct customer *row)
{
	struct decimal d;

	row->unlimited = slice_is(cell, "unlimited");
	if (row->unlimited || (decimal_parse(cell, &d) && d.coef >= 0))
		return (NULL);
	return ("an amount, or unlimited");
}

static const char *
store_word(struct arena *a, const struct column *c, struct slice cell,
    void *field)
{
	char *list = arena_printf(a, "one of");

	for (unsigned i = 0; c->words[i] != NULL; i++) {
		if (slice_is(cell, c->words[i])) {
			if (c->kind == COLUMN_WORD)
				memcpy(field, &i, sizeof(i));
			else
				*(struct slice *)field = cell;
			return (NULL);
		}
	}
	for (unsigned i = 0; c->words[i] != NULL; i++)
		list = arena_printf(a, "%s %s", list, c->words[i]);
	return (list);
}

static const char *
store_number(struct arena *a, const struct column *c, struct slice cell, int *n)
{
	int64_t value;

	*n = -1; /* not stated, where that may be */
	if (cell.n == 0)
		return (NULL);
	if (!slice_int(cell, &value) || value < c->min || value > c->max)
		return (arena_printf(a, "a whole number from %lld to %lld",
		    (long long)c->min, (long long)c->max));
	*n = (int)value;
	return (NULL);
}

static const char *
store_text(struct arena *a, const struct column *c, struct slice cell,
    struct slice *field)
{
	const char *wanted;

	if (cell.n == 0) {
		*field = SLICE("");
		return (NULL);
	}
	if (c->words != NULL)
		return (store_word(a, c, cell, field));
	wanted = c->check(cell, NULL);
	if (wanted == NULL)
		*field = cell;
	return (wanted);
}

const char *
column_store(struct arena *a, const struct column *c, struct slice cell,
    void *row)
{
	void *field = (char *)row + c->offset;

	if (cell.n == 0 && c->required)
		return ("something: it must not be empty");
	if (cell.n == 0 && c->empty != NULL)
		cell = slice_of(c->empty);
	switch (c->kind) {
	case COLUMN_TEXT:
		return (store_text(a, c, cell, field));
	case COLUMN_IDS:
		return (store_words(a, c, cell, field));
	case COLUMN_DECIMAL:
		return (store_decimal(a, c, cell, field));
	case COLUMN_DAY:
		*(day *)field = cell.n == 10 ? day_parse_iso(cell) : DAY_NONE;
		return (cell.n == 0 || *(day *)field != DAY_NONE ?
			NULL :
			"a day, as in 2026-12-31");
	case COLUMN_INSTANT:
		*(instant *)field = cell.n > 0 ? instant_parse(cell) :
						 INSTANT_NONE;
		return (cell.n == 0 || *(instant *)field != INSTANT_NONE ?
			NULL :
			"a day or an instant, as in 2026-12-31T06:00:00Z");
	case COLUMN_INT:
		return (store_number(a, c, cell, field));
	case COLUMN_WORD:
		return (store_word(a, c, cell, field));
	case COLUMN_CREDIT:
		return (store_credit(cell, row));
	}
	BUG("a kind of column");
}
