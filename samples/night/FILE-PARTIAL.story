# One faulty order takes the file with it.
file strict a.csv
po_number,release,customer,ship_to,ordered_on,requested_on,currency,line,seller_item,buyer_item,gtin,quantity,unit,price,repeat
P-1,,strict,,2026-11-20,2026-11-30,EUR,1,BULB,,,10,EA,1.60,
P-2,,strict,,2026-11-20,2026-11-30,EUR,1,NONE,,,1,EA,1.00,
.
night 2026-11-23
