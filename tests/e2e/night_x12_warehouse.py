#!/usr/bin/python3
"""A warehouse that speaks X12: what it shipped comes as a 945, and what a
partner says of our documents, as 997 and TA1, is never answered.

    /usr/bin/python3 tests/e2e/night_x12_warehouse.py [BUILD]

BUILD: a directory with the program, or the program (build/checked)."""
import sys

from mill import po, shipped, tap_main, x12

DAY = "2026-11-23"              # a Monday; orders want 2026-11-30
SHIP_DAY = "2026-11-29"         # then the warehouse gets them
NIGHT = "2026-11-30"


def envelope(function, kind, sets, control, sender="VENLO", usage="P",
             ta1=()):
    out = [f"ISA*00*          *00*          *ZZ*{sender:<15}*ZZ*"
           f"{'LAMPCO':<15}*261129*0905*U*00401*{control:09}*0*{usage}*>"]
    out += list(ta1)
    if sets:
        out.append(f"GS*{function}*{sender}*LAMPCO*20261129*0905*{control}*"
                   "X*004010")
    for n, s in enumerate(sets, 1):
        out += [f"ST*{kind}*{n:04}"] + s + [f"SE*{len(s) + 2}*{n:04}"]
    if sets:
        out.append(f"GE*{len(sets)}*{control}")
    out.append(f"IEA*{1 if sets else 0}*{control:09}")
    return "".join(s + "~\n" for s in out).encode()


def advice(order, shipment, lines, total=None, date="20261129"):
    """lines: (line or "", item, status, quantity, sscc or "")."""
    out = [f"W06*F*{order}*{date}*{shipment}", "N1*DE*Lampco B.V.",
           f"N9*2I*SP-{shipment}", "W27*M*SNEL*Snelpost"]
    for n, (line, item, status, quantity, sscc) in enumerate(lines, 1):
        kind = "UP" if item.isdigit() else "VN"
        out.append(f"LX*{n}")
        if sscc:
            out.append(f"MAN*GM*00{sscc}")
        if line:
            out.append(f"N9*LI*{line}")
        out.append(f"W12*{status}**{quantity}**EA**{kind}*{item}")
    out.append(f"W03*{sum(l[3] for l in lines) if total is None else total}")
    return out


def at_warehouse(work, orders, answers=""):
    mill = work.mill()
    mill.profile("venlo", "x12", "945", ["x12:ZZ:VENLO", "gs:VENLO"],
                 role="warehouse", answers=answers)
    mill.customer("acme")
    mill.drop("acme", "a.edi", x12(orders))
    assert mill.night(DAY).code == 0
    assert mill.night(SHIP_DAY).code == 0
    assert mill.outgoing("venlo"), "the warehouse got nothing"
    return mill


def send(mill, advices, control=1, usage="P", night=NIGHT):
    mill.drop("venlo", f"{control}{usage}.945",
              envelope("SW", "945", advices, control, usage=usage))
    return mill.night(night)


def confirmation(mill, number="P-1"):
    return mill.one("order", po_number=number)["confirmation"]


def states_of_rows(mill):
    return mill.rows("SELECT state, reason FROM confirmation ORDER BY "
                     "confirmation_id")


def a_945_ships_and_the_buyer_hears_of_it(work):
    mill = at_warehouse(work, [po("P-1", [("BULB", 10, "1.60"),
                                          ("LED", 4, "3.95")])])
    ran = send(mill, [advice(confirmation(mill), "V-1", [
        ("1", "BULB", "CC", 6, "087987650000000176"),
        ("1", "BULB", "CC", 4, "087987650000000183"),
        ("2", "LED", "CC", 4, "087987650000000183")])])
    assert ran.code == 0, ran
    assert mill.state("P-1") == "shipped"
    ship = mill.one("shipment")
    assert (ship["number"], ship["carrier"], ship["tracking"]) == \
        ("V-1", "SNEL", "SP-V-1"), ship
    assert ship["left_at"].startswith("2026-11-29"), ship
    notice = mill.answers("acme", kind="DespatchAdvice")
    assert len(notice) == 1, [a.name for a in notice]
    for text in (b"087987650000000176", b"087987650000000183", b"SP-V-1"):
        assert text in notice[0].data, notice[0].data
    assert mill.balance("receivable", "acme") == \
        round((1600 + 4 * 395) * 1.21)
    assert mill.one("message", kind="945")["state"] == "accepted"


