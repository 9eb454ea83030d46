#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include "domain/finding.h"
#include "parsers/csv.h"
#include "parsers/text_head.h"

#define FINDING_VALUE_MAX 99
#define DAY_MAX 60 /* bytes, with a time */

/* --- findings ------------------------------------------------------------- */

static const struct finding_rule *
rule_of(const char *code)
{
	for (const struct finding_rule *r = csv_findings; r->code != NULL; r++)
		if (strcmp(r->code, code) == 0)
			return (r);
	BUG("a finding without a rule");
}

/* At most 99 bytes, whole characters; nothing of what is no UTF-8. */
struct slice
csv_shown(struct slice s)
{
	size_t n = s.n;

	if (!slice_utf8(s))
		return (SLICE_NONE);
	if (n > FINDING_VALUE_MAX)
		for (n = FINDING_VALUE_MAX;
		     n > 0 && ((uint8_t)s.p[n] & 0xc0) == 0x80;)
			n--;
	return (slice_sub(s, 0, n));
}

static bool
is_single_byte(const struct csv_file *f)
{
	return (!f->is_wide && f->map != NULL && f->map->encoding.n > 0 &&
	    !slice_is(f->map->encoding, "utf-8"));
}

int64_t
csv_file_length(const struct csv_file *f, struct slice s)
{
	const int64_t unit = f->is_wide ? 2 : 1;
	int64_t n = 0;

	if (!f->is_wide && !is_single_byte(f))
		return ((int64_t)s.n);
	for (size_t i = 0; i < s.n; i++) {
		n += ((uint8_t)s.p[i] & 0xc0) != 0x80 ? unit : 0;
		n += f->is_wide && (uint8_t)s.p[i] >= 0xf0 ? unit : 0;
	}
	return (n);
}

static void
place_finding(const struct csv_file *f, int column, struct finding *g)
{
	const struct csv_field *field;

	g->offset = f->row.offset;
	g->length = f->row.length;
	g->segment = f->row.number;
	if (column < 0 || f->kind == NULL)
		return;
	g->element = slice_of(f->kind->columns[column]);
	if (f->at[column] < 0 || (size_t)f->at[column] >= f->row.n)
		return;
	field = &f->row.fields[f->at[column]];
	g->offset = field->offset;
	g->length = csv_file_length(f, field->text);
	g->value = csv_shown(field->text);
}

static void
give_finding(struct csv_file *f, const struct finding *g, struct err *e)
{
	if (g->severity == SEVERITY_ERROR) {
		f->errors++;
		f->row_errors++;
	} else
		f->warnings++;
	if (f->findings >= PARSE_FINDINGS_MAX || f->rc != RC_OK)
		return;
	f->findings++;
	f->rc = f->sink->finding(f->sink->ctx, g, e);
}

void
csv_give(struct csv_file *f, struct finding *g, const char *code, struct err *e)
{
	const struct finding_rule *r = rule_of(code);

	g->code = slice_of(r->code);
	g->severity = r->severity;
	if (g->text.n == 0)
		g->text = slice_of(r->rule);
	give_finding(f, g, e);
}

void
csv_found(struct csv_file *f, const char *code, int column, struct err *e,
    const char *fmt, ...)
{
	struct finding g;
	char text[ERR_TEXT_MAX];
	va_list ap;

	shape_init(&finding_shape, &g);
	place_finding(f, column, &g);
	if (fmt != NULL) {
		va_start(ap, fmt);
		(void)vsnprintf(text, sizeof(text), fmt, ap);
		va_end(ap);
		g.text = slice_of(text);
	}
	csv_give(f, &g, code, e);
}

/* --- fields --------------------------------------------------------------- */

/* Spreadsheets and web pages leave no-break spaces behind. */
static struct slice
trimmed(struct slice s)
{
	const struct slice space = SLICE("\xc2\xa0");

	for (s = slice_trim(s); slice_starts(s, space);)
		s = slice_trim(slice_sub(s, space.n, s.n));
	while (slice_ends(s, space))
		s = slice_trim(slice_sub(s, 0, s.n - space.n));
	return (s);
}

