/* keys -- see keys.h.  A new key is one row here, one line in
 * config/example/ and one case in tests/unit/test_config.c. */
#include "config/keys.h"
#include "config/values.h"

#define N(a) (sizeof(a) / sizeof((a)[0]))
#define AT(type, member) offsetof(struct type, member)
/* clang-format off */
#define TABLE(text, type, rows) { text, sizeof(struct type), rows, N(rows) }
/* clang-format on */

#define CUSTOMER (1u << ROLE_CUSTOMER)
#define WAREHOUSE (1u << ROLE_WAREHOUSE)
#define BANK (1u << ROLE_BANK)
#define NETWORK (1u << ROLE_NETWORK)

#define KILO (INT64_C(1) << 10)
#define GIGA (INT64_C(1) << 30)
#define LISTED 1000 /* most entries of a list of texts */

const char *const role_words[] = { "customer", "warehouse", "bank", "network",
	NULL };
static const char *const state_words[] = { "live", "test", "suspended", NULL };
static const char *const fault_words[] = { "hold", "reject", "accept", NULL };
static const char *const short_words[] = { "backorder", "cancel", "hold",
	NULL };
static const char *const partial_words[] = { "lines", "order", "file", NULL };
static const char *const discount_tax_words[] = { "kept", "less", NULL };
static const char *const pain_words[] = { "02", "08", NULL };
static const char *const accept_words[] = { "yes", "hold", "no", NULL };
static const char *const catch_words[] = { "all", "latest", "none", "ask",
	NULL };
static const char *const release_words[] = { "each", "ship_only", NULL };
static const char *const report_words[] = { "none", "text", "html", "both",
	NULL };
static const char *const ship_per_words[] = { "shipment", "order", NULL };
static const char *const source_words[] = { "dates", "coded", "text", NULL };
static const char *const roll_words[] = { "none", "following", "preceding",
	"modified_following", "drop", NULL };
static const char *const format_words[] = { "x12", "edifact", "ubl", "cxml",
	"camt", "csv", NULL };
static const char *const technical_words[] = { "none",
	"ubl-application-response", "x12-997", "x12-999", "x12-ta1",
	"edifact-contrl", "cxml-response", NULL };
static const char *const order_words[] = { "none", "ubl-order-response",
	"ubl-order-response-simple", "x12-855", "x12-865", "edifact-ordrsp",
	"cxml-confirmation", NULL };
static const char *const despatch_words[] = { "none", "ubl-despatch-advice",
	"x12-856", "edifact-desadv", "cxml-ship-notice", NULL };
static const char *const warehouse_words[] = { "warehouse-csv", "x12-940",
	NULL };
static const char *const structure_words[] = { "0001", "0002", "0003", "0004",
	NULL };
static const char *const weekday_words[] = { "monday", "tuesday", "wednesday",
	"thursday", "friday", "saturday", "sunday", NULL };

static const char *const delimiter_words[] = { ",", ";", "|", "tab", NULL };
static const char *const decimal_words[] = { ".", ",", NULL };
static const char *const encoding_words[] = { "utf-8", "windows-1252",
	"iso-8859-1", NULL };

/* --- partner --- */

