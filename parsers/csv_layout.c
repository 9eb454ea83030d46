#include <stdio.h>
#include "parsers/csv.h"
#include "parsers/text_head.h"

#define PLACE_WEIGHT (2 * CSV_COLUMNS_MAX) /* of a name beside a place */

/* --- which column a name means -------------------------------------------- */

/* What stands in the header for our column; absent: nothing does. */
static struct slice
header_name(const struct csv_map *map, const char *ours)
{
	return (map != NULL ? csv_map_column(map, ours) : slice_of(ours));
}

/* What stands in the header for each column of a kind. */
struct header_names {
	struct slice of[CSV_COLUMNS_MAX];
	int n;
};

static void
names_of(const struct csv_kind *k, const struct csv_map *map,
    struct header_names *h)
{
	for (h->n = 0; k->columns[h->n] != NULL; h->n++) {
		INVARIANT(h->n < CSV_COLUMNS_MAX);
		h->of[h->n] = header_name(map, k->columns[h->n]);
	}
}

/* How much white space begins here: a header may be broken into lines, and
 * hold no-break spaces. */
static size_t
white(struct slice s, size_t at)
{
	size_t n = 0;

	for (; at + n < s.n; n++) {
		if (s.p[at + n] == '\xc2' && at + n + 1 < s.n &&
		    s.p[at + n + 1] == '\xa0')
			n++;
		else if (memchr(" \t\r\n", s.p[at + n], 4) == NULL)
			break;
	}
	return (n);
}

/* The same but for white space and capitals. */
static bool
same_name(struct slice a, struct slice b)
{
	size_t i = white(a, 0), k = white(b, 0);

	while (i < a.n && k < b.n) {
		const size_t x = white(a, i), y = white(b, k);

		if (x == 0 && y == 0) {
			if (!slice_ieq(slice_sub(a, i++, 1),
				slice_sub(b, k++, 1)))
				return (false);
			continue;
		}
		i += x;
		k += y;
		if ((x == 0 || y == 0) && i < a.n && k < b.n)
			return (false);
	}
	return (i + white(a, i) == a.n && k + white(b, k) == b.n);
}

static int
column_named(const struct header_names *h, struct slice name)
{
	for (int i = 0; i < h->n; i++)
		if (h->of[i].n > 0 && same_name(name, h->of[i]))
			return (i);
	return (-1);
}

/* Where the file has no header, a column's name is its number. */
static int
column_number(const struct csv_map *map, const char *ours)
{
	int64_t n = 0;

	return (slice_int(csv_map_column(map, ours), &n) && n >= 1 &&
		    n <= CSV_FIELDS_MAX ?
		(int)n - 1 :
		-1);
}

static bool
headless(const struct csv_map *map)
{
	return (map != NULL && !map->header);
}

static size_t
known_columns(const struct csv_kind *k, const struct csv_map *map,
    const struct csv_row *row)
{
	struct header_names h;
	size_t n = 0;

	if (headless(map)) {
		for (int i = 0; k->columns[i] != NULL; i++) {
			int at = column_number(map, k->columns[i]);

			n += at >= 0 && (size_t)at < row->n;
		}
		return (n);
	}
	names_of(k, map, &h);
	for (size_t i = 0; i < row->n; i++)
		n += column_named(&h, row->fields[i].text) >= 0;
	return (n);
}

/* The kind whose columns the row has most of, and how many; NULL: too few of
 * any. */
static const struct csv_kind *
kind_of(const struct csv_map *map, const struct csv_row *row, size_t *known)
{
	const size_t orders = known_columns(&csv_orders, map, row);
	const size_t shipments = known_columns(&csv_shipments, map, row);
	const size_t payments = known_columns(&csv_payments, map, row);
	const struct csv_kind *k = shipments > orders ? &csv_shipments :
							&csv_orders;

	*known = shipments > orders ? shipments : orders;
	/* Every table has a name and a number: of a bank's, more is asked. */
	if (payments > 2 && payments > *known) {
		*known = payments;
		k = &csv_payments;
	}
	return (*known < 2 ? NULL : k);
}

