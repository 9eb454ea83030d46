/* The table of stages, in the order of a night. */
#include <string.h>

#include "pipeline/night.h"

const struct stage stages[] = {
	{ "fetch", "files from the partners", stage_fetch },
	{ "unpack", "archives into their members", stage_unpack },
	{ "parse", "files into orders and confirmations", stage_parse },
	{ "validate", "orders against keys and rules", stage_validate },
	{ "recur", "standing orders that are due", stage_recur },
	{ "charge", "stock, payment and credit", stage_charge },
	{ "ship", "what the warehouses shipped", stage_ship },
	{ "acknowledge", "answers and warehouse orders", stage_acknowledge },
	{ "send", "documents to the partners", stage_send },
	{ "report", "the morning report", stage_report },
	{ NULL, NULL, NULL },
};

const struct stage *
stage_named(const char *name)
{
	for (const struct stage *s = stages; s->name != NULL; s++)
		if (strcmp(s->name, name) == 0)
			return (s);
	return (NULL);
}
