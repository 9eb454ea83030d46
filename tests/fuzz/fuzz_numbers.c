/*
 * Whatever parses as a number, day or instant has a text that parses as the
 * same; and arithmetic on any two numbers refuses or keeps its laws.
 */
#include <stdlib.h>
#include "base/date.h"
#include "base/decimal.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static void
must(bool truth)
{
	if (!truth)
		abort();
}

static bool
same(struct decimal a, struct decimal b)
{
	return (a.coef == b.coef && a.scale == b.scale);
}

static void
check_decimal(struct slice s, struct decimal *d)
{
	char text[DECIMAL_TEXT_MAX];
	struct decimal back;

	*d = DECIMAL_ZERO;
	if (!decimal_parse(s, d))
		return;
	must(d->scale == 0 || d->coef % 10 != 0);
	must(decimal_parse(slice_of(decimal_text(*d, text)), &back));
	must(same(*d, back));
}

static void
check_laws(struct decimal a, struct decimal b)
{
	struct decimal r, back;
	int64_t minor;
	bool exact;

	if (decimal_add(a, b, &r) && decimal_sub(r, b, &back))
		must(same(a, back));
	if (b.coef != 0 && decimal_mul(a, b, &r)) {
		must(decimal_div(r, b, a.scale, &back));
		must(same(a, back));
	}
	must(decimal_cmp(a, b) == -decimal_cmp(b, a));
	must((decimal_cmp(a, b) == 0) == same(a, b));
	if (money_from_decimal(a, 2, &minor, &exact) && exact)
		must(same(money_decimal(minor, 2), a));
	if (b.coef != 0)
		(void)money_of(a, a, b, 2, &minor);
}

static void
check_date(struct slice s)
{
	char text[21];
	day d = day_parse_iso(s);
	instant t = instant_parse(s);

	if (d != DAY_NONE)
		must(day_parse_iso(slice_of(day_text(d, text))) == d);
	d = day_parse_basic(s);
	if (d != DAY_NONE)
		must(day_parse_basic(slice_of(day_basic(d, text))) == d);
	d = day_parse_short(s);
	if (d != DAY_NONE)
		must(
		    slice_eq(slice_sub(slice_of(day_basic(d, text)), 2, 6), s));
	if (t != INSTANT_NONE)
		must(instant_parse(slice_of(instant_text(t, text))) == t);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct slice s = { (const char *)data, n }, first, second;
	struct decimal a, b;
	int64_t v;

	(void)slice_cut(s, '\n', &first, &second);
	check_decimal(first, &a);
	check_decimal(second, &b);
	check_laws(a, b);
	check_date(first);
	(void)decimal_parse_implied(first, (int32_t)(second.n % 16), &a);
	(void)slice_int(first, &v);
	(void)slice_glob(first, second);
	return (0);
}
