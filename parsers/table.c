#include "parsers/edi.h"
#include "parsers/parser.h"

/* In the order in which a file is offered to them: the strictest first. */
static const struct parser *const parsers[] = {
	&x12_parser,
	&edifact_parser,
	&ubl_parser,
	&cxml_parser,
	&camt_parser,
	&csv_parser,
};

#define PARSERS (sizeof(parsers) / sizeof(parsers[0]))

const struct parser *
parser_detect(struct slice head)
{
	for (size_t i = 0; i < PARSERS; i++)
		if (parsers[i]->detect(head))
			return (parsers[i]);
	return (NULL);
}

static bool
any_layout(const struct parse_options *o)
{
	for (size_t i = 0; o != NULL && i < o->csv.n; i++)
		if (csv_map_given(LIST_AT(&o->csv, struct csv_map, i)))
			return (true);
	return (false);
}

/* Behind the head of a mail or a report: what stands before the interchange is
 * told as such. */
static const struct parser *
interchange_in(struct slice head)
{
	size_t at = edi_header_find(head, 0, true);

	return (at == head.n      ? NULL :
		head.p[at] == 'I' ? &x12_parser :
				    &edifact_parser);
}

const struct parser *
parser_for(struct slice head, const struct parse_options *options)
{
	const struct parser *p = parser_detect(head);

	if (p == NULL)
		p = interchange_in(head);
	return (p == NULL && any_layout(options) ? &csv_parser : p);
}

const struct parser *
parser_named(const char *format)
{
	for (size_t i = 0; i < PARSERS; i++)
		if (strcmp(parsers[i]->format, format) == 0)
			return (parsers[i]);
	return (NULL);
}

const struct parser *
parser_at(size_t i)
{
	return (i < PARSERS ? parsers[i] : NULL);
}