struct slice
csv_text(const struct csv_file *f, int column)
{
	const int i = f->at[column];
	struct slice s, inner;

	if (i < 0 || (size_t)i >= f->row.n)
		return (SLICE_NONE);
	s = trimmed(f->row.fields[i].text);
	if (!slice_starts(s, SLICE("=\"")) || !slice_ends(s, SLICE("\"")))
		return (s);
	if (s.n == 3)
		return (SLICE_NONE);
	inner = slice_sub(s, 2, s.n > 3 ? s.n - 3 : 0);
	return (inner.n > 0 && memchr(inner.p, '"', inner.n) == NULL ?
		trimmed(inner) :
		s);
}

/* 8.71E+12, 4,5E+09 */
static bool
is_scientific(struct slice s)
{
	size_t i = 0, marks = 0, digits = 0;

	for (; i < s.n && s.p[i] != 'E' && s.p[i] != 'e'; i++)
		if (s.p[i] == '.' || s.p[i] == ',')
			marks++;
		else if (s.p[i] >= '0' && s.p[i] <= '9')
			digits++;
		else
			return (false);
	if (marks > 1 || digits == 0 || s.n < i + 3 || s.p[i + 1] != '+')
		return (false);
	for (i += 2; i < s.n; i++)
		if (s.p[i] < '0' || s.p[i] > '9')
			return (false);
	return (true);
}

void
csv_whole(struct csv_file *f, int column, struct err *e)
{
	if (is_scientific(csv_text(f, column)))
		csv_found(f, "CSV-SCIENTIFIC", column, e, NULL);
}

bool
csv_lasts(const struct csv_file *f, struct slice s)
{
	const uintptr_t p = (uintptr_t)s.p, from = (uintptr_t)f->data.p;

	return (p >= from && p < from + f->data.n);
}

struct slice
csv_kept(struct csv_file *f, int column)
{
	struct slice s = csv_text(f, column);

	if (s.n == 0)
		return (SLICE_NONE);
	return (csv_lasts(f, s) ? s : arena_slice(f->in->arena, s));
}

static bool
comma_allowed(const struct csv_file *f)
{
	return (f->map != NULL && f->map->decimal.n > 0 ?
		slice_is(f->map->decimal, ",") :
		f->reader.delimiter != ',');
}

/* "1.000", "12.500.000", with another sign "1,000"; not "0.500". */
static bool
in_threes(struct slice s, char sign)
{
	size_t digits = 0, signs = 0;

	if (s.n > 0 && s.p[0] == '-')
		s = slice_sub(s, 1, s.n);
	if (s.n > 0 && s.p[0] == '0')
		return (false);
	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] != sign) {
			if (s.p[i] < '0' || s.p[i] > '9')
				return (false);
			digits++;
			continue;
		}
		if (digits == 0 || digits > 3 || (signs > 0 && digits != 3))
			return (false);
		signs++;
		digits = 0;
	}
	return (signs > 0 && digits == 3);
}

/* In 1.250,50 the last sign is the decimal one, and the others divide
 * thousands; '\0': it is not written so. */
static char
decimal_sign(struct slice s)
{
	const char *point, *comma, *last;

	if (s.n == 0)
		return ('\0');
	point = memrchr(s.p, '.', s.n);
	comma = memrchr(s.p, ',', s.n);
	if (point == NULL || comma == NULL)
		return ('\0');
	last = point > comma ? point : comma;
	return (last + 1 < s.p + s.n &&
		    in_threes(slice_sub(s, 0, (size_t)(last - s.p)),
			*last == '.' ? ',' : '.') ?
		*last :
		'\0');
}

void
csv_survey_number(struct csv_file *f, int column)
{
	const struct slice s = csv_text(f, column);
	const char both = decimal_sign(s);
	const bool comma = s.n > 0 && memchr(s.p, ',', s.n) != NULL;
	const bool point = s.n > 0 && memchr(s.p, '.', s.n) != NULL;

	if (both == '\0' && comma && point)
		return;
	f->comma_seen |= both == ',' ||
	    (both == '\0' && comma && comma_allowed(f));
	f->comma_sure |= both == ',' ||
	    (both == '\0' && comma && !in_threes(s, ','));
	f->point_sure |= both == '.' ||
	    (both == '\0' && point && !in_threes(s, '.'));
}

/* A sign that may divide thousands: where a comma was agreed a point does;
 * where nothing was, other numbers of the file must show which is which.  A
 * comma that delimits leaves the point for decimals, unless numbers in quotes
 * have a decimal comma all the same. */
