/*
 * master_checks -- what must fit between cells, rows and master files.
 */
#ifndef CONFIG_MASTER_CHECKS_H
#define CONFIG_MASTER_CHECKS_H

#include "config/master_columns.h"

/* lines[kind]: int64_t, the line of each row.  A row with a fault of its own is
 * not looked at again. */
#define ROW_WRONG INT64_C(0)
void master_check(struct master_load *m, const struct config *c,
    const struct list *lines);
/* The limit in the minor units of the row's currency; true where the currency
 * is wrong itself. */
bool credit_resolve(struct slice cell, struct customer *row);

void master_fault(struct master_load *m, enum master_kind kind,
    const char *code, int64_t line, const char *text);

#endif
