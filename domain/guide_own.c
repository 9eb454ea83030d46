#include "domain/guide_own.h"

static const struct field own_fields[] = {
	{ "name", F_TEXT, 0, offsetof(struct guide_own, name), NULL, NULL },
	{ "text", F_TEXT, 0, offsetof(struct guide_own, text), NULL, NULL },
};
const struct shape guide_own_shape = { "guide_own", sizeof(struct guide_own),
	own_fields, sizeof(own_fields) / sizeof(own_fields[0]) };
