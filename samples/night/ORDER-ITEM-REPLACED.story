# A product that another one replaces: a person decides, and the buyer is told.
file acme 01.edi
ISA*00*          *00*          *ZZ*ACME           *ZZ*LAMPCO         *261120*0905*U*00401*000000001*0*P*>~
GS*PO*ACME*LAMPCO*20261120*0905*1*X*004010~
ST*850*0001~
BEG*00*SA*P-1**20261120~
CUR*BY*EUR~
DTM*002*20261130~
N1*BY*The buyer*UL*8712345000004~
PO1*1*10*EA*3.95**VN*GLOW~
CTT*1~
SE*8*0001~
GE*1*1~
IEA*1*000000001~
.
night 2026-11-23
do release P-1 --as-is --reason agreed
night 2026-11-24
