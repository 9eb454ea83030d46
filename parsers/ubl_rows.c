#include "domain/intake.h"
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

#define HEAD(parent, name, m) \
	VALUE(parent, NS_SBD, name, XML_ONCE, U_TEXT, B_ENVELOPE, \
	    ubl_envelope, m)

/* clang-format off */
#define REFER(parent, name) { parent, NS_CBC, name, XML_VALUE, \
	XML_FIRST, U_REFER, B_NONE, 0 }
#define FACT(parent, name) { parent, NS_CBC, name, XML_VALUE, \
	XML_MANY, U_FACT, B_NONE, 0 }

/* What begins every document. */
#define IDS(t) \
	ONE(t, "UBLVersionID", U_TEXT, B_DOC, ubl_doc, version), \
	ONE(t, "CustomizationID", U_TEXT, B_DOC, ubl_doc, customization), \
	ONE(t, "ProfileID", U_TEXT, B_DOC, ubl_doc, profile)

/* What Order and OrderChange have in common, behind ID and IssueDate. */
#define ORDERED(t) \
	ANY(t, "Note", U_NOTE, B_ORDER, order, notes), \
	REFER(t, "RequestedInvoiceCurrencyCode"), \
	ONE(t, "DocumentCurrencyCode", U_CURRENCY, B_ORDER, order, currency), \
	ONE(t, "PricingCurrencyCode", U_CURRENCY, B_DOC, ubl_doc, \
	    pricing_currency), \
	ONE(t, "TaxCurrencyCode", U_CURRENCY, B_DOC, ubl_doc, tax_currency), \
	ONE(t, "CustomerReference", U_TEXT, B_ORDER, order, \
	    customer_reference), \
	ONE(t, "AccountingCostCode", U_TEXT, B_DOC, ubl_doc, cost_code), \
	ONE(t, "AccountingCost", U_TEXT, B_ORDER, order, cost_centre), \
	ONE(t, "LineCountNumeric", U_COUNT, B_ORDER, order, stated_lines), \
	GROUP(t, "ValidityPeriod", T_PERIOD, XML_MANY, U_VALIDITY), \
	GROUP(t, "QuotationDocumentReference", T_DOCUMENT, XML_ONCE, \
	    U_REFERENCE), \
	GROUP(t, "OrderDocumentReference", T_DOCUMENT, XML_MANY, U_REFERENCE), \
	GROUP(t, "OriginatorDocumentReference", T_DOCUMENT, XML_ONCE, \
	    U_REFERENCE), \
	GROUP(t, "CatalogueReference", T_DOCUMENT, XML_ONCE, U_REFERENCE), \
	GROUP(t, "AdditionalDocumentReference", T_DOCUMENT, XML_MANY, \
	    U_REFERENCE), \
	GROUP(t, "Contract", T_DOCUMENT, XML_MANY, U_CONTRACT), \
	GROUP(t, "ProjectReference", T_DOCUMENT, XML_MANY, U_REFERENCE), \
	GROUP(t, "BuyerCustomerParty", T_CUSTOMER, XML_ONCE, U_BUYER), \
	GROUP(t, "SellerSupplierParty", T_CUSTOMER, XML_ONCE, U_SELLER), \
	GROUP(t, "OriginatorCustomerParty", T_CUSTOMER, XML_ONCE, \
	    U_ORIGINATOR), \
	GROUP(t, "FreightForwarderParty", T_PARTY, XML_ONCE, U_FORWARDER), \
	GROUP(t, "AccountingCustomerParty", T_CUSTOMER, XML_ONCE, U_BILL_TO), \
	GROUP(t, "Delivery", T_DELIVERY, XML_MANY, U_DELIVERY), \
	GROUP(t, "DeliveryTerms", T_DELIVERY_TERMS, XML_MANY, U_PLAIN), \
	GROUP(t, "PaymentMeans", T_MEANS, XML_MANY, U_PLAIN), \
	GROUP(t, "PaymentTerms", T_TERMS, XML_MANY, U_TERMS), \
	GROUP(t, "AllowanceCharge", T_CHARGE, XML_MANY, U_CHARGE), \
	GROUP(t, "TaxTotal", T_TAX_TOTAL, XML_MANY, U_TAX), \
	GROUP(t, "AnticipatedMonetaryTotal", T_TOTAL, XML_ONCE, U_PLAIN), \
	GROUP(t, "OrderLine", T_ORDER_LINE, XML_MANY, U_LINE)
/* clang-format on */

