# A payment is taken back after its order was accepted.
file acme 01.edi
ISA*00*          *00*          *ZZ*ACME           *ZZ*LAMPCO         *261120*0905*U*00401*000000001*0*P*>~
GS*PO*ACME*LAMPCO*20261120*0905*1*X*004010~
ST*850*0001~
BEG*00*SA*P-1**20261120~
CUR*BY*EUR~
DTM*002*20261130~
N1*BY*The buyer*UL*8712345000035~
PO1*1*10*EA*1.60**VN*BULB~
CTT*1~
SE*8*0001~
GE*1*1~
IEA*1*000000001~
.
night 2026-11-23
file bank s1.xml
<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.02"><BkToCstmrStmt>
<GrpHdr><MsgId>S-1</MsgId><CreDtTm>2026-11-23T22:00:00</CreDtTm></GrpHdr>
<Stmt><Id>S-1</Id><Acct><Id><IBAN>NL91ABNA0417164300</IBAN></Id></Acct>
<Ntry><Amt Ccy="EUR">19.36</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts>BOOK</Sts>
<BookgDt><Dt>2026-11-23</Dt></BookgDt><AcctSvcrRef>B-1</AcctSvcrRef><NtryDtls><TxDtls><Refs><EndToEndId>E-1</EndToEndId></Refs>
<RmtInf><Ustrd>PO P-1</Ustrd></RmtInf></TxDtls></NtryDtls></Ntry>
</Stmt></BkToCstmrStmt></Document>
.
night 2026-11-24
file bank s2.xml
<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.02"><BkToCstmrStmt>
<GrpHdr><MsgId>S-1</MsgId><CreDtTm>2026-11-23T22:00:00</CreDtTm></GrpHdr>
<Stmt><Id>S-1</Id><Acct><Id><IBAN>NL91ABNA0417164300</IBAN></Id></Acct>
<Ntry><Amt Ccy="EUR">19.36</Amt><CdtDbtInd>DBIT</CdtDbtInd><RvslInd>true</RvslInd><Sts>BOOK</Sts>
<BookgDt><Dt>2026-11-23</Dt></BookgDt><AcctSvcrRef>B-1</AcctSvcrRef></Ntry>
</Stmt></BkToCstmrStmt></Document>
.
night 2026-11-25
