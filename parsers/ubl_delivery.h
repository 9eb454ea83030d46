/*
 * ubl_delivery -- periods and deliveries while a UBL document is read.  For
 * parsers/ubl*.c alone.
 */
#ifndef PARSERS_UBL_DELIVERY_H
#define PARSERS_UBL_DELIVERY_H

#include "domain/order.h"

struct ubl_period {
	day start, end;
	struct decimal measure;
	struct slice unit;
};

struct ubl_delivery {
	struct decimal quantity;
	struct slice unit, location;
	day latest;
	struct ubl_period period;
	struct party place, who, carrier;
};

/* The deliveries of the whole order, when they are not all the same. */
struct ubl_spread {
	struct list all;   /* struct schedule */
	bool days, places; /* what differs */
	int64_t at;        /* the first that does */
	size_t nth;
};

/* The deliveries of a line. */
struct ubl_undivided {
	size_t open;           /* those without a quantity */
	struct schedule first; /* what these say together */
	bool divided;          /* one has a quantity */
};

#endif
