#include "parsers/cxml.h"

/*
 * One row an element that means something: the type of its parent, its name,
 * the type of its content, how often it may stand, what is done with it and
 * where its value goes.  Sorted by parent, then in the order of the DTD.
 */
/* clang-format off */
#define VALUE(parent, name, times, use, base, s, m) { parent, 0, name, \
	XML_VALUE, times, use, base, (uint16_t)offsetof(struct s, m) }
#define SAY(parent, name, times, use) { parent, 0, name, XML_VALUE, times, \
	use, B_NONE, 0 }
#define GROUP(parent, name, type, times, use) { parent, 0, name, type, times, \
	use, B_NONE, 0 }
/* clang-format on */
#define ONE(parent, name, use, base, s, m) \
	VALUE(parent, name, XML_ONCE, use, base, s, m)
#define ANY(parent, name, use, base, s, m) \
	VALUE(parent, name, XML_MANY, use, base, s, m)
#define FIRST(parent, name, use, base, s, m) \
	VALUE(parent, name, XML_FIRST, use, base, s, m)
#define EMPTY(parent, name, times, use) GROUP(parent, name, T_EMPTY, times, use)
#define REFUSED(parent, name) GROUP(parent, name, T_OTHER, XML_MANY, U_REFUSED)

static const struct xml_row rows[] = {
	GROUP(T_CXML, "Header", T_HEADER, XML_ONCE, U_PLAIN),
	GROUP(T_CXML, "Request", T_REQUEST, XML_ONCE, U_REQUEST),
	GROUP(T_CXML, "Message", T_MESSAGE, XML_ONCE, U_REQUEST),
	GROUP(T_CXML, "Response", T_RESPONSE, XML_ONCE, U_WORD),

	GROUP(T_HEADER, "From", T_PARTY, XML_ONCE, U_FROM),
	GROUP(T_HEADER, "To", T_PARTY, XML_ONCE, U_TO),
	GROUP(T_HEADER, "Sender", T_PARTY, XML_ONCE, U_SENDER),

	GROUP(T_PARTY, "Credential", T_CREDENTIAL, XML_MANY, U_CREDENTIAL),

	SAY(T_CREDENTIAL, "Identity", XML_ONCE, U_IDENTITY),

	GROUP(T_REQUEST, "OrderRequest", T_ORDER, XML_ONCE, U_ORDER),
	REFUSED(T_REQUEST, "ApprovalRequest"),
	REFUSED(T_REQUEST, "AuthRequest"),
	REFUSED(T_REQUEST, "CatalogUploadRequest"),
	REFUSED(T_REQUEST, "ComponentConsumptionRequest"),
	REFUSED(T_REQUEST, "ConfirmationRequest"),
	REFUSED(T_REQUEST, "CopyRequest"),
	REFUSED(T_REQUEST, "DataRequest"),
	REFUSED(T_REQUEST, "GetPendingRequest"),
	REFUSED(T_REQUEST, "InvoiceDetailRequest"),
	REFUSED(T_REQUEST, "MasterAgreementRequest"),
	REFUSED(T_REQUEST, "OrderStatusRequest"),
	REFUSED(T_REQUEST, "OrganizationDataRequest"),
	REFUSED(T_REQUEST, "PaymentBatchRequest"),
	REFUSED(T_REQUEST, "PaymentProposalRequest"),
	REFUSED(T_REQUEST, "PaymentReceiptConfirmationRequest"),
	REFUSED(T_REQUEST, "PaymentRemittanceRequest"),
	REFUSED(T_REQUEST, "PaymentRemittanceStatusUpdateRequest"),
	REFUSED(T_REQUEST, "ProfileRequest"),
	REFUSED(T_REQUEST, "ProviderSetupRequest"),
	REFUSED(T_REQUEST, "PunchOutSetupRequest"),
	REFUSED(T_REQUEST, "PurchaseRequisitionRequest"),
	REFUSED(T_REQUEST, "QualityInspectionDecisionRequest"),
	REFUSED(T_REQUEST, "QualityInspectionRequest"),
	REFUSED(T_REQUEST, "QualityInspectionResultRequest"),
	REFUSED(T_REQUEST, "QualityNotificationRequest"),
	REFUSED(T_REQUEST, "QuoteRequest"),
	REFUSED(T_REQUEST, "ReceiptRequest"),
	REFUSED(T_REQUEST, "SalesOrderRequest"),
	REFUSED(T_REQUEST, "ServiceEntryRequest"),
	REFUSED(T_REQUEST, "ShipNoticeRequest"),
	GROUP(T_REQUEST, "StatusUpdateRequest", T_UPDATE, XML_ONCE, U_WORD),
	REFUSED(T_REQUEST, "SubscriptionContentRequest"),
	REFUSED(T_REQUEST, "SubscriptionListRequest"),
	REFUSED(T_REQUEST, "SubscriptionStatusUpdateRequest"),
	REFUSED(T_REQUEST, "SupplierDataRequest"),
	REFUSED(T_REQUEST, "SupplierListRequest"),
	REFUSED(T_REQUEST, "TimeCardInfoRequest"),
	REFUSED(T_REQUEST, "TimeCardRequest"),

	REFUSED(T_MESSAGE, "DataAvailableMessage"),
	REFUSED(T_MESSAGE, "OrganizationChangeMessage"),
	REFUSED(T_MESSAGE, "ProductActivityMessage"),
	REFUSED(T_MESSAGE, "ProductReplenishmentMessage"),
	REFUSED(T_MESSAGE, "ProviderDoneMessage"),
	REFUSED(T_MESSAGE, "PunchOutOrderMessage"),
	REFUSED(T_MESSAGE, "QuoteMessage"),
	REFUSED(T_MESSAGE, "SubscriptionChangeMessage"),
	REFUSED(T_MESSAGE, "SupplierChangeMessage"),

	SAY(T_RESPONSE, "Status", XML_ONCE, U_STATUS),

	EMPTY(T_UPDATE, "DocumentReference", XML_ONCE, U_ANSWERED),
	SAY(T_UPDATE, "Status", XML_ONCE, U_STATUS),

	GROUP(T_ORDER, "OrderRequestHeader", T_ORDER_HEADER, XML_ONCE,
	    U_HEADER),
	GROUP(T_ORDER, "ItemOut", T_ITEM, XML_MANY, U_LINE),

	GROUP(T_ORDER_HEADER, "Total", T_TOTAL, XML_ONCE, U_TOTAL),
	GROUP(T_ORDER_HEADER, "ShipTo", T_PLACE, XML_ONCE, U_SHIP_TO),
	GROUP(T_ORDER_HEADER, "BillTo", T_PLACE, XML_ONCE, U_BILL_TO),
	GROUP(T_ORDER_HEADER, "BusinessPartner", T_PLACE, XML_MANY, U_PARTNER),
	GROUP(T_ORDER_HEADER, "Shipping", T_SHIPPING, XML_ONCE, U_FREIGHT),
	GROUP(T_ORDER_HEADER, "Tax", T_TAX, XML_ONCE, U_TAX),
	GROUP(T_ORDER_HEADER, "Payment", T_PAYMENT, XML_ONCE, U_PLAIN),
	GROUP(T_ORDER_HEADER, "PaymentTerm", T_TERM, XML_MANY, U_TERM),
	GROUP(T_ORDER_HEADER, "Contact", T_CONTACT, XML_MANY, U_CONTACT),
	ANY(T_ORDER_HEADER, "Comments", U_NOTE, B_ORDER, order, notes),
	EMPTY(T_ORDER_HEADER, "DocumentReference", XML_ONCE, U_PREVIOUS),
	EMPTY(T_ORDER_HEADER, "SupplierOrderInfo", XML_ONCE, U_OFFER),
	GROUP(T_ORDER_HEADER, "TermsOfDelivery", T_DELIVERY_TERMS, XML_ONCE,
	    U_PLAIN),
	GROUP(T_ORDER_HEADER, "DeliveryPeriod", T_DELIVERY_PERIOD, XML_ONCE,
	    U_PLAIN),
	EMPTY(T_ORDER_HEADER, "IdReference", XML_MANY, U_REFERENCE),
	SAY(T_ORDER_HEADER, "Extrinsic", XML_MANY, U_EXTRINSIC),

	ONE(T_TOTAL, "Money", U_MONEY, B_DOC, cxml_doc, total),
	GROUP(T_TOTAL, "Modifications", T_MODIFICATIONS, XML_ONCE, U_PLAIN),

	GROUP(T_MODIFICATIONS, "Modification", T_MODIFICATION, XML_MANY,
	    U_MODIFICATION),

	GROUP(T_MODIFICATION, "OriginalPrice", T_ORIGINAL, XML_ONCE, U_PLAIN),
	GROUP(T_MODIFICATION, "AdditionalDeduction", T_DEDUCTION, XML_ONCE,
	    U_PLAIN),
	GROUP(T_MODIFICATION, "AdditionalCost", T_ADDITION, XML_ONCE, U_COST),
	EMPTY(T_MODIFICATION, "ModificationDetail", XML_ONCE, U_MOD_NAME),

	ONE(T_ORIGINAL, "Money", U_MONEY, B_DOC, cxml_doc, original),

	GROUP(T_DEDUCTION, "DeductionAmount", T_DEDUCTION_AMOUNT, XML_ONCE,
	    U_PLAIN),
	EMPTY(T_DEDUCTION, "DeductionPercent", XML_ONCE, U_PERCENT),
	GROUP(T_DEDUCTION, "DeductedPrice", T_DEDUCTED, XML_ONCE, U_PLAIN),

	ONE(T_DEDUCTION_AMOUNT, "Money", U_MONEY, B_DOC, cxml_doc, cost),

	ONE(T_ADDITION, "Money", U_MONEY, B_DOC, cxml_doc, cost),
	EMPTY(T_ADDITION, "Percentage", XML_ONCE, U_PERCENT),

	GROUP(T_PLACE, "Address", T_ADDRESS, XML_ONCE, U_ADDRESS),
	SAY(T_PLACE, "CarrierIdentifier", XML_FIRST, U_CARRIER),
	GROUP(T_PLACE, "TransportInformation", T_TRANSPORT, XML_MANY, U_PLAIN),
	EMPTY(T_PLACE, "IdReference", XML_MANY, U_PLACE_ID),

	ONE(T_ADDRESS, "Name", U_TEXT, B_PARTY, party, name),
	GROUP(T_ADDRESS, "PostalAddress", T_POSTAL, XML_FIRST, U_PLAIN),
	FIRST(T_ADDRESS, "Email", U_TEXT, B_PARTY, party, email),
	GROUP(T_ADDRESS, "Phone", T_PHONE, XML_FIRST, U_PLAIN),

	ANY(T_POSTAL, "DeliverTo", U_JOIN, B_PARTY, party, contact),
	ANY(T_POSTAL, "Street", U_JOIN, B_PARTY, party, street),
	ONE(T_POSTAL, "City", U_TEXT, B_PARTY, party, city),
	ONE(T_POSTAL, "Municipality", U_TEXT, B_PARTY, party, street2),
	ONE(T_POSTAL, "State", U_TEXT, B_PARTY, party, region),
	ONE(T_POSTAL, "PostalCode", U_TEXT, B_PARTY, party, postal_code),
	SAY(T_POSTAL, "Country", XML_ONCE, U_COUNTRY),

	GROUP(T_PHONE, "TelephoneNumber", T_TELEPHONE, XML_ONCE, U_TELEPHONE),

	ONE(T_TELEPHONE, "CountryCode", U_PHONE, B_DOC, cxml_doc, phone),
	ONE(T_TELEPHONE, "AreaOrCityCode", U_PHONE, B_DOC, cxml_doc, phone),
	ONE(T_TELEPHONE, "Number", U_PHONE, B_DOC, cxml_doc, phone),
	ONE(T_TELEPHONE, "Extension", U_PHONE, B_DOC, cxml_doc, phone),

	ONE(T_SHIPPING, "Money", U_MONEY, B_DOC, cxml_doc, shipping),
	FIRST(T_SHIPPING, "Description", U_TEXT, B_DOC, cxml_doc, description),

	ONE(T_TAX, "Money", U_MONEY, B_DOC, cxml_doc, tax),
	EMPTY(T_TAX, "TaxDetail", XML_MANY, U_TAX_RATE),

	EMPTY(T_PAYMENT, "PCard", XML_MANY, U_CARD),
	EMPTY(T_PAYMENT, "PaymentToken", XML_MANY, U_CARD),

	GROUP(T_TERM, "Discount", T_DISCOUNT, XML_ONCE, U_DISCOUNT),

	EMPTY(T_DISCOUNT, "DiscountPercent", XML_ONCE, U_PERCENT),
	GROUP(T_DISCOUNT, "DiscountAmount", T_DISCOUNT_AMOUNT, XML_ONCE,
	    U_PLAIN),

	ONE(T_CONTACT, "Name", U_TEXT, B_PARTY, party, contact),
	FIRST(T_CONTACT, "Email", U_TEXT, B_PARTY, party, email),
	GROUP(T_CONTACT, "Phone", T_PHONE, XML_FIRST, U_PLAIN),

	SAY(T_DELIVERY_TERMS, "TermsOfDeliveryCode", XML_ONCE, U_TERMS_VALUE),
	SAY(T_DELIVERY_TERMS, "ShippingPaymentMethod", XML_ONCE, U_TERMS_VALUE),
	SAY(T_DELIVERY_TERMS, "TransportTerms", XML_ONCE, U_TERMS_CODE),
	ANY(T_DELIVERY_TERMS, "Comments", U_NOTE, B_ORDER, order, notes),

	EMPTY(T_DELIVERY_PERIOD, "Period", XML_ONCE, U_PERIOD),

	GROUP(T_ITEM, "ItemID", T_ITEM_ID, XML_ONCE, U_PLAIN),
	GROUP(T_ITEM, "ItemDetail", T_DETAIL, XML_ONCE, U_PLAIN),
	GROUP(T_ITEM, "BlanketItemDetail", T_BLANKET, XML_ONCE, U_LIMITED),
	GROUP(T_ITEM, "ShipTo", T_PLACE, XML_ONCE, U_LINE_SHIP_TO),
	GROUP(T_ITEM, "Shipping", T_SHIPPING, XML_ONCE, U_LINE_FREIGHT),
	GROUP(T_ITEM, "Tax", T_TAX, XML_ONCE, U_LINE_TAX),
	GROUP(T_ITEM, "Distribution", T_DISTRIBUTION, XML_MANY, U_DISTRIBUTION),
	GROUP(T_ITEM, "Contact", T_CONTACT, XML_MANY, U_LINE_CONTACT),
	GROUP(T_ITEM, "TermsOfDelivery", T_LINE_TERMS, XML_ONCE, U_PLAIN),
	ANY(T_ITEM, "Comments", U_NOTE, B_LINE, order_line, notes),
	GROUP(T_ITEM, "Tolerances", T_TOLERANCES, XML_ONCE, U_PLAIN),
	GROUP(T_ITEM, "ControlKeys", T_CONTROL, XML_ONCE, U_PLAIN),
	GROUP(T_ITEM, "ScheduleLine", T_SCHEDULE, XML_MANY, U_SCHEDULE),
	EMPTY(T_ITEM, "MasterAgreementReference", XML_ONCE, U_AGREEMENT),
	EMPTY(T_ITEM, "MasterAgreementIDInfo", XML_ONCE, U_AGREEMENT),
	GROUP(T_ITEM, "Batch", T_BATCH, XML_ONCE, U_PLAIN),
	SAY(T_ITEM, "Extrinsic", XML_MANY, U_LINE_EXTRINSIC),

	ONE(T_ITEM_ID, "SupplierPartID", U_TEXT, B_LINE, order_line,
	    seller_item),
	SAY(T_ITEM_ID, "SupplierPartAuxiliaryID", XML_ONCE, U_AUXILIARY),
	ONE(T_ITEM_ID, "BuyerPartID", U_TEXT, B_LINE, order_line, buyer_item),
	EMPTY(T_ITEM_ID, "IdReference", XML_MANY, U_ITEM_REFERENCE),

	GROUP(T_DETAIL, "UnitPrice", T_UNIT_PRICE, XML_ONCE, U_PLAIN),
	FIRST(T_DETAIL, "Description", U_TEXT, B_LINE, order_line, description),
	SAY(T_DETAIL, "UnitOfMeasure", XML_ONCE, U_UNIT),
	GROUP(T_DETAIL, "PriceBasisQuantity", T_BASIS, XML_ONCE, U_BASIS),
	ONE(T_DETAIL, "ManufacturerPartID", U_TEXT, B_LINE, order_line,
	    maker_item),
	SAY(T_DETAIL, "ManufacturerName", XML_ONCE, U_FACT),
	SAY(T_DETAIL, "Extrinsic", XML_MANY, U_LINE_EXTRINSIC),

	FIRST(T_BLANKET, "Description", U_TEXT, B_LINE, order_line,
	    description),
	GROUP(T_BLANKET, "MaxAmount", T_MAXIMUM, XML_ONCE, U_PLAIN),
	SAY(T_BLANKET, "MaxQuantity", XML_ONCE, U_QUANTITY_LIMIT),
	SAY(T_BLANKET, "MinQuantity", XML_ONCE, U_QUANTITY_LIMIT),
	GROUP(T_BLANKET, "UnitPrice", T_UNIT_PRICE, XML_ONCE, U_PLAIN),
	SAY(T_BLANKET, "UnitOfMeasure", XML_ONCE, U_UNIT),
	GROUP(T_BLANKET, "PriceBasisQuantity", T_BASIS, XML_ONCE, U_BASIS),
	SAY(T_BLANKET, "Extrinsic", XML_MANY, U_LINE_EXTRINSIC),

	ONE(T_UNIT_PRICE, "Money", U_MONEY, B_LINE, order_line, price),

	ONE(T_BASIS, "UnitOfMeasure", U_TEXT, B_DOC, cxml_doc, basis_unit),

	ONE(T_MAXIMUM, "Money", U_LIMIT, B_DOC, cxml_doc, maximum),

	GROUP(T_DISTRIBUTION, "Accounting", T_ACCOUNTING, XML_ONCE, U_PLAIN),
	GROUP(T_DISTRIBUTION, "Charge", T_CHARGE, XML_ONCE, U_PLAIN),

	EMPTY(T_ACCOUNTING, "Segment", XML_MANY, U_SEGMENT),
	GROUP(T_ACCOUNTING, "AccountingSegment", T_ACCOUNT, XML_MANY,
	    U_ACCOUNT),

	FIRST(T_ACCOUNT, "Name", U_ACCOUNT_NAME, B_DOC, cxml_doc, account_name),

	SAY(T_SCHEDULE, "UnitOfMeasure", XML_ONCE, U_SCHEDULE_UNIT),
	EMPTY(T_SCHEDULE, "ScheduleLineReleaseInfo", XML_ONCE, U_COMMITMENT),
	GROUP(T_SCHEDULE, "ShipTo", T_PLACE, XML_ONCE, U_SCHEDULE_SHIP_TO),

	SAY(T_TRANSPORT, "ShippingContractNumber", XML_ONCE, U_INSTRUCTION),
	GROUP(T_TRANSPORT, "ShippingInstructions", T_INSTRUCTIONS, XML_ONCE,
	    U_PLAIN),

	SAY(T_INSTRUCTIONS, "Description", XML_FIRST, U_INSTRUCTION),

	SAY(T_LINE_TERMS, "TermsOfDeliveryCode", XML_ONCE, U_FACT),
	SAY(T_LINE_TERMS, "ShippingPaymentMethod", XML_ONCE, U_FACT),
	SAY(T_LINE_TERMS, "TransportTerms", XML_ONCE, U_FACT),
	ANY(T_LINE_TERMS, "Comments", U_NOTE, B_LINE, order_line, notes),

	SAY(T_BATCH, "BuyerBatchID", XML_ONCE, U_FACT),
	SAY(T_BATCH, "SupplierBatchID", XML_ONCE, U_FACT),

	ONE(T_CHARGE, "Money", U_TEXT, B_DOC, cxml_doc, share),

	ONE(T_DEDUCTED, "Money", U_MONEY, B_DOC, cxml_doc, deducted),

	ONE(T_DISCOUNT_AMOUNT, "Money", U_MONEY, B_DOC, cxml_doc, cost),

	EMPTY(T_CONTROL, "OCInstruction", XML_ONCE, U_SAID),
	EMPTY(T_CONTROL, "ASNInstruction", XML_ONCE, U_SAID),
	EMPTY(T_CONTROL, "InvoiceInstruction", XML_ONCE, U_SAID),

	GROUP(T_TOLERANCES, "QuantityTolerance", T_TOLERANCE, XML_ONCE,
	    U_PLAIN),

	EMPTY(T_TOLERANCE, "Percentage", XML_ONCE, U_TOLERANCE),
	EMPTY(T_TOLERANCE, "Value", XML_ONCE, U_TOLERANCE),
};

