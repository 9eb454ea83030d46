#include "base/decimal.h"

__extension__ typedef __int128 wide;
__extension__ typedef unsigned __int128 uwide;

#define COEF_MAX INT64_C(999999999999999999) /* 18 digits */

/* A number as sign and magnitude: what all arithmetic goes through. */
struct number {
	uwide size;
	bool minus;
};

/* 10^n for 0 <= n <= 38 */
static uwide
power(int n)
{
	uwide p = 1;

	INVARIANT(n >= 0 && n <= 38);
	while (n-- > 0)
		p *= 10;
	return (p);
}

static struct number
number_of(wide v)
{
	return ((struct number){ v < 0 ? 0 - (uwide)v : (uwide)v, v < 0 });
}

/* The product of two 64-bit numbers always fits 128 bits. */
static struct number
product(int64_t a, int64_t b)
{
	return (number_of((wide)a * (wide)b));
}

/* a * 10^shift / b, half away from zero.  A numerator that overflows means a
 * result that does, as b is below 2^64; a denominator that overflows is more
 * than twice any numerator, so that the result rounds to zero. */
static bool
scaled(struct number a, struct number b, int shift, int64_t *r)
{
	uwide q, rest;

	if (b.size == 0)
		return (false);
	if (a.size == 0) {
		*r = 0;
		return (true);
	}
	if (shift >= 0) {
		if (shift > 38 ||
		    __builtin_mul_overflow(a.size, power(shift), &a.size))
			return (false);
	} else if (shift < -38 ||
	    __builtin_mul_overflow(b.size, power(-shift), &b.size)) {
		*r = 0;
		return (true);
	}
	q = a.size / b.size;
	rest = a.size % b.size;
	if (rest >= b.size - rest)
		q++;
	if (q > (uwide)INT64_MAX)
		return (false);
	*r = a.minus != b.minus ? -(int64_t)q : (int64_t)q;
	return (true);
}

static bool
digits_ok(int digits)
{
	return (digits >= 0 && digits <= DECIMAL_SCALE_MAX);
}

static struct decimal
normal(int64_t coef, int32_t scale)
{
	while (scale > 0 && coef % 10 == 0) {
		coef /= 10;
		scale--;
	}
	return ((struct decimal){ coef, scale });
}

struct decimal
decimal_make(int64_t coef, int32_t scale)
{
	struct decimal d;

	INVARIANT(scale >= 0);
	if (coef == 0)
		return (DECIMAL_ZERO);
	d = normal(coef, scale);
	INVARIANT(d.scale <= DECIMAL_SCALE_MAX);
	return (d);
}

static bool
wide_result(wide v, int scale, struct decimal *r)
{
	if (v == 0) {
		*r = DECIMAL_ZERO;
		return (true);
	}
	while (scale > 0 && v % 10 == 0) {
		v /= 10;
		scale--;
	}
	if (scale > DECIMAL_SCALE_MAX || v > COEF_MAX || v < -COEF_MAX)
		return (false);
	*r = (struct decimal){ (int64_t)v, scale };
	return (true);
}

static bool
take_digits(struct slice s, int64_t *v)
{
	for (size_t i = 0; i < s.n; i++) {
		if (*v > COEF_MAX / 10)
			return (false);
		*v = *v * 10 + (s.p[i] - '0');
	}
	return (true);
}

static bool
take_sign(struct slice *s)
{
	bool minus = s->n > 0 && s->p[0] == '-';

	if (s->n > 0 && (s->p[0] == '-' || s->p[0] == '+'))
		*s = slice_sub(*s, 1, s->n - 1);
	return (minus);
}

/* No more than 18 digits and a point between them, as nearly all numbers
 * are; false: look closer. */
static bool
parse_plain(struct slice s, struct decimal *d)
{
	size_t point = s.n;
	int64_t v = 0;

	if (s.n == 0 || s.n > 18 || s.p[s.n - 1] == '.')
		return (false);
	for (size_t i = 0; i < s.n; i++) {
		unsigned digit = (unsigned char)s.p[i] - (unsigned)'0';

		if (digit <= 9)
			v = v * 10 + digit;
		else if (s.p[i] == '.' && point == s.n)
			point = i;
		else
			return (false);
	}
	if (point == s.n || v == 0)
		point = s.n - 1;
	else if (s.n - point - 1 > DECIMAL_SCALE_MAX)
		return (false);
	*d = normal(v, (int32_t)(s.n - point - 1));
	return (true);
}

