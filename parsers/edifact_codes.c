#include "parsers/edifact_codes.h"
#include "parsers/code_row.h"

#define N(a) (sizeof(a) / sizeof((a)[0]))

enum order_kind
edifact_kind(struct slice code)
{
	/* clang-format off */
	static const struct code_row t[] = {
		{ "220", KIND_ORDER }, { "105", KIND_ORDER },
		{ "222", KIND_ORDER }, { "224", KIND_ORDER },
		{ "227", KIND_CONSIGNMENT }, { "228", KIND_ORDER },
		{ "233", KIND_ORDER }, { "400", KIND_ORDER },
		{ "401", KIND_ORDER }, { "402", KIND_ORDER },
		{ "50E", KIND_ORDER }, { "230", KIND_ORDER },
		{ "221", KIND_BLANKET }, { "226", KIND_CALL_OFF },
		{ "258", KIND_STANDING }, { "23B", KIND_STANDING },
	};
	/* clang-format on */

	return ((enum order_kind)code_means(t, N(t), code, KIND_OTHER));
}

/* Nothing said is an original, or a change.  Only a header or only the lines
 * replaced (20, 21), and an order put on hold (23), are left to people. */
enum order_purpose
edifact_purpose(struct slice code, bool change)
{
	/* clang-format off */
	static const struct code_row t[] = {
		{ "9", PURPOSE_ORIGINAL }, { "", PURPOSE_ORIGINAL },
		{ "1", PURPOSE_CANCEL }, { "17", PURPOSE_CANCEL },
		{ "2", PURPOSE_CHANGE }, { "3", PURPOSE_CHANGE },
		{ "4", PURPOSE_CHANGE }, { "5", PURPOSE_REPLACE },
		{ "18", PURPOSE_REPLACE }, { "6", PURPOSE_CONFIRMATION },
		{ "42", PURPOSE_CONFIRMATION }, { "7", PURPOSE_DUPLICATE },
		{ "35", PURPOSE_DUPLICATE }, { "31", PURPOSE_COPY },
		{ "16", PURPOSE_SIMULATION }, { "46", PURPOSE_SIMULATION },
		{ "53", PURPOSE_SIMULATION },
	};
	/* clang-format on */
	enum order_purpose p = (enum order_purpose)code_means(t, N(t), code,
	    PURPOSE_OTHER);

	return (change && p == PURPOSE_ORIGINAL ? PURPOSE_CHANGE : p);
}

enum line_change
edifact_action(struct slice code)
{
	static const struct code_row t[] = { { "1", CHANGE_ADD },
		{ "2", CHANGE_DELETE }, { "3", CHANGE_REPLACE },
		{ "4", CHANGE_NONE }, { "11", CHANGE_NONE } };

	return ((enum line_change)code_means(t, N(t), code, CHANGE_UNSTATED));
}

enum edifact_item
edifact_item(struct slice type)
{
	/* clang-format off */
	static const struct code_row t[] = {
		{ "EN", EDIFACT_ITEM_GTIN }, { "SRV", EDIFACT_ITEM_GTIN },
		{ "UP", EDIFACT_ITEM_GTIN }, { "SA", EDIFACT_ITEM_SELLER },
		{ "VN", EDIFACT_ITEM_SELLER }, { "VP", EDIFACT_ITEM_SELLER },
		{ "BP", EDIFACT_ITEM_BUYER }, { "IN", EDIFACT_ITEM_BUYER },
		{ "MF", EDIFACT_ITEM_MAKER }, { "MN", EDIFACT_ITEM_MAKER },
	};
	/* clang-format on */

	return (
	    (enum edifact_item)code_means(t, N(t), type, EDIFACT_ITEM_NONE));
}

enum edifact_party
edifact_party(struct slice role)
{
	/* clang-format off */
	static const struct code_row t[] = {
		{ "BY", EDIFACT_PARTY_BUYER }, { "SU", EDIFACT_PARTY_SELLER },
		{ "SE", EDIFACT_PARTY_SELLER }, { "DP", EDIFACT_PARTY_SHIP_TO },
		{ "ST", EDIFACT_PARTY_SHIP_TO },
		{ "IV", EDIFACT_PARTY_BILL_TO },
		{ "BS", EDIFACT_PARTY_BOTH }, { "CN", EDIFACT_PARTY_CONSIGNEE },
	};
	/* clang-format on */

	return (
	    (enum edifact_party)code_means(t, N(t), role, EDIFACT_PARTY_OTHER));
}

