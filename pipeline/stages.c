/* The table of stages, in the order of a night. */
#include <string.h>

#include "pipeline/night.h"

const struct stage stages[] = {
	{ "fetch", "files from the partners", stage_fetch },
	{ "unpack", "archives into their members", stage_unpack },
	{ "parse", "files into orders and confirmations", stage_parse },
	{ "validate", "orders against keys and rules", stage_validate },
	{ "recur", "standing orders that are due", stage_recur },
	{ "pay", "payments to the orders that wait", stage_pay },
	{ "charge", "stock, payment and credit", stage_charge },
	{ "ship", "what the warehouses shipped", stage_ship },
	{ "collect", "direct debits for the bank", stage_collect },
	{ "acknowledge", "answers and warehouse orders", stage_acknowledge },
	{ "send", "documents to the partners", stage_send },
	{ "report", "the morning report", stage_report },
	{ NULL, NULL, NULL },
};

struct slice
night_connection(const struct night *n)
{
	const struct partner *p = config_partner(&n->mill->config,
	    n->only_partner);

	if (p != NULL)
		p = config_carrier(&n->mill->config, p);
	return (p != NULL ? p->id : n->only_partner);
}

bool
night_means(const struct night *n, const struct partner *p)
{
	return (n->only_partner.n == 0 || slice_eq(n->only_partner, p->id) ||
	    slice_eq(n->only_partner, p->via));
}

const struct stage *
stage_named(const char *name)
{
	for (const struct stage *s = stages; s->name != NULL; s++)
		if (strcmp(s->name, name) == 0)
			return (s);
	return (NULL);
}
