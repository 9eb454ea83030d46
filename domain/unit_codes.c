#include "domain/unit_codes.h"

#define N(a) (sizeof(a) / sizeof((a)[0]))

/* Rec 21 packages have an X before.  Units that would need a factor (a six
 * pack) are left out: the quantity on paper and in the book must be the
 * same. */
/* clang-format off */
static const char units[][2][4] = {	/* sorted */
	{ "01", "LBR" }, { "03", "SEC" }, { "1N", "C62" }, { "50", "KGM" },
	{ "58", "KGM" }, { "68", "AMP" }, { "70", "VLT" }, { "99", "WTT" },
	{ "AC", "ACR" }, { "AS", "AS" }, { "BA", "XBL" }, { "BC", "XBJ" },
	{ "BD", "XBE" }, { "BF", "BFT" }, { "BG", "XBG" }, { "BK", "D63" },
	{ "BO", "XBO" }, { "BR", "BLL" }, { "BS", "XBK" }, { "BU", "BUA" },
	{ "BX", "XBX" }, { "CA", "XCS" }, { "CC", "CMQ" }, { "CE", "CEL" },
	{ "CF", "FTQ" }, { "CH", "XCN" }, { "CI", "INQ" }, { "CL", "XCY" },
	{ "CM", "CMT" }, { "CN", "XCX" }, { "CP", "XCR" }, { "CQ", "XCQ" },
	{ "CR", "MTQ" }, { "CT", "XCT" }, { "CW", "CWA" }, { "CX", "XCL" },
	{ "CY", "YDQ" }, { "DA", "DAY" }, { "DH", "SMI" }, { "DK", "KMT" },
	{ "DP", "DPR" }, { "DR", "XDR" }, { "DW", "DAY" }, { "DZ", "DZN" },
	{ "EA", "EA" }, { "EV", "XEN" }, { "FA", "FAH" }, { "FO", "OZA" },
	{ "FT", "FOT" }, { "GA", "GLL" }, { "GG", "GGR" }, { "GI", "GLI" },
	{ "GR", "GRM" }, { "GS", "GRO" }, { "H4", "HLT" }, { "HC", "CEN" },
	{ "HK", "DTN" }, { "HR", "HUR" }, { "HU", "CEN" }, { "IN", "INH" },
	{ "JA", "E51" }, { "JR", "XJR" }, { "JT", "XTN" }, { "JU", "XJG" },
	{ "K7", "KWT" }, { "KE", "XKG" }, { "KG", "KGM" }, { "KH", "KWH" },
	{ "KT", "KT" }, { "KV", "KEL" }, { "LB", "LBR" }, { "LF", "LF" },
	{ "LG", "LTN" }, { "LM", "LM" }, { "LO", "LO" }, { "LS", "LS" },
	{ "LT", "LTR" }, { "LY", "YRD" }, { "MC", "MC" }, { "ME", "MGM" },
	{ "MJ", "MIN" }, { "ML", "MLT" }, { "MM", "MMT" }, { "MO", "MON" },
	{ "MP", "TNE" }, { "MR", "MTR" }, { "NS", "STN" }, { "OZ", "ONZ" },
	{ "P1", "P1" }, { "PA", "XPL" }, { "PC", "H87" }, { "PF", "XPX" },
	{ "PH", "XPA" }, { "PK", "XPK" }, { "PL", "XPX" }, { "PR", "PR" },
	{ "PT", "PTL" }, { "Q1", "QAN" }, { "QT", "QTL" }, { "RE", "XRL" },
	{ "RL", "XRO" }, { "RM", "RM" }, { "SC", "CMK" }, { "SF", "FTK" },
	{ "SH", "XST" }, { "SI", "INK" }, { "SJ", "XSA" }, { "SM", "MTK" },
	{ "SO", "XSO" }, { "ST", "SET" }, { "SV", "XSI" }, { "SY", "YDK" },
	{ "T3", "MIL" }, { "TB", "XTU" }, { "TH", "MIL" }, { "TK", "XTK" },
	{ "TM", "MBF" }, { "TN", "STN" }, { "TO", "APZ" }, { "TV", "TNE" },
	{ "TY", "XPU" }, { "UM", "MIO" }, { "UN", "C62" }, { "VI", "XVI" },
	{ "WK", "WEE" }, { "YD", "YRD" }, { "YR", "ANN" },
};
/* Codes of a unit that has a better known one: read, never written. */
static const char read_only[][4] = { "01", "1N", "50", "58", "DW", "HC",
	"PF", "T3", "TN", "TV" };
/* clang-format on */

static inline int
word(const char *p)
{
	return ((unsigned char)p[0] << 8 | (unsigned char)p[1]);
}

struct slice
unit_of_x12(struct slice code)
{
	size_t low = 0, high = N(units);
	int want;

	if (code.n != 2)
		return (SLICE_NONE);
	want = word(code.p);
	while (low < high) {
		size_t i = (low + high) / 2;
		int order = want - word(units[i][0]);

		if (order == 0) {
			const char *to = units[i][1];

			return ((struct slice){ to, to[2] == '\0' ? 2 : 3 });
		}
		if (order < 0)
			high = i;
		else
			low = i + 1;
	}
	return (SLICE_NONE);
}

static bool
is_read_only(const char *code)
{
	for (size_t i = 0; i < N(read_only); i++)
		if (memcmp(code, read_only[i], sizeof(read_only[i])) == 0)
			return (true);
	return (false);
}

struct slice
unit_to_x12(struct slice unit)
{
	for (size_t i = 0; i < N(units); i++)
		if (slice_is(unit, units[i][1]) && !is_read_only(units[i][0]))
			return ((struct slice){ units[i][0], 2 });
	return (SLICE_NONE);
}