static const struct key connection_rows[] = {
	{ "url", KEY_TEXT, AT(connection, url), .required = KEY_ALWAYS,
	    .check = value_url },
	{ "key", KEY_TEXT, AT(connection, key), .check = value_mill_path },
	{ "password_file", KEY_TEXT, AT(connection, password_file),
	    .check = value_mill_path },
	{ "agent", KEY_BOOL, AT(connection, agent), "false", .min = 0 },
	{ "host_keys", KEY_TEXTS, AT(connection, host_keys), .max = 16,
	    .check = value_host_key },
	{ "inbox", KEY_TEXT, AT(connection, inbox), "out",
	    .check = value_remote_dir },
	{ "outbox", KEY_TEXT, AT(connection, outbox), "in",
	    .check = value_remote_dir },
	{ "patterns", KEY_TEXTS, AT(connection, patterns), "*", .min = 1,
	    .max = 64, .check = value_pattern },
	{ "settle_seconds", KEY_INT, AT(connection, settle_seconds), "60",
	    .min = 0, .max = 3600 },
	{ "after_fetch", KEY_TAKE, 0, "delete", .check = take_after_fetch },
	{ "timeout_seconds", KEY_INT, AT(connection, timeout_seconds), "30",
	    .min = 1, .max = 600 },
	{ "retries", KEY_INT, AT(connection, retries), "4", .min = 0,
	    .max = 10 },
	{ "sessions", KEY_INT, AT(connection, sessions), "4", .min = 1,
	    .max = 16 },
	{ "max_file", KEY_SIZE, AT(connection, max_file), "64M", .min = KILO,
	    .max = 4 * GIGA },
	{ "max_unpacked", KEY_SIZE, AT(connection, max_unpacked), "512M",
	    .min = KILO, .max = 64 * GIGA },
};
static const struct key_table connection_keys = TABLE("connection", connection,
    connection_rows);

/* clang-format off */
#define COLUMN(m) { #m, KEY_TEXT, AT(csv_columns, m), .max = 100 }
/* clang-format on */
static const struct key columns_rows[] = { COLUMN(po_number), COLUMN(release),
	COLUMN(customer), COLUMN(ship_to), COLUMN(ordered_on),
	COLUMN(requested_on), COLUMN(currency), COLUMN(line),
	COLUMN(seller_item), COLUMN(buyer_item), COLUMN(gtin), COLUMN(quantity),
	COLUMN(unit), COLUMN(price), COLUMN(repeat), COLUMN(shipment),
	COLUMN(order), COLUMN(sku), COLUMN(shipped_at), COLUMN(carrier),
	COLUMN(tracking), COLUMN(sscc), COLUMN(pallet), COLUMN(final),
	COLUMN(id), COLUMN(booked_on), COLUMN(amount), COLUMN(reference),
	COLUMN(text), COLUMN(iban), COLUMN(name), COLUMN(account),
	COLUMN(direction) };
static const struct key_table columns_keys = TABLE("columns", csv_columns,
    columns_rows);

static const struct key receives_rows[] = {
	{ "format", KEY_TEXT, AT(receives, format), .words = format_words,
	    .required = KEY_ALWAYS },
	{ "messages", KEY_TEXTS, AT(receives, messages), .max = 64,
	    .check = value_code },
	{ "versions", KEY_TEXTS, AT(receives, versions), .max = 64,
	    .check = value_code },
	{ "columns", KEY_GROUP, AT(receives, csv.columns),
	    .of = &columns_keys },
	{ "delimiter", KEY_TEXT, AT(receives, csv.delimiter),
	    .words = delimiter_words },
	{ "decimal", KEY_TEXT, AT(receives, csv.decimal),
	    .words = decimal_words },
	{ "date", KEY_TEXT, AT(receives, csv.date), .check = value_date_form },
	{ "encoding", KEY_TEXT, AT(receives, csv.encoding),
	    .words = encoding_words },
	{ "header", KEY_BOOL, AT(receives, csv.header), "true", .min = 0 },
	{ "po_once", KEY_BOOL, AT(receives, csv.po_once), "false", .min = 0 },
	{ "units", KEY_TEXTS, AT(receives, csv.units), .max = 200,
	    .check = value_unit_word },
};
static const struct key_table receives_keys = TABLE("receive", receives,
    receives_rows);

