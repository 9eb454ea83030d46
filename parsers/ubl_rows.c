#include "parsers/ubl.h"

/*
 * One row an element that means something: the type of its parent, its name,
 * the type of its content, how often it may stand, what is done with it and
 * where its value goes.  Sorted by parent, then in the schema's order, which
 * is the order in which they come.
 */
/* clang-format off */
#define VALUE(parent, ns, name, times, use, base, s, m) { parent, ns, name, \
	XML_VALUE, times, use, base, (uint16_t)offsetof(struct s, m) }
/* clang-format on */
#define ONE(parent, name, use, base, s, m) \
	VALUE(parent, NS_CBC, name, XML_ONCE, use, base, s, m)
#define ANY(parent, name, use, base, s, m) \
	VALUE(parent, NS_CBC, name, XML_MANY, use, base, s, m)
#define FIRST(parent, name, use, base, s, m) \
	VALUE(parent, NS_CBC, name, XML_FIRST, use, base, s, m)
#define RULE(parent, name, use, m) \
	VALUE(parent, NS_REC, name, XML_ONCE, use, B_ORDER, order, recurrence.m)
/* clang-format off */
#define SAY(parent, name, use) { parent, NS_CBC, name, XML_VALUE, \
	XML_FIRST, use, B_NONE, 0 }
#define GROUP(parent, name, type, times, use) { parent, NS_CAC, name, type, \
	times, use, B_NONE, 0 }
#define OTHER(parent, ns, name, type, times, use) { parent, ns, name, type, \
	times, use, B_NONE, 0 }
/* clang-format on */