static const struct xml_row rows[] = {
	OTHER(T_ORDER, NS_EXT, "UBLExtensions", T_EXTENSIONS, XML_ONCE,
	    U_PLAIN),
	IDS(T_ORDER),
	ONE(T_ORDER, "ID", U_TEXT, B_ORDER, order, po_number),
	REFER(T_ORDER, "SalesOrderID"),
	SAY(T_ORDER, "CopyIndicator", U_COPY),
	ONE(T_ORDER, "UUID", U_TEXT, B_DOC, ubl_doc, uuid),
	ONE(T_ORDER, "IssueDate", U_DAY, B_ORDER, order, ordered_on),
	ONE(T_ORDER, "OrderTypeCode", U_KIND, B_ORDER, order, kind_code),
	ORDERED(T_ORDER),

	OTHER(T_CHANGE, NS_EXT, "UBLExtensions", T_EXTENSIONS, XML_ONCE,
	    U_PLAIN),
	IDS(T_CHANGE),
	ONE(T_CHANGE, "ID", U_TEXT, B_DOC, ubl_doc, own_id),
	REFER(T_CHANGE, "SalesOrderID"),
	SAY(T_CHANGE, "CopyIndicator", U_COPY),
	ONE(T_CHANGE, "UUID", U_TEXT, B_DOC, ubl_doc, uuid),
	ONE(T_CHANGE, "IssueDate", U_DAY, B_ORDER, order, changed_on),
	ONE(T_CHANGE, "SequenceNumberID", U_TEXT, B_ORDER, order,
	    change_number),
	GROUP(T_CHANGE, "OrderReference", T_ORDER_REFERENCE, XML_ONCE, U_PLAIN),
	ORDERED(T_CHANGE),

	IDS(T_CANCELLATION),
	ONE(T_CANCELLATION, "ID", U_TEXT, B_ORDER, order, change_number),
	SAY(T_CANCELLATION, "CopyIndicator", U_COPY),
	ONE(T_CANCELLATION, "UUID", U_TEXT, B_DOC, ubl_doc, uuid),
	ONE(T_CANCELLATION, "IssueDate", U_DAY, B_ORDER, order, changed_on),
	ANY(T_CANCELLATION, "Note", U_NOTE, B_ORDER, order, notes),
	ANY(T_CANCELLATION, "CancellationNote", U_NOTE, B_ORDER, order, notes),
	GROUP(T_CANCELLATION, "OrderReference", T_ORDER_REFERENCE, XML_MANY,
	    U_CANCELLED),
	GROUP(T_CANCELLATION, "OriginatorDocumentReference", T_DOCUMENT,
	    XML_ONCE, U_REFERENCE),
	GROUP(T_CANCELLATION, "AdditionalDocumentReference", T_DOCUMENT,
	    XML_MANY, U_REFERENCE),
	GROUP(T_CANCELLATION, "Contract", T_DOCUMENT, XML_MANY, U_CONTRACT),
	GROUP(T_CANCELLATION, "BuyerCustomerParty", T_CUSTOMER, XML_ONCE,
	    U_BUYER),
	GROUP(T_CANCELLATION, "SellerSupplierParty", T_CUSTOMER, XML_ONCE,
	    U_SELLER),
	GROUP(T_CANCELLATION, "OriginatorCustomerParty", T_CUSTOMER, XML_ONCE,
	    U_ORIGINATOR),

	IDS(T_RESPONSE),
	ONE(T_RESPONSE, "ID", U_TEXT, B_DOC, ubl_doc, own_id),
	ONE(T_RESPONSE, "IssueDate", U_DAY, B_ORDER, order, changed_on),
	GROUP(T_RESPONSE, "SenderParty", T_PARTY, XML_ONCE, U_BUYER),
	GROUP(T_RESPONSE, "ReceiverParty", T_PARTY, XML_ONCE, U_SELLER),
	GROUP(T_RESPONSE, "DocumentResponse", T_DOCUMENT_RESPONSE, XML_MANY,
	    U_RESPONSE),

	IDS(T_OTHER),
	ONE(T_OTHER, "ID", U_TEXT, B_DOC, ubl_doc, own_id),

	ONE(T_ORDER_REFERENCE, "ID", U_TEXT, B_ORDER, order, po_number),
	ONE(T_ORDER_REFERENCE, "SalesOrderID", U_TEXT, B_DOC, ubl_doc,
	    sales_id),
	ONE(T_ORDER_REFERENCE, "IssueDate", U_DAY, B_ORDER, order, ordered_on),
	FIRST(T_ORDER_REFERENCE, "CustomerReference", U_TEXT, B_ORDER, order,
	    customer_reference),
	ONE(T_ORDER_REFERENCE, "OrderTypeCode", U_KIND, B_ORDER, order,
	    kind_code),

	GROUP(T_DOCUMENT_RESPONSE, "Response", T_ANSWER, XML_ONCE, U_PLAIN),
	GROUP(T_DOCUMENT_RESPONSE, "DocumentReference", T_OUR_DOCUMENT,
	    XML_MANY, U_OUR_DOCUMENT),
	GROUP(T_DOCUMENT_RESPONSE, "LineResponse", T_LINE_RESPONSE, XML_MANY,
	    U_PLAIN),

	ONE(T_ANSWER, "ResponseCode", U_TEXT, B_RECEIPT, receipt, code),
	ANY(T_ANSWER, "Description", U_SAID, B_RECEIPT, receipt, text),
	GROUP(T_ANSWER, "Status", T_STATUS, XML_MANY, U_PLAIN),

	ANY(T_STATUS, "Description", U_SAID, B_RECEIPT, receipt, text),
	ANY(T_STATUS, "StatusReasonCode", U_SAID, B_RECEIPT, receipt, text),
	ANY(T_STATUS, "StatusReason", U_SAID, B_RECEIPT, receipt, text),
	ANY(T_STATUS, "Text", U_SAID, B_RECEIPT, receipt, text),
	GROUP(T_STATUS, "Condition", T_CONDITION, XML_MANY, U_PLAIN),

	ANY(T_CONDITION, "AttributeID", U_SAID, B_RECEIPT, receipt, text),
	ANY(T_CONDITION, "Description", U_SAID, B_RECEIPT, receipt, text),

	ONE(T_OUR_DOCUMENT, "ID", U_TEXT, B_RECEIPT, receipt, document_id),
	FIRST(T_OUR_DOCUMENT, "DocumentTypeCode", U_TEXT, B_RECEIPT, receipt,
	    document_kind),
	FIRST(T_OUR_DOCUMENT, "DocumentType", U_TEXT, B_RECEIPT, receipt,
	    document_kind),

	GROUP(T_LINE_RESPONSE, "LineReference", T_LINE_REFERENCE, XML_ONCE,
	    U_PLAIN),
	GROUP(T_LINE_RESPONSE, "Response", T_LINE_ANSWER, XML_MANY, U_PLAIN),

	ONE(T_LINE_REFERENCE, "LineID", U_SAID, B_RECEIPT, receipt, text),

	ANY(T_LINE_ANSWER, "Description", U_SAID, B_RECEIPT, receipt, text),
	GROUP(T_LINE_ANSWER, "Status", T_STATUS, XML_MANY, U_PLAIN),

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
	SAY(T_PERIOD, "StartTime", U_TIME),
	ONE(T_PERIOD, "EndDate", U_DAY, B_PERIOD, ubl_period, end),
	SAY(T_PERIOD, "EndTime", U_TIME),
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
	GROUP(T_DELIVERY, "Despatch", T_DESPATCH, XML_ONCE, U_PLAIN),

	REFER(T_DESPATCH, "RequestedDespatchDate"),

	SAY(T_LOCATION, "ID", U_LOCATION),
	FIRST(T_LOCATION, "Name", U_TEXT, B_PARTY, party, name),
	GROUP(T_LOCATION, "Address", T_ADDRESS, XML_ONCE, U_PLAIN),

	FIRST(T_DELIVERY_TERMS, "ID", U_TEXT, B_ORDER, order, delivery_terms),
	FIRST(T_DELIVERY_TERMS, "SpecialTerms", U_TEXT, B_DOC, ubl_doc,
	    special_terms),
	GROUP(T_DELIVERY_TERMS, "DeliveryLocation", T_TERMS_PLACE, XML_FIRST,
	    U_PLAIN),

	OTHER(T_TERMS_PLACE, NS_CBC, "ID", XML_VALUE, XML_FIRST, U_TERMS_PLACE),
	OTHER(T_TERMS_PLACE, NS_CBC, "Name", XML_VALUE, XML_FIRST,
	    U_TERMS_PLACE),

	FIRST(T_MEANS, "PaymentMeansCode", U_TEXT, B_ORDER, order,
	    payment_code),
	REFER(T_MEANS, "PaymentDueDate"),
	REFER(T_MEANS, "InstructionID"),
	FIRST(T_MEANS, "PaymentID", U_TEXT, B_DOC, ubl_doc, payment_id),
	GROUP(T_MEANS, "CardAccount", T_CARD, XML_MANY, U_CARD),
	GROUP(T_MEANS, "PaymentMandate", T_MANDATE, XML_FIRST, U_PLAIN),

	OTHER(T_MANDATE, NS_CBC, "ID", XML_VALUE, XML_FIRST, U_MANDATE),

	FIRST(T_TERMS, "PrepaidPaymentReferenceID", U_TEXT, B_DOC, ubl_doc,
	    prepaid_reference),
	ANY(T_TERMS, "Note", U_JOIN, B_ORDER, order, terms_text),
	FIRST(T_TERMS, "SettlementDiscountPercent", U_PERCENT, B_DOC, ubl_doc,
	    discount),
	REFER(T_TERMS, "PaymentDueDate"),
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
	FACT(T_LINE, "MinimumQuantity"),
	FACT(T_LINE, "MaximumQuantity"),
	FACT(T_LINE, "MinimumBackorderQuantity"),
	FACT(T_LINE, "MaximumBackorderQuantity"),
	FACT(T_LINE, "InspectionMethodCode"),
	FACT(T_LINE, "PartialDeliveryIndicator"),
	FACT(T_LINE, "BackOrderAllowedIndicator"),
	ONE(T_LINE, "AccountingCostCode", U_TEXT, B_DOC, ubl_doc,
	    line_cost_code),
	ONE(T_LINE, "AccountingCost", U_TEXT, B_LINE, order_line, cost_centre),
	FACT(T_LINE, "WarrantyInformation"),
	GROUP(T_LINE, "Delivery", T_DELIVERY, XML_MANY, U_LINE_DELIVERY),
	GROUP(T_LINE, "DeliveryTerms", T_LINE_TERMS, XML_ONCE, U_PLAIN),
	GROUP(T_LINE, "OriginatorParty", T_PARTY, XML_ONCE, U_LINE_ORIGINATOR),
	GROUP(T_LINE, "AllowanceCharge", T_CHARGE, XML_MANY, U_LINE_CHARGE),
	GROUP(T_LINE, "Price", T_PRICE, XML_ONCE, U_PRICE),
	GROUP(T_LINE, "Item", T_ITEM, XML_ONCE, U_ITEM),
	GROUP(T_LINE, "SubLineItem", T_SUB_LINE, XML_MANY, U_REFUSED),

	ONE(T_PRICE, "PriceAmount", U_AMOUNT, B_LINE, order_line, price),
	ONE(T_PRICE, "BaseQuantity", U_QUANTITY, B_LINE, order_line,
	    price_basis),
	SAY(T_PRICE, "OrderableUnitFactorRate", U_FACTOR),
	GROUP(T_PRICE, "AllowanceCharge", T_CHARGE, XML_MANY, U_PRICE_CHARGE),

	SAY(T_ITEM, "Description", U_DETAIL),
	FACT(T_ITEM, "PackQuantity"),
	FACT(T_ITEM, "PackSizeNumeric"),
	ONE(T_ITEM, "Name", U_TEXT, B_LINE, order_line, description),
	FACT(T_ITEM, "AdditionalInformation"),
	FACT(T_ITEM, "BrandName"),
	FACT(T_ITEM, "ModelName"),
	GROUP(T_ITEM, "BuyersItemIdentification", T_BUYER_ITEM, XML_ONCE,
	    U_PLAIN),
	GROUP(T_ITEM, "SellersItemIdentification", T_SELLER_ITEM, XML_ONCE,
	    U_PLAIN),
	GROUP(T_ITEM, "ManufacturersItemIdentification", T_MAKER_ITEM,
	    XML_FIRST, U_PLAIN),
	GROUP(T_ITEM, "StandardItemIdentification", T_STANDARD_ITEM, XML_ONCE,
	    U_PLAIN),
	GROUP(T_ITEM, "ClassifiedTaxCategory", T_LINE_TAX, XML_MANY, U_PLAIN),
	GROUP(T_ITEM, "AdditionalItemProperty", T_PROPERTY, XML_MANY,
	    U_PROPERTY),
	GROUP(T_ITEM, "ItemInstance", T_INSTANCE, XML_MANY, U_PLAIN),

	ONE(T_BUYER_ITEM, "ID", U_TEXT, B_LINE, order_line, buyer_item),
	FACT(T_BUYER_ITEM, "ExtendedID"),

	ONE(T_SELLER_ITEM, "ID", U_TEXT, B_LINE, order_line, seller_item),
	FACT(T_SELLER_ITEM, "ExtendedID"),

	ONE(T_MAKER_ITEM, "ID", U_TEXT, B_LINE, order_line, maker_item),

	SAY(T_STANDARD_ITEM, "ID", U_GTIN),

	FIRST(T_LINE_TAX, "ID", U_TEXT, B_LINE, order_line, tax_category),
	FIRST(T_LINE_TAX, "Percent", U_PERCENT, B_LINE, order_line,
	    tax_percent),

	ONE(T_PROPERTY, "Name", U_TEXT, B_DOC, ubl_doc, property),
	ONE(T_PROPERTY, "Value", U_TEXT, B_DOC, ubl_doc, property_value),
	ONE(T_PROPERTY, "ValueQuantity", U_MEASURED, B_DOC, ubl_doc,
	    property_value),

	FACT(T_INSTANCE, "SerialID"),
	GROUP(T_INSTANCE, "LotIdentification", T_LOT, XML_ONCE, U_PLAIN),

	FACT(T_LOT, "LotNumberID"),

	SAY(T_LINE_TERMS, "ID", U_LINE_TERMS),
	OTHER(T_LINE_TERMS, NS_CBC, "SpecialTerms", XML_VALUE, XML_MANY,
	    U_LINE_TERMS),

	OTHER(T_ENVELOPE, NS_SBD, "StandardBusinessDocumentHeader", T_HEADER,
	    XML_ONCE, U_PLAIN),
	OTHER(T_ENVELOPE, NS_ORDER, "Order", T_ORDER, XML_ONCE, U_WRAPPED),
	OTHER(T_ENVELOPE, NS_CHANGE, "OrderChange", T_CHANGE, XML_ONCE,
	    U_WRAPPED),
	OTHER(T_ENVELOPE, NS_CANCELLATION, "OrderCancellation", T_CANCELLATION,
	    XML_ONCE, U_WRAPPED),
	OTHER(T_ENVELOPE, NS_RESPONSE, "ApplicationResponse", T_RESPONSE,
	    XML_ONCE, U_WRAPPED),

	OTHER(T_HEADER, NS_SBD, "Sender", T_SENDER, XML_ONCE, U_PLAIN),
	OTHER(T_HEADER, NS_SBD, "Receiver", T_RECEIVER, XML_ONCE, U_PLAIN),
	OTHER(T_HEADER, NS_SBD, "DocumentIdentification", T_IDENTIFICATION,
	    XML_ONCE, U_PLAIN),

	OTHER(T_SENDER, NS_SBD, "Identifier", XML_VALUE, XML_ONCE, U_SENT_BY),

	OTHER(T_RECEIVER, NS_SBD, "Identifier", XML_VALUE, XML_ONCE, U_SENT_TO),

	HEAD(T_IDENTIFICATION, "InstanceIdentifier", number),
	HEAD(T_IDENTIFICATION, "Type", kind),
	HEAD(T_IDENTIFICATION, "CreationDateAndTime", prepared),
};

