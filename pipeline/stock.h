/*
 * stock -- what is there to promise tonight.
 *
 * Available = stock counted at stock_at, minus what has been shipped since,
 * minus what open orders hold.  Only products with a stock figure are looked
 * at; the open lines are read once a run, then kept up to date in memory in
 * the deterministic order of the charge stage.
 */
#ifndef PIPELINE_STOCK_H
#define PIPELINE_STOCK_H

#include "pipeline/night.h"

struct stock;

enum rc stock_load(struct night *n, struct stock **s, struct err *e) MUST_CHECK;
/* NULL: this product has no stock figure, anything can be promised. */
const struct decimal *stock_available(const struct stock *s, struct slice sku);
void stock_take(struct stock *s, struct slice sku, struct decimal quantity);
void stock_free(struct stock *s); /* NULL allowed */

#endif
