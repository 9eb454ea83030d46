/*
 * decimal -- exact numbers: coefficient and scale; and money in minor units.
 *
 * A decimal is coef / 10^scale with 0 <= scale <= DECIMAL_SCALE_MAX and at
 * most 18 digits; it is kept normal (no trailing zeros behind the point, zero
 * is {0, 0}), so equal values have equal members.  Money is int64 in the minor
 * units of its ISO 4217 currency.  Products go through __int128; every
 * function that could overflow or divide by zero returns false instead.
 * Rounding is half away from zero.  No floating point anywhere.
 */
#ifndef BASE_DECIMAL_H
#define BASE_DECIMAL_H

#include "base/buf.h"
#include "base/slice.h"

#define DECIMAL_SCALE_MAX 12
#define DECIMAL_TEXT_MAX 24 /* bytes for decimal_text, NUL included */

struct decimal {
	int64_t coef;
	int32_t scale;
};

#define DECIMAL_ZERO ((struct decimal){ 0, 0 })
#define DECIMAL_ONE ((struct decimal){ 1, 0 })
#define DECIMAL_NONE ((struct decimal){ 0, -1 }) /* absent */

static inline bool
decimal_is_none(struct decimal d)
{
	return (d.scale < 0);
}

struct decimal decimal_make(int64_t coef, int32_t scale); /* normalizes */

/* [+-]digits[.digits] and nothing else; "1." and ".5" are accepted (X12 R
 * type).  False: empty, other bytes, more than 18 significant digits, or more
 * than DECIMAL_SCALE_MAX decimals that are not zero. */
bool decimal_parse(struct slice s, struct decimal *d);

/* N2-style: digits with an implied number of decimals. */
bool decimal_parse_implied(struct slice s, int32_t decimals, struct decimal *d);

/* Plain text without exponent; buffer of DECIMAL_TEXT_MAX. Returns out. */
char *decimal_text(struct decimal d, char *out);
void buf_decimal(struct buf *b, struct decimal d);

int decimal_cmp(struct decimal a, struct decimal b);
bool decimal_add(struct decimal a, struct decimal b, struct decimal *r);
/* Onto a sum that may be NONE still; what is NONE adds nothing. */
bool decimal_add_to(struct decimal *sum, struct decimal d);
bool decimal_sub(struct decimal a, struct decimal b, struct decimal *r);
bool decimal_mul(struct decimal a, struct decimal b, struct decimal *r);
/* a / b rounded to `scale` decimals */
bool decimal_div(struct decimal a, struct decimal b, int32_t scale,
    struct decimal *r);

/* Minor units of a * b / basis, rounded once.  digits: the currency's. */
bool money_of(struct decimal a, struct decimal b, struct decimal basis,
    int digits, int64_t *minor);
bool money_from_decimal(struct decimal d, int digits, int64_t *minor,
    bool *exact); /* exact may be NULL */
struct decimal money_decimal(int64_t minor, int digits);
/* minor * percent / 100, rounded once */
bool money_percent(int64_t minor, struct decimal percent, int64_t *r);
/* minor * part / whole, rounded once (proration); false when whole is 0 */
bool money_part(int64_t minor, int64_t part, int64_t whole, int64_t *r);
bool money_add(int64_t a, int64_t b, int64_t *r);

/* "1840.00": fixed digits, for documents; buffer of DECIMAL_TEXT_MAX+4 */
char *money_text(int64_t minor, int digits, char *out);

/* Digits behind the point of an ISO 4217 alphabetic code, -1 if unknown. */
int currency_digits(struct slice code);

#endif
