/*
 * warehouse -- what a warehouse is told to pick: plain data for the writers
 * of warehouse orders (writer.h).
 */
#ifndef WRITERS_WAREHOUSE_H
#define WRITERS_WAREHOUSE_H

#include "base/arena.h"
#include "base/decimal.h"
#include "writers/head.h"

struct warehouse_line { /* to a warehouse: our order and line */
	struct slice order, line, sku;
	struct slice gtin, name, customer_po; /* 940; the CSV has none */
	struct decimal quantity;
	struct slice unit;
	struct slice ship_to_name, street, city, postal_code, country;
	struct slice ship_to_id, region; /* 940; the CSV has none */
	day requested_on;
};

struct warehouse_order {
	struct answer_head head; /* the CSV needs none */
	struct list lines;       /* struct warehouse_line */
};

#endif