static const char *const uris[] = { [NS_CBC] = UBL_NS "CommonBasicComponents-2",
	[NS_CAC] = UBL_NS "CommonAggregateComponents-2",
	[NS_EXT] = UBL_NS "CommonExtensionComponents-2",
	[NS_REC] = UBL_RECURRENCE_NS,
	[NS_SBD] = UBL_ENVELOPE_NS,
	[NS_ORDER] = UBL_NS "Order-2",
	[NS_CHANGE] = UBL_NS "OrderChange-2",
	[NS_CANCELLATION] = UBL_NS "OrderCancellation-2",
	[NS_RESPONSE] = UBL_NS "ApplicationResponse-2",
	NULL };
static const char *const prefixes[] = { [NS_CBC] = "cbc",
	[NS_CAC] = "cac",
	[NS_EXT] = "ext",
	[NS_REC] = "rec",
	[NS_SBD] = "",
	[NS_ORDER] = "",
	[NS_CHANGE] = "",
	[NS_CANCELLATION] = "",
	[NS_RESPONSE] = "",
	NULL };
static const char *const attributes[] = { [A_SCHEME] = "schemeID",
	[A_AGENCY] = "schemeAgencyID",
	[A_UNIT] = "unitCode",
	[A_CURRENCY] = "currencyID",
	[A_AUTHORITY] = "Authority",
	NULL };

const struct xml_vocabulary ubl_vocabulary = { uris, prefixes, attributes, rows,
	sizeof(rows) / sizeof(rows[0]) };