bool
csv_our_header(const struct csv_row *row, size_t least)
{
	size_t known;

	return (kind_of(NULL, row, &known) != NULL && known >= least);
}

bool
csv_next_line(struct slice data, size_t *at)
{
	const char *p;

	do {
		p = memchr(data.p + *at, '\n', data.n - *at);
		if (p == NULL)
			return (false);
		*at = (size_t)(p - data.p) + 1;
	} while (*at < data.n && (data.p[*at] == '\n' || data.p[*at] == '\r'));
	return (*at < data.n);
}

/* --- which layout --------------------------------------------------------- */

static char
delimiter_of(const struct csv_file *f)
{
	if (f->map == NULL || f->map->delimiter.n == 0)
		return (csv_delimiter(slice_sub(f->data, f->begin, SIZE_MAX)));
	return (
	    slice_is(f->map->delimiter, "tab") ? '\t' : f->map->delimiter.p[0]);
}

static void
rewind_reader(struct csv_file *f)
{
	csv_init(&f->reader, f->data, delimiter_of(f));
	f->reader.formulas = true;
	if (f->begin > 0)
		f->reader.at = f->begin;
	f->reader.row = f->above;
}

/* The first row, in a layout; false: the file has none. */
static bool
first_row(struct csv_file *f, const struct csv_map *map)
{
	f->map = map;
	rewind_reader(f);
	return (csv_next(f));
}

/* How well a layout fits: by the columns that are there, then by how few of
 * those that were agreed are not.  A header that names the columns outdoes any
 * number of places, and of all that fit as well ours, which agrees on none,
 * comes last. */
static size_t
fit(const struct csv_kind *k, const struct csv_map *map, size_t known)
{
	size_t agreed = 0;

	if (headless(map))
		return (known);
	for (int i = 0; map != NULL && k->columns[i] != NULL; i++)
		agreed += csv_map_column(map, k->columns[i]).n > 0;
	return (
	    known * PLACE_WEIGHT - (map != NULL ? agreed : CSV_COLUMNS_MAX));
}

/* False: no layout fits. */
static bool
best_layout(struct csv_file *f, const struct csv_map **best)
{
	const struct parse_options *o = f->in->options;
	const size_t least = f->above > 0 ? CSV_HEADER_BELOW : 0;
	const struct csv_kind *k;
	size_t most = 0, known = 0, fits;

	*best = NULL;
	if (first_row(f, NULL) &&
	    (k = kind_of(NULL, &f->row, &known)) != NULL && known >= least)
		most = fit(k, NULL, known);
	for (size_t i = 0; o != NULL && i < o->csv.n; i++) {
		const struct csv_map *m = LIST_AT(&o->csv, struct csv_map, i);

		if (!csv_map_given(m) || (headless(m) && least > 0) ||
		    !first_row(f, m) || f->row.fault != CSV_FINE ||
		    (k = kind_of(m, &f->row, &known)) == NULL || known < least)
			continue;
		fits = fit(k, m, known);
		if (fits > most) {
			most = fits;
			*best = m;
		}
	}
	return (most > 0);
}

/* Titles and addresses may stand above the header.  Where nothing fits, what
 * was agreed is what it should have been. */
static const struct csv_map *
find_layout(struct csv_file *f)
{
	const struct parse_options *o = f->in->options;
	const struct csv_map *best;

	do {
		if (best_layout(f, &best))
			return (best);
	} while (
	    ++f->above < CSV_HEADER_ROWS && csv_next_line(f->data, &f->begin));
	f->begin = 0;
	f->above = 0;
	for (size_t i = o != NULL ? o->csv.n : 0; i-- > 0;)
		if (csv_map_given(LIST_AT(&o->csv, struct csv_map, i)))
			best = LIST_AT(&o->csv, struct csv_map, i);
	return (best);
}

/* --- findings ------------------------------------------------------------- */

