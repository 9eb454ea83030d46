# A late delivery for which a person waited too long is left out.
file slow 01.edi
ISA*00*          *00*          *ZZ*SLOW           *ZZ*LAMPCO         *261120*0905*U*00401*000000001*0*P*>~
GS*PO*SLOW*LAMPCO*20261120*0905*1*X*004010~
ST*850*0001~
BEG*00*ST*P-1**20261120~
CUR*BY*EUR~
REF*ZZ*RRULE FREQ=WEEKLY~
DTM*002*20261124~
N1*BY*The buyer*UL*8712345000219~
PO1*1*10*EA*1.60**VN*BULB~
CTT*1~
SE*9*0001~
GE*1*1~
IEA*1*000000001~
.
night 2026-11-23
night 2026-12-03
do standing skip P-1 2026-12-01 --reason 'not needed'
night 2026-12-04