static const char *
maybe_thousand(const struct csv_file *f, struct slice s)
{
	const bool point = in_threes(s, '.'), comma = in_threes(s, ',');

	if (f->map != NULL && f->map->decimal.n > 0)
		return (slice_is(f->map->decimal, ",") && s.n > 0 &&
			    memchr(s.p, '.', s.n) != NULL ?
			"the agreed decimal sign is a comma: a point can "
			"only divide thousands" :
			NULL);
	if (point && (f->comma_seen || f->comma_sure))
		return ("other numbers of the file have a decimal comma: this "
			"may be a thousand");
	if (f->reader.delimiter != ',' &&
	    ((point && !f->point_sure) ||
		(comma && (!f->comma_sure || f->point_sure))))
		return ("no other number of the file shows its decimal sign: "
			"this may be a thousand; in the profile's receive: "
			"decimal = \".\" or \",\"");
	return (NULL);
}

/* "T08:00:00Z", " 10:15:00 -0400", " 2:05:00 PM" behind a day */
static bool
is_time(struct slice s)
{
	if (s.n < 5 || (s.p[0] != 'T' && s.p[0] != ' ') || s.p[1] < '0' ||
	    s.p[1] > '9' || memchr(s.p, ':', 4) == NULL)
		return (false);
	for (size_t i = 2; i < s.n; i++)
		if (s.p[i] == '\0' ||
		    strchr("0123456789:.+- ZAPMUTC", s.p[i]) == NULL)
			return (false);
	return (true);
}

/* 20261121, or a time behind the day: "2026-11-21 00:00:00". */
static day
other_day(struct slice s)
{
	char text[11];

	if (s.n == 8) {
		(void)snprintf(text, sizeof(text), "%.4s-%.2s-%.2s", s.p,
		    s.p + 4, s.p + 6);
		return (day_parse_iso(slice_of(text)));
	}
	return (s.n > 10 && is_time(slice_sub(s, 10, s.n)) ?
		day_parse_iso(slice_sub(s, 0, 10)) :
		DAY_NONE);
}

/* In the agreed form, a time behind it or not. */
static day
agreed_day(struct slice form, struct slice s)
{
	for (size_t i = 0; i < s.n && s.n <= DAY_MAX; i++)
		if (is_time(slice_sub(s, i, s.n)))
			return (csv_date_parse(form, slice_sub(s, 0, i)));
	return (csv_date_parse(form, s));
}

day
csv_day(struct csv_file *f, int column, struct err *e)
{
	const struct slice s = csv_text(f, column);
	const bool agreed = f->map != NULL && f->map->date.n > 0;
	day d = DAY_NONE;

	if (agreed)
		d = agreed_day(f->map->date, s);
	else if (s.n == 10)
		d = day_parse_iso(s);
	else
		d = other_day(s);
	if (s.n > 0 && d == DAY_NONE)
		csv_found(f, "CSV-DATE", column, e,
		    agreed ? "not a date written " SL_FMT : NULL,
		    SL_ARG(agreed ? f->map->date : SLICE_NONE));
	return (d);
}

/* A number as decimal_parse has it: with a point, and no thousands. */
static struct slice
plain_number(const struct csv_file *f, struct slice s, char *text, char both)
{
	size_t n = 0;

	for (size_t i = 0; i < s.n; i++)
		if (both == '\0' && s.p[i] == ',' && comma_allowed(f) &&
		    memchr(s.p, '.', s.n) == NULL)
			text[n++] = '.';
		else if (both == '\0' || (s.p[i] != '.' && s.p[i] != ','))
			text[n++] = s.p[i];
		else if (s.p[i] == both)
			text[n++] = '.';
	return ((struct slice){ text, n });
}

struct decimal
csv_number(struct csv_file *f, int column, struct err *e)
{
	const struct slice s = csv_text(f, column);
	const struct slice agreed = f->map != NULL ? f->map->decimal :
						     SLICE_NONE;
	struct decimal d = DECIMAL_NONE;
	const char *why = NULL;
	char text[64], both = decimal_sign(s);

	if (s.n == 0)
		return (d);
	if (agreed.n > 0 && agreed.p[0] != both)
		both = '\0';
	if (both == '\0')
		why = maybe_thousand(f, s);
	if (why != NULL || s.n > sizeof(text) ||
	    !decimal_parse(plain_number(f, s, text, both), &d)) {
		csv_found(f, "CSV-NUMBER", column, e, why != NULL ? "%s" : NULL,
		    why);
		return (DECIMAL_NONE);
	}
	return (d);
}

