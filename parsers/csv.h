/*
 * csv -- the parser's own business, shared by parsers/csv*.c and nobody else.
 *
 *	csv.c		the parser: detection, rows, findings
 *	csv_layout.c	the header, and which layout it is of
 *	csv_orders.c	rows to orders
 *	csv_shipments.c	rows to a warehouse's confirmations
 *	csv_payments.c	rows to what a bank booked
 *
 * The delimiter is the one that the header uses (comma, semicolon, tab or
 * bar).  A decimal comma is accepted unless commas delimit.  Columns come in
 * any order.  Lines may end in CR LF, LF, or, throughout a file, in CR.  Empty
 * rows are skipped, the header where it comes again, and rows of titles above
 * it; another header ends the reading.  Dates are YYYY-MM-DD or YYYYMMDD, a
 * time behind them.  1.000 is refused where it might be a thousand.
 *
 * A row that cannot be read could belong to the order before it or the one
 * behind it: both are broken then, the others go on.  So are all parts of an
 * order whose rows do not follow each other.
 * UTF-16 is read too, without a byte order mark by its zero bytes; the places
 * told are those of the file as it came.
 *
 * A layout that was agreed (domain/csv_map.h) replaces all of that: its
 * delimiter, decimal sign, dates, characters; columns by the partner's names
 * or places, others being of no interest.  Of several the one whose columns
 * the header has most of is taken; our own where none has as many.
 */
#ifndef PARSERS_CSV_H
#define PARSERS_CSV_H

#include "base/csv.h"
#include "domain/finding.h"
#include "parsers/parser.h"
#include "parsers/xml_bytes.h"

#define CSV_COLUMNS_MAX 16
/* clang-format off */
enum csv_order_column {
	O_PO, O_RELEASE, O_CUSTOMER, O_SHIP_TO, O_ORDERED, O_REQUESTED,
	O_CURRENCY, O_LINE, O_SELLER_ITEM, O_BUYER_ITEM, O_GTIN, O_QUANTITY,
	O_UNIT, O_PRICE, O_REPEAT, O_COLUMNS
};
enum csv_shipment_column {
	S_SHIPMENT, S_ORDER, S_LINE, S_SKU, S_QUANTITY, S_UNIT, S_SHIPPED_AT,
	S_CARRIER, S_TRACKING, S_SSCC, S_PALLET, S_FINAL, S_COLUMNS
};
enum csv_payment_column {
	P_ID, P_BOOKED_ON, P_AMOUNT, P_CURRENCY, P_REFERENCE, P_TEXT, P_IBAN,
	P_NAME, P_ACCOUNT, P_DIRECTION, P_COLUMNS
};
/* clang-format on */
struct csv_file;
struct csv_kind {
	const char *name;           /* "orders": the message's kind */
	const char *const *columns; /* NULL-terminated */
	int number;                 /* a column of numbers, in every row */
	/* A first look over all usable rows, before any is read; or NULL. */
	void (*survey_row)(struct csv_file *f, struct list *seen);
	void (*survey_end)(struct csv_file *f, struct list *seen); /* or NULL */
	/* The row is well-formed; its texts are for this call only. */
	enum rc (*row)(struct csv_file *f, struct err *e);
	/* A row without usable fields. */
	void (*lost)(struct csv_file *f);
	enum rc (*end)(struct csv_file *f, struct err *e);
};
extern const struct csv_kind csv_orders, csv_shipments, csv_payments;
extern const struct finding_rule csv_findings[];

struct csv_file {
	const struct parse_input *in;
	const struct parse_sink *sink;
	const struct csv_kind *kind;
	const struct csv_map *map; /* NULL: our own layout */
	struct slice data;
	bool is_wide, unmarked; /* UTF-16; without a byte order mark */
	struct xml_bytes wide;  /* of a file in UTF-16: data is its text */
	struct csv_reader reader;
	size_t begin;            /* of the header in data */
	int64_t above;           /* rows above it */
	struct slice header;     /* as it came; none: nothing */
	struct csv_row row;      /* its places are those of the file */
	struct slice raw;        /* the row in data */
	struct arena scratch;    /* of one row */
	int at[CSV_COLUMNS_MAX]; /* column -> field, -1: not there */
	struct message message;
	struct interchange interchange;
	size_t findings, errors, warnings, row_errors;
	size_t group, groups; /* of rows of one order: now, in all */
	size_t good, bad;     /* orders or rows */
	size_t unlike;        /* rows that csv_names looked into for nothing */
	enum rc rc;           /* of a sink that refused a finding */
	/* csv_orders */
	struct order order;
	bool open, crowded, next_broken;
	bool comma_seen, comma_sure, point_sure; /* decimal signs */
	struct arena survey;
	int64_t *elsewhere;      /* group of rows -> another row of its order */
	struct decimal all, own; /* quantities: of the file, of the order */
};

/* A finding in a column of this row, or (-1) the row; NULL: its rule. */
void csv_found(struct csv_file *f, const char *code, int column, struct err *e,
    const char *fmt, ...) PRINTF_LIKE(5, 6);

/* csv.c for csv_layout.c: a finding with this place, counted and given. */
void csv_give(struct csv_file *f, struct finding *g, const char *code,
    struct err *e);
struct slice csv_shown(struct slice value);
int64_t csv_file_length(const struct csv_file *f, struct slice s); /* bytes */
bool csv_next(struct csv_file *f); /* a row that is not blank */
/* Reads the header, or what stands for one; false: it cannot be used. */
bool csv_read_header(struct csv_file *f, struct err *e);
/* Warns of agreed columns that are not there. */
void csv_tell_absent(struct csv_file *f, struct err *e);
enum csv_names { CSV_NO_NAMES, CSV_SAME_NAMES, CSV_OTHER_NAMES };
enum csv_names csv_names(struct csv_file *f); /* is this row a header too? */
/* Has a row so many of our own column names? */
bool csv_our_header(const struct csv_row *row, size_t least);
/* A header stands in one of the first rows, and is known by two names in the
 * first, by three below it. */
#define CSV_HEADER_ROWS 10
#define CSV_HEADER_BELOW 3
/* Where the next line with anything in it begins; false: there is none. */
bool csv_next_line(struct slice data, size_t *at);

/* Trimmed, of ="text" its text; "" where the file has no such column. */
struct slice csv_text(const struct csv_file *f, int column);
bool csv_lasts(const struct csv_file *f, struct slice s); /* as the file? */
/* The text of a column, to keep with the order. */
struct slice csv_kept(struct csv_file *f, int column);
/* A finding where a spreadsheet has left 8.71E+12 of a number. */
void csv_whole(struct csv_file *f, int column, struct err *e);
/* The day in a column; DAY_NONE with a finding, or for an empty one. */
day csv_day(struct csv_file *f, int column, struct err *e);
/* For survey_row: how the numbers of the column are written. */
void csv_survey_number(struct csv_file *f, int column);
struct decimal csv_number(struct csv_file *f, int column, struct err *e);
struct slice csv_unit(struct csv_file *f, int column, struct err *e);

#endif
