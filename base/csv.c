/* csv -- see csv.h. */
#include "base/csv.h"

#define FIELD_MAX (64u << 10)

static const char bom[] = "\xef\xbb\xbf";

static const char *const fault_texts[] = {
	[CSV_FINE] = "no fault",
	[CSV_QUOTE_INSIDE] = "a quote inside an unquoted field",
	[CSV_AFTER_QUOTE] = "bytes between a closing quote and the delimiter",
	[CSV_UNCLOSED] = "the file ends inside quotes that open here",
	[CSV_BARE_CR] = "a carriage return without a line feed",
	[CSV_NUL] = "a zero byte",
	[CSV_FIELDS] = "too many fields",
	[CSV_FIELD_SIZE] = "a field that is too long",
};

const char *
csv_fault_text(enum csv_fault fault)
{
	INVARIANT((size_t)fault < sizeof(fault_texts) / sizeof(*fault_texts));
	return (fault_texts[fault]);
}

static size_t
behind_bom(struct slice data)
{
	return (slice_starts(data, SLICE(bom)) ? sizeof(bom) - 1 : 0);
}

static const char choice[] = ",;\t|";

/* "sep=;" as first line, by which spreadsheets tell each other the delimiter:
 * its character, and the bytes up to the header behind it. */
static char
told_delimiter(struct slice data, size_t *behind)
{
	const size_t at = behind_bom(data);
	const struct slice s = slice_sub(data, at, data.n);
	size_t n = 5;

	*behind = at;
	if (s.n < 6 || !slice_ieq(slice_sub(s, 0, 4), SLICE("sep=")) ||
	    s.p[4] == '\0' || strchr(choice, s.p[4]) == NULL)
		return ('\0');
	n += s.p[n] == '\r';
	if (n >= s.n || s.p[n] != '\n')
		return ('\0');
	*behind = at + n + 1;
	return (s.p[4]);
}

void
csv_init(struct csv_reader *r, struct slice data, char delimiter)
{
	INVARIANT(delimiter != '"' && delimiter != '\r' && delimiter != '\n' &&
	    delimiter != '\0');
	*r = (struct csv_reader){ .data = data,
		.delimiter = delimiter,
		.max_fields = CSV_FIELDS_MAX,
		.max_field = FIELD_MAX,
		.line = 1 };
	r->line += told_delimiter(data, &r->at) != '\0';
}

char
csv_delimiter(struct slice data)
{
	size_t seen[sizeof(choice) - 1] = { 0 }, best = 0, at;
	const char told = told_delimiter(data, &at);
	bool quoted = false;

	if (told != '\0')
		return (told);
	for (size_t i = at; i < data.n; i++) {
		const char c = data.p[i];

		if (c == '"')
			quoted = !quoted;
		else if (!quoted && (c == '\n' || c == '\r'))
			break;
		else if (!quoted)
			for (size_t k = 0; k < sizeof(choice) - 1; k++)
				seen[k] += choice[k] == c;
	}
	for (size_t k = 1; k < sizeof(choice) - 1; k++)
		if (seen[k] > seen[best])
			best = k;
	return (choice[best]);
}

/* Moves behind line ends that stand at the cursor: empty lines. */
static void
skip_empty_lines(struct csv_reader *r)
{
	const char *p = r->data.p;
	const size_t n = r->data.n;

	for (;;) {
		if (r->at < n && p[r->at] == '\n')
			r->at += 1;
		else if (n - r->at >= 2 && p[r->at] == '\r' &&
		    p[r->at + 1] == '\n')
			r->at += 2;
		else
			return;
		r->line++;
		r->row++;
	}
}

/* Is the cursor at the end of a row? */
static bool
at_row_end(const struct csv_reader *r)
{
	const char *p = r->data.p;
	const size_t n = r->data.n;

	return (r->at == n || p[r->at] == '\n' ||
	    (p[r->at] == '\r' && n - r->at >= 2 && p[r->at + 1] == '\n'));
}

static void
pass_row_end(struct csv_reader *r)
{
	if (r->at == r->data.n)
		return;
	r->at += r->data.p[r->at] == '\r' ? 2 : 1;
	r->line++;
}

static enum csv_fault
fault_at(const struct csv_reader *r, struct csv_row *row, size_t at,
    enum csv_fault fault)
{
	row->fault = fault;
	row->fault_offset = (int64_t)at;
	row->fault_line = r->line;
	return (fault);
}