/* Edit distance of short names, without regard to case. */
static size_t
distance(struct slice a, const char *b)
{
	size_t row[34], n = strlen(b);

	if (a.n > 32 || n > 32)
		return (SIZE_MAX);
	for (size_t j = 0; j <= n; j++)
		row[j] = j;
	for (size_t i = 1; i <= a.n; i++) {
		size_t corner = row[0];

		row[0] = i;
		for (size_t j = 1; j <= n; j++) {
			size_t cost = corner +
			    ((a.p[i - 1] | 0x20) != (b[j - 1] | 0x20));

			corner = row[j];
			if (row[j] + 1 < cost)
				cost = row[j] + 1;
			if (row[j - 1] + 1 < cost)
				cost = row[j - 1] + 1;
			row[j] = cost;
		}
	}
	return (row[n]);
}

static const char *
nearest(const struct csv_kind *k, struct slice name)
{
	size_t least = distance(name, k->columns[0]), d;
	const char *best = k->columns[0];

	for (int i = 1; k->columns[i] != NULL; i++) {
		d = distance(name, k->columns[i]);
		if (d < least) {
			least = d;
			best = k->columns[i];
		}
	}
	return (best);
}

/* A finding about a field of the header. */
static void
header_found(struct csv_file *f, const char *code, size_t field, struct err *e,
    const char *text)
{
	const struct csv_field *c = &f->row.fields[field];
	struct finding g;

	shape_init(&finding_shape, &g);
	g.offset = c->offset;
	g.length = csv_file_length(f, c->text);
	g.segment = f->row.number;
	g.value = csv_shown(c->text);
	g.text = slice_of(text);
	csv_give(f, &g, code, e);
}

/* --- the header ----------------------------------------------------------- */

static void
map_field(struct csv_file *f, const struct header_names *h, size_t i,
    struct err *e)
{
	struct slice name = slice_trim(f->row.fields[i].text);
	int column = column_named(h, name);
	char text[120];

	if (column < 0 && f->map != NULL)
		return; /* the partner's own business */
	if (column < 0) {
		(void)snprintf(text, sizeof(text),
		    "no column of that name; the nearest is %s",
		    nearest(f->kind, name));
		header_found(f, "CSV-COLUMN", i, e, text);
	} else if (f->at[column] >= 0)
		header_found(f, "CSV-COLUMN-REPEATED", i, e, "");
	else
		f->at[column] = (int)i;
}

static void
need_column(struct csv_file *f, int column, struct err *e)
{
	struct slice name = SLICE_NONE;

	if (f->at[column] >= 0)
		return;
	if (f->map != NULL)
		name = csv_map_column(f->map, f->kind->columns[column]);
	csv_found(f, "CSV-COLUMN-MISSING", column, e,
	    name.n > 0 ? "the agreed column " SL_FMT " is not there" : NULL,
	    SL_ARG(text_head(name, 60)));
}

static void
need_columns(struct csv_file *f, struct err *e)
{
	if (f->kind == &csv_orders) {
		need_column(f, O_PO, e);
		need_column(f, O_QUANTITY, e);
		if (f->at[O_BUYER_ITEM] < 0 && f->at[O_GTIN] < 0)
			need_column(f, O_SELLER_ITEM, e);
	} else if (f->kind == &csv_payments) {
		need_column(f, P_BOOKED_ON, e);
		need_column(f, P_AMOUNT, e);
	} else {
		need_column(f, S_SHIPMENT, e);
		need_column(f, S_ORDER, e);
		need_column(f, S_LINE, e);
		need_column(f, S_QUANTITY, e);
	}
}

void
csv_tell_absent(struct csv_file *f, struct err *e)
{
	for (int i = 0; f->map != NULL && f->kind->columns[i] != NULL; i++) {
		struct slice name = csv_map_column(f->map, f->kind->columns[i]);

		if (name.n > 0 && f->at[i] < 0)
			csv_found(f, "CSV-COLUMN-ABSENT", i, e,
			    "the agreed column " SL_FMT " is not there",
			    SL_ARG(text_head(name, 60)));
	}
}

