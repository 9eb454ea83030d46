#include "domain/identifier.h"

/* How identifiers are written: with or without a qualifier, and how long it
 * may be. */
static const struct scheme {
	const char *name;
	size_t qualifier_min, qualifier_max;
	size_t digits; /* exactly so many, 0: any text */
} schemes[] = {
	{ "x12", 1, 2, 0 },
	{ "gs", 0, 0, 0 },
	{ "edifact", 0, 4, 0 }, /* UNB may leave it out */
	{ "endpoint", 4, 4, 0 },
	{ "gln", 0, 0, 13 },
	{ "duns", 0, 0, 9 },
	{ "cxml", 1, 80, 0 },
	{ "account", 0, 0, 0 },
};

/* Other spellings of numbers that are unique in the world. */
static const struct spelling {
	const char *scheme, *qualifier, *means;
	size_t digits;
} spellings[] = {
	{ "gln", "", "gln", 13 },
	{ "endpoint", "0088", "gln", 13 },
	{ "x12", "UL", "gln", 13 },
	{ "x12", "07", "gln", 13 },
	{ "edifact", "14", "gln", 13 },
	{ "duns", "", "duns", 9 },
	{ "endpoint", "0060", "duns", 9 },
	{ "x12", "01", "duns", 9 },
	{ "x12", "1", "duns", 9 },
	{ "edifact", "1", "duns", 9 },
};

#define N(a) (sizeof(a) / sizeof((a)[0]))

static const struct scheme *
scheme_named(struct slice name)
{
	for (size_t i = 0; i < N(schemes); i++)
		if (slice_is(name, schemes[i].name))
			return (&schemes[i]);
	return (NULL);
}

bool
identifier_split(struct slice id, struct slice *scheme, struct slice *qualifier,
    struct slice *value)
{
	struct slice rest;
	const struct scheme *s;

	if (!slice_cut(id, ':', scheme, &rest))
		return (false);
	if ((s = scheme_named(*scheme)) == NULL)
		return (false);
	*qualifier = SLICE_NONE;
	*value = rest;
	if (s->qualifier_max > 0 && !slice_cut(rest, ':', qualifier, value))
		return (false);
	return (value->n > 0);
}

bool
identifier_valid(struct slice id)
{
	struct slice scheme, qualifier, value;
	const struct scheme *s;

	if (!identifier_split(id, &scheme, &qualifier, &value))
		return (false);
	s = scheme_named(scheme);
	if (qualifier.n < s->qualifier_min || qualifier.n > s->qualifier_max)
		return (false);
	if (s->digits > 0 && !slice_digits(value, s->digits, s->digits))
		return (false);
	if (!slice_eq(slice_trim(value), value) || !slice_utf8(id))
		return (false);
	for (size_t i = 0; i < id.n; i++)
		if ((unsigned char)id.p[i] < 0x20 || id.p[i] == 0x7f)
			return (false);
	return (true);
}

struct slice
identifier_canonical(struct slice id, char buf[IDENTIFIER_CANONICAL_MAX])
{
	struct slice scheme, qualifier, value;

	if (!identifier_split(id, &scheme, &qualifier, &value))
		return (id);
	for (size_t i = 0; i < N(spellings); i++) {
		const struct spelling *s = &spellings[i];
		size_t n = strlen(s->means);

		if (!slice_is(scheme, s->scheme) ||
		    !slice_is(qualifier, s->qualifier) ||
		    !slice_digits(value, s->digits, s->digits))
			continue;
		memcpy(buf, s->means, n);
		buf[n++] = ':';
		memcpy(buf + n, value.p, value.n);
		return ((struct slice){ buf, n + value.n });
	}
	return (id);
}

/* cXML's domains are compared without case: NetworkID, NetworkId. */
static bool
same_identifier(struct slice a, struct slice b)
{
	struct slice scheme, domain[2], value[2];

	if (slice_eq(a, b))
		return (true);
	return (slice_starts(a, SLICE("cxml:")) &&
	    slice_starts(b, SLICE("cxml:")) &&
	    identifier_split(a, &scheme, &domain[0], &value[0]) &&
	    identifier_split(b, &scheme, &domain[1], &value[1]) &&
	    slice_ieq(domain[0], domain[1]) && slice_eq(value[0], value[1]));
}

bool
identifier_in(const struct list *ids, struct slice id)
{
	char a[IDENTIFIER_CANONICAL_MAX], b[IDENTIFIER_CANONICAL_MAX];
	struct slice wanted = identifier_canonical(id, a);

	if (id.n == 0)
		return (false);
	for (size_t i = 0; i < ids->n; i++)
		if (same_identifier(wanted,
			identifier_canonical(*LIST_AT(ids, struct slice, i),
			    b)))
			return (true);
	return (false);
}

struct slice
identifier_of(const struct list *ids, struct slice scheme)
{
	for (size_t i = 0; i < ids->n; i++)
		if (slice_starts(*LIST_AT(ids, struct slice, i), scheme))
			return (*LIST_AT(ids, struct slice, i));
	return (SLICE_NONE);
}

/* A number that is a GLN in whatever spelling. */
static bool
as_gln(struct slice id, struct slice *value)
{
	char text[IDENTIFIER_CANONICAL_MAX];
	struct slice scheme, qualifier;

	return (slice_starts(identifier_canonical(id, text), SLICE("gln:")) &&
	    identifier_split(id, &scheme, &qualifier, value));
}

/* In EDIFACT a GLN stands under qualifier 14. */
bool
identifier_native(const struct list *ids, struct slice standard,
    struct slice *qualifier, struct slice *value)
{
	for (size_t i = 0; i < ids->n; i++) {
		struct slice scheme, id = *LIST_AT(ids, struct slice, i);

		if (identifier_split(id, &scheme, qualifier, value) &&
		    slice_eq(scheme, standard))
			return (true);
	}
	for (size_t i = 0; slice_is(standard, "edifact") && i < ids->n; i++)
		if (as_gln(*LIST_AT(ids, struct slice, i), value)) {
			*qualifier = SLICE("14");
			return (true);
		}
	*qualifier = *value = SLICE_NONE;
	return (false);
}
