#!/usr/bin/python3
"""CSV in a partner's own layout, from the profile to the answer:
night_csv_map.py [BUILD]."""
import json
import sys

import mill as m

DAY = "2026-11-23"
LAYOUT = """{
    format = "csv"; messages = [ "orders" ];
    columns = { po_number = "Bestellnr"; customer = "Klant";
                requested_on = "Leverdatum"; seller_item = "Artikel";
                quantity = "Aantal"; price = "Prijs"; };
    delimiter = ";"; decimal = ","; date = "D-M-YYYY";
    encoding = "windows-1252";
}"""
PLACES = """{
    format = "csv"; messages = [ "orders" ];
    columns = { po_number = "1"; requested_on = "2"; seller_item = "3";
                quantity = "4"; customer = "5"; };
    delimiter = "tab"; date = "YYYYMMDD"; header = false;
}"""
HEADER = "Bestellnr;Klant;Leverdatum;Artikel;Naam;Aantal;Prijs\r\n"


def dutch(*rows):
    return (HEADER + "".join(";".join(r) + "\r\n" for r in rows)).encode(
        "cp1252")


ORDER = dutch(("K-1", "kiosk", "30-11-2026", "BULB", "Gloeilamp café", "10",
               "1,60"),
              ("K-1", "", "", "LED", "Ledlamp", "4", "3,95"),
              ("K-2", "kiosk", "1-12-2026", "LED", "€", "1000", "3,95"))


def kiosk(work, receive=LAYOUT, **more):
    mill = work.mill()
    mill.customer("kiosk", "csv", receive=receive, **more)
    return mill


# --- tests -------------------------------------------------------------------

def a_file_in_the_partners_layout_is_booked_and_answered(work):
    mill = kiosk(work)
    mill.drop("kiosk", "a.txt", ORDER)
    assert mill.night(DAY).code == 0
    assert sorted(mill.states()) == ["K-1", "K-2"], mill.states()
    assert mill.codes("kiosk", "K-1")[-1] == "AP", mill.codes("kiosk", "K-1")
    assert mill.one("order", po_number="K-2")["requested_on"] == "2026-12-01"
    assert mill.rows("SELECT quantity, price FROM order_line l JOIN orders o "
                     "USING (order_id) WHERE po_number = 'K-1' "
                     "ORDER BY line") == [("10", "1.6"), ("4", "3.95")]


def a_file_without_a_header_is_read_by_places(work):
    mill = kiosk(work, receive=PLACES)
    mill.drop("kiosk", "a.txt", b"K-7\t20261130\tBULB\t10\tkiosk\n"
                                b"K-8\t20261201\tLED\t2\tkiosk\n")
    assert mill.night(DAY).code == 0
    assert sorted(mill.states()) == ["K-7", "K-8"], mill.states()


def both_layouts_and_our_own_may_come_from_one_partner(work):
    mill = kiosk(work, receive=LAYOUT + ", " + PLACES)
    mill.drop("kiosk", "a.txt", ORDER)
    mill.drop("kiosk", "b.txt", b"K-7\t20261130\tBULB\t10\tkiosk\n")
    mill.drop("kiosk", "c.csv", m.csv_orders([m.po("K-9", [
        ("BULB", 10, "1.60")])]))
    assert mill.night(DAY).code == 0
    assert sorted(mill.states()) == ["K-1", "K-2", "K-7", "K-9"], \
        mill.states()


def the_layout_holds_for_nobody_else(work):
    mill = kiosk(work)
    mill.customer("north", "csv")
    mill.drop("north", "a.txt", ORDER)
    assert mill.night(DAY).code == 1
    assert not mill.states()
    assert mill.one("file")["state"] == "rejected"


def a_number_with_a_point_refuses_its_order_alone(work):
    mill = kiosk(work)
    mill.drop("kiosk", "a.txt", dutch(
        ("K-1", "kiosk", "30-11-2026", "BULB", "", "1.000", "1,60"),
        ("K-2", "kiosk", "30-11-2026", "LED", "", "4", "3,95")))
    mill.night(DAY)
    assert mill.state("K-1") == "rejected", mill.states()
    assert mill.state("K-2") != "rejected", mill.states()
    found = mill.list("finding", code="CSV-NUMBER")
    assert [f["element"] for f in found] == ["quantity"], found


def a_held_order_is_released_by_the_same_layout(work):
    mill = kiosk(work, rules='unknown_item = "hold";')
    mill.drop("kiosk", "a.txt", dutch(
        ("K-1", "kiosk", "30-11-2026", "LAMP", "", "2,0", "1,60")))
    mill.night(DAY)
    assert mill.state("K-1") == "held", mill.states()
    mill.master["catalog"].append(
        ("LAMP", "", "Table lamp", "goods", "C62", "1.60", "EUR", "S", "21",
         "", ""))
    mill.write_master()
    mill.night("2026-11-24")
    order = mill.one("order", po_number="K-1")
    mill.good("release", f"order:{order['order_id']}", "--reason",
              "the article is there now")
    mill.night("2026-11-25")
    assert mill.state("K-1") in ("accepted", "at_warehouse"), mill.states()


