# Three percent within ten days is asked where none was agreed.
file acme 01.edi
ISA*00*          *00*          *ZZ*ACME           *ZZ*LAMPCO         *261120*0905*U*00401*000000001*0*P*>~
GS*PO*ACME*LAMPCO*20261120*0905*1*X*004010~
ST*850*0001~
BEG*00*SA*P-1**20261120~
CUR*BY*EUR~
ITD*08*3*3**10**30~
DTM*002*20261130~
N1*BY*The buyer*UL*8712345000004~
PO1*1*10*EA*1.60**VN*BULB~
CTT*1~
SE*9*0001~
GE*1*1~
IEA*1*000000001~
.
night 2026-11-23