enum edifact_date
edifact_date(struct slice q)
{
	/* clang-format off */
	static const struct code_row t[] = {
		{ "137", EDIFACT_DATE_DOCUMENT }, { "4", EDIFACT_DATE_ORDER },
		{ "2", EDIFACT_DATE_REQUESTED }, { "10", EDIFACT_DATE_SHIP },
		{ "64", EDIFACT_DATE_NOT_BEFORE },
		{ "37", EDIFACT_DATE_NOT_BEFORE },
		{ "71", EDIFACT_DATE_NOT_BEFORE },
		{ "81", EDIFACT_DATE_NOT_BEFORE },
		{ "63", EDIFACT_DATE_NOT_AFTER },
		{ "38", EDIFACT_DATE_NOT_AFTER },
		{ "74", EDIFACT_DATE_NOT_AFTER },
		{ "84", EDIFACT_DATE_NOT_AFTER },
		{ "61", EDIFACT_DATE_NOT_AFTER },
		{ "46", EDIFACT_DATE_NOT_AFTER },
		{ "49", EDIFACT_DATE_WINDOW },
		{ "92", EDIFACT_DATE_START }, { "7", EDIFACT_DATE_START },
		{ "157", EDIFACT_DATE_START }, { "93", EDIFACT_DATE_END },
		{ "36", EDIFACT_DATE_END }, { "11", EDIFACT_DATE_SHIPPED },
	};
	/* clang-format on */

	return ((enum edifact_date)code_means(t, N(t), q, EDIFACT_DATE_OTHER));
}

enum edifact_reference
edifact_reference(struct slice q)
{
	/* clang-format off */
	static const struct code_row t[] = {
		{ "ON", EDIFACT_REF_ORDER }, { "BO", EDIFACT_REF_BLANKET },
		{ "CT", EDIFACT_REF_CONTRACT }, { "BC", EDIFACT_REF_CONTRACT },
		{ "ADE", EDIFACT_REF_ACCOUNT }, { "AP", EDIFACT_REF_ACCOUNT },
		{ "IT", EDIFACT_REF_ACCOUNT }, { "CR", EDIFACT_REF_CUSTOMER },
		{ "UC", EDIFACT_REF_CUSTOMER }, { "PQ", EDIFACT_REF_PAYMENT },
	};
	/* clang-format on */

	return (
	    (enum edifact_reference)code_means(t, N(t), q, EDIFACT_REF_OTHER));
}

/* Discounts and penalties say nothing about when the rest is paid. */
enum payment_kind
edifact_terms(struct slice code)
{
	/* clang-format off */
	static const struct code_row t[] = {
		{ "", PAYMENT_UNSTATED }, { "20", PAYMENT_UNSTATED },
		{ "22", PAYMENT_UNSTATED }, { "8", PAYMENT_UNSTATED },
		{ "32", PAYMENT_PREPAID }, { "58", PAYMENT_PREPAID },
	};
	/* clang-format on */

	return ((enum payment_kind)code_means(t, N(t), code, PAYMENT_ACCOUNT));
}

enum payment_kind
edifact_conditions(struct slice code)
{
	/* clang-format off */
	static const struct code_row t[] = {
		{ "31", PAYMENT_PREPAID }, { "32", PAYMENT_ACCOUNT },
		{ "33", PAYMENT_ACCOUNT }, { "36", PAYMENT_ACCOUNT },
		{ "70", PAYMENT_ACCOUNT }, { "71", PAYMENT_ACCOUNT },
	};
	/* clang-format on */

	return ((enum payment_kind)code_means(t, N(t), code, PAYMENT_UNSTATED));
}

bool
edifact_firm(struct slice status)
{
	static const struct code_row t[] = { { "", 1 }, { "1", 1 }, { "10", 1 },
		{ "15", 1 }, { "22", 1 } };

	return (code_means(t, N(t), status, 0) == 1);
}

/* --- dates ------------------------------------------------------------- */

static int
digits(struct slice s, size_t from, size_t n)
{
	int v = 0;

	for (size_t i = from; i < from + n; i++) {
		if (i >= s.n || s.p[i] < '0' || s.p[i] > '9')
			return (-1);
		v = v * 10 + (s.p[i] - '0');
	}
	return (v);
}

static int
century(int yy)
{
	return (yy < 0 ? -1 : yy < 50 ? 2000 + yy : 1900 + yy);
}

/* A day of an ISO week. */
static day
week_day(int y, int w, int d)
{
	int year, week;
	day first, found;

	if (y < 0 || w < 1 || w > 53 || d < 1 || d > 7)
		return (DAY_NONE);
	first = day_of(y, 1, 4);
	if (first == DAY_NONE)
		return (DAY_NONE);
	found = first - (day_weekday(first) - 1) + (w - 1) * 7 + d - 1;
	day_iso_week(found, &year, &week);
	return (year == y && week == w ? found : DAY_NONE);
}

/* YYWWD */
static day
of_week(struct slice s)
{
	return (s.n == 5 ? week_day(century(digits(s, 0, 2)), digits(s, 2, 2),
			       digits(s, 4, 1)) :
			   DAY_NONE);
}

/* YYDDD */
static day
of_year(struct slice s)
{
	int y = century(digits(s, 0, 2)), n = digits(s, 2, 3);
	day first = y < 0 ? DAY_NONE : day_of(y, 1, 1);

	if (s.n != 5 || first == DAY_NONE || n < 1 ||
	    first + n > day_of(y, 12, 31) + 1)
		return (DAY_NONE);
	return (first + n - 1);
}

