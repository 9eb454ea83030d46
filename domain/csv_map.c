#include <stdio.h>
#include "domain/csv_map.h"
#include "domain/order.h"

#define N(a) (sizeof(a) / sizeof((a)[0]))
/* clang-format off */
#define TEXT(s, m) { #m, F_TEXT, 0, offsetof(struct s, m), NULL, NULL }
#define COLUMN(m) TEXT(csv_columns, m)
/* clang-format on */

static const struct field columns_fields[] = {
	COLUMN(po_number),
	COLUMN(release),
	COLUMN(customer),
	COLUMN(ship_to),
	COLUMN(ordered_on),
	COLUMN(requested_on),
	COLUMN(currency),
	COLUMN(line),
	COLUMN(seller_item),
	COLUMN(buyer_item),
	COLUMN(gtin),
	COLUMN(quantity),
	COLUMN(unit),
	COLUMN(price),
	COLUMN(repeat),
	COLUMN(shipment),
	COLUMN(order),
	COLUMN(sku),
	COLUMN(shipped_at),
	COLUMN(carrier),
	COLUMN(tracking),
	COLUMN(sscc),
	COLUMN(pallet),
	COLUMN(final),
	COLUMN(id),
	COLUMN(booked_on),
	COLUMN(amount),
	COLUMN(reference),
	COLUMN(text),
	COLUMN(iban),
	COLUMN(name),
	COLUMN(account),
	COLUMN(direction),
};
const struct shape csv_columns_shape = { "csv_columns",
	sizeof(struct csv_columns), columns_fields, N(columns_fields) };

static const struct field map_fields[] = {
	{ "columns", F_STRUCT, 0, offsetof(struct csv_map, columns),
	    &csv_columns_shape, NULL },
	TEXT(csv_map, delimiter),
	TEXT(csv_map, decimal),
	TEXT(csv_map, date),
	TEXT(csv_map, encoding),
	{ "header", F_BOOL, 0, offsetof(struct csv_map, header), NULL, NULL },
	{ "po_once", F_BOOL, 0, offsetof(struct csv_map, po_once), NULL, NULL },
	{ "units", F_LIST, 0, offsetof(struct csv_map, units), &text_item_shape,
	    NULL },
};
const struct shape csv_map_shape = { "csv_map", sizeof(struct csv_map),
	map_fields, N(map_fields) };

static struct slice
column_at(const struct csv_map *m, size_t i)
{
	struct slice s;

	memcpy(&s, (const char *)&m->columns + columns_fields[i].offset,
	    sizeof(s));
	return (s);
}

bool
csv_map_given(const struct csv_map *m)
{
	for (size_t i = 0; i < N(columns_fields); i++)
		if (column_at(m, i).n > 0)
			return (true);
	return (false);
}

struct slice
csv_map_column(const struct csv_map *m, const char *ours)
{
	for (size_t i = 0; i < N(columns_fields); i++)
		if (strcmp(columns_fields[i].name, ours) == 0)
			return (column_at(m, i));
	return (SLICE_NONE);
}

/* --- units ---------------------------------------------------------------- */

static bool
is_unit_code(struct slice s)
{
	for (size_t i = 0; i < s.n; i++)
		if ((s.p[i] < 'A' || s.p[i] > 'Z') &&
		    (s.p[i] < '0' || s.p[i] > '9'))
			return (false);
	return (s.n >= 1 && s.n <= 3);
}

/* The last sign counts: a word may hold another. */
bool
csv_unit_row(struct slice row, struct slice *word, struct slice *code)
{
	const char *sign = row.n > 0 ? memrchr(row.p, '=', row.n) : NULL;
	size_t at;

	if (sign == NULL)
		return (false);
	at = (size_t)(sign - row.p);
	*word = slice_trim(slice_sub(row, 0, at));
	*code = slice_trim(slice_sub(row, at + 1, row.n));
	return (word->n > 0 && is_unit_code(*code));
}

struct slice
csv_map_unit(const struct csv_map *m, struct slice word)
{
	struct slice theirs, code;

	for (size_t i = 0; word.n > 0 && i < m->units.n; i++)
		if (csv_unit_row(LIST_AT(&m->units, struct text_item, i)->text,
			&theirs, &code) &&
		    slice_ieq(theirs, word))
			return (code);
	return (SLICE_NONE);
}

/* --- dates ---------------------------------------------------------------- */

static bool
is_letter(char c)
{
	return ((c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z'));
}

/* How often a letter stands here. */
static size_t
run(struct slice form, size_t at)
{
	size_t n = 0;

	while (at + n < form.n && form.p[at + n] == form.p[at])
		n++;
	return (n);
}

bool
csv_date_valid(struct slice form)
{
	size_t years = 0, months = 0, days = 0, n;

	for (size_t i = 0; i < form.n; i += n) {
		const char c = form.p[i];

		n = is_letter(c) ? run(form, i) : 1;
		if (c == 'Y' && (n == 4 || n == 2))
			years++;
		else if (c == 'M' && n <= 3)
			months++;
		else if (c == 'D' && n <= 2)
			days++;
		else if (is_letter(c) || c <= ' ' || c > '~' ||
		    (c >= '0' && c <= '9'))
			return (false);
	}
	return (years == 1 && months == 1 && days == 1 && form.n <= 20);
}

/* Digits at a place: `want` of them, or one to two where one letter stands. */
static bool
digits(struct slice text, size_t *at, size_t want, int *value)
{
	const size_t most = want == 1 ? 2 : want;
	size_t n = 0;

	for (*value = 0; n < most && *at < text.n && text.p[*at] >= '0' &&
	     text.p[*at] <= '9';
	     n++)
		*value = *value * 10 + (text.p[(*at)++] - '0');
	return (n >= want);
}

/* "Nov", in whatever letters. */
static bool
month_name(struct slice text, size_t *at, int *month)
{
	static const char names[] = "JanFebMarAprMayJunJulAugSepOctNovDec";
	const struct slice s = slice_sub(text, *at, 3);

	for (*month = 1; *month <= 12; (*month)++)
		if (slice_ieq(s,
			(struct slice){ names + 3 * (size_t)(*month - 1),
			    3 })) {
			*at += 3;
			return (true);
		}
	return (false);
}

/* The part of a date that n letters c stand for. */
static bool
date_part(struct slice text, size_t *at, char c, size_t n, int *value)
{
	if (c == 'M' && n == 3)
		return (month_name(text, at, value));
	if (!digits(text, at, n, value))
		return (false);
	if (c == 'Y' && n == 2)
		*value += 2000;
	return (true);
}

day
csv_date_parse(struct slice form, struct slice text)
{
	int year = 0, month = 0, dom = 0, *to;
	size_t at = 0, n;
	char iso[40];

	for (size_t i = 0; i < form.n; i += n) {
		const char c = form.p[i];

		n = is_letter(c) ? run(form, i) : 1;
		to = c == 'Y' ? &year : c == 'M' ? &month : &dom;
		if (is_letter(c) ? !date_part(text, &at, c, n, to) :
				   at >= text.n || text.p[at++] != c)
			return (DAY_NONE);
	}
	if (at != text.n)
		return (DAY_NONE);
	(void)snprintf(iso, sizeof(iso), "%04d-%02d-%02d", year, month, dom);
	return (day_parse_iso(slice_of(iso)));
}
