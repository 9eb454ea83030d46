# A price per pallet, and nobody knows what a pallet holds.
file acme a.xml
<?xml version="1.0" encoding="UTF-8"?>
<Order xmlns="urn:oasis:names:specification:ubl:schema:xsd:Order-2" xmlns:cac="urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2" xmlns:cbc="urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2">
<cbc:ID>P-1</cbc:ID><cbc:IssueDate>2026-11-20</cbc:IssueDate><cbc:DocumentCurrencyCode>EUR</cbc:DocumentCurrencyCode>
<cac:BuyerCustomerParty><cac:Party><cbc:EndpointID schemeID="0088">8712345000004</cbc:EndpointID><cac:PartyName><cbc:Name>Acme</cbc:Name></cac:PartyName></cac:Party></cac:BuyerCustomerParty>
<cac:SellerSupplierParty><cac:Party><cbc:EndpointID schemeID="0088">8798765000008</cbc:EndpointID><cac:PartyName><cbc:Name>Lampco</cbc:Name></cac:PartyName></cac:Party></cac:SellerSupplierParty>
<cac:OrderLine><cac:LineItem><cbc:ID>1</cbc:ID><cbc:Quantity unitCode="C62">10</cbc:Quantity>
<cac:Price><cbc:PriceAmount currencyID="EUR">900</cbc:PriceAmount><cbc:BaseQuantity unitCode="PF">1</cbc:BaseQuantity></cac:Price>
<cac:Item><cbc:Name>Bulb</cbc:Name><cac:SellersItemIdentification><cbc:ID>BULB</cbc:ID></cac:SellersItemIdentification></cac:Item>
</cac:LineItem></cac:OrderLine>
</Order>
.
night 2026-11-23
