/*
 * section -- pages about one thing: results of queries under a heading, as
 * tables or lines for people, as members of one JSON object for programs.
 */
#ifndef CLI_SECTION_H
#define CLI_SECTION_H

#include "cli/table.h"

/* One row: "name: value" lines; in JSON "title":{...} (null without a row).
 * id is the query's only parameter. */
enum rc section_one(struct cli *c, const char *title, enum query q, int64_t id,
    struct err *e) MUST_CHECK;
/* Any number of rows: a table, nothing when empty; in JSON "title":[...]. */
enum rc section_many(struct cli *c, const char *title, enum query q, int64_t id,
    struct err *e) MUST_CHECK;
enum rc section_events(struct cli *c, const char *subject,
    struct err *e) MUST_CHECK;

#endif