/* The names at the places of the header. */
static bool
same_places(const struct csv_file *f)
{
	struct header_names h;

	names_of(f->kind, f->map, &h);
	for (int i = 0; i < h.n; i++)
		if (f->at[i] >= 0 &&
		    ((size_t)f->at[i] >= f->row.n ||
			column_named(&h, f->row.fields[f->at[i]].text) != i))
			return (false);
	return (true);
}

/* Where files are put together, each may begin with a byte order mark. */
static struct slice
without_mark(struct slice s)
{
	const struct slice mark = SLICE("\xef\xbb\xbf");

	return (slice_starts(s, mark) ? slice_sub(s, mark.n, s.n) : s);
}

/* Whose numbers begin with a digit is none; rows that do not are few, or told
 * no more. */
static bool
may_be_names(const struct csv_file *f)
{
	const struct slice number = csv_text(f, f->kind->number);

	return (f->row.n > 0 && !headless(f->map) &&
	    f->unlike < PARSE_FINDINGS_MAX &&
	    (number.n == 0 || (uint8_t)number.p[0] >= 'A'));
}

enum csv_names
csv_names(struct csv_file *f)
{
	const struct csv_kind *k;
	size_t known;

	if (f->header.n > 0 && slice_eq(without_mark(f->raw), f->header))
		return (CSV_SAME_NAMES);
	if (!may_be_names(f))
		return (CSV_NO_NAMES);
	f->reader.fields[0].text = without_mark(f->row.fields[0].text);
	k = kind_of(f->map, &f->row, &known);
	if (k != NULL && known >= CSV_HEADER_BELOW)
		return (k == f->kind && same_places(f) ? CSV_SAME_NAMES :
							 CSV_OTHER_NAMES);
	if (f->map != NULL && csv_our_header(&f->row, CSV_HEADER_BELOW))
		return (CSV_OTHER_NAMES);
	f->unlike++;
	return (CSV_NO_NAMES);
}

static void
map_places(struct csv_file *f)
{
	for (int i = 0; f->kind->columns[i] != NULL; i++) {
		int at = column_number(f->map, f->kind->columns[i]);

		f->at[i] = at >= 0 && (size_t)at < f->row.n ? at : -1;
	}
}

/* Why the header is none: its quotes, an agreement, or our names. */
static void
no_header(struct csv_file *f, struct err *e)
{
	if (f->row.fault != CSV_FINE)
		csv_found(f, "CSV-HEADER", -1, e, "%s",
		    csv_fault_text(f->row.fault));
	else if (f->map != NULL)
		csv_found(f, "CSV-HEADER", -1, e,
		    "the first row has fewer than two of the agreed columns");
	else
		csv_found(f, "CSV-HEADER", -1, e, NULL);
}

bool
csv_read_header(struct csv_file *f, struct err *e)
{
	const struct csv_map *map = find_layout(f);
	struct header_names names;
	size_t known;

	if (!first_row(f, map)) {
		csv_found(f, "CSV-HEADER", -1, e, "the file is empty");
		return (false);
	}
	f->kind = f->row.fault == CSV_FINE ? kind_of(map, &f->row, &known) :
					     NULL;
	if (f->kind == NULL) {
		no_header(f, e);
		return (false);
	}
	if (headless(map)) {
		map_places(f);
	} else {
		/* Spreadsheets write columns that nobody uses. */
		while (slice_trim(f->row.fields[f->row.n - 1].text).n == 0)
			f->row.n--;
		names_of(f->kind, map, &names);
		for (size_t i = 0; i < f->row.n; i++)
			map_field(f, &names, i, e);
	}
	need_columns(f, e);
	if (!headless(map))
		f->header = f->raw;
	if (headless(map)) { /* the row is one of the rows */
		rewind_reader(f);
	}
	return (f->errors == 0);
}