def validate_and_convert_need_the_partner_to_read_it(work):
    mill = kiosk(work)
    path = mill.write("try.txt", ORDER)
    assert mill.run("validate", path).code == 65
    ran = mill.run("validate", path, "--partner", "kiosk")
    assert ran.code == 0, ran
    assert mill.run("convert", path, "--to", "json").code != 0
    ran = mill.good("convert", path, "--to", "json", "--partner", "kiosk")
    orders = [json.loads(x) for x in ran.out.splitlines() if x.strip()]
    assert [o["po_number"] for o in orders] == ["K-1", "K-2"], orders
    ran = mill.run("convert", path, "--to", "json", "--partner", "kiosx")
    assert ran.code == 64 and "kiosk" in ran.err, ran


def config_check_names_the_line_and_the_nearest_column(work):
    mill = kiosk(work, receive=LAYOUT.replace("quantity =", "quantiti ="))
    ran = mill.run("config", "check")
    assert ran.code == 78, ran
    said = ran.out + ran.err
    assert "quantiti is no key of columns; nearest: quantity" in said, said
    assert "partners/kiosk.conf:" in said, said
    assert "columns lacks quantity" in said, said
    mill.profile("kiosk", "csv", "orders", ["account:kiosk"], role="customer",
                 answers='technical = "none"; order = "none"; ship = "none";')
    mill.good("config", "check")


def words_of_units_are_those_of_the_profile(work):
    mill = kiosk(work, receive='{ format = "csv"; messages = [ "orders" ]; '
                 'units = [ "pieces = C62", "Stk = C62", "doos = DZN" ]; }')
    rows = ("po_number,customer,seller_item,quantity,unit,price\n"
            "K-1,kiosk,BULB,10,Pieces,1.60\nK-2,kiosk,BULB,1,doos,19.20\n"
            "K-3,kiosk,BULB,4,Stk,1.60\nK-4,kiosk,BULB,4,caixa,1.60\n")
    mill.drop("kiosk", "a.csv", rows.encode())
    mill.night(DAY)
    assert mill.states() == {
        "K-1": "at_warehouse", "K-2": "at_warehouse",
        "K-3": "at_warehouse", "K-4": "rejected"}, mill.states()
    assert mill.rows("SELECT unit FROM order_line l JOIN orders o "
                     "USING (order_id) WHERE po_number = 'K-2'") == \
        [("DZN",)]
    found = mill.one("finding", code="CSV-UNIT")
    assert 'units = [ "caixa = CODE" ]' in found["message"], found


def an_export_of_a_shop_is_booked_with_its_rows_together(work):
    mill = kiosk(work, receive="""{
        format = "csv"; messages = [ "orders" ];
        columns = { po_number = "Name"; ordered_on = "Created at";
                    currency = "Currency"; seller_item = "Lineitem sku";
                    quantity = "Lineitem quantity";
                    price = "Lineitem price"; customer = "Vendor"; };
        po_once = true; }""")
    mill.drop("kiosk", "orders_export.csv", (
        "Orders of November\nName,Created at,Currency,Lineitem quantity,"
        "Lineitem price,Lineitem sku,Vendor,Notes\n"
        '#1001,2026-11-20 10:14:00 -0400,EUR,2,1.60,="BULB",kiosk,"two\n'
        'lines, and ""more"""\n,,,1,3.95,LED,,\n'
        "#1002,2026-11-20 10:14:00 -0400,EUR,3,1.60,BULB,kiosk,\n"
        "#1.0E+3,2026-11-20,EUR,3,1.60,1.0E+3,kiosk,\n").encode())
    mill.night(DAY)
    assert mill.states() == {
        "#1001": "at_warehouse", "#1002": "at_warehouse",
        "#1.0E+3": "rejected"}, mill.states()
    assert mill.rows("SELECT seller_item, quantity FROM order_line l JOIN "
                     "orders o USING (order_id) WHERE po_number = '#1001' "
                     "ORDER BY line") == [("BULB", "2"), ("LED", "1")]
    found = {f["code"] for f in mill.list("finding")}
    assert found >= {"CSV-ABOVE-HEADER", "CSV-SCIENTIFIC"}, found


