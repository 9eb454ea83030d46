#include "parsers/x12_codes.h"
#include "domain/unit_codes.h"
#include "parsers/code_row.h"

#define N(a) (sizeof(a) / sizeof((a)[0]))

enum order_purpose
x12_purpose(struct slice code)
{
	/* clang-format off */
	static const struct code_row t[] = {
		{ "00", PURPOSE_ORIGINAL }, { "01", PURPOSE_CANCEL },
		{ "02", PURPOSE_CHANGE }, { "03", PURPOSE_CHANGE },
		{ "04", PURPOSE_CHANGE }, { "05", PURPOSE_REPLACE },
		{ "06", PURPOSE_CONFIRMATION }, { "07", PURPOSE_DUPLICATE },
		{ "15", PURPOSE_DUPLICATE }, { "17", PURPOSE_CANCEL },
		{ "18", PURPOSE_REPLACE }, { "22", PURPOSE_COPY },
		{ "24", PURPOSE_COPY }, { "77", PURPOSE_SIMULATION },
	};
	/* clang-format on */

	return ((enum order_purpose)code_means(t, N(t), code, PURPOSE_OTHER));
}

/* Not what they look like: SO is an order that was shipped already, BL is
 * bailment, RE a new order of the same goods.  Codes that promise something
 * we cannot keep (fabricate and hold, loans, leases) are left to people. */
enum order_kind
x12_kind(struct slice code)
{
	/* clang-format off */
	static const struct code_row t[] = {
		{ "SA", KIND_ORDER }, { "NE", KIND_ORDER },
		{ "KN", KIND_ORDER }, { "OS", KIND_ORDER },
		{ "RE", KIND_ORDER }, { "RO", KIND_ORDER },
		{ "DS", KIND_ORDER }, { "DR", KIND_ORDER },
		{ "CO", KIND_ORDER }, { "DO", KIND_ORDER },
		{ "EO", KIND_ORDER }, { "EP", KIND_ORDER },
		{ "NP", KIND_ORDER }, { "NS", KIND_ORDER },
		{ "PD", KIND_ORDER }, { "PR", KIND_ORDER },
		{ "SP", KIND_ORDER }, { "SS", KIND_ORDER },
		{ "US", KIND_ORDER }, { "WO", KIND_ORDER },
		{ "ST", KIND_STANDING },
		{ "BE", KIND_BLANKET }, { "BK", KIND_BLANKET },
		{ "KB", KIND_BLANKET }, { "AB", KIND_BLANKET },
		{ "KA", KIND_BLANKET }, { "KC", KIND_BLANKET },
		{ "KE", KIND_BLANKET }, { "RC", KIND_BLANKET },
		{ "RL", KIND_CALL_OFF }, { "RA", KIND_CALL_OFF },
		{ "IN", KIND_INFORMATION }, { "CF", KIND_INFORMATION },
		{ "BQ", KIND_INFORMATION }, { "BD", KIND_INFORMATION },
		{ "CN", KIND_CONSIGNMENT }, { "BH", KIND_BILL_AND_HOLD },
	};
	/* clang-format on */

	return ((enum order_kind)code_means(t, N(t), code, KIND_OTHER));
}

struct slice
x12_unit(struct slice code)
{
	return (unit_of_x12(code));
}

/* Kinds of price (catalog, contract, net) are for one unit like no code. */
struct decimal
x12_price_basis(struct slice code)
{
	/* clang-format off */
	static const struct code_row t[] = {
		{ "", 1 }, { "PE", 1 }, { "UM", 1 }, { "CA", 1 },
		{ "CT", 1 }, { "NT", 1 }, { "ST", 1 }, { "WH", 1 },
		{ "TE", 1 }, { "WE", 1 }, { "RE", 1 }, { "QE", 1 },
		{ "LE", 1 }, { "QT", 1 }, { "PR", 1 }, { "DI", 1 },
		{ "DR", 1 }, { "FX", 1 }, { "RT", 1 }, { "SR", 1 },
		{ "PN", 10 }, { "PD", 12 }, { "TD", 12 }, { "LD", 12 },
		{ "RD", 12 }, { "WD", 12 }, { "HP", 100 }, { "TC", 100 },
		{ "QH", 100 }, { "LC", 100 }, { "RC", 100 }, { "WC", 100 },
		{ "TP", 1000 }, { "TM", 1000 }, { "QS", 1000 },
		{ "LM", 1000 }, { "RM", 1000 }, { "WM", 1000 },
		{ "TT", 10000 }, { "HT", 100000 }, { "NC", 0 },
	};
	/* clang-format on */
	int n = code_means(t, N(t), code, -1);

	return (n < 0 ? DECIMAL_NONE : decimal_make(n, 0));
}

#define TWO(a, b) ((a) << 8 | (b))

static inline int
word(const char *p)
{
	return ((unsigned char)p[0] << 8 | (unsigned char)p[1]);
}

