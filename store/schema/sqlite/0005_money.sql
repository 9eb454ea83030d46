-- Money: the ledger as transfers, what is owed piece by piece, refunds,
-- returns, and what credit control looks at.

-- A row moves an amount from one account to another.  Whatever rows are
-- written, every journal sums to zero in its currency: there is no row that
-- says otherwise.  Money and memo accounts stay apart.
DROP VIEW v_ledger;
DROP TRIGGER posting_no_update;
DROP TRIGGER posting_no_delete;
DROP INDEX posting_journal;
ALTER TABLE posting RENAME TO posting_before;
CREATE TABLE posting (
	posting_id INTEGER PRIMARY KEY,
	journal_id INTEGER NOT NULL REFERENCES journal,
	debit TEXT NOT NULL, credit TEXT NOT NULL,
	amount_minor INTEGER NOT NULL CHECK (amount_minor > 0),
	CHECK (debit <> credit AND (substr(debit, 1, 10) = 'commitment') =
	    (substr(credit, 1, 10) = 'commitment'))
) STRICT;
-- Debits and credits of a journal, each laid end to end: where a debit and a
-- credit overlap, so much goes from one to the other.
INSERT INTO posting (journal_id, debit, credit, amount_minor)
WITH side AS (SELECT posting_id, journal_id, account, abs(amount_minor) AS
    amount, amount_minor > 0 AS debit, account LIKE 'commitment%' AS memo
    FROM posting_before WHERE amount_minor <> 0),
laid AS (SELECT *, sum(amount) OVER (PARTITION BY journal_id, debit, memo
    ORDER BY posting_id) AS upto FROM side)
SELECT d.journal_id, d.account, c.account, min(d.upto, c.upto)
    - max(d.upto - d.amount, c.upto - c.amount)
FROM laid d JOIN laid c ON c.journal_id = d.journal_id AND c.memo = d.memo
    AND c.debit = 0
WHERE d.debit = 1 AND min(d.upto, c.upto)
    > max(d.upto - d.amount, c.upto - c.amount)
ORDER BY d.posting_id, c.posting_id;
DROP TABLE posting_before;
CREATE INDEX posting_journal ON posting (journal_id);
CREATE TRIGGER posting_no_update BEFORE UPDATE ON posting
    BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END;
CREATE TRIGGER posting_no_delete BEFORE DELETE ON posting
    BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END;

ALTER TABLE journal ADD COLUMN value_on INTEGER;	-- NULL: the day of at
ALTER TABLE journal ADD COLUMN memo TEXT NOT NULL DEFAULT '';

CREATE VIEW v_ledger AS SELECT p.posting_id * 2 - 1 + s.side AS posting_id,
    j.journal_id AS journal, j.business_key, j.event,
    CASE s.side WHEN 0 THEN p.debit ELSE p.credit END AS account,
    j.customer, j.order_id, j.currency,
    CASE s.side WHEN 0 THEN p.amount_minor ELSE -p.amount_minor END
    AS amount_minor, strftime('%Y-%m-%dT%H:%M:%SZ', j.at, 'unixepoch') AS at,
    coalesce(date(j.value_on * 86400, 'unixepoch'),
    date(j.at, 'unixepoch')) AS value_on, j.memo
    FROM journal j CROSS JOIN posting p USING (journal_id)
    CROSS JOIN (SELECT 0 AS side UNION ALL SELECT 1) s;

-- Every debt is a piece: of an order at acceptance, of what left on one day,
-- or a correction.  Its open rest is what the receivable account says, piece
-- by piece; `verify` proves it.
CREATE TABLE receivable (
	receivable_id INTEGER PRIMARY KEY,
	journal_id INTEGER NOT NULL REFERENCES journal,
	customer TEXT NOT NULL, currency TEXT NOT NULL,
	order_id INTEGER REFERENCES orders,
	on_day INTEGER NOT NULL,
	left_on INTEGER,		-- NULL: nothing has left for it
	due_on INTEGER NOT NULL,	-- 2147483647: not known yet
	discount_until INTEGER,
	discount_percent TEXT NOT NULL,
	amount_minor INTEGER NOT NULL CHECK (amount_minor > 0),
	base_minor INTEGER NOT NULL,	-- less what was given back
	open_minor INTEGER NOT NULL CHECK (open_minor >= 0 AND
	    open_minor <= amount_minor)
) STRICT;
CREATE INDEX receivable_open ON receivable (customer, currency, due_on)
    WHERE open_minor > 0;
CREATE INDEX receivable_order ON receivable (order_id)
    WHERE order_id IS NOT NULL;
CREATE INDEX receivable_customer ON receivable (customer, currency, on_day);
CREATE TRIGGER receivable_no_delete BEFORE DELETE ON receivable
    BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END;
CREATE TRIGGER receivable_no_update BEFORE UPDATE OF receivable_id, journal_id,
    customer, currency, order_id, on_day, left_on, due_on, discount_until,
    discount_percent, amount_minor ON receivable
    BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END;

