# Cents too little are let go where the rule says so: the one order is
# accepted, the debt of the other paid; more than that is waited for.
set tolerance 0.50
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
ST*850*0002~
BEG*00*SA*P-2**20261120~
CUR*BY*EUR~
DTM*002*20261130~
N1*BY*The buyer*UL*8712345000035~
PO1*1*10*EA*1.60**VN*BULB~
CTT*1~
SE*8*0002~
ST*850*0003~
BEG*00*SA*P-3**20261120~
CUR*BY*EUR~
DTM*002*20261123~
N1*BY*The buyer*UL*8712345000004~
PO1*1*10*EA*1.60**VN*BULB~
CTT*1~
SE*8*0003~
GE*3*1~
IEA*1*000000001~
.
night 2026-11-23
file venlo ship.csv
shipment,order,line,sku,quantity,unit,shipped_at,carrier,tracking,sscc,final
S-1,{P-3},1,BULB,10,C62,2026-11-23T08:30:00Z,Snelpost,SP-1,,yes
.
night 2026-11-24
do account pay acme 19.00 --reference P-3 --received 2026-11-24
balance acme
file bank s1.csv
id,booked_on,amount,currency,text,iban,name
B-1,2026-11-23,18.86,EUR,{RF P-1},DE89370400440532013000,The payer
B-2,2026-11-23,18.85,EUR,{RF P-2},DE89370400440532013000,The payer
.
night 2026-11-25
balance payer
do cancel P-1 --reason "their mistake"
balance payer