enum x12_item
x12_item(struct slice q)
{
	if (q.n != 2)
		return (X12_ITEM_NONE);
	switch (word(q.p)) {
	case TWO('V', 'P'):
	case TWO('V', 'N'):
	case TWO('V', 'C'):
		return (X12_ITEM_SELLER);
	case TWO('V', 'A'):
	case TWO('S', 'T'):
	case TWO('M', 'N'):
		return (X12_ITEM_SELLER_STYLE);
	case TWO('B', 'P'):
	case TWO('I', 'N'):
	case TWO('P', 'I'):
	case TWO('C', 'B'):
		return (X12_ITEM_BUYER);
	case TWO('S', 'K'):
	case TWO('I', 'T'):
		return (X12_ITEM_BUYER_STYLE);
	case TWO('U', 'P'):
	case TWO('U', 'K'):
	case TWO('E', 'N'):
	case TWO('E', 'O'):
		return (X12_ITEM_GTIN);
	case TWO('U', 'A'): /* 2-5-5, of a case */
	case TWO('U', 'D'): /* 2-5-5 */
	case TWO('U', 'I'): /* 1-5-5 */
	case TWO('U', '2'): /* 1-2-5-5 */
		return (X12_ITEM_GTIN_BARE);
	case TWO('M', 'G'):
	case TWO('M', 'F'):
		return (X12_ITEM_MAKER);
	default:
		return (X12_ITEM_NONE);
	}
}

enum x12_party
x12_party(struct slice role)
{
	/* clang-format off */
	static const struct code_row t[] = {
		{ "BY", X12_PARTY_BUYER }, { "SE", X12_PARTY_SELLER },
		{ "SU", X12_PARTY_SELLER }, { "VN", X12_PARTY_SELLER },
		{ "ST", X12_PARTY_SHIP_TO }, { "BT", X12_PARTY_BILL_TO },
		{ "BS", X12_PARTY_BOTH }, { "SO", X12_PARTY_SOLD_TO },
	};
	/* clang-format on */

	return ((enum x12_party)code_means(t, N(t), role, X12_PARTY_OTHER));
}

enum x12_date
x12_date(struct slice q)
{
	/* clang-format off */
	static const struct code_row t[] = {
		{ "002", X12_DATE_REQUESTED }, { "010", X12_DATE_SHIP },
		{ "037", X12_DATE_NOT_BEFORE }, { "064", X12_DATE_NOT_BEFORE },
		{ "071", X12_DATE_NOT_BEFORE }, { "081", X12_DATE_NOT_BEFORE },
		{ "038", X12_DATE_NOT_AFTER }, { "063", X12_DATE_NOT_AFTER },
		{ "074", X12_DATE_NOT_AFTER }, { "084", X12_DATE_NOT_AFTER },
		{ "001", X12_DATE_NOT_AFTER }, { "061", X12_DATE_NOT_AFTER },
		{ "175", X12_DATE_NOT_AFTER }, { "177", X12_DATE_NOT_AFTER },
		{ "092", X12_DATE_START }, { "007", X12_DATE_START },
		{ "196", X12_DATE_START }, { "093", X12_DATE_END },
		{ "036", X12_DATE_END }, { "197", X12_DATE_END },
	};
	/* clang-format on */

	return ((enum x12_date)code_means(t, N(t), q, X12_DATE_OTHER));
}

enum x12_reference
x12_reference(struct slice q)
{
	/* clang-format off */
	static const struct code_row t[] = {
		{ "11", X12_REF_ACCOUNT }, { "12", X12_REF_ACCOUNT },
		{ "14", X12_REF_ACCOUNT }, { "AP", X12_REF_ACCOUNT },
		{ "IT", X12_REF_ACCOUNT }, { "CR", X12_REF_CUSTOMER },
		{ "CT", X12_REF_CONTRACT }, { "BC", X12_REF_CONTRACT },
		{ "EM", X12_REF_PAYMENT },
	};
	/* clang-format on */

	return ((enum x12_reference)code_means(t, N(t), q, X12_REF_OTHER));
}

/* Cash with the order, in advance, or prepaid; other terms are an account. */
enum payment_kind
x12_payment(struct slice terms)
{
	/* clang-format off */
	static const struct code_row t[] = {
		{ "", PAYMENT_UNSTATED }, { "26", PAYMENT_PREPAID },
		{ "30", PAYMENT_PREPAID }, { "PP", PAYMENT_PREPAID },
	};
	/* clang-format on */

	return ((enum payment_kind)code_means(t, N(t), terms, PAYMENT_ACCOUNT));
}

struct slice
x12_group_set(struct slice function)
{
	/* clang-format off */
	static const char t[][2][4] = {
		{ "PO", "850" }, { "PC", "860" }, { "PR", "855" },
		{ "CA", "865" }, { "SH", "856" }, { "OW", "940" },
		{ "SW", "945" }, { "FA", "997" }, { "AG", "824" },
		{ "RA", "820" }, { "IB", "846" }, { "PS", "830" },
		{ "SS", "862" }, { "IN", "810" },
	};
	/* clang-format on */

	for (size_t i = 0; i < N(t); i++)
		if (slice_is(function, t[i][0]))
			return (slice_of(t[i][1]));
	return (SLICE_NONE);
}
