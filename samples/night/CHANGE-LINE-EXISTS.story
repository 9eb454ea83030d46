# A line is added that is there.
file acme 01.edi
ISA*00*          *00*          *ZZ*ACME           *ZZ*LAMPCO         *261120*0905*U*00401*000000001*0*P*>~
GS*PO*ACME*LAMPCO*20261120*0905*1*X*004010~
ST*850*0001~
BEG*00*SA*P-1**20261120~
CUR*BY*EUR~
DTM*002*20261130~
N1*BY*The buyer*UL*8712345000004~
PO1*1*10*EA*1.60**VN*BULB~
PO1*2*5*EA*3.95**VN*LED~
CTT*2~
SE*9*0001~
GE*1*1~
IEA*1*000000001~
.
night 2026-11-23
file acme c1.xml
<?xml version="1.0" encoding="UTF-8"?>
<OrderChange xmlns="urn:oasis:names:specification:ubl:schema:xsd:OrderChange-2" xmlns:cac="urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2" xmlns:cbc="urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2">
<cbc:ID>C-1-20</cbc:ID><cbc:IssueDate>2026-11-24</cbc:IssueDate><cbc:SequenceNumberID>1</cbc:SequenceNumberID><cbc:DocumentCurrencyCode>EUR</cbc:DocumentCurrencyCode>
<cac:OrderReference><cbc:ID>P-1</cbc:ID></cac:OrderReference>
<cac:BuyerCustomerParty><cac:Party><cbc:EndpointID schemeID="0088">8712345000004</cbc:EndpointID><cac:PartyName><cbc:Name>Acme</cbc:Name></cac:PartyName></cac:Party></cac:BuyerCustomerParty>
<cac:SellerSupplierParty><cac:Party><cbc:EndpointID schemeID="0088">8798765000008</cbc:EndpointID><cac:PartyName><cbc:Name>Lampco</cbc:Name></cac:PartyName></cac:Party></cac:SellerSupplierParty>
<cac:OrderLine><cac:LineItem><cbc:ID>1</cbc:ID><cbc:LineStatusCode>1</cbc:LineStatusCode><cbc:Quantity unitCode="C62">20</cbc:Quantity>
<cac:Price><cbc:PriceAmount currencyID="EUR">1.60</cbc:PriceAmount><cbc:BaseQuantity unitCode="C62">1</cbc:BaseQuantity></cac:Price>
<cac:Item><cbc:Name>Bulb</cbc:Name><cac:SellersItemIdentification><cbc:ID>BULB</cbc:ID></cac:SellersItemIdentification></cac:Item>
</cac:LineItem></cac:OrderLine>
</OrderChange>
.
night 2026-11-24
