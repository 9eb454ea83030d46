#!/usr/bin/python3
"""Random orders through the real program, and every unit of money of them:
night_money.py [BUILD [ORDERS]].  SEED=n repeats a run.

Customers of three currencies, charged at despatch or at acceptance, on account
or prepaid, some with little credit; orders are changed, cancelled, held,
released, refused, shipped in parts, cut short, paid, paid twice, paid short,
sent back, refunded and corrected.
What must hold is worked out here from what was sent, not from the book:

- each journal sums to zero, each balance is what its postings give;
- what was sold is what was shipped: the net of a line is round(net x shipped /
  ordered), and whole orders come to their totals exactly;
- an order's ledger says what its state says: nothing waits for an order that
  is over, all of it waits for one of which nothing has left;
- the bank account is what was paid in, less what was paid back.
"""
import collections
import datetime
import fractions
import json
import os
import random
import sys

import mill as m
from mill import po, x12

ORDERS = int(sys.argv[2]) if len(sys.argv) > 2 else 800
SEED = int(os.environ.get("SEED", "20261121"))
NIGHTS = 10
RARE = min(0.1, 400 / ORDERS)	# what takes a command of its own
FIRST = datetime.date(2026, 11, 23)

Customer = collections.namedtuple(
    "Customer", "name currency payment limit charge_at category")
CUSTOMERS = [
    Customer("despatch-eur", "EUR", "account", "unlimited", "despatch", "S"),
    Customer("accept-eur", "EUR", "account", "unlimited", "acceptance", "S"),
    Customer("reverse-jpy", "JPY", "account", "unlimited", "despatch", "AE"),
    Customer("accept-kwd", "KWD", "account", "unlimited", "acceptance", ""),
    Customer("little-eur", "EUR", "account", "60000", "despatch", "S"),
    Customer("prepaid-kwd", "KWD", "prepaid", "", "despatch", "S"),
    Customer("prepaid-jpy", "JPY", "prepaid", "", "acceptance", ""),
]
OUR = "NL91ABNA0417164300"
DIGITS = {"EUR": 2, "JPY": 0, "KWD": 3}
ITEMS = {  # sku: category, percent, price by currency
    "BULB": ("S", "21", {"EUR": "1.60", "JPY": "263.5", "KWD": "0.5275"}),
    "BOOK": ("AA", "9", {"EUR": "12.3456", "JPY": "1999", "KWD": "4.0505"}),
    "SEED": ("Z", "0", {"EUR": "0.0333", "JPY": "7.7", "KWD": "0.0115"}),
    "STAMP": ("E", "0", {"EUR": "0.99", "JPY": "163", "KWD": "0.3"}),
}


def gln(n):
    digits = f"87123450{n:04}"
    total = sum(int(d) * (3 if i % 2 else 1) for i, d in enumerate(digits))
    return digits + str(-total % 10)


def iban(customer):
    bban = f"ORDM{CUSTOMERS.index(customer):010}"
    digits = "".join(str(int(c, 36)) for c in bban + "NL00")
    return f"NL{98 - int(digits) % 97:02}{bban}"


def rounded(value):
    """Half away from zero."""
    value = fractions.Fraction(value)
    whole = (abs(value) * 2 + 1) // 2
    return int(whole if value >= 0 else -whole)


def minor(customer, value):
    return rounded(fractions.Fraction(value) * 10 ** DIGITS[
        customer.currency])


def amount(customer, minor_units):
    digits = DIGITS[customer.currency]
    if not digits:
        return str(minor_units)
    whole, rest = divmod(minor_units, 10 ** digits)
    return f"{whole}.{rest:0{digits}}"


class Line:
    def __init__(self, customer, sku, quantity):
        self.customer, self.sku = customer, sku
        self.shipped = self.gone = self.returned = 0
        self.set(quantity)

    def set(self, quantity):
        self.ordered = quantity
        self.price = ITEMS[self.sku][2][self.customer.currency]
        self.net = minor(self.customer, fractions.Fraction(self.price) *
                         quantity)

    @property
    def open(self):
        return self.ordered - self.shipped - self.gone

    def settled(self, quantity):
        return rounded(fractions.Fraction(self.net * quantity, self.ordered))


