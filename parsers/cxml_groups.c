#include "parsers/cxml_groups.h"

void
cxml_start(void *ctx, const struct xml_row *row)
{
	switch (row->use) {
	case U_FROM:
	case U_TO:
	case U_SENDER:
	case U_CREDENTIAL:
	case U_REQUEST:
	case U_WORD:
	case U_REFUSED:
	case U_ORDER:
		cxml_envelope_start(ctx, row);
		break;
	case U_HEADER:
	case U_SHIP_TO:
	case U_BILL_TO:
	case U_PARTNER:
	case U_CONTACT:
	case U_ADDRESS:
	case U_PLACE_ID:
	case U_PREVIOUS:
	case U_OFFER:
	case U_PERIOD:
	case U_REFERENCE:
		cxml_header_start(ctx, row);
		break;
	case U_FREIGHT:
	case U_LINE_FREIGHT:
	case U_TAX:
	case U_LINE_TAX:
	case U_TAX_RATE:
	case U_MODIFICATION:
	case U_COST:
	case U_MOD_NAME:
	case U_PERCENT:
	case U_CARD:
	case U_TERM:
	case U_DISCOUNT:
		cxml_amount_start(ctx, row);
		break;
	case U_LINE:
	case U_LINE_SHIP_TO:
	case U_SCHEDULE_SHIP_TO:
	case U_COMMITMENT:
	case U_LIMITED:
	case U_LINE_CONTACT:
	case U_SAID:
	case U_TOLERANCE:
	case U_ANSWERED:
	case U_ITEM_REFERENCE:
	case U_BASIS:
	case U_DISTRIBUTION:
	case U_SEGMENT:
	case U_ACCOUNT:
	case U_SCHEDULE:
	case U_AGREEMENT:
		cxml_line_start(ctx, row);
		break;
	default:
		break;
	}
}

void
cxml_end(void *ctx, const struct xml_row *row)
{
	switch (row->use) {
	case U_TELEPHONE:
		cxml_telephone_end(ctx);
		break;
	case U_FREIGHT:
	case U_LINE_FREIGHT:
	case U_TAX:
	case U_LINE_TAX:
	case U_MODIFICATION:
	case U_TERM:
		cxml_amount_end(ctx, row);
		break;
	case U_LINE_SHIP_TO:
	case U_SCHEDULE_SHIP_TO:
	case U_LINE_CONTACT:
	case U_SCHEDULE:
	case U_BASIS:
	case U_DISTRIBUTION:
	case U_ACCOUNT:
	case U_LINE:
		cxml_line_end(ctx, row);
		break;
	default:
		break;
	}
}
