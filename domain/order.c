#include "domain/order.h"

#define N(a) (sizeof(a) / sizeof((a)[0]))
/* clang-format off */
#define TEXT(s, m) { #m, F_TEXT, 0, offsetof(struct s, m), NULL, NULL }
#define INT(s, m) { #m, F_INT, 0, offsetof(struct s, m), NULL, NULL }
#define PLACE(s, m) { #m, F_INT, FIELD_NOHASH, offsetof(struct s, m), NULL, \
	NULL }
#define BOOL(s, m) { #m, F_BOOL, 0, offsetof(struct s, m), NULL, NULL }
#define DAY(s, m) { #m, F_DAY, 0, offsetof(struct s, m), NULL, NULL }
#define DEC(s, m) { #m, F_DECIMAL, 0, offsetof(struct s, m), NULL, NULL }
#define PART(s, m, sh) { #m, F_STRUCT, 0, offsetof(struct s, m), &(sh), NULL }
#define LIST(s, m, sh) { #m, F_LIST, 0, offsetof(struct s, m), &(sh), NULL }
/* clang-format on */

_Static_assert(sizeof(enum order_purpose) == sizeof(int), "enum is int");

static const char *const purposes[] = { "original", "duplicate", "confirmation",
	"copy", "simulation", "change", "replace", "cancel", "other", NULL };
static const char *const kinds[] = { "order", "standing", "blanket", "call_off",
	"information", "consignment", "bill_and_hold", "other", NULL };
static const char *const payments[] = { "unstated", "account", "prepaid",
	NULL };

const char *const line_change_names[] = { "unstated", "add", "delete",
	"replace", "none", NULL };

static const struct field text_item_fields[] = {
	TEXT(text_item, text),
};
const struct shape text_item_shape = { "text_item", sizeof(struct text_item),
	text_item_fields, N(text_item_fields) };

static const struct field party_fields[] = {
	LIST(party, ids, text_item_shape),
	TEXT(party, name),
	TEXT(party, name2),
	TEXT(party, street),
	TEXT(party, street2),
	TEXT(party, city),
	TEXT(party, region),
	TEXT(party, postal_code),
	TEXT(party, country),
	TEXT(party, contact),
	TEXT(party, email),
	TEXT(party, phone),
};
const struct shape party_shape = { "party", sizeof(struct party), party_fields,
	N(party_fields) };

static const struct field charge_fields[] = {
	BOOL(charge, is_charge),
	TEXT(charge, code),
	TEXT(charge, reason),
	DEC(charge, percent),
	DEC(charge, base),
	DEC(charge, amount),
	TEXT(charge, tax_category),
	DEC(charge, tax_percent),
};
const struct shape charge_shape = { "charge", sizeof(struct charge),
	charge_fields, N(charge_fields) };

static const struct field reference_fields[] = {
	TEXT(reference, qualifier),
	TEXT(reference, value),
	TEXT(reference, text),
};
const struct shape reference_shape = { "reference", sizeof(struct reference),
	reference_fields, N(reference_fields) };

static const struct field schedule_fields[] = {
	DEC(schedule, quantity),
	TEXT(schedule, unit),
	DAY(schedule, on),
	TEXT(schedule, location),
};
const struct shape schedule_shape = { "schedule", sizeof(struct schedule),
	schedule_fields, N(schedule_fields) };

static const struct field order_line_fields[] = {
	TEXT(order_line, line_id),
	{ "change", F_ENUM, 0, offsetof(struct order_line, change), NULL,
	    line_change_names },
	TEXT(order_line, seller_item),
	TEXT(order_line, buyer_item),
	TEXT(order_line, gtin),
	TEXT(order_line, maker_item),
	TEXT(order_line, description),
	TEXT(order_line, auxiliary),
	DEC(order_line, quantity),
	TEXT(order_line, unit),
	TEXT(order_line, unit_code),
	DEC(order_line, price),
	DEC(order_line, price_basis),
	TEXT(order_line, price_unit),
	BOOL(order_line, price_free),
	DEC(order_line, amount),
	LIST(order_line, charges, charge_shape),
	TEXT(order_line, tax_category),
	DEC(order_line, tax_percent),
	DAY(order_line, requested_on),
	TEXT(order_line, location),
	TEXT(order_line, cost_centre),
	LIST(order_line, schedules, schedule_shape),
	LIST(order_line, notes, text_item_shape),
	PLACE(order_line, offset),
	PLACE(order_line, segment),
};
const struct shape order_line_shape = { "order_line", sizeof(struct order_line),
	order_line_fields, N(order_line_fields) };

static const struct field recurrence_fields[] = {
	TEXT(recurrence_terms, coded),
	TEXT(recurrence_terms, text),
	LIST(recurrence_terms, dates, schedule_shape),
	DAY(recurrence_terms, start),
	DAY(recurrence_terms, end),
	INT(recurrence_terms, count),
};
static const struct shape recurrence_shape = { "recurrence",
	sizeof(struct recurrence_terms), recurrence_fields,
	N(recurrence_fields) };

/* The purpose is no content: an order repeated on purpose, or its
 * confirmation, says the same as the original. */
static const struct field order_fields[] = {
	TEXT(order, po_number),
	TEXT(order, release_number),
	TEXT(order, contract),
	TEXT(order, change_number),
	{ "purpose", F_ENUM, FIELD_NOHASH, offsetof(struct order, purpose),
	    NULL, purposes },
	{ "purpose_code", F_TEXT, FIELD_NOHASH,
	    offsetof(struct order, purpose_code), NULL, NULL },
	{ "kind", F_ENUM, 0, offsetof(struct order, kind), NULL, kinds },
	TEXT(order, kind_code),
	BOOL(order, test),
	DAY(order, ordered_on),
	DAY(order, requested_on),
	DAY(order, not_before),
	DAY(order, not_after),
	DAY(order, changed_on),
	TEXT(order, currency),
	PART(order, buyer, party_shape),
	PART(order, seller, party_shape),
	PART(order, ship_to, party_shape),
	PART(order, bill_to, party_shape),
	TEXT(order, customer_reference),
	TEXT(order, account),
	TEXT(order, cost_centre),
	{ "payment", F_ENUM, 0, offsetof(struct order, payment), NULL,
	    payments },
	TEXT(order, payment_code),
	TEXT(order, payment_reference),
	TEXT(order, terms_text),
	INT(order, terms_days),
	INT(order, discount_days),
	DEC(order, discount_percent),
	DEC(order, prepaid),
	TEXT(order, delivery_terms),
	TEXT(order, carrier),
	LIST(order, charges, charge_shape),
	DEC(order, tax_total),
	DEC(order, stated_net),
	DEC(order, stated_total),
	INT(order, stated_lines),
	DEC(order, stated_quantity),
	PART(order, recurrence, recurrence_shape),
	LIST(order, references, reference_shape),
	LIST(order, notes, text_item_shape),
	LIST(order, lines, order_line_shape),
	{ "broken", F_BOOL, FIELD_NOHASH, offsetof(struct order, broken), NULL,
	    NULL },
	PLACE(order, offset),
	PLACE(order, length),
};
const struct shape order_shape = { "order", sizeof(struct order), order_fields,
	N(order_fields) };

void
order_init(struct order *o)
{
	shape_init(&order_shape, o);
}
