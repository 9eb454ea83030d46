# Less than has left.
file acme 01.edi
ISA*00*          *00*          *ZZ*ACME           *ZZ*LAMPCO         *261120*0905*U*00401*000000001*0*P*>~
GS*PO*ACME*LAMPCO*20261120*0905*1*X*004010~
ST*850*0001~
BEG*00*SA*P-1**20261120~
CUR*BY*EUR~
DTM*002*20261123~
N1*BY*The buyer*UL*8712345000004~
PO1*1*10*EA*1.60**VN*BULB~
CTT*1~
SE*8*0001~
GE*1*1~
IEA*1*000000001~
.
night 2026-11-23
file venlo c.csv
shipment,order,line,sku,quantity,unit,shipped_at,carrier,tracking,sscc,final
S-1,{P-1},1,BULB,4,C62,2026-11-24T08:30:00Z,Snelpost,SP-S-1,,no
.
night 2026-11-24
file acme 02.edi
ISA*00*          *00*          *ZZ*ACME           *ZZ*LAMPCO         *261120*0905*U*00401*000000002*0*P*>~
GS*PO*ACME*LAMPCO*20261120*0905*2*X*004010~
ST*850*0001~
BEG*04*SA*P-1**20261120~
CUR*BY*EUR~
DTM*002*20261130~
N1*BY*The buyer*UL*8712345000004~
PO1*1*2*EA*1.60**VN*BULB~
CTT*1~
SE*8*0001~
GE*1*2~
IEA*1*000000002~
.
night 2026-11-25
do release [P-1] --reason 'asked the warehouse'
night 2026-11-26
