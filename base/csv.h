/*
 * csv -- rows of separated values as RFC 4180 writes them, strictly.
 *
 * Fields are separated by one delimiter; a field that holds the delimiter, a
 * quote or a line end stands in quotes and doubles the quotes inside.  Rows
 * end with LF or CR LF; the last may go without.  Empty lines are skipped but
 * counted, as a spreadsheet numbers its rows; a byte order mark at the start is
 * skipped too, and behind it a line "sep=;", which tells the delimiter.  Nothing is trimmed; character sets are
 * the caller's affair.  With `formulas` ="001" is a field too: so spreadsheets
 * are kept from taking a text for a number.
 *
 *	csv_init(&r, data, csv_delimiter(data));
 *	while (csv_next_row(&r, &arena, &row))
 *		if (row.fault != CSV_FINE) ... else row.fields[0 .. n-1] ...
 *
 * A row with a fault has no fields; reading goes on behind the end of that
 * line, except after an unclosed quote, which ends the file.  Every byte is
 * looked at a bounded number of times, whatever the input.  Fields point into
 * the data; only those with doubled quotes are copied into the arena, which
 * the caller may reset between rows.
 */
#ifndef BASE_CSV_H
#define BASE_CSV_H

#include "base/arena.h"

#define CSV_FIELDS_MAX 256

enum csv_fault {
	CSV_FINE,
	CSV_QUOTE_INSIDE, /* a quote in a field that has none around it */
	CSV_AFTER_QUOTE,  /* bytes between closing quote, delimiter */
	CSV_UNCLOSED,     /* the file ends inside quotes */
	CSV_BARE_CR,      /* a carriage return without line feed */
	CSV_NUL,          /* a zero byte */
	CSV_FIELDS,       /* more than max_fields */
	CSV_FIELD_SIZE,   /* a field longer than max_field */
};

struct csv_field {
	struct slice text;
	int64_t offset; /* of its first byte, quotes excluded */
	bool quoted;    /* "" in quotes is not the same as nothing */
};

struct csv_row {
	const struct csv_field *fields; /* until the next csv_next_row */
	size_t n;
	int64_t number;         /* from 1, empty lines counted */
	int64_t line;           /* physical line where it begins, from 1 */
	int64_t offset, length; /* bytes, without the line end */
	enum csv_fault fault;
	int64_t fault_offset; /* where; an unclosed quote: that quote */
	int64_t fault_line;
};

struct csv_reader {
	struct slice data;
	char delimiter;
	size_t max_fields; /* set by csv_init to CSV_FIELDS_MAX */
	size_t max_field;  /* bytes; set by csv_init to 64 KiB */
	bool formulas;     /* ="text" is text */
	size_t at;         /* the next byte */
	int64_t row, line;
	struct csv_field fields[CSV_FIELDS_MAX];
};

void csv_init(struct csv_reader *r, struct slice data, char delimiter);
bool csv_next_row(struct csv_reader *r, struct arena *a, struct csv_row *row);

/* The delimiter of a file by its first line: whichever of , ; TAB | stands
 * there most often outside quotes, a comma when none does. */
char csv_delimiter(struct slice data);
/* "a quote inside an unquoted field" */
const char *csv_fault_text(enum csv_fault fault);

#endif
