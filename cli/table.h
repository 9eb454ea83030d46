/*
 * table -- rows for people: aligned columns, numbers to the right.
 *
 * Widths come from the first TABLE_BLOCK rows and stay; what is longer
 * later only pushes its own row.  Cells are escaped and measured as a
 * terminal shows them.  Columns that hold nothing in that first block are
 * left out when the caller says so.
 */
#ifndef CLI_TABLE_H
#define CLI_TABLE_H

#include "cli/command.h"

#define TABLE_BLOCK 500
#define TABLE_COLUMNS 40

struct table {
	struct cli *cli;
	size_t n; /* columns */
	const char *names[TABLE_COLUMNS];
	bool right[TABLE_COLUMNS], hidden[TABLE_COLUMNS];
	size_t widths[TABLE_COLUMNS];
	struct arena arena; /* of the block */
	struct list rows;   /* struct slice[n] each */
	bool begun;         /* the heading is out */
};

void table_init(struct table *t, struct cli *c, const char *const *names,
    size_t n);
/* cells: n of them, copied. */
enum rc table_row(struct table *t, const struct slice *cells,
    struct err *e) MUST_CHECK;
enum rc table_end(struct table *t, struct err *e) MUST_CHECK;

/* Columns of a terminal that the text takes. */
size_t shown_width(struct slice s);
/* "name":value of one column; of all columns, with commas between. */
void json_column(struct buf *b, struct rows *r, int column);
void json_row(struct buf *b, struct rows *r);
/* "1840.00 EUR" */
void buf_money(struct buf *b, int64_t minor, struct slice currency);

#endif