static const struct key answers_rows[] = {
	{ "technical", KEY_TEXT, AT(answers, technical),
	    "ubl-application-response", .words = technical_words },
	{ "order", KEY_TEXT, AT(answers, order), "ubl-order-response",
	    .words = order_words },
	{ "ship", KEY_TEXT, AT(answers, ship), "ubl-despatch-advice",
	    .words = despatch_words },
	{ "warehouse", KEY_TEXT, AT(answers, warehouse), "warehouse-csv",
	    .words = warehouse_words },
	{ "version", KEY_TEXT, AT(answers, version), .check = value_version },
	{ "separators", KEY_TEXT, AT(answers, separators),
	    .check = value_separators },
	{ "ship_structure", KEY_TEXT, AT(answers, ship_structure), "0001",
	    .words = structure_words },
	{ "report", KEY_WORD, AT(answers, report), "none",
	    .words = report_words },
	{ "ship_per", KEY_WORD, AT(answers, ship_per), "shipment",
	    .words = ship_per_words },
	{ "per_release", KEY_WORD, AT(answers, per_release), "each",
	    .words = release_words },
	{ "technical_due_hours", KEY_INT, AT(answers, technical_due_hours), "2",
	    .min = 1, .max = 720 },
	{ "order_due_hours", KEY_INT, AT(answers, order_due_hours), "24",
	    .min = 1, .max = 720 },
	{ "receipt_due_hours", KEY_INT, AT(answers, receipt_due_hours), "0",
	    .min = 0, .max = 720 },
	{ "name", KEY_TEXT, AT(answers, name), "{kind}_{po}_{seq}.xml",
	    .check = value_template },
	{ "customization", KEY_TEXT, AT(answers, customization), .max = 500 },
	{ "profile", KEY_TEXT, AT(answers, profile), .max = 500 },
};
static const struct key_table answers_keys = TABLE("answers", answers,
    answers_rows);

static const struct key rules_rows[] = {
	{ "unknown_item", KEY_WORD, AT(rules, unknown_item), "hold",
	    .words = fault_words },
	{ "unknown_location", KEY_WORD, AT(rules, unknown_location), "hold",
	    .words = fault_words },
	{ "replaced_item", KEY_WORD, AT(rules, replaced_item), "hold",
	    .words = fault_words },
	{ "price_tolerance_percent", KEY_DECIMAL,
	    AT(rules, price_tolerance_percent), "0", .min = 0, .max = 100 },
	{ "allowances", KEY_TEXTS, AT(rules, allowances), .max = LISTED,
	    .check = value_code },
	{ "over_limit", KEY_WORD, AT(rules, over_limit), "hold",
	    .words = fault_words },
	{ "short", KEY_WORD, AT(rules, short_stock), "backorder",
	    .words = short_words },
	{ "partial", KEY_WORD, AT(rules, partial), "lines",
	    .words = partial_words },
	{ "duplicate_po", KEY_WORD, AT(rules, duplicate_po), "hold",
	    .words = fault_words },
	{ "hold_expires_days", KEY_INT, AT(rules, hold_expires_days), "0",
	    .min = 0, .max = 3650 },
	{ "overship_percent", KEY_DECIMAL, AT(rules, overship_percent), "0",
	    .min = 0, .max = 100 },
	{ "change_wait_hours", KEY_INT, AT(rules, change_wait_hours), "24",
	    .min = 0, .max = 8760 },
	{ "control_window_days", KEY_INT, AT(rules, control_window_days), "400",
	    .min = 1, .max = 3660 },
};
static const struct key_table rules_keys = TABLE("rules", rules, rules_rows);

static const struct key collect_rows[] = {
	{ "account", KEY_TEXT, AT(collect, account), .check = value_iban },
	{ "creditor_id", KEY_TEXT, AT(collect, creditor_id),
	    .check = value_creditor },
	{ "bic", KEY_TEXT, AT(collect, bic), .check = value_bic },
	{ "version", KEY_WORD, AT(collect, version), "02",
	    .words = pain_words },
};
static const struct key_table collect_keys = TABLE("collect", collect,
    collect_rows);

static const struct key recurrence_rows[] = {
	{ "accept", KEY_WORD, AT(recurrence_rules, accept), "hold",
	    .words = accept_words },
	{ "sources", KEY_BITS, AT(recurrence_rules, sources),
	    "dates coded text", .words = source_words },
	{ "rule", KEY_TEXT, AT(recurrence_rules, rule), .check = value_rule },
	{ "roll", KEY_WORD, AT(recurrence_rules, roll), "following",
	    .words = roll_words },
	{ "lead_days", KEY_INT, AT(recurrence_rules, lead_days), "2", .min = 0,
	    .max = 365 },
	{ "catch_up", KEY_WORD, AT(recurrence_rules, catch_up), "all",
	    .words = catch_words },
	{ "grace_days", KEY_INT, AT(recurrence_rules, grace_days), "7",
	    .min = 0, .max = 366 },
	{ "notice_days", KEY_INT, AT(recurrence_rules, notice_days), "0",
	    .min = 0, .max = 366 },
	{ "price", KEY_TEXT, AT(recurrence_rules, price), "fixed",
	    .check = value_price_policy },
};
static const struct key_table recurrence_keys = TABLE("recurrence",
    recurrence_rules, recurrence_rows);