/* DDMMYY or MMDDYY */
static day
short_day(struct slice s, size_t d, size_t m)
{
	int y = century(digits(s, 4, 2));

	if (s.n != 6 || y < 0 || digits(s, d, 2) < 0 || digits(s, m, 2) < 0)
		return (DAY_NONE);
	return (day_of(y, digits(s, m, 2), digits(s, d, 2)));
}

/* clang-format off */
enum how { NO_DAY, BASIC, SHORT, WEEK, YEAR, DMY, MDY, BASIC_RANGE,
	SHORT_RANGE, WEEKS, MONTHS };
/* clang-format on */

/* How a day begins, and how long the whole is; 0: as long as the day and its
 * time zone. */
static const struct format {
	char code[4];
	enum how how;
	size_t length;
} formats[] = {
	{ "102", BASIC, 8 },
	{ "203", BASIC, 12 },
	{ "204", BASIC, 14 },
	{ "101", SHORT, 6 },
	{ "201", SHORT, 10 },
	{ "202", SHORT, 12 },
	{ "205", BASIC, 0 },
	{ "208", BASIC, 0 },
	{ "303", BASIC, 0 },
	{ "304", BASIC, 0 },
	{ "301", SHORT, 0 },
	{ "302", SHORT, 0 },
	{ "103", WEEK, 5 },
	{ "105", YEAR, 5 },
	{ "2", DMY, 6 },
	{ "3", MDY, 6 },
	{ "718", BASIC_RANGE, 8 },
	{ "711", BASIC_RANGE, 8 },
	{ "719", BASIC_RANGE, 12 },
	{ "717", SHORT_RANGE, 6 },
	{ "713", SHORT_RANGE, 10 },
	{ "615", WEEKS, 4 },
	{ "616", WEEKS, 6 },
	{ "609", MONTHS, 4 },
	{ "610", MONTHS, 6 },
};

static day
point(enum how how, struct slice v)
{
	switch (how) {
	case BASIC:
	case BASIC_RANGE:
		return (day_parse_basic(slice_sub(v, 0, 8)));
	case SHORT:
	case SHORT_RANGE:
		return (day_parse_short(slice_sub(v, 0, 6)));
	case WEEK:
		return (of_week(v));
	case YEAR:
		return (of_year(v));
	case DMY:
		return (short_day(v, 0, 2));
	case MDY:
		return (short_day(v, 2, 0));
	case WEEKS:
	case MONTHS:
	case NO_DAY:
		break;
	}
	return (DAY_NONE);
}

/* YYWW, CCYYWW, YYMM, CCYYMM: all days of it. */
static enum edifact_day
period(const struct format *f, struct slice v, day *from, day *to)
{
	size_t n = f->length - 2;
	int y = n == 2 ? century(digits(v, 0, n)) : digits(v, 0, n);
	int k = digits(v, n, 2);

	if (v.n != f->length || y < 0 || k < 1)
		return (EDIFACT_DAY_WRONG);
	if (f->how == WEEKS) {
		*from = week_day(y, k, 1);
		*to = *from == DAY_NONE ? DAY_NONE : *from + 6;
	} else {
		*from = day_of(y, k, 1);
		*to = k < 12 ? day_of(y, k + 1, 1) : day_of(y + 1, 1, 1);
		*to = *to == DAY_NONE ? DAY_NONE : *to - 1;
	}
	if (*from != DAY_NONE && *to != DAY_NONE)
		return (EDIFACT_DAY);
	*from = *to = DAY_NONE;
	return (EDIFACT_DAY_WRONG);
}

/* Both ends, with or without a hyphen between them. */
static enum edifact_day
range(const struct format *f, struct slice v, day *from, day *to)
{
	size_t n = f->length, dash = v.n == 2 * n + 1 && v.p[n] == '-';

	if (v.n != 2 * n + dash)
		return (EDIFACT_DAY_WRONG);
	*from = point(f->how, slice_sub(v, 0, n));
	*to = point(f->how, slice_sub(v, n + dash, n));
	if (*from != DAY_NONE && *to != DAY_NONE && *from <= *to)
		return (EDIFACT_DAY);
	*from = *to = DAY_NONE;
	return (EDIFACT_DAY_WRONG);
}

enum edifact_day
edifact_day(struct slice v, struct slice format, day *from, day *to)
{
	*from = *to = DAY_NONE;
	if (format.n == 0) {
		*from = *to = day_parse_basic(v);
		return (
		    *from != DAY_NONE ? EDIFACT_DAY_GUESSED : EDIFACT_DAY_NONE);
	}
	for (size_t i = 0; i < N(formats); i++) {
		const struct format *f = &formats[i];

		if (!slice_is(format, f->code))
			continue;
		if (f->how == BASIC_RANGE || f->how == SHORT_RANGE)
			return (range(f, v, from, to));
		if (f->how == WEEKS || f->how == MONTHS)
			return (period(f, v, from, to));
		if (f->length == 0 || v.n == f->length)
			*from = *to = point(f->how, v);
		return (*from != DAY_NONE ? EDIFACT_DAY : EDIFACT_DAY_WRONG);
	}
	return (EDIFACT_DAY_NONE);
}