bool
decimal_parse(struct slice s, struct decimal *d)
{
	bool minus;
	struct slice whole, part;
	int64_t v = 0;

	if (parse_plain(s, d))
		return (true);
	minus = take_sign(&s);
	(void)slice_cut(s, '.', &whole, &part);
	if (whole.n + part.n == 0 || !slice_digits(whole, 0, SIZE_MAX) ||
	    !slice_digits(part, 0, SIZE_MAX))
		return (false);
	while (part.n > 0 && part.p[part.n - 1] == '0')
		part.n--;
	if (part.n > DECIMAL_SCALE_MAX || !take_digits(whole, &v) ||
	    !take_digits(part, &v))
		return (false);
	*d = v == 0 ? DECIMAL_ZERO :
		      (struct decimal){ minus ? -v : v, (int32_t)part.n };
	return (true);
}

bool
decimal_parse_implied(struct slice s, int32_t decimals, struct decimal *d)
{
	bool minus = take_sign(&s);
	int64_t v = 0;

	if (!digits_ok(decimals) || !slice_digits(s, 1, SIZE_MAX) ||
	    !take_digits(s, &v))
		return (false);
	*d = decimal_make(minus ? -v : v, decimals);
	return (true);
}

/* digits of v with a point before the last `scale` of them */
static char *
fixed_text(int64_t v, int scale, char *out)
{
	char digit[24];
	int n = 0;
	uint64_t rest = v < 0 ? 0 - (uint64_t)v : (uint64_t)v;
	char *p = out;

	while (rest > 0 || n <= scale) {
		digit[n++] = (char)('0' + rest % 10);
		rest /= 10;
	}
	if (v < 0)
		*p++ = '-';
	while (n > 0) {
		if (n == scale)
			*p++ = '.';
		*p++ = digit[--n];
	}
	*p = '\0';
	return (out);
}

char *
decimal_text(struct decimal d, char *out)
{
	INVARIANT(digits_ok(d.scale));
	return (fixed_text(d.coef, d.scale, out));
}

void
buf_decimal(struct buf *b, struct decimal d)
{
	char text[DECIMAL_TEXT_MAX];

	buf_text(b, decimal_text(d, text));
}

/* Both numbers at the larger of the two scales. */
static int
align(struct decimal a, struct decimal b, wide *x, wide *y)
{
	int scale = a.scale > b.scale ? a.scale : b.scale;

	INVARIANT(digits_ok(a.scale) && digits_ok(b.scale));
	*x = (wide)a.coef * (wide)power(scale - a.scale);
	*y = (wide)b.coef * (wide)power(scale - b.scale);
	return (scale);
}

int
decimal_cmp(struct decimal a, struct decimal b)
{
	wide x, y;

	if (a.scale == b.scale && digits_ok(a.scale))
		return ((a.coef > b.coef) - (a.coef < b.coef));
	(void)align(a, b, &x, &y);
	return ((x > y) - (x < y));
}

/* Of other than whole numbers. */
__attribute__((noinline)) static bool
add_parts(struct decimal a, struct decimal b, struct decimal *r)
{
	wide x, y;
	int scale = align(a, b, &x, &y);

	return (wide_result(x + y, scale, r));
}

bool
decimal_add(struct decimal a, struct decimal b, struct decimal *r)
{
	int64_t sum;

	if ((a.scale | b.scale) != 0)
		return (add_parts(a, b, r));
	sum = a.coef + b.coef; /* 18 digits and 18 digits */
	if (sum > COEF_MAX || sum < -COEF_MAX)
		return (false);
	*r = (struct decimal){ sum, 0 };
	return (true);
}

bool
decimal_add_to(struct decimal *sum, struct decimal d)
{
	if (decimal_is_none(d))
		return (true);
	if (decimal_is_none(*sum)) {
		*sum = d;
		return (true);
	}
	return (decimal_add(*sum, d, sum));
}

bool
decimal_sub(struct decimal a, struct decimal b, struct decimal *r)
{
	wide x, y;
	int scale = align(a, b, &x, &y);

	return (wide_result(x - y, scale, r));
}

bool
decimal_mul(struct decimal a, struct decimal b, struct decimal *r)
{
	return (wide_result((wide)a.coef * (wide)b.coef, a.scale + b.scale, r));
}

