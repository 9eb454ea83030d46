/*
 * master_files -- reads and checks master/NAME.csv, the operator's own data.
 *
 *	struct master_load m;
 *	rc = master_read(mill, &config, &m, &e);
 *	for each kind: m.files[kind].usable ? load its rows : keep the old
 *	(print m.report's mistakes)   ...   master_load_free(&m);
 *
 * Each file begins with a row of column names, in any order; which there are
 * is a table in config/master_columns.c.  The separator is , ; TAB or |, as
 * the header has it.  Spaces around a value do not count.  Every fault is
 * reported with file and line (codes MASTER-FILE, -ROW, -COLUMN, -VALUE,
 * -REFERENCE, -DUPLICATE); one fault makes its file unusable as a whole, so
 * that what was loaded before stays in force.  References into a file that is
 * itself unusable are not judged.
 */
#ifndef CONFIG_MASTER_FILES_H
#define CONFIG_MASTER_FILES_H

#include "base/hash.h"
#include "config/config.h"
#include "domain/master.h"

enum master_kind {
	MASTER_CATALOG,
	MASTER_PRICES,
	MASTER_ITEMS,
	MASTER_UNITS,
	MASTER_CUSTOMERS,
	MASTER_LOCATIONS
};
#define MASTER_KINDS 6
#define MASTER_FILE_MAX (256u << 20) /* bytes */

struct master_file {
	const char *path;     /* "master/catalog.csv" */
	bool usable;          /* there and without a fault */
	struct sha256 digest; /* of the bytes; zero when not there */
	size_t rows, faults;
};

struct master_load {
	struct master_rows rows; /* of unusable files: what could be
					   read, not to be loaded */
	struct master_file files[MASTER_KINDS];
	struct config_report report;
	struct arena arena;
};

/* RC_OK with or without faults; RC_RETRY when a file could not be read now.
 * c gives the partners and calendars that rows refer to; NULL: not judged. */
enum rc master_read(int mill, const struct config *c, struct master_load *m,
    struct err *e) MUST_CHECK;
void master_load_free(struct master_load *m);
/* The same from texts, MASTER_KINDS of them. */
void master_parse(const struct slice *texts, const struct config *c,
    struct master_load *m);

/* The digest alone, to see whether a file changed. */
enum rc master_digest(int mill, enum master_kind kind, struct sha256 *digest,
    struct err *e) MUST_CHECK;
const char *master_path(enum master_kind kind);

#endif