def a_940_is_answered_by_a_945(work):
    mill = at_warehouse(
        work, [po("P-1", [("BULB", 10, "1.60"), ("LED", 4, "3.95")])],
        answers='warehouse = "x12-940"; technical = "x12-997"; '
        'name = "{kind}_{date}_{seq}.edi";')
    lists = list(mill.outgoing("venlo").values())
    assert len(lists) == 1, list(mill.outgoing("venlo"))
    said = [s.strip().split("*") for s in lists[0].decode().split("~")]
    order = [s[2] for s in said if s[0] == "W05"]
    lines = [s[2] for s in said if s[:2] == ["N9", "LI"]]
    picks = [s for s in said if s[0] == "W01"]
    items = [s[s.index("VN") + 1] if "VN" in s else s[s.index("VP") + 1]
             for s in picks]
    assert len(order) == 1 and len(lines) == 2, said
    assert sorted(items) == ["BULB", "LED"], said
    ran = send(mill, [advice(order[0], "V-1", [
        (line, item, "CC", int(pick[1]), "")
        for line, item, pick in zip(lines, items, picks)])])
    assert ran.code == 0, ran
    assert mill.state("P-1") == "shipped"
    assert len(mill.answers("acme", kind="DespatchAdvice")) == 1
    words = [d for d in mill.outgoing("venlo").values() if b"ST*997" in d]
    assert len(words) == 1 and b"AK1*SW*1" in words[0] and \
        b"AK9*A*1*1*1" in words[0], words
    # Their word on our 940 and 997 ends it: nobody answers that.
    there = mill.outgoing("venlo")
    mill.drop("venlo", "w.edi", envelope("FA", "997", [
        ["AK1*OW*1", "AK9*A*1*1*1"], ["AK1*FA*2", "AK9*A*1*1*1"]], 2))
    mill.night("2026-12-01")
    assert mill.outgoing("venlo") == there


def items_without_line_numbers_are_found_by_item_or_gtin(work):
    mill = at_warehouse(work, [po("P-1", [("BULB", 10, "1.60"),
                                          ("LED", 4, "3.95")])])
    ran = send(mill, [advice(confirmation(mill), "V-1", [
        ("", "BULB", "CC", 10, ""), ("", "8710000000031", "CC", 4, "")])])
    assert ran.code == 0, ran
    assert mill.state("P-1") == "shipped"


def an_item_of_two_lines_is_held_unless_the_line_is_named(work):
    mill = at_warehouse(work, [po("P-1", [("BULB", 10, "1.60"),
                                          ("BULB", 5, "1.60")])])
    number = confirmation(mill)
    ran = send(mill, [advice(number, "V-1", [("", "BULB", "CC", 10, "")])])
    assert ran.code == 1 and states_of_rows(mill) == [("held", "SHIP-LINE")]
    assert mill.state("P-1") == "at_warehouse"
    ran = send(mill, [advice(number, "V-2", [("1", "BULB", "CC", 10, ""),
                                             ("2", "BULB", "CC", 5, "")])],
               control=2, night="2026-12-01")
    assert mill.state("P-1") == "shipped"
    assert ran.code == 1, "what is held was forgotten"


def lots_of_one_line_add_up_and_may_be_told_again(work):
    mill = at_warehouse(work, [po("P-1", [("BULB", 10, "1.60"),
                                          ("LED", 4, "3.95")])])
    body = advice(confirmation(mill), "V-1", [
        ("1", "BULB", "CC", 3, "087987650000000176"),
        ("1", "BULB", "CC", 2, "087987650000000176"),
        ("", "BULB", "CC", 5, "087987650000000176"),
        ("2", "LED", "CC", 4, "")])
    assert send(mill, [body]).code == 0
    assert mill.state("P-1") == "shipped"
    rows = mill.rows("SELECT line, sscc, quantity FROM shipment_line "
                     "ORDER BY line")
    assert rows == [(1, "087987650000000176", "10"), (2, "", "4")], rows
    ledger = mill.list("ledger")
    assert send(mill, [body], control=2, night="2026-12-01").code == 0
    assert mill.list("ledger") == ledger and len(mill.list("shipment")) == 1


def two_items_for_one_line_are_held(work):
    mill = at_warehouse(work, [po("P-1", [("BULB", 10, "1.60"),
                                          ("LED", 4, "3.95")])])
    ran = send(mill, [advice(confirmation(mill), "V-1", [
        ("1", "BULB", "CC", 5, ""), ("1", "LED", "CC", 5, "")])])
    assert ran.code == 1, ran
    assert set(states_of_rows(mill)) == {("held", "SHIP-CLASH")}
    assert mill.state("P-1") == "at_warehouse"
    ran = mill.run("release", "shipment:V-1", "--reason", "it was so")
    mill.night("2026-12-01")
    assert set(states_of_rows(mill)) == {("held", "SHIP-CLASH")}, ran