class Order:
    def __init__(self, number, customer, lines, charge):
        self.number, self.customer = number, customer
        self.lines, self.charge = lines, charge  # charge: whole units
        self.change = None

    @property
    def net(self):
        return sum(l.net for l in self.lines)

    @property
    def charges(self):
        return self.charge * 10 ** DIGITS[self.customer.currency]

    def document(self, purpose="00", lines=None, requested=None):
        extra = [f"SAC*C*D240***{self.charge}00"] if self.charge and \
            purpose == "00" else []
        return po(self.number, lines or [
            (l.sku, l.ordered, l.price) for l in self.lines],
            purpose=purpose, currency=self.customer.currency, extra=extra,
            gln=gln(CUSTOMERS.index(self.customer)), requested=requested)

    def sold(self):
        """The net of what has left and stayed away, and whether that is
        everything."""
        return (sum(l.settled(l.shipped) - l.settled(l.returned)
                    for l in self.lines),
                all(l.shipped == l.ordered and not l.returned
                    for l in self.lines))


class World:
    def __init__(self, work, orders):
        self.dice, self.orders = random.Random(SEED), {}
        self.mill = work.mill()
        self.total, self.control, self.paid = orders, 0, collections.Counter()
        self.shipments = 0
        self.counts = collections.Counter()
        self.configure()

    def configure(self):
        mill = self.mill
        m.COLUMNS["customers"] += " iban"
        mill.profile("desk", "x12", "850", ["x12:ZZ:DESK", "gs:DESK",
                                            "endpoint:0088:8712345000004"],
                     role="customer", rules='allowances = [ "D240" ]; '
                     'hold_expires_days = 6;')
        mill.profile("bank", "csv", "payments", [], role="bank",
                     more=f'accounts = [ "{OUR}" ];')
        mill.master["catalog"] = [
            (sku, "", sku, "goods", "C62", price["EUR"], "EUR", category,
             percent, "", "") for sku, (category, percent, price)
            in ITEMS.items()]
        for n, c in enumerate(CUSTOMERS):
            mill.master["customers"].append(
                (c.name, "desk", c.name, "gln:" + gln(n), c.currency,
                 c.payment, c.limit, 30, c.charge_at, "", c.category, "",
                 "en", "desk@lampco.example",
                 *(("2", "5") if c.name == "accept-eur" else ("", "")),
                 "", "", "", iban(c)))
            mill.master["locations"].append(
                (c.name, "gln:" + gln(n), c.name, "Havenweg 7", "Rotterdam",
                 "3011 AA", "NL", "venlo", ""))
            mill.master["prices"] += [
                (c.name, sku, "C62", c.currency, price[c.currency], "", "",
                 "", "") for sku, (_, _, price) in ITEMS.items()
                if c.currency != "EUR"]
        mill.write_master()

    # What partners send before a night

    def drop_orders(self, night, day):
        made = []
        for n in range(self.total // (NIGHTS - 4)):
            c = self.dice.choice(CUSTOMERS)
            skus = self.dice.sample(sorted(ITEMS), self.dice.randint(1, 4))
            order = Order(f"P{night}-{n}", c, [
                Line(c, sku, self.dice.choice((1, 3, 7, 10, 144, 1000)))
                for sku in skus], self.dice.choice((0, 0, 5, 13)))
            self.orders[order.number] = order
            made.append(order.document(requested=str(
                day + datetime.timedelta(days=self.dice.randint(1, 6)))))
        self.send(made)

    def send(self, documents):
        for i in range(0, len(documents), 500):
            self.control += 1
            self.mill.drop("desk", f"{self.control:05}.edi", x12(
                documents[i:i + 500], control=self.control, sender="DESK"))

    def in_state(self, *states):
        """Booked orders, with what the book has of them."""
        marks = ", ".join("?" * len(states))
        return [(self.orders[r[0]], r) for r in self.mill.rows(
            "SELECT po_number, order_id, state, confirmation, rf_reference, "
            "total_minor FROM v_order WHERE purpose = 'original' AND "
            f"state IN ({marks}) ORDER BY order_id", *states)]

    def drop_changes(self):
        documents = []
        for order, _ in self.in_state("accepted", "held"):
            dice = self.dice.random()
            if order.change is not None or dice > 0.16:
                continue
            if dice < 0.05:
                order.change = "cancel"
                documents.append(order.document("01"))
                continue
            quantity = self.dice.choice((1, 2, 9, 77, 1500))
            order.change = quantity
            first = order.lines[0]
            documents.append(order.document("04", [
                (first.sku, quantity, first.price)]))
        self.send(documents)

    def take_changes(self):
        """What became of them is the book's to say; what it costs is not."""
        for number, purpose, state, reason in self.mill.rows(
                "SELECT po_number, purpose, state, reason FROM v_order "
                "WHERE purpose <> 'original'"):
            order = self.orders[number]
            if order.change is None or order.change == "done":
                continue
            if (state, reason) == ("noted", "CHANGE-APPLIED") and \
                    purpose == "change":
                order.lines[0].set(order.change)
                self.counts["changed"] += 1
            if state != "received":
                self.counts[f"{purpose} {state} {reason}"] += 1
                order.change = "done"

    def drop_shipments(self):
        rows = []
        for order, row in self.in_state("at_warehouse", "part_shipped"):
            if self.dice.random() < 0.25:
                continue
            self.shipments += 1
            whole = self.dice.random() < 0.5
            for n, line in enumerate(order.lines, 1):
                if line.open == 0 or (not whole and self.dice.random() < 0.3):
                    continue
                left = line.open if whole else self.dice.randint(
                    0, line.open)
                last = self.dice.random() < 0.1
                line.shipped += left
                if last:
                    line.gone += line.open
                    self.counts["cut short"] += 1
                rows.append((f"S{self.shipments}", row[3], n, line.sku, left,
                             last))
        if rows:
            self.mill.drop("venlo", f"s{self.shipments}.csv",
                           m.shipped(rows))

    def pay(self, customer, minor_units, reference):
        self.paid[customer.currency] += minor_units
        self.counts["payments"] += 1
        return (f"B{self.counts['payments']}", str(FIRST),
                amount(customer, minor_units),
                customer.currency, reference, "", iban(customer),
                customer.name)

    def drop_payments(self, night):
        """Whole, short, too much, in part, and some told a second time."""
        rows = []
        for order, row in self.in_state("held"):
            dice = self.dice.random()
            if order.customer.payment != "prepaid" or row[5] < 2 or \
                    dice < 0.15:
                continue
            rows.append(self.pay(order.customer, row[5] - 1 if dice < 0.2 else
                                 row[5] + 7 if dice < 0.25 else row[5],
                                 row[4]))
        for c in CUSTOMERS:
            owed = self.mill.balance("receivable", c.name)
            if c.payment == "account" and owed > 0:
                rows.append(self.pay(c, self.dice.choice(
                    (1, owed // 3 + 1, owed)), ""))
        again = self.dice.sample(rows, len(rows) // 20)
        for name, what in (("a", rows), ("b", again)):
            if what:
                self.mill.drop("bank", f"{night}{name}.csv", m.rows_csv(
                    "id booked_on amount currency reference text iban name",
                    what))

    # What people do between two nights

    def decisions(self):
        for order, row in self.in_state("held"):
            if order.customer.name != "little-eur" or \
                    self.dice.random() > 2 * RARE:
                continue
            word = self.dice.choice(("release", "reject"))
            self.mill.run(word, row[3] or order.number, "--reason", "tested")
            self.counts[word] += 1
        for order, row in self.in_state("accepted"):
            if self.dice.random() < RARE / 4:
                self.mill.run("cancel", row[3], "--reason", "tested")
                self.counts["cancel"] += 1

    def returns(self):
        for order, row in self.in_state("shipped", "part_shipped"):
            here = [(n, l) for n, l in enumerate(order.lines, 1)
                    if l.shipped > l.returned]
            if not here or self.dice.random() > RARE:
                continue
            n, line = self.dice.choice(here)
            back = self.dice.randint(1, line.shipped - line.returned)
            line.returned += back
            self.mill.good("account", "return", row[3], "--lines",
                           f"{n}={back}", "--reason", "broken")
            self.counts["returned"] += 1

    def account(self, *words):
        return json.loads(self.mill.good("account", *words,
                                         "--json").out.splitlines()[0])

    def corrections(self):
        """Refunds by two people, a chargeback, and a mistake mended."""
        for c in CUSTOMERS:
            there = -self.mill.balance("deposit", c.name)
            owed = self.mill.balance("receivable", c.name)
            if there > 3 and c.payment == "account":
                back = self.dice.randint(1, there // 3)
                refund = str(self.account(
                    "refund", c.name, amount(c, back), "--reason", "asked",
                    "--by", "anna")["refund_id"])
                self.account("refund", "--approve", refund, "--by", "bert")
                if self.dice.random() < 0.8:
                    self.account("refund", "--paid", refund, "--reason", "x")
                    self.paid[c.currency] -= back
                self.counts["refunds"] += 1
            if owed > 100:
                self.account("chargeback", c.name, amount(c, owed // 50),
                             "--reason", "late")
                self.account("adjust", c.name, amount(c, 7),
                             self.dice.choice(("--more", "--less")),
                             "--reason", "a slip", "--on",
                             str(FIRST + datetime.timedelta(
                                 days=self.counts["corrected"])))
                self.counts["corrected"] += 1

    def live(self):
        for night in range(NIGHTS):
            day = FIRST + datetime.timedelta(days=night)
            if night < NIGHTS - 4:
                self.drop_orders(night, day)
            self.drop_changes()
            self.drop_shipments()
            self.drop_payments(night)
            ran = self.mill.night(str(day))
            assert ran.code in (0, 1), ran
            self.take_changes()
            self.decisions()
            self.returns()
            self.corrections()

    # What must hold

    def ledger(self):
        """{order number: {account: amount}}, by the postings."""
        sums = collections.defaultdict(collections.Counter)
        for number, account, amount in self.mill.rows(
                "SELECT o.po_number, l.account, sum(l.amount_minor) FROM "
                "v_ledger l JOIN v_order o ON o.order_id = l.order_id "
                "GROUP BY 1, 2"):
            sums[number][account] = amount
        return sums


def the_sums(world):
    assert not world.mill.rows(
        "SELECT journal, currency, sum(amount_minor) AS s FROM v_ledger "
        "GROUP BY journal, currency HAVING s <> 0")
    assert not world.mill.rows(
        "SELECT account, customer, currency, sum(a) AS d FROM (SELECT "
        "account, customer, currency, amount_minor AS a FROM v_ledger "
        "UNION ALL SELECT account, customer, currency, -amount_minor FROM "
        "v_balance) GROUP BY 1, 2, 3 HAVING d <> 0")
    for currency in DIGITS:
        there = world.mill.rows(
            "SELECT sum(amount_minor) FROM v_balance WHERE account = 'cash' "
            "AND currency = ?", currency)[0][0]
        assert there == world.paid[currency], (currency, there, world.paid)


def waiting(order, row, sums):
    """What is accepted and has neither left nor been cancelled."""
    kind = "commitment" if order.customer.payment == "account" and \
        order.customer.charge_at == "despatch" else "liability"
    other = "liability" if kind == "commitment" else "commitment"
    assert sums[other] == 0, (order.number, sums)
    return sums[kind] if kind == "commitment" else -sums[kind]


def the_orders(world):
    ledger = world.ledger()
    for number, state, net, charges, tax, total in world.mill.rows(
            "SELECT po_number, state, net_minor, charge_minor, tax_minor, "
            "total_minor FROM v_order WHERE purpose = 'original'"):
        order, sums = world.orders[number], ledger[number]
        what = (number, state, sums)
        net_sold, all_sold = order.sold()
        world.counts[state] += 1
        assert -sums["sales"] == net_sold, (what, net_sold)
        if state in ("received", "held", "rejected"):
            assert not any(sums[a] for a in (
                "sales", "tax", "liability", "commitment", "freight")), what
            continue
        assert net + charges + tax == total, what
        left = waiting(order, state, sums)
        whole = not any(l.gone or l.shipped for l in order.lines)
        if state in ("accepted", "at_warehouse"):
            assert left == total if whole else 0 < left < total, (what, total)
            assert net == order.net and charges == order.charges, what
        if state in ("shipped", "closed", "cancelled"):
            assert left == 0, what
        if all_sold:
            assert state in ("shipped", "closed"), what
            assert (-sums["sales"], -sums["tax"], -sums["freight"]) == \
                (net, tax, charges), (what, net, tax, charges)
        if state == "part_shipped" and not any(l.returned
                                               for l in order.lines):
            assert 0 < left < total or net == 0, (what, total)
            assert left - sums["sales"] - sums["tax"] - sums["freight"] <= \
                total, what


def money_of_random_orders_adds_up(work):
    world = World(work, ORDERS)
    world.live()
    the_sums(world)
    the_orders(world)
    print("# seed", SEED, dict(world.counts), flush=True)
    for wanted in ("shipped", "part_shipped", "cancelled", "rejected",
                   "changed", "cut short", "release", "payments", "returned",
                   "refunds", "corrected"):
        assert world.counts[wanted] > 0, f"no order was ever {wanted}"


if __name__ == "__main__":
    sys.exit(m.tap_main([money_of_random_orders_adds_up], __file__))