static const struct key contact_rows[] = {
	{ "role", KEY_TEXT, AT(contact, role), .required = KEY_ALWAYS,
	    .check = value_id },
	{ "name", KEY_TEXT, AT(contact, name), .max = 200 },
	{ "email", KEY_TEXT, AT(contact, email), .required = KEY_ALWAYS,
	    .check = value_mail },
	{ "phone", KEY_TEXT, AT(contact, phone), .max = 80 },
};
static const struct key_table contact_keys = TABLE("contacts", contact,
    contact_rows);

static const struct key partner_rows[] = {
	{ "id", KEY_TEXT, AT(partner, id), .required = KEY_ALWAYS,
	    .check = value_id },
	{ "name", KEY_TEXT, AT(partner, name), .max = 200,
	    .required = KEY_ALWAYS, .check = value_filled },
	{ "role", KEY_WORD, AT(partner, role), .words = role_words,
	    .required = KEY_ALWAYS },
	{ "state", KEY_WORD, AT(partner, state), "live", .words = state_words },
	{ "via", KEY_TEXT, AT(partner, via), .check = value_id },
	{ "shared_secret_file", KEY_TEXT, AT(partner, shared_secret_file),
	    .check = value_mill_path },
	{ "language", KEY_TEXT, AT(partner, language),
	    .check = value_language },
	{ "time_zone", KEY_TEXT, AT(partner, time_zone), .check = value_zone },
	{ "calendar", KEY_TEXT, AT(partner, calendar), .check = value_id },
	{ "identifiers", KEY_TEXTS, AT(partner, identifiers), NULL, .min = 1,
	    .max = LISTED, .required = CUSTOMER, .check = value_identifier },
	{ "our_identifiers", KEY_TEXTS, AT(partner, our_identifiers), NULL,
	    .min = 1, .max = LISTED, .required = CUSTOMER,
	    .check = value_identifier },
	{ "accounts", KEY_TEXTS, AT(partner, accounts), NULL, .min = 1,
	    .max = LISTED, .required = BANK, .check = value_account },
	{ "collect", KEY_GROUP, AT(partner, collect), .of = &collect_keys },
	{ "connection", KEY_GROUP, AT(partner, connection),
	    .of = &connection_keys },
	{ "receive", KEY_GROUPS, AT(partner, receive), .max = 64,
	    .of = &receives_keys, .required = CUSTOMER | WAREHOUSE },
	{ "answers", KEY_GROUP, AT(partner, answers), .of = &answers_keys },
	{ "rules", KEY_GROUP, AT(partner, rules), .of = &rules_keys },
	{ "recurrence", KEY_GROUP, AT(partner, recurrence),
	    .of = &recurrence_keys },
	{ "contacts", KEY_GROUPS, AT(partner, contacts), .max = 100,
	    .of = &contact_keys },
};
static const struct key_table partner_keys = TABLE("partner", partner,
    partner_rows);

static const struct key partner_file_rows[] = {
	{ "partner", KEY_GROUP, AT(partner_file, partner), .of = &partner_keys,
	    .required = KEY_ALWAYS },
};
const struct key_table partner_file_keys = TABLE("a partner's file",
    partner_file, partner_file_rows);

/* --- the seller --- */

static const struct key address_rows[] = {
	{ "street", KEY_TEXT, AT(seller, street), .max = 200 },
	{ "city", KEY_TEXT, AT(seller, city), .max = 200 },
	{ "postal_code", KEY_TEXT, AT(seller, postal_code), .max = 20 },
	{ "country", KEY_TEXT, AT(seller, country), .required = KEY_ALWAYS,
	    .check = value_country },
};
static const struct key_table address_keys = TABLE("address", seller,
    address_rows);