/* Digit by digit: the digits behind the point may be many, as long as they
 * turn out to be zeros. */
bool
decimal_div(struct decimal a, struct decimal b, int32_t scale,
    struct decimal *r)
{
	struct number x, y;
	wide p, d;
	uwide q, rest;

	if (!digits_ok(scale) || b.coef == 0)
		return (false);
	(void)align(a, b, &p, &d);
	x = number_of(p);
	y = number_of(d);
	q = x.size / y.size;
	rest = x.size % y.size;
	if (q > (uwide)COEF_MAX)
		return (false);
	for (int i = 0; i < scale; i++) {
		rest *= 10;
		q = q * 10 + rest / y.size;
		rest %= y.size;
	}
	if (rest >= y.size - rest)
		q++;
	return (wide_result(x.minus != y.minus ? -(wide)q : (wide)q, scale, r));
}

bool
money_of(struct decimal a, struct decimal b, struct decimal basis, int digits,
    int64_t *minor)
{
	if (!digits_ok(digits))
		return (false);
	return (scaled(product(a.coef, b.coef), number_of(basis.coef),
	    digits + basis.scale - a.scale - b.scale, minor));
}

bool
money_from_decimal(struct decimal d, int digits, int64_t *minor, bool *exact)
{
	if (!digits_ok(digits) ||
	    !scaled(number_of(d.coef), number_of(1), digits - d.scale, minor))
		return (false);
	if (exact != NULL)
		*exact = decimal_cmp(money_decimal(*minor, digits),
			     normal(d.coef, d.scale)) == 0;
	return (true);
}

struct decimal
money_decimal(int64_t minor, int digits)
{
	INVARIANT(digits_ok(digits));
	return (decimal_make(minor, digits));
}

bool
money_percent(int64_t minor, struct decimal percent, int64_t *r)
{
	return (scaled(product(minor, percent.coef), number_of(1),
	    -2 - percent.scale, r));
}

bool
money_part(int64_t minor, int64_t part, int64_t whole, int64_t *r)
{
	return (scaled(product(minor, part), number_of(whole), 0, r));
}

bool
money_add(int64_t a, int64_t b, int64_t *r)
{
	return (!__builtin_add_overflow(a, b, r));
}

char *
money_text(int64_t minor, int digits, char *out)
{
	INVARIANT(digits_ok(digits));
	return (fixed_text(minor, digits, out));
}

/* Active ISO 4217 codes by their digits, in order; metals, funds without a
 * minor unit and test codes are no currencies here. */
static const struct {
	int digits;
	const char *codes;
} currency[] = {
	{ 2,
	    "AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BMD BND "
	    "BOB BOV BRL BSD BTN BWP BYN BZD CAD CDF CHE CHF CHW CNY "
	    "COP COU CRC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD "
	    "FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL HTG HUF IDR ILS "
	    "INR IRR JMD KES KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL "
	    "MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MXV MYR "
	    "MZN NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR "
	    "RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP "
	    "STN SVC SYP SZL THB TJS TMT TOP TRY TTD TWD TZS UAH USD "
	    "USN UYU UZS VED VES WST XAD XCD XCG YER ZAR ZMW ZWG" },
	{ 0,
	    "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV "
	    "XAF XOF XPF" },
	{ 3, "BHD IQD JOD KWD LYD OMR TND" },
	{ 4, "CLF UYW" },
};

static uint32_t
three(const char *p)
{
	const unsigned char *u = (const unsigned char *)p;

	return ((uint32_t)u[0] << 16 | (uint32_t)u[1] << 8 | u[2]);
}

/* One of n codes that are sorted and stand four bytes apart? */
static bool
among(const char *codes, size_t n, uint32_t code)
{
	while (n > 0) {
		const char *middle = codes + n / 2 * 4;
		uint32_t here = three(middle);

		if (here == code)
			return (true);
		if (here < code) {
			codes = middle + 4;
			n--;
		}
		n /= 2;
	}
	return (false);
}

int
currency_digits(struct slice code)
{
	if (code.n != 3)
		return (-1);
	for (size_t i = 0; i < sizeof(currency) / sizeof(currency[0]); i++)
		if (among(currency[i].codes,
			(strlen(currency[i].codes) + 1) / 4, three(code.p)))
			return (currency[i].digits);
	return (-1);
}
