/*
 * report -- what a night did and what a person must do: text, HTML, JSON and a
 * Prometheus textfile, from the rows alone.
 */
#ifndef PIPELINE_REPORT_H
#define PIPELINE_REPORT_H

#include "pipeline/night.h"

enum report_form { REPORT_TEXT, REPORT_HTML, REPORT_JSON, REPORT_METRICS };

/* run_id 0: the last one.  To-do first, each line with its command. */
enum rc report_write(struct store *s, const struct config *c, int64_t run_id,
    enum report_form form, struct buf *out, struct err *e) MUST_CHECK;

/* 0 good; 1 a person must look (rejects of this run, open holds,
 * quarantine); 2 incomplete, the next run retries. */
enum rc night_exit_code(struct night *n, int *code, struct err *e) MUST_CHECK;

#endif
