/*
 * report -- collects the mistakes of a configuration, in any order.
 */
#ifndef CONFIG_REPORT_H
#define CONFIG_REPORT_H

#include "config/config.h"

/* Texts from the files may stand in fmt's arguments: control bytes come out
 * escaped.  code and file must outlive the report or be string constants;
 * file is copied. */
void report_add(struct config_report *r, const char *code, const char *file,
    int line, const char *fmt, ...) PRINTF_LIKE(5, 6);
void report_sort(struct config_report *r);

/* The word out of `words` (n of them, NULLs skipped) that somebody most
 * likely meant, NULL when none is near: at most a third of it differs, counted
 * in insertions, deletions, changes and swaps of neighbours. */
const char *nearest_word(const char *typed, const char *const *words, size_t n);

#endif
