/*
 * unit_codes -- units of measure between X12 (DE 355, two characters) and
 * UN/ECE Rec 20 and 21, which the book, UBL and EDIFACT use.
 *
 * Only units of the same amount are here; SLICE_NONE: there is none.  Each
 * unit that unit_to_x12 knows is read back by unit_of_x12 as the same one.
 */
#ifndef DOMAIN_UNIT_CODES_H
#define DOMAIN_UNIT_CODES_H

#include "base/slice.h"

struct slice unit_of_x12(struct slice code); /* "CA" to "XCS" */
struct slice unit_to_x12(struct slice unit); /* "XCS" to "CA" */

#endif
