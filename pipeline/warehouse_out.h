/*
 * warehouse_out -- accepted orders that are due go to their warehouse.
 */
#ifndef PIPELINE_WAREHOUSE_OUT_H
#define PIPELINE_WAREHOUSE_OUT_H

#include "pipeline/night.h"

/* One file a warehouse and run (at most 5,000 orders each), every accepted
 * order whose warehouse_on has come, once; the orders become at_warehouse in
 * the transaction that creates the file. */
enum rc warehouse_orders_write(struct night *n, struct err *e) MUST_CHECK;

#endif
