# More tubes than there are, and the profile wants to be asked.
file slow 01.edi
ISA*00*          *00*          *ZZ*SLOW           *ZZ*LAMPCO         *261120*0905*U*00401*000000001*0*P*>~
GS*PO*SLOW*LAMPCO*20261120*0905*1*X*004010~
ST*850*0001~
BEG*00*SA*P-1**20261120~
CUR*BY*EUR~
DTM*002*20261130~
N1*BY*The buyer*UL*8712345000219~
PO1*1*101*EA*2.60**VN*TUBE~
CTT*1~
SE*8*0001~
GE*1*1~
IEA*1*000000001~
.
night 2026-11-23
