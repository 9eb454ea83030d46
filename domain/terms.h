/*
 * terms -- what an order says of a discount for who pays in time.
 *
 * It may offer itself several; the largest is kept, of equal ones the one for
 * longest.  Days are those behind the invoice (INT_NONE: not said), 0 to
 * 10000; a percentage is above 0 and below 100.  Others are not kept.
 */
#ifndef DOMAIN_TERMS_H
#define DOMAIN_TERMS_H

#include "domain/order.h"

/* True: it is the one that is kept now. */
bool terms_discount(struct order *o, struct decimal percent, int64_t days);

#endif