/* Copies a quoted text, with each pair of quotes made one. */
static struct slice
undouble(struct arena *a, struct slice s)
{
	char *out = arena_alloc(a, s.n);
	size_t n = 0;

	for (size_t i = 0; i < s.n; i++) {
		out[n++] = s.p[i];
		if (s.p[i] == '"')
			i++;
	}
	return ((struct slice){ out, n });
}

/* A field in quotes: the cursor stands on the opening one. */
static enum csv_fault
read_quoted(struct csv_reader *r, struct arena *a, struct csv_row *row,
    struct csv_field *f)
{
	const char *p = r->data.p;
	const size_t open = r->at, n = r->data.n;
	const int64_t open_line = r->line;
	bool doubled = false;

	for (r->at++; r->at < n; r->at++) {
		if (p[r->at] == '\n')
			r->line++;
		else if (p[r->at] == '\0')
			return (fault_at(r, row, r->at, CSV_NUL));
		else if (p[r->at] != '"')
			continue;
		else if (r->at + 1 < n && p[r->at + 1] == '"') {
			doubled = true;
			r->at++;
		} else
			break;
	}
	if (r->at == n) {
		fault_at(r, row, open, CSV_UNCLOSED);
		row->fault_line = open_line;
		return (CSV_UNCLOSED);
	}
	f->text = (struct slice){ p + open + 1, r->at - open - 1 };
	f->offset = (int64_t)open + 1;
	f->quoted = true;
	if (f->text.n > r->max_field)
		return (fault_at(r, row, open, CSV_FIELD_SIZE));
	if (doubled)
		f->text = undouble(a, f->text);
	r->at++;
	if (!at_row_end(r) && p[r->at] != r->delimiter)
		return (fault_at(r, row, r->at, CSV_AFTER_QUOTE));
	return (CSV_FINE);
}

static enum csv_fault
read_plain(struct csv_reader *r, struct csv_row *row, struct csv_field *f)
{
	const char *p = r->data.p;
	const size_t start = r->at, n = r->data.n;

	for (; r->at < n && p[r->at] != r->delimiter; r->at++) {
		if (p[r->at] == '\n')
			break;
		if (p[r->at] == '\r') {
			if (at_row_end(r))
				break;
			return (fault_at(r, row, r->at, CSV_BARE_CR));
		}
		if (p[r->at] == '"')
			return (fault_at(r, row, r->at, CSV_QUOTE_INSIDE));
		if (p[r->at] == '\0')
			return (fault_at(r, row, r->at, CSV_NUL));
	}
	f->text = (struct slice){ p + start, r->at - start };
	f->offset = (int64_t)start;
	f->quoted = false;
	if (f->text.n > r->max_field)
		return (fault_at(r, row, start, CSV_FIELD_SIZE));
	return (CSV_FINE);
}

/* Fields up to the end of the row, where the cursor is left. */
static enum csv_fault
read_fields(struct csv_reader *r, struct arena *a, struct csv_row *row)
{
	for (;;) {
		struct csv_field *f = &r->fields[row->n];
		enum csv_fault fault;

		if (row->n == r->max_fields || row->n == CSV_FIELDS_MAX)
			return (fault_at(r, row, r->at, CSV_FIELDS));
		if (r->formulas && r->data.n - r->at >= 2 &&
		    memcmp(r->data.p + r->at, "=\"", 2) == 0)
			r->at++;
		if (r->at < r->data.n && r->data.p[r->at] == '"')
			fault = read_quoted(r, a, row, f);
		else
			fault = read_plain(r, row, f);
		if (fault != CSV_FINE)
			return (fault);
		row->n++;
		if (at_row_end(r))
			return (CSV_FINE);
		r->at++;
	}
}

bool
csv_next_row(struct csv_reader *r, struct arena *a, struct csv_row *row)
{
	const char *p;
	enum csv_fault fault;

	skip_empty_lines(r);
	if (r->at >= r->data.n)
		return (false);
	*row = (struct csv_row){ .fields = r->fields,
		.number = ++r->row,
		.line = r->line,
		.offset = (int64_t)r->at };
	fault = read_fields(r, a, row);
	if (fault != CSV_FINE) {
		row->n = 0;
		p = memchr(r->data.p + r->at, '\n', r->data.n - r->at);
		r->at = p != NULL ? (size_t)(p - r->data.p) : r->data.n;
	}
	row->length = (int64_t)r->at - row->offset;
	pass_row_end(r);
	return (true);
}