def validate_writes_an_entry_for_the_profile(work):
    mill = work.mill()
    mill.customer("kiosk", "csv")
    data = ("Bestelling van Kiosk\r\n\r\nOrdernr;Klant;Leverdatum;Artikel;"
            "Omschrijving;Aantal;Eenheid;Prijs \"netto\";Código\r\n"
            "K-1;kiosk;30-11-2026;BULB;Gloeilamp;10;C62;1,60;x\r\n")
    data = data.replace('Prijs "netto"', '"Prijs ""netto"""').encode("cp1252")
    path = mill.write("try.txt", data)
    said = mill.run("validate", path, "--partner", "kiosk")
    assert said.code == 65, said
    entry = said.out[said.out.index("( { format"):].split("} );")[0]
    assert 'po_number = "Ordernr";' in entry, said
    assert "other columns: Omschrijving, Código" in said.out, said
    receive = entry[2:] + ' decimal = ","; date = "D-M-YYYY"; }'
    mill.profile("kiosk", "csv", "orders", ["account:kiosk"],
                 role="customer", receive=receive, answers=
                 'technical = "none"; order = "none"; ship = "none";')
    mill.good("config", "check")
    ran = mill.run("validate", path, "--partner", "kiosk")
    assert "1 orders: good" in ran.out, ran
    shop = "Name,Currency,Lineitem quantity,Lineitem sku" + "".join(
        f",Field {i}" for i in range(80)) + "\n#1,EUR,2,BULB\n"
    ran = mill.run("validate", mill.write("shop.csv", shop.encode()))
    assert '# po_number = "?"; is needed' in ran.out, ran
    assert 'quantity = "Lineitem quantity";' in ran.out, ran
    for price in ("Unit Price", "Item Price"):
        ran = mill.run("validate", mill.write("price.csv", (
            f"PO Number,{price},Item,Qty\nP-1,1.60,BULB,2\n").encode()))
        assert f'  price = "{price}";' in ran.out and \
            'seller_item = "Item";' in ran.out, ran
    for other in (b"hello there\n", b"<a b='1'>\n1,2,3\n", b"",
                  b"ISA*00*1,2,3\n1;2;3\n"):
        ran = mill.run("validate", mill.write("no.txt", other))
        assert "it may be a CSV" not in ran.out, ran


def rows_of_a_warehouse_that_are_refused_are_to_do(work):
    """Their goods have left all the same: somebody must know."""
    mill = work.mill()
    mill.profile("venlo", "csv", "shipments", [], role="warehouse",
                 receive="""{ format = "csv"; columns = {
                 shipment = "Lieferschein"; order = "Auftrag"; line = "Pos";
                 quantity = "Menge"; unit = "ME"; sscc = "NVE";
                 shipped_at = "Versand"; final = "Letzte"; };
                 delimiter = ";"; decimal = ","; date = "DD.MM.YYYY";
                 units = [ "Stk = C62" ]; }""")
    mill.customer("kiosk", "csv")
    mill.drop("kiosk", "a.csv", m.csv_orders([m.po(
        "K-1", [("BULB", 10, "1.60"), ("LED", 4, "3.95")])]))
    assert mill.night(DAY).code == 0
    mill.night("2026-11-29")
    number = mill.one("order", po_number="K-1")["confirmation"]
    mill.drop("venlo", "v.csv", (
        "Lieferschein;Auftrag;Pos;Menge;ME;NVE;Versand;Letzte\n"
        f"V-1;{number};1;10,0;Stk;087987650000000177;30.11.2026 14:05;ja\n"
        f"V-1;{number};2;4;Stk;;30.11.2026;nein\n").encode())
    ran = mill.night("2026-11-30")
    assert ran.code == 1, ran
    assert mill.state("K-1") == "part_shipped"
    report = mill.run("report").out
    assert "1 rows of shipments in file v.csv of venlo were rejected: " \
        "CSV-SSCC" in report, report
    # Told by the night that saw it.
    assert mill.night("2026-12-01").code == 0, mill.run("report")


def utf_16_without_a_mark_is_read_and_told(work):
    mill = kiosk(work)
    mill.drop("kiosk", "a.txt", ORDER.decode("cp1252").encode("utf-16-be"))
    assert mill.night(DAY).code == 0
    assert sorted(mill.states()) == ["K-1", "K-2"], mill.states()
    assert mill.one("finding", code="CSV-NO-MARK")["severity"] == "warning"


TESTS = [words_of_units_are_those_of_the_profile,
         an_export_of_a_shop_is_booked_with_its_rows_together,
         validate_writes_an_entry_for_the_profile,
         rows_of_a_warehouse_that_are_refused_are_to_do,
         utf_16_without_a_mark_is_read_and_told,
         a_file_in_the_partners_layout_is_booked_and_answered,
         a_file_without_a_header_is_read_by_places,
         both_layouts_and_our_own_may_come_from_one_partner,
         the_layout_holds_for_nobody_else,
         a_number_with_a_point_refuses_its_order_alone,
         a_held_order_is_released_by_the_same_layout,
         validate_and_convert_need_the_partner_to_read_it,
         config_check_names_the_line_and_the_nearest_column]

if __name__ == "__main__":
    sys.exit(m.tap_main(TESTS, __file__))
