# Goods that must have left before they may; and a window of one day.
file acme 01.edi
ISA*00*          *00*          *ZZ*ACME           *ZZ*LAMPCO         *261120*0905*U*00401*000000001*0*P*>~
GS*PO*ACME*LAMPCO*20261120*0905*1*X*004010~
ST*850*0001~
BEG*00*SA*P-1**20261120~
CUR*BY*EUR~
DTM*037*20261205~
DTM*038*20261130~
N1*BY*The buyer*UL*8712345000004~
PO1*1*10*EA*1.60**VN*BULB~
CTT*1~
SE*9*0001~
ST*850*0002~
BEG*00*SA*P-2**20261120~
CUR*BY*EUR~
DTM*037*20261130~
DTM*038*20261130~
N1*BY*The buyer*UL*8712345000004~
PO1*1*10*EA*1.60**VN*BULB~
CTT*1~
SE*9*0002~
GE*2*1~
IEA*1*000000001~
.
night 2026-11-23
do release [P-1] --as-is --reason "the fifth of December it is"
night 2026-11-24