/* No two codes differ in the case of a letter, and people write "ea". */
static struct slice
in_capitals(struct csv_file *f, struct slice s)
{
	char *out = arena_alloc(f->in->arena, s.n);

	for (size_t i = 0; i < s.n; i++)
		out[i] = (char)(s.p[i] >= 'a' && s.p[i] <= 'z' ?
			s.p[i] - 'a' + 'A' :
			s.p[i]);
	return ((struct slice){ out, s.n });
}

/* What their word stands for; their words mean the same in all layouts that
 * do not say otherwise. */
static struct slice
agreed_unit(const struct csv_file *f, struct slice word)
{
	const struct parse_options *o = f->in->options;
	struct slice code = SLICE_NONE;

	if (f->map != NULL)
		code = csv_map_unit(f->map, word);
	for (size_t i = 0; code.n == 0 && o != NULL && i < o->csv.n; i++)
		code = csv_map_unit(LIST_AT(&o->csv, struct csv_map, i), word);
	return (code);
}

struct slice
csv_unit(struct csv_file *f, int column, struct err *e)
{
	struct slice s = csv_kept(f, column);
	const struct slice code = agreed_unit(f, s), shown = csv_shown(s);
	bool fine = s.n <= 3, small = false;

	if (code.n > 0)
		return (code);
	for (size_t i = 0; fine && i < s.n; i++) {
		small |= s.p[i] >= 'a' && s.p[i] <= 'z';
		fine = (s.p[i] >= 'A' && s.p[i] <= 'Z') ||
		    (s.p[i] >= 'a' && s.p[i] <= 'z') ||
		    (s.p[i] >= '0' && s.p[i] <= '9');
	}
	if (!fine)
		csv_found(f, "CSV-UNIT", column, e,
		    "no code, and no word that was agreed; in the profile's "
		    "receive: units = [ \"" SL_FMT " = CODE\" ]",
		    SL_ARG(text_head(shown, 60)));
	return (fine && small ? in_capitals(f, s) : s);
}

/* --- rows ----------------------------------------------------------------- */

static bool
blank_from(const struct csv_row *row, size_t i)
{
	for (; i < row->n; i++)
		if (slice_trim(row->fields[i].text).n > 0)
			return (false);
	return (true);
}

static const char *const fault_codes[] = {
	[CSV_FINE] = NULL,
	[CSV_QUOTE_INSIDE] = "CSV-QUOTES",
	[CSV_AFTER_QUOTE] = "CSV-QUOTES",
	[CSV_UNCLOSED] = "CSV-QUOTES",
	[CSV_BARE_CR] = "CSV-QUOTES",
	[CSV_NUL] = "CSV-ENCODING",
	[CSV_FIELDS] = "CSV-FIELDS",
	[CSV_FIELD_SIZE] = "CSV-ROW-LONG",
};

/* Windows-1252 from 80 to 9F; 0: no character. */
static const uint16_t high_1252[32] = { 0x20ac, 0, 0x201a, 0x0192, 0x201e,
	0x2026, 0x2020, 0x2021, 0x02c6, 0x2030, 0x0160, 0x2039, 0x0152, 0,
	0x017d, 0, 0, 0x2018, 0x2019, 0x201c, 0x201d, 0x2022, 0x2013, 0x2014,
	0x02dc, 0x2122, 0x0161, 0x203a, 0x0153, 0, 0x017e, 0x0178 };

/* 0: the byte is no character of the agreed encoding. */
static unsigned
character(const struct csv_file *f, uint8_t c)
{
	if (c >= 0x80 && c < 0xa0 && slice_is(f->map->encoding, "windows-1252"))
		return (high_1252[c - 0x80]);
	return (c);
}

static bool
is_ascii(struct slice s)
{
	for (size_t i = 0; i < s.n; i++)
		if ((uint8_t)s.p[i] >= 0x80)
			return (false);
	return (true);
}

