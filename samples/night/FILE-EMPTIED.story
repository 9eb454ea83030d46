# An archive with a secret in it: the archive goes, its member stays without.
file acme a.zip
in.xml
<?xml version="1.0" encoding="UTF-8"?>
<cXML payloadID="P-1@acme.example" timestamp="2026-11-20T09:05:00+01:00">
<Header>
<From><Credential domain="NetworkID"><Identity>AN01000000001</Identity></Credential></From>
<To><Credential domain="NetworkID"><Identity>AN02000000002</Identity></Credential></To>
<Sender><Credential domain="NetworkID"><Identity>AN01000000001</Identity>
<SharedSecret>open-sesame</SharedSecret></Credential><UserAgent>Test</UserAgent></Sender>
</Header>
<Request><OrderRequest>
<OrderRequestHeader orderID="P-1" orderDate="2026-11-20">
<Total><Money currency="EUR">16.00</Money></Total>
<BillTo><Address><Name xml:lang="en">The buyer</Name></Address></BillTo>
</OrderRequestHeader>
<ItemOut quantity="10" lineNumber="1">
<ItemID><SupplierPartID>BULB</SupplierPartID></ItemID>
<ItemDetail><UnitPrice><Money currency="EUR">1.60</Money></UnitPrice>
<Description xml:lang="en">Bulb</Description><UnitOfMeasure>EA</UnitOfMeasure>
<Classification domain="UNSPSC">39101600</Classification></ItemDetail>
</ItemOut>
</OrderRequest></Request>
</cXML>
.
night 2026-11-23