static const struct xml_row rows[] = {
	OTHER(T_ORDER, NS_EXT, "UBLExtensions", T_EXTENSIONS, XML_ONCE,
	    U_PLAIN),
	ONE(T_ORDER, "UBLVersionID", U_TEXT, B_DOC, ubl_doc, version),
	ONE(T_ORDER, "CustomizationID", U_TEXT, B_DOC, ubl_doc, customization),
	ONE(T_ORDER, "ProfileID", U_TEXT, B_DOC, ubl_doc, profile),
	ONE(T_ORDER, "ID", U_TEXT, B_ORDER, order, po_number),
	SAY(T_ORDER, "CopyIndicator", U_COPY),
	ONE(T_ORDER, "UUID", U_TEXT, B_DOC, ubl_doc, uuid),
	ONE(T_ORDER, "IssueDate", U_DAY, B_ORDER, order, ordered_on),
	ONE(T_ORDER, "OrderTypeCode", U_KIND, B_ORDER, order, kind_code),
	ANY(T_ORDER, "Note", U_NOTE, B_ORDER, order, notes),
	ONE(T_ORDER, "DocumentCurrencyCode", U_CURRENCY, B_ORDER, order,
	    currency),
	ONE(T_ORDER, "PricingCurrencyCode", U_CURRENCY, B_DOC, ubl_doc,
	    pricing_currency),
	ONE(T_ORDER, "TaxCurrencyCode", U_CURRENCY, B_DOC, ubl_doc,
	    tax_currency),
	ONE(T_ORDER, "CustomerReference", U_TEXT, B_ORDER, order,
	    customer_reference),
	ONE(T_ORDER, "AccountingCostCode", U_TEXT, B_DOC, ubl_doc, cost_code),
	ONE(T_ORDER, "AccountingCost", U_TEXT, B_ORDER, order, cost_centre),
	ONE(T_ORDER, "LineCountNumeric", U_COUNT, B_ORDER, order, stated_lines),
	GROUP(T_ORDER, "ValidityPeriod", T_PERIOD, XML_MANY, U_VALIDITY),
	GROUP(T_ORDER, "QuotationDocumentReference", T_DOCUMENT, XML_ONCE,
	    U_REFERENCE),
	GROUP(T_ORDER, "OrderDocumentReference", T_DOCUMENT, XML_MANY,
	    U_REFERENCE),
	GROUP(T_ORDER, "OriginatorDocumentReference", T_DOCUMENT, XML_ONCE,
	    U_REFERENCE),
	GROUP(T_ORDER, "CatalogueReference", T_DOCUMENT, XML_ONCE, U_REFERENCE),
	GROUP(T_ORDER, "AdditionalDocumentReference", T_DOCUMENT, XML_MANY,
	    U_REFERENCE),
	GROUP(T_ORDER, "Contract", T_DOCUMENT, XML_MANY, U_CONTRACT),
	GROUP(T_ORDER, "ProjectReference", T_DOCUMENT, XML_MANY, U_REFERENCE),
	GROUP(T_ORDER, "BuyerCustomerParty", T_CUSTOMER, XML_ONCE, U_BUYER),
	GROUP(T_ORDER, "SellerSupplierParty", T_CUSTOMER, XML_ONCE, U_SELLER),
	GROUP(T_ORDER, "AccountingCustomerParty", T_CUSTOMER, XML_ONCE,
	    U_BILL_TO),
	GROUP(T_ORDER, "Delivery", T_DELIVERY, XML_MANY, U_DELIVERY),
	GROUP(T_ORDER, "DeliveryTerms", T_DELIVERY_TERMS, XML_MANY, U_PLAIN),
	GROUP(T_ORDER, "PaymentMeans", T_MEANS, XML_MANY, U_PLAIN),
	GROUP(T_ORDER, "PaymentTerms", T_TERMS, XML_MANY, U_TERMS),
	GROUP(T_ORDER, "AllowanceCharge", T_CHARGE, XML_MANY, U_CHARGE),
	GROUP(T_ORDER, "TaxTotal", T_TAX_TOTAL, XML_MANY, U_TAX),
	GROUP(T_ORDER, "AnticipatedMonetaryTotal", T_TOTAL, XML_ONCE, U_PLAIN),
	GROUP(T_ORDER, "OrderLine", T_ORDER_LINE, XML_MANY, U_LINE),

	ONE(T_OTHER, "UBLVersionID", U_TEXT, B_DOC, ubl_doc, version),
	ONE(T_OTHER, "CustomizationID", U_TEXT, B_DOC, ubl_doc, customization),
	ONE(T_OTHER, "ID", U_TEXT, B_ORDER, order, po_number),

	OTHER(T_EXTENSIONS, NS_EXT, "UBLExtension", T_EXTENSION, XML_MANY,
	    U_PLAIN),

	OTHER(T_EXTENSION, NS_EXT, "ExtensionContent", T_CONTENT, XML_ONCE,
	    U_PLAIN),

	OTHER(T_CONTENT, NS_REC, "Recurrence", T_RECURRENCE, XML_ONCE,
	    U_RECURRENCE),

	RULE(T_RECURRENCE, "Rule", U_TEXT, text),
	RULE(T_RECURRENCE, "StartDate", U_DAY, start),
	RULE(T_RECURRENCE, "EndDate", U_DAY, end),
	RULE(T_RECURRENCE, "Count", U_COUNT, count),

	ONE(T_PERIOD, "StartDate", U_DAY, B_PERIOD, ubl_period, start),
	ONE(T_PERIOD, "EndDate", U_DAY, B_PERIOD, ubl_period, end),
	ONE(T_PERIOD, "DurationMeasure", U_MEASURE, B_PERIOD, ubl_period,
	    measure),

	ONE(T_DOCUMENT, "ID", U_TEXT, B_REFERENCE, reference, value),
	FIRST(T_DOCUMENT, "DocumentTypeCode", U_TEXT, B_REFERENCE, reference,
	    text),
	FIRST(T_DOCUMENT, "DocumentType", U_TEXT, B_REFERENCE, reference, text),
	FIRST(T_DOCUMENT, "ContractType", U_TEXT, B_REFERENCE, reference, text),

	FIRST(T_CUSTOMER, "SupplierAssignedAccountID", U_ACCOUNT, B_ORDER,
	    order, account),
	GROUP(T_CUSTOMER, "Party", T_PARTY, XML_ONCE, U_PLAIN),
	GROUP(T_CUSTOMER, "DeliveryContact", T_CONTACT, XML_ONCE, U_PLAIN),
	GROUP(T_CUSTOMER, "AccountingContact", T_CONTACT, XML_ONCE, U_PLAIN),
	GROUP(T_CUSTOMER, "BuyerContact", T_CONTACT, XML_ONCE, U_PLAIN),
	GROUP(T_CUSTOMER, "SellerContact", T_CONTACT, XML_ONCE, U_PLAIN),

	SAY(T_PARTY, "EndpointID", U_ENDPOINT),
	GROUP(T_PARTY, "PartyIdentification", T_PARTY_ID, XML_MANY, U_PLAIN),
	GROUP(T_PARTY, "PartyName", T_PARTY_NAME, XML_MANY, U_PLAIN),
	GROUP(T_PARTY, "PostalAddress", T_ADDRESS, XML_ONCE, U_PLAIN),
	GROUP(T_PARTY, "PartyTaxScheme", T_TAX_SCHEME, XML_MANY, U_PLAIN),
	GROUP(T_PARTY, "PartyLegalEntity", T_LEGAL, XML_MANY, U_PLAIN),
	GROUP(T_PARTY, "Contact", T_CONTACT, XML_ONCE, U_PLAIN),

	SAY(T_PARTY_ID, "ID", U_PARTY_ID),

	ONE(T_PARTY_NAME, "Name", U_TEXT, B_PARTY, party, name),

	ONE(T_LEGAL, "RegistrationName", U_TEXT, B_PARTY, party, name),
	SAY(T_LEGAL, "CompanyID", U_COMPANY_ID),

	SAY(T_TAX_SCHEME, "CompanyID", U_TAX_ID),

	FIRST(T_CONTACT, "Name", U_TEXT, B_PARTY, party, contact),
	FIRST(T_CONTACT, "Telephone", U_TEXT, B_PARTY, party, phone),
	FIRST(T_CONTACT, "ElectronicMail", U_TEXT, B_PARTY, party, email),

	FIRST(T_ADDRESS, "Postbox", U_JOIN, B_PARTY, party, street2),
	FIRST(T_ADDRESS, "Floor", U_JOIN, B_PARTY, party, street2),
	FIRST(T_ADDRESS, "Room", U_JOIN, B_PARTY, party, street2),
	FIRST(T_ADDRESS, "StreetName", U_TEXT, B_PARTY, party, street),
	ANY(T_ADDRESS, "AdditionalStreetName", U_JOIN, B_PARTY, party, street2),
	FIRST(T_ADDRESS, "BuildingName", U_JOIN, B_PARTY, party, street2),
	FIRST(T_ADDRESS, "BuildingNumber", U_NUMBER, B_PARTY, party, street),
	FIRST(T_ADDRESS, "InhouseMail", U_JOIN, B_PARTY, party, street2),
	FIRST(T_ADDRESS, "Department", U_JOIN, B_PARTY, party, name2),
	FIRST(T_ADDRESS, "MarkAttention", U_JOIN, B_PARTY, party, name2),
	FIRST(T_ADDRESS, "MarkCare", U_JOIN, B_PARTY, party, name2),
	FIRST(T_ADDRESS, "CityName", U_TEXT, B_PARTY, party, city),
	FIRST(T_ADDRESS, "PostalZone", U_TEXT, B_PARTY, party, postal_code),
	FIRST(T_ADDRESS, "CountrySubentity", U_TEXT, B_PARTY, party, region),
	FIRST(T_ADDRESS, "CountrySubentityCode", U_TEXT, B_PARTY, party,
	    region),
	GROUP(T_ADDRESS, "AddressLine", T_ADDRESS_LINE, XML_MANY, U_PLAIN),
	GROUP(T_ADDRESS, "Country", T_COUNTRY, XML_ONCE, U_PLAIN),

	ONE(T_ADDRESS_LINE, "Line", U_JOIN, B_PARTY, party, street2),

	FIRST(T_COUNTRY, "IdentificationCode", U_COUNTRY, B_PARTY, party,
	    country),

	ONE(T_DELIVERY, "Quantity", U_QUANTITY, B_DELIVERY, ubl_delivery,
	    quantity),
	ONE(T_DELIVERY, "LatestDeliveryDate", U_DAY, B_DELIVERY, ubl_delivery,
	    latest),
	GROUP(T_DELIVERY, "DeliveryAddress", T_ADDRESS, XML_ONCE, U_PLACE),
	GROUP(T_DELIVERY, "DeliveryLocation", T_LOCATION, XML_ONCE, U_PLACE),
	GROUP(T_DELIVERY, "RequestedDeliveryPeriod", T_PERIOD, XML_ONCE,
	    U_REQUESTED),
	GROUP(T_DELIVERY, "CarrierParty", T_PARTY, XML_ONCE, U_CARRIER),
	GROUP(T_DELIVERY, "DeliveryParty", T_PARTY, XML_ONCE, U_WHO),

	SAY(T_LOCATION, "ID", U_LOCATION),
	FIRST(T_LOCATION, "Name", U_TEXT, B_PARTY, party, name),
	GROUP(T_LOCATION, "Address", T_ADDRESS, XML_ONCE, U_PLAIN),

	FIRST(T_DELIVERY_TERMS, "ID", U_TEXT, B_ORDER, order, delivery_terms),
	FIRST(T_DELIVERY_TERMS, "SpecialTerms", U_TEXT, B_DOC, ubl_doc,
	    special_terms),

	FIRST(T_MEANS, "PaymentMeansCode", U_TEXT, B_ORDER, order,
	    payment_code),
	FIRST(T_MEANS, "PaymentID", U_TEXT, B_DOC, ubl_doc, payment_id),

	FIRST(T_TERMS, "PrepaidPaymentReferenceID", U_TEXT, B_DOC, ubl_doc,
	    prepaid_reference),
	ANY(T_TERMS, "Note", U_JOIN, B_ORDER, order, terms_text),
	FIRST(T_TERMS, "SettlementDiscountPercent", U_PERCENT, B_DOC, ubl_doc,
	    discount),
	GROUP(T_TERMS, "SettlementPeriod", T_PERIOD, XML_ONCE, U_SETTLEMENT),

	ONE(T_CHARGE, "ChargeIndicator", U_FLAG, B_CHARGE, charge, is_charge),
	FIRST(T_CHARGE, "AllowanceChargeReasonCode", U_TEXT, B_CHARGE, charge,
	    code),
	ANY(T_CHARGE, "AllowanceChargeReason", U_TEXT, B_CHARGE, charge,
	    reason),
	ONE(T_CHARGE, "MultiplierFactorNumeric", U_DECIMAL, B_CHARGE, charge,
	    percent),
	ONE(T_CHARGE, "Amount", U_AMOUNT, B_CHARGE, charge, amount),
	ONE(T_CHARGE, "BaseAmount", U_AMOUNT, B_CHARGE, charge, base),
	GROUP(T_CHARGE, "TaxCategory", T_TAX_CATEGORY, XML_FIRST, U_PLAIN),

	FIRST(T_TAX_CATEGORY, "ID", U_TEXT, B_CHARGE, charge, tax_category),
	FIRST(T_TAX_CATEGORY, "Percent", U_PERCENT, B_CHARGE, charge,
	    tax_percent),

	ONE(T_TAX_TOTAL, "TaxAmount", U_AMOUNT, B_DOC, ubl_doc, tax),

	ONE(T_TOTAL, "LineExtensionAmount", U_AMOUNT, B_ORDER, order,
	    stated_net),
	ONE(T_TOTAL, "TaxExclusiveAmount", U_AMOUNT, B_DOC, ubl_doc, exclusive),
	ONE(T_TOTAL, "TaxInclusiveAmount", U_AMOUNT, B_DOC, ubl_doc, inclusive),
	ONE(T_TOTAL, "AllowanceTotalAmount", U_AMOUNT, B_DOC, ubl_doc,
	    allowances),
	ONE(T_TOTAL, "ChargeTotalAmount", U_AMOUNT, B_DOC, ubl_doc, charges),
	ONE(T_TOTAL, "PrepaidAmount", U_AMOUNT, B_ORDER, order, prepaid),
	ONE(T_TOTAL, "PayableRoundingAmount", U_AMOUNT, B_DOC, ubl_doc,
	    rounding),
	ONE(T_TOTAL, "PayableAmount", U_AMOUNT, B_DOC, ubl_doc, payable),

	ANY(T_ORDER_LINE, "Note", U_NOTE, B_LINE, order_line, notes),
	GROUP(T_ORDER_LINE, "LineItem", T_LINE, XML_ONCE, U_PLAIN),

	ONE(T_LINE, "ID", U_TEXT, B_LINE, order_line, line_id),
	ANY(T_LINE, "Note", U_NOTE, B_LINE, order_line, notes),
	SAY(T_LINE, "LineStatusCode", U_STATUS),
	ONE(T_LINE, "Quantity", U_QUANTITY, B_LINE, order_line, quantity),
	ONE(T_LINE, "LineExtensionAmount", U_AMOUNT, B_LINE, order_line,
	    amount),
	ONE(T_LINE, "AccountingCostCode", U_TEXT, B_DOC, ubl_doc,
	    line_cost_code),
	ONE(T_LINE, "AccountingCost", U_TEXT, B_LINE, order_line, cost_centre),
	GROUP(T_LINE, "Delivery", T_DELIVERY, XML_MANY, U_LINE_DELIVERY),
	GROUP(T_LINE, "AllowanceCharge", T_CHARGE, XML_MANY, U_LINE_CHARGE),
	GROUP(T_LINE, "Price", T_PRICE, XML_ONCE, U_PLAIN),
	GROUP(T_LINE, "Item", T_ITEM, XML_ONCE, U_PLAIN),
	GROUP(T_LINE, "SubLineItem", T_SUB_LINE, XML_MANY, U_REFUSED),

	ONE(T_PRICE, "PriceAmount", U_AMOUNT, B_LINE, order_line, price),
	ONE(T_PRICE, "BaseQuantity", U_QUANTITY, B_LINE, order_line,
	    price_basis),
	SAY(T_PRICE, "OrderableUnitFactorRate", U_FACTOR),
	GROUP(T_PRICE, "AllowanceCharge", T_CHARGE, XML_MANY, U_PRICE_CHARGE),

	FIRST(T_ITEM, "Description", U_TEXT, B_LINE, order_line, description),
	ONE(T_ITEM, "Name", U_TITLE, B_LINE, order_line, description),
	GROUP(T_ITEM, "BuyersItemIdentification", T_BUYER_ITEM, XML_ONCE,
	    U_PLAIN),
	GROUP(T_ITEM, "SellersItemIdentification", T_SELLER_ITEM, XML_ONCE,
	    U_PLAIN),
	GROUP(T_ITEM, "ManufacturersItemIdentification", T_MAKER_ITEM,
	    XML_FIRST, U_PLAIN),
	GROUP(T_ITEM, "StandardItemIdentification", T_STANDARD_ITEM, XML_ONCE,
	    U_PLAIN),
	GROUP(T_ITEM, "ClassifiedTaxCategory", T_LINE_TAX, XML_MANY, U_PLAIN),

	ONE(T_BUYER_ITEM, "ID", U_TEXT, B_LINE, order_line, buyer_item),

	ONE(T_SELLER_ITEM, "ID", U_TEXT, B_LINE, order_line, seller_item),

	ONE(T_MAKER_ITEM, "ID", U_TEXT, B_LINE, order_line, maker_item),

	SAY(T_STANDARD_ITEM, "ID", U_GTIN),

	FIRST(T_LINE_TAX, "ID", U_TEXT, B_LINE, order_line, tax_category),
	FIRST(T_LINE_TAX, "Percent", U_PERCENT, B_LINE, order_line,
	    tax_percent),
};

static const char *const uris[] = { [NS_CBC] = UBL_NS "CommonBasicComponents-2",
	[NS_CAC] = UBL_NS "CommonAggregateComponents-2",
	[NS_EXT] = UBL_NS "CommonExtensionComponents-2",
	[NS_REC] = UBL_RECURRENCE_NS,
	NULL };
static const char *const prefixes[] = { [NS_CBC] = "cbc",
	[NS_CAC] = "cac",
	[NS_EXT] = "ext",
	[NS_REC] = "rec",
	NULL };
static const char *const attributes[] = { [A_SCHEME] = "schemeID",
	[A_AGENCY] = "schemeAgencyID",
	[A_UNIT] = "unitCode",
	[A_CURRENCY] = "currencyID",
	NULL };

const struct xml_vocabulary ubl_vocabulary = { uris, prefixes, attributes, rows,
	sizeof(rows) / sizeof(rows[0]) };