def what_is_refused_beside_another_is_to_do(work):
    """Its goods have left all the same: somebody must know."""
    mill = at_warehouse(work, [po("P-1", [("BULB", 10, "1.60")]),
                               po("P-2", [("LED", 4, "3.95")])])
    bad = advice(confirmation(mill), "V-1", [("1", "BULB", "CC", 10, "")])
    bad.remove("N1*DE*Lampco B.V.")
    ran = send(mill, [bad, advice(confirmation(mill, "P-2"), "V-2", [
        ("1", "LED", "CC", 4, "")])])
    assert ran.code == 1, ran
    assert mill.states() == {"P-1": "at_warehouse", "P-2": "shipped"}
    report = mill.run("report").out
    assert "945 V-1 in file 1P.945 of venlo was rejected: " \
        "X12-SEG-MISSING" in report, report
    # Told by the night that saw it.
    assert mill.night("2026-12-01").code == 0, mill.run("report")


def the_rest_follows_or_is_cancelled(work):
    mill = at_warehouse(work, [po("P-1", [("BULB", 10, "1.60"),
                                          ("LED", 4, "3.95"),
                                          ("TUBE", 2, "2.60")])])
    number = confirmation(mill)
    ran = send(mill, [advice(number, "V-1", [
        ("1", "BULB", "BP", 6, ""), ("2", "LED", "CP", 3, ""),
        ("3", "TUBE", "CU", 0, "")])])
    assert ran.code == 0, ran
    assert mill.state("P-1") == "part_shipped"
    lines = mill.rows("SELECT line, state, shipped_quantity, "
                      "cancelled_quantity FROM order_line ORDER BY line")
    assert lines == [(1, "accepted", "6", "0"), (2, "shipped", "3", "1"),
                     (3, "cancelled", "0", "2")], lines
    ran = send(mill, [advice(number, "V-2", [("1", "BULB", "CC", 4, "")])],
               control=2, night="2026-12-01")
    assert ran.code == 0, ran
    assert mill.state("P-1") == "shipped"
    assert mill.balance("receivable", "acme") == \
        round((960 + 3 * 395) * 1.21) + round(640 * 1.21)
    assert mill.balance("commitment", "acme") == 0
    assert len(mill.answers("acme", kind="DespatchAdvice")) == 2


def what_the_warehouse_cancels_whole_is_told_by_a_response(work):
    """Nothing left: no ship notice says that something did."""
    mill = at_warehouse(work, [po("P-1", [("BULB", 10, "1.60"),
                                          ("LED", 4, "3.95")]),
                               po("P-2", [("LED", 1, "3.95")])])
    ran = send(mill, [
        advice(confirmation(mill), "V-1", [("1", "BULB", "CU", 0, ""),
                                           ("2", "LED", "CU", 0, "")]),
        advice(confirmation(mill, "P-2"), "V-1", [("1", "LED", "CC", 1, "")])
        ])
    assert ran.code == 0, ran
    assert mill.states() == {"P-1": "cancelled", "P-2": "shipped"}
    assert mill.codes("acme", "P-1") == ["AP", "CA"], mill.answers("acme")
    told = mill.answers("acme", "P-1", "OrderResponse")[-1]
    assert told.texts("a:OrderLine/a:LineItem/c:LineStatusCode") == \
        ["7", "7"], told.data
    notes = told.texts("a:OrderLine/a:LineItem/c:Note")
    assert len(notes) == 2, told.data
    assert all("closed the line" in note for note in notes), notes
    assert {r["reason"] for r in mill.list("order_line", order_id=1)} == \
        {"SHIP-CLOSED"}
    notices = mill.answers("acme", kind="DespatchAdvice")
    assert len(notices) == 1 and b">P-1<" not in notices[0].data, notices
    assert mill.balance("commitment", "acme") == 0
    there = mill.outgoing("acme")
    assert mill.night("2026-12-01").code == 0
    assert mill.outgoing("acme") == there