/* A field in UTF-8, for this row. */
static struct slice
converted(struct csv_file *f, struct slice s)
{
	char *out = arena_alloc(&f->scratch, s.n * 3 + 1);
	size_t n = 0;

	for (size_t i = 0; i < s.n; i++)
		n += slice_put_rune(out + n, character(f, (uint8_t)s.p[i]));
	return ((struct slice){ out, n });
}

static bool
characters_valid(const struct csv_file *f, struct slice raw)
{
	if (!is_single_byte(f))
		return (slice_utf8(raw));
	for (size_t i = 0; i < raw.n; i++)
		if (raw.p[i] != '\0' && character(f, (uint8_t)raw.p[i]) == 0)
			return (false);
	return (true);
}

/* The places of the row, from those of the text to those of the file. */
static void
place_row(struct csv_file *f)
{
	struct csv_row *r = &f->row;
	const size_t from = (size_t)r->offset, end = from + (size_t)r->length;

	f->raw = slice_sub(f->data, from, end - from);
	if (!f->is_wide)
		return;
	r->offset = xml_file_offset(&f->wide, from);
	if (r->fault != CSV_FINE)
		r->fault_offset = xml_file_offset(&f->wide,
		    (size_t)r->fault_offset);
	for (size_t i = 0; i < r->n; i++)
		f->reader.fields[i].offset = xml_file_offset(&f->wide,
		    (size_t)f->reader.fields[i].offset);
	r->length = xml_file_offset(&f->wide, end) - r->offset;
}

bool
csv_next(struct csv_file *f)
{
	arena_reset(&f->scratch);
	while (csv_next_row(&f->reader, &f->scratch, &f->row)) {
		place_row(f);
		if (is_single_byte(f))
			for (size_t i = 0; i < f->row.n; i++) {
				struct slice *s = &f->reader.fields[i].text;

				if (!is_ascii(*s))
					*s = converted(f, *s);
			}
		if (f->row.fault != CSV_FINE || !blank_from(&f->row, 0))
			return (true);
	}
	return (false);
}

/* Why the fields of this row cannot be used; NULL: they can. */
static const char *
row_fault(const struct csv_file *f, size_t width)
{
	const struct csv_row *r = &f->row;

	if (r->fault != CSV_FINE)
		return (fault_codes[r->fault]);
	if (f->raw.n > PARSE_SEGMENT_MAX)
		return ("CSV-ROW-LONG");
	if (!characters_valid(f, f->raw))
		return ("CSV-ENCODING");
	return (r->n < width || !blank_from(r, width) ? "CSV-FIELDS" : NULL);
}

static void
tell_fault(struct csv_file *f, const char *code, size_t width, struct err *e)
{
	const struct csv_row *r = &f->row;

	if (r->fault != CSV_FINE)
		csv_found(f, code, -1, e, "%s, at byte %lld",
		    csv_fault_text(r->fault), (long long)r->fault_offset);
	else if (strcmp(code, "CSV-FIELDS") == 0)
		csv_found(f, code, -1, e, "%zu fields, the header has %zu",
		    r->n, width);
	else if (strcmp(code, "CSV-ENCODING") == 0 && is_single_byte(f))
		csv_found(f, code, -1, e,
		    "a byte that is no character of " SL_FMT,
		    SL_ARG(f->map->encoding));
	else
		csv_found(f, code, -1, e, NULL);
}

static void
survey(struct csv_file *f, size_t width)
{
	const struct csv_reader start = f->reader;
	struct list seen = { NULL, 0, 0 };
	enum csv_names names = CSV_NO_NAMES;

	if (f->kind->survey_row == NULL)
		return;
	while (names != CSV_OTHER_NAMES && csv_next(f)) {
		names = csv_names(f);
		if (names == CSV_NO_NAMES && row_fault(f, width) == NULL)
			f->kind->survey_row(f, &seen);
	}
	if (f->kind->survey_end != NULL)
		f->kind->survey_end(f, &seen);
	f->reader = start;
	f->unlike = 0;
}

/* Files that were put together from several have their headers within; what
 * stands below another one could be taken for anything. */
static enum rc
read_row(struct csv_file *f, size_t width, enum csv_names names, struct err *e)
{
	const char *code;

	if (names == CSV_SAME_NAMES) {
		csv_found(f, "CSV-HEADER-AGAIN", -1, e, NULL);
		return (RC_OK);
	}
	code = names == CSV_OTHER_NAMES ? "CSV-HEADER-OTHER" :
					  row_fault(f, width);
	if (code == NULL)
		return (f->kind->row(f, e));
	tell_fault(f, code, width, e);
	f->kind->lost(f);
	return (RC_OK);
}