static const char *const uris[] = { "", NULL };
static const char *const prefixes[] = { "", NULL };
static const char *const attributes[] = { [A_PAYLOAD] = "payloadID",
	[A_TIMESTAMP] = "timestamp",
	[A_VERSION] = "version",
	[A_MODE] = "deploymentMode",
	[A_DOMAIN] = "domain",
	[A_TYPE] = "type",
	[A_ORDER_ID] = "orderID",
	[A_ORDER_DATE] = "orderDate",
	[A_ORDER_TYPE] = "orderType",
	[A_ORDER_VERSION] = "orderVersion",
	[A_AGREEMENT] = "agreementID",
	[A_PARENT_AGREEMENT] = "parentAgreementID",
	[A_EFFECTIVE] = "effectiveDate",
	[A_EXPIRATION] = "expirationDate",
	[A_REQUESTED] = "requestedDeliveryDate",
	[A_PICK_UP] = "pickUpDate",
	[A_REQUISITION] = "requisitionID",
	[A_SHIP_COMPLETE] = "shipComplete",
	[A_CURRENCY] = "currency",
	[A_ADDRESS] = "addressID",
	[A_ADDRESS_DOMAIN] = "addressIDDomain",
	[A_COUNTRY] = "isoCountryCode",
	[A_ROLE] = "role",
	[A_IDENTIFIER] = "identifier",
	[A_PERCENT] = "percent",
	[A_DAYS] = "payInNumberOfDays",
	[A_START] = "startDate",
	[A_FINISH] = "endDate",
	[A_NAME] = "name",
	[A_QUANTITY] = "quantity",
	[A_LINE] = "lineNumber",
	[A_ITEM_TYPE] = "itemType",
	[A_PARENT_LINE] = "parentLineNumber",
	[A_RETURN] = "isReturn",
	[A_OPERATION] = "operation",
	[A_FACTOR] = "conversionFactor",
	[A_RATE] = "percentageRate",
	[A_CODE] = "code",
	[A_TEXT] = "text",
	[A_VALUE] = "value",
	[A_ID] = "id",
	[A_COMMITMENT] = "commitmentCode",
	[A_COMPOSITE] = "compositeItemType",
	[A_CATEGORY] = "itemCategory",
	[A_SHIPMENT] = "requestedShipmentDate",
	[A_COMPLETED] = "isDeliveryCompleted",
	[A_AGREEMENT_ITEM] = "agreementItemNumber",
	[A_WINDOW] = "deliveryWindow",
	[A_ATTRIBUTES] = NULL };

const struct xml_vocabulary cxml_vocabulary = { uris, prefixes, attributes,
	rows, sizeof(rows) / sizeof(rows[0]) };
