/*
 * master_columns -- the columns of the master files, and reading one cell.
 */
#ifndef CONFIG_MASTER_COLUMNS_H
#define CONFIG_MASTER_COLUMNS_H

#include "config/master_files.h"

enum column_kind {
	COLUMN_TEXT,    /* struct slice */
	COLUMN_IDS,     /* struct list of struct slice */
	COLUMN_DECIMAL, /* struct decimal, min..max */
	COLUMN_DAY,     /* day */
	COLUMN_INSTANT, /* instant, or a day */
	COLUMN_INT,     /* int, min..max */
	COLUMN_WORD,    /* an enum: the place in words */
	COLUMN_CREDIT   /* credit_limit of a customer */
};

struct column {
	const char *name;
	enum column_kind kind;
	size_t offset;
	const char *empty; /* what an empty cell means; NULL: absent */
	bool required;     /* neither the column nor a cell may be left
				   out */
	int64_t min, max;
	const char *const *words;
	const char *(*check)(struct slice text, void *object);
};

struct master_spec {
	const char *path;
	size_t size, list; /* of a row; of its list in master_rows */
	const struct column *columns;
	size_t n;
};

extern const struct master_spec master_specs[MASTER_KINDS];

/* Stores a trimmed cell; NULL, or what was expected.  Texts are not copied. */
const char *column_store(struct arena *a, const struct column *c,
    struct slice cell, void *row);

#endif
