#include "domain/intake.h"

#define N(a) (sizeof(a) / sizeof((a)[0]))
/* clang-format off */
#define TEXT(s, m) { #m, F_TEXT, 0, offsetof(struct s, m), NULL, NULL }
#define INT(s, m) { #m, F_INT, FIELD_NOHASH, offsetof(struct s, m), NULL, \
	NULL }
#define BOOL(s, m) { #m, F_BOOL, 0, offsetof(struct s, m), NULL, NULL }
#define DEC(s, m) { #m, F_DECIMAL, 0, offsetof(struct s, m), NULL, NULL }
#define DAY(s, m) { #m, F_DAY, 0, offsetof(struct s, m), NULL, NULL }
#define LIST(s, m, of) { #m, F_LIST, 0, offsetof(struct s, m), &(of), NULL }
#define WORD(s, m, w) { #m, F_ENUM, FIELD_NOHASH, offsetof(struct s, m), \
	NULL, (w) }
/* clang-format on */

_Static_assert(sizeof(enum verdict) == sizeof(int), "enum is int");
_Static_assert(sizeof(enum severity) == sizeof(int), "enum is int");

static const char *const verdicts[] = { "accepted", "errors", "rejected",
	NULL };
static const char *const severities[] = { "note", "warning", "error", NULL };

static const struct field interchange_fields[] = {
	TEXT(interchange, standard),
	TEXT(interchange, version),
	TEXT(interchange, sender),
	TEXT(interchange, receiver),
	TEXT(interchange, control_number),
	TEXT(interchange, prepared),
	BOOL(interchange, test),
	BOOL(interchange, ack_requested),
	INT(interchange, offset),
	INT(interchange, length),
	INT(interchange, messages),
	WORD(interchange, verdict, verdicts),
};
const struct shape interchange_shape = { "interchange",
	sizeof(struct interchange), interchange_fields, N(interchange_fields) };

static const struct field message_fields[] = {
	TEXT(message, format),
	TEXT(message, kind),
	TEXT(message, version),
	TEXT(message, group_kind),
	TEXT(message, group_sender),
	TEXT(message, group_receiver),
	TEXT(message, group_control),
	TEXT(message, control_number),
	TEXT(message, document_id),
	BOOL(message, test),
	INT(message, offset),
	INT(message, length),
	WORD(message, verdict, verdicts),
};
const struct shape message_shape = { "message", sizeof(struct message),
	message_fields, N(message_fields) };

static const struct field finding_fields[] = {
	TEXT(finding, code),
	WORD(finding, severity, severities),
	INT(finding, offset),
	INT(finding, length),
	INT(finding, segment),
	TEXT(finding, tag),
	TEXT(finding, element),
	TEXT(finding, path),
	TEXT(finding, value),
	TEXT(finding, text),
};
const struct shape finding_shape = { "finding", sizeof(struct finding),
	finding_fields, N(finding_fields) };

static const struct field confirmation_fields[] = {
	TEXT(confirmation, shipment),
	TEXT(confirmation, order),
	TEXT(confirmation, line),
	TEXT(confirmation, sku),
	DEC(confirmation, quantity),
	TEXT(confirmation, unit),
	TEXT(confirmation, shipped_at),
	TEXT(confirmation, carrier),
	TEXT(confirmation, tracking),
	TEXT(confirmation, sscc),
	TEXT(confirmation, pallet),
	BOOL(confirmation, final),
	INT(confirmation, offset),
	INT(confirmation, row),
};
const struct shape confirmation_shape = { "confirmation",
	sizeof(struct confirmation), confirmation_fields,
	N(confirmation_fields) };

static const struct field receipt_fields[] = {
	TEXT(receipt, kind),
	TEXT(receipt, interchange),
	TEXT(receipt, group),
	TEXT(receipt, message),
	TEXT(receipt, document_kind),
	TEXT(receipt, document_id),
	WORD(receipt, verdict, verdicts),
	TEXT(receipt, code),
	TEXT(receipt, text),
	INT(receipt, offset),
};
const struct shape receipt_shape = { "receipt", sizeof(struct receipt),
	receipt_fields, N(receipt_fields) };

static const struct field remittance_item_fields[] = {
	TEXT(remittance_item, qualifier),
	TEXT(remittance_item, number),
	DEC(remittance_item, amount),
	DEC(remittance_item, discount),
};
const struct shape remittance_item_shape = { "remittance_item",
	sizeof(struct remittance_item), remittance_item_fields,
	N(remittance_item_fields) };

static const struct field remittance_fields[] = {
	TEXT(remittance, reference),
	TEXT(remittance, method),
	LIST(remittance, payer_ids, text_item_shape),
	TEXT(remittance, payer_name),
	TEXT(remittance, account),
	TEXT(remittance, payer_account),
	TEXT(remittance, receiver_account),
	DEC(remittance, amount),
	TEXT(remittance, currency),
	DAY(remittance, paid_on),
	BOOL(remittance, credit),
	LIST(remittance, items, remittance_item_shape),
	INT(remittance, offset),
};
const struct shape remittance_shape = { "remittance", sizeof(struct remittance),
	remittance_fields, N(remittance_fields) };