static const struct key seller_rows[] = {
	{ "name", KEY_TEXT, AT(seller, name), .max = 200,
	    .required = KEY_ALWAYS, .check = value_filled },
	{ "identifiers", KEY_TEXTS, AT(seller, identifiers), NULL, .min = 1,
	    .max = LISTED, .required = KEY_ALWAYS, .check = value_identifier },
	{ "address", KEY_GROUP, 0, .of = &address_keys,
	    .required = KEY_ALWAYS },
	{ "tax_id", KEY_TEXT, AT(seller, tax_id), .max = 40 },
	{ "currency", KEY_TEXT, AT(seller, currency), .required = KEY_ALWAYS,
	    .check = value_currency },
	{ "time_zone", KEY_TEXT, AT(seller, time_zone), .required = KEY_ALWAYS,
	    .check = value_zone },
	{ "language", KEY_TEXT, AT(seller, language), "en",
	    .check = value_language },
};
static const struct key_table seller_keys = TABLE("seller", seller,
    seller_rows);

static const struct key mail_rows[] = {
	{ "relay", KEY_TEXT, AT(seller, relay), .check = value_relay },
	{ "from", KEY_TEXT, AT(seller, mail_from), .check = value_mail },
	{ "operators", KEY_TEXTS, AT(seller, operators), .max = 50,
	    .check = value_mail },
};
static const struct key_table mail_keys = TABLE("mail", seller, mail_rows);

static const struct key orders_rows[] = {
	{ "warehouse", KEY_TEXT, AT(seller, warehouse), .check = value_id },
	{ "lead_days", KEY_INT, AT(seller, order_lead_days), "1", .min = 0,
	    .max = 365 },
	{ "prepaid_days", KEY_INT, AT(seller, prepaid_days), "14", .min = 1,
	    .max = 365 },
};
static const struct key_table orders_keys = TABLE("orders", seller,
    orders_rows);

static const struct key payments_rows[] = {
	{ "tolerance", KEY_DECIMAL, AT(seller, tolerance), "0", .min = 0,
	    .max = 1000000 },
	{ "discount_tax", KEY_WORD, AT(seller, discount_tax), "kept",
	    .words = discount_tax_words },
	{ "tolerance_percent", KEY_DECIMAL, AT(seller, tolerance_percent), "0",
	    .min = 0, .max = 100 },
};
static const struct key_table payments_keys = TABLE("payments", seller,
    payments_rows);

static const struct key mill_rows[] = {
	{ "key_file", KEY_TEXT, AT(seller, key_file), "keys/mill.hmac",
	    .check = value_mill_path },
	{ "keep_days", KEY_INT, AT(seller, keep_days), "0", .min = 0,
	    .max = 36600 },
	{ "workers", KEY_INT, AT(seller, workers), "2", .min = 1, .max = 64 },
};
static const struct key_table mill_keys = TABLE("mill", seller, mill_rows);

static const struct key seller_file_rows[] = {
	{ "seller", KEY_GROUP, 0, .of = &seller_keys, .required = KEY_ALWAYS },
	{ "mail", KEY_GROUP, 0, .of = &mail_keys },
	{ "orders", KEY_GROUP, 0, .of = &orders_keys },
	{ "payments", KEY_GROUP, 0, .of = &payments_keys },
	{ "mill", KEY_GROUP, 0, .of = &mill_keys },
};
const struct key_table seller_file_keys = TABLE("ordermill.conf", seller,
    seller_file_rows);

/* --- a calendar --- */

static const struct key calendar_rows[] = {
	{ "weekend", KEY_BITS, AT(calendar_file, weekend), "saturday sunday",
	    .min = 1, .words = weekday_words },
	{ "holidays", KEY_TEXTS, AT(calendar_file, holidays), .max = 10000,
	    .check = value_day },
};
const struct key_table calendar_file_keys = TABLE("a calendar", calendar_file,
    calendar_rows);