def nothing_left_of_a_cancelled_order_may_be_said_again(work):
    """Of what ended it and of another shipment; that something left not."""
    mill = at_warehouse(work, [po("P-1", [("BULB", 10, "1.60"),
                                          ("LED", 4, "3.95")])])

    def advised(shipment, control, night, left=0):
        return send(mill, [advice(number, shipment, [
            ("1", "BULB", "CU", left, ""), ("2", "LED", "CU", 0, "")])],
                    control=control, night=night)
    number = confirmation(mill)
    assert advised("V-1", 1, "2026-12-01").code == 0
    assert mill.states() == {"P-1": "cancelled"}
    ledger, there = mill.list("ledger"), mill.outgoing("acme")
    assert advised("V-1", 2, "2026-12-02").code == 0
    assert advised("V-2", 3, "2026-12-03").code == 0
    assert mill.list("ledger") == ledger and mill.outgoing("acme") == there
    ran = advised("V-1", 4, "2026-12-04", 3)
    assert ran.code == 1 and "another quantity" in ran.err, ran
    ran = advised("V-3", 5, "2026-12-05", 3)
    assert ran.code == 1 and "was cancelled" in ran.err, ran
    assert mill.list("ledger") == ledger and mill.outgoing("acme") == there
    assert mill.states() == {"P-1": "cancelled"}


def a_held_shipment_is_ended_by_a_person(work):
    """What was sent anew under another number, or is of no order."""
    mill = at_warehouse(work, [po("P-1", [("BULB", 10, "1.60")])])
    number = confirmation(mill)
    assert send(mill, [advice(number, "V-1", [("1", "LED", "CC", 10, "")])]) \
        .code == 1
    assert send(mill, [advice(number, "V-2", [("1", "BULB", "CC", 10, "")])],
                control=2, night="2026-12-01").code == 1
    assert mill.states() == {"P-1": "shipped"}
    ledger = mill.list("ledger")
    assert "(or reject it)" in mill.run("status").out
    for name in ("V-1", "shipment:V-2"):
        ran = mill.run("reject", name, "--reason", "sent anew")
        assert ran.code == 64, ran
    said = mill.good("reject", "shipment:V-1", "--reason", "sent anew")
    assert "counts for nothing" in said.out, said
    assert mill.run("release", "shipment:V-1", "--reason", "x").code == 64
    assert mill.night("2026-12-02").code == 0
    assert mill.list("ledger") == ledger and mill.list("shipment")[0][
        "number"] == "V-2"
    assert states_of_rows(mill) == [("refused", "rejected"), ("applied", "")]
    assert "sent anew" in mill.rows("SELECT text FROM event WHERE subject "
                                    "LIKE 'shipment:%' AND kind = 'rejected'"
                                    )[0][0]


def the_same_shipment_again_ships_nothing(work):
    mill = at_warehouse(work, [po("P-1", [("BULB", 10, "1.60")])])
    body = advice(confirmation(mill), "V-1", [("1", "BULB", "CC", 10, "")])
    assert send(mill, [body]).code == 0
    ledger, there = mill.list("ledger"), mill.outgoing("acme")
    # The same bytes under another name, then the same under a new number.
    mill.drop("venlo", "again.945", envelope("SW", "945", [body], 1))
    assert mill.night("2026-12-01").code == 0
    assert send(mill, [body], control=2, night="2026-12-02").code == 0
    assert mill.list("ledger") == ledger and mill.outgoing("acme") == there
    assert len(mill.list("shipment")) == 1


def a_faulty_945_ships_nothing_and_the_right_one_does(work):
    mill = at_warehouse(work, [po("P-1", [("BULB", 10, "1.60"),
                                          ("LED", 4, "3.95")])])
    number = confirmation(mill)
    lines = [("1", "BULB", "CC", 10, ""), ("2", "LED", "CC", 4, "")]
    ran = send(mill, [advice(number, "V-1", lines[:1], total=14)])
    assert ran.code == 1, ran
    assert mill.one("message", kind="945")["state"] == "rejected"
    assert [f["code"] for f in mill.list("finding", severity="error")] == \
        ["X12-W03-TOTAL"]
    assert not states_of_rows(mill)
    assert mill.state("P-1") == "at_warehouse"
    send(mill, [advice(number, "V-1", lines)], control=2, night="2026-12-01")
    assert mill.state("P-1") == "shipped"


def a_good_945_beside_a_faulty_one_is_booked(work):
    mill = at_warehouse(work, [po("P-1", [("BULB", 10, "1.60")]),
                               po("P-2", [("LED", 4, "3.95")])])
    one, two = confirmation(mill, "P-1"), confirmation(mill, "P-2")
    send(mill, [advice(one, "V-1", [("1", "BULB", "CC", 10, "")], total=11),
                advice(two, "V-2", [("1", "LED", "CC", 4, "")])])
    assert mill.states() == {"P-1": "at_warehouse", "P-2": "shipped"}