static enum rc
read_rows(struct csv_file *f, size_t width, struct err *e)
{
	enum csv_names names = CSV_NO_NAMES;
	enum rc rc = RC_OK;
	size_t rows = 0;

	survey(f, width);
	for (; rc == RC_OK && f->rc == RC_OK && names != CSV_OTHER_NAMES &&
	     csv_next(f);
	     rows++) {
		f->row_errors = 0;
		names = csv_names(f);
		rc = read_row(f, width, names, e);
	}
	if (rc == RC_OK && f->rc == RC_OK)
		rc = f->kind->end(f, e);
	if (rows == 0 && rc == RC_OK)
		csv_found(f, "CSV-NO-ROWS", -1, e, NULL);
	return (rc != RC_OK ? rc : f->rc);
}

/* --- the file ------------------------------------------------------------- */

/* A file whose lines all end in CR reads as if they ended in LF. */
static struct slice
old_line_ends(struct slice data, char **owned)
{
	char *p;

	if (data.n == 0 || memchr(data.p, '\n', data.n) != NULL ||
	    memchr(data.p, '\r', data.n) == NULL)
		return (data);
	p = malloc(data.n);
	if (p == NULL)
		die_memory();
	for (size_t i = 0; i < data.n; i++)
		p[i] = data.p[i] == '\r' ? '\n' : data.p[i];
	*owned = p;
	return ((struct slice){ p, data.n });
}

static void
set_verdict(struct csv_file *f)
{
	enum verdict v = VERDICT_ACCEPTED;

	if (f->good == 0)
		v = VERDICT_REJECTED;
	else if (f->errors > 0 || f->warnings > 0)
		v = VERDICT_ERRORS;
	f->message.verdict = f->interchange.verdict = v;
}

static enum rc
read_message(struct csv_file *f, struct err *e)
{
	struct interchange *i = &f->interchange;
	struct message *m = &f->message;
	const size_t width = f->row.n;
	enum rc rc;

	i->standard = m->format = SLICE("csv");
	m->kind = slice_of(f->kind->name);
	i->offset = m->offset = 0;
	i->length = m->length = (int64_t)f->in->data.n;
	i->messages = 1;
	rc = f->sink->interchange(f->sink->ctx, i, e);
	if (rc == RC_OK)
		rc = f->sink->message(f->sink->ctx, m, e);
	if (rc == RC_OK && f->unmarked)
		csv_found(f, "CSV-NO-MARK", -1, e, NULL);
	if (rc == RC_OK && f->above > 0)
		csv_found(f, "CSV-ABOVE-HEADER", -1, e,
		    "%lld rows above the header are passed over",
		    (long long)f->above);
	if (rc == RC_OK)
		csv_tell_absent(f, e);
	if (rc == RC_OK)
		rc = read_rows(f, width, e);
	set_verdict(f);
	if (rc == RC_OK)
		rc = f->sink->message_end(f->sink->ctx, m, e);
	if (rc == RC_OK)
		rc = f->sink->interchange_end(f->sink->ctx, i, e);
	return (rc);
}

/* --- UTF-16 --------------------------------------------------------------- */

#define UNMARKED_HEAD 512 /* bytes that tell */

enum wide { NARROW, MARKED, LITTLE, BIG, FOUR_BYTES };

/* Four bytes a character: by its mark, or the first two of them. */
static bool
four_bytes(struct slice s)
{
	return (slice_starts(s, SLICE("\xff\xfe\0\0")) ||
	    slice_starts(s, SLICE("\0\0\xfe\xff")) ||
	    (s.n >= 8 &&
		((memcmp(s.p + 1, "\0\0", 3) == 0 &&
		     memcmp(s.p + 5, "\0\0", 3) == 0) ||
		    (memcmp(s.p, "\0\0", 3) == 0 &&
			memcmp(s.p + 4, "\0\0", 3) == 0))));
}

/* Without a mark the zero bytes tell: delimiters, digits and Latin letters
 * have one each, all on the same side. */
