# An order that was valid until the day before, and one until the day itself.
file acme 01.xml
<?xml version="1.0" encoding="UTF-8"?>
<Order xmlns="urn:oasis:names:specification:ubl:schema:xsd:Order-2" xmlns:cac="urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2"
 xmlns:cbc="urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2"
 xmlns:ext="urn:oasis:names:specification:ubl:schema:xsd:CommonExtensionComponents-2">
<cbc:CustomizationID>urn:fdc:peppol.eu:poacc:trns:order:3</cbc:CustomizationID>
<cbc:ProfileID>urn:fdc:peppol.eu:poacc:bis:ordering:3</cbc:ProfileID>
<cbc:ID>P-1</cbc:ID>
<cbc:IssueDate>2026-11-20</cbc:IssueDate>
<cbc:OrderTypeCode>220</cbc:OrderTypeCode>
<cbc:DocumentCurrencyCode>EUR</cbc:DocumentCurrencyCode>
<cac:ValidityPeriod><cbc:EndDate>2026-11-22</cbc:EndDate></cac:ValidityPeriod>
<cac:BuyerCustomerParty>
<cac:Party><cbc:EndpointID schemeID="0088">8712345000004</cbc:EndpointID>
<cac:PartyName><cbc:Name>The buyer</cbc:Name></cac:PartyName>
<cac:PostalAddress><cac:Country><cbc:IdentificationCode>NL</cbc:IdentificationCode></cac:Country></cac:PostalAddress>
<cac:PartyLegalEntity><cbc:RegistrationName>The buyer</cbc:RegistrationName>
</cac:PartyLegalEntity></cac:Party></cac:BuyerCustomerParty>
<cac:SellerSupplierParty>
<cac:Party><cbc:EndpointID schemeID="0088">8798765000008</cbc:EndpointID>
<cac:PartyName><cbc:Name>Lampco B.V.</cbc:Name></cac:PartyName>
<cac:PostalAddress><cac:Country><cbc:IdentificationCode>NL</cbc:IdentificationCode></cac:Country></cac:PostalAddress>
<cac:PartyLegalEntity><cbc:RegistrationName>Lampco B.V.</cbc:RegistrationName>
</cac:PartyLegalEntity></cac:Party></cac:SellerSupplierParty>
<cac:Delivery><cac:RequestedDeliveryPeriod>
<cbc:StartDate>2026-11-30</cbc:StartDate>
</cac:RequestedDeliveryPeriod></cac:Delivery>
<cac:OrderLine><cac:LineItem><cbc:ID>1</cbc:ID>
<cbc:Quantity unitCode="C62">10</cbc:Quantity>
<cac:Price><cbc:PriceAmount currencyID="EUR">1.60</cbc:PriceAmount></cac:Price>
<cac:Item><cbc:Name>BULB</cbc:Name>
<cac:SellersItemIdentification><cbc:ID>BULB</cbc:ID>
</cac:SellersItemIdentification></cac:Item></cac:LineItem></cac:OrderLine>
</Order>
.
file acme 02.xml
<?xml version="1.0" encoding="UTF-8"?>
<Order xmlns="urn:oasis:names:specification:ubl:schema:xsd:Order-2" xmlns:cac="urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2"
 xmlns:cbc="urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2"
 xmlns:ext="urn:oasis:names:specification:ubl:schema:xsd:CommonExtensionComponents-2">
<cbc:CustomizationID>urn:fdc:peppol.eu:poacc:trns:order:3</cbc:CustomizationID>
<cbc:ProfileID>urn:fdc:peppol.eu:poacc:bis:ordering:3</cbc:ProfileID>
<cbc:ID>P-2</cbc:ID>
<cbc:IssueDate>2026-11-20</cbc:IssueDate>
<cbc:OrderTypeCode>220</cbc:OrderTypeCode>
<cbc:DocumentCurrencyCode>EUR</cbc:DocumentCurrencyCode>
<cac:ValidityPeriod><cbc:EndDate>2026-11-23</cbc:EndDate></cac:ValidityPeriod>
<cac:BuyerCustomerParty>
<cac:Party><cbc:EndpointID schemeID="0088">8712345000004</cbc:EndpointID>
<cac:PartyName><cbc:Name>The buyer</cbc:Name></cac:PartyName>
<cac:PostalAddress><cac:Country><cbc:IdentificationCode>NL</cbc:IdentificationCode></cac:Country></cac:PostalAddress>
<cac:PartyLegalEntity><cbc:RegistrationName>The buyer</cbc:RegistrationName>
</cac:PartyLegalEntity></cac:Party></cac:BuyerCustomerParty>
<cac:SellerSupplierParty>
<cac:Party><cbc:EndpointID schemeID="0088">8798765000008</cbc:EndpointID>
<cac:PartyName><cbc:Name>Lampco B.V.</cbc:Name></cac:PartyName>
<cac:PostalAddress><cac:Country><cbc:IdentificationCode>NL</cbc:IdentificationCode></cac:Country></cac:PostalAddress>
<cac:PartyLegalEntity><cbc:RegistrationName>Lampco B.V.</cbc:RegistrationName>
</cac:PartyLegalEntity></cac:Party></cac:SellerSupplierParty>
<cac:Delivery><cac:RequestedDeliveryPeriod>
<cbc:StartDate>2026-11-30</cbc:StartDate>
</cac:RequestedDeliveryPeriod></cac:Delivery>
<cac:OrderLine><cac:LineItem><cbc:ID>1</cbc:ID>
<cbc:Quantity unitCode="C62">10</cbc:Quantity>
<cac:Price><cbc:PriceAmount currencyID="EUR">1.60</cbc:PriceAmount></cac:Price>
<cac:Item><cbc:Name>BULB</cbc:Name>
<cac:SellersItemIdentification><cbc:ID>BULB</cbc:ID>
</cac:SellersItemIdentification></cac:Item></cac:LineItem></cac:OrderLine>
</Order>
.
night 2026-11-23
do release [P-1] --as-is --reason "they still want it"
night 2026-11-24