def a_test_945_ships_nothing(work):
    mill = at_warehouse(work, [po("P-1", [("BULB", 10, "1.60")])])
    body = advice(confirmation(mill), "V-1", [("1", "BULB", "CC", 10, "")])
    assert send(mill, [body], usage="T").code == 0
    assert mill.state("P-1") == "at_warehouse" and not states_of_rows(mill)
    # In earnest under the same number: a test claims it only for tests.
    assert send(mill, [body], night="2026-12-01").code == 0
    assert mill.state("P-1") == "shipped"


def an_unknown_unit_is_held_not_guessed(work):
    mill = at_warehouse(work, [po("P-1", [("BULB", 10, "1.60")])])
    body = advice(confirmation(mill), "V-1", [("1", "BULB", "CC", 10, "")])
    body = [s.replace("**EA**", "**ZZ**") for s in body]
    assert send(mill, [body]).code == 1
    assert states_of_rows(mill) == [("held", "SHIP-UNIT")]
    assert mill.state("P-1") == "at_warehouse"


def a_csv_from_a_warehouse_that_agreed_on_945_is_refused(work):
    mill = at_warehouse(work, [po("P-1", [("BULB", 10, "1.60")])])
    mill.drop("venlo", "1.csv", shipped([
        ("S-1", confirmation(mill), 1, "BULB", 10, True)]))
    assert mill.night(NIGHT).code == 1
    assert mill.state("P-1") == "at_warehouse"
    assert not mill.list("shipment")


# --- what partners say of our documents --------------------------------------

def words_on_our_documents_are_kept_and_never_answered(work):
    mill = at_warehouse(work, [po("P-1", [("BULB", 10, "1.60")])])
    there = mill.outgoing("acme"), mill.outgoing("venlo")
    good = ["AK1*PR*12", "AK2*855*0001", "AK5*A", "AK9*A*1*1*1"]
    faulty = ["AK1*PR*13", "AK2*855*0001", "AK9*A*1*1*1"]
    ta1 = ["TA1*000000077*261120*0200*R*025"]
    mill.drop("acme", "1.edi", envelope("FA", "997", [good], 11, "ACME"))
    mill.drop("acme", "2.edi", envelope("FA", "997", [faulty], 12, "ACME"))
    mill.drop("acme", "3.edi", envelope("", "", [], 13, "ACME", ta1=ta1))
    mill.drop("acme", "4.edi",
              envelope("FA", "997", [good], 14, "ACME", ta1=ta1)
              .replace(b"IEA*1*000000014", b"IEA*2*000000014"))
    mill.night(NIGHT)
    assert (mill.outgoing("acme"), mill.outgoing("venlo")) == there
    said = mill.rows("SELECT kind, interchange_control, group_control, "
                     "message_control, document_kind, verdict, code, text "
                     "FROM receipt ORDER BY kind, receipt_id")
    assert said == [
        ("997", "", "12", "0001", "855", "accepted", "A", ""),
        ("997", "", "12", "", "855", "accepted", "A", ""),
        ("TA1", "000000077", "", "", "", "rejected", "R",
         "ISA13 was used before")], said
    states = sorted((m["kind"], m["state"]) for m in mill.list("message")
                    if m["kind"] in ("997", "TA1"))
    assert states == [("997", "noted"), ("997", "rejected"),
                      ("997", "rejected"), ("TA1", "noted"),
                      ("TA1", "rejected")], states


if __name__ == "__main__":
    TESTS = [a_945_ships_and_the_buyer_hears_of_it,
             a_940_is_answered_by_a_945,
             items_without_line_numbers_are_found_by_item_or_gtin,
             an_item_of_two_lines_is_held_unless_the_line_is_named,
             lots_of_one_line_add_up_and_may_be_told_again,
             two_items_for_one_line_are_held,
             what_is_refused_beside_another_is_to_do,
             the_rest_follows_or_is_cancelled,
             what_the_warehouse_cancels_whole_is_told_by_a_response,
             nothing_left_of_a_cancelled_order_may_be_said_again,
             a_held_shipment_is_ended_by_a_person,
             the_same_shipment_again_ships_nothing,
             a_faulty_945_ships_nothing_and_the_right_one_does,
             a_good_945_beside_a_faulty_one_is_booked,
             a_test_945_ships_nothing,
             an_unknown_unit_is_held_not_guessed,
             a_csv_from_a_warehouse_that_agreed_on_945_is_refused,
             words_on_our_documents_are_kept_and_never_answered]
    sys.exit(tap_main(TESTS, __file__))