static enum wide
wide_of(struct slice data)
{
	const struct slice head = slice_sub(data, 0, UNMARKED_HEAD);
	size_t zeros[2] = { 0, 0 };

	if (four_bytes(data))
		return (FOUR_BYTES);
	if (slice_starts(data, SLICE("\xff\xfe")) ||
	    slice_starts(data, SLICE("\xfe\xff")))
		return (MARKED);
	for (size_t i = 0; i < head.n; i++)
		zeros[i % 2] += head.p[i] == '\0';
	if (zeros[0] + zeros[1] < 2 || (zeros[0] > 0 && zeros[1] > 0) ||
	    (zeros[0] + zeros[1]) * 16 < head.n)
		return (NARROW);
	return (zeros[1] > 0 ? LITTLE : BIG);
}

/* What cannot be UTF-16 to its end is not read at all. */
static bool
open_wide(struct csv_file *f, enum wide w, struct err *e)
{
	bool open;

	if (w == FOUR_BYTES) {
		f->row.length = 4;
		csv_found(f, "CSV-ENCODING", -1, e,
		    "the file is UTF-32, which is not read");
		return (false);
	}
	f->is_wide = true;
	f->unmarked = w != MARKED;
	open = f->unmarked ?
	    xml_bytes_open_utf16(&f->wide, f->in->data, w == BIG) :
	    xml_bytes_open(&f->wide, f->in->data, 0);
	if (open)
		return (true);
	f->row.offset = xml_file_offset(&f->wide, f->wide.fault_at);
	f->row.length = 2;
	csv_found(f, "CSV-ENCODING", -1, e, "%s", f->wide.what);
	return (false);
}

/* Some systems end a text file with the end-of-file byte of CP/M. */
static struct slice
without_end_mark(struct slice data)
{
	while (data.n > 0 && data.p[data.n - 1] == '\x1a')
		data.n--;
	return (data);
}

static enum rc
read_file(struct csv_file *f, char **owned, struct err *e)
{
	const enum wide w = wide_of(f->in->data);

	if (w == NARROW || open_wide(f, w, e)) {
		f->data = old_line_ends(
		    without_end_mark(w == NARROW ? f->in->data : f->wide.text),
		    owned);
		if (csv_read_header(f, e))
			return (read_message(f, e));
	}
	return (f->rc != RC_OK ? f->rc :
				 err_set(e, RC_REJECT, "CSV-UNREADABLE",
				     "the header of the file cannot be used"));
}

static enum rc
csv_parse(const struct parse_input *in, const struct parse_sink *sink,
    struct err *e)
{
	struct csv_file *f = calloc(1, sizeof(*f));
	char *owned = NULL;
	enum rc rc;

	if (f == NULL)
		die_memory();
	f->in = in;
	f->sink = sink;
	for (size_t i = 0; i < CSV_COLUMNS_MAX; i++)
		f->at[i] = -1;
	shape_init(&message_shape, &f->message);
	shape_init(&interchange_shape, &f->interchange);
	order_init(&f->order);
	rc = read_file(f, &owned, e);
	xml_bytes_close(&f->wide);
	arena_free(&f->scratch);
	arena_reset(in->arena);
	arena_free(&f->survey);
	free(owned);
	free(f);
	return (rc);
}

/* A line with our column names, in whatever encoding. */
static bool
csv_detect(struct slice head)
{
	char text[4096];
	size_t n = 0, i = 0;
	struct arena a = ARENA_INIT;
	bool ours = false;

	if (wide_of(head) == MARKED)
		i = 2;
	for (; i < head.n && n < sizeof(text); i++)
		if (head.p[i] != '\0')
			text[n++] = head.p[i] == '\r' ? '\n' : head.p[i];
	for (size_t at = 0, rows = 0; !ours && rows < CSV_HEADER_ROWS; rows++) {
		const struct slice left = { text + at, n - at };
		struct csv_reader r;
		struct csv_row row;

		csv_init(&r, left, csv_delimiter(left));
		r.formulas = true;
		ours = csv_next_row(&r, &a, &row) &&
		    csv_our_header(&row, rows == 0 ? 2 : CSV_HEADER_BELOW);
		if (!csv_next_line((struct slice){ text, n }, &at))
			break;
	}
	arena_free(&a);
	return (ours);
}

const struct parser csv_parser = { "csv",
	"CSV of orders, of a warehouse's confirmations, or of payments",
	csv_detect, csv_parse };
