#include "domain/intake.h"

#define N(a) (sizeof(a) / sizeof((a)[0]))
#define TEXT(s, m) \
	{ \
#m, F_TEXT, 0, offsetof(struct s, m), NULL, NULL \
	}
#define INT(s, m) \
	{ \
#m, F_INT, FIELD_NOHASH, offsetof(struct s, m), NULL, NULL \
	}
#define BOOL(s, m) \
	{ \
#m, F_BOOL, 0, offsetof(struct s, m), NULL, NULL \
	}
#define DEC(s, m) \
	{ \
#m, F_DECIMAL, 0, offsetof(struct s, m), NULL, NULL \
	}
#define WORD(s, m, w) \
	{ \
#m, F_ENUM, FIELD_NOHASH, offsetof(struct s, m), NULL, (w) \
	}

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
	BOOL(confirmation, final),
	INT(confirmation, offset),
	INT(confirmation, row),
};
const struct shape confirmation_shape = { "confirmation",
	sizeof(struct confirmation), confirmation_fields,
	N(confirmation_fields) };
