/*
 * stock -- what is there to promise tonight.
 *
 * Available = stock counted at stock_at, minus what has been shipped since,
 * minus what open orders hold.  Only products with a stock figure are looked
 * at; the open lines are read once a run, then kept up to date in memory in
 * the deterministic order of the charge stage.
 *
 * What has left is kept per product in stock_gone, written in the transaction
 * of each shipment, and read from the shipments once after each new count.  What
 * open orders hold is kept in stock_open: the database notes which orders began
 * or ceased to be open since and which of their lines changed, as they were, and
 * the next night takes them out and in again.  Both are read anew for a product
 * that was not counted before.
 */
#ifndef PIPELINE_STOCK_H
#define PIPELINE_STOCK_H

#include "pipeline/night.h"

struct stock;

enum rc stock_load(struct night *n, struct stock **s, struct err *e) MUST_CHECK;
/* NULL: this product has no stock figure, anything can be promised. */
const struct decimal *stock_available(const struct stock *s, struct slice sku);
void stock_take(struct stock *s, struct slice sku, struct decimal quantity);
/* A line of a shipment was booked: in the same transaction. */
enum rc stock_ship(struct store *s, int64_t shipment_id, int64_t order_id,
    int64_t line, struct slice sscc, struct err *e) MUST_CHECK;
/* Is what is kept what shipments and open lines say?  kept: NONE is no number. */
typedef void stock_fault_fn(void *ctx, struct slice sku, const char *what,
    struct decimal kept, struct decimal counted);
enum rc stock_proof(struct store *s, stock_fault_fn *say, void *ctx,
    struct err *e) MUST_CHECK;
void stock_free(struct stock *s); /* NULL allowed */

#endif
