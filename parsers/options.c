#include "domain/guide_own.h"
#include "parsers/parser.h"

static const struct field options_fields[] = {
	{ "csv", F_LIST, 0, offsetof(struct parse_options, csv), &csv_map_shape,
	    NULL },
	{ "guides", F_LIST, 0, offsetof(struct parse_options, guides),
	    &guide_own_shape, NULL },
	{ "no_secret", F_BOOL, 0, offsetof(struct parse_options, no_secret),
	    NULL, NULL },
};
const struct shape parse_options_shape = { "parse_options",
	sizeof(struct parse_options), options_fields,
	sizeof(options_fields) / sizeof(options_fields[0]) };