CREATE TABLE settlement (		-- what ended a debt, or a part of it
	settlement_id INTEGER PRIMARY KEY,
	receivable_id INTEGER NOT NULL REFERENCES receivable,
	journal_id INTEGER NOT NULL REFERENCES journal,
	on_day INTEGER NOT NULL,
	amount_minor INTEGER NOT NULL CHECK (amount_minor > 0)
) STRICT;
CREATE INDEX settlement_of ON settlement (receivable_id);
CREATE TRIGGER settlement_no_update BEFORE UPDATE ON settlement
    BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END;
CREATE TRIGGER settlement_no_delete BEFORE DELETE ON settlement
    BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END;

-- What was owed before pieces were kept: one piece a customer, due now.
INSERT INTO receivable (journal_id, customer, currency, order_id, on_day,
    left_on, due_on, discount_until, discount_percent, amount_minor,
    base_minor, open_minor)
SELECT max(j.journal_id), b.customer, b.currency, NULL, max(j.at) / 86400,
    max(j.at) / 86400, max(j.at) / 86400, NULL, '', b.amount_minor,
    b.amount_minor, b.amount_minor
FROM account_balance b JOIN journal j ON j.customer = b.customer
    AND j.currency = b.currency
WHERE b.account = 'receivable' AND b.amount_minor > 0
GROUP BY b.customer, b.currency;

CREATE VIEW v_receivable AS SELECT receivable_id, journal_id AS journal,
    customer, currency, order_id,
    date(on_day * 86400, 'unixepoch') AS on_day,
    date(left_on * 86400, 'unixepoch') AS left_on,
    date(nullif(due_on, 2147483647) * 86400, 'unixepoch') AS due_on,
    date(nullif(discount_until, 2147483647) * 86400, 'unixepoch')
    AS discount_until, discount_percent, amount_minor, open_minor
    FROM receivable;

-- Money back: asked for by one person, approved by another, then paid out.
CREATE TABLE refund (
	refund_id INTEGER PRIMARY KEY,
	customer TEXT NOT NULL, currency TEXT NOT NULL,
	amount_minor INTEGER NOT NULL CHECK (amount_minor > 0),
	order_id INTEGER REFERENCES orders,
	reason TEXT NOT NULL,
	state TEXT NOT NULL CHECK (state IN ('asked', 'approved', 'paid',
	    'refused')),
	asked_on INTEGER NOT NULL, asked_by TEXT NOT NULL,
	decided_on INTEGER, decided_by TEXT NOT NULL DEFAULT '',
	paid_on INTEGER, reference TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE INDEX refund_asked ON refund (customer, currency)
    WHERE state = 'asked';
CREATE INDEX refund_customer ON refund (customer);

CREATE VIEW v_refund AS SELECT refund_id, customer, currency, amount_minor,
    order_id, reason, state,
    date(asked_on * 86400, 'unixepoch') AS asked_on, asked_by,
    date(decided_on * 86400, 'unixepoch') AS decided_on, decided_by,
    date(paid_on * 86400, 'unixepoch') AS paid_on, reference FROM refund;

-- Goods that came back, line by line; the lines of one number are one credit
-- note.
CREATE TABLE returned (
	returned_id INTEGER PRIMARY KEY,
	number TEXT NOT NULL,
	order_id INTEGER NOT NULL REFERENCES orders,
	line INTEGER NOT NULL,
	quantity TEXT NOT NULL,
	net_minor INTEGER NOT NULL, tax_minor INTEGER NOT NULL,
	on_day INTEGER NOT NULL,
	reason TEXT NOT NULL, taken_by TEXT NOT NULL
) STRICT;
CREATE INDEX returned_order ON returned (order_id, line);
CREATE INDEX returned_number ON returned (number);

CREATE VIEW v_returned AS SELECT returned_id, number, order_id, line,
    quantity, net_minor, tax_minor,
    date(on_day * 86400, 'unixepoch') AS on_day, reason, taken_by
    FROM returned;

-- What a credit hold found.
ALTER TABLE hold ADD COLUMN limit_minor INTEGER;
ALTER TABLE hold ADD COLUMN exposure_minor INTEGER;
ALTER TABLE hold ADD COLUMN value_minor INTEGER;
DROP VIEW v_hold;
CREATE VIEW v_hold AS SELECT hold_id, order_id, reason, detail,
    strftime('%Y-%m-%dT%H:%M:%SZ', since, 'unixepoch') AS since,
    date(expires_on * 86400, 'unixepoch') AS expires_on,
    strftime('%Y-%m-%dT%H:%M:%SZ', ended_at, 'unixepoch') AS ended_at,
    ended_by, limit_minor, exposure_minor, value_minor FROM hold;

ALTER TABLE customer ADD COLUMN discount_percent TEXT NOT NULL DEFAULT '0';
ALTER TABLE customer ADD COLUMN discount_days INTEGER NOT NULL DEFAULT 0;
ALTER TABLE customer ADD COLUMN blocked INTEGER NOT NULL DEFAULT 0;
ALTER TABLE customer ADD COLUMN max_order TEXT NOT NULL DEFAULT '';
ALTER TABLE customer ADD COLUMN max_overdue_days INTEGER NOT NULL DEFAULT -1;
DROP VIEW v_customer;
CREATE VIEW v_customer AS SELECT customer, partner, name, identifiers,
    currency, payment, unlimited, credit_limit, terms_days, charge_at,
    tax_id, tax_category, email, language, seller, discount_percent,
    discount_days, blocked, max_order, max_overdue_days FROM customer;
